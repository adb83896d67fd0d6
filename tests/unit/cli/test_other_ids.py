"""A supplier gives itself another id: what was known under the former one does not vanish in silence."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from checker.assess.other_ids import OtherId, in_succession, other_ids
from checker.cli.main import run
from checker.pipeline.forms import schema
from tests.overlays_for_tests import DAY, GAP, Captured, document, subject, update
from tests.past_reports import past
from tests.past_reports import subject as past_subject
from tests.subjects import questionnaire, write_subject


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ({"a": "v/acme"}, {"b": "v/acme"}, [OtherId("acme", "a", "b")]),
        ({"a": "v/acme"}, {"b": "acme/"}, [OtherId("acme", "a", "b")]),
        ({"a": "v/acme"}, {"a": "v/acme"}, []),
        ({"a": "v/acme"}, {"a": "v/other", "b": "v/acme"}, []),  # a is still there: two subjects
        ({"a": "v/acme", "b": "v/b"}, {"b": "v/acme"}, []),  # b was there already
        ({"a": "t1/acme", "c": "t2/acme"}, {"b": "t1/acme"}, []),  # which of them is not known
        ({"a": "."}, {"b": "."}, []),
        ({"a": ""}, {"b": ""}, []),
    ],
)
def test_an_id_that_went_and_one_that_came_in_one_folder(
    before: dict[str, str], after: dict[str, str], found: list[OtherId]
) -> None:
    assert list(other_ids(before, after)) == found


@pytest.fixture
def renamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> Path:
    """A baseline and a report of acme, which calls itself acme-ltd since and has taken its evidence away."""
    monkeypatch.chdir(tmp_path)
    subject(Path("vendors/acme"))
    subject(Path("vendors/globex"))
    assert update("vendors") == 0
    assert run(["check", "vendors", "--fail-on", "never", "--output", "json=reports/1.json"]) == 0
    write_subject(Path("vendors/acme"), questionnaire("acme-ltd", answers={}, evidence=()))
    capsys.readouterr()
    return tmp_path


def test_a_baseline_tells_it_and_what_was_shown_then(renamed: Path, capsys: Captured) -> None:
    kept = json.loads(Path("baseline.json").read_bytes())["subjects"]
    assert {name: one["folder"] for name, one in kept.items()} == {"acme": "acme", "globex": "globex"}
    call = ["--baseline", "baseline.json", "--new-only", "--ratchet", *DAY]
    _, report = document(capsys, "vendors", *call)
    (found,) = [s for s in report["subjects"] if s["id"] == "acme-ltd"]
    (finding,) = [f for f in found["findings"] if f["code"] == "id_changed"]
    assert "the folder acme was acme when the baseline was made and is acme-ltd now" in finding["message"]
    assert "its evidence showed then what was not met: PAI-COM-03" in finding["message"]
    (other,) = [s for s in report["subjects"] if s["id"] == "globex"]
    assert not [f for f in other["findings"] if f["code"] == "id_changed"]
    note = "baseline.json has the folder acme as acme, which is acme-ltd now"
    assert [n for n in report["gate"]["baseline_notes"] if n.startswith(note)]
    assert run(["check", "vendors", *call]) != 0
    assert note in " ".join(capsys.readouterr().out.split())


def test_a_baseline_that_is_made_anew_tells_it(renamed: Path, capsys: Captured) -> None:
    assert update("vendors") == 0
    said = capsys.readouterr().err
    assert said.startswith("warning: the folder acme was acme in the former baseline and is acme-ltd now: ")
    assert "globex" not in said


def test_a_baseline_without_folders_is_read_as_before(renamed: Path, capsys: Captured) -> None:
    text = Path("baseline.json").read_text("utf-8")
    Path("old.json").write_text(
        text.replace('\n  "folder": "acme",', "").replace('\n  "folder": "globex",', ""), "utf-8"
    )
    assert '"folder"' not in Path("old.json").read_text("utf-8")
    _, report = document(capsys, "vendors", "--baseline", "old.json", *DAY)
    assert not [f for s in report["subjects"] for f in s["findings"] if f["code"] == "id_changed"]


def test_two_reports_and_many_tell_it(renamed: Path, capsys: Captured) -> None:
    assert run(["check", "vendors", "--fail-on", "never", "--output", "json=reports/2.json"]) == 0
    capsys.readouterr()
    for fmt in ("text", "markdown"):
        assert run(["compare", "reports/1.json", "reports/2.json", "--format", fmt]) == 0
        said = " ".join(capsys.readouterr().out.replace("\\", "").split())
        assert "Another id in the same folder" in said and "acme was acme and is acme-ltd" in said
    assert run(["compare", "reports/1.json", "reports/2.json", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    jsonschema.validate(found, schema("comparison"))
    assert found["other_ids"] == [{"folder": "acme", "before": "acme", "after": "acme-ltd"}]


def test_of_reports_of_several_days_the_ids_follow_each_other(renamed: Path, capsys: Captured) -> None:
    whole = ["--fail-on", "never", "--as-of", "2026-12-31"]
    assert run(["check", "vendors", *whole, "--output", "json=reports/2.json"]) == 0
    words = "warning: the folder vendors/acme was acme and is acme-ltd since"
    capsys.readouterr()
    assert run(["trend", "reports"]) == 0
    assert words in capsys.readouterr().err
    assert run(["trend", "reports", "--subject", "globex"]) == 0
    assert "warning" not in capsys.readouterr().err
    assert run(["portfolio", "reports", "-o", "site"]) == 0
    assert words in capsys.readouterr().err
    assert "the folder vendors/acme was acme" in Path("site/index.html").read_text("utf-8")


def test_ids_of_the_same_days_are_two_subjects() -> None:
    def found(*reports: tuple[str, int], folder: str = "v/a") -> list[OtherId]:
        made = [past_subject(name=name, folder=folder, as_of=f"2026-01-0{day}") for name, day in reports]
        return list(in_succession(past(one) for one in made))

    assert found(("a", 1), ("b", 2)) == [OtherId("v/a", "a", "b")]
    assert found(("b", 2), ("a", 1)) == [OtherId("v/a", "a", "b")], "in whichever order they are read"
    assert found(("a", 1), ("b", 1)) == []
    assert found(("a", 1), ("b", 2), ("a", 3)) == []
    assert found(("a", 1), ("b", 2), folder=".") == []


def test_a_baseline_in_another_file_carries_over_what_the_former_one_knew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.chdir(tmp_path)
    subject(Path("acme"), GAP)
    assert update("acme", out="2025.json") == 0
    assert "note: 2025.json is new, and no former baseline was given" in capsys.readouterr().err
    write_subject(Path("acme"), questionnaire("acme", answers={}, evidence=()))
    assert update("acme", out="silent.json") == 0
    assert "no former baseline was given" in capsys.readouterr().err
    assert (
        json.loads(Path("silent.json").read_bytes())["subjects"]["acme"]["results"]["PAI-COM-03"]["status"] == "unknown"
    )
    assert update("acme", "--former", "2025.json", out="2026.json") == 0
    said = capsys.readouterr()
    assert "no former baseline" not in said.err
    assert "Held to the former baseline 2025.json." in said.out
    assert "Carried over, since the evidence has gone and no assessor lifted it: acme: PAI-COM-03" in said.out
    assert (
        json.loads(Path("2026.json").read_bytes())["subjects"]["acme"]["results"]["PAI-COM-03"]["status"] == "not_met"
    )
    assert update("acme", out="2026.json") == 0, "over itself, as ever"
    assert "no former baseline" not in capsys.readouterr().err
    assert update("acme", "--former", "gone.json", out="x.json") == 2
    Path("broken.json").write_text("{}", "utf-8")
    assert update("acme", "--former", "broken.json", out="x.json") == 3
    assert not Path("x.json").exists()
