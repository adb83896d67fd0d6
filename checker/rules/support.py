"""How well a fact is shown under one requirement's evidence policy: kind, level, date, cover, review.

Decides nothing about truth. Whether an item fits the day and the scope is worked out once a subject and kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from checker.model.duration import Duration
from checker.model.evaluation import NOTHING, Context, Shortfall, Support
from checker.model.evidence import EvidenceItem, Level, Period
from checker.model.facts import Fact, Facts
from checker.model.standard import EvidencePolicy

DEFAULT_AGE = Duration(months=12)
IN_FORCE = frozenset({"contract", "subcontract", "worker_terms", "union_agreement"})
"""Kinds that hold while they are in force, unless a requirement gives an age."""
PAY_KINDS = frozenset({"wage_data", "worker_pay_records"})
FROM_WORKERS = ("worker", "worker_organisation")


class Frame:
    """One subject while it is judged: its facts, the context, and how items were found to fit its scope."""

    __slots__ = ("context", "fits", "get", "levels", "reviewed")

    def __init__(self, facts: Facts, context: Context) -> None:
        """Take the facts of one subject and what its evidence is held against."""
        self.get = facts.table.get
        self.context = context
        self.levels = context.levels
        self.reviewed = context.reviewed
        self.fits: dict[tuple[Duration | None, int], tuple[Shortfall, ...]] = {}


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


def applicability_policy(requirement: str, wanted: EvidencePolicy, fitting: Iterable[str]) -> Policy:
    """Return the policy of ``applies_when``: documented, by a kind that fits the questions read, or pay data."""
    kinds = wanted.kinds | PAY_KINDS | frozenset(fitting)
    return _policy(requirement, Level.DOCUMENTED, kinds, wanted.max_age, wanted.review == "required")


def supporter(policy: Policy) -> Callable[[Fact, Frame], Support]:
    """Return the function that says how well a fact is shown under ``policy``."""
    bare = policy.bare

    def support(fact: Fact, frame: Frame) -> Support:
        items = fact.items
        if not items:
            return bare
        if fact.cover is not None:
            return _pay_support(fact, policy, frame)
        best = _item_support(items[0], fact.cap, policy, frame)
        for item in items[1:]:
            best = max(best, _item_support(item, fact.cap, policy, frame), key=_strength)
        return bare if bare.shown and not best.shown else best

    return support


def raw_level(fact: Fact, frame: Frame) -> Level:
    """Return the level of ``fact`` whatever the kind of its evidence: what it weighs against the subject."""
    if not fact.items:
        return Level.STATED
    levels = [_level(item, None, frame) for item in fact.items]
    return min(fact.cap, min(levels) if fact.cover is not None else max(levels))


def touches_scope(fact: Fact, frame: Frame) -> bool:
    """Say whether ``fact`` speaks of any part of the scope; the subject's own word always does."""
    if fact.own:
        return True
    context = frame.context
    reaches = [reach(fact)] if fact.cover is not None else [_item_reach(item) for item in fact.items]
    return any(
        _overlap(r.period, context.period) and (r.places is None or _share_place(r.places, context.places))
        for r in reaches
    )


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


def weakest(supports: Iterable[Support]) -> Support:
    """Return how well several things are shown that all have to hold."""
    listed = list(supports)
    first = listed[0]
    if len(listed) == 1 or listed.count(first) == len(listed):
        return first
    items = tuple(dict.fromkeys(i for s in listed for i in s.items))
    short = tuple(dict.fromkeys(word for s in listed if not s.shown for word in s.short))
    rests = [s for s in listed if s.unchecked or s.reviewed]
    return Support(
        all(s.shown for s in listed),
        min(s.level for s in listed),
        short,
        items,
        any(s.unchecked for s in listed),
        bool(rests) and all(s.reviewed for s in rests),
    )


def strongest(supports: Iterable[Support]) -> Support:
    """Return how well the best shown of several alternatives is shown."""
    return max(supports, key=_strength, default=NOTHING)


def n_strongest(supports: Iterable[Support], n: int) -> Support:
    """Return how well the ``n`` best shown of several are shown together."""
    return weakest(sorted(supports, key=_strength, reverse=True)[:n])


def _strength(support: Support) -> tuple[bool, int, int]:
    return support.shown, support.level, -len(support.short)


def _policy(requirement: str, at_least: Level, kinds: frozenset[str], max_age: Duration | None, review: bool) -> Policy:
    shown = at_least <= Level.STATED
    bare = Support(shown, Level.STATED, () if shown else ("level",))
    return Policy(requirement, at_least, kinds, max_age, review, bare)


def _item_support(item: EvidenceItem, cap: Level, policy: Policy, frame: Frame) -> Support:
    requirement, at_least, kinds, max_age, review, _ = policy
    level = item.level if not frame.levels else _level(item, requirement, frame)
    if cap < level:
        level = cap
    key = (max_age, id(item))
    short = frame.fits.get(key)
    if short is None:
        short = frame.fits[key] = _fit(item, max_age, frame.context)
    if item.kind not in kinds and level > Level.STATED:
        level = Level.STATED
        short = ("kind", *short)
    elif level < at_least:
        short = ("level", *short)
    if not item.document:
        return Support(not short, level, short, (item.id,))
    read = item.id in frame.reviewed.get(requirement, ())
    if review and not read:
        short = (*short, "review")
    return Support(not short, level, short, (item.id,), not read, read)


def _fit(item: EvidenceItem, max_age: Duration | None, context: Context) -> tuple[Shortfall, ...]:
    """Return what an item falls short of whatever its kind and level."""
    found: list[Shortfall] = []
    if not _in_date(item, max_age, context.as_of):
        found.append("date")
    if not _covers(item, context):
        found.append("cover")
    if item.respondents is not None and item.respondents < context.k:
        found.append("few")
    return tuple(found)


def _pay_support(fact: Fact, policy: Policy, frame: Frame) -> Support:
    """Return how well a pay metric is shown: it rests on all files of the set together."""
    cover, context = fact.cover, frame.context
    assert cover is not None
    short: list[Shortfall] = []
    level = min(fact.cap, min(_level(item, policy.requirement, frame) for item in fact.items))
    if any(item.kind not in policy.kinds for item in fact.items) and level > Level.STATED:
        level = Level.STATED
        short.append("kind")
    elif level < policy.at_least:
        short.append("level")
    last = cover.period.end or max((d for d in map(_last_day, fact.items) if d), default=None)
    if last is None or last < (policy.max_age or DEFAULT_AGE).before(context.as_of):
        short.append("date")
    if not cover.complete:
        short.append("cover")
    if fact.collector in FROM_WORKERS and cover.workers < context.k:
        short.append("few")
    documents = [item for item in fact.items if item.document]
    unread = any(item.id not in frame.reviewed.get(policy.requirement, ()) for item in documents)
    if unread and policy.review:
        short.append("review")
    ids = tuple(item.id for item in fact.items)
    return Support(not short, level, tuple(short), ids, unread, bool(documents) and not unread)


def _level(item: EvidenceItem, requirement: str | None, frame: Frame) -> Level:
    if frame.levels and not item.problem:
        given = frame.levels.get((requirement, item.id), frame.levels.get((None, item.id)))
        if given is not None:
            return given
    return item.level


def _in_date(item: EvidenceItem, max_age: Duration | None, as_of: date) -> bool:
    if max_age is None and item.kind in IN_FORCE:
        start = (item.covers.start if item.covers else None) or item.issued
        end = item.covers.end if item.covers else None
        return start is not None and start <= as_of and (end is None or end >= as_of)
    last = _last_day(item)
    return last is not None and last >= (max_age or DEFAULT_AGE).before(as_of)


def _last_day(item: EvidenceItem) -> date | None:
    return (item.covers.end if item.covers else None) or item.issued


def _covers(item: EvidenceItem, context: Context) -> bool:
    period, places, _ = _item_reach(item)
    if period is not None and not period.includes(context.period):
        return False
    if places is None:
        return True
    return bool(context.places) and all(_share_place(places, (place,)) for place in context.places)


def _item_reach(item: EvidenceItem) -> Reach:
    """Return whom an item speaks of; without ``covers`` it holds from ``issued`` on."""
    period = item.covers or (Period(item.issued, None) if item.issued else None)
    return Reach(period, item.sites, item.respondents)


def _overlap(a: Period | None, b: Period) -> bool:
    if a is None:
        return True
    starts = a.start is None or b.end is None or a.start <= b.end
    return starts and (a.end is None or b.start is None or b.start <= a.end)


def _share_place(covered: Iterable[str], places: Iterable[str]) -> bool:
    """Say whether one of ``places`` is covered, by itself or by its whole country."""
    known = frozenset(covered)
    return any(place in known or place.split("-")[0] in known for place in places)
