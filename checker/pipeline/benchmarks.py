"""Questions about benchmarks, by place and day: the shipped rows and the user's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from checker.errors import UsageError
from checker.facts.bars.query import ListedGround, Shown, countries_with_a_pass, list_grounds, show_place
from checker.facts.bars.replay import as_it_stood
from checker.load.benchmarks import read_benchmarks
from checker.model.benchmark import BarKind, BenchmarkTable, WorkPlace
from checker.model.codes import is_country, is_subdivision, suggest_country

if TYPE_CHECKING:
    from checker.load.benchmark_import import ImportChoices, Imported
    from checker.load.layouts import Layout


def benchmark_table(files: Sequence[Path], as_of: date | None = None) -> BenchmarkTable:
    """Return the shipped rows and the user's, as they stand or as they stood on a day."""
    table = read_benchmarks(files)
    return table if as_of is None else as_it_stood(table, as_of)


def list_benchmarks(
    day: date, kind: BarKind | None, country: str | None, files: Sequence[Path], as_of: date | None = None
) -> tuple[tuple[ListedGround, ...], Mapping[BarKind, tuple[str, ...]]]:
    """Return every place with a wage in force on ``day``, and the countries where pay can be shown not to be below."""
    if country is not None and not is_country(country):
        raise UsageError(f"--country {country}: no such ISO 3166-1 code{_did_you_mean(country)}")
    table = benchmark_table(files, as_of)
    listed = list_grounds(table, day, "hour", kind, country)
    return listed, countries_with_a_pass(listed)


def show_benchmarks(
    place: str, day: date, unit: Literal["hour", "month"], files: Sequence[Path], as_of: date | None = None
) -> tuple[Shown, ...]:
    """Return the living-wage and the minimum-wage bar of a place (``KE/Naivasha/urban``), with every candidate."""
    where, table = parse_place(place), benchmark_table(files, as_of)
    kinds: tuple[BarKind, ...] = ("living_wage", "minimum_wage")
    return tuple(show_place(table, kind, where, day, unit) for kind in kinds)


def import_table(path: Path, layout: str, choices: ImportChoices) -> Imported:
    """Return a publisher's spreadsheet as a benchmark table; BenchmarkError with every problem of the file."""
    from checker.load.benchmark_import import import_benchmarks

    return import_benchmarks(path, layout, choices)


def find_layouts(names: Sequence[str]) -> tuple[Layout, ...]:
    """Return the named layouts of spreadsheets that can be imported, or all; UsageError for an unknown one."""
    from checker.load.layouts import layout_names, load_layout

    return tuple(load_layout(name) for name in names or layout_names())


def benchmark_coverage(day: date, files: Sequence[Path], as_of: date | None, fmt: str) -> bytes:
    """Return which countries have figures on ``day``, how old and on whose terms, in one of the formats of the page."""
    from checker.facts.bars.coverage import coverage
    from checker.render.benchmark_coverage import render_coverage

    return render_coverage(coverage(benchmark_table(files, as_of), day), fmt)


def parse_place(text: str) -> WorkPlace:
    """Return the place that ``CODE/City/urban`` names; UsageError with the accepted form.

    >>> parse_place("CA-BC/Greater Victoria")
    WorkPlace(country='CA', region='CA-BC', city='Greater Victoria', area=None)
    """
    code, *rest = [part.strip() for part in text.split("/")]
    code = code.upper()
    area: Literal["urban", "rural"] | None = None
    if rest and rest[-1].lower() in ("urban", "rural"):
        area = "urban" if rest.pop().lower() == "urban" else "rural"
    if len(rest) > 1:
        raise UsageError(f"{text}: write CODE, CODE/City or CODE/City/urban")
    city = rest[0] if rest and rest[0] else None
    if is_subdivision(code):
        return WorkPlace(code[:2], code, city, area)
    if is_country(code):
        return WorkPlace(code, None, city, area)
    raise UsageError(
        f"PLACE {text!r}: {code or 'nothing'} is no code of ISO 3166-1 or 3166-2{_did_you_mean(code)}; "
        "write for example KE, CA-BC or GB/Manchester"
    )


def _did_you_mean(code: str) -> str:
    found: Any = suggest_country(code)
    return f"; did you mean {found}?" if found else ""
