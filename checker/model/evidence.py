"""Where things stand and how well they are shown: places, the evidence ladder, evidence items.

Levels come from a shipped table by kind and collector, never from the party that
declares the item. Nothing here opens a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from typing import Literal, NamedTuple

Collector = Literal["supplier", "buyer", "auditor", "worker", "worker_organisation"]

SOON = timedelta(days=90)
"""Evidence that runs out within this time is named."""


class Level(IntEnum):
    """The evidence ladder, from nothing to what workers measured themselves."""

    NONE = 0
    STATED = 1
    DOCUMENTED = 2
    RECORDED = 3
    INDEPENDENT = 4
    WORKER_REPORTED = 5
    WORKER_MEASURED = 6

    __hash__ = int.__hash__
    """An enum's own is written in Python, and levels are looked up for every fact and result."""

    @property
    def word(self) -> str:
        """Return the word used in files and reports (``worker_reported``)."""
        return self.name.lower()


LEVELS = {level.word: level for level in Level}
LEVEL_WORDS = {
    "none": "nothing",
    "stated": "stated",
    "documented": "documented",
    "recorded": "recorded",
    "independent": "checked by an independent party",
    "worker_reported": "reported by workers",
    "worker_measured": "measured by workers",
}
"""The evidence ladder in English, from nothing upwards."""


class Place(NamedTuple):
    """A spot in an input: file with line and column, or a table with its row count."""

    file: str
    line: int | None = None
    column: int | None = None
    path: str = ""
    rows: int | None = None

    def __str__(self) -> str:
        """Return ``file:line:column``, or ``file, n rows`` for a table."""
        if self.rows is not None:
            return f"{self.file}, {self.rows:,} {'row' if self.rows == 1 else 'rows'}"
        return self.file if self.line is None else f"{self.file}:{self.line}:{self.column}"


class InputFile(NamedTuple):
    """One file that went into a result."""

    path: str
    """Relative to the subject's folder, with ``/``."""
    sha256: str
    role: str
    """questionnaire, evidence, mapping, wage_data, assessment, pack, benchmarks, fx."""


class Period(NamedTuple):
    """Days from ``start`` to ``end``, both included; None = open."""

    start: date | None
    end: date | None

    def includes(self, other: Period) -> bool:
        """Return whether every day of ``other`` lies inside; an open end of ``other`` needs an open end here."""
        after = self.start is None or (other.start is not None and self.start <= other.start)
        return after and (self.end is None or (other.end is not None and other.end <= self.end))


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """One thing shown: a document, a data set, a survey."""

    id: str
    kind: str
    collector: Collector
    level: Level
    """By the shipped table; STATED where the file is missing, empty or unfit."""
    files: tuple[InputFile, ...]
    place: Place
    covers: Period | None = None
    """None: no period was declared; the item holds from ``issued`` on."""
    sites: tuple[str, ...] | None = None
    """ISO codes of the sites covered; None: all."""
    issued: date | None = None
    mapping: str | None = None
    """Path of the pay file's mapping, relative to the subject's folder."""
    sampling: Literal["census", "sample", "volunteered"] | None = None
    respondents: int | None = None
    """Workers behind a survey or a worker log; None where it does not apply."""
    document: bool = True
    """Whether a person has to read it (as against a data set that the tool reads)."""
    problem: str = ""
    """Why the item counts as stated only; empty where it is fit."""
    method: str = ""
    """How it was collected; always given by workers, their organisations and auditors."""
    population: int | None = None
    """Workers whom a survey or a worker log could have reached."""

    @property
    def first_day(self) -> date | None:
        """Return the first day on which it can have been read: that of its issue, else the first that it covers."""
        return self.issued or (self.covers.start if self.covers is not None else None)
