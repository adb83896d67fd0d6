"""What would settle what is open about one subject: its conditions as they came out, chosen from and put in order."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from checker.assess.scores import score
from checker.assess.settling import rank_steps
from checker.assess.standard_result import countries_of
from checker.assess.statuses import FULL, NONE, Judgement, Scene, judge
from checker.assess.verdicts import verdict, worst
from checker.model.assessment import StandardResult, Standing
from checker.model.evaluation import Context, Evaluation
from checker.model.evidence import Level
from checker.model.facts import Fact, Facts
from checker.model.settling import ENOUGH, Need, Open, Shows, Step, Want, all_of
from checker.model.statuses import Status, Verdict
from checker.model.wages import WageEvidence
from checker.pipeline.known import Known
from checker.pipeline.selection import PAY, Selector, reads_pay
from checker.pipeline.suppliers import pay_behind, seen_by_supplier
from checker.rules.evaluate import CompiledRequirement, evaluate
from checker.rules.settling import Lookout, lacking, lookouts, undecided
from checker.rules.support import Frame

OPEN = ("unknown", "claimed")


class NextSteps(Collection[Step]):
    """What would settle one subject, worked out when it is first read; pickled as it is read."""

    __slots__ = ("_made", "_of")

    def __init__(self, known: Known, suppliers: Sequence[Known], standards: Sequence[StandardResult]) -> None:
        """Keep what the list is made from."""
        self._of = (known, suppliers, standards)
        self._made: tuple[Step, ...] | None = None

    def _steps(self) -> tuple[Step, ...]:
        if self._made is None:
            self._made = next_steps(*self._of)
        return self._made

    def __iter__(self) -> Iterator[Step]:
        return iter(self._steps())

    def __len__(self) -> int:
        return len(self._steps())

    def __contains__(self, step: object) -> bool:
        return step in self._steps()

    def __reduce__(self) -> tuple[type[tuple[Step, ...]], tuple[tuple[Step, ...]]]:
        return tuple, (self._steps(),)


class Way(NamedTuple):
    """What settles a requirement, and what it then comes to."""

    good: Need
    every: Need
    best: Status = "met"
    shows: Mapping[Want, Shows] = MappingProxyType({})


def next_steps(known: Known, suppliers: Sequence[Known], standards: Sequence[StandardResult]) -> tuple[Step, ...]:
    """Return what would settle most of what ``standards`` leave open of one subject, most effect first."""
    opened = [
        one
        for selector, found in zip(known.measures.selectors, standards, strict=True)
        for one in _open(known, suppliers, selector, found)
    ]
    opened += _holds(standards)
    best = {one.requirement: one.best for one in opened}
    steps = rank_steps(opened, lambda settled: _outlook(known, standards, settled, best))
    held = {one.requirement for one in opened if not one.standard}
    return tuple(_in_words(step, known, held) for step in steps)


def _open(known: Known, suppliers: Sequence[Known], selector: Selector, found: StandardResult) -> Iterator[Open]:
    with_pay = known.subject.kind == "supplier" or bool(suppliers)
    compiled = {r.requirement.id: r for r in selector.select(known.subject, known.assessor, with_pay=with_pay).chosen}
    beyond = frozenset(site.country for s in suppliers for site in s.subject.scope.sites)
    wages = pay_behind(known, suppliers)
    countries = countries_of(known.subject, wages, known.assessor)
    scene = Scene(known.as_of, countries | beyond)
    total = sum(s.clause.weight for s in found.standings if s.status != "not_applicable")
    most = found.sum.score.max
    for standing in found.standings:
        if standing.status not in OPEN:
            continue
        requirement = compiled[standing.clause.requirement]
        ways = [
            way for source in _sources(known, suppliers, requirement)
            if (way := _way(requirement, known, wages, scene, *source)) is not None
        ]  # fmt: skip
        if ways:
            clause = standing.clause
            yield Open(
                selector.standard.id, clause.requirement, clause.severity, clause.weight,
                most * clause.weight / total if total else 0.0,
                all_of(tuple(way.good for way in ways)), all_of(tuple(way.every for way in ways)),
                next((way.best for way in ways if way.best == "met"), "not_applicable"),
                {want: shows for way in ways for want, shows in way.shows.items()},
            )  # fmt: skip


def _sources(
    known: Known, suppliers: Sequence[Known], requirement: CompiledRequirement
) -> list[tuple[Facts, Context, str]]:
    """Return facts, what they are held against, and of which supplier they are; empty where it is the subject."""
    if not suppliers or not reads_pay(requirement):
        return [(known.facts, known.context, "")]
    seen = seen_by_supplier(known, suppliers, known.context)
    return [(*both, supplier.subject.id) for both, supplier in zip(seen, suppliers, strict=True)]


def _way(
    compiled: CompiledRequirement,
    known: Known,
    wages: WageEvidence,
    scene: Scene,
    facts: Facts,
    context: Context,
    of: str,
) -> Way | None:
    """Return what settles one requirement by one set of facts; None where it is settled, or nothing settles it."""
    (evaluation,) = evaluate([compiled], facts, context)
    judgement = judge(evaluation, scene, known.assessor.decisions)
    if judgement.status not in OPEN:
        return None
    requirement = compiled.requirement
    if judgement.cause == "override":
        by_assessor = Need(1, want=Want("assessor", requirement.id, judgement.why))
        return Way(by_assessor, by_assessor)
    words = _PayWords(wages, facts, of)
    seen = lookouts(requirement, Frame(facts, context), known.measures.bank, known.subject.kind, words.why)
    return _in_force(judgement, compiled, seen[0], scene) or by_rule(evaluation, judgement, compiled, *seen)


def _in_force(judgement: Judgement, compiled: CompiledRequirement, seen: Lookout, scene: Scene) -> Way | None:
    """Return what settles a requirement of which it is not known whether it is in force."""
    if judgement.cause != "applicability" or not judgement.why:
        return None
    name = "scope.period" if scene.as_of is None else "scope.sites"
    head = Need(1, want=Want("scope", name), at=(name,))
    return Way(head, all_of((head, undecided(compiled.satisfied, seen))), "not_applicable")


def by_rule(
    evaluation: Evaluation, judgement: Judgement, compiled: CompiledRequirement, seen: Lookout, about: Lookout
) -> Way | None:
    """Return what settles an open requirement by its conditions; ``about`` is the lookout on whether it applies."""
    applies, satisfied = compiled.applies, evaluation.satisfied
    if judgement.parked and applies is not None:
        spared = lacking(applies, about, False)
        return Way(spared, ENOUGH, "not_applicable") if spared else None
    every = undecided(compiled.satisfied, seen)
    if applies is None or judgement.cause != "applicability":
        good = lacking(compiled.satisfied, seen, True)
        return Way(good, every, "met", _shown_by(seen, every)) if good else None
    asked = undecided(applies, about)
    shows = {**_shown_by(seen, every), **_shown_by(about, asked)}
    if satisfied.truth is True and satisfied.support.shown:
        return Way(lacking(applies, about, True) or ENOUGH, asked, "met", shows)
    # What fails, or is open, is best put aside: it is settled well where it turns out not to apply.
    rest = ENOUGH if satisfied.truth is False else every
    return Way(lacking(applies, about, False) or ENOUGH, all_of((asked, rest)), "not_applicable", shows)


def _shown_by(seen: Lookout, wanted: Need) -> dict[Want, Shows]:
    """Return, for each thing that is wanted, which evidence makes it count as shown; nothing where a word is enough."""
    return {want: seen.shows for want, _ in wanted.wants()} if seen.policy.at_least > Level.STATED else {}


class _PayWords:
    """Says of pay metrics of one set of facts why they leave something open, as far as it may be shown."""

    def __init__(self, wages: WageEvidence, facts: Facts, of: str) -> None:
        self._facts, self._of = facts, of
        self._sets = wages.sets
        self._hidden = {s.place.file for s in self._sets if s.worker_count_hidden}

    def why(self, name: str, sources: tuple[Fact, ...]) -> str:
        """Return the reason why ``name`` decides nothing."""
        known = [fact for fact in sources if fact.known]
        if not known:
            return next((fact.absent for fact in sources if fact.absent), self._facts.why_absent(name))
        file = known[0].place.file
        if file in self._hidden:
            return "the pay data are of fewer workers than may be shown"
        metrics = next((s.metrics for s in self._sets if s.place.file == file), {})
        metric = metrics.get(name.removeprefix(PAY))
        why = metric.published.why if metric is not None else ""
        lead = f"{self._of}: " if self._of else ""
        return lead + (why or "the pay data leave it open")


def _holds(standards: Sequence[StandardResult]) -> list[Open]:
    """Return one entry for each reason that holds verdicts open whatever the requirements come to."""
    reasons = dict.fromkeys(why for standard in standards for why in standard.holds)
    wants = [Need(1, want=Want("hold", "", why)) for why in reasons]
    return [Open("", want.want.why, "critical", 0.0, 0.0, want, want, "met") for want in wants if want.want]


def _outlook(
    known: Known, standards: Sequence[StandardResult], settled: frozenset[str], best: Mapping[str, Status]
) -> tuple[dict[str, float], Verdict]:
    """Return the points shown by standard, and the verdict, where all of ``settled`` turned out well."""
    points, verdicts = {}, []
    for selector, found in zip(known.measures.selectors, standards, strict=True):
        standard = selector.standard
        thresholds = (
            {r.id: r.threshold for r in standard.requirements} if found.sum.score.model == "threshold_pairs" else {}
        )
        standings = [_turned(s, settled, best) for s in found.standings]
        shown = score(standard.score, standings, thresholds).shown
        if shown is not None:
            points[standard.id] = shown
        verdicts.append(verdict(standings, tuple(why for why in found.holds if why not in settled))[0])
    return points, worst(verdicts)


def _turned(standing: Standing, settled: frozenset[str], best: Mapping[str, Status]) -> Standing:
    name = standing.clause.requirement
    if name not in settled:
        return standing
    return Standing(standing.clause, best[name], FULL if best[name] == "met" else NONE)


def _in_words(step: Step, known: Known, held: Collection[str]) -> Step:
    """Return a step with what it asks in words, and without the reasons that stand in for requirements."""
    bank, want = known.measures.bank, step.want
    ask = ""
    if want.kind in ("answer", "refine"):
        question = bank.questions.get(want.name.removeprefix("answers."))
        ask = question.ask["en"] if question else want.name
    elif want.kind == "attach":
        ask = bank.kinds[want.name].label["en"] if want.name in bank.kinds else want.name.replace("_", " ")
        there = [i.id for i in known.subject.evidence.values() if i.kind == want.name and not i.problem]
        # What lies in the folder and is named at no such answer may be all that is missing.
        ask += f"; {', '.join(there)} is of that kind, and not named there" if there and not want.why else ""
    elif want.kind in ("pay", "survey", "scope"):
        ask = "; ".join(dict.fromkeys(known.measures.terms.of(name).name for name in step.at))
    return step._replace(
        ask=ask,
        settles=tuple(name for name in step.settles if name not in held),
        touches=tuple(name for name in step.touches if name not in held),
    )
