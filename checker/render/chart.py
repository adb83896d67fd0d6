"""Where the bars of the pay distribution stand: geometry only; colours and words belong to the template."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

WIDTH, HEIGHT = 680, 250
LEFT, RIGHT, TOP, BOTTOM = 44, 16, 40, 46
HIDDEN_HEIGHT = 14.0
"""A hidden bar has one height, whatever it hides."""


class Bar(NamedTuple):
    """One bar: its box, the pay it stands for, how many workers; ``kind`` is below, at, above or hidden."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    low: float
    high: float | None
    workers: int | None


class Mark(NamedTuple):
    """A line or tick at a value."""

    at: float
    label: str


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
    living_wage: float
    minimum_wage: float | None
    """x of the legal minimum; None where there is none or it lies outside."""


def chart(picture: Mapping[str, Any]) -> Chart | None:
    """Return the geometry of one place's distribution; None where it has no bars."""
    bands = picture["bands"]
    if not bands:
        return None
    edges = _edges(bands)
    first, last = min(edges[0][0], 1.0), max(edges[-1][1], 1.0)
    base = HEIGHT - BOTTOM
    tallest = max([band["workers"] or 0 for band in bands] + [1])
    step = _grid_step(tallest)
    top_value = -(-tallest // step) * step

    def x(value: float) -> float:
        return round(LEFT + (value - first) / (last - first) * (WIDTH - LEFT - RIGHT), 1)

    def y(workers: float) -> float:
        return round(base - workers / top_value * (base - TOP), 1)

    def bar(low: float, high: float, band: Mapping[str, Any]) -> Bar:
        workers = band["workers"]
        height = HIDDEN_HEIGHT if workers is None else round(base - y(workers), 1)
        width = round(x(high) - x(low) - 2, 1)
        return Bar(x(low), base - height, width, height, _kind(low, high, band), low, band["high"], workers)

    bars = tuple(bar(*ends, band) for ends, band in zip(edges, bands, strict=True))
    marks = sorted({low for low, _ in edges} | {edges[-1][1]})
    skip = -(-len(marks) // 10)
    return Chart(
        WIDTH, HEIGHT, LEFT, WIDTH - RIGHT, TOP, base, bars,
        tuple(Mark(x(value), f"{value:.4g}") for value in marks[::skip]),
        tuple(Mark(y(n), str(n)) for n in range(0, top_value + 1, step)),
        x(1.0), _minimum(picture, first, last, x),
    )  # fmt: skip


def _edges(bands: list[Mapping[str, Any]]) -> list[tuple[float, float]]:
    """Return both ends of each band; an open band is as wide as the one before it."""
    edges: list[tuple[float, float]] = []
    for band in bands:
        low, high = band["low"], band["high"]
        width = edges[-1][1] - edges[-1][0] if edges else 0.1
        low = low if low is not None else 0.0
        edges.append((low, high if high is not None else low + width))
    return edges


def _kind(low: float, high: float, band: Mapping[str, Any]) -> str:
    if band["workers"] is None:
        return "hidden"
    return "below" if high <= 1 + 1e-9 else "above" if low >= 1 - 1e-9 else "at"


def _grid_step(tallest: int) -> int:
    """Return a round step that makes at most five lines."""
    for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000):
        if tallest <= 5 * step:
            return step
    return int(10 ** len(str(tallest)) // 5)


def _minimum(picture: Mapping[str, Any], first: float, last: float, x: Any) -> float | None:
    living, minimum = picture["living_wage"], picture["minimum_wage"]
    if not living or not minimum or not first <= minimum / living <= last:
        return None
    place: float = x(minimum / living)
    return place
