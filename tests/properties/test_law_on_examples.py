"""Law 1 on the shipped examples, through the whole pipeline: what is taken away never helps the supplier.

Answers are cut out of the questionnaire as text and judged anew; evidence is taken away by deleting its files. The
pay engine runs once for all cuts that leave what it reads as it was: the same files, scope, statuses and cap.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from checker.model.assessment import SubjectResult
from checker.pipeline import known as reading
from checker.pipeline.measures import Choices, Measures
from checker.pipeline.pay import PAY_KINDS, TABLE_KIND, pay_scope
from checker.pipeline.subject import assess_subject

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "vendor_templates" / "examples"
REVIEW = EXAMPLES / "assessments" / "tidewater-annotation.yaml"
GOODNESS = {"does_not_meet": 0, "cannot_conclude": 0, "meets_with_actions": 1, "meets": 2}
"""The law speaks of moves out of the first two, and from the third to the fourth."""
NAMES = ("lakeshore-data-services", "millgate-labelling", "taskharbour", "tidewater-annotation")
EVERY = 4
"""One answer in so many is cut."""


@pytest.fixture(scope="module")
def pay_once() -> Iterator[None]:
    """Let the pay engine run once for inputs that are alike in all that it reads."""
    mappings = [p.read_text(encoding="utf-8") for p in EXAMPLES.glob("*/wages/mapping.yaml")]
    assert not any("\nnone:" in text for text in mappings), "else documents would count in what pay says"
    real, known = reading.wage_evidence, dict[str, Any]()

    def remembered(folder: Path, subject: Any, assessor: Any, measures: Any, as_of: Any, *more: Any) -> Any:
        items = tuple(
            (i.id, i.level, i.covers, i.files, i.problem, i.mapping)
            for i in subject.evidence.values()
            if i.kind in {*PAY_KINDS, TABLE_KIND}
        )
        key = repr((pay_scope(subject, measures.subject_ids, as_of), items, assessor))
        if key not in known:
            known[key] = real(folder, subject, assessor, measures, as_of, *more)
        return known[key]

    patch = pytest.MonkeyPatch()
    patch.setattr(reading, "wage_evidence", remembered)
    yield
    patch.undo()


@pytest.mark.usefixtures("pay_once")
@pytest.mark.parametrize("name", NAMES)
def test_cutting_an_answer_never_helps(name: str, tmp_path: Path) -> None:
    folder = _copy(name, tmp_path)
    file = folder / "questionnaire.yaml"
    text = file.read_text(encoding="utf-8")
    measures = _measures(folder)
    whole = _judged(folder, measures)
    blocks = _answers(text)
    assert len(blocks) > 20, "the cuts are found in the text"
    for question, (start, end) in list(blocks.items())[::EVERY]:
        lines = text.splitlines(keepends=True)
        file.write_text("".join(lines[:start] + lines[end:]), encoding="utf-8")
        cut = _judged(folder, measures)
        assert cut.answered[0] <= whole.answered[0]
        _no_better(cut, whole, f"without {question}")


@pytest.mark.usefixtures("pay_once")
@pytest.mark.parametrize("name", NAMES)
def test_taking_evidence_away_never_helps(name: str, tmp_path: Path) -> None:
    folder = _copy(name, tmp_path)
    measures = _measures(folder)
    whole = _judged(folder, measures)
    files = sorted(p for part in ("documents", "wages") for p in (folder / part).glob("*") if p.suffix != ".yaml")
    assert len(files) > 1
    for file in files:
        kept = file.read_bytes()
        file.unlink()
        _no_better(_judged(folder, measures), whole, f"without {file.name}")
        file.write_bytes(kept)


def _copy(name: str, tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLES / name, tmp_path / name))


def _measures(folder: Path) -> Measures:
    return Measures(Choices(assessments=(REVIEW,) if folder.name in REVIEW.name else ()), (folder,))


def _judged(folder: Path, measures: Measures) -> SubjectResult:
    return assess_subject(folder, folder.name, measures)


def _no_better(less: SubjectResult, whole: SubjectResult, what: str) -> None:
    for before, after in zip(whole.standards, less.standards, strict=True):
        for profile, total in before.sums.items():
            left = after.sums[profile]
            assert left.score.shown <= total.score.shown + 1e-9, (what, profile)
            assert GOODNESS[left.verdict] <= GOODNESS[total.verdict], (what, profile)


def _answers(text: str) -> dict[str, tuple[int, int]]:
    """Return question -> its first line and the line after its last, counted from 0."""
    found: dict[str, tuple[int, int]] = {}
    lines = text.splitlines()
    first = lines.index("answers:")
    section = question = ""
    for number, line in enumerate(lines[first + 1 :], start=first + 1):
        if re.match(r"\S", line) and not line.startswith("#"):
            break
        if head := re.match(r"  (\w+):", line):
            section, question = head[1], ""
        elif head := re.match(r"    (\w+):", line):
            question = f"{section}.{head[1]}"
            found[question] = (number, number + 1)
        elif question and line.startswith("     "):
            found[question] = (found[question][0], number + 1)
        else:
            question = ""
    return found
