"""The terminal summary: order, completeness, colour only where it is wanted, speed by design."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest

from checker.model.assessment import InvalidSubject, ProfileSum, Score
from checker.model.wages import Published, WageEvidence, WageSet
from checker.render import Options, render, wants_color
from tests import reports_for_tests as made


def text(report: Any = None, **options: Any) -> str:
    return render(report or made.report(), "text", Options(**options)).decode()


def test_the_verdict_comes_first_and_in_one_sentence() -> None:
    lines = text(width=300).splitlines()
    assert lines[0] == (
        "Acme Annotation Ltd does not meet PAI 2022 (extended): 2 critical or major requirements are not met. "
        "The worst: “No worker is paid below the local living wage”. 18 of 60 workers are below the living wage."
    )
    assert lines[1].startswith(
        "Below the living wage: 18 of 60 workers. Worst off: country KE, job category annotator, 18 of 52 workers. "
        "To close the gap: KES 196,750 a month"
    )
    assert lines[2].startswith("Working time: the declared time basis (shift) gives a higher hourly pay")
    assert lines[3].startswith(
        "Supplier acme: bpo (as stated, unconfirmed); 60 workers; period 2026-01-01 to 2026-06-30."
    )


def test_a_reader_finds_scores_gaps_cost_and_what_would_settle_it() -> None:
    whole = text(width=200, questions={"answers.grievance.channel": "How can workers raise a grievance?"})
    for expected in (
        "Shown       41.2 of 100",
        "Claimed     66.0 of 100",
        "Possible    83.5 of 100",
        "Coverage     50 %",
        "Answered      61 of 88",
        "In the core profile: 38.1 / 57.1 / 81.0, does not meet",
        "Not met, worst first (4)",
        "Said, but not shown (1: 1 major)",
        "Unknown (2: 1 critical, 1 minor)",
        "- How can workers raise a grievance? (answers.grievance.channel): PAI-GRV-01",
        "2 bars lowered",
        "It is no certificate.",
    ):
        assert expected in whole


def test_gaps_stand_worst_first() -> None:
    ids = re.findall(r"^  \S (PAI-\w+-\d+)", text(), re.MULTILINE)
    assert ids[:4] == ["PAI-PAY-01", "PAI-PAY-02", "PAI-TIME-03", "PAI-QA-09"]


@pytest.mark.parametrize(
    ("reason", "shown"),
    [
        ("18 of 60 below (wages/h1.csv, 2,348 rows)", "“t”. 18 of 60 below."),
        ("no (questionnaire.yaml:3:4).", "“t”. No."),
        ("paid late (31 days)", "“t”. Paid late (31 days)."),
        ("", "The worst: “t”."),
    ],
)
def test_the_first_sentence_leaves_places_to_the_result(reason: str, shown: str) -> None:
    one = made.result("X-1", "t", "not_met", reason=reason)
    first = text(made.report(made.subject(standards=(made.standard((one,), conflicts=()),))), width=300).splitlines()[0]
    assert first.endswith(shown)


def test_what_may_not_be_waived_is_the_worst() -> None:
    found = (made.result("A-1", "first", "not_met", severity="critical"),
             made.result("Z-9", "last", "not_met", severity="critical"))  # fmt: skip
    standard = made.standard(found, conflicts=(), zero_tolerance=("Z-9",))
    assert "The worst: “last”." in text(made.report(made.subject(standards=(standard,))), width=300)


def test_claims_and_gaps_in_knowledge_name_what_would_settle_them() -> None:
    whole = text(width=200)
    assert "- How can workers raise a grievance? (answers.grievance.channel): PAI-GRV-01" in whole
    assert "- An assessor reads the document and records it (contract-2026): PAI-CON-01" in whole
    assert "Are screens recorded?" not in whole, "what only some answers make necessary is left to fairlabel next"


def test_what_is_the_buyers_stands_apart_in_a_suppliers_report_only() -> None:
    mine = made.result("A-1", "for both", "not_met", remedy={"owner": "both", "due_days": 9, "text": "Pay more."})
    other = made.result("A-2", "for the supplier", "not_met")
    whole = made.standard((mine, other), conflicts=(), priorities=None)
    said = text(made.report(made.subject(standards=(whole,))), width=200)
    part = said.partition("Of these for the buyer to do, alone or together with the supplier (1)")[2]
    assert part.split("\n")[1] == "  A-1  for both (major; supplier and buyer together)"
    assert "for the buyer to do" not in text(made.report(made.subject(kind="buyer", standards=(whole,))), width=200)


def test_a_buyers_suppliers_stand_worst_first_and_what_is_hidden_before_what_is_well() -> None:
    def pay(name: str, low: float | None, high: float | None) -> WageSet:
        share = made.metric("share_below_living_wage", low or 0, high=high)
        if low is None:
            share = replace(share, published=Published(None, None, None, True, "fewer than 5 workers"))
        item = replace(made.PAYROLL, id=f"{name}/payroll")
        return replace(made.wage_set(), evidence=(item,), metrics={"share_below_living_wage": share})

    sets = (pay("well", 0, 0), pay("hidden", None, None), pay("half", 0.5, 0.5), pay("open", 0, 0.9))
    said = text(made.report(made.subject(kind="buyer", kinds=(), wages=WageEvidence(sets=sets))), width=200)
    lines = said.partition("Its suppliers, worst first: workers below the living wage\n")[2].split("\n")[:4]
    assert [line.split(":")[0].strip() for line in lines] == ["half", "hidden", "open", "well"]
    assert "its suppliers" not in text(width=200).lower()


def test_of_several_sets_the_one_is_named_whose_numbers_stand_first() -> None:
    sets = (made.wage_set(), replace(made.wage_set(), evidence=(replace(made.PAYROLL, id="other/payroll"),)))
    whole = text(made.report(made.subject(wages=WageEvidence(sets=sets))), width=200)
    assert "Below the living wage in payroll-h1, one of 2 sets of pay data: 18 of 60 workers." in whole


def test_a_buyer_is_not_asked_for_its_kind() -> None:
    assert "Buyer acme: 60 workers; period" in text(made.report(made.subject(kind="buyer", kinds=())), width=200)
    assert "Supplier acme: kind not stated; 60 workers" in text(made.report(made.subject(kinds=())), width=200)


def test_a_buyer_is_sent_to_its_suppliers_for_pay() -> None:
    whole = text(made.report(made.subject(kind="buyer", wages=WageEvidence())), width=200)
    assert "nothing can be said, since pay is judged on the data of the suppliers that it names" in whole


def test_long_lists_are_cut_and_the_rest_counted() -> None:
    many = tuple(made.result(f"X-{i:02}", "t", "not_met", reason="r") for i in range(20))
    whole = text(made.report(made.subject(standards=(made.standard(many),))))
    assert len(re.findall(r"^  ✕ X-", whole, re.MULTILINE)) == 6
    assert "and 14 more" in whole


def test_many_subjects_take_one_line_each_and_are_counted() -> None:
    subjects = [made.subject(id=f"s{i}", name="", folder=f"v/s{i}") for i in range(3)]
    subjects[2] = replace(subjects[2], verdict="meets")
    whole = text(made.report(*subjects, invalid=(InvalidSubject("v/x", ("v/x/questionnaire.yaml:3:1: bad",)),)))
    lines = whole.splitlines()
    assert [line.split()[-1] for line in lines[1:4]] == ["s0", "s1", "s2"]
    assert "3 subjects: 2 do not meet, 1 meets." in lines
    assert "Nothing was assessed for v/x: 1 problem" in lines
    assert "  v/x/questionnaire.yaml:3:1: bad" in lines


def test_a_score_that_does_not_exist_is_no_zero() -> None:
    none = ProfileSum(
        "extended", "cannot_conclude", Score("weighted", None, None, None, 100), None, {"met": 0}, ("no item",)
    )
    standard = made.standard(sums={"extended": none, "core": none}, conflicts=())
    one = text(made.report(made.subject(standards=(standard,))))
    assert "Shown       none of 100" in one
    two = text(made.report(*(made.subject(id=i, folder=i, standards=(standard,)) for i in "ab")))
    assert re.search(r"none +none +none", two)


@pytest.mark.parametrize(
    ("verdict", "statuses", "words"),
    [
        ("cannot_conclude", ("unknown", "claimed"), "Whether Acme Annotation Ltd meets PAI 2022 (extended) cannot be "
         "concluded: 2 critical or major requirements are open (1 unknown, 1 said but not shown); "
         "the kinds are unconfirmed."),
        ("meets_with_actions", ("met",), "Acme Annotation Ltd meets every critical and major requirement of PAI 2022 "
         "(extended) that applies; 0 smaller items are left to act on."),
        ("meets", ("met", "not_applicable"), "Acme Annotation Ltd meets every requirement of PAI 2022 (extended) that "
         "applies, each shown by evidence that suffices."),
        ("cannot_conclude", ("met",), "Whether Acme Annotation Ltd meets PAI 2022 (extended) cannot be concluded: "
         "the kinds are unconfirmed."),
    ],
)  # fmt: skip
def test_each_verdict_is_a_sentence(verdict: Any, statuses: tuple[Any, ...], words: str) -> None:
    one = replace(made.standard().sum, verdict=verdict, verdict_why=("the kinds are unconfirmed",))
    found = tuple(made.result(f"X-{i}", "t", status) for i, status in enumerate(statuses))
    standard = made.standard(found, sums={"extended": one, "core": one}, conflicts=())
    assert words in text(made.report(made.subject(standards=(standard,))), width=300)


def test_without_pay_data_the_living_wage_is_said_to_be_unknown() -> None:
    assert "nothing can be said, since no pay data were given" in text(made.report(made.subject(wages=WageEvidence())))


def test_no_wrapped_line_is_wider_than_asked_unless_it_is_one_word() -> None:
    assert all(len(line) <= 60 for line in text(width=60).splitlines())


def test_plain_text_has_no_escape_sequence_even_from_hostile_names() -> None:
    whole = text(made.hostile())
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e]", whole)


def test_colour_changes_no_word() -> None:
    coloured = text(color=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == text()


def test_hostile_names_cannot_colour() -> None:
    assert re.sub(r"\x1b\[[0-9;]*m", "", text(made.hostile(), color=True)) == text(made.hostile())


@pytest.mark.parametrize(
    ("environment", "terminal", "expected"),
    [
        ({}, True, True), ({}, False, False), ({"NO_COLOR": "1"}, True, False), ({"NO_COLOR": ""}, True, True),
        ({"FORCE_COLOR": "1"}, False, True), ({"FORCE_COLOR": "0"}, True, False), ({"TERM": "dumb"}, True, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
    ],
)  # fmt: skip
def test_wants_color(environment: dict[str, str], terminal: bool, expected: bool) -> None:
    assert wants_color(environment, terminal) is expected


def test_many_subjects_in_plain_text_import_nothing_heavy() -> None:
    code = (
        "import sys\nfrom tests import reports_for_tests as made\nfrom checker.render import render\n"
        "render(made.report(made.subject(), made.subject(id='b', folder='b')), 'text')\n"
        "print(sorted({'rich', 'babel', 'jinja2', 'pandas', 'duckdb', 'pydantic', 'yaml'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_written_files_are_named_last() -> None:
    assert text(written=("out/acme.html", "out/acme.json")).splitlines()[-2:] == [
        "Written: out/acme.html",
        "Written: out/acme.json",
    ]


def test_many_files_of_one_folder_are_one_line() -> None:
    pages = tuple(f"out/s{n}.html" for n in range(6))
    assert text(written=(*pages, "out/all.json")).splitlines()[-2:] == [
        "Written: 6 .html files in out",
        "Written: out/all.json",
    ]


def test_what_is_to_be_read_next_is_called_as_the_run_was() -> None:
    """Six steps settle this; the sixth is left to `next`, which has to judge by the same standards."""
    step = made.subject().next[0]
    whole = made.subject(folder="ven dors/acme", next=(step,) * 6)
    assert "and 1 more: fairlabel next 'ven dors/acme'\n" in text(made.report(whole), width=200)
    other = replace(whole, standards=(made.standard(id="eu-pwd"),))
    said = text(made.report(other), width=200)
    assert "and 1 more: fairlabel next 'ven dors/acme' --standard eu-pwd\n" in said


@pytest.mark.parametrize("fmt", ["text", "markdown", "html"])
def test_a_standard_without_a_score_says_so_and_prints_no_number_of_points(fmt: str) -> None:
    none = Score("none", None, None, None, 0)
    whole = made.standard()
    sums = {name: replace(each, score=none) for name, each in whole.sums.items()}
    text = " ".join(render(made.report(made.subject(standards=(made.standard(sums=sums),))), fmt).decode().split())
    assert "no number is made for this standard" in text
    assert not re.search(r"of 0\b|none / none|proven by evidence|none shown", text)
    assert "proven by evidence" in " ".join(render(made.report(made.subject(standards=(whole,))), fmt).decode().split())
