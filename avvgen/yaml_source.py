"""YAML as text with lines and columns: nothing is resolved, the key that asks decides what a scalar means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from avvgen.characters import first_unseen
from avvgen.files import read_text
from avvgen.findings import NOWHERE, AvvgenError, Finding, Place, error

MAX_DEPTH = 50
MAX_NODES = 200_000  # an alias counts as often as it is used, so that a small file cannot grow large
LONGEST = 200_000  # letters of one value
MOST_SAID = 100

HINTS = {
    "mapping values are not allowed": "; put a text that holds ': ' in quotation marks",
    "cannot start any token": "; indent with spaces, put a text that begins with a sign in quotation marks",
    "tab character": "; indent with spaces",
    "unexpected end of stream": "; close the quotation mark",
    "unknown escape": "; write two backslashes for one, or use single quotation marks",
}
Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class SourceText(str):
    """Letters that know where they stand; `plain` without quotation marks: only then can they be `blank`."""

    __slots__ = ("block", "literal", "place", "plain")

    place: Place
    plain: bool
    block: bool
    literal: bool

    @classmethod
    def of(cls, scalar: Scalar) -> SourceText:
        """The text of a scalar with its place."""
        text = cls(scalar.text)
        text.place, text.plain, text.block = scalar.place, scalar.plain, scalar.block
        text.literal = scalar.literal
        return text


@dataclass(frozen=True, slots=True)
class Scalar:
    """Letters as written. The text of a block scalar (`|`) begins on the line after its place.

    A literal scalar comes from outside the profile and is never clause text, whatever key it is given for.
    """

    text: str
    place: Place
    plain: bool = True
    block: bool = False
    literal: bool = False

    @property
    def is_null(self) -> bool:
        """Whether the value removes: `null`, `~`, or nothing at all; from outside the profile only nothing does."""
        return self.plain and (not self.text or (not self.literal and self.text in ("~", "null")))


@dataclass(frozen=True, slots=True)
class Sequence:
    """Values in a row."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    """Values by key, and where each key stands."""

    entries: dict[str, Node]
    place: Place
    keys: dict[str, Place] = field(default_factory=dict)


Node: TypeAlias = Scalar | Sequence | Mapping


def read_yaml(path: Path) -> Node:
    """The single document of a YAML file.

    Raises AvvgenError with every duplicate key, tag or syntax error.
    """
    return parse_yaml(read_text(path), str(path))


def parse_yaml(text: str, path: str, first_line: int = 1) -> Node:
    """The single document of a YAML text that begins on `first_line` of the file `path`."""
    composer = _Composer(path, first_line)
    try:
        node = composer.document(yaml.parse(text, Loader=Loader))
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        place = Place(path, mark.line + first_line, mark.column + 1) if mark else Place(path)
        raise error("yaml-syntax", f"this is not YAML: {_said(problem, first_line)}", place) from None
    except yaml.YAMLError as problem:  # a character that libyaml has no place for; of a file none is left by now
        raise error("character", f"this is not YAML: {problem}", Place(path)) from None
    if composer.findings:
        raise AvvgenError(*composer.findings)
    return node


def _said(problem: yaml.MarkedYAMLError, first_line: int) -> str:
    """What libyaml says, where what it was reading began, and what to do where that is known."""
    begun = f"{problem.context} of line {problem.context_mark.line + first_line}: " if problem.context_mark else ""
    hint = next((hint for words, hint in HINTS.items() if words in str(problem.problem)), "")
    return f"{begun}{problem.problem}{hint}"


def to_data(node: Node) -> Any:
    """Dicts, lists and `SourceText`, keys too; null is None."""
    match node:
        case Scalar():
            return None if node.is_null else SourceText.of(node)
        case Sequence(items=items):
            return [to_data(item) for item in items]
        case Mapping(entries=entries, place=place, keys=keys):
            known = ((Scalar(key, keys.get(key, place)), value) for key, value in entries.items())
            return {SourceText.of(key): to_data(value) for key, value in known}


def where(data: Any, otherwise: Place = NOWHERE) -> Place:
    """Where a text of a file stands, or the first text of a list or map; `otherwise` if it is of no file."""
    if isinstance(data, list | tuple | dict):
        return next((where(inner, otherwise) for inner in data), otherwise)
    return data.place if isinstance(data, SourceText) else otherwise


def place_of(node: Node, path: tuple[str | int, ...]) -> Place:
    """Where the value at a path of keys and indexes stands; if it is absent, where its parent does."""
    for step in path:
        match node:
            case Mapping(entries=entries) if step in entries:
                node = entries[str(step)]
            case Sequence(items=items) if isinstance(step, int) and step < len(items):
                node = items[step]
            case _:
                break
    return node.place


def key_place(node: Node, path: tuple[str | int, ...]) -> Place:
    """Where the last key of a path stands; where its value stands if that is no key."""
    parent = node_at(node, path[:-1])
    if isinstance(parent, Mapping) and path and str(path[-1]) in parent.keys:
        return parent.keys[str(path[-1])]
    return place_of(node, path)


def node_at(node: Node, path: tuple[str | int, ...]) -> Node | None:
    """The value at a path of keys and indexes, None if there is none."""
    here: Node | None = node
    for step in path:
        match here:
            case Mapping(entries=entries):
                here = entries.get(str(step))
            case Sequence(items=items) if isinstance(step, int) and step < len(items):
                here = items[step]
            case _:
                return None
    return here


def wrong_letters(text: str, place: Place) -> Iterator[Finding]:
    """What is wrong with the letters of one value: one that nobody can see, written as an escape, or too many."""
    if name := first_unseen(text):
        message = f"the text holds the character {name}, which cannot be seen; remove it"
        yield Finding("character", "error", message, place)
    if len(text) > LONGEST:
        yield Finding("yaml-size", "error", f"the text is longer than {LONGEST} letters; divide it", place)


class _Composer:
    """Builds nodes from libyaml's events, which keep what PyYAML's own nodes drop: tags and plain scalars."""

    def __init__(self, path: str, first_line: int) -> None:
        self.path, self.first_line = path, first_line
        self.findings: list[Finding] = []
        self.anchors: dict[str, tuple[Node, int]] = {}
        self.count = 0

    def document(self, events: Iterator[Any]) -> Node:
        node: Node = Mapping({}, Place(self.path, self.first_line, 1))
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise error("yaml-documents", "a file holds one document; remove '---'", self.place(event))
                node = self.node(next(events), events, 0)
        if isinstance(node, Scalar) and node.is_null:
            return Mapping({}, node.place)
        return node

    def place(self, event: Any) -> Place:
        return Place(self.path, event.start_mark.line + self.first_line, event.start_mark.column + 1)

    def node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        place, before = self.place(event), self.count
        self.grow(1, place)
        if depth > MAX_DEPTH:
            raise error("yaml-depth", f"nested deeper than {MAX_DEPTH} levels", place)
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event, place)
        if event.tag is not None:
            self.findings.append(Finding("yaml-tag", "error", f"tags such as '{event.tag}' are not allowed", place))
        node = self.content(event, events, depth, place)
        if event.anchor:
            self.anchors[event.anchor] = (node, self.count - before)
        return node

    def content(self, event: Any, events: Iterator[Any], depth: int, place: Place) -> Node:
        if isinstance(event, yaml.ScalarEvent):
            self.findings += wrong_letters(event.value, place)
            return Scalar(event.value, place, not event.style, event.style in ("|", ">"))
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(inner := next(events), yaml.SequenceEndEvent):
                items.append(self.node(inner, events, depth + 1))
            return Sequence(tuple(items), place)
        entries: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        while not isinstance(inner := next(events), yaml.MappingEndEvent):
            self.entry(self.node(inner, events, depth + 1), self.node(next(events), events, depth + 1), entries, keys)
        return Mapping(entries, place, keys)

    def entry(self, key: Node, value: Node, entries: dict[str, Node], keys: dict[str, Place]) -> None:
        if not isinstance(key, Scalar):
            self.findings.append(Finding("yaml-key", "error", "a key must be a word", key.place))
        elif key.text in entries:
            message = f"'{key.text}' is already set in line {keys[key.text].line}; keep one of them"
            self.findings.append(Finding("duplicate-key", "error", message, key.place))
        else:
            entries[key.text], keys[key.text] = value, key.place

    def alias(self, event: Any, place: Place) -> Node:
        if event.anchor not in self.anchors:
            raise error("yaml-alias", f"'*{event.anchor}' refers to no finished '&{event.anchor}'", place)
        node, size = self.anchors[event.anchor]
        self.grow(size, place)
        return node

    def grow(self, size: int, place: Place) -> None:
        self.count += size
        if len(self.findings) >= MOST_SAID:
            raise AvvgenError(*self.findings)
        if self.count > MAX_NODES:
            raise error("yaml-size", f"more than {MAX_NODES} values; keep long lists in files of their own", place)
