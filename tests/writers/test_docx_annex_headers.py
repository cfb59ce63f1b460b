"""An annex with a header of its own stands in a section of its own, and the document's header goes on after it."""

from __future__ import annotations

import pytest
from openxml_audit import FileFormat, OpenXmlValidator

from avvgen.document import Annex, Block, PageCount, PageNumber, Text
from avvgen.writers.docx import write_docx

from .docx_reading import NAMES, Word
from .docx_samples import contract_of, plain, text

PAGES = (Text("S. "), PageNumber(), Text("/"), PageCount(), Text(" Konzept"))
CONCEPT = Annex("concept", text("Konzept"), (plain("Maßnahmen.", "c"),), numbered=False, header=PAGES)
LIST = Annex("list", text("Liste"), (plain("Namen.", "l"),))


def built(*blocks: Block) -> bytes:
    return write_docx(contract_of(plain("Vertrag."), *blocks, header=text("Vertrag, Seite oben"), footer=text("unten")))


def headers(word: Word) -> list[str]:
    """The letters of the header of each section, in order."""
    rows = word.root("word/_rels/document.xml.rels")
    targets = {row.get("Id"): row.get("Target") for row in rows}
    relation = f"{{{NAMES['r']}}}id"
    found = [end.xpath("w:headerReference", namespaces=NAMES)[0].get(relation) for end in word.find("//w:sectPr")]
    return ["".join(word.root(f"word/{targets[id_]}").xpath("//w:t/text()", namespaces=NAMES)) for id_ in found]


@pytest.mark.parametrize(
    ("blocks", "sections"),
    [
        ((LIST,), ["Vertrag, Seite oben"]),
        ((LIST, CONCEPT), ["Vertrag, Seite oben", "S. 1/1 Konzept"]),
        ((CONCEPT, LIST), ["Vertrag, Seite oben", "S. 1/1 Konzept", "Vertrag, Seite oben"]),
    ],
    ids=["none", "last", "between"],
)
def test_each_section_has_its_header(blocks: tuple[Block, ...], sections: list[str], tmp_path) -> None:
    file = tmp_path / "headers.docx"

    file.write_bytes(built(*blocks))

    word = Word(file.read_bytes())
    assert headers(word) == sections
    assert [len(end.xpath("w:footerReference", namespaces=NAMES)) for end in word.find("//w:sectPr")] == [
        1 for _ in sections
    ]
    assert [str(error) for error in OpenXmlValidator(FileFormat.MICROSOFT_365).validate(file).errors] == []


def test_the_same_header_and_footer_are_written_once() -> None:
    word = Word(built(CONCEPT, LIST))

    assert word.has("word/header2.xml")
    assert not word.has("word/header3.xml")
    assert not word.has("word/footer2.xml")
