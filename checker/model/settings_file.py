"""What a user may write into ``fairlabel.yaml``, as types for its schema and the words that its loader takes."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from checker.model.file_words import Day, NoAnswer, Shape, Text

Maybe: TypeAlias = NoAnswer | None
FailOn: TypeAlias = Literal["critical", "major", "minor", "never"]
ProfileName: TypeAlias = Literal["core", "extended"]
EngineName: TypeAlias = Literal["duckdb", "spark"]
SarifProfile: TypeAlias = Literal["github", "full"]
JunitFlavour: TypeAlias = Literal["gitlab", "strict"]
StandardName: TypeAlias = Annotated[str, Field(min_length=1, description="ID or ID@EDITION: pai, pai@2022")]
FromHere: TypeAlias = Annotated[str, Field(min_length=1, description="Path from the folder of this file")]
SparkValue: TypeAlias = str | int | float | bool


class SupplierShape(Shape):
    """What is set for the suppliers that a pattern fits. Of several entries the first that fits applies."""

    match: Text = Field(
        description="With a slash: the subject's folder, from the folder of this file; * stays within a name and ** "
        "spans several. Without: its id, or the name of a folder beside this file"
    )
    standards: list[StandardName] | Maybe = None
    fail_on: FailOn | Maybe = None
    kinds: list[Text] | Maybe = Field(None, description="Confirms what kinds of supplier they are")


class SettingsShape(Shape):
    """Settings for all runs below their folder. An option or environment variable comes before them."""

    fairlabel: Literal["settings/1"]
    standards: list[StandardName] | Maybe = None
    standards_dirs: list[FromHere] | Maybe = Field(None, description="Folders with more packs")
    profile: ProfileName | Maybe = None
    fail_on: FailOn | Maybe = Field(None, description="Severity from which a gap or an open item fails the run")
    gate_date: Day | Literal["today"] | Maybe = None
    benchmarks: list[FromHere] | Maybe = Field(None, description="CSV files of living wages, or folders of them")
    benchmarks_as_of: Day | Maybe = Field(None, description="Day as of which the benchmark tables are read")
    fx: FromHere | Maybe = Field(None, description="CSV of exchange rates")
    assessments: list[FromHere] | Maybe = Field(None, description="Assessors' files, or folders of them")
    ballots: list[FromHere] | Maybe = Field(None, description="Recorded ballots of workers")
    waivers: FromHere | Maybe = None
    baseline: FromHere | Maybe = None
    plans: list[FromHere] | Maybe = Field(None, description="Action plans, or folders of them")
    new_only: bool | Maybe = Field(None, description="Let only what is new against the baseline fail the run")
    ratchet: bool | Maybe = Field(None, description="Fail the run where a shown score is under that of the baseline")
    jobs: Annotated[int, Field(ge=1, le=256)] | Maybe = None
    cache: bool | Maybe = Field(None, description="Recall subjects without pay data of which nothing has changed")
    engine: EngineName | Maybe = None
    memory_limit: Text | Maybe = None
    threads: Annotated[int, Field(ge=1, le=256)] | Maybe = None
    spark_master: Text | Maybe = None
    spark_options: dict[Annotated[str, Field(pattern=r"^spark\.")], SparkValue] | Maybe = None
    outputs: list[Annotated[str, Field(pattern=r"^[^=]+=.")]] | Maybe = Field(
        None, description="FORMAT=PATH, the path from the folder of this file"
    )
    sarif_profile: SarifProfile | Maybe = None
    junit_flavour: JunitFlavour | Maybe = None
    font_paths: list[FromHere] | Maybe = Field(None, description="Folders with more fonts for PDF")
    parameters: dict[str, dict[str, int | float]] | Maybe = Field(
        None, description="Pack -> parameter -> value; only where the pack says that the bar is the tool's own choice"
    )
    suppliers: list[SupplierShape] | Maybe = None
