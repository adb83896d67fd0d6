"""Where the bars of the pay distribution stand: workers by pay over the living wage."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

from checker.render.charts.scales import WIDTH, Mark

HEIGHT = 250
LEFT, RIGHT, TOP, BOTTOM = 56, 16, 56, 46
WORDS_WIDTH = 150
"""Room for the words over a line; nearer to an edge they stand to one side of it."""
HIDDEN_HEIGHT = 14.0
"""A hidden bar has one height, whatever it hides."""


class Bar(NamedTuple):
    """One bar: its box, the pay it stands for, how many workers; ``kind`` is below, at, above, open or hidden."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    low: float
    high: float | None
    workers: int | None


class Chart(NamedTuple):
    """The picture of one place."""

    width: int
    height: int
    left: int
    right: float
    top: int
    base: float
    bars: tuple[Bar, ...]
    ticks: tuple[Mark, ...]
    grid: tuple[Mark, ...]
    living_wage: Mark
    minimum_wage: Mark | None
    """None where there is none or it lies outside."""
    even: bool
    """Whether all bars stand for ranges of one width."""


def chart(picture: Mapping[str, Any]) -> Chart | None:
    """Return the geometry of one place's distribution; None where it has no bars.

    Bands differ in width, so each has a slot of one width: heights compare, areas would mislead.
    """
    bands = picture["bands"]
    if not bands:
        return None
    edges = _edges(bands)
    slot = (WIDTH - LEFT - RIGHT) / (len(edges) - 1)
    base = HEIGHT - BOTTOM
    tallest = max([band["workers"] or 0 for band in bands] + [1])
    step = _grid_step(tallest)
    top_value = -(-tallest // step) * step
    xs = [round(LEFT + slot * i, 1) for i in range(len(edges))]
    by_low = {band["low"] or 0.0: band for band in bands}

    def y(workers: float) -> float:
        return round(base - workers / top_value * (base - TOP), 1)

    def bar(i: int, band: Mapping[str, Any]) -> Bar:
        workers = band["workers"]
        height = HIDDEN_HEIGHT if workers is None else round(base - y(workers), 1)
        width = round(xs[i + 1] - xs[i] - 2, 1)
        kind = _kind(edges[i], edges[i + 1], band, picture["exact"])
        return Bar(xs[i], base - height, width, height, kind, edges[i], band["high"], workers)

    bars = tuple(bar(i, by_low[edge]) for i, edge in enumerate(edges[:-1]) if edge in by_low)
    last = "more" if bands[-1]["high"] is None else f"{edges[-1]:.4g}"
    ticks = [*(f"{edge:.4g}" for edge in edges[:-1]), last]
    return Chart(
        WIDTH, HEIGHT, LEFT, WIDTH - RIGHT, TOP, base, bars,
        tuple(Mark(at, label) for at, label in zip(xs, ticks, strict=True)),
        tuple(Mark(y(n), str(n)) for n in range(0, top_value + 1, step)),
        _living(picture, _x(1.0, edges, xs)), _minimum(picture, edges, xs),
        len({round((band["high"] or math.inf) - (band["low"] or 0.0), 6) for band in bands}) == 1,
    )  # fmt: skip


def _edges(bands: list[Mapping[str, Any]]) -> list[float]:
    """Return the edges of all slots in order, with an empty slot where bands leave a gap; they enclose the line."""
    edges: list[float] = []
    for band in bands:
        low = band["low"] or 0.0
        if not edges or edges[-1] != low:
            edges.append(low)
        edges.append(band["high"] if band["high"] is not None else max(low * 1.2, low + 0.1))
    if edges[0] > 1.0:
        edges.insert(0, 1.0)
    if edges[-1] < 1.0:
        edges.append(1.0)
    return edges


def _kind(low: float, high: float, band: Mapping[str, Any], exact: bool) -> str:
    """Return what a bar shows: where pay or the line is open, only that it is below."""
    if band["workers"] is None:
        return "hidden"
    if high <= 1 + 1e-9:
        return "below"
    if not exact:
        return "open"
    return "above" if low >= 1 - 1e-9 else "at"


def _grid_step(tallest: int) -> int:
    """Return a round step that makes at most five lines."""
    for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000):
        if tallest <= 5 * step:
            return step
    return int(10 ** len(str(tallest)) // 5)


def _x(value: float, edges: list[float], xs: list[float]) -> float:
    """Return where ``value`` stands: in its slot, as far along as it is between the slot's edges."""
    for i in range(len(edges) - 1):
        if edges[i] <= value <= edges[i + 1]:
            along = (value - edges[i]) / (edges[i + 1] - edges[i])
            return round(xs[i] + along * (xs[i + 1] - xs[i]), 1)
    return xs[0] if value < edges[0] else xs[-1]


def _living(picture: Mapping[str, Any], at: float) -> Mark:
    side = "start" if at < LEFT + WORDS_WIDTH / 2 else "end" if at > WIDTH - RIGHT - WORDS_WIDTH / 2 else "middle"
    return Mark(at, "living wage" if picture["exact"] else "living wage, at the least", side)


def _minimum(picture: Mapping[str, Any], edges: list[float], xs: list[float]) -> Mark | None:
    living, minimum = picture["living_wage"], picture["minimum_wage"]
    if not living or not minimum or not edges[0] <= minimum / living <= edges[-1]:
        return None
    at = _x(minimum / living, edges, xs)
    return Mark(at, "legal minimum", "start" if at < LEFT + WORDS_WIDTH / 2 else "end")
