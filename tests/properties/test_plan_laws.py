"""Laws of action plans: a plan moves no result, what is written is read back, an update twice is one."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from checker.assess.plans import lines_of, update
from checker.load.plans import read_plans
from checker.model.evidence import InputFile
from checker.model.plan import STATES, Change, Plan, ReadPlan, Recorded, Row, Terms, carry, tidy
from checker.pipeline.plans import lay_over, seen_of
from checker.render.plan_draft import drafted
from checker.render.plan_sheet import plan_workbook
from checker.render.plan_yaml import plan_yaml
from checker.render.view import report_view, subject_view
from tests import reports_for_tests as made

SUBJECT = made.subject()
VIEW = subject_view(SUBJECT)
FRESH = drafted(VIEW, date(2026, 6, 30))
SEEN = seen_of(VIEW)
DAY = date(2026, 11, 26)
texts = st.text(max_size=60).map(tidy)
owners = st.one_of(
    st.sampled_from(["", "supplier", "buyer", "both"]), st.from_regex(r"[a-z]+( [a-z]+)?", fullmatch=True)
)
days = st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2100, 1, 1)))
targets = st.one_of(st.sampled_from(["met", "partly_met"]), st.integers(1, 99).map(lambda n: f"{n / 100:.6g}"))
terms = st.builds(Terms, owners, days, targets)
states = st.sampled_from(list(STATES))
keys = st.one_of(
    st.sampled_from([row.key for row in FRESH.rows]),
    st.tuples(st.just("pai"), st.sampled_from(["2021", "2022"]), st.from_regex(r"[A-Z]{2,4}-[0-9]{2}", fullmatch=True)),
)
more = st.lists(
    st.tuples(
        st.from_regex(r"[a-z]{3,8} [0-9]", fullmatch=True),
        st.one_of(texts.filter(bool), st.integers(-9, 9), st.booleans()),
    ),
    max_size=2,
    unique_by=lambda pair: pair[0],
)


@st.composite
def plans(draw: Any) -> Plan:
    """Return a plan that people may have made of that of the report: rows gone, added, changed; a record of its own."""
    named = draw(st.lists(keys, max_size=6, unique=True))
    rows = [
        Row(key, draw(terms), draw(states), draw(texts), draw(texts), draw(texts), tuple(draw(more)))
        for key in draw(st.permutations(named))
        if draw(st.booleans())
    ]
    record = []
    for key in named:
        if draw(st.booleans()):
            agreed, last = draw(terms), draw(terms)
            moved = Change(
                date(2026, 8, 1), "buyer", "due", str(agreed.due or ""), str(last.due or ""), draw(st.booleans())
            )
            changes = (moved,) if draw(st.booleans()) else ()
            result = draw(st.sampled_from(["met", "not_met", "unknown", "claimed"]))
            record.append(Recorded(key, draw(days), agreed, last, draw(states), result, changes))
    return Plan("acme", date(2026, 6, 30), tuple(rows), tuple(record))


def written_and_read(plan: Plan, ending: str) -> ReadPlan:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, f"plan.{ending}")
        file.write_bytes(plan_yaml(plan) if ending == "yaml" else plan_workbook(plan))
        (found,) = read_plans(file, file.name).values()
        return found


def bare(plan: Plan) -> tuple[Any, ...]:
    """Return a plan without places, its record in order."""
    rows = tuple(row._replace(place=FRESH.rows[0].place) for row in plan.rows)
    return plan.subject, plan.as_of, rows, tuple(sorted(plan.record, key=lambda one: one.key))


@given(plans(), st.sampled_from(["yaml", "xlsx"]))
def test_what_is_written_is_read_back(plan: Plan, ending: str) -> None:
    found = written_and_read(plan, ending)
    assert found.problems == ()
    assert bare(found.plan) == bare(plan)


@given(plans(), st.one_of(st.none(), st.dates(date(2020, 1, 1), date(2030, 1, 1))))
def test_no_plan_moves_a_result_a_score_a_verdict_or_a_claim(plan: Plan, day: date | None) -> None:
    laid = lay_over(ReadPlan(plan, InputFile("plan.yaml", made.SHA, "plan")), VIEW, day, {})
    with_plan = report_view(made.report(replace(SUBJECT, plan=laid)))
    assert with_plan["subjects"][0].pop("plan")["file"]["path"] == "plan.yaml"
    assert with_plan == report_view(made.report(SUBJECT))


@given(plans(), st.booleans(), st.booleans())
def test_bringing_up_to_date_twice_is_once(plan: Plan, agree: bool, again: bool) -> None:
    once = update(plan, FRESH, SEEN, DAY, "buyer", agree)
    twice = update(once.plan, FRESH, SEEN, DAY, "buyer", agree and again)
    assert bare(twice.plan) == bare(once.plan)
    assert (twice.added, twice.restored, twice.changes) == ((), (), ())


@given(plans(), st.booleans())
def test_no_row_and_nothing_that_people_wrote_is_lost(plan: Plan, agree: bool) -> None:
    done = update(plan, FRESH, SEEN, DAY, "buyer", agree).plan
    kept = done.by_key()
    for row in plan.rows:
        after = kept[row.key]
        assert (after.terms, after.state, after.remedy, after.done, after.notes, after.more) == row[1:7]
    assert {one.key for one in plan.record} | {row.key for row in FRESH.rows} <= set(kept)
    for one in plan.record:
        after = done.recorded()[one.key]
        assert after.changes[: len(one.changes)] == one.changes and after.on == one.on
        assert agree or after.agreed == one.agreed


@given(plans())
def test_every_gap_and_every_row_has_one_line(plan: Plan) -> None:
    lines = lines_of(plan, SEEN, DAY)
    found = [line.key for line in lines]
    assert len(set(found)) == len(found)
    assert {row.key for row in plan.rows} | {one.key for one in plan.record} <= set(found)
    if any(key[:2] == ("pai", "2022") for key in found):
        assert {one.key for one in SEEN if one.status not in ("met", "not_applicable")} <= set(found)


@given(plans())
def test_a_later_day_never_makes_an_action_less_overdue(plan: Plan) -> None:
    earlier, later = (lines_of(plan, SEEN, day) for day in (date(2026, 9, 1), DAY))
    for before, after in zip(earlier, later, strict=True):
        assert (before.overdue or 0) <= (after.overdue or 0)


@given(plans())
def test_no_word_of_a_row_confirms_it(plan: Plan) -> None:
    statuses = {one.key: one.status for one in SEEN}
    for line in lines_of(plan, SEEN, DAY):
        assert line.stands != "confirmed" or statuses[line.key] == "met"
        if line.row is not None and line.row.state == "done" and statuses.get(line.key) in ("not_met", "partly_met"):
            assert line.stands == "closed_by_supplier_only"


def test_a_carried_plan_is_the_drafted_one_where_nothing_was_written() -> None:
    assert carry(FRESH, FRESH) == FRESH
