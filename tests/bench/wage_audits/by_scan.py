"""Nothing but reading: every value of every column is unpacked and summed; minima would come from the file's footer."""

from __future__ import annotations

import sys

import duckdb

SUMMED = {"VARCHAR": "strlen({})", "TIMESTAMP": "epoch_us({})"}

file = f"{sys.argv[1]}/pay.parquet"
columns = duckdb.sql(f"DESCRIBE SELECT * FROM '{file}'").fetchall()
sums = ", ".join(f"sum({SUMMED.get(kind, '{}').format(name)})" for name, kind, *_ in columns)
duckdb.sql(f"SELECT count(*), {sums} FROM '{file}'").fetchall()
