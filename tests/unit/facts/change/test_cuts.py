"""Who was cut, without a formula: expected values by hand; what is no cut, and what cannot be told."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import pytest

from checker.model.pay_change import PayChange
from tests.change_for_tests import Row, audited, codes, day_of, ends, log, month, name_of, task

AT = 5
WEEKS = range(9)


def two_in_five(worker: int, week: int) -> float:
    """Return 2 KES a task; from week 5 on 41 workers get 0.89 of it, 59 get 1.1 of it."""
    return 2.0 if week < AT else 2.0 * (0.89 if worker < 41 else 1.1)


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> PayChange:
    return audited(tmp_path_factory.mktemp("cut"), log(100, WEEKS, two_in_five))


def test_the_mean_rose_and_41_of_100_were_cut(cut: PayChange) -> None:
    assert ends(cut, "share_cut") == (0.41, 0.41)
    assert ends(cut, "mean_loss_of_cut") == pytest.approx((0.11, 0.11))
    pooled = (41 * 0.89 + 59 * 1.1) / 100 - 1
    assert ends(cut, "pooled_change") == pytest.approx((pooled, pooled))
    assert pooled > 0.01
    assert (cut.metrics["share_cut"].n, cut.metrics["mean_loss_of_cut"].n) == (100, 41)
    assert "41 of 100 workers were paid less for the same work although mean pay rose by 1.4%" in cut.verdict
    assert "they lost 11.0% on average" in cut.verdict
    assert "pay_cut" in codes(cut)


def test_the_money_lost(cut: PayChange) -> None:
    assert cut.currency == "KES"
    assert cut.money["mean_loss"].value == pytest.approx(0.22)
    assert cut.money["total_loss"].value == pytest.approx(41 * 4 * 2 * 0.22)  # workers x weeks x tasks x loss


def test_the_week_and_its_evidence(cut: PayChange) -> None:
    assert cut.found is True
    year, week = (int(part) for part in name_of(AT).split("-W"))
    assert ends(cut, "change_week") == (year * 100 + week, year * 100 + week)
    assert cut.metrics["change_week"].published.shown_as == name_of(AT) == "2026-W07"
    assert cut.evidence.tied == ("2026-W07",)
    assert cut.evidence.p_value == 0.005
    assert cut.evidence.loss_two == pytest.approx(0, abs=1e-9)
    assert [w.side for w in cut.weeks] == ["before"] * 5 + ["after"] * 4


def test_the_interval_of_resampled_workers(cut: PayChange) -> None:
    """Against the normal approximation: 0.41 plus or minus 1.96 x sqrt(0.41 x 0.59 / 100) = 0.096."""
    shown = cut.resampled["share_cut"].published
    half = 1.96 * math.sqrt(0.41 * 0.59 / 100)
    assert (shown.low, shown.high) == pytest.approx((0.41 - half, 0.41 + half), abs=0.02)
    # The loss of everybody cut is the same, so resampling cannot move its mean.
    loss = cut.resampled["mean_loss_of_cut"].published
    assert (loss.low, loss.high) == pytest.approx((0.11, 0.11))


def test_a_change_without_notice_is_said_to_be_on_no_record(cut: PayChange, tmp_path: Path) -> None:
    assert ends(cut, "change_announced") == (None, None)
    assert "no notice" in cut.metrics["change_announced"].why
    assert "pay_change_notice_unknown" in codes(cut)
    monday = date.fromisoformat(day_of(AT))
    rows = log(100, WEEKS, two_in_five)
    early = audited(tmp_path, rows, announced=monday.replace(day=1))
    assert ends(early, "change_announced") == (8, 14)
    assert {"pay_change_notice_unknown", "pay_change_unannounced"} & codes(early) == set()
    late = audited(tmp_path, rows, mapping={"announced": monday.replace(day=28)})
    assert ends(late, "change_announced") == (-19, -13)
    assert "pay_change_unannounced" in codes(late)
    both = audited(tmp_path, rows, mapping={"announced": monday.replace(day=28)}, announced=monday)
    assert ends(both, "change_announced") == (0, 6)


def test_a_given_day_divides_a_week(tmp_path: Path) -> None:
    wednesday = date.fromisoformat(day_of(3, 2))
    rows = [
        task(f"w{w}", 3, 2 if day < 2 else 1.8 if w < 6 else 2.0, day=day_of(3, day))
        for w in range(20)
        for day in range(5)
    ]
    found = audited(tmp_path, rows, since=wednesday, announced=wednesday)
    assert ends(found, "share_cut") == (0.3, 0.3)
    assert ends(found, "mean_loss_of_cut") == pytest.approx((0.1, 0.1))
    assert ends(found, "change_announced") == (0, 0)
    assert found.metrics["change_week"].estimator == "given, not found"


def test_nothing_changed(tmp_path: Path) -> None:
    found = audited(tmp_path, log(30, WEEKS, lambda w, week: 2.0 + w % 3))
    assert found.found is False
    assert ends(found, "share_cut") == (0, 0)
    assert ends(found, "pooled_change") == pytest.approx((0, 0), abs=1e-9)
    assert ends(found, "change_week") == ends(found, "mean_loss_of_cut") == (None, None)
    assert "None of 30 workers was paid less" in found.verdict
    assert {"pay_cut", "pay_change_notice_unknown"} & codes(found) == set()


def test_noise_is_no_change_and_says_nothing_of_cuts(tmp_path: Path) -> None:
    def noisy(worker: int, week: int) -> float:
        return 2 + ((worker * 7919 + week * 104_729 + worker * week * 31) % 97) / 500

    found = audited(tmp_path, log(30, WEEKS, noisy))
    assert found.found is False
    assert ends(found, "share_cut") == (None, None)
    assert "no change found" in found.metrics["share_cut"].why or "no single week" in found.metrics["share_cut"].why
    assert "Nothing can be said about who lost" in found.verdict
    assert "pay_cut" not in codes(found)


def test_fewer_hours_at_the_same_rate_are_no_cut(tmp_path: Path) -> None:
    def rows(rate: float) -> list[Row]:
        hours = {1: 160, 2: 150, 3: 160, 4: 80, 5: 70, 6: 80}
        return [month(f"w{w}", m, h * (10 if m < 4 else rate), h) for w in range(20) for m, h in hours.items()]

    since = date(2026, 4, 1)
    same = audited(tmp_path, rows(10), grain="payroll", since=since)
    assert (same.per, ends(same, "share_cut")) == ("hour", (0, 0))
    assert same.raw_change.value == pytest.approx(0)
    lower = audited(tmp_path, rows(9), grain="payroll", since=since)
    assert ends(lower, "share_cut") == (1, 1)
    assert ends(lower, "mean_loss_of_cut") == pytest.approx((0.1, 0.1))
    assert lower.money["mean_loss"].value == pytest.approx(1)  # KES an hour


def test_a_payroll_without_hours_cannot_be_compared(tmp_path: Path) -> None:
    rows = [month(f"w{w}", m, 1600 if m < 4 else 800, 0) for w in range(20) for m in range(1, 7)]
    for row in rows:
        del row["hours_paid"]
    found = audited(tmp_path, rows, grain="payroll", since=date(2026, 4, 1))
    assert ends(found, "share_cut") == (None, None)
    assert "may be fewer hours" in found.metrics["share_cut"].why


def mix(kind_told: bool, second: str = "video") -> list[Row]:
    """Return 20 workers who did mostly tasks of 10 KES before and mostly tasks of 2 KES after, at the same prices."""
    rows = []
    for w in range(20):
        for week in WEEKS:
            dear = 3 if week < AT else 1
            for i in range(4):
                kind, pay = (second, 10) if i < dear else ("image", 2)
                rows.append(task(f"w{w}", week, pay, kind=kind if kind_told else None, hour=9 + i))
    return rows


def test_other_work_at_the_same_prices_is_no_cut(tmp_path: Path) -> None:
    found = audited(tmp_path, mix(True), since=date.fromisoformat(day_of(AT)))
    assert ends(found, "share_cut") == (0, 0)
    assert ends(found, "pooled_change") == pytest.approx((0, 0))
    assert found.raw_change.value == pytest.approx((10 + 3 * 2) / (3 * 10 + 2) - 1)  # the mean fell by half
    assert not any("no task_type" in note for note in found.notes)


def test_where_kinds_of_task_are_not_told_apart_it_is_said(tmp_path: Path) -> None:
    found = audited(tmp_path, mix(False), since=date.fromisoformat(day_of(AT)))
    assert ends(found, "share_cut") == (1, 1)
    assert "kinds of task not told apart" in found.metrics["share_cut"].basis
    assert any("no task_type" in note for note in found.notes)


def test_kinds_that_are_renamed_with_the_change_leave_it_open(tmp_path: Path) -> None:
    rows = [
        task(f"w{w}", week, 2 if week < AT else 1, kind="a" if week < AT else "b") for w in range(20) for week in WEEKS
    ]
    found = audited(tmp_path, rows, since=date.fromisoformat(day_of(AT)))
    assert ends(found, "share_cut") == (0, 1)
    assert ends(found, "pooled_change") == (None, None)
    assert found.counts["other_work"] == 20


def test_workers_who_left_or_joined_are_counted_and_not_compared(tmp_path: Path) -> None:
    rows = log(20, WEEKS, lambda w, week: 2.0 if week < AT or w >= 8 else 1.5)
    rows += [task(f"left{w}", week, 9) for w in range(7) for week in range(AT)]
    rows += [task(f"new{w}", week, 0.5) for w in range(6) for week in range(AT, 9)]
    found = audited(tmp_path, rows)
    assert ends(found, "share_cut") == (0.4, 0.4)
    assert (found.counts["compared"], found.counts["only_before"], found.counts["only_after"]) == (20, 7, 6)
    assert found.metrics["change_week"].published.shown_as == name_of(AT)


def test_rejected_work_is_counted_apart(tmp_path: Path) -> None:
    rows = log(20, WEEKS, lambda w, week: 2.0 if week < AT or w >= 8 else 1.5)
    for row in rows[::3]:
        row["status"] = "rejected" if str(row["submitted_at"]) >= day_of(AT) else "approved"
    found = audited(tmp_path, rows, since=date.fromisoformat(day_of(AT)))
    assert ends(found, "share_cut") == (0.4, 0.4)
    assert any("0.0% of all rows before" in note and "after" in note for note in found.notes)


def test_pay_that_is_blank_leaves_its_worker_open(tmp_path: Path) -> None:
    def with_blank(worker: int, week: int) -> PayChange:
        rows = log(20, WEEKS, lambda w, k: 2.0 if k < AT or w >= 8 else 1.5)
        at = next(
            i for i, r in enumerate(rows) if r["worker_id"] == f"w{worker}" and str(r["submitted_at"]) > day_of(week)
        )
        rows[at]["pay"] = ""
        return audited(tmp_path, rows, since=date.fromisoformat(day_of(AT)))

    # Worker 0 was cut; a task after the change may have been paid anything.
    assert ends(with_blank(0, 6), "share_cut") == (7 / 20, 8 / 20)
    # Worker 10 was not: more pay for a task after the change cuts nobody, less may.
    assert ends(with_blank(10, 6), "share_cut") == (8 / 20, 9 / 20)
    # Before: 9 of 10 tasks at 2 and one at 0 or more is a mean of 1.8 or more, and 1.5 is less than any of it.
    before = with_blank(0, 1)
    assert ends(before, "share_cut") == (8 / 20, 8 / 20)
    low, high = ends(before, "mean_loss_of_cut")
    assert low == pytest.approx((7 * 0.25 + (1 - 1.5 / 1.8)) / 8)
    assert high == pytest.approx((7 * 0.25 + 1) / 8)
    assert ends(before, "pooled_change")[0] is None or ends(before, "pooled_change")[0] == -1
    assert before.raw_change.value is None


def test_workers_whom_only_the_headcount_knows_are_open(tmp_path: Path) -> None:
    found = audited(tmp_path, log(100, WEEKS, two_in_five), headcount=110)
    assert ends(found, "share_cut") == pytest.approx((41 / 110, 51 / 110))
    assert found.metrics["share_cut"].published.shown_as == ""
    assert "10 workers are not in the data" in found.metrics["share_cut"].why


def test_a_sample_has_an_interval_and_proves_no_absence(tmp_path: Path) -> None:
    some = audited(tmp_path, log(100, WEEKS, two_in_five), sampling="sample")
    low, high = ends(some, "share_cut")
    assert low is not None
    assert high is not None
    assert low < 0.33 < 0.41 < 0.49 < high
    none = audited(tmp_path, log(20, WEEKS, lambda w, week: 2.0 if week < AT else 2.2), sampling="sample")
    low, high = ends(none, "share_cut")
    assert low == 0
    assert high == pytest.approx(0.1611, abs=1e-4)  # Wilson, 0 of 20


def test_currencies_stay_apart(tmp_path: Path) -> None:
    rows = log(20, WEEKS, lambda w, week: 2.0 if week < AT or w >= 8 else 1.5)
    for row in rows:
        if str(row["worker_id"]) in {f"w{w}" for w in range(4, 14)}:
            row["currency"] = "USD"
    found = audited(tmp_path, rows)
    assert ends(found, "share_cut") == (0.4, 0.4)
    assert ends(found, "mean_loss_of_cut") == pytest.approx((0.25, 0.25))
    assert ends(found, "pooled_change") == (None, None)
    assert "several currencies: KES, USD" in found.metrics["pooled_change"].why
    assert (found.currency, found.money, found.raw_change.value) == ("", {}, None)


def test_a_currency_that_changes_with_the_pay_leaves_it_open(tmp_path: Path) -> None:
    rows = log(20, WEEKS, lambda w, week: 2.0 if week < AT else 1.5)
    for row in rows:
        if str(row["submitted_at"]) >= day_of(AT):
            row["currency"] = "USD"
    found = audited(tmp_path, rows, since=date.fromisoformat(day_of(AT)))
    assert ends(found, "share_cut") == (0, 1)


def test_missing_weeks_widen_the_week(tmp_path: Path) -> None:
    weeks = [0, 1, 2, 3, 8, 9, 10]
    found = audited(tmp_path, log(30, weeks, lambda w, week: 2.0 if week < AT or w >= 12 else 1.5))
    assert ends(found, "change_week") == (202606, 202610)
    assert found.metrics["change_week"].published.shown_as == "2026-W06 to 2026-W10"
    assert ends(found, "share_cut") == (0.4, 0.4)


def test_equality_is_no_cut(tmp_path: Path) -> None:
    """Exactly one per cent less is not more than one per cent less."""
    rows = log(20, WEEKS, lambda w, week: 2.0 if week < AT else 1.98 if w < 10 else 1.979)
    found = audited(tmp_path, rows, since=date.fromisoformat(day_of(AT)))
    assert ends(found, "share_cut") == (0.5, 0.5)
    assert ends(audited(tmp_path, rows, since=date.fromisoformat(day_of(AT)), least_cut=0.0), "share_cut") == (1, 1)


def test_a_pay_period_across_the_day_is_on_neither_side(tmp_path: Path) -> None:
    rows = [month(f"w{w}", m, 1600 if m < 4 else 1500 if m == 4 else 1400, 160) for w in range(20) for m in range(1, 7)]
    found = audited(tmp_path, rows, grain="payroll", since=date(2026, 4, 15))
    assert ends(found, "mean_loss_of_cut") == pytest.approx((1 - 1400 / 1600,) * 2)
