"""What a mapping says against the pay file itself: where people work, and which work was paid.

One word beside the file puts people at a cheaper place, or makes refused work paid work. Where the file says otherwise,
in a column whose name or in a word whose meaning is known, what rests on it counts as stated until an assessor
has read the data: it can fail, and never pass. What a mapping may not say at all is refused when it is read
(`checker.load.wages.mapped_words`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from checker.load.wages.header_words import header_words, meanings, plain
from checker.load.wages.pay_file import PayFile
from checker.model.evidence import Place
from checker.model.pay_table import MILLISECONDS, UNPAID, PayMapping, is_unpaid_time_by_word
from checker.model.questionnaire import Finding
from checker.model.wages import WageSet

_COUNTED = "; what rests on it counts as stated until an assessor has read the pay data"
_WORSE = frozenset({"hours_unpaid", "hours_overtime"})
"""Columns without which pay looks better, and no metric is unknown: time that was worked and is not counted. So does
what a mapping says there is none of."""
_GROUPS = ("job_category", "region", "city", "tier", "task_type", "project_id")
"""Columns of free words by which workers are broken down."""
_ADVICE = "correct the mapping; else let an assessor read the data (kind: reviewed)"


class Doubt(NamedTuple):
    """What is in doubt."""

    finding: Finding
    whole: bool
    """Every metric of the set, and not those alone that hold pay against a wage."""
    unpaid: bool = False
    """Those alone that rest on unpaid time."""


def lower_by_words(found: WageSet, tables: Sequence[PayFile], reviewed: Collection[str]) -> WageSet:
    """Return a subject's own set with what rests on such words lowered to `stated`, and a finding for each.

    ``reviewed``: ids of evidence that an assessor has read; where that is all of it, it is said and nothing is lowered.
    """
    merged = dict.fromkeys(note for table in tables for note in _merged(table.mapping))
    found = replace(found, findings=(*found.findings, *merged))
    doubts = list(dict.fromkeys(doubt for table in tables for doubt in _doubts(table)))
    if not doubts:
        return found
    from checker.facts.doubted import doubted, doubted_unpaid_time

    found = replace(found, findings=(*found.findings, *(doubt.finding for doubt in doubts)))
    if all(item.id in reviewed for item in found.evidence):
        return found
    if any(doubt.unpaid for doubt in doubts):
        found = doubted_unpaid_time(found)
    if all(doubt.unpaid for doubt in doubts):
        return found
    whole = any(doubt.whole for doubt in doubts)
    return doubted(found, lambda entry: whole or entry.unit.startswith("money"))


def _doubts(table: PayFile) -> Iterator[Doubt]:
    mapping = table.mapping
    for name in table.overruled:
        what = (
            f"{table.label} has a column {name!r} of its own, and the mapping says {mapping.constants[name]!r} for all "
            f"rows in its place{_COUNTED}"
        )
        yield Doubt(Finding("column_overruled", "warning", what, _spot(mapping, f"constants.{name}"), _ADVICE), False)
    if is_unpaid_time_by_word(table):
        what = (
            f"the mapping calls the hours of {table.label} those of shifts, unpaid time with them, and neither "
            f"a column of unpaid time nor the start and end of shifts shows it{_COUNTED}"
        )
        todo = (
            "deliver hours_unpaid, or started_at and submitted_at; else let an assessor read the data (kind: reviewed)"
        )
        finding = Finding("unpaid_time_by_word", "warning", what, _spot(mapping, "time_basis"), todo)
        yield Doubt(finding, whole=False, unpaid=True)
    for column, name in _unread(table):
        what = (
            f"{table.label} has a column {column!r}, which by its name holds {name}, and the mapping does not read it"
            f"{_COUNTED}"
        )
        todo = f"map it (columns: {{{name}: {column}}}); else let an assessor read the data (kind: reviewed)"
        yield Doubt(Finding("column_unread", "warning", what, Place(mapping.file), todo), True)
    paid = MILLISECONDS[mapping.units.get("hours_paid", "hours")]
    for name in sorted(_WORSE & mapping.units.keys()):
        if MILLISECONDS[mapping.units[name]] < paid and "hours_paid" in table.columns:
            what = (
                f"the mapping calls {name} {mapping.units[name]}, and hours_paid "
                f"{mapping.units.get('hours_paid', 'hours')}: time that was worked would hardly count{_COUNTED}"
            )
            yield Doubt(Finding("units_differ", "warning", what, _spot(mapping, f"units.{name}"), _ADVICE), False)
    for column, meant in mapping.values.items():
        for word, meaning in meant.items():
            known = header_words().values.get(column, {}).get(plain(word))
            if column == "gender":
                known = known or _letter(plain(word), meant)
            if known not in (None, meaning) and (column != "status" or (known in UNPAID and meaning not in UNPAID)):
                what = f"the mapping counts the {column} {word!r} as {meaning}, and that word is known as {known}"
                spot = _spot(mapping, f"values.{column}")
                yield Doubt(Finding("words_by_mapping", "warning", what + _COUNTED, spot, _ADVICE), True)
    for word, meaning in mapping.values.get("country", {}).items():
        known = _country(word)
        if known not in (None, meaning):
            what = f"the mapping says that {word!r} is {meaning}, and that name is known as {known}{_COUNTED}"
            yield Doubt(Finding("words_by_mapping", "warning", what, _spot(mapping, "values.country"), _ADVICE), False)


def _merged(mapping: PayMapping) -> Iterator[Finding]:
    """Iterate over notes on words for groups that a mapping makes one: no number rests on it, but what groups show."""
    for column in _GROUPS:
        words: dict[str, dict[str, str]] = {}
        for word, meaning in mapping.values.get(column, {}).items():
            # Capitals, accents and spaces are spelling, and no other word.
            words.setdefault(meaning, {})[plain(word)] = word
        for meaning, one in words.items():
            if len(one) > 1:
                what = (
                    f"the mapping counts {len(one)} words for {column.replace('_', ' ')} ("
                    f"{', '.join(map(repr, one.values()))}) as one, {meaning!r}: they are shown as one group, and an "
                    "average over them may hide who is worst off"
                )
                todo = "keep them apart where they are not the same"
                yield Finding("words_merged", "note", what, _spot(mapping, f"values.{column}"), todo)


_LETTERS = {"f": "female", "w": "female", "h": "male"}
"""Letters for a gender that mean one thing wherever they are one: F for female, femenino, feminino, femme; W for woman,
weiblich; H for hombre, homme, homem. M is left out: male, masculino, masculin, and mujer."""


def _letter(word: str, meant: Mapping[str, str]) -> str | None:
    """Return what a letter for a gender is known as; M by the letter that stands for the other one beside it.

    >>> _letter("f", {"F": "male"}), _letter("m", {"F": "male", "M": "female"}), _letter("m", {"M": "female"})
    ('female', 'male', None)
    >>> _letter("m", {"H": "male", "M": "male"}), _letter("m", {"F": "female", "H": "male", "M": "male"})
    ('female', None)
    """
    if word != "m":
        return _LETTERS.get(word)
    others = {_LETTERS[letter] for letter in map(plain, meant) if letter in _LETTERS}
    return {"female": "male", "male": "female"}[others.pop()] if len(others) == 1 else None


def _unread(table: PayFile) -> Iterator[tuple[str, str]]:
    """Iterate over columns of the file that are surely one of `_WORSE`, where nothing of the pay table is that."""
    read, worse = set(table.mapping.columns.values()), _WORSE | table.mapping.none.keys()
    for column in table.source.types:
        for meaning in meanings(column) if column not in read else ():
            if meaning.sure and meaning.column in worse and meaning.column not in table.columns:
                yield column, meaning.column


def _country(word: str) -> str | None:
    from checker.load.place_names import country_code

    return country_code(word)


def _spot(mapping: PayMapping, entry: str) -> Place:
    return mapping.spots.get(entry) or Place(mapping.file)
