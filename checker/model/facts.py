"""What is known: one fact per source, with value, level and place. A missing fact is absent, with a reason.

Numbers may be intervals; an open end is ``-math.inf`` or ``math.inf``. Nothing has a
default value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple, TypeAlias

from checker.model.evidence import Collector, EvidenceItem, Level, Period, Place

Value: TypeAlias = "bool | str | int | float | date | tuple[str, ...] | tuple[Mapping[str, Any], ...]"
"""An answered value. Lists are tuples of option ids, or of mappings for lists of objects."""


class Cover(NamedTuple):
    """How much of the subject's scope a pay source covers."""

    complete: bool
    """All months, all sites, and workers in the data / headcount at least 0.9 in each month."""
    period: Period
    places: tuple[str, ...]
    workers: int
    why: str = ""
    """What is not covered; empty where all is."""


class Fact(NamedTuple):
    """One source's word on one name."""

    name: str
    value: Value | None
    """None where the source gives no answer, or gives an interval that is not a point."""
    low: float | None = None
    high: float | None = None
    """Numbers only: the interval; low == high where exact."""
    unit: str = ""
    items: tuple[EvidenceItem, ...] = ()
    """Evidence attached. An answer without any is STATED."""
    cap: Level = Level.WORKER_MEASURED
    """Never counts above this (STATED for a metric that reads a mapping's constants)."""
    collector: Collector = "supplier"
    own: bool = True
    """The subject's own word: its admissions count against it at any level."""
    place: Place = Place("")
    cover: Cover | None = None
    """Pay data: how much it covers. None: the evidence items' own dates and sites say it."""
    complete: bool = False
    """Lists: the source says that the list is complete (needed for counting)."""
    absent: str = ""
    """Why there is no value; empty where there is one."""
    method: str = ""
    """Pay facts: the named method behind the number."""

    @property
    def known(self) -> bool:
        """Return whether this source says anything at all."""
        return self.value is not None or self.low is not None


class Facts:
    """All facts of one subject: name -> the word of each source, in a fixed order.

    Pay facts of a method other than the default are filed under ``name@method``.
    """

    __slots__ = ("_table", "_why")

    def __init__(self, table: Mapping[str, tuple[Fact, ...]], why: Mapping[str, str] | None = None) -> None:
        """Keep ``table``; ``why`` gives a reason by prefix (``wages.``) for names that are not in it."""
        self._table = table
        self._why = why or {}

    def get(self, name: str) -> tuple[Fact, ...]:
        """Return what each source says of ``name``; empty where none does."""
        return self._table.get(name, ())

    @property
    def table(self) -> Mapping[str, tuple[Fact, ...]]:
        """Return the whole table, for readers that look up many names."""
        return self._table

    def without_table(self) -> Facts:
        """Return what only says why nothing is known."""
        return Facts({}, self._why)

    def why_absent(self, name: str) -> str:
        """Return a sentence on why nothing is known of ``name``."""
        for prefix, reason in self._why.items():
            if name.startswith(prefix):
                return reason
        return "no answer"

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names on which some source says something."""
        return iter(self._table)
