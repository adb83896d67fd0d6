"""What facts are called in sentences."""

from __future__ import annotations

import pytest

from checker.assess.terms import Terms
from tests.worlds import bank


@pytest.mark.parametrize(
    ("fact", "name"),
    [
        ("answers.grievance.exists", "Is there a way to raise a grievance apart from the line manager"),
        ("wages.gini@idh_total", "Inequality (idh_total)"),
        ("evidence.worker_survey", "Evidence “Survey among workers”"),
        ("scope.sites", "sites"),
    ],
)
def test_a_fact_is_called_what_people_call_it(fact: str, name: str) -> None:
    assert Terms(bank(), {"gini": "Inequality"}).of(fact).name == name
