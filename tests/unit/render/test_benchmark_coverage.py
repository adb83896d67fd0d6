"""The page about what the tables cover: it says what they hold today, escapes what they say, and is kept fresh."""

from __future__ import annotations

import re
from datetime import date

import pytest

from checker.facts.bars.coverage import coverage
from checker.load.benchmarks import read_benchmarks
from checker.model.benchmark import BenchmarkTable
from checker.render.benchmark_coverage import render_coverage
from tests.bars_for_tests import CITY, DAY, MINIMUM, row


def test_counts_are_of_places_not_of_rows() -> None:
    table = BenchmarkTable(
        [
            row("a"),
            row("b", "150", **CITY),
            row("c", "140", **CITY | {"valid_from": date(2025, 6, 1)}),  # the same place, older
            row("d", kind="poverty_line"),
            row("e", applies_to="sector"),
            row("f", valid_to=date(2026, 1, 31)),
            row("g", country="UG", basis="net", licence_flag="CHECK: (c) somebody"),
            row("h", country="UG", valid_from=date(2024, 1, 1), area="rural", licence_flag="CC BY 4.0"),
            row("m", **MINIMUM),
        ]
    )
    found = coverage(table, DAY)
    assert [one.country for one in found.countries] == ["KE", "UG"]
    kenya, uganda = (one.kinds["living_wage"] for one in found.countries)
    assert (kenya.places, kenya.can_pass, kenya.stale, kenya.context, kenya.why) == (2, 2, 0, 2, "")
    # Not in force on the day, or not the newest of its place.
    assert kenya.ended == 2
    assert (uganda.places, uganda.can_pass, uganda.stale) == (2, 0, 1)
    assert uganda.why == "net, not gross, stale"
    # From 1 January 2024 to 15 March 2026; the newest stays fresh 18 months from 1 January 2026.
    assert (uganda.newest, uganda.oldest_months, uganda.fresh_until) == ("2026-01-01", 26, date(2027, 7, 1))
    assert uganda.terms == ("CHECK: (c) somebody", "CC BY 4.0")
    minimum = found.countries[0].kinds["minimum_wage"]
    assert (minimum.places, minimum.can_pass) == (1, 1)
    assert found.countries[1].kinds["minimum_wage"].why == "no figure"


HOSTILE = "<script>alert(1)</script>|`x`"


@pytest.mark.parametrize("fmt", ["markdown", "html"])
def test_words_of_a_table_are_escaped(fmt: str) -> None:
    text = render_coverage(coverage(BenchmarkTable([row("a", licence_flag=HOSTILE)]), DAY), fmt).decode("utf-8")
    assert "<script>" not in text
    assert "alert(1)" in text


def test_the_page_has_a_policy_and_no_request() -> None:
    text = render_coverage(coverage(read_benchmarks(), DAY), "html").decode("utf-8")
    assert "default-src 'none'; style-src 'sha256-" in text
    assert "<script" not in text
    assert not re.search(r'(src|href)="https?:', text)
    assert text.count("<caption>") == 2
    assert '<th scope="row">GB United Kingdom</th>' in text


@pytest.mark.parametrize("fmt", ["text", "markdown", "html", "json"])
def test_the_same_coverage_gives_the_same_bytes(fmt: str) -> None:
    table = read_benchmarks()
    assert render_coverage(coverage(table, DAY), fmt) == render_coverage(coverage(table, DAY), fmt)
