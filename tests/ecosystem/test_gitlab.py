"""The job for GitLab CI: by GitLab's schema; its script run as a runner runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from junitparser import JUnitXml

from tests.subjects import SILENT, questionnaire, write_subject

ROOT = Path(__file__).resolve().parent.parent.parent
FILE = ROOT / ".gitlab" / "fairlabel.gitlab-ci.yml"
JOB = yaml.safe_load(FILE.read_text(encoding="utf-8"))["fairlabel"]
OPEN = {"comms": {"channels": "{value: [email], evidence: [policy]}"}}


def test_it_is_valid() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.gitlab-ci", FILE],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def run_script(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the lines of the script, with the program of these tests in place of the one that the job installs."""
    lines = "\n".join(JOB["script"]).replace("/tmp/fairlabel/bin/fairlabel", '"$PYTHON" -P -m checker')
    environment = {**os.environ, "PYTHON": sys.executable, "PYTHONPATH": str(ROOT), **JOB["variables"], **variables}
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", lines], cwd=folder, env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def test_the_files_that_it_reports_are_those_that_the_script_writes(tmp_path: Path) -> None:
    write_subject(tmp_path / "vendors" / "acme", questionnaire("acme", evidence=SILENT, answers=OPEN))
    done = run_script(tmp_path, CHECK_PATHS="vendors")
    assert done.returncode == 5, done.stderr
    reports = JOB["artifacts"]["reports"]
    assert sum(len(list(suite)) for suite in JUnitXml.fromfile(str(tmp_path / reports["junit"]))) > 50
    assert {"description", "check_name", "fingerprint", "severity", "location"} <= set(
        json.loads((tmp_path / reports["codequality"]).read_text(encoding="utf-8"))[0]
    )
    assert all((tmp_path / path).exists() for path in JOB["artifacts"]["paths"])
    assert JOB["artifacts"]["when"] == "always", "gaps end the job with an error, and are what is to be shown"


@pytest.mark.parametrize("hostile", ["$(touch pwned)", "`touch pwned`", "; touch pwned", '"; touch pwned; "'])
def test_no_variable_is_run(tmp_path: Path, hostile: str) -> None:
    write_subject(tmp_path / "acme", questionnaire("acme", evidence=SILENT, answers=OPEN))
    for name in ("CHECK_PATHS", "CHECK_OPTIONS"):
        assert run_script(tmp_path, **{name: hostile}).returncode == 2
    assert not list(tmp_path.rglob("pwned"))


def test_without_a_source_nothing_is_installed(tmp_path: Path) -> None:
    install = JOB["before_script"][1].replace("/tmp/fairlabel/bin/pip", "true")
    done = subprocess.run(
        ["bash", "-c", install], cwd=tmp_path, env={**os.environ, **JOB["variables"]}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode and "name what pip is to install" in done.stderr
