"""What the benchmark tables hold for each country on a day: figures, where a pass is possible, how old, whose terms.

Counts and dates of `fairlabel benchmarks coverage`; judges no pay.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from checker.facts.bars.bar import DEFAULT_CHOICES
from checker.facts.bars.query import ListedGround, list_grounds
from checker.facts.bars.staleness import is_floor
from checker.model.benchmark import BarChoices, BarKind, BenchmarkTable
from checker.model.benchmark_coverage import KINDS, CountryCoverage, Coverage, KindCoverage


def coverage(table: BenchmarkTable, day: date, choices: BarChoices = DEFAULT_CHOICES) -> Coverage:
    """Return every country that has a row of any kind, with what its rows are good for on a day."""
    listed = list_grounds(table, day, "hour", None, None, choices)
    codes = sorted({row.country for row in table.rows})
    countries = tuple(
        CountryCoverage(code, {kind: _kind(table, listed, code, kind) for kind in KINDS}) for code in codes
    )
    own = sum(row.own for row in table.rows)
    return Coverage(day, countries, len(table.rows), own, table.stood_on)


def _kind(table: BenchmarkTable, listed: Sequence[ListedGround], country: str, kind: BarKind) -> KindCoverage:
    here = [entry for entry in listed if entry.kind == kind and entry.country == country]
    rows = [row for row in table.of(kind, country) if is_floor(row)]
    in_force = {name for entry in here for name in entry.ids}
    others = [row for row in table.of(kind, country) if not is_floor(row)]
    lines = len(table.of("poverty_line", country)) if kind == "living_wage" else 0
    passing = sum(entry.can_pass for entry in here)
    reasons = dict.fromkeys(words for entry in here if not entry.can_pass for words in _plain(entry))
    return KindCoverage(
        places=len(here),
        can_pass=passing,
        stale=sum(entry.stale for entry in here),
        newest=max((entry.since for entry in here), default=""),
        oldest_months=max((entry.age_months for entry in here), default=0),
        fresh_until=max((entry.fresh_until for entry in here), default=None),
        ended=sum(row.id not in in_force for row in rows),
        context=len(others) + lines,
        terms=tuple(dict.fromkeys(terms for entry in here for terms in entry.terms)),
        sources=tuple(dict.fromkeys(source for entry in here for source in entry.sources)),
        why="" if passing else ", ".join(reasons) if here else _why_none(len(rows), len(others) + lines),
    )


def _plain(entry: ListedGround) -> list[str]:
    """Return in a few words why pay cannot be shown to pass at a place."""
    found = [words for sign, words in _REASONS if sign in entry.why]
    return found or ["no amount an hour can be had of it"]


def _why_none(ended: int, context: int) -> str:
    if ended:
        return "no figure is in force on the day"
    return "only figures that are no floor" if context else "no figure"


_REASONS = (
    ("net figure", "net, not gross"),
    ("gross or net", "gross or net not stated"),
    ("stale", "stale"),
    ("weekly hours", "weekly hours not known"),
    ("caps the week", "weekly hours not known"),
    ("without days per month", "a day's rate without hours"),
    ("higher local rates", "higher local rates missing"),
    ("not known", "first day not known"),
)
