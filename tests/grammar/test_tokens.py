"""Tokens: one sentence of a clause under every kind of word a profile may choose."""

from __future__ import annotations

import re

import pytest

from avvgen.grammar.tokens import Possessive, Pronoun, Spoken, Term, spoken, tokens
from avvgen.grammar.words import read_word

PARTY = (
    "{Der_Auftragnehmer} handelt als {Auftragnehmer}. Die Pflichten {des_Auftragnehmers} treffen {den_Auftragnehmer}; "
    "{dem_Auftragnehmer} wird Zeit gegeben. {Vom_Auftragnehmer} kommt, was {beim_Auftragnehmer} liegt und "
    "{zum_Auftragnehmer} gehört, denn {er_Auftragnehmer} kennt {seine_Auftragnehmer} Mitarbeiter; {ihm_Auftragnehmer} "
    "gehorchen sie, {ihn_Auftragnehmer} fragen sie."
)
MASCULINE = (
    "Der {0} handelt als {0}. Die Pflichten des {0}{s} treffen den {0}; dem {0} wird Zeit gegeben. Vom {0} kommt, was "
    "beim {0} liegt und zum {0} gehört, denn er kennt seine Mitarbeiter; ihm gehorchen sie, ihn fragen sie."
)
FEMININE = (
    "Die {0} handelt als {0}. Die Pflichten der {0} treffen die {0}; der {0} wird Zeit gegeben. Von der {0} kommt, was "
    "bei der {0} liegt und zur {0} gehört, denn sie kennt ihre Mitarbeiter; ihr gehorchen sie, sie fragen sie."
)
NAME = (
    "{0} handelt als {0}. Die Pflichten von {0} treffen {0}; {0} wird Zeit gegeben. Von {0} kommt, was "
    "bei {0} liegt und zu {0} gehört, denn sie kennt ihre Mitarbeiter; ihr gehorchen sie, sie fragen sie."
)
INFLECTED = (
    "Der {0} handelt als {bare}. Die Pflichten des {1} treffen den {1}; dem {1} wird Zeit gegeben. Vom {1} kommt, was "
    "beim {1} liegt und zum {1} gehört, denn er kennt seine Mitarbeiter; ihm gehorchen sie, ihn fragen sie."
)
SENTINEL = (
    "Das NOM1 handelt als NOM1. Die Pflichten des GEN1 treffen das ACC1; dem DAT1 wird Zeit gegeben. Vom DAT1 kommt, "
    "was beim DAT1 liegt und zum DAT1 gehört, denn es kennt seine Mitarbeiter; ihm gehorchen sie, es fragen sie."
)
FORMS = {"gender": "n", "nominative": "NOM1", "genitive": "GEN1", "dative": "DAT1", "accusative": "ACC1"}
PLURAL = {"nominative": "NOM2", "genitive": "GEN2", "dative": "DAT2", "accusative": "ACC2"}


def said(clause: str, words: dict[str, object], terms: dict[str, Term], nouns: dict[str, str]) -> str:
    """A clause in the words of a profile; a role that it does not name has its default word."""
    known = tokens(terms)

    def one(match: re.Match[str]) -> str:
        token = known[match[1]]
        spec = words.get(token.role, terms[token.role].default)
        assert isinstance(spec, str | dict)
        return spoken(token, read_word(spec, nouns))

    return re.sub(r"\{(\w+)\}", one, clause)


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("Auftragnehmer", MASCULINE.format("Auftragnehmer", s="s")),
        ("AUFTRAGNEHMER", MASCULINE.format("AUFTRAGNEHMER", s="S")),
        ("Auftragsverarbeiter", MASCULINE.format("Auftragsverarbeiter", s="s")),
        ("Anbieter", MASCULINE.format("Anbieter", s="s")),
        ("Auftragnehmerin", FEMININE.format("Auftragnehmerin")),
        ("Agentur", FEMININE.format("Agentur")),
        ({"word": "ROUTMAIL", "gender": "f"}, FEMININE.format("ROUTMAIL")),
        ({"word": "Inxmail", "article": "off"}, NAME.format("Inxmail")),
        ({"word": "easyname", "article": "off"}, NAME.format("easyname")),
        ({"word": "360dialog", "article": "off"}, NAME.format("360dialog")),
        ("Verantwortlicher", INFLECTED.format("Verantwortliche", "Verantwortlichen", bare="Verantwortlicher")),
        ("Kunde", INFLECTED.format("Kunde", "Kunden", bare="Kunde")),
        ("Klient", INFLECTED.format("Klient", "Klienten", bare="Klient")),
        (FORMS, SENTINEL),
    ],
)
def test_says_a_party_in_every_word(word: object, sentence: str, terms: dict[str, Term], nouns: dict[str, str]) -> None:
    assert said(PARTY, {"processor": word}, terms, nouns) == sentence


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("Vertrag", "Dieser Vertrag gilt. Die Anlagen dieses Vertrags stehen in diesem Vertrag, vom Vertrag umfasst."),
        (
            "Vereinbarung",
            (
                "Diese Vereinbarung gilt. Die Anlagen dieser Vereinbarung stehen in dieser Vereinbarung, "
                "von der Vereinbarung umfasst."
            ),
        ),
        ("DPA", "Dieses DPA gilt. Die Anlagen dieses DPA stehen in diesem DPA, vom DPA umfasst."),
        ("AVV", "Dieser AVV gilt. Die Anlagen dieses AVV stehen in diesem AVV, vom AVV umfasst."),
        (
            {"word": "AVV", "gender": "f"},
            "Diese AVV gilt. Die Anlagen dieser AVV stehen in dieser AVV, von der AVV umfasst.",
        ),
    ],
)
def test_says_the_document_in_every_word(
    word: object, sentence: str, terms: dict[str, Term], nouns: dict[str, str]
) -> None:
    clause = "{Dieser_Vertrag} gilt. Die Anlagen {dieses_Vertrags} stehen in {diesem_Vertrag}, {vom_Vertrag} umfasst."

    assert said(clause, {"document": word}, terms, nouns) == sentence


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        (
            "Subunternehmer",
            (
                "Die Subunternehmer und die Liste der Subunternehmer; von Subunternehmern, mit den Subunternehmern, "
                "durch Subunternehmer, keine Subunternehmer, alle Subunternehmer, ein Subunternehmer, jedes "
                "Subunternehmers."
            ),
        ),
        (
            "weiterer Auftragsverarbeiter",
            (
                "Die weiteren Auftragsverarbeiter und die Liste der weiteren Auftragsverarbeiter; von weiteren "
                "Auftragsverarbeitern, mit den weiteren Auftragsverarbeitern, durch weitere Auftragsverarbeiter, keine "
                "weiteren Auftragsverarbeiter, alle weiteren Auftragsverarbeiter, ein weiterer Auftragsverarbeiter, "
                "jedes weiteren Auftragsverarbeiters."
            ),
        ),
        (
            {**FORMS, "plural": PLURAL},
            (
                "Die NOM2 und die Liste der GEN2; von DAT2, mit den DAT2, durch NOM2, keine NOM2, alle NOM2, ein NOM1, "
                "jedes GEN1."
            ),
        ),
    ],
)
def test_says_the_plural(word: object, sentence: str, terms: dict[str, Term], nouns: dict[str, str]) -> None:
    clause = (
        "{Die_Unterauftragnehmer_pl} und die Liste {der_Unterauftragnehmer_pl}; von {Unterauftragnehmern_pl}, mit "
        "{den_Unterauftragnehmern_pl}, durch {Unterauftragnehmer_pl}, {keine_Unterauftragnehmer_pl}, "
        "{alle_Unterauftragnehmer_pl}, {ein_Unterauftragnehmer}, {jedes_Unterauftragnehmers}."
    )

    assert said(clause, {"subprocessor": word}, terms, nouns) == sentence


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        (
            "betroffene Person",
            (
                "Die betroffene Person, einer betroffenen Person, eine betroffene Person; die Rechte der betroffenen "
                "Personen und betroffener Personen, gegenüber betroffenen Personen; betroffene Personen."
            ),
        ),
        (
            "Betroffener",
            (
                "Der Betroffene, einem Betroffenen, ein Betroffener; die Rechte der Betroffenen und Betroffener, "
                "gegenüber Betroffenen; Betroffene."
            ),
        ),
    ],
)
def test_says_the_data_subject(word: str, sentence: str, terms: dict[str, Term], nouns: dict[str, str]) -> None:
    clause = (
        "{Der_Betroffene}, {einem_Betroffenen}, {ein_Betroffener}; die Rechte {der_Betroffenen_pl} und "
        "{Betroffener_pl}, gegenüber {Betroffenen_pl}; {Betroffene_pl}."
    )

    assert said(clause, {"data_subject": word}, terms, nouns) == sentence


def test_says_the_breach(terms: dict[str, Term], nouns: dict[str, str]) -> None:
    clause = "{Der_Vorfall}, Folgen {eines_Vorfalls}, nach {jedem_Vorfall}, bei {Vorfällen_pl}"

    breach = "Verletzung des Schutzes personenbezogener Daten"
    assert said(clause, {}, terms, nouns) == (
        f"Die {breach}, Folgen einer {breach}, nach jeder {breach}, "
        "bei Verletzungen des Schutzes personenbezogener Daten"
    )
    assert said(clause, {"breach": "Datenschutzvorfall"}, terms, nouns) == (
        "Der Datenschutzvorfall, Folgen eines Datenschutzvorfalls, nach jedem Datenschutzvorfall, "
        "bei Datenschutzvorfällen"
    )


@pytest.mark.parametrize("word", ["Parteien", "Vertragsparteien", "PARTEIEN"])
def test_says_the_parties(word: str, terms: dict[str, Term], nouns: dict[str, str]) -> None:
    clause = "{Die_Parteien} regeln die Rechte {der_Parteien} zwischen {den_Parteien}: {Parteien} sind zwei."

    sentence = said(clause, {"parties": word}, terms, nouns)

    assert sentence == f"Die {word} regeln die Rechte der {word} zwischen den {word}: {word} sind zwei."


def test_a_possessive_has_the_ending_that_its_noun_asks_for(terms: dict[str, Term], nouns: dict[str, str]) -> None:
    clause = " ".join(f"{{sein{ending}_Auftragnehmer}}" for ending in ("", "e", "es", "em", "en", "er"))

    assert said(clause, {"processor": "Anbieter"}, terms, nouns) == "sein seine seines seinem seinen seiner"
    assert said(clause, {"processor": "Agentur"}, terms, nouns) == "ihr ihre ihres ihrem ihren ihrer"


def test_every_token_says_something(terms: dict[str, Term], nouns: dict[str, str]) -> None:
    marked = {**FORMS, "plural": PLURAL}
    plural_only = "Vertragsparteien"

    for name, token in tokens(terms).items():
        word = read_word(plural_only if token.role == "parties" else marked, nouns)
        text = spoken(token, word)

        assert text
        assert text[0].isupper() == (name[0].isupper()), name
        assert isinstance(token.speech, Pronoun | Possessive) or re.search(r"(NOM|GEN|DAT|ACC)\d|parteien", text), name
        assert not re.search(r"_|\s$|^\s|auftragnehmer|Auftrag|Betroff|Vorf[aä]ll|Vertrag\b|None", text), name


@pytest.mark.parametrize("name", ["den_Auftragnehmer", "diesen_Vertrag", "einen_Betroffenen", "keinen_Vorfall"])
def test_the_article_of_a_token_names_the_accusative(name: str, terms: dict[str, Term], nouns: dict[str, str]) -> None:
    text = spoken(tokens(terms)[name], read_word(FORMS, nouns))

    assert text.endswith("ACC1")


def test_every_default_word_can_say_every_token(terms: dict[str, Term], nouns: dict[str, str]) -> None:
    for token in tokens(terms).values():
        assert spoken(token, read_word(terms[token.role].default, nouns))


def test_tokens_are_spelled_with_canonical_words_only(terms: dict[str, Term]) -> None:
    names = set(tokens(terms))

    assert {"keines_Auftraggebers", "im_Hauptvertrag", "den_Vorfällen_pl", "seinem_Auftragnehmer"} <= names
    assert names.isdisjoint(
        {"die_Auftragnehmer", "der_Betroffener", "das_Vertrag", "Parteien_pl", "er_Parteien", "keine_Parteien"}
    )
    assert all(name.isidentifier() for name in names)


def test_a_capital_is_for_the_determiner_and_never_for_a_name(terms: dict[str, Term], nouns: dict[str, str]) -> None:
    known, easyname = tokens(terms), read_word({"word": "easyname", "article": "off"}, nouns)

    named = spoken(known["Der_Auftragnehmer"], easyname)
    of_name = spoken(known["Des_Auftragnehmers"], easyname)
    denied = spoken(known["Kein_Auftragnehmer"], easyname)

    assert (named, named.proper, named.at_start) == ("easyname", True, "easyname")
    assert (of_name, of_name.proper) == ("Von easyname", False)
    assert (denied, denied.proper) == ("Keine easyname", False)


def test_a_bare_name_with_an_article_keeps_its_first_letter(terms: dict[str, Term], nouns: dict[str, str]) -> None:
    known, easyname = tokens(terms), read_word({"word": "easyname", "gender": "f"}, nouns)

    bare, full = (spoken(known[name], easyname) for name in ("Auftragnehmer", "Der_Auftragnehmer"))

    assert (bare.proper, bare.at_start) == (True, "easyname")
    assert (full, full.proper) == ("Die easyname", False)


@pytest.mark.parametrize(
    ("name", "word", "words"),
    [
        ("Unterauftragnehmer_pl", "weiterer Auftragsverarbeiter", "weitere Auftragsverarbeiter"),
        ("Betroffener", "betroffene Person", "betroffene Person"),
        ("Auftragnehmer", "Agentur", "Agentur"),
    ],
)
def test_a_bare_word_gets_its_capital_at_the_start_of_a_sentence(
    name: str, word: str, words: str, terms: dict[str, Term], nouns: dict[str, str]
) -> None:
    text = spoken(tokens(terms)[name], read_word(word, nouns))

    assert (text, text.at_start, text.proper) == (words, words[0].upper() + words[1:], False)


def test_the_plural_of_a_name_is_an_error(terms: dict[str, Term], nouns: dict[str, str]) -> None:
    word = read_word({"word": "Inxmail", "article": "off"}, nouns)

    with pytest.raises(ValueError, match="'Inxmail' has no plural"):
        spoken(tokens(terms)["die_Auftragnehmer_pl"], word)


def test_spoken_is_text() -> None:
    assert f"{Spoken('easyname', proper=True)}!" == "easyname!"
    assert not Spoken("die ROUTMAIL").proper
