"""Standards by name: which there are, and one of them, checked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from checker.model.standard import Standard, StandardEntry


def list_standards(folders: Sequence[Path]) -> tuple[StandardEntry, ...]:
    """Return every edition of every standard, shipped and in ``folders``."""
    from checker.load import standards

    return standards.list_standards(folders)


def load_standard(name: str, folders: Sequence[Path]) -> Standard:
    """Return one standard, checked; PackError with all its mistakes."""
    from checker.load.question_bank import load_question_bank
    from checker.load.standards import load_standard as load
    from checker.pipeline.measures import metric_words

    return load(name, load_question_bank(), metric_words()[0], tuple(folders))
