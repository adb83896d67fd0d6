"""What is claimed of one subject, and what stands against it, as CycloneDX claims.

A claim is one source's word on one fact: an answer of the subject, or what was measured or said by others. Answers of
the subject are always claims. What was measured, or said by others, is a claim too where the requirement did not fail,
and a counter-claim where it did. Where two sources conflict, the one that contradicts is the counter-claim.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from checker.render.clean import clean
from checker.render.cyclonedx_parts import FAILED, Json, evidence_ref, ref
from checker.render.numbers import fact as fact_words
from checker.render.page import place
from checker.render.summary import as_sentence
from checker.render.words import LEVEL, METHOD, fact_label

View = Mapping[str, Any]
SAID = ("answers.", "vendor.", "scope.")
"""Names of facts that the subject tells of itself."""
OWN = ("supplier", "buyer")


class SubjectClaims:
    """The claims on one subject, each once, however many requirements it bears on."""

    __slots__ = ("_claims", "_contested", "_subject")

    def __init__(self, subject: View) -> None:
        """Gather every claim: first what results read, then what only a conflict tells of."""
        self._subject = subject
        self._claims: dict[str, Json] = {}
        self._contested = self._evidence_against()
        for standard in subject["standards"]:
            for result in standard["results"]:
                for fact in _known(result):
                    self._add(fact, f"{_who(fact)}. {_shown(fact)}", fact["evidence"])
        for conflict in subject["conflicts"]:
            for side in ("claim", "evidence"):
                told = conflict[side]
                self._add(told, f"{as_sentence(conflict['why'])} {_shown(told)}", self._behind(told))

    def listed(self) -> Iterator[Json]:
        """Yield every claim."""
        yield from self._claims.values()

    def on(self, standard: View, result: View) -> tuple[list[str], list[str]]:
        """Return the ids of the claims and of the counter-claims on one requirement."""
        claims: dict[str, None] = {}
        counters: dict[str, None] = {}
        for fact in _known(result):
            own = fact["name"].startswith(SAID) and fact["collector"] in OWN
            (counters if result["status"] in FAILED and not own else claims)[self._ref(fact)] = None
        for conflict in self._subject["conflicts"]:
            if (conflict["standard"], conflict["requirement"]) == (standard["id"], result["requirement"]):
                claims[self._ref(conflict["claim"])] = None
                counters[self._ref(conflict["evidence"])] = None
        return [name for name in claims if name not in counters], list(counters)

    def _add(self, fact: View, reasoning: str, evidence: list[str]) -> None:
        name = self._ref(fact)
        if name in self._claims:
            return
        shown = [evidence_ref(self._subject, one) for one in dict.fromkeys(evidence)]
        against = [one for one in self._contested.get(name, ()) if one not in shown]
        self._claims[name] = {
            "bom-ref": name,
            "target": ref("organization", self._subject["id"]),
            "predicate": clean(f"{_label(fact)}: {fact_words(fact)}"),
            "reasoning": clean(reasoning),
            **({"evidence": shown} if shown else {}),
            **({"counterEvidence": against} if against else {}),
        }

    def _ref(self, fact: View) -> str:
        """Return the id of one source's word: its name, its place and what it says."""
        told = (str(fact.get("name", "")), place(fact.get("source") or fact.get("place")), fact_words(fact))
        return ref("claim", self._subject["id"], *told)

    def _evidence_against(self) -> dict[str, list[str]]:
        """Return claim -> the evidence that some conflict holds against it."""
        found: dict[str, list[str]] = {}
        for conflict in self._subject["conflicts"]:
            refs = [evidence_ref(self._subject, one) for one in self._behind(conflict["evidence"])]
            found.setdefault(self._ref(conflict["claim"]), []).extend(refs)
        return {name: list(dict.fromkeys(refs)) for name, refs in found.items()}

    def _behind(self, told: View) -> list[str]:
        """Return the ids of the evidence in whose files one side of a conflict stands."""
        files = str((told.get("place") or {}).get("file") or "").split(", ")
        return [e["id"] for e in self._subject["evidence"] if any(f["path"] in files for f in e["files"])]


def _known(result: View) -> Iterator[View]:
    """Yield the facts on which some source says something, of a requirement that applies."""
    if result["status"] != "not_applicable":
        yield from (fact for fact in result["facts"] if not fact.get("absent"))


def _label(fact: View) -> str:
    return fact_label(str(fact.get("name", "")))


def _who(fact: View) -> str:
    if fact["name"].startswith("wages."):
        return f"Measured by the tool on data of the {fact['collector'].replace('_', ' ')}"
    return f"Said by the {fact['collector'].replace('_', ' ')}"


def _shown(told: View) -> str:
    """Return level, number of workers, method and place in words."""
    level, method = str(told.get("level", "")), str(told.get("method") or "")
    parts = [LEVEL.get(level, level), place(told.get("source") or told.get("place"))]
    parts += [METHOD.get(method, method), f"{told['n']} workers or tasks" if told.get("n") is not None else ""]
    return as_sentence(", ".join(filter(None, parts)))
