"""What a part of somebody else's Word file would do besides being looked at: fields that fetch, links that run."""

from __future__ import annotations

import re
from collections.abc import Iterator

from avvgen.writers.ooxml.package import web_address
from avvgen.writers.ooxml.reading import Element, local

# What only prints. A field that is not here may fetch a file, start a program (DDE, INCLUDETEXT, LINK, DATABASE), or
# change what others print: SET gives our own references another text.
_PRINTS = re.compile(
    r"=.*|ADVANCE|AUTHOR|BARCODE|COMMENTS|COMPARE|CREATEDATE|DATE|DISPLAYBARCODE|DOCPROPERTY|"
    r"DOCVARIABLE|EDITTIME|EQ|FILENAME|FILESIZE|FORMCHECKBOX|FORMDROPDOWN|FORMTEXT|HYPERLINK|IF|"
    r"INFO|KEYWORDS|LASTSAVEDBY|LISTNUM|MACROBUTTON|NOTEREF|NUMCHARS|NUMPAGES|NUMWORDS|PAGE|"
    r"PAGEREF|PRINTDATE|QUOTE|REF|REVNUM|SAVEDATE|SECTION|SECTIONPAGES|SEQ|STYLEREF|"
    r"SUBJECT|SYMBOL|TEMPLATE|TIME|TITLE|USERADDRESS|USERINITIALS|USERNAME"
)
_WORDS = re.compile(r'"[^"]*"|\S+')
_WITH_WORDS = {"\\l", "\\o", "\\t"}  # switches of HYPERLINK that take the next word
_INNER = "\ufffc"  # what a field inside another prints, which nobody knows yet
_NO_MACRO = re.compile("(no|kein)_?(makro|macro)s?\\b", re.IGNORECASE)
_FETCHING = {"href", "src", "althref", "embeddedhtml"}
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif)[;,]", re.IGNORECASE)


def risks(root: Element) -> Iterator[str]:
    """One sentence for each thing in a part that a letterhead must not hold."""
    for code in _field_codes(root):
        name, *words = _WORDS.findall(code) or [""]
        name = name.upper()
        if not _PRINTS.fullmatch(name):
            shown = name.strip(_INNER) or "made of fields"
            yield f"holds a field that does more than print ({shown}); replace it by its result"
        elif name == "HYPERLINK" and not is_harmless(address := _address(words)):
            yield f"holds a link to '{address[:40]}'; links lead to https://, http:// or mailto:"
        elif name == "MACROBUTTON" and not _NO_MACRO.match(" ".join(words)):
            yield f"holds a button that runs '{' '.join(words)[:40]}'; call its macro NoMacro, which nobody has"
    for node in root.iter():
        for key, value in node.attrib.items() if isinstance(node.tag, str) else ():
            name = local(key).lower()
            if name in _FETCHING and not (_PICTURE.match(value) or (name == "href" and is_harmless(value))):
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
    """The code of each field, those inside others apart; in any namespace, since there are several of Word's."""
    open_: list[str | None] = []
    for node in root.iter("{*}fldSimple", "{*}fldChar", "{*}instrText", "{*}delInstrText"):
        name, kind = local(node.tag), _attribute(node, "fldCharType")
        if open_ and open_[-1] is not None and (name == "fldSimple" or kind == "begin"):
            open_[-1] += _INNER
        if name == "fldSimple":
            yield _attribute(node, "instr")
        elif kind == "begin":
            open_.append("")
        elif kind in {"separate", "end"} and open_:
            code = open_.pop()
            if code is not None:
                yield code
            if kind == "separate":
                open_.append(None)
        elif name != "fldChar":
            letters = node.xpath("string()") if len(node) else node.text or ""  # but for comments between them
            if open_ and open_[-1] is not None:
                open_[-1] += letters
            elif letters.strip():  # a code without a field, which some programs still run
                yield letters


def _attribute(node: Element, name: str) -> str:
    """The value of an attribute in the namespace of its element."""
    inside: str = node.get(f"{node.tag.rpartition('}')[0]}}}{name}", "")
    return inside or str(node.get(name, ""))
