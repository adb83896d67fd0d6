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
MOST_KEPT = 10_000
"""Texts remembered of each sort: ids of evidence differ from subject to subject."""
_NO_TEXT = '""'
_WORDS = {level: level.word for level in Level}
_UNMEASURED = {word: f'"high":null,"level":"{word}","low":null' for word in _WORDS.values()}
"""What stands of an answer that is no number, by its level."""


class _Fixed(NamedTuple):
    """A requirement's own words, encoded, in the stretches between which the findings stand."""

    clause: Clause
    asked: bytes
    standing: bytes
    profile: bytes
    remedy: bytes
    sentence: bytes
    theme: bytes


class ResultWriter:
    """Writes the results of one report and remembers what it has written before."""

    __slots__ = ("_credits", "_evidence", "_files", "_fixed", "_names")

    def __init__(self) -> None:
        """Start with nothing remembered."""
        self._fixed: dict[str, _Fixed] = {}
        self._credits: dict[Credit, str] = {}
        self._evidence: dict[EvidenceFound, str] = {}
        self._files: dict[str, str] = {}
        self._names: dict[tuple[str, ...], str] = {}

    def write(self, result: Result, pay: PublishedPay) -> bytes:
        """Return one result as a JSON object on one line, its keys sorted."""
        (clause, status, given, parked), found, conflict, reason, facts, location, said, decided, open_ = result
        fixed = self._fixed.get(clause[0])
        if fixed is None or fixed.clause is not clause:
            fixed = self._fixed[clause[0]] = _encode_fixed(clause)
        credit = self._credits.get(given) or self._credit(given)
        evidence = self._evidence.get(found) or self._found(found)
        decisions = encode([decision_view(d) for d in decided]) if decided else "[]"
        texts = ",".join([self._fact(fact, pay) for fact in facts])
        before = f'{{"conflict":{_BOOL[conflict]},"credit":{credit},"decisions":{decisions},"evidence":{evidence},'
        where = f'"facts":[{texts}],"location":{self._place(location)},'
        still_open = f'"open_questions":{self._list(open_)},"parked":{_BOOL[parked]},'
        why, response = f'"reason":{_text(reason)},', f'"response":{"null" if said is None else _text(said)},'
        # The pack's words are most of it, and are bytes already.
        return b"".join(
            (
                utf8(before), fixed.asked, utf8(where), fixed.standing, utf8(still_open), fixed.profile,
                utf8(why), fixed.remedy, utf8(response), fixed.sentence, utf8(f'"status":"{status}",'), fixed.theme,
            )
        )  # fmt: skip

    def _fact(self, fact: Fact, pay: PublishedPay) -> str:
        name, value, low, high, unit, items, _, collector, _, place, _, _, absent, method = fact
        if value is None and low is None:
            shown, level = "null", "none"
        elif absent or not name.startswith("answers."):
            shown = level = ""
        else:
            shown, level = self._value(value), _WORDS[level_of(fact)]
        if not shown or method:
            return encode(fact_view(fact, pay))
        lead = f'"absent":{_text(absent)},' if absent else ""
        ids = self._list(tuple([item.id for item in items])) if items else "[]"
        ends = _UNMEASURED[level] if low is None else f'"high":{_number(high)},"level":"{level}","low":{_number(low)}'
        return (
            f'{{{lead}"collector":"{collector}","evidence":{ids},{ends},"name":{_text(name)},'
            f'"source":{self._place(place)},"unit":{_text(unit) if unit else _NO_TEXT},"value":{shown}}}'
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
        if len(self._evidence) >= MOST_KEPT:
            self._evidence.clear()
        text = self._evidence[evidence] = encode(evidence_view(evidence))
        return text

    def _place(self, place: Place) -> str:
        name, line, column, _, rows = place
        if not name or rows is not None or line is None:
            return encode(spot(place))
        file = self._files.get(name)
        if file is None:
            file = self._files[name] = _text(name)
        return f'{{"column":{"null" if column is None else column},"file":{file},"line":{line}}}'

    def _list(self, names: tuple[str, ...]) -> str:
        text = self._names.get(names)
        if text is None:
            if len(self._names) >= MOST_KEPT:
                self._names.clear()
            text = self._names[names] = encode(list(names))
        return text


def utf8(text: str) -> bytes:
    """Return bytes; a lone surrogate (a file name in no known encoding) becomes its JSON escape."""
    return text.encode("utf-8", "backslashreplace")


def _number(value: float | None) -> str:
    shown = number(value)
    return "null" if shown is None else repr(shown)


def _encode_fixed(clause: Clause) -> _Fixed:
    part = {key: encode(value) for key, value in fixed_part(clause).items()}

    def stretch(*keys: str, end: str = ",") -> bytes:
        return utf8(",".join(f'"{key}":{part[key]}' for key in keys) + end)

    return _Fixed(
        clause,
        stretch("evidence_asked"),
        stretch("normative_status"),
        stretch("profile"),
        stretch("remedy", "requirement"),
        stretch("sentence", "severity", "source"),
        stretch("theme", "threshold_origin", "title", "waiver", "weight", "why", end="}"),
    )
