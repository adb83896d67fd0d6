"""Waivers and a baseline laid over a run that was judged: read before it, laid over it after.

Imported only where one of them is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from checker.assess import overlays
from checker.assess.former_ids import fitting
from checker.assess.gate import FAILS, INVALID, run_code, subject_code
from checker.assess.other_ids import OtherId, other_ids
from checker.assess.overlays import Held, Known
from checker.assess.ratchet import compare_scores
from checker.errors import UsageError
from checker.load.baselines import bases, load_baseline, record
from checker.load.questionnaires import peek_id
from checker.load.waivers import load_waivers
from checker.model.assessment import InvalidSubject, StandardResult, SubjectResult
from checker.model.evidence import Place
from checker.model.overlay import (
    Baseline,
    BaselineTerms,
    Basis,
    Counted,
    Ratchet,
    Refused,
    Remark,
    RunOverlay,
    SubjectOverlay,
    SubjectRecord,
    Unused,
    Waiver,
    WaiverFile,
    Withdrawn,
)
from checker.model.past_report import PastSubject
from checker.model.questionnaire import Finding
from checker.pipeline.measures import Choices
from checker.pipeline.measuring import Measuring
from checker.render.json_results import encode
from checker.render.view import subject_view

LONGEST_YEARS = 2
"""Years after the gate beyond which the end of a waiver or baseline is said to be far: a choice of this tool, twice the
time for which evidence counts. It holds all the same: whoever approved it answers for it."""
_AGAIN = "it excuses for longer than a gap should wait; have it approved for a shorter time"


@dataclass(frozen=True, slots=True)
class Given:
    """What the caller gave to be laid over the run."""

    gate_date: date
    waivers: WaiverFile | None
    baseline: Baseline | None


@dataclass(frozen=True, slots=True)
class Scene:
    """What is the same for all subjects of a run."""

    choices: Choices
    gate_date: date
    waivers: tuple[Waiver, ...]
    """Those that hold."""
    baseline: Baseline | None
    expired: bool
    """Whether the baseline covers nothing any more."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One subject beside what the baseline has of it."""

    now: SubjectRecord | None = None
    before: SubjectRecord | None = None
    basis: Mapping[str, Basis] | None = None


def read_overlays(choices: Choices, folders: Iterable[Path]) -> Given | None:
    """Return what is to be laid over a run over ``folders``; None where nothing is.

    Raises UsageError where a file is given without the day that decides it, or an option without its baseline;
    InputError for files that cannot be read.
    """
    for option, wanted in (("--new-only", choices.new_only), ("--ratchet", choices.ratchet)):
        if wanted and choices.baseline is None:
            raise UsageError(f"{option} needs something to compare with: --baseline FILE")
    if choices.waivers is None and choices.baseline is None:
        return None
    if choices.gate_date is None:
        option = "--baseline" if choices.waivers is None else "--waivers"
        raise UsageError(f"{option} needs the day on which it is held against the calendar: --gate-date DATE|today")
    judged = tuple(folders)
    waivers = load_waivers(choices.waivers, judged) if choices.waivers is not None else None
    baseline = load_baseline(choices.baseline, judged) if choices.baseline is not None else None
    return Given(choices.gate_date, waivers, baseline)


def lay_over(
    subjects: Sequence[SubjectResult], invalid: Sequence[InvalidSubject], given: Given, measuring: Measuring
) -> tuple[tuple[SubjectResult, ...], RunOverlay]:
    """Return ``subjects`` as the gate counts them, and what the overlays did to the run.

    Nothing of their standards, statuses, credits and scores is touched.
    """
    unread = {peek_id(Path(broken.folder)): broken.folder for broken in invalid}
    kept, refused = _sift(given, measuring, {s.id for s in subjects} | set(unread))
    baseline = given.baseline
    expired = baseline is not None and baseline.until < given.gate_date
    if baseline is not None:
        baseline = under_todays_ids(baseline, measuring.former_ids())
    scene = Scene(measuring.choices, given.gate_date, kept, baseline, expired)
    laid = tuple(_lay_over_one(subject, scene) for subject in subjects)
    renamed = _renamed(baseline, laid)
    laid = tuple(_with_former_id(subject, renamed, baseline) for subject in laid)
    codes = [INVALID] * len(invalid)
    spoken = (*(w for w in kept if w.subject in unread),)
    unused = [Unused(w, f"nothing was assessed for {unread[w.subject]}") for w in spoken]
    return laid, RunOverlay(
        gate_date=given.gate_date,
        without=run_code([*(s.overlay.without for s in laid if s.overlay is not None), *codes]),
        waivers=given.waivers.file if given.waivers is not None else None,
        baseline=BaselineTerms(baseline.file, baseline.approved_by, baseline.until, expired) if baseline else None,
        new_only=measuring.choices.new_only,
        ratchet=measuring.choices.ratchet,
        unused=(*(one for subject in laid for one in _unused(subject, scene)), *unused),
        expiring=tuple(overlays.expiring((one for s in laid for one in _all_counted(s)), given.gate_date)),
        refused=tuple(sorted(refused, key=lambda one: (one.place.line or 0, one.place.column or 0))),
        notes=(*_far_end(baseline, given.gate_date), *_notes(baseline, expired, laid, given.gate_date)),
        remarks=(*_far_ends(kept, given.gate_date), *_remarks(baseline, laid, set(unread))),
    )


def _sift(given: Given, measuring: Measuring, subjects: set[str]) -> tuple[tuple[Waiver, ...], tuple[Refused, ...]]:
    if given.waivers is None:
        return (), ()
    former = measuring.former_ids()
    standards = [compiled.standard for measures in measuring.all for compiled in measures.standards]
    zero = {former.get(name, name) for standard in standards for name in standard.zero_tolerance}
    named = ", ".join(dict.fromkeys(f"{standard.id} {standard.edition}" for standard in standards))
    ids = frozenset(name for measures in measuring.all for name in measures.requirement_ids)
    known = Known(ids, former, zero, subjects, given.gate_date, named)
    kept, refused = overlays.sift(given.waivers.waivers, known)
    return kept, (*given.waivers.refused, *refused)


def _lay_over_one(subject: SubjectResult, scene: Scene) -> SubjectResult:
    compared = _compared(subject, scene)
    waivers = overlays.in_force(scene.waivers, subject.id)
    counted: dict[str, Mapping[str, Counted]] = {}
    stands: list[Withdrawn] = []
    scores: list[Ratchet] = []
    codes, without = [], []
    fail_on = subject.fail_on or scene.choices.fail_on
    for standard in subject.standards:
        held, gone = _held(subject, standard, waivers, compared, scene)
        laid = counted[standard.id] = overlays.count(standard, held)
        stands += gone
        codes.append(subject_code(standard.standings, fail_on, standard.holds, standard.expired, laid))
        without.append(subject_code(standard.standings, fail_on, standard.holds, standard.expired))
        scores += _scores(standard, compared, scene)
    if scene.choices.ratchet and fail_on != "never" and any(s.outcome == "fell" for s in scores):
        codes.append(FAILS)
    overlay = SubjectOverlay(run_code(codes), run_code(without), counted, tuple(stands), tuple(scores))
    return replace(subject, overlay=overlay, findings=(*subject.findings, *_gone(subject, compared, stands)))


def _compared(subject: SubjectResult, scene: Scene) -> Compared:
    """Return today's record of a subject beside the baseline's; made from what the report shows, as that one was."""
    if scene.baseline is None:
        return Compared()
    shown = PastSubject.model_validate_json(encode(subject_view(subject)))
    return Compared(record(shown), scene.baseline.subjects.get(subject.id), bases(shown))


def _renamed(baseline: Baseline | None, subjects: Sequence[SubjectResult]) -> Mapping[str, OtherId]:
    """Return, by id of today, the subjects whose folder the baseline has under another id."""
    if baseline is None:
        return {}
    before = {name: kept.folder for name, kept in baseline.subjects.items()}
    return {one.after: one for one in other_ids(before, {s.id: s.folder for s in subjects})}


def _with_former_id(subject: SubjectResult, renamed: Mapping[str, OtherId], baseline: Baseline | None) -> SubjectResult:
    """Return ``subject`` with the finding that all which was known of it may stand under another id."""
    one = renamed.get(subject.id)
    if one is None or baseline is None:
        return subject
    kept = baseline.subjects[one.before]
    entries = {**kept.results, **kept.uncovered}
    adverse = [name for name, e in entries.items() if e.status in overlays.FAILED and e.evidence]
    what = (
        f"id changed: the folder {one.folder} was {one.before} when the baseline was made and is {one.after} now; if "
        "it is the same subject, evidence that it withdrew since, and scores that fell, are not seen"
    )
    if adverse:
        what += f"; its evidence showed then what was not met: {', '.join(sorted(adverse))}"
    todo = f"let it bear the id {one.before} again, or make the baseline anew after an assessor has looked at both"
    finding = Finding("id_changed", "warning", what, Place("questionnaire.yaml"), todo)
    return replace(subject, findings=(*subject.findings, finding))


def _held(
    subject: SubjectResult,
    standard: StandardResult,
    waivers: Mapping[str, Waiver],
    compared: Compared,
    scene: Scene,
) -> tuple[Held, tuple[Withdrawn, ...]]:
    if compared.now is None or scene.baseline is None:
        return Held(waivers), ()
    basis = scene.baseline.standards.get(standard.id)
    matches = basis is not None and basis.edition == standard.edition
    gone: tuple[Withdrawn, ...] = ()
    if compared.before is not None and matches:
        gone = overlays.withdrawn(compared.before, compared.now, standard.id, subject.decisions)
    why = "the baseline has expired" if scene.expired else f"the baseline is not of {standard.id} {standard.edition}"
    return Held(
        waivers=waivers,
        before=compared.before,
        now=compared.now,
        covers=matches and not scene.expired,
        why_not=why,
        withdrawn={one.requirement: one for one in gone},
        new_only=scene.choices.new_only,
    ), gone


def _scores(standard: StandardResult, compared: Compared, scene: Scene) -> Iterator[Ratchet]:
    if scene.baseline is None or compared.now is None or compared.basis is None:
        return
    before = scene.baseline.standards.get(standard.id), compared.before
    now = compared.basis[standard.id], compared.now
    for profile in dict.fromkeys((standard.profile, *standard.sums)):
        score = compare_scores(standard.id, profile, before, now)
        # What the run does not gate by is said where it fell: the narrower profile must not hide the wider one.
        if profile == standard.profile or score.outcome == "fell":
            yield score


def _gone(subject: SubjectResult, compared: Compared, stands: Sequence[Withdrawn]) -> Iterator[Finding]:
    """Iterate over one warning a source of the baseline that is no longer there."""
    if compared.before is None or compared.now is None:
        return
    for name, changed in overlays.gone_sources(compared.before.evidence, compared.now.evidence).items():
        kind = compared.before.evidence[name].kind.replace("_", " ")
        files = len(compared.before.evidence[name].sha256)
        lost = f"{changed} of its {files} files there" if files > 1 else "its file there"
        what = f"evidence withdrawn: {name} ({kind}) was there when the baseline was made, and " + (
            "is gone" if changed is None else f"{lost} is gone or holds something else"
        )
        mine = [one.requirement for one in stands if name in one.evidence and not one.lifted]
        lifted = [one.requirement for one in stands if name in one.evidence and one.lifted]
        if mine:
            what += f"; what it showed stands in the gate: {', '.join(mine)}"
        if lifted:
            what += f"; lifted by an assessor: {', '.join(lifted)}"
        place = next((shown.item.place for shown in subject.evidence if shown.item.id == name), None)
        todo = "hand it in again, or let an assessor look into it and record a decision of kind lift" if mine else ""
        yield Finding("evidence_withdrawn", "warning", what, place, todo)


def _unused(subject: SubjectResult, scene: Scene) -> list[Unused]:
    mine = [waiver for waiver in scene.waivers if waiver.subject == subject.id]
    if not mine or subject.overlay is None:
        return []
    return overlays.unused(mine, [(s, subject.overlay.counted[s.id]) for s in subject.standards])


def _all_counted(subject: SubjectResult) -> Iterator[Counted]:
    if subject.overlay is not None:
        for laid in subject.overlay.counted.values():
            yield from laid.values()


def _far_end(baseline: Baseline | None, gate_date: date) -> Iterator[str]:
    if baseline is not None and baseline.until > _last_day(gate_date):
        yield f"{baseline.file.path} ends on {baseline.until} only: {_AGAIN}"


def _far_ends(waivers: Iterable[Waiver], gate_date: date) -> Iterator[Remark]:
    """Iterate over what excuses for so long that nobody will look at it again."""
    for waiver in waivers:
        if waiver.end > _last_day(gate_date):
            after = f" ends on {waiver.end} only: {_AGAIN}"
            yield Remark(f"the waiver of {waiver.requirement} for", (waiver.subject,), after)


def _last_day(gate_date: date) -> date:
    return gate_date.replace(year=min(gate_date.year + LONGEST_YEARS, date.max.year), day=min(gate_date.day, 28))


def _notes(
    baseline: Baseline | None, expired: bool, subjects: Sequence[SubjectResult], gate_date: date
) -> Iterator[str]:
    if baseline is None:
        return
    if expired:
        yield (
            f"{baseline.file.path} ended on {baseline.until}, before the day of the gate ({gate_date}): it covers "
            "nothing, and everything is new; have it approved anew"
        )
    for standard in {(s.id, s.edition): s for subject in subjects for s in subject.standards}.values():
        basis = baseline.standards.get(standard.id)
        if basis is None:
            yield f"{baseline.file.path} has nothing on {standard.id}: everything of it is new; make the baseline anew"
        elif basis.edition != standard.edition:
            yield (
                f"{baseline.file.path} is of {standard.id} {basis.edition}, and {standard.edition} is judged here: "
                "nothing of it matches, and everything is new; make the baseline anew"
            )


def _remarks(baseline: Baseline | None, subjects: Sequence[SubjectResult], unread: Set[str]) -> Iterator[Remark]:
    """Iterate over where the baseline and the run are not of the same subjects, or judge one by other standards."""
    if baseline is None:
        return
    file, judged = baseline.file.path, {s.id for s in subjects}
    missing: dict[str, list[str]] = {}
    for subject in subjects:
        kept = baseline.subjects.get(subject.id)
        for name in sorted((kept.scores if kept is not None else {}).keys() - {s.id for s in subject.standards}):
            missing.setdefault(name, []).append(subject.id)
    for name, ids in missing.items():
        after = (
            " by it: what got worse there, and what stands because its evidence has gone, is not seen; judge by it as "
            f"well: --standard {name}"
        )
        yield Remark(f"{file} has {name} too, and this run did not judge", tuple(ids), after)
    for one in _renamed(baseline, subjects).values():
        after = (
            f" now; if it is the same subject, what it withdrew since {one.before} was held to the baseline is not seen"
        )
        yield Remark(f"{file} has the folder {one.folder} as {one.before}, which is", (one.after,), after)
    strangers = tuple(s.id for s in subjects if s.id not in baseline.subjects)
    if strangers:
        yield Remark(f"{file} has nothing on", strangers, ": everything there is new")
    if gone := tuple(sorted(baseline.subjects.keys() - judged - unread)):
        yield Remark(f"{file} has", gone, " too, and this run judged nobody of that name")


def under_todays_ids(baseline: Baseline, former_ids: Mapping[str, str]) -> Baseline:
    """Return a baseline with its entries under today's ids (see `checker.assess.former_ids.fitting`)."""
    if not former_ids:
        return baseline

    def of_one(kept: SubjectRecord) -> SubjectRecord:
        names = fitting(kept.results.keys() | kept.uncovered.keys(), former_ids)
        results, uncovered = (
            {names.get(name, name): entry for name, entry in entries.items()}
            for entries in (kept.results, kept.uncovered)
        )
        return replace(kept, results=results, uncovered=uncovered)

    return replace(baseline, subjects={name: of_one(kept) for name, kept in baseline.subjects.items()})
