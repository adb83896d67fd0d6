"""A publisher's spreadsheet as rows of the benchmark table: every row with its source and terms, nothing made up.

What neither the sheet nor the layout nor an option says stays blank, and a blank proves least. All problems of a file
come together, each with its row. The result is read back as a user's table before it is handed out.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from checker.errors import BenchmarkError, Problem, UsageError
from checker.load import figure_cells as figures
from checker.load.benchmark_sheet import Sheet, SheetForm, SheetRow, read_sheet
from checker.load.benchmarks import WAGE_COLUMNS, parse_wages
from checker.load.layouts import Layout, load_layout, match, plain
from checker.load.place_names import country_code, pays_in
from checker.load.problems import suggest
from checker.model.benchmark import Benchmark
from checker.model.codes import is_subdivision

IMPORTED = "imported from a spreadsheet; not checked against the source"
_TITLE = 40
"""Characters of a source's title that an id is made of."""
_NAMED = 10
"""Columns that are named of those that were not read."""
_DAYS = frozenset({"valid_from", "valid_to", "checked_on", "review_by", "recorded_on"})
_WORDS: Mapping[str, Mapping[str, str]] = {
    "area": {"rural": "rural", "urban": "urban", "city": "city", "national": "national", "country": "national",
             "state": "state", "rural areas": "rural", "urban areas": "urban"},
    "gross_or_net": {"gross": "gross", "net": "net", "not stated": "not stated", "before tax": "gross",
                     "after tax": "net", "take home": "net"},
    "period": {"hour": "hour", "hourly": "hour", "day": "day", "daily": "day", "week": "week", "weekly": "week",
               "month": "month", "monthly": "month", "year": "year", "yearly": "year", "annual": "year"},
    "kind": {"living wage": "living_wage", "minimum wage": "minimum_wage", "poverty line": "poverty_line"},
}  # fmt: skip


class ImportChoices(NamedTuple):
    """What the caller says beyond the sheet."""

    columns: Mapping[str, str] = {}
    """Column of the table -> name in the sheet."""
    values: Mapping[str, str] = {}
    """Column of the table -> value for every row whose cell says nothing."""
    form: SheetForm = SheetForm()
    decimal: figures.Mark | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """The table that was made, and what to say about it."""

    content: bytes
    """CSV in UTF-8, as `--benchmarks` takes it."""
    rows: tuple[Benchmark, ...]
    left_out: int
    """Rows without a figure."""
    repeated: int
    """Rows that say exactly what another one says."""
    notes: tuple[str, ...]


def import_benchmarks(path: Path, layout_name: str, choices: ImportChoices) -> Imported:
    """Return the rows of a spreadsheet as a benchmark table.

    Raises UsageError for an unknown layout or column, BenchmarkError with every problem of the file.
    """
    layout, label = load_layout(layout_name), path.as_posix()
    _check_names({*choices.columns, *choices.values})
    names = [*choices.columns.values(), *(name for wanted in layout.columns.values() for name in wanted.headers)]
    sheet = read_sheet(path, label, names, choices.form)
    given = {name for name, value in choices.values.items() if value}
    places, problems = match(layout, sheet.header, choices.columns, given, label)
    if problems:
        raise BenchmarkError(problems)
    reading = _Reading(layout, label, sheet, places, choices)
    return reading.table()


class _Reading:
    """The steps from the sheet's rows to the table's, with the problems found on the way."""

    def __init__(
        self, layout: Layout, label: str, sheet: Sheet, places: Mapping[str, int], choices: ImportChoices
    ) -> None:
        self.layout, self.label, self.sheet, self.places, self.choices = layout, label, sheet, places, choices
        self.problems: list[Problem] = []
        self.ids: Counter[str] = Counter()
        try:
            columns = [places[name] for name in ("amount", "amount_high") if name in places]
            cells = (row.cells[i] for row in sheet.rows for i in columns if i < len(row.cells))
            self.mark = figures.decimal_mark(cells, choices.decimal)
        except ValueError as error:
            what, todo = error.args
            raise BenchmarkError([Problem(label, None, None, "amount", what, todo)]) from None
        name = sheet.header[places["amount"]] if "amount" in places else ""
        words = set(plain(name).split())
        self.of_header = "gross" if "gross" in words else "net" if "net" in words else ""

    def table(self) -> Imported:
        """Return the table; raises BenchmarkError with every problem."""
        made: list[tuple[SheetRow, dict[str, str]]] = []
        left_out = repeated = 0
        seen: set[tuple[str, ...]] = set()
        for row in self.sheet.rows:
            if figures.is_blank(self._cell(row, "amount")):
                left_out += 1
                continue
            before = len(self.problems)
            values = self._row(row)
            if len(self.problems) > before:
                continue
            said = tuple(values[name] for name in WAGE_COLUMNS if name not in ("benchmark_id", "notes"))
            if said in seen:
                repeated += 1
                continue
            seen.add(said)
            values["benchmark_id"] = values["benchmark_id"] or self._id(values)
            made.append((row, values))
        content = _as_csv([values for _, values in made])
        rows, found = parse_wages(content, self.label, own=True) if made else ([], [])
        # A row of the table has one line, below its header.
        places = [row.spot for row, _ in made]
        self.problems += [
            p._replace(line=None, where=f"{places[p.line - 2]}, {p.where}")
            if p.line and 2 <= p.line < len(places) + 2 else p for p in found
        ]  # fmt: skip
        if not made and not self.problems:
            what = f"none of its {left_out} rows has a figure in {self.sheet.header[self.places['amount']]!r}"
            self.problems.append(
                Problem(self.label, None, None, "amount", what, "name the column: --column amount=...")
            )
        if self.problems:
            raise BenchmarkError(self.problems)
        notes = (
            *self.sheet.notes,
            *self._passed_over(),
            *self._not_used(),
            *self._years([values for _, values in made]),
        )
        return Imported(content.encode("utf-8"), tuple(rows), left_out, repeated, notes)

    def _passed_over(self) -> tuple[str, ...]:
        """Return the note on columns of the sheet that became no column of the table."""
        used = set(self.places.values())
        names = [repr(name) for i, name in enumerate(self.sheet.header) if i not in used]
        if not names:
            return ()
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        return (f"columns of the sheet that were not read: {', '.join(names[:_NAMED])}{more}",)

    def _not_used(self) -> Iterator[str]:
        """Yield a note for each value said for all rows where every row has its own."""
        for name, value in self.choices.values.items():
            if (
                value
                and name in self.places
                and not any(figures.is_blank(self._cell(r, name)) for r in self.sheet.rows)
            ):
                own = self.sheet.header[self.places[name]]
                yield f"{name} {value} was not used: each row says its own, in the column {own!r}"

    def _years(self, made: Sequence[Mapping[str, str]]) -> Iterator[str]:
        """Yield the note on rows of which only the year of the first day is known."""
        vague = sum(len(values["valid_from"]) == 4 for values in made)
        if vague:
            rows = "1 row begins" if vague == 1 else f"{vague:,} rows begin"
            yield f"{rows} in a year, on no known day: in that year the figure before counts too; write the day"

    def _row(self, row: SheetRow) -> dict[str, str]:
        """Return the cells of the table for one row of the sheet; problems are noted."""
        values = dict.fromkeys(WAGE_COLUMNS, "") | self._publisher() | dict(self.layout.fixed)
        values |= {name: value for name, value in self.choices.values.items() if value}
        for name in self.places:
            cell = self._cell(row, name)
            if name not in ("amount", "amount_high") and not figures.is_blank(cell):
                values[name] = self._read(row, name, cell)
        self._place(row, values)
        self._amounts(row, values)
        values["gross_or_net"] = values["gross_or_net"] or self.of_header or "not stated"
        values["confidence"] = values["confidence"] or IMPORTED
        values["restated"] = values["restated"] or _restated(values["country"], values["currency"])
        came = f"imported from {Path(self.label).name}, {row.spot}, layout {self.layout.name}"
        values["notes"] = "; ".join(part for part in (values["notes"], came) if part)
        if not values["family_basis"] and "amount" not in self.layout.columns:
            # Whoever chose the column among several households chose the household.
            values["family_basis"] = self.sheet.header[self.places["amount"]]
        return values

    def _publisher(self) -> dict[str, str]:
        if not self.layout.publisher:
            return {}
        title, url, terms = self.layout.title, self.layout.url, self.layout.terms
        return {"source_title": title, "source_url": url, "licence_flag": terms}

    def _cell(self, row: SheetRow, name: str) -> Any:
        at = self.places.get(name)
        return row.cells[at] if at is not None and at < len(row.cells) else None

    def _read(self, row: SheetRow, name: str, cell: Any) -> str:
        try:
            if name in _DAYS:
                return figures.day(cell)
            if name in _WORDS:
                said = figures.text(cell)
                return _WORDS[name].get(plain(said), said)
            return figures.text(cell)
        except ValueError as error:
            self._wrong(row, name, *error.args)
            return ""

    def _place(self, row: SheetRow, values: dict[str, str]) -> None:
        """Turn names into codes; a name without a code is found by its name only."""
        if values["country"]:
            code = country_code(values["country"])
            if code is None:
                what, todo = f"{values['country'][:60]!r} is not one country", "write its ISO 3166-1 code, such as KE"
                self._wrong(row, "country", what, todo)
            values["country"] = code or ""
        region = values["region_code"]
        if region and values["country"] and not is_subdivision(region, values["country"]):
            short = f"{values['country']}-{region.upper()}"
            known = self.layout.regions.get(plain(region)) or (short if short in self.layout.regions.values() else "")
            if not known:
                todo = f"write its ISO 3166-2 code, such as {values['country']}-XX"
                self._wrong(row, "region_code", f"{region[:60]!r} is not a region code of {values['country']}", todo)
            values["region_code"] = known
        if not values["extent"] and values["region_name"]:
            values["extent"] = "zone" if values["area"] in ("urban", "rural", "national", "state") else "places"

    def _amounts(self, row: SheetRow, values: dict[str, str]) -> None:
        try:
            low, high, code, sign = figures.amounts(self._cell(row, "amount"), self.mark)
            upper = self._cell(row, "amount_high")
            if not figures.is_blank(upper):
                high = figures.amounts(upper, self.mark)[0]
        except ValueError as error:
            self._wrong(row, "amount", *error.args)
            return
        values["amount"], values["amount_high"] = f"{low:f}", "" if high is None else f"{high:f}"
        values["currency"] = values["currency"].upper() or code
        if code and code != values["currency"]:
            self._wrong(row, "amount", f"is in {code}, and the row in {values['currency']}", "correct one of the two")
        elif values["currency"] and not figures.sign_fits(sign, values["currency"]):
            self._wrong(row, "amount", f"has the sign {sign}, and the row is in {values['currency']}", "correct it")

    def _wrong(self, row: SheetRow, name: str, what: str, todo: str = "") -> None:
        at = self.places.get(name)
        column = f" ({self.sheet.header[at]})" if at is not None and plain(self.sheet.header[at]) != plain(name) else ""
        self.problems.append(Problem(self.label, None, None, f"{row.spot}, {name}{column}", what, todo))

    def _id(self, values: Mapping[str, str]) -> str:
        # Tables of one's own for one place and day are told apart by whose figures they hold.
        whose = self.layout.name if self.layout.publisher else values["source_title"][:_TITLE]
        parts = (whose, values["country"], values["region_code"][3:], values["region_name"],
                 values["area"], values["valid_from"])  # fmt: skip
        name = "-".join(plain(part).replace(" ", "-") for part in ("own", *parts) if part)
        self.ids[name] += 1
        return name if self.ids[name] == 1 else f"{name}-{self.ids[name]}"


def _restated(country: str, currency: str) -> str:
    """Return whether a figure is in another currency than its country's: a conversion, and never a floor."""
    return "true" if country and currency and not pays_in(country, currency) else "false"


def _check_names(names: set[str]) -> None:
    for name in sorted(names - {*WAGE_COLUMNS}):
        raise UsageError(f"{name}: is not a column of a benchmark table; {suggest(name, WAGE_COLUMNS)}")


def _as_csv(rows: Sequence[Mapping[str, str]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, WAGE_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
