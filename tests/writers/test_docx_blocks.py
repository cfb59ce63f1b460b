"""The Word writer: text, tables, parties and signatures as a typographer would have them."""

from __future__ import annotations

import pytest
from openxml_audit import FileFormat, OpenXmlValidator

from avvgen.document import (
    Anchor,
    Blank,
    Cell,
    Checkbox,
    FollowUp,
    Item,
    LineBreak,
    Link,
    ListBlock,
    Paragraph,
    PartyBlock,
    PartySide,
    Section,
    SignatureBlock,
    SignatureSide,
    Table,
    Text,
)
from avvgen.writers.docx import write_docx
from avvgen.writers.docx.page import TEXT_WIDTH

from .docx_reading import NAMES, W14, Word, shown, value
from .docx_samples import SIGNING, cells, contract_of, plain, text, word_of

SIDES = (
    PartySide(text("Verantwortlicher"), (text(Blank("Firma")), text("Graz")), text("– Auftraggeber –")),
    PartySide(text("Auftragsverarbeiter"), (text("Inxmail GmbH"), text("Freiburg")), text("– Auftragnehmer –")),
)


def test_a_value_keeps_every_letter_and_no_letter_breaks_the_file(tmp_path) -> None:
    hostile = (
        '  <b>&amp; "Söhne" {{ x }}\t§\u00a05 \U0001f600 A\u00adB\u2011C \nzweite\r\nZeile\x0b\x00\x1b\ud800\ufffe  '
    )

    content = write_docx(contract_of(Paragraph("p", (Text(hostile, verbatim=True),)), title=hostile, author=hostile))

    [line] = [line for line in Word(content).lines if line.text]
    assert (
        line.text
        == '  <b>&amp; "Söhne" {{ x }}\t§\u00a05 \U0001f600 A\u00adB\u2011C \nzweite\nZeile\n\ufffd\ufffd\ufffd\ufffd  '
    )
    file = tmp_path / "hostile.docx"
    file.write_bytes(content)
    assert [str(error) for error in OpenXmlValidator(FileFormat.MICROSOFT_365).validate(file).errors] == []


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://example.org/a?b=c&d=ü", "https://example.org/a?b=c&d=%C3%BC"),
        ("http://müller.de:8080", "http://xn--mller-kva.de:8080"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("https://", None),
        ("https://exa mple.org", None),
        ("http://[::1", None),
        ("mailto:nobody", None),
        ("../up", None),
    ],
)
def test_only_sound_web_and_mail_addresses_become_links(url: str, target: str | None) -> None:
    word = word_of(plain("x"), FollowUp(text("siehe ", Link(url, text("dort")), ".")))

    links = word.find("//w:hyperlink")
    relations = word.root("word/_rels/document.xml.rels")
    targets = [row.get("Target") for row in relations if row.get("TargetMode") == "External"]
    assert targets == ([target] if target else [])
    assert [shown(link) for link in links] == (["dort"] if target else [])
    assert word.line("siehe").text == "siehe dort."


def test_a_run_in_title_is_bold_and_set_apart_by_an_en_space() -> None:
    word = word_of(Section("s", text("S"), (Paragraph("p", text("Text."), title=text("Titel.")),)))

    line = word.line("Titel.")
    assert line.text == "Titel.\u2002Text."
    assert [value(run, "w:rPr/w:rStyle") for run in line.element.iterchildren("{*}r")] == ["Absatztitel", None, None]
    assert word.styles["Absatztitel"].xpath("w:rPr/w:b", namespaces=NAMES)


def test_a_blank_is_a_control_that_shows_its_label_in_grey() -> None:
    word = word_of(plain(""), FollowUp(text("Firma: ", Blank("Firma des Auftraggebers"), Blank("x" * 90))))

    first, second = word.find("//w:sdt")
    assert shown(first) == value(first, "w:sdtPr/w:alias") == value(first, "w:sdtPr/w:tag") == "Firma des Auftraggebers"
    assert first.xpath("w:sdtPr/w:showingPlcHdr", namespaces=NAMES)
    assert value(first, "w:sdtContent/w:r/w:rPr/w:rStyle") == "PlaceholderText"
    assert value(word.styles["PlaceholderText"], "w:rPr/w:u") == "dotted"
    assert len(value(second, "w:sdtPr/w:alias") or "") == 64
    assert value(first, "w:sdtPr/w:id") != value(second, "w:sdtPr/w:id")


def test_a_checkbox_can_be_ticked_with_a_click() -> None:
    word = word_of(plain(""), FollowUp((Checkbox(checked=True), LineBreak(), Checkbox())))

    states = [box.get(f"{{{W14}}}val") for box in word.find("//w14:checkbox/w14:checked")]
    assert states == ["1", "0"]
    assert word.lines[-1].text == "☒\n☐"


def test_header_rows_repeat_and_no_row_is_split() -> None:
    table = Table((cells("A", "B"), cells("a", "b")), (cells("1", "2"), cells("3")))

    word = word_of(table)

    rows = word.find("//w:tr")
    assert [bool(row.xpath("w:trPr/w:tblHeader", namespaces=NAMES)) for row in rows] == [True, True, False, False]
    assert all(row.xpath("w:trPr/w:cantSplit", namespaces=NAMES) for row in rows)
    assert [len(row.xpath("w:tc", namespaces=NAMES)) for row in rows] == [2, 2, 2, 2]


def test_a_stretched_cell_is_as_wide_as_its_columns() -> None:
    word = word_of(
        Table(((Cell((text("A"),)), Cell((text("B und C"),), span=2)),), (cells("1", "2", "3"),), (0.5, 0.3, 0.2))
    )

    grid = [int(column.xpath("string(@w:w)", namespaces=NAMES)) for column in word.find("//w:gridCol")]
    [_, stretched] = word.find("//w:tr[1]/w:tc")
    assert sum(grid) == TEXT_WIDTH
    assert [round(width / TEXT_WIDTH, 2) for width in grid] == [0.5, 0.3, 0.2]
    assert value(stretched, "w:tcPr/w:gridSpan") == "2"
    assert stretched.xpath("string(w:tcPr/w:tcW/@w:w)", namespaces=NAMES) == str(grid[1] + grid[2])


def test_without_widths_short_columns_stay_narrow_and_no_short_word_is_broken() -> None:
    long = "Betrieb der Server, Datensicherung und Überwachung des gesamten Netzes rund um die Uhr"
    word = word_of(Table((cells("Nr.", "Leistung", "Rechtsgrundlage"),), (cells("1", long, "Vertrag"),)))

    number, service, ground = (
        int(column.xpath("string(@w:w)", namespaces=NAMES)) for column in word.find("//w:gridCol")
    )
    assert number < ground < service
    assert number >= 400
    assert ground >= 1600


def test_a_long_heading_over_several_columns_widens_none_of_them() -> None:
    head = (Cell((text("Eine Überschrift, die über zwei schmalen Spalten steht"),), span=2), *cells("C"))

    word = word_of(Table((head,), (cells("1", "2", "3"),)))

    widths = [int(column.xpath("string(@w:w)", namespaces=NAMES)) for column in word.find("//w:gridCol")]
    assert max(widths) - min(widths) <= 1


def test_tables_do_not_touch_and_a_paragraph_follows_the_last() -> None:
    table = Table((), (cells("1", "2"),))

    word = word_of(table, table)

    assert [child.tag.rpartition("}")[2] for child in word.document[0]] == ["tbl", "p", "tbl", "p", "sectPr"]


def test_a_table_without_rows_is_nothing() -> None:
    word = word_of(plain("Text"), Table((), ()))

    assert word.find("//w:tbl") == []


def test_parties_stand_one_below_the_other_with_their_names_in_bold() -> None:
    word = word_of(PartyBlock(SIDES, text("zwischen"), text("und")))

    assert [line.text for line in word.lines] == [
        *("zwischen", "Verantwortlicher", "Firma\nGraz", "– Auftraggeber –"),
        *("und", "Auftragsverarbeiter", "Inxmail GmbH\nFreiburg", "– Auftragnehmer –"),
    ]
    bold = [shown(run) for run in word.find("//w:body//w:r[w:rPr/w:b]")]
    assert bold == ["Firma", "Inxmail GmbH"]


def test_further_parties_of_a_side_have_their_names_in_bold_too() -> None:
    further = (text("Inxmail Süd GmbH"), text("München"))
    side = PartySide(text("Auftragsverarbeiter"), (text("Inxmail GmbH"),), text("– gemeinsam –"), (further,))

    word = word_of(PartyBlock((side,), (), ()))

    assert [line.text for line in word.lines] == [
        *("Auftragsverarbeiter", "Inxmail GmbH", "Inxmail Süd GmbH\nMünchen", "– gemeinsam –")
    ]
    assert [shown(run) for run in word.find("//w:body//w:r[w:rPr/w:b]")] == ["Inxmail GmbH", "Inxmail Süd GmbH"]


def test_marks_of_a_signature_service_stand_on_the_signature_lines() -> None:
    signatories = (text("Vorstand"), text("Name"), text("Prokura"))
    marks = (text(Anchor("{{sig_1}}")), (), text(Anchor("{{sig_2}}")))

    word = word_of(SignatureBlock((SignatureSide(text("Für A"), (), text("Ort, Datum"), signatories, marks),)))

    shown_lines = [line.text for line in word.lines if line.text.strip()]
    assert shown_lines == ["Für A", "Ort, Datum", "{{sig_1}}", "Vorstand", "Name", "{{sig_2}}", "Prokura"]


def test_parties_side_by_side_stand_in_a_table_without_rules() -> None:
    word = word_of(PartyBlock(SIDES, text("zwischen"), text("und"), "columns"))

    [row] = word.find("//w:tr")
    assert [shown(cell) for cell in row.iterchildren("{*}tc")] == [
        "VerantwortlicherFirma\nGraz– Auftraggeber –",
        "und",
        "AuftragsverarbeiterInxmail GmbH\nFreiburg– Auftragnehmer –",
    ]
    assert not word.styles["OhneLinien"].xpath(".//w:tblBorders", namespaces=NAMES)


def test_signatures_stay_on_one_page_with_the_paragraph_before() -> None:
    word = word_of(Section("s", text("S"), (plain("Davor"), plain("Schluss", "q"))), SIGNING)

    *rows, last = word.find("//w:tr")
    assert word.line("Schluss").has("w:pPr/w:keepNext")
    assert not word.line("Davor").has("w:pPr/w:keepNext")
    assert all(row.xpath("w:trPr/w:cantSplit", namespaces=NAMES) for row in (*rows, last))
    assert all(p.xpath("w:pPr/w:keepNext", namespaces=NAMES) for row in rows for p in row.iter("{*}p"))
    assert not last.xpath(".//w:keepNext", namespaces=NAMES)


def test_an_introduction_stays_with_the_list_or_table_it_introduces() -> None:
    points = ListBlock((Item(text("Punkt")), Item(text("Schluss"))))

    word = word_of(plain("Es gilt:"), points, plain("Danach", "q"), plain("Siehe:", "r"), Table((), (cells("1"),)))

    kept = {line.text for line in word.lines if line.has("w:pPr/w:keepNext")}
    assert kept == {"Es gilt:", "Siehe:"}


def test_signatures_after_a_table_hold_on_to_its_last_row() -> None:
    word = word_of(Table((), (cells("oben"), cells("unten"))), SIGNING)

    assert [word.line(words).has("w:pPr/w:keepNext") for words in ("oben", "unten")] == [False, True]


def test_every_signature_has_a_rule_to_sign_on_and_its_words_below() -> None:
    word = word_of(SIGNING)

    rows = [[shown(cell) for cell in row.iterchildren("{*}tc")] for row in word.find("//w:tr")]
    ruled = [row.xpath("count(w:tc[w:tcPr/w:tcBorders/w:bottom])", namespaces=NAMES) for row in word.find("//w:tr")]
    assert rows == [
        ["Für A", "", "Für B"],
        ["", "", "Graz"],
        ["Ort, Datum", "", "Ort, Datum"],
        ["", "", ""],
        ["Vorstand", "", "Leitung"],
        ["", "", ""],
        ["", "", "Prokura"],
    ]
    assert ruled == [0, 2, 0, 2, 0, 1, 0]
