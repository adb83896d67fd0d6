"""pointblank on Polars."""

from __future__ import annotations

import sys

import pointblank as pb
import polars as pl
from expected import FILLED, NOT_NEGATIVE, UNIQUE, WORDS

rows = pl.read_parquet(f"{sys.argv[1]}/pay.parquet")
plan = pb.Validate(rows).col_vals_not_null(columns=list(FILLED)).col_vals_ge(columns=list(NOT_NEGATIVE), value=0)
for name, words in WORDS.items():
    plan = plan.col_vals_in_set(columns=name, set=words)
found = plan.rows_distinct(columns_subset=UNIQUE).interrogate(collect_extracts=False)
print(len(rows), sum(count > 0 for count in found.n_failed().values()))
