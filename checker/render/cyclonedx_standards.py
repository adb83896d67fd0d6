"""The standards of a report as CycloneDX definitions: each requirement once, with its levels (core, extended)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from checker.render.clean import clean, safe_link
from checker.render.cyclonedx_parts import Json, ref, requirement_ref
from checker.render.words import ORIGIN, READ

View = Mapping[str, Any]
LEVELS = {
    "core": ("Core", "What the pack puts into its core profile."),
    "extended": ("Extended", "All that was judged; each requirement says what in it is this tool's choice."),
}


class Standards:
    """Gathers the requirements of each standard over all subjects: not all of them are judged for everybody."""

    __slots__ = ("_heads", "_requirements")

    def __init__(self) -> None:
        """Start with none."""
        self._heads: dict[str, View] = {}
        self._requirements: dict[str, dict[str, tuple[str, Json]]] = {}

    def add(self, standard: View) -> None:
        """Take in one standard as it was judged for one subject."""
        key = ref("standard", standard["id"], standard["edition"])
        kept = self._requirements.setdefault(key, {})
        if key not in self._heads:
            self._heads[key] = {name: standard[name] for name in ("id", "edition", "title", "established")}
        for result in standard["results"]:
            name = requirement_ref(standard, result["requirement"])
            if name not in kept:
                kept[name] = (result["profile"], _requirement(name, result))

    def listed(self) -> Iterator[Json]:
        """Yield each standard that was seen."""
        for key, head in self._heads.items():
            found = self._requirements[key]
            core = [name for name, (profile, _) in found.items() if profile == "core"]
            yield {
                "bom-ref": key,
                "name": clean(head["title"]),
                "version": clean(head["edition"]),
                "description": clean(head["established"]),
                "requirements": [requirement for _, requirement in found.values()],
                "levels": [_level(head, "core", core), _level(head, "extended", list(found))],
            }


def _level(head: View, name: str, requirements: list[str]) -> Json:
    title, meaning = LEVELS[name]
    return {
        "bom-ref": ref("level", head["id"], head["edition"], name),
        "identifier": name,
        "title": title,
        "description": meaning,
        "requirements": requirements,
    }


def _requirement(name: str, result: View) -> Json:
    source = result["source"]
    told = {
        "severity": result["severity"],
        "theme": result["theme"],
        "profile": result["profile"],
        "weight": result["weight"],
        "source": ", ".join(str(source[key]) for key in ("document", "section", "year") if source.get(key)),
        "source-read": READ.get(str(source.get("read")), str(source.get("read"))),
        "threshold-origin": ORIGIN.get(result["threshold_origin"], result["threshold_origin"]),
    }
    link = safe_link(source.get("url"))
    return {
        "bom-ref": name,
        "identifier": clean(result["requirement"]),
        "title": clean(result["title"]),
        "text": clean(result["sentence"]),
        "descriptions": [clean(result["why"])],
        "properties": [
            {"name": f"fairlabel:{key}", "value": clean(str(value))} for key, value in told.items() if value is not None
        ],
        **({"externalReferences": [{"type": "documentation", "url": link}]} if link else {}),
    }
