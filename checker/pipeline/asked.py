"""Which questions a subject's own answers call for: one whose condition is unknown is asked."""

from __future__ import annotations

from functools import cache
from typing import Any

from checker.model.evaluation import Context
from checker.model.evidence import Level
from checker.model.facts import Facts
from checker.model.questionnaire import Questionnaire
from checker.model.questions import QuestionBank
from checker.model.standard import EvidencePolicy
from checker.rules.compile import CompiledNode, Setting, compile_condition
from checker.rules.support import Frame, policy_of

ANYTHING = EvidencePolicy(Level.STATED, frozenset(), None, "optional")


def asked_questions(bank: QuestionBank, subject: Questionnaire, facts: Facts, context: Context) -> tuple[str, ...]:
    """Return the ids of the questions that ``subject`` is asked, in its template's order."""
    frame = Frame(facts, context)
    return tuple(
        name
        for name, condition in _plan(bank, subject.template, subject.kind)
        if condition is None or condition.run(frame).truth is not False
    )


_PLANS: dict[tuple[int, str, str], tuple[tuple[str, CompiledNode | None], ...]] = {}


def _plan(bank: QuestionBank, template: str, side: str) -> tuple[tuple[str, CompiledNode | None], ...]:
    key = (id(bank), template, side)
    if key not in _PLANS:
        _PLANS[key] = tuple(
            (q.id, _compiled(q.asked_when))
            for section in bank.sections
            if section.id in bank.templates.get(template, ())
            for q in section.questions
            if q.respondent in (side, "both")
        )
    return _PLANS[key]


def _compiled(condition: Any) -> CompiledNode | None:
    return None if condition is None else compile_condition(condition, _setting(), adverse=True)


@cache
def _setting() -> Setting:
    return Setting(policy_of("", ANYTHING), {})
