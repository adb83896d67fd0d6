"""``fairlabel standards``: what ships, what each asks, and whether its worked cases come out."""

from __future__ import annotations

import json
import shlex
import textwrap
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checker.cli.choices import COUNTRIES, GIVEN, LANGUAGE, Commands
from checker.cli.exits import GAPS, INVALID, OK
from checker.cli.format_names import format_option

if TYPE_CHECKING:
    from checker.model.crosswalk import Crossing

FOLDERS = click.option(
    "--standards-dir",
    "folders",
    multiple=True,
    type=GIVEN,
    metavar="FOLDER",
    help="Folder with more packs; repeatable.",
)


@click.group(
    cls=Commands, epilog="\b\nExamples:\n  fairlabel standards list\n  fairlabel standards show pai --theme pay"
)
def standards() -> None:
    """List, show, test, compare and write standards."""


@standards.command(
    name="list", epilog="\b\nExamples:\n  fairlabel standards list\n  fairlabel standards list --format json"
)
@FOLDERS
@format_option("text", "json")
def list_(folders: tuple[str, ...], fmt: str) -> None:
    """List every edition of every standard."""
    from checker.pipeline.standards import list_standards

    found = list_standards(tuple(Path(f) for f in folders))
    if fmt == "json":
        rows = [
            {"id": s.id, "edition": s.edition, "title": s.title, "requirements": s.requirements,
             "score_model": s.score_model}
            for s in found
        ]  # fmt: skip
        click.echo(json.dumps(rows, indent=2, sort_keys=True, ensure_ascii=False))
        return
    for s in found:
        click.echo(f"{s.id}@{s.edition}  {s.requirements} requirements, score: {s.score_model}  {s.title}")


@standards.command(
    epilog="\b\nExamples:\n  fairlabel standards show pai\n  fairlabel standards show pai@2022 --theme pay"
)
@click.argument("name", metavar="ID[@EDITION]")
@click.option("--theme", help="Only the requirements of this theme.")
@FOLDERS
def show(name: str, theme: str | None, folders: tuple[str, ...]) -> None:
    """Show who set a standard, its bars, and its requirements."""
    from checker.errors import UsageError
    from checker.pipeline.standards import load_standard

    standard = load_standard(name, tuple(Path(f) for f in folders))
    if theme is not None and theme not in standard.themes:
        raise UsageError(f"--theme {theme}: {standard.id} has {', '.join(standard.themes)}")
    click.echo(f"{standard.id}@{standard.edition}  {standard.title['en']}, {standard.issuer}\n")
    for text in (standard.established["en"], standard.terms["en"]):
        click.echo(textwrap.fill(" ".join(text.split()), 100) + "\n")
    who = standard.governance
    click.echo(textwrap.fill(
        f"Proposed by {who.proposed_by}; decided by {who.decided_by}; workers' part: "
        f"{who.workers_part.replace('_', ' ')}; funder: {who.funder}; {who.date}.", 100))  # fmt: skip
    click.echo("\nBars that are not the source's own may be changed in the settings:")
    for p in standard.parameters.values():
        click.echo(f"  {p.name}: {p.value:g} {p.unit} ({p.basis.replace('_', ' ')})")
    for name_of_theme, title in standard.themes.items():
        if theme in (None, name_of_theme):
            click.echo(f"\n{title['en']}")
            for r in standard.requirements:
                if r.theme == name_of_theme:
                    click.echo(f"  {r.id}  {r.severity:8}  {r.profile:8}  {r.subject:8}  {r.title['en']}")
    read = Counter(r.source.read for r in standard.requirements)
    click.echo(
        f"\n{len(standard.requirements)} requirements; of their sources {read['text']} were read in the text, "
        f"{read['summary']} in a summary, {read['no']} are inferred."
    )


@standards.command(
    epilog="\b\nExamples:\n  fairlabel standards test\n  fairlabel standards test mine --standards-dir our-standards"
)
@click.argument("names", nargs=-1, metavar="[ID[@EDITION]]...")
@FOLDERS
def test(names: tuple[str, ...], folders: tuple[str, ...]) -> int:
    """Run the worked cases of standards (default: of all); exit code 3 where one comes out otherwise."""
    from checker.pipeline.cases import run_cases
    from checker.pipeline.standards import list_standards, load_standard

    where = tuple(Path(f) for f in folders)
    failed = 0
    for name in names or [f"{s.id}@{s.edition}" for s in list_standards(where)]:
        standard = load_standard(name, where)
        wrong = run_cases(standard)
        failed += len(wrong)
        count = sum(len(r.cases) for r in standard.requirements)
        click.echo(f"{standard.id}@{standard.edition}: {count - len(wrong)} of {count} cases come out as written")
        for line in wrong:
            click.echo(f"  {line}", err=True)
    return INVALID if failed else OK


@standards.command(
    epilog="""
    \b
    Examples:
      fairlabel standards doc pai --output pai.md
      fairlabel standards doc pai --language es | less
    """
)
@click.argument("name", metavar="ID[@EDITION]")
@click.option("--output", "-o", type=click.Path(dir_okay=False), help="File to write.  [default: standard output]")
@LANGUAGE
@FOLDERS
def doc(name: str, output: str | None, language: str, folders: tuple[str, ...]) -> None:
    """Write a standard as one Markdown page: each requirement with what it asks, why, and where it comes from."""
    from checker.cli.outputs import to_stdout, write_whole
    from checker.pipeline.pack_page import standard_page

    page = standard_page(name, tuple(Path(f) for f in folders), language)
    if output is None:
        to_stdout(page)
    else:
        write_whole(Path(output), page)


@standards.command(
    epilog="""
    \b
    Examples:
      fairlabel standards lint
      fairlabel standards lint mine --standards-dir our-standards --strict

    Exit codes: 0 every pack can judge; 1 with --strict, where there are remarks; 3 a pack has mistakes, or a case
    comes out otherwise than written.
    """
)
@click.argument("names", nargs=-1, metavar="[ID[@EDITION]]...")
@click.option("--strict", is_flag=True, help="Exit with 1 where there are remarks.")
@FOLDERS
def lint(names: tuple[str, ...], strict: bool, folders: tuple[str, ...]) -> int:
    """Name all mistakes of standards (default: of all), and what in them asks nothing or cannot be followed."""
    from checker.pipeline.lint import lint_standards

    found = lint_standards(names, tuple(Path(f) for f in folders))
    for pack in found:
        said = f"{_count(len(pack.mistakes), 'mistake')}, {_count(len(pack.remarks), 'remark')}"
        click.echo(f"{pack.name}: {said}")
        for line in pack.mistakes:
            click.echo(f"  mistake: {line}")
        for remark in pack.remarks:
            click.echo(f"  remark: {remark}")
    if any(pack.mistakes for pack in found):
        return INVALID
    return GAPS if strict and any(pack.remarks for pack in found) else OK


@standards.command(
    epilog="""
    \b
    Examples:
      fairlabel standards new ours 2026 --in our-standards
      fairlabel standards new ours 2026 --in our-standards --title "What we ask"
    """
)
@click.argument("name", metavar="ID")
@click.argument("edition", metavar="EDITION")
@click.option(
    "--in", "home", required=True, type=click.Path(file_okay=False), metavar="FOLDER", help="Folder of packs."
)
@click.option("--title", default="TODO the standard's name", help="What the standard is called.")
def new(name: str, edition: str, home: str, title: str) -> None:
    """Write the files of a new standard, with one worked requirement to write over."""
    from checker.cli.outputs import write_all
    from checker.pipeline.pack_page import new_pack

    files = new_pack(name, edition, Path(home), title)
    write_all(list(files.items()))
    click.echo(f"Wrote {', '.join(file.as_posix() for file in files)}.")
    click.echo("Next: write over what says TODO, then run:")
    click.echo(f"  fairlabel standards lint {name} --standards-dir {shlex.quote(home)}")


@standards.command(
    epilog="""
    \b
    Examples:
      fairlabel standards facts overtime
      fairlabel standards facts wages. minimum
    """
)
@click.argument("words", nargs=-1, metavar="[WORD]...")
def facts(words: tuple[str, ...]) -> None:
    """List what a requirement may read: answers, pay metrics, workers' answers, evidence; those with every WORD."""
    from checker.pipeline.fact_list import list_facts

    for fact in list_facts(words):
        lines = [f"{fact.name}  ({fact.holds})", *([fact.about] if fact.about else [])]
        for line, indent in zip(lines, ("", "    "), strict=False):
            click.echo(textwrap.fill(line, 100, initial_indent=indent, subsequent_indent="    "))


@standards.command(
    epilog="""
    \b
    Examples:
      fairlabel standards diff ours@1 ours@2 --standards-dir packs
      fairlabel standards diff ours@1 ours@2 --standards-dir packs --for acme
    """
)
@click.argument("before", metavar="BEFORE")
@click.argument("after", metavar="AFTER")
@click.option(
    "--for", "subjects", multiple=True, type=GIVEN, metavar="PATH", help="Subjects to judge by both; repeatable."
)
@FOLDERS
def diff(before: str, after: str, subjects: tuple[str, ...], folders: tuple[str, ...]) -> None:
    """Show what changed between two editions (ID@EDITION), and which results of a subject would flip."""
    from checker.pipeline.pack_diff import compare_standards, flips

    where = tuple(Path(f) for f in folders)
    changes = compare_standards(before, after, where)
    click.echo(f"{before} to {after}: {_count(len(changes), 'change')}")
    for change in changes:
        click.echo(f"{change.where}: {change.what}\n  - {change.before}\n  + {change.after}")
    if subjects:
        turned = flips(subjects, before, after, where)
        click.echo(f"\n{_count(len(turned), 'result')} would come out otherwise")
        for flip in turned:
            click.echo(f"  {flip.subject}  {flip.requirement}: {_spaced(flip.before)} to {_spaced(flip.after)}")


@standards.command(
    epilog="""
    \b
    Examples:
      fairlabel standards questions pai
      fairlabel standards questions pai fairwork-ai --profile core
      fairlabel standards questions --country KE
    """
)
@click.argument("names", nargs=-1, metavar="[ID[@EDITION]]...")
@click.option("--profile", type=click.Choice(["core", "extended"]), default="extended", show_default=True)
@COUNTRIES
@FOLDERS
def questions(names: tuple[str, ...], profile: str, countries: tuple[str, ...], folders: tuple[str, ...]) -> None:
    """Count the questions that standards put together (default: all of them), by kind of supplier and for buyers."""
    from checker.pipeline.question_counts import count_questions
    from checker.pipeline.standards import list_standards

    where = tuple(Path(f) for f in folders)
    chosen = names or tuple(f"{s.id}@{s.edition}" for s in list_standards(where))
    click.echo(f"{'':<16} {'always':>7} {'at most':>8}")
    for found in count_questions(chosen, where, profile, countries):
        click.echo(f"{found.who:<16} {found.always:>7} {found.most:>8}")


@standards.command(
    epilog="""
    \b
    Examples:
      fairlabel standards crosswalk
      fairlabel standards crosswalk CX-02
      fairlabel standards crosswalk PAI-PAY-01
    """
)
@click.argument("concept", required=False, metavar="[CONCEPT]")
@FOLDERS
@format_option("text", "json")
def crosswalk(concept: str | None, folders: tuple[str, ...], fmt: str) -> None:
    """Show which requirements of which standards speak of one matter, which asks most, and how they differ.

    A pass under one standard never counts for another: the crosswalk helps to read, not to judge.
    """
    from checker.pipeline.crosswalk import crossings

    found = crossings(concept, tuple(Path(f) for f in folders))
    if fmt == "json":
        click.echo(json.dumps([_crossing(c) for c in found], indent=2, sort_keys=True, ensure_ascii=False))
        return
    for crossing in found:
        _show_crossing(crossing, in_full=concept is not None)


def _show_crossing(crossing: Crossing, *, in_full: bool) -> None:
    about, members = crossing.concept, crossing.members
    by = Counter(member.standard for member in members)
    click.echo(f"{about.id}  {about.title['en']}")
    if not in_full:
        click.echo(f"       {', '.join(f'{name} {count}' for name, count in by.items()) or 'no standard that is here'}")
        return
    click.echo(textwrap.fill(f"Differences: {about.differences['en']}", 100))
    for member in members:
        strictest = "  asks most" if member.requirement in about.strictest else ""
        source = {"text": "text read", "summary": "summary read", "no": "inferred"}.get(member.read, member.read)
        head = f"  {member.requirement}  {member.standard}@{member.edition}, {member.severity}, {source}{strictest}"
        click.echo(f"{head}\n      {member.title['en']}")


def _crossing(crossing: Crossing) -> dict[str, object]:
    about = crossing.concept
    return {
        "id": about.id, "theme": about.theme, "title": about.title["en"], "strictest": list(about.strictest),
        "differences": about.differences["en"],
        "members": [{**member._asdict(), "title": member.title["en"]} for member in crossing.members],
    }  # fmt: skip


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _spaced(status: str) -> str:
    return status.replace("_", " ")
