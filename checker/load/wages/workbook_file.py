"""Open the file of a workbook: what kind it is, its sheets, and a scan of each before it is read.

Says in plain words what a file is that is no workbook: locked, cut off, a web page named .xls, text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Any

from checker.errors import InputError, Problem
from checker.load.wages import xls_parts
from checker.load.wages.workbook_parts import OLE, Package, Scan, date_system, scan_ods, scan_xlsx

_ENDINGS = {"xlsx": (".xlsx", ".xlsm"), "ods": (".ods",), "xls": (".xls",)}


class WorkbookFile:
    """An open workbook; a context manager that closes it. ``date_system``: 1900, 1904, or None where not known."""

    def __init__(
        self, label: str, book: Any, date_system: int | None, scan: Callable[[str], Scan], package: Package | None
    ) -> None:
        self._label, self._book = label, book
        self.package = package
        """The parts of an .xlsx or .ods; None of an .xls."""
        self.date_system = date_system
        self.scan = scan
        self.names: tuple[str, ...] = tuple(book.sheet_names)
        self._sheets: dict[str, Any] = {}

    def __enter__(self) -> WorkbookFile:
        """Return itself."""
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        """Close the file; sheets that were taken stay readable."""
        self._sheets.clear()
        self._book.close()
        if self.package:
            self.package.zip.close()

    @property
    def visible(self) -> tuple[str, ...]:
        """Return the sheets that a person sees."""
        return tuple(
            sheet.name for sheet in self._book.sheets_metadata
            if str(sheet.visible).endswith("Visible") and not str(sheet.visible).endswith("VeryHidden")
            and str(sheet.typ).endswith("WorkSheet")
        )  # fmt: skip

    def sheet(self, name: str) -> Any:
        """Return the cells of a sheet. Raises InputError where it cannot be read."""
        if name not in self._sheets:
            self.scan(name)
            with _reading(self._label):
                self._sheets[name] = self._book.get_sheet_by_name(name)
        return self._sheets[name]

    def is_empty(self, name: str) -> bool:
        """Return whether a sheet holds no cell; a chart does not either."""
        kinds = {sheet.name: str(sheet.typ) for sheet in self._book.sheets_metadata}
        return not kinds[name].endswith("WorkSheet") or self.sheet(name).start is None


def open_workbook_file(path: Path, label: str) -> WorkbookFile:
    """Open a workbook. Raises InputError where it is none, is locked, damaged, or larger than any table."""
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(b"PK"):
        return _open_package(path, label)
    if not start.startswith(OLE):
        raise _no_workbook(label, start)
    parts = xls_parts.look_into(path)
    if "EncryptedPackage" in xls_parts.entries(path) or (parts and parts.locked):
        raise _locked(label)
    return WorkbookFile(label, _open(path, label, "xls"), *_looks("xls", None, parts), None)


def _open_package(path: Path, label: str) -> WorkbookFile:
    package = Package(path, label)
    try:
        if package.kind == "ods" and b"encryption-data" in package.text("META-INF/manifest.xml"):
            raise _locked(label)
        return WorkbookFile(label, _open(path, label, package.kind), *_looks(package.kind, package, None), package)
    except BaseException:
        package.zip.close()
        raise


def _open(path: Path, label: str, kind: str) -> Any:
    import python_calamine as calamine

    with _reading(label):
        if path.name.lower().endswith(_ENDINGS[kind]):
            return calamine.CalamineWorkbook.from_path(str(path))
        return calamine.CalamineWorkbook.from_filelike(BytesIO(path.read_bytes()))


@contextmanager
def _reading(label: str) -> Iterator[None]:
    """Turn what goes wrong in the reader of spreadsheets into an InputError."""
    import python_calamine as calamine

    try:
        yield
    except calamine.PasswordError:
        raise _locked(label) from None
    except (calamine.CalamineError, OSError) as error:
        raise _unreadable(label, str(error)) from None
    except BaseException as error:
        # The reader panics over some damage; what it raises then is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise _unreadable(label, "it is damaged") from None


def _looks(
    kind: str, package: Package | None, parts: xls_parts.XlsParts | None
) -> tuple[int | None, Callable[[str], Scan]]:
    """Return the date system and how a sheet is scanned, once each."""
    done: dict[str, Scan] = {}

    def scan(sheet: str) -> Scan:
        if sheet not in done:
            if package is None:
                # An .xls holds 65,536 rows of 256 columns at most.
                done[sheet] = Scan(parts.errors.get(sheet, frozenset())) if parts else Scan()
            else:
                done[sheet] = (scan_xlsx if kind == "xlsx" else scan_ods)(package, sheet)
        return done[sheet]

    if package is not None:
        return (date_system(package) if kind == "xlsx" else None), scan
    return (parts.date_system if parts else None), scan


def _locked(label: str) -> InputError:
    what = "is locked with a password, so nothing in it can be read"
    return InputError([Problem(label, None, None, "", what, "ask for a copy without a password, or save it as CSV")])


def _unreadable(label: str, why: str) -> InputError:
    what = f"cannot be read as a workbook ({why})"
    return InputError([Problem(label, None, None, "", what, "open it in a spreadsheet program and save it as .xlsx")])


def _no_workbook(label: str, start: bytes) -> InputError:
    text = start.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if not start:
        what, todo = "is empty (0 bytes)", "save or send it again"
    elif text.startswith((b"<html", b"<!doctype html", b"<table", b"<head", b"<meta")) or b"<table" in text:
        what, todo = (
            "is a web page (HTML) with the name of a workbook",
            "open it in a spreadsheet program and save it as .xlsx",
        )
    elif text.startswith(b"<?xml"):
        what, todo = "is XML with the name of a workbook", "open it in a spreadsheet program and save it as .xlsx"
    elif b"\0" not in text:
        what, todo = "is text with the name of a workbook", "name it .csv"
    else:
        what, todo = "is no workbook, or its beginning is missing", "save or send it again"
    return InputError([Problem(label, None, None, "", what, todo)])
