"""What formats for CI say of each result: gap or open, how grave, where it stands, and its lasting name.

SARIF, JUnit, GitLab, GitHub and CSV draw from here, so that they cannot disagree. Judges nothing: the
statuses are the report's, and what the gate counts is what its exit code rests on.
"""

from __future__ import annotations

import hashlib
import os
import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple
from urllib.parse import quote

from checker.errors import first_of
from checker.model.assessment import InvalidSubject, Report, Result, StandardResult, SubjectResult
from checker.model.evidence import Place
from checker.model.overlay import Counted
from checker.model.statuses import SEVERITIES
from checker.render.clean import clean, shorten
from checker.render.overlay_view import laid_over
from checker.render.results_view import result_view
from checker.render.summary import FAILED, GRAVE, OPEN, as_sentence, mend, rank, standard_name, to_do
from checker.render.view import standard_head
from checker.render.wages_view import PublishedPay
from checker.render.words import STATUS, count, fact_label

if TYPE_CHECKING:
    from checker.render import Options

View = Mapping[str, Any]
Standing = Literal["gap", "open", "error", "fine", "outside"]
Level = Literal["error", "warning", "note"]
LEVELS: tuple[Level, ...] = ("error", "warning", "note")
QUESTIONNAIRE = "questionnaire.yaml"
MOST = 5000
"""Findings in a file that a web page shows: GitHub stores no more of one upload, and nobody reads more."""
LONGEST = 1000
"""Characters of one message."""
NOT_ASSESSED = "not-assessed"
VERDICT_HELD = "verdict-held"
SCORE_FELL = "score-fell"
"""Names of what is no requirement: a subject that could not be assessed, what else keeps a verdict open, and a
shown score under that of the baseline."""


class _Of(NamedTuple):
    """Whose results these are, by which standard."""

    subject: SubjectResult
    standard: StandardResult
    name: str
    elsewhere: tuple[str, ...]
    fail_on: str
    laid: Mapping[str, Counted]
    """Requirement -> how the gate counts it, where waivers or a baseline are laid over it."""
    withdrawn: frozenset[str]
    """Requirements that failed by evidence which has gone since the baseline."""


class Item(NamedTuple):
    """One result as CI sees it; or a subject's problem, or what keeps a verdict open beside its requirements."""

    subject: str
    """Id; empty where the subject could not be assessed."""
    folder: str
    elsewhere: tuple[str, ...]
    """Folders and files outside of ``folder`` whose names, in places, start where the run started."""
    standard: str
    """Id, and edition and profile as printed."""
    edition: str
    standard_name: str
    requirement: str
    title: str
    severity: str
    status: str
    counted: str
    """The status as the gate counts it: claimed where evidence is over its age on the day of the gate, what it was
    where adverse evidence has gone."""
    excused: bool
    """Whether the gate passes over it: it is waived, or known where only what is new counts."""
    counts: bool
    """Whether the gate fails on it."""
    reason: str
    todo: str
    place: Place
    """Relative to the folder; its path is the answer's."""
    result: View | None
    """The requirement's result in the report; None for what is no requirement."""
    withdrawn: bool = False
    """Whether evidence that showed it as a gap has gone since the baseline, and no assessor lifted it."""
    former_ids: tuple[str, ...] = ()

    @property
    def standing(self) -> Standing:
        """Return what is left to do: a gap to close, an open item to settle, a failed rule, nothing."""
        if self.counted in FAILED:
            return "gap"
        if self.counted == "error":
            return "error"
        if self.counted in OPEN:
            return "open"
        return "fine" if self.counted == "met" else "outside"


def items(report: Report, options: Options) -> Iterator[Item]:
    """Yield every result of every subject in the report's order, what could not be assessed first."""
    for broken in report.invalid:
        if options.subject in (None, broken.folder):
            yield from _problems(broken)
    for subject in report.subjects:
        if options.subject in (None, subject.folder):
            fail_on = subject.fail_on or report.fail_on
            yield from of_subject(subject, fail_on, options, report.overlay is not None and report.overlay.ratchet)


def outstanding(report: Report, options: Options) -> Iterator[Item]:
    """Yield what is a gap, open or in error, and not passed over: waived, or known where only what is new counts.

    A gap is not passed over as known where the evidence that showed it has gone: that is new.
    """
    shown = (item for item in items(report, options) if is_outstanding(item))
    return (item for item in shown if not item.excused or (item.withdrawn and not waiver(item)))


def passed_over_words(report: Report, options: Options) -> str:
    """Return how many gaps and open items are waived or known, and so not `outstanding`; empty where none is."""
    waived = known = 0
    for subject in report.subjects:
        if options.subject not in (None, subject.folder):
            continue
        for standard in subject.standards:
            gone = _withdrawn(subject, standard)
            for requirement, counted in (laid_over(subject, standard) or {}).items():
                excused = counted.excused and counted.status in (*FAILED, *OPEN)
                waived += excused and counted.waiver is not None
                known += excused and counted.waiver is None and requirement not in gone
    terms = report.overlay.baseline if report.overlay is not None else None
    accepted = f" (accepted by {clean(terms.approved_by)} until {terms.until})" if terms is not None else ""
    parts = [f"{waived:,} waived"] if waived else []
    parts += [f"{known:,} known since the baseline{accepted}"] if known else []
    return f"Left out, since the gate passes over them: {' and '.join(parts)}" if parts else ""


def of_subject(subject: SubjectResult, fail_on: str, options: Options, ratchet: bool = False) -> Iterator[Item]:
    """Yield every result of one subject, what else keeps a verdict of it open, and scores that fell."""
    pay = PublishedPay(subject.wages, subject.judged_by.k)
    for standard in subject.standards:
        laid = laid_over(subject, standard) or {}
        gone = _withdrawn(subject, standard)
        of = _Of(subject, standard, standard_name(standard_head(standard)), elsewhere(subject), fail_on, laid, gone)
        found = [_judged(of, result, pay, options) for result in standard.results]
        yield from found
        yield from _held(of, found)
        yield from _fallen(of, ratchet)


def elsewhere(subject: SubjectResult) -> tuple[str, ...]:
    """Return what lies outside of the subject's folder: suppliers that a buyer names, assessors' files."""
    theirs = [posixpath.dirname(f.path) for f in subject.inputs if f.role == "questionnaire"]
    judged = [f.path for f in subject.inputs if f.role in ("assessment", "worker_evidence")]
    return tuple(dict.fromkeys(place for place in (*theirs, *judged, *map(posixpath.dirname, judged)) if place))


def is_outstanding(item: Item) -> bool:
    """Return whether something is left to do or to show."""
    return item.standing in ("gap", "open", "error")


def waiver(item: Item) -> View | None:
    """Return the waiver that covers a result; None where there is none."""
    return item.result.get("waiver") if item.result else None


def baseline(item: Item) -> str | None:
    """Return what it is to a baseline (see `checker.model.overlay.Age`); None where there is none."""
    return item.result.get("baseline") if item.result else None


def excuse(item: Item) -> str:
    """Return why the gate does not fail on a gap or an open item though its severity would; empty where it may."""
    if not item.excused:
        return ""
    given = waiver(item)
    if given is None:
        return "Known since the baseline"
    return f"Waived until {given['until']} by {clean(given['approved_by'])}: {clean(given['reason'])}"


def level(item: Item) -> Level:
    """Return how loud a finding is: gaps by severity, what is open one step lower, errors loudest."""
    if item.standing == "error":
        return "error"
    if item.standing == "gap":
        return "error" if item.severity in GRAVE else "warning" if item.severity == "minor" else "note"
    return "warning" if item.standing == "open" and item.severity in GRAVE else "note"


def order(item: Item) -> tuple[Any, ...]:
    """Return what findings of several subjects are ordered by, worst first."""
    of_result = rank(item.result) if item.result else (SEVERITIES.index(item.severity), 0, 0, 0, item.requirement)
    return (LEVELS.index(level(item)), not item.counts, *of_result, item.folder, item.standard, item.edition)


def worst(found: Iterable[Item], most: int = MOST) -> tuple[list[Item], Counter[str]]:
    """Return the ``most`` worst, in order, and how many of each level were left out. Holds twice as many at once."""
    kept: list[Item] = []
    total: Counter[str] = Counter()
    for item in found:
        total[level(item)] += 1
        kept.append(item)
        if len(kept) >= 2 * most:
            kept = sorted(kept, key=order)[:most]
    kept = sorted(kept, key=order)[:most]
    return kept, total - Counter(level(item) for item in kept)


def left_out_words(left_out: Counter[str], most: int = MOST) -> str:
    """Return how many findings a file leaves out, in one sentence; empty where it holds all."""
    n = left_out.total()
    if not n:
        return ""
    parts = ", ".join(count(left_out[name], name) for name in LEVELS if left_out[name])
    return f"The {most:,} worst findings are in this file and {n:,} are not ({parts}); the JSON report has all"


def left_out(report: Report, options: Options, most: int = MOST) -> Counter[str]:
    """Return how many findings of each level a file of ``most`` leaves out."""
    judged = (s for subject in report.subjects for standard in subject.standards for s in standard.standings)
    at_most = sum(s.status not in ("not_applicable",) for s in judged) + sum(len(b.problems) for b in report.invalid)
    return worst(outstanding(report, options), most)[1] if at_most > most else Counter()


def message(item: Item) -> str:
    """Return what was found and what to do about it, on one line without control characters."""
    word = status_word(item)
    text = f"{word}: {clean(item.reason)}" if item.reason else word
    todo = f" To do: {clean(item.todo)}" if item.todo and is_outstanding(item) else ""
    return shorten(f"{as_sentence(text)}{todo}", LONGEST)


def status_word(item: Item) -> str:
    """Return the status in a word or two, and what the gate counts it as where that differs."""
    if item.requirement == NOT_ASSESSED:
        return "Not assessed"
    word = STATUS[item.status].word
    return word if item.counted == item.status else f"{word}, counted as {STATUS[item.counted].word.lower()}"


def heading(item: Item) -> str:
    """Return whose result it is, the requirement and its title, on one line."""
    parts = (item.subject or item.folder, item.requirement, item.title)
    return shorten(" · ".join(clean(part) for part in parts), 250)


def path(item: Item, base: str) -> str:
    """Return the item's file with ``/``, relative to ``base`` where it lies below it."""
    return path_of(item, item.place.file or QUESTIONNAIRE, base)


def path_of(item: Item, file: str, base: str) -> str:
    """Return another file of the item's subject in the same way."""
    return path_in(item.folder, item.elsewhere, file, base)


def path_in(folder: str, elsewhere: tuple[str, ...], file: str, base: str, windows: bool = os.sep == "\\") -> str:
    """Return ``file`` of ``folder``, or ``elsewhere``, with ``/``, relative to ``base`` where it lies below it.

    >>> path_in("vendors/./acme", (), "wages/h1.csv", ""), path_in("/w/vendors/acme", (), "q.yaml", "/w")
    ('vendors/acme/wages/h1.csv', 'vendors/acme/q.yaml')
    >>> path_in("buyer", ("vendors/acme",), "vendors/acme/q.yaml", ""), path_in("buyer", ("a",), "ab.yaml", "")
    ('vendors/acme/q.yaml', 'buyer/ab.yaml')
    >>> path_in("C:\\\\w\\\\vendors", (), "wages\\\\h1.csv", "C:/w")
    'vendors/wages/h1.csv'
    """
    outside = any(file == place or file.startswith(f"{place}/") for place in elsewhere)
    joined = file if outside else posixpath.join(folder, file)
    if windows or re.match(r"[A-Za-z]:[\\/]|\\\\", joined):
        joined = joined.replace("\\", "/")
    whole = posixpath.normpath(joined)
    return whole.removeprefix(f"{base.rstrip('/')}/") if base else whole


def uri(file: str) -> str:
    """Return a path as a URI reference (RFC 3986): percent-encoded UTF-8, absolute ones as ``file:``.

    >>> uri("vendors/a b/q.yaml"), uri("C:/w/ü#1.yaml"), uri("/w/q.yaml")
    ('vendors/a%20b/q.yaml', 'file:///C:/w/%C3%BC%231.yaml', 'file:///w/q.yaml')
    """
    drive = file[:2] if re.match(r"[A-Za-z]:/", file) else ""
    try:
        raw = file[len(drive) :].encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        raw = file[len(drive) :].encode("utf-8", "replace")
    rest = quote(raw, safe="/")
    return f"file://{'/' if drive else ''}{drive}{rest}" if drive or file.startswith("/") else rest


def name(item: Item) -> str:
    """Return what a finding is called as long as it is the same one: whose, by which standard, what, where, and
    whether it is a gap or open. What was open and is now a proven gap is another finding: who dismissed the
    first has not seen the second. The edition is no part of it, nor are lines and wording.
    """
    parts = (item.subject or item.folder, item.standard, item.requirement, item.place.path, item.standing)
    return "/".join(quote(clean(part), safe=" .:@") for part in parts if part)


def fingerprint(item: Item) -> str:
    """Return 32 hexadecimal digits that stay as long as `name` does."""
    return hashlib.sha256(name(item).encode("utf-8", "replace")).hexdigest()[:32]


def _judged(of: _Of, result: Result, pay: PublishedPay, options: Options) -> Item:
    laid = of.laid.get(result.requirement)
    view, reason = result_view(result, pay, laid), result.reason
    counted: str = laid.status if laid else result.status
    if result.requirement in of.standard.expired:
        counted = "claimed"
        reason = f"its evidence is over its age on {of.subject.gate_date}, the day of the gate"
    elif counted != result.status:
        reason = f"evidence that showed it has gone since the baseline; today: {reason}"
    excused = laid is not None and laid.excused
    counts = counted in (*FAILED, *OPEN) and not excused and _gates(view["severity"], of.fail_on)
    return Item(
        of.subject.id, of.subject.folder, of.elsewhere, of.standard.id, of.standard.edition, of.name,
        result.requirement, view["title"], view["severity"], result.status, counted, excused,
        counts or counted == "error", reason, _todo(view, counted, options), result.location, view,
        result.requirement in of.withdrawn,
        tuple(old for old, today in of.standard.former_ids.items() if today == result.requirement),
    )  # fmt: skip


def _withdrawn(subject: SubjectResult, standard: StandardResult) -> frozenset[str]:
    found = subject.overlay.withdrawn if subject.overlay is not None else ()
    return frozenset(one.requirement for one in found if one.standard == standard.id and not one.lifted)


def _gates(severity: str, fail_on: str) -> bool:
    return fail_on != "never" and SEVERITIES.index(severity) <= SEVERITIES.index(fail_on)


def _todo(view: View, counted: str, options: Options) -> str:
    """Return what would close a gap or settle what is open."""
    if counted in FAILED and view["status"] not in FAILED:
        return "Bring the evidence back, or let an assessor lift the result that it showed."
    if counted in FAILED:
        return to_do(view["remedy"]) if view["remedy"] else ""
    if counted != view["status"]:
        return "Attach newer evidence."
    if counted == "claimed":
        return mend(view)
    if counted == "unknown" and view["open_questions"]:
        asked = [options.questions.get(fact) or fact_label(fact) for fact in view["open_questions"][:2]]
        more = len(view["open_questions"]) - len(asked)
        return f"Answer: {'; '.join(asked)}{f'; and {more} more' if more else ''}"
    return ""


def _held(of: _Of, found: list[Item]) -> Iterator[Item]:
    """Yield what keeps the verdict open though no requirement does: the gate ends with 5 on it too."""
    reasons = list(of.standard.holds)
    if not any(i.status == "met" for i in found) and not any(i.counts for i in found):
        reasons.append("no requirement is shown to be met")
    if reasons:
        yield Item(
            of.subject.id, of.subject.folder, of.elsewhere, of.standard.id, of.standard.edition, of.name,
            VERDICT_HELD, "Nothing beside the requirements keeps the verdict open", "major", "unknown", "unknown",
            False, of.fail_on != "never", "; ".join(reasons), "", Place(QUESTIONNAIRE), None,
        )  # fmt: skip


def _fallen(of: _Of, ratchet: bool) -> Iterator[Item]:
    """Yield that the shown score is under that of the baseline, where the run asks for it: it fails the gate."""
    for one in of.subject.overlay.ratchet if ratchet and of.subject.overlay is not None else ():
        if one.standard == of.standard.id and one.outcome == "fell":
            yield Item(
                of.subject.id, of.subject.folder, of.elsewhere, of.standard.id, of.standard.edition, of.name,
                SCORE_FELL, "The shown score is not under that of the baseline", "major", "not_met", "not_met", False,
                of.fail_on != "never", f"the shown score is {one.now:.1f}, in the baseline it is {one.before:.1f}",
                "", Place(QUESTIONNAIRE), None,
            )  # fmt: skip


def _problems(broken: InvalidSubject) -> Iterator[Item]:
    """Yield a finding a problem of a subject that could not be assessed: silence would read as fine."""
    for problem in first_of(broken.problems) or ["nothing was said of why"]:
        file, line, column = QUESTIONNAIRE, None, None
        if problem.startswith(f"{broken.folder}/"):
            rest = problem.removeprefix(f"{broken.folder}/")
            if spot := re.match(r"([^:\n]+):(\d{1,9})(?::(\d{1,9}))?[,:]", rest):
                file, line, column = spot[1], int(spot[2]), int(spot[3] or 0) or None
        yield Item(
            "", broken.folder, (), "", "", "", NOT_ASSESSED, "The subject's files can be read and judged", "critical",
            "error", "error", False, True, problem, "Mend it and run again: nothing was assessed.",
            Place(file, line, column), None,
        )  # fmt: skip
