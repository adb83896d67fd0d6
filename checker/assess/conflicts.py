"""Where sources differ: two of them at one comparison, or a claim that the data behind a requirement contradict."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checker.assess.reasons import ReasonWords, describe, name_of
from checker.assess.statuses import Judgement
from checker.assess.terms import within_sentence
from checker.model.assessment import Conflict
from checker.model.condition import facts_read
from checker.model.evaluation import Clash, Evaluation
from checker.model.evidence import Level
from checker.model.facts import Fact
from checker.model.published_answers import published_answers


def may_conflict(evaluation: Evaluation) -> bool:
    """Say whether a claim was judged or sources differ: without either there is no conflict to look for."""
    _, applies, satisfied, bands, claim, _, _, _, _ = evaluation
    return claim is not None or bool(satisfied[2] or ((applies or bands) and evaluation.clashes))


def conflicts_of(evaluation: Evaluation, judgement: Judgement, words: ReasonWords) -> tuple[Conflict, ...]:
    """Return every conflict of one requirement; where it does not apply, only those on whether it does."""
    if judgement.status == "error":
        return ()
    applies = evaluation.applies.clashes if evaluation.applies is not None else ()
    clashes = applies if judgement.status == "not_applicable" else evaluation.clashes
    found = [_clash(evaluation.requirement.id, clash, words) for clash in clashes]
    if judgement.status == "not_applicable":
        return tuple(found)
    claim = _claim(evaluation, words)
    return (*found, claim) if claim else tuple(found)


def _clash(requirement: str, clash: Clash, words: ReasonWords) -> Conflict:
    return Conflict(
        requirement=requirement,
        rule="two sources on one fact",
        claim=side(clash.favourable, clash.favourable_level, words.k),
        evidence=side(clash.adverse, clash.adverse_level, words.k),
        outcome="two_sources",
        why=f"{name_of(clash.name, words)}: {clash.why}",
    )


def _claim(evaluation: Evaluation, words: ReasonWords) -> Conflict | None:
    """Return the conflict between a claim that is true and a requirement that the data show to be false."""
    requirement = evaluation.requirement
    if evaluation.claim is None or evaluation.claim.truth is not True or requirement.claim is None:
        return None
    sources = dict(zip(evaluation.names, evaluation.read, strict=True))
    claimed = [f for name in facts_read(requirement.claim.when) for f in sources.get(name, ()) if f.known]
    against = _against(evaluation, sources)
    if not claimed or not against:
        return None
    said, shown = claimed[0], max(against, key=_strength)
    why_not = _why_not_comparable(requirement.claim.relation, said, shown)
    return Conflict(
        requirement=requirement.id,
        rule="claim against data",
        claim=side(said, _level(said), words.k),
        evidence=side(shown, _level(shown), words.k),
        outcome="not_comparable" if why_not else "contradicted",
        why=why_not or f"{describe(said, words)}; but {within_sentence(describe(shown, words))}",
    )


def _against(evaluation: Evaluation, sources: Mapping[str, tuple[Fact, ...]]) -> list[Fact]:
    """Return the facts that made ``satisfied_when`` false: of sources that differ the adverse one, if it stands.

    What the claim itself reads is not among them.
    """
    requirement = evaluation.requirement
    said = facts_read(requirement.claim.when) if requirement.claim else ()
    read = evaluation.deciding or facts_read(requirement.satisfied_when)
    upheld = {clash.name: clash.adverse for clash in evaluation.satisfied.clashes if clash.upheld}
    found: list[Fact] = []
    for name in read:
        if name not in said:
            found += [upheld[name]] if name in upheld else [f for f in sources.get(name, ()) if f.known]
    return found


def side(fact: Fact, level: Level, k: int) -> dict[str, Any]:
    """Return one side of a conflict: name, value or interval, place, level, who collected it.

    Of workers' answers only what may be shown; pay is hidden where it is shown.
    """
    value: dict[str, Any] = {"value": fact.value}
    if fact.name.startswith("workers."):
        shown = published_answers(fact, k)
        value = {"value": shown.value, "shown_as": shown.shown_as or shown.why}
    elif fact.value is None:
        value |= {"low": fact.low, "high": fact.high}
    return {"name": fact.name, **value, "place": fact.place, "level": level, "collector": fact.collector}


def _level(fact: Fact) -> Level:
    return min(fact.cap, max((item.level for item in fact.items), default=Level.STATED))


def _strength(fact: Fact) -> tuple[bool, Level]:
    return fact.name.startswith("wages."), _level(fact)


def _why_not_comparable(relation: str | None, said: Fact, shown: Fact) -> str:
    """Return why a claimed number and a measured one do not speak of the same thing; empty where they do."""
    if relation is None or said.low is None or shown.low is None:
        return ""
    return "" if said.unit == shown.unit else f"the claim is in {said.unit or 'no unit'}, the data in {shown.unit}"
