"""Letters as Markdown prints them, wherever they stand."""

from __future__ import annotations

import re

SPECIAL = re.compile(r"[\\`*_\[\]<>|~&$]")
BLOCK_START = re.compile(r"([#=+-]|\d{1,9}(?=[.)](?:\s|$)))")
IN_URL = {ord("<"): "%3C", ord(">"): "%3E", ord("\\"): "%5C", ord("&"): "&amp;", ord("\n"): None}


def escaped(text: str) -> str:
    """Text that Markdown prints letter by letter, wherever in a line it stands."""
    return SPECIAL.sub(r"\\\g<0>", text)


def at_line_start(text: str) -> str:
    """A text none of whose lines begins like a heading, list or rule any more."""
    return "\n".join(_at_line_start(line) for line in text.split("\n"))


def _at_line_start(line: str) -> str:
    line = line.lstrip(" \t")  # four of them begin a code block
    match = BLOCK_START.match(line)
    if match is None:
        return line
    mark = match[1]
    return f"{mark}\\{line[match.end() :]}" if mark.isdigit() else f"\\{line}"


def bold(text: str) -> str:
    """A text between asterisks, which mean nothing beside a space: those at its ends go outside."""
    inner = text.strip()
    return text.replace(inner, f"**{inner}**", 1) if inner else text


def in_one_line(text: str) -> str:
    """A text as a heading holds it: no new lines, and no # at its end that would close the heading."""
    return re.sub(r"#+$", r"\\\g<0>", text.replace("\\\n", "<br>"))


def anchor_name(id_: str) -> str:
    """The name of an anchor: the id with hyphens between its parts."""
    return re.sub(r"[^\w-]+", "-", id_)
