"""What holds of every requirement of every pack: its cases, and that a blank is never an answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from checker.assess.statuses import Scene, judge
from checker.load.question_bank import load_question_bank
from checker.model.evaluation import Context
from checker.model.evidence import Period, Place
from checker.model.facts import Fact, Facts
from checker.model.standard import ALWAYS, Case
from checker.pipeline.cases import LAST_DAY, run_case
from checker.rules.evaluate import CompiledRequirement, evaluate
from tests.packs.test_cases import NAMES, compiled

HAZARDS: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "default_hazards.yaml").read_text(encoding="utf-8")
)
EVERY = {r.requirement.id: r for name in NAMES for r in compiled(name).requirements}
NOWHERE = "XX"
"""No pack of law is in force there."""


def status(requirement: CompiledRequirement, facts: Iterable[Fact], day: date, *countries: str) -> str:
    context = Context(day, Period(day - timedelta(days=180), day), countries, 60)
    table = {fact.name + (f"@{fact.method}" if fact.method else ""): (fact,) for fact in facts}
    (evaluation,) = evaluate([requirement], Facts(table), context)
    assert not evaluation.error
    return judge(evaluation, Scene(day, frozenset(countries)), ()).status


def in_force(requirement: CompiledRequirement) -> tuple[date, str]:
    """Return a day and a country in which the requirement asks something."""
    start, end, countries = requirement.requirement.in_force
    return max(start or LAST_DAY, min(end or LAST_DAY, LAST_DAY)), (countries or ("KE",))[0].partition("-")[0]


def test_no_two_packs_share_an_id() -> None:
    assert len(EVERY) == sum(len(compiled(name).requirements) for name in NAMES) > 390


@pytest.mark.parametrize("requirement", EVERY.values(), ids=EVERY)
def test_every_requirement_can_be_met_failed_and_left_open(requirement: CompiledRequirement) -> None:
    """By a worked case each, run here: not by what the case says it expects."""
    came_out = {run_case(requirement, case)[1].status for case in requirement.requirement.cases}
    assert came_out >= {"met", "not_met", "unknown"}


@pytest.mark.parametrize("requirement", EVERY.values(), ids=EVERY)
def test_what_can_fall_away_does_in_a_case_or_by_day_and_place(requirement: CompiledRequirement) -> None:
    cases, force = requirement.requirement.cases, requirement.requirement.in_force
    if requirement.applies is not None:
        assert "not_applicable" in {run_case(requirement, case)[1].status for case in cases}
    else:
        assert "not_applicable" not in {case.expect for case in cases}, "nothing says when it does not apply"
    day, country = in_force(requirement)
    assert status(requirement, (), day, country) == "unknown"
    if force.start is not None:
        assert status(requirement, (), force.start - timedelta(days=1), country) == "not_applicable"
    if force.end is not None:
        assert status(requirement, (), force.end + timedelta(days=1), country) == "not_applicable"
    if force.countries:
        assert status(requirement, (), day, NOWHERE) == "not_applicable"
    elif force is ALWAYS:
        assert status(requirement, (), date(1999, 1, 1), NOWHERE) == "unknown"


@pytest.mark.parametrize("requirement", EVERY.values(), ids=EVERY)
def test_of_nothing_and_of_blanks_every_requirement_is_unknown(requirement: CompiledRequirement) -> None:
    day, country = in_force(requirement)
    names = [name for name in requirement.names if not name.startswith("evidence.")]
    blanks = [Fact(*_split(name), place=Place("questionnaire.yaml", 9, 5), complete=True) for name in names]
    assert status(requirement, (), day, country) == "unknown"
    assert not any(fact.known for fact in blanks)
    assert status(requirement, blanks, day, country) == "unknown"


def test_the_list_of_hazards_names_requirements_that_ship() -> None:
    assert len(HAZARDS) == 73
    assert set(HAZARDS) <= set(EVERY)
    assert {trap for one in HAZARDS.values() for trap in one["trap"]} == {"denial", "zero", "none"}


@pytest.mark.parametrize("name", HAZARDS)
def test_a_blank_is_not_read_as_no_zero_or_none(name: str) -> None:
    """Where it would be, the requirement would come out otherwise than unknown, and some would be met."""
    requirement = EVERY[name]
    day, country = in_force(requirement)
    assert status(requirement, (), day, country) == "unknown"
    given = {fact: filled for fact in requirement.names if (filled := _filled(fact)) is not None}
    case = Case("blanks filled", given, "met", None, Place("here", 1, 1))
    found = run_case(requirement, case)[1].status
    assert (found == "met") == HAZARDS[name]["passes"], (found, given)


def _split(name: str) -> tuple[str, None]:
    return name.partition("@")[0], None


def _filled(name: str) -> object:
    """Return what a loader with default values would put in a blank: no, zero, or none; None where there is none."""
    base = name.partition("@")[0]
    question = load_question_bank().questions.get(base.removeprefix("answers."))
    if question is None:
        return None if base.startswith("evidence.") else 0
    if question.type == "boolean":
        return False
    if question.type in ("enum", "list_of_enum"):
        found = "none" if "none" in {option.id for option in question.options} else None
        return [found] if found and question.type == "list_of_enum" else found
    return 0 if question.type in ("integer", "number", "share", "duration", "money") else None
