"""Two sources on one comparison: rules (i) to (v), by hand."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from typing import Any

import pytest

from checker.model.evidence import Level, Period
from checker.model.facts import Cover, Fact
from tests.unit.rules.judging import DOCUMENTED, PERIOD, RECORDED, by_auditor, fact, item, pay, run

FLOOR = {"fact": "wages.m", "at_most": 0}
YES = {"fact": "answers.s.a", "is": True}
LATE = Period(date(2026, 4, 1), date(2026, 6, 30))
WHOLE = Cover(True, PERIOD, ("KE",), 60)


def floor(*facts: Fact) -> tuple[Any, ...]:
    outcome = run(FLOOR, *facts, policy=RECORDED)
    return outcome.truth, outcome.support.shown, [c.upheld for c in outcome.clashes]


def test_i_workers_records_count_for_whatever_part_they_cover() -> None:
    part = pay(0.2, "worker", Level.WORKER_MEASURED, cover=Cover(False, LATE, ("KE",), 7), kind="worker_pay_records")
    assert floor(pay(0), part) == (False, False, [True])


def test_i_a_source_of_another_kind_counts_against_all_the_same() -> None:
    part = pay(0.2, "worker", Level.WORKER_MEASURED, cover=Cover(False, LATE, ("KE",), 7), kind="register")
    assert floor(pay(0), part) == (False, False, [True])


def test_i_an_admission_counts_at_any_level() -> None:
    auditor = fact(
        "answers.s.a", True, item("a", level=Level.DOCUMENTED, collector="auditor"), collector="auditor", own=False
    )
    outcome = run(YES, fact("answers.s.a", False), auditor)
    # The auditor's document is more direct, shown, over the whole scope: it stands, and the conflict is named.
    assert (outcome.truth, [c.upheld for c in outcome.clashes]) == (True, [False])
    partial = by_auditor(True, Level.DOCUMENTED, covers=LATE)
    assert run(YES, fact("answers.s.a", False), partial).truth is False


def test_i_nothing_outside_the_scope_counts_against() -> None:
    elsewhere = pay(0.2, "worker", Level.WORKER_MEASURED, cover=Cover(False, LATE, ("PH",), 7))
    before = pay(
        0.2,
        "worker",
        Level.WORKER_MEASURED,
        cover=Cover(False, Period(date(2024, 1, 1), date(2024, 6, 30)), ("KE",), 7),
    )
    for source in (elsewhere, before):
        assert floor(pay(0), source) == (True, True, [False])
        assert run(FLOOR, source, policy=RECORDED).truth is None


def test_i_hearsay_below_recorded_decides_nothing() -> None:
    hearsay = fact(
        "answers.s.a", False, item("h", level=Level.DOCUMENTED, collector="auditor"), collector="auditor", own=False
    )
    assert run(YES, hearsay).truth is None
    both = run(YES, fact("answers.s.a", True), hearsay)
    assert (both.truth, len(both.clashes)) == (True, 1)


def test_ii_in_favour_only_what_is_shown_counts_as_shown() -> None:
    assert floor(pay(0)) == (True, True, [])
    assert floor(pay(0, cover=Cover(False, LATE, ("KE",), 40))) == (True, False, [])
    assert floor(pay(0, cap=Level.STATED)) == (True, False, [])


def test_iii_more_direct_and_as_wide_overrules() -> None:
    workers = pay(0, "worker", Level.WORKER_MEASURED, cover=WHOLE)
    assert floor(pay(0.2), workers) == (True, True, [False])


@pytest.mark.parametrize(
    ("why", "changes"),
    [
        ("fewer workers", {"cover": Cover(True, PERIOD, ("KE",), 59)}),
        ("shorter", {"cover": Cover(True, LATE, ("KE",), 60)}),
        ("other places", {"cover": Cover(True, PERIOD, ("GB",), 60)}),
        ("other method", {"method": "idh_total"}),
        ("not shown: another kind", {"kind": "register"}),
        ("not shown: partial", {"cover": Cover(False, PERIOD, ("KE",), 60)}),
    ],
)
def test_iii_more_direct_but_not_as_wide_does_not(why: str, changes: dict[str, Any]) -> None:
    workers = pay(0, "worker", Level.WORKER_MEASURED, **{"cover": WHOLE, **changes})
    assert floor(pay(0.2), workers)[0] is False


def test_iv_at_one_level_the_adverse_one_stands() -> None:
    auditor = pay(0.2, "auditor", Level.RECORDED)
    assert floor(pay(0), auditor)[0] is False
    assert floor(pay(0.2), auditor._replace(low=0, high=0, value=0))[0] is False


def test_v_both_sides_are_named() -> None:
    worker = pay(0.2, "worker", Level.WORKER_MEASURED)
    (clash,) = run(FLOOR, pay(0), worker, policy=RECORDED).clashes
    assert (clash.name, clash.favourable.collector, clash.adverse.collector) == ("wages.m", "supplier", "worker")
    assert (clash.favourable_level, clash.adverse_level, clash.upheld) == (Level.RECORDED, Level.WORKER_MEASURED, True)


def test_v_no_conflict_where_both_say_the_same_at_the_bar() -> None:
    assert run(FLOOR, pay(0.1), pay(0.2, "worker"), policy=RECORDED).clashes == ()


def test_a_source_that_cannot_decide_neither_helps_nor_blocks() -> None:
    undecided = pay((0, 0.3), "worker", Level.WORKER_MEASURED)
    assert floor(pay(0), undecided) == (True, True, [])
    assert floor(undecided, pay(0.2)) == (False, True, [])
    assert floor(undecided) == (None, False, [])


def test_a_log_of_few_workers_never_decides_in_favour() -> None:
    few = pay(0, "worker", Level.WORKER_MEASURED, cover=Cover(True, PERIOD, ("KE",), 4))
    outcome = run(FLOOR, few, policy=RECORDED)
    assert (outcome.truth, outcome.support.shown, outcome.support.short) == (True, False, ("few",))
    assert run(FLOOR, pay(0.5, "worker", cover=Cover(True, PERIOD, ("KE",), 4)), policy=RECORDED).truth is False


def test_a_survey_of_few_workers_never_decides_in_favour() -> None:
    survey = item("s", "policy", Level.RECORDED, respondents=4)
    assert run(YES, fact("answers.s.a", True, survey), policy=DOCUMENTED).support.short == ("few",)


def test_order_of_sources_never_matters() -> None:
    sources = [
        pay(0), pay(0.2, "worker", Level.WORKER_MEASURED, cover=Cover(False, LATE, ("KE",), 7)),
        pay(0, "auditor", Level.INDEPENDENT), pay((0, 1), "worker_organisation", Level.WORKER_REPORTED),
    ]  # fmt: skip
    found = {run(FLOOR, *order, policy=RECORDED) for order in permutations(sources)}
    assert len({(o.truth, o.support, o.clashes) for o in found}) == 1


def test_i_workers_records_and_the_subjects_own_word_count_together_where_they_are_compared() -> None:
    """What workers recorded is less than what the supplier says that it pays: its own word is no way out."""
    node = {"fact": "wages.m", "at_least": {"fact": "answers.s.a"}}
    said = fact("answers.s.a", 9)
    log = pay(7, "worker", Level.WORKER_MEASURED, cover=Cover(False, LATE, ("KE",), 7))
    assert run(node, said, log, policy=RECORDED).truth is False
    hearsay = pay(7, "worker", Level.STATED)
    assert run(node, said, hearsay, policy=RECORDED).truth is None


def test_i_a_finding_counts_whenever_it_was_written_down_and_wherever_it_may_be_of() -> None:
    later = by_auditor(False, covers=None, issued=date(2026, 7, 15))
    assert run(YES, fact("answers.s.a", True), later).truth is False
    somewhere = pay(0.2, "worker", Level.WORKER_MEASURED, cover=Cover(False, LATE, (), 7))
    assert floor(pay(0), somewhere)[0] is False
    in_a_region = by_auditor(False, sites=("KE-30",))
    assert run(YES, fact("answers.s.a", True), in_a_region).truth is False
    assert run(YES, fact("answers.s.a", True), by_auditor(False, sites=("PH-00",))).truth is True
