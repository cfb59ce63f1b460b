"""Places in a statute, as `Art. 28 Abs. 3 lit. h` names them: read in one notation, printed in several."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Style = Literal["de", "at", "long", "roman"]
UnitWords: TypeAlias = Mapping[str, tuple[str, str]]

NBSP = "\u00a0"
EXAMPLES = "'Art. 28 Abs. 3 lit. h', 'Art. 32 bis 36' or '§ 126b BGB'"


def _units(units: str, value: str) -> str:
    """A pattern for a unit with its numbers: `Abs. 3`, `Abs. 2 und 4`, `Art. 44 ff.`, `lit. a bis h`."""
    values = rf"{value}(?: ff?\.)?"
    return rf"(?:{units}) {values}(?:(?:,| und| oder| bis) {values})*"


NUMBERED = _units(r"Art\.|§§?|Abs\.|UAbs\.|S\.|Nr\.", "[0-9]+[a-z]?")
PART = "|".join((NUMBERED, _units(r"lit\.", "[a-z]{1,2}"), _units("Kapitel", "(?:[IVX]+|[0-9]+)")))
JOIN = r",| und| oder| i\. V\. m\."
PARTS = re.compile(rf"({JOIN})? ?({PART})")
CITATION = re.compile(rf"((?:{PART})(?:(?:{JOIN})? (?:{PART}))*)?(?:(?:^| )(\S.*))?")
BETWEEN = {"und", "oder", "bis", "f.", "ff."}

# Every unit before one number, and before several.
GERMAN: UnitWords = {
    "Kapitel": ("Kapitel", "Kapitel"),
    "Art.": ("Art.", "Art."),
    "§": ("§", "§§"),
    "Abs.": ("Abs.", "Abs."),
    "UAbs.": ("UAbs.", "UAbs."),
    "S.": ("S.", "S."),
    "lit.": ("lit.", "lit."),
    "Nr.": ("Nr.", "Nr."),
}
WORDS: Mapping[Style, UnitWords] = {
    "de": GERMAN,
    "at": {unit: (one.rstrip("."), more.rstrip(".")) for unit, (one, more) in GERMAN.items()} | {"Nr.": ("Z", "Z")},
    "roman": {**GERMAN, "Abs.": ("", "")},
    "long": {
        **GERMAN,
        "Art.": ("Artikel", "Artikel"),
        "Abs.": ("Absatz", "Absätze"),
        "UAbs.": ("Unterabsatz", "Unterabsätze"),
        "S.": ("Satz", "Sätze"),
        "lit.": ("Buchstabe", "Buchstaben"),
        "Nr.": ("Nummer", "Nummern"),
    },
}
WITH: Mapping[Style, str] = {
    "de": f"i.{NBSP}V.{NBSP}m.",
    "roman": f"i.{NBSP}V.{NBSP}m.",
    "at": "iVm",
    "long": "in Verbindung mit",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One unit with its numbers as written (`Abs.`, `2 und 4`), and what joins it to the part before."""

    join: str
    unit: str
    values: str

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers alone; of a range its ends."""
        return tuple(value for value in re.findall(r"\w+\.?", self.values) if value not in BETWEEN)

    @property
    def several(self) -> bool:
        """Whether it names more than one place."""
        return len(self.numbers) > 1 or self.values.endswith("f.")


def split_citation(text: str) -> tuple[tuple[Part, ...], str]:
    """The parts of a citation, and its act or an empty text.

    Raises ValueError for what does not begin with an article, a section, a chapter or an act.
    """
    match = CITATION.fullmatch(text)
    if not match or not text:
        raise ValueError(f"'{text}' is not a citation; write it such as {EXAMPLES}")
    parts = tuple(_part(join, part) for join, part in PARTS.findall(match[1] or ""))
    if parts and parts[0].unit not in {"Art.", "§", "Kapitel"}:
        raise ValueError(f"'{text}' does not name its article; write it such as {EXAMPLES}")
    return parts, match[2] or ""


def _part(join: str, part: str) -> Part:
    unit, values = part.split(" ", 1)
    return Part(join.strip(), "§" if unit == "§§" else unit, values)


def print_citation(parts: tuple[Part, ...], act: str, style: Style) -> str:
    """A citation in a style, with no-break spaces wherever a line must not end.

    >>> print_citation(*split_citation("Art. 28 Abs. 3 lit. h DSGVO"), "roman").replace(NBSP, " ")
    'Art. 28 III lit. h DSGVO'
    """
    space = " " if style == "long" else NBSP
    text, before = "", ""
    for part in parts:
        text += _lead(part.join, space, style) + _printed(part, before, style)
        before = part.unit
    return (text + space + act.replace(" ", NBSP)).strip()


def printed_citations(acts: Iterable[str]) -> re.Pattern[str]:
    """A pattern for what `print_citation` prints of these acts in any style, once its spaces are plain.

    >>> printed_citations(["StGB"]).findall("nach § 99 (§ 203 III 2 StGB, § 203 Abs 4 und 6 StGB)")
    ['§ 203 III 2 StGB', '§ 203 Abs 4 und 6 StGB']
    """
    words = {word for units in WORDS.values() for pair in units.values() for word in pair if word}
    first = {word for units in WORDS.values() for unit in ("Art.", "§", "Kapitel") for word in units[unit]}
    joins = {WITH[style].replace(NBSP, " ") for style in WITH} | {"und", "oder", "bis"}
    value = r"(?:\d+[a-z]?|[IVX]+|[a-z]{1,2})\b(?: ff?\b\.?)?"
    step = rf"(?:,? |,? (?:{_any(joins)}) )(?:(?:{_any(words)}) )?{value}"
    return re.compile(rf"(?:{_any(first)}) {value}(?:{step})* (?:{_any(acts)})(?!\w)")


def _any(words: Iterable[str]) -> str:
    """A pattern for one of these words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _lead(join: str, space: str, style: Style) -> str:
    match join:
        case "" | ",":
            return join + space
        case "i. V. m.":
            return f" {WITH[style]} "
        case _:
            return space + join + space


def _printed(part: Part, before: str, style: Style) -> str:
    word, values = WORDS[style][part.unit][part.several], part.values
    if style == "at":
        values = values.rstrip(".")
    if style == "roman" and part.unit == "Abs.":
        values = re.sub(r"\d+", lambda number: _roman(int(number[0])), values)
    if style == "roman" and part.unit == "S." and before == "Abs.":
        word = ""  # Art. 28 III 2: the sentence needs no unit after a Roman number
    return f"{word} {values}".strip().replace(" ", NBSP)


def _roman(number: int) -> str:
    ones = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return "X" * (number // 10) + ones[number % 10]
