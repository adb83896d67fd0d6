"""Where an action stands, by row and result: each expected value follows from the words of the decision on plans."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from checker.assess.plans import confirmed_by, lines_of
from checker.model.evidence import Level
from checker.model.plan import Plan, Recorded, Row, Seen, Terms, rank

KEY = ("pai", "2022", "PAI-PAY-01")
AGREED = Terms("supplier", date(2026, 9, 28), "met")
DAY = date(2026, 10, 8)


def seen(status: Any, level: Level = Level.RECORDED, credit: float = 0.0, *, others: bool = False) -> Seen:
    return Seen(KEY, "Pay", "critical", status, credit, level, others)


def line(
    result: Seen | None, state: Any = "open", *, was: str = "not_met", terms: Terms = AGREED, key: Any = KEY
) -> Any:
    plan = Plan("acme", None, (Row(key, terms, state),), (Recorded(key, None, AGREED, AGREED, "open", was),))
    others = (
        []
        if result is not None
        else [Seen(("pai", "2022", "PAI-OTH-01"), "", "minor", "met", 1.0, Level.RECORDED, False)]
    )
    return lines_of(plan, [result] if result is not None else others, DAY)[0]


@pytest.mark.parametrize(
    ("result", "state", "was", "stands", "overdue"),
    [
        (seen("not_met"), "open", "not_met", "open", 10),
        (seen("not_met"), "under_way", "not_met", "under_way", 10),
        (seen("not_met"), "done", "not_met", "closed_by_supplier_only", 10),
        (seen("not_met"), "not_planned", "not_met", "not_planned", 10),
        (seen("partly_met", credit=0.5), "done", "not_met", "closed_by_supplier_only", 10),
        (seen("claimed"), "open", "not_met", "closed_by_supplier_only", 10),
        (seen("claimed"), "open", "claimed", "open", 10),
        (seen("unknown"), "done", "not_met", "went_unknown", 10),
        (seen("unknown"), "open", "met", "went_unknown", 10),
        (seen("unknown"), "open", "unknown", "open", 10),
        (seen("error"), "open", "not_met", "open", 10),
        (seen("met"), "open", "not_met", "closed_by_supplier_only", 0),
        (seen("met", Level.DOCUMENTED, others=True), "open", "not_met", "confirmed", None),
        (seen("met", Level.INDEPENDENT), "open", "not_met", "confirmed", None),
        (seen("met", Level.WORKER_REPORTED), "done", "not_met", "confirmed", None),
        (seen("not_applicable"), "open", "not_met", "not_applicable", None),
        (None, "done", "not_met", "not_judged", None),
    ],
)
def test_where_an_action_stands(result: Seen | None, state: str, was: str, stands: str, overdue: int | None) -> None:
    found = line(result, state, was=was)
    assert (found.stands, found.overdue) == (stands, overdue)


@pytest.mark.parametrize(
    ("result", "by"),
    [
        (seen("met", Level.RECORDED), ""),
        (seen("met", Level.RECORDED, others=True), "assessor"),
        (seen("met", Level.INDEPENDENT), "assessor"),
        (seen("met", Level.WORKER_REPORTED), "workers"),
        (seen("met", Level.WORKER_MEASURED), "workers"),
        (seen("claimed", Level.WORKER_MEASURED), ""),
    ],
)
def test_who_confirms(result: Seen, by: str) -> None:
    assert confirmed_by(result) == by


@pytest.mark.parametrize(
    ("terms", "state", "lowered"),
    [
        (AGREED, "open", []),
        (AGREED._replace(due=date(2026, 9, 29)), "open", ["due"]),
        (AGREED._replace(due=date(2026, 9, 27)), "open", []),
        (AGREED._replace(due=None), "open", ["due"]),
        (AGREED._replace(target="partly_met"), "open", ["target"]),
        (AGREED._replace(target="0.99"), "open", ["target"]),
        (AGREED, "not_planned", ["state"]),
        (AGREED._replace(owner="buyer"), "open", []),
    ],
)
def test_what_counts_as_lowered(terms: Terms, state: str, lowered: list[str]) -> None:
    assert [one.what for one in line(seen("not_met"), state, terms=terms).lowered] == lowered


def test_a_target_short_of_met_may_be_reached_while_the_gap_stays() -> None:
    half = AGREED._replace(target="0.5")
    reached, short = (line(seen("partly_met", credit=credit), terms=half) for credit in (0.5, 0.25))
    assert (reached.reached, reached.overdue, reached.stands) == (True, 0, "open")
    assert (short.reached, short.overdue) == (False, 10)
    assert rank("partly_met") < rank("0.01") < rank("0.5") < rank("met")


def test_a_row_of_another_edition_stays_due_and_one_with_a_made_up_id_leaves_the_other_behind() -> None:
    old = line(seen("not_met"), key=("pai", "2021", "PAI-PAY-01"))
    assert (old.stands, old.overdue) == ("other_edition", 10)
    record = (Recorded(KEY, None, AGREED, AGREED, "open", "not_met"),)
    plan = Plan("acme", None, (Row(("pai", "2022", "PAI-XXX-01"), AGREED),), record)
    strange, left = lines_of(plan, [seen("not_met")], DAY)
    assert (strange.stands, left.stands, left.overdue) == ("unknown_id", "removed", 10)


def test_without_a_day_nothing_is_overdue() -> None:
    plan = Plan("acme", None, (Row(KEY, AGREED),), ())
    assert lines_of(plan, [seen("not_met")], None)[0].overdue is None
