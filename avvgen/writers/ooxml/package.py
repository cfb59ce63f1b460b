"""The package: parts, the relationships between them, and the zip that holds them in a fixed order."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from struct import Struct
from typing import NamedTuple
from urllib.parse import quote, urlsplit
from zipfile import ZIP_DEFLATED

from avvgen.writers.ooxml.xml import DECLARATION, element

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CONTENT_TYPES = {
    "core": "application/vnd.openxmlformats-package.core-properties+xml",
    "app": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    "custom": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    "theme": "application/vnd.openxmlformats-officedocument.theme+xml",
    "document": f"{_WORD}.document.main+xml",
}
_LEVEL = 6
# The zip's own records (APPNOTE 4.3); made by DOS, so that no attributes of a system are in it.
_MODE = 0o600 << 16
_VERSION, _EPOCH = 20, (0, 1 << 5 | 1)  # midnight; 1 January 1980
_ENTRY, _LISTED = b"PK\3\4", b"PK\1\2" + _VERSION.to_bytes(2, "little")
_HEADER, _REST, _END = Struct("<HHHHHIIIHH"), Struct("<HHHII"), Struct("<4sHHHHIIH")
_HOST = re.compile(r"[\w.-]+(:\d+)?")
_MAIL = re.compile(r"[^@\s]+@[\w.-]+")
_LONE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")


class Part(NamedTuple):
    """A part: its name in the package (`word/styles.xml`), its bytes, and its type where that is not its kind's."""

    name: str
    content: bytes
    type: str = ""

    @property
    def kind(self) -> str:
        """What kind of part it is: its file name without number and suffix."""
        return self.name.rpartition("/")[2].removesuffix(".xml").rstrip("0123456789")


@dataclass(slots=True)
class Relations:
    """The relationships of one part, in the order in which they were asked for."""

    rows: dict[tuple[str, str], str] = field(default_factory=dict)

    def part(self, kind: str, target: str) -> str:
        """The id of the relationship to another part."""
        return self.rows.setdefault((kind, target), f"rId{len(self.rows) + 1}")

    def address(self, url: str) -> str:
        """The id of the relationship to a web or mail address."""
        return self.part("hyperlink", url)

    def xml(self) -> str:
        """The relationships as a part of their own."""
        return relations_xml(_relation(kind, target, id_) for (kind, target), id_ in self.rows.items())


def relations_xml(rows: Iterable[str]) -> str:
    """Relationships as a part of their own."""
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(rows)}</Relationships>'


def relation_xml(id_: str, type_: str, target: str, *, external: bool) -> str:
    """A relationship by its whole type."""
    mode = {"TargetMode": "External"} if external else {}
    return element("Relationship", Id=id_, Type=type_, Target=target, **mode)


def _relation(kind: str, target: str, id_: str) -> str:
    base = f"{_PACKAGE}/relationships/metadata" if kind == "core-properties" else _OFFICE
    return relation_xml(id_, f"{base}/{kind}", target, external=kind == "hyperlink")


def package_relations() -> bytes:
    """The relationships of the package itself: to the text, and to its properties, `more` being kinds of them."""
    relations = Relations()
    relations.part("officeDocument", "word/document.xml")
    relations.part("core-properties", "docProps/core.xml")
    relations.part("extended-properties", "docProps/app.xml")
    relations.part("custom-properties", "docProps/custom.xml")
    return relations.xml().encode()


def web_address(url: str) -> str:
    """The address as a file may hold it, empty for anything but a sound http, https or mailto address.

    One address that is no URI makes Word call the whole file damaged.

    >>> web_address("https://müller.de/Größe"), web_address("javascript:alert(1)")
    ('https://xn--mller-kva.de/Gr%C3%B6%C3%9Fe', '')
    """
    try:
        parts = urlsplit(url.strip())
        host = parts.netloc.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return ""
    rest = parts._replace(scheme="", netloc="").geturl()
    rest = quote(_LONE_PERCENT.sub("%25", rest), safe="/?#&=%:@!$'()*+,;~-._", errors="replace")
    match parts.scheme:
        case "http" | "https" if _HOST.fullmatch(host) and rest.count("#") <= 1:
            return f"{parts.scheme}://{host}{rest}"
        case "mailto" if _MAIL.fullmatch(parts.path):
            return f"mailto:{rest}"
        case _:
            return ""


class Packed(NamedTuple):
    """A part as it stands in the zip: its name, checksum and size, and its bytes compressed."""

    name: bytes
    checksum: int
    size: int
    content: bytes

    def header(self) -> bytes:
        """What the entry and the directory both say of it: the same stamp whenever it is made."""
        sizes = (self.checksum, len(self.content), self.size, len(self.name), 0)
        return _HEADER.pack(_VERSION, 0, ZIP_DEFLATED, *_EPOCH, *sizes)


def packed(part: Part) -> Packed:
    """The part compressed; the same bytes are the same on every system and every day."""
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    content = deflate.compress(part.content) + deflate.flush()
    return Packed(part.name.encode(), zlib.crc32(part.content), len(part.content), content)


def zipped(parts: Iterable[Packed]) -> bytes:
    """The package as bytes; zipfile cannot write what is compressed already, and most parts never change."""
    pieces: list[bytes] = []
    directory: list[bytes] = []
    start = 0
    for part in parts:
        header = part.header()
        entry = (_ENTRY, header, part.name, part.content)
        pieces += entry
        directory += (_LISTED, header, _REST.pack(0, 0, 0, _MODE, start), part.name)
        start += sum(map(len, entry))
    listed, count = b"".join(directory), len(directory) // 4
    return b"".join((*pieces, listed, _END.pack(b"PK\5\6", 0, 0, count, count, len(listed), start, 0)))


def content_types(parts: Iterable[Part]) -> Part:
    """The part that says what kind each of the others is."""
    rels = element("Default", Extension="rels", ContentType="application/vnd.openxmlformats-package.relationships+xml")
    plain = element("Default", Extension="xml", ContentType="application/xml")
    rows = (
        element("Override", PartName=f"/{part.name}", ContentType=part.type or _content_type(part.kind))
        for part in parts
        if not part.name.endswith(".rels")
    )
    xml = f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">{rels}{plain}{"".join(rows)}</Types>'
    return Part("[Content_Types].xml", xml.encode())


def _content_type(kind: str) -> str:
    return _CONTENT_TYPES.get(kind, f"{_WORD}.{kind}+xml")
