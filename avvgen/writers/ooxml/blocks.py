"""Paragraphs, tables and page sections as values that know their XML."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from avvgen.writers.ooxml.formats import ParagraphFormat, Rule, rule
from avvgen.writers.ooxml.xml import w


class Bookmark(NamedTuple):
    """A named place: the name as Word allows it, and its number in the file."""

    name: str
    number: int

    @property
    def start(self) -> str:
        """Where it begins."""
        return w("bookmarkStart", id=self.number, name=self.name)

    @property
    def end(self) -> str:
        """Where it ends."""
        return w("bookmarkEnd", id=self.number)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: its format, its runs, and the bookmarks that span all of it."""

    format: ParagraphFormat
    content: str = ""
    bookmarks: tuple[Bookmark, ...] = ()
    section: str = ""

    def keeping(self) -> Paragraph:
        """The same paragraph, kept on one page with the next."""
        return replace(self, format=replace(self.format, keep_next=True))

    def xml(self) -> str:
        """The paragraph as XML."""
        properties = self.format.children() + self.section
        head = f"<w:pPr>{properties}</w:pPr>" if properties else ""
        start = "".join([bookmark.start for bookmark in self.bookmarks])
        end = "".join([bookmark.end for bookmark in self.bookmarks])
        return f"<w:p>{head}{start}{self.content}{end}</w:p>"


@dataclass(frozen=True, slots=True)
class Raw:
    """XML that stands between paragraphs and takes no room, such as the end of a bookmark."""

    content: str

    def xml(self) -> str:
        """The XML itself."""
        return self.content


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its paragraphs, how many columns it takes, its ground and the rule under it."""

    paragraphs: tuple[Paragraph, ...]
    span: int = 1
    ground: str = ""
    under: Rule | None = None
    align: str = ""

    def xml(self, width: int) -> str:
        """The cell as XML, as wide as its columns together."""
        properties = _cell_properties(width, self.span, self.ground, self.under, self.align)
        return f"<w:tc>{properties}{''.join([p.xml() for p in self.paragraphs])}</w:tc>"


@lru_cache(maxsize=256)
def _cell_properties(width: int, span: int, ground: str, under: Rule | None, align: str) -> str:
    return w(
        "tcPr",
        w("tcW", w=width, type="dxa"),
        w("gridSpan", val=span) if span > 1 else "",
        w("tcBorders", rule("bottom", under)) if under else "",
        w("shd", val="clear", color="auto", fill=ground) if ground else "",
        w("vAlign", val=align) if align else "",
    )


@dataclass(frozen=True, slots=True)
class Row:
    """A row that stays on one page; a header row is repeated on every page."""

    cells: tuple[Cell, ...]
    header: bool = False
    height: int = 0

    def keeping(self) -> Row:
        """The same row, kept on one page with what follows."""
        return replace(self, cells=tuple(replace(c, paragraphs=_keeping(c.paragraphs)) for c in self.cells))

    def xml(self, widths: tuple[int, ...]) -> str:
        """The row as XML in a grid of these widths."""
        cells: list[str] = []
        column = 0
        for cell in self.cells:
            cells.append(cell.xml(sum(widths[column : column + cell.span])))
            column += cell.span
        return f"<w:tr>{_row_properties(self.height, header=self.header)}{''.join(cells)}</w:tr>"


@lru_cache(maxsize=16)
def _row_properties(height: int, *, header: bool) -> str:
    return w(
        "trPr",
        w("cantSplit"),
        w("trHeight", val=height, hRule="atLeast") if height else "",
        w("tblHeader") if header else "",
    )


def _keeping(paragraphs: Iterable[Paragraph]) -> tuple[Paragraph, ...]:
    return tuple(paragraph.keeping() for paragraph in paragraphs)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of fixed widths; `tied` keeps it on one page with the paragraph before it."""

    style: str
    widths: tuple[int, ...]
    rows: tuple[Row, ...]
    left: int = 0
    tied: bool = False

    def keeping(self) -> Table:
        """The same table, its last row kept on one page with what follows."""
        return replace(self, rows=(*self.rows[:-1], self.rows[-1].keeping()))

    def xml(self) -> str:
        """The table as XML."""
        properties = w(
            "tblPr",
            w("tblStyle", val=self.style),
            w("tblW", w=sum(self.widths), type="dxa"),
            w("tblInd", w=self.left, type="dxa"),
            w("tblLayout", type="fixed"),
            _look(header=any(row.header for row in self.rows)),
        )
        grid = w("tblGrid", *(w("gridCol", w=width) for width in self.widths))
        return f"<w:tbl>{properties}{grid}{''.join(row.xml(self.widths) for row in self.rows)}</w:tbl>"


@lru_cache(maxsize=2)
def _look(*, header: bool) -> str:
    """Which parts of a table are set apart; a reader for the blind looks here for the header row too."""
    flags = {"firstRow": int(header), "lastRow": 0, "firstColumn": 0, "lastColumn": 0, "noHBand": 1, "noVBand": 1}
    return w("tblLook", val="0620" if header else "0600", **flags)


Piece: TypeAlias = Paragraph | Table | Raw
Kind: TypeAlias = Literal["header", "footer"]


def dressed(piece: Piece, dress: Callable[[ParagraphFormat], ParagraphFormat]) -> Piece:
    """The piece with every paragraph in it dressed."""
    match piece:
        case Paragraph():
            return replace(piece, format=dress(piece.format))
        case Table():
            return replace(piece, rows=tuple(_dressed_row(row, dress) for row in piece.rows))
        case Raw():
            return piece


def _dressed_row(row: Row, dress: Callable[[ParagraphFormat], ParagraphFormat]) -> Row:
    cells = (
        replace(cell, paragraphs=tuple(replace(one, format=dress(one.format)) for one in cell.paragraphs))
        for cell in row.cells
    )
    return replace(row, cells=tuple(cells))


class Page(NamedTuple):
    """The sheet of a section: how wide text runs on it, and the properties that make it so.

    `opening` says that its first page has a head and foot of its own; Word wants that before the properties of `grid`.
    """

    text_width: int
    layout: str
    opening: bool = False
    grid: str = ""


class Paper(NamedTuple):
    """Paper with the same margin on each side, header and footer this far from its edge."""

    width: int
    height: int
    margin: int
    edge: int

    @property
    def size(self) -> dict[str, int]:
        """Its width and height in Word's words."""
        return {"w": self.width, "h": self.height}

    @property
    def margins(self) -> dict[str, int]:
        """Its margins in Word's words."""
        sides = dict.fromkeys(("top", "right", "bottom", "left"), self.margin)
        return {**sides, "header": self.edge, "footer": self.edge, "gutter": 0}

    def page(self) -> Page:
        """The page that it makes."""
        return Page(self.width - 2 * self.margin, w("pgSz", **self.size) + w("pgMar", **self.margins))


class Along(NamedTuple):
    """What runs along pages: a header or footer, on which of them, and the relationship to its part."""

    kind: Kind
    pages: str
    relation: str

    def xml(self) -> str:
        """The reference as XML."""
        return w(f"{self.kind}Reference", type=self.pages, **{"r:id": self.relation})


def section(page: Page, along: Iterable[Along] = ()) -> str:
    """A section that begins on a new page, with what runs along its pages."""
    opening = w("titlePg") if page.opening else ""
    return w("sectPr", *(one.xml() for one in along), w("type", val="nextPage"), page.layout, opening, page.grid)
