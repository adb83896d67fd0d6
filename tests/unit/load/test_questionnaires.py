"""Reading a whole questionnaire: answers, silence, evidence and levels, scope, sides, and finding subjects."""

from __future__ import annotations

import hashlib
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from checker.errors import InputError, UsageError
from checker.load.question_bank import load_question_bank
from checker.load.questionnaires import load_questionnaire, peek_id, unasked_answers
from checker.load.search import find_subjects
from checker.model.evidence import Level, Period, Place
from checker.model.questionnaire import Questionnaire

EXAMPLES = Path(__file__).resolve().parents[3] / "vendor_templates" / "examples"
HEAD = """\
fairlabel: questionnaire/1
template: annotation-supplier
vendor: {id: acme, name: Acme Annotation, country: KE, kinds: [bpo]}
scope:
  period: {from: 2026-01-01, to: 2026-06-30}
  sites: [{place: KE-30, city: Nairobi, area: urban, headcount: 60}]
  services: [image_annotation]
"""


def load(folder: Path, text: str, shown: str = "vendors/acme", **files: str) -> Questionnaire:
    (folder / "questionnaire.yaml").write_text(text, encoding="utf-8")
    for name, content in files.items():
        file = folder / name.replace("__", "/").replace("_dot_", ".")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    return load_questionnaire(folder, shown, load_question_bank())


def refused(folder: Path, text: str) -> str:
    with pytest.raises(InputError) as raised:
        load(folder, text)
    return str(raised.value)


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


EVIDENCE = (
    HEAD
    + """\
evidence:
  - {id: terms, kind: worker_terms, files: [docs/terms.pdf], issued: 2025-12-01,
     covers: {from: 2026-01-01, to: 2026-12-31, sites: [KE]}}
  - {id: register, kind: register, files: ['docs\\register.csv', docs/terms.pdf]}
  - {id: survey, kind: worker_survey, files: [docs/register.csv], respondents: 41, sampling: volunteered}
  - {id: pay, kind: wage_data, files: [wages/pay.csv], mapping: wages/mapping.yaml}
answers:
  pay: {models: {value: [hourly], evidence: [terms, pay, terms]}}
"""
)
FILES = {"docs__terms_dot_pdf": "terms", "docs__register_dot_csv": "a,b\n", "wages__pay_dot_csv": "x\n1\n",
         "wages__mapping_dot_yaml": "fairlabel: wages/1\n"}  # fmt: skip


def test_levels_come_from_kind_and_side_and_never_pass_recorded(tmp_path: Path) -> None:
    found = load(tmp_path, EVIDENCE, **FILES)
    assert {name: item.level for name, item in found.evidence.items()} == {
        "terms": Level.DOCUMENTED, "register": Level.RECORDED, "survey": Level.RECORDED, "pay": Level.RECORDED,
    }  # fmt: skip
    assert {item.collector for item in found.evidence.values()} == {"supplier"}
    assert found.findings == ()


def test_evidence_is_read_and_hashed(tmp_path: Path) -> None:
    found = load(tmp_path, EVIDENCE, **FILES)
    terms = found.evidence["terms"]
    assert (terms.kind, terms.issued, terms.document) == ("worker_terms", date(2025, 12, 1), True)
    assert (terms.covers, terms.sites) == (Period(date(2026, 1, 1), date(2026, 12, 31)), ("KE",))
    assert terms.files[0] == ("docs/terms.pdf", hashlib.sha256(b"terms").hexdigest(), "evidence")
    assert terms.place == Place("questionnaire.yaml", 9, 5, "evidence[0]")
    assert (found.evidence["survey"].respondents, found.evidence["survey"].sampling) == (41, "volunteered")
    assert (found.evidence["register"].covers, found.evidence["register"].sites) == (None, None)
    assert (found.evidence["pay"].mapping, found.evidence["pay"].document) == ("wages/mapping.yaml", False)
    assert [item.id for item in found.answers["pay.models"].evidence] == ["terms", "pay"]


def test_every_file_read_or_hashed_is_an_input_once(tmp_path: Path) -> None:
    found = load(tmp_path, EVIDENCE, **FILES)
    itself = hashlib.sha256(EVIDENCE.encode()).hexdigest()
    assert [(i.path, i.role) for i in found.inputs] == [
        ("questionnaire.yaml", "questionnaire"), ("docs/register.csv", "evidence"), ("docs/terms.pdf", "evidence"),
        ("wages/mapping.yaml", "mapping"), ("wages/pay.csv", "wage_data"),
    ]  # fmt: skip
    assert found.inputs[0].sha256 == itself


@pytest.mark.parametrize(
    ("entry", "files", "code", "words"),
    [
        ("kind: policy, files: [gone.pdf]", {}, "evidence_missing", "gone.pdf is not there"),
        ("kind: contract, files: [c.pdf]", {"c_dot_pdf": ""}, "evidence_empty", "c.pdf is empty (0 bytes)"),
        ("kind: contract, files: [p.csv]", {"p_dot_csv": "x"}, "evidence_unfit", "p.csv is no file that a contract"),
        ("kind: contract, files: [noending]", {"noending": "x"}, "evidence_unfit", "noending"),
        ("kind: policy, files: []", {}, "evidence_missing", "no file is named"),
        ("kind: policy", {}, "evidence_missing", "no file is named"),
        ("kind: wage_data, files: [p.csv]", {"p_dot_csv": "x"}, "mapping_missing", "no mapping is named"),
        ("kind: wage_data, files: [p.csv], mapping: m.yaml", {"p_dot_csv": "x"}, "mapping_missing", "m.yaml is not"),
        ("kind: wage_data, files: [p.csv], mapping: m.yaml", {"p_dot_csv": "", "m_dot_yaml": "x: 1"}, "evidence_empty",
         "p.csv is empty"),
        ("kind: wage_data, files: [p.pdf], mapping: m.yaml", {"p_dot_pdf": "x", "m_dot_yaml": "x: 1"}, "evidence_unfit",
         "p.pdf"),
    ],
)  # fmt: skip
def test_unusable_files_leave_a_statement_and_a_finding(
    tmp_path: Path, entry: str, files: dict[str, str], code: str, words: str
) -> None:
    found = load(tmp_path, f"{HEAD}evidence:\n  - {{id: x, {entry}}}\n", **files)
    item = found.evidence["x"]
    assert item.level is Level.STATED
    assert words in item.problem
    (finding,) = found.findings
    assert (finding.code, finding.severity) == (code, "warning")
    assert words in finding.message
    assert "counts as stated" in finding.message
    assert finding.todo
    assert finding.place is not None
    assert finding.place.line == 9


def test_a_capital_ending_is_the_same_format(tmp_path: Path) -> None:
    found = load(tmp_path, f"{HEAD}evidence:\n  - {{id: x, kind: policy, files: [P.PDF]}}\n", P_dot_PDF="x")
    assert found.evidence["x"].level is Level.DOCUMENTED


def test_a_data_set_may_be_a_folder_of_parts(tmp_path: Path) -> None:
    entry = "{id: x, kind: wage_data, files: [parts/], mapping: m.yaml}"
    files = {"parts__a_dot_csv": "1", "parts__sub__b_dot_csv": "2", "parts__.hidden": "3", "m_dot_yaml": "x: 1"}
    found = load(tmp_path, f"{HEAD}evidence:\n  - {entry}\n", **files)
    (part,) = found.evidence["x"].files
    hashed = "".join(f"{n}\0{hashlib.sha256(t).hexdigest()}\n" for n, t in [("a.csv", b"1"), ("sub/b.csv", b"2")])
    assert part == ("parts", hashlib.sha256(hashed.encode()).hexdigest(), "wage_data")
    odd = load(tmp_path, f"{HEAD}evidence:\n  - {entry}\n", parts__c_dot_pdf="x")
    assert (odd.findings[0].code, odd.evidence["x"].level) == ("evidence_unfit", Level.STATED)


def test_notes_of_the_program_that_wrote_the_parts_are_no_odd_files(tmp_path: Path) -> None:
    entry = "{id: x, kind: wage_data, files: [parts/], mapping: m.yaml}"
    found = load(
        tmp_path, f"{HEAD}evidence:\n  - {entry}\n", parts__a_dot_parquet="1", parts___SUCCESS="", m_dot_yaml="x: 1"
    )
    assert [finding.code for finding in found.findings] == []


def test_a_pattern_names_every_file_of_pay_that_it_matches(tmp_path: Path) -> None:
    entry = '{id: x, kind: KIND, files: ["wages/*.csv"], mapping: m.yaml}'
    files = {"wages__b_dot_csv": "1", "wages__a_dot_csv": "2", "wages__c_dot_txt": "3", "m_dot_yaml": "x: 1"}
    found = load(tmp_path, f"{HEAD}evidence:\n  - {entry.replace('KIND', 'wage_data')}\n", **files)
    assert [file.path for file in found.evidence["x"].files] == ["wages/a.csv", "wages/b.csv"]
    for pattern in ("wages/*.ods", "../*", "none/*.csv"):
        text = f"{HEAD}evidence:\n  - {entry.replace('KIND', 'wage_data').replace('wages/*.csv', pattern)}\n"
        if pattern.startswith(".."):
            assert "leads out of the subject's folder" in refused(tmp_path, text)
        else:
            assert [finding.code for finding in load(tmp_path, text).findings] == ["evidence_missing"]


def test_links_out_of_the_folder_and_loops_of_links_are_refused(tmp_path: Path) -> None:
    home = tmp_path / "acme"
    (home / "parts").mkdir(parents=True)
    (tmp_path / "secret.pdf").write_text("x")
    (home / "link.pdf").symlink_to(tmp_path / "secret.pdf")
    (home / "up").symlink_to(tmp_path)
    (home / "a.pdf").symlink_to("b.pdf")
    (home / "b.pdf").symlink_to("a.pdf")
    (home / "parts" / "p.csv").symlink_to(tmp_path / "secret.pdf")
    files = {
        "link.pdf": "leads out", "up/secret.pdf": "leads out", "a.pdf": "a chain of links", "parts/../../x": "leads o",
    }  # fmt: skip
    for file, words in files.items():
        assert words in refused(home, f"{HEAD}evidence:\n  - {{id: x, kind: policy, files: [{file}]}}\n"), file
    text = f"{HEAD}evidence:\n  - {{id: x, kind: wage_data, files: [parts], mapping: link.pdf}}\n"
    assert refused(home, text).count("leads out of the subject's folder") == 2


def test_a_link_that_stays_inside_is_fine(tmp_path: Path) -> None:
    (tmp_path / "real.pdf").write_text("x")
    (tmp_path / "link.pdf").symlink_to("real.pdf")
    found = load(tmp_path, f"{HEAD}evidence:\n  - {{id: x, kind: policy, files: [link.pdf]}}\n")
    assert found.evidence["x"].level is Level.DOCUMENTED


def test_what_is_no_file_is_not_there(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    found = load(tmp_path, f"{HEAD}evidence:\n  - {{id: x, kind: policy, files: [pipe.pdf]}}\n")
    assert found.findings[0].code == "evidence_missing"


def test_a_questionnaire_that_is_a_link_out_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text(HEAD)
    home = tmp_path / "acme"
    home.mkdir()
    (home / "questionnaire.yaml").symlink_to(tmp_path / "other.yaml")
    with pytest.raises(InputError, match="link that leads out"):
        load_questionnaire(home, "acme", load_question_bank())


def test_a_questionnaire_of_fifty_megabytes_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "questionnaire.yaml").open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(InputError, match=r"acme/questionnaire.yaml: is 50.0 MB; .* at most 10 MB"):
        load_questionnaire(tmp_path, "acme", load_question_bank())


def test_an_empty_folder_has_no_questionnaire(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"acme/questionnaire.yaml: is not there; write one: fairlabel new"):
        load_questionnaire(tmp_path, "acme", load_question_bank())


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


class TestFinding:
    def make(self, root: Path, *folders: str) -> None:
        for folder in folders:
            (root / folder).mkdir(parents=True)
            (root / folder / "questionnaire.yaml").write_text(HEAD)

    def names(self, root: Path, *paths: str) -> list[str]:
        return [f.relative_to(root).as_posix() for f in find_subjects([root / p for p in paths or ("",)])]

    def test_at_any_depth_in_order_and_not_inside_a_subject(self, tmp_path: Path) -> None:
        self.make(tmp_path, "b", "a/deep/er", "a/c", "b/evidence/copy", ".hidden/x", "c-1", "c/1")
        assert self.names(tmp_path) == ["a/c", "a/deep/er", "b", "c/1", "c-1"]

    def test_a_subject_itself_its_file_and_both_are_one(self, tmp_path: Path) -> None:
        self.make(tmp_path, "a")
        assert self.names(tmp_path, "a", "a/questionnaire.yaml", "", "a/../a") == ["a"]

    def test_links_and_loops_of_links_end(self, tmp_path: Path) -> None:
        self.make(tmp_path, "real/a")
        (tmp_path / "real" / "loop").symlink_to(tmp_path)
        (tmp_path / "aa").symlink_to(tmp_path / "real" / "a")
        assert self.names(tmp_path) == ["aa"]

    def test_links_that_lead_nowhere_are_subjects_that_cannot_be_read(self, tmp_path: Path) -> None:
        self.make(tmp_path, "a")
        (tmp_path / "x").symlink_to("y")
        (tmp_path / "y").symlink_to("x")
        (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
        (tmp_path / "through").symlink_to("a/questionnaire.yaml/a")
        (tmp_path / "form").symlink_to("a/questionnaire.yaml")
        (tmp_path / ".hidden").symlink_to("nowhere")
        assert self.names(tmp_path) == ["a", "form", "gone", "through", "x", "y"]
        for name in ("gone", "through", "x"):
            with pytest.raises(
                InputError, match=f"^{name}/questionnaire.yaml: its folder is a link that leads nowhere"
            ):
                load_questionnaire(tmp_path / name, name, load_question_bank())
        with pytest.raises(InputError, match="its folder is a link to a file"):
            load_questionnaire(tmp_path / "form", "form", load_question_bank())

    def test_what_looks_like_a_subject_and_is_passed_over_is_said(self, tmp_path: Path) -> None:
        self.make(tmp_path, "a", "group/b")
        passed = ("lost/wages/x/pay.csv", "lost/documents/y.md", "group/c/Questionnaire (1).yaml", "e\x1b/mapping.yaml")
        for file in (*passed, "group/prices.csv", "reviews/a.yaml", "group/notes/readme.md"):
            (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / file).write_text("x")
        (tmp_path / "d").symlink_to("lost/documents/y.md")
        said: list[str] = []
        assert [f.name for f in find_subjects([tmp_path], said.append)] == ["a", "b"]
        assert [text.partition(" ")[0].removeprefix(f"{tmp_path}/") for text in said] == ["d", "e?", "group/c", "lost"]
        assert "is a link to a file" in said[0]
        assert "no questionnaire.yaml; it was passed over" in said[3]

    def test_nothing_is_an_empty_list(self, tmp_path: Path) -> None:
        assert find_subjects([tmp_path]) == []

    def test_a_path_that_is_not_there_or_no_folder_is_wrong_usage(self, tmp_path: Path) -> None:
        (tmp_path / "file.txt").write_text("x")
        for name in ("gone", "file.txt"):
            with pytest.raises(UsageError, match=name):
                find_subjects([tmp_path / name])

    def test_a_misnamed_or_broken_questionnaire_is_not_passed_over(self, tmp_path: Path) -> None:
        for folder, name in (("a", "questionnaire.yml"), ("b", "Questionnaire.yaml")):
            (tmp_path / folder).mkdir()
            (tmp_path / folder / name).write_text(HEAD)
        (tmp_path / "c").mkdir()
        (tmp_path / "c" / "questionnaire.yaml").symlink_to("gone")
        assert self.names(tmp_path) == ["a", "b", "c"]
        with pytest.raises(InputError, match="cannot be read"):
            load_questionnaire(tmp_path / "c", "c", load_question_bank())

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may search every folder")
    def test_a_folder_that_cannot_be_searched_is_not_passed_over(self, tmp_path: Path) -> None:
        closed = tmp_path / "closed"
        closed.mkdir(mode=0)
        with pytest.raises(InputError, match="cannot be searched"):
            find_subjects([tmp_path])
        closed.chmod(0o700)

    def test_the_id_can_be_looked_up_alone(self, tmp_path: Path) -> None:
        self.make(tmp_path, "a", "b")
        (tmp_path / "b" / "questionnaire.yaml").write_text("a: [")
        assert [peek_id(tmp_path / name) for name in ("a", "b", "gone")] == ["acme", "", ""]


@pytest.mark.parametrize("name", ["questionnaire.yaml", "questionnaire.yml", "Questionnaire.YAML"])
def test_a_path_may_name_the_questionnaire_and_its_folder_is_meant(tmp_path: Path, name: str) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text("")
    given = [tmp_path / "b" / name, tmp_path / "a" / name, tmp_path / "b"]
    assert find_subjects(given) == [tmp_path / "a", tmp_path / "b"]
