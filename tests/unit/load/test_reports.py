"""Reports read back: what fairlabel wrote, and everything that is none."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from checker.errors import InputError, UsageError
from checker.load.reports import read_report, read_reports
from checker.render import Options, render
from tests import past_reports as made
from tests import reports_for_tests as whole

GOOD = json.dumps(made.document(made.subject(made.standard([made.result("A-1", "met")]))))


def test_what_the_report_writes_is_read(tmp_path: Path) -> None:
    file = tmp_path / "r.json"
    written = json.loads(render(whole.report(), "json", Options()))
    score = written["subjects"][0]["standards"][0]["score"]
    assert score["shown"] > 41  # invented; of 30 its results earn 6, 10 and 19
    score.update(shown=20, claimed=33.3, possible=63.3)
    file.write_text(json.dumps(written), encoding="utf-8")
    found = read_report(file)
    (subject,) = found.report.subjects
    source = whole.subject()
    assert (found.file, subject.id, subject.as_of) == (file.as_posix(), source.id, source.as_of)
    assert [r.status for r in subject.standards[0].results] == [r.status for r in source.standards[0].results]
    assert [r.credit.shown for r in subject.standards[0].results] == [
        r.standing.credit.shown for r in source.standards[0].results
    ]


def test_keys_of_a_later_version_do_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "r.json"
    file.write_text(GOOD.replace('"subjects":', '"of a later day": {"x": [1]}, "subjects":'), encoding="utf-8")
    assert read_report(file).report.subjects[0].id == "acme"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"  \n", "is empty"),
        (GOOD.encode()[:-40], "is not JSON"),
        (b"\x80\x81", "is not text in UTF-8"),
        (b"[" * 200_000, "nested too deep"),
        (b"[1, 2]", "is no report of fairlabel"),
        (b'{"version": "2.1.0", "runs": []}', "is no report of fairlabel"),
        (GOOD.replace("report/1", "report/2").encode(), "schema 'fairlabel/report/2', and this version reads"),
        (GOOD.replace('"met"', '"excellent"').encode(), "results.0.status: was changed by hand or damaged"),
        (GOOD.replace('"2026-06-30"', '"2026-02-31"').encode(), "was changed by hand or damaged"),
        (GOOD.replace('"answered": 6', '"answered": -6').encode(), "was changed by hand or damaged"),
        (GOOD.replace('"coverage": 0.5', '"coverage": "half"').encode(), "coverage: was changed by hand or damaged"),
    ],
)
def test_what_is_no_report_is_named(tmp_path: Path, data: bytes, words: str) -> None:
    file = tmp_path / "r.json"
    file.write_bytes(data)
    with pytest.raises(InputError) as error:
        read_report(file)
    assert words in str(error.value)
    assert str(error.value).startswith(file.as_posix())


def test_a_path_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no such file"):
        read_report(tmp_path / "gone.json")


def test_a_folder_and_a_pipe_are_no_report(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    for path, words in ((tmp_path, "is a folder"), (tmp_path / "pipe.json", "pipe or a device")):
        with pytest.raises(InputError, match=words):
            read_report(path)


def test_of_a_folder_every_report_is_read_and_the_rest_is_named(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "one.JSON").write_text(GOOD, encoding="utf-8")
    (tmp_path / "a.json").write_text(GOOD, encoding="utf-8")
    (tmp_path / "other.json").write_text("{}", encoding="utf-8")
    (tmp_path / "torn.json").write_text(GOOD[:-9], encoding="utf-8")
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    found, problems, others = read_reports([tmp_path])
    assert [f.file for f in found] == ["a.json", "b/one.JSON"]
    assert [p.file for p in problems] == [(tmp_path / "torn.json").as_posix()]
    assert others == [(tmp_path / "other.json").as_posix()]


def test_large_data_of_others_are_not_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rows.json").write_bytes(b"[" + b"1," * (1 << 20) + b"1]")
    (tmp_path / "a.json").write_text(GOOD, encoding="utf-8")
    monkeypatch.setattr("checker.load.reports._diagnosis", None)
    found, problems, others = read_reports([tmp_path])
    assert ([f.file for f in found], problems, others) == (["a.json"], [], [(tmp_path / "rows.json").as_posix()])


def test_a_file_named_by_itself_has_to_be_a_report(tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text("{}", encoding="utf-8")
    found, problems, others = read_reports([tmp_path / "other.json"])
    assert (found, len(problems), others) == ([], 1, [])
