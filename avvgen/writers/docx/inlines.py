"""The inlines of the tree as runs: one case a node."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from avvgen.document import (
    Anchor,
    Blank,
    Checkbox,
    Inline,
    Inlines,
    LineBreak,
    Link,
    PageCount,
    PageNumber,
    Ref,
    Strong,
    Text,
)
from avvgen.numbering import Labels, Live
from avvgen.writers.docx.bookmarks import Bookmarks
from avvgen.writers.ooxml import runs
from avvgen.writers.ooxml.formats import PLAIN, RunFormat
from avvgen.writers.ooxml.package import Relations, web_address

GAP_STYLE, LINK_STYLE = "PlaceholderText", "Hyperlink"


@dataclass(frozen=True, slots=True)
class Story:
    """What the runs of one text share: its labels, bookmarks and links, numbers for its controls, its measures."""

    labels: Labels
    bookmarks: Bookmarks
    relations: Relations
    controls: Iterator[int]
    width: int
    ground: str
    look: RunFormat = PLAIN

    def runs(self, row: Inlines, look: RunFormat | None = None) -> str:
        """A row of inlines as runs."""
        format_ = self.look if look is None else look
        return "".join(self._run(inline, format_) for inline in row)

    def bold(self, row: Inlines) -> str:
        """A row of inlines as bold runs."""
        return self.runs(row, replace(self.look, bold=True))

    def styled(self, row: Inlines, style: str) -> str:
        """A row of inlines as runs of a character style."""
        return self.runs(row, replace(self.look, style=style))

    def _run(self, inline: Inline, look: RunFormat) -> str:
        match inline:
            case Text(text=text) | Anchor(text=text):
                return runs.run(text, look)
            case Strong(children=children):
                return self.runs(children, replace(look, bold=True))
            case Ref(targets=targets, within=within):
                return "".join(self._reference(part, look) for part in self.labels.reference(targets, within))
            case Link(url=url, children=children):
                return self._link(url, children, look)
            case Blank(label=label):
                return runs.gap(label, next(self.controls), replace(look, style=GAP_STYLE), look)
            case Checkbox(checked=checked):
                return runs.tick_box(next(self.controls), replace(look, font=runs.TICK_FONT), ticked=checked)
            case LineBreak():
                return runs.line_break(look)
            case PageNumber():
                return runs.field("PAGE", "1", look)
            case PageCount():
                return runs.field("NUMPAGES", "1", look)

    def _reference(self, part: str | Live, look: RunFormat) -> str:
        if isinstance(part, str):
            return runs.run(part, look)
        bookmark = self.bookmarks.to(part.id)
        return runs.number_of(bookmark.name, part.text, look) if bookmark else runs.run(part.text, look)

    def _link(self, url: str, children: Inlines, look: RunFormat) -> str:
        address = web_address(url)
        if not address or look.style == LINK_STYLE:
            return self.runs(children, look)
        content = self.runs(children, replace(look, style=LINK_STYLE))
        return runs.link_to(self.relations.address(address), content)
