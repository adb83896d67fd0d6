"""Options and argument types that several commands share."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click

from checker.cli.settings import SETTINGS, said_on_the_command_line
from checker.cli.typed_paths import TypedPath, seen_from_here
from checker.errors import UsageError
from checker.load.cache_folder import OFF
from checker.model.pay_engine import MOST_THREADS, EngineChoice, megabytes
from checker.model.standard import PROFILE_BY_DEFAULT, STANDARDS_BY_DEFAULT

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType):  # type: ignore[type-arg]
    """A calendar day as YYYY-MM-DD; ``today`` (UTC) too where it is allowed."""

    name = "date"

    def __init__(self, *, today: bool = False) -> None:
        self.today = today

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day; fails with the accepted form."""
        if isinstance(value, date):
            return value
        if self.today and value == "today":
            return datetime.now(UTC).date()
        try:
            return date.fromisoformat(value)
        except ValueError:
            allowed = "YYYY-MM-DD" + (" or 'today'" if self.today else "")
            self.fail(f"'{value}' is not a day of the calendar; write {allowed}", param, ctx)


class Columns(click.ParamType):  # type: ignore[type-arg]
    """A column of the pay table that groups workers, or two with a comma between them: crossed."""

    name = "column[,column]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """Return the columns; fails with those that there are."""
        from checker.model.pay_table import ONE_A_WORKER, SEVERAL_A_WORKER, WITHIN_COUNTRY

        columns = tuple(part.strip() for part in value.split(",")) if isinstance(value, str) else tuple(value)
        unknown = [name for name in columns if name not in (*ONE_A_WORKER, *SEVERAL_A_WORKER)]
        if unknown:
            known = ", ".join((*ONE_A_WORKER, *SEVERAL_A_WORKER))
            self.fail(f"'{unknown[0]}' is no column that groups workers; these are: {known}", param, ctx)
        if len(columns) > 2 or len(set(columns)) < len(columns):
            self.fail(f"'{value}': two different columns can be crossed; repeat --by for more", param, ctx)
        apart = [name for name in columns if name in (*SEVERAL_A_WORKER, *WITHIN_COUNTRY)]
        if len(columns) == 2 and apart:
            why = (
                "its groups are parts of a country"
                if apart[0] in WITHIN_COUNTRY
                else "workers stand in several of its groups"
            )
            self.fail(f"'{apart[0]}' can be had alone and cannot be crossed: {why}", param, ctx)
        return columns


class Country(click.ParamType):  # type: ignore[type-arg]
    """A country, by its code of ISO 3166-1."""

    name = "country"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the code in capitals; fails where there is no such country."""
        from checker.model.codes import is_country, suggest_country

        code = str(value).strip().upper()
        if not is_country(code):
            near = suggest_country(code)
            self.fail(f"'{value}' is no code of ISO 3166-1" + (f"; did you mean {near}?" if near else ""), param, ctx)
        return code


class Given(click.ParamType):  # type: ignore[type-arg]
    """A file or folder that has to be there; whether it can be read is said when it is read."""

    name = "path"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the path, seen from the working folder; fails where nothing is there."""
        if not os.path.exists(value):
            self.fail(f"there is no {value!r}; check the path", param, ctx)
        return seen_from_here(str(value))

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Let the shell complete a path."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type="file")]


class Size(click.ParamType):  # type: ignore[type-arg]
    """An amount of memory, such as 2GB; at least 64 MB."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the amount as it was written; fails with the accepted form."""
        try:
            size = megabytes(str(value))
        except UsageError as error:
            self.fail(str(error), param, ctx)
        if size < 64:
            self.fail(f"{value} is too little for any pay file; give at least 64MB", param, ctx)
        return str(value)


class Setting(click.ParamType):  # type: ignore[type-arg]
    """A setting of Spark and its value, as KEY=VALUE."""

    name = "setting"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """Return both; fails with the accepted form."""
        if isinstance(value, tuple):
            return value
        key, mark, content = str(value).partition("=")
        if not mark or not key.strip().startswith("spark."):
            self.fail(f"'{value}' is no setting of Spark; write for example spark.executor.memory=8g", param, ctx)
        return key.strip(), content.strip()


def _go_without_cache(ctx: click.Context, param: click.Parameter, wanted: bool) -> None:
    """Set what `checker.load.cache_folder` and the processes of ``--jobs`` read, until the command is over."""
    if wanted:
        former = os.environ.get(OFF)
        os.environ[OFF] = "1"
        ctx.call_on_close(lambda: os.environ.pop(OFF) if former is None else os.environ.update({OFF: former}))


class Commands(click.Group):
    """A group that lists its commands in the order in which they are written, each with its whole first sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order in which the commands were added."""
        return list(self.commands)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands; nothing is cut off."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, one.get_short_help_str(200)) for name, one in self.commands.items()])


DAY = Day()
DATE_OR_TODAY = Day(today=True)
GIVEN = Given()
PATHS = click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=TypedPath())


def nothing_below(paths: tuple[str, ...]) -> str:
    """Return what is missing where no folder at or below ``paths`` is a subject."""
    return f"{', '.join(paths)}: no questionnaire.yaml here or below; write one: fairlabel new FOLDER"


def engine_options(command: F) -> F:
    """Add the options of the pay engine; the command takes all of them as one ``engine``."""

    @wraps(command)
    def with_engine(
        *args: Any,
        engine_name: str,
        memory_limit: str | None,
        threads: int | None,
        spark_master: str | None,
        spark_options: tuple[tuple[str, str], ...],
        **kwargs: Any,
    ) -> Any:
        if engine_name != "spark" and spark_options:
            if said_on_the_command_line("spark_options"):
                raise UsageError("--spark-option is for --engine spark; add that, or leave the option out")
            spark_options = ()  # set for good, for the runs that use Spark
        choice = EngineChoice(engine_name, memory_limit, threads, spark_master, spark_options)
        return command(*args, engine=choice, **kwargs)

    found: Any = with_engine
    for option in (SPARK_OPTION, SPARK_MASTER, THREADS, MEMORY_LIMIT, ENGINE):
        found = option(found)
    return found  # type: ignore[no-any-return]


def judging_options(command: F) -> F:
    """Add the options that set what a subject is judged by."""
    for option in reversed(_JUDGING):
        command = option(command)
    return command


LANGUAGE = click.option(
    "--language", default="en", show_default=True, metavar="CODE", help="Language of what a requirement asks: en, es."
)
AS_OF = click.option(
    "--as-of",
    type=DAY,
    help="Day that decides statuses, YYYY-MM-DD.  [default: the end of the questionnaire's period]",
)
BALLOTS = click.option(
    "--ballot",
    "ballots",
    multiple=True,
    type=GIVEN,
    metavar="FILE",
    help="A recorded ballot of workers, kept outside the supplier's folder: a second order of the gaps; repeatable.",
)
COUNTRIES = click.option(
    "--country", "countries", multiple=True, type=Country(), metavar="CODE",
    help="Country of a site (ISO 3166-1), such as KE; repeatable. Leaves out what is law only elsewhere.",
)  # fmt: skip
STANDARDS = click.option(
    "--standard",
    "standards",
    multiple=True,
    default=STANDARDS_BY_DEFAULT,
    show_default=True,
    metavar="ID[@EDITION]",
    help="Standard to judge by; repeatable. See: fairlabel standards list.",
)
STANDARDS_DIR = click.option(
    "--standards-dir",
    "standards_dirs",
    multiple=True,
    type=GIVEN,
    metavar="FOLDER",
    help="Folder with more packs; repeatable.",
)
BENCHMARKS = click.option(
    "--benchmarks",
    multiple=True,
    type=GIVEN,
    metavar="FILE",
    help="CSV of your own living wages; for the same place and time your row wins, and a lowered bar is printed.",
)
BENCHMARKS_AS_OF = click.option(
    "--benchmarks-as-of",
    type=DAY,
    help="Use the benchmark tables as they stood on this day, to repeat an old audit; bars this lowers are printed.",
)
FX = click.option("--fx", type=GIVEN, metavar="FILE", help="CSV of exchange rates: month,base,currency,rate.")
HEADCOUNT = click.option(
    "--headcount", type=click.IntRange(1), metavar="N", help="Workers there are, where the file may not hold them all."
)
GROUPS = click.option(
    "--by", type=Columns(), multiple=True,
    help="Break workers down by this column of the pay table; two with a comma are crossed. Repeatable."
    "  [default: country, region, job_category, employment_status, gender]",
)  # fmt: skip
FIRST_DAY = click.option("--from", "start", type=DAY, help="First day; rows before it are set aside.")
LAST_DAY = click.option("--to", "end", type=DAY, help="Last day; rows after it are set aside.")
ENGINE = click.option(
    "--engine", "engine_name", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True,
    help="What measures pay data. spark: for data on a cluster (extra: spark).",
)  # fmt: skip
SPARK_MASTER = click.option(
    "--spark-master", envvar="FAIRLABEL_SPARK_MASTER", show_envvar=True, metavar="URL",
    help="Cluster for --engine spark, such as spark://host:7077 or yarn.  [default: this machine]",
)  # fmt: skip
SPARK_OPTION = click.option(
    "--spark-option", "spark_options", type=Setting(), multiple=True, metavar="KEY=VALUE",
    help="Setting for --engine spark, such as spark.executor.memory=8g; repeatable.",
)  # fmt: skip
MEMORY_LIMIT = click.option(
    "--memory-limit", type=Size(), metavar="SIZE", help="Most memory for the pay engine, for example 2GB."
)
THREADS = click.option(
    "--threads", type=click.IntRange(1, MOST_THREADS), metavar="N", help="Processor threads.  [default: all]"
)
FONT_PATHS = click.option(
    "--font-path", "font_paths", multiple=True, type=GIVEN, metavar="FOLDER",
    help="PDF: folder with fonts for scripts that the fonts at hand lack (Hindi: Noto Sans Devanagari); repeatable.",
)  # fmt: skip
PAY_FILES = click.argument("files", nargs=-1, required=True, metavar="FILE...", type=TypedPath())
MAPPING = click.option(
    "--mapping", type=GIVEN, metavar="FILE", help="Mapping of the file's columns onto the pay table."
)
NO_CACHE = click.option(
    "--no-cache", is_flag=True, expose_value=False, callback=_go_without_cache,
    help="Read standards anew and keep nothing for the next run; for all commands: FAIRLABEL_NO_CACHE=1.",
)  # fmt: skip
_JUDGING = (
    STANDARDS,
    STANDARDS_DIR,
    click.option(
        "--profile",
        type=click.Choice(["core", "extended"]),
        default=PROFILE_BY_DEFAULT,
        show_default=True,
        help="core: requirements established in the source's text; extended: all.",
    ),
    BENCHMARKS,
    BENCHMARKS_AS_OF,
    FX,
    click.option(
        "--assessment",
        "assessments",
        multiple=True,
        type=GIVEN,
        metavar="FILE",
        help="An assessor's decisions, kept outside the supplier's folder; repeatable, or a folder of them. Its keys:"
        " fairlabel schema assessment.",
    ),
    NO_CACHE,
    engine_options,
    SETTINGS,
)


def refuse_reversed(start: date | None, end: date | None) -> None:
    """Raise UsageError where the last day chosen lies before the first."""
    if start is not None and end is not None and end < start:
        raise UsageError(f"--to {end} is before --from {start}; turn the two round")
