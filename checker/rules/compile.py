"""From a condition's tree to closures that judge it for one subject: three-valued, with support and clashes.

A node is compiled once a standard and run once a subject. Parameters are put in while compiling. Polarity goes down
with the tree: which value of a comparison is the adverse one is turned round under ``not``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from itertools import chain, product
from typing import Any, NamedTuple, TypeAlias

from checker.model.condition import (
    Answered,
    Between,
    Combined,
    Condition,
    Counted,
    Dated,
    FactRef,
    Includes,
    Leaf,
    Member,
    Negated,
    Orders,
    ParamRef,
    Quantified,
    Recent,
    Shares,
    Shown,
    fact_key,
)  # fmt: skip
from checker.model.duration import Duration
from checker.model.evaluation import OPEN, Clash, Outcome, Support, Truth
from checker.model.evidence import Level
from checker.model.facts import Fact
from checker.model.standard import Parameter
from checker.rules.operators import OPERATORS, Reading, at_least_n_of, every, negate, share_at_least, some, within
from checker.rules.support import (
    DEFAULT_AGE,
    Frame,
    Policy,
    last_day,
    n_strongest,
    raw_level,
    strongest,
    supporter,
    touches_scope,
    weakest,
)  # fmt: skip
from checker.rules.weigh import Vote, weigh

Run: TypeAlias = "Callable[[Frame], Outcome]"
Decide: TypeAlias = "Callable[[tuple[Fact, ...], Frame], Outcome]"
ITEM = "item."
_new = tuple.__new__
"""Makes an outcome in half the time that its own constructor takes; it is made once for every comparison."""


class CompiledNode(NamedTuple):
    """A node, ready to be run, with the nodes inside it."""

    node: Condition
    run: Run
    parts: tuple[CompiledNode, ...]
    decide: Decide | None = None
    """Of a comparison of one fact with a fixed value: what its sources (at least one) come to."""


class Setting(NamedTuple):
    """What all nodes of one condition share."""

    policy: Policy
    parameters: Mapping[str, Parameter]


def compile_condition(node: Condition, setting: Setting, adverse: bool) -> CompiledNode:
    """Return ``node`` as closures; ``adverse`` is the value of the whole that pushes towards not met.

    Raises KeyError for a parameter that the setting lacks: packs are checked before they are compiled.
    """
    if isinstance(node, Negated):
        part = compile_condition(node.of, setting, not adverse)
        return CompiledNode(node, _negation(part.run), (part,))
    if isinstance(node, Combined | Counted):
        parts = tuple(compile_condition(child, setting, adverse) for child in node.of)
        runs = tuple(part.run for part in parts)
        if isinstance(node, Counted):
            return CompiledNode(node, _counting(runs, node.n), parts)
        if len(runs) == 2:
            return CompiledNode(node, _pair(*runs, decisive=node.op == "any"), parts)
        return CompiledNode(node, _conjunction(runs) if node.op == "all" else _disjunction(runs), parts)
    if isinstance(node, Shown):
        return CompiledNode(node, _evidence(node, setting, adverse), ())
    other = getattr(node, "value", None)
    if isinstance(other, FactRef):
        return CompiledNode(node, _two_facts(node, other, setting, adverse), ())
    if isinstance(node, Recent):
        return CompiledNode(node, _recent(node, setting, adverse), ())
    key, decide = node.key, _comparison(node, setting, adverse)

    def run(frame: Frame) -> Outcome:
        sources = frame.get(key)
        return decide(sources, frame) if sources else OPEN

    return CompiledNode(node, run, (), decide)


def _comparison(node: Any, setting: Setting, adverse: bool) -> Decide:
    names, (test, operand) = (node.key,), _test(node, setting)
    support, bare = supporter(setting.policy), setting.policy.bare
    stated = {truth: Outcome(truth, bare, (), names) for truth in (True, False)}

    def decide(sources: tuple[Fact, ...], frame: Frame) -> Outcome:
        fact = sources[0]
        if len(sources) == 1 and fact.own:
            truth = test(fact, operand)
            if truth is None:
                return OPEN
            return _new(Outcome, (truth, support(fact, frame), (), names)) if fact.items else stated[truth]
        return weigh(names, _votes(sources, lambda x: test(x, operand), support, frame), adverse)

    return decide


def _recent(node: Recent, setting: Setting, adverse: bool) -> Run:
    """Return ``within``: its bar moves with the day of the assessment."""
    support = supporter(setting.policy)
    names = (node.key,)
    span = _span(setting.parameters[node.value.param]) if isinstance(node.value, ParamRef) else node.value

    def run(frame: Frame) -> Outcome:
        as_of = frame.context.as_of
        if as_of is None:
            return OPEN
        earliest = span.before(as_of)
        return weigh(names, _votes(frame.get(names[0], ()), lambda x: within(x, earliest), support, frame), adverse)

    return run


def _span(parameter: Parameter) -> Duration:
    """Return a parameter in days or months as a span of time."""
    count = int(parameter.value)
    return Duration(months=count) if parameter.unit == "months" else Duration(days=count)


def _votes(
    sources: Iterable[Fact], decide: Callable[[Fact], Truth], support: Callable[[Fact, Frame], Support], frame: Frame
) -> list[Vote]:
    votes = []
    for fact in sources:
        truth = decide(fact)
        if truth is not None:
            votes.append(Vote(truth, fact, support(fact, frame), raw_level(fact, frame), touches_scope(fact, frame)))
    return votes


def _test(node: Any, setting: Setting) -> tuple[Callable[[Any, Any], Truth], Any]:
    """Return the function that decides one reading, and the operand that it takes."""
    if isinstance(node, Quantified | Shares):
        return _quantifier(node, setting), None
    return OPERATORS[node.op], _operand(node, setting.parameters)


def _operand(node: Any, parameters: Mapping[str, Parameter]) -> Any:
    def value(raw: Any) -> Any:
        return parameters[raw.param].value if isinstance(raw, ParamRef) else raw

    if isinstance(node, Answered | Recent):
        return None
    if isinstance(node, Between):
        low, high = value(node.low), value(node.high)
        return (low, low), (high, high)
    if isinstance(node, Orders | Dated):
        return (value(node.value),) * 2
    raw = value(node.value)
    return frozenset(raw) if isinstance(node, Member | Includes) else raw


def _quantifier(node: Quantified | Shares, setting: Setting) -> Callable[[Any, Any], Truth]:
    inner = _item_truth(node.where, setting)
    if isinstance(node, Shares):
        share = node.share
        bar = float(setting.parameters[share.param].value if isinstance(share, ParamRef) else share)
        return lambda x, _: share_at_least([inner(i) for i in x.value], bar) if x.value and x.complete else None
    combine, open_end = (every, True) if node.op == "each" else (some, False)

    def quantify(x: Any, _: object) -> Truth:
        truth = combine([inner(i) for i in x.value]) if x.value else None
        # Of what a list may leave out nothing is known.
        return None if truth is open_end and not x.complete else truth

    return quantify


def _item_truth(node: Condition, setting: Setting) -> Callable[[Mapping[str, Any]], Truth]:
    """Return the truth of a condition over the fields of one item of a list."""
    if isinstance(node, Negated):
        inside = _item_truth(node.of, setting)
        return lambda item: negate(inside(item))
    if isinstance(node, Combined | Counted):
        parts = [_item_truth(child, setting) for child in node.of]
        combine = partial(at_least_n_of, n=node.n) if isinstance(node, Counted) else every if node.op == "all" else some
        return lambda item: combine([part(item) for part in parts])
    if not isinstance(node, Leaf):
        raise TypeError(f"{node.op} cannot stand inside a quantifier")
    name, other = node.fact.removeprefix(ITEM), getattr(node, "value", None)
    if isinstance(other, FactRef):
        compare, other_name = _compare_readings(node), other.fact.removeprefix(ITEM)
        return lambda item: compare(_field(item, name), _field(item, other_name))
    test, operand = _test(node, setting)
    return lambda item: test(_field(item, name), operand)


def _field(item: Mapping[str, Any], name: str) -> Reading:
    return Reading(item.get(name), complete=True)


def _two_facts(node: Any, other: FactRef, setting: Setting, adverse: bool) -> Run:
    """Return the comparison of two facts: each source of one with each of the other, the lower level counts."""
    names = (node.key, fact_key(other.fact, other.method))
    compare, support = _compare_readings(node), supporter(setting.policy)

    def run(frame: Frame) -> Outcome:
        votes = []
        for x, y in product(*(frame.get(name, ()) for name in names)):
            truth = compare(x, y)
            if truth is not None:
                lower = x if raw_level(x, frame) <= raw_level(y, frame) else y
                shown = weakest((support(x, frame), support(y, frame)))
                pair = lower._replace(own=_counts_against(x, frame) and _counts_against(y, frame))
                votes.append(Vote(truth, pair, shown, raw_level(lower, frame), touches_scope(lower, frame)))
        return weigh(names, votes, adverse)

    return run


def _counts_against(fact: Fact, frame: Frame) -> bool:
    """Say whether ``fact`` by itself may count against the subject: its own word, or a record of some of the scope."""
    return fact.own or (raw_level(fact, frame) >= Level.RECORDED and touches_scope(fact, frame))


def _compare_readings(node: Any) -> Callable[[Any, Any], Truth]:
    test = OPERATORS[node.op]

    def compare(x: Any, y: Any) -> Truth:
        if x.unit != y.unit:
            return None
        if isinstance(node, Orders | Dated):
            low, high = (y.low, y.high) if y.low is not None else (y.value, y.value)
            return test(x, (low, high)) if low is not None else None
        if y.value is None:
            return None
        return test(x, frozenset(y.value) if isinstance(node, Member | Includes) else y.value)

    return compare


def _evidence(node: Shown, setting: Setting, adverse: bool) -> Run:
    """Return whether evidence is there: true or unknown, since what was not given is not disproved."""
    support = supporter(setting.policy)
    keys = tuple(f"evidence.{kind}" for kind in node.kinds)

    def run(frame: Frame) -> Outcome:
        day = frame.context.aged_on
        earliest = date.max if day is None else (node.max_age or DEFAULT_AGE).before(day)
        found = []
        for fact in chain.from_iterable(frame.get(key, ()) for key in keys):
            item = fact.items[0]
            last = last_day(item, day)
            recent = node.max_age is None or (last is not None and last >= earliest)
            if recent and raw_level(fact, frame) >= max(node.at_least, Level.STATED):
                found.append(support(fact, frame))
        return Outcome(True, strongest(found), (), keys) if found else OPEN

    return run


def _negation(inner: Run) -> Run:
    def run(frame: Frame) -> Outcome:
        outcome = inner(frame)
        return outcome if outcome.truth is None else outcome._replace(truth=not outcome.truth)

    return run


def _pair(first: Run, second: Run, decisive: bool) -> Run:
    """Return what two conditions come to, which is what most have: one that is ``decisive`` settles it."""

    def run(frame: Frame) -> Outcome:
        one, other = first(frame), second(frame)
        a, b = one[0], other[0]
        if a is not decisive and b is not decisive:
            if a is None or b is None:
                return _open([one, other]) if one[2] or other[2] else OPEN
            return _joined([one, other], not decisive, 2)
        if a is b or one[2] or other[2]:
            return _joined([one, other], decisive, 1)
        return one if a is decisive else other

    return run


def _conjunction(runs: tuple[Run, ...]) -> Run:
    def run(frame: Frame) -> Outcome:
        outcomes = [r(frame) for r in runs]
        truth = every([o[0] for o in outcomes])
        return _open(outcomes) if truth is None else _joined(outcomes, truth, len(outcomes) if truth else 1)

    return run


def _disjunction(runs: tuple[Run, ...]) -> Run:
    def run(frame: Frame) -> Outcome:
        outcomes = [r(frame) for r in runs]
        truth = some([o[0] for o in outcomes])
        return _open(outcomes) if truth is None else _joined(outcomes, truth, 1 if truth else len(outcomes))

    return run


def _counting(runs: tuple[Run, ...], n: int) -> Run:
    def run(frame: Frame) -> Outcome:
        outcomes = [r(frame) for r in runs]
        truth = at_least_n_of([o[0] for o in outcomes], n)
        return _open(outcomes) if truth is None else _joined(outcomes, truth, n if truth else len(outcomes) - n + 1)

    return run


def _open(outcomes: list[Outcome]) -> Outcome:
    """Return an undecided outcome that still names the sources that differ inside."""
    for outcome in outcomes:
        if outcome[2]:
            return OPEN._replace(clashes=tuple(clash for o in outcomes for clash in o.clashes))
    return OPEN


def _joined(outcomes: list[Outcome], truth: bool, needed: int) -> Outcome:
    """Return the outcome that rests on the ``needed`` best shown of those children that have its truth."""
    clashes: tuple[Clash, ...] = ()
    deciding: tuple[str, ...] = ()
    supports = []
    for outcome in outcomes:
        if outcome[2]:
            clashes += outcome[2]
        if outcome[0] is truth:
            supports.append(outcome[1])
            for name in outcome[3]:
                if name not in deciding:
                    deciding += (name,)
    first = supports[0]
    if len(supports) == 1 or (len(supports) == 2 and supports[1] is first):
        return _new(Outcome, (truth, first, clashes, deciding))
    support = weakest(supports) if needed >= len(supports) else n_strongest(supports, needed)
    return _new(Outcome, (truth, support, clashes, deciding))
