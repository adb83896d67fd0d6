"""The languages in which a condition can be said: one module of words and patterns each, imported when asked for.

To add one: a module like `english` with a `Language`, one line in `LANGUAGES`, and a folder `reports/locale/<code>/`
with what translators write (questions, options, metrics, kinds of evidence). Its README says how.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from typing import Literal

from checker.model.duration import Duration

Conjunction = Literal["and", "or"]

LANGUAGES: Mapping[str, str] = {
    "en": "checker.rules.languages.english:ENGLISH",
    "es": "checker.rules.languages.spanish:SPANISH",
}
"""Language code -> ``module:attribute``."""


@dataclass(frozen=True, slots=True)
class Language:
    """What a language needs to say a condition. Patterns are filled by ``str.format``."""

    code: str
    name: str
    say: Mapping[str, str]
    """Pattern by name; the names are those of `english`."""
    conjunctions: tuple[str, ...]
    """Words that join the last entry of a list; where one stands inside an entry, lists are parted by commas."""
    scope: Mapping[str, str]
    """Facts of scope and vendor, and fields of a list's entries (``item.headcount``), with their article."""
    levels: Mapping[str, str]
    methods: Mapping[str, str]
    """Method of counting pay -> what counts as pay."""
    bases: Mapping[str, str]
    """What a pay metric is counted over: ``all_time``, ``paid_time``, ``hours_weighted``, ``pooled``."""
    metrics: Mapping[str, str]
    """Metric without the suffixes of its basis -> what it is called within a sentence, with its article."""
    number: Callable[[float, str], str]
    """Writes a number with its unit; a share as per cent."""
    day: Callable[[date], str]
    span: Callable[[Duration], str]
    joined: Callable[[Sequence[str], Conjunction], str]
    """Joins the entries of a list."""
    named: Callable[[str], str]
    """Gives a metric's title the form that it has within a sentence."""
    finish: Callable[[str], str] = str
    """Mends what joining words gave rise to (``de el`` -> ``del``)."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """What ``explain`` and ``doc`` write before a sentence, by the English words; those that lack stay English."""
    note: str = ""
    """Who made the translation and which text counts, for readers of the language; empty for English."""


def language(code: str) -> Language:
    """Return the language called ``code``; KeyError where there is none."""
    module, _, attribute = LANGUAGES[code].partition(":")
    found: Language = getattr(import_module(module), attribute)
    return found
