"""Many subjects side by side, counted by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from checker.assess.portfolio import portfolio
from checker.model.portfolio import Portfolio
from tests import past_reports as made

DAY = date(2026, 7, 1)


def made_of(*subjects: Any, day: date | None = DAY, invalid: Any = ()) -> Portfolio:
    return portfolio([(f"{n}.json", made.past(s)) for n, s in enumerate(subjects)], invalid, day)


def test_the_worst_stand_first() -> None:
    fine = made.standard([made.result("A-1", "met")], verdict="meets")
    two = made.standard([made.result("A-1", "not_met"), made.result("A-2", "partly_met", "critical")])
    one = made.standard([made.result("A-1", "not_met"), made.result("A-2", "not_met", "minor")])
    found = made_of(
        made.subject(fine, name="fine"), made.subject(one, name="one"), made.subject(two, name="two")
    )  # fmt: skip
    assert [m.subject.id for m in found.members] == ["two", "one", "fine"]
    assert [m.standards[0].standard.grave_gaps for m in found.members] == [2, 1, 0]


def test_a_subject_stands_by_the_newest_report_with_each_standard() -> None:
    old = made.subject(made.standard([], verdict="meets"), made.standard([], "eti"), as_of="2025-06-30")
    new = made.subject(made.standard([], verdict="cannot_conclude"), as_of="2026-06-30")
    (member,) = made_of(old, new).members
    assert [(j.standard.id, j.standard.verdict, j.file) for j in member.standards] == [
        ("pai", "cannot_conclude", "1.json"), ("eti", "does_not_meet", "0.json"),
    ]  # fmt: skip
    assert member.verdict == "does_not_meet"
    assert {line.standard: len(line.points) for line in member.lines} == {"pai": 2, "eti": 1}


def test_requirements_are_counted_over_subjects() -> None:
    found = made_of(
        made.subject(made.standard([made.result("A-1", "not_met"), made.result("B-1", "met", "critical")]), name="a"),
        made.subject(
            made.standard([made.result("A-1", "claimed"), made.result("B-1", "unknown", "critical")]), name="b"
        ),
        made.subject(made.standard([made.result("A-1", "partly_met")], edition="2025"), name="c"),
    )
    rows = {(r.requirement, r.edition): r for r in found.rows}
    assert next(iter(rows)) == ("B-1", "2022"), "the gravest first"
    assert dict(rows["A-1", "2022"].counts) == {"not_met": 1, "claimed": 1}
    assert [s.subject.id for s in rows["A-1", "2022"].failed] == ["a"]
    assert [s.subject.id for s in rows["A-1", "2022"].open] == ["b"]
    assert [s.subject.id for s in rows["A-1", "2025"].failed] == ["c"], "editions are never counted together"


def test_evidence_that_runs_out() -> None:
    items = [
        made.exhibit("fine", date(2026, 6, 1), date(2027, 6, 1)),
        made.exhibit("last-day", date(2025, 7, 1), DAY),
        made.exhibit("out", date(2024, 1, 1), date(2025, 1, 1)),
        made.exhibit("undated", None, None),
        made.exhibit("in-force", date(2020, 1, 1), None, in_force=True),
        made.exhibit("soon", date(2025, 9, 29), date(2026, 9, 29)),
        made.exhibit("not-yet", date(2025, 9, 30), date(2026, 9, 30)),
    ]
    found = made_of(made.subject(made.standard([]), evidence=items))
    assert [(e.item.id, e.state) for e in found.exhibits] == [
        ("out", "out"), ("last-day", "soon"), ("soon", "soon"), ("undated", "undated"),
    ]  # fmt: skip


def test_the_day_is_that_of_the_newest_report_where_none_is_given() -> None:
    subjects = [made.subject(made.standard([]), name=n, as_of=day) for n, day in (("a", "2026-01-31"), ("b", None))]
    assert made_of(*subjects, day=None).day == date(2026, 1, 31)
    assert made_of(subjects[1], day=None).day is None


def test_who_could_not_be_assessed_is_named_unless_another_report_assesses_it() -> None:
    subject = made.subject(made.standard([]))
    found = made_of(subject, invalid=[("v/acme", ("torn",)), ("v/b", ("no questionnaire", "x"))])
    assert found.not_assessed == (("v/b", ("no questionnaire", "x")),)
