"""Tables with rules: rows, spans, and widths that suit what stands in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import sqrt

from avvgen.document import Cell as TreeCell
from avvgen.document import Row as TreeRow
from avvgen.document import Table as TreeTable
from avvgen.writers.docx.inlines import Story, shown
from avvgen.writers.docx.page import text_width
from avvgen.writers.docx.stylesheet import CELL_SIDE, TABLE_SIZE
from avvgen.writers.ooxml.blocks import Cell, Paragraph, Piece, Row, Table
from avvgen.writers.ooxml.formats import CENTIMETRE, ParagraphFormat

_LONG_WORD = 3 * CENTIMETRE  # longer words are hyphenated
_SHORT_LINE = 4 * CENTIMETRE  # longer lines are broken
_NARROWEST = CENTIMETRE


def table(block: TreeTable, story: Story, left: int) -> Iterator[Piece]:
    """A table from `left` to the margin; nothing when it has no rows."""
    rows = [*((row, True) for row in block.header), *((row, False) for row in block.rows)]
    columns = max((sum(cell.span for cell in row) for row, _ in rows), default=0)
    if columns:
        width = story.width - left
        asked = block.widths if len(block.widths) == columns else _asked(block, columns, width, story)
        written = tuple(_row(row, columns, story, header=header) for row, header in rows)
        yield Table("Tabelle", _shared(width, asked), written, left)


def _row(row: TreeRow, columns: int, story: Story, *, header: bool) -> Row:
    """A row filled up with empty cells."""
    missing = columns - sum(cell.span for cell in row)
    look = ParagraphFormat("Tabellenkopf" if header else "Tabellentext")
    ground = story.ground if header else ""
    return Row(
        tuple(Cell(_lines(cell, story, look), cell.span, ground) for cell in (*row, *[TreeCell(())] * missing)),
        header,
    )


def _lines(cell: TreeCell, story: Story, look: ParagraphFormat) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(look, story.runs(line)) for line in cell.lines or ((),))


def _shared(width: int, shares: Iterable[float]) -> tuple[int, ...]:
    """Whole widths that make up the width, in proportion to the shares."""
    edges = [0.0, *accumulate(shares)]
    return tuple(round(width * end / edges[-1]) - round(width * start / edges[-1]) for start, end in pairwise(edges))


@dataclass(slots=True)
class _Column:
    """What a column needs to hold its words, and what it would like for its lines."""

    needed: float = _NARROWEST
    liked: float = _NARROWEST

    def make_room(self, line: str) -> None:
        """Take one more line into account; long ones ask for ever less."""
        room = text_width(line, TABLE_SIZE) + 3 * CELL_SIDE
        word = max([text_width(word, TABLE_SIZE) for word in line.split()], default=0) + 3 * CELL_SIDE
        self.needed = max(self.needed, min(word, _LONG_WORD))
        self.liked = max(self.liked, word, room if room < _SHORT_LINE else sqrt(room * _SHORT_LINE))


def _asked(block: TreeTable, columns: int, width: int, story: Story) -> list[float]:
    """Widths by content: first what the words need, then shares of the rest by what the lines would like."""
    asking = [_Column() for _ in range(columns)]
    for row in (*block.header, *block.rows):
        place = 0
        for cell in row:
            if cell.span == 1:
                for line in cell.lines:
                    asking[place].make_room(shown(line, story.labels))
            place += cell.span
    needed = _fitting([column.needed for column in asking], width)
    wishes = [max(column.liked - need, 0) for column, need in zip(asking, needed, strict=True)]
    rest = width - sum(needed)
    return [need + rest * wish / (sum(wishes) or 1) for need, wish in zip(needed, wishes, strict=True)]


def _fitting(needed: list[float], width: int) -> list[float]:
    """What is needed, the widest cut down until all fit."""
    room = float(width)
    for place, need in enumerate(sorted(needed)):
        left = len(needed) - place
        if need * left > room:
            return [min(other, room / left) for other in needed]
        room -= need
    return needed
