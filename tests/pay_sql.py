"""Pay metrics as DuckDB SQL over the raw CSV file, written from their definitions: what the engine must agree with.

Shares no code with the engine and knows neither its columns nor its intervals. Floor metrics of a payroll whose
cells are all there; what blanks do to shares is in the tests of blanks.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt

from tests.pay_oracle import APRIL_PESOS, BARS, MINOR, TO_BAR, Bar

Numbers = npt.NDArray[np.float64]

TAKEN_ADDED = {
    "basic_only": ("fees::double + deductions::double", "0"),
    "idh_total": ("fees::double + deductions::double", "guaranteed_bonus::double"),
    "fairwork_net": ("fees::double + costs::double + deductions::double", "guaranteed_bonus::double"),
}
"""What each method subtracts and adds (no in-kind in the file)."""
ONCE, SUMMED = "any_value(week) * 52 / 12", "sum(week) * 52 / 12"
"""Contract hours of a month in which a worker has several rows: one contract, or as many."""
ALL_RATES = TO_BAR | {("USD", "PHP", 4): APRIL_PESOS}

_UNITS = """
create table units as
with rows as (
    select distinct * from read_csv('{file}', all_varchar = true)
    where period_end::date between '2026-01-01' and '2026-04-30'
), cells as (
    select worker_id, country, currency, job_category, gender, period_start, period_end, hours_basis,
           pay::double as pay, {added} - ({taken}) as other, hours_paid::double as paid, hours_unpaid::double as unpaid,
           hours_overtime::double as extra, overtime_pay::double as extra_pay, contract_weekly_hours::double as week
    from rows
), sums as (
    select worker_id, country, currency, job_category, gender, period_start, period_end, count(*) as n,
           sum(pay) as pay, sum(other) as other, sum(unpaid) as unpaid,
           sum(extra) as extra, sum(extra_pay) as extra_pay,
           if(any_value(hours_basis) = 'contract', {contract}, sum(paid)) as paid
    from cells group by all
), apart as (select *, extra = 0 or extra_pay / extra >= pay / paid as leaves from sums)
select * exclude (paid, unpaid), period_end::date as day,
       pay + other + if(leaves, 0, extra_pay) as money,
       paid + if(leaves or extra_pay = 0, 0, extra) as paid_time,
       unpaid + if(not leaves and extra_pay = 0, extra, 0) as unpaid_time
from apart
"""
_TASK_UNITS = """
create table tasks as
select distinct *, accepted[:19]::timestamp + interval 8 hour as begun,
       "handed in"[:19]::timestamp + interval 8 hour as ended,
       (epoch(ended) - epoch(begun)) / 3600 as hours, coalesce(waiting::double, 0) / 60 as waited,
       if(state = 'OK', reward::double, 0) as paid
from read_csv('{file}', all_varchar = true) where ended::date between '2026-01-01' and '2026-04-30';
create table units as
select Worker as worker_id, country, currency, job_category, gender, date_trunc('month', ended) as day, 0 as n,
       sum(paid + {added} - ({taken})) as money, coalesce(sum(hours) filter (state = 'OK'), 0) as paid_time,
       sum(waited) + coalesce(sum(hours) filter (state != 'OK'), 0) as unpaid_time
from tasks group by all
"""
"""Rewards are exact, so no row is rounded: n = 0."""
_TESTED = """
create or replace table tested as
select worker_id, any_value(code) as code, any_value(country) as country, any_value(job_category) as job_category,
       any_value(gender) as gender, sum(money * rate) as money, sum({hours}) as hours, sum({bar} * ({hours})) as line,
       sum(1e-9 * {bar} * ({hours}) + least(n * (minor / 2 * rate + 0.005 * {bar}),
           greatest(minor / 2 * rate + 0.005 * {bar}, 0.01 * {bar} * ({hours})))) as tolerance
from units join bars using (country) join rates using (currency, code)
where rates.month = month(day) group by {key}
"""
_WORKERS = """
create or replace table workers as
select worker_id, any_value(code) as code, any_value(country) as country, any_value(job_category) as job_category,
       any_value(gender) as gender, bool_or(short) as below, min(money / line) as ratio, sum(hours) as hours,
       sum(money) as bill, coalesce(sum(line - money) filter (short), 0) as shortfall,
       coalesce(sum(line - money) filter (short) / sum(line) filter (short), 0) as gap
from (select *, line - money > tolerance as short from tested) group by worker_id
"""


class FloorSql:
    """A payroll file in a database of its own, one table of workers for each way to test it."""

    def __init__(
        self,
        file: Path,
        *,
        method: str = "basic_only",
        contract: str = ONCE,
        grain: str = "payroll",
        bars: Mapping[str, Bar] = BARS,
        rates: Mapping[tuple[str, str, int], float] = ALL_RATES,
    ) -> None:
        self.database = duckdb.connect()
        self._tested_against: tuple[str, bool, bool] | None = None
        taken, added = TAKEN_ADDED[method]
        units = _UNITS if grain == "payroll" else _TASK_UNITS
        self.database.execute(units.format(file=file, taken=taken, added=added, contract=contract))
        self._table("bars", "country text, code text, living_wage double, minimum_wage double", [
            (country, bar.currency, bar.living_wage, bar.minimum_wage) for country, bar in bars.items()
        ])  # fmt: skip
        own = [(b.currency, b.currency, m, 1.0, MINOR[b.currency]) for b in bars.values() for m in range(1, 5)]
        self._table("rates", "currency text, code text, month int, rate double, minor double", [
            *own, *((*key, rate, MINOR[key[0]]) for key, rate in rates.items())
        ])  # fmt: skip

    def _table(self, name: str, columns: str, rows: list[tuple[Any, ...]]) -> None:
        self.database.execute(f"create table {name} ({columns})")
        values = ", ".join(f"({', '.join('?' * len(row))})" for row in rows)
        self.database.execute(f"insert into {name} values {values}", [cell for row in rows for cell in row])

    def test_against(self, bar: str, *, paid: bool, pooled: bool) -> None:
        """Make the table of workers: tested month by month, or their months taken together."""
        if self._tested_against == (bar, paid, pooled):
            return  # the units of a file never change
        self._tested_against = (bar, paid, pooled)
        hours = "paid_time" if paid else "paid_time + unpaid_time"
        key = "worker_id" if pooled else "worker_id, day"
        self.database.execute(_TESTED.format(bar=bar, hours=hours, key=key))
        self.database.execute(_WORKERS)

    def row(self, sql: str) -> tuple[Any, ...]:
        """Return the only row of a query."""
        found = self.database.execute(sql).fetchall()
        assert len(found) == 1, found
        return tuple(found[0])

    def column(self, sql: str) -> Numbers:
        """Return the only column of a query."""
        return np.array([row[0] for row in self.database.execute(sql).fetchall()], dtype=float)

    def family(self, *, weighted: bool, where: str = "true") -> dict[str, float | None]:
        """Return the floor metrics of the table of workers; None where nobody is below."""
        weight = "hours" if weighted else "1"
        names = ("share_below", "lowest_ratio", "mean_gap_of_those_below", "fgt_1", "fgt_2")
        values = self.row(
            f"""select coalesce(sum({weight}) filter (below), 0) / sum({weight}), min(ratio),
                       sum({weight} * gap) filter (below) / sum({weight}) filter (below),
                       sum({weight} * gap) / sum({weight}), sum({weight} * gap * gap) / sum({weight})
                from workers where {where}"""
        )
        return dict(zip(names, values, strict=True)) | {"median_gap_of_those_below": self._median(weighted, where)}

    def _median(self, weighted: bool, where: str) -> float | None:
        found = self.database.execute(
            f"select gap, hours from workers where below and {where} order by gap"
        ).fetchnumpy()
        gaps, hours = found["gap"], found["hours"]
        if not len(gaps):
            return None
        if not weighted:
            return float(np.quantile(gaps, 0.5))
        so_far = np.cumsum(hours)
        return float(gaps[np.searchsorted(so_far, so_far[-1] / 2)])

    def costs(self, where: str = "true") -> dict[str, tuple[float, float]]:
        """Return, for each currency, the money that lifts everybody to the bar, and its share of what was paid."""
        found = self.database.execute(
            f"select code, sum(shortfall), sum(shortfall) / sum(bill) from workers where {where} group by code"
        ).fetchall()
        return {code: (cost, share) for code, cost, share in found}


def floor_name(base: str, *, minimum: bool, paid: bool, weighted: bool, pooled: bool) -> str:
    """Return a metric's name: the bar, then the suffixes in their order."""
    if base == "share_below":
        stem = "share_below_minimum_wage" if minimum else "share_below_living_wage"
    else:
        stem = base + "_minimum_wage" * minimum
    return stem + "_paid_time" * paid + "_hours_weighted" * weighted + "_pooled" * pooled


def close(found: float | None, expected: float | None) -> bool:
    """Say whether two numbers agree to 1e-9 (a share, ratio or gap of 0 absolutely)."""
    if found is None or expected is None:
        return found is expected
    return math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-12)


def inside(number: float | None, low: float | None, high: float | None) -> bool:
    """Say whether a number lies between two ends (None: not known, nothing claimed), but for rounding."""
    if number is None or low is None or high is None:
        return True
    room = 1e-9 * max(1.0, abs(number))
    return low - room <= number <= high + room


def gini(values: Numbers) -> float:
    """Return the mean difference of all pairs over twice the mean: the definition, not the ranked formula."""
    pairs = np.abs(values[:, None] - values[None, :])
    return float(pairs.mean() / (2 * values.mean()))
