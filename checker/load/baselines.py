"""``baseline.json`` and the reports that it is made from: read, checked, reduced to what a later run is held against.

Only published numbers are in either. What a baseline covers is decided in `checker.assess.overlays`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, NoReturn

from checker.errors import InputError, Problem
from checker.load.json_text import fit, read_json, schema_of
from checker.load.reports import SCHEMA, read_report
from checker.load.sheet import parse_day, shorten
from checker.load.waivers import refuse_own
from checker.model.baseline_file import BASELINE, BaselineShape, EntryShape, RecordShape
from checker.model.evidence import InputFile
from checker.model.overlay import Baseline, Basis, Entry, Number, Source, SubjectRecord
from checker.model.past_report import (
    PastEvidence,
    PastFact,
    PastReport,
    PastResult,
    PastStandard,
    PastSubject,
    own_name,
)

MAKE = "make one: fairlabel baseline update REPORT.json -o baseline.json --approved-by ROLE --until DATE"
MAKE_REPORT = "make it anew: fairlabel check PATH --output json=report.json"
MOST = 256_000_000
"""Bytes of a baseline."""
OPEN = ("unknown", "claimed")
ADVERSE = ("not_met", "partly_met")
SHARES = "wages.share_below_"
"""Numbers that may not rise."""
_OWN = "the folder of a subject that it covers: whoever is judged does not excuse itself"


class Reported(NamedTuple):
    """A report, reduced: its subjects' records, what they were judged by, who could not be assessed."""

    subjects: Mapping[str, SubjectRecord]
    standards: Mapping[str, Basis]
    lifts: Mapping[tuple[str, str], tuple[tuple[date, str | None], ...]]
    """(subject, requirement) -> (day, evidence or None for all of it) of each decision that lifts its former result."""
    left_out: Mapping[tuple[str, str], str]
    """(subject, requirement) -> why no baseline covers it, of gaps and open items."""
    invalid: tuple[str, ...]
    former_ids: Mapping[str, str] = MappingProxyType({})
    """Today's id of a requirement by each of its former ones, as its standard has them."""


def load_baseline(file: Path, judged: Iterable[Path] = ()) -> Baseline:
    """Return a baseline; ``judged`` are the folders of the subjects.

    Raises InputError for what is none, is cut off or was written by a newer version, with every mistake of it, and
    where it lies in the folder of a subject that it covers.
    """
    label = file.as_posix()
    value, sha256 = read_json(file, label, MAKE, MOST)
    said = schema_of(value, label, MAKE)
    if said != BASELINE:
        _refuse(label, said)
    shape = fit(BaselineShape, value, label, MAKE)
    until = parse_day(shape.until)
    days = [("until", shape.until), *((f"subjects.{n}.as_of", s.as_of) for n, s in shape.subjects.items() if s.as_of)]
    wrong = [
        Problem(label, None, None, where, f"{shorten(day)} is no day of the calendar", MAKE)
        for where, day in days
        if parse_day(day) is None
    ]
    if wrong or until is None:
        raise InputError(wrong)
    refuse_own(file, label, shape.subjects, judged, _OWN)
    standards = {n: Basis(b.edition, b.sha256, b.parameters) for n, b in shape.standards.items()}
    subjects = {name: _kept(record) for name, record in shape.subjects.items()}
    return Baseline(InputFile(label, sha256, "baseline"), shape.approved_by, until, standards, subjects)


def load_report(file: Path) -> Reported:
    """Return what of a report a baseline keeps; raises as `checker.load.reports.read_report`."""
    label, report = read_report(file)
    old = [s.id for s in report.subjects if "evidence" not in s.model_fields_set]
    if old:
        what = f"does not list what {old[0]} showed: an earlier version wrote it, and what goes would not be seen"
        raise InputError([Problem(label, None, None, "evidence", what, MAKE_REPORT)])
    return reported(report, label)


def reported(report: PastReport, label: str) -> Reported:
    """Return what of a report a baseline keeps; InputError where its subjects were judged by different things."""
    subjects: dict[str, SubjectRecord] = {}
    standards: dict[str, Basis] = {}
    lifts: dict[tuple[str, str], tuple[tuple[date, str | None], ...]] = {}
    left_out: dict[tuple[str, str], str] = {}
    for subject in report.subjects:
        for name, basis in bases(subject).items():
            if standards.setdefault(name, basis) != basis:
                what = f"{subject.id} was judged by another {name} than the subjects before it"
                raise InputError([Problem(label, None, None, subject.id, what, MAKE_REPORT)])
        subjects[subject.id] = record(subject)
        for standard in subject.standards:
            for result in standard.results:
                key = (subject.id, result.requirement)
                days = [(d.on, d.evidence) for d in result.decisions if d.kind == "lift"]
                if days:
                    lifts[key] = tuple(days)
                why = never_covered(result.severity, result.requirement, standard.zero_tolerance)
                if why and result.status in (*ADVERSE, *OPEN):
                    left_out[key] = why
    former = {old: new for subject in report.subjects for s in subject.standards for old, new in s.former_ids.items()}
    return Reported(subjects, standards, lifts, left_out, tuple(i.folder for i in report.invalid), former)


def record(subject: PastSubject) -> SubjectRecord:
    """Return what is kept of one subject."""
    results: dict[str, Entry] = {}
    uncovered: dict[str, Entry] = {}
    for standard in subject.standards:
        for result in standard.results:
            if result.status not in (*ADVERSE, *OPEN):
                continue
            if not never_covered(result.severity, result.requirement, standard.zero_tolerance):
                results[result.requirement] = _entry(standard, result)
            elif result.status in ADVERSE:
                uncovered[result.requirement] = _entry(standard, result)
    judged = subject.judged_by
    return SubjectRecord(
        as_of=subject.as_of,
        evidence=_sources(subject.evidence),
        scores={s.id: {name: one.score.shown for name, one in s.profiles.items()} for s in subject.standards},
        results=results,
        uncovered=uncovered,
        benchmarks=tuple(sorted({f.sha256 for f in (*judged.benchmarks, *judged.fx)})),
        benchmarks_as_of=judged.benchmarks_as_of,
        folder=own_name(subject.folder),
    )


def _sources(items: Iterable[PastEvidence]) -> dict[str, Source]:
    """Return evidence by id; what several suppliers of a buyer show under one id is one source."""
    found: dict[str, Source] = {}
    for item in items:
        former = found.get(item.id)
        hashes = (*(former.sha256 if former else ()), *(f.sha256 for f in item.files))
        found[item.id] = Source(former.kind if former else item.kind, tuple(dict.fromkeys(hashes)))
    return found


def bases(subject: PastSubject) -> dict[str, Basis]:
    """Return what each standard of a subject was judged by."""
    parameters = subject.judged_by.parameters
    return {
        pack.id: Basis(pack.edition, pack.sha256, {p.name: p.value for p in parameters if p.pack == pack.id})
        for pack in subject.judged_by.packs
    }


def never_covered(severity: str, requirement: str, zero_tolerance: Iterable[str]) -> str:
    """Return why no baseline covers a requirement; empty where one may."""
    if requirement in zero_tolerance:
        return "zero tolerance"
    return "critical" if severity == "critical" else ""


def _entry(standard: PastStandard, result: PastResult) -> Entry:
    numbers = {_key(f): _number(f) for f in result.facts if f.name.startswith(SHARES)}
    return Entry(standard.id, result.status, result.credit.shown, tuple(result.evidence.ids), numbers)


def _key(fact: PastFact) -> str:
    """Return a name under which a number of another method or collector is another number."""
    return f"{fact.name}@{fact.method}, {fact.collector}"


def _number(fact: PastFact) -> Number:
    if fact.suppressed:
        return Number(None, None, fact.shown_as)
    return Number(fact.low, fact.high, fact.shown_as)


def _kept(shape: RecordShape) -> SubjectRecord:
    return SubjectRecord(
        as_of=parse_day(shape.as_of),
        evidence={name: Source(s.kind, tuple(s.sha256)) for name, s in shape.evidence.items()},
        scores=shape.scores,
        results={name: _entry_kept(e) for name, e in shape.results.items()},
        uncovered={name: _entry_kept(e) for name, e in shape.uncovered.items()},
        benchmarks=tuple(shape.benchmarks),
        benchmarks_as_of=parse_day(shape.benchmarks_as_of),
        folder=shape.folder,
    )


def _entry_kept(shape: EntryShape) -> Entry:
    numbers = {name: Number(n.low, n.high, n.shown_as) for name, n in shape.numbers.items()}
    return Entry(shape.standard, shape.status, shape.credit, tuple(shape.evidence), numbers)


def _refuse(label: str, said: str) -> NoReturn:
    """Raise InputError for a file that is something else, or that a newer version wrote."""
    stem, _, number = said.rpartition("/")
    known, _, ours = BASELINE.rpartition("/")
    what, todo = f"is {shorten(said)}, and no baseline", MAKE
    if stem == known and number.isdigit() and int(number) > int(ours):
        what = f"is {said}, written by a newer version; this one reads {BASELINE}"
        todo = "install a newer fairlabel, or make the file with this one"
    elif stem == SCHEMA.rpartition("/")[0]:
        what = f"is a report ({shorten(said)}), and no baseline"
    raise InputError([Problem(label, None, None, "schema", what, todo)])
