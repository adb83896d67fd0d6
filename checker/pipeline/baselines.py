"""A baseline made from reports, or from subjects that are assessed for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from checker import __version__
from checker.assess.other_ids import OtherId, other_ids
from checker.assess.overlays import EPSILON, FAILED, gone_sources, is_lifted
from checker.assess.statuses import RANK
from checker.errors import InputError, Problem, UsageError
from checker.load.assessor import lies_in
from checker.load.baselines import Reported, load_baseline, load_report, reported
from checker.model.overlay import Baseline, Basis, Entry, Source, SubjectRecord
from checker.model.past_report import PastReport
from checker.pipeline.measures import Choices
from checker.pipeline.overlays import under_todays_ids
from checker.pipeline.run import Subject, check
from checker.render import pieces
from checker.render.baseline import baseline_bytes


class Made(NamedTuple):
    """A baseline as it is to be written, and what is to be said of it."""

    content: bytes
    subjects: int
    accepted: int
    """Gaps and open items that it covers."""
    left_out: Mapping[str, tuple[str, ...]]
    """Subject -> gaps and open items that no baseline covers, each with the reason."""
    carried: Mapping[str, tuple[str, ...]]
    """Subject -> failures of the former baseline that stand because their evidence has gone."""
    dropped: tuple[str, ...]
    """Subjects and standards of the former baseline that this one has not."""
    anew: Mapping[str, tuple[str, ...]]
    """Subject of the former baseline -> gaps and open items that that one did not accept, or not as bad as they are."""
    lowered: tuple[str, ...]
    """Shown scores that are under those of the former baseline, in words."""
    other_ids: tuple[OtherId, ...] = ()
    """Folders that bear another id than in the former baseline: nothing of it was carried over to that."""


def make_baseline(
    reports: Iterable[Path],
    subjects: Sequence[Subject],
    choices: Choices,
    approved_by: str,
    until: date,
    out: Path,
    before: Path | None,
) -> Made:
    """Return the baseline over the subjects of ``reports`` and over ``subjects``, which are assessed.

    Of ``before``, the former baseline, failures whose evidence has gone since are carried over until an assessor
    lifts them. Raises InputError where anything cannot be read or assessed, UsageError for a subject given twice.
    """
    refuse_own_folder(out, subjects)
    former = load_baseline(before, [folder for folder, _ in subjects]) if before is not None else None
    parts = [(file.as_posix(), load_report(file)) for file in reports]
    if subjects:
        found = check(subjects, choices)
        if found.invalid:
            raise InputError([Problem(i.folder, None, None, "", p) for i in found.invalid for p in i.problems])
        past = PastReport.model_validate_json(b"".join(pieces(found, "json")))
        parts.append(("the subjects named", reported(past, "the subjects named")))
    whole = _joined(parts)
    former = under_todays_ids(former, whole.former_ids) if former is not None else None
    kept = dict(whole.subjects)
    carried: dict[str, tuple[str, ...]] = {}
    for name, was in former.subjects.items() if former is not None else ():
        if name in kept and former is not None:
            kept[name], carried[name] = _carry_over(name, was, kept[name], former, whole)
    return Made(
        content=baseline_bytes(approved_by, until, whole.standards, kept, __version__),
        subjects=len(kept),
        accepted=sum(len(record.results) for record in kept.values()),
        left_out=_by_subject(whole.left_out),
        carried={name: ids for name, ids in carried.items() if ids},
        dropped=_dropped(former, kept) if former is not None else (),
        anew=_anew(former, kept) if former is not None else {},
        lowered=tuple(_lowered(former, kept)) if former is not None else (),
        other_ids=other_ids(_folders(former.subjects), _folders(kept)) if former is not None else (),
    )


def _folders(subjects: Mapping[str, SubjectRecord]) -> dict[str, str]:
    return {name: kept.folder for name, kept in subjects.items()}


def refuse_own_folder(out: Path, subjects: Iterable[Subject]) -> None:
    """Raise UsageError where a baseline would be written into the folder of a subject that it covers."""
    for folder, shown in subjects:
        if lies_in(out, folder):
            raise UsageError(
                f"{out} lies in {shown}: whoever is judged does not excuse itself; keep the baseline outside"
            )


def _joined(parts: Sequence[tuple[str, Reported]]) -> Reported:
    subjects: dict[str, SubjectRecord] = {}
    standards: dict[str, Basis] = {}
    whole = Reported(subjects, standards, {}, {}, ())
    for label, part in parts:
        if part.invalid:
            what = f"could not be assessed ({', '.join(part.invalid)}): a baseline without them would forget them"
            raise InputError([Problem(label, None, None, "invalid", what, "mend them and make the report anew")])
        for name, record in part.subjects.items():
            if name in subjects:
                raise UsageError(f"{name} is given twice, the second time by {label}; take one out")
            subjects[name] = record
        for name, basis in part.standards.items():
            if standards.setdefault(name, basis) != basis:
                raise UsageError(f"{label} was judged by another {name} than the others; judge all by one")
        lifts, left_out = {**whole.lifts, **part.lifts}, {**whole.left_out, **part.left_out}
        whole = Reported(subjects, standards, lifts, left_out, (), {**whole.former_ids, **part.former_ids})
    return whole


def _carry_over(
    name: str, before: SubjectRecord, now: SubjectRecord, former: Baseline, whole: Reported
) -> tuple[SubjectRecord, tuple[str, ...]]:
    """Return ``now`` with the failures of ``before`` whose evidence has gone and that nobody lifted, and their ids."""
    gone = gone_sources(before.evidence, now.evidence)
    results, uncovered, evidence = dict(now.results), dict(now.uncovered), dict(now.evidence)
    found: list[str] = []
    for kept, into in ((before.results, results), (before.uncovered, uncovered)):
        for requirement, entry in kept.items():
            if not _stands(name, requirement, entry, before, gone, former, whole, into.get(requirement)):
                continue
            into[requirement] = entry
            found.append(requirement)
            for source in entry.evidence:
                old, new = before.evidence[source], evidence.get(source)
                hashes = dict.fromkeys((*old.sha256, *(new.sha256 if new is not None else ())))
                evidence[source] = Source(old.kind, tuple(hashes))
    return replace(now, results=results, uncovered=uncovered, evidence=evidence), tuple(sorted(found))


def _stands(
    name: str,
    requirement: str,
    entry: Entry,
    before: SubjectRecord,
    gone: Mapping[str, int | None],
    former: Baseline,
    whole: Reported,
    today: Entry | None,
) -> bool:
    """Return whether a failure of the former baseline stands, and today's result is no failure of the same weight."""
    missing = [source for source in entry.evidence if source in gone]
    basis, basis_now = former.standards.get(entry.standard), whole.standards.get(entry.standard)
    if not missing or entry.status not in FAILED or basis is None or basis_now is None:
        return False
    if basis.edition != basis_now.edition or (today is not None and RANK[today.status] <= RANK[entry.status]):
        return False
    lifts = whole.lifts.get((name, requirement), ())
    return not all(is_lifted(source, before.as_of, lifts) for source in missing)


def _dropped(former: Baseline, kept: Mapping[str, SubjectRecord]) -> tuple[str, ...]:
    """Return the subjects that are gone, and the standards by which those that are left were judged before."""
    judged = {
        name: set(before.scores) - set(kept[name].scores) for name, before in former.subjects.items() if name in kept
    }
    lost = sorted({f"{standard} of {name}" for name, standards in judged.items() for standard in standards})
    return (*sorted(set(former.subjects) - set(kept)), *lost)


def _anew(former: Baseline, kept: Mapping[str, SubjectRecord]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, before in former.subjects.items():
        results = kept[name].results.items() if name in kept else ()
        worse = [r for r, entry in results if _is_worse(before.results.get(r), entry)]
        if worse:
            found[name] = tuple(sorted(worse))
    return found


def _is_worse(before: Entry | None, now: Entry) -> bool:
    return before is None or RANK[now.status] < RANK[before.status] or now.credit < before.credit - EPSILON


def _lowered(former: Baseline, kept: Mapping[str, SubjectRecord]) -> Iterator[str]:
    for name, before in former.subjects.items():
        for standard, profiles in before.scores.items() if name in kept else ():
            for profile, score in profiles.items():
                now = kept[name].scores.get(standard, {}).get(profile)
                if score is not None and now is not None and now < score - EPSILON:
                    yield f"{name}, {standard} ({profile}): {now:.4g}, and {score:.4g} before"


def _by_subject(left_out: Mapping[tuple[str, str], str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for (subject, requirement), why in left_out.items():
        found.setdefault(subject, []).append(f"{requirement} ({why})")
    return {name: tuple(ids) for name, ids in found.items()}
