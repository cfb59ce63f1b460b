"""Tables of contents: a field whose entries are right before it is ever updated, since they show no pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from avvgen.document import Annex, Blocks, Contents, Division, Document, Section
from avvgen.findings import error
from avvgen.numbering import Labels
from avvgen.walks import walk
from avvgen.writers.docx.bookmarks import WHOLE_PART, annex_range
from avvgen.writers.docx.inlines import Story
from avvgen.writers.docx.stylesheet import HEADING_LEVELS
from avvgen.writers.letters import shown
from avvgen.writers.ooxml.blocks import Paragraph, Piece, Raw
from avvgen.writers.ooxml.formats import ParagraphFormat
from avvgen.writers.ooxml.runs import contents_control, field_begin, field_end, link_inside, run

DASH = "– "  # between the label of an annex and its title


class _Entry(NamedTuple):
    """A heading: its level from 1, its id, and how it reads."""

    level: int
    id: str
    text: str


def contents(block: Contents, document: Document, story: Story) -> Iterator[Piece]:
    """The title, the field with an entry for each heading, and a gap."""
    begin, end = contents_control(next(story.controls))
    yield Raw(begin)
    if block.title:
        yield Paragraph(ParagraphFormat("TOCHeading"), story.runs(block.title))
    start = field_begin(_code(block, story))
    for entry in _entries(block, document, story.labels):
        bookmark, text = story.bookmarks.to(entry.id), run(entry.text, story.look)
        link = link_inside(bookmark.name, text) if bookmark else text
        yield Paragraph(ParagraphFormat(f"TOC{entry.level}"), start + link)
        start = ""
    yield Paragraph(ParagraphFormat("Abstand"), start + field_end())
    yield Raw(end)


def _code(block: Contents, story: Story) -> str:
    """The field in Word's words; the contents of an annex begin below its own heading."""
    first = 2 if block.of else 1
    around = story.bookmarks.at(annex_range(block.of) if block.of else WHOLE_PART)
    limit = "".join(f" \\b {bookmark.name}" for bookmark in around)
    return f'TOC \\o "{first}-{_last(block)}" \\h \\n \\u{limit}'


def _last(block: Contents) -> int:
    return min(block.levels + (1 if block.of else 0), HEADING_LEVELS)


def _entries(block: Contents, document: Document, labels: Labels) -> Iterator[_Entry]:
    if not block.of:
        return _headings(document.blocks, labels, 1, _last(block))
    for annex in walk(document.blocks):
        if isinstance(annex, Annex) and annex.id == block.of:
            return _headings(annex.blocks, labels, 2, _last(block))
    message = f"a table of contents is for '{block.of}', which is no annex of this contract"
    raise error("broken-reference", message)


def _headings(blocks: Blocks, labels: Labels, level: int, last: int) -> Iterator[_Entry]:
    """Headings in reading order; without a title there is none."""
    if level > last:
        return
    for block in blocks:
        match block:
            case Section(id=id_, title=title, blocks=inner):
                if title:
                    yield _Entry(level, id_, _joined(labels.number(id_), "\t", shown(title, labels)))
                yield from _headings(inner, labels, level + bool(title), last)
            case Annex(id=id_, title=title, blocks=inner) | Division(id=id_, title=title, blocks=inner):
                if title or labels.number(id_):
                    yield _Entry(1, id_, _joined(labels.number(id_), f" {DASH}", shown(title, labels)))
                yield from _headings(inner, labels, 2, last)
            case _:
                pass


def _joined(number: str, between: str, title: str) -> str:
    return number + between + title if number and title else number or title
