"""What pay was compared with and converted by: the benchmarks and exchange rates that a pay set used."""

from __future__ import annotations

from collections.abc import Mapping

from checker.facts.pay_data import PayData
from checker.model.benchmark import Bar, Benchmark
from checker.model.wages import BenchmarkUse, RateUse


def benchmark_uses(data: PayData) -> tuple[BenchmarkUse, ...]:
    """Return the figures that pay was compared with, by place and date."""
    uses: dict[tuple[str, ...], BenchmarkUse] = {}
    by_id: Mapping[str, Benchmark] = data.yardstick_rows
    for (kind, place, bar), (first, _) in data.log.bars.items():
        for number, row_id in enumerate(bar.ids):
            row = by_id.get(row_id)
            if row is None:
                continue
            why = "; ".join((*bar.reasons, *bar.workings)) if number == 0 else f"beside {bar.ids[0]}"
            uses[(kind, str(place), row_id, f"{first}")] = _use(kind, str(place), bar, row, why)
    return tuple(uses[key] for key in sorted(uses))


def _use(kind: str, place: str, bar: Bar, row: Benchmark, why: str) -> BenchmarkUse:
    high = None if bar.high is None else float(bar.high)
    return BenchmarkUse(
        row.id,
        kind,
        place,
        str(row.amount),
        row.currency,
        row.period,
        (float(bar.low), high),
        row.valid_from.isoformat(),
        bar.stale,
        row.source_title,
        row.source_url,
        why,
        row.licence_flag,
        bar.currency,
    )


def rate_uses(data: PayData) -> tuple[RateUse, ...]:
    """Return the exchange rates that were used."""
    rates = sorted(data.log.rates.items())
    return tuple(RateUse(r.base, r.to, r.month, float(r.value), r.source, r.note) for _, r in rates)
