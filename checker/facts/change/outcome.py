"""One audit of a pay change, with true numbers: the table, the week, the workers. Run once for all its metrics."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from checker.facts.change.week import Split, find_split, grid_of, week_name
from checker.facts.change.worker_weeks import NO_WEEK, WorkerWeeks, per_of, week_of, worker_weeks
from checker.facts.change.workers import Deltas, Window, by_formula, by_own_pay, fit
from checker.model.codes import named_currencies
from checker.model.pay_rule import ChangeQuestion, Per

if TYPE_CHECKING:
    from checker.facts.pay_data import PayData

HOLDS, FAILS = 0.75, 0.25
"""Share of rows that fit a formula above which it is in use, and under which it is not (`pay_methods` 1a, 2.8)."""
DROP = 0.25
"""Least move of that share that is a change of the rule."""
EVERYTHING = Window(NO_WEEK, NO_WEEK + 1)
"""No week before, all weeks after: pay against a formula throughout."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the question; ``why`` says why there is no comparison, where there is none."""

    question: ChangeQuestion
    per: Per
    announced: date | None
    table: WorkerWeeks | None = None
    cells: dict[str, Any] | None = None
    """Worker weeks as arrays: worker, week, and what is compared in them."""
    split: Split | None = None
    window: Window | None = None
    deltas: Deltas | None = None
    why: str = ""

    @property
    def changed(self) -> bool:
        """Return whether the rule changed: found, or given as a day."""
        return self.question.since is not None or bool(self.split and self.split.found)

    @property
    def weeks(self) -> tuple[int, int] | None:
        """Return the first and the last week in which the new rule may have begun; None where it is not known."""
        if self.question.since is not None:
            week = int(week_of(self.question.since.toordinal() - 719_163))
            return week, week
        if self.split is None or not self.split.found:
            return None
        return self.split.last_before + 1, self.split.first_after

    @property
    def basis(self) -> str:
        """Return what is compared with what."""
        if self.question.formula is not None:
            return "pay of a row against the disclosed formula"
        told = self.table is None or self.per == "hour" or "task_type" in self.table.work or self.question.factors
        apart = "" if told else ", kinds of task not told apart"
        return f"pay per {self.per} against own pay before, same work{apart}"


def outcome_of(data: PayData) -> Outcome:
    """Return the outcome for the data's question, run when it is first asked for."""
    if "pay change" not in data.memo:
        data.memo["pay change"] = _run(data)
    found: Outcome = data.memo["pay change"]
    return found


def currencies(data: PayData) -> tuple[str, ...]:
    """Return the currencies of pay; words that are no code are not repeated."""
    codes = {str(cell["currency"]) for cell in data.cells.values() if cell["currency"]}
    return tuple(named_currencies(codes))


def _run(data: PayData) -> Outcome:
    question = data.scope.change
    told = [table.mapping.announced for table in data.tables if table.mapping.announced]
    # Of several notices the last one counts: it is the one that left least time.
    announced = question.announced or max(told, default=None)
    found = Outcome(question, per_of(data, question), announced)
    if found.per == "hour" and question.formula is None and not _has_hours(data):
        why = "no hours are recorded: lower pay for a period may be fewer hours, so pay cannot be compared"
        return replace(found, why=why)
    table = worker_weeks(data, question)
    found = replace(found, table=table)
    return _with_formula(data, found, table) if question.formula else _without_formula(data, found, table)


def _has_hours(data: PayData) -> bool:
    return any({"hours_paid", "started_at", "hours_basis"} & table.columns for table in data.tables)


def _with_formula(data: PayData, found: Outcome, table: WorkerWeeks) -> Outcome:
    import narwhals as nw

    names = ("tested", "matched", "above", "below", "expected", "paid")
    frame = table.frame.filter(nw.col("week") > NO_WEEK).group_by("worker", "week", "late")
    cells = data.engine.arrays(frame.agg(*(nw.col(name).sum().cast(nw.Float64).alias(name) for name in names)))
    keep = cells["tested"] > 0
    cells = {name: values[keep] for name, values in cells.items()}
    if not keep.any():
        return replace(found, why="no row can be compared with the formula: its currency or columns are missing")
    split = None if found.question.since else _formula_split(cells)
    window = _window(found.question, split) or EVERYTHING
    return replace(found, cells=cells, split=split, window=window, deltas=by_formula(data.engine, table, window))


def _formula_split(cells: dict[str, Any]) -> Split:
    """Return the split of the share of rows that fit; where none ever fit, of pay over the formula's pay."""
    share = cells["matched"] / cells["tested"]
    grid = grid_of(cells["worker"], cells["week"], share)
    split = find_split(grid, own=False)
    if len(grid.weeks) == 2:
        first, last = (float(share[cells["week"] == week].mean()) for week in grid.weeks)
        if max(first, last) > HOLDS and min(first, last) < FAILS:
            words = f"{first:.0%} of rows fit the formula in the one week, {last:.0%} in the other"
            weeks = int(grid.weeks[0]), int(grid.weeks[1])
            return Split(True, words, *weeks, (weeks[1],))
        return split
    if split.found:
        before, after = drop_of(cells, split)
        if abs(before - after) >= DROP:
            return split
        at = week_name(split.tied[0])
        words = f"no change found: {before:.0%} of rows fit the formula before {at}, {after:.0%} from then on"
        return replace(split, found=False, words=words)
    overall = float(cells["matched"].sum() / cells["tested"].sum())
    if overall > FAILS or not (cells["expected"] > 0).all():
        return replace(
            split, still=False, words=f"no change found: {overall:.0%} of rows fit the formula, with no clear step"
        )
    level = find_split(grid_of(cells["worker"], cells["week"], cells["paid"] / cells["expected"]), own=True)
    said = f"{overall:.0%} of rows fit the formula throughout"
    return replace(level, still=False, words=f"{said}; by level of pay: {level.words}")


def drop_of(cells: dict[str, Any], split: Split) -> tuple[float, float]:
    """Return the share of rows that fit before and after a split, each worker's week counted once."""
    share = cells["matched"] / cells["tested"]
    early, later = cells["week"] <= split.last_before, cells["week"] >= split.first_after
    return float(np.sort(share[early]).mean()), float(np.sort(share[later]).mean())


def _without_formula(data: PayData, found: Outcome, table: WorkerWeeks) -> Outcome:
    cells = _own_levels(data, table)
    keep = cells["expected"] > 0
    cells = {name: values[keep] for name, values in cells.items()}
    if found.question.since is None and not keep.any():
        return replace(found, why="no pay for work that was paid is known")
    split = None
    if found.question.since is None:
        split = find_split(grid_of(cells["worker"], cells["week"], cells["pay"] / cells["expected"]), own=True)
    window = _window(found.question, split)
    if window is None and split is not None and split.still:
        weeks = np.unique(cells["week"])
        middle = len(weeks) // 2
        window = Window(int(weeks[middle - 1]), int(weeks[middle]))
    found = replace(found, cells=cells, split=split, window=window)
    if window is None:
        return replace(found, why=split.words if split else "")
    deltas = by_own_pay(data.engine, table, window)
    why = "" if len(deltas.low) else "no worker was paid both before and after the change"
    return replace(found, deltas=deltas if len(deltas.low) else None, why=why)


def _own_levels(data: PayData, table: WorkerWeeks) -> dict[str, Any]:
    """Return pay of each worker's week, and what its work would bring at the worker's mean over all weeks."""
    import narwhals as nw

    slopes = fit(data.engine, table, None)
    moved = nw.lit(0.0)
    for i, slope in enumerate(slopes.tolist()):
        moved = moved + nw.col(f"x_{i}").cast(nw.Float64) * slope
    frame = table.frame.filter(nw.col("week") > NO_WEEK).with_columns(
        moved.round(0).alias("moved"), nw.col("pay").cast(nw.Float64), nw.col("units").cast(nw.Float64)
    )
    keys = ("worker", *table.work)
    frame = frame.with_columns((nw.col("pay") - nw.col("moved")).alias("rest")).with_columns(
        nw.col("rest").sum().over(*keys).alias("all_rest"), nw.col("units").sum().over(*keys).alias("all_units")
    )
    mean = nw.col("units") * nw.col("all_rest") / nw.col("all_units") + nw.col("moved")
    frame = frame.with_columns(
        nw.when(nw.col("units") > 0).then(mean).otherwise(nw.lit(0.0)).round(0).alias("expected")
    )
    sums = [nw.col(name).sum().alias(name) for name in ("pay", "expected", "units")]
    return data.engine.arrays(frame.group_by("worker", "week").agg(*sums))


def _window(question: ChangeQuestion, split: Split | None) -> Window | None:
    if question.since is not None:
        week = int(week_of(question.since.toordinal() - 719_163))
        return Window(week - 1, week, by_day=True)
    return Window(split.last_before, split.first_after) if split is not None and split.found else None
