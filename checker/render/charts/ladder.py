"""Where the steps of a wage ladder stand: a row a job category, the parts of hourly pay side by side, and the lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from checker.render.charts.scales import WIDTH, Mark, Scale, amount, fitted, placed, scale_over, text_width
from checker.render.words import sentence_case

LEFT, RIGHT, TOP, ROW, BAR, BOTTOM = 8, 104, 48, 56, 18, 46
"""Right of the bars is room for the figure that they come to."""
MOST = 12
"""Categories that are drawn, those of the lowest base pay; a table holds all."""
HIDDEN_WIDTH = 60.0
"""A hidden step has one width, whatever it hides."""
PARTS = ("base", "guaranteed_bonus", "in_kind")
NAMES = {"base": "base pay", "guaranteed_bonus": "guaranteed bonus", "in_kind": "in kind", "hidden": "hidden"}


class Part(NamedTuple):
    """One part of a bar: its box and kind (``base``, ``guaranteed_bonus``, ``in_kind``, ``hidden``)."""

    x: float
    width: float
    kind: str


class Step(NamedTuple):
    """One row: its words stand at ``y``, its bar begins at ``bar``."""

    name: str
    workers: str
    y: float
    bar: float
    parts: tuple[Part, ...]
    total: Mark | None
    """The figure that the bar comes to, at its end."""
    lowest: Mark | None
    below: bool
    """Whether the base of the lowest paid is under the living wage for certain."""


class Key(NamedTuple):
    """A sample of a kind of part with its name."""

    at: float
    kind: str
    label: str


class Band(NamedTuple):
    """A line, or from ``x`` on a band of ``width`` where several figures hold."""

    x: float
    width: float
    label: Mark


class LadderChart(NamedTuple):
    """The picture of one place and currency."""

    width: int
    height: float
    top: int
    base: float
    zero: float
    bar_height: int
    steps: tuple[Step, ...]
    ticks: tuple[Mark, ...]
    living_wage: Band | None
    minimum_wage: Band | None
    key: tuple[Key, ...]
    """The kinds of parts that are drawn."""
    left_out: int
    """Categories that only the table holds."""


def ladder_chart(ladder: Mapping[str, Any], k: int) -> LadderChart | None:
    """Return the geometry of a ladder of the view; None where it has no step. ``k``: the fewest workers shown."""
    steps = ladder["steps"][:MOST]
    if not steps:
        return None
    scale = scale_over(_values(ladder, steps), LEFT, WIDTH - RIGHT, most=4)
    drawn = tuple(_step(ladder, step, TOP + i * ROW, scale, k) for i, step in enumerate(steps))
    kinds = {part.kind for step in drawn for part in step.parts}
    living, minimum = (ladder[kind] for kind in ("living_wage", "minimum_wage"))
    base = TOP + len(steps) * ROW
    return LadderChart(
        WIDTH, base + BOTTOM, TOP, base, scale.at(0.0), BAR, drawn, _ticks(scale),
        _band(living, "living wage", scale), _band(minimum, "legal minimum", scale, living["low"] if living else None),
        _key([kind for kind in NAMES if kind in kinds]), len(ladder["steps"]) - len(steps),
    )  # fmt: skip


def _values(ladder: Mapping[str, Any], steps: list[Mapping[str, Any]]) -> Iterator[float]:
    for kind in ("living_wage", "minimum_wage"):
        if ladder[kind]:
            yield from (end for end in ladder[kind].values() if end is not None)
    for step in steps:
        sizes = [_size(step, part) for part in PARTS]
        yield sum(size for size in sizes if size > 0)
        yield sum(size for size in sizes if size < 0)
        yield _size(step, "lowest")


def _size(step: Mapping[str, Any], part: str) -> float:
    """Return the most that a part can be; 0 where it is hidden or unknown."""
    return float(step[part]["high"] or 0.0)


def _step(ladder: Mapping[str, Any], step: Mapping[str, Any], y: float, scale: Scale, k: int) -> Step:
    bar = y + 20
    heads = "" if step["workers"] is None else f"{step['workers']:,} workers"
    name = fitted(sentence_case(step["category"]), WIDTH - LEFT - 12 - text_width(heads))
    if step["base"]["high"] is None:
        words = Mark(LEFT + HIDDEN_WIDTH + 6, "hidden" if step["base"]["suppressed"] else "unknown", "start")
        return Step(name, heads, y, bar, (Part(LEFT, HIDDEN_WIDTH, "hidden"),), words, None, False)
    parts = _parts(step, scale)
    end = max([scale.at(0.0), *(part.x + part.width for part in parts)])
    return Step(name, heads, y, bar, parts, _total(step, end), _lowest(step, scale, k), _is_below(ladder, step))


def _parts(step: Mapping[str, Any], scale: Scale) -> tuple[Part, ...]:
    """Return the boxes: what adds to pay to the right of zero, what takes away to the left."""
    right = left = 0.0
    parts = []
    for kind in PARTS:
        size = _size(step, kind)
        if size > 0:
            parts.append(Part(scale.at(right), round(scale.at(right + size) - scale.at(right), 1), kind))
            right += size
        elif size < 0:
            parts.append(Part(scale.at(left + size), round(scale.at(left) - scale.at(left + size), 1), kind))
            left += size
    return tuple(parts)


def _total(step: Mapping[str, Any], end: float) -> Mark:
    """Return the figure of all parts, or that of the base, and says so, where not all are known."""
    known = step["total"]["high"] is not None
    whole = step["total"] if known else step["base"]
    words = ("" if known else "base ") + ("" if whole["low"] == whole["high"] else "≤ ") + amount(whole["high"])
    return Mark(round(min(end + 6, WIDTH - text_width(words)), 1), words, "start")


def _lowest(step: Mapping[str, Any], scale: Scale, k: int) -> Mark | None:
    shown = step["lowest"]
    if shown["high"] is None:
        return None
    at_most = "" if shown["low"] == shown["high"] else "≤ "
    words = f"lowest {k}: {at_most}{amount(shown['high'])}"
    at = scale.at(shown["high"])
    return Mark(at, words, "end") if at > text_width(words) else placed(at, words)


def _is_below(ladder: Mapping[str, Any], step: Mapping[str, Any]) -> bool:
    line, high = ladder["living_wage"], step["lowest"]["high"]
    return bool(line and high is not None and high < line["low"])


def _band(line: Mapping[str, Any] | None, words: str, scale: Scale, beside: float | None = None) -> Band | None:
    if line is None:
        return None
    low, high = line["low"], line["high"]
    x = scale.at(low)
    if high is None:
        figure = f"{amount(low)} at the least"
    else:
        figure = amount(low) if low == high else f"{amount(low)} to {amount(high)}"
    width = round(scale.at(high) - x, 1) if high is not None else 0.0
    return Band(x, width, placed(x, f"{words} {figure}", None if beside is None else scale.at(beside)))


def _key(kinds: list[str]) -> tuple[Key, ...]:
    at, samples = float(LEFT), []
    for kind in kinds:
        samples.append(Key(round(at, 1), kind, NAMES[kind]))
        at += 20 + text_width(NAMES[kind]) + 14
    return tuple(samples)


def _ticks(scale: Scale) -> tuple[Mark, ...]:
    marks = scale.ticks(4)
    return tuple(mark._replace(anchor="start") if i == 0 and mark.at < 20 else mark for i, mark in enumerate(marks))
