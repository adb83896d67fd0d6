"""What GitHub Actions shows of a run: annotations on lines, and a summary of the step in Markdown.

An annotation is a workflow command on a line of the log:
https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands. GitHub shows ten of each
kind a step, in the order in which they come, so the ten worst are printed and no more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from checker.errors import first_of
from checker.model.assessment import Report
from checker.render.clean import clean, escape_markdown, no_commands, shorten
from checker.render.findings import (
    LEVELS,
    NOT_ASSESSED,
    Item,
    Level,
    baseline,
    heading,
    items,
    left_out_words,
    level,
    message,
    order,
    outstanding,
    path,
    status_word,
    waiver,
    worst,
)
from checker.render.words import BASELINE, VERDICT, count

if TYPE_CHECKING:
    from checker.render import Options

MOST_OF_A_KIND = 10
MOST_IN_SUMMARY = 100
SUMMARY_BYTES = 1024 * 1024
"""GitHub drops a step's whole summary where it is larger."""
_COMMAND: Mapping[Level, str] = {"error": "error", "warning": "warning", "note": "notice"}
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render(report: Report, options: Options) -> bytes:
    """Return a workflow command for each of the ten worst findings of each kind, errors first."""
    kinds: dict[Level, list[Item]] = {name: [] for name in LEVELS}
    for item in outstanding(report, options):
        kept = kinds[level(item)]
        kept.append(item)
        if len(kept) >= 2 * MOST_OF_A_KIND:
            kept[:] = sorted(kept, key=order)[:MOST_OF_A_KIND]
    lines = [_command(item, options) for name in LEVELS for item in sorted(kinds[name], key=order)[:MOST_OF_A_KIND]]
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")


def summary(report: Report, options: Options, room: int = SUMMARY_BYTES) -> bytes:
    """Return verdicts, scores and the worst gaps of all subjects in Markdown, cut with a note at ``room`` bytes."""
    lines = [no_commands(line).encode("utf-8", "replace") + b"\n" for line in _summary(report, options)]
    note = b"\nCut here: GitHub shows no more of a summary. The JSON report has all.\n"
    if sum(map(len, lines)) <= room:
        return b"".join(lines)
    kept, size = [], len(note)
    for line in lines:
        size += len(line)
        if size > room:
            break
        kept.append(line)
    return b"".join([*kept, note]) if room >= len(note) else b""


def _command(item: Item, options: Options) -> str:
    place = {
        "file": clean(path(item, options.base)),
        "line": str(max(item.place.line or 1, 1)),
        "col": str(max(item.place.column or 1, 1)),
        "title": heading(item),
    }
    told = ",".join(f"{key}={value.translate(_PROPERTY)}" for key, value in place.items())
    return f"::{_COMMAND[level(item)]} {told}::{message(item).translate(_DATA)}"


def _summary(report: Report, options: Options) -> Iterator[str]:
    yield "## fairlabel"
    yield ""
    yield from _invalid(report)
    yield from _verdicts(report, options)
    waived: list[Item] = []
    found, left_out = worst(_unwaived(items(report, options), waived), MOST_IN_SUMMARY)
    yield from _findings(found, left_out, options)
    if waived:
        yield f"{count(len(waived), 'finding')} waived, each with a name and an end; the JSON report has them."
        yield ""
    yield "This is a gap report on what was shown to the tool. It is no certificate."


def _unwaived(found: Iterable[Item], waived: list[Item]) -> Iterator[Item]:
    for item in found:
        if item.standing in ("gap", "open", "error") and item.requirement != NOT_ASSESSED:
            if waiver(item):
                waived.append(item)
            else:
                yield item


def _invalid(report: Report) -> Iterator[str]:
    for broken in report.invalid:
        yield f"**Nothing was assessed for {_md(broken.folder)}:**"
        yield ""
        for problem in first_of(broken.problems, 10):
            yield f"- {_md(shorten(problem, 500))}"
        yield ""


def _verdicts(report: Report, options: Options) -> Iterator[str]:
    subjects = [s for s in report.subjects if options.subject in (None, s.folder)]
    if not subjects:
        return
    yield "| Subject | Standard | Verdict | Shown | Claimed | Possible | Not met | Open |"
    yield "|---|---|---|--:|--:|--:|--:|--:|"
    for subject in subjects:
        for standard in subject.standards:
            total = standard.sum
            counts: Counter[str] = Counter(total.counts)
            score = [getattr(total.score, key) for key in ("shown", "claimed", "possible")]
            points = " | ".join("none" if value is None else f"{value:.1f}" for value in score)
            failed = counts["not_met"] + counts["partly_met"]
            open_ = counts["unknown"] + counts["claimed"] + counts["error"]
            yield (
                f"| {_md(subject.id)} | {_md(standard.id)} {_md(standard.edition)} ({standard.profile}) "
                f"| {VERDICT[total.verdict]} | {points} | {failed} | {open_} |"
            )
    yield ""


def _findings(found: list[Item], left_out: Counter[str], options: Options) -> Iterator[str]:
    if not found:
        return
    yield "### Gaps and open items, worst first"
    yield ""
    yield "| Subject | Requirement | Severity | Status | Why and what to do |"
    yield "|---|---|---|---|---|"
    for item in found:
        age = baseline(item) or ""
        known = f", {BASELINE.get(age, age)}" if age else ""
        where = f"{path(item, options.base)}:{item.place.line}" if item.place.line else path(item, options.base)
        said = message(item).partition(": ")[2] or message(item)
        yield (
            f"| {_md(item.subject)} | {_md(item.requirement)} {_md(shorten(item.title, 200))} | {item.severity}{known} "
            f"| {status_word(item)} | {_md(said)} {_md(where)} |"
        )
    yield ""
    if words := left_out_words(left_out, MOST_IN_SUMMARY):
        yield words.replace("file", "table") + "."
        yield ""


def _md(text: str) -> str:
    return escape_markdown(text)
