"""The Word writer: the file as a whole, its pages and styles, and how other programs read it."""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
from cProfile import Profile
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from openxml_audit import FileFormat, OpenXmlValidator

from avvgen.contract import Contract
from avvgen.document import (
    Annex,
    Contents,
    Link,
    PageBreak,
    PageCount,
    PageNumber,
    Paragraph,
    Section,
    Strong,
    Table,
    TitleLine,
)
from avvgen.writers.docx import write_docx
from avvgen.writers.docx.page import TEXT_WIDTH

from .docx_contract import sample
from .docx_reading import NAMES, Word, fields_in, shown, value
from .docx_samples import SIGNING, cells, contract_of, every_scheme, plain, ref, text, word_of


@every_scheme
def test_word_and_its_rules_find_nothing_wrong(numbers: str, tmp_path: Path) -> None:
    file = tmp_path / "sample.docx"
    file.write_bytes(write_docx(sample(numbers)))

    result = OpenXmlValidator(FileFormat.MICROSOFT_365).validate(file)

    assert [str(error) for error in result.errors] == []


def test_word_and_its_rules_find_nothing_wrong_with_several_parts(tmp_path: Path) -> None:
    parts = tuple(part for numbers in ("paragraph", "roman") for part in sample(numbers).parts)
    file = tmp_path / "parts.docx"
    file.write_bytes(write_docx(Contract("parts", parts, {})))

    result = OpenXmlValidator(FileFormat.MICROSOFT_365).validate(file)

    assert [str(error) for error in result.errors] == []


_WRITE = """
import pickle, sys
from avvgen.writers.docx import write_docx
sys.stdout.buffer.write(write_docx(pickle.load(sys.stdin.buffer)))
"""


@every_scheme
def test_the_same_contract_makes_the_same_bytes_in_every_process(numbers: str) -> None:
    contract = pickle.dumps(sample(numbers))

    files = [
        subprocess.run(
            [sys.executable, "-c", _WRITE],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path), "TZ": zone},
            input=contract, check=True, capture_output=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    ]  # fmt: skip

    assert files == [write_docx(sample(numbers))] * 2


def test_a_page_break_begins_the_page_without_an_empty_line() -> None:
    word = word_of(plain("eins"), PageBreak(), plain("zwei", "q"), PageBreak(), SIGNING, PageBreak())

    assert word.line("zwei").has("w:pPr/w:pageBreakBefore")
    assert [line.has("w:pPr/w:pageBreakBefore") for line in word.lines if line.style == "Abstand"] == [True, False]
    assert word.find("//w:br") == []


def test_header_and_footer_run_along_with_page_of_pages() -> None:
    word = Word(write_docx(sample("decimal")))

    header, footer = word.root("word/header1.xml"), word.root("word/footer1.xml")
    assert shown(header) == "Inxmail GmbH\tVereinbarung zur Auftragsverarbeitung"
    assert [code for code, _ in fields_in(footer)] == ["PAGE", "NUMPAGES"]
    tab = word.styles["Header"].xpath("w:pPr/w:tabs/w:tab", namespaces=NAMES)[0]
    assert (value(tab, "."), tab.xpath("string(@w:pos)", namespaces=NAMES)) == ("right", str(TEXT_WIDTH))


def test_a_link_in_a_footer_belongs_to_the_footer() -> None:
    word = word_of(plain("x"), footer=text(Link("https://example.org", text("Web")), PageNumber(), PageCount()))

    assert "https://example.org" in word.text_of("word/_rels/footer1.xml.rels")
    assert "https://example.org" not in word.text_of("word/_rels/document.xml.rels")


def test_the_page_is_a4_with_hyphenation_in_the_language_of_the_document() -> None:
    word = word_of(plain("x"), language="de-AT")

    size, margins = word.find("//w:pgSz")[0], word.find("//w:pgMar")[0]
    assert [size.get(name) for name in size.attrib] == ["11906", "16838"]
    assert {margins.get(f"{{{NAMES['w']}}}{side}") for side in ("top", "right", "bottom", "left")} == {"1418"}
    settings = word.root("word/settings.xml")
    assert settings.xpath("w:autoHyphenation", namespaces=NAMES)
    mode = settings.xpath("string(//w:compatSetting[@w:name='compatibilityMode']/@w:val)", namespaces=NAMES)
    assert mode == "15"
    assert value(word.root("word/styles.xml"), "w:docDefaults/w:rPrDefault/w:rPr/w:lang") == "de-AT"


def test_properties_name_the_contract_and_no_date() -> None:
    core = Word(write_docx(sample("decimal"))).text_of("docProps/core.xml")

    for fact in (">Vereinbarung zur Auftragsverarbeitung<", ">Inxmail GmbH<", ">de-DE<", ">1.10<"):
        assert fact in core
    assert "created" not in core
    assert "modified" not in core


def test_the_zip_knows_no_clock_and_no_system() -> None:
    with ZipFile(BytesIO(write_docx(sample("decimal")))) as package:
        entries = package.infolist()

    assert entries[0].filename == "[Content_Types].xml"
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.create_system for entry in entries} == {0}


@every_scheme
def test_there_are_the_styles_that_are_used_and_no_others(numbers: str) -> None:
    word = Word(write_docx(sample(numbers)))

    written = [word.root(name) for name in ("word/document.xml", "word/header1.xml", "word/footer1.xml")]
    named = {
        id_
        for root in written
        for id_ in root.xpath("//w:pStyle/@w:val|//w:rStyle/@w:val|//w:tblStyle/@w:val", namespaces=NAMES)
    }
    based = {style.get(f"{{{NAMES['w']}}}styleId") for id_ in named for style in word.style_chain(id_)}
    assert set(word.styles) == based | {"Normal"}
    assert not word.root("word/styles.xml").xpath("w:latentStyles", namespaces=NAMES)


def test_python_docx_reads_titles_and_headings_by_their_usual_names() -> None:
    document = Document(BytesIO(write_docx(sample("decimal"))))

    read = [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs]
    assert ("Title", "Vereinbarung zur Auftragsverarbeitung") in read
    assert ("Heading 1", "Weisungen des Auftraggebers") in read
    assert ("Absatz ohne Nummer", "Änderungen teilen die Parteien einander mit.") in read
    assert len(document.tables) == 3


def test_the_last_line_of_the_title_block_is_set_apart() -> None:
    word = word_of(TitleLine(text("Titel")), TitleLine(text("Stand"), "note"), plain("Text"))

    assert [line.has("w:pPr/w:spacing") for line in word.lines] == [False, True, False]


def test_headings_hold_on_to_their_text_and_lines_do_not_stand_alone() -> None:
    word = Word(write_docx(sample("decimal")))

    assert all(word.styles[id_].xpath("w:pPr/w:keepNext", namespaces=NAMES) for id_ in ("Title", "Heading1", "Anlage"))
    assert word.root("word/styles.xml").xpath("w:docDefaults/w:pPrDefault/w:pPr/w:widowControl", namespaces=NAMES)


def test_strong_is_bold_in_a_bold_heading_too() -> None:
    word = word_of(Section("s", text("Titel ", Strong(text("fett"))), ()))

    [run] = word.find("//w:r[w:rPr/w:b]")
    assert shown(run) == "fett"
    assert word.find("//w:rStyle") == []


def test_an_annex_without_a_number_has_its_title_alone() -> None:
    word = word_of(
        Annex("x", text("Anhang"), (plain("siehe Text", "q"),), numbered=False), Annex("y", text("Liste"), ())
    )

    assert [(line.number, line.text, line.style) for line in word.lines][::2] == [
        ("", "Anhang", "AnlageOhneNummer"),
        ("Anlage\u00a01", "– Liste", "Anlage"),
    ]


def test_twice_the_contract_is_twice_the_work() -> None:
    def work(count: int) -> int:
        sections = [
            Section(f"s{n}", text(f"S{n}"), (Paragraph(f"s{n}/p", text("Text ", ref(f"s{n}"))),)) for n in range(count)
        ]
        rows = tuple(cells(str(n), "Text") for n in range(count))
        contract = contract_of(Contents(text("Inhalt")), *sections, Table((), rows))
        profile = Profile()
        profile.runcall(write_docx, contract)
        return sum(entry.callcount for entry in profile.getstats())

    assert work(400) < 2.1 * work(200)


def unspaced(words: str) -> str:
    """Letters alone: how wide a no-break space is, is read differently from the page."""
    return "".join(words.split())


@every_scheme
@pytest.mark.skipif(not (shutil.which("soffice") and shutil.which("pdftotext")), reason="needs soffice and pdftotext")
def test_libreoffice_prints_the_numbers_and_references_of_the_labels(numbers: str, tmp_path: Path) -> None:
    contract = sample(numbers)
    (tmp_path / "sample.docx").write_bytes(write_docx(contract))
    profile = f"-env:UserInstallation=file://{tmp_path}/office"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "sample.docx"],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip

    out = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "sample.pdf", "-"], check=True, capture_output=True, timeout=60
    )

    page_text = unspaced(out.stdout.decode())
    labels = contract.parts[0].labels
    for id_, words in (
        ("instructions", "Weisungen des Auftraggebers"),
        ("instructions/unlawful", "Hält der Auftragnehmer"),
        ("list/c", "wer in der Weisungsliste"),
        ("closing", "Änderungen bedürfen"),
        ("partners", "– Unterauftragnehmer"),
        ("kind/b", "Kontaktdaten"),
        ("measures/login/b", "Fernzugriffe erfordern"),
    ):
        number = labels.number(id_) or ("–" if numbers == "roman" and id_ in {"list/c", "kind/b"} else "")
        assert unspaced(number + words) in page_text
    for targets in (
        ("deletion",),
        ("instructions/form", "instructions/unlawful"),
        ("measures/login/a",),
        ("list/b/ii",),
    ):
        assert unspaced(labels.text(targets)) in page_text
    assert "Fehler" not in page_text
