"""An action plan in a workbook: the sheet that people edit, its choices, and hidden sheets with what it remembers.

Both the report's workbook and a plan alone are written so, and `checker.load.plan_workbook` reads either back. Texts
are texts: none is a formula or a link.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from checker.model.plan import OWNERS, STATES, Key, Plan, Recorded, Row, Terms, record_check, tidy
from checker.model.plan_sheet import (
    AGREED,
    ANEW,
    AS_OF,
    CHECK,
    INFO_HEADERS,
    INFO_SHEET,
    LAST,
    LIST_SHEET,
    RESULT,
    TARGETS,
    WORKBOOK,
)
from checker.render.words import STATUS
from checker.render.workbook_cells import NO_DAY, TEXT_IS_TEXT, SheetWriter, Styles, Value, reproducible
from checker.render.workbook_cells import Row as Cells
from checker.render.workbook_layout import LIST_HEADERS, RECORD_LAYOUT, SHEETS, Column, Sheet

if TYPE_CHECKING:
    from xlsxwriter import Workbook

View = Mapping[str, Any]
LISTED: Mapping[str, Mapping[str, str]] = {"plan_owners": OWNERS, "plan_states": STATES, "plan_targets": TARGETS}
"""Names of the ranges that the drop-downs take their choices from."""
PLAN_NOTES = (
    ("Action plan", "What to do, owner, due, target, state, what was done and notes are to be edited, and columns of "
     "your own are kept; the rest is written anew by fairlabel plan update. The hidden columns and sheets tell which "
     "requirement a row is about and what was agreed at first; what was changed there is noticed when it is read."),
    ("Target", "met, partly met, or the share of the requirement's weight that is to be shown, such as 0.5."),
    ("Closed by the supplier only", "Said to be done, or shown by the supplier's own evidence alone. It counts as "
     "confirmed when workers' evidence or an assessor shows that the requirement is met; the next report tells."),
)  # fmt: skip
MEANINGS: Mapping[str, str] = {
    "open": "Nothing is said to be done yet.",
    "under_way": "Somebody is at it.",
    "done": "The word of whoever writes it, until workers' evidence or an assessor confirms it.",
    "not_planned": "Counts as a target that was lowered.",
}


class RecordWriter:
    """Writes the hidden sheet on which a plan's record stands, one line for each thing that it remembers."""

    def __init__(self, book: Workbook, styles: Styles, most: int | None = None) -> None:
        """Add the sheet to ``book``."""
        self._sheet = SheetWriter(book, RECORD_LAYOUT, styles, most)
        self._sheet.sheet.hide()

    def add(self, plan: Plan) -> None:
        """Write the record of one plan."""
        for line in _events(plan):
            self._sheet.add(line)

    def close(self) -> None:
        """Finish the sheet."""
        self._sheet.close()


def plan_workbook(plan: Plan) -> bytes:
    """Return a plan alone as an .xlsx workbook; the same plan gives the same bytes."""
    from xlsxwriter import Workbook as Made

    buffer = io.BytesIO()
    book = Made(buffer, {"in_memory": True, **TEXT_IS_TEXT})
    styles = Styles(book)
    added = list(dict.fromkeys(name for row in plan.rows for name, _ in row.more))
    sheet = SheetWriter(book, _with_columns(SHEETS["plan"], added), styles)
    legend = SheetWriter(book, SHEETS["legend"], styles)
    record = RecordWriter(book, styles)
    add_plan(sheet, record, plan, {})
    for words in (*plan_words(), *({"what": "Note", "word": w, "meaning": m} for w, m in PLAN_NOTES)):
        legend.add(words)
    for one in (sheet, legend, record):
        one.close()
    add_choices(book, sheet)
    add_info(book, {}, {}, sheet)
    day = plan.as_of or NO_DAY
    told = {"title": "fairlabel: corrective action plan", "created": datetime(day.year, day.month, day.day)}
    book.set_properties(told)
    book.close()
    return reproducible(buffer)


def add_plan(sheet: SheetWriter, record: RecordWriter, plan: Plan, waived_until: Mapping[Key, date]) -> None:
    """Write the rows of a plan, and what it remembers of the rows that found room."""
    kept = {row.key for row in plan.rows if sheet.add(_cells(plan.subject, row, waived_until.get(row.key)))}
    left_out = {row.key for row in plan.rows} - kept
    record.add(Plan(plan.subject, plan.as_of, plan.rows, tuple(r for r in plan.record if r.key not in left_out)))


def waived(subject: View) -> dict[Key, date]:
    """Return until when each requirement is waived."""
    return {
        (standard["id"], standard["edition"], result["requirement"]): date.fromisoformat(result["waiver"]["until"])
        for standard in subject["standards"]
        for result in standard["results"]
        if result.get("waiver")
    }


def plan_words() -> Iterator[Cells]:
    """Yield what the states of an action mean."""
    for state, label in STATES.items():
        yield {"what": "State of an action", "word": label, "meaning": MEANINGS[state]}


def add_choices(book: Workbook, plan: SheetWriter) -> None:
    """Write the choices to a hidden sheet and lay the drop-downs over the plan."""
    sheet = book.add_worksheet(LIST_SHEET)
    for n, header in enumerate(LIST_HEADERS):
        sheet.write_string(0, n, header)
    blank = ("", "")
    for row, told in enumerate(zip_longest(*(words.items() for words in LISTED.values()), fillvalue=blank), 1):
        for n, text in enumerate(text for pair in told for text in pair):
            sheet.write_string(row, n, text)
    sheet.hide()
    for n, (name, words) in enumerate(LISTED.items()):
        letter = "BDF"[n]
        book.define_name(name, f"={LIST_SHEET}!${letter}$2:${letter}${len(words) + 1}")
    if not plan.rows:
        return
    at = {column.key: n for n, column in enumerate(SHEETS["plan"].columns)}
    for key, rule in _rules().items():
        plan.sheet.data_validation(1, at[key], plan.rows, at[key], rule)


def add_info(book: Workbook, head: View, more: Mapping[str, str], plan: SheetWriter) -> None:
    """Write down on a hidden sheet what the workbook is, and of which report."""
    sheet = book.add_worksheet(INFO_SHEET)
    tool = {"tool": f"{head['tool']['name']} {head['tool']['version']}"} if head else {}
    told = {"workbook": WORKBOOK, **tool, **more}
    told |= {"plan_lines": str(plan.rows), "plan_lines_left_out": str(plan.left_out)}
    for row, (key, value) in enumerate([INFO_HEADERS, *told.items()]):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, value)
    sheet.hide()


def _with_columns(layout: Sheet, names: list[str]) -> Sheet:
    more = tuple(Column(f"more:{name}", " ".join(tidy(name).split()), 20, "value", edit=True) for name in names)
    return layout._replace(columns=(*layout.columns, *more))


def _cells(subject: str, row: Row, waived_until: date | None) -> Cells:
    standard, edition, requirement = row.key
    about, target = row.about, row.terms.target
    told: dict[str, Value] = {
        "subject": subject,
        "standard": f"{standard} {edition}",
        "requirement": requirement,
        "title": about.title,
        "severity": about.severity,
        "result": STATUS[about.result].word if about.result in STATUS else about.result,
        "why": about.why,
        "remedy": row.remedy,
        "expected": about.expected,
        "effect": about.effect,
        "waived_until": waived_until,
        "owner": OWNERS.get(row.terms.owner, row.terms.owner),
        "due": row.terms.due,
        "target": TARGETS[target] if target in TARGETS else float(target),
        "state": STATES[row.state],
        "done": row.done,
        "notes": row.notes,
        "stands": about.stands,
        "subject_id": subject,
        "standard_id": standard,
        "edition": edition,
        "requirement_id": requirement,
        **{f"more:{name}": value for name, value in row.more},
    }
    return {key: tidy(value) if isinstance(value, str) else value for key, value in told.items()}


def _events(plan: Plan) -> Iterator[Cells]:
    own = {"subject_id": plan.subject}
    yield {**own, "what": AS_OF, "after": str(plan.as_of or "")}
    for one in sorted(plan.record, key=lambda one: one.key):
        ids = {**own, "standard_id": one.key[0], "edition": one.key[1], "requirement_id": one.key[2]}
        yield from ({**ids, **line} for line in _remembered(one))
    yield {**own, "what": CHECK, "after": record_check(plan)}


def _remembered(one: Recorded) -> Iterator[dict[str, str]]:
    yield {"what": AGREED, "on": str(one.on or ""), "after": _terms(one.agreed)}
    yield {"what": LAST, "after": _terms(one.last)}
    yield {"what": RESULT, "before": one.state, "after": one.result}
    for c in one.changes:
        what = f"{ANEW}{c.what}" if c.agreed else c.what
        yield {"what": what, "on": str(c.on), "by": c.by, "before": c.before, "after": c.after}


def _terms(terms: Terms) -> str:
    return json.dumps([terms.owner, str(terms.due or ""), terms.target], ensure_ascii=False)


def _rules() -> dict[str, dict[str, Any]]:
    """Return what may stand in the columns of the plan that people edit."""
    return {
        "owner": {
            "validate": "list", "source": "=plan_owners", "error_type": "warning", "error_title": "Another owner",
            "error_message": "Owners are: " + ", ".join(OWNERS.values()) + ", or a role. Keep another one?",
        },
        "state": {
            "validate": "list", "source": "=plan_states", "error_title": "No such state",
            "error_message": "Choose one from the list.",
        },
        "target": {
            "validate": "list", "source": "=plan_targets", "error_type": "warning", "error_title": "Another target",
            "error_message": "A target is met, partly met, or a share such as 0.5. Keep another one?",
        },
        "due": {
            "validate": "date", "criteria": ">=", "value": date(2000, 1, 1), "error_title": "No date",
            "error_message": "Write a date, such as 2027-03-31.",
        },
    }  # fmt: skip
