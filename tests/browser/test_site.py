"""The site of a portfolio in Chromium: accessible, silent on the network, and its one script does what it says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from checker.assess.portfolio import portfolio
from checker.model.portfolio import NotAssessed
from checker.render.portfolio import render_site
from tests import past_reports as made
from tests.browser.test_html import ARGUMENTS, CHROMIUM, SETTINGS, Visit, pytestmark

__all__ = ["pytestmark"]
PAGES = ("index.html", "requirements.html", "evidence.html", "coverage.html", "subjects/acme.html",
         "requirements/pai-2022-A-1.html")  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("site")
    results = [made.result("A-1", "not_met", "critical"), made.result("A-2", "unknown"), made.result("A-3", "claimed")]
    items = [made.exhibit("survey", None, None)]
    met = made.standard([made.result("A-1", "met")], verdict="meets", score={**made.SCORE, "shown": 9.5})
    subjects = [
        made.subject(made.standard(results), name="acme", evidence=items),
        made.subject(made.standard(results, edition="2021"), name="acme", as_of="2025-06-30"),
        made.subject(met, name="bolt", country="GB"),
        made.subject(made.standard([], score={**made.SCORE, "shown": None}), made.standard([], "eti"), name="core"),
    ]
    broken = [NotAssessed(folder, "later.json", ("torn",)) for folder in ("v/torn", "v/acme")]
    old = made.standard([made.result("A-1", "met")], verdict="meets")
    subjects.append(made.subject(old, name="long-ago", as_of="2020-06-30", period={"from": None, "to": "2020-06-30"}))
    found = portfolio([(f"{n}.json", made.past(s)) for n, s in enumerate(subjects)], broken, None)
    for path, content in render_site(found, ("old.json: is not JSON",)):
        (home / path).parent.mkdir(exist_ok=True)
        (home / path).write_bytes(content)
    return home


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("width", "scheme"), SETTINGS)
def test_axe_finds_nothing(browser: Any, site: Path, page: str, width: int, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    with Visit(browser, site / page, width, scheme) as visit:
        found = Axe().run(visit.page).response
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]] == []
    assert len(found["passes"]) > 15, "axe ran"


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_asked_of_the_network_and_nothing_complains(browser: Any, site: Path, page: str) -> None:
    with Visit(browser, site / page, 1200, "light", script=False) as visit:
        outside = [url for url in visit.requests if not url.startswith(("file:", "data:"))]
        assert (outside, visit.complaints) == ([], [])


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("width", [390, 1200])
def test_nothing_scrolls_sideways(browser: Any, site: Path, page: str, width: int) -> None:
    with Visit(browser, site / page, width, "light") as visit:
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width


def names(visit: Visit) -> list[str]:
    found = visit.page.evaluate("[...document.querySelectorAll('tbody tr')].filter(r => !r.hidden).map(r => "
                                "[0, 3].map(n => r.cells[n].textContent.split(' ')[0]).join(' '))")  # fmt: skip
    assert isinstance(found, list)
    return found


def test_rows_are_filtered_by_words_verdict_and_country(browser: Any, site: Path) -> None:
    with Visit(browser, site / "index.html", 1200, "light", script=False) as visit:
        assert names(visit) == ["Acme pai", "Core pai", "Core eti", "Long-Ago pai", "Bolt pai"]
        visit.page.fill("input[name=words]", "  ETI core ")
        assert names(visit) == ["Core eti"]
        assert visit.page.inner_text("output") == "1 of 5 rows"
        visit.page.fill("input[name=words]", "")
        visit.page.select_option("select[name=verdict]", "meets")
        assert names(visit) == ["Bolt pai"]
        visit.page.select_option("select[name=country]", "KE")
        assert names(visit) == []
        visit.page.select_option("select[name=verdict]", "")
        assert names(visit) == ["Acme pai", "Core pai", "Core eti", "Long-Ago pai"]


def test_columns_are_put_in_order_and_what_is_missing_never_leads(browser: Any, site: Path) -> None:
    with Visit(browser, site / "index.html", 1200, "light", script=False) as visit:
        visit.page.click("th button >> text=Shown")
        assert names(visit)[:1] == ["Bolt pai"], "9.5 before 40: numbers, not letters"
        assert names(visit)[-1] == "Core pai", "no score stands last"
        visit.page.click("th button >> text=Subject")
        assert [name.split()[0] for name in names(visit)] == ["Acme", "Bolt", "Core", "Core", "Long-Ago"]
        visit.page.click("th button >> text=Subject")
        assert [name.split()[0] for name in names(visit)] == ["Long-Ago", "Core", "Core", "Bolt", "Acme"]
        assert visit.page.get_attribute("th >> nth=0", "aria-sort") == "descending"


def test_the_page_is_whole_without_script(browser: Any, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    assert page.locator("tbody tr").count() == 5
    assert not page.locator("form.filter").is_visible()
    context.close()
