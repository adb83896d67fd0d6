"""The question bank, the templates, the evidence kinds and the pay table's columns have the promised shape.

Reads the shipped YAML with every scalar as text, so that nothing here depends on the loader under test
elsewhere. The closed lists are typed by hand: a name that changes by accident breaks a questionnaire
that somebody has already filled in.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.question_ids import ADDED, FIRST

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "vendor_templates"
CATALOGUE = ROOT.parent / "shared" / "catalogue" / "pai_requirements.yaml"


def words(text: str) -> list[str]:
    return text.split()


SECTIONS = words("""
    meta pay contract time pilot workers instructions training comms management algorithms grievance qa wellbeing
    privacy subs gov transparency voice diligence
""")

# Asked only after an earlier answer. Where a question falls away, either what reads it does not apply (the same earlier
# answer says so), or the earlier answer alone decides. Every other question is asked in any case.
HANGS_ON = {
    "meta.sensitive_content": words("""
        wellbeing.warning_before_task wellbeing.opt_in wellbeing.tool_safeguards wellbeing.support
        wellbeing.exposure_cap_minutes_per_day meta.severe_content wellbeing.cap_rules wellbeing.exposure_logged
        wellbeing.severe_work_rules wellbeing.counsellor_independent wellbeing.support_after_leaving_months
        wellbeing.trauma_training wellbeing.covered_roles wellbeing.programme_oversight
        wellbeing.audit_covers_exposure wellbeing.price_includes_wellbeing
    """),
    "pay.models": words("""
        pay.task_rate_basis pay.pro_bono_flagged
    """),
    "meta.posts_tasks_directly": words("""
        pay.underestimate_topup pay.approval_days privacy.pii_required_for_task
        privacy.third_party_login_required
    """),
    "meta.employment_statuses": words("""
        time.flexible_schedule
    """),
    "workers.min_age": words("""
        workers.hazardous_under_18
    """),
    "workers.recruitment_fees_charged": words("""
        workers.recruitment_fees_repaid
    """),
    "meta.automated_management": words("""
        algorithms.rating_criteria_explained algorithms.bias_checked algorithms.systems_listed algorithms.notice_items
        algorithms.notice_form algorithms.notice_given algorithms.processing_in_use algorithms.impact_assessment
        algorithms.evaluation_interval_months algorithms.evaluation_with_representatives algorithms.overseers
        algorithms.harmful_system_corrected algorithms.human_decides algorithms.explanation
        algorithms.review_days algorithms.rectification_days algorithms.compensation algorithms.safety_assessed
        algorithms.no_undue_pressure algorithms.consultation algorithms.portability
    """),
    "management.reasons_given": words("""
        management.grave_reasons_in_writing
    """),
    "meta.code_signatory": words("""
        grievance.ombuds_member grievance.platform_reply_days grievance.filing_window_days
    """),
    "wellbeing.counselling": words("""
        wellbeing.counselling_on_paid_time
    """),
    "subs.tiers": words("""
        subs.records_cover_all_tiers subs.checks
    """),
    "meta.recruiters_used": words("""
        subs.labour_brokers_vetted
    """),
    "diligence.in_scope": words("""
        diligence.policy diligence.in_depth_assessment diligence.prioritised_by_severity
        diligence.prevention_plan diligence.assurances_verified
        diligence.purchasing_practices_adapted diligence.lead_time_allows_normal_hours diligence.sme_support
        diligence.collaboration diligence.remediation diligence.stakeholder_engagement
        diligence.complaints_procedure diligence.monitoring_months diligence.responsible_disengagement
        diligence.info_requests_proportionate
    """),
    "pilot.run": words("""
        pilot.completed_before_launch
    """),
    "gov.vendor_comparison_done": words("""
        gov.vendor_comparison_criteria
    """),
}
ASKED_AFTER = {later: earlier for earlier, hanging in HANGS_ON.items() for later in hanging}

# Questions of one side in the catalogue that the other side gets too: requirements on both sides read them.
FOR_BOTH = words("""
    pay.models pay.paid_activities pay.bonus_use pay.disclosed_before_acceptance workers.informed_before_acceptance
    instructions.elements subs.list_disclosed
""")

TYPES = words("""
    boolean enum list_of_enum integer number money share duration date text place list_of_object
""")

DOCUMENTED = words("""
    rate_calculation living_wage_table policy procedure contract worker_terms subcontract instructions
    training_material pilot_report screenshot grievance_procedure notice risk_assessment privacy_notice
    price_calculation monitoring_report remediation_plan published_report audit_report union_agreement
    equal_pay_analysis service_contract membership_proof impact_assessment legal_review prevention_plan
""")
RECORDED = words("""
    wage_data worker_pay_records time_records payment_records communication_log meeting_record feedback_record
    grievance_register selection_record wellbeing_record governance_record register worker_survey worker_interviews
    pay_statement training_record decision_log exposure_log
""")
MEASURED_BY_WORKERS = words("wage_data worker_pay_records time_records payment_records")
READ_BY_THE_TOOL = words("wage_data worker_pay_records")
COLLECTORS = ["supplier", "buyer", "auditor", "worker", "worker_organisation"]

COLUMNS = words("""
    worker_id country region city area period_start period_end started_at submitted_at pay currency
    guaranteed_bonus bonus tips overtime_pay in_kind fees deductions deductions_tax costs
    recruitment_fees exchange_loss fines hours_paid hours_unpaid hours_overtime hours_basis contract_weekly_hours status
    rejection_reason
    due_date paid_date payslip stated_hourly_rate rate_per_task
    job_category employment_status gender task_type is_pilot sensitive minutes_sensitive tier project_id supplier_id
    requester_country
    bad_faith expected_minutes time_limit_minutes client_price
""")
REQUIRED = {
    "payroll": ["worker_id", "period_start", "period_end", "pay", "currency"],
    "task": ["worker_id", "submitted_at", "pay", "currency"],
}
NEVER_CONSTANT = words("""
    started_at submitted_at pay guaranteed_bonus bonus tips overtime_pay in_kind fees deductions deductions_tax costs
    recruitment_fees exchange_loss fines hours_paid hours_unpaid hours_overtime contract_weekly_hours rejection_reason
    minutes_sensitive
""")
COLUMN_TYPES = words("""
    text country region date datetime money currency hours minutes boolean integer number enum
""")

# YAML 1.2 core reads these as null or booleans, YAML 1.1 also the second line: no id may be one of them.
NOT_AN_ID = words("null true false ~ yes no on off y n")


def read(path: str) -> Any:
    return yaml.load((DATA / path).read_text(encoding="utf-8"), yaml.CBaseLoader)


def bank() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for file in sorted((DATA / "questions").glob("*.yaml")):
        for question in read(f"questions/{file.name}")["questions"]:
            assert question["id"] not in found, f"{question['id']} stands twice"
            found[question["id"]] = question
    return found


BANK = bank()
SURVEY = {question["id"]: question for question in read("worker-survey.yaml")["questions"]}
KINDS = {kind["id"]: kind for kind in read("evidence_kinds.yaml")["kinds"]}
COLUMN = {column["id"]: column for column in read("wages.columns.yaml")["columns"]}
EVERYWHERE = BANK | SURVEY


def test_every_question_of_the_list_is_there_and_no_other() -> None:
    assert len({*FIRST, *ADDED}) == len(FIRST) + len(ADDED)
    assert sorted(BANK) == sorted([*FIRST, *ADDED])


def test_what_the_head_of_a_questionnaire_holds_is_not_asked_again() -> None:
    assert "meta.worker_locations" not in BANK
    assert not {"vendor", "buyer", "scope"} & {question.split(".")[0] for question in BANK}


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_is_a_file_and_the_first_part_of_its_questions(section: str) -> None:
    content = read(f"questions/{section}.yaml")
    assert set(content) == {"section", "title", "intro", "questions"}
    assert content["section"] == section
    assert content["title"]["en"]
    assert content["intro"]["en"]
    assert {question["id"].partition(".")[0] for question in content["questions"]} == {section}


def test_no_section_file_is_unknown() -> None:
    assert sorted(file.stem for file in (DATA / "questions").glob("*.yaml")) == sorted(SECTIONS)


@pytest.mark.parametrize("question", EVERYWHERE.values(), ids=list(EVERYWHERE))
def test_a_question_says_what_why_and_how_in_english(question: dict[str, Any]) -> None:
    assert re.fullmatch(r"[a-z]+\.[a-z][a-z0-9_]*", question["id"])
    assert question["type"] in TYPES
    assert question["ask"]["en"].endswith("?")
    for part in ("why", "help"):
        assert re.search(r"[.?]\Z", question[part]["en"]), part
    known = words("id ask why help type respondent options unit minimum maximum fields asked_when evidence")
    assert not set(question) - {*known, *(("favourable", "left_out") if question["id"] in SURVEY else ())}


@pytest.mark.parametrize("question", EVERYWHERE.values(), ids=list(EVERYWHERE))
def test_options_are_unique_labelled_and_safe_to_write(question: dict[str, Any]) -> None:
    options = question.get("options", [])
    assert bool(options) == (question["type"] in ("enum", "list_of_enum"))
    ids = [option["id"] for option in options]
    labels = [option["label"]["en"] for option in options]
    assert len(set(ids)) == len(ids) != 1
    assert len(set(labels)) == len(labels)
    assert all(labels)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", option) and option not in NOT_AN_ID for option in ids)


@pytest.mark.parametrize("question", BANK.values(), ids=list(BANK))
def test_none_of_these_excludes_every_other_option(question: dict[str, Any]) -> None:
    alone = {option["id"] for option in question.get("options", []) if option.get("exclusive") == "true"}
    assert all(option.get("exclusive", "true") == "true" for option in question.get("options", []))
    if question["type"] == "list_of_enum":
        named = {option["id"] for option in question["options"]} & {
            "none",
            "not_recorded",
            "no_nda_used",
            "author_only",
        }
        assert alone == named
    else:
        assert not alone


def test_a_list_can_be_answered_with_none_unless_another_question_says_so() -> None:
    closed = [
        question["id"]
        for question in BANK.values()
        if question["type"] == "list_of_enum" and "none" not in {option["id"] for option in question["options"]}
    ]
    assert sorted(closed) == [
        "gov.vendor_comparison_criteria",  # asked only where a comparison was made
        "meta.employment_statuses",  # everybody has one
        "pay.models",  # unpaid is an option
    ]


@pytest.mark.parametrize("question", BANK.values(), ids=list(BANK))
def test_numbers_have_a_unit_and_bounds_in_order(question: dict[str, Any]) -> None:
    if question["type"] not in ("integer", "number"):
        assert not {"unit", "minimum", "maximum"} & set(question)
        return
    assert question["unit"]
    assert 0 <= float(question["minimum"]) < float(question.get("maximum", "inf"))


@pytest.mark.parametrize("question", BANK.values(), ids=list(BANK))
def test_respondent_and_evidence_are_known(question: dict[str, Any]) -> None:
    assert question["respondent"] in ("supplier", "buyer", "both")
    assert set(question.get("evidence", [])) <= set(KINDS)
    assert question.get("evidence"), "nothing would support this answer"


def test_a_question_is_conditional_only_where_no_duty_is_lost() -> None:
    found = {
        name: question["asked_when"]["fact"].removeprefix("answers.")
        for name, question in BANK.items()
        if "asked_when" in question
    }
    assert found == ASKED_AFTER


@pytest.mark.parametrize("name", ASKED_AFTER)
def test_a_condition_names_a_question_and_values_that_it_can_have(name: str) -> None:
    condition = dict(BANK[name]["asked_when"])
    earlier = BANK[condition.pop("fact").removeprefix("answers.")]
    assert "asked_when" not in earlier, "a chain of conditions hides more than it says"
    ((operator, value),) = condition.items()
    possible = {option["id"] for option in earlier.get("options", [])}
    match earlier["type"]:
        case "enum":
            assert operator in ("is", "is_not", "one_of")
            assert {*value} <= possible if operator == "one_of" else value in possible
        case "list_of_enum":
            assert operator == "includes_any"
            assert set(value) <= possible
        case "boolean":
            assert (operator, value) == ("is", "true")
        case "integer":
            assert operator in ("more_than", "less_than")
            assert float(earlier["minimum"]) <= float(value)
        case other:
            pytest.fail(f"no condition is meant to hang on {other}")


def test_an_earlier_question_stands_before_the_one_that_hangs_on_it() -> None:
    for template in ("annotation-supplier", "buyer"):
        content = read(f"{template}.yaml")
        order = [
            question["id"]
            for section in content["sections"]
            for question in read(f"questions/{section}.yaml")["questions"]
            if question["respondent"] in (content["subject"], "both")
        ]
        for later, earlier in ASKED_AFTER.items():
            if later in order and earlier in order:
                assert order.index(earlier) < order.index(later), template


@pytest.mark.parametrize(("template", "subject"), [("annotation-supplier", "supplier"), ("buyer", "buyer")])
def test_a_template_names_each_section_in_which_its_side_is_asked_once(template: str, subject: str) -> None:
    content = read(f"{template}.yaml")
    assert (content["template"], content["subject"]) == (template, subject)
    assert content["title"]["en"]
    assert content["intro"]["en"]
    asked = {name.partition(".")[0] for name, q in BANK.items() if q["respondent"] in (subject, "both")}
    assert len(content["sections"]) == len(set(content["sections"]))
    assert set(content["sections"]) == asked


def test_every_question_reaches_the_side_it_is_for() -> None:
    sides = [question["respondent"] for question in BANK.values()]
    assert {side: sides.count(side) for side in set(sides)} == {"both": 66, "supplier": 148, "buyer": 65}


def test_the_survey_asks_workers_and_keeps_clear_of_the_bank() -> None:
    content = read("worker-survey.yaml")
    assert (content["template"], content["subject"]) == ("worker-survey", "worker")
    assert len(SURVEY) == len(content["questions"]) == 40
    assert not set(SURVEY) & set(BANK)
    assert {question["respondent"] for question in SURVEY.values()} == {"worker"}


@pytest.mark.parametrize("question", SURVEY.values(), ids=list(SURVEY))
def test_a_survey_answer_speaks_for_against_or_not_at_all(question: dict[str, Any]) -> None:
    assert question["id"].startswith("workers.")
    options = {option["id"] for option in question["options"]}
    favourable, left_out = set(question["favourable"]), set(question["left_out"])
    assert favourable
    assert favourable | left_out < options, "some answer must speak against"
    assert not favourable & left_out
    assert "prefer_not_to_say" in left_out


def test_the_evidence_kinds_are_the_closed_list() -> None:
    assert len(DOCUMENTED + RECORDED) == 45
    assert sorted(KINDS) == sorted(DOCUMENTED + RECORDED)
    assert len(read("evidence_kinds.yaml")["kinds"]) == 45, "a kind stands twice"


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_a_level_follows_from_kind_and_collector(kind: dict[str, Any]) -> None:
    own = "documented" if kind["id"] in DOCUMENTED else "recorded"
    worker = "worker_measured" if kind["id"] in MEASURED_BY_WORKERS else "worker_reported"
    expected = [own, own, "independent", worker, worker]
    assert kind["levels"] == dict(zip(COLLECTORS, expected, strict=True))
    private = kind.get("with_private_interviews")
    assert private == ("worker_reported" if kind["id"] in ("audit_report", "worker_interviews") else None)


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_a_kind_has_a_label_formats_and_says_who_reads_it(kind: dict[str, Any]) -> None:
    assert kind["label"]["en"]
    assert kind["document"] == ("false" if kind["id"] in READ_BY_THE_TOOL else "true")
    assert kind["formats"]
    assert len(set(kind["formats"])) == len(kind["formats"])
    assert all(re.fullmatch(r"[a-z0-9]+", ending) for ending in kind["formats"])


def test_pay_files_come_in_every_format_that_has_a_reader() -> None:
    for kind in READ_BY_THE_TOOL:
        assert {"csv", "gz", "zst", "parquet", "xlsx", "ods", "sqlite", "duckdb"} <= set(KINDS[kind]["formats"])
        assert not {"pdf", "png", "docx"} & set(KINDS[kind]["formats"]), "no reader makes figures of a picture"


def test_the_pay_table_has_exactly_its_columns() -> None:
    assert len(COLUMNS) == len(set(COLUMNS)) == 50
    assert list(COLUMN) == COLUMNS
    assert len(read("wages.columns.yaml")["columns"]) == 50, "a column stands twice"


@pytest.mark.parametrize("column", COLUMN.values(), ids=list(COLUMN))
def test_a_column_says_what_it_means_and_in_which_unit(column: dict[str, Any]) -> None:
    assert column["meaning"]["en"].endswith(".")
    assert column["type"] in COLUMN_TYPES
    assert set(column["required_for"]) <= set(column["grains"]) <= {"payroll", "task"}
    assert column["grains"]
    assert ("unit" in column) == (column["type"] in ("money", "hours", "minutes", "integer", "number"))
    assert ("options" in column) == (column["type"] == "enum")
    assert all(option["label"]["en"] for option in column.get("options", []))


@pytest.mark.parametrize("grain", REQUIRED)
def test_a_file_can_be_read_with_these_columns(grain: str) -> None:
    assert [name for name, column in COLUMN.items() if grain in column["required_for"]] == REQUIRED[grain]


def test_pay_hours_fees_and_costs_are_never_one_value_for_all() -> None:
    assert {column["constant_allowed"] for column in COLUMN.values()} == {"true", "false"}
    assert [name for name, column in COLUMN.items() if column["constant_allowed"] == "false"] == NEVER_CONSTANT


@pytest.mark.parametrize(
    ("column", "options"),
    [
        ("area", ["urban", "rural"]),
        ("hours_basis", ["recorded", "contract"]),
        ("status", ["approved", "rejected", "pending", "returned", "timed_out"]),
        (
            "employment_status",
            ["employee", "fixed_term", "agency", "independent_contractor", "platform_worker", "subcontractor_worker"],
        ),
    ],
)
def test_closed_columns_have_these_values(column: str, options: list[str]) -> None:
    assert [option["id"] for option in COLUMN[column]["options"]] == options


@pytest.mark.parametrize("question", ["meta.employment_statuses", "grievance.open_to_statuses"])
def test_statuses_are_the_same_in_pay_table_and_questions(question: str) -> None:
    statuses = [option["id"] for option in COLUMN["employment_status"]["options"]]
    assert [option["id"] for option in BANK[question]["options"] if "exclusive" not in option] == statuses


def test_only_these_words_mean_no_value() -> None:
    null_words = read("wages.columns.yaml")["null_words"]["words"]
    assert null_words == ["", "null", ".nan", "n/a", "tbd", "see attached"]


@pytest.mark.skipif(not CATALOGUE.is_file(), reason="the catalogue of requirements is not beside this checkout")
def test_no_option_of_the_catalogue_was_lost_or_renamed() -> None:
    fields = yaml.load(CATALOGUE.read_text(encoding="utf-8"), yaml.CBaseLoader)["questionnaire_fields"]
    sides = {"vendor": "supplier", "buyer": "buyer", "both": "both"}
    types = {"number": "integer", "string": "text"}
    lost = []
    for field in fields:
        if field["field"] == "meta.worker_locations":
            continue
        question = BANK[field["field"]]
        side = "both" if field["field"] in FOR_BOTH else sides[field["respondent"]]
        assert question["respondent"] == side, field["field"]
        assert question["type"] == types.get(field["type"], field["type"]), field["field"]
        if "options" in question:
            lost += sorted(set(field["allowed"]) - {option["id"] for option in question["options"]})
    assert not lost
