"""What a condition still lacks: which answers would decide it, which evidence would show it, and where one of several
is enough.

Walks the compiled tree as it came out for one subject, so that what is decided is never asked for again. Chooses
nothing: alternatives stay alternatives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from checker.model.condition import Combined, Counted, Leaf, Negated, Recent, Shown, facts_read
from checker.model.evaluation import Outcome
from checker.model.evidence import LEVELS, Level
from checker.model.facts import Fact
from checker.model.questions import QuestionBank
from checker.model.settling import ENOUGH, Need, Shows, Want, all_of
from checker.model.standard import Requirement
from checker.rules.compile import CompiledNode
from checker.rules.evaluate import fitting_kinds
from checker.rules.support import Frame, Policy, applicability_policy, policy_of

MENDABLE = frozenset({"date", "cover", "review", "few"})
"""Shortfalls that leave the kind of evidence as it is."""
MEASURED = ("wages.", "workers.")
OUTSIDE = "outside"
"""Mark of evidence that only somebody outside the subject can bring at the level asked for."""
Why = Callable[[str, tuple[Fact, ...]], str]
"""Says of a pay metric why it leaves a comparison open."""


class Lookout(NamedTuple):
    """One subject, and by which evidence one condition of it is shown."""

    frame: Frame
    policy: Policy
    kinds: tuple[str, ...]
    """Kinds of evidence that count, in the order in which they are named."""
    bank: QuestionBank
    side: str
    """Collector of what the subject itself hands in: supplier or buyer."""
    pay: Why

    @property
    def shows(self) -> Shows:
        """Return which evidence makes an answer count as shown."""
        return Shows(self.policy.at_least, self.kinds, self.policy.review)


def lookouts(
    requirement: Requirement, frame: Frame, bank: QuestionBank, side: str, pay: Why
) -> tuple[Lookout, Lookout]:
    """Return the lookout for ``satisfied_when``, and that for ``applies_when``."""
    listed = requirement.evidence.listed or tuple(sorted(requirement.evidence.kinds))
    applies = requirement.applies_when
    fitting = sorted(fitting_kinds(applies, bank)) if applies is not None else []
    about = applicability_policy(requirement, fitting)
    named = tuple(dict.fromkeys((*fitting, *listed)))
    own = policy_of(requirement.id, requirement.evidence)
    return Lookout(frame, own, listed, bank, side, pay), Lookout(frame, about, named, bank, side, pay)


def lacking(node: CompiledNode, seen: Lookout, towards: bool) -> Need | None:
    """Return what ``node`` lacks to be ``towards`` and shown to be; None where it cannot be so any more."""
    outcome = node.run(seen.frame)
    if outcome.truth is towards and outcome.support.shown:
        return ENOUGH
    if outcome.truth is (not towards):
        return None
    if isinstance(node.node, Negated):
        return lacking(node.parts[0], seen, not towards)
    if isinstance(node.node, Combined | Counted):
        found = [lacking(part, seen, towards) for part in node.parts]
        wanted = _number(node, towards) - sum(need == ENOUGH for need in found)
        parts = tuple(need for need in found if need is not None and need != ENOUGH)
        return all_of(parts) if wanted >= len(parts) else Need(wanted, parts)
    if outcome.truth is None:
        return _undecided(node, seen)
    return _unshown(node, outcome, seen)


def undecided(node: CompiledNode, seen: Lookout) -> Need:
    """Return all that is wanted to decide an open condition, however each part of it turns out."""
    if node.run(seen.frame).truth is not None:
        return ENOUGH
    return all_of(tuple(undecided(part, seen) for part in node.parts)) if node.parts else _undecided(node, seen)


def _number(node: CompiledNode, towards: bool) -> int:
    """Return how many parts have to be ``towards`` for the whole to be."""
    parts = len(node.parts)
    least = node.node.n if isinstance(node.node, Counted) else parts if node.node.op == "all" else 1
    return least if towards else parts - least + 1


def _undecided(node: CompiledNode, seen: Lookout) -> Need:
    """Return what would decide one comparison."""
    if isinstance(node.node, Shown):
        level = max(node.node.at_least, Level.STATED)
        return _attach(node.node.kinds, facts_read(node.node), level, seen)
    if isinstance(node.node, Recent) and seen.frame.context.as_of is None:
        return Need(1, want=Want("scope", "scope.period"), at=("scope.period",))
    names = facts_read(node.node)
    silent = tuple(name for name in names if not any(f.known for f in seen.frame.get(name, ())))
    return all_of(tuple(_source(name, seen) for name in silent or names))


def _source(name: str, seen: Lookout) -> Need:
    """Return where a fact would come from that is missing, or that leaves a comparison open."""
    group = name.partition(".")[0]
    sources = seen.frame.get(name, ())
    if group == "wages":
        want = Want("pay", "", seen.pay(name, sources))
    elif group == "workers":
        want = Want("survey", "worker_survey")
    elif group in ("scope", "vendor"):
        want = Want("scope", name)
    else:
        want = Want("refine" if any(fact.known for fact in sources) else "answer", name)
    return Need(1, want=want, at=(name,))


def _unshown(node: CompiledNode, outcome: Outcome, seen: Lookout) -> Need:
    """Return what would show a comparison that is decided on evidence that falls short."""
    short, items = outcome.support.short, outcome.support.items
    names = facts_read(node.node)
    measured = isinstance(node.node, Leaf) and node.node.fact.startswith(MEASURED)
    if items and (measured or MENDABLE.issuperset(short)):
        return Need(1, want=Want("mend", ", ".join(items), ", ".join(short)), at=names)
    return _attach(_fit_for(names, seen), names, seen.policy.at_least, seen)


def _fit_for(names: tuple[str, ...], seen: Lookout) -> tuple[str, ...]:
    """Return the kinds that count, of them only those that the question bank names for the questions, if it does."""
    named = {
        kind
        for name in names
        if (question := seen.bank.questions.get(name.removeprefix("answers."))) is not None
        for kind in question.evidence
    }
    return tuple(kind for kind in seen.kinds if kind in named) or seen.kinds


def _attach(kinds: Iterable[str], names: tuple[str, ...], at_least: Level, seen: Lookout) -> Need:
    """Return one of the kinds of evidence that reach the level: the subject's own where one does."""

    def reaches(kind: str, *collectors: str) -> bool:
        levels = seen.bank.kinds[kind].levels if kind in seen.bank.kinds else {}
        return any(LEVELS[levels[who]] >= at_least for who in collectors if who in levels)

    listed = tuple(kinds)
    own = [kind for kind in listed if reaches(kind, seen.side)]
    outside = [kind for kind in listed if reaches(kind, "auditor", "worker", "worker_organisation")]
    wants = [Want("attach", kind) for kind in own] or [Want("attach", kind, OUTSIDE) for kind in outside]
    if not wants:
        wants = [Want("attach", kind) for kind in listed]
    return Need(1, tuple(Need(1, want=want, at=names) for want in wants))
