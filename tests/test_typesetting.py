"""Typography of our own words: no-break spaces, dashes, quotation marks; a value keeps every letter."""

from __future__ import annotations

import pytest

from avvgen.document import Cell, Document, Inline, Item, Link, ListBlock, Paragraph, Ref, Section, Strong, Table, Text
from avvgen.typesetting import typeset
from avvgen.walks import inlines


def row(*inlines_: Inline | str, language: str = "de-DE") -> list[Inline]:
    """A paragraph after typesetting; bare strings are our own words."""
    content = tuple(Text(inline) if isinstance(inline, str) else inline for inline in inlines_)
    document = typeset(Document((Paragraph("a", content),), language=language))
    [paragraph] = document.blocks
    assert isinstance(paragraph, Paragraph)
    return list(paragraph.content)


def said(text: str, language: str = "de-DE") -> str:
    """The text after typesetting, no-break spaces as _."""
    [inline] = row(text, language=language)
    assert isinstance(inline, Text)
    return inline.text.replace("\u00a0", "_")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("nach Art. 28 Abs. 3 lit. h DSGVO", "nach Art._28 Abs._3 lit._h DSGVO"),
        ("Artikel 28 Absatz 3 Satz 2", "Artikel_28 Absatz_3 Satz_2"),
        ("§ 5 (2) BGB und §§ 7, 8", "§_5 (2) BGB und §§_7, 8"),
        ("in Anlage 2, Anhang A und Abschnitt IV", "in Anlage_2, Anhang_A und Abschnitt_IV"),
        ("Ziffer 8.2 und Ziffern 3.1", "Ziffer_8.2 und Ziffern_3.1"),
        ("Nr. 2a, S. 1, UAbs. 2, Rn. 14", "Nr._2a, S._1, UAbs._2, Rn._14"),
        ("Buchstabe aa und lit. bb", "Buchstabe_aa und lit._bb"),
        ("innerhalb von 30 Tagen, 24 Stunden und 12 Monaten", "innerhalb von 30_Tagen, 24_Stunden und 12_Monaten"),
        ("5 % der Summe, 10 % und 5000 EUR", "5_% der Summe, 10_% und 5000_EUR"),
        ("am 1. Januar 2026 und 24. Dezember", "am 1._Januar 2026 und 24._Dezember"),
        ("z. B. hier, i. V. m. dort, u. a., d. h. so", "z._B. hier, i._V._m. dort, u._a., d._h. so"),
        ("Art. 12 ff. DSGVO", "Art._12_ff. DSGVO"),
        ("ein Satz - und -- noch einer ...", "ein Satz – und – noch einer …"),
    ],
)
def test_spaces_that_hold_together_do_not_break(written: str, expected: str) -> None:
    assert said(written) == expected


@pytest.mark.parametrize(
    "written",
    [
        "Die Anlage ist Teil dieses Vertrags",
        "Absatz und Satz sind gemeint",
        "Der Satz gilt nicht",
        "der Artikel der Verordnung",
        "kein Anhang zu diesem Vertrag",
        "Nummer und Datum",
        "ein Abschnitt im Vertrag",
        "vom 3. des Monats",
        "30 Personen",
        "Auftrags-Daten und E-Mail",
        "vier Wochen",
    ],
)
def test_other_spaces_may_break(written: str) -> None:
    assert said(written) == written


def test_straight_quotation_marks_become_german_ones() -> None:
    assert said('der "Vertrag" und die "Anlage"') == "der „Vertrag“ und die „Anlage“"


@pytest.mark.parametrize(
    ("language", "expected"),
    [("de-DE", "„Straße“ „x“"), ("de-AT", "„Straße“ „x“"), ("de-CH", "«Strasse» «x»")],
)
def test_each_language_has_its_marks_and_letters(language: str, expected: str) -> None:
    assert said('„Straße“ "x"', language) == expected


def test_a_quotation_reaches_over_emphasis_links_and_references() -> None:
    content = row(
        'Der "',
        Strong((Text("wichtige"),)),
        ' Fall" und "',
        Link("https://x", (Text("hier"),)),
        '", "',
        Ref(("a",)),
        '".',
    )

    assert [inline.text for inline in content if isinstance(inline, Text)] == ["Der „", " Fall“ und „", "“, „", "“."]


def test_a_quotation_may_begin_or_end_inside_emphasis() -> None:
    content = row(Strong((Text('"Auftrag'),)), ' und Vertrag" gelten "so".')

    assert content == [Strong((Text("„Auftrag"),)), Text(" und Vertrag“ gelten „so“.")]


@pytest.mark.parametrize("first", [(), (Ref(("a",)), Text(' gilt "so".')), (Strong((Text('"a"'),)),)])
def test_an_open_quotation_never_reaches_the_next_paragraph(first: tuple[Inline, ...]) -> None:
    broken = Paragraph("a", (Text('Eine "offene'),))
    document = typeset(Document((broken, Paragraph("b", first), Paragraph("c", (Ref(("a",)), Text(' "c"'))))))

    texts = [inline.text for inline in inlines(document) if isinstance(inline, Text)]

    assert texts[-1] == " „c“"
    assert not any("“" in text[: text.find("„") + 1] for text in texts)


def test_a_value_keeps_every_letter() -> None:
    value = 'Art. 28 "GmbH" ... 30 Tage -- Straße §  5'

    for language in ("de-DE", "de-CH"):
        assert row(Text(value, verbatim=True), language=language) == [Text(value, verbatim=True)]


def test_our_words_beside_a_value_are_set() -> None:
    content = row("Art. 28 ", Text("Art. 5", verbatim=True), ' "x"')

    assert content == [Text("Art.\u00a028 "), Text("Art. 5", verbatim=True), Text(" „x“")]


def test_every_place_of_a_document_is_set() -> None:
    text = (Text('Art. 5 "x"'),)
    document = Document(
        (
            Section("s", text, (Paragraph("p", text, title=text),)),
            ListBlock((Item(text, (ListBlock((Item(text),)),)),)),
            Table(((Cell((text,)),),), ((Cell((text, text)),),)),
        ),
        header=text,
        footer=text,
    )

    found = [inline.text for inline in inlines(typeset(document)) if isinstance(inline, Text)]

    assert found == ["Art.\u00a05 „x“"] * 10


def test_typesetting_twice_changes_nothing_more() -> None:
    once = typeset(Document((Paragraph("a", (Text('Art. 28 "so" - 30 Tage ... Straße'),)),), language="de-CH"))

    assert typeset(once) == once


def test_references_to_strong_ids_are_emphasised() -> None:
    document = Document((Paragraph("a", (Ref(("x",)), Ref(("y",)))),))

    [paragraph] = typeset(document, frozenset({"x"})).blocks

    assert paragraph == Paragraph("a", (Strong((Ref(("x",)),)), Ref(("y",))))
