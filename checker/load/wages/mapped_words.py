"""What a mapping may say that words of a pay file mean: it translates them, and turns none into its opposite.

A word that the pay table has means itself, a code of ISO one country or money, and a blank nothing. Words that are
known otherwise without being of the pay table ("declined") are left to `checker.pipeline.mapped_words`.
"""

from __future__ import annotations

from collections.abc import Mapping

from checker.load.no_answer import is_no_answer
from checker.load.wages.header_words import plain
from checker.model.codes import is_country, is_currency, is_subdivision
from checker.model.pay_table import CHOICES, GENDERS

_COUNTRIES = ("country", "requester_country")
_TRUE, _FALSE = ("true", "t", "yes", "y", "1"), ("false", "f", "no", "n", "0")
"""Words of yes and no that are read without a mapping."""


def refused(column: str, word: str, meaning: str) -> tuple[str, str] | None:
    """Return why ``word`` of the file cannot mean ``meaning`` in ``column``, and what to do; None where it can.

    >>> refused("status", "Rejected", "approved")[0]
    "'Rejected' is 'rejected' in the pay table, and cannot mean 'approved'"
    >>> refused("status", "Paid out", "approved") is refused("country", "UK", "GB") is None
    True
    """
    bare = word.strip()
    if is_no_answer(bare) or bare.casefold() == "nan":
        what = f"{word!r} is no answer, and a mapping cannot give one in its place"
        return what, "leave the line out: what a row does not say is unknown"
    own = {plain(known): known for known in _own_words(column)}.get(plain(bare))
    if own is not None and own != meaning:
        return f"{word!r} is {own!r} in the pay table, and cannot mean {meaning!r}", "leave the line out"
    code, country = bare.upper(), column in _COUNTRIES
    if code != meaning and ((country and is_country(code)) or (column == "currency" and is_currency(code))):
        what = f"{word!r} is a code of ISO {'3166-1' if country else '4217'}, and cannot mean {meaning!r}"
        return what, "leave the line out; where the column holds something else, map the one that holds it"
    if column == "region" and code != meaning.strip().upper() and is_subdivision(code):
        what = f"{word!r} is a code of ISO 3166-2, and cannot mean {meaning!r}"
        return what, "leave the line out; where the column holds something else, map the one that holds it"
    return None


def says_one_thing(words: Mapping[str, str]) -> bool:
    """Return whether a mapping of a column of yes and no makes one of them the other, and so both the same.

    A word that is not mapped keeps its own meaning; turning both round is a column of the opposite.

    >>> says_one_thing({"no": "true"}), says_one_thing({"no": "true", "yes": "false"}), says_one_thing({"Sí": "true"})
    (True, False, False)
    """
    said = {word.strip().casefold(): meaning.strip().casefold() in _TRUE for word, meaning in words.items()}
    for own, opposite in ((_TRUE, _FALSE), (_FALSE, _TRUE)):
        turned = any(said.get(word) is (own is _TRUE) for word in opposite)
        if turned and len(set(said.values())) == 1:
            return True
    return False


def _own_words(column: str) -> tuple[str, ...]:
    return GENDERS if column == "gender" else CHOICES.get(column, ())
