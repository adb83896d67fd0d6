"""A short sentence on why a status came out: what was read, where it stands, what is missing.

Pay figures are given only as far as they are published; under k workers no figure is given at all.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from checker.assess.statuses import Judgement
from checker.assess.terms import Term, Terms, counted
from checker.model.condition import facts_read
from checker.model.evaluation import Evaluation, Shortfall, Support
from checker.model.facts import Fact, Facts
from checker.model.published_answers import published_answers
from checker.model.wages import Metric, WageEvidence

SHORT: Mapping[Shortfall, str] = {
    "kind": "the evidence is of another kind",
    "level": "the evidence is below the level asked for",
    "date": "the evidence is out of date",
    "cover": "the evidence does not cover the whole scope",
    "review": "no assessor has recorded the document as read",
    "few": "too few workers are behind it, or how many is not said",
}
NOTHING_ATTACHED = "no evidence is attached"
_BARE = (NOTHING_ATTACHED,)
MOST_FACTS = 3
MOST_LISTS = 1000
"""Lists of options remembered in words, for each question."""
HEADS = 100
"""Below this many workers a share is given as heads."""


class ReasonWords(NamedTuple):
    """What facts are called, and which pay figures may be named."""

    terms: Terms
    pay: Mapping[tuple[str, str], Metric]
    """(place of the set, metric or metric@method) -> metric."""
    hidden: frozenset[str]
    """Places of the sets that have fewer than k workers."""
    k: int = 5
    """The smallest group of workers that may be shown."""


def reason_words(terms: Terms, wages: WageEvidence, k: int = 5) -> ReasonWords:
    """Return the words for the reasons of one subject; no group of fewer than ``k`` workers is shown in them."""
    pay = {(s.place.file, key): metric for s in wages.sets for key, metric in s.metrics.items()}
    return ReasonWords(terms, pay, frozenset([s.place.file for s in wages.sets if s.worker_count_hidden]), k)


def reason(judgement: Judgement, evaluation: Evaluation, facts: Facts, words: ReasonWords) -> str:
    """Return why the status came out. ``facts`` say of names without a source why there is none."""
    if judgement.why:
        lead = {"assessor": "an assessor decided that it does not apply: ", "override": "lowered by an assessor: "}
        return lead.get(judgement.cause, "") + judgement.why
    status, _, support, cause, _ = judgement
    parked = cause == "parked"
    if status == "unknown" and not parked:
        return _unknown(evaluation, facts, words, applicability=cause == "applicability")
    about_applying = parked or status == "not_applicable"
    applies = evaluation.requirement.applies_when if about_applying else None
    said = _said(evaluation, words, facts_read(applies) if applies is not None else evaluation.deciding)
    if parked:
        return f"said not to apply, and not shown: {said}"
    if status == "not_applicable":
        return f"shown not to apply: {said}"
    if status == "claimed":
        return f"said, not shown: {said}; {', '.join(short_of(support))}"
    if status == "partly_met":
        return f"{said}; {judgement.credit.shown:.0%} of the credit is shown"
    if status == "met" and support.unchecked:
        return f"{said}; attached, content not checked"
    return said


def short_of(support: Support) -> tuple[str, ...]:
    """Return what evidence falls short of, in words, one each.

    >>> from checker.model.evidence import Level
    >>> short_of(Support(False, Level.DOCUMENTED, ("date",), ("contract",)))
    ('the evidence is out of date',)
    >>> short_of(Support(False, Level.STATED, ("level",)))
    ('no evidence is attached',)
    """
    if support.shown:
        return ()
    return _shortfalls(support.short) if support.items else _BARE


@lru_cache(maxsize=256)
def _shortfalls(short: tuple[Shortfall, ...]) -> tuple[str, ...]:
    return tuple([SHORT[s] for s in short])


def describe(fact: Fact, words: ReasonWords, *, place: bool = True) -> str:
    """Return what one source says; ``place`` adds where it stands."""
    name = fact.name
    if name.startswith("wages."):
        return _pay(fact, name.removeprefix("wages."), words)
    if name.startswith("evidence."):
        return f"{name.removeprefix('evidence.').replace('_', ' ')} {fact.value} ({fact.place})"
    term = words.terms.of(name)
    value = _answers(fact, words.k) if name.startswith("workers.") else _value(fact, term)
    said = f"{term.name}: {value}"
    return f"{said} ({fact.place})" if place and fact.place.file else said


def name_of(key: str, words: ReasonWords) -> str:
    """Return what a fact is called: the question as asked, the metric's title, or its own name."""
    return words.terms.of(key).name


def _said(evaluation: Evaluation, words: ReasonWords, names: Collection[str]) -> str:
    """Return what the facts called ``names`` say; what all facts say where none of these is read."""
    read = evaluation.read
    if len(read) == 1 and len(read[0]) == 1:
        fact = read[0][0]
        return describe(fact, words, place=False) if fact.known else "nothing was read"
    deciding = [sources for name, sources in zip(evaluation.names, read, strict=True) if name in names] or read
    known = [fact for sources in deciding for fact in sources if fact.known]
    said = [describe(fact, words, place=len(known) > 1) for fact in known[:MOST_FACTS]]
    more = len(known) - MOST_FACTS
    return "; ".join(said) + (f"; and {more} more" if more > 0 else "") or "nothing was read"


def _unknown(evaluation: Evaluation, facts: Facts, words: ReasonWords, applicability: bool) -> str:
    lead = "whether it applies is not known: " if applicability else ""
    missing = []
    for name, sources in islice(zip(evaluation.names, evaluation.read, strict=True), evaluation.settling):
        if not any(fact.known for fact in sources):
            why = "no answer" if sources else facts.why_absent(name)
            why = next((fact.absent for fact in sources if fact.absent), why)
            missing.append(f"{name_of(name, words)}: {why}")
    undecided = [describe(f, words) for f in evaluation.facts if f.known and f.low is not None and f.low != f.high]
    both = [*undecided, *missing]
    more = len(both) - MOST_FACTS
    text = "; ".join(both[:MOST_FACTS]) + (f"; and {more} more" if more > 0 else "")
    return lead + (text or _said(evaluation, words, evaluation.deciding))


def _pay(fact: Fact, key: str, words: ReasonWords) -> str:
    title = name_of(fact.name, words)
    metric = words.pay.get((fact.place.file, key + (f"@{fact.method}" if fact.method else "")))
    if fact.place.file in words.hidden:
        return f"{title}: decided on fewer workers than may be shown"
    if metric is None:
        return title
    shown = metric.published
    if shown.shown_as:
        figure = shown.shown_as
    elif shown.suppressed:
        figure = f"hidden, {shown.why}"
    else:
        # A share of time or money is one of no heads.
        heads = metric.n if metric.estimator.startswith("share of workers") else 0
        figure = _interval(shown.low, shown.high, metric.unit, heads)
    why = f", because {shown.why}" if shown.why and shown.low != shown.high else ""
    return f"{title}: {figure}{why} ({fact.place})"


def _answers(fact: Fact, k: int) -> str:
    """Return how many of the workers asked answered favourably, as far as it may be shown."""
    shown = published_answers(fact, k)
    if shown.suppressed and not shown.shown_as:
        return f"hidden, {shown.why}"
    return f"{shown.shown_as} workers" if shown.shown_as else _amount(shown.value, "share", 0)


def _interval(low: float | None, high: float | None, unit: str, n: int) -> str:
    if low is None and high is None:
        return "unknown"
    ends = [_amount(end, unit, n) for end in (low, high) if end is not None and abs(end) != float("inf")]
    if len(ends) == 2:
        return ends[0] if low == high else f"{ends[0]} to {ends[1]}"
    return (
        (f"at least {ends[0]}" if high is None or high == float("inf") else f"at most {ends[0]}") if ends else "unknown"
    )


def _amount(value: float, unit: str, n: int) -> str:
    if unit == "share":
        heads = value * n
        if 0 < n < HEADS and abs(heads - round(heads)) < 1e-6:
            return f"{round(heads)} of {n} workers"
        return f"{value * 100:.3g} %"
    return counted(f"{value:,.4g}", "" if unit in ("ratio", "number", "count", "index") else unit)


def _value(fact: Fact, term: Term) -> str:
    value: Any = fact.value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return _listed(value, term) if not value or type(value[0]) is str else f"{len(value)} given"
    if isinstance(value, str):
        return term.labels.get(value, value if len(value) <= 120 else value[:117] + "...")
    if value is None:
        if fact.low is None or fact.high is None:
            return "unknown"
        return f"between {fact.low:g} and {fact.high:g} {fact.unit}".strip()
    if isinstance(value, date):
        return value.isoformat()
    return counted(f"{value:,}", fact.unit)


def _listed(options: tuple[str, ...], term: Term) -> str:
    text = term.said.get(options)
    if text is None:
        text = ", ".join([term.labels.get(str(option), str(option)) for option in options])
        if len(term.said) < MOST_LISTS:
            term.said[options] = text
    return text
