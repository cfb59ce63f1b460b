"""Drafts: contracts in which something is still open that is not for the counterparty to fill in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from avvgen.profiles.fields import Blank
from avvgen.profiles.models import Profile

THEIRS = ("parties.controller", "document.references", "document.amends", "clauses", "annexes")


def is_draft(profile: Profile) -> bool:
    """Whether the contract is a draft: the profile says so, or leaves open what only its own side can know.

    The counterparty fills in its own data, its numbers, and what clauses and checklists ask of it.
    """
    if profile.document.draft is not None:
        return profile.document.draft
    return any(not path.startswith(THEIRS) for path in blanks(profile.model_dump(mode="python")))


def blanks(value: Any, path: str = "") -> Iterator[str]:
    """The dotted paths of all values that are `blank`."""
    match value:
        case Blank():
            yield path
        case Mapping():
            for key, inner in value.items():
                yield from blanks(inner, f"{path}.{key}" if path else str(key))
        case list() | tuple():
            for inner in value:
                yield from blanks(inner, path)
