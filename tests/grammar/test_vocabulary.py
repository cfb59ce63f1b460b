"""The words of one law of data protection in place of those of another."""

from __future__ import annotations

import pytest

from avvgen.grammar.vocabulary import UNCHANGED, read_vocabulary

SWISS = {
    "-verarbeit-": "-bearbeit-",
    "personenbezogene Daten": "Personendaten",
    "besondere Kategorien personenbezogener Daten": "besonders schützenswerte Personendaten",
    "personenbezogener Daten": "von Personendaten",
    "Drittland": "Drittstaat",
    "in ein Drittland": "in einen Drittstaat",
    "Beauftragte(r)": "Berater(in)",
}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("weiterverarbeitet", "weiterbearbeitet"),
        ("die Verschlüsselung personenbezogener Daten", "die Verschlüsselung von Personendaten"),
        ("besondere Kategorien personenbezogener Daten", "besonders schützenswerte Personendaten"),
        ("in ein Drittland, aus dem Drittland", "in einen Drittstaat, aus dem Drittstaat"),
        ("das Recht eines Drittlands", "das Recht eines Drittlands"),
        ("Verarbeitung", "Verarbeitung"),
        ("ein Beauftragte(r).", "ein Berater(in)."),
    ],
)
def test_a_word_is_whole_unless_it_goes_on_and_the_longest_goes_before(text: str, said: str) -> None:
    assert read_vocabulary(SWISS).said(text) == said


def test_nothing_is_put_in_anothers_place_twice() -> None:
    assert read_vocabulary({"a": "b", "b": "a"}).said("a b") == "b a"


def test_no_vocabulary_changes_nothing() -> None:
    assert UNCHANGED.said("Verarbeitung") == read_vocabulary({}).said("Verarbeitung") == "Verarbeitung"


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"-verarbeit-": "bearbeit"}, "'-verarbeit-' and 'bearbeit' must go on at the same end"),
        ({"Daten-": "-Daten"}, "must go on at the same end"),
        ({"Daten": ""}, "is a map of words"),
        ({"Daten": ["Daten"]}, "is a map of words"),
        ("Daten", "is a map of words"),
    ],
)
def test_refuses_what_is_no_vocabulary(table: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_vocabulary(table)
