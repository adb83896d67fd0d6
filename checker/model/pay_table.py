"""The pay table: its columns, a mapping onto it, and what a lazily read pay file offers.

Holds no reader and no engine: `checker.load.wages` opens files, `checker.facts` computes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, NamedTuple, Protocol

from checker.model.evidence import EvidenceItem, Place

Grain = Literal["payroll", "task"]
TimeBasis = Literal[
    "logged_interval", "logged_cluster", "shift", "reported_by_worker", "vendor_estimate"
]  # fmt: skip
CLUSTER_GAP_MS = 600_000
"""Longest gap inside a cluster of tasks where a mapping names none: ten minutes, a choice of this tool.

Hara et al. 2018 (CHI, 10.1145/3173574.3174023) joined tasks at most a minute apart; ten keeps short waiting and
searching in, and a meal out.
"""
MOST_CLUSTER_GAP_MS = 12 * 3_600_000
"""A longer gap is the end of a working day."""
GAP_UNITS = {
    "s": 1_000,
    "sec": 1_000,
    "second": 1_000,
    "min": 60_000,
    "minute": 60_000,
    "h": 3_600_000,
    "hour": 3_600_000,
}
GAP_FORM = r"^\s*\d{1,5}\s*(s|sec|min|h|seconds?|minutes?|hours?)\s*$"
"""How a mapping writes a gap: ``10 min``."""
ColumnKind = Literal["text", "money", "number", "time", "date", "stamp", "boolean"]

COLUMNS: dict[str, ColumnKind] = {
    "worker_id": "text",
    "country": "text",
    "region": "text",
    "city": "text",
    "area": "text",
    "period_start": "date",
    "period_end": "date",
    "started_at": "stamp",
    "submitted_at": "stamp",
    "pay": "money",
    "currency": "text",
    "guaranteed_bonus": "money",
    "bonus": "money",
    "tips": "money",
    "overtime_pay": "money",
    "in_kind": "money",
    "fees": "money",
    "deductions": "money",
    "deductions_tax": "money",
    "costs": "money",
    "recruitment_fees": "money",
    "exchange_loss": "money",
    "fines": "money",
    "hours_paid": "time",
    "hours_unpaid": "time",
    "hours_overtime": "time",
    "hours_basis": "text",
    "contract_weekly_hours": "time",
    "status": "text",
    "rejection_reason": "text",
    "due_date": "date",
    "paid_date": "date",
    "payslip": "boolean",
    "stated_hourly_rate": "money",
    "rate_per_task": "money",
    "job_category": "text",
    "employment_status": "text",
    "gender": "text",
    "task_type": "text",
    "is_pilot": "boolean",
    "sensitive": "boolean",
    "minutes_sensitive": "time",
    "tier": "text",
    "project_id": "text",
    "supplier_id": "text",
    "requester_country": "text",
    "bad_faith": "boolean",
    "expected_minutes": "time",
    "time_limit_minutes": "time",
    "client_price": "money",
}
"""Every column of the pay table and how its cells are read. A new column is one line here."""

SHARING = (
    frozenset({"period_start", "period_end", "due_date"}),
    frozenset({"period_start", "period_end", "paid_date"}),
    frozenset({"region", "city"}),
    frozenset({"pay", "rate_per_task"}),
    frozenset({"deductions", "fines"}),
    frozenset({"deductions", "recruitment_fees"}),
    frozenset({"fees", "recruitment_fees"}),
    frozenset({"costs", "exchange_loss"}),
    frozenset({"job_category", "task_type", "tier", "project_id"}),
)
"""Columns that one column of a file may fill together: a day that is begin and end of a period and its day of payment,
a city that is a region, a reward that is the rate of the task, money taken and a part that is all of it, one word for
the kind of work. Else a cell would count as two things: money as fee and as hours, one stamp as begin and end of a
task, the day of payment as the day on which it was due."""

UNIT_OF: dict[str, str] = {
    "minutes_sensitive": "minutes",
    "expected_minutes": "minutes",
    "time_limit_minutes": "minutes",
}
"""Units of time columns that are not in hours where the mapping says nothing."""

MILLISECONDS: dict[str, int] = {"hours": 3_600_000, "minutes": 60_000, "seconds": 1_000}

UNPAID = ("rejected", "returned", "timed_out")
"""Statuses that leave the time unpaid and the pay at 0."""
STATUSES = ("approved", "rejected", "pending", "returned", "timed_out")
GENDERS = ("female", "male", "other")
"""Words of `gender` that a pay gap is computed over; any other word counts as not said."""
CHOICES: dict[str, tuple[str, ...]] = {
    "status": STATUSES,
    "hours_basis": ("recorded", "contract"),
    "area": ("urban", "rural"),
}
"""Columns whose cells must be one of a few words; an unmapped value is an error that names it."""

NEEDED: dict[Grain, tuple[str, ...]] = {
    "payroll": ("worker_id", "country", "currency", "period_start", "period_end", "pay"),
    "task": ("worker_id", "country", "currency", "submitted_at", "pay"),
}
"""Columns without which a file of that grain says nothing about pay."""

CELL_COLUMNS = (
    "country", "region", "city", "area", "currency", "supplier_id", "job_category", "employment_status", "gender",
    "hours_basis", "requester_country",
)  # fmt: skip
"""Text columns that place and group a row; they travel together under one hash."""

DEFAULT_GROUPS = ("country", "region", "job_category", "employment_status", "gender")
"""Columns by which every audit breaks its workers down."""
ONE_A_WORKER = (*DEFAULT_GROUPS, "city", "area", "supplier_id")
"""Columns that tell a worker's own group; a worker whose rows differ is of none of them alone."""
SEVERAL_A_WORKER = ("task_type", "tier", "project_id", "is_pilot")
"""Columns that tell the group of a row: a worker may stand in several."""
WITHIN_COUNTRY = ("region", "city")
"""Columns whose groups are parts of a country; they are not crossed with others."""
PRICES = ("pay", "rate_per_task", "stated_hourly_rate")
"""Columns that are pay, or its price: no factor explains pay by them."""


NEVER_CONSTANT = frozenset(
    {
        "pay", "hours_paid", "hours_unpaid", "hours_overtime", "fees", "costs", "deductions", "overtime_pay",
        "recruitment_fees", "exchange_loss", "fines", "rejection_reason",
    }
)  # fmt: skip
"""Columns that a mapping may not fill with one value for every row."""

PLACE_CONSTANTS = frozenset({"currency", "country", "region", "city", "area"})
"""Constants that keep the file's level where they agree with the sites in scope."""

MONEY_SCALE = 10_000_000
"""Integer units of money in one major unit: 1/10,000 of the smallest minor unit in use (three decimals)."""


class Factor(NamedTuple):
    """A column that pay is said to depend on: numbers of the file, or words of a column of the pay table."""

    column: str
    words: bool = False

    @classmethod
    def named(cls, name: str) -> Factor:
        """Return the factor of that name: text and yes or no of the pay table are words, all else is a number."""
        return cls(name, COLUMNS.get(name) in ("text", "boolean"))


def meant_twice(columns: Mapping[str, str]) -> dict[str, list[str]]:
    """Return each column of a file that fills several of the pay table which cannot be the same, with their names."""
    filled: dict[str, list[str]] = {}
    for name, source in columns.items():
        filled.setdefault(source, []).append(name)
    return {
        source: names
        for source, names in filled.items()
        if len(names) > 1 and not any(group.issuperset(names) for group in SHARING)
    }


@dataclass(frozen=True, slots=True)
class PayMapping:
    """How the columns of one pay file map onto the pay table."""

    file: str
    grain: Grain
    time_basis: TimeBasis
    time_zone: str
    columns: Mapping[str, str]
    """Pay-table column -> column of the file."""
    constants: Mapping[str, str]
    units: Mapping[str, str]
    """Time column -> hours, minutes or seconds."""
    values: Mapping[str, Mapping[str, str]]
    """Column -> word in the file -> word of the pay table."""
    none: Mapping[str, tuple[str, ...]]
    """Column that does not exist because there is nothing to put in it -> evidence ids that show it."""
    spots: Mapping[str, Place] = field(default_factory=dict)
    """Where each entry stands (``columns.pay``)."""
    delimiter: str | None = None
    """CSV only; None: found out."""
    decimal: Literal[".", ","] | None = None
    encoding: str | None = None
    date_format: str | None = None
    """Form of dates and stamps that are not ISO 8601: a strptime pattern, or a count since 1970 (``epoch_ms``)."""
    sheet: tuple[str, ...] = ()
    """Workbooks only: the sheets to read; empty: the one that there is."""
    table: str | None = None
    """Databases only: the table to read; None: the one that there is."""
    header_row: int | None = None
    """Row of the file with the column names, counted from 1; None: found out in workbooks, the first in CSV."""
    announced: date | None = None
    """Day on which workers were told of a change of their pay."""
    cluster_gap_ms: int = CLUSTER_GAP_MS
    """Task grain: two tasks of a worker at most so many milliseconds apart are one cluster of working time."""
    factors: Mapping[str, Factor] = field(default_factory=dict)
    """What pay is said to depend on, by name as written."""
    date_formats: Mapping[str, str] = field(default_factory=dict)
    """Column -> its own form of dates, where they differ."""


def bit_of(column: str) -> int:
    """Return the bit that a column has in ``bad``, the column of rows that says which cells cannot be read."""
    return 1 << list(COLUMNS).index(column)


@dataclass(frozen=True, slots=True)
class BadCells:
    """Cells of one kind that break a check: how many, and the first ten."""

    kind: str
    count: int
    rows: tuple[int, ...]
    """Data rows, counted from 1."""
    sample: str = ""


class PayTable(Protocol):
    """A pay file, opened and not yet read."""

    @property
    def label(self) -> str:
        """Return the file's path as shown to the reader."""

    @property
    def mapping(self) -> PayMapping:
        """Return the mapping it is read through."""

    @property
    def evidence(self) -> EvidenceItem | None:
        """Return the evidence item that declares it."""

    @property
    def columns(self) -> frozenset[str]:
        """Return the pay-table columns it fills, constants included."""

    @property
    def constants(self) -> frozenset[str]:
        """Return the columns that the mapping fills with one value."""

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what was found out about the file's form (encoding, delimiter, decimal mark)."""

    def rows(self, session: Any, salt: int) -> Any:
        """Return a lazy table of normalised rows in the engine's session (columns: `checker.load.wages.reading`)."""

    def spots(self, rows: Sequence[int]) -> str:
        """Return where rows with these numbers stand in the file, in words."""

    def rows_differ(self, session: Any) -> bool:
        """Return whether the file shows cheaply that no two rows are identical; False proves nothing."""

    def lost_lines(self, session: Any) -> tuple[BadCells, ...]:
        """Count and locate the lines of the file that are no rows."""

    def unread(self, session: Any) -> tuple[BadCells, ...]:
        """Count and locate the cells that cannot be read as what their column holds."""


def time_bases_of(tables: Iterable[PayTable]) -> tuple[str, ...]:
    """Return what the working time of pay files is, by name, sorted: as their mappings say, but for what is not read.

    Hours in a file win over stamps: where it has them (``hours_paid``), a basis of stamps is one only for rows that
    leave them blank.
    """
    return tuple(sorted({basis for table in tables for basis in _time_bases(table)}))


def _time_bases(table: PayTable) -> Iterator[str]:
    basis = table.mapping.time_basis
    own = "hours_paid" in table.columns and basis.startswith("logged_")
    if own:
        yield "hours_paid"
    if not own or "started_at" in table.columns:
        yield basis


def is_unpaid_time_by_word(table: PayTable) -> bool:
    """Return whether a mapping's word alone (``time_basis: shift``) puts unpaid time into the hours of a pay file.

    Hours from the start to the end of work hold it. A column of unpaid time shows as much, and so do both stamps;
    hours that the file states are what somebody calls them.
    """
    stamped = {"started_at", "submitted_at"} <= table.columns and "hours_paid" not in table.columns
    return table.mapping.time_basis == "shift" and not stamped and "hours_unpaid" not in table.columns
