"""The HTML report in Chromium: accessible, on a phone and on a desk, light and dark, and silent on the network."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from checker.model.wages import WageEvidence
from checker.render import Options, render
from tests import reports_for_tests as made

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
pytestmark = [
    pytest.mark.browser,
    # In CI a missing browser fails the run: a test that is always skipped proves nothing.
    pytest.mark.skipif(CHROMIUM is None and not os.environ.get("CI"), reason="no Chromium on this machine"),
]
REPORTS = {
    "every-status": lambda: made.report(),
    "hostile": made.hostile,
    "overlaid": made.overlaid,
    "hostile-overlays": lambda: made.overlaid(made.HOSTILE),
    "no-pay": lambda: made.report(made.subject(wages=WageEvidence())),
    "two-standards": lambda: made.report(
        made.subject(
            standards=(made.standard(), made.standard((made.result("O-1", "t", "met"),), id="other", conflicts=()))
        )
    ),
}
SETTINGS = [(1200, "light"), (1200, "dark"), (390, "light"), (390, "dark")]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("reports")
    written = {}
    for name, make in REPORTS.items():
        written[name] = folder / f"{name}.html"
        written[name].write_bytes(render(make(), "html", Options()))
    return written


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


class Visit:
    """A page that was opened, with every request and every complaint of the browser."""

    def __init__(self, browser: Any, file: Path, width: int, scheme: str, script: bool = True) -> None:
        # axe has to be put into a page whose policy allows no script.
        self.context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=script, java_script_enabled=True
        )
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page = self.context.new_page()
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(file.as_uri())

    def __enter__(self) -> Visit:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize(("width", "scheme"), SETTINGS)
def test_axe_finds_nothing(browser: Any, files: dict[str, Path], name: str, width: int, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    with Visit(browser, files[name], width, scheme) as visit:
        visit.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        found = Axe().run(visit.page).response
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]] == []
    assert len(found["passes"]) > 20, "axe ran"


def test_axe_would_notice(browser: Any, files: dict[str, Path], tmp_path: Path) -> None:
    from axe_playwright_python.sync_playwright import Axe

    spoiled = tmp_path / "spoiled.html"
    text = files["every-status"].read_text(encoding="utf-8")
    spoiled.write_text(
        text.replace('<html lang="en">', "<html>").replace('scope="col"', 'scope="kol"'), encoding="utf-8"
    )
    with Visit(browser, spoiled, 1200, "light") as visit:
        found = Axe().run(visit.page).response
    assert {"html-has-lang"} <= {v["id"] for v in found["violations"]}


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("width", [320, 390, 768, 1200])
def test_nothing_scrolls_sideways(browser: Any, files: dict[str, Path], name: str, width: int) -> None:
    with Visit(browser, files[name], width, "light") as visit:
        visit.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", REPORTS)
def test_nothing_is_asked_of_the_network_and_nothing_complains(browser: Any, files: dict[str, Path], name: str) -> None:
    with Visit(browser, files[name], 1200, "light", script=False) as visit:
        outside = [url for url in visit.requests if not url.startswith(("file:", "data:"))]
        assert visit.requests
        assert (outside, visit.complaints) == ([], [])


@pytest.mark.parametrize("name", ["every-status", "two-standards"])
def test_a_number_of_the_matrix_leads_to_the_requirements_that_it_stands_for(
    browser: Any, files: dict[str, Path], name: str
) -> None:
    """Followed as a reader does: to the one requirement, or to a line with as many links as the number says."""
    with Visit(browser, files[name], 1200, "light", script=False) as visit:
        places = visit.page.eval_on_selector_all(
            "section[aria-labelledby=matrix] table:not(.list) a",
            "links => links.map(a => [a.getAttribute('href'), a.textContent, a.getAttribute('aria-label')])",
        )
        assert len(places) >= 6
        names = [label for _, _, label in places]
        assert len(set(names)) == len(names), "no two links have one name"
        for number, (target, words, label) in enumerate(places):
            said = re.sub(r"[^\w ]", "", words).strip()
            assert said in label, "what is seen is a part of what is heard"
            visit.page.locator("section[aria-labelledby=matrix] table:not(.list) a").nth(number).click()
            place = visit.page.locator(f"[id='{target[1:]}']")
            assert place.count() == 1 and place.is_visible(), "a folded list opens by itself"
            wanted = int(re.findall(r"\d+", words)[-1])
            lines = place.locator("td:last-child a")
            if target[1:] in REQUIREMENTS:
                assert wanted == 1
                continue
            links = lines.evaluate_all("links => links.map(a => a.getAttribute('href'))")
            assert len(links) == wanted and all(link[1:] in REQUIREMENTS for link in links)


REQUIREMENTS = {r.requirement for r in made.every_status()} | {"O-1"}


def test_the_style_sheet_passes_the_policy(browser: Any, files: dict[str, Path]) -> None:
    """The policy lets in one sheet by its hash; were the hash wrong, the page would be unstyled."""
    with Visit(browser, files["every-status"], 1200, "light", script=False) as visit:
        style = "getComputedStyle(document.querySelector('.verdict')).borderLeftWidth"
        assert visit.page.evaluate(style) == "6px"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_in_pictures_and_on_washes_has_contrast(browser: Any, files: dict[str, Path], scheme: str) -> None:
    """Contrast by the WCAG formula, where axe does not look: SVG text 4.5:1, bars 3:1 against the page."""
    script = """() => {
      const numbers = s => s.match(/[\\d.]+/g).slice(0, 3).map(v => v / 255);
      const linear = v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
      const luminance = s => { const [r, g, b] = numbers(s).map(linear); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
      const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      const ground = luminance(getComputedStyle(document.body).backgroundColor);
      return [...document.querySelectorAll('.pic text, .pic .below, .pic .above, .pic .lw, .pic .lowest')].map(e => {
        const style = getComputedStyle(e);
        return [e.tagName, ratio(luminance(e.tagName == 'line' ? style.stroke : style.fill), ground)];
      });
    }"""
    with Visit(browser, files["every-status"], 1200, scheme) as visit:
        measured = visit.page.evaluate(script)
    assert len(measured) > 10
    assert all(ratio >= (4.5 if tag == "text" else 3) for tag, ratio in measured), measured


def test_keyboard_reaches_the_report_first_by_the_skip_link(browser: Any, files: dict[str, Path]) -> None:
    with Visit(browser, files["every-status"], 1200, "light") as visit:
        visit.page.keyboard.press("Tab")
        assert visit.page.evaluate("document.activeElement.textContent") == "Skip to the report"
        visit.page.keyboard.press("Enter")
        assert visit.page.evaluate("location.hash") == "#main"


def test_a_deep_link_opens_the_list_that_holds_it(browser: Any, files: dict[str, Path]) -> None:
    with Visit(browser, files["every-status"], 1200, "light") as visit:
        visit.page.goto(f"{files['every-status'].as_uri()}#PAI-WEL-01")
        assert visit.page.evaluate("document.getElementById('PAI-WEL-01').checkVisibility()")


@pytest.mark.parametrize("name", ["every-status", "two-standards"])
def test_every_requirement_has_a_link_that_shows_it(browser: Any, files: dict[str, Path], name: str) -> None:
    with Visit(browser, files[name], 1200, "light") as visit:
        ids = visit.page.evaluate("[...document.querySelectorAll('article[id], tr[id]')].map(e => e.id)")
        assert {"PAI-PAY-01", "PAI-CON-02", "PAI-GRV-01"} <= set(ids)
        for name_ in ids:
            visit.page.goto(f"{files[name].as_uri()}#{name_}")
            assert visit.page.evaluate(f"document.getElementById({name_!r}).checkVisibility()"), name_


PAPER = {"width": 695, "height": 1020}
"""A4 less its margins, in CSS pixels: 184 by 270 mm."""


@pytest.mark.parametrize("name", ["every-status", "overlaid", "no-pay", "two-standards"])
def test_the_first_page_is_one_page_of_paper(browser: Any, files: dict[str, Path], name: str) -> None:
    with Visit(browser, files[name], PAPER["width"], "light") as visit:
        visit.page.emulate_media(media="print")
        bottom = "document.querySelector('.front').getBoundingClientRect().bottom + scrollY"
        assert 300 < visit.page.evaluate(bottom) <= PAPER["height"]
        assert visit.page.evaluate("getComputedStyle(document.querySelector('.front')).breakAfter") == "page"


@pytest.mark.parametrize("name", REPORTS)
def test_print_fits_the_paper_and_splits_no_row(browser: Any, files: dict[str, Path], name: str) -> None:
    with Visit(browser, files[name], PAPER["width"], "light") as visit:
        visit.page.emulate_media(media="print")
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= PAPER["width"]
        whole = "[...document.querySelectorAll('tr, figure, .card dl > div, .verdict')]"
        assert visit.page.evaluate(f"{whole}.every(e => getComputedStyle(e).breakInside == 'avoid')")
        assert visit.page.evaluate(f"Math.max(...{whole}.map(e => e.offsetHeight))") < PAPER["height"]
        pages = len(re.findall(rb"/Type\s*/Page\b", visit.page.pdf(prefer_css_page_size=True)))
        height = visit.page.evaluate("document.documentElement.scrollHeight")
        assert pages <= 6 + 1.6 * height / PAPER["height"], "no pages that are mostly empty"


def test_the_report_in_the_page_is_data_that_a_script_could_read(browser: Any, files: dict[str, Path]) -> None:
    with Visit(browser, files["hostile"], 1200, "light") as visit:
        read = "JSON.parse(document.getElementById('fairlabel-report').textContent).subjects[0].name"
        assert visit.page.evaluate(read) == made.HOSTILE


def test_print_shows_what_is_folded(browser: Any, files: dict[str, Path]) -> None:
    with Visit(browser, files["every-status"], 800, "light") as visit:
        folded = "[...document.querySelectorAll('details:not([open])')]"
        inside = f"{folded}.every(d => d.offsetHeight > d.querySelector('summary').offsetHeight + 10)"
        assert visit.page.evaluate(f"{folded}.length") > 3
        assert not visit.page.evaluate(inside)
        visit.page.emulate_media(media="print")
        assert visit.page.evaluate(inside)
