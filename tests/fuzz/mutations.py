"""Changes to texts: to lines, values, words, letters, with a dictionary of what formats and programs stumble over."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

LONGEST = 6000
HUGE = 60_000
LETTERS = (
    "\0\t\r\n\x07\x1b\x7f\x85\xa0\xad\u200b\u200d\u2028\u202e\u2011\ufeff\ufffd\ufffe\ue000\U000f0000\U000f0001\U00100000"
    "\U0010ffffßİ٣²½ﬀǅ\u0301ÄЖ中😀\"'`\\/{}[]()<>|*_#%&!?:;,.-+=~^@$€§„“–…"
)
NUMBERS = (
    "0",
    "-1",
    "1",
    "00",
    "1e9",
    "1.5",
    "1,5",
    "99999999999999999999",
    "0x10",
    "٣",
    "²",
    "NaN",
    "inf",
    "1_000",
    "-0",
)
VALUES = (
    "", "~", "null", "on", "off", "true", "blank", "{}", "[]", "[[]]", "{a: b}", "[a, b]", "''", '""', "|", ">", "|2-", "&a", "*a",
    "!!str x", "!x", "? a", "- a", "<<: *a", "%YAML 1.1", "---", "...", "# x", "DE", "de-AT", "2026-02-30", "2026-11-21", "0000-00-00",
    "4 weeks", "0 days", "99999999999 months", "1 month", "5000 EUR", "1e400 EUR", "0.001 XXX", "https://example.com", "http://[",
    "mailto:a@b", "a@b", "../x", "/", "x" * 300, "a: b: c", "{{ x }}", "{{", "{% if x %}", "{% for a in b %}", "{# #}", "{%", "}}",
    "[](#x)", "[](#a #b)", "[a](b)", "![](x)", "<b>", "**", "__", "***", "| a | b |", "|---|---|", "```", "    x", "1. ", "1) ", "10. ",
    "- ", "+ ", "* ", "> ", "# ", "\\", "&amp;", "&#0;", "<!-- -->", "]]>", "[x]: y", "\u00a0",
)  # fmt: skip
OPENERS = (
    "[",
    "{",
    "- ",
    "(",
    "**",
    "> ",
    "[[",
    "{a: ",
    "? ",
    "not ",
    "-",
    "{% if true %}",
    "{{ (",
    "`",
    "[](",
    "|",
    "!",
    "a: ",
    "1. ",
)
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d+")
_VALUE = re.compile(r"(?<=: ).*|(?<=- ).*", re.MULTILINE)

Change = Callable[[Random, str, Sequence[str]], str]


def mutate(random: Random, pool: list[bytes], words: Sequence[str], longest: int = LONGEST) -> bytes:
    """One input of the pool after a few changes, some of them words of the dictionary or lines of another input."""
    text = random.choice(pool).decode("utf-8", "replace")
    changes = 1
    while random.random() < 0.55 and changes < 12:
        changes += 1
    for _ in range(changes):
        text = spliced(random, text, pool) if random.random() < 0.08 else random.choice(CHANGES)(random, text, words)
    data = text[:longest].encode("utf-8", "replace")
    lot = random.random()
    if lot < 0.003:
        return _enlarged(random, data)
    return _flipped(random, data) if lot < 0.03 else data


def spliced(random: Random, text: str, pool: list[bytes]) -> str:
    """The beginning of a text with the end of another, cut between lines or anywhere."""
    other = random.choice(pool).decode("utf-8", "replace")
    if random.random() < 0.7:
        one, two = text.split("\n"), other.split("\n")
        return "\n".join((*one[: random.randint(0, len(one))], *two[random.randint(0, len(two)) :]))
    return text[: random.randint(0, len(text))] + other[random.randint(0, len(other)) :]


def _enlarged(random: Random, data: bytes) -> bytes:
    """What many of the same make, or what is nested deeply."""
    if random.random() < 0.5:
        piece = random.choice(OPENERS).encode()
        return (data[: random.randint(0, len(data))] + piece * (random.choice((60, 500, 3000))))[:HUGE]
    start = random.randint(0, len(data))
    piece = data[start : start + random.randint(1, 200)]
    return (data[:start] + piece * random.randint(10, 1000))[:HUGE]


def _flipped(random: Random, data: bytes) -> bytes:
    """Bytes that are no text any more."""
    out = bytearray(data)
    for _ in range(random.randint(1, 4)):
        if out:
            out[random.randrange(len(out))] = random.randrange(256)
    return bytes(out)


# Lines


def _delete_line(random: Random, text: str, _: Sequence[str]) -> str:
    lines = text.split("\n")
    del lines[random.randrange(len(lines))]
    return "\n".join(lines)


def _repeat_line(random: Random, text: str, _: Sequence[str]) -> str:
    lines = text.split("\n")
    lines.insert(random.randrange(len(lines) + 1), random.choice(lines))
    return "\n".join(lines)


def _swap_lines(random: Random, text: str, _: Sequence[str]) -> str:
    lines = text.split("\n")
    a, b = random.randrange(len(lines)), random.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]
    return "\n".join(lines)


def _indent_line(random: Random, text: str, _: Sequence[str]) -> str:
    lines = text.split("\n")
    n = random.randrange(len(lines))
    lines[n] = (
        random.choice((" ", "  ", "    ", "\t", "- ", "  - ")) + lines[n]
        if random.random() < 0.6
        else lines[n].lstrip()
    )
    return "\n".join(lines)


def _keep_part(random: Random, text: str, _: Sequence[str]) -> str:
    lines = text.split("\n")
    start = random.randrange(len(lines))
    return "\n".join(lines[start : start + random.randint(1, 40)])


# Values, words, letters


def _replace(random: Random, text: str, pattern: re.Pattern[str], new: str) -> str:
    found = list(pattern.finditer(text))
    if not found:
        return text + new
    start, end = random.choice(found).span()
    return text[:start] + new + text[end:]


def _other_value(random: Random, text: str, words: Sequence[str]) -> str:
    return _replace(random, text, _VALUE, random.choice(random.choice((VALUES, words))))


def _other_word(random: Random, text: str, words: Sequence[str]) -> str:
    return _replace(random, text, _WORD, random.choice(words))


def _other_number(random: Random, text: str, _: Sequence[str]) -> str:
    return _replace(random, text, _NUMBER, random.choice(NUMBERS))


def _insert_word(random: Random, text: str, words: Sequence[str]) -> str:
    at = random.randint(0, len(text))
    return text[:at] + random.choice(random.choice((VALUES, words, words))) + text[at:]


def _other_letter(random: Random, text: str, _: Sequence[str]) -> str:
    at = random.randint(0, len(text))
    return text[:at] + random.choice(LETTERS) + text[at + random.randint(0, 1) :]


def _delete_span(random: Random, text: str, _: Sequence[str]) -> str:
    at = random.randint(0, len(text))
    return text[:at] + text[at + random.choice((1, 1, 2, 5, 20, 100)) :]


def _repeat_span(random: Random, text: str, _: Sequence[str]) -> str:
    at = random.randint(0, len(text))
    span = text[at : at + random.choice((1, 2, 5, 20, 100))]
    return text[:at] + span * random.choice((2, 2, 3, 9)) + text[at + len(span) :]


CHANGES: tuple[Change, ...] = (
    _delete_line, _repeat_line, _swap_lines, _indent_line, _keep_part, _other_value, _other_value, _other_word, _other_word,
    _other_number, _insert_word, _insert_word, _other_letter, _other_letter, _delete_span, _repeat_span,
)  # fmt: skip
