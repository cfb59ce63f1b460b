"""Stand-ins: words in place of a customer's letters, under which contracts that say the same are built once.

A contract that is built with stand-ins is the contract of every customer whose values are of the same kind: the words
go through selection, sentences, checks and writers like any value, and the letters take their place in the finished
files. That holds for letters that nothing in the library asks about. So a value gets a stand-in only if it is a text
that is merely printed, of harmless characters, if every pattern that the rules hold against values answers for the
stand-in as for the value, and if the profile does not hold the same text. Whatever else a customer says is part of
the shape and built as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from string import ascii_lowercase
from typing import NamedTuple

from avvgen.checks.form import PLACEHOLDER
from avvgen.checks.rules import hit, matched
from avvgen.customers import FILE, Letters, Row
from avvgen.library.load import Library
from avvgen.patterns import span
from avvgen.templating.filters import is_mailbox

PREFIX = "parties.controller."
# Keys whose values a contract prints letter by letter.
PRINTED = frozenset(
    PREFIX + name
    for name in (
        "name", "address", "registration", "represented_by", "jointly_with", "contact", "task", "signature.place",
        "dpo.function", "dpo.firm", "dpo.address", "dpo.mailbox", "dpo.phone",
    )
)  # fmt: skip
# Letters that every writer prints as they are, or escapes wherever they stand; no word that YAML's readers know, no
# blank at an end, nothing that begins a list in Markdown or a web address.
_LATIN = "A-Za-z\u00c0-\u024f"
HARMLESS = re.compile(
    rf"(?!(?:blank|off|on|null|true|false)$)(?!.*(?i:www\.))(?:[{_LATIN}]|[0-9]+(?![.)0-9])(?=.*[{_LATIN}]))"
    rf"(?:(?!://| {{2}})[0-9{_LATIN} &.,;:/()'+@–-])*(?<![\s:])"
)
MAILBOX = re.compile(r"[A-Za-z0-9.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
MOST = 600  # stand-ins of one customer, which have two letters of their own
STAND_IN = re.compile(r"qx[a-z]{2}xq", re.IGNORECASE)
_PATH = re.compile(r"[a-z_]+(\.[a-z_]+)*")
_WORDS = re.compile(r"\S+|\s+")
_PARTS = re.compile(r"[A-Za-z]+|[^A-Za-z]+")


class Asked(NamedTuple):
    """A pattern that a rule holds against a value, and its exception."""

    pattern: str
    unless: str


@dataclass(frozen=True, slots=True)
class Shape:
    """What customers have in common who get one contract but for letters: their row with stand-ins."""

    cells: tuple[tuple[str, Letters], ...]
    standins: tuple[str, ...] = ()

    def labels(self) -> dict[str, str]:
        """What a message about all customers of this shape says instead of their letters."""
        texts = ((key, " ".join((cell,) if isinstance(cell, str) else cell)) for key, cell in self.cells)
        return {name: f"‹{key}›" for key, text in texts for name in self.standins if name in text}

    def row(self, like: Row) -> Row:
        """The row of a customer with stand-ins."""
        return Row(like.number, like.place, dict(self.cells))


def whole(row: Row) -> Shape:
    """The shape of a row that is like no other."""
    return Shape(tuple((key, value) for key, value in row.cells.items() if key != FILE))


@dataclass(frozen=True, slots=True)
class Cutter:
    """Tells the shape of a row from its letters; `said` is what the profile itself says."""

    asked: Mapping[str, tuple[Asked, ...]]
    said: str

    @classmethod
    def of(cls, library: Library, said: str) -> Cutter:
        """The cutter that heeds the patterns which rules hold against a customer's values, by their keys."""
        asked: dict[str, list[Asked]] = {key: [] for key in PRINTED}
        detectors = (detector for rule in library.rules.values() for detector in rule.detect)
        for detector in detectors:
            for key in _keys(detector.field.text, library) if detector.field is not None else ():
                asked[key].append(Asked(detector.pattern or "", detector.unless or ""))
        return cls({key: tuple(dict.fromkeys(patterns)) for key, patterns in asked.items()}, said)

    def cut(self, row: Row) -> tuple[Shape, dict[str, str]]:
        """The shape of a row, and the letters of its stand-ins."""
        letters: dict[str, str] = {}
        if any(STAND_IN.search(str(value)) for value in row.cells.values()):
            return whole(row), letters
        cells = tuple((key, self._cell(key, value, letters)) for key, value in row.cells.items() if key != FILE)
        return Shape(cells, tuple(letters)), letters

    def _cell(self, key: str, value: Letters, letters: dict[str, str]) -> Letters:
        if key not in PRINTED:
            return value
        patterns = self.asked[key]
        if isinstance(value, str):
            return self._masked(value, letters, patterns)
        return tuple(self._masked(line, letters, patterns) for line in value)

    def _masked(self, text: str, letters: dict[str, str], patterns: tuple[Asked, ...]) -> str:
        """The text with stand-ins; itself where somebody could tell the difference."""
        if len(letters) >= MOST or not HARMLESS.fullmatch(text) or PLACEHOLDER.search(text) or text in self.said:
            return text
        for pieces in _ways(text, patterns):
            own: dict[str, str] = {}
            masked = "".join(_standin(piece, letters, own) if cut else piece for piece, cut in pieces)
            if own and all(with_letters(matched(masked, *one), own) == hit(text, *one) for one in patterns):
                letters |= own
                return masked
        return text


def _keys(field: str, library: Library) -> Iterable[str]:
    """The keys of a customer whose values a field of a rule may be; all where that cannot be seen."""
    if not _PATH.fullmatch(field):
        return PRINTED
    fact = library.facts.get(field)
    if fact is not None and fact.from_ is not None and fact.from_.text != field:
        return _keys(fact.from_.text, library)
    return (f"parties.{field}",) if f"parties.{field}" in PRINTED else ()


def _ways(text: str, patterns: tuple[Asked, ...]) -> Iterator[list[tuple[str, bool]]]:
    """Ways to cut a text into pieces, and which of them get a stand-in."""
    if not is_mailbox(text):
        yield [(text, True)]
        yield [*_around_hits(text, patterns)]
    elif MAILBOX.fullmatch(text):
        local, at, domain = text.partition("@")
        host, dot, country = domain.rpartition(".")  # without its dot it would be no mailbox to who looks for one
        domain_parts = [(at, False), (host, True), (dot, False), (country, True)]
        yield [(local, True), *domain_parts]
        yield [*((part, part.isalpha()) for part in _PARTS.findall(local)), *domain_parts]


def _around_hits(text: str, patterns: tuple[Asked, ...]) -> Iterator[tuple[str, bool]]:
    """Words that a pattern hits stay; each of the others gets a stand-in."""
    spans = [hit_at for one in patterns if (hit_at := span(one.pattern, text))]
    for word in _WORDS.finditer(text):
        stays = any(start < word.end() and word.start() < end for start, end in spans)
        yield word[0], not (stays or word[0].isspace())


def with_letters(text: str, letters: Mapping[str, str]) -> str:
    """A text in which each stand-in is the letters that it stands for."""
    return STAND_IN.sub(lambda found: letters.get(found[0], found[0]), text)


def _standin(piece: str, before: Mapping[str, str], own: dict[str, str]) -> str:
    """The word that stands in for some letters, the same for the same letters."""
    for known in (before, own):
        for name, letters in known.items():
            if letters == piece:
                own[name] = piece
                return name
    first, second = divmod(len(before.keys() | own.keys()), len(ascii_lowercase))
    name = f"qx{ascii_lowercase[first]}{ascii_lowercase[second]}xq"
    own[name] = piece
    return name
