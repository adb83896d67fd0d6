"""An English sentence for a condition, made from the same tree that is judged.

Questions and options speak in the words of the question bank, pay metrics in their titles. Other languages are not
made here.
"""

from __future__ import annotations

import re
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
COUNTED = ("workers", "pay rows", "payments", "rows", "weeks", "submitted tasks", "working time")
"""What a metric of the title ``Share of <these> ...`` counts."""
NO_QUESTIONS = QuestionBank((), {}, {}, {})
_QUOTED = re.compile("“[^”]*”")


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
        return _together([_inner(part, words) for part in node.of], "and" if node.op == "all" else "or")
    if isinstance(node, Counted):
        return _counted(node, words)
    if isinstance(node, Negated):
        return f"it is not the case that {clause(node.of, words)}"
    if isinstance(node, Shown):
        return _evidence(node, words)
    if isinstance(node, Quantified):
        start = "for each of" if node.op == "each" else "for at least one of"
        return f"{start} {subject_of(node, words)}, {clause(node.where, words)}"
    if isinstance(node, Shares):
        share = number(_plain(node.share, words), "share")
        return f"for at least {share} of {subject_of(node, words)}, {clause(node.where, words)}"
    return _none_or_all(node, words) or f"{_before_verb(node, words)} {_verb(node, words)}"


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


def _together(parts: Sequence[str], last: str) -> str:
    """Join clauses; a comma parts those that hold a list of their own, so that nobody reads one list too far."""
    bare = " ".join(_QUOTED.sub("", part) for part in parts if not part.startswith("("))
    inner = " or " in bare or " and " in bare
    return f", {last} ".join(parts) if inner else _joined(parts, last)


def _counted(node: Counted, words: Words) -> str:
    """Name a question once where all parts look for one of its options each."""
    single = [(p, p.value[0]) for p in node.of if isinstance(p, Includes) and isinstance(p.value, tuple)
              if len(p.value) == 1 and p.op != "includes_none"]  # fmt: skip
    if len(single) == len(node.of) and len({part.fact for part, _ in single}) == 1:
        first = single[0][0]
        question = _question(first.fact, words)
        options = _joined([_value(option, question, "", words) for _, option in single], "and")
        verb = "is answered with" if question else "includes"
        return f"{subject_of(first, words)} {verb} at least {node.n} of these {len(single)}: {options}"
    return f"at least {node.n} of these {len(node.of)} hold: " + "; ".join(clause(part, words) for part in node.of)


def _none_or_all(leaf: Leaf, words: Words) -> str:
    """Return ``there are no ...`` for a share or count of at most zero: neither can lie below it; else empty."""
    if not isinstance(leaf, Orders) or not leaf.fact.startswith("wages.") or leaf.op != "at_most":
        return ""
    title, unit = words.titles.get(leaf.fact.removeprefix("wages."), ""), unit_of(leaf.fact, words)
    counted = title.removeprefix("Share of ")
    share = unit == "share" and counted != title and counted.startswith(COUNTED)
    if not title or _plain(leaf.value, words) != 0 or not (share or unit == "count"):
        return ""
    method = f" ({METHOD_WORDS[leaf.method]})" if leaf.method else ""
    there = "there is no" if counted.startswith("working time") else "there are no"
    return f"{there} {counted[:1].lower()}{counted[1:]}{method}"


def _before_verb(leaf: Leaf, words: Words) -> str:
    """Return the subject, closed by a comma where a metric's title has one; things counted as their number."""
    name = subject_of(leaf, words)
    if leaf.fact.startswith("wages.") and unit_of(leaf.fact, words) == "count":
        name = "the number of " + name.removeprefix("the ")
    return f"{name}," if leaf.fact.startswith("wages.") and "," in name.partition(" (")[0] else name


def _verb(leaf: Leaf, words: Words) -> str:
    question, unit = _question(leaf.fact, words), unit_of(leaf.fact, words)
    is_word = "is answered" if question else "is"
    is_not = "is answered with something other than" if question else "is not"
    if isinstance(leaf, Equals):
        if leaf.op == "is_not" and leaf.value == "":
            return "is answered"
        return f"{is_word if leaf.op == 'is' else is_not} {_value(leaf.value, question, unit, words)}"
    if isinstance(leaf, Member):
        return f"{is_word if leaf.op == 'one_of' else is_not} {_values(leaf.value, question, unit, words, 'or')}"
    if isinstance(leaf, Includes):
        return _inclusion(leaf, question, words)
    if isinstance(leaf, Orders) and leaf.fact in words.bank.survey:
        good = sorted(words.bank.survey[leaf.fact].favourable)
        bound = f"{ORDER_WORDS[leaf.op]} {_value(leaf.value, None, 'share', words)} of the workers who answer it"
        return f"is answered with {_values(tuple(good), question, '', words, 'or')} by {bound}"
    if isinstance(leaf, Orders):
        return f"{is_word} {'with ' if question else ''}{_bound(leaf, question, unit, words)}"
    if isinstance(leaf, Dated):
        day = "with a day " if question else ""
        return f"{is_word} {day}{ORDER_WORDS[leaf.op]} {_value(leaf.value, question, unit, words)}"
    if isinstance(leaf, Between):
        ends = [_value(end, question, unit, words) for end in (leaf.low, leaf.high)]
        return f"lies between {ends[0]} and {ends[1]}"
    if isinstance(leaf, Recent):
        return f"lies within {_plain(leaf.value, words)} before the day of the assessment"
    if isinstance(leaf, Counts):
        bound = f"{ORDER_WORDS[leaf.op]} {_plain(leaf.value, words)}"
        return f"is answered with {bound} of its options" if question else f"come to {bound}"
    assert isinstance(leaf, Answered)
    return "is answered"


def _bound(leaf: Orders, question: Question | None, unit: str, words: Words) -> str:
    """Return the bar in the shortest words that say the same: none below zero, no share above all, whole counts."""
    value = _plain(leaf.value, words)
    whole, counts = question is not None and question.type == "integer", question is not None and question.minimum == 0
    if leaf.op == "at_most" and value == 0 and not isinstance(leaf.value, FactRef):
        return number(0, unit) if counts else "at most zero"
    if leaf.op == "more_than" and value == 0 and whole:
        return f"at least {number(1, unit)}"
    if leaf.op == "more_than" and value == 0 and unit == "money":
        return "more than zero"
    title = words.titles.get(leaf.fact.removeprefix("wages."), "")
    if leaf.op == "at_least" and value == 1 and title.startswith("Share of "):
        return "100%, that is all of them"
    return f"{ORDER_WORDS[leaf.op]} {_value(leaf.value, question, unit, words)}"


def _inclusion(leaf: Includes, question: Question | None, words: Words) -> str:
    is_list = isinstance(leaf.value, tuple)
    verb = "is answered with" if question else "includes"
    if leaf.op == "includes_any":
        several = "at least one of " if is_list and len(leaf.value) > 1 else ""  # type: ignore[arg-type]
        return f"{verb} {several}{_values(leaf.value, question, '', words, 'or')}"
    if leaf.op == "includes_all" and isinstance(leaf.value, FactRef):
        return f"{verb} everything in {_value(leaf.value, question, '', words)}"
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
        title = "the " + title[:1].lower() + title[1:].replace(";", ",")
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
        name = _named(raw.fact, raw.method, words)
        return f"the answer to {name}" if _question(raw.fact, words) else name
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
