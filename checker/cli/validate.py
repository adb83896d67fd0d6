"""``fairlabel validate``: the shape of questionnaires and of the files that they name; judges nothing."""

from __future__ import annotations

import click

from checker.cli.choices import PATHS, nothing_below
from checker.cli.exits import INVALID, OK, say
from checker.errors import NothingToAssess, first_of
from checker.render.clean import no_commands


@click.command(
    epilog="""
    \b
    Examples:
      fairlabel validate vendors/acme
      fairlabel validate vendors/ --quiet     only what is wrong
    """
)
@PATHS
@click.option("--quiet", "-q", is_flag=True, help="Say only what is wrong: no notes, no list of files in order.")
def validate(paths: tuple[str, ...], quiet: bool) -> int:
    """Check every questionnaire at or below PATH: keys, questions, types, options, evidence, places, mappings.

    Judges nothing: an empty answer is in order here, and unknown to check.

    Exit code 0 where all are in order, 3 where one is not, 4 where there is none.
    """
    from checker.pipeline.forms import validate as check_shape
    from checker.pipeline.run import find_subjects

    subjects = find_subjects(paths, (lambda _: None) if quiet else (lambda text: say(f"note: {text}")))
    if not subjects:
        raise NothingToAssess(nothing_below(paths))
    bad = 0
    for folder, problems, warnings in check_shape(subjects):
        bad += bool(problems)
        for problem in first_of(problems):
            say(f"error: {problem}")
        for warning in () if quiet else first_of(warnings):
            say(f"note: {warning}")
        if not problems and not quiet:
            click.echo(no_commands(f"{folder}: in order"))
    if bad or not quiet:
        click.echo(f"{len(subjects) - bad} of {len(subjects)} in order.")
    return INVALID if bad else OK
