"""``fairlabel benchmarks``: which wages the tables hold, where a pass is possible at all, and why one row decides."""

from __future__ import annotations

import textwrap
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checker.cli.benchmark_tables import coverage, import_, layouts
from checker.cli.choices import BENCHMARKS_AS_OF, DATE_OR_TODAY, GIVEN, Commands
from checker.cli.format_names import format_option

if TYPE_CHECKING:
    from checker.facts.bars.query import ListedGround, Shown
    from checker.model.benchmark import BarKind

KIND_WORDS = {"living_wage": "Living wage", "minimum_wage": "Minimum wage"}
TERMS_MARKS = {
    "CHECK": "nobody has read the live terms of this source yet; do that before you publish the figure",
    "RESTRICTIVE": "an official figure, read at a source whose own tables may not be copied",
}
_A = {"hour": "an hour", "day": "a day", "week": "a week", "month": "a month", "year": "a year"}
KINDS: dict[str, BarKind] = {"living": "living_wage", "minimum": "minimum_wage"}
USER_TABLES = click.option(
    "--benchmarks", "files", multiple=True, type=GIVEN, metavar="FILE", help="CSV of your own living wages; repeatable."
)
FORMAT = format_option("text", "json")
ON = click.option("--on", "day", type=DATE_OR_TODAY, required=True, help="Day of the work: YYYY-MM-DD, or 'today'.")


@click.group(
    cls=Commands,
    epilog="\b\nExamples:\n  fairlabel benchmarks list --on today --country GB\n"
    "  fairlabel benchmarks show GB/Manchester --on 2026-06-30",
)
def benchmarks() -> None:
    """List, show and import living wages and minimum wages."""


benchmarks.add_command(import_)
benchmarks.add_command(coverage)
benchmarks.add_command(layouts)


@benchmarks.command(
    name="list",
    epilog="""
    \b
    Examples:
      fairlabel benchmarks list --on 2026-06-30 --country GB
      fairlabel benchmarks list --on today --kind living --format json
    """,
)
@ON
@click.option("--kind", type=click.Choice(list(KINDS)), help="Only living wages, or only minimum wages.")
@click.option("--country", metavar="CC", help="Only this country (ISO 3166-1).")
@USER_TABLES
@BENCHMARKS_AS_OF
@FORMAT
def list_(
    day: date, kind: str | None, country: str | None, files: tuple[str, ...], benchmarks_as_of: date | None, fmt: str
) -> None:
    """List every place with a wage in force, how old it is, whose terms it is under, and whether pay there can pass."""
    from checker.pipeline import benchmarks

    found, passing = benchmarks.list_benchmarks(
        day,
        KINDS.get(kind or ""),
        country.upper() if country else None,
        tuple(Path(f) for f in files),
        benchmarks_as_of,
    )
    if fmt == "json":
        from checker.pipeline.benchmark_rows import grounds_as_json

        click.echo(grounds_as_json(found, passing, day))
        return
    if not found:
        click.echo(f"No row is in force on {day}{' for ' + country if country else ''}.")
        return
    for entry in found:
        click.echo(_line(entry))
    click.echo()
    for name, countries in passing.items():
        if kind is None or name == KINDS[kind]:
            where = f"in {', '.join(countries)} ({len(countries)})" if countries else "in none of these places"
            click.echo(f"{KIND_WORDS[name]}: a pass is possible {where}.")
    for mark, meaning in TERMS_MARKS.items():
        if any(terms.startswith(mark) for entry in found for terms in entry.terms):
            click.echo(f"[{mark}]: {meaning}.")
    click.echo("Everywhere else a wage can only be shown to be too low, or nothing can be said: bring your own figures")
    click.echo("with --benchmarks. Source and terms of each figure: fairlabel benchmarks show PLACE --on DATE")


@benchmarks.command(
    epilog="""
    \b
    Examples:
      fairlabel benchmarks show KE/Naivasha/urban --on 2026-03-31
      fairlabel benchmarks show GB/Manchester --on 2026-06-30 --monthly
      fairlabel benchmarks show CA-BC --on today --benchmarks our-wages.csv
    """
)
@click.argument("place", metavar="PLACE")
@ON
@click.option("--monthly", is_flag=True, help="The bar for a month of full-time work instead of an hour.")
@USER_TABLES
@BENCHMARKS_AS_OF
@FORMAT
def show(place: str, day: date, monthly: bool, files: tuple[str, ...], benchmarks_as_of: date | None, fmt: str) -> None:
    """Show the bar for PLACE, the row that decides, and why every other row of the country does not.

    PLACE is an ISO 3166-1 or 3166-2 code, then a city and urban or rural where known: KE, CA-BC, GB/Manchester,
    KE/Naivasha/urban.
    """
    from checker.pipeline import benchmarks

    shown = benchmarks.show_benchmarks(
        place, day, "month" if monthly else "hour", tuple(Path(f) for f in files), benchmarks_as_of
    )
    if fmt == "json":
        from checker.pipeline.benchmark_rows import places_as_json

        click.echo(places_as_json(shown))
        return
    for one in shown:
        click.echo(_shown(one))


def _line(entry: ListedGround) -> str:
    where = f"{KIND_WORDS[entry.kind]:13} {entry.ground:44}"
    if entry.bar is None:
        return f"{where} no bar: {_shorter(entry)}"
    amount = f"{entry.bar.low:,.2f}" + ("" if entry.bar.high == entry.bar.low else _upper(entry.bar.high))
    verdict = "can pass" if entry.can_pass else f"can only fail: {_shorter(entry)}"
    marks = ", ".join(mark for mark in TERMS_MARKS if any(terms.startswith(mark) for terms in entry.terms))
    tail = f" [{marks}]" if marks else ""
    fresh = f"stale after {entry.fresh_until}" if entry.stale else f"fresh until {entry.fresh_until}"
    return f"{where} {amount} {entry.bar.currency} an hour, from {entry.since}, {fresh}; {verdict}{tail}"


def _shorter(entry: ListedGround) -> str:
    """Return why a pass is not possible, without the ids: the line names the place already, `show` the rows."""
    why = entry.why
    for name in entry.ids:
        why = why.replace(f"{name}: ", "").replace(f"{name} is ", "").replace(f"{name} ", "")
    why = why.replace("does not say whether it is gross or net", "gross or net is not stated")
    return "; ".join(dict.fromkeys(why.split("; ")))


def _upper(high: object) -> str:
    return " or more" if high is None else f" to {high:,.2f}"


def _shown(shown: Shown) -> str:
    from checker.model.benchmark import Bar

    lines = [f"{KIND_WORDS[shown.kind]}, {shown.place}, {shown.day}"]
    bar = shown.bar
    if isinstance(bar, Bar):
        amount = f"{bar.low:.4f}" + ("" if bar.high == bar.low else _upper(bar.high))
        lines.append(f"  bar: {amount} {bar.currency} per {bar.unit}{' (stale)' if bar.stale else ''}")
        lines += [f"  because {reason}" for reason in bar.reasons]
        lines += [f"  {working}" for working in bar.workings]
        lines += [f"  warning: {warning}" for warning in bar.warnings]
    else:
        lines.append(f"  no bar: {bar.why}")
    for candidate in shown.candidates:
        row = candidate.row
        amount = f"{row.amount.normalize():f}" + (f"-{row.amount_high.normalize():f}" if row.amount_high else "")
        lines.append(
            f"  {'*' if candidate.use == 'decides' else ' '} {row.id}: {amount} {row.currency} {_A[row.period]},"
            f" {row.basis}, from {row.since}; {candidate.why}"
        )
        if candidate.use == "decides":
            terms = row.licence_flag or "not looked at"
            texts = (f"{row.source_title}, {row.source_url}", f"{row.confidence}; terms: {terms}", row.notes)
            for text in filter(None, texts):
                lines += textwrap.wrap(text, 100, initial_indent=" " * 6, subsequent_indent=" " * 6)
    return "\n".join(lines) + "\n"
