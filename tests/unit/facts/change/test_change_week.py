"""The week of a change: found where there is one, and no week named where there is none."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from checker.facts.change.week import Split, find_split, grid_of, monday, week_name

Values = np.ndarray


def split(values: Values, *, own: bool = True) -> Split:
    workers, weeks = values.shape
    worker, week = np.repeat(np.arange(workers), weeks), np.tile(np.arange(weeks) + 100, workers)
    keep = np.isfinite(values.ravel())
    return find_split(grid_of(worker[keep], week[keep], values.ravel()[keep]), own=own)


def wobble(seed: int, workers: int, weeks: int, size: float) -> Values:
    return 1 + size * np.random.default_rng(seed).standard_normal((workers, weeks))


def mixed(seed: int, workers: int, weeks: int, at: int, size: float = 0.02) -> Values:
    """Return levels of which 41 % fall by 11 % and the others rise by 8 % in week ``at``."""
    values = wobble(seed, workers, weeks, size)
    values[:, at:] += np.where(np.arange(workers) < 0.41 * workers, -0.11, 0.08)[:, None]
    return values


@pytest.mark.parametrize("at", [1, 2, 6, 11])
def test_cuts_and_rises_that_cancel_out_are_dated(at: int) -> None:
    found = split(mixed(3, 100, 12, at))
    assert found.found, found.words
    assert (found.last_before, found.first_after, found.tied) == (99 + at, 100 + at, (100 + at,))
    assert found.p_value is not None
    assert found.p_value <= 0.01


def test_the_week_is_the_one_that_leaves_the_least_loss() -> None:
    """By brute force: worker by worker, every split, sums of squares around the means of both sides."""
    values = mixed(8, 30, 9, 4, size=0.05)

    def loss(at: int) -> float:
        return sum(float(((part - part.mean()) ** 2).sum()) for row in values for part in (row[:at], row[at:]))

    losses = {at: loss(at) for at in range(1, 9)}
    best = min(losses, key=lambda at: losses[at])
    found = split(values)
    assert found.first_after == 100 + best
    assert found.loss_two == pytest.approx(losses[best], rel=1e-9)
    assert found.loss_one == pytest.approx(float(((values - values.mean(axis=1, keepdims=True)) ** 2).sum()), rel=1e-9)


def test_pay_that_never_moves_has_no_change() -> None:
    found = split(np.ones((20, 8)))
    assert (found.found, found.still) == (False, True)


def share_found(values: itertools.chain[Values] | list[Values], *, own: bool = True) -> float:
    results = [split(v, own=own).found for v in values]
    return sum(results) / len(results)


def test_noise_is_rarely_taken_for_a_change() -> None:
    assert share_found([wobble(seed, 40, 10, 0.1) for seed in range(40)]) <= 0.05


def test_weeks_that_move_everybody_alike_are_rarely_taken_for_a_change() -> None:
    def shaken(seed: int) -> Values:
        return wobble(seed, 40, 14, 0.02) + 0.03 * np.random.default_rng(1000 + seed).standard_normal((1, 14))

    assert share_found([shaken(seed) for seed in range(40)]) <= 0.1


def test_a_drift_is_no_week() -> None:
    found = split(wobble(1, 50, 12, 0.01) + np.linspace(0, 0.3, 12))
    assert not found.found
    assert "drift" in found.words


def test_two_changes_are_no_single_week() -> None:
    values = wobble(1, 50, 12, 0.01)
    values[:, 4:] -= 0.1
    values[:, 8:] += 0.1
    found = split(values)
    assert not found.found
    assert "no single week" in found.words or "no change found" in found.words


@pytest.mark.parametrize("weeks", [1, 2])
def test_two_weeks_are_too_few(weeks: int) -> None:
    assert "too few weeks" in split(mixed(1, 50, weeks, 1)).words


def test_weeks_that_nobody_s_comparison_reaches_tie() -> None:
    """In week 104 only workers of that one week were paid: the change may have begun then or in 105."""
    values = np.full((60, 9), np.nan)
    values[:50] = mixed(1, 50, 9, 5, size=0.0)
    values[:50, 4] = np.nan
    values[50:, 4] = 1.0
    found = split(values)
    assert (found.found, found.tied) == (True, (104, 105))
    assert (found.last_before, found.first_after) == (103, 105)


def test_rows_that_fit_share_one_level() -> None:
    values = np.ones((12, 7))
    values[:, 5:] = 0.0
    assert split(values, own=False).tied == (105,)
    # Half of the workers joined with the new rule: nobody's own weeks change, all weeks together do.
    joined = np.full((24, 8), np.nan)
    joined[:12, :4], joined[12:, 4:] = 1.0, 0.0
    assert split(joined, own=False).tied == (104,)
    assert not split(joined).found


def test_the_order_of_workers_changes_nothing() -> None:
    values = mixed(5, 40, 8, 3, size=0.15)
    assert split(values) == split(values[::-1])


def test_names_of_weeks() -> None:
    assert [week_name(w) for w in (2921, 2922, 2973, 2974)] == ["2025-W52", "2026-W01", "2026-W52", "2026-W53"]
    assert str(monday(2922)) == "2025-12-29"
