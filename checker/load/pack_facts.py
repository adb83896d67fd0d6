"""The facts that a condition may read, with type, unit and options; and the check of a condition against them.

Knows nothing of truth: a condition that passes here can be judged without surprise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Literal, NamedTuple

from checker.load.problems import suggest
from checker.model.condition import (
    Answered,
    Between,
    Condition,
    Counts,
    Dated,
    Equals,
    FactRef,
    Includes,
    Leaf,
    Member,
    Orders,
    ParamRef,
    Quantified,
    Recent,
    Shares,
    Shown,
    children,
)
from checker.model.evidence import Place
from checker.model.questions import ObjectField, Question, QuestionBank
from checker.model.standard import Parameter

Kind = Literal["boolean", "word", "number", "money", "date", "text", "list", "objects"]
Wrong = Callable[[Place, str, str], None]


class FactType(NamedTuple):
    """What a fact holds."""

    kind: Kind
    unit: str = ""
    options: frozenset[str] | None = None
    """Words that it may hold; None: any."""
    fields: Mapping[str, FactType] = {}
    """Objects only."""


KINDS: dict[str, Kind] = {
    "boolean": "boolean", "enum": "word", "list_of_enum": "list", "integer": "number", "number": "number",
    "money": "money", "share": "number", "duration": "number", "date": "date", "text": "text", "place": "text",
    "list_of_object": "objects",
}  # fmt: skip
SITE_FIELDS = {
    "place": FactType("text"), "country": FactType("text"), "region": FactType("text"), "city": FactType("text"),
    "area": FactType("word", options=frozenset({"urban", "rural"})), "headcount": FactType("number", "workers"),
}  # fmt: skip
OWN_FACTS = {
    "scope.sites": FactType("objects", fields=SITE_FIELDS), "scope.services": FactType("list"),
    "scope.period_from": FactType("date"), "scope.period_to": FactType("date"),
    "scope.headcount": FactType("number", "workers"), "vendor.id": FactType("text"), "vendor.name": FactType("text"),
    "vendor.country": FactType("text"), "vendor.kinds": FactType("list"),
}  # fmt: skip
FITS: dict[type, tuple[Kind, ...]] = {
    Equals: ("boolean", "word", "number", "text"),
    Member: ("word", "number", "text"),
    Includes: ("list",),
    Orders: ("number",),
    Between: ("number", "date"),
    Dated: ("date",),
    Recent: ("date",),
    Counts: ("list", "objects"),
    Shares: ("objects",),
    Quantified: ("objects",),
    Answered: ("boolean", "word", "number", "money", "date", "text", "list", "objects"),
}
"""Comparison -> kinds of fact that it can compare."""


class FactTable:
    """Every fact that may be read: answers, pay metrics, workers' words, scope, subject, evidence."""

    def __init__(self, bank: QuestionBank, metrics: Mapping[str, str], parameters: Mapping[str, Parameter]) -> None:
        """Take the question bank, the metric table (name -> unit) and the pack's parameters."""
        self.bank = bank
        self.parameters = parameters
        self._types: dict[str, FactType] = dict(OWN_FACTS)
        self._types.update((f"wages.{name}", FactType("number", unit)) for name, unit in metrics.items())
        self._types.update((f"answers.{name}", _question_type(q)) for name, q in bank.questions.items())
        self._types.update((name, FactType("number", "share")) for name in bank.survey)
        if bank.vendor_kinds:
            self._types["vendor.kinds"] = FactType("list", options=frozenset(o.id for o in bank.vendor_kinds))
        self._types.update((f"evidence.{kind}", FactType("text")) for kind in bank.kinds)

    def type_of(self, name: str) -> FactType | None:
        """Return the type of the fact ``name``, or None where there is no such fact."""
        return self._types.get(name)

    def suggestion(self, name: str) -> str:
        """Return what to write instead of the unknown ``name``."""
        start = name.split(".")[0] + "."
        near = [known for known in self._types if known.startswith(start)]
        todo = suggest(name, near or self._types)
        return todo if todo.startswith("did") else "name a question, a pay metric, or a field of scope or vendor"


def check_condition(
    condition: Condition, table: FactTable, wrong: Wrong, *, answered: bool = False, item: FactType | None = None
) -> None:
    """Note what in ``condition`` does not fit ``table``: names, types, units, options, parameters.

    ``answered`` allows ``is_answered``; ``item`` is the list of objects inside whose quantifier it stands.
    """
    if isinstance(condition, Shown):
        for kind in condition.kinds:
            if kind not in table.bank.kinds:
                wrong(condition.place, f"evidence kind {kind!r} is unknown", suggest(kind, table.bank.kinds))
    inner = item
    if isinstance(condition, Leaf):
        found = _fact_type(condition, table, wrong, item)
        if found is None:
            return
        if isinstance(condition, Answered) and not answered:
            wrong(condition.place, "is_answered would let silence decide", "compare the answer with a value")
        elif found.kind not in FITS[type(condition)]:
            wrong(condition.place, f"{condition.op} cannot compare {condition.fact}, which is a {found.kind}", "")
            return
        else:
            _check_operand(condition, found, table, wrong, item)
        inner = found if isinstance(condition, Quantified | Shares) else item
    elif isinstance(condition, Shown) and item is not None:
        wrong(condition.place, "evidence cannot stand inside a quantifier", "")
    for child in children(condition):
        check_condition(child, table, wrong, answered=answered, item=inner)


def _fact_type(leaf: Leaf, table: FactTable, wrong: Wrong, item: FactType | None) -> FactType | None:
    return _named_type(leaf.fact, leaf.place, table, wrong, item)


def _named_type(name: str, place: Place, table: FactTable, wrong: Wrong, item: FactType | None) -> FactType | None:
    if item is not None:
        if not name.startswith("item."):
            wrong(place, f"{name!r} cannot be read inside a quantifier", "read item.<field>")
            return None
        found = item.fields.get(name.removeprefix("item."))
        if found is None:
            wrong(place, f"the list's entries have no field {name!r}", suggest(name[5:], item.fields))
        return found
    found = table.type_of(name)
    if found is None:
        wrong(place, f"fact {name!r} is unknown", table.suggestion(name))
    return found


def _check_operand(leaf: Any, found: FactType, table: FactTable, wrong: Wrong, item: FactType | None) -> None:
    if isinstance(leaf, Quantified | Answered):
        return
    for operand in _operands(leaf):
        if isinstance(operand, ParamRef):
            _check_parameter(leaf, operand, found, table, wrong)
        elif isinstance(operand, FactRef):
            _check_other(leaf, operand, found, table, wrong, item)
        elif isinstance(leaf, Counts | Recent | Shares):
            continue
        else:
            for value in operand if isinstance(operand, tuple) else (operand,):
                _check_literal(leaf, value, found, wrong)


def _operands(leaf: Any) -> list[Any]:
    if isinstance(leaf, Between):
        return [leaf.low, leaf.high]
    return [leaf.share] if isinstance(leaf, Shares) else [getattr(leaf, "value", None)]


def _check_parameter(leaf: Any, ref: ParamRef, found: FactType, table: FactTable, wrong: Wrong) -> None:
    parameter = table.parameters.get(ref.param)
    if parameter is None:
        wrong(leaf.place, f"parameter {ref.param!r} is unknown", suggest(ref.param, table.parameters))
        return
    unit = "share" if isinstance(leaf, Shares) else found.unit
    if isinstance(leaf, Recent):
        if parameter.unit not in ("days", "months"):
            wrong(leaf.place, f"{ref.param} is in {parameter.unit}, a span is in days or months", "")
    elif not isinstance(leaf, Orders | Between | Equals | Counts | Shares):
        wrong(leaf.place, f"{leaf.op} takes no parameter", "write the values out")
    elif not isinstance(leaf, Counts) and parameter.unit != unit:
        wrong(leaf.place, f"{leaf.fact} is in {unit or 'no unit'}, {ref.param} in {parameter.unit}", "")


def _check_other(
    leaf: Any, ref: FactRef, found: FactType, table: FactTable, wrong: Wrong, item: FactType | None
) -> None:
    if isinstance(leaf, Between):
        wrong(leaf.place, "between takes values or parameters", "write two comparisons")
        return
    other = _named_type(ref.fact, leaf.place, table, wrong, item)
    if other is None:
        return
    kind: Kind = "list" if isinstance(leaf, Member) else found.kind
    if other.kind != kind or other.unit != found.unit:
        wrong(leaf.place, f"{leaf.fact} and {ref.fact} cannot be compared: type or unit differ", "")


def _check_literal(leaf: Any, value: Any, found: FactType, wrong: Wrong) -> None:
    if found.kind == "boolean":
        fits = isinstance(value, bool)
    elif found.kind == "number":
        fits = isinstance(value, int | float) and not isinstance(value, bool)
    elif found.kind == "date":
        fits = isinstance(value, date)
    else:
        fits = isinstance(value, str)
        if fits and found.options is not None and value not in found.options:
            wrong(leaf.place, f"{value!r} is no option of {leaf.fact}", suggest(value, sorted(found.options)))
    if not fits:
        wrong(leaf.place, f"{leaf.fact} is a {found.kind}, {value!r} is none", "")


def _question_type(question: Question) -> FactType:
    unit = {"share": "share", "duration": "days"}.get(question.type, question.unit)
    options = frozenset(o.id for o in question.options) or None
    return FactType(KINDS[question.type], unit, options, {f.id: _field_type(f) for f in question.fields})


def _field_type(field: ObjectField) -> FactType:
    unit = {"share": "share", "duration": "days"}.get(field.type, "")
    return FactType(KINDS[field.type], unit, frozenset(o.id for o in field.options) or None)
