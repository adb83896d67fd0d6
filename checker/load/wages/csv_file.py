"""Read pay tables from CSV: any delimiter, decimal comma, UTF-8, UTF-16 or Latin-1, plain, gz or zst.

Every cell is read as text once into a table that DuckDB may spill to disk. What was found out about the
form of the file is said in `notes`; what stays ambiguous is left to the mapping, not guessed.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from checker.errors import InputError, Problem
from checker.load.wages.reading import literal
from checker.model.pay_table import COLUMNS, BadCells, PayMapping

_DELIMITERS = ",;\t|"
_CHUNK = 1 << 22
_SAMPLE_ROWS = 2000
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class CsvSource:
    """The rows of one CSV file."""

    path: Path
    label: str
    header: tuple[str, ...]
    delimiter: str
    encoding: str
    notes: tuple[str, ...]

    @property
    def types(self) -> dict[str, str]:
        """Return every column as text."""
        return dict.fromkeys(self.header, "VARCHAR")

    @property
    def is_text(self) -> bool:
        """Return True."""
        return True

    @property
    def row(self) -> str:
        """Return the number of the row in the table that was read."""
        return "(rowid + 1)"

    def open(self, connection: Any) -> tuple[str, tuple[BadCells, ...]]:
        """Read the file into a temporary table; lines of the wrong shape are counted and located."""
        name = f"pay_csv_{abs(hash((str(self.path), id(self))))}"
        if not self.header:
            connection.execute(f"CREATE TEMP TABLE {name} (nothing VARCHAR)")
            return name, ()
        with _as_utf8(self.path, self.encoding) as path:
            columns = ", ".join(f"{literal(c)}: 'VARCHAR'" for c in self.header)
            connection.execute(
                f"CREATE TEMP TABLE {name} AS SELECT * FROM read_csv({literal(str(path))}, auto_detect=false,"
                f" header=true, delim={literal(self.delimiter)}, quote='\"', escape='\"', new_line={_line_end(path)},"
                f" columns={{{columns}}}, store_rejects=true, rejects_table='{name}_lines', rejects_scan='{name}_scan')"
            )
        return name, _lost_lines(connection, name)


def open_csv(path: Path, label: str, mapping: PayMapping) -> tuple[CsvSource, PayMapping]:
    """Return the source and the mapping with the decimal mark that was found; InputError where it is no CSV."""
    encoding, notes = _encoding(path, label, mapping)
    head = _head(path, encoding)
    if not head.strip():
        return CsvSource(path, label, (), ",", encoding, ("the file is empty",)), mapping
    delimiter = mapping.delimiter or _delimiter(head)
    rows = list(csv.reader(io.StringIO(head), delimiter=delimiter))
    header = tuple(cell.strip().lstrip("\ufeff") for cell in rows[0])
    _check_header(header, label)
    decimal, said = _decimal(mapping, header, rows[1:_SAMPLE_ROWS])
    shown = {"\t": "tab"}.get(delimiter, delimiter)
    said = (*notes, *(() if delimiter == "," else (f"columns are separated by {shown}",)), *said)
    return CsvSource(path, label, header, delimiter, encoding, said), replace(mapping, decimal=decimal)


def _encoding(path: Path, label: str, mapping: PayMapping) -> tuple[str, tuple[str, ...]]:
    if mapping.encoding:
        return codecs.lookup(mapping.encoding).name, (f"read as {mapping.encoding}, as the mapping says",)
    start = next(_chunks(path), b"")
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", ("read as UTF-16",)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in _chunks(path):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
        encoding, notes = "utf-8", tuple[str, ...]()
    except UnicodeDecodeError as error:
        encoding = "cp1252"
        notes = (f"not UTF-8 (byte 0x{error.object[error.start]:02x}); read as Latin-1 (Windows-1252)",)
    text = start[: 1 << 16].decode(encoding, errors="replace")
    if _CONTROL.search(text):
        todo = "save it as CSV in UTF-8, or name its encoding in the mapping (encoding: utf-16)"
        raise InputError([Problem(label, None, None, "", "holds control characters: this is not a CSV file", todo)])
    return encoding, notes


def _chunks(path: Path) -> Iterator[bytes]:
    import pyarrow as pa

    with pa.input_stream(str(path), compression="detect") as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _head(path: Path, encoding: str) -> str:
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    text = decoder.decode(next(_chunks(path), b""))
    if len(text) < _CHUNK // 4:
        return text
    # The sample ends at a line's end, so that no half number is judged.
    return text[: text.rfind("\n") + 1] or text


def _delimiter(head: str) -> str:
    line = re.sub(r'"[^"]*"', "", head.lstrip("\ufeff").splitlines()[0])
    return max(_DELIMITERS, key=line.count)


def _check_header(header: tuple[str, ...], label: str) -> None:
    doubled = sorted({name for name in header if header.count(name) > 1})
    if doubled:
        what = f"column {', '.join(repr(name) for name in doubled)} stands twice in the header"
        raise InputError([Problem(label, 1, 1, "header", what, "give each column its own name")])


def _decimal(mapping: PayMapping, header: tuple[str, ...], rows: list[list[str]]) -> tuple[Any, tuple[str, ...]]:
    """Return the decimal mark: the mapping's, else a comma where numbers can only be read so, else a point."""
    if mapping.decimal:
        return mapping.decimal, ()
    names = [mapping.columns.get(name, name) for name, kind in COLUMNS.items() if kind in ("money", "time")]
    numeric = [header.index(name) for name in names if name in header]
    cells = [row[i].strip() for row in rows for i in numeric if i < len(row)]
    comma = any(re.fullmatch(r"[-+]?[\d. ]*,(\d{1,2}|\d{4,})", cell) for cell in cells)
    point = any(re.fullmatch(r"[-+]?[\d, ]*\.(\d{1,2}|\d{4,})", cell) for cell in cells)
    if comma and not point:
        return ",", ("numbers have a decimal comma",)
    return ".", ()


class _as_utf8:  # noqa: N801 - a context manager, used like a function
    """Give a path that DuckDB reads as UTF-8, transcoding into a temporary file where it must."""

    def __init__(self, path: Path, encoding: str) -> None:
        self._path, self._encoding = path, encoding
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> Path:
        if self._encoding == "utf-8":
            return self._path
        self._folder = tempfile.TemporaryDirectory(prefix="fairlabel-")
        target = Path(self._folder.name) / "pay.csv"
        decoder = codecs.getincrementaldecoder(self._encoding)(
            errors="strict" if self._encoding != "cp1252" else "replace"
        )
        with target.open("wb") as out:
            for chunk in _chunks(self._path):
                out.write(decoder.decode(chunk).encode("utf-8"))
        return target

    def __exit__(self, *_: object) -> None:
        if self._folder:
            self._folder.cleanup()


def _line_end(path: Path) -> str:
    start = next(_chunks(path), b"")
    if b"\r\n" in start:
        return "'\\r\\n'"
    return "'\\r'" if b"\r" in start and b"\n" not in start else "'\\n'"


def _lost_lines(connection: Any, name: str) -> tuple[BadCells, ...]:
    found = connection.execute(f"SELECT DISTINCT line FROM {name}_lines ORDER BY line").fetchall()
    lines = tuple(int(line) for (line,) in found)
    if not lines:
        return ()
    return (BadCells("line that is no row (wrong number of columns, or an open quote)", len(lines), lines[:10]),)
