"""What the options that all commands which judge have in common come to (`checker.cli.choices.judging_options`)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checker.cli.settings import settings_in_force
from checker.model.pay_engine import EngineChoice

if TYPE_CHECKING:
    from checker.model.settings import Settings
    from checker.pipeline.measures import Choices


def judging_choices(
    *,
    standards: tuple[str, ...],
    standards_dirs: tuple[str, ...],
    profile: str,
    benchmarks: tuple[str, ...],
    benchmarks_as_of: date | None,
    fx: str | None,
    assessments: tuple[str, ...],
    engine: EngineChoice,
    settings: Settings | None,
    **others: Any,
) -> Choices:
    """Return the choices of one run; ``others`` are those that a command has beside the common ones."""
    from checker.pipeline.measures import Choices

    return Choices(
        standards=standards,
        standards_dirs=tuple(map(Path, standards_dirs)),
        profile="core" if profile == "core" else "extended",
        benchmarks=tuple(map(Path, benchmarks)),
        benchmarks_as_of=benchmarks_as_of,
        fx=Path(fx) if fx else None,
        assessments=tuple(map(Path, assessments)),
        engine=engine,
        settings=settings_in_force(settings),
        **others,
    )
