"""Fields of a pack's files, read with their places: every mistake is noted, and reading goes on.

Knows shapes (text, number, day, one of a list), not what a pack needs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from checker.load.problems import Problems, suggest
from checker.load.yaml_document import Document, Steps
from checker.model.duration import Duration, parse_duration
from checker.model.evidence import Place


class Fields:
    """One mapping of a file: its fields by name, typed, with mistakes noted in ``problems``."""

    __slots__ = ("document", "path", "problems", "value")

    def __init__(self, document: Document, path: Steps, problems: Problems) -> None:
        """Take the mapping at ``path``; anything else there is a mistake, and counts as empty."""
        self.document = document
        self.path = path
        self.problems = problems
        value = document.value
        for step in path:
            value = value[step]
        if not isinstance(value, Mapping):
            self.wrong((), "needs a mapping of names to values")
            value = {}
        self.value: Mapping[str, Any] = value

    def wrong(self, path: Steps, what: str, todo: str = "") -> None:
        """Note a mistake at ``path`` below this mapping."""
        self.problems.add(self.document.problem((*self.path, *path), what, todo))

    def place(self, *path: str | int) -> Place:
        """Return the place of ``path`` below this mapping."""
        return Place(self.document.file, *self.document.spot((*self.path, *path)))

    def only(self, names: Collection[str]) -> None:
        """Note every field that is not one of ``names``."""
        for name in self.value:
            if name not in names:
                problem = self.document.problem(
                    (*self.path, name), f"{name!r} is not a field here", suggest(name, names), key=True
                )
                self.problems.add(problem)

    def inside(self, name: str, *, needed: bool = True) -> Fields | None:
        """Return the mapping called ``name``."""
        if name not in self.value:
            if needed:
                self.wrong((), f"{name!r} is missing")
            return None
        return Fields(self.document, (*self.path, name), self.problems)

    def each(self, name: str) -> list[Fields]:
        """Return the mappings in the list called ``name``; an absent list is empty."""
        return [Fields(self.document, (*self.path, name, i), self.problems) for i in range(len(self.listed(name)))]

    def listed(self, name: str) -> list[Any]:
        """Return the list called ``name``; an absent list is empty."""
        value = self.value.get(name, [])
        if isinstance(value, list):
            return value
        self.wrong((name,), "needs a list")
        return []

    def text(self, name: str, *, needed: bool = True) -> str:
        """Return the text called ``name``; empty where there is none."""
        value = self.value.get(name)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if value is not None or needed:
            self.wrong((name,), f"{name!r} needs a text" if name in self.value else f"{name!r} is missing")
        return ""

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the list of texts called ``name``."""
        values = self.listed(name)
        for i, value in enumerate(values):
            if not isinstance(value, str):
                self.wrong((name, i), "needs a text")
        return tuple(v for v in values if isinstance(v, str))

    def words(self, name: str, *, needed: bool = True) -> dict[str, str]:
        """Return the text by language called ``name``; English is always there."""
        value = self.value.get(name)
        if value is None and not needed:
            return {"en": ""}
        if isinstance(value, Mapping) and isinstance(value.get("en"), str) and value["en"].strip():
            bad = [k for k, v in value.items() if not isinstance(v, str)]
            if not bad:
                return {k: v.strip() for k, v in value.items()}
        todo = f"write {name}: {{en: ...}}"
        if isinstance(value, Mapping) and None in value.values():
            todo = "put the words in quotes: a comma ends them"
        self.wrong((name,), f"{name!r} needs words by language, English among them", todo)
        return {"en": ""}

    def choice(self, name: str, known: Iterable[str], default: str | None = None) -> str:
        """Return the word called ``name``, one of ``known``; ``default`` where it is absent."""
        options = list(known)
        value = self.value.get(name, default)
        if isinstance(value, str) and value in options:
            return value
        if name not in self.value:
            self.wrong((), f"{name!r} is missing", f"one of: {', '.join(options)}")
        else:
            self.wrong((name,), f"{value!r} is no {name}", suggest(str(value), options))
        return options[0]

    def number(self, name: str, default: float | None = None) -> float:
        """Return the number called ``name``."""
        value = self.value.get(name, default)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value
        self.wrong((name,), f"{name!r} needs a number" if name in self.value else f"{name!r} is missing")
        return 0

    def day(self, name: str) -> date | None:
        """Return the day called ``name``; None where it is absent."""
        value = self.value.get(name)
        if value is None:
            return None
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            self.wrong((name,), f"{value!r} is no day", "write it as 2026-03-31")
            return None

    def span(self, name: str) -> Duration | None:
        """Return the span of time called ``name``; None where it is absent."""
        value = self.value.get(name)
        span = parse_duration(value)
        if value is not None and span is None:
            self.wrong((name,), f"{value!r} is no span of time", "write it as 12 months or 90 days")
        return span
