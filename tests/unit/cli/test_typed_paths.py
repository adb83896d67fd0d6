"""A path that was typed from the root stands in no report from the root: reports are handed on."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from checker.cli.main import run
from checker.cli.typed_paths import seen_from_here
from checker.render import FORMATS
from tests.overlays_for_tests import DAY, subject, update, waiver, waivers

Captured = pytest.CaptureFixture[str]
PLACE = "alice-at-home"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder that bears a person's name, with a subject and all that may be laid over it."""
    place = tmp_path / PLACE
    (place / "vendors").mkdir(parents=True)
    monkeypatch.chdir(place)
    subject(place / "vendors" / "acme")
    waivers(waiver(), waiver(who="nobody"))
    assert update("vendors") == 0
    assert run(["plan", "new", "vendors/acme", "-o", "acme-plan.yaml"]) == 0
    Path("settings.yaml").write_text("fairlabel: settings/1\nparameters: {pai: {nearly_all: 0.02}}\n", "utf-8")
    Path("fx.csv").write_text("month,base,currency,rate\n2026-03,USD,KES,129\n", "utf-8")
    decisions = "assessor: {role: auditor, organisation: House}\ndecisions: []\n"
    Path("acme.yaml").write_text(f"fairlabel: assessment/1\nsubject: acme\n{decisions}", "utf-8")
    return place


def call(root: str) -> list[str]:
    files = {
        "--waivers": "waivers.yaml", "--baseline": "baseline.json", "--plan": "acme-plan.yaml", "--fx": "fx.csv",
        "--config": "settings.yaml", "--assessment": "acme.yaml",
    }  # fmt: skip
    given = [word for option, name in files.items() for word in (option, f"{root}{name}")]
    return ["check", f"{root}vendors/acme", *given, *DAY, "--fail-on", "never"]


def bytes_of(file: Path) -> bytes:
    if file.suffix != ".xlsx":
        return file.read_bytes()
    with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as packed:
        return b"".join(packed.read(name) for name in packed.namelist())


@pytest.mark.parametrize("full", [False, True])
def test_every_format_has_the_same_bytes_whichever_way_the_paths_were_typed(
    full: bool, home: Path, capsys: Captured
) -> None:
    extra = ["--sarif-profile", "full"] if full else []
    wanted = [fmt for fmt in FORMATS if fmt != "pdf"] if not full else ["sarif"]
    made: dict[str, dict[str, bytes]] = {}
    for way, root in (("relative", ""), ("typed", f"{home}/")):
        outputs = [word for f in wanted for word in ("--output", f"{f}={way}/{f}{FORMATS[f].suffix}")]
        assert run([*call(root), *extra, *outputs]) == 0, capsys.readouterr()
        made[way] = {file.name: bytes_of(file) for file in Path(way).iterdir()}
    assert made["relative"].keys() == made["typed"].keys() and len(made["typed"]) == len(wanted)
    assert {name for name, content in made["typed"].items() if content != made["relative"][name]} == set()
    assert {name for name, content in made["typed"].items() if PLACE.encode() in content} == set()


def test_what_lies_elsewhere_is_named_as_it_was_typed(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    (home / "out").mkdir()
    monkeypatch.chdir(home / "out")
    assert run([*call(f"{home}/"), "--output", "json=r.json"]) == 0
    report = Path("r.json").read_text("utf-8")
    assert f'"folder":"{home}/vendors/acme"' in report and f'"path":"{home}/waivers.yaml"' in report


def test_the_same_file_is_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "c").mkdir()
    monkeypatch.chdir(tmp_path / "a")
    assert seen_from_here(str(tmp_path / "a" / "b")) == "b"
    assert seen_from_here(f"{tmp_path}/a/b/") == "b/"
    assert seen_from_here(str(tmp_path / "a")) == "."
    assert seen_from_here(f"{tmp_path}/a/missing") == "missing"
    assert seen_from_here(f"{tmp_path}/c/../a/b") == "b"
    elsewhere = (str(tmp_path / "c"), f"{tmp_path}/a/../c", str(tmp_path), f"{tmp_path}/ab", "/", "/etc/hostname")
    for kept in ("b", "./b", "../c", "", f"{tmp_path}/a/b/../missing", *elsewhere):
        assert seen_from_here(kept) == kept
    os.symlink(tmp_path / "c", tmp_path / "a" / "link")
    assert seen_from_here(f"{tmp_path}/a/link") == "link"
    assert Path(seen_from_here(f"{tmp_path}/a/link")).resolve() == (tmp_path / "c").resolve()
    (tmp_path / "b").mkdir()
    through = f"{tmp_path}/a/link/../b"
    assert seen_from_here(through) == through, "it is not a/b: the link leads out"


def test_in_a_working_folder_that_is_gone_a_path_stays_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> str:
        raise FileNotFoundError

    monkeypatch.setattr(os, "getcwd", gone)
    assert seen_from_here(str(tmp_path)) == str(tmp_path)
