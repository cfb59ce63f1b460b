"""The words of a law of data protection in place of those that clauses are written in: `Personendaten`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

GOES_ON = "-"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words with those that take their place; a hyphen at either end of both says that the word goes on there."""

    words: Mapping[str, str] = field(default_factory=dict)
    _pattern: re.Pattern[str] | None = None

    def __hash__(self) -> int:
        """The same for the same words."""
        return hash(self._pattern)

    def said(self, text: str) -> str:
        """A text in these words: the longest of them first, and nothing is put in another's place twice.

        >>> read_vocabulary({"-verarbeit-": "-bearbeit-"}).said("Die Daten werden weiterverarbeitet.")
        'Die Daten werden weiterbearbeitet.'
        """
        return text if self._pattern is None else _said(self, text)

    def replaced(self, text: str) -> str:
        """The same, worked out anew."""
        pattern = self._pattern or re.compile(r"(?!)")
        return pattern.sub(lambda match: self.words[match[0]], text)


UNCHANGED = Vocabulary()


def read_vocabulary(table: object) -> Vocabulary:
    """The vocabulary that a map of words means.

    Raises ValueError for what is no map of texts, and for a word that goes on while the other does not.
    """
    pairs = table.items() if isinstance(table, Mapping) else [("", "")]
    if not all(isinstance(word, str) and word for pair in pairs for word in pair):
        raise ValueError("a vocabulary is a map of words")
    words = dict(pairs)
    for old, new in words.items():
        if (old[0] == GOES_ON, old[-1] == GOES_ON) != (new[0] == GOES_ON, new[-1] == GOES_ON):
            raise ValueError(f"'{old}' and '{new}' must go on at the same end")
    longest_first = sorted(words, key=len, reverse=True)
    pattern = re.compile("|".join(map(_matching, longest_first))) if words else None
    return Vocabulary({old.strip(GOES_ON): new.strip(GOES_ON) for old, new in words.items()}, pattern)


def _matching(word: str) -> str:
    before = "" if word.startswith(GOES_ON) else r"(?<!\w)"
    after = "" if word.endswith(GOES_ON) else r"(?!\w)"
    return before + re.escape(word.strip(GOES_ON)) + after


@lru_cache(maxsize=16384)
def _said(vocabulary: Vocabulary, text: str) -> str:
    return vocabulary.replaced(text)
