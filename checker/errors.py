"""Every error the tool raises on purpose, and the shape of one problem in a file.

A message says what is wrong, where, why it matters and what to do. Problems of
one file are collected and raised together; nothing here prints or exits.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Problem(NamedTuple):
    """One thing wrong with one input.

    >>> str(Problem("acme/questionnaire.yaml", 41, 7, "pay.models", "'hourley' is not an option", "use one of: hourly"))
    "acme/questionnaire.yaml:41:7, pay.models: 'hourley' is not an option; use one of: hourly"
    """

    file: str
    line: int | None
    column: int | None
    where: str
    """Path inside the file (``pay.models``, ``row 12``); may be empty."""
    what: str
    """What is wrong, and why it matters where that is not plain."""
    todo: str = ""
    """What the reader can do about it."""

    def __str__(self) -> str:
        """Return ``file:line:col, where: what; todo``."""
        spot = self.file
        if self.line is not None:
            spot += f":{self.line}" + (f":{self.column}" if self.column is not None else "")
        if self.where:
            spot += f", {self.where}"
        return f"{spot}: {self.what}" + (f"; {self.todo}" if self.todo else "")


MOST_PRINTED = 100
"""Problems of one file or subject that are printed one by one."""
MOST_KEPT = 1000
"""Problems of one subject that a report for programs holds."""


def first_of(lines: Sequence[str], most: int = MOST_PRINTED) -> list[str]:
    """Return the first ``most`` of ``lines``, and how many more there are.

    >>> first_of(["a", "b", "c"], 2)
    ['a', 'b', 'and 1 more']
    """
    more = len(lines) - most
    return [*lines[:most], f"and {more:,} more"] if more > 0 else list(lines)


class CheckerError(Exception):
    """Base of every error that is an answer to the user, not a bug."""


class InputError(CheckerError):
    """One or more files of a subject, a pack or a table are unusable. Exit code 3."""

    def __init__(self, problems: list[Problem] | tuple[Problem, ...]) -> None:
        """Keep ``problems`` (at least one) in the order in which they stand in the files."""
        self.problems = tuple(problems)
        super().__init__("\n".join(first_of([str(p) for p in self.problems])))


class PackError(InputError):
    """A standard's pack is invalid: all its mistakes together. Exit code 3."""


class BenchmarkError(InputError):
    """A benchmark or exchange-rate table is invalid. Exit code 3."""


class UsageError(CheckerError):
    """The call itself is wrong (an option, a missing path, ``--as-of`` before the period's end). Exit code 2."""


class NothingToAssess(CheckerError):
    """No subject, or no row. Exit code 4."""


class OutputError(CheckerError):
    """A report could not be written; nothing was half-written. Exit code 73."""


class LostProcessError(CheckerError):
    """A process of the run was ended from outside before its work was done. Exit code 70."""


class BrokenInstallError(CheckerError):
    """A shipped folder or file is missing: the package was built wrong."""
