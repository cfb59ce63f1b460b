"""Hostile files that no text can be: devices, pipes, links, huge files, other encodings, Word files."""

from __future__ import annotations

import os
import struct
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZipFile

from tests.support import BASIS
from tests.writers.letterheads import changed, png, with_german_ids, word_like

Make = Callable[[Path], None]
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEADER, HEADER_RELATIONS = "word/header1.xml", "word/_rels/header1.xml.rels"
TEXT, TEXT_RELATIONS, TYPES = "word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"
HEADER_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+"
DDE = '<w:p><w:fldSimple w:instr="DDEAUTO cmd"/></w:p>'


def link_to(target: str) -> Make:
    return lambda path: path.symlink_to(target)


def data(content: bytes) -> Make:
    return lambda path: void(path.write_bytes(content))


def void(_: object) -> None:
    return None


def huge(path: Path) -> None:
    """A hundred megabytes that take no room."""
    with path.open("wb") as file:
        file.truncate(100 << 20)


def letterhead(change: Callable[[bytes], bytes]) -> Make:
    return lambda path: void(path.write_bytes(change(with_german_ids(word_like()))))


def in_header(xml: str) -> Make:
    """A letterhead with something more in its header."""
    return letterhead(
        lambda good: changed(
            good, lambda name, old: old.replace(b"</w:hdr>", xml.encode() + b"</w:hdr>") if name == HEADER else old
        )
    )


def field(*codes: str) -> Make:
    """A letterhead whose header has a field, its code in pieces."""
    runs = "".join(f"<w:r><w:instrText>{code}</w:instrText></w:r>" for code in codes)
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return in_header(f"<w:p>{marks[0]}{runs}{marks[1]}{marks[2]}</w:p>")


def row(kind: str, target: str, mode: str = "External") -> bytes:
    """A relationship, and the end of those that go before it."""
    xml = f'<Relationship Id="rIdX" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="{mode}"/></Relationships>'
    return xml.encode()


def related(kind: str, target: str, **renamed: str) -> Make:
    """A letterhead whose header leads to something outside; its relationships may have another name."""
    new = {**renamed, HEADER_RELATIONS: renamed.get("relations", HEADER_RELATIONS)}
    return repacked(new, {HEADER_RELATIONS: (b"</Relationships>", row(kind, target))})


def repacked(
    names: dict[str, str], changes: dict[str, tuple[bytes, bytes]], more: dict[str, bytes] | None = None
) -> Make:
    """A letterhead with parts under other names, letters of them changed, and more of them."""

    def change(good: bytes) -> bytes:
        with ZipFile(BytesIO(good)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        other = {names.get(name, name): old.replace(*changes.get(name, (b"", b""))) for name, old in parts.items()}
        return zipped({**other, **(more or {})})

    return letterhead(change)


def zipped(parts: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


def elsewhere(place: str, type_: str, xml: str = "", link: str = "") -> Make:
    """A letterhead whose header has another name and type, holds more, and leads outside."""
    folder, _, file = place.rpartition("/")
    more = row("oleObject", link) if link else b"</Relationships>"
    kind = b"application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
    return repacked(
        {HEADER: f"word/{place}", HEADER_RELATIONS: f"word/{folder}/_rels/{file}.rels".replace("//", "/")},
        {
            HEADER: (b"</w:hdr>", xml.encode() + b"</w:hdr>"),
            HEADER_RELATIONS: (b'media/image1.png"/></Relationships>', b'/word/media/image1.png"/>' + more),
            TEXT_RELATIONS: (b'Target="header1.xml"', f'Target="{place}"'.encode()),
            TYPES: (b'"/word/header1.xml" ContentType="' + kind, f'"/word/{place}" ContentType="{type_}'.encode()),
        },
    )


def showing(name: str, type_: str, content: bytes, kind: str = "image", more: dict[str, bytes] | None = None) -> Make:
    """A letterhead whose header shows one more part."""
    override = f'<Override PartName="/word/{name}" ContentType="{type_}"/></Types>'
    return repacked(
        {},
        {
            HEADER_RELATIONS: (b"</Relationships>", row(kind, name, "Internal")),
            TYPES: (b"</Types>", override.encode()),
        },
        {f"word/{name}": content, **(more or {})},
    )


def drawn(inner: str) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{inner}</svg>'.encode()


def relations(kind: str, target: str, mode: str = "Internal") -> bytes:
    return b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' + row(
        kind, target, mode
    )


def in_styles(old: str, new: str) -> Make:
    return repacked({}, {"word/styles.xml": (old.encode(), new.encode())})


def on_styles(count: int) -> Make:
    """A letterhead whose text rests on this many styles."""
    tower = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{n}"><w:name w:val="s{n}"/><w:basedOn w:val="s{n + 1}"/></w:style>'
        for n in range(count)
    )
    return in_styles(
        "</w:styles>",
        f'{tower}<w:style w:type="paragraph" w:styleId="Absatz"><w:name w:val="Absatz"/><w:basedOn w:val="s0"/></w:style></w:styles>',
    )


def packed_by_lzma(good: bytes) -> bytes:
    """A letterhead with a damaged entry that is packed in another way."""
    target = BytesIO(good)
    with ZipFile(target, "a") as package:
        package.writestr("word/x.bin", b"A" * 5000, ZIP_LZMA)
    data = bytearray(target.getvalue())
    start = data.find(b"word/x.bin") + len("word/x.bin")
    data[start + 9 : start + 13] = b"\xff" * 4  # where the stream begins
    return bytes(data)


def with_properties(xml: str) -> Make:
    """A letterhead whose header prints a property out of these."""
    printed = b'<w:p><w:fldSimple w:instr="DOCPROPERTY x"/></w:p></w:hdr>'
    return repacked(
        {},
        {
            HEADER: (b"</w:hdr>", printed),
            "_rels/.rels": (b"</Relationships>", row("custom-properties", "docProps/custom.xml", "Internal")),
        },
        {"docProps/custom.xml": xml.encode()},
    )


def holding(name: str, content: bytes) -> Make:
    """A letterhead with one more part."""
    return letterhead(lambda good: changed(good, lambda _, old: old, {name: content}))


def many_entries(path: Path) -> None:
    """A list of entries that is larger than the archive."""
    entry = b"PK\x01\x02" + bytes(24) + struct.pack("<HHHHHII", 1, 0, 0, 0, 0, 0, 0) + b"a"
    count = 60_000
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(entry) * count, 0, 0)
    path.write_bytes(entry * count + end)


def bomb(path: Path) -> None:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as package:
        for n in range(8):
            package.writestr(f"word/{n}.xml", bytes(10 << 20))
    path.write_bytes(target.getvalue())


MAKERS: dict[str, Make] = {
    "pipe": os.mkfifo,
    "folder": lambda path: path.mkdir(),
    "endless": link_to("/dev/zero"),
    "circle": lambda path: path.symlink_to(path.name),
    "link out": link_to("/etc/hostname"),
    "folder out": link_to("/etc"),
    "missing": link_to("nothing"),
    "huge": huge,
    "utf-16": data(BASIS.encode("utf-16")),
    "utf-32": data(BASIS.encode("utf-32")),
    "latin-1": data(BASIS.replace("Muster AG", "Müster AG").encode("latin-1")),
    "nul": data(b"document: {label: a\0b}\n"),
    "escape": data(b"document: {label: a\x1b[2Jb}\n"),
    "utf-7": data(b"document: {label: +AGE-\xff}\n"),
    "surrogate": data(b"document: {label: \xed\xa0\x80}\n"),
    "overlong": data(b"document: {label: \xc0\xaf}\n"),
    "second mark": data(b"\xef\xbb\xbf\xef\xbb\xbfdocument: {label: a}\n"),
    "many entries": many_entries,
    "bomb": bomb,
    "macros": holding("word/vbaProject.bin", b"x"),
    "climbing": holding("../../evil.txt", b"x"),
    "drive": holding("C:/evil.txt", b"x"),
    "entities": holding("word/x.xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>'),
    "elements": holding("word/x.xml", b"<a>" + b"<b/>" * 1_100_000 + b"</a>"),
    "depth": holding("word/x.xml", b"<a>" * 5000 + b"</a>" * 5000),
    "dde": field("DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe", " /k calc"),
    "dde in pieces": field("DD", "EAU", "TO cmd"),
    "dde in simple": in_header('<w:p><w:fldSimple w:instr="DDE excel a b"/></w:p>'),
    "include": field('INCLUDETEXT "https://example.org/x.docx"'),
    "picture": field('INCLUDEPICTURE "https://example.org/x.png" \\d'),
    "database": field("DATABASE \\d x.mdb"),
    "script in field": field('HYPERLINK "javascript:alert(1)"'),
    "unc in field": field('HYPERLINK "\\\\\\\\example.org\\\\x"'),
    "nested": in_header(
        "<w:p>"
        + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 2
        + "<w:r><w:instrText>QUOTE 68 68 69</w:instrText></w:r>"
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>' * 2
        + "</w:p>"
    ),
    "script link": related("hyperlink", "javascript:alert(1)"),
    "file link": related("hyperlink", "file:///C:/x.exe"),
    "unc link": related("hyperlink", "\\\\example.org\\x"),
    "far picture": related("image", "https://example.org/x.png"),
    "far frame": related("frame", "https://example.org/"),
    "far template": related("attachedTemplate", "https://example.org/x.dotm"),
    "vml": in_header(
        '<w:p><w:r><w:pict><v:x xmlns:v="urn:schemas-microsoft-com:vml" src="http://x.org/a"/></w:pict></w:r></w:p>'
    ),
    "vml link": in_header(
        '<w:p><w:r><w:pict><v:x xmlns:v="urn:schemas-microsoft-com:vml" href="vbscript:x"/></w:pict></w:r></w:p>'
    ),
    "relations in capitals": related("image", "https://example.org/x.png", relations="word/_rels/header1.xml.RELS"),
    "folder in capitals": related("attachedTemplate", "https://example.org/x", relations="word/_RELS/header1.xml.rels"),
    "folder like relations": elsewhere("x_rels/y/header1.xml", HEADER_TYPE + "xml", link="https://example.org/x"),
    "header in capitals": elsewhere("header1.dat", HEADER_TYPE + "XML", DDE),
    "header with a blank": elsewhere("header1.dat", HEADER_TYPE + "xml ", DDE),
    "header with a parameter": elsewhere("header1.dat", HEADER_TYPE + "xml;a=b", DDE),
    "header as nothing": elsewhere("header1.dat", "application/octet-stream", DDE),
    "text as chart": repacked({}, {HEADER_RELATIONS: (b"</Relationships>", row("chart", "document.xml", "Internal"))}),
    "part in utf-7": holding("word/x.xml", b'<?xml version="1.0" encoding="UTF-7"?>' + b"+ADw-a/+AD4-"),
    "attributes": in_header("<w:p " + " ".join(f'a{n}="x"' for n in range(300_000)) + "/>"),
    "video": in_header(
        '<w:p><v:webVideoPr xmlns:v="http://schemas.microsoft.com/office/word/2012/wordprocessingDrawing"'
        ' embeddedHtml="&lt;iframe src=x&gt;"/></w:p>'
    ),
    "other picture": in_header(
        '<w:p><v:fill xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
        ' o:althref="http://example.org/x"/></w:p>'
    ),
    "set": field("SET gegenstand Ziffer"),
    "macro button": field("MACROBUTTON FileSendMail Hier"),
    "comment in field": in_header(
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText>HYPERLINK <!-- x -->"javascript:x"</w:instrText></w:r></w:p>'.replace(
            "</w:p>", '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        )
    ),
    "nested link": in_header(
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK </w:instrText></w:r>'
        '<w:fldSimple w:instr="QUOTE 106 97 118"/><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    ),
    "strict field": in_header(
        '<w:p><s:fldSimple xmlns:s="http://purl.oclc.org/ooxml/wordprocessingml/main" s:instr="DDE a b"/></w:p>'
    ),
    "svg with script": showing("media/a.svg", "image/svg+xml", drawn("<script>x()</script>")),
    "svg with handler": showing("media/a.svg", "image/svg+xml", drawn('<g onload="x()"/>')),
    "svg with import": showing("media/a.svg", "image/svg+xml", drawn('<style>@import "http://x.org"</style>')),
    "svg as png": showing("media/a.png", "image/png", drawn('<image href="http://example.org/x"/>')),
    "svg as data": showing("media/a.bin", "image/png", drawn("<script>x()</script>")),
    "object as png": showing("media/a.bin", "image/png", bytes.fromhex("D0CF11E0A1B11AE1") + b"x"),
    "huge png": showing("media/a.png", "image/png", png(1, 1, claimed=(60_000, 60_000))),
    "control": showing("a.xml", "application/vnd.ms-excel.controlproperties+xml", b"<a/>", "ctrlProp"),
    "chart with workbook": showing(
        "c.xml", "x/y+xml", b"<c/>", "chart", {"word/_rels/c.xml.rels": relations("package", "a.xlsx")}
    ),
    "chart with far workbook": showing(
        "c.xml",
        "x/y+xml",
        b"<c/>",
        "chart",
        {"word/_rels/c.xml.rels": relations("oleObject", "file:///a.xlsx", "External")},
    ),
    "smartart with link": showing(
        "d.xml",
        "x/y+xml",
        b"<d/>",
        "diagramData",
        {"word/_rels/d.xml.rels": relations("hyperlink", "file:///a", "External")},
    ),
    "hidden text": in_styles(
        "</w:styles>",
        '<w:style w:type="paragraph" w:styleId="Absatz"><w:name w:val="Absatz"/><w:rPr><w:vanish/></w:rPr></w:style></w:styles>',
    ),
    "hidden by default": in_styles("<w:rPrDefault><w:rPr>", "<w:rPrDefault><w:rPr><w:webHidden/>"),
    "hidden below": in_styles(
        "</w:styles>",
        '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="b"/><w:rPr><w:specVanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Absatz"><w:name w:val="Absatz"/><w:basedOn w:val="b"/></w:style></w:styles>',
    ),
    "tower of styles": on_styles(3000),
    "wide page": repacked({}, {TEXT: (b'w:w="11906"', b'w:w="' + b"9" * 400 + b'"')}),
    "far header": repacked({}, {TEXT: (b"<w:pgMar ", b'<w:pgMar w:x="' + b"9" * 400 + b'" ')}),
    "two styles": repacked({}, {TEXT_RELATIONS: (b"</Relationships>", row("styles", "styles.xml", "Internal"))}),
    "lzma": letterhead(packed_by_lzma),
    "other properties": with_properties("<a/>"),
}
