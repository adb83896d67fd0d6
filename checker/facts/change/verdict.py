"""The outcome of a pay-change audit in words that a worker understands, from published figures only."""

from __future__ import annotations

from collections.abc import Mapping

from checker.facts.change.outcome import Outcome, currencies
from checker.facts.change.week import SEED, monday, week_name
from checker.facts.pay_data import PayData
from checker.model.evidence import Place
from checker.model.questionnaire import Finding
from checker.model.wages import Metric, Published

_LEVEL = 0.0005
"""Change of a mean under which it is said to have stayed."""


def verdict_of(data: PayData, outcome: Outcome, metrics: Mapping[str, Metric], raw: Published) -> str:
    """Return who lost, what the mean did meanwhile, when, and whether it was announced."""
    if data.worker_count < data.scope.k:
        return f"Fewer than {data.scope.k} workers: who was paid less is not shown."
    if outcome.deltas is None:
        return f"Nothing can be said about who lost: {outcome.why}."
    sentences = [_who(data, outcome, metrics, raw)]
    if outcome.weeks is not None:
        sentences.append(_when(outcome))
    elif outcome.split is not None:
        sentences.append(f"No week is known in which the rule changed: {outcome.split.words}.")
    return " ".join(sentences)


def findings_of(data: PayData, outcome: Outcome, metrics: Mapping[str, Metric], raw: Published) -> tuple[Finding, ...]:
    """Return the findings of an audit: workers cut, whatever the mean did; no notice; a promise broken."""
    place, found = Place(data.tables[0].label), []
    if data.worker_count < data.scope.k:
        return ()
    cut = metrics["share_cut"]
    if outcome.deltas is not None and cut.low:
        message = _who(data, outcome, metrics, raw).rstrip(".")
        found.append(Finding("pay_cut", "warning", message, place))
    if outcome.changed and outcome.weeks is not None:
        found += _on_notice(outcome, metrics, place)
    return tuple(found)


def notes_of(
    data: PayData, outcome: Outcome, metrics: Mapping[str, Metric], chance: Published | None,
    unpaid: tuple[float, float] | None,
) -> tuple[str, ...]:  # fmt: skip
    """Return what stands beside the figures: what they leave out, and how far chance would go."""
    notes = []
    if chance is not None and chance.value is not None:
        share = chance.shown_as or f"{chance.value:.1%}"
        notes.append(f"chance: between the two halves of the weeks before the change, {share} come out as cut as well")
    elif chance is not None and chance.shown_as:
        notes.append(
            f"chance: between the two halves of the weeks before the change, {chance.shown_as} come out as cut"
        )
    if "not told apart" in outcome.basis:
        notes.append("no task_type in the data: where the mix of tasks changed, a worker may seem cut or spared by it")
    if unpaid is not None:
        notes.append(
            f"rows without pay (rejected, returned, timed out) are not compared: {unpaid[0]:.1%} of all rows before,"
            f" {unpaid[1]:.1%} after; see rejection_rate"
        )
    if outcome.table is not None and outcome.table.longest > 7 and outcome.question.since is None:
        notes.append(
            "a pay period counts in the week of its last day: the rule may have changed within the period before"
        )
    several = currencies(data)
    if len(several) > 1:
        notes.append(f"pay is in {', '.join(several)}: each is compared with its own, and none is added to another")
    notes.append(
        f"cut: pay for the same work fell by more than {outcome.question.least_cut * 100:.3g} %; intervals by bootstrap"
        f" over workers, seed {SEED}"
    )
    return tuple(notes)


def _who(data: PayData, outcome: Outcome, metrics: Mapping[str, Metric], raw: Published) -> str:
    shown = metrics["share_cut"].published
    than = "than the disclosed formula gives" if outcome.question.formula is not None else "for the same work"
    n = metrics["share_cut"].n
    if shown.suppressed and not shown.shown_as:
        return f"Whether workers were paid less {than} is not shown: {shown.why}."
    if shown.suppressed:
        return f"{_sentence(shown.shown_as)} workers were paid less {than}."
    if shown.high == 0:
        return f"None of {n} workers was paid less {than}."
    low, high = shown.low or 0.0, 1.0 if shown.high is None else shown.high
    if data.sampled:
        who = f"Between {low:.0%} and {high:.0%} of workers"
    elif low == high:
        who = f"{round(low * n)} of {n} workers"
    else:
        who = f"Between {round(low * n)} and {round(high * n)} of {n} workers"
    return f"{who} were paid less {than}{_meanwhile(metrics, raw)}{_loss(metrics)}."


def _meanwhile(metrics: Mapping[str, Metric], raw: Published) -> str:
    """Return what the mean did: the one that is usually quoted, else the one for the same work."""
    for shown, name in ((raw, "mean pay"), (metrics["pooled_change"].published, "mean pay for the same work")):
        if shown.suppressed or shown.value is None:
            continue
        change = float(shown.value)
        if change > _LEVEL:
            return f" although {name} rose by {change:.1%}"
        return f" while {name} fell by {-change:.1%}" if change < -_LEVEL else f" although {name} stayed the same"
    return ""


def _loss(metrics: Mapping[str, Metric]) -> str:
    shown = metrics["mean_loss_of_cut"].published
    if shown.suppressed or shown.value is None:
        return ""
    return f"; they lost {float(shown.value):.1%} on average"


def _when(outcome: Outcome) -> str:
    assert outcome.weeks is not None
    first, last = outcome.weeks
    if outcome.question.since is not None:
        return f"The change was given as {outcome.question.since}."
    if first == last:
        return f"The rule changed in week {week_name(first)} (from Monday {monday(first)})."
    return f"The rule changed between week {week_name(first)} and week {week_name(last)}."


def _on_notice(outcome: Outcome, metrics: Mapping[str, Metric], place: Place) -> list[Finding]:
    found, notice = [], metrics["change_announced"]
    week = "" if outcome.weeks is None else week_name(outcome.weeks[0])
    if outcome.announced is None:
        message = f"the change of pay in {week} is not on record as announced; if there was a notice, name its day"
        # A rise that cannot have cost anybody anything warns of nothing.
        nobody_cut = metrics["share_cut"].high == 0
        found.append(Finding("pay_change_notice_unknown", "note" if nobody_cut else "warning", message, place))
    elif notice.high is not None and notice.high < 0:
        message = f"the change of pay in {week} was announced on {outcome.announced}, after it had begun"
        found.append(Finding("pay_change_unannounced", "warning", message, place))
    formula = outcome.question.formula
    until = formula.valid_until if formula is not None else None
    if until is not None and outcome.weeks is not None and monday(outcome.weeks[1] + 1) <= until:
        message = f"pay left the disclosed formula by {week}, before {until}, until which it was to hold"
        found.append(Finding("pay_formula_broken", "warning", message, place))
    return found


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
