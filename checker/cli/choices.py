"""Options and argument types that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType):
    """A calendar day as YYYY-MM-DD; ``today`` too where it is allowed."""

    name = "date"

    def __init__(self, *, today: bool = False) -> None:
        self.today = today

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day; fails with the accepted form."""
        if isinstance(value, date):
            return value
        if self.today and value == "today":
            return date.today()
        try:
            return date.fromisoformat(value)
        except ValueError:
            allowed = "YYYY-MM-DD" + (" or 'today'" if self.today else "")
            self.fail(f"'{value}' is not a day of the calendar; write {allowed}", param, ctx)


DAY = Day()
DATE_OR_TODAY = Day(today=True)
PATHS = click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path())


def judging_options(command: F) -> F:
    """Add the options that set what a subject is judged by."""
    for option in reversed(_JUDGING):
        command = option(command)
    return command


_JUDGING = (
    click.option(
        "--standard",
        "standards",
        multiple=True,
        default=("pai",),
        show_default=True,
        metavar="ID[@EDITION]",
        help="Standard to judge by; repeatable. See: fairlabel standards list.",
    ),
    click.option("--standards-dir", "standards_dirs", multiple=True, type=click.Path(), help="Folder with more packs."),
    click.option(
        "--profile",
        type=click.Choice(["core", "extended"]),
        default="extended",
        show_default=True,
        help="core: requirements established in the source's text; extended: all.",
    ),
    click.option(
        "--benchmarks",
        multiple=True,
        type=click.Path(),
        metavar="FILE",
        help="CSV of your own living wages; for the same place and time your row wins, and a lowered bar is printed.",
    ),
    click.option("--fx", type=click.Path(), metavar="FILE", help="CSV of exchange rates: month,base,currency,rate."),
    click.option(
        "--assessment",
        "assessments",
        multiple=True,
        type=click.Path(),
        metavar="FILE",
        help="An assessor's decisions, kept outside the supplier's folder; repeatable, or a folder of them.",
    ),
    click.option("--memory-limit", metavar="SIZE", help="Most memory for the pay engine, for example 2GB."),
)
