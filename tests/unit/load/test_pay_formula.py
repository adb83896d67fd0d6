"""A disclosed rule of pay as it is read, and what is refused in it, with its place."""

from __future__ import annotations

from datetime import date

import pytest

from checker.errors import InputError
from checker.load.pay_formula import parse_formula
from tests.unit.load.test_schemas import faults

RULE = """\
fairlabel: pay-formula/1
currency: USD
intercept: 5
coefficients: {order_total: 0.075, distance: -0.1}
tolerance: 0.05
valid_until: 2020-08-19
source: Help page of 2019
"""


def test_a_formula_is_read() -> None:
    formula = parse_formula(RULE.encode(), "rule.yaml")
    assert (formula.currency, formula.intercept, dict(formula.coefficients)) == (
        "USD", 5.0, {"order_total": 0.075, "distance": -0.1},
    )  # fmt: skip
    assert (formula.tolerance, formula.valid_until, formula.source) == (0.05, date(2020, 8, 19), "Help page of 2019")
    assert formula.words == "5 + 0.075 x order_total + -0.1 x distance USD"
    assert faults("pay-formula", RULE) == []


def test_what_need_not_be_said() -> None:
    formula = parse_formula(b"fairlabel: pay-formula/1\ncurrency: KES\ncoefficients: {pages: 2}\n", "rule.yaml")
    assert (formula.intercept, formula.tolerance, formula.tolerance_share, formula.valid_until) == (
        0,
        None,
        0.005,
        None,
    )
    assert parse_formula(b"fairlabel: pay-formula/1\ncurrency: KES\nintercept: 0\n", "rule.yaml").columns == ()


@pytest.mark.parametrize(
    ("old", "new", "where", "words"),
    [
        ("pay-formula/1", "wages/1", "1:12", "does not say that it is 'pay-formula/1'"),
        ("currency: USD", "currency: dollars", "2:11", "'dollars' is not in ISO 4217"),
        ("currency: USD\n", "", "1:1", "currency is missing"),
        ("intercept: 5", "intercept: five", "3:12", "'five' is not a number"),
        ("intercept: 5", "intercept: .nan", "3:12", "is not a number"),
        ("intercept: 5", "intercept: .inf", "3:12", "is not a number"),
        ("0.075", "true", "4:29", "True is not a number"),
        ("{order_total: 0.075, distance: -0.1}", "[0.075]", "4:15", "not a mapping from columns"),
        ("tolerance: 0.05", "tolerance: 0", "5:12", "is not a number above 0"),
        ("source:", "tolerance_share: 0.1\nsource:", "5:1", "both given"),
        ("2020-08-19", "2020-02-30", "6:14", "not a day of the calendar"),
        ("source: Help", "notes: Help", "7:1", "'notes' is not a key of a pay formula"),
        ("intercept: 5\ncoefficients: {order_total: 0.075, distance: -0.1}\n", "", "1:1", "gives no pay"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_place(old: str, new: str, where: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_formula(RULE.replace(old, new).encode(), "rule.yaml")
    (problem,) = [str(p) for p in caught.value.problems]
    assert problem.startswith(f"rule.yaml:{where}")
    assert words in problem


def test_all_mistakes_are_named_at_once() -> None:
    with pytest.raises(InputError) as caught:
        parse_formula(b"fairlabel: x\ncurrency: y\nintercept: z\n", "rule.yaml")
    assert len(caught.value.problems) == 3
    with pytest.raises(InputError, match="is not a mapping"):
        parse_formula(b"- 5\n", "rule.yaml")
