"""Several tests of the same workers, printed together, give no hidden count away, and none of those between them.

The oracle is the solver of `test_hidden_counts.py` over workers by all their groups and by what came out for them in
three tests at once: below the living wage, below the minimum wage, below the living wage on paid time. The reader
knows that whoever is in one of the last two is in the first.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.facts.disclosure.count_tables import Outcome, choices, state_rows
from checker.facts.disclosure.linked_rows import Rows, are_apart
from checker.facts.disclosure.linked_tests import tells
from checker.facts.disclosure.small_cells import cells_to_hide, is_small
from checker.model.wages import Published, WageSet
from tests.pay_for_tests import FEBRUARY, SCOPE, audit_rows, payroll_row
from tests.properties.test_hidden_counts import FEW, Cell, K, Reader, Where, at, everybody, holds

SHARES = ("share_below_living_wage", "share_below_minimum_wage", "share_below_living_wage_paid_time")
KINDS: Mapping[str, tuple[Mapping[str, str], str]] = {
    "poor": ({"pay": "400"}, "BBB"),
    "low": ({"pay": "1200"}, "BFB"),
    "waits": ({"pay": "1700", "hours_unpaid": "40"}, "BFF"),
    "waits a lot": ({"pay": "1700", "hours_unpaid": "400"}, "BBF"),
    "fine": ({"pay": "2000"}, "FFF"),
    "blank": ({"pay": ""}, "UUU"),
    "may wait": ({"pay": "1700", "hours_unpaid": ""}, "UUF"),
    "low and may wait": ({"pay": "1200", "hours_unpaid": ""}, "BUB"),
}
"""Months of 160 paid hours under lines of 10 and 5 KES an hour; outcomes below, undecided, fine in the three tests."""
OUTCOMES = [
    a + b + c
    for a, b, c in product("BUF", repeat=3)
    if (a == "B" or (b != "B" and c != "B")) and (a != "F" or (b, c) == ("F", "F"))
]
AXES = {"region": ["KE-30", "KE-28"], "job_category": ["a", "b", "c"], "gender": ["f", "m"], "outcome": OUTCOMES}


def outcome(test: int, letters: str) -> Where:
    return lambda cell: cell["outcome"][test] in letters


def both(one: Where, other: Where) -> Where:
    return lambda cell: one(cell) and other(cell)


def told(reader: Reader, where: Where, test: int, shown: Published, n: int) -> None:
    """Add what a printed share says."""
    sure, perhaps = both(where, outcome(test, "B")), both(where, outcome(test, "BU"))
    words = shown.shown_as.split()
    if shown.suppressed:
        if words[:2] == ["fewer", "than"]:
            reader.knows(perhaps, 0, int(words[2]) - 1)
        elif words[:2] == ["at", "least"]:
            reader.knows(sure, int(words[2]))
        return
    assert shown.low is not None
    assert shown.high is not None
    reader.knows(sure, *[round(shown.low * n)] * 2)
    reader.knows(perhaps, *[round(shown.high * n)] * 2)


def read(found: WageSet) -> Reader:
    reader = Reader(AXES)
    reader.knows(everybody, found.workers, found.workers)
    for test, name in enumerate(SHARES):
        told(reader, everybody, test, found.metrics[name].published, found.workers)
    for group in found.groups:
        inside = at(**{name: word for name, word in group.by.items() if name != "country"})
        if group.suppressed:
            reader.knows(inside, 1)
            continue
        assert group.n is not None
        reader.knows(inside, group.n, group.n)
        for test, name in enumerate(SHARES):
            told(reader, inside, test, group.metrics[name].published, group.n)
    for picture in found.distributions:
        below = [band.workers for band in picture.bands if band.high <= 1]
        if None not in below:
            # Without a worker who is left out, and with one month, the picture tells the first test.
            reader.knows(outcome(0, "B"), *[sum(n or 0 for n in below)] * 2)
    return reader


def audited(workers: list[dict[str, str]], **other: Any) -> WageSet:
    rows = [
        payroll_row(f"w{i}", **KINDS[w["kind"]][0] | {n: w[n] for n in AXES if n != "outcome"})  # type: ignore[arg-type]
        for i, w in enumerate(workers)
    ]
    with tempfile.TemporaryDirectory() as folder:
        return audit_rows(Path(folder), rows, scope=SCOPE, **other)


def counts_of(by: Mapping[str, str]) -> list[Where]:
    """Return every number of workers of a group that may not be small and told."""
    inside = at(**{name: word for name, word in by.items() if name != "country"})
    single = [outcome(test, letters) for test in range(3) for letters in ("B", "U", "F")]
    between = [
        both(outcome(0, wide), outcome(test, narrow)) for test in (1, 2) for wide, narrow in (("B", "UF"), ("BU", "F"))
    ]
    return [both(inside, one) for one in (*single, *between)]


def assert_kept(found: WageSet, workers: list[dict[str, str]]) -> None:
    reader = read(found)
    groups: list[Mapping[str, str]] = [{}, *(group.by for group in found.groups)]
    cells: list[Cell] = [{**w, "country": "KE", "outcome": KINDS[w["kind"]][1]} for w in workers]
    for by in groups:
        for i, where in enumerate(counts_of(by)):
            count = sum(where(cell) for cell in cells if holds(cell, by))
            if is_small(count, K):
                low, high = reader.ends(where)
                assert low <= count <= high, (by, i)
                assert high - low + 1 >= choices(K), (by, i, count, low, high)


@st.composite
def workforces(draw: st.DrawFn) -> list[dict[str, str]]:
    kinds = draw(st.lists(st.sampled_from(sorted(KINDS)), min_size=2, max_size=4, unique=True))
    cells = draw(
        st.lists(
            st.tuples(
                st.sampled_from(AXES["region"]), st.sampled_from("aab"), st.sampled_from("fm"),
                st.sampled_from(kinds), st.sampled_from([1, 2, 3, 4, 5, 6, 9, 14]),
            ),
            min_size=2, max_size=9,
        )
    )  # fmt: skip
    return [
        {"region": region, "job_category": job, "gender": gender, "kind": kind}
        for region, job, gender, kind, count in cells
        for _ in range(count)
    ]


BY = ((("region",), ("job_category",), ("gender",)), (("job_category",), ("gender",), ("job_category", "gender")))


@FEW
@given(workforces(), st.sampled_from(BY))
def test_tests_of_the_same_workers_give_no_hidden_count_away(workers: list[dict[str, str]], by: Any) -> None:
    found = audited(workers, by=by)
    if not found.worker_count_hidden:
        assert_kept(found, workers)


def of(**kinds: int) -> list[dict[str, str]]:
    return [
        {"region": "KE-30", "job_category": "a", "gender": "f", "kind": kind.replace("_", " ")}
        for kind, count in kinds.items()
        for _ in range(count)
    ]


@pytest.mark.parametrize(
    ("kinds", "shown"),
    [
        ({"poor": 17, "low": 3, "fine": 11}, (20, None, 20)),
        ({"poor": 15, "low": 5, "fine": 11}, (20, 15, 20)),
        ({"poor": 20, "fine": 11}, (20, 20, 20)),
        ({"poor": 12, "low": 6, "waits": 2, "fine": 11}, (20, 12, None)),
        ({"poor": 12, "waits": 8, "fine": 11}, (20, 12, 12)),
    ],
)
def test_those_between_two_lines_are_nobody_or_k(kinds: dict[str, int], shown: tuple[int | None, ...]) -> None:
    found = audited(of(**kinds))
    n = sum(kinds.values())
    for name, count in zip(SHARES, shown, strict=True):
        metric = found.metrics[name]
        # The rules see the true number, hidden or not.
        true = sum(c for kind, c in kinds.items() if KINDS[kind.replace("_", " ")][1][SHARES.index(name)] == "B")
        assert metric.low == pytest.approx(true / n)
        if count is None:
            # Those between are one to four: that many are below at least, and four numbers remain.
            assert metric.published.shown_as == f"at least {20 - 4} of {n}"
        for one in [metric.published, *(g.metrics[name].published for g in found.groups if not g.suppressed)]:
            assert one.suppressed == (count is None)
            assert one.high == (None if count is None else pytest.approx(count / n)), name
        for sums in ("mean_gap_of_those_below", "fgt_1", "cost_to_close"):
            whole = found.metrics[name.replace("share_below_living_wage", sums).replace("share_below", sums)]
            assert whole.published.suppressed == (count is None), sums


def test_the_time_that_few_waited_is_no_difference_of_two_costs() -> None:
    # Twenty are below on either time; one of them waited forty hours, which the two costs would tell.
    workers = [*of(low=20, fine=11)]
    rows = [payroll_row(f"w{i}", **KINDS[w["kind"]][0]) for i, w in enumerate(workers)]  # type: ignore[arg-type]
    rows[0] |= {"hours_unpaid": "40"}
    with tempfile.TemporaryDirectory() as folder:
        found = audit_rows(Path(folder), rows, scope=SCOPE)
    assert not found.metrics["share_below_living_wage_paid_time"].published.suppressed
    for name in ("cost_to_close", "mean_gap_of_those_below", "fgt_1", "lowest_ratio"):
        assert not found.metrics[name].published.suppressed
        assert found.metrics[f"{name}_paid_time"].published.suppressed
    assert found.metrics["effective_hourly_wage_p50_paid_time"].published.suppressed


def test_those_below_in_some_month_only_are_told_by_no_number_and_no_picture() -> None:
    # Twenty are below in both months, three in January only: over both months they are not.
    rows = []
    for i in range(34):
        pay = ("1200", "1200") if i < 20 else ("1500", "2500") if i < 23 else ("2000", "2000")
        for month, amount in zip((("2026-01-01", "2026-01-31"), FEBRUARY), pay, strict=True):
            rows.append(payroll_row(f"w{i}", amount, period_start=month[0], period_end=month[1]))
    with tempfile.TemporaryDirectory() as folder:
        found = audit_rows(Path(folder), rows, scope=SCOPE)
    assert found.metrics["share_below_living_wage"].published.low == pytest.approx(23 / 34)
    assert found.metrics["share_below_living_wage_pooled"].published.suppressed
    (picture,) = found.distributions
    assert {band.workers for band in picture.bands} == {None}


def test_crossings_that_close_a_ring_are_withheld() -> None:
    workers = [
        {"region": region, "job_category": job, "gender": gender, "kind": kind}
        for region, job, gender, kind in product(AXES["region"], "ab", "fm", ("low", "fine"))
        for _ in range(6)
    ]
    by = (("region", "job_category"), ("job_category", "gender"), ("region", "gender"), ("country", "gender"))
    found = audited(workers, by=by)
    crossed = {tuple(group.by) for group in found.groups}
    assert crossed == {("country", "region", "job_category"), ("job_category", "gender")}
    assert sum("with the other crossings" in note for note in found.notes) == 2


PAIRS = ["BB", "BU", "BF", "UU", "UF", "FF"]
"""Below, undecided, fine in a test, and in one whose workers below are among those below in the first."""
rows_of_pairs = st.lists(
    st.tuples(*[st.sampled_from([0, 0, 0, 1, 2, 3, 4, 5, 6, 8, 12])] * len(PAIRS)).filter(any), min_size=1, max_size=4
)


@settings(max_examples=200, deadline=None)
@given(rows_of_pairs, st.booleans())
def test_rows_of_two_tests_give_no_hidden_count_away(drawn: list[tuple[int, ...]], decided: bool) -> None:
    cells = [(b, 0, f, 0, 0, fine) for b, _, f, _, _, fine in drawn] if decided else drawn
    cells = [row for row in cells if any(row)]
    if not cells:
        return
    tests = [[outcomes(row, test) for row in cells] for test in (0, 1)]
    totals = [Outcome(*map(sum, zip(*rows, strict=True))) for rows in tests]
    if totals[0].workers < K:
        return
    gone = cells_to_hide([row.workers for row in tests[0]], K)
    wholes = [total.stated(K) for total in totals]
    # What `LinkedTests` closes: the whole of the second where it differs from the first by few.
    between = [abs(sum(totals[0][:upto]) - sum(totals[1][:upto])) for upto in (1, 2)]
    if any(tells(wholes, upto) and is_small(between[upto - 1], K) for upto in (1, 2)):
        wholes[1] = "nothing"
    first = state_rows(tests[0], gone, wholes[0], K)
    before = Rows(tests[0], first, wholes[0])
    second = state_rows(
        tests[1], gone, wholes[1], K, lambda said: are_apart(Rows(tests[1], said, wholes[1]), before, gone, K)
    )
    reader = Reader({"row": [str(i) for i in range(len(cells))], "outcome": PAIRS})
    reader.knows(everybody, totals[0].workers, totals[0].workers)
    for i, row in enumerate(tests[0]):
        reader.knows(at(row=str(i)), *((1,) if i in gone else (row.workers, row.workers)))
    for test, stated in enumerate((first, second)):
        for where, said, row in [
            (everybody, wholes[test], totals[test]),
            *((at(row=str(i)), stated[i], row) for i, row in enumerate(tests[test])),
        ]:
            for letters, low, high in ends_of(said, row):
                reader.knows(both(where, outcome(test, letters)), low, high)
    for i, row in enumerate(cells):
        for where in hidden_counts(at(row=str(i))) if i not in gone else ():
            count = sum(n for n, pair in zip(row, PAIRS, strict=True) if where({"row": str(i), "outcome": pair}))
            if is_small(count, K):
                low, high = reader.ends(where)
                assert high - low + 1 >= choices(K), (cells, first, second, wholes, i, count, low, high)


def outcomes(row: tuple[int, ...], test: int) -> Outcome:
    return Outcome(*(sum(n for n, pair in zip(row, PAIRS, strict=True) if pair[test] == letter) for letter in "BUF"))


def ends_of(said: str, row: Outcome) -> list[tuple[str, int, float]]:
    """Return what a statement says: outcomes, and the fewest and most workers that they have together."""
    return {
        "exact": [("B", row.below, row.below), ("U", row.undecided, row.undecided)],
        "few": [("BU", 0, K - 1)],
        "most": [("B", row.workers - K + 1, float("inf"))],
        "low": [("B", row.below, row.below)],
        "nothing": [],
    }[said]


def hidden_counts(inside: Where) -> list[Where]:
    single = [outcome(test, letters) for test in (0, 1) for letters in "BUF"]
    return [
        both(inside, one)
        for one in (*single, both(outcome(0, "B"), outcome(1, "UF")), both(outcome(0, "BU"), outcome(1, "F")))
    ]
