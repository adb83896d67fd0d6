"""The grammar: every form is read as what it says, every other form is refused with its place."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import date
from typing import Any

import pytest

from checker.model.condition import COMBINATORS, COMPARISONS, Equals, Path, fact_key, facts_read, references, walk
from checker.model.condition_form import form
from checker.model.condition_parser import ConditionError, parse_condition, parse_partly
from checker.model.duration import Duration, parse_duration
from checker.model.evidence import Place

LEAF = {"fact": "answers.a", "is": True}
FORMS: dict[str, Any] = {
    "is": {"fact": "a", "is": "x"}, "is_not": {"fact": "a", "is_not": False}, "one_of": {"fact": "a", "one_of": ["x"]},
    "none_of": {"fact": "a", "none_of": ["x", "y"]}, "includes_any": {"fact": "a", "includes_any": ["x"]},
    "includes_all": {"fact": "a", "includes_all": {"fact": "b"}},
    "includes_none": {"fact": "a", "includes_none": ["x"]},
    "at_least": {"fact": "a", "at_least": 1}, "at_most": {"fact": "wages.a", "method": "idh_total", "at_most": 0.5},
    "more_than": {"fact": "a", "more_than": {"param": "p"}}, "less_than": {"fact": "a", "less_than": {"fact": "b"}},
    "between": {"fact": "a", "between": [1, {"param": "p"}]}, "before": {"fact": "a", "before": "2026-01-31"},
    "after": {"fact": "a", "after": {"fact": "b"}}, "within": {"fact": "a", "within": "12 months"},
    "count_at_least": {"fact": "a", "count_at_least": 2},
    "count_at_most": {"fact": "a", "count_at_most": {"param": "p"}},
    "share_at_least": {"fact": "a", "share_at_least": {"share": 0.9, "where": {"fact": "item.x", "is": True}}},
    "is_answered": {"fact": "a", "is_answered": True},
    "all": {"all": [LEAF, LEAF]}, "any": {"any": [LEAF]}, "not": {"not": LEAF},
    "at_least_n_of": {"at_least_n_of": {"n": 1, "of": [LEAF, LEAF]}},
    "each": {"each": {"fact": "scope.sites", "where": LEAF}}, "some": {"some": {"fact": "scope.sites", "where": LEAF}},
    "evidence": {"evidence": {"kinds": ["contract"], "at_least": "documented", "max_age": "12 months"}},
}  # fmt: skip


def spot(path: Path) -> Place:
    return Place("p.yaml", len(path) + 1, 1)


def read(raw: Any) -> Any:
    return parse_condition(raw, spot)


@pytest.mark.parametrize("name", list(FORMS))
def test_every_form_is_read(name: str) -> None:
    node = read(FORMS[name])
    assert node.op == name
    assert node.place == Place("p.yaml", 1, 1)


def test_the_list_of_forms_is_closed() -> None:
    assert set(FORMS) == {*COMPARISONS, *COMBINATORS}


def test_values_keep_their_types() -> None:
    assert read({"fact": "a", "is": True}).value is True
    assert read({"fact": "a", "at_least": 1}).value == 1
    assert read({"fact": "a", "before": "2026-01-31"}).value == date(2026, 1, 31)
    assert read({"fact": "a", "within": "12 months"}).value == Duration(months=12)
    assert read({"fact": "a", "one_of": [1, "1", True]}).value == (1, "1", True)


WRONG = [
    ("text", "a condition is a mapping"),
    ({}, "a condition is a mapping"),
    ({"fact": "a"}, "takes one comparison, here 0"),
    ({"fact": "a", "is": 1, "at_least": 2}, "takes one comparison, here 2"),
    ({"fact": "a", "equals": 1}, "unknown 'equals'"),
    ({"fact": 5, "is": 1}, "takes a name"),
    ({"fact": "a", "is": [1]}, "takes one value"),
    ({"fact": "a", "is": None}, "takes one value"),
    ({"fact": "a", "one_of": []}, "at least one value"),
    ({"fact": "a", "one_of": "x"}, "at least one value"),
    ({"fact": "a", "at_least": "five"}, "takes a number"),
    ({"fact": "a", "at_least": True}, "takes a number"),
    ({"fact": "a", "at_least": float("nan")}, "takes a number"),
    ({"fact": "a", "at_least": {"parameter": "p"}}, "or {param: name}"),
    ({"fact": "a", "between": [1]}, "takes two values"),
    ({"fact": "a", "before": "31.1.2026"}, "is no day"),
    ({"fact": "a", "within": "a year"}, "is no span of time"),
    ({"fact": "a", "count_at_least": -1}, "whole number from 0"),
    ({"fact": "a", "count_at_least": 1.5}, "whole number from 0"),
    ({"fact": "a", "share_at_least": {"share": 0.5}}, "takes a mapping with share, where"),
    ({"fact": "a", "is_answered": False}, "only true"),
    ({"fact": "answers.a", "method": "basic_only", "at_most": 1}, "no pay method here"),
    ({"fact": "wages.a", "method": "gross", "at_most": 1}, "no pay method here"),
    ({"all": []}, "at least one condition"),
    ({"all": LEAF}, "at least one condition"),
    ({"not": [LEAF]}, "a condition is a mapping"),
    ({"at_least_n_of": {"n": 3, "of": [LEAF, LEAF]}}, "n is 3, but there are 2"),
    ({"at_least_n_of": {"n": 0, "of": [LEAF]}}, "n is 0, but there are 1"),
    ({"each": {"fact": "a"}}, "takes a mapping with fact, where"),
    ({"evidence": {"kinds": ["contract"], "at_least": "sworn"}}, "is no evidence level"),
    ({"evidence": {"at_least": "stated"}}, "takes a mapping with"),
    ({"all": [LEAF], "any": [LEAF]}, "'any' does not belong here"),
    ({"every": [LEAF]}, "'every' does not belong here"),
]


@pytest.mark.parametrize(("raw", "words"), WRONG, ids=[str(w[0]) for w in WRONG])
def test_every_other_form_is_refused(raw: Any, words: str) -> None:
    with pytest.raises(ConditionError, match=r"p\.yaml:") as refused:
        read(raw)
    assert words in str(refused.value)


def test_all_mistakes_are_found_and_the_rest_is_still_read() -> None:
    raw = {"all": [LEAF, {"fact": "b", "at_least": "x"}, {"not": {"fact": "c", "is": [1]}}]}
    node, problems = parse_partly(raw, spot)
    assert [p.where for p in problems] == ["all[1].at_least", "all[2].not.is"]
    assert facts_read(node) == ("answers.a",)  # type: ignore[arg-type]
    found: list[Any] = []
    assert parse_condition(raw, spot, report=found.append) is None
    assert len(found) == 2


def test_facts_read_each_once_in_the_order_of_reading() -> None:
    raw = {"any": [FORMS["includes_all"], FORMS["at_most"], FORMS["evidence"], FORMS["each"], FORMS["includes_all"]]}
    assert facts_read(read(raw)) == ("a", "b", "wages.a@idh_total", "evidence.contract", "scope.sites", "answers.a")


def test_walk_and_references() -> None:
    nodes = list(walk(read({"not": {"any": [FORMS["between"], FORMS["share_at_least"]]}})))
    assert [node.op for node in nodes] == ["not", "any", "between", "share_at_least", "is"]
    assert [len(references(node)) for node in nodes] == [0, 0, 1, 0, 0]


def test_nodes_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        read(LEAF).fact = "b"


@pytest.mark.parametrize(
    ("method", "key"), [(None, "wages.m"), ("basic_only", "wages.m"), ("idh_total", "wages.m@idh_total")]
)
def test_key(method: str | None, key: str) -> None:
    assert fact_key("wages.m", method) == key


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("12 months", Duration(12)), ("1 month", Duration(1)), ("1 year", Duration(12)), ("2 weeks", Duration(days=14)),
        (" 30 days ", Duration(days=30)), ("30", None), ("a month", None), (30, None), (None, None), ("-1 days", None),
    ],
)  # fmt: skip
def test_duration(text: object, span: Duration | None) -> None:
    assert parse_duration(text) == span


@pytest.mark.parametrize(
    ("span", "day", "before"),
    [
        (Duration(12), date(2026, 6, 30), date(2025, 6, 30)), (Duration(1), date(2026, 3, 31), date(2026, 2, 28)),
        (Duration(1), date(2024, 3, 31), date(2024, 2, 29)), (Duration(days=31), date(2026, 3, 31), date(2026, 2, 28)),
        (Duration(12), date(2024, 2, 29), date(2023, 2, 28)), (Duration(0), date(2026, 1, 1), date(2026, 1, 1)),
        (Duration(6), date(2026, 6, 30), date(2025, 12, 30)), (Duration(99999), date(2026, 1, 1), date.min),
        (Duration(days=99999), date(200, 1, 1), date.min),
    ],
)  # fmt: skip
def test_day_before(span: Duration, day: date, before: date) -> None:
    assert span.before(day) == before


@pytest.mark.parametrize("value", [True, False, 0, 1, 1.0, 0.5, "x", "1", "true", "2026-01-01", date(2026, 1, 1)])
def test_no_value_is_bent_into_another_type(value: object) -> None:
    for op in ("is", "is_not", "one_of", "none_of", "includes_any"):
        several = op not in ("is", "is_not")
        found = read({"fact": "a", op: [value, "y"] if several else value}).value
        one = found[0] if several else found
        assert (one, type(one)) == (value, type(value))


@pytest.mark.parametrize("value", [0, 1, 0.0, 2.5])
def test_a_bar_stays_the_number_that_it_is(value: float) -> None:
    for node in (read({"fact": "a", "at_most": value}).value, read({"fact": "a", "between": [value, 9]}).low):
        assert (node, type(node)) == (value, type(value))


def test_what_is_no_form_is_no_node() -> None:
    right = {"op": "is", "fact": "a", "value": 1}
    assert form(**right) == Equals(op="is", fact="a", value=1)
    for wrong in ({"op": "isnt"}, {"fact": 3}, {"value": object()}, {"more": 1}):
        with pytest.raises(ValueError, match="validation error"):
            form(**{**right, **wrong})
