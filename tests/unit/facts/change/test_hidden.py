"""What a pay-change audit prints of few workers: nothing that tells of one of them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from checker.facts.change.shown import match_rate, row_counts
from checker.model.pay_change import PayChange
from checker.render.pay_change import as_json, as_text
from tests.change_for_tests import audited, day_of, ends, log, rule, task

AT = 4
WEEKS = range(8)
SINCE = date.fromisoformat(day_of(AT))


def cut(workers: int, lose: int) -> Any:
    return log(workers, WEEKS, lambda w, week: 2.0 if week < AT or w >= lose else 1.2345)


def view(found: PayChange) -> dict[str, Any]:
    shown: dict[str, Any] = json.loads(as_json(found))
    return shown


def test_under_five_workers_nothing_is_shown(tmp_path: Path) -> None:
    found = audited(tmp_path, cut(4, 2))
    shown = view(found)
    assert ends(found, "share_cut") == (0.5, 0.5)  # rules see it
    assert (shown["workers"], shown["rows"], shown["changed"], shown["weeks"], shown["counts"]) == (
        None,
        None,
        None,
        [],
        {},
    )
    assert {m["value"] for m in shown["metrics"].values()} == {None}
    assert {m["n"] for m in shown["metrics"].values()} == {None}
    assert shown["findings"] == []
    assert shown["verdict"] == "Fewer than 5 workers: who was paid less is not shown."
    text = as_text(found).decode()
    assert [word for word in ("1.23", "0.76", "2026-W", "38.3", "w0", "w3", "50 %") if word in text] == []


def test_fewer_than_five_who_lost(tmp_path: Path) -> None:
    found = audited(tmp_path, cut(60, 3), since=SINCE)
    shown = view(found)
    metrics = shown["metrics"]
    assert (metrics["share_cut"]["suppressed"], metrics["share_cut"]["shown_as"]) == (True, "fewer than 5 of 60")
    assert metrics["mean_loss_of_cut"]["suppressed"]
    assert metrics["share_cut"]["bootstrap"] is metrics["mean_loss_of_cut"]["bootstrap"] is None
    assert all(money["suppressed"] for money in shown["money"].values())
    assert "Fewer than 5 of 60 workers were paid less for the same work" in shown["verdict"]
    assert any(f["code"] == "pay_cut" for f in shown["findings"])
    assert "1.2345" not in as_text(found).decode()


def test_no_id_is_printed(tmp_path: Path) -> None:
    rows = [row | {"worker_id": f"Wanjiru-{row['worker_id']}"} for row in cut(20, 8)]
    found = audited(tmp_path, rows)
    assert "Wanjiru" not in as_text(found).decode() + as_json(found).decode()


def test_a_week_of_few_workers_is_hidden_and_another_with_it(tmp_path: Path) -> None:
    rows = cut(20, 8)
    rows = [r for r in rows if not (day_of(2) <= str(r["submitted_at"]) < day_of(3)) or r["worker_id"] in ("w1", "w2")]
    weeks = view(audited(tmp_path, rows, since=SINCE))["weeks"]
    hidden = [week for week in weeks if week["workers"] is None]
    assert len(hidden) >= 2
    assert all(week["level"]["suppressed"] and week["level"]["value"] is None for week in hidden)


def test_few_who_left_are_not_counted(tmp_path: Path) -> None:
    rows = cut(20, 8) + [task("left", week, 2) for week in range(AT)]
    counts = view(audited(tmp_path, rows))["counts"]
    assert counts["only_before"] is None
    assert None in (counts["compared"], counts["only_after"])  # else 21 less 20 would tell


def test_a_match_rate_of_few_is_words() -> None:
    import numpy as np

    def rate(matched: list[int], tested: list[int]) -> Any:
        cells = {"worker": np.arange(len(tested)), "matched": np.array(matched), "tested": np.array(tested)}
        return match_rate(cells, 5)

    assert rate([1] * 10, [2] * 10).value == 0.5
    assert rate([1] * 4 + [0] * 6, [1] * 10).shown_as == "rows of fewer than 5 workers"
    assert rate([0] * 3 + [1] * 7, [1] * 10).shown_as == "all but rows of fewer than 5 workers"
    assert rate([0] * 10, [1] * 10).value == 0
    assert rate([5] * 5 + [50], [10] * 5 + [100]).why == "one worker makes up more than half of it"
    cells = {"worker": np.arange(10), "matched": np.ones(10), "above": np.zeros(10), "below": np.eye(10)[0]}
    assert row_counts(cells, 5) == {"rows_match": None, "rows_above": None, "rows_below": None}


def test_one_worker_who_makes_most_of_the_loss_hides_the_money(tmp_path: Path) -> None:
    rows = cut(20, 6) + [task("w0", 6, 1.2345, hour=8, started_at=f"{day_of(6)} 08:00:{i:02d}") for i in range(59)]
    money = view(audited(tmp_path, rows, since=SINCE))["money"]
    assert {m["why"] for m in money.values()} == {"one worker makes up more than half of it"}


def test_a_formula_over_few_workers(tmp_path: Path) -> None:
    rows = [task(f"w{w}", week, 6.5 if week < AT else 6, kind=None, order_total=20) for w in range(3) for week in WEEKS]
    found = audited(tmp_path, rows, formula=rule())
    shown = view(found)
    assert (shown["counts"], shown["weeks"], shown["evidence"]["match_rate"]) == ({}, [], None)
    assert "rows_match" not in as_text(found).decode()
