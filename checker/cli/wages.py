"""``fairlabel wages``: pay data on their own, without a questionnaire. Measures; judges nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from checker.cli.choices import BENCHMARKS, DAY, FX, GIVEN, MEMORY_LIMIT
from checker.cli.outputs import to_stdout
from checker.errors import UsageError


@click.group(epilog="\b\nExample:\n  fairlabel wages audit payroll.csv --mapping mapping.yaml")
def wages() -> None:
    """Measure pay data alone, without a questionnaire."""


@wages.command(
    epilog="""
    \b
    Examples:
      fairlabel wages audit payroll.csv --mapping mapping.yaml
      fairlabel wages audit tasks-*.parquet --mapping m.yaml --headcount 120
      fairlabel wages audit payroll.csv --mapping m.yaml --format json > pay.json

    A column that bears the pay table's name (worker_id, country, currency, period_start, period_end, pay,
    hours_paid, hours_unpaid, fees, deductions, ...) needs no mapping. All columns, and how a mapping is
    written: fairlabel schema mapping.
    """
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path())
@click.option("--mapping", type=GIVEN, metavar="FILE", help="Mapping of the file's columns onto the pay table.")
@click.option(
    "--method", type=click.Choice(["basic_only", "idh_total", "fairwork_net"]), default="basic_only",
    show_default=True, help="What counts as pay.",
)  # fmt: skip
@click.option(
    "--headcount", type=click.IntRange(1), metavar="N", help="Workers there are, where the file may not hold them all."
)
@click.option("--from", "start", type=DAY, help="First day; rows before it are set aside.")
@click.option("--to", "end", type=DAY, help="Last day; rows after it are set aside.")
@BENCHMARKS
@FX
@click.option("--engine", type=click.Choice(["duckdb"]), default="duckdb", show_default=True)
@MEMORY_LIMIT
@click.option("--threads", type=click.IntRange(1), metavar="N", help="Processor threads.  [default: all]")
@click.option("--all", "every", is_flag=True, help="Every metric, not only the usual ones.")
@click.option("--format", "fmt", type=click.Choice(["text", "json"]), default="text", show_default=True)
def audit(
    files: tuple[str, ...],
    mapping: str | None,
    method: str,
    headcount: int | None,
    start: date | None,
    end: date | None,
    benchmarks: tuple[str, ...],
    fx: str | None,
    engine: str,
    memory_limit: str | None,
    threads: int | None,
    every: bool,
    fmt: str,
) -> None:
    """Check and measure pay FILEs (CSV, Parquet) worker by worker against living and minimum wages.

    Groups under five workers stay hidden; worker ids never leave the process. Judges nothing: the exit
    code is 0, or 3 where a file is unusable, or 4 where it has no row.
    """
    if start is not None and end is not None and end < start:
        raise UsageError(f"--to {end} is before --from {start}; turn the two round")
    from checker.pipeline.alone import AuditChoices, audit_report

    content = audit_report(
        tuple(Path(f) for f in files),
        Path(mapping) if mapping else None,
        AuditChoices(
            method, headcount, start, end, tuple(Path(b) for b in benchmarks), Path(fx) if fx else None,
            memory_limit, threads,
        ),
        "json" if fmt == "json" else "text",
        every=every,
    )  # fmt: skip
    to_stdout(content)
