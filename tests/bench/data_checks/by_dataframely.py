"""dataframely on Polars."""

from __future__ import annotations

import sys

import dataframely as dy
import polars as pl
from expected import WORDS


class Pay(dy.Schema):
    """The columns of the pay file."""

    worker_id = dy.String(nullable=False)
    country = dy.String(nullable=False, check=lambda cell: cell.is_in(WORDS["country"]))
    started_at = dy.Datetime(nullable=False)
    submitted_at = dy.Datetime(nullable=False)
    pay = dy.Float64(nullable=False, min=0)
    currency = dy.String(nullable=False, check=lambda cell: cell.is_in(WORDS["currency"]))
    fees = dy.Float64(nullable=False, min=0)
    deductions = dy.Float64(nullable=False, min=0)
    hours_unpaid = dy.Float64(nullable=False, min=0)
    status = dy.String(nullable=False, check=lambda cell: cell.is_in(WORDS["status"]))
    job_category = dy.String(nullable=False, check=lambda cell: cell.is_in(WORDS["job_category"]))
    gender = dy.String(nullable=False, check=lambda cell: cell.is_in(WORDS["gender"]))
    task_id = dy.Int64(nullable=False, primary_key=True)


rows = pl.read_parquet(f"{sys.argv[1]}/pay.parquet")
Pay.validate(rows)
print(len(rows), 0)
