"""Suppliers made from the shipped examples: other ids, some answers changed or taken away, no pay files."""

from __future__ import annotations

import random
import shutil
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from checker.load.question_bank import load_question_bank
from tests.bench.questionnaires import made_up_value

EXAMPLES = Path(__file__).resolve().parents[2] / "vendor_templates" / "examples"
NAMES = ("tidewater-annotation", "lakeshore-data-services", "millgate-labelling")
"""Who shows what it says, whom its payroll contradicts, who answered half."""
CHANGED, TAKEN_AWAY = 0.2, 0.05
"""Shares of the answers."""


def write_varied_examples(folder: Path, count: int, seed: int = 20221101) -> None:
    """Write ``count`` supplier folders below ``folder``, from each example in turn; the same for the same seed.

    Their documents come with them; a pay file, and every mention of it as evidence, does not.
    """
    rng = random.Random(seed)
    for number in range(count):
        example = NAMES[number % len(NAMES)]
        home = folder / f"{example}-{number:05}"
        said = _without_pay(_read(example))
        said["vendor"] |= {"id": home.name, "name": f"Made-up supplier {number}"}
        said["answers"] = {section: _varied(section, given, rng) for section, given in said["answers"].items()}
        home.mkdir(parents=True)
        text = yaml.dump(said, Dumper=yaml.CSafeDumper, sort_keys=False, default_flow_style=None, allow_unicode=True)
        (home / "questionnaire.yaml").write_text(text, encoding="utf-8")
        for file in {name for item in said["evidence"] for name in item["files"]}:
            if (EXAMPLES / example / file).exists():  # of one example two documents were never put in
                (home / file).parent.mkdir(exist_ok=True)
                shutil.copyfile(EXAMPLES / example / file, home / file)


@cache
def _text(example: str) -> str:
    return (EXAMPLES / example / "questionnaire.yaml").read_text(encoding="utf-8")


def _read(example: str) -> dict[str, Any]:
    read: dict[str, Any] = yaml.load(_text(example), Loader=yaml.CSafeLoader)
    return read


def _without_pay(said: dict[str, Any]) -> dict[str, Any]:
    pay = {item["id"] for item in said["evidence"] if "mapping" in item}
    kept = _without_evidence(said, pay)
    kept["evidence"] = [item for item in said["evidence"] if item["id"] not in pay]
    return kept


def _without_evidence(node: Any, ids: Collection[str]) -> Any:
    """Return a part of a questionnaire that names none of ``ids`` as evidence."""
    if isinstance(node, list):
        return [_without_evidence(part, ids) for part in node]
    if not isinstance(node, dict):
        return node
    parts = {key: _without_evidence(part, ids) for key, part in node.items()}
    if isinstance(node.get("evidence"), list) and isinstance(node["evidence"][0], str):
        parts["evidence"] = [name for name in node["evidence"] if name not in ids]
        if not parts["evidence"]:
            del parts["evidence"]
    return parts


def _varied(section: str, given: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    questions = load_question_bank().questions
    varied = {}
    for name, answer in given.items():
        drawn = rng.random()
        if drawn < TAKEN_AWAY:
            continue
        if drawn < TAKEN_AWAY + CHANGED:
            kept = {k: v for k, v in answer.items() if k == "evidence"} if isinstance(answer, dict) else {}
            varied[name] = {"value": made_up_value(questions[f"{section}.{name}"], rng), **kept}
        else:
            varied[name] = answer
    return varied
