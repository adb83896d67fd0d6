"""Key figures of the invented examples, worked out in SQL straight from their pay files.

Independent of the package: only the pay files, the shipped benchmark rows by id and the exchange
rates of `hmrc-rates` are read. Each README prints the same figures.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import hmrc_rates
import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "vendor_templates" / "examples"
STALE = Decimal("0.95")
LONGEST_WEEK = 48


def amount(table: str, row_id: str) -> Decimal:
    with (ROOT / "standards" / "benchmarks" / table).open(encoding="utf-8", newline="") as file:
        return next(Decimal(row["amount"]) for row in csv.DictReader(file) if row["benchmark_id"] == row_id)


def ask(sql: str, file: Path, **values: object) -> dict[str, Any]:
    connection = duckdb.connect()
    connection.execute(f"create table pay as select * from read_csv('{file.as_posix()}')")
    found = connection.execute(sql, values or None)
    names = [column[0] for column in found.description]
    rows = found.fetchall()
    assert len(rows) == 1
    return dict(zip(names, rows[0], strict=True))


def assert_printed(example: str, figures: Mapping[str, str]) -> None:
    text = (EXAMPLES / example / "README.md").read_text(encoding="utf-8")
    missing = [line for name, value in figures.items() if (line := f"| {name} | {value} |") not in text]
    assert missing == []


def test_tidewater_pays_everybody_more_than_the_living_wage_in_every_week() -> None:
    living = amount("living_wages.csv", "lw-ca-greater-victoria-city-lwbc-2025-11")
    before = amount("minimum_wages.csv", "mw-ca-british-columbia-state-statutory-2025-06")
    after = amount("minimum_wages.csv", "mw-ca-british-columbia-state-statutory-2026-06")
    assert (living, before, after) == (Decimal("27.40"), Decimal("17.85"), Decimal("18.25"))

    found = ask(
        """
        with week as (
          select worker, week_from,
            sum(pay - fees - other_deductions) as pay, sum(hours + unpaid_hours) as hours,
            sum(hours + overtime_hours) as worked, sum(unpaid_hours) as unpaid, sum(pay) as gross,
            bool_and(overtime_hours = 0 or overtime_pay / overtime_hours >= pay / hours) as overtime_leaves
          from pay group by all)
        select count(distinct worker) as workers, count(*) as worker_weeks,
          (select count(*) from pay) as rows, bool_and(overtime_leaves) as overtime_leaves,
          count(distinct worker) filter (pay < $living * hours) as below_living,
          count(distinct worker) filter (
            pay < case when week_from < date '2026-06-01' then $before else $after end * hours) as below_minimum,
          min(pay / ($living * hours)) as lowest_ratio,
          max(worked) as longest_week, sum(unpaid) as unpaid, sum(gross) as wage_bill,
          (select max(paid_on - week_to) from pay) as days_to_pay
        from week
        """,
        EXAMPLES / "tidewater-annotation/wages/payroll-2026-h1.csv",
        living=float(living), before=float(before), after=float(after),
    )  # fmt: skip

    assert found["overtime_leaves"] is True
    assert (found["rows"], found["worker_weeks"], found["workers"]) == (1568, 60 * 26, 60)
    assert (found["below_living"], found["below_minimum"], found["unpaid"]) == (0, 0, 0)
    assert found["lowest_ratio"] == pytest.approx(27.60 / 27.40, abs=2e-5)  # pay is rounded to the cent
    assert (found["longest_week"], found["days_to_pay"]) == (40, 5)
    assert found["wage_bill"] == pytest.approx(1_645_794.78, abs=0.005)
    assert_printed("tidewater-annotation", {
        "workers, payroll weeks, rows": "60, 26, 1,568",
        "workers below the living wage": "0 of 60",
        "lowest pay / living wage": f"{found['lowest_ratio']:.4f}",
        "cost to close": "0 CAD",
        "workers below the minimum wage": "0 of 60",
        "longest week": "40 hours",
        "longest wait for pay": "5 days",
        "basic pay of the period": f"{found['wage_bill']:,.2f} CAD",
    })  # fmt: skip


def test_lakeshore_pays_a_third_less_than_the_lowest_bar_while_the_mean_is_above() -> None:
    month = amount("living_wages.csv", "lw-ke-non-metropolitan-urban-kenya-e-g-lake-naivasha-urban-glwc-2023")
    full = month * 12 / 52 / LONGEST_WEEK
    bar = full * STALE
    assert month == 35518
    assert round(bar, 4) == Decimal("162.2216")

    found = ask(
        """
        with month as (select *, gross_kes - equipment_fee - fines as net from pay),
        worker as (
          select staff_no, bool_or(net < $bar * hours) as below, sum(greatest($bar * hours - net, 0)) as gap,
            sum(gross_kes) / sum(hours) as hourly
          from month group by 1)
        select count(*) as workers, count(*) filter (below) as below, sum(gap) as gap, avg(hourly) as mean_hourly,
          (select count(*) from pay) as rows, (select sum(equipment_fee) from pay) as fees,
          (select max(paid_on - "to") from pay) as days_to_pay,
          (select count(*) from pay where "from" = date '2026-02-01' and hours > 4 * 48) as over_48,
          (select max(hours) / 4 from pay where "from" = date '2026-02-01') as longest_mean_week,
          (select min(n) from (select count(distinct staff_no) as n from pay group by grade, sex)) as smallest_cell
        from worker
        """,
        EXAMPLES / "lakeshore-data-services/wages/payroll-2026-h1.csv",
        bar=float(bar),
    )  # fmt: skip

    assert (found["workers"], found["rows"], found["below"]) == (60, 360, 20)
    assert found["mean_hourly"] == pytest.approx(268.65, abs=0.005)
    assert found["mean_hourly"] > full
    assert found["gap"] == pytest.approx(867_294.06, abs=0.005)
    assert (found["fees"], found["days_to_pay"], found["over_48"], found["longest_mean_week"]) == (72_000, 47, 12, 57)
    assert found["smallest_cell"] < 5
    assert_printed("lakeshore-data-services", {
        "workers, months, rows": "60, 6, 360",
        "workers below for certain": "20 of 60",
        "share below the living wage": "from 0.333 to 1",
        "lowest bar": f"{bar:.2f} KES an hour",
        "cost to close": f"at least {found['gap']:,.0f} KES",
        "mean pay an hour": f"{found['mean_hourly']:.2f} KES",
        "equipment fees": f"{found['fees']:,.0f} KES",
        "longest wait for pay": "47 days",
        "workers over 48 hours a week on average in February": "12",
    })  # fmt: skip


def test_millgate_pays_paid_hours_above_the_living_wage_and_says_nothing_of_the_others() -> None:
    living = amount("living_wages.csv", "lw-gb-uk-outside-london-lwf-2025-10")
    assert living == Decimal("13.45")

    found = ask(
        """
        select count(distinct "Payroll no") as workers, count(*) as rows,
          count(distinct "Payroll no") filter ("Basic pay" < $living * "Hours") as below_paid,
          min("Basic pay" / ($living * "Hours")) as lowest_ratio, sum("Basic pay") as wage_bill
        from pay
        """,
        EXAMPLES / "millgate-labelling/wages/payroll.csv",
        living=float(living),
    )

    assert (found["workers"], found["rows"], found["below_paid"]) == (40, 240, 0)
    assert found["lowest_ratio"] == pytest.approx(13.60 / 13.45, abs=1e-5)
    assert found["wage_bill"] == pytest.approx(541_568.66, abs=0.005)
    header = (EXAMPLES / "millgate-labelling/wages/payroll.csv").read_text(encoding="utf-8").split("\n")[0]
    assert "npaid" not in header
    assert_printed("millgate-labelling", {
        "workers, months, rows": "40, 6, 240",
        "workers below the living wage, paid time only": "0 of 40",
        "lowest pay / living wage, paid time only": f"{found['lowest_ratio']:.4f}",
        "share below the living wage, all time": "from 0 to 1",
        "basic pay of the period": f"{found['wage_bill']:,.2f} GBP",
    })  # fmt: skip


TASKS = """
    with task as (
      select worker, region, country, strftime(submitted, '%Y-%m') as month,
        (epoch(submitted) - epoch(accepted)) / 3600 as hours,
        case when state in ('Approved', 'Pending') then reward_usd - service_fee else 0 end as best
      from pay),
    unit as (
      select worker, region, country, month, sum(hours) as hours, sum(best) as best from task group by all),
    judged as (
      select *, case when country = 'GB' then best / usd when region = 'KE-31' then best / usd * kes end as pay,
        case when country = 'GB' then $gb when region = 'KE-31' then $ke end as bar
      from unit join fx using (month)),
    worker as (
      select worker, region, country, coalesce(bool_or(pay < bar * hours), false) as below,
        sum(greatest(bar * hours - pay, 0)) as gap
      from judged group by all)
    select count(*) as workers, (select count(*) from pay) as rows,
      count(*) filter (below) as below,
      count(*) filter (country = 'GB') as gb, count(*) filter (country = 'GB' and below) as gb_below,
      sum(gap) filter (country = 'GB') as gb_gap,
      count(*) filter (region = 'KE-31') as naivasha, count(*) filter (region = 'KE-31' and below) as naivasha_below,
      sum(gap) filter (region = 'KE-31') as naivasha_gap,
      count(*) filter (region in ('KE-30', 'US-OH')) as no_benchmark,
      (select count(*) from pay where state = 'Rejected') as rejected,
      (select sum(service_fee) from pay) as fees
    from worker
"""


def test_taskharbour_has_workers_below_where_a_figure_ships_and_nothing_shown_where_none_does() -> None:
    gb = amount("living_wages.csv", "lw-gb-uk-outside-london-lwf-2025-10")
    ke = amount("living_wages.csv", "lw-ke-non-metropolitan-urban-kenya-e-g-lake-naivasha-urban-glwc-2023")
    rates = hmrc_rates.Rates()
    connection = duckdb.connect()
    connection.execute("create table fx(month varchar, usd double, kes double)")
    for month in ("2026-04", "2026-05", "2026-06"):
        pair = [float(rates.monthly_rate(code, month).units_per_gbp) for code in ("USD", "KES")]
        connection.execute("insert into fx values (?, ?, ?)", [month, *pair])
    file = EXAMPLES / "taskharbour/wages/tasks-2026-q2.csv"
    connection.execute(f"create table pay as select * from read_csv('{file.as_posix()}')")

    bars = {"gb": float(gb), "ke": float(ke * 12 / 52 / LONGEST_WEEK * STALE)}
    query = connection.execute(TASKS, bars)
    found = dict(zip([column[0] for column in query.description], query.fetchall()[0], strict=True))

    assert (found["workers"], found["rows"], found["rejected"]) == (120, 2348, 165)
    assert (found["gb"], found["gb_below"]) == (48, 31)
    assert (found["naivasha"], found["naivasha_below"]) == (24, 15)
    assert (found["below"], found["no_benchmark"]) == (46, 48)
    assert found["gb_gap"] == pytest.approx(208.98, abs=0.005)
    assert found["naivasha_gap"] == pytest.approx(1067.58, abs=0.005)
    assert_printed("taskharbour", {
        "workers, tasks": "120, 2,348",
        "workers below for certain": "46 of 120",
        "of them in Great Britain": "31 of 48",
        "of them in Naivasha": "15 of 24",
        "workers without a benchmark": "48 of 120",
        "share below the living wage": "from 0.383 to 1",
        "cost to close": f"at least {found['gb_gap']:,.2f} GBP and {found['naivasha_gap']:,.2f} KES",
        "tasks rejected": "165 of 2,348",
        "service fees": f"{found['fees']:,.2f} USD",
    })  # fmt: skip
