"""Layouts of publishers' spreadsheets, from `standards/benchmarks/layouts/`: which column of a sheet means what.

Reads and matches names; no figure is looked at.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from checker import resources
from checker.errors import Problem, UsageError
from checker.load import yaml_text
from checker.load.benchmarks import WAGE_COLUMNS
from checker.load.problems import suggest

FOLDER = "benchmarks/layouts"


class Wanted(NamedTuple):
    """How a column of the sheet is known."""

    headers: tuple[str, ...]
    """Plain names, one of which it bears."""
    containing: tuple[tuple[str, ...], ...]
    """Plain words, all of which it holds."""

    def fits(self, name: str) -> bool:
        """Return whether a plain name of the sheet is one of these."""
        return name in self.headers or any(all(f" {word} " in f" {name} " for word in all_) for all_ in self.containing)


class Layout(NamedTuple):
    """One publisher's spreadsheet."""

    name: str
    title: str
    publisher: str
    url: str
    terms: str
    needed: tuple[str, ...]
    columns: Mapping[str, Wanted]
    fixed: Mapping[str, str]
    regions: Mapping[str, str]
    """Plain name of a region -> ISO 3166-2."""
    confirmed: str
    inferred: str


def layout_names() -> tuple[str, ...]:
    """Return the names of all layouts, sorted."""
    files = resources.folder("standards").joinpath(*FOLDER.split("/")).iterdir()
    return tuple(sorted(file.name.removesuffix(".yaml") for file in files if file.name.endswith(".yaml")))


@cache
def load_layout(name: str) -> Layout:
    """Return a layout; UsageError where there is none of the name."""
    names = layout_names()
    if name not in names:
        raise UsageError(f"layout {name}: there is no such layout; {suggest(name, names)}")
    path = f"{FOLDER}/{name}.yaml"
    data: Any = yaml_text.parse(resources.read_bytes("standards", path), f"standards/{path}").value
    columns = {column: _wanted(entry) for column, entry in data["columns"].items()}
    unknown = {*columns, *data["fixed"], *data["needed"]} - {*WAGE_COLUMNS}
    assert not unknown, f"{path}: {unknown}"
    return Layout(
        name,
        data["title"],
        data["publisher"] or "",
        data["url"] or "",
        data["terms"] or "",
        tuple(data["needed"]),
        columns,
        dict(data["fixed"]),
        {plain(region): code for region, code in (data.get("regions") or {}).items()},
        " ".join(data["confirmed"].split()),
        " ".join(data["inferred"].split()),
    )


def match(
    layout: Layout, header: Sequence[str], chosen: Mapping[str, str], given: Iterable[str], label: str
) -> tuple[dict[str, int], list[Problem]]:
    """Return column of the table -> place in the sheet's header, and what is missing or not clear.

    ``chosen``: names of the sheet by column of the table (`--column`); ``given``: columns that options fill.
    """
    names = [plain(name) for name in header]
    found: dict[str, int] = {}
    problems: list[Problem] = []
    has = "the sheet has: " + ", ".join(repr(name) for name in header if name)
    for column, name in chosen.items():
        places = [i for i, known in enumerate(names) if known == plain(name)]
        if len(places) == 1:
            found[column] = places[0]
        else:
            what = f"--column {column}={name}: " + (
                "no column bears this name" if not places else "two columns bear it"
            )
            problems.append(Problem(label, None, None, column, what, has))
    for column, wanted in layout.columns.items():
        if column in chosen:
            continue
        places = [i for i, name in enumerate(names) if name and wanted.fits(name) and i not in found.values()]
        exact = [i for i in places if names[i] in wanted.headers]
        if len(exact) == 1 or len(places) == 1:
            found[column] = (exact if len(exact) == 1 else places)[0]
        elif places:
            fitting = ", ".join(repr(header[i]) for i in places)
            todo = f'choose one: --column {column}="{header[places[0]]}"'
            problems.append(Problem(label, None, None, column, f"several columns may be meant: {fitting}", todo))
    filled = {*found, *chosen, *layout.fixed, *given, *(problem.where for problem in problems)}
    if layout.publisher:
        filled |= {"source_title", "source_url", "licence_flag"}
    for column in layout.needed:
        if column not in filled:
            problems.append(Problem(label, None, None, column, _missing(layout, column), has + f"; {_say(column)}"))
    return found, problems


@cache
def plain(name: str) -> str:
    """Return a name without case, accents and punctuation.

    >>> plain(" Région/Ville (2026) ")
    'region ville 2026'
    """
    letters = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", " ", letters).strip()


def _missing(layout: Layout, column: str) -> str:
    wanted = layout.columns.get(column)
    if wanted is None:
        return f"no column is taken for {column} by itself ({layout.name})"
    looked = [*wanted.headers, *(" + ".join(words) for words in wanted.containing)]
    return f"the sheet has no column for {column}: looked for {', '.join(looked)}"


def _say(column: str) -> str:
    option = {"valid_from": "--valid-from DATE", "source_title": "--source TEXT", "currency": "--currency CODE"}
    named = f'name it: --column {column}="..."'
    if column == "amount":
        return named
    return f"{named}, or say it for all rows: {option.get(column, f'--set {column}=VALUE')}"


def _wanted(entry: Mapping[str, Any]) -> Wanted:
    headers = tuple(plain(str(name)) for name in entry.get("headers") or ())
    return Wanted(headers, tuple(tuple(plain(str(word)) for word in all_) for all_ in entry.get("containing") or ()))
