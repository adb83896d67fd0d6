"""Spanish, in words that are read alike in Latin America and Spain. This tool's own; no native specialist reviewed it.

Terms follow `reports/locale/es/README.md`. Numbers, days and lists are Babel's, loaded when the first is written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from checker.model.duration import Duration
from checker.model.quantity import NO_UNIT
from checker.rules.languages import Conjunction, Language

LOCALE = "es"
SAY = {
    "and": "y",
    "or": "o",
    "all_of": "se cumplen todas estas condiciones: {items}",
    "any_of": "se cumple al menos una de estas condiciones: {items}",
    "n_of": "se cumplen al menos {n} de estas {m} condiciones: {items}",
    "not": "no se cumple esta condición: {item}",
    "not_all": "no se cumplen todas estas condiciones a la vez: {items}",
    "not_any": "no se cumple ninguna de estas condiciones: {items}",
    "each": "en cada uno de {list}: {item}",
    "some": "en al menos uno de {list}: {item}",
    "share_of_list": "en al menos {share} de {list}: {item}",
    "each_entry": "en cada entrada de {list}: {item}",
    "some_entry": "en al menos una entrada de {list}: {item}",
    "share_of_entries": "en al menos {share} de las entradas de {list}: {item}",
    "quote": "“{text}”",
    "untranslated": "[en] {text}",
    "answer": "la respuesta a “{ask}”",
    "survey": "la proporción de personas trabajadoras que responden {good} a “{ask}”",
    "left_out": " (sin contar a quienes responden {left})",
    "evidence_kind": "la prueba del tipo “{kind}”",
    "field": "el campo “{name}”",
    "other": "el dato “{name}”",
    "number_of": "el número de {things}",
    "share_of": "la proporción de ",
    "yes": "“sí”",
    "no": "“no”",
    "is": "es {value}",
    "is_not": "no es {value}",
    "is_other": "es distinta de {value}",
    "is_number": "es de {value}",
    "is_number_not": "no es de {value}",
    "is_known": "consta",
    "is_given": "consta",
    "yes_to_each": "la respuesta es {value} a cada una de las preguntas {asks}",
    "yes_to_some": "la respuesta es {value} al menos a una de las preguntas {asks}",
    "includes": "incluye {value}",
    "includes_some": "incluye al menos una de las opciones {value}",
    "includes_both": "incluye las dos opciones {value}",
    "includes_all": "incluye todas las opciones {value}",
    "includes_not": "no incluye {value}",
    "includes_none": "no incluye ninguna de las opciones {value}",
    "includes_n": "incluye al menos {n} de estas {m} opciones: {value}",
    "among": "figura en {value}",
    "not_among": "es algo que {value} no incluye",
    "includes_any_in": "incluye algo de lo que incluye {value}",
    "includes_all_in": "incluye todo lo que incluye {value}",
    "includes_none_in": "no incluye nada de lo que incluye {value}",
    "at_least": "es de al menos {value}",
    "at_most": "es como máximo de {value}",
    "more_than": "es superior a {value}",
    "less_than": "es inferior a {value}",
    "at_least_fact": "no es menor que {value}",
    "at_most_fact": "no es mayor que {value}",
    "more_than_fact": "es mayor que {value}",
    "less_than_fact": "es menor que {value}",
    "between": "está entre {low} y {high}, ambos incluidos",
    "before": "es anterior a {value}",
    "after": "es posterior a {value}",
    "within": "cae dentro de los últimos {value} antes del día de la evaluación",
    "options_at_least": "incluye al menos {value} de sus opciones",
    "options_at_most": "incluye como máximo {value} de sus opciones",
    "entries_at_least": "son al menos {value}",
    "entries_at_most": "son como máximo {value}",
    "there_are_no": "no hay {things}",
    "there_is_no": "no hay {things}",
    "zero_money": "cero",
    "method": "contando como remuneración {method}",
    "evidence": "hay pruebas del tipo {kinds}, del nivel “{level}” o superior",
    "no_older": ", con una antigüedad máxima de {age}",
}
SCOPE = {
    "scope.sites": "los centros de trabajo evaluados",
    "scope.services": "los servicios evaluados",
    "scope.period_from": "el primer día del período",
    "scope.period_to": "el último día del período",
    "scope.headcount": "el número de personas trabajadoras evaluadas",
    "vendor.id": "el identificador de la organización evaluada",
    "vendor.name": "el nombre de la organización evaluada",
    "vendor.country": "el país de la sede de la organización evaluada",
    "vendor.kinds": "los tipos de la organización evaluada",
    "item.headcount": "el número de personas trabajadoras allí",
    "item.place": "el país o la región",
    "item.city": "la ciudad",
    "item.area": "el tipo de zona",
}
LEVELS = {
    "none": "nada",
    "stated": "declarado",
    "documented": "documentado",
    "recorded": "registrado",
    "independent": "comprobado por una parte independiente",
    "worker_reported": "comunicado por personas trabajadoras",
    "worker_measured": "medido por personas trabajadoras",
}
METHODS = {
    "basic_only": "la básica menos comisiones y descuentos",
    "idh_total": "la básica, los bonos garantizados y las prestaciones en especie dentro de topes, "
    "menos comisiones y descuentos",
    "fairwork_net": "el pago y los bonos garantizados menos comisiones, costos y descuentos",
}
BASES = {
    "all_time": "sobre todo el tiempo de trabajo",
    "paid_time": "solo sobre el tiempo pagado",
    "hours_weighted": "ponderada por horas",
    "pooled": "sobre todo el período en conjunto",
}
UNITS = {
    "days": ("día", "días"),
    "weeks": ("semana", "semanas"),
    "months": ("mes", "meses"),
    "years": ("año", "años"),
    "hours": ("hora", "horas"),
    "minutes": ("minuto", "minutos"),
    "workers": ("persona trabajadora", "personas trabajadoras"),
    "layers": ("nivel", "niveles"),
    "percent": ("por ciento", "por ciento"),
    "money": ("en la moneda de los datos", "en la moneda de los datos"),
    "money/h": ("por hora en la moneda de los datos", "por hora en la moneda de los datos"),
}
LABELS = {
    "Satisfied when": "Se cumple cuando",
    "Applies where": "Se aplica cuando",
    "Earns {share} when": "Cuenta un {share} cuando",
    "Claim that data can contradict": "Afirmación que los datos pueden contradecir",
}
NOTE = (
    "Las frases en español son una traducción propia de esta herramienta; ningún especialista en derecho laboral de "
    "habla hispana las ha revisado. En caso de duda vale el texto en inglés. Lo demás está en inglés."
)
_DECIMAL = "#,##0.##########"
_PERCENT = "#,##0.##########\N{NO-BREAK SPACE}%"
_CONTRACTED = ((re.compile(r"\bde el\b"), "del"), (re.compile(r"\ba el\b"), "al"))
_BEFORE_I = re.compile(r"\by(?= [“¿¡(]*(?:[iIíÍ]|[hH][iIíÍ])(?![aáeéoóuú]))")
_BEFORE_O = re.compile(r"\bo(?= [“¿¡(]*(?:[oOóÓ]|[hH][oOóÓ]))")


def _number(value: float, unit: str) -> str:
    from babel.numbers import format_decimal, format_percent

    if unit == "share":
        return "el " + format_percent(float(f"{value:.12g}"), format=_PERCENT, locale=LOCALE)
    said = format_decimal(float(f"{value:.10g}"), format=_DECIMAL, locale=LOCALE)
    if unit in NO_UNIT:
        return said
    one, many = UNITS.get(unit, (unit, unit))
    return f"{said} {one if value == 1 else many}"


def _day(day: date) -> str:
    from babel.dates import format_date

    return f"el {format_date(day, 'long', locale=LOCALE)}"


def _span(span: Duration) -> str:
    parts = [_number(n, unit) for n, unit in ((span.months, "months"), (span.days, "days")) if n]
    return " y ".join(parts) or _number(0, "days")


def _joined(parts: Sequence[str], last: Conjunction) -> str:
    from babel.lists import format_list

    return format_list(list(parts), style="standard" if last == "and" else "or", locale=LOCALE)


def _finish(text: str) -> str:
    """Contract ``de el`` and ``a el``; write ``e`` and ``u`` where ``y`` and ``o`` meet their own sound."""
    for pattern, mended in _CONTRACTED:
        text = pattern.sub(mended, text)
    return _BEFORE_O.sub("u", _BEFORE_I.sub("e", text))


SPANISH = Language(
    code="es", name="Spanish", say=SAY, conjunctions=("y", "e", "o", "u"), scope=SCOPE, levels=LEVELS,
    methods=METHODS, bases=BASES, metrics={}, number=_number, day=_day, span=_span, joined=_joined, named=str,
    finish=_finish, labels=LABELS, note=NOTE,
)  # fmt: skip
