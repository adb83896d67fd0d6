"""What the benchmark tables can say: every ground with its bar and age, and why one row decides for a place.

Answers questions about the tables; judges no pay. `fairlabel benchmarks list | show` print these rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from checker.facts.bars.bar import DEFAULT_CHOICES, resolve_bar
from checker.facts.bars.places import Ground, fit, ground_of, is_known, label
from checker.facts.bars.rows import Asked, ground_bar
from checker.facts.bars.staleness import fresh_until, is_floor, is_stale, why_context, why_not_in_force
from checker.model.benchmark import (
    Bar,
    BarChoices,
    BarKind,
    BarOrNot,
    Benchmark,
    BenchmarkTable,
    PayUnit,
    WorkPlace,
)

Use = Literal["decides", "not used"]


class ListedGround(NamedTuple):
    """One ground of the tables on a day: what it asks for, how old it is, whether anyone can pass."""

    kind: BarKind
    country: str
    ground: str
    bar: Bar | None
    why: str
    """Why a pass is not possible; empty where it is."""
    since: str
    """First day of the newest row, or its year where only that is known."""
    fresh_until: date
    stale: bool
    age_months: int
    terms: tuple[str, ...]
    """Licence flags of the rows behind it."""
    ids: tuple[str, ...]
    """Rows behind it."""
    sources: tuple[str, ...]
    own: bool

    @property
    def can_pass(self) -> bool:
        """Return whether pay can be shown not to be below here."""
        return self.bar is not None and self.bar.can_pass


class Candidate(NamedTuple):
    """One row and what became of it for a place and a day."""

    row: Benchmark
    use: Use
    why: str
    ground: str
    fresh_until: date


class Shown(NamedTuple):
    """The bar of one kind for a place and a day, with every row of the country."""

    kind: BarKind
    place: WorkPlace
    day: date
    bar: BarOrNot
    candidates: tuple[Candidate, ...]
    """Deciding rows first, then by how near they came."""


def list_grounds(
    table: BenchmarkTable,
    day: date,
    unit: PayUnit = "hour",
    kind: BarKind | None = None,
    country: str | None = None,
    choices: BarChoices = DEFAULT_CHOICES,
) -> tuple[ListedGround, ...]:
    """Return every ground with a row in force on a day, by kind, country and name."""
    kinds: tuple[BarKind, ...] = ("living_wage", "minimum_wage") if kind is None else (kind,)
    listed: list[ListedGround] = []
    for each in kinds:
        countries = {row.country for row in table.rows if row.kind == each}
        for code in sorted(countries if country is None else countries & {country}):
            listed += _grounds_of(table, each, code, day, unit, choices)
    return tuple(listed)


def countries_with_a_pass(listed: Iterable[ListedGround]) -> dict[BarKind, tuple[str, ...]]:
    """Return the countries that have a ground on which pay can be shown not to be below."""
    found: dict[BarKind, set[str]] = {"living_wage": set(), "minimum_wage": set()}
    for entry in listed:
        if entry.can_pass:
            found[entry.kind].add(entry.country)
    return {kind: tuple(sorted(codes)) for kind, codes in found.items()}


def show_place(
    table: BenchmarkTable,
    kind: BarKind,
    place: WorkPlace,
    day: date,
    unit: PayUnit = "hour",
    weekly_hours: Decimal | None = None,
    choices: BarChoices = DEFAULT_CHOICES,
) -> Shown:
    """Return the bar of a place on a day and, for every row of its country, why it is used or not."""
    bar = resolve_bar(table, kind, place, day, unit, weekly_hours, choices)
    deciding = bar.ids if isinstance(bar, Bar) else ()
    rows = list(table.of(kind, place.country))
    rows += table.of("poverty_line", place.country) if kind == "living_wage" else ()
    used = [table.by_id[name] for name in deciding]
    candidates = [_candidate(table, row, place, day, used, choices) for row in rows]
    order = sorted(candidates, key=lambda found: (_NEARNESS.index(_stage(found)), -found.row.valid_from.toordinal()))
    return Shown(kind, place, day, bar, tuple(order))


def _grounds_of(
    table: BenchmarkTable, kind: BarKind, country: str, day: date, unit: PayUnit, choices: BarChoices
) -> list[ListedGround]:
    live: dict[Ground, list[Benchmark]] = {}
    older: dict[Ground, list[Benchmark]] = {}
    for row in table.of(kind, country):
        if not is_floor(row) or row.valid_from > day:
            continue
        shelf = older if why_not_in_force(table, row, day) else live
        shelf.setdefault(ground_of(row), []).append(row)
    listed = []
    for ground, rows in live.items():
        own = [row for row in rows if row.own] or rows
        place = WorkPlace(country, own[0].region_code or None)
        asked = Asked(table, place, unit, None, choices)
        listed.append(_listed(kind, own, ground_bar(own, older.get(ground, []), day, asked), table, day, choices))
    return sorted(listed, key=lambda entry: entry.ground)


def _listed(
    kind: BarKind, rows: list[Benchmark], bar: Bar | str, table: BenchmarkTable, day: date, choices: BarChoices
) -> ListedGround:
    used = [table.by_id[name] for name in bar.ids] if isinstance(bar, Bar) else rows
    newest = max(used, key=lambda row: row.valid_from)
    if isinstance(bar, Bar):
        why = "" if bar.can_pass else "; ".join(bar.reasons)
    else:
        why = bar
    return ListedGround(
        kind=kind,
        country=newest.country,
        ground=label(newest),
        bar=bar if isinstance(bar, Bar) else None,
        why=why,
        since=newest.since,
        fresh_until=fresh_until(newest, choices),
        stale=is_stale(newest, day, choices),
        age_months=_months_between(newest.valid_from, day),
        terms=tuple(dict.fromkeys(row.licence_flag for row in used if row.licence_flag)),
        ids=tuple(row.id for row in used),
        sources=tuple(dict.fromkeys(row.source_title for row in used)),
        own=newest.own,
    )


def _candidate(
    table: BenchmarkTable, row: Benchmark, place: WorkPlace, day: date, used: list[Benchmark], choices: BarChoices
) -> Candidate:
    if row in used:
        return Candidate(row, "decides", _role(used), label(row), fresh_until(row, choices))
    floors = [other for other in table.of(row.kind, place.country) if is_floor(other)]
    why = (
        why_context(row)
        or why_not_in_force(table, row, day)
        or _why_elsewhere(row, place, is_known(floors, place))
        or _why_beaten(row, used)
    )
    return Candidate(row, "not used", why, label(row), fresh_until(row, choices))


def _role(used: list[Benchmark]) -> str:
    return "the only row behind the bar" if len(used) == 1 else f"one of {len(used)} rows behind the bar"


def _why_elsewhere(row: Benchmark, place: WorkPlace, known: bool) -> str:
    lies = fit(row, place, known)
    if lies == "outside":
        if row.area in ("urban", "rural") and place.area not in (None, row.area):
            return f"for {row.area} places"
        return f"for another place: {label(row)}"
    if lies == "possible" and row.extent in ("places", "zone") and place.city is not None:
        return f"found by name only, and {place.city} is not a name of it"
    return ""


def _why_beaten(row: Benchmark, used: list[Benchmark]) -> str:
    if not used:
        return "gives no amount for this unit, or not alone for this place"
    same = [other for other in used if ground_of(other) == ground_of(row)]
    if any(other.own and not row.own for other in same or used):
        return "the user's own row stands in its place"
    if any(other.valid_from > row.valid_from for other in same):
        return f"older than {same[0].id}"
    if same:
        return f"the same rate in another period or basis than {same[0].id}"
    if row.kind == "minimum_wage":
        return f"lower than {used[0].id}, which binds as well"
    finer = ground_of(used[0])[0] > ground_of(row)[0]
    return f"coarser than {used[0].id}" if finer else f"does not widen the bar of {used[0].id}"


_NEARNESS = ("decides", "beaten", "elsewhere", "time", "context")


def _stage(found: Candidate) -> str:
    if found.use == "decides":
        return "decides"
    if not is_floor(found.row):
        return "context"
    if found.why.startswith(("in force from", "ended on", "superseded by")):
        return "time"
    return "elsewhere" if found.why.startswith(("for ", "found by name")) else "beaten"


def _months_between(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
