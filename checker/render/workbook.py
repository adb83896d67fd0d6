"""The report as an .xlsx workbook: results, gaps, an action plan to fill in, pay, sources, a legend.

The plan is written by `checker.render.plan_sheet`, and can be read back; a hidden sheet says of which report the
workbook is. Sheets, headers and widths are in `checker.render.workbook_layout`. No formula, no macro, no link, no
password; the same report gives the same bytes. XlsxWriter is imported when a workbook is asked for.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from checker.model.assessment import Report, SubjectResult
from checker.model.plan import Plan, carry
from checker.render.plan_draft import drafted
from checker.render.plan_sheet import RecordWriter, add_choices, add_info, add_plan, waived
from checker.render.stable_ids import Fingerprint
from checker.render.view import head_view, subject_view
from checker.render.workbook_cells import NO_DAY, TEXT_IS_TEXT, SheetWriter, Styles, reproducible
from checker.render.workbook_layout import SHEETS
from checker.render.workbook_rows import (
    gap_rows,
    invalid_rows,
    legend_rows,
    overview_rows,
    result_rows,
    source_rows,
)
from checker.render.workbook_wages import wage_rows

if TYPE_CHECKING:
    from xlsxwriter import Workbook

    from checker.render import Options

View = Mapping[str, Any]


def render(report: Report, options: Options, most_rows: int | None = None) -> bytes:
    """Return the workbook; ``most_rows`` a sheet, by default as many as Excel holds."""
    from xlsxwriter import Workbook as Made

    buffer = io.BytesIO()
    # Rows go to disk as they are made: of thousands of subjects they would fill the memory.
    with tempfile.TemporaryDirectory(prefix="fairlabel-") as folder:
        book = Made(buffer, {"constant_memory": True, "tmpdir": folder, **TEXT_IS_TEXT})
        _fill(book, report, options, most_rows)
        book.close()
    return reproducible(buffer)


def _fill(book: Workbook, report: Report, options: Options, most_rows: int | None) -> None:
    styles = Styles(book)
    sheets = {key: SheetWriter(book, layout, styles, most_rows) for key, layout in SHEETS.items()}
    head = head_view(report)
    mark, latest = Fingerprint(head), ""
    record = RecordWriter(book, styles, most_rows)
    for one in report.subjects:
        if options.subject in (None, one.folder):
            subject = subject_view(one)
            latest = max(latest, subject["as_of"] or "")
            mark.add(subject)
            _add_subject(sheets, subject)
            add_plan(sheets["plan"], record, _plan(one, subject), waived(subject))
    _add_all(sheets["overview"], invalid_rows(head))
    _add_all(sheets["legend"], legend_rows())
    for sheet in sheets.values():
        sheet.close()
    record.close()
    add_choices(book, sheets["plan"])
    add_info(book, head, {"report": head["schema"], "report_sha256": mark.hex()}, sheets["plan"])
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


def _plan(one: SubjectResult, subject: View) -> Plan:
    """Return the plan that people wrote, with what was found today; where there is none, the one that today begins."""
    day = subject["as_of"] or subject["gate_date"]
    fresh = drafted(subject, date.fromisoformat(day) if day else None)
    return fresh if one.plan is None or one.plan.plan is None else carry(fresh, one.plan.plan)


def _add_subject(sheets: Mapping[str, SheetWriter], subject: View) -> None:
    _add_all(sheets["overview"], overview_rows(subject))
    for standard in subject["standards"]:
        _add_all(sheets["results"], result_rows(subject, standard))
        _add_all(sheets["gaps"], gap_rows(subject, standard))
    _add_all(sheets["wages"], wage_rows(subject))
    _add_all(sheets["sources"], source_rows(subject))


def _add_all(sheet: SheetWriter, rows: Any) -> None:
    for row in rows:
        sheet.add(row)
