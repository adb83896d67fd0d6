"""Which countries the benchmark tables know, as text, Markdown, HTML or JSON; the same coverage, the same bytes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from checker.model.benchmark import BarKind
from checker.model.benchmark_coverage import KINDS, CountryCoverage, Coverage, KindCoverage
from checker.render.clean import escape_markdown
from checker.render.words import count

TITLE = {"living_wage": "Living wages", "minimum_wage": "Minimum wages"}
COLUMNS = (
    "Country",
    "Places",
    "Can pass",
    "Newest from",
    "Oldest, months",
    "Fresh until",
    "Terms",
    "Why none can pass",
)
MEANING = (
    "A place (the country, a region, a town, its urban or rural part) counts where a figure is in force that may be a "
    "floor. Where pay can pass, it can be shown not to be below; everywhere else it can be shown to be too low, or "
    "nothing can be said. A figure is fresh for 18 months from its first day (living wage), for 12 months from its "
    "last checking (statutory rate), and never after its review_by."
)


def render_coverage(found: Coverage, fmt: str) -> bytes:
    """Return the coverage as ``text``, ``markdown``, ``html`` or ``json`` in UTF-8."""
    return _FORMATS[fmt](found).encode("utf-8")


def as_text(found: Coverage) -> str:
    """Return a line for every country and kind, sums first."""
    lines = [*_sums(found), ""]
    for kind in KINDS:
        lines += [TITLE[kind], *(_line(country, country.kinds[kind]) for country in _with(found, kind)), ""]
    lines += ["Terms of every figure: fairlabel benchmarks show PLACE --on DATE. Your own: --benchmarks FILE."]
    return "\n".join(lines) + "\n"


def as_markdown(found: Coverage) -> str:
    """Return the page that stands beside the tables."""
    command = f"fairlabel benchmarks coverage --on {found.day} --format markdown"
    blocks = [
        "# What the benchmark tables cover",
        f"Generated from the files of this folder by `{command}`; change those, not this page.",
        "\n".join(f"- {line}" for line in _sums(found)),
        MEANING,
    ]
    for kind in KINDS:
        rows = ["| " + " | ".join(COLUMNS) + " |", "|---|--:|--:|---|--:|---|---|---|"]
        rows += ["| " + " | ".join(map(escape_markdown, row)) + " |" for row in _rows(found, kind)]
        blocks += [f"## {TITLE[kind]}", "\n".join(rows)]
    return "\n\n".join(blocks) + "\n"


def as_html(found: Coverage) -> str:
    """Return one page, without script or request."""
    from checker.render.html import standalone

    tables = [{"title": TITLE[kind], "rows": list(_rows(found, kind))} for kind in KINDS]
    return standalone(
        "benchmark_coverage.html.j2", day=str(found.day), sums=_sums(found), meaning=MEANING, columns=COLUMNS,
        tables=tables,
    )  # fmt: skip


def as_json(found: Coverage) -> str:
    """Return the same, for programs."""
    view = {
        "on": found.day.isoformat(),
        "as_of": found.stood_on.isoformat() if found.stood_on else None,
        "rows": found.rows,
        "own_rows": found.own,
        "countries": [
            {"country": c.country, "name": country_name(c.country), **{kind: _kind(c.kinds[kind]) for kind in KINDS}}
            for c in found.countries
        ],
    }
    return json.dumps(view, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def country_name(code: str) -> str:
    """Return a country's name in English; its code where CLDR has none."""
    from babel import Locale

    return str(Locale("en").territories.get(code, code))


def _sums(found: Coverage) -> list[str]:
    stood = f", as the table stood on {found.stood_on}" if found.stood_on else ""
    own = f", {found.own} of them your own" if found.own else ""
    lines = [f"Day of the work: {found.day}{stood}. {count(found.rows, 'row')}{own}, {len(found.countries)} countries."]
    for kind in KINDS:
        some = [c.country for c in found.countries if c.kinds[kind].places]
        passing = [c.country for c in found.countries if c.kinds[kind].can_pass]
        where = f": {', '.join(passing)}" if passing else ""
        lines.append(
            f"{TITLE[kind]}: a figure in force for {count(len(some), 'country', 'countries')}, "
            f"a pass is possible in {len(passing)}{where}."
        )
    return lines


def _with(found: Coverage, kind: BarKind) -> Iterator[CountryCoverage]:
    return (c for c in found.countries if c.kinds[kind].places or c.kinds[kind].ended or c.kinds[kind].context)


def _rows(found: Coverage, kind: BarKind) -> Iterator[tuple[str, ...]]:
    for country in _with(found, kind):
        has = country.kinds[kind]
        name = f"{country.country} {country_name(country.country)}"
        yield (
            name, str(has.places), str(has.can_pass), has.newest or "none",
            str(has.oldest_months) if has.places else "", str(has.fresh_until or ""), "; ".join(_terms(has)), has.why,
        )  # fmt: skip


def _line(country: CountryCoverage, has: KindCoverage) -> str:
    name = f"  {country.country} {country_name(country.country)}"
    if not has.places:
        return f"{name:28} none: {has.why}"
    verdict = f"{has.can_pass} can pass" if has.can_pass else f"none can pass ({has.why})"
    old = f"newest from {has.newest}, oldest {count(has.oldest_months, 'month')} old"
    stale = f", {has.stale} stale" if has.stale else ""
    terms = "; ".join(_terms(has)) or "terms not looked at"
    return f"{name:28} {count(has.places, 'place')}, {verdict}; {old}{stale}; {terms}"


def _terms(has: KindCoverage) -> list[str]:
    """Return the first words of the terms of the rows, which say how far they go, each once."""
    return list(dict.fromkeys(terms.partition(":")[0].partition(" (")[0].strip() for terms in has.terms))


def _kind(has: KindCoverage) -> Mapping[str, Any]:
    fresh = has.fresh_until.isoformat() if has.fresh_until else None
    lists = {"terms": list(has.terms), "sources": list(has.sources)}
    return {**has._asdict(), "fresh_until": fresh, "newest": has.newest or None, **lists}


_FORMATS: Mapping[str, Callable[[Coverage], str]] = {
    "text": as_text, "markdown": as_markdown, "html": as_html, "json": as_json,
}  # fmt: skip
