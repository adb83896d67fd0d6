"""Look into an old workbook (.xls): its date system, its password, and the cells that show an error.

An .xls is a small file system (OLE) with one stream of records (BIFF8); both are public formats ([MS-CFB],
[MS-XLS]). Only what a reader of spreadsheets does not tell is taken from it.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import NamedTuple

_END = 0xFFFFFFFA
"""Sector numbers from here on are marks, not sectors."""
_BOUND_SHEET, _DATE_1904, _FILE_PASS, _BOOL_ERROR, _FORMULA = 0x85, 0x22, 0x2F, 0x205, 0x06


class XlsParts(NamedTuple):
    """What an .xls says of itself."""

    date_system: int
    locked: bool
    errors: dict[str, frozenset[tuple[int, int]]]
    """Sheet -> row and column, counted from 0, of cells that show an error."""


def entries(path: Path) -> dict[str, tuple[int, int]]:
    """Return the streams of an OLE file: name -> (first sector, bytes); empty where it is damaged."""
    try:
        return _Ole(path.read_bytes()).streams
    except (struct.error, IndexError, ValueError):
        return {}


def look_into(path: Path) -> XlsParts | None:
    """Return what an .xls says of itself, None where its records cannot be followed."""
    try:
        ole = _Ole(path.read_bytes())
        name = next((n for n in ("Workbook", "Book") if n in ole.streams), None)
        return None if name is None else _records(ole.stream(name))
    except (struct.error, IndexError, ValueError):
        return None


class _Ole:
    """The sectors of a compound file."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise ValueError("no compound file")
        self.size = 1 << shift
        first_directory, _, self.cutoff, first_mini = struct.unpack_from("<IIII", data, 48)
        self.fat = self._table()
        directory = self._chain(first_directory)
        self.mini_fat = self._numbers(self._chain(first_mini)) if first_mini < _END else ()
        self.streams: dict[str, tuple[int, int]] = {}
        self.root = b""
        for at in range(0, len(directory) - 127, 128):
            length, kind = struct.unpack_from("<HB", directory, at + 64)
            start, size = struct.unpack_from("<II", directory, at + 116)
            if kind == 5:
                self.root = self._chain(start) if start < _END else b""
            elif kind == 2 and 2 <= length <= 64:
                self.streams[directory[at : at + length - 2].decode("utf-16-le", "replace")] = (start, size)

    def _sector(self, number: int) -> bytes:
        return self.data[(number + 1) * self.size : (number + 2) * self.size]

    def _numbers(self, data: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])

    def _table(self) -> tuple[int, ...]:
        """Return the allocation table: sector -> next sector."""
        sectors = [n for n in struct.unpack_from("<109I", self.data, 76) if n < _END]
        more, left = struct.unpack_from("<II", self.data, 68)
        while more < _END and left:
            *listed, more = self._numbers(self._sector(more))
            sectors += [n for n in listed if n < _END]
            left -= 1
        return self._numbers(b"".join(self._sector(n) for n in sectors))

    def _chain(self, start: int) -> bytes:
        found: list[bytes] = []
        number = start
        for _ in range(len(self.fat) + 1):
            if number >= _END:
                return b"".join(found)
            found.append(self._sector(number))
            number = self.fat[number]
        raise ValueError("a chain of sectors that has no end")

    def stream(self, name: str) -> bytes:
        """Return a stream's bytes."""
        start, size = self.streams[name]
        if size >= self.cutoff:
            return self._chain(start)[:size]
        found: list[bytes] = []
        number = start
        for _ in range(len(self.mini_fat) + 1):
            if number >= _END:
                break
            found.append(self.root[number * 64 : number * 64 + 64])
            number = self.mini_fat[number]
        return b"".join(found)[:size]


def _records(data: bytes) -> XlsParts:
    system, locked = 1900, False
    sheets: dict[int, str] = {}
    errors: dict[str, set[tuple[int, int]]] = {}
    at, sheet = 0, ""
    while at + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, at)
        sheet = sheets.get(at, sheet)
        body = at + 4
        if kind == _DATE_1904 and data[body : body + 2] == b"\x01\x00":
            system = 1904
        elif kind == _FILE_PASS:
            locked = True
            break
        elif kind == _BOUND_SHEET:
            start, _, _, letters, wide = struct.unpack_from("<IBBBB", data, body)
            text = data[body + 8 : body + 8 + letters * (1 + (wide & 1))]
            sheets[start] = text.decode("utf-16-le" if wide & 1 else "latin-1")
        elif (kind == _BOOL_ERROR and data[body + 7] == 1) or (
            kind == _FORMULA and data[body + 6] == 2 and data[body + 12 : body + 14] == b"\xff\xff"
        ):
            row, column = struct.unpack_from("<HH", data, body)
            errors.setdefault(sheet, set()).add((row, column))
        elif kind == 0 and length == 0:
            break
        at = body + length
    return XlsParts(system, locked, {name: frozenset(places) for name, places in errors.items()})
