"""Counts that add up, as a network: how many values a hidden one can still have for whoever reads the others.

A count is an edge from node to node, and what comes into a node goes out of it: rows of a table are nodes that
their total flows into, columns those that it leaves by. In whole numbers the answer is exact (the matrix of a network
is totally unimodular: Ford and Fulkerson 1962, Flows in Networks). Decides nothing about what is hidden.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable

ENDLESS = 1 << 60


class LinkedCounts:
    """True counts with the ends between which a reader knows each to lie."""

    def __init__(self) -> None:
        """Start without a count."""
        self._ends: list[tuple[Hashable, Hashable]] = []
        self._values: list[int] = []
        self._low: list[int] = []
        self._high: list[int] = []
        self._at: dict[Hashable, list[int]] = {}

    def shown(self, start: Hashable, end: Hashable, value: int) -> int:
        """Add a count that is printed."""
        return self.between(start, end, value, value, value)

    def between(self, start: Hashable, end: Hashable, value: int, low: int = 0, high: int = ENDLESS) -> int:
        """Add a count of which a reader knows both ends; return its number."""
        edge = len(self._values)
        self._ends.append((start, end))
        self._values.append(value)
        self._low.append(low)
        self._high.append(high)
        for node in (start, end):
            self._at.setdefault(node, []).append(edge)
        return edge

    def choices(self, edge: int, enough: int) -> int:
        """Return how many values a count may have, ``enough`` at most.

        >>> counts = LinkedCounts()
        >>> _ = counts.shown("all", "row", 7), counts.between("row", "b", 2), counts.shown("b", "all", 7)
        >>> hidden = counts.between("row", "b", 5)
        >>> counts.choices(hidden, 100)
        8
        """
        start, end = self._ends[edge]
        up = self._moved(end, start, edge, min(enough - 1, self._high[edge] - self._values[edge]))
        if up >= enough - 1:
            return enough
        return 1 + up + self._moved(start, end, edge, min(enough - 1 - up, self._values[edge] - self._low[edge]))

    def _moved(self, start: Hashable, end: Hashable, edge: int, most: int) -> int:
        """Return how much can be sent from ``start`` to ``end`` beside ``edge``, ``most`` at most."""
        before, moved = list(self._values), 0
        while moved < most and (path := self._path(start, end, edge)):
            step = min(most - moved, *(self._room(i, forth=forth) for i, forth in path))
            for i, forth in path:
                self._values[i] += step if forth else -step
            moved += step
        self._values = before
        return moved

    def _path(self, start: Hashable, end: Hashable, edge: int) -> list[tuple[int, bool]]:
        came: dict[Hashable, tuple[Hashable, int, bool] | None] = {start: None}
        ahead = deque([start])
        while ahead and end not in came:
            node = ahead.popleft()
            for i in self._at[node]:
                forth = self._ends[i][0] == node
                other = self._ends[i][1 if forth else 0]
                if i != edge and other not in came and self._room(i, forth=forth) > 0:
                    came[other] = (node, i, forth)
                    ahead.append(other)
        path: list[tuple[int, bool]] = []
        step = came.get(end)
        while step is not None:
            node, i, forth = step
            path.append((i, forth))
            step = came[node]
        return path

    def _room(self, i: int, *, forth: bool) -> int:
        return self._high[i] - self._values[i] if forth else self._values[i] - self._low[i]
