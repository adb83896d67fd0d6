"""The shipped example suppliers, assessed and written in every format: the published schema holds for them too."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from junitparser import Failure, JUnitXml

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "vendor_templates" / "examples"
HELD = {(file.parent.name, "verdict-held") for file in EXAMPLES.glob("*/questionnaire.yaml")}
"""What keeps a verdict open beside the requirements is a finding, and no result of the report."""
SUBJECTS = sorted(folder.name for folder in EXAMPLES.iterdir() if (folder / "questionnaire.yaml").is_file())


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("examples")
    outputs = [
        f"json={folder}/all.json", f"html={folder}/", f"markdown={folder}/", f"text={folder}/all.txt",
        *(f"{fmt}={folder}/all.{fmt}" for fmt in ("sarif", "junit", "gitlab", "github", "csv")),
    ]  # fmt: skip
    options = [word for output in outputs for word in ("--output", output)]
    command = [sys.executable, "-m", "checker", "check", "vendor_templates/examples", "--fail-on", "never", *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def document(written: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((written / "all.json").read_text(encoding="utf-8"))
    return loaded


def test_every_example_is_in_the_report(document: dict[str, Any]) -> None:
    assert [s["folder"] for s in document["subjects"]] == [f"vendor_templates/examples/{name}" for name in SUBJECTS]


def test_report_keeps_to_its_published_schema(document: dict[str, Any]) -> None:
    schema = json.loads((ROOT / "reports" / "schema" / "report-1.schema.json").read_text(encoding="utf-8"))
    found = Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(document)
    assert [f"{error.json_path}: {error.message[:200]}" for error in found] == []


def test_no_worker_id_is_in_any_format(written: Path) -> None:
    """Ids stand in the pay files' worker columns; a report has none of them."""
    ids = {
        word
        for file in EXAMPLES.glob("*/wages/*.csv")
        for line in file.read_text(encoding="utf-8").splitlines()[1:]
        for word in re.split("[,;]", line)[:3]
        if re.fullmatch(r"[A-Za-z]+-?\d{2,}", word)
    }
    assert len(ids) > 50
    for file in written.iterdir():
        words = set(re.findall(r"[A-Za-z]+-?\d{2,}", file.read_text(encoding="utf-8")))
        assert words & ids == set(), file.name


def test_formats_for_ci_say_of_each_result_what_the_report_says(written: Path, document: dict[str, Any]) -> None:
    """With --fail-on never no open item fails a case; every gap and open item is in SARIF, GitLab and CSV."""
    statuses = {
        (subject["id"], result["requirement"]): result["status"]
        for subject in document["subjects"]
        for standard in subject["standards"]
        for result in standard["results"]
    }
    wanted = {key for key, status in statuses.items() if status not in ("met", "not_applicable")}
    gaps = {key for key in wanted if statuses[key] in ("not_met", "partly_met")}
    assert len(wanted) > 100 < len(gaps)
    run = json.loads((written / "all.sarif").read_text(encoding="utf-8"))["runs"][0]
    assert {(r["properties"]["subject"], r["ruleId"]) for r in run["results"]} - HELD == wanted
    entries = json.loads((written / "all.gitlab").read_text(encoding="utf-8"))
    assert {tuple(e["description"].split(" · ")[:2]) for e in entries} - HELD == wanted
    with (written / "all.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {(row["subject"], row["requirement"]) for row in csv.DictReader(file)} - HELD == wanted
    cases = [case for suite in JUnitXml.fromfile(str(written / "all.junit")) for case in suite]
    failed = {tuple(c.name.split(" · ")[:2]) for c in cases if any(isinstance(r, Failure) for r in c.result)}
    assert failed == gaps
    assert {tuple(c.name.split(" · ")[:2]) for c in cases} - HELD == set(statuses)
    annotated = (written / "all.github").read_text(encoding="utf-8").splitlines()
    assert Counter(line.split()[0] for line in annotated) == {"::error": 10, "::warning": 10, "::notice": 10}


def test_findings_for_ci_stand_in_files_that_are_there_on_lines_that_they_have(written: Path) -> None:
    for entry in json.loads((written / "all.gitlab").read_text(encoding="utf-8")):
        file = ROOT / entry["location"]["path"]
        assert file.is_file(), entry["location"]
        if file.suffix == ".yaml":
            assert entry["location"]["lines"]["begin"] <= len(file.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("name", SUBJECTS)
def test_pages_name_every_result(written: Path, document: dict[str, Any], name: str) -> None:
    subject = document["subjects"][SUBJECTS.index(name)]
    html = (written / f"{name}.html").read_text(encoding="utf-8")
    markdown = (written / f"{name}.md").read_text(encoding="utf-8")
    for result in subject["standards"][0]["results"]:
        assert html.count(f'id="{result["requirement"]}"') == 1
        assert result["requirement"] in markdown
    assert len(html) < 1_000_000
