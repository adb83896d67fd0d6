"""Made-up questionnaires for the benchmarks, a folder a supplier, no pay files: what PAI asks, or the whole bank."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from checker.load.question_bank import load_question_bank
from checker.model.questions import Question
from checker.pipeline.asked import questions_read
from checker.pipeline.measures import compile_standards


def write_suppliers(folder: Path, count: int, seed: int = 20221101, *, all_questions: bool = False) -> None:
    """Write ``count`` supplier folders below ``folder``, the same for the same seed.

    They answer what ``fairlabel new --standard pai`` asks (about 300 lines), or every question there is.
    """
    rng = random.Random(seed)
    bank = load_question_bank()
    asked = [q for q in bank.questions.values() if q.respondent in ("supplier", "both")]
    if not all_questions:
        wanted = questions_read(bank, compile_standards(("pai",), ()), "extended", "supplier")
        asked = [q for q in asked if q.id in wanted]
    for number in range(count):
        home = folder / f"supplier-{number:05}"
        home.mkdir(parents=True)
        (home / "questionnaire.yaml").write_text(_questionnaire(number, asked, rng), encoding="utf-8")
        (home / "policy.md").write_text("# Policy\n\nMade up for a benchmark.\n", encoding="utf-8")


def _questionnaire(number: int, asked: list[Question], rng: random.Random) -> str:
    lines = [
        "fairlabel: questionnaire/1",
        "template: annotation-supplier",
        f"vendor: {{id: supplier-{number:05}, name: Made-up supplier {number}, country: KE, kinds: [bpo]}}",
        "scope:",
        "  period: {from: 2026-01-01, to: 2026-06-30}",
        "  sites: [{place: KE, city: Nairobi, area: urban, headcount: 60}]",
        "  services: [image_annotation]",
        "evidence:",
        "  - {id: policy, kind: policy, files: [policy.md], issued: 2026-01-02}",
        "answers:",
    ]
    section = ""
    for question in asked:
        if question.section != section:
            section = question.section
            lines.append(f"  {section}:")
        lines += _answer(question, rng)
    return "\n".join(lines) + "\n"


def _answer(question: Question, rng: random.Random) -> list[str]:
    name = question.id.split(".", 1)[1]
    value = made_up_value(question, rng)
    if rng.random() < 0.1:
        return [f"    {name}: {json.dumps(value)}"]
    lines = [f"    {name}:", f"      value: {json.dumps(value)}"]
    if rng.random() < 0.5:
        lines.append("      evidence: [policy]")
    if rng.random() < 0.8:
        lines.append(f"      note: as described in the policy, section {rng.randint(1, 40)}")
    return lines


def made_up_value(question: Question, rng: random.Random) -> Any:
    """Return an answer to ``question`` that is in order."""
    if question.type == "boolean":
        return rng.random() < 0.7
    if question.type == "enum":
        return rng.choice(question.options).id
    if question.type == "list_of_enum":
        several = [o.id for o in question.options if not o.exclusive]
        return sorted(rng.sample(several, rng.randint(1, len(several))))
    if question.type in ("integer", "number"):
        return rng.randint(int(question.minimum or 0), int(question.maximum or 60))
    return {"share": 0.5, "duration": "30 days", "date": "2026-03-31", "place": "KE"}.get(
        question.type, "as in the policy"
    )
