"""Read benchmark tables: the shipped ones and a user's own, every problem of a file together.

A user's file needs country, kind, amount, currency, period and valid_from; what it leaves out is
taken in the way that proves least (gross or net: not stated). Which row counts where is not decided
here.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from checker import resources
from checker.errors import BenchmarkError, Problem
from checker.load.benchmark_cells import Cells
from checker.load.csv_text import read_text, split
from checker.load.currency_changes import SHIPPED as SHIPPED_CHANGES
from checker.load.currency_changes import currency_changes
from checker.model.benchmark import Benchmark, BenchmarkTable, HoursRow
from checker.model.evidence import InputFile
from checker.model.exchange import CurrencyChange

SHIPPED_WAGES = ("benchmarks/living_wages.csv", "benchmarks/minimum_wages.csv")
SHIPPED_HOURS = "benchmarks/hours.csv"
NEEDED = ("country", "kind", "amount", "currency", "period", "valid_from")
WAGE_COLUMNS = (
    "benchmark_id", "country", "region_code", "region_name", "area", "kind", "amount", "amount_high", "currency",
    "period", "hours_per_week", "gross_or_net", "family_basis", "valid_from", "valid_to", "methodology",
    "source_title", "source_url", "confidence", "date_precision", "licence_flag", "notes", "applies_to", "restated",
    "extent", "set_complete", "city_names", "days_per_month", "checked_on", "review_by", "superseded_by", "recorded_on",
)  # fmt: skip


def read_benchmarks(files: Sequence[Path] = ()) -> BenchmarkTable:
    """Return the shipped rows and those of the user's files, later files last.

    Raises BenchmarkError with every problem of every file: unreadable, a column missing or unknown,
    a cell that cannot be read, an id used twice.
    """
    shipped = _shipped()
    rows, inputs, problems = list(shipped.rows), list(shipped.inputs), list[Problem]()
    for file in files:
        own, found = _read_own(file)
        rows += own
        problems += found
        inputs.append(InputFile(file.as_posix(), _digest(file), "benchmarks"))
    if files:
        problems += _check_links(rows)
    if problems:
        raise BenchmarkError(problems)
    return BenchmarkTable(rows, shipped.hours, inputs, currency_changes())


def read_own_table(files: Sequence[tuple[Path, str]]) -> BenchmarkTable:
    """Return a table of a subject's own living wages alone: no shipped row, shipped legal hours.

    ``files`` are (path, name in messages). Raises BenchmarkError with every problem of every file.
    """
    rows, problems = list[Benchmark](), list[Problem]()
    for file, label in files:
        own, found = _read_own(file, label)
        rows += own
        problems += found
    if problems:
        raise BenchmarkError(problems)
    return BenchmarkTable(rows, _shipped().hours, (), currency_changes())


def parse_wages(text: str, file: str, own: bool) -> tuple[list[Benchmark], list[Problem]]:
    """Return the rows of a wage table given as text, and all its problems."""
    header, lines, problems = split(text, file, NEEDED)
    problems = problems or _check_header(header, file)
    if problems:
        return [], problems
    changes = {change.old: change for change in currency_changes()}
    rows = [_wage_row(Cells(file, line, cells, problems), own, changes) for line, cells in lines]
    if not lines:
        problems.append(Problem(file, 1, None, "", "has a header and no row", "add rows, or leave the file out"))
    return [row for row in rows if row is not None], problems


def parse_hours(text: str, file: str) -> tuple[list[HoursRow], list[Problem]]:
    """Return the rows of a table of legal hours given as text, and all its problems."""
    _, lines, problems = split(text, file, ("country",))
    rows = [_hours_row(Cells(file, line, cells, problems)) for line, cells in lines]
    return rows, problems


@lru_cache(maxsize=1)
def _shipped() -> BenchmarkTable:
    rows: list[Benchmark] = []
    problems: list[Problem] = []
    inputs: list[InputFile] = []
    for path in (*SHIPPED_WAGES, SHIPPED_HOURS, SHIPPED_CHANGES):
        data = resources.read_bytes("standards", path)
        inputs.append(InputFile(f"standards/{path}", hashlib.sha256(data).hexdigest(), "benchmarks"))
        if path in SHIPPED_WAGES:
            found, wrong = parse_wages(data.decode("utf-8"), f"standards/{path}", own=False)
            rows += found
            problems += wrong
    hours, wrong = parse_hours(resources.read_text("standards", SHIPPED_HOURS), f"standards/{SHIPPED_HOURS}")
    problems += wrong + _check_links(rows)
    if problems:
        raise BenchmarkError(problems)
    return BenchmarkTable(rows, hours, inputs, currency_changes())


def _read_own(file: Path, label: str = "") -> tuple[list[Benchmark], list[Problem]]:
    name = label or file.as_posix()
    text, _, problems = read_text(file, name)
    if problems:
        return [], problems
    return parse_wages(text, name, own=True)


def _check_header(header: list[str], file: str) -> list[Problem]:
    problems = []
    for name in dict.fromkeys(header):
        if header.count(name) > 1:
            problems.append(Problem(file, 1, None, name, "stands twice in the header"))
        if name not in WAGE_COLUMNS:
            near = difflib.get_close_matches(name, WAGE_COLUMNS, 1)
            todo = f"did you mean {near[0]}?" if near else f"known columns: {', '.join(WAGE_COLUMNS)}"
            problems.append(Problem(file, 1, None, name or "(blank)", "is not a column of a benchmark table", todo))
    missing = [name for name in NEEDED if name not in header]
    if missing:
        problems.append(Problem(file, 1, None, ", ".join(missing), "missing: every figure needs them", "add them"))
    return problems


def _check_links(rows: Iterable[Benchmark]) -> list[Problem]:
    seen: dict[str, Benchmark] = {}
    problems = []
    rows = list(rows)
    for row in rows:
        first = seen.setdefault(row.id, row)
        if first is not row:
            what = f"the id {row.id} is used already at {first.table}:{first.line}"
            problems.append(Problem(row.table, row.line, None, "benchmark_id", what, "give each figure its own id"))
    for row in rows:
        if row.superseded_by and row.superseded_by not in seen:
            what = f"{row.superseded_by} is not the id of a row"
            problems.append(Problem(row.table, row.line, None, "superseded_by", what))
    return problems


def _wage_row(cells: Cells, own: bool, changes: Mapping[str, CurrencyChange]) -> Benchmark | None:
    before = len(cells.problems)
    country = cells.country("country")
    region = cells.subdivision("region_code", country)
    region_name, names = cells.text("region_name"), cells.names("city_names")
    area = cells.word("area", ("national", "state", "city", "urban", "rural"), _usual_area(region, region_name))
    valid_from, precision = cells.first_day("valid_from", "date_precision")
    row = Benchmark(
        id=cells.text("benchmark_id") or f"{Path(cells.file).stem}:{cells.line}",
        country=country,
        region_code=region,
        region_name=region_name,
        area=area,
        kind=cells.word("kind", ("living_wage", "minimum_wage", "poverty_line")),
        amount=cells.amount("amount"),
        amount_high=cells.number("amount_high"),
        currency=cells.currency("currency"),
        period=cells.word("period", ("hour", "day", "week", "month", "year")),
        hours_per_week=cells.number("hours_per_week", 1, 168),
        basis=cells.word("gross_or_net", ("gross", "net", "not stated"), "not stated"),
        family_basis=cells.text("family_basis"),
        valid_from=valid_from,
        valid_to=cells.day("valid_to"),
        methodology=cells.text("methodology"),
        source_title=cells.text("source_title") or cells.file,
        source_url=cells.text("source_url"),
        confidence=cells.text("confidence"),
        date_precision=precision,
        licence_flag=cells.text("licence_flag"),
        notes=cells.text("notes"),
        applies_to=cells.word(
            "applies_to",
            ("adult_general", "age", "skill", "sector", "size", "household_total", "not_operational", "unclear"),
            "adult_general",
        ),
        restated=cells.flag("restated"),
        extent=cells.word(
            "extent", ("all", "at_least", "rest", "places", "zone"), _usual_extent(area, region, region_name, names)
        ),
        set_complete=cells.flag("set_complete"),
        city_names=names,
        days_per_month=cells.number("days_per_month", 1, 31),
        checked_on=cells.day("checked_on"),
        review_by=cells.day("review_by"),
        superseded_by=cells.text("superseded_by"),
        table=cells.file,
        line=cells.line,
        own=own,
        recorded_on=cells.day("recorded_on"),
    )
    _check_row(cells, row)
    _check_currency(cells, row, changes.get(row.currency))
    return row if len(cells.problems) == before else None


def _usual_area(region: str, region_name: str) -> str:
    if region_name:
        return "city"
    return "state" if region else "national"


def _usual_extent(area: str, region: str, region_name: str, names: tuple[str, ...]) -> str:
    """Return how far a row speaks that does not say: a row with a name speaks for that name only."""
    if area == "city" or names:
        return "places"
    return "zone" if region_name and not region else "all"


def _check_row(cells: Cells, row: Benchmark) -> None:
    if row.amount_high is not None and row.amount_high < row.amount:
        cells.wrong("amount_high", f"{row.amount_high} is under amount {row.amount}")
    if row.valid_to is not None and row.valid_to < row.valid_from:
        cells.wrong("valid_to", f"{row.valid_to} is before valid_from {row.valid_from}")
    if row.extent in ("places", "zone") and not (row.region_name or row.city_names):
        cells.wrong("region_name", "a row for named places has no name", "fill region_name or city_names")


def _check_currency(cells: Cells, row: Benchmark, change: CurrencyChange | None) -> None:
    """Note a figure that begins after the last day of the currency that it is said to be in."""
    if change is not None and row.valid_from > change.old_until:
        what = f"{change.new} replaced {change.old} on {change.changed_on}, and the figure is of {row.valid_from}"
        cells.wrong("currency", what, f"is the figure in {change.new}? The law's rate was {change.law}")


def _hours_row(cells: Cells) -> HoursRow:
    country = cells.country("country")
    return HoursRow(
        country=country,
        region_code=cells.subdivision("region_code", country),
        normal_weekly=cells.number("normal_weekly_hours", 1, 168),
        normal_daily=cells.number("normal_daily_hours", 1, 24),
        max_weekly=cells.number("max_weekly_hours_with_overtime", 1, 168),
        weekly_rest=cells.number("weekly_rest_hours", 0, 168),
        applies_to=cells.word("applies_to", ("general", "sector", "cap", "unclear")),
        valid_from=cells.day("valid_from"),
        source_title=cells.text("source_title"),
        source_url=cells.text("source_url"),
        confidence=cells.text("confidence"),
        notes=cells.text("notes"),
        table=cells.file,
        line=cells.line,
    )


def _digest(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""
