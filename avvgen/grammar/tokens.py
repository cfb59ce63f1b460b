"""The tokens of clauses: `{{ der_Auftragnehmer }}` is spelled with one word and spoken with another.

Every token is spelled with the masculine canonical word of its role, so that its article names the case;
the profile's word is put in its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Self, TypeAlias, get_args

from pydantic import Field

from avvgen.grammar.declension import Case, Determiner, Number
from avvgen.grammar.words import Preposition, Word, read_word
from avvgen.model import Model

PLURAL_MARK = "_pl"
SINGULAR_DETERMINERS: tuple[Determiner, ...] = ("der", "ein", "kein", "dieser", "jeder")
PLURAL_DETERMINERS: tuple[Determiner, ...] = ("der", "kein", "dieser", "jeder", "none")
COLLECTIVE_DETERMINERS: tuple[Determiner, ...] = ("der", "none")
# The accusative plural is always the nominative; where the bare genitive is, too, the name means the nominative.
PLURAL_CASES: tuple[Case, ...] = ("nominative", "dative", "genitive")
SINGULAR_CASES: tuple[Case, ...] = ("nominative", "genitive", "dative", "accusative")
PRONOUN_CASES: tuple[Case, ...] = ("nominative", "dative", "accusative")
POSSESSIVE_ENDINGS = ("", "e", "es", "em", "en", "er")


class TermEntry(Model):
    """A role as `clauses/words.yaml` lists it: the word of its tokens, its default, and that of some regimes."""

    token: str
    default: str
    regimes: dict[str, str] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Term:
    """A role of the contract: the canonical word that spells its tokens, and its default word.

    A canonical word without a singular makes it a collective (the parties), whose tokens need no mark of the plural.
    """

    role: str
    canonical: Word
    default: str
    regimes: Mapping[str, str] = field(default_factory=dict)

    def word_in(self, regime: str) -> str:
        """The word that a contract under this law of data protection uses unless the profile chooses another."""
        return self.regimes.get(regime, self.default)


@dataclass(frozen=True, slots=True)
class Phrase:
    """The word in one case, with or without a determiner."""

    determiner: Determiner
    case: Case
    number: Number


@dataclass(frozen=True, slots=True)
class Prepositional:
    """The word after a preposition that contracts with its article."""

    preposition: Preposition


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A personal pronoun for the word."""

    case: Case


@dataclass(frozen=True, slots=True)
class Possessive:
    """A possessive for the word, with the ending that the noun after it asks for."""

    ending: str


Speech: TypeAlias = Phrase | Prepositional | Pronoun | Possessive


@dataclass(frozen=True, slots=True)
class Token:
    """What a token says, of whom, and whether it begins a sentence."""

    role: str
    speech: Speech
    capital: bool = False


class Spoken(str):
    """The words for a token. They are `proper` if they begin with a name, whose first letter nothing changes."""

    __slots__ = ("proper",)
    proper: bool

    def __new__(cls, text: str, *, proper: bool = False) -> Self:
        """Words, and whether they begin with a name."""
        words = super().__new__(cls, text)
        words.proper = proper
        return words

    @property
    def at_start(self) -> str:
        """The words as a sentence or a heading begins with them: `Weitere Auftragsverarbeiter`, but `easyname`."""
        return str(self) if self.proper else capitalised(self)


def capitalised(text: str) -> str:
    """A text with its first letter in capitals and all others as they are."""
    return text[:1].upper() + text[1:]


def read_terms(terms: Mapping[str, object], lexicon: Mapping[str, str]) -> dict[str, Term]:
    """The roles under `terms:` of `clauses/words.yaml`.

    Raises ValueError for a term that cannot be read or whose words are not listed.
    """
    entries = {role: TermEntry.model_validate(entry) for role, entry in terms.items()}
    for entry in entries.values():
        for word in (entry.default, *entry.regimes.values()):
            read_word(word, lexicon)
    return {
        role: Term(role, read_word(entry.token, lexicon), entry.default, entry.regimes)
        for role, entry in entries.items()
    }


def tokens(terms: Mapping[str, Term]) -> dict[str, Token]:
    """Every token by its name, each also with a capital for the start of a sentence.

    `des_Auftragnehmers`, `keine_Unterauftragnehmer_pl`, `Vom_Auftraggeber`, `den_Parteien`, `Auftragnehmer`.
    """
    named: dict[str, Token] = {}
    for term in terms.values():
        for name, speech in _spellings(term.canonical):
            named.setdefault(name, Token(term.role, speech))
            named.setdefault(capitalised(name), Token(term.role, speech, capital=True))
    return named


def spoken(token: Token, word: Word) -> Spoken:
    """What a token says when its role has this word.

    A bare token has the letters of a sentence's middle (`weitere Auftragsverarbeiter`): its name cannot show where
    it stands, so whoever knows takes `at_start`. Raises ValueError for a number that the word does not have.
    """
    text = _said(token.speech, word)
    proper = word.proper and isinstance(token.speech, Phrase) and text.startswith(word.headword)
    words = Spoken(text, proper=proper)
    return Spoken(words.at_start, proper=proper) if token.capital else words


def _said(speech: Speech, word: Word) -> str:
    match speech:
        case Phrase(determiner=determiner, case=case, number=number):
            return word.form(case, number, determiner)
        case Prepositional(preposition=preposition):
            return word.after(preposition)
        case Pronoun(case=case):
            return word.pronoun(case)
        case Possessive(ending=ending):
            return word.possessive + ending


def _spellings(canonical: Word) -> Iterator[tuple[str, Speech]]:
    """The name and the meaning of every token of one canonical word."""
    for phrase in _phrases(canonical):
        mark = PLURAL_MARK if phrase.number == "plural" and canonical.singular else ""
        yield _name(_said(phrase, canonical)) + mark, phrase
    if not canonical.singular:
        return
    for preposition in get_args(Preposition):
        yield _name(canonical.after(preposition)), Prepositional(preposition)
    for case in PRONOUN_CASES:
        yield f"{canonical.pronoun(case)}_{canonical.headword}", Pronoun(case)
    for ending in POSSESSIVE_ENDINGS:
        yield f"{canonical.possessive}{ending}_{canonical.headword}", Possessive(ending)


def _phrases(canonical: Word) -> Iterator[Phrase]:
    if canonical.singular:
        yield Phrase("none", "nominative", "singular")
        for determiner in SINGULAR_DETERMINERS:
            yield from (Phrase(determiner, case, "singular") for case in SINGULAR_CASES)
    for determiner in PLURAL_DETERMINERS if canonical.singular else COLLECTIVE_DETERMINERS:
        yield from (Phrase(determiner, case, "plural") for case in PLURAL_CASES)


def _name(phrase: str) -> str:
    return phrase.replace(" ", "_")
