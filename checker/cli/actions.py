"""What GitHub Actions is told beside the log: a summary of the step, in the file that the runner names.

Annotations are lines of the log and come from `checker.render.github`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

from checker.cli.exits import say


def on_actions(environment: Mapping[str, str]) -> bool:
    """Return whether the run is a step of a workflow.

    >>> on_actions({"GITHUB_ACTIONS": "true"}), on_actions({"GITHUB_ACTIONS": ""})
    (True, False)
    """
    return environment.get("GITHUB_ACTIONS") == "true"


def append_summary(environment: Mapping[str, str], content: Callable[[int], bytes], most: int) -> None:
    """Append what ``content`` returns for the room that is left of ``most`` bytes; nothing where no file is named.

    A step may write its summary in several goes, and what others wrote stays. Where the file cannot be written a
    note says so, and the exit code stays what the results make it.
    """
    file = environment.get("GITHUB_STEP_SUMMARY")
    if not file:
        return
    try:
        taken = os.path.getsize(file) if os.path.exists(file) else 0
        lead = b"\n\n" if taken else b""
        with open(file, "ab") as stream:
            stream.write(lead + content(max(most - taken - len(lead), 0)))
    except OSError as error:
        say(f"note: the summary of the step was not written to {file}: {error.strerror or error}")
