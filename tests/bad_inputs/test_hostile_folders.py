"""Folders made to hang the tool, to hide a subject or to let two pass for one: an answer in time, a code, a place."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from checker.cli.main import run
from tests.subjects import SILENT, questionnaire, write_subject

Captured = pytest.CaptureFixture[str]
pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes, devices and links of POSIX")


def silent(name: str) -> str:
    return questionnaire(name, evidence=SILENT, answers={"comms": {"channels": "[email]"}})


def a_pipe(folder: Path) -> None:
    folder.mkdir()
    os.mkfifo(folder / "questionnaire.yaml")


def parts(add: Callable[[Path], object]) -> Callable[[Path], None]:
    """Return a maker of a subject whose pay data are a folder of parts, with one part added."""

    def make(folder: Path) -> None:
        text = questionnaire(folder.name).replace("files: [wages/pay.csv]", "files: [wages/parts]")
        write_subject(folder, text)
        (folder / "wages/parts").mkdir()
        shutil.move(folder / "wages/pay.csv", folder / "wages/parts/a.csv")
        add(folder / "wages/parts")

    return make


def odd_name(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/b\xff.csv")).write_text("x", encoding="utf-8")


HOSTILE: dict[str, tuple[Callable[[Path], None], str]] = {
    "a questionnaire that is a pipe": (a_pipe, "questionnaire.yaml: is no ordinary file but a pipe or a device"),
    "a part that is a pipe": (
        parts(lambda folder: os.mkfifo(folder / "b.csv")),
        "evidence[0].files[0]: b.csv in wages/parts is no file but a pipe",
    ),
    "a part that never ends": (
        parts(lambda folder: os.symlink("/dev/zero", folder / "b.csv")),
        "b.csv in wages/parts is a link that leads out of the subject's folder",
    ),
    "a part that leads nowhere": (
        parts(lambda folder: os.symlink("gone.csv", folder / "b.csv")),
        "b.csv in wages/parts is no file but a pipe, a device or a link that leads nowhere",
    ),
    "a part whose name is no text": (
        parts(odd_name),
        "'b\\udcff.csv' in wages/parts has a name that cannot be printed",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_named_and_not_read(name: str, tmp_path: Path, capsys: Captured) -> None:
    make, words = HOSTILE[name]
    make(tmp_path / "acme")
    assert run(["check", str(tmp_path / "acme"), "--format", "json"]) == 3
    report = json.loads(capsys.readouterr().out)
    assert report["subjects"] == []
    assert any(words in problem for problem in report["invalid"][0]["problems"]), report["invalid"]


@pytest.mark.parametrize("target", ["/nowhere/at/all", "acme"])
def test_a_broken_link_in_place_of_a_folder_is_a_subject_that_cannot_be_read(
    target: str, tmp_path: Path, capsys: Captured
) -> None:
    write_subject(tmp_path / "in/globex", silent("globex"))
    (tmp_path / "in/acme").symlink_to(target)
    pages = f"markdown={tmp_path}/pages/"
    more = ["--assessment", str(review(tmp_path / "reviews/g.yaml", "globex")), "--output", pages]
    assert run(["check", str(tmp_path / "in"), "--format", "json", *more]) == 3
    report = json.loads(capsys.readouterr().out)
    assert [s["id"] for s in report["subjects"]] == ["globex"]
    (broken,) = report["invalid"]
    assert broken["folder"] == str(tmp_path / "in/acme")
    assert "its folder is a link that leads nowhere" in broken["problems"][0]
    assert [page.name for page in (tmp_path / "pages").iterdir()] == ["globex.md"]
    assert run(["validate", str(tmp_path / "in")]) == 3


def test_a_folder_without_a_questionnaire_is_passed_over_aloud(tmp_path: Path, capsys: Captured) -> None:
    write_subject(tmp_path / "globex", silent("globex"))
    write_subject(tmp_path / "acme", silent("acme"), without=["questionnaire.yaml"])
    for command in (["check"], ["validate"]):
        run([*command, str(tmp_path)])
        said = capsys.readouterr().err
        assert said.startswith(f"note: {tmp_path}/acme holds files as a supplier's folder does and no questionnaire")
    run(["validate", "--quiet", str(tmp_path)])
    assert capsys.readouterr().err == ""


def test_a_subject_is_found_however_deep_it_lies(tmp_path: Path, capsys: Captured) -> None:
    here = os.getcwd()
    try:
        os.chdir(tmp_path)
        for _ in range(1200):
            os.mkdir("d")
            os.chdir("d")
    finally:
        os.chdir(here)
    deep = tmp_path.joinpath(*["d"] * 1200)
    (deep / "questionnaire.yaml").write_text(silent("deep"), encoding="utf-8")
    assert run(["check", str(tmp_path), "--format", "json"]) == 5
    assert [s["id"] for s in json.loads(capsys.readouterr().out)["subjects"]] == ["deep"]
    for level in range(1200, 0, -1):  # shutil.rmtree, which pytest uses, goes down by recursion
        folder = tmp_path.joinpath(*["d"] * level)
        (folder / "questionnaire.yaml").unlink(missing_ok=True)
        folder.rmdir()


def test_an_empty_path_is_not_the_folder_where_one_happens_to_be(capsys: Captured) -> None:
    """``check "$FOLDER"`` with a variable that is not set."""
    assert run(["check", ""]) == 2
    assert "a path is empty" in capsys.readouterr().err


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_two_subjects_of_one_id_are_both_refused_and_the_others_assessed(
    jobs: str, tmp_path: Path, capsys: Captured
) -> None:
    for folder, name in (("a", "acme"), ("b", "acme"), ("c", "globex")):
        write_subject(tmp_path / folder, silent(name))
    assert run(["check", str(tmp_path), "--format", "json", "--jobs", jobs]) == 3
    report = json.loads(capsys.readouterr().out)
    assert [s["id"] for s in report["subjects"]] == ["globex"]
    for broken, other in zip(report["invalid"], ("b", "a"), strict=True):
        (problem,) = broken["problems"]
        assert problem.startswith(f"{broken['folder']}/questionnaire.yaml:3:14, vendor.id: the id is also that of ")
        assert f"{tmp_path / other}:" in problem
    assert run(["check", str(tmp_path / "a"), str(tmp_path / "c/../a"), "--format", "json"]) == 5
    assert len(json.loads(capsys.readouterr().out)["subjects"]) == 1, "one folder named twice is one subject"


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_invalid_subject_of_the_same_id_keeps_the_other_from_being_assessed(
    jobs: str, tmp_path: Path, capsys: Captured
) -> None:
    """A decision on acme may have been meant for either."""
    for folder, name in (("a", "acme"), ("b", "acme"), ("c", "globex")):
        write_subject(tmp_path / folder, silent(name).replace("email", "emial" if folder == "b" else "email"))
    assert run(["check", str(tmp_path), "--format", "json", "--jobs", jobs]) == 3
    report = json.loads(capsys.readouterr().out)
    assert [s["id"] for s in report["subjects"]] == ["globex"]
    of_a, of_b = (broken["problems"] for broken in report["invalid"])
    assert [f"the id is also that of {tmp_path / 'b'}:" in problem for problem in of_a] == [True]
    assert f"the id is also that of {tmp_path / 'a'}:" in of_b[0]
    assert "emial" in of_b[1]
    assert run(["validate", str(tmp_path)]) == 3
    shown = capsys.readouterr()
    assert shown.err.count("the id is also that of") == 2
    assert "emial" in shown.err
    assert "1 of 3 in order." in shown.out


def test_of_two_whose_ids_cannot_be_read_nothing_is_said_of_ids(tmp_path: Path, capsys: Captured) -> None:
    for folder in "ab":
        write_subject(tmp_path / folder, silent("acme") + "  : [\n")
    assert run(["check", str(tmp_path), "--format", "json"]) == 3
    assert "the id is also" not in capsys.readouterr().out


def test_validate_refuses_two_of_one_id_too(tmp_path: Path, capsys: Captured) -> None:
    for folder, name in (("a", "acme"), ("b", "acme"), ("c", "globex")):
        write_subject(tmp_path / folder, silent(name))
    assert run(["validate", str(tmp_path)]) == 3
    shown = capsys.readouterr()
    assert shown.err.count("the id is also that of") == 2
    assert "1 of 3 in order." in shown.out


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ("[../s1, ../s2]", "vendor.id: the id is also that of"),
        ("[../s1, ../x/../s1]", "names "),
        ("[../other]", "other is a buyer, and only suppliers have pay data"),
    ],
)
def test_a_buyer_cannot_name_one_supplier_as_two(named: str, words: str, tmp_path: Path, capsys: Captured) -> None:
    for folder in ("s1", "s2"):
        write_subject(tmp_path / folder, silent("acme"))
    (tmp_path / "x").mkdir()
    for folder, more in (("buyer", f"suppliers: {named}\n"), ("other", "")):
        text = silent(folder).replace("vendor: {", "buyer: {").replace(", kinds: [bpo]", "")
        write_subject(tmp_path / folder, text.replace("template: annotation-supplier", "template: buyer") + more)
    assert run(["check", str(tmp_path / "buyer"), "--format", "json"]) == 3
    problems = json.loads(capsys.readouterr().out)["invalid"][0]["problems"]
    assert any(words in problem for problem in problems), problems
    assert all("questionnaire.yaml:" in problem for problem in problems)


DECISION = "decisions:\n  - {requirement: PAI-COM-01, kind: override, value: not_met, on: 2026-07-01, reason: seen}\n"


def review(file: Path, subject: str) -> Path:
    head = f"fairlabel: assessment/1\nsubject: {subject}\nassessor: {{role: a, organisation: b}}\n"
    file.parent.mkdir(exist_ok=True)
    file.write_text(head + DECISION, encoding="utf-8")
    return file


def test_an_assessors_file_that_speaks_of_nobody_is_not_lost_in_silence(tmp_path: Path, capsys: Captured) -> None:
    folder = str(write_subject(tmp_path / "in/acme", silent("acme")))
    output = tmp_path / "out.json"
    typo = str(review(tmp_path / "reviews/a.yaml", "acmee"))
    assert run(["check", folder, "--assessment", typo, "--output", f"json={output}"]) == 3
    assert "a.yaml, subject: speaks of nobody who was assessed (acme)" in capsys.readouterr().err
    assert not output.exists()
    assert run(["check", folder, "--assessment", str(review(tmp_path / "reviews/a.yaml", "acme"))]) == 1


def test_a_folder_of_assessors_files_may_speak_of_others(tmp_path: Path, capsys: Captured) -> None:
    write_subject(tmp_path / "in/acme", silent("acme"))
    write_subject(tmp_path / "in/globex", silent("globex"))
    review(tmp_path / "reviews/a.yaml", "acme")
    review(tmp_path / "reviews/z.yaml", "acmee")
    more = ["--assessment", str(tmp_path / "reviews")]
    assert run(["check", str(tmp_path / "in/acme"), *more]) == 1
    assert capsys.readouterr().err == ""
    assert run(["check", str(tmp_path / "in"), *more]) == 1
    said = capsys.readouterr().err
    assert said == f"note: {tmp_path}/reviews/z.yaml speaks of nobody who was assessed; nothing in it counts\n"


def test_a_file_on_a_broken_subject_does_not_keep_the_others_from_being_assessed(
    tmp_path: Path, capsys: Captured
) -> None:
    write_subject(tmp_path / "in/acme", silent("acme"))
    write_subject(tmp_path / "in/broken", silent("broken").replace("email", "emial"))
    more: list[Any] = ["--assessment", str(review(tmp_path / "reviews/b.yaml", "broken")), "--format", "json"]
    assert run(["check", str(tmp_path / "in"), *more]) == 3
    assert [s["id"] for s in json.loads(capsys.readouterr().out)["subjects"]] == ["acme"]


def test_a_file_of_very_many_mistakes_is_not_printed_whole(tmp_path: Path, capsys: Captured) -> None:
    write_subject(tmp_path / "acme", silent("acme") + "".join(f"    q{n}: x\n" for n in range(3000)))
    write_subject(tmp_path / "globex", silent("globex"))
    printed = []
    for arguments in (["check"], ["check", "--format", "json"], ["check", "--format", "text"], ["validate"]):
        assert run([*arguments, str(tmp_path)]) == 3
        shown = capsys.readouterr()
        if "json" in arguments:
            problems = json.loads(shown.out)["invalid"][0]["problems"]
            assert len(problems) == 1001
            assert problems[-1] == "and 2,000 more"
            shown = shown._replace(out="")
        printed.append(shown.out + shown.err)
    for text in printed:
        assert text.count("questionnaire.yaml:") == 100
        assert "and 2,900 more" in text
    assert ": 3,000 problems" in " ".join(printed[0].split())


def test_an_assessors_file_of_very_many_mistakes_is_not_printed_whole(tmp_path: Path, capsys: Captured) -> None:
    write_subject(tmp_path / "acme", silent("acme"))
    file = review(tmp_path / "reviews/a.yaml", "acme")
    file.write_text(file.read_text("utf-8") + "".join(f"k{n}: x\n" for n in range(3000)), "utf-8")
    assert run(["check", str(tmp_path / "acme"), "--assessment", str(file)]) == 3
    said = capsys.readouterr().err.splitlines()
    assert (len(said), said[-1]) == (102, "and 2,900 more")
