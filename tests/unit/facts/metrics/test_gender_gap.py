"""Gaps between women and men: arithmetic by hand, statsmodels for like for like, and what may be shown."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from checker.facts.metrics.gender_gap import IMPOSSIBLE, direction, gap, is_impossible
from checker.load.wages.mapping import parse_mapping
from checker.model.wages import Metric, WageSet
from tests.pay_for_tests import SCOPE, audit, audit_rows, ends, item, open_rows, payroll_row

Row = dict[str, object]
NAMES = frozenset(f"gender_gap_{kind}{tail}" for kind in ("mean", "median", "adjusted") for tail in ("", "_paid_time"))


def people(women: list[object], men: list[object], **other: list[object]) -> list[Row]:
    """Return a payroll row for each hourly wage (KES, 100 hours), by gender."""
    groups = {"female": women, "male": men, **other}
    return [
        payroll_row(
            f"{gender}{i}", "" if wage == "" else float(str(wage)) * 100, 100, gender=gender.replace("blank", "")
        )
        for gender, wages in groups.items()
        for i, wage in enumerate(wages)
    ]  # fmt: skip


def measured(folder: Path, rows: list[Row], **other: Any) -> WageSet:
    return audit_rows(folder, rows, wanted=NAMES, **other)


WOMEN: list[object] = [8, 9, 10, 10, 13]
MEN: list[object] = [10, 12, 14, 15, 24]
"""Means 10 and 15, medians 10 and 14."""


def test_by_hand(tmp_path: Path) -> None:
    found = measured(tmp_path, people(WOMEN, MEN))
    assert ends(found, "gender_gap_mean") == pytest.approx((1 / 3, 1 / 3))
    assert ends(found, "gender_gap_median") == pytest.approx((2 / 7, 2 / 7))
    assert found.metrics["gender_gap_mean"].published.shown_as == "women earn less"


def test_women_who_earn_more_make_it_negative(tmp_path: Path) -> None:
    found = measured(tmp_path, people(MEN, WOMEN))
    assert ends(found, "gender_gap_mean") == pytest.approx((-0.5, -0.5))
    assert found.metrics["gender_gap_mean"].published.shown_as == "women earn more"


def test_words_of_the_file_are_mapped_and_capitals_do_not_matter(tmp_path: Path) -> None:
    rows = people(WOMEN, MEN)
    spanish = [{**row, "gender": {"female": "M", "male": "H"}[str(row["gender"])]} for row in rows]
    none = measured(tmp_path, spanish)
    assert ends(none, "gender_gap_mean") == (None, None)
    assert "no worker is marked female" in none.metrics["gender_gap_mean"].why
    mapped = measured(tmp_path, spanish, mapping={"values": {"gender": {"M": "female", "H": "male"}}})
    assert ends(mapped, "gender_gap_mean") == pytest.approx((1 / 3, 1 / 3))
    capitals = [{**row, "gender": str(row["gender"]).title()} for row in rows]
    assert ends(measured(tmp_path, capitals), "gender_gap_mean") == pytest.approx((1 / 3, 1 / 3))


def test_other_is_left_out_and_counted(tmp_path: Path) -> None:
    found = measured(tmp_path, people(WOMEN, MEN, other=[50, 50, 50, 50, 50])).metrics["gender_gap_mean"]
    assert (found.low, found.high) == pytest.approx((1 / 3, 1 / 3))
    assert found.published.why == "5 workers marked as other are left out"
    assert found.n == 15


def test_a_gender_that_is_not_said_may_be_either(tmp_path: Path) -> None:
    found = measured(tmp_path, people(WOMEN, MEN, blank=[1, 30]))
    # Highest: the one with 1 is a woman (mean 51/6), the one with 30 a man (105/6). Lowest: the one with 30 is a
    # woman (80/6), the one with 1 a man (76/6).
    assert ends(found, "gender_gap_mean") == pytest.approx((1 - (80 / 6) / (76 / 6), 1 - (51 / 6) / (105 / 6)))
    # Medians: women 9.5 or 10 (8 9 10 10 13 30 stays at 10), men 14.5 or 13.
    assert ends(found, "gender_gap_median") == pytest.approx((1 - 10 / 13, 1 - 9.5 / 14.5))
    assert ends(found, "gender_gap_adjusted") == (None, None)


def test_missing_pay_or_hours_open_the_end_that_they_may_move(tmp_path: Path) -> None:
    blank: list[object] = [*WOMEN[:-1], ""]
    low, high = ends(measured(tmp_path, people(blank, MEN)), "gender_gap_mean")
    # The woman without pay had anything from nothing upwards.
    assert low == -math.inf
    assert high == pytest.approx(1 - (37 / 5) / 15)
    rows = people(WOMEN, MEN)
    rows[-1] |= {"hours_paid": ""}
    low, high = ends(measured(tmp_path, rows), "gender_gap_mean")
    # A man's hours may be many (nothing an hour) or few.
    assert (low, high) == pytest.approx((1 - 10 / (51 / 5), 1.0))


def test_unpaid_time_that_nobody_recorded_leaves_paid_time_alone(tmp_path: Path) -> None:
    rows = [{**row, "hours_unpaid": ""} for row in people(WOMEN, MEN)]
    found = measured(tmp_path, rows)
    assert ends(found, "gender_gap_mean") == (None, None)
    assert ends(found, "gender_gap_mean_paid_time") == pytest.approx((1 / 3, 1 / 3))


def test_workers_without_a_trace_leave_the_mean_unknown_and_the_median_wide(tmp_path: Path) -> None:
    scope = SCOPE._replace(headcount=11)
    found = measured(tmp_path, people(WOMEN, MEN), scope=scope)
    assert ends(found, "gender_gap_mean") == (None, None)
    assert found.metrics["gender_gap_mean"].why == "1 worker is not in the data"
    # One more woman or man: medians of women 9.5 to 10, of men 13 to 14.5.
    assert ends(found, "gender_gap_median") == pytest.approx((1 - 10 / 13, 1 - 9.5 / 14.5))
    assert ends(found, "gender_gap_adjusted") == (None, None)


def test_a_row_without_a_worker_leaves_the_mean_unknown(tmp_path: Path) -> None:
    rows = [*people(WOMEN, MEN), payroll_row("", 1000, 100, gender="female")]
    assert ends(measured(tmp_path, rows), "gender_gap_mean") == (None, None)


def test_more_than_the_whole_is_impossible_and_said(tmp_path: Path) -> None:
    rows = people(WOMEN, MEN)
    for row in rows[:5]:
        row["fees"] = 9000
    found = audit_rows(tmp_path, rows)
    metric = found.metrics["gender_gap_mean"]
    assert (metric.low, metric.why) == (None, IMPOSSIBLE)
    (finding,) = [f for f in found.findings if f.code == "impossible_gap"]
    assert "gender_gap_mean" in finding.message
    assert finding.severity == "warning"


@pytest.mark.parametrize(
    ("women", "men", "value", "words"),
    [(10.0, 15.0, 1 / 3, "women earn less"), (12.0, 10.0, -0.2, "women earn more"),
     (5.0, 5.0, 0.0, "women and men earn the same")],
)  # fmt: skip
def test_sign_and_words(women: float, men: float, value: float, words: str) -> None:
    assert gap(women, men) == pytest.approx(value)
    assert direction(gap(women, men)) == words


def test_impossible() -> None:
    assert (is_impossible(1.0), is_impossible(1.0001), is_impossible(-820.0)) == (False, True, False)
    assert math.isnan(gap(1.0, 0.0))


def test_several_currencies_and_no_gender(tmp_path: Path) -> None:
    rows = people(WOMEN, MEN)
    rows[0] |= {"country": "GH", "currency": "GHS"}
    assert "several currencies" in measured(tmp_path, rows).metrics["gender_gap_mean"].why
    bare = [{name: value for name, value in row.items() if name != "gender"} for row in people(WOMEN, MEN)]
    assert "who is a woman and who a man" in measured(tmp_path, bare).metrics["gender_gap_median"].why


def test_a_sample_has_an_interval_and_every_run_the_same(tmp_path: Path) -> None:
    rows = people([*WOMEN] * 4, [*MEN] * 4)
    names = []
    for order in (rows, rows[::-1]):
        table = open_rows(tmp_path, order, evidence=item(sampling="sample"))
        names.append([ends(audit(table, wanted=NAMES), name) for name in sorted(NAMES)])
    assert names[0] == names[1]
    low, high = names[0][sorted(NAMES).index("gender_gap_mean")]
    assert low is not None
    assert high is not None
    # The delta method's error of 1 - F/M: sqrt(var F/n/M^2 + F^2 var M/n/M^4) = 0.064.
    assert (low, high) == pytest.approx((1 / 3 - 0.125, 1 / 3 + 0.125), abs=0.04)


# ---- like for like


def employed(n: int = 40) -> list[Row]:
    random = np.random.default_rng(11)
    rows = []
    for i in range(n):
        female, job, tenure = random.random() < 0.5, random.choice(["annotator", "reviewer"]), random.integers(0, 9)
        wage = 8 * math.exp(-0.2 * female + 0.3 * (job == "reviewer") + 0.02 * tenure + random.normal(0, 0.1))
        gender = "female" if female else "male"
        rows.append(payroll_row(f"w{i}", round(wage * 100, 2), 100, gender=gender, job_category=job, years=str(tenure)))
    return rows


def oracle(rows: list[Row], *columns: np.ndarray) -> tuple[float, float, float]:
    statsmodels = pytest.importorskip("statsmodels.api")
    y = np.log([float(str(row["pay"])) / 100 for row in rows])
    female = np.array([row["gender"] == "female" for row in rows], dtype=float)
    fitted = statsmodels.OLS(y, np.column_stack([np.ones(len(rows)), female, *columns])).fit(cov_type="HC3", use_t=True)
    low, high = fitted.conf_int()[1]
    return 1 - math.exp(high), 1 - math.exp(low), 1 - math.exp(fitted.params[1])


def test_at_equal_job_against_statsmodels(tmp_path: Path) -> None:
    rows = employed()
    low, high, best = oracle(rows, np.array([row["job_category"] == "reviewer" for row in rows], dtype=float))
    found = measured(tmp_path, rows).metrics["gender_gap_adjusted"]
    assert (found.low, found.high) == pytest.approx((low, high), rel=1e-6)
    assert found.published.shown_as.startswith(f"best estimate {best * 100:.1f} %: women earn less")
    assert found.estimator.endswith("at equal job_category, country")
    assert "comparing like jobs hides it" in found.published.why


def test_at_equal_factors_of_the_mapping_against_statsmodels(tmp_path: Path) -> None:
    rows = employed()
    text = b"fairlabel: wages/1\ngrain: payroll\ntime_basis: shift\ntime_zone: UTC\nfactors: [years, job_category]\n"
    factors = parse_mapping(text, "mapping.yaml").factors
    years = np.array([float(str(row["years"])) for row in rows])
    low, high, _ = oracle(rows, years, np.array([row["job_category"] == "reviewer" for row in rows], dtype=float))
    found = measured(tmp_path, rows, mapping={"factors": factors}).metrics["gender_gap_adjusted"]
    assert (found.low, found.high) == pytest.approx((low, high), rel=1e-6)
    assert found.estimator.endswith("at equal years, job_category")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"gender": ""}, "gender of some workers is not said"),
        ({"pay": ""}, "pay or hours of some workers are not known"),
        ({"job_category": ""}, "job_category of some workers is not said"),
        ({"pay": 0}, "no pay above 0"),
    ],
)
def test_one_hole_makes_like_for_like_unknown(tmp_path: Path, change: Row, words: str) -> None:
    rows = employed()
    rows[3] |= change
    found = measured(tmp_path, rows).metrics["gender_gap_adjusted"]
    assert found.low is None
    assert words in found.why


def test_nobody_to_compare_with(tmp_path: Path) -> None:
    rows = [{**row, "job_category": row["gender"]} for row in employed()]
    assert "nobody is to be compared with" in measured(tmp_path, rows).metrics["gender_gap_adjusted"].why
    bare = [{name: value for name, value in row.items() if name != "job_category"} for row in employed()]
    assert "neither job_category nor factors" in measured(tmp_path, bare).metrics["gender_gap_adjusted"].why


# ---- what may be shown


@pytest.mark.parametrize(("women", "men"), [(4, 30), (30, 4), (1, 9), (5, 4)])
def test_hidden_where_either_group_is_small_and_true_for_the_rules(tmp_path: Path, women: int, men: int) -> None:
    rows = [{**row, "job_category": "a"} for row in people([8.0] * women, [10.0] * men)]
    for row in rows[::2]:
        row["pay"] = float(str(row["pay"])) + 50
    found = measured(tmp_path, rows)
    for name in NAMES:
        metric = found.metrics[name]
        assert metric.low is not None
        assert (metric.published.value, metric.published.low, metric.published.high) == (None, None, None), name
        assert metric.published.suppressed


def test_like_for_like_of_a_few_who_overlap_is_hidden(tmp_path: Path) -> None:
    """Twenty women and twenty men, but only two women share a job with men: the figure would be theirs."""
    women, men = people([9.0 + 0.1 * i for i in range(20)], []), people([], [10.0 + 0.1 * i for i in range(20)])
    rows = [{**row, "job_category": "labels" if i >= 2 else "checks"} for i, row in enumerate(women)]
    rows += [{**row, "job_category": "checks"} for row in men]
    metric = measured(tmp_path, rows).metrics["gender_gap_adjusted"]
    assert metric.low is not None
    assert metric.published.suppressed
    assert metric.published.low is None


def test_the_median_needs_k_on_either_side(tmp_path: Path) -> None:
    nine = measured(tmp_path, people([8.0 + i for i in range(9)], [10.0 + i for i in range(12)]))
    assert nine.metrics["gender_gap_median"].published.suppressed
    assert not nine.metrics["gender_gap_mean"].published.suppressed


@pytest.mark.parametrize("few", [1, 4])
def test_ends_that_few_workers_open_are_not_both_shown(tmp_path: Path, few: int) -> None:
    """Both ends would tell the pay of whoever makes them differ; the lower one alone does not."""
    found = measured(tmp_path, people(WOMEN, MEN, blank=[11.0] * few)).metrics["gender_gap_mean"]
    assert found.low is not None
    shown = (None, found.low, None, True, "fewer than 5 workers are undecided", f"at least {found.low * 100:.3g} %")
    assert found.published == shown
    many = measured(tmp_path, people(WOMEN, MEN, blank=[11.0] * 5)).metrics["gender_gap_mean"]
    assert (many.published.low, many.published.high) == (many.low, many.high)


def counted(metric: Metric) -> str:
    shown = metric.published
    return " ".join([shown.why, shown.shown_as, metric.estimator, metric.basis])


@pytest.mark.parametrize("other", [1, 3, 4, 6])
@pytest.mark.parametrize("blank", [0, 2, 7])
def test_no_count_that_the_table_by_gender_hides_is_told_beside_the_gap(tmp_path: Path, other: int, blank: int) -> None:
    rows = people([9.0, 9.5] * 6, [10.0, 12.0] * 4, other=[11.0] * other, blank=[10.0 + i for i in range(blank)])
    found = audit_rows(tmp_path, rows)
    hidden = {group.by["gender"]: group.suppressed for group in found.groups if "gender" in group.by}
    for name in NAMES:
        metric = found.metrics[name]
        assert metric.n == len(rows), "a number without those left out would tell how many they are"
        words = counted(metric)
        assert ("6 workers marked as other" in words) == (other == 6 and not hidden["other"] and "other" in words)
        for count, label in ((other, "other"), (blank, "(not said)")):
            if count and hidden[label]:
                assert f"{count} workers" not in words, (name, words)
