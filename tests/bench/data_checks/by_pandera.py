"""pandera on Polars."""

from __future__ import annotations

import sys

import pandera.polars as pa
import polars as pl
from expected import FILLED, NOT_NEGATIVE, UNIQUE, WORDS


def _checks(name: str) -> list[pa.Check]:
    checks = [pa.Check.ge(0)] if name in NOT_NEGATIVE else []
    return checks + ([pa.Check.isin(WORDS[name])] if name in WORDS else [])


rows = pl.read_parquet(f"{sys.argv[1]}/pay.parquet")
schema = pa.DataFrameSchema({n: pa.Column(None, _checks(n), nullable=False, unique=n == UNIQUE) for n in FILLED})
schema.validate(rows, lazy=True)
print(len(rows), 0)
