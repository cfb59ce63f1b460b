"""Rows of inlines as writers want them: as letters alone, or with the blanks at their ends apart."""

from __future__ import annotations

from collections.abc import Iterator

from avvgen.document import Blank, Inline, Inlines, LineBreak, Link, Ref, Strong, Text
from avvgen.numbering import Labels


def shown(row: Inlines, labels: Labels) -> str:
    """The letters of a row, references by their words, breaks as spaces."""
    return "".join(_letters(inline, labels) for inline in row)


def _letters(inline: Inline, labels: Labels) -> str:
    match inline:
        case Text(text=text):
            return text
        case Strong(children=children) | Link(children=children):
            return shown(children, labels)
        case Ref(targets=targets, within=within):
            return labels.text(targets, within)
        case Blank(label=label):
            return label
        case LineBreak():
            return " "
        case _:
            return ""


def parted(row: Inlines) -> tuple[Inlines, Inlines, Inlines]:
    """What bold words begin with that nobody sees, the words, and what they end with; bold in bold is bold."""
    inner = tuple(_without_strong(row))
    words = [n for n, inline in enumerate(inner) if not _is_blank(inline)]
    first, end = (words[0], words[-1] + 1) if words else (0, 0)
    return inner[:first], inner[first:end], inner[end:]


def _without_strong(row: Inlines) -> Iterator[Inline]:
    for inline in row:
        if isinstance(inline, Strong):
            yield from _without_strong(inline.children)
        else:
            yield inline


def _is_blank(inline: Inline) -> bool:
    return isinstance(inline, LineBreak) or (isinstance(inline, Text) and not inline.text.strip())
