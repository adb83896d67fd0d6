"""Load checks: everything that is wrong with rows, counted over all of them, the first ten of a kind located.

Checks that a typed file cannot fail cost nothing; places are looked up only for what was counted.
Which workers become undecided by it is settled where the rows are summed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from checker.errors import InputError, Problem
from checker.facts.engine import Engine
from checker.facts.pay_rows import DAY_MS, LONGEST_TASK_MS, NEVER_NEGATIVE
from checker.model.evidence import Place
from checker.model.pay_table import CHOICES, COLUMNS, BadCells, PayTable, bit_of
from checker.model.questionnaire import Finding

FIRST = 10
MOST_WORDS = 10
"""Unknown words of a column that are listed; of more, the column holds something else, perhaps names."""
_ADVICE = {
    "same worker and stamps as another": "take out exports of the same tasks that stand twice",
    "same worker and": "where one file is a later export of the same work, leave the earlier one out",
    "several rows": "where a row corrects another one, leave the earlier one out",
    "no worker_id": "take out rows of totals; give every other row its worker",
    "no date": "fill in the days of the work; take out rows of totals",
    "no pay": "fill in what was paid; 0 where it was nothing",
    "no time": "fill in hours_paid, or started_at and submitted_at",
    "no overtime": "fill in both overtime cells; 0 where there was no overtime",
    "line that is no row": "put text that holds the delimiter in quotes, or name the delimiter in the mapping",
    "more than 24 hours": "correct the rows at their source; where several tasks were open at once, time_basis:"
    " logged_cluster in the mapping counts their time once",
    "country": "write two capital letters (KE), or map the words (values: {country: {Kenya: KE}})",
    "currency": "write three capital letters (KES), or map the words (values: {currency: {KSh: KES}})",
    "identical": "",
}
"""Beginning of a kind of bad cell -> what to do about it."""
_DAYS = (
    'write days as 2026-01-31, or name their form in the mapping (date_format: "%d/%m/%Y"; "%m/%Y" for a month;'
    " epoch_s or epoch_ms for seconds or milliseconds since 1970); a number such as 46053 is a spreadsheet's count of"
    " days: give the workbook itself, or format the column as dates before saving as text"
)
_READABLE = {
    "money": "write numbers alone, without a currency and under 900 billion; check the decimal mark (decimal) in the"
    " mapping",
    "time": "write hours as a number, such as 7.5; name minutes or seconds in the mapping (units)",
    "date": _DAYS,
    "stamp": _DAYS,
    "boolean": "write true or false, or map the words (values)",
}


def refuse_unknown_words(engine: Engine, tables: tuple[PayTable, ...], frames: list[Any]) -> None:
    """Raise InputError that names every cell word which the pay table does not know (status, basis, area)."""
    import narwhals as nw

    problems = []
    for table, frame in zip(tables, frames, strict=True):
        for column in sorted(table.columns & CHOICES.keys()):
            words = engine.collect(frame.group_by(column).agg(nw.len().alias("n")))[column]
            unknown = sorted(w for w in words if w is not None and w not in CHOICES[column])
            where = table.mapping.file or "the mapping"
            if len(unknown) > MOST_WORDS:
                what = f"{len(unknown)} different words are no {column} of the pay table: this is another column"
                todo = f"correct {where} (columns: {{{column}: ...}}); words it may hold: {', '.join(CHOICES[column])}"
                problems.append(Problem(table.label, None, None, column, what, todo))
                continue
            for word in unknown:
                todo = f"map it in {where} (values: {{{column}: {{{word}: ...}}}}) to one of: "
                problems.append(
                    Problem(
                        table.label,
                        None,
                        None,
                        column,
                        f"{word!r} is not a {column} of the pay table",
                        todo + ", ".join(CHOICES[column]),
                    )
                )
    if problems:
        raise InputError(problems)


def check_rows(engine: Engine, table: PayTable, frame: Any) -> list[Finding]:
    """Return one finding for each kind of unreadable or impossible cell of a table that has broken rows."""
    import narwhals as nw

    found = list(table.unread(engine.session))
    tests = {f"negative {_said(name)}": nw.col(name) < 0 for name in NEVER_NEGATIVE if name in table.columns}
    if "started_at" in table.columns:
        tests["submitted before it was started"] = nw.col("elapsed_ms") < 0
        tests[f"task of more than {LONGEST_TASK_MS // DAY_MS} days"] = nw.col("elapsed_ms") > LONGEST_TASK_MS
    if table.mapping.grain == "payroll":
        tests["period that ends before it starts"] = nw.col("last_day") < nw.col("first_day")
    counts = engine.collect(
        frame.select(
            *(t.fill_null(value=False).cast(nw.Int64).sum().alias(f"c{i}") for i, t in enumerate(tests.values()))
        )
    )
    for i, (kind, test) in enumerate(tests.items()):
        if counts[f"c{i}"][0]:
            found.append(BadCells(kind, int(counts[f"c{i}"][0]), first_rows(engine, frame, test)))
    missing = _missing_dates(nw, table)
    if missing is not None:
        count = engine.collect(frame.filter(missing).select(nw.len().alias("n")))["n"][0]
        if count:
            found.append(BadCells("no date", int(count), first_rows(engine, frame, missing)))
    return [finding(table, cells) for cells in found]


def check_missing(engine: Engine, table: PayTable, frame: Any) -> list[Finding]:
    """Return findings on rows without pay, time, a worker, or a word on overtime that has columns of its own."""
    import narwhals as nw

    time = [
        nw.col(name).is_null()
        for name, column in (("hours_paid", "hours_paid"), ("elapsed_ms", "started_at"))
        if column in table.columns
    ]
    # A column and no literal: an engine sums no constants.
    no_time = ~nw.col("row").is_null()
    for test in time:
        no_time = no_time & test
    if "hours_basis" in table.columns:
        no_time = no_time & (nw.col("hours_basis") != "contract").fill_null(value=True)
    # A task that was not approved owes no pay; its pay cell may be empty.
    owed = (
        ~nw.col("status").is_in(("rejected", "returned", "timed_out")).fill_null(value=False)
        if "status" in table.columns
        else nw.lit(True)
    )
    # A cell that cannot be read is not empty, and was counted as what it is.
    no_pay = nw.col("pay").is_null() & owed & ~_unread(nw, table, "pay")
    for name in ("hours_paid", "started_at", "submitted_at"):
        no_time = no_time & ~_unread(nw, table, name)
    tests = {"no worker_id": nw.col("worker").is_null(), "no pay": no_pay, "no time": no_time}
    overtime = [name for name in ("hours_overtime", "overtime_pay") if name in table.columns]
    if len(overtime) == 2:
        tests["no overtime_pay or hours_overtime"] = nw.col(overtime[0]).is_null() | nw.col(overtime[1]).is_null()
    elif overtime:
        tests[f"no overtime: the file has {overtime[0]} alone"] = ~nw.col("row").is_null()
    counts = engine.collect(
        frame.select(*(t.cast(nw.Int64).sum().alias(f"c{i}") for i, t in enumerate(tests.values())))
    )
    return [
        finding(table, BadCells(kind, int(counts[f"c{i}"][0]), first_rows(engine, frame, test)))
        for i, (kind, test) in enumerate(tests.items())
        if counts[f"c{i}"][0]
    ]


def unknown_codes(
    table: PayTable, found: Iterable[tuple[str, int, int]], locate: Callable[[list[int]], tuple[int, ...]]
) -> list[Finding]:
    """Return findings on countries and currencies that ISO does not know, each problem once with all its rows.

    ``found``: problem, rows, cell; ``locate`` gives the first rows of some cells.

    More than a few different ones are counted and not named: the column holds something else, perhaps names.
    """
    rows: dict[str, int] = {}
    cells: dict[str, list[int]] = {}
    for problem, count, cell in found:
        rows[problem] = rows.get(problem, 0) + count
        cells.setdefault(problem, []).append(cell)
    if len(rows) > MOST_WORDS:
        kind = f"{len(rows)} different words that are no country or currency of ISO: this is another column"
        rows, cells = {kind: sum(rows.values())}, {kind: [cell for found in cells.values() for cell in found]}
    return [finding(table, BadCells(problem, count, locate(cells[problem]))) for problem, count in rows.items()]


def first_rows(engine: Engine, frame: Any, test: Any = None) -> tuple[int, ...]:
    """Return the numbers of the first ten rows that pass a test, or of all rows."""
    passing = frame if test is None else frame.filter(test)
    rows = engine.collect(passing.select("row").sort("row").head(FIRST))["row"]
    return tuple(int(row) for row in rows)


def finding(table: PayTable, cells: BadCells, consequence: str = "their workers are undecided") -> Finding:
    """Return the finding on one kind of bad cell: how many, where the first ones are."""
    code = "row_" + "_".join(cells.kind.split(" (")[0].replace("'", "").split())
    more = ", ..." if cells.count > len(cells.rows) else ""
    at = f" ({_spots(table, cells.kind, cells.rows)}{more})" if cells.rows else ""
    noun = "row" if cells.count == 1 else "rows"
    message = f"{cells.kind}: {cells.count} {noun}{at}; {consequence}"
    spot = _spots(table, cells.kind, cells.rows[:1]) if cells.rows else ""
    return Finding(code, "warning", message, Place(table.label, path=spot), _todo(cells.kind))


def _spots(table: PayTable, kind: str, rows: tuple[int, ...]) -> str:
    if not kind.startswith("line"):
        return table.spots(rows)
    # A line that is no row has no number as a row: it is counted as lines are, the header being the first.
    return f"line{'s' if len(rows) != 1 else ''} {', '.join(map(str, rows))}"


def _todo(kind: str) -> str:
    """Return what can be done about rows that break a check of some kind."""
    if kind.startswith("unreadable "):
        return _READABLE.get(COLUMNS[kind.removeprefix("unreadable ")], "")
    return next((todo for start, todo in _ADVICE.items() if kind.startswith(start)), "correct the rows at their source")


def _unread(nw: Any, table: PayTable, name: str) -> Any:
    """Return the test that a cell of a column holds what cannot be read."""
    if name not in table.columns:
        return nw.lit(False)
    return (nw.col("bad") // bit_of(name)) % 2 == 1


def _said(name: str) -> str:
    return {"elapsed_ms": "time between the stamps"}.get(name, name)


def _missing_dates(nw: Any, table: PayTable) -> Any:
    if table.mapping.grain == "payroll":
        return (nw.col("last_day").is_null() | nw.col("first_day").is_null()) & (nw.col("bad") == 0)
    return nw.col("last_day").is_null() & (nw.col("bad") == 0)
