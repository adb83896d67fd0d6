"""Laws of the list of what would settle what is open, on the shipped packs and over invented conditions.

Everything on it, answered in whatever way, leaves nothing open for want of an answer; nothing on it is superfluous;
and the part that is called needed is enough where all turns out well. Answers are put in as facts, and judged by the
same rules as any subject's.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from checker.assess.settling import rank_steps
from checker.assess.statuses import judge
from checker.model.evaluation import Context, Evaluation
from checker.model.evidence import EvidenceItem, Level, Place
from checker.model.facts import Cover, Fact, Facts
from checker.model.settling import Open, Want
from checker.pipeline.settling import by_rule
from checker.rules.evaluate import CompiledRequirement, CompiledStandard, evaluate
from checker.rules.settling import lookouts
from checker.rules.support import Frame
from tests.worlds import (
    AS_OF,
    INVENTED_PACK,
    PACKS,
    PERIOD,
    SCENE,
    SITE,
    SITES,
    WORKERS,
    Maker,
    World,
    bank,
    context_of,
    make_world,
    part,
)

SEEDS = st.integers(min_value=0, max_value=2**32)
each_source = pytest.mark.parametrize("name", [*PACKS, INVENTED_PACK])
laws = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TRIES = 400


def as_open(compiled: CompiledRequirement, facts: Facts, context: Context) -> Open | None:
    """Return a requirement with what would settle it, where its conditions are open; else None."""
    (evaluation,) = evaluate([compiled], facts, context)
    judgement = judge(evaluation, SCENE, ())
    if judgement.status not in ("unknown", "claimed"):
        return None
    seen = lookouts(compiled.requirement, Frame(facts, context), bank(), "supplier", lambda name, _: name)
    way = by_rule(evaluation, judgement, compiled, *seen)
    assert way is not None, "something settles whatever is open"
    severity, name = compiled.requirement.severity, compiled.requirement.id
    return Open("x", name, severity, 1.0, 1.0, way.good, way.every, way.best, way.shows)


def is_decided(evaluation: Evaluation) -> bool:
    """Say whether no answer is missing: the condition is decided, or it does not apply."""
    applies, satisfied = evaluation.applies, evaluation.satisfied
    if applies is not None and applies.truth is not True:
        return applies.truth is False
    return satisfied.truth is not None


def names_of(steps: Iterable[tuple[Want, tuple[str, ...]]]) -> set[str]:
    """Return the facts of which something is to be said; evidence for what was said leaves that as it is."""
    found: set[str] = set()
    for want, names in steps:
        if want.kind == "attach":
            found.add(f"evidence.{want.name}")
        elif want.kind != "mend":
            found.update(names)
    return found


def answered(world: World, names: Iterable[str], maker: Maker) -> World:
    """Return ``world`` with an exact answer to each of ``names``, whatever it says."""
    facts = dict(world.facts)
    for name in sorted(names):
        made = maker.own(name)
        if made.low is not None and made.low != made.high:
            made = made._replace(value=made.low, high=made.low)
        if name.startswith("evidence."):  # it is there or it is not; a paper of last year is no answer
            items = tuple(replace(i, level=Level.WORKER_MEASURED, covers=PERIOD, issued=AS_OF) for i in made.items)
            made = made._replace(items=items)
        if name == "scope.sites":
            made = made._replace(value=tuple({**site, "headcount": 30} for site in SITE))
        facts[name] = (made._replace(complete=True, unit=""),)
    return world._replace(facts=facts)


def same_units(world: World) -> World:
    """Return ``world`` without units: what is invented there compares hours with nothing."""
    return world._replace(facts={n: tuple(f._replace(unit="") for f in found) for n, found in world.facts.items()})


def asked_about(compiled: CompiledStandard, world: World) -> list[tuple[CompiledRequirement, Open]]:
    context, facts = context_of(compiled, world), Facts(world.facts)
    found = ((r, as_open(r, facts, context)) for r in compiled.requirements)
    return [(r, one) for r, one in found if one is not None]


@each_source
@laws
@given(seed=SEEDS)
@example(seed=0)
def test_all_of_it_answered_in_any_way_leaves_nothing_open(name: str, seed: int) -> None:
    rng = random.Random(seed)
    compiled = part(name, rng)
    world = same_units(make_world(compiled, rng))
    opened = asked_about(compiled, world)
    steps = rank_steps([one for _, one in opened], lambda settled: ({}, "cannot_conclude"))
    names = names_of((s.want, s.at) for s in steps)
    then = answered(world, names, Maker(compiled, rng))
    for requirement, one in opened:
        (evaluation,) = evaluate([requirement], Facts(then.facts), context_of(compiled, then))
        assert is_decided(evaluation), (one.requirement, names)


@pytest.mark.parametrize("name", PACKS)
@settings(laws, max_examples=40)
@given(seed=SEEDS)
def test_without_any_one_question_something_may_stay_open(name: str, seed: int) -> None:
    rng = random.Random(seed)
    compiled = part(name, rng)
    world = same_units(make_world(compiled, rng))
    for requirement, one in asked_about(compiled, world)[:4]:
        if any(fact.startswith("evidence.") for fact in requirement.names):
            continue  # evidence is there or missing, and never says no: what is beside it may not matter
        names = names_of((want, at) for want, at in one.every.wants() if want.kind != "attach")
        for left_out in names:
            rest = names_of(one.every.wants()) - {left_out}
            assert _may_stay_open(compiled, requirement, world, rest, rng), (one.requirement, left_out)


def _may_stay_open(
    compiled: CompiledStandard, requirement: CompiledRequirement, world: World, names: set[str], rng: random.Random
) -> bool:
    for _ in range(TRIES):
        then = answered(world, names, Maker(compiled, rng))
        (evaluation,) = evaluate([requirement], Facts(then.facts), context_of(compiled, then))
        if not is_decided(evaluation):
            return True
    return False


@each_source
@settings(laws, max_examples=60)
@given(seed=SEEDS)
def test_no_entry_is_there_twice_and_no_chosen_entry_is_missed_by_nobody(name: str, seed: int) -> None:
    rng = random.Random(seed)
    compiled = part(name, rng)
    world = same_units(make_world(compiled, rng))
    opened = [one for _, one in asked_about(compiled, world)]
    steps = rank_steps(opened, lambda settled: ({}, "cannot_conclude"))
    wants = [step.want for step in steps]
    assert len(set(wants)) == len(wants)
    needed = frozenset(step.want for step in steps if step.needed)
    assert all(one.good.met_by(needed) for one in opened)
    for want in needed:
        assert not all(one.good.met_by(needed - {want}) for one in opened), want
    assert sorted(name for step in steps for name in step.settles) == sorted(one.requirement for one in opened)


@pytest.mark.parametrize("name", PACKS)
@settings(laws, max_examples=40)
@given(seed=SEEDS)
def test_what_is_needed_is_enough_where_it_turns_out_well(name: str, seed: int) -> None:
    """Of some answers with evidence that suffices, to what is called needed and nothing else, it comes out settled."""
    rng = random.Random(seed)
    compiled = part(name, rng)
    world = same_units(make_world(compiled, rng))
    for requirement, one in asked_about(compiled, world)[:3]:
        own = all(f.own and len(world.facts[n]) == 1 for n in requirement.names for f in world.facts.get(n, ()))
        if own and one.requirement not in {use for use, _ in world.levels}:
            assert _may_be_settled(compiled, requirement, world, one, rng), one.requirement


def _may_be_settled(
    compiled: CompiledStandard, requirement: CompiledRequirement, world: World, one: Open, rng: random.Random
) -> bool:
    steps = [step for step in rank_steps([one], lambda settled: ({}, "cannot_conclude")) if step.needed]
    to_say = names_of((step.want, step.at) for step in steps)
    to_show = {name for step in steps for name in step.at} - to_say
    for _ in range(TRIES):
        facts = dict(answered(world, to_say, Maker(compiled, rng)).facts)
        for fact_name in sorted(to_say | to_show):
            facts[fact_name] = tuple(_well_shown(f, requirement) for f in facts.get(fact_name, ()))
        then = world._replace(facts=facts, levels={})
        (evaluation,) = evaluate([requirement], Facts(facts), context_of(compiled, then))
        if judge(evaluation, SCENE, ()).status in ("met", "not_applicable"):
            return True
    return False


def _well_shown(fact: Fact, requirement: CompiledRequirement) -> Fact:
    """Return ``fact`` with evidence of a kind that counts, in date, over all of the scope."""
    listed = requirement.requirement.evidence.listed
    kind = fact.name.partition(".")[2] if fact.name.startswith("evidence.") else listed[0] if listed else "register"
    item = EvidenceItem(
        "shown", kind, "supplier", Level.WORKER_MEASURED, (), Place("q.yaml", 1, 1), PERIOD, issued=AS_OF,
        respondents=WORKERS, document=False,
    )  # fmt: skip
    cover = Cover(True, PERIOD, SITES, WORKERS) if fact.name.startswith("wages.") else None
    return fact._replace(items=(item,), cap=Level.WORKER_MEASURED, cover=cover)
