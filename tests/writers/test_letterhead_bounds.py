"""What a letterhead brings along, and what of it stays behind, is too long, or stands where nobody looks."""

from __future__ import annotations

import re
from time import process_time

import pytest

from tests.hostile.makers import HEADER, HEADER_RELATIONS, TYPES, row

from .docx_contract import sample
from .docx_reading import W, Word
from .docx_samples import contract_of, plain
from .letterheads import changed, word_like
from .test_letterhead import on, parts, with_style

IMAGES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
LONG = b"9" * 5000
MOST_SECONDS = 10  # of the processor; one with the square of all styles takes several times as long


@pytest.fixture(scope="module")
def german() -> bytes:
    return word_like()


def replaced(content: bytes, changes: dict[str, tuple[bytes, bytes]], more: dict[str, bytes] | None = None) -> bytes:
    return changed(content, lambda name, old: old.replace(*changes[name]) if name in changes else old, more)


def test_bookmarks_of_the_letterhead_do_not_take_the_names_of_ours(german: bytes) -> None:
    mark = b'<w:p><w:bookmarkStart w:id="1" w:name="gegenstand"/><w:r><w:t>Ziffer 99</w:t></w:r><w:bookmarkEnd w:id="1"/></w:p></w:hdr>'

    built = parts(on(replaced(german, {HEADER: (b"</w:hdr>", mark)})))

    [header] = [content for content in built.values() if b"Ziffer 99" in content]
    assert b"bookmark" not in header


def test_fonts_of_the_letterhead_stay_behind(german: bytes) -> None:
    font = b'<w:embedRegular xmlns:r="x" r:id="rIdX" w:fontKey="{302EE813-EB4A-4642-A93A-89EF99B2457E}"/></w:font>'
    brought = {
        "word/_rels/fontTable.xml.rels": RELATIONS + row("font", "fonts/a.odttf", "Internal"),
        "word/fonts/a.odttf": b"a font",
    }
    changes = {
        "word/fontTable.xml": (b"</w:font>", font),
        "word/settings.xml": (b"<w:zoom", b"<w:embedTrueTypeFonts/><w:saveSubsetFonts/><w:zoom"),
        TYPES: (b"</Types>", b'<Default Extension="odttf" ContentType="application/x-fontdata"/></Types>'),
    }

    built = parts(on(replaced(german, changes, brought)))

    assert b"a font" not in built.values()
    assert "word/_rels/fontTable.xml.rels" not in built
    assert b"embed" not in built["word/fontTable.xml"] + built["word/settings.xml"]


def test_what_a_letterhead_shows_is_what_its_first_bytes_say(german: bytes) -> None:
    changes = {
        HEADER_RELATIONS: (b"media/image1.png", b"media/image1.exe"),
        TYPES: (b"</Types>", b'<Default Extension="exe" ContentType="application/x-msdownload"/></Types>'),
    }
    picture = parts(german)["word/media/image1.png"]

    built = parts(on(replaced(german, changes, {"word/media/image1.exe": picture})))

    [name] = [name for name, content in built.items() if content == picture]
    assert name.endswith(".png")
    assert f'PartName="/{name}" ContentType="image/png"'.encode() in built[TYPES]
    assert b"msdownload" not in built[TYPES]


def test_numbers_without_end_are_none(german: bytes) -> None:
    styles = re.sub(rb'<w:sz w:val="\d+"/>', b'<w:sz w:val="%s"/>' % LONG, parts(german)["word/styles.xml"])
    tabs = b'<w:tab w:val="right" w:pos="--5"/><w:tab w:val="right" w:pos="%s"/></w:tabs>' % LONG
    changes = {
        "word/numbering.xml": (b'w:numId="88"', b'w:numId="%s"' % LONG),
        "word/styles.xml": (parts(german)["word/styles.xml"], styles.replace(b"</w:tabs>", tabs)),
    }

    built = on(replaced(german, changes), sample("decimal"))

    assert Word(built).line("Die Meldung enthält").number == "3.2"


def test_properties_are_counted_anew(german: bytes) -> None:
    printed = b'<w:p><w:fldSimple w:instr="DOCPROPERTY Akte"/></w:p></w:hdr>'
    custom = (
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"><other/>'
        b'<property fmtid="x" pid="2147483647" name="Akte"/><property fmtid="x" pid="%s" name="AVVGEN Content"/>'
        b"</Properties>" % LONG
    )
    changes = {
        HEADER: (b"</w:hdr>", printed),
        "_rels/.rels": (b"</Relationships>", row("custom-properties", "docProps/custom.xml", "Internal")),
    }

    written = parts(on(replaced(german, changes, {"docProps/custom.xml": custom})))["docProps/custom.xml"]

    assert re.findall(rb'pid="(\d+)"', written) == [b"2", b"3", b"4", b"5"]
    assert re.findall(rb' name="([^"]+)"', written)[0] == b"Akte"
    assert b"AVVGEN" not in written
    assert b"other" not in written


def test_a_chain_of_parts_is_followed_to_its_end(german: bytes) -> None:
    def link(number: int) -> bytes:
        return RELATIONS + row("chart", f"c{number}.xml", "Internal")

    more = {f"word/c{number}.xml": b"<c/>" for number in range(900)}
    more |= {f"word/_rels/c{number}.xml.rels": link((number + 1) % 900) for number in range(900)}

    built = parts(
        on(replaced(german, {HEADER_RELATIONS: (b"</Relationships>", row("chart", "c0.xml", "Internal"))}, more))
    )

    assert len([name for name in built if re.fullmatch(r"word/letterhead/chart\d+\.xml", name)]) == 900


def test_styles_that_nobody_uses_may_hide_and_rest_on_many(german: bytes) -> None:
    many = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{n}"><w:name w:val="s{n}"/><w:basedOn w:val="s{n + 1}"/>'
        "<w:rPr><w:vanish/></w:rPr></w:style>"
        for n in range(8000)
    )
    seen = '<w:style w:type="paragraph" w:styleId="Absatz"><w:name w:val="Absatz"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>'

    start = process_time()

    built = on(with_style(german, many + seen))

    assert Word(built).line("Die Meldung enthält").style == "Absatz"
    assert process_time() - start < MOST_SECONDS


def test_our_styles_find_a_name_however_many_are_taken(german: bytes) -> None:
    taken = "".join(
        f'<w:style w:type="character" w:styleId="Absatz{"A" * n}"><w:name w:val="Absatz{" A" * n}"/></w:style>'
        for n in range(1200)
    )

    word = Word(on(with_style(german, taken)))

    own = "Absatz" + "A" * 1200
    assert word.styles[own].get(f"{{{W}}}type") == "paragraph"
    assert word.line("Die Meldung enthält").style == own


def test_a_chart_and_smartart_without_data_of_others_come_along(german: bytes) -> None:
    rows = row("chart", "charts/c.xml", "Internal").replace(b"rIdX", b"rIdY").removesuffix(b"</Relationships>")
    changes = {HEADER_RELATIONS: (b"</Relationships>", rows + row("diagramData", "d.xml", "Internal"))}

    built = parts(
        on(replaced(german, changes, {"word/charts/c.xml": b"<c/>", "word/d.xml": b"<d/>"}), contract_of(plain("x")))
    )

    assert [name for name in built if re.search("chart|diagram", name)] == [
        "word/letterhead/chart4.xml",
        "word/letterhead/diagramData5.xml",
    ]
