"""The floor family on a payroll with blank cells, absent workers, a bar that nobody gives and a rate that is missing.

Shares: both ends against SQL. Every other number: whatever the blanks hold in truth must lie between its ends.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

from checker.model.wages import WageSet
from tests.pay_for_tests import write_csv
from tests.pay_oracle import BARS, EVERY_GAP, MINOR, TO_BAR, Bar, Row, audited, once, payroll_rows
from tests.pay_sql import ONCE, SUMMED, FloorSql, floor_name, inside

SEED = 5
HEADCOUNT = 300
COMPLETIONS = 12
WAYS = list(product((False, True), repeat=4))

_SHARES = """
with rows as (
    select distinct * from read_csv('{file}', all_varchar = true)
    where period_end::date between '2026-01-01' and '2026-04-30'
), cells as (
    select worker_id, country, currency, period_end::date as day, hours_basis = 'contract' as contract,
           pay::double as pay, fees::double + deductions::double as taken, hours_unpaid::double as unpaid,
           hours_overtime::double as extra, overtime_pay::double as extra_pay,
           hours_paid::double as paid, contract_weekly_hours::double * 52 / 12 as month
    from rows
), sums as (
    select worker_id, country, currency, day, count(*) as n,
           count(pay) < n as no_pay, count(taken) < n as no_taken, count(unpaid) < n as no_unpaid,
           count(extra) < n or count(extra_pay) < n as half,
           if(any_value(contract), count(month) < n, count(paid) < n) as no_hours,
           coalesce(sum(pay), 0) as pay, coalesce(sum(taken), 0) as taken, coalesce(sum(unpaid), 0) as unpaid,
           coalesce(sum(extra), 0) as extra, coalesce(sum(extra_pay), 0) as extra_pay,
           coalesce(if(any_value(contract), max(month), sum(paid)), 0) as least,
           coalesce(if(any_value(contract), sum(month), sum(paid)), 0) as most
    from cells group by all
), ways as (
    select *, {all_time} * unpaid as more, {all_time} = 1 and no_unpaid as no_more, unnest([true, false]) as leaves
    from sums
), possible as (
    -- Overtime in and out, where what is known leaves both open. Of overtime that is half blank nobody knows how much
    -- there was: in it brings pay up to its own rate at most, which is under that of the other hours.
    select *, pay - taken + if(leaves, 0, extra_pay) as money,
           if(leaves or (extra_pay = 0 and {all_time} = 0), 0, extra) as over
    from ways where case
        when half then leaves
        when leaves then extra = 0 or no_pay or extra_pay / extra >= pay / if(no_hours, 'inf', most)
        else extra > 0 and (no_hours or extra_pay / extra < if(no_pay, 'inf', pay) / least)
    end
), tested as (
    select worker_id, day, (half and pay * rate > bar * least) or no_pay or bar is null or rate is null as open_top,
           half or no_pay or bar is null or rate is null or no_taken or no_hours or no_more as open_low,
           bar * (least + more + over) - money * rate > slack + 1e-9 * bar * (least + more + over) as short,
           bar * (most + more + over) - money * rate <= slack + 1e-9 * bar * (most + more + over) as fine,
           greatest(money * rate / (bar * (least + more + over)), if(half, pay * rate / (bar * least), 0)) as ratio
    from (select *, {bar} as bar, n * (minor / 2 * rate + 0.005 * {bar}) as slack
          from possible join bars using (country)
          left join (select *, rates.month as at from rates) as r using (currency, code)
          where r.at is null or r.at = month(day))
), units as (
    select worker_id, bool_and(coalesce(short, false) and not open_top) as below,
           bool_and(coalesce(fine, false) and not open_low) as clear,
           if(bool_or(open_top), 'inf', max(ratio)) as ratio
    from tested group by worker_id, day
), workers as (
    select bool_or(below) as below, bool_and(clear) as clear, min(ratio) as ratio from units group by worker_id
)
select count(*) filter (below), count(*) filter (not below and not clear), count(*), min(ratio) from workers
"""


class Holed(NamedTuple):
    """A payroll with blanks: its rows, which columns have them, and what the engine makes of it."""

    rows: list[Row]
    blanks: tuple[str, ...]
    found: WageSet
    file: Path
    headcount: int | None


HOLES = {
    "every blank": (EVERY_GAP, None),
    "every blank, forty workers absent": (EVERY_GAP, HEADCOUNT),
    "pay and hours": (("pay", "hours_paid", "hours_unpaid"), None),
    "unpaid hours": (("hours_unpaid",), None),
}


@pytest.fixture(scope="module", params=HOLES)
def holed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Holed:
    """Return payrolls with blanks in some columns, with and without a headcount above the workers in the data."""
    blanks, headcount = HOLES[request.param]
    rows = payroll_rows(SEED, gaps=blanks)
    made = audited(tmp_path_factory.mktemp("holed"), rows, mapping={"grain": "payroll"}, headcount=headcount)
    return Holed(rows, blanks, made.found, made.file, headcount)


def counts_of(holed: Holed, bar: str, *, paid: bool) -> tuple[int, int, int, float]:
    """Return how many workers are below for certain, undecided, in the data, and the most that the lowest ratio is."""
    database = duckdb.connect()
    database.execute("create table bars (country text, code text, living_wage double, minimum_wage double)")
    database.executemany(
        "insert into bars values (?, ?, ?, ?)",
        [(country, b.currency, b.living_wage, b.minimum_wage) for country, b in BARS.items()],
    )
    database.execute("create table rates (currency text, code text, month int, rate double, minor double)")
    own = [(b.currency, b.currency, month, 1.0, MINOR[b.currency]) for b in BARS.values() for month in range(1, 5)]
    none = [("USD", "PHP", 4, None, MINOR["USD"])]
    some = [(*key, rate, MINOR[key[0]]) for key, rate in TO_BAR.items()]
    database.executemany("insert into rates values (?, ?, ?, ?, ?)", [*own, *some, *none])
    counts = database.execute(_SHARES.format(file=holed.file, bar=bar, all_time=int(not paid))).fetchone()
    assert counts is not None
    return counts[0], counts[1], counts[2], counts[3]


@pytest.mark.parametrize("paid", [False, True], ids=["all time", "paid time"])
@pytest.mark.parametrize("bar", ["living_wage", "minimum_wage"])
def test_both_ends_of_the_share_below_and_the_top_of_the_lowest_ratio(holed: Holed, bar: str, paid: bool) -> None:
    below, undecided, known, ratio = counts_of(holed, bar, paid=paid)
    everybody = max(known, holed.headcount or 0)
    metric = holed.found.metrics[f"share_below_{bar}" + "_paid_time" * paid]
    assert min(below, undecided) > 10
    assert metric.low == pytest.approx(below / everybody, rel=1e-9)
    assert metric.high == pytest.approx((below + undecided + everybody - known) / everybody, rel=1e-9)
    assert (metric.n, metric.value) == (everybody, None)
    lowest = holed.found.metrics["lowest_ratio" + "_minimum_wage" * (bar == "minimum_wage") + "_paid_time" * paid]
    assert lowest.high == pytest.approx(ratio, rel=1e-9)
    assert lowest.low is not None
    assert lowest.low <= 0
    assert lowest.value is None


def completed(rows: list[Row], chance: random.Random) -> Iterator[Row]:
    """Yield the rows with every blank filled: well, badly, or so that pay ends up just under the line."""
    for row in once(rows):
        full = dict(row)
        hours = _hours(full, chance)
        line = (BARS[full["country"]].living_wage or 30) * hours / (rate_at(full) or 55)
        fill = {
            "pay": f"{line * chance.choice((0, 0.4, 0.985, 1, 1.3, 4)):.2f}",
            "hours_unpaid": chance.choice((0, 0, 0.5, 12, 80)),
            "hours_overtime": chance.choice((0, 0.5, 10, 60)),
        }
        for name in ("pay", "hours_unpaid", "hours_overtime"):
            if full[name] == "":
                full[name] = fill[name]
        if full["fees"] == "":
            full["fees"] = f"{float(full['pay']) * chance.choice((0, 0, 0.02, 0.5)):.2f}"
        if full["overtime_pay"] == "":
            rate = float(full["pay"]) / hours
            full["overtime_pay"] = f"{rate * float(full['hours_overtime']) * chance.choice((0, 0.4, 0.98, 1.5)):.2f}"
        yield full


def rate_at(row: Row) -> float | None:
    """Return what the row's pay is in the bar's currency."""
    bar = BARS[row["country"]].currency
    month = int(str(row["period_end"])[5:7])
    return 1.0 if row["currency"] == bar else TO_BAR.get((row["currency"], bar, min(month, 4)))


def _hours(row: Row, chance: random.Random) -> float:
    """Fill blank hours in and return the row's paid hours."""
    if row["hours_basis"] == "contract":
        if row["contract_weekly_hours"] == "":
            row["contract_weekly_hours"] = chance.choice((6, 20, 40, 48))
        return float(row["contract_weekly_hours"]) * 52 / 12
    if row["hours_paid"] == "":
        asked = BARS[row["country"]].living_wage or 30
        just = float(row["pay"]) * (rate_at(row) or 55) / asked
        row["hours_paid"] = chance.choice((2, 40, max(1, 1.02 * just), 160))
    return float(row["hours_paid"])


def truths(holed: Holed, folder: Path) -> Iterator[FloorSql]:
    """Yield what may be the truth behind the blanks, as payrolls without any."""
    for number in range(COMPLETIONS):
        chance = random.Random(number)
        people = [*completed(holed.rows, chance)]
        if holed.headcount:
            others = payroll_rows(100 + number, workers=HEADCOUNT - 260)
            people += [row | {"worker_id": f"absent-{row['worker_id']}"} for row in others]
        bars = BARS | {"ZM": Bar("ZMW", chance.choice((15, 30, 31, 60)), 12)}
        rates = TO_BAR | {("USD", "PHP", 4): chance.uniform(40, 70)}
        file = write_csv(folder / f"truth-{number}.csv", people)
        yield FloorSql(file, contract=chance.choice((ONCE, SUMMED)), bars=bars, rates=rates)


def test_the_truth_lies_between_the_ends(holed: Holed, tmp_path: Path) -> None:
    """However blanks, absent workers, the missing bar and the missing rate turn out (laws 1 and 2 of the intervals)."""
    wrong = set()
    for sql in truths(holed, tmp_path):
        for minimum, paid, pooled, weighted in WAYS:
            sql.test_against("minimum_wage" if minimum else "living_wage", paid=paid, pooled=pooled)
            for base, number in sql.family(weighted=weighted).items():
                name = floor_name(base, minimum=minimum, paid=paid, weighted=weighted, pooled=pooled)
                metric = holed.found.metrics[name]
                if not inside(number, metric.low, metric.high):
                    wrong.add((name, number, metric.low, metric.high))
            name = floor_name("cost_to_close", minimum=minimum, paid=paid, weighted=weighted, pooled=pooled)
            costs = sql.costs()
            for entry in holed.found.metrics[name].value:
                number = costs.get(entry["currency"], (0.0, 0.0))[0]
                high = math.inf if entry["amount_high"] is None else entry["amount_high"]
                if not inside(number, entry["amount_low"], high):
                    wrong.add((name, entry["currency"], number, entry["amount_low"], high))
    assert not wrong


def test_ends_are_in_order(holed: Holed) -> None:
    for minimum, paid, pooled in product((False, True), repeat=3):
        for base in ("share_below", "mean_gap_of_those_below", "median_gap_of_those_below", "fgt_1", "fgt_2"):
            name = floor_name(base, minimum=minimum, paid=paid, weighted=False, pooled=pooled)
            low, high = holed.found.metrics[name].low, holed.found.metrics[name].high
            assert low is not None, name
            assert high is not None, name
            assert 0 <= low <= high <= (1 if base == "share_below" else math.inf), name
