"""Whole reports, kept as files: a change of a single byte has to be looked at.

`make golden` rewrites them; the difference is read before it is committed. The reports are put together by
hand in `tests/reports_for_tests.py`, so what stands in them can be checked against that file.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from checker.model.assessment import InvalidSubject, Report
from checker.render import Options, pdf, render
from checker.render.page import page
from checker.rules.languages import LANGUAGES
from tests import reports_for_tests as made

FOLDER = Path(__file__).parent
ACME = made.subject().folder
QUESTIONS = {"answers.grievance.channel": "How can workers raise a grievance?"}
BROKEN = InvalidSubject(
    "vendors/broken", ("vendors/broken/questionnaire.yaml:4:2, pay.models: 'hourley' is no option",)
)


def whole() -> Report:
    return made.report(invalid=(BROKEN,))


def several() -> Report:
    second = made.subject(id="binda", name="Binda Data", folder="vendors/binda", verdict="cannot_conclude")
    return made.report(made.subject(), second, invalid=(BROKEN,))


CASES = {
    "every-status.json": (whole, "json", Options()),
    "every-status.html": (whole, "html", Options(questions=QUESTIONS)),
    "every-status.md": (whole, "markdown", Options(questions=QUESTIONS)),
    "every-status.txt": (whole, "text", Options(subject=ACME, questions=QUESTIONS, written=("reports/acme.html",))),
    "every-status.color.txt": (whole, "text", Options(subject=ACME, questions=QUESTIONS, color=True)),
    "overlaid.html": (made.overlaid, "html", Options()),
    "overlaid.md": (made.overlaid, "markdown", Options()),
    "overlaid.txt": (made.overlaid, "text", Options(subject=ACME)),
    "overlaid.full.sarif": (made.overlaid, "sarif", Options(sarif_profile="full")),
    "overlaid.junit.xml": (made.overlaid, "junit", Options()),
    "hostile-overlays.html": (lambda: made.overlaid(made.HOSTILE), "html", Options()),
    "hostile-overlays.md": (lambda: made.overlaid(made.HOSTILE), "markdown", Options()),
    "hostile-overlays.txt": (lambda: made.overlaid(made.HOSTILE), "text", Options(subject=ACME)),
    "hostile.html": (made.hostile, "html", Options()),
    "hostile.md": (made.hostile, "markdown", Options()),
    "hostile.txt": (made.hostile, "text", Options(subject=made.hostile().subjects[0].folder)),
    "several.txt": (several, "text", Options()),
    "every-status.sarif": (whole, "sarif", Options(questions=QUESTIONS)),
    "every-status.full.sarif": (whole, "sarif", Options(questions=QUESTIONS, sarif_profile="full")),
    "every-status.junit.xml": (whole, "junit", Options(questions=QUESTIONS)),
    "every-status.strict.junit.xml": (several, "junit", Options(junit_flavour="strict")),
    "every-status.gitlab.json": (several, "gitlab", Options()),
    "every-status.github.txt": (whole, "github", Options(questions=QUESTIONS)),
    "every-status.gaps.csv": (several, "csv", Options()),
}


SHEETS = {
    "every-status.pdf.json": (whole, Options(questions=QUESTIONS)),
    "overlaid.pdf.json": (made.overlaid, Options()),
    "hostile.pdf.json": (made.hostile, Options()),
}
"""What typst is given to lay out."""


@pytest.mark.parametrize("name", SHEETS)
def test_what_is_laid_out_as_a_pdf_is_the_one_kept(name: str, update_golden: bool) -> None:
    make, options = SHEETS[name]
    sheet = pdf.sheet(page(make(), options))
    content = json.dumps(sheet, ensure_ascii=False, indent=1).replace("\u200b", "\\u200b").encode() + b"\n"
    file = FOLDER / name
    if update_golden:
        file.write_bytes(content)
    assert file.is_file(), "run: make golden, and read what it wrote"
    assert content == file.read_bytes(), "the report changed; run: make golden, and read the difference"


@pytest.mark.parametrize("name", CASES)
def test_report_is_byte_for_byte_the_one_kept(name: str, update_golden: bool) -> None:
    make, fmt, options = CASES[name]
    content = render(make(), fmt, options)
    file = FOLDER / name
    if update_golden:
        file.write_bytes(content)
    assert file.is_file(), "run: make golden, and read what it wrote"
    assert content == file.read_bytes(), "the report changed; run: make golden, and read the difference"


@pytest.mark.parametrize("name", CASES)
def test_the_same_report_gives_the_same_bytes(name: str) -> None:
    make, fmt, options = CASES[name]
    assert render(make(), fmt, options) == render(make(), fmt, options)


def test_no_kept_file_is_left_over() -> None:
    kept = {file.name for file in FOLDER.iterdir() if file.is_file() and file.suffix != ".py"}
    sentences = {f"sentences.{code}.txt" for code in LANGUAGES}  # kept by test_sentences.py
    assert kept - {"README.md"} == {*CASES, *SHEETS, *sentences}
