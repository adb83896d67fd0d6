"""A recorded ballot of workers on what matters most to them, and the order of gaps that comes of it.

Counts only, no person. A ballot orders gaps a second time; it changes no status, score, verdict or gate.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from checker.model.evidence import InputFile

BallotLevel = Literal["requirement", "theme", "concept"]
LEVELS: tuple[BallotLevel, ...] = ("requirement", "theme", "concept")


class Electors(NamedTuple):
    """One group of workers who were asked."""

    group: str
    country: str
    """ISO 3166-1; empty: not given."""
    asked: int
    voted: int


class Vote(NamedTuple):
    """How many voters named one thing among their most important."""

    item: str
    """Id of a requirement, a theme or a concept of the crosswalk."""
    voters: int
    ranks: tuple[int, ...] = ()
    """Voters who put it first, second, and so on; empty where plain counts were recorded."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """One ballot file, checked."""

    standard: str
    edition: str
    """Empty: of whichever edition is judged."""
    subject: str
    """Id of the only subject whose workers voted; empty: of no one subject."""
    role: str
    organisation: str
    held: date
    method: str
    choices: int | None
    """How many things a voter could name; None: as many as they liked, or not said."""
    electors: tuple[Electors, ...]
    level: BallotLevel
    votes: tuple[Vote, ...]
    input: InputFile

    @property
    def asked(self) -> int:
        """Return how many workers were asked."""
        return sum(group.asked for group in self.electors)

    @property
    def voted(self) -> int:
        """Return how many of them voted."""
        return sum(group.voted for group in self.electors)


class Priority(NamedTuple):
    """What voters made of one requirement, as far as it may be shown."""

    requirement: str
    item: str
    """What they voted on: the requirement, its theme or a concept to which it belongs; empty where on none of these."""
    share: float | None
    """Voters who named it over all who voted; None where hidden, or where nobody was asked about it."""
    shown_as: str
    """The same in words: ``41 of 64``."""


class Priorities(NamedTuple):
    """A ballot as it is shown beside one standard, and the order of requirements that comes of it."""

    ballot: Ballot
    asked: int | None
    """None where hidden: beside ``voted`` it would tell of a few who did not vote."""
    voted: int
    groups: tuple[tuple[Electors, bool], ...]
    """Each group, and whether its counts may be shown."""
    hidden: str
    """Why nothing is shown of what was voted for; empty where something is."""
    order: tuple[Priority, ...]
    """All requirements of the standard that are judged, most named first; empty where hidden."""
