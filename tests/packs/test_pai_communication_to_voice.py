"""The second half of the PAI pack, read as plain data: themes from communication to workers' voice.

What it does: counts, fields, vocabularies and question ids against lists typed here by hand, and every worked case
against a second, small three-valued reader of conditions that shares no code with the rules engine.
What it does not do: weigh evidence, dates or cover; the engine's own tests do.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "standards" / "pai" / "2022"

COUNTS = {
    "communication": 10,
    "grievance": 10,
    "wellbeing": 7,
    "privacy": 4,
    "subcontracting": 4,
    "governance": 17,
    "transparency": 15,
    "voice": 6,
}
PREFIXES = {
    "communication": "COM",
    "grievance": "GRV",
    "wellbeing": "WEL",
    "privacy": "PRV",
    "subcontracting": "SUB",
    "governance": "GOV",
    "transparency": "TRA",
    "voice": "VOI",
}


def listed(words: str) -> list[str]:
    return words.split()


STATUSES = ["employee", "fixed_term", "agency", "independent_contractor", "platform_worker", "subcontractor_worker"]
# Question id -> "boolean", "number" or its options.
QUESTIONS: dict[str, str | list[str]] = {
    "meta.employment_statuses": [*STATUSES, "not_recorded"],
    "meta.sensitive_content": ["none", "possible", "expected", "core_of_task"],
    "pay.paid_activities": listed(
        "task_time reading_instructions onboarding training qualification_tests pilot_work waiting_for_work "
        "searching_for_work meetings_and_questions rework breaks system_downtime wellbeing_time none"
    ),
    "comms.channels": listed("in_tool_chat forum email team_lead scheduled_call ticket_form anonymous_form none"),
    "comms.named_contact_told_to_workers": "boolean",
    "comms.checkin_interval_days": "number",
    "comms.answer_within_hours": "number",
    "comms.issue_reporting": "boolean",
    "comms.worker_feedback_on_design": "boolean",
    "comms.feedback_to_workers": ["regular_with_examples", "on_rejection_only", "none"],
    "comms.route_to_buyer": ["direct", "relayed_with_record", "relayed_without_record", "none"],
    "comms.action_log": "boolean",
    "grievance.exists": "boolean",
    "grievance.confidential_or_anonymous": "boolean",
    "grievance.no_retaliation_rule": "boolean",
    "grievance.open_to_statuses": [*STATUSES, "none"],
    "grievance.max_resolution_days": "number",
    "grievance.rejection_appeal": "boolean",
    "grievance.removal_reason_and_appeal": "boolean",
    "grievance.reported_to_buyer": "boolean",
    "qa.criteria_shared": "boolean",
    "qa.ambiguity_not_penalised": "boolean",
    "wellbeing.risk_assessed": "boolean",
    "wellbeing.warning_before_task": "boolean",
    "wellbeing.opt_in": "boolean",
    "wellbeing.stop_right": ["any_time_paid_for_work_done", "any_time_unpaid", "not_allowed_or_penalised"],
    "wellbeing.exposure_cap_minutes_per_day": "number",
    "wellbeing.support": listed(
        "trained_counsellor_during_hours after_engagement_ends peer_support debrief_after_severe_cases none"
    ),
    "wellbeing.tool_safeguards": ["blur", "greyscale", "muted_audio", "text_or_metadata_first", "none"],
    "privacy.data_and_security_review": "boolean",
    "privacy.monitoring_disclosed": ["no_monitoring", "disclosed_before_start", "disclosed_later", "not_disclosed"],
    "privacy.worker_data_notice": "boolean",
    "privacy.worker_ids_pseudonymous_to_buyer": "boolean",
    "subs.tiers": "number",
    "subs.list_disclosed": ["full", "partial", "none", "no_subcontractors"],
    "subs.same_standard_in_contract": ["full", "partial", "absent", "no_subcontractors"],
    "subs.buyer_consent_needed": "boolean",
    "subs.records_cover_all_tiers": "boolean",
    "gov.guidelines_adopted": ["formal_policy", "informal", "not_adopted"],
    "gov.accountable_owner": "boolean",
    "gov.same_standard_all_vendors": "boolean",
    "gov.project_review": ["every_project", "risk_based", "none"],
    "gov.review_functions": ["legal", "data", "security", "ethics", "research", "procurement", "none"],
    "gov.baseline_assessed": "boolean",
    "gov.policy_trialled": "boolean",
    "gov.rollout_scope": ["organisation_wide", "some_teams", "pilot_only", "none"],
    "gov.labour_review_beyond_irb": "boolean",
    "gov.vendor_comparison_done": "boolean",
    "gov.vendor_comparison_criteria": listed(
        "worker_location worker_status pay_model pay_floor paid_time training instructions_support communication "
        "feedback wellbeing grievance subcontracting price quality security"
    ),
    "gov.living_wage_table_maintained": "boolean",
    "gov.practitioner_resources": listed(
        "guidelines instructions_checklist vendor_comparison living_wage_table training helpdesk none"
    ),
    "gov.vendor_engagement_age_months": "number",
    "gov.salient_risks_identified": "boolean",
    "gov.vendor_monitoring": ["scheduled_with_evidence", "on_request", "none"],
    "gov.remediation_plan_for_gaps": ["joint_plan_with_dates", "vendor_only", "none", "no_gaps_found"],
    "gov.policy_review_age_months": "number",
    "transparency.report_published": ["public", "on_request", "none"],
    "transparency.report_age_months": "number",
    "transparency.topics": listed(
        "where_human_labour_is_used suppliers_named worker_countries worker_statuses pay_figures pay_commitment_only "
        "living_wage_method instructions_published worker_protections grievance_outcomes subcontracting "
        "monitoring_results known_gaps_and_plans worker_involvement none"
    ),
    "transparency.severe_risk_commitment": "boolean",
    "voice.mechanisms": listed("survey interviews worker_council union_dialogue worker_advocates paid_codesign none"),
    "voice.input_age_months": "number",
    "voice.changes_traceable": "boolean",
    "voice.participation_paid": "boolean",
    "voice.association_respected": ["written_policy", "no_policy_no_obstacle", "restricted"],
    "voice.independent_of_vendor": "boolean",
}
# Questions that only one side is asked; the others go to both.
ONLY_BUYER = ("gov.", "transparency.", "privacy.data_and_security_review", "subs.buyer_consent", "voice.independent")
METRICS = {"wages.locations_without_lw_entry", "wages.sensitive_minutes_over_cap"}
PARAMETERS = {
    "checkin_interval_days": (31, "days"),
    "answer_hours": (48, "hours"),
    "grievance_resolution_days": (30, "days"),
    "vendor_conversation_months": (12, "months"),
    "policy_review_months": (12, "months"),
    "report_age_months": (12, "months"),
    "worker_input_months": (12, "months"),
}
KINDS = set(
    listed("""wage_data worker_pay_records time_records payment_records rate_calculation living_wage_table policy
    procedure contract worker_terms subcontract instructions training_material pilot_report screenshot communication_log
    meeting_record feedback_record grievance_register grievance_procedure selection_record notice risk_assessment
    wellbeing_record privacy_notice price_calculation governance_record monitoring_report remediation_plan
    published_report worker_survey worker_interviews audit_report union_agreement register""")
)
REQUIRED = {
    *("id", "title", "theme", "subject", "profile", "severity", "satisfied_when", "evidence", "remedy", "why"),
    *("source", "threshold_origin", "normative_status", "cases"),
}
OPTIONAL = {"applies_when", "credit", "claim", "note", "maps_to"}
NOT_PAI = {"not_established", "not_pai_text"}
PAI = {
    *("pai_guideline", "pai_path_step", "pai_resource_purpose", "pai_background", "pai_shared_prosperity"),
    *("developer_practice", "panel_comment", "unread_resource"),
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
        return int(node) if node.isdigit() else float(node)
    except ValueError:
        return node


def read(path: Path) -> Any:
    return core_value(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader))


THEMES = {theme: read(FOLDER / "requirements" / f"{theme}.yaml") for theme in COUNTS}
ITEMS = [item for theme in THEMES.values() for item in theme["requirements"]]
IDS = [item["id"] for item in ITEMS]
each_item = pytest.mark.parametrize("item", ITEMS, ids=IDS)


def conditions(item: dict[str, Any]) -> list[Any]:
    bands = [band["when"] for band in item.get("credit", [])]
    return [item[key] for key in ("applies_when", "satisfied_when", "claim") if key in item] + bands


def leaves(condition: Any) -> list[dict[str, Any]]:
    if "fact" in condition:
        return [condition]
    if "evidence" in condition:
        return []
    inner = next(iter(condition.values()))
    inner = inner["of"] if "at_least_n_of" in condition else inner
    return [leaf for child in (inner if isinstance(inner, list) else [inner]) for leaf in leaves(child)]


def operand(leaf: dict[str, Any]) -> Any:
    return next(value for key, value in leaf.items() if key != "fact")


def compare(operator: str, left: Any, right: Any) -> bool:
    if operator.startswith("includes"):
        shared = set(left) & set(right)
        ends = {"includes_any": bool(shared), "includes_all": shared == set(right), "includes_none": not shared}
        return ends[operator]
    return {
        "is": lambda: left == right,
        "is_not": lambda: left != right,
        "one_of": lambda: left in right,
        "at_most": lambda: left <= right,
        "more_than": lambda: left > right,
    }[operator]()


def truth(condition: Any, given: dict[str, Any]) -> bool | None:
    """Work out a condition over plain values; None is unknown."""
    if "fact" in condition:
        operator, right = next((key, value) for key, value in condition.items() if key != "fact")
        if isinstance(right, dict):
            right = PARAMETERS[right["param"]][0] if "param" in right else given.get(right["fact"])
        left = given.get(condition["fact"])
        return None if left in (None, []) or right in (None, []) else compare(operator, left, right)
    (word, inner), *_ = condition.items()
    if word == "evidence":  # what was not given is not disproved
        return any(f"evidence.{kind}" in given for kind in inner["kinds"]) or None
    parts = [truth(child, given) for child in (inner["of"] if word == "at_least_n_of" else inner)]
    needed = {"all": len(parts), "any": 1}.get(word) or inner["n"]
    if parts.count(True) >= needed:
        return True
    return None if parts.count(True) + parts.count(None) >= needed else False


def status(item: dict[str, Any], given: dict[str, Any], weak: bool) -> str:
    """Say which status a case has where its evidence suffices, or where all of it is only stated (weak)."""
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


@pytest.mark.parametrize(("theme", "count"), COUNTS.items())
def test_each_theme_has_all_its_items_in_order(theme: str, count: int) -> None:
    assert THEMES[theme]["theme"] == theme
    assert THEMES[theme]["title"]["en"]
    assert [item["id"] for item in THEMES[theme]["requirements"]] == [
        f"PAI-{PREFIXES[theme]}-{number:02}" for number in range(1, count + 1)
    ]
    assert {item["theme"] for item in THEMES[theme]["requirements"]} == {theme}


def test_ids_and_words_are_unique() -> None:
    assert len(set(IDS)) == 73
    for field in ("title", "why"):
        assert len({item[field]["en"] for item in ITEMS}) == 73
    assert len({item["remedy"]["text"]["en"] for item in ITEMS}) == 73


@each_item
def test_item_has_the_fields_and_only_these(item: dict[str, Any]) -> None:
    assert set(item) >= REQUIRED
    assert set(item) <= REQUIRED | OPTIONAL
    assert item["subject"] in {"supplier", "buyer", "both"}
    assert item["severity"] in {"critical", "major", "minor"}
    assert item["threshold_origin"] in {"source", "tool_choice", "adjacent_source"}
    assert item["remedy"]["owner"] == item["subject"]
    assert item["remedy"]["due"].endswith(" days")
    assert len(item["why"]["en"]) > 40
    assert len(item["remedy"]["text"]["en"]) > 40


@each_item
def test_profile_follows_the_normative_status(item: dict[str, Any]) -> None:
    assert item["normative_status"] in NOT_PAI | PAI
    assert item["profile"] == ("extended" if item["normative_status"] in NOT_PAI else "core")


@each_item
def test_an_item_whose_text_was_not_read_says_on_what_it_stands(item: dict[str, Any]) -> None:
    source = item["source"]
    assert set(source) == {"document", "section", "year", "url", "read"}
    assert source["read"] in {"text", "summary", "no"}
    assert source["url"].startswith("https://")
    words = ("A step from", "not read", "addition of this tool", "recollection", "that this tool proposes")
    if source["read"] != "text":
        assert any(phrase in item["why"]["en"] for phrase in words)


@each_item
def test_evidence_is_of_known_kinds_and_never_a_bare_statement(item: dict[str, Any]) -> None:
    assert set(item["evidence"]) <= {"at_least", "kinds", "max_age", "review"}
    assert item["evidence"]["at_least"] in {"documented", "recorded"}
    assert item["evidence"]["kinds"]
    assert set(item["evidence"]["kinds"]) <= KINDS
    assert len(set(item["evidence"]["kinds"])) == len(item["evidence"]["kinds"])


@each_item
def test_conditions_read_known_questions_and_options(item: dict[str, Any]) -> None:
    for leaf in [leaf for condition in conditions(item) for leaf in leaves(condition)]:
        value = operand(leaf)
        assert len(leaf) == 2
        if leaf["fact"] in METRICS:
            assert value == 0
            continue
        domain = QUESTIONS[leaf["fact"].removeprefix("answers.")]
        if isinstance(value, dict):
            assert value.get("param") in PARAMETERS or value["fact"].removeprefix("answers.") in QUESTIONS
        elif isinstance(domain, list):
            assert set(value if isinstance(value, list) else [value]) <= set(domain)
        else:
            assert isinstance(value, {"boolean": bool, "number": int}[domain])


@each_item
def test_an_item_asks_only_those_it_judges(item: dict[str, Any]) -> None:
    names = {leaf["fact"].removeprefix("answers.") for cond in conditions(item) for leaf in leaves(cond)}
    buyers = {name for name in names if name.startswith(ONLY_BUYER)}
    if item["subject"] != "buyer":
        assert not buyers
    else:
        assert names - METRICS == buyers


@each_item
def test_cases_cover_the_ways_an_item_can_end(item: dict[str, Any]) -> None:
    ends = {case["expect"] for case in item["cases"]}
    wanted = {"met", "not_met", "unknown"}
    wanted |= {"not_applicable"} if "applies_when" in item else set()
    wanted |= {"claimed"} if item["severity"] == "critical" else set()
    wanted |= {"partly_met"} if "credit" in item else set()
    assert ends >= wanted
    assert len({case["name"] for case in item["cases"]}) == len(item["cases"])


@pytest.mark.parametrize(
    ("item", "case"),
    [(item, case) for item in ITEMS for case in item["cases"]],
    ids=[f"{item['id']}: {case['name']}" for item in ITEMS for case in item["cases"]],
)
def test_each_case_ends_as_it_says(item: dict[str, Any], case: dict[str, Any]) -> None:
    assert set(case) <= {"name", "given", "expect", "level"}
    for name, value in case["given"].items():
        if name.startswith("evidence."):
            assert name.removeprefix("evidence.") in item["evidence"]["kinds"]
        elif name not in METRICS:
            domain = QUESTIONS[name.removeprefix("answers.")]
            if isinstance(domain, list):
                assert set(value if isinstance(value, list) else [value]) <= set(domain)
    assert status(item, case["given"], weak=case.get("level") == "stated") == case["expect"]


@each_item
def test_an_answer_that_names_nothing_never_passes(item: dict[str, Any]) -> None:
    assert truth(item["satisfied_when"], {}) is None
    lists = {leaf["fact"] for cond in conditions(item) for leaf in leaves(cond) if "includes_none" in leaf}
    for fact in lists:
        assert truth(item["satisfied_when"], {fact: ["none"]}) is False


@pytest.mark.parametrize(("name", "expected"), PARAMETERS.items())
def test_every_bar_is_a_parameter_of_the_pack(name: str, expected: tuple[int, str]) -> None:
    parameter = read(FOLDER / "pack.yaml")["parameters"][name]
    assert (parameter["value"], parameter["unit"]) == expected
    assert parameter["basis"] == "tool_choice"
    assert parameter["why"]["en"]
    used = [operand(leaf) for item in ITEMS for cond in conditions(item) for leaf in leaves(cond)]
    assert {"param": name} in used
