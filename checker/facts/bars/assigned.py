"""What each part of the pay data is compared with: bar, exchange rate, months of contract, per place and unit.

Places, periods and currencies are few; they are resolved in Python and join the parts as a small table.
Which benchmark row counts is decided in `checker.facts.bars.bar`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from checker.facts.bars.bar import DEFAULT_CHOICES, bars_for
from checker.facts.bars.currency_changes import why_ended
from checker.model.benchmark import Bar, BarChoices, BarKind, BarSpell, BenchmarkTable, WorkPlace
from checker.model.codes import is_country, is_currency, minor_units
from checker.model.exchange import NoRate, Rate
from checker.model.wages import PayScope

EPOCH = date(1970, 1, 1)
KINDS: tuple[BarKind, ...] = ("living_wage", "minimum_wage")
REQUESTER = "requester_minimum_wage"
"""Bar of the client's place: the minimum wage there; looked up where rows say which place that is."""
LONG_PERIOD = 31
"""Days; a payroll row over more than these is undecided where it is not below."""

RateOf = Callable[[str, str, str], "Rate | NoRate"]
"""(from, to, month ``2026-03``) -> rate."""


class Span(NamedTuple):
    """A cell in one unit: the days that its parts touch."""

    cell: int
    unit: int
    spell: int
    first: int
    """Meaningless where a date could not be read; see `dated`."""
    last: int

    @property
    def dated(self) -> bool:
        """Return whether the unit has days, in their order."""
        return self.first <= self.last

    @property
    def month(self) -> int:
        """Return the number of the month that an exchange rate is taken of: that of the last day."""
        day = to_day(self.last)
        return day.year * 12 + day.month - 1


@dataclass(frozen=True, slots=True)
class CellPlace:
    """What the engine needs of a cell beyond its words."""

    place: WorkPlace | None
    currency: str | None
    problem: str = ""
    """Why rows of this cell cannot be read: a country or currency that ISO does not know."""
    requester: WorkPlace | None = None
    """Where the client is."""


@dataclass(slots=True)
class BarLog:
    """What was compared with what, gathered while bars are looked up."""

    bars: dict[tuple[str, WorkPlace, Bar], tuple[date, date]] = field(default_factory=dict)
    missing: dict[str, None] = field(default_factory=dict)
    places_missing: dict[str, set[WorkPlace]] = field(default_factory=lambda: {kind: set() for kind in KINDS})
    rates: dict[tuple[str, str, str], Rate] = field(default_factory=dict)
    rates_missing: dict[str, None] = field(default_factory=dict)
    warnings: dict[str, None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BarSource:
    """Everything that bars are looked up in."""

    table: BenchmarkTable
    rate: RateOf
    choices: BarChoices = DEFAULT_CHOICES
    monthly: bool = False
    """Whether contract rows need bars for a month."""


def cell_places(cells: Mapping[int, Mapping[str, Any]], scope: PayScope) -> dict[int, CellPlace]:
    """Return place and currency of each cell; the one site of a scope fills what its rows leave out."""
    return {number: _cell_place(cell, scope) for number, cell in cells.items()}


def to_day(number: int) -> date:
    """Return the date of a day number."""
    return EPOCH + timedelta(days=int(number))


def month_name(month: int) -> str:
    """Return ``2026-03`` for a month number."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


MOST_CHANGES = 24
"""Changes of bars within months up to which all places share the same spells."""


@dataclass(frozen=True, slots=True)
class Spells:
    """Days from which another bar holds, by cell, or for all cells (None)."""

    changes: Mapping[int | None, Sequence[int]]
    first: int
    last: int

    @property
    def by_cell(self) -> bool:
        """Return whether cells have spells of their own."""
        return None not in self.changes

    def table(self) -> dict[str, list[int]]:
        """Return cell, day and spell for every day of cells that have spells of their own."""
        rows = [
            (cell, day, bisect_right(days, day))
            for cell, days in self.changes.items()
            if cell is not None
            for day in range(self.first, self.last + 1)
        ]
        return {name: [row[i] for row in rows] for i, name in enumerate(("cell", "last_day", "spell"))}

    def days_of(self, cell: int, spell: int) -> tuple[int, int]:
        """Return first and last day of a spell of a cell."""
        days = self.changes.get(cell, ()) if self.by_cell else self.changes[None]
        return days[spell - 1] if spell else self.first, days[spell] - 1 if spell < len(days) else self.last


NO_DAYS = (0, -1)
"""Days of a unit whose dates cannot be read."""


def days_of_month(month: int) -> tuple[int, int]:
    """Return the first and last day of a month number, as day numbers."""
    first = date(month // 12, month % 12 + 1, 1)
    start = (first - EPOCH).days
    return start, start + monthrange(first.year, first.month)[1] - 1


class Calendars:
    """Bars by place and day, for hours and, where contracts need it, for months of one weekly hour."""

    def __init__(self, source: BarSource, places: Mapping[int, CellPlace], first: int, last: int) -> None:
        """Look up every place over the days from first to last."""
        work = {cell.place for cell in places.values()} - {None}
        clients = {cell.requester for cell in places.values()} - {None}
        self.bars: tuple[str, ...] = (*KINDS, REQUESTER) if clients else KINDS
        """Names of the bars that parts are given."""
        days = to_day(first), to_day(last)
        found = {"living_wage": work, "minimum_wage": work | clients}
        reach = {kind: [(place, *days) for place in found[kind] if place is not None] for kind in KINDS}
        self.hourly = {kind: bars_for(source.table, kind, reach[kind], "hour", None, source.choices) for kind in KINDS}
        one = Decimal(1)
        self.monthly = (
            {kind: bars_for(source.table, kind, reach[kind], "month", one, source.choices) for kind in KINDS}
            if source.monthly
            else {kind: {} for kind in KINDS}
        )

    def spells(self, places: Mapping[int, CellPlace], first: int, last: int) -> Spells:
        """Return how days fall into spells of one bar; without effect where bars change on first of months only."""
        changes = {number: self._changes(cell, first, last) for number, cell in places.items()}
        changes = {number: days for number, days in changes.items() if days}
        everywhere = sorted(set().union(*changes.values()))
        if len(everywhere) > MOST_CHANGES:
            return Spells({number: tuple(sorted(days)) for number, days in changes.items()}, first, last)
        # Few changes: all places take part in all of them, so that rows are matched by day alone.
        return Spells({None: tuple(everywhere)} if everywhere else {}, first, last)

    def _changes(self, cell: CellPlace, first: int, last: int) -> set[int]:
        of_bars = (_calendar(self.hourly, bar, cell) for bar in self.bars)
        days = {spell.first for spells in of_bars for spell in spells[1:] if spell.first.day != 1}
        return {n for day in days if first < (n := (day - EPOCH).days) <= last}


def bar_rows(
    source: BarSource,
    calendars: Calendars,
    places: Mapping[int, CellPlace],
    spans: Sequence[Span],
    log: BarLog,
    *,
    average: bool,
) -> tuple[dict[str, list[Any]], tuple[str, ...]]:
    """Return one row a span (bars, rates, months of contract) by column, and the bars' currencies by number.

    ``average`` weighs bars by the days of the span. An open or missing high end is None; a missing bar has
    low 0; a missing rate is None.
    """
    rows: dict[str, list[Any]] = {name: [] for name in _names(calendars.bars)}
    currencies: dict[str, int] = {}
    for span in spans:
        for name, value in _row(source, calendars, places[span.cell], span, log, average, currencies).items():
            rows[name].append(value)
    return rows, tuple(currencies)


def bar_types(bars: tuple[str, ...] = KINDS) -> dict[str, str]:
    """Return the types of columns of `bar_rows` that are no whole numbers, as engines are told them."""
    whole = {"cell", "unit", "spell", *(f"{bar}_{name}" for bar in bars for name in ("currency", "paid_in"))}
    types = dict.fromkeys((name for name in _names(bars) if name not in whole), "DOUBLE")
    return types | dict.fromkeys(("unreadable", "long"), "BOOLEAN")


def _names(bars: tuple[str, ...]) -> list[str]:
    names = ["cell", "unit", "spell", "unreadable", "long", "months", "half_minor"]
    for bar in bars:
        ends = ("low", "high", "month_low", "month_high", "rate", "currency", "paid_in")
        names += [f"{bar}_{end}" for end in ends]
    return names


def _row(
    source: BarSource,
    calendars: Calendars,
    cell: CellPlace,
    span: Span,
    log: BarLog,
    average: bool,
    ids: dict[str, int],
) -> dict[str, Any]:
    currency = cell.currency
    minor = 0.5 / 10 ** minor_units(currency) if currency and is_currency(currency) else 0.0
    dated = span.dated
    row: dict[str, Any] = {
        "cell": span.cell,
        "unit": span.unit,
        "spell": span.spell,
        "unreadable": bool(cell.problem) or not dated,
        "long": average and dated and span.last - span.first + 1 > LONG_PERIOD,
        "months": months_between(to_day(span.first), to_day(span.last)) if average and dated else 0.0,
        "half_minor": minor,
    }
    first, last = (to_day(span.first), to_day(span.last if average else span.first)) if dated else (EPOCH, EPOCH)
    for bar in calendars.bars:
        hour = _mean(_calendar(calendars.hourly, bar, cell), bar, cell, first, last, log) if dated else None
        month = None
        if dated and source.monthly:
            month = _mean(_calendar(calendars.monthly, bar, cell), bar, cell, first, last, None)
        to = hour.currency if hour else currency or ""
        rate = _rate(source, currency, to, month_name(span.month), log) if hour and dated else 1.0
        row[f"{bar}_low"] = hour.low if hour else 0.0
        row[f"{bar}_high"] = hour.high if hour else None
        row[f"{bar}_month_low"] = month.low if month and hour and month.currency == to else 0.0
        row[f"{bar}_month_high"] = month.high if month and hour and month.currency == to else None
        row[f"{bar}_rate"] = rate
        # What is compared with nothing is in no bar's currency.
        row[f"{bar}_currency"] = ids.setdefault(to, len(ids)) if hour else None
        # ... and stays in the currency that it was paid in (-1: not said), which must be that of the unit's bar.
        row[f"{bar}_paid_in"] = None if hour else ids.setdefault(currency, len(ids)) if currency else -1
    return row


class _Amount(NamedTuple):
    low: float
    high: float | None
    currency: str


def _calendar(
    calendars: Mapping[BarKind, Mapping[WorkPlace, Sequence[BarSpell]]], bar: str, cell: CellPlace
) -> Sequence[BarSpell]:
    """Return the spells of a bar at the place of a cell that it goes by: that of the work, or that of the client."""
    place = cell.requester if bar == REQUESTER else cell.place
    return calendars[_kind(bar)].get(place, ()) if place is not None else ()


def _kind(bar: str) -> BarKind:
    return "living_wage" if bar == "living_wage" else "minimum_wage"


def _mean(
    calendar: Sequence[BarSpell], bar: str, cell: CellPlace, first: date, last: date, log: BarLog | None
) -> _Amount | None:
    """Return the bar over the days from first to last, each day alike; None where a day has none."""
    spells = [s for s in calendar if s.first <= last and s.last >= first]
    if not spells:
        return None
    bars = []
    for spell in spells:
        if not isinstance(spell.bar, Bar):
            if log is not None:
                # The reason names the spell's first month; what is missing is the month of this work.
                log.missing[replace(spell.bar, month=f"{max(first, spell.first):%Y-%m}").reason] = None
                if bar != REQUESTER:
                    log.places_missing[_kind(bar)].add(spell.bar.place)
            return None
        days = (min(last, spell.last) - max(first, spell.first)).days + 1
        bars.append((spell.bar, days))
        if log is not None:
            _note_bar(log, bar, cell, spell, max(first, spell.first), min(last, spell.last))
    if len({found.currency for found, _ in bars}) > 1:
        if log is not None:
            place = cell.requester if bar == REQUESTER else cell.place
            log.missing[_changes_inside(_kind(bar), place, [found for found, _ in bars], first, last)] = None
        return None
    total = sum(days for _, days in bars)
    low = sum(float(found.low) * days for found, days in bars) / total if len(bars) > 1 else float(bars[0][0].low)
    highs = [(found.high, days) for found, days in bars]
    if any(high is None for high, _ in highs):
        return _Amount(low, None, bars[0][0].currency)
    high = sum(float(h or 0) * days for h, days in highs) / total if len(bars) > 1 else float(bars[0][0].high or 0)
    return _Amount(low, high, bars[0][0].currency)


def _changes_inside(kind: str, place: WorkPlace | None, bars: Sequence[Bar], first: date, last: date) -> str:
    named = " and ".join(dict.fromkeys(bar.currency for bar in bars))
    return (
        f"no {kind.replace('_', ' ')} for {place} over {first} to {last}: the figures are in {named}, "
        "so give the pay of either side of the change in a row of its own"
    )


def _note_bar(log: BarLog, bar: str, cell: CellPlace, spell: BarSpell, first: date, last: date) -> None:
    assert isinstance(spell.bar, Bar)
    place = cell.requester if bar == REQUESTER else cell.place
    assert place is not None
    key = (_kind(bar), place, spell.bar)
    old = log.bars.get(key, (first, last))
    log.bars[key] = (min(old[0], first), max(old[1], last))
    for warning in spell.bar.warnings:
        log.warnings[warning] = None


def _rate(source: BarSource, base: str | None, to: str, month: str, log: BarLog) -> float | None:
    if why := why_ended(source.table, base, month):
        log.rates_missing[why] = None
        return None
    if base == to:
        return 1.0
    if base is None or not is_currency(base):
        return None
    found = source.rate(base, to, month)
    if isinstance(found, NoRate):
        log.rates_missing[found.reason] = None
        return None
    log.rates[(base, to, month)] = found
    return float(found.value)


def _named(word: str) -> str:
    """Return a word that is no code, as far as it may be repeated: where a row has slipped it may be a worker's id.

    >>> _named("KSh"), _named("South Africa"), _named("w-017"), _named("amina@example.org")
    (" 'KSh'", " 'South Africa'", '', '')
    """
    return f" {word!r}" if re.fullmatch(r"[^\W\d_]+([ .'’-]+[^\W\d_]+)*\.?", word) else ""


def _cell_place(cell: Mapping[str, Any], scope: PayScope) -> CellPlace:
    country, currency = cell["country"], cell["currency"]
    if country is not None and not is_country(country):
        return CellPlace(None, currency, f"country{_named(country)} is not in ISO 3166-1")
    if currency is not None and not is_currency(currency):
        return CellPlace(None, currency, f"currency{_named(currency)} is not in ISO 4217")
    region, city, area = cell["region"], cell["city"], cell["area"]
    if len(scope.sites) == 1:
        site = scope.sites[0]
        if country in (None, site[0]) and region in (None, site[1]) and city in (None, site[2]):
            country, region, city, area = country or site[0], region or site[1], city or site[2], area or site[3]
    # A client's country that ISO does not know is none: pay cannot be compared there, and can elsewhere.
    client = cell.get("requester_country")
    requester = WorkPlace(client) if client is not None and is_country(client) else None
    return CellPlace(WorkPlace(country, region, city, area) if country else None, currency, requester=requester)


def months_between(first: date, last: date) -> float:
    """Return how many months of contract lie between two days, both included.

    A calendar month is 1 whatever its length, also from the 16th to the 15th; the halves of a month that are
    split after the 15th are 1/2 each; other days are days / 7 weeks of 12/52 months.

    >>> months_between(date(2026, 2, 1), date(2026, 2, 28)), months_between(date(2026, 1, 16), date(2026, 1, 31))
    (1.0, 0.5)
    """
    after = last + timedelta(days=1)
    length = monthrange(first.year, first.month)[1]
    if after.day == first.day or (after.day == 1 and first.day == 1):
        return float((after.year - first.year) * 12 + after.month - first.month)
    if (first.year, first.month) == (last.year, last.month) and (
        (first.day == 1 and last.day == 15) or (first.day == 16 and last.day == length)
    ):
        return 0.5
    return ((last - first).days + 1) / 7 * 12 / 52
