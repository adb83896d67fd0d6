"""The head of a questionnaire, invented, and what reading a whole one gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.errors import InputError
from checker.load.question_bank import load_question_bank
from checker.load.questionnaires import load_questionnaire
from checker.model.questionnaire import Questionnaire

HEAD = """\
fairlabel: questionnaire/1
template: annotation-supplier
vendor: {id: acme, name: Acme Annotation, country: KE, kinds: [bpo]}
scope:
  period: {from: 2026-01-01, to: 2026-06-30}
  sites: [{place: KE-30, city: Nairobi, area: urban, headcount: 60}]
  services: [image_annotation]
"""

EVIDENCE = (
    HEAD
    + """\
evidence:
  - {id: terms, kind: worker_terms, files: [docs/terms.pdf], issued: 2025-12-01,
     covers: {from: 2026-01-01, to: 2026-12-31, sites: [KE]}}
  - {id: register, kind: register, files: ['docs\\register.csv', docs/terms.pdf]}
  - {id: survey, kind: worker_survey, files: [docs/register.csv], respondents: 41, sampling: volunteered}
  - {id: pay, kind: wage_data, files: [wages/pay.csv], mapping: wages/mapping.yaml}
answers:
  pay: {models: {value: [hourly], evidence: [terms, pay, terms]}}
"""
)
FILES = {"docs__terms_dot_pdf": "terms", "docs__register_dot_csv": "a,b\n", "wages__pay_dot_csv": "x\n1\n",
         "wages__mapping_dot_yaml": "fairlabel: wages/1\n"}  # fmt: skip


def load(folder: Path, text: str, shown: str = "vendors/acme", **files: str) -> Questionnaire:
    (folder / "questionnaire.yaml").write_text(text, encoding="utf-8")
    for name, content in files.items():
        file = folder / name.replace("__", "/").replace("_dot_", ".")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    return load_questionnaire(folder, shown, load_question_bank())


def refused(folder: Path, text: str) -> str:
    with pytest.raises(InputError) as raised:
        load(folder, text)
    return str(raised.value)
