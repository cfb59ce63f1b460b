"""The types of a profile's values: each reads the text that YAML gives, by its own small grammar."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Annotated, Any

from babel import Locale
from pydantic import BeforeValidator, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from avvgen.characters import first_unseen
from avvgen.findings import nearest
from avvgen.yaml_source import SourceText


class Blank:
    """The value `blank`: a gap that the counterparty fills in, which is not the same as "not used".

    `{blank: Straße, Hausnummer}` is a gap with a label of its own.
    """

    __slots__ = ("label",)

    def __init__(self, label: str = "") -> None:
        """Keep the label; without one the library's is printed."""
        self.label = label

    def __repr__(self) -> str:
        """How it is written in a profile."""
        return f"{{blank: {self.label}}}" if self.label else "blank"


BLANK = Blank()
LOWEST, HIGHEST = 4, 60  # millimetres of a logo


def reject(rule: str, message: str, *at: str | int) -> PydanticCustomError:
    """The error of a value, under a rule of its own; `at` leads on to the part of the value that is wrong."""
    return PydanticCustomError(rule.replace("-", "_"), "{message}", {"message": message, "rule": rule, "at": at})


def read_text(value: Any) -> str:
    """Letters as they are; refuses an empty text and characters that no reader can see."""
    if not isinstance(value, str):
        raise reject("wrong-type", f"is {_kind(value)}; give a text")
    if not value.strip():
        raise reject("empty-value", "is empty; give a text or leave the key out")
    if name := first_unseen(value):
        raise reject("character", f"holds the character {name}, which cannot be seen; remove it")
    return value


def read_fillable(value: Any) -> str | Blank:
    """A text, `blank`, or a gap with its label."""
    if isinstance(value, dict) and list(value) == ["blank"]:
        return Blank(read_text(value["blank"]))
    if isinstance(value, Blank):
        return value
    return BLANK if is_blank(value) else read_text(value)


def read_name(value: Any) -> str | Blank | None:
    """A name, a gap, or `off` for a party that the contract does not name."""
    return None if isinstance(value, SourceText) and value.plain and value == "off" else read_fillable(value)


def is_blank(value: Any) -> bool:
    """Whether the value is the unquoted word `blank`."""
    return isinstance(value, Blank) or (isinstance(value, SourceText) and value.plain and value == "blank")


def read_lines(value: Any) -> tuple[str, ...]:
    """One text, or several as the lines of one value."""
    return tuple(read_text(line) for line in value) if isinstance(value, list | tuple) else (read_text(value),)


def read_fillable_lines(value: Any) -> tuple[str | Blank, ...] | Blank:
    """Lines, each of them perhaps a gap, or one gap for all."""
    if isinstance(value, list | tuple):
        return tuple(read_fillable(line) for line in value)
    filled = read_fillable(value)
    return filled if isinstance(filled, Blank) else (filled,)


def read_running(value: Any) -> str | None:
    """Clause text for the head or foot of a page; `off` for none at all is the empty text."""
    if isinstance(value, SourceText) and value.plain and value == "off":
        return ""
    return read_text(value)


def read_switch(value: Any) -> bool:
    """`on`/`off`, also `true`/`false`."""
    if isinstance(value, bool):
        return value
    if value in ("on", "true"):
        return True
    if value in ("off", "false"):
        return False
    raise reject("wrong-type", f"is {_shown(value)}; give on or off")


def read_number(value: Any) -> int:
    """A whole number, not negative, in digits."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{1,9}", value):
        return int(value)
    raise reject("wrong-type", f"is {_shown(value)}; give a whole number such as 3")


def read_millimetres(value: Any) -> int:
    """A height that fits into the head of a page."""
    height = read_number(value)
    if not LOWEST <= height <= HIGHEST:
        raise reject("wrong-type", f"is {height}; give {LOWEST} to {HIGHEST} millimetres")
    return height


def read_number_label(value: Any) -> str:
    """Letters around the one number that a label has, written `%1`."""
    text = read_text(value)
    if wrong := re.search(r"%(?!1)\d", text):
        raise reject("wrong-type", f"has '{wrong[0]}'; a label has one number, written %1")
    return text


def read_colour(value: Any) -> str:
    """Red, green and blue as `#1F3864`, in capitals."""
    if isinstance(value, str) and re.fullmatch("#[0-9A-Fa-f]{6}", value):
        return value.upper()
    raise reject("colour", f"is {_shown(value)}; give red, green and blue in quotation marks, such as '#1F3864'")


def read_date(value: Any) -> date:
    """A day as `2026-11-21`."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else _no_date(value)
    except (ValueError, TypeError):
        return _no_date(value)


def _no_date(value: Any) -> date:
    raise reject("wrong-type", f"is {_shown(value)}; give a day such as 2026-11-21")


def read_fillable_day(value: Any) -> date | Blank:
    """A day, or a gap for one."""
    return BLANK if is_blank(value) else read_date(value)


def read_country(value: Any) -> str:
    """Two letters of ISO 3166-1, in capitals."""
    countries = country_names()
    if isinstance(value, str) and value in countries:
        return str(value)
    hint = _country_hint(str(value), countries) if isinstance(value, str) else ""
    raise reject("country-code", f"is {_shown(value)}; use two letters, such as '{hint or 'DE'}'")


@cache
def country_names(locale: str = "de") -> dict[str, str]:
    """The countries of ISO 3166-1 with their names, by their two letters."""
    not_countries = {"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"}
    names = Locale.parse(locale).territories
    return {code: name for code, name in names.items() if re.fullmatch("[A-Z]{2}", code) and code not in not_countries}


def _country_hint(word: str, countries: dict[str, str]) -> str:
    if word.upper() in countries:
        return word.upper()
    by_name = {name.casefold(): code for code, name in country_names("en").items()}
    by_name |= {name.casefold(): code for code, name in countries.items()} | {"usa": "US", "uk": "GB"}
    if word.casefold() in by_name:
        return by_name[word.casefold()]
    close = nearest(word.casefold(), by_name) if len(word) > len("USA") else ""
    return next((code for name, code in by_name.items() if f"'{name}'" in close), "")


def _kind(value: Any) -> str:
    if value is None:
        return "empty"
    return "a list" if isinstance(value, list) else "a map" if isinstance(value, dict) else _shown(value)


def _shown(value: Any) -> str:
    return f"'{value}'" if isinstance(value, str) else _kind(value) if isinstance(value, list | dict) else str(value)


def _schema(**schema: Any) -> WithJsonSchema:
    return WithJsonSchema(schema)


BLANK_SCHEMA = {"const": "blank"}
TEXT_SCHEMA = {"type": "string", "minLength": 1}
SWITCH_SCHEMA = {"enum": ["on", "off", True, False]}
LINES_SCHEMA = {"anyOf": [TEXT_SCHEMA, {"type": "array", "items": TEXT_SCHEMA}]}

PlainText = Annotated[str, PlainValidator(read_text), _schema(**TEXT_SCHEMA)]  # keeps its place, as str does not
ClauseText = Annotated[str, PlainValidator(read_text), _schema(**TEXT_SCHEMA, description="Markdown with Jinja")]
Running = Annotated[
    str, PlainValidator(read_running), _schema(**TEXT_SCHEMA, description="Markdown with Jinja, or off")
]
Name = Annotated[str | Blank | None, BeforeValidator(read_name), _schema(**TEXT_SCHEMA)]
Fillable = Annotated[str | Blank, BeforeValidator(read_fillable), _schema(**TEXT_SCHEMA)]
Lines = Annotated[tuple[str, ...], BeforeValidator(read_lines), _schema(**LINES_SCHEMA)]
FillableLines = Annotated[
    tuple[str | Blank, ...] | Blank, BeforeValidator(read_fillable_lines), _schema(**LINES_SCHEMA)
]
Switch = Annotated[bool, BeforeValidator(read_switch), _schema(**SWITCH_SCHEMA)]
Millimetres = Annotated[
    int, BeforeValidator(read_millimetres), _schema(type="integer", minimum=LOWEST, maximum=HIGHEST)
]
NumberLabel = Annotated[
    str, PlainValidator(read_number_label), _schema(type="string", minLength=1, pattern=r"^(?!.*%[02-9])")
]
Colour = Annotated[str, BeforeValidator(read_colour), _schema(type="string", pattern="^#[0-9A-Fa-f]{6}$")]
Number = Annotated[int, BeforeValidator(read_number), _schema(type="integer", minimum=0)]
Day = Annotated[date, BeforeValidator(read_date), _schema(type="string", format="date")]
FillableDay = Annotated[date | Blank, BeforeValidator(read_fillable_day), _schema(type="string", minLength=1)]
Country = Annotated[str, BeforeValidator(read_country), _schema(type="string", pattern="^[A-Z]{2}$")]
