"""What each subject of a run is judged by: the same for all, but where the settings have an entry for some."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from checker.load.assessor import refuse_inside, refuse_suppliers
from checker.load.paths import folders_on_the_way
from checker.load.question_bank import load_question_bank
from checker.pipeline.measures import Choices, Measures, metric_words
from checker.pipeline.settings import Applied, refuse_unfit, rule_for


class Measuring:
    """The measures of a run: one set for all subjects that are judged by the same standards."""

    def __init__(
        self, choices: Choices, folders: tuple[Path, ...] = (), applied: Sequence[Applied | None] | None = None
    ) -> None:
        """Load all that any of the subjects in ``folders`` is judged by.

        ``applied`` is, for each of them, what another process found and checked. Raises PackError, UsageError, and
        InputError where the settings do not fit the packs, or they or a table or pack lie in the folder of a subject.
        """
        self.choices = choices
        self._folders = folders
        if applied is None:
            check_settings(choices, folders)
            refuse_yardsticks_inside(choices, folders)
            applied = [rule_for(choices.settings, folder) for folder in folders]
        self._applied = dict(zip(folders, applied, strict=True))
        self._made: dict[tuple[str, ...], Measures] = {}
        for folder in folders:
            self._for(self._applied[folder])
        if not folders:
            self._for(None)

    @property
    def all(self) -> tuple[Measures, ...]:
        """Return every set of measures, in the order of the subjects."""
        return tuple(self._made.values())

    @property
    def applied(self) -> tuple[Applied | None, ...]:
        """Return the entry of the settings for each subject, in their order."""
        return tuple(self._applied[folder] for folder in self._folders)

    def of(self, folder: Path) -> tuple[Measures, Applied | None]:
        """Return what the subject in ``folder`` is judged by, and the entry of the settings that applies to it."""
        applied = self._applied[folder]
        return self._for(applied), applied

    def former_ids(self) -> Mapping[str, str]:
        """Return today's id of every requirement by its former ones, but for those that are an id of today as well."""
        today = {name for measures in self.all for name in measures.requirement_ids}
        former = {old: name for measures in self.all for old, name in measures.former_ids.items()}
        return {old: name for old, name in former.items() if old not in today}

    def read_tables(self) -> None:
        """Read the tables that the user brings (see `Measures.read_tables`)."""
        for measures in self._made.values():
            measures.read_tables()

    def _for(self, applied: Applied | None) -> Measures:
        names = (applied.rule.standards if applied is not None else None) or self.choices.standards
        if names not in self._made:
            self._made[names] = Measures(replace(self.choices, standards=names), self._folders)
        return self._made[names]


def check_settings(choices: Choices, folders: tuple[Path, ...] = ()) -> None:
    """Raise InputError where settings lie with a subject in ``folders``, or name what packs do not have."""
    if choices.settings is None:
        return
    from checker.load.settings import refuse_settings_inside

    refuse_settings_inside(choices.settings, folders)
    refuse_unfit(choices.settings, choices.standards_dirs, load_question_bank(), metric_words()[0])


def refuse_yardsticks_inside(choices: Choices, folders: Iterable[Path]) -> None:
    """Raise InputError where tables of wages or rates, or packs, are taken out of a folder that is judged."""
    tables = (*choices.benchmarks, *((choices.fx,) if choices.fx is not None else ()))
    given = {**{table: table for table in tables}, **{home / "pack.yaml": home for home in choices.standards_dirs}}
    if not given:
        return
    above = {parent for file in given for parent in folders_on_the_way(file)}
    own = [folder for folder in folders if folder.resolve() in above]
    for file, named in given.items():
        refuse_inside(file, named.as_posix(), own, _OWN, _ELSEWHERE)
        refuse_suppliers(file, named.as_posix(), _SUPPLIERS, _ELSEWHERE)


_OWN = "a folder that is judged: whoever is judged does not set the bar"
_SUPPLIERS = "the folder of a supplier: whoever is judged does not set the bar, not that of others either"
_ELSEWHERE = "take it from whoever publishes it, and keep it outside"
