"""The pay gap between women and men over effective hourly pay, one figure a worker: mean, median, like for like.

A gap is 1 - women's pay / men's pay: above 0 women earn less, below 0 they earn more. Formulas: means and type-7
medians, as employers in Great Britain report them (SI 2017/172, on its own notion of pay). Like for like is
1 - exp(b), b the coefficient of women in least squares of log hourly pay, a row a worker.
Women and men are who the pay file calls `female` and `male`. Who it calls `other` is left out; whose gender is not
said may be either, and moves both ends. Pay or hours that are not known move the end that they may move; workers
without a trace leave the mean unknown. Like for like is unknown as soon as anything is: no interval would be honest.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from checker.facts.disclosure.small_cells import cells_to_hide
from checker.facts.least_squares import Coefficient, coefficient
from checker.facts.measured import Measured, unknown
from checker.facts.membership import own_group
from checker.facts.metrics.distribution import Numbers, Wages, absent, quantile, several_words, unseen_words, wages
from checker.facts.metrics.pay_change import lowest_mean
from checker.facts.pay_factors import Columns, worker_factors
from checker.model.pay_table import GENDERS
from checker.model.quantity import many

if TYPE_CHECKING:
    from collections.abc import Callable

    from checker.facts.metrics import MetricEntry
    from checker.facts.pay_data import PayData

_READS = (
    "pay", "hours_paid", "status", "started_at", "submitted_at", "hours_unpaid", "fees", "deductions", "costs",
    "gender",
)  # fmt: skip
_FEMALE, _MALE, _OTHER = GENDERS
_DRAWS, _DRAWN, _SEED = 1_000, 20_000_000, 20_170_406
_LIKE = ("job_category", "country", "region")
"""Compared like for like by these where the mapping names no factors of pay."""
_MOST_COLUMNS = 200
IMPOSSIBLE = "it comes out above 100 %, which cannot be where pay is above 0: look at the fees and deductions of women"
HIDES = "where women are kept out of better-paid jobs, comparing like jobs hides it"


@dataclass(frozen=True, slots=True)
class Groups:
    """Who is compared: marks of workers, in the order of the wages."""

    women: npt.NDArray[np.bool_]
    men: npt.NDArray[np.bool_]
    either: npt.NDArray[np.bool_]
    """Their gender is not said."""
    left_out: str
    """Who is neither, in words; counted where that may be shown."""

    @property
    def smaller(self) -> int:
        """Return the workers of the smaller group."""
        return int(min(self.women.sum(), self.men.sum()))


def gap(women: float, men: float) -> float:
    """Return 1 - women's pay / men's pay: above 0 women earn less; nan without pay of men above 0.

    >>> round(gap(9.0, 12.0), 4), round(gap(10.61, 10.0), 4)
    (0.25, -0.061)
    """
    return 1 - women / men if men > 0 else math.nan


def is_impossible(value: float) -> bool:
    """Return whether a gap cannot be, whoever reports it: women's pay would have to be under 0."""
    return value > 1


def direction(value: float) -> str:
    """Return what the sign of a gap says.

    >>> direction(0.25), direction(-0.061), direction(0.0)
    ('women earn less', 'women earn more', 'women and men earn the same')
    """
    if value == 0:
        return "women and men earn the same"
    return "women earn less" if value > 0 else "women earn more"


def gender_gap_mean(data: PayData, entry: MetricEntry) -> Measured:
    """Return 1 - mean hourly pay of women / that of men."""
    found = wages(data, entry)
    groups = groups_of(data, found)
    if data.anonymous or absent(data):
        why = _nobody(data, found, groups) or unseen_words(data)
        return unknown(why, n=found.workers, basis=_basis(entry), estimator=_MEANS, reads=_READS)
    return _between(data, entry, _MEANS, groups.smaller if groups else 0, _mean_ends)


def gender_gap_median(data: PayData, entry: MetricEntry) -> Measured:
    """Return 1 - median hourly pay of women / that of men."""
    groups = groups_of(data, wages(data, entry))
    return _between(data, entry, "medians over workers, type 7", groups.smaller // 2 if groups else 0, _median_ends)


def gender_gap_adjusted(data: PayData, entry: MetricEntry) -> Measured:
    """Return 1 - exp(b), b the coefficient of women in log hourly pay at equal factors of pay, with its 95 % interval.

    The factors are those of the mapping, else job category, country and region.
    """
    found, basis = wages(data, entry), _basis(entry)
    groups = groups_of(data, found)
    why = _nobody(data, found, groups) or unseen_words(data)
    columns: Columns | None = None
    if not why and groups:
        kept = groups.women | groups.men
        why = _open(found, groups)
        columns = None if why else worker_factors(data, found, kept, _LIKE, leave_out=("gender",))
        why = why or (columns.why if columns else "")
    if why or groups is None or columns is None:
        return unknown(why, n=found.workers, basis=basis, estimator=_FIT, reads=_READS)
    estimator = f"{_FIT}, at equal {', '.join(columns.names)}"
    reads = (*_READS, *columns.names)
    women = groups.women[kept]
    if columns.matrix.shape[1] > _MOST_COLUMNS:
        why = f"{', '.join(columns.names)} have more than {_MOST_COLUMNS} values together"
        return unknown(why, n=found.workers, basis=basis, estimator=estimator, reads=reads)
    fitted = coefficient(np.log(found.low[kept]), women.astype(np.float64), columns.matrix)
    if fitted is None:
        why = f"women and men cannot be told apart from {', '.join(columns.names)}: nobody is to be compared with"
        return unknown(why, n=found.workers, basis=basis, estimator=estimator, reads=reads)
    told = fitted.left != 0
    return Measured(
        gap(math.exp(fitted.high), 1), gap(math.exp(fitted.low), 1), found.workers, basis, estimator,
        "; ".join(filter(None, ["the ends are a 95 % confidence interval", HIDES, groups.left_out])),
        disclosure="groups", beyond=int(min((told & women).sum(), (told & ~women).sum())), words=_said(fitted),
        reads=reads,
    )  # fmt: skip


def _said(fitted: Coefficient) -> str:
    best = gap(math.exp(fitted.value), 1)
    fit = f", R2 {fitted.r2:.3f}" if math.isfinite(fitted.r2) else ""
    return f"best estimate {best * 100:.1f} %: {direction(best)}; coefficient {fitted.value:.3f}{fit}"


_MEANS = "means over workers"
_FIT = "least squares of log hourly pay, one row a worker, HC3 interval"


def groups_of(data: PayData, found: Wages) -> Groups | None:
    """Return who is compared with whom; None without a word on gender."""
    if not data.has("gender"):
        return None
    labels = own_group(data, "gender")
    words = np.array([str(label).strip().casefold() for label in labels])
    women, men, other = (words == word for word in (_FEMALE, _MALE, _OTHER))
    either = ~(women | men | other)
    said = sorted(set(labels.tolist()))
    # The same cells are hidden as in the table by gender: a count here would undo it.
    gone = {said[i] for i in cells_to_hide([int((labels == word).sum()) for word in said], data.scope.k)}
    parts = [
        (other, ("marked as other is left out", "marked as other are left out")),
        (
            either,
            ("may be a woman or a man: their gender is not said", "may be women or men: their gender is not said"),
        ),
    ]
    sentences = []
    for marks, (one, more) in parts:
        if marks.any():
            shown = not (set(labels[marks].tolist()) & gone)
            sentences.append(many(int(marks.sum()), "worker", one, more) if shown else f"some workers {more}")
    return Groups(women, men, either, "; ".join(sentences))


def _nobody(data: PayData, found: Wages, groups: Groups | None) -> str:
    """Return why nothing can be compared."""
    several = several_words(found)
    if several or not found.workers:
        return several or "no worker in the data"
    if groups is None:
        return "the pay data do not say who is a woman and who a man"
    if not groups.women.any() or not groups.men.any():
        word = _FEMALE if not groups.women.any() else _MALE
        return f"no worker is marked {word} (a mapping says which words mean that: values: {{gender: {{X: {word}}}}})"
    return ""


def _open(found: Wages, groups: Groups) -> str:
    kept = groups.women | groups.men
    if groups.either.any():
        return "the gender of some workers is not said"
    if not np.array_equal(found.low[kept], found.high[kept]) or not np.isfinite(found.low[kept]).all():
        return "pay or hours of some workers are not known"
    return "" if found.low[kept].min() > 0 else "some workers have no pay above 0, of which there is no logarithm"


class Unseen(NamedTuple):
    """Workers whom headcount counts and the data do not, and rows without a worker."""

    workers: int
    rows: int


Ends = tuple[float, float, float, float]
"""Lowest and highest figure of women, then of men."""


def _between(
    data: PayData, entry: MetricEntry, estimator: str, behind: int, ends: Callable[[Wages, Groups, Unseen], Ends]
) -> Measured:
    """Return the gap between the ends of two figures; ``behind``: workers behind the smaller group's."""
    found, basis = wages(data, entry), _basis(entry)
    groups = groups_of(data, found)
    why = _nobody(data, found, groups)
    if why or groups is None:
        return unknown(why, n=found.workers, basis=basis, estimator=estimator, reads=_READS)
    unseen = Unseen(absent(data), data.anonymous)
    low, high = _gap_ends(*ends(found, groups, unseen))
    open_ = int((_is_open(found) & (groups.women | groups.men) | groups.either).sum())
    why = "; ".join(filter(None, [_why_open(found, groups), groups.left_out, unseen_words(data)]))
    if is_impossible(low):
        why = IMPOSSIBLE if behind >= data.scope.k else "one of the groups is small"
        return unknown(why, n=found.workers, basis=basis, estimator=estimator, reads=_READS)
    if not math.isfinite(low) and (not math.isfinite(high) or high >= 1):
        why = why or "the pay of men may be 0 or less"
        return unknown(why, n=found.workers, basis=basis, estimator=estimator, reads=_READS)
    if data.sampled:
        low, high = _drawn_ends(found, groups, unseen, ends, low, high)
        why = "; ".join(filter(None, [why, "the data are a sample: the ends are a 95 % interval by bootstrap"]))
    return Measured(
        low, high, found.workers, basis, estimator, why, disclosure="groups", beyond=behind, count_high=open_,
        words=direction(low) if low > 0 or high < 0 or low == high else "", reads=_READS,
    )  # fmt: skip


def _gap_ends(women_low: float, women_high: float, men_low: float, men_high: float) -> tuple[float, float]:
    """Return the lowest and highest gap; without pay of men above 0 for certain, anything."""
    if not men_low > 0:
        return -math.inf, math.inf
    low = -math.inf if women_high == math.inf else 1 - women_high / (men_low if women_high >= 0 else men_high)
    high = math.inf if women_low == -math.inf else 1 - women_low / (men_high if women_low >= 0 else men_low)
    return low, high


def _pay(found: Wages) -> tuple[Numbers, Numbers]:
    """Return both ends of hourly pay; pay in no time has no rate."""
    return np.where(found.low == math.inf, 0.0, found.low).astype(np.float64), found.high


def _mean_ends(found: Wages, groups: Groups, _: Unseen) -> Ends:
    low, high = _pay(found)
    w, m, e = groups.women, groups.men, groups.either
    return (
        lowest_mean(low[w], low[e]), -lowest_mean(-high[w], -high[e]),
        lowest_mean(low[m], low[e]), -lowest_mean(-high[m], -high[e]),
    )  # fmt: skip


def _median_ends(found: Wages, groups: Groups, unseen: Unseen) -> Ends:
    low, high = _pay(found)
    w, m, e = groups.women, groups.men, groups.either
    return (
        _lowest_median(low[w], low[e], unseen), -_lowest_median(-high[w], -high[e], unseen),
        _lowest_median(low[m], low[e], unseen), -_lowest_median(-high[m], -high[e], unseen),
    )  # fmt: skip


def _lowest_median(sure: Numbers, open_: Numbers, unseen: Unseen) -> float:
    """Return the lowest median of values that are sure and any of those that are open.

    Workers without a trace may stand anywhere; a row without a worker may change any one value, or be another.

    >>> _lowest_median(np.array([4.0, 6.0]), np.array([1.0, 9.0]), Unseen(0, 0))
    4.0
    """
    moved = min(unseen.rows, len(sure))
    sure = np.append(np.sort(sure)[: len(sure) - moved], np.full(unseen.rows + unseen.workers, -math.inf))
    ranked, first, last = np.sort(open_), 0, len(open_)
    while first < last:
        middle = (first + last) // 2
        if ranked[middle] < quantile(np.append(sure, ranked[:middle]), 0.5):
            first = middle + 1
        else:
            last = middle
    return quantile(np.append(sure, ranked[:first]), 0.5)


def _is_open(found: Wages) -> npt.NDArray[np.bool_]:
    return np.asarray((found.low != found.high) | ~np.isfinite(found.low))


def _why_open(found: Wages, groups: Groups) -> str:
    open_ = (_is_open(found) & (groups.women | groups.men)).any()
    return "pay or hours of some workers are not known exactly" if open_ else ""


def _drawn_ends(
    found: Wages, groups: Groups, unseen: Unseen, ends: Callable[[Wages, Groups, Unseen], Ends], low: float, high: float
) -> tuple[float, float]:
    """Return the ends widened to a percentile interval over resampled workers (Efron 1979, Ann. Stat. 7:1-26)."""
    order = np.lexsort((found.high, found.low, groups.men, groups.women))
    random, n = np.random.default_rng(_SEED), len(order)
    lows, highs = [], []
    for _ in range(max(200, min(_DRAWS, _DRAWN // n))):
        drawn = order[random.integers(0, n, n)]
        women, men = groups.women[drawn], groups.men[drawn]
        if women.any() and men.any():
            again = Groups(women, men, groups.either[drawn], "")
            one, other = _gap_ends(
                *ends(Wages(found.low[drawn], found.high[drawn], found.currency, n, found.ids), again, unseen)
            )
            lows.append(one)
            highs.append(other)
    # Order statistics, not means of two: an end may be without a number.
    first, last = sorted(lows)[int(0.025 * len(lows))], sorted(highs)[math.ceil(0.975 * len(highs)) - 1]
    return min(low, first), max(high, last)


def _basis(entry: MetricEntry) -> str:
    return "paid time" if entry.paid_time else "all time"
