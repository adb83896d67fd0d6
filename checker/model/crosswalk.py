"""The crosswalk: matters that several standards speak of, each with where it is strictest and how they differ."""

from __future__ import annotations

from typing import NamedTuple

from checker.model.evidence import Place
from checker.model.standard import Text


class Concept(NamedTuple):
    """One matter. Its members are the requirements that map to it; passing one never passes another."""

    id: str
    theme: str
    title: Text
    strictest: tuple[str, ...]
    """Ids of the requirements that ask most."""
    differences: Text
    place: Place


class Member(NamedTuple):
    """One requirement of one standard that speaks of a concept."""

    standard: str
    edition: str
    requirement: str
    title: Text
    severity: str
    read: str
    """Whether its source was read: text, summary, no."""


class Crossing(NamedTuple):
    """A concept with its members, by standard."""

    concept: Concept
    members: tuple[Member, ...]
