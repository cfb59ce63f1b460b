"""An expression of the library, kept as text with its place; `templating` alone can evaluate it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema

from avvgen.findings import NOWHERE, Place
from avvgen.profiles.fields import read_text
from avvgen.yaml_source import SourceText

CONSTANTS = {"on": "true", "off": "false"}


@dataclass(frozen=True, slots=True)
class Expression:
    """A condition over facts and options, in Jinja's grammar."""

    text: str
    place: Place = NOWHERE


def read_expression(value: Any) -> Expression:
    """The expression that a YAML text means; `on` and `off` are the constants."""
    if isinstance(value, Expression):
        return value
    text = read_text(value)
    place = value.place if isinstance(value, SourceText) else NOWHERE
    return Expression(CONSTANTS.get(text, text), place)


Condition = Annotated[Expression, PlainValidator(read_expression), WithJsonSchema({"type": "string"})]
