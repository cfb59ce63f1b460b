"""Names for what references lead to: readable, unique in the file, short enough for Word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b

from avvgen.contract import Contract, Part
from avvgen.document import Annex, Block, Contents, Division, ListBlock, Paragraph, Section
from avvgen.walks import walk
from avvgen.writers.ooxml.blocks import Bookmark

LIMIT = 40  # Word cuts longer names, and tells them apart without regard to capitals.
_HASH_BYTES = 4
WHOLE_PART = "*part"  # no id has a star


def annex_range(id_: str) -> str:
    """The key of the bookmark around a whole annex; its own id marks its heading."""
    return f"{id_}/*whole"


@dataclass(frozen=True, slots=True)
class Bookmarks:
    """The bookmarks of one part by key, and those of the whole file."""

    own: Mapping[str, Bookmark]
    everywhere: Mapping[str, Bookmark]

    def at(self, *keys: str) -> tuple[Bookmark, ...]:
        """The bookmarks that stand at these places of the part."""
        return tuple(self.own[key] for key in keys if key in self.own)

    def to(self, id_: str) -> Bookmark | None:
        """The bookmark that a reference to this id leads to, in this part or else in another."""
        return self.own.get(id_) or self.everywhere.get(id_)


def bookmarks(contract: Contract) -> tuple[Bookmarks, ...]:
    """The bookmarks of each part, with numbers and names that are unique in the file."""
    taken: set[str] = set()
    several = len(contract.parts) > 1
    parts = [
        {key: _bookmark(n, key, taken) for key in _keys(part, several=several)} for n, part in enumerate(contract.parts)
    ]
    everywhere = {key: bookmark for own in parts for key, bookmark in own.items()}
    return tuple(Bookmarks(own, everywhere) for own in parts)


def _bookmark(part: int, key: str, taken: set[str]) -> Bookmark:
    name = bookmark_name(key)
    if name.lower() in taken:
        name = _hashed(name, f"{part}:{key}")
    taken.add(name.lower())
    return Bookmark(name, len(taken))


def bookmark_name(id_: str) -> str:
    """A name made of an id.

    >>> bookmark_name("subprocessors/objection"), bookmark_name("2nd")
    ('subprocessors_objection', 'id_2nd')
    """
    name = re.sub(r"[^A-Za-z0-9]+", "_", id_).strip("_")
    if not name[:1].isalpha():
        name = f"id_{name}"
    return name if len(name) <= LIMIT else _hashed(name, id_)


def _hashed(name: str, seed: str) -> str:
    stamp = blake2b(seed.encode(errors="replace"), digest_size=_HASH_BYTES).hexdigest()
    return f"{name[: LIMIT - len(stamp) - 1]}_{stamp}"


def _keys(part: Part, *, several: bool) -> Iterator[str]:
    """What gets a bookmark: whatever carries a number, and what a table of contents leads to."""
    blocks = tuple(walk(part.document.blocks))
    contents = [block for block in blocks if isinstance(block, Contents)]
    yield from (annex_range(id_) for id_ in dict.fromkeys(block.of for block in contents) if id_)
    if several and any(not block.of for block in contents):
        yield WHOLE_PART
    seen: set[str] = set()
    for block in blocks:
        for id_ in _ids(block, part, headings=bool(contents)):
            if id_ not in seen:
                seen.add(id_)
                yield id_


def _ids(block: Block, part: Part, *, headings: bool) -> Iterator[str]:
    match block:
        case Section(id=id_) | Annex(id=id_) | Division(id=id_):
            if id_ and (part.labels.number(id_) or (headings and block.title)):
                yield id_
        case Paragraph(id=id_):
            if part.labels.number(id_):
                yield id_
        case ListBlock(items=items):
            yield from (item.id for item in items if part.labels.number(item.id))
