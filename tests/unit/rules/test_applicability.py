"""Whether a requirement applies: what shows that it does not, and an evaluation that fails."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from checker.model.evaluation import Context, Evaluation
from checker.model.evidence import EvidenceItem, Level
from checker.model.facts import Fact, Facts
from checker.model.standard import Standard
from checker.rules.evaluate import CompiledStandard, compile_standard, evaluate
from checker.rules.sentence import Words
from tests.unit.rules.judging import CONTEXT, fact, item, pay
from tests.worlds import UNITS, bank, pack

PIECE_RATE = "PAI-PAY-11"  # critical; applies where workers are paid by the task; lists pilot reports and the like


@cache
def alone(requirement: str) -> CompiledStandard:
    whole = pack("pai@2022")
    return replace(whole, requirements=tuple(r for r in whole.requirements if r.requirement.id == requirement))


def applies(value: Any, *items: EvidenceItem, reviewed: bool = False) -> tuple[bool | None, bool]:
    read = frozenset({"e1"}) if reviewed else frozenset()
    context = Context(CONTEXT.as_of, CONTEXT.period, CONTEXT.places, 60, reviewed={PIECE_RATE: read})
    facts = Facts({"answers.pay.models": (fact("answers.pay.models", value, *items),)} if value else {})
    (evaluation,) = evaluate(alone(PIECE_RATE), facts, context)
    assert evaluation.applies is not None
    return evaluation.applies.truth, evaluation.applies.support.shown


def test_a_word_alone_does_not_take_a_requirement_out() -> None:
    assert applies(("salary",)) == (False, False)


def test_evidence_that_fits_the_question_does_once_it_is_read() -> None:
    kinds = bank().questions["pay.models"].evidence
    assert "worker_terms" in kinds
    assert applies(("salary",), item(kind="worker_terms"), reviewed=True) == (False, True)
    assert applies(("salary",), item(kind="worker_terms")) == (False, False)


def _with_review(word: str, severity: str) -> CompiledStandard:
    """Return the requirement as a pack would have it that says ``review: word``."""
    whole = pack("pai@2022")
    shipped = next(r.requirement for r in alone(PIECE_RATE).requirements)
    policy = shipped.evidence._replace(review=word)  # type: ignore[arg-type]
    changed = replace(shipped, evidence=policy, severity=severity)  # type: ignore[arg-type]
    return compile_standard(replace(whole.standard, requirements=(changed,)), Words(bank(), units=UNITS))


@pytest.mark.parametrize(
    ("review", "severity", "out_unread"),
    [("optional", "critical", False), ("required", "major", False), ("optional", "major", True)],
)
def test_no_pack_lets_an_unread_document_put_aside_what_is_critical(
    review: str, severity: str, out_unread: bool
) -> None:
    terms = fact("answers.pay.models", ("salary",), item(kind="worker_terms"))
    for read, shown in ((frozenset[str](), out_unread), (frozenset({"e1"}), True)):
        context = replace(CONTEXT, reviewed={PIECE_RATE: read})
        (evaluation,) = evaluate(_with_review(review, severity), Facts({terms.name: (terms,)}), context)
        assert evaluation.applies is not None
        assert (evaluation.applies.truth, evaluation.applies.support.shown) == (False, shown)


def test_evidence_of_a_kind_that_fits_neither_does_not() -> None:
    assert "grievance_register" not in bank().questions["pay.models"].evidence
    assert applies(("salary",), item(kind="grievance_register"), reviewed=True) == (False, False)


def test_pay_data_do() -> None:
    assert applies(("salary",), item(kind="wage_data", level=Level.RECORDED, document=False)) == (False, True)


def test_no_answer_leaves_it_open() -> None:
    assert applies(None) == (None, False)


def test_where_sources_differ_it_applies() -> None:
    own = fact("answers.pay.models", ("salary",), item(kind="worker_terms", level=Level.RECORDED))
    log = item("log", "time_records", Level.WORKER_MEASURED, collector="worker", sites=("KE",))
    other = fact("answers.pay.models", ("per_task",), log, collector="worker", own=False)
    (evaluation,) = evaluate(alone(PIECE_RATE), Facts({"answers.pay.models": (own, other)}), CONTEXT)
    assert evaluation.applies is not None
    assert evaluation.applies.truth is True


def _broken() -> tuple[Evaluation, ...]:
    """A value of a type that no loader lets through breaks the rule that reads it."""
    names = {"answers.comms.channels": (Fact("answers.comms.channels", 5),), "wages.m": (pay(0),)}
    return evaluate(pack("pai@2022"), Facts(names), CONTEXT)


def test_a_rule_that_fails_is_an_error_of_that_requirement_alone() -> None:
    found = [e for e in _broken() if e.error]
    assert [e.requirement.id for e in found] == ["PAI-COM-01"]
    assert found[0].error.startswith("TypeError: ")
    assert found[0].satisfied.truth is None


def test_a_claim_is_judged_only_where_the_requirement_is_not_satisfied() -> None:
    name, claim = "wages.share_below_living_wage", "answers.pay.living_wage_commitment"
    said = {claim: (fact(claim, "above_living_wage"),)}
    for share, judged in ((0, False), (0.5, True)):
        metric = pay(share)._replace(name=name)
        (evaluation,) = evaluate(alone("PAI-PAY-01"), Facts({**said, name: (metric,)}), CONTEXT)
        assert (evaluation.claim is not None) is judged


def test_an_unknown_parameter_is_refused_when_compiled() -> None:
    standard: Standard = pack("pai@2022").standard
    with pytest.raises(KeyError):
        compile_standard(replace(standard, parameters={}), Words(bank(), units=UNITS))
