"""``fairlabel portfolio``: a static site over the reports of many subjects; judges nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from checker.cli.choices import DATE_OR_TODAY
from checker.cli.exits import INVALID, NOTHING_ASSESSED, OK, say
from checker.cli.sites import refuse_bad_site, write_site
from checker.cli.typed_paths import TypedPath
from checker.errors import NothingToAssess, first_of


@click.command(
    epilog="""
    \b
    Examples:
      fairlabel portfolio history/ --output site/
      fairlabel portfolio history/ --output site/ --on today

    Reports are written by: fairlabel check FOLDER --output json=FILE. Every .json file below DIR that is a
    report counts. A subject stands by its newest report; of two reports of one day by the worse. A report whose
    period ended over 12 months before the day concludes nothing. Open site/index.html: it needs no server and asks
    nobody for anything.
    """
)
@click.argument("paths", nargs=-1, required=True, metavar="DIR...", type=TypedPath(path_type=Path))
@click.option(
    "--output", "-o", "site", required=True, metavar="FOLDER", type=click.Path(path_type=Path),
    help="Folder for the site; a site that this command wrote there before is replaced.",
)  # fmt: skip
@click.option(
    "--on", "day", type=DATE_OR_TODAY,
    help="Day on which evidence is in date or not, YYYY-MM-DD or 'today'.  [default: the newest report's day]",
)  # fmt: skip
def portfolio(paths: tuple[Path, ...], site: Path, day: date | None) -> int:
    """Write a site over all reports below DIR: overview, each subject, each requirement, age of evidence, coverage.

    Exit code 0; 3 where a report cannot be read (it is named on the site's first page, the others are shown); 4
    where there is none; 73 where the site cannot be written (a former one stays as it was).
    """
    from checker.pipeline.past import portfolio_of
    from checker.render.portfolio import render_site

    refuse_bad_site(site, paths)
    found, problems, others, changed = portfolio_of(paths, day)
    words = [str(problem) for problem in problems]
    for problem in first_of(words):
        say(f"error: {problem}")
    for line in first_of(changed):
        say(f"warning: {line}")
    for other in first_of(others, 10):
        say(f"note: {other} is no report of fairlabel")
    if not found.members and problems:
        say(NOTHING_ASSESSED)
        return INVALID
    if not found.members and not found.not_assessed:
        raise NothingToAssess(
            f"{', '.join(map(str, paths))}: no report on any subject below; "
            "write one: fairlabel check FOLDER --output json=report.json"
        )
    pages = write_site(site, render_site(found, [*first_of(words), *first_of(changed)]))
    click.echo(f"{len(found.members)} subjects on {pages:,} pages: {site / 'index.html'}")
    if day is None and found.day is not None:
        click.echo(f"What has run out is counted on {found.day}, the newest report's day; --on today counts it today")
    return INVALID if problems else OK
