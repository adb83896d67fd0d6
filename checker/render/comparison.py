"""Two reports compared, as text, Markdown or JSON (`fairlabel/comparison/1`): new gaps first, silence is no repair."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from checker import __version__
from checker.model.comparison import KINDS, Comparison, MetricChange, ResultChange, StandardChange, SubjectChange
from checker.model.past_report import PastMetric, PastScore
from checker.model.statuses import SEVERITIES
from checker.render import numbers
from checker.render.clean import clean, escape_markdown
from checker.render.plain import number, plain
from checker.render.words import METRIC, STATUS, VERDICT, count, metric_label

SCHEMA = "fairlabel/comparison/1"
WIDTH = 110
HEADINGS: Mapping[str, str] = {
    "new": "New gaps",
    "lost": "Met before, no longer shown",
    "silent": "Gaps before, open now: nobody has shown that they are mended",
    "worse": "Worse",
    "left": "Said or shown not to apply any more",
    "not_comparable": "Not comparable",
    "dropped": "Not judged any more",
    "asked": "Newly judged, or applies now",
    "better": "Better, not mended",
    "shown": "Open before, shown now",
    "fixed": "Fixed: gaps before, shown to be met now",
}
MOVED = {
    "higher": "higher",
    "lower": "lower",
    "undecided": "cannot be told: the two ranges meet",
    "not_comparable": "not comparable",
}


def render_comparison(found: Comparison, fmt: str) -> bytes:
    """Return the comparison as ``text``, ``markdown`` or ``json`` in UTF-8."""
    return _FORMATS[fmt](found).encode("utf-8", "replace")


def as_json(found: Comparison) -> str:
    """Return the comparison for programs, keys sorted."""
    view = {
        "schema": SCHEMA,
        "tool": {"name": "fairlabel", "version": __version__},
        "subjects": [_subject_view(subject) for subject in found.subjects],
        "only_before": list(found.only_before),
        "only_after": list(found.only_after),
        "not_assessed_after": list(found.broken),
        "not_assessed_before": list(found.broken_before),
        "other_ids": [{"folder": folder, "before": old, "after": new} for folder, old, new in found.other_ids],
    }
    return json.dumps(view, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def as_text(found: Comparison) -> str:
    """Return the comparison in lines of at most 110 columns."""
    lines: list[str] = []
    for depth, text in _outline(found):
        said = clean(text)
        if depth == 0:
            lines += ["", said, "-" * min(len(said), WIDTH)]
        else:
            indent = "  " * (depth - 1)
            lines += textwrap.wrap(said, WIDTH, initial_indent=indent, subsequent_indent=indent + "  ") or [""]
    return "\n".join(lines).strip("\n") + "\n"


def as_markdown(found: Comparison) -> str:
    """Return the comparison as headings and lists."""
    lines = ["# What changed"]
    for depth, text in _outline(found):
        said = escape_markdown(text)
        lines.append(f"\n## {said}\n" if depth == 0 else f"{'  ' * (depth - 1)}- {said}")
    return "\n".join(lines) + "\n"


def _outline(found: Comparison) -> Iterator[tuple[int, str]]:
    """Yield (depth, line): subjects at 0, what is said of them below."""
    if found.other_ids:
        yield 0, "Another id in the same folder"
    for folder, old, new in found.other_ids:
        yield (
            1,
            (
                f"{folder} was {old} and is {new}: if it is the same subject, nothing of it is compared, and what it "
                "withdrew is not seen; let it bear its former id again, or look at both reports"
            ),
        )
    for subject in found.subjects:
        yield from _subject(subject)
    for title, names in (
        ("Only in the first report", found.only_before),
        ("Only in the second report", found.only_after),
        ("Could not be assessed in the first report", found.broken_before),
        ("Could not be assessed in the second report", found.broken),
    ):
        if names:
            yield 0, title
            yield from ((1, name) for name in names)
    if not found.subjects:
        yield 0, "No subject stands in both reports"


def _subject(subject: SubjectChange) -> Iterator[tuple[int, str]]:
    before, after = subject.before, subject.after
    days = f"{_day(before.as_of)} to {_day(after.as_of)}"
    yield 0, f"{after.name or after.id} ({after.id}), {days}"
    yield from ((1, f"Note: {note}") for note in subject.notes)
    for standard in subject.standards:
        yield from _standard(standard)
    if subject.metrics:
        yield 1, "Pay, as published"
        yield from ((2, line) for line in _pay(subject.metrics))


def _standard(change: StandardChange) -> Iterator[tuple[int, str]]:
    before, after = change.verdict
    if change.not_comparable:
        yield 1, f"{change.title}: not comparable: {'; '.join(change.not_comparable)}"
        for when, n in (("Before", 0), ("Now", 1)):
            share, score = change.coverage[n], change.score[n]
            shown = "no score by design" if score.model == "none" else f"shown {numbers.score(score.shown, score.max)}"
            covered = "none" if share is None else numbers.percent(share)
            yield 2, f"{when}: {VERDICT[change.verdict[n]].lower()}; {shown}; coverage {covered}"
        return
    same = "still " if before == after else f"{VERDICT[before].lower()}, now "
    yield 1, f"{change.title}: {same}{VERDICT[after].lower()}; {_scores(*change.score)}; {_coverage(change.coverage)}"
    by_kind = {kind: [c for c in change.changes if c.kind == kind] for kind in KINDS}
    for kind, heading in HEADINGS.items():
        if by_kind[kind]:  # type: ignore[index]
            yield 2, f"{heading} ({len(by_kind[kind])})"  # type: ignore[index]
            yield from ((3, _result(c)) for c in sorted(by_kind[kind], key=_gravity))  # type: ignore[index]
    yield 2, f"Unchanged: {count(len(by_kind['unchanged']), 'requirement')}"


def _result(change: ResultChange) -> str:
    before = STATUS[change.before].word if change.before else "not judged"
    after = STATUS[change.after].word if change.after else "not judged"
    moved = f"{before.lower()}, now {after.lower()}" if before != after else after.lower()
    why = f"; {change.why}" if change.why else ""
    return f"{change.requirement} ({change.severity}) {change.title}: {moved}{why}"


def _gravity(change: ResultChange) -> int:
    return SEVERITIES.index(change.severity)


def _pay(metrics: Iterable[MetricChange]) -> Iterator[str]:
    """Yield a line a plain metric, in the order of reports, and one for all their variants."""
    known = [m for m in metrics if any(end is not None for was in (m.before, m.after) for end in (was.low, was.high))]
    order = list(METRIC)
    plain_ones = sorted((m for m in known if m.name in METRIC), key=lambda m: order.index(m.name))
    yield from map(_metric, plain_ones)
    if variants := len(known) - len(plain_ones):
        said = f"{count(variants, 'variant')} of such numbers changed too: paid time only, pooled, other methods"
        yield f"{said} (each: --format json)"


def _metric(change: MetricChange) -> str:
    why = f" ({change.why})" if change.why else ""
    before, after = _said(change.before), _said(change.after)
    unseen = ", by less than is shown" if before == after and change.moved in ("higher", "lower") else ""
    return f"{metric_label(change.name)}: {before}, now {after}: {MOVED[change.moved]}{unseen}{why}"


def _said(metric: PastMetric) -> str:
    return numbers.metric({**metric.model_dump(), "value": None})


def _scores(before: PastScore, after: PastScore) -> str:
    if after.model == "none":
        return "no score by design"
    return f"shown {numbers.score(before.shown, before.max)}, now {numbers.score(after.shown, after.max)}"


def _coverage(both: tuple[float | None, float | None]) -> str:
    was, now = ("none" if share is None else numbers.percent(share) for share in both)
    return f"coverage {was}, now {now}"


def _day(day: object) -> str:
    return str(day) if day is not None else "a day that is not known"


def _subject_view(subject: SubjectChange) -> dict[str, Any]:
    before, after = subject.before, subject.after
    return {
        "id": after.id,
        "name": after.name,
        "as_of": {"before": plain(before.as_of), "after": plain(after.as_of)},
        "verdict": {"before": before.verdict, "after": after.verdict},
        "standards": [_standard_view(s) for s in subject.standards],
        "metrics": [
            {
                "name": m.name, "unit": m.unit, "moved": m.moved, "why": m.why,
                "before": _metric_view(m.before), "after": _metric_view(m.after),
            }
            for m in subject.metrics
        ],
        "notes": list(subject.notes),
    }  # fmt: skip


def _standard_view(change: StandardChange) -> dict[str, Any]:
    counts = {kind: sum(c.kind == kind for c in change.changes) for kind in KINDS}
    return {
        "id": change.id,
        "title": change.title,
        "edition": _pair(change.edition),
        "verdict": _pair(change.verdict),
        "score": _pair(tuple(_score_view(s) for s in change.score)),
        "coverage": _pair(tuple(number(c) for c in change.coverage)),
        "not_comparable": list(change.not_comparable),
        "counts": counts,
        "changes": [c._asdict() for c in change.changes if c.kind != "unchanged"],
    }


def _pair(both: tuple[Any, ...]) -> dict[str, Any]:
    return {"before": both[0], "after": both[1]}


def _score_view(score: PastScore) -> dict[str, Any]:
    return {name: number(getattr(score, name)) for name in ("shown", "claimed", "possible")}


def _metric_view(metric: PastMetric) -> dict[str, Any]:
    return {"low": number(metric.low), "high": number(metric.high), "basis": metric.basis, "method": metric.method}


_FORMATS: Mapping[str, Callable[[Comparison], str]] = {"text": as_text, "markdown": as_markdown, "json": as_json}
