"""The words of the report: statuses, verdicts, levels, pay metrics. Words only; no numbers, no layout."""

from __future__ import annotations

from typing import NamedTuple


class StatusWord(NamedTuple):
    """How a status is shown: sign, word, and what it means in one sentence."""

    sign: str
    word: str
    meaning: str


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
VERDICT_SIGN: dict[str, str] = {"does_not_meet": "✕", "cannot_conclude": "?", "meets_with_actions": "◐", "meets": "✓"}

SCORE: dict[str, tuple[str, str]] = {
    "shown": ("Shown", "proven by evidence that suffices"),
    "claimed": ("Claimed", "if all that was said were shown as well"),
    "possible": ("Possible", "if everything still open turned out well"),
}

LEVEL: dict[str, str] = {
    "none": "nothing",
    "stated": "stated",
    "documented": "documented",
    "recorded": "recorded",
    "independent": "checked by an independent party",
    "worker_reported": "reported by workers",
    "worker_measured": "measured by workers",
}
"""The evidence ladder, from nothing upwards."""

LEVEL_MEANING: dict[str, str] = {
    "stated": "somebody's word, or evidence unfit for what it should show",
    "documented": "a policy, contract or procedure",
    "recorded": "a data set, log or register",
    "independent": "collected by somebody who depends on neither side",
    "worker_reported": "said by workers without management in the room",
    "worker_measured": "from workers' own records",
}

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

METHOD: dict[str, str] = {
    "basic_only": "basic pay less fees and deductions",
    "idh_total": "basic pay, guaranteed bonus and in-kind benefits under caps, less fees and deductions",
    "fairwork_net": "pay and guaranteed bonus less fees, costs and deductions",
}

METRIC: dict[str, str] = {
    "share_below_living_wage": "Workers below the living wage",
    "share_below_minimum_wage": "Workers below the legal minimum wage",
    "lowest_ratio": "Lowest pay, as a multiple of the living wage",
    "mean_gap_of_those_below": "Mean gap of those below",
    "median_gap_of_those_below": "Median gap of those below",
    "fgt_1": "Depth of low pay (mean gap over all workers)",
    "fgt_2": "Severity of low pay (mean squared gap)",
    "cost_to_close": "Cost to close the gap",
    "unpaid_time_recorded_share": "Workers whose unpaid time is recorded",
    "effective_hourly_wage_p10": "Effective hourly wage, lowest tenth (P10)",
    "effective_hourly_wage_p50": "Effective hourly wage, median",
    "effective_hourly_wage_p90": "Effective hourly wage, highest tenth (P90)",
    "p90_p10_ratio": "P90 as a multiple of P10",
    "gini": "Gini coefficient of pay",
    "weekly_income_cv": "Swing of weekly income",
    "hourly_pay_cv": "Swing of hourly pay",
    "weeks_under_half_median_share": "Weeks under half of a worker's median week",
    "weekly_hours_max": "Longest week",
    "weekly_hours_over_48_share": "Workers with a week over 48 hours",
    "weekly_hours_over_60_share": "Workers with a week over 60 hours",
    "rest_day_missing_share": "Workers without a day of rest in seven",
    "unpaid_time_share": "Unpaid time as a share of all time",
    "rejection_rate": "Tasks rejected",
    "rejection_rate_money": "Pay lost by rejection",
    "unpaid_work_rate": "Work left unpaid",
    "rejected_unpaid_share": "Rejected tasks left unpaid",
    "days_late_share": "Payments made late",
    "never_paid_share": "Work never paid",
    "pay_interval_days": "Days between payments",
    "max_payment_lag_days": "Longest wait for pay",
    "fee_share": "Fees as a share of pay",
    "deduction_share": "Deductions as a share of pay",
    "max_deduction_share": "Largest share of pay deducted",
    "recruitment_fee_amount": "Recruitment fees",
    "pass_through": "Share of the buyer's price that reaches workers",
    "rate_to_required_p50": "Piece rate over the rate required, median worker",
    "rate_to_required_p75": "Piece rate over the rate required, slower quarter",
    "rate_to_required_p90": "Piece rate over the rate required, slowest tenth",
    "gender_gap_mean": "Pay gap between women and men, mean",
    "gender_gap_median": "Pay gap between women and men, median",
    "gender_gap_adjusted": "Pay gap between women and men, like for like",
    "headcount_coverage": "Workers in the data over headcount",
    "statuses_missing": "Kinds of employment missing from the data",
    "places_without_benchmark": "Places without a benchmark",
    "months_covered": "Months covered",
    "stated_vs_effective_gap": "Stated rate against pay per hour worked",
    "estimate_gap": "Time estimated against time worked",
    "time_limit_to_p90_ratio": "Time limit over the time of the slowest tenth",
    "sensitive_minutes_over_cap": "Minutes with sensitive material over the daily cap",
    "pilot_rows_below_lw_share": "Pilot work paid below the living wage",
    "lw_match_share": "Living-wage figures that match the published ones",
    "lw_max_age_days": "Age of the oldest living-wage figure in use",
    "locations_without_lw_entry": "Places without a living-wage figure",
    "finer_benchmark_missed_share": "Places where a finer living-wage figure exists",
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
