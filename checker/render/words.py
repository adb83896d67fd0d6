"""The words of the report: statuses, verdicts, levels, pay metrics. Words only; no numbers, no layout."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from checker.model.evidence import LEVEL_WORDS
from checker.model.pay_method import PAY_METHODS


class StatusWord(NamedTuple):
    """How a status is shown: sign, word, and what it means in one sentence."""

    sign: str
    word: str
    meaning: str


BASELINE = {"new": "new since the baseline", "never_covered": "covered by no baseline"}
"""What is said of a gap or open item against a baseline; nothing of one that is known."""
STATUS: dict[str, StatusWord] = {
    "not_met": StatusWord("✕", "Not met", "What was shown, or admitted, is not what the requirement asks."),
    "partly_met": StatusWord("◐", "Partly met", "Shown in part. It counts as not met for verdict and gate."),
    "error": StatusWord("!", "Error", "The rule failed; this says nothing about the subject."),
    "claimed": StatusWord("“", "Claimed", "Said, but not shown by evidence that suffices."),
    "unknown": StatusWord(
        "?", "Unknown", "Undecided: no answer, no data, or nothing to compare with. Silence never passes."
    ),
    "met": StatusWord("✓", "Met", "Shown by evidence of a listed kind and level, in date, for the whole scope."),
    "not_applicable": StatusWord("–", "Not applicable", "Shown not to apply; left out of the score."),
}
"""In the order in which a reader needs them, worst first."""

VERDICT: dict[str, str] = {
    "does_not_meet": "Does not meet",
    "cannot_conclude": "Cannot conclude",
    "meets_with_actions": "Meets, with actions",
    "meets": "Meets",
}
VERDICT_COUNTED: dict[str, tuple[str, str]] = {
    "does_not_meet": ("does not meet", "do not meet"),
    "cannot_conclude": ("cannot be concluded", "cannot be concluded"),
    "meets_with_actions": ("meets with actions", "meet with actions"),
    "meets": ("meets", "meet"),
}
"""After a count of one, and of more."""
VERDICT_ON_STANDARD: dict[str, tuple[str, str]] = {
    "does_not_meet": ("is not met", "are not met"),
    "cannot_conclude": ("cannot be concluded", "cannot be concluded"),
    "meets_with_actions": ("is met with actions left", "are met with actions left"),
    "meets": ("is met", "are met"),
}
"""Said of standards, after a count of one, and of more."""
VERDICT_MEANING: dict[str, str] = {
    "does_not_meet": "A critical or major requirement is not met, or met in part only.",
    "cannot_conclude": (
        "Nothing critical or major was found to fail, but something of it is unknown, only claimed or in error, or "
        "nothing is shown to be met, or whom the verdict is about is not confirmed."
    ),
    "meets_with_actions": "Every critical and major requirement that applies is met; something smaller is not.",
    "meets": "Every requirement that applies is met.",
}
VERDICT_SIGN: dict[str, str] = {"does_not_meet": "✕", "cannot_conclude": "?", "meets_with_actions": "◐", "meets": "✓"}

SCORE: dict[str, tuple[str, str]] = {
    "shown": ("Shown", "proven by evidence that suffices"),
    "claimed": ("Claimed", "if all that was said were shown as well"),
    "possible": ("Possible", "if everything still open turned out well"),
}
NO_SCORE = "no number is made for this standard; its verdict and the status of each requirement count"
"""In place of a score where the pack's model is ``none``."""

LEVEL: dict[str, str] = LEVEL_WORDS
"""The evidence ladder, from nothing upwards."""

MENDS: dict[str, str] = {
    "no evidence is attached": "attach evidence",
    "the evidence is of another kind": "attach evidence of a kind that counts here",
    "the evidence is below the level asked for": "attach evidence at the level asked for",
    "the evidence is out of date": "attach newer evidence",
    "the evidence does not cover the whole scope": "attach evidence for the whole period and every site",
    "no assessor has recorded the document as read": "an assessor reads the document and records it",
    "too few workers are behind it, or how many is not said": "let more workers take part, and say how many did",
}
"""What evidence falls short of, and what would mend it."""

SHORTFALL: dict[str, str] = {
    "kind": "the evidence is of another kind",
    "level": "the evidence is below the level asked for",
    "date": "the evidence is out of date",
    "cover": "the evidence does not cover the whole scope",
    "review": "no assessor has recorded the document as read",
    "few": "too few workers are behind it, or how many is not said",
}
"""What evidence falls short of, by its short word."""

OWNER_OF_STEP: dict[str, str] = {
    "assessor": "for an assessor to do",
    "workers": "for workers or their organisation to bring",
    "outside": "for somebody outside to bring",
}
"""Who brings what would settle something, where it is not the subject itself."""

LEVEL_MEANING: dict[str, str] = {
    "stated": "somebody's word, or evidence unfit for what it should show",
    "documented": "a policy, contract or procedure",
    "recorded": "a data set, log or register",
    "independent": "collected by somebody who depends on neither side",
    "worker_reported": "said by workers without management in the room",
    "worker_measured": "from workers' own records",
}

COLLECTOR: dict[str, str] = {
    "supplier": "the supplier",
    "buyer": "the buyer",
    "auditor": "an auditor",
    "worker": "workers",
    "worker_organisation": "an organisation of workers",
}
"""Who collected what was shown."""

WORKERS_PART_SHORT: dict[str, str] = {
    "none": "none", "consulted": "consulted", "co_decided": "decided together", "veto": "could refuse it",
    "unknown": "not known",
}  # fmt: skip
"""The part of workers in a standard, in a cell."""

IN_DATE: dict[str, StatusWord] = {
    "out": StatusWord("✕", "Expired", "over its age, or no longer in force"),
    "undated": StatusWord("!", "No date", "counts as out of date"),
    "soon": StatusWord("◐", "Expires soon", "in date for 90 days at most"),
    "in date": StatusWord("✓", "In date", "in date for more than 90 days"),
    "open": StatusWord("✓", "In force", "names no end"),
}
"""How evidence stands on a day."""

READ: dict[str, str] = {
    "text": "its text was read",
    "summary": "only a summary was read",
    "no": "not read as a demand of this source: the requirement is inferred",
}

ORIGIN: dict[str, str] = {
    "source": "the threshold is the source's own",
    "tool_choice": "the threshold is this tool's choice, not the source's",
    "adjacent_source": "the threshold comes from another source",
}

WORKERS_PART: dict[str, str] = {
    "none": "Workers had no part in it.",
    "consulted": "Workers were consulted.",
    "co_decided": "Workers decided on it together with others.",
    "veto": "Workers could refuse it.",
    "unknown": "Whether workers had a part in it is not known.",
}

OWNER: dict[str, str] = {"supplier": "the supplier", "buyer": "the buyer", "both": "supplier and buyer together"}

OUTCOME: dict[str, str] = {
    "contradicted": "The evidence contradicts the claim.",
    "not_comparable": "The evidence cannot be compared with the claim.",
    "two_sources": "Two sources differ.",
}

METHOD: dict[str, str] = {name: method.words for name, method in PAY_METHODS.items()}


def group_name(by: Mapping[str, str]) -> str:
    """Return a group of workers in words.

    >>> group_name({"country": "KE", "job_category": "team_lead"})
    'country KE, job category team lead'
    """
    return ", ".join(f"{key} {value}".replace("_", " ") for key, value in by.items())


METRIC: dict[str, str] = {
    "share_below_living_wage": "Workers below the living wage",
    "share_below_minimum_wage": "Workers below the legal minimum wage",
    "share_below_requester_minimum_wage": "Workers below the minimum wage of the client's country, paid time only",
    "lowest_ratio": "Lowest pay, as a multiple of the living wage",
    "mean_gap_of_those_below": "Mean gap of those below",
    "median_gap_of_those_below": "Median gap of those below",
    "fgt_1": "Depth of low pay: mean gap over all workers",
    "fgt_2": "Severity of low pay: mean squared gap over all workers",
    "cost_to_close": "Cost to close the gap",
    "unpaid_time_recorded_share": "Workers whose unpaid time is recorded",
    "effective_hourly_wage_p10": "Effective hourly wage, 10th percentile",
    "effective_hourly_wage_p50": "Effective hourly wage, median",
    "effective_hourly_wage_p90": "Effective hourly wage, 90th percentile",
    "p90_p10_ratio": "90th percentile of hourly pay over the 10th",
    "gini": "Gini coefficient of pay",
    "weekly_income_cv": "Swing of weekly income before fees and deductions",
    "hourly_pay_cv": "Swing of hourly pay before fees and deductions",
    "weeks_under_half_median_share": "Weeks under half of a worker's median week",
    "weekly_hours_max": "Most hours of one worker in seven days running",
    "weekly_hours_over_48_share": "Workers with a week over 48 hours",
    "weekly_hours_over_60_share": "Workers with a week over 60 hours",
    "rest_day_missing_share": "Workers without a day of rest in seven",
    "p99_normal_week_hours": "Normal week, 99th percentile of weeks of workers",
    "max_overtime_week_hours": "Most overtime of one worker in a week",
    "min_overtime_premium": "Lowest overtime premium over normal pay",
    "unpaid_time_share": "Unpaid time as a share of all time",
    "rejection_rate": "Tasks rejected",
    "rejection_rate_money": "Pay lost by rejection",
    "unpaid_work_rate": "Tasks rejected, returned or timed out",
    "rejected_unpaid_share": "Rejected tasks left unpaid",
    "rejections_without_reason": "Rejections without a reason",
    "share_tasks_with_estimate": "Tasks with a written estimate of their time",
    "days_late_share": "Payments made late",
    "never_paid_share": "Rows past their due date without a payment",
    "pay_interval_days": "Days between payments",
    "max_pay_interval_days": "Longest time between two payments with work in between",
    "payslip_coverage": "Periods with pay that have a statement of pay",
    "max_payment_lag_days": "Longest wait for pay",
    "fee_share": "Fees as a share of pay",
    "deduction_share": "Deductions as a share of pay",
    "max_deduction_share": "Largest share of one worker's pay taken as fees",
    "recruitment_fee_amount": "Recruitment fees",
    "fines_share": "Fines as a share of pay",
    "pass_through": "Share of the buyer's price that reaches workers",
    "rate_to_required_p50": "Piece rate over the rate required, at the median task time",
    "rate_to_required_p75": "Piece rate over the rate required, at the 75th percentile of task time",
    "rate_to_required_p90": "Piece rate over the rate required, at the 90th percentile of task time",
    "required_rate_p50": "Rate required at the median task time",
    "required_rate_p75": "Rate required at the 75th percentile of task time",
    "required_rate_p90": "Rate required at the 90th percentile of task time",
    "gender_gap_mean": "Hourly pay of women below that of men, mean",
    "gender_gap_median": "Hourly pay of women below that of men, median",
    "gender_gap_adjusted": "Hourly pay of women below that of men, like for like",
    "headcount_coverage": "Workers in the data over headcount",
    "statuses_missing": "Kinds of employment missing from the data",
    "places_without_benchmark": "Places of work without a living wage to compare with",
    "months_covered": "Months covered",
    "stated_vs_effective_gap": "Largest shortfall of hourly pay against the stated rate",
    "estimate_gap": "Largest overrun of task time over the estimate",
    "time_limit_to_p90_ratio": "Lowest time limit over the 90th percentile of task time",
    "sensitive_minutes_over_cap": "Worker days with more sensitive material than the declared cap",
    "pilot_rows_below_lw_share": "Workers whose pilot work is paid below the living wage",
    "lw_match_share": "Pay rows whose place is in the subject's own living-wage table",
    "lw_max_age_days": "Age of the oldest figure used from the subject's own living-wage table",
    "locations_without_lw_entry": "Places of work missing from the subject's own living-wage table",
    "finer_benchmark_missed_share": "Pay rows with only a coarser figure in the subject's own living-wage table",
    "days_late_p50": "Delay of late payments, median",
    "days_late_p90": "Delay of late payments, 90th percentile",
    "fx_spread": "Share of pay lost in exchange",
    "pilot_to_production_time": "Task time in production over that in the pilot",
    "rate_for_90_percent": "Rate per task at which nine in ten reach the living wage",
    "unexplained_pay_variance": "Spread of pay that the stated factors do not explain",
    "share_cut": "Workers who lost by a change of the pay rule",
    "mean_loss_of_cut": "Mean loss of those who lost by it",
    "pooled_change": "Change of pay over all workers together",
    "change_week": "Week in which the pay rule changed",
    "change_announced": "Notice given of the change",
}
_SUFFIXES: tuple[tuple[str, str], ...] = (
    ("_pooled", "all hours pooled"),
    ("_hours_weighted", "weighted by hours"),
    ("_minimum_wage", "against the minimum wage"),
    ("_paid_time", "paid time only"),
)
THEME: dict[str, str] = {
    "qa": "Quality checks",
    "comms": "Communication",
    "gov": "Governance",
    "subs": "Subcontracting",
}
ROLE: dict[str, str] = {
    "fx": "Exchange rates",
    "wage_data": "Pay data",
    "pack": "Standard",
    "assessment": "Assessor's file",
}


def metric_label(key: str) -> str:
    """Return the words for a pay metric, its suffixes and its method.

    >>> metric_label("lowest_ratio_minimum_wage_paid_time")
    'Lowest pay, as a multiple of the minimum wage (paid time only)'
    """
    name, _, method = key.partition("@")
    tails: list[str] = []
    while name not in METRIC:
        tail = next((pair for pair in _SUFFIXES if name.endswith(pair[0])), None)
        if tail is None:
            break
        name = name.removesuffix(tail[0])
        tails.insert(0, tail[1])
    label = METRIC.get(name) or sentence_case(name)
    if "against the minimum wage" in tails and "multiple of the living wage" in label:
        label = label.replace("the living wage", "the minimum wage")
        tails.remove("against the minimum wage")
    if method:
        tails.append(METHOD.get(method, method))
    return f"{label} ({', '.join(tails)})" if tails else label


def sentence_case(word: str) -> str:
    """Return an id as words: ``pay_records`` -> ``Pay records``."""
    text = word.replace("_", " ").strip()
    return text[:1].upper() + text[1:]


def theme(name: str) -> str:
    """Return a theme's name."""
    return THEME.get(name) or sentence_case(name)


def role(name: str) -> str:
    """Return what an input file is for."""
    return ROLE.get(name) or sentence_case(name)


def fact_label(name: str) -> str:
    """Return a fact's name for people: the metric's words, or the last part of the name."""
    group, _, rest = name.partition(".")
    if group == "wages":
        return metric_label(rest)
    return sentence_case(rest.rpartition(".")[2] or name)


def count(n: int, one: str, many: str = "") -> str:
    """Return a number with its noun.

    >>> count(1, "worker"), count(3, "reply", "replies")
    ('1 worker', '3 replies')
    """
    return f"{n:,} {one if n == 1 else many or one + 's'}"
