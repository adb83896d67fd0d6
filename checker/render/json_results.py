"""Results as JSON, quickly: what a pack says is encoded once, what repeats is looked up.

Writes exactly the document of `checker.render.results_view` (a test compares the two): with 2,000
subjects of 150 results each, building dicts for the encoder takes longer than judging did.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from checker.model.assessment import Clause, Credit, EvidenceFound, Result
from checker.model.evidence import EvidenceItem, Level, Place
from checker.model.facts import Fact
from checker.model.overlay import Counted
from checker.render.plain import number, open_ends, plain, spot
from checker.render.results_view import (
    decision_view,
    evidence_view,
    fact_view,
    fixed_part,
    overlay_part,
)
from checker.render.wages_view import PublishedPay

encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode
"""Compact JSON with sorted keys."""
_text = json.encoder.encode_basestring
MOST_KEPT = 10_000
"""Texts remembered of each sort: ids of evidence differ from subject to subject."""
MOST_LISTS = 100
"""Lists of requirements whose words are remembered: one a pack and kind of subject."""
_STATED = Level.STATED
_COMMA = b",\n"
_BASELINE, _FOUND, _WAIVER, _PIECES = 0, range(1, 12, 2), 13, 15
"""Of the pieces of a result: where its word on a baseline, what was found and its waiver stand, and how many it has."""
_BETWEEN = b"\0"
"""Stands in no JSON: within a text it is written as an escape."""


class ResultWriter:
    """Writes the results of one report and remembers the packs' words, which are most of it."""

    __slots__ = ("_words",)

    def __init__(self) -> None:
        """Start with nothing remembered."""
        self._words: dict[tuple[int, ...], tuple[Sequence[Clause], list[bytes]]] = {}

    def write(self, clauses: Sequence[Clause], found: bytes, counted: Mapping[str, Counted] | None = None) -> bytes:
        """Return the results on ``clauses`` as JSON objects, one a line, keys sorted, commas between.

        ``found`` is what `found_in` returned for them; ``counted`` is how the gate counts each, and so what is laid
        over it.
        """
        if not clauses:
            return b""
        pieces, stretches = self._around(clauses).copy(), found.split(_BETWEEN)
        for first, at in enumerate(_FOUND):
            pieces[at::_PIECES] = stretches[first :: len(_FOUND)]
        if counted:
            laid = [overlay_part(counted.get(clause.requirement)) for clause in clauses]
            pieces[_BASELINE::_PIECES] = [_member("baseline", one, lead="{") for one in laid]
            pieces[_WAIVER::_PIECES] = [_member("waiver", one) for one in laid]
        return b"".join(pieces)

    def _around(self, clauses: Sequence[Clause]) -> list[bytes]:
        """Return the pieces of results on ``clauses`` of which nothing is found yet, and over which nothing is laid."""
        key = tuple(map(id, clauses))
        known = self._words.get(key)
        if known is None:
            if len(self._words) >= MOST_LISTS:
                self._words.clear()
            pieces = [piece for clause in clauses for piece in _fixed_pieces(clause)]
            pieces[-1] = pieces[-1].removesuffix(_COMMA)
            known = self._words[key] = (tuple(clauses), pieces)
        return known[1]


def found_in(results: Iterable[Result], pay: PublishedPay) -> bytes:
    """Return what JSON says of ``results`` beside the pack's words, for `ResultWriter.write`."""
    kept = tuple(results)  # what is written once is told by identity
    write_fact = _FactWriter(pay).write
    # One by one: a single sign beyond Latin-1 makes a text that is twice as long in memory, and slow to encode.
    return _BETWEEN.join([utf8(_found(result, write_fact)) for result in kept])


def _found(result: Result, write_fact: Callable[[Fact], str]) -> str:
    """Return what stands between the pieces of a requirement's own words."""
    (_, status, given, parked), evidence, conflict, reason, facts, location, said, decided, open_ = result
    decisions = encode([decision_view(d) for d in decided]) if decided else "[]"
    texts = ",".join([write_fact(fact) for fact in facts])
    return (
        f'{_lead(conflict, given, decisions, evidence)}\0"facts":[{texts}],"location":{_place(location)},\0'
        f'{_settling(open_, parked)}\0"reason":{_text(reason)},\0'
        f'"response":{_text(said) if said is not None else "null"},\0"status":"{status}",'
    )


class _FactWriter:
    """Writes the facts of one subject; one that several results read, and evidence behind several facts, once."""

    __slots__ = ("_pay", "_shown", "_written")

    def __init__(self, pay: PublishedPay) -> None:
        self._pay = pay
        self._written: dict[int, str] = {}
        self._shown: dict[int, tuple[str, Level]] = {}

    def write(self, fact: Fact) -> str:
        """Return a fact as JSON; neither it nor its evidence may go while the writer is used."""
        text = self._written.get(id(fact))
        if text is None:
            text = self._written[id(fact)] = self._write(fact)
        return text

    def _write(self, fact: Fact) -> str:
        name, value, low, high, unit, items, cap, collector, _, place, _, _, absent, method = fact
        if method or not name.startswith("answers.") or (type(value) is tuple and value and type(value[0]) is not str):
            return encode(fact_view(fact, self._pay))
        ids, level = self._evidence(items) if items else ("[]", _STATED)
        level = min(cap, level) if value is not None or low is not None else Level.NONE
        lead = f'"absent":{_text(absent)},' if absent else ""
        before, after = _said(name, value, low, high, unit, level)
        return f'{{{lead}"collector":"{collector}","evidence":{ids},{before},"source":{_place(place)},{after}'

    def _evidence(self, items: tuple[EvidenceItem, ...]) -> tuple[str, Level]:
        """Return ids and level of the evidence behind an answer."""
        shown = self._shown.get(id(items))
        if shown is None:
            ids = encode([item.id for item in items])
            shown = self._shown[id(items)] = ids, max([item.level for item in items])
        return shown


@lru_cache(MOST_KEPT, typed=True)
def _said(name: str, value: Any, low: float | None, high: float | None, unit: str, level: Level) -> tuple[str, str]:
    """Return what stands of an answer before and after its place."""
    before: dict[str, Any] = {"high": number(high), "level": level.word, "low": number(low), "name": name}
    ends = open_ends(low, high)
    if ends:
        before["open"] = ends
    return encode(before)[1:-1], encode({"unit": unit, "value": plain(value)})[1:]


@lru_cache(MOST_KEPT)
def _lead(conflict: bool, credit: Credit, decisions: str, found: EvidenceFound) -> str:
    """Return what stands before the pack's word on evidence."""
    shown = encode({name: number(value) for name, value in credit._asdict().items()})
    before = f'"conflict":{encode(conflict)},"credit":{shown},"decisions":{decisions}'
    return f'{before},"evidence":{encode(evidence_view(found))},'


@lru_cache(MOST_KEPT)
def _settling(names: tuple[str, ...], parked: bool) -> str:
    return f'"open_questions":{_names(names)},"parked":{encode(parked)},'


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


def _fixed_pieces(clause: Clause) -> list[bytes]:
    """Return a result in pieces: the requirement's own words, and nothing where what was found has its place."""
    part = {key: encode(value) for key, value in fixed_part(clause).items()}
    laid = overlay_part(None)

    def words(*keys: str, end: bytes = b",") -> bytes:
        return utf8(",".join(f'"{key}":{part[key]}' for key in keys)) + end

    return [
        _member("baseline", laid, lead="{"), b"", words("evidence_asked"), b"", words("maps_to", "normative_status"),
        b"", words("profile"), b"", words("remedy", "requirement"), b"", words("sentence", "severity", "source"), b"",
        words("theme", "threshold_origin", "title"), _member("waiver", laid), words("weight", "why", end=b"}" + _COMMA),
    ]  # fmt: skip


def _member(key: str, of: Mapping[str, Any], lead: str = "") -> bytes:
    return utf8(f'{lead}"{key}":{encode(of[key])},')
