"""Every worked case of every pack that ships comes out as written, through rules and statuses."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from checker.facts.metrics import METRICS
from checker.load.question_bank import load_question_bank
from checker.load.standards import list_standards, load_standard
from checker.model.standard import Case
from checker.pipeline.cases import cases_of, run_case, run_cases
from checker.rules.evaluate import CompiledRequirement, CompiledStandard, compile_standard
from checker.rules.sentence import Words

UNITS = {m.name: m.unit for m in METRICS.values()}
TITLES = {m.name: m.title["en"] for m in METRICS.values()}
NAMES = [f"{entry.id}@{entry.edition}" for entry in list_standards()]


@cache
def compiled(name: str) -> CompiledStandard:
    bank = load_question_bank()
    return compile_standard(load_standard(name, bank, UNITS), Words(bank, TITLES, UNITS))


CASES = [
    pytest.param(requirement, case, id=f"{requirement.requirement.id}-{case.name.replace(' ', '_')}")
    for name in NAMES
    for requirement, case in cases_of(compiled(name))
]


@pytest.mark.parametrize(("requirement", "case"), CASES)
def test_case_comes_out_as_written(requirement: CompiledRequirement, case: Case) -> None:
    evaluation, judgement = run_case(requirement, case)
    assert not evaluation.error
    assert judgement.status == case.expect


@pytest.mark.parametrize("name", NAMES)
def test_a_requirement_that_can_be_out_of_place_has_a_case_for_it(name: str) -> None:
    conditional = [r.requirement for r in compiled(name).requirements if r.applies is not None]
    without = [r.id for r in conditional if "not_applicable" not in {c.expect for c in r.cases}]
    assert without == []


@pytest.mark.parametrize("name", NAMES)
def test_a_case_that_is_written_wrongly_is_named_with_its_place(name: str) -> None:
    standard = compiled(name).standard
    first = standard.requirements[0]
    turned = first.cases[0]._replace(expect="not_applicable")
    broken = replace(standard, requirements=(replace(first, cases=(turned, *first.cases[1:])),))
    (failure,) = run_cases(broken)
    assert failure.found == first.cases[0].expect
    assert str(failure).startswith(f"{turned.place}: {first.id}")
