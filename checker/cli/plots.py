"""``--plot PATH``: where pictures of pay go, as files or as a folder of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from checker.cli.outputs import refuse_bad_places, refuse_inputs, safe_name, write_all
from checker.errors import OutputError, UsageError

if TYPE_CHECKING:
    from checker.model.pay_change import PayChange
    from checker.model.wages import WageSet
    from checker.pipeline.plots import Plot, PlotFormat

PLOT = click.option(
    "--plot", metavar="PATH",
    help="Draw pictures: .svg or .png for a file a picture, .html for one page with tables, else a folder of SVG and"
    " the page. PNG needs fairlabel[plots].",
)  # fmt: skip
FORCE = click.option("--force", is_flag=True, help="Overwrite pictures that are there.")
_SUFFIXES: dict[str, PlotFormat] = {".svg": "svg", ".png": "png", ".html": "html"}


class PlotTarget(NamedTuple):
    """Where pictures go, and in which formats."""

    path: Path
    formats: tuple[PlotFormat, ...]
    is_folder: bool
    force: bool

    def files_for(self, plots: Sequence[Plot]) -> list[tuple[Path, bytes]]:
        """Return file and content of each picture; several of one file's name have theirs added to it."""
        if self.is_folder:
            return [(self.path / f"{safe_name(plot.name)}.{plot.fmt}", plot.content) for plot in plots]
        if len(plots) == 1:
            return [(self.path, plots[0].content)]
        return [(self.path.with_stem(f"{self.path.stem}-{safe_name(plot.name)}"), plot.content) for plot in plots]


def plot_target(word: str | None, force: bool) -> PlotTarget | None:
    """Return what ``--plot`` names; None where it is not given.

    Raises before any work: UsageError for a format that there is none of, or that cannot be made here; OutputError for
    a file that is there already.
    """
    if word is None:
        if force:
            raise UsageError("--force overwrites what --plot names; add --plot PATH, or leave it out")
        return None
    path = Path(word)
    if not word or "\0" in word:
        raise UsageError("--plot: name a file or a folder")
    if word.endswith(("/", os.sep)) or os.path.isdir(word) or not path.suffix:
        if os.path.isfile(path):
            raise OutputError(f"{word} is a file; name a folder, or a file that ends in .svg, .png or .html")
        return PlotTarget(path, ("svg", "html"), is_folder=True, force=force)
    fmt = _SUFFIXES.get(path.suffix.lower())
    if fmt is None:
        raise UsageError(f"--plot {word}: '{path.suffix}' is no picture; end in .svg, .png or .html, or name a folder")
    from checker.pipeline.plots import require

    refuse_bad_places([path])
    _refuse_existing([path], force)
    require(fmt)
    return PlotTarget(path, (fmt,), is_folder=False, force=force)


def write_pay_plots(target: PlotTarget, found: WageSet, inputs: Iterable[str]) -> None:
    """Write the pictures of a pay audit, all or none, and say where."""
    from checker.pipeline.plots import pay_plots

    _write(target, pay_plots(found, target.formats), inputs)


def write_change_plots(target: PlotTarget, found: PayChange, inputs: Iterable[str]) -> None:
    """Write the picture of a pay-change audit, and say where."""
    from checker.pipeline.plots import change_plots

    _write(target, change_plots(found, target.formats), inputs)


def _write(target: PlotTarget, plots: Sequence[Plot], inputs: Iterable[str]) -> None:
    files = target.files_for(plots)
    names = [file for file, _ in files]
    _refuse_existing(names, target.force)
    refuse_bad_places(names)
    refuse_inputs(names, [Path(name) for name in inputs])
    write_all(files)
    for name in names:
        click.echo(f"Wrote {name}", err=True)
    if not names:
        click.echo("Drew nothing: there are too few workers, or nothing to compare pay with", err=True)


def _refuse_existing(files: Iterable[Path], force: bool) -> None:
    there = [str(file) for file in files if os.path.lexists(file)]
    if there and not force:
        raise OutputError(f"{', '.join(there)} exists already and was left as it is; name another path, or add --force")
