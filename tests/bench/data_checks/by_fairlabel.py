"""fairlabel: all load checks, which also look for identical rows and for days of more than 24 hours."""

from __future__ import annotations

import sys
from pathlib import Path

from checker.facts.wage_checks import check_pay
from checker.load.wages import open_pay_table
from checker.load.wages.mapping import plain_mapping

found = check_pay([open_pay_table(Path(sys.argv[1]) / "pay.parquet", plain_mapping("task"))])
print(found.rows, len(found.findings))
