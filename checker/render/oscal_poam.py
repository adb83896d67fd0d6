"""The gaps as an OSCAL plan of action and milestones (NIST, release 1.2.1): what to do, by whom, by when.

One item for each requirement that is not shown to be met, the worst of each subject and standard first. Due days are
the day of the assessment plus the days of the pack's remedy; what is waived keeps its item, with the waiver's end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from checker.model.assessment import Report
from checker.render.actions import Action, actions
from checker.render.oscal_findings import (
    Case,
    case_of,
    findings,
    observation_ids,
    observations,
    risk_id,
    risks,
)
from checker.render.oscal_parts import (
    NS,
    Json,
    head_of,
    line,
    metadata,
    props,
    prose,
    resources,
    tool_assets,
    tool_id,
    word,
    write,
)
from checker.render.stable_ids import Fingerprint, stable_id
from checker.render.summary import as_sentence, standard_name
from checker.render.view import head_view, subject_view
from checker.render.words import OWNER, STATUS

if TYPE_CHECKING:
    from checker.render import Options

View = Mapping[str, Any]
TITLE = "What is to be done, by whom, by when"


def render(report: Report, options: Options) -> Iterator[bytes]:
    """Yield the plan of all subjects in pieces, one list after the other, each subject looked at again for each."""
    chosen = [s for s in report.subjects if options.subject in (None, s.folder)]
    head = head_view(report)
    heads: list[View] = []
    keys: list[tuple[str, ...]] = []
    mark = Fingerprint(head)

    def cases() -> Iterator[Case]:
        for subject in map(subject_view, chosen):
            yield from (case_of(subject, standard) for standard in subject["standards"])

    def first_list() -> Iterator[Json]:
        for subject in map(subject_view, chosen):
            mark.add(subject)
            heads.append(head_of(subject))
            for standard in subject["standards"]:
                case = case_of(subject, standard)
                keys.append(case.key)
                yield from _open_observations(case)

    def items() -> Iterator[Json]:
        found = (item for case in cases() for item in _items(case))
        yield next(found, _nothing(bool(keys)))
        yield from found

    def members() -> Iterator[tuple[str, Any]]:
        yield "observations", first_list()
        yield "risks", (risk for case in cases() for risk in risks(case))
        yield "findings", (f for case in cases() for f in findings(case) if "related-risks" in f)
        yield "poam-items", items()
        yield "metadata", metadata(TITLE, head, heads, {})
        if len(heads) == 1:
            yield "system-id", {"identifier-type": NS, "id": word(heads[0]["id"])}
        if keys:
            yield "local-definitions", {"assessment-assets": _assets(head, keys)}
        shown = resources(heads)
        if shown:
            yield "back-matter", {"resources": shown}
        yield "uuid", stable_id("poam", mark.hex())

    return write("plan-of-action-and-milestones", members())


def _assets(head: View, keys: Iterable[tuple[str, ...]]) -> Json:
    """Return the tool once for each case, since the parts of each case name it."""
    each = [tool_assets(head, *key) for key in keys]
    return {kind: [asset for assets in each for asset in assets[kind]] for kind in each[0]}


def _open_observations(case: Case) -> Iterator[Json]:
    """Yield the observations on which something rests that is not shown to be met."""
    wanted = {
        reference["observation-uuid"]
        for action in actions(case.subject, case.standard, planned=True)
        for reference in observation_ids(case, action.result)
    }
    yield from (o for o in observations(case) if o["uuid"] in wanted)


def _items(case: Case) -> Iterator[Json]:
    for action in actions(case.subject, case.standard, planned=True):
        yield _item(case, action)


def _item(case: Case, action: Action) -> Json:
    result, name, waiver = action.result, action.result["requirement"], action.waiver
    told = {
        "subject": case.subject["id"],
        "standard": standard_name(case.standard),
        "requirement": name,
        "status": result["status"],
        "severity": result["severity"],
        "owner": action.owner,
        "due": action.due,
        "why-no-due": action.why_no_due,
        "evidence-expected": action.expected,
        "effect-on-shown-score": action.effect,
        "baseline": result.get("baseline"),
        "waived-until": waiver["until"] if waiver else None,
        "waiver-approved-by": waiver["approved_by"] if waiver else None,
    }
    return {
        "uuid": stable_id("poam-item", *case.key, name),
        "title": line(f"{name}, {STATUS[result['status']].word.lower()}: {result['title']}"),
        "description": prose(
            action.remedy,
            f"Evidence expected: {action.expected}",
            f"By {OWNER.get(action.owner, action.owner)}." if action.owner else "",
            as_sentence(result["reason"]),
        ),
        "props": props(told),
        "origins": [{"actors": [{"type": "tool", "actor-uuid": tool_id(*case.key)}]}],
        "related-findings": [{"finding-uuid": stable_id("finding", *case.key, name)}],
        "related-observations": observation_ids(case, result),
        "related-risks": [{"risk-uuid": risk_id(case, name)}],
    }


def _nothing(assessed: bool) -> Json:
    """Return the one item that OSCAL insists on where there is nothing to do, or where nobody was assessed."""
    what = "Nothing is left to do" if assessed else "Nothing was assessed"
    why = (
        "Every requirement that applies is shown to be met."
        if assessed
        else "No subject could be assessed, so nothing is known of what is to be done."
    )
    return {"uuid": stable_id("poam-item", what), "title": what, "description": why}
