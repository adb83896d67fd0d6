"""``plan.xlsx``, ``plan.ods``, and any workbook that fairlabel wrote: the sheet that people edited, and the record.

Columns are found by their headers and rows by their hidden ids, so that people may sort, filter, widen and add. A cell
that holds a formula is not read, since its result is only what some program computed last; it is said.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePath
from typing import Any, NoReturn

from checker.errors import InputError, Problem
from checker.load import plan_fields as fields
from checker.load.paths import digest
from checker.load.plan_fields import FieldError
from checker.load.plan_yaml import change_of
from checker.load.sheet import parse_day, shorten
from checker.load.wages.workbook_file import WorkbookFile, open_workbook_file
from checker.load.wages.workbook_parts import formulas, last_row
from checker.model.evidence import InputFile, Place
from checker.model.plan import MET, STATES, Change, Key, Plan, ReadPlan, Recorded, Row, Terms, record_check, tidy
from checker.model.plan_sheet import (
    AGREED,
    ANEW,
    AS_OF,
    CHECK,
    EVENTS,
    HEADERS,
    IDS,
    INFO_SHEET,
    LAST,
    LEGEND_SHEET,
    NEEDED,
    PLAN_SHEET,
    RECORD_SHEET,
    RESULT,
    WORKBOOK,
)

MOST_ROWS = 100_000
MOST_BYTES = 64_000_000
MOST_COLUMNS = 500
_SAVE = "save it as .xlsx or .ods, without password and macros, or make it anew: fairlabel plan new FOLDER -o plan.xlsx"
Cell = Any
"""As the reader gives it: text, a number, true or false, a day; an empty text where there is nothing."""


@dataclass(slots=True)
class _Part:
    """What was read of one subject's plan."""

    rows: dict[Key, Row] = field(default_factory=dict)
    events: dict[Key, list[Mapping[str, str]]] = field(default_factory=dict)
    as_of: date | None = None
    check: str = ""


def read_plan_workbook(file: Path, label: str) -> dict[str, ReadPlan]:
    """Return the plans in a workbook by the id of their subject. Raises InputError where there is none in it."""
    if file.stat().st_size > MOST_BYTES:
        _refuse(label, f"is larger than {MOST_BYTES // 1_000_000} MB, which no plan is", _SAVE)
    try:
        book = open_workbook_file(file, label)
    except InputError as error:
        raise InputError([p._replace(todo=_SAVE) for p in error.problems]) from None
    with book:
        _refuse_others(book, label)
        reader = _Reader(label, book)
        reader.read_record()
        reader.read_rows()
    itself = InputFile(label, digest(file), "plan")
    return {name: reader.plan_of(name, part, itself) for name, part in reader.parts.items()}


def _refuse(label: str, what: str, todo: str, where: str = "") -> NoReturn:
    raise InputError([Problem(label, None, None, where, what, todo)])


def _refuse_others(book: WorkbookFile, label: str) -> None:
    """Raise InputError where a workbook is none that holds a plan, or holds macros."""
    package = book.package
    if package is None or package.kind != PurePath(label).suffix.lower()[1:]:
        _refuse(label, "is a workbook of another kind than its name says", _SAVE)
    if any(map(_is_macro, package.zip.namelist())):
        _refuse(label, "holds macros, which no plan needs and nobody should have to trust", _SAVE)
    if INFO_SHEET not in book.names or RECORD_SHEET not in book.names:
        missing = next(name for name in (INFO_SHEET, RECORD_SHEET) if name not in book.names)
        what = f"is a workbook and no plan that fairlabel wrote: its hidden sheet {missing!r} is not there"
        _refuse(label, what, fields.MAKE + ", or put back an earlier copy")
    told = {str(row[0]): str(row[1]) for row in _cells(book, INFO_SHEET, label) if len(row) > 1}
    said = told.get("workbook", "")
    if said != WORKBOOK:
        _refuse(label, f"says {shorten(said)}, and this version reads {WORKBOOK}", "install a newer fairlabel")
    if PLAN_SHEET not in book.names:
        others = ", ".join(map(repr, book.visible[:10]))
        _refuse(label, f"has no sheet {PLAN_SHEET!r}; it has {others}", "give the sheet its name back")


def _is_macro(part: str) -> bool:
    """Return whether a part of a package holds a program; LibreOffice keeps a list of its libraries in any case."""
    low = part.lower()
    in_ods = low.startswith(("basic/", "scripts/")) and not low.endswith(("/", "script-lc.xml", "script-lb.xml"))
    return low.endswith("vbaproject.bin") or in_ods


def sheets_of_people(file: Path, label: str) -> list[str]:
    """Return the sheets of a workbook that hold more than a plan alone, as it is written, does."""
    with open_workbook_file(file, label) as book:
        return [name for name in book.visible if name not in (PLAN_SHEET, LEGEND_SHEET) and not book.is_empty(name)]


def _cells(book: WorkbookFile, sheet: str, label: str) -> Iterator[list[Cell]]:
    """Iterate over all rows of a sheet from the first, each from the first column on."""
    package = book.package
    rows = last_row(package, sheet) if package is not None else 0
    where = f"sheet {sheet!r}"
    if rows > MOST_ROWS:
        _refuse(
            label,
            f"reaches over {rows:,} rows, and a plan has at most {MOST_ROWS:,}",
            "delete the rows below it",
            where,
        )
    found = book.sheet(sheet)
    if found.start is None:
        return
    if found.end[1] >= MOST_COLUMNS:
        _refuse(label, f"reaches over {found.end[1] + 1:,} columns", "delete the columns beside the plan", where)
    before = [""] * found.start[1]
    for row in found.iter_rows():
        yield [*before, *row]


class _Reader:
    """Reads the sheets of one workbook; notes what is wrong with single cells."""

    def __init__(self, label: str, book: WorkbookFile) -> None:
        self.label, self.book = label, book
        self.parts: dict[str, _Part] = {}
        self.problems: list[tuple[str, Problem]] = []
        """Each with the id of the subject that it concerns; empty: all."""

    def part(self, subject: str) -> _Part:
        return self.parts.setdefault(subject, _Part())

    def plan_of(self, subject: str, part: _Part, itself: InputFile) -> ReadPlan:
        record = [self._recorded(subject, key, events) for key, events in part.events.items()]
        plan = Plan(subject, part.as_of, tuple(part.rows.values()), tuple(one for one in record if one is not None))
        problems = [p for name, p in self.problems if name in ("", subject)]
        if record_check(plan) != part.check:
            what = "does not fit: what was agreed at first was changed by hand, or a part of it is missing"
            problems.append(self._problem(RECORD_SHEET, "", what, fields.RESTORE))
        return ReadPlan(plan, itself, tuple(dict.fromkeys(problems)))

    def read_record(self) -> None:
        rows = _cells(self.book, RECORD_SHEET, self.label)
        names = [str(cell).strip() for cell in next(rows, [])]
        if names[: len(EVENTS)] != list(EVENTS.values()):
            _refuse(
                self.label, "is damaged: its headers are not as they were written", fields.RESTORE, repr(RECORD_SHEET)
            )
        for row in rows:
            told = dict(zip(EVENTS, (str(cell) for cell in row), strict=False))
            if not any(told.values()):
                continue
            part = self.part(told["subject_id"])
            if told["what"] == AS_OF:
                part.as_of = parse_day(told["after"])
            elif told["what"] == CHECK:
                part.check = told["after"]
            else:
                key = (told["standard_id"], told["edition"], told["requirement_id"])
                part.events.setdefault(key, []).append(told)

    def read_rows(self) -> None:
        rows = _cells(self.book, PLAN_SHEET, self.label)
        header = [tidy(str(cell)) for cell in next(rows, [])]
        at = self._columns(header)
        known = set(at.values())
        extra = [(n, self._added(n, name)) for n, name in enumerate(header) if name and n not in known]
        computed = self._formulas()
        for number, cells in enumerate(rows, 2):
            if any(cell != "" for cell in cells) or number in {row for row, _ in computed}:
                self._row(number, cells, at, extra, computed)

    def _columns(self, header: Sequence[str]) -> dict[str, int]:
        """Return where each column stands; raises InputError where one that people fill in is missing or doubled."""
        by_name: dict[str, list[int]] = {}
        for n, name in enumerate(header):
            by_name.setdefault(name.casefold(), []).append(n)
        found = {key: by_name[name.casefold()] for key, name in HEADERS.items() if name.casefold() in by_name}
        doubled = [HEADERS[key] for key, places in found.items() if len(places) > 1]
        doubled += [n for n in header if n and len(by_name[n.casefold()]) > 1 and n not in doubled]
        if doubled:
            what = f"the header {doubled[0]!r} stands twice in row 1"
            _refuse(self.label, what, "give each column its own header", f"sheet {PLAN_SHEET!r}")
        missing = [HEADERS[key] for key in NEEDED if key not in found]
        if missing:
            strange = [
                name for name in header if name and name.casefold() not in {h.casefold() for h in HEADERS.values()}
            ]
            what = f"row 1 has no column {', '.join(map(repr, missing))}: what stands in it would be lost"
            what += f"; unknown here: {', '.join(map(shorten, strange[:8]))}" if strange else ""
            todo = "give the columns their English headers back; they may stand in any order"
            _refuse(self.label, what, todo, f"sheet {PLAN_SHEET!r}")
        return {key: places[0] for key, places in found.items()}

    def _added(self, n: int, name: str) -> str:
        try:
            return fields.column(name)
        except FieldError as error:
            self.problems.append(("", self._problem(PLAN_SHEET, f"cell {_letters(n)}1", error.what, error.todo)))
            return name

    def _formulas(self) -> set[tuple[int, int]]:
        """Return the row, from 1, and the column, from 0, of each cell with a formula."""
        package = self.book.package
        found = formulas(package, PLAN_SHEET) if package is not None else iter(())
        return {(row + 1, column) for row, column in found}

    def _row(
        self, number: int, cells: Sequence[Cell], at: Mapping[str, int], extra: Sequence[tuple[int, str]],
        computed: set[tuple[int, int]],
    ) -> None:  # fmt: skip
        def cell(n: int) -> Cell:
            found = cells[n] if n < len(cells) else ""
            return found if found != "" else None

        named = {*at.values(), *(n for n, _ in extra)}
        for n, value in enumerate(cells):
            if value != "" and n not in named:
                what = "stands in a column without a header, and what it says would be lost"
                spot = f"cell {_letters(n)}{number}"
                self.problems.append(("", self._problem(PLAN_SHEET, spot, what, "give the column a header in row 1")))

        raw = {key: cell(n) for key, n in at.items()}
        subject, standard, edition, requirement = (_word(raw[key]) for key in IDS)
        if not (subject and standard and edition and requirement):
            if all(value is None for value in raw.values()):
                return
            what = "has no ids in the hidden columns: it does not say which requirement it is about, and would be lost"
            todo = "copy the hidden columns of the row it came from, or write under Notes of an existing row"
            self.problems.append(("", self._problem(PLAN_SHEET, f"row {number}", what, todo)))
            return
        key = (standard, edition, requirement)
        shown = _word(raw.get("requirement"))
        if shown and shown != requirement:
            what = f"shows {shorten(shown)}, and its hidden id is {shorten(requirement)}: "
            what += "the columns were sorted apart, or an id was changed"
            self.problems.append((subject, self._problem(PLAN_SHEET, f"row {number}", what, fields.RESTORE)))
        part = self.part(subject)
        if key in part.rows:
            first = part.rows[key].place.line
            what = f"{requirement} stands twice, the first time in row {first}: which one holds is not said"
            todo = "delete one, and keep in the other what both say"
            self.problems.append((subject, self._problem(PLAN_SHEET, f"row {number}", what, todo)))
            return

        def read(name: str, how: Callable[[Any], Any], otherwise: Any, n: int) -> Any:
            spot = f"cell {_letters(n)}{number} ({name})"
            if (number, n) in computed:
                what = "holds a formula, and its result is only what some program computed last: it was not read"
                self.problems.append((subject, self._problem(PLAN_SHEET, spot, what, "write the value itself")))
                return otherwise
            try:
                return how(cell(n))
            except FieldError as error:
                self.problems.append((subject, self._problem(PLAN_SHEET, spot, error.what, error.todo)))
                return otherwise

        def column(key: str, how: Callable[[Any], Any], otherwise: Any) -> Any:
            return read(HEADERS[key], how, otherwise, at[key])

        terms = Terms(
            column("owner", fields.owner, ""), column("due", fields.day, None), column("target", fields.target, MET)
        )
        part.rows[key] = Row(
            key,
            terms,
            column("state", fields.state, "open"),
            column("remedy", _text, ""),
            column("done", _text, ""),
            column("notes", _text, ""),
            tuple((name, value) for n, name in extra if (value := read(name, fields.added, None, n)) is not None),
            fields.about({**raw, "result": _result(raw.get("result"))}),
            Place(self.label, number, 1, f"sheet {PLAN_SHEET!r} row {number}"),
        )

    def _recorded(self, subject: str, key: Key, events: Sequence[Mapping[str, str]]) -> Recorded | None:
        terms: dict[str, Terms] = {}
        on, state, result = None, "", ""
        changes: list[Change | None] = []
        for told in events:
            what = told["what"]
            if what in (AGREED, LAST):
                terms[what] = _terms(told["after"])
                on = parse_day(told["on"]) if what == AGREED else on
            elif what == RESULT:
                state, result = told["before"], told["after"]
            else:
                anew = what.startswith(ANEW)
                changes.append(change_of({**told, "what": what.removeprefix(ANEW), "agreed": anew}))
        if state not in STATES or set(terms) != {AGREED, LAST} or None in changes:
            self.problems.append((subject, self._problem(RECORD_SHEET, key[2], "is damaged", fields.RESTORE)))
            return None
        kept = tuple(change for change in changes if change is not None)
        return Recorded(key, on, terms[AGREED], terms[LAST], state, result, kept)  # type: ignore[arg-type]

    def _problem(self, sheet: str, spot: str, what: str, todo: str) -> Problem:
        return Problem(self.label, None, None, f"sheet {sheet!r}{', ' if spot else ''}{spot}", what, todo)


def _word(value: Cell) -> str:
    """Return an id; a number stays what it looks like, since Excel makes numbers of editions such as 2022."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return tidy(str(value)) if value is not None else ""


def _text(value: Cell) -> str:
    """Return a text; a number or a day that somebody typed into a column of texts is text there."""
    if isinstance(value, str) or value is None:
        return fields.text(value)
    shown = fields.added(value)
    return ("no", "yes")[shown] if isinstance(shown, bool) else str(shown)


def _terms(text: str) -> Terms:
    """Return terms as the record holds them; empty ones, which fit no check, where they are damaged."""
    try:
        owner, due, target = json.loads(text)
        return Terms(str(owner), parse_day(due), fields.target(target))
    except (ValueError, TypeError, FieldError):
        return Terms()


def _result(value: Cell) -> str:
    return _word(value).casefold().replace(" ", "_")


def _letters(n: int) -> str:
    """Return the name of a column, 0 being A.

    >>> _letters(0), _letters(25), _letters(26), _letters(701), _letters(702)
    ('A', 'Z', 'AA', 'ZZ', 'AAA')
    """
    name = ""
    while n >= 0:
        name = chr(65 + n % 26) + name
        n = n // 26 - 1
    return name
