"""Soda Core on DuckDB."""

from __future__ import annotations

import json
import sys

import duckdb
from expected import FILLED, NOT_NEGATIVE, UNIQUE, WORDS
from soda.scan import Scan

checks = [f"missing_count({name}) = 0" for name in FILLED]
checks += [f"min({name}) >= 0" for name in NOT_NEGATIVE]
checks += [f"invalid_count({name}) = 0:\n      valid values: {json.dumps(words)}" for name, words in WORDS.items()]
checks.append(f"duplicate_count({UNIQUE}) = 0")
connection = duckdb.connect()
connection.execute(f"CREATE VIEW pay AS SELECT * FROM '{sys.argv[1]}/pay.parquet'")
scan = Scan()
scan.disable_telemetry()
scan.add_duckdb_connection(connection)
scan.set_data_source_name("duckdb")
scan.add_sodacl_yaml_str("checks for pay:\n" + "".join(f"  - {check}\n" for check in checks))
scan.execute()
[(rows,)] = connection.execute("SELECT count(*) FROM pay").fetchall()
print(rows, len(scan.get_checks_fail()) if scan.has_check_fails() else 0, file=sys.stdout)
sys.exit(bool(scan.get_error_logs()))
