"""Which workers stand in which group of a column of the pay table: one pass over parts, or over rows where asked.

Workers are numbered in the order of `checker.facts.tested_workers`, in which every basis has them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from checker.facts.pay_data import PayData

Places = npt.NDArray[np.int64]
"""Numbers of workers."""
Labels = npt.NDArray[np.str_]
SEVERAL = "(several)"
PILOT = {1: "pilot work", 0: "other work", -1: ""}


def own_group(data: PayData, column: str) -> Labels:
    """Return each worker's own word in a column of the cells: empty where not said, SEVERAL where it changed."""
    owner, cell, count = worker_cells(data)
    numbers = sorted(data.cells)
    words, codes = np.unique([data.cells[n][column] or "" for n in numbers], return_inverse=True)
    code = codes[np.searchsorted(numbers, cell)]
    low, high = np.full(count, len(words)), np.full(count, -1)
    np.minimum.at(low, owner, code)
    np.maximum.at(high, owner, code)
    return np.append(words, SEVERAL)[np.where(low == high, low, len(words))]


def worker_cells(data: PayData) -> tuple[Places, Places, int]:
    """Return each pair of worker and cell once, workers by number, and how many workers there are."""
    if "worker cells" not in data.memo:
        data.memo["worker cells"] = _worker_cells(data)
    found: tuple[Places, Places, int] = data.memo["worker cells"]
    return found


def _worker_cells(data: PayData) -> tuple[Places, Places, int]:
    import narwhals as nw

    pairs = data.parts.filter(~nw.col("worker").is_null()).select("worker", "cell").unique()
    found = data.engine.arrays(pairs)
    _, owner = np.unique(np.asarray(found["worker"], dtype=np.int64), return_inverse=True)
    return owner, np.asarray(found["cell"], dtype=np.int64), int(owner.max()) + 1 if len(owner) else 0


def several_groups(data: PayData, column: str) -> dict[str, Places]:
    """Return the workers with some row of each word of a column; a worker may stand in several. One pass over rows."""
    import narwhals as nw

    source = "pilot" if column == "is_pilot" else column
    rows = data.rows.filter(~nw.col("worker").is_null()).select("worker", source).unique()
    found = data.engine.arrays(rows)
    workers = np.unique(np.asarray(found["worker"], dtype=np.int64))
    owner = np.searchsorted(workers, np.asarray(found["worker"], dtype=np.int64))
    words = [_word(column, value) for value in np.asarray(found[source], dtype=object).tolist()]
    names, codes = np.unique(np.array(words, dtype=str), return_inverse=True)
    return {str(name): np.unique(owner[codes == i]) for i, name in enumerate(names)}


def parts_of(labels: Labels, among: Places) -> dict[str, Places]:
    """Return the workers of each label, of those ``among``.

    >>> {k: v.tolist() for k, v in parts_of(np.array(["a", "b", "a", "c"]), np.array([0, 1, 2])).items()}
    {'a': [0, 2], 'b': [1]}
    """
    names, codes = np.unique(labels[among], return_inverse=True)
    order = np.argsort(codes, kind="stable")
    ends = np.cumsum(np.bincount(codes, minlength=len(names)))[:-1]
    return {str(name): among[part] for name, part in zip(names, np.split(order, ends), strict=True)}


def _word(column: str, value: Any) -> str:
    if column == "is_pilot":
        return PILOT[int(value)]
    return "" if value is None or (isinstance(value, float) and np.isnan(value)) else str(value)
