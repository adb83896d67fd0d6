"""Look into the package of a workbook before a reader does: what it is, how far it reaches, which cells are errors.

A reader of spreadsheets gives an empty cell for #REF!, and sets aside room for every cell up to the farthest one; a
few bytes can so ask for any amount of memory. So each sheet is scanned once, in blocks, before it is read.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from xml.etree import ElementTree
from xml.parsers import expat

from checker.errors import InputError, Problem

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_CELLS = 60_000_000
"""Cells from the first to the farthest of a sheet: 1,048,576 rows of 57 columns."""
MOST_COLUMNS = 16_384
"""As many as a spreadsheet program has."""
MOST_FORMULAS = 1_000_000
"""Cells of a sheet whose formulas are asked for: more than people write, repeated in a few bytes."""
MOST_BYTES = 4 << 30
"""Bytes of all parts, unpacked."""
_SUSPECT_BYTES, _SUSPECT_RATIO = 200 << 20, 200
"""A part that is larger than this, packed smaller than so many times, is no table: XML packs 5 to 50 times."""
_BLOCK = 1 << 22
_CELL_TODO = "delete the empty rows and columns around the table, or save the sheet as CSV"


_CONSTANTS = ("of:=TRUE()", "of:=FALSE()")
"""How LibreOffice writes yes and no: no program computes anything there."""


class Scan(NamedTuple):
    """What a scan of one sheet found."""

    errors: frozenset[tuple[int, int]] = frozenset()
    """Row and column, counted from 0, of cells that show an error."""
    uncalculated: bool = False
    """Formulas whose stored result is 0 although no spreadsheet program has calculated them yet."""


class Package:
    """An opened .xlsx or .ods; raises InputError where it is damaged, or larger than any table."""

    def __init__(self, path: Path, label: str) -> None:
        self.label = label
        try:
            self.zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
            raise self.damaged(str(error)) from None
        try:
            self.kind = self._kind()
            self._refuse_bombs()
        except InputError:
            self.zip.close()
            raise

    def _kind(self) -> str:
        names = set(self.zip.namelist())
        for part, kind in (("xl/workbook.xml", "xlsx"), ("content.xml", "ods")):
            if part in names:
                return kind
        what = "holds no workbook" + (" that is read here (.xlsb)" if "xl/workbook.bin" in names else "")
        raise InputError([Problem(self.label, None, None, "", what, "save it as .xlsx, .ods or CSV")])

    def damaged(self, why: str) -> InputError:
        """Return the error for a package that cannot be unpacked."""
        what = f"is a damaged workbook, part of it may be missing ({why})"
        return InputError([Problem(self.label, None, None, "", what, "save or send it again")])

    def _refuse_bombs(self) -> None:
        parts = self.zip.infolist()
        total = sum(part.file_size for part in parts)
        odd = [p for p in parts if p.file_size > _SUSPECT_BYTES and p.file_size > _SUSPECT_RATIO * p.compress_size]
        if total > MOST_BYTES or odd:
            size = f"{total / 1e9:.1f} GB"
            what = f"unpacks to {size}, which is more than a table of pay comes to; it was not unpacked"
            raise InputError([Problem(self.label, None, None, "", what, "save the sheet as CSV or Parquet")])

    def blocks(self, part: str) -> Iterator[bytes]:
        """Iterate over the bytes of a part."""
        try:
            with self.zip.open(part) as stream:
                while block := stream.read(_BLOCK):
                    yield block
        except (zipfile.BadZipFile, EOFError, OSError, KeyError, NotImplementedError, RuntimeError) as error:
            raise self.damaged(str(error)) from None
        except Exception as error:
            if type(error).__name__ != "error":  # zlib.error
                raise
            raise self.damaged(str(error)) from None

    def text(self, part: str) -> bytes:
        """Return a small part whole."""
        if part not in self.zip.namelist():
            return b""
        if self.zip.getinfo(part).file_size > _SUSPECT_BYTES // 10:
            raise self.damaged(f"{part} is too large")
        return b"".join(self.blocks(part))

    def too_far(self, sheet: str, rows: int, columns: int) -> InputError:
        """Return the error for a sheet whose farthest cell is too far away."""
        what = f"reaches over {rows:,} rows and {columns:,} columns, more cells than can be read"
        return InputError([Problem(self.label, None, None, f"sheet {sheet!r}", what, _CELL_TODO)])


def date_system(package: Package) -> int:
    """Return 1900 or 1904: the year from which an .xlsx counts its days."""
    head = package.text("xl/workbook.xml")
    found = re.search(rb'<(?:\w+:)?workbookPr\b[^>]*\bdate1904="(1|true)"', head)
    return 1904 if found else 1900


def scan_xlsx(package: Package, sheet: str) -> Scan:
    """Scan one sheet of an .xlsx."""
    stale = b'fullCalcOnLoad="1"' in package.text("xl/workbook.xml")
    rows = columns = 1
    errors: set[tuple[int, int]] = set()
    zeros = False
    for text in _whole_cells(package, package.blocks(_part_of(package, sheet))):
        # Columns A to Z need no look: only names of two letters and more are collected.
        wide = set(re.findall(rb'\br="([A-Z]{2,3})[0-9]', text))
        columns = max(columns, 26, *(_column(name) + 1 for name in wide))
        rows = max(rows, *(int(n) for n in re.findall(rb'<(?:\w+:)?row\b[^>]*?\br="([0-9]{1,9})"', text)), 1)
        if rows * columns > MOST_CELLS or columns > MOST_COLUMNS:
            raise package.too_far(sheet, rows, columns)
        if b't="e"' in text:
            errors.update(_places(text))
        zeros = zeros or (stale and b"</f><v>0</v>" in text)
    return Scan(frozenset(errors), zeros)


def formulas(package: Package, sheet: str) -> Iterator[tuple[int, int]]:
    """Iterate over row and column, counted from 0, of the cells that hold a formula."""
    if package.kind == "ods":
        yield from _read_ods(package, sheet, formulas=True).formulas
        return
    for text in _whole_cells(package, package.blocks(_part_of(package, sheet))):
        if b"<f" in text or b":f" in text:
            for name, inner in re.findall(
                rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3}[0-9]{1,9})"[^>]*>([^<]*<(?:\w+:)?f\b)?', text
            ):
                if inner:
                    letters = name.rstrip(b"0123456789")
                    yield int(name[len(letters) :]) - 1, _column(letters)


def last_row(package: Package, sheet: str) -> int:
    """Return the number of the last row that is written down, of an .ods that holds anything; counted from 1."""
    if package.kind == "ods":
        return _read_ods(package, sheet).height
    found = 0
    for text in _whole_cells(package, package.blocks(_part_of(package, sheet))):
        found = max(found, *(int(n) for n in re.findall(rb'<(?:\w+:)?row\b[^>]*?\br="([0-9]{1,9})"', text)), 0)
    return found


def _whole_cells(package: Package, blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Cut at the ends of tags, so that no cell lies in two blocks."""
    rest = b""
    for block in blocks:
        cut = block.rfind(b"</c>") if b"</c>" in block else block.rfind(b">")
        if cut >= 0:
            yield rest + block[:cut]
            rest = b""
        rest += block[max(cut, 0) :]
        if len(rest) > 16 * _BLOCK:
            raise package.damaged("a cell without an end")
    if rest:
        yield rest


def _places(text: bytes) -> Iterator[tuple[int, int]]:
    for tag in re.findall(rb'<(?:\w+:)?c\b[^>]*?\bt="e"[^>]*>', text):
        found = re.search(rb'\br="([A-Z]{1,3})([0-9]{1,9})"', tag)
        if found:
            yield int(found[2]) - 1, _column(found[1])


def _column(letters: bytes) -> int:
    """Return the number of a column, A being 0."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _part_of(package: Package, sheet: str) -> str:
    """Return the part of a package that holds a sheet."""
    try:
        book = ElementTree.fromstring(package.text("xl/workbook.xml"))
        links = ElementTree.fromstring(package.text("xl/_rels/workbook.xml.rels"))
    except ElementTree.ParseError as error:
        raise package.damaged(str(error)) from None
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for element in book.iter():
        if element.tag.endswith("}sheet") and element.get("name") == sheet:
            ids = [value for key, value in element.attrib.items() if key.endswith("}id")]
            target = targets.get(ids[0] if ids else None, "")
            part = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
            if part in package.zip.namelist():
                return part
    raise package.damaged(f"the sheet {sheet!r} is not in it")


def scan_ods(package: Package, sheet: str) -> Scan:
    """Scan one sheet of an .ods, with the repeats that it is written with."""
    return Scan(frozenset(_read_ods(package, sheet).errors))


def _read_ods(package: Package, sheet: str, *, formulas: bool = False) -> _OdsScan:
    found = _OdsScan(package, sheet, formulas)
    parser = expat.ParserCreate()
    parser.StartElementHandler = found.start
    parser.EndElementHandler = found.end
    try:
        for block in package.blocks("content.xml"):
            parser.Parse(block, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError) as error:
        raise package.damaged(str(error)) from None
    return found


class _OdsScan:
    """Counts rows and columns as they are repeated; keeps the places of error cells and, where asked for, formulas."""

    def __init__(self, package: Package, sheet: str, with_formulas: bool) -> None:
        self.package, self.sheet, self.with_formulas = package, sheet, with_formulas
        self.inside = False
        self.row = self.column = self.repeat = self.width = self.height = 0
        self.errors: list[tuple[int, int]] = []
        self.formulas: list[tuple[int, int]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table":
            self.inside = attributes.get("table:name") == self.sheet
        elif not self.inside:
            return
        elif name == "table:table-row":
            self.column, self.repeat = 0, int(attributes.get("table:number-rows-repeated", 1))
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._cell(attributes)

    def _cell(self, attributes: dict[str, str]) -> None:
        repeat = int(attributes.get("table:number-columns-repeated", 1))
        if "office:value-type" in attributes:
            self.width = max(self.width, self.column + repeat)
            self.height = max(self.height, self.row + self.repeat)
            if self.width * self.height > MOST_CELLS or self.width > MOST_COLUMNS:
                raise self.package.too_far(self.sheet, self.height, self.width)
            if attributes.get("calcext:value-type") == "error":
                self.errors += self._places(repeat)
        if self.with_formulas and attributes.get("table:formula", _CONSTANTS[0]) not in _CONSTANTS:
            if len(self.formulas) + self.repeat * repeat > MOST_FORMULAS:
                raise self.package.too_far(self.sheet, self.row + self.repeat, self.column + repeat)
            self.formulas += self._places(repeat)
        self.column += repeat

    def _places(self, repeat: int) -> list[tuple[int, int]]:
        return [(self.row + r, self.column + c) for r in range(self.repeat) for c in range(repeat)]

    def end(self, name: str) -> None:
        if name == "table:table-row" and self.inside:
            self.row += self.repeat
        elif name == "table:table":
            self.inside = False
