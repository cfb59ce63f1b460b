"""What an outline places, in its order."""

from __future__ import annotations

from avvgen.library.load import Library
from avvgen.profiles.outline import Outline, refs_in


def placed_clauses(outline: Outline) -> list[str]:
    """The ids of the clauses that an outline names, in order."""
    return [ref for ref in refs_in(outline.content) if isinstance(ref, str)]


def reached(library: Library, named: list[str]) -> frozenset[str]:
    """The clauses that an outline names, and those that go after them."""
    found = set(named)
    after = {id_: clause.head.after.clause for id_, clause in library.clauses.items() if clause.head.after}
    while more := {id_ for id_, before in after.items() if before in found} - found:
        found |= more
    return frozenset(found)
