"""Reads a built file as Word does: paragraphs, the numbers that its lists print, bookmarks, fields."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = {"w": W, "w14": W14, "r": R}
NBSP = "\u00a0"
BULLETS = "•–\uf0b7\uf02d"  # the last two are how LibreOffice writes the first two


def value(element: Any, path: str) -> str | None:
    """The `w:val` of the first element on the path."""
    found = element.xpath(f"{path}/@w:val", namespaces=NAMES)
    return found[0] if found else None


@dataclass(frozen=True)
class Line:
    """A paragraph as it is seen: its style, its number with its indent, its text."""

    element: Any
    style: str
    number: str
    left: int
    text: str

    def has(self, path: str) -> bool:
        """Whether the paragraph has what the path says."""
        return bool(self.element.xpath(path, namespaces=NAMES))


class Word:
    """A file as Word sees it. Counters belong to list definitions, as in Word, or to lists, as in LibreOffice."""

    def __init__(self, content: bytes, *, counters_by_definition: bool = True) -> None:
        self.package = ZipFile(BytesIO(content))
        self.by_definition = counters_by_definition

    def text_of(self, name: str) -> str:
        return self.package.read(name).decode()

    def root(self, name: str) -> Any:
        return etree.fromstring(self.package.read(name))

    def has(self, name: str) -> bool:
        return name in self.package.namelist()

    @cached_property
    def document(self) -> Any:
        return self.root("word/document.xml")

    def find(self, path: str) -> list[Any]:
        """Everything in the text on a path."""
        return self.document.xpath(path, namespaces=NAMES)

    @cached_property
    def styles(self) -> dict[str, Any]:
        return {style.get(f"{{{W}}}styleId"): style for style in self.root("word/styles.xml").iter(f"{{{W}}}style")}

    def style_chain(self, id_: str | None) -> Iterator[Any]:
        while id_:
            yield self.styles[id_]
            id_ = value(self.styles[id_], "w:basedOn")

    @cached_property
    def lists(self) -> dict[str, Any]:
        return {num.get(f"{{{W}}}numId"): num for num in self.root("word/numbering.xml").iter(f"{{{W}}}num")}

    @cached_property
    def definitions(self) -> dict[str, Any]:
        found = self.root("word/numbering.xml").iter(f"{{{W}}}abstractNum")
        return {definition.get(f"{{{W}}}abstractNumId"): definition for definition in found}

    def place(self, paragraph: Any) -> tuple[str, int] | None:
        """The list and level that number a paragraph, by itself or by its style."""
        direct = paragraph.xpath("w:pPr/w:numPr", namespaces=NAMES)
        if direct:
            return self._valid(value(direct[0], "w:numId"), int(value(direct[0], "w:ilvl") or 0))
        for style in self.style_chain(value(paragraph, "w:pPr/w:pStyle")):
            number = value(style, "w:pPr/w:numPr/w:numId")
            if number:
                return self._valid(number, self._bound_level(number, style.get(f"{{{W}}}styleId")))
        return None

    @staticmethod
    def _valid(number: str | None, level: int) -> tuple[str, int] | None:
        return None if number in {None, "0"} else (str(number), level)

    def _bound_level(self, number: str, style: str) -> int:
        """Word looks for the level that names the style, not at the level in the style."""
        if number == "0":
            return 0
        [level] = [lvl for lvl in self._levels(number) if value(lvl, "w:pStyle") == style]
        return int(level.get(f"{{{W}}}ilvl"))

    def _levels(self, number: str) -> list[Any]:
        return self.definitions[value(self.lists[number], "w:abstractNumId") or ""].findall(f"{{{W}}}lvl")

    @cached_property
    def lines(self) -> list[Line]:
        """The paragraphs of the text in order, numbered as Word numbers them."""
        counters: dict[str, dict[int, int]] = defaultdict(dict)
        begun: set[tuple[str, int]] = set()
        lines = []
        for paragraph in self.document.iter(f"{{{W}}}p"):
            place = self.place(paragraph)
            number = self._count(place, counters, begun) if place else ""
            style = value(paragraph, "w:pPr/w:pStyle") or ""
            lines.append(Line(paragraph, style, number, self._left(paragraph, place), shown(paragraph)))
        return lines

    def _count(self, place: tuple[str, int], counters: Any, begun: set[tuple[str, int]]) -> str:
        number, level = place
        definition = value(self.lists[number], "w:abstractNumId") or ""
        counts = counters[definition if self.by_definition else number]
        restart = value(self.lists[number], f"w:lvlOverride[@w:ilvl='{level}']/w:startOverride")
        if restart and place not in begun:
            counts[level] = int(restart) - 1
        begun.add(place)
        counts[level] = counts.get(level, 0) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        levels = self._levels(number)

        def one(match: re.Match[str]) -> str:
            counted = int(match[1]) - 1
            return printed(counts.get(counted, 1), value(levels[counted], "w:numFmt") or "")

        return re.sub(r"%(\d)", one, value(levels[level], "w:lvlText") or "")

    def _left(self, paragraph: Any, place: tuple[str, int] | None) -> int:
        """Where the text begins: said by the paragraph, its list or its style."""
        sources = [paragraph]
        if place and paragraph.xpath("w:pPr/w:numPr", namespaces=NAMES):
            sources.append(self._levels(place[0])[place[1]])
        for style in self.style_chain(value(paragraph, "w:pPr/w:pStyle")):
            sources.append(style)
            if place and value(style, "w:pPr/w:numPr/w:numId"):
                sources.append(self._levels(place[0])[place[1]])
        for source in sources:
            left = source.xpath("w:pPr/w:ind/@w:left", namespaces=NAMES)
            if left:
                return int(left[0])
        return 0

    def line(self, words: str) -> Line:
        """The one paragraph that begins with these words."""
        [line] = [line for line in self.lines if line.text.startswith(words)]
        return line

    @cached_property
    def bookmarked(self) -> dict[str, Line]:
        """The paragraph of each bookmark that stands in one."""
        return {
            name: line
            for line in self.lines
            for name in line.element.xpath("w:bookmarkStart/@w:name", namespaces=NAMES)
        }

    @cached_property
    def fields(self) -> list[tuple[str, str]]:
        """Code and shown text of every field of the text that is not a table of contents."""
        found = []
        for paragraph in self.document.iter(f"{{{W}}}p"):
            found += fields_in(paragraph)
        return found


def fields_in(element: Any) -> list[tuple[str, str]]:
    """Code and shown text of every whole field inside an element."""
    fields: list[tuple[str, str]] = []
    code, text, state = "", "", ""
    for run in element.iter(f"{{{W}}}r"):
        for child in run:
            kind = child.get(f"{{{W}}}fldCharType") if child.tag == f"{{{W}}}fldChar" else ""
            if kind == "end" and state == "separate":
                fields.append((code.strip(), text))
            if kind == "begin":
                code, text = "", ""
            state = kind or state
            if child.tag == f"{{{W}}}instrText":
                code += child.text
            elif child.tag == f"{{{W}}}t" and state == "separate":
                text += child.text or ""
    return fields


def shown(element: Any) -> str:
    """The letters of an element; tabs and breaks as characters."""
    signs = {"tab": "\t", "br": "\n", "softHyphen": "\u00ad", "noBreakHyphen": "\u2011"}
    row = element.xpath(
        "descendant-or-self::w:r/*[self::w:t or self::w:tab or self::w:br or self::w:softHyphen or self::w:noBreakHyphen]",
        namespaces=NAMES,
    )
    return "".join(signs.get(etree.QName(child).localname, child.text or "") for child in row)


def printed(count: int, style: str) -> str:
    """A counter as Word prints it; written anew, so that it is no mirror of what it tests."""
    if style == "decimal":
        return str(count)
    if style in {"lowerLetter", "upperLetter"}:
        letter = "abcdefghijklmnopqrstuvwxyz"[(count - 1) % 26] * (1 + (count - 1) // 26)
        return letter.upper() if style.startswith("upper") else letter
    if style in {"lowerRoman", "upperRoman"}:
        roman = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[count % 10]
        roman = "x" * (count // 10) + roman
        return roman.upper() if style.startswith("upper") else roman
    return ""
