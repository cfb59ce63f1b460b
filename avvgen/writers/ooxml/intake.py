"""Reading a Word file of somebody else's: its parts and the relationships between them, if it is sound and harmless."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from posixpath import dirname, normpath
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import unquote
from zipfile import BadZipFile, ZipFile, ZipInfo

from avvgen.writers.ooxml.active import is_harmless, risks

MOST_BYTES = 64 * 1024 * 1024
MOST_ENTRIES = 2000
MOST_ELEMENTS = 500_000  # of one part, each of which takes a hundred times its letters in memory
MAIN = "officeDocument"

Element: TypeAlias = Any  # lxml has no types

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_LISTED = b"PK\x01\x02"
_ENCRYPTED, _LOCAL_HEADER = 0x1, 30
_STRICT = "http://purl.oclc.org/ooxml/"
_TYPES = "[Content_Types].xml"
_WORD = re.compile(r"application/vnd\.openxmlformats-officedocument\.wordprocessingml\.(document|template)\.main\+xml")
_MACROS = re.compile("macroEnabled|vbaProject|vbaData", re.IGNORECASE)
_ACTIVE = {"oleObject", "package", "control", "activeXControlBinary", "aFChunk", "subDocument", "vbaProject"}
_DOCTYPE = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
_FAILURES = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, struct.error)


class UnsoundError(Exception):
    """Raised for a file that is refused; the arguments say why, one sentence each."""


class Relation(NamedTuple):
    """A relationship: its id, its type, and the name of the part or the address that it leads to."""

    id: str
    type: str
    target: str
    external: bool = False

    @property
    def kind(self) -> str:
        """The last word of the type."""
        return self.type.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a Word file by name, with their types."""

    parts: Mapping[str, bytes]
    types: Mapping[str, str]
    names: Mapping[str, str]

    def relations(self, name: str = "") -> tuple[Relation, ...]:
        """The relationships of a part, or of the package itself; parts by the names they have in the package."""
        folder = dirname(name)
        rows = self.xml(written) if (written := _relations_of(name, self.names)) in self.parts else ()
        return tuple(self._relation(row, folder) for row in rows if isinstance(row.tag, str))  # a comment's is none

    def _relation(self, row: Element, folder: str) -> Relation:
        id_, type_, target = (row.get(key, "") for key in ("Id", "Type", "Target"))
        if row.get("TargetMode") == "External" or target.startswith("#"):
            return Relation(id_, type_, target, external=True)
        whole = normpath(f"/{target}" if target.startswith("/") else f"/{folder}/{target}").lstrip("/")
        return Relation(id_, type_, self.names.get(unquote(whole).casefold(), whole))

    def xml(self, name: str) -> Element:
        """The root of a part."""
        return parsed(self.parts[name], name)

    def type_of(self, name: str) -> str:
        """The content type of a part."""
        return self.types.get(f"/{name}".casefold()) or self.types.get(name.rpartition(".")[2].casefold(), "")

    def main(self) -> str:
        """The name of the part with the text."""
        return next((one.target for one in self.relations() if one.kind == MAIN), "")


def opened(content: bytes) -> Package:
    """The package in the bytes of a file.

    Raises UnsoundError for what is no Word file, is damaged, or could do more than look like paper.
    """
    if content.startswith(_OLE):
        raise UnsoundError("is encrypted or an old .doc; save it as .docx without a password")
    try:
        parts = _unzipped(content)
    except _FAILURES as problem:
        raise UnsoundError(f"is no Word file or is damaged ({problem}); save it again as .docx") from None
    if _TYPES not in parts:
        raise UnsoundError("is no Word file; save the letterhead as .docx")
    types = {
        (row.get("PartName") or row.get("Extension", "")).casefold(): row.get("ContentType", "")
        for row in parsed(parts[_TYPES], _TYPES).iter("{*}Default", "{*}Override")
    }
    package = Package(parts, types, {name.casefold(): name for name in parts})
    if problems := tuple(dict.fromkeys(_problems(package))):
        raise UnsoundError(*problems)
    return package


def parsed(content: bytes, name: str) -> Element:
    """The root of a part; the name is for what is wrong with it.

    Raises UnsoundError for broken XML and for any document type.
    """
    from lxml import etree  # noqa: PLC0415 - a contract on plain paper reads no XML

    if content.count(b"<") > 2 * MOST_ELEMENTS:
        raise UnsoundError(f"holds more than {MOST_ELEMENTS} elements in {name}; make it simpler")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = None if any(mark in content for mark in _DOCTYPE) else etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise UnsoundError(f"holds broken XML in {name} ({problem}); save it again") from None
    if root is None or root.getroottree().docinfo.doctype:
        raise UnsoundError(f"holds a DTD in {name}, which no Word file has; save it again")
    return root


def _unzipped(content: bytes) -> dict[str, bytes]:
    if content.count(_LISTED) > MOST_ENTRIES:  # before the list itself fills the memory
        raise UnsoundError(f"has {content.count(_LISTED)} entries; at most {MOST_ENTRIES} are read")
    with ZipFile(BytesIO(content)) as package:
        entries = [entry for entry in package.infolist() if not entry.filename.endswith("/")]
        if problems := tuple(_unsound(entries)):
            raise UnsoundError(*problems)
        return {entry.filename: package.read(entry) for entry in entries}  # never more than the size it declares


def _unsound(entries: list[ZipInfo]) -> Iterator[str]:
    if len(entries) > MOST_ENTRIES:
        yield f"has {len(entries)} entries; at most {MOST_ENTRIES} are read"
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        yield f"is larger than {MOST_BYTES >> 20} MB when unpacked; make its images smaller"
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        yield "is encrypted; save it without a password"
    names = [entry.filename.casefold() for entry in entries]
    if any(name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/") for name in names):
        yield "has entries outside of itself; save it again with Word or LibreOffice"
    if len(set(names)) < len(names):
        yield "has two entries of one name; save it again with Word or LibreOffice"
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    ends = (
        (one.header_offset + _LOCAL_HEADER + one.compress_size, other.header_offset) for one, other in pairwise(ordered)
    )
    if any(end > begin for end, begin in ends):
        yield "has entries that overlap; save it again with Word or LibreOffice"


def _problems(package: Package) -> Iterator[str]:
    """What a letterhead must not hold."""
    main = package.main()
    if _MACROS.search(" ".join((*package.types.values(), *package.parts))):
        yield "holds macros; save it as .docx"
    elif any(one.type.startswith(_STRICT) for one in package.relations()):
        yield "is a 'Strict Open XML' file; save it as an ordinary .docx"
    elif main not in package.parts or not _WORD.fullmatch(package.type_of(main)):
        yield "is no Word file; save the letterhead as .docx"
    for name in package.parts:
        if name.endswith((".xml", ".rels", ".vml")) or package.type_of(name).endswith("xml"):
            root = package.xml(name)
            if name != main:  # of whose text nothing comes along
                yield from risks(root)
        if name.endswith(".rels"):
            owner = f"{name.removesuffix('.rels').replace('_rels/', '', 1)}"
            yield from (problem for one in package.relations(owner) for problem in _risks(one))


def _risks(relation: Relation) -> Iterator[str]:
    if relation.kind in _ACTIVE:
        yield f"holds an embedded object ({relation.kind} '{relation.target}'); remove it or put a picture in its place"
    elif relation.kind == "attachedTemplate":
        yield f"is tied to the template '{relation.target}'; attach Normal.dotm instead (Developer, Document Template)"
    elif relation.external and relation.kind == "hyperlink" and not is_harmless(relation.target):
        yield f"holds a link to '{relation.target[:40]}'; links lead to https://, http:// or mailto:"
    elif relation.external and relation.kind != "hyperlink":
        yield f"leans on '{relation.target}', which is not in it ({relation.kind}); embed it"


def _relations_of(name: str, names: Mapping[str, str]) -> str:
    folder, _, file = name.rpartition("/")
    whole = f"{folder}/_rels/{file}.rels".lstrip("/")
    return names.get(whole.casefold(), whole)
