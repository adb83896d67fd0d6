"""The three laws of scores and verdicts over every pack that ships.

Worlds hold conflicts of two sources, metric intervals, credit bands, evidence of every quality and unknown
applicability; half of them are aimed at passing, or nearly (`tests/worlds.py`). Every law is tried on the same worlds,
judged once, and each counts the cases in which it says something: a pack on which it hardly does fails the test.

A completion changes only what is open: it answers what no source has answered, narrows an interval of what one source
says, raises evidence; it never makes a second source speak on what is decided
(`.github/decisions/what-a-completion-is.md`).

`--hypothesis-profile search` tries other worlds each time, and more of them.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from typing import NamedTuple

import pytest
from hypothesis import settings

from checker.model.facts import Fact
from checker.model.statuses import VERDICTS
from checker.rules.evaluate import CompiledStandard, compile_standard
from checker.rules.sentence import Words
from tests.worlds import (
    INVENTED_PACK,
    LIGHT,
    PACKS,
    UNITS,
    Judged,
    Maker,
    World,
    bank,
    clashes_of,
    draw_world,
    judge_world,
    narrowed,
    pack,
    raised,
    uses,
)

EPSILON = 1e-9
PASSING = ("meets_with_actions", "meets")
SEARCHING = settings.default is not None and settings.default.max_examples > 100
NUMBER = 4000 if SEARCHING else 340
"""Worlds a pack, and four a requirement at least."""
FIRST = random.SystemRandom().randrange(2**32) if SEARCHING else 0
AT_LEAST = 10
"""In so many of the worlds a law has to say something."""
each_pack = pytest.mark.parametrize("name", PACKS)


class Case(NamedTuple):
    """A world of one pack, and what the pack makes of it."""

    name: str
    seed: int
    compiled: CompiledStandard
    world: World
    judged: Judged

    def rng(self, law: str) -> random.Random:
        """Return the chance by which a law changes this world."""
        return random.Random(f"{self.seed} {law}")


@pytest.fixture(scope="module", params=[*PACKS, INVENTED_PACK])
def cases(request: pytest.FixtureRequest) -> list[Case]:
    """Return the worlds of one pack; all laws are tried on it before the next pack is loaded."""
    return _cases(request.param)


def _cases(name: str) -> list[Case]:
    found = []
    number = NUMBER if name == INVENTED_PACK else max(NUMBER, 4 * len(pack(name).requirements))
    for turn, seed in enumerate(range(FIRST, FIRST + number)):
        compiled, world = draw_world(name, random.Random(seed), turn)
        found.append(Case(name, seed, compiled, world, judge_world(compiled, world)))
    return found


def test_credits_are_in_order(cases: list[Case]) -> None:
    apart: Counter[str] = Counter()
    for case in cases:
        judged = case.judged
        for evaluation, judgement in zip(judged.evaluations, judged.judgements, strict=True):
            shown, claimed, possible = judgement.credit
            assert 0 <= shown <= claimed <= possible <= 1, (case.seed, evaluation.requirement.id)
            assert not evaluation.error, (case.seed, evaluation.error)
        for found in judged.sums.values():
            if found.shown is not None:
                assert -EPSILON <= found.shown <= found.claimed + EPSILON, case.seed
                assert found.claimed <= found.possible + EPSILON <= found.max + 2 * EPSILON, case.seed
                apart["said, not shown"] += found.shown < found.claimed
                apart["open"] += found.claimed < found.possible
                apart["shown"] += found.shown > 0
    assert len(apart) == 3 and min(apart.values()) >= AT_LEAST, apart


def test_law_1_deleting_an_answer_never_helps(cases: list[Case]) -> None:
    seen: Counter[str] = Counter()
    for case in cases:
        rng = case.rng("answers")
        share = rng.choice((0.02, 0.3))
        gone = {n for n in case.world.facts if rng.random() < share}
        left = {n: f for n, f in case.world.facts.items() if n not in gone}
        seen += _not_better(case, case.world._replace(facts=left), gone)
    _said_enough(seen, cases)


def test_law_1_deleting_a_source_that_nobody_contradicts_never_helps(cases: list[Case]) -> None:
    seen: Counter[str] = Counter()
    for case in cases:
        rng = case.rng("sources")
        facts, gone = dict(case.world.facts), set()
        for name, sources in case.world.facts.items():
            if len(sources) > 1 and name not in case.judged.clashing:
                left = tuple(f for f in sources if rng.random() < 0.5)
                facts[name] = left
                gone |= {name} if len(left) < len(sources) else set()
        seen += _not_better(case, case.world._replace(facts=facts), gone)
    # Two sources on one fact, of which neither is contradicted, are few in any world.
    assert seen["changed"] >= AT_LEAST // 2, seen


def test_law_1_holds_for_evidence_taken_away(cases: list[Case]) -> None:
    seen: Counter[str] = Counter()
    for case in cases:
        rng = case.rng("evidence")
        facts, gone = dict(case.world.facts), set()
        for name, sources in case.world.facts.items():
            if name not in case.judged.clashing and not name.startswith("wages.") and rng.random() < 0.5:
                left = tuple(f._replace(items=f.items[1:]) if f.own else f for f in sources)
                # Evidence of a kind is there or not: without its item there is no such fact.
                facts[name] = tuple(f for f in left if f.items or not name.startswith("evidence."))
                gone.add(name)
        seen += _not_better(case, case.world._replace(facts=facts), gone)
    answers = any(name.startswith("answers.") for case in cases for name in case.world.facts)
    assert not answers or seen["changed"] >= AT_LEAST, seen


def test_law_2_completions_lie_between_shown_and_possible(cases: list[Case]) -> None:
    seen: Counter[str] = Counter()
    for case in cases:
        now = case.judged
        whole = _completion(case, case.rng("completion"))
        then = judge_world(case.compiled, whole)
        if then.clashing - now.clashing:
            continue  # a narrowed interval made a second source speak on what was decided: no completion
        for profile, score in now.sums.items():
            later = then.sums[profile]
            if score.shown is None or later.shown is None:
                continue
            up = _worse(now, then, "shown")
            assert score.shown <= later.shown + EPSILON, (case.seed, profile, up)
            assert later.possible <= score.possible + EPSILON, (case.seed, profile, _worse(then, now, "possible"))
            seen["lifted"] += later.shown > score.shown + EPSILON
            seen["lowered"] += later.possible < score.possible - EPSILON
    # Pairs of thresholds move by whole points, and hardly.
    assert min(seen["lifted"], seen["lowered"]) >= AT_LEAST // 2, seen


def test_law_3_order_changes_nothing(cases: list[Case]) -> None:
    several = 0
    for case in cases:
        rng, world = case.rng("order"), case.world
        names = list(world.facts)
        rng.shuffle(names)
        turned: dict[str, tuple[Fact, ...]] = {}
        for name in names:
            sources = [f._replace(items=tuple(rng.sample(f.items, len(f.items)))) if f.cover is None else f
                       for f in world.facts[name]]  # fmt: skip
            rng.shuffle(sources)
            turned[name] = tuple(sources)
            several += len(sources) > 1 or any(len(f.items) > 1 for f in sources)
        now, then = case.judged, judge_world(case.compiled, world._replace(facts=turned))
        assert [(j.status, j.credit, j.parked) for j in now.judgements] == [
            (j.status, j.credit, j.parked) for j in then.judgements
        ], case.seed
        assert [clashes_of(e) for e in now.evaluations] == [clashes_of(e) for e in then.evaluations], case.seed
        assert (now.scores, now.verdicts) == (then.scores, then.verdicts), case.seed
    assert several >= AT_LEAST


def test_law_3_weights_never_change_a_status(cases: list[Case]) -> None:
    moved = 0
    for case in cases[: NUMBER // 10]:
        standard = case.compiled.standard
        rng = case.rng("weights")
        weights = {severity: float(rng.randrange(20)) for severity in standard.weights}
        kept = {r.requirement.id: r.requirement for r in case.compiled.requirements}
        heavier = replace(standard, weights=weights, requirements=tuple(kept.values()))
        other = compile_standard(heavier, Words(bank(), units=UNITS))
        then = judge_world(other, case.world)
        assert [j.status for j in case.judged.judgements] == [j.status for j in then.judgements], case.seed
        assert case.judged.verdicts == then.verdicts, case.seed
        moved += case.judged.sums != then.sums
    pairs = cases[0].compiled.standard.score.name == "threshold_pairs"
    assert pairs or moved >= AT_LEAST // 2, "weights that change no score say nothing"


@each_pack
def test_silence_meets_nothing_and_accuses_nobody(name: str) -> None:
    judged = judge_world(pack(name), World({}))
    assert {j.status for j in judged.judgements} == {"unknown"}
    assert set(judged.verdicts.values()) == {"cannot_conclude"}
    for found in judged.scores.values():
        nothing = (None, None, None) if pack(name).standard.score.name == "none" else (0, 0, found.max)
        assert (found.shown, found.claimed, found.possible) == nothing


def test_worlds_reach_every_status_and_verdict(cases: list[Case]) -> None:
    """The laws are about nothing where the worlds are all alike."""
    if cases[0].name == INVENTED_PACK:
        pytest.skip("its requirements differ from world to world")
    judgements = [j for case in cases for j in case.judged.judgements]
    whole = pack(cases[0].name).requirements
    statuses = {"met", "not_met", "claimed", "unknown"}
    statuses |= {"partly_met"} if any(r.bands for r in whole) else set()
    statuses |= {"not_applicable"} if any(r.applies for r in whole) else set()
    assert {j.status for j in judgements} == statuses
    verdicts = Counter(v for case in cases for v in case.judged.verdicts.values())
    light = any(r.requirement.severity in LIGHT for r in whole)
    reached = [word for word in VERDICTS if light or word != "meets_with_actions"]
    assert all(verdicts[word] >= AT_LEAST for word in reached), verdicts
    assert set(verdicts) == set(reached), "a pack without a light requirement is met or not"
    assert any(j.parked for j in judgements) == any(r.applies for r in whole)
    short = {word for j in judgements for word in j.support.short}
    read = any(r.requirement.evidence.review == "required" for r in whole)
    assert short == {"kind", "level", "date", "cover", "few"} | ({"review"} if read else set())
    clashes = [clash for case in cases for e in case.judged.evaluations for clash in e.clashes]
    assert {clash.upheld for clash in clashes} == {True, False}
    assert {clash.adverse.collector for clash in clashes} >= {"supplier", "auditor", "worker"}
    wide = [f for case in cases for sources in case.world.facts.values() for f in sources if f.low != f.high]
    measured = {fact for r in whole for fact in r.names if fact.startswith(("wages.", "workers."))}
    assert len(wide) >= min(100, 10 * len(measured)), "intervals"


def test_every_requirement_of_a_pack_is_met_and_failed_in_some_world(cases: list[Case]) -> None:
    """A law over a pack is one over each of its requirements."""
    if cases[0].name == INVENTED_PACK:
        pytest.skip("its requirements differ from world to world")
    found: dict[str, Counter[str]] = {}
    for case in cases:
        for evaluation, judgement in zip(case.judged.evaluations, case.judged.judgements, strict=True):
            found.setdefault(evaluation.requirement.id, Counter())[judgement.status] += 1
    whole = [r.requirement.id for r in pack(cases[0].name).requirements]
    assert [name for name in whole if not {"met", "unknown"} <= set(found[name])] == []
    assert [name for name in whole if "not_met" not in found[name]] == []


def test_assessors_levels_and_readings_change_what_comes_out(cases: list[Case]) -> None:
    """Else the laws would hold of them because they do nothing."""
    changed: Counter[str] = Counter()
    for case in cases:
        now = case.judged.judgements
        if case.world.levels:
            changed["levels"] += now != judge_world(case.compiled, case.world._replace(levels={})).judgements
        changed["read"] += now != judge_world(case.compiled, case.world._replace(read=frozenset())).judgements
    assert changed["levels"] > 5, changed
    assert changed["read"] > 5 or cases[0].name == INVENTED_PACK, changed


def _completion(case: Case, rng: random.Random) -> World:
    """Return the world with some of what is open answered, narrowed or better shown."""
    compiled, world, clashing = case.compiled, case.world, case.judged.clashing
    maker = Maker(compiled, rng)
    facts = dict(world.facts)
    read = set(world.read)
    for name in maker.names:
        sources = world.facts.get(name, ())
        if not any(f.known for f in sources):
            if rng.random() < 0.5:
                facts[name] = (maker.own(name),)
            continue
        if name in clashing or rng.random() < 0.4:
            continue
        kinds = maker.kinds.get(name, ())
        facts[name] = tuple(raised(narrowed(f, rng), kinds, rng) for f in sources)
    # Sources that differ stay as they are: reading one of them would raise its evidence against the other.
    agreed = {name: sources for name, sources in facts.items() if name not in clashing}
    read |= {use for use in uses(compiled, agreed) if rng.random() < 0.5}
    return World(facts, frozenset(read), world.levels)


def _not_better(case: Case, less: World, gone: set[str]) -> Counter[str]:
    """Assert law 1 and return what was tried of it: a change at all, one below a sum, one out of a passing verdict."""
    before, after = case.judged, judge_world(case.compiled, less)
    seen: Counter[str] = Counter(changed=before.judgements != after.judgements)
    for profile, was in before.sums.items():
        now = after.sums[profile]
        if was.shown is not None and now.shown is not None:
            worse = (case.seed, profile, sorted(gone), _worse(after, before, "shown"))
            assert now.shown <= was.shown + EPSILON, worse
            seen["fell"] += now.shown < was.shown - EPSILON
        first, second = before.verdicts[profile], after.verdicts[profile]
        if first not in PASSING:
            assert second not in PASSING, (case.seed, profile, sorted(gone))
            seen["stayed"] += seen["changed"]
        else:
            seen["lost"] += second not in PASSING
        if first == "meets_with_actions":
            assert second != "meets", (case.seed, profile, sorted(gone))
            seen["actions"] += seen["changed"]
    return seen


def _said_enough(seen: Counter[str], cases: list[Case]) -> None:
    light = any(r.requirement.severity in LIGHT for case in cases for r in case.compiled.requirements)
    wanted = ("changed", "fell", "stayed", "lost")
    enough = AT_LEAST // 2 if cases[0].name == INVENTED_PACK else AT_LEAST
    assert all(seen[word] >= enough for word in wanted), seen
    assert seen["actions"] >= 3 or not light or cases[0].name == INVENTED_PACK, seen


def _worse(left: Judged, right: Judged, part: str) -> list[tuple[str, object, object]]:
    """Return the requirements whose credit on the left is above that on the right."""
    pairs = zip(left.evaluations, left.judgements, right.judgements, strict=True)
    return [
        (e.requirement.id, a, b) for e, a, b in pairs if getattr(a.credit, part) > getattr(b.credit, part) + EPSILON
    ]
