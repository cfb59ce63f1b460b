"""What another Word file gives for the look of a new one: its pages, what runs along them, its styles and settings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from avvgen.writers.ooxml.blocks import Along, Kind, Page, Paper
from avvgen.writers.ooxml.copies import FOLDER, Copies, W, rewritten
from avvgen.writers.ooxml.formats import CENTIMETRE
from avvgen.writers.ooxml.intake import Package, Relation, opened
from avvgen.writers.ooxml.package import Part
from avvgen.writers.ooxml.parts import OF_LAYOUT
from avvgen.writers.ooxml.reading import Element, UnsoundError
from avvgen.writers.ooxml.xml import w

NARROWEST = 8 * CENTIMETRE

_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_THEME = "{http://schemas.openxmlformats.org/drawingml/2006/main}theme"
_PROPERTIES = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}Properties"
_ROOTS = {"styles": f"{W}styles", "theme": _THEME, "fontTable": f"{W}fonts", "numbering": f"{W}numbering"}
_OTHER_ROOTS = {"header": f"{W}hdr", "footer": f"{W}ftr", "custom-properties": _PROPERTIES}
_KINDS: tuple[Kind, ...] = ("header", "footer")
_PAGES = ("default", "first", "even")
_AFTER_MARGINS, _GRID = ("paperSrc", "pgBorders", "pgNumType"), ("rtlGutter", "docGrid")
_NO_LENGTHS = ("orient", "code")
_UNITS = {None: 1.0, "mm": 56.7, "cm": 567.0, "in": 1440.0, "pt": 20.0, "pc": 240.0, "pi": 240.0}
_LENGTH = re.compile(r"(-?[0-9]{1,6}(?:\.[0-9]{1,6})?)(mm|cm|in|pt|pc|pi)?")
_SEEN = ("sym", "drawing", "pict", "object", "instrText", "fldSimple", "pgNum", "ptab")


@dataclass(frozen=True, slots=True)
class Template:
    """The look of another file; `lacking` is what it does not say, one sentence each.

    `along` names the parts of headers and footers as the text does. `parts` stand in the place of ours, by kind;
    `copies` stand beside ours, `properties` with them. `controls` are numbers that are taken.
    """

    first: Page
    later: Page
    along: tuple[Along, ...]
    pages: tuple[str, ...]
    background: str
    settings: Mapping[str, str]
    parts: Mapping[str, Part]
    copies: tuple[Part, ...]
    properties: tuple[Part, ...]
    controls: frozenset[str]
    lacking: tuple[str, ...]


@lru_cache(maxsize=4)
def template_of(content: bytes, paper: Paper) -> Template:
    """The look of a Word file; what it does not say of its page is as on the paper.

    Raises UnsoundError for a file that cannot be used.
    """
    package = opened(content)
    document, copies = package.xml(package.main()), Copies(package)
    section = document.find(f"{W}body/{W}sectPr") if document.tag == f"{W}document" else None
    if section is None:
        raise UnsoundError("has no page layout (section properties); save it again with Word or LibreOffice")
    settings, shown = _settings(package), _running(document, package)
    along = tuple(
        Along(kind, pages, f"{FOLDER}/{copies.take(shown[kind, pages], kind)}")
        for kind in _KINDS
        for pages in _PAGES
        if (kind, pages) in shown
    )
    parts = {
        one.kind: copies.replace(one.target, f"word/{one.kind}.xml")
        for one in _supporting(package)
        if _is(one.kind, one.target, package)
    }
    roots = [package.xml(name) for (kind, _), name in shown.items() if _is(kind, name, package)]
    page = _page(section, paper, settings, shown)
    return Template(
        page,
        _later(page),
        along,
        tuple(_kinds_of_pages(section, settings)),
        _background(document),
        settings,
        parts,
        tuple(copies.parts),
        tuple(_properties(package, roots)),
        frozenset(id_.get(f"{W}val", "") for root in roots for id_ in root.iterfind(f".//{W}sdtPr/{W}id")),
        tuple(_lacking(section, parts)),
    )


def _is(kind: str, name: str, package: Package) -> bool:
    """Whether the part is there.

    Raises UnsoundError when it is something else than its kind.
    """
    if name in package.parts and package.xml(name).tag != (_ROOTS | _OTHER_ROOTS)[kind]:
        raise UnsoundError(f"has something else than its {kind} in {name}; save it again with Word or LibreOffice")
    return name in package.parts


def _supporting(package: Package) -> tuple[Relation, ...]:
    """What leads to the parts that stand in the place of ours.

    Raises UnsoundError for two of one kind.
    """
    found = tuple(one for one in package.relations(package.main()) if one.kind in _ROOTS)
    for kind, number in Counter(one.kind for one in found).items():
        if number > 1:
            raise UnsoundError(f"has {number} parts for its {kind}; save it again with Word or LibreOffice")
    return found


def _lacking(section: Element, parts: Mapping[str, Part]) -> Iterator[str]:
    for name, what in (("pgSz", "page size"), ("pgMar", "margins")):
        if section.find(f"{W}{name}") is None:
            yield f"says nothing of its {what}; those of avvgen's own pages are used"
    if "styles" not in parts:
        yield "has no styles; those of avvgen are used"


# Pages ------------------------------------------------------------------------------------------------------------


def _page(section: Element, paper: Paper, settings: Mapping[str, str], running: Collection[tuple[str, str]]) -> Page:
    """The page of a section; a head or foot that has nothing on it yet leaves room for what will run there.

    Raises UnsoundError when it leaves too little room for text.
    """
    size: dict[str, str | int] = {**paper.size, **_attributes(section.find(f"{W}pgSz"))}
    margins: dict[str, str | int] = {**paper.margins, **_attributes(section.find(f"{W}pgMar"))}
    free = {kind for kind in _KINDS if (kind, "default") not in running}
    margins |= {kind: paper.edge for kind in free if _length(margins[kind]) < paper.edge // 2}
    for length in (*size.items(), *margins.items()):
        if length[0] not in _NO_LENGTHS:
            _length(length[1])
    beside = ("left", "right") if "gutterAtTop" in settings else ("left", "right", "gutter")
    width = round(_length(size["w"]) - sum(_length(margins[side]) for side in beside))
    if width < NARROWEST:
        least, there = NARROWEST // CENTIMETRE, f"{width / CENTIMETRE:.1f}"
        raise UnsoundError(f"leaves {there} cm between its margins; the text needs {least} cm")
    sheet = w("pgSz", **size) + w("pgMar", **margins) + _rewritten(section, _AFTER_MARGINS)
    return Page(width, sheet, _is_on(section.find(f"{W}titlePg")), _rewritten(section, _GRID))


def _rewritten(section: Element, names: Iterable[str]) -> str:
    return "".join(rewritten(found) for name in names if (found := section.find(f"{W}{name}")) is not None)


def _later(page: Page) -> Page:
    """The page of the sections after the first, which do not begin anew."""
    return page._replace(layout=re.sub(r' w:start="[^"]*"', "", page.layout), opening=False)


def _length(text: str | int) -> float:
    """A length in twentieths of a point."""
    found = _LENGTH.fullmatch(str(text))
    if not found:
        raise UnsoundError(f"has '{str(text)[:40]}' as a length of its page; set its paper and margins again")
    return float(found[1]) * _UNITS[found[2]]


def _kinds_of_pages(section: Element, settings: Mapping[str, str]) -> Iterator[str]:
    """Which pages have headers of their own."""
    yield "default"
    if _is_on(section.find(f"{W}titlePg")):
        yield "first"
    if "evenAndOddHeaders" in settings:
        yield "even"


def _background(document: Element) -> str:
    found = document.find(f"{W}background")
    return "" if found is None else w("background", **_attributes(found))


def _running(document: Element, package: Package) -> dict[tuple[str, str], str]:
    """The headers and footers of the last section, which goes on with those before; one that shows nothing is none.

    An empty one on the first page is meant to be empty.
    """
    targets = {one.id: one.target for one in package.relations(package.main())}
    found: dict[tuple[str, str], str] = {}
    for section in document.iter(f"{W}sectPr"):
        if section.getparent().tag == f"{W}sectPrChange":
            continue
        for kind in _KINDS:
            for reference in section.iterfind(f"{W}{kind}Reference"):
                name = targets.get(reference.get(_ID), "")
                if name not in package.parts:
                    raise UnsoundError(f"lacks its {kind} '{name}'; save it again with Word or LibreOffice")
                found[kind, reference.get(f"{W}type", "default")] = name
    empty = {key for key, name in found.items() if key[1] != "first" and not _shows(package.xml(name))}
    return {key: name for key, name in found.items() if key not in empty}


def _shows(root: Element) -> bool:
    letters = any((node.text or "").strip() for node in root.iter(f"{W}t"))
    return letters or any(True for name in _SEEN for _ in root.iter(f"{W}{name}"))


# Settings and properties ------------------------------------------------------------------------------------------


def _settings(package: Package) -> dict[str, str]:
    """The settings that concern the look, by name; those that are switched off are left out."""
    name = next((one.target for one in package.relations(package.main()) if one.kind == "settings"), "")
    root = package.xml(name) if name in package.parts else ()
    found = {str(child.tag).removeprefix(W): child for child in root}
    kept = {name: rewritten(child) for name, child in found.items() if name in OF_LAYOUT and _is_on(child)}
    if "compatibilityMode" not in kept.get("compat", ""):  # without a mode Word takes the file for one of 2003
        kept.pop("compat", None)
    return kept


def _properties(package: Package, roots: list[Element]) -> Iterator[Part]:
    """The user's own properties, if what runs along the pages prints one."""
    codes = (code for root in roots for code in (*root.iter(f"{W}instrText"), *root.iter(f"{W}fldSimple")))
    if any("DOCPROPERTY" in f"{code.text}{code.get(f'{W}instr')}" for code in codes):
        for one in package.relations():
            if one.kind == "custom-properties" and _is(one.kind, one.target, package):
                yield Part("docProps/custom.xml", package.parts[one.target])


def _attributes(element: Element | None) -> dict[str, str | int]:
    found = {} if element is None else element.attrib
    return {key.removeprefix(W): text for key, text in found.items() if key.startswith(W)}


def _is_on(element: Element | None) -> bool:
    return element is not None and element.get(f"{W}val") not in ("0", "false", "off")
