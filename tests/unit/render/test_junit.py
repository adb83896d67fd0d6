"""JUnit: read back by junitparser, the strict flavour by Jenkins' own schema."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import xmlschema
from junitparser import Error, Failure, JUnitXml, Skipped

from checker.model.assessment import InvalidSubject, Report
from checker.render import Options, render
from tests import reports_for_tests as made

SCHEMA = xmlschema.XMLSchema(str(Path(__file__).resolve().parents[2] / "schemas" / "junit-10.xsd"))
GITLAB, STRICT = Options(), Options(junit_flavour="strict")


def cases(report: Report, options: Options = GITLAB) -> dict[str, Any]:
    """Return the cases of a file by the id of their requirement."""
    read = JUnitXml.fromstring(render(report, "junit", options))
    return {case.name.split(" · ")[1]: case for suite in read for case in suite}


def test_each_requirement_is_a_case_and_each_status_has_its_outcome() -> None:
    found = cases(made.report())
    outcomes = {name: [(type(r), r.type) for r in case.result] for name, case in found.items()}
    assert outcomes == {
        "PAI-PAY-01": [(Failure, "not_met")],
        "PAI-PAY-02": [(Failure, "partly_met")],
        "PAI-TIME-03": [(Failure, "not_met")],
        "PAI-CON-01": [(Failure, "open")],
        "PAI-GRV-01": [(Failure, "open")],
        "PAI-PRV-02": [(Skipped, "open")],
        "PAI-CON-02": [],
        "PAI-WEL-01": [(Skipped, "not_applicable")],
        "PAI-QA-09": [(Error, "error")],
    }


def test_what_stands_in_a_case() -> None:
    case = cases(made.report())["PAI-PAY-01"]
    assert case.name == "acme · PAI-PAY-01 · No worker is paid below the local living wage"
    assert case.classname == "acme.pai@2022"
    assert case._elem.get("file") == "vendors/acme/questionnaire.yaml"
    (failure,) = case.result
    assert failure.message.startswith("Not met: 18 of 60 workers are below the living wage. To do: Raise the rates")
    assert failure.text.endswith("\nvendors/acme/questionnaire.yaml:31")
    assert failure.text.startswith(failure.message)


def test_suites_count_what_is_in_them() -> None:
    broken = InvalidSubject("vendors/broken", ("it is broken",))
    read = JUnitXml.fromstring(render(made.report(invalid=(broken,)), "junit"))
    suites = {suite.name: (suite.tests, suite.failures, suite.errors, suite.skipped) for suite in read}
    assert suites == {"vendors/broken": (1, 0, 1, 0), "acme · PAI 2022 (extended)": (9, 5, 1, 2)}


@pytest.mark.parametrize(("fail_on", "failing"), [("critical", 1), ("major", 2), ("minor", 3), ("never", 0)])
def test_what_is_open_fails_where_the_gate_counts_it(fail_on: str, failing: int) -> None:
    """Open are one critical, one major, one minor."""
    found = cases(replace(made.report(), fail_on=fail_on))
    opened = [r for case in found.values() for r in case.result if r.type == "open"]
    assert sum(isinstance(r, Failure) for r in opened) == failing
    assert all("not counted by the gate" in r.message for r in opened if isinstance(r, Skipped))


def test_the_strict_flavour_keeps_to_jenkins_schema_and_the_other_names_files() -> None:
    broken = InvalidSubject("vendors/broken", ("it is broken",))
    whole = made.report(made.subject(), made.subject(id="b", folder="vendors/b"), invalid=(broken,))
    strict = render(whole, "junit", STRICT).decode("utf-8")
    SCHEMA.validate(strict.partition("\n")[2])
    assert "file=" not in strict
    loose = render(whole, "junit", GITLAB).decode("utf-8")
    with pytest.raises(xmlschema.XMLSchemaValidationError, match="file"):
        SCHEMA.validate(loose.partition("\n")[2])
    assert loose.count(" file=") == 19


def test_a_run_without_subjects_is_an_empty_file_that_can_be_read() -> None:
    content = render(Report((), (), "0.1.0", "major", 4), "junit", STRICT)
    SCHEMA.validate(content.decode("utf-8").partition("\n")[2])
    assert len(list(JUnitXml.fromstring(content))) == 0


def test_no_two_cases_have_one_name() -> None:
    """Two editions of one standard ask the same under the same id; GitLab keeps the first of two names."""
    both = made.subject(standards=(made.standard(), made.standard(edition="2027")))
    read = JUnitXml.fromstring(render(made.report(both), "junit"))
    names = [case.name for suite in read for case in suite]
    assert len(names) == len(set(names)) == 18
