"""391 suppliers, of which 18 show something and 373 are silent: silence passes nobody and accuses nobody.

The numbers are those of a study of a law that lets whoever is judged decide what is shown: of 391 employers checked,
18 had an audit report to show (Citizens and Technology Lab and others, "Null Compliance: NYC Local Law 144 and the
Challenges of Algorithm Accountability", FAccT 2024, doi 10.1145/3630106.3658998). Its authors: nothing found is no
finding, neither that the law was kept nor that it was broken. The suppliers here are invented.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from checker.cli.main import run
from checker.load.standards import list_standards
from checker.pipeline.measures import Choices, Measures
from checker.pipeline.run import check, find_subjects
from tests.subjects import questionnaire
from tests.worlds import bank

ALL, SHOWING = 391, 18
BUYERS_ONLY = ("dynamo", "eu-csddd", "responsible-crowds")
"""Packs that ask nothing of suppliers."""
IN_TIME = ("{id: policy, kind: policy, files: [documents/policy.md], issued: 2026-01-01}",)
POLICY = "# Policy\n\nInvented.\n"
NOTHING = {
    "no section": "",
    "an empty section": "answers: {}\n",
    "null": "answers:\n  pay: {models: null}\n  comms: {channels: }\n",
    "an empty list": "answers:\n  pay: {models: []}\n  comms: {channels: [null]}\n",
    "an empty word": "answers:\n  pay: {models: ['  ']}\n  comms: {channels: ''}\n",
    "tbd": "answers:\n  pay: {models: tbd}\n  grievance: {exists: TBD}\n",
    "n/a": "answers:\n  pay: {models: N/A}\n  grievance: {exists: n/a}\n",
    "see attached": "answers:\n  pay: {models: see attached}\n  grievance: {exists: See attached}\n",
    "declined": "answers:\n  pay: {models: {no_answer: declined}}\n  grievance: {exists: {no_answer: not_known}}\n",
    "said not to apply": "answers:\n  grievance: {exists: {no_answer: claimed_not_applicable}}\n",
}
"""The forms in which people say nothing."""
REVIEW = """\
fairlabel: assessment/1
subject: {name}
assessor: {{role: reviewer, organisation: Invented}}
decisions:
  - {{requirement: PAI-COM-01, kind: reviewed, evidence: policy, on: 2026-07-10, reason: read}}
"""


def _write(folder: Path, answers: str, *, evidence: tuple[str, ...] = (), vendor: str = "kinds: [bpo]") -> None:
    """Write a supplier that says its name, kind and period, and ``answers``."""
    folder.mkdir(parents=True)
    scope = "scope: {period: {from: 2026-01-01, to: 2026-06-30}}\n"
    head = questionnaire(folder.name, evidence=evidence, answers={}, scope=scope, vendor=vendor).replace(
        "answers:\n", ""
    )
    (folder / "questionnaire.yaml").write_text(
        (head if evidence else head.replace("evidence:\n", "")) + answers, encoding="utf-8"
    )
    if evidence:
        (folder / "documents").mkdir()
        (folder / "documents" / "policy.md").write_text(POLICY, encoding="utf-8")


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, dict[str, dict[str, Any]]]:
    """Write the suppliers and judge all of them in one run; return the exit code and the subject of each."""
    home, reviews = tmp_path_factory.mktemp("register"), tmp_path_factory.mktemp("reviews")
    forms = list(NOTHING.values())
    shown = "answers:\n  comms: {channels: {value: [email], evidence: [policy]}}\n"
    for number in range(ALL):
        name = f"supplier-{number:03d}"
        if number < SHOWING:
            _write(home / name, shown, evidence=IN_TIME)
            (reviews / f"{name}.yaml").write_text(REVIEW.format(name=name), encoding="utf-8")
        else:
            _write(home / name, forms[number % len(forms)])
    out = reviews / "report.json"
    code = run(["check", str(home), "--assessment", str(reviews), "--jobs", "1", "--output", f"json={out}"])
    subjects = json.loads(out.read_text(encoding="utf-8"))["subjects"]
    return code, {subject["id"]: subject for subject in subjects}


def _statuses(subject: dict[str, Any]) -> Counter[str]:
    return Counter(result["status"] for result in subject["standards"][0]["results"])


def _silent(subjects: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    found = [subject for name, subject in sorted(subjects.items())][SHOWING:]
    assert len(found) == ALL - SHOWING == 373
    return found


def test_nobody_passes_nobody_fails_and_all_are_listed(judged: tuple[int, dict[str, dict[str, Any]]]) -> None:
    code, subjects = judged
    assert code == 5
    assert len(subjects) == ALL
    assert {subject["verdict"] for subject in subjects.values()} == {"cannot_conclude"}


def test_of_the_silent_nothing_is_met_and_nothing_is_held_against_them(
    judged: tuple[int, dict[str, dict[str, Any]]],
) -> None:
    for subject in _silent(judged[1]):
        assert set(_statuses(subject)) == {"unknown"}, subject["id"]
        score = subject["standards"][0]["score"]
        assert (score["shown"], score["claimed"], score["possible"]) == (0, 0, score["max"])
        assert subject["conflicts"] == []


def test_those_who_show_one_thing_meet_that_and_no_more(judged: tuple[int, dict[str, dict[str, Any]]]) -> None:
    met = Counter(
        (subject["id"], result["requirement"])
        for subject in judged[1].values()
        for result in subject["standards"][0]["results"]
        if result["status"] == "met"
    )
    assert set(met) == {(f"supplier-{number:03d}", "PAI-COM-01") for number in range(SHOWING)}
    for subject in list(judged[1].values())[:SHOWING]:
        assert not {"not_met", "partly_met"} & set(_statuses(subject))


def test_each_unknown_says_why(judged: tuple[int, dict[str, dict[str, Any]]]) -> None:
    """Nobody has to guess whether an item was looked at."""
    for subject in _silent(judged[1])[: len(NOTHING)]:
        assert all(result["reason"] for result in subject["standards"][0]["results"]), subject["id"]


def test_only_what_a_silent_supplier_admits_is_held_against_it(tmp_path: Path) -> None:
    _write(tmp_path / "acme", "answers:\n  grievance: {exists: false}\n")
    (subject,) = check(find_subjects([str(tmp_path)]), Choices()).subjects
    failed = {s.clause.requirement for s in subject.standards[0].standings if s.status in ("not_met", "partly_met")}
    reads = {
        r.requirement.id for r in Measures(Choices()).standards[0].requirements if "answers.grievance.exists" in r.names
    }
    assert failed
    assert failed <= reads
    assert subject.verdict == "does_not_meet"


@pytest.mark.parametrize("side", ["vendor", "buyer"])
def test_silence_in_any_form_is_unknown_under_every_pack(side: str, tmp_path: Path) -> None:
    """For suppliers of no stated kind everything is asked; what is not yet law is not held open either."""
    for number, form in enumerate(NOTHING.values()):
        _write(tmp_path / f"acme-{number}", form, vendor="country: GB")
        file = tmp_path / f"acme-{number}" / "questionnaire.yaml"
        text = file.read_text(encoding="utf-8").replace("annotation-supplier", "buyer") if side == "buyer" else ""
        file.write_text(text.replace("vendor:", "buyer:") or file.read_text(encoding="utf-8"), encoding="utf-8")
    names = tuple(entry.id for entry in list_standards())
    subjects = check(find_subjects([str(tmp_path)]), Choices(standards=names)).subjects
    assert len(subjects) == len(NOTHING)
    for standard in (standard for subject in subjects for standard in subject.standards):
        assert standard.results or (side == "vendor") == (standard.id in BUYERS_ONLY), standard.id
        for result in standard.results:
            later = result.status == "not_applicable" and result.reason.startswith("in force from ")
            assert result.status == "unknown" or later, (result.requirement, result.reason)
        assert standard.sum.verdict == "cannot_conclude"
        assert standard.sum.score.shown in (0, None)


@pytest.mark.parametrize("word", ["null", "''", "tbd", "n/a", "see attached", "{no_answer: declined}"])
def test_silence_on_every_question_is_silence(word: str, tmp_path: Path) -> None:
    sections: dict[str, list[str]] = {}
    for name, question in bank().questions.items():
        if question.respondent != "buyer":
            section, _, short = name.partition(".")
            sections.setdefault(section, []).append(f"    {short}: {word}")
    lines = [line for section, given in sections.items() for line in (f"  {section}:", *given)]
    _write(tmp_path / "acme", "answers:\n" + "\n".join(lines) + "\n")
    (subject,) = check(find_subjects([str(tmp_path)]), Choices()).subjects
    assert {s.status for s in subject.standards[0].standings} == {"unknown"}
    assert subject.answered[0] == 0
