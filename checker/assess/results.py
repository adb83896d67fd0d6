"""One requirement's result: the standing, and the words on it. Made when it is read.

A run over thousands of subjects that prints a line each needs their standings only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from checker.assess.conflicts import conflicts_of, may_conflict
from checker.assess.reasons import ReasonWords, reason, short_of
from checker.assess.statuses import Judgement, Scene, judge
from checker.model.assessment import Clause, EvidenceFound, Result, Standing
from checker.model.evaluation import Evaluation
from checker.model.evidence import Place
from checker.model.facts import Fact, Facts
from checker.model.questionnaire import Decision
from checker.model.standard import EvidencePolicy, Remedy, Requirement, Standard

_new: Any = tuple.__new__
"""Makes a result in half the time that its own constructor takes; all fields have to be given."""


class Seen(NamedTuple):
    """What the words on a result are made from, beside its evaluation: no more, since it is kept for every subject."""

    file: str
    sections: Mapping[str, Place]
    responses: Mapping[str, str]
    silence: Facts
    """Says why nothing is known; holds no fact."""
    words: ReasonWords
    decisions: tuple[Decision, ...]
    scene: Scene


class Results(Collection[Result]):
    """The results of one standard, made anew whenever they are read and kept by nobody; pickled as they are read."""

    __slots__ = ("_evaluations", "_judgements", "_seen", "_standings")

    def __init__(
        self,
        evaluations: Iterable[Evaluation],
        judgements: Iterable[Judgement],
        standings: Collection[Standing],
        seen: Seen,
    ) -> None:
        """Keep what the results are made from, one a requirement in the same order.

        Without ``judgements`` each is judged again when it is read.
        """
        self._evaluations = tuple(evaluations)
        self._judgements = tuple(judgements)
        self._standings = standings
        self._seen = seen

    def __iter__(self) -> Iterator[Result]:
        seen = self._seen
        judgements = self._judgements or (judge(e, seen.scene, seen.decisions) for e in self._evaluations)
        for evaluation, judgement, standing in zip(self._evaluations, judgements, self._standings, strict=True):
            yield _result(evaluation, judgement, standing, seen)

    def __len__(self) -> int:
        return len(self._standings)

    def __contains__(self, result: object) -> bool:
        return any(result == mine for mine in self)

    def __reduce__(self) -> tuple[type[tuple[Result, ...]], tuple[tuple[Result, ...]]]:
        return tuple, (tuple(self),)


def clause_of(requirement: Requirement, sentence: str, standard: Standard) -> Clause:
    """Return what reports say of ``requirement``; ``sentence`` is what satisfies it, in English."""
    return Clause(
        requirement=requirement.id,
        title=requirement.title["en"],
        sentence=sentence,
        theme=requirement.theme,
        profile=requirement.profile,
        severity=requirement.severity,
        weight=standard.weight(requirement),
        source=requirement.source._asdict(),
        threshold_origin=requirement.threshold_origin,
        normative_status=requirement.normative_status,
        remedy=_remedy(requirement.remedy),
        why=requirement.why["en"],
        evidence_asked=_asked(requirement.evidence),
        maps_to=requirement.maps_to,
    )


def _result(evaluation: Evaluation, judgement: Judgement, standing: Standing, seen: Seen) -> Result:
    _, level, _, items, unchecked, reviewed = support = judgement.support
    requirement, facts = evaluation.requirement, evaluation.facts
    name = requirement.id
    fields = (
        standing,
        _new(EvidenceFound, (requirement.evidence.at_least, level, items, reviewed, unchecked, short_of(support))),
        may_conflict(evaluation) and bool(conflicts_of(evaluation, judgement, seen.words)),
        reason(judgement, evaluation, seen.silence, seen.words),
        facts,
        _location(facts, evaluation.names, seen),
        seen.responses.get(name),
        tuple([d for d in seen.decisions if d.requirement == name]) if seen.decisions else (),
        _open_questions(evaluation, judgement),
    )
    result: Result = _new(Result, fields)
    return result


def _asked(policy: EvidencePolicy) -> Mapping[str, Any]:
    age = str(policy.max_age) if policy.max_age else None
    return {"kinds": policy.listed or tuple(sorted(policy.kinds)), "max_age": age, "review": policy.review}


def _remedy(remedy: Remedy | None) -> Mapping[str, Any] | None:
    return {"owner": remedy.owner, "due_days": remedy.due_days, "text": remedy.text["en"]} if remedy else None


def _location(facts: tuple[Fact, ...], names: tuple[str, ...], seen: Seen) -> Place:
    """Return the answer's place, else the evidence entry's, else the section that the subject would edit."""
    for fact in facts:
        if fact.name.startswith("answers.") and fact.known:
            return fact.place
    for fact in facts:
        if fact.items and fact.items[0].collector in ("supplier", "buyer"):
            return fact.items[0].place
    for name in names:
        group, _, rest = name.partition(".")
        place = seen.sections.get(rest.partition(".")[0] if group == "answers" else group)
        if place is not None:
            return place
    return seen.sections.get("answers") or Place(seen.file, 1, 1)


def _open_questions(evaluation: Evaluation, judgement: Judgement) -> tuple[str, ...]:
    """Return the names whose absence, width or weak evidence keeps the requirement from being decided."""
    if judgement.status not in ("unknown", "claimed", "error"):
        return ()
    names, read = evaluation.names[: evaluation.settling], evaluation.read[: evaluation.settling]
    says = _says if judgement.status == "claimed" or judgement.parked else _leaves_open
    if len(names) == 1:
        return names if says(read[0]) else ()
    return tuple([name for name, sources in zip(names, read, strict=True) if says(sources)])


def _says(sources: tuple[Fact, ...]) -> bool:
    """Return whether a source says anything."""
    return True in [fact.known for fact in sources]


def _leaves_open(sources: tuple[Fact, ...]) -> bool:
    """Return whether no source gives one exact value."""
    return True not in [fact.known and (fact.low is None or fact.low == fact.high) for fact in sources]
