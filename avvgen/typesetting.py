"""Typography of our own words, in one pass before all writers and checks; a profile's values stay as they are."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from typing import Any

from avvgen.document import Division, Document, Inline, Link, Ref, Strong, Text
from avvgen.grammar.vocabulary import UNCHANGED, Vocabulary

NBSP = "\u00a0"
UNITS = (
    "Stunden?|Tage?n?|Tages|Werktage?n?|Arbeitstage?n?|Kalendertage?n?|Wochen?|Monate?n?|Monats|Jahre?n?|Jahres"
    "|Euro|EUR|CHF|Prozent"
)
BEFORE_NUMBER = (
    "Art|Artikel|Abs|Absatz|lit|Buchstabe|Nr|Nummer|S|Satz|UAbs|Rn|Kap|Kapitel|Ziffer|Ziffern|Anlage|Anhang|Abschnitt|Z"
)
MONTHS = "Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\.\.\."), "…"),
    (re.compile(r" -{1,2} "), " – "),
    (re.compile(r"(§§?) (?=\d)"), rf"\1{NBSP}"),
    (re.compile(rf"\b({BEFORE_NUMBER})(\.?) (?=\d|[IVX]+\b|[A-Z]\b|([a-z])\3?\b)"), rf"\1\2{NBSP}"),
    (re.compile(rf"(?<=\d) (?=(?:{UNITS})\b|%)"), NBSP),
    (re.compile(r"\b(z\.) (B\.)"), rf"\1{NBSP}\2"),
    (re.compile(r"\b(i\.) (V\.) (m\.)"), rf"\1{NBSP}\2{NBSP}\3"),
    (re.compile(r"\b(u\.) (a\.)"), rf"\1{NBSP}\2"),
    (re.compile(r"\b(d\.) (h\.)"), rf"\1{NBSP}\2"),
    (re.compile(r"(?<=\d) (?=ff?\.)"), NBSP),
    (
        re.compile(rf"(\d\.) (?=(?:{MONTHS})\b)"),
        rf"\1{NBSP}",
    ),
)
QUOTES = {"de-DE": ("„", "“"), "de-AT": ("„", "“"), "de-CH": ("«", "»")}


def typeset(document: Document, strong: frozenset[str] = frozenset(), vocabulary: Vocabulary = UNCHANGED) -> Document:
    """The document with no-break spaces, real dashes and the quotation marks of its language.

    References to the ids in `strong` are emphasised, our own text is put into the words of a `vocabulary`.
    """
    setter = _Setter(document.language, strong, vocabulary)
    return replace(
        document,
        blocks=tuple(setter.node(block) for block in document.blocks),
        header=setter.row(document.header),
        footer=setter.row(document.footer),
        title=vocabulary.said(document.title),
        subject=vocabulary.said(document.subject),
        keywords=vocabulary.said(document.keywords),
        first_header=None if document.first_header is None else setter.row(document.first_header),
        first_footer=None if document.first_footer is None else setter.row(document.first_footer),
    )


@lru_cache(maxsize=16384)
def _spaced(text: str, language: str) -> str:
    """A piece of our own text with its spaces and dashes right."""
    for pattern, replacement in RULES:
        text = pattern.sub(replacement, text)
    return spelled(text, language)


def spelled(text: str, language: str) -> str:
    """A text as the language spells it: Switzerland writes ss, and has marks of its own for quotations."""
    return text.replace("ß", "ss").replace("„", "«").replace("“", "»") if language == "de-CH" else text


class _Setter:
    """Walks a tree of frozen nodes; a quotation mark opens or closes by what came before it in its row.

    References learn in which division they stand.
    """

    def __init__(self, language: str, strong: frozenset[str], vocabulary: Vocabulary) -> None:
        self.language, self.strong, self.vocabulary = language, strong, vocabulary
        self.opening, self.closing = QUOTES[language]
        self.open = False
        self.division = ""

    def node(self, node: Any) -> Any:
        """A node of any kind with all rows inside it set."""
        if isinstance(node, Text):
            return node if node.verbatim else Text(self.quoted(_spaced(self.vocabulary.said(node.text), self.language)))
        if isinstance(node, Ref):
            ref = replace(node, within=self.division) if self.division else node
            return Strong((ref,)) if self.strong.issuperset(node.targets) else ref
        if isinstance(node, Division):
            return self.divided(node)
        if isinstance(node, Strong | Link):  # a quotation goes on through them
            return replace(node, children=tuple(self.node(child) for child in node.children))
        if isinstance(node, tuple):
            return self.row(node)
        if not is_dataclass(node) or isinstance(node, type):
            return node
        return self.parts(node)

    def parts(self, node: Any) -> Any:
        """A node with every row in it set."""
        names = [field.name for field in fields(node) if isinstance(getattr(node, field.name), tuple)]
        values = {name: getattr(node, name) for name in names}
        return replace(node, **{name: self.row(value) for name, value in values.items()})

    def divided(self, division: Division) -> Any:
        """A division, whose references know that they stand in it."""
        self.division = division.id
        division = self.parts(division)
        self.division = ""
        return division

    def row(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        """A row of inlines, blocks or anything else inside a node; a quotation never reaches beyond a row."""
        if row and isinstance(row[0], Inline):
            self.open = False
        return tuple(self.node(node) for node in row)

    def quoted(self, text: str) -> str:
        """Straight quotation marks as opening and closing ones, in turn."""
        pieces = text.split('"')
        out = pieces[0]
        for piece in pieces[1:]:
            out += (self.closing if self.open else self.opening) + piece
            self.open = not self.open
        return out
