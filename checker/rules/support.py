"""How well a fact is shown under one requirement's evidence policy: kind, level, date, cover, review.

Decides nothing about truth. Whether an item fits the day and the scope is worked out once a subject and kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple, TypeAlias

from checker.model.duration import Duration
from checker.model.evaluation import NOTHING, Context, Shortfall, Support
from checker.model.evidence import EvidenceItem, Level, Period
from checker.model.facts import Fact, Facts
from checker.model.standard import EvidencePolicy, Requirement

DEFAULT_AGE = Duration(months=12)
IN_FORCE = frozenset({"contract", "subcontract", "worker_terms", "union_agreement"})
"""Kinds that hold while they are in force, unless a requirement gives an age."""
PAY_KINDS = frozenset({"wage_data", "worker_pay_records"})
ASKING_KINDS = frozenset({"worker_survey", "worker_interviews"})
"""Kinds that speak for workers who were asked: how many were has to be said."""
Fit: TypeAlias = "tuple[Level, tuple[Shortfall, ...], str, tuple[str, ...], bool]"
PayFit: TypeAlias = "tuple[Level, tuple[Shortfall, ...], tuple[str, ...], frozenset[str]]"
NOBODY: frozenset[str] = frozenset()
FROM_WORKERS = ("worker", "worker_organisation")
_STATED = Level.STATED
"""A level looked up by name in its class costs as much as three comparisons."""
_new = tuple.__new__
"""Makes a support in half the time that its own constructor takes; one is made for every comparison with evidence."""


class Frame:
    """One subject while it is judged: its facts, the context, and how items were found to fit its scope."""

    __slots__ = ("any_read", "context", "covers", "earliest", "fits", "get", "levels", "pay_fits", "reviewed")

    def __init__(self, facts: Facts, context: Context) -> None:
        """Take the facts of one subject and what its evidence is held against."""
        self.get = facts.table.get
        self.context = context
        self.levels = context.levels
        self.reviewed = context.reviewed
        self.any_read = bool(context.reviewed)
        self.earliest: dict[Duration | None, date] = {}
        self.covers: dict[int, tuple[Shortfall, ...]] = {}
        self.fits: dict[tuple[Duration | None, int], Fit] = {}
        self.pay_fits: dict[tuple[Duration | None, int, int], PayFit] = {}


class Policy(NamedTuple):
    """An evidence policy in the form in which facts are held against it."""

    requirement: str
    at_least: Level
    kinds: frozenset[str]
    max_age: Duration | None
    review: bool
    bare: Support
    """What a statement without evidence is worth."""


def policy_of(requirement: str, wanted: EvidencePolicy) -> Policy:
    """Return the policy of ``satisfied_when`` and the credit bands."""
    return _policy(requirement, wanted.at_least, wanted.kinds, wanted.max_age, wanted.review == "required")


def applicability_policy(requirement: Requirement, fitting: Iterable[str]) -> Policy:
    """Return the policy of ``applies_when``: documented, by a kind that fits the questions read, or pay data.

    What is critical is never put aside by a document that nobody has read, whatever the pack says of review.
    """
    wanted = requirement.evidence
    kinds = wanted.kinds | PAY_KINDS | frozenset(fitting)
    read = wanted.review == "required" or requirement.severity == "critical"
    return _policy(requirement.id, Level.DOCUMENTED, kinds, wanted.max_age, read)


def supporter(policy: Policy) -> Callable[[Fact, Frame], Support]:
    """Return the function that says how well a fact is shown under ``policy``."""
    bare = policy.bare

    def support(fact: Fact, frame: Frame) -> Support:
        items = fact.items
        if not items:
            return bare
        if fact.cover is not None:
            best = _pay_support(fact, policy, frame)
        elif len(items) == 1:
            best = _item_support(items[0], fact.cap, policy, frame)
        else:
            best = max([_item_support(item, fact.cap, policy, frame) for item in items], key=_strength)
        # Evidence that falls short never makes a statement worth less than it is by itself.
        return bare if bare[0] and not best[0] else best

    return support


def raw_level(fact: Fact, frame: Frame) -> Level:
    """Return the level of ``fact`` whatever the kind of its evidence: what it weighs against the subject."""
    if not fact.items:
        return _STATED
    levels = [_level(item, None, frame) for item in fact.items]
    return min(fact.cap, min(levels) if fact.cover is not None else max(levels))


def touches_scope(fact: Fact, frame: Frame) -> bool:
    """Say whether ``fact`` speaks of any part of the scope; the subject's own word always does."""
    if fact.own:
        return True
    context = frame.context
    reaches: list[tuple[Period | None, tuple[str, ...]]]
    if fact.cover is not None:
        reaches = [(fact.cover.period, fact.cover.places)]
    else:
        # What was found is mostly written down later: without `covers` it may speak of any day.
        reaches = [(item.covers, item.sites or ()) for item in fact.items]
    return any(_overlap(days, context.period) and _may_share_place(places, context.places) for days, places in reaches)


class Reach(NamedTuple):
    """Whom a source speaks of; None: everybody, everywhere, or (workers) nobody counted."""

    period: Period | None
    places: tuple[str, ...] | None
    workers: int | None


def reach(fact: Fact) -> Reach:
    """Return the period, places and number of workers of which ``fact`` speaks."""
    if fact.cover is not None:
        return Reach(fact.cover.period, fact.cover.places, fact.cover.workers)
    return _item_reach(fact.items[0]) if len(fact.items) == 1 else Reach(None, None, None)


def reaches_as_far(wide: Fact, narrow: Fact) -> bool:
    """Say whether ``wide`` covers at least the workers, period, places and basis that ``narrow`` covers."""
    a, b = reach(wide), reach(narrow)
    if wide.method != narrow.method:
        return False
    if b.workers is not None and (a.workers is None or a.workers < b.workers):
        return False
    if a.period is not None and b.period is not None and not a.period.includes(b.period):
        return False
    return a.places is None or b.places is None or set(b.places) <= set(a.places)


def last_day(item: EvidenceItem, day: date | None) -> date | None:
    """Return the day from which the age of ``item`` counts on ``day``: the end of what it covers, else its issue.

    A day that lies ahead says nothing of age: in place of an end counts the issue, in place of both the first day
    that it covers.
    """
    start, end = item.covers or (None, None)
    if end is None or day is None or end <= day:
        return end or item.issued
    return item.issued if item.issued is not None and (item.issued <= day or start is None) else start


def weakest(supports: Sequence[Support]) -> Support:
    """Return how well several things (at least one) are shown that all have to hold."""
    first = supports[0]
    if len(supports) == 1:
        return first
    shown, level, short, items, unchecked, reviewed = first
    for other in supports[1:]:
        if other is first:
            continue
        shown = shown and other.shown
        if other.level < level:
            level = other.level
        if other.short:
            short += tuple([word for word in other.short if word not in short])
        items += tuple([name for name in other.items if name not in items])
        # Bare statements rest on no document: they neither need reading nor count as read.
        reviewed = (reviewed or other.reviewed) and not (unchecked or other.unchecked)
        unchecked = unchecked or other.unchecked
    return Support(shown, level, short, items, unchecked, reviewed)


def strongest(supports: Iterable[Support]) -> Support:
    """Return how well the best shown of several alternatives is shown."""
    return max(supports, key=_strength, default=NOTHING)


def n_strongest(supports: Iterable[Support], n: int) -> Support:
    """Return how well the ``n`` best shown of several are shown together."""
    return strongest(supports) if n == 1 else weakest(sorted(supports, key=_strength, reverse=True)[:n])


def _strength(support: Support) -> tuple[bool, int, int]:
    return support.shown, support.level, -len(support.short)


def _policy(requirement: str, at_least: Level, kinds: frozenset[str], max_age: Duration | None, review: bool) -> Policy:
    shown = at_least <= _STATED
    bare = Support(shown, _STATED, () if shown else ("level",))
    return Policy(requirement, at_least, kinds, max_age, review, bare)


def _item_support(item: EvidenceItem, cap: Level, policy: Policy, frame: Frame) -> Support:
    requirement, at_least, kinds, max_age, review, _ = policy
    fit = frame.fits.get((max_age, id(item)))
    if fit is None:
        fit = frame.fits[(max_age, id(item))] = _fit(item, max_age, frame)
    level, short, kind, ids, document = fit
    if frame.levels:
        level = _level(item, requirement, frame)
    if cap < level:
        level = cap
    if kind not in kinds and level > _STATED:
        level = _STATED
        short = ("kind", *short)
    elif level < at_least:
        short = ("level", *short)
    if not document:
        return _new(Support, (not short, level, short, ids, False, False))
    read = frame.any_read and ids[0] in frame.reviewed.get(requirement, NOBODY)
    if review and not read:
        short = (*short, "review")
    return _new(Support, (not short, level, short, ids, not read, read))


def _fit(item: EvidenceItem, max_age: Duration | None, frame: Frame) -> Fit:
    """Return what an item is worth whatever a requirement asks: level, shortfalls, kind, id, whether it is read."""
    short = frame.covers.get(id(item))
    if short is None:
        found: list[Shortfall] = [] if _covers(item, frame.context) else ["cover"]
        if _too_few(item, frame.context.k):
            found.append("few")
        short = frame.covers[id(item)] = tuple(found)
    if not _in_date(item, max_age, frame):
        short = ("date", *short)
    return item.level, short, item.kind, (item.id,), item.document


def _pay_support(fact: Fact, policy: Policy, frame: Frame) -> Support:
    """Return how well a pay metric is shown: it rests on all files of the set together."""
    requirement, at_least, kinds, max_age, review, _ = policy
    key = (max_age, id(fact.cover), id(fact.items))
    fit = frame.pay_fits.get(key)
    if fit is None:
        fit = frame.pay_fits[key] = _pay_fit(fact, max_age, frame)
    level, short, ids, documents = fit
    if frame.levels:
        level = min([_level(item, requirement, frame) for item in fact.items])
    if fact.cap < level:
        level = fact.cap
    if level > _STATED and not all(item.kind in kinds for item in fact.items):
        level = _STATED
        short = ("kind", *short)
    elif level < at_least:
        short = ("level", *short)
    if not documents:
        return _new(Support, (not short, level, short, ids, False, False))
    read = documents <= frame.reviewed.get(requirement, NOBODY)
    if review and not read:
        short = (*short, "review")
    return _new(Support, (not short, level, short, ids, not read, read))


def _pay_fit(fact: Fact, max_age: Duration | None, frame: Frame) -> PayFit:
    """Return what a pay set is worth whatever a requirement asks: level, shortfalls, ids, documents among them."""
    items, cover, short = fact.items, fact.cover, list[Shortfall]()
    assert cover is not None
    dated = (day for day in (last_day(item, frame.context.aged_on) for item in items) if day is not None)
    last = cover.period.end or max(dated, default=None)
    later = any(_is_of_later(item, frame.context.gate) for item in items)
    if last is None or later or last < _earliest(max_age, frame):
        short.append("date")
    if not cover.complete:
        short.append("cover")
    if fact.collector in FROM_WORKERS and cover.workers < frame.context.k:
        short.append("few")
    ids = tuple(item.id for item in items)
    level = min(item.level for item in items)
    return level, tuple(short), ids, frozenset(item.id for item in items if item.document)


def _level(item: EvidenceItem, requirement: str | None, frame: Frame) -> Level:
    if frame.levels and not item.problem:
        given = frame.levels.get((requirement, item.id), frame.levels.get((None, item.id)))
        if given is not None:
            return given
    return item.level


def _in_date(item: EvidenceItem, max_age: Duration | None, frame: Frame) -> bool:
    day = frame.context.aged_on
    if day is None or _is_of_later(item, frame.context.gate):
        return False
    if max_age is None and item.kind in IN_FORCE:
        start = (item.covers.start if item.covers else None) or item.issued
        end = item.covers.end if item.covers else None
        return start is not None and start <= day and (end is None or end >= day)
    last = last_day(item, day)
    return last is not None and last >= _earliest(max_age, frame)


def _is_of_later(item: EvidenceItem, gate: date | None) -> bool:
    """Return whether an item is dated after the day of the gate, on which nobody can have seen it."""
    return gate is not None and item.issued is not None and item.issued > gate


def _earliest(max_age: Duration | None, frame: Frame) -> date:
    """Return the first day on which evidence may have been collected; worked out once a subject.

    Where no day to judge on is given, no evidence is recent enough.
    """
    day = frame.earliest.get(max_age)
    if day is None:
        aged_on = frame.context.aged_on
        day = date.max if aged_on is None else (max_age or DEFAULT_AGE).before(aged_on)
        frame.earliest[max_age] = day
    return day


def _too_few(item: EvidenceItem, k: int) -> bool:
    """Say whether under ``k`` workers stand behind an item that speaks for workers, or nobody says how many."""
    if item.respondents is None:
        return item.kind in ASKING_KINDS
    return item.respondents < k


def _covers(item: EvidenceItem, context: Context) -> bool:
    period, places, _ = _item_reach(item)
    if period is not None and (period.start is None or not period.includes(context.period)):
        return False
    if places is None:
        return True
    return bool(context.places) and all(_share_place(places, (place,)) for place in context.places)


def _item_reach(item: EvidenceItem) -> Reach:
    """Return whom an item speaks of; where no first day is declared it holds from ``issued`` on."""
    start, end = item.covers or (None, None)
    if start is None:
        start = item.issued
    return Reach(Period(start, end) if start or end else None, item.sites, item.respondents)


def _overlap(a: Period | None, b: Period) -> bool:
    if a is None:
        return True
    starts = a.start is None or b.end is None or a.start <= b.end
    return starts and (a.end is None or b.start is None or b.start <= a.end)


def _may_share_place(covered: Sequence[str], places: Sequence[str]) -> bool:
    """Say whether what speaks of ``covered`` may speak of one of ``places``: not where all of them lie elsewhere."""
    if not covered or not places:
        return True
    return any(a == b or a == b.partition("-")[0] or b == a.partition("-")[0] for a in covered for b in places)


def _share_place(covered: Iterable[str], places: Iterable[str]) -> bool:
    """Say whether one of ``places`` is covered, by itself or by its whole country."""
    known = frozenset(covered)
    return any(place in known or place.split("-")[0] in known for place in places)
