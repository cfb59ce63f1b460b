"""The blocks of the tree as paragraphs and tables of Word: one case a node."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, groupby, zip_longest

from avvgen.document import (
    Annex,
    Block,
    Blocks,
    Checkbox,
    Contents,
    Division,
    Document,
    FollowUp,
    Inlines,
    ListBlock,
    PageBreak,
    Paragraph,
    PartyBlock,
    Section,
    SignatureBlock,
    Table,
    TitleLine,
)
from avvgen.writers.docx import stylesheet
from avvgen.writers.docx.bookmarks import WHOLE_PART, annex_range
from avvgen.writers.docx.contents import DASH, contents
from avvgen.writers.docx.inlines import Story
from avvgen.writers.docx.lists import PartLists, counted
from avvgen.writers.docx.page import STEP
from avvgen.writers.docx.people import parties, signatures
from avvgen.writers.docx.sequence import Break, Flow, Header
from avvgen.writers.docx.tables import table
from avvgen.writers.ooxml import blocks as word
from avvgen.writers.ooxml.formats import ParagraphFormat
from avvgen.writers.ooxml.runs import run

EN_SPACE = "\u2002"  # from a run-in title to its text


@dataclass(frozen=True, slots=True)
class Here:
    """Where a block stands: in which annex or division, below how many headings, and where its text begins."""

    around: Annex | Division | None = None
    depth: int = 0
    left: int = 0


@dataclass(frozen=True, slots=True)
class PartWriter:
    """Writes one part of a contract; what carries a number is decided by its labels alone."""

    document: Document
    story: Story
    lists: PartLists
    column: int

    def flow(self) -> Flow:
        """The whole part, an annex with a header of its own set apart."""
        runs = groupby(self.document.blocks, key=self._header)
        flows = (chain((Header(row),), self._blocks(tuple(run), Here())) for row, run in runs)
        return self._within(WHOLE_PART, chain.from_iterable(flows))

    def _header(self, block: Block) -> Inlines:
        """What runs above the pages that a block stands on."""
        return (isinstance(block, Annex) and block.header) or self.document.header

    def _blocks(self, blocks: Blocks, here: Here) -> Flow:
        """Blocks side by side; what follows a numbered paragraph begins where its text begins."""
        left = here.left
        for block in blocks:
            yield from self._block(block, here, left)
            if isinstance(block, Paragraph | Section):
                beside = isinstance(block, Paragraph) and self._number(block.id)
                left = self.column if beside else here.left

    def _block(self, block: Block, here: Here, left: int) -> Flow:
        match block:
            case TitleLine(content=content, role=role):
                return (self._plain(ParagraphFormat(stylesheet.TITLES[role]), content),)
            case Section():
                return self._section(block, here)
            case Annex():
                return self._annex(block)
            case Division():
                return self._division(block)
            case Paragraph():
                return (self._paragraph(block, here),)
            case FollowUp(content=content):
                return (self._plain(self._beside(left), content),)
            case ListBlock():
                return self._list(block, here, left, 0)
            case Table():
                return table(block, self.story, left)
            case PartyBlock():
                return parties(block, self.story)
            case SignatureBlock():
                return signatures(block, self.story)
            case Contents():
                return contents(block, self.document, self.story)
            case PageBreak():
                return (Break.PAGE,)

    def _section(self, section: Section, here: Here) -> Flow:
        """A heading and what is under it; without a title the first paragraph carries the number."""
        number, blocks = self._number(section.id), section.blocks
        inside = replace(here, depth=here.depth + bool(section.title), left=self.column if number else here.left)
        if section.title:
            yield self._heading(section, here)
        elif number:
            first = blocks[0] if blocks and isinstance(blocks[0], Paragraph) else None
            style = stylesheet.paragraph(self._level(section.id))
            content = self._content(first) if first else ""
            yield word.Paragraph(self._counted(section.id, style, here), content, self._marks(section.id))
            blocks = blocks[1:] if first else blocks
        yield from self._blocks(blocks, inside)

    def _heading(self, section: Section, here: Here) -> word.Paragraph:
        numbered = bool(self._number(section.id))
        level = here.depth + (1 if here.around is None else 2)
        style = stylesheet.heading(level, numbered=numbered)
        plain = ParagraphFormat(style, left=here.left or None)
        format_ = self._counted(section.id, style, here) if numbered else plain
        return word.Paragraph(format_, self.story.runs(section.title), self._marks(section.id))

    def _annex(self, annex: Annex) -> Flow:
        blocks = self._blocks(annex.blocks, Here(annex))
        number = self._number(annex.id)
        if not number and not annex.title:
            yield Break.PAGE
            yield from self._within(annex_range(annex.id), blocks)
            return
        style = stylesheet.annex(numbered=bool(number))
        format_ = ParagraphFormat(style, place=self.lists.annex_label(style) if number else None)
        heading = self._labelled(annex, format_)
        yield from self._within(annex_range(annex.id), chain((heading,), blocks))

    def _division(self, division: Division) -> Flow:
        """A heading above those of the sections in it, its label counted by a list of its own."""
        place = self.lists.division_label() if self._number(division.id) else None
        yield self._labelled(division, ParagraphFormat(stylesheet.heading(1, numbered=False), place=place))
        yield from self._blocks(division.blocks, Here(division))

    def _labelled(self, block: Annex | Division, format_: ParagraphFormat) -> word.Paragraph:
        """The heading of an annex or division, a dash between its label and its title."""
        dash = run(DASH, self.story.look) if self._number(block.id) and block.title else ""
        return word.Paragraph(format_, dash + self.story.runs(block.title), self._marks(block.id))

    def _paragraph(self, paragraph: Paragraph, here: Here) -> word.Paragraph:
        if not self._number(paragraph.id):
            return word.Paragraph(self._beside(here.left), self._content(paragraph))
        style = stylesheet.paragraph(self._level(paragraph.id))
        format_ = self._counted(paragraph.id, style, here)
        return word.Paragraph(format_, self._content(paragraph), self._marks(paragraph.id))

    def _content(self, paragraph: Paragraph) -> str:
        """The text after its run-in title."""
        title = self.story.styled(paragraph.title, "Absatztitel")
        between = run(EN_SPACE, self.story.look) if title and paragraph.content else ""
        return title + between + self.story.runs(paragraph.content)

    def _list(self, block: ListBlock, here: Here, left: int, depth: int) -> Flow:
        """Items with what is inside them; `left` is where the text above the outermost list begins."""
        if not block.ordered:
            place = self.lists.bullets(left, depth)
        elif counted(self.lists.scheme, depth):
            place = self.lists.items(left, depth)
        else:
            place = self.lists.dashes(left, depth)
        inside = left + (place.level + 1) * STEP
        boxes = all(item.content and isinstance(item.content[0], Checkbox) for item in block.items)
        look = (
            ParagraphFormat("ListContinue", left=inside, hanging=STEP)
            if boxes
            else ParagraphFormat("ListParagraph", place=place)
        )
        for item in block.items:
            line = word.Paragraph(look, self.story.runs(item.content), self._marks(item.id))
            yield line.keeping() if item.blocks else line
            for inner, following in zip_longest(item.blocks, item.blocks[1:]):
                if isinstance(inner, ListBlock):
                    yield from self._list(inner, here, left, depth + 1)
                else:
                    flow = self._block(inner, replace(here, left=inside), inside)
                    yield from _kept(flow) if isinstance(following, ListBlock) else flow

    def _plain(self, format_: ParagraphFormat, content: Inlines) -> word.Paragraph:
        return word.Paragraph(format_, self.story.runs(content))

    def _beside(self, left: int) -> ParagraphFormat:
        """The format of text without a number that begins here."""
        if not left:
            return ParagraphFormat("BodyText")
        if left == self.column:
            return ParagraphFormat("AbsatzOhneNummer")
        return ParagraphFormat("ListContinue", left=left)

    def _counted(self, id_: str, style: str, here: Here) -> ParagraphFormat:
        """The format of what carries the number of this id."""
        level = self._level(id_)
        place = self.lists.inside(here.around, level) if here.around else self.lists.body(level, style)
        return ParagraphFormat(style, place=place)

    def _number(self, id_: str) -> str:
        return self.story.labels.number(id_)

    def _level(self, id_: str) -> int:
        return self.story.labels.by_id[id_].level

    def _marks(self, id_: str) -> tuple[word.Bookmark, ...]:
        return self.story.bookmarks.at(id_)

    def _within(self, key: str, flow: Flow) -> Iterator[word.Piece | Break | Header]:
        """The flow inside the bookmark of this key, if there is one."""
        marks = self.story.bookmarks.at(key)
        yield from (word.Raw(mark.start) for mark in marks)
        yield from flow
        yield from (word.Raw(mark.end) for mark in marks)


def _kept(flow: Flow) -> Flow:
    """The flow with its paragraphs kept on one page with what they introduce."""
    return (piece.keeping() if isinstance(piece, word.Paragraph) else piece for piece in flow)
