"""What is a gap or open over all subjects as a table: one row each, for a spreadsheet.

UTF-8 with a byte order mark and CRLF, as Excel wants them. A text that a spreadsheet would compute
(it starts with ``= + - @``) has an apostrophe before it, which is how a spreadsheet marks text.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from checker.model.assessment import Report
from checker.render.clean import clean
from checker.render.findings import Item, baseline, is_outstanding, items, order, path, status_word, waiver

if TYPE_CHECKING:
    from checker.render import Options

COLUMNS = (
    "subject", "standard", "edition", "requirement", "title", "severity", "status", "reason", "evidence_required",
    "evidence_found", "remedy", "owner", "due_days", "file", "line", "waiver_until", "baseline",
)  # fmt: skip
_FORMULA = re.compile("^(?=[=+\\-@\uff1d\uff0b\uff0d\uff20|])|(?<=[;\t])(?=\\s*[=+\\-@\uff1d\uff0b\uff0d\uff20])")
"""Before what is computed: at the start, and after the mark at which another country's Excel starts a new cell."""


def render(report: Report, options: Options) -> Iterator[bytes]:
    """Yield the header, then the rows of each subject, worst first; what is waived stands there with its end."""
    yield "\ufeff".encode() + _line(COLUMNS)
    rows: list[Item] = []
    for item in items(report, options):
        if rows and item.folder != rows[0].folder:
            yield _table(rows, options)
            rows = []
        if is_outstanding(item):
            rows.append(item)
    yield _table(rows, options)


def cell(value: object) -> str:
    """Return a value as a cell that no spreadsheet computes.

    >>> cell('=HYPERLINK("http://e")'), cell(90), cell("a;=1"), cell(None)
    ('\\'=HYPERLINK("http://e")', '90', "a;'=1", '')
    """
    if value is None:
        return ""
    return _FORMULA.sub("'", clean(value)) if isinstance(value, str) else str(value)


def _table(rows: list[Item], options: Options) -> bytes:
    return b"".join(_line(_row(item, options)) for item in sorted(rows, key=order))


def _row(item: Item, options: Options) -> tuple[object, ...]:
    result = item.result or {}
    evidence, remedy = result.get("evidence") or {}, result.get("remedy") or {}
    given, todo = waiver(item), item.todo if item.standing == "open" else remedy.get("text") or item.todo
    return (
        item.subject or item.folder, item.standard, item.edition, item.requirement, item.title, item.severity,
        status_word(item), item.reason, evidence.get("required"), evidence.get("found"), todo,
        remedy.get("owner"), remedy.get("due_days"), path(item, options.base), item.place.line,
        given["until"] if given else None, baseline(item),
    )  # fmt: skip


def _line(values: tuple[object, ...]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow([cell(value) for value in values])
    return out.getvalue().encode("utf-8", "replace")
