"""``fairlabel trend``: subjects over the reports of several days; judges nothing."""

from __future__ import annotations

from pathlib import Path

import click

from checker.cli.exits import say
from checker.cli.format_names import format_option
from checker.cli.outputs import text_to_stdout, to_stdout
from checker.cli.typed_paths import TypedPath
from checker.errors import NothingToAssess, first_of


@click.command(
    epilog="""
    \b
    Examples:
      fairlabel trend history/
      fairlabel trend history/ --subject acme --format json

    Reports are written by: fairlabel check FOLDER --output json=FILE. Every .json file below a folder that is a
    report counts, in the order of the day that it stands as of. Where an edition, a profile or the basis of pay
    changed, the break is said and nothing is compared across it. Who could not be assessed is listed at the end.
    """
)
@click.argument("paths", nargs=-1, required=True, metavar="FOLDER...", type=TypedPath(path_type=Path))
@click.option("--subject", "subjects", multiple=True, metavar="ID", help="Only this subject; repeatable.")
@click.option("--standard", "standards", multiple=True, metavar="ID", help="Only this standard; repeatable.")
@format_option("text", "markdown", "json", words="Format on standard output.")
def trend(paths: tuple[Path, ...], subjects: tuple[str, ...], standards: tuple[str, ...], fmt: str) -> int:
    """Show verdicts, scores and pay over time, from the reports below FOLDER.

    Exit code 0; 3 where a report cannot be read (the others are shown); 4 where there is none.
    """
    from checker.pipeline.past import trend_of
    from checker.render.trend import render_trend

    lines, not_assessed, problems, others, changed = trend_of(paths, subjects, standards)
    for problem in first_of([str(p) for p in problems]):
        say(f"error: {problem}")
    for line in first_of(changed):
        say(f"warning: {line}")
    for other in first_of(others, 10):
        say(f"note: {other} is no report of fairlabel")
    if not lines and not problems and not not_assessed:
        raise NothingToAssess(
            f"{', '.join(map(str, paths))}: no report on {', '.join((*subjects, *standards)) or 'anything'} below; "
            "write one: fairlabel check FOLDER --output json=report.json"
        )
    (to_stdout if fmt == "json" else text_to_stdout)(render_trend(lines, fmt, not_assessed))
    return 3 if problems else 0
