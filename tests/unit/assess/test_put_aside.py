"""What is put aside is counted, and what it would be worth; law that asks nothing yet is not among it."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from checker.assess.put_aside import put_aside
from checker.assess.statuses import FULL, NONE, OPEN, Scene
from checker.model.assessment import Standing
from checker.model.evidence import Place
from checker.model.questionnaire import Decision
from checker.model.standard import ALWAYS, InForce, ScoreModel
from tests.reports_for_tests import result

SCENE = Scene(date(2026, 6, 30), frozenset({"KE"}))
WEIGHTED, NO_SCORE, PAIRS = ScoreModel("weighted", 100), ScoreModel("none", 0), ScoreModel("threshold_pairs", 10)
LATER = InForce(date(2027, 1, 1), None, ())


def standing(name: str, status: Any, severity: str = "major", *, parked: bool = False) -> Standing:
    credit = {"met": FULL, "not_met": NONE, "unknown": OPEN, "not_applicable": NONE}[status]
    made = result(name, name, status, severity=severity).standing
    return made._replace(credit=credit, parked=parked)


def aside(standings: list[Standing], *, later: tuple[str, ...] = (), hand: tuple[str, ...] = (),
          model: ScoreModel = WEIGHTED, thresholds: dict[str, str] | None = None) -> Any:  # fmt: skip
    names = [s.clause.requirement for s in standings]
    requirements: Any = [SimpleNamespace(in_force=LATER if name in later else ALWAYS) for name in names]
    day, place = date(2026, 7, 1), Place("a.yaml")
    decisions = [Decision(name, "not_applicable", None, None, day, "because", "r", "o", place, ()) for name in hand]
    return put_aside(requirements, standings, SCENE, decisions, model, thresholds or {})


THREE = [standing("A", "met"), standing("B", "not_met"), standing("C", "not_applicable", "critical")]


def test_number_weight_and_what_it_would_be_worth() -> None:
    # By hand: 4 of 8 is shown; with 8 put aside and counted as met it would be 12 of 16.
    assert aside(THREE) == (1, 8.0, 16.0, 0, 75.0, 0)
    assert aside(THREE, hand=("C", "A")).by_assessor == 1


def test_nothing_put_aside_says_nothing() -> None:
    assert aside(THREE[:2]) == (0, 0.0, 8.0, 0, None, 0)


def test_law_that_asks_nothing_yet_is_not_put_aside() -> None:
    assert aside(THREE, later=("C",)) == (0, 0.0, 16.0, 0, None, 0)


def test_what_is_only_said_not_to_apply_stays_in_the_sum_and_is_counted() -> None:
    parked = standing("D", "unknown", parked=True)
    # 4 of 12 is shown; with the 8 put aside it would be 12 of 20, the parked 4 in it.
    assert aside([*THREE, parked]) == (1, 8.0, 20.0, 0, 60.0, 1)


@pytest.mark.parametrize(("model", "worth"), [(NO_SCORE, None), (PAIRS, 2.0)])
def test_each_scoring_model(model: ScoreModel, worth: float | None) -> None:
    # 1.1 holds by A; 1.2 has C alone, which is put aside: no second point unless it counted as met.
    thresholds = {"A": "1.1", "C": "1.2", "B": "2.1"}
    assert aside(THREE, model=model, thresholds=thresholds).counted_as_met == worth


def test_all_of_it_put_aside_would_be_all_of_it() -> None:
    assert aside([standing("A", "not_applicable"), standing("B", "not_applicable")]).counted_as_met == 100
    assert THREE[2].status == "not_applicable"
