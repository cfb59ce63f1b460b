"""German words as values: a noun phrase in all its forms, read from the lexicon or from the profile."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from pydantic import model_validator

from avvgen.findings import nearest
from avvgen.grammar.declension import (
    STRONG,
    Case,
    Column,
    Determiner,
    Forms,
    Gender,
    Number,
    adjective_ending,
    inflected,
    plural_forms,
    singular_forms,
)
from avvgen.model import Model

Preposition = Literal["von", "bei", "zu", "in"]

# A line as a dictionary writes it, `Kunde: der, -n, -n`; the headword may be `weiterer Kunde`, `Verletzung des …`.
LISTING = re.compile(r"(der|die|das), (?:(adjektivisch|nur Plural)|(-\w*)(?:, (-\w*|[A-ZÄÖÜ]\S+))?)")
HEADWORD = re.compile(r"(?:([a-zäöü]\S+) )?([A-ZÄÖÜ]\S*)( .+)?")
GENDERS: Mapping[str, Gender] = {"der": "m", "die": "f", "das": "n"}
PRONOUNS: Mapping[Gender, Mapping[Case, str]] = {
    "m": {"nominative": "er", "dative": "ihm", "accusative": "ihn"},
    "f": {"nominative": "sie", "dative": "ihr", "accusative": "sie"},
    "n": {"nominative": "es", "dative": "ihm", "accusative": "es"},
}
CONTRACTED = {"von dem": "vom", "bei dem": "beim", "zu dem": "zum", "in dem": "im", "zu der": "zur"}
NO_NOUN = Forms(nominative="", genitive="", dative="", accusative="")


@dataclass(frozen=True, slots=True)
class Word:
    """A noun phrase: `Auftragnehmer`, `betroffene Person`, `Verantwortlicher`, `Inxmail`.

    `adjective` is a stem; a nominalised adjective is one before an empty noun. `article` is false for a name
    that stands without, `proper` true for a name, whose first letter no sentence start changes.
    """

    gender: Gender
    singular: Forms | None
    plural: Forms | None
    adjective: str = ""
    suffix: str = ""
    article: bool = True
    proper: bool = False
    capitals: bool = False

    def form(self, case: Case, number: Number = "singular", determiner: Determiner = "der") -> str:
        """The phrase in one case, with its determiner: `des weiteren Auftragsverarbeiters`, `von Inxmail`.

        A name without an article takes `kein` only. Raises ValueError for a number that the word does not have.
        """
        forms = self._forms(number)
        if not self.article and determiner != "kein":
            unmarked = case == "genitive" and forms.genitive == forms.nominative
            return f"von {forms.dative}" if unmarked else forms.in_case(case)
        column: Column = "plural" if number == "plural" else self.gender
        ending = adjective_ending(determiner, column, case) if self.adjective else ""
        phrase = " ".join(filter(None, (self.adjective + ending, forms.in_case(case)))) + self.suffix
        return f"{inflected(determiner, column, case)} {phrase.upper() if self.capitals else phrase}".lstrip()

    def after(self, preposition: Preposition) -> str:
        """The dative after a preposition, contracted where German does: `vom Kunden`, `zur Agentur`, `bei Inxmail`."""
        if not self.article:
            return f"{preposition} {self.form('dative')}"
        article, _, phrase = self.form("dative").partition(" ")
        lead = f"{preposition} {article}"
        return f"{CONTRACTED.get(lead, lead)} {phrase}"

    def pronoun(self, case: Case) -> str:
        """The personal pronoun in the nominative, dative or accusative: `er`, `ihr`, `es`."""
        return PRONOUNS[self.gender][case]

    @property
    def possessive(self) -> str:
        """The stem of the possessive: `sein` or `ihr`."""
        return "ihr" if self.gender == "f" else "sein"

    @property
    def headword(self) -> str:
        """The word as a heading or a message names it: nominative, without an article."""
        return self.form("nominative", "singular" if self.singular else "plural", "none")

    def _forms(self, number: Number) -> Forms:
        forms = self.plural if number == "plural" else self.singular
        if forms is None:
            raise ValueError(f"'{self.headword}' has no {number}; give its forms there, or another word")
        return forms


class WordForms(Model):
    """A word that the lexicon does not list: a name (`word`), or a noun given by its forms.

    A name with an article needs its gender; without one it is feminine (`sie`) unless it says otherwise.
    """

    word: str = ""
    gender: Gender | None = None
    article: bool = True
    nominative: str = ""
    genitive: str = ""
    dative: str = ""
    accusative: str = ""
    plural: Forms | None = None

    @model_validator(mode="after")
    def _complete(self) -> WordForms:
        cases = (self.nominative, self.genitive, self.dative, self.accusative)
        if self.word and (any(cases) or self.plural):
            raise ValueError("give either 'word' or the forms of the four cases, not both")
        if not self.word and not all(cases):
            raise ValueError("give 'word' for a name, or nominative, genitive, dative and accusative")
        if self.article and not self.gender:
            raise ValueError("give a gender (m, f or n), or 'article: off' for a name without an article")
        return self

    def as_word(self) -> Word:
        """The word that these forms spell."""
        name = self.word
        forms = Forms(
            nominative=name or self.nominative,
            genitive=name or self.genitive,
            dative=name or self.dative,
            accusative=name or self.accusative,
        )
        proper = bool(name) or not self.article
        return Word(self.gender or "f", forms, self.plural, article=self.article, proper=proper)


def read_word(spec: str | Mapping[str, object] | WordForms, lexicon: Mapping[str, str]) -> Word:
    """The word that a profile names, or gives by its forms.

    `lexicon` is `nouns:` of `clauses/words.yaml`. A listed word may be written in capitals, all of them or the first
    (`AUFTRAGNEHMER`, `Betroffene Person`), and keeps them. Raises ValueError for anything else.
    """
    if isinstance(spec, str):
        return _listed(spec, lexicon)
    return (spec if isinstance(spec, WordForms) else WordForms.model_validate(spec)).as_word()


def read_listing(headword: str, listing: str) -> Word:
    """A word from its line in the lexicon, written as in a dictionary: article, genitive, plural.

    >>> read_listing("Kunde", "der, -n, -n").form("dative")
    'dem Kunden'

    Raises ValueError for a line that cannot be read.
    """
    head, entry = HEADWORD.fullmatch(headword), LISTING.fullmatch(listing)
    if not head or not entry:
        raise ValueError(f"'{headword}: {listing}' is not a word with its forms, such as 'Kunde: der, -n, -n'")
    (adjective, noun, suffix), (article, kind, genitive, plural) = head.groups(""), entry.groups("")
    gender = GENDERS[article]
    if kind == "adjektivisch":
        return Word(gender, NO_NOUN, NO_NOUN, _stem(noun, gender), suffix)
    if kind == "nur Plural":
        return Word(gender, None, plural_forms(noun, "-"), _stem(adjective, "plural"), suffix)
    singular = singular_forms(noun, genitive)
    return Word(gender, singular, plural_forms(noun, plural) if plural else None, _stem(adjective, gender), suffix)


def _stem(adjective: str, column: Column) -> str:
    """The adjective without its strong ending: `weiterer` gives `weiter`."""
    ending = STRONG[column][0]
    if adjective and not adjective.endswith(ending):
        raise ValueError(f"'{adjective}' should end in -{ending}, as it does without an article")
    return adjective.removesuffix(ending)


def _listed(spec: str, lexicon: Mapping[str, str]) -> Word:
    if spec in lexicon:
        return read_listing(spec, lexicon[spec])
    for headword, listing in lexicon.items():
        word = read_listing(headword, listing) if spec.upper() == headword.upper() else None
        if word and spec.isupper():
            return replace(word, capitals=True)
        if word and spec == headword[0].upper() + headword[1:]:
            return replace(word, adjective=word.adjective.capitalize())
    hint = nearest(spec.capitalize() if spec.isupper() else spec, lexicon)
    raise ValueError(
        f"'{spec}' is not a listed word; give it with gender and forms, or as a name with article: off{hint}"
    )
