"""The gap matrix: themes against standards; in each cell the worst status found, and how many results have it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from checker.render.words import STATUS

View = Mapping[str, Any]
WIDTH = 5
"""Standards side by side; more stand in a further table."""


class Cell(NamedTuple):
    """One theme of one standard."""

    status: str
    """The worst status of its results: an average would hide it."""
    n: int
    """Results of that status."""
    of: int
    """Results in all."""
    anchor: str
    """The first of them on the page."""


class Block(NamedTuple):
    """One table of the matrix: some of the standards, and the themes that they have."""

    standards: tuple[View, ...]
    rows: tuple[tuple[str, tuple[Cell | None, ...]], ...]


def matrix(standards: Sequence[View]) -> tuple[Block, ...]:
    """Return the tables of the matrix; standards without a result of any status are left out."""
    judged = [s for s in standards if s["results"]]
    parts = [judged[at : at + WIDTH] for at in range(0, len(judged), WIDTH)]
    return tuple(_block(part) for part in parts)


def _block(standards: Sequence[View]) -> Block:
    found = [_by_theme(s["results"]) for s in standards]
    names = dict.fromkeys(name for themes in found for name in themes)
    rows = tuple((name, tuple(cell(themes[name]) if name in themes else None for themes in found)) for name in names)
    return Block(tuple(standards), rows)


def cell(results: Sequence[View]) -> Cell:
    """Return the cell of the results of one theme, of which there is at least one."""
    worst = next(name for name in STATUS if any(r["status"] == name for r in results))
    having = [r for r in results if r["status"] == worst]
    return Cell(worst, len(having), len(results), having[0]["anchor"])


def _by_theme(results: Sequence[View]) -> dict[str, list[View]]:
    found: dict[str, list[View]] = {}
    for result in results:
        found.setdefault(result["theme"], []).append(result)
    return found
