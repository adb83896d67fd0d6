"""Rows of two tests of the same workers: whether what is said of one gives away what lies between it and the other.

Where whoever is in the smaller count is in the larger one too, the three counts of a row (in both, between, in neither)
and the totals of the rows are a network (`checker.facts.disclosure.linked_counts`).
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence, Set
from typing import NamedTuple

import numpy as np

from checker.facts.disclosure.count_tables import Flags, Outcome, Table, choices
from checker.facts.disclosure.linked_counts import ENDLESS, LinkedCounts
from checker.facts.disclosure.linked_tests import tells
from checker.facts.disclosure.small_cells import Statement, is_small


class Rows(NamedTuple):
    """The rows of one test, what is said of each, and of all together."""

    outcomes: Sequence[Outcome]
    stated: Sequence[Statement]
    whole: Statement


def are_apart(one: Rows, other: Rows, hidden: Set[int], k: int) -> bool:
    """Return whether both may be said; of ``hidden`` rows not even the workers are known."""
    return all(_Pair(one, other, upto, k).is_safe(hidden) for upto in (1, 2))


def are_within(
    cells: Table, first: Table, shown: Flags, rows: Sequence[Statement], columns: Sequence[Statement], k: int
) -> bool:
    """Return whether a test of which only the totals of two crossed columns are printed is told by another's cells.

    ``cells``, ``first``: workers by row, column and outcome, of the test and of the one whose cells are ``shown``; what
    is said of the test's ``rows`` and ``columns``. Its counts lie within those of the other.
    """
    for upto in (1, 2):
        few, many = (found[:, :, :upto].sum(axis=2) for found in (cells, first))
        if (few > many).any():
            continue
        counts, small = LinkedCounts(), list[int]()
        for i, j in np.ndindex(few.shape):
            most = int(many[i, j]) if shown[i, j] else ENDLESS
            edge = counts.between(("row", i), ("column", j), int(few[i, j]), 0, most)
            if is_small(int(few[i, j]), k) or (shown[i, j] and is_small(int(many[i, j] - few[i, j]), k)):
                small.append(edge)
        for i, said in enumerate(rows):
            total = int(few[i].sum())
            counts.between("all", ("row", i), total, *((total, total) if tells([said], upto) else (0, ENDLESS)))
        for j, said in enumerate(columns):
            total = int(few[:, j].sum())
            counts.between(("column", j), "all", total, *((total, total) if tells([said], upto) else (0, ENDLESS)))
        if any(counts.choices(edge, choices(k)) < choices(k) for edge in small):
            return False
    return True


class _Pair:
    """Two tests by those below (1), or by those below or undecided (2)."""

    def __init__(self, one: Rows, other: Rows, upto: int, k: int) -> None:
        counts = [[sum(row[:upto]) for row in rows.outcomes] for rows in (one, other)]
        order = (0, 1) if sum(counts[0]) <= sum(counts[1]) else (1, 0)
        self.inner, self.outer = ((one, other)[i] for i in order)
        self.few, self.many = (counts[i] for i in order)
        self.upto, self.k = upto, k
        self.open = [
            i for i, said in enumerate(zip(one.stated, other.stated, strict=True)) if not tells(list(said), upto)
        ]

    def is_safe(self, hidden: Set[int]) -> bool:
        """Return whether no count between the two is small and told, and each hidden one keeps its values."""
        between = [many - few for few, many in zip(self.few, self.many, strict=True)]
        open_ = set(self.open)
        if any(is_small(abs(n), self.k) for i, n in enumerate(between) if i not in open_):
            return False
        whole = tells([self.inner.whole, self.outer.whole], self.upto)
        if whole and is_small(abs(sum(between[i] for i in self.open)), self.k):
            return False
        # Where neither is within the other, a difference is no number of workers.
        return min(between, default=0) < 0 or self._is_wide(hidden)

    def _is_wide(self, hidden: Set[int]) -> bool:
        counts, small = LinkedCounts(), list[int]()
        listed = [i for i in self.open if i not in hidden]
        gone = [i for i in self.open if i in hidden]
        for i in listed:
            n, few, many = sum(self.outer.outcomes[i]), self.few[i], self.many[i]
            said = self.inner.stated[i], self.outer.stated[i]
            counts.shown("all", i, n)
            edges = self._row(counts, i, n, few, many, self._ends(said[0], n, few), self._ends(said[1], n, many))
            own, theirs = (tells([one], self.upto) for one in said)
            cells = (few, own), (many - few, False), (many, theirs), (n - many, theirs)
            for edge, (count, told) in zip(edges, cells, strict=True):
                if is_small(count, self.k) and not told:
                    small.append(edge)
        if gone:
            few, many = (sum(count[i] for i in gone) for count in (self.few, self.many))
            n = sum(sum(self.outer.outcomes[i]) for i in gone)
            counts.shown("all", "hidden", n)
            self._row(counts, "hidden", n, few, many, (0, ENDLESS), (0, ENDLESS))
        few, many = (sum(count[i] for i in self.open) for count in (self.few, self.many))
        n = sum(sum(self.outer.outcomes[i]) for i in self.open)
        counts.between("in", "outer", few, *self._total(self.inner.whole, few))
        counts.between("between", "outer", many - few)
        counts.between("outer", "all", many, *self._total(self.outer.whole, many))
        counts.between("out", "all", n - many)
        return all(counts.choices(edge, choices(self.k)) >= choices(self.k) for edge in small)

    def _row(
        self, counts: LinkedCounts, row: Hashable, n: int, few: int, many: int, inner: tuple[int, int],
        outer: tuple[int, int],
    ) -> tuple[int, int, int, int]:  # fmt: skip
        node = ("outer", row)
        return (
            counts.between(node, "in", few, *inner),
            counts.between(node, "between", many - few),
            counts.between(row, node, many, *outer),
            counts.between(row, "out", n - many),
        )

    def _ends(self, said: Statement, n: int, count: int) -> tuple[int, int]:
        """Return the ends between which what is said of a row puts its count."""
        if tells([said], self.upto):
            return count, count
        if said == "few":
            return 0, min(n, self.k - 1)
        if said == "most":
            return max(0, n - self.k + 1), n
        # Else one of the words would be said.
        return (0, max(n - self.k, count)) if self.upto == 1 else (min(self.k, count), n)

    def _total(self, said: Statement, count: int) -> tuple[int, int]:
        return (count, count) if tells([said], self.upto) else (0, ENDLESS)


__all__ = ["Rows", "are_apart", "are_within"]
