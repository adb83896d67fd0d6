"""One comparison in words: who or what it speaks of, and what it says of it, in any language.

How comparisons are put together is in `checker.rules.sentence`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from checker.model.condition import (
    DEFAULT_METHOD,
    Answered,
    Between,
    Counts,
    Dated,
    Equals,
    FactRef,
    Includes,
    Leaf,
    Member,
    Orders,
    ParamRef,
    Quantified,
    Recent,
    Shares,
    Shown,
)
from checker.model.questions import ObjectField, Option, Question, QuestionBank, SurveyItem, Text
from checker.model.standard import Parameter
from checker.rules.languages import Conjunction, Language
from checker.rules.languages.english import ENGLISH, MASS

NO_QUESTIONS = QuestionBank((), {}, {}, {})
BY_METHOD = "by_method"
"""Stands among a metric's bases where the method of counting pay matters to it."""
_BASIS_SUFFIX = re.compile("(_paid_time|_hours_weighted|_pooled)+$")


@dataclass(frozen=True, slots=True)
class Words:
    """Where a sentence takes its words from."""

    bank: QuestionBank = NO_QUESTIONS
    titles: Mapping[str, str] = field(default_factory=dict)
    """Metric -> English title without what it is counted over (``Share of workers below the living wage``)."""
    units: Mapping[str, str] = field(default_factory=dict)
    """Metric -> unit."""
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    bases: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Metric -> what it is counted over (``all_time``), and ``by_method`` where the method of counting pay matters."""
    language: Language = ENGLISH
    fields: Mapping[str, ObjectField] = field(default_factory=dict)
    """Fields of the list whose entries are spoken of."""

    def say(self, pattern: str, **parts: object) -> str:
        """Return a pattern of the language with its parts filled in."""
        return self.language.say[pattern].format(**parts)

    def text(self, text: Text) -> str:
        """Return ``text`` in the language; the English words, marked, where there are none."""
        found = text.get(self.language.code)
        return found if found is not None else self.say("untranslated", text=text["en"])

    def inside(self, leaf: Quantified | Shares) -> Words:
        """Return the words for what is said of one entry of a list."""
        question = question_of(leaf.fact, self)
        return replace(self, fields={f.id: f for f in question.fields}) if question else self


def subject(leaf: Leaf, words: Words) -> str:
    """Return who or what a comparison speaks of: an answer, a metric, a share of workers who say something."""
    if leaf.fact in words.bank.survey:
        return _survey(words.bank.survey[leaf.fact], words)
    name = named(leaf.fact, leaf.method, words)
    if leaf.fact.startswith("wages.") and unit_of(leaf.fact, words) == "count":
        return words.say("number_of", things=things_of(leaf, words))
    return name


def predicate(leaf: Leaf, words: Words) -> str:
    """Return what a comparison says of its subject, beginning with a verb."""
    if isinstance(leaf, Equals):
        return _equality(leaf, words)
    if isinstance(leaf, Member):
        return _membership(leaf, words)
    if isinstance(leaf, Includes):
        return _inclusion(leaf, words)
    if isinstance(leaf, Orders):
        return _order(leaf, words)
    if isinstance(leaf, Between):
        low, high = (value(end, leaf.fact, words) for end in (leaf.low, leaf.high))
        return words.say("between", low=low, high=high)
    if isinstance(leaf, Dated):
        return words.say(leaf.op, value=value(leaf.value, leaf.fact, words))
    if isinstance(leaf, Recent):
        span = plain(leaf.value, words)
        return words.say("within", value=span if isinstance(span, str) else words.language.span(span))
    if isinstance(leaf, Counts):
        what = "options" if question_of(leaf.fact, words) else "entries"
        bar = number(plain(leaf.value, words), "", words)
        return words.say(f"{what}_{leaf.op.removeprefix('count_')}", value=bar)
    assert isinstance(leaf, Answered)
    return words.say("is_given" if question_of(leaf.fact, words) else "is_known")


def absence(leaf: Leaf, words: Words) -> str:
    """Return ``there are no ...`` for a share or count of at most zero: neither can lie below it; else empty."""
    if not isinstance(leaf, Orders) or leaf.op != "at_most" or not leaf.fact.startswith("wages."):
        return ""
    things = things_of(leaf, words)
    if plain(leaf.value, words) != 0 or not things:
        return ""
    mass = things.startswith(MASS) and words.language.code == "en"
    return words.say("there_is_no" if mass else "there_are_no", things=things)


def evidence(node: Shown, words: Words) -> str:
    """Return that evidence of one of several kinds is there, at a level and of an age."""
    bank = words.bank.kinds
    kinds = [words.say("quote", text=words.text(bank[k].label) if k in bank else spaced(k)) for k in node.kinds]
    level = words.language.levels[node.at_least.word]
    age = words.say("no_older", age=words.language.span(node.max_age)) if node.max_age else ""
    return words.say("evidence", kinds=words.language.joined(kinds, "or"), level=level) + age


def named(fact: str, method: str | None, words: Words) -> str:
    """Return what a fact is called within a sentence."""
    question = question_of(fact, words)
    if question is not None:
        return words.say("answer", ask=words.text(question.ask))
    group, _, name = fact.partition(".")
    if group == "wages":
        return _metric(name, words) + _counted(name, method, words)
    if group == "evidence":
        kind = words.bank.kinds.get(name)
        return words.say("evidence_kind", kind=words.text(kind.label) if kind else spaced(name))
    if group == "item" and name in words.fields:
        label = words.fields[name].label
        return words.say("field", name=words.text(label) if label else spaced(name))
    return words.language.scope.get(fact) or words.say("other", name=spaced(name or fact))


def things_of(leaf: Leaf, words: Words) -> str:
    """Return what a share or a count counts (``workers below the living wage``); empty for other metrics."""
    name = leaf.fact.removeprefix("wages.")
    start = words.language.say["share_of"]
    said, unit = _metric(name, words), words.units.get(name, "")
    whole = _metric(name, replace(words, language=ENGLISH))
    parts = whole.startswith("the share of ") and not whole.startswith("the share of the ")
    if unit == "share" and parts and said.startswith(start):
        return said.removeprefix(start) + _counted(name, leaf.method, words)
    if unit == "count":
        return said.removeprefix("the ") + _counted(name, leaf.method, words)
    return ""


def question_of(fact: str, words: Words) -> Question | None:
    """Return the question whose answer ``fact`` is."""
    return words.bank.questions.get(fact.removeprefix("answers.")) if fact.startswith("answers.") else None


def unit_of(fact: str, words: Words) -> str:
    """Return the unit of a fact, empty where it has none."""
    if fact in words.bank.survey:
        return "share"
    if fact.startswith("wages."):
        return words.units.get(fact.removeprefix("wages."), "")
    question = question_of(fact, words)
    if question is None:
        return ""
    return {"share": "share", "duration": "days", "money": "money"}.get(question.type, question.unit)


def value(raw: Any, fact: str, words: Words) -> str:
    """Return one operand as it stands beside ``fact``: a label, a number with its unit, a day, another fact."""
    if isinstance(raw, FactRef):
        return named(raw.fact, raw.method, words)
    said = plain(raw, words)
    if isinstance(said, bool):
        return words.say("yes" if said else "no")
    if isinstance(said, str):
        return words.say("quote", text=_label(said, fact, words))
    return words.language.day(said) if isinstance(said, date) else number(said, unit_of(fact, words), words)


def values(raw: Any, fact: str, words: Words, last: Conjunction) -> str:
    """Return one operand, or several joined by ``last``."""
    if not isinstance(raw, tuple):
        return value(raw, fact, words)
    return words.language.joined([value(part, fact, words) for part in raw], last)


def plain(raw: Any, words: Words) -> Any:
    """Return ``raw``, or the value of the parameter that it names."""
    if not isinstance(raw, ParamRef):
        return raw
    parameter = words.parameters.get(raw.param)
    return parameter.value if parameter else spaced(raw.param)


def number(raw: Any, unit: str, words: Words) -> str:
    """Return a number with its unit; a parameter that is not known by its name."""
    return raw if isinstance(raw, str) else words.language.number(raw, unit)


def stem(name: str) -> str:
    """Return a metric's name without the suffixes that say over what it is counted.

    >>> stem("share_below_minimum_wage_paid_time_pooled")
    'share_below_minimum_wage'
    """
    return _BASIS_SUFFIX.sub("", name)


def spaced(name: str) -> str:
    """Return an id as words."""
    return name.replace("_", " ")


def _equality(leaf: Equals, words: Words) -> str:
    question = question_of(leaf.fact, words)
    if leaf.op == "is_not" and leaf.value == "":
        return words.say("is_given" if question else "is_known")
    said = value(leaf.value, leaf.fact, words)
    if isinstance(plain(leaf.value, words), int | float) and not isinstance(leaf.value, bool):
        return words.say("is_number" if leaf.op == "is" else "is_number_not", value=said)
    return words.say("is" if leaf.op == "is" else "is_other" if question else "is_not", value=said)


def _membership(leaf: Member, words: Words) -> str:
    said = values(leaf.value, leaf.fact, words, "or")
    if isinstance(leaf.value, FactRef):
        return words.say("among" if leaf.op == "one_of" else "not_among", value=said)
    question = question_of(leaf.fact, words)
    return words.say("is" if leaf.op == "one_of" else "is_other" if question else "is_not", value=said)


def _inclusion(leaf: Includes, words: Words) -> str:
    if isinstance(leaf.value, FactRef):
        return words.say(f"{leaf.op}_in", value=value(leaf.value, leaf.fact, words))
    count = len(leaf.value) if isinstance(leaf.value, tuple) else 1
    said = values(leaf.value, leaf.fact, words, "and" if leaf.op == "includes_all" else "or")
    if count == 1:
        return words.say("includes_not" if leaf.op == "includes_none" else "includes", value=said)
    if leaf.op == "includes_all":
        return words.say("includes_both" if count == 2 else "includes_all", value=said)
    return words.say("includes_none" if leaf.op == "includes_none" else "includes_some", value=said)


def _order(leaf: Orders, words: Words) -> str:
    """Return the bar in the shortest words that say the same: none below zero, no share above all, whole counts."""
    question, unit = question_of(leaf.fact, words), unit_of(leaf.fact, words)
    bar = plain(leaf.value, words)
    whole, counts = question is not None and question.type == "integer", question is not None and question.minimum == 0
    if leaf.op == "at_most" and bar == 0 and counts:
        return words.say("is_number", value=number(0, unit, words))
    if leaf.op == "more_than" and bar == 0 and whole:
        return words.say("at_least", value=number(1, unit, words))
    if bar == 0 and unit.startswith("money"):
        return words.say(leaf.op, value=words.say("zero_money"))
    parts = words.titles.get(leaf.fact.removeprefix("wages."), "").startswith("Share of ")
    if leaf.op == "at_least" and bar == 1 and (parts or leaf.fact in words.bank.survey):
        return words.say("is_number", value=number(1, "share", words))
    pattern = f"{leaf.op}_fact" if isinstance(leaf.value, FactRef) else leaf.op
    return words.say(pattern, value=value(leaf.value, leaf.fact, words))


def _survey(item: SurveyItem, words: Words) -> str:
    options = item.question.options
    good, left = (
        [words.say("quote", text=words.text(o.label)) for o in options if o.id in chosen]
        for chosen in (item.favourable, item.left_out)
    )
    joined = words.language.joined
    said = words.say("survey", ask=words.text(item.question.ask), good=joined(good, "or"))
    return said + (words.say("left_out", left=joined(left, "or")) if left else "")


def _metric(name: str, words: Words) -> str:
    """Return what a metric is called, without what it is counted over."""
    said = words.language.metrics.get(stem(name))
    if said is None and words.language.code != "en":
        return words.say("untranslated", text=words.titles.get(name, spaced(name)))
    return said if said is not None else words.language.named(words.titles.get(name, spaced(name)))


def _counted(name: str, method: str | None, words: Words) -> str:
    """Return in parentheses over what, and by which method, a pay metric is counted; empty where it does not matter."""
    bases = words.bases.get(name, ())
    said = [words.language.bases[basis] for basis in bases if basis != BY_METHOD]
    if method or BY_METHOD in bases:
        said.append(words.say("method", method=words.language.methods[method or DEFAULT_METHOD]))
    return f" ({', '.join(said)})" if said else ""


def _label(option: str, fact: str, words: Words) -> str:
    question = question_of(fact, words)
    options: Sequence[Option] = question.options if question else ()
    if fact.startswith("item.") and fact.removeprefix("item.") in words.fields:
        options = words.fields[fact.removeprefix("item.")].options
    return next((words.text(o.label) for o in options if o.id == option), spaced(option))
