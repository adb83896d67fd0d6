"""DuckDB: embedded, out of core, the engine that is always there."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from types import TracebackType
from typing import Any

from checker.errors import InputError, Problem
from checker.facts.engine import Engine
from checker.model.pay_engine import EngineChoice, megabytes

MOST_MEMORY = 2000
"""Megabytes of memory where no limit is given, never more than half of the machine's. It takes what it needs: the floor
of ten million tasks stays under 500 MB; all metrics of a hundred million end within it."""
POOL_SHARE = 0.8
"""Of the limit, what DuckDB's pool may hold before it spills to disk. What is read and unpacked lies outside of it, as
does Python: for all metrics of a hundred million tasks half as much again."""
_NO_ROOM = ("no space left", "max_temp_directory_size")
"""What an error says where the disk is full: the system's words, or that what was free there at the start is used."""
_HUGE = "HUGEINT"
_PLAIN = frozenset({"BIGINT", "INTEGER", "DOUBLE", "VARCHAR"})
"""Types that become numpy arrays without Arrow, whose import costs as much as the audit of a small file."""


class DuckdbEngine(Engine):
    """One connection with its limits, and the folder that it spills to."""

    def __init__(self, choice: EngineChoice) -> None:
        """Open an in-memory database."""
        import duckdb

        self._limit = choice.memory_limit or memory_limit()
        self._spill = tempfile.TemporaryDirectory(prefix="fairlabel-")
        pool = f"{int(megabytes(self._limit) * POOL_SHARE)}MB"
        config: dict[str, Any] = {"memory_limit": pool, "temp_directory": self._spill.name}
        if choice.threads:
            config["threads"] = choice.threads
        self.session = duckdb.connect(":memory:", config=config)
        self._stored = 0

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connection and remove what it spilled."""
        import duckdb

        self.session.close()
        self._spill.cleanup()
        if isinstance(error, (RuntimeError, duckdb.InterruptException)) and "interrupted" in str(error).lower():
            # The engine turns Ctrl-C during a query into an error of its own.
            raise KeyboardInterrupt from None
        if isinstance(error, duckdb.Error) and any(words in str(error).lower() for words in _NO_ROOM):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), tempfile.gettempdir()) from error
        if isinstance(error, (duckdb.IOException, duckdb.FatalException)) or type(error) is duckdb.Error:
            what = f"cannot be read to the end ({str(error).splitlines()[0]})"
            raise InputError([Problem("pay data", None, None, "", what, "send the file again")]) from error
        if isinstance(error, duckdb.OutOfMemoryException):
            what = f"the pay data need more memory than {self._limit}, so they could not be measured"
            raise InputError(
                [Problem("pay data", None, None, "", what, "give more, for example twice that: --memory-limit SIZE")]
            ) from error

    def store(self, frame: Any) -> Any:
        """Run a lazy frame once and return its result as a frame that can be read many times."""
        self._stored += 1
        name = f"stored_{self._stored}"
        frame.to_native().create(name)
        return self.frame(self.session.table(name))

    def given(self, columns: Mapping[str, Sequence[Any]], types: Mapping[str, str] | None = None) -> Any:
        """Return a small table, by column, as a frame that joins with the others."""
        self._stored += 1
        name = f"given_{self._stored}"
        kinds = {column: (types or {}).get(column, "BIGINT") for column in columns}
        lists = ", ".join(f'unnest(?::{kind}[]) AS "{column}"' for column, kind in kinds.items())
        self.session.execute(f"CREATE TEMP TABLE {name} AS SELECT {lists}", [list(v) for v in columns.values()])
        return self.frame(self.session.table(name))

    def collect(self, frame: Any) -> dict[str, list[Any]]:
        """Run a frame and return a small result by column, as Python values."""
        relation = frame.to_native()
        rows = relation.fetchall()
        columns = {name: [row[i] for row in rows] for i, name in enumerate(relation.columns)}
        for name, kind in zip(relation.columns, relation.types, strict=True):
            if str(kind) == _HUGE:
                # Whole numbers of 128 bits divide as decimals do, and not as floats.
                columns[name] = _exact(columns[name])
        return columns

    def arrays(self, frame: Any) -> dict[str, Any]:
        """Run a frame of numbers and return it by column, as numpy arrays; NULL becomes NaN."""
        relation = frame.to_native()
        kinds = dict(zip(relation.columns, map(str, relation.types), strict=True))
        if not set(kinds.values()) <= {*_PLAIN, _HUGE}:
            table = frame.collect("pyarrow").to_native()
            return {name: table.column(name).to_numpy() for name in table.column_names}
        huge = {name for name, kind in kinds.items() if kind == _HUGE}
        if huge:
            # As numbers they would lose digits beyond the 53 bits of a float.
            texts = (f'CAST("{name}" AS VARCHAR) AS "{name}"' if name in huge else f'"{name}"' for name in kinds)
            relation = relation.project(", ".join(texts))
        arrays = {name: _filled(values) for name, values in relation.fetchnumpy().items()}
        return arrays | {name: _decimals(arrays[name]) for name in huge}


def memory_limit() -> str:
    """Return what DuckDB may hold where the caller names no limit."""
    try:
        whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1_000_000
    except (AttributeError, OSError, ValueError):  # Windows has no such count.
        whole = 0
    return f"{min(MOST_MEMORY, whole // 2) if whole > 0 else MOST_MEMORY}MB"


def _exact(values: Iterable[Any]) -> list[Decimal | None]:
    return [None if value is None else Decimal(value) for value in values]


def _decimals(values: Any) -> Any:
    import numpy as np

    found = np.empty(len(values), dtype=object)
    found[:] = _exact(values)
    return found


def _filled(values: Any) -> Any:
    """Return an array without a mask: NaN for numbers that are missing, None for words."""
    import numpy as np

    if not isinstance(values, np.ma.MaskedArray):
        return values
    missing = np.ma.getmaskarray(values)
    if not missing.any():
        return values.data
    plain = values.data.astype(object if values.dtype == object else np.float64)
    plain[missing] = None if values.dtype == object else np.nan
    return plain
