"""Waivers and a baseline laid over results: how the gate counts each requirement. Changes no status, credit or score.

Whatever excuses is approved, for a time; what nobody may excuse (zero tolerance) is never excused, and a baseline
covers nothing critical.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from checker.assess.statuses import RANK
from checker.model.assessment import StandardResult, Standing
from checker.model.overlay import (
    Age,
    Counted,
    Entry,
    Expiring,
    Number,
    Refused,
    Source,
    SubjectRecord,
    Unused,
    Waiver,
    Withdrawn,
)
from checker.model.questionnaire import Decision
from checker.model.statuses import Status

SOON = 30
"""Days before its end from which a waiver is said to end soon."""
FAILED = ("not_met", "partly_met")
OPEN = ("unknown", "claimed")
EPSILON = 1e-9


class Known(NamedTuple):
    """What a run knows of requirements and subjects when it reads waivers."""

    requirements: Collection[str]
    former_ids: Mapping[str, str]
    """Former id -> today's."""
    zero_tolerance: Collection[str]
    subjects: Collection[str]
    gate_date: date
    standards: str
    """As they are named in messages."""


class Held(NamedTuple):
    """What one standard of a subject is held against."""

    waivers: Mapping[str, Waiver]
    """Requirement -> the waiver in date."""
    before: SubjectRecord | None = None
    """What the baseline has of the subject; None where there is no baseline, or it has nothing of this subject."""
    now: SubjectRecord | None = None
    """The same of today; None where no baseline was given."""
    covers: bool = True
    """False where the baseline has expired or is of another edition: nothing of it covers anything."""
    why_not: str = ""
    withdrawn: Mapping[str, Withdrawn] = {}
    """Requirement -> the adverse result that stands."""
    new_only: bool = False


def sift(waivers: Iterable[Waiver], known: Known) -> tuple[tuple[Waiver, ...], tuple[Refused, ...]]:
    """Return the waivers that hold on the day of the gate, under today's ids, and why each of the others does not."""
    kept: list[Waiver] = []
    refused: list[Refused] = []
    for waiver in waivers:
        today = waiver._replace(requirement=known.former_ids.get(waiver.requirement, waiver.requirement))
        why = _refusal(today, known)
        if why is None:
            kept.append(today)
        else:
            refused.append(why)
    return tuple(kept), tuple(refused)


def in_force(waivers: Iterable[Waiver], subject: str) -> dict[str, Waiver]:
    """Return, of waivers that hold, that of each requirement of ``subject``: of several the one that ends last."""
    found: dict[str, Waiver] = {}
    for waiver in waivers:
        if waiver.subject == subject:
            other = found.get(waiver.requirement)
            if other is None or (waiver.end, waiver.place) > (other.end, other.place):
                found[waiver.requirement] = waiver
    return found


def count(standard: StandardResult, held: Held) -> dict[str, Counted]:
    """Return how the gate counts each requirement of ``standard``."""
    late = frozenset(standard.expired)
    return {s.clause.requirement: _count(s, s.clause.requirement in late, standard, held) for s in standard.standings}


def withdrawn(
    before: SubjectRecord, now: SubjectRecord, standard: str, decisions: Sequence[Decision]
) -> tuple[Withdrawn, ...]:
    """Return the adverse results of ``before`` by ``standard`` of which a source has gone, those lifted marked so."""
    gone = gone_sources(before.evidence, now.evidence)
    found = []
    for name, entry in sorted({**before.results, **before.uncovered}.items()):
        ids = tuple(source for source in entry.evidence if source in gone)
        if ids and entry.standard == standard and entry.status in FAILED:
            lifts = [(d.on, d.evidence) for d in decisions if d.kind == "lift" and d.requirement == name]
            lifted = all(is_lifted(source, before.as_of, lifts) for source in ids)
            found.append(Withdrawn(standard, name, entry.status, ids, lifted))
    return tuple(found)


def gone_sources(before: Mapping[str, Source], now: Mapping[str, Source]) -> dict[str, int | None]:
    """Return ids of sources that have gone, with how many of their files hold something else now; None = no such id.

    A source is there while its id stands for evidence of the same kind, and each of its files is still among it.
    """
    found: dict[str, int | None] = {}
    for name, source in before.items():
        today = now.get(name)
        if today is None or today.kind != source.kind:
            found[name] = None
        elif missing := set(source.sha256) - set(today.sha256):
            found[name] = len(missing)
    return found


def is_lifted(source: str, since: date | None, lifts: Iterable[tuple[date, str | None]]) -> bool:
    """Return whether what ``source`` showed was lifted, on a day on which the result was there to be lifted.

    ``lifts`` are decisions on the requirement: the day, and the evidence that they name (None: all of it).
    """
    return any(evidence in (None, source) and (since is None or day >= since) for day, evidence in lifts)


def unused(
    waivers: Iterable[Waiver], standards: Iterable[tuple[StandardResult, Mapping[str, Counted]]]
) -> list[Unused]:
    """Return the waivers of one subject that cover nothing, and why."""
    counted = {name: (one, s) for standard, laid in standards for name, one, s in _pairs(standard, laid)}
    found = []
    for waiver in waivers:
        one = counted.get(waiver.requirement)
        if one is None:
            found.append(Unused(waiver, f"{waiver.requirement} is not judged for {waiver.subject}"))
        elif one[0].waiver is None:
            found.append(Unused(waiver, f"{waiver.requirement} is {one[1].status.replace('_', ' ')}"))
        elif one[0].waiver is not waiver:
            found.append(Unused(waiver, f"another waiver covers {waiver.requirement}"))
    return found


def expiring(counted: Iterable[Counted], gate_date: date) -> list[Expiring]:
    """Return the waivers that cover something and end within `SOON` days of the day of the gate, the first first."""
    used = [one.waiver for one in counted if one.waiver is not None]
    soon = [Expiring(waiver, (waiver.end - gate_date).days) for waiver in used]
    return sorted((one for one in soon if one.days <= SOON), key=lambda one: (one.days, one.waiver.place))


def _pairs(standard: StandardResult, laid: Mapping[str, Counted]) -> Iterable[tuple[str, Counted, Standing]]:
    return ((s.clause.requirement, laid[s.clause.requirement], s) for s in standard.standings)


def _refusal(waiver: Waiver, known: Known) -> Refused | None:
    """Return why a waiver that is whole does not hold; None where it does."""
    name, day = waiver.requirement, known.gate_date
    todo = "take the entry out, or correct the id"
    if waiver.subject not in known.subjects:
        return _refused(waiver, "unknown_subject", f"no subject of this run is called {waiver.subject!r}", todo)
    if name not in known.requirements:
        what = f"no requirement of {known.standards} is called {name!r}"
        return _refused(waiver, "unknown_requirement", what, todo)
    if name in known.zero_tolerance:
        what = f"nobody may waive {name}: its pack has zero tolerance for it"
        return _refused(waiver, "zero_tolerance", what, "mend the gap")
    if waiver.end < day:
        what = f"ended on {waiver.end}, before the day of the gate ({day})"
        return _refused(waiver, "expired", what, "mend the gap, or have it approved anew")
    if day < waiver.start:
        what = f"begins on {waiver.start}, after the day of the gate ({day})"
        return _refused(waiver, "not_begun", what, "nothing, if the day is meant")
    return None


def _refused(waiver: Waiver, cause: str, what: str, todo: str) -> Refused:
    return Refused(cause, what, todo, waiver.place, waiver.requirement, waiver.subject)  # type: ignore[arg-type]


def _count(standing: Standing, late: bool, standard: StandardResult, held: Held) -> Counted:
    name = standing.clause.requirement
    status: Status = "claimed" if late and standing.status == "met" else standing.status
    stands = held.withdrawn.get(name)
    if stands is not None and not stands.lifted and status != "error" and RANK[stands.status] < RANK[status]:
        status = stands.status
    if status not in (*FAILED, *OPEN):
        # Nothing to cover; a rule that failed is no result that anybody could have accepted.
        age: Age | None = None if held.now is None else "new" if status == "error" else "known"
        return Counted(status, None, age)
    waiver = held.waivers.get(name)
    if held.now is None:
        return Counted(status, waiver, None, waiver is not None)
    if never := _never_covered(standing, standard):
        return Counted(status, waiver, "never_covered", waiver is not None, f"{never}{_before(name, status, held)}")
    why = _why_new(standing, status, standard, held)
    age = "new" if why else "known"
    return Counted(status, waiver, age, waiver is not None or (held.new_only and not why), why)


def _never_covered(standing: Standing, standard: StandardResult) -> str:
    """Return why no baseline may cover a gap or open item, whatever was there before; empty where one may."""
    if standing.clause.requirement in standard.zero_tolerance:
        return "no baseline covers what has zero tolerance"
    return "no baseline covers what is critical" if standing.clause.severity == "critical" else ""


def _before(name: str, status: Status, held: Held) -> str:
    """Return whether a failure that no baseline covers was one when it was made; of open items it keeps nothing."""
    if status not in FAILED or held.before is None or not held.covers:
        return ""
    entry = held.before.uncovered.get(name)
    if entry is None:
        return "; it did not fail when the baseline was made"
    return f"; it was {entry.status.replace('_', ' ')} when the baseline was made"


def _why_new(standing: Standing, status: Status, standard: StandardResult, held: Held) -> str:
    """Return why the baseline does not cover a gap or open item; empty where it does."""
    name = standing.clause.requirement
    if not held.covers:
        return held.why_not
    entry = held.before.results.get(name) if held.before is not None else None
    if entry is None or entry.standard != standard.id:
        return "it is not in the baseline"
    return _worse(entry, standing, status, held.now.results.get(name) if held.now is not None else None)


def _worse(entry: Entry, standing: Standing, status: Status, now: Entry | None) -> str:
    """Return what got worse since ``entry`` was accepted; empty where nothing did."""
    if RANK[status] < RANK[entry.status]:
        return f"it was {entry.status.replace('_', ' ')}"
    if standing.credit.shown < entry.credit - EPSILON:
        return f"its credit fell from {entry.credit:g} to {standing.credit.shown:g}"
    if now is None:
        return ""
    rose = [name for name, before in entry.numbers.items() if may_have_risen(before, now.numbers.get(name))]
    return f"{rose[0].partition('@')[0]} may have risen" if rose else ""


def may_have_risen(before: Number, now: Number | None) -> bool:
    """Return whether a published share may be higher than it was: shown to be, or not shown not to be.

    A hidden share is known by its words only ("fewer than 5 of 60"): the same ones are no rise.

    >>> may_have_risen(Number(0.3, 0.3), Number(0.25, 0.25)), may_have_risen(Number(0.3, 0.3), Number(0.3, 0.4))
    (False, True)
    """
    if before.high is None and not before.shown_as:
        return False  # it was unknown, so nothing can be said to have risen
    if now is None or (now.high is None and not now.shown_as):
        return True
    if before.high is None or now.high is None:
        fell = now.high == 0 or (now.shown_as.startswith("fewer than") and bool(before.low))
        return not fell and before.shown_as.partition(" of ")[0] != now.shown_as.partition(" of ")[0]
    return now.high > before.high + EPSILON or (now.low or 0.0) > (before.low or 0.0) + EPSILON
