"""``fairlabel wages``: pay data on their own, without a questionnaire. Measures; judges nothing."""

from __future__ import annotations

import os
import shlex
from datetime import date
from pathlib import Path
from typing import Literal

import click

from checker.cli.choices import (
    BENCHMARKS,
    BENCHMARKS_AS_OF,
    DAY,
    FIRST_DAY,
    FX,
    GIVEN,
    GROUPS,
    HEADCOUNT,
    LAST_DAY,
    MAPPING,
    MEMORY_LIMIT,
    PAY_FILES,
    THREADS,
    Commands,
    engine_options,
    refuse_reversed,
)
from checker.cli.exits import GAPS, OK, say
from checker.cli.format_names import format_option
from checker.cli.outputs import refuse_inputs, text_to_stdout, to_stdout, write_whole
from checker.cli.plots import FORCE, PLOT, plot_target, write_change_plots, write_pay_plots
from checker.cli.progress import working_line
from checker.cli.settings import ENGINE_SETTINGS, origins_of
from checker.cli.typed_paths import TypedPath
from checker.errors import OutputError
from checker.model.pay_engine import EngineChoice
from checker.model.pay_method import PAY_METHODS


@click.group(cls=Commands, epilog="\b\nExample:\n  fairlabel wages audit payroll.csv --mapping mapping.yaml")
def wages() -> None:
    """Measure pay data alone, without a questionnaire."""


@wages.command(
    epilog="""
    \b
    Examples:
      fairlabel wages audit payroll.csv --mapping mapping.yaml
      fairlabel wages audit tasks-*.parquet --mapping m.yaml --headcount 120
      fairlabel wages audit payroll.csv --by city --by job_category,gender
      fairlabel wages audit payroll.csv --mapping m.yaml --format json > pay.json
      fairlabel wages audit payroll.csv --mapping m.yaml --plot pictures/

    A column that bears the pay table's name (worker_id, country, currency, period_start, period_end, pay,
    hours_paid, hours_unpaid, fees, deductions, ...) needs no mapping. All columns, and how a mapping is
    written: fairlabel schema mapping.
    """
)
@PAY_FILES
@MAPPING
@click.option(
    "--method", type=click.Choice(list(PAY_METHODS)), default="basic_only",
    show_default=True,
    help="What counts as pay. " + "; ".join(f"{name}: {method.words}" for name, method in PAY_METHODS.items()) + ".",
)  # fmt: skip
@GROUPS
@HEADCOUNT
@FIRST_DAY
@LAST_DAY
@BENCHMARKS
@BENCHMARKS_AS_OF
@FX
@engine_options
@ENGINE_SETTINGS
@click.option("--all", "every", is_flag=True, help="Every metric, not only the usual ones.")
@PLOT
@FORCE
@format_option("text", "json")
def audit(
    files: tuple[str, ...],
    mapping: str | None,
    method: str,
    by: tuple[tuple[str, ...], ...],
    headcount: int | None,
    start: date | None,
    end: date | None,
    benchmarks: tuple[str, ...],
    benchmarks_as_of: date | None,
    fx: str | None,
    engine: EngineChoice,
    every: bool,
    plot: str | None,
    force: bool,
    fmt: str,
) -> None:
    """Check and measure pay FILEs worker by worker against living and minimum wages.

    CSV, Parquet, workbooks (.xlsx, .xls, .ods), SQLite and DuckDB files.

    Groups under five workers stay hidden, and so does what would give them away; worker ids never leave the
    process. The worst off come first. Judges nothing: the exit code is 0, or 3 where a file is unusable, or 4
    where it has no row.
    """
    refuse_reversed(start, end)
    target = plot_target(plot, force)
    for name, origin in origins_of("benchmarks", "benchmarks_as_of", "fx").items():
        say(f"note: {name} as {origin} sets it")
    from checker.pipeline.alone import AuditChoices, audit_files, audit_report

    with working_line() as working:
        found = audit_files(
            tuple(Path(f) for f in files),
            Path(mapping) if mapping else None,
            AuditChoices(
                method, headcount, start, end, tuple(Path(b) for b in benchmarks), benchmarks_as_of,
                Path(fx) if fx else None, engine, by or None,
            ),
            working,
        )  # fmt: skip
    (to_stdout if fmt == "json" else text_to_stdout)(
        audit_report(found, "json" if fmt == "json" else "text", every=every)
    )
    if target:
        write_pay_plots(target, found, files)


@wages.command(
    epilog="""
    \b
    Examples:
      fairlabel wages check payroll.xlsx --mapping mapping.yaml
      fairlabel wages check tasks-*.parquet --mapping m.yaml --format json
      fairlabel wages check payroll.csv --mapping m.yaml --strict

    Exit codes: 0 every row was read, whatever was found in them; 1 with --strict, where rows break a check;
    3 a file is unusable; 4 no row.
    """
)
@PAY_FILES
@MAPPING
@click.option("--strict", is_flag=True, help="Exit with 1 where rows break a check.")
@engine_options
@ENGINE_SETTINGS
@format_option("text", "json")
def check(files: tuple[str, ...], mapping: str | None, strict: bool, engine: EngineChoice, fmt: str) -> int:
    """Check the rows of pay FILEs and measure nothing: what is wrong, how often, and where first.

    CSV, Parquet, workbooks (.xlsx, .xls, .ods), SQLite and DuckDB files. Rows are named by their place, never
    by what they hold.
    """
    from checker.pipeline.alone import check_files, check_report

    with working_line() as working:
        found = check_files(tuple(Path(f) for f in files), Path(mapping) if mapping else None, engine, working)
    (to_stdout if fmt == "json" else text_to_stdout)(check_report(found, "json" if fmt == "json" else "text"))
    return GAPS if strict and any(finding.severity == "warning" for finding in found.findings) else OK


@wages.command(
    epilog="""
    \b
    Examples:
      fairlabel wages sniff payroll.xlsx
      fairlabel wages sniff payroll.xlsx --output mapping.yaml
      fairlabel wages sniff tasks.parquet > mapping.yaml

    Names are known in English and Spanish: vendor_templates/wages.headers.yaml.
    """
)
@click.argument("file", metavar="FILE", type=TypedPath())
@click.option(
    "--output", "-o", type=click.Path(), metavar="PATH", help="Write the mapping here.  [default: standard output]"
)
@click.option("--force", is_flag=True, help="Overwrite what is at PATH.")
@MEMORY_LIMIT
@THREADS
@ENGINE_SETTINGS
def sniff(file: str, output: str | None, force: bool, memory_limit: str | None, threads: int | None) -> None:
    """Look at a pay FILE and draft its mapping, with remarks: what was found, what is unsure, what is missing.

    A line that is unsure starts with # or has the value ?: answer it before you use the mapping. What nobody
    confirmed counts as unknown, never as zero.
    """
    if output and not force and os.path.lexists(output):
        raise OutputError(f"{output} exists already and was left as it is; name another path, or add --force")
    from checker.pipeline.sniffing import mapping_draft

    with working_line() as working:
        working(f"looking at {file}")
        content = mapping_draft(Path(file), memory_limit, threads)
    if output is None:
        to_stdout(content)
        return
    refuse_inputs([Path(output)], [Path(file)])
    write_whole(Path(output), content)
    click.echo(f'Wrote {output}. Next: answer what is marked "unsure:", then run:')
    click.echo(f"  fairlabel wages check {shlex.quote(file)} --mapping {shlex.quote(output)}")


@wages.command(
    epilog="""
    \b
    Examples:
      fairlabel wages change tasks.parquet --mapping m.yaml
      fairlabel wages change tasks.csv --mapping m.yaml --formula rule.yaml
      fairlabel wages change payroll.csv --mapping m.yaml --since 2026-04-01
      fairlabel wages change tasks.csv --mapping m.yaml --factor minutes_asked
      fairlabel wages change tasks.csv --mapping m.yaml --format json > out.json
      fairlabel wages change tasks.csv --mapping m.yaml --plot change.svg

    \b
    A disclosed rule of pay (pay of a row = intercept + coefficient x column):
      fairlabel: pay-formula/1
      currency: USD
      intercept: 5
      coefficients: {order_total: 0.075}
      tolerance: 0.05             # a row fits if it is less than this away;
                                  # or tolerance_share: 0.005 of the pay (default)
      valid_until: 2026-03-31     # last day for which it was said to hold
      source: Handbook, page 4

    Without one, each worker's pay after the change is compared with the worker's own mean pay before it, for
    the same work (currency, job_category, task_type). The day of a notice may stand in the mapping: announced.
    """
)
@PAY_FILES
@MAPPING
@click.option(
    "--formula", type=GIVEN, metavar="FILE", help="Rule of pay that the employer disclosed (YAML, see below)."
)
@click.option("--since", type=DAY, help="First day under the new rule.  [default: found from the data]")
@click.option("--announced", type=DAY, help="Day on which workers were told of it.  [default: the mapping's]")
@click.option(
    "--factor", "factors", multiple=True, metavar="COLUMN",
    help="Column of numbers that pay of a task depends on; fitted before the change and taken out. Repeatable."
    "  [default: those of the mapping's factors]",
)  # fmt: skip
@click.option(
    "--per", type=click.Choice(["task", "hour"]), help="Compare pay by this.  [default: task; for a payroll: hour]"
)
@click.option(
    "--least-cut", type=click.FloatRange(0, 1, max_open=True), default=0.01, show_default=True, metavar="SHARE",
    help="Share of pay that a worker has to lose to count as cut.",
)  # fmt: skip
@HEADCOUNT
@FIRST_DAY
@LAST_DAY
@engine_options
@ENGINE_SETTINGS
@PLOT
@FORCE
@format_option("text", "json")
def change(
    files: tuple[str, ...],
    mapping: str | None,
    formula: str | None,
    since: date | None,
    announced: date | None,
    factors: tuple[str, ...],
    per: Literal["task", "hour"] | None,
    least_cut: float,
    headcount: int | None,
    start: date | None,
    end: date | None,
    engine: EngineChoice,
    plot: str | None,
    force: bool,
    fmt: str,
) -> None:
    """Find out whether a rule of pay changed in FILEs, in which week, and who lost by it.

    CSV, Parquet, workbooks (.xlsx, .xls, .ods), SQLite and DuckDB files.

    A rising mean never hides who lost: workers are counted one by one. Groups under five workers stay hidden;
    worker ids never leave the process. Judges nothing: the exit code is 0, or 3 where a file is unusable, or 4
    where it has no row.
    """
    refuse_reversed(start, end)
    target = plot_target(plot, force)
    from checker.pipeline.pay_change import ChangeChoices, change_in_files, change_report

    with working_line() as working:
        found = change_in_files(
            tuple(Path(f) for f in files),
            Path(mapping) if mapping else None,
            ChangeChoices(
                Path(formula) if formula else None, since, announced, tuple(dict.fromkeys(factors)), per, least_cut,
                headcount, start, end, engine,
            ),
            working,
        )  # fmt: skip
    (to_stdout if fmt == "json" else text_to_stdout)(change_report(found, "json" if fmt == "json" else "text"))
    if target:
        write_change_plots(target, found, files)
