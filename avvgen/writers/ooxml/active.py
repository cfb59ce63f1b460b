"""What a part of somebody else's Word file would do besides being looked at: fields that fetch, links that run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from avvgen.writers.ooxml.package import web_address

Element: TypeAlias = Any  # lxml has no types

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# What only prints. A field that is not here may fetch a file or start a program (DDE, INCLUDETEXT, LINK, DATABASE).
_PRINTS = re.compile(
    r"=.*|ADVANCE|AUTHOR|BARCODE|COMMENTS|COMPARE|CREATEDATE|DATE|DISPLAYBARCODE|DOCPROPERTY|"
    r"DOCVARIABLE|EDITTIME|EQ|FILENAME|FILESIZE|FORMCHECKBOX|FORMDROPDOWN|FORMTEXT|HYPERLINK|IF|"
    r"INFO|KEYWORDS|LASTSAVEDBY|LISTNUM|MACROBUTTON|NOTEREF|NUMCHARS|NUMPAGES|NUMWORDS|PAGE|"
    r"PAGEREF|PRINTDATE|QUOTE|REF|REVNUM|SAVEDATE|SECTION|SECTIONPAGES|SEQ|SET|STYLEREF|"
    r"SUBJECT|SYMBOL|TEMPLATE|TIME|TITLE|USERADDRESS|USERINITIALS|USERNAME"
)
_WORDS = re.compile(r'"[^"]*"|\S+')
_WITH_WORDS = {"\\l", "\\o", "\\t"}  # switches of HYPERLINK that take the next word
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif)[;,]", re.IGNORECASE)


def risks(root: Element) -> Iterator[str]:
    """One sentence for each thing in a part that a letterhead must not hold."""
    for code in _field_codes(root):
        name, *words = _WORDS.findall(code) or [""]
        name = name.upper()
        if not _PRINTS.fullmatch(name):
            yield f"holds a field that does more than print ({name or 'made of fields'}); replace it by its result"
        elif name == "HYPERLINK" and not is_harmless(address := _address(words)):
            yield f"holds a link to '{address[:40]}'; links lead to https://, http:// or mailto:"
    for node in root.iter():
        for key, value in node.attrib.items() if isinstance(node.tag, str) else ():
            name = key.rpartition("}")[2].lower()
            if name in {"href", "src"} and not (_PICTURE.match(value) or (name == "href" and is_harmless(value))):
                yield f"leans on '{value[:40]}', which is not in it ({name}); embed it"


def _address(words: list[str]) -> str:
    """Where the words of a HYPERLINK lead; nothing if within the file."""
    switch = ""
    for word in words:
        if re.fullmatch(r"\\[a-z]", word, re.IGNORECASE):
            switch = word.lower()
        elif switch in _WITH_WORDS:
            switch = ""
        else:
            return word.strip('"')
    return ""


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
