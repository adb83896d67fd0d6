"""What a questionnaire attaches: levels, hashes, folders, patterns and links."""

from __future__ import annotations

import hashlib
import os
from datetime import date
from pathlib import Path

import pytest

from checker.errors import InputError
from checker.load.question_bank import load_question_bank
from checker.load.questionnaires import load_questionnaire
from checker.model.evidence import Level, Period, Place
from tests.questionnaires_for_tests import EVIDENCE, FILES, HEAD, load, refused


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
    home = tmp_path / "home"
    home.mkdir()
    deep = {"w__one__a_dot_parquet": "1", "w__two__b_dot_parquet": "2", "m_dot_yaml": "x: 1"}
    entry_deep = entry.replace("KIND", "wage_data").replace("wages/*.csv", "w/*/*.parquet")
    found = load(home, f"{HEAD}evidence:\n  - {entry_deep}\n", **deep)
    assert [file.path for file in found.evidence["x"].files] == ["w/one/a.parquet", "w/two/b.parquet"]
    (home / "link").symlink_to(tmp_path / "wages")
    text = f"{HEAD}evidence:\n  - {entry.replace('KIND', 'wage_data').replace('wages/*.csv', '*/a.csv')}\n"
    assert "leads out of the subject's folder" in refused(home, text)
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
