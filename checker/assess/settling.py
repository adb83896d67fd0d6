"""The shortest list of things that would settle what is open, ranked by what each does to verdict and score.

First is chosen, requirement by requirement, what settles it where the answers turn out well; where one of several is
enough, what serves other requirements too. Then the things are put in order: what turns the verdict, what settles
most critical and major requirements, what shows most points, what settles most. A thing that serves a requirement
which needs several counts for its part of it. The choice is greedy: finding the shortest list for certain is the
hitting-set problem, for which no quick way is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from checker.assess.verdicts import GRAVE
from checker.model.settling import Need, Open, Owner, Shows, Step, Want
from checker.model.statuses import Verdict

Chosen = frozenset[Want]
Outlook = Callable[[frozenset[str]], tuple[Mapping[str, float], Verdict]]
"""From the requirements (ids, and reasons that hold the verdict) that are settled well to points shown by standard,
and the verdict."""
_COST = {"answer": 0, "refine": 1, "scope": 1, "mend": 2, "attach": 3, "pay": 4, "survey": 5, "assessor": 6, "hold": 6}
"""Of alternatives that serve the same, what is easier to bring comes first."""


class Plan(NamedTuple):
    """What is chosen for one requirement."""

    open: Open
    wants: Chosen


def rank_steps(opened: Sequence[Open], outlook: Outlook) -> tuple[Step, ...]:
    """Return the list over all open requirements: what is needed in order of effect, then what may be needed.

    Law: with all of it answered, however the answers turn out, none of ``opened`` stays open for want of an answer;
    without any one entry one of them may.
    """
    plans = _choose(opened)
    ordered = _order(plans)
    return tuple(
        _whole(step, opened) for step in (*_needed(ordered, plans, outlook), *_perhaps(opened, frozenset(ordered)))
    )


def _choose(opened: Sequence[Open]) -> list[Plan]:
    """Return for each requirement what settles it well, sharing where one of several is enough."""
    served = _served(opened)
    heaviest = sorted(opened, key=lambda one: (-_worth(one), one.requirement, one.standard))
    chosen: frozenset[Want] = frozenset()
    for one in heaviest:
        chosen |= _cheapest(one.good, chosen, served)
    kept = _without_superfluous(chosen, opened, served)
    return [Plan(one, _cheapest(one.good, kept, served)) for one in opened]


def _served(opened: Iterable[Open]) -> dict[Want, float]:
    """Return what each thing is worth to all requirements for which it could be brought."""
    served: dict[Want, float] = {}
    for one in opened:
        for want in {want for need in (one.good, one.every) for want, _ in need.wants()}:
            served[want] = served.get(want, 0.0) + _worth(one)
    return served


def _worth(one: Open) -> float:
    """Return what settling a requirement is worth where alternatives are weighed: never nothing."""
    return one.weight + (1.0 if one.severity in GRAVE else 0.1)


def _cheapest(need: Need, chosen: Chosen, served: Mapping[Want, float]) -> Chosen:
    """Return the things that fulfil ``need`` with the fewest that are not chosen yet."""
    if need.want is not None:
        return frozenset({need.want})
    found = (_cheapest(part, chosen, served) for part in need.parts)

    def price(wants: Chosen) -> tuple[object, ...]:
        new = wants - chosen
        easy = sum(_COST[want.kind] for want in new)
        return len(new), -sum(served[want] for want in wants) / (len(wants) or 1), easy, sorted(wants)

    taken: Chosen = frozenset()
    for wants in sorted(found, key=price)[: need.n]:
        taken |= wants
    return taken


def _without_superfluous(chosen: Chosen, opened: Sequence[Open], served: Mapping[Want, float]) -> Chosen:
    """Return ``chosen`` without what no requirement misses, the least serving ones dropped first."""
    kept = chosen
    for want in sorted(chosen, key=lambda w: (served[w], w)):
        fewer = kept - {want}
        if all(one.good.met_by(fewer) for one in opened):
            kept = fewer
    return kept


def _order(plans: Sequence[Plan]) -> list[Want]:
    """Return all things that are needed, the one with the greatest effect first, each time anew."""
    left = {number: set(plan.wants) for number, plan in enumerate(plans)}
    waiting = set(chain.from_iterable(left.values()))
    ordered: list[Want] = []
    while waiting:
        grave_left = [wants for number, wants in left.items() if wants and plans[number].open.severity in GRAVE]
        gains: dict[Want, list[float]] = {want: [0.0, 0.0, 0.0] for want in waiting}
        for number, wants in left.items():
            one = plans[number].open
            for want in wants:
                gain = gains[want]
                gain[0] += (one.severity in GRAVE) / len(wants)
                gain[1] += one.share / len(wants)
                gain[2] += 1 / len(wants)

        def effect(want: Want, gains: dict[Want, list[float]] = gains, rest: list[set[Want]] = grave_left) -> object:
            turns = bool(rest) and all(wants == {want} for wants in rest)
            return (not turns, *(round(-gain, 9) for gain in gains[want]), _COST[want.kind], want)

        best = min(waiting, key=effect)  # type: ignore[arg-type]
        ordered.append(best)
        waiting.discard(best)
        for wants in left.values():
            wants.discard(best)
    return ordered


def _needed(ordered: Sequence[Want], plans: Sequence[Plan], outlook: Outlook) -> list[Step]:
    points, verdict = outlook(frozenset())
    brought: set[Want] = set()
    settled: set[str] = set()
    steps = []
    for want in ordered:
        brought.add(want)
        mine = [plan.open for plan in plans if want in plan.wants]
        done = [p.open.requirement for p in plans if want in p.wants and p.wants <= brought]
        settled.update(done)
        now, then = outlook(frozenset(settled))
        gain = {name: now[name] - points[name] for name in now if now[name] - points[name] > 1e-9}
        steps.append(_step(want, mine, tuple(done), gain, then if then != verdict else None, needed=True))
        points, verdict = now, then
    return steps


def _perhaps(opened: Sequence[Open], needed: Chosen) -> list[Step]:
    """Return what is wanted only where answers turn out otherwise, what touches most first."""
    served = _served(opened)
    touched: dict[Want, list[Open]] = {}
    chosen = needed
    for one in opened:
        mine = _cheapest(one.every, chosen, served)
        chosen |= mine
        for want in mine - needed:
            touched.setdefault(want, []).append(one)
    ranked = sorted(touched.items(), key=lambda pair: (-sum(_worth(one) for one in pair[1]), pair[0]))
    return [_step(want, mine, (), {}, None, needed=False) for want, mine in ranked]


def _whole(step: Step, opened: Sequence[Open]) -> Step:
    """Return a step with every fact and requirement for which it is wanted: a survey that is held asks all at once.

    Evidence that is attached or mended speaks only for what it was chosen for.
    """
    if step.want.kind not in ("answer", "refine", "pay", "survey", "scope"):
        return step
    at = dict.fromkeys(step.at)
    touches = []
    for one in opened:
        names = [n for need in (one.good, one.every) for want, at_ in need.wants() if want == step.want for n in at_]
        at |= dict.fromkeys(names)
        touches += [one.requirement] if names else []
    grave = sum(one.severity in GRAVE for one in opened if one.requirement in touches)
    return step._replace(at=tuple(at), touches=tuple(touches), grave=grave)


def _step(
    want: Want,
    mine: Sequence[Open],
    settles: tuple[str, ...],
    gain: Mapping[str, float],
    verdict: Verdict | None,
    *,
    needed: bool,
) -> Step:
    at = dict.fromkeys(
        name
        for one in mine
        for each, names in (*one.good.wants(), *one.every.wants())
        if each == want
        for name in names
    )
    asks = want.kind in ("answer", "refine")
    return Step(
        want, needed, tuple(at), settles, tuple(one.requirement for one in mine),
        sum(one.severity in GRAVE for one in mine), gain, verdict,
        _shows(one.shows.get(want) for one in mine) if asks else (), _owner(want),
    )  # fmt: skip


def _shows(asked: Iterable[Shows | None]) -> tuple[Shows, ...]:
    """Return each way in which an answer has to be shown, the hardest first."""
    found = dict.fromkeys(shows for shows in asked if shows is not None)
    return tuple(sorted(found, key=lambda shows: (-shows.at_least, not shows.review, shows.kinds)))


def _owner(want: Want) -> Owner:
    if want.kind in ("assessor", "hold") or (want.kind == "mend" and want.why == "review"):
        return "assessor"
    if want.kind == "survey":
        return "workers"
    return "outside" if want.kind == "attach" and want.why else "subject"
