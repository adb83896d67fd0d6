"""How a score comes about: what each theme, or each threshold, adds to it. The parts add up to the score.

One function a scoring model, beside `checker.assess.scores`, which works out the sums. A formula has a version: where
it changes, its number goes up, so that a result of before can be told from one of today.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from checker.model.assessment import Contribution, Score, Scoring, Standing
from checker.model.standard import ScoreName, Standard

FORMULAS: Mapping[ScoreName, tuple[str, str]] = {
    "weighted": (
        "weighted/1",
        "Points are {max:g} times the weight that is earned over the weight of all that applies. A requirement weighs "
        "by its severity ({weights}); a band of credit earns its share of that weight. Lost is what no answer can "
        "bring back.",
    ),
    "threshold_pairs": (
        "threshold_pairs/1",
        "Each of five principles has two thresholds of a point each. A threshold is given where every requirement of "
        "it that applies is met in full, and the second of a principle only where the first is: at most {max:g} "
        "points. Weights ({weights}) order gaps and make the coverage; the points do not depend on them.",
    ),
    "deduction": (
        "deduction/1",
        "From {max:g} points the weight of everything is taken off that is not shown (not claimed, not possible), "
        "never below zero. A requirement weighs by its severity ({weights}).",
    ),
    "none": (
        "none/1",
        "No number is made. Weights by severity ({weights}) order gaps and make the coverage.",
    ),
}  # fmt: skip
"""Model -> version of its formula, and the formula in words."""
EARNED = ("shown", "claimed", "possible")
START, FLOOR = "start", "floor"
"""Parts of a deduction that are no theme: the points that it starts from, and what keeps it from falling below zero."""


def scoring(standard: Standard, standings: Sequence[Standing], total: Score) -> Scoring:
    """Return the formula in words, its version, the weights and where they come from, and the parts of ``total``."""
    version, words = FORMULAS[standard.score.name]
    weights = ", ".join(f"{severity} {weight:g}" for severity, weight in standard.weights.items())
    formula = words.format(max=standard.score.max, weights=weights)
    origin = f"{standard.id}@{standard.edition}"
    return Scoring(version, formula, standard.weights, origin, Parts(standard, standings, total))


class Parts(Collection[Contribution]):
    """The parts of one score, worked out when they are read; pickled as they are read."""

    __slots__ = ("_made", "_of")

    def __init__(self, standard: Standard, standings: Sequence[Standing], total: Score) -> None:
        """Keep what the parts are made from."""
        self._of = (standard, standings, total)
        self._made: tuple[Contribution, ...] | None = None

    def _parts(self) -> tuple[Contribution, ...]:
        if self._made is None:
            self._made = parts_of(*self._of)
        return self._made

    def __iter__(self) -> Iterator[Contribution]:
        return iter(self._parts())

    def __len__(self) -> int:
        return len(self._parts())

    def __contains__(self, part: object) -> bool:
        return part in self._parts()

    def __reduce__(self) -> tuple[type[tuple[Contribution, ...]], tuple[tuple[Contribution, ...]]]:
        return tuple, (self._parts(),)


def parts_of(standard: Standard, standings: Sequence[Standing], total: Score) -> tuple[Contribution, ...]:
    """Return what each part adds: themes in the pack's order, or thresholds; they add up to ``total``.

    Points are None where the model makes no number, or where nothing is scorable.
    """
    if standard.score.name == "threshold_pairs":
        return tuple(_thresholds(standard, standings, total))
    themes = tuple(_themes(standard, standings))
    scored = total.shown is not None
    if standard.score.name == "deduction" and scored:
        return _deducted(themes, standard.score.max)
    whole = sum(theme.weight for theme in themes)
    scale = standard.score.max / whole if scored and whole else None
    return tuple(_in_points(theme, scale) for theme in themes)


def _themes(standard: Standard, standings: Sequence[Standing]) -> Iterator[Contribution]:
    """Iterate over themes with something that applies; of each the weight, and of it what is shown and so on."""
    sums: dict[str, list[float]] = {}
    for clause, status, credit, _ in standings:
        if status != "not_applicable":
            row, weight = sums.setdefault(clause.theme, [0.0] * 4), clause.weight
            row[0] += weight
            if credit[2]:
                # What is shown is claimed, and what is claimed possible: nothing else is over zero.
                row[1] += weight * credit[0]
                row[2] += weight * credit[1]
                row[3] += weight * credit[2]
    for name, title in standard.themes.items():
        if name in sums:
            weight, shown, claimed, possible = sums[name]
            yield Contribution(name, title["en"], weight, weight, shown, claimed, possible, weight - possible)


def _in_points(theme: Contribution, scale: float | None) -> Contribution:
    """Return weights as points; without a scale no points."""
    values = [None if scale is None or value is None else value * scale for value in theme[3:]]
    return Contribution(theme.part, theme.title, theme.weight, *values)


def _deducted(themes: tuple[Contribution, ...], top: float) -> tuple[Contribution, ...]:
    """Return what is taken off for each theme, between the start and what keeps the sum from falling below zero."""
    start = Contribution(START, "Start", 0.0, top, top, top, top, 0.0)
    taken = tuple(_penalty(theme) for theme in themes)
    shown, claimed, possible = (max(0.0, -top - sum(getattr(part, key) for part in taken)) for key in EARNED)
    if not shown:
        return (start, *taken)
    return (start, *taken, Contribution(FLOOR, "Never below zero", 0.0, 0.0, shown, claimed, possible, 0.0 - possible))


def _penalty(theme: Contribution) -> Contribution:
    """Return what is taken off for one theme: the weight that is not earned."""
    shown, claimed, possible = ((getattr(theme, key) or 0.0) - theme.weight for key in EARNED)
    return theme._replace(points=0.0, shown=shown, claimed=claimed, possible=possible)


def _thresholds(standard: Standard, standings: Sequence[Standing], total: Score) -> Iterator[Contribution]:
    """Iterate over the thresholds: a point where all that applies has full credit, the second on top of the first."""
    bullets: dict[str, list[Standing]] = {}
    titles: dict[str, str] = {}
    of = {r.id: r for r in standard.requirements}
    for requirement in standard.requirements:
        bullets.setdefault(requirement.threshold, [])
        titles.setdefault(requirement.threshold, standard.themes[requirement.theme]["en"])
    for standing in standings:
        bullets[of[standing.clause.requirement].threshold].append(standing)
    for name in sorted(bullets):
        applying = [s for s in bullets[name] if s.status != "not_applicable"]
        weight = sum(s.clause.weight for s in applying)
        if total.shown is None:
            yield Contribution(name, titles[name], weight, None, None, None, None, None)
            continue
        shown, claimed, possible = (float(_given(bullets, name, part)) for part in range(3))
        yield Contribution(name, titles[name], weight, 1.0, shown, claimed, possible, 1.0 - possible)


def _given(bullets: Mapping[str, Sequence[Standing]], name: str, part: int) -> bool:
    """Return whether a threshold is given in one part of the credit: shown, claimed or possible."""
    principle, _, second = name.partition(".")
    applying = [s for s in bullets.get(name, ()) if s.status != "not_applicable"]
    holds = all(s.credit[part] >= 1 for s in applying) if applying else part == 2
    return holds and (second == "1" or _given(bullets, f"{principle}.1", part))
