"""Look at a pay file without a mapping: where its header stands, which columns it has, what is in them.

Reads cells, and hands on what they look like: whether they are numbers or days, and the few words of a column that
holds few. Guesses stand in `guesses`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from checker.errors import InputError, Problem
from checker.load.wages import READERS, csv_file, reader_of
from checker.load.wages.database_tables import SeveralTables
from checker.load.wages.day_forms import EPOCHS
from checker.load.wages.dialects.duckdb import literal, quote
from checker.load.wages.header_rows import LOOKED_AT, name_of
from checker.load.wages.header_words import HEADLESS, is_row_of_data, score
from checker.load.wages.mapping import plain_mapping
from checker.load.wages.number_marks import mark_of
from checker.load.wages.pay_file import Source
from checker.load.wages.reading import NO_ANSWER
from checker.load.wages.workbook_file import open_workbook_file
from checker.model.pay_draft import Setting
from checker.model.pay_table import PayMapping

_SAMPLE = 5000
_FEW = 30
"""Different words up to which a column is a list of words and no text."""
FORMATS = (
    "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y/%m/%d", "%d/%m/%y", "%m/%d/%y", "%Y%m%d", "%d %b %Y",
    "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%m/%d/%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S",
    "%Y/%m/%d %H:%M:%S", "%d-%m-%Y %H:%M", "%d-%m-%Y %H:%M:%S", "%m/%Y", "%Y-%m", "%m-%Y", "%Y/%m",
)  # fmt: skip
"""Forms of days that are tried where they are not ISO 8601."""
_NUMBER = re.compile(r"[-+]?[\d.,'’ \u00a0\u202f\u2009]*\d([eE][-+]?\d+)?")
_LENGTH = re.compile(r"(\d+ days?, )?\d{1,4}:\d\d(:\d\d(\.\d+)?)?|PT[\dHMS.]+")
_ISO = re.compile(r"\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d(\.\d+)?)?\s*(Z|[+-]\d\d(:?\d\d)?)?)?")
_NUMBERED_DAYS = range(32_874, 73_416)
"""Days of the years 1990 to 2100 as workbooks number them."""


class Seen(NamedTuple):
    """What a column of the file looks like."""

    name: str
    type: str
    filled: int
    """Cells of the sample that hold anything."""
    numbers: bool
    days: bool
    """Days or moments, in whatever form."""
    formats: tuple[str, ...]
    """Forms that fit every cell, where they are text that is not ISO 8601."""
    marks: frozenset[str]
    """Decimal marks that numbers in it show."""
    unclear: bool
    """Numbers such as 1.234, which can be read in two ways."""
    lengths: bool
    """Lengths of time written as 8:30."""
    middle: float | None
    """Median of the numbers."""
    clock: bool
    """Days with a time of day."""
    words: tuple[str, ...] | None
    """All its different words, where they are few."""


class Looked(NamedTuple):
    """A pay file that was looked at."""

    form: tuple[Setting, ...]
    """Sheet, table, header row, delimiter, encoding, as far as a mapping has to name them."""
    columns: tuple[Seen, ...]
    rows: int
    is_workbook: bool


def look_at(path: Path, label: str, connection: Any) -> Looked:
    """Return what a pay file looks like. Raises InputError where it cannot be read at all."""
    mapping, form = _form(path, label)
    source = _open(path, label, mapping)
    if not source.types:
        return Looked(form, (), 0, False)
    if is_row_of_data(source.types):
        raise InputError([Problem(label, None, None, "", "no row of it looks like names of columns", HEADLESS)])
    clause, _ = source.open(connection)
    [(rows,)] = connection.execute(f"SELECT count(*) FROM {clause}").fetchall()
    is_workbook = type(source).__name__ == "WorkbookSource"
    seen = tuple(_seen(connection, clause, name, kind, is_workbook) for name, kind in source.types.items())
    return Looked(form, seen, int(rows), is_workbook)


def _open(path: Path, label: str, mapping: PayMapping) -> Source:
    module, _, name = reader_of(path, label).partition(":")
    source: Source = getattr(import_module(module), name)(path, label, mapping)[0]
    return source


def _form(path: Path, label: str) -> tuple[PayMapping, tuple[Setting, ...]]:
    """Return a mapping that opens the file, and the settings of it that a mapping has to name."""
    # A mark is named so that no number is refused before it was looked at.
    mapping = replace(plain_mapping("payroll"), decimal=".")
    reader = reader_of(path, label)
    if path.is_file() and path.stat().st_size == 0:
        return mapping, ()
    if reader == READERS[".xlsx"]:
        return _form_of_workbook(path, label, mapping)
    if reader == READERS[".csv"]:
        row = _best_row(list(islice(csv_file.first_rows(path, label, mapping), LOOKED_AT)))
        if row > 1:
            return replace(mapping, header_row=row), (Setting("header_row", row, True, "the names stand here"),)
        return mapping, ()
    if reader == READERS[".db"]:
        return _form_of_database(path, label, mapping)
    return mapping, ()


def _form_of_workbook(path: Path, label: str, mapping: PayMapping) -> tuple[PayMapping, tuple[Setting, ...]]:
    found: list[tuple[int, str, int, tuple[str, ...]]] = []
    with open_workbook_file(path, label) as book:
        filled = [name for name in book.visible if not book.is_empty(name)]
        for name in filled:
            rows = list(islice(book.sheet(name).iter_rows(), LOOKED_AT))
            row = _best_row(rows)
            names = tuple(filter(None, map(name_of, rows[row - 1]))) if row <= len(rows) else ()
            found.append((score(names), name, row, names))
    if not found:
        return mapping, ()
    best = max(found, key=lambda entry: entry[0])
    alike = [name for _, name, row, names in found if (row, names) == best[2:]]
    mapping = replace(mapping, sheet=(best[1],), header_row=best[2])
    form = []
    if len(alike) > 1:
        form.append(
            Setting("sheet", f"[{', '.join(map(repr, alike))}]", False, "these sheets are alike: all, or some?")
        )
        mapping = replace(mapping, sheet=tuple(alike))
    elif len(filled) > 1:
        sure = sum(entry[0] * 2 >= best[0] for entry in found) == 1
        form.append(Setting("sheet", best[1], sure, f"of {len(filled)} sheets, this one looks like pay"))
    form.append(Setting("header_row", best[2], True, "the names of columns stand in this row"))
    return mapping, tuple(form)


def _form_of_database(path: Path, label: str, mapping: PayMapping) -> tuple[PayMapping, tuple[Setting, ...]]:
    try:
        _open(path, label, mapping)
    except SeveralTables as several:
        scores = []
        for table in several.tables:
            with suppress(InputError):
                scores.append((score(_open(path, label, replace(mapping, table=table)).types), table))
        if not scores:
            raise
        (most, best), second = max(scores), sorted(scores)[-2][0] if len(scores) > 1 else 0
        sure = most > 2 * second
        return replace(mapping, table=best), (
            Setting("table", best, sure, f"of {len(scores)} tables, this one looks like pay"),
        )
    return mapping, ()


def _best_row(rows: Sequence[Sequence[Any]]) -> int:
    """Return the row, counted from 1, that looks most like the header of a pay file."""
    names = [[name_of(cell) for cell in row if isinstance(cell, str)] for row in rows]
    scores = [score(row) for row in names]
    if max(scores, default=0) > 1:
        return scores.index(max(scores)) + 1
    return next((i for i, row in enumerate(names, start=1) if sum(map(bool, row)) > 1), 1)


def _seen(connection: Any, clause: str, name: str, kind: str, is_workbook: bool) -> Seen:
    cell = f"trim(CAST({quote(name)} AS VARCHAR))"
    blank = ", ".join(map(literal, NO_ANSWER))
    filled = f"SELECT {cell} AS cell FROM {clause} WHERE {quote(name)} IS NOT NULL AND lower({cell}) NOT IN ({blank})"
    cells = [text for (text,) in connection.execute(f"{filled} LIMIT {_SAMPLE}").fetchall()]
    few = connection.execute(f"SELECT DISTINCT cell FROM ({filled}) LIMIT {_FEW + 1}").fetchall()
    words = tuple(sorted(text for (text,) in few)) if len(few) <= _FEW else None
    typed_days = kind.startswith(("DATE", "TIMESTAMP"))
    numbers = [text for text in cells if _NUMBER.fullmatch(text)]
    is_numbers = bool(cells) and not typed_days and len(numbers) >= 0.9 * len(cells)
    iso = bool(cells) and sum(bool(_ISO.fullmatch(text)) for text in cells) >= 0.9 * len(cells)
    numbered = is_workbook and is_numbers and all(_is_day(text) for text in numbers)
    formats = () if iso or typed_days or numbered else tuple(_fitting(connection, cells))
    values = sorted(_values(numbers)) if is_numbers else []
    marks = frozenset(mark for text in numbers if (mark := mark_of(text)))
    unclear = any(re.fullmatch(r"[-+]?[1-9]\d{0,2}[.,]\d{3}", text) for text in numbers) and kind == "VARCHAR"
    return Seen(
        name, kind, len(cells), is_numbers, iso or typed_days or numbered or bool(formats), formats,
        frozenset() if is_workbook and marks == {"."} else marks, unclear,
        bool(cells) and sum(bool(_LENGTH.fullmatch(text)) for text in cells) >= 0.9 * len(cells),
        values[len(values) // 2] if values else None,
        kind.startswith("TIMESTAMP") or any(":" in c for c in cells[:50]) or not EPOCHS.keys().isdisjoint(formats),
        words,
    )  # fmt: skip


def _is_day(text: str) -> bool:
    with suppress(ValueError):
        return int(float(text)) in _NUMBERED_DAYS
    return False


def _values(numbers: Sequence[str]) -> Iterator[float]:
    for text in numbers:
        with suppress(ValueError):
            yield float(
                re.sub(r"[^\d.eE+-]", "", text if mark_of(text) != "," else text.replace(".", "").replace(",", "."))
            )


def _fitting(connection: Any, cells: Sequence[str]) -> Iterator[str]:
    """Iterate over the forms that every cell has."""
    if not cells or not any(character.isdigit() for character in cells[0]):
        return
    for form, epoch in EPOCHS.items():
        if all(len(cell) == epoch.figures and cell.isdigit() for cell in cells):
            yield form
            return
    for form in FORMATS:
        test = "SELECT count(*) FROM (SELECT unnest(?::VARCHAR[]) AS cell) WHERE try_strptime(cell, ?) IS NULL"
        [(bad,)] = connection.execute(test, [list(dict.fromkeys(cells)), form]).fetchall()
        if not bad:
            yield form
