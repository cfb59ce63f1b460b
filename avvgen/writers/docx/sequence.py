"""Rules between neighbours: page breaks, room after tables, and what stays on one page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from enum import Enum
from typing import TypeAlias

from avvgen.writers.docx.stylesheet import TITLES
from avvgen.writers.ooxml.blocks import Paragraph, Piece, Raw, Table
from avvgen.writers.ooxml.formats import POINT, ParagraphFormat


class Break(Enum):
    """A new page before whatever comes next."""

    PAGE = "page"


Flow: TypeAlias = Iterable[Piece | Break]

# Word joins tables that touch and wants a paragraph after the last one.
_GAP = Paragraph(ParagraphFormat("Abstand"))
_BELOW_TITLE = 12 * POINT
_LAST = Paragraph(ParagraphFormat("Abstand", line=20, exact=True))


def settled(flow: Flow) -> list[Piece]:
    """The pieces with what their neighbours ask of them."""
    pieces: list[Piece] = []
    breaking = False
    for piece in flow:
        match piece:
            case Break():
                breaking = True
                continue
            case Table():
                _make_room(pieces, piece, breaking=breaking)
                pieces += [piece, _GAP]
            case Paragraph():
                _open_below_title(pieces, piece)
                pieces.append(_broken(piece) if breaking else piece)
            case Raw():
                pieces.append(piece)
                continue
        breaking = False
    return pieces


def _make_room(pieces: list[Piece], table: Table, *, breaking: bool) -> None:
    """A table cannot break a page by itself, nor hold on to what is before it."""
    _open_below_title(pieces, table)
    if breaking:
        pieces.append(_broken(_LAST))
    elif table.tied:
        _tie_last(pieces)


def _open_below_title(pieces: list[Piece], following: Piece) -> None:
    """Set the title apart from the text; its own lines stand close together."""
    last = pieces[-1] if pieces else None
    if isinstance(last, Paragraph) and _is_title(last) and not _is_title(following):
        pieces[-1] = replace(last, format=replace(last.format, after=_BELOW_TITLE))


def _is_title(piece: Piece) -> bool:
    return isinstance(piece, Paragraph) and piece.format.style in TITLES.values()


def ended(pieces: list[Piece], section: str) -> list[Piece]:
    """The pieces with the end of a section; what must follow a table takes no room."""
    *before, last = pieces or [_LAST]
    if last == _GAP:
        return [*before, replace(_LAST, section=section)]
    return [*before, last, replace(_LAST, section=section)] if section else [*before, last]


def _broken(paragraph: Paragraph) -> Paragraph:
    return replace(paragraph, format=replace(paragraph.format, page_break=True, before=0))


def _tie_last(pieces: list[Piece]) -> None:
    """Keep the last thing of the text, and any gap after it, with what comes next."""
    for n in reversed(range(len(pieces))):
        piece = pieces[n]
        if not isinstance(piece, Raw):
            pieces[n] = piece.keeping()
            if piece != _GAP:
                return
