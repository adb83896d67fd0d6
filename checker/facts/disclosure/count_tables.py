"""Which cells of a table of workers may be shown beside its totals: of rows by outcome, and of two columns crossed.

A hidden count under k keeps at least `choices(k)` possible values for whoever knows all that is printed, and what is
hidden of one line never adds up to fewer than k. What is printed of one table is that of `small_cells`.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Iterable, Sequence, Set
from itertools import product
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from checker.facts.disclosure.linked_counts import ENDLESS, LinkedCounts
from checker.facts.disclosure.small_cells import Statement, is_small, statement

Table = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Check = Callable[[Sequence[Statement]], bool]
_PLENTY = 1 << 40
TRIED = 30
"""Rows that are tried one by one before the smallest is closed."""


class Outcome(NamedTuple):
    """Workers of one group by what came out for them."""

    below: int
    undecided: int
    fine: int

    @property
    def workers(self) -> int:
        """Return how many they are."""
        return sum(self)

    def stated(self, k: int) -> Statement:
        """Return what may be said of them by themselves."""
        return statement(self.below, self.undecided, self.fine, k)


def choices(k: int) -> int:
    """Return how many values a hidden count must at least be able to have.

    >>> choices(5), choices(8)
    (3, 5)
    """
    return k // 2 + 1


def of_parts(whole: Statement) -> Statement:
    """Return what may be said of all parts of a group of which ``whole`` is said, where that is not exact."""
    # What holds of the whole holds of each part, and tells nothing of which.
    return whole if whole in ("few", "most") else "nothing"


def state_rows(
    rows: Sequence[Outcome], hidden: Set[int], whole: Statement, k: int, apart: Check = lambda stated: True
) -> list[Statement]:
    """Return what may be said of each row of a table whose whole is stated; of ``hidden`` rows nothing is.

    ``apart``: whether that may be said beside what else is.
    """
    if whole not in ("exact", "low"):
        return ["nothing" if i in hidden else of_parts(whole) for i in range(len(rows))]
    table = _RowTable(rows, hidden, whole, k, apart)
    while not table.is_safe() and table.close_next():
        pass
    return table.stated


class _RowTable:
    """Rows of outcomes whose totals are shown, being closed one by one."""

    def __init__(self, rows: Sequence[Outcome], hidden: Set[int], whole: Statement, k: int, apart: Check) -> None:
        self.k, self.open, self.hidden, self.apart = k, whole, hidden, apart
        # Where only those below are told of the whole, the others are one: not known to be below.
        self.cells = [tuple(row) if whole == "exact" else (row.below, row.undecided + row.fine) for row in rows]
        self.columns = 3 if whole == "exact" else 2
        self.worded = True
        """Rows of which nothing is said are known not to be such as words are used for."""
        self.stated: list[Statement] = ["nothing" if i in hidden else self._alone(row) for i, row in enumerate(rows)]
        self.stated = self._closed(())

    def _alone(self, row: Outcome) -> Statement:
        said = row.stated(self.k)
        if self.open == "exact" or said in ("few", "most"):
            return said
        both = row.below, row.undecided + row.fine
        return "nothing" if any(is_small(count, self.k) for count in both) else "low"

    def is_safe(self) -> bool:
        """Return whether no hidden count is given away."""
        closed = [i for i, said in enumerate(self.stated) if said != self.open]
        for column in range(self.columns):
            # A count that is said of its row is none of the hidden ones.
            rest = [self.cells[i][column] for i in closed if not (column == 0 and self.stated[i] == "low")]
            if is_small(sum(rest), self.k):
                return False
        return self._is_wide(closed) and self.apart(self.stated)

    def close_next(self) -> bool:
        """Say less of a row that is shown, or drop the words of those that are not; False: all is done."""
        opened = [i for i, said in enumerate(self.stated) if said == self.open]
        for i in sorted(opened, key=lambda i: (self.cells[i][0] / sum(self.cells[i]), i))[:TRIED]:
            # The best off first, so that the worst off stay in sight where that is enough.
            before, self.stated = self.stated, self._closed({i})
            if self.is_safe():
                return True
            self.stated = before
        if opened:
            smallest = min(sum(self.cells[i]) for i in opened)
            self.stated = self._closed({i for i in opened if sum(self.cells[i]) == smallest})
            return True
        worded = [i for i, said in enumerate(self.stated) if said != "nothing"]
        for i in worded:
            self.stated[i] = "nothing"
        self.worded = False
        return bool(worded)

    def _closed(self, more: Container[int]) -> list[Statement]:
        """Return what is said with ``more`` rows closed."""
        stated = [self._coarse(i) if i in more else said for i, said in enumerate(self.stated)]
        # None and few are said in the same words, or those of whom it is said would be known not to be none.
        words = {"few", "most"} & set(stated)
        return [rough if (rough := self._coarse(i)) in words else said for i, said in enumerate(stated)]

    def _coarse(self, i: int) -> Statement:
        """Return what is said of a row that is closed for the sake of others: as of one with a few workers more."""
        if i in self.hidden:
            return "nothing"
        below, *_, last = self.cells[i]
        n = sum(self.cells[i])
        if self.open == "exact" and n - last < self.k:
            return "few"
        return "most" if n - below < self.k else "nothing"

    def _is_wide(self, closed: list[int]) -> bool:
        counts = LinkedCounts()
        small: list[int] = []
        for i in closed:
            # Of hidden rows only their sum is known.
            row: Hashable = "hidden" if i in self.hidden else i
            if i not in self.hidden:
                counts.shown("all", i, sum(self.cells[i]))
            for column, count in enumerate(self.cells[i]):
                ends = self._ends(i, column, sum(self.cells[i]))
                edge = counts.between(row, ("column", column), count, *ends)
                if i not in self.hidden and is_small(count, self.k) and not (column == 0 and self.stated[i] == "low"):
                    small.append(edge)
        if self.hidden:
            counts.shown("all", "hidden", sum(sum(self.cells[i]) for i in self.hidden))
        for column in range(self.columns):
            counts.shown(("column", column), "all", sum(self.cells[i][column] for i in closed))
        return all(counts.choices(edge, choices(self.k)) >= choices(self.k) for edge in small)

    def _ends(self, i: int, column: int, n: int) -> tuple[int, int]:
        """Return the ends between which the words of a row put one of its counts."""
        few, last = self.k - 1, self.columns - 1
        said = self.stated[i]
        if i in self.hidden:
            return 0, ENDLESS
        if said == "low" and column == 0:
            return self.cells[i][0], self.cells[i][0]
        if said == "few":
            return (n - few, n) if column == last else (0, few)
        if said == "most":
            # Where both could be said, "few" is.
            return (max(self.k, n - few), n) if column == 0 else (0, min(few, n - self.k))
        if self.worded and column in (0, last):
            # Else one of the words above would be said.
            return 0, max(n - self.k, self.cells[i][column])
        return 0, ENDLESS


def cells_shown(counts: Table, rows_shown: Sequence[bool], columns_shown: Sequence[bool], k: int) -> Flags:
    """Return which cells of two columns crossed may be shown beside the totals of both; the others are not listed.

    An empty cell is not listed either, so that nobody knows which of them are empty. ``rows_shown`` and
    ``columns_shown`` tell of which lines the total is printed.
    """
    shown: Flags = np.outer(np.array(rows_shown, bool), np.array(columns_shown, bool)) & (counts >= k)
    while shown.any():
        lines = _small_lines(counts, shown, rows_shown, columns_shown, k) or _narrow_lines(
            counts, shown, rows_shown, columns_shown, k
        )
        if lines is None:
            break
        _hide_smallest(counts, shown, lines)
    return shown


def _lines(counts: Table, shown: Flags, rows: Sequence[bool], columns: Sequence[bool]) -> Iterable[tuple[Flags, int]]:
    """Yield each line whose total is printed, as a mask, and what is hidden of it."""
    for axis, totals in ((0, rows), (1, columns)):
        for i, is_shown in enumerate(totals):
            if is_shown:
                line = np.zeros_like(shown)
                line[(i, slice(None)) if axis == 0 else (slice(None), i)] = True
                yield line, int(counts[line & ~shown].sum())


def _small_lines(
    counts: Table, shown: Flags, rows: Sequence[bool], columns: Sequence[bool], k: int
) -> list[Flags] | None:
    found = [line for line, hidden in _lines(counts, shown, rows, columns) if is_small(hidden, k)]
    return [line for line in found if (line & shown).any()] or None


def _narrow_lines(
    counts: Table, shown: Flags, rows: Sequence[bool], columns: Sequence[bool], k: int
) -> list[Flags] | None:
    """Return the line in which a hidden count has too few possible values; None where there is none."""
    linked = LinkedCounts()
    edges: list[tuple[int, int, int]] = []
    for i, j in product(*map(range, counts.shape)):
        if not shown[i, j]:
            edges.append((linked.between(("row", i), ("column", j), int(counts[i, j])), i, j))
    _totals(linked, np.where(shown, 0, counts), rows, columns)
    for edge, i, j in edges:
        if is_small(int(counts[i, j]), k) and linked.choices(edge, choices(k)) < choices(k):
            near = np.zeros_like(shown)
            near[i, :] = near[:, j] = True
            return [near if (near & shown).any() else np.ones_like(shown)]
    return None


def _totals(linked: LinkedCounts, rest: Table, rows: Sequence[bool], columns: Sequence[bool]) -> None:
    for i, is_shown in enumerate(rows):
        (linked.shown if is_shown else linked.between)("all rows", ("row", i), int(rest[i, :].sum()))
    for j, is_shown in enumerate(columns):
        (linked.shown if is_shown else linked.between)(("column", j), "all columns", int(rest[:, j].sum()))
    linked.shown("all columns", "all rows", int(rest.sum()))


def _hide_smallest(counts: Table, shown: Flags, lines: Iterable[Flags]) -> None:
    """Hide the smallest cell shown of each line, and those equal to it."""
    for line in list(lines):
        there = line & shown
        if there.any():
            shown[there & (counts == counts[there].min())] = False


def crossed_statements(
    cells: npt.NDArray[np.int64],
    listed: Flags,
    rows: Sequence[Statement],
    columns: Sequence[Statement],
    k: int,
) -> Flags | None:
    """Return of which listed cells of two columns crossed the outcome may be shown; None: of none, nor their workers.

    ``cells``: workers by row, column and outcome (below, undecided, fine); ``rows`` and ``columns``: what is said
    of their totals. A hidden count keeps its values by exchanges between four cells, which leave every total as it is.
    """
    exact = np.outer([said == "exact" for said in rows], [said == "exact" for said in columns])
    small = (cells > 0) & (cells < k)
    shown: Flags = listed & exact & ~small.any(axis=2)
    workers = cells.sum(axis=2)
    while True:
        near = _thin_line(cells, shown, rows, columns, k)
        if near is None:
            near = _fixed_cell(cells, listed, shown, rows, columns, k)
        if near is None:
            return shown
        if not (near & shown).any():
            near = np.ones_like(shown)
        if not shown.any():
            return None
        _hide_smallest(workers, shown, [near])


def _thin_line(
    cells: Table, shown: Flags, rows: Sequence[Statement], columns: Sequence[Statement], k: int
) -> Flags | None:
    """Return a line of which the hidden outcomes add up to fewer than k; None where there is none."""
    kept = [said == "exact" for said in rows], [said == "exact" for said in columns]
    for outcome in range(cells.shape[2]):
        for line, hidden in _lines(cells[:, :, outcome], shown, *kept):
            if is_small(hidden, k) and (line & shown).any():
                return line
    return None


def _fixed_cell(
    cells: Table, listed: Flags, shown: Flags, rows: Sequence[Statement], columns: Sequence[Statement], k: int
) -> Flags | None:
    """Return the lines of a cell of which a hidden count has too few possible values; None where there is none."""
    small = (cells > 0) & (cells < k) & ~shown[:, :, None]
    free_rows, free_columns = (np.array([said == "nothing" for said in line], bool) for line in (rows, columns))
    for i, j, o in np.argwhere(small).tolist():
        # The cell is put first in each view, and the moves are those of its row, its column, and squares with both.
        moves = _squares(cells, ~shown, ~listed, i, j, o)
        if free_rows[i]:
            moves += _pairs(cells, ~shown[:, j] & free_rows, i, j, o)
        if free_columns[j]:
            moves += _pairs(cells.transpose(1, 0, 2), ~shown[i, :] & free_columns, j, i, o)
        up, down = (max((move[end] for move in moves), default=0) for end in (0, 1))
        if 1 + up + down < choices(k):
            near = np.zeros_like(shown)
            near[i, :] = near[:, j] = True
            return near
    return None


def _squares(cells: Table, closed: Flags, unlisted: Flags, i: int, j: int, o: int) -> list[tuple[int, int]]:
    """Return how far a count can rise and fall by an exchange with one other row and column, for each way."""
    moves = []
    here = cells[:, :, o]
    for other in range(cells.shape[2]):
        # Of cells that are not listed not even the workers are known: an exchange needs no other outcome.
        square = _corners(unlisted if other == o else closed, i, j)
        if not square.any():
            continue
        there = np.full_like(here, _PLENTY) if other == o else cells[:, :, other]
        gives = np.minimum(np.minimum(here[i, :][None, :], here[:, j][:, None]), np.minimum(there, there[i, j]))
        takes = np.minimum(np.minimum(there[i, :][None, :], there[:, j][:, None]), np.minimum(here, here[i, j]))
        moves.append((int(gives[square].max()), int(takes[square].max())))
    return moves


def _corners(closed: Flags, i: int, j: int) -> Flags:
    """Return which cells are opposite to one in a square of closed cells."""
    square: Flags = closed & closed[i, :][None, :] & closed[:, j][:, None] & closed[i, j]
    square[i, :] = square[:, j] = False
    return square


def _pairs(cells: Table, closed: Flags, i: int, j: int, o: int) -> list[tuple[int, int]]:
    """Return the same for an exchange with another row in one column, where nothing is said of either row."""
    moves = []
    for other in range(cells.shape[2]):
        for row in np.nonzero(closed)[0].tolist() if other != o else ():
            if row != i:
                here, there = cells[:, j, o], cells[:, j, other]
                moves.append((int(min(here[row], there[i])), int(min(here[i], there[row]))))
    return moves


__all__ = ["Outcome", "cells_shown", "choices", "crossed_statements", "of_parts", "state_rows"]
