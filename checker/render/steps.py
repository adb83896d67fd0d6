"""What would settle what is open, as the report shows it: a plain dict for each step, and what to do in words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from checker.model.settling import Shows, Step
from checker.model.standard import PROFILE_BY_DEFAULT, STANDARDS_BY_DEFAULT
from checker.render.clean import clean
from checker.render.plain import number
from checker.render.words import LEVEL, MENDS, OWNER_OF_STEP, SHORTFALL, count, fact_label, sentence_case

if TYPE_CHECKING:
    from checker.model.assessment import Report, SubjectResult

SCHEMA = "fairlabel/next/1"
View = Mapping[str, Any]
MOST_KINDS = 4
WIDTH = 100
HEAD = {
    "scope.sites": "Say where the work is done, with how many people (scope.sites)",
    "scope.period": "Say which period the answers speak of (scope.period)",
}
"""What the entries of a questionnaire's head ask for."""


def choosing(standards: Sequence[str], profile: str) -> tuple[str, ...]:
    """Return the options that choose what a subject is judged by; none where they are what every command takes.

    >>> choosing(["pai"], "extended"), choosing(["pai", "eu-pwd"], "core")
    ((), ('--standard', 'pai', '--standard', 'eu-pwd', '--profile', 'core'))
    """
    named = () if tuple(standards) == STANDARDS_BY_DEFAULT else standards
    words = [word for name in named for word in ("--standard", name)]
    return (*words, *(() if profile == PROFILE_BY_DEFAULT else ("--profile", profile)))


def step_view(step: Step) -> dict[str, Any]:
    """Return one step as a plain dict."""
    return {
        "kind": step.want.kind,
        "name": step.want.name,
        "why": step.want.why,
        "ask": step.ask,
        "needed": step.needed,
        "at": list(step.at),
        "settles": list(step.settles),
        "touches": list(step.touches),
        "grave": step.grave,
        "gain": {name: number(points) for name, points in sorted(step.gain.items())},
        "verdict": step.verdict,
        "shown_by": [_shows(shows) for shows in step.shows],
        "owner": step.owner,
        "todo": todo(step),
    }


def todo(step: Step) -> str:
    """Return in one sentence what to bring."""
    kind, name, why = step.want
    if kind == "answer":
        said = "" if why in ("", "no answer") else f" ({why})"
        return f"Answer: {step.ask}{said}{_with(step.shows)}"
    if kind == "refine":
        return f"Say it fully, since the answer leaves it open: {step.ask}{_with(step.shows)}"
    if kind == "attach":
        outside = ", from an auditor, from workers or their organisation" if why else ""
        return f"Attach evidence: {step.ask[:1].lower()}{step.ask[1:]}{outside}"
    if kind == "mend":
        mends = [MENDS.get(SHORTFALL.get(word, ""), word) for word in why.split(", ")]
        return f"{sentence_case('; '.join(mends))} ({name})"
    if kind == "pay":
        return f"Bring what the measures of pay lack: {why}"
    if kind == "survey":
        return "Let workers or their organisation bring a survey that asks: " + step.ask
    if kind == "scope":
        return HEAD.get(name, f"Fill in {name}")
    if kind == "assessor":
        return f"An assessor lowered {name}; only an assessor can lift that: {why}"
    return f"An assessor confirms it, or the questionnaire mends it: {why}"


def short(step: View) -> str:
    """Return what to bring in a line: of a question no word on evidence, of evidence for which answers."""
    if step["kind"] == "answer":
        return f"{step['ask']} ({step['name']})"
    if step["kind"] == "attach":
        return f"{step['todo']} {place_of(step)}".rstrip()
    return str(step["todo"])


def steps_json(report: Report) -> bytes:
    """Return the lists of all subjects as JSON (`fairlabel/next/1`)."""
    document = {
        "schema": SCHEMA,
        "tool": {"name": "fairlabel", "version": report.version},
        "subjects": [
            {"id": s.id, "folder": s.folder, "verdict": s.verdict, "steps": [step_view(step) for step in s.next]}
            for s in report.subjects
        ],
        "invalid": [{"folder": i.folder, "problems": list(i.problems)} for i in report.invalid],
    }
    text = json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True)
    return (text + "\n").encode("utf-8", "backslashreplace")


def steps_text(report: Report, most: int | None) -> bytes:
    """Return the lists of all subjects for a terminal; of each the first ``most`` steps, None for all."""
    lines: list[str] = []
    for subject in report.subjects:
        lines += [*_subject(subject, most), ""]
    for broken in report.invalid:
        lines += [f"Nothing was assessed for {clean(broken.folder)}:", *(f"  {clean(p)}" for p in broken.problems), ""]
    return ("\n".join(lines[:-1]) + "\n").encode("utf-8", "replace")


def _subject(subject: SubjectResult, most: int | None) -> Iterator[str]:
    from checker.render.words import VERDICT

    steps = [step_view(step) for step in subject.next]
    needed = [step for step in steps if step["needed"]]
    perhaps = [step for step in steps if not step["needed"]]
    head = f"{clean(subject.name or subject.id)}: {VERDICT[subject.verdict].lower()} as it stands; "
    if not steps:
        yield head + "nothing is open."
        return
    settled = sum(len(step["settles"]) for step in needed)
    yield head + f"{count(len(needed), 'thing')} to bring would settle {count(settled, 'open requirement')}."
    yield ""
    for number_, step in enumerate(needed[:most], 1):
        yield from _lines(step, f"{number_:>3}. ")
    yield from _more(len(needed), most)
    if perhaps:
        yield ""
        yield "Only where the answers above turn out so that more is open:"
        for step in perhaps[:most]:
            yield from _lines(step, "  -  ")
        yield from _more(len(perhaps), most)
    if any(step["owner"] == "assessor" for step in (*needed[:most], *perhaps[:most])):
        yield ""
        yield "An assessor records what was read, and decides, in a file for --assessment: fairlabel schema assessment"


def _more(number_: int, most: int | None) -> Iterator[str]:
    if most is not None and number_ > most:
        yield f"     and {number_ - most} more: --all"


def _lines(step: View, lead: str) -> Iterator[str]:
    from textwrap import wrap

    def wrapped(text: str, first: str) -> list[str]:
        return wrap(clean(text), WIDTH, initial_indent=first, subsequent_indent=" " * 5, break_on_hyphens=False,
                    break_long_words=False)  # fmt: skip

    yield from wrapped(step["todo"], lead)
    yield from wrapped(place_of(step) + effect_of(step), " " * 5)


def place_of(step: View) -> str:
    """Return the facts for which a step is wanted, in brackets, and who brings it where that is not the subject."""
    at = [name for name in step["at"] if name != step["name"]] if step["kind"] != "answer" else step["at"]
    shown = [fact_label(name) if name.startswith("wages.") else name for name in at]
    few = ", ".join(shown[:MOST_KINDS]) + (f" and {len(shown) - MOST_KINDS} more" if len(shown) > MOST_KINDS else "")
    who = OWNER_OF_STEP.get(step["owner"], "")
    return f"({few}{'; ' if few and who else ''}{who}) " if few or who else ""


def effect_of(step: View) -> str:
    """Return what a step settles, what that adds to what is shown, and where it turns the verdict."""
    from checker.render.words import VERDICT

    names = step["settles"] or step["touches"]
    ids = ", ".join(names[:MOST_KINDS]) + (f" and {len(names) - MOST_KINDS} more" if len(names) > MOST_KINDS else "")
    lead = "settles " if step["settles"] else "serves "
    parts = [lead + ids] if names else ["holds the verdict open"]
    parts += [f"up to {points:+.1f} shown ({name})" for name, points in step["gain"].items()]
    if step["verdict"]:
        parts.append(f"from here on at best: {VERDICT[step['verdict']].lower()}")
    return "; ".join(parts)


def _with(shows: Iterable[Shows]) -> str:
    """Return by which evidence an answer counts as shown; the hardest where requirements differ."""
    hardest = next(iter(shows), None)
    if hardest is None:
        return ""
    kinds = [kind.replace("_", " ") for kind in hardest.kinds[:MOST_KINDS]]
    listed = f" ({' or '.join(kinds)})" if kinds else ""
    read = ", read by an assessor" if hardest.review else ""
    return f" It counts as shown with evidence that is {LEVEL[hardest.at_least.word]} at least{listed}{read}."


def _shows(shows: Shows) -> dict[str, Any]:
    return {"at_least": shows.at_least.word, "kinds": list(shows.kinds), "review": shows.review}
