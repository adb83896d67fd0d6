"""What the page says over all standards at once: first page, matrix, evidence, crosswalk, the unseen, data."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from checker.errors import InputError
from checker.load.report_pages import report_in
from checker.load.reports import read_report
from checker.model.assessment import InvalidSubject, Report
from checker.model.crosswalk import Concept, Crossing, Member
from checker.model.evidence import Place
from checker.model.overlay import Refused
from checker.model.report_in_page import CLOSING, OPENING, PACKED_SCHEMA
from checker.model.wages import WageEvidence
from checker.render import Options, render
from checker.render.embedded import escaped, pack
from checker.render.page import page
from tests import reports_for_tests as made

FLOOR = Concept("CX-77", "pay", {"en": "A living wage"}, ("O-1",), {"en": "They differ."}, Place("crosswalk.yaml"))
MATTERS = (
    Crossing(
        FLOOR,
        (
            Member("pai", "2022", "PAI-PAY-01", {"en": "a"}, "critical", "text"),
            Member("other", "1", "O-1", {"en": "b"}, "major", "no"),
            Member("third", "7", "T-9", {"en": "c"}, "major", "no"),
        ),
    ),
)  # fmt: skip


def two(**changes: Any) -> Report:
    """Return a report over two standards: one with every status, one with a requirement met on the same matter."""
    other = made.standard(
        (made.reworded(made.result("O-1", "t", "met", theme="pay"), maps_to=("CX-77",)),),
        id="other", conflicts=(), left_out=(), priorities=None,
    )  # fmt: skip
    first = made.standard(
        tuple(made.reworded(r, maps_to=("CX-77",)) if r.requirement == "PAI-PAY-01" else r for r in made.every_status())
    )
    return made.report(made.subject(**{"standards": (first, other), "evidence": made.exhibits(), **changes}))


def data_in(html: bytes) -> bytes:
    (found,) = re.findall(re.escape(OPENING.encode()) + b"(.*?)" + CLOSING.encode(), html, re.DOTALL)
    return bytes(found)


def test_the_first_page_names_the_worst_standard_and_what_comes_first() -> None:
    front = page(two(), Options())["front"]
    assert front.worst["id"] == "pai"
    assert [action.result["requirement"] for action in front.actions] == ["PAI-PAY-01"]  # all share one remedy
    assert front.open_words == (
        "Of 10 requirements: 2 unknown, 1 only claimed, 1 in error; 2 of them critical or major. "
        "Nothing of it counts as met."
    )
    assert front.bring[0] == "Answer: How can workers raise a grievance?"


def test_a_cell_has_the_worst_status_its_count_and_a_place() -> None:
    (block,) = page(two(), Options())["matrix"].blocks
    rows = dict(block.rows)
    assert rows["pay"][0][:3] == ("not_met", 1, 2)  # beside one that is partly met
    assert rows["pay"][0].target == "PAI-PAY-01"
    assert rows["pay"][1][:3] == ("met", 1, 1)
    assert rows["contract"][0][:3] == ("claimed", 1, 2)  # beside one that is met
    assert rows["grievance"][1] is None


def test_every_result_stands_in_the_list_once_under_its_theme_and_status() -> None:
    values = page(two(), Options())
    listed = values["matrix"].groups
    named = [(g.standard["id"], g.theme, g.status, r["requirement"]) for g in listed for r in g.results]
    results = [(s["id"], r["theme"], r["status"], r["requirement"]) for s in values["standards"] for r in s["results"]]
    assert sorted(named) == sorted(results)
    assert len({g.anchor for g in listed}) == len(listed)
    assert not {g.anchor for g in listed} & {r["anchor"] for s in values["standards"] for r in s["results"]}


def test_a_line_of_the_list_takes_no_place_that_a_requirement_has() -> None:
    """A pack may call a requirement what a line would be called."""
    results = (made.result("pai-pay-met", "t", "met"), made.result("B", "t", "met"))
    values = page(made.report(made.subject(standards=(made.standard(results, conflicts=()),))), Options())
    (group,) = values["matrix"].groups
    assert (group.anchor, group.target) == ("pai-pay-met-", "pai-pay-met-")
    text = render(made.report(made.subject(standards=(made.standard(results, conflicts=()),))), "html").decode()
    assert text.count('id="pai-pay-met"') == text.count('id="pai-pay-met-"') == 1


def test_evidence_stands_by_what_has_run_out_on_the_day_of_the_gate() -> None:
    found = page(two(gate_date=date(2027, 7, 1)), Options())["evidence"]
    states = {entry.exhibit["id"]: entry.state for entry in found.entries}
    assert states == {"payroll-h1": "out", "contract-2026": "open", "survey-june": "undated", "policy-1": "undated"}
    assert found.entries[0].exhibit["id"] == "payroll-h1"
    carried = {e.exhibit["id"]: {r["requirement"] for r in e.carries} for e in found.entries}
    assert {"PAI-CON-01", "PAI-CON-02"} <= carried["contract-2026"]
    assert next(e.read for e in found.entries if e.exhibit["id"] == "contract-2026") == "reviewer, 2026-08-01"


@pytest.mark.parametrize(
    ("day", "state"), [(date(2027, 6, 30), "soon"), (date(2027, 4, 1), "soon"), (date(2027, 3, 31), "in date")]
)
def test_the_last_day_still_counts_and_ninety_days_are_soon(day: date, state: str) -> None:
    """The payroll is in date until 2027-06-30; 2027-04-01 is 90 days before it."""
    entries = page(two(gate_date=day), Options())["evidence"].entries
    assert {e.state for e in entries if e.exhibit["id"] == "payroll-h1"} == {state}


def test_matters_on_which_standards_differ_are_said_to() -> None:
    (note,) = page(two(), Options(matters=MATTERS))["crosswalk"]
    assert [(standard, r["requirement"]) for standard, r in note.here] == [("pai", "PAI-PAY-01"), ("other", "O-1")]
    assert note.elsewhere == (("third 7", ("T-9",)),)
    assert note.differ
    text = render(two(), "html", Options(matters=MATTERS)).decode()
    assert 'href="#matter-CX-77">A living wage</a>' in text
    assert text.count('id="matter-CX-77"') == 1


def test_what_could_not_be_seen_is_drawn_from_the_subject() -> None:
    said = dict(page(two(), Options())["unseen"])
    assert "policy-1: documents/policy.pdf is not there." in said["Documents"]
    assert any("survey-june" in line for line in said["Hidden to protect workers"])
    assert said["Answers"][0] == "27 questions of 88 that apply have no usable answer."
    assert "Workers" not in said  # an organisation of theirs brought a survey, and pay is there of all 60
    alone = two(evidence=made.exhibits()[:2], wages=WageEvidence(), sites=(), headcount=None)
    said = dict(page(replace(alone), Options())["unseen"])
    assert said["Workers"][0].startswith("No worker and no organisation of workers brought anything")
    assert "All that was shown was collected by the supplier itself." in said["Workers"]
    assert "The scope names no site." in said["Places and months"]


def test_the_block_to_sign_has_what_the_assessors_file_says_and_no_more() -> None:
    lines = page(two(), Options())["sign_off"]
    assert [tuple(line)[:4] for line in lines] == [
        ("Prepared by", "", "", ""), ("Reviewed by", "reviewer", "Buyer AG", "2026-08-01"),
        ("Right of reply: the supplier", "", "", ""),
    ]  # fmt: skip
    bare = page(two(decisions=()), Options())["sign_off"]
    assert bare[1][:4] == ("Reviewed by", "", "", "")


def test_two_requirements_of_one_name_have_two_places() -> None:
    same = made.standard((made.result("PAI-PAY-01", "t", "met"), made.result("pay", "t", "met")), id="other")
    text = render(made.report(made.subject(standards=(made.standard(), same))), "html").decode()
    ids = re.findall(r' id="([^"]*)"', text)
    assert len(ids) == len(set(ids))
    assert {"PAI-PAY-01", "other-PAI-PAY-01", "other-pay"} <= set(ids)


@pytest.mark.parametrize("make", [two, made.hostile, lambda: made.overlaid(made.HOSTILE)])
def test_the_page_holds_what_json_holds_of_the_subject(make: Any) -> None:
    report = make()
    held = json.loads(data_in(render(report, "html")))
    assert held["subjects"] == json.loads(render(report, "json"))["subjects"]
    assert not set(b"<>&") & set(data_in(render(report, "html")))


def test_nobody_else_of_the_run_is_in_it() -> None:
    other = Refused("unknown_subject", "of somebody else", "mend it", Place("w.yaml", 1, 1), "X-1", "binda")
    whole = made.overlaid()
    assert whole.overlay
    second = made.subject(id="binda", name="Binda", folder="vendors/binda")
    several = replace(
        whole, subjects=(*whole.subjects, replace(second, overlay=whole.subjects[0].overlay)),
        invalid=(InvalidSubject("vendors/broken", ("bad",)),), overlay=replace(whole.overlay, refused=(other,)),
    )  # fmt: skip
    text = render(several, "html", Options(subject=whole.subjects[0].folder)).decode()
    assert "vendors/broken" not in text
    assert "of somebody else" not in text
    assert "binda" not in text.lower().replace("bindable", "")


def test_hidden_numbers_are_not_in_the_data() -> None:
    held = data_in(render(two(), "html")).decode()
    assert "0.61" not in held
    assert '"respondents":4' not in held
    assert '"suppressed":true' in held


def test_a_page_is_taken_apart_into_its_report() -> None:
    """That commands then read it is shown on a report whose sums hold, in tests/golden/test_page_size.py."""
    assert json.loads(report_in(render(two(), "html"), "acme.html")) == json.loads(render(two(), "json"))


def large() -> bytes:
    """Return a page too large to carry its report plainly; texts that do not repeat, since those pack away."""
    words = [f"{i * 7919 % 1_048_573:x}" for i in range(600 * 400)]
    many = tuple(
        made.reworded(made.result(f"X-{i}", "t", "met"), why=" ".join(words[i * 600 : i * 600 + 600]))
        for i in range(400)
    )
    return render(made.report(made.subject(standards=(made.standard(many, conflicts=()),))), "html")


def test_a_large_page_packs_its_report() -> None:
    content = large()
    packed = json.loads(data_in(content))
    assert packed["schema"] == PACKED_SCHEMA
    assert content == large()
    (subject,) = json.loads(report_in(content, "large.html"))["subjects"]
    assert len(subject["standards"][0]["results"]) == 400
    for spoiled in (
        content.replace(b'"content":"', b'"content":"A', 1),
        content.replace(b'"sha256":"', b'"sha256":"0'),
    ):
        with pytest.raises(InputError, match="packed report that was changed by hand or damaged"):
            report_in(spoiled, "large.html")


def test_a_page_without_a_report_is_named(tmp_path: Path) -> None:
    file = tmp_path / "other.html"
    file.write_text("<!DOCTYPE html>\n<html><body>Hello</body></html>", encoding="utf-8")
    with pytest.raises(InputError, match="carries no report of fairlabel"):
        read_report(file)


def test_packing_is_the_same_everywhere() -> None:
    """Of ``bzip2 -9`` 1.0.8, encoded by ``base64``."""
    assert pack(b"fairlabel\n")["content"] == PACKED_LINE
    assert escaped("\u202e</script>\x7f") == "\\u202e\\u003c/script\\u003e\\u007f"


PACKED_LINE = "QlpoOTFBWSZTWWeJ+V0AAALBgAAQMyQQACAAIYjJoQwI4TW8lvi7kinChIM8T8ro"
