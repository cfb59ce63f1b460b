"""XML as text: one function that escapes, one that makes an element."""

from __future__ import annotations

import re
from collections.abc import Iterable

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

NAMESPACES = (
    ' xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    ' mc:Ignorable="w14"'
)

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
# What XML 1.0 cannot hold in any form: most control characters, halves of surrogate pairs, two non-characters.
_SPECIAL = re.compile('[&<>"\x00-\x1f\ud800-\udfff\ufffe\uffff]')


def escape(text: str) -> str:
    r"""Text as content or attribute value; a character that XML cannot hold becomes U+FFFD.

    >>> escape('Müller & "Söhne" <GmbH>\x00') == 'Müller &amp; &quot;Söhne&quot; &lt;GmbH&gt;\ufffd'
    True
    """
    return _SPECIAL.sub(_entity, text)


def _entity(match: re.Match[str]) -> str:
    return _ENTITIES.get(match[0], "\ufffd")


def element(name: str, /, *content: str, **attributes: str | int) -> str:
    """An element with its attributes in its own namespace, unless an attribute names another.

    >>> element("w:jc", val="right")
    '<w:jc w:val="right"/>'
    """
    prefix = name[: name.find(":") + 1]
    start = name + "".join(
        f' {key if ":" in key else prefix + key}="{escape(value) if isinstance(value, str) else value}"'
        for key, value in attributes.items()
    )
    body = "".join(content)
    return f"<{start}>{body}</{name}>" if body else f"<{start}/>"


def w(name: str, /, *content: str, **attributes: str | int) -> str:
    """An element of WordprocessingML.

    >>> w("r", w("t", "§ 1"))
    '<w:r><w:t>§ 1</w:t></w:r>'
    """
    return element(f"w:{name}", *content, **attributes)


def root(name: str, content: str) -> str:
    """A whole part: declaration, root element with the namespaces of Word, content."""
    return f"{DECLARATION}<w:{name}{NAMESPACES}>{content}</w:{name}>"


def root_of_bytes(name: str, content: Iterable[str]) -> bytes:
    """A whole part made of many pieces, each encoded by itself: long German text is half as large in bytes."""
    pieces = (piece.encode() for piece in content)
    return b"".join((f"{DECLARATION}<w:{name}{NAMESPACES}>".encode(), *pieces, f"</w:{name}>".encode()))
