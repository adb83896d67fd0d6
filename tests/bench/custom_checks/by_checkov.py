"""Custom checks of checkov, one a row of ``conditions.json`` beside this file: id, question, operator, bar.

An answer that is none (as the questionnaire's rules have it) neither passes nor fails: checkov leaves it out.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.yaml_doc.base_yaml_check import BaseYamlCheck
from checkov.yaml_doc.enums import BlockType

NO_ANSWER = ("", "null", ".nan", "n/a", "tbd", "see attached")
HOLDS: dict[str, Callable[[Any, Any], bool]] = {
    "is": lambda said, bar: said == bar,
    "is_not": lambda said, bar: said != bar,
    "one_of": lambda said, bar: said in bar,
    "none_of": lambda said, bar: said not in bar,
    "includes_any": lambda said, bar: any(one in bar for one in said),
    "includes_all": lambda said, bar: all(one in said for one in bar),
    "includes_none": lambda said, bar: not any(one in bar for one in said),
    "at_least": lambda said, bar: said >= bar,
    "at_most": lambda said, bar: said <= bar,
    "more_than": lambda said, bar: said > bar,
    "less_than": lambda said, bar: said < bar,
}


class Answer(BaseYamlCheck):
    """One comparison with one answer."""

    def __init__(self, requirement: str, question: str, operator: str, bar: Any) -> None:
        """Take part in every run of checkov's YAML framework."""
        name = f"{question} {operator} {bar}"
        super().__init__(name, requirement, [CheckCategories.CONVENTION], ["answers"], BlockType.OBJECT)
        self.section, self.question = question.split(".", 1)
        self.holds, self.bar = HOLDS[operator], bar

    def scan_entity_conf(self, conf: dict[str, Any], entity_type: str) -> CheckResult | tuple[CheckResult, Any]:
        """Compare the answer, plain or with its evidence; the result points at its section, not at all answers."""
        section = conf.get(self.section, {})
        said = section.get(self.question)
        if isinstance(said, dict):
            said = said.get("value")
        if said is None or said == [] or (isinstance(said, str) and said.strip().lower() in NO_ANSWER):
            return CheckResult.UNKNOWN
        return (CheckResult.PASSED if self.holds(said, self.bar) else CheckResult.FAILED), section


for condition in json.loads(Path(__file__).with_name("conditions.json").read_text(encoding="utf-8")):
    Answer(*condition)
