"""The scheme of a part as lists of Word: what counts, where its numbers hang, and when it begins again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from avvgen.contract import Part
from avvgen.document import Annex, Blocks, Division, Paragraph, Section
from avvgen.library.schemes import NumberFormat, Scheme
from avvgen.numbering import NBSP
from avvgen.writers.docx import stylesheet
from avvgen.writers.docx.page import STEP
from avvgen.writers.ooxml.formats import Place
from avvgen.writers.ooxml.lists import Level, Levels, Lists

_FORMATS = {
    "decimal": "decimal",
    "upper-roman": "upperRoman",
    "lower-roman": "lowerRoman",
    "upper-letter": "upperLetter",
    "lower-letter": "lowerLetter",
    "none": "bullet",
}
_BULLETS = ("•", "–")
_DEPTH = 9  # levels of a list in Word


@dataclass(frozen=True, slots=True)
class PartLists:
    """The lists of one part of the contract; the first part numbers by its styles, a later one begins anew."""

    lists: Lists
    scheme: Scheme
    part: int
    text: Levels
    label: Levels
    column: int

    def body(self, level: int, style: str) -> Place | None:
        """Where a section or paragraph of the text is counted; None when its style says so already."""
        number = self.lists.number(("body", self.part), self.text, self._restarts(self.text))
        return None if self.text[level].style == style else Place(number, level)

    def annex_label(self, style: str) -> Place | None:
        """Where the label of an annex is counted; None when its style says so already."""
        number = self.lists.number(("label", self.part), self.label, self._restarts(self.label))
        return None if self.label[0].style == style else Place(number, 0)

    def division_label(self) -> Place:
        """Where the label of a division is counted."""
        levels = (Level(*_format(self.scheme.part), suffix="space"),)
        return Place(self.lists.number(("divisions", self.part), levels, self._restarts(levels)), 0)

    def inside(self, around: Annex | Division, level: int) -> Place:
        """Where a section or paragraph of this annex or division is counted."""
        numbering = self.scheme.inside if isinstance(around, Annex) else self.scheme.inside_part
        levels = _levels(numbering(around.numbering).levels, self.column, {}, around.first)
        kind = type(around).__name__.lower()
        return Place(self.lists.number((kind, self.part, around.id), levels, _every(levels)), level)

    def items(self, left: int, depth: int) -> Place:
        """A list of its own for the items under one paragraph."""
        level = min(depth, _DEPTH - 1)
        key = ("items", len(self.lists.instances))
        return Place(self.lists.number(key, item_levels(self.scheme.items, left), (level,)), level)

    def dashes(self, left: int, depth: int) -> Place:
        """The list of all items that the scheme does not count."""
        levels = item_levels(self.scheme.items, left)
        return Place(self.lists.number(("dashes", levels), levels), min(depth, _DEPTH - 1))

    def bullets(self, left: int, depth: int) -> Place:
        """The list of all bullets."""
        return Place(self.lists.number(("bullets", left), bullet_levels(left)), min(depth, _DEPTH - 1))

    def _restarts(self, levels: Levels) -> tuple[int, ...]:
        return _every(levels) if self.part else ()


def part_lists(lists: Lists, part: Part, index: int, column: int, *, bound: bool = True) -> PartLists:
    """The lists of a part whose text begins at the column; those of the first are bound to its styles if asked for."""
    free = index or not bound
    styles = {} if free else _body_styles(part)
    label_style = "" if free else stylesheet.annex(numbered=True)
    return PartLists(
        lists,
        part.scheme,
        index,
        text=_levels(part.scheme.levels, column, styles, part.document.first),
        label=(Level(*_format(part.scheme.annex), suffix="space", style=label_style),),
        column=column,
    )


def counted(scheme: Scheme, depth: int) -> bool:
    """Whether the items of an ordered list at this depth carry numbers, or the dash of the scheme."""
    return scheme.items[min(depth, len(scheme.items) - 1)].style != "none"


def _every(levels: Levels) -> tuple[int, ...]:
    return tuple(range(len(levels)))


def _levels(formats: tuple[NumberFormat, ...], column: int, styles: dict[int, str], first: int) -> Levels:
    """Levels whose text begins at the column; the first counts from `first`."""
    return tuple(
        _level(number_format, column, column, styles.get(n, ""), 1 if n else first)
        for n, number_format in enumerate(formats)
    )


def _level(number_format: NumberFormat, left: int, hanging: int, style: str = "", start: int = 1) -> Level:
    return Level(*_format(number_format), left=left, hanging=hanging, style=style, start=start)


def _format(number_format: NumberFormat) -> tuple[str, str]:
    return _FORMATS[number_format.style], number_format.text.replace(" ", NBSP)


@lru_cache(maxsize=64)
def item_levels(formats: tuple[NumberFormat, ...], left: int) -> Levels:
    """The levels of lettered items; below the last format it goes on with the same."""
    last = len(formats) - 1
    deeper = [
        formats[last].model_copy(update={"text": re.sub(r"%\d", f"%{depth + 1}", formats[last].text)})
        for depth in range(last + 1, _DEPTH)
    ]
    return tuple(_level(f, left + (n + 1) * STEP, STEP) for n, f in enumerate((*formats, *deeper)))


@lru_cache(maxsize=64)
def bullet_levels(left: int) -> Levels:
    """The levels of bullets, dots and dashes by turns."""
    return tuple(Level("bullet", _BULLETS[n % len(_BULLETS)], left + (n + 1) * STEP, STEP) for n in range(_DEPTH))


def _body_styles(part: Part) -> dict[int, str]:
    """The one style that each level of the text is bound to: headings above, paragraphs below where there are any."""
    styles: dict[int, set[str]] = {}
    for level, style in _numbered_styles(part.document.blocks, part, 1):
        styles.setdefault(level, set()).add(style)
    return {level: _bound(level, used) for level, used in styles.items()}


def _bound(level: int, used: set[str]) -> str:
    headings = {style for style in used if style.startswith("Heading")}
    return min((headings or used) if level == 0 else (used - headings or used))


def _numbered_styles(blocks: Blocks, part: Part, depth: int) -> Iterator[tuple[int, str]]:
    for block in blocks:
        match block:
            case Section(id=id_, title=title, blocks=inner):
                if part.labels.number(id_):
                    level = part.labels.by_id[id_].level
                    yield level, stylesheet.heading(depth, numbered=True) if title else stylesheet.paragraph(level)
                yield from _numbered_styles(inner, part, depth + bool(title))
            case Paragraph(id=id_) if part.labels.number(id_):
                level = part.labels.by_id[id_].level
                yield level, stylesheet.paragraph(level)
            case _:
                pass
