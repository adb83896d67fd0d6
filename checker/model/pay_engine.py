"""Which engine runs the expressions over pay data, and how much of the machine or cluster it may have."""

from __future__ import annotations

import re
from dataclasses import dataclass

from checker.errors import UsageError

MOST_THREADS = 256
"""More threads than any of the machines that this is for has processors: thousands would stop the machine."""

_MEGABYTES = {
    "mb": 1.0, "gb": 1e3, "tb": 1e6, "mib": 1.048_576, "gib": 1_073.741_824, "tib": 1_099_511.627_776,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """What the caller chose; none of it changes a result."""

    name: str = "duckdb"
    memory_limit: str | None = None
    """Most memory, as `megabytes` reads it (``2GB``); None: the engine's own limit."""
    threads: int | None = None
    """None: all."""
    master: str | None = None
    """Spark only: the cluster (``spark://host:7077``, ``yarn``); None: as Spark is set up, else this machine."""
    options: tuple[tuple[str, str], ...] = ()
    """Spark only: settings of the session, name and value (``spark.executor.memory``, ``8g``)."""


BUILT_IN = EngineChoice()
"""DuckDB with its own limits: what runs where nothing is chosen."""


def megabytes(limit: str) -> float:
    """Return the megabytes (of 1,000,000 bytes) of ``500MB`` or ``1.5 GiB``; raises UsageError for another form."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([a-z]+)", limit.strip().lower())
    if match is None or match[2] not in _MEGABYTES:
        raise UsageError(f"'{limit}' is no amount of memory; write for example 500MB or 2GB")
    return float(match[1]) * _MEGABYTES[match[2]]
