"""``fairlabel baseline``: accept the gaps of today, by somebody, until a day, so that only new ones fail the gate."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from checker.cli.choices import AS_OF, DAY, GIVEN, Commands, judging_options, nothing_below
from checker.cli.exits import say
from checker.cli.judging import judging_choices
from checker.cli.outputs import refuse_bad_places, refuse_inputs, write_whole
from checker.cli.typed_paths import TypedPath
from checker.errors import NothingToAssess, UsageError, first_of


@click.group(cls=Commands)
def baseline() -> None:
    """Accept the gaps of today, by somebody, until a day."""


@baseline.command(
    epilog="""
    \b
    Examples:
      fairlabel baseline update vendors/ -o b.json -a buyer -u 2026-12-31
      fairlabel baseline update report.json -o b.json -a buyer -u 2026-12-31

    \b
    Then:
      fairlabel check vendors/ --baseline b.json --new-only --gate-date today
    """
)
@click.argument("paths", nargs=-1, required=True, metavar="REPORT.json|PATH...", type=TypedPath())
@click.option("--output", "-o", "out", required=True, metavar="FILE", type=click.Path(), help="The baseline to write.")
@click.option("--approved-by", "-a", required=True, metavar="ROLE", help="Who accepts them: a role, no person's name.")
@click.option("--until", "-u", required=True, type=DAY, help="The last day on which they are accepted, YYYY-MM-DD.")
@click.option(
    "--former", type=GIVEN, metavar="FILE",
    help="The baseline before, where it is another file than --output.  [default: --output, where it exists]",
)  # fmt: skip
@AS_OF
@judging_options
def update(
    paths: tuple[str, ...],
    out: str,
    approved_by: str,
    until: date,
    former: str | None,
    as_of: date | None,
    **judging: Any,
) -> None:
    """Write a baseline from reports, or from subjects that are assessed for it.

    It holds gaps and open items, scores, and what the evidence hashes to. What is critical or has zero tolerance is
    accepted by nobody and left out. Where FILE is a baseline already, or --former names one, failures whose evidence
    has gone since are carried over until an assessor lifts them.
    """
    from checker.pipeline.baselines import make_baseline
    from checker.pipeline.run import find_subjects

    role, file = _role(approved_by), Path(out)
    reports = [Path(path) for path in paths if path.endswith(".json")]
    missing = [report for report in reports if not report.exists()]
    if missing:
        raise UsageError(f"there is no {missing[0]}; check the path")
    folders = [path for path in paths if not path.endswith(".json")]
    subjects = find_subjects(folders, lambda text: say(f"note: {text}")) if folders else []
    if folders and not subjects:
        raise NothingToAssess(nothing_below(tuple(folders)))
    refuse_bad_places([file])
    choices = judging_choices(**judging, as_of=as_of)
    refuse_inputs([file], [*reports, *([choices.settings.path] if choices.settings is not None else [])])
    before = Path(former) if former else file if file.exists() else None
    made = make_baseline(reports, subjects, choices, role, until, file, before)
    if not made.subjects:
        raise NothingToAssess(f"{', '.join(paths)}: no subject is in it; make the report anew")
    write_whole(file, made.content)
    heads = "1 subject" if made.subjects == 1 else f"{made.subjects:,} subjects"
    click.echo(f"{file}: {made.accepted:,} gaps and open items of {heads} accepted by {role} until {until}.")
    for line in first_of([f"{name}: {', '.join(ids)}" for name, ids in made.left_out.items()]):
        click.echo(f"Left out, accepted by nobody: {line}")
    for name, ids in made.carried.items():
        click.echo(f"Carried over, since the evidence has gone and no assessor lifted it: {name}: {', '.join(ids)}")
    for line in first_of([f"{name}: {', '.join(ids)}" for name, ids in made.anew.items()]):
        click.echo(f"Accepted anew, and not by the former baseline: {line}")
    for line in first_of(made.lowered):
        click.echo(f"Shown score lower than in the former baseline: {line}")
    if before is None:
        say(
            f"note: {file} is new, and no former baseline was given: evidence that was withdrawn since one, gaps that "
            "it did not accept and scores that fell are not seen; if there is one: --former FILE"
        )
    elif before != file:
        click.echo(f"Held to the former baseline {before}.")
    for one in made.other_ids:
        say(
            f"warning: the folder {one.folder} was {one.before} in the former baseline and is {one.after} now: if it "
            "is the same subject, nothing that it withdrew was carried over; let it bear its former id again"
        )
    for name in made.dropped:
        say(f"note: {name} was in the former baseline and is not in this one")


def _role(text: str) -> str:
    """Return who approved; UsageError for nobody, and for a person's address."""
    role = text.strip()
    if not role or not role.isprintable():
        raise UsageError("--approved-by: nobody is named; write a role, such as 'head of procurement'")
    if "@" in role:
        raise UsageError(f"--approved-by {role}: an address names a person; write a role, such as head of procurement")
    return role
