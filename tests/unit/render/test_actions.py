"""What is left to do: order, due days, and what it would bring, held against the scoring itself."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.assess.scores import score
from checker.model.assessment import Credit
from checker.model.standard import ScoreModel
from checker.render.actions import actions, due_day, effects
from checker.render.view import subject_view
from tests import reports_for_tests as made

STATUSES = {"met": 1.0, "partly_met": 0.5, "not_met": 0.0, "claimed": 0.0, "unknown": 0.0, "not_applicable": 0.0}


def views(**changes: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    subject = subject_view(made.subject(**changes))
    return subject, subject["standards"][0]


def test_the_worst_stand_first_and_what_is_met_or_does_not_apply_is_not_there() -> None:
    names = [action.result["requirement"] for action in actions(*views())]
    assert names == [
        "PAI-PAY-01", "PAI-GRV-01", "PAI-PAY-02", "PAI-CON-01", "PAI-TIME-03", "PAI-PRV-02", "PAI-QA-09",
    ]  # fmt: skip


def test_who_by_when_and_what_would_show_it() -> None:
    first, *_, last = actions(*views())
    assert (first.owner, first.due, first.why_no_due) == ("supplier", date(2026, 9, 28), "")  # 30 June and 90 days
    assert first.expected == "recorded at least (wage data, worker pay records), not older than 12 months"
    assert (last.owner, last.due, last.why_no_due) == ("", None, "")  # the pack names no remedy
    assert last.remedy == "The standard names no remedy; see what the requirement asks."


def test_without_a_day_of_assessment_nothing_is_due() -> None:
    found = actions(*views(as_of=None))
    assert {action.due for action in found} == {None}
    assert found[0].why_no_due == "no day of assessment is known, so there is no due day"


@pytest.mark.parametrize(
    ("as_of", "days", "due"),
    [
        ("2026-06-30", 90, date(2026, 9, 28)),
        ("2026-06-30", 0, date(2026, 6, 30)),
        ("2024-02-28", 1, date(2024, 2, 29)),
        ("9999-12-31", 1, None),
        ("2026-06-30", None, None),
        (None, 5, None),
    ],
)
def test_due_days_by_hand(as_of: str | None, days: int | None, due: date | None) -> None:
    day, why = due_day(as_of, days)
    assert day == due
    assert bool(why) == (due is None and days is not None)


@given(
    st.lists(st.tuples(st.sampled_from(sorted(STATUSES)), st.sampled_from([0.0, 1.0, 4.0, 8.0])), min_size=1),
    st.sampled_from(["weighted", "deduction"]),
)
def test_the_effect_is_what_the_scoring_would_add(rows: list[tuple[str, float]], model: Any) -> None:
    results = tuple(
        made.result(f"R-{n}", "t", status, weight=weight, credit=Credit(STATUSES[status], 1, 1))
        for n, (status, weight) in enumerate(rows)
    )
    rule = ScoreModel(model, 10)
    now = score(rule, [r.standing for r in results], {})
    summed = made.standard(results).sums["extended"]
    whole = made.standard(results, sums={"extended": type(summed)("extended", "meets", now, None, summed.counts)})
    view = subject_view(made.subject(standards=(whole,)))["standards"][0]
    gains = effects(view)
    assert set(gains) == (
        {r.requirement for r in results if r.status != "not_applicable"} if now.shown is not None else set()
    )
    for n, one in enumerate(results):
        if one.requirement in gains and now.shown is not None:
            met = one.standing._replace(status="met", credit=Credit(1, 1, 1))
            then = score(rule, [met if n == k else r.standing for k, r in enumerate(results)], {})
            assert then.shown is not None
            assert gains[one.requirement] == pytest.approx(then.shown - now.shown, abs=1e-9)


@pytest.mark.parametrize("model", ["threshold_pairs", "none"])
def test_where_points_hang_together_no_effect_is_named(model: str) -> None:
    _, standard = views()
    assert effects({**standard, "score": {**standard["score"], "model": model}}) == {}


def test_owner_day_and_remedy_are_those_of_the_plan_where_there_is_one() -> None:
    subject = subject_view(made.subject(plan=made.laid_plan()))
    planned = {a.result["requirement"]: a for a in actions(subject, subject["standards"][0], planned=True)}
    first, untouched = planned["PAI-PAY-01"], planned["PAI-TIME-03"]
    assert (first.owner, first.due, first.remedy) == ("both", date(2026, 8, 30), "The new rates are paid since July.")
    proposed = {a.result["requirement"]: a for a in actions(subject, subject["standards"][0])}
    assert untouched == proposed["PAI-TIME-03"] and proposed["PAI-PAY-01"].due == date(2026, 9, 28)
