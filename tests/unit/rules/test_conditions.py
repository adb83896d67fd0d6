"""Conditions judged whole: levels of combined conditions, quantifiers, two facts, dates, evidence, polarity."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from checker.model.condition_parser import parse_condition
from checker.model.evidence import Level, Period, Place
from checker.model.facts import Fact
from checker.rules.evaluate import trace
from checker.rules.sentence import Words
from tests.unit.rules.judging import AS_OF, CONTEXT, DOCUMENTED, fact, item, pay, run

A, B, C = ({"fact": f"answers.s.{name}", "is": True} for name in "abc")
STATED, SHOWN = (), (item(),)
BETTER = (item("e2", level=Level.RECORDED),)


def said(**answers: Any) -> list[Fact]:
    """Facts answers.s.<name>: (value, evidence items)."""
    return [fact(f"answers.s.{name}", value, *items) for name, (value, items) in answers.items()]


LEVELS = [
    ("all true: the lowest", {"all": [A, B]}, {"a": (True, SHOWN), "b": (True, STATED)}, True, Level.STATED),
    ("all true: both shown", {"all": [A, B]}, {"a": (True, SHOWN), "b": (True, BETTER)}, True, Level.DOCUMENTED),
    ("all false: the highest false", {"all": [A, B]},
     {"a": (False, BETTER), "b": (False, STATED)}, False, Level.RECORDED),
    ("all false: true ones do not count", {"all": [A, B]},
     {"a": (True, BETTER), "b": (False, STATED)}, False, Level.STATED),
    ("any true: the highest true", {"any": [A, B]}, {"a": (True, BETTER), "b": (True, STATED)}, True, Level.RECORDED),
    ("any false: the lowest", {"any": [A, B]}, {"a": (False, BETTER), "b": (False, STATED)}, False, Level.STATED),
    ("not passes through", {"not": {"any": [A, B]}},
     {"a": (False, BETTER), "b": (False, SHOWN)}, True, Level.DOCUMENTED),
    ("2 of 3 true: the second highest", {"at_least_n_of": {"n": 2, "of": [A, B, C]}},
     {"a": (True, BETTER), "b": (True, SHOWN), "c": (True, STATED)}, True, Level.DOCUMENTED),
    ("2 of 3 false: the (3 - 2 + 1)-th highest false", {"at_least_n_of": {"n": 2, "of": [A, B, C]}},
     {"a": (False, BETTER), "b": (False, SHOWN), "c": (False, STATED)}, False, Level.DOCUMENTED),
    ("3 of 3 false: the highest false", {"at_least_n_of": {"n": 3, "of": [A, B, C]}},
     {"a": (False, BETTER), "b": (True, SHOWN), "c": (False, STATED)}, False, Level.RECORDED),
]  # fmt: skip


@pytest.mark.parametrize(("why", "raw", "answers", "truth", "level"), LEVELS, ids=[row[0] for row in LEVELS])
def test_level_of_a_decided_condition(why: str, raw: Any, answers: Any, truth: bool, level: Level) -> None:
    outcome = run(raw, *said(**answers))
    assert (outcome.truth, outcome.support.level) == (truth, level)


def test_date_and_cover_go_the_way_of_the_level() -> None:
    old = (item("old", level=Level.RECORDED, covers=Period(date(2024, 1, 1), date(2024, 12, 31))),)
    assert run({"all": [A, B]}, *said(a=(True, SHOWN), b=(True, old))).support.short == ("date", "cover")
    either = run({"any": [A, B]}, *said(a=(True, SHOWN), b=(True, old)))
    assert either.support.shown
    assert either.support.level == Level.DOCUMENTED


def test_two_weak_alternatives_do_not_add_up() -> None:
    """One is high enough but old, the other in date but only said: neither shows it, so it is not shown."""
    old = (item("old", level=Level.RECORDED, covers=Period(date(2024, 1, 1), date(2024, 12, 31))),)
    assert not run({"any": [A, B]}, *said(a=(True, old), b=(True, STATED))).support.shown


def test_no_answer_is_unknown_and_so_is_its_negation() -> None:
    assert run(A).truth is None
    assert run({"not": A}).truth is None
    assert run({"not": A}, fact("answers.s.a", None, absent="declined")).truth is None
    assert run({"any": [A, B]}, *said(b=(True, ()))).truth is True


SITES = ({"headcount": 60, "place": "KE"}, {"headcount": 0, "place": "GB"}, {"place": "PH"})


@pytest.mark.parametrize(
    ("op", "bar", "truth"), [("each", 0, None), ("each", 1, False), ("some", 60, True), ("some", 61, None)]
)
def test_quantifiers_over_items(op: str, bar: int, truth: bool | None) -> None:
    raw = {op: {"fact": "scope.sites", "where": {"fact": "item.headcount", "at_least": bar}}}
    assert run(raw, fact("scope.sites", SITES)).truth is truth
    assert run(raw).truth is None


def test_what_a_list_may_leave_out_decides_nothing() -> None:
    """A partial answer shows neither that each does nor that none does."""
    where = {"fact": "item.headcount", "at_least": 1}
    for complete, every, none in ((True, True, False), (False, None, None)):
        sites = Fact("scope.sites", SITES[:1], complete=complete)
        assert run({"each": {"fact": "scope.sites", "where": where}}, sites).truth is every
        assert run({"some": {"fact": "scope.sites", "where": {**where, "at_least": 61}}}, sites).truth is none
    bad = Fact("scope.sites", SITES[1:2])
    assert run({"each": {"fact": "scope.sites", "where": where}}, bad).truth is False


def test_share_needs_a_complete_list() -> None:
    where = {"fact": "item.headcount", "at_least": 0}
    raw = {"fact": "scope.sites", "share_at_least": {"share": 0.6, "where": where}}
    assert run(raw, Fact("scope.sites", SITES, complete=True)).truth is True
    assert run(raw, Fact("scope.sites", SITES)).truth is None
    strict = {"fact": "scope.sites", "share_at_least": {"share": 0.9, "where": where}}
    assert run(strict, Fact("scope.sites", SITES, complete=True)).truth is None


def test_items_compared_with_each_other_and_combined() -> None:
    where = {
        "any": [
            {"fact": "item.headcount", "more_than": {"fact": "item.limit"}},
            {"not": {"fact": "item.ok", "is": False}},
        ]
    }
    raw = {"each": {"fact": "scope.sites", "where": where}}
    whole = fact("scope.sites", ({"headcount": 5, "limit": 3}, {"ok": True}), complete=True)
    assert run(raw, whole).truth is True
    assert run(raw, fact("scope.sites", ({"headcount": 3, "limit": 3, "ok": False},))).truth is False


def test_two_facts_the_lower_level_counts() -> None:
    raw = {"fact": "answers.g.open_to", "includes_all": {"fact": "answers.m.statuses"}}
    wide, narrow = fact("answers.g.open_to", ("a", "b"), *BETTER), fact("answers.m.statuses", ("a",), *SHOWN)
    outcome = run(raw, wide, narrow)
    assert (outcome.truth, outcome.support.level, outcome.support.items) == (True, Level.DOCUMENTED, ("e2", "e1"))
    assert run(raw, wide, fact("answers.m.statuses", ("a",))).support.level == Level.STATED
    assert run(raw, wide).truth is None
    assert run(raw, fact("answers.g.open_to", ("b",)), narrow).truth is False


@pytest.mark.parametrize(
    ("left", "right", "truth"),
    [((1, 2), (3, 4), False), ((4, 5), (3, 4), True), ((3, 5), (4, 6), None), (3, 3, True)],
)
def test_two_numbers_as_intervals(left: Any, right: Any, truth: bool | None) -> None:
    raw = {"fact": "answers.s.a", "at_least": {"fact": "answers.s.b"}}
    assert run(raw, fact("answers.s.a", left), fact("answers.s.b", right)).truth is truth


def test_two_numbers_in_different_units_are_not_compared() -> None:
    raw = {"fact": "answers.s.a", "at_least": {"fact": "answers.s.b"}}
    assert run(raw, fact("answers.s.a", 5, unit="GBP"), fact("answers.s.b", 3, unit="KES")).truth is None


def test_parameters_are_put_in() -> None:
    assert run({"fact": "answers.s.a", "at_most": {"param": "bar"}}, fact("answers.s.a", 10)).truth is True
    assert run({"fact": "answers.s.a", "between": [3, {"param": "bar"}]}, fact("answers.s.a", 11)).truth is False
    recent = {"fact": "answers.s.day", "within": {"param": "bar"}}
    assert run(recent, fact("answers.s.day", date(2026, 6, 20))).truth is True
    assert run(recent, fact("answers.s.day", date(2026, 6, 19))).truth is False


def test_within_counts_back_from_the_day_of_the_assessment() -> None:
    raw = {"fact": "answers.s.day", "within": "12 months"}
    assert run(raw, fact("answers.s.day", date(2025, 6, 30))).truth is True
    assert run(raw, fact("answers.s.day", date(2025, 6, 29))).truth is False
    assert run(raw, fact("answers.s.day", date(2025, 6, 29)), as_of=date(2026, 6, 1)).truth is True


@pytest.mark.parametrize(
    ("level", "issued", "truth"),
    [(Level.DOCUMENTED, AS_OF, True), (Level.STATED, AS_OF, None), (Level.DOCUMENTED, date(2025, 1, 1), None)],
)
def test_evidence_is_there_or_unknown_never_false(level: Level, issued: date, truth: bool | None) -> None:
    raw = {"evidence": {"kinds": ["policy"], "at_least": "documented", "max_age": "12 months"}}
    shown = item(level=level, covers=None, issued=issued)
    assert run(raw, Fact("evidence.policy", "e1", items=(shown,))).truth is truth
    assert run(raw).truth is None


def test_a_method_reads_its_own_facts() -> None:
    other = fact("wages.m", 0)._replace(name="wages.m@idh_total")
    assert run({"fact": "wages.m", "method": "idh_total", "at_most": 0}, other).truth is True
    assert run({"fact": "wages.m", "method": "basic_only", "at_most": 0}, other).truth is None
    assert run({"fact": "wages.m", "method": "basic_only", "at_most": 0}, pay(0)).truth is True


def test_polarity_is_turned_round_under_not() -> None:
    """Two sources of one level differ: at `is true` the adverse value is false, under `not` it is true."""
    own = fact("answers.s.a", True, *BETTER)
    auditor = fact(
        "answers.s.a", False, item("a", level=Level.RECORDED, collector="auditor"), collector="auditor", own=False
    )
    assert run(A, own, auditor).truth is False
    assert run({"not": A}, own, auditor).truth is False
    assert run({"not": {"not": A}}, own, auditor).truth is False
    assert run(A, own, auditor, adverse=True).truth is True


def test_sources_that_differ_are_named_where_the_whole_is_open() -> None:
    own = fact("answers.s.a", True)
    auditor = fact(
        "answers.s.a", False, item("a", level=Level.RECORDED, collector="auditor"), collector="auditor", own=False
    )
    open_ = run({"any": [A, B]}, own, auditor)
    assert open_.truth is None
    assert [clash.name for clash in open_.clashes] == ["answers.s.a"]


def test_a_decided_condition_names_the_facts_that_decided_it() -> None:
    outcome = run({"all": [A, B, C]}, *said(a=(True, ()), b=(False, ()), c=(False, ())))
    assert outcome.deciding == ("answers.s.b", "answers.s.c")


def test_trace_follows_the_tree() -> None:
    from checker.model.facts import Facts
    from checker.rules.compile import Setting, compile_condition
    from checker.rules.support import policy_of

    node = parse_condition({"all": [A, {"not": B}]}, lambda path: Place("t"))
    assert node is not None
    compiled = compile_condition(node, Setting(policy_of("R", DOCUMENTED), {}), False)
    facts = Facts({f.name: (f,) for f in said(a=(True, SHOWN), b=(True, STATED))})
    found = trace(compiled, facts, CONTEXT, Words())
    assert [part.outcome.truth for part in (found, *found.parts, found.parts[1].parts[0])] == [False, True, False, True]
    assert found.parts[0].facts[0].value is True
    assert found.parts[1].parts[0].names == ("answers.s.b",)
