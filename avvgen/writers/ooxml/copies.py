"""Parts of another file taken over with all that they lean on, under names that no part of ours has."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from avvgen.writers.ooxml.intake import Package, Relation
from avvgen.writers.ooxml.package import Part, relation_xml, relations_xml
from avvgen.writers.ooxml.reading import Element, UnsoundError, local, written
from avvgen.writers.ooxml.signatures import picture_type
from avvgen.writers.ooxml.svg import SVG
from avvgen.writers.ooxml.xml import w

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FOLDER = "letterhead"

_SHOWN = {
    "image", "hdphoto", "chart", "chartEx", "chartStyle", "chartColorStyle", "chartUserShapes", "themeOverride",
    "diagramData", "diagramLayout", "diagramQuickStyle", "diagramColors", "diagramDrawing",
}  # fmt: skip
# Bookmarks would take the names of ours; fonts are programs, which the file finds on the computer or does without.
_LEFT_OUT = ("bookmarkStart", "bookmarkEnd", "embedRegular", "embedBold", "embedItalic", "embedBoldItalic")


@dataclass(slots=True)
class Copies:
    """What has been taken over so far; each part once."""

    package: Package
    names: dict[str, str] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    waiting: deque[tuple[str, str, str]] = field(default_factory=deque)

    def take(self, name: str, kind: str) -> str:
        """The new name of a part in our folder, taken over if it has not been yet.

        Raises UnsoundError for a part that is missing, or that is neither a picture nor XML.
        """
        new = self._named(name, kind)
        self._settle()
        return new

    def replace(self, name: str, new: str) -> Part:
        """A part that stands in the place of one of ours; what it leans on is taken over."""
        folder, _, file = new.rpartition("/")
        self.waiting.append((name, f"{folder}/_rels/{file}.rels", f"{FOLDER}/"))
        self._settle()
        return Part(new, _plain(self.package.xml(name)))

    def _named(self, name: str, kind: str) -> str:
        if name not in self.names:
            content, ending, type_ = self._copy(name, kind)
            self.names[name] = file = f"{kind}{len(self.names) + 1}.{ending}"
            self.parts.append(Part(f"word/{FOLDER}/{file}", content, type_))
            self.waiting.append((name, f"word/{FOLDER}/_rels/{file}.rels", ""))
        return self.names[name]

    def _copy(self, name: str, kind: str) -> tuple[bytes, str, str]:
        """The bytes of a part, its ending and its type: as what it was checked, whatever it says it is."""
        content = self.package.parts[name]
        ending, type_ = picture_type(content)
        if ending:
            return content, ending, type_
        if name == self.package.main():
            raise UnsoundError(f"shows its own text, {name}, as something else; save it again with Word or LibreOffice")
        root = self.package.xml(name)
        if root.tag == f"{SVG}svg":
            return _plain(root), "svg", "image/svg+xml"
        return _plain(root), "xml", "" if kind in {"header", "footer"} else self.package.type_of(name)

    def _settle(self) -> None:
        """Take over what the parts taken over lean on, one after the other: a chain of them may be long."""
        while self.waiting:
            name, new, folder = self.waiting.popleft()
            rows = [
                relation_xml(r.id, r.type, self._target(name, r, folder), external=r.external)
                for r in self.package.relations(name)
                if r.kind != "font"
            ]
            if rows:
                self.parts.append(Part(new, relations_xml(rows).encode()))

    def _target(self, name: str, relation: Relation, folder: str) -> str:
        if relation.external:
            return relation.target
        if relation.target not in self.package.parts:
            raise UnsoundError(f"lacks '{relation.target}', which {name} shows; save it again")
        if relation.kind not in _SHOWN:
            raise UnsoundError(
                f"shows '{relation.target}' in {name}, which is no picture ({relation.kind}); put one in its place"
            )
        return folder + self._named(relation.target, relation.kind)


def _plain(root: Element) -> bytes:
    """A part without what a letterhead has no use for."""
    for found in [node for node in root.iter() if local(node.tag) in _LEFT_OUT and node is not root]:
        found.getparent().remove(found)
    return written(root)


def rewritten(element: Element) -> str:
    """An element of WordprocessingML and what is in it, without what other vocabularies add."""
    inner = (rewritten(child) for child in element if str(child.tag).startswith(W))
    attributes = {key.removeprefix(W): text for key, text in element.attrib.items() if key.startswith(W)}
    return w(element.tag.removeprefix(W), *inner, **attributes)
