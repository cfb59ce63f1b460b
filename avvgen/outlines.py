"""The outline of one contract: what the profile names or spells out, opened, in the order in which it is printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from avvgen.findings import Finding, Place, collecting, error, nearest
from avvgen.library.load import Library
from avvgen.profiles.load import ProfileSource
from avvgen.profiles.models import Profile
from avvgen.profiles.outline import (
    AnnexEntry,
    Entry,
    MaterialEntry,
    Outline,
    ParagraphEntry,
    PartEntry,
    SectionEntry,
    SpecialEntry,
    UseEntry,
    entries_in,
    refs_in,
)
from avvgen.selection import Selection
from avvgen.yaml_source import where

Entries = tuple[Entry, ...]
Reserved = Literal["title", "number"]


def outline_of(profile: Profile, source: ProfileSource, library: Library) -> Outline:
    """The outline that the profile names, or its own, with those of the library that it uses in their places.

    Raises AvvgenError for an outline that the library lacks, an entry in a place where it cannot stand, and ids of
    sections that no section has.
    """
    outline = profile.outline
    if not isinstance(outline, Outline):
        outline = _shipped(outline, library, source.place("outline"))
    with collecting() as problems:
        problems.add(*_misplaced(outline.content))
        problems.raise_errors()
        uses = tuple(_uses(outline.content))
        used = [_shipped(entry.use, library, where(entry.use)) for entry in uses]
        problems.add(*_unknown_entries(uses, library), *_unknown_numberings(outline.content, library))
        problems.add(*_unknown_reservations(profile, outline.content, used))
    content = _with_annexes_last(_opened(outline.content, library))
    if profile.style.annexes == "sections":
        content = _in_the_text(content)
    if profile.style.reserved:
        content = _reserved(content, profile.style.reserved)
    taken = tuple(ref for entry in uses for ref in refs_in(_one_opened(entry, library)) if isinstance(ref, str))
    return outline.model_copy(update={"content": content, "used": taken, **_taken_over(outline, used)})


def signed_in(entries: Entries) -> bool:
    """Whether a signature block stands among these entries."""
    return any(isinstance(entry, SpecialEntry) and entry.special == "signature" for entry in entries_in(entries))


def annexes_in(entries: Entries) -> Iterator[AnnexEntry]:
    """The annexes among these entries, those that stand as sections of the text too."""
    return (entry for entry in entries_in(entries) if isinstance(entry, AnnexEntry))


def placed(entries: Entries, selection: Selection, profile: Profile) -> Iterator[str]:
    """The ids of sections, annexes and parts that have something in them."""
    for entry in entries_in(entries):
        if isinstance(entry, SectionEntry | AnnexEntry | PartEntry) and says_something(entry, selection, profile):
            yield _id(entry)


def says_something(entry: Entry, selection: Selection, profile: Profile) -> bool:
    """Whether an entry of an outline will have content."""
    match entry:
        case SectionEntry(content=content) | AnnexEntry(content=content) | PartEntry(content=content):
            return any(says_something(inner, selection, profile) for inner in content)
        case ParagraphEntry(clauses=clauses, items=items, then=then):
            refs = [ref for row in (clauses, *items, *then) for ref in row]
            return any(not isinstance(ref, str) or ref in selection.selected for ref in refs)
        case MaterialEntry(material="toms"):
            return bool(profile.toms.measures or profile.toms.categories or profile.toms.exclusions)
        case _:
            return True


# Outlines of the library --------------------------------------------------------------------------


def _shipped(name: str, library: Library, place: Place) -> Outline:
    if name not in library.outlines:
        hint = nearest(name, library.outlines) or f"; known are {', '.join(library.outlines)}"
        message = f"outline is '{name}', which is none of the library{hint}"
        raise error("unknown-outline", message, place)
    return library.outlines[name]


def _uses(entries: Entries) -> Iterator[UseEntry]:
    """Where these entries use outlines of the library."""
    return (entry for entry in entries_in(entries) if isinstance(entry, UseEntry))


def _taken_over(outline: Outline, used: list[Outline]) -> dict[str, object]:
    """What an outline has from those that it uses: their clauses follow their defaults there as here."""
    everything = [outline, *used]
    return {
        "on": tuple(id_ for one in everything for id_ in one.on),
        "optional": tuple(id_ for one in everything for id_ in one.optional),
        "annex_label": next((one.annex_label for one in everything if one.annex_label), None),
        "annex_counter": next((one.annex_counter for one in everything if one.annex_counter), None),
    }


def _opened(entries: Entries, library: Library) -> Entries:
    """The entries with what they use of the library in its place."""
    return tuple(inner for entry in entries for inner in _one_opened(entry, library))


def _one_opened(entry: Entry, library: Library) -> Entries:
    match entry:
        case UseEntry(use=name, without=without):
            return tuple(inner for inner in library.outlines[name].content if _id(inner) not in without)
        case PartEntry(content=content):
            return (entry.model_copy(update={"content": _opened(content, library)}),)
        case _:
            return (entry,)


def _id(entry: Entry) -> str:
    """What an entry is called; a paragraph has no name."""
    match entry:
        case SectionEntry(section=id_) | AnnexEntry(annex=id_) | PartEntry(part=id_) | SpecialEntry(special=id_):
            return id_
        case _:
            return ""


# What cannot be -----------------------------------------------------------------------------------


def _misplaced(entries: Entries, inside: str = "") -> Iterator[Finding]:
    """Parts that do not stand at the top, and outlines used in a section or an annex."""
    for entry in entries:
        match entry:
            case PartEntry(part=id_) if inside:
                message = f"the part '{id_}' stands in {inside}; parts stand side by side at the top of an outline"
                yield Finding("outline-part", "error", message, where(id_))
            case UseEntry(use=name) if inside not in ("", "a part"):
                message = f"the outline '{name}' is used in {inside}; use it at the top or in a part"
                yield Finding("outline-use", "error", message, where(name))
            case PartEntry(content=content):
                yield from _misplaced(content, "a part")
            case SectionEntry(content=content):
                yield from _misplaced(content, "a section")
            case AnnexEntry(content=content):
                yield from _misplaced(content, "an annex")
            case _:
                pass


def _unknown_entries(uses: Iterable[UseEntry], library: Library) -> Iterator[Finding]:
    """Entries that are to be left out of an outline that does not have them; an outline that uses another one."""
    for entry in uses:
        content = library.outlines[entry.use].content
        if (inner := next(_uses(content), None)) is not None:
            message = f"the outline '{entry.use}' itself uses '{inner.use}'; name both"
            yield Finding("outline-use", "error", message, where(entry.use))
        known = {_id(inner) for inner in content} - {""}
        for id_ in entry.without:
            if id_ not in known:
                message = f"'{id_}' is nothing of the outline '{entry.use}'{nearest(id_, known)}"
                yield Finding("unknown-section", "error", message, where(id_))


def _unknown_numberings(entries: Entries, library: Library) -> Iterator[Finding]:
    """Numberings of annexes and parts that the library does not have."""
    for entry in entries_in(entries):
        if isinstance(entry, AnnexEntry | PartEntry) and entry.numbering and entry.numbering not in library.schemes:
            hint = nearest(entry.numbering, library.schemes)
            message = f"the numbering of '{_id(entry)}' is '{entry.numbering}', which is no numbering{hint}"
            yield Finding("unknown-numbering", "error", message, where(entry.numbering))


def _unknown_reservations(profile: Profile, content: Entries, used: list[Outline]) -> Iterator[Finding]:
    """Sections that are to keep their number and do not exist."""
    every = (entry for entries in (content, *(one.content for one in used)) for entry in entries_in(entries))
    known = {entry.section for entry in every if isinstance(entry, SectionEntry)}
    for id_ in profile.style.reserved:
        if id_ not in known:
            message = f"style.reserved names '{id_}', no section of the outline{nearest(id_, known)}"
            yield Finding("unknown-section", "error", message, where(id_))


# The order of things ------------------------------------------------------------------------------


def _with_annexes_last(entries: Entries) -> Entries:
    """The entries with the annexes of parts behind all others."""
    parts = [entry for entry in entries if isinstance(entry, PartEntry)]
    annexes = [inner for part in parts for inner in part.content if isinstance(inner, AnnexEntry)]
    return (*(_without_annexes(entry) if isinstance(entry, PartEntry) else entry for entry in entries), *annexes)


def _without_annexes(part: PartEntry) -> PartEntry:
    content = tuple(inner for inner in part.content if not isinstance(inner, AnnexEntry))
    return part.model_copy(update={"content": content})


def _in_the_text(entries: Entries) -> Entries:
    """The entries with every annex as a section of the text, before the signatures or else at the end."""
    annexes = [entry.model_copy(update={"apart": False}) for entry in entries if isinstance(entry, AnnexEntry)]
    others = [entry for entry in entries if not isinstance(entry, AnnexEntry)]
    signatures = (n for n, e in enumerate(others) if isinstance(e, SpecialEntry) and e.special == "signature")
    end = next(signatures, len(others))
    return (*others[:end], *annexes, *others[end:])


def _reserved(entries: Entries, wanted: dict[str, Reserved]) -> Entries:
    """The entries with the sections that keep their number and heading when nothing is in them."""
    return tuple(
        entry.model_copy(
            update={"content": _reserved(entry.content, wanted)}
            | ({"reserved": wanted[_id(entry)]} if isinstance(entry, SectionEntry) and _id(entry) in wanted else {})
        )
        if isinstance(entry, SectionEntry | AnnexEntry | PartEntry)
        else entry
        for entry in entries
    )
