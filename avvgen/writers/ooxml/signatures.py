"""What a picture is by its first bytes, whatever its name and its type say."""

from __future__ import annotations

import struct

MOST_PIXELS = 100_000_000  # a page of A3 at 600 dots an inch has 70 million

PNG = b"\x89PNG\r\n\x1a\n"
_SIGNATURES = (
    (PNG, "png", "image/png"),
    (b"\xff\xd8\xff", "jpeg", "image/jpeg"),
    (b"GIF87a", "gif", "image/gif"),
    (b"GIF89a", "gif", "image/gif"),
    (b"BM", "bmp", "image/bmp"),
    (b"II*\0", "tiff", "image/tiff"),
    (b"MM\0*", "tiff", "image/tiff"),
    (b"II\xbc\x01", "wdp", "image/vnd.ms-photo"),
    (b"\xd7\xcd\xc6\x9a", "wmf", "image/x-wmf"),
    (b"\1\0\x09\0\0", "wmf", "image/x-wmf"),
    (b"\2\0\x09\0\0", "wmf", "image/x-wmf"),
)
_EMF_AT, _EMF = 40, b" EMF"


def picture_type(content: bytes) -> tuple[str, str]:
    """The ending and the type of a picture made of points or of the lines of Windows; two blanks for anything else.

    >>> picture_type(b"GIF89a..."), picture_type(b"<svg/>")
    (('gif', 'image/gif'), ('', ''))
    """
    if content[_EMF_AT : _EMF_AT + len(_EMF)] == _EMF and content.startswith(b"\1\0\0\0"):
        return "emf", "image/x-emf"
    return next(((ending, type_) for start, ending, type_ in _SIGNATURES if content.startswith(start)), ("", ""))


def too_large(content: bytes) -> str:
    """What is said of a PNG that takes gigabytes to show; nothing for any other picture."""
    if not content.startswith(PNG) or len(content) < len(PNG) + 16:
        return ""
    width, height = struct.unpack(">II", content[16:24])
    return f"is {width} by {height} pixels; make it smaller" if width * height > MOST_PIXELS else ""
