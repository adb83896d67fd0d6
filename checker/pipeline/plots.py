"""Pictures of pay data on their own: `fairlabel wages audit --plot` and `wages change --plot`. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from checker.pipeline.measures import K

if TYPE_CHECKING:
    from checker.model.pay_change import PayChange
    from checker.model.wages import WageSet
    from checker.render.pictures import Picture

PlotFormat = Literal["svg", "png", "html"]
PAGE = "pictures"
"""Name of the page that holds all pictures and their tables."""


class Plot(NamedTuple):
    """One picture, or the page of all of them, ready to be written."""

    name: str
    fmt: PlotFormat
    content: bytes


def require(fmt: PlotFormat) -> None:
    """Raise UsageError where a format cannot be made on this machine."""
    if fmt == "png":
        from checker.render.plots import png_font

        png_font()


def pay_plots(found: WageSet, formats: Sequence[PlotFormat]) -> list[Plot]:
    """Return the pictures of a pay audit in each format; ``html`` is one page of all."""
    from checker.render import plots

    why = "too few workers, or nothing to compare pay with"
    return list(_made(plots.pay_plots(found, K), formats, "Pictures of pay", why))


def change_plots(found: PayChange, formats: Sequence[PlotFormat]) -> list[Plot]:
    """Return the picture of a pay-change audit in each format."""
    from checker.render import plots

    why = "there are too few workers, or no weeks to compare"
    return list(_made(plots.change_plots(found), formats, "Pay before and after a change", why))


def _made(pictures: Sequence[Picture], formats: Sequence[PlotFormat], title: str, why: str) -> Iterator[Plot]:
    from checker.render.plots import plot, plots_page

    for fmt in formats:
        if fmt == "html":
            yield Plot(PAGE, fmt, plots_page(pictures, title, K, why))
        else:
            yield from (Plot(picture.name, fmt, plot(picture, fmt)) for picture in pictures if picture.chart)
