"""The look of the house: one sheet of styles, named so that a lawyer finds them in Word.

Arial, because its metric twin Liberation Sans stands in for it wherever it is missing: the pages break alike.
Text is set flush left and hyphenated; evenly justified lines need more than Word can do.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from avvgen.writers.docx.page import HEADING_SIZE
from avvgen.writers.ooxml.formats import NO_LIST, POINT, ParagraphFormat, Rule, RunFormat
from avvgen.writers.ooxml.parts import Font
from avvgen.writers.ooxml.runs import TICK_FONT
from avvgen.writers.ooxml.styles import Style, table_format

FONT, SIZE = "Arial", 21
FONTS = (Font(FONT, instead="Liberation Sans"),)
TICK_FONTS = (Font(TICK_FONT, instead="Segoe UI Symbol", family="modern", charset="80"),)

HAIRLINE = Rule(4, "BFBFBF")
SIGNING_LINE = Rule(4, "404040")
TABLE_SIZE, CELL_SIDE = 19, 100

TITLES = {"title": "Title", "subtitle": "Subtitle", "note": "Vermerk"}
LIST_STYLES = ("ListParagraph", "ListContinue")
HEADING_LEVELS = 9
_LEVELS = range(1, HEADING_LEVELS + 1)
_LINE, _TIGHT = 288, 264  # 240ths of a line
_HEADINGS = ((HEADING_SIZE, 18, 6), (SIZE, 12, 5), (SIZE, 10, 4))  # half points; points before and after


def heading(level: int, *, numbered: bool) -> str:
    """The style of a heading by its level from 1."""
    level = min(level, HEADING_LEVELS)
    return f"Heading{level}" if numbered else f"UeberschriftOhneNummer{level}"


HEADINGS = frozenset(heading(level, numbered=numbered) for level in _LEVELS for numbered in (True, False))


def annex(*, numbered: bool) -> str:
    """The style of the heading of an annex."""
    return "Anlage" if numbered else "AnlageOhneNummer"


def paragraph(level: int) -> str:
    """The style of a numbered paragraph by its level in the scheme from 0; level 1 is the usual one."""
    return "Absatz" if level == 1 else f"AbsatzEbene{level + 1}"


class Palette(NamedTuple):
    """The colours of the house as six hexadecimal digits; no accent leaves headings as dark as the text."""

    accent: str = ""
    small: str = "595959"
    ground: str = "F2F2F2"

    @property
    def link(self) -> str:
        """The colour of links."""
        return self.accent or "1F3864"


def palette(accent: str, small: str, ground: str) -> Palette:
    """The colours chosen, ours where none is."""
    own = Palette()
    return Palette(accent, small or own.small, ground or own.ground)


@lru_cache(maxsize=32)
def sheet(column: int, width: int, colours: Palette) -> tuple[Style, ...]:
    """All styles in the order in which Word lists them; text beside numbers begins at the column."""
    return (
        *_text(column, colours),
        *_headings(colours),
        *_contents(column, colours),
        *_tables(),
        *_people(colours),
        *_running(width, colours),
        *_letters(colours),
    )


def _points(before: float = 0, after: float = 0, line: int = _LINE) -> ParagraphFormat:
    return ParagraphFormat(before=round(before * POINT), after=round(after * POINT), line=line)


def _head(before: float, after: float, outline: int | None = None, *, page_break: bool = False) -> ParagraphFormat:
    return ParagraphFormat(
        keep_next=True,
        keep_lines=True,
        page_break=page_break,
        hyphenate=False,
        before=round(before * POINT),
        after=round(after * POINT),
        line=_TIGHT,
        outline=outline,
    )


def _text(column: int, colours: Palette) -> tuple[Style, ...]:
    levels = ((paragraph(level), f"Absatz Ebene {level + 1}") for level in (0, *range(2, HEADING_LEVELS)))
    large, middle = RunFormat(bold=True, size=40, colour=colours.accent), RunFormat(size=24)
    small = RunFormat(size=18, colour=colours.small)
    beside = ParagraphFormat(left=column)
    return (
        Style("Normal", "Normal", default=True, paragraph=ParagraphFormat(line=_LINE), priority=0),
        Style("Title", "Title", based_on="Normal", paragraph=_head(0, 4), run=large, priority=10),
        Style("Subtitle", "Subtitle", based_on="Normal", paragraph=_head(0, 6), run=middle, priority=11),
        Style("Vermerk", "Vermerk", based_on="Normal", paragraph=_points(after=2), run=small, priority=12),
        Style("BodyText", "Body Text", based_on="Normal", paragraph=_points(after=6)),
        Style("Absatz", "Absatz", based_on="BodyText", priority=2),
        *(Style(id_, name, based_on="BodyText", priority=2) for id_, name in levels),
        Style("AbsatzOhneNummer", "Absatz ohne Nummer", based_on="BodyText", paragraph=beside, priority=2),
        Style("ListParagraph", "List Paragraph", based_on="Normal", paragraph=_points(after=4), priority=3),
        Style("ListContinue", "List Continue", based_on="ListParagraph", priority=3),
    )


def _headings(colours: Palette) -> tuple[Style, ...]:
    without = ParagraphFormat(place=NO_LIST, left=0)
    label = RunFormat(bold=True, size=30, colour=colours.accent)
    return (
        *(_heading(level, colours) for level in _LEVELS),
        *(
            Style(heading(level, numbered=False), f"Überschrift {level} ohne Nummer", based_on=f"Heading{level}",
                  next="BodyText", paragraph=without, priority=9)
            for level in _LEVELS
        ),
        Style("Anlage", "Anlage", based_on="Normal", next="BodyText", run=label, priority=9,
              paragraph=_head(0, 12, outline=0, page_break=True)),
        Style("AnlageOhneNummer", "Anlage ohne Nummer", based_on="Anlage", next="BodyText", paragraph=without,
              priority=9),
    )  # fmt: skip


def _heading(level: int, colours: Palette) -> Style:
    size, before, after = _HEADINGS[min(level, len(_HEADINGS)) - 1]
    look = _head(before, after, outline=level - 1)
    letters = RunFormat(bold=True, size=size if size != SIZE else 0, colour=colours.accent)
    name = f"heading {level}"
    return Style(f"Heading{level}", name, based_on="Normal", next="Absatz", paragraph=look, run=letters, priority=9)


def _contents(column: int, colours: Palette) -> tuple[Style, ...]:
    def entry(level: int) -> ParagraphFormat:
        return ParagraphFormat(hyphenate=False, after=2 * POINT, line=_TIGHT, left=level * column, hanging=column)

    letters = RunFormat(bold=True, size=HEADING_SIZE, colour=colours.accent)
    return (
        Style("TOCHeading", "TOC Heading", based_on="Normal", paragraph=_head(24, 8), run=letters, priority=39),
        *(Style(f"TOC{n}", f"toc {n}", based_on="Normal", paragraph=entry(n), priority=39) for n in _LEVELS),
    )


def _tables() -> tuple[Style, ...]:
    plain = table_format(rules=None, side=108, top=0)
    grid, bare = table_format(rules=HAIRLINE, side=CELL_SIDE, top=50), table_format(rules=None, side=0, top=0)
    small, strong = RunFormat(size=TABLE_SIZE), RunFormat(bold=True, size=TABLE_SIZE - 1)
    head = _head(0, 0)
    gap = ParagraphFormat(line=9 * POINT, exact=True)
    return (
        Style("TableNormal", "Normal Table", kind="table", table=plain, priority=99),
        Style("Tabelle", "Tabelle", kind="table", based_on="TableNormal", table=grid, priority=20),
        Style("OhneLinien", "Tabelle ohne Linien", kind="table", based_on="TableNormal", table=bare, priority=20),
        Style("Tabellentext", "Tabellentext", based_on="Normal", paragraph=_points(line=_TIGHT), run=small,
              priority=20),
        Style("Tabellenkopf", "Tabellenkopf", based_on="Tabellentext", paragraph=head, run=strong, priority=20),
        Style("Abstand", "Abstand nach Tabelle", based_on="Normal", paragraph=gap, priority=20),
    )  # fmt: skip


def _people(colours: Palette) -> tuple[Style, ...]:
    small = RunFormat(size=17, colour=colours.small)
    side, line = _head(24, 0), _points(line=_TIGHT)
    return (
        Style("Parteirolle", "Parteirolle", based_on="Normal", paragraph=_head(0, 2), run=small, priority=13),
        Style("Partei", "Partei", based_on="Normal", paragraph=_points(after=3), priority=13),
        Style("Parteiwort", "Parteiwort", based_on="BodyText", paragraph=_points(12, 12), priority=13),
        Style("Unterschrift", "Unterschrift", based_on="Normal", paragraph=line, priority=14),
        Style("Unterschriftskopf", "Unterschriftskopf", based_on="Normal", paragraph=side, run=RunFormat(bold=True),
              priority=14),
        Style("Unterschriftszeile", "Unterschriftszeile", based_on="Normal", paragraph=_points(2, 4, _TIGHT), run=small,
              priority=14),
    )  # fmt: skip


def _running(width: int, colours: Palette) -> tuple[Style, ...]:
    look, letters = ParagraphFormat(line=240, right_tab=width), RunFormat(size=16, colour=colours.small)
    return (
        Style("Header", "header", based_on="Normal", paragraph=look, run=letters, priority=99),
        Style("Footer", "footer", based_on="Normal", paragraph=look, run=letters, priority=99),
    )


def _letters(colours: Palette) -> tuple[Style, ...]:
    link, gap = RunFormat(colour=colours.link, underline="single"), RunFormat(colour="6B6B6B", underline="dotted")
    return (
        Style("Absatztitel", "Absatztitel", kind="character", run=RunFormat(bold=True), priority=3),
        Style("Hyperlink", "Hyperlink", kind="character", run=link, priority=99),
        Style("PlaceholderText", "Placeholder Text", kind="character", run=gap, priority=99),
    )
