"""What may be shown of workers' answers to a survey: no number of fewer than k of them, directly or by subtraction.

Rules see the true share. Whoever knows how many answered must not learn how many of a few answered what.
"""

from __future__ import annotations

from checker.model.facts import Fact
from checker.model.wages import Published

HEADS = 100
"""Below this many workers a share is given as heads."""


def published_answers(fact: Fact, k: int) -> Published:
    """Return what may be shown of the share of favourable answers in ``fact``, a fact ``workers.<item>``.

    Hidden where fewer than k answered, or where 1 to k-1 of them answered one way: then words say on which side the
    few are, unless they may be on both.
    """
    if fact.value is None or not isinstance(fact.value, int | float):
        return Published(None, None, None, False, fact.absent)
    asked = min((item.respondents or 0 for item in fact.items), default=0)
    if asked < k:
        return Published(None, None, None, True, f"fewer than {k} workers answered")
    good = round(fact.value * asked)
    few_good, few_bad = 0 < good < k, 0 < asked - good < k
    if few_good or few_bad:
        few, most = f"fewer than {k} of {asked}", f"at least {asked - k + 1} of {asked}"
        words = "" if few_good and few_bad else few if few_good else most
        return Published(None, None, None, True, f"fewer than {k} workers answered one way", words)
    words = f"{good} of {asked}" if asked < HEADS else ""
    return Published(fact.value, fact.value, fact.value, False, "", words)
