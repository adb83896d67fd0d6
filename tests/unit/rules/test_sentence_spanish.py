"""Spanish sentences: every operator, agreement with what stands beside it, numbers and days as Spanish writes them.

Expected sentences are written by hand; the words of questions come from the table of the English test.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from checker.model.condition import COMBINATORS, COMPARISONS, walk
from checker.model.duration import Duration
from checker.model.questions import Option, Question
from checker.rules.languages import LANGUAGES, language
from checker.rules.languages.english import ENGLISH
from checker.rules.languages.spanish import SPANISH
from checker.rules.sentence import Words, sentence
from tests.unit.rules.test_sentence_wording import WORDS as ENGLISH_WORDS
from tests.unit.rules.test_sentence_wording import A, condition

SPOKEN = {
    "Which colour?": "¿Qué color?", "Which tools?": "¿Qué herramientas?", "Which others?": "¿Cuáles otras?",
    "How many layers?": "¿Cuántos niveles?", "How warm?": "¿Cuánto calor?", "Why?": "¿Por qué?", "When?": "¿Cuándo?",
    "Is it open?": "¿Está abierto?", "Is it clean?": "¿Está limpio?", "Which rows?": "¿Qué filas?",
    "Are you calm?": "¿Está en calma?", "Red": "Rojo", "Green": "Verde", "Blue": "Azul", "Saw": "Sierra",
    "Axe": "Hacha", "None": "Ninguna", "Always": "Siempre", "Mostly": "Casi siempre", "Unsaid": "No lo digo",
    "Never": "Nunca", "Survey, without names": "Encuesta, sin nombres", "Report of an audit": "Informe de auditoría",
    "Old one": "Vieja", "Kind of row": "Tipo de fila",
}  # fmt: skip
METRICS = {
    "below": "la proporción de personas trabajadoras por debajo de la línea",
    "seen": "la proporción de filas de pago con una cifra",
    "gap": "el mayor exceso sobre la estimación",
    "missing": "lugares sin una cifra",
    "taken": "el dinero que se cobró en la puerta",
    "hourly": "la remuneración más baja",
}


def spoken(text: Any) -> Any:
    return {**text, "es": SPOKEN[text["en"]]} if text and text["en"] else text


def translated(question: Question) -> Question:
    def labelled(options: tuple[Option, ...]) -> tuple[Option, ...]:
        return tuple(replace(option, label=spoken(option.label)) for option in options)

    fields = tuple(replace(f, label=spoken(f.label), options=labelled(f.options)) for f in question.fields)
    return replace(question, ask=spoken(question.ask), options=labelled(question.options), fields=fields)


BANK = ENGLISH_WORDS.bank
WORDS = replace(
    ENGLISH_WORDS,
    bank=replace(
        BANK,
        questions={name: translated(q) for name, q in BANK.questions.items()},
        survey={name: item._replace(question=translated(item.question)) for name, item in BANK.survey.items()},
        kinds={name: replace(kind, label=spoken(kind.label)) for name, kind in BANK.kinds.items()},
    ),
    language=replace(SPANISH, metrics=METRICS),
)
RED, WHY = {"fact": A + "colour", "is": "red"}, {"fact": A + "reason", "is_not": ""}
FEW = {"fact": A + "layers", "at_most": 3}
BASIC = "(sobre todo el tiempo de trabajo, contando como remuneración la básica menos comisiones y descuentos)"
TABLE: list[tuple[Any, str]] = [
    (RED, "La respuesta a “¿Qué color?” es “Rojo”."),
    ({"fact": A + "colour", "is_not": "red"}, "La respuesta a “¿Qué color?” es distinta de “Rojo”."),
    ({"fact": A + "colour", "one_of": ["red", "green"]}, "La respuesta a “¿Qué color?” es “Rojo” o “Verde”."),
    ({"fact": A + "colour", "none_of": ["red"]}, "La respuesta a “¿Qué color?” es distinta de “Rojo”."),
    (WHY, "La respuesta a “¿Por qué?” consta."),
    ({"fact": A + "reason", "is_answered": True}, "La respuesta a “¿Por qué?” consta."),
    ({"fact": A + "open", "is": True}, "La respuesta a “¿Está abierto?” es “sí”."),
    ({"fact": A + "open", "is": False}, "La respuesta a “¿Está abierto?” es “no”."),
    ({"fact": A + "layers", "at_most": 0}, "La respuesta a “¿Cuántos niveles?” es de 0 niveles."),
    ({"fact": A + "layers", "more_than": 0}, "La respuesta a “¿Cuántos niveles?” es de al menos 1 nivel."),
    (FEW, "La respuesta a “¿Cuántos niveles?” es como máximo de 3 niveles."),
    ({"fact": A + "layers", "less_than": 3}, "La respuesta a “¿Cuántos niveles?” es inferior a 3 niveles."),
    (
        {"fact": A + "layers", "between": [1, 3]},
        "La respuesta a “¿Cuántos niveles?” está entre 1 nivel y 3 niveles, ambos incluidos.",
    ),
    (
        {"fact": A + "degrees", "at_most": {"fact": A + "layers"}},
        "La respuesta a “¿Cuánto calor?” no es mayor que la respuesta a “¿Cuántos niveles?”.",
    ),
    (
        {"fact": "workers.calm", "at_least": 0.7},
        "La proporción de personas trabajadoras que responden “Siempre” o “Casi siempre” a “¿Está en calma?” (sin "
        "contar a quienes responden “No lo digo”) es de al menos el 70 %.",
    ),
    ({"fact": "wages.below", "at_most": 0}, f"No hay personas trabajadoras por debajo de la línea {BASIC}."),
    # «de el» and «a el» are one word; a share has a decimal comma and its space.
    (
        {"fact": "wages.below", "at_most": 0.05},
        f"La proporción de personas trabajadoras por debajo de la línea {BASIC} es como máximo del 5 %.",
    ),
    ({"fact": "wages.gap", "more_than": 0.125}, "El mayor exceso sobre la estimación es superior al 12,5 %."),
    ({"fact": "wages.seen", "at_least": 1}, "La proporción de filas de pago con una cifra es del 100 %."),
    ({"fact": "wages.taken", "more_than": 0}, "El dinero que se cobró en la puerta es superior a cero."),
    (
        {"fact": "wages.hourly_paid_time", "at_least": 12.5},
        "La remuneración más baja (solo sobre el tiempo pagado, ponderada por horas, sobre todo el período en "
        "conjunto) es de al menos 12,5 por hora en la moneda de los datos.",
    ),
    ({"fact": "wages.missing", "at_most": 0}, "No hay lugares sin una cifra."),
    ({"fact": "wages.missing", "at_most": 1}, "El número de lugares sin una cifra es como máximo de 1."),
    ({"fact": A + "tools", "includes_any": ["saw"]}, "La respuesta a “¿Qué herramientas?” incluye “Sierra”."),
    (
        {"fact": A + "tools", "includes_any": ["saw", "axe"]},
        "La respuesta a “¿Qué herramientas?” incluye al menos una de las opciones “Sierra” o “Hacha”.",
    ),
    (
        {"fact": A + "tools", "includes_all": ["saw", "axe", "none"]},
        "La respuesta a “¿Qué herramientas?” incluye todas las opciones “Sierra”, “Hacha” y “Ninguna”.",
    ),
    (
        {"fact": A + "tools", "includes_none": ["saw", "axe"]},
        "La respuesta a “¿Qué herramientas?” no incluye ninguna de las opciones “Sierra” o “Hacha”.",
    ),
    (
        {"fact": A + "tools", "includes_all": {"fact": A + "others"}},
        "La respuesta a “¿Qué herramientas?” incluye todo lo que incluye la respuesta a “¿Cuáles otras?”.",
    ),
    ({"fact": A + "day", "before": "2026-08-02"}, "La respuesta a “¿Cuándo?” es anterior al 2 de agosto de 2026."),
    ({"fact": A + "day", "after": "2026-08-02"}, "La respuesta a “¿Cuándo?” es posterior al 2 de agosto de 2026."),
    (
        {"fact": A + "day", "within": "12 months"},
        "La respuesta a “¿Cuándo?” cae dentro de los últimos 12 meses antes del día de la evaluación.",
    ),
    ({"fact": "scope.sites", "count_at_least": 1}, "Los centros de trabajo evaluados son al menos 1."),
    (
        {"fact": A + "tools", "count_at_most": 2},
        "La respuesta a “¿Qué herramientas?” incluye como máximo 2 de sus opciones.",
    ),
    # o before o is u, y before i is e.
    (
        {"evidence": {"kinds": ["audit", "survey"], "at_least": "recorded", "max_age": "1 month"}},
        "Hay pruebas del tipo “Informe de auditoría” o “Encuesta, sin nombres”, del nivel “registrado” o superior, con "
        "una antigüedad máxima de 1 mes.",
    ),
    (
        {"each": {"fact": "scope.sites", "where": {"fact": "item.headcount", "at_least": 1}}},
        "En cada uno de los centros de trabajo evaluados: el número de personas trabajadoras allí es de al menos 1.",
    ),
    (
        {"some": {"fact": A + "rows", "where": {"fact": "item.kind", "is": "old"}}},
        "En al menos una entrada de la respuesta a “¿Qué filas?”: el campo “Tipo de fila” es “Vieja”.",
    ),
    (
        {"fact": A + "rows", "share_at_least": {"share": 0.5, "where": {"fact": "item.kind", "is": "old"}}},
        "En al menos el 50 % de las entradas de la respuesta a “¿Qué filas?”: el campo “Tipo de fila” es “Vieja”.",
    ),
    ({"not": RED}, "No se cumple esta condición: la respuesta a “¿Qué color?” es “Rojo”."),
    (
        {"all": [WHY, {"any": [RED, {"all": [FEW, {"fact": A + "open", "is": True}]}]}]},
        "Se cumplen todas estas condiciones: (a) la respuesta a “¿Por qué?” consta; (b) se cumple al menos una de "
        "estas condiciones: (i) la respuesta a “¿Qué color?” es “Rojo”; (ii) la respuesta a “¿Cuántos niveles?” es "
        "como máximo de 3 niveles y la respuesta a “¿Está abierto?” es “sí”.",
    ),
    (
        {"all": [{"fact": A + "colour", "one_of": ["red", "green"]}, WHY]},
        "La respuesta a “¿Qué color?” es “Rojo” o “Verde”, y la respuesta a “¿Por qué?” consta.",
    ),
    (
        {"all": [{"fact": A + "tools", "includes_any": ["saw"]}, {"fact": A + "tools", "includes_none": ["axe"]}]},
        "La respuesta a “¿Qué herramientas?” incluye “Sierra” y no incluye “Hacha”.",
    ),
    (
        {"all": [{"fact": A + "tools", "includes_all": ["saw", "axe"]},
                 {"fact": A + "tools", "includes_any": ["none"]}]},
        "La respuesta a “¿Qué herramientas?” incluye las dos opciones “Sierra” y “Hacha”, e incluye “Ninguna”.",
    ),
    (
        {"all": [{"fact": A + "open", "is": True}, {"fact": A + "clean", "is": True}]},
        "La respuesta es “sí” a cada una de las preguntas “¿Está abierto?” y “¿Está limpio?”.",
    ),
    (
        {"at_least_n_of": {"n": 1, "of": [{"fact": A + "tools", "includes_any": [t]} for t in ("saw", "axe")]}},
        "La respuesta a “¿Qué herramientas?” incluye al menos 1 de estas 2 opciones: “Sierra” y “Hacha”.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "said"), TABLE, ids=lambda v: v if isinstance(v, str) else "")
def test_sentence(raw: Any, said: str) -> None:
    assert sentence(condition(raw), WORDS).replace("\N{NO-BREAK SPACE}", " ") == said


def test_the_table_has_every_operator() -> None:
    met = {inner.op for raw, _ in TABLE for inner in walk(condition(raw))}
    assert {*COMPARISONS, *COMBINATORS} - met == set()


def test_what_has_no_spanish_stays_english_and_says_so() -> None:
    words = replace(ENGLISH_WORDS, language=SPANISH)
    assert sentence(condition(RED), words) == "La respuesta a “[en] Which colour?” es “[en] Red”."
    assert sentence(condition({"fact": "wages.seen", "at_most": 0.5}), words).startswith("[en] Share of pay rows")


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_every_word_that_english_has(code: str) -> None:
    found = language(code)
    for name in ("say", "scope", "levels", "methods", "bases"):
        assert set(getattr(found, name)) == set(getattr(ENGLISH, name)), name
    assert found.code == code


@pytest.mark.parametrize(
    ("number", "unit", "said"),
    [(1, "days", "1 día"), (1234.5, "", "1.234,5"), (0.123456, "share", "el 12,3456 %"),
     (12345, "hours", "12.345 horas"), (0.005, "share", "el 0,5 %"),
     (-0.05, "share", "el -5 %"), (2, "percent", "2 por ciento")],
)  # fmt: skip
def test_numbers_are_written_as_spanish_writes_them(number: float, unit: str, said: str) -> None:
    assert SPANISH.number(number, unit).replace("\N{NO-BREAK SPACE}", " ") == said


def test_spans_days_and_lists() -> None:
    assert SPANISH.span(Duration(12, 1)) == "12 meses y 1 día"
    assert SPANISH.span(Duration()) == "0 días"
    assert SPANISH.day(date(2026, 1, 31)) == "el 31 de enero de 2026"
    assert SPANISH.joined(["“A”", "“B”", "“C”"], "or") == "“A”, “B” o “C”"


@pytest.mark.parametrize(
    ("rough", "said"),
    [("de el 5 %", "del 5 %"), ("a el 5 %", "al 5 %"), ("a él y de ella", "a él y de ella"),
     ("“Ética” y “Investigación”", "“Ética” e “Investigación”"), ("agua y hielo", "agua y hielo"),
     ("padre y hijos", "padre e hijos"), ("“Unos” o “Otros”", "“Unos” u “Otros”"), ("uno o dos", "uno o dos")],
)  # fmt: skip
def test_words_that_meet_are_mended(rough: str, said: str) -> None:
    assert SPANISH.finish(rough) == said


def test_words_speak_english_unless_told_otherwise() -> None:
    assert Words().language is ENGLISH
