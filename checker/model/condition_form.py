"""The union of the condition's forms, discriminated by ``op``: no node is made that pydantic does not find to be one.

Apart from the forms themselves, since whoever judges by conditions that were read and checked before has no use for it.
"""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

from pydantic import ConfigDict, Field, TypeAdapter

from checker.model.condition import Condition


@cache
def _form() -> TypeAdapter[Any]:
    return TypeAdapter(Annotated[Condition, Field(discriminator="op")], config=ConfigDict(extra="forbid"))


def form(**fields: Any) -> Any:
    """Return the node that ``fields`` make, of the form that ``op`` names.

    A value that is of a fitting type stays what it is. Raises pydantic's ValidationError where they make none: the
    parser says before what is wrong in a file.
    """
    return _form().validate_python(fields)
