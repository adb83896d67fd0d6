"""The PDF report, read back by pypdf and held against the HTML report that it lays out."""

from __future__ import annotations

import dataclasses
import json
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from pypdf import PdfReader

from checker.cli.main import run
from checker.errors import UsageError
from checker.model.assessment import InvalidSubject, Report
from checker.render import Options, pdf, pdf_fonts, render
from checker.render.pdf_fonts import Shelf
from checker.render.pdf_tree import tree
from checker.render.words import STATUS
from tests import reports_for_tests as made
from tests.pdf_checks import Words, font_folder, open_pdf, squeezed, structure, tags, text_of

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = ROOT / "vendor_templates" / "examples"
NAMESPACES = {
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
}
SCRIPTS = {
    "Devanagari": "\u0939\u093f\u0928\u094d\u0926\u0940 \u0921\u0947\u091f\u093e",
    "Arabic": "\u062e\u062f\u0645\u0627\u062a \u0627\u0644\u0628\u064a\u0627\u0646\u0627\u062a",
    "Chinese characters": "\u6570\u636e\u6807\u6ce8",
    "Japanese": "\u3072\u3089\u304c\u306a",
    "Korean": "\ub370\uc774\ud130",
    "Tamil": "\u0ba4\u0bae\u0bbf\u0bb4\u0bcd",
    "Bengali": "\u09ac\u09be\u0982\u09b2\u09be",
    "Thai": "\u0e44\u0e17\u0e22",
    "Ethiopic": "\u12a0\u121b\u122d\u129b",
    "emoji and other signs": "\U0001f469\u200d\U0001f4bb",
}
"""Scripts that the fonts which typst carries cannot write, with words of each."""


def named(name: str, **changes: Any) -> Report:
    return made.report(made.subject(name=name, **changes))


@pytest.fixture(scope="module")
def whole() -> PdfReader:
    return open_pdf(render(made.report(), "pdf", Options()))


@pytest.fixture
def only_carried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave no font but those that typst carries, as on a machine without any."""
    monkeypatch.setattr(Shelf, "of_system", staticmethod(lambda paths: Shelf.carried()))


# -- what the file says of itself


def test_title_language_and_tags(whole: PdfReader) -> None:
    root = whole.trailer["/Root"]
    assert whole.metadata is not None and whole.metadata.title == "Gap report: Acme Annotation Ltd"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"].value is True
    assert "/StructTreeRoot" in root


def test_both_standards_are_asked_for(whole: PdfReader) -> None:
    stream = whole.trailer["/Root"]["/Metadata"].get_data().decode("utf-8")
    xmp = ET.fromstring(stream[stream.index("<x:xmpmeta") : stream.index("</x:xmpmeta>") + len("</x:xmpmeta>")])
    said = {name: xmp.findtext(f".//{name}", namespaces=NAMESPACES) for name in ("pdfuaid:part", "pdfaid:part")}
    assert said == {"pdfuaid:part": "1", "pdfaid:part": "2"}
    assert xmp.findtext(".//pdfaid:conformance", namespaces=NAMESPACES) == "A"


def test_no_word_claims_conformity(whole: PdfReader) -> None:
    assert "PDF/" not in text_of(whole)


def test_headings_skip_no_level(whole: PdfReader) -> None:
    levels = [
        int(str(e["/S"])[2:]) for e in structure(whole) if str(e["/S"])[:2] == "/H" and str(e["/S"])[2:].isdigit()
    ]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_each_table_has_heads_and_each_picture_words(whole: PdfReader) -> None:
    count = tags(whole)
    assert count["/Table"] == count["/THead"] > 10
    pictures = [e for e in structure(whole) if str(e["/S"]) == "/Figure"]
    assert len(pictures) == 3
    assert all("The table after the picture holds the same numbers" in str(e["/Alt"]) for e in pictures)


def test_every_page_is_numbered(whole: PdfReader) -> None:
    pages = len(whole.pages)
    for number, page in enumerate(whole.pages, 1):
        assert f"Page {number} of {pages}" in page.extract_text()
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx((595.28, 841.89), abs=0.1)


def test_heads_are_repeated_on_each_page_of_a_table() -> None:
    pages = open_pdf(example("lakeshore-data-services")["pdf"]).pages
    heads = [p.extract_text().count("Basis and estimator") for p in pages]
    assert sum(heads) > 4, "two tables over several pages"


def test_it_is_dated_by_the_day_of_assessment(whole: PdfReader) -> None:
    assert whole.metadata is not None and str(whole.metadata["/CreationDate"]).startswith("D:20260630")
    no_day = render(named("Acme", as_of=None), "pdf", Options())
    info = open_pdf(no_day).metadata
    assert info is not None and str(info["/CreationDate"]).startswith("D:19700101")


def test_another_process_writes_the_same_bytes() -> None:
    code = (
        "import sys, hashlib; from tests import reports_for_tests as made; from checker.render import Options, render\n"
        "print(hashlib.sha256(render(made.report(), 'pdf', Options())).hexdigest())"
    )
    run_it = [sys.executable, "-c", code]
    first, second = (subprocess.run(run_it, capture_output=True, text=True, check=True, cwd=ROOT) for _ in "ab")
    assert len(first.stdout) == 65 and first.stdout == second.stdout


# -- what it says is what the HTML report says


@pytest.mark.parametrize("make", [made.report, made.overlaid, lambda: made.report(made.subject(), invalid=BROKEN)])
def test_every_word_of_the_html_report_is_in_it(make: Any) -> None:
    report = make()
    words = Words(render(report, "html", Options()).decode("utf-8")).found
    said = squeezed(text_of(open_pdf(render(report, "pdf", Options()))))
    assert len(words) > 1500
    assert [word for word in words if squeezed(word) not in said] == []


BROKEN = (InvalidSubject("vendors/broken", ("questionnaire.yaml:4:2, pay.models: 'hourley' is no option",)),)


def test_nothing_assessed_is_a_page_too() -> None:
    report = dataclasses.replace(made.report(invalid=BROKEN), subjects=())
    assert "'hourley' is no option" in text_of(open_pdf(render(report, "pdf", Options())))


def example(name: str, *standards: str) -> dict[str, bytes]:
    """Return PDF and HTML of a shipped example, made once."""
    key = (name, *standards)
    if key not in _EXAMPLES:
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            chosen = [word for s in standards for word in ("--standard", s)]
            wanted = [w for f in ("pdf", "html", "json") for w in ("--output", f"{f}={folder}/report.{f}")]
            assert run(["check", str(EXAMPLES / name), "--fail-on", "never", *chosen, *wanted]) == 0
            _EXAMPLES[key] = {f: Path(folder, f"report.{f}").read_bytes() for f in ("pdf", "html", "json")}
    return _EXAMPLES[key]


_EXAMPLES: dict[tuple[str, ...], dict[str, bytes]] = {}


@pytest.mark.parametrize(
    "which",
    [
        ("lakeshore-data-services",),
        ("taskharbour", "pai", "fairwork-cloudwork", "ilo-hours"),
        ("tidewater-annotation",),
    ],
)
def test_the_examples_have_each_requirement_and_each_word(which: tuple[str, ...]) -> None:
    found = example(*which)
    said = squeezed(text_of(open_pdf(found["pdf"])))
    results = [r for s in json.loads(found["json"])["subjects"][0]["standards"] for r in s["results"]]
    assert len(results) > 50
    assert [r["requirement"] for r in results if squeezed(r["requirement"]) not in said] == []
    words = Words(found["html"].decode("utf-8")).found
    assert [word for word in words if squeezed(word) not in said] == []


def test_the_verdict_comes_before_any_number(whole: PdfReader) -> None:
    text = whole.pages[0].extract_text()
    assert text.index("Does not meet") < text.index("41.2 of 100")


def test_a_status_is_sign_and_word(whole: PdfReader) -> None:
    text = text_of(whole).replace("\u00a0", " ")
    for status in ("not_met", "partly_met", "met", "unknown", "not_applicable", "error"):
        assert f"{STATUS[status].sign} {STATUS[status].word}" in text


def test_what_was_read_begins_beside_its_name(whole: PdfReader) -> None:
    """A list in a row of names would begin a line below; the first line of it stands on that of the name."""
    found: list[tuple[str, float]] = []
    for page in whole.pages:
        page.extract_text(visitor_text=lambda text, _, at, *__: text.strip() and found.append((text.strip(), at[5])))
    rows = [(found[n], found[n + 1]) for n, (text, _) in enumerate(found[:-1]) if text == "Read"]
    assert rows
    for (_, name), (words, line) in rows:
        assert abs(name - line) < 3, words


def test_numbers_of_the_themes_lead_to_requirements(whole: PdfReader) -> None:
    """Each number of the table, each status beside it, and each id of the list below it is a link within the file."""
    links = [
        mark.get_object() for page in whole.pages for mark in page.get("/Annots", ())
    ]  # fmt: skip
    inside = [link for link in links if "/Dest" in link or link.get("/A", {}).get("/S") == "/GoTo"]
    # nine results in seven themes: seven statuses, nine numbers, nine ids in the list
    assert len(inside) >= 7 + 9 + 9


def test_an_element_that_nobody_lays_out_is_an_error() -> None:
    with pytest.raises(ValueError, match="<blink>"):
        tree("<html><body><p><blink>x</blink></p></body></html>")


def test_spaces_stand_between_words_only() -> None:
    nodes = tree("<html><body><p>\n a <b> b</b><span> c </span>\n</p><p> <br> d</p></body></html>")
    assert nodes == [
        {"t": "p", "k": ["a", " ", {"t": "b", "k": ["b"]}, {"t": "span", "k": [" c"]}]},
        {"t": "p", "k": [{"t": "br"}, "d"]},
    ]


def test_long_words_may_break_and_leave_no_trace_in_what_is_copied() -> None:
    long = "Donaudampfschifffahrtsgesellschaft" * 6
    pdf_file = open_pdf(render(named(long), "pdf", Options()))
    assert not re.search("[\u200b\ufffc]", text_of(pdf_file))
    assert squeezed(long) in squeezed(pdf_file.pages[0].extract_text())


# -- letters that no font has


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.usefixtures("only_carried")
def test_a_script_without_a_font_is_refused(script: str) -> None:
    with pytest.raises(UsageError) as refused:
        render(named(f"Acme {SCRIPTS[script]}"), "pdf", Options())
    message = str(refused.value)
    assert script in message and "--font-path" in message and "Debian: fonts-noto" in message
    assert "which stands in name “Acme" in message
    assert any(f"U+{ord(letter):04X}" in message for letter in SCRIPTS[script])


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.usefixtures("only_carried")
@pytest.mark.parametrize("where", ["place", "chart", "hash"])
def test_it_is_refused_wherever_it_stands(script: str, where: str) -> None:
    """Words in small type, in a picture, and in a cell are set in fonts of their own."""
    word = SCRIPTS[script]
    page = {
        "place": f'<p>x <span class="place">{word}</span></p>',
        "chart": f'<figure><svg viewBox="0 0 90 40"><title>t</title><text x="1" y="9" fill="#000">{word}</text></svg>'
        "<figcaption>c</figcaption></figure>",
        "hash": "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><th>a</th>"
        f'<td class="hash">{word}</td></tr></tbody></table>',
    }[where]
    given = {"title": "t", "author": "a", "date": [2026, 1, 1], "running": "r"}
    good = pdf._compiled(
        json.dumps({**given, "tree": tree(f"<body>{page.replace(word, 'w')}</body>")}), Shelf.carried()
    )
    assert isinstance(good, bytes)
    bad = pdf._compiled(json.dumps({**given, "tree": tree(f"<body>{page}</body>")}), Shelf.carried())
    assert isinstance(bad, str) and pdf_fonts.missing_in(bad)


@pytest.mark.parametrize("script", ["Devanagari", "Arabic", "Tamil"])
def test_a_script_with_a_font_is_written_in_it(script: str) -> None:
    file = f"NotoSans{script}-Regular.ttf"
    name = f"Acme {SCRIPTS[script]}"
    content = render(named(name), "pdf", Options(font_paths=font_folder(file)))
    found = open_pdf(content)
    fonts = {str(f.get_object()["/BaseFont"]) for page in found.pages for f in page["/Resources"]["/Font"].values()}
    assert any(file.partition("-")[0] in font for font in fonts)
    assert found.metadata is not None and found.metadata.title == f"Gap report: {name}"
    said = text_of(found)
    assert set(SCRIPTS[script]) <= set(said)


def test_words_of_another_direction_leave_no_marks_in_those_beside_them() -> None:
    found = open_pdf(render(named("\u05e9\u05dc\u05d5\u05dd Ltd"), "pdf", Options())).pages[0].extract_text()
    assert "Period 2026-01-01 to 2026-06-30, judged as of 2026-06-30. Responsible sourcing" in found
    assert {"\u05e9", "\u05dc", "\u05d5", "\u05dd"} <= set(found)


def test_marks_within_words_leave_no_trace_in_what_is_copied() -> None:
    pdf_file = open_pdf(render(named("Acme 9\u20609 soft\u00adly"), "pdf", Options()))
    assert not re.search("[\u00ad\u2060]", text_of(pdf_file))
    assert "Acme 99 softly" in text_of(pdf_file)


@pytest.mark.usefixtures("only_carried")
def test_european_names_need_no_font() -> None:
    name = "Łódź Đặng Ţepeş Ελλάδα Київ São “q” € ₦ ₹"
    assert squeezed(name) in squeezed(text_of(open_pdf(render(named(name), "pdf", Options()))))


@pytest.mark.usefixtures("only_carried")
def test_a_letter_that_no_font_can_have_is_written_as_its_code() -> None:
    content = render(named("Acme \ue000\U000f0000 \u0378"), "pdf", Options())
    assert "Acme [U+E000][U+F0000] [U+0378]" in open_pdf(content).pages[0].extract_text().replace("\n", "")


# -- what is missing on the machine


def test_without_typst_the_run_stops_before_it_begins(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    out = tmp_path / "acme.pdf"
    code = run(
        ["check", str(EXAMPLES / "taskharbour"), "--output", f"pdf={out}", "--output", f"json={tmp_path}/r.json"]
    )
    assert code == 2 and list(tmp_path.iterdir()) == []
    assert "pip install 'fairlabel[pdf]'" in capsys.readouterr().err


def test_a_font_path_that_is_no_folder_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "font.ttf"
    file.write_bytes(b"no font")
    out = tmp_path / "acme.pdf"
    code = run(["check", str(EXAMPLES / "taskharbour"), "--output", f"pdf={out}", "--font-path", str(file)])
    assert code == 2 and not out.exists()
    assert "there is no such folder" in capsys.readouterr().err


def test_several_subjects_need_a_folder(tmp_path: Path) -> None:
    folders = [str(EXAMPLES / name) for name in ("taskharbour", "millgate-labelling")]
    small = ["--standard", "ilo-hours", "--fail-on", "never"]
    assert run(["check", *folders, *small, "--output", f"pdf={tmp_path}/one.pdf"]) == 2
    assert run(["check", *folders, *small, "--output", f"pdf={tmp_path}/"]) == 0
    assert {file.name for file in tmp_path.iterdir()} == {"taskharbour.pdf", "millgate-labelling.pdf"}


def test_help_and_a_run_without_pdf_import_no_typst() -> None:
    code = "import sys; import checker.cli.check, checker.render.html; print('typst' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "False"
