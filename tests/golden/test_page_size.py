"""The page of a supplier judged by every pack that ships: its size, its places, and the report that it carries."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from checker.load.report_pages import report_in
from checker.load.reports import read_report

ROOT = Path(__file__).resolve().parents[2]
MOST = 1_000_000


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write page and JSON of the example platform as if it were of every kind, judged by all packs."""
    folder = tmp_path_factory.mktemp("all-packs")
    shutil.copytree(ROOT / "vendor_templates" / "examples" / "taskharbour", folder / "taskharbour")
    file = folder / "taskharbour" / "questionnaire.yaml"
    text = file.read_text(encoding="utf-8")
    assert "kinds: [crowd_platform]" in text
    file.write_text(text.replace("kinds: [crowd_platform]", "kinds: [bpo, crowd_platform]"), encoding="utf-8")
    packs = sorted({pack.parent.parent.name for pack in (ROOT / "standards").glob("*/*/pack.yaml")})
    options = [word for pack in packs for word in ("--standard", pack)]
    outputs = ["--output", f"html={folder}/page.html", "--output", f"json={folder}/report.json", "--fail-on", "never"]
    command = [sys.executable, "-m", "checker", "check", str(folder / "taskharbour"), *options, *outputs]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


def test_all_packs_on_one_page_stay_under_a_megabyte(written: Path) -> None:
    held = json.loads((written / "report.json").read_text(encoding="utf-8"))["subjects"][0]
    assert sum(len(standard["results"]) for standard in held["standards"]) > 280
    assert (written / "page.html").stat().st_size < MOST


def test_the_page_carries_the_same_report(written: Path) -> None:
    page = report_in((written / "page.html").read_bytes(), "page.html")
    assert json.loads(page) == json.loads((written / "report.json").read_bytes())
    assert read_report(written / "page.html").report == read_report(written / "report.json").report


def test_every_requirement_has_one_place_and_every_link_arrives(written: Path) -> None:
    text = re.sub("<script.*?</script>", "", (written / "page.html").read_text(encoding="utf-8"), flags=re.DOTALL)
    ids = Counter(re.findall(r'\sid="([^"]*)"', text))
    assert max(ids.values()) == 1
    assert {link[1:] for link in re.findall(r'href="(#[^"]*)"', text)} <= set(ids)
    held = json.loads((written / "report.json").read_text(encoding="utf-8"))["subjects"][0]
    assert {r["requirement"] for standard in held["standards"] for r in standard["results"]} <= set(ids)
