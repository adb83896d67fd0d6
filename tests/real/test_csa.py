"""A survey of 50 data-labelling workers, 2025 (github.com/Qrutz/csa, CC BY 4.0), as workers' own evidence.

Of its closed items the shared survey has one: does pay meet basic needs. The others (felt fairly paid 64 %, work
rejected or unpaid 60 %) have no item of the same meaning in `vendor_templates/worker-survey.yaml` and are not read.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from checker.facts.derive import survey_facts
from checker.load.assessor import load_assessor_file
from checker.load.question_bank import load_question_bank
from checker.model.evidence import Level
from checker.model.facts import Fact
from tests.real_data import REAL, needs

ITEMS = "csa_data_labelers_survey/closed_items.csv"
pytestmark = needs(ITEMS)
OPTIONS = {"Yes": "just", "Partially": "partly", "No": "hardly", "Prefer not to say": "prefer_not_to_say"}
MANIFEST = """\
fairlabel: worker-evidence/1
subject: acme
collector: worker
evidence:
  - id: csa
    kind: worker_survey
    method: online questionnaire, recruited on platforms, self-selected
    n: {n}
    population: {n}
    covers: {{from: 2025-04-01, to: 2025-05-31}}
    issued: 2025-06-01
    sampling: volunteered
    files: [answers.csv]
workers:
  csa: {{pay_meets_basic_needs: {{{counts}}}}}
"""


def rows(**kept: str) -> list[dict[str, str]]:
    with (REAL / ITEMS).open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if all(row[name] == value for name, value in kept.items())]


def fact(folder: Path, answers: list[dict[str, str]]) -> Fact:
    counts = Counter(OPTIONS[row["meets_basic_needs"]] for row in answers)
    (folder / "answers.csv").write_text("counts only\n", encoding="utf-8")
    text = MANIFEST.format(n=len(answers), counts=", ".join(f"{k}: {v}" for k, v in counts.items()))
    (folder / "evidence.yaml").write_text(text, encoding="utf-8")
    found = load_assessor_file(folder / "evidence.yaml", load_question_bank())
    (made,) = survey_facts(found.surveys)["workers.pay_meets_basic_needs"]
    return made


def test_shares_as_published() -> None:
    counts = Counter(row["meets_basic_needs"] for row in rows())
    assert {word: counts[word] * 2 for word in OPTIONS} == {
        "Yes": 26,
        "Partially": 28,
        "No": 44,
        "Prefer not to say": 2,
    }


def test_the_fact_leaves_out_who_would_rather_not_say(tmp_path: Path) -> None:
    found = fact(tmp_path, rows())
    assert found.value == pytest.approx(13 / 49)
    (item,) = found.items
    assert (item.respondents, item.level) == (49, Level.WORKER_REPORTED)


def test_one_worker_of_a_platform_is_one_respondent(tmp_path: Path) -> None:
    found = fact(tmp_path, rows(main_platform="Scale AI"))
    (item,) = found.items
    assert item.respondents == 1
