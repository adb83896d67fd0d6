"""Rows into a sheet: every text as text, numbers and dates as such, nothing over what a workbook can hold.

Text from other hands is never a formula, a link or markup. Excel holds 1,048,576 rows, and 32,767 UTF-16 units a cell:
what goes beyond is cut, and the cell or the last row says so.
"""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from checker.render.clean import without_control
from checker.render.workbook_layout import Column, Sheet

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Value: TypeAlias = "str | int | float | bool | date | None"
Row: TypeAlias = "Mapping[str, Value]"
MOST_ROWS = 1_048_576
MOST_UNITS = 32_767
MOST_HEIGHT, LINE_HEIGHT = 409, 15
FIRST_YEAR = 1900
"""Excel's calendar starts here: an earlier day stands as text."""
FORMATS: Mapping[str, str] = {
    "count": "#,##0", "number": "#,##0.00######", "share": "0.0####%", "points": "0.0####", "date": "yyyy-mm-dd",
    "truth": '"TRUE";"TRUE";"FALSE"',
}  # fmt: skip
"""Digits enough that what is nearly nothing or nearly all does not read as nothing or all."""
NO_DAY = date(1980, 1, 1)
"""Stands in the file's properties where no day of assessment is known: Excel wants one."""
TEXT_IS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_NUMBERS = (int, float)


class Styles:
    """The formats of a workbook, made once."""

    __slots__ = ("_book", "_made")

    def __init__(self, book: Workbook) -> None:
        """Make formats for ``book``."""
        self._book = book
        self._made: dict[tuple[str, bool], Format] = {}

    def header(self) -> Format:
        """Return the format of a header cell."""
        return self._get("header", False, {"bold": True, "bg_color": "#1F3A4D", "font_color": "#FFFFFF", "border": 1})

    def of(self, kind: str, edit: bool = False) -> Format:
        """Return the format of a cell; text that opens like a formula stays text when somebody edits it."""
        made: dict[str, Any] = {"num_format": FORMATS[kind]} if kind in FORMATS else {"quote_prefix": not edit}
        return self._get(kind, edit, made | ({"bg_color": "#FFF8DC", "border": 4} if edit else {}))

    def _get(self, kind: str, edit: bool, made: dict[str, Any]) -> Format:
        key = (kind, edit)
        if key not in self._made:
            self._made[key] = self._book.add_format({"text_wrap": True, "valign": "top", **made})
        return self._made[key]


class SheetWriter:
    """Writes the rows of one sheet from the top; keeps count, and cuts where the sheet is full."""

    def __init__(self, book: Workbook, layout: Sheet, styles: Styles, most: int | None = None) -> None:
        """Add the sheet to ``book`` with its header; ``most`` rows, by default Excel's limit."""
        self.sheet: Worksheet = book.add_worksheet(layout.name)
        self.rows = 0
        """Written, without the header."""
        self.left_out = 0
        self._layout, self._styles = layout, styles
        self._most = (MOST_ROWS if most is None else most) - 2
        for n, column in enumerate(layout.columns):
            self.sheet.set_column(n, n, column.width, None, {"hidden": column.hidden})
            self.sheet.write_string(0, n, column.header, styles.header())
        self.sheet.freeze_panes(1, layout.frozen)

    def add(self, row: Row) -> bool:
        """Write one row; False where the sheet is full, and it was left out."""
        if self.rows >= self._most:
            self.left_out += 1
            return False
        self.rows += 1
        lines = 1
        for n, column in enumerate(self._layout.columns):
            lines = max(lines, self._write(self.rows, n, column, row.get(column.key)))
        if lines > 1:
            self.sheet.set_row(self.rows, min(MOST_HEIGHT, lines * LINE_HEIGHT))
        return True

    def close(self) -> None:
        """Set the filter and the printed page, and say in a last row what was left out."""
        last = len(self._layout.columns) - 1
        if self.left_out:
            note = f"{self.left_out:,} more rows were left out: a sheet holds no more"
            self.sheet.write_string(self.rows + 1, 0, note, self._styles.of("text"))
        self.sheet.autofilter(0, 0, max(1, self.rows), last)
        self.sheet.repeat_rows(0)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)

    def _write(self, row: int, n: int, column: Column, value: Value) -> int:
        """Write one cell; return how many lines its text takes."""
        style = self._styles.of(column.kind, column.edit)
        if value is None or value == "":
            if column.edit:
                self.sheet.write_blank(row, n, None, style)
            return 1
        if isinstance(value, date) and value.year >= FIRST_YEAR:
            self.sheet.write_datetime(
                row, n, datetime(value.year, value.month, value.day), self._styles.of("date", column.edit)
            )
            return 1
        if isinstance(value, _NUMBERS) and not isinstance(value, bool):
            self.sheet.write_number(row, n, value, style if column.kind in FORMATS else self._styles.of("number"))
            return 1
        if isinstance(value, bool) and column.kind == "value":
            # Without a format of its own LibreOffice saves it as the number 1.
            self.sheet.write_boolean(row, n, value, self._styles.of("truth", column.edit))
            return 1
        text = cell_text(("no", "yes")[value] if isinstance(value, bool) else str(value))
        self.sheet.write_string(row, n, text, self._styles.of("text", column.edit))
        return sum(1 + int(len(part) / (column.width * 1.1)) for part in text.split("\n"))


def cell_text(text: str) -> str:
    """Return ``text`` as a cell can hold it: its lines, no control characters, no markup, cut where it is too long.

    >>> cell_text("a\\x07b"), cell_text("<r>x</r>"), len(cell_text("x" * 40_000))
    ('ab', '<r>x</r> ', 32767)
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    shown = "\n".join(map(without_control, lines))
    if shown.startswith("<r>") and shown.endswith("</r>"):
        shown += " "  # XlsxWriter takes such a text for its own markup, and would write it as it stands.
    length = units(shown)
    if length <= MOST_UNITS:
        return shown
    note = f" … [cut: {length:,} characters, of which a cell holds {MOST_UNITS:,}]"
    kept = shown.encode("utf-16-le")[: 2 * (MOST_UNITS - units(note))].decode("utf-16-le", "ignore")
    return kept + note


def units(text: str) -> int:
    """Return the length of ``text`` as Excel counts it, in UTF-16 units."""
    return len(text) + sum(1 for sign in text if sign > "\uffff")


def reproducible(written: io.BytesIO) -> bytes:
    """Return the workbook packed again without what the machine adds: times and rights of temporary files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            part.compress_type = source.getinfo(name).compress_type
            with source.open(name) as old, target.open(part, "w") as new:
                shutil.copyfileobj(old, new)
    return packed.getvalue()
