"""Scales of pictures: from values to places in user units, with round ticks and short labels."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

WIDTH = 472
"""User units; narrow, so that its words can be read on a phone."""
LETTER = 8.2
"""Width of a letter at the size that all pictures write in, rather more than it takes."""
_NAMES = ((1e12, "T"), (1e9, "bn"), (1e6, "m"))


class Mark(NamedTuple):
    """A line or tick at a value."""

    at: float
    label: str
    anchor: str = "middle"
    """On which side of a line its words stand: start is to the right of it, end to the left."""


class Scale(NamedTuple):
    """Straight scale: ``low`` stands at ``start``, ``high`` at ``stop``."""

    low: float
    high: float
    start: float
    stop: float

    def at(self, value: float) -> float:
        """Return the place of a value, to a tenth of a unit.

        >>> Scale(0, 10, 100, 300).at(2.5)
        150.0
        """
        return round(self.start + (value - self.low) / (self.high - self.low) * (self.stop - self.start), 1)

    def ticks(self, most: int = 5) -> tuple[Mark, ...]:
        """Return marks at round values inside the scale."""
        step = round_step(self.high - self.low, most)
        first = math.ceil(self.low / step - 1e-9)
        values = [(first + i) * step for i in range(most + 2) if (first + i) * step <= self.high + step * 1e-9]
        return tuple(Mark(self.at(value), short(value)) for value in values)


def scale_over(values: Iterable[float], start: float, stop: float, *, zero: bool = True, most: int = 5) -> Scale:
    """Return a scale with round ends around ``values``; ``zero`` puts zero on it; no value: from 0 to 1."""
    found = [value for value in values if math.isfinite(value)] + ([0.0] if zero else [])
    low, high = min(found, default=0.0), max(found, default=1.0)
    if high <= low:
        low, high = (low, low + 1.0) if zero else (low - abs(low or 1) * 0.1, low + abs(low or 1) * 0.1)
    step = round_step(high - low, most)
    return Scale(math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step, start, stop)


def round_step(span: float, most: int) -> float:
    """Return the smallest of 1, 2, 5 x 10^n that cuts ``span`` into ``most`` parts or fewer.

    >>> round_step(100, 5), round_step(0.7, 5), round_step(13, 4)
    (20.0, 0.2, 5.0)
    """
    power = 10.0 ** math.floor(math.log10(span / most))
    return next(factor * power for factor in (1.0, 2.0, 5.0, 10.0, 20.0) if span <= most * factor * power * (1 + 1e-9))


def short(value: float) -> str:
    """Return a number in few signs, three digits or four.

    >>> short(12.0), short(1250.5), short(0.3333), short(-2.5), short(2_400_000), short(1e15), short(0)
    ('12', '1,250', '0.333', '-2.5', '2.4m', '1,000T', '0')
    >>> short(3e20)
    '3e+20'
    """
    size = abs(value)
    if size >= 1e16:
        return f"{value:.3g}"
    for limit, name in _NAMES:
        if size >= limit:
            return f"{value / limit:,.4g}{name}" if size / limit < 1000 else f"{value / limit:,.0f}{name}"
    if size >= 1000:
        return f"{value:,.0f}"
    return f"{round(value, 10):.4g}" if size >= 100 else f"{round(value, 10):.3g}"


def amount(value: float) -> str:
    """Return money in few signs, with cents where it is little: a wage of 13.45 is no wage of 13.4.

    >>> amount(13.45), amount(12.0), amount(0.5), amount(162.22), amount(-3.2), amount(1250.5)
    ('13.45', '12', '0.50', '162.2', '-3.20', '1,250')
    """
    return f"{value:.2f}".removesuffix(".00") if abs(value) < 100 else short(value)


def text_width(text: str) -> float:
    """Return about how wide words are, in user units; signs of East Asian scripts are twice as wide.

    >>> text_width("abc") < text_width("字字字")
    True
    """
    return LETTER * sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )


def placed(at: float, words: str, beside: float | None = None) -> Mark:
    """Return words over a place; to one side where they would leave the picture or cross the line at ``beside``."""
    width = text_width(words)
    left, right = at - width / 2, at + width / 2
    crossed = beside is not None and left - LETTER < beside < right + LETTER
    if left < 0 or (crossed and beside is not None and beside <= at and at + width < WIDTH):
        return Mark(at, words, "start")
    if right > WIDTH or (crossed and at > width):
        return Mark(at, words, "end")
    return Mark(at, words)


def fitted(text: str, width: float) -> str:
    """Return words cut with an ellipsis to about ``width``.

    >>> fitted("annotator", 100), fitted("annotator", 40)
    ('annotator', 'ann…')
    """
    if text_width(text) <= width:
        return text
    kept = ""
    for sign in text:
        if text_width(kept + sign) + LETTER > width:
            break
        kept += sign
    return kept.rstrip() + "…"
