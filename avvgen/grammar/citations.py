"""Statutes: a clause cites them in ordinary German, and the style of the profile prints them.

A citation without an act is one of the GDPR's, in the main act of the regime. A regime with other numbers lists
them, an article for all that stands in it; what it does not list is an error, never the GDPR's number.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from avvgen.findings import nearest
from avvgen.grammar.provisions import EXAMPLES, Part, Style, print_citation, printed_citations, split_citation
from avvgen.model import Model

Paragraphs = int | Literal["unbekannt"]
MISSING = "fehlt"
ACT_ARTICLES: Mapping[str, Mapping[str, str]] = {
    "f": {"bare": "", "nominative": "die", "genitive": "der", "dative": "der", "accusative": "die"},
    "n": {"bare": "", "nominative": "das", "genitive": "des", "dative": "dem", "accusative": "das"},
}


def _text_keys(table: object) -> object:
    return {str(key): value for key, value in table.items()} if isinstance(table, Mapping) else table


class Act(Model):
    """An act of law: how its provisions are marked, its names in print, when it applies.

    `articles` gives how many numbered paragraphs each article has. An act that lists none is cited unchecked.
    """

    mark: Literal["Art.", "§"]
    name: str = ""
    names: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    articles: Annotated[dict[str, Paragraphs], BeforeValidator(_text_keys)] = Field(default_factory=dict)
    chapters: tuple[str, ...] = ()

    def applies_on(self, day: date) -> bool:
        """Whether the act is in force on a day."""
        return (self.valid_from or day) <= day <= (self.valid_to or day)


class Regime(Model):
    """A law of data protection: its main act, and where this says what the articles of the GDPR say."""

    act: str
    gender: Literal["f", "n"] = "n"
    articles: Literal["wie zitiert"] | dict[str, str]


class Citations(Model):
    """The whole of `clauses/citations.yaml`."""

    regimes: dict[str, Regime]
    acts: dict[str, Act]

    @cached_property
    def named(self) -> Mapping[str, tuple[tuple[str, Act], ...]]:
        """Every name that an act goes by, with its name in print and the act: two of them for `DSG`."""
        named: dict[str, tuple[tuple[str, Act], ...]] = {}
        for key, act in self.acts.items():
            printed = act.name or key
            for name in dict.fromkeys((key, printed, *act.names)):
                named[name] = (*named.get(name, ()), (printed, act))
        return named

    @cached_property
    def printed(self) -> re.Pattern[str]:
        """A pattern for what is printed of any act in any style, its spaces made plain."""
        return printed_citations(self.named)


def cite(  # noqa: PLR0913 - what a contract may choose, each by its name
    text: str,
    citations: Citations,
    *,
    regime: str = "dsgvo",
    style: Style = "de",
    name: str = "",
    on: date | None = None,
) -> str:
    """A citation as the contract prints it, with no-break spaces.

    `Art. 28 Abs. 3 lit. h` gives `Art. 28 Abs. 3 lit. h DSGVO`, `DSGVO` the name of the act alone. `name` is the
    printed name of the act that goes by it (`DS-GVO`), `on` a day on which the act must be in force. Raises
    ValueError for what is no citation, and for what is not in `citations`.
    """
    parts, written = split_citation(_with_act(text, citations, regime))
    if name and name not in citations.named:
        raise ValueError(f"'{name}' is no name of an act in citations.yaml{nearest(name, citations.named)}")
    printed, act = _find_act(parts, written, citations.named)
    printed = name if name in act.names else printed
    _check_parts(parts, act, printed)
    if on and not act.applies_on(on):
        raise ValueError(f"'{text}': {printed} is not in force on {on:%d.%m.%Y}")
    return print_citation(parts, printed, style)


def is_citable(text: str, citations: Citations, *, regime: str = "dsgvo") -> bool:
    """Whether the law of a regime says somewhere what an article of the GDPR says.

    Raises ValueError for what is no citation.
    """
    split_citation(text)
    try:
        return bool(_with_act(text, citations, regime))
    except ValueError:
        return False


def name_act(case: str, citations: Citations, *, regime: str = "dsgvo", name: str = "") -> str:
    """The main act of a regime with its article in a case: `der DSGVO`, `des DSG-EKD`; `bare` leaves it out.

    Raises ValueError for a case that German does not have.
    """
    main = citations.regimes[regime]
    articles = ACT_ARTICLES[main.gender]
    if case not in articles:
        raise ValueError(f"'{case}' is no case{nearest(case, articles)}; give {', '.join(articles)}")
    return f"{articles[case]} {cite(main.act, citations, name=name)}".strip()


def _with_act(text: str, citations: Citations, regime: str) -> str:
    """The citation with its act, in the numbers of that act."""
    if regime not in citations.regimes:
        raise ValueError(f"'{regime}' is not a regime in citations.yaml{nearest(regime, citations.regimes)}")
    parts, written = split_citation(text)
    if written:
        return text
    main = citations.regimes[regime]
    if main.articles == "wie zitiert":
        return f"{text} {main.act}"
    found = next((main.articles[place] for place in (text, *_around(parts)) if place in main.articles), MISSING)
    if found == MISSING:
        raise ValueError(f"'{text}' has no entry in regime '{regime}' in citations.yaml; add one, or name the act")
    return f"{found} {main.act}"


def _around(parts: tuple[Part, ...]) -> Iterator[str]:
    """The places that a citation of one article stands in, the nearest first: its sentence, its paragraph, itself."""
    if sum(part.unit == "Art." for part in parts) == 1 and not parts[0].several:
        for n in range(len(parts) - 1, 0, -1):
            yield " ".join(f"{part.unit} {part.values}" for part in parts[:n])


def _find_act(
    parts: tuple[Part, ...], written: str, named: Mapping[str, tuple[tuple[str, Act], ...]]
) -> tuple[str, Act]:
    """The act of this name, with its name in print; acts of one name differ by their mark."""
    marks = {part.unit for part in parts} & {"Art.", "§"}
    if written not in named:
        hint = nearest(written, named)
        raise ValueError(f"'{written}' is no act in citations.yaml and no part of a citation such as {EXAMPLES}{hint}")
    for printed, act in named[written]:
        if marks <= {act.mark}:
            return printed, act
    raise ValueError(f"{written} is cited with '{named[written][0][1].mark}', not with '{min(marks)}'")


def _check_parts(parts: tuple[Part, ...], act: Act, name: str) -> None:
    """Raise ValueError for a chapter, an article or a paragraph that the act does not have."""
    article = ""
    for part in parts:
        if part.unit == "Kapitel":
            _check_listed(part, act.chapters, name)
        elif part.unit == act.mark and act.articles:
            _check_listed(part, act.articles, name)
            article = part.numbers[-1]
        elif part.unit == "Abs." and article:
            _check_paragraphs(part, act.articles[article], f"{act.mark} {article} {name}")


def _check_listed(part: Part, listed: Container[str], name: str) -> None:
    for number in part.numbers:
        if number not in listed:
            raise ValueError(f"{part.unit} {number} {name} is not listed in citations.yaml")


def _check_paragraphs(part: Part, count: Paragraphs, article: str) -> None:
    if count == "unbekannt":
        raise ValueError(f"the paragraphs of {article} are not known; give their number in citations.yaml")
    for number in part.numbers:
        if number not in {str(n) for n in range(1, count + 1)}:
            raise ValueError(f"{article} has no Abs. {number}; it has {count or 'no'} numbered paragraphs")
