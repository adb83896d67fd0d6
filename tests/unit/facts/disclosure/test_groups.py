"""Groups of workers by the columns of the pay table: which there are, in which order, and what stands beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from checker.facts.disclosure.small_cells import stated_share, statement
from checker.model.wages import Group, WageSet
from tests.pay_for_tests import SCOPE, audit_rows, payroll_row, task_row

Row = dict[str, object]
ABOVE, BELOW = 2000, 800
SHARE, COST = "share_below_living_wage", "cost_to_close"


def workers(count: int, prefix: str, pay: object = ABOVE, **other: object) -> list[Row]:
    return [payroll_row(f"{prefix}{i}", pay, **other) for i in range(count)]


def one(found: WageSet, **by: str) -> Group:
    (group,) = [group for group in found.groups if dict(group.by) == by]
    return group


def test_the_worst_off_stand_first_and_the_hidden_last(tmp_path: Path) -> None:
    rows = [*workers(12, "a", job_category="reviewer"), *workers(8, "b", BELOW, job_category="tagger"),
            *workers(6, "c", BELOW, job_category="tester"), *workers(6, "d", job_category="tester"),
            *workers(2, "e", job_category="lead"), *workers(3, "f", job_category="host")]  # fmt: skip
    found = audit_rows(tmp_path, rows, by=(("job_category",),))
    assert [group.by["job_category"] for group in found.groups] == ["tagger", "tester", "reviewer", "host", "lead"]
    assert [group.n for group in found.groups] == [8, 12, 12, None, None]
    # 14 of 37 workers are below, 8 of 8 taggers: 100 % against 38 %.
    assert found.notes[0].startswith("job category tagger: 100% are below the living wage, against 38% of all workers")


def test_the_order_does_not_follow_what_is_hidden(tmp_path: Path) -> None:
    def order(few: int) -> list[str]:
        rows = [
            *workers(20 - few, "a", gender="f"),
            *workers(few, "b", BELOW, gender="f"),
            *workers(20, "c", gender="m"),
        ]
        return [group.by["gender"] for group in audit_rows(tmp_path, rows, by=(("gender",),)).groups]

    assert order(0) == order(1) == order(4)


def test_the_usual_columns_and_those_asked_for(tmp_path: Path) -> None:
    row = {"gender": "f", "employment_status": "employee", "city": "Nairobi", "region": "KE-30", "is_pilot": "true"}
    rows = workers(8, "a", **row)
    assert [list(group.by)[-1] for group in audit_rows(tmp_path, rows).groups] == [
        "country", "region", "employment_status", "gender",
    ]  # fmt: skip
    found = audit_rows(tmp_path, rows, by=(("city",), ("is_pilot",), ("tier",)))
    assert [dict(group.by) for group in found.groups] == [
        {"country": "KE", "region": "KE-30", "city": "Nairobi"},
        {"is_pilot": "pilot work"},
    ]
    assert "no groups by tier: the pay data do not say tier" in found.notes


def test_workers_may_stand_in_several_groups_of_tasks(tmp_path: Path) -> None:
    days = [("a", i, kind) for i in range(10) for kind in ("boxes", "text")] + [("b", i, "text") for i in range(10)]
    rows = [
        task_row(f"{prefix}{i}", f"2026-01-{1 + n % 28:02d}", 5, project_id="p", task_type=kind)
        for n, (prefix, i, kind) in enumerate(days)
    ]
    found = audit_rows(tmp_path, rows, grain="task", by=(("task_type",),))
    assert (one(found, task_type="boxes").n, one(found, task_type="text").n) == (10, 20)
    assert "by task type workers may stand in several groups, in each with all of their work" in found.notes


def test_who_is_in_no_group_of_tasks_cannot_be_worked_out(tmp_path: Path) -> None:
    rows = [task_row(f"w{i}", "2026-01-05", 5, task_type="a") for i in range(17)]
    rows += [task_row(f"w{i}", "2026-01-06", 5, task_type="b") for i in range(11, 20)]
    found = audit_rows(tmp_path, rows, grain="task", by=(("task_type",),))
    # 17 of 20 do a: the 3 who do not would follow.
    assert one(found, task_type="a").suppressed


def test_two_columns_crossed_are_listed_where_nothing_gives_few_workers_away(tmp_path: Path) -> None:
    rows = [
        row
        for job, gender, above, below in (("a", "f", 10, 10), ("a", "m", 12, 8), ("b", "f", 9, 11), ("b", "m", 3, 0))
        for row in (
            *workers(above, f"{job}{gender}x", job_category=job, gender=gender),
            *workers(below, f"{job}{gender}y", BELOW, job_category=job, gender=gender),
        )
    ]
    found = audit_rows(tmp_path, rows, by=(("job_category", "gender"),))
    # Three men in job b: with jobs and genders told, any other pair would tell of them.
    assert [dict(group.by) for group in found.groups] == []
    assert any(note.startswith("by job category, gender: groups that are not listed") for note in found.notes)
    more = [
        *rows,
        *workers(6, "z", job_category="b", gender="m"),
        *workers(7, "u", BELOW, job_category="b", gender="m"),
    ]
    found = audit_rows(tmp_path, more, by=(("job_category", "gender"),))
    assert {tuple(group.by.values()): group.n for group in found.groups} == {
        ("a", "f"): 20, ("a", "m"): 20, ("b", "f"): 20, ("b", "m"): 16,
    }  # fmt: skip
    assert found.groups[0].metrics[SHARE].published.value == 11 / 20
    assert COST not in found.groups[0].metrics


def test_a_cost_that_one_worker_dominates_is_hidden_and_so_is_what_would_give_it_away(tmp_path: Path) -> None:
    rows = [*workers(9, "a", 1590, job_category="a"), *workers(1, "x", 0, job_category="a"),
            *workers(10, "b", 1400, job_category="b"), *workers(10, "c", 1200, job_category="c")]  # fmt: skip
    found = audit_rows(tmp_path, rows, by=(("job_category",),))
    # Of 1,690 that job a lacks one worker lacks 1,600; all lack 7,690, and without b's 2,000 the rest would say so.
    assert [one(found, job_category=job).metrics[COST].published.suppressed for job in "abc"] == [True, True, False]
    assert found.metrics[COST].published.value[0]["amount"] == 7690
    assert one(found, job_category="a").metrics[SHARE].published.value == 1


def test_numbers_of_the_workers_own_are_no_groups_and_are_not_repeated(tmp_path: Path) -> None:
    rows = [row | {"job_category": f"zq-{i}"} for i, row in enumerate(workers(30, "a"))]
    found = audit_rows(tmp_path, rows)
    assert "zq-" not in repr(found)
    assert (
        "no groups by job category: fewer than 2 workers a group tell of workers rather than of groups" in found.notes
    )
    few = [row | {"job_category": "lead" if i < 2 else "tagger"} for i, row in enumerate(workers(30, "a"))]
    assert len([g for g in audit_rows(tmp_path, few).groups if "job_category" in g.by]) == 2


def test_more_groups_than_tell_of_groups_are_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.facts.disclosure.groups.MOST_GROUPS", 3)
    rows = [row for job in "abcd" for row in workers(6, job, job_category=job)]
    found = audit_rows(tmp_path, rows, by=(("job_category",),))
    assert found.groups == ()
    assert any(note.startswith("no groups by job category: more than 3 groups") for note in found.notes)


@pytest.mark.parametrize(
    ("below", "undecided", "fine", "said", "words"),
    [
        (20, 0, 11, "exact", ""),
        (3, 1, 27, "few", "fewer than 5 of 31"),
        (0, 4, 27, "few", "fewer than 5 of 31"),
        (28, 0, 3, "most", "at least 27 of 31"),
        (28, 3, 0, "most", "at least 27 of 31"),
        (20, 3, 8, "low", "at least 20 of 31"),
        (3, 20, 8, "nothing", ""),
    ],
)
def test_what_is_said_of_few_on_any_side(below: int, undecided: int, fine: int, said: Any, words: str) -> None:
    assert statement(below, undecided, fine, 5) == said
    if said != "exact":
        assert stated_share(said, below, 31, 31, 5).shown_as == words


def test_a_headcount_far_from_the_rows_opens_the_share_and_tells_of_nobody(tmp_path: Path) -> None:
    found = audit_rows(tmp_path, workers(20, "a", BELOW), scope=SCOPE._replace(headcount=2000))
    share = found.metrics[SHARE]
    assert (share.low, share.high) == (20 / 2000, 1)
    assert "1980 of 2000 workers are not in the data" in share.published.why
    assert found.metrics["headcount_coverage"].low == 0  # months without a row


def test_one_row_gives_no_figure(tmp_path: Path) -> None:
    found = audit_rows(tmp_path, workers(1, "a", BELOW, job_category="lead"))
    assert found.worker_count_hidden
    assert found.groups == found.distributions == ()
    printed = [m.published for m in found.metrics.values() if (m.published.low, m.published.high) != (None, None)]
    assert printed == []
    assert found.metrics[SHARE].value == 1  # the rule sees it


def test_all_rows_rejected_is_unpaid_work_and_not_an_error(tmp_path: Path) -> None:
    rows = [task_row(f"w{i}", "2026-01-05", 10, status="rejected") for i in range(8)]
    found = audit_rows(tmp_path, rows, grain="task")
    assert found.metrics[SHARE].published.value == 1
    assert found.metrics["rejection_rate"].published.value == 1
    few = audit_rows(tmp_path, rows[:3], grain="task")
    assert [m.name for m in few.metrics.values() if m.published.low is not None or m.published.high is not None] == []
