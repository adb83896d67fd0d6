"""The bar of one ground on one day: which of its rows decides, and how wide the interval is.

Rows of other grounds are not looked at here; see `checker.facts.bars.bar`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from checker.facts.bars.currency_changes import in_money_of
from checker.facts.bars.hourly import Span, in_unit, weekly_hours_behind
from checker.facts.bars.places import Ground
from checker.facts.bars.sources import by_source, conflict, older_rivals, rivalry
from checker.facts.bars.staleness import fresh_until, is_stale, start_uncertain
from checker.model.benchmark import Bar, BarChoices, Benchmark, BenchmarkTable, PayUnit, WorkPlace


class Asked(NamedTuple):
    """What a bar is asked for."""

    table: BenchmarkTable
    place: WorkPlace
    unit: PayUnit
    weekly_hours: Decimal | None
    choices: BarChoices


# How near a rate's own period is to the pay's: the own unit first, then what needs the fewest assumptions.
_NEARNESS = {
    "hour": {"hour": 0, "week": 1, "month": 2, "day": 3, "year": 4},
    "month": {"month": 0, "week": 1, "day": 2, "hour": 3, "year": 4},
}
_BASIS = {"gross": 0, "not stated": 1, "net": 2}


def ground_bar(rows: Sequence[Benchmark], older: Sequence[Benchmark], day: date, asked: Asked) -> Bar | str:
    """Return the bar of rows in force for one ground, or why they give none.

    The newest first day wins; a tie makes an interval and a warning. Where only the year of a first
    day is known and is not over, the figure before it may still hold: both ends count. `older` are
    rows of the ground that ended; one that ran up to that year stands in for the figure before.
    """
    unsure = [row for row in rows if start_uncertain(row, day)]
    if not unsure:
        return _newest_bar(rows, day, asked)
    sure = [row for row in rows if not start_uncertain(row, day)] or _predecessors(unsure, older)
    if not sure:
        return f"the first day of {unsure[0].id} in {unsure[0].valid_from.year} is not known, nor the figure before it"
    found = [_newest_bar(sure, day, asked, ignore_age=True), _newest_bar(unsure, day, asked)]
    bars = [bar for bar in found if isinstance(bar, Bar)]
    if len(bars) < len(found):
        return next(bar for bar in found if isinstance(bar, str))
    why = f"the first day of {unsure[0].id} in {unsure[0].valid_from.year} is not known"
    return join(bars, why)


def join(bars: Sequence[Bar], why: str, open_end: bool = False) -> Bar | str:
    """Return the smallest bar that contains all; `why` is added where that is not one of them."""
    if len({bar.currency for bar in bars}) > 1:
        return "rows in several currencies: " + ", ".join(sorted({bar.currency for bar in bars}))
    low = min(bar.low for bar in bars)
    high = None if open_end else _widest(bar.high for bar in bars)
    first = bars[0]
    wider = any((bar.low, bar.high) != (low, high) for bar in bars)
    reasons = _unique(reason for bar in bars for reason in bar.reasons)
    return Bar(
        low=low,
        high=high,
        currency=first.currency,
        unit=first.unit,
        ids=_unique(name for bar in bars for name in bar.ids),
        stale=any(bar.stale for bar in bars),
        reasons=(why, *reasons) if wider and why else reasons,
        warnings=_unique(warning for bar in bars for warning in bar.warnings),
        workings=_unique(working for bar in bars for working in bar.workings),
    )


def highest(bars: Sequence[Bar]) -> Bar | str:
    """Return the bar of someone bound by all of them: the higher low end, the higher high end."""
    if len({bar.currency for bar in bars}) > 1:
        return "rows in several currencies: " + ", ".join(sorted({bar.currency for bar in bars}))
    low, high = max(bar.low for bar in bars), _widest(bar.high for bar in bars)
    deciding = [bar for bar in bars if bar.low == low or bar.high == high]
    joined = join(deciding, "")
    assert isinstance(joined, Bar)
    return replace(joined, low=low, high=high)


def highest_worlds(
    inside: Mapping[Ground, Bar | str], possible: Mapping[Ground, Bar | str], rest: Collection[Ground]
) -> list[Bar] | str:
    """Return the highest of all levels for what is settled, and once for each ground that may apply besides.

    A ground without an amount still takes its place out of `rest`; its world has the low end of the
    other levels, and where there are none nothing can be said.
    """
    worlds: list[Bar] = []
    finest = max((ground[0] for ground in inside), default=-1)
    for extra in (None, *possible):
        fine = finest if extra is None else max(finest, extra[0])
        levels = [bar for ground, bar in inside.items() if not (ground in rest and ground[0] < fine)]
        if extra is not None:
            levels.append(possible[extra])
        bars = [bar for bar in levels if isinstance(bar, Bar)]
        if not bars and levels:
            return "; ".join(shorten([bar for bar in levels if isinstance(bar, str)]))
        if bars:
            top = highest(bars)
            if isinstance(top, str):
                return top
            worlds.append(top)
    return worlds


def shorten(reasons: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """Return distinct reasons, the first few and how many more there are."""
    found = _unique(reasons)
    return found if len(found) <= most else (*found[: most - 1], f"and {len(found) - most + 1} more rows like these")


def row_bar(row: Benchmark, day: date, asked: Asked, ignore_age: bool = False) -> Bar | str:
    """Return what one row asks for on a day: exact, a range, or open where it proves nothing above."""
    span = in_unit(asked.table, row, asked.place, day, asked.unit, asked.weekly_hours, asked.choices)
    if isinstance(span, str):
        return f"{row.id} is {span}"
    reasons = list(_open_reasons(row, asked.choices))
    stale = not ignore_age and is_stale(row, day, asked.choices)
    low = span.low
    if stale:
        low *= asked.choices.stale_factor
        reasons.append(f"{row.id} is stale after {fresh_until(row, asked.choices)}")
    closed = not reasons and span.high is not None
    high = span.high if closed else None
    workings = tuple(_workings(row, day, asked, stale))
    reasons = [*_span_reasons(row, span), *reasons]
    bar = Bar(low, high, row.currency, asked.unit, (row.id,), stale, tuple(reasons), workings=workings)
    return in_money_of(asked.table, bar, day)


def _workings(row: Benchmark, day: date, asked: Asked, stale: bool) -> Iterable[str]:
    """Return how a row's own amount became the bar, so that it can be worked out by hand."""
    by_the_day = row.period == "day" and row.days_per_month is None
    if row.period != "hour" and asked.unit == "hour" and not by_the_day:
        week = weekly_hours_behind(asked.table, row, asked.place, day, asked.choices)
        hours = (
            f"{week.longest:f}" if week.shortest in (None, week.longest) else f"{week.shortest:f} to {week.longest:f}"
        )
        days = f" of {row.days_per_month:f} days a month" if row.period == "day" else ""
        yield f"an hour is worked out from a {row.period}{days} by {hours} hours a week, 52 weeks and 12 months a year"
    if stale:
        yield f"a stale figure counts to {asked.choices.stale_factor:.0%}".replace("%", " %")


def _newest_bar(rows: Sequence[Benchmark], day: date, asked: Asked, ignore_age: bool = False) -> Bar | str:
    newest = max(row.valid_from for row in rows)
    tried = [(row, row_bar(row, day, asked, ignore_age)) for row in rows if row.valid_from == newest]
    usable = [(row, bar) for row, bar in tried if isinstance(bar, Bar)]
    if not usable:
        return "; ".join(_unique(str(bar) for _, bar in tried))
    # Of one source the row nearest to the pay decides; no source decides for another.
    bars = dict(usable)
    used = [row for own in by_source(bars) for row in _nearest_rows(own, asked)]
    names = ", ".join(row.id for row in used)
    tied = join([bars[row] for row in used], f"rows of one day differ: {names}")
    if isinstance(tied, str):
        return f"{tied} ({names})"
    warnings = [conflict(used, tied)] if len({(bars[row].low, bars[row].high) for row in used}) > 1 else []
    for row in older_rivals(used, rows, day, asked.choices):
        theirs = row_bar(row, day, asked)
        warnings += filter(None, [rivalry(row, theirs, used, tied)] if isinstance(theirs, Bar) else [])
    return replace(tied, warnings=(*tied.warnings, *warnings))


def _nearest_rows(rows: Sequence[Benchmark], asked: Asked) -> list[Benchmark]:
    """Return the rows of one source and day that are nearest to what is asked; several where nothing decides."""
    found = _nearest(rows, lambda row: _NEARNESS[asked.unit][row.period])
    found = _nearest(found, lambda row: _BASIS[row.basis])
    return (
        found if asked.weekly_hours is None else _nearest(found, lambda row: row.hours_per_week != asked.weekly_hours)
    )


def _nearest(rows: Sequence[Benchmark], rank: Callable[[Benchmark], int]) -> list[Benchmark]:
    best = min(rank(row) for row in rows)
    return [row for row in rows if rank(row) == best]


def _predecessors(unsure: Sequence[Benchmark], older: Sequence[Benchmark]) -> list[Benchmark]:
    first = min(row.valid_from for row in unsure)
    ran_up_to = [r for r in older if r.valid_from < first and (r.valid_to is None or (first - r.valid_to).days <= 1)]
    newest = max((row.valid_from for row in ran_up_to), default=None)
    return [row for row in ran_up_to if row.valid_from == newest]


def _open_reasons(row: Benchmark, choices: BarChoices) -> Iterable[str]:
    if row.basis == "net":
        yield f"{row.id} is a net figure, and pay is gross"
    if row.basis == "not stated" and choices.unstated_basis == "unstated":
        yield f"{row.id} does not say whether it is gross or net"
    if row.extent == "at_least":
        yield f"{row.id} is the lowest of its ground: higher local rates are not in the table"


def _span_reasons(row: Benchmark, span: Span) -> tuple[str, ...]:
    if span.why:
        return (f"{row.id}: {span.why}",)
    return (f"{row.id} is a range",) if row.amount_high is not None and row.amount_high != row.amount else ()


def _widest(highs: Iterable[Decimal | None]) -> Decimal | None:
    closed: list[Decimal] = []
    for high in highs:
        if high is None:
            return None
        closed.append(high)
    return max(closed)


def _unique(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
