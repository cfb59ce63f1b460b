"""A contract as Markdown: CommonMark with pipe tables, one case a node, every letter of a value escaped.

What Markdown lacks has one fixed form: pages, header and footer are left out, boxes are ☐ and ☑, a gap is its
label in square brackets, items of lettered lists are paragraphs, lines of a cell are divided by `<br>`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from avvgen.contract import Contract, Part
from avvgen.document import (
    Anchor,
    Annex,
    Blank,
    Block,
    Blocks,
    Cell,
    Checkbox,
    Contents,
    Division,
    Document,
    FollowUp,
    Inline,
    Inlines,
    LineBreak,
    Link,
    ListBlock,
    PageBreak,
    PageCount,
    PageNumber,
    Paragraph,
    PartyBlock,
    Ref,
    Row,
    Section,
    SignatureBlock,
    Strong,
    Table,
    Text,
    TitleLine,
)
from avvgen.numbering import Live
from avvgen.walks import inlines, walk
from avvgen.writers.escaping import IN_URL, Bold, anchor_name, at_line_start, escaped, in_a_row, in_one_line
from avvgen.writers.letters import parted, shown
from avvgen.writers.provenance import CHECKSUM, checksum, provenance
from avvgen.writers.stencil import Stencil, stencil

RULED = "…" * 20
INDENT = "&emsp;"


@dataclass(frozen=True, slots=True)
class Draft:
    """A Markdown file in which stand-ins may take the place of a customer's letters."""

    head: Stencil
    text: Stencil

    def finished(self, letters: Mapping[str, str]) -> bytes:
        """The file with these letters in place of their stand-ins, and the checksum of its text."""
        letters_of = {name: escaped(text).encode() for name, text in letters.items()}
        text = self.text.filled(letters_of)
        if not self.head.holes:
            return text
        in_head = {name: _quoted(value).encode() for name, value in letters.items()}
        return self.head.filled({**in_head, CHECKSUM: checksum(text).encode()}) + text


def write_markdown(contract: Contract) -> bytes:
    """The contract as UTF-8 Markdown, its parts one after another."""
    return draft_markdown(contract).finished({})


def draft_markdown(contract: Contract, standins: Collection[str] = ()) -> Draft:
    """The contract as Markdown that is finished with what belongs in place of the stand-ins."""
    texts = ("\n\n".join(_Writer(part).blocks(part.document.blocks, 1)) for part in contract.parts)
    text = ("\n\n---\n\n".join(texts) + "\n").encode()
    first = contract.parts[0].document if contract.parts else None
    head = front_matter(contract, first) if first is not None and first.front_matter else b""
    return Draft(stencil(head, (*standins, CHECKSUM)), stencil(text, standins))


def front_matter(contract: Contract, document: Document) -> bytes:
    """What the file says of itself before it begins, as YAML between dashes; JSON's strings are YAML's, too."""
    rows = {"title": document.title, "version": document.version, "lang": document.language, "author": document.author}
    rows |= {name.replace(" ", "-"): value for name, value in provenance(contract.name).items()}
    lines = (f'{name}: "{_quoted(value)}"' for name, value in rows.items() if value)
    return ("---\n" + "\n".join(lines) + "\n---\n\n").encode()


def _quoted(text: str) -> str:
    """Text between the quotation marks of a JSON string."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


class _Writer:
    """Writes the nodes of one part; knows its labels and which ids references lead to."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.targets = {
            live.id
            for inline in inlines(part.document)
            if isinstance(inline, Ref)
            for live in part.labels.reference(inline.targets, inline.within)
            if isinstance(live, Live)
        }
        listed = any(isinstance(block, Contents) for block in walk(part.document.blocks))
        if listed:
            self.targets |= {b.id for b in walk(part.document.blocks) if isinstance(b, Section | Annex | Division)}

    def blocks(self, blocks: Blocks, depth: int) -> Iterator[str]:
        for block in blocks:
            yield from self.block(block, depth)

    def block(self, block: Block, depth: int) -> Iterator[str]:
        match block:
            case TitleLine(content=content, role=role):
                text = self.row(content)
                lines = {"title": f"# {in_one_line(text)}", "subtitle": self.bold(content), "note": text}
                yield lines["title"] if role == "title" else at_line_start(lines[role])
            case Section():
                yield from self.section(block, depth)
            case Annex(id=id_, title=title, blocks=inner) | Division(id=id_, title=title, blocks=inner):
                yield f"## {self.anchor(id_)}{self.heading(id_, title, ' – ')}"
                yield from self.blocks(inner, 2)
            case Paragraph():
                yield self.paragraph(block, self.part.labels.number(block.id))
            case FollowUp(content=content):
                yield at_line_start(self.row(content))
            case ListBlock():
                yield from self.list_block(block, 0)
            case Table():
                yield self.table(block)
            case PartyBlock():
                yield from self.parties(block)
            case SignatureBlock():
                yield from self.signatures(block)
            case Contents():
                yield from self.contents(block)
            case PageBreak():
                return

    def section(self, section: Section, depth: int) -> Iterator[str]:
        number = self.part.labels.number(section.id)
        if section.title:
            heading = self.anchor(section.id) + self.heading(section.id, section.title, " ")
            yield f"{'#' * min(depth + 1, 6)} {heading}"
            yield from self.blocks(section.blocks, depth + 1)
            return
        first, rest = section.blocks[:1], section.blocks[1:]
        if first and isinstance(first[0], Paragraph):
            yield self.anchor(section.id) + self.paragraph(first[0], number)
        else:
            yield self.anchor(section.id) + at_line_start(escaped(number))
            rest = section.blocks
        yield from self.blocks(rest, depth + 1)

    def heading(self, id_: str, title: Inlines, joint: str) -> str:
        """The number of a section or annex and its title, in one line."""
        number = escaped(self.part.labels.number(id_))
        return in_one_line(joint.join(filter(None, (number, self.row(title)))))

    def paragraph(self, paragraph: Paragraph, number: str) -> str:
        title = self.bold(paragraph.title) if paragraph.title else ""
        words = " ".join(filter(None, (escaped(number), title, self.row(paragraph.content))))
        return self.anchor(paragraph.id) + at_line_start(words)

    def list_block(self, block: ListBlock, depth: int) -> Iterator[str]:
        if not block.ordered:
            yield "\n".join(self.bullets(block, 0))
            return
        for item in block.items:
            number = self.part.labels.number(item.id) or "–"
            words = at_line_start(f"{escaped(number)} {self.row(item.content)}")
            yield INDENT * depth + self.anchor(item.id) + words
            for inner in item.blocks:
                if isinstance(inner, ListBlock) and inner.ordered:
                    yield from self.list_block(inner, depth + 1)
                else:
                    yield from self.block(inner, 1)

    def bullets(self, block: ListBlock, depth: int) -> Iterator[str]:
        for item in block.items:
            yield "  " * depth + "- " + at_line_start(self.row(item.content))
            for inner in item.blocks:
                if isinstance(inner, ListBlock):
                    yield from self.bullets(inner, depth + 1)
                else:
                    indent = "  " * (depth + 1)
                    yield "\n".join(
                        ("", *(indent + line for text in self.block(inner, 1) for line in text.split("\n")))
                    )

    def table(self, table: Table) -> str:
        columns = max((sum(cell.span for cell in row) for row in (*table.header, *table.rows)), default=0)
        if not columns:
            return ""
        head, *more = table.header or ((Cell((), columns),),)
        rows = [self.cells(head), "|" + " --- |" * columns, *(self.cells(row) for row in (*more, *table.rows))]
        return "\n".join(rows)

    def cells(self, row: Row) -> str:
        return "| " + " | ".join(self.cell(cell) + " |" * (cell.span - 1) for cell in row) + " |"

    def cell(self, cell: Cell) -> str:
        return "<br>".join(self.row(line).replace("\\\n", "<br>") for line in cell.lines)

    def parties(self, block: PartyBlock) -> Iterator[str]:
        yield at_line_start(self.row(block.before))
        for n, side in enumerate(block.sides):
            if n:
                yield at_line_start(self.row(block.between))
            for lines in ((side.role, *side.lines), *side.more):
                yield "\\\n".join(at_line_start(self.row(line)) for line in filter(None, lines))
            if side.named:
                yield at_line_start(self.row(side.named))

    def signatures(self, block: SignatureBlock) -> Iterator[str]:
        for side in block.sides:
            yield at_line_start(self.bold(side.heading))
            joint = ", " if side.place_date_label else " "
            gap = "" if side.dated else f"{joint if side.place_date else ''}{RULED}"
            place = f"{self.row(side.place_date)}{gap}"
            yield at_line_start("\\\n".join(filter(None, (place, self.row(side.place_date_label)))))
            for written, label in side.lines():
                line = " ".join(filter(None, (self.row(written), RULED)))
                yield at_line_start(f"{line}\\\n{self.row(label)}")

    def contents(self, contents: Contents) -> Iterator[str]:
        yield at_line_start(self.bold(contents.title))
        entries = self.headings(self.part.document.blocks, 1)
        if contents.of:
            annexes = (b for b in walk(self.part.document.blocks) if isinstance(b, Annex) and b.id == contents.of)
            entries = (heading for annex in annexes for heading in self.headings(annex.blocks, 1))
        yield "\n".join(
            f"{'  ' * (level - 1)}- [{text}](#{anchor_name(id_)})"
            for level, id_, text in entries
            if level <= contents.levels
        )

    def headings(self, blocks: Blocks, level: int) -> Iterator[tuple[int, str, str]]:
        for block in blocks:
            if isinstance(block, Section | Annex | Division) and (title := shown(block.title, self.part.labels)):
                joint = " " if isinstance(block, Section) else " – "
                number = self.part.labels.number(block.id)
                yield level, block.id, escaped(joint.join(filter(None, (number, title)))).replace("\n", " ")
                yield from self.headings(block.blocks, level + 1)

    def anchor(self, id_: str) -> str:
        return f'<a id="{anchor_name(id_)}"></a>' if id_ in self.targets else ""

    def row(self, row: Inlines) -> str:
        return in_a_row([piece for inline in row for piece in self.pieces(inline)])

    def pieces(self, inline: Inline) -> Iterator[str]:
        """An inline, or bold words and the breaks beside them."""
        if not isinstance(inline, Strong):
            yield self.inline(inline)
            return
        before, words, after = map(self.row, parted(inline.children))
        yield from (before, Bold(words), after)

    def bold(self, row: Inlines) -> str:
        return self.row((Strong(row),))

    def inline(self, inline: Inline) -> str:
        match inline:
            case Text(text=text):
                return escaped(text).replace("\n", " ")
            case Strong():
                return self.row((inline,))
            case Ref(targets=targets, within=within):
                return "".join(
                    f"[{escaped(part.text)}](#{anchor_name(part.id)})" if isinstance(part, Live) else escaped(part)
                    for part in self.part.labels.reference(targets, within)
                )
            case Link(url=url, children=children):
                return f"[{self.row(children)}](<{url.translate(IN_URL)}>)"
            case Blank(label=label):
                return f"\\[{escaped(label)}\\]"
            case Checkbox(checked=checked):
                return "☑" if checked else "☐"
            case Anchor(text=text):
                return escaped(text)
            case LineBreak():
                return "\\\n"
            case PageNumber() | PageCount():
                return ""
