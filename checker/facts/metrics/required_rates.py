"""The rate per task that the living wage asks for, by task type and place: at measured task times, and for workers.

At a quantile of task time it is the living wage x that time: who needs no longer earns the living wage on time at the
task. For nine workers in ten it is worker by worker: the living wage for all the time that a worker gave to a type of
task, with what was taken from pay, over the tasks that were paid. Rates are in the living wage's currency. Of several
task types or places there is no one rate: the whole set's is unknown, and the groups have theirs.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from checker.facts.bars.assigned import EPOCH, month_name, to_day
from checker.facts.measured import Measured, unknown
from checker.facts.metrics.distribution import absent, unseen_words
from checker.facts.metrics.piece_rates import named
from checker.facts.working_time.task_times import HOUR_MS, SITE, TIMED, missing_columns, task_times
from checker.model.benchmark import Bar, BarSpell
from checker.model.exchange import NoRate
from checker.model.pay_table import MONEY_SCALE

if TYPE_CHECKING:
    from checker.facts.metrics import MetricEntry
    from checker.facts.pay_data import PayData

REQUIRED = ("required_rate_p50", "required_rate_p75", "required_rate_p90")
FOR_NINE_IN_TEN = "rate_for_90_percent"
NINE_TENTHS = 0.9
_READS = ("task_type", *TIMED)
_READS_ALL = (*_READS, "status", "hours_unpaid", "fees", "deductions")
Numbers = npt.NDArray[np.float64]
Work = tuple[Any, ...]
"""Task type and place: the type, then the columns of `SITE`."""


def required_rate(data: PayData, entry: MetricEntry) -> Measured:
    """Return living wage an hour x P50, P75 or P90 of task time in hours; the highest bar of the days of the work.

    Missing time, and a worker who is not in the data, make it unknown; an open bar leaves the high end open; pay moves
    nothing.
    """
    return _of_one(data, required_rates(data, int(entry.name.rpartition("_p")[2])), _READS)


def rate_for_90_percent(data: PayData, entry: MetricEntry) -> Measured:
    """Return the lowest rate per task at which nine workers in ten reach the living wage on all their time.

    Of n workers it is the ceil(0.9 n)-th of the rates that each would need, ranked: no value between two workers,
    which would leave more than one in ten below. Missing time, fees, deductions and status leave the high end open;
    a worker who is not in the data may need any rate; pay moves nothing.
    """
    found = rates_for_nine_in_ten(data)
    if not isinstance(found, str) and len(_lost_workers(data)):
        found = "some rows cannot be read, or do not say their task type: there may be others"
    return _of_one(data, found, _READS_ALL)


def required_rates(data: PayData, share: int) -> dict[Work, Measured] | str:
    """Return the rate at a quantile of task time by task type and place, or why there is none."""
    times = missing_columns(data, "task_type") or task_times(data, ("task_type", *SITE))
    if isinstance(times, str):
        return times
    bars = _bars_by_site(data)
    if isinstance(bars, str):
        return bars
    found = {}
    for row in times:
        site, hours = named(row, SITE), row[f"time_{share}"] / HOUR_MS
        bar = _highest(bars[site], row["first_day"], row["last_day"])
        found[(row["task_type"], *site)] = _at_bar(bar, hours, row[f"beyond_{share}"], row["workers"])
    return found


def rates_for_nine_in_ten(data: PayData) -> dict[Work, Measured] | str:
    """Return the rate for nine workers in ten by task type and place, or why there is none; run once."""
    if FOR_NINE_IN_TEN not in data.memo:
        data.memo[FOR_NINE_IN_TEN] = _nine_in_ten(data)
    found: dict[Work, Measured] | str = data.memo[FOR_NINE_IN_TEN]
    return found


def _of_one(data: PayData, found: dict[Work, Measured] | str, reads: tuple[str, ...]) -> Measured:
    if isinstance(found, str):
        return unknown(found, n=data.worker_count, reads=reads)
    if len(found) != 1:
        why = "several task types or places: each has a rate of its own" if found else "no task in the data"
        return unknown(why, n=data.worker_count, reads=reads)
    ((_, one),) = found.items()
    return one


def _bars_by_site(data: PayData) -> dict[tuple[Any, ...], Sequence[BarSpell]] | str:
    bars: dict[tuple[Any, ...], Sequence[BarSpell]] = {}
    for number, place in data.places.items():
        if place.place is None:
            return "the place of some tasks is not known"
        bars[named(data.cells[number], SITE)] = data.calendars.hourly["living_wage"].get(place.place, ())
    return bars


def _highest(spells: Sequence[BarSpell], first: int, last: int) -> Bar | str:
    """Return the bar that asks for most on the days from first to last, or why one of them has none."""
    bars: list[Bar] = []
    for spell in spells:
        if spell.last < to_day(first) or spell.first > to_day(last):
            continue
        if not isinstance(spell.bar, Bar):
            return spell.bar.reason
        bars.append(spell.bar)
    if not bars:
        return "no living wage"
    if len({bar.currency for bar in bars}) > 1:
        return "the living wage changed its currency"
    open_ = [bar for bar in bars if bar.high is None]
    top = max(bars, key=lambda bar: bar.low)
    return replace(top, high=None if open_ else max(bar.high for bar in bars if bar.high is not None))


def _at_bar(bar: Bar | str, hours: float, beyond: int, workers: int) -> Measured:
    basis, estimator = "task time", "living wage x quantile of task time, type 7"
    if isinstance(bar, str):
        return unknown(bar, n=workers, basis=basis, estimator=estimator, reads=_READS)
    high = math.inf if bar.high is None else float(bar.high) * hours
    return Measured(
        float(bar.low) * hours, high, workers, basis, estimator, "; ".join(bar.reasons), unit=bar.currency,
        disclosure="quantile", beyond=beyond, reads=_READS,
    )  # fmt: skip


class _Needs(NamedTuple):
    """What each worker would need for each work, one entry a worker and work: sums over bars and months."""

    worker: npt.NDArray[Any]
    work: npt.NDArray[np.int64]
    asked_low: Numbers
    asked_high: Numbers
    paid_low: Numbers
    paid_high: Numbers


def _nine_in_ten(data: PayData) -> dict[Work, Measured] | str:
    # Who is not in the data is in the interval.
    missing = missing_columns(data, "task_type", all_seen=False)
    if missing:
        return missing
    bars = _bars_by_site(data)
    if isinstance(bars, str):
        return bars
    works, currencies, needs = _needs(data, bars)
    lost = _lost_workers(data)
    found = {}
    for number, work in enumerate(works):
        mine = (needs.work == number) & ~np.isin(needs.worker, lost)
        with np.errstate(divide="ignore", invalid="ignore"):
            low = np.where(needs.paid_high[mine] > 0, needs.asked_low[mine] / needs.paid_high[mine], math.inf)
            high = np.where(needs.paid_low[mine] > 0, needs.asked_high[mine] / needs.paid_low[mine], math.inf)
        found[work] = _ranked(data, low, high, len(lost), currencies[number])
    return found


def _ranked(data: PayData, low: Numbers, high: Numbers, lost: int, currency: str) -> Measured:
    """Return the rate that nine in ten of the workers reach; those whose need is not known may need any."""
    basis, estimator = "all time", "worker at nine tenths of the workers ranked by need"
    moved = min(data.anonymous, len(low))
    unseen = absent(data) + lost + moved
    ends = []
    for values, end in ((np.sort(low)[: len(low) - moved], 0.0), (np.sort(high)[moved:], math.inf)):
        ranked = np.sort(np.append(values, np.full(unseen, end)))
        ends.append(float(ranked[_place(len(ranked))]) if len(ranked) else math.nan)
    n = len(low) + absent(data) + lost
    first, last = ends
    words = ["hours, fees or what became of tasks of some workers are not known"] if first != last else []
    why = "; ".join(filter(None, [*words, unseen_words(data)]))
    if not n or not currency or (first == 0 and not math.isfinite(last)) or not math.isfinite(first):
        reason = why or ("no living wage" if not currency else "too many workers were paid for no task")
        return unknown(reason, n=n, basis=basis, estimator=estimator, reads=_READS_ALL)
    return Measured(
        first, last, n, basis, estimator, why, unit=currency, disclosure="quantile", beyond=n - _place(n),
        reads=_READS_ALL,
    )  # fmt: skip


def _place(n: int) -> int:
    """Return the place, from 0, of the worker at whose rate nine in ten of n are served.

    >>> _place(10), _place(11), _place(1)
    (8, 9, 0)
    """
    return math.ceil(NINE_TENTHS * n - 1e-9) - 1


def _lost_workers(data: PayData) -> npt.NDArray[Any]:
    """Return workers with a row that cannot be read or does not say its type: any of their work may be more."""
    import narwhals as nw

    test = nw.col("broken") | nw.col("task_type").is_null()
    overfull = data.parts.filter(nw.col("broken") > 0, ~nw.col("worker").is_null()).select("worker")
    rows = data.rows.filter(~nw.col("worker").is_null(), test).select("worker")
    both = nw.concat([rows, overfull], how="vertical").unique(subset=["worker"])
    found: npt.NDArray[Any] = data.engine.arrays(both)["worker"]
    return found


def _needs(data: PayData, bars: Mapping[tuple[Any, ...], Sequence[BarSpell]]) -> tuple[list[Work], list[str], _Needs]:
    """Return task types at places, each one's currency of the living wage (empty: none), and what workers need."""
    import narwhals as nw

    time = nw.col("time_paid") + nw.col("time_open") + nw.col("time_unpaid")
    outcome = nw.col("outcome")
    rows = data.rows.filter(~nw.col("worker").is_null(), ~nw.col("broken"), ~nw.col("task_type").is_null())
    rows = rows.with_columns(
        time.alias("time"),
        (outcome == 1).fill_null(value=False).cast(nw.Int64).alias("paid"),
        outcome.is_null().cast(nw.Int64).alias("maybe"),
        _open(nw, data).cast(nw.Int64).alias("open"),
        sum((nw.col(name) for name in ("fees", "deductions") if name in data.shape.money), nw.lit(0, nw.Int64))
        .alias("taken"),
    )  # fmt: skip
    spells = {number: bars[named(cell, SITE)] for number, cell in data.cells.items()}
    keys = ["worker", "task_type", "cell"]
    if _is_exchanged(data, spells):
        keys.append("month")
    days = _day_table(data, spells)
    if days:
        rows = rows.join(data.engine.given(days), on=["cell", "last_day"], how="left")
        rows = rows.with_columns(nw.col("spell").fill_null(-1))
        keys.append("spell")
    sums = (nw.col(name).sum().cast(nw.Int64) for name in ("time", "paid", "maybe", "open", "taken"))
    t = data.engine.arrays(rows.group_by(*keys).agg(*sums))
    nothing = np.zeros(len(t["worker"]), dtype=np.int64)
    t = {"month": nothing, "spell": nothing} | t
    kinds, t["kind"] = np.unique(t["task_type"].astype(str), return_inverse=True)
    order = np.lexsort((t["spell"], t["month"], t["cell"], t["kind"], t["worker"]))
    return _summed(data, {name: values[order] for name, values in t.items()}, kinds.tolist(), spells)


def _is_exchanged(data: PayData, spells: Mapping[int, Sequence[BarSpell]]) -> bool:
    """Return whether something was taken from pay in a currency that is not the bar's."""
    taken = bool({"fees", "deductions"} & data.filled)
    return taken and any(
        isinstance(spell.bar, Bar) and spell.bar.currency != data.places[cell].currency
        for cell, of_cell in spells.items()
        for spell in of_cell
    )


def _open(nw: Any, data: PayData) -> Any:
    """Return the test that more time or less money than is recorded may stand behind a row."""
    test = nw.col("time_missing") | nw.col("unpaid_missing")
    for name in ("fees", "deductions"):
        test = test | nw.col(f"{name}_missing")
    return test


def _day_table(data: PayData, spells: Mapping[int, Sequence[BarSpell]]) -> dict[str, list[int]]:
    """Return cell, day and number of the spell, where the bar of some cell changes within its days; else nothing."""
    reach: dict[int, tuple[int, int]] = {}
    for span in data.spans:
        if span.dated:
            first, last = reach.get(span.cell, (span.first, span.last))
            reach[span.cell] = min(first, span.first), max(last, span.last)
    rows: dict[str, list[int]] = {"cell": [], "last_day": [], "spell": []}
    for cell, (first, last) in reach.items():
        for number, spell in enumerate(spells[cell]):
            start, stop = ((day - EPOCH).days for day in (spell.first, spell.last))
            days = range(max(start, first), min(stop, last) + 1)
            rows["cell"] += [cell] * len(days)
            rows["last_day"] += list(days)
            rows["spell"] += [number] * len(days)
    return rows if any(rows["spell"]) else {}


def _summed(
    data: PayData, t: dict[str, Any], kinds: list[str], spells: Mapping[int, Sequence[BarSpell]]
) -> tuple[list[Work], list[str], _Needs]:
    """Return the sums over bars and months of each worker and work; terms are added in one order."""
    told_apart = np.stack([t[name].astype(np.int64) for name in ("kind", "cell", "spell", "month")])
    cases, case = np.unique(told_apart, axis=1, return_inverse=True)
    works: dict[Work, int] = {}
    currencies: dict[int, set[str]] = {}
    low, high, factor, work_of = ([] for _ in range(4))
    for kind, cell, spell, month in cases.T.tolist():
        bar = _bar_at(spells[cell], spell)
        work = works.setdefault((kinds[kind], *named(data.cells[cell], SITE)), len(works))
        currencies.setdefault(work, set()).add(bar.currency if bar else "")
        work_of.append(work)
        low.append(float(bar.low) if bar else 0.0)
        high.append(math.inf if bar is None or bar.high is None else float(bar.high))
        factor.append(_factor(data, bar, data.places[cell].currency, month) if bar else math.nan)
    asked = _asked(t, *(np.array(values, dtype=float)[case.ravel()] for values in (low, high, factor)))
    work_at = np.array(work_of, dtype=np.int64)[case.ravel()]
    order = np.lexsort((work_at, t["worker"]))
    worker, work_at = t["worker"][order], work_at[order]
    new = (worker[1:] != worker[:-1]) | (work_at[1:] != work_at[:-1])
    start = np.flatnonzero(np.append(True, new)) if len(worker) else np.zeros(0, dtype=np.int64)
    paid, maybe = t["paid"].astype(float), t["maybe"].astype(float)
    sums = (_sums_from(values[order], start) for values in (*asked, paid, paid + maybe))
    one = [codes.pop() if len(codes) == 1 else "" for _, codes in sorted(currencies.items())]
    return list(works), one, _Needs(worker[start], work_at[start], *sums)


def _sums_from(values: Numbers, start: npt.NDArray[np.int64]) -> Numbers:
    return np.add.reduceat(values, start) if len(start) else np.zeros(0)


def _bar_at(spells: Sequence[BarSpell], number: int) -> Bar | None:
    if not 0 <= number < len(spells):
        return None
    bar = spells[number].bar
    return bar if isinstance(bar, Bar) else None


def _factor(data: PayData, bar: Bar, currency: str | None, month: int) -> float:
    """Return the bar's currency for one of the pay's; NaN where there is no rate."""
    if currency == bar.currency:
        return 1.0
    rate = data.source.rate(currency, bar.currency, month_name(month)) if currency and month else None
    return math.nan if rate is None or isinstance(rate, NoRate) else float(rate.value)


def _asked(t: dict[str, Any], low: Numbers, high: Numbers, factor: Numbers) -> tuple[Numbers, Numbers]:
    """Return both ends of what the bar asks for the time, and of what was taken, in the bar's currency."""
    hours = t["time"].astype(float) / HOUR_MS
    taken = t["taken"].astype(float) / MONEY_SCALE
    unknown_rate = np.isnan(factor) & (taken > 0)
    taken = np.where(taken > 0, taken * np.nan_to_num(factor), 0.0)
    with np.errstate(invalid="ignore"):
        most = np.where((t["open"] > 0) | unknown_rate | np.isinf(high), math.inf, high * hours + taken)
    return low * hours + taken, most
