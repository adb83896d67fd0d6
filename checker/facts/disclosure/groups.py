"""The groups of each column of the pay table, and which of their counts may be shown; two columns crossed.

Workers who changed their group stand apart from those who never did, so that the groups of a column add up. Columns
that differ from row to row do not: there a worker may stand in several groups. Numbers about pay are those of
`checker.facts.disclosure.breakdowns`; which counts are safe is worked out in `checker.facts.disclosure.count_tables`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from checker.facts.disclosure.count_tables import (
    Check,
    Outcome,
    cells_shown,
    crossed_statements,
    of_parts,
    state_rows,
)
from checker.facts.disclosure.linked_rows import Rows, are_apart, are_within
from checker.facts.disclosure.linked_tests import linked_tests, way_of
from checker.facts.disclosure.small_cells import Statement, cells_to_hide, is_small
from checker.facts.floor_test import Basis
from checker.facts.membership import Labels, Places, own_group, parts_of, several_groups
from checker.facts.metrics import METRICS
from checker.facts.tested_workers import Flags
from checker.model.benchmark import BarKind
from checker.model.pay_table import SEVERAL_A_WORKER

if TYPE_CHECKING:
    from checker.facts.pay_data import PayData

NOT_SAID = "(not said)"
SHARES = ("share_below_living_wage", "share_below_living_wage_paid_time", "share_below_minimum_wage")
"""Numbers of workers that are shown of each group."""
_FIRST = ("share_below_living_wage", "share_below_minimum_wage", "share_below_living_wage_paid_time")
"""The same as `linked_tests` orders them: one is hidden for the sake of those before it."""
MOST_GROUPS = 1000
"""Groups of one column beyond which it tells of workers rather than of groups."""
FEWEST_A_GROUP = 2
"""Workers a group, on average, under which a column tells of workers rather than of groups."""
MOST_CROSSED = 400
"""Pairs of two columns beyond which they are not crossed."""


@dataclass(frozen=True, slots=True)
class Group:
    """Workers of one group, and what may be said of them."""

    by: Mapping[str, str]
    workers: Places
    hidden: bool
    stated: Mapping[str, Statement] = field(default_factory=dict)
    """What may be said of each of `SHARES`."""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The groups of one column, or of two crossed."""

    columns: tuple[str, ...]
    groups: tuple[Group, ...]
    overlaps: bool = False
    """A worker may stand in several groups."""
    withheld: str = ""
    """Why there are none."""


class Breakdowns:
    """The breakdowns of one pay set, each worked out once."""

    def __init__(self, data: PayData) -> None:
        """Start with none."""
        self.data, self.k = data, data.scope.k
        self._found: dict[str, Breakdown] = {}

    def of(self, columns: tuple[str, ...]) -> Breakdown:
        """Return the groups of a column, or of two crossed."""
        if len(columns) == 2:
            return self._crossed(columns)
        (column,) = columns
        if column not in self._found:
            self._found[column] = self._of(column)
        return self._found[column]

    def says(self, column: str) -> bool:
        """Return whether some table of the set fills a column."""
        data = self.data
        if column in SEVERAL_A_WORKER:
            return any(column in table.columns for table in data.tables)
        return any(cell[column] for cell in data.cells.values())

    @cached_property
    def whole(self) -> Group:
        """Return all workers as one group, with what is said of them."""
        everybody = np.arange(len(self._tested(SHARES[0])[0]))
        return Group({}, everybody, hidden=False, stated={name: self._stated_of_all(name) for name in SHARES})

    def outcome(self, name: str, workers: Places) -> Outcome:
        """Return some workers by what came out for them in one of `SHARES`."""
        below, undecided = self._tested(name)
        b, u = int(below[workers].sum()), int(undecided[workers].sum())
        return Outcome(b, u, len(workers) - b - u)

    def _stated_of_all(self, name: str) -> Statement:
        from checker.facts.disclosure.small_cells import publish
        from checker.facts.metrics.floor import share_below

        if linked_tests(self.data).closed(way_of(METRICS[name])):
            return "nothing"
        own = self.outcome(name, np.arange(len(self._tested(name)[0]))).stated(self.k)
        shown = publish(share_below(self.data, METRICS[name]), self.k, self.data.worker_count)
        if own == "exact" and shown.suppressed:
            return "nothing"
        # Those who are missing from the data are in the numbers of the whole, and in no group.
        absent = (self.data.headcount or 0) > self.data.worker_count
        unsure = self.data.anonymous or (absent and own == "few")
        return own if own == "exact" or not unsure else "nothing"

    def _tested(self, name: str) -> tuple[Flags, Flags]:
        entry = METRICS[name]
        kind: BarKind = "minimum_wage" if entry.minimum_wage else "living_wage"
        workers = self.data.tested(Basis(kind, entry.paid_time, entry.method))
        return workers.below, workers.undecided

    def _of(self, column: str) -> Breakdown:
        if column in SEVERAL_A_WORKER:
            return self._overlapping(column)
        labels = own_group(self.data, column)
        if why := of_workers(labels, self.k):
            return Breakdown((column,), (), withheld=why)
        groups: list[Group] = []
        for whole in self._wholes(column):
            parts = parts_of(labels, whole.workers)
            if set(parts) == {""} and whole.by:
                # Nothing finer is said there.
                continue
            groups += self._partition(column, parts, whole)
        return Breakdown((column,), tuple(groups))

    def _wholes(self, column: str) -> Sequence[Group]:
        """Return the groups of which those of a column are parts: places of their place, others of all workers."""
        if column == "region":
            return self.of(("country",)).groups
        if column == "city":
            regions = self.of(("region",)).groups
            within = {group.by["country"] for group in regions}
            countries = [group for group in self.of(("country",)).groups if group.by["country"] not in within]
            return [*regions, *countries]
        return (self.whole,)

    def _partition(self, column: str, parts: Mapping[str, Places], whole: Group) -> list[Group]:
        """Return the parts of a group; what is hidden of it is hidden of all its parts, which add up to it."""
        names = list(parts)
        counts = [len(parts[name]) for name in names]
        gone = frozenset(range(len(names))) if whole.hidden else cells_to_hide(counts, self.k)
        stated: dict[str, list[Statement]] = {}
        before: list[Rows] = []
        for share in _FIRST:
            rows = [self.outcome(share, parts[name]) for name in names]
            apart = _check(rows, whole.stated[share], tuple(before), gone, self.k)
            stated[share] = state_rows(rows, gone, whole.stated[share], self.k, apart)
            before.append(Rows(rows, stated[share], whole.stated[share]))
        return [
            Group(
                {**whole.by, column: name or NOT_SAID},
                parts[name],
                i in gone,
                {share: stated[share][i] for share in SHARES},
            )
            for i, name in enumerate(names)
        ]

    def _overlapping(self, column: str) -> Breakdown:
        parts = several_groups(self.data, column)
        if len(parts) > MOST_GROUPS:
            return _too_many((column,), MOST_GROUPS)
        all_ = len(self.whole.workers)
        both = sum(map(len, parts.values())) - all_ if len(parts) == 2 else 0
        groups = []
        for name, workers in parts.items():
            others = np.setdiff1d(self.whole.workers, workers, assume_unique=True)
            # Who is in no other group, and who is in both of two, can be worked out from what is printed.
            gone = len(workers) < self.k or is_small(len(others), self.k) or is_small(both, self.k)
            stated: dict[str, Statement] = {}
            for share in _FIRST:
                stated[share] = self._beside(share, workers, others, stated)
            groups.append(Group({column: name or NOT_SAID}, workers, gone, stated))
        return Breakdown((column,), tuple(groups), overlaps=True)

    def _beside(self, share: str, workers: Places, others: Places, before: Mapping[str, Statement]) -> Statement:
        """Return what may be said of a group where the rest of all workers can be worked out."""
        whole = self.whole.stated[share]
        if whole != "exact":
            return of_parts(whole)
        both = [self.outcome(share, some) for some in (workers, others)]
        if any(outcome.stated(self.k) != "exact" for outcome in both):
            return "nothing"
        own = Rows(both, ("exact", "exact"), whole)
        for name, said in before.items():
            rows = Rows([self.outcome(name, some) for some in (workers, others)], (said, said), self.whole.stated[name])
            if not are_apart(own, rows, frozenset(), self.k):
                return "nothing"
        return "exact"

    def _crossed(self, columns: tuple[str, ...]) -> Breakdown:
        first, second = (self.of((column,)) for column in columns)
        if why := first.withheld or second.withheld:
            return Breakdown(columns, (), withheld=why)
        if len(first.groups) * len(second.groups) > MOST_CROSSED:
            return _too_many(columns, MOST_CROSSED)
        owner = [_owners(breakdown, len(self.whole.workers)) for breakdown in (first, second)]
        size = len(first.groups), len(second.groups)
        number = owner[0] * size[1] + owner[1]
        counts = np.bincount(number, minlength=size[0] * size[1]).reshape(size)
        listed = cells_shown(
            counts, [not g.hidden for g in first.groups], [not g.hidden for g in second.groups], self.k
        )
        stated = self._crossed_shares(number, size, listed, first, second)
        if stated is None:
            return Breakdown(columns, (), withheld="too few workers in too many of its groups")
        return Breakdown(
            columns,
            tuple(
                Group(
                    {**first.groups[i].by, **second.groups[j].by},
                    np.nonzero(number == i * size[1] + j)[0],
                    hidden=False,
                    stated={share: "exact" if stated[share][i, j] else "nothing" for share in SHARES},
                )
                for i, j in np.argwhere(listed).tolist()
            ),
        )

    def _crossed_shares(
        self, number: Places, size: tuple[int, int], listed: Flags, first: Breakdown, second: Breakdown
    ) -> dict[str, Flags] | None:
        """Return of which cells each share may be shown; None: the crossing is withheld.

        The first share alone is shown, unless all of them are as safe together: of workers by all their outcomes.
        """
        outcomes = {share: _numbered(*self._tested(share)) for share in SHARES}
        said = {
            share: ([g.stated[share] for g in first.groups], [g.stated[share] for g in second.groups])
            for share in SHARES
        }
        cells = {share: _cells(number, outcome, 3, size) for share, outcome in outcomes.items()}
        shown = crossed_statements(cells[_FIRST[0]], listed, *said[_FIRST[0]], self.k)
        if shown is None:
            return None
        kinds = np.unique(sum(3**i * outcomes[share] for i, share in enumerate(SHARES)), return_inverse=True)[1]
        rows, columns = (_together([said[share][axis] for share in SHARES]) for axis in (0, 1))
        counted = _cells(number, kinds, int(kinds.max()) + 1, size)
        together = crossed_statements(counted, listed, rows, columns, self.k)
        if together is not None and np.array_equal(together, shown):
            return dict.fromkeys(SHARES, shown)
        for share in _FIRST[1:]:
            if not are_within(cells[share], cells[_FIRST[0]], shown, *said[share], self.k):
                return None
        return {share: shown if share == _FIRST[0] else np.zeros_like(shown) for share in SHARES}


def _numbered(below: Flags, undecided: Flags) -> Places:
    """Return what came out for each worker: 0 below, 1 undecided, 2 not below."""
    return np.where(below, 0, np.where(undecided, 1, 2))


def _cells(number: Places, outcome: Places, outcomes: int, size: tuple[int, int]) -> Places:
    """Return workers by row, column and outcome; ``number``: cell of each worker."""
    found = np.bincount(number * outcomes + outcome, minlength=size[0] * size[1] * outcomes)
    return found.reshape(*size, outcomes)


def _together(said: Sequence[Sequence[Statement]]) -> list[Statement]:
    """Return what is said of each line by all of several statements: of them all, of none, or of some."""
    return [
        "exact" if set(line) == {"exact"} else "nothing" if set(line) == {"nothing"} else "low"
        for line in zip(*said, strict=True)
    ]


def _check(rows: Sequence[Outcome], whole: Statement, before: Sequence[Rows], gone: Set[int], k: int) -> Check:
    return lambda stated: all(are_apart(Rows(rows, stated, whole), other, gone, k) for other in before)


def _owners(breakdown: Breakdown, workers: int) -> Places:
    """Return the group of each worker by number."""
    owner = np.zeros(workers, dtype=np.int64)
    for i, group in enumerate(breakdown.groups):
        owner[group.workers] = i
    return owner


def of_workers(labels: Labels, k: int) -> str:
    """Return why the words of a column are not repeated, the hidden ones neither: they are nearly one a worker each.

    Another number of the worker's own, or a name, has as many words as there are workers. Empty where they are groups.

    >>> of_workers(np.array(["e-1", "e-2", "e-3", "e-4", "e-5", "e-6"]), 5)
    'fewer than 2 workers a group tell of workers rather than of groups'
    >>> of_workers(np.array(["a", "a", "b", "b", "c", "c"]), 5)
    ''
    """
    words = len(np.unique(labels))
    if words > MOST_GROUPS:
        return _MANY.format(MOST_GROUPS)
    few = words > max(k, len(labels) // FEWEST_A_GROUP)
    return f"fewer than {FEWEST_A_GROUP} workers a group tell of workers rather than of groups" if few else ""


_MANY = "more than {} groups tell of workers rather than of groups"


def _too_many(columns: tuple[str, ...], most: int) -> Breakdown:
    return Breakdown(columns, (), withheld=_MANY.format(most))


__all__ = ["NOT_SAID", "SHARES", "Breakdown", "Breakdowns", "Group", "of_workers"]
