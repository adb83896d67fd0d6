"""Rows to worker x ISO week x work, in one pass: pay, work, rows that fit a formula, sums of products.

*Work* is what is told apart as not the same: currency, job category, task type. Rows that are known to be unpaid
(rejected, returned, timed out) are counted apart: the rule of pay is about what was paid for. A row that is open is
taken at what was offered for it. Sums are of whole numbers, so that no order of rows changes them.
"""

from __future__ import annotations

import math
from collections.abc import Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from checker.model.pay_rule import ChangeQuestion, PayFormula, Per
from checker.model.pay_table import CELL_COLUMNS, MONEY_SCALE

if TYPE_CHECKING:
    from checker.facts.pay_data import PayData

WORK = ("currency", "job_category", "task_type")
"""Columns by which work is told apart."""
NO_WEEK = -1_000_000
BEFORE, AFTER, ACROSS = 0, 1, 2
"""Sides of a given day; a pay period across it is on neither."""
_SHIFT = 7 * 20_000
"""Added to day numbers before they are divided, so that none is negative."""
_MOST = 1e15
"""Pay by formula beyond which a row cannot be tested: no such amount is pay."""
_PRODUCT = 11
"""Decimal digits of the largest product of two factors that are kept."""

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class WorkerWeeks:
    """The stored table, and how its rows were made."""

    frame: Any
    """Columns: worker, week, late, `work`; priced, unpaid, open, units, blank, blank_units, pay, lost; with a formula
    tested, matched, above, below, expected, other; with factors x_i, p_i_j, y_i."""
    per: Per
    work: tuple[str, ...]
    formula: PayFormula | None
    factors: int
    grid: float
    """Units of a product of two factors in one."""
    longest: int
    """Days of the longest pay period."""
    days: tuple[int, int] | None
    """First and last day of pay; None where no row has one."""


def week_of(day: Any) -> Any:
    """Return the number of the ISO week of a day number, as an expression; both count from 1970."""
    # 1970-01-01 was a Thursday; floor division of a number that is never negative is the same on every engine.
    return (day + (3 + _SHIFT)) // 7 - _SHIFT // 7


def per_of(data: PayData, question: ChangeQuestion) -> Per:
    """Return what pay is compared by: a task of a task log, an hour of a payroll, unless asked otherwise."""
    return question.per or ("task" if data.grain == "task" else "hour")


def worker_weeks(data: PayData, question: ChangeQuestion) -> WorkerWeeks:
    """Return rows of workers summed to worker, week and work, run once and stored."""
    import narwhals as nw

    there = set(data.rows.collect_schema().names())
    work = tuple(name for name in WORK if name in there)
    formula = question.formula
    factors = 0 if formula else len(question.factors)
    per = per_of(data, question)
    rows = data.rows.filter(~nw.col("worker").is_null())
    days, longest, grid = _survey(data, rows, factors)
    rows = _prepared(nw, rows, data, question, per, work)
    rows = _against(nw, rows, formula) if formula else rows
    zero = _zeros(data, question, per, work)
    left_out = {*zero, "priced", *(("units", "blank_units") if per == "task" else ())}
    sums = [nw.len().cast(nw.Int64).alias("rows"), *(nw.col(n).sum().alias(n) for n in _SUMS if n not in left_out)]
    sums += [nw.col(name).sum().alias(name) for name in _FORMULA_SUMS] if formula else []
    sums += _products(nw, factors, grid)
    frame = data.engine.store(_by_work(nw, data, rows, work, sums, left_out, zero))
    return WorkerWeeks(frame, per, work, formula, factors, grid, longest, days)


def _by_work(
    nw: Any, data: PayData, rows: Any, work: tuple[str, ...], sums: list[Any], left_out: Set[str], zero: Set[str]
) -> Any:
    """Sum rows by worker, week, side and work: by the number of the cell first, which costs less than by its words.

    Of ``left_out`` sums those in ``zero`` are 0 everywhere, and the others follow: what is not unpaid is priced, and a
    priced task is lost, blank, or a unit.
    """
    keys, of_rows = ["worker", "week", "late"], [name for name in work if name not in CELL_COLUMNS]
    parts = rows.group_by(*keys, "cell", *of_rows).agg(*sums)
    nothing = {name: nw.lit(0, nw.Int64) for name in sorted(zero)}
    parts = parts.with_columns((nw.col("rows") - nw.col("unpaid")).alias("priced"), **nothing).drop("rows")
    if "units" in left_out:
        units = nw.col("priced") - nw.col("lost") - nw.col("blank")
        parts = parts.with_columns(units.alias("units"), nw.col("blank").alias("blank_units"))
    summed = [name for name in parts.collect_schema().names() if name not in (*keys, "cell", *of_rows)]
    of_cells = [name for name in work if name in CELL_COLUMNS]
    words = {name: [_word(name, cell[name]) for cell in data.cells.values()] for name in of_cells}
    cells = data.engine.given({"cell": list(data.cells), **words}, dict.fromkeys(of_cells, "VARCHAR"))
    named = parts.join(cells, on="cell", how="left")
    return named.group_by(*keys, *work).agg(nw.col(*summed).sum()).with_columns(nw.col(*_SUMS).cast(nw.Int64))


def _zeros(data: PayData, question: ChangeQuestion, per: Per, work: tuple[str, ...]) -> Set[str]:
    """Return the sums that are 0 in every row, as the first look over the rows has shown."""
    if data.seen is None:
        return set()
    zero = set() if data.seen.counts["pay_missing"] else {"blank", "blank_units"}
    if "time_open" not in data.seen.filled:
        zero.add("open")
    told = all(cell["currency"] for cell in data.cells.values())
    if data.seen.is_sound and told and per == "task" and "task_type" not in work and not question.columns:
        zero.add("lost")
    return zero


def _word(name: str, word: Any) -> Any:
    """Return a word by which work is told apart: without one is a kind of work, of a currency it is none."""
    return word if name == "currency" or word is not None else ""


_SUMS = ("priced", "unpaid", "open", "units", "blank", "blank_units", "pay", "lost")
_FORMULA_SUMS = ("tested", "matched", "above", "below", "expected", "paid", "untold", "other")


def _survey(data: PayData, rows: Any, factors: int) -> tuple[tuple[int, int] | None, int, float]:
    """Return the first and the last day, the days of the longest period, and the grid on which products are kept."""
    import narwhals as nw

    span = [
        (nw.col("last_day") - nw.col("first_day")).max().alias("longest"),
        nw.col("first_day").min().alias("first"),
        nw.col("last_day").max().alias("last"),
    ]
    names = [*(f"factor_{i}" for i in range(factors)), *(["pay"] if factors else [])]
    found = data.engine.collect(rows.select(*span, *(nw.col(name).abs().max().alias(name) for name in names)))
    longest = int(found["longest"][0] or 0) + 1
    tops = [float(found[name][0] or 0) / MONEY_SCALE for name in names]
    top = max([*tops, 1e-7])
    first, last = found["first"][0], found["last"][0]
    days = None if first is None or last is None else (int(first), int(last))
    return days, longest, 10.0 ** (_PRODUCT - math.ceil(math.log10(top * top)))


def _prepared(nw: Any, rows: Any, data: PayData, question: ChangeQuestion, per: Per, work: tuple[str, ...]) -> Any:
    """Add week, side of the given day, and what each row counts for."""
    nothing, one = nw.lit(0, nw.Int64), nw.lit(1, nw.Int64)
    unpaid = (nw.col("outcome") == 0).fill_null(value=False)
    amount = nw.col("pay")
    lost = nw.col("broken") | nw.col("currency").is_null() | nw.col("last_day").is_null()
    if "task_type" in work:
        lost = lost | nw.col("task_type").is_null()
    units = one
    if per == "hour":
        units = worked_time(nw, data)
        lost = lost | nw.col("time_missing")
    for i in range(len(question.columns)):
        lost = lost | (nw.col(f"factor_{i}").is_null() if question.formula is None else nw.lit(False))
    rows = rows.with_columns(
        week_of(nw.col("last_day")).cast(nw.Int64).fill_null(NO_WEEK).alias("week"),
        _side(nw, question).alias("late"),
        unpaid.alias("is_unpaid"),
        (~unpaid & lost).alias("is_lost"),
        (~unpaid & ~lost & amount.is_null()).alias("is_blank"),
        (~unpaid & ~lost & ~amount.is_null()).alias("is_good"),
        units.alias("work_units"),
        (nw.col("outcome").is_null() & ~lost).alias("is_open"),
    )
    good = nw.col("is_good")
    return rows.with_columns(
        (~nw.col("is_unpaid")).cast(nw.Int64).alias("priced"),
        nw.col("is_unpaid").cast(nw.Int64).alias("unpaid"),
        nw.col("is_open").cast(nw.Int64).alias("open"),
        nw.col("is_lost").cast(nw.Int64).alias("lost"),
        nw.col("is_blank").cast(nw.Int64).alias("blank"),
        nw.when(good).then(nw.col("work_units")).otherwise(nothing).alias("units"),
        nw.when(nw.col("is_blank")).then(nw.col("work_units")).otherwise(nothing).alias("blank_units"),
        nw.when(good).then(amount).otherwise(nothing).alias("pay"),
        *(nw.col(name).fill_null("").alias(name) for name in work if name not in CELL_COLUMNS),
    )


def _side(nw: Any, question: ChangeQuestion) -> Any:
    if question.since is None:
        return nw.lit(BEFORE, nw.Int64)
    day = question.since.toordinal() - 719_163
    late = nw.when(nw.col("first_day") >= day).then(nw.lit(AFTER, nw.Int64)).otherwise(nw.lit(ACROSS, nw.Int64))
    return nw.when(nw.col("last_day") < day).then(nw.lit(BEFORE, nw.Int64)).otherwise(late)


def worked_time(nw: Any, data: PayData) -> Any:
    """Return paid or open time of a row in milliseconds; a contract's hours by the days of its period."""
    time = nw.col("time_paid") + nw.col("time_open")
    if not data.shape.has_contract:
        return time
    days = nw.col("last_day") - nw.col("first_day") + 1
    return time + (nw.col("contract_weekly") * days // 7).fill_null(0)


def _against(nw: Any, rows: Any, formula: PayFormula) -> Any:
    """Add what a disclosed formula says of each row: what it gives, whether it fits, which way it misses.

    Pay is compared in money, strictly: a row is off where it misses by the tolerance or more.
    """
    expected = nw.lit(formula.intercept * MONEY_SCALE)
    for i, coefficient in enumerate(formula.coefficients.values()):
        expected = expected + nw.col(f"factor_{i}").cast(nw.Float64) * coefficient
    own = nw.col("currency") == formula.currency
    sound = nw.col("is_good") & own.fill_null(value=False)
    told = sound & (expected.abs() < _MOST * MONEY_SCALE).fill_null(value=False)
    off = nw.col("pay").cast(nw.Float64) - expected
    band = formula.tolerance * MONEY_SCALE if formula.tolerance is not None else None
    near = off.abs() < (nw.lit(band) if band is not None else expected.abs() * formula.tolerance_share)
    nothing, no = nw.lit(0, nw.Int64), nw.lit(0.0)
    untold = (nw.col("is_lost") | nw.col("is_blank") | nw.col("is_good")) & ~told & (own | nw.col("currency").is_null())
    flags = {
        "tested": told, "matched": told & near, "above": told & ~near & (off > 0), "below": told & ~near & (off < 0),
        "untold": untold.fill_null(value=False), "other": (~own & ~nw.col("is_unpaid")).fill_null(value=False),
    }  # fmt: skip
    return rows.with_columns(
        *(test.fill_null(value=False).cast(nw.Int64).alias(name) for name, test in flags.items()),
        nw.when(told).then(expected.round(0)).otherwise(no).alias("expected"),
        nw.when(told).then(nw.col("pay")).otherwise(nothing).alias("paid"),
    )


def _products(nw: Any, factors: int, grid: float) -> list[Any]:
    """Return sums of each factor, of products of two, and of factor and pay: all that least squares asks for."""
    value = [nw.col(f"factor_{i}").cast(nw.Float64) / MONEY_SCALE for i in range(factors)]
    good = nw.col("is_good").cast(nw.Float64)
    pay = nw.col("pay").cast(nw.Float64) / MONEY_SCALE

    def total(expression: Any, name: str) -> Any:
        return (expression * good * grid).fill_null(0.0).round(0).cast(nw.Int64).sum().alias(name)

    sums = [
        nw.when(nw.col("is_good")).then(nw.col(f"factor_{i}")).otherwise(nw.lit(0, nw.Int64)).sum().alias(f"x_{i}")
        for i in range(factors)
    ]
    sums += [total(value[i] * value[j], f"p_{i}_{j}") for i in range(factors) for j in range(i, factors)]
    return [*sums, *(total(value[i] * pay, f"y_{i}") for i in range(factors))]
