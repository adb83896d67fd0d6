"""Nothing but reading: one aggregate of every column."""

from __future__ import annotations

import sys

import duckdb

file = f"{sys.argv[1]}/pay.parquet"
names = [row[0] for row in duckdb.sql(f"DESCRIBE SELECT * FROM '{file}'").fetchall()]
duckdb.sql(f"SELECT count(*), {', '.join(f'min({name})' for name in names)} FROM '{file}'").fetchall()
