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
from typing import NamedTuple
from urllib.parse import unquote
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from avvgen.writers.ooxml.active import is_harmless, risks
from avvgen.writers.ooxml.reading import Element, UnsoundError, parsed
from avvgen.writers.ooxml.signatures import picture_type, too_large
from avvgen.writers.ooxml.svg import SVG, svg_risks

MOST_BYTES = 64 * 1024 * 1024
MOST_ENTRIES = 2000
MAIN = "officeDocument"

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_LISTED = b"PK\x01\x02"
_ENCRYPTED, _LOCAL_HEADER = 0x1, 30
_STRICT = "http://purl.oclc.org/ooxml/"
_TYPES = "[Content_Types].xml"
_WORD = re.compile(r"application/vnd\.openxmlformats-officedocument\.wordprocessingml\.(document|template)\.main\+xml")
_MACROS = re.compile("macroEnabled|vbaProject|vbaData", re.IGNORECASE)
_ACTIVE = {"oleobject", "package", "control", "activexcontrolbinary", "afchunk", "subdocument", "vbaproject"}
_FAILURES = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, struct.error)


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
        id_, type_, target = (row.get(key, "").strip() for key in ("Id", "Type", "Target"))
        if row.get("TargetMode") == "External" or target.startswith("#"):
            return Relation(id_, type_, target, external=True)
        whole = normpath(f"/{target}" if target.startswith("/") else f"/{folder}/{target}").lstrip("/")
        return Relation(id_, type_, self.names.get(unquote(whole).casefold(), whole))

    def xml(self, name: str) -> Element:
        """The root of a part."""
        return parsed(self.parts[name], name)

    def markup(self, name: str) -> Element | None:
        """The root of a part that is XML, whether it says so or not; None for anything else.

        Raises UnsoundError for a part that says so and is not.
        """
        says_so = name.lower().endswith((".xml", ".rels", ".vml")) or self.type_of(name).lower().endswith("xml")
        if not says_so and any(picture_type(self.parts[name])):
            return None
        try:
            return self.xml(name)
        except UnsoundError:
            if says_so:
                raise
            return None

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
        .partition(";")[0]
        .strip()
        for row in parsed(parts[_TYPES], _TYPES).iter("{*}Default", "{*}Override")
    }
    package = Package(parts, types, {name.casefold(): name for name in parts})
    if problems := tuple(dict.fromkeys(_problems(package))):
        raise UnsoundError(*problems)
    return package


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
    if any(entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for entry in entries):
        yield "is packed as no Word file is; save it again with Word or LibreOffice"
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
        root = package.markup(name)
        if root is not None and name != main:  # of whose text nothing comes along
            yield from _content_risks(name, root)
    for owner in ("", *package.parts):  # as what comes along is found: by its owner, not by names of files
        for one in package.relations(owner):
            yield from _relation_risks(one)
            if owner != main and one.kind == "image" and not one.external:
                yield from _picture_risks(one.target, package)


def _content_risks(name: str, root: Element) -> Iterator[str]:
    if root.tag == f"{SVG}svg":
        yield from (f"shows '{name}', which {problem}" for problem in svg_risks(root))
    else:
        yield from risks(root)


def _picture_risks(name: str, package: Package) -> Iterator[str]:
    content = package.parts.get(name, b"")
    root = package.markup(name) if content and not any(picture_type(content)) else None
    if problem := too_large(content):
        yield f"shows '{name}', which {problem}"
    elif content and not any(picture_type(content)) and (root is None or root.tag != f"{SVG}svg"):
        yield f"shows '{name}', which is no picture; export it as PNG, JPEG or SVG"


def _relation_risks(relation: Relation) -> Iterator[str]:
    if relation.kind.lower() in _ACTIVE:
        yield f"holds an embedded object ({relation.kind} '{relation.target}'); remove it or put a picture in its place"
    elif relation.kind.lower() == "attachedtemplate":
        yield f"is tied to the template '{relation.target}'; attach Normal.dotm instead (Developer, Document Template)"
    elif relation.external and relation.kind == "hyperlink" and not is_harmless(relation.target):
        yield f"holds a link to '{relation.target[:40]}'; links lead to https://, http:// or mailto:"
    elif relation.external and relation.kind != "hyperlink":
        yield f"leans on '{relation.target}', which is not in it ({relation.kind}); embed it"


def _relations_of(name: str, names: Mapping[str, str]) -> str:
    folder, _, file = name.rpartition("/")
    whole = f"{folder}/_rels/{file}.rels".lstrip("/")
    return names.get(whole.casefold(), whole)
