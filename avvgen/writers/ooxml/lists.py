"""Numbered lists: definitions as values, and the part that holds those a file uses."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Literal, NamedTuple

from avvgen.writers.ooxml.formats import Place, indent
from avvgen.writers.ooxml.xml import root, w


@dataclass(frozen=True, slots=True)
class Level:
    """A level: format and text of its number in Word's words, where its text begins, its style if it has one."""

    format: str
    text: str
    left: int = 0
    hanging: int = 0
    suffix: Literal["tab", "space"] = "tab"
    style: str = ""
    start: int = 1

    def xml(self, number: int) -> str:
        """The level as XML."""
        return w(
            "lvl",
            w("start", val=self.start),
            w("numFmt", val=self.format),
            w("pStyle", val=self.style) if self.style else "",
            w("suff", val=self.suffix) if self.suffix != "tab" else "",
            w("lvlText", val=self.text),
            w("lvlJc", val="left"),
            w("pPr", indent(self.left, self.hanging)),
            ilvl=number,
        )


Levels = tuple[Level, ...]


class _Instance(NamedTuple):
    definition: int
    restarts: tuple[int, ...]


@dataclass(slots=True)
class Lists:
    """The lists of a file: each definition once, and an instance for everything that is counted on its own.

    `taken` are the numbers of definitions and of instances that others have used up.
    """

    definitions: dict[Levels, int] = field(default_factory=dict)
    numbers: dict[Hashable, int] = field(default_factory=dict)
    instances: list[_Instance] = field(default_factory=list)
    taken: tuple[int, int] = (0, 0)

    def number(self, key: Hashable, levels: Levels, restarts: tuple[int, ...] = ()) -> int:
        """The number of the list under this key, added at its first use with the levels that begin again."""
        if key not in self.numbers:
            definition = self.definitions.setdefault(levels, self.taken[0] + len(self.definitions))
            self.instances.append(_Instance(definition, restarts))
            self.numbers[key] = self.taken[1] + len(self.instances)
        return self.numbers[key]

    def links(self) -> dict[str, Place]:
        """Which style carries the numbers of which list: that of the first instance of its definition."""
        first: dict[int, int] = {}
        for number, instance in self._numbered():
            first.setdefault(instance.definition, number)
        return {
            level.style: Place(first[definition], n)
            for levels, definition in self.definitions.items()
            for n, level in enumerate(levels)
            if level.style
        }

    def part(self) -> str:
        """The part `numbering.xml`."""
        definitions = (_definition(number, levels) for levels, number in self.definitions.items())
        by_number = {number: levels for levels, number in self.definitions.items()}
        instances = (
            _instance(number, instance, by_number[instance.definition]) for number, instance in self._numbered()
        )
        return root("numbering", "".join(definitions) + "".join(instances))

    def _numbered(self) -> Iterator[tuple[int, _Instance]]:
        return enumerate(self.instances, start=self.taken[1] + 1)


def _definition(number: int, levels: Levels) -> str:
    # Word tells lists apart by this stamp when text is copied from one file into another.
    stamp = blake2b(f"{number}{levels}".encode(), digest_size=4).hexdigest().upper()
    return w(
        "abstractNum",
        w("nsid", val=stamp),
        w("multiLevelType", val="multilevel" if len(levels) > 1 else "singleLevel"),
        *(level.xml(n) for n, level in enumerate(levels)),
        abstractNumId=number,
    )


def _instance(number: int, instance: _Instance, levels: Levels) -> str:
    restarts = (
        w("lvlOverride", w("startOverride", val=levels[level].start), ilvl=level) for level in instance.restarts
    )
    return w("num", w("abstractNumId", val=instance.definition), *restarts, numId=number)
