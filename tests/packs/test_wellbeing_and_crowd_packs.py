"""What the packs on wellbeing, moderators' unions and the crowd code ask as a whole, beyond their worked cases."""

from __future__ import annotations

from functools import cache

import pytest

from checker.load.question_bank import load_question_bank
from checker.model.condition import Orders, Shown, facts_read, walk
from checker.model.evidence import LEVELS, Level
from checker.model.standard import Case, Requirement
from checker.pipeline.cases import run_case
from checker.pipeline.measures import compile_standards
from checker.rules.evaluate import CompiledRequirement

IDS = {
    "ts-wellbeing@2026": {f"TSP-{n}" for n in range(1, 14)},
    "moderator-unions@2025": {f"MOD-{n}" for n in range(1, 11)},
    "crowd-code@2017": set(
        """COC-1-a COC-1-b COC-2 COC-3-a COC-3-b COC-3-c COC-3-d COC-3-e COC-4 COC-5 COC-6 COC-7 COC-8 COC-9
        COC-O1 COC-O2 COC-O3 COC-O4 COC-O5 COC-O6""".split()
    ),
}
# Not established in a text or an account of it.
INFERRED = set("MOD-7 MOD-10 COC-4 COC-5 COC-7 COC-8 COC-9".split())
BUYER = {"TSP-11", "MOD-9"}
# An empty list, no, none or nought would pass for the good answer if it were taken for one.
HAZARDS = set("TSP-2 TSP-3 TSP-13 MOD-1 MOD-4 COC-1-b COC-3-c COC-3-d COC-O3".split())
# Only workers, or an outside party that asked them, can show these.
CONFIRMED_BY_WORKERS = {"TSP-3", "TSP-7", "MOD-1", "MOD-4"}
LIMIT = "answers.wellbeing.exposure_cap_minutes_per_day"
OVER = "wages.sensitive_minutes_over_cap"


@cache
def compiled() -> dict[str, CompiledRequirement]:
    return {c.requirement.id: c for s in compile_standards(tuple(IDS), ()) for c in s.requirements}


def requirements() -> list[Requirement]:
    return [c.requirement for c in compiled().values()]


def status(name: str, given: dict[str, object], level: Level | None = None) -> str:
    one = compiled()[name]
    place = one.requirement.place
    return run_case(one, Case("", given, "met", level, place))[1].status


def test_every_requirement_is_there_on_its_side_and_said_to_be_read_or_not() -> None:
    found = requirements()
    assert {r.id for r in found} == set().union(*IDS.values())
    assert {r.id for r in found if r.subject == "buyer"} == BUYER
    assert {r.id for r in found if r.subject == "both"} == set()
    assert (
        {r.id for r in found if r.profile == "extended"} == INFERRED == {r.id for r in found if r.source.read == "no"}
    )


def test_the_crowd_code_asks_nothing_of_a_company_with_its_own_staff() -> None:
    assert {r.kinds for r in requirements() if r.id.startswith("COC-")} == {("crowd_platform",)}
    assert {r.kinds for r in requirements() if not r.id.startswith("COC-")} == {()}


def test_no_number_of_minutes_is_set_by_these_packs() -> None:
    bars = [
        (r.id, node.op, node.value)
        for r in requirements()
        for node in walk(r.satisfied_when)
        if isinstance(node, Orders) and node.fact in (LIMIT, OVER)
    ]
    assert sorted(bars) == [
        ("MOD-7", "at_most", 0), ("MOD-7", "more_than", 0), ("TSP-1", "more_than", 0), ("TSP-2", "at_most", 0)
    ]  # fmt: skip


@pytest.mark.parametrize("name", sorted(HAZARDS))
def test_silence_and_empty_lists_stay_unknown(name: str) -> None:
    requirement = compiled()[name].requirement
    applies = set(facts_read(requirement.applies_when)) if requirement.applies_when else set()
    assert status(name, {}) == "unknown"
    for case in requirement.cases:
        if case.expect == "met":
            opening = {fact: value for fact, value in case.given.items() if fact in applies}
            empty = {fact: [] for fact, value in case.given.items() if isinstance(value, list)}
            assert status(name, opening) == "unknown"
            assert status(name, {**opening, **empty}) == "unknown"


@pytest.mark.parametrize("name", sorted(CONFIRMED_BY_WORKERS))
def test_a_supplier_alone_never_shows_what_workers_have_to_confirm(name: str) -> None:
    one = compiled()[name]
    met = [case for case in one.requirement.cases if case.expect == "met"]
    assert met
    for case in met:
        assert status(name, dict(case.given), Level.RECORDED) == "unknown"
        assert status(name, dict(case.given), Level.INDEPENDENT) == "unknown"
        assert status(name, dict(case.given), Level.WORKER_REPORTED) == "met"


def test_a_platform_for_moderation_can_keep_the_ban_on_violent_content() -> None:
    reads = facts_read(compiled()["COC-1-a"].requirement.satisfied_when)
    assert not any("sensitive" in name or "severe" in name for name in reads)
    given = {
        "answers.meta.sensitive_content": "core_of_task", "answers.meta.severe_content": True,
        "answers.wellbeing.legal_content_only": True,
    }  # fmt: skip
    assert status("COC-1-a", given) == "met"


def test_a_fee_of_unknown_purpose_neither_clears_nor_condemns() -> None:
    free = {"answers.pay.worker_pays_to_get_work": False}
    assert status("COC-3-d", {**free, "wages.fee_share": 0}) == "met"
    assert status("COC-3-d", {**free, "wages.fee_share": 0.01}) == "unknown"
    assert status("COC-3-d", {**free, "wages.fee_share": {"low": 0, "high": 0.01}}) == "unknown"
    assert status("COC-3-d", {"answers.pay.worker_pays_to_get_work": True, "wages.fee_share": 0}) == "not_met"


def test_every_listed_kind_of_evidence_can_reach_the_level() -> None:
    kinds = load_question_bank().kinds
    short = [
        (r.id, kind)
        for r in requirements()
        for kind in r.evidence.kinds
        if LEVELS[kinds[kind].levels["supplier"]] < r.evidence.at_least and kind != "audit_report"
    ]
    assert short == []


def test_what_is_critical_is_read_by_somebody_unless_the_tool_reads_it() -> None:
    critical = {r.id for r in requirements() if r.severity == "critical"}
    assert {r.id for r in requirements() if r.evidence.review == "required"} == critical - {"MOD-3"}


def test_evidence_from_workers_is_asked_for_at_their_level() -> None:
    levels = {
        (r.id, node.at_least)
        for r in requirements()
        for node in walk(r.satisfied_when)
        if isinstance(node, Shown) and "worker_survey" in node.kinds
    }
    assert levels == {(name, Level.WORKER_REPORTED) for name in CONFIRMED_BY_WORKERS | {"COC-3-d"}}
