"""The shipped example suppliers, assessed and written in every format: the published schema holds for them too."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "vendor_templates" / "examples"
SUBJECTS = sorted(folder.name for folder in EXAMPLES.iterdir() if (folder / "questionnaire.yaml").is_file())


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("examples")
    outputs = [f"json={folder}/all.json", f"html={folder}/", f"markdown={folder}/", f"text={folder}/all.txt"]
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


@pytest.mark.parametrize("name", SUBJECTS)
def test_pages_name_every_result(written: Path, document: dict[str, Any], name: str) -> None:
    subject = document["subjects"][SUBJECTS.index(name)]
    html = (written / f"{name}.html").read_text(encoding="utf-8")
    markdown = (written / f"{name}.md").read_text(encoding="utf-8")
    for result in subject["standards"][0]["results"]:
        assert html.count(f'id="{result["requirement"]}"') == 1
        assert result["requirement"] in markdown
    assert len(html) < 1_000_000
