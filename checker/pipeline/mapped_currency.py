"""A currency that a mapping gives, to all rows or for a word: it keeps the file's level where it is money of a site.

One word beside the file decides how far pay lies above a bar. Where people are paid in other money the file has to say
so itself; until it does, whatever holds pay against a bar, or prints money, counts as stated.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from checker.model.evidence import Place
from checker.model.pay_table import PayMapping
from checker.model.questionnaire import Finding
from checker.model.wages import PayScope, WageSet


def lower_by_currency(found: WageSet, mappings: Iterable[PayMapping], scope: PayScope) -> WageSet:
    """Return a subject's own set, with what rests on a currency that no site has lowered to `stated`, and a finding."""
    strange = list({mapping.file: mapping for mapping in mappings if _is_strange(mapping, scope)}.values())
    if not strange:
        return found
    from checker.facts.doubted import doubted

    found = replace(found, findings=(*found.findings, *(_finding(one, scope) for one in strange)))
    return doubted(found, lambda entry: entry.unit.startswith("money"))


def _is_strange(mapping: PayMapping, scope: PayScope) -> bool:
    return bool(scope.sites) and bool(_strange_money(mapping, scope))


def _strange_money(mapping: PayMapping, scope: PayScope) -> list[tuple[str, str]]:
    """Return the entry (``constants``, ``values``) and code of each currency that is no money of any site."""
    given = [("constants", mapping.constants["currency"])] if "currency" in mapping.constants else []
    given += [("values", code) for word, code in mapping.values.get("currency", {}).items() if word != code]
    if not given:
        return []
    from checker.load.place_names import pays_in

    return [one for one in given if not any(pays_in(site[0], one[1]) for site in scope.sites)]


def _finding(mapping: PayMapping, scope: PayScope) -> Finding:
    countries = ", ".join(dict.fromkeys(site[0] for site in scope.sites))
    strange = _strange_money(mapping, scope)
    entry, codes = strange[0][0], ", ".join(dict.fromkeys(code for _, code in strange))
    what = (
        f"the mapping, and not the pay file, says that {'all pay' if entry == 'constants' else 'pay'} is in {codes}, "
        f"which is not the money of {countries}: what holds pay against a living or minimum wage counts as stated"
    )
    todo = "export the currency as a column of the file, or correct it in the mapping"
    spot = mapping.spots.get(f"{entry}.currency") or Place(mapping.file)
    return Finding("currency_by_mapping", "warning", what, spot, todo)
