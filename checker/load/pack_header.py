"""A pack's header, ``pack.yaml``: what it is called, how it is scored, its parameters, and who set it."""

from __future__ import annotations

from typing import Any, NamedTuple, cast

from checker.load.pack_fields import Fields
from checker.load.pack_requirements import read_in_force
from checker.model.standard import Governance, InForce, Parameter, ScoreModel, Text
from checker.model.statuses import SEVERITIES, Severity

FIELDS = (
    "id", "edition", "title", "issuer", "in_force", "established", "terms", "score", "weights", "parameters",
    "zero_tolerance", "governance",
)  # fmt: skip
MAXIMA = {"weighted": 100.0, "threshold_pairs": 10.0, "deduction": 100.0, "none": 0.0}
BASES = ("standard", "tool_choice", "adjacent_source")
GOVERNANCE = ("proposed_by", "decided_by", "workers_part", "funder", "date", "dissent", "source")
WORKERS_PARTS = ("none", "consulted", "co_decided", "veto", "unknown")


class Header(NamedTuple):
    """What ``pack.yaml`` says."""

    id: str
    edition: str
    title: Text
    issuer: str
    in_force: InForce
    terms: Text
    established: Text
    score: ScoreModel
    weights: dict[Severity, float]
    parameters: dict[str, Parameter]
    zero_tolerance: tuple[str, ...]
    governance: Governance


def read_header(fields: Fields, pack: str, edition: str) -> Header:
    """Return the header of the pack in the folder ``pack/edition``; mistakes are noted in ``fields.problems``."""
    fields.only(FIELDS)
    for name, folder in (("id", pack), ("edition", edition)):
        if fields.text(name) not in ("", folder):
            fields.wrong((name,), f"the folder says {folder!r}", "folder and header carry the same id and edition")
    score = _score(fields)
    return Header(
        pack,
        edition,
        fields.words("title"),
        fields.text("issuer"),
        read_in_force(fields),
        fields.words("terms"),
        fields.words("established"),
        score,
        _weights(fields, score),
        _parameters(fields),
        fields.texts("zero_tolerance"),
        _governance(fields),
    )


def _score(fields: Fields) -> ScoreModel:
    inside = fields.inside("score")
    if inside is None:
        return ScoreModel("weighted", 100.0)
    inside.only(("model", "max"))
    name = inside.choice("model", MAXIMA)
    maximum = float(inside.number("max", MAXIMA[name]))
    if name in ("weighted", "deduction") and maximum <= 0:
        inside.wrong(("max",), "needs a number above 0")
    return ScoreModel(cast(Any, name), MAXIMA[name] if name == "threshold_pairs" else maximum)


def _weights(fields: Fields, score: ScoreModel) -> dict[Severity, float]:
    defaults: dict[Severity, float] = {"critical": 8, "major": 4, "minor": 1, "advisory": 0}
    inside = fields.inside("weights", needed=False)
    if inside is None:
        return defaults
    inside.only(SEVERITIES)
    weights: dict[Severity, float] = {name: float(inside.number(name, defaults[name])) for name in SEVERITIES}
    for name, weight in weights.items():
        if weight < 0:
            inside.wrong((name,), "a weight is 0 or more")
    if score.name != "none" and not any(weights.values()):
        inside.wrong((), "the weights sum to zero, so there is nothing to score", "give one severity a weight")
    return weights


def _parameters(fields: Fields) -> dict[str, Parameter]:
    inside = fields.inside("parameters", needed=False)
    if inside is None:
        return {}
    parameters = {}
    for name in inside.value:
        entry = cast(Fields, inside.inside(name))
        entry.only(("value", "unit", "basis", "why"))
        value = entry.number("value")
        basis = cast(Any, entry.choice("basis", BASES))
        parameters[name] = Parameter(name, value, entry.text("unit"), basis, entry.words("why"), value)
    return parameters


def _governance(fields: Fields) -> Governance:
    inside = fields.inside("governance", needed=False)
    if inside is None:
        todo = f"write who proposed and decided it ({', '.join(GOVERNANCE)}); `unknown` where nobody has read it"
        fields.wrong((), "'governance' is missing: readers must see who set the standard", todo)
        return Governance("", "", "unknown", "", "", "", "")
    inside.only((*GOVERNANCE, "note", "pack"))
    part = inside.choice("workers_part", WORKERS_PARTS)
    words = {name: inside.text(name) for name in GOVERNANCE if name != "workers_part"}
    extra = {name: inside.text(name, needed=False) for name in ("note", "pack")}
    return Governance(workers_part=cast(Any, part), **words, **extra)
