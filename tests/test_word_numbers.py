"""The Word file's own numbers and fields against the labels of the contract."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest

from avvgen.assembly import assemble, load
from avvgen.contract import Contract, Part
from avvgen.document import Annex, FollowUp, Inlines, Link, PageCount, PageNumber, Paragraph, Ref, Section, Strong, Text
from avvgen.walks import walk
from avvgen.writers import WRITERS

from .support_word import letters_of, needs_libreoffice, pdf_of, squeezed

PROFILES = sorted(Path(__file__).parent.parent.joinpath("profiles").glob("*.yaml"))


def contract_of(path: Path) -> Contract:
    return assemble(load(path))


def said(row: Inlines, part: Part) -> str:
    """A row as Word prints it, references as the labels give them."""
    text = ""
    for inline in row:
        match inline:
            case Text(text=letters):
                text += letters
            case Ref(targets=targets, within=within):
                text += part.labels.text(targets, within)
            case Strong(children=children) | Link(children=children):
                text += said(children, part)
    return text


TWO_PARTS = """
outline:
  - part: main
    title: Hauptvertrag
    content: [{section: own, title: Leistungen, content: [{text: "Für Vorfälle gilt [](#breach/notice).", id: own-1}]}]
  - {part: avv, title: Auftragsverarbeitung, numbering: paragraph, content: [{use: standard}]}
"""


@needs_libreoffice
@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.stem)
def test_libreoffice_computes_the_numbers_and_references_of_the_labels(path: Path, tmp_path: Path) -> None:
    assert_computed(contract_of(path), tmp_path)


@needs_libreoffice
def test_libreoffice_computes_the_numbers_of_two_parts(tmp_path: Path) -> None:
    profile = tmp_path / "parts.yaml"
    [small] = (path for path in PROFILES if path.stem == "minimal")
    profile.write_text(small.read_text("utf-8") + TWO_PARTS, "utf-8")

    assert_computed(contract_of(profile), tmp_path)


def assert_computed(contract: Contract, tmp_path: Path) -> None:
    spoilt = with_spoilt_fields(WRITERS["docx"](contract))

    running = tuple(pattern for part in contract.parts for pattern in running_lines(part))
    printed = letters_of(pdf_of(spoilt, tmp_path), running)

    checked = 0
    for part in contract.parts:
        for block in walk(part.document.blocks):
            if isinstance(block, Paragraph | Section) and part.labels.number(block.id):
                words = said(block.title, part) + (said(block.content, part) if isinstance(block, Paragraph) else "")
                assert squeezed(part.labels.number(block.id) + words) in printed
                checked += 1
            elif isinstance(block, FollowUp):
                assert squeezed(said(block.content, part)) in printed
    assert checked > 20


def running_lines(part: Part) -> list[str]:
    """What runs above and below the pages, as patterns for letters without white space."""
    rows = [part.document.header, part.document.footer]
    rows += [block.header for block in walk(part.document.blocks) if isinstance(block, Annex)]
    texts = [
        "".join(r"\d+" if isinstance(i, PageNumber | PageCount) else re.escape(squeezed(said((i,), part))) for i in row)
        for row in rows
    ]
    return [text for text in texts if text]


def with_spoilt_fields(docx: bytes) -> bytes:
    """The file with every cached field text made wrong, so that only computing fields gives right ones."""
    source, target = zipfile.ZipFile(io.BytesIO(docx)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                field = (
                    r'(REF [^<]*</w:instrText></w:r>.*?fldCharType="separate"/></w:r><w:r>.*?<w:t[^>]*>)[^<]*(</w:t>)'
                )
                text, count = re.subn(field, r"\1SPOILT\2", data.decode())
                assert count > 0, "there are references to spoil"
                data = text.encode()
            out.writestr(name, data)
    return target.getvalue()
