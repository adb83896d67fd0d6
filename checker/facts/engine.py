"""Where the lazy expressions run: DuckDB, embedded and out of core. The only module of the step that names it."""

from __future__ import annotations

import errno
import os
import tempfile
from types import TracebackType
from typing import Any

from checker.errors import InputError, Problem

MEMORY_LIMIT = "320MB"
"""What DuckDB may hold before it spills to disk; the process adds what Python and Arrow need."""


class Engine:
    """One connection with its limits; a context manager that closes it and removes what it spilled."""

    def __init__(self, memory_limit: str | None = None, threads: int | None = None) -> None:
        """Open an in-memory database; ``memory_limit`` as DuckDB writes it (``2GB``)."""
        import duckdb

        self._limit = memory_limit or MEMORY_LIMIT
        self._spill = tempfile.TemporaryDirectory(prefix="fairlabel-")
        config: dict[str, Any] = {"memory_limit": self._limit, "temp_directory": self._spill.name}
        if threads:
            config["threads"] = threads
        self.connection = duckdb.connect(":memory:", config=config)
        self._stored = 0

    def __enter__(self) -> Engine:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connection and remove what it spilled.

        InputError where the memory did not suffice or a file turned out to be damaged, OSError where the disk is full.
        """
        import duckdb

        self.connection.close()
        self._spill.cleanup()
        if isinstance(error, (RuntimeError, duckdb.InterruptException)) and "interrupted" in str(error).lower():
            # The engine turns Ctrl-C during a query into an error of its own.
            raise KeyboardInterrupt from None
        if isinstance(error, duckdb.Error) and "no space left" in str(error).lower():
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
        if isinstance(error, (duckdb.IOException, duckdb.FatalException)) or type(error) is duckdb.Error:
            what = f"cannot be read to the end ({str(error).splitlines()[0]})"
            raise InputError([Problem("pay data", None, None, "", what, "send the file again")]) from error
        if isinstance(error, duckdb.OutOfMemoryException):
            what = f"the pay data need more memory than {self._limit}, so they could not be measured"
            raise InputError([Problem("pay data", None, None, "", what, "give more: --memory-limit 2GB")]) from error

    def frame(self, relation: Any) -> Any:
        """Return a relation as a narwhals frame."""
        import narwhals as nw

        return nw.from_native(relation)

    def store(self, frame: Any) -> Any:
        """Run a lazy frame once and return its result as a frame that can be read many times."""
        self._stored += 1
        name = f"stored_{self._stored}"
        frame.to_native().create(name)
        return self.frame(self.connection.table(name))

    def from_arrow(self, table: Any) -> Any:
        """Return a small Arrow table as a frame that joins with the others."""
        self._stored += 1
        name = f"given_{self._stored}"
        self.connection.register(f"{name}_arrow", table)
        self.connection.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM {name}_arrow")
        self.connection.unregister(f"{name}_arrow")
        return self.frame(self.connection.table(name))

    def count(self, frame: Any) -> int:
        """Return the number of rows of a frame."""
        import narwhals as nw

        return int(self.collect(frame.select(nw.len().alias("n")))["n"][0])

    def collect(self, frame: Any) -> dict[str, list[Any]]:
        """Run a frame and return a small result by column, as Python values."""
        columns: dict[str, list[Any]] = frame.collect("pyarrow").to_native().to_pydict()
        return columns

    def arrays(self, frame: Any) -> dict[str, Any]:
        """Run a frame of numbers and return it by column, as numpy arrays; NULL becomes NaN."""
        table = frame.collect("pyarrow").to_native()
        return {name: table.column(name).to_numpy() for name in table.column_names}
