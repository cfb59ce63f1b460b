"""The Word writer: a file that can be read by ear, and the tagged PDF that LibreOffice makes of it."""

from __future__ import annotations

import re
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any

from avvgen.document import Annex, Contents, Section, Table
from avvgen.writers.docx import write_docx
from tests.support_office import told
from tests.support_word import needs_libreoffice, squeezed

from .docx_contract import sample
from .docx_examples import every_example
from .docx_reading import BULLETS, NAMES, Word, value
from .docx_samples import SCHEMES, SIGNING, cells, paragraphs, plain, text, word_of

HEADER_ROW = 0x0020  # in the mask of `tblLook`


def levels(word: Word) -> list[int]:
    """The levels of the headings in reading order, from 1."""
    found = [
        next(filter(None, (value(s, "w:pPr/w:outlineLvl") for s in word.style_chain(line.style))), None)
        for line in word.lines
    ]
    return [int(level) + 1 for level in found if level]


def skipped(ranks: list[int]) -> list[tuple[int, int]]:
    """Headings that stand more than one level below the heading before."""
    return [(above, below) for above, below in pairwise([0, *ranks]) if below > above + 1]


@every_example
def test_no_heading_skips_a_level(example: Path) -> None:
    ranks = levels(Word(example.read_bytes()))

    assert skipped(ranks) == []
    assert ranks


def test_a_heading_in_a_section_without_a_title_is_one_level_below_the_last_heading() -> None:
    inner = Section("outer/inner", text("Darin"), paragraphs("outer/inner", 2))

    word = word_of(Contents(text("Inhalt"), levels=2), Section("outer", (), (inner,)))

    assert levels(word) == [1]
    assert [line.style for line in word.lines if line.text.endswith("Darin")] == ["TOC1", "Heading1"]
    assert word.line("Darin").number == "1.1"


@every_example
def test_every_table_with_a_header_says_so_in_its_look_and_its_rows(example: Path) -> None:
    word = Word(example.read_bytes())

    for table in word.find("//w:tbl"):
        rows = [bool(row.xpath("w:trPr/w:tblHeader", namespaces=NAMES)) for row in table.iterchildren("{*}tr")]
        assert rows == sorted(rows, reverse=True)
        assert says_header(table) == rows[0]
        assert (value(table, "w:tblPr/w:tblStyle") == "Tabelle") == rows[0]


def says_header(table: Any) -> bool:
    """Whether a table is said to have a header row, in both ways of saying it."""
    [look] = table.xpath("w:tblPr/w:tblLook", namespaces=NAMES)
    flag, mask = look.get(f"{{{NAMES['w']}}}firstRow"), int(look.get(f"{{{NAMES['w']}}}val"), 16)
    assert bool(mask & HEADER_ROW) == (flag == "1")
    return flag == "1"


def test_a_table_without_a_header_and_fields_to_sign_promise_none() -> None:
    word = word_of(Table((), (cells("1", "2"),)), SIGNING)

    assert [says_header(table) for table in word.find("//w:tbl")] == [False, False]


@every_example
def test_title_and_language_are_said(example: Path) -> None:
    word = Word(example.read_bytes())

    core = word.root("docProps/core.xml")
    title, language = (core.findtext(f"{{http://purl.org/dc/elements/1.1/}}{name}") for name in ("title", "language"))
    assert title
    assert language
    assert language.startswith("de-")
    assert value(word.root("word/styles.xml"), "w:docDefaults/w:rPrDefault/w:rPr/w:lang") == language
    assert not [run for run in word.find("//w:lang") if value(run, ".") == language]


@every_example
def test_every_field_to_fill_in_has_a_name(example: Path) -> None:
    for control in Word(example.read_bytes()).find("//w:sdt[w:sdtPr/w:showingPlcHdr]"):
        assert value(control, "w:sdtPr/w:alias")


def test_nothing_floats_beside_the_order_of_reading() -> None:
    for numbers in SCHEMES:
        word = Word(write_docx(sample(numbers)))

        assert word.find("//w:framePr|//w:tblpPr|//w:txbxContent|//w:vMerge") == []


# The PDF --------------------------------------------------------------------------------------------------------------


def info(pdf: Path, *more: str) -> str:
    """What poppler says of a PDF."""
    return subprocess.run(["pdfinfo", *more, str(pdf)], check=True, capture_output=True, text=True, timeout=60).stdout


def tags(pdf: Path) -> list[str]:
    """The tags of a PDF in reading order."""
    return re.findall(r"^ *([A-Z][A-Za-z0-9]*)(?: \((?:block|inline)\))?:?$", info(pdf, "-struct"), re.MULTILINE)


@needs_libreoffice
@every_example
def test_the_pdf_is_tagged_and_has_title_and_language(example: Path, read_examples: Path) -> None:
    pdf, word = read_examples / f"{example.stem}.pdf", Word(example.read_bytes())

    said = dict(re.findall(r"^(\w+): +(.*)$", info(pdf), re.MULTILINE))

    assert said["Tagged"] == "yes"
    assert said["Title"] == word.root("docProps/core.xml").findtext("{http://purl.org/dc/elements/1.1/}title")
    assert b"/Lang(de-" in pdf.read_bytes()


@needs_libreoffice
@every_example
def test_the_pdf_has_the_headings_of_the_file(example: Path, read_examples: Path) -> None:
    ranks = [int(tag[1:]) for tag in tags(read_examples / f"{example.stem}.pdf") if re.fullmatch(r"H\d", tag)]

    assert ranks == levels(Word(example.read_bytes()))


@needs_libreoffice
@every_example
def test_the_pdf_has_the_tables_and_header_cells_of_the_file(example: Path, read_examples: Path) -> None:
    word, found = Word(example.read_bytes()), tags(read_examples / f"{example.stem}.pdf")

    assert found.count("Table") == len(word.find("//w:tbl"))
    head = len(word.find("//w:tr[w:trPr/w:tblHeader]/w:tc"))
    # A header that is repeated on a further page is not read again.
    assert found.count("TH") == head
    assert found.count("TD") == len(word.find("//w:tc")) - head


@needs_libreoffice
@every_example
def test_the_pdf_has_the_lists_of_the_file(example: Path, read_examples: Path) -> None:
    word, found = Word(example.read_bytes()), tags(read_examples / f"{example.stem}.pdf")

    counted = [line for line in word.lines if line.number and not line.style.startswith(("Heading", "Anlage"))]
    assert found.count("LI") == len(counted)
    assert 0 < found.count("L") <= found.count("LI")


@needs_libreoffice
@every_example
def test_the_pdf_is_read_in_the_order_of_the_file(example: Path, read_examples: Path) -> None:
    heard = re.findall(r'^ *"(.*)"$', info(read_examples / f"{example.stem}.pdf", "-struct-text"), re.MULTILINE)
    lines = told(read_examples / f"{example.stem}.txt")
    written = squeezed("".join(number + words for number, words in lines))

    place = 0
    for words in filter(None, (squeezed(piece).strip(BULLETS) for piece in heard)):
        assert words in written[place:]
        place = written.index(words, place) + len(words)
    assert place > 0.99 * len(written)


def test_annexes_are_headings_like_sections() -> None:
    word = word_of(Section("s", text("S"), (plain("x"),)), Annex("a", text("A"), (Section("b", text("B"), ()),)))

    assert levels(word) == [1, 1, 2]
