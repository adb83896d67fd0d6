"""``fairlabel validate``: the shape of questionnaires and of the files that they name; judges nothing."""

from __future__ import annotations

import click

from checker.cli.choices import PATHS
from checker.cli.exits import INVALID, NOTHING, OK


@click.command(epilog="Example: fairlabel validate vendors/")
@PATHS
@click.option("--quiet", "-q", is_flag=True, help="Say nothing about files that are in order.")
def validate(paths: tuple[str, ...], quiet: bool) -> int:
    """Check every questionnaire at or below PATH: keys, questions, types, options, evidence, places.

    Exit code 0 where all are in order, 3 where one is not, 4 where there is none.
    """
    from checker.pipeline.forms import validate as check_shape
    from checker.pipeline.run import find_subjects

    subjects = find_subjects(paths)
    if not subjects:
        click.echo(f"No questionnaire.yaml at or below {', '.join(paths)}.", err=True)
        return NOTHING
    bad = 0
    for folder, problems, warnings in check_shape(subjects):
        bad += bool(problems)
        for problem in problems:
            click.echo(f"error: {problem}", err=True)
        for warning in warnings:
            click.echo(f"note: {warning}", err=True)
        if not problems and not quiet:
            click.echo(f"{folder}: in order")
    if bad or not quiet:
        click.echo(f"{len(subjects) - bad} of {len(subjects)} in order.")
    return INVALID if bad else OK
