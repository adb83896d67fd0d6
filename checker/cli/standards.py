"""``fairlabel standards``: what ships, what each asks, and whether its worked cases come out."""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from pathlib import Path

import click

from checker.cli.choices import GIVEN
from checker.cli.exits import INVALID, OK

FOLDERS = click.option(
    "--standards-dir",
    "folders",
    multiple=True,
    type=GIVEN,
    metavar="FOLDER",
    help="Folder with more packs; repeatable.",
)


@click.group(epilog="\b\nExamples:\n  fairlabel standards list\n  fairlabel standards show pai --theme pay")
def standards() -> None:
    """List, show and test the standards that ship."""


@standards.command(
    name="list", epilog="\b\nExamples:\n  fairlabel standards list\n  fairlabel standards list --format json"
)
@FOLDERS
@click.option("--format", "fmt", type=click.Choice(["text", "json"]), default="text", show_default=True)
def list_(folders: tuple[str, ...], fmt: str) -> None:
    """List every edition of every standard."""
    from checker.pipeline.tables import list_standards

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
    from checker.pipeline.tables import load_standard

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
    from checker.pipeline.tables import list_standards, load_standard

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
    epilog="\b\nExamples:\n  fairlabel standards doc pai --output pai.md\n  fairlabel standards doc pai | less"
)
@click.argument("name", metavar="ID[@EDITION]")
@click.option("--output", type=click.Path(dir_okay=False), help="File to write.  [default: standard output]")
@FOLDERS
def doc(name: str, output: str | None, folders: tuple[str, ...]) -> None:
    """Write a standard as one Markdown page: each requirement with what it asks, why, and where it comes from."""
    from checker.cli.outputs import to_stdout, write_whole
    from checker.pipeline.pack_page import standard_page

    page = standard_page(name, tuple(Path(f) for f in folders))
    if output is None:
        to_stdout(page)
    else:
        write_whole(Path(output), page)
