"""What is the buyer's: in a supplier's report the gaps that the buyer has to mend, in a buyer's its suppliers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from checker.render import numbers
from checker.render.summary import FAILED, worst_first

View = Mapping[str, Any]
BUYERS = ("buyer", "both")
SHARE = "share_below_living_wage"


class SupplierLine(NamedTuple):
    """One supplier of a buyer, by one set of its pay data."""

    supplier: str
    workers: str
    below: str
    """Workers below the living wage, as far as it may be shown."""
    evidence: str


def for_the_buyer(subject: View, standard: View) -> list[View]:
    """Return the gaps of a supplier whose remedy is the buyer's, alone or together, worst first.

    They stand among the supplier's gaps too: whoever mends them, they are gaps in what its workers get.
    """
    if subject["kind"] != "supplier":
        return []
    failed = worst_first(standard["results"], "error", *FAILED)
    return [r for r in failed if r["remedy"] and r["remedy"].get("owner") in BUYERS]


def suppliers_of(subject: View) -> list[SupplierLine]:
    """Return the suppliers that a buyer names and whose pay was measured, worst first; empty for a supplier.

    Worst is by the published share of workers below the living wage: its least, then its most; what is hidden or
    unknown may be all of them, and stands before what is shown to be none.
    """
    if subject["kind"] != "buyer":
        return []
    found = sorted(subject["wages"]["sets"], key=_badness)
    return [
        SupplierLine(
            pay["evidence"].partition("/")[0],
            f"{pay['workers']:,}" if pay["workers"] is not None else "hidden",
            numbers.metric({"unit": "share", **pay["metrics"].get(SHARE, {})})
            if pay["metrics"].get(SHARE)
            else "unknown",
            pay["evidence"],
        )
        for pay in found
    ]


def _badness(pay: View) -> tuple[float, float, str]:
    share = pay["metrics"].get(SHARE, {})
    low, high = share.get("low"), share.get("high")
    return -(low or 0.0), -(1.0 if high is None else high), pay["evidence"]
