"""Letterheads: the parts of small Word files, changed as XML, as text, as a package and as bytes.

An input is the parts one after the other, each under a line with its name; or, if it begins like a zip, the file itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from io import BytesIO
from random import Random
from zipfile import ZIP_STORED, ZipFile

from lxml import etree

from avvgen.contract import Brought, Contract, House
from avvgen.document import Annex, Blank, Item, ListBlock, Paragraph, Section, Table
from avvgen.findings import Place
from avvgen.writers.docx import write_docx
from tests.writers.docx_samples import cells, part_of, text
from tests.writers.letterheads import word_like

from .engine import Target
from .mutations import mutate
from .texts import kept
from .trees import sound

MARK = b"\n=== "
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PLACE = Place("briefpapier.docx", 1)
KEPT_STYLES = 6
VALUES = (
    "", "0", "-1", "1", "x", "99999999999", "1e9", "²", "٣", "12700", "240", "true", "false", "off", "none", "Standard", "Heading1", "berschrift1",
    "12.5pt", "3cm", "-5mm", "auto", "first", "even", "default", "rId1", "rId999", "../../x", "/word/styles.xml", "http://example.com/x", "zxx", "\u00e4", "a:b",
)  # fmt: skip
WORDS = (
    "<!DOCTYPE a>", "<!ENTITY x 'y'>", "&x;", "&#0;", "&#x1F;", "<![CDATA[x]]>", "<!-- x -->", "<?x y?>", 'xmlns:w="x"', "</w:p>", "<w:sectPr/>", "<w:t>x</w:t>",
    "w:val", "mc:Ignorable", "mc:AlternateContent", "External", "attachedTemplate", "oleObject", "vbaProject.bin", "macroEnabled", "w:numId", "w:abstractNumId",
    "w:headerReference", "w:pgSz", "w:pgMar", 'w:w="0"', "\x00", "utf-16", "w14:paraId", "../", "Target", "Id", *VALUES,
)  # fmt: skip


def written(parts: dict[str, bytes]) -> bytes:
    return b"".join(MARK + name.encode("utf-8", "replace") + b"\n" + content for name, content in parts.items())


def parts_of(data: bytes) -> dict[str, bytes]:
    rows = (piece.partition(b"\n") for piece in data.split(MARK)[1:])
    return {name.decode("utf-8", "replace")[:200]: content for name, _, content in rows}


def packed(data: bytes) -> bytes:
    if data.startswith(b"PK"):
        return data
    file = BytesIO()
    with ZipFile(file, "w", ZIP_STORED) as package:
        for name, content in parts_of(data).items():
            package.writestr(name.replace("\0", ""), content)
    return file.getvalue()


@cache
def small() -> bytes:
    """The letterhead of a German Word without what makes it large: most styles, pictures, custom XML."""
    with ZipFile(BytesIO(word_like())) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    kept_parts = {
        name: _smaller(name, content)
        for name, content in parts.items()
        if re.search(r"Types|rels$|document\.xml|styles\.xml|numbering|settings|er\d\.xml", name)
    }
    gone = [name.rpartition("/")[2] for name in parts if name not in kept_parts]
    return written(
        {
            name: _without(content, gone) if name.endswith(("rels", "Types].xml")) else content
            for name, content in kept_parts.items()
        }
    )


def _without(content: bytes, names: list[str]) -> bytes:
    root = etree.fromstring(content)
    for row in list(root):
        if (row.get("Target") or row.get("PartName") or "").rpartition("/")[2] in names:
            root.remove(row)
    return etree.tostring(root)


def _smaller(name: str, content: bytes) -> bytes:
    root = etree.fromstring(content)
    for tag, most in (
        ("latentStyles", 0),
        ("style", KEPT_STYLES),
        ("abstractNum", 2),
        ("num", 2),
        ("drawing", 0),
        ("rsids", 0),
        ("compat", 0),
        ("shapeDefaults", 0),
    ):
        found = [
            one
            for one in root.iter(f"{W}{tag}")
            if one.get(f"{W}abstractNumId") != "77" and one.get(f"{W}numId") != "88"
        ]
        for one in found[most:]:
            one.getparent().remove(one)
    etree.cleanup_namespaces(root)
    return etree.tostring(root)


def seeds() -> list[bytes]:
    whole = small()
    parts = parts_of(whole)
    without = [written({name: content for name, content in parts.items() if name != left_out}) for left_out in parts]
    return [*kept("letterhead"), whole, packed(whole), *without]


def changed(random: Random, pool: list[bytes]) -> bytes:
    data = random.choice((small(), random.choice(pool)))  # what was refused is seldom taken further
    if data.startswith(b"PK"):
        return _flipped(random, data)
    parts = parts_of(data)
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        name = random.choice(sorted(parts)) if parts else "x"
        lot = random.random()
        if lot < 0.65:
            parts[name] = _other_xml(random, parts.get(name, b""))
        elif lot < 0.85:
            parts[name] = mutate(random, [parts.get(name, b"")], WORDS, 12_000)
        else:
            parts = _repacked(random, parts, name)
    whole = written(parts)
    if random.random() < 0.03:
        return _flipped(random, packed(whole))
    return whole


def _flipped(random: Random, data: bytes) -> bytes:
    out = bytearray(data)
    for _ in range(random.randint(1, 5)):
        if random.random() < 0.2:
            del out[random.randint(0, len(out)) :][: random.randint(1, 400)]
        elif out:
            # The end of a zip says where its parts are.
            at = random.randrange(len(out)) if random.random() < 0.4 else max(len(out) - random.randint(1, 700), 0)
            out[at] = random.choice((0, 1, 255, random.randrange(256)))
    return bytes(out)


def _repacked(random: Random, parts: dict[str, bytes], name: str) -> dict[str, bytes]:
    kind = random.randrange(5)
    rest = {other: content for other, content in parts.items() if other != name}
    if kind == 0:
        return rest
    if kind == 1:
        names = (
            "../x.xml",
            "/x.xml",
            "word\\x.xml",
            "C:x",
            "word/vbaProject.bin",
            name.upper(),
            "x" * 200,
            "word/x.vml",
            name + "/",
            "word/_rels/x.rels",
            "ä%20.xml",
        )
        return {**parts, random.choice(names): parts.get(name, b"")}
    if kind == 2:
        return {**rest, random.choice(("word/", "")) + name: parts.get(name, b"")}
    if kind == 3 and rest:
        return {**parts, name: rest[random.choice(sorted(rest))]}
    return dict(reversed(parts.items()))


def _other_xml(random: Random, content: bytes) -> bytes:
    """A part with some of its elements changed."""
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False))
    except (etree.XMLSyntaxError, ValueError):
        return mutate(random, [content], WORDS, 12_000)
    for _ in range(random.choice((1, 1, 2, 3))):
        every = [one for one in root.iter() if isinstance(one.tag, str)]
        one = random.choice(every)
        kind = random.randrange(8)
        parent = one.getparent()
        if kind == 0 and parent is not None:
            parent.remove(one)
        elif kind == 1 and parent is not None:
            parent.append(deepcopy(one))
        elif kind == 2:
            one.append(deepcopy(random.choice(every)) if len(every) < 400 else etree.Comment("x"))
        elif kind == 3 and one.attrib:
            one.set(random.choice(sorted(one.attrib)), random.choice(VALUES))
        elif kind == 4 and one.attrib:
            del one.attrib[random.choice(sorted(one.attrib))]
        elif kind == 5:
            one.tag = random.choice(every).tag
        elif kind == 6:
            one.text = random.choice(("", "x", " DOCPROPERTY x ", "ä"))
        else:
            other = random.choice(every)
            for name, value in other.attrib.items():
                one.set(name, value)
    return etree.tostring(root)


@cache
def _part() -> object:
    return part_of(
        Section(
            "a",
            text("Eins"),
            (
                Paragraph("a/1", text("Satz.")),
                ListBlock((Item(text("x")), Item(text("y"))), ordered=True),
                Paragraph("a/2", text("Satz.")),
            ),
        ),
        Annex(
            "b", text("Anlage"), (Table((cells("a", "b"),), (cells("1", "2"),)), Paragraph("b/1", text(Blank("Lücke"))))
        ),
        header=text("Kopf"),
        footer=text("Fuß"),
    )


def tried(data: bytes) -> str:
    contract = Contract("probe", (_part(),), {}, house=House(Brought(packed(data), PLACE)))
    content = write_docx(contract)
    sound(content)
    with ZipFile(BytesIO(content)) as package:
        return "\n".join(package.namelist())


def targets() -> Iterator[Target]:
    """The target of this module."""
    yield Target("letterhead", seeds, changed, tried)
