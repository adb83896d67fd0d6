"""The YAML loader: values by the 1.2 core schema, places, refusals; the same with libyaml and without."""

from __future__ import annotations

import math
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.errors import InputError, Problem
from checker.load import yaml_text
from checker.load.yaml_text import Document, Limits, dotted, parse, read

PARSERS = {"libyaml": yaml_text._PARSER, "python": yaml_text._PureParser}


@pytest.fixture(params=PARSERS)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(yaml_text, "_PARSER", PARSERS[request.param])
    return str(request.param)


def load(text: str | bytes) -> Any:
    return document(text).value


def document(text: str | bytes) -> Document:
    return parse(text.encode() if isinstance(text, str) else text, "q.yaml")


def outcome(data: bytes) -> tuple[Any, tuple[Problem, ...]]:
    try:
        return parse(data, "q.yaml").value, ()
    except InputError as error:
        return None, error.problems


def refused(text: str | bytes, **limits: int) -> list[str]:
    with pytest.raises(InputError) as raised:
        parse(text.encode() if isinstance(text, str) else text, "q.yaml", limits=Limits(**limits))
    return [str(problem) for problem in raised.value.problems]


def test_libyaml_is_there_and_in_use() -> None:
    assert PARSERS["libyaml"].__name__ == "CParser"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"), ("no", "no"), ("yes", "yes"), ("on", "on"), ("y", "y"), ("NA", "NA"),
        ("true", True), ("True", True), ("TRUE", True), ("tRUE", "tRUE"), ("false", False), ("FALSE", False),
        ("", None), ("~", None), ("null", None), ("Null", None), ("NULL", None), ("nULL", "nULL"), ("none", "none"),
        ("0", 0), ("030", 30), ("-12", -12), ("+7", 7), ("0o17", 15), ("0o18", "0o18"), ("0x1F", 31), ("0xG", "0xG"),
        ("0b11", "0b11"), ("1_000", "1_000"), ("12:30", "12:30"), ("190:20:30", "190:20:30"), ("1,000", "1,000"),
        ("1.5", 1.5), (".5", 0.5), ("5.", 5.0), ("-1e3", -1000.0), ("1E-2", 0.01), ("1e", "1e"), (".", "."),
        ("-", None), ("--", "--"), ("+", "+"), ("1.2.3", "1.2.3"), ("-.inf", -math.inf), (".INF", math.inf),
        ("+.inf", math.inf), ("inf", "inf"), ("nan", "nan"), ("2026-01-31", "2026-01-31"),
        ("2026-01-31T10:00:00Z", "2026-01-31T10:00:00Z"), ("'12'", "12"), ('"true"', "true"), ("''", ""), ("=", "="),
        ("!!str 12", "12"), ("!!str", ""), ("!!int '12'", 12), ("!!float 3", 3.0), ("!!bool 'true'", True),
        ("!!null ''", None), ("٣", "٣"), ("9" * 401, "9" * 401),
    ],
)  # fmt: skip
def test_scalar_of_the_core_schema(parser: str, text: str, value: object) -> None:
    if text == "-":
        assert load("[a, '-', b]") == ["a", "-", "b"]
        return
    found = load(f"a: {text}\n")["a"]
    assert found == value
    assert type(found) is type(value)


def test_nan_is_a_number_that_equals_nothing(parser: str) -> None:
    assert all(math.isnan(v) for v in load("[.nan, .NaN, .NAN]"))


def test_keys_are_text_as_written(parser: str) -> None:
    assert load("{NO: 1, 030: 2, true: 3, 2026-01-01: 4, ~: 5, '': 6}".replace(", '': 6", "")) == {
        "NO": 1, "030": 2, "true": 3, "2026-01-01": 4, "~": 5,
    }  # fmt: skip


def test_block_styles_keep_their_text(parser: str) -> None:
    assert load("a: |\n  x\n  y\nb: >-\n  x\n  y\n") == {"a": "x\ny\n", "b": "x y"}


TEXT = """\
fairlabel: questionnaire/1
vendor: {id: acme, kinds: [bpo, crowd_platform]}
evidence:
  - {id: a, files: [x.pdf, y.pdf]}
  -
    id: b
answers:
  pay:
    models: [hourly]
    note:
"""


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        ((), (1, 1), (1, 1)),
        (("fairlabel",), (1, 12), (1, 1)),
        (("vendor", "id"), (2, 14), (2, 10)),
        (("vendor", "kinds"), (2, 27), (2, 20)),
        (("vendor", "kinds", 1), (2, 33), (2, 33)),
        (("evidence", 0, "files", 1), (4, 28), (4, 28)),
        (("evidence", 1, "id"), (6, 9), (6, 5)),
        (("answers", "pay"), (9, 5), (8, 3)),
        (("answers", "pay", "models", 0), (9, 14), (9, 14)),
        (("answers", "pay", "nothing here"), (9, 5), (9, 5)),
        (("nothing", "here"), (1, 1), (1, 1)),
        (("evidence", 7), (4, 3), (4, 3)),
    ],
)
def test_everything_has_line_and_column(parser: str, path: tuple[Any, ...], value: object, key: object) -> None:
    found = document(TEXT)
    assert found.spot(path) == value
    assert found.key_spot(path) == key


def test_columns_count_characters_and_not_bytes(parser: str) -> None:
    assert document("{ä𝄞: ö, b: c}").spot(("b",)) == (1, 12)


def test_a_problem_names_file_place_and_path() -> None:
    problem = document(TEXT).problem(("evidence", 0, "files", 1), "is missing", "add it")
    assert str(problem) == "q.yaml:4:28, evidence[0].files[1]: is missing; add it"
    assert document(TEXT).problem(("vendor", "kinds"), "x", key=True)[1:4] == (2, 20, "vendor.kinds")


def test_dotted() -> None:
    assert [dotted(p) for p in ((), ("a",), ("a", 0, "b"), (3, "a"))] == ["", "a", "a[0].b", "[3].a"]


def test_byte_order_mark_and_windows_line_ends_move_nothing(parser: str) -> None:
    found = document(b"\xef\xbb\xbfa: 1\r\nb:\r\n  c: x\r\n")
    assert found.value == {"a": 1, "b": {"c": "x"}}
    assert found.spot(("a",)) == (1, 4)
    assert found.spot(("b", "c")) == (3, 6)


def test_merge_keys(parser: str) -> None:
    text = "a: &a {x: 1, y: 2}\nb: &b {y: 3, z: 4}\nc: {<<: *a, x: 0}\nd: {<<: [*b, *a]}\ne: {'<<': 5}\n"
    found = document(text)
    assert found.value["c"] == {"x": 0, "y": 2}
    assert found.value["d"] == {"y": 3, "z": 4, "x": 1}
    assert found.value["e"] == {"<<": 5}
    assert found.spot(("c", "y")) == (1, 17)
    assert found.spot(("c", "x")) == (3, 16)


def test_merge_does_not_depend_on_where_it_stands(parser: str) -> None:
    assert load("a: &a {x: 1}\nb: {x: 2, <<: *a}\nc: {<<: *a, x: 2}")["b"] == {"x": 2}


def test_aliases_repeat_values_and_keep_the_place_of_the_anchor(parser: str) -> None:
    found = document("a: &a [1, {b: 2}]\nc: *a\nd: &s text\ne: *s\n")
    assert found.value == {"a": [1, {"b": 2}], "c": [1, {"b": 2}], "d": "text", "e": "text"}
    assert found.spot(("c",)) == (2, 4)
    assert found.spot(("c", 1, "b")) == (1, 15)


def test_an_anchor_can_be_given_anew(parser: str) -> None:
    assert load("[&a 1, *a, &a 2, *a]") == [1, 1, 2, 2]


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("a: 1\nb:\n  c: 1\n  c: 2\na: 3\n",
         ["q.yaml:4:3, b.c: the key 'c' stands twice (first in line 3)",
          "q.yaml:5:1, a: the key 'a' stands twice (first in line 1)"]),
        ("{1: a, '1': b}", ["q.yaml:1:8, 1: the key '1' stands twice"]),
        ("a: &a {b: 1}\nc: {<<: *a, <<: *a}", ["q.yaml:2:17, c: << stands twice"]),
        ("a: {<<: 3}", ["q.yaml:1:9, a: << needs a mapping"]),
        ("a: {<<: [{b: 1}, 3]}", ["q.yaml:1:9, a: << needs a mapping"]),
        ("a: *x\nb: *y\n", ["q.yaml:1:4, a: *x repeats what no &x names", "q.yaml:2:4, b: *y repeats"]),
        ("a: &a [1, *a]", ["q.yaml:1:11, a[1]: *a stands inside what it repeats"]),
        ("a: !!python/object:os.system x\nb: !foo [1]\nc: !!set {a}",
         ["q.yaml:1:4, a: the tag !!python/object:os.system is not known",
          "q.yaml:2:4, b: the tag !foo", "q.yaml:3:4, c: the tag !!set"]),
        ("a: !!timestamp 2026-01-01", ["the tag !!timestamp is not known"]),
        ("a: !!int twelve", ["q.yaml:1:4, a: 'twelve' is not what its tag !!int says"]),
        ("a: !!float x", ["!!float"]),
        ("a: !!bool 1", ["!!bool"]),
        ("a: 1\n? [b]\n: 2\n? {c: 3}\n: 4\n",
         ["q.yaml:2:3: a key is a list or a mapping", "q.yaml:4:3: a key is a list"]),
        ("a: {'': 1}", ["q.yaml:1:5, a: a key is empty"]),
        ("", ["q.yaml: is empty"]),
        ("# only a remark\n", ["q.yaml: is empty"]),
        ("---\n", ["q.yaml: is empty"]),
        ("~", ["q.yaml: is empty"]),
        ("a: 1\n---\nb: 2\n", ["q.yaml:2:1: holds more than one document"]),
        ("a: b: c", ["q.yaml:1:5: is not YAML: mapping values are not allowed"]),
        ("a:\n\tb: 1", ["q.yaml:2:1: is not YAML"]),
        ("a: 1\na: 2\nb: [1, 2\nc: 3",
         ["q.yaml:2:1, a: the key 'a' stands twice", "is not YAML: while parsing a flow sequence"]),
        ("a: 'open\n", ["is not YAML: while scanning a quoted scalar"]),
        ("a:\n  b: 1\n c: 2\n", ["q.yaml:3:2: is not YAML"]),
        ("a: @b", ["q.yaml:1:4: is not YAML"]),
        ("%YAML 9.9\n---\na: 1", ["is not YAML: found incompatible YAML document"]),
        ("a: 1".encode("utf-16"),
         ["q.yaml:1:1: is UTF-16, not UTF-8 text; save it as UTF-8; Windows PowerShell writes UTF-16 through >, so use "
          "--output where a command has it"]),
        ("a: 1".encode("utf-16-be"), ["UTF-16"]),
        ("a: b\nname: Größe\n".encode("latin-1"),
         ["q.yaml:2:9: is not UTF-8 text: byte 0xF6 (Latin-1 or Windows-1252?)"]),
        (b"a: some text\nb: x\0y\n", ["q.yaml:2:5: holds NUL bytes"]),
        (b"a: 1\nb: \x07\n", ["q.yaml:2:4: holds the control character U+0007"]),
    ],
)  # fmt: skip
def test_refused_with_place_and_reason(parser: str, text: str | bytes, messages: list[str]) -> None:
    found = refused(text)
    assert len(found) == len(messages), found
    for message, expected in zip(found, messages, strict=True):
        assert expected in message


def test_every_refusal_says_what_to_do() -> None:
    for text in ("a: 1\na: 2", "a: !x y", "a: b: c", "a: {", "a: 'x", "*", "\tx: 1", "a: *", "%x\n---\n", "? [1]\n: 2"):
        assert all("; " in message for message in refused(text)), text


def test_odd_line_breaks_are_named_where_they_break_a_file(parser: str) -> None:
    (message,) = refused("a: one\u2028two\nb: 1\n")
    assert "U+2028" in message


def test_billion_laughs_is_refused_in_milliseconds() -> None:
    lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    start = time.perf_counter()
    (message,) = refused("\n".join(lines))
    assert time.perf_counter() - start < 0.1
    assert "aliases repeat more than 20,000 values" in message


def test_merge_keys_count_as_repeating(parser: str) -> None:
    base = "a: &a {" + ", ".join(f"k{n}: 1" for n in range(50)) + "}\n"
    assert "aliases repeat more than 120 values" in refused(base + "b: {<<: *a}\nc: {<<: *a}\n", aliased=120)[0]


def test_an_alias_may_repeat_up_to_the_bound(parser: str) -> None:
    text = "a: &a [1, 2]\nb: [*a, *a]\n"
    assert parse(text.encode(), "q.yaml", limits=Limits(aliased=6)).value["b"] == [[1, 2], [1, 2]]
    refused(text, aliased=5)


def test_depth_is_bounded_and_the_bound_itself_is_allowed(parser: str) -> None:
    assert parse(b"[" * 5 + b"]" * 5, "q.yaml", limits=Limits(depth=5)).value == [[[[[]]]]]
    assert refused("[" * 6 + "]" * 6, depth=5) == ["q.yaml:1:6, [0][0][0]: is nested more than 5 deep; "
                                                   "no file of fairlabel needs that"]  # fmt: skip


def test_a_bomb_of_brackets_ends_soon() -> None:
    start = time.perf_counter()
    refused("[" * 1_000_000)
    refused("{a: " * 1_000_000)
    assert time.perf_counter() - start < 1


def test_fifty_megabytes_are_refused_unread(tmp_path: Path) -> None:
    big = tmp_path / "questionnaire.yaml"
    with big.open("wb") as file:
        file.truncate(50_000_000)
    start = time.perf_counter()
    with pytest.raises(InputError, match=r"acme/q.yaml: is 50.0 MB; .* at most 10 MB; put data into CSV"):
        read(big, "acme/q.yaml")
    assert time.perf_counter() - start < 0.1


def test_reading_gives_the_bytes_for_hashing(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(b"\xef\xbb\xbfa: 1\n")
    found, data = read(file, "a.yaml")
    assert found.value == {"a": 1}
    assert data == b"\xef\xbb\xbfa: 1\n"


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"a.yaml: cannot be read \(Is a directory\)"):
        read(tmp_path, "a.yaml")
    with pytest.raises(InputError, match="No such file"):
        read(tmp_path / "gone", "a.yaml")


# A subset on which YAML 1.1 and 1.2 agree: no octal or sexagesimal numbers, no dates, no yes/no/on/off, no '='.
WORDS = st.text(st.sampled_from("abcXZ éß𝄞'\"#:,[]{}&*!|>%@`?-\\/09"), max_size=12).map(lambda t: "w" + t)
LEAVES = st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.floats(allow_nan=False) | WORDS
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4), max_leaves=25
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(WORDS, VALUES, min_size=1, max_size=5), st.sampled_from([True, False, None]), st.booleans())
def test_agrees_with_safe_load_where_the_versions_of_yaml_agree(value: Any, flow: bool | None, unicode: bool) -> None:
    text = yaml.safe_dump(value, default_flow_style=flow, allow_unicode=unicode)
    assert load(text) == yaml.safe_load(text) == value


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=60) | st.text("ab:-[]{}&*!<'\"|>#? \n\t,~01", max_size=60).map(str.encode))
def test_no_bytes_make_anything_but_a_value_or_a_refusal(data: bytes) -> None:
    value, problems = outcome(data)
    assert (value is None) == bool(problems)
    assert all(problem.file == "q.yaml" and problem.what for problem in problems)
