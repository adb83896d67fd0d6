"""The document behind every format: what is in it, and what must never be."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from checker import resources
from checker.model.evidence import Level, Place
from checker.model.wages import Published, WageEvidence
from checker.render import Options, render
from checker.render.plain import number, plain
from checker.render.view import report_view
from tests import reports_for_tests as made

SCHEMA = json.loads(resources.read_text("reports", "schema/report-1.schema.json"))
VALID = Draft202012Validator(SCHEMA, format_checker=FormatChecker())


def document(report: Any = None) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(render(report or made.report(), "json"))
    return loaded


def results(report: Any = None) -> dict[str, dict[str, Any]]:
    return {r["requirement"]: r for r in document(report)["subjects"][0]["standards"][0]["results"]}


def test_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    "report",
    [
        made.report(),
        made.hostile(),
        replace(made.report(), subjects=()),
        made.report(made.subject(wages=WageEvidence())),
        made.report(
            made.subject(), made.subject(id="two", folder="two", kind="buyer", headcount=None, period=(None, None))
        ),
        made.report(made.subject(wages=WageEvidence(sets=(made.wage_set(worker_count_hidden=True),), absent=""))),
        made.report(made.subject(gate_date=date(2026, 9, 1), standards=(made.standard(), made.standard(id="other")))),
        made.overlaid(),
        made.overlaid(made.HOSTILE),
    ],
    ids=[
        "every status",
        "hostile",
        "no subject",
        "no pay",
        "buyer",
        "few workers",
        "two standards",
        "overlaid",
        "hostile overlays",
    ],
)
def test_report_keeps_to_its_published_schema(report: Any) -> None:
    assert [f"{e.json_path}: {e.message[:200]}" for e in VALID.iter_errors(document(report))] == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: d["subjects"][0].update(surprise=1),
        lambda d: d["subjects"][0]["standards"][0]["results"][0].update(status="fine"),
        lambda d: d["subjects"][0]["standards"][0]["results"][0].pop("reason"),
        lambda d: d["subjects"][0]["standards"][0]["results"][0]["credit"].update(shown=1.5),
        lambda d: d["subjects"][0]["wages"]["sets"][0]["metrics"]["weekly_hours_max"].update(value=56),
        lambda d: d["subjects"][0]["wages"]["sets"][0].update(worker_ids=["w1"]),
        lambda d: d.update(schema="fairlabel/report/2"),
        lambda d: d["subjects"][0].update(as_of="yesterday"),
        lambda d: d["subjects"][0]["standards"][0]["results"][0].update(baseline="old"),
        lambda d: d["subjects"][0]["standards"][0]["results"][0].update(waiver={"reason": "because"}),
        lambda d: d["gate"].update(waivers={"path": "waivers.yaml"}),
    ],
)
def test_schema_refuses_what_is_not_of_this_format(spoil: Any) -> None:
    whole = document()
    spoil(whole)
    assert not VALID.is_valid(whole)


def test_json_is_the_view() -> None:
    for report in (made.report(), made.hostile(), made.overlaid(), made.overlaid(made.HOSTILE)):
        assert document(report) == json.loads(json.dumps(report_view(report)))


def test_a_waiver_stands_with_the_gap_that_it_covers_and_changes_nothing_of_it() -> None:
    plain_results, laid = results(), results(made.overlaid())
    waiver = laid["PAI-PAY-02"].pop("waiver")
    assert waiver == {
        "reason": "The new rates are signed and start in October.",
        "approved_by": "head of procurement",
        "from": "2026-08-01",
        "until": "2026-09-21",
        "remedy": "Pay the new rates from 1 October.",
        "place": {"file": "waivers.yaml", "line": 3, "column": 5},
    }
    assert {r["baseline"] for r in plain_results.values()} == {None}
    assert {r.pop("baseline") for r in laid.values()} == {"known", "new"}
    for name, found in laid.items():
        found.pop("waiver", None)
        assert found == {k: v for k, v in plain_results[name].items() if k not in ("waiver", "baseline")}


def test_the_gate_says_both_codes_and_lists_what_did_nothing() -> None:
    plain_gate, gate = document()["gate"], document(made.overlaid())["gate"]
    assert plain_gate == {
        "fail_on": "major", "exit_code": 1, "without_overlays": 1, "gate_date": None, "new_only": False,
        "ratchet": False, "waivers": None, "baseline": None, "waivers_unused": [], "waivers_expiring": [],
        "waivers_refused": [], "baseline_notes": [],
    }  # fmt: skip
    assert gate["gate_date"] == "2026-09-01"
    assert gate["waivers"] == {"path": "waivers.yaml", "sha256": made.SHA}
    assert [(w["requirement"], w["why"]) for w in gate["waivers_unused"]] == [("PAI-CON-02", "PAI-CON-02 is met")]
    assert [(w["requirement"], w["days"]) for w in gate["waivers_expiring"]] == [("PAI-PAY-02", 20)]
    assert [(w["cause"], w["place"]["line"]) for w in gate["waivers_refused"]] == [("bad_entry", 25), ("expired", 31)]
    (acme,) = document(made.overlaid())["subjects"]
    assert "gate" not in document()["subjects"][0]
    assert acme["gate"]["withdrawn"] == [
        {"standard": "pai", "requirement": "PAI-PRV-02", "status": "not_met", "evidence": ["log-2025"], "lifted": False}
    ]
    assert acme["gate"]["scores"][0]["outcome"] == "fell"


def test_keys_are_sorted_at_every_depth() -> None:
    def sorted_everywhere(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in pairs]
        assert keys == sorted(keys)
        return dict(pairs)

    json.loads(render(made.report(), "json"), object_pairs_hook=sorted_everywhere)


def test_numbers_have_ten_significant_digits_and_no_infinity() -> None:
    def finite(word: str) -> float:
        raise AssertionError(f"{word} is not JSON")

    whole = json.loads(render(made.report(), "json"), parse_constant=finite)
    standard = whole["subjects"][0]["standards"][0]
    assert standard["score"]["shown"] == 41.23456789
    assert whole["subjects"][0]["wages"]["sets"][0]["metrics"]["gini"]["low"] == 0.3333333333


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (math.inf, None), (-math.inf, None), (math.nan, None), (2.0, 2), (1e300, 1e300), (0.1 + 0.2, 0.3), (None, None),
        (Decimal("1.50"), 1.5), (123456789012345.0, 123456789000000),
    ],
)  # fmt: skip
def test_number(value: Any, expected: Any) -> None:
    assert number(value) == expected


def test_plain_values() -> None:
    assert plain({"l": Level.WORKER_REPORTED, "d": date(2026, 1, 2), "t": (1, 2.5), "p": Place("a.yaml", 1, 2)}) == {
        "l": "worker_reported",
        "d": "2026-01-02",
        "t": [1, 2.5],
        "p": {"file": "a.yaml", "line": 1, "column": 2},
    }


def test_open_end_is_null_and_said_to_be_open() -> None:
    gap = document()["subjects"][0]["wages"]["sets"][0]["metrics"]["mean_gap_of_those_below"]
    assert (gap["low"], gap["high"], gap["open"]) == (0.12, None, "high")


def test_facts_show_published_pay_numbers_only() -> None:
    found = results()
    below = found["PAI-PAY-01"]["facts"][0]
    assert (below["value"], below["n"], below["level"]) == (0.3, 60, "recorded")
    lowest = found["PAI-PAY-02"]["facts"][0]
    assert (lowest["low"], lowest["shown_as"]) == (0.655, "mean of the lowest 5")
    week = found["PAI-TIME-03"]["facts"][0]
    assert (week["value"], week["low"], week["high"], week["suppressed"]) == (None, None, None, True)


def test_a_true_value_that_is_hidden_stands_nowhere() -> None:
    """True values that only the rules may see, each of a figure that occurs nowhere else."""
    true_values = {"lowest_ratio": 0.61357, "weekly_hours_max": 56.8642, "share_below_minimum_wage": 0.0377123}
    kept = made.metrics()
    metrics = {**kept, **{name: replace(kept[name], low=v, high=v, value=v) for name, v in true_values.items()}}
    facts = tuple(
        made.fact(f"wages.{name}", v, low=v, high=v, items=(made.PAYROLL,), method="basic_only")
        for name, v in true_values.items()
    )
    one = made.result("PAI-PAY-09", "t", "not_met", reason="hidden", facts=facts)
    side = {**made.conflict().evidence, "name": "wages.lowest_ratio", "value": true_values["lowest_ratio"]}
    standard = made.standard((one,), conflicts=(replace(made.conflict(), evidence=side),))
    pay = WageEvidence(sets=(made.wage_set(metrics=metrics),), absent="")
    subject = made.subject(standards=(standard,), wages=pay)
    for fmt in ("json", "html", "markdown", "text"):
        text = render(made.report(subject), fmt).decode()
        assert ("mean of the lowest 5" in text) is (fmt != "text")
        for value in true_values.values():
            assert str(value)[:6] not in text, f"{value} in {fmt}"


def test_a_pay_fact_without_a_published_number_is_hidden() -> None:
    stray = made.fact("wages.gini", 0.77, low=0.77, high=0.77, items=(made.PAYROLL,), method="basic_only")
    one = made.result("X-1", "t", "met", facts=(stray,))
    fact = results(made.report(made.subject(standards=(made.standard((one,)),))))["X-1"]["facts"][0]
    assert fact["suppressed"] is True
    assert "0.77" not in json.dumps(fact)


def test_a_survey_of_few_workers_is_hidden() -> None:
    assert results()["PAI-PRV-02"]["facts"][0]["suppressed"] is True


@pytest.mark.parametrize(
    ("good", "asked", "value", "words"),
    [
        (12, 20, 0.6, "12 of 20"),
        (15, 20, 0.75, "15 of 20"),
        (20, 20, 1.0, "20 of 20"),
        (0, 20, 0.0, "0 of 20"),
        (16, 20, None, "at least 16 of 20"),
        (19, 20, None, "at least 16 of 20"),
        (4, 20, None, "fewer than 5 of 20"),
        (1, 20, None, "fewer than 5 of 20"),
        (2, 5, None, None),
        (4, 8, None, None),
        (3, 4, None, None),
        (90, 120, 0.75, None),
    ],
)
def test_answers_of_a_few_workers_are_hidden_whichever_way_they_went(
    good: int, asked: int, value: float | None, words: str | None
) -> None:
    item = replace(made.SURVEY, respondents=asked)
    share = good / asked
    fact = made.fact("workers.fear", share, low=share, high=share, unit="share", items=(item,))
    one = made.result("X-1", "t", "met", facts=(fact,))
    shown = results(made.report(made.subject(standards=(made.standard((one,)),))))["X-1"]["facts"][0]
    assert (shown["value"], shown.get("shown_as"), shown["suppressed"]) == (value, words, value is None)


def test_subjects_under_k_workers_show_no_counts() -> None:
    pay = WageEvidence(sets=(made.wage_set(worker_count_hidden=True),), absent="")
    only = document(made.report(made.subject(wages=pay)))["subjects"][0]["wages"]["sets"][0]
    assert (only["workers"], only["headcount"], only["rows"], only["distributions"]) == (None, None, None, [])
    assert {m["n"] for m in only["metrics"].values()} == {None}


def test_hidden_groups_show_neither_count_nor_numbers() -> None:
    groups = document()["subjects"][0]["wages"]["sets"][0]["groups"]
    hidden = [g for g in groups if g["suppressed"]]
    assert [(g["n"], g["metrics"]) for g in hidden] == [(None, {})]


def test_suppressed_shape() -> None:
    metric = document()["subjects"][0]["wages"]["sets"][0]["metrics"]["share_below_minimum_wage"]
    shape = {key: metric[key] for key in ("value", "low", "high", "suppressed", "why")}
    assert shape == {"value": None, "low": None, "high": None, "suppressed": True, "why": "1 to 4 workers"}


def test_level_of_a_fact_is_its_best_evidence_under_its_cap() -> None:
    capped = made.fact("answers.a.b", True, items=(made.PAYROLL,), cap=Level.STATED)
    bare = made.fact("answers.a.c", True)
    silent = made.fact("answers.a.d", None, absent="no answer")
    one = made.result("X-1", "t", "met", facts=(capped, bare, silent))
    facts = results(made.report(made.subject(standards=(made.standard((one,)),))))["X-1"]["facts"]
    assert [f["level"] for f in facts] == ["stated", "stated", "none"]


def test_what_binds_a_result_is_in_the_document() -> None:
    whole = document()
    subject = whole["subjects"][0]
    standard = subject["standards"][0]
    assert set(standard["profiles"]) == {"core", "extended"}
    assert standard["score"] == standard["profiles"]["extended"]["score"]
    assert standard["governance"]["workers_part"] == "unknown"
    assert standard["left_out"][0]["id"] == "PAI-PLAT-01"
    assert subject["wages"]["decided_by"] == "payroll-h1"
    assert subject["conflicts"][0]["claim"]["place"] == {"file": "questionnaire.yaml", "line": 31, "column": 5}
    assert [f["code"] for f in subject["findings"]] == [
        "evidence_missing", "answer_not_asked", "row_set_aside", "time_basis_pays_more",
    ]  # fmt: skip
    assert subject["decisions"][0]["organisation"] == "Buyer AG"
    assert (whole["gate"]["exit_code"], whole["gate"]["fail_on"]) == (1, "major")


def test_results_of_one_requirement_that_differ_are_not_mixed_up() -> None:
    """The fixed part is encoded once a requirement; another pack's words under the same id are its own."""
    first = made.result("X-1", "one", "met")
    second = made.result("X-1", "two", "met")
    report = made.report(
        made.subject(standards=(made.standard((first,)),)),
        made.subject(id="b", folder="b", standards=(made.standard((second,)),)),
    )
    titles = [s["standards"][0]["results"][0]["title"] for s in document(report)["subjects"]]
    assert titles == ["one", "two"]


def test_answers_that_are_equal_but_not_alike_are_not_mixed_up() -> None:
    """What is written of an answer is remembered; True equals 1, and a level or a unit may be all that differs."""
    facts = (
        made.fact("answers.pay.paid", True),
        made.fact("answers.pay.paid", 1),
        made.fact("answers.pay.paid", True, items=(made.CONTRACT,)),
        made.fact("answers.pay.paid", 1, low=1.0, high=1.0, unit="days"),
        made.fact("answers.pay.paid", 1, low=1.0, high=1.0, unit="months"),
    )
    report = made.report(made.subject(standards=(made.standard((made.result("X-1", "one", "met", facts=facts),)),)))
    written = results(report)["X-1"]["facts"]
    assert [(type(f["value"]), f["level"], f["unit"]) for f in written] == [
        (bool, "stated", ""), (int, "stated", ""), (bool, "documented", ""), (int, "stated", "days"),
        (int, "stated", "months"),
    ]  # fmt: skip


def test_one_subject_can_be_asked_for() -> None:
    report = made.report(made.subject(), made.subject(id="b", folder="vendors/b"))
    only = json.loads(render(report, "json", Options(subject="vendors/b")))
    assert [s["id"] for s in only["subjects"]] == ["b"]


def test_a_file_name_in_no_known_encoding_is_still_json() -> None:
    whole = json.loads(render(made.report(made.subject(folder="vendors/\udcff")), "json"))
    assert whole["subjects"][0]["folder"] == "vendors/\udcff"


def test_two_sets_with_one_published_number_each_are_told_apart() -> None:
    workers = made.wage_set(
        collector="worker",
        metrics={"lowest_ratio": replace(made.metric("lowest_ratio", 0.5, unit="ratio"),
                                         published=Published(None, None, None, True, "few"))},
    )  # fmt: skip
    pay = WageEvidence(sets=(made.wage_set(), workers), absent="")
    facts = (
        made.fact("wages.lowest_ratio", 0.5, low=0.5, high=0.5, collector="worker"),
        made.fact("wages.lowest_ratio", 0.61, low=0.61, high=0.61, method="basic_only"),
    )
    one = made.result("X-1", "t", "not_met", facts=facts)
    shown = results(made.report(made.subject(wages=pay, standards=(made.standard((one,)),))))["X-1"]["facts"]
    assert [f["suppressed"] for f in shown] == [True, False]
    assert shown[1]["shown_as"] == "mean of the lowest 5"
