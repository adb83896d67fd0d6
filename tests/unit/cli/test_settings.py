"""Settings as a user meets them: precedence, `config show`, refusals, and that nothing is loaded without them."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from checker.cli.main import run
from checker.cli.settings import KEYS, PREFIX
from tests.subjects import SILENT, questionnaire, write_subject
from tests.unit.load.test_schemas import faults

Captured = pytest.CaptureFixture[str]
EXAMPLES = Path(__file__).resolve().parents[3] / "vendor_templates" / "examples"
HEAD = "fairlabel: settings/1\n"
GAP = {"comms": {"named_contact_told_to_workers": "{value: false, evidence: [policy]}"}}
"""An admission with a document: PAI-COM-03, a major requirement, is not met."""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("acme", "globex"):
        write_subject(tmp_path / "vendors" / name, questionnaire(name, answers=GAP, evidence=SILENT))
    return tmp_path


def settings(text: str, file: str = "fairlabel.yaml") -> Path:
    Path(file).write_text(HEAD + text, encoding="utf-8")
    return Path(file)


def document(capsys: Captured, *arguments: str) -> tuple[int, dict[str, Any]]:
    code = run(["check", *arguments, "--format", "json"])
    return code, json.loads(capsys.readouterr().out)


def shown(capsys: Captured, *arguments: str) -> dict[str, Any]:
    assert run(["config", "show", "--format", "json", *arguments]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


@pytest.mark.parametrize("option", [None, "critical"])
@pytest.mark.parametrize("variable", [None, "minor"])
@pytest.mark.parametrize("file", [None, "never"])
def test_an_option_comes_before_the_environment_that_before_the_file_and_that_before_the_default(
    option: str | None, variable: str | None, file: str | None, here: Path, capsys: Captured, monkeypatch: Any
) -> None:
    if file:
        settings(f"fail_on: {file}\n")
    if variable:
        monkeypatch.setenv("FAIRLABEL_FAIL_ON", variable)
    _, report = document(capsys, "vendors", *(["--fail-on", option] if option else []))
    assert report["gate"]["fail_on"] == (option or variable or file or "major")
    origin = "FAIRLABEL_FAIL_ON" if variable else "fairlabel.yaml:2:1" if file else "default"
    value = shown(capsys)["values"]["fail_on"]
    assert value == {"origin": origin, "value": variable or file or "major"}


@pytest.mark.parametrize("outside", ["option", "variable"])
def test_what_is_said_for_all_comes_before_what_the_file_says_of_one(
    outside: str, here: Path, capsys: Captured, monkeypatch: Any
) -> None:
    settings("suppliers:\n  - {match: acme, standards: [eti], fail_on: never, kinds: [bpo]}\n")
    _, report = document(capsys, "vendors")
    acme, globex = report["subjects"]
    assert ([s["id"] for s in acme["standards"]], acme["fail_on"]) == (["eti"], "never")
    assert ([s["id"] for s in globex["standards"]], "fail_on" in globex) == (["pai"], False)
    options = []
    if outside == "option":
        options = ["--standard", "sa8000", "--fail-on", "critical"]
    else:
        monkeypatch.setenv("FAIRLABEL_STANDARDS", "sa8000")
        monkeypatch.setenv("FAIRLABEL_FAIL_ON", "critical")
    _, report = document(capsys, "vendors", *options)
    acme = report["subjects"][0]
    assert ([s["id"] for s in acme["standards"]], "fail_on" in acme) == (["sa8000"], False)
    assert acme["kinds"]["confirmed"] is True


VARIABLES = {
    "standards": ("pai, eti", ["pai", "eti"]),
    "standards_dirs": ("packs:packs2", ["packs", "packs2"]),
    "profile": ("core", "core"),
    "fail_on": ("never", "never"),
    "gate_date": ("2026-09-01", "2026-09-01"),
    "benchmarks": ("packs", ["packs"]),
    "benchmarks_as_of": ("2026-03-01", "2026-03-01"),
    "fx": ("packs", "packs"),
    "assessments": ("packs:packs2", ["packs", "packs2"]),
    "ballots": ("packs:packs2", ["packs", "packs2"]),
    "waivers": ("packs", "packs"),
    "baseline": ("packs", "packs"),
    "plans": ("packs:packs2", ["packs", "packs2"]),
    "new_only": ("yes", True),
    "ratchet": ("1", True),
    "jobs": ("3", 3),
    "cache": ("true", True),
    "engine": ("spark", "spark"),
    "memory_limit": ("2GB", "2GB"),
    "threads": ("2", 2),
    "spark_master": ("yarn", "yarn"),
    "spark_options": ("spark.a=1,spark.b=2", ["spark.a=1", "spark.b=2"]),
    "outputs": ("json=a b.json,html=out/", ["json=a b.json", "html=out/"]),
    "sarif_profile": ("full", "full"),
    "junit_flavour": ("strict", "strict"),
    "font_paths": ("packs:packs2", ["packs", "packs2"]),
}


def test_every_setting_has_a_variable(here: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("packs", "packs2"):
        (here / name).mkdir()
    for name in KEYS:
        said, _ = VARIABLES[name]
        monkeypatch.setenv(PREFIX + name.upper(), said)
    found = shown(capsys)["values"]
    assert {name: one["value"] for name, one in found.items()} == {name: v for name, (_, v) in VARIABLES.items()}
    assert {name: one["origin"] for name, one in found.items()} == {name: PREFIX + name.upper() for name in KEYS}


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("JOBS", "many", "FAIRLABEL_JOBS=many: 'many' is not a valid integer"),
        ("JOBS", "0", "0 is not in the range"),
        ("FAIL_ON", "mayor", "'mayor' is not one of 'critical'"),
        ("GATE_DATE", "2026-02-31", "is not a day of the calendar"),
        ("FX", "nowhere.csv", "there is no 'nowhere.csv'"),
        ("OUTPUTS", "report.html", "write FORMAT=PATH"),
        ("OUTPUTS", "htm=a", "'htm' is not a format"),
        ("MEMORY_LIMIT", "lots", "is no amount of memory"),
        ("NEW_ONLY", "perhaps", "'perhaps' is not a valid boolean"),
        ("BENCHMARKS_AS_OF", "2026-13-01", "is not a day of the calendar"),
        ("CONFIG", "nowhere.yaml", "FAIRLABEL_CONFIG=nowhere.yaml: there is no such file"),
    ],
)
def test_a_wrong_variable_is_wrong_usage(
    name: str, value: str, words: str, here: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PREFIX + name, value)
    for command in (["check", "vendors"], ["config", "show"]):
        assert run(command) == 2
        said = capsys.readouterr().err
        assert said.startswith("Nothing was assessed.\n")
        assert words in said
        assert f"{PREFIX}{name}" in said


def test_a_misspelt_variable_is_named_and_an_empty_one_sets_nothing(
    here: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAIRLABEL_FAILON", "never")
    monkeypatch.setenv("FAIRLABEL_JOBS", "")
    monkeypatch.setenv("FAIRLABEL_SOMETHING_ELSE", "x")
    monkeypatch.setenv("FAIRLABEL_NO_CACHE", "1")
    run(["check", "vendors"])
    assert capsys.readouterr().err.splitlines() == [
        "note: FAIRLABEL_FAILON sets nothing; did you mean FAIRLABEL_FAIL_ON?"
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("jobs: 300\n", "fairlabel.yaml:2:1, jobs: 300 is not in the range"),
        ("gate_date: 2026-02-31\n", "fairlabel.yaml:2:1, gate_date: '2026-02-31' is not a day of the calendar"),
        ("memory_limit: lots\n", "fairlabel.yaml:2:1, memory_limit: 'lots' is no amount of memory"),
        ("benchmarks: [nowhere.csv]\n", "fairlabel.yaml:2:14, benchmarks[0]: there is no 'nowhere.csv'"),
        ("assessments: [vendors, nowhere]\n", "fairlabel.yaml:2:24, assessments[1]: there is no 'nowhere'"),
        ("outputs: [htm=a]\n", "fairlabel.yaml:2:11, outputs[0]: htm=a: 'htm' is not a format"),
        ("standards: [pia]\n", "fairlabel.yaml:2:13, standards[0]: no standard is called 'pia'"),
        ("spark_options: {executor: 1}\n", "'executor=1' is no setting of Spark"),
        ("jbos: 2\n", "did you mean 'jobs'?"),
        ("as_of: 2026-06-30\n", "as_of"),
        ("new_only: 'yes'\n", "fairlabel.yaml:2:11, new_only: is text ('yes'), not true or false"),
        ("cache: 1\n", "fairlabel.yaml:2:8, cache: is a number (1), not true or false"),
        ("benchmarks_as_of: June\n", "fairlabel.yaml:2:1, benchmarks_as_of: 'June' is not a day of the calendar"),
        ("ballots: [nowhere.yaml]\n", "fairlabel.yaml:2:11, ballots[0]: there is no 'nowhere.yaml'"),
        ("parameters: {pai: {max_payment_delay_days: 60}}\n", "no setting moves it"),
    ],
)
def test_a_wrong_file_is_code_3_with_its_place(text: str, words: str, here: Path, capsys: Captured) -> None:
    settings(text)
    for command in (["check", "vendors"], ["config", "show"]):
        assert run(command) == 3
        said = capsys.readouterr().err
        assert said.startswith("Nothing was assessed.\n")
        assert words in said


def test_a_file_that_is_named_and_not_there_is_wrong_usage(here: Path, capsys: Captured) -> None:
    for command in (["check", "vendors", "--config", "no.yaml"], ["config", "show", "--config", "no.yaml"]):
        assert run(command) == 2
        assert "no.yaml" in capsys.readouterr().err


def test_the_file_is_found_upward_named_by_option_or_by_variable_and_hashed(
    here: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings("fail_on: critical\n")
    settings("fail_on: minor\n", "audit.yaml")
    monkeypatch.chdir(here / "vendors")
    _, report = document(capsys, "acme")
    used = report["subjects"][0]["judged_by"]["settings"]
    data = (here / "fairlabel.yaml").read_bytes()
    assert used == {
        "path": "../fairlabel.yaml", "sha256": hashlib.sha256(data).hexdigest(), "role": "settings", "entry": None,
    }  # fmt: skip
    assert document(capsys, "acme", "--config", "../audit.yaml")[1]["gate"]["fail_on"] == "minor"
    monkeypatch.setenv("FAIRLABEL_CONFIG", "../audit.yaml")
    assert document(capsys, "acme")[1]["gate"]["fail_on"] == "minor"
    assert document(capsys, "acme", "--config", "../fairlabel.yaml")[1]["gate"]["fail_on"] == "critical"


def test_whoever_is_judged_does_not_set_the_bar(here: Path, capsys: Captured, monkeypatch: Any) -> None:
    inside = settings("fail_on: never\n", "vendors/acme/fairlabel.yaml")
    assert run(["check", "vendors", "--format", "json"]) == 1
    assert "settings" not in json.loads(capsys.readouterr().out)["subjects"][0]["judged_by"]
    for command in (["check", "vendors"], ["explain", "PAI-COM-03", "--for", "vendors/acme"], ["config", "show"]):
        paths = ["vendors"] if command == ["config", "show"] else []
        assert run([*command, *paths, "--config", str(inside)]) == 3
        assert "whoever is judged does not set the bar" in capsys.readouterr().err
    monkeypatch.chdir(here / "vendors" / "acme")
    assert run(["check", "."]) == 3
    assert "fairlabel.yaml: lies in ., the folder of a supplier" in capsys.readouterr().err
    assert run(["check", "../globex", "--config", "fairlabel.yaml"]) == 3
    assert "fairlabel.yaml: lies in " in capsys.readouterr().err


def test_no_supplier_sets_the_bar_of_others_and_a_buyer_may(here: Path, capsys: Captured, monkeypatch: Any) -> None:
    settings("fail_on: never\n", "vendors/acme/fairlabel.yaml")
    (here / "elsewhere").symlink_to("vendors/acme")
    for file in ("vendors/acme/fairlabel.yaml", "elsewhere/fairlabel.yaml"):
        assert run(["check", "vendors/globex", "--config", file]) == 3
        assert (
            "the folder of a supplier: whoever is judged does not set the bar, not that of others"
            in capsys.readouterr().err
        )
        assert run(["wages", "audit", "pay.csv", "--config", file]) == 3
        assert "not that of others either" in capsys.readouterr().err
    buyer = write_subject(here / "buyer", "fairlabel: questionnaire/1\ntemplate: buyer\nbuyer: {id: buyer}\n")
    settings("fail_on: never\n", "buyer/fairlabel.yaml")
    assert run(["check", "vendors/globex", "--config", "buyer/fairlabel.yaml"]) == 0
    capsys.readouterr()
    assert run(["check", "buyer", "--config", "buyer/fairlabel.yaml"]) == 3
    assert "whoever is judged does not set the bar" in capsys.readouterr().err
    # A questionnaire that cannot be read is nobody's word that this is a buyer.
    (buyer / "questionnaire.yaml").write_text("buyer: [", encoding="utf-8")
    assert run(["check", "vendors/globex", "--config", "buyer/fairlabel.yaml"]) == 3
    assert "not that of others either" in capsys.readouterr().err


def test_a_switch_of_the_file_is_turned_off_by_its_option(here: Path, capsys: Captured) -> None:
    assert run(["baseline", "update", "vendors", "-o", "b.json", "-a", "buyer", "-u", "2026-12-31"]) == 0
    capsys.readouterr()
    settings("new_only: true\nratchet: true\ncache: true\nbaseline: b.json\ngate_date: 2026-09-01\n")
    values = shown(capsys)["values"]
    assert [values[name] for name in ("new_only", "ratchet", "cache")] == [
        {"origin": f"fairlabel.yaml:{line}:1", "value": True} for line in (2, 3, 4)
    ]
    gate = document(capsys, "vendors")[1]["gate"]
    assert (gate["new_only"], gate["ratchet"]) == (True, True)
    gate = document(capsys, "vendors", "--no-new-only", "--no-ratchet")[1]["gate"]
    assert (gate["new_only"], gate["ratchet"]) == (False, False)
    run(["check", "vendors", "--no-cache"])
    assert "has no effect" not in capsys.readouterr().err


def test_what_a_switch_needs_is_asked_for(here: Path, capsys: Captured) -> None:
    settings("new_only: true\n")
    assert run(["check", "vendors"]) == 2
    assert "--new-only needs something to compare with: --baseline FILE" in capsys.readouterr().err


def test_tables_are_read_as_of_the_day_of_the_file_and_the_report_says_so(here: Path, capsys: Captured) -> None:
    settings("benchmarks_as_of: 2026-03-01\n")
    by_file = document(capsys, "vendors/acme")[1]["subjects"][0]["judged_by"]
    Path("fairlabel.yaml").unlink()
    by_option = document(capsys, "vendors/acme", "--benchmarks-as-of", "2026-03-01")[1]["subjects"][0]["judged_by"]
    assert by_file.pop("settings")["path"] == "fairlabel.yaml"
    assert by_file == by_option
    assert "2026-03-01" in json.dumps(by_option)


def test_wages_commands_read_what_concerns_pay_data_and_say_which_tables_are_set(
    here: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_subject(here / "payer")
    pay = ["payer/wages/pay.csv", "--mapping", "payer/wages/mapping.yaml"]
    columns = "country,area,kind,amount,currency,period,valid_from,source_title,applies_to"
    row = "GB,national,living_wage,99,GBP,hour,2025-01-01,A table of this test,adult_general"
    (here / "table.csv").write_text(f"{columns}\n{row}\n", encoding="utf-8")
    assert run(["wages", "audit", *pay, "--format", "json", "--benchmarks", "table.csv"]) == 0
    by_option = json.loads(capsys.readouterr().out)
    settings("benchmarks: [table.csv]\nthreads: 1\nmemory_limit: 500MB\nfail_on: never\nspark_master: yarn\n")
    assert run(["wages", "audit", *pay, "--format", "json"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out) == by_option
    assert said.err == "note: benchmarks as fairlabel.yaml:2:1 sets it\n"
    assert run(["wages", "audit", *pay, "--format", "json", "--benchmarks", "table.csv"]) == 0
    assert capsys.readouterr().err == ""
    for command in (["check", *pay], ["change", *pay], ["sniff", pay[0]], ["audit", *pay]):
        settings("threads: 0\n")
        assert run(["wages", *command]) == 3
        assert "fairlabel.yaml:2:10, threads: 0 is no number of threads" in capsys.readouterr().err
        Path("fairlabel.yaml").unlink()
        monkeypatch.setenv("FAIRLABEL_MEMORY_LIMIT", "lots")
        assert run(["wages", *command]) == 2
        assert "FAIRLABEL_MEMORY_LIMIT=lots: 'lots' is no amount of memory" in capsys.readouterr().err
        monkeypatch.delenv("FAIRLABEL_MEMORY_LIMIT")
    settings("engine: spark\nspark_master: nowhere\n")
    assert run(["wages", "sniff", pay[0]]) == 0, "it has no engine to choose"


def test_a_buyers_supplier_does_not_set_the_bar_either(here: Path, capsys: Captured) -> None:
    text = "fairlabel: questionnaire/1\ntemplate: buyer\nbuyer: {id: buyer}\nsuppliers: [../acme]\n"
    write_subject(here / "vendors" / "buyer", text)
    inside = settings("fail_on: never\n", "vendors/acme/fairlabel.yaml")
    assert run(["check", "vendors/buyer", "--config", str(inside)]) == 3
    assert "whoever is judged does not set the bar" in capsys.readouterr().err


def test_two_files_in_one_folder_end_the_run(here: Path, capsys: Captured) -> None:
    settings("")
    settings("", "fairlabel.yml")
    assert run(["check", "vendors"]) == 3
    assert "fairlabel.yaml and fairlabel.yml both lie in" in capsys.readouterr().err


def test_outputs_are_written_beside_the_file_and_an_option_replaces_them(
    here: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings("outputs: [json=out/all.json, markdown=out/]\n")
    monkeypatch.chdir(here / "vendors")
    run(["check", "acme", "globex"])
    assert sorted(p.name for p in (here / "out").iterdir()) == ["acme.md", "all.json", "globex.md"]
    run(["check", "acme", "--output", "json=one.json"])
    assert sorted(p.name for p in (here / "out").iterdir()) == ["acme.md", "all.json", "globex.md"]
    assert (here / "vendors" / "one.json").exists()


def test_outputs_that_must_not_be_written(here: Path, capsys: Captured) -> None:
    (here / "out" / "all.json" / "report.json").mkdir(parents=True)
    templates = Path(__file__).resolve().parents[3] / "reports"
    for path, words in (("out/all.json", "is a folder"), (f"{templates}/x.json", "among fairlabel's own templates")):
        settings(f"outputs: ['json={path}']\n")
        assert run(["check", "vendors"]) == 73
        assert words in capsys.readouterr().err
    settings("outputs: [json=fairlabel.yaml]\n")
    before = Path("fairlabel.yaml").read_bytes()
    assert run(["check", "vendors"]) == 73
    assert "was read for this report" in capsys.readouterr().err
    assert Path("fairlabel.yaml").read_bytes() == before


def test_waivers_of_the_file_need_a_day_which_may_be_today(here: Path, capsys: Captured) -> None:
    (here / "waivers.yaml").write_text("fairlabel: waivers/1\nwaivers: []\n")
    settings("waivers: waivers.yaml\n")
    assert run(["check", "vendors"]) == 2
    assert "--gate-date" in capsys.readouterr().err
    settings("waivers: waivers.yaml\ngate_date: today\n")
    _, report = document(capsys, "vendors")
    assert report["gate"]["waivers"]["path"] == "waivers.yaml"
    assert shown(capsys)["values"]["gate_date"]["value"] == "today"


def test_options_of_spark_that_are_set_for_good_wait_for_spark(here: Path, capsys: Captured) -> None:
    settings("spark_options: {spark.executor.memory: 8g}\n")
    assert run(["check", "vendors/acme"]) == 1
    capsys.readouterr()
    assert run(["check", "vendors/acme", "--spark-option", "spark.executor.memory=8g"]) == 2
    assert "--spark-option is for --engine spark" in capsys.readouterr().err


def test_explain_and_a_baseline_are_judged_by_the_same(here: Path, capsys: Captured) -> None:
    settings("parameters: {pai: {nearly_all: 0.02}}\nsuppliers:\n  - {match: acme, standards: [eti]}\n")
    assert run(["explain", "ETI-6.2", "--for", "vendors/acme"]) == 0
    assert run(["explain", "PAI-COM-03", "--for", "vendors/acme"]) == 2
    assert run(["explain", "PAI-COM-03", "--for", "vendors/globex"]) == 0
    assert run(["explain", "PAI-COM-03"]) == 0
    capsys.readouterr()
    assert run(["next", "vendors/acme", "--format", "json"]) == 0
    asked = capsys.readouterr().out
    assert "ETI-" in asked
    assert "PAI-" not in asked
    assert run(["baseline", "update", "vendors", "-o", "b.json", "-a", "buyer", "-u", "2026-12-31"]) == 0
    made = json.loads(Path("b.json").read_text())
    assert set(made["standards"]) == {"eti", "pai"}
    assert made["standards"]["pai"]["parameters"]["nearly_all"] == 0.02
    capsys.readouterr()
    code, report = document(capsys, "vendors", "--baseline", "b.json", "--new-only", "--gate-date", "2026-12-01")
    assert report["gate"]["baseline_notes"] == []
    assert code != 3
    assert run(["baseline", "update", "vendors", "-o", "fairlabel.yaml", "-a", "buyer", "-u", "2026-12-31"]) == 73


def test_config_show_in_words(here: Path, capsys: Captured) -> None:
    assert run(["config", "show"]) == 0
    assert capsys.readouterr().out.startswith("Settings: no file\n")
    settings(
        "fail_on: minor\nparameters: {pai: {nearly_all: 0.02}}\nsuppliers:\n"
        "  - {match: vendors/g*, fail_on: never, kinds: [bpo]}\n  - {match: nobody, standards: [eti]}\n"
    )
    assert run(["config", "show", "vendors"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Settings: fairlabel.yaml (sha256 ")
    assert "  fail_on           minor  (fairlabel.yaml:2:1)" in lines
    assert "  profile           extended  (default)" in lines
    assert "  pai: nearly_all   0.02  (fairlabel.yaml:3:32)" in lines
    assert lines[-3:] == [
        "vendors/acme: no entry: standards pai; fail_on minor",
        "vendors/globex: vendors/g* by folder (fairlabel.yaml:5:5): standards pai; fail_on never; kinds bpo",
        "nobody: fits none of these subjects, or an earlier entry does",
    ]


def test_text_names_the_file_the_entry_and_what_moved(here: Path, capsys: Captured) -> None:
    settings("parameters: {pai: {nearly_all: 0.02}}\nsuppliers:\n  - match: acme\n")
    for path, how_many in (("vendors/acme", ""), ("vendors", " (1 subject)")):
        run(["check", path])
        said = capsys.readouterr().out
        assert f"Settings: fairlabel.yaml, acme by id{how_many}.\n" in said
        assert ("Settings: fairlabel.yaml, no entry of their own (1 subject).\n" in said) == (path == "vendors")
        assert "Changed by the settings: pai nearly_all is 0.02 share, in the pack 0.05.\n" in said


def test_formats_for_ci_count_an_open_item_by_the_gate_of_its_supplier(here: Path, capsys: Captured) -> None:
    settings("suppliers:\n  - {match: vendors/acme, fail_on: critical}\n")
    assert run(["check", "vendors/acme", "--format", "json"]) == 5
    capsys.readouterr()
    failing = {}
    for name in ("acme", "globex"):
        run(["check", f"vendors/{name}", "--format", "junit"])
        failing[name] = capsys.readouterr().out.count("<failure")
    assert 0 < failing["acme"] < failing["globex"]
    run(["check", "vendors", "--format", "junit"])
    assert capsys.readouterr().out.count("<failure") == sum(failing.values())


def test_the_help_and_a_run_without_a_file_load_no_settings(here: Path) -> None:
    code = (
        "import sys; from checker.cli.main import run; run(sys.argv[1:]);"
        "print(sorted(m for m in sys.modules if m in ('yaml', 'pydantic', 'checker.load.settings',"
        " 'checker.model.settings_file')), file=sys.stderr)"
    )
    wanted = {("check", "--help"): "[]", ("config", "show", "--help"): "[]", ("check", "vendors/acme"): "['yaml']"}
    for call, modules in wanted.items():
        done = subprocess.run([sys.executable, "-c", code, *call], cwd=here, capture_output=True, text=True)
        assert done.stderr.splitlines()[-1].replace("'pydantic', ", "").replace(", 'pydantic'", "") == modules


def test_nothing_is_recalled_across_entries_that_differ(
    here: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same subject under the same name and settings, once in a folder that an entry is for and once in another."""
    monkeypatch.setenv("FAIRLABEL_CACHE_DIR", str(here / "cache"))
    monkeypatch.delenv("FAIRLABEL_NO_CACHE", raising=False)
    settings("suppliers:\n  - {match: tier1/*, fail_on: never, kinds: [bpo]}\n")
    for tier in ("tier1", "tier2"):
        for name in ("acme", "globex"):
            write_subject(here / tier / name, questionnaire(name, answers=GAP, evidence=SILENT))
    codes = []
    for tier in ("tier1", "tier2", "tier1", "tier2"):
        monkeypatch.chdir(here / tier)
        code, report = document(capsys, "acme", "globex", "--cache")
        codes.append((code, report["subjects"][0]["kinds"]["confirmed"]))
    assert codes == [(0, True), (1, False)] * 2
    assert len(list((here / "cache" / "subjects").iterdir())) == 4


def test_the_example_is_read_and_says_for_whom_it_has_what(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLES)
    assert faults("settings", Path("fairlabel.yaml").read_bytes()) == []
    found = {one["folder"]: one for one in shown(capsys, ".")["subjects"]}
    assert (found["taskharbour"]["standards"], found["taskharbour"]["kinds"]) == (
        ["pai", "fairwork-cloudwork"], ["crowd_platform"],
    )  # fmt: skip
    assert (found["millgate-labelling"]["fail_on"], found["northfield-vision"]["entry"]) == ("critical", None)
    _, report = document(capsys, "tidewater-annotation")
    assert report["subjects"][0]["verdict"] == "meets_with_actions"
    assert report["subjects"][0]["judged_by"]["settings"]["path"] == "fairlabel.yaml"


def test_what_others_wrote_steers_no_terminal_and_no_runner(here: Path, capsys: Captured) -> None:
    settings('spark_master: "::error::\\e[31m"\nsuppliers:\n  - {match: "##[error]\\u202ex\\nacme", fail_on: minor}\n')
    assert run(["config", "show", "vendors"]) == 0
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert "##[" not in said
    assert not any(line.lstrip().startswith("::") for line in said.splitlines())
