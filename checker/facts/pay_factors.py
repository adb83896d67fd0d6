"""What pay is said to depend on, a row a worker: the factors that the mapping names, or job and place.

Numbers are means over the worker's rows; words become a column for each value but the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from checker.facts.membership import SEVERAL, own_group
from checker.model.pay_table import MONEY_SCALE

if TYPE_CHECKING:
    from checker.facts.metrics.distribution import Wages
    from checker.facts.pay_data import PayData

Numbers = npt.NDArray[np.float64]


class Columns(NamedTuple):
    """Factors of pay of some workers: their names, and a matrix (workers x columns); or why there are none."""

    names: tuple[str, ...]
    matrix: Numbers
    why: str = ""


def worker_factors(
    data: PayData, found: Wages, kept: npt.NDArray[np.bool_], usual: Sequence[str], leave_out: Sequence[str]
) -> Columns:
    """Return the factors of the workers whom ``kept`` marks, in their order.

    Those of the mapping but ``leave_out``; without any, ``usual``, of which the first has to be there.
    """
    if any(name not in leave_out for name in data.shape.factors):
        return _declared(data, found.ids[kept], leave_out)
    if not data.has(usual[0]):
        return _none(f"neither {usual[0]} nor factors in the mapping say what is to be compared like for like")
    columns = {}
    for name in usual:
        labels = own_group(data, name)[kept]
        if (labels == "").all() and name != usual[0]:
            continue
        if (labels == "").any():
            return _none(f"{name} of some workers is not said")
        columns[name] = one_hot(labels)
    return Columns(tuple(columns), np.column_stack(list(columns.values())))


def one_hot(labels: npt.NDArray[Any]) -> Numbers:
    """Return a column for each value but the first in order, 1 where it holds.

    >>> one_hot(np.array(["b", "a", "c"])).tolist()
    [[1.0, 0.0], [0.0, 0.0], [0.0, 1.0]]
    """
    values = sorted(set(labels.tolist()))
    return np.array(labels[:, None] == np.array(values[1:], dtype=object)[None, :], dtype=np.float64)


def _declared(data: PayData, ids: npt.NDArray[np.int64], leave_out: Sequence[str]) -> Columns:
    """Return the factors that the mapping names."""
    import narwhals as nw

    factors = [(i, name, words) for i, (name, words) in enumerate(data.shape.factors.items()) if name not in leave_out]
    sums = [nw.len().alias("rows")]
    for i, _, words in factors:
        cell = nw.col(f"factor_{i}")
        sums.append(cell.count().alias(f"said_{i}"))
        sums += (
            [cell.min().alias(f"low_{i}"), cell.max().alias(f"high_{i}")] if words else [cell.sum().alias(f"sum_{i}")]
        )
    rows = data.rows.filter(~nw.col("worker").is_null())
    table = data.engine.arrays(rows.group_by("worker").agg(*sums))
    order = np.argsort(table["worker"])
    at = order[np.searchsorted(table["worker"], ids, sorter=order)]
    columns = []
    for i, name, words in factors:
        if (table[f"said_{i}"][at] < table["rows"][at]).any():
            return _none(f"{name} of some workers is not said in every row")
        if words:
            low, high = (np.asarray(table[f"{end}_{i}"], dtype=object)[at] for end in ("low", "high"))
            columns.append(one_hot(np.where(low == high, low, SEVERAL)))
        else:
            mean = np.asarray(table[f"sum_{i}"][at], dtype=np.float64) / table[f"said_{i}"][at] / MONEY_SCALE
            columns.append(mean[:, None])
    return Columns(tuple(name for _, name, _ in factors), np.column_stack(columns))


def _none(why: str) -> Columns:
    return Columns((), np.empty((0, 0)), why)
