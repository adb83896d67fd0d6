"""A run over broken subjects: each is listed with its problems, the others are assessed, the code is 3."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from checker.cli.main import run
from checker.pipeline.measures import Choices
from checker.pipeline.run import check, find_subjects

SUBJECTS = Path(__file__).resolve().parent / "subjects"
GOOD = SUBJECTS.parents[2] / "vendor_templates" / "examples" / "millgate-labelling"


def test_every_broken_subject_is_listed_and_none_is_assessed() -> None:
    subjects = find_subjects([str(SUBJECTS)])
    report = check(subjects, Choices())
    assert report.subjects == ()
    assert [invalid.folder for invalid in report.invalid] == [shown for _, shown in subjects]
    assert all(invalid.problems for invalid in report.invalid)
    assert report.exit_code == 3


def test_the_others_are_assessed_and_the_code_is_that_of_the_broken_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(GOOD, tmp_path / "good")
    shutil.copytree(SUBJECTS / "impossible-option", tmp_path / "broken")
    assert run(["check", str(tmp_path), "--fail-on", "never"]) == 3
    shown = capsys.readouterr()
    assert f"Nothing was assessed for {tmp_path / 'broken'}" in " ".join((shown.out + shown.err).split())
    assert "does not meet" in shown.out and "1 subject: 1 does not meet." in shown.out


@pytest.mark.parametrize("name", ["empty-file", "path-outside", "nul-bytes", "many-at-once"])
def test_validate_says_all_of_it_and_ends_with_3(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", str(SUBJECTS / name)]) == 3
    assert f"{name}/questionnaire.yaml" in capsys.readouterr().err


def test_a_folder_without_a_questionnaire_is_nothing_to_assess(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["validate", str(tmp_path)]) == 4
    assert run(["check", str(tmp_path)]) == 4
    assert run(["check", str(tmp_path / "gone")]) == 2
    assert "gone" in capsys.readouterr().err


def test_an_assessors_file_inside_the_folder_ends_the_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(GOOD, tmp_path / "good")
    inside = tmp_path / "good" / "assessment.yaml"
    inside.write_text("fairlabel: assessment/1\nassessor: {role: a, organisation: b}\n", encoding="utf-8")
    assert run(["check", str(tmp_path / "good"), "--assessment", str(inside)]) == 3
    assert "does not vouch for itself" in capsys.readouterr().err
