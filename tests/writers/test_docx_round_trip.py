"""The Word writer: a file that has been through LibreOffice still counts and refers by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support_office import told
from tests.support_word import needs_libreoffice

from .docx_examples import every_example
from .docx_reading import BULLETS, NAMES, Word

every_way = pytest.mark.parametrize("way", ["docx", "odt"])


@needs_libreoffice
@every_example
@every_way
def test_numbers_and_words_are_the_same_after_the_journey(example: Path, way: str, read_examples: Path) -> None:
    before = told(read_examples / f"{example.stem}.txt")

    after = told(read_examples / f"{example.stem}-{way}.txt")

    assert after == before
    assert sum(bool(number) for number, _ in before) > 20


@needs_libreoffice
@every_example
@every_way
def test_references_are_still_fields_that_lead_to_numbers(example: Path, way: str, read_examples: Path) -> None:
    before = references(Word(example.read_bytes()))

    after = Word((read_examples / f"{example.stem}-{way}.docx").read_bytes())

    assert references(after) == before
    assert before
    marks = set(after.document.xpath("//w:bookmarkStart/@w:name", namespaces=NAMES))
    assert {code.split()[1] for code, _ in before} <= marks


def references(word: Word) -> list[tuple[str, str]]:
    """The fields that show numbers, with what they show."""
    return [field for field in word.fields if field[0].startswith("REF ")]


@needs_libreoffice
@every_example
@every_way
def test_word_counts_the_same_after_the_journey(example: Path, way: str, read_examples: Path) -> None:
    before = counted(Word(example.read_bytes()))

    after = counted(Word((read_examples / f"{example.stem}-{way}.docx").read_bytes()))

    assert after == before


def counted(word: Word) -> list[tuple[str, str]]:
    """The paragraphs that lists count; LibreOffice writes a new page as a sign in the text."""
    return [(line.number, line.text.lstrip("\n")) for line in word.lines if line.number.strip(BULLETS)]
