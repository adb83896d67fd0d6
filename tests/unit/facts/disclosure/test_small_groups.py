"""What is printed of small groups: nothing that gives a hidden count away, by itself or by subtraction."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from checker.model.wages import WageSet
from tests.pay_for_tests import SCOPE, audit_rows, payroll_row

Row = dict[str, object]
ABOVE, BELOW = 2000, 800


def workers(count: int, prefix: str, pay: int = ABOVE, **other: object) -> list[Row]:
    """Return one month of pay for each of some workers of one place."""
    return [payroll_row(f"{prefix}{i}", pay, **other) for i in range(count)]


def ghana(count: int, prefix: str, pay: int = 2 * ABOVE) -> list[Row]:
    return workers(count, prefix, pay, country="GH", currency="GHS")


def regions(first: int, second: int, pay: int = ABOVE) -> list[Row]:
    return [*workers(first, "x", pay, region="KE-30"), *workers(second, "y", pay, region="KE-28")]


def shown(found: WageSet) -> dict[str, int | None]:
    """Return the workers printed of each country and region."""
    return {group.by.get("region") or group.by.get("country", ""): group.n for group in found.groups}


def test_parts_of_a_hidden_country_are_hidden_since_they_add_up_to_it(tmp_path: Path) -> None:
    uganda = workers(31, "u", country="UG", currency="UGX")
    found = audit_rows(tmp_path, [*regions(15, 12), *ghana(2, "g"), *uganda])
    # 60 in all less 31: whoever knew Kenya's 27 would know Ghana's 2.
    assert shown(found) == {"GH": None, "KE": None, "UG": 31, "KE-28": None, "KE-30": None}
    assert [picture.place for picture in found.distributions] == ["UG"]


def test_parts_of_a_country_whose_numerator_is_hidden_hide_theirs(tmp_path: Path) -> None:
    rows = [*regions(15, 12, BELOW), *ghana(18, "g"), *ghana(2, "h", BELOW)]
    found = audit_rows(tmp_path, rows)
    below = {
        group.by.get("region") or group.by["country"]: group.metrics["share_below_living_wage"].published
        for group in found.groups
        if not group.suppressed
    }
    # All are 29 of 47: the 27 of Kenya, in one sum or two, would give the 2 of Ghana.
    assert found.metrics["share_below_living_wage"].published.value == 29 / 47
    assert {place: cell.suppressed for place, cell in below.items()} == dict.fromkeys(
        ("GH", "KE", "KE-28", "KE-30"), True
    )
    pictures = {picture.place: [band.workers for band in picture.bands] for picture in found.distributions}
    assert pictures == {"GH": [None, None], "KE": [None]}


def test_reasons_do_not_count_the_few_who_are_undecided(tmp_path: Path) -> None:
    found = audit_rows(tmp_path, [*workers(20, "a"), payroll_row("b", hours=""), payroll_row("c", pay="")])
    said = {metric.published.why for metric in found.metrics.values()}
    assert "fewer than 5 workers are undecided" in said
    assert not any("2 of 22" in why for why in said)


def test_under_five_workers_no_reason_counts_them(tmp_path: Path) -> None:
    rows: list[Row] = [row | {"status": "approved"} for row in workers(3, "a")]
    rows[0] |= {"hours_paid": "", "status": ""}
    rows[1] |= {"status": "pending"}
    found = audit_rows(tmp_path, rows, scope=SCOPE._replace(headcount=4))
    figures = [m.published.why for m in found.metrics.values() if any(f"{n} " in m.published.why for n in (1, 2, 3, 4))]
    assert figures == []
    assert found.metrics["lowest_ratio_paid_time"].why.startswith("fewer than 5 workers are undecided")


def test_more_workers_than_the_headcount_says_is_a_finding(tmp_path: Path) -> None:
    def said(**scope: Any) -> str:
        found = audit_rows(tmp_path, workers(6, "a"), scope=SCOPE._replace(**scope), wanted=frozenset({"fgt_1"}))
        return " ".join(f.message for f in found.findings if f.code == "headcount_below_data")

    assert "6 workers are in the data, and the headcount is 3" in said(headcount=3)
    assert said(headcount=6) == said(headcount=None) == ""
    few = audit_rows(tmp_path, workers(4, "a"), scope=SCOPE._replace(headcount=2), wanted=frozenset({"fgt_1"}))
    assert [f.message[:40] for f in few.findings] == ["more workers are in the data than the he"]


def test_one_worker_s_shortfall_against_the_stated_rate_is_not_printed(tmp_path: Path) -> None:
    rows = [row | {"stated_hourly_rate": 10} for row in [*workers(9, "a", 1600), *workers(1, "b", 400)]]
    metric = audit_rows(tmp_path, rows).metrics["stated_vs_effective_gap"]
    # The rule sees the worker at a quarter of the rate; what is printed is the mean of five.
    assert (metric.low, metric.high) == (0.75, 0.75)
    assert (metric.published.value, "mean of the 5" in metric.published.shown_as) == (0.15, True)
    few = audit_rows(tmp_path, [row | {"stated_hourly_rate": 10 if i < 3 else ""} for i, row in enumerate(rows)])
    assert few.metrics["stated_vs_effective_gap"].published.suppressed


def test_shares_of_records_and_of_pilot_workers_hide_few_workers_too(tmp_path: Path) -> None:
    rows = workers(8, "a")
    for row in rows[3:]:
        row["hours_unpaid"] = ""
    rows[7] |= {"period_start": "2026-02-01", "period_end": "2026-02-28"}
    for row in rows:
        row["is_pilot"] = str(row["worker_id"] in ("a1", "a2", "a3")).lower()
    found = audit_rows(tmp_path, rows, scope=SCOPE._replace(headcount=8))
    hidden = {name for name, metric in found.metrics.items() if metric.published.suppressed}
    assert {"unpaid_time_recorded_share", "pilot_rows_below_lw_share"} <= hidden
    assert found.metrics["unpaid_time_recorded_share"].published.shown_as == "fewer than 5 of 8"
    assert found.metrics["unpaid_time_recorded_share"].value == 3 / 8
