"""Where the weeks of a pay-change audit stand: a dot a week, a line through weeks in a row, the change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from checker.render.charts.scales import WIDTH, Mark, Scale, placed, scale_over, short, text_width

LEFT, RIGHT, TOP, HEIGHT, BOTTOM = 48, 16, 56, 270, 44
_CLOSE = 8
"""Room between the words of two weeks."""


class Dot(NamedTuple):
    """One week that may be shown."""

    x: float
    y: float
    side: str
    value: float
    week: str


class Figure(NamedTuple):
    """Words beside a dot."""

    at: float
    y: float
    label: str
    anchor: str


class WeeksChart(NamedTuple):
    """The picture of a change of pay."""

    width: int
    height: int
    left: int
    right: float
    top: int
    base: float
    measure: str
    """``level`` (pay over each worker's own mean) or ``match_rate`` (share of rows that fit the formula)."""
    dots: tuple[Dot, ...]
    paths: tuple[str, ...]
    """Points of lines, as SVG writes them."""
    hidden: tuple[float, ...]
    """Places of weeks that may not be shown."""
    gap: float
    """Width of a week."""
    ticks: tuple[Mark, ...]
    grid: tuple[Mark, ...]
    own_mean: float | None
    """Where each worker's mean of all weeks stands; None for a match rate."""
    change: Mark | None
    announced: Mark | None
    ends: tuple[Figure, ...]
    """Figures of the first and the last dot."""
    radius: float


def weeks_chart(change: Mapping[str, Any]) -> WeeksChart | None:
    """Return the geometry of the weeks of `fairlabel/pay-change/1`; None where there is no week."""
    weeks = change["weeks"]
    if not weeks:
        return None
    measure = "match_rate" if change["formula"] else "level"
    numbers = [_monday(week["week"]).toordinal() // 7 for week in weeks]
    across = _across(numbers)
    changed = _change(across, numbers, weeks)
    shown = [(n, w) for n, w in zip(numbers, weeks, strict=True) if _value(w, measure) is not None]
    up = _up([_value(w, measure) or 0.0 for _, w in shown], measure)
    dots = tuple(
        Dot(across.at(n), up.at(_value(w, measure) or 0.0), w["side"], _value(w, measure) or 0.0, w["week"])
        for n, w in shown
    )
    return WeeksChart(
        WIDTH, HEIGHT, LEFT, WIDTH - RIGHT, TOP, HEIGHT - BOTTOM, measure, dots, _paths(dots, [n for n, _ in shown]),
        tuple(across.at(n) for n, w in zip(numbers, weeks, strict=True) if _value(w, measure) is None),
        round(across.at(numbers[0] + 1) - across.at(numbers[0]), 1), _ticks(across, numbers, weeks),
        _grid(up, measure), up.at(1.0) if measure == "level" else None,
        changed, _announced(across, numbers, change["announced"], changed), _ends(dots, measure),
        max(1.5, min(4.0, round((across.at(numbers[0] + 1) - across.at(numbers[0])) / 3, 1))),
    )  # fmt: skip


def _monday(week: str) -> date:
    """Return the first day of an ISO week.

    >>> _monday("2026-W02")
    datetime.date(2026, 1, 5)
    """
    return date.fromisocalendar(int(week[:-4]), int(week[-2:]), 1)


def _across(numbers: list[int]) -> Scale:
    # Half a week of room on either side.
    return Scale(min(numbers) - 0.5, max(numbers) + 0.5, LEFT, WIDTH - RIGHT)


def _value(week: Mapping[str, Any], measure: str) -> float | None:
    shown = week[measure]
    return None if shown is None or shown["value"] is None else float(shown["value"])


def _up(values: list[float], measure: str) -> Scale:
    """Return the scale of pay: shares from nothing to all, levels around the own mean, a tenth at least."""
    if measure == "match_rate":
        return Scale(0.0, 1.0, HEIGHT - BOTTOM, TOP)
    return scale_over([*values, 0.95, 1.05], HEIGHT - BOTTOM, TOP, zero=False, most=4)


def _paths(dots: tuple[Dot, ...], numbers: list[int]) -> tuple[str, ...]:
    """Return lines through weeks in a row: none crosses the change, a hidden week, or one in which nobody was paid."""
    runs: list[list[Dot]] = []
    for i, dot in enumerate(dots):
        if i and numbers[i] == numbers[i - 1] + 1 and dot.side == dots[i - 1].side:
            runs[-1].append(dot)
        else:
            runs.append([dot])
    return tuple(" ".join(f"{dot.x},{dot.y}" for dot in run) for run in runs if len(run) > 1)


def _ticks(across: Scale, numbers: list[int], weeks: list[Mapping[str, Any]]) -> tuple[Mark, ...]:
    """Return the names of weeks, as many as have room, the first and then at one distance."""
    room = text_width(weeks[0]["week"]) + _CLOSE
    gap = across.at(numbers[0] + 1) - across.at(numbers[0])
    every = max(1, -(-int(room) // max(1, int(gap))))
    marks = []
    for number, week in zip(numbers, weeks, strict=True):
        if (number - numbers[0]) % every == 0:
            at = across.at(number)
            half = text_width(week["week"]) / 2
            if at + half <= WIDTH:
                marks.append(Mark(at, week["week"]))
    return tuple(marks)


def _grid(up: Scale, measure: str) -> tuple[Mark, ...]:
    marks = up.ticks(5 if measure == "match_rate" else 4)
    if measure == "level":
        return marks
    return tuple(Mark(mark.at, f"{float(mark.label) * 100:.0f} %") for mark in marks)


def _change(across: Scale, numbers: list[int], weeks: list[Mapping[str, Any]]) -> Mark | None:
    """Return the border between the last week before and the next; none where nothing changed."""
    sides = [week["side"] for week in weeks]
    later = [n for n, side in zip(numbers, sides, strict=True) if side in ("after", "between")]
    if "before" not in sides or not later:
        return None
    first = min(later)
    name = weeks[numbers.index(first)]["week"]
    return placed(across.at(first - 0.5), f"new rule from {name}")


def _announced(across: Scale, numbers: list[int], day: str | None, changed: Mark | None) -> Mark | None:
    if day is None:
        return None
    # Monday is day 1 of the calendar's numbers, and a week's dot stands in its middle.
    at = (date.fromisoformat(day).toordinal() - 1) / 7 - 0.5
    if not numbers[0] - 0.5 <= at <= numbers[-1] + 0.5:
        return None
    return placed(across.at(at), "announced", changed.at if changed else None)


def _ends(dots: tuple[Dot, ...], measure: str) -> tuple[Figure, ...]:
    """Return the figures of the first and the last dot, under a dot that stands high."""
    chosen = [dots[0], dots[-1]] if len(dots) > 1 else list(dots)
    return tuple(
        Figure(
            dot.x, round(dot.y + (19 if dot.y < TOP + 20 else -9), 1),
            short(dot.value) if measure == "level" else f"{dot.value:.0%}", "start" if i == 0 else "end",
        )
        for i, dot in enumerate(chosen)
    )  # fmt: skip
