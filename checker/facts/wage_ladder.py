"""The wage ladder: hourly base pay, guaranteed bonus and pay in kind by place and job category, small cells hidden.

Means over workers, since the parts of a mean add up and those of a median do not; a worker's figure pools pay and
hours over the period. Only published numbers leave this module.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from checker.facts.disclosure.groups import of_workers
from checker.facts.disclosure.small_cells import cells_to_hide, hidden
from checker.facts.floor_test import pay_ends
from checker.facts.membership import SEVERAL, own_group
from checker.facts.metrics.distribution import unseen_words
from checker.facts.pay_data import PayData
from checker.facts.tested_workers import ratio_ends
from checker.model.benchmark import BarKind
from checker.model.pay_table import MONEY_SCALE
from checker.model.wages import DEFAULT_METHOD, Ladder, LadderStep, Line, Published

ESTIMATOR = "mean over workers of pay / hours, all time"
PARTS = ("guaranteed_bonus", "in_kind")
"""What may come on top of base pay."""
_PART_WORDS = {"guaranteed_bonus": "guaranteed bonus", "in_kind": "pay in kind"}
_CURRENCIES = ("line_currency", "own_currency")
"""That of the living wage where pay is converted to it, and else that of the pay."""
_NOT_SAID = "(not said)"
_WEEKS = 52 / 12
Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Pay:
    """What an hour brings each worker, in the order of `PayData.tested`: ends by part, and the currency."""

    low: Mapping[str, Numbers]
    high: Mapping[str, Numbers]
    currency: npt.NDArray[Any]
    """Empty where a worker's pay is in several that no rate brings together."""


def ladders(data: PayData) -> tuple[Ladder, ...]:
    """Return a ladder for each country and currency; none where the data do not say job categories.

    Pay is in the currency of the living wage, at the rate of the month of the work, and where there is none in its own.
    """
    if not data.has("job_category") or not data.worker_count:
        return ()
    country, category, k = own_group(data, "country"), own_group(data, "job_category"), data.scope.k
    if of_workers(category, k):
        return ()
    pay = _hourly(data)
    rows = sorted(set(zip(country.tolist(), pay.currency.tolist(), strict=True)))
    categories = sorted(set(category.tolist()))
    members = {(row, c): (country == row[0]) & (pay.currency == row[1]) & (category == c)
               for row in rows for c in categories}  # fmt: skip
    counts = [[int(members[row, c].sum()) for c in categories] for row in rows]
    places = sorted({place for place, _ in rows})
    gone = hidden_categories(counts, [places.index(place) for place, _ in rows], k)
    gone_places = cells_to_hide([int((country == place).sum()) for place in places], k)
    few = [categories[j] for j in sorted(gone)]
    found: dict[str, list[Ladder]] = {
        p: [] for i, p in enumerate(places) if p not in ("", SEVERAL) and i not in gone_places
    }
    for place, currency in rows:
        if place in found and currency:
            kept = {c: members[(place, currency), c] for c in categories if c not in few}
            found[place] += _ladder(data, pay, place, currency, {c: m for c, m in kept.items() if m.any()}, few)
    return tuple(ladder for place, drawn in found.items() for ladder in drawn or [_nothing(place)])


def hidden_categories(cells: Sequence[Sequence[int]], places: Sequence[int], k: int) -> frozenset[int]:
    """Return the categories (columns) that are hidden in every row; ``places`` says of which place each row is.

    The totals of places and of categories stand among the groups, so a cell is hidden together with all of its
    category, and in each place the hidden ones have to leave each other open.

    >>> sorted(hidden_categories([[9, 3, 20, 8]], [0], 5))
    [1, 3]
    >>> sorted(hidden_categories([[9, 3, 20], [9, 9, 20]], [0, 1], 5))
    [0, 1]
    """
    columns = range(len(cells[0]) if cells else 0)
    totals = [sum(row[j] for row in cells) for j in columns]
    gone = set(cells_to_hide(totals, k)) | {j for j in columns if any(0 < row[j] < k for row in cells)}
    while True:
        # What hides in a place hides everywhere, and may need company there.
        hidden_in = [[n for row, p in zip(cells, places, strict=True) if p == place for n in _at(row, gone)]
                     for place in sorted(set(places))]  # fmt: skip
        shown = [j for j in columns if j not in gone]
        if not shown or all(_leaves_open(hidden, k) for hidden in hidden_in if any(hidden)):
            return frozenset(gone)
        smallest = min(totals[j] for j in shown)
        gone |= {j for j in shown if totals[j] == smallest}


def _at(row: Sequence[int], columns: set[int]) -> list[int]:
    return [row[j] for j in sorted(columns)]


def _leaves_open(cells: Sequence[int], k: int) -> bool:
    """Return whether the known sum of hidden cells tells none of them."""
    filled = [n for n in cells if n]
    open_ = any(n >= k for n in filled) or sum(filled) < len(cells) * (k - 1)
    return len(cells) > 1 and sum(filled) >= k and sum(filled) > len(filled) and open_


def _ladder(
    data: PayData, pay: _Pay, place: str, currency: str, kept: Mapping[str, Flags], few: Sequence[str]
) -> list[Ladder]:
    """Return the ladder of the members of each category; none where nothing is known of anybody."""
    unknown = tuple(part for part in PARTS if not data.has(part))
    steps, left_out = [], False
    for category, members in kept.items():
        known = members & np.isfinite(pay.high["base"])
        left_out |= bool((members & ~known).any())
        steps.append(_step(pay, category, int(members.sum()), known, unknown, data.scope.k))
    exact = all(s.base.value is not None or s.base.suppressed for s in steps)
    shown = sorted((s for s in steps if s.base.high is not None), key=lambda s: (s.base.high, s.category))
    dark = [s for s in steps if s.base.high is None]
    dark += [_dark(category or _NOT_SAID, data.scope.k) for category in few]
    living, minimum = _line(data, "living_wage", place, currency), _line(data, "minimum_wage", place, currency)
    notes = [f"{_PART_WORDS[part]} is not known: not every pay file has it" for part in unknown]
    if left_out:
        notes.append("workers whose pay or hours are not known are left out of the means; they may be paid less")
    if not exact:
        notes.append("pay or hours are not known exactly for all workers: each stands at the most it can be")
    if unseen_words(data):
        notes.append(f"in all, {unseen_words(data)}")
    if isinstance(living, str):
        notes.append(living)
    lines = [line if isinstance(line, Line) else None for line in (living, minimum)]
    return [Ladder(place, currency, ESTIMATOR, lines[0], lines[1], (*shown, *dark), unknown, exact, tuple(notes))]


def _nothing(place: str) -> Ladder:
    why = "pay is in several currencies, and no rate brings them together"
    return Ladder(place, "", ESTIMATOR, None, None, (), notes=(why,))


def _dark(category: str, k: int) -> LadderStep:
    why = hidden(f"fewer than {k} workers, or a total would reveal them")
    return LadderStep(category, None, why, why, why, why, why)


def _step(pay: _Pay, category: str, workers: int, known: Flags, unknown: Sequence[str], k: int) -> LadderStep:
    n = int(known.sum())
    name = category or _NOT_SAID
    if n < k:
        why = hidden(f"the pay of fewer than {k} of its workers is known")
        return LadderStep(name, workers, why, why, why, why, why)
    parts = {"base": _mean(pay.low["base"][known], pay.high["base"][known], k, few=False)}
    for part in PARTS:
        parts[part] = (
            Published(None, None, None, False, "not every pay file has it")
            if part in unknown
            else _mean(pay.low[part][known], pay.high[part][known], k, few=True)
        )
    return LadderStep(
        name, workers, parts["base"], parts["guaranteed_bonus"], parts["in_kind"], _total(parts.values()),
        _lowest(pay.low["base"][known], pay.high["base"][known], k),
    )  # fmt: skip


def _mean(low: Numbers, high: Numbers, k: int, *, few: bool) -> Published:
    """Return a mean over workers, unless it tells of one of them, or of fewer than k who get any (``few``)."""
    some = int((high != 0).sum())
    if few and 0 < some < k:
        return hidden(f"fewer than {k} workers get any")
    sizes = np.abs(high)
    if sizes.sum() > 0 and sizes.max() > sizes.sum() / 2:
        return hidden("one worker makes up more than half of it")
    return _published(_average(low), _average(high))


def _average(values: Numbers) -> float:
    # Sorted: sums of floats in one order, whatever the order of the workers.
    return float(np.sort(values).mean())


def _published(low: float, high: float) -> Published:
    value = high if low == high else None
    return Published(value, low if math.isfinite(low) else None, high, False)


def _total(parts: Any) -> Published:
    """Return the sum of the parts; with one of them hidden it would give that away, with one unknown it is open."""
    parts = list(parts)
    if any(part.suppressed for part in parts):
        return hidden("a part of it is hidden")
    if any(part.high is None for part in parts):
        return Published(None, None, None, False, "a part of it is not known")
    low = -math.inf if any(part.low is None for part in parts) else sum(part.low for part in parts)
    return _published(low, sum(part.high for part in parts))


def _lowest(low: Numbers, high: Numbers, k: int) -> Published:
    """Return the mean of the k lowest; beside the mean of all it would tell of the others where these are few."""
    if k < len(high) < 2 * k:
        return hidden(f"the others are fewer than {k} workers")
    ends = np.sort(low)[:k], np.sort(high)[:k]
    sizes = np.abs(ends[1])
    if sizes.sum() > 0 and sizes.max() > sizes.sum() / 2:
        return hidden("one worker makes up more than half of it")
    return _published(float(ends[0].mean()), float(ends[1].mean()))


def _line(data: PayData, kind: BarKind, place: str, currency: str) -> Line | str:
    """Return the figures that hold in a country over the period, or why there is no line."""
    bars = [bar for of, where, bar in data.log.bars if of == kind and where.country == place]
    name = kind.replace("_", " ")
    if not bars:
        return f"there is no {name} to compare with"
    if {(bar.currency, bar.unit) for bar in bars} != {(currency, "hour")}:
        return f"the {name} is in another currency, and no rate leads there"
    highs = [bar.high for bar in bars]
    high = None if None in highs else float(max(h for h in highs if h is not None))
    return Line(float(min(bar.low for bar in bars)), high)


def _hourly(data: PayData) -> _Pay:
    import narwhals as nw

    rate = nw.col("living_wage_rate").fill_null(1.0)
    converted = ~nw.col("living_wage_currency").is_null() & ~nw.col("living_wage_rate").is_null()
    frame = data.prepared.filter(~nw.col("worker").is_null()).with_columns(**pay_ends(DEFAULT_METHOD, rate))
    frame = frame.with_columns(
        (nw.col("hours") + nw.col("weeks_low") * nw.lit(_WEEKS)).alias("h_low"),
        (nw.col("hours") + nw.col("weeks_high") * nw.lit(_WEEKS)).alias("h_high"),
        ((nw.col("time_missing") > 0) | (nw.col("unpaid_missing") > 0)).alias("open"),
        (nw.col("forced") | nw.col("currency").is_null() | (nw.col("pay_missing") > 0)).alias("lost"),
        *((nw.col(part) * rate * nw.lit(1.0 / MONEY_SCALE)).alias(part) for part in PARTS),
        nw.when(converted)
        .then(nw.col("living_wage_currency"))
        .otherwise(nw.lit(None, nw.Int64))
        .alias("line_currency"),
        nw.when(converted).then(nw.lit(None, nw.String)).otherwise(nw.col("currency")).alias("own_currency"),
    )
    sums = [nw.col(name).sum() for name in ("n_low", "n_high", "h_low", "h_high", *PARTS)]
    flags = [nw.col(name).cast(nw.Int64).max() for name in ("n_floorless", "open", "lost")]
    ends = [nw.col(name).min().alias(f"{name}_min") for name in _CURRENCIES]
    ends += [nw.col(name).max().alias(f"{name}_max") for name in _CURRENCIES]
    return _of_workers(data, data.engine.arrays(frame.group_by("worker").agg(*sums, *flags, *ends)))


def _of_workers(data: PayData, t: Mapping[str, Any]) -> _Pay:
    order = np.argsort(t["worker"], kind="stable")
    t = {name: values[order] for name, values in t.items()}
    h_high = np.where(t["open"] > 0, math.inf, t["h_high"])
    low, high = {}, {}
    low["base"], high["base"] = ratio_ends(t["n_low"], t["n_high"], t["h_low"], h_high)
    low["base"] = np.where(t["n_floorless"] > 0, -math.inf, low["base"])
    # Nothing earned in no time has no rate; other pay in no time is without end.
    gone = (t["lost"] > 0) | (t["h_low"] <= 0)
    low["base"], high["base"] = np.where(gone, -math.inf, low["base"]), np.where(gone, math.inf, high["base"])
    for part in PARTS:
        low[part], high[part] = ratio_ends(t[part], t[part], t["h_low"], h_high)
    return _Pay(low, high, np.array([_currency(data, *ends) for ends in _currency_ends(t)], dtype=object))


def _currency_ends(t: Mapping[str, Any]) -> Any:
    return zip(*(t[f"{name}_{end}"] for name in _CURRENCIES for end in ("min", "max")), strict=True)


def _currency(data: PayData, to: Any, to_last: Any, own: Any, own_last: Any) -> str:
    """Return the one currency of a worker's pay after conversion, else nothing."""
    codes = {str(code) for code in (own, own_last) if isinstance(code, str)}
    codes |= {data.currencies[int(n)] for n in (to, to_last) if n is not None and not math.isnan(n)}
    return codes.pop() if len(codes) == 1 else ""


__all__ = ["ESTIMATOR", "hidden_categories", "ladders"]
