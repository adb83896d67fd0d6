"""What is wrong with a pay file: counted, located, and its consequence for the worker."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from checker.errors import InputError
from checker.load.wages import open_pay_table
from checker.model.evidence import Period
from checker.model.wages import WageSet
from tests.pay_for_tests import SCOPE, audit, audit_rows, ends, item, mapped, open_rows, payroll_row, task_row

SHARE = "share_below_living_wage"
ONE = frozenset({SHARE})
OK = [payroll_row(f"ok{i}") for i in range(9)]


def check(folder: Path, rows: list[dict[str, Any]], **other: Any) -> WageSet:
    return audit_rows(folder, rows, wanted=ONE, **other)


def messages(found: WageSet) -> str:
    return "\n".join(finding.message for finding in found.findings)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"pay": "a lot"}, "unreadable pay: 1 row (row 10); their workers are undecided"),
        ({"pay": "-5"}, "negative pay: 1 row (row 10)"),
        ({"hours_paid": "-5"}, "negative hours_paid: 1 row (row 10)"),
        ({"fees": "-5"}, "negative fees: 1 row (row 10)"),
        ({"pay": ""}, "no pay: 1 row (row 10)"),
        ({"hours_paid": ""}, "no time: 1 row (row 10)"),
        ({"period_end": "soon"}, "unreadable period_end: 1 row (row 10)"),
        ({"period_end": ""}, "no date: 1 row (row 10)"),
        (
            {"period_end": "2026-01-01", "period_start": "2026-01-31"},
            "period that ends before it starts: 1 row (row 10)",
        ),
        ({"country": "XX"}, "country 'XX' is not in ISO 3166-1: 1 row"),
        # In a row that has slipped by a cell it may be a worker's id.
        ({"country": "w-017"}, "country is not in ISO 3166-1: 1 row"),
        ({"currency": "amina@example.org"}, "currency is not in ISO 4217: 1 row"),
        ({"currency": "KSH"}, "currency 'KSH' is not in ISO 4217: 1 row"),
        ({"hours_paid": "745"}, "more than 24 hours a day (168 a week): 1 row (row 10)"),
        ({"country": ""}, ""),
        ({"currency": ""}, ""),
        ({"hours_paid": "0"}, ""),
    ],
)
def test_a_row_that_breaks_a_check_makes_its_worker_undecided(
    tmp_path: Path, change: dict[str, str], message: str
) -> None:
    found = check(tmp_path, [*OK, payroll_row("bad") | change])
    assert message in messages(found)
    assert ends(found, SHARE) == (0.0, 0.1)
    assert found.rows == 10
    assert "bad" not in messages(found)


def test_a_file_without_any_time_column_leaves_everybody_undecided(tmp_path: Path) -> None:
    rows = [{name: cell for name, cell in row.items() if name != "hours_paid"} for row in OK]
    found = check(tmp_path, rows)
    assert "no time: 9 rows (rows 1, 2, 3, 4, 5, 6, 7, 8, 9); their workers are undecided" in messages(found)
    assert ends(found, SHARE) == (0.0, 1.0)


def test_744_hours_fit_into_january(tmp_path: Path) -> None:
    found = check(tmp_path, [payroll_row("a", 7440, 744)])
    assert (messages(found), ends(found, SHARE)) == ("", (0.0, 0.0))


def test_identical_rows_count_once(tmp_path: Path) -> None:
    found = check(tmp_path, [payroll_row("a", 800, 160), payroll_row("a", 800, 160), payroll_row("b")])
    assert "identical to another row: 1 row (rows 1, 2); each counts once" in messages(found)
    assert ends(found, SHARE) == (0.5, 0.5)
    assert (found.rows, found.set_aside) == (3, {"identical": 1})


@pytest.mark.parametrize(("ids", "identical"), [([1, 2, 3], 0), ([1, 1, 2], 1), ([None, None, 1], 1)])
def test_rows_that_only_a_number_tells_apart_are_not_identical(
    tmp_path: Path, ids: list[int | None], identical: int
) -> None:
    rows = [payroll_row("a", 800, 160), payroll_row("a", 800, 160), payroll_row("b")]
    columns = {name: [str(row[name]) for row in rows] for name in rows[0]}
    pq.write_table(pa.table({**columns, "line": ids}), tmp_path / "pay.parquet")
    found = audit([open_pay_table(tmp_path / "pay.parquet", mapped())], wanted=ONE)
    assert (found.rows, found.set_aside) == (3, {"identical": 1} if identical else {})


def test_a_row_in_two_files_counts_once(tmp_path: Path) -> None:
    half = payroll_row("a", 800, 80)
    first = open_rows(tmp_path, [half, payroll_row("b")], name="one.csv")
    second = open_rows(tmp_path, [half, payroll_row("a", 700, 80)], name="two.csv")
    found = audit([first, second], wanted=ONE)
    # Counted twice, a's 800 would have lifted the 1,500 that a has for 160 hours over the line.
    assert ends(found, SHARE) == (0.5, 0.5)
    assert found.set_aside == {"in_two_files": 1}
    assert "1 row stands in two pay files of the same collector" in messages(found)


@pytest.mark.parametrize("grain", ["payroll", "task"])
def test_a_second_export_of_the_same_work_with_something_changed_is_said(tmp_path: Path, grain: str) -> None:
    made: list[dict[str, Any]] = [
        payroll_row(f"w{i}") if grain == "payroll" else task_row(f"w{i}", "2026-01-05") for i in range(6)
    ]
    later = [row | {"pay": 1} for row in made[:4]] + made[4:]
    files = [open_rows(tmp_path, rows, name=name, grain=grain) for rows, name in ((made, "1.csv"), (later, "2.csv"))]
    found = audit(files, wanted=ONE)
    assert found.set_aside == {"in_two_files": 2}
    what = "stamps" if grain == "task" else "period"
    said = next(f for f in found.findings if f.message.startswith(f"same worker and {what} as in an earlier pay file"))
    assert said.message.endswith("with something changed: 4 rows; both count")
    assert said.todo == "where one file is a later export of the same work, leave the earlier one out"
    # Another period, or another file of other workers, is no second export.
    other = [payroll_row("w0", period_start="2026-02-01", period_end="2026-02-28"), payroll_row("w9")]
    apart = [open_rows(tmp_path, rows, name=name) for rows, name in (([payroll_row("w0")], "3.csv"), (other, "4.csv"))]
    assert "same worker" not in messages(audit(apart, wanted=ONE))


def test_files_of_one_collector_are_united(tmp_path: Path) -> None:
    first = open_rows(tmp_path, [payroll_row("a"), payroll_row("b", 800, 80)], name="one.csv")
    second = open_rows(tmp_path, [payroll_row("b", 800, 80, fees="0.00")], name="two.csv")
    found = audit([first, second], wanted=ONE)
    assert (found.workers, ends(found, SHARE)) == (2, (0.0, 0.0))


def test_a_file_that_lacks_a_column_that_another_has(tmp_path: Path) -> None:
    without = payroll_row("b")
    del without["hours_unpaid"]
    tables = [open_rows(tmp_path, [payroll_row("a")], name="one.csv"), open_rows(tmp_path, [without], name="two.csv")]
    assert ends(audit(tables, wanted=ONE), SHARE) == (0.0, 0.5)


def test_rows_outside_the_period_are_set_aside_and_counted(tmp_path: Path) -> None:
    old = payroll_row("a", 1, period_start="2025-12-01", period_end="2025-12-31")
    found = check(tmp_path, [payroll_row("a"), old])
    assert (ends(found, SHARE), found.set_aside) == ((0.0, 0.0), {"outside_period": 1})
    assert "1 row outside the period in scope was set aside" in messages(found)


def test_only_rows_outside_the_period_leave_everything_unknown(tmp_path: Path) -> None:
    old = payroll_row("a", 1, period_start="2025-12-01", period_end="2025-12-31")
    found = check(tmp_path, [old])
    assert found.metrics[SHARE].low is None
    assert found.metrics[SHARE].why == "no row of the pay file is in scope"
    assert (found.rows, found.set_aside) == (1, {"outside_period": 1})


def test_rows_of_another_supplier(tmp_path: Path) -> None:
    rows = [payroll_row("a", supplier_id="acme"), payroll_row("b", 1, supplier_id="other")]
    with pytest.raises(InputError, match=r"1 row is of another supplier \(other\), who is not assessed in this run"):
        check(tmp_path, rows)
    found = check(tmp_path, rows, scope=SCOPE._replace(other_subjects=frozenset({"other"})))
    assert (ends(found, SHARE), found.workers) == ((0.0, 0.0), 1)
    assert found.set_aside == {"other_supplier": 1}


def test_an_unmapped_status_is_an_error_that_names_it(tmp_path: Path) -> None:
    rows = [task_row("a", "2026-01-05", status="Paid"), task_row("a", "2026-01-06", status="approved")]
    with pytest.raises(InputError, match=r"pay.csv, status: 'Paid' is not a status of the pay table; map it in"):
        check(tmp_path, rows, grain="task")


def test_an_unknown_basis_of_hours_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="'guess' is not a hours_basis"):
        check(tmp_path, [payroll_row("a", hours_basis="guess")])


def test_a_file_in_which_no_row_can_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none of 2 rows can be read \(unreadable pay: 2 rows \(rows 1, 2\)"):
        check(tmp_path, [payroll_row("a", "x"), payroll_row("b", "y")])
    with pytest.raises(InputError, match=r"the only row cannot be read \(country 'XX'"):
        check(tmp_path, [payroll_row("a", country="XX")])


@pytest.mark.parametrize("text", ["", "worker_id,country,currency,period_start,period_end,pay\n"])
def test_an_empty_file_leaves_everything_unknown(tmp_path: Path, text: str) -> None:
    from checker.load.wages import open_pay_table
    from tests.pay_for_tests import mapped

    (tmp_path / "pay.csv").write_text(text, encoding="utf-8")
    found = audit(open_pay_table(tmp_path / "pay.csv", mapped()))
    assert {metric.low for metric in found.metrics.values()} == {None}
    assert len(found.metrics) > 150
    assert (found.rows, found.workers) == (0, 0)
    assert not found.cover.complete


def test_overlapping_periods_are_a_signal(tmp_path: Path) -> None:
    rows = [
        payroll_row("a"),
        payroll_row("a", 1600, 160, period_start="2026-01-15", period_end="2026-02-14"),
        payroll_row("b"),
    ]
    found = check(tmp_path, rows)
    assert "1 pay period overlaps with an earlier one of the same worker" in messages(found)
    assert ends(found, SHARE) == (0.0, 0.0)


def test_several_rows_of_one_worker_and_period_are_added_up_and_said(tmp_path: Path) -> None:
    """A later export of the month with 100 more looks like a second job: 3,300 for 320 hours, still over 10 an hour."""
    rows = [*OK, payroll_row("a", 1600), payroll_row("a", 1700)]
    found = check(tmp_path, rows)
    [said] = [finding for finding in found.findings if finding.code == "row_several_rows_of_one_worker_and_period"]
    assert said.message == (
        "several rows of one worker and period: 2 rows (rows 10, 11); their pay and hours are added up"
    )
    assert (said.severity, said.todo) == ("note", "where a row corrects another one, leave the earlier one out")
    assert ends(found, SHARE) == (0.0, 0.0)
    assert "several rows" not in messages(check(tmp_path, [*OK, payroll_row("a"), payroll_row("b")]))


def test_pilot_work_beside_other_work_of_a_period_corrects_none(tmp_path: Path) -> None:
    rows = [payroll_row("a", 1600, is_pilot="false"), payroll_row("a", 300, 30, is_pilot="true")]
    assert "several rows" not in messages(check(tmp_path, rows))
    assert "several rows" not in messages(check(tmp_path, [rows[1], payroll_row("a", 1600, is_pilot="")]))
    twice = [*rows, payroll_row("a", 310, 30, is_pilot="true")]
    assert "several rows of one worker and period: 2 rows (rows 2, 3)" in messages(check(tmp_path, twice))


def test_a_cell_that_cannot_be_read_is_not_empty_as_well(tmp_path: Path) -> None:
    said = messages(check(tmp_path, [*OK, payroll_row("a", 10**15), payroll_row("b", ""), payroll_row("c", hours="x")]))
    assert "unreadable pay: 1 row (row 10)" in said
    assert "unreadable hours_paid: 1 row (row 12)" in said
    assert "no pay: 1 row (row 11)" in said
    assert "no time" not in said


def test_25_hours_on_a_day(tmp_path: Path) -> None:
    long = [task_row("a", "2026-01-05", 130, 13 * 60, "00:00"), task_row("a", "2026-01-05", 120, 12 * 60, "10:00")]
    found = check(tmp_path, [*long, task_row("b", "2026-01-05")], grain="task")
    assert "more than 24 hours a day (168 a week): 2 rows (rows 1, 2)" in messages(found)
    assert ends(found, SHARE) == (0.0, 0.5)


def test_24_hours_on_a_day_are_possible(tmp_path: Path) -> None:
    rows = [task_row("a", "2026-01-05", 130, 13 * 60, "00:00"), task_row("a", "2026-01-05", 110, 11 * 60, "12:00")]
    assert messages(check(tmp_path, rows, grain="task")) == ""


def test_a_task_over_midnight_counts_on_both_days(tmp_path: Path) -> None:
    def task(start: str, end: str, reward: int) -> dict[str, object]:
        return task_row("a", "2026-01-05") | {"started_at": start, "submitted_at": end, "pay": reward}

    # 23 h on the 5th and 5 h on the 6th; unsplit, the 6th would hold 25 h.
    fine = [
        task("2026-01-05 01:00:00", "2026-01-06 01:00:00", 240),
        task("2026-01-06 02:00:00", "2026-01-06 06:00:00", 40),
    ]
    assert messages(check(tmp_path, fine, grain="task")) == ""
    # 50 h over three days hold no day of more than 24; another task on the day in the middle does.
    days = [task("2026-01-05 12:00:00", "2026-01-07 14:00:00", 500)]
    assert messages(check(tmp_path, days, grain="task")) == ""
    more = [*days, task("2026-01-06 12:00:00", "2026-01-06 13:00:00", 10)]
    assert "more than 24 hours a day" in messages(check(tmp_path, more, grain="task"))
    through = [
        task("2026-01-05 12:00:00", "2026-01-07 14:00:00", 500),
        task("2026-01-05 11:00:00", "2026-01-07 15:00:00", 600),
    ]
    assert ends(check(tmp_path, through, grain="task"), SHARE) == (0.0, 1.0)


def test_submitted_before_it_was_started(tmp_path: Path) -> None:
    wrong = task_row("a", "2026-01-05") | {"submitted_at": "2026-01-05 08:00:00"}
    found = check(tmp_path, [wrong, task_row("b", "2026-01-05")], grain="task")
    assert "submitted before it was started: 1 row (row 1)" in messages(found)
    assert ends(found, SHARE) == (0.0, 0.5)


def test_lines_that_are_no_rows_may_be_anybody_s(tmp_path: Path) -> None:
    table = open_rows(tmp_path, OK)
    path = tmp_path / "pay.csv"
    path.write_text(path.read_text(encoding="utf-8") + "lost,KE\n", encoding="utf-8")
    found = audit(table, wanted=ONE)
    assert "1 row (line 11); each may be any worker's" in messages(found)
    low, high = ends(found, SHARE)
    assert (low, high) == (0.0, pytest.approx(1 / 9))


def test_all_problems_of_a_file_together(tmp_path: Path) -> None:
    rows = [
        *OK,
        payroll_row("x", "?"),
        payroll_row("y", -1),
        payroll_row("z", hours_paid="800"),
        payroll_row("q", country="ZZ"),
    ]
    said = messages(check(tmp_path, rows))
    for words in ("unreadable pay", "negative pay", "more than 24 hours", "country 'ZZ'"):
        assert words in said


def test_a_constant_lowers_what_reads_it(tmp_path: Path) -> None:
    row = task_row("a", "2026-01-05")
    del row["status"], row["country"]
    found = audit_rows(tmp_path, [row], grain="task", mapping={"constants": {"status": "approved", "country": "KE"}})
    assert found.metrics[SHARE].cap.word == "stated"
    assert found.metrics["unpaid_time_recorded_share"].cap.word == "worker_measured"
    assert found.metrics["months_covered"].cap.word == "worker_measured"
    guessed = audit_rows(tmp_path, [payroll_row("a")], mapping={"time_basis": "vendor_estimate"})
    assert guessed.metrics[SHARE].cap.word == "stated"
    assert guessed.metrics["fee_share"].cap.word == "worker_measured"


def test_zero_unpaid_hours_are_used_and_said(tmp_path: Path) -> None:
    found = audit_rows(tmp_path, OK)
    assert "no unpaid time recorded for any of 9 workers" in found.notes


def test_cover(tmp_path: Path) -> None:
    scope = SCOPE._replace(
        period=Period(date(2026, 1, 1), date(2026, 1, 31)), sites=(("KE", None, None, None, 9),), headcount=9
    )
    assert check(tmp_path, OK, scope=scope).cover.complete
    thin = check(tmp_path, OK[:8], scope=scope)
    assert (thin.cover.complete, thin.cover.why) == (False, "fewer than 90% of 9 workers in 2026-01")
    other = scope._replace(sites=(("KE", None, None, None, 8), ("GH", None, None, None, 1)))
    assert check(tmp_path, OK, scope=other).cover.why == "no pay from GH"


def test_no_worker_id_leaves_the_engine(tmp_path: Path) -> None:
    rows = [payroll_row(f"secretworker{i}", 1000 + 200 * i) for i in range(8)] + [payroll_row("secretworker9", "x")]
    found = audit_rows(tmp_path, rows, scope=SCOPE._replace(headcount=12))
    assert "secretworker" not in repr(found)


def test_same_input_same_result(tmp_path: Path) -> None:
    rows = [payroll_row(f"w{i}", 900 + 37.77 * i, gender="fm"[i % 2]) for i in range(40)]
    first = audit(open_rows(tmp_path, rows, evidence=item()))
    second = audit(open_rows(tmp_path, list(reversed(rows)), evidence=item()))
    assert repr(first) == repr(second)


def test_places_in_workbooks_are_hidden_as_rows_are(tmp_path: Path) -> None:
    from checker.facts.disclosure.small_cells import without_counts
    from checker.load.wages import open_pay_table
    from tests.pay_for_tests import mapped
    from tests.workbooks_for_tests import xlsx

    rows = [list(payroll_row("a")), *(list(payroll_row(f"w{i}", "x" if i == 2 else 1600).values()) for i in range(9))]
    found = audit(open_pay_table(xlsx(tmp_path / "a.xlsx", {"Pay (Jan)": rows}), mapped()))
    assert "unreadable pay: 1 row (sheet 'Pay (Jan)' row 4); their workers" in messages(found)
    hidden = [finding.message for finding in without_counts(found.findings)]
    assert hidden == [
        "unreadable pay: some rows; their workers are undecided",
    ]
