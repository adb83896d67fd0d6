"""Reading a whole questionnaire: answers, silence, evidence and levels, scope, sides, and finding subjects."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from checker.errors import InputError
from checker.load.question_bank import load_question_bank
from checker.load.questionnaires import load_questionnaire, unasked_answers
from checker.model.evidence import Period, Place
from tests.questionnaires_for_tests import EVIDENCE, FILES, HEAD, load, refused

EXAMPLES = Path(__file__).resolve().parents[3] / "vendor_templates" / "examples"


def test_the_head_is_read(tmp_path: Path) -> None:
    found = load(tmp_path, HEAD)
    assert (found.id, found.kind, found.name, found.country) == ("acme", "supplier", "Acme Annotation", "KE")
    assert (found.kinds, found.template, found.folder) == (("bpo",), "annotation-supplier", "vendors/acme")
    assert found.scope.period == Period(date(2026, 1, 1), date(2026, 6, 30))
    (site,) = found.scope.sites
    assert (site.place, site.country, site.region, site.city) == ("KE-30", "KE", "KE-30", "Nairobi")
    assert (site.area, site.headcount, site.evidence) == ("urban", 60, ())
    assert site.spot == Place("questionnaire.yaml", 6, 11, "scope.sites[0]")
    assert found.scope.services == ("image_annotation",)
    assert found.answers == {}
    assert found.asked == ()


def test_nothing_but_the_head_is_no_error(tmp_path: Path) -> None:
    found = load(
        tmp_path,
        "fairlabel: questionnaire/1\ntemplate: annotation-supplier\nvendor: {id: acme, country: , kinds: []}\n"
        "scope: {period: {from: , to: }, sites: [], services: tbd}\nevidence:\nanswers:\nresponses: {}\n",
    )  # fmt: skip
    assert (found.name, found.country, found.kinds) == ("acme", "", ())
    assert found.scope.period == Period(None, None)
    assert found.scope.sites == ()
    assert found.scope.headcount is None


def test_headcount_is_unknown_where_one_site_gives_none(tmp_path: Path) -> None:
    text = HEAD.replace("[{place: KE-30", "[{place: UG}, {place: KE-30")
    assert load(tmp_path, text).scope.headcount is None
    assert load(tmp_path, HEAD).scope.headcount == 60


ANSWERS = (
    HEAD
    + """\
answers:
  meta:
    sensitive_content: none
  pay:
    models: [hourly, per_task]
    disclosed_before_acceptance: true
    max_payment_delay_days: {value: 31, note: "  longest case "}
    paid_activities: {value: [none], complete: true}
    structure_rationale: As agreed.
    worker_fees: {no_answer: declined}
    bonus_use: {no_answer: not_known, note: asked}
    rate_inputs: {value: , note: later}
  time:
"""
)


def test_answers_keep_value_number_unit_note_and_place(tmp_path: Path) -> None:
    answers = load(tmp_path, ANSWERS).answers
    days = answers["pay.max_payment_delay_days"]
    assert (days.value, days.low, days.high, days.unit, days.note) == (31, 31, 31, "days", "longest case")
    assert days.place == Place("questionnaire.yaml", 14, 5, "answers.pay.max_payment_delay_days")
    assert answers["pay.models"].value == ("hourly", "per_task")
    assert (answers["pay.models"].complete, answers["pay.paid_activities"].complete) == (False, True)
    assert answers["pay.disclosed_before_acceptance"].value is True
    assert answers["pay.structure_rationale"].value == "As agreed."
    assert answers["meta.sensitive_content"].value == "none"
    assert answers["meta.sensitive_content"].low is None


def test_declining_is_no_value_and_says_why(tmp_path: Path) -> None:
    answers = load(tmp_path, ANSWERS).answers
    said = {name.partition(".")[2]: (a.value, a.no_answer) for name, a in answers.items() if a.value is None}
    assert said == {
        "worker_fees": (None, "declined"), "bonus_use": (None, "not_known"), "rate_inputs": (None, "missing"),
    }  # fmt: skip
    assert answers["pay.bonus_use"].note == "asked"
    assert answers["pay.models"].no_answer == ""


def test_places_of_sections_and_parts(tmp_path: Path) -> None:
    sections = load(tmp_path, ANSWERS).sections
    assert sections["pay"] == Place("questionnaire.yaml", 11, 3, "answers.pay")
    assert sections["time"].line == 20
    assert sections["answers"].line == 8
    assert sections["scope"].line == 4


@pytest.mark.parametrize(
    "silence", ["", "null", "~", "''", "n/a", "N/A", " tbd ", "TBD", "see attached", "See Attached", ".nan", ".NaN",
                "[]", "{}", "[null]", "['n/a', tbd]", "{value: }", "{value: tbd}", "{value: [], note: x}", '"null"'],
)  # fmt: skip
@pytest.mark.parametrize("question", ["models", "disclosed_before_acceptance", "worker_fees", "max_payment_delay_days",
                                      "structure_rationale"])  # fmt: skip
def test_silence_is_no_answer_whatever_the_type(tmp_path: Path, question: str, silence: str) -> None:
    answer = load(tmp_path, f"{HEAD}answers:\n  pay:\n    {question}: {silence}\n").answers[f"pay.{question}"]
    assert (answer.value, answer.no_answer, answer.low) == (None, "missing", None)


@pytest.mark.parametrize("word", ["NA", "none", "-", "not applicable", "no", "unknown", "0", "false"])
def test_no_other_word_is_silence(tmp_path: Path, word: str) -> None:
    text = f"{HEAD}answers:\n  pay:\n    structure_rationale: '{word}'\n"
    assert load(tmp_path, text).answers["pay.structure_rationale"].value == word
    assert "not an option" in refused(tmp_path, f"{HEAD}answers:\n  pay:\n    worker_fees: '{word}x'\n")


def test_namibia_is_a_country(tmp_path: Path) -> None:
    assert load(tmp_path, HEAD.replace("country: KE", "country: NA")).country == "NA"
    assert load(tmp_path, HEAD.replace("country: KE", "country: NO")).country == "NO"


def test_fields_of_the_head_take_evidence(tmp_path: Path) -> None:
    text = EVIDENCE.replace("kinds: [bpo]", "kinds: {value: [bpo], evidence: [register]}")
    text = text.replace("headcount: 60", "headcount: {value: 60, evidence: [pay]}, evidence: [register]")
    text = text.replace("place: KE-30", "place: {value: KE-30, evidence: [terms]}")
    found = load(tmp_path, text, **FILES)
    (site,) = found.scope.sites
    assert [e.id for e in found.kinds_evidence] == ["register"]
    assert [e.id for e in site.evidence] == ["register", "pay"]
    assert [e.id for e in site.place_evidence] == ["register", "terms"]
    assert (site.headcount, site.place) == (60, "KE-30")
    assert "'gone' is no evidence" in refused(tmp_path, text.replace("evidence: [pay]}, e", "evidence: [gone]}, e"))


def test_a_buyer_names_suppliers_beside_its_own_folder(tmp_path: Path) -> None:
    text = """\
fairlabel: questionnaire/1
template: buyer
buyer: {id: north, country: CA}
suppliers: [../acme, '..\\beta\\']
evidence: [{id: p, kind: policy, files: [p.pdf]}]
answers: {meta: {sensitive_content: none}}
"""
    found = load(tmp_path, text, p_dot_pdf="x")
    assert (found.kind, found.kinds, found.suppliers) == ("buyer", (), ("../acme", "../beta"))
    assert found.evidence["p"].collector == "buyer"
    assert "unknown key 'kinds'" in refused(tmp_path, text.replace("country: CA", "kinds: [bpo]"))
    assert "absolute path" in refused(tmp_path, text.replace("../acme", "/srv/acme"))


def test_replies_are_kept_and_empty_ones_are_none(tmp_path: Path) -> None:
    text = HEAD + "responses: {PAI-INS-02: ' We differ. ', PAI-PAY-01: , X-1: kept}\n"
    assert load(tmp_path, text).responses == {"PAI-INS-02": "We differ.", "X-1": "kept"}


def test_an_answer_that_was_not_asked_is_kept_and_warned_about(tmp_path: Path) -> None:
    found = load(tmp_path, ANSWERS)
    asked = set(found.answers) - {"pay.models", "pay.rate_inputs"}
    (finding,) = unasked_answers(found, asked)
    assert finding.code == "answer_not_asked"
    assert "pay.models is answered but not asked" in finding.message
    assert finding.place == found.answers["pay.models"].place


def test_the_folder_itself_is_named_without_a_dot(tmp_path: Path) -> None:
    (tmp_path / "questionnaire.yaml").write_text("a: [")
    for shown in (".", "./", ""):
        with pytest.raises(InputError) as raised:
            load_questionnaire(tmp_path, shown, load_question_bank())
        assert raised.value.problems[0].file == "questionnaire.yaml"


@pytest.mark.parametrize("folder", sorted(p.parent.name for p in EXAMPLES.glob("*/questionnaire.yaml")))
def test_the_examples_that_ship_are_in_order(folder: str) -> None:
    found = load_questionnaire(EXAMPLES / folder, folder, load_question_bank())
    assert found.id == folder
    assert found.answers


def test_order_of_answers_changes_nothing(tmp_path: Path) -> None:
    lines = ["    models: [hourly]", "    worker_fees: none", "    max_payment_delay_days: 31"]
    values: list[dict[str, Any]] = []
    for order in (lines, lines[::-1]):
        found = load(tmp_path, HEAD + "answers:\n  pay:\n" + "\n".join(order) + "\n")
        values.append({name: answer[1:3] for name, answer in found.answers.items()})
    assert values[0] == values[1]
