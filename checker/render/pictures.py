"""The pictures of pay and of a change of pay: title, caption, geometry, and a table of the same numbers.

Takes the plain dicts of `wages_view` and `pay_change`, where what is hidden is hidden already; draws nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from checker.render import numbers
from checker.render.charts.distribution import chart
from checker.render.charts.ladder import LadderChart, ladder_chart
from checker.render.charts.lateness import delay, lateness_chart
from checker.render.charts.weeks import weeks_chart
from checker.render.summary import as_sentence
from checker.render.words import count, sentence_case

View = Mapping[str, Any]
PARTS = {"base": "Base pay", "guaranteed_bonus": "Guaranteed bonus", "in_kind": "Pay in kind"}


class Picture(NamedTuple):
    """One picture with all that is said beside it."""

    kind: str
    """distribution, ladder, lateness or weeks: the macro that draws it."""
    name: str
    """What a file of it is called, without suffix."""
    title: str
    chart: Any
    """None where there is nothing to draw."""
    legend: tuple[str, ...]
    """Sentences on how the picture is read."""
    notes: tuple[str, ...]
    """Sentences on the numbers."""
    columns: tuple[str, ...]
    """Heads of the table; all but the first are of numbers."""
    rows: tuple[tuple[str, ...], ...]

    @property
    def caption(self) -> tuple[str, ...]:
        """Return all that is said under the picture."""
        return (*self.notes, *self.legend)

    @property
    def spoken(self) -> str:
        """Return the numbers of the table in words, for a picture that stands without one."""
        first, *heads = (head[:1].lower() + head[1:] for head in self.columns)
        cells = ([row[0], *map(" ".join, zip(heads, row[1:], strict=True))] for row in self.rows)
        rows = "; ".join(map(", ".join, cells))
        return f"By {first}: {rows}."


def pay_pictures(pay: View, k: int) -> tuple[Picture, ...]:
    """Return the pictures of one element of ``wages.sets``; ``k`` is the smallest group that is shown."""
    found = [_distribution(view) for view in pay["distributions"]]
    found += [_ladder(view, k) for view in pay["ladders"]]
    if pay["lateness"]:
        found.append(_lateness(pay["lateness"], k))
    return tuple(found)


def change_picture(change: View) -> Picture | None:
    """Return the picture of `fairlabel/pay-change/1`, None where no week may be shown."""
    drawn = weeks_chart(change)
    if drawn is None:
        return None
    formula = drawn.measure == "match_rate"
    figures = ("Fit the formula", "Mean residual") if formula else ("Pay over own mean",)
    return Picture(
        "weeks", "pay-change", "Rows that fit the formula, by week" if formula else "Pay by week",
        drawn, tuple(_weeks_legend(change, formula)), tuple(_change_notes(change, formula)),
        ("Week", "Side", "Workers", *figures),
        tuple(_week_row(week, formula) for week in change["weeks"]),
    )  # fmt: skip


def bounds(low: float | None, high: float | None) -> str:
    """Return the pay that a bar stands for, as multiples of the living wage.

    >>> bounds(0.8, 1.0), bounds(2.0, None)
    ('0.8 to under 1', '2 and more')
    """
    start = numbers.number(low or 0)
    return f"{start} and more" if high is None else f"{start} to under {numbers.number(high)}"


def _distribution(view: View) -> Picture:
    drawn = chart(view)
    return Picture(
        "distribution", f"distribution-{view['place']}", f"Workers by pay over the living wage, {view['place']}", drawn,
        tuple(_distribution_legend(view, drawn)), tuple(_distribution_notes(view)),
        ("Times the living wage", "Workers"),
        tuple((bounds(b["low"], b["high"]), _or_hidden(b["workers"])) for b in view["bands"]),
    )  # fmt: skip


def _distribution_legend(view: View, drawn: Any) -> Iterator[str]:
    if drawn:
        yield (
            "Red is below the living wage, blue is not."
            if view["exact"]
            else "Red is below for certain; grey is undecided, wherever it stands."
        )
    if drawn and any(bar.kind == "hidden" for bar in drawn.bars):
        yield "Hatched: too few workers to be shown, whatever the height."
    if drawn and not drawn.even:
        yield "The ranges under the bars differ in width."


def _distribution_notes(view: View) -> Iterator[str]:
    head = str(view["place"])
    if view["living_wage"] is not None:
        head += f": living wage {numbers.money(view['living_wage'], view['currency'])}"
        head += f" per {view['per']}" if view["per"] else ""
    if view["minimum_wage"] is not None:
        head += f", legal minimum {numbers.money(view['minimum_wage'], view['currency'])}"
    yield f"{head}."
    if view["note"]:
        yield as_sentence(view["note"])


def _ladder(view: View, k: int) -> Picture:
    known = [part for part in PARTS if part not in view["unknown"]]
    parts = [*known, *(["total"] if len(known) == len(PARTS) else []), "lowest"]
    heads = {**PARTS, "total": "Together", "lowest": f"Base of the lowest {k}"}
    where = f"{view['place']}-{view['currency']}" if view["currency"] else view["place"]
    place = f"{view['place']}, {view['currency']} an hour" if view["currency"] else view["place"]
    drawn = ladder_chart(view, k)
    return Picture(
        "ladder", f"ladder-{where}", f"Wage ladder by job category, {place}", drawn,
        tuple(_ladder_legend(drawn, k)), tuple(_ladder_notes(view)),
        ("Job category", "Workers", *(heads[part] for part in parts)),
        tuple(
            (sentence_case(s["category"]), _or_hidden(s["workers"]), *(numbers.metric(s[part]) for part in parts))
            for s in view["steps"]
        ),
    )  # fmt: skip


def _ladder_legend(drawn: LadderChart | None, k: int) -> Iterator[str]:
    if drawn and any(step.lowest for step in drawn.steps):
        yield f"The diamond is the mean base pay of the {k} lowest paid; it is red where that is below the living wage."
    if drawn and any(sample.kind == "hidden" for sample in drawn.key):
        yield "Hatched: too few workers to be shown, or pay that is not known, whatever the length."
    if drawn and drawn.left_out:
        yield f"{count(drawn.left_out, 'more category', 'more categories')} stand in the table."


def _ladder_notes(view: View) -> Iterator[str]:
    if view["steps"]:
        yield as_sentence(view["estimator"])
        if view["living_wage"] or view["minimum_wage"]:
            yield "Only base pay (basic pay less fees and deductions) is held against the lines."
    shown = [step for step in view["steps"] if step["base"]["high"] is not None]
    parts = {step[part]["why"] for step in shown for part in PARTS if step[part]["suppressed"]}
    if parts:
        yield f"Parts of some categories are hidden ({'; '.join(sorted(parts))})."
    yield from (as_sentence(note) for note in view["notes"])


def _lateness(view: View, k: int) -> Picture:
    dark = any(bar["payments"] is None for bar in view["bars"])
    return Picture(
        "lateness", "days-late", "Payments by days late", lateness_chart(view),
        ("Hatched: no number, whatever the length.",) if dark else (), tuple(_lateness_notes(view, k, dark)),
        ("Delay", "Payments"),
        tuple((sentence_case(delay(bar)), _or_hidden(bar["payments"])) for bar in view["bars"]),
    )  # fmt: skip


def _lateness_notes(view: View, k: int, dark: bool) -> Iterator[str]:
    if dark:
        yield f"Fewer than {k} workers are behind one of these numbers, and the others would tell it: all are hidden."
    else:
        yield f"Bars of fewer than {k} workers are joined with their neighbours."
    yield from (as_sentence(note) for note in view["notes"])


def _weeks_legend(change: View, formula: bool) -> Iterator[str]:
    if formula:
        yield "Each dot is the share of rows that fit the formula in a week."
    else:
        yield "Each dot is the pay of a week over the workers' own means of all weeks, for the same work."
    if any(_dark(week, formula) for week in change["weeks"]):
        yield f"Hatched: weeks that are hidden, of fewer than {change['k']} workers or near them."


def _change_notes(change: View, formula: bool) -> Iterator[str]:
    yield as_sentence(change["verdict"])
    cut = change["metrics"].get("share_cut")
    if cut and not formula:
        yield f"A mean over all can hide who lost: workers cut, {numbers.metric(cut)}."
    if change["announced"]:
        yield f"Announced on {change['announced']}."


def _week_row(week: View, formula: bool) -> tuple[str, ...]:
    head = (week["week"], week["side"], _or_hidden(week["workers"]))
    if not formula:
        return (*head, _figure(week["level"], ".4f"))
    return (*head, _figure(week["match_rate"], ".1%"), _figure(week["mean_residual"], "+.4g"))


def _dark(week: View, formula: bool) -> bool:
    shown = week["match_rate" if formula else "level"]
    return bool(shown and shown["suppressed"])


def _figure(shown: View | None, form: str) -> str:
    if shown is None:
        return "none"
    if shown["value"] is None:
        return str(shown.get("shown_as") or ("hidden" if shown["suppressed"] else "unknown"))
    return format(shown["value"], form)


def _or_hidden(heads: int | None) -> str:
    return "hidden" if heads is None else f"{heads:,}"
