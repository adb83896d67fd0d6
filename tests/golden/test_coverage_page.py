"""The page beside the benchmark tables says what they hold: it is made of them, for the day that stands in it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from checker.facts.bars.coverage import coverage
from checker.load.benchmarks import read_benchmarks
from checker.render.benchmark_coverage import render_coverage

PAGE = Path(__file__).resolve().parents[2] / "standards" / "benchmarks" / "COVERAGE.md"


def test_the_page_beside_the_tables_is_what_the_command_makes_of_them(update_golden: bool) -> None:
    """`make golden` writes it anew, for the day that stands in it."""
    text = PAGE.read_text(encoding="utf-8")
    found = re.search(r"`fairlabel benchmarks coverage --on (\d{4}-\d\d-\d\d) --format markdown`", text)
    assert found, "the page has to name the command that makes it"
    made = render_coverage(coverage(read_benchmarks(), date.fromisoformat(found[1])), "markdown").decode("utf-8")
    if update_golden:
        PAGE.write_text(made, encoding="utf-8")
    else:
        assert text == made
