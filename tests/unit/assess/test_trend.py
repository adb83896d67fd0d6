"""Subjects over time: order, breaks, reports given twice, and which of two reports of one day stands."""

from __future__ import annotations

from typing import Any

import pytest

from checker.assess.trend import latest, trends
from checker.model.past_report import PastSubject
from tests import past_reports as made


def found(*subjects: Any) -> list[tuple[str, PastSubject]]:
    return [(f"{n}.json", made.past(subject)) for n, subject in enumerate(subjects)]


def test_points_stand_in_the_order_of_their_days_whatever_their_files_are_called() -> None:
    results = [made.result("A-1", "not_met"), made.result("A-2", "unknown"), made.result("A-3", "partly_met")]
    (line,) = trends(
        found(
            made.subject(made.standard(results), as_of="2026-06-30", wages=made.pay(0.25, 0.5)),
            made.subject(made.standard([]), as_of="2025-06-30"),
            made.subject(made.standard([]), as_of=None),
        )
    )
    assert [point.file for point in line.points] == ["2.json", "1.json", "0.json"]
    last = line.points[-1]
    assert (last.failed, last.open) == (2, 1)
    assert last.below is not None
    assert (last.below.low, last.below.high) == (0.25, 0.5)
    assert line.points[0].below is None


def test_a_report_given_twice_is_one_point() -> None:
    (line,) = trends(found(made.subject(made.standard([])), made.subject(made.standard([]))))
    assert len(line.points) == 1


def test_breaks_are_said_at_the_point_behind_them() -> None:
    (line,) = trends(
        found(
            made.subject(made.standard([]), as_of="2025-01-01", wages=made.pay(0, 0)),
            made.subject(made.standard([], edition="2025"), as_of="2025-06-30", wages=made.pay(0, 0)),
            made.subject(
                made.standard([], edition="2025"), as_of="2026-01-01", wages=made.pay(0, 0, time_basis="logged_cluster")
            ),
        )
    )
    assert [point.broken for point in line.points] == [
        (), ("edition 2022 became 2025",), ("working time was taken by shift, now by logged cluster",),
    ]  # fmt: skip


def test_each_subject_and_standard_has_its_line() -> None:
    lines = trends(
        found(
            made.subject(made.standard([]), made.standard([], "eti"), name="b"),
            made.subject(made.standard([], "eti"), name="a"),
        )
    )
    assert [(line.subject, line.standard) for line in lines] == [("a", "eti"), ("b", "pai"), ("b", "eti")]


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_reports_of_one_day_the_worse_stands(turned: bool) -> None:
    good = made.subject(made.standard([], verdict="meets"))
    bad = made.subject(made.standard([], verdict="cannot_conclude"))
    old = made.subject(made.standard([]), as_of="2024-01-01")
    reports = found(old, good, bad)
    assert latest(reports[::-1] if turned else reports)[1].verdict == "cannot_conclude"
