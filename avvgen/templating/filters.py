"""The filters and tests that clauses may use; there are no others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Literal

from babel.dates import format_date
from babel.lists import format_list
from jinja2.runtime import Context
from jinja2.utils import pass_context

from avvgen.document import Inline, LineBreak, Link, Text
from avvgen.findings import nearest
from avvgen.grammar.durations import Duration, spelled
from avvgen.patterns import remembered, wrong_with
from avvgen.profiles.fields import country_names
from avvgen.templating.limits import counted, spend
from avvgen.templating.values import Gap, Record, Row, Unknown, is_given, printed

MARK = "\ue000"
MAILBOX = re.compile(r"[^\s@,;:<>()?&%#]+@[^\s@,;:<>()?&%#]+")  # no second receiver, no subject
LANGUAGE = " language"  # no name of a template can have a space in it
OF_A_NUMBER, OF_A_DAY, OF_A_LIST, OF_A_SEARCH = 100, 50, 25, 10  # steps; what the libraries behind them take
LETTERS_OF_A_STEP = 50  # of a text that is searched


def _case(case: str) -> Callable[[Any], str]:
    def decline(period: Any) -> str:
        if not isinstance(period, Duration):
            raise TypeError(f"| {case} declines a period")
        spend(OF_A_NUMBER)
        return str(getattr(period, case))

    return decline


@pass_context
def long_date(context: Context, day: Any) -> str:
    """A day in words: 21. November 2026; Jänner in Austria."""
    if not isinstance(day, date):
        raise TypeError("| long_date prints a day")
    spend(OF_A_DAY)
    return format_date(day, "d. MMMM yyyy", locale=str(context.parent[LANGUAGE]).replace("-", "_"))


def _listed(style: Literal["standard", "or"]) -> Callable[[Iterable[Any]], Row]:
    def join(values: Iterable[Any]) -> Row:
        rows = [printed(value) for value in counted(values)]
        spend(OF_A_LIST)
        frame = format_list([f"{MARK}{n}{MARK}" for n in range(len(rows))], style=style, locale="de")
        inlines: list[Inline] = []
        for n, piece in enumerate(frame.split(MARK)):
            inlines += rows[int(piece)] if n % 2 else [Text(piece)] * bool(piece)
        return Row(inlines)

    return join


def lines(values: Iterable[Any]) -> Row:
    """Values under one another in the same block."""
    inlines: list[Inline] = []
    for n, value in enumerate(counted(values)):
        inlines += [LineBreak()] * bool(n) + list(printed(value))
    return Row(inlines)


def comma_list(values: Iterable[Any]) -> Row:
    """Values in a row with commas: an address on one line."""
    inlines: list[Inline] = []
    for n, value in enumerate(counted(values)):
        inlines += [Text(", ")] * bool(n) + list(printed(value))
    return Row(inlines)


def country(code: Any) -> Any:
    """The German name of a country given by its two letters."""
    return code if isinstance(code, Gap) else country_names()[str(code)]


def link(address: Any) -> Any:
    """A web or mail address as a link that shows itself; a text that is more than one address as it is."""
    if not isinstance(address, str):
        return address
    text = printed(address)
    if re.fullmatch(r"https?://\S+", address):
        return Row((Link(str(address), text),))
    return Row((Link(f"mailto:{address}", text),)) if is_mailbox(address) else Row(text)


def is_mailbox(text: str) -> bool:
    """Whether a text is one mail address and nothing else."""
    return MAILBOX.fullmatch(text) is not None


def quoted(value: Any) -> Row:
    """A value in German quotation marks."""
    return Row((Text("„"), *printed(value), Text("“")))


def grouped(records: Iterable[Any], field: str) -> tuple[Record, ...]:
    """Records that share a value of a field, in the order in which each value first comes."""
    groups: dict[Any, list[Any]] = {}
    for record in counted(records):
        if field not in record:
            raise TypeError(f"| grouped: there is no field '{field}'{nearest(field, record)}")
        groups.setdefault(record[field], []).append(record)
    return tuple(Record({"key": key, "entries": tuple(entries)}) for key, entries in groups.items())


def where(records: Iterable[Any], name: str, value: Any) -> tuple[Any, ...]:
    """The records whose field has a value."""
    return tuple(record for record in counted(records) if record[name] == value)


def without(values: Iterable[Any], others: Iterable[Any]) -> tuple[Any, ...]:
    """The values that another list does not have."""
    excluded = tuple(counted(others))
    try:
        known: Any = frozenset(excluded)
        return tuple(value for value in values if value not in known)
    except TypeError:  # records, which cannot be looked up
        spend(len(excluded) * len(tuple(values)))
        return tuple(value for value in values if value not in excluded)


def distinct(values: Iterable[Any]) -> tuple[Any, ...]:
    """Each value once, in the order in which it first comes."""
    return tuple(dict.fromkeys(counted(values)))


def field(records: Iterable[Any], name: str) -> tuple[Any, ...]:
    """One field of each record, where it is given."""
    return _fields(_Same(records), name) if isinstance(records, tuple) else _given(records, name)


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """Records that never change, known by what they are and not by what is in them."""

    records: tuple[Any, ...]

    def __hash__(self) -> int:
        return id(self.records)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.records is self.records


@lru_cache(maxsize=64)
def _fields(same: _Same, name: str) -> tuple[Any, ...]:
    """A table asks in each of its rows which columns the whole list needs."""
    return _given(same.records, name)


def _given(records: Iterable[Any], name: str) -> tuple[Any, ...]:
    return tuple(value for record in counted(records) if is_given(value := record[name]))


def number_in_words(number: Any) -> str:
    """A number spelled up to twelve, in figures above."""
    spend(OF_A_NUMBER)
    return str(spelled(number))


FILTERS: dict[str, Callable[..., Any]] = {
    "nominative": _case("nominative"),
    "accusative": _case("accusative"),
    "dative": _case("dative"),
    "after_genitive": _case("after_genitive"),
    "long_date": long_date,
    "and_list": _listed("standard"),
    "or_list": _listed("or"),
    "comma_list": comma_list,
    "lines": lines,
    "country": country,
    "link": link,
    "quoted": quoted,
    "grouped": grouped,
    "where": where,
    "without": without,
    "distinct": distinct,
    "field": field,
    "spelled": number_in_words,
    "length": len,
}


def _is_blank(value: Any) -> bool:
    return isinstance(value, Gap)


def _is_known(value: Any) -> bool:
    return not isinstance(value, Unknown) and value is not None


def _is_matching(value: Any, pattern: str) -> bool:
    """Whether a regular expression hits a text, or any text of a list; not if there is none."""
    if wrong := wrong_with(str(pattern)):
        raise TypeError(f"is matching: '{str(pattern)[:40]}' {wrong}")
    texts = value if isinstance(value, tuple) else (value,)
    spend(sum(OF_A_SEARCH + len(text) // LETTERS_OF_A_STEP for text in texts if isinstance(text, str)))
    return any(isinstance(text, str) and remembered(str(pattern), text) is not None for text in texts)


TESTS: dict[str, Callable[..., bool]] = {
    "matching": _is_matching,
    "given": is_given,
    "blank": _is_blank,
    "known": _is_known,
}
