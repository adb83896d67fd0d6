"""Reports put together by hand, with every status and every odd case, for the tests of the formats.

Nothing here runs the pipeline. The supplier and its figures are invented.
"""

from tests.reports_for_tests.evidence import CONTRACT, HALF_YEAR, PAYROLL, REVIEW, SHA, SURVEY, exhibits, fact
from tests.reports_for_tests.overlaid import laid_plan, overlaid, waiver
from tests.reports_for_tests.pay import (
    amount,
    distribution,
    ladder,
    lateness,
    metric,
    metrics,
    pay_and_hours,
    wage_set,
    wages,
)
from tests.reports_for_tests.results import conflict, every_status, result, reworded
from tests.reports_for_tests.whole import HOSTILE, hostile, judged_by, report, scoring, standard, steps, subject, voted

__all__ = [
    "CONTRACT",
    "HALF_YEAR",
    "HOSTILE",
    "PAYROLL",
    "REVIEW",
    "SHA",
    "SURVEY",
    "amount",
    "conflict",
    "distribution",
    "every_status",
    "exhibits",
    "fact",
    "hostile",
    "judged_by",
    "ladder",
    "laid_plan",
    "lateness",
    "metric",
    "metrics",
    "overlaid",
    "pay_and_hours",
    "report",
    "result",
    "reworded",
    "scoring",
    "standard",
    "steps",
    "subject",
    "voted",
    "wage_set",
    "wages",
    "waiver",
]
