"""Values with their places, made in one pass over the events of a YAML parser.

Collects what is wrong with the file beyond its syntax: keys that stand twice, foreign tags, aliases
that repeat nothing or too much, nesting without end.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from checker.errors import Problem
from checker.load.yaml_document import Document, Limits, Map, Mark, Seq, Spots, Step, dotted
from checker.load.yaml_scalars import KNOWN, LIST_TAGS, MAP_TAGS, MISSING, resolve, resolve_tagged, shorten_tag


class Stopped(Exception):
    """Nothing after this can be read with sense; the problem is recorded."""


class Builder:
    """Makes the value of one stream of events and records what is wrong with it."""

    __slots__ = ("aliased", "anchors", "depth", "file", "get", "limits", "path", "problems", "sizes")

    get: Callable[[], Any]

    def __init__(self, file: str, limits: Limits) -> None:
        self.file = file
        self.limits = limits
        self.depth = limits.depth
        self.problems: list[Problem] = []
        self.path: list[Step] = []
        self.anchors: dict[str, Any] = {}
        self.sizes: dict[int, int] = {}
        self.aliased = 0

    def document(self, get_event: Callable[[], Any]) -> Document:
        """Return the only document of a stream of events.

        Raises Stopped where nothing more can be read with sense; what is wrong is in ``problems``.
        """
        self.get = get_event
        self.get()
        if type(self.get()) is StreamEndEvent:
            self._stop(None, "is empty: nothing is said, and nothing is taken for granted", "fill the file in")
        event = self.get()
        document = Document(self._node(event), self.file, (event.start_mark.line, event.start_mark.column))
        self.get()
        after = self.get()
        if type(after) is DocumentStartEvent:
            self._stop(after, "holds more than one document ('---')", "keep one document in a file")
        if document.value is None and not self.problems:
            self._stop(None, "is empty: nothing is said, and nothing is taken for granted", "fill the file in")
        return document

    def _node(self, event: Any) -> Any:
        """Return the value that begins with ``event``."""
        kind = type(event)
        if kind is AliasEvent:
            return self._alias(event)
        anchor = event.anchor
        if anchor is None and kind is not ScalarEvent and event.tag is None and len(self.path) < self.depth:
            return self._mapping() if kind is MappingStartEvent else self._sequence()
        if anchor is not None:
            self.anchors[anchor] = MISSING
        if kind is ScalarEvent:
            value = self._scalar(event)
        elif len(self.path) >= self.depth:
            del self.path[3:]
            self._stop(event, f"is nested more than {self.limits.depth} deep", "no file of fairlabel needs that")
        elif kind is MappingStartEvent:
            self._check_tag(event, MAP_TAGS)
            value = self._mapping()
        else:
            self._check_tag(event, LIST_TAGS)
            value = self._sequence()
        if anchor is not None:
            self.anchors[anchor] = value
        return value

    def _scalar(self, event: Any) -> Any:
        text = event.value
        try:
            if event.tag is not None:
                return resolve_tagged(text, event.tag)
            return text if event.style else resolve(text)
        except KeyError:
            self._refuse_tag(event)
        except ValueError:
            self._wrong(event, f"{text[:40]!r} is not what its tag {shorten_tag(event.tag)} says", "leave the tag out")
        return None

    def _mapping(self) -> Map:
        get, path, known = self.get, self.path, KNOWN
        out = Map()
        spots: dict[str, Spots] = {}
        out.spots = spots
        merged: list[Any] = []
        value: Any
        while True:
            key = get()
            if type(key) is not ScalarEvent:
                if not isinstance(key, MappingStartEvent | SequenceStartEvent | AliasEvent):
                    break
                self._skip_complex_key(key)
                continue
            name = key.value
            event = get()
            if type(event) is ScalarEvent and event.tag is None and event.anchor is None:
                value = event.value
                if not event.style:
                    text: Any = value
                    value = known.get(text, MISSING)
                    if value is MISSING:
                        value = resolve(text)
            else:
                path.append(name)
                value = self._node(event)
                path.pop()
            if name in out:
                self._twice(key, name, spots[name])
            elif name == "<<" and not key.style:
                merged.append((event, value))
            elif not name:
                self._wrong(key, "a key is empty", "write the key, or quote the text that holds the colon")
            else:
                out[name] = value
                start: Any = key.start_mark
                spots[name] = (start, event.start_mark)
        if merged:
            self._merge(out, merged)
        return out

    def _sequence(self) -> Seq:
        get, path, known = self.get, self.path, KNOWN
        out = Seq()
        spots: list[Mark] = []
        out.spots = spots
        value: Any
        while True:
            event = get()
            if type(event) is ScalarEvent and event.tag is None and event.anchor is None:
                value = event.value
                if not event.style:
                    text: Any = value
                    value = known.get(text, MISSING)
                    if value is MISSING:
                        value = resolve(text)
            elif type(event) is SequenceEndEvent:
                return out
            else:
                path.append(len(out))
                value = self._node(event)
                path.pop()
            spots.append(event.start_mark)
            out.append(value)

    def _alias(self, event: Any) -> Any:
        name = event.anchor
        value = self.anchors.get(name)
        if name not in self.anchors:
            self._wrong(event, f"*{name} repeats what no &{name} names", "quote a text that begins with *")
        elif value is MISSING:
            self._stop(event, f"*{name} stands inside what it repeats", "write it out")
        else:
            self._spend(event, self._size(value))
        return value

    def _merge(self, out: Map, merged: list[Any]) -> None:
        """Add what ``<<`` brings: the mapping's own keys win, then the mapping that is named first."""
        for event, _ in merged[1:]:
            self._wrong(event, "<< stands twice in one mapping", "give it a list: <<: [*a, *b]")
        event, value = merged[0]
        for source in value if isinstance(value, Seq) else [value]:
            if not isinstance(source, Map):
                self._wrong(event, "<< needs a mapping, or a list of mappings", "name them with &anchor and *anchor")
                return
            self._spend(event, len(source))
            for name, item in source.items():
                if name not in out:
                    out[name] = item
                    out.spots[name] = source.spots[name]

    def _size(self, value: Any) -> int:
        """Return how many values stand in ``value``, those behind its own aliases included."""
        if not isinstance(value, Map | Seq):
            return 1
        known = self.sizes.get(id(value))
        if known is None:
            known = 1 + sum(self._size(item) for item in (value.values() if isinstance(value, Map) else value))
            self.sizes[id(value)] = known
        return known

    def _spend(self, event: Any, size: int) -> None:
        self.aliased += size
        if self.aliased > self.limits.aliased:
            self._stop(event, f"aliases repeat more than {self.limits.aliased:,} values", "write out what differs")

    def _skip_complex_key(self, key: Any) -> None:
        self._wrong(key, "a key is a list or a mapping", "quote a text that begins with [ or {; keys are plain words")
        self._node(key)
        self._node(self.get())

    def _twice(self, key: Any, name: str, first: Spots) -> None:
        what = f"the key {name!r} stands twice (first in line {first[0].line + 1}): which of the two holds is not said"
        self._wrong(key, what, "keep one", name)

    def _check_tag(self, event: Any, allowed: frozenset[str | None]) -> None:
        if event.tag not in allowed:
            self._refuse_tag(event)

    def _refuse_tag(self, event: Any) -> None:
        what = f"the tag {shorten_tag(event.tag)} is not known: a questionnaire holds data, no objects"
        self._wrong(event, what, "leave it out, or quote a text that begins with !")

    def _wrong(self, event: Any, what: str, todo: str, *more: Step) -> None:
        mark = event.start_mark
        where = dotted((*self.path, *more))
        self.problems.append(Problem(self.file, mark.line + 1, mark.column + 1, where, what, todo))

    def _stop(self, event: Any, what: str, todo: str) -> NoReturn:
        if event is None:
            self.problems.append(Problem(self.file, None, None, "", what, todo))
        else:
            self._wrong(event, what, todo)
        raise Stopped
