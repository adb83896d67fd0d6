"""Whether two results of one requirement were held to the same: what was asked, what pay was measured against, where.

A yardstick that went down makes no repair: what reads better by it alone is not compared. What reads worse stays worse.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checker.model.past_report import PastBar, PastResult, PastSubject

MINIMUM, LIVING = "minimum_wage", "living_wage"
_BY_A_BAR = ("below", "lowest_ratio", "fgt_", "cost_to_close", "stated_vs", LIVING, MINIMUM)
"""In the names of measures that hold pay against a bar."""
_ROUNDING = 1e-9
"""Relative: reports hold ten significant digits."""


def asked_otherwise(before: PastResult, after: PastResult) -> str:
    """Return what was changed in what a requirement asks besides its sentence; empty where nothing is known to be."""
    if before.severity != after.severity:
        return f"it was {before.severity}, and is {after.severity} now"
    levels = before.evidence.required, after.evidence.required
    if all(levels) and levels[0] != levels[1]:
        return f"the evidence asked for was {levels[0]}, and is {levels[1]} now"
    was, now = before.evidence_asked, after.evidence_asked
    if was is None or now is None:
        return ""
    told = (("review", was.review, now.review), ("age", was.max_age, now.max_age))
    for what, old, new in told:
        if old != new:
            return f"the {what} of evidence asked for was {old or 'not said'}, and is {new or 'not said'} now"
    if set(was.kinds) != set(now.kinds):
        return f"other kinds of evidence count: {', '.join(sorted(set(was.kinds) ^ set(now.kinds)))}"
    return ""


def easier(before: PastSubject, after: PastSubject, names: Iterable[str]) -> str:
    """Return why the facts in ``names`` may read better without better pay: a lower bar, a place that was left out."""
    pay = [name.removeprefix("wages.") for name in names if name.startswith("wages.")]
    bars = {MINIMUM if MINIMUM in name else LIVING for name in pay if any(word in name for word in _BY_A_BAR)}
    lines = [line for kind, line in lowered_bars(before, after) if kind in bars]
    gone = places_left_out(before, after) if pay else ()
    if gone:
        lines.append(f"not judged any more: {', '.join(gone)}")
    return "; ".join(lines)


def places_left_out(before: PastSubject, after: PastSubject) -> tuple[str, ...]:
    """Return the sites of the earlier report that the later one does not have."""
    return tuple(site for site in before.sites if site not in after.sites)


def lowered_bars(before: PastSubject, after: PastSubject) -> Iterator[tuple[str, str]]:
    """Iterate over (kind, what) of each bar of one place that is lower now, or in other money.

    The lowest of a place counts, since that is what a failure was under. What was not known before was not lowered.
    """
    old, new = _lowest(before), _lowest(after)
    for (kind, place), was in old.items():
        now = new.get((kind, place))
        if now is None or was.bar[0] is None:
            continue
        said = f"the {kind.replace('_', ' ')} of {place} was {_money(was)}, and is {_money(now)} now"
        if now.bar_currency != was.bar_currency or now.bar[0] is None or now.bar[0] < was.bar[0] * (1 - _ROUNDING):
            yield kind, said


def _lowest(subject: PastSubject) -> dict[tuple[str, str], PastBar]:
    """Return for each kind and place the bar with the lowest low end; one that is not known is lower than any."""
    found: dict[tuple[str, str], PastBar] = {}
    for bar in (bar for pay in subject.wages.sets for bar in pay.benchmarks):
        known = found.get((bar.kind, bar.place))
        if known is None or _end(bar) < _end(known):
            found[bar.kind, bar.place] = bar
    return found


def _end(bar: PastBar) -> float:
    return float("-inf") if bar.bar[0] is None else bar.bar[0]


def _money(bar: PastBar) -> str:
    low, high = bar.bar
    if low is None:
        return "not known"
    upto = "" if high == low else " or more" if high is None else f" to {high:,.2f}"
    return f"{bar.bar_currency} {low:,.2f}{upto} an hour"
