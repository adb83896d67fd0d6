"""Laws of waivers and baselines over every pack: they move the code of the gate alone, and only as far as they may.

A subject's results come from the worlds of the other laws; waivers and baselines are drawn at random, good and bad.
"""

from __future__ import annotations

import copy
import random
from datetime import date, timedelta
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checker.assess.gate import subject_code
from checker.assess.overlays import Held, Known, count, in_force, sift, withdrawn
from checker.assess.results import clause_of
from checker.assess.statuses import RANK
from checker.model.assessment import StandardResult, Standing
from checker.model.evidence import Place
from checker.model.overlay import Entry, Source, SubjectRecord, Waiver
from checker.model.questionnaire import Decision
from tests import reports_for_tests as made
from tests.worlds import INVENTED_PACK, PACKS, judge_world, make_world, part

SEEDS = st.integers(min_value=0, max_value=2**32)
DAY = date(2026, 9, 1)
GATES = ("critical", "major", "minor", "never")
BETTER = {3: 0, 1: 1, 5: 2, 4: 3, 0: 4}
"""Exit codes from the worst on."""
each_source = pytest.mark.parametrize("name", [*PACKS, INVENTED_PACK])
laws = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


class Drawn(NamedTuple):
    """A standard judged for a subject, and what is laid over it."""

    standard: StandardResult
    waivers: tuple[Waiver, ...]
    before: SubjectRecord
    now: SubjectRecord
    lifts: tuple[Decision, ...]
    holds: tuple[str, ...]


def draw(name: str, seed: int) -> Drawn:
    rng = random.Random(seed)
    compiled = part(name, rng)
    judged = judge_world(compiled, make_world(compiled, rng))
    standings = tuple(
        Standing(clause_of(r.requirement, "", compiled.standard), j.status, j.credit, j.parked)
        for r, j in zip(compiled.requirements, judged.judgements, strict=True)
    )
    ids = [s.clause.requirement for s in standings]
    met = [s.clause.requirement for s in standings if s.status == "met"]
    standard = made.standard(
        (), standings=standings, expired=tuple(i for i in met if rng.random() < 0.2),
        zero_tolerance=tuple(i for i in ids if i in compiled.standard.zero_tolerance or rng.random() < 0.1),
    )  # fmt: skip
    sources = {n: Source("wage_data", (n * 64,)) for n in "abc"}
    left = {n: s for n, s in sources.items() if rng.random() < 0.7}
    entries = {i: _entry(rng) for i in ids if rng.random() < 0.7}
    covered = {i: e for i, e in entries.items() if rng.random() < 0.8}
    before = SubjectRecord(
        date(2026, 6, 30), sources, {}, covered, {i: e for i, e in entries.items() if i not in covered}
    )
    now = SubjectRecord(date(2026, 6, 30), left, {}, {s.clause.requirement: _entry(rng) for s in standings})
    waivers = tuple(_waiver(rng.choice(ids), rng) for _ in range(rng.randint(0, len(ids))))
    lifts = tuple(_lift(i) for i in ids if rng.random() < 0.1)
    return Drawn(standard, waivers, before, now, lifts, ("no headcount",) if rng.random() < 0.1 else ())


def _entry(rng: random.Random) -> Entry:
    status: Any = rng.choice(("not_met", "partly_met", "unknown", "claimed"))
    return Entry("pai", status, rng.choice((0.0, 0.0, 0.5)), tuple(n for n in "abc" if rng.random() < 0.3))


def _waiver(requirement: str, rng: random.Random) -> Waiver:
    start = DAY + timedelta(days=rng.randint(-40, 5))
    end = start + timedelta(days=rng.randint(0, 60))
    subject = rng.choice(("acme", "acme", "acme", "globex"))
    return Waiver(requirement, subject, "r", "role", start, end, "m", Place("w.yaml", rng.randint(1, 999), 5))


def _lift(requirement: str) -> Decision:
    return Decision(requirement, "lift", None, None, DAY, "Looked into.", "auditor", "House", Place("a.yaml"))


def held(
    drawn: Drawn, *, waived: bool = True, baseline: bool = True, new_only: bool = True, expired: bool = False
) -> Held:
    """Return what is laid over the standard, as the pipeline puts it together."""
    names = [s.clause.requirement for s in drawn.standard.standings]
    known = Known(names, {}, drawn.standard.zero_tolerance, ("acme",), DAY, "pai 2022")
    kept, _ = sift(drawn.waivers, known)
    if not baseline:
        return Held(in_force(kept, "acme") if waived else {})
    gone = withdrawn(drawn.before, drawn.now, "pai", drawn.lifts)
    return Held(
        in_force(kept, "acme") if waived else {}, drawn.before, drawn.now, not expired, "expired",
        {one.requirement: one for one in gone}, new_only,
    )  # fmt: skip


def code(drawn: Drawn, fail_on: str, over: Held | None) -> int:
    standard = drawn.standard
    laid = count(standard, over) if over is not None else None
    return subject_code(standard.standings, fail_on, drawn.holds, standard.expired, laid)


@each_source
@laws
@given(seed=SEEDS)
def test_overlays_change_no_status_no_credit_and_no_score(name: str, seed: int) -> None:
    drawn = draw(name, seed)
    kept = copy.deepcopy(drawn.standard)
    laid = count(drawn.standard, held(drawn))
    assert drawn.standard == kept
    assert list(laid) == [s.clause.requirement for s in drawn.standard.standings]


@each_source
@laws
@given(seed=SEEDS)
def test_without_waivers_and_baseline_the_code_is_that_of_the_statuses(name: str, seed: int) -> None:
    drawn = draw(name, seed)
    for fail_on in GATES:
        assert code(drawn, fail_on, Held({})) == code(drawn, fail_on, None)


@each_source
@laws
@given(seed=SEEDS)
def test_a_waiver_never_makes_the_code_worse_and_never_hides_error_hold_or_emptiness(name: str, seed: int) -> None:
    drawn = draw(name, seed)
    for fail_on in GATES:
        bare, waived = code(drawn, fail_on, None), code(drawn, fail_on, held(drawn, baseline=False))
        assert BETTER[bare] <= BETTER[waived]
        assert (bare == 3) == (waived == 3)
        if drawn.holds and fail_on != "never":
            assert waived != 0
        if not any(s.status == "met" for s in drawn.standard.standings) and fail_on != "never":
            assert waived != 0


@each_source
@laws
@given(seed=SEEDS)
def test_nothing_is_excused_but_by_a_waiver_in_date_or_by_the_baseline(name: str, seed: int) -> None:
    drawn = draw(name, seed)
    strict = set(drawn.standard.zero_tolerance)
    by_name = {s.clause.requirement: s for s in drawn.standard.standings}
    for expired in (False, True):
        for requirement, one in count(drawn.standard, held(drawn, expired=expired)).items():
            standing = by_name[requirement]
            if not one.excused:
                continue
            assert requirement not in strict
            assert one.status in ("not_met", "partly_met", "unknown", "claimed")
            if one.waiver is not None:
                assert one.waiver in drawn.waivers
                assert one.waiver.subject == "acme" and one.waiver.start <= DAY <= one.waiver.end
            else:
                assert not expired
                assert standing.clause.severity != "critical"
                entry = drawn.before.results[requirement]
                assert RANK[one.status] >= RANK[entry.status]
                assert entry.credit <= standing.credit.shown + 1e-9


@each_source
@laws
@given(seed=SEEDS)
def test_withdrawing_evidence_never_helps(name: str, seed: int) -> None:
    """With its sources gone each adverse result of the baseline counts no better than it did there."""
    drawn = draw(name, seed)
    intact = drawn._replace(now=drawn.now.__class__(drawn.now.as_of, drawn.before.evidence, {}, drawn.now.results))
    for fail_on in GATES:
        for waived in (True, False):
            there = code(intact, fail_on, held(intact, waived=waived, new_only=False))
            gone = code(drawn, fail_on, held(drawn, waived=waived, new_only=False))
            assert BETTER[gone] <= BETTER[there]


@each_source
@laws
@given(seed=SEEDS)
def test_the_order_of_waivers_changes_nothing(name: str, seed: int) -> None:
    drawn = draw(name, seed)
    turned = drawn._replace(waivers=tuple(reversed(drawn.waivers)))
    assert {n: c.excused for n, c in count(drawn.standard, held(drawn)).items()} == {
        n: c.excused for n, c in count(turned.standard, held(turned)).items()
    }


def test_the_draws_reach_what_the_laws_speak_of() -> None:
    found: dict[str, int] = dict.fromkeys(("waived", "known", "stands", "expired", "moved", "worse"), 0)
    for seed in range(200):
        drawn = draw("pai@2022", seed)
        laid = count(drawn.standard, held(drawn)).values()
        found["waived"] += any(c.waiver for c in laid)
        found["known"] += any(c.excused and not c.waiver for c in laid)
        found["stands"] += any(c.status == "not_met" and c.why_new != "" for c in laid)
        found["expired"] += bool(drawn.standard.expired)
        bare, laid_code = code(drawn, "minor", None), code(drawn, "minor", held(drawn))
        found["moved"] += bare != laid_code
        found["worse"] += BETTER[laid_code] < BETTER[bare]
    assert all(n >= 3 for n in found.values()), found
