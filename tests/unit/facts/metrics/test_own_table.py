"""The subject's own table of living wages against the benchmarks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.pay_for_tests import BENCHMARKS, SCOPE, UNKNOWN, exactly, measure, payroll_row, table_of

# The subject's own living-wage table ---------------------------------------------------------------------------
OWN = """\
country,region_code,kind,amount,currency,period,hours_per_week,gross_or_net,valid_from,area
KE,,living_wage,9,KES,hour,,gross,2025-06-30,national
"""
CITY = "KE,KE-30,living_wage,12,KES,hour,,gross,2025-01-01,,,state,,all\n"
PLACES = [
    payroll_row("a"),
    payroll_row("b", region="KE-30"),
    payroll_row("c", region="KE-30"),
    payroll_row("d", country="GH", currency="GHS"),
]


@pytest.mark.parametrize(
    ("name", "own", "expected"),
    [
        ("lw_match_share", OWN, exactly(0.75)),
        ("finer_benchmark_missed_share", OWN, exactly(0.75)),  # b and c at county level; d has no figure at all
        (
            "finer_benchmark_missed_share",
            OWN
            + "KE,KE-30,living_wage,11,KES,hour,,gross,2025-06-30,state\n"
            + "GH,,living_wage,20,GHS,hour,,gross,2025-01-01,national\n",
            exactly(0),
        ),
        ("locations_without_lw_entry", OWN, exactly(2)),  # Ghana in the data, Uganda among the sites
        ("lw_max_age_days", OWN, exactly((date(2026, 1, 31) - date(2025, 6, 30)).days)),
    ],
)
def test_own_table(tmp_path: Path, name: str, own: str, expected: tuple[float, float]) -> None:
    sites = (("KE", None, None, None, 3), ("UG", None, None, None, 1), ("GH", None, None, None, 1))
    found = measure(
        tmp_path,
        name,
        PLACES,
        "payroll",
        benchmarks=BENCHMARKS + CITY,
        own_table=table_of(own),
        scope=SCOPE._replace(sites=sites),
    )
    assert found == expected


def test_own_table_that_was_not_given(tmp_path: Path) -> None:
    for name in ("lw_match_share", "finer_benchmark_missed_share", "locations_without_lw_entry", "lw_max_age_days"):
        assert measure(tmp_path, name, PLACES, "payroll") == UNKNOWN


@pytest.mark.parametrize(
    ("place", "match", "finer"),
    [
        ({}, (3 / 4, 4 / 5), (3 / 5, 3 / 4)),
        ({"country": "GH", "currency": "GHS"}, (3 / 5, 3 / 4), (3 / 4, 4 / 5)),
    ],
)
def test_a_row_that_holds_an_id_alone_is_no_row_of_pay_for_certain(
    tmp_path: Path, place: dict[str, str], match: tuple[float, float], finer: tuple[float, float]
) -> None:
    """Three of four rows match, and three are passed over; a fifth of neither pay nor time may be one of either."""
    rows = [*PLACES, payroll_row("e", "", "", hours_unpaid="", **place)]
    for name, expected in (("lw_match_share", match), ("finer_benchmark_missed_share", finer)):
        found = measure(tmp_path, name, rows, "payroll", benchmarks=BENCHMARKS + CITY, own_table=table_of(OWN))
        assert found == (pytest.approx(expected[0]), pytest.approx(expected[1])), name
