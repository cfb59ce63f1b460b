"""What a text must hold for a regular expression to find anything in it: most rules find nothing in most texts.

It is read from the tree that `re` itself makes of a pattern. Capitals are not told apart, so that it is right for
every pattern: what it lets through is then searched, what it keeps back could not be found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from avvgen.memory import memory

KIND = "pattern"
UNLIKE = ("İ", "ı")  # `re` takes them for an i, and nothing else does
WIDTHLESS = (sre.AT, sre.ASSERT, sre.ASSERT_NOT)
REPEATED = (sre.MAX_REPEAT, sre.MIN_REPEAT)

Words = tuple[str, ...]


def may_hit(pattern: str, text: str) -> bool:
    r"""Whether a pattern can find something in a text; where it says no, there is nothing.

    >>> [may_hit(r"(?i)\b(72|drei) (stunden|tage)", text) for text in ("Drei STUNDEN", "drei Monate")]
    [True, False]
    """
    letters = folded(text)
    if letters is None:
        return True
    for group in needed(pattern):
        for word in group:  # a loop and no any(): this is asked twenty thousand times a contract
            if word in letters:
                break
        else:
            return False
    return True


@lru_cache(maxsize=8192)
def folded(text: str) -> str | None:
    """A text without capitals; None if it has letters that only `re` takes for others."""
    return None if any(letter in text for letter in UNLIKE) else text.casefold()


@lru_cache(maxsize=1024)
def needed(pattern: str) -> tuple[Words, ...]:
    """Groups of words: of each, one is in whatever the pattern finds."""
    kept = memory().recall(KIND, pattern)
    if kept is None:
        groups = {tuple(sorted({word.casefold() for word in group})) for group in _groups(parser.parse(pattern))}
        kept = sorted(groups, key=_rarity, reverse=True)
        memory().keep(KIND, pattern, kept)
    return tuple(map(tuple, kept))


def _rarity(group: Words) -> tuple[int, int, Words]:
    """Long words, and few of them, are seldom there."""
    return min(map(len, group)), -len(group), group


def _groups(parts: Iterable[tuple[Any, Any]]) -> Iterator[Words]:
    """What parts in a row ask for."""
    run = ""
    for kind, value in parts:
        letters = _letters(kind, value)
        run += letters
        if letters or kind in WIDTHLESS:
            continue
        if run:
            yield (run,)
        run = ""
        yield from _groups_within(kind, value)
    if run:
        yield (run,)


def _letters(kind: Any, value: Any) -> str:
    """The letters that a part stands for, if it can be nothing else."""
    if kind is sre.LITERAL:
        return chr(value)
    plain = kind is sre.SUBPATTERN and all(inner is sre.LITERAL for inner, _ in value[-1])
    return "".join(chr(code) for _, code in value[-1]) if plain else ""


def _groups_within(kind: Any, value: Any) -> Iterator[Words]:
    """What a part of several letters asks for; one that may be left out asks for nothing."""
    if kind is sre.SUBPATTERN or (kind in REPEATED and value[0]):
        yield from _groups(value[-1])
    elif kind is sre.BRANCH:
        rarest = [max(_groups(branch), key=_rarity, default=()) for branch in value[1]]
        if all(rarest):
            yield tuple(word for group in rarest for word in group)
