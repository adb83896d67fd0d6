"""What assessors' decisions come to for a subject, from files to statuses."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from hashlib import sha256
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

ROOT = Path(__file__).resolve().parents[3]
HEAD = "fairlabel: assessment/1\nassessor: {role: reviewer, organisation: Invented}\ndecisions:\n"
READ = "  - {requirement: PAI-COM-01, kind: reviewed, evidence: policy, on: 2026-07-10, reason: read}\n"


def level(word: str) -> str:
    return f"  - {{requirement: PAI-COM-01, kind: level, evidence: policy, value: {word}, on: 2026-07-10, reason: r}}\n"


def assessed(
    folder: Path,
    *decisions: str,
    evidence: tuple[str, ...] = SILENT,
    policy: bytes | None = b"# Policy\n\nInvented.\n",
    files: Mapping[str, bytes] | None = None,
) -> SubjectResult:
    answers = {"comms": {"channels": "{value: [email], evidence: [policy]}"}}
    given = {**(files or {}), **({} if policy is None else {"documents/policy.md": policy})}
    without = ["documents/policy.md"] if policy is None else []
    text = questionnaire("acme", evidence=evidence, answers=answers)
    home = write_subject(folder / "acme", text, given, without=without)
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


POLICY = b"# Policy\n\nInvented.\n"
IN_TIME = ("{id: policy, kind: policy, files: [documents/policy.md], issued: 2026-01-01}",)


def tied(*contents: bytes) -> str:
    return READ.replace("reason: read", f"reason: read, sha256: [{', '.join(sha256(c).hexdigest() for c in contents)}]")


@pytest.mark.parametrize(
    ("read", "there", "found"),
    [
        ((POLICY,), POLICY, "met"),
        ((POLICY,), b"Another policy.\n", "claimed"),
        ((POLICY, b"An annex.\n"), POLICY, "claimed"),
        ((POLICY,), None, "claimed"),
    ],
    ids=["as read", "swapped", "one of two gone", "gone"],
)
def test_a_reading_holds_for_the_content_that_was_read(
    read: tuple[bytes, ...], there: bytes | None, found: str, tmp_path: Path
) -> None:
    subject = assessed(tmp_path, tied(*read), evidence=IN_TIME, policy=there)
    assert status(subject) == found
    changed = [f for f in subject.findings if f.code == "reading_of_other_content"]
    assert len(changed) == (found != "met")
    now = "that of no file" if there is None else sha256(there).hexdigest()
    assert all(f.message.endswith(now) for f in changed)
    assert not any(f.code == "reading_not_tied" for f in subject.findings)


def test_a_file_that_nobody_hashed_is_not_read_by_a_hash(tmp_path: Path) -> None:
    """Two files, both read, in either order; an old reading beside a new one does no harm."""
    two = ("{id: policy, kind: policy, files: [documents/policy.md, documents/annex.md], issued: 2026-01-01}",)
    annex = {"documents/annex.md": b"An annex.\n"}
    both, other = tied(b"An annex.\n", POLICY), tied(b"An older text.\n", POLICY)
    assert status(assessed(tmp_path, both, evidence=two, files=annex)) == "met"
    assert status(assessed(tmp_path, other, both, evidence=two, files=annex)) == "met"
    assert status(assessed(tmp_path, tied(POLICY), evidence=two, files=annex)) == "claimed"


def test_a_reading_that_is_tied_to_nothing_is_said_to_be_with_the_hash_to_write_down(tmp_path: Path) -> None:
    other = READ.replace("PAI-COM-01", "PAI-COM-02")
    subject = assessed(tmp_path, READ, other, evidence=IN_TIME)
    assert status(subject) == "met"
    (note,) = [f for f in subject.findings if f.code == "reading_not_tied"]
    assert note.severity == "note"
    assert note.todo == f"write sha256: [{sha256(POLICY).hexdigest()}]"
    assert note.place is not None
    assert note.place.path == "decisions[0]"


def pack_with_former_ids(folder: Path) -> Path:
    """Write the shipped pack under another id, PAI-COM-01 with two former ids."""
    shutil.copytree(ROOT / "standards" / "pai" / "2022", folder / "own" / "1")
    head = folder / "own" / "1" / "pack.yaml"
    head.write_text(head.read_text("utf-8").replace("id: pai\n", "id: own\n").replace('"2022"', '"1"'), "utf-8")
    theme = folder / "own" / "1" / "requirements" / "communication.yaml"
    text = theme.read_text("utf-8")
    aliased = text.replace("  - id: PAI-COM-01\n", "  - id: PAI-COM-01\n    aliases: [OLD-1, OLD-2]\n")
    assert aliased != text
    theme.write_text(aliased, "utf-8")
    return folder


def test_former_ids_count_in_decisions_and_replies(tmp_path: Path) -> None:
    packs = pack_with_former_ids(tmp_path / "packs")
    more = 'responses: {OLD-1: "We have a chat.", PAI-COM-01: "And a phone.", NEVER-1: "Lost."}\n'
    answers = {"comms": {"channels": "{value: [email], evidence: [policy]}"}}
    home = write_subject(tmp_path / "acme", questionnaire("acme", evidence=SILENT, answers=answers, more=more))
    review = tmp_path / "review.yaml"
    decisions = "".join(
        f"  - {{requirement: {name}, kind: override, value: {value}, on: 2026-07-10, reason: r}}\n"
        for name, value in (("OLD-1", "unknown"), ("OLD-2", "not_met"), ("OLD-3", "not_met"))
    )
    review.write_text(HEAD + decisions, encoding="utf-8")
    choices = Choices(standards=("own",), standards_dirs=(packs,), assessments=(review,))
    found = assess_subject(home, "acme", Measures(choices, (home,)))
    result = next(r for r in found.standards[0].results if r.requirement == "PAI-COM-01")
    assert (result.status, result.response) == ("not_met", "We have a chat.\nAnd a phone.")
    assert [d.requirement for d in result.decisions] == ["PAI-COM-01", "PAI-COM-01"]
    unknown = [f.message for f in found.findings if f.code in ("decision_unused", "response_unknown")]
    assert len(unknown) == 2
    assert "NEVER-1" in unknown[0]
    assert "OLD-3" in unknown[1]


@pytest.mark.parametrize(("issued", "read"), [("2026-01-01", {"policy"}), ("2026-07-11", set())])
def test_a_document_behind_pay_data_was_not_read_before_its_issue(issued: str, read: set[str], tmp_path: Path) -> None:
    """It would show that there are no fees (``none:`` in a mapping)."""
    item = f"{{id: policy, kind: policy, files: [documents/policy.md], issued: {issued}}}"
    home = write_subject(tmp_path / "acme", questionnaire("acme", evidence=(item,), answers={}))
    review = tmp_path / "review.yaml"
    review.write_text(HEAD + READ, encoding="utf-8")
    known = Known(home, "acme", Measures(Choices(), (home,)))
    assert _reviewed(known.subject, load_assessor_file(review, bank())) == read


def test_what_is_decided_on_another_standard_is_a_note_and_a_wrong_id_a_warning(tmp_path: Path) -> None:
    other = READ.replace("PAI-COM-01", "RBA-0")
    subject = assessed(tmp_path, READ, other, other.replace("RBA-0", "RBA-0-b"), other.replace("RBA-0", "RBA-99"))
    found = {f.code: f for f in subject.findings if f.code.startswith("decision_")}
    assert set(found) == {"decision_elsewhere", "decision_unused"}
    note, warning = found["decision_elsewhere"], found["decision_unused"]
    assert note.severity == "note"
    assert note.message == "2 decisions are on requirements of rba, which is not among the standards of this run"
    assert note.todo == "judge by it as well: --standard rba"
    assert (warning.severity, warning.message) == (
        "warning", "the decision names RBA-99, which is not judged here"
    )  # fmt: skip


def test_a_reply_on_another_standard_is_a_note(tmp_path: Path) -> None:
    text = questionnaire(
        "acme", evidence=SILENT, answers={}, more="responses: {RBA-0: yes, PAI-COM-01: no, X-1: what}\n"
    )
    home = write_subject(tmp_path / "acme", text)
    subject = assess_subject(home, "acme", Measures(Choices(), (home,)))
    found = {f.code: (f.severity, f.message) for f in subject.findings if f.code.startswith("response_")}
    assert found == {
        "response_elsewhere": ("note", "responses: RBA-0 is of rba, which is not among the standards of this run"),
        "response_unknown": ("warning", "responses: no requirement is called X-1"),
    }
