"""What reads better because less was asked, of less, or elsewhere is no repair; what reads worse stays worse."""

from __future__ import annotations

from typing import Any

import pytest

from checker.assess.comparison import compare
from checker.assess.yardsticks import lowered_bars
from checker.model.comparison import SubjectChange
from tests import past_reports as made

FLOOR = {"name": "wages.share_below_living_wage", "unit": "share", "low": 0.3, "high": 0.3}
LATE = {"name": "wages.max_payment_lag_days", "unit": "days", "low": 9, "high": 9}
LEGAL = {"name": "wages.share_below_minimum_wage", "unit": "share", "low": 0.3, "high": 0.3}


def bar(low: float | None, high: float | None = None, **changes: Any) -> dict[str, Any]:
    made = {"kind": "living_wage", "place": "KE Naivasha (urban)", "bar": [low, high or low], "bar_currency": "KES"}
    return {**made, **changes}


def both(old: dict[str, Any], new: dict[str, Any]) -> SubjectChange:
    return compare(made.report(old), made.report(new)).subjects[0]


def judged(status: Any, fact: dict[str, Any], *bars: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return a subject with one result that read ``fact``, and pay held against ``bars``."""
    wages = made.pay(0.3, 0.3)
    wages["sets"][0]["benchmarks"] = list(bars)
    results = [made.result("A-1", status, facts=[fact])]
    subject: dict[str, Any] = made.subject(made.standard(results), **{"wages": wages, **changes})
    return subject


@pytest.mark.parametrize(
    ("old", "new", "lower"),
    [
        (bar(162.22), bar(162.22), False),
        (bar(162.22), bar(175), False),
        (bar(162.22), bar(162.21), True),
        (bar(162.22), bar(175, bar_currency="USD"), True),
        (bar(162.22), bar(None), True),
        (bar(None), bar(1), False),
        (bar(162.22), bar(1, place="KE Nairobi (urban)"), False),
    ],
)
def test_a_bar_is_lower_where_its_low_end_is(old: Any, new: Any, lower: bool) -> None:
    before, after = (made.past(judged("met", FLOOR, each)) for each in (old, new))
    assert bool(list(lowered_bars(before, after))) == lower


def test_of_several_bars_of_a_place_the_lowest_counts() -> None:
    """A legal floor that rose within the period stands twice."""
    before = made.past(judged("met", FLOOR, bar(17.85), bar(18.25)))
    assert not list(lowered_bars(before, made.past(judged("met", FLOOR, bar(18.25)))))
    assert list(lowered_bars(before, made.past(judged("met", FLOOR, bar(18.25), bar(17)))))


@pytest.mark.parametrize(("fact", "kind"), [(FLOOR, "not_comparable"), (LATE, "fixed"), (LEGAL, "fixed")])
def test_a_lower_living_wage_mends_nothing_that_is_measured_by_it(fact: dict[str, Any], kind: str) -> None:
    found = both(judged("not_met", fact, bar(162.22)), judged("met", fact, bar(120)))
    (change,) = found.standards[0].changes
    assert change.kind == kind
    said = "the living wage of KE Naivasha (urban) was KES 162.22 an hour, and is KES 120.00 an hour now"
    assert change.why == (said if kind == "not_comparable" else "")
    assert said in found.notes


@pytest.mark.parametrize(("now", "kind"), [("met", "fixed"), ("partly_met", "better"), ("unknown", "silent")])
def test_a_bar_that_rose_takes_nothing_from_a_repair(now: Any, kind: str) -> None:
    found = both(judged("not_met", FLOOR, bar(120)), judged(now, FLOOR, bar(162.22)))
    assert found.standards[0].changes[0].kind == kind


def test_what_got_worse_under_a_lower_bar_is_a_new_gap() -> None:
    found = both(judged("met", FLOOR, bar(162.22)), judged("not_met", FLOOR, bar(120)))
    assert found.standards[0].changes[0].kind == "new"


@pytest.mark.parametrize("fact", [FLOOR, LATE])
def test_a_site_that_was_left_out_mends_no_pay(fact: dict[str, Any]) -> None:
    old = judged("not_met", fact, sites=["Naivasha, KE", "Manchester, GB"])
    found = both(old, judged("met", fact, sites=["Manchester, GB"]))
    assert found.standards[0].changes[0].kind == "not_comparable"
    assert found.standards[0].changes[0].why == "not judged any more: Naivasha, KE"
    assert "sites that are not judged any more: Naivasha, KE" in found.notes
    answered = {"name": "answers.grievance.exists", "low": None, "high": None}
    found = both(judged("not_met", answered, sites=old["sites"]), judged("met", answered, sites=["Manchester, GB"]))
    assert found.standards[0].changes[0].kind == "fixed"


def test_a_share_is_not_lower_by_a_lower_bar() -> None:
    old, new = judged("not_met", FLOOR, bar(162.22)), judged("met", FLOOR, bar(120))
    new["wages"]["sets"][0]["metrics"]["share_below_living_wage"].update(low=0.0, high=0.0)
    (metric,) = both(old, new).metrics
    assert metric.moved == "not_comparable"
    new["wages"]["sets"][0]["benchmarks"] = [bar(162.22)]
    (metric,) = both(old, new).metrics
    assert metric.moved == "lower"


ASKED = {"kinds": ["wage_data"], "max_age": "12 months", "review": "required"}


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ({"severity": "critical"}, {"severity": "minor"}, "it was critical, and is minor now"),
        ({"evidence": {"required": "recorded"}}, {"evidence": {"required": "stated"}}, "asked for was recorded, and"),
        ({"evidence_asked": ASKED}, {"evidence_asked": {**ASKED, "review": "optional"}}, "the review of evidence"),
        ({"evidence_asked": ASKED}, {"evidence_asked": {**ASKED, "max_age": None}}, "was 12 months, and is not said"),
        ({"evidence_asked": ASKED}, {"evidence_asked": {**ASKED, "kinds": ["payslip", "wage_data"]}}, "payslip"),
        ({"evidence_asked": ASKED}, {"evidence_asked": {**ASKED}}, ""),
        ({"evidence_asked": ASKED}, {}, ""),
    ],
)
def test_what_else_is_asked_under_one_sentence(before: dict[str, Any], after: dict[str, Any], why: str) -> None:
    found = both(
        made.subject(made.standard([made.result("A-1", "not_met", **before)])),
        made.subject(made.standard([made.result("A-1", "met", **after)])),
    )
    (change,) = found.standards[0].changes
    assert change.kind == ("not_comparable" if why else "fixed")
    assert why in change.why


@pytest.mark.parametrize("status", ["not_met", "partly_met", "claimed"])
def test_more_that_is_only_said_is_no_better_and_less_is_worse(status: Any) -> None:
    little, much = ({"shown": 0, "claimed": share, "possible": 1} for share in (0.25, 0.75))
    subjects = [made.subject(made.standard([made.result("A-1", status, credit=c)])) for c in (little, much)]
    assert both(*subjects).standards[0].changes[0].kind == "unchanged"
    assert both(*subjects[::-1]).standards[0].changes[0].kind == "worse"


def test_a_number_that_is_gone_is_told() -> None:
    new = judged("unknown", FLOOR)
    new["wages"]["sets"][0]["metrics"] = {}
    (metric,) = both(judged("not_met", FLOOR), new).metrics
    assert (metric.name, metric.moved, metric.why) == (
        "share_below_living_wage", "not_comparable", "it is not measured any more",
    )  # fmt: skip
    gone = both(judged("not_met", FLOOR), judged("unknown", FLOOR, wages={"sets": []}))
    assert "pay data were given before, and none are now" in gone.notes


def test_a_hidden_number_that_is_gone_stays_hidden() -> None:
    old, new = judged("not_met", FLOOR), judged("unknown", FLOOR)
    old["wages"]["sets"][0]["metrics"]["share_below_living_wage"]["suppressed"] = True
    new["wages"]["sets"][0]["metrics"] = {}
    assert both(old, new).metrics == ()


def test_other_kinds_and_a_shorter_period_are_told() -> None:
    old = made.subject(made.standard([]), kinds={"values": ["crowd_platform"], "confirmed": False})
    new = made.subject(
        made.standard([]), kinds={"values": ["bpo"], "confirmed": False},
        period={"from": "2026-04-01", "to": "2026-06-30"},
    )  # fmt: skip
    notes = both(old, new).notes
    assert "it was of the kinds crowd_platform, now bpo" in notes
    assert "the period is shorter: 181 days before, 91 now" in notes
    assert not any("period" in note for note in both(new, old).notes)


def test_who_could_not_be_assessed_before_is_told() -> None:
    old = made.report(invalid=[{"folder": "v/acme", "problems": ["torn"]}])
    assert compare(old, made.report()).broken_before == ("v/acme",)
