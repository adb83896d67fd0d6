"""The table of statuses, line by line, and what an assessor's decisions may change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from checker.assess.statuses import Judgement, Scene, judge
from checker.model.evaluation import NOTHING, OPEN, Evaluation, Outcome, Support
from checker.model.evidence import Level, Place
from checker.model.questionnaire import Decision
from checker.model.standard import InForce
from checker.model.statuses import Status
from tests.worlds import PACKS, pack

REQUIREMENT = pack(PACKS[0]).standard.requirements[0]
SCENE = Scene(date(2026, 6, 30), frozenset({"KE"}))
SHOWN, SAID = Support(True, Level.RECORDED, (), ("e",)), Support(False, Level.STATED, ("level",))
YES, NO = Outcome(True, SHOWN), Outcome(False, SHOWN)
YES_SAID, NO_SAID = Outcome(True, SAID), Outcome(False, SAID)


def evaluation(
    satisfied: Outcome, applies: Outcome | None = None, bands: tuple[tuple[float, Outcome], ...] = (), **more: Any
) -> Evaluation:
    requirement = replace(REQUIREMENT, in_force=more.pop("in_force", InForce()))
    return Evaluation(requirement, applies, satisfied, bands, None, (), (), **more)


def decision(kind: Any, value: Any = None, requirement: str = REQUIREMENT.id) -> Decision:
    return Decision(requirement, kind, None, value, date(2026, 7, 1), "because", "auditor", "A", Place("a.yaml"))


TABLE: list[tuple[str, Evaluation, Status, tuple[float, float, float]]] = [
    ("true and shown", evaluation(YES), "met", (1, 1, 1)),
    ("true, only said", evaluation(YES_SAID), "claimed", (0, 1, 1)),
    ("true, only said, a band proven", evaluation(YES_SAID, bands=((0.5, YES),)), "claimed", (0.5, 1, 1)),
    ("false", evaluation(NO), "not_met", (0, 0, 0)),
    ("an admission", evaluation(NO_SAID), "not_met", (0, 0, 0)),
    ("false, a band proven", evaluation(NO, bands=((0.5, YES),)), "partly_met", (0.5, 0.5, 0.5)),
    ("false, a band said", evaluation(NO, bands=((0.5, YES_SAID),)), "not_met", (0, 0.5, 0.5)),
    ("false, a band open", evaluation(NO, bands=((0.5, OPEN),)), "not_met", (0, 0, 0.5)),
    ("false, a band false", evaluation(NO, bands=((0.5, NO),)), "not_met", (0, 0, 0)),
    ("the highest band proven", evaluation(NO, bands=((0.8, OPEN), (0.6, YES_SAID), (0.3, YES), (0.1, YES))),
     "partly_met", (0.3, 0.6, 0.8)),
    ("open", evaluation(OPEN), "unknown", (0, 0, 1)),
    ("open, a band proven", evaluation(OPEN, bands=((0.5, YES),)), "unknown", (0.5, 0.5, 1)),
    ("shown not to apply", evaluation(NO, applies=NO), "not_applicable", (0, 0, 0)),
    ("said not to apply", evaluation(YES, applies=NO_SAID), "unknown", (0, 0, 1)),
    ("applies", evaluation(YES, applies=YES_SAID), "met", (1, 1, 1)),
    ("applicability open, otherwise met", evaluation(YES, applies=OPEN), "unknown", (0, 0, 1)),
    ("applicability open, otherwise not met", evaluation(NO, applies=OPEN), "unknown", (0, 0, 1)),
    ("a rule that failed", evaluation(OPEN, error="TypeError: x"), "error", (0, 0, 1)),
    ("not yet in force", evaluation(NO, in_force=InForce(date(2026, 7, 1))), "not_applicable", (0, 0, 0)),
    ("in force from today", evaluation(NO, in_force=InForce(date(2026, 6, 30))), "not_met", (0, 0, 0)),
    ("no longer in force", evaluation(NO, in_force=InForce(None, date(2026, 6, 29))), "not_applicable", (0, 0, 0)),
    ("in force to the end of today", evaluation(NO, in_force=InForce(None, date(2026, 6, 30))), "not_met", (0, 0, 0)),
    ("for another country", evaluation(NO, in_force=InForce(countries=("GB",))), "not_applicable", (0, 0, 0)),
    ("for this country", evaluation(NO, in_force=InForce(countries=("GB", "KE"))), "not_met", (0, 0, 0)),
]  # fmt: skip


@pytest.mark.parametrize(("why", "given", "status", "credit"), TABLE, ids=[row[0] for row in TABLE])
def test_status(why: str, given: Evaluation, status: Status, credit: tuple[float, float, float]) -> None:
    found = judge(given, SCENE, ())
    assert found.status == status
    assert found.credit == pytest.approx(credit)
    assert found.parked is (why == "said not to apply")


def test_no_country_known_leaves_it_open() -> None:
    given = evaluation(YES, in_force=InForce(countries=("GB",)))
    assert judge(given, Scene(SCENE.as_of, frozenset()), ()).status == "unknown"


def test_what_a_partly_met_rests_on_is_the_band() -> None:
    band = Outcome(True, Support(True, Level.DOCUMENTED, (), ("band",)))
    assert judge(evaluation(NO, bands=((0.5, band),)), SCENE, ()).support.items == ("band",)
    assert judge(evaluation(OPEN), SCENE, ()).support == NOTHING


def test_an_assessor_can_take_a_requirement_out_with_a_reason() -> None:
    found = judge(evaluation(NO), SCENE, (decision("not_applicable"),))
    assert (found.status, found.cause, found.why) == ("not_applicable", "assessor", "because")
    assert judge(evaluation(NO), SCENE, (decision("not_applicable", requirement="X"),)).status == "not_met"
    assert judge(evaluation(NO, error="E"), SCENE, (decision("not_applicable"),)).status == "error"


GIVEN: dict[Status, Evaluation] = {
    "met": evaluation(YES), "not_applicable": evaluation(NO, applies=NO), "claimed": evaluation(YES_SAID),
    "unknown": evaluation(OPEN), "partly_met": evaluation(NO, bands=((0.5, YES),)), "not_met": evaluation(NO),
}  # fmt: skip
LOWERED: dict[Status, tuple[Status, ...]] = {
    "met": ("claimed", "unknown", "not_met"), "not_applicable": ("claimed", "unknown", "not_met"),
    "claimed": ("unknown", "not_met"), "unknown": ("not_met",), "partly_met": ("not_met",), "not_met": (),
}  # fmt: skip


@pytest.mark.parametrize("start", list(GIVEN))
@pytest.mark.parametrize("target", ["met", "not_applicable", "claimed", "unknown", "partly_met", "not_met", "error", 5])
def test_an_override_only_lowers(start: Status, target: Any) -> None:
    before = judge(GIVEN[start], SCENE, ())
    after = judge(GIVEN[start], SCENE, (decision("override", target),))
    assert after.status == (target if target in LOWERED[start] else start)
    assert after.credit.shown <= before.credit.shown
    if after.status != before.status:
        assert (after.cause, after.why) == ("override", "because")


def test_the_lowest_of_several_overrides_stands() -> None:
    both = (decision("override", "not_met"), decision("override", "claimed"))
    for order in (both, both[::-1]):
        found: Judgement = judge(evaluation(YES), SCENE, order)
        assert (found.status, found.credit.possible) == ("not_met", 0)
