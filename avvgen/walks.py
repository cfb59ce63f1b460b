"""Walks over the tree: every block, every row of inlines, every inline, in reading order."""

from __future__ import annotations

from collections.abc import Iterator

from avvgen.document import (
    Annex,
    Block,
    Blocks,
    Contents,
    Division,
    Document,
    FollowUp,
    Inline,
    Inlines,
    LineBreak,
    Link,
    ListBlock,
    PageBreak,
    Paragraph,
    PartyBlock,
    Section,
    SignatureBlock,
    Strong,
    Table,
    Text,
    TitleLine,
)


def inner_blocks(block: Block) -> Blocks:
    """The blocks directly inside a block, in reading order."""
    match block:
        case Section(blocks=blocks) | Annex(blocks=blocks) | Division(blocks=blocks):
            return blocks
        case ListBlock(items=items):
            return tuple(inner for item in items for inner in item.blocks)
        case _:
            return ()


def walk(blocks: Blocks) -> Iterator[Block]:
    """Every block in reading order, outer before inner."""
    for block in blocks:
        yield block
        yield from walk(inner_blocks(block))


def own_inlines(block: Block) -> Iterator[Inlines]:
    """The rows of inlines that a block itself holds, in reading order."""
    match block:
        case TitleLine(content=content) | FollowUp(content=content):
            yield content
        case Paragraph(title=title, content=content):
            yield title
            yield content
        case Annex(title=title, header=header):
            yield title
            yield header
        case Section(title=title) | Division(title=title) | Contents(title=title):
            yield title
        case ListBlock(items=items):
            yield from (item.content for item in items)
        case Table(header=header, rows=rows):
            yield from (line for row in (*header, *rows) for cell in row for line in cell.lines)
        case PartyBlock(sides=sides, before=before, between=between):
            yield before
            for side in sides:
                yield side.role
                yield from side.lines
                yield from (line for lines in side.more for line in lines)
                yield side.named
            yield between
        case SignatureBlock(sides=signing):
            for signed in signing:
                yield signed.heading
                yield signed.place_date
                yield signed.place_date_label
                yield from (row for line in signed.lines() for row in line)
        case PageBreak():
            return


def inlines(document: Document) -> Iterator[Inline]:
    """Every inline of the document, headers and footers last."""
    for block in walk(document.blocks):
        for row in own_inlines(block):
            yield from flat(row)
    for row in document.running:
        yield from flat(row)


def flat(row: Inlines) -> Iterator[Inline]:
    """Every inline of a row, those inside others included."""
    for inline in row:
        yield inline
        if isinstance(inline, Strong | Link):
            yield from flat(inline.children)


def plain(row: Inlines) -> str:
    """The letters of a row in one line, references left out."""
    return "".join(map(_letters, flat(row)))


def _letters(inline: Inline) -> str:
    match inline:
        case Text(text=text):
            return text
        case LineBreak():
            return " "
        case _:
            return ""
