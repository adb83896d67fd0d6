"""Pictures in Chromium: words that touch neither each other nor the rim, colours that can be told apart in grey."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from checker.model.wages import Line, WageSet
from checker.render import plots
from checker.render.pictures import Picture, change_picture
from tests import reports_for_tests as made
from tests.browser.test_html import ARGUMENTS, CHROMIUM, SETTINGS, Visit, pytestmark
from tests.unit.render.test_charts import change, week

__all__ = ["pytestmark"]
NAMES = ("<script>alert(1)</script>", "שלום עולם, מתייג נתונים", "Donaudampfschifffahrt" * 9, "字" * 90, "a")


def steps(*sizes: float) -> tuple[Any, ...]:
    first = made.ladder().steps[0]
    shown = [made.amount(size) for size in sizes]
    return tuple(
        first._replace(category=NAMES[i % len(NAMES)], base=size, total=size, in_kind=made.amount(0), lowest=shown[0])
        for i, size in enumerate(shown)
    )


def pay(**ladder: Any) -> WageSet:
    return made.wage_set(ladders=(made.ladder(**ladder),))


def level_weeks(n: int) -> list[dict[str, Any]]:
    return [week(i + 1, None if i == 4 else 1 + i / 100, "before" if i < 7 else "after") for i in range(n)]


def changed(n: int, announced: str | None) -> tuple[Picture, ...]:
    metrics: dict[str, Any] = {
        "share_cut": {"value": 0.41, "low": 0.41, "high": 0.41, "suppressed": False, "unit": "share"}
    }
    view = {**change(*level_weeks(n), announced=announced), "verdict": "41 of 100 lost", "metrics": metrics}
    found = change_picture(view)
    assert found
    return (found,)


PAGES = {
    "usual": lambda: plots.pay_plots(made.wage_set(), 5),
    "hostile": lambda: plots.pay_plots(pay(steps=steps(3, 9, 12, 14, 20), living_wage=Line(10, 10)), 5),
    "huge": lambda: plots.pay_plots(pay(steps=steps(1e15), living_wage=Line(10, 10), minimum_wage=Line(9, 9)), 5),
    "nothing-paid": lambda: plots.pay_plots(pay(steps=steps(0), living_wage=None, minimum_wage=None), 5),
    "lines-that-meet": lambda: plots.pay_plots(
        pay(steps=steps(9), living_wage=Line(10, 14), minimum_wage=Line(9.9, 9.9)), 5
    ),
    "weeks": lambda: changed(16, "2026-02-16"),
    "a-year": lambda: changed(52, None),
    "one-week": lambda: changed(1, None),
    "none": lambda: (),
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("plots")
    for name, make in PAGES.items():
        (folder / f"{name}.html").write_bytes(plots.plots_page(make(), "Pictures of pay", 5, "too few workers"))
    return {name: folder / f"{name}.html" for name in PAGES}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("width", "scheme"), SETTINGS)
def test_axe_finds_nothing(browser: Any, files: dict[str, Path], name: str, width: int, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    with Visit(browser, files[name], width, scheme) as visit:
        found = Axe().run(visit.page).response
        wide = visit.page.evaluate("document.documentElement.scrollWidth")
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]] == []
    assert len(found["passes"]) > 10, "axe ran"
    assert wide <= width


BOXES = """() => [...document.querySelectorAll('svg.pic')].map(svg => {
  const of = e => { const r = e.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom]; };
  return {frame: of(svg), words: [...svg.querySelectorAll('text')].map(e => [e.textContent, ...of(e)])};
})"""


@pytest.mark.parametrize("name", [name for name in PAGES if name != "none"])
@pytest.mark.parametrize("width", [390, 1200])
def test_words_touch_neither_each_other_nor_the_rim(
    browser: Any, files: dict[str, Path], name: str, width: int
) -> None:
    with Visit(browser, files[name], width, "light") as visit:
        found = visit.page.evaluate(BOXES)
    assert found
    for picture in found:
        left, top, right, bottom = picture["frame"]
        words = picture["words"]
        assert all(a >= left - 1 and c <= right + 1 and b >= top - 1 and d <= bottom + 1 for _, a, b, c, d in words), (
            words
        )
        for i, (one, a, b, c, d) in enumerate(words):
            for other, e, f, g, h in words[i + 1 :]:
                # A line's box is higher than its letters, by a quarter on either side.
                slack = (d - b) / 4
                meet = min(c, g) - max(a, e) > 0.5 and min(d, h) - max(b, f) > 2 * slack
                assert not meet, (one, other)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_shapes_have_contrast(browser: Any, files: dict[str, Path], scheme: str) -> None:
    """By the WCAG formula: words 4.5:1, shapes 3:1 against the page, or their edge."""
    marks = ".above, .below, .part, .never, .hidden-bar, .stripe, .spot, .lost, .hatch, .path, .before, .after"
    marks += ", .lw, .mw, .lowest"
    script = """marks => {
      const numbers = s => s.match(/[\\d.]+/g).slice(0, 3).map(v => v / 255);
      const linear = v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
      const luminance = s => { const [r, g, b] = numbers(s).map(linear); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
      const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      const ground = luminance(getComputedStyle(document.body).backgroundColor);
      return [...document.querySelectorAll('.pic text, ' + marks)].map(e => {
        const style = getComputedStyle(e);
        const solid = style.fill.startsWith('rgb') && !e.matches('.before, line, .path');
        return [e.tagName, e.getAttribute('class'), ratio(luminance(solid ? style.fill : style.stroke), ground)];
      });
    }"""
    for name in ("usual", "weeks"):
        with Visit(browser, files[name], 1200, scheme) as visit:
            measured = visit.page.evaluate(script, marks)
        assert len(measured) > 20
        weak = [m for m in measured if m[2] < (4.5 if m[0] == "text" else 3)]
        assert weak == []


def test_pictures_are_whole_in_print(browser: Any, files: dict[str, Path]) -> None:
    with Visit(browser, files["usual"], 800, "light") as visit:
        visit.page.emulate_media(media="print")
        assert (
            visit.page.evaluate("[...document.querySelectorAll('figure')].map(f => getComputedStyle(f).breakInside)")
            == ["avoid"] * 3
        )
        assert visit.page.evaluate("[...document.querySelectorAll('details')].every(d => d.open)")


@pytest.mark.parametrize("kind", ["distribution", "ladder", "lateness"])
def test_a_file_of_a_picture_opens(browser: Any, tmp_path: Path, kind: str) -> None:
    """Firm rules of XML hold for .svg: a browser shows an error where they are broken."""
    (picture,) = (p for p in plots.pay_plots(made.wage_set(), 5) if p.kind == kind)
    (tmp_path / "p.svg").write_bytes(plots.plot(picture, "svg"))
    with Visit(browser, tmp_path / "p.svg", 1200, "light") as visit:
        assert visit.page.evaluate("document.documentElement.tagName") == "svg"
        assert visit.page.evaluate("document.querySelector('parsererror')") is None
        boxes = "[...document.querySelectorAll('svg > text')].map(e => e.getBoundingClientRect().right)"
        assert max(visit.page.evaluate(boxes)) <= 520
        assert visit.complaints == []
