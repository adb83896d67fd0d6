"""The wage ladder: means by hand, what is unknown, what is hidden, and that nothing hidden can be worked out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from checker.facts.disclosure.small_cells import cells_to_hide
from checker.facts.wage_ladder import hidden_categories
from checker.model.wages import Ladder, LadderStep, Published, WageSet
from tests.pay_for_tests import BENCHMARKS, SCOPE, audit_rows, payroll_row, rates_of

Row = dict[str, object]
NOTHING = {"guaranteed_bonus": 0, "in_kind": 0}


def team(category: str, pays: Iterable[object], prefix: str = "", **other: Any) -> list[Row]:
    """Return a month of payroll of 160 hours for each pay."""
    named: dict[str, Any] = {**NOTHING, "job_category": category, **other}
    return [payroll_row(f"{prefix}{category}{i}", pay, **named) for i, pay in enumerate(pays)]


def ladder(folder: Path, rows: Iterable[Mapping[str, object]], **other: Any) -> Ladder:
    (found,) = audit_rows(folder, rows, **other).ladders
    return found


def steps(found: Ladder) -> dict[str, LadderStep]:
    return {step.category: step for step in found.steps}


def value(shown: Published) -> Any:
    return "hidden" if shown.suppressed else pytest.approx(shown.value) if shown.value is not None else None


def test_means_by_hand(tmp_path: Path) -> None:
    # 1,280 and 1,920 for 160 hours: 8 and 12 an hour, mean 10; 160 of bonus is 1 an hour, 80 in kind 0.5.
    rows = team("annotator", [1280] * 5 + [1920] * 5, guaranteed_bonus=160, in_kind=80)
    rows += team("reviewer", [3200] * 12)
    found = ladder(tmp_path, rows)
    assert (found.place, found.currency, found.exact, found.unknown, found.notes) == ("KE", "KES", True, (), ())
    assert found.living_wage == (10.0, 10.0)
    assert found.minimum_wage == (5.0, 5.0)
    assert [step.category for step in found.steps] == ["annotator", "reviewer"]
    first, second = found.steps
    assert (first.workers, second.workers) == (10, 12)
    assert [value(x) for x in (first.base, first.guaranteed_bonus, first.in_kind, first.total, first.lowest)] == [
        10, 1, 0.5, 11.5, 8,
    ]  # fmt: skip
    assert [value(x) for x in (second.base, second.guaranteed_bonus, second.in_kind, second.total, second.lowest)] == [
        20, 0, 0, 20, 20,
    ]  # fmt: skip


def test_a_worker_is_one_mean_whatever_the_hours(tmp_path: Path) -> None:
    """The estimator is the mean over workers, not pooled pay over pooled hours."""
    rows = team("annotator", [1600] * 5) + team("annotator", [400] * 5, prefix="short ", hours_paid=20)
    # Five at 10 and five at 20 an hour: 15. Pooled it would be 5 x 2,000 / (5 x 180) = 11.1.
    assert value(steps(ladder(tmp_path, rows))["annotator"].base) == 15


def test_months_are_pooled_for_each_worker(tmp_path: Path) -> None:
    later = {"period_start": "2026-02-01", "period_end": "2026-02-28"}
    rows = team("annotator", [1600] * 5) + team("annotator", [3200] * 5, hours_paid=40, **later)
    # (1,600 + 3,200) / (160 + 40) = 24.
    assert value(steps(ladder(tmp_path, rows))["annotator"].base) == 24


def test_fees_lower_the_base(tmp_path: Path) -> None:
    rows = team("annotator", [1600] * 5, fees=320, deductions=160)
    assert value(steps(ladder(tmp_path, rows))["annotator"].base) == 7


def test_a_missing_column_is_unknown_and_not_zero(tmp_path: Path) -> None:
    rows = team("annotator", [1600] * 5)
    for row in rows:
        del row["in_kind"]
    found = ladder(tmp_path, rows)
    step = found.steps[0]
    assert found.unknown == ("in_kind",)
    assert "pay in kind is not known: not every pay file has it" in found.notes
    assert (step.in_kind.high, step.in_kind.suppressed) == (None, False)
    assert (step.total.high, step.total.suppressed) == (None, False)
    assert value(step.base) == 10


def test_without_unpaid_time_pay_is_at_most_what_it_seems(tmp_path: Path) -> None:
    rows = team("annotator", [1600] * 5)
    for row in rows:
        del row["hours_unpaid"]
    found = ladder(tmp_path, rows)
    assert not found.exact
    assert found.steps[0].base == Published(None, 0.0, 10.0, False)


def test_without_fees_pay_has_no_low_end(tmp_path: Path) -> None:
    rows = team("annotator", [1600] * 5)
    for row in rows:
        del row["fees"]
    assert ladder(tmp_path, rows).steps[0].base == Published(None, None, 10.0, False)


def test_pay_is_in_the_currency_of_the_living_wage(tmp_path: Path) -> None:
    rows = team("annotator", [16] * 5, currency="USD", guaranteed_bonus=1.6)
    found = ladder(tmp_path, rows, rates=[rates_of("2026-01,USD,KES,130")])
    # 0.1 USD an hour at 130; the bonus is 0.01 USD an hour.
    assert (found.currency, found.living_wage) == ("KES", (10.0, 10.0))
    assert (value(found.steps[0].base), value(found.steps[0].guaranteed_bonus)) == (13, 1.3)


def test_without_a_rate_there_is_no_line_and_currencies_are_apart(tmp_path: Path) -> None:
    rows = team("annotator", [16] * 6, currency="USD") + team("annotator", [1600] * 6, prefix="home ")
    found = {each.currency: each for each in audit_rows(tmp_path, rows).ladders}
    assert sorted(found) == ["KES", "USD"]
    assert (found["KES"].living_wage, found["USD"].living_wage) == ((10.0, 10.0), None)
    assert "the living wage is in another currency, and no rate leads there" in found["USD"].notes
    assert value(found["USD"].steps[0].base) == 0.1
    assert [each.steps[0].workers for each in found.values()] == [6, 6]


def test_where_several_figures_hold_the_line_is_a_band(tmp_path: Path) -> None:
    two = BENCHMARKS + "KE,,living_wage,14,KES,hour,,gross,2026-02-01,,,national,,all\n"
    later = {"period_start": "2026-02-01", "period_end": "2026-02-28"}
    rows = team("annotator", [1600] * 5) + team("annotator", [1600] * 5, **later)
    assert ladder(tmp_path, rows, benchmarks=two).living_wage == (10.0, 14.0)


def test_a_net_figure_is_open_above(tmp_path: Path) -> None:
    net = BENCHMARKS.replace("living_wage,10,KES,hour,,gross", "living_wage,10,KES,hour,,net")
    assert ladder(tmp_path, team("annotator", [1600] * 5), benchmarks=net).living_wage == (10.0, None)


def test_who_is_left_out_is_said_and_not_counted(tmp_path: Path) -> None:
    rows = team("annotator", [1600] * 9) + team("annotator", [""], prefix="lost ")
    found = ladder(tmp_path, rows)
    step = found.steps[0]
    assert (step.workers, value(step.base)) == (10, 10)
    assert any("are left out of the means; they may be paid less" in note for note in found.notes)
    assert value(step.lowest) == "hidden"


def test_no_hours_is_no_rate(tmp_path: Path) -> None:
    found = ladder(tmp_path, team("annotator", [1600] * 5) + team("annotator", [1600], prefix="none ", hours_paid=0))
    assert value(found.steps[0].base) == 10


def test_nothing_paid_is_a_rate_of_nothing(tmp_path: Path) -> None:
    step = ladder(tmp_path, team("annotator", [0] * 5)).steps[0]
    assert (value(step.base), value(step.total), value(step.lowest)) == (0, 0, 0)


def test_fees_above_pay_are_a_rate_under_nothing(tmp_path: Path) -> None:
    assert value(ladder(tmp_path, team("annotator", [160] * 5, fees=320)).steps[0].base) == -1


def test_huge_pay_stays_a_number(tmp_path: Path) -> None:
    assert value(ladder(tmp_path, team("annotator", [10**11] * 5)).steps[0].base) == 10**11 / 160


def test_a_part_that_few_get_is_hidden_and_so_is_the_sum(tmp_path: Path) -> None:
    rows = team("annotator", [1600] * 8) + team("annotator", [1600] * 4, prefix="lucky ", guaranteed_bonus=160)
    step = ladder(tmp_path, rows).steps[0]
    assert step.guaranteed_bonus.why == "fewer than 5 workers get any"
    assert (value(step.guaranteed_bonus), value(step.total), value(step.base)) == ("hidden", "hidden", 10)


def test_a_mean_that_is_one_workers_is_hidden(tmp_path: Path) -> None:
    step = ladder(tmp_path, team("annotator", [1600] * 9 + [160000])).steps[0]
    assert step.base.why == "one worker makes up more than half of it"


@pytest.mark.parametrize(("workers", "shown"), [(5, True), (6, False), (9, False), (10, True)])
def test_the_lowest_are_told_only_where_the_others_are_enough(tmp_path: Path, workers: int, shown: bool) -> None:
    """The mean of all and of the lowest k together give the mean of the others."""
    step = ladder(tmp_path, team("annotator", [1600 + 16 * i for i in range(workers)])).steps[0]
    assert (not step.lowest.suppressed) is shown


def test_small_categories_are_hidden_as_among_the_groups(tmp_path: Path) -> None:
    rows = team("annotator", [1600] * 20) + team("reviewer", [1600] * 9) + team("lead", [3200] * 3)
    found = audit_rows(tmp_path, rows)
    hidden = {group.by["job_category"] for group in found.groups if "job_category" in group.by and group.suppressed}
    assert hidden == {"lead", "reviewer"}
    (drawn,) = found.ladders
    assert {step.category for step in drawn.steps if step.workers is None} == hidden
    dark = steps(drawn)["lead"]
    assert all(part.suppressed and part.high is None for part in dark[2:])


def test_a_category_that_is_few_in_one_country_is_hidden_in_all(tmp_path: Path) -> None:
    rows = team("annotator", [1600] * 20) + team("reviewer", [1600] * 9) + team("lead", [3200] * 9)
    ghana = {"country": "GH", "currency": "GHS", "prefix": "gh "}
    rows += team("annotator", [3200] * 20, **ghana) + team("reviewer", [3200] * 9, **ghana)
    rows += team("lead", [3200] * 2, **ghana)
    found = audit_rows(tmp_path, rows)
    groups = {g.by["job_category"]: g.n for g in found.groups if "job_category" in g.by}
    # 11 leads are shown in all, and 9 in Kenya would tell of the 2 in Ghana.
    assert groups["lead"] == 11
    for drawn in found.ladders:
        dark = {step.category for step in drawn.steps if step.workers is None}
        assert dark == {"lead", "reviewer"}


def test_everything_hidden(tmp_path: Path) -> None:
    rows = team("annotator", [1600] * 3) + team("reviewer", [1600] * 3)
    found = audit_rows(tmp_path, rows)
    assert all(step.workers is None for drawn in found.ladders for step in drawn.steps)
    assert audit_rows(tmp_path, team("annotator", [1600] * 4)).ladders == ()


def test_who_is_not_in_the_data_is_said(tmp_path: Path) -> None:
    found = ladder(tmp_path, team("annotator", [1600] * 9), scope=SCOPE._replace(headcount=20))
    assert "in all, 11 workers are not in the data" in found.notes


def test_no_categories_no_ladder(tmp_path: Path) -> None:
    assert audit_rows(tmp_path, [payroll_row(f"w{i}") for i in range(9)]).ladders == ()


def test_the_order_of_rows_changes_nothing(tmp_path: Path) -> None:
    rows = team("b", [1600 + 7 * i for i in range(11)]) + team("a", [1500 + 3 * i for i in range(12)])
    one: WageSet = audit_rows(tmp_path, rows)
    other = audit_rows(tmp_path, rows[::-1])
    assert one.ladders == other.ladders


K = 3


@given(st.lists(st.lists(st.integers(0, 7), min_size=3, max_size=3), min_size=1, max_size=3))
def test_no_hidden_cell_can_be_worked_out(cells: Sequence[Sequence[int]]) -> None:
    """Given all totals that the groups publish and all cells that ladders show, a small cell has several values."""
    gone = hidden_categories(cells, range(len(cells)), K)
    rows, columns = [sum(row) for row in cells], [sum(column) for column in zip(*cells, strict=True)]
    dark_rows, dark_columns = cells_to_hide(rows, K), cells_to_hide(columns, K)
    size = (len(cells), 3)
    told: list[tuple[Any, int]] = [(np.ones(size), sum(rows))]
    told += [(_marked(size, (i, slice(None))), n) for i, n in enumerate(rows) if i not in dark_rows]
    told += [(_marked(size, (slice(None), j)), n) for j, n in enumerate(columns) if j not in dark_columns]
    told += [(_marked(size, (i, j)), cells[i][j]) for i in range(size[0]) if i not in dark_rows
             for j in range(3) if j not in gone]  # fmt: skip
    assert all(cells[i][j] == 0 or cells[i][j] >= K for i in range(size[0]) for j in range(3) if j not in gone)
    for i, row in enumerate(cells):
        for j, n in enumerate(row):
            if 0 < n < K:
                low, high = (_end(size, (i, j), told, sign) for sign in (1, -1))
                assert high - low > 0.5, (cells, i, j)


def _marked(size: tuple[int, int], place: Any) -> Any:
    weights = np.zeros(size)
    weights[place] = 1
    return weights


def _end(size: tuple[int, int], cell: tuple[int, int], told: list[tuple[Any, int]], sign: int) -> float:
    """Return the least (most) that a cell can be; the corners of such a table are whole numbers."""
    aim = sign * _marked(size, cell).ravel()
    found = linprog(aim, A_eq=np.array([w.ravel() for w, _ in told]), b_eq=[n for _, n in told], bounds=(0, None))
    assert found.status == 0
    return float(sign * found.fun)
