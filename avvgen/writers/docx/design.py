"""What the look of a file rests on: its pages, its sheet of styles, and what a letterhead brings."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import repeat

from avvgen.contract import Contract, House
from avvgen.findings import NOWHERE, AvvgenError, Finding, collecting
from avvgen.writers.docx import stylesheet
from avvgen.writers.docx.logo import Logo, logo_of
from avvgen.writers.docx.page import A4, HEADING_SIZE, PAPER, number_column
from avvgen.writers.ooxml.blocks import Along, Kind, Page, Piece, dressed
from avvgen.writers.ooxml.foreign import ForeignStyle, renamed, styles_in, taken_numbers
from avvgen.writers.ooxml.formats import NO_LIST, ParagraphFormat
from avvgen.writers.ooxml.package import Part
from avvgen.writers.ooxml.reading import UnsoundError
from avvgen.writers.ooxml.styles import Style
from avvgen.writers.ooxml.template import Template, template_of

_LARGE_NUMBERS = tuple(stylesheet.heading(level, numbered=True) for level in (1, 2, 3))


@dataclass(frozen=True, slots=True)
class Design:
    """The look of one file: where text begins beside its numbers, its colours, its sheet of styles by their ids.

    `theirs` are the letterhead's styles that stand in for ours, `beside` ours as they stand beside them.
    """

    column: int
    palette: stylesheet.Palette
    sheet: Mapping[str, Style]
    logo: Logo | None = None
    template: Template | None = None
    theirs: Mapping[str, ForeignStyle] = field(default_factory=dict)
    beside: Mapping[str, Style] = field(default_factory=dict)

    @property
    def width(self) -> int:
        """How wide text runs."""
        return self.template.first.text_width if self.template else A4.text_width

    @property
    def background(self) -> str:
        """What is behind the pages."""
        return self.template.background if self.template else ""

    @property
    def controls(self) -> Container[str]:
        """The numbers of controls that are taken."""
        return self.template.controls if self.template else ()

    @property
    def taken(self) -> tuple[int, int]:
        """The numbers of lists that are taken."""
        numbering = self.brings("numbering")
        return taken_numbers(numbering) if numbering else (0, 0)

    @property
    def brought(self) -> tuple[Part, ...]:
        """The parts of the letterhead and the logo that stand beside ours."""
        template = self.template.copies if self.template else ()
        logo = self.logo.parts if self.logo and self.free("header") else ()
        return (*template, *logo)

    def brings(self, kind: str) -> bytes:
        """The letterhead's part of this kind, empty if it has none."""
        part = self.template.parts.get(kind) if self.template else None
        return part.content if part else b""

    def sheets(self) -> Iterator[tuple[Page, tuple[Along, ...]]]:
        """The page of each section, and what the letterhead puts along it."""
        if not self.template:
            yield from repeat((A4, ()))
            return
        yield self.template.first, self.template.along
        yield from repeat((self.template.later, tuple(one for one in self.template.along if one.pages != "first")))

    def free(self, kind: Kind) -> tuple[str, ...]:
        """The pages for whose head or foot the letterhead has nothing, so that ours runs there."""
        if not self.template:
            return ("default",)
        own = [one.pages for one in self.template.along if one.kind == kind]
        return () if "default" in own else tuple(pages for pages in self.template.pages if pages not in own)

    def opens(self, kind: Kind) -> bool:
        """Whether the letterhead leaves the head or foot of the first page to the contract."""
        along = self.template.along if self.template else ()
        return not any(one.kind == kind and one.pages in {"default", "first"} for one in along)

    # Styles

    def dressed(self, piece: Piece) -> Piece:
        """The piece with what our styles say of its place, where theirs stand in for them."""
        return dressed(piece, self._format) if self.theirs else piece

    def _format(self, look: ParagraphFormat) -> ParagraphFormat:
        if look.style not in self.theirs:
            return look
        theirs, own = self.theirs[look.style], self.sheet[look.style].paragraph
        outline = own.outline if look.outline is None and not theirs.outlined else look.outline
        return replace(
            look,
            place=look.place or own.place or (NO_LIST if theirs.numbered else None),
            page_break=look.page_break or own.page_break,
            right_tab=look.right_tab or own.right_tab,
            no_tabs=theirs.tabs if own.right_tab else (),
            left=own.left if look.left is None else look.left,
            hanging=own.hanging if look.left is None else look.hanging,
            outline=outline,
        )

    def added(self, style: Style) -> Style | None:
        """Our style as it stands beside theirs; None where one of theirs stands in for it."""
        if style.id in self.theirs:
            return None
        own, base, following = self.beside[style.id], self._name(style.based_on), self._name(style.next)
        return replace(style, id=own.id, name=own.name, based_on=base, next=following)

    def named(self, xml: bytes) -> bytes:
        """What we wrote, with the styles that the file has."""
        return renamed(xml, self._name) if self.theirs or self.beside else xml

    def _name(self, id_: str) -> str:
        """The id in the file of the style that has this id among ours."""
        return self.theirs[id_].id if id_ in self.theirs else self.beside[id_].id if id_ in self.beside else id_


def design_of(contract: Contract) -> Design:
    """The look of a contract.

    Raises AvvgenError with all that is wrong with its letterhead or logo.
    """
    house = contract.house
    with collecting() as problems:
        template, logo = problems.attempt(_template, house), problems.attempt(logo_of, house)
    colours = stylesheet.palette(house.accent, house.text, house.ground)
    width = template.first.text_width if template else A4.text_width
    styles = template and template.parts.get("styles")
    if not styles:
        column = number_column(contract)
        return Design(column, colours, _by_id(column, width, colours), logo, template)
    sheet = _by_id(0, width, colours)
    with _refusing(house):
        foreign = styles_in(styles.content)
        theirs = {id_: found for id_, style in sheet.items() if (found := foreign.like(style))}
        if hiding := tuple(foreign.hiding(theirs.values())):
            raise UnsoundError(
                *(f"hides what is written in its style '{name}'; switch off 'hidden'" for name in hiding)
            )
    free = [id_ for id_ in sheet if id_ not in theirs]
    beside = dict(zip(free, foreign.beside(sheet[id_] for id_ in free), strict=True))
    sizes = [theirs[id_].size for id_ in _LARGE_NUMBERS if id_ in theirs]
    column = number_column(contract, max([HEADING_SIZE, *sizes]))
    return Design(column, colours, _by_id(column, width, colours), logo, template, theirs, beside)


def remarks(contract: Contract) -> tuple[Finding, ...]:
    """What is wrong with the files of the house style, or what they do not say."""
    try:
        template = design_of(contract).template
    except AvvgenError as refused:
        return refused.findings
    letterhead = contract.house.letterhead
    if not template or not letterhead:
        return ()
    return tuple(Finding("letterhead", "warning", message, letterhead.place) for message in template.lacking)


def _by_id(column: int, width: int, colours: stylesheet.Palette) -> dict[str, Style]:
    return {style.id: style for style in stylesheet.sheet(column, width, colours)}


def _template(house: House) -> Template | None:
    if not house.letterhead:
        return None
    with _refusing(house):
        return template_of(house.letterhead.content, PAPER)


@contextmanager
def _refusing(house: House) -> Iterator[None]:
    """What makes a letterhead unsound as findings at its place."""
    try:
        yield
    except UnsoundError as problem:
        place = house.letterhead.place if house.letterhead else NOWHERE
        found = (Finding("letterhead", "error", str(message), place) for message in problem.args)
        raise AvvgenError(*found) from None
