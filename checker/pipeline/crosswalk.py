"""Questions about the crosswalk: which requirements of which standards speak of the same matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from checker.errors import UsageError
from checker.load.crosswalk import members_of, read_crosswalk
from checker.load.problems import suggest
from checker.model.crosswalk import Crossing


def crossings(name: str | None, folders: Sequence[Path]) -> tuple[Crossing, ...]:
    """Return every concept with its members, or the one called ``name``, or those of a requirement called so.

    Raises UsageError for a name that is neither.
    """
    concepts, members = read_crosswalk(), members_of(folders)
    found = tuple(Crossing(concept, members[concept.id]) for concept in concepts.values())
    if name is None:
        return found
    wanted = name.upper()
    chosen = tuple(c for c in found if c.concept.id == wanted or wanted in {m.requirement.upper() for m in c.members})
    if not chosen:
        known = [*concepts, *(m.requirement for c in found for m in c.members)]
        raise UsageError(f"the crosswalk has no {name!r}; {suggest(name, known) if len(name) > 2 else 'try CX-02'}")
    return chosen


@cache
def asked_elsewhere(folders: tuple[Path, ...]) -> Mapping[str, tuple[str, ...]]:
    """Return, for each requirement, what other standards ask on the same matter: ``SAI-8.1 (sa8000)``.

    A reading aid: a pass here is a pass nowhere else.
    """
    found: dict[str, dict[str, None]] = {}
    for members in members_of(folders).values():
        for own in members:
            others = (m for m in members if m.standard != own.standard)
            found.setdefault(own.requirement, {}).update((f"{m.requirement} ({m.standard})", None) for m in others)
    return {name: tuple(others) for name, others in found.items()}


@cache
def matters(folders: tuple[Path, ...]) -> tuple[Crossing, ...]:
    """Return every matter of the crosswalk with the requirements of all standards that speak of it."""
    return crossings(None, folders)
