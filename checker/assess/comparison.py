"""Two reports held against each other: what was mended, what is new, what merely went silent, what cannot be compared.

A gap counts as fixed only where the requirement is now shown to be met. A gap that became unknown, claimed or not
applicable was not fixed: it has its own word. Works on published values alone and judges nothing anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from checker.assess.former_ids import renames, under_todays_ids
from checker.assess.other_ids import other_ids
from checker.assess.yardsticks import asked_otherwise, easier, lowered_bars, places_left_out
from checker.model.comparison import (
    Comparison,
    Kind,
    MetricChange,
    ResultChange,
    StandardChange,
    SubjectChange,
)
from checker.model.past_report import (
    FAILED,
    OPEN,
    PastMetric,
    PastPay,
    PastReport,
    PastResult,
    PastStandard,
    PastSubject,
)
from checker.model.statuses import Status

IMPROVED = ("fixed", "shown", "better")
SHORTER = 0.9
"""A period under this share of the former one is said to be shorter: half-years differ by days."""
OTHER_TABLES = "the tables of living wages, minimum wages or rates are not the same: the bar for pay may have moved"
_RANK: Mapping[Status, int] = {"not_met": 0, "partly_met": 1, "error": 0, "unknown": 1, "claimed": 2}
"""Within gaps and within what is open: the higher the better."""


def compare(before: PastReport, after: PastReport) -> Comparison:
    """Return what changed from ``before`` to ``after``; subjects are the same where their ids are."""
    old, new = ({s.id: s for s in report.subjects} for report in (before, after))
    tools = _tools(before, after)
    return Comparison(
        tuple(compare_subjects(old[name], new[name], tools) for name in sorted(old.keys() & new.keys())),
        tuple(sorted(old.keys() - new.keys())),
        tuple(sorted(new.keys() - old.keys())),
        tuple(broken.folder for broken in after.invalid),
        tuple(broken.folder for broken in before.invalid),
        other_ids(_folders(before), _folders(after)),
    )


def _folders(report: PastReport) -> dict[str, str]:
    return {subject.id: subject.folder for subject in report.subjects}


def compare_subjects(before: PastSubject, after: PastSubject, notes: Iterable[str] = ()) -> SubjectChange:
    """Return what changed of one subject; ``notes`` are said first."""
    old, new = ({s.id: s for s in subject.standards} for subject in (before, after))
    both = [name for name in new if name in old]
    standards = tuple(_standard(old[name], new[name], before, after) for name in both)
    renamed = (line for name in both for line in _renamed(old[name], new[name]))
    notes = (*notes, *_notes(before, after), *renamed)
    return SubjectChange(before, after, standards, tuple(_metrics(before, after)), notes)


def breaks(before: PastStandard, after: PastStandard) -> tuple[str, ...]:
    """Return why two results by one standard cannot be compared as a whole; empty where they can."""
    found = []
    if before.edition != after.edition:
        found.append(f"edition {before.edition} became {after.edition}")
    if before.profile != after.profile:
        found.append(f"profile {before.profile} became {after.profile}")
    if before.score.model != after.score.model:
        found.append(f"the score model {before.score.model} became {after.score.model}")
    return tuple(found)


def bases(before: PastSubject, after: PastSubject) -> str:
    """Return how the basis of the pay data changed; empty where it did not, or there is none on one side."""
    old, new = deciding_pay(before), deciding_pay(after)
    if old is None or new is None or old.time_basis == new.time_basis:
        return ""
    return f"working time was taken by {_words(old.time_basis)}, now by {_words(new.time_basis)}"


def deciding_pay(subject: PastSubject) -> PastPay | None:
    """Return the set of pay data that decides; the first where none is said to."""
    for pay in subject.wages.sets:
        ids = (pay.evidence,) if isinstance(pay.evidence, str) else pay.evidence
        if subject.wages.decided_by in ids:
            return pay
    return subject.wages.sets[0] if subject.wages.sets else None


def _standard(before: PastStandard, after: PastStandard, old: PastSubject, new: PastSubject) -> StandardChange:
    broken = breaks(before, after)
    basis = bases(old, new)
    parameters = _parameters(old, new, after.id)
    earlier = under_todays_ids(before, after.former_ids).results
    yard = Yard(old, new, basis, parameters)
    changes = () if broken else tuple(_results(earlier, after.results, yard))
    return StandardChange(
        after.id, after.title, (before.edition, after.edition), (before.verdict, after.verdict),
        (before.score, after.score), (before.coverage, after.coverage), broken, changes,
    )  # fmt: skip


def _renamed(before: PastStandard, after: PastStandard) -> Iterator[str]:
    """Iterate over the requirements that had another id before; of another edition nothing is compared."""
    if not breaks(before, after):
        for old, new in sorted(renames(before.results, after.former_ids).items()):
            yield f"{new} was called {old} before"


def _parameters(old: PastSubject, new: PastSubject, pack: str) -> str:
    before, after = ({p.name: p.value for p in s.judged_by.parameters if p.pack == pack} for s in (old, new))
    names = dict.fromkeys((*before, *after))
    told = [(name, *(values.get(name, "not there") for values in (before, after))) for name in names]
    return "; ".join(f"{name} was {was}, now {now}" for name, was, now in told if was != now)


class Yard(NamedTuple):
    """What all results of one standard were held to, in two reports."""

    before: PastSubject
    after: PastSubject
    basis: str
    """How the basis of pay changed; empty where it did not."""
    parameters: str


def _results(before: Sequence[PastResult], after: Sequence[PastResult], yard: Yard) -> Iterator[ResultChange]:
    old, new = ({r.requirement: r for r in results} for results in (before, after))
    for result in after:
        was = old.get(result.requirement)
        if was is None:
            yield _change(result, "asked", None, result.status)
            continue
        why, kind = _not_comparable(was, result, yard), kind_of_change(was, result)
        if not why and kind in IMPROVED:
            why = easier(yard.before, yard.after, [f.name for f in (*was.facts, *result.facts)])
        kind = "not_comparable" if why else kind
        yield _change(result, kind, was.status, result.status, why)
    for result in before:
        if result.requirement not in new:
            yield _change(result, "dropped", result.status, None)


def _change(result: PastResult, kind: Kind, before: Status | None, after: Status | None, why: str = "") -> ResultChange:
    return ResultChange(result.requirement, result.title, result.severity, kind, before, after, why)


def _not_comparable(before: PastResult, after: PastResult, yard: Yard) -> str:
    """Return why one requirement cannot be compared; empty where it can."""
    if before.sentence != after.sentence:
        return f"the requirement was put otherwise{f' ({yard.parameters})' if yard.parameters else ''}"
    asked = asked_otherwise(before, after)
    if asked:
        return asked
    old, new = ({f.name: f for f in r.facts if f.name.startswith("wages.")} for r in (before, after))
    shared = [name for name in new if name in old]
    if shared and yard.basis:
        return yard.basis
    for name in shared:
        a, b = old[name], new[name]
        for what, was, now in (("method", a.method, b.method), ("basis", a.basis, b.basis)):
            if was and now and was != now:
                return f"the {what} of {name.removeprefix('wages.')} was {was}, now {now}"
    return ""


def kind_of_change(before: PastResult, after: PastResult) -> Kind:
    """Return what became of one requirement."""
    was, now = before.status, after.status
    if now in FAILED and was not in FAILED:
        return "new"
    if now == "met":
        return "fixed" if was in FAILED else "unchanged" if was == "met" else "shown"
    if now == "not_applicable":
        return "unchanged" if was == now else "left"
    if now in OPEN and was in FAILED:
        return "silent"
    if now in OPEN and was not in OPEN:
        return "lost" if was == "met" else "asked"
    return _within(before, after)


def _within(before: PastResult, after: PastResult) -> Kind:
    """Return whether a gap, or what is open, got better or worse."""
    old, new = (_RANK[before.status], before.credit.shown), (_RANK[after.status], after.credit.shown)
    if old == new:
        # More that is only said mends nothing; less of it is less.
        return "worse" if after.credit.claimed < before.credit.claimed else "unchanged"
    return "better" if new > old else "worse"


def _metrics(before: PastSubject, after: PastSubject) -> Iterator[MetricChange]:
    old, new = deciding_pay(before), deciding_pay(after)
    if old is None or new is None:
        return
    basis = bases(before, after)
    for name, now in new.metrics.items():
        was = old.metrics.get(name)
        if was is None or (was.low, was.high) == (now.low, now.high) or now.suppressed or was.suppressed:
            continue
        why = basis or _metric_breaks(was, now) or easier(before, after, [f"wages.{name}"])
        moved = "not_comparable" if why else _moved(was, now)
        yield MetricChange(name, now.unit, was, now, moved, why)
    for name, was in old.metrics.items():
        if name not in new.metrics and not was.suppressed:
            yield MetricChange(name, was.unit, was, PastMetric(), "not_comparable", "it is not measured any more")


def _metric_breaks(was: PastMetric, now: PastMetric) -> str:
    for what, a, b in (
        ("unit", was.unit, now.unit), ("basis", was.basis, now.basis), ("method", was.method, now.method),
        ("estimator", was.estimator, now.estimator),
    ):  # fmt: skip
        if a != b:
            return f"its {what} was {a or 'not said'}, now {b or 'not said'}"
    return ""


def _moved(was: PastMetric, now: PastMetric) -> Literal["higher", "lower", "undecided"]:
    if was.high is not None and now.low is not None and now.low > was.high:
        return "higher"
    if was.low is not None and now.high is not None and now.high < was.low:
        return "lower"
    return "undecided"


def _notes(before: PastSubject, after: PastSubject) -> Iterator[str]:
    if before.as_of and after.as_of and after.as_of < before.as_of:
        yield f"the report given second is the older one: it stands as of {after.as_of}, the first as of {before.as_of}"
    if (before.name, before.country) != (after.name, after.country):
        yield (
            f"the id {after.id} was of {before.name} ({before.country or 'no country'}), and is now of {after.name} "
            f"({after.country or 'no country'}): these may be two"
        )
    if before.kind != after.kind:
        yield f"it was judged as a {before.kind}, now as a {after.kind}"
    gone = _missing(before.evidence, after.evidence)
    if gone:
        yield f"evidence that is no longer given: {', '.join(gone)}"
    for name in (s.id for s in before.standards):
        if name not in {s.id for s in after.standards}:
            yield f"{name} was judged before and is not judged now"
    for name in (s.id for s in after.standards):
        if name not in {s.id for s in before.standards}:
            yield f"{name} was not judged before"
    for pack in dict.fromkeys(p.id for p in after.judged_by.packs):
        yield from moved_bars(before, after, pack)
    if before.wages.sets and not after.wages.sets:
        yield "pay data were given before, and none are now"
    if tables(before) != tables(after):
        yield OTHER_TABLES
    yield from (line for _, line in lowered_bars(before, after))
    if places := places_left_out(before, after):
        yield f"sites that are not judged any more: {', '.join(places)}"
    if before.kinds.values and set(before.kinds.values) != set(after.kinds.values):
        yield f"it was of the kinds {', '.join(before.kinds.values)}, now {', '.join(after.kinds.values) or 'of none'}"
    lengths = [_days(subject) for subject in (before, after)]
    if lengths[0] and lengths[1] and lengths[1] < lengths[0] * SHORTER:
        yield f"the period is shorter: {lengths[0]} days before, {lengths[1]} now"
    if before.headcount != after.headcount:
        yield f"headcount was {_known(before.headcount)}, now {_known(after.headcount)}"


def moved_bars(before: PastSubject, after: PastSubject, pack: str) -> Iterator[str]:
    """Iterate over what was changed in a pack of one edition: its text, or the values of its parameters."""
    old, new = ({(p.id, p.edition): p.sha256 for p in s.judged_by.packs if p.id == pack} for s in (before, after))
    for name, edition in sorted(old.keys() & new.keys()):
        if old[name, edition] != new[name, edition]:
            yield f"{name} {edition} itself was changed: what is asked under one id may not be the same"
    moved = _parameters(before, after, pack)
    if moved and old.keys() == new.keys():
        yield f"parameters of {pack}: {moved}"


def _tools(before: PastReport, after: PastReport) -> tuple[str, ...]:
    old, new = before.tool.version, after.tool.version
    return () if old == new else (f"the first report is by fairlabel {old}, the second by {new}",)


def _missing(old: Iterable[object], new: Iterable[object]) -> list[str]:
    kept = {getattr(item, "id", "") for item in new}
    return [name for name in (getattr(item, "id", "") for item in old) if name not in kept]


def tables(subject: PastSubject) -> frozenset[str]:
    """Return what identifies the tables that set the bar for pay; empty where none was used."""
    by = subject.judged_by
    used = frozenset(file.sha256 for file in (*by.benchmarks, *by.fx))
    return used | {f"as of {by.benchmarks_as_of}"} if by.benchmarks_as_of is not None else used


def _days(subject: PastSubject) -> int:
    """Return how many days a subject's period has; 0 where it is not known."""
    start, end = subject.period.start, subject.period.end
    return (end - start).days + 1 if start and end else 0


def _known(count: int | None) -> str:
    return "not known" if count is None else f"{count:,}"


def _words(name: str) -> str:
    return name.replace("_", " ") or "no stated basis"
