"""Currencies that have had a parallel market: what was read of it, where, and the doubt that it casts on a rate."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from checker import resources
from checker.errors import BenchmarkError, Problem
from checker.load.benchmark_cells import Cells
from checker.load.csv_text import split

SHIPPED = "benchmarks/parallel_markets.csv"
COLUMNS = ("currency", "said", "source_title", "source_url", "confidence", "notes")


class ParallelMarket(NamedTuple):
    """One currency whose official rate has differed from what money could be changed at."""

    currency: str
    said: str
    """What the source says of the gap, in a few words."""
    source_title: str
    source_url: str
    confidence: str


@lru_cache(maxsize=1)
def parallel_markets() -> Mapping[str, ParallelMarket]:
    """Return the shipped table by currency."""
    markets, problems = parse_markets(resources.read_text("standards", SHIPPED), f"standards/{SHIPPED}")
    if problems:
        raise BenchmarkError(problems)
    return markets


def parse_markets(text: str, file: str) -> tuple[Mapping[str, ParallelMarket], list[Problem]]:
    """Return the rows of the table given as text, by currency, and all its problems."""
    _, rows, problems = split(text, file, COLUMNS)
    markets: dict[str, ParallelMarket] = {}
    for line, row in rows:
        cells = Cells(file, line, row, problems)
        found = ParallelMarket(cells.currency("currency"), *(cells.text(name) for name in COLUMNS[1:5]))
        if not all(found):
            cells.wrong("said", "a parallel market needs what is said of it, its source, address and how it was read")
        if markets.setdefault(found.currency, found) is not found:
            cells.wrong("currency", f"{found.currency} stands twice", "keep one row a currency")
    return markets, problems


def doubt(base: str, to: str, rate: str) -> str:
    """Return the doubt that a report prints beside a rate; empty where neither currency has had such a market.

    ``rate``: what is known of the rate, such as ``official rate``.
    """
    markets = parallel_markets()
    said = [
        f"on a parallel market {code} has been worth less ({found.said}: {found.source_title})"
        for code in sorted({base, to})
        if (found := markets.get(code)) is not None
    ]
    return "; ".join([rate, *said]) if said else ""
