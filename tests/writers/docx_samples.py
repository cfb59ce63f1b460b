"""Blocks and contracts built by hand from nodes, in the four shipped schemes."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import yaml

from avvgen.contract import Contract, Part
from avvgen.document import (
    Block,
    Cell,
    Document,
    Inline,
    Item,
    ListBlock,
    Paragraph,
    Ref,
    SignatureBlock,
    SignatureSide,
    Text,
)
from avvgen.library.schemes import Scheme
from avvgen.numbering import labels
from avvgen.writers.docx import write_docx

from .docx_reading import Word

SCHEMES = ("decimal", "paragraph", "roman", "plain")
every_scheme = pytest.mark.parametrize("numbers", SCHEMES)
_SCHEMES_FILE = Path(__file__).parents[2] / "clauses" / "schemes.yaml"


@cache
def scheme(name: str) -> Scheme:
    """One of the shipped schemes."""
    return Scheme.model_validate(yaml.safe_load(_SCHEMES_FILE.read_text(encoding="utf-8"))[name])


def text(*parts: str | Inline) -> tuple[Inline, ...]:
    """A row of inlines, bare strings as text."""
    return tuple(Text(part) if isinstance(part, str) else part for part in parts)


def ref(*targets: str) -> Ref:
    """A reference."""
    return Ref(targets)


def part_of(*blocks: Block, numbers: str = "decimal", **more: object) -> Part:
    """A part that holds these blocks, labelled by the shipped scheme."""
    document = Document(blocks, **more)  # type: ignore[arg-type]
    return Part(document, labels(document, scheme(numbers)), scheme(numbers))


def contract_of(*blocks: Block, numbers: str = "decimal", **more: object) -> Contract:
    """A contract of one part."""
    return Contract("sample", (part_of(*blocks, numbers=numbers, **more),), {})


def word_of(*blocks: Block, numbers: str = "decimal", **more: object) -> Word:
    """A contract of one part as Word sees it."""
    return Word(write_docx(contract_of(*blocks, numbers=numbers, **more)))


def plain(words: str, id_: str = "p") -> Paragraph:
    """A paragraph without a number."""
    return Paragraph(id_, text(words), numbered=False)


def paragraphs(prefix: str, count: int) -> tuple[Paragraph, ...]:
    """Numbered paragraphs."""
    return tuple(Paragraph(f"{prefix}/{n}", text(f"Absatz {n} von {prefix}.")) for n in range(1, count + 1))


def lettered(prefix: str, count: int) -> ListBlock:
    """A list that the scheme counts."""
    return ListBlock(tuple(Item(text(f"{prefix} {n}"), id=f"{prefix}/{n}") for n in range(count)), ordered=True)


def cells(*words: str) -> tuple[Cell, ...]:
    """A row of cells of one line each."""
    return tuple(Cell((text(word),)) for word in words)


SIGNING = SignatureBlock(
    (
        SignatureSide(text("Für A"), (), text("Ort, Datum"), (text("Vorstand"),)),
        SignatureSide(text("Für B"), text("Graz"), text("Ort, Datum"), (text("Leitung"), text("Prokura"))),
    )
)
