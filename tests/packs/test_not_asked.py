"""What earlier answers make needless is not asked, and never read as silence: no requirement waits for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from checker.assess.statuses import judge
from checker.model.condition import facts_read
from checker.model.facts import Fact, Facts, Value
from checker.model.questions import Question
from checker.pipeline.question_counts import asked_after
from checker.pipeline.settling import by_rule
from checker.rules.evaluate import CompiledRequirement, evaluate
from checker.rules.settling import lookouts
from checker.rules.support import Frame
from tests.worlds import PACKS, SCENE, World, bank, context_of, pack


def hanging(compiled: CompiledRequirement) -> Iterator[Question]:
    for name in compiled.names:
        question = bank().questions.get(name.removeprefix("answers."))
        if question is not None and question.asked_when is not None:
            yield question


def values_of(question: Question) -> list[Value]:
    if question.type == "boolean":
        return [True, False]
    if question.type == "list_of_enum":
        return [(option.id,) for option in question.options]
    return [option.id for option in question.options] or [0, 1, 14, 16, 18, 21]


@pytest.mark.parametrize("name", PACKS)
def test_no_requirement_waits_for_a_question_that_is_not_asked(name: str) -> None:
    compiled, tried = pack(name), 0
    for requirement in compiled.requirements:
        for question in hanging(requirement):
            assert question.asked_when is not None
            (opener,) = facts_read(question.asked_when)
            side = "supplier" if requirement.requirement.subject != "buyer" else "buyer"
            for value in values_of(bank().questions[opener.removeprefix("answers.")]):
                said = {opener.removeprefix("answers."): value}
                if asked_after((question.id,), said, side):
                    continue
                number = value if type(value) is int else None
                facts = Facts({opener: (Fact(opener, value, number, number, complete=True),)})
                context = context_of(compiled, World(facts.table))
                (evaluation,) = evaluate([requirement], facts, context)
                judgement = judge(evaluation, SCENE, ())
                seen = lookouts(requirement.requirement, Frame(facts, context), bank(), side, lambda n, _: n)
                way = by_rule(evaluation, judgement, requirement, *seen)
                wanted = {n for w, at in way.every.wants() for n in at if w.kind == "answer"} if way else set()
                assert f"answers.{question.id}" not in wanted, (requirement.requirement.id, value)
                tried += 1
    assert tried > 0 or not any(True for r in compiled.requirements for _ in hanging(r))
