"""The logo of a house without a letterhead: a PNG or SVG that is nothing but a picture, at the head of each page."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from avvgen.contract import House
from avvgen.findings import AvvgenError, Finding
from avvgen.writers.ooxml.blocks import Paragraph
from avvgen.writers.ooxml.formats import POINT, ParagraphFormat
from avvgen.writers.ooxml.package import Part, Relations
from avvgen.writers.ooxml.pictures import MILLIMETRE, picture
from avvgen.writers.ooxml.reading import UnsoundError, parsed
from avvgen.writers.ooxml.signatures import PNG, too_large
from avvgen.writers.ooxml.svg import SVG, svg_risks

_BELOW, _BELOW_ALL = 4 * POINT, 14 * POINT

_PNG_TYPE, _SVG_TYPE = "image/png", "image/svg+xml"
_WIDEST = 20  # times as wide as high, or as high as wide
_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?|\.\d+)\s*(px|pt|pc|mm|cm|in)?\s*")
_UNITS = {None: 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture with its size in the units of drawings; `parts` are its files, what every program can show first."""

    parts: tuple[Part, ...]
    width: int
    height: int
    align: Literal["", "right"]
    words: str

    def above(self, lines: list[Paragraph], relations: Relations, number: int) -> list[Paragraph]:
        """The picture above the lines of a header, room below them; the number is the picture's own in the file."""
        ids = [relations.part("image", part.name.removeprefix("word/")) for part in self.parts]
        look = ParagraphFormat("Header", after=_BELOW, align=self.align)
        *before, last = (Paragraph(look, picture(ids, (self.width, self.height), self.words, number)), *lines)
        return [*before, replace(last, format=replace(last.format, after=_BELOW_ALL))]


def logo_of(house: House) -> Logo | None:
    """The logo of a house, if it has one.

    Raises AvvgenError when the file is neither PNG nor SVG, is damaged, or would fetch or run something.
    """
    if not house.logo:
        return None
    content = house.logo.content
    try:
        drawn = not content.startswith(PNG)
        ratio = _sound_ratio(_ratio_of_svg(content) if drawn else _ratio_of_png(content))
    except UnsoundError as problem:
        found = (Finding("logo", "error", f"the logo {message}", house.logo.place) for message in problem.args)
        raise AvvgenError(*found) from None
    height = house.logo_height * MILLIMETRE
    vector = (Part("word/media/logo.svg", content, _SVG_TYPE),) if drawn else ()
    raster = Part("word/media/logo.png", _clear() if drawn else content, _PNG_TYPE)
    return Logo(
        (raster, *vector), round(height * ratio), height, "right" if house.logo_side == "right" else "", house.logo_text
    )


def _sound_ratio(ratio: float) -> float:
    if not 1 / _WIDEST <= ratio <= _WIDEST:
        raise UnsoundError(f"is {ratio:.3g} times as wide as high; cut it to its visible part")
    return ratio


def _ratio_of_png(content: bytes) -> float:
    """Width by height of a PNG whose chunks are all there."""
    rows = list(_chunks(content))
    if len(rows) < 2 or rows[0][0] != b"IHDR" or rows[-1][0] != b"IEND" or len(rows[0][1]) != 13:  # noqa: PLR2004
        raise UnsoundError("is a damaged PNG; export it again")
    width, height = struct.unpack(">II", rows[0][1][:8])
    if not width or not height:
        raise UnsoundError("is a PNG without any pixels; export it again")
    if problem := too_large(content):
        raise UnsoundError(problem)
    return float(width / height)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The kind and bytes of each chunk up to the first that is damaged."""
    at = len(PNG)
    while at + 12 <= len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        kind, data, sum_ = (
            content[a:b] for a, b in ((at + 4, at + 8), (at + 8, at + 8 + length), (at + 8 + length, at + 12 + length))
        )
        if zlib.crc32(kind + data).to_bytes(4, "big") != sum_:
            return
        yield kind, data
        at += 12 + length


def _ratio_of_svg(content: bytes) -> float:
    """Width by height of an SVG that draws and does nothing else."""
    if b"<svg" not in content and b"<\0s\0v\0g" not in content:
        raise UnsoundError("is neither PNG nor SVG; export it as one of them")
    root = parsed(content, "the SVG")
    if root.tag != f"{SVG}svg":
        raise UnsoundError("is neither PNG nor SVG; export it as one of them")
    if problems := tuple(dict.fromkeys(svg_risks(root))):
        raise UnsoundError(*problems)
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    sides = [_pixels(root.get(name, "")) for name in ("width", "height")]
    width, height = sides if all(sides) else (_pixels(side) for side in (*box, "", "", "", "")[2:4])
    if not width or not height:
        raise UnsoundError("is an SVG that does not say how large it is; give it a viewBox")
    return width / height


def _pixels(text: str) -> float:
    """A length in pixels, 0 for one that depends on something else."""
    found = _LENGTH.fullmatch(text)
    return float(found[1]) * _UNITS[found[2]] if found else 0.0


def _clear() -> bytes:
    """A PNG of one clear pixel, for programs that do not know SVG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 6, 0, 0, 0)
    # Stored, not deflated: another zlib may make other bytes of the same pixel.
    pixel = b"\x78\x01\x01\x05\x00\xfa\xff" + bytes(5) + zlib.adler32(bytes(5)).to_bytes(4, "big")
    return PNG + chunk(b"IHDR", head) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")
