"""The suppliers that benchmarks make from the examples are in order, and their conditions come out as read by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from checker.cli.main import run
from checker.pipeline.measures import compile_standards
from tests.bench import varied_examples
from tests.bench.single_comparisons import put_to_suppliers, single_comparisons, truths
from tests.bench.varied_examples import EXAMPLES, NAMES, write_varied_examples

TIDEWATER, LAKESHORE, MILLGATE = (f"{name}-{number:05}" for number, name in enumerate(NAMES))


def answers(folder: Path) -> dict[str, Any]:
    read = yaml.safe_load((folder / "questionnaire.yaml").read_text(encoding="utf-8"))
    return {f"{section}.{name}": said for section, given in read["answers"].items() for name, said in given.items()}


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_made_suppliers_are_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str], seed: int) -> None:
    write_varied_examples(tmp_path, 30, seed)
    assert run(["validate", str(tmp_path)]) == 0
    assert "30 of 30 in order." in capsys.readouterr().out


def test_no_pay_file_comes_along(tmp_path: Path) -> None:
    write_varied_examples(tmp_path, 3)
    assert [name for name in contents(tmp_path) if "/wages/" in name] == [f"{TIDEWATER}/wages/living-wage-table.csv"]
    written = "".join((tmp_path / n / "questionnaire.yaml").read_text() for n in (TIDEWATER, LAKESHORE, MILLGATE))
    assert "payroll]" not in written
    assert "wage_data" not in written
    assert f"{LAKESHORE}/documents/worker-terms.md" in contents(tmp_path)


def test_the_seed_decides_which_answers_differ(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("again", 1), ("b", 2)):
        write_varied_examples(tmp_path / name, 6, seed)
    assert contents(tmp_path / "a") == contents(tmp_path / "again")
    assert contents(tmp_path / "a") != contents(tmp_path / "b")
    shipped, made = answers(EXAMPLES / NAMES[1]), answers(tmp_path / "a" / LAKESHORE)
    assert made.keys() < shipped.keys()
    assert answers(tmp_path / "a" / f"{NAMES[1]}-00004") != made


def test_conditions_come_out_as_read_by_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers as shipped: waiting times of 70 and 96 hours and none said, against 48; channels; terms covered."""
    monkeypatch.setattr(varied_examples, "CHANGED", 0)
    monkeypatch.setattr(varied_examples, "TAKEN_AWAY", 0)
    write_varied_examples(tmp_path, 3)
    comparisons = single_comparisons(compile_standards(("pai",), ())[0])
    found = truths(sorted(tmp_path.iterdir()), comparisons)
    by_hand = {
        "PAI-COM-01": (True, True, True),  # channels: some, not "none"
        "PAI-COM-03": (True, False, None),  # named contact told to workers
        "PAI-COM-04": (False, False, None),
        "PAI-COM-07": (True, False, None),  # feedback regular and with examples
        "PAI-COM-09": (True, False, None),  # a route to the buyer; declined
        "PAI-PAY-06": (True, False, None),  # rate inputs name the place of the worker; declined
    }
    for requirement, expected in by_hand.items():
        assert tuple(found.get((name, requirement)) for name in (TIDEWATER, LAKESHORE, MILLGATE)) == expected


def test_only_single_comparisons_of_answers_are_taken() -> None:
    (standard,) = compile_standards(("pai",), ())
    taken = {c.requirement: c for c in single_comparisons(standard)}
    assert taken["PAI-COM-04"][1:] == ("comms.answer_within_hours", "at_most", 48)  # a parameter, filled in
    assert taken["PAI-COM-09"].bar == ("direct", "relayed_with_record")
    assert taken.keys().isdisjoint({"PAI-PAY-01", "PAI-GOV-01"})  # pay data; the buyer's
    assert taken.keys() < set(put_to_suppliers(standard))
