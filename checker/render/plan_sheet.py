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
from typing import TYPE_CHECKING, Any, NamedTuple

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
FIRST_DUE = date(2000, 1, 1)


class Rule(NamedTuple):
    """What may stand in a column that people edit."""

    title: str
    message: str
    choices: tuple[str, ...] = ()
    """None: a day from `FIRST_DUE` on."""
    strict: bool = True
    """Whether a spreadsheet program refuses anything else; if not, it asks."""


RULES: Mapping[str, Rule] = {
    "owner": Rule(
        "Another owner", "Owners are: " + ", ".join(OWNERS.values()) + ", or a role. Keep another one?",
        tuple(OWNERS.values()), strict=False,
    ),
    "state": Rule("No such state", "Choose one from the list.", tuple(STATES.values())),
    "target": Rule(
        "Another target", "A target is met, partly met, or a share such as 0.5. Keep another one?",
        tuple(TARGETS.values()), strict=False,
    ),
    "due": Rule("No date", "Write a date, such as 2027-03-31."),
}  # fmt: skip
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
        for line in record_lines(plan):
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
    sheet = SheetWriter(book, plan_layout(plan), styles)
    legend = SheetWriter(book, SHEETS["legend"], styles)
    record = RecordWriter(book, styles)
    add_plan(sheet, record, plan, {})
    for words in legend_lines():
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
    kept = {row.key for row in plan.rows if sheet.add(row_cells(plan.subject, row, waived_until.get(row.key)))}
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


def legend_lines() -> Iterator[Cells]:
    """Yield the legend of a plan alone."""
    yield from plan_words()
    yield from ({"what": "Note", "word": word, "meaning": meaning} for word, meaning in PLAN_NOTES)


def add_choices(book: Workbook, plan: SheetWriter) -> None:
    """Write the choices to a hidden sheet and lay the drop-downs over the plan."""
    sheet = book.add_worksheet(LIST_SHEET)
    for row, texts in enumerate(list_lines()):
        for n, text in enumerate(texts):
            sheet.write_string(row, n, text)
    sheet.hide()
    for n, (name, words) in enumerate(LISTED.items()):
        letter = "BDF"[n]
        book.define_name(name, f"={LIST_SHEET}!${letter}$2:${letter}${len(words) + 1}")
    if not plan.rows:
        return
    at = {column.key: n for n, column in enumerate(SHEETS["plan"].columns)}
    for key, rule in RULES.items():
        column = at[key]
        found: dict[str, Any] = {"error_title": rule.title, "error_message": rule.message}
        if rule.choices:
            found |= {"validate": "list", "source": f"={_range_of(key)}"}
        else:
            found |= {"validate": "date", "criteria": ">=", "value": FIRST_DUE}
        if not rule.strict:
            found["error_type"] = "warning"
        plan.sheet.data_validation(1, column, plan.rows, column, found)


def list_lines() -> Iterator[tuple[str, ...]]:
    """Yield the lines of the hidden sheet of choices: ids and labels side by side, headers first."""
    yield LIST_HEADERS
    for told in zip_longest(*(words.items() for words in LISTED.values()), fillvalue=("", "")):
        yield tuple(text for pair in told for text in pair)


def add_info(book: Workbook, head: View, more: Mapping[str, str], plan: SheetWriter) -> None:
    """Write down on a hidden sheet what the workbook is, and of which report."""
    sheet = book.add_worksheet(INFO_SHEET)
    tool = {"tool": f"{head['tool']['name']} {head['tool']['version']}"} if head else {}
    for row, (key, value) in enumerate(info_lines({**tool, **more}, plan.rows, plan.left_out)):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, value)
    sheet.hide()


def info_lines(more: Mapping[str, str], rows: int, left_out: int = 0) -> Iterator[tuple[str, str]]:
    """Yield the lines of the hidden sheet that says what a workbook is, headers first."""
    yield INFO_HEADERS
    told = {"workbook": WORKBOOK, **more, "plan_lines": str(rows), "plan_lines_left_out": str(left_out)}
    yield from told.items()


def plan_layout(plan: Plan) -> Sheet:
    """Return the columns of the sheet of one plan alone, those that people added last."""
    layout, names = SHEETS["plan"], dict.fromkeys(name for row in plan.rows for name, _ in row.more)
    more = tuple(Column(f"more:{name}", " ".join(tidy(name).split()), 20, "value", edit=True) for name in names)
    return layout._replace(columns=(*layout.columns, *more))


def row_cells(subject: str, row: Row, waived_until: date | None = None) -> Cells:
    """Return one action as the cells of its line, by the key of their column."""
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


def record_lines(plan: Plan) -> Iterator[Cells]:
    """Yield what a plan remembers, a line each."""
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


def _range_of(key: str) -> str:
    return f"plan_{key}s"
