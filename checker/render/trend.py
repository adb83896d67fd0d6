"""Subjects over time, as text, Markdown or JSON (`fairlabel/trend/1`): a row a report, breaks in between said."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from checker import __version__
from checker.model.portfolio import NotAssessed
from checker.model.trend import Line, Point
from checker.render import numbers
from checker.render.clean import clean, escape_markdown
from checker.render.plain import number, plain
from checker.render.words import VERDICT

SCHEMA = "fairlabel/trend/1"
COLUMNS = ("As of", "Verdict", "Shown", "Claimed", "Possible", "Coverage", "Gaps", "Open", "Below the living wage")


def render_trend(lines: Sequence[Line], fmt: str, not_assessed: Sequence[NotAssessed] = ()) -> bytes:
    """Return the lines as ``text``, ``markdown`` or ``json`` in UTF-8; ``not_assessed`` have no point in any."""
    return _FORMATS[fmt](lines, not_assessed).encode("utf-8", "replace")


def as_json(lines: Sequence[Line], not_assessed: Sequence[NotAssessed] = ()) -> str:
    """Return the lines for programs, keys sorted."""
    view = {
        "schema": SCHEMA,
        "tool": {"name": "fairlabel", "version": __version__},
        "lines": [
            {
                "subject": line.subject,
                "name": line.name,
                "standard": line.standard,
                "points": [_point_view(point) for point in line.points],
            }
            for line in lines
        ],
        "not_assessed": [{"folder": n.folder, "file": n.file, "problems": list(n.problems)} for n in not_assessed],
    }
    return json.dumps(view, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def as_text(lines: Sequence[Line], not_assessed: Sequence[NotAssessed] = ()) -> str:
    """Return a table for each subject and standard."""
    blocks = []
    for line in lines:
        table = [COLUMNS, *(row(point) for point in line.points)]
        widths = [max(len(r[n]) for r in table) for n in range(len(COLUMNS))]
        head = clean(f"{line.name or line.subject} ({line.subject}) under {line.title}")
        block = [head, "-" * min(len(head), 110)]
        for number_, cells in enumerate(table):
            if number_:
                block += [f"    not comparable with the row above: {clean(why)}" for why in _why(line, number_ - 1)]
            padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
            block.append("  ".join(padded).rstrip())
        blocks.append("\n".join(block))
    blocks += [clean(line) for line in _gaps(not_assessed)]
    return "\n\n".join(blocks) + "\n"


def as_markdown(lines: Sequence[Line], not_assessed: Sequence[NotAssessed] = ()) -> str:
    """Return a table for each subject and standard; breaks are listed below it."""
    blocks = ["# Over time"]
    for line in lines:
        blocks.append(f"## {escape_markdown(f'{line.name or line.subject} ({line.subject}) under {line.title}')}")
        rows: list[tuple[str, ...]] = [COLUMNS, ("---", "---", "--:", "--:", "--:", "--:", "--:", "--:", "---")]
        rows += [tuple(escape_markdown(cell) for cell in row(point)) for point in line.points]
        blocks.append("\n".join("| " + " | ".join(cells) + " |" for cells in rows))
        breaks = [
            f"- {_day(point)} cannot be compared with the row above: {escape_markdown(why)}"
            for n, point in enumerate(line.points)
            for why in _why(line, n)
        ]
        blocks += ["\n".join(breaks)] if breaks else []
    blocks += [escape_markdown(line) for line in _gaps(not_assessed)]
    return "\n\n".join(blocks) + "\n"


def _gaps(not_assessed: Sequence[NotAssessed]) -> list[str]:
    return [f"{n.folder} could not be assessed in {n.file}: it has no point there." for n in not_assessed]


def row(point: Point) -> tuple[str, ...]:
    """Return one report's figures as cells of `COLUMNS`."""
    score = point.score
    scored = ("none",) * 3 if score.model == "none" else tuple(_score(point))
    coverage = "none" if point.coverage is None else numbers.percent(point.coverage)
    below = "no pay data" if point.below is None else numbers.metric({**point.below.model_dump(), "value": None})
    return (_day(point), VERDICT[point.verdict], *scored, coverage, str(point.failed), str(point.open), below)


def _score(point: Point) -> Iterator[str]:
    score = point.score
    for value in (score.shown, score.claimed, score.possible):
        yield numbers.score(value, score.max)


def _why(line: Line, number_: int) -> tuple[str, ...]:
    return line.points[number_].broken


def _day(point: Point) -> str:
    return str(point.as_of) if point.as_of else "not known"


def _point_view(point: Point) -> dict[str, Any]:
    score, below = point.score, point.below
    return {
        "as_of": plain(point.as_of),
        "file": point.file,
        "edition": point.edition,
        "profile": point.profile,
        "verdict": point.verdict,
        "score": {
            "model": score.model, "shown": number(score.shown), "claimed": number(score.claimed),
            "possible": number(score.possible), "max": number(score.max),
        },
        "coverage": number(point.coverage),
        "failed": point.failed,
        "open": point.open,
        "share_below_living_wage": None
        if below is None
        else {"low": number(below.low), "high": number(below.high), "basis": below.basis, "method": below.method},
        "not_comparable_with_former": list(point.broken),
    }  # fmt: skip


_FORMATS: Mapping[str, Callable[[Sequence[Line], Sequence[NotAssessed]], str]] = {
    "text": as_text,
    "markdown": as_markdown,
    "json": as_json,
}
