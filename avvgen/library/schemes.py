"""Numbering schemes as values: how numbers look and how a reference to them reads.

The shipped ones stand in `clauses/schemes.yaml`. Formats are written as Word writes them: `%1.%2` is the
number of the first level, a full stop, and the number of the second.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from avvgen.model import Model

NumberStyle = Literal["decimal", "upper-roman", "lower-roman", "upper-letter", "lower-letter", "none"]


class NumberFormat(Model):
    """How the number of one level is printed, its counter written in `style`."""

    text: str
    style: NumberStyle = "decimal"


class Numbering(Model):
    """Numbers of sections and paragraphs, and the words of references to them."""

    levels: tuple[NumberFormat, ...] = Field(min_length=1)
    references: tuple[str, ...]


class Scheme(Model):
    """Formats of sections and paragraphs (`levels`), list items, annexes, and the words of references.

    `references[n]` is a reference to level n, `{0}` to `{n}` being live numbers; `plural` holds the words that
    change when several numbers of the same kind follow each other. An annex without a label is called by its title.
    `part` is the label of the parts of a text whose sections count anew.
    """

    title: str
    levels: tuple[NumberFormat, ...] = Field(min_length=1)
    references: tuple[str, ...]
    items: tuple[NumberFormat, ...]
    annex: NumberFormat
    annex_levels: tuple[NumberFormat, ...]
    annex_references: tuple[str, ...]
    annex_by_title: str = "Anhang „{title}“"
    part: NumberFormat = NumberFormat(text="Teil %1", style="upper-letter")
    plural: dict[str, str] = {}
    conjunction: str = "und"
    others: dict[str, Numbering] = {}
    lone_paragraphs: Literal["unnumbered", "numbered"] = "unnumbered"

    def inside(self, numbering: str) -> Numbering:
        """The numbers inside an annex: those it names, else those of all annexes."""
        if not numbering:
            return Numbering(levels=self.annex_levels, references=self.annex_references)
        other = self.others[numbering]
        return Numbering(levels=other.levels, references=tuple("{annex} " + words for words in other.references))

    def inside_part(self, numbering: str) -> Numbering:
        """The numbers inside a part of the text: those it names, else those of the whole."""
        if numbering:
            return self.others[numbering]
        return Numbering(levels=self.levels, references=self.references)
