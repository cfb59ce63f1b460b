"""XML and numbers in somebody else's file, within bounds: nothing is fetched, and nothing small becomes large."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

MOST_ELEMENTS = 500_000  # of one part, each of which takes a hundred times its letters in memory
MOST_ATTRIBUTES = 1_000  # of one element: to list them takes the square of their number

Element: TypeAlias = Any  # lxml has no types

_DOCTYPE = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
_ATTRIBUTE = re.compile(rb"=[\s\0]*[\"']")
# Signs are counted before the XML is read, which those of UTF-7 or of a mainframe would pass by.
_BEGINNING = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*"
    rb"(?:<\?xml\s(?:[^>]*?\bencoding\s*=\s*[\"'](?P<code>[^\"']*)[\"'])?[^>]*>)?\s*<(?!\?xml\s)"
)
_CODES = {"utf-8", "utf8", "utf-16", "us-ascii", "ascii", "iso-8859-1", "iso-8859-15", "windows-1252"}
_NUMBER = re.compile("-?[0-9]{1,9}")


class UnsoundError(Exception):
    """Raised for a file that is refused; the arguments say why, one sentence each."""


def parsed(content: bytes, name: str) -> Element:
    """The root of a part; the name is for what is wrong with it.

    Raises UnsoundError for broken XML, for any document type, and for more than a sound part holds.
    """
    from lxml import etree  # noqa: PLC0415 - a contract on plain paper reads no XML

    if problem := _beyond_bounds(content):
        raise UnsoundError(problem.format(name=name))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = None if any(mark in content for mark in _DOCTYPE) else etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as problem_:
        raise UnsoundError(f"holds broken XML in {name} ({problem_}); save it again") from None
    if root is None or root.getroottree().docinfo.doctype:
        raise UnsoundError(f"holds a DTD in {name}, which no Word file has; save it again")
    return root


def _beyond_bounds(content: bytes) -> str:
    """What is said of a part that is not read, with a gap for its name."""
    if content.count(b"<") > 2 * MOST_ELEMENTS:
        return f"holds more than {MOST_ELEMENTS} elements in {{name}}; make it simpler"
    crowded = (tag for tag in content.split(b"<") if tag.count(b"=") > MOST_ATTRIBUTES)
    if any(len(_ATTRIBUTE.findall(tag)) > MOST_ATTRIBUTES for tag in crowded):
        return f"holds an element of more than {MOST_ATTRIBUTES} attributes in {{name}}; make it simpler"
    begins = _BEGINNING.match(content[:1000].replace(b"\0", b""))
    if not begins:
        return "holds broken XML in {name} (it does not begin like XML); save it again"
    if (begins["code"] or b"utf-8").decode("latin-1").lower() not in _CODES:
        return "holds {name} in letters that are not read; save it again in UTF-8"
    return ""


def written(part: Element) -> bytes:
    """A part as bytes, without what stands before or after its root."""
    from lxml import etree  # noqa: PLC0415 - a contract on plain paper reads no XML

    content: bytes = etree.tostring(part, xml_declaration=True, encoding="UTF-8", standalone=True)
    return content


def local(name: object) -> str:
    """The name of an element or attribute without its namespace; nothing for a comment's.

    >>> local("{urn:schemas-microsoft-com:vml}shape")
    'shape'
    """
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def number_in(text: str) -> int | None:
    """The whole number that a text is, if it is one of at most nine digits: none that Word counts with has more.

    >>> number_in("-720"), number_in("9" * 5000), number_in("--5")
    (-720, None, None)
    """
    return int(text) if _NUMBER.fullmatch(text) else None
