"""A name that is no format is refused with the one that is meant."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click
import pytest

from checker.cli import main
from checker.cli.format_names import _OTHER_NAMES, unknown_format
from checker.cli.outputs import parse_outputs
from checker.errors import UsageError
from checker.render import FORMATS

Run = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("md", "markdown"),
        (".MD", "markdown"),
        ("Markdown", "markdown"),
        ("markdwon", "markdown"),
        ("yml", "json"),
        ("xls", "xlsx"),
        ("excel", "xlsx"),
        ("htm", "html"),
        ("cyclonedx-json", "cyclonedx"),
        ("oscal-poa", "oscal-poam"),
    ],
)
def test_the_format_that_is_meant_is_named(word: str, meant: str) -> None:
    hint = f"'{word}' is not a format; did you mean {meant}? There are: text, json"
    assert unknown_format(word, FORMATS).startswith(hint)
    with pytest.raises(UsageError) as caught:
        parse_outputs([f"{word}=report"])
    assert hint in str(caught.value)


@pytest.mark.parametrize("word", ["docx", "", "%", "x" * 5000])
def test_no_format_is_guessed_at_random(word: str) -> None:
    assert "did you mean" not in unknown_format(word, FORMATS)


def test_what_a_command_does_not_write_is_not_offered() -> None:
    assert unknown_format("xls", ["text", "json"]) == "'xls' is not a format; use one of: text, json"


def test_no_other_name_is_a_format_and_each_leads_to_one() -> None:
    assert not set(_OTHER_NAMES) & set(FORMATS)
    assert set(_OTHER_NAMES.values()) <= set(FORMATS)


def _commands(group: click.Group, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], click.Command]]:
    found = []
    for name in group.list_commands(click.Context(group)):
        one = group.get_command(click.Context(group), name)
        assert one is not None
        found += _commands(one, (*path, name)) if isinstance(one, click.Group) else [((*path, name), one)]
    return found


def test_every_command_with_a_format_says_which_one_is_meant(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    asked = [(path, one) for path, one in _commands(main.cli) if any("--format" in p.opts for p in one.params)]
    assert len(asked) > 12
    for path, _ in asked:
        assert main.run([*path, "--format", "jsn"]) == 2, path
        assert "'jsn' is not a format; did you mean json?" in capsys.readouterr().err, path
