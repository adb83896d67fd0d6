"""``fairlabel check``: judge every subject below PATH, write the reports, gate by exit code."""

from __future__ import annotations

import os
import shutil
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checker.cli.choices import DATE_OR_TODAY, DAY, PATHS, judging_options
from checker.cli.outputs import PER_SUBJECT, SUFFIXES, Output, parse_outputs, refuse_bad_places, to_stdout, write_whole
from checker.cli.progress import progress_line
from checker.errors import UsageError

if TYPE_CHECKING:
    from checker.model.assessment import Report


@click.command(
    epilog="Examples:\n\n"
    "  fairlabel check vendors/acme\n\n"
    "  fairlabel check vendors/ --output html=reports/ --output json=result.json --fail-on critical\n\n"
    "  fairlabel check acme --assessment acme-assessment.yaml --format markdown",
)
@PATHS
@judging_options
@click.option("--as-of", type=DAY, help="Day that decides statuses. Default: the end of the questionnaire's period.")
@click.option("--gate-date", type=DATE_OR_TODAY, help="Day of the gate (a date, or 'today').")
@click.option(
    "--fail-on",
    type=click.Choice(["critical", "major", "minor", "never"]),
    default="major",
    show_default=True,
    help="Severity from which a gap (exit 1) or an open item (exit 5) fails the run.",
)
@click.option("--format", "fmt", type=click.Choice(list(SUFFIXES)), help="Format on standard output (default: text).")
@click.option(
    "--output",
    "outputs",
    multiple=True,
    metavar="FORMAT=PATH",
    help="Also write a file (html=report.html); repeatable. For several subjects: a folder, or {subject} in PATH.",
)
@click.option("--jobs", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes over subjects.")
@click.option("--engine", type=click.Choice(["duckdb"]), default="duckdb", show_default=True, help="Pay engine.")
def check(
    paths: tuple[str, ...],
    standards: tuple[str, ...],
    standards_dirs: tuple[str, ...],
    profile: str,
    benchmarks: tuple[str, ...],
    fx: str | None,
    assessments: tuple[str, ...],
    memory_limit: str | None,
    as_of: date | None,
    gate_date: date | None,
    fail_on: str,
    fmt: str | None,
    outputs: tuple[str, ...],
    jobs: int,
    engine: str,
) -> int:
    """Judge every supplier or buyer folder at or below PATH.

    A folder with a questionnaire.yaml is a subject. The exit code is the first of these that occurs:
    3 an input is invalid, 1 a gap at or above --fail-on, 5 something at or above it is open
    (unknown or only claimed), 4 nothing to assess, 0 fine.
    """
    from checker.pipeline.measures import Choices
    from checker.pipeline.run import check as assess
    from checker.pipeline.run import find_subjects

    wanted = parse_outputs(outputs)
    choices = Choices(
        standards=standards,
        standards_dirs=tuple(Path(d) for d in standards_dirs),
        profile="core" if profile == "core" else "extended",
        as_of=as_of,
        gate_date=gate_date,
        fail_on=fail_on,
        benchmarks=tuple(Path(b) for b in benchmarks),
        fx=Path(fx) if fx else None,
        assessments=tuple(Path(a) for a in assessments),
        jobs=jobs,
        memory_limit=memory_limit,
    )
    subjects = find_subjects(paths)
    plan = _plan(wanted, [name for _, name in subjects])
    refuse_bad_places([file for _, file, _ in plan])
    with progress_line("Assessing", len(subjects)) as advance:
        report = assess(subjects, choices, advance)
    _write(plan, report)
    written = tuple(str(file) for _, file, _ in plan)
    to_stdout(_rendered(report, fmt or "text", written=written))
    return report.exit_code


def _plan(wanted: tuple[Output, ...], subjects: list[str]) -> list[tuple[str, Path, str | None]]:
    """Return (format, file, subject folder or None for all) for every file to write."""
    several = len(subjects) > 1
    plan: list[tuple[str, Path, str | None]] = []
    for output in wanted:
        if output.format in PER_SUBJECT:
            names = _short_names(subjects)
            plan += [(output.format, output.file_for(names[s], several), s) for s in subjects]
        elif "{subject}" in output.path:
            raise UsageError(f"--output {output.format}={output.path}: {output.format} is one file over all subjects")
        else:
            plan.append((output.format, output.file_for("report", several), None))
    return plan


def _short_names(subjects: list[str]) -> dict[str, str]:
    """Return the last folder name of each subject; the whole path where two would be alike."""
    last = [Path(s).resolve().name for s in subjects]
    return {s: (name if last.count(name) == 1 else s) for s, name in zip(subjects, last, strict=True)}


def _write(plan: list[tuple[str, Path, str | None]], report: Report) -> None:
    assessed = {s.folder for s in report.subjects}
    for fmt, file, subject in plan:
        if subject is None or subject in assessed:
            write_whole(file, _rendered(report, fmt, subject=subject))


def _rendered(report: Report, fmt: str, *, subject: str | None = None, written: tuple[str, ...] = ()) -> bytes:
    from checker.load.question_bank import load_question_bank
    from checker.render import Options, render, wants_color

    terminal = fmt == "text" and subject is None and sys.stdout.isatty()
    options = Options(
        subject=subject,
        written=written,
        color=fmt == "text" and wants_color(os.environ, terminal),
        width=min(shutil.get_terminal_size((100, 24)).columns, 120) if terminal else 100,
        questions={"answers." + name: q.ask["en"] for name, q in load_question_bank().questions.items()},
    )
    return render(report, fmt, options)
