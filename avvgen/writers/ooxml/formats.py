"""How runs and paragraphs look: formats as values, for styles and for single paragraphs alike.

Lengths are twentieths of a point, font sizes half points, as Word counts them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from avvgen.writers.ooxml.xml import w

POINT = 20
CENTIMETRE = 567


class Place(NamedTuple):
    """A level of a list: the number of the list, and the level from 0."""

    list: int
    level: int


NO_LIST = Place(0, 0)


class Rule(NamedTuple):
    """A line: its width in eighths of a point and its colour."""

    width: int
    colour: str


def rule(side: str, line: Rule) -> str:
    """A border of one side."""
    return w(side, val="single", sz=line.width, space=0, color=line.colour)


@dataclass(frozen=True, slots=True)
class RunFormat:
    """What differs from the surrounding text in a run of letters."""

    style: str = ""
    font: str = ""
    bold: bool = False
    colour: str = ""
    size: int = 0
    underline: str = ""
    language: str = ""

    def children(self) -> str:
        """The properties in the order of the schema, empty when nothing differs."""
        return _run_children(self)

    def xml(self) -> str:
        """The properties of a run, empty when nothing differs."""
        return _run_properties(self)


PLAIN = RunFormat()


@lru_cache(maxsize=256)
def _run_children(look: RunFormat) -> str:
    font = {"ascii": look.font, "hAnsi": look.font, "eastAsia": look.font, "cs": look.font}
    return "".join(
        [
            w("rStyle", val=look.style) if look.style else "",
            w("rFonts", **font) if look.font else "",
            w("b") + w("bCs") if look.bold else "",
            w("color", val=look.colour) if look.colour else "",
            w("sz", val=look.size) + w("szCs", val=look.size) if look.size else "",
            w("u", val=look.underline) if look.underline else "",
            w("lang", val=look.language) if look.language else "",
        ]
    )


@lru_cache(maxsize=256)
def _run_properties(look: RunFormat) -> str:
    return w("rPr", _run_children(look)) if look != PLAIN else ""


@dataclass(frozen=True, slots=True)
class ParagraphFormat:
    """What differs from the paragraph's style, or in a style from the style it is based on.

    `line` is in 240ths of a line, or in twentieths of a point when `exact`; None leaves a length as it is.
    """

    style: str = ""
    keep_next: bool = False
    keep_lines: bool = False
    page_break: bool = False
    place: Place | None = None
    right_tab: int = 0
    no_tabs: tuple[int, ...] = ()
    hyphenate: bool = True
    before: int | None = None
    after: int | None = None
    line: int = 0
    exact: bool = False
    left: int | None = None
    hanging: int = 0
    align: Literal["", "center", "right"] = ""
    outline: int | None = None

    def children(self) -> str:
        """The properties in the order of the schema, empty when nothing differs."""
        return _paragraph_children(self)


@lru_cache(maxsize=1024)
def _paragraph_children(look: ParagraphFormat) -> str:
    return "".join(
        [
            w("pStyle", val=look.style) if look.style else "",
            w("keepNext") if look.keep_next else "",
            w("keepLines") if look.keep_lines else "",
            w("pageBreakBefore") if look.page_break else "",
            _number(look.place) if look.place else "",
            _tabs(look),
            "" if look.hyphenate else w("suppressAutoHyphens"),
            _spacing(look),
            indent(look.left, look.hanging),
            w("jc", val=look.align) if look.align else "",
            "" if look.outline is None else w("outlineLvl", val=look.outline),
        ]
    )


def _tabs(look: ParagraphFormat) -> str:
    cleared = [w("tab", val="clear", pos=pos) for pos in sorted({*look.no_tabs} - {look.right_tab})]
    right = [w("tab", val="right", pos=look.right_tab)] if look.right_tab else []
    return w("tabs", *cleared, *right) if cleared or right else ""


def _spacing(look: ParagraphFormat) -> str:
    spacing: dict[str, str | int] = {}
    if look.before is not None:
        spacing["before"] = look.before
    if look.after is not None:
        spacing["after"] = look.after
    if look.line:
        spacing |= {"line": look.line, "lineRule": "exact" if look.exact else "auto"}
    return w("spacing", **spacing) if spacing else ""


def indent(left: int | None, hanging: int = 0) -> str:
    """Where the lines begin, and how far the first one (with its number) hangs out; empty for None."""
    if left is None:
        return ""
    first = {"hanging": hanging} if hanging else {"firstLine": 0}
    return w("ind", left=left, **first)


def _number(place: Place) -> str:
    if place == NO_LIST:
        return w("numPr", w("numId", val=0))
    return w("numPr", w("ilvl", val=place.level), w("numId", val=place.list))
