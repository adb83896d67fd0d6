"""Scores by hand: weights 8, 4, 1; Fairwork's published shape of points."""

from __future__ import annotations

import pytest

from checker.assess.scores import counts, coverage, score
from checker.model.assessment import Credit, Score
from checker.model.standard import ScoreModel
from checker.model.statuses import Status
from tests.unit.assess.results import a_result

WEIGHTED = ScoreModel("weighted", 100)


def test_weighted_by_hand() -> None:
    results = [
        a_result("met", "critical"),  # 8 of 8 in all three
        a_result("claimed", "major"),  # 0, 4, 4
        a_result("unknown", "major"),  # 0, 0, 4
        a_result("partly_met", "major"),  # 2, 2, 2
        a_result("not_met", "minor"),  # 0
        a_result("not_applicable", "critical"),  # in no sum
    ]
    # denominator 8 + 4 + 4 + 4 + 1 = 21
    got = score(WEIGHTED, results, {})
    assert got == Score("weighted", *[pytest.approx(v) for v in (1000 / 21, 1400 / 21, 1800 / 21)], 100)


def test_deduction_by_hand() -> None:
    results = [a_result("met", "critical"), a_result("unknown", "major"), a_result("not_met", "minor")]
    got = score(ScoreModel("deduction", 10), results, {})
    assert (got.shown, got.claimed, got.possible) == (10 - 5, 10 - 5, 10 - 1)


def test_deduction_stops_at_nothing() -> None:
    assert score(ScoreModel("deduction", 3), [a_result("not_met", "critical")], {}).shown == 0


@pytest.mark.parametrize(
    ("first", "second", "points"),
    [("met", "met", 2), ("met", "not_met", 1), ("not_met", "met", 0), ("not_met", "not_met", 0)],
)
def test_the_second_point_comes_only_with_the_first(first: Status, second: Status, points: int) -> None:
    results = [a_result(first, name="b"), a_result(second, name="a")]
    got = score(ScoreModel("threshold_pairs", 10), results, {"b": "1.1", "a": "1.2"})
    assert (got.shown, got.possible, got.max) == (points, points, 10)


def test_every_bullet_of_a_threshold_has_to_hold_and_bands_count_nothing() -> None:
    results = [a_result("met", name="x"), a_result("partly_met", name="y")]
    assert score(ScoreModel("threshold_pairs", 10), results, {"x": "1.1", "y": "1.1"}).shown == 0


def test_a_threshold_that_does_not_apply_gives_no_point_and_stays_possible() -> None:
    results = [a_result("not_applicable", name="x"), a_result("met", name="y")]
    got = score(ScoreModel("threshold_pairs", 10), results, {"x": "1.1", "y": "2.1"})
    assert (got.shown, got.claimed, got.possible) == (1, 1, 2)


def test_a_threshold_that_nobody_judged_gives_no_point_and_stays_possible() -> None:
    """Such as one whose requirements are all outside the profile: nothing speaks against it."""
    standard = {"x": "1.1", "y": "1.2", "z": "2.1", "w": "2.2"}
    got = score(ScoreModel("threshold_pairs", 10), [a_result("met", name="x"), a_result("not_met", name="w")], standard)
    assert (got.shown, got.claimed, got.possible) == (1, 1, 3)


@pytest.mark.parametrize("model", ["weighted", "deduction", "none", "threshold_pairs"])
def test_nothing_scorable_is_no_score(model: str) -> None:
    results = [a_result("not_applicable", name="x")]
    got = score(ScoreModel(model, 100), results, {"x": "1.1"})  # type: ignore[arg-type]
    assert (got.shown, got.claimed, got.possible) == (None, None, None)


def test_advisory_alone_has_no_weight_and_so_no_score() -> None:
    assert score(WEIGHTED, [a_result("met", "advisory")], {}).shown is None


def test_coverage_is_weight_decided_over_weight_that_applies() -> None:
    results = [
        a_result("met", "critical"), a_result("not_met", "minor"), a_result("claimed", "major"),
        a_result("unknown", "minor"), a_result("not_applicable", "critical"),
    ]  # fmt: skip
    assert coverage(results) == pytest.approx(9 / 14)
    assert coverage([]) is None


def test_counts_name_every_status() -> None:
    assert counts([a_result("met"), a_result("met"), a_result("error")]) == {
        "met": 2, "partly_met": 0, "not_met": 0, "claimed": 0, "unknown": 0, "not_applicable": 0, "error": 1,
    }  # fmt: skip


def test_unknown_applicability_leaves_all_possible() -> None:
    got = score(WEIGHTED, [a_result("unknown", credit=Credit(0, 0, 1)), a_result("met")], {})
    assert (got.shown, got.claimed, got.possible) == (50, 50, 100)
