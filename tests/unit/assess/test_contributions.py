"""How a score comes about: small tables worked out by hand, and over all packs the parts add up to the score."""

from __future__ import annotations

import math
import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checker.assess.contributions import FORMULAS, parts_of, scoring
from checker.assess.results import clause_of
from checker.assess.scores import score
from checker.model.assessment import Credit, Score, Standing
from checker.model.standard import ScoreModel, Standard
from tests.worlds import PACKS, judge_world, make_world, pack, part

PARTS = ("shown", "claimed", "possible")


def standard(model: str, top: float, **changes: object) -> Standard:
    """Return a pack of a critical and a minor requirement on pay and a major one on contracts."""
    like = pack("pai@2022").standard
    severe = {"critical": ("A", "pay", "1.1"), "minor": ("B", "pay", "1.2"), "major": ("C", "contract", "2.1")}
    requirements = tuple(
        replace(like.requirements[0], id=name, theme=theme, severity=severity, threshold=threshold)  # type: ignore[arg-type]
        for severity, (name, theme, threshold) in severe.items()
    )
    themes = {"pay": {"en": "Pay"}, "contract": {"en": "Contract"}}
    return replace(
        like,
        requirements=requirements,
        themes=themes,
        score=ScoreModel(model, top),
        **changes,  # type: ignore[arg-type]
    )


def standings(whole: Standard, **credits: tuple[float, float, float] | None) -> list[Standing]:
    """Return one standing a requirement; None: it does not apply."""
    found = []
    for requirement in whole.requirements:
        credit = credits[requirement.id]
        status = "not_applicable" if credit is None else "unknown"
        found.append(Standing(clause_of(requirement, "", whole), status, Credit(*(credit or (0, 0, 0)))))  # type: ignore[arg-type]
    return found


def table(whole: Standard, rows: list[Standing]) -> tuple[Score, dict[str, tuple[float | None, ...]]]:
    thresholds = {r.id: r.threshold for r in whole.requirements}
    total = score(whole.score, rows, thresholds)
    return total, {p.part: tuple(p[2:]) for p in parts_of(whole, rows, total)}


def test_weighted_points_by_hand() -> None:
    """Weights 8 + 1 + 4 = 13; the critical one is shown by half and may still be met, the major one is lost."""
    whole = standard("weighted", 130.0)
    total, rows = table(whole, standings(whole, A=(0.5, 0.5, 1), B=(0, 1, 1), C=(0, 0, 0)))
    assert rows == {"pay": (9, 90, 40, 50, 90, 0), "contract": (4, 40, 0, 0, 0, 40)}
    assert (total.shown, total.claimed, total.possible) == (40, 50, 90)


def test_what_does_not_apply_has_no_part_in_it() -> None:
    whole = standard("weighted", 100.0)
    _, rows = table(whole, standings(whole, A=(1, 1, 1), B=None, C=None))
    assert rows == {"pay": (8, 100, 100, 100, 100, 0)}


def test_deduction_by_hand_and_never_below_zero() -> None:
    """From 10: 8 + 1 + 4 are taken off where nothing is shown, which would be 3 below zero."""
    whole = standard("deduction", 10.0)
    total, rows = table(whole, standings(whole, A=(0, 0, 1), B=(0, 1, 1), C=(0, 0, 0)))
    assert rows == {
        "start": (0, 10, 10, 10, 10, 0), "pay": (9, 0, -9, -8, 0, 0), "contract": (4, 0, -4, -4, -4, 4),
        "floor": (0, 0, 3, 2, 0, 0),
    }  # fmt: skip
    assert (total.shown, total.claimed, total.possible) == (0, 0, 6)


def test_thresholds_by_hand() -> None:
    """The second threshold of a principle counts only on top of the first: A is not shown, so B gives nothing."""
    whole = standard("threshold_pairs", 10.0)
    total, rows = table(whole, standings(whole, A=(0, 1, 1), B=(1, 1, 1), C=(1, 1, 1)))
    assert rows == {"1.1": (8, 1, 0, 1, 1, 0), "1.2": (1, 1, 0, 1, 1, 0), "2.1": (4, 1, 1, 1, 1, 0)}
    assert (total.shown, total.claimed, total.possible) == (1, 3, 3)


def test_without_a_number_only_weights_are_shown() -> None:
    whole = standard("none", 0.0)
    total, rows = table(whole, standings(whole, A=(1, 1, 1), B=(0, 1, 1), C=None))
    assert total.shown is None
    assert rows == {"pay": (9, None, None, None, None, None)}


@pytest.mark.parametrize("model", FORMULAS)
def test_the_formula_names_weights_version_and_pack(model: str) -> None:
    whole = standard(model, 10.0)
    rows = standings(whole, A=(1, 1, 1), B=(1, 1, 1), C=(1, 1, 1))
    found = scoring(whole, rows, score(whole.score, rows, {r.id: r.threshold for r in whole.requirements}))
    assert found.version == f"{model}/1"
    assert "critical 8, major 4, minor 1, advisory 0" in found.formula
    assert found.weights_from == "pai@2022"


@pytest.mark.parametrize("model", ["", "deduction"])
@pytest.mark.parametrize("name", PACKS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32))
def test_the_parts_of_every_pack_add_up_to_its_score(name: str, model: str, seed: int) -> None:
    rng = random.Random(seed)
    compiled = part(name, rng)
    whole = replace(compiled.standard, score=ScoreModel("deduction", 20.0)) if model else compiled.standard
    judged = judge_world(compiled, make_world(compiled, rng))
    rows = [
        j.on(clause_of(e.requirement, "", whole)) for e, j in zip(judged.evaluations, judged.judgements, strict=True)
    ]
    total = score(whole.score, rows, {r.id: r.threshold for r in whole.requirements})
    parts = parts_of(whole, rows, total)
    applying = sum(s.clause.weight for s in rows if s.status != "not_applicable")
    assert math.isclose(sum(p.weight for p in parts), applying)
    if total.shown is None:
        assert all(p.points is None and p.shown is None for p in parts)
        return
    for key in PARTS:
        assert math.isclose(sum(getattr(p, key) for p in parts), getattr(total, key), abs_tol=1e-9), key
    assert all((p.lost is not None and p.lost >= -1e-9) or p.part == "floor" for p in parts)
    if whole.score.name != "deduction":
        assert math.isclose(sum(p.points - p.possible - p.lost for p in parts), 0, abs_tol=1e-9)  # type: ignore[operator]
