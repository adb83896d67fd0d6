"""English: the language in which packs, questions and metrics are written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from checker.model.evidence import LEVEL_WORDS
from checker.model.pay_method import PAY_METHODS
from checker.model.quantity import NO_UNIT, exact
from checker.rules.languages import Conjunction, Language

SAY = {
    "and": "and",
    "or": "or",
    # Whole sentences and how they nest
    "all_of": "all of these hold: {items}",
    "any_of": "at least one of these holds: {items}",
    "n_of": "at least {n} of these {m} hold: {items}",
    "not": "this does not hold: {item}",
    "not_all": "these do not all hold: {items}",
    "not_any": "none of these holds: {items}",
    "each": "for each of {list}: {item}",
    "some": "for at least one of {list}: {item}",
    "share_of_list": "for at least {share} of {list}: {item}",
    "each_entry": "for each entry of {list}: {item}",
    "some_entry": "for at least one entry of {list}: {item}",
    "share_of_entries": "for at least {share} of the entries of {list}: {item}",
    # Who or what is spoken of
    "quote": "“{text}”",
    "untranslated": "{text}",
    "answer": "the answer to “{ask}”",
    "survey": "the share of workers who answer “{ask}” with {good}",
    "left_out": " (those who say {left} left out)",
    "evidence_kind": "evidence of the kind “{kind}”",
    "field": "the field “{name}”",
    "other": "the {name}",
    "number_of": "the number of {things}",
    "share_of": "the share of ",
    # What is said of it
    "yes": "yes",
    "no": "no",
    "is": "is {value}",
    "is_not": "is not {value}",
    "is_other": "is other than {value}",
    "is_number": "is {value}",
    "is_number_not": "is not {value}",
    "is_known": "is known",
    "is_given": "is given",
    "yes_to_each": "the answer is {value} to each of the questions {asks}",
    "yes_to_some": "the answer is {value} to at least one of the questions {asks}",
    "includes": "includes {value}",
    "includes_some": "includes at least one of {value}",
    "includes_both": "includes both {value}",
    "includes_all": "includes all of {value}",
    "includes_not": "does not include {value}",
    "includes_none": "includes none of {value}",
    "includes_n": "includes at least {n} of these {m}: {value}",
    "among": "is included in {value}",
    "not_among": "is something that {value} does not include",
    "includes_any_in": "includes something that {value} includes",
    "includes_all_in": "includes everything that {value} includes",
    "includes_none_in": "includes nothing that {value} includes",
    "at_least": "is at least {value}",
    "at_most": "is at most {value}",
    "more_than": "is more than {value}",
    "less_than": "is less than {value}",
    "at_least_fact": "is at least {value}",
    "at_most_fact": "is at most {value}",
    "more_than_fact": "is more than {value}",
    "less_than_fact": "is less than {value}",
    "between": "lies between {low} and {high}, both included",
    "before": "is before {value}",
    "after": "is after {value}",
    "within": "lies within {value} before the day of the assessment",
    "options_at_least": "includes at least {value} of its options",
    "options_at_most": "includes at most {value} of its options",
    "entries_at_least": "number at least {value}",
    "entries_at_most": "number at most {value}",
    "there_are_no": "there are no {things}",
    "there_is_no": "there is no {things}",
    "zero_money": "zero",
    "method": "with {method} counted as pay",
    "evidence": "there is evidence of the kind {kinds}, at the level “{level}” or above",
    "no_older": ", no older than {age}",
}
MASS = ("working time", "pay taken", "pay lost")
"""Beginnings of what is not counted piece by piece."""
SCOPE = {
    "scope.sites": "the sites in scope",
    "scope.services": "the services in scope",
    "scope.period_from": "the first day of the period",
    "scope.period_to": "the last day of the period",
    "scope.headcount": "the number of workers in scope",
    "vendor.id": "the subject's id",
    "vendor.name": "the subject's name",
    "vendor.country": "the country of the subject's seat",
    "vendor.kinds": "the subject's kinds",
    "item.headcount": "the number of workers there",
    "item.place": "the country or region",
    "item.city": "the city",
    "item.area": "the kind of area",
}
BASES = {
    "all_time": "over all working time",
    "paid_time": "over paid time only",
    "hours_weighted": "weighted by hours",
    "pooled": "over the whole period together",
}
METRICS = {
    "gini": "the Gini coefficient of effective hourly pay over workers",
    "weekly_hours_max": "the highest number of hours that any worker works in seven days running",
    "max_overtime_week_hours": "the highest number of overtime hours of any worker in a week",
    "max_pay_interval_days": "the highest number of days between two payments of a worker with work in between",
    "lw_match_share": "the share of pay rows for whose place the organisation's own living-wage table has a figure",
    "finer_benchmark_missed_share": "the share of pay rows for whose known town or region the organisation's own "
    "living-wage table has only a coarser figure",
    "locations_without_lw_entry": "the places of work without an entry in the organisation's own living-wage table",
    "lw_max_age_days": "the age of the oldest figure that pay rows rest on in the organisation's own living-wage table",
    "never_paid_share": "the share of pay rows past their due date without a payment",
    "sensitive_minutes_over_cap": "the days on which a worker spent more minutes on harmful material than the "
    "declared daily limit",
    "p99_normal_week_hours": "the 99th percentile, over the weeks of all workers, of hours without overtime",
    "months_covered": "the number of months of the scope with pay data",
    "headcount_coverage": "the ratio of the workers in the data to the headcount, in the month with the fewest,",
    "gender_gap_mean": "the gap, as a share of men's pay, between the mean hourly pay of women and that of men",
    "gender_gap_median": "the gap, as a share of men's pay, between the median hourly pay of women and that of men",
    "p90_p10_ratio": "the ratio of the ninetieth to the tenth percentile of effective hourly pay",
    "unpaid_work_rate": "the share of closed tasks that were rejected, returned or timed out",
    "rejection_rate": "the share of judged tasks (approved or rejected) that were rejected",
    "rejection_rate_money": "the share that rejected tasks have in the rewards of approved and rejected ones",
    "rejected_unpaid_share": "the share of submitted tasks that were rejected and not paid (proven bad faith apart)",
    "rejections_without_reason": "the share of rejections without a reason",
    "fee_share": "the share of pay taken as platform fees",
    "deduction_share": "the share of pay taken as deductions other than tax and social contributions",
    "max_deduction_share": "the highest share of any one worker's pay that is taken as fees",
    "recruitment_fee_amount": "the amount of recruitment fees that workers paid",
    "pass_through": "the ratio of workers' pay to the price that the client paid",
    "pilot_to_production_time": "the ratio of the median task time in production to that in the pilot",
    "change_announced": "the number of days between the notice and the change of the pay rule",
}
"""Where a metric's title would make no good part of a sentence."""


def _number(value: float, unit: str) -> str:
    """Return a bar as it is judged by, never rounded to what reads well."""
    if unit == "share":
        return f"{exact(value * 100)}%"
    if unit in ("money", "money/h"):
        return f"{exact(value)}{' an hour' if unit == 'money/h' else ''} in the currency of the data"
    return exact(value) if unit in NO_UNIT else f"{exact(value)} {unit.removesuffix('s') if value == 1 else unit}"


def _joined(parts: Sequence[str], last: Conjunction) -> str:
    return f" {last} ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def _named(title: str) -> str:
    return "the " + title[:1].lower() + title[1:].replace(";", ",")


ENGLISH = Language(
    code="en", name="English", say=SAY, conjunctions=("and", "or"), scope=SCOPE, levels=LEVEL_WORDS,
    methods={name: method.words for name, method in PAY_METHODS.items()}, bases=BASES, metrics=METRICS,
    number=_number, day=date.isoformat, span=str, joined=_joined, named=_named,
)  # fmt: skip
