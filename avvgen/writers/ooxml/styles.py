"""The styles part: styles as values, and the defaults that all of them share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from avvgen.writers.ooxml.formats import PLAIN, ParagraphFormat, Place, Rule, RunFormat, rule
from avvgen.writers.ooxml.xml import root, w

_NAMED = re.compile(b'<w:(?:pStyle|rStyle|tblStyle) w:val="([^"]+)"')
_FLAT = ParagraphFormat()
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


@dataclass(frozen=True, slots=True)
class Style:
    """A style: its id in the file, its name for people, and what it sets apart from the one it is based on."""

    id: str
    name: str
    kind: Literal["paragraph", "character", "table"] = "paragraph"
    based_on: str = ""
    next: str = ""
    paragraph: ParagraphFormat = _FLAT
    run: RunFormat = PLAIN
    table: str = ""
    default: bool = False
    priority: int = 1

    def xml(self) -> str:
        """The style as XML; Word knows its own styles by their names."""
        properties = self.paragraph.children()
        return w(
            "style",
            w("name", val=self.name),
            w("basedOn", val=self.based_on) if self.based_on else "",
            w("next", val=self.next) if self.next else "",
            w("uiPriority", val=self.priority),
            w("qFormat") if self.kind == "paragraph" else "",
            w("pPr", properties) if properties else "",
            self.run.xml(),
            self.table,
            **self._attributes(),
        )

    def _attributes(self) -> dict[str, str | int]:
        known = self.id.startswith(BUILT_IN)
        return {
            "type": self.kind,
            **({"default": 1} if self.default else {}),
            **({} if known else {"customStyle": 1}),
            "styleId": self.id,
        }


# Ids of the styles that Word itself brings; their names are shown in the language of the program.
BUILT_IN = (
    "Normal", "TableNormal", "BodyText", "Heading", "Title", "Subtitle", "List", "TOC", "Header", "Footer",
    "Hyperlink", "PlaceholderText",
)  # fmt: skip


def table_format(*, rules: Rule | None, side: int, top: int) -> str:
    """What a table style sets: a grid of rules (or none), and the room between rule and text."""
    borders = w("tblBorders", *(rule(name, rules) for name in _SIDES)) if rules else ""
    room = {"top": top, "left": side, "bottom": top, "right": side}
    margins = w("tblCellMar", *(w(name, w=width, type="dxa") for name, width in room.items()))
    return w("tblPr", w("tblInd", w=0, type="dxa"), borders, margins)


def used_styles(sheet: Iterable[Style], written: Iterable[bytes]) -> tuple[Style, ...]:
    """The styles that the written XML names, those they rest on, and the default ones, in the order of the sheet.

    A style that is followed by one that is not used is followed by itself.
    """
    styles = {style.id: style for style in sheet}
    wanted: set[str] = set()
    waiting = [name.decode() for part in written for name in _NAMED.findall(part)]
    waiting += [style.id for style in styles.values() if style.default]
    while waiting:
        id_ = waiting.pop()
        if id_ in styles and id_ not in wanted:  # the page of a letterhead may name a style of its own
            wanted.add(id_)
            waiting.append(styles[id_].based_on)
    used = (style for style in styles.values() if style.id in wanted)
    return tuple(style if style.next in wanted else replace(style, next="") for style in used)


def styles_part(styles: Iterable[Style], links: Mapping[str, Place], font: str, size: int, language: str) -> str:
    """The part `styles.xml`; `links` says which styles carry the numbers of which list."""
    letters = w("rPr", RunFormat(font=font, size=size, language=language).children())
    defaults = w("docDefaults", w("rPrDefault", letters), w("pPrDefault", w("pPr", w("widowControl"))))
    return root("styles", defaults + "".join(_linked(style, links).xml() for style in styles))


def _linked(style: Style, links: Mapping[str, Place]) -> Style:
    place = links.get(style.id)
    return replace(style, paragraph=replace(style.paragraph, place=place)) if place else style
