"""One week of work under several standards: their limits of hours differ on purpose, and so do the results.

Facts by hand, from what the standards say of hours: 60 hours in all (RBA, ETI), 48 as the line of excess (ILO, PAI).
"""

from __future__ import annotations

from functools import cache

import pytest

from checker.load.standards import list_standards
from checker.model.evidence import Place
from checker.model.standard import Case
from checker.pipeline.cases import run_case
from checker.pipeline.measures import compile_standards
from checker.rules.evaluate import CompiledRequirement

EVERY_DAY_OFF_KEPT = {"wages.rest_day_missing_share": 0}
FIFTY_EIGHT = {"wages.weekly_hours_max": 58, "wages.weekly_hours_over_48_share": 0.3, **EVERY_DAY_OFF_KEPT}
SIXTY_ONE = {**FIFTY_EIGHT, "wages.weekly_hours_max": 61}
FORTY_EIGHT = {**FIFTY_EIGHT, "wages.weekly_hours_max": 48, "wages.weekly_hours_over_48_share": 0}
TOTAL = {"RBA-A3-a": "rba", "ETI-6.4": "eti"}
EXCESS = {"HRS-4": "ilo-hours", "PAI-TIM-04": "pai"}
REST = {"HRS-2": "ilo-hours", "ETI-6.6": "eti", "SAI-7.2": "sa8000", "RBA-A3-b": "rba"}


@cache
def requirement(pack: str, name: str) -> CompiledRequirement:
    edition = next((entry.edition for entry in list_standards() if entry.id == pack), None)
    if edition is None:
        pytest.skip(f"the pack {pack} is not here")
    (standard,) = compile_standards((f"{pack}@{edition}",), ())
    return next(r for r in standard.requirements if r.requirement.id == name)


def status(name: str, packs: dict[str, str], facts: dict[str, float]) -> str:
    _, judgement = run_case(requirement(packs[name], name), Case("one week", facts, "met", None, Place("")))
    return judgement.status


@pytest.mark.parametrize("name", TOTAL)
def test_58_hours_stay_within_the_limit_of_all_hours(name: str) -> None:
    assert status(name, TOTAL, FIFTY_EIGHT) == "met"


@pytest.mark.parametrize("name", EXCESS)
def test_58_hours_count_as_excessive_all_the_same(name: str) -> None:
    assert status(name, EXCESS, FIFTY_EIGHT) == "not_met"


@pytest.mark.parametrize("name", [*TOTAL, *EXCESS])
def test_61_hours_pass_nowhere_and_48_everywhere(name: str) -> None:
    packs = TOTAL | EXCESS
    no_exception = {"answers.time.averaging_by_law_and_agreement": False}
    assert status(name, packs, {**SIXTY_ONE, **no_exception}) == "not_met"
    assert status(name, packs, FORTY_EIGHT) == "met"


@pytest.mark.parametrize("name", REST)
def test_long_weeks_do_not_take_the_day_of_rest(name: str) -> None:
    assert status(name, REST, SIXTY_ONE) == "met"


def test_12_hours_of_overtime_are_counted_apart_from_the_week() -> None:
    answers = {"answers.time.overtime": "voluntary_and_paid_premium", "answers.time.overtime_regular": False}
    terms = {"evidence.worker_terms": True}
    for overtime, expected in ((12, "met"), (13, "not_met")):
        facts = {**FORTY_EIGHT, **answers, **terms, "wages.max_overtime_week_hours": overtime}
        assert status("SAI-7.3", {"SAI-7.3": "sa8000"}, facts) == expected
