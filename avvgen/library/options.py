"""Options that clauses and topics declare: their types, and how a profile's value is read.

One entry in `TYPES` is all that a new type needs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from babel.numbers import get_currency_precision, list_currencies
from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from avvgen.characters import first_unseen
from avvgen.grammar.durations import Duration, Unit
from avvgen.grammar.durations import read_duration as parse_duration
from avvgen.model import Model
from avvgen.profiles.fields import (
    Blank,
    PlainText,
    is_blank,
    read_country,
    read_date,
    read_fillable,
    read_number,
    read_switch,
    read_text,
    reject,
)
from avvgen.profiles.problems import written
from avvgen.yaml_source import SourceText

UNSET = object()
AMOUNT = re.compile(r"[0-9]+(\.[0-9]+)?")
MOST_DIGITS = 15  # of an amount: those that every program reckons with
Units: TypeAlias = Mapping[str, Unit]
Read: TypeAlias = Callable[[Any, Units], Any]


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency of ISO 4217, written `5000 EUR` in a profile."""

    amount: Decimal
    currency: str

    def __str__(self) -> str:
        """The amount as a profile writes it."""
        return f"{self.amount} {self.currency}"

    def __lt__(self, other: Money) -> bool:
        """Whether it is less; amounts of different currencies have no order, so neither is."""
        if not isinstance(other, Money):
            return NotImplemented
        return self.currency == other.currency and self.amount < other.amount


def read_duration(value: Any, units: Units) -> Duration:
    """A period such as `4 weeks`, in the units of the library."""
    try:
        return parse_duration(read_text(value), units)
    except ValueError as problem:
        raise reject("wrong-type", f"is {written(value)}; {problem}") from None


def read_money(value: Any) -> Money:
    """An amount such as `5000 EUR` or `99.50 EUR`."""
    amount, _, currency = str(value).partition(" ")
    if not isinstance(value, str) or currency not in list_currencies() or not AMOUNT.fullmatch(amount):
        raise reject("wrong-type", f"is {written(value)}; give an amount such as 5000 EUR")
    _, _, decimals = amount.partition(".")
    places = get_currency_precision(currency)
    if len(amount) - amount.count(".") > MOST_DIGITS or len(decimals) > places:
        rule = f"at most {MOST_DIGITS} digits, {places or 'none'} of them behind the point"
        raise reject("wrong-type", f"is {written(value)}; an amount in {currency} has {rule}")
    return Money(Decimal(amount), currency)


def read_url(value: Any) -> str:
    """A web address with its scheme."""
    text = read_text(value)
    if not text.startswith(("https://", "http://")):
        raise reject("wrong-type", f"is {written(value)}; give an address such as https://example.com")
    return text


def read_periods(value: Any, units: Units) -> tuple[Mapping[str, Any], ...]:
    """Periods by ids: for which data, how long (at once if nothing is said), from which event on."""
    if not isinstance(value, dict) or not value:
        raise reject("wrong-type", f"is {written(value)}; give a map of ids with data, period and starts each")
    return tuple(_read_period(id_, entry, units) for id_, entry in value.items())


def _read_period(id_: str, entry: Any, units: Units) -> Mapping[str, Any]:
    if not isinstance(entry, dict) or not {"data", "starts"} <= set(entry) <= {"data", "period", "starts"}:
        raise reject("wrong-type", f"of '{id_}' needs data and starts, may have period, and has nothing else")
    try:
        period = read_duration(entry["period"], units) if "period" in entry else None
        data, starts = read_text(entry["data"]), read_text(entry["starts"])
    except PydanticCustomError as problem:
        raise reject("wrong-type", f"of '{id_}' {problem.message()}") from None
    return {"id": id_, "data": data, "period": period, "days": period and period.days, "starts": starts}


def read_clause_text(value: Any) -> str:
    """Clause text: Markdown with Jinja, which keeps its place for errors."""
    return value if isinstance(value, SourceText) and not first_unseen(value) else read_text(value)


def read_row(value: Any) -> dict[str, Any]:
    """The cells of one row by the names of their columns, each a text or a gap."""
    if not isinstance(value, dict) or is_blank(value):
        raise reject("wrong-type", f"is {written(value)}; give a map with a text for each column")
    return {str(column): read_fillable(cell) for column, cell in value.items()}


def read_texts(value: Any) -> tuple[str | Blank, ...]:
    """Several texts, each perhaps a gap; one alone is a list of one."""
    if not isinstance(value, list | tuple):
        if value in ("on", "off") or not isinstance(value, str | Blank | dict):
            raise reject("wrong-type", f"is {written(value)}; give a text or a list")
        value = [value]
    return tuple(read_fillable(item) for item in value)


def _any_units(read: Callable[[Any], Any]) -> Read:
    return lambda value, _: read(value)


def _list_of(read: Callable[[Any], Any]) -> Read:
    def read_list(value: Any, _: Units) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            raise reject("wrong-type", f"is {written(value)}; give a list")
        return tuple(read(item) for item in value)

    return read_list


@dataclass(frozen=True, slots=True)
class Type:
    """A type of option: how its value is read, and how editors describe it."""

    read: Read
    schema: Mapping[str, Any]


TEXT = {"type": "string"}
PERIOD = {
    "type": "object",
    "properties": dict.fromkeys(("data", "period", "starts"), TEXT),
    "required": ["data", "starts"],
}
TYPES: dict[str, Type] = {
    "text": Type(_any_units(read_fillable), TEXT),
    "texts": Type(_any_units(read_texts), {"anyOf": [TEXT, {"type": "array", "items": TEXT}]}),
    "clause_text": Type(_any_units(read_clause_text), TEXT),
    "switch": Type(_any_units(read_switch), {"enum": ["on", "off", True, False]}),
    "number": Type(_any_units(read_number), {"type": "integer", "minimum": 0}),
    "duration": Type(read_duration, {"type": "string", "pattern": r"^\d+ [a-z_ ]+$"}),
    "periods": Type(read_periods, {"type": "object", "additionalProperties": PERIOD}),
    "date": Type(_any_units(read_date), {"type": "string", "format": "date"}),
    "money": Type(_any_units(read_money), {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)? [A-Z]{3}$"}),
    "country": Type(_any_units(read_country), {"type": "string", "pattern": "^[A-Z]{2}$"}),
    "countries": Type(_list_of(read_country), {"type": "array", "items": {"type": "string"}}),
    "url": Type(_any_units(read_url), {"type": "string", "format": "uri"}),
    "choice": Type(_any_units(read_text), TEXT),
    "choices": Type(_list_of(read_text), {"type": "array", "items": TEXT}),
    "rows": Type(_list_of(read_row), {"type": "array", "items": {"type": "object"}}),
}
CHOSEN = ("choice", "choices", "rows")
LISTS = ("texts", "countries", "choices", "rows")


class OptionSpec(Model):
    """One option: its type, its default (none: a value must be given), the fact it states, its help."""

    type: str
    of: tuple[str, ...] = ()
    default: Any = UNSET
    fact: PlainText | None = None
    help: str
    optional: bool = Field(False, description="darf fehlen; die Klausel fragt dann mit 'is given'")
    min: str | None = None
    max: str | None = None

    @field_validator("type")
    @classmethod
    def is_known(cls, value: str) -> str:
        """One of `TYPES`."""
        if value not in TYPES:
            raise reject("option-type", f"is '{value}'; known types are {', '.join(TYPES)}")
        return value

    @field_validator("optional", mode="before")
    @classmethod
    def switch(cls, value: Any) -> bool:
        """On or off."""
        return read_switch(value)

    @model_validator(mode="after")
    def fits(self) -> OptionSpec:
        """Choices and the columns of rows need `of`, and the default must be a value that a profile could give."""
        if (self.type in CHOSEN) != bool(self.of):
            raise reject("option-type", f"of type {self.type}: give 'of' for choices and rows, and only for them")
        return self

    def in_force(self, given: Any, units: Units) -> Any:
        """The value given, else the default; None if it may be absent and is, UNSET if it must be given."""
        if given is not UNSET:
            return given
        if self.default is UNSET:
            return None if self.optional else UNSET
        return self.read(self.default, units)

    def read(self, value: Any, units: Units) -> Any:
        """A value that a profile gives; `off` leaves out an optional one that has a default.

        Raises PydanticCustomError, whose message says what would be right.
        """
        if self.optional and isinstance(value, str) and value == "off":
            return () if self.type in LISTS else None
        result = TYPES[self.type].read(value, units)
        if self.type in LISTS and not (result or self.optional):
            raise reject("wrong-type", f"is an empty list; give at least one entry{self._allowed}")
        if self.type == "rows":
            return tuple(self._whole(row) for row in result)
        chosen = result if self.type == "choices" else (result,) if self.type == "choice" else ()
        for choice in chosen:
            if choice not in self.of:
                raise reject("value-not-allowed", f"is {written(choice)}; allowed are {', '.join(self.of)}")
        if not is_blank(value):
            self._check_bounds(result, value, units)
        return result

    @property
    def _allowed(self) -> str:
        return f" of {', '.join(self.of)}" if self.type == "choices" else ""

    def _whole(self, row: Mapping[str, Any]) -> Mapping[str, Any]:
        """The row with every column in their order; a cell that is not given is None."""
        for column in row:
            if column not in self.of:
                raise reject("value-not-allowed", f"has '{column}'; columns are {', '.join(self.of)}")
        return {column: row.get(column) for column in self.of}

    def _check_bounds(self, result: Any, value: Any, units: Units) -> None:
        read = TYPES[self.type].read
        if self.min is not None and result < read(self.min, units):
            raise reject("out-of-bounds", f"is {written(value)}; give at least {self.min}")
        if self.max is not None and read(self.max, units) < result:
            raise reject("out-of-bounds", f"is {written(value)}; give at most {self.max}")

    def wrong_part(self, value: Any, units: Units) -> Any:
        """Of a list that is refused, the first entry that is refused alone, too; else the value itself."""
        return (
            next((item for item in value if self._refuses([item], units)), value) if isinstance(value, list) else value
        )

    def _refuses(self, value: Any, units: Units) -> bool:
        try:
            self.read(value, units)
        except PydanticCustomError:
            return True
        return False

    def schema_of(self) -> dict[str, Any]:
        """JSON Schema of the value, for editors."""
        schema: dict[str, Any] = {**TYPES[self.type].schema, "description": self.help}
        if self.type == "choice":
            schema["enum"] = list(self.of)
        if self.type == "choices":
            schema["items"] = {"enum": list(self.of)}
        if self.type == "rows":
            columns = dict.fromkeys(self.of, TEXT)
            schema["items"] = {"type": "object", "properties": columns, "additionalProperties": False}
        if schema.get("type") == "array" and not self.optional:
            schema["minItems"] = 1
        if self.default is not UNSET:
            schema["default"] = self.default
        if self.optional:
            schema = {"anyOf": [schema, {"enum": ["off", False]}], "description": self.help}
        return schema
