"""What the PAI pack takes as evidence, typed by hand; does the question bank advise what some requirement takes?

Also holds the whole pack against catalogue and crosswalk where these lie beside the checkout.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from checker.load.question_bank import load_question_bank
from checker.model.condition import facts_read
from checker.model.evidence import LEVELS, Level
from checker.model.standard import Requirement
from checker.pipeline.cases import run_case
from checker.pipeline.measures import compile_standards

CATALOGUE = Path(__file__).resolve().parents[2].parent / "shared" / "catalogue"

# What has to be seen in records; a paper that says so is not enough. Every other requirement takes a document.
RECORDED = set(
    """PAI-PAY-01 PAI-PAY-02 PAI-PAY-12 PAI-PAY-13 PAI-PAY-15 PAI-PAY-17 PAI-PAY-19 PAI-PAY-20 PAI-PAY-22 PAI-PAY-23
    PAI-PAY-26 PAI-PAY-27 PAI-TIM-02 PAI-TIM-04 PAI-TIM-06 PAI-PIL-04 PAI-COM-02 PAI-COM-04 PAI-COM-07 PAI-COM-09
    PAI-COM-10 PAI-WEL-03 PAI-SUB-04 PAI-GOV-13 PAI-VOI-06""".split()
)
# Read by the tool itself and never out of place, so nobody has to have read a document for them.
READ_BY_THE_TOOL = {"PAI-PAY-01", "PAI-PAY-15", "PAI-PAY-26"}

FREE_TEXT = {"PAI-PAY-09"}  # any word satisfies it, so somebody has to have read the reason


@cache
def requirements() -> dict[str, Requirement]:
    return {r.id: r for r in compile_standards(("pai@2022",), ())[0].standard.requirements}


def own_level(kind: str) -> Level:
    """Return how far evidence of ``kind`` carries where the subject itself hands it in."""
    return LEVELS[load_question_bank().kinds[kind].levels["supplier"]]


def test_levels_are_those_typed_here() -> None:
    found = requirements().values()
    assert {r.id for r in found if r.evidence.at_least == Level.RECORDED} == RECORDED
    assert {r.evidence.at_least for r in found} == {Level.DOCUMENTED, Level.RECORDED}


def test_a_critical_document_has_to_be_read_by_somebody() -> None:
    found = requirements().values()
    critical = {r.id for r in found if r.severity == "critical"}
    assert {r.id for r in found if r.evidence.review == "required"} == (critical - READ_BY_THE_TOOL) | FREE_TEXT


def test_no_critical_requirement_is_put_aside_by_a_document_that_nobody_read() -> None:
    can_be_out_of_place = [r for r in requirements().values() if r.severity == "critical" and r.applies_when]
    assert len(can_be_out_of_place) == 4
    assert [r.id for r in can_be_out_of_place if r.evidence.review != "required"] == []


def test_every_listed_kind_can_reach_the_level() -> None:
    pairs = [(r, kind) for r in requirements().values() for kind in r.evidence.kinds]
    assert [(r.id, kind) for r, kind in pairs if own_level(kind) < r.evidence.at_least] == []


def test_evidence_that_a_question_advises_counts_for_a_requirement_that_reads_the_answer() -> None:
    questions, counts = load_question_bank().questions, dict[str, set[str]]()
    for r in requirements().values():
        for name in facts_read(r.satisfied_when):
            counts.setdefault(name.removeprefix("answers."), set()).update(r.evidence.kinds)
    read = {name: kinds for name, kinds in counts.items() if name in questions}
    assert len(read) > 100
    assert {name: idle for name, kinds in read.items() if (idle := set(questions[name].evidence) - kinds)} == {}


NEVER = 999
"""What `help` says to write where a number has no word for never."""


def test_never_is_never_enough() -> None:
    questions = {q.id for q in load_question_bank().questions.values() if f"write {NEVER}" in q.help["en"]}
    assert len(questions) == 5
    missed = set(questions)
    for compiled in compile_standards(("pai@2022",), ())[0].requirements:
        for name in questions & {name.removeprefix("answers.") for name in compiled.names}:
            met = next(case for case in compiled.requirement.cases if case.expect == "met")
            never = met._replace(given={**met.given, f"answers.{name}": NEVER})
            assert run_case(compiled, never)[1].status == "not_met", compiled.requirement.id
            missed.discard(name)
    assert not missed


@pytest.fixture(scope="module")
def catalogue() -> dict[str, dict[str, Any]]:
    file = CATALOGUE / "pai_requirements.yaml"
    if not file.is_file():
        pytest.skip("the catalogue of requirements is not beside this checkout")
    entries = yaml.load(file.read_text(encoding="utf-8"), yaml.CBaseLoader)["requirements"]
    return {entry["id"]: entry for entry in entries}


def test_the_pack_keeps_what_the_catalogue_says(catalogue: dict[str, dict[str, Any]]) -> None:
    """Compare side, severity, standing, source, bar."""
    sides = {"both": "both", "vendor": "supplier", "buyer": "buyer"}
    origins = {"pai_text": "source", "project_choice": "tool_choice", "adjacent_source": "adjacent_source"}
    # These ask for records, rows or times that the text does not name: the bar cannot be the text's.
    origins_changed = dict.fromkeys(("PAI-PAY-15", "PAI-PAY-26", "PAI-PIL-02"), "tool_choice")
    summaries = {"PAI-CON-01", "PAI-CON-08", "PAI-GRV-08", "PAI-INS-16"}  # a third party describes the text
    assert set(requirements()) == set(catalogue)
    for rid, entry in catalogue.items():
        r = requirements()[rid]
        said = (r.subject, r.severity, r.normative_status, r.theme)
        assert said == (
            sides[entry["responsible"]], entry["severity"]["level"], entry["normative_status"], entry["theme"]
        ), rid  # fmt: skip
        assert r.title["en"] != entry["statement"].rstrip("."), rid
        source = entry["source"]
        assert (r.source.section, str(r.source.year), r.source.url) == (
            source["section"], source["year"], source["url"]
        ), rid  # fmt: skip
        read = "summary" if rid in summaries else "text" if entry["confidence"] == "read" else "no"
        assert r.source.read == read, rid
        assert r.threshold_origin == origins_changed.get(rid, origins[entry["check"]["threshold_origin"]]), rid


def test_the_pack_names_the_concepts_that_other_standards_share() -> None:
    file = CATALOGUE / "crosswalk.yaml"
    if not file.is_file():
        pytest.skip("the crosswalk is not beside this checkout")
    wanted: dict[str, set[str]] = {}
    for concept in yaml.load(file.read_text(encoding="utf-8"), yaml.CBaseLoader)["concepts"]:
        for rid in concept.get("pai", []):
            wanted.setdefault(rid, set()).add(concept["id"])
    assert {r.id: set(r.maps_to) for r in requirements().values() if r.maps_to} == wanted
