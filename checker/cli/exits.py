"""Exit codes, and the one place where an exception becomes a message and a code."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable

import click

from checker.errors import (
    BrokenInstallError,
    CheckerError,
    InputError,
    LostProcessError,
    NothingToAssess,
    OutputError,
    UsageError,
)
from checker.render.clean import no_commands

OK = 0
GAPS = 1
USAGE = 2
INVALID = 3
NOTHING = 4
OPEN = 5
BUG = 70
CANNOT_WRITE = 73
INTERRUPTED = 130

NOTHING_ASSESSED = "Nothing was assessed."
NOT_WRITTEN = "The output was not written; no file was left half-written."
_CODES: tuple[tuple[type[CheckerError], int], ...] = (
    (UsageError, USAGE),
    (InputError, INVALID),
    (NothingToAssess, NOTHING),
    (OutputError, CANNOT_WRITE),
    (LostProcessError, BUG),
    (BrokenInstallError, BUG),
)
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}


def guarded(command: Callable[[], object]) -> int:
    """Run ``command`` and return its exit code; every failure becomes one message on standard error."""
    try:
        return _as_code(command())
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return USAGE
    except click.ClickException as error:
        say(f"{NOTHING_ASSESSED}\n{_usage(error)}")
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        return _interrupted()
    except (BrokenPipeError, SystemExit):
        # click turns a closed pipe into SystemExit(1), which would read as a gap.
        _silence()
        return OK
    except CheckerError as error:
        say(f"{NOT_WRITTEN if isinstance(error, OutputError) else NOTHING_ASSESSED}\n{error}")
        return next(code for kind, code in _CODES if isinstance(error, kind))
    except Exception as error:
        if _is_interrupt(error):
            return _interrupted()
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            _silence()
            where = f"{error.filename}: " if error.filename else ""
            say(f"{NOT_WRITTEN}\n{where}{error.strerror}; make room and run again")
            return CANNOT_WRITE
        if "--debug" in sys.argv:
            raise
        say(
            f"{NOTHING_ASSESSED} fairlabel itself failed: "
            f"{type(error).__name__}: {_without_control(str(error))[:300]}\n"
            "Run again with --debug for the trace; report it with the command and `fairlabel --version`."
        )
        return BUG


def _is_interrupt(error: BaseException | None) -> bool:
    """Return whether an interrupt is behind ``error``: in some places Python and libraries wrap it."""
    return error is not None and (
        isinstance(error, KeyboardInterrupt) or _is_interrupt(error.__cause__) or _is_interrupt(error.__context__)
    )


def _interrupted() -> int:
    say("Interrupted. No file was left half-written.")
    return INTERRUPTED


def say(message: str) -> None:
    """Print ``message`` on standard error; where nobody listens, nothing happens.

    What others wrote may stand in it, and CI runners obey some lines on standard error too.
    """
    try:
        click.echo("\n".join(map(no_commands, message.split("\n"))), err=True)
    except OSError:
        return


def _as_code(returned: object) -> int:
    """Return the exit code that a click command handed back; None and anything else mean 0."""
    return returned if isinstance(returned, int) else OK


def _usage(error: click.ClickException) -> str:
    """Return what is wrong with the call, how it is called, and where more is said."""
    lines = [error.format_message()]
    context = getattr(error, "ctx", None)
    if context is not None:
        lines += [context.get_usage(), f"More: {context.command_path} --help"]
    return "\n".join(lines)


def _silence() -> None:
    from checker.cli.outputs import silence_stdout

    silence_stdout()


def _without_control(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)
