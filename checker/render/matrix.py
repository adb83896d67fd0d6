"""The gap matrix: themes against standards; in each cell the worst status found, and how many results have it.

Each number leads to the requirements that it stands for: to the one, or to the line of a list that names them all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from checker.render.clean import anchor
from checker.render.words import STATUS

View = Mapping[str, Any]
WIDTH = 5
"""Standards side by side; more stand in a further table."""


class Group(NamedTuple):
    """The results of one status in one theme of one standard."""

    standard: View
    theme: str
    status: str
    results: tuple[View, ...]
    anchor: str
    """Of its line in the list."""

    @property
    def target(self) -> str:
        """Return where a link to it leads: to the only result of it, else to its line in the list."""
        return str(self.results[0]["anchor"]) if len(self.results) == 1 else self.anchor


class Cell(NamedTuple):
    """One theme of one standard."""

    status: str
    """The worst status of its results: an average would hide it."""
    n: int
    """Results of that status."""
    of: int
    """Results in all."""
    target: str
    """Where the results of that status are named on the page."""


class Block(NamedTuple):
    """One table of the matrix: some of the standards, and the themes that they have."""

    standards: tuple[View, ...]
    rows: tuple[tuple[str, tuple[Cell | None, ...]], ...]


class Matrix(NamedTuple):
    """The tables, and the list of all results by theme and status that they lead to."""

    blocks: tuple[Block, ...]
    groups: tuple[Group, ...]

    def target(self, standard: View, theme: str, status: str) -> str:
        """Return where the results of one status in one theme are named; there has to be one."""
        found = (g for g in self.groups if (g.theme, g.status) == (theme, status) and g.standard is standard)
        return next(found).target


def matrix(standards: Sequence[View], taken: set[str]) -> Matrix:
    """Return the matrix; standards without a result of any status are left out.

    ``taken`` are the ids that the page has already; those of the list are added.
    """
    judged = [s for s in standards if s["results"]]
    listed = tuple(group for standard in judged for group in _groups(standard, taken))
    parts = [judged[at : at + WIDTH] for at in range(0, len(judged), WIDTH)]
    return Matrix(tuple(_block(part, listed) for part in parts), listed)


def _block(standards: Sequence[View], listed: Sequence[Group]) -> Block:
    found = [_by_theme([g for g in listed if g.standard is s]) for s in standards]
    names = dict.fromkeys(name for themes in found for name in themes)
    rows = tuple((name, tuple(_cell(themes[name]) if name in themes else None for themes in found)) for name in names)
    return Block(tuple(standards), rows)


def _cell(groups: Sequence[Group]) -> Cell:
    """Return the cell of one theme, of which there is at least one group; the worst comes first."""
    worst = groups[0]
    return Cell(worst.status, len(worst.results), sum(len(g.results) for g in groups), worst.target)


def _by_theme(groups: Sequence[Group]) -> dict[str, list[Group]]:
    found: dict[str, list[Group]] = {}
    for group in groups:
        found.setdefault(group.theme, []).append(group)
    return found


def _groups(standard: View, taken: set[str]) -> list[Group]:
    """Return the groups of one standard, its themes in the pack's order and the worst status of each first."""
    themes: dict[str, list[View]] = {}
    for result in standard["results"]:
        themes.setdefault(result["theme"], []).append(result)
    found = []
    for theme, results in themes.items():
        for status in STATUS:
            having = tuple(r for r in results if r["status"] == status)
            if having:
                found.append(Group(standard, theme, status, having, _free(standard, theme, status, taken)))
    return found


def _free(standard: View, theme: str, status: str, taken: set[str]) -> str:
    name = anchor(f"{standard['id']}-{theme}-{status}")
    while name in taken:
        name += "-"
    taken.add(name)
    return name
