"""Runs: letters, breaks, fields, links and content controls, as text of XML."""

from __future__ import annotations

import re

from avvgen.writers.ooxml.formats import PLAIN, RunFormat
from avvgen.writers.ooxml.xml import element, escape, w

_BREAK = w("br")
# Word shows these right only as elements. \v, \f and the Unicode separators are line breaks of other programs.
_ELEMENTS = {
    "\t": w("tab"),
    "\u00ad": w("softHyphen"),
    "\u2011": w("noBreakHyphen"),
    **dict.fromkeys(("\r\n", "\n", "\r", "\v", "\f", "\u2028", "\u2029"), _BREAK),
}
_SPLIT = re.compile("(\r\n|[\t\n\r\v\f\u00ad\u2011\u2028\u2029])")
_LABEL_LIMIT = 64  # Word refuses files whose controls have longer names.

TICKED, UNTICKED = "\u2612", "\u2610"
TICK_FONT = "MS Gothic"


def run(text: str, look: RunFormat = PLAIN) -> str:
    """Letters in one format, each preserved; tabs, line breaks and special hyphens as elements."""
    if not text:
        return ""
    pieces = _SPLIT.split(text)
    content = "".join([_ELEMENTS.get(piece) or _letters(piece) for piece in pieces if piece])
    return f"<w:r>{look.xml()}{content}</w:r>"


def _letters(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>'


def line_break(look: RunFormat = PLAIN) -> str:
    """A new line in the same paragraph."""
    return f"<w:r>{look.xml()}{_BREAK}</w:r>"


def field(code: str, shown: str, look: RunFormat = PLAIN) -> str:
    """A complex field with the text that it shows until it is updated."""
    return field_begin(code, look) + run(shown, look) + field_end(look)


def field_begin(code: str, look: RunFormat = PLAIN) -> str:
    """The code of a field; what follows is what it shows, up to `field_end`."""
    properties = look.xml()
    return (
        f'<w:r>{properties}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{properties}<w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
        f'<w:r>{properties}<w:fldChar w:fldCharType="separate"/></w:r>'
    )


def field_end(look: RunFormat = PLAIN) -> str:
    """The end of a field."""
    return f'<w:r>{look.xml()}<w:fldChar w:fldCharType="end"/></w:r>'


def number_of(bookmark: str, shown: str, look: RunFormat = PLAIN) -> str:
    """The number of the bookmarked paragraph, live."""
    return field(f"REF {bookmark} \\n \\h", shown, look)


def link_to(relation: str, content: str) -> str:
    """A link to the web or mail address of a relationship."""
    return w("hyperlink", content, **{"r:id": relation}, history=1)


def link_inside(bookmark: str, content: str) -> str:
    """A link to a bookmark of the same file."""
    return w("hyperlink", content, anchor=bookmark, history=1)


def gap(label: str, number: int, look: RunFormat, filled: RunFormat = PLAIN) -> str:
    """A content control to be filled in: it shows its label until then, and `filled` is how the answer looks.

    Rich text, since LibreOffice shows a plain-text control without any format.
    """
    name = " ".join(label.split())[:_LABEL_LIMIT]
    properties = (
        filled.xml(),
        w("alias", val=name),
        w("tag", val=name),
        w("id", val=number),
        w("showingPlcHdr"),
    )
    return w("sdt", w("sdtPr", *properties), w("sdtContent", run(label or "\u2002" * 8, look)))


def tick_box(number: int, look: RunFormat, *, ticked: bool) -> str:
    """A box that a click ticks."""
    states = (
        element("w14:checked", val=int(ticked)),
        element("w14:checkedState", val=f"{ord(TICKED):04X}", font=TICK_FONT),
        element("w14:uncheckedState", val=f"{ord(UNTICKED):04X}", font=TICK_FONT),
    )
    properties = w("id", val=number) + element("w14:checkbox", *states)
    return w("sdt", w("sdtPr", properties), w("sdtContent", run(TICKED if ticked else UNTICKED, look)))


def contents_control(number: int) -> tuple[str, str]:
    """Begin and end of the control that offers to update a table of contents."""
    kind = w("docPartObj", w("docPartGallery", val="Table of Contents"), w("docPartUnique"))
    return f"<w:sdt>{w('sdtPr', w('id', val=number), kind)}<w:sdtContent>", "</w:sdtContent></w:sdt>"
