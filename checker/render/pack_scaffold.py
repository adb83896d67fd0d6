"""The files of a new pack: one worked requirement to write over, whose cases come out as written."""

from __future__ import annotations

import re

_HEADER = """\
# A pack is data: this header and requirements/<theme>.yaml. What each field means: the README of standards/.
id: {id}
edition: "{edition}"
title: {{en: {title}}}
issuer: TODO who published the standard
# in_force: {{from: {year}-01-01, countries: [DE, FR]}}     # without it: always and everywhere

# Printed with every result: what of this pack is in the standard's text, and what was inferred.
established:
  en: TODO
# What the source's terms of use allow, and that its wording is not copied.
terms:
  en: TODO

score: {{model: weighted}}            # weighted, threshold_pairs, deduction, none
weights: {{critical: 8, major: 4, minor: 1, advisory: 0}}

# Bars that a condition names. Only a tool_choice can be moved in the settings.
# parameters:
#   reply_days:
#     value: 14
#     unit: days
#     basis: tool_choice              # standard, tool_choice, adjacent_source
#     why: {{en: "TODO why this number and not another"}}

# Who set it. Write unknown where nobody has read it.
governance:
  proposed_by: unknown
  decided_by: unknown
  workers_part: unknown               # none, consulted, co_decided, veto, unknown
  funder: unknown
  date: unknown
  dissent: unknown
  source: unknown
"""

_THEME = """\
# One theme a file. Each requirement: own words, a source that can be followed, at least three cases.
theme: grievance
title: {{en: Complaints and decisions}}

requirements:
  - id: {prefix}-1                    # never used twice; a renamed one keeps its old id under aliases
    title: {{en: "TODO what is asked, in one line"}}
    theme: grievance
    subject: supplier                 # whom it judges: supplier, buyer, both
    severity: minor                   # critical, major, minor, advisory
    # scope: [bpo, crowd_platform]    # kinds of supplier; without it: all
    satisfied_when: {{fact: answers.grievance.exists, is: true}}
    evidence: {{at_least: documented, kinds: [grievance_procedure]}}
    remedy:
      owner: supplier
      due: 90 days
      text: {{en: "TODO what closes the gap"}}
    why: {{en: "TODO what goes wrong for workers without it"}}
    source: {{document: TODO, section: TODO, year: {year}, url: "https://example.org/", read: "no"}}
    threshold_origin: tool_choice     # source, tool_choice, adjacent_source
    cases:
      - {{name: answered well, given: {{answers.grievance.exists: true}}, expect: met}}
      - {{name: answered badly, given: {{answers.grievance.exists: false}}, expect: not_met}}
      - {{name: no answer, given: {{}}, expect: unknown}}
"""


def scaffold(name: str, edition: str, title: str, year: int) -> dict[str, bytes]:
    """Return path -> content of the files of a new pack, paths below the folder of its edition.

    >>> sorted(scaffold("ours", "2026", "Ours", 2026))
    ['pack.yaml', 'requirements/grievance.yaml']
    """
    prefix = re.sub(r"[^A-Z0-9]+", "-", name.upper()).strip("-")
    words = {"id": name, "edition": edition, "title": _quoted(title), "prefix": prefix, "year": year}
    texts = {"pack.yaml": _HEADER, "requirements/grievance.yaml": _THEME}
    return {path: text.format(**words).encode() for path, text in texts.items()}


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
