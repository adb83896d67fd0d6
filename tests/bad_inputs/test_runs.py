"""Every kind of bad input through the whole program: exit code, words, place, and what the others in the run get.

The loaders' own table (`expected.yaml`) holds what a broken questionnaire says; here each kind stands once, with
what a user of `fairlabel check` sees of it. Expected codes are those of the contract: 3 for what is invalid, 5 for
what is only unknown, 4 where there is nothing.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from checker.cli.main import run
from tests.subjects import (
    ANSWERS,
    COLUMNS,
    EVIDENCE,
    MAPPING,
    SCOPE,
    SILENT,
    Row,
    csv_text,
    pay_rows,
    questionnaire,
    write_subject,
)

Captured = pytest.CaptureFixture[str]
PAY = "wages/pay.csv"
PLAIN_ANSWERS = {"comms": {"channels": "{value: [email], evidence: [policy]}"}}


def silent(name: str, **changes: Any) -> str:
    """Return a questionnaire without pay data."""
    return questionnaire(name, **{"evidence": SILENT, "answers": PLAIN_ANSWERS, **changes})


def answered(section: str, question: str, value: str) -> Callable[[Path], object]:
    """Return a maker of a subject with one more answer, and no pay data."""
    given = {**PLAIN_ANSWERS, section: {**PLAIN_ANSWERS.get(section, {}), question: value}}
    return lambda folder: write_subject(folder, silent(folder.name, answers=given))


def shown(item: str) -> Callable[[Path], object]:
    """Return a maker of a subject with one more evidence item, and no pay data."""
    return lambda folder: write_subject(folder, silent(folder.name, evidence=(*SILENT, item)))


def with_text(change: Callable[[str], str]) -> Callable[[Path], object]:
    """Return a maker of a subject whose questionnaire, without pay data, is changed as text."""
    return lambda folder: write_subject(folder, change(silent(folder.name)))


def row_with(**cells: object) -> Callable[[Path], object]:
    """Return a maker of a subject whose first pay row holds ``cells``."""

    def make(folder: Path) -> object:
        rows = pay_rows()
        rows[0] = {**rows[0], **cells}
        return write_subject(folder, files={PAY: csv_text(rows)})

    return make


def pay_file(content: str | bytes) -> Callable[[Path], object]:
    """Return a maker of a subject with this pay file."""
    return lambda folder: write_subject(folder, files={PAY: content})


def every_row(mapping: str = MAPPING, **cells: object) -> Callable[[Path], object]:
    """Return a maker of a subject with more columns, the same in every row."""
    rows: list[Row] = [{**row, **cells} for row in pay_rows()]
    files = {PAY: csv_text(rows, dict.fromkeys((*COLUMNS, *cells))), "wages/mapping.yaml": mapping}
    return lambda folder: write_subject(folder, files=files)


def at(place: str, mapping: str) -> Callable[[Path], object]:
    """Return a maker of a subject at another place, its mapping's constants changed to it."""
    scope = SCOPE.replace("place: GB-MAN, city: Manchester, area: urban", place)
    constants = MAPPING.replace("country: GB, region: GB-MAN, city: Manchester, area: urban, currency: GBP", mapping)
    return lambda folder: write_subject(
        folder, questionnaire(folder.name, scope=scope), {"wages/mapping.yaml": constants}
    )


def loop(folder: Path) -> object:
    """Make a subject whose evidence is a loop of links."""
    write_subject(folder, without=["documents/policy.md"], text=silent(folder.name))
    (folder / "documents").mkdir(exist_ok=True)
    os.symlink("policy.md", folder / "documents" / "policy.md")
    return folder


def linked_out(folder: Path) -> object:
    """Make a subject whose evidence is a link to a file outside it."""
    write_subject(folder, silent(folder.name), without=["documents/policy.md"])
    (folder / "documents").mkdir()
    os.symlink("/etc/hostname", folder / "documents" / "policy.md")
    return folder


class Bad(NamedTuple):
    """One bad input: how it is made, the exit code of a run over it alone, and words of its message or finding."""

    make: Callable[[Path], object]
    code: int
    words: tuple[str, ...]
    place: str = ""
    """Where the message says that it is."""


BAD: dict[str, Bad] = {
    "unknown-question": Bad(
        answered("pay", "modles", "[hourly]"), 3, ("no such question", "did you mean 'pay.models'?"),
        "questionnaire.yaml:13:5, answers.pay.modles",
    ),
    "wrong-type": Bad(
        answered("pay", "max_payment_delay_days", "soon"), 3, ("'soon' is no whole number",),
        "questionnaire.yaml:13:29, answers.pay.max_payment_delay_days",
    ),
    "impossible-option": Bad(
        answered("pay", "models", "[hourley]"), 3, ("'hourley' is not an option", "did you mean 'hourly'?"),
        "questionnaire.yaml:13:14, answers.pay.models[0]",
    ),
    "evidence-id-unknown": Bad(
        answered("pay", "models", "{value: [hourly], evidence: [polcy]}"), 3, ("did you mean 'policy'?",),
        "questionnaire.yaml:13:42, answers.pay.models.evidence[0]",
    ),
    "period-reversed": Bad(
        with_text(lambda text: text.replace("to: 2026-06-30}", "to: 2025-06-30}")), 3,
        ("ends (2025-06-30) before it begins (2026-01-01)",), "questionnaire.yaml:5:34, scope.period.to",
    ),
    "country-unknown": Bad(
        with_text(lambda text: text.replace("country: GB", "country: UK")), 3, ("'UK'", "did you mean GB?"),
        "questionnaire.yaml:3",
    ),
    "provided-by-worker": Bad(
        shown("{id: log, kind: communication_log, files: [documents/policy.md], provided_by: worker}"), 3,
        ("no place in the subject's own file", "--assessment"), "evidence[1].provided_by",
    ),
    "path-outside": Bad(
        shown("{id: passwd, kind: policy, files: [../../etc/passwd], issued: 2026-01-02}"), 3,
        ("leads out of the subject's folder",), "evidence[1].files[0]",
    ),
    "link-outside": Bad(linked_out, 3, ("leads out of the subject's folder",), "evidence[0].files[0]"),
    "link-loop": Bad(loop, 3, ("is a chain of links",), "evidence[0].files[0]"),
    "huge": Bad(
        lambda folder: write_subject(folder, b"# filler\n" * (50 * 1024 * 1024 // 9)), 3,
        ("is 52.4 MB", "at most 10 MB"), "questionnaire.yaml",
    ),
    "nul-bytes": Bad(
        with_text(lambda text: text.replace("email", "e\0mail")), 3, ("NUL bytes",), "questionnaire.yaml:11"
    ),
    "no-header": Bad(with_text(lambda text: text.split("\n", 1)[1]), 3, ("fairlabel: questionnaire/1",), "yaml:1:1"),
    "empty-questionnaire": Bad(lambda folder: write_subject(folder, ""), 3, ("is empty",), "questionnaire.yaml"),
    "elsewhere": Bad(
        lambda folder: write_subject(folder, files={"wages/mapping.yaml": MAPPING.replace("GB-MAN", "GB-LND")}), 3,
        ("GB-LND", "is none of the sites", "scope.sites"), "wages/mapping.yaml:5:22, constants",
    ),
    "mapping-broken": Bad(
        lambda folder: write_subject(folder, files={"wages/mapping.yaml": MAPPING.replace("payroll", "weekly")}), 3,
        ("'weekly' is not a grain", "payroll"), "wages/mapping.yaml:2:8, grain",
    ),
    "pay-no-csv": Bad(pay_file(b"\x89PNG\r\n\x1a\n\0\0"), 3, ("this is not a CSV file",), PAY),
    "pay-of-a-stranger": Bad(
        every_row(supplier_id="somebody"), 3, ("of another supplier (somebody)", "take them out"), f"{PAY}, supplier_id"
    ),
    "pay-without-columns": Bad(
        pay_file("name,amount\nA,1\n"), 3, ("no column for worker_id", "no column for pay"), PAY
    ),
    "currency-unknown": Bad(
        every_row(MAPPING.replace(", currency: GBP", ""), currency="QQQ"), 3,
        ("currency 'QQQ' is not in ISO 4217: 72 rows", "none of 72 rows can be read"), PAY,
    ),
    "empty-answers": Bad(
        lambda folder: write_subject(folder, silent(folder.name, answers={})), 5, ()
    ),
    "not-asked": Bad(
        lambda folder: write_subject(folder, silent(folder.name, answers={
            "meta": {"sensitive_content": "none"}, "wellbeing": {"exposure_cap_minutes_per_day": "60"},
        })), 5, ("wellbeing.exposure_cap_minutes_per_day is answered but not asked here",), "questionnaire.yaml:13:5",
    ),
    "evidence-missing": Bad(
        lambda folder: write_subject(folder, silent(folder.name), without=["documents/policy.md"]), 5,
        ("documents/policy.md is not there", "counts as stated", "put the file there"), "questionnaire.yaml:8:",
    ),
    "document-empty": Bad(
        lambda folder: write_subject(folder, silent(folder.name), {"documents/policy.md": b""}), 5,
        ("documents/policy.md is empty (0 bytes)", "counts as stated"), "questionnaire.yaml:8:",
    ),
    "pay-missing": Bad(
        lambda folder: write_subject(folder, without=[PAY]), 5, (f"pay data payroll: {PAY} is not there",),
        "questionnaire.yaml:8:",
    ),
    "pay-empty": Bad(pay_file(""), 5, (f"pay data payroll: {PAY} is empty (0 bytes)",), "questionnaire.yaml:8:"),
    "pay-header-only": Bad(pay_file(csv_text([])), 5, ("the pay file holds no row",)),
    "pay-negative": Bad(row_with(pay=-5), 5, ("negative pay: 1 row (row 1)", "undecided")),
    "pay-without-hours": Bad(row_with(hours_paid=""), 5, ("no time: 1 row (row 1)", "undecided")),
    "hours-without-pay": Bad(row_with(pay=""), 5, ("no pay: 1 row (row 1)", "undecided")),
    "pay-25-hours-a-day": Bad(row_with(hours_paid=25 * 31), 5, ("more than 24 hours a day", "1 row (row 1)")),
    "pay-latin-1": Bad(pay_file(csv_text(pay_rows()).replace("w01", "wü1").encode("latin-1")), 5, ("not UTF-8",)),
    "no-benchmark": Bad(at("place: AQ", "country: AQ, currency: USD"), 5, ("no living wage for AQ",)),
    "no-exchange-rate": Bad(
        every_row(MAPPING.replace(", currency: GBP", ""), currency="KPW"), 5, ("no exchange rate", "KPW"),
    ),
}  # fmt: skip
SLOW = {"huge"}


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, dict[str, Any]]]:
    """Return, for every bad input, exit code and JSON of a run over it alone."""
    import contextlib
    import io

    found = {}
    home = tmp_path_factory.mktemp("alone")
    for name, bad in BAD.items():
        bad.make(home / name)
        with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()):
            code = run(["check", str(home / name), "--format", "json"])
        found[name] = (code, json.loads(out.getvalue() or "{}"))
    return found


@pytest.mark.parametrize("name", BAD)
def test_code_words_and_place(name: str, seen: dict[str, tuple[int, dict[str, Any]]]) -> None:
    bad, (code, report) = BAD[name], seen[name]
    said = list(_said(report))
    assert code == bad.code
    assert report["gate"]["exit_code"] == bad.code
    assert [word for word in bad.words if not any(word in line for line in said)] == [], said
    assert any(bad.place in line for line in said) or not (bad.place or bad.words), said
    assert bool(report["invalid"]) == (bad.code == 3)
    assert bool(report["subjects"]) != (bad.code == 3)


@pytest.mark.parametrize("name", [name for name, bad in BAD.items() if bad.code == 5 and "pay" in name])
def test_a_worker_whose_row_breaks_a_check_never_helps_the_supplier(
    name: str, seen: dict[str, tuple[int, dict[str, Any]]]
) -> None:
    _, report = seen[name]
    (result,) = [r for r in report["subjects"][0]["standards"][0]["results"] if r["requirement"] == "PAI-PAY-01"]
    assert result["status"] == ("met" if name == "pay-latin-1" else "unknown")


def test_the_same_subject_without_a_mistake_meets_the_living_wage(tmp_path: Path, capsys: Captured) -> None:
    """Without this the tests above could not tell a mistake from a subject that never meets anything."""
    assert run(["check", str(write_subject(tmp_path / "sound")), "--format", "json"]) == 5
    (subject,) = json.loads(capsys.readouterr().out)["subjects"]
    status = {r["requirement"]: r["status"] for r in subject["standards"][0]["results"]}
    assert status["PAI-PAY-01"] == "met"
    assert subject["findings"] == []


def test_in_one_run_the_broken_are_listed_and_the_others_assessed_and_written(tmp_path: Path, capsys: Captured) -> None:
    broken = [name for name, bad in BAD.items() if bad.code == 3 and name not in SLOW and "pay" not in name]
    for name in broken:
        BAD[name].make(tmp_path / "in" / name)
    write_subject(tmp_path / "in" / "sound", silent("sound"))
    out = tmp_path / "out"
    code = run(["check", str(tmp_path / "in"), "--output", f"html={out}/", "--output", f"json={out}/all.json"])
    shown = capsys.readouterr()
    text = " ".join(shown.out.split())
    assert code == 3
    assert sorted(p.name for p in out.iterdir()) == ["all.json", "sound.html"]
    assert (out / "sound.html").read_text(encoding="utf-8").rstrip().endswith("</html>")
    report = json.loads((out / "all.json").read_text(encoding="utf-8"))
    assert [s["id"] for s in report["subjects"]] == ["sound"]
    assert [Path(b["folder"]).name for b in report["invalid"]] == sorted(broken)
    assert [n for n in broken if f"Nothing was assessed for {tmp_path / 'in' / n}:" not in text] == []
    assert "Sound Ltd" in text


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ([], 4, "no questionnaire.yaml here or below; write one: fairlabel new"),
        (["--format", "json"], 4, "no questionnaire.yaml"),
    ],
)
@pytest.mark.parametrize("files", [[], ["wages/pay.csv", "notes.txt"]])
def test_a_folder_without_a_questionnaire_is_nothing_to_assess(
    files: list[str], arguments: list[str], code: int, words: str, tmp_path: Path, capsys: Captured
) -> None:
    for name in files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("a\n", encoding="utf-8")
    output = tmp_path / "out.html"
    assert run(["check", str(tmp_path), "--output", f"html={output}", *arguments]) == code
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("Nothing was assessed.\n")
    assert words in shown.err
    assert not output.exists()


def test_a_payroll_is_no_evidence_for_a_clause_of_a_contract(tmp_path: Path, capsys: Captured) -> None:
    """`worker_terms_written` is shown by terms and contracts: with a payroll behind it, it is only said."""
    found = {}
    for name, evidence in (("payroll", "payroll"), ("terms", "terms")):
        answers = {**ANSWERS, "contract": {"worker_terms_written": f"{{value: true, evidence: [{evidence}]}}"}}
        items = (*EVIDENCE, "{id: terms, kind: worker_terms, files: [documents/policy.md], issued: 2025-12-01}")
        write_subject(tmp_path / name, questionnaire(name, answers=answers, evidence=items))
        assert run(["check", str(tmp_path / name), "--format", "json"]) == 5
        (subject,) = json.loads(capsys.readouterr().out)["subjects"]
        results = {r["requirement"]: r for r in subject["standards"][0]["results"]}
        found[name] = results["PAI-CON-03"]
    assert found["payroll"]["status"] == "claimed"
    assert found["payroll"]["evidence"]["found"] == "stated"
    assert found["terms"]["evidence"]["found"] == "documented"


def test_rows_of_another_supplier_in_the_run_are_set_aside(tmp_path: Path, capsys: Captured) -> None:
    rows = [{**row, "supplier_id": "acme" if n % 12 else "globex"} for n, row in enumerate(pay_rows())]
    write_subject(tmp_path / "acme", files={PAY: csv_text(rows, (*COLUMNS, "supplier_id"))})
    write_subject(tmp_path / "globex", silent("globex"))
    assert run(["check", str(tmp_path), "--format", "json"]) == 5
    acme, _ = json.loads(capsys.readouterr().out)["subjects"]
    (pay,) = acme["wages"]["sets"]
    assert sum(pay["set_aside"].values()) == 6, "one worker's six months"
    assert pay["workers"] == 11


def test_two_currencies_in_one_file_are_each_converted(tmp_path: Path, capsys: Captured) -> None:
    """15 GBP an hour is above the line of 13.45; 15 USD, at 1 USD = 0.50 GBP in each month, is below it."""
    rates = tmp_path / "fx.csv"
    rates.write_text(
        "month,base,currency,rate\n" + "".join(f"2026-0{m},USD,GBP,0.5\n" for m in range(1, 7)), encoding="utf-8"
    )
    rows = [{**row, "currency": "USD" if n % 12 < 6 else "GBP"} for n, row in enumerate(pay_rows())]
    files = {PAY: csv_text(rows, (*COLUMNS, "currency")), "wages/mapping.yaml": MAPPING.replace(", currency: GBP", "")}
    write_subject(tmp_path / "acme", files=files)
    assert run(["check", str(tmp_path / "acme"), "--fx", str(rates), "--format", "json"]) == 1
    (subject,) = json.loads(capsys.readouterr().out)["subjects"]
    assert subject["wages"]["sets"][0]["metrics"]["share_below_living_wage"]["value"] == 0.5


@pytest.mark.parametrize(
    ("option", "content", "words"),
    [
        ("--benchmarks", "a,b\n1,2\n", ["bad.csv:1, a: is not a column of", "bad.csv:1, country, kind"]),
        ("--benchmarks", "", ["bad.csv:1: is empty"]),
        ("--fx", "a,b\n1,2\n", ["bad.csv:1: lacks the columns month, base, currency, rate"]),
        ("--fx", "month,base,currency,rate\n2026-13,USD,GBP,-1\n", ["bad.csv:2"]),
        ("--assessment", "fairlabel: assessment/1\n", ["bad.csv"]),
    ],
)  # fmt: skip
def test_a_broken_table_of_the_users_ends_the_run_even_where_no_pay_file_needs_it(
    option: str, content: str, words: list[str], tmp_path: Path, capsys: Captured
) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(content, encoding="utf-8")
    write_subject(tmp_path / "acme", silent("acme"))
    output = tmp_path / "out.json"
    assert run(["check", str(tmp_path / "acme"), option, str(file), "--output", f"json={output}"]) == 3
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("Nothing was assessed.\n")
    assert [word for word in words if word not in shown.err] == []
    assert not output.exists()


def test_a_pack_with_an_unknown_fact_ends_the_run_with_its_place(tmp_path: Path, capsys: Captured) -> None:
    folder = _pack(tmp_path / "packs", "answers.pay.modles")
    write_subject(tmp_path / "acme", silent("acme"))
    code = run(["check", str(tmp_path / "acme"), "--standard", "mini", "--standards-dir", str(folder)])
    shown = capsys.readouterr().err
    assert code == 3
    assert shown.startswith("Nothing was assessed.\n")
    assert "all.yaml:14:" in shown
    assert "answers.pay.modles" in shown
    assert "pay.models" in shown, "what is near is named"
    _pack(tmp_path / "packs", "answers.pay.models")
    assert run(["check", str(tmp_path / "acme"), "--standard", "mini", "--standards-dir", str(folder)]) == 5


def _said(report: dict[str, Any]) -> Iterator[str]:
    """Iterate over every message of a report, with its place: problems, findings, notes on pay, reasons of metrics."""
    for broken in report["invalid"]:
        yield from broken["problems"]
    for subject in report["subjects"]:
        for finding in subject["findings"]:
            spot = finding["location"]
            place = f"{spot['file']}:{spot.get('line')}:{spot.get('column')}" if spot else ""
            yield f"{place}: {finding['message']}; {finding['todo']}"
        for pay in subject["wages"]["sets"]:
            yield from pay["notes"]
            yield from (metric["why"] for metric in pay["metrics"].values() if metric.get("why"))


def _pack(folder: Path, fact: str) -> Path:
    """Write a pack of one requirement that reads ``fact``; the fact stands on line 14."""
    home = folder / "mini" / "1"
    (home / "requirements").mkdir(parents=True, exist_ok=True)
    (home / "pack.yaml").write_text(
        "id: mini\nedition: '1'\ntitle: {en: Mini}\nissuer: Nobody\nestablished: {en: Invented.}\nterms: {en: None.}\n"
        "score: {model: weighted}\ngovernance: {proposed_by: unknown, decided_by: unknown, workers_part: unknown,\n"
        "  funder: unknown, date: unknown, dissent: unknown, source: unknown}\n",
        encoding="utf-8",
    )
    (home / "requirements" / "all.yaml").write_text(
        "theme: all\ntitle: {en: All}\nrequirements:\n- id: MINI-01\n  title: {en: Hourly pay}\n  theme: all\n"
        "  subject: supplier\n  profile: core\n  severity: major\n  why: {en: Because.}\n"
        "  threshold_origin: tool_choice\n  source: {document: None, read: 'no'}\n"
        "  evidence: {at_least: documented, kinds: [policy]}\n"
        f"  satisfied_when: {{fact: {fact}, includes_any: [hourly]}}\n"
        "  remedy: {owner: supplier, due: 30 days, text: {en: Do.}}\n"
        "  cases:\n  - {name: a, given: {answers.pay.models: [hourly]}, expect: met}\n"
        "  - {name: b, given: {answers.pay.models: [salary]}, expect: not_met}\n"
        "  - {name: c, given: {}, expect: unknown}\n",
        encoding="utf-8",
    )
    return folder
