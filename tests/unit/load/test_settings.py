"""Settings files: every value with its place, paths from the file's folder, all mistakes together."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click
import pytest

from checker.cli.check import check
from checker.cli.settings import KEYS
from checker.errors import InputError
from checker.load.settings import load_settings, refuse_settings_inside
from checker.load.settings_search import find_settings
from checker.model.evidence import Place
from checker.model.settings import MovedParameter, Settings
from checker.model.settings_file import SettingsShape
from tests.unit.load.test_schemas import faults

HEAD = "fairlabel: settings/1\n"
WHOLE = """fairlabel: settings/1
standards: [pai, eti]
standards_dirs: [packs]
profile: core
fail_on: minor
gate_date: 2026-09-01
fx: tables/fx.csv
assessments: [reviews]
waivers: waivers.yaml
baseline: ../baseline.json
plans: [plans, acme-plan.xlsx]
jobs: 4
engine: spark
memory_limit: 2GB
threads: 8
spark_master: yarn
spark_options: {spark.executor.memory: 8g, spark.cores.max: 64, spark.eventLog.enabled: true}
outputs: [html=reports/, "sarif=gaps {subject}.sarif"]
sarif_profile: full
junit_flavour: strict
font_paths: [fonts]
parameters: {pai: {nearly_all: 0.02}}
suppliers:
  - {match: vendors/tier1/*, standards: [pai], fail_on: critical, kinds: [bpo]}
  - match: acme
"""


def load(folder: Path, text: str | bytes) -> Settings:
    file = folder / "fairlabel.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return load_settings(file)


def test_every_key_is_read_with_its_place_and_paths_start_at_the_file(tmp_path: Path) -> None:
    found = load(tmp_path, WHOLE)
    home, file = tmp_path.as_posix(), f"{tmp_path.as_posix()}/fairlabel.yaml"
    assert {name: one.value for name, one in found.values.items()} == {
        "standards": ("pai", "eti"), "standards_dirs": (f"{home}/packs",), "profile": "core", "fail_on": "minor",
        "gate_date": "2026-09-01", "fx": f"{home}/tables/fx.csv", "assessments": (f"{home}/reviews",),
        "waivers": f"{home}/waivers.yaml", "baseline": f"{tmp_path.parent.as_posix()}/baseline.json", "jobs": 4,
        "plans": (f"{home}/plans", f"{home}/acme-plan.xlsx"),
        "engine": "spark", "memory_limit": "2GB", "threads": 8, "spark_master": "yarn",
        "spark_options": ("spark.executor.memory=8g", "spark.cores.max=64", "spark.eventLog.enabled=true"),
        "outputs": (f"html={home}/reports/", f"sarif={home}/gaps {{subject}}.sarif"),
        "sarif_profile": "full", "junit_flavour": "strict", "font_paths": (f"{home}/fonts",),
    }  # fmt: skip
    assert found.values["jobs"].place == Place(file, 12, 1, "jobs")
    assert found.values["standards"].items[1] == Place(file, 2, 18, "standards[1]")
    assert found.parameters == (
        MovedParameter(
            "pai", "nearly_all", 0.02, Place(file, 22, 14, "parameters.pai"),
            Place(file, 22, 20, "parameters.pai.nearly_all"), Place(file, 22, 32, "parameters.pai.nearly_all"),
        ),
    )  # fmt: skip
    assert [(r.match, r.standards, r.fail_on, r.kinds) for r in found.suppliers] == [
        ("vendors/tier1/*", ("pai",), "critical", ("bpo",)), ("acme", None, None, None),
    ]  # fmt: skip
    assert faults("settings", WHOLE) == []


def test_the_list_of_keys_the_loader_and_the_schema_are_one() -> None:
    named = {"fairlabel", "parameters", "suppliers"}
    assert set(KEYS) == set(SettingsShape.model_fields) - named
    assert {key.param for key in KEYS.values()} <= {param.name for param in check.params}


@pytest.mark.parametrize("name", ["profile", "fail_on", "engine", "sarif_profile", "junit_flavour"])
def test_words_of_the_file_are_those_of_the_option(name: str, tmp_path: Path) -> None:
    (choice,) = [p.type for p in check.params if p.name == KEYS[name].param]
    assert isinstance(choice, click.Choice)
    for word in choice.choices:
        assert load(tmp_path, f"{HEAD}{name}: {word}\n").values[name].value == word
        assert faults("settings", f"{HEAD}{name}: {word}\n") == []
    with pytest.raises(InputError, match=r"fairlabel\.yaml:2:"):
        load(tmp_path, f"{HEAD}{name}: {word}x\n")
    assert faults("settings", f"{HEAD}{name}: {word}x\n")


def test_benchmarks_may_be_a_folder_whose_tables_are_taken_by_name(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    for name in ("b.csv", "a.CSV", "notes.txt"):
        (tmp_path / "tables" / name).touch()
    found = load(tmp_path, f"{HEAD}benchmarks: [own.csv, tables]\n").values["benchmarks"]
    home = tmp_path.as_posix()
    assert found.value == (f"{home}/own.csv", f"{home}/tables/a.CSV", f"{home}/tables/b.csv")
    assert [place.column for place in found.items] == [14, 23, 23]


BAD: dict[str, tuple[str | bytes, str, int | None]] = {
    "a list": ("- a\n", "is no mapping, so no settings file can be read from it", 1),
    "empty file": ("", "is empty: nothing is said", None),
    "no header": ("jobs: 1\n", "does not say what it is", 1),
    "other header": ("fairlabel: waivers/1\n", "is no settings file that this version reads", 1),
    "newer": ("fairlabel: settings/2\n", "is no settings file that this version reads", 1),
    "unknown key": (HEAD + "fail-on: minor\n", "did you mean 'fail_on'?", 2),
    "key twice": (HEAD + "jobs: 1\njobs: 2\n", "jobs", 3),
    "jobs as text": (HEAD + "jobs: '4'\n", "is no number of jobs", 2),
    "jobs as truth": (HEAD + "jobs: true\n", "is no number of jobs", 2),
    "threads below one": (HEAD + "threads: 0\n", "is no number of threads", 2),
    "one standard as text": (HEAD + "standards: pai\n", "not a list", 2),
    "standard twice": (HEAD + "standards: [pai, pai]\n", "stands twice", 2),
    "path as number": (HEAD + "fx: 3\n", "not text", 2),
    "no such output": (HEAD + "outputs: [report.html]\n", "write FORMAT=PATH", 2),
    "parameters as list": (HEAD + "parameters: [pai]\n", "write pack, parameter and value", 2),
    "pack as number": (HEAD + "parameters: {pai: 3}\n", "write pack, parameter and value", 2),
    "parameter as text": (HEAD + "parameters: {pai: {nearly_all: 5 %}}\n", "is text ('5 %'), not a number", 2),
    "parameter empty": (HEAD + "parameters: {pai: {nearly_all: }}\n", "is empty, not a number", 2),
    "parameter as truth": (HEAD + "parameters: {pai: {nearly_all: yes, x: true}}\n", "not a number", 2),
    "spark as list": (HEAD + "spark_options: [a]\n", "not a mapping", 2),
    "spark with a list": (HEAD + "spark_options: {spark.a: [1]}\n", "not one value", 2),
    "suppliers as mapping": (HEAD + "suppliers: {match: a}\n", "not a list", 2),
    "no match": (HEAD + "suppliers:\n  - {fail_on: minor}\n", "has no match", 3),
    "empty entry": (HEAD + "suppliers:\n  - {match: a}\n  -\n", "an entry is empty", 4),
    "match twice": (HEAD + "suppliers:\n  - match: a\n  - match: a\n", "this entry would never apply", 4),
    "absolute match": (HEAD + "suppliers:\n  - match: /srv/a\n", "is a path of one machine", 3),
    "unknown key of an entry": (HEAD + "suppliers:\n  - {match: a, profile: core}\n", "unknown key 'profile'", 3),
    "unknown kind": (HEAD + "suppliers:\n  - {match: a, kinds: [bpos]}\n", "did you mean 'bpo'?", 3),
    "unknown gate": (HEAD + "suppliers:\n  - {match: a, fail_on: mayor}\n", "did you mean 'major'?", 3),
    "folder without tables": (HEAD + "benchmarks: [empty]\n", "is a folder without a CSV file", 2),
    "no text": (b"fairlabel: settings/1\nfx: \xff\n", "UTF-8", 2),
    "no YAML": (HEAD + "a: [\n", "fairlabel.yaml", 3),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_mistake_is_named_with_its_place(name: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    text, words, line = BAD[name]
    with pytest.raises(InputError) as error:
        load(tmp_path, text)
    problem = next(p for p in error.value.problems if words in str(p))
    assert problem.line == line


def test_all_mistakes_are_told_together(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        load(tmp_path, HEAD + "jobs: many\nfail_on: mayor\nsuppliers:\n  - {fail_on: x}\n")
    assert [problem.line for problem in error.value.problems] == [2, 3, 5, 5]


@pytest.mark.parametrize("text", ["fail_on:", "fx: tbd", "standards: []", "suppliers:", "parameters:", ""])
def test_what_is_left_empty_sets_nothing(text: str, tmp_path: Path) -> None:
    found = load(tmp_path, f"{HEAD}{text}\n")
    assert (dict(found.values), found.parameters, found.suppliers) == ({}, (), ())
    assert faults("settings", f"{HEAD}{text}\n") == []


@pytest.mark.parametrize(
    "text", ["jobs: 0", "jobs: '1'", "fail-on: minor", "outputs: [x]", "parameters: {pai: {a: x}}", "suppliers: [{}]"]
)
def test_the_schema_refuses_what_the_loader_refuses(text: str) -> None:
    assert faults("settings", f"{HEAD}{text}\n")


def test_the_nearest_file_upward_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    (tmp_path / "fairlabel.yml").write_text(HEAD)
    monkeypatch.chdir(deep)
    assert find_settings(Path()) == Path("../../fairlabel.yml")
    (tmp_path / "a" / "fairlabel.yaml").write_text(HEAD)
    assert find_settings(Path()) == Path("../fairlabel.yaml")
    (deep / "fairlabel.yaml").symlink_to("nowhere")
    assert find_settings(Path()) == Path("fairlabel.yaml")
    with pytest.raises(InputError, match="cannot be read"):
        load_settings(Path("fairlabel.yaml"))


def test_two_files_in_one_folder_are_refused_by_name(tmp_path: Path) -> None:
    for name in ("fairlabel.yaml", "fairlabel.yml"):
        (tmp_path / name).write_text(HEAD)
    with pytest.raises(InputError, match=r"fairlabel\.yaml and fairlabel\.yml both lie in"):
        find_settings(tmp_path)


def test_a_folder_in_place_of_the_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "fairlabel.yaml").mkdir()
    found = find_settings(tmp_path)
    assert found is not None
    with pytest.raises(InputError, match="cannot be read"):
        load_settings(found)


def test_a_folder_that_cannot_be_looked_into_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.lstat

    def lstat(path: Any, **more: Any) -> os.stat_result:
        if str(path).startswith(f"{tmp_path.parent}/fairlabel"):
            raise PermissionError(13, "Permission denied")
        return real(path, **more)

    monkeypatch.setattr(os, "lstat", lstat)
    with pytest.raises(InputError, match=r"cannot be looked for \(Permission denied\): settings in it would"):
        find_settings(tmp_path)


def test_settings_with_a_subject_that_is_judged_are_refused(tmp_path: Path) -> None:
    acme = tmp_path / "acme"
    (acme / "sub").mkdir(parents=True)
    for home in (acme, acme / "sub"):
        settings = load(home, HEAD)
        refuse_settings_inside(settings, [tmp_path / "globex"])
        with pytest.raises(InputError, match="whoever is judged does not set the bar"):
            refuse_settings_inside(settings, [tmp_path / "globex", acme])
    (tmp_path / "fairlabel.yaml").symlink_to(acme / "fairlabel.yaml")
    with pytest.raises(InputError, match="whoever is judged does not set the bar"):
        refuse_settings_inside(load_settings(tmp_path / "fairlabel.yaml"), [acme])
