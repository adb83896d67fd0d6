"""A corrective action plan: what people wrote, what was agreed at first, and where each action stands today.

A plan is an overlay: nothing here is read by a status, a score or the gate. What a row says of itself is the word of
whoever wrote it; only results tell whether a gap is closed, and by whose evidence.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from checker.errors import Problem
from checker.model.evidence import InputFile, Level, Place

if TYPE_CHECKING:
    from checker.model.statuses import Status

PLAN = "plan/1"
Key: TypeAlias = "tuple[str, str, str]"
"""Standard, edition, requirement: an action under another edition is another one, since its wording may be."""
Value: TypeAlias = "str | int | float | bool | None"
State = Literal["open", "under_way", "done", "not_planned"]
STATES: Mapping[str, str] = {
    "open": "open",
    "under_way": "under way",
    "done": "done, by our own word",
    "not_planned": "will not be done",
}
"""What a row may say of itself -> its label. Nothing in it is proof."""
OWNERS: Mapping[str, str] = {"supplier": "supplier", "buyer": "buyer", "both": "supplier and buyer"}
"""Owners that a pack names -> label. A plan may name another role."""
MET, PARTLY = "met", "partly_met"
"""Targets in words; between them stands a share of the requirement's credit, such as 0.5."""
Stands = Literal[
    "removed", "unknown_id", "without_row", "other_edition", "went_unknown", "closed_by_supplier_only", "not_planned",
    "open", "under_way", "confirmed", "not_applicable", "not_judged",
]  # fmt: skip
"""Where an action stands by the results of today."""
RECORD_REMARK = "# What the plan remembers"
"""How the remark above the record begins in YAML."""
LONGEST_ROLE = 200
LONGEST_TEXT = 16_000
"""Characters of one text: what a cell of a workbook surely holds."""
_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
"""Control characters, direction overrides and what no XML may hold."""


class Terms(NamedTuple):
    """What was agreed of one action."""

    owner: str = ""
    """supplier, buyer, both, or a role; empty: nobody."""
    due: date | None = None
    target: str = MET
    """``met``, ``partly_met``, or a share of the credit as text (``0.5``)."""


class Change(NamedTuple):
    """One term that was changed, as it was written down by whoever brought the plan up to date."""

    on: date
    by: str
    """A role."""
    what: str
    """owner, due, target, state or row."""
    before: str
    after: str
    agreed: bool = False
    """Whether the new one was declared to be what is agreed."""


class Recorded(NamedTuple):
    """What the plan remembers of one action, apart from its row: a row that was deleted or changed is noticed."""

    key: Key
    on: date | None
    """The day on which it came into the plan; None where no day was known."""
    agreed: Terms
    """The first terms, or those that were declared to be agreed since."""
    last: Terms
    """The terms when the plan was last brought up to date."""
    state: State
    """As the row said then."""
    result: str
    """The status then."""
    changes: tuple[Change, ...] = ()


class About(NamedTuple):
    """What a row tells its readers, written anew from each assessment; nothing of it is read back for a decision."""

    title: str = ""
    severity: str = ""
    result: str = ""
    """Status, as an id."""
    why: str = ""
    expected: str = ""
    """The evidence that would show it."""
    effect: float | None = None
    """Points that the shown score would gain if this alone were met, as `as_points` has them."""
    stands: str = ""
    """Where it stood when the plan was last brought up to date, in words."""


class Row(NamedTuple):
    """One action as people write it."""

    key: Key
    terms: Terms
    state: State = "open"
    remedy: str = ""
    done: str = ""
    notes: str = ""
    more: tuple[tuple[str, Value], ...] = ()
    """Columns that people added, kept as they are."""
    about: About = About()
    place: Place = Place("")


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of one subject."""

    subject: str
    as_of: date | None
    """Day of the assessment that it was last brought up to date from."""
    rows: tuple[Row, ...]
    record: tuple[Recorded, ...]

    def by_key(self) -> dict[Key, Row]:
        """Return the rows by what they are about."""
        return {row.key: row for row in self.rows}

    def recorded(self) -> dict[Key, Recorded]:
        """Return the record by what it is about."""
        return {one.key: one for one in self.record}


class ReadPlan(NamedTuple):
    """A plan as it was read, with what is wrong with single rows and cells."""

    plan: Plan
    file: InputFile
    problems: tuple[Problem, ...] = ()


class Seen(NamedTuple):
    """What an assessment says of one requirement, as far as a plan asks."""

    key: Key
    title: str
    severity: str
    status: Status
    credit: float
    """Shown."""
    level: Level
    """Of the evidence on which it rests."""
    by_others: bool
    """Whether an assessor read it, or all of its evidence was collected by others than the subject."""


class Lowered(NamedTuple):
    """A term that is weaker than what was agreed."""

    what: Literal["due", "target", "state"]
    agreed: str
    now: str
    recorded: Change | None
    """Who wrote it down; None: nobody did."""


class Line(NamedTuple):
    """Where one action stands."""

    key: Key
    title: str
    severity: str
    status: Status | None
    """Of today; None where it is not judged."""
    stands: Stands
    row: Row | None
    agreed: Terms | None
    confirmed_by: Literal["", "workers", "assessor"] = ""
    overdue: int | None = None
    """Days past its due day, on the day that was asked for; 0: not overdue; None: no day, or no due day."""
    reached: bool = False
    """Whether a target short of ``met`` is shown to be reached; the gap stays."""
    lowered: tuple[Lowered, ...] = ()
    agreed_anew: tuple[Change, ...] = ()
    """Terms that were agreed again and are weaker than before."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SubjectPlan:
    """A plan laid over one subject's results."""

    file: InputFile
    own: bool
    """Whether it lies in the subject's own folder, so that everything in it is the subject's word."""
    day: date | None
    """Due days are held against it; None: none was given."""
    lines: tuple[Line, ...] = ()
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    plan: Plan | None = None
    """None where it could not be read."""


def record_check(plan: Plan) -> str:
    """Return the hash of what a plan remembers (SHA-256): whoever changes it by hand changes this too.

    It is no signature: a program can make it anew. What must not be changed unnoticed is kept by both sides.
    """
    said = [_plain(one) for one in sorted(plan.record, key=lambda one: one.key)]
    text = json.dumps([PLAN, plan.subject, said], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def tidy(text: str) -> str:
    """Return a text as every format of a plan can hold it: trimmed, breaks of one kind, no tabs or control characters.

    >>> tidy(" a\\r\\nb\\x07 ")
    'a\\nb'
    """
    if text.isprintable():
        return text.strip()
    lines = _UNSEEN.sub("", _BREAK.sub("\n", text.replace("\t", " "))).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def as_points(gain: float) -> float:
    """Return points as scores are read: one decimal; of what is nearer to nothing the first digit that is not 0.

    >>> as_points(2.4390243902), as_points(0.0412), as_points(0.0)
    (2.4, 0.04, 0.0)
    """
    return float(f"{gain:.1g}") if abs(gain) < 0.05 else round(gain, 1)


def rank(target: str) -> float:
    """Return how much a target asks for: 1 for ``met``, a share for itself, least for ``partly_met``.

    >>> rank("met"), rank("0.5"), rank("partly_met")
    (1.0, 0.5, 0.0)
    """
    return 1.0 if target == MET else 0.0 if target == PARTLY else float(target)


def carry(fresh: Plan, old: Plan) -> Plan:
    """Return ``fresh`` with all that people wrote in ``old``; rows that only ``old`` has stay where they are.

    What is told of an action is that of ``fresh``; what is remembered is that of ``old``, with new actions added. A row
    that was deleted comes back with the terms that the plan remembers of it.
    """
    new, there, known = fresh.by_key(), old.by_key(), old.recorded()
    kept = [row._replace(about=new[row.key].about if row.key in new else row.about) for row in old.rows]
    gone = [_restored(known[key], new.get(key)) for key in known if key not in there]
    added = [row for row in fresh.rows if row.key not in there and row.key not in known]
    record = (*old.record, *(one for one in fresh.record if one.key not in known))
    return Plan(old.subject, fresh.as_of, (*kept, *gone, *added), record)


def _restored(known: Recorded, fresh: Row | None) -> Row:
    row = fresh if fresh is not None else Row(known.key, known.last, about=About(result=known.result))
    return row._replace(terms=known.last, state=known.state)


def _plain(one: Recorded) -> list[object]:
    terms = [[t.owner, str(t.due or ""), t.target] for t in (one.agreed, one.last)]
    changes = [[str(c.on), c.by, c.what, c.before, c.after, c.agreed] for c in one.changes]
    return [list(one.key), str(one.on or ""), terms, one.state, one.result, changes]
