"""The report as an .xlsx workbook: results, gaps, an action plan to fill in, pay, sources, a legend.

The plan's hidden columns name subject, standard, edition and requirement; the hidden sheet says of which report the
workbook is. Sheets, headers and widths are in `checker.render.workbook_layout`. No formula, no macro, no link, no
password; the same report gives the same bytes. XlsxWriter is imported when a workbook is asked for.
"""

from __future__ import annotations

import io
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from checker.model.assessment import Report
from checker.render.stable_ids import Fingerprint
from checker.render.view import head_view, subject_view
from checker.render.workbook_cells import SheetWriter, Styles
from checker.render.workbook_layout import (
    LIST_HEADERS,
    LISTS,
    OWNERS,
    RECORD,
    RECORD_HEADERS,
    SHEETS,
    STATES,
    WORKBOOK,
)
from checker.render.workbook_rows import (
    gap_rows,
    invalid_rows,
    legend_rows,
    overview_rows,
    plan_digest,
    plan_rows,
    result_rows,
    source_rows,
)
from checker.render.workbook_wages import wage_rows

if TYPE_CHECKING:
    from xlsxwriter import Workbook

    from checker.render import Options

View = Mapping[str, Any]
NO_DAY = date(1980, 1, 1)
"""Stands in the file's properties where no day of assessment is known: Excel wants one."""
TEXT_IS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
OWNER_LIST, STATE_LIST = "plan_owners", "plan_states"
"""Names of the ranges that the drop-downs take their choices from."""


def render(report: Report, options: Options, most_rows: int | None = None) -> bytes:
    """Return the workbook; ``most_rows`` a sheet, by default as many as Excel holds."""
    from xlsxwriter import Workbook as Made

    buffer = io.BytesIO()
    # Rows go to disk as they are made: of thousands of subjects they would fill the memory.
    with tempfile.TemporaryDirectory(prefix="fairlabel-") as folder:
        book = Made(buffer, {"constant_memory": True, "tmpdir": folder, **TEXT_IS_TEXT})
        _fill(book, report, options, most_rows)
        book.close()
    return _reproducible(buffer)


def _fill(book: Workbook, report: Report, options: Options, most_rows: int | None) -> None:
    styles = Styles(book)
    sheets = {key: SheetWriter(book, layout, styles, most_rows) for key, layout in SHEETS.items()}
    head = head_view(report)
    mark, lines, latest = Fingerprint(head), list[str](), ""
    for one in report.subjects:
        if options.subject in (None, one.folder):
            subject = subject_view(one)
            latest = max(latest, subject["as_of"] or "")
            _add_subject(sheets, subject, mark.add(subject), lines)
    _add_all(sheets["overview"], invalid_rows(head))
    _add_all(sheets["legend"], legend_rows())
    for sheet in sheets.values():
        sheet.close()
    _add_lists(book, sheets["plan"])
    _add_record(book, head, mark, sheets["plan"], plan_digest(lines))
    day = date.fromisoformat(latest) if latest else NO_DAY
    book.set_properties(
        {
            "title": "fairlabel: results, gaps and action plan",
            "author": f"{head['tool']['name']} {head['tool']['version']}",
            "comments": "A gap report on what was shown to the tool. No certificate. Dated by the day of assessment.",
            "created": datetime(day.year, day.month, day.day),
        }
    )
    sheets["overview"].sheet.activate()


def _reproducible(written: io.BytesIO) -> bytes:
    """Return the workbook packed again without what the machine adds: times and rights of temporary files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            with source.open(name) as old, target.open(part, "w") as new:
                shutil.copyfileobj(old, new)
    return packed.getvalue()


def _add_subject(sheets: Mapping[str, SheetWriter], subject: View, own_hash: str, lines: list[str]) -> None:
    _add_all(sheets["overview"], overview_rows(subject))
    for standard in subject["standards"]:
        _add_all(sheets["results"], result_rows(subject, standard))
        _add_all(sheets["gaps"], gap_rows(subject, standard))
        for row in plan_rows(subject, standard, own_hash):
            if sheets["plan"].add(row):
                lines.append(str(row["check"]))
    _add_all(sheets["wages"], wage_rows(subject))
    _add_all(sheets["sources"], source_rows(subject))


def _add_all(sheet: SheetWriter, rows: Any) -> None:
    for row in rows:
        sheet.add(row)


def _add_lists(book: Workbook, plan: SheetWriter) -> None:
    """Write the choices to a hidden sheet and lay the drop-downs over the plan."""
    sheet = book.add_worksheet(LISTS)
    for n, header in enumerate(LIST_HEADERS):
        sheet.write_string(0, n, header)
    blank = ("", "")
    for row, told in enumerate(zip_longest(OWNERS.items(), STATES.items(), fillvalue=blank), 1):
        for n, text in enumerate(text for pair in told for text in pair):
            sheet.write_string(row, n, text)
    sheet.hide()
    book.define_name(OWNER_LIST, f"={LISTS}!$B$2:$B${len(OWNERS) + 1}")
    book.define_name(STATE_LIST, f"={LISTS}!$D$2:$D${len(STATES) + 1}")
    if not plan.rows:
        return
    at = {column.key: n for n, column in enumerate(SHEETS["plan"].columns)}
    for key, rule in _rules().items():
        plan.sheet.data_validation(1, at[key], plan.rows, at[key], rule)


def _rules() -> dict[str, dict[str, Any]]:
    """Return what may stand in the columns of the plan that people edit."""
    return {
        "owner": {
            "validate": "list", "source": f"={OWNER_LIST}", "error_type": "warning", "error_title": "Another owner",
            "error_message": "Owners are: " + ", ".join(OWNERS.values()) + ". Keep another one?",
        },
        "state": {
            "validate": "list", "source": f"={STATE_LIST}", "error_title": "No such state",
            "error_message": "Choose one from the list.",
        },
        "due": {
            "validate": "date", "criteria": ">=", "value": date(2000, 1, 1), "error_title": "No date",
            "error_message": "Write a date, such as 2027-03-31.",
        },
    }  # fmt: skip


def _add_record(book: Workbook, head: View, mark: Fingerprint, plan: SheetWriter, lines: str) -> None:
    """Write down on a hidden sheet of which report this is, so that another workbook or a lost line is noticed."""
    sheet = book.add_worksheet(RECORD)
    told = {
        "workbook": WORKBOOK,
        "report": head["schema"],
        "tool": f"{head['tool']['name']} {head['tool']['version']}",
        "report_sha256": mark.hex(),
        "plan_lines": str(plan.rows),
        "plan_sha256": lines,
        "plan_lines_left_out": str(plan.left_out),
    }
    for row, (key, value) in enumerate([RECORD_HEADERS, *told.items()]):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, value)
    sheet.hide()
