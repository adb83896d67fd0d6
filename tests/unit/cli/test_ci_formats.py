"""Formats for CI on the command line: one code whatever the format, annotations in a workflow, notes on what is cut."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from junitparser import Failure, JUnitXml

from checker.cli.main import run
from checker.render import FORMATS
from tests.subjects import SILENT, questionnaire, write_subject
from tests.unit.render.test_injection import command

Captured = pytest.CaptureFixture[str]
ANSWERS = {"comms": {"channels": "{value: [email], evidence: [policy]}"}}
GAP = {"meta": {"employment_statuses": "[employee]"}, "comms": {"named_contact_told_to_workers": "false"}}
NEW = ("sarif", "junit", "gitlab", "github", "csv")


def subject(folder: Path, answers: dict[str, dict[str, str]] = ANSWERS) -> Path:
    text = questionnaire("acme", evidence=SILENT, answers=answers)
    return write_subject(folder, text.replace("id: acme", f"id: {folder.name}"))


@pytest.fixture
def acme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A subject that ends open (5), in the working directory."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    return subject(tmp_path / "acme")


@pytest.fixture
def workflow(acme: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same in a step of a workflow; returns the file of its summary."""
    file = acme.parent / "summary.md"
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(file))
    return file


@pytest.mark.parametrize(("answers", "fail_on", "code"), [(ANSWERS, "major", 5), (GAP, "major", 1), (GAP, "never", 0)])
def test_no_format_changes_the_code_and_cases_fail_where_the_gate_does(
    answers: dict[str, dict[str, str]], fail_on: str, code: int, tmp_path: Path, capsys: Captured
) -> None:
    folder = subject(tmp_path / "acme", answers)
    wanted = [word for fmt in FORMATS for word in ("--output", f"{fmt}={tmp_path / fmt}")]
    assert run(["check", str(folder), "--fail-on", fail_on, *wanted]) == code
    codes = {run(["check", str(folder), "--fail-on", fail_on, "--format", fmt]) for fmt in NEW}
    codes |= {run(["check", str(folder), "--fail-on", fail_on, "--format", "sarif", "--sarif-profile", "full"])}
    assert codes == {code}
    cases = [case for suite in JUnitXml.fromfile(str(tmp_path / "junit")) for case in suite]
    kinds = Counter(r.type for case in cases for r in case.result if isinstance(r, Failure))
    assert ("open" in kinds) == (fail_on != "never")
    results = json.loads((tmp_path / "sarif").read_text("utf-8"))["runs"][0]["results"]
    assert any(r["properties"]["gate"] for r in results) == (code != 0)
    capsys.readouterr()


def test_a_broken_subject_is_in_every_file_and_the_code_is_3(acme: Path, capsys: Captured) -> None:
    broken = subject(acme.parent / "broken")
    (broken / "questionnaire.yaml").write_text("fairlabel: questionnaire/1\nnonsense: 1\n", encoding="utf-8")
    wanted = [word for fmt in NEW for word in ("--output", f"{fmt}=out/{fmt}")]
    assert run(["check", ".", *wanted]) == 3
    for fmt in NEW:
        text = (acme.parent / "out" / fmt).read_text(encoding="utf-8")
        assert "not-assessed" in text and "broken" in text, fmt
    capsys.readouterr()


def test_files_are_named_from_the_working_directory(acme: Path, capsys: Captured) -> None:
    for call in ("acme", str(acme), "./acme/"):
        assert run(["check", call, "--format", "gitlab"]) == 5
        paths = {entry["location"]["path"] for entry in json.loads(capsys.readouterr().out)}
        assert paths == {"acme/questionnaire.yaml"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--sarif-profile", "azure"], "'azure' is not one of 'github', 'full'"),
        (["--junit-flavour", "maven"], "'maven' is not one of 'gitlab', 'strict'"),
        (["--output", "sarif={subject}.sarif"], "sarif is one file over all subjects"),
    ],
)
def test_wrong_usage(arguments: list[str], words: str, acme: Path, capsys: Captured) -> None:
    assert run(["check", "acme", *arguments]) == 2
    assert words in capsys.readouterr().err


def test_a_folder_takes_one_file_a_format_under_its_own_suffix(acme: Path, capsys: Captured) -> None:
    wanted = [word for fmt in NEW for word in ("--output", f"{fmt}=out/")]
    assert run(["check", "acme", *wanted]) == 5
    assert sorted(file.name for file in (acme.parent / "out").iterdir()) == [
        "report.gaps.csv", "report.github.txt", "report.gitlab.json", "report.junit.xml", "report.sarif",
    ]  # fmt: skip
    capsys.readouterr()


def test_in_a_workflow_annotations_follow_the_text_and_the_step_gets_a_summary(
    workflow: Path, capsys: Captured
) -> None:
    workflow.write_text("# Built before\n", encoding="utf-8")
    assert run(["check", "acme"]) == 5
    lines = capsys.readouterr().out.splitlines()
    first = next(i for i, line in enumerate(lines) if command(line))
    assert first > 20 and not any(command(line) for line in lines[:first])
    assert all(command(line) for line in lines[first:])
    text = workflow.read_text(encoding="utf-8")
    assert text.startswith("# Built before\n\n\n## fairlabel\n")
    assert "| acme |" in text


@pytest.mark.parametrize(("fmt", "annotated", "summed"), [("text", 0, False), ("json", 0, False), ("github", 1, True)])
def test_a_format_that_was_named_stands_alone(
    fmt: str, annotated: int, summed: bool, workflow: Path, capsys: Captured
) -> None:
    assert run(["check", "acme", "--format", fmt]) == 5
    lines = capsys.readouterr().out.splitlines()
    assert {bool(command(line)) for line in lines} == {bool(annotated)}
    assert workflow.exists() == summed


def test_outside_of_a_workflow_nothing_is_added(acme: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(acme.parent / "s.md"))
    for call in (["check", "acme"], ["check", "acme", "--format", "github"]):
        assert run(call) == 5
    assert not (acme.parent / "s.md").exists()
    capsys.readouterr()


def test_several_subjects_are_annotated_though_the_text_says_a_line_each(workflow: Path, capsys: Captured) -> None:
    subject(workflow.parent / "binda", GAP)
    assert run(["check", "."]) == 1
    found = [one for line in capsys.readouterr().out.splitlines() if (one := command(line))]
    assert Counter(kind for kind, _, _ in found)["error"] >= 1
    assert {place["file"] for _, place, _ in found} <= {"acme/questionnaire.yaml", "binda/questionnaire.yaml"}


def test_a_summary_that_cannot_be_written_is_a_note_and_no_failure(
    workflow: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(workflow.parent))
    assert run(["check", "acme"]) == 5
    assert "note: the summary of the step was not written to" in capsys.readouterr().err


def test_a_summary_file_that_is_full_gets_no_more(workflow: Path, capsys: Captured) -> None:
    workflow.write_bytes(b"x" * (1024 * 1024))
    assert run(["check", "acme"]) == 5
    assert workflow.stat().st_size <= 1024 * 1024 + 2
    capsys.readouterr()


def test_a_suppliers_words_are_no_command_to_the_runner(acme: Path, capsys: Captured) -> None:
    folder = subject(acme.parent / "evil")
    sheet = folder / "questionnaire.yaml"
    text = sheet.read_text(encoding="utf-8")
    sheet.write_text(text + '\n"::add-mask::x ##[add-mask]y": 1\n', encoding="utf-8")
    assert run(["check", "evil"]) == 3
    shown = capsys.readouterr()
    assert "add-mask" in shown.out + shown.err
    assert not any(command(line) for line in (shown.out + shown.err).splitlines())


def test_what_is_left_out_is_said_on_standard_error(
    acme: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setattr("checker.render.findings.MOST", 5)
    monkeypatch.setattr("checker.render.findings.worst.__defaults__", (5,))
    monkeypatch.setattr("checker.render.findings.left_out.__defaults__", (5,))
    monkeypatch.setattr("checker.render.findings.left_out_words.__defaults__", (5,))
    assert run(["check", "acme", "--output", "gitlab=g.json", "--format", "json"]) == 5
    said = capsys.readouterr().err
    assert "note: gitlab: The 5 worst findings are in this file and " in said
    assert len(json.loads((acme.parent / "g.json").read_text("utf-8"))) == 6
