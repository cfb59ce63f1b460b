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

from avvgen.checks.rules import hit, matched, regular
from avvgen.customers import Letters, Row
from avvgen.library.rules import Rule
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
# blank at an end, nothing that begins a list in Markdown or an address.
_LATIN = "A-Za-z\u00c0-\u024f"
HARMLESS = re.compile(
    rf"(?!(?:blank|off|on|null|true|false)$)(?:[{_LATIN}]|[0-9]+(?![.)0-9])(?=.*[{_LATIN}]))"
    rf"(?:(?!://| {{2}})[0-9{_LATIN} &.,;:/()'+@–-])*(?<![\s:])"
)
MAILBOX = re.compile(r"[A-Za-z0-9.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
MOST = 600  # stand-ins of one customer, which have two letters of their own
STAND_IN = re.compile(r"qx[a-z]{2}xq", re.IGNORECASE)
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

    def standins(self) -> tuple[str, ...]:
        """The stand-ins in it, in order."""
        texts = (text for _, cell in self.cells for text in _lines(cell))
        return tuple(dict.fromkeys(found[0] for text in texts for found in STAND_IN.finditer(text)))

    def labels(self) -> dict[str, str]:
        """What a message about all customers of this shape says instead of their letters."""
        return {name: f"‹{key}›" for key, cell in self.cells for name in STAND_IN.findall(" ".join(_lines(cell)))}

    def row(self, like: Row) -> Row:
        """The row of a customer with stand-ins."""
        return Row(like.number, like.place, dict(self.cells))


def _lines(cell: Letters) -> tuple[str, ...]:
    return (cell,) if isinstance(cell, str) else cell


def asked(rules: Iterable[Rule]) -> tuple[Asked, ...]:
    """Every pattern that rules hold against values of a profile."""
    detectors = (detector for rule in rules for detector in rule.detect if detector.field is not None)
    return tuple(dict.fromkeys(Asked(one.pattern or "", one.unless or "") for one in detectors))


@dataclass(frozen=True, slots=True)
class Cutter:
    """Tells the shape of a row from its letters; `said` is what the profile itself says."""

    patterns: tuple[Asked, ...]
    said: str

    def cut(self, row: Row) -> tuple[Shape, dict[str, str]]:
        """The shape of a row, and the letters of its stand-ins."""
        letters: dict[str, str] = {}
        cells = tuple((key, self._cell(key, value, letters)) for key, value in row.cells.items())
        return Shape(cells), letters

    def _cell(self, key: str, value: Letters, letters: dict[str, str]) -> Letters:
        if key not in PRINTED:
            return value
        if isinstance(value, str):
            return self._masked(value, letters)
        return tuple(self._masked(line, letters) for line in value)

    def _masked(self, text: str, letters: dict[str, str]) -> str:
        """The text with stand-ins; itself where somebody could tell the difference."""
        if len(letters) >= MOST or not HARMLESS.fullmatch(text) or STAND_IN.search(text) or text in self.said:
            return text
        for pieces in self._ways(text):
            own: dict[str, str] = {}
            masked = "".join(_standin(piece, letters, own) if cut else piece for piece, cut in pieces)
            if own and all(_says_the_same(one, masked, text, own) for one in self.patterns):
                letters |= own
                return masked
        return text

    def _ways(self, text: str) -> Iterator[list[tuple[str, bool]]]:
        """Ways to cut a text into pieces, and which of them get a stand-in."""
        if not is_mailbox(text):
            yield [(text, True)]
            yield [*self._around_hits(text)]
        elif MAILBOX.fullmatch(text):
            local, at, domain = text.partition("@")
            yield [(local, True), (at, False), (domain, True)]
            parts = ((part, part.isalpha()) for part in _PARTS.findall(local))
            yield [*parts, (at, False), (domain, True)]

    def _around_hits(self, text: str) -> Iterator[tuple[str, bool]]:
        """Words that a pattern hits stay; each of the others gets a stand-in."""
        spans = [found.span() for one in self.patterns if (found := regular(one.pattern).search(text))]
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


def _says_the_same(one: Asked, masked: str, text: str, own: Mapping[str, str]) -> bool:
    """Whether a pattern says the same of a text and of what stands in for it."""
    return with_letters(matched(masked, *one), own) == hit(text, *one)
