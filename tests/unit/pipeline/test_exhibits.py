"""The list of what was shown: every item with its dates, small groups hidden."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from checker.pipeline.measures import Choices, Measures
from checker.pipeline.subject import assess_subject
from checker.render.view import subject_view
from tests.subjects import questionnaire, write_subject

DOCUMENT = "documents/policy.md"


def shown(folder: Path, item: str) -> dict[str, Any]:
    text = questionnaire("acme", evidence=(item,), answers={"comms": {"channels": "[email]"}})
    home = write_subject(folder / "acme", text, {DOCUMENT: b"# Policy\n\nInvented.\n"})
    (only,) = subject_view(assess_subject(home, "acme", Measures(Choices(), (home,))))["evidence"]
    assert isinstance(only, dict)
    return only


@pytest.mark.parametrize(
    ("kind", "dates", "dated", "until"),
    [
        ("policy", "issued: 2026-01-02", "2026-01-02", "2027-01-02"),
        ("policy", "issued: 2026-01-02, covers: {from: 2025-01-01, to: 2025-12-31}", "2025-12-31", "2026-12-31"),
        ("policy", "note: none", None, None),
        ("contract", "issued: 2026-01-02", "2026-01-02", None),
        ("contract", "issued: 2026-01-02, covers: {from: 2026-02-01, to: 2027-05-31}", "2026-02-01", "2027-05-31"),
    ],
)
def test_age_counts_from_the_right_day(
    tmp_path: Path, kind: str, dates: str, dated: str | None, until: str | None
) -> None:
    found = shown(tmp_path, f"{{id: x, kind: {kind}, files: [{DOCUMENT}], {dates}}}")
    assert (found["dated"], found["in_date_until"], found["in_force"]) == (dated, until, kind == "contract")
    assert [file["path"] for file in found["files"]] == [DOCUMENT]


@pytest.mark.parametrize(("asked", "told"), [(4, None), (5, 5)])
def test_a_survey_of_few_tells_no_number(tmp_path: Path, asked: int, told: int | None) -> None:
    found = shown(
        tmp_path, f"{{id: x, kind: worker_survey, files: [{DOCUMENT}], issued: 2026-01-02, respondents: {asked}}}"
    )
    assert (found["respondents"], found["suppressed"]) == (told, told is None)
