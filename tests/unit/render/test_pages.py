"""HTML and Markdown pages: complete, closed, free of foreign markup, with a place to link to for each requirement."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from markdown_it import MarkdownIt

from checker import render as formats
from checker.errors import UsageError
from checker.model.assessment import InvalidSubject
from checker.model.wages import Band, WageEvidence
from checker.render import FORMATS, Options, render
from checker.render.charts.distribution import chart
from checker.render.words import STATUS
from tests import reports_for_tests as made

VOID = {"meta", "link", "br", "line", "rect"}


class Page(HTMLParser):
    """Collects elements, ids and links; fails on a tag that is not closed where it was opened."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: Counter[str] = Counter()
        self.headings: list[int] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        for name, value in attrs:
            self.attributes[name] += 1
            if name == "id":
                self.ids.append(value or "")
            if name in ("href", "src"):
                self.links.append(value or "")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def html(report: Any = None, **options: Any) -> str:
    return render(report or made.report(), "html", Options(**options)).decode()


def markdown(report: Any = None, **options: Any) -> str:
    return render(report or made.report(), "markdown", Options(**options)).decode()


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(html())


def test_one_file_without_script_or_request(page: Page) -> None:
    assert page.tags["iframe"] == page.tags["img"] == 0
    assert page.tags["script"] == html().count('<script type="application/json" id="fairlabel-report">') == 1  # data
    assert page.tags["link"] == 1  # the empty icon
    assert not [name for name in page.attributes if name.startswith("on") or name == "style"]
    assert not re.search(r"url\((?!#)|@import", html())


def test_policy_lets_in_this_style_sheet_alone() -> None:
    text = html()
    sheet = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    assert sheet
    digest = base64.b64encode(hashlib.sha256(sheet[1].encode()).digest()).decode()
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert policy
    assert f"default-src &#39;none&#39;; style-src &#39;sha256-{digest}&#39;" in policy[1].replace("'", "&#39;")


def test_every_requirement_has_one_place_to_link_to(page: Page) -> None:
    assert max(Counter(page.ids).values()) == 1
    assert {r.requirement for r in made.every_status()} <= set(page.ids)


def test_every_link_inside_the_page_arrives(page: Page) -> None:
    inside = {link[1:] for link in page.links if link.startswith("#")}
    assert inside <= set(page.ids)


def test_headings_skip_no_level(page: Page) -> None:
    assert page.headings[0] == 1
    assert page.headings.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in zip(page.headings, page.headings[1:], strict=False))


def test_order_of_the_page() -> None:
    text = re.sub(r"<style>.*?</style>", "", html(), flags=re.DOTALL)
    marks = [
        "<h1>", "does not meet PAI 2022", 'class="tiles"', "KES 196,750 a month", "What must happen first",
        "What is not known", "Where sources differ", "Lowered bars", "unconfirmed", "Who set the criteria",
        "No certificate, no badge", "Gaps by theme</h2>", 'id="PAI-PAY-01"', 'id="PAI-PAY-02"',
        "For the buyer to do</h2>", "<svg viewBox", "What the pay data show", "By group", "What pay was compared with",
        "Conflicts</h2>", 'id="PAI-CON-01"', "Unknown, and what would settle it", 'id="PAI-GRV-01"',
        "Not applicable, left out", 'id="PAI-CON-02"', "Evidence, and how long it holds</h2>",
        "What could not be seen</h2>", "Replies and decisions</h2>", "No result is compliance with PAI",
        "Method and provenance", "Sign-off</h2>", "Words</h2>", 'id="fairlabel-report">',
    ]  # fmt: skip
    places = [text.index(mark) for mark in marks]
    assert places == sorted(places)


@pytest.mark.parametrize("show", [html, markdown])
def test_what_an_auditor_needs_is_on_the_page(show: Any) -> None:
    text = show(questions={"answers.grievance.channel": "How can workers raise a grievance?"})
    for expected in (
        made.SHA, "18 of 60 workers", "18 to 27 of 60 workers", "fewer than 5 of 60", "0.66 (mean of the lowest 5)",
        "at least 12 %", "hidden", "lw-ke-naivasha-2026" if show is html else "Example living-wage study", "2026-03-01",
        "stale", "https", "Raise the rates of everyone below the line.", "the supplier", "90 days",
        "Rates rise on 1 September", "How can workers raise a grievance?", "Read clause by clause", "PAI-PLAT-01",
        "documents/policy.pdf is not there", "Whether workers had a part in it is not known.", "fairlabel",
    ):  # fmt: skip
        assert expected in text, expected


@pytest.mark.parametrize("show", [html, markdown])
def test_true_values_of_hidden_numbers_are_not_on_the_page(show: Any) -> None:
    for hidden in ("0.61", "56 hours"):
        assert hidden not in show()


def test_every_status_has_sign_and_word(page: Page) -> None:
    text = html()
    for status in STATUS.values():
        assert f'aria-hidden="true">{status.sign}</span> {status.word}' in text


def test_hostile_text_makes_no_element_and_is_shown() -> None:
    plain, bad = Page(html()), Page(html(made.hostile()))
    assert bad.tags["script"] == 1  # the data
    assert bad.tags["b"] == plain.tags["b"] + 1  # each result has a fact there, the one in error none here
    assert set(bad.tags) <= set(plain.tags) | {"strong"}
    assert not any(link.startswith(("javascript:", "http://evil")) for link in bad.links)
    assert "<script>alert('x')</script>" in "".join(bad.words)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e]", html(made.hostile()))


def test_hostile_text_makes_no_markdown() -> None:
    rendered = MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown(made.hostile()))
    plain = MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown())
    tags = set(re.findall(r"<(\w+)", rendered))
    assert tags <= set(re.findall(r"<(\w+)", plain))
    assert "evil.example" not in "".join(re.findall(r'href="([^"]*)"', rendered))
    rows = re.findall(r"<tr>(.*?)</tr>", rendered, re.DOTALL)
    assert {len(re.findall("<t[hd]", row)) for row in rows} <= {2, 3, 4, 5, 6, 7}


def test_markdown_tables_are_tables() -> None:
    rendered = MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown())
    assert not [line for line in re.findall(r"<p>(.*?)</p>", rendered, re.DOTALL) if line.startswith("|")]
    assert rendered.count("<table>") == 14


def test_a_time_basis_that_pays_more_stands_on_the_first_page_and_beside_the_others() -> None:
    said = "The declared time basis (shift) gives a higher hourly pay than another one."
    page = html()
    assert page.index(said) < page.index("Gaps by theme</h2>") < page.index("How much the time basis moves hourly pay")
    assert re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL).count("at most KES 154.35 per hour") == 1
    first, _, rest = markdown().partition("### Not met")
    assert f"**Working time:** {said}" in first
    assert "| Shift (declared) | at most KES 171.50 per hour" in rest


def test_four_hundred_gaps_stay_under_a_megabyte() -> None:
    """Texts as long as the PAI pack's are on the mean (184 and 128 signs in 2022), every requirement a full card."""
    base = next(r for r in made.every_status() if r.status == "not_met")
    remedy = {"owner": "supplier", "due_days": 90, "text": "Raise rates now. " * 8}
    many = tuple(
        made.reworded(base, requirement=f"X-{i}", sentence="It is so. " * 12, why="It matters. " * 16, remedy=remedy)
        for i in range(400)
    )
    assert len(html(made.report(made.subject(standards=(made.standard(many, conflicts=()),))))) < 1_000_000


@pytest.mark.parametrize("fmt", ["html", "markdown"])
def test_a_page_holds_one_subject(fmt: str) -> None:
    report = made.report(made.subject(), made.subject(id="b", name="Binda", folder="vendors/b"))
    with pytest.raises(UsageError, match="one subject a file"):
        render(report, fmt)
    text = render(report, fmt, Options(subject="vendors/b")).decode()
    assert "Binda" in text
    assert "Acme Annotation Ltd" not in text


@pytest.mark.parametrize("fmt", ["html", "markdown"])
def test_where_nothing_was_assessed_the_page_says_so(fmt: str) -> None:
    nothing = replace(made.report(), subjects=(), invalid=(InvalidSubject("v/x", ("v/x/q.yaml:1:1: bad",)),))
    text = render(nothing, fmt).decode()
    assert "Nothing was assessed" in text
    assert "v/x/q.yaml:1:1: bad" in text


@pytest.mark.parametrize("fmt", ["html", "markdown", "text"])
@pytest.mark.parametrize(
    "subject",
    [
        made.subject(wages=WageEvidence()),
        made.subject(kind="buyer", kinds=(), headcount=None, period=(None, None), sites=(), country="", findings=(),
                     signals=(), decisions=()),
        made.subject(standards=(made.standard((), conflicts=(), left_out=(), governance={}),)),
        made.subject(standards=(made.standard(), made.standard(id="other", results=(made.result("O-1", "t", "met"),)))),
        made.subject(wages=WageEvidence(sets=(made.wage_set(worker_count_hidden=True),), absent="")),
        made.subject(wages=WageEvidence(sets=(made.wage_set(), made.wage_set(collector="worker")), absent="")),
    ],
    ids=["no pay", "bare buyer", "no results", "two standards", "few workers", "two pay sets"],
)  # fmt: skip
def test_pages_of_odd_subjects(fmt: str, subject: Any) -> None:
    text = render(made.report(subject), fmt).decode()
    assert "None" not in re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
    if fmt == "html":
        page = Page(text)
        assert max(Counter(page.ids).values()) == 1
        assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)


def test_chart_bars_stand_where_the_numbers_are() -> None:
    """Two slots of 200 between x=56 and x=456; the line stands between them, 0.75 halfway in the first."""
    bands = (Band(0.5, 1.0, 10), Band(1.0, 1.5, 5))
    view = {"bands": [b._asdict() for b in bands], "living_wage": 100.0, "minimum_wage": 75.0, "exact": True}
    drawn = chart(view)
    assert drawn
    assert drawn.minimum_wage
    assert (drawn.living_wage.at, drawn.minimum_wage.at) == (256.0, 156.0)
    assert drawn.even
    low, high = drawn.bars
    assert (low.x, low.kind, high.x, high.kind) == (56.0, "below", 256.0, "above")
    assert low.height == 2 * high.height == drawn.base - drawn.top
    assert low.y + low.height == drawn.base
    assert [tick.label for tick in drawn.ticks] == ["0.5", "1", "1.5"]


def test_chart_hides_what_is_hidden_and_draws_open_and_straddling_bands() -> None:
    """Three bands and a gap make four slots of one width, 100; the line is halfway in the first."""
    view = {
        "bands": [{"low": 0.9, "high": 1.1, "workers": 7}, {"low": 1.1, "high": 1.3, "workers": None},
                  {"low": 1.5, "high": None, "workers": 6}],
        "living_wage": None, "minimum_wage": 3.0, "exact": True,
    }  # fmt: skip
    drawn = chart(view)
    assert drawn
    assert [(bar.kind, bar.x) for bar in drawn.bars] == [("at", 56.0), ("hidden", 156.0), ("above", 356.0)]
    assert {bar.width for bar in drawn.bars} == {98.0}
    assert drawn.living_wage.at == 106.0
    assert not drawn.even
    assert drawn.minimum_wage is None
    assert drawn.ticks[-1].label == "more"
    assert chart({"bands": [], "living_wage": 1, "minimum_wage": 1}) is None


@pytest.mark.parametrize(("low", "high", "line"), [(1.2, 1.5, (56.0, "start")), (0.4, 0.8, (456.0, "end"))])
def test_the_line_and_its_words_are_on_the_picture_even_where_all_are_on_one_side(
    low: float, high: float, line: tuple[float, str]
) -> None:
    bands = [{"low": low, "high": high, "workers": 9}]
    drawn = chart({"bands": bands, "living_wage": None, "minimum_wage": None, "exact": True})
    assert drawn
    assert (drawn.living_wage.at, drawn.living_wage.anchor) == line


def test_every_listed_format_renders_and_every_unlisted_one_is_refused() -> None:
    for name, listed in FORMATS.items():
        assert render(made.report(), name).strip()
        assert listed.suffix.startswith(".")
    with pytest.raises(UsageError, match="use one of: text, json, markdown, html"):
        formats.render(made.report(), "docx")


def test_where_the_line_is_open_no_bar_shows_that_anyone_is_above() -> None:
    bands = [{"low": 0.5, "high": 1.0, "workers": 8}, {"low": 1.0, "high": None, "workers": 30}]
    picture = {"bands": bands, "living_wage": 162.22, "minimum_wage": None}
    drawn = chart({**picture, "exact": False})
    assert drawn is not None
    assert [bar.kind for bar in drawn.bars] == ["below", "open"]
    known = chart({**picture, "exact": True})
    assert known is not None
    assert [bar.kind for bar in known.bars] == ["below", "above"]
