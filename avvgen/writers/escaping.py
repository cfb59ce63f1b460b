"""Letters as Markdown prints them, wherever they stand."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterator, Sequence

ASCII_SIGNS = frozenset(string.punctuation)
SPECIAL = re.compile(r"[\\`*_\[\]<>|~&$]")
BLOCK_START = re.compile(r"([#=+-]|\d{1,9}(?=[.)](?:\s|$)))")
IN_URL = {ord("<"): "%3C", ord(">"): "%3E", ord("\\"): "%5C", ord("&"): "&amp;", ord("\n"): None}


def escaped(text: str) -> str:
    """Text that Markdown prints letter by letter, wherever in a line it stands."""
    return SPECIAL.sub(r"\\\g<0>", text)


def at_line_start(text: str) -> str:
    """A text none of whose lines begins like a heading, list or rule any more; no line is broken where it ends."""
    lines = text.split("\n")
    while len(lines) > 1 and not lines[-1].strip():
        lines.pop()
        lines[-1] = lines[-1].removesuffix("\\")
    return "\n".join(map(_at_line_start, lines))


def _at_line_start(line: str) -> str:
    line = line.lstrip(" \t")  # four of them begin a code block
    match = BLOCK_START.match(line)
    if match is None:
        return line
    mark = match[1]
    return f"{mark}\\{line[match.end() :]}" if mark.isdigit() else f"\\{line}"


class Bold(str):
    """What is printed bold, in a row with other pieces."""

    __slots__ = ()


def in_a_row(pieces: Sequence[str]) -> str:
    """Pieces one after the other: no `!` makes a picture of the link behind it, and bold stays bold beside anything."""
    return "".join(_in_a_row([piece for piece in pieces if piece]))


def _in_a_row(pieces: list[str]) -> Iterator[str]:
    for before, piece, after in zip(["", *pieces], pieces, [*pieces[1:], ""], strict=False):
        next_letter = "<" if isinstance(after, Bold) else after[:1]
        if isinstance(piece, Bold):
            yield bold(piece, "*" if isinstance(before, Bold) else before[-1:], next_letter)
        else:
            yield f"{piece[:-1]}\\!" if piece.endswith("!") and next_letter == "[" else piece


def bold(text: str, before: str = "", after: str = "") -> str:
    """A text between asterisks, which mean nothing beside a space: those at its ends go outside.

    Nor do they begin anything between a letter before and a sign in the text, or end it between a sign in the text
    and a letter. What the text and the letters before end with, a customer's value may yet change.
    """
    inner = text.strip()
    if not inner:
        return text
    start, end = text[: text.index(inner[0])], text[len(text.rstrip()) :]
    opens = start or not before or before.isspace() or _opens(before) or not _is_sign(inner[0])
    closes = end or not after or after.isspace() or _is_sign(after)
    is_plain = opens and closes and before != "*"
    return f"{start}**{inner}**{end}" if is_plain else f"{start}<strong>{inner}</strong>{end}"


def _opens(letter: str) -> bool:
    return unicodedata.category(letter) in ("Ps", "Pi") or letter == "„"


def _is_sign(letter: str) -> bool:
    """Punctuation, as all readers of Markdown have it."""
    return letter in ASCII_SIGNS or unicodedata.category(letter).startswith("P")


def in_one_line(text: str) -> str:
    """A text as a heading holds it: no new lines, and no # at its end that would close the heading."""
    return re.sub(r"#+$", r"\\\g<0>", text.replace("\\\n", "<br>"))


def anchor_name(id_: str) -> str:
    """The name of an anchor: the id with hyphens between its parts."""
    return re.sub(r"[^\w-]+", "-", id_)
