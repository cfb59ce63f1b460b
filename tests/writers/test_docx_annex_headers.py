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


def along(word: Word, section: int) -> dict[tuple[str, str], str]:
    """The letters of each header and footer of a section by its kind and its pages."""
    targets = {row.get("Id"): row.get("Target") for row in word.root("word/_rels/document.xml.rels")}
    found = {}
    for kind in ("header", "footer"):
        for reference in word.find("//w:sectPr")[section].xpath(f"w:{kind}Reference", namespaces=NAMES):
            name = targets[reference.get(f"{{{NAMES['r']}}}id")]
            letters = word.root(f"word/{name}").xpath("//w:t/text()", namespaces=NAMES)
            found[kind, reference.get(f"{{{NAMES['w']}}}type")] = "".join(letters)
    return found


def test_the_first_page_has_a_header_of_its_own_and_keeps_the_footer(tmp_path) -> None:
    file = tmp_path / "first.docx"
    contract = contract_of(
        plain("Vertrag."), CONCEPT, header=text("oben"), footer=text("unten"), first_header=text("Erste Seite")
    )

    file.write_bytes(write_docx(contract))

    word = Word(file.read_bytes())
    assert along(word, 0) == {
        ("header", "default"): "oben",
        ("header", "first"): "Erste Seite",
        ("footer", "default"): "unten",
        ("footer", "first"): "unten",
    }
    assert along(word, 1) == {("header", "default"): "S. 1/1 Konzept", ("footer", "default"): "unten"}
    assert [len(end.xpath("w:titlePg", namespaces=NAMES)) for end in word.find("//w:sectPr")] == [1, 0]
    assert [str(error) for error in OpenXmlValidator(FileFormat.MICROSOFT_365).validate(file).errors] == []


def test_the_first_page_may_have_no_header_at_all() -> None:
    word = Word(write_docx(contract_of(plain("Vertrag."), header=text("oben"), first_header=())))

    assert along(word, 0) == {("header", "default"): "oben", ("header", "first"): ""}
