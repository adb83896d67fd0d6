"""Which questions the standards read, and which of all a subject's own answers call for.

A question whose condition is unknown is asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache
from typing import TypeAlias

from checker.assess.kinds import fits
from checker.model.condition import facts_read
from checker.model.evaluation import Context
from checker.model.evidence import Level
from checker.model.facts import Facts
from checker.model.questionnaire import Questionnaire
from checker.model.questions import QuestionBank
from checker.model.standard import EvidencePolicy
from checker.rules.compile import CompiledNode, Setting, compile_condition
from checker.rules.evaluate import CompiledStandard
from checker.rules.support import Frame, policy_of

ANYTHING = EvidencePolicy(Level.STATED, frozenset(), None, "optional")


def asked_questions(bank: QuestionBank, subject: Questionnaire, facts: Facts, context: Context) -> tuple[str, ...]:
    """Return the ids of the questions that ``subject`` is asked, in its template's order."""
    names, _ = _plan(bank, subject.template, subject.kind)
    spared = spared_questions(bank, subject.template, subject.kind, facts, context)
    return tuple([name for name in names if name not in spared]) if spared else names


def spared_questions(bank: QuestionBank, template: str, side: str, facts: Facts, context: Context) -> set[str]:
    """Return the ids of the questions that earlier answers make needless: their condition is false, not unknown."""
    frame = Frame(facts, context)
    return {name for name, condition in _plan(bank, template, side)[1] if condition.run(frame)[0] is False}


def questions_read(
    bank: QuestionBank,
    standards: Iterable[CompiledStandard],
    profile: str,
    side: str,
    kinds: Collection[str] = (),
    countries: Collection[str] = (),
) -> frozenset[str]:
    """Return ids of the questions that the requirements of one side read, and of those on which they hang.

    With ``kinds`` of supplier only what requirements for one of them read, with ``countries`` (ISO 3166-1) only what
    is law in one of them or asked everywhere.
    """
    here = frozenset(countries)
    found = {
        name.removeprefix("answers.")
        for standard in standards
        for compiled in standard.requirements
        if compiled.requirement.subject in (side, "both") and fits(compiled.requirement, kinds)
        if not here or not (law := compiled.requirement.in_force.countries) or not here.isdisjoint(law)
        if profile == "extended" or compiled.requirement.profile == "core"
        for name in compiled.names
        if name.startswith("answers.")
    }
    queue = list(found)
    while queue:
        question = bank.questions.get(queue.pop())
        names = facts_read(question.asked_when) if question is not None and question.asked_when else ()
        new = {name.removeprefix("answers.") for name in names if name.startswith("answers.")} - found
        found |= new
        queue += new
    return frozenset(found)


Plan: TypeAlias = "tuple[tuple[str, ...], tuple[tuple[str, CompiledNode], ...]]"
"""All questions in their order, and on what those hang that are not put to everybody."""
_PLANS: dict[tuple[int, str, str], Plan] = {}


def _plan(bank: QuestionBank, template: str, side: str) -> Plan:
    key = (id(bank), template, side)
    if key not in _PLANS:
        questions = [
            question
            for section in bank.sections
            if section.id in bank.templates.get(template, ())
            for question in section.questions
            if question.respondent in (side, "both")
        ]
        conditions = [(q.id, q.asked_when) for q in questions if q.asked_when is not None]
        compiled = tuple((name, compile_condition(when, _setting(), adverse=True)) for name, when in conditions)
        _PLANS[key] = tuple(q.id for q in questions), compiled
    return _PLANS[key]


@cache
def _setting() -> Setting:
    return Setting(policy_of("", ANYTHING), {})
