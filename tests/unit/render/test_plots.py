"""Pictures on their own: sound SVG, PNG with words, captions, and nothing from another hand that acts."""

from __future__ import annotations

import re
import struct
import sys
import zlib
from dataclasses import replace
from functools import partial
from xml.etree import ElementTree

import pytest

from checker.errors import UsageError
from checker.model.wages import WageSet
from checker.render import plots
from checker.render.charts.scales import WIDTH, text_width
from checker.render.pictures import Picture
from tests import reports_for_tests as made

SVG = "{http://www.w3.org/2000/svg}"
NAMES = [
    "<script>alert(1)</script>",
    "שלום עולם, מתייג",
    "a" * 400,
    "字" * 90,
    'x" onload="alert(1)',
    "]]>&amp;",
    "\x1b[31m\u202e",
]


def named(*names: str) -> WageSet:
    first = made.ladder().steps[0]
    return made.wage_set(ladders=(made.ladder(steps=tuple(first._replace(category=name) for name in names)),))


def drawn(pay: WageSet | None = None) -> dict[str, Picture]:
    return {picture.kind: picture for picture in plots.pay_plots(pay or made.wage_set(), 5)}


def words_of(svg: bytes) -> list[str]:
    return [text.text or "" for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("kind", ["distribution", "ladder", "lateness"])
def test_svg_is_sound_and_says_what_the_picture_shows(kind: str) -> None:
    picture = drawn()[kind]
    root = ElementTree.fromstring(plots.plot(picture, "svg"))
    inner = root.find(f"{SVG}svg")
    assert inner is not None
    assert inner.get("role") == "img"
    title, desc = inner.find(f"{SVG}title"), inner.find(f"{SVG}desc")
    assert title is not None and desc is not None
    assert title.text == picture.title
    assert inner.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    said = " ".join(words_of(plots.plot(picture, "svg")))
    assert all(words in said for words in picture.caption)
    assert not [e for e in root.iter() if e.get("style") or e.tag.endswith(("script", "foreignObject", "image"))]


@pytest.mark.parametrize("kind", ["distribution", "ladder", "lateness"])
def test_everything_stands_on_the_sheet(kind: str) -> None:
    root = ElementTree.fromstring(plots.plot(drawn()[kind], "svg"))
    wide, high = float(root.get("width", 0)), float(root.get("height", 0))
    inner = root.find(f"{SVG}svg")
    assert inner is not None
    assert float(inner.get("x", 0)) + float(inner.get("width", 0)) <= wide
    for text in root.findall(f"{SVG}text"):
        assert float(text.get("y", 0)) < high
        assert float(text.get("x", 0)) + text_width(text.text or "") <= wide


def test_a_picture_without_a_table_says_its_numbers_in_its_description() -> None:
    def said(kind: str) -> str:
        desc = ElementTree.fromstring(plots.plot(drawn()[kind], "svg")).find(f"{SVG}svg/{SVG}desc")
        assert desc is not None
        return desc.text or ""

    assert said("lateness") == (
        "A bar for each length of delay. By delay: In time, payments 240; 1 to 14 days late, payments 87; Over 14 days,"
        " or never, payments 33."
    )
    assert (
        "; Quality reviewer, workers 8, base pay 150 to 190, guaranteed bonus 0, base of the lowest 5 hidden;"
        in said("ladder")
    )
    assert not any("table" in said(kind) for kind in ("distribution", "ladder", "lateness"))


def test_the_table_holds_the_numbers_of_the_picture() -> None:
    found = drawn()["ladder"]
    assert found.columns == ("Job category", "Workers", "Base pay", "Guaranteed bonus", "Base of the lowest 5")
    assert found.rows == (
        ("Annotator", "40", "140", "4.5", "96.25"), ("Quality reviewer", "8", "150 to 190", "0", "hidden"),
        ("Team lead", "hidden", "hidden", "hidden", "hidden"),
    )  # fmt: skip
    assert drawn()["lateness"].rows == (
        ("In time", "240"),
        ("1 to 14 days late", "87"),
        ("Over 14 days, or never", "33"),
    )


@pytest.mark.parametrize("name", NAMES)
def test_names_from_another_hand_are_words_only(name: str) -> None:
    picture = drawn(named(name))["ladder"]
    svg = plots.plot(picture, "svg")
    root = ElementTree.fromstring(svg)
    assert not [e for e in root.iter() if e.tag.endswith("script") or any(key.startswith("on") for key in e.attrib)]
    assert b"\x1b" not in svg and "\u202e".encode() not in svg
    assert max(text_width(words) for words in words_of(svg)) <= WIDTH * 1.2
    page = plots.plots_page([picture], "Pay", 5, "").decode()
    assert "<script" not in page
    assert " onload=" not in re.sub(r">[^<]*<", "><", page)


def test_a_number_that_is_hidden_is_in_no_part_of_a_picture() -> None:
    """Nothing of a hidden step comes out, whatever hid behind it."""
    pay = made.wage_set(workers=60)
    for picture in plots.pay_plots(pay, 5):
        page = plots.plots_page([picture], "Pay", 5, "").decode()
        rows = [row for row in picture.rows if "hidden" in row]
        assert all(set(row[1:]) == {"hidden"} or row[0] == "Quality reviewer" for row in rows)
        assert page.count("hidden") >= len(rows)


def test_a_set_of_few_workers_draws_nothing() -> None:
    assert plots.pay_plots(made.wage_set(worker_count_hidden=True), 5) == ()


def test_no_picture_is_said_on_the_page() -> None:
    page = plots.plots_page([], "Pay", 5, "too few workers").decode()
    assert "There is nothing to draw: too few workers." in page


def test_a_ladder_without_steps_has_words_only() -> None:
    bare = made.ladder(steps=(), notes=("pay is in several currencies, and no rate brings them together",))
    picture = drawn(made.wage_set(ladders=(bare,)))["ladder"]
    assert (picture.chart, picture.rows) == (None, ())
    assert b"Pay is in several currencies" in plots.plot(picture, "svg")
    assert "<table" not in plots.plots_page([picture], "Pay", 5, "").decode()


def test_png_has_the_size_of_the_sheet_and_words_in_it() -> None:
    picture = drawn()["ladder"]
    png = plots.plot(picture, "png")
    root = ElementTree.fromstring(plots.plot(picture, "svg"))
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    wide, high = struct.unpack(">II", png[16:24])
    assert (wide, high) == (2 * int(root.get("width", 0)), 2 * round(float(root.get("height", 0))))
    # The caption's first line: under the picture, where nothing but words is.
    last = root.findall(f"{SVG}text")[-1]
    row = int(2 * float(last.get("y", 0))) - 8
    assert len(set(_pixels(png, wide)[row])) > 3


def _pixels(png: bytes, wide: int) -> list[list[bytes]]:
    """Return the pixels of a PNG of 8-bit RGBA, as rows."""
    at, data = 8, b""
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            data += png[at + 8 : at + 8 + size]
        at += size + 12
    raw, rows, before = zlib.decompress(data), [], bytearray(4 * wide)
    for start in range(0, len(raw), 4 * wide + 1):
        before = _unfiltered(raw[start], bytearray(raw[start + 1 : start + 4 * wide + 1]), before)
        rows.append([bytes(before[i : i + 4]) for i in range(0, len(before), 4)])
    return rows


def _unfiltered(kind: int, line: bytearray, up: bytearray) -> bytearray:
    """Undo one line's filter (PNG specification, section 9)."""
    for i in range(len(line)):
        a = line[i - 4] if i >= 4 else 0
        b, c = up[i], up[i - 4] if i >= 4 else 0
        p = a + b - c
        near = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
        line[i] = (line[i] + (0, a, b, (a + b) // 2, near)[kind]) % 256
    return line


def test_without_the_library_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    plots.png_font.cache_clear()
    with pytest.raises(UsageError, match=r'PNG needs resvg-py.*pip install "fairlabel\[plots\]".*SVG and HTML need'):
        plots.plot(drawn()["ladder"], "png")
    assert plots.plot(drawn()["ladder"], "svg")


def test_without_a_font_there_is_no_png_without_words(monkeypatch: pytest.MonkeyPatch) -> None:
    import resvg_py

    monkeypatch.setattr(resvg_py, "svg_to_bytes", partial(resvg_py.svg_to_bytes, skip_system_fonts=True))
    plots.png_font.cache_clear()
    with pytest.raises(UsageError, match="no font to write a PNG with: install one of Noto Sans, "):
        plots.plot(drawn()["ladder"], "png")
    plots.png_font.cache_clear()


def test_the_same_picture_gives_the_same_bytes() -> None:
    one, other = (plots.plot(drawn()["distribution"], "svg") for _ in range(2))
    assert one == other
    assert plots.plots_page(list(drawn().values()), "Pay", 5, "") == plots.plots_page(
        list(drawn().values()), "Pay", 5, ""
    )


def test_a_picture_of_another_place_has_another_name() -> None:
    two = replace(made.wage_set(), ladders=(made.ladder(), made.ladder(place="GH", currency="GHS")))
    names = [picture.name for picture in plots.pay_plots(two, 5)]
    assert names == ["distribution-KE Naivasha (urban)", "ladder-KE-KES", "ladder-GH-GHS", "days-late"]
