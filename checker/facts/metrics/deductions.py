"""Money taken from workers: fees, deductions, recruitment, exchange; what of the client's price reaches them."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from checker.facts.disclosure.small_cells import extremes
from checker.facts.measured import MORE_THAN_NOTHING, Measured, unknown
from checker.facts.metrics.distribution import several_currencies, unseen
from checker.facts.sampling import because, open_above, share_of_sample
from checker.model.pay_table import MONEY_SCALE

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
    # No count: of fewer than k workers it would be one too many.
    why = "fees of some workers are not known" if not math.isfinite(top) else ""
    k = extremes(data.scope.k, len(low))
    # Of those who are not in the data nobody knows what they paid.
    shown = float(np.sort(low)[-k:].mean()), math.inf if unseen(data) else float(np.sort(high)[-k:].mean())
    found = Measured(
        float(low.max(initial=0.0)),
        top,
        data.worker_count,
        "pay",
        "worker with the highest share",
        why,
        disclosure="extreme",
        shown_low=shown[0],
        shown_high=shown[1],
        beyond=k,
        reads=("fees", "pay"),
    )
    return open_above(data, found)


def fx_spread(data: PayData, entry: MetricEntry) -> Measured:
    """Return all that was lost in exchange / all pay, in one currency.

    Missing pay, or a blank loss, makes it unknown; missing hours and bars change nothing.
    """
    return _of_pay(data, "exchange_loss")


def recruitment_fee_amount(data: PayData, entry: MetricEntry) -> Measured:
    """Return the sum of what workers paid to get or keep the job, in the currency that it was paid in.

    Any amount above 0 is a finding, so a blank, an unreadable row or a worker who is not in the data leaves the high
    end open and never the low one: it stays at what is sure. Amounts in several currencies add up to more than
    nothing. Missing hours, pay and bars change nothing.
    """
    reads = ("recruitment_fees",)
    if "recruitment_fees" not in data.shape.money:
        why = "the data do not say what workers paid to get the job (recruitment_fees)"
        return unknown(why, n=data.worker_count, reads=reads)
    paid, open_, nobody = _recruitment(data)
    amounts = {code: math.fsum(by.values()) / MONEY_SCALE for code, by in paid.items()}
    payers = {worker for by in paid.values() for worker in by}
    top = math.inf if open_ or nobody or unseen(data) or data.sampled else None
    why = "recruitment fees of some workers are not known" if top else ""
    low, unit, words = (MORE_THAN_NOTHING if nobody else 0.0), "", ""
    if len(amounts) == 1 and "" not in amounts:
        ((unit, low),) = amounts.items()
    elif amounts:
        low, top, words = MORE_THAN_NOTHING, math.inf, "more than nothing"
        why = "; ".join(filter(None, [_several(data) or "the currency of some fees is not said", why]))
    count_high = len(payers | open_) + unseen(data)
    return Measured(
        low, low if top is None else top, data.worker_count, "recruitment fees", "sum over workers", why, unit=unit,
        disclosure="money", count_low=len(payers), count_high=count_high, words=words,
        dominant=any(max(by.values()) > sum(by.values()) / 2 for by in paid.values()), reads=reads,
    )  # fmt: skip


def fines_share(data: PayData, entry: MetricEntry) -> Measured:
    """Return all fines / all pay; over several currencies it lies between the lowest and the highest share of one.

    A fine that is known stays one: blank fines, missing pay and workers who are not in the data leave the high end
    open, and a low end at what is sure of all, or at more than nothing. Missing hours and bars change nothing.
    """
    reads = ("fines", "pay")
    if "fines" not in data.shape.money:
        return unknown("the data do not say what was taken as fines (fines)", n=data.worker_count, reads=reads)
    fined, shares, open_, pay_open = _fines(data)
    pay_open = pay_open or bool(unseen(data)) or data.sampled
    low, high, why = min((s[0] for s in shares), default=0.0), max((s[1] for s in shares), default=0.0), ""
    if fined and pay_open:
        # Pay that is not seen may be any amount: of the share no more is sure than that it is not nothing.
        low, high = MORE_THAN_NOTHING, math.inf
    elif fined and low == 0:
        low = MORE_THAN_NOTHING
    if open_ or unseen(data) or data.sampled:
        high, why = math.inf, "fines of some workers are not known"
    elif low != high:
        why = _several(data) or "pay of some workers is not known exactly"
    payers = {worker for by in fined.values() for worker in by} - {None}
    if low == 0 and math.isinf(high):
        return unknown(why, n=data.worker_count, reads=reads)
    return Measured(
        low, high, data.worker_count, "pay", "sum over sum", why, disclosure="money", count_low=len(payers),
        count_high=len(payers | (open_ - {None})) + unseen(data),
        dominant=any(max(by.values()) > sum(by.values()) / 2 for by in fined.values()), reads=reads,
    )  # fmt: skip


def pass_through(data: PayData, entry: MetricEntry) -> Measured:
    """Return workers' pay / the client's price, in one currency."""
    if "client_price" not in data.shape.money:
        return unknown("the data do not say what the client paid", n=data.worker_count, reads=("client_price",))
    return _ratio(data, "pay_low", "pay_high", "client_price", ("client_price", "pay"))


def _of_pay(data: PayData, column: str) -> Measured:
    if _no_column(data, column):
        said = "of pay was lost in exchange (exchange_loss)" if column == "exchange_loss" else f"{column} workers paid"
        return unknown(f"the data do not say what {said}", n=data.worker_count, reads=(column,))
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
    behind = int((t[column] > 0).sum())
    found = Measured(
        taken / high, taken / low, data.worker_count, "pay", "sum over sum", "", disclosure="money",
        count_low=behind, count_high=behind, dominant=bool(t[column].max(initial=0.0) > taken / 2),
        reads=(column, "pay"),
    )  # fmt: skip
    return _sampled(data, found, t[column] > t["pay_low"], t["pay_high"])


def _ratio(data: PayData, low: str, high: str, bottom: str, reads: tuple[str, ...]) -> Measured:
    t = _by_worker(data)
    why = _several(data)
    if not why and (t["broken"].sum() or t["pay_missing"].sum() or unseen(data)):
        why = "pay of some workers is not known"
    price = math.fsum(t[bottom])
    if not why and t[f"{bottom}_missing"].sum():
        # A price that is left out would make workers' part of the rest look larger than it is.
        why = "the client's price of some rows is not known"
    if not why and price <= 0:
        why = "the client's price is not known"
    if why:
        return unknown(why, n=data.worker_count, reads=reads)
    ends = math.fsum(t[low]) / price, math.fsum(t[high]) / price
    found = Measured(*ends, data.worker_count, "pay", "sum over sum", "", reads=reads)
    return _sampled(data, found, t[high] > t[bottom], t[bottom])


def _sampled(data: PayData, found: Measured, over: Any, sizes: Any) -> Measured:
    """Return a ratio with the interval of a sample; without end where some worker's is ``over`` the whole."""
    if data.sampled and over.any():
        return replace(found, low=0.0, high=math.inf, value=None, why=because(data, found.why))
    return share_of_sample(data, found, np.sort(sizes))


def _no_column(data: PayData, column: str) -> bool:
    return column not in data.shape.money and column not in data.none


def _several(data: PayData) -> str:
    return several_currencies({cell.currency for cell in data.places.values() if cell.currency is not None})


def _by_worker(data: PayData) -> dict[str, Any]:
    import narwhals as nw

    if "taken" not in data.memo:
        parts = data.parts.filter(~nw.col("worker").is_null())
        taken = ("fees", "deductions", "exchange_loss", "client_price")
        names = ("pay_low", "pay_high", *taken, *(f"{name}_missing" for name in taken), "pay_missing", "broken")
        present = [name for name in names if name in parts.collect_schema().names()]
        found = data.engine.arrays(
            parts.group_by("worker").agg(*(nw.col(name).sum().cast(nw.Float64).alias(name) for name in present))
        )
        data.memo["taken"] = {name: found.get(name, np.zeros(len(found["worker"]))) for name in names}
    by_worker: dict[str, Any] = data.memo["taken"]
    return by_worker


def _recruitment(data: PayData) -> tuple[dict[str, dict[Any, int]], set[Any], bool]:
    """Return currency (empty: not said) -> worker -> fees, whose may be more, and whether some are of no worker.

    Only workers with fees, or with some that are not known, leave the engine.
    """
    import narwhals as nw

    fee, missing = nw.col("recruitment_fees"), nw.col("recruitment_fees_missing") + nw.col("broken")
    sure = nw.when(nw.col("broken") > 0).then(nw.lit(0, nw.Int64)).otherwise(fee)
    sums = (
        data.parts.with_columns(sure.alias("sure"), missing.alias("open"))
        .group_by("worker", "currency")
        .agg(nw.col("sure").sum(), nw.col("open").sum())
    )
    found = data.engine.collect(sums.filter((nw.col("sure") > 0) | (nw.col("open") > 0)))
    paid: dict[str, dict[Any, int]] = {}
    open_: set[Any] = set()
    nobody = False
    for worker, code, amount, gaps in zip(*(found[n] for n in ("worker", "currency", "sure", "open")), strict=True):
        if worker is None:
            nobody = nobody or amount > 0
            continue
        if amount > 0:
            paid.setdefault(code or "", {})[worker] = int(amount)
        if gaps:
            open_.add(worker)
    return paid, open_, nobody


def _fines(data: PayData) -> tuple[dict[str, dict[Any, int]], list[tuple[float, float]], set[Any], bool]:
    """Return currency -> worker -> fines, each currency's share of pay, whose fines may be more, is pay open."""
    import narwhals as nw

    fines, gaps = nw.col("fines"), nw.col("fines_missing") + nw.col("broken")
    sure = nw.when(nw.col("broken") > 0).then(nw.lit(0, nw.Int64)).otherwise(fines)
    pay_gaps = nw.col("pay_missing") + nw.col("broken")
    parts = data.parts.with_columns(sure.alias("sure"), gaps.alias("open"), pay_gaps.alias("pay_open"))
    names = ("sure", "open", "pay_low", "pay_high", "pay_open")
    sums = parts.group_by("currency").agg(*(nw.col(name).sum() for name in names))
    by_currency = data.engine.collect(sums)
    shares, pay_open = [], False
    for code, taken, low, high, lost in zip(
        *(by_currency[n] for n in ("currency", "sure", "pay_low", "pay_high", "pay_open")), strict=True
    ):
        # Pay in a currency that is not said is no amount.
        pay_open = pay_open or bool(lost) or code is None
        if taken or high:
            taken, low, high = float(taken), float(low), float(high)
            shares.append((taken / high if high else 0.0, taken / low if low else (math.inf if taken else 0.0)))
    by_worker = parts.group_by("worker", "currency").agg(nw.col("sure").sum(), nw.col("open").sum())
    found = data.engine.collect(by_worker.filter((nw.col("sure") > 0) | (nw.col("open") > 0)))
    fined: dict[str, dict[Any, int]] = {}
    open_: set[Any] = set()
    for worker, code, amount, blank in zip(*(found[n] for n in ("worker", "currency", "sure", "open")), strict=True):
        if amount > 0:
            fined.setdefault(code or "", {})[worker] = int(amount)
        if blank:
            open_.add(worker)
    return fined, shares, open_, pay_open


def _share_of(part: Any, whole: Any) -> Any:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(part <= 0, 0.0, np.where(whole > 0, part / whole, math.inf))
