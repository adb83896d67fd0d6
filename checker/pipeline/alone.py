"""Pay files measured without a questionnaire: `fairlabel wages audit`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

from checker.errors import NothingToAssess, UsageError
from checker.model.evidence import EvidenceItem, InputFile, Level, Period, Place
from checker.model.wages import DEFAULT_METHOD, PayScope, WageSet


class AuditChoices(NamedTuple):
    """What the caller of a pay audit chose."""

    method: str = DEFAULT_METHOD
    headcount: int | None = None
    start: date | None = None
    end: date | None = None
    benchmarks: tuple[Path, ...] = ()
    fx: Path | None = None
    memory_limit: str | None = None
    threads: int | None = None


def audit_files(files: Sequence[Path], mapping: Path | None, choices: AuditChoices) -> WageSet:
    """Return what ``files`` say together, read through one mapping.

    Raises UsageError for a file that is not there, InputError for one that is unusable, NothingToAssess
    where there is no row.
    """
    from checker.facts.wage_audit import audit_pay
    from checker.load.benchmarks import read_benchmarks
    from checker.load.exchange_rates import read_rate_tables
    from checker.load.wages import open_pay_table
    from checker.load.wages.mapping import plain_mapping, read_mapping

    for path in (*files, *((mapping,) if mapping else ())):
        if not path.exists():
            raise UsageError(f"there is no {path}")
    how = read_mapping(mapping, mapping.as_posix()) if mapping else plain_mapping("payroll")
    item = _item(files)
    tables = [open_pay_table(f, how, label=f.as_posix(), evidence=item) for f in files]
    found = audit_pay(
        tables,
        [item],
        "supplier",
        PayScope("", Period(choices.start, choices.end), (), choices.headcount, choices.end),
        read_benchmarks(choices.benchmarks),
        read_rate_tables(choices.fx),
        frozenset({choices.method}),
        memory_limit=choices.memory_limit,
        threads=choices.threads,
    )
    names = ", ".join(f.as_posix() for f in files)
    if not found.rows:
        raise NothingToAssess(f"{names}: no row of pay")
    if found.set_aside.get("outside_period") == found.rows:
        raise NothingToAssess(f"{names}: none of {found.rows} rows lies between the days chosen; see --from and --to")
    return found


def _item(files: Sequence[Path]) -> EvidenceItem:
    inputs = tuple(InputFile(f.as_posix(), "", "wage_data") for f in files)
    return EvidenceItem(
        "pay", "wage_data", "supplier", Level.RECORDED, inputs, Place(files[0].as_posix()), document=False
    )


def audit_report(
    files: Sequence[Path], mapping: Path | None, choices: AuditChoices, fmt: Literal["text", "json"], *, every: bool
) -> bytes:
    """Return the audit as text or as one element of the report's ``wages.sets`` (JSON)."""
    from checker.render.wages_alone import as_json, as_text

    found = audit_files(files, mapping, choices)
    return as_json(found) if fmt == "json" else as_text(found, every=every)
