"""A blank questionnaire: it is in order by every measure of shape, and by no measure does it pass."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from checker.cli.main import run

Captured = pytest.CaptureFixture[str]
KINDS = [[], ["--profile", "core"], ["--buyer"]]


@pytest.mark.parametrize("options", KINDS, ids=["supplier", "core", "buyer"])
def test_what_is_blank_validates_and_never_passes(options: list[str], tmp_path: Path, capsys: Captured) -> None:
    folder = tmp_path / "acme"
    assert run(["new", str(folder), *options]) == 0
    said = capsys.readouterr().out
    count = int(re.search(r": (\d+) questions, none answered", said)[1])  # type: ignore[index]
    assert run(["validate", str(folder)]) == 0
    capsys.readouterr()
    profile = options if options[:1] == ["--profile"] else []
    assert run(["check", str(folder), "--format", "json", *profile]) == 5
    (acme,) = json.loads(capsys.readouterr().out)["subjects"]
    assert acme["verdict"] == "cannot_conclude"
    assert acme["answered"] == {"answered": 0, "asked": count}
    (standard,) = acme["standards"]
    assert standard["score"]["shown"] == standard["score"]["claimed"] == 0
    assert {r["status"] for r in standard["results"]} == {"unknown"}


@pytest.mark.parametrize("options", KINDS, ids=["supplier", "core", "buyer"])
def test_a_schema_validator_that_knows_nothing_of_us_agrees(options: list[str], tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    assert run(["new", str(folder), *options]) == 0
    schema, file = folder / "questionnaire.schema.json", folder / "questionnaire.yaml"
    call = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(schema), str(file)]
    assert subprocess.run(call, capture_output=True, text=True, check=False).returncode == 0
    file.write_text(file.read_text(encoding="utf-8").replace("  models:", "  modles:"), encoding="utf-8")
    refused = subprocess.run(call, capture_output=True, text=True, check=False)
    if options != ["--buyer"]:
        assert refused.returncode == 1
        assert "modles" in refused.stdout


def test_the_next_command_can_be_copied(tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["new", "a b"]) == 0
    assert "fairlabel check 'a b'\n" in capsys.readouterr().out


def test_a_link_that_leads_nowhere_is_not_written_over(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "acme").mkdir()
    (tmp_path / "acme" / "questionnaire.yaml").symlink_to(tmp_path / "gone.yaml")
    assert run(["new", str(tmp_path / "acme")]) == 73
    assert "exists already" in capsys.readouterr().err
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["acme", "questionnaire.yaml"]


def test_an_unknown_standard_writes_nothing(tmp_path: Path, capsys: Captured) -> None:
    assert run(["new", str(tmp_path / "acme"), "--standard", "nope"]) == 2
    assert "no standard is called 'nope'" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
