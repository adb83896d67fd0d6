"""Countries as spreadsheets write them: ISO codes of two and three letters, names in English, Spanish and French.

Names come from CLDR (babel); a few that it does not have stand here. A name that may be two countries is none.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from checker.load.currency_changes import currency_changes
from checker.load.layouts import plain
from checker.model.codes import is_country

_LANGUAGES = ("en", "es", "fr")
_MORE = {
    "bolivia plurinational state of": "BO", "burma": "MM", "cabo verde": "CV", "congo dem rep": "CD",
    "congo rep": "CG", "cote d ivoire": "CI", "czech republic": "CZ", "democratic republic of the congo": "CD",
    "dr congo": "CD", "drc": "CD", "east timor": "TL", "england": "GB", "gambia the": "GM", "great britain": "GB",
    "hong kong": "HK", "iran islamic republic of": "IR", "ivory coast": "CI", "korea republic of": "KR",
    "kyrgyz republic": "KG", "lao pdr": "LA", "lao people s democratic republic": "LA", "macao": "MO", "macau": "MO",
    "macedonia": "MK", "moldova republic of": "MD", "myanmar": "MM", "palestine": "PS", "republic of korea": "KR",
    "republic of the congo": "CG", "russian federation": "RU", "swaziland": "SZ", "syrian arab republic": "SY",
    "taiwan province of china": "TW", "tanzania united republic of": "TZ", "the gambia": "GM", "turkey": "TR",
    "turkiye": "TR", "uae": "AE", "uk": "GB", "united states of america": "US", "usa": "US",
    "venezuela bolivarian republic of": "VE", "viet nam": "VN",
}  # fmt: skip


_SEVERAL = frozenset({"congo", "korea"})
_LONG_AGO, _FAR_AHEAD = date(1990, 1, 1), date(2100, 1, 1)


def country_code(text: str) -> str | None:
    """Return the ISO 3166-1 code that a cell means, or None.

    >>> country_code("Kenya"), country_code("KEN"), country_code("ke"), country_code("Viet Nam"), country_code("Congo")
    ('KE', 'KE', 'KE', 'VN', None)
    """
    code = text.strip().upper()
    if len(code) == 2:
        return code if is_country(code) else _names().get(code.lower())
    return _names().get(plain(text))


def pays_in(country: str, currency: str) -> bool:
    """Return whether a currency is or was the tender of a country, as CLDR knows it; true where CLDR knows none."""
    from babel.numbers import get_territory_currencies

    known = set(get_territory_currencies(country, _LONG_AGO, _FAR_AHEAD, tender=True, non_tender=False) or ())
    followed = {change.new for change in currency_changes() if change.old in known}
    return not known or currency in known | followed


@cache
def _names() -> dict[str, str]:
    from babel import Locale
    from babel.core import get_global

    found: dict[str, set[str]] = {}
    for language in _LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and is_country(code):
                found.setdefault(plain(name), set()).add(code)
    for alias, codes in get_global("territory_aliases").items():
        if len(alias) == 3 and alias.isalpha() and len(codes) == 1:
            found.setdefault(alias.lower(), set()).add(codes[0])
    one = {name: codes.pop() for name, codes in found.items() if len(codes) == 1 and name not in _SEVERAL}
    return one | _MORE
