"""A disclosed formula: which rows fit it, in which week it was left, who is paid less than it gives."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from checker.errors import InputError
from tests.change_for_tests import Row, audited, codes, day_of, ends, name_of, rule, task

AT = 4
WEEKS = range(8)
TOTALS = (20.0, 55.5, 131.52, 80.0)


def orders(workers: int, weeks: range = WEEKS, *, at: int = AT, new: float = 0.9) -> list[Row]:
    """Return orders paid 5 + 7.5 % of their total, to the cent; from week ``at`` on 40 % get 0.9 of it, 60 % 1.1."""
    rows = []
    for w in range(workers):
        for week in weeks:
            for i, total in enumerate(TOTALS):
                pay = 5 + 0.075 * total
                if week >= at:
                    pay *= new if w % 5 < 2 else 1.1
                rows.append(task(f"w{w}", week, f"{pay:.2f}", kind=None, hour=9 + i, order_total=total))
    return rows


def test_the_week_in_which_the_formula_was_left(tmp_path: Path) -> None:
    found = audited(tmp_path, orders(50), formula=rule(valid_until="2026-12-31"), announced=date(2026, 1, 1))
    assert found.found is True
    assert found.evidence.tied == (name_of(AT),)
    assert found.evidence.drop == (1.0, 0.0)
    assert [week.match_rate.value for week in found.weeks if week.match_rate] == [1.0] * 4 + [0.0] * 4
    assert ends(found, "share_cut") == (0.4, 0.4)
    low, high = ends(found, "mean_loss_of_cut")
    assert low == high == pytest.approx(0.1, abs=1e-3)  # pay is rounded to the cent
    assert ends(found, "pooled_change") == pytest.approx((0.4 * 0.9 + 0.6 * 1.1 - 1,) * 2, abs=1e-3)
    assert (
        "20 of 50 workers were paid less than the disclosed formula gives although mean pay rose by 2.0%"
        in found.verdict
    )
    assert {"pay_cut", "pay_formula_broken"} <= codes(found)
    assert "pay_change_unannounced" not in codes(found)


def test_residuals_by_week_by_hand(tmp_path: Path) -> None:
    found = audited(tmp_path, orders(50), formula=rule())
    rules = [5 + 0.075 * total for total in TOTALS]
    paid = [0.4 * round(0.9 * r, 2) + 0.6 * round(1.1 * r, 2) for r in rules]
    expected = sum(p - r for p, r in zip(paid, rules, strict=True)) / 4
    after = found.weeks[-1].mean_residual
    assert after is not None
    assert after.value == pytest.approx(expected, abs=0.003)
    assert found.counts == found.counts | {"rows_match": 50 * 4 * 4, "rows_below": 20 * 4 * 4, "rows_above": 30 * 4 * 4}


def test_a_formula_that_holds(tmp_path: Path) -> None:
    found = audited(tmp_path, orders(20, at=99), formula=rule())
    assert found.found is False
    assert ends(found, "share_cut") == (0, 0)
    assert ends(found, "change_week") == (None, None)
    assert {"pay_cut", "pay_formula_broken"} & codes(found) == set()


def test_a_formula_that_was_left_before_the_data_begin(tmp_path: Path) -> None:
    found = audited(tmp_path, orders(20, at=0), formula=rule())
    assert found.found is False
    assert ends(found, "share_cut") == (0.4, 0.4)
    assert "No week is known in which the rule changed" in found.verdict
    assert "pay_cut" in codes(found)


def test_two_weeks_are_enough_where_the_formula_fits_all_and_then_none(tmp_path: Path) -> None:
    found = audited(tmp_path, orders(20, range(2), at=1), formula=rule())
    assert (found.found, found.evidence.tied) == (True, (name_of(1),))


def test_a_notice_after_the_end_of_the_formula_breaks_no_promise(tmp_path: Path) -> None:
    last = date.fromisoformat(day_of(AT - 1, 6))
    found = audited(tmp_path, orders(20), formula=rule(valid_until=str(last)))
    assert "pay_formula_broken" not in codes(found)
    assert "pay_change_notice_unknown" in codes(found)


@pytest.mark.parametrize(
    ("off", "fits"),
    [(0.0499, True), (0.05, False), (-0.0499, True), (-0.05, False), (0.3, False)],
)
def test_a_row_off_by_the_tolerance_does_not_fit(tmp_path: Path, off: float, fits: bool) -> None:
    rows = [task(f"w{w}", 0, f"{6.5 + off:.4f}", kind=None, order_total=20) for w in range(5)]
    found = audited(tmp_path, rows, formula=rule())
    side = "rows_match" if fits else "rows_above" if off > 0 else "rows_below"
    assert {k: v for k, v in found.counts.items() if k.startswith("rows") and v} == {side: 5}


def test_without_a_tolerance_it_is_half_a_per_cent(tmp_path: Path) -> None:
    rows = [task(f"w{w}", 0, pay, kind=None, order_total=20) for w in range(5) for pay in ("6.53", "6.54")]
    found = audited(tmp_path, rows, formula=rule(tolerance=None))
    assert (found.counts["rows_match"], found.counts["rows_above"]) == (5, 5)


def test_what_cannot_be_compared_leaves_its_worker_open(tmp_path: Path) -> None:
    rows = orders(20)
    for row in rows:
        if row["worker_id"] == "w2" and str(row["submitted_at"]) >= day_of(AT):
            row["order_total"] = ""
        if row["worker_id"] == "w3" and str(row["submitted_at"]) >= day_of(AT):
            row["pay"] = ""
    found = audited(tmp_path, rows, formula=rule())
    assert ends(found, "share_cut") == (8 / 20, 10 / 20)
    assert ends(found, "pooled_change") == (None, None)


def test_other_currencies_are_not_held_against_it(tmp_path: Path) -> None:
    rows = orders(20)
    rows += [task(f"u{w}", week, 1, kind=None, order_total=20, currency="USD") for w in range(9) for week in WEEKS]
    found = audited(tmp_path, rows, formula=rule())
    assert (ends(found, "share_cut"), found.metrics["share_cut"].n) == ((0.4, 0.4), 20)
    assert any("pay is in KES, USD" in note for note in found.notes)
    strange = audited(tmp_path, orders(20), formula=rule(currency="GHS"))
    assert "no row can be compared with the formula" in strange.metrics["share_cut"].why


def test_a_constant_is_a_formula(tmp_path: Path) -> None:
    rows = [task(f"w{w}", week, 2 if week < 4 or w > 5 else 1, kind=None) for w in range(20) for week in WEEKS]
    found = audited(tmp_path, rows, formula=rule(intercept=2, coefficients=None))
    assert ends(found, "share_cut") == (0.3, 0.3)


def test_a_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no column 'distance' that pay depends on"):
        audited(tmp_path, orders(5), formula=rule(coefficients={"distance": 1}))
    with pytest.raises(InputError, match="holds the ids of workers"):
        audited(tmp_path, orders(5), formula=rule(coefficients={"worker_id": 1}))
