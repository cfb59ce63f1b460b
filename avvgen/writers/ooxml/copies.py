"""Parts of another file taken over with all that they lean on, under names that no part of ours has."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from avvgen.writers.ooxml.intake import Element, Package, Relation, UnsoundError
from avvgen.writers.ooxml.package import Part, relation_xml, relations_xml
from avvgen.writers.ooxml.xml import w

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FOLDER = "letterhead"


@dataclass(slots=True)
class Copies:
    """What has been taken over so far; each part once."""

    package: Package
    names: dict[str, str] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)

    def take(self, name: str, kind: str) -> str:
        """The new name of a part in our folder, taken over if it has not been yet."""
        if name not in self.names:
            ending = re.sub("[^a-z0-9]", "", name.rpartition(".")[2].lower()) or "bin"
            self.names[name] = f"{re.sub('[^A-Za-z]', '', kind)}{len(self.names) + 1}.{ending}"
            new = f"word/{FOLDER}/{self.names[name]}"
            self.parts.append(Part(new, self.package.parts[name], self.package.type_of(name)))
            self._relations(name, f"word/{FOLDER}/_rels/{self.names[name]}.rels", "")
        return self.names[name]

    def replace(self, name: str, new: str) -> Part:
        """A part that stands in the place of one of ours; what it leans on is taken over."""
        folder, _, file = new.rpartition("/")
        self._relations(name, f"{folder}/_rels/{file}.rels", f"{FOLDER}/")
        return Part(new, self.package.parts[name])

    def _relations(self, name: str, new: str, folder: str) -> None:
        if relations := self.package.relations(name):
            rows = [relation_xml(r.id, r.type, self._target(name, r, folder), external=r.external) for r in relations]
            self.parts.append(Part(new, relations_xml(rows).encode()))

    def _target(self, name: str, relation: Relation, folder: str) -> str:
        if relation.external:
            return relation.target
        if relation.target not in self.package.parts:
            raise UnsoundError(f"lacks '{relation.target}', which {name} shows; save it again")
        return folder + self.take(relation.target, relation.kind)


def rewritten(element: Element) -> str:
    """An element of WordprocessingML and what is in it, without what other vocabularies add."""
    inner = (rewritten(child) for child in element if str(child.tag).startswith(W))
    attributes = {key.removeprefix(W): text for key, text in element.attrib.items() if key.startswith(W)}
    return w(element.tag.removeprefix(W), *inner, **attributes)
