"""A subject's pay data: files opened, united by collector, measured; and the facts that come of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from checker.errors import InputError, Problem
from checker.model.benchmark import BenchmarkTable
from checker.model.evidence import Collector, EvidenceItem, InputFile, Level
from checker.model.pay_table import PayMapping
from checker.model.questionnaire import AssessorFile, Finding, Questionnaire
from checker.model.wages import DEFAULT_METHOD, PayScope, WageEvidence, WageSet
from checker.pipeline.mapped_currency import lower_by_currency
from checker.pipeline.mapped_words import lower_by_words
from checker.pipeline.measures import K, Measures

PAY_KINDS = frozenset({"wage_data", "worker_pay_records"})
TABLE_KIND = "living_wage_table"
PLACE = ("country", "region", "city", "area")
OWN = ("supplier", "buyer")
"""Who speaks of its own sites; workers and auditors may show another place."""
BUYERS = "a buyer's pay facts are those of the suppliers that it names"


def wage_evidence(
    folder: Path,
    subject: Questionnaire,
    assessor: AssessorFile,
    measures: Measures,
    as_of: date | None,
    table: BenchmarkTable | None = None,
) -> WageEvidence:
    """Return every pay set of ``subject``, its own and those in the assessor's file, measured.

    ``table``: the living wages that a buyer used, where it is the buyer's that are judged; else the subject's own.
    Raises InputError where a pay file or its mapping is unusable.
    """
    own = [(folder, item) for item in subject.evidence.values() if item.kind in PAY_KINDS]
    others = [(Path(assessor.homes[item.id]), item) for item in assessor.evidence if item.kind in PAY_KINDS]
    found = [*own, *others]
    if subject.kind == "buyer" and found:
        return WageEvidence(absent=BUYERS, findings=tuple(_not_the_buyers(item) for _, item in found))
    usable = [(home, item) for home, item in found if item.files and not item.problem and item.mapping]
    notes = tuple(_unread(item) for home, item in found if (home, item) not in usable)
    if not usable:
        absent = "; ".join(note.message for note in notes) or "no pay data were given"
        return WageEvidence(absent=absent, findings=notes)
    collectors: dict[Collector, list[tuple[Path, EvidenceItem]]] = {}
    for home, item in usable:
        collectors.setdefault(item.collector, []).append((home, item))
    scope = pay_scope(subject, measures.subject_ids, as_of)
    table = table or own_table(folder, subject)
    shown = _reviewed(subject, assessor)
    sets = tuple(_set(items, who, scope, measures, table, shown) for who, items in sorted(collectors.items()))
    return WageEvidence(sets, "", notes, _lowered(measures, scope))


def pay_scope(subject: Questionnaire, ids: frozenset[str], as_of: date | None) -> PayScope:
    """Return what the pay engine needs to know of ``subject``; ``ids`` are those of the run's subjects."""
    sites = tuple((s.country, s.region, s.city, s.area, s.headcount) for s in subject.scope.sites)
    statuses = subject.answers.get("meta.employment_statuses")
    cap = subject.answers.get("wellbeing.exposure_cap_minutes_per_day")
    return PayScope(
        subject=subject.id,
        period=subject.scope.period,
        sites=sites,
        headcount=subject.scope.headcount,
        as_of=as_of,
        k=K,
        other_subjects=ids - {subject.id},
        statuses=statuses.value if statuses and isinstance(statuses.value, tuple) else None,  # type: ignore[arg-type]
        exposure_cap_minutes=cap.low if cap else None,
    )


def _set(
    items: Sequence[tuple[Path, EvidenceItem]],
    collector: Collector,
    scope: PayScope,
    measures: Measures,
    own_table: BenchmarkTable | None,
    reviewed: frozenset[str],
) -> WageSet:
    from checker.facts.disclosure.small_cells import without_counts
    from checker.facts.wage_audit import audit_pay
    from checker.load.wages import open_pay_table
    from checker.load.wages.mapping import read_mapping

    mapped = [(home, item, read_mapping(home / (item.mapping or ""), item.mapping or "")) for home, item in items]
    if collector in OWN:
        _refuse_other_places([mapping for _, _, mapping in mapped], scope)
    _refuse_two_readings(mapped)
    tables = [
        open_pay_table(home / file.path, mapping, label=file.path, evidence=item)
        for home, item, mapping in mapped
        for file in item.files
        if file.role == "evidence" or file.role == "wage_data"
    ]
    found = audit_pay(
        tables,
        [item for _, item in items],
        collector,
        scope,
        measures.benchmarks,
        measures.rates,
        measures.methods | {DEFAULT_METHOD},
        reviewed=reviewed,
        choices=measures.bar_choices,
        own_table=own_table,
        engine=measures.choices.engine,
    )
    if collector in OWN:
        found = lower_by_currency(found, (mapping for _, _, mapping in mapped), scope)
        found = lower_by_words(found, tables, reviewed)
    return replace(found, findings=without_counts(found.findings)) if found.worker_count_hidden else found


def _refuse_two_readings(mapped: Iterable[tuple[Path, EvidenceItem, PayMapping]]) -> None:
    """Raise InputError where the same rows are read by two mappings: what a worker got once would count twice."""
    seen: dict[tuple[str, tuple[str, ...], str | None], tuple[str, PayMapping]] = {}
    problems = []
    for _, item, mapping in mapped:
        for file in item.files:
            if file.role == "mapping":
                continue
            first, before = seen.setdefault((file.sha256, mapping.sheet, mapping.table), (item.id, mapping))
            if replace(before, file="", spots={}) != replace(mapping, file="", spots={}):
                what = f"{file.path} holds the same as the pay data of {first!r}, which are read by another mapping"
                todo = "read the rows once: leave one of the two out"
                place = item.place
                problems.append(Problem(place.file, place.line, place.column, place.path, what, todo))
    if problems:
        raise InputError(problems)


def _refuse_other_places(mappings: Iterable[PayMapping], scope: PayScope) -> None:
    """Raise InputError where constants say that work was done at a place that is none of the sites."""
    problems = []
    for mapping in mappings:
        given = {name: mapping.constants[name] for name in PLACE if name in mapping.constants}
        if not given or not scope.sites or any(_agree(given, site) for site in scope.sites):
            continue
        spot = mapping.spots.get(f"constants.{next(iter(given))}")
        what = f"{', '.join(given.values())} is none of the sites: one of the two is wrong about where people work"
        problems.append(
            Problem(
                mapping.file, spot.line if spot else None, spot.column if spot else None,
                "constants", what, "correct it here or at scope.sites",
            )
        )  # fmt: skip
    if problems:
        raise InputError(problems)


def _agree(given: Mapping[str, str], site: Sequence[object]) -> bool:
    """Return whether the constants contradict nothing that ``site`` says of itself."""
    said = dict(zip(PLACE, site, strict=False))
    return all(said[name] is None or value.casefold() == str(said[name]).casefold() for name, value in given.items())


def own_table(folder: Path, subject: Questionnaire) -> BenchmarkTable | None:
    """Return the living wages that the subject itself used, from its evidence; None where it shows none."""
    from checker.load.benchmarks import read_own_table

    files = [f for i in subject.evidence.values() if i.kind == TABLE_KIND and not i.problem for f in i.files]
    tables = [file for file in files if file.path.lower().endswith(".csv")]
    return read_own_table([(folder / file.path, file.path) for file in tables]) if tables else None


def _reviewed(subject: Questionnaire, assessor: AssessorFile) -> frozenset[str]:
    """Return ids of evidence at ``documented`` or above that an assessor has read, for whatever requirement.

    What was issued after the day on which it is said to have been read, or was changed since, was not read.
    """
    names = {d.requirement for d in assessor.decisions if d.kind == "reviewed" and d.requirement}
    read = frozenset[str]().union(*(assessor.reviewed(name, subject.evidence) for name in names))
    return frozenset(i.id for i in subject.evidence.values() if i.id in read and i.level >= Level.DOCUMENTED)


def _not_the_buyers(item: EvidenceItem) -> Finding:
    """Return the finding on pay data that are given for a buyer: whose workers they are of, nobody says."""
    return Finding(
        "pay_data_of_buyer", "warning", f"pay data {item.id} were not measured: {BUYERS}", item.place,
        "give them with the supplier whose workers they are of, and name its folder under suppliers:",
    )  # fmt: skip


def _unread(item: EvidenceItem) -> Finding:
    if item.problem:
        return Finding("pay_data_unusable", "warning", f"pay data {item.id}: {item.problem}", item.place)
    if not item.files:
        return Finding("pay_data_unusable", "warning", f"pay data {item.id}: no file is given", item.place)
    return Finding(
        "pay_data_unmapped", "warning", f"pay data {item.id} cannot be read: it names no mapping", item.place,
        "write a mapping.yaml (fairlabel schema mapping) and name it: mapping: wages/mapping.yaml",
    )  # fmt: skip


def _lowered(measures: Measures, scope: PayScope) -> tuple[dict[str, Any], ...]:
    """Return the user's rows that ask for less than the shipped ones at the sites, with both bars."""
    changed = measures.choices.benchmarks or measures.choices.benchmarks_as_of
    if not changed or scope.period.start is None or scope.period.end is None:
        return ()
    from checker.facts.bars.bar import lowered_bars
    from checker.model.benchmark import Bar, WorkPlace

    found: list[dict[str, Any]] = []
    for country, region, city, area, _ in scope.sites:
        place = WorkPlace(country, region, city, area if area in ("urban", "rural") else None)  # type: ignore[arg-type]
        for kind in ("living_wage", "minimum_wage"):
            for low in lowered_bars(
                measures.benchmarks, kind, place, scope.period.start, scope.period.end, "hour", measures.bar_choices
            ):
                found.append(
                    {
                        "kind": kind, "place": str(place), "from": low.first, "to": low.last,
                        "yours": float(low.with_own.low) if isinstance(low.with_own, Bar) else "no figure",
                        "shipped": float(low.without_own.low), "currency": low.without_own.currency,
                    }
                )  # fmt: skip
    return tuple(found)


def inputs_of(items: Iterable[EvidenceItem]) -> tuple[InputFile, ...]:
    """Return every file behind ``items``, each once."""
    return tuple(dict.fromkeys(file for item in items for file in item.files))
