"""The Word writer: numbers and references follow what a lawyer does to the file."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from avvgen.writers.docx import write_docx
from tests.support_office import saved, told, work
from tests.support_word import needs_libreoffice

from .docx_edited import EDITS, after, before
from .docx_reading import BULLETS, NAMES, Word, fields_in, shown
from .docx_samples import SCHEMES, every_scheme


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The contract in every scheme, edited in LibreOffice: what it then says, and the file saved."""
    folder = tmp_path_factory.mktemp("edited")
    orders: list[tuple[str | Path, ...]] = []
    for numbers in SCHEMES:
        source = folder / f"{numbers}.docx"
        source.write_bytes(write_docx(before(numbers)))
        orders += [("open", source), *EDITS, ("update",), ("tell", folder / f"{numbers}.txt")]
        orders += [saved(folder / f"{numbers}-edited.docx"), ("close",)]
    work(orders, folder)
    return folder


@needs_libreoffice
@every_scheme
def test_a_file_edited_in_libreoffice_reads_like_one_written_anew(numbers: str, files: Path) -> None:
    anew = Word(write_docx(after(numbers)))

    edited = told(files / f"{numbers}.txt")

    entries = sum(line.style.startswith("TOC") for line in anew.lines)
    assert edited[entries:] == [(line.number.strip(BULLETS), line.text) for line in anew.lines[entries:]]
    assert [without_page(words) for _, words in edited[:entries]] == [line.text for line in anew.lines[:entries]]


def without_page(words: str) -> str:
    """An entry of a table of contents as avvgen writes it; LibreOffice adds pages, and a space for the tab."""
    number, between, title = words.rpartition("\t")[0].partition(" ")
    return number + ("\t" if title[0] != "–" and between else between) + title


@needs_libreoffice
@every_scheme
def test_a_file_edited_in_libreoffice_keeps_its_fields(numbers: str, files: Path) -> None:
    anew = Word(write_docx(after(numbers)))

    edited = Word((files / f"{numbers}-edited.docx").read_bytes())

    assert [field for field in edited.fields if field[0].startswith("REF")] == anew.fields
    assert anew.fields


@pytest.mark.parametrize("counters_by_definition", [True, False])
@every_scheme
def test_a_file_edited_in_word_counts_like_one_written_anew(numbers: str, counters_by_definition: bool) -> None:  # noqa: FBT001
    anew = Word(write_docx(after(numbers)))
    word = Word(write_docx(before(numbers)), counters_by_definition=counters_by_definition)

    for verb, words, *new in EDITS:
        edit(word.document, verb, words, *new)

    assert body(word) == body(anew)
    assert [word.bookmarked[code.split()[1]].number.rstrip(".") for code, _ in word.fields] == [
        text for _, text in anew.fields
    ]


def body(word: Word) -> list[tuple[str, str]]:
    """Number and text of the paragraphs; what fields show, contents and all, Word writes anew when it updates them."""
    lines = [line for line in word.lines if not line.style.startswith("TOC")]
    return [(line.number, "" if fields_in(line.element) else line.text) for line in lines]


def edit(document: Any, verb: str, words: str, new: str = "") -> None:
    """What Word does: Enter makes a paragraph of the same format, and a bookmark ends where its paragraph did."""
    [paragraph] = [p for p in document.iter("{*}p") if shown(p).startswith(words)]
    if verb == "insert":
        added = deepcopy(paragraph)
        for mark in added.xpath("w:bookmarkStart|w:bookmarkEnd", namespaces=NAMES):
            added.remove(mark)
        [letters] = added.xpath("w:r/w:t", namespaces=NAMES)
        letters.text = new
        paragraph.addnext(added)
    else:
        paragraph.getparent().remove(paragraph)


@every_scheme
def test_the_edits_move_what_references_lead_to(numbers: str) -> None:
    old, new = (Word(write_docx(made(numbers))).fields for made in (before, after))

    assert len(set(old) - set(new)) >= 3
