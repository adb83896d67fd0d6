"""``fairlabel plan``: a corrective action plan from gaps, edited by people, read back and held against results."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checker.cli.choices import AS_OF, DATE_OR_TODAY, GIVEN, Commands, judging_options, nothing_below
from checker.cli.exits import GAPS, INVALID, OK, say
from checker.cli.format_names import format_option
from checker.cli.judging import judging_choices
from checker.cli.outputs import refuse_bad_places, text_to_stdout, to_stdout, write_whole
from checker.cli.settings import said_on_the_command_line
from checker.cli.typed_paths import TypedPath
from checker.errors import InputError, NothingToAssess, OutputError, UsageError, first_of
from checker.load.search import PLAN_ENDINGS, PLANS

if TYPE_CHECKING:
    from checker.model.plan import Plan, ReadPlan
    from checker.pipeline.plan_basis import Basis

WHERE = click.argument("where", metavar="FOLDER|REPORT.json", type=TypedPath())
_out = partial(click.option, "--output", "-o", "out", metavar="FILE", type=click.Path())
OUT, OUT_NEEDED = (_out(required=needed, help="The plan to write: .yaml, .xlsx or .ods.") for needed in (False, True))
PLAN = click.option(
    "--plan",
    "plans",
    multiple=True,
    type=GIVEN,
    metavar="FILE",
    help="The plan, or a folder of plans; repeatable.  [default: plan.yaml, plan.xlsx or plan.ods in FOLDER]",
)
SUBJECT = click.option("--subject", default="", metavar="ID", help="Whose plan, where a file holds several.")
DAY = click.option("--gate-date", type=DATE_OR_TODAY, help="Day on which due days are held: YYYY-MM-DD, or 'today'.")


@click.group(cls=Commands)
def plan() -> None:
    """Begin a corrective action plan, hold it against results, bring it up to date.

    A plan changes no result and no score. What a row says of itself is the word of whoever wrote it; only results tell
    whether a gap is closed, and by whose evidence.
    """


@plan.command(
    epilog="""
    \b
    Examples:
      fairlabel plan new vendors/acme -o acme-plan.xlsx
      fairlabel plan new report.json --subject acme -o acme-plan.yaml
    """
)
@WHERE
@OUT_NEEDED
@SUBJECT
@DAY
@AS_OF
@judging_options
def new(where: str, out: str, subject: str, gate_date: date | None, **judging: Any) -> None:
    """Write the plan that the gaps of one subject begin: owner, due day, what to do, evidence expected, points.

    Owner and due day are those that the standard proposes; edit them, and declare with plan update --agree what was
    agreed. The plan begins on --gate-date, else on the day of the assessment, and due days are counted from there.
    """
    from checker.pipeline.plan_basis import begun

    file = _to_write(out)
    if file.exists():
        raise OutputError(f"{file} exists, and what people wrote in it would be lost; fairlabel plan update keeps it")
    made = begun(_basis(where, subject, judging), gate_date)
    if not made.rows:
        say("note: nothing calls for an action; the plan is empty")
    write_whole(file, _content(made, file))
    later = "" if gate_date else "; --gate-date today counts them from today"
    click.echo(f"{file}: {_counted(len(made.rows), 'action')} for {made.subject}.")
    click.echo(f"Due days are counted from {gate_date or made.as_of}{later}.")


@plan.command(
    epilog="""
    \b
    Examples:
      fairlabel plan show vendors/acme --gate-date today
      fairlabel plan show plan.xlsx
    """
)
@click.argument("where", metavar="FOLDER|REPORT.json|PLAN", type=TypedPath())
@PLAN
@click.option("--against", type=GIVEN, metavar="FILE", help="A copy that you kept: what was agreed is what it says.")
@SUBJECT
@DAY
@AS_OF
@format_option("text", "json")
@judging_options
def show(where: str, **asked: Any) -> int:
    """Say of every action where it stands, and list the gaps that the plan has no row for.

    Of a plan alone, without results, only whether it can be read. Exit codes: 0, or 3 where something cannot be read.
    """
    return _show(where, every=True, **asked)


@plan.command(
    name="check",
    epilog="""
    \b
    Examples:
      fairlabel plan check vendors/acme --gate-date today
      fairlabel plan check report.json --plan plan.xlsx --against agreed.xlsx

    \b
    Exit code, the first of these that occurs:
      3   the plan or the subject cannot be read
      1   an action is overdue, lowered, taken out, silent, of another edition, or a gap has no row
      0   none of these
    """,
)
@click.argument("where", metavar="FOLDER|REPORT.json|PLAN", type=TypedPath())
@PLAN
@click.option("--against", type=GIVEN, metavar="FILE", help="A copy that you kept: what was agreed is what it says.")
@SUBJECT
@DAY
@AS_OF
@format_option("text", "json")
@judging_options
def check_(where: str, **asked: Any) -> int:
    """Say what of a plan asks for somebody's eye, and gate by exit code."""
    return _show(where, every=False, **asked)


@plan.command(
    epilog="""
    \b
    Examples:
      fairlabel plan update vendors/acme --by buyer --gate-date today
      fairlabel plan update vendors/acme --by buyer --agree --gate-date today
    """
)
@WHERE
@PLAN
@OUT
@click.option("--by", "-b", required=True, metavar="ROLE", help="Who brings it up to date: a role, no person's name.")
@click.option("--agree", is_flag=True, help="What the rows say now is what is agreed; what was before stays on record.")
@click.option(
    "--gate-date",
    type=DATE_OR_TODAY,
    required=True,
    help="Day that is written down with changes: YYYY-MM-DD, or 'today'.",
)
@SUBJECT
@AS_OF
@judging_options
def update(
    where: str,
    plans: tuple[str, ...],
    out: str | None,
    by: str,
    agree: bool,
    gate_date: date,
    subject: str,
    **judging: Any,
) -> None:
    """Bring a plan up to date: today's results, new gaps, rows that were taken out; all that people wrote stays.

    Changed terms are written down with the role and the day. The file is replaced as a whole, or not at all.
    """
    from checker.pipeline.plan_basis import brought_up_to_date

    role = _role(by)
    _refuse_early(where, plans, out)
    basis = _basis(where, subject, judging)
    found = _plan_of(where, plans, basis.subject["id"])
    source = Path(found.file.path)
    file = _to_write(out or found.file.path)
    _keep_beside(source, file)
    done = brought_up_to_date(found, basis, gate_date, role, agree)
    write_whole(file, _content(done.plan, file))
    told = [f"{_counted(len(done.plan.rows), 'action')}", f"{len(done.added)} new"]
    click.echo(f"{file}: {', '.join(told)}, {_counted(done.changes, 'changed term')} written down.")
    for name in done.restored:
        click.echo(f"Put back, since it had been taken out: {name}")


@plan.command(
    epilog="""
    \b
    Examples:
      fairlabel plan convert plan.xlsx -o plan.yaml
      fairlabel plan convert report.xlsx --subject acme -o plan.yaml
    """
)
@click.argument("source", metavar="PLAN", type=TypedPath())
@OUT_NEEDED
@SUBJECT
def convert(source: str, out: str, subject: str) -> None:
    """Write a plan in another form, with all that is in it: .yaml to .xlsx or .ods, or back.

    A plan with a mistake is refused, since what cannot be read would be lost.
    """
    file, former = _to_write(out), Path(source)
    if file.exists():
        raise OutputError(f"{file} exists; name another file, or take it away first")
    found = _read(former, subject)
    if found.problems:
        raise InputError(found.problems)
    _keep_beside(former, file)
    write_whole(file, _content(found.plan, file))
    click.echo(f"{file}: {_counted(len(found.plan.rows), 'action')} for {found.plan.subject}.")


def _show(
    where: str, *, every: bool, plans: tuple[str, ...], against: str | None, subject: str, gate_date: date | None,
    fmt: str, **judging: Any,
) -> int:  # fmt: skip
    from dataclasses import replace

    from checker.load.assessor import lies_in
    from checker.pipeline.plan_basis import against_copy
    from checker.pipeline.plans import lay_over
    from checker.render.plan_text import plan_json, plan_text, unfinished
    from checker.render.plan_view import plan_view

    if Path(where).suffix.lower() in PLAN_ENDINGS:
        return _show_alone(where, subject)
    _refuse_early(where, plans)
    basis = _basis(where, subject, judging)
    found = _plan_of(where, plans, basis.subject["id"])
    own = Path(where).is_dir() and lies_in(Path(found.file.path), Path(where))
    if against is not None:
        found = against_copy(found, _read(Path(against), basis.subject["id"]))
    laid = lay_over(found, basis.subject, gate_date, basis.former_ids)
    laid = replace(laid, own=own)
    view = plan_view(laid)
    if fmt == "json":
        to_stdout(plan_json(basis.subject, view))
    else:
        text_to_stdout(plan_text(basis.subject, view, every))
    if laid.problems:
        return INVALID
    return GAPS if not every and unfinished(view) else OK


def _show_alone(where: str, subject: str) -> int:
    found = _read(Path(where), subject)
    for line in first_of([str(problem) for problem in found.problems]):
        say(line)
    if found.problems:
        return INVALID
    click.echo(
        f"{where}: the plan of {found.plan.subject}, {_counted(len(found.plan.rows), 'action')}; it can be read."
    )
    return OK


def _basis(where: str, subject: str, judging: dict[str, Any]) -> Basis:
    """Return the results behind a plan."""
    from checker.pipeline.plan_basis import basis_of
    from checker.pipeline.run import find_subjects

    path = Path(where)
    if path.suffix.lower() == ".json":
        return basis_of(path, (), judging_choices(**judging, fail_on="never"), subject)
    subjects = find_subjects([where], lambda text: say(f"note: {text}"))
    if not subjects:
        raise NothingToAssess(nothing_below((where,)))
    return basis_of(path, subjects, judging_choices(**judging, fail_on="never"), subject)


def _read(file: Path, subject: str) -> ReadPlan:
    """Return the plan of ``subject`` in a file, or the only one in it."""
    from checker.load.plans import plan_for, read_plans

    found = read_plans(file, file.as_posix())
    if subject:
        return plan_for(found, subject, file.as_posix())
    if len(found) != 1:
        raise UsageError(f"{file}: holds the plans of {', '.join(sorted(found)) or 'nobody'}; say whose: --subject ID")
    return next(iter(found.values()))


def _keep_beside(source: Path, file: Path) -> None:
    """Raise InputError where what people put beside the rows would be wiped out; say so where it stays behind."""
    from checker.load.plans import beside_the_rows

    found = beside_the_rows(source, source.as_posix())
    if found and source.resolve() == file.resolve():
        raise InputError(found)
    for line in first_of([str(problem) for problem in found], 5):
        say(f"note: {line}")


def _plan_of(where: str, given: tuple[str, ...], subject: str) -> ReadPlan:
    """Return the plan of ``subject`` among those that were given, else the one in its folder.

    Where the settings give them, they may all be of others; where the command line does, one has to be of it.
    """
    from checker.load.plans import plan_for
    from checker.pipeline.plans import given_plans

    found = given_plans(map(Path, given))
    if subject in found or (given and said_on_the_command_line("plans")):
        return plan_for(found, subject, ", ".join(given))
    return _read(_own_file(where), subject)


def _refuse_early(where: str, given: tuple[str, ...], out: str | None = None) -> None:
    """Raise UsageError or OutputError, before anything is judged, where no plan can be read or written."""
    if not given:
        _own_file(where)
    if out:
        _to_write(out)


def _own_file(where: str) -> Path:
    """Return the plan in the subject's folder."""
    from checker.load.plans import own_plans

    home = Path(where)
    files: Sequence[Path] = own_plans(home) if home.is_dir() else ()
    if len(files) == 1:
        return files[0]
    if files:
        raise UsageError(f"{where} holds {' and '.join(f.name for f in files)}: name the one that holds: --plan FILE")
    raise UsageError(
        f"{where} holds no {', '.join(PLANS[:-1])} or {PLANS[-1]}; "
        "name the plan (--plan FILE), or begin one: fairlabel plan new"
    )


def _to_write(out: str) -> Path:
    file = Path(out)
    if file.suffix.lower() not in PLAN_ENDINGS:
        raise UsageError(f"--output {out}: a plan is a .yaml, .xlsx or .ods file")
    if file.suffix.lower() == ".ods":
        from checker.render.plan_ods import prepare

        prepare()
    refuse_bad_places([file])
    return file


def _content(made: Plan, file: Path) -> bytes:
    if file.suffix.lower() == ".xlsx":
        from checker.render.plan_sheet import plan_workbook

        return plan_workbook(made)
    if file.suffix.lower() == ".ods":
        from checker.render.plan_ods import plan_ods

        return plan_ods(made)
    from checker.render.plan_yaml import plan_yaml

    return plan_yaml(made)


def _role(text: str) -> str:
    """Return who brings a plan up to date; UsageError for nobody, and for a person's address."""
    role = text.strip()
    if not role or not role.isprintable() or len(role) > 200:
        raise UsageError("--by: write a role, such as 'head of procurement'")
    if "@" in role:
        raise UsageError(f"--by {role}: an address names a person; write a role, such as head of procurement")
    return role


def _counted(n: int, what: str) -> str:
    return f"{n:,} {what}{'' if n == 1 else 's'}"
