"""Where shapes stand, by arithmetic: scales, ladder, delay, weeks; and odd input: one bar, none, huge, very long."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.render.charts.ladder import MOST, ladder_chart
from checker.render.charts.lateness import lateness_chart
from checker.render.charts.scales import WIDTH, Scale, fitted, placed, scale_over, short, text_width
from checker.render.charts.weeks import weeks_chart

View = dict[str, Any]
HIDDEN: View = {"value": None, "low": None, "high": None, "suppressed": True, "why": "fewer than 5 workers"}
UNKNOWN: View = {"value": None, "low": None, "high": None, "suppressed": False, "why": "not every pay file has it"}


def shown(low: float | None, high: float | None = None) -> View:
    high = low if high is None else high
    return {"value": low if low == high else None, "low": low, "high": high, "suppressed": False}


def step(base: View, bonus: float = 0, kind: float = 0, lowest: View = HIDDEN, name: str = "annotator") -> View:
    total = shown(base["high"] + bonus + kind) if base["high"] is not None else base
    parts = {"base": base, "guaranteed_bonus": shown(bonus), "in_kind": shown(kind), "total": total, "lowest": lowest}
    return {"category": name, "workers": None if base is HIDDEN else 12, **parts}


def ladder(*steps: View, living: Any = (10, 10), minimum: Any = (5, 5)) -> View:
    lines = {"living_wage": living, "minimum_wage": minimum}
    return {
        "place": "KE", "currency": "KES", "steps": list(steps), "notes": [],
        **{kind: line and {"low": line[0], "high": line[1]} for kind, line in lines.items()},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("values", "zero", "ends"),
    [
        ([3, 14], True, (0, 15)), ([0.98, 1.02], False, (0.98, 1.02)), ([-2, 7], True, (-2, 8)), ([0], True, (0, 1)),
        ([], True, (0, 1)), ([1e15], True, (0, 1e15)), ([math.inf, 4], True, (0, 4)), ([7, 7], False, (6, 8)),
    ],
)  # fmt: skip
def test_scales_have_round_ends(values: list[float], zero: bool, ends: tuple[float, float]) -> None:
    found = scale_over(values, 0, 100, zero=zero)
    assert (found.low, found.high) == pytest.approx(ends)


def test_a_value_stands_where_arithmetic_puts_it() -> None:
    # 100 + (7 - 5) / (15 - 5) x 200 = 140; upside down: 200 - 7 / 10 x 100 = 130.
    assert Scale(5, 15, 100, 300).at(7) == 140
    assert Scale(0, 10, 200, 100).at(7) == 130


@given(st.lists(st.floats(-1e12, 1e12), min_size=1, max_size=6))
def test_every_value_lies_on_its_scale(values: list[float]) -> None:
    found = scale_over(values, 10, 90)
    assert all(10 <= found.at(value) <= 90 for value in values)
    assert 2 <= len(found.ticks()) <= 7
    assert all(10 <= tick.at <= 90 for tick in found.ticks())


def test_words_stay_in_the_picture_and_off_the_other_line() -> None:
    words = "legal minimum 5"  # 15 letters of 8.2: 123
    assert text_width(words) == pytest.approx(123)
    assert [placed(at, words).anchor for at in (10, 200, WIDTH - 10)] == ["start", "middle", "end"]
    assert placed(200, words, beside=230).anchor == "end"
    assert placed(200, words, beside=180).anchor == "start"
    assert placed(200, words, beside=300).anchor == "middle"


def test_a_ladder_by_arithmetic() -> None:
    drawn = ladder_chart(ladder(step(shown(8), 1, 3, shown(6)), step(shown(16), name="lead")), 5)
    assert drawn
    # 0 to 20 over 8 to 368: 18 units each; rows of 56 from 48 on.
    first, second = drawn.steps
    assert [(p.kind, p.x, p.width) for p in first.parts] == [
        ("base", 8, 144), ("guaranteed_bonus", 152, 18), ("in_kind", 170, 54),
    ]  # fmt: skip
    assert (first.y, first.bar, second.y, drawn.base) == (48, 68, 104, 160)
    assert first.total
    assert (first.total.at, first.total.label) == (230, "12")
    assert first.lowest
    assert (first.lowest.at, first.lowest.label, first.below) == (116, "lowest 5: 6", True)
    assert drawn.living_wage
    assert (drawn.living_wage.x, drawn.living_wage.width, drawn.living_wage.label.label) == (188, 0, "living wage 10")
    assert drawn.minimum_wage
    assert drawn.minimum_wage.x == 98
    assert [tick.label for tick in drawn.ticks] == ["0", "5", "10", "15", "20"]
    assert [sample.kind for sample in drawn.key] == ["base", "guaranteed_bonus", "in_kind"]


def test_several_figures_make_a_band_and_an_open_one_says_so() -> None:
    band = ladder_chart(ladder(step(shown(16)), living=(10, 15)), 5)
    assert band
    assert band.living_wage
    assert (band.living_wage.x, band.living_wage.width) == (188, 90)
    assert band.living_wage.label.label == "living wage 10 to 15"
    above = ladder_chart(ladder(step(shown(16)), living=(10, None)), 5)
    assert above
    assert above.living_wage
    assert above.living_wage.label.label == "living wage 10 at the least"


def test_what_is_open_stands_at_the_most_it_can_be() -> None:
    drawn = ladder_chart(ladder({**step(shown(0, 16), lowest=shown(0, 4)), "total": shown(0, 16)}), 5)
    assert drawn
    (row,) = drawn.steps
    assert row.total
    assert row.total.label == "≤ 16"
    assert row.lowest
    assert row.lowest.label == "lowest 5: ≤ 4"


@pytest.mark.parametrize("part", [HIDDEN, UNKNOWN])
def test_where_a_part_is_not_told_the_figure_says_that_it_is_the_base(part: View) -> None:
    drawn = ladder_chart(ladder({**step(shown(16), 2), "in_kind": part, "total": part}), 5)
    assert drawn
    assert [row.total.label for row in drawn.steps if row.total] == ["base 16"]


def test_hidden_steps_have_one_width_and_no_number() -> None:
    drawn = ladder_chart(ladder(step(HIDDEN), step(UNKNOWN), living=None, minimum=None), 5)
    assert drawn
    assert {(s.parts[0].kind, s.parts[0].width) for s in drawn.steps} == {("hidden", 60)}
    assert [s.total.label if s.total else "" for s in drawn.steps] == ["hidden", "unknown"]
    assert drawn.steps[0].workers == ""
    assert drawn.living_wage is drawn.minimum_wage is None


def test_negative_pay_stands_left_of_zero() -> None:
    drawn = ladder_chart(ladder(step(shown(-5), 4), living=None, minimum=None), 5)
    assert drawn
    # -6 to 4, in steps of 2 (10 / 5 would be more than 4 parts, so steps of 5: -5 to 5).
    assert drawn.zero == 188
    assert [(p.kind, p.x, p.width) for p in drawn.steps[0].parts] == [
        ("base", 8, 180),
        ("guaranteed_bonus", 188, 144),
    ]


@pytest.mark.parametrize("size", [0, 1e-9, 1e15, 1e300])
def test_any_size_of_pay_is_drawn(size: float) -> None:
    drawn = ladder_chart(ladder(step(shown(size), lowest=shown(size))), 5)
    assert drawn
    ends = [(p.x, p.x + p.width) for p in drawn.steps[0].parts]
    assert all(0 <= x <= end <= WIDTH and math.isfinite(end) for x, end in ends)


def test_no_step_no_picture_and_many_steps_are_cut() -> None:
    assert ladder_chart(ladder(), 5) is None
    many = ladder_chart(ladder(*(step(shown(i + 1)) for i in range(20))), 5)
    assert many
    assert (len(many.steps), many.left_out) == (MOST, 20 - MOST)


def test_long_names_leave_room_for_the_number_of_workers() -> None:
    drawn = ladder_chart(ladder(step(shown(3), name="Donaudampfschifffahrt" * 9)), 5)
    assert drawn
    (row,) = drawn.steps
    assert row.name.endswith("…")
    assert text_width(row.name) + text_width(row.workers) < WIDTH - 8
    assert fitted("字" * 90, 100) == "字" * 5 + "…"


def late(kind: str, first: int | None, last: int | None, payments: int | None) -> View:
    return {"kind": kind, "first": first, "last": last, "payments": payments, "with_unpaid": False}


def test_delay_by_arithmetic() -> None:
    bars = [late("in_time", None, None, 120), late("late", 1, 7, 30), late("unpaid", None, None, None)]
    drawn = lateness_chart({"bars": bars})
    assert drawn
    # 120 payments over 172 to 396: 1.87 units each.
    assert [(b.width, b.y, b.kind, b.number.label) for b in drawn.bars] == [
        (224, 10, "in_time", "120"), (56, 40, "late", "30"), (60, 70, "hidden", "hidden"),
    ]  # fmt: skip
    assert drawn.height == 10 + 3 * 30 + 10


@pytest.mark.parametrize("payments", [0, 1, 10**15])
def test_one_bar_of_any_size_stays_in_the_picture(payments: int) -> None:
    drawn = lateness_chart({"bars": [late("late", 1, None, payments)]})
    assert drawn
    (bar,) = drawn.bars
    assert 172 + bar.width <= 396
    assert bar.number.at + text_width(bar.number.label) <= WIDTH + 0.1
    assert lateness_chart({"bars": []}) is None


def week(number: int, level: float | None, side: str = "", measure: str = "level") -> View:
    given: View = {"level": None, "match_rate": None, "mean_residual": None}
    return {
        "week": f"2026-W{number:02d}",
        "side": side,
        "workers": 9,
        **given,
        measure: HIDDEN if level is None else shown(level),
    }


def change(*weeks: View, announced: str | None = None, formula: Mapping[str, Any] | None = None) -> View:
    return {"weeks": list(weeks), "announced": announced, "formula": formula, "k": 5}


def test_weeks_by_arithmetic() -> None:
    weeks = [week(2, 1.0, "before"), week(3, 1.05, "before"), week(4, None, "after"), week(6, 0.95, "after")]
    drawn = weeks_chart(change(*weeks, announced="2026-01-19"))
    assert drawn
    # Weeks 2 to 6 and half a week on either side over 48 to 456: 81.6 units a week.
    assert [dot.x for dot in drawn.dots] == [88.8, 170.4, 415.2]
    assert (drawn.gap, drawn.hidden) == (81.6, (252.0,))
    # 0.94 to 1.06 in steps of 0.05 is 0.95 to 1.05 over 226 to 56.
    assert [dot.y for dot in drawn.dots] == [141, 56, 226]
    assert drawn.own_mean == 141
    assert drawn.paths == ("88.8,141.0 170.4,56.0",)
    assert drawn.change
    assert (drawn.change.at, drawn.change.label) == (211.2, "new rule from 2026-W04")
    # 19 January is the Monday of week 4, so the notice stands on the same border.
    assert drawn.announced
    assert drawn.announced.at == 211.2
    assert [figure.label for figure in drawn.ends] == ["1", "0.95"]


def test_a_formula_is_a_share_from_nothing_to_all() -> None:
    weeks = [week(2, 1.0, "before", "match_rate"), week(3, 0.25, "after", "match_rate")]
    drawn = weeks_chart(change(*weeks, formula={"file": "rule.yaml"}))
    assert drawn
    assert [dot.y for dot in drawn.dots] == [56, 183.5]
    assert [tick.label for tick in drawn.grid] == ["0 %", "20 %", "40 %", "60 %", "80 %", "100 %"]
    assert (drawn.own_mean, drawn.paths) == (None, ())


def test_odd_weeks() -> None:
    assert weeks_chart(change()) is None
    one = weeks_chart(change(week(2, 1.0)))
    assert one
    assert (len(one.dots), one.paths, one.change, len(one.ends)) == (1, (), None, 1)
    dark = weeks_chart(change(week(2, None), week(3, None)))
    assert dark
    assert (dark.dots, len(dark.hidden), dark.ends) == ((), 2, ())
    far = weeks_chart(change(week(2, 1.0), announced="2020-01-01"))
    assert far
    assert far.announced is None
    huge = weeks_chart(change(week(2, 1e15), week(3, 0.0)))
    assert huge
    assert all(56 <= dot.y <= 226 for dot in huge.dots)


def test_the_names_of_many_weeks_do_not_touch() -> None:
    drawn = weeks_chart(change(*(week(i, 1.0) for i in range(1, 53))))
    assert drawn
    places = [tick.at for tick in drawn.ticks]
    assert all(b - a >= text_width("2026-W01") for a, b in pairwise(places))
    assert len(places) >= 4


def test_the_year_turns_without_a_gap() -> None:
    weeks = [week(52, 1.0), {**week(1, 1.0), "week": "2027-W01"}]
    weeks[0]["week"] = "2026-W53"
    drawn = weeks_chart(change(*weeks))
    assert drawn
    assert len(drawn.paths) == 1


def test_numbers_are_short() -> None:
    assert [short(n) for n in (0.1 + 0.2, 84.11, 161.54, 999.9, 31500, 12_345_678, 1e12)] == [
        "0.3", "84.1", "161.5", "999.9", "31,500", "12.35m", "1T",
    ]  # fmt: skip
