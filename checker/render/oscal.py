"""The report as OSCAL assessment results (NIST, release 1.2.1): for tools that keep audits.

One result a subject and standard. The plan that OSCAL wants behind results is generated and stands in the back
matter (`checker.render.oscal_plan`). Nothing is taken from a clock, and nothing is attested: nobody signed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from checker.model.assessment import Report
from checker.render.oscal_findings import Case, case_of, findings, observations, risks
from checker.render.oscal_parts import (
    NO_DAY,
    Json,
    head_of,
    line,
    metadata,
    party_id,
    props,
    prose,
    resources,
    token,
    tool_assets,
    write,
)
from checker.render.oscal_plan import plan_id, plan_resource
from checker.render.stable_ids import Fingerprint, stable_id
from checker.render.summary import as_sentence, left_out, standard_name, verdict_sentence
from checker.render.view import head_view, subject_view
from checker.render.words import VERDICT

if TYPE_CHECKING:
    from checker.render import Options

View = Mapping[str, Any]
TITLE = "What was found on annotation suppliers and their buyers"
NOTHING = "nothing-assessed"
"""Stands where OSCAL wants a control and none was judged."""


def render(report: Report, options: Options) -> Iterator[bytes]:
    """Yield the assessment results in pieces, one result after the other."""
    chosen = [s for s in report.subjects if options.subject in (None, s.folder)]
    head = head_view(report)
    heads: list[View] = []
    mark = Fingerprint(head)

    def results() -> Iterator[Json]:
        for subject in map(subject_view, chosen):
            mark.add(subject)
            for standard in subject["standards"]:
                yield _result(head, case_of(subject, standard))
            # What the parts after the results need of each subject, without its results.
            heads.append({**head_of(subject), "standards": [_controls_only(s) for s in subject["standards"]]})
        if not heads:
            yield _nothing(head)

    def members() -> Iterator[tuple[str, Any]]:
        yield (
            "import-ap",
            {"href": f"#{plan_id()}", "remarks": "A plan generated from this report: see the back matter."},
        )
        yield "results", results()
        yield "metadata", metadata(TITLE, head, heads, {})
        yield "back-matter", {"resources": [plan_resource(head, heads), *resources(heads)]}
        yield "uuid", stable_id("assessment-results", mark.hex())

    return write("assessment-results", members())


def _result(head: View, case: Case) -> Json:
    subject, standard = case.subject, case.standard
    found = {"observations": observations(case), "risks": list(risks(case)), "findings": list(findings(case))}
    return {
        "uuid": stable_id("result", *case.key),
        "title": line(f"{subject['name'] or subject['id']}: {standard_name(standard)}"),
        "description": prose(verdict_sentence(subject, standard), standard["established"]),
        "start": case.assessed,
        "end": case.assessed,
        "props": props(_told(case)),
        "local-definitions": {"assessment-assets": tool_assets(head, *case.key)},
        "reviewed-controls": _reviewed(case),
        # OSCAL takes no empty list.
        **{name: items for name, items in found.items() if items},
        "remarks": prose(
            "Shown counts what is proven; claimed adds what is only said; possible is what open answers could still "
            "bring. Only shown is to be compared with anything.",
            *(
                f"{as_sentence(c['message'])} {as_sentence(c['todo'])}"
                for c in subject["findings"]
                if c["severity"] == "warning"
            ),
        ),
    }


def _told(case: Case) -> dict[str, object]:
    subject, standard, score = case.subject, case.standard, case.standard["score"]
    return {
        "subject": subject["id"],
        "folder": subject["folder"],
        "subject-party": party_id(subject),
        "standard": standard["id"],
        "edition": standard["edition"],
        "profile": standard["profile"],
        "verdict": standard["verdict"],
        "verdict-in-words": VERDICT[standard["verdict"]],
        "score-model": score["model"],
        "score-shown": score["shown"],
        "score-claimed": score["claimed"],
        "score-possible": score["possible"],
        "score-max": score["max"],
        "coverage": standard["coverage"],
        "as-of": subject["as_of"],
        "gate-date": subject["gate_date"],
        "period-from": subject["period"]["from"],
        "period-to": subject["period"]["to"],
        "headcount": subject["headcount"],
        "kinds-confirmed": subject["kinds"]["confirmed"] if subject["kinds"]["values"] else None,
        "date-unknown": None if subject["as_of"] else "no day of assessment is known; the stamps stand for none",
        **{f"count-{name.replace('_', '-')}": n for name, n in standard["counts"].items()},
    }


def _reviewed(case: Case) -> Json:
    results = case.standard["results"]
    outside = [r for r in results if r["status"] == "not_applicable"]
    excluded = [{"control-id": token(r["requirement"])} for r in outside]
    selection = {
        "include-controls": [{"control-id": token(r["requirement"])} for r in results] or [{"control-id": NOTHING}],
        **({"exclude-controls": excluded} if excluded else {}),
        "props": props({"standard": standard_name(case.standard)}),
    }
    why = [f"{r['requirement']} does not apply: {r['reason']}" for r in outside]
    why += [f"{name} was left out: {reason}" for name, reason in left_out(case.standard)]
    return {"control-selections": [selection], **({"remarks": prose(*why)} if why else {})}


def _controls_only(standard: View) -> View:
    kept = [{"requirement": r["requirement"]} for r in standard["results"]]
    return {**{name: standard[name] for name in ("id", "edition", "profile")}, "results": kept}


def _nothing(head: View) -> Json:
    """Return the one result that OSCAL insists on where no subject could be assessed: it finds nothing."""
    return {
        "uuid": stable_id("result", NOTHING),
        "title": "Nothing was assessed",
        "description": prose("No subject could be assessed. This says nothing about anybody."),
        "start": NO_DAY,
        "props": props({"date-unknown": "nothing was assessed; the stamp stands for no day"}),
        "local-definitions": {"assessment-assets": tool_assets(head, NOTHING)},
        "reviewed-controls": {"control-selections": [{"include-controls": [{"control-id": NOTHING}]}]},
    }
