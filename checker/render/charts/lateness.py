"""Where the bars of delay stand: a row a length of delay, payments to the right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from checker.render.charts.scales import WIDTH, Mark, Scale, short, text_width

LEFT, RIGHT, TOP, ROW, BAR, BOTTOM = 172, 76, 10, 30, 20, 10
HIDDEN_WIDTH = 60.0
"""A hidden bar has one width, whatever it hides."""


class LateBar(NamedTuple):
    """One row: words at its left, a box, and its number."""

    y: float
    width: float
    kind: str
    """in_time, late, unpaid or hidden."""
    name: str
    number: Mark


class LatenessChart(NamedTuple):
    """The picture of how late pay came."""

    width: int
    height: float
    left: int
    bar_height: int
    bars: tuple[LateBar, ...]


def lateness_chart(lateness: Mapping[str, Any]) -> LatenessChart | None:
    """Return the geometry of the view's lateness; None where there is no bar."""
    bars = lateness["bars"]
    if not bars:
        return None
    most = max([bar["payments"] or 0 for bar in bars] + [1])
    scale = Scale(0, most, LEFT, WIDTH - RIGHT)
    return LatenessChart(
        WIDTH, TOP + len(bars) * ROW + BOTTOM, LEFT, BAR,
        tuple(_bar(bar, TOP + i * ROW, scale.at(bar["payments"] or 0) - LEFT) for i, bar in enumerate(bars)),
    )  # fmt: skip


def _bar(bar: Mapping[str, Any], y: float, width: float) -> LateBar:
    if bar["payments"] is None:
        number = Mark(LEFT + HIDDEN_WIDTH + 6, "hidden", "start")
        return LateBar(y, HIDDEN_WIDTH, "hidden", delay(bar), number)
    words = f"{bar['payments']:,}" if bar["payments"] < 10**6 else short(bar["payments"])
    end = min(LEFT + width + 6, WIDTH - text_width(words))
    return LateBar(y, round(width, 1), bar["kind"], delay(bar), Mark(round(end, 1), words, "start"))


def delay(bar: Mapping[str, Any]) -> str:
    """Return a length of delay in words.

    >>> delay({"kind": "late", "first": 1, "last": 7, "with_unpaid": False})
    '1 to 7 days late'
    >>> delay({"kind": "late", "first": 31, "last": None, "with_unpaid": True})
    'over 30 days, or never'
    """
    if bar["kind"] != "late":
        return "in time" if bar["kind"] == "in_time" else "due, never paid"
    if bar["last"] is not None:
        return f"{bar['first']} to {bar['last']} days late"
    if bar["first"] == 1:
        return "late, or never paid" if bar["with_unpaid"] else "1 day or more late"
    words = f"over {bar['first'] - 1} days"
    return f"{words}, or never" if bar["with_unpaid"] else f"{words} late"
