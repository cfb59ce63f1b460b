"""Join the pieces of a contract as its outline says: clauses to paragraphs, paragraphs to sections and annexes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from avvgen.document import (
    Annex,
    Block,
    Blocks,
    Division,
    FollowUp,
    Inlines,
    Item,
    ListBlock,
    PageBreak,
    Paragraph,
    Section,
    Table,
    Text,
)
from avvgen.materials import Materials
from avvgen.profiles.outline import (
    AnnexEntry,
    ClauseRef,
    Entry,
    FreeClause,
    MaterialEntry,
    Outline,
    ParagraphEntry,
    PartEntry,
    SectionEntry,
    SpecialEntry,
    UseEntry,
)
from avvgen.selection import Selection
from avvgen.texts import Texts


@dataclass(frozen=True, slots=True)
class Piece:
    """What one clause contributes: its id, and its blocks."""

    id: str
    blocks: Blocks


@dataclass(frozen=True, slots=True)
class Layout:
    """Joins by an outline; holds what every step of it asks."""

    selection: Selection
    texts: Texts
    materials: Materials

    def document(self, outline: Outline) -> Blocks:
        """All blocks of the contract; what has no content disappears with its heading."""
        return self.content(outline.content, numbered=False)

    def content(self, entries: tuple[Entry, ...], *, numbered: bool, within: str = "") -> Blocks:
        """The blocks of entries that stand side by side."""
        return tuple(
            block
            for n, entry in enumerate(entries, start=1)
            for block in self.entry(entry, numbered=numbered, name=f"{within}.{n}".lstrip("."))
        )

    def entry(self, entry: Entry, *, numbered: bool, name: str) -> Blocks:
        """The blocks of one entry."""
        match entry:
            case SectionEntry():
                return tuple(self.section(entry))
            case AnnexEntry():
                return tuple(self.annex(entry))
            case PartEntry():
                return tuple(self.part(entry))
            case UseEntry():  # which is opened by now
                return ()
            case MaterialEntry():
                return self.materials.laid_out(entry)
            case SpecialEntry(special="page_break"):
                return (PageBreak(),)
            case SpecialEntry():
                return self.materials.special(entry)
            case ParagraphEntry():
                return tuple(self.paragraph(entry, numbered=numbered, name=name))

    def section(self, entry: SectionEntry) -> Iterator[Block]:
        """A section; one without content disappears, unless its number is reserved."""
        title = self.texts.line(entry.title) if entry.title is not None else ()
        blocks = self.content(entry.content, numbered=entry.paragraphs and entry.numbered, within=entry.section)
        if not blocks and entry.reserved:
            kept = (*title, Text(" ")) if title and entry.reserved == "title" else ()
            title = (*kept, *self.texts.phrase("reserved"))
        if blocks or entry.reserved:
            yield Section(entry.section, title, blocks, entry.numbered)

    def annex(self, entry: AnnexEntry) -> Iterator[Block]:
        """An annex, or the section of the text that stands in its place."""
        blocks = self.content(entry.content, numbered=entry.paragraphs, within=entry.annex)
        own = entry.title if entry.apart or entry.section_title is None else entry.section_title
        title, header = self.texts.line(own), self.texts.running(entry.header or "")
        if blocks and not entry.apart:
            yield Section(entry.annex, title, blocks, entry.label)
        elif blocks:
            yield Annex(entry.annex, title, blocks, entry.label, header, entry.numbering or "", entry.first)

    def part(self, entry: PartEntry) -> Iterator[Block]:
        """A part of the text that counts anew."""
        blocks = self.content(entry.content, numbered=False, within=entry.part)
        if blocks:
            title = self.texts.line(entry.title)
            yield Division(entry.part, title, blocks, entry.label, entry.numbering or "", entry.first)

    def paragraph(self, entry: ParagraphEntry, *, numbered: bool, name: str) -> Iterator[Block]:
        """A numbered paragraph with what follows under its number, and the paragraphs that clauses bring after it."""
        lead = self.joined(entry.clauses, name)
        items = tuple(item for n, row in enumerate(entry.items) for item in self.item(row, f"{name}.{n + 1}"))
        then = [block for n, row in enumerate(entry.then) for block in self.joined(row, f"{name}.then{n + 1}")]
        blocks = [*lead, *([ListBlock(items, ordered=True)] if items else []), *then]
        if blocks:
            title = self.texts.line(entry.title) if entry.title is not None else ()
            wanted = numbered if entry.numbered is None else entry.numbered
            yield from headed(blocks, name, title, numbered=wanted)
        named = [ref for row in (entry.clauses, *entry.items, *entry.then) for ref in row if isinstance(ref, str)]
        for n, id_ in enumerate(self.following(self.trail(named), "paragraph"), start=1):
            yield from self.paragraph(ParagraphEntry(clauses=(id_,)), numbered=numbered, name=f"{name}.after{n}")

    def item(self, row: tuple[ClauseRef, ...], name: str) -> Iterator[Item]:
        """Clauses as one lettered item."""
        blocks = self.joined(row, name)
        if blocks and isinstance(first := blocks[0], FollowUp):
            id_, *anchors = first.anchors
            yield Item(first.content, blocks[1:], id_, tuple(anchors))
        elif blocks:
            yield Item((), blocks, name)

    def joined(self, refs: tuple[ClauseRef, ...], name: str) -> Blocks:
        """Clauses joined: a text goes on in the text before it, after one space."""
        blocks: list[Block] = []
        for piece in self.pieces(refs, name):
            first, *rest = with_anchor(piece)
            last = blocks[-1] if blocks else None
            if isinstance(last, FollowUp) and isinstance(first, FollowUp):
                content = (*last.content, Text(" "), *first.content)
                blocks[-1] = FollowUp(content, (*last.anchors, *first.anchors))
            else:
                blocks.append(first)
            blocks += rest
        return tuple(blocks)

    def pieces(self, refs: tuple[ClauseRef, ...], name: str) -> Iterator[Piece]:
        """The clauses that are in and say something, each with those that come after it."""
        for n, ref in enumerate(refs, start=1):
            if isinstance(ref, FreeClause):
                blocks = self.texts.blocks(ref.text)
                if blocks:
                    yield Piece(ref.id or f"{name}.text{n}", blocks)
            elif ref in self.selection.selected:
                blocks = self.texts.clause(self.selection.selected[ref])
                if blocks:
                    yield Piece(str(ref), blocks)
                for id_ in self.following([ref], "sentence"):
                    yield from self.pieces((id_,), name)

    def trail(self, ids: Iterable[str]) -> Iterator[str]:
        """The clauses, each with those that go on in its paragraph."""
        for id_ in ids:
            yield id_
            yield from self.trail(self.following([id_], "sentence"))

    def following(self, ids: Iterable[str], how: str) -> Iterator[str]:
        """The clauses that their own files place after one of these."""
        for id_ in ids:
            for after in self.selection.after.get(id_, ()):
                head = self.selection.selected[after].clause.head
                if head.after is not None and head.after.as_ == how:
                    yield after


def with_anchor(piece: Piece) -> Blocks:
    """The blocks of a clause, the first of them leading to its id."""
    first, *rest = piece.blocks
    if isinstance(first, FollowUp | ListBlock | Table):
        first = replace(first, anchors=(piece.id, *first.anchors))
    return tuple(with_item_ids(block, f"{piece.id}.{n}") for n, block in enumerate((first, *rest), start=1))


def with_item_ids(block: Block, name: str) -> Block:
    """A block whose lettered items have ids, under which their letters are kept."""
    if not isinstance(block, ListBlock) or not block.ordered:
        return block
    items = tuple(
        replace(
            item,
            id=item.id or f"{name}.item{n}",
            blocks=tuple(with_item_ids(inner, f"{name}.item{n}.{m}") for m, inner in enumerate(item.blocks, start=1)),
        )
        for n, item in enumerate(block.items, start=1)
    )
    return replace(block, items=items)


def headed(blocks: list[Block], name: str, title: Inlines, *, numbered: bool) -> Iterator[Block]:
    """Blocks whose first text is the paragraph that takes the number."""
    first, *rest = blocks
    if isinstance(first, FollowUp):
        id_, *anchors = first.anchors or (name,)
        yield Paragraph(id_, first.content, tuple(anchors), title, numbered)
    elif title:
        yield Paragraph(name, (), (), title, numbered)
        yield first
    else:
        yield first
    yield from rest
