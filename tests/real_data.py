"""Where the real data lie that may not be copied here, and how a folder of them is assessed through the whole tool."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from checker.cli.main import run

ROOT = Path(__file__).resolve().parents[1]
REAL = Path(os.environ.get("FAIRLABEL_REAL_DATA", ROOT.parent / "shared" / "data" / "real"))
"""Beside the checkout, or where the environment says."""


class Assessed(NamedTuple):
    """One run of `fairlabel check` on one folder: exit code, the subject of the JSON report, every format as text."""

    exit_code: int
    subject: dict[str, Any]
    outputs: dict[str, str]

    @property
    def standard(self) -> dict[str, Any]:
        found: dict[str, Any] = self.subject["standards"][0]
        return found

    @property
    def wages(self) -> dict[str, Any]:
        found: dict[str, Any] = self.subject["wages"]["sets"][0]
        return found

    def result(self, requirement: str) -> dict[str, Any]:
        """Return what became of one requirement."""
        found: dict[str, Any] = next(r for r in self.standard["results"] if r["requirement"] == requirement)
        return found

    def ends(self, metric: str) -> tuple[float | None, float | None]:
        """Return the interval that the report gives for a metric."""
        found = self.wages["metrics"][metric]
        return found["low"], found["high"]


def needs(path: str) -> pytest.MarkDecorator:
    """Return the mark that skips a test without a file or folder of the real data, naming it."""
    return pytest.mark.skipif(not (REAL / path).exists(), reason=f"{path} is not in {REAL}")


def assess(folder: Path, files: Mapping[str, str], *options: str) -> Assessed:
    """Write a subject's files into ``folder`` and return what `fairlabel check` makes of it, in all formats."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    out = folder.parent / f"{folder.name}-report"
    out.mkdir()
    formats = ("text", "json", "markdown", "html")
    code = run(["check", str(folder), *options, *(w for f in formats for w in ("--output", f"{f}={out / f}"))])
    assert code in (0, 1, 5), "the subject could not be assessed"
    outputs = {name: (out / name).read_text(encoding="utf-8") for name in formats}
    (subject,) = json.loads(outputs["json"])["subjects"]
    return Assessed(code, subject, outputs)
