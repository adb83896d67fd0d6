"""A buyer and the suppliers that it names: their pay, under their own names, judged supplier by supplier.

Which of several judgements stands is decided in `checker.assess.statuses`.
"""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from checker.errors import InputError, Problem
from checker.facts.wage_facts import wage_facts
from checker.load.assessor import refuse_inside
from checker.load.questionnaires import shared_id
from checker.model.evaluation import Context, Evaluation
from checker.model.evidence import EvidenceItem, Period
from checker.model.facts import Cover, Fact, Facts
from checker.model.wages import WageEvidence, WageSet
from checker.pipeline.known import Known
from checker.pipeline.measures import assessor_files
from checker.pipeline.measuring import refuse_yardsticks_inside
from checker.pipeline.pay import own_table
from checker.pipeline.selection import PAY, reads_pay
from checker.rules.evaluate import CompiledRequirement, evaluate

WITHOUT = {"workers.": "no survey or record from workers was given"}


def suppliers_of(known: Known) -> tuple[Known, ...]:
    """Return the suppliers that a buyer names, read and measured; InputError with the problems of all of them.

    Of assessors' and workers' files only those speak of a supplier that name it, and none that lies in its folder.
    """
    if not known.subject.suppliers:
        return ()
    found, problems = list[Known](), list[Problem]()
    table = own_table(known.folder, known.subject)
    for name in known.subject.suppliers:
        folder = known.folder / name
        shown = posixpath.normpath(posixpath.join(known.subject.folder, name))
        try:
            _refuse_settings_of(known, folder)
            refuse_yardsticks_inside(known.measures.choices, [folder])
            for file in assessor_files(known.measures.choices.assessments):
                refuse_inside(file, file.as_posix(), [folder])
            supplier = Known(folder, shown, known.measures, table, named=True)
        except InputError as error:
            problems += error.problems
            continue
        if supplier.subject.kind != "supplier":
            what = f"{name} is a {supplier.subject.kind}, and only suppliers have pay data"
            problems.append(_at_suppliers(known, what, "name the folder of a supplier"))
        for other in found:
            if other.subject.folder == shown:
                problems.append(_at_suppliers(known, f"names {shown} twice", "keep one"))
            elif other.subject.id == supplier.subject.id:
                problems.append(shared_id(folder, shown, [other.subject.folder]))
        found.append(supplier)
    if problems:
        raise InputError(problems)
    return tuple(found)


def _refuse_settings_of(known: Known, supplier: Path) -> None:
    """Raise InputError where the settings lie in the folder of a supplier by whose pay the buyer is judged."""
    if known.measures.choices.settings is not None:
        from checker.load.settings import refuse_settings_inside

        refuse_settings_inside(known.measures.choices.settings, [supplier])


def _at_suppliers(known: Known, what: str, todo: str) -> Problem:
    place = known.subject.sections["suppliers"]
    file = posixpath.join(known.subject.folder, known.subject.file)
    return Problem(file, place.line, place.column, "suppliers", what, todo)


def pay_behind(known: Known, suppliers: Sequence[Known]) -> WageEvidence:
    """Return the pay sets that the result rests on: a buyer's are those of its suppliers."""
    if not suppliers:
        return known.wages
    named = [_named(supplier, known.subject.scope.period) for supplier in suppliers]
    return WageEvidence(
        tuple(pay for wages in named for pay in wages.sets),
        _silence(suppliers),
        tuple(finding for wages in named for finding in wages.findings),
        tuple(bar for wages in named for bar in wages.lowered_bars),
    )


def facts_behind(known: Known, suppliers: Sequence[Known]) -> Facts:
    """Return the subject's facts; of a buyer's missing pay facts they say which supplier is silent."""
    if not suppliers:
        return known.facts
    return Facts(_own(known), {**WITHOUT, PAY: _silence(suppliers) or "no supplier's pay data show it"})


def evaluate_by_supplier(
    known: Known, suppliers: Sequence[Known], chosen: Sequence[CompiledRequirement], context: Context
) -> dict[str, tuple[Evaluation, ...]]:
    """Return one evaluation a supplier for each requirement that reads pay; empty where no supplier is named."""
    paying = [r for r in chosen if reads_pay(r)] if suppliers else []
    tried = [evaluate(paying, facts, where) for facts, where in seen_by_supplier(known, suppliers, context)]
    return {r.requirement.id: tuple(each[n] for each in tried) for n, r in enumerate(paying)}


def seen_by_supplier(known: Known, suppliers: Sequence[Known], context: Context) -> list[tuple[Facts, Context]]:
    """Return, for each supplier, the buyer's facts with that supplier's pay, and what they are held against."""
    return [(_with_pay_of(known, supplier), _where(context, supplier)) for supplier in suppliers]


def _with_pay_of(known: Known, supplier: Known) -> Facts:
    """Return the buyer's facts with one supplier's pay facts, and none of its own."""
    why = f"{supplier.subject.id}: {supplier.wages.absent or supplier.facts.why_absent(PAY)}"
    pay = wage_facts(_named(supplier, known.subject.scope.period))
    return Facts({**_own(known), **pay}, {**WITHOUT, PAY: why})


def _own(known: Known) -> dict[str, tuple[Fact, ...]]:
    return {name: known.facts.get(name) for name in known.facts if not name.startswith(PAY)}


def _where(context: Context, supplier: Known) -> Context:
    """Return the buyer's context over the supplier's places too, with what assessors decided on its evidence."""
    prefix, theirs = supplier.subject.id, supplier.context
    levels = {(requirement, f"{prefix}/{item}"): level for (requirement, item), level in theirs.levels.items()}
    places = tuple(dict.fromkeys((*context.places, *theirs.places)))
    return replace(context, places=places, headcount=theirs.headcount, levels={**context.levels, **levels})


def _silence(suppliers: Sequence[Known]) -> str:
    return "; ".join(f"{s.subject.id}: {s.wages.absent}" for s in suppliers if s.wages.absent)


def _named(supplier: Known, period: Period) -> WageEvidence:
    """Return a supplier's pay sets with its own name before each id and path: a buyer may have several.

    They cover what the buyer is judged on only where the supplier's period holds the buyer's.
    """
    wider = supplier.subject.scope.period.includes(period)
    return replace(supplier.wages, sets=tuple(_named_set(pay, supplier, wider) for pay in supplier.wages.sets))


def _named_set(pay: WageSet, supplier: Known, wider: bool) -> WageSet:
    cover: Cover = pay.cover
    if not wider:
        why = "; ".join(filter(None, (cover.why, "the supplier's period does not hold the buyer's")))
        cover = cover._replace(complete=False, why=why)
    return replace(pay, cover=cover, evidence=tuple(named_item(item, supplier) for item in pay.evidence))


def named_item(item: EvidenceItem, supplier: Known) -> EvidenceItem:
    """Return an item under its supplier's name; what assessors or workers handed in keeps the place of its file."""
    folder = f"{supplier.subject.folder}/" if item.collector in ("supplier", "buyer") else ""
    return replace(
        item,
        id=f"{supplier.subject.id}/{item.id}",
        files=tuple(f._replace(path=f"{folder}{f.path}") for f in item.files),
        place=item.place._replace(file=f"{folder}{item.place.file}"),
    )
