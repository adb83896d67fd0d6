"""The EU due diligence directive: asks nothing before its day, goes by size and not by place, and is the buyer's.

A gap at a supplier shows in the file of the buyer that names it, and nowhere in the supplier's own result.
"""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from checker.assess.statuses import Judgement, Scene, judge
from checker.model.duration import Duration
from checker.model.evaluation import Context
from checker.model.evidence import Period
from checker.model.facts import Facts
from checker.pipeline.measures import Choices, compile_standards
from checker.pipeline.run import check, find_subjects
from checker.rules.evaluate import CompiledStandard, evaluate

EXAMPLES = Path(__file__).resolve().parents[2] / "vendor_templates" / "examples"
FIRST_DAY = date(2029, 7, 26)
EVE = FIRST_DAY - timedelta(days=1)
LONG_BEFORE = date(2026, 12, 31)


@cache
def compiled() -> CompiledStandard:
    return compile_standards(("eu-csddd@2026",), ())[0]


def judged(day: date, *countries: str) -> dict[str, Judgement]:
    """Return what a buyer that said nothing gets on ``day`` with work in ``countries``."""
    context = Context(day, Period(Duration(months=6).before(day), day), countries, 60)
    scene = Scene(day, frozenset(countries))
    return {e.requirement.id: judge(e, scene, ()) for e in evaluate(compiled().requirements, Facts({}), context)}


def test_every_requirement_is_the_buyers_and_so_is_each_remedy() -> None:
    standard = compiled().standard
    assert len(standard.requirements) == 20
    assert {r.subject for r in standard.requirements} == {"buyer"}
    assert {r.remedy.owner for r in standard.requirements if r.remedy} == {"buyer"}
    assert standard.score.name == "none"


def test_all_but_the_size_test_itself_ask_only_buyers_of_that_size() -> None:
    asking = {r.requirement.id for r in compiled().requirements if r.applies is None}
    assert asking == {"CSD-0"}


@pytest.mark.parametrize("place", ["DE", "KE", "US"])
def test_the_day_before_nothing_applies_and_the_day_is_said(place: str) -> None:
    found = judged(EVE, place).values()
    assert {(j.status, j.why) for j in found} == {("not_applicable", "in force from 2029-07-26")}


@pytest.mark.parametrize("places", [("DE",), ("KE",), ("US", "PH"), ()])
def test_from_the_day_on_silence_is_unknown_wherever_the_work_is_done(places: tuple[str, ...]) -> None:
    """A company from anywhere is bound by its turnover in the Union, and its chain may lie anywhere."""
    assert {j.status for j in judged(FIRST_DAY, *places).values()} == {"unknown"}


def test_the_header_names_the_member_states() -> None:
    force = compiled().standard.in_force
    assert (force.start, len(set(force.countries))) == (FIRST_DAY, 27)
    assert {"DE", "FR", "IE", "GR", "HR"} <= set(force.countries)
    assert {"GB", "CH", "NO"}.isdisjoint(force.countries)


@pytest.fixture
def chain(tmp_path: Path) -> Path:
    """Copy a buyer and its two suppliers; the buyer's review says that the directive covers it."""
    for name in ("northfield-vision", "lakeshore-data-services", "tidewater-annotation"):
        shutil.copytree(EXAMPLES / name, tmp_path / name)
    buyer = tmp_path / "northfield-vision"
    (buyer / "documents" / "size.md").write_text("5,200 employees; EUR 1.9 billion", encoding="utf-8")
    file = buyer / "questionnaire.yaml"
    sheet: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    sheet["evidence"].append(
        {"id": "size", "kind": "legal_review", "files": ["documents/size.md"], "issued": date(2026, 6, 1)}
    )
    sheet["answers"]["diligence"] = {"in_scope": {"value": True, "evidence": ["size"]}}
    file.write_text(yaml.safe_dump(sheet), encoding="utf-8")
    return tmp_path


def statuses_on(folder: Path, day: date) -> dict[str, str]:
    (subject,) = check(find_subjects([str(folder)]), Choices(standards=("eu-csddd",), as_of=day)).subjects
    (found,) = subject.standards
    return {result.requirement: result.status for result in found.results}


def test_pay_below_the_living_wage_at_a_supplier_is_the_buyers_gap_and_no_breach_of_the_supplier(chain: Path) -> None:
    """At one of the two suppliers at least 20 of 60 workers are below; its README says so."""
    buyer = statuses_on(chain / "northfield-vision", FIRST_DAY)
    assert len(buyer) == 20
    assert buyer["CSD-A1"] == "not_met"
    assert statuses_on(chain / "lakeshore-data-services", FIRST_DAY) == {}


def test_before_the_day_the_same_gap_counts_against_nobody(chain: Path) -> None:
    for day in (LONG_BEFORE, EVE):
        assert set(statuses_on(chain / "northfield-vision", day).values()) == {"not_applicable"}
