"""The styles, lists and fonts of another file, with ours put beside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain, count

from avvgen.writers.ooxml.copies import W
from avvgen.writers.ooxml.lists import Lists
from avvgen.writers.ooxml.parts import FIRST_PROPERTY, Font, custom_part, fonts_part
from avvgen.writers.ooxml.reading import Element, UnsoundError, local, number_in, parsed, written
from avvgen.writers.ooxml.styles import Style
from avvgen.writers.ooxml.xml import escape, root, w

_VAL = f"{W}val"
_NO_LANGUAGE = "zxx"
_OFF = ("0", "false", "off")
_HIDING = {"vanish", "specVanish", "webHidden"}
_MOST_BELOW = 50  # styles under a style; Word knows eleven
_NAMED = re.compile(b'(<w:(?:pStyle|rStyle|tblStyle) w:val=")([^"]+)(")')


@dataclass(frozen=True, slots=True)
class ForeignStyle:
    """A style of another file: what ours must know of it."""

    id: str
    name: str
    kind: str
    default: bool
    chain: tuple[Element, ...] = ()

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
        return max(number_in(self._first("w:rPr/w:sz")) or 0, 0)

    @property
    def tabs(self) -> tuple[int, ...]:
        """Where its tabs are."""
        tabs = (tab for style in self.chain for tab in style.iterfind(f"{W}pPr/{W}tabs/{W}tab"))
        places = {number_in(tab.get(f"{W}pos", "")) for tab in tabs}
        return tuple(sorted(place for place in places if place is not None))

    @property
    def hides(self) -> bool:
        """Whether what is written in it cannot be seen."""
        return any(_hides(style) for style in self.chain)

    def _first(self, path: str) -> str:
        """The value that the style or the nearest one below it gives."""
        steps = path.replace("w:", W)
        return next((found.get(_VAL, "") for style in self.chain if (found := style.find(steps)) is not None), "")


@dataclass(frozen=True, slots=True)
class ForeignStyles:
    """The styles of another file: by their ids, by kind and name, the default of each kind, and as XML."""

    by_id: Mapping[str, ForeignStyle]
    by_name: Mapping[tuple[str, str], ForeignStyle]
    defaults: Mapping[str, ForeignStyle]
    elements: Mapping[str, Element]

    def like(self, own: Style) -> ForeignStyle | None:
        """Their style that stands for ours: the default one, the one of this name, or else of this id."""
        default = self.defaults.get(own.kind) if own.default else None
        same_id = self.by_id.get(own.id)
        same_id = same_id if same_id and same_id.kind == own.kind else None
        found = default or self.by_name.get((own.kind, own.name.casefold())) or same_id
        return replace(found, chain=tuple(_chain(found.id, self.elements))) if found else None

    def beside(self, own: Iterable[Style]) -> Iterator[Style]:
        """Our styles under ids and names that none of theirs has."""
        ids = {id_.casefold() for id_ in self.by_id}
        names = {name for _, name in self.by_name}
        for style in own:
            more = next(
                n
                for n in count()
                if f"{style.id}{'A' * n}".casefold() not in ids and f"{style.name}{' A' * n}".casefold() not in names
            )
            yield replace(style, id=f"{style.id}{'A' * more}", name=f"{style.name}{' A' * more}")

    def hiding(self, used: Iterable[ForeignStyle]) -> Iterator[str]:
        """The names of those that hide what is written in them, among those used and the defaults."""
        defaults = (replace(style, chain=tuple(_chain(style.id, self.elements))) for style in self.defaults.values())
        yield from dict.fromkeys(style.name or style.id for style in chain(defaults, used) if style.hides)


def styles_in(content: bytes) -> ForeignStyles:
    """The styles of a part `styles.xml`.

    Raises UnsoundError when what they all rest on hides text.
    """
    root = parsed(content, "styles.xml")
    if any(_hides(defaults) for defaults in root.iterfind(f"{W}docDefaults")):
        raise UnsoundError("hides all text that is written on it (document defaults); switch off 'hidden'")
    elements = {id_: style for style in root.iterfind(f"{W}style") if (id_ := style.get(f"{W}styleId", ""))}
    by_id = {id_: _style(id_, style) for id_, style in elements.items()}
    return ForeignStyles(
        by_id,
        # Of two alike the first counts.
        {(style.kind, style.name.casefold()): style for style in reversed(by_id.values())},
        {style.kind: style for style in reversed(by_id.values()) if style.default},
        elements,
    )


def _style(id_: str, style: Element) -> ForeignStyle:
    default = style.get(f"{W}default") in ("1", "true", "on")
    return ForeignStyle(id_, _value(style, "name"), style.get(f"{W}type", ""), default)


def _hides(part: Element) -> bool:
    return any(local(node.tag) in _HIDING and node.get(_VAL) not in _OFF for node in part.iter())


def _chain(id_: str, found: Mapping[str, Element]) -> Iterator[Element]:
    """The style and those it rests on; a circle ends."""
    seen: set[str] = set()
    while id_ in found and id_ not in seen:
        seen.add(id_)
        if len(seen) > _MOST_BELOW:
            raise UnsoundError(f"has a style that rests on more than {_MOST_BELOW} others; base '{id_[:40]}' on none")
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
    return written(styles)


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
    return written(numbering)


def taken_numbers(content: bytes) -> tuple[int, int]:
    """The first number that is free for a definition, and the last that an instance has."""
    numbering = parsed(content, "numbering.xml")
    definitions, instances = (
        [number_in(one.get(f"{W}{key}", "")) or 0 for one in numbering.iterfind(f"{W}{name}")]
        for name, key in (("abstractNum", "abstractNumId"), ("num", "numId"))
    )
    return max((number + 1 for number in definitions), default=0), max((*instances, 0))


def with_fonts(content: bytes, added: Iterable[Font]) -> bytes:
    """Their fonts with those of ours that they lack."""
    fonts = parsed(content, "fontTable.xml")
    known = {font.get(f"{W}name") for font in fonts}
    ours = fonts_part(font for font in added if font.name not in known)
    fonts.extend(list(parsed(ours.encode(), "fontTable.xml")))
    return written(fonts)


def with_properties(content: bytes, added: Mapping[str, str]) -> bytes:
    """Their own properties, which what runs along the pages may print, with ours after them; all are counted anew."""
    properties = parsed(content, "custom.xml")
    ours = {name.casefold() for name in added}
    for old in [old for old in properties if local(old.tag) != "property" or old.get("name", "").casefold() in ours]:
        properties.remove(old)
    properties.extend(list(parsed(custom_part(added).encode(), "custom.xml")))
    for number, one in enumerate(properties, start=FIRST_PROPERTY):
        one.set("pid", str(number))
    return written(properties)


def _inside(parent: Element, name: str, place: int) -> Element:
    """The child of this name, put at this place if there is none."""
    if parent.find(f"{W}{name}") is None:
        parent.insert(place, _elements(w(name))[0])
    return parent.find(f"{W}{name}")


def _tags(names: tuple[str, ...]) -> set[str]:
    return {f"{W}{name}" for name in names}


def _elements(xml: str) -> list[Element]:
    return list(parsed(root("styles", xml).encode(), "styles.xml"))
