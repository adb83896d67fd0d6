"""The assessment plan that OSCAL wants behind assessment results: small, generated, carried in their back matter.

It says which requirements were judged for whom; there was no other plan, and it says so.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from checker.render.json_results import encode, utf8
from checker.render.oscal_parts import Json, line, metadata, party_id, props, prose, token, tool_assets
from checker.render.stable_ids import stable_id
from checker.render.summary import standard_name

View = Mapping[str, Any]
_NOTHING = [{"control-id": "nothing-assessed"}]


def plan_id() -> str:
    """Return the id of the resource that holds the plan."""
    return stable_id("plan")


def plan_resource(head: View, subjects: Sequence[View]) -> Json:
    """Return the back-matter resource with the plan in it; ``subjects`` have their standards' requirements."""
    content = utf8(encode(plan(head, subjects)))
    return {
        "uuid": plan_id(),
        "title": "Assessment plan, generated",
        "description": "Which requirements were judged for whom, made with the results; there was no other plan.",
        "base64": {
            "filename": "assessment-plan.json",
            "media-type": "application/json",
            "value": base64.b64encode(content).decode("ascii"),
        },
    }


def plan(head: View, subjects: Sequence[View]) -> Json:
    """Return the plan as an OSCAL document of its own."""
    system = stable_id("plan-system")
    parties = [{"subject-uuid": party_id(s), "type": "party"} for s in subjects]
    whom = {"assessment-subjects": [{"type": "party", "include-subjects": parties}]} if parties else {}
    return {
        "assessment-plan": {
            "uuid": stable_id("assessment-plan", *(s["id"] for s in subjects)),
            "metadata": metadata("Assessment plan, generated with the results", head, subjects, {}),
            "import-ssp": {"href": f"#{system}", "remarks": "There is no system security plan: see the resource."},
            "reviewed-controls": {"control-selections": _selections(subjects)},
            **whom,
            "assessment-assets": tool_assets(head, "plan"),
            "back-matter": {
                "resources": [
                    {
                        "uuid": system,
                        "title": "What the subjects say of themselves",
                        "description": prose(
                            "Each subject describes itself in its questionnaire and shows evidence for it; there is no "
                            "system security plan. The hashes of these files are in the report."
                        ),
                    }
                ]
            },
        }
    }


def _selections(subjects: Sequence[View]) -> list[Json]:
    """Return the requirements of each standard once, in the pack's order, whoever they were judged for."""
    found: dict[str, dict[str, None]] = {}
    for subject in subjects:
        for standard in subject["standards"]:
            ids = found.setdefault(standard_name(standard), {})
            ids.update((token(r["requirement"]), None) for r in standard["results"])
    selections = [
        {
            "description": line(name),
            "props": props({"standard": name}),
            "include-controls": [{"control-id": id_} for id_ in ids] or _NOTHING,
        }
        for name, ids in found.items()
    ]
    return selections or [{"include-controls": _NOTHING}]
