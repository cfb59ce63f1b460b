"""Tables with rules: rows, spans, and widths that suit what stands in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import sqrt

from avvgen.document import Cell as TreeCell
from avvgen.document import Row as TreeRow
from avvgen.document import Table as TreeTable
from avvgen.writers.docx.inlines import Story
from avvgen.writers.docx.page import text_width
from avvgen.writers.docx.stylesheet import CELL_SIDE, TABLE_SIZE
from avvgen.writers.letters import shown
from avvgen.writers.ooxml.blocks import Cell, Paragraph, Piece, Row, Table
from avvgen.writers.ooxml.formats import CENTIMETRE, ParagraphFormat

_LONG_WORD = 3 * CENTIMETRE  # longer words are hyphenated
_LONG_ADDRESS = 6 * CENTIMETRE  # no hyphen goes into an address; longer ones are torn
_TO_WRITE_IN = 3 * CENTIMETRE  # what a column would like that is filled in by hand
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
    written: bool = False  # in a row below the header

    def make_room(self, line: str) -> None:
        """Take one more line into account; long ones ask for ever less."""
        room = text_width(line, TABLE_SIZE) + 3 * CELL_SIDE
        words = [(text_width(word, TABLE_SIZE) + 3 * CELL_SIDE, _limit(word)) for word in line.split()]
        self.needed = max([self.needed, *(min(word, limit) for word, limit in words)])
        self.liked = max([self.liked, room if room < _SHORT_LINE else sqrt(room * _SHORT_LINE), *(w for w, _ in words)])


def _limit(word: str) -> int:
    """What a word may need at most."""
    return _LONG_ADDRESS if "@" in word else _LONG_WORD


def _asked(block: TreeTable, columns: int, width: int, story: Story) -> list[float]:
    """Widths by content: first what the words need, then shares of the rest by what the lines would like."""
    asking = [_Column() for _ in range(columns)]
    for place, line in _shown(block.header, story):
        asking[place].make_room(line)
    for place, line in _shown(block.rows, story):
        asking[place].make_room(line)
        asking[place].written |= bool(line)
    for column in asking:
        column.liked = max(column.liked, 0 if column.written else _TO_WRITE_IN)
    needed = _fitting([column.needed for column in asking], width)
    wishes = [max(column.liked - need, 0) for column, need in zip(asking, needed, strict=True)]
    rest = width - sum(needed)
    return [need + rest * wish / (sum(wishes) or 1) for need, wish in zip(needed, wishes, strict=True)]


def _shown(rows: Iterable[TreeRow], story: Story) -> Iterator[tuple[int, str]]:
    """Each line that stands in one column, with the number of the column."""
    for row in rows:
        for place, cell in zip(accumulate((cell.span for cell in row), initial=0), row, strict=False):
            if cell.span == 1:
                yield from ((place, shown(line, story.labels)) for line in cell.lines)


def _fitting(needed: list[float], width: int) -> list[float]:
    """What is needed, the widest cut down until all fit."""
    room = float(width)
    for place, need in enumerate(sorted(needed)):
        left = len(needed) - place
        if need * left > room:
            return [min(other, room / left) for other in needed]
        room -= need
    return needed
