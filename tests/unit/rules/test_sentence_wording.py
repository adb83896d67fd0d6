"""Sentences made from conditions say what the condition says, in the shortest words that still do."""

from __future__ import annotations

from typing import Any

import pytest

from checker.model.condition import COMBINATORS, COMPARISONS, Condition, walk
from checker.model.condition_parser import parse_condition
from checker.model.evidence import Place
from checker.model.questions import EvidenceKind, ObjectField, Option, Question, QuestionBank, SurveyItem
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
    question("a.open", "boolean", "Is it open?"),
    question("a.clean", "boolean", "Is it clean?"),
    question(
        "a.rows",
        "list_of_object",
        "Which rows?",
        fields=(ObjectField("kind", "enum", options=(Option("old", {"en": "Old one"}),), label={"en": "Kind of row"}),),
    ),
]
CALM = SurveyItem(
    question("workers.calm", "enum", "Are you calm?", "always", "mostly", "never", "unsaid"),
    frozenset({"always", "mostly"}),
    frozenset({"unsaid"}),
)
TITLES = {
    "below": "Share of workers below the line",
    "seen": "Share of pay rows with a figure",
    "spread": "Share of the spread of pay",
    "gap": "Largest overrun of the estimate",
    "missing": "Places without a figure",
    "unpaid": "Share of working time that is unpaid",
    "taken": "Money taken at the door",
    "hourly_paid_time": "Lowest pay",
}
UNITS = {
    "below": "share", "seen": "share", "spread": "share", "gap": "share", "missing": "count", "unpaid": "share",
    "taken": "money", "hourly_paid_time": "money/h",
}  # fmt: skip
BASES = {"below": ("all_time", "by_method"), "hourly_paid_time": ("paid_time", "hours_weighted", "pooled")}
PARAMETERS = {"zero": Parameter("zero", 0, "share", "tool_choice", {"en": ""}, 0)}
KINDS = {
    "survey": EvidenceKind("survey", {"en": "Survey, without names"}, True, ("pdf",), {}),
    "audit": EvidenceKind("audit", {"en": "Report of an audit"}, True, ("pdf",), {}),
}
WORDS = Words(
    QuestionBank((), {q.id: q for q in QUESTIONS}, KINDS, {}, survey={"workers.calm": CALM}),
    TITLES, UNITS, PARAMETERS, BASES,
)  # fmt: skip
A = "answers.a."
RED, WHY = {"fact": A + "colour", "is": "red"}, {"fact": A + "reason", "is_not": ""}
FEW = {"fact": A + "layers", "at_most": 3}
TABLE: list[tuple[Any, str]] = [
    (RED, "The answer to “Which colour?” is “Red”."),
    # No answer is unknown, so a sentence must not read as if silence satisfied it.
    ({"fact": A + "colour", "is_not": "red"}, "The answer to “Which colour?” is other than “Red”."),
    ({"fact": A + "colour", "one_of": ["red", "green"]}, "The answer to “Which colour?” is “Red” or “Green”."),
    (
        {"fact": A + "colour", "none_of": ["red", "green"]},
        "The answer to “Which colour?” is other than “Red” or “Green”.",
    ),
    (WHY, "The answer to “Why?” is given."),
    ({"fact": A + "reason", "is_answered": True}, "The answer to “Why?” is given."),
    ({"fact": "scope.period_from", "is_answered": True}, "The first day of the period is known."),
    ({"fact": A + "open", "is": True}, "The answer to “Is it open?” is yes."),
    ({"fact": A + "open", "is": False}, "The answer to “Is it open?” is no."),
    ({"fact": "vendor.country", "is_not": "KE"}, "The country of the subject's seat is not “KE”."),
    ({"fact": A + "layers", "is": 2}, "The answer to “How many layers?” is 2 layers."),
    ({"fact": A + "layers", "at_most": 0}, "The answer to “How many layers?” is 0 layers."),
    ({"fact": A + "layers", "more_than": 0}, "The answer to “How many layers?” is at least 1 layer."),
    (FEW, "The answer to “How many layers?” is at most 3 layers."),
    ({"fact": A + "layers", "less_than": 3}, "The answer to “How many layers?” is less than 3 layers."),
    (
        {"fact": A + "layers", "between": [1, 3]},
        "The answer to “How many layers?” lies between 1 layer and 3 layers, both included.",
    ),
    # A number that can lie below zero, or between zero and one, keeps its operator.
    ({"fact": A + "degrees", "at_most": 0}, "The answer to “How warm?” is at most 0 degrees."),
    ({"fact": A + "degrees", "more_than": 0}, "The answer to “How warm?” is more than 0 degrees."),
    (
        {"fact": A + "degrees", "at_least": {"fact": A + "layers"}},
        "The answer to “How warm?” is at least the answer to “How many layers?”.",
    ),
    # A survey is answered by many: what is compared is how many chose a good answer, among those that count.
    (
        {"fact": "workers.calm", "at_least": 0.7},
        "The share of workers who answer “Are you calm?” with “Always” or “Mostly” "
        "(those who say “Unsaid” left out) is at least 70%.",
    ),
    (
        {"fact": "workers.calm", "at_least": 1},
        "The share of workers who answer “Are you calm?” with “Always” or “Mostly” "
        "(those who say “Unsaid” left out) is 100%.",
    ),
    # What pay is counted over, and how, is always said where it matters; the default method too.
    (
        {"fact": "wages.below", "at_most": 0},
        "There are no workers below the line (over all working time, with basic pay less fees and deductions "
        "counted as pay).",
    ),
    (
        {"fact": "wages.below", "at_most": {"param": "zero"}},
        "There are no workers below the line (over all working time, with basic pay less fees and deductions "
        "counted as pay).",
    ),
    (
        {"fact": "wages.below", "method": "fairwork_net", "at_most": 0.05},
        "The share of workers below the line (over all working time, with pay and guaranteed bonus less fees, costs "
        "and deductions counted as pay) is at most 5%.",
    ),
    ({"fact": "wages.seen", "less_than": 0.055}, "The share of pay rows with a figure is less than 5.5%."),
    ({"fact": "wages.unpaid", "at_most": 0}, "There is no working time that is unpaid."),
    ({"fact": "wages.seen", "at_least": 1}, "The share of pay rows with a figure is 100%."),
    ({"fact": "wages.spread", "at_most": 0}, "The share of the spread of pay is at most 0%."),
    # A bar is never rounded to what reads well.
    ({"fact": "wages.gap", "at_least": 0.123456}, "The largest overrun of the estimate is at least 12.3456%."),
    ({"fact": "wages.gap", "at_most": 0}, "The largest overrun of the estimate is at most 0%."),
    ({"fact": "wages.gap", "at_least": 1}, "The largest overrun of the estimate is at least 100%."),
    # Money has a currency only in the data.
    ({"fact": "wages.taken", "more_than": 0}, "The money taken at the door is more than zero."),
    ({"fact": "wages.taken", "at_most": 5}, "The money taken at the door is at most 5 in the currency of the data."),
    (
        {"fact": "wages.hourly_paid_time", "at_least": 12.5},
        "The lowest pay (over paid time only, weighted by hours, over the whole period together) is at least "
        "12.5 an hour in the currency of the data.",
    ),
    ({"fact": "wages.missing", "at_most": 0}, "There are no places without a figure."),
    ({"fact": "wages.missing", "at_most": 1}, "The number of places without a figure is at most 1."),
    ({"fact": A + "tools", "includes_any": ["saw"]}, "The answer to “Which tools?” includes “Saw”."),
    (
        {"fact": A + "tools", "includes_any": ["saw", "axe"]},
        "The answer to “Which tools?” includes at least one of “Saw” or “Axe”.",
    ),
    (
        {"fact": A + "tools", "includes_all": ["saw", "axe"]},
        "The answer to “Which tools?” includes both “Saw” and “Axe”.",
    ),
    (
        {"fact": A + "tools", "includes_all": ["saw", "axe", "none"]},
        "The answer to “Which tools?” includes all of “Saw”, “Axe” and “None”.",
    ),
    ({"fact": A + "tools", "includes_none": ["none"]}, "The answer to “Which tools?” does not include “None”."),
    (
        {"fact": A + "tools", "includes_none": ["saw", "axe"]},
        "The answer to “Which tools?” includes none of “Saw” or “Axe”.",
    ),
    (
        {"fact": A + "tools", "includes_all": {"fact": A + "others"}},
        "The answer to “Which tools?” includes everything that the answer to “Which others?” includes.",
    ),
    (
        {"fact": A + "tools", "includes_none": {"fact": A + "others"}},
        "The answer to “Which tools?” includes nothing that the answer to “Which others?” includes.",
    ),
    (
        {"fact": A + "colour", "one_of": {"fact": A + "others"}},
        "The answer to “Which colour?” is included in the answer to “Which others?”.",
    ),
    ({"fact": A + "day", "before": "2026-01-01"}, "The answer to “When?” is before 2026-01-01."),
    ({"fact": A + "day", "after": "2026-01-01"}, "The answer to “When?” is after 2026-01-01."),
    (
        {"fact": A + "day", "within": "12 months"},
        "The answer to “When?” lies within 12 months before the day of the assessment.",
    ),
    ({"fact": "scope.sites", "count_at_least": 1}, "The sites in scope number at least 1."),
    ({"fact": A + "tools", "count_at_most": 2}, "The answer to “Which tools?” includes at most 2 of its options."),
    (
        {"evidence": {"kinds": ["survey", "audit"], "at_least": "worker_reported", "max_age": "12 months"}},
        "There is evidence of the kind “Survey, without names” or “Report of an audit”, at the level “reported by "
        "workers” or above, no older than 12 months.",
    ),
    (
        {"each": {"fact": "scope.sites", "where": {"fact": "item.headcount", "at_least": 1}}},
        "For each of the sites in scope: the number of workers there is at least 1.",
    ),
    (
        {"some": {"fact": A + "rows", "where": {"fact": "item.kind", "is": "old"}}},
        "For at least one entry of the answer to “Which rows?”: the field “Kind of row” is “Old one”.",
    ),
    (
        {"fact": A + "rows", "share_at_least": {"share": 0.5, "where": {"fact": "item.kind", "is": "old"}}},
        "For at least 50% of the entries of the answer to “Which rows?”: the field “Kind of row” is “Old one”.",
    ),
    ({"not": RED}, "This does not hold: the answer to “Which colour?” is “Red”."),
    (
        {"not": {"any": [RED, WHY]}},
        "None of these holds: (a) the answer to “Which colour?” is “Red”; (b) the answer to “Why?” is given.",
    ),
    (
        {"not": {"all": [RED, WHY]}},
        "These do not all hold: (a) the answer to “Which colour?” is “Red”; (b) the answer to “Why?” is given.",
    ),
    ({"all": [RED, WHY]}, "The answer to “Which colour?” is “Red” and the answer to “Why?” is given."),
    # A comma parts two comparisons of which one holds a list, three and more become a list of their own.
    (
        {"all": [{"fact": A + "colour", "one_of": ["red", "green"]}, WHY]},
        "The answer to “Which colour?” is “Red” or “Green”, and the answer to “Why?” is given.",
    ),
    (
        {"any": [{"fact": A + "colour", "one_of": ["red", "green"]}, WHY, FEW]},
        "At least one of these holds: (a) the answer to “Which colour?” is “Red” or “Green”; (b) the answer to “Why?” "
        "is given; (c) the answer to “How many layers?” is at most 3 layers.",
    ),
    # An "or" within an "and" is a list within a list, never a bracket to be missed.
    (
        {"all": [WHY, {"any": [RED, {"all": [FEW, {"fact": A + "open", "is": True}]}]}]},
        "All of these hold: (a) the answer to “Why?” is given; (b) at least one of these holds: (i) the answer to "
        "“Which colour?” is “Red”; (ii) the answer to “How many layers?” is at most 3 layers and the answer to “Is it "
        "open?” is yes.",
    ),
    # An "and" within an "and" is the same "and".
    (
        {"all": [WHY, {"all": [RED, FEW]}]},
        "The answer to “Why?” is given, the answer to “Which colour?” is “Red” and the answer to “How many layers?” is "
        "at most 3 layers.",
    ),
    # What is said of one thing is said once; so is one answer to several questions.
    (
        {"all": [{"fact": A + "layers", "more_than": 1}, {"fact": A + "layers", "at_most": 3}]},
        "The answer to “How many layers?” is more than 1 layer and is at most 3 layers.",
    ),
    (
        {"all": [{"fact": A + "open", "is": True}, {"fact": A + "clean", "is": True}]},
        "The answer is yes to each of the questions “Is it open?” and “Is it clean?”.",
    ),
    (
        {"any": [{"fact": A + "open", "is": False}, {"fact": A + "clean", "is": False}]},
        "The answer is no to at least one of the questions “Is it open?” or “Is it clean?”.",
    ),
    (
        {"all": [{"fact": A + "open", "is": True}, {"fact": A + "clean", "is": False}]},
        "The answer to “Is it open?” is yes and the answer to “Is it clean?” is no.",
    ),
    (
        {"at_least_n_of": {"n": 1, "of": [{"fact": A + "tools", "includes_any": [t]} for t in ("saw", "axe")]}},
        "The answer to “Which tools?” includes at least 1 of these 2: “Saw” and “Axe”.",
    ),
    (
        {"at_least_n_of": {"n": 1, "of": [{"fact": A + t, "includes_any": ["saw"]} for t in ("tools", "others")]}},
        "At least 1 of these 2 hold: (a) the answer to “Which tools?” includes “Saw”; (b) the answer to “Which "
        "others?” includes “Saw”.",
    ),
    (
        {"at_least_n_of": {"n": 1, "of": [{"fact": A + "tools", "includes_none": [t]} for t in ("saw", "axe")]}},
        "At least 1 of these 2 hold: (a) the answer to “Which tools?” does not include “Saw”; (b) the answer to “Which "
        "tools?” does not include “Axe”.",
    ),
]


@pytest.mark.parametrize(("raw", "said"), TABLE, ids=lambda v: v if isinstance(v, str) else "")
def test_sentence(raw: Any, said: str) -> None:
    assert sentence(condition(raw), WORDS) == said


def test_the_table_has_every_operator() -> None:
    met = {inner.op for raw, _ in TABLE for inner in walk(condition(raw))}
    assert {*COMPARISONS, *COMBINATORS} - met == set()


def condition(raw: Any) -> Condition:
    node = parse_condition(raw, lambda path: Place("t.yaml", 1, 1))
    assert node is not None
    return node
