"""Recorded ballots: what is read, and what is refused, each with the words that help to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from checker.errors import InputError
from checker.load.ballots import load_ballot, load_ballots
from checker.load.crosswalk import read_crosswalk
from checker.load.schemas import ballot_schema
from checker.load.yaml_text import parse
from tests.worlds import pack

PAI = {"pai": pack("pai@2022").standard}
BALLOT = """\
fairlabel: ballot/1
standard: pai
counted_by: {role: secretary, organisation: Union of Data Workers}
held: 2026-06-12
method: secret ballot on paper
choices: 2
asked:
  - {group: annotators, country: KE, asked: 60, voted: 40}
  - {group: moderators, asked: 30, voted: 24}
votes:
  - {requirement: PAI-PAY-01, voters: 50}
  - {requirement: PAI-GRV-01, ranks: [6, 10]}
"""


def read(text: str, folder: Path, standards: dict[str, object] = PAI) -> object:  # type: ignore[assignment]
    file = folder / "ballot.yaml"
    file.write_text(text, encoding="utf-8")
    return load_ballot(file, standards, read_crosswalk().keys())  # type: ignore[arg-type]


def test_a_ballot_is_read_whole(tmp_path: Path) -> None:
    ballot = read(BALLOT, tmp_path)
    assert (ballot.asked, ballot.voted, ballot.level) == (90, 64, "requirement")  # type: ignore[attr-defined]
    votes = {vote.item: (vote.voters, vote.ranks) for vote in ballot.votes}  # type: ignore[attr-defined]
    assert votes == {"PAI-PAY-01": (50, ()), "PAI-GRV-01": (16, (6, 10))}


BROKEN = {
    "votes over voters": ("voters: 50", "voters: 65", "65 voters named PAI-PAY-01, and 64 voted"),
    "ranks over voters": ("ranks: [6, 10]", "ranks: [60, 10]", "70 voters named PAI-GRV-01, and 64 voted"),
    "more named than could be": ("choices: 2", "choices: 1", "66 things were named, and 64 voters could name 1 each"),
    "more voters than were asked": ("voted: 40", "voted: 61", "61 voted of 60 who were asked"),
    "negative": ("voters: 50", "voters: -1", "-1 is no number of people; write a whole number, 0 or more"),
    "a fraction": ("voters: 50", "voters: 0.5", "0.5 is no number of people"),
    "quoted": ("voters: 50", 'voters: "50"', "'50' is no number of people"),
    "negative rank": ("[6, 10]", "[6, -10]", "-10 is no number of people"),
    "nobody voted": ("voted: 40}\n  - {group: moderators, asked: 30, voted: 24}", "voted: 0}", "nobody voted"),
    "no votes": ("voters: 50}\n  - {requirement: PAI-GRV-01, ranks: [6, 10]}", "voters: 0}", "nobody named anything"),
    "unknown requirement": ("PAI-PAY-01", "PAI-PAY-1", "pai has no such requirement; did you mean 'PAI-PAY-"),
    "unknown theme": ("requirement: PAI-PAY-01", "theme: wages", "pai has no such theme"),
    "unknown concept": ("requirement: PAI-PAY-01", "concept: CX-999", "pai has no such concept"),
    "two kinds of thing": ("requirement: PAI-PAY-01", "theme: pay", "mixes votes on themes and requirements"),
    "on two things": ("{requirement: PAI-PAY-01,", "{requirement: PAI-PAY-01, theme: pay,", "is on no one thing"),
    "twice the same": ("PAI-GRV-01", "PAI-PAY-01", "PAI-PAY-01 stands twice: its votes would count twice"),
    "twice the same group": ("group: moderators,", "group: annotators, country: KE,", "'annotators' stands twice"),
    "no count": ("PAI-PAY-01, voters: 50", "PAI-PAY-01", "says no number of voters, or says it twice"),
    "both counts": ("voters: 50", "voters: 50, ranks: [50]", "says no number of voters, or says it twice"),
    "another standard": ("standard: pai", "standard: rba", "'rba' is not judged in this run"),
    "another edition": ("standard: pai", "standard: pai@2021", "a ballot on the edition 2021, and 2022 is judged"),
    "nobody counted": ("counted_by:", "subject: acme #", "does not say who counted"),
    "a person's name": ("{role: secretary,", "{role: secretary, name: A. B.,", "unknown key 'name'"),
    "no day": ("held: 2026-06-12", "held:", "lacks held"),
    "no such day": ("held: 2026-06-12", "held: 2026-02-31", "is no day of the calendar"),
    "no country": ("country: KE", "country: UK", "is no country code of ISO 3166-1"),
    "another file": ("ballot/1", "assessment/1", "is no ballot that this version reads"),
    "unknown key": ("method:", "methods:", "did you mean 'method'?"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_wrong_is_named_with_its_place(name: str, tmp_path: Path) -> None:
    before, after, words = BROKEN[name]
    assert before in BALLOT
    with pytest.raises(InputError) as caught:
        read(BALLOT.replace(before, after), tmp_path)
    text = str(caught.value)
    assert words in text
    assert "ballot.yaml" in text


def test_two_ballots_on_one_thing_are_refused(tmp_path: Path) -> None:
    files = [tmp_path / "a.yaml", tmp_path / "b.yaml"]
    for file in files:
        file.write_text(BALLOT, encoding="utf-8")
    with pytest.raises(InputError, match="a second ballot on pai"):
        load_ballots(files, PAI, ())


def test_a_ballot_in_the_folder_that_is_judged_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "ballot.yaml"
    file.write_text(BALLOT, encoding="utf-8")
    with pytest.raises(InputError, match="whoever is judged does not vouch for itself"):
        load_ballot(file, PAI, (), [tmp_path])


SEEN_BY_A_SCHEMA = (
    "negative", "a fraction", "quoted", "negative rank", "nobody counted", "a person's name", "no day", "another file",
    "unknown key",
)  # fmt: skip


@pytest.mark.parametrize("name", ["", *SEEN_BY_A_SCHEMA])
def test_the_published_schema_agrees_where_it_can_see(name: str) -> None:
    schema = ballot_schema()
    Draft202012Validator.check_schema(schema)
    text = BALLOT.replace(*BROKEN[name][:2]) if name else BALLOT
    faults = list(Draft202012Validator(schema).iter_errors(parse(text.encode(), "x.yaml").value))
    assert bool(faults) == bool(name)
