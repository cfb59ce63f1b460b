"""What a template may hold: letters of the profile, records of it, rows of inlines; and how each is printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NoReturn

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from avvgen.document import Blank as BlankNode
from avvgen.document import Inline, Inlines, LineBreak, Text
from avvgen.grammar.durations import Duration
from avvgen.library.options import Money
from avvgen.profiles.fields import Blank


class Value(str):
    """Letters of a profile: they reach the contract one by one as they are."""

    __slots__ = ()


class Row(tuple[Inline, ...]):
    """Inlines made by a filter or function, to be put into the tree as they are."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """The value `blank` with the label of the gap."""

    label: str


class UnknownFactError(Exception):
    """Raised when an expression needs a fact that nobody stated; carries the fact's name."""


class NoSuchNameError(LookupError):
    """Raised by a function of the library for a name that means nothing; carries the name."""

    def __init__(self, name: str, message: str) -> None:
        """Keep the name, so that it can be found in the text."""
        super().__init__(message)
        self.name = name


class Unknown:
    """A fact that nobody stated: every use of it but `is given` and `is known` raises UnknownFactError."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        """Keep the name for the one who asks."""
        self.name = name

    def _ask(self, *_: object) -> NoReturn:
        raise UnknownFactError(self.name)

    __bool__ = __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _ask
    __contains__ = __iter__ = __len__ = __str__ = __hash__ = __add__ = __getitem__ = _ask


class Record(Mapping[str, Any]):
    """Named values of the profile, read by attribute; there is nothing else to reach through it."""

    __slots__ = ("_fields",)

    def __init__(self, fields: Mapping[str, Any]) -> None:
        """Wrap values that are letters, numbers, days, records or tuples of them."""
        self._fields = dict(fields)

    def __getitem__(self, name: str) -> Any:
        """The value of a field; KeyError if there is no such field."""
        return self._fields[name]

    def __iter__(self) -> Iterator[str]:
        """The names of the fields."""
        return iter(self._fields)

    def __len__(self) -> int:
        """How many fields there are."""
        return len(self._fields)

    def with_field(self, path: tuple[str, ...], value: Any) -> Record:
        """The same record with one value set, however deep."""
        head, rest = path[0], path[1:]
        if rest:
            inner = self._fields.get(head)
            value = (inner if isinstance(inner, Record) else Record({})).with_field(rest, value)
        return Record({**self._fields, head: value})


def is_given(value: Any) -> bool:
    """Whether there is something to print: not left out, not empty, not an unknown fact."""
    if value is None or value is False or isinstance(value, Unknown):
        return False
    return value not in ("", (), [])


def printed(value: Any) -> Inlines:
    """The inlines that a value means.

    Raises TypeError, whose message says how to print it instead.
    """
    match value:
        case Row():
            return tuple(value)
        case Gap(label=label):
            return (BlankNode(label),)
        case str():
            return _lines(value)
        case bool():
            raise TypeError("is a switch; ask it with {% if … %}")
        case int():
            return (Text(str(value)),)
        case Decimal():
            return (Text(format_decimal(value, locale="de")),)
        case date():
            return (Text(short_date(value)),)
        case Money():
            return (Text(money(value)),)
        case Duration():
            raise TypeError("is a period; print it in its case: | dative, | accusative, | nominative, | after_genitive")
        case tuple() | list():
            raise TypeError("is a list; print it with | and_list, | or_list or {% for … %}")
        case None | Unknown():
            raise TypeError("is not given; ask it first with {% if … is given %}")
        case _:
            raise TypeError("cannot be printed")


def letters(text: str) -> Inlines:
    """A text of the profile as the inlines that print it letter by letter."""
    return _lines(Value(text))


def _lines(text: str) -> Inlines:
    """Text of a profile letter by letter, a line end as a new line; words of our own as clause text."""
    verbatim = isinstance(text, Value)
    row: list[Inline] = []
    for n, line in enumerate(str(text).rstrip("\n").split("\n")):
        row += [LineBreak()] * bool(n) + [Text(line, verbatim)] * bool(line)
    return tuple(row)


def short_date(day: date) -> str:
    """A day in figures: 21.11.2026."""
    return format_date(day, "dd.MM.yyyy", locale="de")


def money(amount: Money) -> str:
    """An amount as German writes it: 5.000 EUR, 99,50 EUR."""
    pattern = "#,##0 ¤¤" if amount.amount == amount.amount.to_integral() else "#,##0.00 ¤¤"
    digits = amount.amount == amount.amount.to_integral()
    return format_currency(amount.amount, amount.currency, pattern, locale="de", currency_digits=not digits).replace(
        " ", "\u00a0"
    )


def as_value(value: Any, blanks: Mapping[str, str], path: str) -> Any:
    """A value of the profile as templates see it; `blanks` labels its gaps by path."""
    if isinstance(value, Blank):
        return Gap(value.label or blanks.get(path) or blanks.get(path.rpartition(".")[2]) or path.rpartition(".")[2])
    if isinstance(value, str):
        return Value(value)
    if isinstance(value, Mapping):
        return Record({key: as_value(inner, blanks, f"{path}.{key}".lstrip(".")) for key, inner in value.items()})
    if isinstance(value, list | tuple):
        return tuple(as_value(inner, blanks, path) for inner in value)
    return value
