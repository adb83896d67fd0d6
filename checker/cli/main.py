"""The command ``fairlabel``: one line a command; a command's module is imported when it is called."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

import click

from checker import __version__
from checker.cli.exits import guarded

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

COMMANDS: dict[str, tuple[str, str]] = {
    "check": ("checker.cli.check:check", "Judge every supplier or buyer folder below PATH and gate by exit code."),
    "baseline": ("checker.cli.baseline:baseline", "Accept the gaps of today, by somebody, until a day."),
    "plan": ("checker.cli.plan:plan", "Begin a corrective action plan, hold it against results, bring it up to date."),
    "validate": ("checker.cli.validate:validate", "Check the shape of questionnaires only; fast, judges nothing."),
    "new": ("checker.cli.new:new", "Write an empty questionnaire with the questions to answer."),
    "explain": ("checker.cli.explain:explain", "Say what a requirement asks, what it read and why it came out so."),
    "next": ("checker.cli.next:next_", "List the answers and documents that would settle most of what is open."),
    "compare": ("checker.cli.compare:compare", "Say what changed from one report to the next."),
    "trend": ("checker.cli.trend:trend", "Show subjects over time, from the reports in a folder."),
    "portfolio": ("checker.cli.portfolio:portfolio", "Write a static site over the reports of many subjects."),
    "config": ("checker.cli.config:config", "Show the settings in force, and where each comes from."),
    "standards": ("checker.cli.standards:standards", "List, show, test, compare and write standards."),
    "benchmarks": ("checker.cli.benchmarks:benchmarks", "List, show and import living wages and minimum wages."),
    "wages": ("checker.cli.wages:wages", "Measure pay data alone, without a questionnaire."),
    "schema": ("checker.cli.schema:schema", "Print the JSON Schema of a file that fairlabel reads or writes."),
    "completion": ("checker.cli.completion:completion", "Print the script for completion in bash, zsh or fish."),
    "man": ("checker.cli.man:man", "Write the manual pages, one a command."),
}
"""name -> (module:attribute, one-line help)"""


class LazyCommands(click.Group):
    """A group whose commands are imported on use, so that ``--help`` stays light."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return the command, or None where there is no such name."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name][0].split(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command; fails with the nearest names where there is none."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            _refuse(args[0], ctx)
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the names that begin so, and options, without importing the commands."""
        from click.shell_completion import CompletionItem

        found = [CompletionItem(name, help=text) for name, (_, text) in COMMANDS.items() if name.startswith(incomplete)]
        return [*found, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(
    cls=LazyCommands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""
    \b
    Examples:
      fairlabel new vendors/acme               an empty questionnaire to fill in
      fairlabel validate vendors/              is every questionnaire in order?
      fairlabel check vendors/acme             the gap report
      fairlabel check vendors/ --output html=reports/

    \b
    Exit codes of check (the first that occurs):
      3 an input is invalid            1 a gap at or above --fail-on
      5 open at or above --fail-on     4 nothing to assess
      0 fine                           2 wrong usage
    """,
)
@click.version_option(__version__, prog_name="fairlabel")
@click.option("--debug", is_flag=True, help="Show the full trace of an unexpected failure.")
def cli(debug: bool) -> None:
    """Check annotation suppliers against responsible data-enrichment sourcing standards.

    Reads a supplier's questionnaire and the pay data behind it, judges every requirement on what was
    shown and not on what was said, and writes a gap report. Makes no network call.
    """


def run(arguments: list[str]) -> int:
    """Run the command line on ``arguments`` and return the exit code."""
    return guarded(lambda: cli.main(args=arguments, prog_name="fairlabel", standalone_mode=False))


def _refuse(name: str, ctx: click.Context) -> NoReturn:
    from difflib import get_close_matches

    near = get_close_matches(name, COMMANDS, 1)
    hint = f"did you mean '{near[0]}'?" if near else f"there are: {', '.join(COMMANDS)}"
    ctx.fail(f"there is no command '{name}'; {hint}")
