"""``fairlabel schema``: the published JSON Schema of each file that fairlabel reads or writes."""

from __future__ import annotations

import click

from checker.cli.outputs import to_stdout

KINDS = (
    "questionnaire", "report", "next", "assessment", "ballot", "mapping", "pack", "waivers", "baseline", "pay-change",
    "pay-formula", "settings", "plan", "plan-status", "comparison", "trend",
)  # fmt: skip


@click.command(
    epilog="""
    \b
    Examples:
      fairlabel schema questionnaire > questionnaire.schema.json
      check-jsonschema --schemafile questionnaire.schema.json questionnaire.yaml

    An editor that finds "# yaml-language-server: $schema=questionnaire.schema.json" in the first line of a
    questionnaire offers questions and options while you type.
    """
)
@click.argument("kind", type=click.Choice(KINDS), metavar="|".join(KINDS))
def schema(kind: str) -> None:
    """Print the JSON Schema (draft 2020-12) of one kind of file."""
    import json

    from checker.pipeline import forms

    text = json.dumps(forms.schema(kind), indent=2, ensure_ascii=False, sort_keys=True)
    to_stdout((text + "\n").encode("utf-8"))
