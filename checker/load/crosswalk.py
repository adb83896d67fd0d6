"""The crosswalk between standards: ``standards/crosswalk.yaml`` has the concepts, packs say what maps to them.

Reads no condition: which requirement belongs where is known before a pack is compiled.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from checker import resources
from checker.errors import PackError, Problem
from checker.load.kept_packs import keep
from checker.load.pack_fields import Fields
from checker.load.problems import Problems, suggest
from checker.load.standards import PackFolder, find_packs, pack_contents, pack_documents
from checker.load.yaml_text import parse
from checker.model.crosswalk import Concept, Member

FILE = "standards/crosswalk.yaml"
FIELDS = ("id", "theme", "title", "strictest", "differences")


@cache
def read_crosswalk() -> Mapping[str, Concept]:
    """Return every concept by id; PackError with all mistakes of the file."""
    data = resources.folder("standards").joinpath("crosswalk.yaml").read_bytes()
    found: Mapping[str, Concept] = keep(dict, ("concepts", FILE, data), lambda: _concepts(data))
    return found


def _concepts(data: bytes) -> dict[str, Concept]:
    problems = Problems()
    fields = Fields(parse(data, FILE), (), problems)
    fields.only(("concepts",))
    concepts: dict[str, Concept] = {}
    for entry in fields.each("concepts"):
        entry.only(FIELDS)
        concept = Concept(
            entry.text("id"), entry.text("theme"), entry.words("title"), entry.texts("strictest"),
            entry.words("differences"), entry.place(),
        )  # fmt: skip
        if concept.id in concepts:
            entry.wrong(("id",), f"{concept.id!r} stands twice", "ids are never used twice")
        concepts[concept.id] = concept
    problems.raise_all(PackError)
    return concepts


def members_of(folders: Iterable[Path] = ()) -> dict[str, tuple[Member, ...]]:
    """Return, for each concept, the requirements of all standards that map to it, of the newest edition of each.

    Raises PackError where a concept calls a requirement strictest that maps to it no longer.
    """
    found: dict[str, list[Member]] = {name: [] for name in read_crosswalk()}
    newest: set[str] = set()
    for pack in find_packs(folders):
        if pack.id not in newest:
            newest.add(pack.id)
            for concept, member in _members_in(pack):
                found.setdefault(concept, []).append(member)
    _refuse_lost(found)
    return {name: tuple(members) for name, members in found.items()}


def _members_in(pack: PackFolder) -> tuple[tuple[str, Member], ...]:
    """Return each requirement of ``pack`` with each concept that it maps to."""

    def read() -> tuple[tuple[str, Member], ...]:
        listed = [raw for document in pack_documents(pack, contents) for raw in document.get("requirements") or ()]
        return tuple((c, _member(pack.id, pack.edition, raw)) for raw in listed for c in raw.get("maps_to") or ())

    contents = pack_contents(pack)
    inputs = (part for content in contents.items() for part in content)
    return keep(tuple, ("members", pack.id, pack.edition, pack.label, *inputs), read)


def _member(standard: str, edition: str, raw: Mapping[str, Any]) -> Member:
    given = raw.get("title")
    title = dict(given) if isinstance(given, Mapping) else {"en": ""}
    read = str((raw.get("source") or {}).get("read"))
    return Member(standard, edition, str(raw.get("id")), title, str(raw.get("severity")), read)


def _refuse_lost(found: Mapping[str, list[Member]]) -> None:
    problems = []
    for concept in read_crosswalk().values():
        known = [member.requirement for member in found[concept.id]]
        for name in concept.strictest:
            if name not in known:
                place = concept.place
                what = f"{concept.id}: {name} is called strictest, and no requirement of that id maps to it"
                todo = suggest(name, known) or "correct it, or map the requirement"
                problems.append(Problem(place.file, place.line, place.column, "strictest", what, todo))
    if problems:
        raise PackError(problems)
