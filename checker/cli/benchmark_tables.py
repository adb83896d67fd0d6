"""``fairlabel benchmarks import``, ``layouts`` and ``coverage``: tables of figures as a whole."""

from __future__ import annotations

import os
import shlex
import textwrap
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checker.cli.choices import BENCHMARKS_AS_OF, DATE_OR_TODAY, GIVEN
from checker.cli.exits import say
from checker.cli.format_names import format_option
from checker.cli.outputs import refuse_inputs, to_stdout, write_whole
from checker.errors import OutputError, UsageError

if TYPE_CHECKING:
    from checker.load.benchmark_import import Imported

OUTPUT = click.option(
    "--output", "-o", type=click.Path(), metavar="PATH", help="Write here.  [default: standard output]"
)
FORCE = click.option("--force", is_flag=True, help="Overwrite what is at PATH.")


@click.command(
    name="import",
    epilog="""
    \b
    Examples:
      fairlabel benchmarks import list.xlsx --layout anker --output ours.csv
      fairlabel benchmarks import mit.csv --layout mit --column "amount=2 Adults"
      fairlabel benchmarks import ours.csv --layout generic --valid-from 2026-01

    The table that it writes is for --benchmarks of check, wages audit and others.

    What the sheet does not say is asked for, or stays blank and proves least: a figure that is not said to be gross
    can fail pay and never pass it. A figure in another currency than the country's is context, never a floor.
    All problems of the file are named together, with their rows; nothing is half-written. Layouts and what was
    confirmed of each: fairlabel benchmarks layouts.
    """,
)
@click.argument("file", metavar="FILE", type=GIVEN)
@click.option(
    "--layout", "layout", required=True, metavar="NAME", help="Whose spreadsheet it is; generic for your own."
)
@click.option(
    "--column", "columns", multiple=True, metavar="NAME=HEADER",
    help="Column of the table and the sheet's header for it (amount=\"Living wage\"); repeatable.",
)  # fmt: skip
@click.option(
    "--set", "values", multiple=True, metavar="NAME=VALUE",
    help="Value of a column of the table wherever the sheet has none (period=month); repeatable.",
)  # fmt: skip
@click.option(
    "--valid-from",
    metavar="DATE",
    help="First day of the figures where the sheet has none: YYYY, YYYY-MM or YYYY-MM-DD.",
)
@click.option("--source", metavar="TEXT", help="Where the figures come from: publisher, title, edition.")
@click.option("--url", metavar="URL", help="Its address.")
@click.option("--terms", metavar="TEXT", help="Terms under which you have them.")
@click.option("--checked-on", type=DATE_OR_TODAY, help="Day on which you saw the source show them; or 'today'.")
@click.option("--currency", metavar="CODE", help="Currency of the figures (ISO 4217).")
@click.option("--sheet", metavar="NAME", help="Sheet of the workbook.")
@click.option("--header-row", type=click.IntRange(1), metavar="N", help="Row with the names of the columns.")
@click.option("--delimiter", metavar="MARK", help="What separates the columns of a CSV.")
@click.option("--encoding", metavar="NAME", help="Encoding of a CSV, such as cp1252.")
@click.option("--decimal", type=click.Choice([".", ","]), help="Decimal mark, where the figures do not show it.")
@OUTPUT
@FORCE
def import_(
    file: str,
    layout: str,
    columns: tuple[str, ...],
    values: tuple[str, ...],
    valid_from: str | None,
    source: str | None,
    url: str | None,
    terms: str | None,
    checked_on: date | None,
    currency: str | None,
    sheet: str | None,
    header_row: int | None,
    delimiter: str | None,
    encoding: str | None,
    decimal: str | None,
    output: str | None,
    force: bool,
) -> None:
    """Turn a publisher's spreadsheet FILE into a table that --benchmarks takes.

    CSV with any delimiter and encoding, or a workbook (.xlsx, .xls, .ods).
    """
    from checker.load.benchmark_import import ImportChoices
    from checker.load.benchmark_sheet import SheetForm
    from checker.pipeline.benchmarks import import_table

    if output and not force and os.path.lexists(output):
        raise OutputError(f"{output} exists already and was left as it is; name another path, or add --force")
    named = {
        "valid_from": valid_from, "source_title": source, "source_url": url, "licence_flag": terms,
        "checked_on": checked_on.isoformat() if checked_on else None, "currency": currency,
    }  # fmt: skip
    said = _pairs("--set", values)
    twice = sorted(name for name, value in named.items() if value and name in said)
    if twice:
        raise UsageError(f"--set {twice[0]}: an option of its own says it too; leave one of the two out")
    found = import_table(
        Path(file),
        layout,
        ImportChoices(
            _pairs("--column", columns),
            said | {name: value for name, value in named.items() if value},
            SheetForm(sheet, header_row, _tab(delimiter), encoding),
            "," if decimal == "," else "." if decimal == "." else None,
        ),
    )
    if output is None:
        to_stdout(found.content)
        for line in _told(found):
            say(line)
        return
    refuse_inputs([Path(output)], [Path(file)])
    write_whole(Path(output), found.content)
    click.echo(f"Wrote {output}.")
    for line in _told(found):
        click.echo(line)
    click.echo(f"Next: fairlabel benchmarks list --on today --benchmarks {shlex.quote(output)}")


@click.command(epilog="\b\nExamples:\n  fairlabel benchmarks layouts\n  fairlabel benchmarks layouts anker")
@click.argument("names", nargs=-1, metavar="[NAME]...")
def layouts(names: tuple[str, ...]) -> None:
    """List the layouts of import: columns, what was confirmed in the source, and what was not."""
    from checker.pipeline.benchmarks import find_layouts

    for layout in find_layouts(names):
        click.echo(f"{layout.name}: {layout.title}")
        texts = {
            "terms": layout.terms or "yours to say: --terms",
            "columns": ", ".join(layout.columns),
            "needed": ", ".join(layout.needed),
            "fixed": ", ".join(f"{name}={value}" for name, value in layout.fixed.items()) or "nothing",
            "confirmed": layout.confirmed,
            "not confirmed": layout.inferred,
        }
        for name, text in texts.items():
            click.echo(textwrap.fill(f"{name}: {text}", 100, initial_indent="  ", subsequent_indent="    "))
        click.echo()


@click.command(
    epilog="""
    \b
    Examples:
      fairlabel benchmarks coverage --on today
      fairlabel benchmarks coverage --on 2026-06-30 --benchmarks ours.csv
      fairlabel benchmarks coverage --on today --format html --output page.html
    """
)
@click.option("--on", "day", type=DATE_OR_TODAY, required=True, help="Day of the work: YYYY-MM-DD, or 'today'.")
@click.option(
    "--benchmarks", "files", multiple=True, type=GIVEN, metavar="FILE", help="CSV of your own living wages; repeatable."
)
@BENCHMARKS_AS_OF
@format_option("text", "markdown", "html", "json")
@OUTPUT
@FORCE
def coverage(
    day: date, files: tuple[str, ...], benchmarks_as_of: date | None, fmt: str, output: str | None, force: bool
) -> None:
    """Show which countries have figures at all, where a pass is possible, how old they are and on whose terms."""
    from checker.pipeline.benchmarks import benchmark_coverage

    if output and not force and os.path.lexists(output):
        raise OutputError(f"{output} exists already and was left as it is; name another path, or add --force")
    content = benchmark_coverage(day, tuple(Path(f) for f in files), benchmarks_as_of, fmt)
    if output is None:
        to_stdout(content)
        return
    refuse_inputs([Path(output)], [Path(f) for f in files])
    write_whole(Path(output), content)
    click.echo(f"Wrote {output}")


def _pairs(option: str, words: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for word in words:
        name, equals, value = (part.strip() for part in word.partition("="))
        if not (name and equals and value):
            raise UsageError(f"{option} {word}: write NAME=VALUE, for example {option} period=month")
        if name in found:
            raise UsageError(f"{option} {name}: stands twice; leave one of the two out")
        found[name] = value
    return found


def _tab(mark: str | None) -> str | None:
    return "\t" if mark in ("tab", "\\t") else mark


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _told(found: Imported) -> list[str]:
    """Return what a reader has to know of the table that was made."""
    from checker.render.words import count

    floors = [row for row in found.rows if row.applies_to == "adult_general" and not row.restated]
    floors = [row for row in floors if row.kind != "poverty_line"]
    gross = sum(row.basis == "gross" for row in floors)
    countries = len({row.country for row in found.rows})
    told = f"{count(len(found.rows), 'row')}, {count(countries, 'country', 'countries')}"
    lines = [f"{told}; {len(floors)} may be a floor, of which {gross} {_are(gross)} gross."]
    if restated := sum(row.restated for row in found.rows):
        lines.append(f"{restated} {_are(restated)} in another currency than their country's: context, never a floor.")
    if unclear := sum(row.applies_to == "unclear" for row in found.rows):
        said = f"{unclear} {_are(unclear)} unclear (for whom, gross or net): context, never a floor"
        lines.append(f"{said}; see benchmarks layouts.")
    if bare := sum(row.basis != "gross" for row in floors):
        said = f"{bare} are net or do not say it: they" if bare > 1 else "1 is net or does not say it: it"
        lines.append(f"{said} can show pay to be too low, and never enough.")
    if found.left_out:
        lines.append(f"{count(found.left_out, 'row')} of the sheet without a figure: left out.")
    if found.repeated:
        lines.append(f"{count(found.repeated, 'row')} of the sheet the same as another one: each counts once.")
    return [*lines, *(f"note: {note}" for note in found.notes)]
