"""The contract as a tree: a closed set of frozen nodes that know meaning, never Word or Markdown.

Numbers and references are not in the tree. They stand beside it (`numbering.Labels`), keyed by the ids
that sections, paragraphs, items and annexes carry here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Literal, TypeAlias

from avvgen.findings import NOWHERE, Place

# Inlines ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """Characters. Verbatim text is a value of the profile: no pass may change a letter of it."""

    text: str
    verbatim: bool = False


@dataclass(frozen=True, slots=True)
class Strong:
    """Emphasised text."""

    children: Inlines


@dataclass(frozen=True, slots=True)
class Ref:
    """A live reference to clauses, sections or annexes of this contract, by id, that stands `within` a division."""

    targets: tuple[str, ...]
    place: Place = field(default=NOWHERE, compare=False)
    within: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A web or mail address with the text that shows it."""

    url: str
    children: Inlines


@dataclass(frozen=True, slots=True)
class Blank:
    """A gap that the counterparty fills in; the label says with what."""

    label: str
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Checkbox:
    """A box to tick."""

    checked: bool = False


@dataclass(frozen=True, slots=True)
class Anchor:
    """Letters that a signature service looks for where somebody signs; they are no words of the contract."""

    text: str


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A new line in the same block."""


@dataclass(frozen=True, slots=True)
class PageNumber:
    """The number of this page; nothing where there are no pages."""


@dataclass(frozen=True, slots=True)
class PageCount:
    """The number of pages of the file; nothing where there are no pages."""


Inline: TypeAlias = Text | Strong | Ref | Link | Blank | Checkbox | Anchor | LineBreak | PageNumber | PageCount
Inlines: TypeAlias = tuple[Inline, ...]

# Blocks -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TitleLine:
    """A line of the title block: the title itself, a subtitle, or small print such as version and date."""

    content: Inlines
    role: Literal["title", "subtitle", "note"] = "title"


@dataclass(frozen=True, slots=True)
class Section:
    """A headed, numbered part. Without a title its first paragraph carries the number."""

    id: str
    title: Inlines
    blocks: Blocks
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex with its own page, label (`Anlage 2`, unless not numbered) and section numbers.

    A header of its own runs above its pages instead of the document's. `numbering` names a numbering of the scheme
    for what is in it, whose first section has the number `first`.
    """

    id: str
    title: Inlines
    blocks: Blocks
    numbered: bool = True
    header: Inlines = ()
    numbering: str = ""
    first: int = 1


@dataclass(frozen=True, slots=True)
class Division:
    """A part of the text (`Teil A`, unless not numbered) with a numbering of its own, whose sections count anew."""

    id: str
    title: Inlines
    blocks: Blocks
    numbered: bool = True
    numbering: str = ""
    first: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph that takes a number unless told otherwise.

    `anchors` are the further ids that lead here (the clauses joined in it); `title` is a run-in title.
    """

    id: str
    content: Inlines
    anchors: tuple[str, ...] = ()
    title: Inlines = ()
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Text under the number of the paragraph before it."""

    content: Inlines
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list; an id makes it a target of references."""

    content: Inlines
    blocks: Blocks = ()
    id: str = ""
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list under the number of the paragraph before it: lettered when ordered, else bullets."""

    items: tuple[Item, ...]
    ordered: bool = False
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: its lines, and over how many columns it stretches."""

    lines: tuple[Inlines, ...]
    span: int = 1


Row: TypeAlias = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A grid. Header rows repeat on every page; a width is a share of the line, all together 1."""

    header: tuple[Row, ...]
    rows: tuple[Row, ...]
    widths: tuple[float, ...] = ()
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PartySide:
    """One side of the party block: role, name and address lines, and what it is called from here on.

    `more` are the lines of each further party on this side.
    """

    role: Inlines
    lines: tuple[Inlines, ...]
    named: Inlines
    more: tuple[tuple[Inlines, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class PartyBlock:
    """The parties, with the words before and between them."""

    sides: tuple[PartySide, ...]
    before: Inlines
    between: Inlines
    layout: Literal["stacked", "columns"] = "stacked"


@dataclass(frozen=True, slots=True)
class SignatureSide:
    """Where one party signs: a heading, a line for place and date, a line for each signatory.

    `written` is what already stands on the lines of the signatories, in their order; `dated` says that the line for
    place and date is complete.
    """

    heading: Inlines
    place_date: Inlines
    place_date_label: Inlines
    signatories: tuple[Inlines, ...]
    written: tuple[Inlines, ...] = ()
    dated: bool = False

    def lines(self) -> Iterator[tuple[Inlines, Inlines]]:
        """For each signatory what stands on the line and what below it."""
        return zip_longest(self.written[: len(self.signatories)], self.signatories, fillvalue=())


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """The signature fields of both parties, kept together on one page."""

    sides: tuple[SignatureSide, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """A table of contents down to a level (1: sections and annexes); `of` narrows it to one annex by id."""

    title: Inlines
    levels: int = 1
    of: str = ""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A new page."""


Block: TypeAlias = (
    TitleLine | Section | Annex | Division | Paragraph | FollowUp | ListBlock | Table | PartyBlock | SignatureBlock
    | Contents | PageBreak
)  # fmt: skip
Blocks: TypeAlias = tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole text with what runs above and below each page; its first section has the number `first`.

    The first page may have a header or footer of its own, an empty one included; None is that of the others.
    """

    blocks: Blocks
    first: int = 1
    header: Inlines = ()
    footer: Inlines = ()
    first_header: Inlines | None = None
    first_footer: Inlines | None = None
    language: str = "de-DE"
    title: str = ""
    author: str = ""
    version: str = ""
    subject: str = ""
    keywords: str = ""
    front_matter: bool = False

    @property
    def running(self) -> tuple[Inlines, ...]:
        """What runs above and below its pages, the first page last."""
        return (self.header, self.footer, self.first_header or (), self.first_footer or ())
