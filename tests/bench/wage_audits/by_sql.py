"""Hand-written DuckDB SQL for the same checks and metrics, by somebody who knows the file."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

CHECKS = """
SELECT count(*), count(*) FILTER (pay < 0 OR fees < 0 OR deductions < 0 OR hours_unpaid < 0),
  count(*) FILTER (pay IS NULL AND status = 'approved'), count(*) FILTER (started_at IS NULL OR submitted_at IS NULL),
  count(*) FILTER (submitted_at < started_at)
  , count(*) FILTER (fees IS NULL OR deductions IS NULL OR hours_unpaid IS NULL),
  count(*) FILTER (worker_id IS NULL OR trim(worker_id) = '')
  , count(*) FILTER (isinf(pay) OR isinf(fees) OR isinf(hours_unpaid)),
  count(*) FILTER (submitted_at < '2025-01-01' OR submitted_at >= '2026-01-01')
FROM pay"""
WORDS = "SELECT country, currency, status, count(*) FROM pay GROUP BY ALL"
TWICE = """SELECT count(*) FROM (SELECT hash(worker_id, country, started_at, submitted_at, pay,
  currency, fees, deductions,
  hours_unpaid, status, job_category, gender, task_id) AS h FROM pay GROUP BY h HAVING count(*) > 1)"""
FULL_DAYS = """SELECT count(*) FROM (SELECT worker_id, submitted_at::DATE AS day,
  sum(date_diff('second', started_at,
  submitted_at) + hours_unpaid * 3600) AS s FROM pay GROUP BY ALL HAVING s > 86400)"""
MONTHS = """CREATE TEMP TABLE months AS
SELECT worker_id, country, currency, job_category, gender, year(submitted_at) * 12 + month(submitted_at) AS month,
  sum(CASE WHEN status = 'approved' THEN round(pay * 1e6)::BIGINT ELSE 0 END) AS pay,
  sum(round(fees * 1e6)::BIGINT) AS fees, sum(round(deductions * 1e6)::BIGINT) AS deductions,
  sum(CASE WHEN status = 'approved' THEN date_diff('millisecond', started_at, submitted_at) ELSE 0 END) AS paid,
  sum(date_diff('millisecond', started_at, submitted_at)) AS logged,
    sum(round(hours_unpaid * 3600000)::BIGINT) AS searching
FROM pay WHERE submitted_at >= '2025-01-01' AND submitted_at < '2026-01-01' GROUP BY ALL"""
TESTED = """
WITH bars AS (
  SELECT * FROM (VALUES ('KE', 430.0, 180.0, 180.0, 129.0), ('GH', 26.0, 12.0, 10.0, 12.5))
    b(country, living, minimum, before, rate)
), units AS (
  SELECT worker_id, (pay - fees - deductions) / 1e6 * rate AS net, living,
    CASE WHEN month < 2025 * 12 + 3 THEN before ELSE minimum END AS minimum,
    (logged + searching) / 3.6e6 AS hours, paid / 3.6e6 AS paid_hours
  FROM months JOIN bars USING (country)
), gaps AS (
  SELECT worker_id, living * hours - net AS l, living * paid_hours - net AS lp,
    minimum * hours - net AS m, minimum * paid_hours - net AS mp,
    living * hours AS nl,
    living * paid_hours AS nlp, minimum * hours AS nm, minimum * paid_hours AS nmp, hours, paid_hours
  FROM units
), workers AS (
  SELECT worker_id, sum(hours) AS hours,
    max(l > 1e-9 * nl)::INT AS bl, sum(l) FILTER (l > 1e-9 * nl) AS sl,
    sum(nl) FILTER (l > 1e-9 * nl) AS dl, min(1 - l / nl) AS rl,
    max(lp > 1e-9 * nlp)::INT AS blp, sum(lp) FILTER (lp > 1e-9 * nlp) AS slp,
    sum(nlp) FILTER (lp > 1e-9 * nlp) AS dlp, min(1 - lp / nlp) AS rlp,
    max(m > 1e-9 * nm)::INT AS bm, sum(m) FILTER (m > 1e-9 * nm) AS sm,
    sum(nm) FILTER (m > 1e-9 * nm) AS dm, min(1 - m / nm) AS rm,
    max(mp > 1e-9 * nmp)::INT AS bmp,
    sum(mp) FILTER (mp > 1e-9 * nmp) AS smp,
    sum(nmp) FILTER (mp > 1e-9 * nmp) AS dmp, min(1 - mp / nmp) AS rmp
  FROM gaps GROUP BY worker_id
)
SELECT avg(bl), avg(blp), avg(bm), avg(bmp),
  min(rl), min(rlp), min(rm), min(rmp), avg(sl / dl), avg(slp / dlp), avg(sm / dm), avg(smp / dmp),

    median(sl / dl), median(slp / dlp), median(sm / dm), median(smp / dmp), sum(sl), sum(slp), sum(sm), sum(smp),
  sum(coalesce(sl / dl, 0)) / count(*), sum(coalesce(slp / dlp, 0)) / count(*),
    sum(coalesce(pow(sl / dl, 2), 0)) / count(*),
  sum(hours) FILTER (bl = 1) / sum(hours), sum(hours) FILTER (bm = 1) / sum(hours)
FROM workers"""


def main(folder: Path) -> None:
    """Print counts and shares."""
    with duckdb.connect() as connection:
        connection.execute(f"CREATE VIEW pay AS SELECT * FROM '{folder}/pay.parquet'")
        [checks] = connection.execute(CHECKS).fetchall()
        words = connection.execute(WORDS).fetchall()
        [(twice,)] = connection.execute(TWICE).fetchall()
        [(full,)] = connection.execute(FULL_DAYS).fetchall()
        connection.execute(MONTHS)
        [shares] = connection.execute(TESTED).fetchall()
    known = {("KE", "USD"), ("GH", "USD")}
    wrong = (
        sum(1 for count in checks[1:] if count)
        + sum(1 for row in words if row[:2] not in known)
        + (twice > 0)
        + (full > 0)
    )
    print(checks[0], wrong, *(f"{share:.6f}" for share in shares[:4]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
