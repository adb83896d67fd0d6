"""A draft of a mapping: what was guessed about a pay file, how sure, and what it does not say.

Holds names of columns and words such as statuses; never a worker's id or pay.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Setting(NamedTuple):
    """One line of a mapping."""

    key: str
    value: str | int | None
    """None: nothing can be suggested."""
    sure: bool
    """Where not, the line is written as a question that somebody has to answer."""
    why: str


class MappingDraft(NamedTuple):
    """The lines of a mapping by part, and what the file leaves open."""

    file: str
    rows: int
    head: tuple[Setting, ...]
    """Keys beside the parts below, in the order in which they are written."""
    columns: tuple[Setting, ...]
    constants: tuple[Setting, ...]
    units: tuple[Setting, ...]
    values: Mapping[str, tuple[Setting, ...]]
    """Column -> word of the file -> word of the pay table."""
    left: tuple[tuple[str, str], ...]
    """Columns of the file that no guess uses, and why where there is a reason."""
    missing: tuple[tuple[str, str], ...]
    """Columns of the pay table that the file has not, and what cannot be said without them."""

    @property
    def questions(self) -> int:
        """Return how many lines somebody has to answer."""
        parts = (self.head, self.columns, self.constants, self.units, *self.values.values())
        return sum(not setting.sure for part in parts for setting in part)
