"""What a part of somebody else's Word file would do besides being looked at: fields that fetch, links that run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from avvgen.writers.ooxml.package import web_address

Element: TypeAlias = Any  # lxml has no types

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# What only prints. A field that is not here may fetch a file or start a program (DDE, INCLUDETEXT, LINK, DATABASE).
_FIELDS = frozenset(
    """
    = ADVANCE AUTHOR BARCODE COMMENTS COMPARE CREATEDATE DATE DISPLAYBARCODE DOCPROPERTY DOCVARIABLE EDITTIME EQ
    FILENAME FILESIZE FORMCHECKBOX FORMDROPDOWN FORMTEXT HYPERLINK IF INFO KEYWORDS LASTSAVEDBY LISTNUM MACROBUTTON
    NOTEREF NUMCHARS NUMPAGES NUMWORDS PAGE PAGEREF PRINTDATE QUOTE REF REVNUM SAVEDATE SECTION SECTIONPAGES SEQ SET
    STYLEREF SUBJECT SYMBOL TEMPLATE TIME TITLE USERADDRESS USERINITIALS USERNAME
    """.split()
)
_ADDRESS = re.compile(r'HYPERLINK\s+(?:\\[a-z]\s+)*"?([^"\s\\][^"\s]*)', re.IGNORECASE)
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif)[;,]", re.IGNORECASE)


def risks(root: Element) -> Iterator[str]:
    """One sentence for each thing in a part that a letterhead must not hold."""
    for code in _field_codes(root):
        name = (code.split(maxsplit=1) or [""])[0].upper()
        if name not in _FIELDS and not name.startswith("="):
            yield f"holds a field that does more than print ({name or 'made of fields'}); replace it by its result"
        elif (found := _ADDRESS.match(code.strip())) and not is_harmless(found[1]):
            yield f"holds a link to '{found[1][:40]}'; links lead to https://, http:// or mailto:"
    for node in root.iter():
        for key, value in node.attrib.items() if isinstance(node.tag, str) else ():
            name = key.rpartition("}")[2].lower()
            if name in {"href", "src"} and not (_PICTURE.match(value) or (name == "href" and is_harmless(value))):
                yield f"leans on '{value[:40]}', which is not in it ({name}); embed it"


def is_harmless(address: str) -> bool:
    """Whether a link leads to the web, to a mailbox, or within the file."""
    return not address or address.startswith("#") or bool(web_address(address))


def _field_codes(root: Element) -> Iterator[str]:
    """The code of each field, those inside others apart."""
    open_: list[str | None] = []
    for node in root.iter(f"{_W}fldSimple", f"{_W}fldChar", f"{_W}instrText", f"{_W}delInstrText"):
        kind = node.get(f"{_W}fldCharType")
        if node.tag == f"{_W}fldSimple":
            yield node.get(f"{_W}instr", "")
        elif kind == "begin":
            open_.append("")
        elif kind in {"separate", "end"} and open_:
            code = open_.pop()
            if code is not None:
                yield code
            if kind == "separate":
                open_.append(None)
        elif kind is None and open_ and open_[-1] is not None:
            open_[-1] += node.text or ""
        elif kind is None and (node.text or "").strip():  # a code without a field, which some programs still run
            yield node.text
