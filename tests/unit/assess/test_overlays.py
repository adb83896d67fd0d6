"""How the gate counts what waivers and a baseline touch: tables by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from checker.assess.gate import subject_code
from checker.assess.overlays import (
    Held,
    Known,
    count,
    expiring,
    gone_sources,
    in_force,
    is_lifted,
    may_have_risen,
    sift,
    unused,
    withdrawn,
)
from checker.assess.ratchet import compare_scores
from checker.model.assessment import Credit, StandardResult
from checker.model.evidence import Place
from checker.model.overlay import Basis, Counted, Entry, Number, Source, SubjectRecord, Waiver, Withdrawn
from checker.model.questionnaire import Decision
from tests import reports_for_tests as made
from tests.unit.assess.results import a_result

DAY = date(2026, 9, 1)
KNOWN = Known({"T-0", "T-1", "T-2"}, {"OLD-0": "T-0"}, {"T-2"}, {"acme"}, DAY, "pai 2022")


def waiver(requirement: str = "T-0", **changes: Any) -> Waiver:
    return made.waiver(requirement, **{"start": DAY, "end": DAY, **changes})


def standard(*rows: tuple[Any, Any], **changes: Any) -> StandardResult:
    """Return a standard of (status, severity) rows, named T-0, T-1 and so on."""
    standings = tuple(a_result(status, severity, f"T-{n}") for n, (status, severity) in enumerate(rows))
    return made.standard((), **{"standings": standings, "zero_tolerance": (), **changes})


def record(results: dict[str, Entry] | None = None, **changes: Any) -> SubjectRecord:
    filled = {"as_of": date(2026, 6, 30), "evidence": {}, "scores": {}, "results": results or {}}
    return SubjectRecord(**{**filled, **changes})


def entry(status: Any = "not_met", credit: float = 0.0, **changes: Any) -> Entry:
    return Entry("pai", status, credit, **changes)


@pytest.mark.parametrize(
    ("one", "cause"),
    [
        (waiver(), None),
        (waiver("OLD-0"), None),
        (waiver(end=DAY + timedelta(days=400)), None),
        (waiver(start=DAY - timedelta(days=9)), None),
        (waiver(start=date(2026, 1, 1), end=DAY - timedelta(days=1)), "expired"),
        (waiver(start=DAY + timedelta(days=1), end=date(2027, 1, 1)), "not_begun"),
        (waiver("T-9"), "unknown_requirement"),
        (waiver(subject="globex"), "unknown_subject"),
        (waiver("T-2"), "zero_tolerance"),
    ],
)
def test_which_waivers_hold_on_a_day(one: Waiver, cause: str | None) -> None:
    kept, refused = sift([one], KNOWN)
    assert [r.cause for r in refused] == ([cause] if cause else [])
    assert [w.requirement for w in kept] == ([] if cause else ["T-0"]), "under today's id"
    assert all(r.what and r.todo and r.place == one.place for r in refused)


def test_of_several_waivers_the_one_that_ends_last_covers_and_the_other_is_unused() -> None:
    early, late = waiver(), waiver(end=DAY + timedelta(days=5), place=Place("waivers.yaml", 9, 5))
    judged = standard(("not_met", "major"), ("met", "major"))
    held = Held(in_force([early, late, waiver("T-1"), waiver("T-7")], "acme"))
    laid = count(judged, held)
    assert laid["T-0"] == Counted("not_met", late, None, True)
    assert laid["T-1"] == Counted("met", None, None, False)
    found = unused([early, late, held.waivers["T-1"], held.waivers["T-7"]], [(judged, laid)])
    assert [(u.waiver.requirement, u.why) for u in found] == [
        ("T-0", "another waiver covers T-0"), ("T-1", "T-1 is met"), ("T-7", "T-7 is not judged for acme"),
    ]  # fmt: skip
    assert in_force([late], "globex") == {}


@pytest.mark.parametrize(("days", "soon"), [(0, True), (30, True), (31, False)])
def test_a_waiver_that_ends_within_thirty_days_ends_soon(days: int, soon: bool) -> None:
    one = waiver(end=DAY + timedelta(days=days))
    assert [e.days for e in expiring([Counted("not_met", one), Counted("met")], DAY)] == ([days] if soon else [])


@pytest.mark.parametrize(
    ("rows", "waived", "code"),
    [
        ([("not_met", "major"), ("met", "major")], ["T-0"], 0),
        ([("not_met", "critical"), ("met", "major")], ["T-0"], 0),
        ([("partly_met", "major"), ("not_met", "major"), ("met", "major")], ["T-0"], 1),
        ([("unknown", "major"), ("met", "major")], ["T-0"], 0),
        ([("not_met", "major"), ("claimed", "major"), ("met", "major")], ["T-0"], 5),
        ([("error", "minor"), ("met", "major")], ["T-0"], 3),
        ([("not_met", "major")], ["T-0"], 5),  # nothing is met
        ([("not_met", "minor"), ("met", "major")], [], 0),
    ],
)
def test_a_waiver_changes_the_code_and_covers_no_error_and_no_empty_standard(
    rows: list[tuple[Any, Any]], waived: list[str], code: int
) -> None:
    judged = standard(*rows)
    laid = count(judged, Held({name: waiver(name) for name in waived}))
    assert subject_code(judged.standings, "major", laid_over=laid) == code
    assert subject_code(judged.standings, "major", ["no headcount"], laid_over=laid) == (code or 5)


def test_evidence_over_its_age_counts_as_claimed_and_can_be_waived() -> None:
    judged = standard(("met", "major"), ("met", "major"), expired=("T-0",))
    laid = count(judged, Held({}))
    assert (laid["T-0"].status, laid["T-1"].status) == ("claimed", "met")
    assert subject_code(judged.standings, "major", expired=("T-0",), laid_over=laid) == 5
    assert subject_code(judged.standings, "major", laid_over=count(judged, Held({"T-0": waiver()}))) == 0


@pytest.mark.parametrize(
    ("status", "severity", "before", "age"),
    [
        ("not_met", "major", entry("not_met"), "known"),
        ("unknown", "major", entry("not_met"), "known"),
        ("claimed", "minor", entry("unknown"), "known"),
        ("not_met", "major", entry("unknown"), "new"),
        ("not_met", "major", entry("partly_met", 0.5), "new"),
        ("unknown", "major", entry("claimed"), "new"),
        ("not_met", "major", None, "new"),
        ("not_met", "critical", entry("not_met"), "never_covered"),
        ("unknown", "critical", entry("unknown"), "never_covered"),
        ("claimed", "critical", None, "never_covered"),
        ("error", "critical", None, "new"),
        ("met", "critical", None, "known"),
        ("not_applicable", "major", None, "known"),
        ("error", "major", entry("unknown"), "new"),
        ("not_met", "major", Entry("other", "not_met", 0), "new"),
    ],
)
def test_what_a_baseline_knows(status: Any, severity: Any, before: Entry | None, age: str) -> None:
    judged = standard((status, severity), ("met", "major"))
    held = Held({}, record({"T-0": before} if before else {}), record({"T-0": entry(status)}))
    laid = count(judged, held)["T-0"]
    assert (laid.baseline, laid.excused) == (age, False), "only with new_only is what is known left out"
    counted = count(judged, held._replace(new_only=True))["T-0"]
    needs = status in ("not_met", "partly_met", "unknown", "claimed")
    assert counted.excused == (needs and age == "known")


def test_a_credit_that_fell_is_new() -> None:
    held = Held({}, record({"T-0": entry("partly_met", 0.6)}), record({"T-0": entry("partly_met", 0.5)}))
    judged = standard(("partly_met", "major"))
    half = judged.standings[0]._replace(credit=Credit(0.5, 0.5, 0.5))
    laid = count(made.standard((), standings=(half,), zero_tolerance=()), held)
    assert laid["T-0"].why_new == "its credit fell from 0.6 to 0.5"
    whole = half._replace(credit=Credit(0.6, 0.6, 0.6))
    assert count(made.standard((), standings=(whole,), zero_tolerance=()), held)["T-0"].baseline == "known"


@pytest.mark.parametrize(
    ("before", "now", "rose"),
    [
        (Number(0.3, 0.3), Number(0.3, 0.3), False),
        (Number(0.3, 0.3), Number(0.2, 0.2), False),
        (Number(0.3, 0.3), Number(0.31, 0.31), True),
        (Number(0.3, 0.3), Number(0.2, 0.4), True),
        (Number(0.3, 0.5), Number(0.4, 0.5), True),
        (Number(0.3, 0.3), None, True),
        (Number(0.3, 0.3), Number(None, None), True),
        (Number(None, None), Number(0.3, 0.3), False),
        (Number(None, None, "fewer than 5 of 60"), Number(None, None, "fewer than 5 of 62"), False),
        (Number(None, None, "fewer than 5 of 60"), Number(0.1, 0.1), True),
        (Number(None, None, "fewer than 5 of 60"), Number(0.0, 0.0), False),
        (Number(0.0, 0.0), Number(None, None, "fewer than 5 of 60"), True),
        (Number(0.2, 0.2), Number(None, None, "fewer than 5 of 60"), False),
        (Number(0.2, 0.2), Number(None, None, "at least 56 of 60"), True),
        (Number(None, None, "at least 27 of 31"), Number(None, None, "at least 28 of 31"), True),
    ],
)
def test_a_share_below_that_may_have_risen(before: Number, now: Number | None, rose: bool) -> None:
    assert may_have_risen(before, now) == rose
    numbers = {"wages.share_below_living_wage@basic_only, supplier": before}
    later = {} if now is None else {next(iter(numbers)): now}
    held = Held({}, record({"T-0": entry(numbers=numbers)}), record({"T-0": entry(numbers=later)}))
    assert count(standard(("not_met", "major")), held)["T-0"].baseline == ("new" if rose else "known")


def test_nothing_of_zero_tolerance_an_expired_baseline_or_another_edition_is_known() -> None:
    before = record({"T-0": entry()})
    strict = standard(("not_met", "minor"), zero_tolerance=("T-0",))
    assert count(strict, Held({}, before, before))["T-0"].baseline == "never_covered"
    laid = count(standard(("not_met", "minor")), Held({}, before, before, False, "the baseline has expired"))
    assert (laid["T-0"].baseline, laid["T-0"].why_new) == ("new", "the baseline has expired")


@pytest.mark.parametrize(
    ("status", "uncovered", "why"),
    [
        ("not_met", {"T-0": entry("not_met")}, "; it was not met when the baseline was made"),
        ("not_met", {"T-0": entry("partly_met")}, "; it was partly met when the baseline was made"),
        ("not_met", {}, "; it did not fail when the baseline was made"),
        ("unknown", {}, ""),
    ],
)
def test_what_no_baseline_covers_says_whether_it_failed_before(status: Any, uncovered: Any, why: str) -> None:
    before = replace(record({}), uncovered=uncovered)
    judged = standard((status, "critical"), ("met", "major"))
    laid = count(judged, Held({}, before, record({}), new_only=True))["T-0"]
    said = f"no baseline covers what is critical{why}"
    assert (laid.baseline, laid.excused, laid.why_new) == ("never_covered", False, said)
    nobody = count(judged, Held({}, None, record({}), new_only=True))["T-0"]
    other = count(judged, Held({}, before, record({}), covers=False, why_not="of 2021"))["T-0"]
    assert nobody.why_new == other.why_new == "no baseline covers what is critical", "nothing is known of before"


def test_what_no_baseline_covers_is_waived_like_any_gap() -> None:
    judged = standard(("not_met", "critical"), ("met", "major"))
    laid = count(judged, Held({"T-0": waiver()}, record({}), record({}), new_only=True))["T-0"]
    assert (laid.baseline, laid.excused) == ("never_covered", True)


PAY = Source("wage_data", ("a" * 64, "b" * 64))


@pytest.mark.parametrize(
    ("now", "gone"),
    [
        ({"pay": PAY}, {}),
        ({"pay": PAY, "more": PAY}, {}),
        ({"pay": Source("wage_data", ("b" * 64, "a" * 64, "c" * 64))}, {}),
        ({}, {"pay": None}),
        ({"wages": PAY}, {"pay": None}),
        ({"pay": Source("policy", PAY.sha256)}, {"pay": None}),
        ({"pay": Source("wage_data", ("c" * 64,))}, {"pay": 2}),
        ({"pay": Source("wage_data", ("a" * 64,))}, {"pay": 1}),
        ({"pay": Source("wage_data", ())}, {"pay": 2}),
    ],
)
def test_a_source_is_there_while_id_kind_and_every_file_are(
    now: dict[str, Source], gone: dict[str, int | None]
) -> None:
    assert gone_sources({"pay": PAY}, now) == gone


def lift(day: date = DAY, evidence: str | None = None, requirement: str = "T-0", kind: Any = "lift") -> Decision:
    return Decision(requirement, kind, evidence, None, day, "Looked into.", "auditor", "Audit House", Place("a.yaml"))


@pytest.mark.parametrize(
    ("decisions", "lifted"),
    [
        ([], False),
        ([lift()], True),
        ([lift(evidence="pay")], True),
        ([lift(evidence="other")], False),
        ([lift(requirement="T-1")], False),
        ([lift(kind="reviewed")], False),
        ([lift(date(2026, 6, 29))], False),  # before the result was there
        ([lift(date(2026, 6, 30))], True),
    ],
)
def test_an_adverse_result_stands_until_an_assessor_lifts_it(decisions: list[Decision], lifted: bool) -> None:
    results = {"T-0": entry(evidence=("pay",)), "T-1": entry("unknown", evidence=("pay",)), "T-3": entry()}
    before = record(results, evidence={"pay": PAY}, uncovered={"T-2": entry("partly_met", evidence=("pay", "x"))})
    found = withdrawn(before, record(), "pai", decisions)
    assert [(w.requirement, w.status, w.evidence) for w in found] == [
        ("T-0", "not_met", ("pay",)), ("T-2", "partly_met", ("pay",)),
    ]  # fmt: skip
    assert found[0].lifted == lifted
    assert withdrawn(before, record(), "other", decisions) == ()
    judged = standard(("unknown", "major"), ("met", "major"))
    laid = count(judged, Held({}, before, record(), withdrawn={w.requirement: w for w in found}))
    assert laid["T-0"].status == ("unknown" if lifted else "not_met")
    assert subject_code(judged.standings, "major", laid_over=laid) == (5 if lifted else 1)
    assert subject_code(judged.standings, "major") == 5, "the status is what today's data say"


def test_what_stands_makes_nothing_better() -> None:
    stands = {"T-0": Withdrawn("pai", "T-0", "partly_met", ("pay",), False)}
    for status, counted in (("not_met", "not_met"), ("met", "partly_met"), ("error", "error")):
        laid = count(standard((status, "major")), Held({}, record(), record(), withdrawn=stands))
        assert laid["T-0"].status == counted


def test_every_source_of_a_result_has_to_be_lifted() -> None:
    assert is_lifted("pay", None, [(DAY, "pay")])
    both = entry(evidence=("pay", "log"))
    before = record({"T-0": both}, evidence={"pay": PAY, "log": PAY})
    (one,) = withdrawn(before, record(), "pai", [lift(evidence="pay")])
    assert (one.evidence, one.lifted) == (("pay", "log"), False)
    (one,) = withdrawn(before, record(), "pai", [lift(evidence="pay"), lift(evidence="log")])
    assert one.lifted


BASIS = Basis("2022", "f" * 64, {"nearly_all": 0.05})


def scored(shown: float | None, **changes: Any) -> SubjectRecord:
    return record(scores={"pai": {"core": shown}}, **changes)


@pytest.mark.parametrize(
    ("before", "now", "outcome", "why"),
    [
        ((BASIS, scored(40)), (BASIS, scored(40)), "held", ""),
        ((BASIS, scored(40)), (BASIS, scored(41)), "held", ""),
        ((BASIS, scored(40)), (BASIS, scored(39.9)), "fell", ""),
        ((None, None), (BASIS, scored(39)), "not_comparable", "has nothing of it"),
        ((BASIS, None), (BASIS, scored(39)), "not_comparable", "has nothing of it"),
        ((Basis("2021", "f" * 64, {}), scored(40)), (BASIS, scored(39)), "not_comparable", "edition 2021"),
        ((Basis("2022", "f" * 64, {}), scored(40)), (BASIS, scored(39)), "not_comparable", "nearly_all"),
        ((Basis("2022", "e" * 64, BASIS.parameters), scored(40)), (BASIS, scored(39)), "not_comparable", "text of the"),
        ((BASIS, scored(40, benchmarks=("a",))), (BASIS, scored(39, benchmarks=("b",))), "not_comparable", "tables"),
        ((BASIS, scored(40, benchmarks=("a",))), (BASIS, scored(39)), "fell", ""),
        ((BASIS, scored(40)), (BASIS, scored(39, benchmarks_as_of=DAY)), "not_comparable", "another day"),
        ((BASIS, scored(None)), (BASIS, scored(39)), "not_comparable", "no score"),
        ((BASIS, scored(40)), (BASIS, scored(None)), "not_comparable", "no score"),
    ],
)  # fmt: skip
def test_scores_are_compared_on_one_basis_only(before: Any, now: Any, outcome: str, why: str) -> None:
    found = compare_scores("pai", "core", before, now)
    assert found.outcome == outcome
    assert why in found.why
    assert bool(found.why) == (outcome == "not_comparable")
