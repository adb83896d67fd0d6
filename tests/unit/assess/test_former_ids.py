"""A requirement that was given another id is the same requirement, wherever reports are laid beside each other."""

from __future__ import annotations

from typing import Any

from checker.assess.comparison import compare
from checker.assess.former_ids import of_today
from checker.assess.portfolio import portfolio
from checker.assess.trend import trends
from tests import past_reports as made

FORMER = {"OLD-1": "A-1", "OLD-2": "A-1"}


def before(*names: str, **changes: Any) -> Any:
    results = [made.result(name, "not_met", sentence="The same.") for name in names]
    return made.subject(made.standard(results), as_of="2025-06-30", **changes)


def after(*names: str, **changes: Any) -> Any:
    results = [made.result(name, "met", sentence="The same.") for name in names]
    return made.subject(made.standard(results, former_ids=FORMER), **changes)


def test_a_gap_under_its_former_id_is_fixed_under_that_of_today_and_it_is_said() -> None:
    (both,) = compare(made.report(before("OLD-1", "B-1")), made.report(after("A-1", "B-1"))).subjects
    assert [(c.requirement, c.kind) for c in both.standards[0].changes] == [("A-1", "fixed"), ("B-1", "fixed")]
    assert "A-1 was called OLD-1 before" in both.notes


def test_two_requirements_are_never_made_one() -> None:
    """Where today's id was there already, or two former ones of it, nobody can say which of them it was."""
    for names in (("OLD-1", "A-1"), ("OLD-1", "OLD-2")):
        (both,) = compare(made.report(before(*names)), made.report(after("A-1"))).subjects
        kinds = {c.requirement: c.kind for c in both.standards[0].changes}
        assert kinds["OLD-1"] == "dropped" and len(kinds) == 2 + ("A-1" not in names)
        assert not [note for note in both.notes if "was called" in note]


def test_across_editions_nothing_is_renamed() -> None:
    old = made.subject(made.standard([made.result("OLD-1", "not_met")], edition="2021"))
    (both,) = compare(made.report(old), made.report(after("A-1"))).subjects
    assert both.standards[0].changes == () and not [note for note in both.notes if "was called" in note]


def test_a_portfolio_counts_a_requirement_once_whatever_the_report_calls_it() -> None:
    found = [("a.json", made.past(before("OLD-1", name="a"))), ("b.json", made.past(after("A-1", name="b")))]
    for pairs in (found, found[::-1]):
        (row,) = portfolio(pairs, (), None).rows
        assert (row.requirement, dict(row.counts)) == ("A-1", {"not_met": 1, "met": 1})
    (row,) = portfolio(found[:1], (), None).rows
    assert row.requirement == "OLD-1", "no report says that it was renamed"


def test_a_trend_counts_the_same_under_either_id() -> None:
    (line,) = trends([("a.json", made.past(before("OLD-1"))), ("b.json", made.past(after("A-1")))])
    assert [(point.failed, point.broken) for point in line.points] == [(1, ()), (0, ())]


def test_an_id_of_today_in_any_standard_is_no_former_one() -> None:
    assert of_today([({"X": "A"}, {"A"}), ({"Y": "B"}, {"B", "X"})]) == {"Y": "B"}
