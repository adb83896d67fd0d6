"""Where reports go: ``--format`` to standard output, ``--output FORMAT=PATH`` to files, written whole or not at all."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, TypeAlias

from checker.cli.format_names import unknown_format
from checker.errors import OutputError, UsageError
from checker.model.device_names import is_device
from checker.render import FORMATS
from checker.render.clean import no_commands
from checker.resources import folder

Content: TypeAlias = "bytes | Iterable[bytes]"
"""Whole, or in pieces."""
_TO_STDOUT = "name a file, or leave --output out and use --format for standard output"


class Output(NamedTuple):
    """One ``--output FORMAT=PATH``."""

    format: str
    path: str

    def file_for(self, subject: str, several: bool) -> Path:
        """Return the file to write for ``subject``.

        ``{subject}`` in the path is replaced; a path that ends in a slash or is a folder
        takes ``<subject><suffix>`` (or ``report<suffix>`` for one file over all subjects).
        Raises UsageError where several subjects would share one file.
        """
        name = safe_name(subject)
        if "{subject}" in self.path:
            return Path(self.path.replace("{subject}", name))
        is_folder = self.path.endswith(("/", os.sep)) or os.path.isdir(self.path)
        if is_folder:
            listed = FORMATS[self.format]
            return Path(self.path) / f"{name if listed.per_subject else 'report'}{listed.suffix}"
        if several and FORMATS[self.format].per_subject:
            raise UsageError(
                f"--output {self.format}={self.path}: {self.format} holds one subject a file and there are several; "
                f"write {{subject}} in the path or name a folder ({self.format}={self.path.rstrip('/')}/)"
            )
        return Path(self.path)


def parse_outputs(words: Iterable[str]) -> tuple[Output, ...]:
    """Return the outputs named by ``FORMAT=PATH`` words; UsageError for anything else."""
    outputs = []
    for word in words:
        name, equals, path = word.partition("=")
        if not equals or not path:
            raise UsageError(f"--output {word}: write FORMAT=PATH, for example html=report.html")
        if name not in FORMATS:
            raise UsageError(f"--output {word}: {unknown_format(name, FORMATS)}")
        outputs.append(Output(name, path))
    return tuple(outputs)


def safe_name(text: str) -> str:
    """Return ``text`` as a file name that every system accepts.

    >>> safe_name("vendors/acme: 2026?")
    'vendors-acme-2026'
    >>> safe_name("aux.2026")
    'subject-aux.2026'
    """
    name = re.sub(r"[^\w.-]+", "-", text, flags=re.UNICODE).strip("-.") or "subject"
    return f"subject-{name}" if is_device(name) else name


def refuse_bad_places(files: Iterable[Path]) -> None:
    """Raise OutputError or UsageError before any work where a file cannot or must not be written.

    A path that is a folder, two outputs with one path, the folder of report templates, and any
    questionnaire are refused.
    """
    seen: set[Path] = set()
    templates = Path(str(folder("reports"))).resolve()
    for file in files:
        place = _resolved(file)
        if place in seen:
            raise UsageError(f"two outputs would be written to {file}; give each its own path")
        seen.add(place)
        if place.is_dir():
            raise OutputError(f"{file} is a folder; name a file in it")
        if place.exists() and not place.is_file():
            raise OutputError(f"{file} is a device or a pipe, which a report would replace; {_TO_STDOUT}")
        if templates in place.parents:
            raise OutputError(f"{file} lies among fairlabel's own templates; write the report somewhere else")
        if place.name == "questionnaire.yaml":
            raise OutputError(f"{file} is a questionnaire; a report would wipe it out, so write it somewhere else")


def _resolved(file: Path) -> Path:
    """Return where ``file`` lies; raises OutputError for what can be no path (too long, a loop of links)."""
    try:
        file.exists()
        return file.resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise OutputError(f"{file}: {getattr(error, 'strerror', None) or error}; choose another path") from error


def refuse_inputs(files: Iterable[Path], inputs: Iterable[Path]) -> None:
    """Raise OutputError where a report would be written over something that was read for it."""
    places = {file: file.resolve() for file in files}
    read = {file.resolve() for file in inputs} if places else set()
    for file, place in places.items():
        if place in read:
            raise OutputError(f"{file} was read for this report, which would wipe it out; write it somewhere else")


def write_whole(file: Path, content: bytes) -> None:
    """Write ``content`` to ``file`` by way of a temporary file beside it; on failure the old file stays.

    Folders on the way are made. Raises OutputError, also for what `refuse_bad_places` refuses.
    """
    refuse_bad_places([file])
    write_all([(file, content)])


def write_all(contents: Iterable[tuple[Path, Content]]) -> None:
    """Write every file or none: each goes to a temporary file beside its place, then all are put in place.

    Pieces of a file may be made while they are written.

    Folders on the way are made. Raises OutputError; whatever stops it, no temporary file stays behind.
    """
    staged: list[tuple[str, Path]] = []
    try:
        for file, content in contents:
            _stage(file, content, staged)
        for temporary, file in staged:
            _guarded(file, lambda t=temporary, f=file: os.replace(t, f))  # type: ignore[misc]
    finally:
        for temporary, _ in staged:
            with suppress(OSError):
                os.unlink(temporary)


def to_stdout(content: Content) -> None:
    """Write ``content``, whole or in pieces, to standard output, bytes as they are.

    Where nobody listens, nothing happens.

    Raises OutputError where it cannot be taken (a full disk).
    """
    if sys.stdout is None:
        return
    pieces = _pieces(content)
    stream = getattr(sys.stdout, "buffer", None)
    try:
        sys.stdout.flush()
        if stream is None:
            sys.stdout.write(b"".join(pieces).decode("utf-8"))
        else:
            stream.writelines(pieces)
            stream.flush()
        sys.stdout.flush()
    except BrokenPipeError:
        silence_stdout()
    except OSError as error:
        silence_stdout()
        raise OutputError(f"standard output: {error.strerror or error}; make room, or write to a file") from error


def text_to_stdout(content: bytes) -> None:
    """Write text (UTF-8) that people read to standard output, with nothing in it that a CI runner would obey.

    Raises OutputError as `to_stdout` does.
    """
    if b"::" in content or b"##" in content:
        lines = content.decode("utf-8").split("\n")
        content = "\n".join(map(no_commands, lines)).encode("utf-8")
    to_stdout(content)


def silence_stdout() -> None:
    """Point standard output at nothing, so that the interpreter's last flush cannot fail."""
    with suppress(OSError, ValueError, AttributeError):
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, sys.stdout.fileno())
        os.close(nothing)


def _stage(file: Path, content: Content, staged: list[tuple[str, Path]]) -> None:
    """Write ``content`` to a temporary file beside ``file`` and note both."""

    def write() -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{file.name[:40]}.", dir=file.parent)
        staged.append((temporary, file))
        with os.fdopen(handle, "wb") as stream:
            stream.writelines(_pieces(content))
        os.chmod(temporary, 0o644)

    _guarded(file, write)


def _pieces(content: Content) -> Iterable[bytes]:
    return [content] if isinstance(content, bytes) else content


def _guarded(file: Path, action: Callable[[], None]) -> None:
    try:
        action()
    except OSError as error:
        what = error.strerror or error
        if isinstance(error, FileExistsError | NotADirectoryError):
            what = "a file stands where a folder is needed"
        raise OutputError(f"{file}: {what}; choose a place that you may write to") from error
