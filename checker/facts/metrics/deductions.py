"""Money taken out of pay: fees, other deductions, and what of the client's price reaches workers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from checker.facts.measured import MORE_THAN_NOTHING, Measured, unknown
from checker.facts.metrics.distribution import unseen

if TYPE_CHECKING:
    from checker.facts.metrics import MetricEntry
    from checker.facts.pay_data import PayData


def fee_share(data: PayData, entry: MetricEntry) -> Measured:
    """Return all fees / all pay."""
    return _of_pay(data, "fees")


def deduction_share(data: PayData, entry: MetricEntry) -> Measured:
    """Return all deductions other than tax and social contributions / all pay."""
    return _of_pay(data, "deductions")


def max_deduction_share(data: PayData, entry: MetricEntry) -> Measured:
    """Return the highest fees / pay of any worker."""
    t = _by_worker(data)
    if _no_column(data, "fees"):
        return unknown("the data do not say what fees workers paid", n=data.worker_count, reads=("fees",))
    low, high = _share_of(t["fees"], t["pay_high"]), _share_of(t["fees"], t["pay_low"])
    open_ = (t["fees_missing"] > 0) | (t["broken"] > 0)
    low = np.where((t["broken"] > 0) | (t["pay_missing"] > 0), np.where(t["fees"] > 0, MORE_THAN_NOTHING, 0.0), low)
    high = np.where(open_ | (t["pay_missing"] > 0), math.inf, high)
    top = math.inf if unseen(data) else float(high.max(initial=0.0))
    why = f"fees of {int(open_.sum()) + unseen(data)} workers are not known" if not math.isfinite(top) else ""
    k = data.scope.k
    shown = float(np.sort(low)[-k:].mean()), float(np.sort(high)[-k:].mean())
    return Measured(
        float(low.max(initial=0.0)),
        top,
        data.worker_count,
        "pay",
        "worker with the highest share",
        why,
        disclosure="extreme",
        shown_low=shown[0],
        shown_high=shown[1],
        reads=("fees", "pay"),
    )


def pass_through(data: PayData, entry: MetricEntry) -> Measured:
    """Return workers' pay / the client's price, in one currency."""
    if "client_price" not in data.shape.money:
        return unknown("the data do not say what the client paid", n=data.worker_count, reads=("client_price",))
    return _ratio(data, "pay_low", "pay_high", "client_price", ("client_price", "pay"))


def _of_pay(data: PayData, column: str) -> Measured:
    if _no_column(data, column):
        return unknown(f"the data do not say what {column} workers paid", n=data.worker_count, reads=(column,))
    t = _by_worker(data)
    why = _several(data)
    if not why and (t["broken"].sum() or t["pay_missing"].sum() or t[f"{column}_missing"].sum() or unseen(data)):
        why = f"pay or {column} of some workers are not known"
    if why:
        return unknown(why, n=data.worker_count, reads=(column, "pay"))
    low, high = math.fsum(t["pay_low"]), math.fsum(t["pay_high"])
    taken = math.fsum(t[column])
    if low <= 0:
        return unknown("no pay is certain", n=data.worker_count, reads=(column, "pay"))
    return Measured(taken / high, taken / low, data.worker_count, "pay", "sum over sum", "", reads=(column, "pay"))


def _ratio(data: PayData, low: str, high: str, bottom: str, reads: tuple[str, ...]) -> Measured:
    t = _by_worker(data)
    why = _several(data)
    if not why and (t["broken"].sum() or t["pay_missing"].sum() or unseen(data)):
        why = "pay of some workers is not known"
    price = math.fsum(t[bottom])
    if not why and price <= 0:
        why = "the client's price is not known"
    if why:
        return unknown(why, n=data.worker_count, reads=reads)
    return Measured(
        math.fsum(t[low]) / price,
        math.fsum(t[high]) / price,
        data.worker_count,
        "pay",
        "sum over sum",
        "",
        reads=reads,
    )


def _no_column(data: PayData, column: str) -> bool:
    return column not in data.shape.money and column not in data.none


def _several(data: PayData) -> str:
    currencies = {cell.currency for cell in data.places.values()} - {None}
    return "several currencies: " + ", ".join(sorted(str(c) for c in currencies)) if len(currencies) > 1 else ""


def _by_worker(data: PayData) -> dict[str, Any]:
    import narwhals as nw

    if "taken" not in data.memo:
        parts = data.parts.filter(~nw.col("worker").is_null())
        names = (
            "pay_low",
            "pay_high",
            "fees",
            "deductions",
            "client_price",
            "fees_missing",
            "deductions_missing",
            "pay_missing",
            "broken",
        )
        present = [name for name in names if name in parts.collect_schema().names()]
        found = data.engine.arrays(
            parts.group_by("worker").agg(*(nw.col(name).sum().cast(nw.Float64).alias(name) for name in present))
        )
        data.memo["taken"] = {name: found.get(name, np.zeros(len(found["worker"]))) for name in names}
    taken: dict[str, Any] = data.memo["taken"]
    return taken


def _share_of(part: Any, whole: Any) -> Any:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(part <= 0, 0.0, np.where(whole > 0, part / whole, math.inf))
