"""What 14 developers disclosed of the human work behind their models, May 2024: "we use none" is no disclosure of pay.

Source: Foundation Model Transparency Index v1.1 (github.com/stanford-crfm/fmti, f4500c5, CC BY 4.0), seven indicators
on data labour, each scored 0 or 1. Three developers got all seven points because they said that no human labour was
used; with them the mean is 50 %, without them 36 %. The index asks for disclosure and not for good conditions, so that
the pack made here asks for the same: does the buyer's report say it? Of the seven indicators the last (third parties
in the making of the model) has no topic of quite that meaning in the question bank; how far work is passed on stands
for it.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from checker.cli.main import run
from tests.real_data import REAL, needs

DATA = "fmti_data_labor/labour_disclosures_2024_2025.csv"
pytestmark = needs(DATA)
NO_LABOUR = ("Microsoft", "Mistral", "Stability AI")
TOPICS = {
    "Use of human labor": "where_human_labour_is_used",
    "Employment of data laborers": "suppliers_named",
    "Geographic distribution of data laborers": "worker_countries",
    "Wages": "pay_figures",
    "Instructions for creating data": "instructions_published",
    "Labor protections": "worker_protections",
    "Third party partners": "subcontracting",
}
HEADER = """\
id: disclosure
edition: "2024"
title: {en: "What a buyer's report says of data work"}
issuer: a test
established: {en: "Invented for a test, after seven indicators of a published index."}
terms: {en: "Own words."}
score: {model: weighted}
governance: {proposed_by: a test, decided_by: a test, workers_part: none, funder: nobody, date: "2026", dissent: none,
  source: this file}
"""
REQUIREMENT = """\
  - id: DIS-{number}
    title: {{en: "The report says: {topic}"}}
    subject: buyer
    severity: major
    satisfied_when: {{fact: answers.transparency.topics, includes_any: [{topic}]}}
    evidence: {{at_least: documented, kinds: [published_report]}}
    remedy: {{owner: buyer, due: 90 days, text: {{en: Say it.}}}}
    why: {{en: What nobody can read nobody can check.}}
    source: {{document: Foundation Model Transparency Index, section: "{indicator}", year: 2024, read: text}}
    threshold_origin: adjacent_source
    cases:
      - {{name: said, given: {{answers.transparency.topics: [{topic}]}}, expect: met}}
      - {{name: left out, given: {{answers.transparency.topics: [none]}}, expect: not_met}}
      - {{name: no answer, given: {{}}, expect: unknown}}
"""
QUESTIONNAIRE = """\
fairlabel: questionnaire/1
template: buyer
buyer: {{id: {id}, name: "{name}"}}
scope: {{period: {{from: 2024-02-01, to: 2024-04-30}}}}
evidence:
  - {{id: report, kind: published_report, files: [report.md], issued: 2024-04-30,
     covers: {{from: 2024-02-01, to: 2024-04-30}}}}
answers:
  transparency: {{topics: {topics}}}
"""


class Run(NamedTuple):
    """Exit code, score shown by developer, what was put aside by developer, and the summary in words."""

    code: int
    shown: dict[str, float | None]
    aside: dict[str, dict[str, float | None]]
    text: str


def points() -> dict[str, dict[str, int]]:
    """Return developer -> indicator -> 0 or 1, as the index has them for 2024."""
    found: dict[str, dict[str, int]] = {}
    with (REAL / DATA).open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["year"] == "2024":
                found.setdefault(row["company"], {})[row["indicator"]] = int(row["score"])
    return found


def slug(name: str) -> str:
    return name.lower().replace(" ", "-").replace(":", "-")


@pytest.fixture
def judge(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Run]:
    """Write the pack and the developers; return the function that judges all of them in one run."""
    pack = tmp_path / "packs" / "disclosure" / "2024"
    (pack / "requirements").mkdir(parents=True)
    (pack / "pack.yaml").write_text(HEADER, encoding="utf-8")
    entries = [
        REQUIREMENT.format(number=number, topic=topic, indicator=indicator)
        for number, (indicator, topic) in enumerate(TOPICS.items(), start=1)
    ]
    theme = "theme: disclosure\ntitle: {en: Disclosure}\nrequirements:\n" + "".join(entries)
    (pack / "requirements" / "disclosure.yaml").write_text(theme, encoding="utf-8")

    def judge(*options: str, silent: tuple[str, ...] = ()) -> Run:
        for name, scores in points().items():
            home = tmp_path / "buyers" / slug(name)
            home.mkdir(parents=True, exist_ok=True)
            said = ", ".join(TOPICS[indicator] for indicator, point in scores.items() if point) or "none"
            topics = (
                "{no_answer: claimed_not_applicable}" if name in silent else f"{{value: [{said}], evidence: [report]}}"
            )
            text = QUESTIONNAIRE.format(id=slug(name), name=name, topics=topics)
            (home / "questionnaire.yaml").write_text(text, encoding="utf-8")
            (home / "report.md").write_text("As the index has it.\n", encoding="utf-8")
        out = tmp_path / "report.json"
        call = ["check", str(tmp_path / "buyers"), "--standard", "disclosure", "--standards-dir", str(pack.parents[1])]
        code = run([*call, *options, "--output", f"json={out}"])
        subjects = json.loads(out.read_text(encoding="utf-8"))["subjects"]
        standards = {subject["id"]: subject["standards"][0] for subject in subjects}
        return Run(
            code,
            {name: standard["score"]["shown"] for name, standard in standards.items()},
            {name: standard["put_aside"] for name, standard in standards.items()},
            " ".join(capsys.readouterr().out.split()),
        )

    return judge


def put_aside(folder: Path) -> Path:
    """Write for each of the three an assessor's word that nothing of it applies; return the folder."""
    folder.mkdir()
    for name in NO_LABOUR:
        decisions = "".join(
            f"  - {{requirement: DIS-{n}, kind: not_applicable, on: 2024-05-21, reason: it uses no people}}\n"
            for n in range(1, 8)
        )
        who = "assessor: {role: assessor, organisation: a test}"
        text = f"fairlabel: assessment/1\nsubject: {slug(name)}\n{who}\ndecisions:\n{decisions}"
        (folder / f"{slug(name)}.yaml").write_text(text, encoding="utf-8")
    return folder


def test_the_points_are_those_published() -> None:
    found = points()
    assert len(found) == 14
    assert {len(scores) for scores in found.values()} == {7}
    shares = {name: sum(scores.values()) / 7 for name, scores in found.items()}
    assert {name for name, share in shares.items() if share == 1} == {*NO_LABOUR, "BigCode:Hugging Face:ServiceNow"}
    others = [share for name, share in shares.items() if name not in NO_LABOUR]
    # 49 of 98 points, and 28 of 77 without the three.
    assert round(100 * sum(shares.values()) / 14, 1) == 50.0
    assert round(100 * sum(others) / 11, 1) == 36.4


def test_taken_at_their_word_the_three_lift_the_mean_to_half(judge: Callable[..., Run]) -> None:
    found = judge()
    expected = {slug(name): 100 * sum(scores.values()) / 7 for name, scores in points().items()}
    assert found.shown == pytest.approx(expected)
    assert sum(filter(None, found.shown.values())) / 14 == pytest.approx(50)
    assert {aside["requirements"] for aside in found.aside.values()} == {0}
    assert "counted as met" not in found.text, "nothing is put aside"


def test_put_aside_they_leave_36_and_the_report_says_what_they_were_worth(
    judge: Callable[..., Run], tmp_path: Path
) -> None:
    found = judge("--assessment", str(put_aside(tmp_path / "assessments")))
    assert [name for name, shown in found.shown.items() if shown is None] == [slug(name) for name in NO_LABOUR]
    shown = [value for value in found.shown.values() if value is not None]
    assert len(shown) == 11
    assert sum(shown) / 11 == pytest.approx(100 * 28 / 77)
    for name in map(slug, NO_LABOUR):
        assert found.aside[name] == {
            "requirements": 7, "weight": 28, "of_weight": 28, "by_assessor": 7, "counted_as_met": 100, "parked": 0
        }  # fmt: skip
    assert (
        "DISCLOSURE: Shown is 0.0 to 100.0 of 100, 36.4 on average over 11 subjects (3 to whom nothing applies left "
        "out); were what does not apply counted as met, it would be 50.0 on average over 14 subjects."
    ) in found.text


def test_by_their_own_bare_word_nothing_falls_away(judge: Callable[..., Run]) -> None:
    """Who says "does not concern us" and shows nothing is open on all seven: 28 of 98 points are shown."""
    found = judge(silent=NO_LABOUR)
    assert [found.shown[slug(name)] for name in NO_LABOUR] == [0, 0, 0]
    assert sum(filter(None, found.shown.values())) / 14 == pytest.approx(100 * 28 / 98)
    assert {aside["requirements"] for aside in found.aside.values()} == {0}
