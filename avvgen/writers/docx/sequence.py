"""Rules between neighbours: page breaks, room below titles and tables, and what stays on one page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import Enum
from typing import TypeAlias

from avvgen.document import Inlines
from avvgen.writers.docx.stylesheet import HEADINGS, LIST_STYLES, TITLES
from avvgen.writers.ooxml.blocks import Paragraph, Piece, Raw, Table
from avvgen.writers.ooxml.formats import POINT, ParagraphFormat


class Break(Enum):
    """A new page before whatever comes next."""

    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Header:
    """What runs above the pages from here on; what comes next begins a section of its own."""

    row: Inlines


Flow: TypeAlias = Iterable[Piece | Break | Header]

_BELOW_TITLE = 12 * POINT
# Word joins tables that touch and wants a paragraph after the last one.
_GAP = Paragraph(ParagraphFormat("Abstand"))
_LAST = Paragraph(ParagraphFormat("Abstand", line=20, exact=True))


def settled(flow: Flow, section_under: Callable[[Inlines], str]) -> tuple[list[Piece], str]:
    """The pieces with what their neighbours ask of them, and the section that the last of them stand in."""
    pieces: list[Piece] = []
    breaking, section = False, ""
    for piece in flow:
        match piece:
            case Header(row=row):
                pieces = ended(pieces, section) if section else pieces
                section, breaking = section_under(row), False
            case Break():
                breaking = True
            case Raw():
                pieces.append(piece)
            case Paragraph():
                _settle_last(pieces, piece)
                pieces.append(_broken(piece) if breaking else piece)
                breaking = False
            case Table():
                _settle_last(pieces, piece)
                pieces += [_broken(_LAST), piece, _GAP] if breaking else [piece, _GAP]
                breaking = False
    return pieces, section


def ended(pieces: list[Piece], section: str) -> list[Piece]:
    """The pieces with the end of a section; what must follow a table takes no room."""
    *before, last = pieces or [_LAST]
    if last == _GAP:
        return [*before, replace(_LAST, section=section)]
    return [*before, last, replace(_LAST, section=section)] if section else [*before, last]


def _settle_last(pieces: list[Piece], following: Paragraph | Table) -> None:
    """Let the last of the pieces know what follows."""
    last = pieces[-1] if pieces else None
    if isinstance(last, Paragraph):
        if _is_title(last) and not _is_title(following):
            pieces[-1] = replace(last, format=replace(last.format, after=_BELOW_TITLE))
        elif last != _GAP and _is_introduced(following) and not _is_item(last):
            pieces[-1] = last.keeping()
    if isinstance(following, Table) and following.tied:
        _tie_last(pieces)


def _is_title(piece: Piece) -> bool:
    return isinstance(piece, Paragraph) and piece.format.style in TITLES.values()


def _is_heading(piece: Piece) -> bool:
    return isinstance(piece, Paragraph) and piece.format.style in HEADINGS


def _is_item(piece: Piece) -> bool:
    return isinstance(piece, Paragraph) and piece.format.style in LIST_STYLES


def _is_introduced(piece: Piece) -> bool:
    """Whether the paragraph before ends in a colon, as it were."""
    return isinstance(piece, Table) or _is_item(piece)


def _broken(paragraph: Paragraph) -> Paragraph:
    return replace(paragraph, format=replace(paragraph.format, page_break=True, before=0))


def _tie_last(pieces: list[Piece]) -> None:
    """Keep the last thing of the text that is more than a heading, and any gap after it, with what comes next."""
    for n in reversed(range(len(pieces))):
        piece = pieces[n]
        if not isinstance(piece, Raw):
            pieces[n] = piece.keeping()
            if piece != _GAP and not _is_heading(piece):
                return
