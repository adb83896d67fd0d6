"""Sentences made from conditions say what the condition says, in the shortest words that still do."""

from __future__ import annotations

from typing import Any

import pytest

from checker.model.condition import parse_condition
from checker.model.evidence import Place
from checker.model.questions import Option, Question, QuestionBank, SurveyItem
from checker.model.standard import Parameter
from checker.rules.sentence import Words, sentence


def question(name: str, kind: Any, ask: str, *options: str, **more: Any) -> Question:
    return Question(
        name, name.partition(".")[0], kind, "supplier", {"en": ask}, {"en": ""}, {"en": ""},
        tuple(Option(o, {"en": o.capitalize()}) for o in options), **more,
    )  # fmt: skip


QUESTIONS = [
    question("a.colour", "enum", "Which colour?", "red", "green", "blue"),
    question("a.tools", "list_of_enum", "Which tools?", "saw", "axe", "none"),
    question("a.others", "list_of_enum", "Which others?", "saw", "axe"),
    question("a.layers", "integer", "How many layers?", unit="layers", minimum=0),
    question("a.degrees", "number", "How warm?", unit="degrees"),
    question("a.reason", "text", "Why?"),
    question("a.day", "date", "When?"),
]
CALM = SurveyItem(
    question("workers.calm", "enum", "Are you calm?", "always", "mostly", "never"),
    frozenset({"always", "mostly"}),
    frozenset(),
)
TITLES = {
    "below": "Share of workers below the line, on paid time",
    "seen": "Share of pay rows with a figure",
    "gap": "Largest overrun of the estimate",
    "missing": "Places without a figure",
    "unpaid": "Share of working time that is unpaid",
    "taken": "Money taken at the door",
}
UNITS = {"below": "share", "seen": "share", "gap": "share", "missing": "count", "unpaid": "share", "taken": "money"}
WORDS = Words(
    QuestionBank((), {q.id: q for q in QUESTIONS}, {}, {}, survey={"workers.calm": CALM}),
    TITLES,
    UNITS,
    {"zero": Parameter("zero", 0, "share", "tool_choice", {"en": ""}, 0)},
)
A = "answers.a."
TABLE: list[tuple[Any, str]] = [
    # No answer is unknown, so a sentence must not read as if silence satisfied it.
    ({"fact": A + "colour", "is_not": "red"}, "“Which colour?” is answered with something other than “Red”."),
    (
        {"fact": A + "colour", "none_of": ["red", "green"]},
        "“Which colour?” is answered with something other than “Red” or “Green”.",
    ),
    ({"fact": A + "reason", "is_not": ""}, "“Why?” is answered."),
    ({"fact": A + "layers", "at_most": 0}, "“How many layers?” is answered with 0 layers."),
    ({"fact": A + "layers", "more_than": 0}, "“How many layers?” is answered with at least 1 layer."),
    ({"fact": A + "layers", "at_most": 3}, "“How many layers?” is answered with at most 3 layers."),
    # A number that can lie below zero, or between zero and one, keeps its operator.
    ({"fact": A + "degrees", "at_most": 0}, "“How warm?” is answered with at most zero."),
    ({"fact": A + "degrees", "more_than": 0}, "“How warm?” is answered with more than 0 degrees."),
    # A survey is answered by many: what is compared is how many chose a good answer.
    (
        {"fact": "workers.calm", "at_least": 0.7},
        "“Are you calm?” is answered with “Always” or “Mostly” by at least 70% of the workers who answer it.",
    ),
    ({"fact": "wages.below", "at_most": 0}, "There are no workers below the line, on paid time."),
    ({"fact": "wages.below", "at_most": {"param": "zero"}}, "There are no workers below the line, on paid time."),
    (
        {"fact": "wages.below", "method": "basic_only", "at_most": 0},
        "There are no workers below the line, on paid time (basic pay only).",
    ),
    ({"fact": "wages.below", "at_most": 0.05}, "The share of workers below the line, on paid time, is at most 5%."),
    ({"fact": "wages.below", "less_than": 0.05}, "The share of workers below the line, on paid time, is less than 5%."),
    ({"fact": "wages.unpaid", "at_most": 0}, "There is no working time that is unpaid."),
    ({"fact": "wages.seen", "at_least": 1}, "The share of pay rows with a figure is 100%, that is all of them."),
    ({"fact": "wages.seen", "at_least": 0.9}, "The share of pay rows with a figure is at least 90%."),
    ({"fact": "wages.gap", "at_most": 0}, "The largest overrun of the estimate is at most zero."),
    ({"fact": "wages.gap", "at_least": 1}, "The largest overrun of the estimate is at least 100%."),
    # Money has a currency only in the data.
    ({"fact": "wages.taken", "more_than": 0}, "The money taken at the door is more than zero."),
    ({"fact": "wages.taken", "at_most": 0}, "The money taken at the door is at most zero."),
    ({"fact": "wages.missing", "at_most": 0}, "There are no places without a figure."),
    ({"fact": "wages.missing", "at_most": 1}, "The number of places without a figure is at most 1."),
    (
        {"fact": A + "tools", "includes_all": {"fact": A + "others"}},
        "“Which tools?” is answered with everything in the answer to “Which others?”.",
    ),
    ({"fact": A + "day", "before": "2026-01-01"}, "“When?” is answered with a day before 2026-01-01."),
    ({"fact": "scope.sites", "count_at_least": 1}, "The sites in scope come to at least 1."),
    ({"fact": A + "tools", "count_at_least": 2}, "“Which tools?” is answered with at least 2 of its options."),
    (
        {"not": {"fact": A + "colour", "is": "red"}},
        "It is not the case that “Which colour?” is answered “Red”.",
    ),
    (
        {"all": [{"fact": A + "colour", "one_of": ["red", "green"]}, {"fact": A + "reason", "is_not": ""}]},
        "“Which colour?” is answered “Red” or “Green”, and “Why?” is answered.",
    ),
    (
        {"all": [{"fact": A + "colour", "is": "red"}, {"fact": A + "reason", "is_not": ""}]},
        "“Which colour?” is answered “Red” and “Why?” is answered.",
    ),
    (
        {"at_least_n_of": {"n": 1, "of": [{"fact": A + "tools", "includes_any": [t]} for t in ("saw", "axe")]}},
        "“Which tools?” is answered with at least 1 of these 2: “Saw” and “Axe”.",
    ),
    (
        {"at_least_n_of": {"n": 1, "of": [{"fact": A + t, "includes_any": ["saw"]} for t in ("tools", "others")]}},
        "At least 1 of these 2 hold: “Which tools?” is answered with “Saw”; “Which others?” is answered with “Saw”.",
    ),
    (
        {"at_least_n_of": {"n": 1, "of": [{"fact": A + "tools", "includes_none": [t]} for t in ("saw", "axe")]}},
        "At least 1 of these 2 hold: “Which tools?” is answered without “Saw”; "
        "“Which tools?” is answered without “Axe”.",
    ),
]


@pytest.mark.parametrize(("raw", "said"), TABLE, ids=lambda v: v if isinstance(v, str) else "")
def test_sentence(raw: Any, said: str) -> None:
    node = parse_condition(raw, lambda path: Place("t.yaml", 1, 1))
    assert node is not None
    assert sentence(node, WORDS) == said
