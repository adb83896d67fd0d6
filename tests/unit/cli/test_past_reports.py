"""`compare`, `trend` and `portfolio`: from report files to text, Markdown, JSON and a site."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from checker.cli import sites
from checker.cli.main import run
from tests import past_reports as made

Captured = pytest.CaptureFixture[str]
HOSTILE = '::add-mask::x ##[error]y <script>alert(1)</script>" =HYPERLINK("http://x") \u202eevil\x1b[31m | `x` \u2603'


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    before = [made.result("A-1", "not_met", "critical"), made.result("A-2", "met"), made.result("A-3", "not_met")]
    after = [made.result("A-1", "unknown", "critical"), made.result("A-2", "not_met"), made.result("A-3", "met")]
    write("history/old.json", made.subject(made.standard(before), as_of="2025-12-31", wages=made.pay(0.1, 0.2)))
    write("history/new.json", made.subject(made.standard(after), wages=made.pay(0.3, None)))
    write(
        "history/other.json",
        made.subject(made.standard([made.result("A-1", "met")], verdict="meets"), name="../Über & Söhne"),
    )
    return tmp_path


def write(path: str, *subjects: Any, **changes: Any) -> None:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(made.document(*subjects, **changes)), encoding="utf-8")


@pytest.mark.usefixtures("home")
def test_compare_says_what_is_new_and_does_not_call_silence_a_repair(capsys: Captured) -> None:
    assert run(["compare", "history/old.json", "history/new.json"]) == 0
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == "Acme (invented) (acme), 2025-12-31 to 2026-06-30"
    where = {name: next(n for n, line in enumerate(lines) if name in line) for name in ("A-1", "A-2", "A-3")}
    assert lines[where["A-2"] - 1] == "New gaps (1)"
    assert lines[where["A-1"] - 1] == "Gaps before, open now: nobody has shown that they are mended (1)"
    assert lines[where["A-3"] - 1] == "Fixed: gaps before, shown to be met now (1)"
    assert where["A-2"] < where["A-1"] < where["A-3"]


@pytest.mark.usefixtures("home")
def test_compare_as_json_counts_every_kind(capsys: Captured) -> None:
    assert run(["compare", "history/old.json", "history/new.json", "--format", "json"]) == 0
    (standard,) = json.loads(capsys.readouterr().out)["subjects"][0]["standards"]
    assert {kind: n for kind, n in standard["counts"].items() if n} == {"new": 1, "silent": 1, "fixed": 1}


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("call", "kind"),
    [
        ("compare history/old.json history/new.json", "comparison"),
        ("compare history/other.json history/new.json", "comparison"),
        ("trend history", "trend"),
    ],
)
def test_json_is_what_its_published_schema_says(capsys: Captured, call: str, kind: str) -> None:
    from jsonschema import Draft202012Validator

    assert run(["schema", kind]) == 0
    schema = json.loads(capsys.readouterr().out)
    Draft202012Validator.check_schema(schema)
    assert run([*call.split(), "--format", "json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert [error.message for error in Draft202012Validator(schema).iter_errors(shown)] == []


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("call", "code", "words"),
    [
        ("compare history/old.json gone.json", 2, "gone.json: there is no such file"),
        ("compare history/old.json", 2, "Missing argument 'NEW'"),
        ("compare history/old.json torn.json", 3, "torn.json:1:"),
        ("trend nothing", 4, "no report on anything below"),
        ("trend history --subject nobody", 4, "no report on nobody below"),
        ("trend gone", 2, "there is no such file"),
        ("portfolio nothing -o site", 4, "no report on any subject below"),
        ("portfolio history", 2, "Missing option '--output'"),
        ("portfolio history -o torn.json", 73, "torn.json is no folder"),
        ("portfolio history -o full", 73, "full holds other things"),
        ("portfolio history -o history", 73, "history holds other things"),
        ("portfolio history/old.json -o .", 73, "holds other things"),
    ],
)
def test_what_is_refused(capsys: Captured, call: str, code: int, words: str) -> None:
    Path("nothing").mkdir()
    Path("full").mkdir()
    Path("full/mine.txt").write_text("mine", encoding="utf-8")
    Path("torn.json").write_text('{"schema": "fairlabel/report/1", ', encoding="utf-8")
    assert run(call.split()) == code
    assert words in capsys.readouterr().err
    assert Path("full/mine.txt").read_text(encoding="utf-8") == "mine"
    assert not Path("site").exists()


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("fmt", ["text", "markdown", "json"])
def test_trend_in_every_format(capsys: Captured, fmt: str) -> None:
    assert run(["trend", "history", "--subject", "acme", "--format", fmt]) == 0
    shown = capsys.readouterr().out
    assert shown.index("2025-12-31") < shown.index("2026-06-30")
    assert "Söhne" not in shown


@pytest.mark.usefixtures("home")
def test_one_torn_report_is_named_and_the_others_are_shown(capsys: Captured) -> None:
    Path("history/torn.json").write_text("{", encoding="utf-8")
    Path("history/else.json").write_text('{"a": 1}', encoding="utf-8")
    assert run(["trend", "history"]) == 3
    shown = capsys.readouterr()
    assert "2026-06-30" in shown.out
    assert "error: history/torn.json:1:2: is not JSON" in shown.err
    assert "note: history/else.json is no report" in shown.err
    assert run(["portfolio", "history", "-o", "site"]) == 3
    assert "history/torn.json:1:2: is not JSON" in Path("site/index.html").read_text(encoding="utf-8")


@pytest.mark.usefixtures("home")
def test_a_site_is_complete_and_its_links_lead_somewhere(capsys: Captured) -> None:
    assert run(["portfolio", "history", "-o", "site", "--on", "2026-07-01"]) == 0
    assert "2 subjects on 9 pages: site/index.html" in capsys.readouterr().out
    pages = sorted(p for p in Path("site").rglob("*.html"))
    assert len(pages) == 9
    links = 0
    for page in pages:
        text = page.read_text(encoding="utf-8")
        for part in text.split('href="')[1:]:
            address = part.partition('"')[0]
            if not address.startswith(("#", "data:")):
                links += 1
                assert (page.parent / address.partition("#")[0]).resolve() in {p.resolve() for p in pages}, address
    assert links > 40


@pytest.mark.usefixtures("home")
def test_the_same_reports_give_the_same_site_and_replace_a_former_one() -> None:
    assert run(["portfolio", "history", "-o", "site"]) == 0
    first = {p.name: p.read_bytes() for p in Path("site").rglob("*.html")}
    Path("site/left-over.html").write_text("old", encoding="utf-8")
    assert run(["portfolio", "history", "-o", "site"]) == 0
    assert {p.name: p.read_bytes() for p in Path("site").rglob("*.html")} == first
    assert [p.name for p in Path().iterdir() if p.name.startswith(".site")] == []


@pytest.mark.usefixtures("home")
def test_a_site_that_cannot_be_finished_leaves_the_former_one(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    assert run(["portfolio", "history", "-o", "site"]) == 0
    first = Path("site/index.html").read_bytes()
    write("history/new.json", made.subject(made.standard([made.result("A-1", "met")]), name="acme", as_of="2026-07-30"))
    real = sites._write

    def full(file: Path, content: bytes) -> int:
        if file.name == "coverage.html":
            raise OSError(28, "No space left on device")
        return real(file, content)

    monkeypatch.setattr(sites, "_write", full)
    assert run(["portfolio", "history", "-o", "site"]) == 73
    assert "No space left on device" in capsys.readouterr().err
    assert Path("site/index.html").read_bytes() == first
    assert sorted(p.name for p in Path().iterdir()) == ["history", "site"]


@pytest.mark.usefixtures("home")
def test_a_site_put_through_a_link_or_over_the_reports_is_refused(capsys: Captured) -> None:
    Path("site").mkdir()
    (Path("site") / sites.MARK).write_text("", encoding="utf-8")
    os.rename("history", "site/history")
    assert run(["portfolio", "site/history", "-o", "site"]) == 2
    assert "holds the reports that are to be read" in capsys.readouterr().err
    assert Path("site/history/old.json").exists()


@pytest.mark.usefixtures("home")
def test_hostile_words_stay_words(capsys: Captured) -> None:
    result = made.result("A-1", "not_met", title=HOSTILE, sentence=HOSTILE, reason=HOSTILE)
    result["remedy"]["text"] = HOSTILE
    standard = made.standard([result], title=HOSTILE)
    items = [made.exhibit(HOSTILE, None, None, problem=HOSTILE)]
    write("bad/a.json", made.subject(standard, name="acme", evidence=items, name_=HOSTILE, country=HOSTILE))
    text = Path("bad/a.json").read_text(encoding="utf-8")
    Path("bad/a.json").write_text(text.replace('"Acme (invented)"', json.dumps(HOSTILE)), encoding="utf-8")
    assert run(["portfolio", "bad", "-o", "site"]) == 0
    for page in Path("site").rglob("*.html"):
        shown = page.read_text(encoding="utf-8")
        assert "<script>alert" not in shown
        assert "\u202e" not in shown
        assert "\x1b" not in shown
    for fmt in ("text", "markdown"):
        assert run(["trend", "bad", "--format", fmt]) == 0
        assert run(["compare", "bad/a.json", "bad/a.json", "--format", fmt]) == 0
        shown = capsys.readouterr().out
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        assert fmt == "text" or "<script>" not in shown
        assert "##[" not in shown
        assert not any(line.lstrip().startswith("::") for line in shown.splitlines())
