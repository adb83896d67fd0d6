"""Annotations as GitHub's runner reads them, and the summary of a step."""

from __future__ import annotations

from collections import Counter

import pytest
from markdown_it import MarkdownIt

from checker.model.assessment import InvalidSubject, Report
from checker.model.evidence import Place
from checker.render import Options, render
from checker.render.github import summary
from tests import reports_for_tests as made
from tests.unit.render.test_injection import command
from tests.unit.render.test_sarif import many

NONE = Options()


def annotations(report: Report, options: Options = NONE) -> list[tuple[str, dict[str, str], str]]:
    found = [command(line) for line in render(report, "github", options).decode("utf-8").splitlines()]
    assert None not in found
    return [one for one in found if one]


def test_each_finding_is_a_command_errors_first() -> None:
    found = annotations(made.report())
    assert [(kind, place["title"].split(" · ")[1]) for kind, place, _ in found] == [
        ("error", "PAI-PAY-01"), ("error", "PAI-PAY-02"), ("error", "PAI-QA-09"), ("warning", "PAI-GRV-01"),
        ("warning", "PAI-CON-01"), ("warning", "PAI-TIME-03"), ("notice", "PAI-PRV-02"),
    ]  # fmt: skip
    assert found[0][1] == {
        "file": "vendors/acme/questionnaire.yaml", "line": "31", "col": "5",
        "title": "acme · PAI-PAY-01 · No worker is paid below the local living wage",
    }  # fmt: skip
    assert found[0][2].startswith("Not met: 18 of 60 workers are below the living wage. To do: ")


def test_what_has_a_meaning_in_a_command_is_escaped_and_comes_back() -> None:
    one = made.result(
        "A-1", "50 %, a: b", "not_met", reason="50 % of a, b: c", location=Place("a,b:c%/questionnaire.yaml", 3, 4)
    )
    content = render(made.report(made.subject(standards=(made.standard((one,)),))), "github").decode("utf-8")
    (line,) = [text for text in content.splitlines() if "A-1" in text]
    assert (
        "file=vendors/acme/a%2Cb%3Ac%25/questionnaire.yaml,line=3,col=4,title=acme · A-1 · 50 %25%2C a%3A b::" in line
    )
    found = command(line)
    assert found is not None
    assert found[1]["file"] == "vendors/acme/a,b:c%/questionnaire.yaml"
    assert found[2].startswith("Not met: 50 % of a, b: c.")


def test_the_ten_worst_of_each_kind() -> None:
    found = annotations(many(100))
    assert Counter(kind for kind, _, _ in found) == {"error": 10, "warning": 10, "notice": 10}
    ids = [place["title"].split(" · ")[1] for _, place, _ in found]
    assert all(75 <= int(name[2:]) < 100 for name in ids[:10]), "critical before major"


def test_nothing_to_say_is_nothing() -> None:
    assert render(Report((), (), "0.1.0", "major", 4), "github") == b""


def test_the_summary_has_verdicts_gaps_and_what_could_not_be_read() -> None:
    broken = InvalidSubject("vendors/broken", ("vendors/broken/questionnaire.yaml:4:2, pay: no option",))
    text = summary(made.report(invalid=(broken,)), NONE).decode("utf-8")
    assert "**Nothing was assessed for vendors/broken:**" in text
    assert "| acme | pai 2022 (extended) | Does not meet | 41.2 | 66.0 | 83.5 | 3 | 4 |" in text
    page = MarkdownIt("commonmark").enable("table").render(text)
    assert page.count("<tr>") == 1 + 1 + 1 + 7
    assert text.endswith("It is no certificate.\n")


def test_the_summary_of_many_findings_says_how_many_it_leaves_out() -> None:
    text = summary(many(1000), NONE).decode("utf-8")
    assert text.count("| critical |") == 100
    assert "The 100 worst findings are in this table and 900 are not (400 errors, 250 warnings, 250 notes)" in text


@pytest.mark.parametrize("room", [0, 10, 200, 1000, 4096, 10**6])
def test_the_summary_is_cut_at_a_line_with_a_note(room: int) -> None:
    whole, cut = summary(many(1000), NONE), summary(many(1000), NONE, room)
    assert len(cut) <= room
    if cut and cut != whole:
        kept, _, note = cut.partition(b"\nCut here: ")
        assert note and whole.startswith(kept)
        assert kept == b"" or kept.endswith(b"\n")


def test_two_thousand_subjects_stay_under_a_mebibyte() -> None:
    long = "Ü" * 400
    subjects = tuple(
        made.subject(id=f"{long}-{i}", folder=f"v/{i}", standards=(made.standard(()),)) for i in range(2000)
    )
    content = summary(made.report(*subjects), NONE)
    assert len(content) <= 1024 * 1024
    assert b"Cut here" in content
