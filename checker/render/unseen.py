"""What the tool could not see of one subject: derived from the assessment, each line with its number or its names.

Whatever is listed here is open in the results too; nothing is judged by this list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from checker.render import numbers
from checker.render.clean import shorten
from checker.render.summary import as_sentence, no_pay
from checker.render.words import count

View = Mapping[str, Any]
FROM_WORKERS = ("worker", "worker_organisation")
MOST_NAMED = 8
HEADS = ("Workers", "Places and months", "Benchmarks", "Documents", "Answers", "Hidden to protect workers",
         "Left out of the standards")  # fmt: skip


def unseen(subject: View, standards: Sequence[View]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return heading and sentences; headings with nothing to say are left out."""
    found = (
        _workers(subject), _places(subject), _benchmarks(subject), _documents(subject, standards),
        _answers(subject, standards), _hidden(subject), _left_out(standards),
    )  # fmt: skip
    lists = [(head, tuple(dict.fromkeys(map(as_sentence, lines)))) for head, lines in zip(HEADS, found, strict=True)]
    return tuple((head, lines) for head, lines in lists if lines)


def blind_spot(subject: View) -> str:
    """Return what weighs most of it, for the first page: whose voice is missing, and time that nobody recorded."""
    lines = [*_voices(subject)]
    if len(lines) > 1:
        lines = [f"nothing was said or measured by workers: all was collected by the {subject['kind']} itself"]
    lines += [note for pay in subject["wages"]["sets"] for note in pay["notes"] if note.startswith("no unpaid time")]
    return " ".join(map(as_sentence, dict.fromkeys(lines)))


def _voices(subject: View) -> Iterator[str]:
    shown = subject["evidence"]
    if not any(exhibit["collector"] in FROM_WORKERS for exhibit in shown):
        yield "no worker and no organisation of workers brought anything: nothing here was said or measured by them"
    if shown and all(exhibit["collector"] == subject["kind"] for exhibit in shown):
        yield f"all that was shown was collected by the {subject['kind']} itself"


def _workers(subject: View) -> Iterator[str]:
    yield from _voices(subject)
    if subject["headcount"] is None:
        yield "the scope does not say how many people do the work"
    for pay in subject["wages"]["sets"]:
        missing = None if None in (pay["workers"], pay["headcount"]) else pay["headcount"] - pay["workers"]
        if missing and missing >= subject["judged_by"]["k"]:
            yield f"{count(missing, 'worker')} of {pay['headcount']:,} are not in the pay data {pay['evidence']}"
        elif missing and missing > 0:
            yield f"some of {pay['headcount']:,} workers are not in the pay data {pay['evidence']}"
        if any(number["unit"] == "hours" and numbers.metric(number) == "unknown" for number in pay["metrics"].values()):
            yield f"working hours are not known in full from {pay['evidence']}"


def _places(subject: View) -> Iterator[str]:
    if not subject["sites"]:
        yield "the scope names no site"
    if not subject["period"]["from"] or not subject["period"]["to"]:
        yield "the scope gives no whole period"
    if not subject["wages"]["sets"]:
        yield f"no pay was seen anywhere: {no_pay(subject)}"
    for pay in subject["wages"]["sets"]:
        if pay["cover"]["why"]:
            yield f"{pay['evidence']}: {pay['cover']['why']}"
        for why, n in pay["set_aside"].items():
            yield f"{pay['evidence']}: {count(n, 'row')} set aside ({why})"


def _benchmarks(subject: View) -> Iterator[str]:
    for pay in subject["wages"]["sets"]:
        yield from (note for note in pay["notes"] if note.startswith(("no living wage", "no minimum wage", "no rate")))
        stale = [use["id"] for use in pay["benchmarks"] if use["stale"]]
        if stale:
            yield f"out of date, so pay above them proves nothing: {_named(stale)}"
        open_ = [u["id"] for u in pay["benchmarks"] if not u["stale"] and (u["bar"][0] is None or u["bar"][1] is None)]
        if open_:
            yield f"bars known from below only, so pay above them proves nothing: {_named(open_)}"


def _documents(subject: View, standards: Sequence[View]) -> Iterator[str]:
    read = {d["evidence"] for d in subject["decisions"] if d["kind"] == "reviewed"}
    unread = [e["id"] for e in subject["evidence"] if e["document"] and e["id"] not in read and not e["problem"]]
    if unread:
        yield f"attached, and read by nobody for this report: {_named(unread)}; the tool reads no documents"
    resting = sum(r["evidence"]["content_unchecked"] for s in standards for r in s["results"])
    if resting:
        yield f"{count(resting, 'requirement')} {'rests' if resting == 1 else 'rest'} on content that nobody checked"
    yield from (f"{e['id']}: {e['problem']}" for e in subject["evidence"] if e["problem"])
    undated = [e["id"] for e in subject["evidence"] if e["dated"] is None]
    if undated:
        yield f"without a date, so it counts as out of date: {_named(undated)}"


def _answers(subject: View, standards: Sequence[View]) -> Iterator[str]:
    asked, answered = subject["answered"]["asked"], subject["answered"]["answered"]
    if asked > answered:
        yield f"{count(asked - answered, 'question')} of {asked:,} that apply have no usable answer"
    parked = sum(r["parked"] for s in standards for r in s["results"])
    if parked:
        yield f"{count(parked, 'requirement')} said not to apply, which nobody showed"


def _hidden(subject: View) -> Iterator[str]:
    k = subject["judged_by"]["k"]
    for pay in subject["wages"]["sets"]:
        if pay["workers"] is None:
            yield f"{pay['evidence']}: fewer workers than may be shown, so no figure of it stands here"
            continue
        groups = [g for g in pay["groups"] if g["suppressed"]]
        if groups:
            kinds = _named(list(dict.fromkeys(" and ".join(g["by"]).replace("_", " ") for g in groups)))
            why = f"of fewer than {k} workers or giving such away"
            yield f"{count(len(groups), 'group')} of {pay['evidence']}, {why}: {kinds}"
        cells = sum(m["suppressed"] for m in pay["metrics"].values())
        if cells:
            told = "hidden or told in words; the rules saw the true values"
            yield f"{count(cells, 'number')} of {pay['evidence']} {told}"
    few = [e["id"] for e in subject["evidence"] if e["suppressed"]]
    if few:
        yield f"how many took part in {_named(few)}, since fewer than {k} did"


def _left_out(standards: Sequence[View]) -> Iterator[str]:
    for standard in standards:
        if standard["left_out"]:
            why = "; ".join(dict.fromkeys(str(one["why"]) for one in standard["left_out"]))
            yield f"{standard['name']}: {count(len(standard['left_out']), 'requirement')} not judged ({why})"


def _named(names: Sequence[str]) -> str:
    few = [shorten(str(name), 80) for name in names[:MOST_NAMED]]
    return ", ".join(few) + (f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else "")
