"""The first half of the PAI pack, read as plain data: pay, contract, time, pilot, workers, instructions; the header.

What it does: counts, ids, fields, vocabularies and bars against lists typed here by hand, and every worked case
against a second, small reader of conditions over intervals that shares no code with the rules engine.
What it does not do: weigh evidence, dates or cover.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "standards" / "pai" / "2022"
QUESTIONS = ROOT / "vendor_templates" / "questions"

COUNTS = {"pay": 27, "contract": 9, "time": 7, "pilot": 10, "workers": 6, "instructions": 20}
CORE = {"pay": 13, "contract": 3, "time": 4, "pilot": 3, "workers": 4, "instructions": 4}
PREFIXES = {"pay": "PAY", "contract": "CON", "time": "TIM", "pilot": "PIL", "workers": "WRK", "instructions": "INS"}
CRITICAL = {
    *("PAI-PAY-01", "PAI-PAY-05", "PAI-PAY-11", "PAI-PAY-12", "PAI-PAY-15", "PAI-PAY-26"),
    *("PAI-CON-01", "PAI-CON-03", "PAI-PIL-02", "PAI-WRK-05", "PAI-INS-01"),
}
CONDITIONAL = {"PAI-PAY-11", "PAI-PAY-12", "PAI-PAY-13", "PAI-PIL-02", "PAI-PIL-09", "PAI-INS-13", "PAI-INS-20"}
# Name -> value, unit, basis, the requirement that reads it.
PARAMETERS = {
    "nearly_all": (0.05, "share", "tool_choice", "PAI-PAY-01"),
    "max_payment_delay_days": (31, "days", "adjacent_source", "PAI-PAY-22"),
    "payment_delay_band_days": (45, "days", "tool_choice", "PAI-PAY-22"),
    "max_living_wage_age_days": (400, "days", "tool_choice", "PAI-PAY-25"),
    "stated_pay_tolerance": (0.05, "share", "tool_choice", "PAI-PAY-27"),
    "task_time_tolerance": (0.2, "share", "tool_choice", "PAI-TIM-02"),
    "max_weekly_hours": (48, "hours", "adjacent_source", "PAI-TIM-04"),
    "min_schedule_notice_hours": (24, "hours", "tool_choice", "PAI-TIM-05"),
    "min_end_notice_days": (14, "days", "tool_choice", "PAI-CON-09"),
    "min_pilot_workers": (5, "workers", "tool_choice", "PAI-PIL-10"),
    "min_pilot_workers_band": (3, "workers", "tool_choice", "PAI-PIL-10"),
}
# Bars that a second requirement reads beside the one above.
ALSO_READ = {("max_weekly_hours", "PAI-TIM-07")}
METRICS = {
    "share_below_living_wage": "PAI-PAY-01",
    "lowest_ratio_paid_time": "PAI-PAY-02",
    "finer_benchmark_missed_share": "PAI-PAY-03",
    "lw_match_share": "PAI-PAY-04",
    "rate_to_required_p50": "PAI-PAY-12",
    "rate_to_required_p75": "PAI-PAY-13",
    "unpaid_time_recorded_share": "PAI-PAY-15",
    "unpaid_time_share": "PAI-PAY-17",
    "rejected_unpaid_share": "PAI-PAY-19",
    "share_below_living_wage_paid_time": "PAI-PAY-20",
    "max_payment_lag_days": "PAI-PAY-22",
    "max_deduction_share": "PAI-PAY-23",
    "lw_max_age_days": "PAI-PAY-25",
    "statuses_missing": "PAI-PAY-26",
    "stated_vs_effective_gap": "PAI-PAY-27",
    "estimate_gap": "PAI-TIM-02",
    "weekly_hours_max": "PAI-TIM-04",
    "time_limit_to_p90_ratio": "PAI-TIM-06",
    "pilot_rows_below_lw_share": "PAI-PIL-04",
}
REQUIRED = {
    *("id", "title", "theme", "subject", "profile", "severity", "satisfied_when", "evidence", "remedy", "why"),
    *("source", "threshold_origin", "normative_status", "cases"),
}
OPTIONAL = {"applies_when", "credit", "claim", "note", "maps_to"}
NOT_PAI = {"not_established", "not_pai_text"}
PAI = {"pai_guideline", "pai_path_step", "pai_resource_purpose", "pai_background", "panel_comment"}
COMPARISONS = {
    *("is", "is_not", "one_of", "includes_any", "includes_all", "includes_none"),
    *("at_least", "at_most", "more_than"),
}


def core_value(node: Any) -> Any:
    """Give a BaseLoader tree the YAML 1.2 core types that the pack uses: booleans and numbers."""
    if isinstance(node, dict):
        return {key: core_value(value) for key, value in node.items()}
    if isinstance(node, list):
        return [core_value(value) for value in node]
    if node in ("true", "false"):
        return node == "true"
    try:
        return int(node) if node.lstrip("-").isdigit() else float(node)
    except ValueError:
        return node


def read(path: Path) -> Any:
    return core_value(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader))


PACK = read(FOLDER / "pack.yaml")
THEMES = {theme: read(FOLDER / "requirements" / f"{theme}.yaml") for theme in COUNTS}
ITEMS = [item for theme in THEMES.values() for item in theme["requirements"]]
BY_ID = {item["id"]: item for item in ITEMS}
BANK = {question["id"]: question for file in QUESTIONS.glob("*.yaml") for question in read(file)["questions"]}
each_item = pytest.mark.parametrize("item", ITEMS, ids=list(BY_ID))


def leaves(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, list):
        return [leaf for child in node for leaf in leaves(child)]
    if not isinstance(node, dict):
        return []
    inner = [leaf for child in node.values() for leaf in leaves(child)]
    return [node, *inner] if "fact" in node and COMPARISONS & set(node) else inner


def leaves_of(item: dict[str, Any]) -> list[dict[str, Any]]:
    return leaves([item.get(key) for key in ("applies_when", "satisfied_when", "claim", "credit")])


def compared(leaf: dict[str, Any]) -> tuple[str, Any]:
    ((operator, value),) = ((key, leaf[key]) for key in COMPARISONS & set(leaf))
    return operator, value


def compare(operator: str, left: Any, right: Any) -> bool | None:
    if operator in ("at_least", "at_most", "more_than"):
        low, high = (left["low"], left["high"]) if isinstance(left, dict) else (left, left)
        holds = {
            "at_least": (low >= right, high >= right),
            "at_most": (high <= right, low <= right),
            "more_than": (low > right, high > right),
        }[operator]
        return True if holds[0] else None if holds[1] else False
    shared = set(left) & set(right) if operator.startswith("includes") else set()
    return bool(
        {
            "is": lambda: left == right,
            "is_not": lambda: left != right,
            "one_of": lambda: left in right,
            "includes_any": lambda: shared,
            "includes_all": lambda: shared == set(right),
            "includes_none": lambda: not shared,
        }[operator]()
    )


def every(parts: list[bool | None]) -> bool | None:
    return False if False in parts else None if None in parts else True


def truth(node: dict[str, Any], given: dict[str, Any]) -> bool | None:
    """Work out a condition; None is unknown. Numbers may be intervals."""
    if "each" in node:
        rows = given.get(node["each"]["fact"]) or []
        inside = [truth(node["each"]["where"], {f"item.{key}": row[key] for key in row}) for row in rows]
        return every(inside) if rows else None
    if "fact" in node:
        operator, right = compared(node)
        right = PACK["parameters"][right["param"]]["value"] if isinstance(right, dict) else right
        left = given.get(node["fact"])
        return None if left is None or left == [] else compare(operator, left, right)
    ((word, inner),) = node.items()
    parts = [truth(child, given) for child in (inner["of"] if word == "at_least_n_of" else inner)]
    if word == "all":
        return every(parts)
    needed = 1 if word == "any" else inner["n"]
    if parts.count(True) >= needed:
        return True
    return None if parts.count(True) + parts.count(None) >= needed else False


def status(item: dict[str, Any], given: dict[str, Any], weak: bool) -> str:
    """Say how a case ends where its evidence suffices, or where all of it is only stated (weak)."""
    applies = truth(item["applies_when"], given) if "applies_when" in item else True
    if applies is not True:
        return "not_applicable" if applies is False and not weak else "unknown"
    met = truth(item["satisfied_when"], given)
    if met is None:
        return "unknown"
    if met:
        return "claimed" if weak else "met"
    bands = any(truth(band["when"], given) for band in item.get("credit", []))
    return "partly_met" if bands and not weak else "not_met"


@pytest.mark.parametrize("theme", COUNTS)
def test_each_theme_has_all_its_items_in_order(theme: str) -> None:
    items = THEMES[theme]["requirements"]
    assert set(THEMES[theme]) == {"theme", "title", "requirements"}
    assert THEMES[theme]["theme"] == theme
    assert {item["theme"] for item in items} == {theme}
    assert [item["id"] for item in items] == [f"PAI-{PREFIXES[theme]}-{n:02}" for n in range(1, COUNTS[theme] + 1)]
    assert sum(item["profile"] == "core" for item in items) == CORE[theme]


def test_ids_and_words_stand_once() -> None:
    assert len(ITEMS) == len(BY_ID) == 79
    for words in (lambda item: item["title"], lambda item: item["why"], lambda item: item["remedy"]["text"]):
        assert len({words(item)["en"] for item in ITEMS}) == 79


@each_item
def test_item_has_the_fields_and_only_these(item: dict[str, Any]) -> None:
    assert REQUIRED <= set(item) <= REQUIRED | OPTIONAL
    assert item["subject"] in {"supplier", "buyer", "both"}
    assert item["severity"] in ({"critical"} if item["id"] in CRITICAL else {"major", "minor"})
    assert ("applies_when" in item) == (item["id"] in CONDITIONAL)
    assert item["threshold_origin"] in {"source", "tool_choice", "adjacent_source"}
    assert set(item["remedy"]) == {"owner", "due", "text"}
    assert item["remedy"]["owner"] == item["subject"]
    number, unit = item["remedy"]["due"].split()
    assert (int(number) > 0, unit) == (True, "days")
    assert min(len(item["why"]["en"]), len(item["remedy"]["text"]["en"])) > 60


@each_item
def test_profile_follows_the_normative_status(item: dict[str, Any]) -> None:
    assert item["normative_status"] in NOT_PAI | PAI
    assert item["profile"] == ("extended" if item["normative_status"] in NOT_PAI else "core")


@each_item
def test_an_item_whose_text_was_not_read_says_on_what_it_stands(item: dict[str, Any]) -> None:
    source = item["source"]
    assert set(source) == {"document", "section", "year", "url", "read"}
    assert source["read"] in {"text", "summary", "no"}
    assert 2021 <= source["year"] <= 2026
    grounds = ("this tool's", "recollection", "eported to us", "was not read")
    if source["read"] != "text":
        assert any(phrase in item["why"]["en"] for phrase in grounds)


@each_item
def test_evidence_is_never_a_bare_statement(item: dict[str, Any]) -> None:
    evidence = item["evidence"]
    assert {"at_least", "kinds"} <= set(evidence) <= {"at_least", "kinds", "max_age", "review"}
    assert evidence["at_least"] in {"documented", "recorded"}
    kinds = {kind["id"] for kind in read(ROOT / "vendor_templates" / "evidence_kinds.yaml")["kinds"]}
    assert evidence["kinds"]
    assert set(evidence["kinds"]) <= kinds
    assert len(set(evidence["kinds"])) == len(evidence["kinds"])
    if any(leaf["fact"].startswith("wages.") for leaf in leaves(item["satisfied_when"])):
        assert "wage_data" in evidence["kinds"]
    if item["severity"] == "critical" and evidence["at_least"] == "documented":
        assert evidence.get("review", "required") == "required"


@each_item
def test_conditions_read_known_questions_options_and_metrics(item: dict[str, Any]) -> None:
    for leaf in leaves_of(item):
        _, value = compared(leaf)
        group, _, name = leaf["fact"].partition(".")
        assert set(leaf) <= {"fact", "method", *COMPARISONS}
        if isinstance(value, dict):
            assert PARAMETERS[value["param"]][3] == item["id"] or (value["param"], item["id"]) in ALSO_READ
        elif group == "wages":
            assert name in METRICS
            assert isinstance(value, (int, float))
        elif group == "answers" and "options" in BANK[name]:
            options = {option["id"] for option in BANK[name]["options"]}
            assert set(value if isinstance(value, list) else [value]) <= options
        elif leaf["fact"] != "item.headcount":
            assert BANK[name]["type"] == {bool: "boolean", str: "text"}[type(value)]


@each_item
def test_an_item_asks_only_those_it_judges(item: dict[str, Any]) -> None:
    names = [leaf["fact"].removeprefix("answers.") for leaf in leaves_of(item) if leaf["fact"].startswith("answers.")]
    assert {BANK[name]["respondent"] for name in names} <= {item["subject"], "both"}


@pytest.mark.parametrize(("metric", "requirement"), METRICS.items())
def test_each_metric_is_read_where_it_should_be(metric: str, requirement: str) -> None:
    read_there = {leaf["fact"] for leaf in leaves(BY_ID[requirement]["satisfied_when"])}
    assert f"wages.{metric}" in read_there


@each_item
def test_a_claim_is_about_answers(item: dict[str, Any]) -> None:
    assert all(leaf["fact"].startswith("answers.") for leaf in leaves([item.get("claim")]))
    if "claim" in item:
        assert any(leaf["fact"].startswith("wages.") for leaf in leaves(item["satisfied_when"]))


def test_the_floor_counts_basic_pay_of_everyone() -> None:
    floor = BY_ID["PAI-PAY-01"]
    assert floor["satisfied_when"] == {"fact": "wages.share_below_living_wage", "method": "basic_only", "at_most": 0}
    assert (floor["subject"], floor["profile"], floor["threshold_origin"]) == ("both", "core", "source")
    assert floor["evidence"]["at_least"] == "recorded"


@each_item
def test_credit_is_partial_and_easier_than_the_bar(item: dict[str, Any]) -> None:
    for band in item.get("credit", []):
        assert 0 < band["give"] < 1
        passing = [case["given"] for case in item["cases"] if case["expect"] == "met"]
        easier = all(truth(band["when"], given) for given in passing)
        assert easier == (item["id"] != "PAI-PIL-01")  # there the band is another answer, not a lower bar


@each_item
def test_cases_cover_the_ways_an_item_can_end(item: dict[str, Any]) -> None:
    wanted = {"met", "not_met", "unknown"}
    wanted |= {"not_applicable"} if "applies_when" in item else set()
    wanted |= {"claimed"} if item["severity"] == "critical" else set()
    wanted |= {"partly_met"} if "credit" in item else set()
    assert {case["expect"] for case in item["cases"]} == wanted
    assert len({case["name"] for case in item["cases"]}) == len(item["cases"]) >= 3
    assert "unknown" in [case["expect"] for case in item["cases"] if not case["given"]]


@pytest.mark.parametrize(
    ("item", "case"),
    [(item, case) for item in ITEMS for case in item["cases"]],
    ids=[f"{item['id']}: {case['name']}" for item in ITEMS for case in item["cases"]],
)
def test_each_case_ends_as_it_says(item: dict[str, Any], case: dict[str, Any]) -> None:
    assert {"name", "given", "expect"} <= set(case) <= {"name", "given", "expect", "level"}
    assert case.get("level", "stated") == "stated"
    for name, value in case["given"].items():
        question = BANK.get(name.removeprefix("answers."), {})
        if "options" in question:
            given = set(value if isinstance(value, list) else [value])
            assert given <= {option["id"] for option in question["options"]}
    assert status(item, case["given"], weak="level" in case) == case["expect"]


@each_item
def test_silence_and_naming_nothing_never_pass(item: dict[str, Any]) -> None:
    assert truth(item["satisfied_when"], {}) is None
    lists = {leaf["fact"] for leaf in leaves(item["satisfied_when"]) if "includes_none" in leaf}
    for fact in lists:
        options = {option["id"] for option in BANK[fact.removeprefix("answers.")]["options"]}
        assert "none" not in options or truth(item["satisfied_when"], {fact: ["none"]}) is False


@each_item
def test_an_open_interval_of_pay_data_never_passes(item: dict[str, Any]) -> None:
    metrics = {leaf["fact"] for leaf in leaves(item["satisfied_when"]) if leaf["fact"].startswith("wages.")}
    met = next(case["given"] for case in item["cases"] if case["expect"] == "met" and metrics <= set(case["given"]))
    for metric in metrics:
        assert truth(item["satisfied_when"], met | {metric: {"low": -math.inf, "high": math.inf}}) is None


@pytest.mark.parametrize(("name", "expected"), PARAMETERS.items())
def test_every_bar_is_a_parameter_with_its_origin(name: str, expected: tuple[float, str, str, str]) -> None:
    parameter = PACK["parameters"][name]
    assert (parameter["value"], parameter["unit"], parameter["basis"]) == expected[:3]
    assert set(parameter) == {"value", "unit", "basis", "why"}
    assert parameter["why"]["en"].endswith(".")
    assert {"param": name} in [compared(leaf)[1] for leaf in leaves_of(BY_ID[expected[3]])]


def test_header_says_what_is_and_what_is_not_known() -> None:
    assert (PACK["id"], str(PACK["edition"]), PACK["score"]) == ("pai", "2022", {"model": "weighted"})
    assert PACK["weights"] == {"critical": 8, "major": 4, "minor": 1, "advisory": 0}
    assert {"title", "issuer", "in_force", "terms", "zero_tolerance", "established"} <= set(PACK)
    governance = PACK["governance"]
    assert set(governance) >= {"proposed_by", "decided_by", "workers_part", "funder", "date", "dissent", "source"}
    assert governance["workers_part"] in {"none", "consulted", "co_decided", "veto", "unknown"}
    assert "no result is compliance with PAI" in PACK["established"]["en"]


def test_what_cannot_be_waived_exists() -> None:
    ids = {item["id"] for file in (FOLDER / "requirements").glob("*.yaml") for item in read(file)["requirements"]}
    assert "PAI-PAY-01" in PACK["zero_tolerance"]
    assert set(PACK["zero_tolerance"]) <= ids
