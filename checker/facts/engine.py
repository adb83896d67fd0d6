"""The seam between the expressions and whatever runs them: what every engine offers, and the engines by name.

An engine is one module in `checker.facts.engines` and one line in `ENGINES`. Outside that folder no module of this
step names an engine: frames are narwhals, small results are Python values or numpy arrays.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from importlib import import_module
from types import TracebackType
from typing import Any

from checker.model.pay_engine import BUILT_IN, EngineChoice

ENGINES: Mapping[str, str] = {
    "duckdb": "checker.facts.engines.duckdb:DuckdbEngine",
    "spark": "checker.facts.engines.spark:SparkEngine",
}
"""Name (``--engine``) -> ``module:attribute``."""


class Engine(ABC):
    """One session with its limits; a context manager that ends it and removes what it wrote."""

    session: Any
    """What readers of pay files are handed: a DuckDB connection, a Spark session."""

    def __enter__(self) -> Engine:
        """Return itself."""
        return self

    @abstractmethod
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the session and remove what it wrote.

        InputError where the memory did not suffice or a file turned out to be damaged, OSError where the disk is full.
        """

    def frame(self, native: Any) -> Any:
        """Return a table of the engine as a narwhals frame."""
        import narwhals as nw

        return nw.from_native(native)

    @abstractmethod
    def store(self, frame: Any) -> Any:
        """Run a lazy frame once and return its result as a frame that can be read many times."""

    @abstractmethod
    def given(self, columns: Mapping[str, Sequence[Any]], types: Mapping[str, str] | None = None) -> Any:
        """Return a small table, by column, as a frame that joins with the others.

        ``types``: ``DOUBLE``, ``VARCHAR`` or ``BOOLEAN`` for columns that hold anything but whole numbers.
        """

    def count(self, frame: Any) -> int:
        """Return the number of rows of a frame."""
        import narwhals as nw

        return int(self.collect(frame.select(nw.len().alias("n")))["n"][0])

    @abstractmethod
    def collect(self, frame: Any) -> dict[str, list[Any]]:
        """Run a frame and return a small result by column, as Python values; whole numbers beyond 63 bits as Decimal.

        A small result is at most one row a worker and month.
        """

    @abstractmethod
    def arrays(self, frame: Any) -> dict[str, Any]:
        """Run a frame of numbers and words and return it by column, as numpy arrays.

        Missing numbers are NaN, missing words None; whole numbers beyond 63 bits come as Decimal.
        """


def open_engine(choice: EngineChoice = BUILT_IN) -> Engine:
    """Return the engine that was chosen, ready to run; without a choice the one that is built in.

    UsageError where it is not installed or cannot be started as it was asked for.
    """
    module, _, name = ENGINES[choice.name].partition(":")
    engine: Engine = getattr(import_module(module), name)(choice)
    return engine
