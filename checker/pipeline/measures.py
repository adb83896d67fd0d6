"""Everything that subjects are judged by, loaded once a run: packs, questions, benchmarks, rates, assessors' files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from checker.assess.terms import Terms
from checker.errors import InputError, PackError, Problem, UsageError
from checker.load.assessor import for_subject, load_assessor_files
from checker.load.question_bank import load_question_bank
from checker.load.standards import load_standard, requirement_homes, with_parameters
from checker.model.ballot import Ballot
from checker.model.benchmark import BarChoices, BenchmarkTable
from checker.model.condition import Leaf, walk
from checker.model.evidence import InputFile
from checker.model.exchange import RateTable
from checker.model.pay_engine import BUILT_IN, EngineChoice
from checker.model.questionnaire import AssessorFile, Decision, Finding
from checker.model.questions import QuestionBank
from checker.model.standard import Requirement, Standard
from checker.pipeline.asked import questions_read
from checker.pipeline.selection import Selector
from checker.rules.evaluate import CompiledStandard, compile_standard
from checker.rules.languages import LANGUAGES, language
from checker.rules.sentence import Words

if TYPE_CHECKING:
    from checker.model.settings import Settings

Profile = Literal["core", "extended"]
K = 5
"""Smallest number of workers of whom a figure may be shown."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the caller chose; every one of these is an input of the result."""

    standards: tuple[str, ...] = ("pai",)
    standards_dirs: tuple[Path, ...] = ()
    profile: Profile = "extended"
    as_of: date | None = None
    gate_date: date | None = None
    fail_on: str = "major"
    benchmarks: tuple[Path, ...] = ()
    benchmarks_as_of: date | None = None
    fx: Path | None = None
    assessments: tuple[Path, ...] = ()
    waivers: Path | None = None
    baseline: Path | None = None
    new_only: bool = False
    """Whether what the baseline knows is left out of the gate."""
    ratchet: bool = False
    """Whether a shown score under the baseline's fails the gate."""
    ballots: tuple[Path, ...] = ()
    plans: tuple[Path, ...] = ()
    """Action plans, or folders of them; one that is given goes before that in the subject's own folder."""
    plans_for_all: bool = False
    """Whether ``plans`` are set for all runs: some may be of subjects that are not judged in this one."""
    jobs: int = 1
    engine: EngineChoice = BUILT_IN
    results: bool = True
    """Whether the results on requirements are kept where several subjects are assessed; a line each needs sums only."""
    only_sums: bool = False
    """Whether a line a subject is all that is said: of each, no more than that is kept."""
    only_json: bool = False
    """Whether JSON is all that reads the results: of each subject they are written down when it is assessed."""
    steps: bool = False
    """Whether what would settle each subject is wanted: pages of one subject and `fairlabel next` show it."""
    cache: bool = False
    """Whether subjects that were assessed before, by the same and from the same, are recalled."""
    settings: Settings | None = None
    """The settings file: hashed and printed; of its values, parameters and entries of suppliers are used from here."""


class Measures:
    """What one run judges by. Tables of wages and rates are read when the first pay file needs them."""

    def __init__(self, choices: Choices, folders: tuple[Path, ...] = ()) -> None:
        """Load packs and assessors' files; raises PackError or InputError with all their mistakes.

        ``folders`` are those of all subjects in the run.
        """
        self.choices = choices
        self._folders = folders
        self.bank: QuestionBank = load_question_bank()
        self.standards: tuple[CompiledStandard, ...] = compile_standards(
            choices.standards, choices.standards_dirs, settings=choices.settings
        )
        self.methods = frozenset(m for s in self.standards for r in s.standard.requirements for m in _methods(r))
        self.assessors = load_assessor_files(assessor_files(choices.assessments), self.bank, folders)
        _refuse_nameless(self.assessors, folders)
        self.ballots = self._read_ballots()
        self.bar_choices = BarChoices()
        self._questions: dict[tuple[str, tuple[str, ...], frozenset[str]], frozenset[str]] = {}

    def read_tables(self) -> None:
        """Read the tables that the user brings, so that a broken one ends the run, whoever needs it.

        Raises BenchmarkError with all mistakes of the first one that has any.
        """
        if self.choices.benchmarks:
            _ = self.benchmarks
        if self.choices.fx is not None:
            _ = self.rates

    @cached_property
    def benchmarks(self) -> BenchmarkTable:
        """Return the shipped and the user's benchmark rows."""
        from checker.pipeline.benchmarks import benchmark_table

        return benchmark_table(self.choices.benchmarks, self.choices.benchmarks_as_of)

    @cached_property
    def rates(self) -> tuple[RateTable, ...]:
        """Return the tables of exchange rates, the user's first."""
        from checker.load.exchange_rates import read_rate_tables

        return read_rate_tables(self.choices.fx)

    @cached_property
    def rate_files(self) -> tuple[InputFile, ...]:
        """Return the user's table of rates, hashed."""
        from checker.load.paths import digest

        fx = self.choices.fx
        return (InputFile(fx.as_posix(), digest(fx), "fx"),) if fx is not None else ()

    @cached_property
    def subject_ids(self) -> frozenset[str]:
        """Return the ids of all subjects in the run; read when a pay file may hold rows of several."""
        from checker.load.questionnaires import peek_id

        return frozenset(filter(None, (peek_id(folder) for folder in self._folders)))

    def assessor_of(self, subject: str, *, named: bool = False) -> AssessorFile:
        """Return what all assessors' files say of ``subject``; with ``named`` only those that name it."""
        files = tuple(f for f in self.assessors if f.subject) if named else self.assessors
        found = for_subject(files, subject)
        if not self.former_ids or not found.decisions:
            return found
        return replace(found, decisions=tuple(self._under_its_id(decision) for decision in found.decisions))

    def _under_its_id(self, decision: Decision) -> Decision:
        name = self.former_ids.get(decision.requirement or "")
        return replace(decision, requirement=name) if name else decision

    def _read_ballots(self) -> tuple[Ballot, ...]:
        """Return the ballots; InputError with their mistakes, and where one speaks of workers of nobody in the run."""
        if not self.choices.ballots:
            return ()
        from checker.load.ballots import load_ballots
        from checker.load.crosswalk import read_crosswalk

        by_id = {s.standard.id: s.standard for s in self.standards}
        found = load_ballots(self.choices.ballots, by_id, read_crosswalk().keys(), self._folders)
        known = self.subject_ids
        what = f"is a ballot of workers of nobody who is assessed ({', '.join(sorted(known)[:5])})"
        lost = [b.input.path for b in found if b.subject not in ("", *known)]
        if lost and len(known) == len(self._folders):
            raise InputError([Problem(path, None, None, "subject", what, "correct subject:") for path in lost])
        return found

    def ballot_on(self, standard: str, subject: str) -> Ballot | None:
        """Return the ballot on one standard: that of the subject's own workers before one of no subject."""
        fitting = [b for b in self.ballots if b.standard == standard and b.subject in ("", subject)]
        return max(fitting, key=lambda b: b.subject, default=None)

    @cached_property
    def selectors(self) -> tuple[Selector, ...]:
        """Return, for each standard, what of it is judged for whom."""
        return tuple(Selector(compiled) for compiled in self.standards)

    def questions(
        self, side: str, kinds: tuple[str, ...] = (), countries: frozenset[str] = frozenset()
    ) -> frozenset[str]:
        """Return ids of the questions that the chosen standards put to suppliers of ``kinds``, or to buyers, there."""
        alike = (side, kinds, countries)
        found = self._questions.get(alike)
        if found is None:
            found = questions_read(self.bank, self.standards, self.choices.profile, side, kinds, countries)
            self._questions[alike] = found
        return found

    @cached_property
    def terms(self) -> Terms:
        """Return what facts are called in sentences."""
        return Terms(self.bank, metric_words()[1])

    @cached_property
    def requirement_ids(self) -> frozenset[str]:
        """Return the ids of all requirements."""
        return frozenset(r.id for s in self.standards for r in s.standard.requirements)

    @cached_property
    def elsewhere(self) -> Mapping[str, str]:
        """Return requirement -> its standard for all standards that are here and not in this run; read on use."""
        homes, mine = requirement_homes(self.choices.standards_dirs), {s.standard.id for s in self.standards}
        return {name: home[0] for name, home in homes.items() if mine.isdisjoint(home)}

    @cached_property
    def former_ids(self) -> Mapping[str, str]:
        """Return the id of every requirement by each of its former ids; none that means two of them."""
        found: dict[str, set[str]] = {}
        for requirement in (r for s in self.standards for r in s.standard.requirements):
            for alias in requirement.aliases:
                found.setdefault(alias, set()).add(requirement.id)
        return {a: next(iter(ids)) for a, ids in found.items() if len(ids) == 1 and a not in self.requirement_ids}

    @cached_property
    def foreign_packs(self) -> tuple[Finding, ...]:
        """Return a warning on each pack that looks like a shipped one and is none."""
        if not self.choices.standards_dirs:
            return ()
        from checker.pipeline.foreign_packs import foreign_packs

        return tuple(foreign_packs([s.standard for s in self.standards], self.choices.standards_dirs))

    @cached_property
    def packs(self) -> tuple[Mapping[str, Any], ...]:
        """Return id, edition and hash of every pack."""
        return tuple(
            {"id": s.standard.id, "edition": s.standard.edition, "sha256": s.standard.sha256} for s in self.standards
        )

    @cached_property
    def parameters(self) -> tuple[Mapping[str, Any], ...]:
        """Return every parameter with its pack, and the pack's own value where the settings changed it."""
        return tuple(
            {
                "pack": s.standard.id, "name": p.name, "value": p.value, "unit": p.unit, "basis": p.basis,
                "default": p.default, "differs": p.value != p.default,
            }
            for s in self.standards
            for p in s.standard.parameters.values()
        )  # fmt: skip


def _refuse_nameless(files: Iterable[AssessorFile], folders: tuple[Path, ...]) -> None:
    """Raise InputError for files that name no subject where a run has several: they would speak of all alike."""
    nameless = [file.inputs[0].path for file in files if not file.subject] if len(folders) > 1 else []
    what = f"does not say of which subject it speaks, and {len(folders)} are assessed in this run"
    if nameless:
        raise InputError([Problem(path, None, None, "subject", what, "write subject: and its id") for path in nameless])


def assessor_files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return the files that ``paths`` name; of a folder, every YAML file right in it, by name.

    Raises UsageError for a path that is not there.
    """
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise UsageError(f"--assessment {path}: there is no such file")
        inside = sorted(p for p in path.iterdir() if p.suffix in (".yaml", ".yml")) if path.is_dir() else [path]
        found += inside
    return tuple(found)


def compile_standards(
    names: Iterable[str], folders: Iterable[Path], code: str = "en", settings: Settings | None = None
) -> tuple[CompiledStandard, ...]:
    """Return the named standards (``pai``, ``pai@2022``), checked against questions and metrics and compiled.

    Their sentences are in the language ``code``; with ``settings`` the parameters that they set are moved.

    Raises UsageError where one is named twice, PackError with all mistakes of a pack.
    """
    bank, (units, _), words = load_question_bank(), metric_words(), sentence_words(code)
    compiled: dict[str, CompiledStandard] = {}
    for name in names:
        standard = load_standard(name, bank, units, tuple(folders))
        if standard.id in compiled:
            raise UsageError(
                f"--standard {name}: {standard.id} is named twice; two editions cannot be judged in one run"
            )
        if settings is not None:
            moved = settings.moved(standard.id)
            standard = with_parameters(standard, {n: v for n, v in moved.items() if n in standard.parameters})
        compiled[standard.id] = compile_standard(standard, words)
    _refuse_shared_ids(compiled.values())
    return tuple(compiled.values())


def _refuse_shared_ids(compiled: Iterable[CompiledStandard]) -> None:
    """Raise PackError where two standards have a requirement of one id: decisions and responses name ids alone."""
    seen: dict[str, str] = {}
    problems = []
    for standard in (c.standard for c in compiled):
        for requirement in standard.requirements:
            first = seen.setdefault(requirement.id, standard.id)
            if first != standard.id:
                place, what = requirement.place, f"the id {requirement.id!r} is {first}'s as well"
                todo = "begin ids with a word of the standard's own, or judge by one of the two"
                problems.append(Problem(place.file, place.line, place.column, requirement.id, what, todo))
    if problems:
        raise PackError(problems)


def metric_words() -> tuple[dict[str, str], dict[str, str]]:
    """Return (unit, title) of every pay metric by name."""
    from checker.facts.metrics import METRICS

    return {m.name: m.unit for m in METRICS.values()}, {m.name: m.title["en"] for m in METRICS.values()}


def sentence_words(code: str = "en") -> Words:
    """Return where sentences in the language ``code`` take their words from; the parameters are a pack's.

    Raises UsageError for a language that there is none of, InputError where its files are broken.
    """
    from checker.facts.metrics import METRICS

    if code not in LANGUAGES:
        raise UsageError(f"--language {code}: known: {', '.join(LANGUAGES)}")
    bank, spoken = load_question_bank(), language(code)
    titles = {m.name: m.stem or m.title["en"] for m in METRICS.values()}
    if code != "en":
        from checker.load.translations import load_translations

        found = load_translations(code)
        bank, spoken = found.bank(bank), replace(spoken, metrics=found.texts("metrics", titles))
    return Words(
        bank,
        titles,
        {m.name: m.unit for m in METRICS.values()},
        bases={m.name: m.basis for m in METRICS.values()},
        language=spoken,
    )


def requirement_titles(standard: Standard, code: str) -> dict[str, str]:
    """Return the titles of requirements that there are in the language ``code``, by id; none for English."""
    if code == "en":
        return {}
    from checker.load.translations import load_translations

    return load_translations(code).texts("requirements", {r.id: r.title["en"] for r in standard.requirements})


def _methods(requirement: Requirement) -> set[str]:
    conditions = [requirement.satisfied_when, *(band.when for band in requirement.credit)]
    if requirement.applies_when is not None:
        conditions.append(requirement.applies_when)
    leaves = (node for c in conditions for node in walk(c) if isinstance(node, Leaf))
    return {leaf.method for leaf in leaves if leaf.method and leaf.fact.startswith("wages.")}
