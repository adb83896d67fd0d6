"""Eight pay receipts of Shipt shoppers, 2020: which of them fit the rule 5 + 7.5 % of the order total.

The receipts name neither worker nor day, so only whether each fits can be said. The rule and its tolerance are those
of the receipts' own project (github.com/dcalacci/shipt-calculator, MIT licence, copyright Dan Calacci); its parsed
amounts are also transcribed here, so that the figures hold where the data set is absent.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from checker.facts.change.outcome import outcome_of
from checker.facts.engine import open_engine
from checker.facts.pay_set import Yardsticks, open_set
from checker.load.wages import open_pay_table
from checker.load.wages.mapping import parse_mapping
from checker.model.benchmark import BenchmarkTable
from checker.model.evidence import Period
from checker.model.pay_rule import ChangeQuestion
from checker.model.pay_table import Factor
from checker.model.wages import PayScope
from tests.change_for_tests import audited, rule
from tests.pay_for_tests import item
from tests.real_data import REAL, needs

RECEIPTS = REAL / "shipt_receipts" / "receipts.csv"
TRANSCRIBED = (
    (124.37, 14.58), (192.05, 19.4), (56.0, 9.43), (69.44, 10.21), (69.83, 11.82), (131.52, 12.63), (181.35, 14.4),
    (126.51, 14.49),
)  # fmt: skip
"""Order total and pay in USD."""
MAPPING = b"""\
fairlabel: wages/1
grain: task
columns: {pay: order_pay_usd, tips: tip_usd}
constants: {worker_id: shopper, country: US, currency: USD, submitted_at: 2020-09-01, status: approved}
"""
RULE = rule(currency="USD", coefficients={"order_total_usd": 0.075})


def fitted(file: Path) -> tuple[int, int, int]:
    """Return the rows that fit, are above and below: true numbers, which of one worker are never printed."""
    from dataclasses import replace

    mapping = replace(parse_mapping(MAPPING, "mapping.yaml"), factors={name: Factor(name) for name in RULE.columns})
    scope = PayScope("", Period(None, None), (), None, None, change=ChangeQuestion(RULE))
    with open_engine() as engine:
        table = open_pay_table(file, mapping, evidence=item())
        found = outcome_of(open_set(engine, [table], scope, Yardsticks(BenchmarkTable(()), ()), frozenset()).data)
    assert found.cells is not None
    return tuple(int(found.cells[name].sum()) for name in ("matched", "above", "below"))  # type: ignore[return-value]


@needs("shipt_receipts/receipts.csv")
def test_three_fit_three_are_above_two_below() -> None:
    assert fitted(RECEIPTS) == (3, 3, 2)


@needs("shipt_receipts/receipts.csv")
def test_the_transcription_is_that_of_the_data() -> None:
    with RECEIPTS.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert tuple((float(row["order_total_usd"]), float(row["order_pay_usd"])) for row in rows) == TRANSCRIBED


def test_the_same_of_the_transcription(tmp_path: Path) -> None:
    lines = ["order_total_usd,order_pay_usd,tip_usd", *(f"{total},{pay},0" for total, pay in TRANSCRIBED)]
    file = tmp_path / "receipts.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert fitted(file) == (3, 3, 2)


def test_what_may_be_printed_of_eight_workers_with_a_receipt_each(tmp_path: Path) -> None:
    """As if each receipt were another worker's: two of them lost, which is fewer than five."""
    rows = [
        {
            "worker_id": f"w{i}", "country": "US", "currency": "USD", "submitted_at": "2020-09-01",
            "status": "approved", "pay": pay, "order_total_usd": total,
        }
        for i, (total, pay) in enumerate(TRANSCRIBED)
    ]  # fmt: skip
    found = audited(tmp_path, rows, formula=RULE)
    assert found.metrics["share_cut"].value == pytest.approx(2 / 8)
    assert found.metrics["mean_loss_of_cut"].value == pytest.approx((2.234 / 14.864 + 4.20125 / 18.60125) / 2)
    assert found.metrics["share_cut"].published.shown_as == "fewer than 5 of 8"
    assert found.counts["rows_match"] is None
    assert found.found is False
