"""Every broken questionnaire is refused with all its problems: place, path, what is wrong, what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from checker.errors import InputError
from checker.load.question_bank import load_question_bank
from checker.load.questionnaires import load_questionnaire
from checker.load.search import find_subjects

FOLDER = Path(__file__).resolve().parents[2] / "bad_inputs"
EXPECTED: dict[str, list[list[Any]]] = yaml.load((FOLDER / "expected.yaml").read_text("utf-8"), yaml.CBaseLoader)


def problems_of(name: str) -> tuple[Any, ...]:
    with pytest.raises(InputError) as raised:
        load_questionnaire(FOLDER / "subjects" / name, f"vendors/{name}", load_question_bank())
    return raised.value.problems


@pytest.mark.parametrize("name", EXPECTED)
def test_refused_with_place_words_and_advice(name: str) -> None:
    found = problems_of(name)
    assert len(found) == len(EXPECTED[name]), "\n".join(map(str, found))
    for problem, (spot, where, words) in zip(found, EXPECTED[name], strict=True):
        label = f"vendors/{name}/questionnaire.yaml"
        start = label + (f":{spot}" if spot else "") + (f", {where}" if where else "") + ": "
        assert str(problem).startswith(start)
        assert problem.todo, "says what to do"
        missing = [word for word in words if word not in str(problem)]
        assert not missing, str(problem)


def test_every_folder_is_expected_and_every_expectation_has_a_folder() -> None:
    assert sorted(EXPECTED) == sorted(folder.name for folder in (FOLDER / "subjects").iterdir())


def test_all_of_them_are_found_as_subjects() -> None:
    assert [folder.name for folder in find_subjects([FOLDER])] == sorted(EXPECTED)
