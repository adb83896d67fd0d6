"""The workbook: read back by software that is not ours, every text a text, every hidden number hidden."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.model.assessment import InvalidSubject
from checker.model.plan import OWNERS, STATES
from checker.model.plan_sheet import INFO_SHEET, LIST_SHEET, RECORD_SHEET, TARGETS
from checker.model.wages import WageEvidence
from checker.render import Options, render
from checker.render.stable_ids import Fingerprint
from checker.render.view import head_view, subject_view
from checker.render.workbook import render as render_workbook
from checker.render.workbook_cells import MOST_UNITS, cell_text, units
from checker.render.workbook_layout import SHEETS
from tests import reports_for_tests as made
from tests.audit_checks import cells, check_xlsx, table

BROKEN = InvalidSubject("vendors/broken", ("questionnaire.yaml:4:2, pay.models: 'hourley' is no option",))
WAIVER = {
    "reason": "The bank changes in autumn", "approved_by": "head of procurement", "from": "2026-07-01",
    "until": "2026-12-31", "remedy": "Pay the shortfall", "place": None,
}  # fmt: skip


def shown(**changes: Any) -> Any:
    return made.report(made.subject(evidence=made.exhibits(), **changes))


def two() -> Any:
    twice = (made.standard(), made.standard(id="other", edition="2025"))
    second = made.subject(id="b", folder="b", kind="buyer", kinds=(), headcount=None, period=(None, None))
    return made.report(made.subject(standards=twice, evidence=made.exhibits()), second, invalid=(BROKEN,))


REPORTS = {
    "every status": made.report,
    "with evidence": shown,
    "hostile": made.hostile,
    "no subject": lambda: replace(made.report(), subjects=()),
    "only invalid ones": lambda: replace(made.report(), subjects=(), invalid=(BROKEN,)),
    "two subjects, two standards, one invalid": two,
    "no pay": lambda: shown(wages=WageEvidence()),
    "no date": lambda: shown(as_of=None, period=(None, None)),
    "a day before Excel's calendar": lambda: shown(as_of=date(1812, 5, 1)),
    "nothing judged": lambda: shown(standards=(replace(made.standard(), results=()),)),
    "few workers": lambda: shown(wages=WageEvidence(sets=(made.wage_set(worker_count_hidden=True),), absent="")),
}


def book(report: Any = None) -> bytes:
    return render(report or shown(), "xlsx")


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def by_requirement(content: bytes, sheet: str) -> dict[str, dict[str, Any]]:
    return {row["Requirement"]: row for row in table(content, sheet)}


@pytest.mark.parametrize("name", REPORTS)
def test_two_readers_take_it_and_it_is_the_same_twice(name: str) -> None:
    content = book(REPORTS[name]())
    assert content == book(REPORTS[name]())
    check_xlsx(content, content)
    found = cells(content)
    assert list(found) == [sheet.name for sheet in SHEETS.values()] + [RECORD_SHEET, LIST_SHEET, INFO_SHEET]
    for sheet in SHEETS.values():
        assert found[sheet.name][0] == [column.header for column in sheet.columns]


def test_sheets_and_headers_are_each_one_of_a_kind() -> None:
    names = [sheet.name for sheet in SHEETS.values()]
    assert len(set(names)) == len(names) and all(len(name) <= 31 for name in names)
    for sheet in SHEETS.values():
        assert len({c.header for c in sheet.columns}) == len({c.key for c in sheet.columns}) == len(sheet.columns)


def test_every_requirement_is_a_row_and_numbers_are_numbers() -> None:
    rows = by_requirement(book(), "Results")
    assert list(rows) == [r.requirement for r in made.every_status()]
    partly = rows["PAI-PAY-02"]
    assert (partly["Credit shown"], partly["Weight"], partly["Result"]) == (0.5, 4, "Partly met")
    assert rows["PAI-PAY-01"]["Reply of the subject"].startswith("Rates rise on 1 September")
    assert rows["PAI-PAY-01"]["Sources differ"] == "yes"
    (first,) = table(book(), "Overview")
    assert (first["Shown"], first["Claimed"], first["Claimed only"], first["Coverage"]) == (41.23456789, 66, 1, 0.5)
    assert first["As of"] == date(2026, 6, 30)


def test_gaps_stand_worst_first_and_hold_nothing_that_is_met() -> None:
    assert list(by_requirement(book(), "Gaps")) == [
        "PAI-PAY-01", "PAI-GRV-01", "PAI-PAY-02", "PAI-CON-01", "PAI-TIME-03", "PAI-PRV-02", "PAI-QA-09",
    ]  # fmt: skip


def test_a_line_of_the_plan() -> None:
    line = by_requirement(book(), "Action plan")["PAI-PAY-01"]
    assert (line["Owner"], line["Due"], line["State"]) == ("supplier", date(2026, 9, 28), "open")
    # 8 of 30 of the weight, to one decimal.
    assert line["Points it would add"] == 26.7
    ids = [line[header] for header in ("Subject id", "Standard id", "Edition", "Requirement id")]
    assert ids == ["acme", "pai", "2022", "PAI-PAY-01"]
    assert (line["Target"], line["What was done"], line["Notes"]) == ("met", "", "")


def test_what_people_fill_in_has_drop_downs_over_every_line_and_ids_are_hidden() -> None:
    sheet = opened(book())["Action plan"]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    letters = {column.key: openpyxl.utils.get_column_letter(n) for n, column in enumerate(SHEETS["plan"].columns, 1)}
    assert {area: rule.type for area, rule in rules.items()} == {
        f"{letters['owner']}2:{letters['owner']}8": "list",
        f"{letters['state']}2:{letters['state']}8": "list",
        f"{letters['target']}2:{letters['target']}8": "list",
        f"{letters['due']}2:{letters['due']}8": "date",
    }
    hidden = {key for key, letter in letters.items() if sheet.column_dimensions[letter].hidden}
    # openpyxl groups neighbours under the first of them.
    assert "subject_id" in hidden and not hidden & {"owner", "due", "state", "notes", "requirement"}
    listed = {row[0]: row[1] for row in cells(book())[LIST_SHEET][1:] if row[0]}
    assert listed == dict(OWNERS)
    assert {row[2]: row[3] for row in cells(book())[LIST_SHEET][1:]} == dict(STATES)
    assert {row[4]: row[5] for row in cells(book())[LIST_SHEET][1:] if row[4]} == dict(TARGETS)
    names = opened(book()).defined_names
    assert names["plan_states"].attr_text == f"Lists!$D$2:$D${len(STATES) + 1}"


def test_the_header_stays_in_view_and_can_be_filtered() -> None:
    for name, sheet in zip(SHEETS, opened(book()).worksheets, strict=False):
        assert sheet.freeze_panes == f"{openpyxl.utils.get_column_letter(SHEETS[name].frozen + 1)}2"
        assert sheet.auto_filter.ref is not None and sheet.auto_filter.ref.startswith("A1:")
        assert sheet.print_title_rows == "$1:$1"
    states = {sheet.title: sheet.sheet_state for sheet in opened(book()).worksheets}
    assert (states[LIST_SHEET], states[INFO_SHEET], states["Results"]) == ("hidden", "hidden", "visible")


def test_the_hidden_sheet_tells_of_which_report_it_is() -> None:
    report = shown()
    mark = Fingerprint(head_view(report))
    mark.add(subject_view(report.subjects[0]))
    told = dict(row for row in cells(book(report))[INFO_SHEET][1:])
    assert told["workbook"] == "fairlabel/workbook/1" and told["report"] == "fairlabel/report/1"
    assert told["report_sha256"] == mark.hex()
    assert told["plan_lines"] == "7"


def test_a_waiver_is_named_and_the_result_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    def with_waiver(subject: Any) -> Any:
        view = subject_view(subject)
        view["standards"][0]["results"][1]["waiver"] = WAIVER
        return view

    monkeypatch.setattr("checker.render.workbook.subject_view", with_waiver)
    row = by_requirement(book(), "Results")["PAI-PAY-02"]
    assert (row["Result"], row["Waived until"]) == ("Partly met", date(2026, 12, 31))
    assert row["Waiver"] == "The bank changes in autumn (approved by head of procurement)"
    assert by_requirement(book(), "Action plan")["PAI-PAY-02"]["Waived until"] == date(2026, 12, 31)


def test_pay_is_published_numbers_only() -> None:
    rows = [row for row in table(book(), "Wages") if row["Table"] == "All workers"]
    found = {row["What"]: row for row in rows}
    below = found["Workers below the living wage"]
    assert (below["Value"], below["In words"], below["Workers or tasks"]) == (0.3, "18 of 60 workers", 60)
    gap = found["Mean gap of those below"]
    assert (gap["Lowest"], gap["Highest"], gap["In words"]) == (0.12, "", "at least 12 %")
    few = found["Workers below the legal minimum wage"]
    assert (few["Value"], few["Lowest"], few["Highest"], few["In words"]) == ("", "", "", "fewer than 5 of 60")
    longest = found["Most hours of one worker in seven days running"]
    assert (longest["Value"], longest["In words"]) == ("", "hidden")
    cost = found["Cost to close the gap"]
    assert (cost["Value"], cost["Unit"]) == (1_180_500, "KES")
    assert 56.0 not in [cell for row in cells(book())["Wages"] for cell in row]


def test_bars_rates_and_pictures_are_tables_too() -> None:
    rows = table(book(), "Wages")
    assert {row["Table"] for row in rows} == {
        "Pay data", "All workers", "Group", "Bar", "Exchange rate", "Workers by pay", "Wage ladder", "Days late",
        "Time basis",
    }  # fmt: skip
    (living,) = [row for row in rows if row["What"].startswith("Living wage (")]
    assert (living["Value"], living["Unit"], living["Lowest"], living["Highest"]) == (31_500, "KES/month", 161.54, "")
    (rate,) = [row for row in rows if row["Table"] == "Exchange rate"]
    assert (rate["What"], rate["Of whom, or where"], rate["Value"]) == ("1 USD in KES", "2026-03", 129.25)
    hidden = [row for row in rows if row["Table"] == "Group" and row["What"] == "Hidden"]
    assert [row["In words"] for row in hidden] == ["hidden"]


def test_sources_have_hashes_and_dates() -> None:
    rows = {(row["What"], row["Name"]): row for row in table(book(), "Sources")}
    assert rows["File read", "wages/h1.csv"]["SHA-256"] == made.SHA
    payroll = rows["Evidence", "payroll-h1"]
    assert (payroll["Dated"], payroll["In date until"]) == (date(2026, 6, 30), date(2027, 6, 30))
    assert "out of date" in rows["Evidence", "policy-1"]["Note"]
    assert rows["Parameter", "nearly_all"]["Detail"] == "0.1 share; the pack has 0.05"
    assert rows["Not judged", "PAI-PLAT-01"]["Detail"].startswith("For crowd platforms")
    assert rows["Standard", "pai 2022"]["SHA-256"] == made.SHA
    assert len([1 for what, _ in rows if what == "Lowered bar"]) == 1 or ("Lowered bar", "") in rows


def test_whoever_could_not_be_assessed_has_a_line() -> None:
    last = table(book(two()), "Overview")[-1]
    assert (last["Subject"], last["Verdict"]) == ("vendors/broken", "Nothing was assessed")
    assert "'hourley' is no option" in last["In a sentence"]


def test_without_pay_the_reason_stands_there() -> None:
    (row,) = table(book(shown(wages=WageEvidence())), "Wages")
    assert (row["What"], row["Note"]) == ("No pay data", "No pay data were given.")


def test_a_full_sheet_says_what_it_left_out() -> None:
    content = render_workbook(shown(), Options(), most_rows=5)
    rows = cells(content)["Results"]
    assert len(rows) == 5  # header, three of nine, the note
    assert rows[-1][0] == "6 more rows were left out: a sheet holds no more"
    told = dict(row for row in cells(content)[INFO_SHEET][1:])
    assert (told["plan_lines"], told["plan_lines_left_out"]) == ("3", "4")


def test_one_subject_can_be_chosen() -> None:
    assert {row["Subject"] for row in table(render(two(), "xlsx", Options(subject="b")), "Results")} == {"b"}


@pytest.mark.parametrize("as_of", [date(2026, 6, 30), None])
def test_the_file_is_dated_by_the_day_of_assessment(as_of: date | None) -> None:
    day = as_of or date(1980, 1, 1)
    properties = opened(book(shown(as_of=as_of))).properties
    assert properties.created == properties.modified == datetime(day.year, day.month, day.day)
    with zipfile.ZipFile(io.BytesIO(book(shown(as_of=as_of)))) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_text_that_opens_like_a_formula_stays_text_when_edited() -> None:
    name = '=HYPERLINK("http://evil.example","x")'
    content = book(shown(name=name))
    cell = opened(content)["Overview"]["B2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (name, "s", True)
    assert cell.hyperlink is None


@pytest.mark.parametrize(
    "payload",
    [
        '"O\'Neil" & <b>', "<script>alert(1)</script>", '=HYPERLINK("http://evil.example","x")', "=1+1",
        "+1+cmd|' /C calc'!A0",
        "@SUM(1)", "http://evil.example", "mailto:x@evil.example", "internal:Results!A1", "👩‍💻 שלום \u202etxt.exe",
        "a\x00b\x07\x1b[31m\ud800\ufffe\uffff", "x" * 40_000, "👩" * 20_000, "<r><t>bold</t></r>",
        "<r><t>a</t><f>1</f></r>", "_x0041_", "a\r\nb\rc", "{=1+1}", "",
    ],
)  # fmt: skip
def test_what_others_wrote_is_only_read(payload: str) -> None:
    harmless = book(made.hostile("harmless words"))
    content = book(made.hostile(payload))
    check_xlsx(content, harmless)
    assert {row["Title"] for row in table(content, "Results")} == {_as_read(payload)}


def _as_read(payload: str) -> str:
    """Return what a reader gets: the text, what cannot be in a cell left out."""
    return cell_text(payload)


@given(st.text())
def test_a_cell_holds_what_a_cell_can_hold(text: str) -> None:
    shown_text = cell_text(text)
    assert units(shown_text) <= MOST_UNITS
    assert units(shown_text) == len(shown_text.encode("utf-16-le")) // 2


@pytest.mark.parametrize(("sign", "n"), [("x", MOST_UNITS + 1), ("👩", MOST_UNITS // 2 + 1), ("x", 1_000_000)])
def test_what_is_too_long_is_cut_with_a_note(sign: str, n: int) -> None:
    cut = cell_text(sign * n)
    assert MOST_UNITS - 1 <= units(cut) <= MOST_UNITS
    assert cut.endswith(f" … [cut: {n * units(sign):,} characters, of which a cell holds 32,767]")
    assert cell_text(sign * 5) == sign * 5


def test_xlsxwriter_is_not_imported_before_a_workbook_is_asked_for() -> None:
    code = (
        "import sys; from checker.render import render; import checker.render.workbook; "
        "from tests import reports_for_tests as made; render(made.report(), 'json'); "
        "print('xlsxwriter' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
