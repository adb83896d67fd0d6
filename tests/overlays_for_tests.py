"""A supplier with one gap, waivers for it and a baseline, for the tests of what `check` does with them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from checker.cli.main import run
from tests.subjects import SILENT, questionnaire, write_subject

EXAMPLES = Path(__file__).resolve().parents[1] / "vendor_templates" / "examples"
Captured = pytest.CaptureFixture[str]
SHOWN = {"comms": {"channels": "{value: [email], evidence: [policy]}"}}
GAP = {"comms": {"named_contact_told_to_workers": "{value: false, evidence: [policy]}"}}
"""An admission with a document: PAI-COM-03, a major requirement, is not met."""
CLAIM = {"comms": {"named_contact_told_to_workers": "true"}}
PROVEN = {"comms": {"named_contact_told_to_workers": "{value: true, evidence: [policy]}"}}
DAY = ["--gate-date", "2026-09-01"]


def subject(folder: Path, answers: Any = GAP, evidence: Any = SILENT) -> Path:
    return write_subject(folder, questionnaire(folder.name, answers=answers, evidence=evidence))


def waiver(
    requirement: str = "PAI-COM-03", who: str = "acme", start: str = "2026-07-01", end: str = "2026-12-31"
) -> str:
    return (
        f"  - {{requirement: {requirement}, subject: {who}, reason: A contact is being named., approved_by: head of"
        f" procurement, from: {start}, until: {end}, remedy: Name a contact.}}\n"
    )


def waivers(*entries: str) -> str:
    Path("waivers.yaml").write_text("fairlabel: waivers/1\nwaivers:\n" + "".join(entries), encoding="utf-8")
    return "waivers.yaml"


def document(capsys: Captured, *arguments: str) -> tuple[int, dict[str, Any]]:
    code = run(["check", *arguments, "--format", "json"])
    return code, json.loads(capsys.readouterr().out)


def results(report: dict[str, Any], number: int = 0) -> dict[str, dict[str, Any]]:
    return {r["requirement"]: r for s in report["subjects"][number]["standards"] for r in s["results"]}


def update(*arguments: str, out: str = "baseline.json", until: str = "2026-12-31") -> int:
    return run(["baseline", "update", *arguments, "-o", out, "--approved-by", "head of procurement", "--until", until])
