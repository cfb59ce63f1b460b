"""Mutants: what mutmut's operators, all of them, make of a module.

mutmut itself leaves out decorated functions and everything outside functions, for it swaps functions in a running
process. Here the whole module is written anew and imported, so properties and tables count too. Types are left alone
as mutmut leaves annotations alone, wherever they stand: no run of the program reads them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import libcst as cst
from libcst import matchers
from libcst.metadata import ByteSpanPositionProvider, MetadataWrapper, PositionProvider
from mutmut.mutation.file_mutation import NEVER_MUTATE_FUNCTION_NAMES, MutationVisitor
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode


@dataclass(frozen=True)
class Mutant:
    """A module with one change: where it is, what stood there, what stands there now."""

    path: str
    line: int
    last_line: int
    before: str
    after: str
    code: str

    @property
    def module(self) -> str:
        """The name that imports it."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def key(self) -> str:
        """What tells it from all others."""
        return hashlib.sha256(self.code.encode()).hexdigest()[:16]

    def __str__(self) -> str:
        """One line of the list of survivors."""
        before, after = _difference(self.before, self.after)
        return f"{self.path}:{self.line}: {before} -> {after}"


def mutants_of(path: str) -> list[Mutant]:
    """Every mutant of a module, from its first line to its last."""
    wrapper = MetadataWrapper(cst.parse_module(Path(path).read_text("utf-8")))
    visitor = _Everywhere(mutation_operators, IgnoredCode(set(), set(), set()))
    module, spans = wrapper.visit(visitor), wrapper.resolve(ByteSpanPositionProvider)
    source = module.bytes
    found = []
    for mutation, (first, last) in zip(visitor.mutations, visitor.places, strict=True):
        before, after = (module.code_for_node(node) for node in (mutation.original_node, mutation.mutated_node))
        span = spans[mutation.original_node]
        start, end = span.start, span.start + span.length
        if source[start:end].decode() == before:
            code = (source[:start] + after.encode() + source[end:]).decode()
        else:  # a node whose white space is not of its span: slow, but rare
            code = module.deep_replace(mutation.original_node, mutation.mutated_node).code
        if code != module.code:
            found.append(Mutant(path, first, last, before, after, code))
    return found


class _Everywhere(MutationVisitor):
    """mutmut's visitor, which also goes into decorated functions."""

    places: list[tuple[int, int]]

    def __init__(self, *given: object) -> None:
        super().__init__(*given)
        self.places = []

    def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
        if _names_a_type(node):
            return True
        if isinstance(node, cst.FunctionDef) and node.name.value not in NEVER_MUTATE_FUNCTION_NAMES:
            return False
        return super()._skip_node_and_children(node)

    def _create_mutations(self, node: cst.CSTNode) -> None:
        super()._create_mutations(node)
        if new := len(self.mutations) - len(self.places):
            place = self.get_metadata(PositionProvider, node)
            self.places += [(place.start.line, place.end.line)] * new


def _names_a_type(node: cst.CSTNode) -> bool:
    """Whether it is `Case = Literal["dative", …]`, `Endings = Mapping[…]` or `Speech: TypeAlias = …`."""
    if isinstance(node, cst.AnnAssign):
        return matchers.matches(node.annotation.annotation, matchers.Name("TypeAlias"))
    return matchers.matches(
        node, matchers.Assign(value=matchers.Subscript(value=matchers.Name("Literal") | matchers.Name("Mapping")))
    )


def _difference(before: str, after: str) -> tuple[str, str]:
    """Both without what they share on their lines before and after the change, on one line each."""
    one, other = (" ".join(text.split()) for text in (before, after))
    return (one, other) if len(one) < 100 else _cut(one, other)


def _cut(one: str, other: str) -> tuple[str, str]:
    same = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    start = max(0, same - 30)
    return f"…{one[start : same + 40]}…", f"…{other[start : same + 40]}…"
