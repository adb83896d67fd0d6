"""What the README of the standards shows of conditions can be written so, and names every comparison that there is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from checker.facts.metrics import METRICS
from checker.load.pack_facts import FactTable, check_condition
from checker.load.question_bank import load_question_bank
from checker.model.condition import COMBINATORS, COMPARISONS
from checker.model.condition_parser import parse_condition
from checker.model.evidence import LEVELS, Place
from checker.model.standard import Parameter

README = (Path(__file__).resolve().parents[2] / "standards" / "README.md").read_text(encoding="utf-8")
TABLE = README.partition("### What a condition says")[2].partition("In place of a value")[0]
ROWS = [line.split(" | ") for line in TABLE.splitlines() if line.startswith("| `")]
EXAMPLES = [
    example for row in ROWS for example in re.findall(r"`(\{.*?\})`(?:,| \|)", row[2] + " |") if "..." not in example
]
HOURS = Parameter("max_week_hours", 48, "hours", "standard", {"en": "Because."}, 48)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_of_a_condition_can_be_judged(example: str) -> None:
    raw: Any = yaml.safe_load(example)
    condition = parse_condition(raw, lambda path: Place("README.md"))
    assert condition is not None
    mistakes: list[str] = []
    table = FactTable(load_question_bank(), {m.name: m.unit for m in METRICS.values()}, {HOURS.name: HOURS})
    check_condition(condition, table, lambda place, what, todo: mistakes.append(what))
    assert mistakes == []


def test_every_comparison_is_in_the_table() -> None:
    named = {word for row in ROWS for word in re.findall(r"`(\w+)`", row[0])}
    # Only a claim may ask whether there is an answer at all.
    assert named == {*COMPARISONS, *COMBINATORS} - {"is_answered"}
    assert len(EXAMPLES) >= 9


def test_the_ladder_of_evidence_is_the_one_that_is_climbed() -> None:
    shown = README.partition("| `evidence.at_least` | ")[2].partition(";")[0]
    assert re.findall(r"`(\w+)`", shown) == [word for word in LEVELS if word != "none"]


def test_facts_that_the_text_names_are_there() -> None:
    table = FactTable(load_question_bank(), {m.name: m.unit for m in METRICS.values()}, {})
    named = set(re.findall(r"\b(?:answers|wages|workers|scope|vendor)\.[a-z_0-9.]*[a-z0-9]", README))
    assert len(named) > 10
    assert {name for name in named if table.type_of(name) is None} == set()
