"""Whatever stands in a file, reading it ends in a value or in problems with a place; never in another exception."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.errors import InputError, Problem
from checker.load.assessor import load_assessor_file
from checker.load.question_bank import load_question_bank
from checker.load.questionnaires import load_questionnaire

BANK = load_question_bank()
WORDS = st.sampled_from(
    """
    tbd x KE 2026-01-01 2025-12-31 true 30_days policy wage_data hourly none ../x a/b.pdf acme bpo always reviewed level
    kinds scope survey
    """.split()
) | st.just("")
LEAVES = st.none() | st.booleans() | st.integers(-2, 10**18) | st.floats(allow_nan=False, allow_infinity=False) | WORDS
KEYS = st.sampled_from(
    """
    id kind files mapping covers issued from to sites place headcount value evidence note no_answer complete period
    services name country kinds requirement on reason role organisation n population method interviews survey
    paid_on_time always respondents
    """.split()
)
ANYTHING = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12
)
CITED = st.fixed_dictionaries({"value": ANYTHING, "evidence": st.lists(st.just("policy") | ANYTHING, max_size=3)})
SHOWN = st.just([{"id": "policy", "kind": "policy"}])
ANSWERS = st.dictionaries(
    st.sampled_from(sorted({q.section for q in BANK.questions.values()})),
    ANYTHING
    | st.dictionaries(
        st.sampled_from(sorted(n.partition(".")[2] for n in BANK.questions)), ANYTHING | CITED, max_size=5
    ),
    max_size=3,
)


def read(folder: Path, name: str, content: dict[str, Any]) -> tuple[Problem, ...]:
    # An assessor's file in the folder of a supplier would be refused unread.
    home = folder / name.removesuffix(".yaml")
    home.mkdir(exist_ok=True)
    (home / name).write_text(json.dumps(content), encoding="utf-8")
    try:
        if name == "questionnaire.yaml":
            load_questionnaire(home, "acme", BANK)
        else:
            load_assessor_file(home / name, BANK)
    except InputError as error:
        return error.problems
    return ()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any")


@settings(max_examples=300, deadline=None)
@given(
    st.fixed_dictionaries(
        {"fairlabel": st.just("questionnaire/1"), "template": st.sampled_from(["annotation-supplier", "buyer", "x"])},
        optional={
            "vendor": ANYTHING, "buyer": ANYTHING, "scope": ANYTHING, "suppliers": ANYTHING,
            "evidence": ANYTHING | SHOWN, "answers": ANSWERS | ANYTHING, "responses": ANYTHING,
        },
    )
)  # fmt: skip
def test_a_questionnaire_of_any_shape(folder: Path, content: dict[str, Any]) -> None:
    problems = read(folder, "questionnaire.yaml", content)
    assert all(problem.line and problem.column and problem.what for problem in problems)


@settings(max_examples=300, deadline=None)
@given(
    st.fixed_dictionaries(
        {"fairlabel": st.sampled_from(["assessment/1", "worker-evidence/1"])},
        optional={
            "subject": ANYTHING, "assessor": ANYTHING, "collector": ANYTHING, "organisation": ANYTHING,
            "evidence": ANYTHING, "decisions": st.lists(ANYTHING, max_size=3), "workers": ANYTHING,
        },
    )
)  # fmt: skip
def test_an_assessors_file_of_any_shape(folder: Path, content: dict[str, Any]) -> None:
    problems = read(folder, "assessment.yaml", content)
    assert all(problem.line and problem.column and problem.what for problem in problems)
