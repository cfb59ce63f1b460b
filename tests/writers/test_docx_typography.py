"""The Word writer: what stays together, what begins a page, and what no line end may part."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from avvgen.contract import Contract
from avvgen.document import Annex, Cell, FollowUp, Item, ListBlock, PartyBlock, PartySide, Section, Table
from avvgen.writers.docx import write_docx
from avvgen.writers.docx.page import TEXT_WIDTH
from tests.support_word import needs_libreoffice, pdf_of

from .docx_contract import sample
from .docx_examples import every_example
from .docx_reading import NAMES, Line, Word, shown, value
from .docx_samples import SIGNING, cells, contract_of, every_scheme, paragraphs, plain, text, word_of

HEADING = re.compile(r"Heading\d|UeberschriftOhneNummer\d|Anlage(OhneNummer)?")


def has(word: Word, line: Line, property_: str) -> bool:
    """Whether a paragraph has a property, by itself or by its style."""
    sources = [line.element, *word.style_chain(line.style)]
    return any(source.xpath(f"w:pPr/w:{property_}", namespaces=NAMES) for source in sources)


def following(word: Word) -> list[tuple[Line, Line]]:
    """Each paragraph with the next, those in tables left out."""
    body = [line for line in word.lines if not line.has("ancestor::w:tc")]
    return list(pairwise(body))


@every_example
def test_no_line_of_a_paragraph_stands_alone(example: Path) -> None:
    word = Word(example.read_bytes())

    styles = word.root("word/styles.xml")
    assert styles.xpath("w:docDefaults/w:pPrDefault/w:pPr/w:widowControl[not(@w:val)]", namespaces=NAMES)
    assert not [off for root in (styles, word.document) for off in root.iter("{*}widowControl") if off.attrib]


@every_example
def test_a_heading_stays_with_what_it_heads(example: Path) -> None:
    word = Word(example.read_bytes())

    headings = [line for line in word.lines if HEADING.fullmatch(line.style)]
    assert headings
    assert all(has(word, line, "keepNext") and has(word, line, "keepLines") for line in headings)


@every_example
def test_what_introduces_a_list_stays_with_its_first_item(example: Path) -> None:
    word = Word(example.read_bytes())

    def outdented(line: Line, item: Line) -> bool:
        return item.style == "ListParagraph" and line.left < item.left

    introduced = [line for line, item in following(word) if outdented(line, item)]
    assert introduced
    assert [line.text for line in introduced if not has(word, line, "keepNext")] == []


def test_an_item_stays_with_what_is_inside_it_and_not_with_the_next() -> None:
    inner = ListBlock((Item(text("innen")), Item(text("auch innen"))))
    outer = (Item(text("Kopf"), (FollowUp(text("Ziel")), FollowUp(text("Es gilt:")), inner)), Item(text("Ende")))

    word = word_of(ListBlock(outer))

    kept = [line.text for line in word.lines if has(word, line, "keepNext")]
    assert kept == ["Kopf", "Es gilt:"]


@every_example
def test_every_annex_begins_a_page(example: Path) -> None:
    word = Word(example.read_bytes())

    for line in word.lines:
        if line.style.startswith("Anlage"):
            assert has(word, line, "pageBreakBefore") or line.has("preceding-sibling::w:p[1]/w:pPr/w:sectPr")


@every_example
def test_signatures_are_on_one_page_with_words_before_them(example: Path) -> None:
    word = Word(example.read_bytes())

    for table in word.find("//w:tbl[w:tr/w:tc/w:p/w:pPr/w:pStyle[@w:val='Unterschriftskopf']]"):
        *rows, last = table.iterchildren("{*}tr")
        assert all(p.xpath("w:pPr/w:keepNext", namespaces=NAMES) for row in rows for p in row.iter("{*}p"))
        before = [line for line in word.lines if line.element in table.itersiblings("{*}p", preceding=True)]
        assert before[-1].has("w:pPr/w:keepNext")
        assert not HEADING.fullmatch(before[-1].style)
        assert not last.xpath(".//w:keepNext", namespaces=NAMES)


def test_signatures_under_a_heading_hold_on_to_the_words_before_the_heading() -> None:
    last = Section("s", text("S"), (plain("Davor"), plain("Schluss", "q")))

    word = word_of(last, Section("sign", text("Unterschriften"), (SIGNING,)))

    kept = [line.text for line in word.lines if line.text and line.has("w:pPr/w:keepNext")]
    assert kept[:2] == ["Schluss", "Unterschriften"]


@every_scheme
def test_no_number_is_torn(numbers: str) -> None:
    word = Word(write_docx(sample(numbers)))

    texts = [value(level, "w:lvlText") or "" for level in word.root("word/numbering.xml").iter("{*}lvl")]
    assert texts
    assert not [number for number in texts if re.search(r"[ \t]", number)]
    assert not [shown for _, shown in word.fields if " " in shown]


@every_example
def test_no_row_is_torn_and_header_rows_repeat(example: Path) -> None:
    word = Word(example.read_bytes())

    for row in word.find("//w:tr"):
        assert row.xpath("w:trPr/w:cantSplit", namespaces=NAMES)
        head = {value(p, "w:pPr/w:pStyle") for p in row.iter("{*}p")} == {"Tabellenkopf"}
        assert bool(row.xpath("w:trPr/w:tblHeader", namespaces=NAMES)) == head


@needs_libreoffice
def test_a_row_longer_than_a_page_goes_on_overleaf(tmp_path: Path) -> None:
    lines = Cell(tuple(text(f"Zeile-{n}") for n in range(1, 151)))
    table = Table((cells("Nr.", "Inhalt"),), (cells("1", "kurz"), (*cells("2"), lines), cells("3", "Ende")))

    pdf = pdf_of(write_docx(contract_of(plain("Davor"), table)), tmp_path)

    printed = subprocess.run(
        ["pdftotext", str(pdf), "-"], check=True, capture_output=True, text=True, timeout=60
    ).stdout
    assert re.findall(r"Zeile-\d+", printed) == [f"Zeile-{n}" for n in range(1, 151)]
    assert "Ende" in printed


@every_scheme
def test_every_run_of_a_part_in_another_language_says_so(numbers: str) -> None:
    [german] = sample(numbers).parts
    english = replace(german, document=replace(german.document, language="en-GB"))

    word = Word(write_docx(Contract("both", (german, english), {})))

    body = list(word.document[0])
    [end] = [n for n, piece in enumerate(body) if piece.xpath("w:pPr/w:sectPr", namespaces=NAMES)]
    for pieces, language in ((body[: end + 1], None), (body[end + 1 :], "en-GB")):
        runs = [run for piece in pieces for run in piece.iter("{*}r") if shown(run)]
        assert {value(run, "w:rPr/w:lang") for run in runs} == {language}
    assert {value(run, "w:rPr/w:lang") for run in word.root("word/header2.xml").iter("{*}r")} == {"en-GB"}


def test_there_is_room_between_the_parties_and_the_text() -> None:
    side = PartySide(text("Verantwortlicher"), (text("Muster AG"),), text("– Auftraggeber –"))

    word = word_of(PartyBlock((side, side), (), ()), plain("Es gilt:"))

    spaced = [line.text for line in word.lines if line.has("w:pPr/w:spacing[@w:after='240']")]
    assert spaced == ["– Auftraggeber –"]
    assert word.lines[-2].text == "– Auftraggeber –"


def widths(word: Word) -> list[int]:
    """The widths of the columns of the one table, in twentieths of a point."""
    return [int(column.get(f"{{{NAMES['w']}}}w")) for column in word.find("//w:gridCol")]


def test_an_address_in_a_table_is_not_torn_where_there_is_room() -> None:
    long = "von der Geschäftsleitung in Textform benannte Personen und deren Vertreter im Urlaub"
    row = cells(long, long, "datenschutz@beispielwerk.example")

    *_, contact = widths(word_of(Table((cells("Aufgabe", "Stelle", "Kontakt"),), (row,))))

    assert contact > 2800
    assert contact < TEXT_WIDTH / 2


def test_a_column_to_fill_in_by_hand_has_room_to_write() -> None:
    head = cells("Name", "Funktion", "Telefon")

    name, _, phone = widths(
        word_of(Table((head,), (cells("", "Datenschutzbeauftragter", ""), cells("", "Leitung", ""))))
    )

    assert min(name, phone) > TEXT_WIDTH / 5


def test_paragraphs_of_one_section_are_not_chained() -> None:
    word = word_of(Section("s", text("S"), paragraphs("s", 3)))

    assert [has(word, line, "keepNext") for line in word.lines] == [True, False, False, False]


def test_the_annex_without_a_number_begins_a_page_too() -> None:
    word = word_of(plain("x"), Annex("a", text("A"), (plain("y", "q"),), numbered=False))

    assert has(word, word.line("A"), "pageBreakBefore")
