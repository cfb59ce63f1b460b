"""Labels: the numbers of a document and how references to them read, beside the tree and keyed by id.

A number is computed here exactly as Word does from the same formats: what a field caches is what Word puts there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from avvgen.document import Annex, Blocks, Division, Document, FollowUp, ListBlock, Paragraph, Section, Table
from avvgen.findings import AvvgenError, Finding
from avvgen.library.schemes import NumberFormat, NumberStyle, Scheme
from avvgen.walks import plain
from avvgen.yaml_source import where

NBSP = "\u00a0"
ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, slots=True)
class Live:
    """A number in a reference that follows its target: the id that carries it, and its text now."""

    id: str
    text: str


Part: TypeAlias = str | Live


@dataclass(frozen=True, slots=True)
class Label:
    """The number that a block carries (empty: none of its own), its level, and the reference to it.

    `near` is the reference from inside the same division, which leaves out its label.
    """

    kind: Literal["section", "paragraph", "item", "annex", "division"]
    number: str
    level: int
    reference: tuple[Part, ...]
    near: tuple[Part, ...] = ()
    division: str = ""

    def seen_from(self, division: str) -> tuple[Part, ...]:
        """The reference to it from inside a division, or from outside all of them."""
        return self.near if division and division == self.division else self.reference


@dataclass(frozen=True, slots=True)
class Labels:
    """All labels of a document by id; several ids may lead to one label."""

    by_id: Mapping[str, Label]
    scheme: Scheme

    def number(self, id_: str) -> str:
        """The number that this block carries, empty when it has none of its own."""
        label = self.by_id.get(id_)
        return label.number if label else ""

    def reference(self, targets: tuple[str, ...], within: str = "") -> tuple[Part, ...]:
        """How a reference to the targets reads from inside a division: words, and numbers that stay live.

        `Ziffer 8.2`, `Ziffern 3.1 und 3.4`, `§ 8 (2)`, `Abschnitt VI lit. c`, `Anlage 3`, `Teil B Ziffer 3`.
        """
        rows = [row for row in dict.fromkeys(self.by_id[target].seen_from(within) for target in targets) if row]
        if not rows:
            return ()
        word = rows[0][0]
        if len(rows) > 1 and isinstance(word, str) and all(row[0] == word for row in rows):
            plural = self.scheme.plural.get(word.strip(NBSP))
            if plural:
                rows = [(plural + NBSP, *rows[0][1:]), *(row[1:] for row in rows[1:])]
        return tuple(part for row in _listed(rows, self.scheme.conjunction) for part in row)

    def text(self, targets: tuple[str, ...], within: str = "") -> str:
        """The reference as plain text."""
        return "".join(part if isinstance(part, str) else part.text for part in self.reference(targets, within))


def labels(document: Document, scheme: Scheme) -> Labels:
    """Number the document as it stands.

    Raises AvvgenError for an id that two blocks carry.
    """
    by_id: dict[str, Label] = {}
    twice: list[Finding] = []
    for ids, label in _Numberer(scheme).document(document):
        for id_ in filter(None, ids):
            if id_ in by_id:
                message = f"'{id_}' is in the contract twice; give one of them another id"
                twice.append(Finding("placed-twice", "error", message, where(id_)))
            by_id[id_] = label
    if twice:
        raise AvvgenError(*twice)
    return Labels(by_id, scheme)


def ordinal(number: int, style: NumberStyle) -> str:
    """A counter as its level prints it.

    >>> ordinal(4, "lower-roman"), ordinal(28, "lower-letter"), ordinal(3, "decimal")
    ('iv', 'bb', '3')
    """
    match style:
        case "decimal":
            return str(number)
        case "upper-roman" | "lower-roman":
            text = _roman(number)
        case "upper-letter" | "lower-letter":  # Word goes on after z with aa, bb, cc
            text = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        case "none":
            return ""
    return text.upper() if style.startswith("upper") else text


def _roman(number: int) -> str:
    text = ""
    for value, letters in ROMAN:
        text, number = text + letters * (number // value), number % value
    return text


def _listed(rows: list[tuple[Part, ...]], conjunction: str) -> Iterator[tuple[Part, ...]]:
    for n, row in enumerate(rows):
        if n:
            yield (f" {conjunction} " if n == len(rows) - 1 else ", ",)
        yield row


def _printed(formats: tuple[NumberFormat, ...], counters: tuple[int, ...]) -> str:
    def one(match: re.Match[str]) -> str:
        level = int(match[1]) - 1
        return ordinal(counters[level], formats[level].style)

    return re.sub(r"%(\d)", one, formats[len(counters) - 1].text)


def _without_stop(number: str) -> str:
    """What a reference field shows: Word leaves out full stops at the end."""
    return number.rstrip(".")


def _phrase(pattern: str, numbers: Mapping[str, Part]) -> tuple[Part, ...]:
    """Words and live numbers of a reference pattern; its spaces are no-break."""
    parts = re.split(r"\{(\w+)\}", pattern.replace(" ", NBSP))
    row: list[Part] = []
    for n, part in enumerate(parts):
        if n % 2:
            row.append(numbers[part])
        elif part:
            row.append(part)
    return tuple(row)


@dataclass(frozen=True, slots=True)
class _Position:
    """Where the walk is: the counters on the way down, their live numbers, and the formats that apply."""

    formats: tuple[NumberFormat, ...]
    references: tuple[str, ...]
    counters: tuple[int, ...] = ()
    live: Mapping[str, Part] = field(default_factory=dict)
    division: str = ""

    @property
    def numbers_here(self) -> bool:
        """Whether blocks directly here may carry a number."""
        return len(self.counters) < len(self.formats)

    def next(self, kind: Literal["section", "paragraph"], id_: str, count: int) -> tuple[_Position, Label]:
        """The position inside the count-th numbered block here, and the label of that block."""
        counters = (*self.counters, count)
        number = _printed(self.formats, counters).replace(" ", NBSP)
        live = {**self.live, str(len(self.counters)): Live(id_, _without_stop(number))}
        near = _phrase(self.references[len(self.counters)], live)
        label = Label(kind, number, len(self.counters), *self.placed(near))
        return _Position(self.formats, self.references, counters, live, self.division), label

    def placed(self, near: tuple[Part, ...]) -> tuple[tuple[Part, ...], tuple[Part, ...], str]:
        """A reference as it reads from afar and, inside a division, from near."""
        if not self.division:
            return near, (), ""
        of = self.live["division"]
        return (of, *((NBSP,) if of else ()), *near), near, self.division


Labelled: TypeAlias = Iterator[tuple[tuple[str, ...], Label]]


class _Numberer:
    """Walks the tree once and yields every label with the ids that lead to it."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self.annexes = self.divisions = 0

    def document(self, document: Document) -> Labelled:
        body = _Position(self.scheme.levels, self.scheme.references)
        return self.blocks(document.blocks, body, Label("section", "", 0, ()), lone=True, first=document.first)

    def blocks(self, blocks: Blocks, here: _Position, owner: Label, *, lone: bool, first: int = 1) -> Labelled:
        """Label blocks that stand side by side; `lone` says that paragraphs here go without numbers."""
        count, current = first - 1, owner
        for block in blocks:
            match block:
                case Section() if block.numbered and here.numbers_here:
                    count += 1
                    inside, current = here.next("section", block.id, count)
                    yield (block.id,), current
                    yield from self.blocks(block.blocks, inside, current, lone=self.is_lone(block))
                case Section() | Annex():
                    yield from self.apart(block, here)
                case Division():
                    yield from self.division(block)
                case Paragraph():
                    current = _ancestor(owner)
                    if block.numbered and not lone and here.numbers_here:
                        count += 1
                        _, current = here.next("paragraph", block.id, count)
                    yield (block.id, *block.anchors), current
                case FollowUp(anchors=anchors):
                    yield anchors, _ancestor(current)
                case ListBlock():
                    yield block.anchors, _ancestor(current)
                    yield from self.items(block, current, 0)
                case Table(anchors=anchors):
                    yield anchors, _ancestor(current)

    def apart(self, block: Section | Annex, here: _Position) -> Labelled:
        """Label an annex, or a section without a number: neither is counted with the sections beside it."""
        own: Part = f"„{plain(block.title)}“"
        number = ""
        if isinstance(block, Section):
            label = Label("section", "", len(here.counters), *here.placed((own,)))
            inside = _Position((), ())
        else:
            own = self.scheme.annex_by_title.format(title=plain(block.title))
            if block.numbered:
                self.annexes += 1
                number = _printed((self.scheme.annex,), (self.annexes,)).replace(" ", NBSP)
                own = Live(block.id, _without_stop(number))
            label = Label("annex", number, 0, (own,))
            numbering = self.scheme.inside(block.numbering)
            inside = _Position(numbering.levels, numbering.references, (), {"annex": own})
        yield (block.id,), label
        first = block.first if isinstance(block, Annex) else 1
        yield from self.blocks(block.blocks, inside, label, lone=isinstance(block, Section), first=first)

    def division(self, block: Division) -> Labelled:
        """Label a part of the text and what is in it, counted anew."""
        own: Part = f"„{plain(block.title)}“"
        number = ""
        if block.numbered:
            self.divisions += 1
            number = _printed((self.scheme.part,), (self.divisions,)).replace(" ", NBSP)
            own = Live(block.id, _without_stop(number))
        label = Label("division", number, 0, (own,))
        yield (block.id,), label
        numbering = self.scheme.inside_part(block.numbering)
        inside = _Position(numbering.levels, numbering.references, (), {"division": own}, block.id)
        yield from self.blocks(block.blocks, inside, label, lone=True, first=block.first)

    def is_lone(self, section: Section) -> bool:
        """Whether the paragraphs of a section go without numbers: one alone, or a section without a heading."""
        numbered = [b for b in section.blocks if isinstance(b, Section | Paragraph) and b.numbered]
        alone = len(numbered) == 1 and isinstance(numbered[0], Paragraph)
        return not section.title or (alone and self.scheme.lone_paragraphs == "unnumbered")

    def items(self, block: ListBlock, outer: Label, depth: int) -> Labelled:
        formats = self.scheme.items[: depth + 1]
        for n, item in enumerate(block.items, start=1):
            label = _ancestor(outer)
            if block.ordered and formats[-1].style != "none":
                number = _printed(formats, (n,) * len(formats))
                own = Live(item.id, _without_stop(number))
                row, near = _with(label.reference, own), _with(label.near, own)
                label = Label("item", number, depth, row, near, label.division)
            yield (item.id, *item.anchors), label
            for inner in item.blocks:
                if isinstance(inner, FollowUp | ListBlock | Table):
                    yield inner.anchors, _ancestor(label)
                if isinstance(inner, ListBlock):
                    yield from self.items(inner, label, depth + 1)


def _ancestor(label: Label) -> Label:
    """The label of a block without a number of its own: it is referred to by the nearest numbered one."""
    return replace(label, number="")


def _with(row: tuple[Part, ...], own: Live) -> tuple[Part, ...]:
    """The reference to an item: that of its paragraph, and its own letter."""
    return (*row, *((NBSP,) if row else ()), own)
