"""A portfolio as a static site: pages that open from disk, one small script for filter and order.

Templates are in `reports/site/`. Yields pages one by one, so that thousands of subjects are never held as text.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from checker import __version__
from checker.model.device_names import is_device
from checker.model.past_report import PastResult, PastStandard, PastSubject
from checker.model.portfolio import Judged, Member, Portfolio, Row
from checker.model.statuses import SEVERITIES, VERDICTS, Verdict
from checker.model.trend import Line
from checker.render import numbers, trend
from checker.render.clean import anchor
from checker.render.html import shown
from checker.render.page import environment
from checker.render.words import STATUS, VERDICT

if TYPE_CHECKING:
    from jinja2 import Environment

PAGES = (
    ("index.html", "Subjects"),
    ("requirements.html", "Requirements"),
    ("evidence.html", "Age of evidence"),
    ("coverage.html", "Coverage"),
)
STATES = {"out": "out of date", "soon": "runs out within 90 days", "undated": "no date: counts as out of date"}


def render_site(found: Portfolio, unread: Sequence[str] = ()) -> Iterator[tuple[str, bytes]]:
    """Yield (path inside the site, bytes) of every page; ``unread`` are problems of reports that were left out."""
    site = _Site(found)
    yield site.page("index.html", "overview", **site.overview(), unread=unread)
    yield site.page("requirements.html", "requirements", groups=site.groups())
    sums = {state: sum(e.state == state for e in found.exhibits) for state in STATES}
    yield site.page("evidence.html", "evidence", exhibits=found.exhibits, sums=sums, states=STATES)
    yield site.page("coverage.html", "coverage", coverage=site.coverage(), standards=found.standards)
    for member in found.members:
        yield site.member(member)
    for row in found.rows:
        yield site.requirement(row)


class _Site:
    """One portfolio and the addresses of its pages."""

    def __init__(self, found: Portfolio) -> None:
        self.found = found
        self.subjects = _addresses("subjects", [(m.subject.id,) for m in found.members])
        self.requirements = _addresses("requirements", [(r.standard, r.edition, r.requirement) for r in found.rows])
        self.shared = {name for name, n in Counter(_name(m.subject) for m in found.members).items() if n > 1}
        css, css_sha256, script, script_sha256 = _assets()
        self.fixed: dict[str, Any] = {
            "css": css, "css_sha256": css_sha256, "script": script, "script_sha256": script_sha256,
            "pages": PAGES, "version": __version__, "day": found.day, "statuses": tuple(STATUS),
            "subject_name": self.called,
            "subject_page": lambda name: self.subjects[(name,)],
            "requirement_page": lambda s, name: self.requirements[s["id"], s["edition"], name],
        }  # fmt: skip

    def called(self, subject: PastSubject) -> str:
        """Return a subject's name, and its id beside it where several have that name."""
        name = subject.name or subject.id
        return f"{name} ({subject.id})" if _name(subject) in self.shared else name

    def page(self, path: str, template: str, **values: Any) -> tuple[str, bytes]:
        """Return one page and its path."""
        up = "../" * path.count("/")
        text = _environment().get_template(f"site/{template}.html.j2").render(self.fixed, here=path, up=up, **values)
        return path, text.encode("utf-8", "replace")

    def overview(self) -> dict[str, Any]:
        """Return what the first page shows."""
        members, subjects = self.found.members, [m.subject for m in self.found.members]
        return {
            "members": members,
            "verdicts": [(word, sum(m.verdict == word for m in members)) for word in VERDICTS],
            "countries": sorted({s.country for s in subjects if s.country}),
            "stale": sum(any(judged.stale for judged in m.standards) for m in members),
            "overview": [row for member in members for row in self._rows(member)],
            "not_assessed": self.found.not_assessed,
        }

    def _rows(self, member: Member) -> Iterator[dict[str, Any]]:
        subject = member.subject
        head = {
            "page": self.subjects[(subject.id,)],
            "name": subject.name or subject.id,
            "id": subject.id if _name(subject) in self.shared else "",
            "country": subject.country,
            "not_assessed": member.not_assessed,
        }
        if not member.standards:
            nothing: dict[str, Any] = {"as_of": subject.as_of or "not known", "stale": "", "standard": "none"}
            cells: dict[str, Any] = {"score": [("", "none")] * 3, "coverage": ("", "none"), "gaps": 0, "open": 0}
            yield {**head, **nothing, **cells, **_word(member.verdict), "answered": _answered(subject)}
        for judged in member.standards:
            standard, score = judged.standard, judged.standard.score
            yield {
                **head,
                "as_of": judged.as_of or "not known",
                "stale": judged.stale,
                "standard": f"{standard.id} {standard.edition} ({standard.profile})",
                **_word(judged.verdict),
                "score": [_cell(v, numbers.score(v, score.max)) for v in (score.shown, score.claimed, score.possible)],
                "coverage": _coverage(standard),
                "gaps": standard.grave_gaps,
                "open": standard.grave_open,
                "answered": _answered(subject),
            }

    def groups(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """Return the requirements by standard and edition."""
        titles = dict(self.found.standards)
        found: dict[str, list[dict[str, Any]]] = {}
        for row in self.found.rows:
            page = self.requirements[row.standard, row.edition, row.requirement]
            found.setdefault(f"{titles[row.standard]} ({row.edition})", []).append({**row._asdict(), "page": page})
        return list(found.items())

    def coverage(self) -> list[tuple[str, str, list[tuple[Any, str]]]]:
        """Return name, page and one cell a standard for each subject."""
        table = []
        for member in self.found.members:
            subject = member.subject
            mine = {j.standard.id: _coverage(j.standard) for j in member.standards}
            cells = [mine.get(name, ("", "")) for name, _ in self.found.standards]
            table.append((self.called(subject), self.subjects[(subject.id,)], cells))
        return table

    def member(self, member: Member) -> tuple[str, bytes]:
        """Return the page of one subject."""
        subject = member.subject
        lines = {line.standard: line for line in member.lines}
        return self.page(
            self.subjects[(subject.id,)], "subject", subject=subject, verdict=member.verdict,
            not_assessed=member.not_assessed,
            standards=[_standard(j, lines.get(j.standard.id)) for j in member.standards], course_columns=trend.COLUMNS,
        )  # fmt: skip

    def requirement(self, row: Row) -> tuple[str, bytes]:
        """Return the page of one requirement."""
        standings = (*row.failed, *row.open)
        lists = (("Not met or partly met", row.failed), ("Open: unknown, claimed, or in error", row.open))
        sentence = standings[0].result.sentence if standings else ""
        path = self.requirements[row.standard, row.edition, row.requirement]
        return self.page(path, "requirement", row=row, lists=lists, sentence=sentence)


def _name(subject: PastSubject) -> str:
    return (subject.name or subject.id).casefold()


def _standard(judged: Judged, line: Line | None) -> dict[str, Any]:
    standard = judged.standard
    score = standard.score
    said = "No score is made for this standard."
    if score.model != "none":
        words = (numbers.score(v, score.max) for v in (score.shown, score.claimed, score.possible))
        said = "Shown {}, claimed {}, possible {} of {}.".format(*words, numbers.number(score.max))
    lists = (
        ("Gaps, the gravest first", _by_gravity(standard, "not_met", "partly_met", "error")),
        ("Said, but not shown", _by_gravity(standard, "claimed")),
        ("Unknown", _by_gravity(standard, "unknown")),
    )
    course = [(trend.row(point), point.broken) for point in line.points] if line else []
    head: dict[str, Any] = {
        "id": standard.id,
        "title": standard.title,
        "edition": standard.edition,
        "profile": standard.profile,
    }
    head |= {"as_of": judged.as_of, "file": judged.file}
    return {**head, "verdict": judged.verdict, "stale": judged.stale, "said": said, "lists": lists, "course": course}


def _by_gravity(standard: PastStandard, *statuses: str) -> list[PastResult]:
    return sorted(
        (r for r in standard.results if r.status in statuses),
        key=lambda r: (SEVERITIES.index(r.severity), r.requirement),
    )


def _word(verdict: Verdict) -> dict[str, Any]:
    return {"verdict": verdict, "order": VERDICTS.index(verdict)}


def _answered(subject: PastSubject) -> tuple[int, str]:
    return subject.answered.answered, f"{subject.answered.answered} of {subject.answered.asked}"


def _coverage(standard: PastStandard) -> tuple[Any, str]:
    return _cell(standard.coverage, "none" if standard.coverage is None else numbers.percent(standard.coverage))


def _cell(value: float | None, text: str) -> tuple[Any, str]:
    """Return what a column is put in order by, and what it shows."""
    return ("" if value is None else value, text)


def _addresses(folder: str, names: Sequence[tuple[str, ...]]) -> dict[tuple[str, ...], str]:
    """Return a file for each name, no two alike on systems that take capital letters for small ones, and no device."""
    found: dict[tuple[str, ...], str] = {}
    taken: set[str] = set()
    for name in names:
        stem = anchor("-".join(name))[:80]
        stem = f"page-{stem}" if is_device(stem) else stem
        file, n = stem, 1
        while file.casefold() in taken:
            n += 1
            file = f"{stem}-{n}"
        taken.add(file.casefold())
        found[name] = f"{folder}/{file}.html"
    return found


@cache
def _environment() -> Environment:
    made = environment("", shown)
    made.globals.update(VERDICT=VERDICT)
    return made


@cache
def _assets() -> tuple[Any, str, Any, str]:
    """Return style sheet and script, each with the hash by which the pages' policy lets it in."""
    from markupsafe import Markup

    from checker.resources import read_text

    css = read_text("reports", "styles/report.css") + read_text("reports", "styles/site.css")
    script = read_text("reports", "site/filter.js")
    return Markup(css), _digest(css), Markup(script), _digest(script)


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
