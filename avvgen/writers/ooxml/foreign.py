"""The styles, lists and fonts of another file, with ours put beside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from avvgen.writers.ooxml.copies import W
from avvgen.writers.ooxml.lists import Lists
from avvgen.writers.ooxml.parts import Font, custom_part, fonts_part
from avvgen.writers.ooxml.reading import Element, parsed
from avvgen.writers.ooxml.styles import Style
from avvgen.writers.ooxml.xml import escape, root, w

_VAL = f"{W}val"
_NO_LANGUAGE = "zxx"
_NAMED = re.compile(b'(<w:(?:pStyle|rStyle|tblStyle) w:val=")([^"]+)(")')


@dataclass(frozen=True, slots=True)
class ForeignStyle:
    """A style of another file: what ours must know of it."""

    id: str
    name: str
    kind: str
    default: bool
    chain: tuple[Element, ...]

    @property
    def numbered(self) -> bool:
        """Whether its paragraphs carry numbers of their own."""
        return self._first("w:pPr/w:numPr/w:numId") not in ("", "0")

    @property
    def outlined(self) -> bool:
        """Whether it is a heading."""
        return bool(self._first("w:pPr/w:outlineLvl"))

    @property
    def size(self) -> int:
        """Its size in half points, 0 if it does not say."""
        size = self._first("w:rPr/w:sz")
        return int(size) if size.isdecimal() else 0

    @property
    def tabs(self) -> tuple[int, ...]:
        """Where its tabs are."""
        places = {tab.get(f"{W}pos", "") for style in self.chain for tab in style.iterfind(f"{W}pPr/{W}tabs/{W}tab")}
        return tuple(sorted(int(place) for place in places if place.lstrip("-").isdecimal()))

    def _first(self, path: str) -> str:
        """The value that the style or the nearest one below it gives."""
        steps = path.replace("w:", W)
        return next((found.get(_VAL, "") for style in self.chain if (found := style.find(steps)) is not None), "")


@dataclass(frozen=True, slots=True)
class ForeignStyles:
    """The styles of another file by their ids."""

    by_id: Mapping[str, ForeignStyle]

    def like(self, own: Style) -> ForeignStyle | None:
        """Their style that stands for ours: the default one, the one of this name, or else of this id."""
        same = [style for style in self.by_id.values() if style.kind == own.kind]
        default = (style for style in same if own.default and style.default)
        named = (style for style in same if style.name.casefold() == own.name.casefold())
        return next(chain(default, named, (style for style in same if style.id == own.id)), None)

    def beside(self, own: Style) -> Style:
        """Our style under an id and a name that none of theirs has."""
        ids = {id_.casefold() for id_ in self.by_id}
        names = {style.name.casefold() for style in self.by_id.values()}
        if own.id.casefold() in ids or own.name.casefold() in names:
            return self.beside(replace(own, id=f"{own.id}A", name=f"{own.name} A"))
        return own


def styles_in(content: bytes) -> ForeignStyles:
    """The styles of a part `styles.xml`."""
    found = {style.get(f"{W}styleId", ""): style for style in parsed(content, "styles.xml").iterfind(f"{W}style")}
    return ForeignStyles({id_: _style(id_, found) for id_ in found if id_})


def _style(id_: str, found: Mapping[str, Element]) -> ForeignStyle:
    style = found[id_]
    default = style.get(f"{W}default") in ("1", "true", "on")
    return ForeignStyle(id_, _value(style, "name"), style.get(f"{W}type", ""), default, tuple(_chain(id_, found)))


def _chain(id_: str, found: Mapping[str, Element]) -> Iterator[Element]:
    """The style and those it rests on; a circle ends."""
    seen: set[str] = set()
    while id_ in found and id_ not in seen:
        seen.add(id_)
        yield found[id_]
        id_ = _value(found[id_], "basedOn")


def _value(style: Element, name: str) -> str:
    found = style.find(f"{W}{name}")
    return "" if found is None else found.get(_VAL, "")


def renamed(xml: bytes, name: Callable[[str], str]) -> bytes:
    """What we wrote, each style under the id that it has in the file."""
    return _NAMED.sub(lambda m: m[1] + escape(name(m[2].decode())).encode() + m[3], xml)


# Parts with ours beside theirs ------------------------------------------------------------------------------------


def with_styles(content: bytes, added: Iterable[Style], language: str) -> bytes:
    """Their styles with ours after them, all in this language but for what is in none."""
    styles = parsed(content, "styles.xml")
    for found in styles.iter(f"{W}lang"):
        if found.get(_VAL) not in (None, _NO_LANGUAGE):
            found.set(_VAL, language)
    letters = _inside(_inside(_inside(styles, "docDefaults", 0), "rPrDefault", 0), "rPr", 0)
    if letters.find(f"{W}lang") is None:
        letters.append(_elements(w("lang", val=language))[0])
    styles.extend(_elements("".join(style.xml() for style in added)))
    return _written(styles)


def with_lists(content: bytes, lists: Lists) -> bytes:
    """Their lists with ours after them: first all definitions, then all instances."""
    numbering = parsed(content, "numbering.xml")
    ours = parsed(lists.part().encode(), "numbering.xml")
    before: tuple[str, ...] = ("numPicBullet",)
    for name in ("abstractNum", "num"):
        before = (*before, name)
        place = max((n for n, child in enumerate(numbering, start=1) if child.tag in _tags(before)), default=0)
        for n, found in enumerate(ours.findall(f"{W}{name}"), start=place):
            numbering.insert(n, found)
    return _written(numbering)


def taken_numbers(content: bytes) -> tuple[int, int]:
    """The first number that is free for a definition, and the last that an instance has."""
    numbering = parsed(content, "numbering.xml")
    definitions, instances = (
        [one.get(f"{W}{key}", "") for one in numbering.iterfind(f"{W}{name}")]
        for name, key in (("abstractNum", "abstractNumId"), ("num", "numId"))
    )
    return max((int(n) + 1 for n in definitions if n.isdecimal()), default=0), max(
        (int(n) for n in instances if n.isdecimal()), default=0
    )


def with_fonts(content: bytes, added: Iterable[Font]) -> bytes:
    """Their fonts with those of ours that they lack."""
    fonts = parsed(content, "fontTable.xml")
    known = {font.get(f"{W}name") for font in fonts}
    ours = fonts_part(font for font in added if font.name not in known)
    fonts.extend(list(parsed(ours.encode(), "fontTable.xml")))
    return _written(fonts)


def with_properties(content: bytes, added: Mapping[str, str]) -> bytes:
    """Their own properties, which what runs along the pages may print, with ours after them."""
    properties = parsed(content, "custom.xml")
    for old in [old for old in properties if old.get("name") in added]:
        properties.remove(old)
    last = max((int(old.get("pid", "1")) for old in properties if old.get("pid", "").isdecimal()), default=1)
    ours = list(parsed(custom_part(added).encode(), "custom.xml"))
    for number, own in enumerate(ours, start=last + 1):
        own.set("pid", str(number))
    properties.extend(ours)
    return _written(properties)


def _inside(parent: Element, name: str, place: int) -> Element:
    """The child of this name, put at this place if there is none."""
    if parent.find(f"{W}{name}") is None:
        parent.insert(place, _elements(w(name))[0])
    return parent.find(f"{W}{name}")


def _tags(names: tuple[str, ...]) -> set[str]:
    return {f"{W}{name}" for name in names}


def _elements(xml: str) -> list[Element]:
    return list(parsed(root("styles", xml).encode(), "styles.xml"))


def _written(part: Element) -> bytes:
    from lxml import etree  # noqa: PLC0415 - a contract on plain paper reads no XML

    written: bytes = etree.tostring(part, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written
