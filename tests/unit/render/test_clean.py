"""Hostile text, made harmless. The Markdown oracle is markdown-it, which renders what GitHub would."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from checker.render.clean import anchor, clean, escape_markdown, safe_link, without_control

TEXT = st.text(alphabet=st.one_of(st.characters(), st.sampled_from("<>&|*_`[]()#~!\\\n\t-+=.:/@1 \x1b\u202e")))


@given(TEXT)
def test_cleaned_text_is_one_line_without_control(text: str) -> None:
    shown = clean(text)
    assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", shown)
    assert clean(shown) == shown


@given(TEXT)
def test_nothing_that_moves_a_cursor_survives(text: str) -> None:
    assert not re.search("[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\u202a-\u202e]", without_control(text))


@given(TEXT)
def test_markdown_shows_every_sign_as_itself(text: str) -> None:
    rendered = (
        MarkdownIt("commonmark", {"html": True})
        .enable(["table", "strikethrough"])
        .render(f"x {escape_markdown(text)} y")
    )
    plain = rendered.removeprefix("<p>").removesuffix("</p>\n")
    assert "<" not in plain, "no element may come out of foreign text"
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        plain = plain.replace(entity, sign)
    assert plain.split() == f"x {clean(text)} y".split()


@given(TEXT)
def test_a_table_cell_stays_one_cell(text: str) -> None:
    table = f"| a | b |\n|---|---|\n| {escape_markdown(text)} | end |\n"
    rendered = MarkdownIt("commonmark", {"html": True}).enable("table").render(table)
    assert rendered.count("<tr>") == 2
    assert rendered.count("<td>") == 2
    assert "<td>end</td>" in rendered


@pytest.mark.parametrize(
    "line", ["# head", "- item", "1. item", "> quote", "```", "===", "<b>x</b>", "    code", "+ x"]
)
def test_markdown_at_the_start_of_a_line_is_text(line: str) -> None:
    rendered = MarkdownIt("commonmark", {"html": True}).render(escape_markdown(line))
    assert re.fullmatch(r"<p>[^<]*</p>\n", rendered)


@pytest.mark.parametrize("text", ["PAI-PAY-01", "a b", '"><script>', "é", "", "..", "x" * 300])
def test_anchor_is_a_safe_id(text: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]*", anchor(text))


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "http://a b", 'https://a"onclick=x', "", None, 3, "ftp://a", "//a"],
)
def test_only_web_addresses_are_followed(url: object) -> None:
    assert safe_link(url) is None


def test_a_web_address_is_kept() -> None:
    assert safe_link("https://example.org/a?b=1&c=2") == "https://example.org/a?b=1&c=2"
