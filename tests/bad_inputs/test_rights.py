"""What may not be read is said to be just that, and is never taken for what is not there."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from checker.cli.main import run
from tests.subjects import SILENT, questionnaire, write_subject

Captured = pytest.CaptureFixture[str]
pytestmark = pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    answers = {"comms": {"channels": "{value: [email], evidence: [policy]}"}}
    text = questionnaire("acme", evidence=SILENT, answers=answers)
    return write_subject(tmp_path / "in" / "acme", text)


@pytest.fixture
def rights(tmp_path: Path) -> Iterator[None]:
    """Give all rights back afterwards; where root runs the tests, nothing is forbidden to it."""
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    yield
    for folder, names, files in os.walk(tmp_path):
        for name in (*names, *files):
            os.chmod(Path(folder, name), 0o755)


@pytest.mark.usefixtures("rights")
def test_a_folder_that_may_not_be_searched_is_not_passed_over(acme: Path, capsys: Captured) -> None:
    (acme.parent / "globex").mkdir()
    (acme.parent / "globex").chmod(0)
    assert run(["check", str(acme.parent)]) == 3
    assert "globex: cannot be searched (Permission denied)" in capsys.readouterr().err


@pytest.mark.usefixtures("rights")
def test_names_that_may_be_listed_and_not_entered(acme: Path, capsys: Captured) -> None:
    acme.parent.chmod(0o644)
    assert run(["check", str(acme.parent)]) == 3
    assert "acme: cannot be searched (Permission denied)" in capsys.readouterr().err
    acme.parent.chmod(0o755)


@pytest.mark.usefixtures("rights")
def test_documents_out_of_reach(acme: Path, capsys: Captured) -> None:
    (acme / "documents").chmod(0)
    assert run(["check", str(acme), "--format", "json"]) == 5
    (subject,) = json.loads(capsys.readouterr().out)["subjects"]
    assert [f["message"] for f in subject["findings"]] == [
        "evidence 'policy': documents/policy.md cannot be reached (Permission denied); the item counts as stated"
    ]


@pytest.mark.usefixtures("rights")
def test_a_mapping_out_of_reach(tmp_path: Path, capsys: Captured) -> None:
    write_subject(tmp_path / "acme")
    (tmp_path / "acme/wages").chmod(0)
    assert run(["check", str(tmp_path / "acme"), "--format", "json"]) == 5
    (subject,) = json.loads(capsys.readouterr().out)["subjects"]
    assert any("wages/pay.csv cannot be reached (Permission denied)" in f["message"] for f in subject["findings"])


@pytest.mark.usefixtures("rights")
def test_pay_that_may_not_be_read_is_3(acme: Path, capsys: Captured) -> None:
    (acme / "wages/pay.csv").chmod(0)
    assert run(["wages", "audit", str(acme / "wages/pay.csv")]) == 3
    assert "pay.csv: cannot be read (Permission denied); check who may read it" in capsys.readouterr().err
