"""What judging a requirement gives: truth, how well it is shown, which sources differ, what was read.

Types only; `checker.rules` makes them and `checker.assess` turns them into statuses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple, TypeAlias

from checker.model.evidence import Level, Period
from checker.model.facts import Fact
from checker.model.standard import Requirement

Truth: TypeAlias = "bool | None"
"""Kleene's three values; None is unknown."""
Shortfall = Literal["kind", "level", "date", "cover", "review", "few"]
"""Why evidence does not suffice: another kind, too low a level, out of date, not for the whole
scope, not read by an assessor, too few workers behind it."""


class Support(NamedTuple):
    """How well a decided truth is shown, under one requirement's evidence policy."""

    shown: bool
    """Of a listed kind, at the level, in date, over the scope, reviewed where required."""
    level: Level
    short: tuple[Shortfall, ...] = ()
    items: tuple[str, ...] = ()
    """Ids of the evidence that it rests on."""
    unchecked: bool = False
    """Rests on a document that no assessor has recorded as read."""
    reviewed: bool = False
    """Rests on documents, all of which an assessor has read."""


class Clash(NamedTuple):
    """Two sources that differ at one comparison."""

    name: str
    """Key of the fact compared."""
    favourable: Fact
    favourable_level: Level
    adverse: Fact
    adverse_level: Level
    upheld: bool
    """Whether the adverse one stands."""
    why: str


class Outcome(NamedTuple):
    """Truth of a condition, how well it is shown, and where sources differ."""

    truth: Truth
    support: Support
    clashes: tuple[Clash, ...] = ()
    deciding: tuple[str, ...] = ()
    """Keys of the facts of those comparisons that gave it its truth."""


class Evaluation(NamedTuple):
    """One requirement, judged: what its conditions came to and what they read."""

    requirement: Requirement
    applies: Outcome | None
    """None: it applies to everybody."""
    satisfied: Outcome
    bands: tuple[tuple[float, Outcome], ...]
    """(credit, outcome), highest credit first."""
    claim: Outcome | None
    """Judged only where ``satisfied`` is false; None: not judged, or there is no claim."""
    names: tuple[str, ...]
    """Keys of the facts read, in the order of reading."""
    read: tuple[tuple[Fact, ...], ...]
    """What each source says, by name."""
    error: str = ""
    """What failed; the other fields then say nothing."""
    settling: int | None = None
    """How many of ``names`` can settle it, from the first on; the claim alone reads the rest. None: all."""

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Return every fact read, source by source."""
        return self.read[0] if len(self.read) == 1 else tuple([fact for sources in self.read for fact in sources])

    @property
    def clashes(self) -> tuple[Clash, ...]:
        """Return where sources differ at any comparison of the requirement, one a fact and pair of sources."""
        found = self.satisfied[2]
        if self.applies is not None:
            found += self.applies[2]
        for _, outcome in self.bands:
            found += outcome[2]
        if len(found) < 2:
            return found
        return tuple({(c.name, c.favourable.place, c.adverse.place): c for c in reversed(found)}.values())

    @property
    def deciding(self) -> tuple[str, ...]:
        """Return the keys of the facts whose comparisons decided ``satisfied``; empty where it is open."""
        return self.satisfied.deciding


class NodeTrace(NamedTuple):
    """One node of a condition with its outcome: the stuff of ``fairlabel explain``."""

    sentence: str
    outcome: Outcome
    names: tuple[str, ...]
    """Facts that this node itself reads."""
    facts: tuple[Fact, ...]
    parts: tuple[NodeTrace, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """What evidence is held against: the day, the scope, what an assessor decided about it."""

    as_of: date | None
    """None: no day to judge on is given, so that nothing is in date."""
    period: Period
    places: tuple[str, ...]
    """ISO codes of the sites in scope, finest known."""
    headcount: int | None = None
    k: int = 5
    """Surveys and logs of fewer workers never decide in favour; figures of fewer are not printed."""
    reviewed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Requirement -> ids of the evidence that an assessor has read for it."""
    levels: Mapping[tuple[str | None, str], Level] = field(default_factory=dict)
    """(Requirement or None for all, evidence id) -> level that an assessor gives it."""
    gate: date | None = None
    """Day of the gate: evidence is as old as it is then. None: as old as on ``as_of``."""

    @property
    def aged_on(self) -> date | None:
        """Return the day on which the age of evidence is looked at; None: none is in date."""
        return max(self.as_of, self.gate) if self.as_of is not None and self.gate is not None else self.as_of


NOTHING = Support(False, Level.NONE)
OPEN = Outcome(None, NOTHING)
"""Undecided: no answer, no data, an interval across the bar."""
