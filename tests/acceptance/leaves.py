"""A contract as a reader sees it: block by block, with numbers and with references as they read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from avvgen.contract import Contract, Part
from avvgen.document import (
    Anchor,
    Annex,
    Blank,
    Block,
    Blocks,
    Checkbox,
    Contents,
    FollowUp,
    Inlines,
    LineBreak,
    Link,
    ListBlock,
    PageCount,
    PageNumber,
    Paragraph,
    PartyBlock,
    Ref,
    Section,
    Strong,
    Table,
    Text,
)
from avvgen.walks import own_inlines, walk


@dataclass(frozen=True)
class Leaf:
    """A block as a reader sees it: the ids that lead to it, its number, its words; derived, it repeats others."""

    ids: tuple[str, ...]
    number: str
    text: str
    derived: bool = False

    def __str__(self) -> str:
        """Number and words."""
        return f"{self.number} {self.text}".strip()


def leaves(contract: Contract) -> tuple[Leaf, ...]:
    """All that a contract says, block by block."""
    return tuple(leaf for part in contract.parts for leaf in Reader(part).document())


@dataclass(frozen=True)
class Reader:
    """Reads the blocks of one part as a person does: with their numbers, references as they read."""

    part: Part

    def document(self) -> Iterator[Leaf]:
        """The blocks of the part, then what runs above and below its pages."""
        document = self.part.document
        yield from self.blocks(document.blocks)
        yield Leaf((), "", self.row(document.header), derived=True)
        yield Leaf((), "", self.row(document.footer))

    def blocks(self, blocks: Blocks, within: tuple[str, ...] = ()) -> Iterator[Leaf]:
        """Blocks side by side; what carries no id belongs to the clause before it, and all to where it stands."""
        clause: tuple[str, ...] = ()
        for block in blocks:
            for leaf in self.block(block, clause, within):
                clause = tuple(id_ for id_ in leaf.ids if "/" in id_)[-1:] or clause
                yield replace(leaf, ids=(*leaf.ids, *within))
            clause = () if isinstance(block, Section | Annex) else clause

    def block(self, block: Block, clause: tuple[str, ...], within: tuple[str, ...]) -> Iterator[Leaf]:
        """One block and all inside it, after a clause."""
        match block:
            case Paragraph(id=id_, anchors=anchors):
                yield self.leaf((id_, *anchors), block)
            case FollowUp(anchors=anchors):
                yield self.leaf(anchors or clause, block)
            case Table(anchors=anchors, header=header, rows=rows):
                for row in (*header, *rows):
                    cells = (" ".join(filter(None, map(self.row, cell.lines))) for cell in row)
                    yield Leaf(anchors or clause, "", " | ".join(cells))
            case ListBlock(anchors=anchors):
                yield from self.items(block, anchors or clause, "")
            case Section(id=id_, blocks=inner):
                yield self.leaf((id_,), block)
                yield from self.blocks(inner, (*within, id_))
            case Annex(id=id_, title=title, header=header, blocks=inner):
                yield Leaf((id_,), self.number(id_), self.row(title))
                yield Leaf((id_,), "", self.row(header))
                yield from self.blocks(inner, (*within, id_))
            case Contents():
                yield Leaf((), "", " | ".join((self.row(block.title), *self.listed(block))), derived=True)
            case PartyBlock(sides=sides, layout=layout):
                one, *others = (" ".join(map(self.row, (s.role, *s.lines, *chain(*s.more), s.named))) for s in sides)
                between = f" {self.row(block.between)} " if layout == "stacked" else " | "
                yield Leaf((), "", between.join((f"{self.row(block.before)} {one}", *others)))
            case _:
                yield self.leaf((), block)

    def leaf(self, ids: tuple[str, ...], block: Block) -> Leaf:
        """A block as a whole."""
        rows = filter(None, (self.row(row) for row in own_inlines(block)))
        return Leaf(ids, self.number(ids[0] if ids else ""), " ".join(rows))

    def items(self, block: ListBlock, clause: tuple[str, ...], lead: str) -> Iterator[Leaf]:
        """The items of a list; one inside another reads on from it."""
        for item in block.items:
            text = f"{lead} {self.row(item.content)}".strip()
            yield Leaf((*clause, *filter(None, (item.id, *item.anchors))), self.number(item.id), text)
            for inner in item.blocks:
                if isinstance(inner, ListBlock):
                    yield from self.items(inner, clause, text)
                elif isinstance(inner, FollowUp):
                    yield Leaf((*clause, *inner.anchors), "", f"{text} {self.row(inner.content)}")

    def number(self, id_: str) -> str:
        """The number of a block."""
        return self.part.labels.number(id_).replace("\u00a0", " ")

    def row(self, row: Inlines) -> str:
        """A row of inlines as it reads."""
        return "".join(map(self.inline, row)).replace("\u00a0", " ")

    def inline(self, inline: Any) -> str:
        """One inline as it reads; a page number is its name in braces."""
        match inline:
            case Text(text=text) | Anchor(text=text):
                return text
            case Strong(children=(Ref() as ref,)):
                return f"**{self.inline(ref)}**"
            case Strong(children=children) | Link(children=children):
                return self.row(children)
            case Ref(targets=targets):
                return self.part.labels.text(targets)
            case Blank(label=label):
                return f"[{label}]"
            case Checkbox(checked=checked):
                return "☑" if checked else "☐"
            case LineBreak():
                return " "
            case PageNumber():
                return "{page}"
            case PageCount():
                return "{pages}"
        raise AssertionError(inline)

    def listed(self, contents: Contents) -> Iterator[str]:
        """The entries of a table of contents."""
        blocks = self.part.document.blocks
        inside = next((b.blocks for b in walk(blocks) if isinstance(b, Annex) and b.id == contents.of), blocks)
        yield from self.headings(inside, contents.levels)

    def headings(self, blocks: Blocks, levels: int) -> Iterator[str]:
        """Headings with their numbers, down to a level."""
        for block in blocks:
            if levels and isinstance(block, Section | Annex):
                yield f"{self.number(block.id)} {self.row(block.title)}".strip()
                yield from self.headings(block.blocks, levels - 1)
