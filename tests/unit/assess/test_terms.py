"""What facts are called in sentences."""

from __future__ import annotations

from typing import Any

import pytest

from checker.assess.reasons import describe, reason_words
from checker.assess.terms import ONE, Terms, within_sentence
from checker.facts.metrics import METRICS
from checker.model.evidence import Level
from checker.model.wages import WageEvidence
from tests.unit.rules.judging import fact, item
from tests.worlds import bank


@pytest.mark.parametrize(
    ("fact", "name"),
    [
        ("answers.grievance.exists", "Is there a way to raise a grievance apart from the line manager"),
        ("wages.gini@idh_total", "Inequality (idh_total)"),
        ("evidence.worker_survey", "Evidence “Survey among workers”"),
        ("scope.sites", "sites"),
        (
            "workers.paid_on_time",
            "Workers who answer “Did your pay come on the promised day?” with “Always”",
        ),
    ],
)
def test_a_fact_is_called_what_people_call_it(fact: str, name: str) -> None:
    assert Terms(bank(), {"gini": "Inequality"}).of(fact).name == name


def test_every_unit_of_the_bank_has_a_word_for_one_of_it() -> None:
    units = {question.unit for question in bank().questions.values()} - {""}
    assert "layers" in units
    assert units <= set(ONE)
    counts = {m.unit for m in METRICS.values()} - {"share", "ratio", "index", "count", "week", "money", "money/h"}
    assert counts <= set(ONE)


def test_what_is_a_name_is_known_as_one() -> None:
    """Every first word is looked at here: a new one is a name, or is added."""
    titles = [m.title["en"] for m in METRICS.values()] + [q.ask["en"] for q in bank().questions.values()]
    kept = {title.split()[0] for title in titles if within_sentence(title) == title}
    assert kept == {"Gini", "99th"}
    first = {title.split()[0].rstrip(":") for title in titles} - kept
    assert {word for word in first if word[0].islower()} == set()


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [(1, "layers", "1 layer"), (2, "layers", "2 layers"), (1, "", "1"), (1000, "workers", "1,000 workers"),
     (0.5, "hours", "0.5 hours"), ((28, 31), "days", "between 28 and 31 days")],
)  # fmt: skip
def test_a_number_has_its_unit(value: Any, unit: str, words: str) -> None:
    said = describe(fact("answers.pay.models", value, unit=unit), reason_words(Terms(bank(), {}), WageEvidence()))
    assert said.endswith((f": {words} (q.yaml:1:1)", f": {words}")), said


@pytest.mark.parametrize(
    ("good", "asked", "words"),
    [(12, 20, "12 of 20 workers"), (1, 20, "fewer than 5 of 20 workers"),
     (19, 20, "at least 16 of 20 workers"),
     (3, 7, "hidden, fewer than 5 workers answered one way"), (3, 4, "hidden, fewer than 5 workers answered"),
     (99, 132, "75 %")],
)  # fmt: skip
def test_answers_of_workers_are_counted_and_those_of_a_few_hidden(good: int, asked: int, words: str) -> None:
    survey = item("s", "worker_survey", Level.WORKER_REPORTED, respondents=asked)
    said = describe(fact("workers.paid_on_time", good / asked, survey), reason_words(Terms(bank(), {}), WageEvidence()))
    assert said.partition(": ")[2].removesuffix(" (q.yaml:1:1)") == words
