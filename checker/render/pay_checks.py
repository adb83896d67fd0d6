"""What the load checks of pay files found, as text or as JSON. Shows rows by place and never by what they hold."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator

from checker.model.wages import PayChecks
from checker.render.words import count

WIDTH = 110


def as_json(found: PayChecks) -> bytes:
    """Return the findings as JSON (UTF-8), keys sorted."""
    content = {
        "files": list(found.files),
        "rows": found.rows,
        "workers": found.workers,
        "grain": found.grain,
        "period": {"from": _day(found.period.start), "to": _day(found.period.end)},
        "set_aside": {kind: rows for kind, rows in sorted(found.set_aside.items()) if rows},
        "notes": list(found.notes),
        "findings": [
            {
                "code": finding.code, "severity": finding.severity, "message": finding.message, "todo": finding.todo,
                "file": finding.place.file if finding.place else None,
                "first": (finding.place.path or None) if finding.place else None,
            }
            for finding in found.findings
        ],
    }  # fmt: skip
    return (json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode("utf-8")


def as_text(found: PayChecks) -> bytes:
    """Return the findings as lines of text."""
    return ("\n".join(_lines(found)) + "\n").encode("utf-8")


def _lines(found: PayChecks) -> Iterator[str]:
    workers = "fewer than 5 workers" if found.workers is None else count(found.workers, "worker")
    first, last = (_day(day) or "?" for day in (found.period.start, found.period.end))
    yield f"{count(found.rows, 'row')} of {workers}, {first} to {last}"
    for note in found.notes:
        yield from _wrapped(note, "note: ")
    for finding in found.findings:
        file = f"{finding.place.file}: " if finding.place and len(found.files) > 1 else ""
        yield from _wrapped(file + finding.message, f"{finding.severity}: ")
        if finding.todo:
            yield from _wrapped(finding.todo, "  to do: ")
    if not any(finding.severity == "warning" for finding in found.findings):
        yield "Every row can be read, and none is impossible."


def _day(day: object) -> str | None:
    return None if day is None else str(day)


def _wrapped(text: str, lead: str) -> list[str]:
    return textwrap.wrap(lead + text, WIDTH, initial_indent="  ", subsequent_indent="    ", break_long_words=False)
