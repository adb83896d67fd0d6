"""How a benchmark row's ground lies to a place of work: around it, perhaps, or elsewhere.

A place may be known more coarsely than the rows; then several rows are possible. No amounts here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, TypeAlias

from checker.model.benchmark import Benchmark, WorkPlace
from checker.model.codes import is_subdivision

Fit = Literal["inside", "possible", "outside"]
Ground: TypeAlias = tuple[int, str, str, str]
"""What makes two rows speak for the same ground: level, region, name, urban or rural."""

COUNTRY, REGION, COUNTRY_AREA, REGION_AREA, LOCALITY = range(5)
"""Fineness of ground, in the order city, area, region, country read backwards."""

LOCAL_LEVELS = frozenset({REGION, LOCALITY})
"""Levels at which a government sets a rate of its own."""


def fit(row: Benchmark, place: WorkPlace, known: bool = False) -> Fit:
    """Return whether the place lies inside the row's ground, may lie there, or lies outside it.

    Zones and named places are found by name only; a town's name is taken to be one town's in its
    country, unless the place's region says otherwise. A town that is ``known`` (see `is_known`) lies in no
    list of places that does not name it; one that is not may be a part of any of them. A zone whose
    places the table does not list rules none out.
    """
    if row.country != place.country:
        return "outside"
    if row.area in ("urban", "rural") and place.area not in (None, row.area):
        return "outside"
    ground = _fit_named(row, place, known) if level(row) == LOCALITY else _fit_whole(row, place)
    if ground == "inside" and row.area in ("urban", "rural") and place.area is None:
        return "possible"
    return ground


def level(row: Benchmark) -> int:
    """Return how fine the row's ground is, from COUNTRY to LOCALITY."""
    if row.extent in ("places", "zone"):
        return LOCALITY
    if row.area in ("urban", "rural"):
        return REGION_AREA if row.region_code else COUNTRY_AREA
    return REGION if row.region_code else COUNTRY


def ground_of(row: Benchmark) -> Ground:
    """Return a key that rows for the same ground share."""
    area = row.area if row.area in ("urban", "rural") else ""
    name = plain(row.region_name) if level(row) == LOCALITY else ""
    return (level(row), row.region_code, name, area)


def label(row: Benchmark) -> str:
    """Return the row's ground in words: ``CA-BC Greater Victoria``, ``TZ (urban)``."""
    parts = [row.region_code or row.country]
    if row.region_name:
        parts.append(row.region_name)
    area = f"({row.area})" if row.area in ("urban", "rural") else ""
    return " ".join(part for part in (*parts, area) if part)


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """Return a name without case, accents and punctuation, for comparing.

    >>> plain("São  Paulo"), plain("St. John's")
    ('sao paulo', 'st john s')
    """
    letters = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[^0-9a-z]+", " ", "".join(c for c in letters if not unicodedata.combining(c))).strip() or name


def region_code(place: WorkPlace) -> str | None:
    """Return the place's ISO 3166-2 code, or None where its region is unknown or only a name."""
    return place.region if place.region is not None and is_subdivision(place.region) else None


def is_known(rows: Iterable[Benchmark], place: WorkPlace) -> bool:
    """Return whether a row of the country names the place's town, be it as one of the rest of its ground.

    A row with a region speaks of the towns of that region only: there is more than one Rochester.
    """
    code, city = region_code(place), plain(place.city) if place.city else None
    return any(
        city in _names_on(row) and (not row.region_code or row.extent != "rest" or row.region_code == code)
        for row in rows
        if row.country == place.country
    )


def _fit_named(row: Benchmark, place: WorkPlace, known: bool) -> Fit:
    code = region_code(place)
    if code is not None and row.region_code and code != row.region_code:
        return "outside"
    if _names_of(place) & _names_on(row):
        return "inside"
    if row.extent != "places" or place.city is None:
        return "possible"
    # Rows that list the codes of their regions list all of them.
    by_code = code is not None and any(is_subdivision(name) for name in row.city_names)
    return "outside" if known or by_code else "possible"


def _fit_whole(row: Benchmark, place: WorkPlace) -> Fit:
    if not row.region_code:
        return "inside"
    code = region_code(place)
    if code is not None:
        return "inside" if code == row.region_code else "outside"
    if place.region is not None and plain(place.region) == plain(row.region_name):
        return "inside"
    # A city lies in a region's row only where the row names it: Washington is not in the state of that name.
    # Names on a row for the rest say only what does not lie in the places that it leaves out.
    if place.city is not None and row.extent != "rest" and plain(place.city) in _names_on(row):
        return "inside"
    return "possible"


def _names_on(row: Benchmark) -> frozenset[str]:
    # A region's own name is no town of it: Washington is not in the state of that name.
    return _plain_names("" if row.extent in ("all", "rest", "at_least") else row.region_name, row.city_names)


@lru_cache(maxsize=4096)
def _plain_names(name: str, others: tuple[str, ...]) -> frozenset[str]:
    return frozenset(plain(one) for one in (name, *others) if one)


def _names_of(place: WorkPlace) -> set[str]:
    return {plain(name) for name in (place.city, place.region) if name}
