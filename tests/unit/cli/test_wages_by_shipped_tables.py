"""Pay measured with the tables that ship, as a user runs it, against loops written from the pay page alone.

Bars are read from the CSV files and rates from the package here too, by code of its own: a rate that rises within a
pay period, one that rises within a month of tasks after a stale one, another currency at each month's rate.
"""

from __future__ import annotations

import csv
import json
import random
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from checker.cli.main import run
from tests.pay_for_tests import write_csv

BENCHMARKS = Path(__file__).parents[3] / "standards" / "benchmarks"
LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)
Row = dict[str, Any]


def audit(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> dict[str, Any]:
    code = run(["wages", "audit", *(str(argument) for argument in arguments), "--all", "--format", "json"])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert code == 0
    return found


def ends(found: dict[str, Any], name: str) -> tuple[Any, Any]:
    metric = found["metrics"][name]
    return metric["low"], metric["high"]


def near(*numbers: float) -> tuple[Any, ...]:
    return tuple(pytest.approx(number, rel=1e-8) for number in (numbers if len(numbers) == 2 else numbers * 2))


@cache
def bar(kind: str, place: str, day: date) -> tuple[float, bool]:
    """Return the lowest bar by the hour on a day, and whether it is exact: the newest row that names the place."""
    rows = []
    with (BENCHMARKS / f"{kind}s.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            names = (row["region_name"], *row["city_names"].split("|"))
            there = place in names or (kind == "minimum_wage" and row["region_code"] == "CA-BC" and place == "Kelowna")
            there = there or (kind == "minimum_wage" and row["country"] == "GB" and place == "Leeds")
            if there and row["applies_to"] == "adult_general" and row["period"] == "hour":
                first, last = row["valid_from"], row["valid_to"] or "9999-12-31"
                if first <= day.isoformat() <= last:
                    rows.append(row)
    newest = max(rows, key=lambda row: row["valid_from"])
    assert newest["gross_or_net"] == "gross"
    fresh = day.isoformat() <= newest["review_by"]
    return float(newest["amount"]) * (1 if fresh else 0.95), fresh


def days(first: date, last: date) -> Iterable[date]:
    return (first + DAY * n for n in range((last - first).days + 1))


# ---- a payroll: two countries, two currencies, four-weekly periods over 1 April, when the minimum wage rises


def payroll() -> list[Row]:
    rng = random.Random(14)
    rows = []
    months = [(date(2026, m, 1), date(2026, m, last)) for m, last in ((2, 28), (3, 31), (4, 30))]
    fours = [(date(2026, 2, 2) + DAY * 28 * n, date(2026, 3, 1) + DAY * 28 * n) for n in range(3)]
    for n in range(90):
        leeds = n % 3 > 0
        rate = rng.choice((12.0, 12.21, 12.5, 12.71, 13.45, 15.0) if leeds else (12.0, 12.9, 17.5, 19.5, 24.0))
        for first, last in fours if n % 9 == 1 else months:
            hours = round(rng.uniform(120, 165), 2)
            over = round(rng.uniform(2, 30), 2) if rng.random() < 0.4 else 0.0
            times = rng.choice((1.5, 1.0, 0.7, 0.0))
            rows.append({
                "worker_id": f"w{n}", "country": "GB" if leeds else "CA", "region": "" if leeds else "CA-BC",
                "city": "Leeds" if leeds else "Kelowna", "currency": "GBP" if leeds else "USD", "period_start": first,
                "period_end": last, "pay": round(rate * hours, 2), "hours_paid": hours,
                "hours_unpaid": round(rng.uniform(0, 9), 2) if rng.random() < 0.3 else 0, "hours_overtime": over,
                "overtime_pay": round(rate * times * over, 2), "fees": rng.choice((0, 0, 4.5)),
                "deductions": rng.choice((0, 0, 0, 31.2)),
            })  # fmt: skip
    return rows


def test_a_payroll_by_the_tables_that_ship(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import hmrc_rates

    rows = payroll()
    found = audit(capsys, write_csv(tmp_path / "pay.csv", rows))
    rates = hmrc_rates.Rates()
    for kind, suffix in (("living_wage", ""), ("minimum_wage", "_minimum_wage")):
        for paid in (False, True):
            short: dict[str, float] = defaultdict(float)
            asked: dict[str, float] = defaultdict(float)
            lowest: dict[str, float] = {}
            cost: dict[str, float] = defaultdict(float)
            for row in rows:
                month, leeds = row["period_end"].strftime("%Y-%m"), row["currency"] == "GBP"
                rate = 1.0
                if not leeds:
                    cad, usd = (float(rates.monthly_rate(code, month).units_per_gbp) for code in ("CAD", "USD"))
                    rate = cad / usd
                line = [bar(kind, row["city"], day)[0] for day in days(row["period_start"], row["period_end"])]
                one = sum(line) / len(line)
                over, extra = row["hours_overtime"], row["overtime_pay"]
                leaves = not over or extra / over >= row["pay"] / row["hours_paid"] - 1e-12
                hours = row["hours_paid"] + (0 if paid else row["hours_unpaid"])
                hours += 0 if leaves or (paid and not extra) else over
                pay = rate * (row["pay"] - row["fees"] - row["deductions"] + (0 if leaves else extra))
                who, lack = row["worker_id"], one * hours - pay
                lowest[who] = min(lowest.get(who, 9.0), pay / (one * hours))
                if lack > 0.005 * rate + 0.005 * one:
                    short[who] += lack
                    asked[who] += one * hours
                    cost["GBP" if leeds else "CAD"] += lack
            tail = suffix + "_paid_time" * paid
            gaps = [short[who] / asked[who] for who in short]
            assert ends(found, f"share_below_{kind}{'_paid_time' * paid}") == near(len(gaps) / 90), tail
            assert ends(found, "mean_gap_of_those_below" + tail) == near(sum(gaps) / len(gaps)), tail
            assert ends(found, "fgt_2" + tail) == near(sum(gap**2 for gap in gaps) / 90), tail
            assert ends(found, "lowest_ratio" + tail) == near(sum(sorted(lowest.values())[:5]) / 5), tail
            told = {one["currency"]: one["amount"] for one in found["metrics"]["cost_to_close" + tail]["value"]}
            assert told == {code: pytest.approx(amount, rel=1e-8) for code, amount in cost.items()}, tail
    idle = sum(row["hours_unpaid"] + (0 if row["overtime_pay"] else row["hours_overtime"]) for row in rows)
    worked = sum(row["hours_paid"] + row["hours_unpaid"] + row["hours_overtime"] for row in rows)
    assert ends(found, "unpaid_time_share") == near(idle / worked)


# ---- a task log: two exports that overlap, work past midnight, the night in which clocks go back, a stale bar


def log() -> list[Row]:
    """Return tasks of October 2025: 12.60 an hour, stale, until the 21st; 13.45 from the 22nd on."""
    rng = random.Random(5)
    rows = []
    for n in range(40):
        pace = rng.choice((0.4, 0.7, 1.0, 1.5))
        for day in range(31):
            if rng.random() < 0.4 and not (n < 6 and day == 24):
                continue
            at = datetime(2025, 10, 1, tzinfo=LONDON) + timedelta(days=day, hours=rng.choice((8, 13, 22)))
            at = datetime(2025, 10, 25, 23, 40, tzinfo=LONDON) if n < 6 and day == 24 else at
            for _ in range(rng.randint(2, 8)):
                end = (at.astimezone(UTC) + timedelta(seconds=round(1800 * pace * rng.uniform(0.7, 1.3)))).astimezone(
                    LONDON
                )
                if end.month == 10:
                    rows.append({
                        "worker_id": f"w{n}", "country": "GB", "city": "Leeds", "currency": "GBP", "pay": 7, "fees": 0,
                        "deductions": 0, "started_at": at.isoformat(), "submitted_at": end.isoformat(),
                        "status": rng.choices(("approved", "rejected", "returned"), (90, 6, 4))[0],
                        "hours_unpaid": rng.choice((0, 0, 3)),
                    })  # fmt: skip
                at = (end.astimezone(UTC) + timedelta(seconds=rng.choice((-200, 30, 400)))).astimezone(LONDON)
    return rows


def test_tasks_by_the_tables_that_ship(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = log()
    mapping = tmp_path / "m.yaml"
    mapping.write_text(
        "fairlabel: wages/1\ngrain: task\ntime_basis: logged_interval\ntime_zone: Europe/London\n"
        "units: {hours_unpaid: minutes}\n",
        encoding="utf-8",
    )
    files = [
        write_csv(tmp_path / f"{name}.csv", [row for row in rows if first <= row["submitted_at"][:10] <= last])
        for name, first, last in (("one", "2025-10-01", "2025-10-18"), ("two", "2025-10-15", "2025-10-31"))
    ]
    found = audit(capsys, *files, "--mapping", mapping)
    twice = sum("2025-10-15" <= row["submitted_at"][:10] <= "2025-10-18" for row in rows)
    assert found["set_aside"] == {"in_two_files": twice}
    spent = [datetime.fromisoformat(r["submitted_at"]) - datetime.fromisoformat(r["started_at"]) for r in rows]
    assert any(row["started_at"].endswith("+01:00") and row["submitted_at"].endswith("+00:00") for row in rows)
    pay: dict[str, float] = defaultdict(float)
    hours: dict[str, float] = defaultdict(float)
    asked: dict[str, float] = defaultdict(float)
    stale: set[str] = set()
    idle = 0.0
    for row, span in zip(rows, spent, strict=True):
        who, time = (
            row["worker_id"],
            (
                datetime.fromisoformat(row["submitted_at"]).astimezone(UTC)
                - datetime.fromisoformat(row["started_at"]).astimezone(UTC)
            )
            / timedelta(hours=1),
        )
        assert span / timedelta(hours=1) == pytest.approx(time)
        low, exact = bar("living_wage", "Leeds", date.fromisoformat(row["submitted_at"][:10]))
        whole = time + row["hours_unpaid"] / 60
        pay[who] += row["pay"] if row["status"] == "approved" else 0
        hours[who] += whole
        asked[who] += low * whole
        idle += row["hours_unpaid"] / 60 + (0 if row["status"] == "approved" else time)
        if not exact:
            stale.add(who)
    below = [who for who in pay if pay[who] < asked[who] * (1 - 1e-9)]
    assert len(stale) == len(pay) == 40
    assert 5 <= len(below) <= 35
    assert ends(found, "share_below_living_wage") == near(len(below) / 40, 1.0)
    assert ends(found, "cost_to_close")[0] == pytest.approx(sum(asked[who] - pay[who] for who in below), rel=1e-8)
    ratios = sorted(pay[who] / asked[who] for who in pay)
    assert ends(found, "lowest_ratio") == (0, pytest.approx(sum(ratios[:5]) / 5, rel=1e-8))
    assert ends(found, "unpaid_time_share") == near(idle / sum(hours.values()))
    rates = sorted(pay[who] / hours[who] for who in pay)
    assert ends(found, "effective_hourly_wage_p50") == near((rates[19] + rates[20]) / 2)
