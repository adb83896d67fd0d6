"""Rows that stand twice: in one file (all columns equal), or in two files of one set. Each counts once.

Also tasks that look like one written twice, and periods of a payroll that overlap, which are a signal.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from checker.facts.engine import Engine
from checker.facts.pay_checks import FIRST, finding, first_rows
from checker.facts.pay_rows import UNIT_BASE
from checker.model.evidence import Place
from checker.model.pay_table import BadCells, PayTable
from checker.model.quantity import many
from checker.model.questionnaire import Finding


def drop_identical(engine: Engine, table: PayTable, frame: Any) -> tuple[Any, list[Finding], int]:
    """Return the rows with identical ones taken once, what to say about it, and how many were dropped."""
    import narwhals as nw

    if table.rows_differ(engine.session):
        return frame, [], 0
    twice = frame.group_by("row_hash").agg(nw.len().alias("n")).filter(nw.col("n") > 1)
    found = engine.collect(twice.select(nw.len().alias("kinds"), nw.col("n").sum().alias("rows")))
    kinds = int(found["kinds"][0])
    if not kinds:
        return frame, [], 0
    dropped = int(found["rows"][0]) - kinds
    rows = engine.collect(
        frame.join(twice.select("row_hash"), on="row_hash", how="semi").select("row").sort("row").head(FIRST)
    )
    kept = frame.unique(subset=["row_hash"], keep="first", order_by=["row"])
    cells = BadCells("identical to another row", dropped, tuple(int(r) for r in rows["row"]))
    return kept, [finding(table, cells, "each counts once")], dropped


def drop_repeated(engine: Engine, tables: Sequence[PayTable], frames: list[Any]) -> tuple[Any, list[Finding], int]:
    """Return the rows of several tables in one frame, what to say of them, and how many were dropped.

    A row that stands in two tables counts once. What stands in two with something changed may be another job, or an
    export of the same work: it counts twice, and is said.
    """
    import narwhals as nw

    if len(frames) == 1:
        return frames[0], [], 0
    numbered = [
        frame.with_columns(nw.col("row").cum_count().over("fact_hash", order_by="row").alias("nth")) for frame in frames
    ]
    both = nw.concat([f.with_columns(nw.lit(i, nw.Int64).alias("of")) for i, f in enumerate(numbered)], how="vertical")
    stored = engine.store(both)
    kept = engine.store(stored.unique(subset=["fact_hash", "nth"], keep="first", order_by=["of", "row"]))
    count = [int(engine.collect(f.select(nw.len().alias("n")))["n"][0]) for f in (stored, kept)]
    found = []
    if dropped := count[0] - count[1]:
        message = f"{many(dropped, 'row', 'stands', 'stand')} in two pay files of the same collector; each counts once"
        found.append(Finding("row_in_two_files", "warning", message, Place(tables[0].label)))
    if changed := _changed(engine, kept):
        what = "stamps" if "start_utc" in kept.collect_schema().names() else "period"
        cells = BadCells(f"same worker and {what} as in an earlier pay file, with something changed", changed, ())
        found.append(finding(tables[0], cells, "both count"))
    return kept.drop("nth", "of"), found, dropped


def _changed(engine: Engine, kept: Any) -> int:
    """Return the rows whose worker and stamps (of a payroll: period) stand in an earlier table too."""
    import narwhals as nw

    there = kept.collect_schema().names()
    same = ["worker", *(("start_utc", "end_utc") if "start_utc" in there else ("unit",))]
    known = kept.filter(*(~nw.col(name).is_null() for name in same), nw.col("unit") >= 0)
    by_table = engine.store(known.group_by(*same, "of").agg(nw.len().cast(nw.Int64).alias("n")))
    firsts = by_table.group_by(*same).agg(nw.col("of").min().alias("first"))
    later = by_table.join(firsts, on=same, how="inner").filter(nw.col("of") > nw.col("first"))
    return int(engine.collect(later.select(nw.col("n").sum()))["n"][0] or 0)


def same_stamps(engine: Engine, tables: Sequence[PayTable], rows: Any) -> list[Finding]:
    """Return the finding on rows marked ``again``: exported twice with something changed, or handed in together."""
    import narwhals as nw

    again = rows.filter(nw.col("again") == 1)
    count = engine.count(again)
    if not count:
        return []
    # A number of a row would not say of which file.
    spots = first_rows(engine, again) if len(tables) == 1 else ()
    what = "where time is that of clusters it counts once, and whether each pay is owed is not known"
    return [finding(tables[0], BadCells("same worker and stamps as another row", count, spots), what)]


def several_rows(engine: Engine, tables: Sequence[PayTable], rows: Any, parts: Any) -> list[Finding]:
    """Return a note where rows of a payroll are of one worker and period: they add up, and one may correct another.

    Work that is marked as a pilot corrects no other work, and is corrected by none.
    """
    import narwhals as nw

    names = parts.collect_schema().names()
    tried = nw.col("pilot") == 1 if "pilot" in names else nw.lit(False)
    known = parts.filter(nw.col("unit") >= 0, ~nw.col("worker").is_null()).with_columns(tried=tried)
    units = known.group_by("worker", "unit", "tried").agg(nw.col("rows").sum().cast(nw.Int64).alias("n"))
    units = engine.store(units.filter(nw.col("n") > 1))
    count = int(engine.collect(units.select(nw.col("n").sum()))["n"][0] or 0)
    if not count:
        return []
    # A number of a row would not say of which file.
    one = len(tables) == 1
    keys = ["worker", "unit", "tried"]
    told = rows.with_columns(tried=nw.col("pilot") == 1 if "pilot" in rows.collect_schema().names() else nw.lit(False))
    spots = first_rows(engine, told.join(units, on=keys, how="semi")) if one else ()
    cells = BadCells("several rows of one worker and period", count, spots)
    return [finding(tables[0], cells, "their pay and hours are added up")._replace(severity="note")]


def overlapping_periods(engine: Engine, parts: Any, label: str) -> list[Finding]:
    """Return a signal where payroll periods of one worker overlap without being the same."""
    import narwhals as nw

    periods = (
        parts.filter(nw.col("unit") >= 0, ~nw.col("worker").is_null())
        .select("worker", "unit")
        .unique(subset=["worker", "unit"])
    )
    latest = (nw.col("unit") % UNIT_BASE).cum_max().over("worker", order_by="unit")
    periods = periods.with_columns(latest.alias("latest"))
    before = nw.col("latest").shift(1).over("worker", order_by="unit")
    pairs = periods.with_columns(before.alias("before")).filter(nw.col("before") >= nw.col("unit") // UNIT_BASE)
    found = engine.collect(pairs.select(nw.len().alias("pairs"), nw.col("worker").n_unique().alias("workers")))
    if not found["pairs"][0]:
        return []
    periods = many(int(found["pairs"][0]), "pay period", "overlaps", "overlap")
    message = f"{periods} with an earlier one of the same worker"
    return [Finding("periods_overlap", "warning", message, Place(label))]
