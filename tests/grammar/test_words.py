"""Words: every form by hand, against a grammar book and not against the program."""

from __future__ import annotations

from typing import get_args

import pytest

from avvgen.grammar.declension import CASES, Determiner, Number
from avvgen.grammar.words import Word, WordForms, read_listing, read_word

# Determiner, then nominative, genitive, dative, accusative; plural forms in the lower half.
MASCULINE_ADJECTIVE = """
der    | der weitere Helfer    | des weiteren Helfers    | dem weiteren Helfer    | den weiteren Helfer
ein    | ein weiterer Helfer   | eines weiteren Helfers  | einem weiteren Helfer  | einen weiteren Helfer
kein   | kein weiterer Helfer  | keines weiteren Helfers | keinem weiteren Helfer | keinen weiteren Helfer
dieser | dieser weitere Helfer | dieses weiteren Helfers | diesem weiteren Helfer | diesen weiteren Helfer
jeder  | jeder weitere Helfer  | jedes weiteren Helfers  | jedem weiteren Helfer  | jeden weiteren Helfer
none   | weiterer Helfer       | weiteren Helfers        | weiterem Helfer        | weiteren Helfer
der    | die weiteren Helfer   | der weiteren Helfer     | den weiteren Helfern   | die weiteren Helfer
ein    | weitere Helfer        | weiterer Helfer         | weiteren Helfern       | weitere Helfer
kein   | keine weiteren Helfer | keiner weiteren Helfer  | keinen weiteren Helfern | keine weiteren Helfer
dieser | diese weiteren Helfer | dieser weiteren Helfer  | diesen weiteren Helfern | diese weiteren Helfer
jeder  | alle weiteren Helfer  | aller weiteren Helfer   | allen weiteren Helfern | alle weiteren Helfer
none   | weitere Helfer        | weiterer Helfer         | weiteren Helfern       | weitere Helfer
"""
FEMININE_ADJECTIVE = """
der    | die betroffene Person   | der betroffenen Person    | der betroffenen Person    | die betroffene Person
ein    | eine betroffene Person  | einer betroffenen Person  | einer betroffenen Person  | eine betroffene Person
kein   | keine betroffene Person | keiner betroffenen Person | keiner betroffenen Person | keine betroffene Person
dieser | diese betroffene Person | dieser betroffenen Person | dieser betroffenen Person | diese betroffene Person
jeder  | jede betroffene Person  | jeder betroffenen Person  | jeder betroffenen Person  | jede betroffene Person
none   | betroffene Person       | betroffener Person        | betroffener Person        | betroffene Person
der    | die betroffenen Personen | der betroffenen Personen | den betroffenen Personen | die betroffenen Personen
ein    | betroffene Personen     | betroffener Personen      | betroffenen Personen      | betroffene Personen
kein   | keine betroffenen Personen | keiner betroffenen Personen | keinen betroffenen Personen | keine betroffenen Personen
dieser | diese betroffenen Personen | dieser betroffenen Personen | diesen betroffenen Personen | diese betroffenen Personen
jeder  | alle betroffenen Personen | aller betroffenen Personen | allen betroffenen Personen | alle betroffenen Personen
none   | betroffene Personen     | betroffener Personen      | betroffenen Personen      | betroffene Personen
"""
NEUTER_ADJECTIVE = """
der    | das verbundene Haus    | des verbundenen Hauses    | dem verbundenen Haus    | das verbundene Haus
ein    | ein verbundenes Haus   | eines verbundenen Hauses  | einem verbundenen Haus  | ein verbundenes Haus
kein   | kein verbundenes Haus  | keines verbundenen Hauses | keinem verbundenen Haus | kein verbundenes Haus
dieser | dieses verbundene Haus | dieses verbundenen Hauses | diesem verbundenen Haus | dieses verbundene Haus
jeder  | jedes verbundene Haus  | jedes verbundenen Hauses  | jedem verbundenen Haus  | jedes verbundene Haus
none   | verbundenes Haus       | verbundenen Hauses        | verbundenem Haus        | verbundenes Haus
der    | die verbundenen Häuser | der verbundenen Häuser    | den verbundenen Häusern | die verbundenen Häuser
ein    | verbundene Häuser      | verbundener Häuser        | verbundenen Häusern     | verbundene Häuser
kein   | keine verbundenen Häuser | keiner verbundenen Häuser | keinen verbundenen Häusern | keine verbundenen Häuser
dieser | diese verbundenen Häuser | dieser verbundenen Häuser | diesen verbundenen Häusern | diese verbundenen Häuser
jeder  | alle verbundenen Häuser | aller verbundenen Häuser | allen verbundenen Häusern | alle verbundenen Häuser
none   | verbundene Häuser      | verbundener Häuser        | verbundenen Häusern     | verbundene Häuser
"""
MASCULINE_NOMINALISED = """
der    | der Verantwortliche    | des Verantwortlichen    | dem Verantwortlichen    | den Verantwortlichen
ein    | ein Verantwortlicher   | eines Verantwortlichen  | einem Verantwortlichen  | einen Verantwortlichen
kein   | kein Verantwortlicher  | keines Verantwortlichen | keinem Verantwortlichen | keinen Verantwortlichen
dieser | dieser Verantwortliche | dieses Verantwortlichen | diesem Verantwortlichen | diesen Verantwortlichen
jeder  | jeder Verantwortliche  | jedes Verantwortlichen  | jedem Verantwortlichen  | jeden Verantwortlichen
none   | Verantwortlicher       | Verantwortlichen        | Verantwortlichem        | Verantwortlichen
der    | die Verantwortlichen   | der Verantwortlichen    | den Verantwortlichen    | die Verantwortlichen
ein    | Verantwortliche        | Verantwortlicher        | Verantwortlichen        | Verantwortliche
kein   | keine Verantwortlichen | keiner Verantwortlichen | keinen Verantwortlichen | keine Verantwortlichen
dieser | diese Verantwortlichen | dieser Verantwortlichen | diesen Verantwortlichen | diese Verantwortlichen
jeder  | alle Verantwortlichen  | aller Verantwortlichen  | allen Verantwortlichen  | alle Verantwortlichen
none   | Verantwortliche        | Verantwortlicher        | Verantwortlichen        | Verantwortliche
"""
FEMININE_NOMINALISED = """
der    | die Verantwortliche   | der Verantwortlichen    | der Verantwortlichen    | die Verantwortliche
ein    | eine Verantwortliche  | einer Verantwortlichen  | einer Verantwortlichen  | eine Verantwortliche
kein   | keine Verantwortliche | keiner Verantwortlichen | keiner Verantwortlichen | keine Verantwortliche
dieser | diese Verantwortliche | dieser Verantwortlichen | dieser Verantwortlichen | diese Verantwortliche
jeder  | jede Verantwortliche  | jeder Verantwortlichen  | jeder Verantwortlichen  | jede Verantwortliche
none   | Verantwortliche       | Verantwortlicher        | Verantwortlicher        | Verantwortliche
"""
ADJECTIVES = (
    ("weiterer Helfer", "der, -s, -", MASCULINE_ADJECTIVE),
    ("betroffene Person", "die, -, -en", FEMININE_ADJECTIVE),
    ("verbundenes Haus", "das, -es, Häuser", NEUTER_ADJECTIVE),
    ("Verantwortlicher", "der, adjektivisch", MASCULINE_NOMINALISED),
    ("Verantwortliche", "die, adjektivisch", FEMININE_NOMINALISED),
)

# Nominative, genitive, dative, accusative with the article; dative plural; after von, bei, zu, in.
PARADIGMS = """
Auftragnehmer: der Auftragnehmer | des Auftragnehmers | dem Auftragnehmer | den Auftragnehmer \
| den Auftragnehmern | vom Auftragnehmer | beim Auftragnehmer | zum Auftragnehmer | im Auftragnehmer
AUFTRAGNEHMER: der AUFTRAGNEHMER | des AUFTRAGNEHMERS | dem AUFTRAGNEHMER | den AUFTRAGNEHMER \
| den AUFTRAGNEHMERN | vom AUFTRAGNEHMER | beim AUFTRAGNEHMER | zum AUFTRAGNEHMER | im AUFTRAGNEHMER
Auftragnehmerin: die Auftragnehmerin | der Auftragnehmerin | der Auftragnehmerin | die Auftragnehmerin \
| den Auftragnehmerinnen | von der Auftragnehmerin | bei der Auftragnehmerin | zur Auftragnehmerin \
| in der Auftragnehmerin
Agentur: die Agentur | der Agentur | der Agentur | die Agentur \
| den Agenturen | von der Agentur | bei der Agentur | zur Agentur | in der Agentur
Kunde: der Kunde | des Kunden | dem Kunden | den Kunden \
| den Kunden | vom Kunden | beim Kunden | zum Kunden | im Kunden
KLIENT: der KLIENT | des KLIENTEN | dem KLIENTEN | den KLIENTEN \
| den KLIENTEN | vom KLIENTEN | beim KLIENTEN | zum KLIENTEN | im KLIENTEN
Vertrag: der Vertrag | des Vertrags | dem Vertrag | den Vertrag \
| den Verträgen | vom Vertrag | beim Vertrag | zum Vertrag | im Vertrag
DPA: das DPA | des DPA | dem DPA | das DPA \
| den DPAs | vom DPA | beim DPA | zum DPA | im DPA
Unternehmen: das Unternehmen | des Unternehmens | dem Unternehmen | das Unternehmen \
| den Unternehmen | vom Unternehmen | beim Unternehmen | zum Unternehmen | im Unternehmen
VERANTWORTLICHER: der VERANTWORTLICHE | des VERANTWORTLICHEN | dem VERANTWORTLICHEN | den VERANTWORTLICHEN \
| den VERANTWORTLICHEN | vom VERANTWORTLICHEN | beim VERANTWORTLICHEN | zum VERANTWORTLICHEN | im VERANTWORTLICHEN
Betroffene Person: die Betroffene Person | der Betroffenen Person | der Betroffenen Person | die Betroffene Person \
| den Betroffenen Personen | von der Betroffenen Person | bei der Betroffenen Person | zur Betroffenen Person \
| in der Betroffenen Person
"""
EASYNAME = {"word": "easyname", "article": "off"}
ROUTMAIL = {"word": "ROUTMAIL", "gender": "f"}


def rows_of(table: str) -> list[tuple[Determiner, Number, tuple[str, ...]]]:
    """The rows of a table of adjectives: the first six are in the singular."""
    rows = []
    for n, line in enumerate(table.strip().splitlines()):
        name, *forms = (cell.strip() for cell in line.split("|"))
        determiner: Determiner = next(known for known in get_args(Determiner) if known == name)
        number: Number = "singular" if n < 6 else "plural"
        rows.append((determiner, number, tuple(forms)))
    return rows


@pytest.mark.parametrize(
    ("headword", "listing", "determiner", "number", "forms"),
    [(head, listing, *row) for head, listing, table in ADJECTIVES for row in rows_of(table)],
)
def test_declines_adjectives(
    headword: str, listing: str, determiner: Determiner, number: Number, forms: tuple[str, ...]
) -> None:
    word = read_listing(headword, listing)

    assert tuple(word.form(case, number, determiner) for case in CASES) == forms


@pytest.mark.parametrize(
    ("headword", "listing", "dative"),
    [
        ("Mittel", "das, -s, -", "den Mitteln"),
        ("Schreiben", "das, -s, -", "den Schreiben"),
        ("Tag", "der, -es, -e", "den Tagen"),
        ("Helfer", "der, -s, -", "den Helfern"),
    ],
)
def test_a_plural_in_e_el_or_er_takes_an_n_in_the_dative(headword: str, listing: str, dative: str) -> None:
    assert read_listing(headword, listing).form("dative", "plural") == dative


@pytest.mark.parametrize("row", PARADIGMS.strip().splitlines())
def test_declines_a_listed_word(row: str, nouns: dict[str, str]) -> None:
    spec, forms = row.split(": ")
    word = read_word(spec, nouns)

    spoken = [*(word.form(case) for case in CASES), word.form("dative", "plural")]
    spoken += [word.after("von"), word.after("bei"), word.after("zu"), word.after("in")]

    assert spoken == [form.strip() for form in forms.split("|")]


@pytest.mark.parametrize("determiner", ["der", "ein", "dieser", "jeder"])
def test_a_name_without_an_article_takes_none(determiner: Determiner) -> None:
    word = read_word(EASYNAME, {})

    forms = [word.form(case, "singular", determiner) for case in CASES]

    assert forms == ["easyname", "von easyname", "easyname", "easyname"]
    assert (word.after("von"), word.after("bei"), word.after("zu")) == ("von easyname", "bei easyname", "zu easyname")
    assert (word.pronoun("nominative"), word.pronoun("dative"), word.pronoun("accusative")) == ("sie", "ihr", "sie")
    assert word.possessive == "ihr"


def test_a_name_without_an_article_can_be_denied() -> None:
    word = read_word(EASYNAME, {})

    assert [word.form(case, "singular", "kein") for case in CASES] == [
        "keine easyname",
        "keiner easyname",
        "keiner easyname",
        "keine easyname",
    ]


def test_a_name_shows_its_genitive_if_it_is_given_one() -> None:
    inxmail = {"nominative": "Inxmail", "genitive": "Inxmails", "dative": "Inxmail", "accusative": "Inxmail"}

    word = read_word({**inxmail, "article": "off"}, {})

    assert word.form("genitive") == "Inxmails"
    assert word.after("von") == "von Inxmail"


def test_a_name_with_an_article_does_not_change() -> None:
    word = read_word(ROUTMAIL, {})

    assert [word.form(case) for case in CASES] == ["die ROUTMAIL", "der ROUTMAIL", "der ROUTMAIL", "die ROUTMAIL"]
    assert word.form("accusative", "singular", "ein") == "eine ROUTMAIL"
    assert (word.after("von"), word.after("zu")) == ("von der ROUTMAIL", "zur ROUTMAIL")


@pytest.mark.parametrize(
    ("gender", "pronouns", "possessive"),
    [("m", ("er", "ihm", "ihn"), "sein"), ("f", ("sie", "ihr", "sie"), "ihr"), ("n", ("es", "ihm", "es"), "sein")],
)
def test_pronouns_follow_the_gender(gender: str, pronouns: tuple[str, ...], possessive: str) -> None:
    word = read_word({"word": "X", "gender": gender}, {})

    assert (word.pronoun("nominative"), word.pronoun("dative"), word.pronoun("accusative")) == pronouns
    assert word.possessive == possessive


def test_reads_a_noun_given_by_its_forms() -> None:
    plural = {"nominative": "NOM2", "genitive": "GEN2", "dative": "DAT2", "accusative": "ACC2"}
    spec = {"gender": "n", "nominative": "NOM1", "genitive": "GEN1", "dative": "DAT1", "accusative": "ACC1"}

    word = read_word({**spec, "plural": plural}, {})

    assert [word.form(case) for case in CASES] == ["das NOM1", "des GEN1", "dem DAT1", "das ACC1"]
    assert [word.form(case, "plural", "kein") for case in CASES] == [
        "keine NOM2",
        "keiner GEN2",
        "keinen DAT2",
        "keine ACC2",
    ]
    assert read_word(WordForms.model_validate({**spec, "plural": plural}), {}) == word


def test_every_listed_word_has_all_its_forms(nouns: dict[str, str]) -> None:
    for headword, listing in nouns.items():
        word = read_listing(headword, listing)

        numbers: tuple[Number, ...] = ("singular", "plural") if word.singular else ("plural",)
        forms = {word.form(case, number) for case in CASES for number in numbers}

        assert word.headword == headword
        assert all(form.split()[0] in {"der", "die", "das", "des", "dem", "den"} for form in forms)
        assert not any("  " in form or "-n" in form for form in forms)


def test_declines_a_word_that_has_only_a_plural(nouns: dict[str, str]) -> None:
    word = read_word("PARTEIEN", nouns)

    forms = [word.form(case, "plural") for case in CASES]

    assert forms == ["die PARTEIEN", "der PARTEIEN", "den PARTEIEN", "die PARTEIEN"]
    with pytest.raises(ValueError, match="'PARTEIEN' has no singular"):
        word.form("nominative")


@pytest.mark.parametrize(
    ("headword", "listing", "number", "dative"),
    [
        ("Beauftragter für den Datenschutz", "der, adjektivisch", "singular", "dem Beauftragten für den Datenschutz"),
        ("Beauftragter für den Datenschutz", "der, adjektivisch", "plural", "den Beauftragten für den Datenschutz"),
        ("beteiligte Parteien des Vertrags", "die, nur Plural", "plural", "den beteiligten Parteien des Vertrags"),
        ("Schutz der Daten", "der, -es", "singular", "dem Schutz der Daten"),
    ],
)
def test_what_follows_a_noun_stays_as_it_is(headword: str, listing: str, number: Number, dative: str) -> None:
    assert read_listing(headword, listing).form("dative", number) == dative


def test_a_word_without_a_plural_has_none() -> None:
    with pytest.raises(ValueError, match="'Schutz' has no plural"):
        read_listing("Schutz", "der, -es").form("nominative", "plural")


def test_a_word_that_has_only_a_plural_has_the_gender_of_its_article() -> None:
    word = read_listing("Parteien", "die, nur Plural")

    assert (word.gender, word.possessive) == ("f", "ihr")


@pytest.mark.parametrize(
    ("spec", "proper"),
    [
        ({"word": "ROUTMAIL", "gender": "f"}, True),
        ({"word": "Inxmail", "article": "off"}, True),
        ({**dict.fromkeys(CASES, "Inxmail"), "article": "off"}, True),
        ({**dict.fromkeys(CASES, "Dienst"), "gender": "m"}, False),
    ],
)
def test_a_name_is_proper_and_a_noun_is_not(spec: dict[str, object], proper: bool) -> None:  # noqa: FBT001 - a column
    assert read_word(spec, {}).proper is proper


def test_a_name_has_no_plural() -> None:
    with pytest.raises(ValueError, match="'ROUTMAIL' has no plural; give its forms"):
        read_word(ROUTMAIL, {}).form("nominative", "plural")


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("Foo", "'Foo' is not a listed word; give it with gender and forms, or as a name with article: off$"),
        ("auftragnehmer", "'auftragnehmer' is not a listed word.*; did you mean 'Auftragnehmer'?"),
        ("AUFTRAGNHMER", "did you mean 'Auftragnehmer'?"),
        ("", "'' is not a listed word"),
        ({"word": "ROUTMAIL"}, "give a gender .m, f or n., or 'article: off'"),
        ({"gender": "m", "nominative": "Helfer", "genitive": "Helfers"}, "nominative, genitive, dative and accusative"),
        ({"word": "X", "gender": "f", "genitive": "Xs"}, "not both"),
        ({"word": "X", "gender": "female"}, "'m', 'f' or 'n'"),
        ({"word": "X", "gender": "f", "artikel": "off"}, "artikel"),
    ],
)
def test_refuses_a_word_it_cannot_decline(spec: str | dict[str, object], message: str, nouns: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=message):
        read_word(spec, nouns)


@pytest.mark.parametrize(
    ("headword", "listing", "message"),
    [
        ("Kunde", "der -n -n", "'Kunde: der -n -n' is not a word with its forms, such as 'Kunde: der, -n, -n'"),
        ("kunde", "der, -n, -n", "is not a word with its forms"),
        ("weitere Helfer", "der, -s, -", "'weitere' should end in -er"),
        ("Verantwortliche", "der, adjektivisch", "'Verantwortliche' should end in -er"),
    ],
)
def test_refuses_a_line_of_the_lexicon_it_cannot_read(headword: str, listing: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_listing(headword, listing)


def test_words_are_values(nouns: dict[str, str]) -> None:
    once, again = read_word("Kunde", nouns), read_word("Kunde", nouns)

    assert isinstance(once, Word)
    assert len({once, again}) == 1
