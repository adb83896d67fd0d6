"""What facts and answers are called in sentences: worked out once a run and remembered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from checker.model.questions import QuestionBank

ONE = {
    "months": "month", "weeks": "week", "days": "day", "hours": "hour", "minutes": "minute", "workers": "worker",
    "layers": "layer", "years": "year", "percent": "percent",
}  # fmt: skip
"""Unit -> what one of it is called. Units stand in the plural in question bank and metric table."""
PROPER_NAMES = ("Gini",)
"""First words of questions and of metrics' titles that keep their capital within a sentence."""


class Term(NamedTuple):
    """What one fact is called, and what its options are."""

    name: str
    labels: Mapping[str, str]
    """Option -> label; empty where there are none."""
    said: dict[Any, str]
    """Options, or lists of them, put into words before."""


class Terms:
    """The terms of one run."""

    __slots__ = ("_bank", "_known", "_titles")

    def __init__(self, bank: QuestionBank, titles: Mapping[str, str]) -> None:
        """``titles`` are those of pay metrics, ``wages.`` left out."""
        self._bank = bank
        self._titles = titles
        self._known: dict[str, Term] = {}

    def of(self, key: str) -> Term:
        """Return the term of the fact ``key``: question, metric's title, kind of evidence, or its own name."""
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._look_up(key)
        return found

    def _look_up(self, key: str) -> Term:
        group, _, rest = key.partition(".")
        name, _, method = rest.partition("@")
        question = self._bank.questions.get(name)
        labels = {o.id: o.label["en"] for o in question.options} if question else {}
        if group == "answers" and question:
            return Term(question.ask["en"].rstrip("?. "), labels, {})
        if group == "wages":
            title = self._titles.get(name, name.replace("_", " "))
            return Term(f"{title} ({method})" if method else title, labels, {})
        if group == "workers" and key in self._bank.survey:
            item = self._bank.survey[key]
            good = " or ".join(f"“{o.label['en']}”" for o in item.question.options if o.id in item.favourable)
            return Term(f"Workers who answer “{item.question.ask['en']}” with {good}", labels, {})
        if group == "evidence" and rest in self._bank.kinds:
            return Term(f"Evidence “{self._bank.kinds[rest].label['en']}”", labels, {})
        return Term((rest if group in ("scope", "workers") else key).replace("_", " "), labels, {})


def counted(figure: str, unit: str) -> str:
    """Return a figure with its unit, in the singular for one.

    >>> counted("1", "layers"), counted("2", "layers"), counted("1", "GBP"), counted("1", "")
    ('1 layer', '2 layers', '1 GBP', '1')
    """
    return f"{figure} {ONE.get(unit, unit) if figure == '1' else unit}".strip()


def within_sentence(text: str) -> str:
    """Return ``text`` as it goes on after other words: a first capital is lowered, that of a name or code is not.

    >>> within_sentence("Share of workers"), within_sentence("Gini coefficient"), within_sentence("GBP 3")
    ('share of workers', 'Gini coefficient', 'GBP 3')
    """
    first = text.split(" ", 1)[0]
    if not first[1:].islower() or first.rstrip(":,") in PROPER_NAMES:
        return text
    return text[:1].lower() + text[1:]
