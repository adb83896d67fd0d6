"""A standard compiled once, and one subject's facts judged by it, requirement by requirement.

A rule that fails is an evaluation with an error, never an exception and never a skipped requirement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from checker.model.condition import Condition, Leaf, facts_read, walk
from checker.model.evaluation import OPEN, Context, Evaluation, NodeTrace
from checker.model.facts import Fact, Facts
from checker.model.questions import QuestionBank
from checker.model.standard import Requirement, Standard
from checker.rules.compile import CompiledNode, Decide, Setting, compile_condition
from checker.rules.sentence import Words, clause, sentence
from checker.rules.support import Frame, applicability_policy, policy_of

NO_WORDS = Words()
_new = tuple.__new__
"""Makes an evaluation in half the time that its own constructor takes; all fields have to be given."""


class CompiledRequirement(NamedTuple):
    """One requirement, ready to be judged."""

    requirement: Requirement
    applies: CompiledNode | None
    satisfied: CompiledNode
    bands: tuple[tuple[float, CompiledNode], ...]
    claim: CompiledNode | None
    names: tuple[str, ...]
    """Keys of all facts that its conditions read, the claim's last."""
    sentence: str
    """What satisfies it, in the language of the words it was compiled with."""
    judge: Callable[[Frame], Evaluation]
    """Judges it for one subject."""


@dataclass(frozen=True, slots=True)
class CompiledStandard:
    """One standard, ready to judge any number of subjects."""

    standard: Standard
    requirements: tuple[CompiledRequirement, ...]
    words: Words


def compile_standard(standard: Standard, words: Words = NO_WORDS) -> CompiledStandard:
    """Return ``standard`` with its conditions as closures and sentences.

    ``words`` gives questions and metrics theirs, and the evidence that fits an answer; parameters are the standard's.
    """
    words = replace(words, parameters=standard.parameters)
    compiled = tuple(_requirement(r, standard, words) for r in standard.requirements)
    return CompiledStandard(standard, compiled, words)


def evaluate(
    compiled: CompiledStandard | Iterable[CompiledRequirement], facts: Facts, context: Context
) -> tuple[Evaluation, ...]:
    """Return one evaluation a requirement, in the standard's order.

    ``compiled`` may be a selection of a standard's requirements.
    """
    requirements = compiled.requirements if isinstance(compiled, CompiledStandard) else compiled
    frame = Frame(facts, context)
    return tuple([r.judge(frame) for r in requirements])


def trace(node: CompiledNode, facts: Facts, context: Context, words: Words) -> NodeTrace:
    """Return how ``node`` came out, part by part: what ``fairlabel explain`` prints."""
    return _trace(node, Frame(facts, context), words)


def _requirement(requirement: Requirement, standard: Standard, words: Words) -> CompiledRequirement:
    setting = Setting(policy_of(requirement.id, requirement.evidence), standard.parameters)
    applies = None
    if requirement.applies_when is not None:
        fitting = fitting_kinds(requirement.applies_when, words.bank)
        own = Setting(applicability_policy(requirement, fitting), standard.parameters)
        applies = compile_condition(requirement.applies_when, own, adverse=True)
    bands = tuple((b.give, compile_condition(b.when, setting, adverse=False)) for b in requirement.credit)
    claim = requirement.claim
    conditions = [requirement.applies_when, requirement.satisfied_when, *(b.when for b in requirement.credit)]
    satisfied = compile_condition(requirement.satisfied_when, setting, adverse=False)
    claimed = compile_condition(claim.when, setting, adverse=False) if claim else None
    settling = dict.fromkeys(name for c in conditions if c is not None for name in facts_read(c))
    names = tuple(settling | dict.fromkeys(facts_read(claim.when) if claim else ()))
    judge = _judge(requirement, applies, satisfied, bands, claimed, names, len(settling))
    said = sentence(requirement.satisfied_when, words)
    return CompiledRequirement(requirement, applies, satisfied, bands, claimed, names, said, judge)


def fitting_kinds(condition: Condition, bank: QuestionBank) -> frozenset[str]:
    """Return the evidence kinds that the question bank names for the answers that ``condition`` reads."""
    names = [node.fact.removeprefix("answers.") for node in walk(condition) if isinstance(node, Leaf)]
    return frozenset(kind for name in names if name in bank.questions for kind in bank.questions[name].evidence)


def _judge(
    requirement: Requirement,
    applies: CompiledNode | None,
    satisfied: CompiledNode,
    bands: tuple[tuple[float, CompiledNode], ...],
    claim: CompiledNode | None,
    names: tuple[str, ...],
    settling: int,
) -> Callable[[Frame], Evaluation]:
    """Return the function that judges one requirement. Where no source says anything all of it is open at once."""
    run, run_applies, run_claim = satisfied.run, applies and applies.run, claim and claim.run
    silence = tuple([()] * len(names))
    open_bands = tuple((give, OPEN) for give, _ in bands)
    silent = Evaluation(requirement, OPEN if applies else None, OPEN, open_bands, None, names, silence, "", settling)

    def failed(error: Exception, read: tuple[tuple[Fact, ...], ...]) -> Evaluation:
        what = f"{type(error).__name__}: {error}"
        return Evaluation(requirement, None, OPEN, (), None, names, read, what, settling)

    if satisfied.decide is not None and len(names) == 1 and applies is None and not bands and claim is None:
        return _judge_comparison(requirement, names[0], satisfied.decide, silent, failed)

    def judge(frame: Frame) -> Evaluation:
        read = tuple(map(frame.get, names, silence))
        if not any(read):
            return silent
        try:
            outcome = run(frame)
            applicable = run_applies(frame) if run_applies else None
            credit = tuple([(give, node.run(frame)) for give, node in bands]) if bands else ()
            claimed = run_claim(frame) if run_claim and outcome[0] is False else None
            return _new(Evaluation, (requirement, applicable, outcome, credit, claimed, names, read, "", settling))
        except Exception as error:
            return failed(error, read)

    return judge


def _judge_comparison(
    requirement: Requirement, name: str, decide: Decide, silent: Evaluation, failed: Callable[..., Evaluation]
) -> Callable[[Frame], Evaluation]:
    """Return the function that judges a requirement of a single comparison, as most are."""
    names = (name,)

    def judge(frame: Frame) -> Evaluation:
        sources = frame.get(name)
        if not sources:
            return silent
        try:
            return _new(Evaluation, (requirement, None, decide(sources, frame), (), None, names, (sources,), "", 1))
        except Exception as error:
            return failed(error, (sources,))

    return judge


def _trace(node: CompiledNode, frame: Frame, words: Words) -> NodeTrace:
    parts = tuple(_trace(part, frame, words) for part in node.parts)
    names = () if parts else facts_read(node.node)
    facts: tuple[Fact, ...] = tuple(fact for name in names for fact in frame.get(name, ()))
    return NodeTrace(clause(node.node, words), node.run(frame), names, facts, parts)
