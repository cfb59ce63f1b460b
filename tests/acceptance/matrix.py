"""Whether a built contract says what a published one says: in which block, in which words, and only because of it.

Each file beside this one lists the provisions of one contract. A provision names the clause or the data that says it
and the words that must stand in the block it produced (`within`: anywhere in that section or annex), in this order if
`in_order`. `off` is what to change in the profile to silence it (by default that clause is off, that data gone), a step
into a list being one of the values of the entry meant. `absent` is what the block must not say, `partly` why the
contract says less than the original.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path
from typing import Any

from avvgen.assembly import Prepared, assemble, load, prepare
from avvgen.findings import Place
from avvgen.profiles.load import merge
from avvgen.yaml_source import Mapping as YamlMapping
from avvgen.yaml_source import Node, Scalar, Sequence, read_yaml, to_data

from .leaves import Leaf, leaves

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
OFF, GONE = Scalar("off", Place("off")), Scalar("null", Place("off"))
OF_FORM = ("style", "outline")  # data that speak through numbers and headings


@dataclass(frozen=True)
class Provision:
    """A provision of the published contract, and how ours says it."""

    id: str
    says: str
    words: tuple[str, ...]
    clauses: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    within: str = ""
    off: Mapping[str, Node] = field(default_factory=dict)
    absent: tuple[str, ...] = ()
    in_order: bool = False
    partly: str = ""

    @property
    def silenced(self) -> Mapping[str, Node]:
        """What to change in the profile so that the contract no longer says it."""
        return self.off or {f"clauses.{id_}": OFF for id_ in self.clauses} | dict.fromkeys(self.data, GONE)


@dataclass(frozen=True)
class Matrix:
    """A profile and the provisions that its contract must express."""

    prepared: Prepared
    provisions: Mapping[str, Provision]

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """The contract as it is."""
        return leaves(assemble(self.prepared))

    def without(self, provision: Provision) -> tuple[Leaf, ...]:
        """The contract of the same profile with one provision silenced."""
        root: Node = self.prepared.source.root
        for path, value in provision.silenced.items():
            root = changed(root, tuple(path.split(".")), value)
        assert isinstance(root, YamlMapping)
        source = replace(self.prepared.source, root=merge(YamlMapping({}, root.place), root))
        return leaves(assemble(prepare(source, self.prepared.library)))

    def produced(self, provision: Provision, silent: tuple[Leaf, ...]) -> tuple[list[Leaf], list[Leaf]]:
        """The blocks in which a clause stands or that data made (what is not there without them), and all others."""
        here = set(provision.clauses or filter(None, (provision.within,)))
        of_form = any(path.startswith(OF_FORM) for path in provision.data)
        if here:
            places = {n for n, leaf in enumerate(self.leaves) if here & set(leaf.ids)}
        else:
            read = str if of_form else (lambda leaf: leaf.text)
            diff = SequenceMatcher(None, [*map(read, self.leaves)], [*map(read, silent)], autojunk=False)
            steps = (step for step in diff.get_opcodes() if step[0] != "equal")
            places = {n for _, start, end, *_ in steps for n in range(start, end)}
        own = [leaf for n, leaf in enumerate(self.leaves) if n in places and (of_form or not leaf.derived)]
        return own, [leaf for n, leaf in enumerate(self.leaves) if n not in places and not leaf.derived]

    def failings(self, provision: Provision) -> list[str]:
        """What is wrong, each in a sentence; nothing when the provision is expressed."""
        silent = self.without(provision)
        blocks, others = self.produced(provision, silent)
        if not blocks:
            return ["no block of the contract comes from it"]
        said = "\n".join(map(str, blocks))
        alone = [word for word in provision.words if not count(word, others)]
        stay = [word for word in provision.words if count(word, silent) >= count(word, self.leaves)]
        ordered = re.search(".*?".join(map(re.escape, provision.words)), said, re.DOTALL)
        return [
            *(f"'{word}' does not stand in its block" for word in provision.words if not times(word, said)),
            *(f"'{word}' stands in its block" for word in provision.absent if times(word, said)),
            *(f"'{word}' stands as often when it is off" for word in stay),
            *(f"'{word}' is still said when it is off" for word in alone if count(word, silent)),
            *(["none of its words stands in its block alone"] if not alone else []),
            *(["its words stand in another order"] if provision.in_order and not ordered else []),
        ]

    def state(self, provision: Provision) -> str:
        """`expressed`, `partly` (with the reason in the file) or `not`."""
        if self.failings(provision):
            return "not"
        return "partly" if provision.partly else "expressed"


def times(word: str, text: str) -> int:
    """How often a word or phrase stands in a text, whole."""
    return len(re.findall(rf"(?<!\w){re.escape(word)}(?!\w)", text))


def count(word: str, blocks: tuple[Leaf, ...] | list[Leaf]) -> int:
    """How often a word or phrase stands in blocks."""
    return sum(times(word, str(block)) for block in blocks)


# Files --------------------------------------------------------------------------------------------


def matrices() -> dict[str, Matrix]:
    """The matrix of each contract, by the name of its profile."""
    return {path.stem: matrix(path) for path in sorted(HERE.glob("*.yaml"))}


def matrix(path: Path) -> Matrix:
    """The provisions of a file with the profile that it names."""
    root = read_yaml(path)
    assert isinstance(root, YamlMapping)
    data = to_data(root)
    listed = root.entries["provisions"]
    assert isinstance(listed, YamlMapping)
    provisions = {id_: provision(id_, data["provisions"][id_], node) for id_, node in listed.entries.items()}
    return Matrix(load(ROOT / data["profile"]), provisions)


def provision(id_: str, data: dict[str, Any], node: Node) -> Provision:
    """One entry of a file; what silences it stays a node of the file, to be put into the profile."""
    off = node.entries.get("off") if isinstance(node, YamlMapping) else None
    texts = {key: words(data.pop(key, ())) for key in ("words", "absent", "data")}
    return Provision(
        id_,
        data.pop("says"),
        clauses=words(data.pop("clause", ())),
        off=off.entries if isinstance(off, YamlMapping) else {},
        in_order=data.pop("in_order", "off") == "on",
        partly=data.pop("partly", ""),
        **texts,
        **{key: value for key, value in data.items() if key != "off"},
    )


def words(value: Any) -> tuple[str, ...]:
    """One text, or several."""
    return (str(value),) if isinstance(value, str) else tuple(map(str, value))


def changed(node: Node | None, steps: tuple[str, ...], value: Node) -> Node:
    """The node with the value at a path; a step into a list is one of the values of the entry that is meant."""
    if not steps:
        return value
    step, rest = steps[0], steps[1:]
    if isinstance(node, Sequence):
        assert any(is_called(item, step) for item in node.items), f"no entry is called {step}"
        kept = (item for item in node.items if rest or not is_null(value) or not is_called(item, step))
        return replace(node, items=tuple(changed(i, rest, value) if is_called(i, step) else i for i in kept))
    entries = dict(node.entries) if isinstance(node, YamlMapping) else {}
    if step not in entries and isinstance(entries.get("content"), Sequence):
        step, rest = "content", steps
    entries[step] = changed(entries.get(step), rest, value)
    return YamlMapping(entries, value.place)


def is_null(node: Node) -> bool:
    """Whether a value removes."""
    return isinstance(node, Scalar) and node.is_null


def is_called(item: Node, name: str) -> bool:
    """Whether a list's entry is the name, or has it as one of its values; a row of a table is called by its first cell."""
    if isinstance(item, Sequence):
        return bool(item.items) and is_called(item.items[0], name)
    if isinstance(item, YamlMapping):
        return any(isinstance(value, Scalar) and value.text == name for value in item.entries.values())
    return isinstance(item, Scalar) and item.text == name
