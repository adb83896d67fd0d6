"""Pictures on their own: each as SVG or PNG, or all of them on one page with their tables.

SVG needs nothing but the templates in `reports/html/`; PNG needs resvg-py (`pip install "fairlabel[plots]"`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from checker import __version__
from checker.errors import UsageError
from checker.model.pay_change import PayChange
from checker.model.wages import WageEvidence, WageSet
from checker.render.charts.scales import WIDTH, text_width
from checker.render.clean import clean
from checker.render.html import shown, styles
from checker.render.page import environment
from checker.render.pay_change import change_view
from checker.render.pictures import Picture, change_picture, pay_pictures
from checker.render.wages_view import wages_view

if TYPE_CHECKING:
    from jinja2 import Environment

PlotFormat = Literal["svg", "png", "html"]
MARGIN, TITLE, LINE, GAP = 24, 21, 18, 12
"""User units: rim of the sheet, height of a line of the title and of the caption, room between the parts."""
FONTS = (
    "Noto Sans", "DejaVu Sans", "Liberation Sans", "Segoe UI", "Arial", "Helvetica", "Roboto", "Ubuntu", "Cantarell",
    "Open Sans", "FreeSans", "Verdana",
)  # fmt: skip
"""Families that PNGs are written in, the first that there is."""
ZOOM = 2.0
"""Pixels of a PNG a user unit."""


class Line(NamedTuple):
    """Words on one line of the sheet."""

    y: float
    words: str


class Sheet(NamedTuple):
    """The sheet around a picture: title, the place of the picture, caption."""

    width: int
    height: float
    margin: int
    title: tuple[Line, ...]
    at: str
    """Attributes that put the picture in its place."""
    caption: tuple[Line, ...]


def pay_plots(pay: WageSet, k: int) -> tuple[Picture, ...]:
    """Return the pictures of a pay set: distribution and ladder by place, days late."""
    view: dict[str, Any] = wages_view(WageEvidence((pay,)), ())["sets"][0]
    return pay_pictures(view, k)


def change_plots(change: PayChange) -> tuple[Picture, ...]:
    """Return the picture of a change of pay, in a tuple; empty where no week may be shown."""
    found = change_picture(change_view(change))
    return (found,) if found else ()


def plot(picture: Picture, fmt: Literal["svg", "png"]) -> bytes:
    """Return one picture with title and caption on a white sheet.

    Raises UsageError for a PNG where resvg-py is missing or has no font to write with.
    """
    svg = _environment().get_template("plot.svg.j2").render(p=picture, sheet=_sheet(picture)).strip() + "\n"
    return svg.encode("utf-8", "replace") if fmt == "svg" else _raster(svg, png_font())


def plots_page(pictures: Sequence[Picture], title: str, k: int, why: str) -> bytes:
    """Return one page of all pictures, each with a table of its numbers; ``why``: what to say where there is none."""
    css, digest = styles()
    text = (
        _environment()
        .get_template("plots.html.j2")
        .render(pictures=pictures, title=title, k=k, why=why, css=css, css_sha256=digest, version=__version__)
    )
    return (text.strip() + "\n").encode("utf-8", "replace")


@cache
def png_font() -> str:
    """Return the family that a PNG is written in: the first of `FONTS` that is here, else what stands in for it.

    Raises UsageError where there is none, or no resvg-py. A renderer without a font leaves the words out in silence.
    """
    sheet = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">{}</svg>'
    word = sheet.format('<text y="15" font-family="sans-serif">n</text>')
    blank, other = _raster(sheet.format(""), FONTS[0]), _raster(word, "no family of this name")
    for font in FONTS:
        if _raster(word, font) not in (blank, other):
            return font
    if other != blank:
        return FONTS[0]
    raise UsageError(f"no font to write a PNG with: install one of {', '.join(FONTS)}; or write SVG, which needs none")


def wrapped(text: str, width: float) -> list[str]:
    """Return words in lines of about ``width`` user units; a word that is too long is broken.

    >>> wrapped("one two three", 60)
    ['one two', 'three']
    """
    lines, line = [], ""
    for word in text.split():
        while text_width(word) > width:
            cut = max(1, next(i for i in range(1, len(word) + 1) if text_width(word[:i]) > width) - 1)
            lines += [line] * bool(line) + [word[:cut]]
            line, word = "", word[cut:]
        if line and text_width(f"{line} {word}") > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, *([line] if line else [])]


def _sheet(picture: Picture) -> Sheet:
    from markupsafe import Markup

    title = wrapped(clean(picture.title), WIDTH / 1.25)
    y: float = MARGIN + 16
    heads = tuple(Line(y + i * TITLE, words) for i, words in enumerate(title))
    y += (len(title) - 1) * TITLE + GAP + 4
    at = ""
    if picture.chart:
        # Numbers of ours only: markup.
        at = Markup(f' x="{MARGIN}" y="{y}" width="{picture.chart.width}" height="{picture.chart.height}"')
        y += picture.chart.height + GAP
    caption = [line for words in picture.caption for line in wrapped(clean(words), WIDTH)]
    below = tuple(Line(y + (i + 1) * LINE, words) for i, words in enumerate(caption))
    return Sheet(WIDTH + 2 * MARGIN, y + len(caption) * LINE + MARGIN, MARGIN, heads, at, below)


@cache
def _environment() -> Environment:
    return environment("html", shown)


def _raster(svg: str, font: str) -> bytes:
    try:
        import resvg_py
    except ImportError as error:
        raise UsageError(
            'PNG needs resvg-py, which is not installed: pip install "fairlabel[plots]"; SVG and HTML need nothing'
        ) from error
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=ZOOM, sans_serif_family=font))
