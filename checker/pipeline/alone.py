"""Pay files without a questionnaire: checked (`fairlabel wages check`) and measured (`fairlabel wages audit`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

from checker.errors import InputError, NothingToAssess, Problem, UsageError
from checker.load.paths import matching
from checker.model.evidence import EvidenceItem, InputFile, Level, Period, Place
from checker.model.pay_engine import BUILT_IN, EngineChoice
from checker.model.pay_table import PayMapping, PayTable
from checker.model.wages import DEFAULT_METHOD, PayChecks, PayScope, WageSet
from checker.pipeline.benchmarks import benchmark_table

Say = Callable[[str], None]
"""Takes what is done now, for a line of progress."""


class AuditChoices(NamedTuple):
    """What the caller of a pay audit chose."""

    method: str = DEFAULT_METHOD
    headcount: int | None = None
    start: date | None = None
    end: date | None = None
    benchmarks: tuple[Path, ...] = ()
    benchmarks_as_of: date | None = None
    fx: Path | None = None
    engine: EngineChoice = BUILT_IN
    by: tuple[tuple[str, ...], ...] | None = None
    """Columns to break workers down by, each alone or two crossed; None for the usual ones."""


def nobody(_: str) -> None:
    """Say nothing."""


def audit_files(files: Sequence[Path], mapping: Path | None, choices: AuditChoices, say: Say = nobody) -> WageSet:
    """Return what ``files`` say together, read through one mapping.

    Raises UsageError for a file that is not there, InputError for one that is unusable, NothingToAssess
    where there is no row.
    """
    from checker.facts.wage_audit import audit_pay
    from checker.load.exchange_rates import read_rate_tables

    files = named_files(files)
    item = item_of(files)
    tables = open_files(files, mapping_at(mapping), item, say)
    say("reading and measuring pay")
    found = audit_pay(
        tables,
        [item],
        "supplier",
        PayScope("", Period(choices.start, choices.end), (), choices.headcount, choices.end),
        benchmark_table(choices.benchmarks, choices.benchmarks_as_of),
        read_rate_tables(choices.fx),
        frozenset({choices.method}),
        by=choices.by,
        engine=choices.engine,
    )
    names = ", ".join(f.as_posix() for f in files)
    if not found.rows:
        raise NothingToAssess(f"{names}: no row of pay")
    if found.set_aside.get("outside_period") == found.rows:
        raise NothingToAssess(f"{names}: none of {found.rows} rows lies between the days chosen; see --from and --to")
    if found.set_aside.get("without_work") == found.rows:
        raise NothingToAssess(f"{names}: none of {found.rows} rows has hours or pay")
    return found


def check_files(
    files: Sequence[Path], mapping: Path | None, engine: EngineChoice = BUILT_IN, say: Say = nobody
) -> PayChecks:
    """Return what the load checks find in ``files`` together, read through one mapping.

    Raises UsageError for a file that is not there, InputError for those that are unusable, NothingToAssess
    where there is no row.
    """
    from checker.facts.wage_checks import check_pay
    from checker.load.currency_changes import currency_changes

    files = named_files(files)
    tables = open_files(files, mapping_at(mapping), item_of(files), say)
    say("checking every row")
    found = check_pay(tables, changes=currency_changes(), engine=engine)
    if not found.rows:
        raise NothingToAssess(f"{', '.join(found.files)}: no row of pay")
    return found


def check_report(found: PayChecks, fmt: Literal["text", "json"]) -> bytes:
    """Return what the load checks found as text or JSON."""
    from checker.render.pay_checks import as_json, as_text

    return as_json(found) if fmt == "json" else as_text(found)


def mapping_at(mapping: Path | None) -> PayMapping:
    """Return the mapping in a file; without one, that of a payroll whose columns bear the pay table's names."""
    from checker.load.wages.mapping import plain_mapping, read_mapping

    if mapping and not mapping.exists():
        raise UsageError(f"there is no {mapping}")
    return read_mapping(mapping, mapping.as_posix()) if mapping else plain_mapping("payroll")


def open_files(files: Sequence[Path], how: PayMapping, item: EvidenceItem, say: Say) -> list[PayTable]:
    """Open all files; raises InputError with the problems of every one that is unusable."""
    from checker.load.wages import open_pay_table

    tables: list[PayTable] = []
    problems: list[Problem] = []
    for file in files:
        say(f"opening {file.as_posix()}")
        try:
            tables.append(open_pay_table(file, how, label=file.as_posix(), evidence=item))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return tables


def named_files(files: Sequence[Path]) -> tuple[Path, ...]:
    """Return the files that are meant; a pattern of Parquet files stays one, since they are one set.

    Raises UsageError for what is not there.
    """
    found: list[Path] = []
    for path in files:
        matches = matching(path)
        if not matches:
            raise UsageError(f"there is no {path}; check the path, or where you run this")
        found += [path] if all(file.suffix == ".parquet" for file in matches) else matches
    return tuple(found)


def item_of(files: Sequence[Path]) -> EvidenceItem:
    """Return the evidence that files are which nobody declared."""
    inputs = tuple(InputFile(f.as_posix(), "", "wage_data") for f in files)
    return EvidenceItem(
        "pay", "wage_data", "supplier", Level.RECORDED, inputs, Place(files[0].as_posix()), document=False
    )


def audit_report(found: WageSet, fmt: Literal["text", "json"], *, every: bool) -> bytes:
    """Return an audit as text or as one element of the report's ``wages.sets`` (JSON)."""
    from checker.render.wages_alone import as_json, as_text

    return as_json(found) if fmt == "json" else as_text(found, every=every)
