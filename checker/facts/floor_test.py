"""The floor test: is each unit's pay below, not below, or undecided against bar x hours?

Everything unknown is carried as an interval: pay from `n_low` to `n_high`, what the bar asks from
`d_low` to `d_high`, with flags where an end is open. Below is what is below even in the best case; not
below what is not even in the worst. Workers are counted in `checker.facts.metrics.floor`.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from checker.model.pay_method import PAY_METHODS
from checker.model.pay_table import MONEY_SCALE

HOUR = 3_600_000.0
TestedBar = Literal["living_wage", "minimum_wage", "requester_minimum_wage"]
"""The wage where the work is done, the legal minimum there, the legal minimum where the client is."""
SLACK = 1e-9
"""Share of the bar that counts as rounding of floating-point numbers."""
HOURS_ROUNDING = 0.005
"""Hours by which a payroll row may be rounded."""
MOST_ROUNDING = 0.01
"""Share of what the bar asks for the rows of a unit that is believed to be their rounding, where one row may not be off
by more: a choice of this tool. Ends of roundings make up for each other over many rows; a month cut into rows of a few
minutes would else have a tenth of its pay, and more, for rounding."""


class Basis(NamedTuple):
    """Which test: bar, all time or paid time only, method of counting pay."""

    kind: TestedBar
    paid_time: bool
    method: str


def prepare(parts: Any, bars: Any, *, has_overtime: bool, task: bool) -> Any:
    """Return parts with their bars and hours in floating-point hours, overtime in or out by the rule.

    Adds `hours` (all), `hours_paid_low`, `hours_paid_high`, `overtime_in` (pay), `unread` and `forced`; keeps the
    flags. With overtime also the hours without it, and whether it is open if it is in (`overtime_open`).
    """
    import narwhals as nw

    frame = parts.join(
        bars,
        on=["cell", "unit", "spell"] if "spell" in parts.collect_schema().names() else ["cell", "unit"],
        how="left",
    )
    frame = frame.with_columns(
        ((nw.col("time_paid")) / nw.lit(HOUR)).alias("hours_paid_low"),
        ((nw.col("time_paid") + nw.col("time_open")) / nw.lit(HOUR)).alias("hours_paid_high"),
        ((nw.col("time_paid") + nw.col("time_open") + nw.col("time_unpaid")) / nw.lit(HOUR)).alias("hours"),
        (nw.col("contract_low") / nw.lit(HOUR) * nw.col("months")).alias("weeks_low"),
        (nw.col("contract_high") / nw.lit(HOUR) * nw.col("months")).alias("weeks_high"),
        ((nw.col("broken") > 0) | nw.col("unreadable")).alias("unread"),
        nw.lit(0 if task else 1).alias("rounded"),
    )
    if has_overtime:
        return _with_overtime(nw, frame)
    return frame.with_columns(nw.lit(0.0).alias("overtime_in"), nw.col("unread").alias("forced"))


def _with_overtime(nw: Any, frame: Any) -> Any:
    """Take overtime out where it is paid at least like other hours of the unit, else put both sides in."""
    unit = ("worker", "unit")
    rate = nw.col("living_wage_rate").fill_null(1.0)
    frame = frame.with_columns(
        (nw.col("overtime_pay") * rate).sum().over(*unit).alias("o_pay"),
        (nw.col("overtime_time") / nw.lit(HOUR)).sum().over(*unit).alias("o_hours"),
        (nw.col("pay_low") * rate).sum().over(*unit).alias("u_low"),
        (nw.col("pay_high") * rate).sum().over(*unit).alias("u_high"),
        (nw.col("hours_paid_low") + nw.col("weeks_low") * nw.lit(52 / 12)).sum().over(*unit).alias("u_hours_low"),
        (nw.col("hours_paid_high") + nw.col("weeks_high") * nw.lit(52 / 12)).sum().over(*unit).alias("u_hours_high"),
        (nw.col("pay_missing") + nw.col("time_missing")).sum().over(*unit).alias("u_missing"),
        nw.col("overtime_blank").sum().over(*unit).alias("u_blank"),
    )
    slack = nw.lit(1 + SLACK)
    out = nw.col("o_pay") * nw.col("u_hours_low") * slack >= nw.col("u_high") * nw.col("o_hours")
    stays = nw.col("o_pay") * nw.col("u_hours_high") * slack < nw.col("u_low") * nw.col("o_hours")
    unpaid = nw.col("o_pay") <= 0
    any_overtime = (nw.col("o_hours") > 0) | (nw.col("o_pay") > 0)
    out, stays = (
        out & (nw.col("u_missing") == 0),
        stays & (nw.col("u_missing") == 0) | (unpaid & (nw.col("o_hours") > 0)),
    )
    hours = nw.when(stays).then(nw.col("overtime_time") / nw.lit(HOUR)).otherwise(nw.lit(0.0))
    paid_hours = nw.when(unpaid).then(nw.lit(0.0)).otherwise(hours)
    open_ = (nw.col("u_blank") > 0) | (any_overtime & ~out & ~stays)
    return frame.with_columns(
        *(nw.col(name).alias(f"{name}_without") for name in HOURS),
        nw.when(stays).then(nw.col("overtime_pay")).otherwise(nw.lit(0)).cast(nw.Float64).alias("overtime_in"),
        (nw.col("hours") + hours).alias("hours"),
        (nw.col("hours_paid_low") + paid_hours).alias("hours_paid_low"),
        (nw.col("hours_paid_high") + paid_hours).alias("hours_paid_high"),
        open_.alias("overtime_open"),
        (nw.col("unread") | open_).alias("forced"),
    )


HOURS = ("hours", "hours_paid_low", "hours_paid_high")
_ASKED = (
    "worker", "unit", *HOURS, "weeks_low", "weeks_high", "rows", "rounded", "half_minor", "pay_high", "pay_missing",
    "time_missing", "unpaid_missing", "forced", "long", "overtime_time",
)  # fmt: skip
_OF_THE_BAR = ("rate", "low", "high", "month_low", "month_high", "currency", "paid_in")


def units(prepared: Any, basis: Basis) -> Any:
    """Return one row a worker and unit with the interval of pay and of what the bar asks, and the outcome.

    Columns: worker, unit, hours, open_time, n_low, n_high, n_floorless, d_low, d_high, d_open, rows, below, undecided,
    idle (no time to test pay against), void (no pay and no such time: below, if anything), currency (number of the
    bar's currency), bottomless (nothing keeps pay over zero), overtime_open, lifts (it may bring pay over the bar),
    overtime_ratio (to what it may bring pay / bar).
    """
    import narwhals as nw

    rate = nw.col(f"{basis.kind}_rate").fill_null(1.0)
    # Each step binds every column that the one before it has: what no later step reads is left behind.
    if "overtime_open" in prepared.collect_schema().names():
        prepared, overtime_open = _without_open_overtime(nw, prepared), nw.col("overtime_open")
    else:
        overtime_open = nw.col("unread") & nw.lit(False)
    kept = (*_ASKED, *(f"{basis.kind}_{name}" for name in _OF_THE_BAR))
    frame = prepared.select(*kept, overtime_open=overtime_open, **pay_ends(basis.method, rate))
    frame = frame.with_columns(**_asked(nw, basis))
    return _outcome(nw, frame.group_by("worker", "unit").agg(*_unit_sums(nw, basis)))


def _without_open_overtime(nw: Any, prepared: Any) -> Any:
    """Take overtime out where it is open if it is in: what it can do to a unit is settled in `_outcome`.

    It stays in only where its rate is under pay / hours_paid of the unit. Where that is not above the bar, pay falls
    short by as much as without it, or by more; and pay over the bar's hours comes up to it at most.
    """
    open_ = nw.col("overtime_open")
    hours = {name: nw.when(open_).then(nw.col(f"{name}_without")).otherwise(nw.col(name)) for name in HOURS}
    pay = nw.when(open_).then(nw.lit(0.0)).otherwise(nw.col("overtime_in"))
    return prepared.with_columns(**hours, overtime_in=pay, forced=nw.col("unread"))


def pay_ends(method: str, rate: Any) -> dict[str, Any]:
    """Return both ends of pay by a method, as expressions on prepared parts, in the currency that ``rate`` leads to."""
    import narwhals as nw

    counted = PAY_METHODS[method]
    rate = rate * nw.lit(1.0 / MONEY_SCALE)
    extra = nw.col("overtime_in")
    for name in counted.adds:
        extra = extra + nw.col(name)
    for name in counted.takes_off:
        extra = extra - nw.col(name)
    low, high = nw.col("pay_low") + extra, nw.col("pay_high") + extra
    cap = counted.in_kind_cap
    if cap is not None:
        # Without the workers' word that it is of use to them, in-kind pay can only keep a wage from being below.
        most = nw.lit(cap / (1 - cap)) * high
        kind = nw.col("in_kind").cast(nw.Float64)
        high = high + nw.when(kind < most).then(kind).otherwise(nw.when(most > 0).then(most).otherwise(nw.lit(0.0)))
    floorless = nw.lit(False)
    for name in counted.takes_off:
        floorless = floorless | (nw.col(f"{name}_missing") > 0)
    return {"n_low": low * rate, "n_high": high * rate, "n_floorless": floorless, "n_rate": rate}


def _asked(nw: Any, basis: Basis) -> dict[str, Any]:
    """Return what the bar asks for the hours, both ends, and the rounding allowed for."""
    kind = basis.kind
    low, high = nw.col(f"{kind}_low"), nw.col(f"{kind}_high")
    month_low, month_high = nw.col(f"{kind}_month_low"), nw.col(f"{kind}_month_high")
    hours_low = nw.col("hours_paid_low") if basis.paid_time else nw.col("hours")
    hours_high = nw.col("hours_paid_high") if basis.paid_time else nw.col("hours")
    contract = nw.col("weeks_high") > 0
    time_open = (nw.col("time_missing") > 0) | nw.col("overtime_open")
    if not basis.paid_time:
        time_open = time_open | (nw.col("unpaid_missing") > 0)
    bar_open = (high.is_null() & (hours_high > 0)) | (contract & month_high.is_null())
    rounding = nw.col("rounded") * nw.lit(HOURS_ROUNDING)
    money = nw.col("rounded") * nw.col("half_minor") * nw.col("n_rate") * nw.lit(float(MONEY_SCALE))
    d_low = low * hours_low + month_low * nw.col("weeks_low")
    d_high = high.fill_null(0.0) * hours_high + month_high.fill_null(0.0) * nw.col("weeks_high")
    return {
        "time_open": time_open,
        "untimed": (nw.col("time_missing") > 0) | nw.col("overtime_open"),
        "d_low": d_low,
        "d_high": d_high,
        "d_open": bar_open | time_open,
        "slack_low": d_low * nw.lit(SLACK) + _rounding(nw, money + rounding * low, d_low),
        "slack_high": d_high * nw.lit(SLACK) + _rounding(nw, money + rounding * high.fill_null(0.0), d_high),
        "h_low": hours_low + nw.col("weeks_low") * nw.lit(52 / 12),
        "h_high": hours_high + nw.col("weeks_high") * nw.lit(52 / 12),
        "no_rate": nw.col(f"{kind}_rate").is_null(),
        "r_pay": nw.col("pay_high") * nw.col("n_rate"),
        "r_hours": nw.col("hours_paid_low") + nw.col("weeks_low") * nw.lit(52 / 12),
        "r_bar": low,
    }


def _rounding(nw: Any, row: Any, asked: Any) -> Any:
    """Return the rounding of all rows of a part, where one may be off by ``row``: that of one, or a small share."""
    rows, share = row * nw.col("rows"), asked * nw.lit(MOST_ROUNDING)
    most = nw.when(share > row).then(share).otherwise(row)
    return nw.when(rows > most).then(most).otherwise(rows)


def _unit_sums(nw: Any, basis: Basis) -> list[Any]:
    currency, paid_in = nw.col(f"{basis.kind}_currency"), nw.col(f"{basis.kind}_paid_in")
    sums = [
        nw.col(name).sum() for name in (*ENDS, "rows", "pay_missing", "pay_high", "overtime_time", "r_pay", "r_hours")
    ]
    flags = [
        nw.col(name).cast(nw.Int64).max()
        for name in ("n_floorless", "d_open", "time_open", "forced", "long", "no_rate", "overtime_open", "untimed")
    ]
    ends = [currency.min().alias("currency"), currency.max().alias("currency_top"), nw.col("r_bar").min()]
    ends.append(nw.col("n_low").min().alias("n_least"))
    return [*sums, *flags, *ends, paid_in.min().alias("paid_in"), paid_in.max().alias("paid_in_top")]


ENDS = ("n_low", "n_high", "d_low", "d_high", "slack_low", "slack_high", "h_low", "h_high")


def _outcome(nw: Any, frame: Any) -> Any:
    # Pay for no time has no rate; pay that is blank may be such pay.
    paid = (nw.col("pay_high") > 0) | (nw.col("pay_missing") > 0)
    no_hours = (nw.col("h_high") <= 0) & paid & (nw.col("time_open") == 0)
    forced = (
        (nw.col("forced") > 0)
        | (nw.col("no_rate") > 0)
        | (nw.col("currency") != nw.col("currency_top")).fill_null(value=False)
        # Pay that no bar was found for is added as it stands: only in the currency of the rest can it be.
        | (nw.col("currency") != nw.col("paid_in")).fill_null(value=False)
        | (nw.col("currency") != nw.col("paid_in_top")).fill_null(value=False)
        | no_hours
    )
    asked = nw.col("r_bar") * nw.col("r_hours")
    lifts = (nw.col("overtime_open") > 0) & (nw.col("r_pay") > asked)
    rate = nw.when(asked > 0).then(nw.col("r_pay") / nw.when(asked > 0).then(asked).otherwise(nw.lit(1.0)))
    overtime = nw.when(nw.col("overtime_open") > 0).then(rate.otherwise(nw.lit(0.0))).otherwise(nw.lit(0.0))
    # Whatever pay is worth in the bar's currency, it is not under zero where no part of it is.
    bottomless = (nw.col("forced") > 0) | (nw.col("n_floorless") > 0) | (forced & (nw.col("n_least") < 0))
    frame = frame.with_columns(forced.alias("forced"), lifts.alias("lifts"), bottomless.alias("bottomless"))
    frame = frame.with_columns(overtime.alias("overtime_ratio"))
    below = (
        ~nw.col("forced")
        & ~nw.col("lifts")
        & (nw.col("pay_missing") == 0)
        & (nw.col("d_low") - nw.col("n_high") > nw.col("slack_low"))
    )
    sure = (
        ~nw.col("forced")
        & (nw.col("pay_missing") == 0)
        & (nw.col("n_floorless") == 0)
        & (nw.col("d_open") == 0)
        & (nw.col("long") == 0)
        & (nw.col("d_high") - nw.col("n_low") <= nw.col("slack_high"))
    )
    timeless = ~below & (nw.col("h_high") <= 0) & (nw.col("pay_high") <= 0) & (nw.col("pay_missing") == 0)
    # Pay that is not in the test's currency, or in a row that cannot be read, is open; a bonus may be for some time.
    known = ~nw.col("forced") & (nw.col("untimed") == 0) & (nw.col("n_high") <= 0) & (nw.col("overtime_time") == 0)
    return frame.with_columns(
        below.alias("below"),
        (~below & ~sure).alias("undecided"),
        (timeless & sure).alias("idle"),
        (timeless & known).alias("void"),
    )
