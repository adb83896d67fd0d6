"""Invented subjects for property tests: facts over everything that a pack reads, from one or two sources.

A world is made from a `random.Random`, so that a seed can be searched for, and the one that breaks a law be printed.
Some worlds are aimed: every requirement as in a worked case, well shown, and one or two of them spoilt; by chance
alone a pack of few and grave requirements hardly ever passes, and a law about passing would be about nothing. In the
others values lean towards those that conditions name, intervals straddle bars, evidence is good, weak, old, partial,
unread or missing, and a second source agrees, differs or cannot decide.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import count
from typing import Any, NamedTuple

from checker.assess.results import clause_of
from checker.assess.scores import score
from checker.assess.statuses import Judgement, Scene, judge
from checker.assess.verdicts import verdict
from checker.facts.metrics import METRICS
from checker.load.question_bank import load_question_bank
from checker.load.standards import list_standards, load_standard
from checker.model.assessment import Score, Standing
from checker.model.condition import Condition, Leaf, ParamRef, walk
from checker.model.condition_parser import parse_condition
from checker.model.evaluation import Context, Evaluation
from checker.model.evidence import EvidenceItem, Level, Period, Place
from checker.model.facts import Cover, Fact, Facts
from checker.model.questions import Question, QuestionBank
from checker.model.standard import ALWAYS, CreditBand, ScoreModel
from checker.pipeline.cases import case_facts
from checker.rules.evaluate import CompiledStandard, compile_standard, evaluate
from checker.rules.sentence import Words

AS_OF = date(2026, 6, 30)
PERIOD = Period(date(2026, 1, 1), AS_OF)
HALF = Period(date(2026, 4, 1), AS_OF)
OLD = Period(date(2024, 1, 1), date(2024, 12, 31))
PERIODS = (
    None, PERIOD, HALF, OLD, Period(PERIOD.start, None), Period(None, AS_OF), Period(date(2025, 1, 1), date(2030, 1, 1))
)  # fmt: skip
"""What evidence says of the days that it covers."""
SITES = ("KE", "GB")
WORKERS = 60
SCENE = Scene(AS_OF, frozenset(SITES))
UNITS = {m.name: m.unit for m in METRICS.values()}
INVENTED_PACK = "invented"
PACKS = [f"{entry.id}@{entry.edition}" for entry in list_standards()]
LEVELS = (Level.STATED, Level.DOCUMENTED, Level.RECORDED, Level.INDEPENDENT, Level.WORKER_REPORTED)
WEIGHED = ScoreModel("weighted", 100.0)
LIGHT = ("minor", "advisory")
SITE = ({"place": "KE", "country": "KE", "headcount": 60}, {"place": "GB", "country": "GB"})


@cache
def bank() -> QuestionBank:
    return load_question_bank()


@cache
def pack(name: str) -> CompiledStandard:
    """Return a pack that ships, as if in force now and everywhere: the laws say nothing where nothing is asked."""
    standard = load_standard(name, bank(), UNITS)
    asked = tuple(replace(r, in_force=ALWAYS) for r in standard.requirements)
    return compile_standard(replace(standard, requirements=asked), Words(bank(), units=UNITS))


def part(name: str, rng: random.Random) -> CompiledStandard:
    """Return some of the pack called ``name``, or an invented one.

    The whole, a few requirements (verdicts that pass are rare over the whole), or knotty ones.
    """
    if name == INVENTED_PACK:
        return invented(rng)
    compiled = pack(name)
    everything = compiled.requirements
    knotty = [r for r in everything if len(r.names) > 1 and (r.bands or r.applies or r.satisfied.parts)] or everything
    source = rng.choice((None, everything, knotty, [r for r in everything if r.bands] or everything))
    if source is None:
        return compiled
    number = rng.randint(1, min(rng.choice((3, 12)), len(source)))
    return replace(compiled, requirements=tuple(rng.sample(source, number)))


def invented(rng: random.Random) -> CompiledStandard:
    """Return a pack of a few requirements whose conditions are random trees, ``not`` and counting included."""
    shipped = pack(PACKS[0]).standard
    requirements = []
    for n in range(rng.randint(1, 6)):
        like = rng.choice(shipped.requirements)
        names = rng.sample(INVENTED, rng.randint(1, 4))
        bands = [CreditBand(_tree(names, rng, 2), give) for give in sorted((0.3, 0.6), reverse=True)]
        requirement = replace(
            like,
            id=f"INV-{n}",
            applies_when=_tree(names, rng, 1) if rng.random() < 0.3 else None,
            satisfied_when=_tree(names, rng, 3),
            credit=tuple(bands[: rng.randint(0, 2)]),
            claim=None,
            evidence=like.evidence._replace(at_least=rng.choice((Level.STATED, Level.DOCUMENTED, Level.RECORDED))),
        )
        requirements.append(requirement)
    return compile_standard(replace(shipped, requirements=tuple(requirements)), Words(bank(), units=UNITS))


INVENTED = (
    "answers.gov.accountable_owner", "answers.comms.action_log", "answers.pilot.workers", "answers.pay.models",
    "answers.pay.bonus_use", "wages.share_below_living_wage", "wages.weekly_hours_max",
)  # fmt: skip
"""Facts that invented conditions read: yes or no, a number, a list, a word, two metrics."""


def _tree(names: Sequence[str], rng: random.Random, depth: int) -> Condition:
    found = parse_condition(_raw_tree(names, rng, depth), lambda path: Place("invented.yaml"))
    assert found is not None
    return found


def _raw_tree(names: Sequence[str], rng: random.Random, depth: int) -> dict[str, Any]:
    form = rng.choice(("all", "any", "not", "at_least_n_of", "leaf")) if depth else "leaf"
    if form == "leaf":
        return _raw_leaf(rng.choice(names), rng)
    if form == "not":
        return {"not": _raw_tree(names, rng, depth - 1)}
    parts = [_raw_tree(names, rng, depth - 1) for _ in range(rng.randint(1, 3))]
    return {form: {"n": rng.randint(1, len(parts)), "of": parts} if form == "at_least_n_of" else parts}


def _raw_leaf(name: str, rng: random.Random) -> dict[str, Any]:
    question = bank().questions.get(name.removeprefix("answers."))
    if question is None or question.type == "integer":
        bar = rng.choice((0, 0.1, 1)) if question is None else rng.choice((3, 5))
        return {"fact": name, rng.choice(("at_least", "at_most", "more_than", "less_than")): bar}
    if question.type == "boolean":
        return {"fact": name, rng.choice(("is", "is_not")): rng.random() < 0.5}
    some = rng.sample([o.id for o in question.options], 2)
    verbs = (
        ("includes_any", "includes_all", "includes_none") if question.type == "list_of_enum" else ("one_of", "none_of")
    )
    return {"fact": name, rng.choice(verbs): some}


class World(NamedTuple):
    """One subject: facts by name, and what an assessor has read or given another level, for which requirement."""

    facts: Mapping[str, tuple[Fact, ...]]
    read: frozenset[tuple[str, str]] = frozenset()
    """(requirement, evidence) that was read."""
    levels: Mapping[tuple[str | None, str], Level] = {}
    """(requirement, evidence) -> level."""


class Judged(NamedTuple):
    """What a pack makes of a world."""

    evaluations: tuple[Evaluation, ...]
    judgements: tuple[Judgement, ...]
    scores: dict[str, Score]
    verdicts: dict[str, str]
    sums: dict[str, Score]
    """The scores; of a pack that scores nothing what its weights come to, so that the laws say something of it."""

    @property
    def clashing(self) -> frozenset[str]:
        """Return the names on which two sources differ at some comparison."""
        return frozenset(name for e in self.evaluations for name in clashes_of(e))


def clashes_of(evaluation: Evaluation) -> set[str]:
    outcomes = [evaluation.satisfied, *(o for _, o in evaluation.bands)]
    outcomes += [o for o in (evaluation.applies, evaluation.claim) if o is not None]
    return {clash.name for o in outcomes for clash in o.clashes}


def judge_world(compiled: CompiledStandard, world: World) -> Judged:
    """Return evaluations, statuses, and score and verdict of both profiles."""
    evaluations = evaluate(compiled, Facts(world.facts), context_of(compiled, world))
    judgements = tuple(judge(e, SCENE, ()) for e in evaluations)
    standings = [_standing(compiled, e, j) for e, j in zip(evaluations, judgements, strict=True)]
    thresholds = {r.id: r.threshold for r in compiled.standard.requirements}
    scores, verdicts, sums = {}, {}, {}
    model = compiled.standard.score
    for profile in ("core", "extended"):
        mine = [s for s in standings if profile == "extended" or s.clause.profile == "core"]
        scores[profile] = score(model, mine, thresholds)
        sums[profile] = score(WEIGHED, mine, thresholds) if model.name == "none" else scores[profile]
        verdicts[profile] = verdict(mine)[0]
    return Judged(evaluations, judgements, scores, verdicts, sums)


def context_of(compiled: CompiledStandard, world: World) -> Context:
    read: dict[str, set[str]] = {}
    for requirement, item in world.read:
        read.setdefault(requirement, set()).add(item)
    reviewed = {requirement: frozenset(items) for requirement, items in read.items()}
    return Context(AS_OF, PERIOD, SITES, WORKERS, reviewed=reviewed, levels=world.levels)


def make_world(compiled: CompiledStandard, rng: random.Random) -> World:
    """Return a subject; how much it answers, shows and contradicts differs from world to world."""
    maker = Maker(compiled, rng)
    answered, second = rng.choice((0.2, 0.6, 0.95, 1.0)), rng.choice((0.0, 0.1, 0.4))
    facts: dict[str, tuple[Fact, ...]] = {}
    for name in maker.names:
        if rng.random() < answered:
            sources = [maker.own(name)]
            if rng.random() < second:
                sources.append(maker.other(name))
            facts[name] = tuple(sources)
        elif rng.random() < second:
            facts[name] = (maker.other(name),)
    if rng.random() < 0.3:
        facts |= maker.worked(compiled)
    reads, decides = rng.choice((0.5, 1.0)), rng.choice((0.0, 0.0, 0.2))
    shown = list(uses(compiled, facts))
    read = frozenset(use for use in shown if rng.random() < reads)
    levels = {use: rng.choice((Level.NONE, *LEVELS)) for use in shown if rng.random() < decides}
    return World(facts, read, dict(levels))


def draw_world(name: str, rng: random.Random, turn: int) -> tuple[CompiledStandard, World]:
    """Return some of the pack called ``name`` and a subject: by chance, or aimed.

    Every other ``turn`` is aimed at one requirement, at all of them in turn, first to be met and then to fail.
    """
    if name == INVENTED_PACK or turn % 2:
        compiled = part(name, rng)
        return compiled, make_world(compiled, rng)
    whole = pack(name)
    fails, which = divmod(turn // 2, len(whole.requirements))
    compiled = aimed_part(whole, which, rng)
    return compiled, aimed_world(compiled, rng, fails=fails % 2 == 1)


def aimed_part(compiled: CompiledStandard, which: int, rng: random.Random) -> CompiledStandard:
    """Return a few requirements, the one at ``which`` first, a light one among them where the pack has any."""
    everything = list(compiled.requirements)
    light = [r for r in everything if r.requirement.severity in LIGHT]
    chosen = [everything[which], *rng.sample(everything, rng.randint(0, min(4, len(everything))))]
    if light and rng.random() < 0.7:
        chosen.append(rng.choice(light))
    return replace(compiled, requirements=tuple({r.requirement.id: r for r in chosen}.values()))


def aimed_world(compiled: CompiledStandard, rng: random.Random, *, fails: bool) -> World:
    """Return a subject that shows each requirement as a worked case has it: most are met, one or two are not.

    The first one fails where ``fails``, and else is met as often as not. Where two cases give one fact different
    values, the first stands; evidence of both is behind it.
    """
    requirements = compiled.requirements
    number = rng.choice((0, 0, 1, 1, 2))
    light = [n for n, r in enumerate(requirements) if r.requirement.severity in LIGHT]
    spoilt = set(rng.sample(range(len(requirements)), min(number, len(requirements))))
    spoilt = {rng.choice(light)} if light and spoilt and rng.random() < 0.6 else spoilt
    spoilt |= {0} if fails else set()
    facts: dict[str, tuple[Fact, ...]] = {}
    for n in range(len(requirements)):
        requirement = requirements[n]
        cases = requirement.requirement.cases
        fitting = [case for case in cases if (case.expect in ("met", "not_applicable")) != (n in spoilt)]
        plain = [case for case in fitting if case.expect in ("met", "not_met")]
        case = rng.choice(plain if n == 0 or rng.random() < 0.8 else fitting)
        for key, sources in case_facts(requirement, case, PERIOD, SITES).table.items():
            items = tuple(replace(item, id=f"{item.id}{n}") for item in sources[0].items)
            held = facts.get(key)
            fact = sources[0]._replace(items=items) if held is None else held[0]
            more = () if held is None or held[0].cover is not None else items
            facts[key] = (fact._replace(items=fact.items + more),)
    read = frozenset(use for use in uses(compiled, facts) if rng.random() < 0.98)
    return World(facts, read)


def uses(compiled: CompiledStandard, facts: Mapping[str, tuple[Fact, ...]]) -> Iterator[tuple[str, str]]:
    """Iterate over (requirement, evidence) for all evidence behind what a requirement reads."""
    for requirement in compiled.requirements:
        for name in requirement.names:
            for fact in facts.get(name, ()):
                yield from ((requirement.requirement.id, item.id) for item in fact.items)


class Maker:
    """Makes facts that fit what a pack reads."""

    def __init__(self, compiled: CompiledStandard, rng: random.Random) -> None:
        self.rng = rng
        self.names = sorted({n for r in compiled.requirements for n in r.names})
        self.kinds: dict[str, list[str]] = {}
        self.bars: dict[str, list[Any]] = {}
        self._ids = count()
        self.generous = rng.choice((0.3, 0.8, 0.97, 1.0))
        for requirement in compiled.requirements:
            for name in requirement.names:
                self.kinds.setdefault(name, []).extend(requirement.requirement.evidence.listed)
        parameters = {name: p.value for name, p in compiled.standard.parameters.items()}
        for node in (n for r in compiled.requirements for c in _conditions(r.requirement) for n in walk(c)):
            if isinstance(node, Leaf):
                raw = getattr(node, "value", None)
                value = parameters[raw.param] if isinstance(raw, ParamRef) else raw
                self.bars.setdefault(node.key, []).append((node.op, value))

    def worked(self, compiled: CompiledStandard) -> dict[str, tuple[Fact, ...]]:
        """Return what a worked case gives: values that chance hardly puts side by side."""
        case = self.rng.choice(self.rng.choice(compiled.requirements).requirement.cases)
        given = {key: case.given.get(key, case.given.get(key.partition("@")[0])) for key in self.names}
        return {key: (_as_given(self.own(key), raw),) for key, raw in given.items() if raw is not None}

    def own(self, name: str) -> Fact:
        """Return the subject's own word, with evidence of any quality or none."""
        if name.startswith("wages."):
            return self._pay(name, "supplier", own=True)
        if name.startswith("evidence."):
            return self._evidence(name, "supplier", Level.RECORDED)
        items = tuple(self.item(name, Level.RECORDED) for _ in range(self.rng.choice((0, 1, 1, 1, 2))))
        return self._with_value(Fact(name, None, items=items, place=Place("q.yaml", 1, 1), complete=True))

    def other(self, name: str) -> Fact:
        """Return the word of an auditor or of workers."""
        collector = self.rng.choice(("auditor", "worker", "worker_organisation"))
        if name.startswith("wages."):
            return self._pay(name, collector, own=False)
        if name.startswith("evidence."):
            return self._evidence(name, collector, Level.WORKER_MEASURED)
        item = replace(self.item(name, Level.WORKER_MEASURED), collector=collector)
        fact = Fact(
            name, None, items=(item,), collector=collector, own=False, place=Place("a.yaml", 1, 1), complete=True
        )
        return self._with_value(fact)

    def item(self, name: str, most: Level) -> EvidenceItem:
        """Return one evidence item: right or wrong kind, any level up to ``most``, any date and cover."""
        rng = self.rng
        good = rng.random() < self.generous
        kinds = [*self.kinds.get(name, ()), "policy", "wage_data"]
        return EvidenceItem(
            f"i{next(self._ids)}",
            rng.choice(kinds),
            "supplier",
            min(most, Level.RECORDED if good else rng.choice(LEVELS)),
            (),
            Place("q.yaml", 2, 2),
            covers=PERIOD if good else rng.choice(PERIODS),
            sites=None if good else rng.choice((None, ("KE",), ("GB",), ("KE-30", "GB"), SITES)),
            issued=AS_OF if good else rng.choice((None, date(2023, 1, 1), date(2025, 12, 1), AS_OF, date(2026, 9, 1))),
            respondents=40 if good else rng.choice((None, 3, 40)),
            document=rng.random() < 0.6,
        )

    def value(self, fact: Fact) -> Fact:
        """Return ``fact`` with another value."""
        return self._with_value(fact)

    def _evidence(self, name: str, collector: Any, most: Level) -> Fact:
        """Return that there is one item of a kind: it is the item itself that counts."""
        kind = name.removeprefix("evidence.")
        item = replace(self.item(name, most), kind=kind, collector=collector)
        own = collector == "supplier"
        return Fact(name, kind, items=(item,), collector=collector, own=own, place=item.place, complete=True)

    def _pay(self, name: str, collector: Any, *, own: bool) -> Fact:
        rng = self.rng
        good = rng.random() < self.generous
        level = Level.RECORDED if own else rng.choice((Level.INDEPENDENT, Level.WORKER_MEASURED))
        kind = "wage_data" if own or rng.random() < 0.5 else "worker_pay_records"
        item = EvidenceItem(
            f"i{next(self._ids)}",
            kind,
            collector,
            level,
            (),
            Place("q.yaml", 3, 3),
            PERIOD,
            None,
            AS_OF,
            document=False,
        )
        cover = Cover(True, PERIOD, SITES, WORKERS)
        if not good:
            cover = rng.choice((
                cover, Cover(False, PERIOD, ("KE",), 40), Cover(False, HALF, SITES, 60), Cover(False, OLD, SITES, 3),
            ))  # fmt: skip
        cap = Level.WORKER_MEASURED if good else rng.choice((Level.STATED, Level.WORKER_MEASURED))
        base = Fact(name.partition("@")[0], None, items=(item,), cap=cap, collector=collector, own=own, cover=cover)
        return self._with_value(base._replace(place=Place("wages.csv", rows=9)), key=name)

    def _with_value(self, fact: Fact, key: str = "") -> Fact:
        name = key or fact.name
        if name.startswith("answers."):
            return self._answer(fact, bank().questions[name.removeprefix("answers.")])
        if name.startswith("evidence."):
            return fact
        if name == "scope.sites":
            return fact._replace(value=self.rng.choice((SITE[:1], SITE)), complete=True)
        return self._number(fact, name)

    def _answer(self, fact: Fact, question: Question) -> Fact:
        rng, plain = self.rng, fact._replace(value=None, low=None, high=None)
        options = [o.id for o in question.options]
        liked = [v for op, v in self.bars.get(fact.name, ()) if op in ("is", "one_of", "includes_all", "includes_any")]
        wanted = rng.choice(liked) if liked and rng.random() < self.generous else None
        if question.type == "boolean":
            return plain._replace(value=rng.random() < self.generous)
        if question.type == "enum":
            chosen = wanted[0] if isinstance(wanted, tuple) else wanted
            return plain._replace(value=chosen if isinstance(chosen, str) else rng.choice(options))
        if question.type == "list_of_enum":
            some = wanted if isinstance(wanted, tuple) else tuple(rng.sample(options, rng.randint(1, len(options))))
            return plain._replace(value=some)
        if question.type == "text":
            return plain._replace(value="because")
        return self._number(plain, fact.name)._replace(unit=question.unit)

    def _number(self, fact: Fact, name: str) -> Fact:
        rng = self.rng
        bars = [float(v) for _, v in self.bars.get(name, ()) if isinstance(v, int | float)] or [1.0]
        low, high = (rng.choice(bars) + rng.choice((-1.0, -0.02, 0.0, 0.0, 0.02, 1.0)) for _ in range(2))
        if name.startswith("answers.") or rng.random() < 0.6:
            high = low
        return fact._replace(value=low if low == high else None, low=min(low, high), high=max(low, high))


def _as_given(fact: Fact, raw: Any) -> Fact:
    """Return ``fact`` with the value that a case gives; evidence, and lists of things, as they are."""
    if fact.name.startswith("evidence.") or (isinstance(raw, list) and any(isinstance(one, Mapping) for one in raw)):
        return fact
    if isinstance(raw, Mapping):
        return fact._replace(value=None, low=float(raw["low"]), high=float(raw["high"]))
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return fact._replace(value=float(raw), low=float(raw), high=float(raw))
    return fact._replace(value=tuple(raw) if isinstance(raw, list) else raw, low=None, high=None)


def narrowed(fact: Fact, rng: random.Random) -> Fact:
    """Return ``fact`` with a smaller interval inside its own."""
    if fact.low is None or fact.high is None or fact.low == fact.high:
        return fact
    ends = sorted(rng.choice((fact.low, fact.high, rng.uniform(fact.low, fact.high))) for _ in range(2))
    return fact._replace(low=ends[0], high=ends[1], value=ends[0] if ends[0] == ends[1] else None)


def raised(fact: Fact, kinds: Sequence[str], rng: random.Random) -> Fact:
    """Return ``fact`` better shown: some of level, date, cover, or one more item of a kind asked for."""
    items = []
    for item in fact.items:
        level = max(item.level, rng.choice(LEVELS))
        covers = PERIOD if rng.random() < 0.5 else item.covers
        sites = None if rng.random() < 0.5 else item.sites
        respondents = 40 if item.respondents is not None and rng.random() < 0.5 else item.respondents
        if covers is not PERIOD or item.covers != PERIOD:
            issued = AS_OF if covers is PERIOD else item.issued
        else:
            issued = item.issued
        items.append(replace(item, level=level, covers=covers, sites=sites, issued=issued, respondents=respondents))
    if fact.cover is not None:
        complete = Cover(True, PERIOD, SITES, WORKERS)
        return fact._replace(
            items=tuple(items),
            cap=rng.choice((fact.cap, Level.WORKER_MEASURED)),
            cover=rng.choice((fact.cover, complete)),
        )
    if kinds and rng.random() < 0.5:
        extra = EvidenceItem(
            f"x{rng.random()}", rng.choice(kinds), "supplier", Level.RECORDED, (), Place("q.yaml", 4, 4), PERIOD,
            issued=AS_OF, document=rng.random() < 0.5,
        )  # fmt: skip
        items.append(extra)
    return fact._replace(items=tuple(items))


def _conditions(requirement: Any) -> list[Condition]:
    found = [requirement.satisfied_when, *(b.when for b in requirement.credit)]
    found += [c for c in (requirement.applies_when, requirement.claim and requirement.claim.when) if c is not None]
    return found


def _standing(compiled: CompiledStandard, evaluation: Evaluation, judgement: Judgement) -> Standing:
    clause = clause_of(evaluation.requirement, "", compiled.standard)
    return Standing(clause, judgement.status, judgement.credit, judgement.parked)
