"""What is shown of each group of workers: how many are below, how far, what they earn; the worst off first.

Only published numbers leave this module. An order that followed true numbers would tell what is hidden: groups are
put in order by what is printed of them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from checker.facts.disclosure import groups as found_groups
from checker.facts.disclosure.groups import SHARES, Breakdown, Breakdowns
from checker.facts.disclosure.small_cells import Statement, hidden, publish, stated_share, without_heads
from checker.facts.floor_test import Basis
from checker.facts.measured import Measured
from checker.facts.metrics import METRICS, MetricEntry, distribution, floor
from checker.facts.population import Population, people
from checker.model.benchmark import BarKind
from checker.model.pay_table import DEFAULT_GROUPS
from checker.model.wages import Group, Metric, Published

if TYPE_CHECKING:
    from checker.facts.pay_data import PayData

By = tuple[tuple[str, ...], ...]
"""Columns, each alone or two crossed."""
DEFAULT_BY: By = tuple((name,) for name in DEFAULT_GROUPS)
SHARE, GAP, COST, LOWEST = SHARES[0], "mean_gap_of_those_below", "cost_to_close", "lowest_ratio"
WAGES = ("effective_hourly_wage_p10", "effective_hourly_wage_p50", "effective_hourly_wage_p90")
_SAME = 1e-9
MUCH_WORSE = 0.1
"""Difference of shares from which a group is named beside the whole: ten workers in a hundred."""
MOST_NAMED = 3
STEPS = 20
"""Steps to a whole living wage in which the lowest pay of groups is shown: groups that overlap share their lowest paid,
and the difference of two exact means of five would be one worker's pay."""


def breakdowns(data: PayData, by: By | None = None) -> tuple[tuple[Group, ...], tuple[str, ...]]:
    """Return the groups of each column (or two crossed), worst off first, hidden ones last; and what to say of them.

    ``by``: None for `DEFAULT_BY`. Of columns that the data do not have a note says so, unless nobody asked for them.
    """
    tables = Breakdowns(data)
    shown: list[Group] = []
    notes: list[str] = []
    joined = _Crossings()
    for columns in DEFAULT_BY if by is None else dict.fromkeys(by):
        missing = [name for name in columns if not tables.says(name)]
        name = ", ".join(columns).replace("_", " ")
        if missing:
            if by is not None:
                notes.append(f"no groups by {name}: the pay data do not say {' or '.join(missing).replace('_', ' ')}")
            continue
        table = tables.of(columns)
        if not table.withheld and joined.closes(columns):
            table = replace(table, groups=(), withheld="with the other crossings its small groups could be worked out")
        notes += _said_of(table, name)
        shown += _Shown(data, table, tables.whole.stated).groups()
    ordered = tuple(sorted(shown, key=_worst_first))
    return ordered, (*_much_worse(data, ordered), *notes)


class _Crossings:
    """Columns that stand in one crossing or a chain of them: a ring has more totals than a crossing is held against."""

    def __init__(self) -> None:
        self._chain: dict[str, str] = {}

    def closes(self, columns: Sequence[str]) -> bool:
        """Return whether a crossing closes a ring; else add it. Places within places are one column."""
        if len(columns) < 2:
            return False
        first, second = (self._end("country" if name in ("region", "city") else name) for name in columns)
        self._chain[first] = second
        return first == second

    def _end(self, name: str) -> str:
        while (after := self._chain.get(name, name)) != name:
            name = after
        return name


def _said_of(table: Breakdown, name: str) -> list[str]:
    if table.withheld:
        return [f"no groups by {name}: {table.withheld}"]
    if table.overlaps:
        return [f"by {name} workers may stand in several groups, in each with all of their work"]
    return [f"by {name}: groups that are not listed have nobody, or too few workers"] if len(table.columns) > 1 else []


class _Shown:
    """The numbers of one breakdown, with what may be shown of them."""

    def __init__(self, data: PayData, table: Breakdown, whole: Mapping[str, Statement]) -> None:
        self.data, self.table, self.k, self.whole = data, table, data.scope.k, whole
        self.crossed = len(table.columns) > 1

    def groups(self) -> list[Group]:
        """Return the groups, hidden ones without a number."""
        bare = set() if self.crossed else self._bare_costs()
        return [self._group(group, bare=i in bare) for i, group in enumerate(self.table.groups)]

    def _group(self, group: found_groups.Group, *, bare: bool) -> Group:
        if group.hidden:
            why = f"fewer than {self.k} workers, or a total would reveal a smaller group"
            return Group(group.by, None, True, {}, why)
        metrics = {name: self._share(name, group) for name in SHARES}
        if not self.crossed:
            # What those below lack in two columns crossed could be taken from what they lack in each.
            metrics |= {name: self._of_those_below(name, group, bare=bare) for name in (GAP, COST)}
        population = self._people(LOWEST, group)
        lowest = _in_steps(floor.lowest_of(population, METRICS[LOWEST]))
        metrics[LOWEST] = self._metric(LOWEST, lowest, len(group.workers))
        metrics |= {name: self._wage(name, group) for name in WAGES}
        return Group(group.by, len(group.workers), False, metrics)

    def _people(self, name: str, group: found_groups.Group) -> Population:
        entry = METRICS[name]
        kind: BarKind = "minimum_wage" if entry.minimum_wage else "living_wage"
        workers = self.data.tested(Basis(kind, entry.paid_time, entry.method))
        return people(self.data, workers.only(group.workers), self._headcount(group))

    def _headcount(self, group: found_groups.Group) -> int | None:
        """Return how many workers the sites of a country, region or city have, where every site there says so."""
        places = [group.by.get(name) for name in ("country", "region", "city")]
        if list(group.by) != [name for name, place in zip(("country", "region", "city"), places, strict=True) if place]:
            return None
        counts = [site[4] for site in self.data.scope.sites if _stands_in(site, places)]
        return sum(c for c in counts if c is not None) if counts and None not in counts else None

    def _share(self, name: str, group: found_groups.Group) -> Metric:
        entry, n = METRICS[name], len(group.workers)
        members = self._people(name, group)
        measured, said = floor.share_of(members, entry), group.stated[name]
        if said == "exact":
            return self._metric(name, measured, n)
        if (members.absent and said == "few") or members.anonymous:
            said = "nothing"
        shown = stated_share(said, measured.count_low, n, measured.n, self.k)
        return _as_metric(entry, measured, shown)

    def _of_those_below(self, name: str, group: found_groups.Group, *, bare: bool) -> Metric:
        entry, n = METRICS[name], len(group.workers)
        members = self._people(name, group)
        measured = floor.cost_of(members, entry) if name == COST else floor.gap_of(members, entry, median=False)
        if group.stated[SHARE] != "exact":
            return _as_metric(entry, measured, hidden("it would tell how many are below"))
        if bare and name == COST:
            why = "one worker makes up more than half of it, or a total would reveal it"
            return _as_metric(entry, measured, publish(measured, self.k, n) if not measured.known else hidden(why))
        return self._metric(name, measured, n)

    def _bare_costs(self) -> set[int]:
        """Return the groups whose cost may not be shown, so that none of one worker's can be worked out."""
        found: set[int] = set()
        wholes: dict[tuple[str, ...], list[int]] = {}
        for i, group in enumerate(self.table.groups):
            wholes.setdefault(tuple(group.by.values())[:-1], []).append(i)
        workers = self.data.tested(Basis("living_wage", paid_time=False, method="basic_only"))
        everybody = np.arange(len(workers))
        for parts in wholes.values():
            members = {i: self.table.groups[i].workers for i in parts}
            closed = {i for i in parts if self.table.groups[i].stated[SHARE] != "exact" or self.table.groups[i].hidden}
            if self.table.overlaps:
                rest = {i: np.setdiff1d(everybody, members[i]) for i in parts}
                found |= closed | {
                    i for i in parts if any(floor.dominated(workers.only(some[i]), self.k) for some in (members, rest))
                }
                continue
            closed |= {i for i in parts if floor.dominated(workers.only(members[i]), self.k)}
            for i in sorted(set(parts) - closed, key=lambda i: (float(workers.cost_low[members[i]].sum()), i)):
                together = np.concatenate([members[j] for j in closed]) if closed else everybody[:0]
                if not floor.dominated(workers.only(together), self.k) and len(closed) != 1:
                    break
                closed.add(i)
            found |= closed
        return found

    def _wage(self, name: str, group: found_groups.Group) -> Metric:
        entry, n = METRICS[name], len(group.workers)
        absent = max(0, (self._headcount(group) or 0) - n)
        share = int(name.rpartition("_p")[2]) / 100
        wages = distribution.wages(self.data, entry).only(group.workers)
        found = distribution.quantile_of(wages, share, absent, self.data.anonymous, entry, sampled=self.data.sampled)
        return self._metric(name, found, n)

    def _metric(self, name: str, measured: Measured, n: int) -> Metric:
        shown = publish(measured, self.k, n)
        if not name.startswith("share_"):
            # Reasons may not count those of whom a share says nothing.
            shown = shown._replace(why=without_heads(shown.why))
        return _as_metric(METRICS[name], measured, shown)


def _in_steps(measured: Measured) -> Measured:
    """Return an extreme whose shown ends are put a step apart.

    >>> shown = _in_steps(Measured(0.5, 0.5, 9, "", "", disclosure="extreme", shown_low=0.632, shown_high=1.0))
    >>> shown.shown_low, shown.shown_high
    (0.6, 1.05)
    """
    low, high = measured.shown_low, measured.shown_high
    if low is not None and math.isfinite(low):
        low = math.floor(low * STEPS + _SAME) / STEPS
    if high is not None and math.isfinite(high):
        high = (math.floor(high * STEPS + _SAME) + 1) / STEPS
    return replace(measured, shown_low=low, shown_high=high)


def _stands_in(site: Sequence[object], places: Sequence[str | None]) -> bool:
    return all(place is None or site[i] == place for i, place in enumerate(places))


def _as_metric(entry: MetricEntry, measured: Measured, shown: Published) -> Metric:
    """Return a metric of a group: the published number only, also in its true fields."""
    return Metric(
        entry.name,
        measured.unit or entry.unit,
        None if shown.suppressed else shown.low,
        None if shown.suppressed else shown.high,
        measured.n,
        measured.basis,
        entry.method,
        measured.estimator,
        shown,
        shown.value,
        shown.why,
    )


def _worst_first(group: Group) -> tuple[object, ...]:
    """Return the place of a group: by the share below for certain, then possibly, then by the lowest pay; by name."""
    name = tuple(group.by.items())
    if group.suppressed:
        return True, 0.0, 0.0, 0.0, name
    share, lowest = group.metrics[SHARE].published, group.metrics[LOWEST].published
    low = share.low or 0.0
    high = share.high if share.high is not None else (0.0 if share.shown_as.startswith("fewer") else 1.0)
    ratio = lowest.high if lowest.high is not None else math.inf
    return False, -low, -high, ratio, name


def _much_worse(data: PayData, ordered: Iterable[Group]) -> list[str]:
    """Return sentences on the groups that are much worse off than all workers are together."""
    whole = publish(floor.share_below(data, METRICS[SHARE]), data.scope.k, data.worker_count)
    if whole.suppressed or whole.low is None or whole.high is None:
        return []
    found = []
    for group in ordered:
        share = group.metrics[SHARE].published if not group.suppressed else None
        if share is None or share.low is None or share.low - whole.high < MUCH_WORSE:
            continue
        words = ", ".join(f"{key} {value}".replace("_", " ") for key, value in group.by.items())
        least = "at least " if share.high is None or share.high > share.low else ""
        of_all = f"{whole.low:.0%}" if whole.low == whole.high else f"{whole.low:.0%} to {whole.high:.0%}"
        found.append(
            f"{words}: {least}{share.low:.0%} are below the living wage, against {of_all} of all workers;"
            " an average never hides the worst off"
        )
    return found[:MOST_NAMED]


__all__ = ["DEFAULT_BY", "By", "breakdowns"]
