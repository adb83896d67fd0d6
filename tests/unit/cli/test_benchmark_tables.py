"""`benchmarks import`, `layouts`, `coverage`, `--benchmarks-as-of`: files written whole, exit codes, what is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from checker.cli.main import run
from tests.subjects import MAPPING, csv_text, pay_rows, write_subject

Captured = pytest.CaptureFixture[str]
SHEET = "country,city,amount,currency\nKenya,Nairobi,300,KES\nKenya,,250,KES\nUganda,,-,UGX\n"
CALL = [
    "benchmarks",
    "import",
    "sheet.csv",
    "--layout",
    "generic",
    "--source",
    "Survey 2026",
    "--valid-from",
    "2026-01-01",
]
SET = ["--set", "kind=living_wage", "--set", "period=hour"]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "sheet.csv").write_text(SHEET, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_an_imported_table_is_taken_by_list_and_show(home: Path, capsys: Captured) -> None:
    extra = [
        "--set",
        "gross_or_net=gross",
        "--checked-on",
        "2026-02-01",
        "--terms",
        "ours",
        "--url",
        "https://x.example",
    ]
    assert run([*CALL, *SET, *extra, "--output", "ours.csv"]) == 0
    said = capsys.readouterr().out
    assert "2 rows, 1 country; 2 may be a floor, of which 2 are gross." in said
    assert "1 row of the sheet without a figure: left out." in said
    assert "Next: fairlabel benchmarks list --on today --benchmarks ours.csv" in said
    assert run(["benchmarks", "show", "KE/Nairobi", "--on", "2026-03-01", "--benchmarks", "ours.csv"]) == 0
    shown = capsys.readouterr().out
    assert "bar: 300.0000 KES per hour" in shown
    assert "Survey 2026, https://x.example" in shown
    assert "terms: ours" in shown
    assert run(["benchmarks", "list", "--on", "2026-03-01", "--country", "KE", "--benchmarks", "ours.csv"]) == 0
    assert "300.00 KES an hour, from 2026-01-01, fresh until 2027-07-01; can pass" in capsys.readouterr().out


def test_without_output_the_table_alone_goes_to_standard_output(capsys: Captured) -> None:
    assert run([*CALL, *SET]) == 0
    shown = capsys.readouterr()
    assert shown.out.startswith("benchmark_id,country,")
    assert len(shown.out.splitlines()) == 3
    assert "2 are net or do not say it: they can show pay to be too low, and never enough." in shown.err


def test_nothing_is_overwritten_without_force(home: Path, capsys: Captured) -> None:
    (home / "ours.csv").write_text("mine", encoding="utf-8")
    assert run([*CALL, *SET, "--output", "ours.csv"]) == 73
    assert "ours.csv exists already and was left as it is" in capsys.readouterr().err
    assert (home / "ours.csv").read_text("utf-8") == "mine"
    assert run([*CALL, *SET, "--output", "ours.csv", "--force"]) == 0
    assert (home / "ours.csv").read_text("utf-8").startswith("benchmark_id,")
    assert run([*CALL, *SET, "--output", "sheet.csv", "--force"]) == 73
    assert (home / "sheet.csv").read_text("utf-8") == SHEET


def test_a_sheet_with_a_problem_writes_nothing(home: Path, capsys: Captured) -> None:
    (home / "sheet.csv").write_text(SHEET + "Narnia,,5,KES\nKenya,,x,KES\n", encoding="utf-8")
    assert run([*CALL, *SET, "--output", "ours.csv"]) == 3
    errors = capsys.readouterr().err
    assert errors.startswith("Nothing was assessed")
    assert "row 4, country: 'Narnia' is not one country" in errors
    assert "row 5, amount: 'x' is no amount" in errors
    assert sorted(path.name for path in home.iterdir()) == ["sheet.csv"]


@pytest.mark.parametrize(
    ("more", "code", "words"),
    [
        ([], 3, "the sheet has no column for kind"),
        ([*SET, "--set", "valid_from=2026"], 2, "--set valid_from: an option of its own says it too"),
        ([*SET, "--set", "period"], 2, "--set period: write NAME=VALUE"),
        ([*SET, "--set", "period=day"], 2, "--set period: stands twice"),
        ([*SET, "--set", "perod=day"], 2, "perod: is not a column of a benchmark table"),
        ([*SET, "--column", "amount=Wage"], 3, "--column amount=Wage: no column bears this name"),
        ([*SET, "--encoding", "nonsense"], 2, "--encoding nonsense: there is no such encoding"),
        ([*SET, "--delimiter", "ab"], 2, "--delimiter 'ab': write one mark"),
        ([*SET, "--header-row", "0"], 2, "--header-row"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(more: list[str], code: int, words: str, capsys: Captured) -> None:
    assert run([*CALL, *more]) == code
    assert words in capsys.readouterr().err


def test_an_unknown_layout_names_those_that_there_are(capsys: Captured) -> None:
    assert run(["benchmarks", "import", "sheet.csv", "--layout", "x"]) == 2
    assert "known: anker, generic, mit, valuing-impact-2026, wageindicator" in capsys.readouterr().err


def test_layouts_say_what_was_confirmed_and_what_was_not(capsys: Captured) -> None:
    assert run(["benchmarks", "layouts"]) == 0
    text = capsys.readouterr().out
    assert text.count("  confirmed: ") == text.count("  not confirmed: ") == 5
    assert "RESTRICTIVE" in text
    assert run(["benchmarks", "layouts", "anker"]) == 0
    assert capsys.readouterr().out.count("confirmed: ") == 2
    assert run(["benchmarks", "layouts", "none"]) == 2


@pytest.mark.parametrize(("fmt", "start"), [("text", "Day of the work"), ("markdown", "# What"), ("html", "<!doctype")])
def test_coverage_in_every_format(fmt: str, start: str, home: Path, capsys: Captured) -> None:
    call = ["benchmarks", "coverage", "--on", "2026-03-15", "--format", fmt]
    assert run(call) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(start)
    assert "a pass is possible in 4: CA, GB, IE, RW" in shown
    assert run([*call, "--output", "c.out"]) == 0
    assert (home / "c.out").read_text("utf-8") == shown
    assert run([*call, "--output", "c.out"]) == 73


def test_coverage_as_json_counts_places_ages_and_terms(capsys: Captured) -> None:
    """The United Kingdom on 15 March 2026: London and the rest, both from 22 October 2025, and pay can pass."""
    assert run(["benchmarks", "coverage", "--on", "2026-03-15", "--format", "json"]) == 0
    view = json.loads(capsys.readouterr().out)
    assert (view["on"], view["as_of"], view["rows"], view["own_rows"]) == ("2026-03-15", None, 730, 0)
    assert len(view["countries"]) == 57
    by_code = {country["country"]: country for country in view["countries"]}
    living = by_code["GB"]["living_wage"]
    assert (living["places"], living["can_pass"], living["stale"], living["newest"]) == (2, 2, 0, "2025-10-22")
    # 18 months after 22 October 2025; four rows of 2023 and 2024 have ended.
    assert (living["fresh_until"], living["oldest_months"], living["ended"]) == ("2027-04-22", 4, 4)
    assert living["terms"][0].startswith("CHECK")
    uganda = by_code["UG"]
    assert (uganda["minimum_wage"]["places"], uganda["minimum_wage"]["why"]) == (0, "only figures that are no floor")
    assert (uganda["living_wage"]["places"], uganda["living_wage"]["why"]) == (0, "no figure")


def test_coverage_with_a_table_of_ones_own(capsys: Captured) -> None:
    assert run([*CALL, *SET, "--set", "gross_or_net=gross", "--output", "ours.csv"]) == 0
    capsys.readouterr()
    assert run(["benchmarks", "coverage", "--on", "2026-03-15", "--benchmarks", "ours.csv"]) == 0
    text = capsys.readouterr().out
    assert "732 rows, 2 of them your own" in text
    assert "a pass is possible in 5: CA, GB, IE, KE, RW" in text


def test_show_and_list_as_the_table_stood(capsys: Captured) -> None:
    """The rate of 22 October 2025 (13.45) was not there on the 1st; that of a year before was (12.60)."""
    call = ["benchmarks", "show", "GB/Manchester", "--on"]
    for day, as_of, words in (
        ("2025-04-15", ["--benchmarks-as-of", "2025-10-01"], "bar: 12.6000 GBP per hour"),
        ("2025-11-15", [], "bar: 13.4500 GBP per hour"),
        ("2025-11-15", ["--benchmarks-as-of", "2025-10-01"], "no bar: no row of the table is for this place"),
    ):
        assert run([*call, day, *as_of]) == 0
        assert words in capsys.readouterr().out
    assert run(["benchmarks", "list", "--on", "2025-04-15", "--country", "GB", "--benchmarks-as-of", "2025-10-01"]) == 0
    assert "12.60 GBP an hour" in capsys.readouterr().out


def test_check_replays_the_table_and_prints_what_it_lowers(tmp_path: Path, capsys: Captured) -> None:
    """On that day nothing was known for 2026: the report says so, and that the bar would be 13.45 today."""
    write_subject(tmp_path / "acme")
    outputs = [word for fmt, name in (("json", "r.json"), ("html", "r.html"), ("markdown", "r.md"))
               for word in ("--output", f"{fmt}={name}")]  # fmt: skip
    assert run(["check", "acme", "--benchmarks-as-of", "2025-10-01", *outputs]) == 5
    assert "Benchmarks as the table stood on 2025-10-01" in capsys.readouterr().out
    subject = json.loads((tmp_path / "r.json").read_text("utf-8"))["subjects"][0]
    assert subject["judged_by"]["benchmarks_as_of"] == "2025-10-01"
    bars = [bar for bar in subject["judged_by"]["lowered_bars"] if bar["kind"] == "living_wage"]
    assert [(bar["yours"], bar["shipped"], bar["currency"]) for bar in bars] == [("no figure", 13.45, "GBP")]
    for page in ("r.html", "r.md"):
        text = (tmp_path / page).read_text("utf-8")
        assert "as the table stood on 2025-10-01" in text
        assert "13.45" in text
    assert run(["check", "acme", "--output", "json=now.json"]) == 5
    now = json.loads((tmp_path / "now.json").read_text("utf-8"))["subjects"][0]
    assert "benchmarks_as_of" not in now["judged_by"]
    assert now["judged_by"]["lowered_bars"] == []


def test_an_audit_prints_the_doubt_about_a_rate_and_the_day_of_the_table(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "pay.csv").write_text(csv_text(pay_rows()), encoding="utf-8")
    text = MAPPING.replace("currency: GBP", "currency: NGN")
    (tmp_path / "map.yaml").write_text(text, encoding="utf-8")
    assert run(["wages", "audit", "pay.csv", "--mapping", "map.yaml", "--benchmarks-as-of", "2026-03-01"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "doubt: official rate; on a parallel market NGN has been worth less (a wide gap" in shown
    assert "note: benchmarks as the table stood on 2026-03-01" in shown
