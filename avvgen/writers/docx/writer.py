"""The file as a whole: the parts of the contract in order, and the parts of the package that they need."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import count

from avvgen.contract import Contract
from avvgen.contract import Part as ContractPart
from avvgen.document import Annex, Document, Inlines
from avvgen.writers.docx.blocks import PartWriter
from avvgen.writers.docx.bookmarks import Bookmarks, bookmarks
from avvgen.writers.docx.inlines import Story
from avvgen.writers.docx.lists import part_lists
from avvgen.writers.docx.page import A4, number_column
from avvgen.writers.docx.sequence import ended, settled
from avvgen.writers.docx.stylesheet import FONT, FONTS, SIZE, TICK_FONTS, sheet
from avvgen.writers.ooxml.blocks import Paragraph, section
from avvgen.writers.ooxml.formats import ParagraphFormat, RunFormat
from avvgen.writers.ooxml.lists import Lists
from avvgen.writers.ooxml.package import Part, Relations, package_relations, zipped
from avvgen.writers.ooxml.parts import app_part, core_part, custom_part, fonts_part, settings_part
from avvgen.writers.ooxml.runs import TICK_FONT
from avvgen.writers.ooxml.styles import styles_part, used_styles
from avvgen.writers.ooxml.theme import theme_part
from avvgen.writers.ooxml.xml import root, root_of_bytes
from avvgen.writers.provenance import provenance

_PROGRAM = "avvgen"
_EMPTY = Document(())
_ROOTS = {"header": "hdr", "footer": "ftr"}


def write_docx(contract: Contract) -> bytes:
    """The contract as a Word file, its parts one after the other; the same contract makes the same bytes."""
    book = _Book(contract, number_column(contract))
    text = root_of_bytes("document", book.text())
    support = book.support([text, *(part.content for part in book.running)])
    return zipped(
        [
            Part("_rels/.rels", package_relations()),
            Part("word/document.xml", text),
            Part("word/_rels/document.xml.rels", book.relations.xml().encode()),
            *support,
            *book.running,
        ]
    )


def headers(document: Document) -> Iterator[Inlines]:
    """What runs above the pages of a document: its own header, and those of its annexes."""
    yield document.header
    yield from (block.header for block in document.blocks if isinstance(block, Annex))


@dataclass(slots=True)
class _Book:
    """What all parts of the contract share in one file: lists, links, controls, headers and footers."""

    contract: Contract
    column: int
    lists: Lists = field(default_factory=Lists)
    relations: Relations = field(default_factory=Relations)
    controls: Iterator[int] = field(default_factory=lambda: count(1))
    running: list[Part] = field(default_factory=list)

    @property
    def first(self) -> Document:
        """The document that names the file and its language."""
        return next((part.document for part in self.contract.parts), _EMPTY)

    def text(self) -> Iterator[str]:
        """The body piece by piece, each part of the contract but the last ending its own section."""
        yield "<w:body>"
        last = len(self.contract.parts) - 1
        end = section(A4)
        for n, (part, marks) in enumerate(zip(self.contract.parts, bookmarks(self.contract), strict=True)):
            lists = part_lists(self.lists, part, n, self.column)
            flow = PartWriter(part.document, self.story(part, marks, self.relations), lists, self.column).flow()
            under = self.sections(part, marks)
            pieces, end = settled(flow, under)
            end = end or under(part.document.header)
            for piece in ended(pieces, "" if n == last else end):
                yield piece.xml()
        yield f"{end}</w:body>"

    def story(self, part: ContractPart, marks: Bookmarks, relations: Relations) -> Story:
        """What the runs of one text of this part share."""
        language = part.document.language
        look = RunFormat(language="" if language == self.first.language else language)
        return Story(part.labels, marks, relations, self.controls, look)

    def sections(self, part: ContractPart, marks: Bookmarks) -> Callable[[Inlines], str]:
        """What makes the section of a part under a header; one that has none does not go on with those before."""
        documents = [other.document for other in self.contract.parts]
        headed = any(header for document in documents for header in headers(document))
        footed = any(document.footer for document in documents)

        @cache
        def running(kind: str, row: Inlines) -> str:
            return self.run_along(kind, row, part, marks)

        def under(header: Inlines) -> str:
            above = running("header", header) if headed else ""
            return section(A4, above, running("footer", part.document.footer) if footed else "")

        return under

    def run_along(self, kind: str, row: Inlines, part: ContractPart, marks: Bookmarks) -> str:
        """Write a header or footer; the id of the relationship to it comes back."""
        number = sum(written.kind == kind for written in self.running) + 1
        relations = Relations()
        line = Paragraph(ParagraphFormat(kind.capitalize()), self.story(part, marks, relations).runs(row))
        name = f"{kind}{number}.xml"
        self.running.append(Part(f"word/{name}", root(_ROOTS[kind], line.xml()).encode()))
        if relations.rows:
            self.running.append(Part(f"word/_rels/{name}.rels", relations.xml().encode()))
        return self.relations.part(kind, name)

    def support(self, written: list[bytes]) -> list[Part]:
        """The parts that what is written leans on, with nothing in them that it does not use."""
        first, ticks = self.first, any(TICK_FONT.encode() in text for text in written)
        word = {
            "styles": styles_part(
                used_styles(sheet(self.column), written), self.lists.links(), FONT, SIZE, first.language
            ),
            "theme": theme_part(FONT),
            "settings": settings_part(first.language),
            "fontTable": fonts_part(FONTS + (TICK_FONTS if ticks else ())),
            **({"numbering": self.lists.part()} if self.lists.instances else {}),
        }
        properties = {
            "core": core_part(
                {
                    "dc:title": first.title,
                    "dc:subject": first.subject,
                    "dc:creator": first.author,
                    "cp:keywords": first.keywords,
                    "dc:language": first.language,
                    "cp:version": first.version,
                }
            ),
            "app": app_part(_PROGRAM, first.author),
            "custom": custom_part(provenance(self.contract.name, written[0])),
        }
        for kind in word:
            self.relations.part(kind, f"{kind}.xml")
        return [
            *(Part(f"word/{kind}.xml", xml.encode()) for kind, xml in word.items()),
            *(Part(f"docProps/{kind}.xml", xml.encode()) for kind, xml in properties.items()),
        ]
