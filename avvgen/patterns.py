"""Regular expressions that others wrote: each search has an end, however the pattern is made."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from math import prod
from time import thread_time
from typing import Any
from warnings import catch_warnings, simplefilter

from avvgen.memory import memory

LONGEST = 2000
MOST_REPEATS = 10_000  # the library makes that many copies of what is repeated
SECONDS = 1.0  # of one search
SECONDS_IN_ALL = 5.0  # of all searches of a run that each take long; no search that means well does
LONG = 0.05
FOUND, WRONG = "found", "wrong"  # kinds of what is kept

_ENDLESS: Any = object()
_COUNT = re.compile(r"\{(\d+)")


class SlowPatternError(Exception):
    """Raised for a pattern that finds no end; the message says what would be right."""


@dataclass(slots=True)
class Budget:
    """The time that is left for searches that take long, of all patterns together."""

    left: float = SECONDS_IN_ALL

    def spend(self, seconds: float) -> bool:
        """Whether a search that took so long may be, and the next one, too."""
        if seconds >= LONG:
            self.left -= seconds
        return seconds < LONG or self.left > 0


OF_THIS_RUN = Budget()


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


def span(pattern: str, text: str, budget: Budget = OF_THIS_RUN) -> tuple[int, int] | None:
    """From where to where a pattern finds something in a text, None if it finds nothing.

    Raises SlowPatternError as above.
    """
    search, begun = compiled(pattern).search, thread_time()
    try:
        hit = search(text, timeout=max(min(SECONDS, budget.left), LONG))
    except (TimeoutError, MemoryError):
        hit = _ENDLESS
    if not budget.spend(thread_time() - begun):
        raise _slow(pattern, f"is the last of those that search for more than {SECONDS_IN_ALL:g} s in all")
    if hit is _ENDLESS:
        raise _slow(pattern, f"searches one text for more than {SECONDS:g} s")
    return hit.span() if hit else None


def _slow(pattern: str, why: str) -> SlowPatternError:
    return SlowPatternError(f"'{pattern[:40]}' {why}; repeat nothing that repeats itself")


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
