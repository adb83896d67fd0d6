"""The picture of pay over the living wage: whose lines stand in it, and who is not in it."""

from __future__ import annotations

from pathlib import Path

from checker.model.wages import Distribution
from tests.pay_for_tests import audit_rows, payroll_row

HEADER = (
    "country,region_code,kind,amount,currency,period,hours_per_week,gross_or_net,valid_from,valid_to,checked_on,area,"
    "city_names,extent\n"
)
LIVING_IN_ONE = "KE,KE-31,living_wage,10,KES,hour,,gross,2025-01-01,,,state,,all\n"
MINIMUM_IN_THE_OTHER = "KE,KE-30,minimum_wage,5,KES,hour,,gross,2025-01-01,,2025-06-01,state,,all\n"
MINIMUM_IN_ALL = "KE,,minimum_wage,5,KES,hour,,gross,2025-01-01,,2025-06-01,national,,all\n"


def picture(folder: Path, benchmarks: str, elsewhere: int) -> Distribution:
    """Return the picture of 10 workers with a living wage beside ``elsewhere`` workers in a region without one."""
    rows = [payroll_row(f"a{i}", 1700, region="KE-31") for i in range(10)]
    rows += [payroll_row(f"b{i}", 1700, region="KE-30") for i in range(elsewhere)]
    (found,) = audit_rows(folder, rows, benchmarks=HEADER + benchmarks).distributions
    return found


def test_a_line_that_holds_elsewhere_is_not_drawn(tmp_path: Path) -> None:
    found = picture(tmp_path, LIVING_IN_ONE + MINIMUM_IN_THE_OTHER, elsewhere=8)
    assert (found.living_wage, found.minimum_wage) == (10.0, None)


def test_a_line_that_holds_for_all_in_the_picture_is_drawn(tmp_path: Path) -> None:
    found = picture(tmp_path, LIVING_IN_ONE + MINIMUM_IN_ALL, elsewhere=8)
    assert (found.living_wage, found.minimum_wage) == (10.0, 5.0)
    assert found.per == "hour"


def test_who_is_not_in_the_picture_is_said(tmp_path: Path) -> None:
    assert "8 workers without anything to compare with are left out" in picture(tmp_path, LIVING_IN_ONE, 8).note


def test_few_who_are_not_in_the_picture_are_not_counted(tmp_path: Path) -> None:
    assert "a few workers without any end are left out" in picture(tmp_path, LIVING_IN_ONE, 3).note
