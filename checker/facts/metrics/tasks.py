"""What became of tasks: rejected, returned, timed out, pending.

Pending tasks stand apart from closed ones; where a share is of all submitted tasks, they may still go
either way. A task that does not say its status may have any. An approved one that shows neither reward nor time may
be none: it makes no share of rejected ones smaller for certain.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from checker.facts.disclosure.small_cells import is_small
from checker.facts.measured import MORE_THAN_NOTHING, Measured, unknown
from checker.facts.metrics.distribution import absent, absent_words
from checker.facts.sampling import rows_by_worker, share_of_sample
from checker.facts.without_work import is_hollow
from checker.model.quantity import many

if TYPE_CHECKING:
    from checker.facts.metrics import MetricEntry
    from checker.facts.pay_data import PayData

NO_STATUS = "the data do not say what became of tasks (status)"
_HOLLOW = ["some approved tasks show neither reward nor time"]
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
    found = _rate(
        data, counts, ("rejected", "returned", "timed_out"), ("approved", "rejected", "returned", "timed_out"), "rows"
    )
    if not found.known or is_small(_behind(data, ("rejected",))[0], data.scope.k):
        return found
    # Less the rejected ones, whose rate is printed, it is those that were returned or timed out.
    return replace(found, rests=_behind(data, ("returned", "timed_out"))[:1])


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
    hollow = _hollow(counts)
    words = [many(maybe, "task", "is pending or does", "are pending or do") + " not say"] if maybe else []
    least = submitted - hollow
    high = min(1.0, (honest + maybe) / least) if least else 1.0
    low, high, why = _with_absent(data, honest / submitted, high, "; ".join([*words, *_HOLLOW * bool(hollow)]))
    few, most = _behind(data, ("rejected",), ("pending",))
    found = Measured(
        low, high, data.worker_count, "tasks", "share of tasks", why, disclosure="sum", count_low=few,
        count_high=most, rests=_unfaithful(data), reads=(*_READS, "bad_faith"),
    )  # fmt: skip
    return _sampled(data, found)


def _counts(data: PayData) -> dict[str, dict[str, int]]:
    """Return rows, rewards, missing rewards, bad faith, neither reward nor time, by status (``""``: not said)."""
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
                is_hollow(data).cast(nw.Int64).sum().alias("hollow"),
                bad.alias("bad_faith"),
            )
        )
        names = ("rows", "money", "missing", "bad_faith", "hollow")
        data.memo["by status"] = {state: {n: int(found[n][i]) for n in names} for i, state in enumerate(found["state"])}
    counts: dict[str, dict[str, int]] = data.memo["by status"]
    return counts


def _with_absent(data: PayData, low: float, high: float, why: str) -> tuple[float, float, str]:
    """Return the ends with the tasks of workers who are not in the data: any number, with any outcome.

    What was rejected for certain stays more than nothing.
    """
    if not absent(data):
        return low, high, why
    return (MORE_THAN_NOTHING if low > 0 else 0.0), 1.0, "; ".join(filter(None, [why, absent_words(data)]))


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
        return unknown(_without_status(silent["rows"]), n=data.worker_count, reads=_READS)
    extra, hollow = silent["rows"], _hollow(counts) if of == "rows" else 0
    words = [_without_status(extra)] if extra else []
    least = bottom + extra - hollow
    high = (top + extra) / least if least else 1.0
    low, high, why = _with_absent(data, top / (bottom + extra), high, "; ".join([*words, *_HOLLOW * bool(hollow)]))
    estimator = "share of " + ("tasks" if of == "rows" else "rewards")
    few, most = _behind(data, part)
    found = Measured(
        low, high, data.worker_count, "tasks", estimator, why, disclosure="sum", count_low=few, count_high=most,
        reads=_READS,
    )  # fmt: skip
    return _sampled(data, found, "pay" if of == "money" else "")


def _hollow(counts: dict[str, dict[str, int]]) -> int:
    return counts["approved"]["hollow"] if "approved" in counts else 0


def _behind(data: PayData, states: tuple[str, ...], open_: tuple[str, ...] = ()) -> tuple[int, int]:
    """Return how many workers have a task in some states, and how many one in them, in those open or in none."""
    import narwhals as nw

    key = f"behind {states} {open_}"
    if key not in data.memo:
        status = nw.col("status")
        rows = data.rows.filter(~nw.col("worker").is_null(), status.is_in([*states, *open_]) | status.is_null())
        sure = status.is_in(states).fill_null(value=False).cast(nw.Int64)
        workers = rows.with_columns(sure.alias("sure")).group_by("worker").agg(nw.col("sure").max())
        found = data.engine.collect(workers.select(nw.col("sure").sum(), nw.len().alias("all")))
        data.memo[key] = int(found["sure"][0] or 0), int(found["all"][0] or 0)
    few, most = data.memo[key]
    return few, most


def _unfaithful(data: PayData) -> tuple[int, ...]:
    """Return how many workers have a rejected task in proven bad faith, where the data say who has."""
    import narwhals as nw

    if "bad_faith" not in data.shape.kept:
        return ()
    if "bad faith" not in data.memo:
        guilty = (nw.col("status") == "rejected") & nw.col("bad_faith").fill_null(value=False)
        rows = data.rows.filter(~nw.col("worker").is_null(), guilty)
        found = data.engine.collect(rows.select(nw.col("worker").n_unique().alias("n")))
        data.memo["bad faith"] = int(found["n"][0] or 0)
    return (data.memo["bad faith"],)


def _sampled(data: PayData, found: Measured, column: str = "") -> Measured:
    return share_of_sample(data, found, rows_by_worker(data, column)) if data.sampled else found


def _without_status(tasks: int) -> str:
    return f"{many(tasks, 'task', 'does', 'do')} not say {'its' if tasks == 1 else 'their'} status"
