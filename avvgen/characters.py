"""Characters that no reader can see, or that make a text read otherwise than it is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# Letters, figures and signs of Western Europe; whatever else there is gets looked at one by one. The soft hyphen is
# among them: a hyphen where a line ends there and nothing elsewhere, so the text reads as it is written.
_LOOKED_AT = re.compile(r"[^\n\t -~\u00a0-\u0333\u2013\u2014\u2018-\u201f\u2026]")
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_PRESENTATION = "\ufe0e\ufe0f"  # an emoji as text or in colour; they are harmless behind the sign that they mean
_EMPTY = {  # what shows nothing, though Unicode counts it among letters and marks
    *"\ufffc\U0001d159\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\u180b\u180c\u180d\u180f",
    *map(chr, range(0xFE00, 0xFE0E)),
    *map(chr, range(0xE0100, 0xE01F0)),
}
_WITHIN_WORDS = re.compile(r"[\u00ad\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]")  # ends none
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
# Greek to Armenian, Cherokee, small capitals and phonetic letters, letters of mathematics, Roman figures, full width.
_FOREIGN = re.compile(
    r"[\u0250-\u02af\u0370-\u058f\u13a0-\u13ff\u1d00-\u1dbf\u1f00-\u1fff\u2100-\u214f\u2c80-\u2cff\ua4d0-\ua4ff"
    r"\u2160-\u2188\uab30-\uabbf\uff21-\uff5a\U0001d400-\U0001d7ff]"
)
_STRUCK_OUT = {*"\u0334\u0335\u0336\u0337\u0338\u20d2\u20d3\u20d8\u20d9\u20da\u20e5\u20e6\u20eb"}


def unseen(text: str) -> Iterator[tuple[int, str]]:
    r"""Where each character stands that no contract may hold, and what to call it.

    >>> list(unseen("nicht\u202e"))
    [(5, 'U+202E (right-to-left override)')]
    """
    for match in _LOOKED_AT.finditer(text):
        if _is_unseen(match[0], text[max(match.start() - 1, 0) : match.start()]):
            yield match.start(), _called(match[0])


def first_unseen(text: str) -> str:
    """What to call the first character that no contract may hold; nothing if there is none."""
    return next((name for _, name in unseen(text)), "")


def one_line(text: str) -> str:
    r"""A text for a message: on one line, whatever cannot be seen by its code.

    >>> one_line("a\n\x1b[2J")
    'a\\n\\x1b[2J'
    """
    return _LOOKED_AT.sub(_code, text.replace("\n", "\\n").replace("\t", "\\t"))


def look_alike(text: str) -> str:
    """The first word whose letters are of more than one script, so that it is not the word it looks like.

    >>> look_alike("Die Раyment GmbH"), look_alike("die Газпром AG, 5 µm")
    ('Раyment', '')
    """
    if not _FOREIGN.search(text):
        return ""
    joined = _WITHIN_WORDS.sub("", text)
    return next((word for word in _WORD.findall(joined) if _FOREIGN.search(word) and _LATIN.search(word)), "")


def _code(match: re.Match[str]) -> str:
    hidden = _is_unseen(match[0], "") and match[0] not in _PRESENTATION
    return match[0].encode("unicode_escape").decode() if hidden else match[0]


def _is_unseen(letter: str, before: str) -> bool:
    if letter in _PRESENTATION:
        return not before or before.isspace() or before in _PRESENTATION
    return letter in _EMPTY or letter in _STRUCK_OUT or unicodedata.category(letter) in _UNSEEN


def _called(letter: str) -> str:
    name = unicodedata.name(letter, "").lower()
    return f"U+{ord(letter):04X}" + (f" ({name})" if name else "")
