"""What several standards ask on the same matter: a reading aid, in which no result counts for another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from checker.model.crosswalk import Crossing, Member

View = Mapping[str, Any]


class Note(NamedTuple):
    """One matter of which at least one requirement was judged here."""

    id: str
    title: str
    differences: str
    strictest: tuple[str, ...]
    here: tuple[tuple[str, View], ...]
    """Standard and result of what was judged in this report."""
    elsewhere: tuple[tuple[str, tuple[str, ...]], ...]
    """Standard and ids of what was not."""
    differ: bool
    """Standards that were judged here come to different statuses on it."""


def crosswalk_notes(standards: Sequence[View], matters: Iterable[Crossing]) -> tuple[Note, ...]:
    """Return the matters that standards judged here share with others, those first on which they differ."""
    judged: dict[str, list[tuple[str, View]]] = {}
    for standard in standards:
        for result in standard["results"]:
            for name in result["maps_to"]:
                judged.setdefault(name, []).append((standard["id"], result))
    notes = [_note(matter, judged[matter.concept.id]) for matter in matters if matter.concept.id in judged]
    shared = [note for note in notes if note.elsewhere or len({standard for standard, _ in note.here}) > 1]
    return tuple(sorted(shared, key=lambda note: not note.differ))


def _note(matter: Crossing, here: Sequence[tuple[str, View]]) -> Note:
    known = {result["requirement"] for _, result in here}
    elsewhere: dict[str, list[str]] = {}
    for member in matter.members:
        if member.requirement not in known:
            elsewhere.setdefault(_named(member), []).append(member.requirement)
    by_standard: dict[str, set[str]] = {}
    for standard, result in here:
        by_standard.setdefault(standard, set()).add(result["status"])
    differ = len({frozenset(statuses) for statuses in by_standard.values()}) > 1
    concept = matter.concept
    others = tuple((standard, tuple(ids)) for standard, ids in elsewhere.items())
    return Note(
        concept.id, concept.title["en"], concept.differences["en"], concept.strictest, tuple(here), others, differ
    )


def _named(member: Member) -> str:
    return f"{member.standard} {member.edition}"
