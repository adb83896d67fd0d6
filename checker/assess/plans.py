"""A corrective action plan held against today's results: where each action stands, what is overdue, what was lowered.

Reads results and changes none of them. Whether a gap is closed is said by results: a row that says so itself is closed
by the word of its owner only, until workers' or an assessor's evidence shows the requirement to be met.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, cast

from checker.model.evidence import Level
from checker.model.plan import (
    MET,
    STATES,
    Change,
    Key,
    Line,
    Lowered,
    Plan,
    Recorded,
    Row,
    Seen,
    Stands,
    carry,
    rank,
)

if TYPE_CHECKING:
    from checker.model.statuses import Status

FAILED = ("not_met", "partly_met")
GAPS = (*FAILED, "claimed", "unknown", "error")
"""Statuses that call for an action."""
SETTLED: Collection[Stands] = ("confirmed", "not_applicable")
CLOSED: Collection[Stands] = (*SETTLED, "not_judged", "unknown_id")
"""Where an action can no longer be late, or where nothing tells whether it is."""
EPSILON = 1e-9
By: TypeAlias = Literal["", "workers", "assessor"]


class Updated(NamedTuple):
    """A plan brought up to date, and what was done to it."""

    plan: Plan
    added: tuple[Key, ...]
    restored: tuple[Key, ...]
    """Rows that had been deleted."""
    changes: tuple[tuple[Key, Change], ...]
    """What was written down of changed terms."""


def lines_of(plan: Plan, seen: Iterable[Seen], day: date | None) -> tuple[Line, ...]:
    """Return where each action of ``plan`` stands, then the gaps that it has no row for, in the order of the results.

    ``day`` is that of the gate; without one nothing is said to be overdue. Of standards that the plan does not speak
    of, no gap is listed.
    """
    today = {one.key: one for one in seen}
    rows, record = plan.by_key(), plan.recorded()
    editions = {(standard, edition) for standard, edition, _ in today}
    judged = {standard for standard, _ in editions}
    lines = [_of_row(row, today.get(row.key), record.get(row.key), (editions, judged), day) for row in plan.rows]
    lines += [_removed(one, today.get(one.key), day) for one in plan.record if one.key not in rows]
    covered = {key[:2] for key in (*rows, *record)}
    lines += [
        Line(one.key, one.title, one.severity, one.status, "without_row", None, None)
        for one in today.values()
        if one.status in GAPS and one.key[:2] in covered and one.key not in rows and one.key not in record
    ]
    return tuple(lines)


def of_older_results(plan: Plan, seen: Iterable[Seen]) -> list[Seen]:
    """Return ``seen``, of a day before the plan's own, with what the plan remembers of each gap in its place.

    Whatever it was on that day, it was before the gap was found.
    """
    rows, record = plan.by_key(), plan.recorded()
    found = []
    for one in seen:
        was = record[one.key].result if one.key in record else rows[one.key].about.result if one.key in rows else ""
        gap = one._replace(status=cast("Status", was), credit=0.0, level=Level.NONE, by_others=False)
        found.append(gap if was in GAPS else one)
    return found


def beyond(plan: Plan, standards: Iterable[tuple[str, str]]) -> list[str]:
    """Return the judged standards (id, edition) of which ``plan`` has nothing."""
    covered = {key[:2] for key in (*plan.by_key(), *plan.recorded())}
    return [f"{name} {edition}" for name, edition in standards if (name, edition) not in covered]


def update(old: Plan, fresh: Plan, seen: Iterable[Seen], on: date, by: str, agree: bool) -> Updated:
    """Return ``old`` brought up to date by ``fresh``, the plan that today's results would begin.

    Every row stays; rows that were deleted come back; terms that changed since are written down with ``on`` and ``by``.
    With ``agree`` what the rows say now is what is agreed from here on, and what was before stays in the record.
    """
    today = {one.key: one for one in seen}
    whole = carry(fresh, old)
    before = old.by_key()
    known = old.recorded()
    record: list[Recorded] = []
    changes: list[tuple[Key, Change]] = []
    begun = {one.key: one for one in whole.record}
    for row in whole.rows:
        mine = begun.get(row.key)
        if mine is None and row.key in today:
            # Somebody wrote the row by hand: what it says is what was agreed first.
            mine = Recorded(row.key, on, row.terms, row.terms, row.state, today[row.key].status)
        if mine is None:
            continue
        deleted = row.key in known and row.key not in before
        found = [Change(on, by, "row", "deleted", "restored")] if deleted else []
        found += _changes(mine, row, on, by, agree)
        changes += [(row.key, one) for one in found]
        result = _remembered(mine.result, today.get(row.key))
        agreed = row.terms if agree else mine.agreed
        record.append(mine._replace(
            agreed=agreed, last=row.terms, state=row.state, result=result, changes=(*mine.changes, *found)
        ))  # fmt: skip
    restored = tuple(key for key in known if key not in before)
    added = tuple(row.key for row in whole.rows if row.key not in known and row.key not in before)
    rows = tuple(_told(row, today.get(row.key)) for row in whole.rows)
    return Updated(replace(whole, rows=rows, record=tuple(record)), added, restored, tuple(changes))


def against(plan: Plan, former: Plan) -> Plan:
    """Return ``plan`` as it is to be held against a copy that was kept elsewhere: what was agreed is that copy's."""
    kept = former.recorded()
    mine = plan.recorded()
    merged = [
        kept[key]._replace(changes=(mine[key].changes if key in mine else kept[key].changes)) if key in kept else one
        for key, one in {**kept, **mine}.items()
    ]
    return replace(plan, record=tuple(merged))


def _of_row(
    row: Row, seen: Seen | None, known: Recorded | None, judged: tuple[Collection[tuple[str, str]], Collection[str]],
    day: date | None,
) -> Line:  # fmt: skip
    stands, by = _stands(row, seen, known, *judged)
    reached = seen is not None and row.terms.target != MET and _reached(row.terms.target, seen)
    notes = [] if row.terms.owner or stands in CLOSED else ["nobody owns it"]
    if row.terms.due is None and stands not in CLOSED:
        notes.append("no due day")
    if known is None and stands != "unknown_id":
        notes.append("added by hand, and not yet in the plan's record")
    return Line(
        key=row.key,
        title=seen.title if seen is not None else row.about.title,
        severity=seen.severity if seen is not None else row.about.severity,
        status=seen.status if seen is not None else None,
        stands=stands,
        row=row,
        agreed=known.agreed if known is not None else None,
        confirmed_by=by,
        overdue=_overdue(row.terms.due, stands, seen, reached, day),
        reached=reached,
        lowered=_lowered(row, known) if known is not None and stands not in SETTLED else (),
        agreed_anew=_anew(known.changes) if known is not None else (),
        notes=tuple(notes),
    )  # fmt: skip


def _removed(known: Recorded, seen: Seen | None, day: date | None) -> Line:
    """Return the line of an action whose row somebody took out: it stays due."""
    return Line(
        key=known.key,
        title=seen.title if seen is not None else "",
        severity=seen.severity if seen is not None else "",
        status=seen.status if seen is not None else None,
        stands="removed",
        row=None,
        agreed=known.agreed,
        overdue=_overdue(known.last.due, "removed", seen, False, day),
        agreed_anew=_anew(known.changes),
    )


def _stands(
    row: Row, seen: Seen | None, known: Recorded | None, editions: Collection[tuple[str, str]], judged: Collection[str]
) -> tuple[Stands, By]:
    """Return where a row stands, and who confirmed it."""
    standard, edition, _ = row.key
    if seen is None:
        if standard in judged and (standard, edition) not in editions:
            return "other_edition", ""
        return ("unknown_id" if known is None and standard in judged else "not_judged"), ""
    if seen.status == "not_applicable":
        return "not_applicable", ""
    if seen.status == "met":
        by = confirmed_by(seen)
        return ("confirmed" if by else "closed_by_supplier_only"), by
    was = known.result if known is not None else row.about.result
    if seen.status == "unknown" and was in (*FAILED, "met"):
        return "went_unknown", ""
    if row.state == "done" or (seen.status == "claimed" and was in FAILED):
        return "closed_by_supplier_only", ""
    return row.state, ""


def confirmed_by(seen: Seen) -> By:
    """Return whose evidence shows that a requirement is met: ``workers``, ``assessor``, or nothing.

    Levels from ``independent`` on come from outside the subject's folder only; below that an assessor must have read
    the evidence, or others must have collected all of it.
    """
    if seen.status != "met":
        return ""
    if seen.level >= Level.WORKER_REPORTED:
        return "workers"
    return "assessor" if seen.level >= Level.INDEPENDENT or seen.by_others else ""


def _reached(target: str, seen: Seen) -> bool:
    """Return whether a target short of ``met`` is shown to be reached."""
    if seen.status not in ("met", "partly_met"):
        return False
    return seen.credit >= rank(target) - EPSILON


def _overdue(due: date | None, stands: Stands, seen: Seen | None, reached: bool, day: date | None) -> int | None:
    if day is None or due is None or stands in CLOSED:
        return None
    if reached or (seen is not None and seen.status in ("met", "not_applicable")):
        return 0
    return max(0, (day - due).days)


def _lowered(row: Row, known: Recorded) -> tuple[Lowered, ...]:
    """Return what of a row asks for less, or later, than what was agreed."""
    agreed, now = known.agreed, row.terms
    found = []
    if agreed.due is not None and (now.due is None or now.due > agreed.due):
        found.append(Lowered("due", str(agreed.due), str(now.due or ""), _who("due", str(now.due or ""), known)))
    if rank(now.target) < rank(agreed.target) - EPSILON:
        found.append(Lowered("target", agreed.target, now.target, _who("target", now.target, known)))
    if row.state == "not_planned":
        found.append(Lowered("state", "to be done", STATES["not_planned"], _who("state", row.state, known)))
    return tuple(found)


def _remembered(was: str, seen: Seen | None) -> str:
    """Return the status to remember: what was decided once stays until it is decided again, so that silence is seen."""
    if seen is None or (seen.status in ("unknown", "claimed", "error") and was in (*FAILED, "met")):
        return was
    return seen.status


def _who(what: str, now: str, known: Recorded) -> Change | None:
    """Return who wrote down that a term is what it is now."""
    last = next((change for change in reversed(known.changes) if change.what == what), None)
    return last if last is not None and last.after == now else None


def _anew(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Return the terms that were agreed again, and are weaker than before."""
    return tuple(c for c in changes if c.agreed and _is_weaker(c))


def _is_weaker(change: Change) -> bool:
    if change.what == "due":
        return bool(change.before) and (not change.after or change.after > change.before)
    return change.what == "target" and rank(change.after) < rank(change.before)


def _changes(known: Recorded, row: Row, on: date, by: str, agree: bool) -> list[Change]:
    """Return what changed since the plan was last brought up to date; what is agreed anew is told from what it was."""
    before = known.agreed if agree else known.last
    pairs = (
        ("owner", before.owner, row.terms.owner),
        ("due", str(before.due or ""), str(row.terms.due or "")),
        ("target", before.target, row.terms.target),
    )
    found = [Change(on, by, what, was, now, agree) for what, was, now in pairs if was != now]
    if row.state != known.state:
        found.append(Change(on, by, "state", known.state, row.state))
    return found


def _told(row: Row, seen: Seen | None) -> Row:
    """Return a row with today's status, also where it is no gap any more."""
    if seen is None:
        return row
    about = row.about._replace(title=seen.title, severity=seen.severity, result=seen.status)
    if seen.status not in GAPS:
        about = about._replace(effect=None)
    return row._replace(about=about)
