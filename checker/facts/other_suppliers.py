"""Which rows of a pay file are another supplier's: set aside if that supplier is in the run, else refused."""

from __future__ import annotations

from collections.abc import Sequence

from checker.errors import InputError, Problem
from checker.facts import pay_checks
from checker.facts.pay_survey import Survey
from checker.model.pay_table import PayTable
from checker.model.quantity import many
from checker.model.wages import PayScope


def other_suppliers(tables: Sequence[PayTable], scope: PayScope, seen: Survey) -> frozenset[int]:
    """Return the cells of other suppliers in the run; InputError for rows of a supplier who is not in it."""
    foreign = {
        n: cell["supplier_id"] for n, cell in seen.cells.items() if cell["supplier_id"] not in (None, scope.subject)
    }
    if not scope.subject:
        return _one_supplier(tables, set(foreign.values()))
    unknown = frozenset(n for n, name in foreign.items() if name not in scope.other_subjects)
    if unknown:
        found = sorted({foreign[n] for n in unknown})
        names = ", ".join(found) if len(found) <= pay_checks.MOST_WORDS else f"{len(found)} different names"
        rows = many(seen.rows_of(unknown), "row", "is", "are")
        what = f"{rows} of another supplier ({names}), who is not assessed in this run"
        todo = (
            f"take them out, or assess that supplier in the same run; this subject's supplier_id is {scope.subject!r}"
        )
        raise InputError([Problem(tables[0].label, None, None, "supplier_id", what, todo)])
    return frozenset(foreign)


def _one_supplier(tables: Sequence[PayTable], names: set[str]) -> frozenset[int]:
    """Return no cell: without a subject the file is of the supplier that it names; InputError where it names more."""
    if len(names) > 1:
        few = len(names) <= pay_checks.MOST_WORDS
        said = f" ({', '.join(sorted(names))})" if few else ""
        what = f"the rows are of {len(names)} suppliers{said}, and one supplier is measured at a time"
        raise InputError([Problem(tables[0].label, None, None, "supplier_id", what, "give a file for each supplier")])
    return frozenset()
