"""The wage that pay is compared with: for a place and a day, an interval with its reasons, or none.

A living wage is that of the finest ground with a row (city, area, region, country); a minimum wage
is the highest of all levels in force. A place that is known more coarsely than the table gets the
lowest to the highest of what may apply; nothing is averaged and no gap is filled. Rates between
currencies are not looked at: a bar stays in its row's currency.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from checker.facts.bars.places import LOCAL_LEVELS, Fit, Ground, fit, ground_of, is_known
from checker.facts.bars.rows import Asked, ground_bar, highest_worlds, join, shorten
from checker.facts.bars.staleness import change_days, is_floor, why_not_in_force
from checker.model.benchmark import (
    Bar,
    BarChoices,
    BarKind,
    BarOrNot,
    BarSpell,
    Benchmark,
    BenchmarkTable,
    Extent,
    LoweredBar,
    NoBar,
    PayUnit,
    WorkPlace,
)

DEFAULT_CHOICES = BarChoices()


class _Entry(NamedTuple):
    """The rows of one ground, each with how it lies to the place: in force on the day, and at other times."""

    rows: list[Benchmark]
    fits: list[Fit]
    idle: list[Benchmark]
    idle_fits: list[Fit]

    @property
    def sure(self) -> bool:
        return "inside" in (self.fits or self.idle_fits)

    @property
    def extent(self) -> Extent:
        return (self.rows or self.idle)[0].extent

    @property
    def own(self) -> bool:
        return bool(self.rows) and self.rows[0].own


def resolve_bar(
    table: BenchmarkTable,
    kind: BarKind,
    place: WorkPlace,
    day: date,
    unit: PayUnit = "hour",
    weekly_hours: Decimal | None = None,
    choices: BarChoices = DEFAULT_CHOICES,
) -> BarOrNot:
    """Return the bar for work done at a place on a day, per hour or per month of `weekly_hours`.

    A monthly bar is proportional to `weekly_hours`: the bar for Decimal(1) times a contract's hours
    is that contract's bar. None stands for the normal full week.
    """
    live = [row for row in table.of(kind, place.country) if is_floor(row)]
    found = [_on_ground(kind, p, live, day, Asked(table, p, unit, weekly_hours, choices)) for p in _worlds(live, place)]
    bars = [bar for bar in found if isinstance(bar, Bar)]
    if len(bars) < len(found):
        return NoBar(kind, place, f"{day:%Y-%m}", _missing_world(found))
    joined = join(bars, "urban or rural is not known")
    return joined if isinstance(joined, Bar) else NoBar(kind, place, f"{day:%Y-%m}", joined)


def bar_calendar(
    table: BenchmarkTable,
    kind: BarKind,
    place: WorkPlace,
    first_day: date,
    last_day: date,
    unit: PayUnit = "hour",
    weekly_hours: Decimal | None = None,
    choices: BarChoices = DEFAULT_CHOICES,
) -> list[BarSpell]:
    """Return the bars of a place from first to last day (both included), one spell for each that differs."""
    changes = _change_days(table, kind, place.country, choices)
    return _spells(table, kind, place, first_day, last_day, unit, weekly_hours, choices, changes)


def bars_for(
    table: BenchmarkTable,
    kind: BarKind,
    spans: Iterable[tuple[WorkPlace, date, date]],
    unit: PayUnit = "hour",
    weekly_hours: Decimal | None = None,
    choices: BarChoices = DEFAULT_CHOICES,
) -> Mapping[WorkPlace, list[BarSpell]]:
    """Return one calendar for each distinct place, over all the days that its spans touch, gaps included.

    Each span is (place, first day, last day). Countries are prepared once.
    """
    reach: dict[WorkPlace, tuple[date, date]] = {}
    for place, first, last in spans:
        old = reach.get(place, (first, last))
        reach[place] = (min(old[0], first), max(old[1], last))
    changes = {c: _change_days(table, kind, c, choices) for c in {place.country for place in reach}}
    return {
        place: _spells(table, kind, place, first, last, unit, weekly_hours, choices, changes[place.country])
        for place, (first, last) in reach.items()
    }


def lowered_bars(
    table: BenchmarkTable,
    kind: BarKind,
    place: WorkPlace,
    first_day: date,
    last_day: date,
    unit: PayUnit = "hour",
    choices: BarChoices = DEFAULT_CHOICES,
) -> list[LoweredBar]:
    """Return the spells in which the user's rows, or a replay, ask for less than the shipped rows would, with both.

    A replay may also take the only figure away; a user's row cannot.
    """
    if table.whole is None and not any(row.own for row in table.of(kind, place.country)):
        return []
    shipped = (table.whole or table).shipped_only()
    found: list[LoweredBar] = []
    for mine in bar_calendar(table, kind, place, first_day, last_day, unit, None, choices):
        for theirs in bar_calendar(shipped, kind, place, mine.first, mine.last, unit, None, choices):
            with_own, without = mine.bar, theirs.bar
            if isinstance(without, Bar) and _lowers(with_own, without):
                found.append(LoweredBar(kind, place, theirs.first, theirs.last, with_own, without))
    return found


def _worlds(rows: Iterable[Benchmark], place: WorkPlace) -> list[WorkPlace]:
    """Return the place, or it twice, as urban and as rural, where some row tells the two apart."""
    if place.area is not None or not any(row.area in ("urban", "rural") for row in rows):
        return [place]
    return [place._replace(area="urban"), place._replace(area="rural")]


def _missing_world(found: list[Bar | str]) -> str:
    """Return why the places that an unknown area leaves open have no bar in common."""
    reasons = _unique(bar for bar in found if isinstance(bar, str))
    if len(reasons) == len(found) or not any(isinstance(bar, Bar) for bar in found):
        return "; ".join(reasons)
    only = "urban" if isinstance(found[0], Bar) else "rural"
    return f"only a figure for {only} places is known, and whether the place is {only} is not"


def _on_ground(kind: BarKind, place: WorkPlace, floors: list[Benchmark], day: date, asked: Asked) -> Bar | str:
    """Return the bar of a place whose area is settled, or why there is none."""
    if not floors:
        return "the table has no row for this country that may be a floor"
    grounds = _grounds(floors, place, day, asked)
    if kind == "living_wage":
        grounds = _without_silence(grounds)
    bars = {ground: _bar_of(ground, grounds, day, asked) for ground in grounds}
    complete = bool(grounds) and all(e.rows and all(r.set_complete for r in e.rows) for e in grounds.values())
    inside = _own_first({g: bar for g, bar in bars.items() if grounds[g].sure}, grounds)
    possible = {g: bar for g, bar in bars.items() if not grounds[g].sure}
    if not inside and place.city is not None and not complete:
        # A town that the table does not name is not put into a zone or a town on the strength of its country.
        possible = {g: bar for g, bar in possible.items() if grounds[g].extent not in ("zone", "places")}
    if kind == "living_wage":
        finest = max((g[0] for g in inside), default=-1)
        inside = {g: bar for g, bar in inside.items() if g[0] == finest}
        possible = {g: bar for g, bar in possible.items() if g[0] > finest}
    found = _over_worlds(kind, inside, possible, grounds, bool(inside) or complete)
    if isinstance(found, Bar) and place.city is not None and any(grounds[g].extent == "places" for g in possible):
        why = f"no row names {place.city}, so it may be part of a place that has a figure of its own"
        found = replace(found, reasons=(why, *found.reasons)) if not found.exact else found
    return found


def _over_worlds(
    kind: BarKind,
    inside: dict[Ground, Bar | str],
    possible: dict[Ground, Bar | str],
    grounds: Mapping[Ground, _Entry],
    covered: bool,
) -> Bar | str:
    """Return the smallest bar over all that may apply; open above where some of it has no amount."""
    missing = shorten([bar for bar in (*inside.values(), *possible.values()) if isinstance(bar, str)])
    perhaps = [bar for bar in possible.values() if isinstance(bar, Bar)]
    if not perhaps and not any(isinstance(bar, Bar) for bar in inside.values()):
        return "; ".join(missing) or "no row of the table is for this place and in force then"
    if not covered and len(perhaps) == 1:
        return f"only one place there has a row ({perhaps[0].ids[0]})"
    if kind == "minimum_wage":
        worlds = highest_worlds(inside, possible, {g for g in inside if grounds[g].extent == "rest"})
    else:
        worlds = [bar for bar in inside.values() if isinstance(bar, Bar)] + perhaps
    if isinstance(worlds, str):
        return worlds
    why = "the place is known more coarsely than the table: lowest to highest of what may apply"
    if not possible:
        why = "several rows are for this place" if len(worlds) > 1 else ""
    joined = join(worlds, why, not covered or bool(missing))
    return replace(joined, reasons=(*joined.reasons, *missing)) if isinstance(joined, Bar) else joined


def _bar_of(ground: Ground, grounds: Mapping[Ground, _Entry], day: date, asked: Asked) -> Bar | str:
    """Return the bar of one ground; a lowest rate counts as the rate where a finer row surely holds the place."""
    entry = grounds[ground]
    if not entry.rows:
        return _silence(entry, day)
    rows = entry.rows
    if any(g[0] in LOCAL_LEVELS and g[0] > ground[0] and e.sure and e.rows for g, e in grounds.items()):
        rows = [replace(row, extent="all") if row.extent == "at_least" else row for row in rows]
    return ground_bar(rows, entry.idle, day, asked)


def _silence(entry: _Entry, day: date) -> str:
    """Return why a ground that has rows has none for the day."""
    ahead = [row for row in entry.idle if row.valid_from > day]
    if ahead:
        first = min(ahead, key=lambda row: row.valid_from)
        return f"{first.id} is in force from {first.valid_from} only, and the figure before it is not in the table"
    last = max(entry.idle, key=lambda row: row.valid_from)
    return f"{last.id} is no longer in force, and the figure after it is not in the table"


def _grounds(floors: list[Benchmark], place: WorkPlace, day: date, asked: Asked) -> dict[Ground, _Entry]:
    """Return each ground around or perhaps around the place that has a row in force, or is known to need one.

    A ground whose rows have ended or are to come is known to have a rate, which the table lacks for
    the day: it stays, without rows. It is left out where a row in force took over from it, or will
    give way to it.
    """
    found: dict[Ground, _Entry] = {}
    known = is_known(floors, place)
    for row in floors:
        lies = fit(row, place, known)
        if lies == "outside":
            continue
        entry = found.setdefault(ground_of(row), _Entry([], [], [], []))
        idle = why_not_in_force(asked.table, row, day)
        rows, fits = (entry.idle, entry.idle_fits) if idle else (entry.rows, entry.fits)
        rows.append(row)
        fits.append(lies)
    if any(not entry.rows for entry in found.values()):
        live = [row for row in floors if not why_not_in_force(asked.table, row, day)]
        linked = {row.id for row in live} | {row.superseded_by for row in live if row.superseded_by}
        found = {ground: entry for ground, entry in found.items() if entry.rows or not _replaced(entry, linked)}
    return {ground: _own_rows(entry) for ground, entry in found.items()}


def _replaced(entry: _Entry, linked: set[str]) -> bool:
    return any({row.id, row.superseded_by} & linked for row in entry.idle)


def _without_silence(grounds: dict[Ground, _Entry]) -> dict[Ground, _Entry]:
    """Return the grounds of a living wage: the finest figure in force counts, wherever others are to come.

    A row for the rest of its ground is the exception: it never stands in for a place that it leaves out.
    """
    silent = [(g, e) for g, e in grounds.items() if not e.rows]
    rest = [g for g, e in grounds.items() if e.rows and e.extent == "rest"]
    left_out = {g for g in rest if any(e.sure and g[0] < s[0] for s, e in silent)}
    open_to = {s for s, e in silent if not e.sure and any(g[0] < s[0] for g in rest)}
    return {g: e for g, e in grounds.items() if (e.rows and g not in left_out) or g in open_to}


def _own_rows(entry: _Entry) -> _Entry:
    own = [(row, lies) for row, lies in zip(entry.rows, entry.fits, strict=True) if row.own]
    return _Entry([row for row, _ in own], [lies for _, lies in own], [], []) if own else entry


def _own_first(inside: dict[Ground, Bar | str], grounds: Mapping[Ground, _Entry]) -> dict[Ground, Bar | str]:
    """Leave out shipped bars at a level at which the user has one for the same place."""
    own = {g[0] for g in inside if grounds[g].own}
    return {g: bar for g, bar in inside.items() if g[0] not in own or grounds[g].own}


def _spells(
    table: BenchmarkTable,
    kind: BarKind,
    place: WorkPlace,
    first_day: date,
    last_day: date,
    unit: PayUnit,
    weekly_hours: Decimal | None,
    choices: BarChoices,
    changes: list[date],
) -> list[BarSpell]:
    inner = changes[bisect_right(changes, first_day) : bisect_right(changes, last_day)]
    spells: list[BarSpell] = []
    for start, stop in zip([first_day, *inner], [*inner, last_day + timedelta(days=1)], strict=True):
        bar = resolve_bar(table, kind, place, start, unit, weekly_hours, choices)
        last = spells[-1] if spells else None
        if last is not None and _same(last.bar, bar):
            spells[-1] = last._replace(last=stop - timedelta(days=1))
        else:
            spells.append(BarSpell(start, stop - timedelta(days=1), bar))
    return spells


def _change_days(table: BenchmarkTable, kind: BarKind, country: str, choices: BarChoices) -> list[date]:
    days: set[date] = set()
    for row in table.of(kind, country):
        if is_floor(row):
            days |= change_days(row, choices)
            if row.currency in table.changes:
                days.add(table.changes[row.currency].changed_on)
    days.update(row.valid_from for row in table.hours_of(country) if row.valid_from is not None)
    return sorted(days)


def _same(one: BarOrNot, other: BarOrNot) -> bool:
    if isinstance(one, NoBar) and isinstance(other, NoBar):
        return one.why == other.why
    return one == other


def _lowers(mine: BarOrNot, shipped: Bar) -> bool:
    if isinstance(mine, NoBar):
        return True
    if mine.currency != shipped.currency:
        return False
    if mine.low < shipped.low:
        return True
    return mine.high is not None and shipped.high is not None and mine.high < shipped.high


def _unique(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
