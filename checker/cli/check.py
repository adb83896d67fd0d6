"""``fairlabel check``: judge every subject below PATH, write the reports, gate by exit code."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from checker.cli.actions import on_actions
from checker.cli.choices import AS_OF, BALLOTS, DATE_OR_TODAY, FONT_PATHS, GIVEN, PATHS, judging_options, nothing_below
from checker.cli.drawing import Drawing, drawing_options
from checker.cli.exits import NOTHING_ASSESSED, say
from checker.cli.format_names import FormatName
from checker.cli.judging import judging_choices
from checker.cli.outputs import Output, parse_outputs, refuse_bad_places, refuse_inputs, to_stdout, write_all
from checker.cli.progress import progress_line
from checker.cli.settings import said_on_the_command_line
from checker.errors import NothingToAssess, UsageError, first_of
from checker.render import FORMATS, JUNIT_FLAVOURS, SARIF_PROFILES, Options, notices, prepare

if TYPE_CHECKING:
    from checker.model.assessment import Report
    from checker.pipeline.measures import Choices
    from checker.pipeline.run import Subject

REPORTS = tuple(listed.suffix for listed in FORMATS.values())
"""How the names of files end that are reports."""


@click.command(
    epilog="""
    \b
    Examples:
      fairlabel check vendors/acme
      fairlabel check vendors/ --output html=reports/ --output json=result.json
      fairlabel check vendors/acme --output pdf=acme.pdf
      fairlabel check vendors/acme --output xlsx=acme.xlsx --output oscal=a.json
      fairlabel check vendors/acme --assessment acme-assessment.yaml
      fairlabel check vendors/acme --format markdown > acme.md
      fairlabel check vendors/acme --ballot ballot.yaml
      fairlabel check vendors/ --fail-on critical --jobs 4
      fairlabel check vendors/ --waivers waivers.yaml --gate-date today
      fairlabel check vendors/ --baseline b.json --new-only --gate-date today
      fairlabel check vendors/acme --plan acme-plan.xlsx --gate-date today
      fairlabel check vendors/ --output sarif=gaps.sarif --output csv=gaps.csv

    \b
    Formats: text, json (all of it), markdown, html and pdf (one a subject); for CI
    sarif (code scanning), junit (test reports), gitlab (Code Quality), github
    (annotations); csv (gaps, for a spreadsheet).
    In GitHub Actions, without --format, annotations follow the text and the step
    gets a summary; --format text leaves both out.

    \b
    Exit code, the first of these that occurs:
      3   an input is invalid; the other subjects are assessed and written
      1   a gap (not met, partly met) at or above --fail-on, and not waived; a score that fell (--ratchet)
      5   something at or above --fail-on is open (unknown, only claimed)
      4   nothing to assess
      0   fine
      2 wrong usage, 70 unexpected failure, 73 cannot write, 130 interrupted
    """,
)
@PATHS
@judging_options
@AS_OF
@BALLOTS
@click.option(
    "--gate-date",
    type=DATE_OR_TODAY,
    help="Day on which evidence must still be in date for the gate: YYYY-MM-DD, or 'today'.",
)
@click.option(
    "--waivers",
    type=GIVEN,
    metavar="FILE",
    help="Gaps that somebody takes on until a day, each with reason and remedy; needs --gate-date.",
)
@click.option(
    "--baseline",
    type=GIVEN,
    metavar="FILE",
    help="Gaps that were accepted earlier (fairlabel baseline update); marks what is new; needs --gate-date.",
)
@click.option(
    "--plan",
    "plans",
    multiple=True,
    type=GIVEN,
    metavar="FILE",
    help="An action plan (fairlabel plan new), or a folder of them; repeatable."
    "  [default: plan.yaml, plan.xlsx or plan.ods in the subject's folder]",
)
@click.option("--new-only/--no-new-only", help="Let only what is new against --baseline fail the run.")
@click.option("--ratchet/--no-ratchet", help="Fail the run where a shown score is under that of --baseline (exit 1).")
@click.option(
    "--fail-on",
    type=click.Choice(["critical", "major", "minor", "never"]),
    default="major",
    show_default=True,
    help="Severity from which a gap (exit 1) or an open item (exit 5) fails the run.",
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=FormatName(list(FORMATS)),
    help="Format on standard output; once.  [default: text]",
)
@click.option(
    "--output",
    "outputs",
    multiple=True,
    metavar="FORMAT=PATH",
    help="Also write a file (html=report.html); repeatable. For several subjects: a folder, or {subject} in PATH.",
)
@click.option(
    "--sarif-profile",
    type=click.Choice(list(SARIF_PROFILES)),
    default=SARIF_PROFILES[0],
    show_default=True,
    help="github: gaps and open items that the gate does not pass over, within GitHub's limits; full: every result.",
)
@click.option(
    "--junit-flavour",
    type=click.Choice(list(JUNIT_FLAVOURS)),
    default=JUNIT_FLAVOURS[0],
    show_default=True,
    help="gitlab: names the file of each case; strict: only what Jenkins' schema allows.",
)
@FONT_PATHS
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    default=1,
    metavar="N",
    show_default=True,
    help="Processes over subjects.",
)
@click.option(
    "--cache",
    is_flag=True,
    help="Recall subjects without pay data of which nothing has changed since a run with --cache.",
)
def check(
    paths: tuple[str, ...],
    as_of: date | None,
    ballots: tuple[str, ...],
    gate_date: date | None,
    waivers: str | None,
    baseline: str | None,
    plans: tuple[str, ...],
    new_only: bool,
    ratchet: bool,
    fail_on: str,
    formats: tuple[str, ...],
    outputs: tuple[str, ...],
    sarif_profile: str,
    junit_flavour: str,
    font_paths: tuple[str, ...],
    jobs: int,
    cache: bool,
    **judging: Any,
) -> int:
    """Judge every supplier or buyer folder at or below PATH.

    A folder with a questionnaire.yaml is a subject. Text goes to standard output, or another --format;
    --output writes files beside it. The format never changes the exit code.
    """
    from checker.pipeline.run import find_subjects

    if judging["engine"].name == "spark" and jobs > 1:
        raise UsageError("--jobs starts a Spark each, and Spark spreads the work itself: leave --jobs out")
    wanted = parse_outputs(outputs)
    fmt = _format(formats)
    # Named formats go to standard output alone; without one, a workflow gets annotations after the text.
    annotate = not formats and on_actions(os.environ)
    subjects = find_subjects(paths, lambda text: say(f"note: {text}"))
    only_lines = not wanted and not annotate and fmt == "text" and len(subjects) != 1
    choices = judging_choices(
        **judging,
        as_of=as_of,
        gate_date=gate_date,
        waivers=Path(waivers) if waivers else None,
        baseline=Path(baseline) if baseline else None,
        plans=tuple(Path(p) for p in plans),
        plans_for_all=not said_on_the_command_line("plans"),
        new_only=new_only,
        ratchet=ratchet,
        fail_on=fail_on,
        ballots=tuple(Path(b) for b in ballots),
        jobs=jobs,
        # Of several subjects the text says a line each.
        results=not only_lines,
        only_sums=only_lines,
        only_json=len(subjects) > 1 and not annotate and not cache and _is_only_json(wanted, fmt),
        steps=len(subjects) == 1 or any(FORMATS[output.format].per_subject for output in wanted),
        cache=cache,
    )
    if not subjects:
        raise NothingToAssess(nothing_below(paths))
    _say_what_applies_to_nobody(choices)
    options = drawing_options(sarif_profile, junit_flavour, font_paths)
    return _run(subjects, choices, _Wanted(wanted, fmt, annotate, options))


def _is_only_json(outputs: Iterable[Output], fmt: str) -> bool:
    """Return whether no other format than JSON reads single results; of several subjects the text has a line each."""
    formats = {fmt, *(output.format for output in outputs)}
    return "json" in formats and formats <= {"json", "text"}


class _Wanted(NamedTuple):
    """What is to be written and shown of a run."""

    outputs: tuple[Output, ...]
    format: str
    annotate: bool
    options: Options


def _run(subjects: list[Subject], choices: Choices, asked: _Wanted) -> int:
    """Assess, write, show; return the exit code."""
    from checker.pipeline.run import check as assess
    from checker.pipeline.run import unused_assessments

    wanted, fmt, annotate, options = asked
    if choices.cache and (said_on_the_command_line("cache") or not said_on_the_command_line("no_cache")):
        _say_where_nothing_is_kept()
    _refuse_several(fmt, len(subjects))
    plan = _plan(wanted, [name for _, name in subjects])
    refuse_bad_places([file for _, file, _ in plan])
    for name in dict.fromkeys([*(name for name, _, _ in plan), fmt]):
        prepare(name, options)
    with progress_line("Assessing", len(subjects)) as advance:
        report = assess(subjects, choices, advance)
    refuse_inputs([file for _, file, _ in plan], _read_files(report, choices))
    drawn = Drawing(report, choices.standards_dirs, options)
    written = _write(plan, drawn)
    _say_what_failed(report, fmt)
    _say_what_was_not_written(plan, written)
    if len(report.subjects) > 1 and not report.invalid:
        for unused in unused_assessments(report.subjects, choices):
            say(f"note: {unused} speaks of nobody who was assessed; nothing in it counts")
    _show(drawn, fmt, written, annotate=annotate)
    _say_what_is_left_out(drawn, [*(name for name, _, _ in plan), fmt])
    return report.exit_code


def _say_what_applies_to_nobody(choices: Choices) -> None:
    if choices.settings is not None and choices.settings.suppliers:
        from checker.pipeline.settings import idle_patterns

        for line in first_of(list(idle_patterns(choices.settings))):
            say(f"note: {line}")


def _say_where_nothing_is_kept() -> None:
    from checker.load.cache_folder import cache_folder
    from checker.pipeline.kept_subjects import SORT

    if cache_folder(SORT) is None:
        say(
            "note: --cache has no effect: FAIRLABEL_NO_CACHE is set, or there is no folder outside a checkout "
            "to which nobody else may write (FAIRLABEL_CACHE_DIR names one)"
        )


def _format(formats: tuple[str, ...]) -> str:
    if len(formats) > 1:
        raise UsageError(
            f"--format stands {len(formats)} times, and standard output takes one; "
            f"write the others to files: --output {formats[1]}=PATH"
        )
    return formats[0] if formats else "text"


def _refuse_several(fmt: str, subjects: int) -> None:
    if FORMATS[fmt].per_subject and subjects > 1:
        raise UsageError(
            f"--format {fmt}: {fmt} holds one subject a file, and there are {subjects}; "
            f"write to a folder: --output {fmt}=reports/"
        )


def _plan(wanted: tuple[Output, ...], subjects: list[str]) -> list[tuple[str, Path, str | None]]:
    """Return (format, file, subject folder or None for all) for every file to write."""
    several = len(subjects) > 1
    plan: list[tuple[str, Path, str | None]] = []
    for output in wanted:
        if FORMATS[output.format].per_subject:
            names = _short_names(subjects)
            plan += [(output.format, output.file_for(names[s], several), s) for s in subjects]
        elif "{subject}" in output.path:
            raise UsageError(f"--output {output.format}={output.path}: {output.format} is one file over all subjects")
        else:
            plan.append((output.format, output.file_for("report", several), None))
    return plan


def _short_names(subjects: list[str]) -> dict[str, str]:
    """Return the last folder name of each subject; the whole path where two would be alike."""
    last = [os.path.basename(os.path.realpath(s)) for s in subjects]
    return {s: (name if last.count(name) == 1 else s) for s, name in zip(subjects, last, strict=True)}


def _read_files(report: Report, choices: Choices) -> Iterator[Path]:
    """Iterate over every file that the report rests on; of an invalid subject, over all but former reports."""
    from checker.pipeline.measures import assessor_files

    settings = choices.settings.path if choices.settings is not None else None
    single = (choices.fx, choices.waivers, choices.baseline, settings)
    yield from (*choices.benchmarks, *choices.ballots, *choices.plans, *assessor_files(choices.assessments))
    yield from (file for file in single if file)
    for subject in report.subjects:
        for file in subject.inputs:
            yield from (Path(subject.folder, file.path), Path(file.path))
    for broken in report.invalid:
        files = (Path(each, name) for each, _, names in os.walk(broken.folder) for name in names)
        yield from (file for file in files if not file.name.endswith(REPORTS))


def _write(plan: list[tuple[str, Path, str | None]], drawn: Drawing) -> tuple[str, ...]:
    """Write all files of ``plan`` and return their names; a subject that is invalid gets none of its own."""
    assessed = {s.folder for s in drawn.report.subjects}
    kept = [(fmt, file, subject) for fmt, file, subject in plan if subject is None or subject in assessed]
    write_all([(file, drawn.content(fmt, subject=subject)) for fmt, file, subject in kept])
    for fmt, file, _ in kept:
        most = FORMATS[fmt].most_bytes
        if most and file.stat().st_size > most:
            say(f"note: {file} is larger than {most // 1_000_000} MB, which is the most that {fmt} readers take; "
                f"give fewer folders a run")  # fmt: skip
    return tuple(str(file) for _, file, _ in kept)


def _show(drawn: Drawing, fmt: str, written: tuple[str, ...], *, annotate: bool) -> None:
    """Write the report to standard output, and to a workflow what it shows beside its log."""
    to_stdout(drawn.content(fmt, written=written))
    if annotate:
        to_stdout(drawn.content("github"))
    if annotate or (fmt == "github" and on_actions(os.environ)):
        drawn.append_summary()


def _say_what_is_left_out(drawn: Drawing, used: Iterable[str]) -> None:
    for fmt in dict.fromkeys(used):
        for note in notices(drawn.report, fmt, drawn.options):
            say(f"note: {note}")


def _say_what_failed(report: Report, fmt: str) -> None:
    """Say on standard error what could not be assessed, as far as standard output does not."""
    if report.invalid and not report.subjects:
        say(NOTHING_ASSESSED)
    if fmt != "text":
        for broken in report.invalid:
            lines = (f"  {problem}" for problem in first_of(broken.problems))
            say("\n".join([f"Nothing was assessed for {broken.folder}:", *lines]))
        if report.overlay is not None:
            refused = [f"{one.place}: no waiver: {one.what}; {one.todo}" for one in report.overlay.refused]
            for line in first_of([*refused, *report.overlay.said]):
                say(f"warning: {line}")


def _say_what_was_not_written(plan: list[tuple[str, Path, str | None]], written: tuple[str, ...]) -> None:
    """Say which files were not written since their subject could not be assessed, first those of a former run."""
    missing = sorted((not file.exists(), str(file), subject) for _, file, subject in plan if str(file) not in written)
    lines = [
        f"{file} was not written: nothing was assessed for {subject}"
        if absent
        else f"{file} is of a former run; nothing was assessed for {subject}, and it was left as it is"
        for absent, file, subject in missing
    ]
    for line in first_of(lines):
        say(f"note: {line}")
