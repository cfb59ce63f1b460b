"""The file as a whole: the parts of the contract in order, and the parts of the package that they need."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, count, repeat
from typing import NamedTuple

from avvgen.contract import Contract
from avvgen.contract import Part as ContractPart
from avvgen.document import Annex, Document, Inlines
from avvgen.writers.docx.blocks import PartWriter
from avvgen.writers.docx.bookmarks import Bookmarks, bookmarks
from avvgen.writers.docx.design import Design, design_of
from avvgen.writers.docx.inlines import Story
from avvgen.writers.docx.lists import part_lists
from avvgen.writers.docx.sequence import ended, settled
from avvgen.writers.docx.support import property_parts, support_parts
from avvgen.writers.ooxml.blocks import Along, Kind, Page, Paragraph, section
from avvgen.writers.ooxml.formats import ParagraphFormat, RunFormat
from avvgen.writers.ooxml.lists import Lists
from avvgen.writers.ooxml.package import (
    Packed,
    Part,
    Relations,
    content_types,
    package_relations,
    packed,
    zipped,
)
from avvgen.writers.ooxml.xml import escape, root, root_of_bytes
from avvgen.writers.provenance import CHECKSUM, checksum, provenance
from avvgen.writers.stencil import Stencil, stencil

_TEXT = "word/document.xml"
_EMPTY = Document(())
_ROOTS = {"header": "hdr", "footer": "ftr"}


class Holed(NamedTuple):
    """A part of the file that is not the same for every customer."""

    name: str
    stencil: Stencil


@dataclass(frozen=True, slots=True)
class Draft:
    """A Word file in which stand-ins may take the place of a customer's letters; what holds none is compressed once."""

    parts: tuple[Packed | Holed, ...]

    def finished(self, letters: Mapping[str, str]) -> bytes:
        """The file with these letters in place of their stand-ins, and the checksum of its text."""
        letters_of = {name: escape(text).encode() for name, text in letters.items()}
        text = next(part for part in self.parts if isinstance(part, Holed) and part.name == _TEXT)
        content = text.stencil.filled(letters_of)
        letters_of[CHECKSUM] = checksum(content).encode()
        return zipped(
            part
            if isinstance(part, Packed)
            else packed(Part(part.name, content if part is text else part.stencil.filled(letters_of)))
            for part in self.parts
        )


def write_docx(contract: Contract) -> bytes:
    """The contract as a Word file, its parts one after the other; the same contract makes the same bytes.

    Raises AvvgenError for a letterhead or a logo that cannot be used.
    """
    return draft_docx(contract).finished({})


def draft_docx(contract: Contract, standins: Collection[str] = ()) -> Draft:
    """The contract as a Word file that is finished with what belongs in place of the stand-ins.

    Raises AvvgenError for a letterhead or a logo that cannot be used.
    """
    parts = _parts(contract)
    cut = (Holed(part.name, stencil(part.content, (*standins, CHECKSUM))) for part in (content_types(parts), *parts))
    return Draft(
        tuple(
            part if part.stencil.holes or part.name == _TEXT else packed(Part(part.name, part.stencil.pieces[0]))
            for part in cut
        )
    )


def _parts(contract: Contract) -> list[Part]:
    design = design_of(contract)
    book = _Book(contract, design)
    text = root_of_bytes("document", book.text())
    written = [text, *(part.content for part in book.running)]
    support = support_parts(book.first, design, book.lists, book.relations, written)
    return [
        Part("_rels/.rels", package_relations()),
        Part(_TEXT, design.named(text)),
        Part("word/_rels/document.xml.rels", book.relations.xml().encode()),
        *support,
        *property_parts(book.first, design, provenance(contract.name)),
        *(part._replace(content=design.named(part.content)) for part in book.running),
        *design.brought,
    ]


def headers(document: Document) -> Iterator[Inlines]:
    """What runs above the pages of a document: its own header, and those of its annexes."""
    yield document.header
    yield document.first_header or ()
    yield from (block.header for block in document.blocks if isinstance(block, Annex))


@dataclass(slots=True)
class _Book:
    """What all parts of the contract share in one file: lists, links, controls, headers and footers."""

    contract: Contract
    design: Design
    lists: Lists = field(init=False)
    relations: Relations = field(default_factory=Relations)
    controls: Iterator[int] = field(init=False)
    sheets: Iterator[tuple[Page, tuple[Along, ...]]] = field(init=False)
    running: list[Part] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin to count where the letterhead leaves off."""
        self.lists = Lists(taken=self.design.taken)
        self.controls = (n for n in count(1) if str(n) not in self.design.controls)
        self.sheets = self.design.sheets()

    @property
    def first(self) -> Document:
        """The document that names the file and its language."""
        return next((part.document for part in self.contract.parts), _EMPTY)

    def text(self) -> Iterator[str]:
        """The body piece by piece, each part of the contract but the last ending its own section."""
        yield f"{self.design.background}<w:body>"
        column, last = self.design.column, len(self.contract.parts) - 1
        end = "" if self.contract.parts else self.section(())
        for n, (part, marks) in enumerate(zip(self.contract.parts, bookmarks(self.contract), strict=True)):
            lists = part_lists(self.lists, part, n, column, bound=not self.design.theirs)
            flow = PartWriter(part.document, self.story(part, marks, self.relations), lists, column).flow()
            under = self.sections(part, marks)
            pieces, end = settled(flow, under)
            end = end or under(part.document.header)
            for piece in ended(pieces, "" if n == last else end):
                yield self.design.dressed(piece).xml()
        yield f"{end}</w:body>"

    def story(self, part: ContractPart, marks: Bookmarks, relations: Relations) -> Story:
        """What the runs of one text of this part share."""
        language = part.document.language
        look = RunFormat(language="" if language == self.first.language else language)
        width, ground = self.design.width, self.design.palette.ground
        return Story(part.labels, marks, relations, self.controls, width, ground, look)

    def section(self, own: tuple[Along, ...], opening: tuple[Along, ...] = ()) -> str:
        """The next section: what the letterhead puts along its pages, and ours; `opening` stands on its first page.

        What has no opening of its own runs on the first page as on the others.
        """
        page, brought = next(self.sheets)
        theirs = (one._replace(relation=self.relations.part(one.kind, one.relation)) for one in brought)
        along = {(one.kind, one.pages): one for one in (*theirs, *own, *opening)}
        if opening:
            page = page._replace(opening=True)
            first = {
                (one.kind, "first"): one._replace(pages="first") for one in along.values() if one.pages == "default"
            }
            along = {**first, **along}
        return section(page, along.values())

    def sections(self, part: ContractPart, marks: Bookmarks) -> Callable[[Inlines], str]:
        """What makes the section of a part under a header; one that has none does not go on with those before."""
        documents = [other.document for other in self.contract.parts]
        headed = any(header for document in documents for header in headers(document)) or self.design.logo
        footed = any(document.footer or document.first_footer for document in documents)
        kinds: tuple[Kind, ...] = (*(("header",) if headed else ()), *(("footer",) if footed else ()))

        @cache
        def running(kind: Kind, row: Inlines) -> str:
            return self.run_along(kind, row, part, marks)

        def under(header: Inlines) -> str:
            rows = {"header": header, "footer": part.document.footer}
            every = (Along(kind, on, running(kind, rows[kind])) for kind in kinds for on in self.design.free(kind))
            return self.section(tuple(every), next(openings))

        own: dict[Kind, Inlines | None] = {"header": part.document.first_header, "footer": part.document.first_footer}
        opening = (
            Along(kind, "first", running(kind, row))
            for kind, row in own.items()
            if row is not None and kind in kinds and self.design.opens(kind)
        )
        openings = chain((tuple(opening),), repeat(()))
        return under

    def run_along(self, kind: Kind, row: Inlines, part: ContractPart, marks: Bookmarks) -> str:
        """Write a header or footer; the id of the relationship to it comes back."""
        number = sum(written.kind == kind for written in self.running) + 1
        relations, logo, look = Relations(), self.design.logo, ParagraphFormat(kind.capitalize())
        lines = [Paragraph(look, self.story(part, marks, relations).runs(row))]
        if logo and kind == "header":
            lines = logo.above(lines if row else [], relations, number)
        xml = "".join(self.design.dressed(line).xml() for line in lines)
        name = f"{kind}{number}.xml"
        self.running.append(Part(f"word/{name}", root(_ROOTS[kind], xml).encode()))
        if relations.rows:
            self.running.append(Part(f"word/_rels/{name}.rels", relations.xml().encode()))
        return self.relations.part(kind, name)
