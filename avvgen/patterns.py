"""Regular expressions that others wrote: each search has an end, however the pattern is made."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256
from math import prod
from typing import Any
from warnings import catch_warnings, simplefilter

from avvgen.memory import memory

LONGEST = 2000
MOST_REPEATS = 10_000  # the library makes that many copies of what is repeated
SECONDS = 1.0
FOUND, WRONG = "found", "wrong"  # kinds of what is kept

_COUNT = re.compile(r"\{(\d+)")


class SlowPatternError(Exception):
    """Raised for a pattern that finds no end; the message says what would be right."""


@lru_cache(maxsize=1024)
def wrong_with(pattern: str) -> str:
    """Why a text is no regular expression that is searched for; nothing if it is one.

    >>> wrong_with("innerhalb von (zwei|vier) Wochen"), wrong_with("(")
    ('', 'is no regular expression: missing ), unterminated subpattern at position 0')
    """
    kept: str | None = memory().recall(WRONG, pattern)
    if kept is None:
        kept = _wrong_with(pattern)
        memory().keep(WRONG, pattern, kept)
    return kept


def _wrong_with(pattern: str) -> str:
    if len(pattern) > LONGEST:
        return f"is longer than {LONGEST} letters; divide it"
    if prod(max(int(count[:6]), 1) for count in _COUNT.findall(pattern)) > MOST_REPEATS:
        return f"repeats more than {MOST_REPEATS} times in all; use smaller numbers in {{ }}"
    try:
        with catch_warnings():
            simplefilter("error", FutureWarning)  # brackets that a later Python will read otherwise
            re.compile(pattern)
    except (re.error, OverflowError, FutureWarning) as problem:
        return f"is no regular expression: {problem}"
    except RecursionError:
        return "is nested too deep; make it simpler"
    return ""


def found(pattern: str, text: str) -> str | None:
    """What a pattern finds in a text, None if nothing.

    Raises SlowPatternError for one that takes longer than any text is worth.
    """
    hit = span(pattern, text)
    return text[slice(*hit)] if hit else None


def remembered(pattern: str, text: str) -> str | None:
    """The same of a text that comes again; it is kept, so that the next call need not compile the pattern."""
    key = sha256(f"{pattern}\0{text}".encode("utf-8", "surrogateescape")).hexdigest()
    kept: list[str | None] | None = memory().recall(FOUND, key)
    if kept is None:
        kept = [found(pattern, text)]
        memory().keep(FOUND, key, kept)
    return kept[0]


def span(pattern: str, text: str) -> tuple[int, int] | None:
    """From where to where a pattern finds something in a text, None if it finds nothing.

    Raises SlowPatternError as above.
    """
    try:
        hit = compiled(pattern).search(text, timeout=SECONDS)
    except (TimeoutError, MemoryError):
        message = f"'{pattern[:40]}' searches one text for more than {SECONDS:g} s; repeat nothing that repeats itself"
        raise SlowPatternError(message) from None
    return hit.span() if hit else None


@lru_cache(maxsize=1024)
def compiled(pattern: str) -> Any:
    """The pattern ready for use: there are more of them than the library remembers.

    Its own timeout is why it is searched for with `regex` and not with `re`, which never gives up.
    """
    import regex  # noqa: PLC0415 - most patterns could find nothing in most texts, and are never searched for

    try:
        return regex.compile(pattern)
    except (regex.error, RecursionError, MemoryError) as problem:
        raise SlowPatternError(f"'{pattern[:40]}' cannot be searched for: {problem}") from None
