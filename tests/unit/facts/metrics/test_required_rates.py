"""Rates per task that the living wage asks for, pilot against production: by hand, and against SQL of its own."""

from __future__ import annotations

import math
import random
from pathlib import Path
from typing import Any

import duckdb
import pytest

from checker.model.wages import WageSet
from tests.pay_for_tests import BENCHMARKS, SCOPE, UNKNOWN, audit_rows, ends, exactly, payroll_row, rates_of, task_row

Rows = list[dict[str, Any]]
NAMES = frozenset(
    {"required_rate_p50", "required_rate_p75", "required_rate_p90", "rate_for_90_percent", "pilot_to_production_time",
     "rate_to_required_p50", "rate_to_required_p90"}
)  # fmt: skip
INF = math.inf


def audited(folder: Path, rows: Rows, **other: Any) -> WageSet:
    return audit_rows(folder, rows, grain="task", wanted=NAMES, **other)


def measure(folder: Path, name: str, rows: Rows, **other: Any) -> Any:
    return ends(audited(folder, rows, **other), name)


def boxes(worker: str, *minutes: int, **other: Any) -> Rows:
    """Return tasks of one type, one a day; the living wage of the place is 10 KES an hour."""
    return [task_row(worker, f"2026-01-{n + 1:02d}", 5, m, task_type="boxes", **other) for n, m in enumerate(minutes)]


# At measured task times ------------------------------------------------------------------------------------------


def test_rates_at_quantiles_of_task_time(tmp_path: Path) -> None:
    rows = boxes("a", 6, 12, 18, 24, 30)  # median 18, P75 24, P90 27.6 minutes
    assert measure(tmp_path, "required_rate_p50", rows) == exactly(3)
    assert measure(tmp_path, "required_rate_p75", rows) == exactly(4)
    assert measure(tmp_path, "required_rate_p90", rows) == exactly(4.6)
    assert audited(tmp_path, rows).metrics["required_rate_p50"].unit == "KES"


def test_several_types_or_places_have_no_one_rate(tmp_path: Path) -> None:
    rows = boxes("a", 6, 12) + boxes("b", 6, 12, country="GH", currency="GHS")
    assert measure(tmp_path, "required_rate_p50", rows) == UNKNOWN
    assert measure(tmp_path, "rate_for_90_percent", rows) == UNKNOWN
    rows = boxes("a", 6, 12) + [row | {"task_type": "text"} for row in boxes("b", 6, 12)]
    assert measure(tmp_path, "required_rate_p50", rows) == UNKNOWN


def test_the_highest_bar_of_the_days_of_the_work_counts(tmp_path: Path) -> None:
    rising = BENCHMARKS.replace(
        "KE,,living_wage,10,KES,hour,,gross,2025-01-01,,", "KE,,living_wage,10,KES,hour,,gross,2025-01-01,2026-01-02,"
    )
    rising += "KE,,living_wage,12,KES,hour,,gross,2026-01-03,,,national,,all\n"
    rows = boxes("a", 60, 60, 60, 60)
    assert measure(tmp_path, "required_rate_p50", rows, benchmarks=rising) == exactly(12)
    # Two hours at 10 and two at 12, over four tasks.
    assert measure(tmp_path, "rate_for_90_percent", rows, benchmarks=rising) == exactly(11)


def test_an_open_bar_leaves_the_high_end_open(tmp_path: Path) -> None:
    net = BENCHMARKS.replace("KE,,living_wage,10,KES,hour,,gross", "KE,,living_wage,10,KES,hour,,net")
    for name in ("required_rate_p50", "rate_for_90_percent"):
        assert measure(tmp_path, name, boxes("a", 30, 30), benchmarks=net) == (pytest.approx(5), INF)
        assert measure(tmp_path, name, boxes("a", 30, 30, country="ZM")) == UNKNOWN


@pytest.mark.parametrize("name", ["required_rate_p50", "rate_to_required_p50", "pilot_to_production_time"])
def test_a_worker_who_is_not_in_the_data_may_be_the_slow_one(tmp_path: Path, name: str) -> None:
    rows = boxes("a", 30, 30, rate_per_task=5, is_pilot="true") + boxes("b", 30, rate_per_task=5, is_pilot="false")
    assert measure(tmp_path, name, rows) != UNKNOWN
    assert measure(tmp_path, name, rows, scope=SCOPE._replace(headcount=3)) == UNKNOWN
    rows[0]["country"] = ""
    if name != "pilot_to_production_time":
        assert measure(tmp_path, name, rows) == UNKNOWN


def test_times_of_fewer_than_five_workers_are_not_shown(tmp_path: Path) -> None:
    def shown(rows: Rows) -> Any:
        return audited(tmp_path, rows).metrics

    # Ten workers label; one of them alone is slow at it.
    rows = [row for n in range(9) for row in boxes(f"w{n}", 6, 6, 6)] + boxes("slow", *[60] * 20)
    rows = [row | {"rate_per_task": 5} for row in rows]
    found = shown(rows)
    assert not found["required_rate_p50"].published.suppressed
    assert found["required_rate_p90"].low == pytest.approx(10)
    for name in ("required_rate_p90", "rate_to_required_p90"):
        assert found[name].published.suppressed, "the time of one worker"


# For nine workers in ten -----------------------------------------------------------------------------------------


def test_rate_for_nine_in_ten_is_that_of_a_worker(tmp_path: Path) -> None:
    # Ten workers at 6, 12, ... 60 minutes a task need 1, 2, ... 10 KES: nine reach the line at 9.
    rows = [row for n in range(1, 11) for row in boxes(f"w{n}", 6 * n, 6 * n)]
    assert measure(tmp_path, "rate_for_90_percent", rows) == exactly(9)
    # Of eleven, at nine tenths of eleven: at least ten.
    assert measure(tmp_path, "rate_for_90_percent", rows + boxes("w11", 66)) == exactly(10)


def test_unpaid_time_and_what_is_taken_raise_the_rate(tmp_path: Path) -> None:
    assert measure(tmp_path, "rate_for_90_percent", boxes("a", 30, 30, hours_unpaid="0.5")) == exactly(10)
    assert measure(tmp_path, "rate_for_90_percent", boxes("a", 30, 30, fees="1", deductions="0.5")) == exactly(6.5)
    rejected = boxes("a", 30, 30, 30)
    rejected[0]["status"] = "rejected"
    assert measure(tmp_path, "rate_for_90_percent", rejected) == exactly(7.5)


def test_fees_in_another_currency_are_exchanged_by_month(tmp_path: Path) -> None:
    rows = boxes("a", 30, 30, currency="USD", fees="1")
    assert measure(tmp_path, "rate_for_90_percent", rows, rates=[rates_of("2026-01,USD,KES,3")]) == exactly(8)
    assert measure(tmp_path, "rate_for_90_percent", rows) == (pytest.approx(5), INF)


def test_what_is_not_known_leaves_the_high_end_open(tmp_path: Path) -> None:
    rows = boxes("a", 30, 30)
    assert measure(tmp_path, "rate_for_90_percent", [row | {"hours_unpaid": ""} for row in rows]) == (5, INF)
    assert measure(tmp_path, "rate_for_90_percent", [row | {"fees": ""} for row in rows]) == (5, INF)
    rows[0]["status"] = "pending"
    assert measure(tmp_path, "rate_for_90_percent", rows) == exactly(5)[:1] + exactly(10)[1:]


def test_workers_of_whom_the_headcount_alone_knows(tmp_path: Path) -> None:
    rows = [row for n in range(1, 11) for row in boxes(f"w{n}", 6 * n)]
    scope = SCOPE._replace(headcount=11)
    # The eleventh may need nothing (the tenth of eleven is then the ninth of those known), or any rate.
    assert measure(tmp_path, "rate_for_90_percent", rows, scope=scope) == (pytest.approx(9), pytest.approx(10))
    assert measure(tmp_path, "rate_for_90_percent", rows, scope=SCOPE._replace(headcount=12)) == (pytest.approx(9), INF)


# Pilot against production ----------------------------------------------------------------------------------------


def test_production_takes_longer_than_the_pilot_said(tmp_path: Path) -> None:
    rows = boxes("a", 10, 20, is_pilot="true") + boxes("b", 20, 30, 40, is_pilot="false")
    assert measure(tmp_path, "pilot_to_production_time", rows) == exactly(2)
    text = [row | {"task_type": "text"} for row in boxes("a", 10, is_pilot="true") + boxes("b", 50, is_pilot="false")]
    only = [row | {"task_type": "only"} for row in boxes("b", 500, is_pilot="false")]
    assert measure(tmp_path, "pilot_to_production_time", rows + text + only) == exactly(5)


def test_without_a_pilot_it_is_unknown(tmp_path: Path) -> None:
    assert measure(tmp_path, "pilot_to_production_time", boxes("a", 10)) == UNKNOWN
    assert measure(tmp_path, "pilot_to_production_time", boxes("a", 10, is_pilot="false")) == UNKNOWN
    rows = boxes("a", 10, is_pilot="true") + boxes("a", 10, is_pilot="false") + boxes("b", 10, is_pilot="")
    assert measure(tmp_path, "pilot_to_production_time", rows) == UNKNOWN


# Against SQL -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(3))
def test_rates_against_sql(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    rows = [
        task_row(
            f"w{i}", f"2026-0{chance.randint(1, 4)}-{chance.randint(1, 28):02d}", 5, int(slow * chance.randint(2, 40)),
            task_type="boxes", hours_unpaid=chance.choice(("0", "0.1")), fees=chance.choice(("0", "0.2")),
            deductions=chance.choice(("0", "0.05")), is_pilot=chance.choice(("true", "false")),
            status="approved" if not n else chance.choice(("approved", "approved", "rejected", "pending")),
        )
        for i in range(33)
        for slow in [chance.choice((0.6, 1, 2))]
        for n in range(chance.randint(1, 12))
    ]  # fmt: skip
    found = audited(tmp_path, rows)
    sql = f"""
    create table log as select distinct *, (epoch(submitted_at::timestamp) - epoch(started_at::timestamp)) / 3600 as h
    from read_csv('{tmp_path / "pay.csv"}', all_varchar = true);
    create table people as
    select worker_id, 10 * sum(h + hours_unpaid::double) + sum(fees::double + deductions::double) as need,
           count(*) filter (status = 'approved') as sure, count(*) filter (status in ('approved', 'pending')) as most
    from log group by worker_id;
    """
    with duckdb.connect() as base:
        base.execute(sql)

        def one(query: str) -> float:
            return float(base.execute(query).fetchall()[0][0])

        for share in (50, 75, 90):
            expected = one(f"select 10 * quantile_cont(h, {share / 100}) from log")
            assert ends(found, f"required_rate_p{share}") == exactly(expected)
        # quantile_disc is the smallest value that so large a part of the workers does not exceed.
        low, high = (one(f"select quantile_disc(need / {by}, 0.9) from people") for by in ("most", "sure"))
        assert ends(found, "rate_for_90_percent") == (pytest.approx(low, rel=1e-9), pytest.approx(high, rel=1e-9))
        medians = "select median(h) filter (is_pilot = 'false') / median(h) filter (is_pilot = 'true') from log"
        assert ends(found, "pilot_to_production_time") == exactly(one(medians))


# By task type and place --------------------------------------------------------------------------------------------


def test_groups_have_the_rates_of_their_own_place(tmp_path: Path) -> None:
    kenya = [row for n in range(10) for row in boxes(f"k{n}", 12, 18, 24)]
    ghana = [row for n in range(12) for row in boxes(f"g{n}", 6, 12, 18, country="GH", currency="GHS")]
    lone = [row | {"task_type": "text"} for n in range(4) for row in boxes(f"k{n}", 60)]
    found = audit_rows(tmp_path, kenya + ghana + lone, grain="task")
    groups = {tuple(group.by.items()): group for group in found.groups if "task_type" in group.by}
    assert len(groups) == 3
    here = groups[(("task_type", "boxes"), ("country", "GH"))]
    # Twenty GHS an hour at 12 minutes; all twelve need that for the average of their tasks.
    assert (here.n, here.metrics["required_rate_p50"].published.value) == (12, pytest.approx(4))
    assert here.metrics["required_rate_p50"].unit == "GHS"
    assert here.metrics["rate_for_90_percent"].published.suppressed, "two workers lie at or beyond it"
    text = groups[(("task_type", "text"), ("country", "KE"))]
    assert (text.suppressed, text.n, dict(text.metrics)) == (True, None, {})
    hidden = [group for group in groups.values() if group.suppressed]
    assert len(hidden) == 2, "one more, so that no total gives the four away"


def test_a_payroll_has_no_rates_per_task(tmp_path: Path) -> None:
    rows = [payroll_row(f"w{n}") for n in range(6)]
    assert not [g for g in audit_rows(tmp_path, rows).groups if "task_type" in g.by]


def test_a_task_that_was_handed_back_tells_no_time_that_it_takes(tmp_path: Path) -> None:
    """Done in 30 min, and opened for one minute and handed back: at 10 KES an hour a task asks for 5 KES."""
    done = boxes("a", 30, 30, 30)
    back = [row | {"status": "returned"} for row in boxes("b", 1, 1, 1, 1)]
    assert measure(tmp_path, "required_rate_p50", done + back) == measure(tmp_path, "required_rate_p50", done)
    late = [row | {"status": "timed_out"} for row in boxes("b", 60, 60, 60, 60)]
    assert measure(tmp_path, "required_rate_p50", done + late)[0] > measure(tmp_path, "required_rate_p50", done)[0]
