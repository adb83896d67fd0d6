"""What overtime earns over normal hours, at the least."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from checker.facts.disclosure.small_cells import extremes
from checker.facts.floor_test import HOURS_ROUNDING
from checker.facts.measured import Measured, unknown
from checker.facts.metrics.distribution import unseen, unseen_words
from checker.facts.metrics.overtime import BLANK, HOUR_MS, NO_OVERTIME
from checker.facts.working_time.weekly_hours import lost_rows
from checker.model.pay_table import MONEY_SCALE

if TYPE_CHECKING:
    from checker.facts.metrics import MetricEntry
    from checker.facts.pay_data import PayData

_READS = (
    "overtime_pay", "hours_overtime", "pay", "hours_paid", "status", "started_at", "submitted_at", "hours_basis",
    "contract_weekly_hours",
)  # fmt: skip
_STEP = 20.0
"""Premiums are agreed in twentieths: 25 %, 50 %, 100 %."""
_NOTHING = -1.0
"""Premium of overtime that earns nothing."""
_FLOATS = 1e-9


def min_overtime_premium(data: PayData, entry: MetricEntry) -> Measured:
    """Return the lowest (overtime_pay / hours_overtime) / (pay / hours_paid) - 1 of any row with overtime.

    -1: overtime that earns nothing. Normal pay and hours are those of the row, or of the worker's whole period where
    the row has none. Payroll rows are rounded, by half a minor unit and 0.005 h: where exactly one twentieth lies
    within that, it is the premium. A blank on either side of the row may mean any premium, a blank row overtime
    without pay. Missing hours and pay widen; bars change nothing.
    """
    why = ""
    if not any("hours_overtime" in table.columns for table in data.tables):
        why = NO_OVERTIME
    elif not any("overtime_pay" in table.columns for table in data.tables):
        why = "the data do not say what overtime earned (overtime_pay)"
    if why:
        return unknown(why, n=data.worker_count, basis="overtime", reads=_READS)
    t = data.engine.arrays(_by_worker(data))
    sure = t["sure"].astype(float) > 0
    low, high = t["low"].astype(float), t["high"].astype(float)
    lost = t["lost"].astype(float) > 0
    blank = (np.nan_to_num(t["blank"].astype(float)) > 0) | lost
    low = np.where(blank | np.isnan(low), _NOTHING, low)
    high = np.where(lost | np.isnan(high), math.inf, high)
    doubt = bool(blank.any()) or bool(unseen(data)) or data.sampled
    first = _NOTHING if doubt else float(low[sure].min(initial=math.inf))
    last = float(high[sure].min(initial=math.inf))
    words = [BLANK] if (np.nan_to_num(t["blank"].astype(float)) > 0).any() else []
    words += ["some rows cannot be read"] if lost.any() else []
    words += ["the data are a sample"] if data.sampled else []
    why = "; ".join(filter(None, [*words, unseen_words(data)]))
    if not sure.any():
        return unknown("; ".join(filter(None, ["no row has overtime", why])), n=data.worker_count, reads=_READS)
    why = (why or "normal pay or hours of some overtime are not known exactly") if first != last else ""
    if first == _NOTHING and math.isinf(last):
        return unknown(why, n=int(sure.sum()), basis="overtime", reads=_READS)
    of = extremes(data.scope.k, int(sure.sum()), int((sure | blank).sum()))
    shown_low = _NOTHING if unseen(data) or data.sampled else float(np.sort(low[sure | blank])[:of].mean())
    shown_high = float(np.sort(high[sure])[:of].mean())
    return Measured(
        first, last, int(sure.sum()), "overtime", "row with the lowest premium", why, disclosure="extreme",
        shown_low=shown_low, shown_high=shown_high, beyond=of, reads=_READS,
    )  # fmt: skip


def _by_worker(data: PayData) -> Any:
    """Return worker, low and high end of the lowest premium, and how many rows have, and may have, overtime."""
    import narwhals as nw

    rows = _with_normal(data, data.rows.filter(~nw.col("worker").is_null(), ~nw.col("broken")))
    pay, time = nw.col("overtime_pay").cast(nw.Float64), nw.col("overtime_time").cast(nw.Float64)
    sure = nw.col("overtime_time") > 0
    known = sure & ~nw.col("overtime_unpriced") & (nw.col("n_high") > 0) & (nw.col("t_high") > 0)
    known = known & nw.col("told").fill_null(value=False)
    money, hours = nw.col("money_slack"), nw.col("time_slack")
    one = nw.lit(1.0)
    # Each branch of a choice is worked out: what is divided by is never nothing.
    under = nw.when(known).then((time + hours) * (nw.col("n_high") + money)).otherwise(one)
    can = known & (time > hours) & (nw.col("n_low") > money) & (nw.col("t_low") > hours)
    over = nw.when(can).then((time - hours) * (nw.col("n_low") - money)).otherwise(one)
    short = nw.when(pay > money).then(pay - money).otherwise(nw.lit(0.0))
    lowest = short * (nw.col("t_low") - hours) / under - one
    highest = (pay + money) * (nw.col("t_high") + hours) / over - one
    plain = known & (nw.col("n_low") == nw.col("n_high")) & (nw.col("t_low") == nw.col("t_high"))
    middle = pay * nw.col("t_low") / nw.when(plain).then(time * nw.col("n_low")).otherwise(one) - one
    # The lowest twentieth that is not under the range; it is the only one where the next is over it.
    lowest, highest = lowest - nw.lit(_FLOATS), highest + nw.lit(_FLOATS)
    step = (lowest * nw.lit(_STEP)).ceil() / nw.lit(_STEP)
    fits, next_fits = step <= highest, step + nw.lit(1 / _STEP) <= highest
    exact = plain & can & ~next_fits
    value = nw.when(fits).then(step).otherwise(middle)
    unpaid = plain & (nw.col("overtime_pay") == 0)
    nothing, endless = nw.lit(_NOTHING), nw.lit(math.inf)
    floor = nw.when(lowest > nothing).then(lowest).otherwise(nothing)
    low = nw.when(unpaid).then(nothing).when(exact).then(value).when(known).then(floor).otherwise(nothing)
    high = nw.when(unpaid).then(nothing).when(exact).then(value).when(can).then(highest).otherwise(endless)
    rows = rows.select(
        "worker",
        sure=sure.cast(nw.Int64),
        blank=(nw.col("overtime_untimed") | (sure & nw.col("overtime_unpriced"))).cast(nw.Int64),
        low=nw.when(sure).then(low).otherwise(endless),
        high=nw.when(sure).then(high).otherwise(endless),
    )
    found = rows.group_by("worker").agg(
        nw.col("sure").sum(), nw.col("blank").sum(), nw.col("low").min(), nw.col("high").min()
    )
    return lost_rows(data).join(found, on="worker", how="left").with_columns(nw.col("sure", "blank").fill_null(0))


def _with_normal(data: PayData, rows: Any) -> Any:
    """Add both ends of normal pay (n_) and time (t_) that overtime is held against, if they are told, and rounding."""
    import narwhals as nw

    names = ("pay_low", "pay_high", "time_paid", "time_open")
    gaps = nw.col("pay_missing") + nw.col("time_missing") + nw.col("broken") + nw.col("contract_high")
    unit = data.parts.group_by("worker", "unit").agg(
        *(nw.col(name).sum().cast(nw.Int64).alias(f"unit_{name}") for name in names),
        gaps.sum().cast(nw.Int64).alias("gaps"),
        nw.col("currency").fill_null("").min().alias("one"),
        nw.col("currency").fill_null("").max().alias("other"),
    )
    rows = rows.join(unit, on=["worker", "unit"], how="left")
    half = nw.lit(0.0)
    t_low, t_high = nw.col("time_paid").cast(nw.Float64), (nw.col("time_paid") + nw.col("time_open")).cast(nw.Float64)
    if data.grain == "payroll":
        bars = data.bars.select("cell", "unit", "half_minor", "months").unique(subset=["cell", "unit"])
        rows = rows.join(bars, on=["cell", "unit"], how="left")
        half = nw.col("half_minor") * nw.lit(float(MONEY_SCALE))
        if data.shape.has_contract:
            agreed = nw.col("contract_weekly").cast(nw.Float64) * nw.col("months") * nw.lit(52 / 12)
            t_low, t_high = t_low + agreed, t_high + agreed
    own = (nw.col("pay_high") > 0).fill_null(value=True) & ((t_high > 0) | nw.col("time_missing"))
    whole = (nw.col("gaps") == 0) & (nw.col("one") == nw.col("other"))
    unit_time = nw.col("unit_time_paid").cast(nw.Float64)
    ends = {
        "n_low": (nw.col("pay_low"), nw.col("unit_pay_low")),
        "n_high": (nw.col("pay_high"), nw.col("unit_pay_high")),
        "t_low": (t_low, unit_time),
        "t_high": (t_high, unit_time + nw.col("unit_time_open").cast(nw.Float64)),
    }
    told = nw.when(own).then(~nw.col("pay_missing") & ~nw.col("time_missing")).otherwise(whole)
    slack = nw.lit(HOURS_ROUNDING * HOUR_MS if data.grain == "payroll" else 0.0)
    return rows.with_columns(
        **{
            name: nw.when(own).then(of_row.cast(nw.Float64)).otherwise(of_unit.cast(nw.Float64)).fill_null(0.0)
            for name, (of_row, of_unit) in ends.items()
        },
        told=told,
        money_slack=half.cast(nw.Float64),
        time_slack=slack,
    )
