"""What a buyer or auditor set once for all runs (``fairlabel.yaml``), as it was read: values with their places.

Nothing here can say what a status is: settings choose standards, inputs, outputs and the gate, and move those bars
of a pack that are the tool's own choice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from checker.model.evidence import InputFile, Place


class Setting(NamedTuple):
    """One value of the file, under the name of the option that it sets."""

    value: Any
    """Text, a whole number, or a tuple of texts; paths as they are seen from the working directory."""
    place: Place
    items: tuple[Place, ...] = ()
    """Of a tuple: where each of its texts stands."""


class MovedParameter(NamedTuple):
    """A parameter of a pack, and the value that it is to have."""

    pack: str
    name: str
    value: int | float
    pack_place: Place
    name_place: Place
    place: Place
    """Of the value."""


class SupplierRule(NamedTuple):
    """What is set for the suppliers whose folder or id fits a pattern; None: as for all."""

    match: str
    place: Place
    standards: tuple[str, ...] | None
    standard_places: tuple[Place, ...]
    fail_on: str | None
    kinds: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Settings:
    """One settings file."""

    path: Path
    home: Path
    """Its folder: paths, and patterns of folders, start there."""
    file: InputFile
    values: Mapping[str, Setting]
    """By the name of the option."""
    parameters: tuple[MovedParameter, ...] = ()
    suppliers: tuple[SupplierRule, ...] = ()
    """In the order of the file: the first that fits a subject is the one that applies."""

    def moved(self, pack: str) -> dict[str, int | float]:
        """Return the parameters of ``pack`` that are set, by name."""
        return {one.name: one.value for one in self.parameters if one.pack == pack}
