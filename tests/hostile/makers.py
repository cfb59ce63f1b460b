"""Hostile files that no text can be: devices, pipes, links, huge files, other encodings, Word files."""

from __future__ import annotations

import os
import struct
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from tests.support import BASIS
from tests.writers.letterheads import changed, with_german_ids, word_like

Make = Callable[[Path], None]
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEADER, HEADER_RELATIONS = "word/header1.xml", "word/_rels/header1.xml.rels"


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


def related(kind: str, target: str) -> Make:
    """A letterhead whose header leads to something outside."""
    row = f'<Relationship Id="rIdX" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="External"/>'
    return letterhead(
        lambda good: changed(
            good,
            lambda name, old: (
                old.replace(b"</Relationships>", row.encode() + b"</Relationships>")
                if name == HEADER_RELATIONS
                else old
            ),
        )
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
}
