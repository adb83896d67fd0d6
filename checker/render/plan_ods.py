"""An action plan as an .ods spreadsheet: the sheets, choices and hidden record of `checker.render.plan_sheet`.

Written with odfdo (`pip install "fairlabel[ods]"`); read back by `checker.load.plan_workbook` as an .xlsx is. Texts are
texts: none is a formula or a link.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from checker.errors import UsageError
from checker.model.plan import Plan
from checker.model.plan_sheet import INFO_SHEET, LIST_SHEET, PLAN_SHEET
from checker.render.plan_sheet import (
    FIRST_DUE,
    RULES,
    Rule,
    info_lines,
    legend_lines,
    list_lines,
    plan_layout,
    record_lines,
    row_cells,
)
from checker.render.workbook_cells import FIRST_YEAR, NO_DAY, Row, Value, cell_text, reproducible
from checker.render.workbook_layout import RECORD_LAYOUT, SHEETS, Column, Sheet

if TYPE_CHECKING:
    from odfdo import Document, Element

LETTER_MM = 2.1
"""Millimetres of a column for each letter that it is wide."""
_DATE = (
    '<number:date-style style:name="fl-iso"><number:year number:style="long"/><number:text>-</number:text>'
    '<number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/>'
    "</number:date-style>"
)
_POINTS = (
    '<number:number-style style:name="fl-points"><number:number number:decimal-places="4" '
    'number:min-decimal-places="1" number:min-integer-digits="1"/></number:number-style>'
)
_HIDDEN = (
    '<style:style style:name="fl-hidden" style:family="table"><style:table-properties table:display="false"/>'
    "</style:style>"
)
_TOP = '<style:table-cell-properties style:vertical-align="top" fo:wrap-option="wrap"'
_EDIT = f'{_TOP} fo:background-color="#FFF8DC" fo:border="0.5pt dashed #808080"/>'
_CELLS = {
    "fl-header": ("", '<style:table-cell-properties fo:background-color="#1F3A4D"/>'
                  '<style:text-properties fo:font-weight="bold" fo:color="#FFFFFF"/>'),
    "fl-text": ("", f"{_TOP}/>"),
    "fl-date": ("fl-iso", f"{_TOP}/>"),
    "fl-points": ("fl-points", f"{_TOP}/>"),
    "fl-text-edit": ("", _EDIT),
    "fl-date-edit": ("fl-iso", _EDIT),
}  # fmt: skip
"""Style of a cell -> how a number in it is shown, and how it looks."""


def prepare() -> None:
    """Raise UsageError where no .ods can be written here, before there is anything to be written."""
    try:
        import odfdo  # noqa: F401
    except ImportError as error:
        raise UsageError(
            "writing .ods needs odfdo, which is not installed: pip install 'fairlabel[ods]'; "
            ".xlsx needs nothing, and LibreOffice opens it; .ods is read without it"
        ) from error


def plan_ods(plan: Plan) -> bytes:
    """Return a plan alone as an .ods spreadsheet; the same plan gives the same bytes.

    Raises UsageError without odfdo.
    """
    prepare()
    from odfdo import Document

    document = Document("spreadsheet")
    document.body.clear()
    _add_styles(document)
    layout = plan_layout(plan)
    _add_choices(document, layout, len(plan.rows))
    _add_sheet(document, layout, (row_cells(plan.subject, row) for row in plan.rows))
    _add_sheet(document, SHEETS["legend"], legend_lines())
    _add_sheet(document, RECORD_LAYOUT, record_lines(plan), hidden=True)
    _add_texts(document, LIST_SHEET, list_lines())
    _add_texts(document, INFO_SHEET, info_lines({}, len(plan.rows)))
    _add_filter(document, layout, len(plan.rows))
    moment = datetime.combine(plan.as_of or NO_DAY, time())
    document.meta.creation_date = moment
    document.meta.date = moment
    document.meta.title = "fairlabel: corrective action plan"
    buffer = io.BytesIO()
    document.save(buffer)
    return reproducible(buffer)


def _add_styles(document: Document) -> None:
    for text in (_DATE, _POINTS, _HIDDEN):
        document.insert_style(text, automatic=True)
    for name, (data, look) in _CELLS.items():
        shown = f' style:data-style-name="{data}"' if data else ""
        made = f'<style:style style:name="{name}" style:family="table-cell"{shown}>{look}</style:style>'
        document.insert_style(made, automatic=True)


def _add_sheet(document: Document, layout: Sheet, rows: Iterable[Row], *, hidden: bool = False) -> None:
    """Add a sheet with a header row, and one line for each of ``rows``."""
    table = _table(document, layout.name, hidden)
    for column in layout.columns:
        table.append(_column(document, column))
    table.append(_row(_cell(column.header, "fl-header") for column in layout.columns))
    for row in rows:
        table.append(_row(_told(column, row.get(column.key)) for column in layout.columns))


def _add_texts(document: Document, name: str, rows: Iterable[Sequence[str]]) -> None:
    """Add a hidden sheet of texts."""
    table = _table(document, name, hidden=True)
    for row in rows:
        table.append(_row(_cell(text, "") for text in row))


def _table(document: Document, name: str, hidden: bool) -> Element:
    from odfdo import Element

    table = Element.from_tag("table:table")
    table.set_attribute("table:name", name)
    if hidden:
        table.set_attribute("table:style-name", "fl-hidden")
    document.body.append(table)
    return table


def _column(document: Document, column: Column) -> Element:
    from odfdo import Element

    name = f"fl-{column.width:g}".replace(".", "-")
    if document.get_style("table-column", name) is None:
        wide = f'style:column-width="{column.width * LETTER_MM:.0f}mm"'
        look = f"<style:table-column-properties {wide}/>"
        made = f'<style:style style:name="{name}" style:family="table-column">{look}</style:style>'
        document.insert_style(made, automatic=True)
    found = Element.from_tag("table:table-column")
    found.set_attribute("table:style-name", name)
    if column.hidden:
        found.set_attribute("table:visibility", "collapse")
    return found


def _row(cells: Iterable[Element]) -> Element:
    from odfdo import Element

    row = Element.from_tag("table:table-row")
    for cell in cells:
        row.append(cell)
    return row


def _told(column: Column, value: Value) -> Element:
    kind = column.kind if column.kind in ("date", "points") else "text"
    found = _cell(value, f"fl-{kind}-edit" if column.edit and kind != "points" else f"fl-{kind}")
    if column.key in RULES:
        found.set_attribute("table:content-validation-name", f"fl-{column.key}")
    return found


def _cell(value: Value, style: str) -> Element:
    """Return a cell: a day, a number or yes and no as such, anything else as text, a paragraph a line."""
    from odfdo import Element, Paragraph

    cell = Element.from_tag("table:table-cell")
    if style:
        cell.set_attribute("table:style-name", style)
    if value is None or value == "":
        return cell
    kind, said, shown = _typed(value)
    cell.set_attribute("office:value-type", kind)
    if said is not None:
        cell.set_attribute("office:date-value" if kind == "date" else f"office:{_VALUE.get(kind, kind)}", said)
    for line in shown:
        cell.append(Paragraph(line))
    return cell


_VALUE = {"float": "value", "boolean": "boolean-value"}


def _typed(value: Value) -> tuple[str, str | None, list[str]]:
    """Return the type of a cell, its value where that is no text, and the lines that it shows."""
    if isinstance(value, bool):
        return "boolean", str(value).lower(), ["TRUE" if value else "FALSE"]
    if isinstance(value, int | float):
        return "float", repr(value), [repr(value)]
    if isinstance(value, date) and value.year >= FIRST_YEAR:
        return "date", value.isoformat(), [value.isoformat()]
    return "string", None, cell_text(str(value)).split("\n")


def _add_choices(document: Document, layout: Sheet, rows: int) -> None:
    """Add the drop-downs and what is refused, before the sheets, where the format wants them."""
    from odfdo import Element

    rules = Element.from_tag("table:content-validations")
    at = {column.key: n for n, column in enumerate(layout.columns)}
    for key, rule in RULES.items() if rows else ():
        rules.append(_rule(key, rule, f"'{PLAN_SHEET}'.{_letter(at[key])}2"))
    if rows:
        document.body.append(rules)


def _rule(key: str, rule: Rule, cell: str) -> Element:
    from odfdo import Element, Paragraph

    found = Element.from_tag("table:content-validation")
    told: dict[str, Any] = {
        "table:name": f"fl-{key}", "table:condition": _condition(rule), "table:allow-empty-cell": "true",
        "table:base-cell-address": cell, "table:display-list": "unsorted",
    }  # fmt: skip
    for name, value in told.items():
        found.set_attribute(name, value)
    message = Element.from_tag("table:error-message")
    message.set_attribute("table:display", "true")
    message.set_attribute("table:message-type", "stop" if rule.strict else "warning")
    message.set_attribute("table:title", rule.title)
    message.append(Paragraph(rule.message))
    found.append(message)
    return found


def _condition(rule: Rule) -> str:
    if rule.choices:
        return f"of:cell-content-is-in-list({';'.join(_quoted(rule.choices))})"
    day = f"DATE({FIRST_DUE.year};{FIRST_DUE.month};{FIRST_DUE.day})"
    return f"of:cell-content-is-date() and cell-content()>={day}"


def _quoted(words: Iterable[str]) -> Iterator[str]:
    return (f'"{word}"' for word in words)


def _add_filter(document: Document, layout: Sheet, rows: int) -> None:
    """Lay a filter over the plan, so that it can be sorted and searched."""
    from odfdo import Element

    ranges, one = (Element.from_tag(f"table:database-range{s}") for s in ("s", ""))
    last = f"{_letter(len(layout.columns) - 1)}{rows + 1}"
    one.set_attribute("table:name", "plan")
    one.set_attribute("table:target-range-address", f"'{PLAN_SHEET}'.A1:'{PLAN_SHEET}'.{last}")
    one.set_attribute("table:display-filter-buttons", "true")
    ranges.append(one)
    document.body.append(ranges)


def _letter(n: int) -> str:
    """Return the name of a column, 0 being A."""
    from odfdo.utils import digit_to_alpha

    return str(digit_to_alpha(n))
