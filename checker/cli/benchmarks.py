"""``fairlabel benchmarks``: which wages the tables hold, where a pass is possible at all, and why one row decides."""

from __future__ import annotations

import textwrap
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checker.cli.choices import DATE_OR_TODAY, GIVEN

if TYPE_CHECKING:
    from checker.facts.bars_query import ListedGround, Shown
    from checker.model.benchmark import BarKind

KIND_WORDS = {"living_wage": "Living wage", "minimum_wage": "Minimum wage"}
KINDS: dict[str, BarKind] = {"living": "living_wage", "minimum": "minimum_wage"}
USER_TABLES = click.option(
    "--benchmarks", "files", multiple=True, type=GIVEN, metavar="FILE", help="CSV of your own living wages; repeatable."
)
ON = click.option("--on", "day", type=DATE_OR_TODAY, required=True, help="Day of the work: YYYY-MM-DD, or 'today'.")


@click.group()
def benchmarks() -> None:
    """List and show living wages and minimum wages by place."""


@benchmarks.command(
    name="list",
    epilog="""
    \b
    Examples:
      fairlabel benchmarks list --on 2026-06-30 --country GB
      fairlabel benchmarks list --on today --kind living
    """,
)
@ON
@click.option("--kind", type=click.Choice(list(KINDS)), help="Only living wages, or only minimum wages.")
@click.option("--country", metavar="CC", help="Only this country (ISO 3166-1).")
@USER_TABLES
def list_(day: date, kind: str | None, country: str | None, files: tuple[str, ...]) -> None:
    """List every place with a wage in force, how old it is, whose terms it is under, and whether pay there can pass."""
    from checker.pipeline import tables

    found, passing = tables.list_benchmarks(
        day, KINDS.get(kind or ""), country.upper() if country else None, tuple(Path(f) for f in files)
    )
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
    click.echo("Everywhere else a wage can only be shown to be too low, or nothing can be said: bring your own figures")
    click.echo(
        "with --benchmarks. Terms of each source: standards/benchmarks/README.md, and: fairlabel benchmarks show."
    )


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
def show(place: str, day: date, monthly: bool, files: tuple[str, ...]) -> None:
    """Show the bar for PLACE, the row that decides, and why every other row of the country does not.

    PLACE is an ISO 3166-1 or 3166-2 code, then a city and urban or rural where known: KE, CA-BC, GB/Manchester,
    KE/Naivasha/urban.
    """
    from checker.pipeline import tables

    for shown in tables.show_benchmarks(place, day, "month" if monthly else "hour", tuple(Path(f) for f in files)):
        click.echo(_shown(shown))


def _line(entry: ListedGround) -> str:
    kind = KIND_WORDS[entry.kind]
    if entry.bar is None:
        return f"{kind:13} {entry.ground:44} no bar: {entry.why}"
    amount = f"{entry.bar.low:.2f}" + ("" if entry.bar.high == entry.bar.low else _upper(entry.bar.high))
    age = f"from {entry.valid_from}" + (", stale" if entry.stale else "")
    verdict = "can pass" if entry.can_pass else f"can only fail: {entry.why}"
    return f"{kind:13} {entry.ground:44} {amount} {entry.bar.currency} an hour, {age}; {verdict}"


def _upper(high: object) -> str:
    return " or more" if high is None else f" to {high:.2f}"


def _shown(shown: Shown) -> str:
    from checker.model.benchmark import Bar

    lines = [f"{KIND_WORDS[shown.kind]}, {shown.place}, {shown.day}"]
    bar = shown.bar
    if isinstance(bar, Bar):
        amount = f"{bar.low:.4f}" + ("" if bar.high == bar.low else _upper(bar.high))
        lines.append(f"  bar: {amount} {bar.currency} per {bar.unit}{' (stale)' if bar.stale else ''}")
        lines += [f"  because {reason}" for reason in bar.reasons]
        lines += [f"  warning: {warning}" for warning in bar.warnings]
    else:
        lines.append(f"  no bar: {bar.why}")
    for candidate in shown.candidates:
        row = candidate.row
        amount = f"{row.amount.normalize():f}" + (f"-{row.amount_high.normalize():f}" if row.amount_high else "")
        lines.append(
            f"  {'*' if candidate.use == 'decides' else ' '} {row.id}: {amount} {row.currency} a {row.period},"
            f" {row.basis}, from {row.valid_from}; {candidate.why}"
        )
        if candidate.use == "decides":
            for text in (f"{row.source_title}, {row.source_url}", f"{row.confidence}; terms: {row.licence_flag}"):
                lines += textwrap.wrap(text, 100, initial_indent=" " * 6, subsequent_indent=" " * 6)
    return "\n".join(lines) + "\n"
