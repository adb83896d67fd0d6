"""Fairwork's points over the packs' own requirements: sum over five principles of b + a*b, ten at most.

The seven vectors are written by hand from the rule as Fairwork states it (a first and a second point a principle,
the second only with the first, no part of a point) and stand apart from the code.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import pytest

from checker.assess.scores import score
from checker.model.standard import Standard
from checker.model.statuses import Status
from checker.pipeline.measures import compile_standards
from tests.unit.assess.results import a_result

PACKS = ("fairwork-ai@2023", "fairwork-cloudwork@2024")
THRESHOLDS = tuple(f"{principle}.{point}" for principle in range(1, 6) for point in (1, 2))
M: Status = "met"
N: Status = "not_met"
C: Status = "claimed"
U: Status = "unknown"


class Vector(NamedTuple):
    """Statuses of the thresholds 1.1 to 5.2 in their order, and the points to come out."""

    name: str
    statuses: tuple[Status, ...]
    shown: int
    possible: int


VECTORS = (
    Vector("nothing answered", (U, U, U, U, U, U, U, U, U, U), 0, 10),
    Vector("all met", (M, M, M, M, M, M, M, M, M, M), 10, 10),
    Vector("claims only", (C, C, C, C, C, C, C, C, C, C), 0, 10),
    Vector("second points without the first", (N, M, N, M, N, M, N, M, N, M), 0, 0),
    Vector("first points only", (M, N, M, N, M, N, M, N, M, N), 5, 5),
    Vector("first unknown, second met", (U, M, N, N, N, N, N, N, N, N), 0, 2),
    Vector("mixed", (M, U, N, M, M, M, C, M, M, N), 4, 7),
)


@cache
def pack(name: str) -> Standard:
    return compile_standards((name,), ())[0].standard


def points(name: str, statuses: dict[str, Status]) -> tuple[float | None, float | None]:
    """Return shown and possible points where each requirement of the pack has the status given under its id."""
    standard = pack(name)
    standings = [a_result(statuses[r.id], r.severity, r.id) for r in standard.requirements]
    found = score(standard.score, standings, {r.id: r.threshold for r in standard.requirements})
    assert found.max == 10
    return found.shown, found.possible


@pytest.mark.parametrize("name", PACKS)
def test_every_threshold_is_asked_by_a_requirement_of_the_pack(name: str) -> None:
    assert {r.threshold for r in pack(name).requirements} == set(THRESHOLDS)


@pytest.mark.parametrize("name", PACKS)
@pytest.mark.parametrize("vector", VECTORS, ids=[v.name for v in VECTORS])
def test_points_of_a_vector(name: str, vector: Vector) -> None:
    by_threshold = dict(zip(THRESHOLDS, vector.statuses, strict=True))
    got = points(name, {r.id: by_threshold[r.threshold] for r in pack(name).requirements})
    assert got == (vector.shown, vector.possible)


@pytest.mark.parametrize("name", PACKS)
def test_one_requirement_that_is_not_met_costs_its_threshold_and_what_hangs_on_it(name: str) -> None:
    requirements = pack(name).requirements
    for failing in requirements:
        statuses: dict[str, Status] = {r.id: "met" for r in requirements}
        statuses[failing.id] = "not_met"
        left = 8 if failing.threshold.endswith(".1") else 9
        assert points(name, statuses) == (left, left), failing.id


@pytest.mark.parametrize("name", PACKS)
def test_one_requirement_that_is_open_costs_shown_points_and_no_possible_ones(name: str) -> None:
    requirements = pack(name).requirements
    for open_one in requirements:
        statuses: dict[str, Status] = {r.id: "met" for r in requirements}
        statuses[open_one.id] = "unknown"
        assert points(name, statuses) == (8 if open_one.threshold.endswith(".1") else 9, 10), open_one.id


@pytest.mark.parametrize("name", PACKS)
def test_a_threshold_of_which_nothing_applies_gives_no_point_and_stays_possible(name: str) -> None:
    for threshold in THRESHOLDS:
        statuses: dict[str, Status] = {
            r.id: "not_applicable" if r.threshold == threshold else "met" for r in pack(name).requirements
        }
        assert points(name, statuses) == (8 if threshold.endswith(".1") else 9, 10), threshold


@pytest.mark.parametrize("name", PACKS)
def test_the_core_profile_alone_leaves_what_it_does_not_judge_possible(name: str) -> None:
    standard = pack(name)
    core = [r for r in standard.requirements if r.profile == "core"]
    assert 0 < len(core) < len(standard.requirements)
    met = score(
        standard.score, [a_result("met", name=r.id) for r in core], {r.id: r.threshold for r in standard.requirements}
    )
    assert met.possible == 10
    assert met.shown is not None
    assert 0 < met.shown < 10
