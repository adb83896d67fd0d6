"""The methods of counting pay against a floor: what each adds and takes off, version, source, caps on in-kind pay.

One table for rules, pay engine and reports. A change of what a method counts is a new version.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal, NamedTuple


class InKindCap(NamedTuple):
    """The highest share of remuneration, in-kind pay included, that in-kind pay may make up."""

    share: float
    of: Literal["all kinds together", "each kind"]
    applied: bool
    valid_from: date | None
    """None: the text that would say it was not reached."""
    source: str
    url: str
    status: str
    """What is known of the figure."""
    checked_on: date


class PayMethod(NamedTuple):
    """How pay is counted; tips never count, and pay is for standard hours."""

    name: str
    version: int
    words: str
    adds: tuple[str, ...]
    """Columns that count beside pay."""
    takes_off: tuple[str, ...]
    """Columns that lower it; where the data do not say how much, pay has no lower end."""
    in_kind: tuple[InKindCap, ...]
    """Caps on in-kind pay; without any it does not count."""
    source: str

    @property
    def in_kind_cap(self) -> float | None:
        """Return the cap on in-kind pay that is applied; None: in-kind pay does not count."""
        return next((cap.share for cap in self.in_kind if cap.applied), None)

    @property
    def statement(self) -> str:
        """Return the sentence that a report prints of a method that was used."""
        said = f"pay is counted by {self.name}, version {self.version}: {self.words} ({self.source})"
        if self.in_kind_cap is None:
            return said
        cap = next(cap for cap in self.in_kind if cap.applied)
        kinds = f"up to {cap.share:.0%} of remuneration, {cap.of}; that share is {cap.status}"
        return f"{said}; in-kind pay can only keep pay from being below, {kinds}"


_UNCONFIRMED = "not confirmed in the texts reached"
_ANKER = "Anker and Anker 2017, Living Wages Around the World, chapters 15 and 16, is where to look it up"
_ANKER_URL = "https://www.elgaronline.com"
_LOOKED = date(2026, 11, 26)

PAY_METHODS: Mapping[str, PayMethod] = {
    method.name: method
    for method in (
        PayMethod(
            "basic_only", 1, "basic pay less fees and deductions", (), ("fees", "deductions"), (),
            "this tool's default: nothing that is not certain counts",
        ),
        PayMethod(
            "idh_total", 1, "basic pay, guaranteed bonus and in-kind benefits under caps, less fees and deductions",
            ("guaranteed_bonus",), ("fees", "deductions"),
            (
                InKindCap(0.30, "all kinds together", True, None, _ANKER, _ANKER_URL, _UNCONFIRMED, _LOOKED),
                # The pay table does not tell kinds apart, so this one cannot be tested.
                InKindCap(0.10, "each kind", False, None, _ANKER, _ANKER_URL, _UNCONFIRMED, _LOOKED),
            ),
            "after the IDH Salary Matrix",
        ),
        PayMethod(
            "fairwork_net", 1, "pay and guaranteed bonus less fees, costs and deductions", ("guaranteed_bonus",),
            ("fees", "deductions", "costs"), (), "after Fairwork's principle of fair pay",
        ),
    )
}  # fmt: skip
"""Method by name. In-kind pay has to go beyond a legal duty, be regular, and be of use to workers by their own word;
no pay file shows that, so it counts in the best case only: it can never prove that pay reaches a floor."""
