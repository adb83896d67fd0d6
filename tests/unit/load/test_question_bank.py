"""The question bank: what ships is read whole; a bank with mistakes is refused, all of them together."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from checker.errors import PackError
from checker.load.answers import compile_bank
from checker.load.no_answer import is_no_answer
from checker.load.question_bank import load_question_bank, read_question_bank
from checker.model.questions import QuestionBank

KINDS = """\
kinds:
  - id: policy
    label: {en: Policy}
    document: true
    formats: [pdf]
    levels: {supplier: documented, buyer: documented, auditor: independent, worker: worker_reported, worker_organisation: worker_reported}
"""  # noqa: E501
PAY = """\
section: pay
title: {en: Pay}
intro: {en: On pay.}
questions:
  - id: pay.models
    ask: {en: How?}
    why: {en: Because.}
    help: {en: So.}
    type: list_of_enum
    respondent: both
    options: [{id: hourly, label: {en: Hour}}, {id: none, label: {en: None}, exclusive: true}]
    evidence: [policy]
  - id: pay.delay
    ask: {en: How late?}
    why: {en: Because.}
    help: {en: So.}
    type: integer
    respondent: supplier
    unit: days
    minimum: 0
    maximum: 90
    asked_when: {fact: answers.pay.models, includes_any: [hourly]}
"""
SUPPLIER = """\
template: annotation-supplier
subject: supplier
title: {en: Supplier}
intro: {en: Please.}
kinds: [{id: bpo, label: {en: Firm}}]
sections: [pay]
"""
BUYER = SUPPLIER.replace("annotation-supplier", "buyer").replace("subject: supplier", "subject: buyer").replace(
    "kinds: [{id: bpo, label: {en: Firm}}]\n", ""
)  # fmt: skip
SURVEY = """\
template: worker-survey
subject: worker
title: {en: Survey}
intro: {en: Please.}
questions:
  - id: workers.paid
    ask: {en: Paid?}
    why: {en: Because.}
    help: {en: So.}
    type: enum
    respondent: worker
    options: [{id: always, label: {en: Always}}, {id: never, label: {en: Never}}, {id: silent, label: {en: Silent}}]
    favourable: [always]
    left_out: [silent]
"""


def bank(**changed: str) -> QuestionBank:
    files = {"kinds": KINDS, "survey": SURVEY, "supplier": SUPPLIER, "buyer": BUYER, "pay": PAY} | changed
    names = {
        "kinds": "evidence_kinds.yaml", "survey": "worker-survey.yaml", "supplier": "annotation-supplier.yaml",
        "buyer": "buyer.yaml", "pay": "questions/pay.yaml", "extra": "questions/extra.yaml",
    }  # fmt: skip
    return read_question_bank({names[key]: text.encode() for key, text in files.items()})


def test_a_small_bank() -> None:
    found = bank()
    models, delay = found.questions["pay.models"], found.questions["pay.delay"]
    assert [(o.id, o.label["en"], o.exclusive) for o in models.options] == [
        ("hourly", "Hour", False), ("none", "None", True),
    ]  # fmt: skip
    assert (models.section, models.type, models.respondent, models.evidence) == (
        "pay",
        "list_of_enum",
        "both",
        ("policy",),
    )
    assert (delay.unit, delay.minimum, delay.maximum) == ("days", 0, 90)
    assert delay.asked_when is not None
    assert found.templates == {"annotation-supplier": ("pay",), "buyer": ("pay",)}
    assert found.subjects == {"annotation-supplier": "supplier", "buyer": "buyer"}
    assert [kind.id for kind in found.vendor_kinds] == ["bpo"]
    assert found.kinds["policy"].levels["auditor"] == "independent"
    item = found.survey["workers.paid"]
    assert (item.favourable, item.left_out) == ({"always"}, {"silent"})


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("pay", "section: pay", "section: Pay!", "'Pay!' is no id of a section"),
        ("pay", "title: {en: Pay}", "title: Pay", "title has no English words"),
        ("pay", "intro: {en: On pay.}\n", "", "lacks intro"),
        ("pay", "ask: {en: How?}", "ask: {de: Wie?}", "ask has no English words"),
        ("pay", "id: pay.models", "id: models", "'models' is no id of a question"),
        ("pay", "id: pay.models", "id: wage.models", "'wage.models' is not of the section 'pay'"),
        ("pay", "id: pay.delay", "id: pay.models", "'pay.models' stands twice"),
        ("pay", "type: integer", "type: int", "'int' is not possible here"),
        ("pay", "    type: integer\n", "", "has no type"),
        ("pay", "respondent: supplier", "respondent: vendor", "'vendor' is not possible here"),
        ("pay", "    respondent: supplier\n", "", "has no respondent"),
        ("pay", "{id: hourly, label: {en: Hour}}, ", "", "at least two options"),
        ("pay", "id: none", "id: n/a", "'n/a' is no id of an option"),
        ("pay", "id: none, label", "id: hourly, label", "'hourly' stands twice"),
        ("pay", "exclusive: true", "exclusive: maybe", "exclusive is text"),
        ("pay", "label: {en: Hour}", "lable: {en: Hour}", "did you mean 'label'?"),
        ("pay", "    evidence: [policy]", "    evidence: [polcy]", "'polcy' is no kind of evidence"),
        ("pay", "    evidence: [policy]", "    unit: days", "unit means nothing for list_of_enum"),
        ("pay", "maximum: 90", "maximum: -1", "is under the minimum"),
        ("pay", "maximum: 90", "maximum: ninety", "not a number"),
        ("pay", "maximum: 90", "fields: [{id: a, type: text}]", "fields means nothing for integer"),
        ("pay", "type: integer", "type: list_of_object", "list_of_object needs fields"),
        ("pay", "answers.pay.models", "answers.pay.model", "'answers.pay.model' is no answer to another question"),
        ("pay", "answers.pay.models", "answers.pay.delay", "'answers.pay.delay' is no answer to another question"),
        ("pay", "includes_any: [hourly]", "includes_some: [hourly]", "includes_some"),
        ("pay", "section: pay", "sektion: pay", "did you mean 'section'?"),
        ("kinds", "formats: [pdf]", "formats: []", "names no formats"),
        ("kinds", "document: true", "document: 1", "document is a number"),
        ("kinds", "auditor: independent, ", "", "says nothing of auditor"),
        ("kinds", "auditor: independent", "auditor: certain", "'certain' is not possible here"),
        ("supplier", "sections: [pay]", "sections: [pay, time]", "there is no section 'time'"),
        ("supplier", "subject: supplier", "subject: vendor", "'vendor' is not possible here"),
        ("survey", "favourable: [always]", "favourable: [allways]", "'allways' is no option"),
        ("survey", "favourable: [always]", "favourable: [silent]", "favourable needs options"),
        ("survey", "respondent: worker", "respondent: both", "'both' is not possible here"),
        ("pay", "section: pay", "section: [", "is not YAML"),
    ],
)  # fmt: skip
def test_a_mistake_is_refused_with_its_place(file: str, old: str, new: str, words: str) -> None:
    text = {"kinds": KINDS, "supplier": SUPPLIER, "pay": PAY, "survey": SURVEY}[file]
    assert old in text
    with pytest.raises(PackError) as raised:
        bank(**{file: text.replace(old, new, 1)})
    fitting = [p for p in raised.value.problems if words in str(p)]
    assert fitting, str(raised.value)
    assert all(p.line for p in fitting)
    assert fitting[0].file.startswith("vendor_templates/")


def test_mistakes_of_all_files_come_together() -> None:
    with pytest.raises(PackError) as raised:
        bank(pay=PAY.replace("type: integer", "type: int"), supplier=SUPPLIER.replace("[pay]", "[time]"))
    assert len({p.file for p in raised.value.problems}) == 2


def test_the_bank_that_ships_is_read_whole() -> None:
    found = load_question_bank()
    assert (len(found.questions), len(found.sections), len(found.kinds), len(found.survey)) == (279, 20, 45, 40)
    assert list(found.templates) == ["annotation-supplier", "buyer"]
    assert [kind.id for kind in found.vendor_kinds] == ["bpo", "crowd_platform"]
    assert found.kinds["worker_interviews"].private_interviews == "worker_reported"
    assert load_question_bank() is found


def test_no_option_that_ships_reads_as_silence() -> None:
    ids = {o.id for q in load_question_bank().questions.values() for o in q.options}
    assert not [option for option in ids if is_no_answer(option)]


def test_every_question_has_its_checker_at_its_place() -> None:
    found = load_question_bank()
    entries = {entry.id: entry for section in compile_bank(found).values() for entry in section.values()}
    assert set(entries) == set(found.questions)
    assert entries["pay.models"].steps == ("answers", "pay", "models")
    assert compile_bank(found) is compile_bank(found)


def test_words_say_what_the_files_say() -> None:
    from checker import resources

    raw: Any = yaml.load(resources.read_text("vendor_templates", "questions/subs.yaml"), yaml.CBaseLoader)
    found = load_question_bank().questions
    for question in raw["questions"]:
        read = found[question["id"]]
        assert [read.ask, read.why, read.help] == [question["ask"], question["why"], question["help"]]
        assert (read.asked_when is not None) == ("asked_when" in question)
