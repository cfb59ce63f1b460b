"""Free tables of the profile as nodes."""

from __future__ import annotations

from avvgen.document import Cell, Table, Text
from avvgen.profiles.data import TableData


def table_of(table: TableData) -> Table:
    """A free table of the profile."""
    names = tuple(cell_of(column) for column in table.columns)
    groups = tuple(cell_of(group.title, group.columns) for group in table.groups)
    ticked = [column in table.ticks for column in table.columns]
    rows = tuple(
        tuple(tick_of(cell) if tick else cell_of(cell) for cell, tick in zip(row, ticked, strict=True))
        for row in table.rows
    )
    empty = tuple(Cell(((),)) for _ in table.columns)
    widths = tuple(width / sum(table.widths) for width in table.widths)
    return Table((groups, names) if groups else (names,), rows + (empty,) * table.blank_rows, widths)


def tick_of(text: str) -> Cell:
    """A tick, or nothing."""
    return Cell(((Text("✓"),),)) if text in ("on", "true", "x", "X") else Cell(((),))


def cell_of(text: str, span: int = 1) -> Cell:
    """A cell whose lines are those of the text."""
    return Cell(tuple((Text(line, verbatim=True),) if line else () for line in text.split("\n")), span)
