"""Great Expectations on pandas."""

from __future__ import annotations

import sys

import great_expectations as gx
import great_expectations.expectations as gxe
import pandas as pd
from expected import FILLED, NOT_NEGATIVE, UNIQUE, WORDS

rows = pd.read_parquet(f"{sys.argv[1]}/pay.parquet")
context = gx.get_context(mode="ephemeral")
context.variables.progress_bars = {"globally": False}
batch = context.data_sources.add_pandas("pay").add_dataframe_asset("pay").add_batch_definition_whole_dataframe("pay")
suite = gx.ExpectationSuite(
    name="pay",
    expectations=[
        *(gxe.ExpectColumnValuesToNotBeNull(column=name) for name in FILLED),
        *(gxe.ExpectColumnValuesToBeBetween(column=name, min_value=0) for name in NOT_NEGATIVE),
        *(gxe.ExpectColumnValuesToBeInSet(column=name, value_set=words) for name, words in WORDS.items()),
        gxe.ExpectColumnValuesToBeUnique(column=UNIQUE),
    ],
)
found = batch.get_batch({"dataframe": rows}).validate(suite)
print(len(rows), sum(not result.success for result in found.results))
