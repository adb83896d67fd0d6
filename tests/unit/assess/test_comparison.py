"""What became of a requirement from one report to the next; the table was written by hand from the meanings."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from checker.assess.comparison import compare, kind_of_change
from checker.model.comparison import Kind, ResultChange
from checker.model.statuses import STATUSES
from tests import past_reports as made

GAPS = ("not_met", "partly_met")
KIND: dict[str, dict[str, Kind]] = {
    "met": {
        "met": "unchanged", "partly_met": "new", "not_met": "new", "claimed": "lost", "unknown": "lost",
        "not_applicable": "left", "error": "lost",
    },
    "partly_met": {
        "met": "fixed", "partly_met": "unchanged", "not_met": "worse", "claimed": "silent", "unknown": "silent",
        "not_applicable": "left", "error": "silent",
    },
    "not_met": {
        "met": "fixed", "partly_met": "better", "not_met": "unchanged", "claimed": "silent", "unknown": "silent",
        "not_applicable": "left", "error": "silent",
    },
    "claimed": {
        "met": "shown", "partly_met": "new", "not_met": "new", "claimed": "unchanged", "unknown": "worse",
        "not_applicable": "left", "error": "worse",
    },
    "unknown": {
        "met": "shown", "partly_met": "new", "not_met": "new", "claimed": "better", "unknown": "unchanged",
        "not_applicable": "left", "error": "worse",
    },
    "not_applicable": {
        "met": "shown", "partly_met": "new", "not_met": "new", "claimed": "asked", "unknown": "asked",
        "not_applicable": "unchanged", "error": "asked",
    },
    "error": {
        "met": "shown", "partly_met": "new", "not_met": "new", "claimed": "better", "unknown": "better",
        "not_applicable": "left", "error": "unchanged",
    },
}  # fmt: skip


def changes(old: Any, new: Any) -> dict[str, ResultChange]:
    (both,) = compare(made.report(old), made.report(new)).subjects
    return {c.requirement: c for c in both.standards[0].changes}


def one(before: dict[str, Any], after: dict[str, Any], **subject: Any) -> ResultChange:
    old = made.subject(made.standard([before]))
    return changes(old, made.subject(made.standard([after]), **subject))["A-1"]


@pytest.mark.parametrize(("before", "after"), list(product(STATUSES, STATUSES)))
def test_every_pair_of_statuses_has_its_word(before: Any, after: Any) -> None:
    found = one(made.result("A-1", before), made.result("A-1", after))
    assert (found.kind, found.before, found.after) == (KIND[before][after], before, after)


@pytest.mark.parametrize(("before", "after"), list(product(STATUSES, STATUSES)))
def test_only_what_is_shown_to_be_met_is_fixed(before: Any, after: Any) -> None:
    results = made.past(made.subject(made.standard([made.result("A-1", before), made.result("A-2", after)])))
    kind = kind_of_change(*results.standards[0].results)
    assert (kind == "fixed") == (before in GAPS and after == "met")
    assert not (kind in ("fixed", "shown", "better") and after in GAPS and before not in GAPS)


def test_credit_moves_within_a_status() -> None:
    less, more = ({"shown": share, "claimed": share, "possible": 1.0} for share in (0.25, 0.75))
    assert one(made.result("A-1", "partly_met", credit=less), made.result("A-1", "partly_met", credit=more)).kind == (
        "better"
    )
    assert one(made.result("A-1", "partly_met", credit=more), made.result("A-1", "partly_met", credit=less)).kind == (
        "worse"
    )


def test_requirements_that_come_and_go_are_neither_fixed_nor_new() -> None:
    found = changes(
        made.subject(made.standard([made.result("A-1", "not_met")])),
        made.subject(made.standard([made.result("A-2", "not_met")])),
    )
    assert {name: change.kind for name, change in found.items()} == {"A-1": "dropped", "A-2": "asked"}


def test_another_wording_is_not_compared_and_the_parameter_is_named() -> None:
    old = {"parameters": [{"pack": "pai", "name": "nearly_all", "value": 0.05}], "benchmarks": [], "fx": []}
    new = {"parameters": [{"pack": "pai", "name": "nearly_all", "value": 0.1}], "benchmarks": [], "fx": []}
    found = changes(
        made.subject(made.standard([made.result("A-1", "not_met", sentence="at most 5 %")]), judged_by=old),
        made.subject(made.standard([made.result("A-1", "met", sentence="at most 10 %")]), judged_by=new),
    )["A-1"]
    assert found.kind == "not_comparable"
    assert "nearly_all was 0.05, now 0.1" in found.why


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"edition": "2025"}, "edition 2022 became 2025"),
        ({"profile": "core"}, "profile extended became core"),
        ({"score": {**made.SCORE, "model": "none"}}, "the score model threshold_pairs became none"),
    ],
)
def test_nothing_is_compared_across_editions_profiles_and_models(changed: dict[str, Any], why: str) -> None:
    old, new = made.standard([made.result("A-1", "not_met")]), made.standard([made.result("A-1", "met")], **changed)
    (both,) = compare(made.report(made.subject(old)), made.report(made.subject(new))).subjects
    assert both.standards[0].not_comparable == (why,)
    assert both.standards[0].changes == ()


def wage_fact(**changes: Any) -> dict[str, Any]:
    return {"name": "wages.share_below_living_wage", "unit": "share", "low": 0.3, "high": 0.3, **changes}


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ({"method": "basic_only"}, {"method": "idh_total"}, "method of share_below_living_wage was basic_only"),
        ({"basis": "all time"}, {"basis": "paid time"}, "basis of share_below_living_wage was all time, now paid time"),
    ],
)
def test_pay_on_another_basis_is_not_compared(before: dict[str, Any], after: dict[str, Any], why: str) -> None:
    found = one(
        made.result("A-1", "not_met", facts=[wage_fact(**before)]),
        made.result("A-1", "met", facts=[wage_fact(**after)]),
    )
    assert found.kind == "not_comparable"
    assert why in found.why


def test_another_time_basis_breaks_what_reads_pay_and_nothing_else() -> None:
    results = ("not_met", [wage_fact()]), ("not_met", [])
    old = made.standard([made.result(f"A-{n}", s, facts=f) for n, (s, f) in enumerate(results)])  # type: ignore[arg-type]
    new = made.standard([made.result(f"A-{n}", "met", facts=f) for n, (_, f) in enumerate(results)])
    found = changes(
        made.subject(old, wages=made.pay(0.3, 0.3, time_basis="logged_interval")),
        made.subject(new, wages=made.pay(0.0, 0.0, time_basis="vendor_estimate")),
    )
    assert found["A-0"].kind == "not_comparable"
    assert found["A-0"].why == "working time was taken by logged interval, now by vendor estimate"
    assert found["A-1"].kind == "fixed"


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        ((0.1, 0.2), (0.3, 0.4), "higher"),
        ((0.3, 0.4), (0.1, 0.2), "lower"),
        ((0.1, 0.3), (0.2, 0.4), "undecided"),
        ((0.1, 0.3), (0.3, 0.4), "undecided"),
        ((0.1, None), (0.2, 0.4), "undecided"),
        ((None, None), (0.2, 0.4), "undecided"),
    ],
)
def test_a_number_moved_only_where_the_ranges_do_not_meet(before: Any, after: Any, moved: str) -> None:
    old, new = (made.subject(made.standard([]), wages=made.pay(*ends)) for ends in (before, after))
    (metric,) = compare(made.report(old), made.report(new)).subjects[0].metrics
    assert (metric.name, metric.moved) == ("share_below_living_wage", moved)


def test_a_number_by_another_method_did_not_move() -> None:
    old = made.subject(made.standard([]), wages=made.pay(0.1, 0.1))
    new = made.subject(made.standard([]), wages=made.pay(0.4, 0.4, method="idh_total"))
    (metric,) = compare(made.report(old), made.report(new)).subjects[0].metrics
    assert (metric.moved, metric.why) == ("not_comparable", "its method was basic_only, now idh_total")


def test_a_hidden_number_is_not_compared() -> None:
    old = made.subject(made.standard([]), wages=made.pay(0.1, 0.1))
    new = made.subject(made.standard([]), wages=made.pay(None, None, suppressed=True))
    assert compare(made.report(old), made.report(new)).subjects[0].metrics == ()


def test_what_else_is_said_of_a_subject() -> None:
    old = made.subject(
        made.standard([]), made.standard([], "eti"), evidence=[made.exhibit("survey", None, None)],
        judged_by={"benchmarks": [{"path": "lw.csv", "sha256": "a"}]},
    )  # fmt: skip
    new = made.subject(made.standard([]), as_of="2025-12-31", headcount=None, kind="buyer")
    notes = compare(made.report(old), made.report(new)).subjects[0].notes
    for words in ("older one", "judged as a supplier, now as a buyer", "no longer given: survey", "eti was judged",
                  "tables of living wages", "headcount was 60, now not known"):  # fmt: skip
        assert any(words in note for note in notes), words


def test_subjects_that_stand_in_one_report_only() -> None:
    old = made.report(made.subject(made.standard([])), made.subject(made.standard([]), name="gone"))
    new = made.report(
        made.subject(made.standard([])), made.subject(made.standard([]), name="new"),
        invalid=[{"folder": "v/gone", "problems": ["torn"]}],
    )  # fmt: skip
    found = compare(old, new)
    assert (found.only_before, found.only_after, found.broken) == (("gone",), ("new",), ("v/gone",))
