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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from checker.errors import InputError, Problem
from checker.load.wages.dialects.duckdb import literal
from checker.load.wages.number_marks import decimal_mark, number_columns
from checker.load.wages.pay_file import TextCells, said_rows
from checker.model.pay_table import BadCells, PayMapping

_DELIMITERS = ",;\t|"
_CHUNK = 1 << 22
_SAMPLE_ROWS = 2000
_TITLES = 60
"""Lines in which a header is looked for where the mapping does not name its row."""
_SHOWN = 9_000
"""Characters of a line that is no row which are sure to be kept."""
_ROW = "fairlabel_row"
"""Name of the row's number where the file has a column that is called rowid."""
_SUSPECT_BYTES, _SUSPECT_RATIO = 1 << 30, 250
"""More unpacked bytes than this from a file so many times smaller are no pay data: CSV packs 5 to 50 times."""
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class CsvSource(TextCells):
    """The rows of one CSV file."""

    path: Path
    label: str
    header: tuple[str, ...]
    delimiter: str
    encoding: str
    notes: tuple[str, ...]
    header_row: int = 1

    @property
    def row(self) -> str:
        """Return the number of the row in the table that was read."""
        return f"{_ROW} + 1" if self._has_rowid else "(rowid + 1)"

    @property
    def _has_rowid(self) -> bool:
        """Return whether a column of the file hides the number that DuckDB gives each row."""
        return any(name.casefold() == "rowid" for name in self.header)

    def spots(self, rows: Sequence[int]) -> str:
        """Return where rows stand: their number, counted from the first below the header."""
        return said_rows(rows)

    def open(self, connection: Any) -> tuple[str, tuple[BadCells, ...]]:
        """Read the file into a temporary table; lines of the wrong shape are counted and located.

        Raises InputError where it cannot be read as CSV.
        """
        import duckdb

        name = f"pay_csv_{abs(hash((str(self.path), id(self))))}"
        if not self.header:
            connection.execute(f"CREATE TEMP TABLE {name} (nothing VARCHAR)")
            return name, ()
        for one_line_end in (False, True):
            with _as_utf8(self.path, self.encoding, one_line_end, connection) as path:
                try:
                    connection.execute(self._reading(name, path))
                    return name, _lost_lines(connection, name, path)
                except duckdb.InvalidInputException as error:
                    # Lines that end in different ways: read once more with one kind of end.
                    connection.execute(f"DROP TABLE IF EXISTS {name}_lines; DROP TABLE IF EXISTS {name}_scan")
                    line = re.search(r"Line: (\d+)", str(error))
        at = int(line[1]) if line else None
        raise InputError([Problem(self.label, at, None, "", "cannot be read as CSV", "save it as CSV in UTF-8 again")])

    def _reading(self, name: str, path: Path) -> str:
        columns = ", ".join(f"{literal(c)}: 'VARCHAR'" for c in self.header)
        counted = f", row_number() OVER () - 1 AS {_ROW}" if self._has_rowid else ""
        return (
            f"CREATE TEMP TABLE {name} AS SELECT *{counted} FROM read_csv({literal(str(path))}, auto_detect=false,"
            f" header=true, delim={literal(self.delimiter)}, quote='\"', escape='\"', new_line={_line_end(path)},"
            f" skip={self.header_row - 1}, columns={{{columns}}}, store_rejects=true,"
            f" rejects_table='{name}_lines', rejects_scan='{name}_scan')"
        )


def open_csv(path: Path, label: str, mapping: PayMapping) -> tuple[CsvSource, PayMapping]:
    """Return the source and the mapping with the decimal mark that was found; InputError where it is no CSV."""
    encoding, notes = _encoding(path, label, mapping)
    first = mapping.header_row or 1
    head = "".join(_head(path, encoding).splitlines(keepends=True)[first - 1 :])
    if not head.strip():
        return CsvSource(path, label, (), ",", encoding, ("the file is empty",)), mapping
    delimiter = mapping.delimiter or _delimiter(head)
    rows = list(_sample(head, delimiter, label))
    header = _header(rows[0], label)
    columns = number_columns(mapping, header)
    decimal, said = decimal_mark(label, mapping, (row[i] for row in rows[1:] for i in columns if i < len(row)))
    shown = {"\t": "tab"}.get(delimiter, delimiter)
    said = (*notes, *(() if delimiter == "," else (f"columns are separated by {shown}",)), *said)
    return CsvSource(path, label, header, delimiter, encoding, said, first), replace(mapping, decimal=decimal)


def first_rows(path: Path, label: str, mapping: PayMapping) -> Iterator[list[str]]:
    """Iterate over the first rows of a CSV, titles above the header included. Raises InputError where it is none."""
    encoding, _ = _encoding(path, label, mapping)
    head = _head(path, encoding)
    if not head.strip():
        return
    # The line with the most delimiters knows them best; a title above it may hold none.
    line = max(head.splitlines()[:_TITLES], key=lambda text: max(text.count(mark) for mark in _DELIMITERS))
    delimiter = mapping.delimiter or _delimiter(line)
    for text in head.splitlines()[:_TITLES]:
        try:
            yield next(csv.reader([text], delimiter=delimiter), [])
        except csv.Error:
            # A cell longer than any name: no header, and no title either.
            yield []


def _encoding(path: Path, label: str, mapping: PayMapping) -> tuple[str, tuple[str, ...]]:
    start = next(_chunks(path, label), b"")
    if mapping.encoding:
        wanted = codecs.lookup(mapping.encoding).name
        _check_bytes(path, label, wanted)
        return wanted, (f"read as {mapping.encoding}, as the mapping says",)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        _check_bytes(path, label, "utf-16")
        return "utf-16", ("read as UTF-16",)
    encoding, notes = "utf-8", tuple[str, ...]()
    byte = _wrong_byte(path, label, "utf-8")
    if byte is not None:
        encoding, notes = "cp1252", (f"not UTF-8 (byte 0x{byte:02x}); read as Latin-1 (Windows-1252)",)
    if _CONTROL.search(start[: 1 << 16].decode(encoding, errors="replace")):
        todo = "save it as CSV in UTF-8, or name its encoding in the mapping (encoding: utf-16)"
        raise InputError([Problem(label, None, None, "", "holds control characters: this is not a CSV file", todo)])
    return encoding, notes


def _check_bytes(path: Path, label: str, encoding: str) -> None:
    """Raise InputError where a file is not in the encoding that it should be in."""
    if _wrong_byte(path, label, encoding) is not None:
        todo = "name its encoding in the mapping (encoding: utf-8), or leave the line out"
        raise InputError([Problem(label, None, None, "", f"is not text in {encoding}", todo)])


def _wrong_byte(path: Path, label: str, encoding: str) -> int | None:
    """Return the first byte that is no text in an encoding; None where all of it is."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in _chunks(path, label):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return error.object[error.start]
    except UnicodeError:
        # UTF-16 without the mark that says which byte comes first.
        return 0
    return None


def _chunks(path: Path, label: str = "") -> Iterator[bytes]:
    """Yield the bytes of a file, unpacked; InputError where it cannot be read or unpacked."""
    import pyarrow as pa

    most, size = max(_SUSPECT_BYTES, _SUSPECT_RATIO * path.stat().st_size), 0
    try:
        with pa.input_stream(str(path), compression="detect") as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                if size > most:
                    what = f"unpacks to over {most >> 20:,} MB, which no pay data of its size do; the rest was left"
                    raise InputError([Problem(label or path.name, None, None, "", what, "give it unpacked")])
                yield chunk
    except OSError as error:
        packed = path.suffix.lower() in (".gz", ".zst")
        what = "cannot be unpacked: it is cut short, or not packed as its name says" if packed else "cannot be read"
        raise InputError([Problem(label or path.name, None, None, "", what, "write the file again")]) from error


def _head(path: Path, encoding: str) -> str:
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    text = decoder.decode(next(_chunks(path), b""))
    if len(text) < _CHUNK // 4:
        return text
    # The sample ends at a line's end, so that no half number is judged.
    return text[: text.rfind("\n") + 1] or text


def _sample(head: str, delimiter: str, label: str) -> Iterator[list[str]]:
    """Yield the header and the first rows, as far as they can be read."""
    rows = csv.reader(io.StringIO(head, newline=None), delimiter=delimiter)
    for nth in range(_SAMPLE_ROWS):
        try:
            yield next(rows)
        except StopIteration:
            return
        except csv.Error:
            # A cell longer than any that a pay file has; the whole reading counts and locates its line.
            if nth == 0:
                what = "its first line is no header: a name longer than any column has"
                raise InputError([Problem(label, 1, 1, "header", what, "save it as CSV in UTF-8 again")]) from None
            return


def _delimiter(head: str) -> str:
    line = re.sub(r'"[^"]*"', "", head.lstrip("\ufeff").splitlines()[0])
    return max(_DELIMITERS, key=line.count)


def _header(cells: list[str], label: str) -> tuple[str, ...]:
    """Return the names of columns; one without a name is numbered. InputError where a name stands twice."""
    names = [cell.strip().lstrip("\ufeff") or f"(column {i})" for i, cell in enumerate(cells, start=1)]
    # Engines that read SQL take Pay and pay for one name.
    known = [name.casefold() for name in names]
    doubled = sorted({name for name in names if known.count(name.casefold()) > 1})
    if doubled:
        what = f"column {', '.join(repr(name) for name in doubled)} stands twice in the header"
        raise InputError([Problem(label, 1, 1, "header", what, "give each column its own name")])
    return tuple(names)


class _as_utf8:  # noqa: N801 - a context manager, used like a function
    """Give a path that DuckDB reads as UTF-8, transcoding into a temporary file where it must.

    ``one_line_end``: lines that end in different ways all end alike in it.
    """

    def __init__(self, path: Path, encoding: str, one_line_end: bool, connection: Any) -> None:
        self._path, self._encoding, self._one_line_end = path, encoding, one_line_end
        # Where the engine spills, so that one folder holds all that is temporary.
        [(spill,)] = connection.execute("SELECT current_setting('temp_directory')").fetchall()
        self._home = spill if spill and Path(spill).is_dir() else None
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> Path:
        if self._encoding == "utf-8" and not self._one_line_end:
            return self._path
        self._folder = tempfile.TemporaryDirectory(prefix="fairlabel-", dir=self._home)
        target = Path(self._folder.name) / "pay.csv"
        decoder = codecs.getincrementaldecoder(self._encoding)(
            errors="strict" if self._encoding != "cp1252" else "replace"
        )
        # Written as text: with ``newline`` None every kind of line end that comes is read as one.
        lines = io.IncrementalNewlineDecoder(decoder, translate=self._one_line_end)
        with target.open("wb") as out:
            for chunk in _chunks(self._path):
                out.write(lines.decode(chunk).encode("utf-8"))
            out.write(lines.decode(b"", final=True).encode("utf-8"))
        return target

    def __exit__(self, *_: object) -> None:
        if self._folder:
            self._folder.cleanup()


def _line_end(path: Path) -> str:
    start = next(_chunks(path), b"")
    if b"\r\n" in start:
        return "'\\r\\n'"
    return "'\\r'" if b"\r" in start and b"\n" not in start else "'\\n'"


def _lost_lines(connection: Any, name: str, path: Path) -> tuple[BadCells, ...]:
    """Return the lines that are no rows; all that an open quote swallows count."""
    found = connection.execute(f"SELECT line, max(csv_line) FROM {name}_lines GROUP BY line ORDER BY line").fetchall()
    if not found:
        return ()
    lines = tuple(int(line) for line, _ in found)
    texts = [(text or "").rstrip("\r\n") for _, text in found]
    count = sum(1 + len(re.findall(r"\r\n|\r|\n", text)) for text in texts)
    if any(len(text) >= _SHOWN for text in texts):
        # Only the start of it is known: whatever is no row may have been one.
        [(rows,)] = connection.execute(f"SELECT count(*) FROM {name}").fetchall()
        ends = [(chunk.count(b"\n"), chunk.endswith(b"\n")) for chunk in _chunks(path)]
        header_and_rows = rows + 1
        count = max(count, sum(n for n, _ in ends) + (not ends[-1][1]) - header_and_rows)
    kind = "line that is no row (wrong number of columns, an open quote, or bytes that are no text)"
    return (BadCells(kind, count, lines[:10]),)
