"""An English sentence for a condition, made from the same tree that is judged.

Questions and options speak in the words of the question bank, pay metrics in their titles. Other languages are not
made here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from checker.model.condition import (
    Answered,
    Between,
    Combined,
    Condition,
    Counted,
    Counts,
    Dated,
    Equals,
    FactRef,
    Includes,
    Leaf,
    Member,
    Negated,
    Orders,
    ParamRef,
    Quantified,
    Recent,
    Shares,
    Shown,
)
from checker.model.quantity import number
from checker.model.questions import Option, Question, QuestionBank
from checker.model.standard import Parameter

METHOD_WORDS = {
    "basic_only": "basic pay only",
    "idh_total": "basic pay, guaranteed bonus and in-kind pay within caps",
    "fairwork_net": "pay net of costs and fees",
}
SCOPE_WORDS = {
    "scope.sites": "the sites in scope",
    "scope.services": "the services in scope",
    "scope.period_from": "the first day of the period",
    "scope.period_to": "the last day of the period",
    "scope.headcount": "the number of workers in scope",
    "vendor.id": "the subject's id",
    "vendor.name": "the subject's name",
    "vendor.country": "the country of the subject's seat",
    "vendor.kinds": "the subject's kinds",
}
ORDER_WORDS = {
    "at_least": "at least", "at_most": "at most", "more_than": "more than", "less_than": "less than",
    "before": "before", "after": "after", "count_at_least": "at least", "count_at_most": "at most",
}  # fmt: skip
NO_QUESTIONS = QuestionBank((), {}, {}, {})


@dataclass(frozen=True, slots=True)
class Words:
    """Where the sentence takes its words from."""

    bank: QuestionBank = NO_QUESTIONS
    titles: Mapping[str, str] = field(default_factory=dict)
    """Metric -> title (``share of workers below the living wage``)."""
    units: Mapping[str, str] = field(default_factory=dict)
    """Metric -> unit."""
    parameters: Mapping[str, Parameter] = field(default_factory=dict)


def sentence(node: Condition, words: Words) -> str:
    """Return ``node`` as an English sentence with a capital and a full stop."""
    text = clause(node, words)
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


def clause(node: Condition, words: Words) -> str:
    """Return ``node`` as an English clause without capital and full stop."""
    if isinstance(node, Combined):
        return _joined([_inner(part, words) for part in node.of], "and" if node.op == "all" else "or")
    if isinstance(node, Counted):
        parts = "; ".join(clause(part, words) for part in node.of)
        return f"at least {node.n} of these {len(node.of)} hold: {parts}"
    if isinstance(node, Negated):
        return f"it is not so that {clause(node.of, words)}"
    if isinstance(node, Shown):
        return _evidence(node, words)
    if isinstance(node, Quantified):
        start = "for each of" if node.op == "each" else "for at least one of"
        return f"{start} {subject_of(node, words)}, {clause(node.where, words)}"
    if isinstance(node, Shares):
        share = number(_plain(node.share, words), "share")
        return f"for at least {share} of {subject_of(node, words)}, {clause(node.where, words)}"
    return f"{subject_of(node, words)} {_verb(node, words)}"


def subject_of(leaf: Leaf, words: Words) -> str:
    """Return what a comparison speaks of: a question in its words, a metric by its title."""
    return _named(leaf.fact, leaf.method, words)


def unit_of(fact: str, words: Words) -> str:
    """Return the unit of a fact, empty where it has none."""
    if fact.startswith("wages."):
        return words.units.get(fact.removeprefix("wages."), "")
    question = _question(fact, words)
    if question is None:
        return "workers" if fact == "scope.headcount" else ""
    return {"share": "share", "duration": "days"}.get(question.type, question.unit)


def _inner(node: Condition, words: Words) -> str:
    """Return a clause that stays one where it stands beside others."""
    return f"({clause(node, words)})" if isinstance(node, Combined | Counted | Negated) else clause(node, words)


def _verb(leaf: Leaf, words: Words) -> str:
    question, unit = _question(leaf.fact, words), unit_of(leaf.fact, words)
    is_word = "is answered" if question else "is"
    if isinstance(leaf, Equals):
        said = _value(leaf.value, question, unit, words)
        if leaf.op == "is_not" and leaf.value == "":
            return "is answered"
        return f"{is_word} {said}" if leaf.op == "is" else f"{is_word.replace('is', 'is not', 1)} {said}"
    if isinstance(leaf, Member):
        listed = _values(leaf.value, question, unit, words, "or")
        return f"{is_word} {listed}" if leaf.op == "one_of" else f"{is_word.replace('is', 'is not', 1)} {listed}"
    if isinstance(leaf, Includes):
        return _inclusion(leaf, question, words)
    if isinstance(leaf, Orders | Dated):
        with_word = "with " if question and isinstance(leaf, Orders) else ""
        return f"{is_word} {with_word}{ORDER_WORDS[leaf.op]} {_value(leaf.value, question, unit, words)}"
    if isinstance(leaf, Between):
        ends = [_value(end, question, unit, words) for end in (leaf.low, leaf.high)]
        return f"lies between {ends[0]} and {ends[1]}"
    if isinstance(leaf, Recent):
        return f"lies within {_plain(leaf.value, words)} before the day of the assessment"
    if isinstance(leaf, Counts):
        return f"has {ORDER_WORDS[leaf.op]} {_plain(leaf.value, words)} entries"
    assert isinstance(leaf, Answered)
    return "is answered"


def _inclusion(leaf: Includes, question: Question | None, words: Words) -> str:
    is_list = isinstance(leaf.value, tuple)
    verb = "is answered with" if question else "includes"
    if leaf.op == "includes_any":
        several = "at least one of " if is_list and len(leaf.value) > 1 else ""  # type: ignore[arg-type]
        return f"{verb} {several}{_values(leaf.value, question, '', words, 'or')}"
    if leaf.op == "includes_all":
        several = "all of " if not is_list or len(leaf.value) > 1 else ""  # type: ignore[arg-type]
        return f"{verb} {several}{_values(leaf.value, question, '', words, 'and')}"
    without = "is answered without" if question else "does not include"
    return f"{without} {_values(leaf.value, question, '', words, 'or')}"


def _evidence(node: Shown, words: Words) -> str:
    kinds = [words.bank.kinds[k].label["en"].lower() if k in words.bank.kinds else _spaced(k) for k in node.kinds]
    age = f", not older than {node.max_age}" if node.max_age else ""
    return f"there is evidence ({_joined(kinds, 'or')}) that is at least {_spaced(node.at_least.word)}{age}"


def _named(fact: str, method: str | None, words: Words) -> str:
    question = _question(fact, words)
    if question is not None:
        return f"“{question.ask['en']}”"
    if fact.startswith("wages."):
        name = fact.removeprefix("wages.")
        title = words.titles.get(name, _spaced(name))
        title = "the " + title[:1].lower() + title[1:]
        return f"{title} ({METHOD_WORDS[method]})" if method else title
    if fact.startswith("evidence."):
        kind = words.bank.kinds.get(fact.removeprefix("evidence."))
        return f"evidence of the kind “{kind.label['en'] if kind else _spaced(fact.removeprefix('evidence.'))}”"
    if fact in SCOPE_WORDS:
        return SCOPE_WORDS[fact]
    return f"the {_spaced(fact.removeprefix('item.').removeprefix('workers.'))}"


def _question(fact: str, words: Words) -> Question | None:
    name = fact.removeprefix("answers.") if fact.startswith("answers.") else ""
    survey = words.bank.survey.get(fact)
    return survey.question if survey else words.bank.questions.get(name)


def _value(raw: Any, question: Question | None, unit: str, words: Words) -> str:
    if isinstance(raw, FactRef):
        return f"what is answered to {_named(raw.fact, raw.method, words)}"
    value = _plain(raw, words)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return f"“{_label(value, question.options if question else ())}”"
    return number(value, unit)


def _values(raw: Any, question: Question | None, unit: str, words: Words, last: str) -> str:
    if not isinstance(raw, tuple):
        return _value(raw, question, unit, words)
    return _joined([_value(part, question, unit, words) for part in raw], last)


def _plain(raw: Any, words: Words) -> Any:
    if not isinstance(raw, ParamRef):
        return raw
    parameter = words.parameters.get(raw.param)
    return parameter.value if parameter else _spaced(raw.param)


def _label(option: str, options: Sequence[Option]) -> str:
    return next((o.label["en"] for o in options if o.id == option), _spaced(option))


def _joined(parts: Sequence[str], last: str) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}" if len(parts) > 2 else f"{parts[0]} {last} {parts[1]}"


def _spaced(name: str) -> str:
    return name.replace("_", " ")
