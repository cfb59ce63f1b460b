"""The Word writer: references, bookmarks and tables of contents are live and lead where they say."""

from __future__ import annotations

import re

import pytest

from avvgen.document import Contents, Item, ListBlock, Paragraph, Ref, Section, Strong
from avvgen.findings import AvvgenError
from avvgen.numbering import Live
from avvgen.walks import inlines
from avvgen.writers.docx import write_docx
from avvgen.writers.docx.bookmarks import bookmark_name

from .docx_contract import sample
from .docx_reading import NAMES, NBSP, Word, fields_in, shown
from .docx_samples import contract_of, every_scheme, paragraphs, plain, ref, text, word_of


@every_scheme
def test_every_live_number_is_one_field_that_shows_what_word_counts(numbers: str) -> None:
    contract = sample(numbers)
    labels = contract.parts[0].labels
    live = [
        part
        for inline in inlines(contract.parts[0].document)
        if isinstance(inline, Ref)
        for part in labels.reference(inline.targets)
        if isinstance(part, Live)
    ]

    word = Word(write_docx(contract))

    assert word.fields == [(f"REF {bookmark_name(part.id)} \\n \\h", part.text) for part in live]
    for code, number in word.fields:
        assert word.bookmarked[code.split()[1]].number.rstrip(".") == number


@every_scheme
def test_a_reference_reads_like_its_label_with_plain_words_between(numbers: str) -> None:
    contract = sample(numbers)
    expected = contract.parts[0].labels.text(("instructions/form", "instructions/unlawful"))

    line = Word(write_docx(contract)).line("Bindung an Weisungen.")

    assert f"Näheres regeln {expected} sowie" in line.text
    assert not any(NBSP in code for code, _ in fields_in(line.element))


def test_a_reference_keeps_the_format_of_its_words() -> None:
    word = word_of(Section("one", text("Eins"), (Paragraph("p", text(Strong(text("siehe ", ref("one"))))),)))

    runs = word.line("siehe").element.xpath("w:r", namespaces=word.document.nsmap)
    assert len(runs) == 7
    assert all(run.xpath("w:rPr/w:b", namespaces=word.document.nsmap) for run in runs)


def test_bookmarks_span_their_paragraph_and_have_names_that_can_be_read() -> None:
    word = word_of(Section("subprocessors", text("Unterauftragnehmer"), paragraphs("subprocessors", 2)))

    names = [(name, line.text) for name, line in word.bookmarked.items()]
    assert names == [
        ("subprocessors", "Unterauftragnehmer"),
        ("subprocessors_1", "Absatz 1 von subprocessors."),
        ("subprocessors_2", "Absatz 2 von subprocessors."),
    ]
    for line in word.bookmarked.values():
        children = [child.tag.rpartition("}")[2] for child in line.element if not child.tag.endswith("pPr")]
        assert (children[0], children[-1]) == ("bookmarkStart", "bookmarkEnd")


def test_what_carries_no_number_has_no_bookmark() -> None:
    preamble = Section("preamble", text("Präambel"), (Paragraph("preamble/p", text("Worum es geht.")),), numbered=False)

    word = word_of(preamble, ListBlock((Item(text("Punkt"), id="point"),)))

    assert word.bookmarked == {}


def test_names_of_bookmarks_are_short_and_differ_whatever_the_ids() -> None:
    long = "subprocessors/" + "very-long-names-of-clauses-" * 3
    ids = (long + "a", long + "b", "a/b", "a-b", "A.B", "2nd", "Ärger", "§", "")[:8]

    word = word_of(*(Section(id_, text(f"Titel {id_}"), ()) for id_ in ids))

    names = [
        name
        for line in word.lines
        for name in line.element.xpath("w:bookmarkStart/@w:name", namespaces=word.document.nsmap)
    ]
    assert len({name.lower() for name in names}) == len(ids)
    assert all(re.fullmatch(r"[A-Za-z]\w{0,39}", name, re.ASCII) for name in names)
    assert names[2] == "a_b"


def test_the_name_of_a_long_id_depends_on_nothing_but_the_id() -> None:
    long = "subprocessors/" + "very-long-names-of-clauses-" * 3

    assert bookmark_name(f"{long}a") != bookmark_name(f"{long}b")
    assert len(bookmark_name(f"{long}a")) == 40


def test_the_table_of_contents_lists_headings_and_leads_to_them() -> None:
    word = Word(write_docx(sample("paragraph")))

    entries = [line for line in word.lines if line.style in {"TOC1", "TOC2", "TOC3"}]
    assert [(line.style, line.text) for line in entries] == [
        ("TOC1", "Präambel"),
        ("TOC1", "§\u00a01\tGegenstand und Dauer"),
        ("TOC1", "§\u00a02\tWeisungen des Auftraggebers"),
        ("TOC1", "§\u00a03\tVerletzungen des Schutzes personenbezogener Daten"),
        ("TOC1", "§\u00a04\tLöschung und Rückgabe"),
        ("TOC1", "Anlage\u00a01 – Gegenstand, Daten und betroffene Personen"),
        ("TOC2", "1\tArten der Daten"),
        ("TOC2", "2\tBetroffene Personen"),
        ("TOC1", "Anlage\u00a02 – Technische und organisatorische Maßnahmen"),
        ("TOC2", "1\tZutritt, Zugang und Zugriff"),
        ("TOC2", "2\tWiederherstellbarkeit"),
        ("TOC1", "Anlage\u00a03 – Unterauftragnehmer"),
        ("TOC2", "1\tZutritt, Zugang und Zugriff"),
        ("TOC3", "1.1\tZutrittskontrolle"),
        ("TOC3", "1.2\tZugangskontrolle"),
        ("TOC2", "2\tWiederherstellbarkeit"),
    ]
    for line in entries:
        [anchor] = line.element.xpath("w:hyperlink/@w:anchor", namespaces=NAMES)
        assert line.text.endswith(word.bookmarked[anchor].text.removeprefix("– "))


def test_contents_show_no_pages_and_ask_for_no_update() -> None:
    word = Word(write_docx(sample("decimal")))

    codes = [code.text.strip() for code in word.find("//w:instrText") if "TOC" in code.text]
    assert codes == ['TOC \\o "1-2" \\h \\n \\u', 'TOC \\o "2-3" \\h \\n \\u \\b measures_whole']
    assert "updateFields" not in word.text_of("word/settings.xml")
    assert "w:dirty" not in word.text_of("word/document.xml")


def test_contents_of_an_annex_stay_within_its_bookmark() -> None:
    word = Word(write_docx(sample("decimal")))

    body = list(word.document[0])
    [start] = [
        n for n, child in enumerate(body) if child.get(child.tag.rpartition("}")[0] + "}name") == "measures_whole"
    ]
    [end] = [
        n
        for n, child in enumerate(body)
        if child.tag.endswith("bookmarkEnd")
        and child.attrib == {f"{{{NAMES['w']}}}id": body[start].attrib[f"{{{NAMES['w']}}}id"]}
    ]
    inside = "".join(shown(child) for child in body[start:end])
    assert inside.startswith("– Technische und organisatorische Maßnahmen1\tZutritt")
    assert inside.endswith("Sicherungen werden vierteljährlich zurückgespielt.")


def test_contents_of_no_annex_are_an_error() -> None:
    with pytest.raises(AvvgenError, match="'nowhere'"):
        write_docx(contract_of(Contents(text("Inhalt"), of="nowhere")))


def test_contents_without_headings_are_a_title_alone() -> None:
    word = word_of(Contents(text("Inhalt")), plain("Text"))

    assert [line.text for line in word.lines] == ["Inhalt", "", "Text"]
