"""Letterheads as other programs make them: Word in German, LibreOffice, pandoc."""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
import zlib
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

GERMAN_IDS = {
    "Normal": "Standard",
    "Heading1": "berschrift1",
    "Heading2": "berschrift2",
    "Title": "Titel",
    "BodyText": "Textkrper",
    "ListParagraph": "Listenabsatz",
    "Header": "Kopfzeile",
    "Footer": "Fuzeile",
    "TableNormal": "NormaleTabelle",
}
HOUSE_NUMBERS = """
<w:abstractNum {ns} w:abstractNumId="77"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:pStyle w:val="Heading1"/>
<w:lvlText w:val="Kapitel %1"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="1701" w:hanging="1701"/></w:pPr></w:lvl>
</w:abstractNum>"""


def png(
    width: int, height: int, colour: tuple[int, int, int] = (31, 56, 100), claimed: tuple[int, int] | None = None
) -> bytes:
    """A picture of one colour, which may claim to have another size."""
    rows = b"".join(b"\0" + bytes(colour) * width for _ in range(height))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", *(claimed or (width, height)), 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    framed = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(framed)


def word_like() -> bytes:
    """A German Word's: its own style ids, a logo, another first page, numbered headings, contents with leaders."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(40), Mm(20)
    section.top_margin, section.bottom_margin = Mm(35), Mm(30)
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].add_run().add_picture(BytesIO(png(60, 20)), height=Mm(15))
    section.first_page_header.add_paragraph("Kanzlei Muster, Musterweg 1, 10115 Berlin")
    section.header.paragraphs[0].text = "Kanzlei Muster"
    section.first_page_footer.paragraphs[0].text = "Bankverbindung: DE00"
    section.footer.paragraphs[0].text = "Amtsgericht Berlin HRB 1"
    styles = document.styles
    styles["Normal"].font.name, styles["Normal"].font.size = "Georgia", Pt(10)
    styles["Heading 1"].font.color.rgb = RGBColor(0x80, 0, 0x20)
    contents = styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
    contents.element.get_or_add_pPr().append(
        parse_xml(f'<w:tabs {nsdecls("w")}><w:tab w:val="right" w:leader="dot" w:pos="8500"/></w:tabs>')
    )
    contents.element.attrib.pop(qn("w:customStyle"), None)
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(HOUSE_NUMBERS.format(ns=nsdecls("w"))))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="88"><w:abstractNumId w:val="77"/></w:num>'))
    heading = styles["Heading 1"].element.get_or_add_pPr()
    heading.get_or_add_numPr().get_or_add_numId().val = 88
    document.add_heading("Muster", 1)
    document.add_paragraph("Dieser Text ist nur ein Beispiel.")
    return with_german_ids(saved(document))


def saved(document: docx.document.Document) -> bytes:
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def with_german_ids(content: bytes) -> bytes:
    """The same file with the ids that a German Word gives to its own styles."""
    ids = re.compile(r'(w:(?:styleId|(?:pStyle|basedOn|next|link|tblStyle) w:val)=")([^"]+)(")')

    def german(text: str) -> str:
        return ids.sub(lambda found: found[1] + GERMAN_IDS.get(found[2], found[2]) + found[3], text)

    return changed(content, lambda name, data: german(data.decode()).encode() if name.endswith(".xml") else data)


def changed(content: bytes, change, more: dict[str, bytes] | None = None) -> bytes:
    """The package with each part changed; None takes a part out."""
    source, target = ZipFile(BytesIO(content)), BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as package:
        for name in source.namelist():
            data = change(name, source.read(name))
            if data is not None:
                package.writestr(name, data)
        for name, data in (more or {}).items():
            package.writestr(name, data)
    return target.getvalue()


WEB_PAGE = """<html><head><style>@page {size: 21cm 29.7cm; margin: 3cm 2cm 2cm 4.5cm}</style></head><body>
<div title="header"><p>Muster GmbH, Freiburg</p></div><div title="footer"><p>Sitz der Gesellschaft: Freiburg</p></div>
<h1>Titel</h1><p>Text</p><ol><li>eins</li></ol></body></html>"""


def libreoffice_made(folder: Path) -> bytes:
    """LibreOffice's: converted from a web page by way of its own format."""
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not installed")
    source = folder / "briefpapier.html"
    source.write_text(WEB_PAGE, "utf-8")
    for ending in ("odt", "docx"):
        command = [
            "soffice",
            f"-env:UserInstallation={(folder / 'office').as_uri()}",
            "--headless",
            "--convert-to",
            ending,
        ]
        subprocess.run([*command, "--outdir", folder, source], check=True, capture_output=True, timeout=180)
        source = source.with_suffix(f".{ending}")
    return source.read_bytes()


def pandocs_own() -> bytes:
    """pandoc's reference.docx."""
    pandoc = shutil.which("pandoc")
    if not pandoc:
        try:
            import pypandoc

            pandoc = pypandoc.get_pandoc_path()
        except (ImportError, OSError):
            pytest.skip("neither pandoc nor pypandoc-binary is installed")
    return subprocess.run(
        [pandoc, "--print-default-data-file", "reference.docx"], check=True, capture_output=True, timeout=60
    ).stdout
