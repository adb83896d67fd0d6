"""Conflicts: each that is flagged is named, with the value that decided, of every supplier, and in any order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from checker.assess.conflicts import conflicts_of
from checker.assess.reasons import ReasonWords, reason_words
from checker.assess.statuses import Judgement, Scene, judge, worst
from checker.assess.terms import Terms
from checker.model.condition_parser import parse_condition
from checker.model.evaluation import Evaluation
from checker.model.evidence import Level, Place
from checker.model.facts import Cover, Facts
from checker.model.questions import QuestionBank
from checker.model.standard import Claim, EvidencePolicy, Requirement
from checker.model.wages import WageEvidence
from checker.rules.evaluate import compile_standard, evaluate
from checker.rules.sentence import Words
from tests.unit.rules.judging import AS_OF, CONTEXT, PERIOD, fact, pay
from tests.worlds import PACKS, bank, pack

STANDARD = pack(PACKS[0]).standard
SCENE = Scene(AS_OF, frozenset({"KE"}))
CLAIM = {"fact": "answers.pay.living_wage_commitment", "is": "at_least_living_wage"}
FLOOR = {"fact": "wages.m", "at_most": 0}
SAID = fact("answers.pay.living_wage_commitment", "at_least_living_wage", place=Place("q.yaml", 7, 3))


def condition(raw: Any) -> Any:
    return parse_condition(raw, lambda path: Place("t.yaml", 1, 1))


def requirement(satisfied: Any, applies: Any = None) -> Requirement:
    policy = EvidencePolicy(Level.RECORDED, frozenset({"wage_data"}), None, "optional")
    claim = Claim(condition(CLAIM), None)
    return replace(
        STANDARD.requirements[0], satisfied_when=condition(satisfied), credit=(), claim=claim, evidence=policy,
        applies_when=None if applies is None else condition(applies),
    )  # fmt: skip


def judged(of: Requirement, *facts: Any) -> tuple[Evaluation, Judgement]:
    table: dict[str, Any] = {}
    for each in facts:
        table[each.name] = (*table.get(each.name, ()), each)
    compiled = compile_standard(replace(STANDARD, requirements=(of,)), Words(bank()))
    (evaluation,) = evaluate(compiled, Facts(table), CONTEXT)
    return evaluation, judge(evaluation, SCENE, ())


@pytest.fixture(scope="module")
def words() -> ReasonWords:
    empty: QuestionBank = bank()
    return reason_words(Terms(empty, {}), WageEvidence())


def wages(name: str, value: Any, collector: str = "supplier", level: Level = Level.RECORDED, **changes: Any) -> Any:
    """Return a pay metric from the file of its collector."""
    place = changes.pop("place", Place(f"{collector}.csv", rows=9))
    return pay(value, collector, level, place=place, **changes)._replace(name=name)


@pytest.mark.parametrize(
    ("title", "there"),
    [("Share of workers", "; but share of workers"), ("Gini coefficient", "; but Gini"), ("ILO hours", "; but ILO")],
)
def test_what_is_held_against_a_claim_goes_on_in_the_sentence(title: str, there: str) -> None:
    words = reason_words(Terms(bank(), {"m": title}), WageEvidence())
    (conflict,) = conflicts_of(*judged(requirement(FLOOR), SAID, wages("wages.m", 0.3)), words)
    assert there in conflict.why


def test_a_claim_is_held_against_the_value_that_decided(words: ReasonWords) -> None:
    """Of two metrics one is fine: it is the other that contradicts the claim."""
    both = requirement({"all": [FLOOR, {"fact": "wages.other", "at_most": 0}]})
    (conflict,) = conflicts_of(*judged(both, SAID, wages("wages.m", 0), wages("wages.other", 0.3)), words)
    assert (conflict.rule, conflict.outcome) == ("claim against data", "contradicted")
    assert (conflict.evidence["name"], conflict.evidence["value"]) == ("wages.other", 0.3)


def test_a_claim_is_held_against_the_source_that_stands(words: ReasonWords) -> None:
    """Workers who saw one month are more direct and reach less far: the payroll, which is adverse, stands."""
    month = Cover(False, PERIOD._replace(end=PERIOD.start), ("KE",), 30)
    workers = wages("wages.m", 0, "worker", Level.WORKER_MEASURED, cover=month)
    for sources in ((wages("wages.m", 0.3), workers), (workers, wages("wages.m", 0.3))):
        found = conflicts_of(*judged(requirement(FLOOR), SAID, *sources), words)
        assert {c.rule for c in found} == {"two sources on one fact", "claim against data"}
        assert {c.evidence["value"] for c in found} == {0.3}


def test_what_does_not_apply_has_no_conflict_on_the_rest(words: ReasonWords) -> None:
    of = requirement(FLOOR, {"fact": "wages.other", "more_than": 0})
    evaluation, judgement = judged(of, SAID, wages("wages.m", 0.3), wages("wages.other", 0))
    assert judgement.status == "not_applicable"
    assert conflicts_of(evaluation, judgement, words) == ()


def test_the_conflicts_of_every_supplier_are_named(words: ReasonWords) -> None:
    """A buyer is judged by each supplier; that the payrolls of two differ from workers' logs is said of both."""
    tried = []
    for folder in ("acme", "globex"):
        own = wages("wages.m", 0, place=Place(f"{folder}/pay.csv", rows=9))
        log = wages("wages.m", 0.3, "worker", Level.WORKER_MEASURED, place=Place(f"{folder}-log.csv", rows=9))
        tried.append(judged(requirement(FLOOR), own, log))
    for order in (tried, tried[::-1]):
        found = conflicts_of(*worst(order), words)
        assert {c.claim["place"].file for c in found} == {"acme/pay.csv", "globex/pay.csv"}


def test_sources_that_differ_on_whether_it_applies_are_named_for_every_supplier(words: ReasonWords) -> None:
    of = requirement(FLOOR, {"fact": "wages.other", "more_than": 0})
    quiet = judged(of, wages("wages.m", 0.5), wages("wages.other", 1))
    log = wages("wages.other", 1, "worker", Level.WORKER_MEASURED)
    torn = judged(of, wages("wages.m", 0), wages("wages.other", 0), log)
    evaluation, judgement = worst([quiet, torn])
    assert judgement.status == "not_met"
    assert [c.claim["value"] for c in conflicts_of(evaluation, judgement, words)] == [0]
