"""The order that a ballot gives: by hand, and what of few voters may not be read off it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.assess.ballots import hidden_counts, priorities
from checker.cli.main import run
from checker.model.ballot import Ballot, Electors, Priorities, Vote
from checker.model.evidence import InputFile
from tests.worlds import pack

K = 5
EXAMPLES = Path(__file__).resolve().parents[3] / "vendor_templates" / "examples"
IDS = ("A", "B", "C", "D")


def ballot(votes: dict[str, int], voted: int = 60, **changes: Any) -> Ballot:
    cast = tuple(Vote(item, voters) for item, voters in votes.items())
    electors = changes.pop("electors", (Electors("all", "KE", 100, voted),))
    made = Ballot(
        "pai", "", "", "secretary", "a union", date(2026, 6, 12), "on paper", None, electors, "requirement", cast,
        InputFile("ballot.yaml", "", "ballot"),
    )  # fmt: skip
    return replace(made, **changes)


def ordered(votes: dict[str, int], voted: int = 60, **changes: Any) -> Priorities:
    return order_of(ballot(votes, voted, **changes))


def order_of(cast: Ballot) -> Priorities:
    like = pack("pai@2022").standard.requirements[0]
    asked = [replace(like, id=name, theme=name.lower(), maps_to=("CX-1", f"CX-{name}")) for name in IDS]
    return priorities(cast, asked, K)


def ids(found: Priorities) -> str:
    return "".join(p.requirement for p in found.order)


def test_what_most_voters_name_comes_first_and_ties_keep_the_packs_order() -> None:
    found = ordered({"D": 40, "C": 20, "B": 40})
    assert ids(found) == "BDCA"
    assert [(p.share, p.shown_as) for p in found.order] == [
        (40 / 60, "40 of 60"), (40 / 60, "40 of 60"), (20 / 60, "20 of 60"), (None, "nobody was asked about it"),
    ]  # fmt: skip


def test_themes_and_concepts_order_what_belongs_to_them() -> None:
    assert ids(ordered({"c": 30, "b": 10}, level="theme")) == "CBAD"
    # All belong to CX-1; C belongs to a concept of its own that more voters named.
    assert ids(ordered({"CX-1": 30, "CX-C": 31}, level="concept")) == "CABD"


def test_ranks_count_as_named() -> None:
    cast = (Vote("A", 20, (20,)), Vote("B", 21, (1, 20)))
    assert ids(order_of(replace(ballot({}), votes=cast))) == "BACD"


@pytest.mark.parametrize("voted", [1, 4])
def test_of_fewer_than_five_voters_nothing_is_shown(voted: int) -> None:
    found = ordered({"A": voted}, voted)
    assert (found.order, found.hidden) == ((), "fewer than 5 workers voted")


def test_few_on_one_side_of_an_item_are_hidden_and_never_one_alone() -> None:
    found = ordered({"A": 3, "B": 58, "C": 30})
    assert {p.requirement: p.shown_as for p in found.order} == {
        "A": "fewer than 5 of 60", "B": "at least 56 of 60", "C": "30 of 60", "D": "nobody was asked about it",
    }  # fmt: skip
    alone = ordered({"A": 3, "B": 20, "C": 30})
    assert {p.requirement: p.share for p in alone.order} == {"A": None, "B": None, "C": 0.5, "D": None}


@given(st.lists(st.integers(0, 60), min_size=4, max_size=4), st.integers(0, 3), st.integers(0, 4))
def test_the_order_tells_nothing_of_a_few(counts: list[int], which: int, other: int) -> None:
    """Where the count of a few is another count of a few, order and words stay as they are."""
    few = list(counts)
    few[which] = 1 + other % 4
    elsewhere = list(few)
    elsewhere[which] = 1 + (other + 1) % 4
    one, two = (ordered(dict(zip(IDS, each, strict=True))) for each in (few, elsewhere))
    assert one.order == two.order


def test_groups_of_few_voters_are_hidden() -> None:
    groups = (Electors("a", "KE", 40, 30), Electors("b", "KE", 10, 4), Electors("c", "KE", 20, 8))
    found = ordered({"A": 20}, 42, electors=groups)
    assert [shown for _, shown in found.groups] == [True, False, False]
    assert (found.asked, found.voted) == (70, 42)


def test_groups_are_hidden_until_their_total_tells_of_none() -> None:
    """Of two groups with two voters together each has one."""
    groups = (
        Electors("a", "KE", 30, 1),
        Electors("b", "KE", 30, 1),
        Electors("c", "KE", 60, 40),
        Electors("d", "KE", 80, 50),
    )
    found = ordered({"A": 20}, 92, electors=groups)
    assert [shown for _, shown in found.groups] == [False, False, False, True]


def test_the_few_who_did_not_vote_are_not_told_by_the_total() -> None:
    found = ordered({"A": 20}, 60, electors=(Electors("all", "KE", 62, 60),))
    assert (found.asked, found.voted, [shown for _, shown in found.groups]) == (None, 60, [False])
    several = (Electors("a", "KE", 31, 30), Electors("b", "KE", 31, 30), Electors("c", "KE", 40, 40))
    found = ordered({"A": 20}, 100, electors=several)
    assert (found.asked, [shown for _, shown in found.groups]) == (None, [False, False, False])
    assert ordered({"A": 20}, 60, electors=(Electors("all", "KE", 60, 60),)).asked == 60


def test_hidden_counts_are_none_or_several() -> None:
    for part in range(61):
        assert len(hidden_counts([(part, 60), (30, 60), (25, 60)], K)) != 1


BALLOT = """\
fairlabel: ballot/1
standard: pai
counted_by: {role: secretary, organisation: an invented union}
held: 2026-06-12
method: on paper
asked: [{group: annotators, country: KE, asked: 60, voted: 44}]
votes: [{theme: contract, voters: 31}, {theme: pay, voters: 28}]
"""


def test_a_ballot_changes_no_status_score_verdict_or_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "ballot.yaml").write_text(BALLOT, encoding="utf-8")
    call = ["check", str(EXAMPLES / "lakeshore-data-services"), "--format", "json"]
    codes, reports = [], []
    for more in ([], ["--ballot", str(tmp_path / "ballot.yaml")]):
        codes.append(run([*call, *more]))
        reports.append(json.loads(capsys.readouterr().out))
    plain, voted = (report["subjects"][0] for report in reports)
    shown = voted["standards"][0].pop("ballot")
    assert [i for i in voted["inputs"] if i not in plain["inputs"]] == [
        {"path": shown["file"], "sha256": shown["sha256"], "role": "ballot"}
    ]
    voted["inputs"] = plain["inputs"]
    assert (voted, codes[0]) == (plain, codes[1])
    gaps = {r["requirement"] for r in plain["standards"][0]["results"] if r["status"] in ("not_met", "partly_met")}
    assert {one["requirement"] for one in shown["order"]} == gaps
    assert [one["item"] for one in shown["order"][:1]] == ["contract"]
    assert (shown["asked"], shown["voted"]) == (60, 44)


def test_a_ballot_of_nobody_who_is_assessed_ends_the_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "ballot.yaml"
    file.write_text(BALLOT.replace("standard: pai", "standard: pai\nsubject: acme"), encoding="utf-8")
    assert run(["check", str(EXAMPLES / "lakeshore-data-services"), "--ballot", str(file)]) == 3
    assert "of workers of nobody who is assessed (lakeshore-data-services)" in capsys.readouterr().err
