"""Exit codes, and the one place where an exception becomes a message and a code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import click

from checker.errors import (
    BrokenInstallError,
    CheckerError,
    InputError,
    NothingToAssess,
    OutputError,
    UsageError,
)

OK = 0
GAPS = 1
USAGE = 2
INVALID = 3
NOTHING = 4
OPEN = 5
BUG = 70
CANNOT_WRITE = 73
INTERRUPTED = 130

_CODES: tuple[tuple[type[CheckerError], int], ...] = (
    (UsageError, USAGE),
    (InputError, INVALID),
    (NothingToAssess, NOTHING),
    (OutputError, CANNOT_WRITE),
    (BrokenInstallError, BUG),
)


def guarded(command: Callable[[], object]) -> int:
    """Run ``command`` and return its exit code; every failure becomes one message on standard error."""
    try:
        return _as_code(command())
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        _say("Interrupted. Nothing was written after that.")
        return INTERRUPTED
    except BrokenPipeError:
        _silence_stdout()
        return OK
    except CheckerError as error:
        _say(f"{_first_line(error)}\n{error}")
        return next(code for kind, code in _CODES if isinstance(error, kind))
    except Exception as error:
        if "--debug" in sys.argv:
            raise
        _say(
            "Nothing was assessed. fairlabel itself failed: "
            f"{type(error).__name__}: {_without_control(str(error))[:300]}\n"
            "Run again with --debug for the trace; report it with the command and `fairlabel --version`."
        )
        return BUG


def _as_code(returned: object) -> int:
    """Return the exit code that a click command handed back; None and anything else mean 0."""
    return returned if isinstance(returned, int) else OK


def _first_line(error: CheckerError) -> str:
    """Return the line with which each failure opens."""
    if isinstance(error, OutputError):
        return "The output was not written; no file was left half-written."
    return "Nothing was assessed."


def _say(message: str) -> None:
    click.echo(message, err=True)


def _without_control(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)


def _silence_stdout() -> None:
    """Point standard output at nothing, so that the interpreter's last flush cannot fail."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return
