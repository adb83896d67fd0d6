"""The spread of pay that the factors named by the supplier do not explain: 1 - R2 of least squares over rows.

Of a task log the pay of each task is explained, of a payroll the pay of each hour in a row. The factors are those of
the mapping (`factors`): numbers as they stand, words as a level each. Rows that are known to be unpaid are left out: a
rule of pay is about what was paid for. It is a sign of how open the rule is, not of how fair.
Pay, hours or a factor missing in any row, or workers without a trace, leave it unknown: a rule may be kept by those
rows that are shown and broken in the others. Sums are of whole numbers, a row a worker and set of words.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from checker.facts.change.worker_weeks import worked_time
from checker.facts.least_squares import Moments, fit, squared_errors, student_t
from checker.facts.measured import Measured, unknown
from checker.facts.metrics.distribution import unseen_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checker.facts.metrics import MetricEntry
    from checker.facts.pay_data import PayData

PER_FACTOR = 20
"""Rows that each factor, or each level of one, needs (`pay_methods`, 2.7)."""
_PARTS = 10
"""Parts of workers, each left out in turn."""
_GRID = 1e12
"""Products of two values between -1 and 1 are kept to this many parts of 1."""
_MOST_COLUMNS = 400
_HOUR = 3_600_000.0
NO_FACTORS = "the mapping does not say what pay depends on (factors: [...])"


def unexplained_pay_variance(data: PayData, entry: MetricEntry) -> Measured:
    """Return 1 - R2 of pay on the factors of the mapping; in a sample a 95 % interval by jackknife over workers."""
    names = tuple(data.shape.factors)
    basis = "tasks" if data.grain == "task" else "pay of an hour, rows"
    reads = ("pay", *(() if data.grain == "task" else ("hours_paid", "started_at")), *names)

    def nothing(why: str, n: int = 0) -> Measured:
        return unknown(why, n=n, basis=basis, estimator="1 - R2, least squares", reads=reads)

    if not names:
        return nothing(NO_FACTORS)
    rows = _prepared(data)
    seen = _survey(data, rows)
    n = int(seen["rows"])
    why = unseen_words(data) or _lost(data, seen, n)
    if why:
        return nothing(why, n)
    workers = _moments(data, rows, seen)
    if workers is None or n < PER_FACTOR * workers.columns:
        return nothing(f"fewer than {PER_FACTOR} rows for each factor or level of one", n)
    whole = fit(workers.whole)
    if whole is None:
        return nothing("pay does not vary, so that there is no spread to explain", n)
    held_out, ends = _across(workers, whole.unexplained)
    low, high = ends if data.sampled else (whole.unexplained, whole.unexplained)
    free = n - whole.rank - 1
    adjusted = 1 - whole.unexplained * (n - 1) / free if free > 0 else math.nan
    over = f"{n} {'tasks' if data.grain == 'task' else 'rows'}, {whole.rank} factors or levels"
    words = f"R2 {1 - whole.unexplained:.3f}, adjusted {adjusted:.3f}, on workers held out {held_out}; {over}"
    why = "the data are a sample: the ends are a 95 % interval by jackknife over workers" if data.sampled else ""
    return Measured(
        low, high, n, basis, f"1 - R2, least squares on {', '.join(names)}", why, words=words, reads=reads,
    )  # fmt: skip


def _prepared(data: PayData) -> Any:
    """Return the rows that pay is explained of, with ``y`` (money, or money an hour), ``lost`` and ``hour_ms``."""
    import narwhals as nw

    rows = data.rows.filter(~(nw.col("outcome") == 0).fill_null(value=False))
    lost = nw.col("broken") | nw.col("worker").is_null() | nw.col("currency").is_null() | nw.col("pay").is_null()
    for i in range(len(data.shape.factors)):
        lost = lost | nw.col(f"factor_{i}").is_null()
    if data.grain == "task":
        return rows.with_columns(nw.col("pay").cast(nw.Float64).alias("y"), lost.alias("lost"))
    rows = rows.with_columns(worked_time(nw, data).alias("hour_ms"))
    none = (nw.col("hour_ms") == 0) & (nw.col("pay") == 0) & ~nw.col("time_missing")
    rows = rows.filter(~none.fill_null(value=False))
    lost = lost | nw.col("time_missing") | ~(nw.col("hour_ms") > 0).fill_null(value=False)
    an_hour = nw.col("pay").cast(nw.Float64) / nw.col("hour_ms").cast(nw.Float64) * nw.lit(_HOUR)
    return rows.with_columns(nw.when(nw.col("hour_ms") > 0).then(an_hour).alias("y"), lost.alias("lost"))


def _numbers(data: PayData) -> list[str]:
    return [f"factor_{i}" for i, words in enumerate(data.shape.factors.values()) if not words]


def _words(data: PayData) -> list[str]:
    return [f"factor_{i}" for i, words in enumerate(data.shape.factors.values()) if words]


def _survey(data: PayData, rows: Any) -> dict[str, Any]:
    """Return how many rows there are and are lost, the currencies, and sum and reach of each column."""
    import narwhals as nw

    sums = [nw.col(name).sum().alias(f"sum_{name}") for name in _numbers(data)]
    sums += [nw.col("pay").sum().alias("sum_pay")]
    sums += [nw.col("hour_ms").sum().alias("sum_time")] if data.grain != "task" else []
    reach = [getattr(nw.col(name), end)().alias(f"{end}_{name}") for name in (*_numbers(data), "y") for end in _ENDS]
    found = data.engine.collect(
        rows.select(
            nw.len().alias("rows"),
            nw.col("lost").cast(nw.Int64).sum().alias("lost"),
            nw.col("currency").min().alias("currency"),
            nw.col("currency").max().alias("currency_top"),
            *sums,
            *reach,
        )
    )
    return {name: values[0] for name, values in found.items()}


_ENDS = ("min", "max")


def _lost(data: PayData, seen: dict[str, Any], n: int) -> str:
    """Return what leaves rows open; empty where every one is known."""
    import narwhals as nw

    if not n:
        return "no row that was paid for"
    if seen["currency"] != seen["currency_top"]:
        return "several currencies"
    # Days with more hours than there are were found after the rows.
    broken = data.engine.collect(data.parts.select(nw.col("broken").sum().alias("n")))["n"][0]
    hours = "" if data.grain == "task" else ", hours"
    return f"pay{hours} or a factor of some rows is not known" if seen["lost"] or broken else ""


class Workers(NamedTuple):
    """Sums of each part of the workers, all columns and pay."""

    parts: tuple[Moments, ...]
    columns: int

    @property
    def whole(self) -> Moments:
        """Return the sums over all workers."""
        return _total(self.parts)


def _total(parts: Sequence[Moments]) -> Moments:
    sums = np.sum([part.sums for part in parts], axis=0)
    return Moments(math.fsum(part.n for part in parts), sums, np.sum([part.products for part in parts], axis=0))


def _moments(data: PayData, rows: Any, seen: dict[str, Any]) -> Workers | None:
    """Return the sums of products of numbers, levels and pay; None where there are too many levels."""
    names = [*_numbers(data), "y"]
    table = data.engine.arrays(_summed(data, rows, seen, names))
    words = [np.asarray(table[name], dtype=object) for name in _words(data)]
    levels = [sorted(set(column.tolist())) for column in words]
    columns = len(names) - 1 + sum(len(found) - 1 for found in levels)
    if columns > _MOST_COLUMNS:
        return None
    part = _part_of(table, words)
    index = [{level: i for i, level in enumerate(found)} for found in levels]
    cells: dict[tuple[int, ...], list[int]] = {}
    for at, key in enumerate(zip(part.tolist(), *(column.tolist() for column in words), strict=True)):
        cells.setdefault((key[0], *(index[i][word] for i, word in enumerate(key[1:]))), []).append(at)
    empty = Moments(0.0, np.zeros(columns + 1), np.zeros((columns + 1, columns + 1)))
    parts = [empty] * (int(part.max()) + 1)
    for (number, *marks), rows_of in sorted(cells.items()):
        parts[number] = _total([parts[number], _cell(table, rows_of, marks, levels, len(names))])
    return Workers(tuple(parts), columns)


def _summed(data: PayData, rows: Any, seen: dict[str, Any], names: list[str]) -> Any:
    """Return sums over each worker and set of words; every column moved and scaled to lie between -1 and 1."""
    import narwhals as nw

    scaled = []
    for name in names:
        middle = _middle(data, seen, name)
        reach = max(abs(float(seen[f"{end}_{name}"]) - middle) for end in _ENDS) or 1.0
        scaled.append(((nw.col(name).cast(nw.Float64) - nw.lit(middle)) / nw.lit(reach)).alias(f"z_{name}"))
    value = [nw.col(f"z_{name}") for name in names]
    whole = [((one * _GRID).round(0)).cast(nw.Int64).sum().alias(f"s_{i}") for i, one in enumerate(value)]
    whole += [
        ((value[i] * value[j] * _GRID).round(0)).cast(nw.Int64).sum().alias(f"p_{i}_{j}")
        for i in range(len(value))
        for j in range(i, len(value))
    ]
    keys = ["worker", *_words(data)]
    summed = rows.with_columns(*scaled).group_by(*keys).agg(nw.len().alias("n"), *whole)
    sums = [name for name in summed.collect_schema().names() if name not in keys]
    # Whole numbers of 128 bits become floats once, whatever the order in which they were added.
    return summed.with_columns(nw.col(*sums).cast(nw.Float64))


def _middle(data: PayData, seen: dict[str, Any], name: str) -> float:
    if name != "y":
        return float(seen[f"sum_{name}"]) / float(seen["rows"])
    if data.grain == "task":
        return float(seen["sum_pay"]) / float(seen["rows"])
    return float(seen["sum_pay"]) / float(seen["sum_time"]) * _HOUR


def _part_of(table: dict[str, Any], words: list[Any]) -> Any:
    """Return the part of the workers that each row of sums belongs to.

    Workers are ranked by what they did, since a worker's number differs between runs; equal ones may change places.
    """
    figures = [table[name] for name in sorted(table) if name != "worker" and not name.startswith("factor_")]
    lines = list(zip(*(column.tolist() for column in (*words, *figures)), strict=True))
    of: dict[int, list[tuple[Any, ...]]] = {}
    for worker, line in zip(table["worker"].tolist(), lines, strict=True):
        of.setdefault(worker, []).append(line)
    ranked = sorted(of, key=lambda worker: sorted(of[worker]))
    parts = min(_PARTS, len(ranked))
    number = {worker: i % parts for i, worker in enumerate(ranked)}
    return np.array([number[worker] for worker in table["worker"].tolist()])


def _cell(table: dict[str, Any], rows: list[int], marks: list[int], levels: list[list[str]], numbers: int) -> Moments:
    """Return the sums of rows of one part that share their words: levels, then numbers, pay last."""
    n = math.fsum(table["n"][rows])
    mark = np.concatenate([np.arange(1, len(found)) == at for found, at in zip(levels, marks, strict=True)] or [[]])
    mark = mark.astype(np.float64)
    sums = np.array([math.fsum(table[f"s_{i}"][rows]) for i in range(numbers)]) / _GRID
    products = np.empty((numbers, numbers))
    for i in range(numbers):
        for j in range(i, numbers):
            products[i, j] = products[j, i] = math.fsum(table[f"p_{i}_{j}"][rows]) / _GRID
    crossed = np.outer(mark, sums)
    whole = np.block([[np.outer(mark, mark) * n, crossed], [crossed.T, products]])
    return Moments(n, np.concatenate([mark * n, sums]), whole)


def _across(workers: Workers, value: float) -> tuple[str, tuple[float, float]]:
    """Return R2 on workers who were held out, in words, and the jackknife's 95 % interval of what is unexplained."""
    whole, parts = workers.whole, workers.parts
    spread = whole.products[-1, -1] - whole.sums[-1] ** 2 / whole.n
    errors, left = [], []
    for part in parts:
        others = whole.without(part)
        found = fit(others) if len(parts) > 1 else None
        if found is None:
            return "not known", (0.0, 1.0)
        errors.append(squared_errors(found, part))
        left.append(found.unexplained)
    count = len(parts)
    error = math.sqrt((count - 1) / count * math.fsum((u - math.fsum(left) / count) ** 2 for u in left))
    half = student_t(0.975, count - 1) * error
    return f"{1 - math.fsum(errors) / spread:.3f}", (max(0.0, value - half), min(1.0, value + half))
