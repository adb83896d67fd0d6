"""Nothing that is printed of a pay set gives a hidden count of 1 to k-1 away, however it is added and subtracted.

The oracle is a solver of its own (integer programs, HiGHS in scipy): it is given what a reader has, the printed
counts and words of whole set, groups, groups within groups, crossed groups and pictures, and asked for the lowest and
the highest that each hidden count can be.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from checker.facts.disclosure.count_tables import Outcome, cells_shown, choices, crossed_statements, state_rows
from checker.facts.disclosure.linked_counts import LinkedCounts
from checker.facts.disclosure.small_cells import cells_to_hide, is_small
from checker.model.wages import Published, WageSet
from tests.pay_for_tests import SCOPE, audit_rows, payroll_row

K = 5
SHARE = "share_below_living_wage"
FEW = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
Cell = Mapping[str, str]
Where = Callable[[Cell], bool]


class Reader:
    """Everything that a reader knows, as an integer program over workers by all their groups and outcomes."""

    def __init__(self, axes: Mapping[str, list[str]], impossible: Where = lambda cell: False) -> None:
        self.cells = [dict(zip(axes, words, strict=True)) for words in product(*axes.values())]
        self.most = [0.0 if impossible(cell) else np.inf for cell in self.cells]
        self.lines: list[tuple[np.ndarray[Any, Any], float, float]] = []

    def knows(self, where: Where, low: float, high: float = np.inf) -> None:
        """Add a count whose ends are known."""
        self.lines.append((self.vector(where), low, high))

    def vector(self, where: Where) -> np.ndarray[Any, Any]:
        return np.array([float(where(cell)) for cell in self.cells])

    def ends(self, where: Where) -> tuple[float, float]:
        """Return the lowest and the highest that a count can be."""
        target, (rows, low, high) = self.vector(where), zip(*self.lines, strict=True)
        known = LinearConstraint(np.array(rows), np.array(low), np.array(high))
        found = []
        for sign in (1, -1):
            answer = milp(
                sign * target,
                constraints=known,
                bounds=Bounds(0, np.array(self.most)),
                integrality=np.ones(len(target)),
            )
            # Without end is as wide as can be.
            found.append(sign * answer.fun if answer.status == 0 else -sign * np.inf)
            assert answer.status in (0, 3), answer.message
        return found[0], found[1]


def at(**words: str) -> Where:
    """Return the test of a cell that bears these words."""
    return lambda cell: all(cell[name] == word for name, word in words.items())


def among(where: Where, *outcomes_: str) -> Where:
    """Return the test of those of ``where`` with one of these outcomes."""
    return lambda cell: where(cell) and cell["outcome"] in outcomes_


def everybody(cell: Cell) -> bool:
    return True


def holds(cell: Cell, by: Mapping[str, str]) -> bool:
    return all(cell[name] == word for name, word in by.items())


def told(reader: Reader, where: Where, shown: Published, n: int) -> None:
    """Add what a printed share says of workers below, undecided and not below."""
    sure, perhaps = among(where, "below"), among(where, "below", "undecided")
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


def read(found: WageSet, axes: Mapping[str, list[str]], impossible: Where) -> Reader:
    """Return a reader of all counts that one pay set prints."""
    reader = Reader(axes, impossible)
    reader.knows(everybody, found.workers, found.workers)
    told(reader, everybody, found.metrics[SHARE].published, found.workers)
    for group in found.groups:
        inside = at(**group.by)
        if group.suppressed:
            reader.knows(inside, 1)
            continue
        assert group.n is not None
        assert group.n >= K
        reader.knows(inside, group.n, group.n)
        told(reader, inside, group.metrics[SHARE].published, group.n)
    for picture in found.distributions:
        for side, below in (("below", True), ("fine", False)):
            bands = [band.workers for band in picture.bands if (band.high <= 1) == below]
            if None not in bands:
                reader.knows(
                    at(country=picture.place, outcome=side),
                    *[sum(n or 0 for n in bands)] * 2,
                )
    return reader


AXES = {
    "country": ["KE", "GH"],
    "region": ["KE-30", "KE-28", "GH-AA"],
    "job_category": ["a", "b", "c"],
    "gender": ["f", "m"],
    "outcome": ["below", "undecided", "fine"],
}
PAY = {"below": "800", "undecided": "", "fine": "2000"}


def elsewhere(cell: Cell) -> bool:
    return cell["region"][:2] != cell["country"]


@st.composite
def workforces(draw: st.DrawFn) -> list[dict[str, str]]:
    """Draw workers of a few regions, jobs and outcomes, most of them alike, some few not."""
    regions = draw(st.lists(st.sampled_from(AXES["region"]), min_size=1, max_size=3, unique=True))
    cells = draw(
        st.lists(
            st.tuples(
                st.sampled_from(regions), st.sampled_from("aaabc"), st.sampled_from("fm"),
                st.sampled_from(["below", "fine", "fine", "undecided"]), st.sampled_from([1, 2, 3, 4, 5, 6, 9, 14]),
            ),
            min_size=2, max_size=9,
        )
    )  # fmt: skip
    return [
        {"country": region[:2], "region": region, "job_category": job, "gender": gender, "outcome": outcome}
        for region, job, gender, outcome, count in cells
        for _ in range(count)
    ]


def audited(workers: list[dict[str, str]], **other: Any) -> WageSet:
    rows = [
        payroll_row(
            f"w{i}", str(float(PAY[w["outcome"]]) * (2 if w["country"] == "GH" else 1)) if PAY[w["outcome"]] else "",
            currency={"KE": "KES", "GH": "GHS"}[w["country"]], **{n: w[n] for n in AXES if n != "outcome"},
        )
        for i, w in enumerate(workers)
    ]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        return audit_rows(Path(folder), rows, **other)


def assert_kept(found: WageSet, workers: list[dict[str, str]]) -> None:
    """Hold every hidden count against the solver."""
    reader = read(found, AXES, elsewhere)
    wide = choices(K)
    groups: list[Mapping[str, str]] = [{}, *(group.by for group in found.groups)]
    for by in groups:
        inside = [w for w in workers if holds(w, by)]
        counts: list[tuple[int, Where]] = [(len(inside), at(**by))]
        for word in AXES["outcome"]:
            here = sum(w["outcome"] == word for w in inside)
            counts.append((here, at(**by, outcome=word)))
        for count, where in counts:
            if is_small(count, K):
                low, high = reader.ends(where)
                assert low <= count <= high
                assert high - low + 1 >= wide, (by, count, low, high)


BY = (
    (("country",), ("region",), ("job_category",), ("gender",)),
    (("job_category",), ("gender",), ("job_category", "gender")),
)


@FEW
@given(workforces(), st.sampled_from(BY))
def test_what_a_pay_set_prints_gives_no_hidden_count_away(workers: list[dict[str, str]], by: Any) -> None:
    found = audited(workers, by=by, scope=SCOPE)
    if not found.worker_count_hidden:
        assert_kept(found, workers)


@pytest.mark.parametrize("by", BY)
def test_a_workforce_of_many_small_corners_gives_no_hidden_count_away(by: Any) -> None:
    sizes = {("KE-30", "a", "f", "below"): 9, ("KE-30", "a", "m", "fine"): 14, ("KE-28", "b", "f", "fine"): 6,
             ("KE-28", "b", "m", "below"): 3, ("GH-AA", "c", "f", "fine"): 12, ("GH-AA", "a", "m", "below"): 2,
             ("KE-30", "c", "m", "fine"): 7, ("KE-28", "a", "f", "below"): 4}  # fmt: skip
    workers = [
        {"country": r[:2], "region": r, "job_category": j, "gender": g, "outcome": o}
        for (r, j, g, o), n in sizes.items()
        for _ in range(n)
    ]
    assert_kept(audited(workers, by=by), workers)


outcomes = st.builds(Outcome, *[st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6, 8, 12, 20])] * 3).filter(lambda o: o.workers)


@settings(max_examples=200, deadline=None)
@given(st.lists(outcomes, min_size=1, max_size=5))
def test_rows_by_outcome_give_no_hidden_count_away(rows: list[Outcome]) -> None:
    gone = cells_to_hide([row.workers for row in rows], K)
    total = Outcome(*map(sum, zip(*rows, strict=True)))
    whole = total.stated(K)
    if total.workers < K:
        return
    stated = state_rows(rows, gone, whole, K)
    if whole == "exact":
        closed = [row for row, said in zip(rows, stated, strict=True) if said not in ("exact", "low")]
        lowered = [row for row, said in zip(rows, stated, strict=True) if said == "low"]
        # What can be had by subtracting all that is printed is a number of workers too.
        assert not is_small(sum(row.below for row in closed), K)
        assert not is_small(sum(row.undecided for row in [*closed, *lowered]), K)
        assert not is_small(sum(row.fine for row in [*closed, *lowered]), K)
    names = [str(i) for i in range(len(rows))]
    reader = Reader({"row": names, "outcome": AXES["outcome"]})
    reader.knows(everybody, total.workers, total.workers)
    printed: list[tuple[Where, str, Outcome]] = [(everybody, whole, total)]
    for i, row in enumerate(rows):
        here = at(row=str(i))
        reader.knows(here, *((1,) if i in gone else (row.workers, row.workers)))
        printed.append((here, stated[i], row))
    for here, said, row in printed:
        for word, low, high in _ends(said, row):
            reader.knows(among(here, *word), low, high)
    for (here, said, row), i in zip(printed, [-1, *range(len(rows))], strict=True):
        for word, count in zip(AXES["outcome"], row, strict=True):
            if is_small(count, K) and i not in gone:
                assert said != "exact"
                low, high = reader.ends(among(here, word))
                assert high - low + 1 >= choices(K), (rows, stated, i, word, low, high)


def _ends(said: str, row: Outcome) -> list[tuple[tuple[str, ...], int, float]]:
    """Return what a statement says: outcomes, and the fewest and most workers that they have together."""
    below, perhaps = ("below",), ("below", "undecided")
    return {
        "exact": [(below, row.below, row.below), (perhaps, row.below + row.undecided, row.below + row.undecided)],
        "few": [(perhaps, 0, K - 1)],
        "most": [(below, row.workers - K + 1, np.inf)],
        "low": [(below, row.below, row.below)],
        "nothing": [],
    }[said]


tables = st.tuples(st.integers(2, 4), st.integers(2, 3)).flatmap(
    lambda size: st.lists(
        st.lists(st.sampled_from([0, 0, 1, 2, 3, 5, 7, 12, 25]), min_size=size[1], max_size=size[1]),
        min_size=size[0],
        max_size=size[0],
    )
)


@settings(max_examples=200, deadline=None)
@given(tables)
def test_two_columns_crossed_give_no_hidden_count_away(drawn: list[list[int]]) -> None:
    counts = np.array(drawn)
    if counts.sum() < K:
        return
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    rows_shown = [i not in cells_to_hide(rows.tolist(), K) and n > 0 for i, n in enumerate(rows)]
    columns_shown = [j not in cells_to_hide(columns.tolist(), K) and n > 0 for j, n in enumerate(columns)]
    shown = cells_shown(counts, rows_shown, columns_shown, K)
    assert (counts[shown] >= K).all()
    reader = Reader({"row": [str(i) for i in range(len(rows))], "column": [str(j) for j in range(len(columns))]})
    reader.knows(everybody, counts.sum(), counts.sum())
    for axis, totals, flags in (("row", rows, rows_shown), ("column", columns, columns_shown)):
        for i, total in enumerate(totals):
            if flags[i]:
                reader.knows(at(**{axis: str(i)}), total, total)
    for i, j in np.argwhere(shown).tolist():
        reader.knows(at(row=str(i), column=str(j)), counts[i, j], counts[i, j])
    for i, j in np.argwhere((counts > 0) & (counts < K)).tolist():
        low, high = reader.ends(at(row=str(i), column=str(j)))
        assert high - low + 1 >= choices(K), (drawn, shown, i, j, low, high)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 9), st.booleans()), min_size=1, max_size=9)
)
def test_a_network_counts_as_many_values_as_the_solver(edges: list[tuple[int, int, int, bool]]) -> None:
    linked = LinkedCounts()
    rows, columns = [0, 0, 0], [0, 0, 0]
    numbers = []
    for i, j, count, shown in edges:
        numbers.append((linked.shown if shown else linked.between)(("row", i), ("column", j), count))
        rows[i] += count
        columns[j] += count
    for i in range(3):
        linked.shown("all", ("row", i), rows[i])
        linked.shown(("column", i), "all", columns[i])
    reader = Reader({"edge": [str(n) for n in range(len(edges))]})
    for i in range(3):
        for axis, totals in ((0, rows), (1, columns)):
            reader.knows(
                lambda cell, axis=axis, i=i: edges[int(cell["edge"])][axis] == i,
                totals[i],
                totals[i],
            )
    for n, (_, _, count, shown) in enumerate(edges):
        if shown:
            reader.knows(at(edge=str(n)), count, count)
    for n, number in enumerate(numbers):
        low, high = reader.ends(at(edge=str(n)))
        assert linked.choices(number, 10_000) == high - low + 1


cubes = st.tuples(st.integers(2, 3), st.integers(2, 3)).flatmap(
    lambda size: st.lists(
        st.sampled_from([0, 0, 1, 2, 4, 5, 7, 12, 25]), min_size=size[0] * size[1] * 3, max_size=size[0] * size[1] * 3
    ).map(lambda drawn: np.array(drawn).reshape(*size, 3))
)


@settings(max_examples=200, deadline=None)
@given(cubes, st.booleans())
def test_outcomes_of_two_columns_crossed_give_no_hidden_count_away(cells: np.ndarray[Any, Any], decided: bool) -> None:
    if decided:
        cells[:, :, 1] = 0
    total = Outcome(*cells.sum(axis=(0, 1)).tolist())
    workers = cells.sum(axis=2)
    if total.workers < K or not workers.sum(axis=0).all() or not workers.sum(axis=1).all():
        return
    lines = [[Outcome(*part) for part in cells.sum(axis=axis).tolist()] for axis in (1, 0)]
    gone = [cells_to_hide([part.workers for part in line], K) for line in lines]
    said = [state_rows(line, hidden, total.stated(K), K) for line, hidden in zip(lines, gone, strict=True)]
    there = [[i not in hidden for i in range(len(line))] for line, hidden in zip(lines, gone, strict=True)]
    listed = cells_shown(workers, *there, K)
    shown = crossed_statements(cells, listed, *said, K)
    if shown is None:
        return
    for hidden, words in ((~shown, said[0]), (~shown.T, said[1])):
        for i, line in enumerate(cells if words is said[0] else cells.transpose(1, 0, 2)):
            if words[i] == "exact":
                assert not any(is_small(n, K) for n in line[hidden[i]].sum(axis=0).tolist())
    reader = Reader(
        {
            "row": [str(i) for i in range(len(cells))],
            "column": [str(j) for j in range(cells.shape[1])],
            "outcome": AXES["outcome"],
        }
    )
    reader.knows(everybody, total.workers, total.workers)
    printed: list[tuple[Where, str, Outcome, bool]] = [(everybody, total.stated(K), total, True)]
    for axis, line, words, flags in zip(("row", "column"), lines, said, there, strict=True):
        for i, part in enumerate(line):
            printed.append((at(**{axis: str(i)}), words[i], part, flags[i]))
    for i, j in np.argwhere(listed).tolist():
        here = at(row=str(i), column=str(j))
        printed.append((here, "exact" if shown[i, j] else "nothing", Outcome(*cells[i, j].tolist()), True))
    for where, statement, part, is_there in printed:
        reader.knows(where, *([part.workers] * 2 if is_there else [0]))
        for word, low, high in _ends(statement, part) if is_there else ():
            reader.knows(among(where, *word), low, high)
    for i, j, o in np.argwhere((cells > 0) & (cells < K)).tolist():
        assert not shown[i, j]
        low, high = reader.ends(at(row=str(i), column=str(j), outcome=AXES["outcome"][o]))
        assert high - low + 1 >= choices(K), (cells.tolist(), shown, said, (i, j, o), low, high)
