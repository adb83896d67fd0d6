"""Every failure becomes one message and the code that the contract names."""

from __future__ import annotations

import signal

import click
import pytest

from checker.__main__ import _end_as_interrupted
from checker.cli.exits import guarded
from checker.errors import (
    BenchmarkError,
    BrokenInstallError,
    InputError,
    NothingToAssess,
    OutputError,
    PackError,
    Problem,
    UsageError,
)

PROBLEM = Problem("acme/questionnaire.yaml", 41, 7, "pay.models", "'hourley' is not an option", "use one of: hourly")


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (UsageError("--as-of is too early"), 2, "--as-of is too early"),
        (click.UsageError("no such option"), 2, "no such option"),
        (InputError([PROBLEM]), 3, "acme/questionnaire.yaml:41:7, pay.models: 'hourley' is not an option; use one of"),
        (PackError([PROBLEM]), 3, "questionnaire.yaml:41:7"),
        (BenchmarkError([PROBLEM]), 3, "questionnaire.yaml:41:7"),
        (NothingToAssess("no subject below vendors/"), 4, "no subject below vendors/"),
        (RuntimeError("boom\x1b[31m"), 70, "fairlabel itself failed: RuntimeError: boom [31m"),
        (BrokenInstallError("standards/ is missing"), 70, "standards/ is missing"),
        (OutputError("report.html: disk full"), 73, "report.html: disk full"),
        (KeyboardInterrupt(), 130, "Interrupted"),
    ],
)
def test_code_and_message(
    error: BaseException, code: int, words: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["fairlabel", "check"])

    def fail() -> None:
        raise error

    assert guarded(fail) == code
    assert words in capsys.readouterr().err


def test_an_interrupt_that_python_wraps_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    """Up to 3.11 Python wraps what comes out of __set_name__, where a run that has just begun often is."""

    def fail() -> None:
        try:
            raise KeyboardInterrupt
        except KeyboardInterrupt as error:
            raise RuntimeError("Error calling __set_name__") from error

    assert guarded(fail) == 130
    assert capsys.readouterr().err.startswith("Interrupted.")


def test_a_signal_that_is_ignored_stays_so() -> None:
    """So ``nohup`` works."""
    former = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        _end_as_interrupted()
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        assert signal.getsignal(signal.SIGTERM) is signal.default_int_handler
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


@pytest.mark.parametrize("error", [InputError([PROBLEM]), UsageError("x"), NothingToAssess("x"), RuntimeError("x")])
def test_every_failure_opens_by_saying_that_nothing_was_assessed(
    error: Exception, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["fairlabel", "check"])

    def fail() -> None:
        raise error

    guarded(fail)
    assert capsys.readouterr().err.startswith("Nothing was assessed.")


@pytest.mark.parametrize(("returned", "code"), [(None, 0), (0, 0), (1, 1), (5, 5), ("text", 0)])
def test_what_a_command_returns_is_its_code(returned: object, code: int) -> None:
    assert guarded(lambda: returned) == code
