"""Words and values that many files share, as types for the published schemas: no answer, days, codes, shown values.

The schemas describe the files to editors and other programs; the files themselves are checked, with places, where
they are loaded. A test holds the two together.
"""

from __future__ import annotations

from typing import Annotated, Any, Generic, Literal, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, RootModel
from pydantic.json_schema import JsonSchemaValue

T = TypeVar("T")


class Shape(BaseModel):
    """A mapping with these keys and no others."""

    model_config = ConfigDict(extra="forbid")


class NoAnswer(RootModel[None]):
    """Empty, or a word that stands for no answer: n/a, tbd, see attached, null, .nan."""

    @classmethod
    def __get_pydantic_json_schema__(cls, _: Any, __: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Return the words in any case, nothing at all, and lists of nothing."""
        return {
            "title": "No answer",
            "description": "Nothing is taken for granted where nothing is said.",
            "anyOf": [
                {"type": "null"},
                {"type": "string", "pattern": _WORDS},
                {"type": "array", "items": {"type": "null"}},
                {"type": "object", "maxProperties": 0},
            ],
        }


_WORDS = (
    r"^\s*(|[nN][uU][lL][lL]|\.[nN][aA][nN]|[nN]/[aA]|[tT][bB][dD]|[sS][eE][eE] [aA][tT][tT][aA][cC][hH][eE][dD])\s*$"
)

Text: TypeAlias = Annotated[str, Field(min_length=1)]
Day: TypeAlias = Annotated[str, Field(pattern=r"^\s*\d{4}-\d{2}-\d{2}\s*$", json_schema_extra={"format": "date"})]
Id: TypeAlias = Annotated[str, Field(pattern=r"^\s*[A-Za-z0-9][A-Za-z0-9._-]{0,79}\s*$")]
Country: TypeAlias = Annotated[str, Field(pattern=r"^\s*[A-Z]{2}\s*$", description="ISO 3166-1, two letters")]
PlaceCode: TypeAlias = Annotated[
    str, Field(pattern=r"^\s*[A-Z]{2}(-[A-Z0-9]{1,3})?\s*$", description="ISO 3166-1 or 3166-2: KE, CA-BC")
]
Sha256: TypeAlias = Annotated[str, Field(pattern=r"^\s*[0-9A-Fa-f]{64}\s*$")]
People: TypeAlias = Annotated[int, Field(ge=1)]
Path: TypeAlias = Annotated[str, Field(min_length=1, description="Path below the folder of this file")]
Words: TypeAlias = Annotated[
    dict[str, str], Field(description="Words by language code", json_schema_extra={"required": ["en"]})
]


class EvidenceIds(RootModel[list[Id]]):
    """Ids of items listed under evidence."""


class Note(RootModel[str]):
    """For readers; nothing is read from it."""


class Shown(Shape, Generic[T]):
    """A value with the evidence that shows it."""

    value: T | NoAnswer | None = None
    evidence: EvidenceIds | NoAnswer | None = None
    note: Note | NoAnswer | None = None


class PeriodShape(Shape):
    """Days, both included."""

    from_: Day | NoAnswer | None = Field(None, alias="from")
    to: Day | NoAnswer | None = None


Sampling: TypeAlias = Literal["census", "sample", "volunteered"]
