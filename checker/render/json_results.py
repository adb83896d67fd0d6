"""Results as JSON, quickly: what a pack says is encoded once, what repeats is looked up.

Writes exactly the document of `checker.render.results_view` (a test compares the two): with 2,000
subjects of 150 results each, building dicts for the encoder takes longer than judging did.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from checker.model.assessment import Clause, Credit, EvidenceFound, Result
from checker.model.evidence import Level, Place
from checker.model.facts import Fact
from checker.model.overlay import Counted
from checker.model.statuses import STATUSES
from checker.render.plain import number, open_ends, plain, spot
from checker.render.results_view import (
    decision_view,
    evidence_view,
    fact_view,
    fixed_part,
    level_of,
    overlay_part,
)
from checker.render.wages_view import PublishedPay

encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode
"""Compact JSON with sorted keys."""
_text = json.encoder.encode_basestring
MOST_KEPT = 10_000
"""Texts remembered of each sort: ids of evidence differ from subject to subject."""
_STATUS = {status: f'"status":"{status}",'.encode() for status in STATUSES}
_STATED = Level.STATED
_COMMA = b",\n"
_NOTHING = (_COMMA + b'{"baseline":null,', b'"waiver":null,')
"""What is laid over a result where there is neither waiver nor baseline."""
_STRETCHES = 6
_BETWEEN = b"\0"
"""Stands in no JSON: within a text it is written as an escape."""


class _Fixed(NamedTuple):
    """A requirement's own words, encoded, in the stretches between which the findings stand."""

    clause: Clause
    asked: bytes
    standing: bytes
    profile: bytes
    remedy: bytes
    sentence: bytes
    theme: bytes
    weight: bytes


class ResultWriter:
    """Writes the results of one report and remembers the packs' words."""

    __slots__ = ("_fixed",)

    def __init__(self) -> None:
        """Start with nothing remembered."""
        self._fixed: dict[str, _Fixed] = {}

    def write(
        self, results: Iterable[Result], pay: PublishedPay, counted: Mapping[str, Counted] | None = None
    ) -> bytes:
        """Return results as JSON objects, one a line, keys sorted, commas between; ``counted`` as the gate counts."""
        parts: list[bytes] = []
        for result in results:
            parts += self._framed(result[0][0], _found(result, pay), counted)
        return _joined(parts)

    def write_found(
        self, clauses: Iterable[Clause], found: bytes, counted: Mapping[str, Counted] | None = None
    ) -> bytes:
        """Return the same from what `found_in` returned for the results on ``clauses``."""
        texts = iter(found.split(_BETWEEN) if found else ())
        parts: list[bytes] = []
        for clause, stretches in zip(clauses, zip(*[texts] * _STRETCHES, strict=True), strict=True):
            parts += self._framed(clause, stretches, counted)
        return _joined(parts)

    def _framed(
        self, clause: Clause, found: tuple[bytes, ...], counted: Mapping[str, Counted] | None
    ) -> tuple[bytes, ...]:
        """Return one result in pieces, a comma first; over it are laid its word on a baseline and its waiver."""
        fixed = self._fixed.get(clause[0])
        if fixed is None or fixed.clause is not clause:
            fixed = self._fixed[clause[0]] = _encode_fixed(clause)
        before, waiver = _laid_over(counted, clause) if counted else _NOTHING
        lead, facts, settling, reason, response, status = found
        # The pack's words are most of it, and are bytes already.
        return (
            before, lead, fixed.asked, facts, fixed.standing, settling, fixed.profile, reason, fixed.remedy,
            response, fixed.sentence, status, fixed.theme, waiver, fixed.weight,
        )  # fmt: skip


def found_in(results: Iterable[Result], pay: PublishedPay) -> bytes:
    """Return what JSON says of ``results`` beside the pack's words, for `ResultWriter.write_found`."""
    return _BETWEEN.join(stretch for result in results for stretch in _found(result, pay))


def _found(result: Result, pay: PublishedPay) -> tuple[bytes, ...]:
    """Return what stands between the stretches of a requirement's own words."""
    (_, status, given, parked), found, conflict, reason, facts, location, said, decided, open_ = result
    decisions = encode([decision_view(d) for d in decided]) if decided else "[]"
    texts = ",".join([_fact(fact, pay) for fact in facts])
    response = utf8(f'"response":{_text(said)},') if said is not None else b'"response":null,'
    return (
        _lead(conflict, given, decisions, found), utf8(f'"facts":[{texts}],"location":{_place(location)},'),
        _settling(open_, parked), utf8(f'"reason":{_text(reason)},'), response, _STATUS[status],
    )  # fmt: skip


def _joined(parts: list[bytes]) -> bytes:
    if parts:
        parts[0] = parts[0][len(_COMMA) :]
    return b"".join(parts)


def _laid_over(counted: Mapping[str, Counted], clause: Clause) -> tuple[bytes, bytes]:
    laid = overlay_part(counted.get(clause.requirement))
    lead = f'{{"baseline":{encode(laid["baseline"])},'
    return _COMMA + utf8(lead), utf8(f'"waiver":{encode(laid["waiver"])},')


def _fact(fact: Fact, pay: PublishedPay) -> str:
    name, value, low, high, unit, items, cap, collector, _, place, _, _, absent, method = fact
    if method or not name.startswith("answers.") or (type(value) is tuple and value and type(value[0]) is not str):
        return encode(fact_view(fact, pay))
    if items or cap < _STATED or (value is None and low is None):
        ids, level = _names(tuple([item.id for item in items])), level_of(fact)
    else:
        ids, level = "[]", _STATED
    lead = f'"absent":{_text(absent)},' if absent else ""
    before, after = _said(name, value, low, high, unit, level)
    return f'{{{lead}"collector":"{collector}","evidence":{ids},{before},"source":{_place(place)},{after}'


@lru_cache(MOST_KEPT, typed=True)
def _said(name: str, value: Any, low: float | None, high: float | None, unit: str, level: Level) -> tuple[str, str]:
    """Return what stands of an answer before and after its place."""
    before: dict[str, Any] = {"high": number(high), "level": level.word, "low": number(low), "name": name}
    ends = open_ends(low, high)
    if ends:
        before["open"] = ends
    return encode(before)[1:-1], encode({"unit": unit, "value": plain(value)})[1:]


@lru_cache(MOST_KEPT)
def _lead(conflict: bool, credit: Credit, decisions: str, found: EvidenceFound) -> bytes:
    """Return what stands before the pack's word on evidence."""
    shown = encode({name: number(value) for name, value in credit._asdict().items()})
    before = f'"conflict":{encode(conflict)},"credit":{shown},"decisions":{decisions}'
    return utf8(f'{before},"evidence":{encode(evidence_view(found))},')


@lru_cache(MOST_KEPT)
def _settling(names: tuple[str, ...], parked: bool) -> bytes:
    return utf8(f'"open_questions":{_names(names)},"parked":{encode(parked)},')


@lru_cache(MOST_KEPT)
def _names(names: tuple[str, ...]) -> str:
    return encode(list(names))


def _place(place: Place) -> str:
    file, line, column, _, rows = place
    if not file or rows is not None or line is None or column is None:
        return encode(spot(place))
    return f'{{"column":{column},"file":{_text(file)},"line":{line}}}'


def utf8(text: str) -> bytes:
    """Return bytes; a lone surrogate (a file name in no known encoding) becomes its JSON escape."""
    return text.encode("utf-8", "backslashreplace")


def _encode_fixed(clause: Clause) -> _Fixed:
    part = {key: encode(value) for key, value in fixed_part(clause).items()}

    def stretch(*keys: str, end: str = ",") -> bytes:
        return utf8(",".join(f'"{key}":{part[key]}' for key in keys) + end)

    return _Fixed(
        clause,
        stretch("evidence_asked"),
        stretch("maps_to", "normative_status"),
        stretch("profile"),
        stretch("remedy", "requirement"),
        stretch("sentence", "severity", "source"),
        stretch("theme", "threshold_origin", "title"),
        stretch("weight", "why", end="}"),
    )
