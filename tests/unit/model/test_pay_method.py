"""The methods of counting pay: one table for rules, engine, command and files."""

from __future__ import annotations

from typing import get_args

import pytest

from checker.cli.wages import audit
from checker.model.condition import DEFAULT_METHOD
from checker.model.pack_file import ConditionFile
from checker.model.pay_method import PAY_METHODS
from checker.model.wages import Method


def test_every_place_that_names_methods_names_these() -> None:
    names = tuple(PAY_METHODS)
    assert get_args(Method) == names
    assert get_args(get_args(ConditionFile.model_fields["method"].annotation)[0]) == names
    (option,) = [p for p in audit.params if p.name == "method"]
    assert tuple(option.type.choices) == names  # type: ignore[attr-defined]
    assert names[0] == DEFAULT_METHOD


@pytest.mark.parametrize(
    ("name", "adds", "takes_off", "cap"),
    [
        ("basic_only", (), ("fees", "deductions"), None),
        ("idh_total", ("guaranteed_bonus",), ("fees", "deductions"), 0.30),
        ("fairwork_net", ("guaranteed_bonus",), ("fees", "deductions", "costs"), None),
    ],
)
def test_what_counts(name: str, adds: tuple[str, ...], takes_off: tuple[str, ...], cap: float | None) -> None:
    method = PAY_METHODS[name]
    assert (method.adds, method.takes_off, method.in_kind_cap) == (adds, takes_off, cap)
    assert f"{name}, version 1" in method.statement
    assert "tips" not in method.adds
    assert ("not confirmed in the texts reached" in method.statement) == (cap is not None)


def test_caps_say_what_is_known_of_them() -> None:
    caps = [cap for method in PAY_METHODS.values() for cap in method.in_kind]
    assert [(cap.share, cap.of, cap.applied) for cap in caps] == [
        (0.30, "all kinds together", True), (0.10, "each kind", False),
    ]  # fmt: skip
    assert all(cap.source and cap.status and cap.checked_on for cap in caps)
