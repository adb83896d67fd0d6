"""``fairlabel next``: the shortest list of answers and documents that would settle what is open."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from checker.cli.choices import AS_OF, PATHS, judging_options, nothing_below
from checker.cli.exits import INVALID, OK, say
from checker.cli.format_names import format_option
from checker.cli.judging import judging_choices
from checker.cli.outputs import text_to_stdout, to_stdout
from checker.errors import NothingToAssess

MOST = 12


@click.command(
    name="next",
    epilog="""
    \b
    Examples:
      fairlabel next vendors/acme
      fairlabel next vendors/acme --standard pai --profile core --all
      fairlabel next vendors/ --format json

    Exit codes: 0 the list was made, whatever is on it; 3 a subject is invalid; 4 there is no subject.
    """,
)
@PATHS
@judging_options
@AS_OF
@format_option("text", "json")
@click.option(
    "--all", "every", is_flag=True, help=f"List everything; else the first {MOST} of each part. JSON has all."
)
def next_(
    paths: tuple[str, ...],
    as_of: date | None,
    fmt: str,
    every: bool,
    **judging: Any,
) -> int:
    """List what would settle what is open of every subject at or below PATH, most effect first.

    What is decided is not asked for again, and of several ways to show a thing one is asked for. What only
    some answers make necessary stands apart. Points and verdict are those where all turns out well.
    """
    from checker.pipeline.run import check, find_subjects
    from checker.render.steps import steps_json, steps_text

    subjects = find_subjects(paths, lambda text: say(f"note: {text}"))
    if not subjects:
        raise NothingToAssess(nothing_below(paths))
    choices = judging_choices(**judging, as_of=as_of, fail_on="never", steps=True)
    report = check(subjects, choices)
    if fmt == "json":
        to_stdout(steps_json(report))
    else:
        text_to_stdout(steps_text(report, None if every else MOST))
    return INVALID if report.invalid else OK
