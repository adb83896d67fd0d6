"""The summary for a terminal: one subject in full, many subjects one line each.

Plain text is put together by hand; rich is imported only where styles are wanted.
"""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from checker.errors import first_of
from checker.model.assessment import Report, SubjectResult
from checker.render.clean import clean, shorten
from checker.render.put_aside import put_aside, put_aside_over
from checker.render.summary import (
    FAILED,
    FIRST_FINDINGS,
    as_sentence,
    gap_to_close,
    no_pay,
    span,
    standard_name,
    steps_for,
    to_do,
    verdict_sentence,
    who,
    worst_first,
)
from checker.render.text_lines import Line, plain, styled
from checker.render.unseen import blind_spot
from checker.render.words import NO_SCORE, OWNER, SCORE, STATUS, VERDICT, VERDICT_COUNTED, count, sentence_case

if TYPE_CHECKING:
    from checker.render import Options

MOST_GAPS = 6
MOST_OPEN = 5
MOST_FILES = 5
"""Of one folder and ending, that are named one by one."""
SCORES = 25
"""Columns of a line before what a score means."""
LEAD = 62
"""Columns of a line before the subject's name, where there are many."""
View = Mapping[str, Any]


def render(report: Report, options: Options) -> bytes:
    """Return the summary; in full where one subject was named, a line each where several were."""
    subjects = [s for s in report.subjects if options.subject in (None, s.folder)]
    lines: list[Line] = []
    if len(subjects) == 1 and (options.subject or not report.invalid):
        from checker.render.view import subject_view

        lines += _one(subject_view(subjects[0]), options, _gate(report))
    elif subjects:
        lines += _many(subjects, options.width)
        if report.overlay is not None:
            from checker.render.text_overlays import gate_of_many

            lines += gate_of_many(report, subjects)
        if any(s.plan is not None for s in subjects):
            from checker.render.plan_text import plans_of_many

            lines += plans_of_many(subjects)
    lines += _invalid(report)
    lines += [Line(""), *_written(options.written)]
    while lines and not lines[-1].text:
        lines.pop()
    text = "\n".join(styled(lines, options.width) if options.color else plain(lines, options.width))
    return (text + "\n").encode("utf-8", "replace")


def _gate(report: Report) -> View | None:
    """Return the run's gate where waivers or a baseline change it."""
    if report.overlay is None:
        return None
    from checker.render.overlay_view import run_gate

    return run_gate(report)


def _one(subject: View, options: Options, gate: View | None) -> Iterator[Line]:
    for standard in subject["standards"]:
        yield Line(clean(verdict_sentence(subject, standard)), standard["verdict"])
    yield Line(_gap(subject), "head")
    for finding in subject["findings"]:
        if finding["code"] in FIRST_FINDINGS:
            yield Line(f"Working time: {clean(finding['message'])}.", "error")
    yield Line(_who(subject), "quiet")
    if blind := blind_spot(subject):
        yield Line(clean(blind), "quiet")
    if gate is not None:
        from checker.render.text_overlays import gate_of_one

        yield from gate_of_one(gate, subject)
    yield from _suppliers(subject)
    several = len(subject["standards"]) > 1
    for standard in subject["standards"]:
        if several:
            yield from _heading(standard_name(standard))
        yield Line("")
        yield from _scores(subject, standard)
        if gate is not None and gate["new_only"]:
            standard = {**standard, "results": [r for r in standard["results"] if r["baseline"] != "known"]}
        yield from _failed(standard)
        yield from _by_workers(standard)
        yield from _for_buyer(subject, standard)
        yield from _open(standard, "claimed", "Said, but not shown")
        yield from _open(standard, "unknown", "Unknown")
        yield from _steps(subject, standard)
    if "plan" in subject:
        from checker.render.plan_text import plan_of_one

        yield from plan_of_one(subject["plan"], subject["kind"])
    yield from _notes(subject)


def _who(subject: View) -> str:
    return clean(f"{sentence_case(subject['kind'])} {subject['id']}: {who(subject)}; {span(subject)}.")


def _scores(subject: View, standard: View) -> Iterator[Line]:
    from checker.render.numbers import percent

    score = standard["score"]
    scored = score["model"] != "none"
    if not scored:
        yield Line(f"{'Score':<9} {'none':>6}{'':8} {NO_SCORE}", indent=2, hang=SCORES)
    for key, (word, meaning) in SCORE.items() if scored else ():
        yield Line(f"{word:<9} {_points(score[key], score['max']):<14} {meaning}", indent=2, hang=SCORES)
    coverage = "none" if standard["coverage"] is None else percent(standard["coverage"])
    answered = subject["answered"]
    is_weighed = standard["coverage"] is not None
    decided = "of the weight is decided by sufficient evidence" if is_weighed else "nothing that applies has a weight"
    yield Line(f"{'Coverage':<9} {coverage:>7}{'':7} {decided}", indent=2, hang=SCORES)
    asked = f"{answered['answered']:>6} of {answered['asked']}"
    yield Line(f"{'Answered':<9} {asked:<14} questions that apply", indent=2, hang=SCORES)
    for name, other in standard["profiles"].items():
        if name != standard["profile"]:
            sums = other["score"]
            points = " / ".join(_one_decimal(sums[key], sums["max"]) for key in SCORE) + ", " if scored else ""
            yield Line(f"In the {name} profile: {points}{VERDICT[other['verdict']].lower()}", "quiet", indent=2)
    if aside := put_aside(standard):
        yield Line(f"{as_sentence(aside)}", "quiet", indent=2)


def _points(value: float | None, top: float) -> str:
    return f"{_one_decimal(value, top):>6} of {top:g}"


def _one_decimal(value: float | None, top: float) -> str:
    if value is None:
        return "none"
    return f"{min(value, top - 0.1) if value < top else value:.1f}"


def _failed(standard: View) -> Iterator[Line]:
    failed = worst_first(standard["results"], "error", *FAILED)
    if not failed:
        return
    yield from _heading(f"Not met, worst first ({len(failed)})")
    for result in failed[:MOST_GAPS]:
        yield from _result(result)
        if result["remedy"]:
            yield Line(f"To do: {to_do(result['remedy'])}", "quiet", indent=6)
    yield from _more(len(failed) - MOST_GAPS)


def _for_buyer(subject: View, standard: View) -> Iterator[Line]:
    from checker.render.buyers import for_the_buyer

    gaps = for_the_buyer(subject, standard)
    if not gaps:
        return
    yield from _heading(f"Of these for the buyer to do, alone or together with the supplier ({len(gaps)})")
    for result in gaps[:MOST_OPEN]:
        owner = OWNER.get(result["remedy"]["owner"], result["remedy"]["owner"])
        head = f"{result['requirement']}  {clean(result['title'])} ({result['severity']}; {owner})"
        yield Line(head, indent=2, hang=4)
    yield from _more(len(gaps) - MOST_OPEN)


def _suppliers(subject: View) -> Iterator[Line]:
    from checker.render.buyers import suppliers_of

    lines = suppliers_of(subject)
    if not lines:
        return
    yield from _heading("Its suppliers, worst first: workers below the living wage")
    for line in lines:
        yield Line(f"{clean(line.supplier)}: {line.below} ({clean(line.evidence)})", indent=2, hang=4)


def _by_workers(standard: View) -> Iterator[Line]:
    from checker.render.ballots import who_voted

    ballot = standard.get("ballot")
    if ballot is None:
        return
    yield from _heading("The same gaps in the order of the workers who voted")
    yield Line(f"{as_sentence(clean(who_voted(ballot)))} It changes no result.", "quiet", indent=2)
    titles = {result["requirement"]: result["title"] for result in standard["results"]}
    for one in ballot["order"][:MOST_GAPS]:
        head = f"{one['requirement']}  {clean(titles[one['requirement']])}: {one['shown_as']}"
        yield Line(head, indent=2, hang=4)
    yield from _more(len(ballot["order"]) - MOST_GAPS)


def _result(result: View) -> Iterator[Line]:
    sign, word, _ = STATUS[result["status"]]
    part = f", {word.lower()}" if result["status"] != "not_met" else ""
    part += ", waived" if result["waiver"] else ""
    head = f"{sign} {result['requirement']}  {clean(result['title'])} ({result['severity']}{part})"
    yield Line(head, result["status"], indent=2, hang=4)
    conflict = " The answer and the evidence differ." if result["conflict"] else ""
    reason = clean(result["reason"]).rstrip(".") + _place(result)
    yield Line(f"{as_sentence(reason)}{conflict}", indent=6)


def _place(result: View) -> str:
    sources = [fact["source"] for fact in result["facts"] if fact["source"]] or [result["location"]]
    first = next((source for source in sources if source), None)
    if first is None or first["file"] in result["reason"]:
        return ""
    if first.get("rows") is not None:
        return f" ({clean(first['file'])}, {count(first['rows'], 'row')})"
    line = f":{first['line']}" if first.get("line") is not None else ""
    return f" ({clean(first['file'])}{line})"


def _gap(subject: View) -> str:
    gap = gap_to_close(subject["wages"])
    if gap is None:
        return f"Living wage: nothing can be said, since {clean(no_pay(subject))}."
    cost = (
        (" and ".join(gap.cost) + (f", since {clean(gap.why)}" if gap.why else ""))
        if gap.cost
        else f"unknown ({clean(gap.why)})"
    )
    worst = f" Worst off: {clean(gap.worst)}." if gap.worst else ""
    return f"Below the living wage{clean(gap.of)}: {gap.below}.{worst} To close the gap: {cost}."


def _open(standard: View, status: str, title: str) -> Iterator[Line]:
    found = worst_first(standard["results"], status)
    if found:
        yield from _heading(f"{title} ({_by_severity(found)})")
    for result in found[:MOST_OPEN]:
        waived = ", waived" if result["waiver"] else ""
        head = f"{STATUS[status].sign} {result['requirement']}  {clean(result['title'])} ({result['severity']}{waived})"
        yield Line(head, status, indent=2, hang=4)
    yield from _more(len(found) - MOST_OPEN)


def _by_severity(results: list[View]) -> str:
    grave = Counter(r["severity"] for r in results)
    parts = ", ".join(f"{grave[s]} {s}" for s in ("critical", "major", "minor", "advisory") if grave[s])
    return f"{len(results)}: {parts}"


def _steps(subject: View, standard: View) -> Iterator[Line]:
    from checker.render.steps import choosing, short

    wanted = [step for step in steps_for(subject, standard) if step["needed"]]
    if wanted:
        yield from _heading("What would settle most of what is only said or unknown")
    for step in wanted[:MOST_OPEN]:
        names = step["settles"] or step["touches"]
        ids = ", ".join(names[:4]) + (", …" if len(names) > 4 else "")
        yield Line(f"- {clean(short(step))}" + (f": {ids}" if ids else ""), indent=2, hang=4)
    if len(wanted) > MOST_OPEN:
        options = choosing([s["id"] for s in subject["standards"]], standard["profile"])
        call = f"fairlabel next {shlex.join([clean(subject['folder']), *options])}"
        yield Line(f"and {len(wanted) - MOST_OPEN} more: {call}", "quiet", indent=2)


def _notes(subject: View) -> Iterator[Line]:
    bars = [*subject["judged_by"]["lowered_bars"], *subject["wages"]["lowered_bars"]]
    if bars:
        yield Line("")
        yield Line(f"{count(len(bars), 'bar')} lowered by the user's own settings; the report names each.", "error")
    yield from _set([subject["judged_by"]])
    if day := subject["judged_by"].get("benchmarks_as_of"):
        yield Line(f"Benchmarks as the table stood on {day}: rows that came later are left out.", "error")
    warnings = [f for f in subject["findings"] if f["severity"] == "warning" and f["code"] not in FIRST_FINDINGS]
    if warnings:
        yield from _heading(f"Warnings ({len(warnings)})")
        for finding in warnings[:MOST_OPEN]:
            todo = f"; {clean(finding['todo'])}" if finding["todo"] else ""
            yield Line(f"- {clean(finding['message'])}{todo}", indent=2, hang=4)
        yield from _more(len(warnings) - MOST_OPEN)
    yield Line("")
    yield Line("This is a gap report on what was shown to the tool. It is no certificate.", "quiet")


def _set(judged: Iterable[View]) -> Iterator[Line]:
    """Yield every parameter that the settings moved, with both values, and which file that was; each once."""
    found: dict[str, Line] = {}
    judged = list(judged)
    entries = Counter(_entry(one) for one in judged if one.get("settings"))
    for one in judged:
        if used := one.get("settings"):
            which = _entry(one)
            whose = which or (", no entry of their own" if len(entries) > 1 else "")
            whose += f" ({count(entries[which], 'subject')})" if len(entries) > 1 else ""
            found.setdefault(which, Line(f"Settings: {clean(used['path'])}{whose}.", "quiet"))
        for moved in (p for p in one["parameters"] if p.get("differs")):
            name, was = f"{moved['pack']} {moved['name']}", f"{moved['default']:g}"
            text = f"Changed by the settings: {name} is {moved['value']:g} {moved['unit']}, in the pack {was}."
            found.setdefault(name, Line(text, "error"))
    if found:
        yield Line("")
        yield from sorted(found.values(), key=lambda line: line.style == "quiet")


def _entry(judged: View) -> str:
    """Return which entry of the settings applied to a subject; empty for none."""
    entry = judged["settings"]["entry"]
    return f", {clean(entry['match'])} by {entry['by']}" if entry else ""


def _written(files: Sequence[str]) -> Iterator[Line]:
    """Yield a line for each file that was written; for many of one folder and ending one for all of them."""
    alike: dict[tuple[str, str], list[str]] = {}
    for file in files:
        path = PurePath(file)
        alike.setdefault((str(path.parent), path.suffix), []).append(file)
    for (home, suffix), found in alike.items():
        if len(found) > MOST_FILES:
            yield Line(f"Written: {len(found):,} {suffix} files in {clean(home)}", "file")
        else:
            yield from (Line(f"Written: {clean(file)}", "file") for file in found)


def _many(subjects: list[SubjectResult], width: int) -> Iterator[Line]:
    yield Line(
        f"{'verdict':<20} {'shown':>6} {'claimed':>7} {'possible':>8} {'not met':>7} {'open':>5}  subject", "head"
    )
    several = any(len(subject.standards) != 1 for subject in subjects)
    room = max(width - LEAD, 20)
    totals: Counter[str] = Counter()
    for subject in subjects:
        totals[subject.verdict] += 1
        name = f"{subject.id} ({clean(subject.name)})"
        if not subject.name or len(name) > room:
            name = shorten(subject.id, room)
        for standard in subject.standards:
            total = standard.sum
            counts, score = total.counts, total.score
            tail = f", {standard.id}" if several else ""
            if score.shown is None or score.claimed is None or score.possible is None:
                points = f"{'none':>6} {'none':>7} {'none':>8}"
            else:
                points = f"{score.shown:>6.1f} {score.claimed:>7.1f} {score.possible:>8.1f}"
            failed = counts.get("not_met", 0) + counts.get("partly_met", 0)
            open_ = counts.get("unknown", 0) + counts.get("claimed", 0) + counts.get("error", 0)
            yield Line(
                f"{VERDICT[total.verdict].lower():<20} {points} {failed:>7} {open_:>5}  {name}{tail}", total.verdict,
                hang=LEAD,
            )  # fmt: skip
    parts = ", ".join(f"{totals[v]} {_verb(v, totals[v])}" for v in VERDICT if totals[v])
    yield Line("")
    yield Line(f"{count(len(subjects), 'subject')}: {parts}.", "head")
    for name in dict.fromkeys(standard.id for subject in subjects for standard in subject.standards):
        said = put_aside_over([s for subject in subjects for s in subject.standards if s.id == name])
        if said:
            yield Line(f"{name.upper()}: {said}", "quiet")
    if any(subject.judged_by.settings for subject in subjects):
        from checker.render.view import settings_view

        yield from _set(settings_view(subject.judged_by) for subject in subjects)


def _verb(verdict: str, n: int) -> str:
    one, many = VERDICT_COUNTED[verdict]
    return one if n == 1 else many


def _invalid(report: Report) -> Iterator[Line]:
    for broken in report.invalid:
        yield Line("")
        yield Line(
            f"Nothing was assessed for {clean(broken.folder)}: {count(len(broken.problems), 'problem')}", "error"
        )
        for problem in first_of(broken.problems):
            yield Line(clean(problem), indent=2, hang=4)


def _heading(text: str) -> Iterator[Line]:
    yield Line("")
    yield Line(text, "head")


def _more(n: int) -> Iterator[Line]:
    if n > 0:
        yield Line(f"and {n} more", "quiet", indent=2)
