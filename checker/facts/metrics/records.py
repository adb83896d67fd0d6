"""What is written down for workers: estimates of time, statements of pay, reasons for rejection, as shares.

An estimate or a reason that is left out of a file with that column was not given; a file without the column says
nothing. Numbers of tasks and periods tell of the workers behind them: a side with few of them is not shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from checker.facts.measured import MORE_THAN_NOTHING, Measured, unknown
from checker.facts.metrics.distribution import absent, unseen_words
from checker.facts.metrics.tasks import NO_STATUS
from checker.facts.pay_rows import NO_UNIT
from checker.facts.without_work import is_hollow

if TYPE_CHECKING:
    from checker.facts.metrics import MetricEntry
    from checker.facts.pay_data import PayData

NO_TASKS = "a payroll does not show single tasks"


def share_tasks_with_estimate(data: PayData, entry: MetricEntry) -> Measured:
    """Return tasks with a written estimate of their time (expected_minutes) / all tasks, whatever became of them.

    An estimate of no minutes is none. A task of neither reward nor time counts against, and perhaps for: missing hours
    and pay widen, bars change nothing.
    """
    import narwhals as nw

    reads = ("expected_minutes",)
    why = NO_TASKS if data.grain != "task" else ""
    if not why and "expected_minutes" not in data.shape.kept:
        why = "the data do not say how long a task should take (expected_minutes)"
    if why:
        return unknown(why, n=data.worker_count, reads=reads)
    estimate, open_ = nw.col("expected_minutes"), nw.col("broken") | nw.col("expected_minutes_unsaid")
    given, hollow = (estimate > 0).fill_null(value=False), is_hollow(data)
    sides = _sides(
        data,
        data.rows.select(
            "worker", yes=given & ~open_ & ~hollow, no=~given & ~open_, open=open_, yes_maybe=given & ~open_ & hollow
        ),
    )  # fmt: skip
    return _share(data, sides, "tasks", "share of tasks", "some tasks may have an estimate or none", reads)


def rejections_without_reason(data: PayData, entry: MetricEntry) -> Measured:
    """Return rejected tasks without a reason (rejection_reason) / rejected tasks; 0 where tasks were seen and none was.

    That nothing rejected is nothing rejected without a reason is a rule of this metric: shares of nothing are unknown
    elsewhere. It holds only where every task says what became of it. Pending tasks are not rejected. A reason for
    rejecting what had neither reward nor time counts only perhaps: missing hours and pay widen, bars change nothing.
    """
    import narwhals as nw

    reads = ("status", "rejection_reason")
    why = NO_TASKS if data.grain != "task" else "" if "status" in data.shape.kept else NO_STATUS
    if why:
        return unknown(why, n=data.worker_count, reads=reads)
    status, silent = nw.col("status"), nw.col("status").is_null() | nw.col("broken")
    rejected = (status == "rejected").fill_null(value=False)
    known = "rejection_reason" in data.shape.kept
    bare = nw.col("rejection_reason").is_null() if known else nw.lit(False)
    unsaid = nw.col("rejection_reason_unsaid") if known else nw.lit(True)
    sure, hollow = rejected & ~silent & ~unsaid, is_hollow(data)
    sides = _sides(
        data,
        data.rows.select(
            "worker", yes=sure & bare, no=sure & ~bare & ~hollow, open=rejected & ~silent & unsaid, yes_maybe=silent,
            no_maybe=silent | (sure & ~bare & hollow),
        ),
    )  # fmt: skip
    seen = data.row_count - sides.total("yes_maybe")
    if seen and not any(sides.total(name) for name in NAMES) and not sides.loose and _is_whole(data):
        return Measured(0.0, 0.0, data.worker_count, "tasks", "share of rejected tasks", reads=reads)
    words = "some tasks do not say what became of them, or the data do not say why they were rejected"
    return _share(data, sides, "tasks", "share of rejected tasks", words, reads)


def payslip_coverage(data: PayData, entry: MetricEntry) -> Measured:
    """Return periods of a worker with a statement of pay (payslip) / periods of a worker with pay.

    A period is that of the payroll, a calendar month of tasks; it has a statement if every row of it with pay says
    so. Missing pay leaves open whether there was anything to state; missing hours and bars change nothing.
    """
    import narwhals as nw

    reads = ("payslip",)
    if "payslip" not in data.shape.kept:
        return unknown("the data do not say who got a statement of pay (payslip)", n=data.worker_count, reads=reads)
    rows = data.rows.filter(~nw.col("worker").is_null())
    owed, slip = (nw.col("pay_high") > 0).fill_null(value=True) | nw.col("broken"), nw.col("payslip")
    sure = (nw.col("pay_low") > 0).fill_null(value=False) & ~nw.col("broken")
    flags = {
        "sure": sure,
        "no": (slip == nw.lit(False)).fill_null(value=False) & sure,
        "blank": slip.is_null() | nw.col("broken") | (~sure & ~slip.fill_null(value=False)),
    }
    there = rows.filter(owed, nw.col("unit") != NO_UNIT).group_by("worker", "unit")
    units = there.agg(*(flag.cast(nw.Int64).max().alias(name) for name, flag in flags.items()))
    sure, no, blank = (nw.col(name) > 0 for name in flags)
    told = ~no & ~blank
    lost = data.engine.count(rows.filter(nw.col("unit") == NO_UNIT))
    sides = _sides(
        data,
        units.select(
            "worker", yes=sure & told, no=no, open=sure & ~no & blank, yes_maybe=~sure, no_maybe=~sure & ~told
        ),
        lost + data.anonymous,
    )  # fmt: skip
    words = "some rows do not say whether there was a statement, or whether there was pay"
    return _share(data, sides, "periods with pay", "share of workers' periods", words, reads)


NAMES = ("yes", "no", "open", "yes_maybe", "no_maybe")
"""Is so; is not; is one of the two; is so if it counts at all; is not if it counts at all."""


class _Sides(NamedTuple):
    """How many tasks or periods of each worker stand on each side."""

    by_worker: dict[str, Any]
    of_nobody: dict[str, int]
    loose: int
    """What may be anywhere: rows without a worker or a day where it takes those to know, lines that are no rows."""

    def total(self, name: str) -> int:
        return int(self.by_worker[name].sum()) + self.of_nobody.get(name, 0)


def _sides(data: PayData, frame: Any, loose: int | None = None) -> _Sides:
    """Count the sides of a frame.

    ``loose`` None: a row without a worker counts on its side, and only lines that are no rows may be anything.
    """
    import narwhals as nw

    there = frame.collect_schema().names()
    sums = [nw.col(name).cast(nw.Int64).sum().cast(nw.Int64).alias(name) for name in NAMES if name in there]
    by_worker = frame.filter(~nw.col("worker").is_null()).group_by("worker").agg(*sums)
    found = data.engine.arrays(by_worker)
    counted = {name: found.get(name, np.zeros(len(found["worker"]))).astype(float) for name in NAMES}
    if loose is not None:
        return _Sides(counted, {}, loose)
    nobody = frame.filter(nw.col("worker").is_null())
    of_nobody = {}
    if rows := (data.engine.count(nobody) if data.anonymous else 0):
        of_nobody = {name: int(values[0] or 0) for name, values in data.engine.collect(nobody.select(*sums)).items()}
    return _Sides(counted, of_nobody, data.anonymous - rows)


def _is_whole(data: PayData) -> bool:
    return not absent(data) and not data.sampled


def _share(
    data: PayData, sides: _Sides, basis: str, estimator: str, open_words: str, reads: tuple[str, ...]
) -> Measured:
    """Return yes / (yes + no) with both ends; of whom nothing is seen, any number may stand on either side.

    What is loose may move one from side to side or be one more, whichever is worse.
    """
    yes, no, open_, yes_maybe, no_maybe = (sides.total(name) for name in NAMES)
    sure = yes + no + open_
    least, most = sure + no_maybe, sure + yes_maybe + sides.loose
    if not sure and not most and not least and not sides.loose:
        nothing = f"the data hold no {'period with pay' if 'period' in basis else 'such task'}"
        why = "; ".join(filter(None, [nothing, unseen_words(data)]))
        return unknown(why, n=data.worker_count, basis=basis, estimator=estimator, reads=reads)
    low = max(0, yes - sides.loose) / least if least else 0.0
    high = min(1.0, (yes + open_ + yes_maybe + sides.loose) / most) if most else 1.0
    if not sure:
        low, high = 0.0, 1.0
    words = [open_words] if open_ or yes_maybe or no_maybe or sides.loose else []
    words += ["the data are a sample"] if data.sampled else []
    if not _is_whole(data):
        # Whoever is not in the data may have any number of them; what is sure of one stays sure.
        low, high = (MORE_THAN_NOTHING if low > 0 else 0.0), (1 - MORE_THAN_NOTHING if high < 1 else 1.0)
    why = "; ".join(filter(None, [*words, unseen_words(data)])) if low != high else ""
    if low == 0 and high == 1:
        return unknown(why, n=data.worker_count, basis=basis, estimator=estimator, reads=reads)
    first, last = _workers_behind(sides)
    return Measured(
        low, high, data.worker_count, basis, estimator, why, disclosure="sum", count_low=first, count_high=last,
        reads=reads,
    )  # fmt: skip


def _workers_behind(sides: _Sides) -> tuple[int, int]:
    """Return how many workers stand on the side with fewer of them, for certain and at most."""
    counted = sides.by_worker
    behind = [int((counted[name] > 0).sum()) for name in ("yes", "no")]
    fewest = min((count for count in behind if count), default=0)
    doubtful = sum(counted[name] for name in ("open", "yes_maybe", "no_maybe")) > 0
    return fewest, fewest + int(doubtful.sum())
