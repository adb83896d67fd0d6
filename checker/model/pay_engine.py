"""Which engine runs the expressions over pay data, and how much of the machine or cluster it may have."""

from __future__ import annotations

from dataclasses import dataclass

MOST_THREADS = 256
"""More threads than any of the machines that this is for has processors: thousands would stop the machine."""


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """What the caller chose; none of it changes a result."""

    name: str = "duckdb"
    memory_limit: str | None = None
    """Most memory, as DuckDB writes it (``2GB``); None: the engine's own limit."""
    threads: int | None = None
    """None: all."""
    master: str | None = None
    """Spark only: the cluster (``spark://host:7077``, ``yarn``); None: as Spark is set up, else this machine."""
    options: tuple[tuple[str, str], ...] = ()
    """Spark only: settings of the session, name and value (``spark.executor.memory``, ``8g``)."""


BUILT_IN = EngineChoice()
"""DuckDB with its own limits: what runs where nothing is chosen."""
