"""DuckDB: one hand-written query for the rows, one for the tasks that stand twice."""

from __future__ import annotations

import sys

import duckdb
from expected import FILLED, NOT_NEGATIVE, UNIQUE, WORDS

file = f"'{sys.argv[1]}/pay.parquet'"
wrong = [f"count(*) FILTER ({name} IS NULL)" for name in FILLED]
wrong += [f"count(*) FILTER ({name} < 0)" for name in NOT_NEGATIVE]
wrong += [f"count(*) FILTER ({name} NOT IN ({', '.join(map(repr, words))}))" for name, words in WORDS.items()]
[(rows, *counts)] = duckdb.sql(f"SELECT count(*), {', '.join(wrong)} FROM {file}").fetchall()
[(twice,)] = duckdb.sql(f"SELECT count(*) - count(DISTINCT {UNIQUE}) FROM {file}").fetchall()
print(rows, sum(count > 0 for count in (*counts, twice)))
