"""What assessors' decisions come to for a subject, from files to statuses."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from checker.load.assessor import load_assessor_file
from checker.model.assessment import SubjectResult
from checker.pipeline.known import Known
from checker.pipeline.measures import Choices, Measures
from checker.pipeline.pay import _reviewed
from checker.pipeline.subject import assess_subject
from tests.subjects import SILENT, questionnaire, write_subject
from tests.worlds import bank

HEAD = "fairlabel: assessment/1\nassessor: {role: reviewer, organisation: Invented}\ndecisions:\n"
READ = "  - {requirement: PAI-COM-01, kind: reviewed, evidence: policy, on: 2026-07-10, reason: read}\n"


def level(word: str) -> str:
    return f"  - {{requirement: PAI-COM-01, kind: level, evidence: policy, value: {word}, on: 2026-07-10, reason: r}}\n"


def assessed(folder: Path, *decisions: str, evidence: tuple[str, ...] = SILENT) -> SubjectResult:
    answers = {"comms": {"channels": "{value: [email], evidence: [policy]}"}}
    home = write_subject(folder / "acme", questionnaire("acme", evidence=evidence, answers=answers))
    review = folder / "review.yaml"
    review.write_text(HEAD + "".join(decisions), encoding="utf-8")
    return assess_subject(home, "acme", Measures(Choices(assessments=(review,)), (home,)))


def status(subject: SubjectResult, requirement: str = "PAI-COM-01") -> str:
    return next(s.status for s in subject.standards[0].standings if s.clause.requirement == requirement)


def test_of_several_levels_the_lowest_stands_in_any_order(tmp_path: Path) -> None:
    evidence = ("{id: policy, kind: policy, files: [documents/policy.md], issued: 2026-01-01}",)
    for order in permutations((READ, level("recorded"), level("stated"))):
        assert status(assessed(tmp_path, *order, evidence=evidence)) == "claimed"
    assert status(assessed(tmp_path, READ, level("recorded"), evidence=evidence)) == "met"


@pytest.mark.parametrize(
    ("dates", "found"),
    [
        ("issued: 2025-12-01, covers: {from: 2026-01-01, to: 2026-06-30}", "met"),
        ("issued: 2026-07-11, covers: {from: 2026-01-01, to: 2026-06-30}", "claimed"),
        ("covers: {from: 2026-01-01, to: 2026-06-30}", "met"),
    ],
)
def test_nobody_has_read_what_was_issued_later(dates: str, found: str, tmp_path: Path) -> None:
    evidence = (f"{{id: policy, kind: policy, files: [documents/policy.md], {dates}}}",)
    assert status(assessed(tmp_path, READ, evidence=evidence)) == found


def test_what_has_no_issue_was_not_read_before_the_first_day_that_it_covers(tmp_path: Path) -> None:
    evidence = ("{id: policy, kind: policy, files: [documents/policy.md], covers: {from: 2026-01-01, to: 2026-06-30}}",)
    early = READ.replace("2026-07-10", "2025-12-31")
    found = assessed(tmp_path, early, evidence=evidence)
    assert status(found) == "claimed"
    assert [f.code for f in found.findings] == ["decision_too_early"]
    assert status(assessed(tmp_path, early.replace("2025-12-31", "2026-01-01"), evidence=evidence)) == "met"


@pytest.mark.parametrize(("issued", "read"), [("2026-01-01", {"policy"}), ("2026-07-11", set())])
def test_a_document_behind_pay_data_was_not_read_before_its_issue(issued: str, read: set[str], tmp_path: Path) -> None:
    """It would show that there are no fees (``none:`` in a mapping)."""
    item = f"{{id: policy, kind: policy, files: [documents/policy.md], issued: {issued}}}"
    home = write_subject(tmp_path / "acme", questionnaire("acme", evidence=(item,), answers={}))
    review = tmp_path / "review.yaml"
    review.write_text(HEAD + READ, encoding="utf-8")
    known = Known(home, "acme", Measures(Choices(), (home,)))
    assert _reviewed(known.subject, load_assessor_file(review, bank())) == read
