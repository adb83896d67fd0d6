"""The smallest subjects that can be judged, made in a folder of the test: invented, and said to be.

A supplier in Manchester with twelve workers at 15 GBP an hour, above the living wage of the place (13.45), all
time recorded. It shows little else, so that it ends as "cannot conclude" (exit code 5) and fails nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

Row = dict[str, object]
ANSWERS = {
    "meta": {"employment_statuses": "{value: [employee], evidence: [payroll]}"},
    "pay": {"models": "[hourly]"},
    "comms": {"channels": "{value: [email], evidence: [policy]}"},
}
EVIDENCE = (
    "{id: payroll, kind: wage_data, files: [wages/pay.csv], mapping: wages/mapping.yaml, issued: 2026-07-05,"
    " covers: {from: 2026-01-01, to: 2026-06-30}, sampling: census}",
    "{id: policy, kind: policy, files: [documents/policy.md], issued: 2026-01-02}",
)
SCOPE = """\
scope:
  period: {from: 2026-01-01, to: 2026-06-30}
  sites: [{place: GB-MAN, city: Manchester, area: urban, headcount: 12}]
"""
MAPPING = """\
fairlabel: wages/1
grain: payroll
time_basis: shift
time_zone: Europe/London
constants: {country: GB, region: GB-MAN, city: Manchester, area: urban, currency: GBP, employment_status: employee}
"""
SILENT = ("{id: policy, kind: policy, files: [documents/policy.md], issued: 2026-01-02}",)
"""Evidence without pay data: judged in a fraction of the time."""
COLUMNS = ("worker_id", "period_start", "period_end", "hours_paid", "hours_unpaid", "pay", "fees", "deductions")
MONTHS = [(date(2026, m, 1), date(2026, m, d)) for m, d in ((1, 31), (2, 28), (3, 31), (4, 30), (5, 31), (6, 30))]


def pay_rows(workers: int = 12, rate: int = 15) -> list[Row]:
    """Return six months of payroll: 150 hours a month, all of them paid."""
    return [
        {
            "worker_id": f"w{n:02d}", "period_start": first, "period_end": last, "hours_paid": 150, "hours_unpaid": 0,
            "pay": 150 * rate, "fees": 0, "deductions": 0,
        }
        for first, last in MONTHS
        for n in range(1, workers + 1)
    ]  # fmt: skip


def csv_text(rows: Iterable[Mapping[str, object]], columns: Iterable[str] = COLUMNS) -> str:
    """Return rows as CSV; a missing cell is empty."""
    columns = list(columns)
    lines = [",".join(columns), *(",".join(str(row.get(name, "")) for name in columns) for row in rows)]
    return "\n".join(lines) + "\n"


def questionnaire(
    subject: str = "acme",
    *,
    answers: Mapping[str, Mapping[str, str]] = ANSWERS,
    evidence: Iterable[str] = EVIDENCE,
    scope: str = SCOPE,
    vendor: str = "country: GB, kinds: [bpo]",
    more: str = "",
) -> str:
    """Return a questionnaire as text; values are YAML as it stands in the file."""
    lines = [
        "fairlabel: questionnaire/1",
        "template: annotation-supplier",
        f"vendor: {{id: {subject}, name: {subject.title()} Ltd, {vendor}}}",
        scope.rstrip(),
        "evidence:",
        *(f"  - {item}" for item in evidence),
        "answers:",
        *(line for section, given in answers.items() for line in _section(section, given)),
    ]
    return "\n".join(lines) + "\n" + more


def write_subject(
    folder: Path,
    text: str | bytes | None = None,
    files: Mapping[str, str | bytes] | None = None,
    *,
    without: Iterable[str] = (),
) -> Path:
    """Write a subject: its questionnaire (of the folder's name unless given), payroll, mapping and policy.

    ``files`` are added or replace those; ``without`` are left out.
    """
    content: dict[str, str | bytes] = {
        "questionnaire.yaml": questionnaire(folder.name) if text is None else text,
        "wages/pay.csv": csv_text(pay_rows()),
        "wages/mapping.yaml": MAPPING,
        "documents/policy.md": "# Policy\n\nInvented.\n",
        **(files or {}),
    }
    for name, data in content.items():
        if name not in without:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return folder


def _section(section: str, given: Mapping[str, str]) -> list[str]:
    return [f"  {section}:", *(f"    {question}: {value}" for question, value in given.items())]
