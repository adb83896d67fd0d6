"""What became of tasks: rejected, returned, timed out, pending.

Pending tasks stand apart from closed ones; where a share is of all submitted tasks, they may still go
either way. A task that does not say its status may have any.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.facts.measured import MORE_THAN_NOTHING, Measured, unknown
from checker.facts.metrics.distribution import absent
from checker.facts.sampling import rows_by_worker, share_of_sample

if TYPE_CHECKING:
    from checker.facts.metrics import MetricEntry
    from checker.facts.pay_data import PayData

NO_STATUS = "the data do not say what became of tasks (status)"
_READS = ("status",)


def rejection_rate(data: PayData, entry: MetricEntry) -> Measured:
    """Return rejected / (approved + rejected) tasks."""
    counts = _counts(data)
    return _rate(data, counts, ("rejected",), ("approved", "rejected"), "rows")


def rejection_rate_money(data: PayData, entry: MetricEntry) -> Measured:
    """Return rewards of rejected / rewards of approved and rejected tasks."""
    counts = _counts(data)
    closed = [counts[s] for s in ("approved", "rejected") if s in counts]
    if any(row["missing"] for row in closed):
        return unknown("rewards of some tasks are not known", n=data.worker_count, reads=_READS)
    if len({cell.currency for cell in data.places.values()}) > 1:
        return unknown("several currencies", n=data.worker_count, reads=_READS)
    return _rate(data, counts, ("rejected",), ("approved", "rejected"), "money")


def unpaid_work_rate(data: PayData, entry: MetricEntry) -> Measured:
    """Return rejected, returned and timed-out / all closed tasks."""
    counts = _counts(data)
    return _rate(
        data, counts, ("rejected", "returned", "timed_out"), ("approved", "rejected", "returned", "timed_out"), "rows"
    )


def rejected_unpaid_share(data: PayData, entry: MetricEntry) -> Measured:
    """Return rejected and not in proven bad faith / tasks submitted; pending ones may still be rejected."""
    counts = _counts(data)
    if not counts:
        return unknown(NO_STATUS, n=data.worker_count, reads=_READS)
    submitted = sum(row["rows"] for name, row in counts.items() if name not in ("returned", "timed_out"))
    if not submitted:
        return unknown("no task was submitted", n=data.worker_count, reads=_READS)
    rejected = counts.get("rejected", {"rows": 0, "bad_faith": 0})
    honest = rejected["rows"] - rejected["bad_faith"]
    maybe = sum(counts[name]["rows"] for name in ("pending", "") if name in counts)
    why = f"{maybe} tasks are pending or do not say" if maybe else ""
    low, high, why = _with_absent(data, honest / submitted, (honest + maybe) / submitted, why)
    return _sampled(
        data, Measured(low, high, data.worker_count, "tasks", "share of tasks", why, reads=(*_READS, "bad_faith"))
    )


def _counts(data: PayData) -> dict[str, dict[str, int]]:
    """Return rows, rewards, missing rewards and proven bad faith by status (``""``: not said)."""
    import narwhals as nw

    if "status" not in data.shape.kept:
        return {}
    if "by status" not in data.memo:
        bad = (
            nw.col("bad_faith").fill_null(value=False).cast(nw.Int64).sum()
            if "bad_faith" in data.shape.kept
            else nw.col("row").sum() * 0
        )
        found = data.engine.collect(
            data.rows.with_columns(nw.col("status").fill_null("").alias("state"))
            .group_by("state")
            .agg(
                nw.len().alias("rows"),
                nw.col("pay").sum().alias("money"),
                nw.col("pay").is_null().cast(nw.Int64).sum().alias("missing"),
                bad.alias("bad_faith"),
            )
        )
        names = ("rows", "money", "missing", "bad_faith")
        data.memo["by status"] = {state: {n: int(found[n][i]) for n in names} for i, state in enumerate(found["state"])}
    counts: dict[str, dict[str, int]] = data.memo["by status"]
    return counts


def _with_absent(data: PayData, low: float, high: float, why: str) -> tuple[float, float, str]:
    """Return the ends with the tasks of workers who are not in the data: any number, with any outcome.

    What was rejected for certain stays more than nothing.
    """
    if not absent(data):
        return low, high, why
    said = f"the tasks of {absent(data)} workers are not in the data"
    return (MORE_THAN_NOTHING if low > 0 else 0.0), 1.0, "; ".join(filter(None, [why, said]))


def _rate(
    data: PayData, counts: dict[str, dict[str, int]], part: tuple[str, ...], whole: tuple[str, ...], of: str
) -> Measured:
    if not counts:
        return unknown(NO_STATUS, n=data.worker_count, reads=_READS)
    top = sum(counts[s][of] for s in part if s in counts)
    bottom = sum(counts[s][of] for s in whole if s in counts)
    silent = counts.get("", {"rows": 0, "money": 0, "missing": 0})
    if bottom + silent["rows"] == 0:
        return unknown("no task is closed", n=data.worker_count, reads=_READS)
    if silent["rows"] and of == "money":
        return unknown(f"{silent['rows']} tasks do not say their status", n=data.worker_count, reads=_READS)
    extra = silent["rows"]
    why = f"{extra} tasks do not say their status" if extra else ""
    low, high, why = _with_absent(data, top / (bottom + extra), (top + extra) / (bottom + extra), why)
    estimator = "share of " + ("tasks" if of == "rows" else "rewards")
    found = Measured(low, high, data.worker_count, "tasks", estimator, why, reads=_READS)
    return _sampled(data, found, "pay" if of == "money" else "")


def _sampled(data: PayData, found: Measured, column: str = "") -> Measured:
    return share_of_sample(data, found, rows_by_worker(data, column)) if data.sampled else found
