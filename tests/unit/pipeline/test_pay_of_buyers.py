"""Pay data that are given for a buyer are not measured and not passed over: its pay facts are its suppliers'."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from checker.cli.main import run
from tests.subjects import EVIDENCE, questionnaire, write_subject

Captured = pytest.CaptureFixture[str]
WORKERS = """\
fairlabel: worker-evidence/1
subject: buyer
collector: worker
evidence:
  - {id: notes, kind: worker_pay_records, files: [pay.csv], mapping: mapping.yaml, method: own notes, n: 12,
     population: 12, covers: {from: 2026-01-01, to: 2026-06-30}, issued: 2026-07-05}
"""


def buyer(home: Path, suppliers: str = "") -> Path:
    """Write a buyer with a payroll of its own."""
    text = questionnaire("buyer", evidence=EVIDENCE, answers={"comms": {"channels": "[email]"}}, more=suppliers)
    text = text.replace("vendor: {", "buyer: {").replace(", kinds: [bpo]", "")
    return write_subject(home / "buyer", text.replace("template: annotation-supplier", "template: buyer"))


def checked(capsys: Captured, *call: str) -> dict[str, Any]:
    """Return the one subject of a run over the buyer."""
    run(["check", *call, "--format", "json"])
    report = json.loads(capsys.readouterr().out)
    assert not report["invalid"], report["invalid"]
    [found] = report["subjects"]
    subject: dict[str, Any] = found
    return subject


def test_without_a_supplier_the_pay_items_are_left_to_the_suppliers(tmp_path: Path, capsys: Captured) -> None:
    found = checked(capsys, str(buyer(tmp_path)))
    assert found["wages"]["sets"] == []
    assert found["wages"]["absent"] == "a buyer's pay facts are those of the suppliers that it names"
    left = {one["id"]: one["why"] for one in found["judged_by"]["left_out"]}
    assert left["PAI-PAY-01"] == "left to the suppliers: the buyer names none"
    [said] = [one for one in found["findings"] if one["code"] == "pay_data_of_buyer"]
    assert said["message"].startswith("pay data payroll were not measured: a buyer's pay facts are those of")
    assert "suppliers:" in said["todo"]
    assert said["location"]["line"] == 8


def test_beside_a_suppliers_it_counts_for_nothing_and_is_named(tmp_path: Path, capsys: Captured) -> None:
    write_subject(tmp_path / "acme")
    found = checked(capsys, str(buyer(tmp_path, "suppliers: [../acme]\n")))
    assert [pay["evidence"] for pay in found["wages"]["sets"]] == ["acme/payroll"]
    assert [one["code"] for one in found["findings"]].count("pay_data_of_buyer") == 1


def test_workers_records_handed_in_for_a_buyer_are_named_too(tmp_path: Path, capsys: Captured) -> None:
    home = buyer(tmp_path)
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "workers.yaml").write_text(WORKERS, encoding="utf-8")
    for name in ("pay.csv", "mapping.yaml"):
        (kept / name).write_bytes((home / "wages" / name).read_bytes())
    found = checked(capsys, str(home), "--assessment", str(kept / "workers.yaml"))
    said = [one["message"] for one in found["findings"] if one["code"] == "pay_data_of_buyer"]
    assert [line.split(" were ")[0] for line in said] == ["pay data payroll", "pay data notes"]
    assert found["wages"]["sets"] == []
