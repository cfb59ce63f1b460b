"""The parties, and the fields in which they sign."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import zip_longest

from avvgen.document import Inlines, PartyBlock, PartySide, SignatureBlock, SignatureSide
from avvgen.writers.docx.inlines import Story
from avvgen.writers.docx.stylesheet import SIGNING_LINE
from avvgen.writers.ooxml.blocks import Cell, Paragraph, Piece, Row, Table
from avvgen.writers.ooxml.formats import CENTIMETRE, POINT, ParagraphFormat
from avvgen.writers.ooxml.runs import line_break

_BETWEEN = 2 * CENTIMETRE  # from one party to the other
_APART = round(1.4 * CENTIMETRE)  # from one signature to the other
_BELOW = 12 * POINT  # from the parties to the text
_SIGNING_ROOM = round(1.5 * CENTIMETRE)
_EMPTY = Cell((Paragraph(ParagraphFormat("Unterschrift")),))


def parties(block: PartyBlock, story: Story) -> Iterator[Piece]:
    """The parties one below the other, or side by side."""
    if block.before:
        yield _word(block.before, story).keeping()
    if block.layout == "columns" and block.sides:
        yield _party_columns(block, story)
    else:
        yield from _set_apart(_stacked(block, story))


def _stacked(block: PartyBlock, story: Story) -> Iterator[Paragraph]:
    """One party below the other, the words between them kept with the second."""
    for n, side in enumerate(block.sides):
        if n and block.between:
            yield _word(block.between, story).keeping()
        yield from _party(side, story)


def _set_apart(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """The paragraphs with room below the last."""
    lines = [*paragraphs]
    yield from lines[:-1]
    yield from (replace(last, format=replace(last.format, after=_BELOW)) for last in lines[-1:])


def _word(row: Inlines, story: Story) -> Paragraph:
    return Paragraph(ParagraphFormat("Parteiwort"), story.runs(row))


def _party(side: PartySide, story: Story) -> Iterator[Paragraph]:
    """The role in small letters, each name in bold, below it the address, and what the side is called."""
    if side.role:
        yield Paragraph(ParagraphFormat("Parteirolle"), story.runs(side.role))
    paragraphs = [_lines(lines, story) for lines in (side.lines, *side.more) if lines]
    if side.named:
        yield from (paragraph.keeping() for paragraph in paragraphs)
        yield Paragraph(ParagraphFormat("Partei"), story.runs(side.named))
    else:
        yield from paragraphs


def _lines(lines: tuple[Inlines, ...], story: Story) -> Paragraph:
    """The name in bold, below it the other lines."""
    name, *rest = lines
    rows = [story.bold(name), *(story.runs(line) for line in rest)]
    return Paragraph(ParagraphFormat("Partei"), line_break(story.look).join(rows))


def _party_columns(block: PartyBlock, story: Story) -> Table:
    word = Cell((Paragraph(ParagraphFormat("Parteiwort", align="center"), story.runs(block.between)),), align="center")
    cells = (Cell(tuple(_party(side, story)) or _EMPTY.paragraphs) for side in block.sides)
    return Table("OhneLinien", _widths(story.width, len(block.sides), _BETWEEN), (Row(_spaced(cells, word)),))


def signatures(block: SignatureBlock, story: Story) -> Iterator[Piece]:
    """The fields for signing, two parties in a row, on one page with each other and with the paragraph before."""
    sides = [_fields(side, story) for side in block.sides]
    rows = [row for n in range(0, len(sides), 2) for row in _signing_rows(sides[n : n + 2])]
    if rows:
        kept = (*(row.keeping() for row in rows[:-1]), rows[-1])
        yield Table("OhneLinien", _widths(story.width, 2, _APART), kept, tied=True)


def _signing_rows(sides: list[list[Cell]]) -> Iterator[Row]:
    """The fields of two parties line by line; where something is written by hand, there is room for it."""
    for cells in zip_longest(*sides, fillvalue=_EMPTY):
        height = _SIGNING_ROOM if any(cell.under for cell in cells) else 0
        yield Row(_spaced((*cells, *[_EMPTY] * (2 - len(cells))), _EMPTY), height=height)


def _fields(side: SignatureSide, story: Story) -> list[Cell]:
    """The heading, then each line to write on with what belongs on it."""
    heading = Paragraph(ParagraphFormat("Unterschriftskopf"), story.runs(side.heading))
    cells = [Cell((heading,))]
    for written, label in ((side.place_date, side.place_date_label), *side.lines()):
        line = Paragraph(ParagraphFormat("Unterschrift"), story.runs(written))
        below = Paragraph(ParagraphFormat("Unterschriftszeile"), story.runs(label))
        cells += [Cell((line,), under=SIGNING_LINE, align="bottom"), Cell((below,))]
    return cells


def _spaced(cells: Iterable[Cell], between: Cell) -> tuple[Cell, ...]:
    """The cells with another between each two of them."""
    spaced = [cell for each in cells for cell in (between, each)]
    return tuple(spaced[1:])


def _widths(width: int, sides: int, between: int) -> tuple[int, ...]:
    """Equal columns with a narrow one between each two."""
    side = (width - (sides - 1) * between) // sides
    return (side, *(between, side) * (sides - 1))
