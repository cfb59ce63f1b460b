"""House style: a contract over somebody else's Word file, a logo, colours; and whatever is refused."""

from __future__ import annotations

import os
import pickle
import random
import re
import struct
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from lxml import etree
from openxml_audit import FileFormat, OpenXmlValidator

from avvgen.contract import Brought, Contract, House
from avvgen.document import Annex, Contents, Section
from avvgen.findings import AvvgenError, Place
from avvgen.writers import remarks
from avvgen.writers.docx import write_docx
from tests.conftest import Outcome
from tests.support import BASIS, SENTENCE, docx_texts
from tests.support_word import letters_of, needs_libreoffice, pdf_of, squeezed

from .docx_contract import sample
from .docx_reading import NAMES, W, Word, fields_in, shown, value
from .docx_samples import contract_of, plain, text
from .docx_schemas import violations
from .letterheads import changed, libreoffice_made, pandocs_own, png, word_like

Run = Callable[..., Outcome]
MADE = {"word": lambda _: word_like(), "libreoffice": libreoffice_made, "pandoc": lambda _: pandocs_own()}


@pytest.fixture(scope="module", params=MADE)
def template(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return MADE[request.param](tmp_path_factory.mktemp(request.param))


@pytest.fixture(scope="module")
def german() -> bytes:
    return word_like()


def house(**more: Any) -> House:
    """A house style whose files stand nowhere in particular."""
    places = {"letterhead": Place("brief.docx", 1), "logo": Place("acme.yaml", 3, 9)}
    files = {key: Brought(more.pop(key), place) for key, place in places.items() if key in more}
    return House(**files, **{"logo_height": 12, "logo_text": "Muster & Söhne", **more})


def on(content: bytes, contract: Contract | None = None) -> bytes:
    """A contract on a letterhead."""
    return write_docx(replace(contract or sample("decimal"), house=house(letterhead=content)))


def refusals(content: bytes) -> list[str]:
    with pytest.raises(AvvgenError) as raised:
        on(content)
    return [str(finding) for finding in raised.value.findings]


# Three letterheads of other programs -----------------------------------------------------------------------------------


def test_the_page_survives(template: bytes) -> None:
    before, after = Word(template), Word(on(template))

    for name in ("pgSz", "pgMar"):
        [kept] = after.find(f"/w:document/w:body/w:sectPr/w:{name}")
        for said in before.find(f"/w:document/w:body/w:sectPr[last()]/w:{name}"):
            assert dict(said.attrib).items() <= dict(kept.attrib).items()
        assert len(kept.attrib) > 1


def test_what_runs_along_the_pages_survives_with_its_pictures(template: bytes) -> None:
    before, after = running(template), running(on(template))

    shown_before = {key: row for key, row in before.items() if any(row)}
    assert shown_before.items() <= after.items()


def running(content: bytes) -> dict[tuple[str, str], tuple[str, tuple[bytes, ...]]]:
    """The letters and pictures of each header and footer of the last section, by kind and pages."""
    section = docx.Document(BytesIO(content)).sections[-1]
    kinds = ("header", "footer", "first_page_header", "first_page_footer", "even_page_header", "even_page_footer")
    found = {}
    for kind in kinds:
        frame = getattr(section, kind)
        if not frame.is_linked_to_previous:
            pictures = tuple(rel.target_part.blob for rel in frame.part.rels.values() if rel.reltype.endswith("/image"))
            found[kind] = ("\n".join(p.text for p in frame.paragraphs), pictures)
    return found


def test_every_style_survives(template: bytes) -> None:
    before, after = Word(template).styles, Word(on(template)).styles

    assert list(before) == list(after)[: len(before)]
    for id_, style in before.items():
        assert canonical(after[id_]) == canonical(style), id_


def canonical(style: Any) -> bytes:
    """A style but for its language and the space around it."""
    copy = etree.fromstring(etree.tostring(style, with_tail=False))
    for lang in copy.iter(f"{{{W}}}lang"):
        lang.attrib.clear()
    return etree.tostring(copy, method="c14n", exclusive=True)


def test_no_style_is_there_twice(template: bytes) -> None:
    styles = Word(on(template)).styles.values()

    names = [(value(style, "w:name") or "").casefold() for style in styles]
    assert sorted(names) == sorted(set(names))


def test_the_contract_is_complete(template: bytes) -> None:
    for numbers in ("decimal", "roman"):
        words = [Word(data) for data in (write_docx(sample(numbers)), on(template, sample(numbers)))]
        texts = [[shown(paragraph) for paragraph in word.document.iter(f"{{{W}}}p")] for word in words]

        assert len(texts[0]) > 100
        assert texts[0] == texts[1]
    assert "Dieser Text ist nur ein Beispiel." not in docx_texts(on(template))


def test_every_style_that_is_used_is_there(template: bytes) -> None:
    word = Word(on(template))

    for id_ in set(word.document.xpath("//w:pStyle/@w:val|//w:rStyle/@w:val|//w:tblStyle/@w:val", namespaces=NAMES)):
        assert list(word.style_chain(id_))


def test_the_numbers_are_those_of_the_labels(template: bytes) -> None:
    for numbers in ("decimal", "paragraph"):
        for by_definition in (True, False):
            contract = sample(numbers)
            plainly = Word(write_docx(contract), counters_by_definition=by_definition)
            over = Word(on(template, contract), counters_by_definition=by_definition)

            assert [line.number for line in over.lines] == [line.number for line in plainly.lines]


@needs_libreoffice
def test_libreoffice_prints_the_numbers_of_the_labels(template: bytes, tmp_path: Path) -> None:
    contract = sample("decimal")

    page_text = letters_of(pdf_of(on(template, contract), tmp_path), ())

    labels = contract.parts[0].labels
    for id_, words in (
        ("instructions", "Weisungen des Auftraggebers"),
        ("instructions/unlawful", "Hält der Auftragnehmer"),
        ("list/c", "wer in der Weisungsliste"),
        ("closing", "Änderungen bedürfen"),
        ("partners", "– Unterauftragnehmer"),
        ("measures/login/b", "Fernzugriffe erfordern"),
    ):
        assert squeezed(labels.number(id_) + words) in page_text
    assert "Kapitel" not in page_text
    assert "Fehler" not in page_text


def test_word_finds_nothing_wrong_that_was_not_wrong_before(template: bytes, tmp_path: Path) -> None:
    before, after = (audited(data, tmp_path) for data in (template, on(template)))

    # A paragraph without the number of its style has the list 0, as Word itself writes it.
    assert {error for error in after - before if "'0' referenced" not in error} == set()


def audited(content: bytes, folder: Path) -> set[str]:
    file = folder / "audited.docx"
    file.write_bytes(content)
    return {str(error) for error in OpenXmlValidator(FileFormat.MICROSOFT_365).validate(file).errors}


def test_the_parts_of_ours_are_valid_against_iso_29500(template: bytes) -> None:
    before, after = ({fault.split(":")[0] for fault in violations(data)} for data in (template, on(template)))

    assert after <= before


_WRITE = """
import pickle, sys
from avvgen.writers.docx import write_docx
sys.stdout.buffer.write(write_docx(pickle.load(sys.stdin.buffer)))
"""


def test_the_same_letterhead_makes_the_same_bytes_in_every_process(template: bytes) -> None:
    contract = replace(sample("decimal"), house=house(letterhead=template))

    files = {
        subprocess.run(
            [sys.executable, "-c", _WRITE],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path), "TZ": zone},
            input=pickle.dumps(contract), check=True, capture_output=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }  # fmt: skip

    assert files == {write_docx(contract)}


# What the letterhead decides ---------------------------------------------------------------------------------------------


def test_paragraphs_use_the_styles_of_a_german_word(german: bytes) -> None:
    word = Word(on(german))

    assert word.line("Weisungen des Auftraggebers").style == "berschrift1"
    assert word.line("Vereinbarung zur Auftragsverarbeitung").style == "Titel"
    assert value(word.styles["Absatz"], "w:basedOn") == "Textkrper"
    assert not {"Heading1", "Normal", "BodyText"} & set(word.styles)


def test_the_letterheads_own_heading_numbers_do_not_double_ours(german: bytes) -> None:
    word = Word(on(german))

    headings = [line for line in word.lines if line.style == "berschrift1"]
    assert headings[0].has("w:pPr/w:numPr")
    assert [line.number for line in headings] == ["1", "2", "3", "4"]
    assert value(word.styles["UeberschriftOhneNummer1"], "w:pPr/w:numPr/w:numId") == "0"
    assert value(word.lists["88"], "w:abstractNumId") == "77"


def test_a_letterhead_without_heading_styles_gets_ours() -> None:
    document = docx.Document()
    for style in list(document.styles):
        if style.name.startswith(("Heading", "Title")):
            style.delete()
    file = BytesIO()
    document.save(file)

    word = Word(on(file.getvalue()))

    assert word.line("Weisungen des Auftraggebers").style == "Heading1"
    assert "Heading1" in word.styles


def test_a_style_with_numbers_gives_none_to_a_paragraph_without(german: bytes) -> None:
    numbered = changed(
        german,
        lambda name, data: (
            data.replace(b'<w:name w:val="Title"/>', b'<w:name w:val="Title"/><w:basedOn w:val="berschrift1"/>', 1)
            if name == "word/styles.xml"
            else data
        ),
    )

    line = Word(on(numbered)).line("Vereinbarung zur Auftragsverarbeitung")

    assert line.has("w:pPr/w:numPr/w:numId[@w:val='0']")


def test_the_first_page_of_the_letterhead_comes_once(german: bytes) -> None:
    concept = Annex("a", text("Konzept"), (plain("Maßnahmen."),), header=text("eigener Kopf"))

    word = Word(on(german, contract_of(plain("Vertrag.", "q"), concept, header=text("oben"), footer=text("unten"))))

    first, last = word.find("//w:sectPr")
    assert [len(end.xpath("w:titlePg", namespaces=NAMES)) for end in (first, last)] == [1, 0]
    kinds = [end.xpath("w:headerReference/@w:type", namespaces=NAMES) for end in (first, last)]
    assert kinds == [["default", "first"], ["default"]]
    assert not word.has("word/header1.xml")


def test_our_header_runs_where_the_letterhead_has_none(german: bytes) -> None:
    headless = changed(
        german, lambda name, data: data.replace(b">Kanzlei Muster<", b"><") if name.startswith("word/header") else data
    )

    word = Word(on(headless))

    assert shown(word.root("word/header1.xml")) == "Inxmail GmbH\tVereinbarung zur Auftragsverarbeitung"
    assert not word.has("word/footer1.xml")
    tabs = word.root("word/header1.xml").xpath("//w:pPr/w:tabs/w:tab", namespaces=NAMES)
    width = 11906 - 2268 - 1134
    kinds = {(value(tab, "."), tab.get(f"{{{W}}}pos")) for tab in tabs}
    assert {kind for kind, _ in kinds} == {"clear", "right"}
    assert {("clear", "4680"), ("clear", "9360"), ("right", str(width))} <= kinds


def test_page_numbers_run_along_where_nothing_does() -> None:
    word = Word(on(pandocs_own()))

    assert [code for code, _ in fields_in(word.root("word/footer1.xml"))] == ["PAGE", "NUMPAGES"]


def test_our_footer_runs_on_every_kind_of_page_that_the_letterhead_leaves_free(german: bytes) -> None:
    free = changed(
        german,
        lambda name, data: etree_without(data, "footerReference") if name == "word/document.xml" else even(name, data),
    )

    word = Word(on(free))

    [section] = word.find("//w:sectPr")
    footers = section.xpath("w:footerReference", namespaces=NAMES)
    assert [footer.get(f"{{{W}}}type") for footer in footers] == ["default", "first", "even"]
    assert len({footer.get(f"{{{NAMES['r']}}}id") for footer in footers}) == 1


def even(name: str, data: bytes) -> bytes:
    """The settings of the letterhead with even pages of their own."""
    own = b"<w:mirrorMargins/><w:evenAndOddHeaders/><w:defaultTabStop"
    return data.replace(b"<w:defaultTabStop", own, 1) if name == "word/settings.xml" else data


def test_a_property_that_the_header_prints_comes_along(german: bytes) -> None:
    row = b'<Relationship Id="rIdP" Type="%s/custom-properties" Target="docProps/custom.xml"/></Relationships>'
    field = b'<w:p><w:fldSimple w:instr=" DOCPROPERTY Akte "><w:r><w:t>17</w:t></w:r></w:fldSimple></w:p></w:hdr>'
    rows = {
        "_rels/.rels": (b"</Relationships>", row % OFFICE.encode()),
        "word/header2.xml": (b"</w:hdr>", field),
    }
    custom = (
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
        b' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property pid="7" name="Akte"'
        b' fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"><vt:lpwstr>17</vt:lpwstr></property></Properties>'
    )
    own = changed(
        german, lambda name, data: data.replace(*rows[name]) if name in rows else data, {"docProps/custom.xml": custom}
    )

    built = on(own)

    names = re.findall(rb'pid="(\d+)"[^>]* name="([^"]+)"', parts(built)["docProps/custom.xml"])
    ours = [b"avvgen profile", b"avvgen version", b"avvgen content"]
    assert names == [(b"%d" % number, name) for number, name in enumerate([b"Akte", *ours], start=2)]
    assert b'"Akte"' not in parts(on(german))["docProps/custom.xml"]


def test_tables_and_signatures_are_as_wide_as_the_letterheads_text(german: bytes) -> None:
    word = Word(on(german))

    margins = word.find("//w:sectPr/w:pgMar")[-1]
    width = 11906 - sum(int(margins.get(f"{{{W}}}{side}")) for side in ("left", "right"))
    for grid in word.find("//w:tblGrid"):
        table = grid.getparent()
        left = int(table.xpath("string(w:tblPr/w:tblInd/@w:w)", namespaces=NAMES))
        assert width - 3 <= left + sum(int(w) for w in grid.xpath("w:gridCol/@w:w", namespaces=NAMES)) <= width


def test_contents_hang_as_ours_do(german: bytes) -> None:
    contract = contract_of(Contents(text("Inhalt")), Section("a", text("Gegenstand"), (plain("x"),)), plain("y", "q"))

    line = next(line for line in Word(on(german, contract)).lines if line.style == "toc1")

    assert line.text == "1\tGegenstand"
    assert line.has("w:pPr/w:ind[@w:hanging]")


def test_hyphenation_language_and_properties_are_ours(german: bytes) -> None:
    word = Word(on(german))

    settings = word.root("word/settings.xml")
    assert settings.xpath("w:autoHyphenation", namespaces=NAMES)
    languages = word.root("word/styles.xml").xpath("//w:lang/@w:val", namespaces=NAMES)
    assert set(languages) == {"de-DE"}
    assert ">Inxmail GmbH<" in word.text_of("docProps/core.xml")


def test_settings_of_the_page_survive(german: bytes) -> None:
    own = changed(german, even)

    settings = Word(on(own)).text_of("word/settings.xml")

    assert "<w:mirrorMargins/>" in settings
    assert "<w:evenAndOddHeaders/>" in settings


def test_several_parts_stand_on_one_letterhead(german: bytes, tmp_path: Path) -> None:
    parts = tuple(part for numbers in ("paragraph", "roman") for part in sample(numbers).parts)

    built = on(german, Contract("parts", parts, {}))

    assert {
        error for error in audited(built, tmp_path) - audited(german, tmp_path) if "'0' referenced" not in error
    } == set()


def test_a_letterhead_without_a_page_is_built_on_with_a_word(german: bytes) -> None:
    bare = changed(german, lambda name, data: etree_without(data, "pgSz") if name == "word/document.xml" else data)

    found = remarks(replace(sample("decimal"), house=house(letterhead=bare)))

    assert [str(one) for one in found] == [
        "brief.docx:1: warning: says nothing of its page size; those of avvgen's own pages are used [letterhead]"
    ]
    assert Word(on(bare)).find("//w:pgSz")[0].get(f"{{{W}}}w") == "11906"


def etree_without(data: bytes, *names: str) -> bytes:
    root = etree.fromstring(data)
    for name in names:
        for found in list(root.iter(f"{{{W}}}{name}")):
            found.getparent().remove(found)
    return etree.tostring(root)


# Refused -------------------------------------------------------------------------------------------------------------------

DTD = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def related(kind: str, target: str, *, external: bool = False, owner: str = "word/_rels/document.xml.rels") -> Callable:
    row = f'<Relationship Id="rIdX" Type="{OFFICE}/{kind}" Target="{target}"{" TargetMode=" + chr(34) + "External" + chr(34) if external else ""}/>'
    return lambda name, data: (
        data.replace(b"</Relationships>", row.encode() + b"</Relationships>") if name == owner else data
    )


def typed(old: str, new: str) -> Callable:
    return lambda name, data: data.replace(old.encode(), new.encode()) if name == "[Content_Types].xml" else data


def zipped(files: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(name, data)
    return target.getvalue()


def overlapping(content: bytes) -> bytes:
    """Every entry at the place of the first."""
    entries = [at for at in range(len(content)) if content.startswith(b"PK\x01\x02", at)]
    data = bytearray(content)
    for at in entries:
        data[at + 42 : at + 46] = struct.pack("<I", 0)
    return bytes(data)


def locked(content: bytes) -> bytes:
    """Every entry marked as encrypted."""
    data = bytearray(content)
    for at in range(len(content)):
        if content.startswith(b"PK\x01\x02", at):
            data[at + 8] |= 1
        if content.startswith(b"PK\x03\x04", at):
            data[at + 6] |= 1
    return bytes(data)


SAME: Callable = lambda _, data: data  # noqa: E731
MAIN = "wordprocessingml.document.main+xml"
REFUSED = {
    "no zip": (lambda _: b"Briefkopf", "is no Word file or is damaged"),
    "empty": (lambda _: b"", "is no Word file or is damaged"),
    "half": (lambda good: good[: len(good) // 2], "is no Word file or is damaged"),
    "old doc": (lambda _: bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600), "is encrypted or an old .doc"),
    "no package": (lambda _: zipped({"a.txt": b"x"}), "is no Word file"),
    "spreadsheet": (lambda good: changed(good, typed(MAIN, "spreadsheetml.sheet.main+xml")), "is no Word file"),
    "macros": (lambda good: changed(good, SAME, {"word/vbaProject.bin": b"x"}), "holds macros"),
    "docm": (
        lambda good: changed(good, typed("application/vnd.openxmlformats-officedocument." + MAIN, "application/vnd.ms-word.document.macroEnabled.main+xml")),
        "holds macros",
    ),
    "strict": (
        lambda good: changed(good, lambda name, data: data.replace(b"http://schemas.openxmlformats.org/officeDocument/2006", b"http://purl.oclc.org/ooxml/officeDocument") if name == "_rels/.rels" else data),
        "is a 'Strict Open XML' file",
    ),
    "linked picture": (lambda good: changed(good, related("image", "https://example.org/x.png", external=True)), "leans on 'https://example.org/x.png'"),
    "attached template": (
        lambda good: changed(good, related("attachedTemplate", "file:///C:/x.dotm", external=True)),
        "is tied to the template 'file:///C:/x.dotm'",
    ),
    "object": (lambda good: changed(good, related("oleObject", "embeddings/a.bin")), "holds an embedded object (oleObject"),
    "workbook": (lambda good: changed(good, related("package", "embeddings/a.xlsx")), "holds an embedded object (package"),
    "control": (lambda good: changed(good, related("control", "activeX/a.xml")), "holds an embedded object (control"),
    "web page": (lambda good: changed(good, related("aFChunk", "a.html")), "holds an embedded object (aFChunk"),
    "dtd": (lambda good: changed(good, SAME, {"customXml/item9.xml": DTD}), "holds a DTD in customXml/item9.xml"),
    "dtd in 16 bits": (lambda good: changed(good, SAME, {"word/x.xml": DTD[21:].decode().encode("utf-16")}), "holds a DTD in word/x.xml"),
    "broken xml": (lambda good: changed(good, lambda name, data: data[:-9] if name == "word/styles.xml" else data), "holds broken XML in word/styles.xml"),
    "no section": (
        lambda good: changed(good, lambda name, data: etree_without(data, "sectPr") if name == "word/document.xml" else data),
        "has no page layout",
    ),
    "no styles": (
        lambda good: changed(good, lambda name, data: b"<x/>" if name == "word/styles.xml" else data),
        "has something else than its styles in word/styles.xml",
    ),
    "narrow": (
        lambda good: changed(good, lambda name, data: data.replace(b'w:left="2268"', b'w:left="8000"') if name == "word/document.xml" else data),
        "leaves 4.9 cm between its margins; the text needs 8 cm",
    ),
    "no header": (lambda good: changed(good, lambda name, data: None if name == "word/header1.xml" else data), "lacks its header 'word/header1.xml'"),
    "no picture": (lambda good: changed(good, lambda name, data: None if name.startswith("word/media") else data), "lacks 'word/media/image1.png'"),
    "too many": (lambda good: changed(good, SAME, {f"x/{n}.txt": b"" for n in range(2001)}), "at most 2000 are read"),
    "bomb": (lambda good: changed(good, SAME, {"x.bin": bytes(65 * 1024 * 1024)}), "is larger than 64 MB when unpacked"),
    "outside": (lambda good: changed(good, SAME, {"../x.txt": b"x"}), "has entries outside of itself"),
    "absolute": (lambda good: changed(good, SAME, {"/etc/x.txt": b"x"}), "has entries outside of itself"),
    "twins": (lambda good: changed(good, SAME, {"word/Styles.xml": b"<x/>"}), "has two entries of one name"),
    "overlap": (overlapping, "has entries that overlap"),
    "password": (locked, "is encrypted"),
}  # fmt: skip


@pytest.mark.parametrize(("spoil", "message"), REFUSED.values(), ids=REFUSED)
def test_it_is_refused_with_its_reason(spoil: Callable[[bytes], bytes], message: str, german: bytes) -> None:
    found = refusals(spoil(german))

    assert all(line.startswith("brief.docx:1: error: ") and line.endswith("[letterhead]") for line in found)
    assert any(message in line for line in found), found


def test_all_that_is_wrong_is_said_at_once(german: bytes) -> None:
    both = changed(german, related("oleObject", "a.bin"), {"word/vbaProject.bin": b"x"})

    assert len(refusals(both)) == 2


def test_a_link_to_the_web_is_harmless(german: bytes) -> None:
    linked = changed(
        german, related("hyperlink", "https://example.org/", external=True, owner="word/_rels/header1.xml.rels")
    )

    assert "https://example.org/" in "".join(
        part.decode() for name, part in parts(on(linked)).items() if name.endswith(".rels")
    )


def parts(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_a_template_file_of_word_is_a_letterhead(german: bytes) -> None:
    built = on(changed(german, typed(MAIN, "wordprocessingml.template.main+xml")))

    assert MAIN in parts(built)["[Content_Types].xml"].decode()


def test_whatever_is_wrong_with_a_file_is_a_finding(german: bytes) -> None:
    numbers, refused = random.Random(20261121), 0

    for _ in range(60):
        data = bytearray(german)
        for _ in range(numbers.randint(1, 6)):
            data[numbers.randrange(len(data))] = numbers.randrange(256)
        try:
            on(bytes(data), contract_of(plain("x")))
        except AvvgenError:
            refused += 1

    assert refused > 20


def test_whatever_is_wrong_in_a_part_is_a_finding(german: bytes) -> None:
    numbers, good = random.Random(7), parts(german)
    ours = [f"word/{name}.xml" for name in ("document", "styles", "numbering", "settings", "fontTable", "header1")]

    for turn in range(60):
        name = ours[turn % len(ours)]
        words = good[name].split(b'"')
        at = numbers.randrange(1, len(words), 2)
        words[at] = numbers.choice((b"", b"x", b"-1", b"99999999999", b"Titel"))
        with suppress(AvvgenError):
            on(zipped({**good, name: b'"'.join(words)}), contract_of(plain("x")))


# Styles that clash ---------------------------------------------------------------------------------------------------------


def with_style(content: bytes, xml: str) -> bytes:
    return changed(
        content,
        lambda name, data: (
            data.replace(b"</w:styles>", xml.encode() + b"</w:styles>") if name == "word/styles.xml" else data
        ),
    )


def test_a_style_of_ours_that_the_house_has_is_the_houses(german: bytes) -> None:
    own = with_style(
        german,
        '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Vertragsabsatz"><w:name w:val="Absatz"/></w:style>',
    )

    line = Word(on(own)).line("Die Meldung enthält")

    assert (line.style, line.number) == ("Vertragsabsatz", "3.2")


def test_a_name_that_is_taken_by_another_kind_of_style_is_left_alone(german: bytes) -> None:
    own = with_style(
        german, '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Tabelle"><w:name w:val="Tabelle"/></w:style>'
    )

    word = Word(on(own))

    assert word.styles["Tabelle"].get(f"{{{W}}}type") == "paragraph"
    assert word.styles["TabelleA"].get(f"{{{W}}}type") == "table"
    assert "TabelleA" in word.document.xpath("//w:tblStyle/@w:val", namespaces=NAMES)


# Logo and colours ------------------------------------------------------------------------------------------------------------

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 50"><rect width="200" height="50"/></svg>'


def with_logo(logo: bytes, **more: Any) -> bytes:
    return write_docx(replace(sample("decimal"), house=house(logo=logo, **more)))


@pytest.mark.parametrize("logo", [png(80, 20), SVG], ids=["png", "svg"])
def test_a_logo_stands_above_every_page(logo: bytes, tmp_path: Path) -> None:
    built = with_logo(logo, logo_height=10)

    word = Word(built)
    header = word.root("word/header1.xml")
    [extent] = header.xpath("//*[local-name()='extent']")
    assert (extent.get("cx"), extent.get("cy")) == (str(40 * 36_000), str(10 * 36_000))
    assert header.xpath("string(//*[local-name()='docPr']/@descr)") == "Muster & Söhne"
    assert value(header, "w:p[1]/w:pPr/w:jc") == "right"
    assert shown(header) == "Inxmail GmbH\tVereinbarung zur Auftragsverarbeitung"
    assert logo in parts(built).values()
    assert audited(built, tmp_path) == set()
    assert built == with_logo(logo, logo_height=10)


def test_a_logo_may_stand_on_the_left() -> None:
    header = Word(with_logo(png(4, 4), logo_side="left")).root("word/header1.xml")

    assert value(header, "w:p[1]/w:pPr/w:jc") is None


def test_programs_that_do_not_know_svg_have_a_picture(tmp_path: Path) -> None:
    word = Word(with_logo(SVG))

    blip = word.root("word/header1.xml").xpath("//*[local-name()='blip']")[0]
    targets = {row.get("Id"): row.get("Target") for row in word.root("word/_rels/header1.xml.rels")}
    [vector] = blip.xpath(".//*[local-name()='svgBlip']")
    assert targets[blip.get(f"{{{NAMES['r']}}}embed")] == "media/logo.png"
    assert targets[vector.get(f"{{{NAMES['r']}}}embed")] == "media/logo.svg"


def test_a_letterheads_header_goes_before_a_logo(german: bytes) -> None:
    built = write_docx(replace(sample("decimal"), house=house(letterhead=german, logo=SVG)))

    assert SVG not in parts(built).values()


WRONG_LOGOS = {
    "text": (b"logo", "is neither PNG nor SVG"),
    "jpeg": (b"\xff\xd8\xff\xe0", "is neither PNG nor SVG"),
    "page": (b"<html><svg/></html>", "is neither PNG nor SVG"),
    "half": (png(9, 9)[:-20], "is a damaged PNG"),
    "no pixels": (png(0, 9), "is a PNG without any pixels"),
    "thin": (png(900, 1), "is 900 times as wide as high"),
    "script": (SVG.replace(b"<rect", b"<script>x()</script><rect"), "is an SVG with <script>"),
    "handler": (SVG.replace(b"<rect", b'<rect onload="x()"'), "is an SVG with 'onload'"),
    "page inside": (SVG.replace(b"<rect", b"<foreignObject/><rect"), "is an SVG with <foreignObject>"),
    "link": (
        SVG.replace(b"<rect", b'<image href="https://example.org/x.png"/><rect'),
        "fetches 'https://example.org/x.png'",
    ),
    "xlink": (
        SVG.replace(b"<rect", b'<use xmlns:l="http://www.w3.org/1999/xlink" l:href="file:///etc/passwd"/><rect'),
        "fetches 'file:///etc/passwd'",
    ),
    "style": (SVG.replace(b"<rect", b"<style>@import 'x.css'</style><rect"), "fetches something for its styles"),
    "fill": (SVG.replace(b"<rect", b'<rect fill="url(https://example.org/a#b)"'), "fetches 'url("),
    "script of a page": (
        SVG.replace(b"<rect", b'<x:script xmlns:x="http://www.w3.org/1999/xhtml"/><rect'),
        "with <script>",
    ),
    "part of a page": (
        SVG.replace(b"<rect", b'<x:p xmlns:x="http://www.w3.org/1999/xhtml"/><rect'),
        "is an SVG with <p>",
    ),
    "object": (SVG.replace(b"<rect", b'<object data="https://example.org/"/><rect'), "is an SVG with <object>"),
    "listener": (SVG.replace(b"<rect", b"<handler>x()</handler><rect"), "is an SVG with <handler>"),
    "comment": (
        SVG.replace(b"<rect", b"<style>a{}<!-- x --> b{fill:url(https://example.org/)}</style><rect"),
        "fetches something for its styles",
    ),
    "spelt": (SVG.replace(b"<rect", b"<style>a{fill:u\\72l(x)}</style><rect"), "fetches something for its styles"),
    "spelt in place": (SVG.replace(b"<rect", b'<rect fill="u\\72l(https://example.org/)"'), "fetches 'u\\72l("),
    "set of images": (SVG.replace(b"<rect", b"<rect style='fill:image-set(\"a.png\" 1x)'"), "fetches 'fill:image-set("),
    "base": (
        SVG.replace(b"<rect", b'<use xml:base="https://example.org/x.svg" href="#a"/><rect'),
        "fetches 'https://example",
    ),
    "change": (SVG.replace(b"<rect", b'<image><set attributeName="href" to="x"/></image><rect'), "changes 'href'"),
    "motion": (
        SVG.replace(b"<rect", b'<a><animate attributeName="xlink:href" values="javascript:x()"/></a><rect'),
        "changes 'xlink:href'",
    ),
    "too many points": (png(1, 1, claimed=(60_000, 60_000)), "is 60000 by 60000 pixels"),
    "sheet": (b'<?xml-stylesheet href="x.css"?>' + SVG, "is an SVG with a style sheet of its own"),
    "dtd": (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG, "holds a DTD in the SVG"),
    "broken": (SVG[:-3], "holds broken XML in the SVG"),
    "no size": (SVG.replace(b"viewBox", b"data-box"), "is an SVG that does not say how large it is"),
}


@pytest.mark.parametrize(("logo", "message"), WRONG_LOGOS.values(), ids=WRONG_LOGOS)
def test_what_is_no_harmless_picture_is_refused(logo: bytes, message: str) -> None:
    with pytest.raises(AvvgenError) as raised:
        with_logo(logo)

    [finding] = raised.value.findings
    assert str(finding).startswith("acme.yaml:3:9: error: the logo ")
    assert message in finding.message
    assert finding.rule == "logo"


def test_an_svg_may_refer_to_itself() -> None:
    inside = SVG.replace(b"<rect", b'<defs><g id="a"/></defs><use href="#a"/><rect fill="url(#a)"')

    assert inside in parts(with_logo(inside)).values()


def test_an_svg_may_say_who_drew_it_with_what() -> None:
    notes = (
        b'<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><cc:Work'
        b' xmlns:cc="http://creativecommons.org/ns#" rdf:about=""><dc:title'
        b' xmlns:dc="http://purl.org/dc/elements/1.1/">Logo</dc:title></cc:Work></rdf:RDF></metadata><i:namedview'
        b' xmlns:i="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" i:docname="C:\\Logo (neu).svg"/>'
        b"<style>.a{fill:url(#b)}</style><rect><animate attributeName='fill' values='red;blue'/></rect><rect"
    )
    drawn = SVG.replace(b"<rect", notes, 1)

    assert drawn in parts(with_logo(drawn)).values()


def test_colours_go_to_headings_small_text_and_tables() -> None:
    word = Word(write_docx(replace(sample("decimal"), house=House(accent="1A2B3C", text="445566", ground="EEDDCC"))))

    colour = {id_: value(word.styles[id_], "w:rPr/w:color") for id_ in ("Title", "Heading1", "Header", "Hyperlink")}
    assert colour == {"Title": "1A2B3C", "Heading1": "1A2B3C", "Header": "445566", "Hyperlink": "1A2B3C"}
    assert set(word.document.xpath("//w:tcPr/w:shd/@w:fill", namespaces=NAMES)) == {"EEDDCC"}
    assert "1A2B3C" in word.text_of("word/theme.xml")


def test_without_a_house_nothing_changes() -> None:
    assert write_docx(replace(sample("decimal"), house=House())) == write_docx(sample("decimal"))


# In a profile, on the command line -----------------------------------------------------------------------------------------

WORLD = {"haus/basis.yaml": BASIS, "haus/klauseln/probe/satz.md": SENTENCE}
ACME = "extends: haus/basis.yaml\nlibrary: haus/klauseln\n"


def test_a_path_is_relative_to_the_file_it_stands_in(call: Run, tmp_path: Path, german: bytes) -> None:
    files = {**WORLD, "haus/basis.yaml": BASIS + "output: {letterhead: brief.docx}\n", "haus/brief.docx": german}

    outcome = call("build acme.yaml --force", {**files, "acme.yaml": ACME})

    assert outcome.errors == []
    assert "Kanzlei Muster" in docx_texts((tmp_path / "acme.docx").read_bytes())


def test_the_option_wins_over_the_profile(call: Run, tmp_path: Path, german: bytes) -> None:
    profile = ACME + "output: {letterhead: fehlt.docx}\n"

    outcome = call(
        "build acme.yaml --force --letterhead brief.docx", {**WORLD, "acme.yaml": profile, "brief.docx": german}
    )

    assert outcome.errors == []
    assert "Kanzlei Muster" in docx_texts((tmp_path / "acme.docx").read_bytes())


@pytest.mark.parametrize(
    ("line", "profile", "message"),
    [
        ("build acme.yaml", "output: {letterhead: fehlt.docx}", "acme.yaml:3:22: error: there is no file 'fehlt.docx'; paths are relative to the file they stand in [file-missing]"),
        ("check acme.yaml", "style: {logo: haus}", "acme.yaml:3:15: error: there is no file 'haus'; paths are relative to the file they stand in [file-missing]"),
        ("build acme.yaml --letterhead weg.docx", "", "weg.docx:1: error: there is no file 'weg.docx'; paths are relative to the file they stand in [file-missing]"),
        ("build acme.yaml", "output: {letterhead: acme.yaml}", "acme.yaml:1: error: is no Word file or is damaged (File is not a zip file); save it again as .docx [letterhead]"),
        ("check acme.yaml", "output: {letterhead: acme.yaml}", "acme.yaml:1: error: is no Word file or is damaged (File is not a zip file); save it again as .docx [letterhead]"),
        ("build acme.yaml", "style: {logo: acme.yaml}", "acme.yaml:3:15: error: the logo is neither PNG nor SVG; export it as one of them [logo]"),
        ("build acme.yaml", "style: {colours: {accent: red}}", "acme.yaml:3:27: error: style.colours.accent is 'red'; give red, green and blue in quotation marks, such as '#1F3864' [colour]"),
        ("build acme.yaml", "style: {logo_height: 300}", "acme.yaml:3:22: error: style.logo_height is 300; give 4 to 60 millimetres [wrong-type]"),
    ],
)  # fmt: skip
def test_a_mistake_is_a_finding_and_nothing_is_written(
    call: Run, tmp_path: Path, line: str, profile: str, message: str
) -> None:
    outcome = call(line, {**WORLD, "acme.yaml": f"{ACME}{profile}\n"})

    assert outcome.status == 1
    assert message in outcome.said
    assert not (tmp_path / "acme.docx").exists()


def test_a_contract_is_not_written_over_its_letterhead(call: Run, tmp_path: Path, german: bytes) -> None:
    files = {**WORLD, "acme.yaml": ACME + "output: {letterhead: ACME.docx}\n", "ACME.docx": german}

    outcome = call("build acme.yaml --force", files)

    assert outcome.errors == [
        "acme.yaml:3:9: error: 'acme.docx' is a letterhead; set output.name or another folder, so that it is kept [same-output]"
    ]
    assert (tmp_path / "ACME.docx").read_bytes() == german


def test_check_compares_with_the_letterhead(call: Run, german: bytes) -> None:
    call("build acme.yaml --force --letterhead brief.docx", {**WORLD, "acme.yaml": ACME, "brief.docx": german})

    assert call("build acme.yaml --force --check --letterhead brief.docx").errors == []
    assert "stale-output" in call("build acme.yaml --force --check").errors[0]
    assert "[letterhead]" in call("build acme.yaml --force --check --letterhead acme.yaml").errors[0]


def test_a_letterhead_keeps_its_first_page_and_leaves_a_free_one_to_the_contract() -> None:
    own = contract_of(plain("Vertrag."), header=text("oben"), first_header=text("Erste Seite"))

    on_word, on_pandoc = (running(on(content, own)) for content in (word_like(), pandocs_own()))

    assert on_word["first_page_header"][0].endswith("10115 Berlin")
    assert on_pandoc["first_page_header"][0] == "Erste Seite"
    assert on_pandoc["header"][0] == "oben"
