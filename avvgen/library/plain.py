"""A library as plain data for JSON, and the library again: every value keeps its type and its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from avvgen.findings import Place
from avvgen.grammar.citations import Act, Citations, Regime
from avvgen.grammar.declension import Forms
from avvgen.grammar.durations import Unit
from avvgen.grammar.tokens import Term, tokens
from avvgen.grammar.words import Word
from avvgen.library.catalogues import CatalogueMeasure, Category, Fact, Requirement, TomCatalogue
from avvgen.library.clauses import After, Body, Clause, Fulfilment, Head, Topic
from avvgen.library.expressions import Expression
from avvgen.library.load import Library
from avvgen.library.options import UNSET, OptionSpec
from avvgen.library.rules import Detector, Rule
from avvgen.library.schemes import NumberFormat, Numbering, Scheme
from avvgen.model import Model
from avvgen.profiles import outline
from avvgen.yaml_source import SourceText

# All that a library is made of. Data can name these and nothing else.
CLASSES: tuple[Any, ...] = (
    Act, After, Body, CatalogueMeasure, Category, Citations, Clause, Detector, Expression, Fact, Forms, Fulfilment,
    Head, NumberFormat, Numbering, OptionSpec, Place, Regime, Requirement, Rule, Scheme, Term, TomCatalogue, Topic,
    Unit, Word, outline.AnnexEntry, outline.FreeClause, outline.MaterialEntry, outline.Outline, outline.ParagraphEntry,
    outline.SectionEntry, outline.SpecialEntry, outline.PartEntry, outline.UseEntry,
)  # fmt: skip
TEXT, LIST, TUPLE, MAP, DAY, DECIMAL, NOTHING = range(-7, 0)
MADE = ("tokens", "files", "key")  # of the terms, and by the caller
PLAIN, BLOCK, LITERAL = 1, 2, 4


def as_plain(library: Library) -> dict[str, Any]:
    """A library in lists, texts and numbers. Raises KeyError for a value of a type that no library has."""
    return {field.name: _packed(getattr(library, field.name)) for field in fields(library) if field.name not in MADE}


def from_plain(data: Mapping[str, Any], files: Mapping[str, Path]) -> Library:
    """The library that was made plain, read from these files."""
    parts = {name: _unpacked(value) for name, value in data.items()}
    return Library(**parts, tokens=tokens(parts["terms"]), files=files)


def _names(kind: Any) -> tuple[str, ...]:
    return tuple(kind.model_fields) if issubclass(kind, Model) else tuple(field.name for field in fields(kind))


def _packed(value: Any) -> Any:
    kind = type(value)
    if value is None or kind in (str, int, bool):
        return value
    if value is UNSET:
        return [NOTHING]
    if kind is SourceText:
        marks = PLAIN * value.plain | BLOCK * value.block | LITERAL * value.literal
        return [TEXT, str(value), value.place.path, value.place.line, value.place.column, marks]
    if kind is dict:
        return [MAP, *(_packed(part) for pair in value.items() for part in pair)]
    if kind in (list, tuple):
        return [LIST if kind is list else TUPLE, *map(_packed, value)]
    if kind in (date, Decimal):
        return [DAY if kind is date else DECIMAL, str(value)]
    return [NUMBERS[kind], *(_packed(getattr(value, name)) for name in NAMES[NUMBERS[kind]])]


def _unpacked(value: Any) -> Any:
    return READERS[value[0]](value) if type(value) is list else value


def _text(value: list[Any]) -> SourceText:
    _, letters, path, line, column, marks = value
    text = SourceText(letters)
    text.place = Place(path, line, column)
    text.plain, text.block, text.literal = bool(marks & PLAIN), bool(marks & BLOCK), bool(marks & LITERAL)
    return text


def _map(value: list[Any]) -> dict[Any, Any]:
    parts = iter(map(_unpacked, value[1:]))
    return dict(zip(parts, parts, strict=True))


def _model(kind: type[Model], names: tuple[str, ...]) -> Callable[[list[Any]], Model]:
    """What makes a model of values that were once checked: as pydantic itself does it for a copy."""
    known = set(names)

    def make(value: list[Any]) -> Model:
        model = kind.__new__(kind)
        state = dict(zip(names, map(_unpacked, value[1:]), strict=True))
        model.__setstate__(
            {
                "__dict__": state,
                "__pydantic_fields_set__": known,
                "__pydantic_extra__": None,
                "__pydantic_private__": None,
            }
        )
        return model

    return make


def _record(kind: Any) -> Callable[[list[Any]], Any]:
    return lambda value: kind(*map(_unpacked, value[1:]))


NUMBERS = {kind: number for number, kind in enumerate(CLASSES)}
NAMES = tuple(map(_names, CLASSES))
READERS: Mapping[int, Callable[[list[Any]], Any]] = {
    TEXT: _text,
    LIST: lambda value: [*map(_unpacked, value[1:])],
    TUPLE: lambda value: tuple(map(_unpacked, value[1:])),
    MAP: _map,
    DAY: lambda value: date.fromisoformat(value[1]),
    DECIMAL: lambda value: Decimal(value[1]),
    NOTHING: lambda _: UNSET,
    **{n: _model(kind, NAMES[n]) if issubclass(kind, Model) else _record(kind) for n, kind in enumerate(CLASSES)},
}
