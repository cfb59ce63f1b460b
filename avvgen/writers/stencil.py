"""A written text with holes: what stands in for the letters of a customer is cut out once, and theirs put in often."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stencil:
    """The pieces of a text, and between each two of them the name of what belongs there."""

    pieces: tuple[bytes, ...]
    holes: tuple[str, ...]

    def filled(self, letters: Mapping[str, bytes]) -> bytes:
        """The text with these letters in its holes."""
        filled = [letters[hole] for hole in self.holes]
        both = [b""] * (2 * len(filled) + 1)
        both[::2], both[1::2] = self.pieces, filled
        return b"".join(both)


def stencil(text: bytes, standins: Collection[str]) -> Stencil:
    """The text with a hole wherever one of the stand-ins is."""
    if not standins:
        return Stencil((text,), ())
    pieces = re.split(b"(" + b"|".join(re.escape(one.encode()) for one in standins) + b")", text)
    return Stencil(tuple(pieces[::2]), tuple(hole.decode() for hole in pieces[1::2]))
