"""Baselines and reports read back: the same as was written, and a clear word on everything that is none."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from checker.errors import InputError
from checker.load.baselines import load_baseline, load_report
from checker.load.schemas import baseline_schema
from checker.model.assessment import Exhibit, Score, SubjectResult
from checker.model.overlay import Number
from checker.render import render
from checker.render.baseline import baseline_bytes
from tests import reports_for_tests as made
from tests.subjects import SILENT, questionnaire, write_subject

JUDGED = replace(made.judged_by(), parameters=({"pack": "pai", "name": "nearly_all", "value": 0.1},))


def subject(**changes: Any) -> SubjectResult:
    """Return the made subject, with scores that its results can carry: 20, 33.3 and 63.3 of 100."""
    shown = tuple(Exhibit(item, None, None, False) for item in (made.PAYROLL, made.CONTRACT))
    sums = made.standard().sums
    whole = replace(sums["extended"], score=Score("weighted", 19.23456789012, 33.3, 63.3, 100))
    standards = (made.standard(sums={**sums, "extended": whole}),)
    return made.subject(**{"judged_by": JUDGED, "evidence": shown, "standards": standards, **changes})


def report_file(folder: Path, *subjects: SubjectResult) -> Path:
    file = folder / "report.json"
    file.write_bytes(render(made.report(*(subjects or (subject(),))), "json"))
    return file


def written(folder: Path) -> Path:
    """Write the baseline of the report with every status."""
    found = load_report(report_file(folder))
    file = folder / "baseline.json"
    file.write_bytes(baseline_bytes("head of procurement", date(2026, 12, 31), found.standards, found.subjects, "0.1"))
    return file


def test_what_a_baseline_keeps_of_a_report(tmp_path: Path) -> None:
    """By hand from `every_status`: critical and zero-tolerance ones apart, met and not applicable ones not at all."""
    found = load_report(report_file(tmp_path))
    acme = found.subjects["acme"]
    assert {name: (e.status, e.credit) for name, e in acme.results.items()} == {
        "PAI-PAY-02": ("partly_met", 0.5), "PAI-TIME-03": ("not_met", 0), "PAI-CON-01": ("claimed", 0),
        "PAI-PRV-02": ("unknown", 0),
    }  # fmt: skip
    assert {name: e.evidence for name, e in acme.uncovered.items()} == {"PAI-PAY-01": ("payroll-h1",)}
    assert acme.uncovered["PAI-PAY-01"].numbers == {
        "wages.share_below_living_wage@basic_only, supplier": Number(0.3, 0.3)
    }
    assert found.left_out == {("acme", "PAI-PAY-01"): "zero tolerance", ("acme", "PAI-GRV-01"): "critical"}
    assert acme.scores == {"pai": {"core": 38.1, "extended": 19.23456789}}
    assert acme.evidence["payroll-h1"].sha256 == (made.SHA,)
    assert (acme.as_of, found.standards["pai"].edition) == (date(2026, 6, 30), "2022")


def test_only_published_numbers_are_kept(tmp_path: Path) -> None:
    """The share below the minimum wage is 2 of 60 and hidden: no baseline tells it."""
    hidden = made.fact(
        "wages.share_below_minimum_wage", 2 / 60, low=2 / 60, high=2 / 60, unit="share", items=(made.PAYROLL,),
        method="basic_only",
    )  # fmt: skip
    one = made.result("PAI-TIME-09", "t", "not_met", severity="major", facts=(hidden,))
    nothing = Score("weighted", 0.0, 0.0, 0.0, 100)
    sums = {name: replace(s, score=nothing, counts={"not_met": 1}) for name, s in made.standard().sums.items()}
    file = report_file(tmp_path, subject(standards=(made.standard((one,), sums=sums),)))
    entry = load_report(file).subjects["acme"].results["PAI-TIME-09"]
    assert entry.numbers == {
        "wages.share_below_minimum_wage@basic_only, supplier": Number(None, None, "fewer than 5 of 60")
    }


def test_a_baseline_is_read_as_it_was_written_and_fits_its_schema(tmp_path: Path) -> None:
    from jsonschema import Draft202012Validator

    file = written(tmp_path)
    found, report = load_baseline(file), load_report(tmp_path / "report.json")
    assert found.subjects == report.subjects
    assert {n: b.parameters for n, b in found.standards.items()} == {
        n: b.parameters for n, b in report.standards.items()
    }
    assert (found.approved_by, found.until) == ("head of procurement", date(2026, 12, 31))
    assert list(Draft202012Validator(baseline_schema()).iter_errors(json.loads(file.read_bytes()))) == []
    assert file.read_bytes() == written(tmp_path).read_bytes()


def changed(change: Callable[[dict[str, Any]], object]) -> Callable[[bytes], bytes]:
    """Return a change of a file as the value that it holds."""

    def make(data: bytes) -> bytes:
        value = json.loads(data)
        change(value)
        return json.dumps(value).encode()

    return make


BROKEN: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "cut off": (lambda data: data[: len(data) // 2], "ends too soon: it was cut off"),
    "no JSON": (lambda data: b"approved_by: me\n", "is no JSON"),
    "empty": (lambda data: b"", "is empty"),
    "another encoding": (lambda data: "{\"approved_by\": \"é\"}".encode("latin-1"), "is no JSON in UTF-8"),
    "a key twice": (lambda data: b'{"schema": "x", "schema": "y"}', "stands twice"),
    "no number": (lambda data: b'{"schema": NaN}', "NaN is no number of JSON"),
    "a list": (lambda data: b"[]", "does not say what it is"),
    "too deep": (lambda data: b"[" * 200_000, "baseline.json"),
    "no schema": (changed(lambda v: v.pop("schema")), "does not say what it is"),
    "something else": (changed(lambda v: v.update(schema="spdx/2")), "is 'spdx/2', and no baseline"),
    "newer": (changed(lambda v: v.update(schema="fairlabel/baseline/2")), "written by a newer version"),
    "a report": (changed(lambda v: v.update(schema="fairlabel/report/1")), "is a report ('fairlabel/report/1')"),
    "a newer report": (changed(lambda v: v.update(schema="fairlabel/report/9")), "is a report ('fairlabel/report/9')"),
    "31 February": (changed(lambda v: v.update(until="2026-02-31")), "until: '2026-02-31' is no day"),
    "without end": (changed(lambda v: v.pop("until")), "until: field required"),
    "by nobody": (changed(lambda v: v.update(approved_by="")), "approved_by"),
    "another key": (changed(lambda v: v.update(surprise=1)), "surprise"),
    "another status": (
        changed(lambda v: v["subjects"]["acme"]["results"]["PAI-PAY-02"].update(status="met")),
        "subjects.acme.results.PAI-PAY-02.status",
    ),
    "credit over 1": (
        changed(lambda v: v["subjects"]["acme"]["results"]["PAI-PAY-02"].update(credit=2)),
        "subjects.acme.results.PAI-PAY-02.credit",
    ),
    "a text for a number": (
        changed(lambda v: v["subjects"]["acme"]["results"]["PAI-PAY-02"].update(credit="0")),
        "subjects.acme.results.PAI-PAY-02.credit",
    ),
    "no hash": (
        changed(lambda v: v["subjects"]["acme"]["evidence"]["payroll-h1"].update(sha256=["abc"])),
        "subjects.acme.evidence.payroll-h1.sha256[0]",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_baseline_is_refused_with_place_and_what_to_do(name: str, tmp_path: Path) -> None:
    spoil, words = BROKEN[name]
    file = written(tmp_path)
    file.write_bytes(spoil(file.read_bytes()))
    with pytest.raises(InputError) as raised:
        load_baseline(file)
    said = str(raised.value)
    assert words in said
    assert said.startswith(file.as_posix())
    assert all(problem.todo for problem in raised.value.problems)


def test_a_line_of_broken_json_is_named(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    file.write_text('{"schema": "fairlabel/baseline/1",\n "until": }\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"baseline\.json:2:11: is no JSON"):
        load_baseline(file)


def test_odd_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no ordinary file"):
        load_baseline(tmp_path)
    with pytest.raises(InputError, match="cannot be read"):
        load_baseline(tmp_path / "gone.json")
    huge = tmp_path / "huge.json"
    with huge.open("wb") as file:
        file.truncate(300_000_000)
    with pytest.raises(InputError, match="is 300 MB; at most 256 MB are read"):
        load_baseline(huge)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda v: v.update(schema="fairlabel/report/2"), "is of the schema 'fairlabel/report/2'"),
        (lambda v: v.update(schema="fairlabel/baseline/1"), "is no report of fairlabel"),
        (lambda v: v["subjects"][0].pop("evidence"), "does not list what acme showed: an earlier version wrote it"),
        (lambda v: v["subjects"][0]["standards"][0]["results"][0].update(status="fine"), "results.0.status"),
        (lambda v: v.pop("subjects"), "subjects: was changed by hand or damaged"),
    ],
)
def test_what_is_no_report_is_refused(change: Callable[[Any], object], words: str, tmp_path: Path) -> None:
    file = report_file(tmp_path)
    file.write_bytes(changed(change)(file.read_bytes()))
    with pytest.raises(InputError) as raised:
        load_report(file)
    assert words in str(raised.value)


def test_subjects_of_one_report_have_one_yardstick(tmp_path: Path) -> None:
    file = report_file(tmp_path, subject(), subject(id="globex", folder="vendors/globex"))
    assert set(load_report(file).subjects) == {"acme", "globex"}
    file.write_bytes(
        changed(lambda v: v["subjects"][1]["judged_by"]["packs"][0].update(edition="2021"))(file.read_bytes())
    )
    with pytest.raises(InputError, match="globex was judged by another pai"):
        load_report(file)


def test_no_baseline_lies_with_whom_it_covers(tmp_path: Path) -> None:
    home = write_subject(tmp_path / "acme", questionnaire("acme", evidence=SILENT))
    file = written(home)
    with pytest.raises(InputError, match="whoever is judged does not excuse itself"):
        load_baseline(file, [home])
    other = write_subject(tmp_path / "globex", questionnaire("globex", evidence=SILENT))
    with pytest.raises(InputError, match="no supplier excuses another"):
        load_baseline(written(other), [other, home])
    buyer = write_subject(tmp_path / "buyer", "fairlabel: questionnaire/1\ntemplate: buyer\nbuyer: {id: buyer}\n")
    assert load_baseline(written(buyer), [buyer, home]).subjects.keys() == {"acme"}
