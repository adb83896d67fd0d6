"""Every plug is in its table, imports, and is tested; every name that data use exists in the table that owns it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from checker.cli.main import COMMANDS
from checker.facts.engine import ENGINES
from checker.facts.metrics import CATALOGUE_NAMES, METRICS
from checker.load.question_bank import load_question_bank
from checker.load.standards import list_standards
from checker.load.wages import READERS
from checker.model.condition import Condition, facts_read
from checker.model.standard import Requirement
from checker.pipeline.measures import compile_standards
from checker.render import FORMATS
from tests.question_ids import ADDED, FIRST

ROOT = Path(__file__).resolve().parent.parent
TABLES: Mapping[str, Mapping[str, str]] = {
    "checker.facts.engines": ENGINES,
    "checker.facts.metrics": {name: entry.compute for name, entry in METRICS.items()},
    "checker.render": {name: entry.renderer for name, entry in FORMATS.items()},
    "checker.load.wages": READERS,
    "checker.cli": {name: target for name, (target, _) in COMMANDS.items()},
}
"""Plug folder -> its table: name -> ``module:attribute``."""
NO_PLUGS: Mapping[str, Mapping[str, str]] = {
    "checker.facts.engines": {},
    "checker.facts.metrics": {},
    "checker.render": {
        "baseline": "the file that `fairlabel baseline update` writes, which is no report",
        "blank_questionnaire": "the page that `fairlabel new` writes, which is no report",
        "benchmark_coverage": "what `fairlabel benchmarks coverage` prints, which is no assessment",
        "actions": "what is left to do, for formats with a plan",
        "ballots": "a ballot of workers, for all formats",
        "buyers": "what is the buyer's, for the pages",
        "clean": "escaping, for all formats",
        "cyclonedx_claims": "a part of CycloneDX",
        "cyclonedx_parts": "a part of CycloneDX",
        "cyclonedx_standards": "a part of CycloneDX",
        "crosswalk_notes": "a part of the page: what other standards ask",
        "embedded": "the report as data inside its page",
        "evidence_list": "a part of the page: evidence and its expiry",
        "front": "a part of the page: the first of it",
        "matrix": "a part of the page: themes by standards",
        "sign_off": "a part of the page: who stands behind it",
        "unseen": "a part of the page: what could not be seen",
        "evidence_dates": "until when what was shown carries a result, for formats for audits",
        "comparison": "what `fairlabel compare` prints, which is no assessment",
        "findings": "what the formats for CI say of each result",
        "json_heads": "a part of the JSON report",
        "json_results": "a part of the JSON report",
        "mapping_draft": "the mapping that `fairlabel wages sniff` writes, which is no report",
        "oscal_findings": "a part of both OSCAL documents",
        "oscal_parts": "a part of both OSCAL documents",
        "oscal_plan": "the assessment plan inside OSCAL assessment results",
        "numbers": "how numbers are written, for all formats",
        "pack_page": "a standard as a page, which is no report",
        "pack_scaffold": "the files that `fairlabel standards new` writes, which are no report",
        "pay_checks": "what `fairlabel wages check` prints, which is no assessment",
        "pay_change": "what `fairlabel wages change` prints, which is no assessment",
        "overlay_lines": "what waivers and a baseline did, in sentences, for several formats",
        "overlay_view": "a part of the view",
        "pdf_fonts": "fonts of the PDF report, and what is said where they lack letters",
        "pdf_tree": "the HTML report as values that the PDF report lays out",
        "page": "what HTML and Markdown show, in order",
        "pictures": "the pictures of pay with their captions and tables, for several formats",
        "plain": "the text report where there is no terminal",
        "put_aside": "sentences on what does not apply, for all formats",
        "plan_draft": "the action plan that an assessment begins, which is no report",
        "plan_lines": "where the actions of a plan stand, in sentences, for several formats",
        "plan_ods": "an action plan as an OpenDocument spreadsheet",
        "plan_sheet": "an action plan in a workbook",
        "plan_text": "what `fairlabel plan` prints, and a part of the text report",
        "plan_view": "a part of the view",
        "plan_yaml": "the file that `fairlabel plan` writes, which is no report",
        "plots": "pictures on their own, which are no report",
        "portfolio": "the site that `fairlabel portfolio` writes, which is no assessment",
        "results_view": "a part of the view",
        "sarif_rules": "a part of the SARIF log",
        "stable_ids": "ids that stay the same from run to run, for formats for audits",
        "summary": "verdict sentence and worst gaps, for all formats",
        "trend": "what `fairlabel trend` prints, which is no assessment",
        "text_lines": "a part of the text report",
        "text_overlays": "a part of the text report",
        "view": "the report as plain values, small cells hidden",
        "wages_alone": "what `fairlabel wages audit` prints, which is no assessment",
        "wages_view": "a part of the view",
        "words": "words for statuses, levels and metrics",
        "workbook_cells": "a part of the workbook",
        "workbook_layout": "the sheets and headers of the workbook",
        "workbook_rows": "a part of the workbook",
        "workbook_wages": "a part of the workbook",
        "steps": "what would settle what is open, and what `fairlabel next` prints",
    },
    "checker.load.wages": {
        "cell_text": "typed cells as text, for workbooks and databases",
        "database_tables": "which table of a database file is meant",
        "day_forms": "how days and stamps are written, for all readers",
        "duckdb_file": "one of the two kinds of database",
        "duckdb_rows": "what a reader opened, in DuckDB",
        "guesses": "drafts a mapping, reads no pay",
        "header_rows": "finds the header of a sheet",
        "header_words": "the words by which columns are known",
        "mapping": "reads the mapping file, not pay",
        "mapped_words": "what a mapping may say of words, not pay",
        "number_marks": "decimal mark, for all readers of text",
        "pay_file": "what every reader returns",
        "reading": "the query over what a reader opened",
        "row_table": "rows from Python into DuckDB",
        "sniffing": "looks at a file for the draft of its mapping",
        "spark_rows": "what a reader opened, in Spark",
        "sqlite": "one of the two kinds of database",
        "workbook_file": "opens a workbook for its reader",
        "workbook_parts": "scans .xlsx and .ods before they are read",
        "xls_parts": "scans .xls before it is read",
    },
    "checker.cli": {
        "actions": "the summary of a step in GitHub Actions",
        "benchmark_tables": "import, layouts and coverage, commands of benchmarks",
        "choices": "options that several commands share",
        "drawing": "a report in the formats that were asked for",
        "judging": "what the options of all that judge come to",
        "exits": "exit codes and failures",
        "format_names": "names of formats, and which one is meant by a wrong one",
        "typed_paths": "paths as they were typed, for all commands",
        "main": "the table itself",
        "outputs": "where reports are written",
        "plots": "where pictures are written",
        "settings": "where the values of options come from",
        "progress": "the line that shows how far a run is",
        "sites": "where the pages of a portfolio are written",
    },
}
"""Modules in a plug folder that are no plug, with the reason."""


def modules_in(package: str) -> set[str]:
    folder = ROOT / package.replace(".", "/")
    return {file.stem for file in folder.glob("*.py")} - {"__init__"}


def named_in(package: str) -> set[str]:
    targets = (target.partition(":")[0] for target in TABLES[package].values())
    return {module.removeprefix(f"{package}.") for module in targets}


@pytest.mark.parametrize("package", TABLES)
def test_every_module_is_in_its_table_or_says_why_not(package: str) -> None:
    listed, apart = named_in(package), set(NO_PLUGS[package])
    assert modules_in(package) - listed - apart == set(), "add a line to the table, or a reason above"
    assert (listed | apart) - modules_in(package) == set(), "the table or the list above names a module that is gone"
    assert listed & apart == set()


@pytest.mark.parametrize(
    ("name", "target"), [pytest.param(n, t, id=f"{p}:{n}") for p, table in TABLES.items() for n, t in table.items()]
)
def test_every_line_of_a_table_imports(name: str, target: str) -> None:
    module, colon, attribute = target.partition(":")
    assert colon, f"{name}: write module:attribute"
    assert callable(getattr(import_module(module), attribute))


@cache
def texts_of_tests() -> str:
    """Return all tests but this one: a name that stands in none of them is tested by none."""
    files = [f for f in (ROOT / "tests").rglob("test_*.py") if f != Path(__file__).resolve()]
    return "\n".join(file.read_text(encoding="utf-8") for file in sorted(files))


def is_tested(pattern: str) -> bool:
    return re.search(pattern, texts_of_tests()) is not None


def stems() -> set[str]:
    """Return the names of metrics without the suffixes that one line of the table gives to a whole family."""
    ends = re.compile("(_paid_time|_hours_weighted|_pooled)+$")
    bare = {ends.sub("", name) for name in METRICS}
    return {n for n in bare if not (n.endswith("_minimum_wage") and n.removesuffix("_minimum_wage") in bare)}


@pytest.mark.parametrize("stem", sorted(stems()))
def test_every_metric_is_named_by_a_test(stem: str) -> None:
    words = re.sub(r"_p\d+$", r"_p[\\d{]", stem)  # a test over several percentiles writes f"..._p{share}"
    assert is_tested(rf"\b{words}(_|\b|\w)")


@pytest.mark.parametrize("suffix", ["_minimum_wage", "_paid_time", "_hours_weighted", "_pooled"])
def test_every_suffix_of_a_family_is_named_by_a_test(suffix: str) -> None:
    assert is_tested(rf"\w{suffix}(_|\b)")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_rendered_by_a_test(name: str) -> None:
    assert is_tested(rf"""render\(.*["']{name}["']|["']{name}["']: ?["']\.""")


@pytest.mark.parametrize("ending", sorted(set(READERS) - {"folder"}))
def test_every_reader_is_opened_by_a_test(ending: str) -> None:
    assert is_tested(rf"""[\w}}]{re.escape(ending)}["']""")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_run_by_a_test(name: str) -> None:
    assert is_tested(
        rf"""(run|printed|fairlabel|invoke|call|cli)\w*\(\s*\[?["']{name}["']|["']checker["'], ["']{name}["']"""
    )


def requirements() -> list[Requirement]:
    names = [f"{entry.id}@{entry.edition}" for entry in list_standards()]
    return [c.requirement for name in names for c in compile_standards((name,), ())[0].requirements]


def conditions_of(requirement: Requirement) -> list[Condition]:
    claim = requirement.claim.when if requirement.claim else None
    found = [requirement.applies_when, requirement.satisfied_when, claim, *(b.when for b in requirement.credit)]
    return [condition for condition in found if condition is not None]


def test_every_fact_that_a_pack_reads_exists() -> None:
    bank = load_question_bank()
    read = {(r.id, key.partition("@")[0]) for r in requirements() for c in conditions_of(r) for key in facts_read(c)}
    assert len(read) > 150
    known = {
        *(f"wages.{name}" for name in METRICS),
        *(f"answers.{name}" for name in bank.questions),
        *(f"evidence.{name}" for name in bank.kinds),
        *bank.survey,
        *(f"scope.{name}" for name in ("sites", "period_from", "period_to", "services", "headcount")),
        *(f"vendor.{name}" for name in ("id", "name", "country", "kinds")),
    }
    assert {(rid, fact) for rid, fact in read if fact not in known} == set()


def test_every_kind_of_evidence_that_data_name_exists() -> None:
    bank = load_question_bank()
    asked = {(r.id, kind) for r in requirements() for kind in r.evidence.listed}
    wanted = {(q.id, kind) for q in bank.questions.values() for kind in q.evidence}
    assert len(asked) > 300
    assert {pair for pair in asked | wanted if pair[1] not in bank.kinds} == set()


def test_every_question_is_read_by_a_pack_or_asked_on_the_way() -> None:
    """A question that no chosen standard reads is asked of nobody; of those in wait `standards lint` has a list."""
    bank = load_question_bank()
    read = {key for r in requirements() for c in conditions_of(r) for key in facts_read(c)}
    read |= {key for q in bank.questions.values() if q.asked_when is not None for key in facts_read(q.asked_when)}
    assert {name for name in FIRST if f"answers.{name}" not in read} == set()
    assert {name for name in bank.questions if f"answers.{name}" not in read} <= set(ADDED)


def test_every_name_of_the_catalogue_leads_to_a_metric() -> None:
    assert {new for new in CATALOGUE_NAMES.values() if new not in METRICS} == set()
    assert {old for old in CATALOGUE_NAMES if old in METRICS} == set(), "a name that is the table's own needs no line"
