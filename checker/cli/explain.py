"""``fairlabel explain``: one requirement in full; with ``--for FOLDER`` how it came out and why."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checker.cli.choices import AS_OF, LANGUAGE, judging_options
from checker.cli.judging import judging_choices
from checker.cli.outputs import text_to_stdout
from checker.cli.typed_paths import TypedPath
from checker.errors import UsageError
from checker.render.clean import clean
from checker.render.summary import as_sentence

if TYPE_CHECKING:
    from checker.pipeline.explanation import Explained

READ = {
    "text": "the source's text was read",
    "summary": "a summary of the source was read",
    "no": "not read as a demand of the source; the requirement is inferred",
}
ORIGIN = {
    "source": "the bar is the source's own",
    "tool_choice": "the bar is this tool's choice",
    "adjacent_source": "the bar comes from another named source",
}


@click.command(
    epilog="""
    \b
    Examples:
      fairlabel explain PAI-PAY-01
      fairlabel explain PAI-PAY-01 --language es
      fairlabel explain PAI-PAY-01 --for vendors/acme
      fairlabel explain PAI-PAY-01 --for vendors/acme --assessment review.yaml
    """
)
@click.argument("requirement")
@click.option("--for", "folder", type=TypedPath(), metavar="FOLDER", help="Subject whose result is explained.")
@LANGUAGE
@AS_OF
@judging_options
def explain(
    requirement: str,
    folder: str | None,
    language: str,
    as_of: date | None,
    **judging: Any,
) -> None:
    """Say what REQUIREMENT asks, in words, and where it comes from; for a subject also why its status came out so."""
    from checker.pipeline.explanation import explain as explained

    home = _subject(folder) if folder is not None else None
    choices = judging_choices(**judging, as_of=as_of)
    found = explained(requirement, home, choices, language)
    text_to_stdout(("\n".join(_lines(found)) + "\n").encode("utf-8"))


def _subject(folder: str) -> Path:
    """Return the one subject at or below ``folder``; UsageError where there is none, or more than one."""
    from checker.pipeline.run import find_subjects

    found = [home for home, _ in find_subjects([folder])]
    if not found:
        raise UsageError(f"--for {folder}: no questionnaire.yaml here or below; name a subject's folder")
    if len(found) > 1:
        raise UsageError(f"--for {folder}: holds {len(found)} subjects; name one of them, for example {found[0]}")
    return found[0]


def _lines(found: Explained) -> Iterator[str]:
    requirement, source = found.requirement, found.requirement.source
    yield f"{requirement.id}  {found.title}"
    yield (
        f"{found.standard.id} {found.standard.edition}, {requirement.profile}, {requirement.severity}, "
        f"theme {requirement.theme}, asked of: {requirement.subject}"
    )
    yield ""
    label = "Satisfied when"
    yield from _wrapped(f"{found.labels.get(label, label)}: {found.sentence}")
    if found.note:
        yield from _wrapped(found.note, "  ")
    yield from _wrapped("Why: " + requirement.why["en"])
    wanted = requirement.evidence
    kinds = ", ".join(kind.replace("_", " ") for kind in wanted.listed)
    review = "; read by an assessor" if wanted.review == "required" else ""
    yield from _wrapped(f"Evidence: at least {wanted.at_least.word.replace('_', ' ')}, as {kinds}{review}")
    if requirement.remedy:
        remedy = requirement.remedy
        yield from _wrapped(f"Remedy ({remedy.owner}, {remedy.due_days} days): {remedy.text['en']}")
    yield from _wrapped(f"Source: {source.document}, {source.section}, {source.year}, {source.url}")
    yield from _wrapped(f"{READ[source.read]}; {ORIGIN[requirement.threshold_origin]}", "  ")
    if requirement.note:
        yield from _wrapped("Note: " + requirement.note)
    yield "Reads:"
    for name, words in found.reads:
        yield from _wrapped(f"{name}: {words}", "  ")
    if found.result is not None:
        yield ""
        yield from _wrapped(f"Status: {found.result.status.replace('_', ' ')}. {as_sentence(found.result.reason)}")
        yield f"Place: {found.result.location}"
        for line in found.behind:
            yield from _wrapped(clean(line))
        yield from found.steps


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(
        " ".join(text.split()), 100, initial_indent=indent, subsequent_indent=indent + "  ",
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
