"""A YAML file as read: its value, and where in the file every key and value of it stands.

Nothing is parsed here; `checker.load.yaml_text` does that.
"""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol, TypeAlias

from checker.errors import Problem

Step: TypeAlias = "str | int"
Steps: TypeAlias = "tuple[Step, ...]"


class Mark(Protocol):
    """A spot as the parser marks it: line and column, counted from 0."""

    line: int
    column: int


Spots: TypeAlias = "tuple[Mark, Mark]"
"""Where a key and its value start: read only of what is reported or kept, which is a third of a questionnaire."""


class Limits(NamedTuple):
    """What a file may cost."""

    size: int = 10_000_000
    """Bytes."""
    depth: int = 40
    """Mappings and lists inside one another."""
    aliased: int = 20_000
    """Values that aliases and merge keys may repeat, all together."""


DEFAULT_LIMITS = Limits()


class Map(dict[str, Any]):
    """A mapping of the file, in its order; ``spots`` holds where key and value start."""

    __slots__ = ("spots",)
    spots: dict[str, Spots]


class Seq(list[Any]):
    """A list of the file; ``spots`` holds where each item starts."""

    __slots__ = ("spots",)
    spots: list[Mark]


class Document(NamedTuple):
    """One file's value and the places of everything in it."""

    value: Any
    file: str
    root: tuple[int, int]

    def spot(self, path: Steps = ()) -> tuple[int, int]:
        """Return line and column, from 1, of the value at ``path``, or of the nearest thing above it that is there."""
        return self._find(path, key=False)

    def key_spot(self, path: Steps) -> tuple[int, int]:
        """Return line and column, from 1, of the key (of a list's item: the value) at ``path``."""
        return self._find(path, key=True)

    def problem(self, path: Steps, what: str, todo: str = "", *, key: bool = False) -> Problem:
        """Return a problem with the value (or the key) at ``path``."""
        line, column = self._find(path, key=key)
        return Problem(self.file, line, column, dotted(path), what, todo)

    def _find(self, path: Steps, *, key: bool) -> tuple[int, int]:
        node: Any = self.value
        line, column = self.root
        for number, step in enumerate(path, 1):
            if isinstance(node, Map) and step in node:
                spots = node.spots[str(step)]
                node = node[str(step)]
                mark = spots[0] if key and number == len(path) else spots[1]
            elif isinstance(node, Seq) and isinstance(step, int) and step < len(node):
                mark = node.spots[step]
                node = node[step]
            else:
                break
            line, column = mark.line, mark.column
        return line + 1, column + 1


def dotted(path: Steps) -> str:
    """Return a path as it is written in messages.

    >>> dotted(("evidence", 2, "files"))
    'evidence[2].files'
    """
    return "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in path).removeprefix(".")
