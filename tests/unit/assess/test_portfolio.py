"""Many subjects side by side, counted by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from checker.assess.portfolio import portfolio
from checker.model.portfolio import NotAssessed, Portfolio
from checker.model.statuses import Severity
from tests import past_reports as made

DAY = date(2026, 7, 1)


def made_of(*subjects: Any, day: date | None = DAY, invalid: Any = ()) -> Portfolio:
    broken = [NotAssessed(folder, file, problems) for folder, file, problems in invalid]
    return portfolio([(f"{n}.json", made.past(s)) for n, s in enumerate(subjects)], broken, day)


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


def test_who_could_not_be_assessed_is_named_also_where_another_report_assesses_it() -> None:
    """An invalid subject has no day: a supplier that breaks its file would keep its last good result unseen."""
    subject = made.subject(made.standard([]))
    broken = [("v/acme", "b.json", ("torn",)), ("v/b", "b.json", ("no questionnaire", "x"))]
    found = made_of(subject, invalid=[*broken, broken[0]])
    assert [(n.folder, n.file, n.problems, n.shown) for n in found.not_assessed] == [
        ("v/acme", "b.json", ("torn",), ("acme",)), ("v/b", "b.json", ("no questionnaire", "x"), ()),
    ]  # fmt: skip
    assert found.members[0].not_assessed == ("b.json",)


@pytest.mark.parametrize(
    ("end", "as_of", "verdict"),
    [
        ("2025-07-01", "2025-07-01", "meets"),
        ("2025-06-30", "2025-06-30", "cannot_conclude"),
        ("2025-06-30", "2026-06-30", "cannot_conclude"),
        (None, "2025-06-30", "cannot_conclude"),
        (None, None, "cannot_conclude"),
    ],
)
def test_a_report_of_long_ago_concludes_nothing(end: str | None, as_of: str | None, verdict: str) -> None:
    """On 2026-07-01: the period ended over twelve months before, whatever day the report says of itself."""
    good = made.standard([made.result("A-1", "met")], verdict="meets")
    (member,) = made_of(made.subject(good, as_of=as_of, period={"from": None, "to": end})).members
    assert (member.verdict, member.standards[0].verdict) == (verdict, verdict)
    assert bool(member.standards[0].stale) == (verdict != "meets")


def test_a_failure_of_long_ago_stays_one() -> None:
    bad = made.standard([made.result("A-1", "not_met")])
    (member,) = made_of(made.subject(bad, as_of="2020-06-30", period={"from": None, "to": "2020-06-30"})).members
    assert member.verdict == "does_not_meet"


@pytest.mark.parametrize(("ahead", "file"), [("meets", "0.json"), ("does_not_meet", "1.json")])
def test_a_report_of_a_day_to_come_covers_no_earlier_one(ahead: str, file: str) -> None:
    """Of both the worse stands; without a day nothing is known to be ahead."""
    now = made.subject(made.standard([made.result("A-1", "unknown")], verdict="cannot_conclude"))
    later = made.subject(made.standard([made.result("A-1", "met")], verdict=ahead), as_of="2026-12-31")
    assert made_of(now, later).members[0].standards[0].file == file
    assert made_of(now, later, day=None).members[0].standards[0].file == "1.json"


def test_a_requirement_is_as_grave_as_any_report_has_it() -> None:
    severities: tuple[Severity, ...] = ("minor", "critical", "major")
    subjects = [
        made.subject(made.standard([made.result("A-1", "met", severity)]), name=severity) for severity in severities
    ]
    assert [row.severity for row in made_of(*subjects).rows] == ["critical"]
