"""Read a small table that a person wrote as CSV: header, rows with their lines, every problem of its shape.

Commas or semicolons, UTF-8 with or without a mark. For pay files see `checker.load.wages.csv_file`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from checker.errors import Problem

MOST_BYTES = 50 << 20
"""A table of wages or rates is a thousand times smaller."""


class CsvText(NamedTuple):
    """What a table holds; nothing but problems where it cannot be read."""

    header: list[str]
    rows: list[tuple[int, Mapping[str, str]]]
    """Line on which the row starts, cells by column."""
    problems: list[Problem]


def read_text(file: Path, name: str) -> tuple[str, bytes, list[Problem]]:
    """Return the text and bytes of a file, or the problem that it cannot be read as text."""
    try:
        if file.stat().st_size > MOST_BYTES:
            what = f"is larger than {MOST_BYTES >> 20} MB, which no such table is"
            return "", b"", [Problem(name, None, None, "", what, "name the table itself")]
        data = file.read_bytes()
        return data.decode("utf-8-sig"), data, []
    except OSError as error:
        return "", b"", [Problem(name, None, None, "", f"cannot be read ({error.strerror})", "check the path")]
    except UnicodeDecodeError as error:
        problem = Problem(name, None, None, f"byte {error.start}", "is not UTF-8 text", "save it as CSV in UTF-8")
        return "", b"", [problem]


def split(text: str, file: str, needed: tuple[str, ...]) -> CsvText:
    """Return header and rows; ``needed`` are named where the file is empty."""
    if "\0" in text:
        what, todo = "holds NUL bytes: it is not CSV text", "save it as CSV in UTF-8"
        return CsvText([], [], [Problem(file, None, None, "", what, todo)])
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ",")
    header: list[str] = []
    rows: list[tuple[int, Mapping[str, str]]] = []
    problems: list[Problem] = []
    try:
        header = [cell.strip() for cell in next(reader, [])]
        if not any(header):
            what = f"needs the columns {', '.join(needed)}"
            return CsvText([], [], [Problem(file, 1, None, "", "is empty", what)])
        for line, cells in _numbered(reader):
            if len(cells) > len(header):
                what = f"{len(cells)} cells under {len(header)} columns"
                problems.append(Problem(file, line, None, "", what, "quote text that holds the separator"))
            elif any(cell.strip() for cell in cells):
                rows.append((line, dict(zip(header, (cell.strip() for cell in cells), strict=False))))
    except csv.Error as error:
        problems.append(Problem(file, reader.line_num or 1, None, "", f"is not CSV ({error})", "save it as CSV again"))
    return CsvText(header, rows, problems)


def _numbered(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    start = 2
    for cells in reader:
        yield start, cells
        start = reader.line_num + 1  # type: ignore[attr-defined]
