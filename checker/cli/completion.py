"""``fairlabel completion``: the script by which a shell completes commands, options, choices and paths."""

from __future__ import annotations

import click

SHELLS = ("bash", "zsh", "fish")
VARIABLE = "_FAIRLABEL_COMPLETE"
"""The variable by which the script asks the program; click reads it, under this name, of itself."""


@click.command(
    epilog="""
    \b
    Examples:
      fairlabel completion bash > ~/.fairlabel-complete.bash
      fairlabel completion zsh > "${fpath[1]}/_fairlabel"
      fairlabel completion fish > ~/.config/fish/completions/fairlabel.fish

    \b
    In ~/.bashrc then:
      source ~/.fairlabel-complete.bash
    """
)
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print the script that lets SHELL complete commands, options and paths.

    bash needs version 4.4 or newer. The script asks fairlabel at each completion, so it stays right after an update.
    """
    from click.shell_completion import ShellComplete, get_completion_class

    from checker.cli.main import cli

    kind = get_completion_class(shell)
    assert kind is not None, "click completes for each of SHELLS"
    # Of the class above bash's own, whose method would first run bash to learn its version.
    click.echo(ShellComplete.source(kind(cli, {}, "fairlabel", VARIABLE)))
