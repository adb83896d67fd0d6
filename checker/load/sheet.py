"""Reading the fixed parts of a file: known keys, and plain values of one type each, every mistake noted with its place.

What is absent comes back as None. Nothing is coerced: ``12`` is no text and ``"12"`` no number. Answers to
questions are read by `checker.load.answers`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from checker.load.no_answer import is_no_answer
from checker.load.problems import Problems, suggest
from checker.load.yaml_document import Document, Map, Steps, dotted
from checker.model.codes import is_country, is_subdivision, suggest_country
from checker.model.evidence import Period, Place

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}\Z")
_WRITE_ID = "use letters, digits, '-', '_' and '.', at most 80"


class Sheet:
    """One file being read: its document, the name of it in places, and where mistakes go."""

    __slots__ = ("document", "name", "problems")

    def __init__(self, document: Document, name: str, problems: Problems) -> None:
        """``name`` is the file's path relative to its subject; messages use the document's own, longer one."""
        self.document = document
        self.name = name
        self.problems = problems

    def wrong(self, path: Steps, what: str, todo: str = "", *, key: bool = False) -> None:
        """Note a mistake with the value (or the key) at ``path``."""
        self.problems.add(self.document.problem(path, what, todo, key=key))

    def place(self, path: Steps) -> Place:
        """Return the place of the key at ``path``."""
        line, column = self.document.key_spot(path)
        return Place(self.name, line, column, dotted(path))

    def header(self, expected: str, kind: str) -> bool:
        """Check that the file is a mapping that says what it is (``fairlabel: questionnaire/1``)."""
        top = self.document.value
        if not isinstance(top, Map):
            self.wrong((), f"is no mapping, so no {kind} can be read from it", f"begin with: fairlabel: {expected}")
            return False
        said = top.get("fairlabel")
        if said == expected:
            return True
        if is_no_answer(said):
            what = f"does not say what it is: without 'fairlabel: {expected}' it could be anything"
            self.wrong((), what, f"write as its first line: fairlabel: {expected}")
        else:
            what = f"says {said!r}, which is no {kind} that this version reads"
            self.wrong(("fairlabel",), what, f"write: fairlabel: {expected}")
        return False

    def mapping(self, node: Any, path: Steps, known: Collection[str], *, what: str = "this") -> Map | None:
        """Return ``node`` where it is a mapping, with unknown keys noted; None where it is absent or something else."""
        if is_no_answer(node):
            return None
        if not isinstance(node, Map):
            self.wrong(path, f"{what} is {kind_of(node)}, not a mapping", f"write keys and values: {', '.join(known)}")
            return None
        for key in node:
            if key not in known:
                self.wrong(
                    (*path, key),
                    f"unknown key {shorten(key)}: what it says would be lost",
                    suggest(key, known),
                    key=True,
                )
        return node

    def entries(self, node: Any, path: Steps, *, what: str) -> Sequence[Any]:
        """Return the items of a list; empty where it is absent or something else."""
        if is_no_answer(node):
            return ()
        if not isinstance(node, list):
            self.wrong(
                path, f"{what} is {kind_of(node)}, not a list", "write a list: [one, two], or lines that begin with -"
            )
            return ()
        return node

    def text(self, node: Mapping[str, Any], key: str, path: Steps) -> str | None:
        """Return a text, trimmed."""
        value = node.get(key)
        if is_no_answer(value):
            return None
        if isinstance(value, str):
            return value.strip()
        todo = f'quote it: "{value}"' if isinstance(value, bool | int | float) else "write one text"
        self.wrong((*path, key), f"is {kind_of(value)}, not text", todo)
        return None

    def texts(self, node: Mapping[str, Any], key: str, path: Steps) -> tuple[str, ...] | None:
        """Return a list of texts, each once; None where it is absent."""
        if is_no_answer(node.get(key)):
            return None
        found: dict[str, None] = {}
        for number, item in enumerate(self.entries(node[key], (*path, key), what=key)):
            spot = (*path, key, number)
            if not isinstance(item, str) or is_no_answer(item):
                self.wrong(spot, f"is {kind_of(item)}, not text", "write words, separated by commas")
            elif item.strip() in found:
                self.wrong(spot, f"{item.strip()!r} stands twice", "keep one")
            else:
                found[item.strip()] = None
        return tuple(found)

    def word(self, node: Mapping[str, Any], key: str, path: Steps, known: Collection[str]) -> str | None:
        """Return one of a few words."""
        value = self.text(node, key, path)
        if value is None or value in known:
            return value
        self.wrong((*path, key), f"{shorten(value)} is not possible here", suggest(value, known))
        return None

    def id(self, node: Mapping[str, Any], path: Steps, why: str, example: str) -> str | None:
        """Return the id of an entry, which it must have."""
        value = self.text(node, "id", path)
        if value is None:
            if is_no_answer(node.get("id")):
                self.wrong(path, f"has no id: {why}", f"give it one, such as id: {example}")
            return None
        if not _ID.match(value):
            self.wrong((*path, "id"), f"{shorten(value)} is no id: {why}", _WRITE_ID)
            return None
        return value

    def day(self, node: Mapping[str, Any], key: str, path: Steps) -> date | None:
        """Return a day of the calendar."""
        value = node.get(key)
        if is_no_answer(value):
            return None
        found = parse_day(value)
        if found is None:
            self.wrong((*path, key), f"{show(value)} is no day of the calendar", "write YYYY-MM-DD, such as 2026-03-31")
        return found

    def days(self, node: Mapping[str, Any], path: Steps) -> Period:
        """Return the period between ``from`` and ``to``; a reversed one is noted and comes back open."""
        start, end = self.day(node, "from", path), self.day(node, "to", path)
        if start is not None and end is not None and end < start:
            self.wrong((*path, "to"), f"the period ends ({end}) before it begins ({start})", "turn the two dates round")
            return Period(None, None)
        return Period(start, end)

    def count(self, node: Mapping[str, Any], key: str, path: Steps) -> int | None:
        """Return a whole number of people, at least 1."""
        value = node.get(key)
        if is_no_answer(value):
            return None
        if type(value) is int and 1 <= value <= 10**9:
            return value
        self.wrong(
            (*path, key), f"{show(value)} is no number of people", "write a whole number, 1 or more, without quotes"
        )
        return None

    def country(self, node: Mapping[str, Any], key: str, path: Steps) -> str | None:
        """Return an ISO 3166-1 code, present or past."""
        value = self.text(node, key, path)
        if value is None or is_country(value):
            return value
        self.wrong((*path, key), f"{shorten(value)} is no country code of ISO 3166-1", _meant(value, "KE"))
        return None

    def place_code(self, value: Any, path: Steps) -> str | None:
        """Return an ISO 3166-1 or 3166-2 code."""
        if is_no_answer(value):
            return None
        if isinstance(value, str) and is_place(value.strip()):
            return value.strip()
        self.wrong(
            path, f"{show(value)} is no place: it needs a code of ISO 3166-1 or 3166-2", _meant(value, "KE or CA-BC")
        )
        return None


def parse_day(value: Any) -> date | None:
    """Return the day that a text names as YYYY-MM-DD, or None."""
    if not isinstance(value, str) or not _DAY.match(value.strip()):
        return None
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        return None


def is_place(code: str) -> bool:
    """Return whether ``code`` is a country of ISO 3166-1 or has the shape of a subdivision of ISO 3166-2."""
    return is_country(code) or is_subdivision(code)


def kind_of(value: Any) -> str:
    """Return what a value is, in words: ``a number``, ``a list``."""
    if isinstance(value, bool):
        return f"{str(value).lower()} (true or false)"
    if isinstance(value, int | float):
        return f"a number ({value!r})"
    if isinstance(value, str):
        return f"text ({shorten(value)})"
    if isinstance(value, list):
        return "a list"
    return "a mapping" if isinstance(value, dict) else "empty"


def show(value: Any) -> str:
    """Return a value as it may stand at the beginning of a message, cut where it is long."""
    if isinstance(value, str):
        return shorten(value)
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value) if isinstance(value, int | float) else kind_of(value)


def shorten(text: str) -> str:
    """Return a text in quotes, cut to forty characters, with what cannot be printed written out."""
    cut = text if len(text) <= 40 else text[:39] + "…"
    return f"'{cut if cut.isprintable() else repr(cut)[1:-1]}'"


def _meant(value: Any, example: str) -> str:
    near = suggest_country(value) if isinstance(value, str) else None
    return f"did you mean {near}?" if near else f"write a code, such as {example}"
