"""``fairlabel new``: write an empty questionnaire with just the questions that the chosen standards need."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import click

from checker.cli.choices import COUNTRIES, STANDARDS, STANDARDS_DIR
from checker.cli.outputs import safe_name, write_all
from checker.errors import OutputError, UsageError
from checker.model.standard import PROFILE_BY_DEFAULT


@click.command(
    epilog="""
    \b
    Examples:
      fairlabel new vendors/acme
      fairlabel new vendors/acme --kind bpo --profile core      fewer questions
      fairlabel new vendors/acme --standard pai --standard eu-pwd --country KE
      fairlabel new our-own-side --buyer
    """
)
@click.argument("folder", type=click.Path())
@STANDARDS
@STANDARDS_DIR
@click.option(
    "--profile", type=click.Choice(["core", "extended"]), default=PROFILE_BY_DEFAULT, show_default=True,
    help="core: only the questions that core requirements read.",
)  # fmt: skip
@click.option(
    "--kind", "kinds", multiple=True, metavar="KIND",
    help="Kind of supplier, bpo or crowd_platform; repeatable. Leaves out what only other kinds are asked.",
)  # fmt: skip
@COUNTRIES
@click.option("--buyer", is_flag=True, help="A buyer's questionnaire in place of a supplier's.")
def new(
    folder: str,
    standards: tuple[str, ...],
    standards_dirs: tuple[str, ...],
    profile: str,
    kinds: tuple[str, ...],
    countries: tuple[str, ...],
    buyer: bool,
) -> None:
    """Write FOLDER/questionnaire.yaml, all answers empty, and the schema that helps an editor fill it.

    It asks what the chosen standards need together, each question once.
    An existing questionnaire is never overwritten.
    """
    import json

    if buyer and kinds:
        raise UsageError("--kind is for suppliers: leave it out, or leave out --buyer")

    from checker.pipeline import forms
    from checker.render.steps import choosing

    home = Path(folder)
    file = home / "questionnaire.yaml"
    if os.path.lexists(file):
        raise OutputError(
            f"{file} exists already and was left as it is; name another folder, or see what else another standard asks "
            f"there: fairlabel next {shlex.quote(folder)} --standard ID"
        )
    side, name = "buyer" if buyer else "supplier", safe_name(home.resolve().name)
    made = forms.blank(standards, tuple(Path(d) for d in standards_dirs), profile, side, name, kinds, countries)
    described = json.dumps(forms.schema("questionnaire"), indent=1, ensure_ascii=False, sort_keys=True)
    write_all([(home / "questionnaire.schema.json", (described + "\n").encode("utf-8")), (file, made.text)])
    later = f", {made.hanging} of them only after certain answers to earlier ones" if made.hanging else ""
    click.echo(f"Wrote {file}: {made.questions} questions{later}. None is answered.")
    click.echo("Next: fill in what you know, in any order; what stays empty counts as unknown. Then run:")
    packs = [word for home in standards_dirs for word in ("--standards-dir", home)]
    click.echo(f"  fairlabel check {shlex.join([folder, *choosing(standards, profile), *packs])}")
