"""Wage benchmarks and the bars made of them: a row of a table, a place of work, an interval with its reasons.

Nothing here decides which row counts; `checker.facts.bars.bar` does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple, TypeAlias

from checker.model.evidence import InputFile
from checker.model.exchange import CurrencyChange

Kind = Literal["living_wage", "minimum_wage", "poverty_line"]
BarKind = Literal["living_wage", "minimum_wage"]
PayUnit = Literal["hour", "month"]
RatePeriod = Literal["hour", "day", "week", "month", "year"]
Basis = Literal["gross", "net", "not stated"]
DatePrecision = Literal["day", "month", "year"]
RowArea = Literal["national", "state", "city", "urban", "rural"]
Extent = Literal["all", "at_least", "rest", "places", "zone"]
AppliesTo = Literal["adult_general", "age", "skill", "sector", "size", "household_total", "not_operational", "unclear"]
HoursApply = Literal["general", "sector", "cap", "unclear"]


class WorkPlace(NamedTuple):
    """Where a worker works, as far as it is known; None = not known."""

    country: str
    """ISO 3166-1 alpha-2."""
    region: str | None = None
    """ISO 3166-2 code, or a name."""
    city: str | None = None
    """Name of a town or of a wage zone."""
    area: Literal["urban", "rural"] | None = None

    def __str__(self) -> str:
        """Return the parts that are known, widest first: ``KE Naivasha (urban)``."""
        parts = [self.region or self.country, self.city]
        tail = f" ({self.area})" if self.area else ""
        return " ".join(part for part in parts if part) + tail


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One figure of one source. Columns and their meaning: `standards/benchmarks/README.md`."""

    id: str
    country: str
    region_code: str
    region_name: str
    area: RowArea
    kind: Kind
    amount: Decimal
    amount_high: Decimal | None
    currency: str
    period: RatePeriod
    hours_per_week: Decimal | None
    basis: Basis
    family_basis: str
    valid_from: date
    valid_to: date | None
    """Last day in force as printed; None: no end was read."""
    methodology: str
    source_title: str
    source_url: str
    confidence: str
    date_precision: DatePrecision
    licence_flag: str
    notes: str
    applies_to: AppliesTo
    restated: bool
    extent: Extent
    """How much of its country or region the row speaks for."""
    set_complete: bool
    """The rows of this country and kind that carry the mark cover the whole country between them."""
    city_names: tuple[str, ...]
    days_per_month: Decimal | None
    checked_on: date | None
    review_by: date | None
    superseded_by: str
    table: str
    """File the row comes from."""
    line: int
    own: bool = False
    """A user's row, which wins over a shipped one of the same place and time."""
    recorded_on: date | None = None
    """Day on which the row came into its table; None: with its first edition, or not said."""

    @property
    def known_on(self) -> date:
        """Return the day from which the table knew the row: recorded, else checked, else its own first day."""
        return self.recorded_on or self.checked_on or self.valid_from

    @property
    def since(self) -> str:
        """Return the first day, or only the year where the day was not read."""
        return str(self.valid_from.year) if self.date_precision == "year" else self.valid_from.isoformat()


@dataclass(frozen=True, slots=True)
class HoursRow:
    """Legal working hours of a country or region from a day on."""

    country: str
    region_code: str
    normal_weekly: Decimal | None
    normal_daily: Decimal | None
    max_weekly: Decimal | None
    weekly_rest: Decimal | None
    applies_to: HoursApply
    valid_from: date | None
    """None: the first day was not read; in force before every dated row."""
    source_title: str
    source_url: str
    confidence: str
    notes: str
    table: str
    line: int


class BarChoices(NamedTuple):
    """The tool's own choices behind a bar; a report prints those that differ from these defaults."""

    unstated_basis: Literal["unstated", "gross"] = "unstated"
    """How a figure counts that does not say gross or net."""
    stale_factor: Decimal = Decimal("0.95")
    """Share of a stale figure below which pay is below for certain."""
    living_wage_months: int = 18
    """Age from `valid_from` at which a living wage is stale."""
    minimum_wage_months: int = 12
    """Age from `checked_on` at which a statutory rate is stale."""
    longest_week: Decimal = Decimal(48)
    """Weekly hours behind a monthly figure where none are known: they give the lowest bar."""


@dataclass(frozen=True, slots=True)
class Bar:
    """An amount to compare pay with: below `low` is below; at or above `high` is not below; else undecided."""

    low: Decimal
    high: Decimal | None
    """None: open, nothing shown passes."""
    currency: str
    unit: PayUnit
    ids: tuple[str, ...]
    """Rows behind it, the deciding one first."""
    stale: bool = False
    reasons: tuple[str, ...] = ()
    """Why it is not a single amount, in sentences."""
    warnings: tuple[str, ...] = ()
    workings: tuple[str, ...] = ()
    """How rows became the amount, where it is not the one that they print: hours behind them, share of a stale one."""

    @property
    def exact(self) -> bool:
        """Return whether low and high are one amount."""
        return self.high == self.low

    @property
    def can_pass(self) -> bool:
        """Return whether pay can be shown not to be below."""
        return self.high is not None


@dataclass(frozen=True, slots=True)
class NoBar:
    """No amount to compare with: every worker there is undecided."""

    kind: BarKind
    place: WorkPlace
    month: str
    """``2026-03``: the month of the first day asked for."""
    why: str

    @property
    def reason(self) -> str:
        """Return a sentence naming kind, place and month."""
        return f"no {self.kind.replace('_', ' ')} for {self.place} in {self.month}: {self.why}"


BarOrNot: TypeAlias = "Bar | NoBar"


class BarSpell(NamedTuple):
    """Days (both included) through which one bar holds."""

    first: date
    last: date
    bar: BarOrNot


class LoweredBar(NamedTuple):
    """A user's row, or a replayed table, that lowers what the shipped rows would ask for."""

    kind: BarKind
    place: WorkPlace
    first: date
    last: date
    with_own: BarOrNot
    """NoBar: a replay took the only figure away."""
    without_own: Bar


class BenchmarkTable:
    """All rows read, shipped and own, found by kind and country."""

    __slots__ = ("_groups", "_hours", "by_id", "changes", "hours", "inputs", "rows", "stood_on", "whole")

    def __init__(
        self,
        rows: Iterable[Benchmark],
        hours: Iterable[HoursRow] = (),
        inputs: Iterable[InputFile] = (),
        changes: Iterable[CurrencyChange] = (),
        *,
        stood_on: date | None = None,
        whole: BenchmarkTable | None = None,
    ) -> None:
        """Keep the rows in their order; ids are unique (the reader refuses others).

        ``stood_on``: the day as of which the table is replayed; ``whole``: the table without the replay.
        """
        self.stood_on, self.whole = stood_on, whole
        self.changes: Mapping[str, CurrencyChange] = {change.old: change for change in changes}
        self.rows: tuple[Benchmark, ...] = tuple(rows)
        self.hours: tuple[HoursRow, ...] = tuple(hours)
        self.inputs: tuple[InputFile, ...] = tuple(inputs)
        self.by_id: Mapping[str, Benchmark] = {row.id: row for row in self.rows}
        self._groups: dict[tuple[str, str], tuple[Benchmark, ...]] = _grouped(self.rows)
        self._hours: dict[str, tuple[HoursRow, ...]] = {
            country: tuple(row for row in self.hours if row.country == country)
            for country in {row.country for row in self.hours}
        }

    def of(self, kind: Kind, country: str) -> tuple[Benchmark, ...]:
        """Return the rows of one kind and country, in table order."""
        return self._groups.get((kind, country), ())

    def hours_of(self, country: str) -> tuple[HoursRow, ...]:
        """Return the hours rows of a country, regions included."""
        return self._hours.get(country, ())

    def shipped_only(self) -> BenchmarkTable:
        """Return the table without the user's rows."""
        rows = (row for row in self.rows if not row.own)
        return BenchmarkTable(rows, self.hours, self.inputs, self.changes.values())

    @property
    def has_own(self) -> bool:
        """Return whether a user brought rows."""
        return any(row.own for row in self.rows)


def _grouped(rows: tuple[Benchmark, ...]) -> dict[tuple[str, str], tuple[Benchmark, ...]]:
    groups: dict[tuple[str, str], list[Benchmark]] = {}
    for row in rows:
        groups.setdefault((row.kind, row.country), []).append(row)
    return {key: tuple(found) for key, found in groups.items()}
