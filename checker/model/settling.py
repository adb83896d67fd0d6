"""What would settle what is open: things that are wanted, how they combine, and the list that comes of it.

Types only; `checker.rules.settling` reads them off conditions, `checker.assess.settling` chooses and ranks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from checker.model.evidence import Level
from checker.model.statuses import Severity, Status, Verdict

WantKind = Literal["answer", "refine", "attach", "mend", "pay", "survey", "scope", "assessor", "hold"]
"""A question without an answer; an answer that leaves it open; evidence to attach; evidence to mend; pay data that are
missing or leave it open; a survey of workers; an entry in the head of the questionnaire; a decision of an assessor;
what about the subject itself keeps the verdict open."""


Owner = Literal["subject", "assessor", "workers", "outside"]
"""Who brings a thing."""


class Want(NamedTuple):
    """One thing to bring: the same one wherever it is wanted."""

    kind: WantKind
    name: str
    """Fact, kind of evidence, ids of evidence, requirement, or empty: by ``kind``."""
    why: str = ""
    """Why it is wanted, as far as that tells one such thing from another."""


class Need(NamedTuple):
    """``n`` of ``parts`` have to be there, or one thing has to."""

    n: int
    parts: tuple[Need, ...] = ()
    want: Want | None = None
    at: tuple[str, ...] = ()
    """Facts for which the thing is wanted."""

    def wants(self) -> Iterator[tuple[Want, tuple[str, ...]]]:
        """Iterate over all things inside, with the facts for which each is wanted."""
        if self.want is not None:
            yield self.want, self.at
        for part in self.parts:
            yield from part.wants()

    def met_by(self, brought: frozenset[Want]) -> bool:
        """Return whether what was brought is enough."""
        if self.want is not None:
            return self.want in brought
        return sum(part.met_by(brought) for part in self.parts) >= self.n


ENOUGH = Need(0)
"""Nothing is lacking."""


def all_of(needs: tuple[Need, ...]) -> Need:
    """Return what is lacking where each of ``needs`` has to be fulfilled."""
    lacking = tuple(need for need in needs if need.want is not None or need.n > 0)
    return lacking[0] if len(lacking) == 1 else Need(len(lacking), lacking)


class Shows(NamedTuple):
    """Which evidence makes an answer count as shown."""

    at_least: Level
    kinds: tuple[str, ...]
    review: bool
    """Whether an assessor has to read it."""


class Open(NamedTuple):
    """One requirement that is open, with what would settle it."""

    standard: str
    requirement: str
    severity: Severity
    weight: float
    share: float
    """Of the points of its standard, where all of it were shown; 0 where the standard has none."""
    good: Need
    """What settles it where each answer turns out well."""
    every: Need
    """What decides it however the answers turn out."""
    best: Status
    """What it comes to where all of ``good`` turns out well."""
    shows: Mapping[Want, Shows] = MappingProxyType({})
    """Which evidence makes an answer count as shown, where a bare word does not."""


class Step(NamedTuple):
    """One entry of the list: what to bring, and what that settles."""

    want: Want
    needed: bool
    """False: only where an answer further up turns out so that it leaves something open."""
    at: tuple[str, ...]
    """Facts for which it is wanted."""
    settles: tuple[str, ...]
    """Requirements that are settled with this and all further up, where all of it turns out well."""
    touches: tuple[str, ...]
    """Every requirement for which it is wanted."""
    grave: int
    """How many of these are critical or major."""
    gain: Mapping[str, float]
    """Standard -> points that ``settles`` adds to what is shown; without those that add none."""
    verdict: Verdict | None
    """The verdict from here on, where all turns out well; None where it stays as it was."""
    shows: tuple[Shows, ...]
    """Evidence that makes an answer count, by requirement; each once."""
    owner: Owner
    ask: str = ""
    """The question, the metrics or the items in words."""
