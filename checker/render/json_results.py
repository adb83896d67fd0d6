"""Results as JSON, quickly: what a pack says is encoded once, what repeats is looked up.

Writes exactly the document of `checker.render.results_view` (a test compares the two): with 2,000
subjects of 150 results each, building dicts for the encoder takes longer than judging did.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from checker.model.assessment import Clause, Credit, EvidenceFound, Result
from checker.model.evidence import Level, Place
from checker.model.facts import Fact
from checker.render.plain import number, spot
from checker.render.results_view import decision_view, evidence_view, fact_view, fixed_part, level_of
from checker.render.wages_view import PublishedPay

encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode
"""Compact JSON with sorted keys."""
_text = json.encoder.encode_basestring
_BOOL = {True: "true", False: "false"}
_WORDS = {level: level.word for level in Level}


class _Fixed(NamedTuple):
    """A requirement's own words, encoded, in the stretches between which the findings stand."""

    clause: Clause
    asked: str
    standing: str
    profile: str
    remedy: str
    sentence: str
    theme: str


class ResultWriter:
    """Writes the results of one report and remembers what it has written before."""

    __slots__ = ("_credits", "_evidence", "_fixed", "_names", "_places", "_silent")

    def __init__(self) -> None:
        """Start with nothing remembered."""
        self._fixed: dict[str, _Fixed] = {}
        self._credits: dict[Credit, str] = {}
        self._evidence: dict[EvidenceFound, str] = {}
        self._places: dict[Place, str] = {}
        self._names: dict[tuple[str, ...], str] = {}
        self._silent: dict[tuple[object, ...], str] = {}

    def write(self, result: Result, pay: PublishedPay) -> str:
        """Return one result as a JSON object on one line, its keys sorted."""
        clause, status, given, parked = result.standing
        fixed = self._fixed.get(clause.requirement)
        if fixed is None or fixed.clause is not clause:
            fixed = self._fixed[clause.requirement] = _encode_fixed(clause)
        credit = self._credits.get(given) or self._credit(given)
        evidence = self._evidence.get(result.evidence) or self._found(result.evidence)
        decisions = encode([decision_view(d) for d in result.decisions]) if result.decisions else "[]"
        facts = ",".join([self._fact(fact, pay) for fact in result.facts])
        response = "null" if result.response is None else _text(result.response)
        return (
            f'{{"conflict":{_BOOL[result.conflict]},"credit":{credit},"decisions":{decisions},"evidence":{evidence},'
            f'{fixed.asked}"facts":[{facts}],"location":{self._place(result.location)},{fixed.standing}'
            f'"open_questions":{self._list(result.open_questions)},"parked":{_BOOL[parked]},{fixed.profile}'
            f'"reason":{_text(result.reason)},{fixed.remedy}"response":{response},{fixed.sentence}'
            f'"status":"{status}",{fixed.theme}'
        )

    def _fact(self, fact: Fact, pay: PublishedPay) -> str:
        if not fact.known:
            key = (fact.name, fact.absent, fact.collector, fact.unit, fact.place, fact.method, fact.items)
            text = self._silent.get(key) if not fact.items else None
            if text is None:
                text = encode(fact_view(fact, pay))
                if not fact.items:
                    self._silent[key] = text
            return text
        shown = self._value(fact.value)
        if not shown or fact.absent or fact.method or not fact.name.startswith("answers."):
            return encode(fact_view(fact, pay))
        low, high = fact.low, fact.high
        ends = f'"high":{_number(high)},"level":"{_WORDS[level_of(fact)]}","low":{_number(low)}'
        return (
            f'{{"collector":"{fact.collector}","evidence":{self._list(tuple([item.id for item in fact.items]))},{ends},'
            f'"name":{_text(fact.name)},"source":{self._place(fact.place)},"unit":{_text(fact.unit)},"value":{shown}}}'
        )

    def _value(self, value: Any) -> str:
        """Return an answer's value; empty where it is of a rarer kind."""
        kind = type(value)
        if kind is bool:
            return _BOOL[value is True]
        if kind is str:
            return _text(value)
        if kind is int or kind is float:
            return _number(value)
        return self._list(value) if kind is tuple and all(type(one) is str for one in value) else ""

    def _credit(self, credit: Credit) -> str:
        shown = {name: number(value) for name, value in credit._asdict().items()}
        text = self._credits[credit] = encode(shown)
        return text

    def _found(self, evidence: EvidenceFound) -> str:
        text = self._evidence[evidence] = encode(evidence_view(evidence))
        return text

    def _place(self, place: Place) -> str:
        text = self._places.get(place)
        if text is None:
            text = self._places[place] = encode(spot(place))
        return text

    def _list(self, names: tuple[str, ...]) -> str:
        text = self._names.get(names)
        if text is None:
            text = self._names[names] = encode(list(names))
        return text


def _number(value: float | None) -> str:
    shown = number(value)
    return "null" if shown is None else repr(shown)


def _encode_fixed(clause: Clause) -> _Fixed:
    part = {key: encode(value) for key, value in fixed_part(clause).items()}

    def stretch(*keys: str) -> str:
        return ",".join(f'"{key}":{part[key]}' for key in keys)

    return _Fixed(
        clause,
        stretch("evidence_asked") + ",",
        stretch("normative_status") + ",",
        stretch("profile") + ",",
        stretch("remedy", "requirement") + ",",
        stretch("sentence", "severity", "source") + ",",
        stretch("theme", "threshold_origin", "title", "waiver", "weight", "why") + "}",
    )
