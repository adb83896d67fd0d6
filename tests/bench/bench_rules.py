"""Rules: 152 requirements of the PAI pack judged for a subject. Goal: at most 200 microseconds a questionnaire.

In one process, since compiling is once a run: time a subject for rules alone, for rules and statuses, and for the
same conditions walked as plain Python trees without evidence, as a peer. Subjects are made from a seed.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from checker.assess.statuses import Scene, judge
from checker.facts.metrics import METRICS
from checker.load.question_bank import load_question_bank
from checker.load.standards import load_standard
from checker.model.condition import Combined, Condition, Counted, Leaf, Negated, ParamRef
from checker.model.evaluation import Context
from checker.model.evidence import EvidenceItem, Level, Period, Place
from checker.model.facts import Cover, Fact, Facts
from checker.model.questions import Question
from checker.rules.evaluate import CompiledStandard, compile_standard, evaluate
from checker.rules.operators import OPERATORS, at_least_n_of, every, negate, some
from checker.rules.sentence import Words

AS_OF = date(2026, 6, 30)
PERIOD = Period(date(2026, 1, 1), AS_OF)
CONTEXT = Context(AS_OF, PERIOD, ("KE",), 60)
UNITS = {m.name: m.unit for m in METRICS.values()}
SUBJECTS = 200
ORDERS = ("at_least", "at_most", "more_than", "less_than")


def main() -> None:
    """Print medians over subjects, interleaved, and the ratio to the plain walk."""
    bank = load_question_bank()
    compiled = compile_standard(load_standard("pai", bank, UNITS), Words(bank, units=UNITS))
    rng = random.Random(7)
    for share, evidence in ((1.0, 0.5), (0.6, 0.3), (0.0, 0.0)):
        subjects = [subject(compiled, bank.questions, rng, share, evidence) for _ in range(SUBJECTS)]
        jobs: dict[str, Callable[[Facts], Any]] = {
            "plain walk, truth only": lambda facts: _walk(compiled, facts),
            "rules": lambda facts: evaluate(compiled, facts, CONTEXT),
            "rules and statuses": lambda facts: _judged(compiled, facts),
        }
        count = len(compiled.requirements)
        print(f"\n{share:.0%} answered, {evidence:.0%} of the answers with evidence; {count} requirements")
        _measure(jobs, subjects)


def subject(
    compiled: CompiledStandard, questions: dict[str, Question] | Any, rng: random.Random, share: float, evidence: float
) -> Facts:
    """Return facts for every name that the pack reads, answered with probability ``share``."""
    items = [
        EvidenceItem(f"e{n}", kind, "supplier", level, (), Place("q.yaml", n, 3), PERIOD, None, AS_OF)
        for n, (kind, level) in enumerate(
            (k, lv)
            for k in ("policy", "worker_terms", "instructions", "pilot_report", "register", "governance_record")
            for lv in (Level.DOCUMENTED, Level.RECORDED)
        )
    ]
    payroll = EvidenceItem(
        "pay", "wage_data", "supplier", Level.RECORDED, (), Place("q.yaml", 9, 3), PERIOD, document=False
    )
    # As of a real set of pay data, all facts share their evidence and their cover.
    pay, cover = (payroll,), Cover(True, PERIOD, ("KE",), 60)
    table: dict[str, tuple[Fact, ...]] = {}
    for name in sorted({n for r in compiled.requirements for n in r.names}):
        if rng.random() >= share:
            continue
        if name.startswith("wages."):
            low = rng.choice((0.0, 0.2, 1.1))
            high = low + rng.choice((0.0, 0.0, 0.3))
            table[name] = (Fact(name, None, low, high, "share", pay, place=payroll.place, cover=cover),)
        elif name.startswith("answers."):
            shown = (rng.choice(items),) if rng.random() < evidence else ()
            table[name] = (_answer(name, questions[name.removeprefix("answers.")], shown, rng),)
        else:
            sites = ({"place": "KE", "country": "KE", "headcount": 60},)
            table[name] = (Fact(name, sites, items=(payroll,), complete=True),)
    return Facts(table)


def _answer(name: str, question: Question, items: tuple[EvidenceItem, ...], rng: random.Random) -> Fact:
    place = Place("questionnaire.yaml", rng.randrange(300), 5)
    if question.type == "boolean":
        return Fact(name, rng.random() < 0.7, items=items, place=place)
    if question.type == "enum":
        return Fact(name, rng.choice(question.options).id, items=items, place=place)
    if question.type == "list_of_enum":
        chosen = tuple(o.id for o in question.options if rng.random() < 0.6) or (question.options[0].id,)
        return Fact(name, chosen, items=items, place=place)
    if question.type == "text":
        return Fact(name, "because", items=items, place=place)
    number = float(rng.randrange(60))
    return Fact(name, number, number, number, question.unit, items, place=place)


def _judged(compiled: CompiledStandard, facts: Facts) -> list[Any]:
    scene = Scene(AS_OF, frozenset({"KE"}))
    return [judge(evaluation, scene, ()) for evaluation in evaluate(compiled, facts, CONTEXT)]


def _walk(compiled: CompiledStandard, facts: Facts) -> list[Any]:
    parameters = {name: p.value for name, p in compiled.standard.parameters.items()}
    return [_truth(r.requirement.satisfied_when, facts, parameters) for r in compiled.requirements]


def _truth(node: Condition, facts: Facts, parameters: dict[str, float]) -> bool | None:
    """Return a condition's truth by walking its tree: no evidence, one source, no trace."""
    if isinstance(node, Combined):
        return (every if node.op == "all" else some)([_truth(c, facts, parameters) for c in node.of])
    if isinstance(node, Counted):
        return at_least_n_of([_truth(c, facts, parameters) for c in node.of], node.n)
    if isinstance(node, Negated):
        return negate(_truth(node.of, facts, parameters))
    if not isinstance(node, Leaf) or node.op not in OPERATORS:
        return None
    sources = facts.get(node.key)
    raw: Any = getattr(node, "value", None)
    if not sources or hasattr(raw, "fact"):
        return None
    value = parameters[raw.param] if isinstance(raw, ParamRef) else raw
    operand: Any = frozenset(value) if isinstance(value, tuple) else value
    operand = (value, value) if node.op in ORDERS else operand
    return OPERATORS[node.op](sources[0], operand)


def _measure(jobs: dict[str, Callable[[Facts], Any]], subjects: list[Facts], rounds: int = 7) -> None:
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, job in jobs.items():
            start = time.perf_counter()
            for facts in subjects:
                job(facts)
            times[name].append((time.perf_counter() - start) / len(subjects))
    first = times[next(iter(times))]
    print(f"{'what':30} {'us a subject':>13} {'min':>8} {'x first':>8}")
    for name, found in times.items():
        ratio = statistics.median(a / b for a, b in zip(found, first, strict=True))
        print(f"{name:30} {statistics.median(found) * 1e6:13.0f} {min(found) * 1e6:8.0f} {ratio:8.2f}")


if __name__ == "__main__":
    main()
