"""Open pay files: one reader a format, in an explicit table. Nothing is computed here.

To add one: a module with a function that returns a `PayFile`, and a line in `READERS`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from checker.errors import InputError, Problem
from checker.load.wages.day_forms import check_date_formats
from checker.load.wages.header_words import offered
from checker.load.wages.pay_file import PayFile, Source
from checker.model.evidence import EvidenceItem
from checker.model.pay_table import CHOICES, COLUMNS, NEEDED, PayMapping, meant_twice

READERS: Mapping[str, str] = {
    ".csv": "checker.load.wages.csv_file:open_csv",
    ".csv.gz": "checker.load.wages.csv_file:open_csv",
    ".csv.zst": "checker.load.wages.csv_file:open_csv",
    ".tsv": "checker.load.wages.csv_file:open_csv",
    ".tsv.gz": "checker.load.wages.csv_file:open_csv",
    ".tsv.zst": "checker.load.wages.csv_file:open_csv",
    ".txt": "checker.load.wages.csv_file:open_csv",
    ".txt.gz": "checker.load.wages.csv_file:open_csv",
    ".txt.zst": "checker.load.wages.csv_file:open_csv",
    ".parquet": "checker.load.wages.parquet:open_parquet",
    ".xlsx": "checker.load.wages.workbook:open_workbook",
    ".xlsm": "checker.load.wages.workbook:open_workbook",
    ".xls": "checker.load.wages.workbook:open_workbook",
    ".ods": "checker.load.wages.workbook:open_workbook",
    ".sqlite": "checker.load.wages.database:open_database",
    ".sqlite3": "checker.load.wages.database:open_database",
    ".db": "checker.load.wages.database:open_database",
    ".duckdb": "checker.load.wages.database:open_database",
    "folder": "checker.load.wages.parquet:open_parquet",
}
"""End of a file's name, or ``folder`` -> ``module:attribute``. A new reader is one line here."""


_NESTED = re.compile(r"^(STRUCT|MAP|UNION|VARIANT)\b|\]$")
"""Types of DuckDB that hold more than one value."""


def open_pay_table(
    path: Path, mapping: PayMapping, *, label: str = "", evidence: EvidenceItem | None = None
) -> PayFile:
    """Open a pay file for lazy reading; ``label`` is its name in messages.

    A file without a byte opens as a table without rows. Raises InputError, all problems together, where
    the format is unknown, the file cannot be read, or a mapped or needed column is missing.
    """
    label = label or path.name
    module, _, name = reader_of(path, label).partition(":")
    try:
        source, mapping = getattr(import_module(module), name)(path, label, mapping)
    except OSError as error:
        why = f"cannot be read ({os.strerror(error.errno) if error.errno else error})"
        raise InputError([Problem(label, None, None, "", why, "check who may read it")]) from error
    if not source.types:
        return PayFile(label, mapping, evidence, source, frozenset(), frozenset())
    mapping = _own_names(mapping, source)
    _check_columns(label, mapping, source)
    mapping = _with_factors(label, mapping, source)
    check_date_formats(mapping)
    columns = frozenset(mapping.columns) | frozenset(mapping.constants)
    return PayFile(label, mapping, evidence, source, columns, frozenset(mapping.constants))


def reader_of(path: Path, label: str) -> str:
    """Return the reader of a file (``module:attribute``). Raises InputError where there is none for its kind."""
    if path.is_dir():
        return READERS["folder"]
    name = path.name.lower()
    ends = [end for end in READERS if name.endswith(end)]
    if not ends:
        todo = "use one of: " + ", ".join(sorted(end for end in READERS if end != "folder"))
        raise InputError([Problem(label, None, None, "", "no reader for this kind of pay file", todo)])
    return READERS[max(ends, key=len)]


def _own_names(mapping: PayMapping, source: Source) -> PayMapping:
    """Take columns that already bear the pay table's name, without a line in the mapping."""
    taken = {*mapping.columns, *mapping.constants}
    own = {name: name for name in COLUMNS if name in source.types and name not in taken}
    return replace(mapping, columns={**own, **mapping.columns})


def _check_columns(label: str, mapping: PayMapping, source: Source) -> None:
    problems = []
    for name, wanted in mapping.columns.items():
        if wanted not in source.types:
            what = f"{label} has no column {wanted!r}"
            problems.append(_at(mapping, label, f"columns.{name}", what, offered(source.types)))
        elif _NESTED.search(source.types[wanted]):
            what = f"column {wanted!r} holds several values a row ({source.types[wanted][:40]}), not one"
            problems.append(Problem(label, None, None, name, what, "write each value into a column of its own"))
    for wanted, names in meant_twice(mapping.columns).items():
        # One of them bears the pay table's name and is read as that without a line; all others were refused before.
        other = next(name for name in names if name != wanted)
        what = f"{wanted!r} is the {wanted} of the pay table, and is mapped to {other}: one cell cannot be both"
        todo = f"name the column that holds {other}, or map {wanted} to another column"
        problems.append(_at(mapping, label, f"columns.{other}", what, todo))
    filled = {*mapping.columns, *mapping.constants}
    for name in NEEDED[mapping.grain]:
        if name not in filled:
            what = f"no column for {name}: without it nothing can be said about pay"
            todo = f"name it in {mapping.file} (columns: {{{name}: ...}})"
            if not mapping.file:
                todo = f"name it in a mapping, which fairlabel wages sniff drafts, or call a column {name}"
            problems.append(Problem(label, None, None, name, what, todo))
    if mapping.grain == "task" and mapping.time_basis == "logged_cluster":
        problems += _unfit_for_clusters(label, mapping, frozenset(filled))
    if problems:
        raise InputError(problems)


def _at(mapping: PayMapping, label: str, entry: str, what: str, todo: str) -> Problem:
    """Return a problem of one entry of the mapping, at its place."""
    spot = mapping.spots.get(entry)
    line, column = (spot.line, spot.column) if spot else (None, None)
    return Problem(mapping.file or label, line, column, entry, what, todo)


def _unfit_for_clusters(label: str, mapping: PayMapping, filled: frozenset[str]) -> Iterator[Problem]:
    """Yield what keeps tasks from being joined to clusters."""
    where = mapping.file or label
    for name in ("started_at", "submitted_at"):
        if name not in filled:
            what = f"time_basis is logged_cluster, which joins tasks by their stamps, and there is no {name}"
            yield Problem(
                where, None, None, "time_basis", what, "map the column, or name the basis that the hours have"
            )
    if "hours_unpaid" in filled and mapping.cluster_gap_ms:
        what = "the time between tasks would count twice: as a gap of a cluster and as hours_unpaid"
        todo = "write cluster_gap: 0 min, so that overlaps count once and hours_unpaid beside the tasks"
        yield Problem(where, None, None, "cluster_gap", what, todo)


def _with_factors(label: str, mapping: PayMapping, source: Source) -> PayMapping:
    """Return the mapping with factors as columns of this file; a name of the pay table leads to its column."""
    found, problems = {}, []
    for name, factor in mapping.factors.items():
        if factor.words and (name in mapping.columns or name in mapping.constants):
            found[name] = factor
            continue
        column = name if name in source.types else mapping.columns.get(name, name)
        if column == mapping.columns.get("worker_id"):
            todo = "name a column that pay depends on"
            problems.append(Problem(label, None, None, name, "holds the ids of workers, which are no numbers", todo))
        elif column not in source.types:
            todo = offered(source.types)
            problems.append(
                Problem(label, None, None, name, f"{label} has no column {name!r} that pay depends on", todo)
            )
        found[name] = factor._replace(column=column)
    if problems:
        raise InputError(problems)
    return replace(mapping, factors=found)


__all__ = ["CHOICES", "READERS", "open_pay_table"]
