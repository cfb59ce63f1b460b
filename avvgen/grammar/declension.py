"""The endings of German determiners, adjectives and nouns, and the rules that choose between them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from avvgen.model import Model

Case = Literal["nominative", "genitive", "dative", "accusative"]
Number = Literal["singular", "plural"]
Gender = Literal["m", "f", "n"]
Column = Literal["m", "f", "n", "plural"]
Determiner = Literal["der", "ein", "kein", "dieser", "jeder", "none"]

CASES: tuple[Case, ...] = ("nominative", "genitive", "dative", "accusative")

Endings = Mapping[Column, tuple[str, str, str, str]]

# Each row in the order of CASES.
DEFINITE: Endings = {
    "m": ("der", "des", "dem", "den"),
    "f": ("die", "der", "der", "die"),
    "n": ("das", "des", "dem", "das"),
    "plural": ("die", "der", "den", "die"),
}
STRONG: Endings = {
    "m": ("er", "es", "em", "en"),
    "f": ("e", "er", "er", "e"),
    "n": ("es", "es", "em", "es"),
    "plural": ("e", "er", "en", "e"),
}
WEAK: Endings = {
    "m": ("e", "en", "en", "en"),
    "f": ("e", "en", "en", "e"),
    "n": ("e", "en", "en", "e"),
    "plural": ("en", "en", "en", "en"),
}
# Where ein, kein and sein have no ending, so that the adjective after them must show the case.
UNMARKED = {("m", "nominative"), ("n", "nominative"), ("n", "accusative")}


class Forms(Model):
    """A noun in the four cases of one number."""

    nominative: str
    genitive: str
    dative: str
    accusative: str

    def in_case(self, case: Case) -> str:
        """The form of one case."""
        form: str = getattr(self, case)
        return form


def inflected(determiner: Determiner, column: Column, case: Case) -> str:
    """A determiner as it stands before a noun; the plural of `jeder` is `alle`, `ein` has none.

    >>> inflected("dieser", "f", "dative"), inflected("kein", "n", "accusative"), inflected("jeder", "plural", "dative")
    ('dieser', 'kein', 'allen')
    """
    ending = STRONG[column][CASES.index(case)]
    match determiner:
        case "der":
            return DEFINITE[column][CASES.index(case)]
        case "dieser":
            return f"dies{ending}"
        case "jeder":
            return f"all{ending}" if column == "plural" else f"jed{ending}"
        case "ein" | "kein":
            if not _shows_case(determiner, column, case):
                ending = ""
            return "" if (determiner, column) == ("ein", "plural") else f"{determiner}{ending}"
        case "none":
            return ""


def adjective_ending(determiner: Determiner, column: Column, case: Case) -> str:
    """The ending of an adjective: weak after a determiner that shows the case, else strong.

    >>> adjective_ending("der", "m", "nominative"), adjective_ending("ein", "m", "nominative")
    ('e', 'er')
    """
    if _shows_case(determiner, column, case):
        return WEAK[column][CASES.index(case)]
    if case == "genitive" and column in {"m", "n"}:
        return "en"  # the noun shows this case: Schutz personenbezogenen Inhalts
    return STRONG[column][CASES.index(case)]


def _shows_case(determiner: Determiner, column: Column, case: Case) -> bool:
    if determiner in {"ein", "kein"}:
        return (column, case) not in UNMARKED and (determiner, column) != ("ein", "plural")
    return determiner != "none"


def singular_forms(noun: str, genitive: str) -> Forms:
    """A noun in the singular, from its ending in the genitive (`-s`, `-`, or the whole form).

    A noun with the genitive -n or -en keeps it in the dative and the accusative: dem Kunden.
    """
    genitive = _with_ending(noun, genitive)
    oblique = genitive if genitive in {f"{noun}n", f"{noun}en"} else noun
    return Forms(nominative=noun, genitive=genitive, dative=oblique, accusative=oblique)


def plural_forms(noun: str, plural: str) -> Forms:
    """A noun in the plural, from its ending there (`-e`, `-`, or the whole form): den Verträgen, den DPAs."""
    plural = _with_ending(noun, plural)
    dative = f"{plural}n" if plural.endswith(("e", "el", "er")) else plural
    return Forms(nominative=plural, genitive=plural, dative=dative, accusative=plural)


def _with_ending(noun: str, ending: str) -> str:
    return noun + ending[1:] if ending.startswith("-") else ending
