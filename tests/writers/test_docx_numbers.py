"""The Word writer: numbers are Word's own, and say what the labels say."""

from __future__ import annotations

import pytest

from avvgen.contract import Contract
from avvgen.document import Annex, Division, FollowUp, Item, ListBlock, Paragraph, Ref, Section
from avvgen.writers.docx import write_docx
from avvgen.writers.docx.bookmarks import bookmark_name

from .docx_contract import sample
from .docx_reading import NBSP, Word, value
from .docx_samples import contract_of, every_scheme, lettered, paragraphs, part_of, plain, ref, text, word_of


@pytest.mark.parametrize("counters_by_definition", [True, False])
@every_scheme
def test_word_counts_what_the_labels_say(numbers: str, counters_by_definition: bool) -> None:  # noqa: FBT001
    contract = sample(numbers)
    labels = contract.parts[0].labels

    word = Word(write_docx(contract), counters_by_definition=counters_by_definition)

    counted = {
        id_: label.number for id_, label in labels.by_id.items() if label.number and id_ != "instructions/persons"
    }
    assert len(counted) > 20
    assert {id_: word.bookmarked[bookmark_name(id_)].number for id_ in counted} == counted


@every_scheme
def test_a_paragraph_without_a_number_is_in_no_list(numbers: str) -> None:
    word = Word(write_docx(sample(numbers)))

    for words in ("Präambel", "Der Auftraggeber nutzt", "Die Vereinbarung gilt", "Mündliche Weisungen", "Diese Anlage"):
        assert [word.place(line.element) for line in word.lines if line.text.startswith(words)][-1] is None


def test_headings_and_paragraphs_are_numbered_by_their_styles() -> None:
    nested = Section("one/x", text("Darin"), paragraphs("one/x", 2))
    untitled = Section("two", (), (plain("Ohne Titel."),))

    word = word_of(Section("one", text("Eins"), (*paragraphs("one", 2), nested)), untitled)

    styles = {"Eins": "Heading1", "Absatz 1 von one.": "Absatz", "Absatz 1 von one/x.": "AbsatzEbene3"}
    for words, style in styles.items():
        line = word.line(words)
        assert (line.style, line.has("w:pPr/w:numPr")) == (style, False)
        assert value(word.styles[style], "w:pPr/w:numPr/w:numId") == "1"
    assert [(word.line(words).number, word.line(words).style) for words in ("Darin", "Ohne Titel.")] == [
        ("1.3", "Heading2"),
        ("2", "AbsatzEbene1"),
    ]


def test_a_section_without_a_title_gives_its_number_to_its_first_paragraph() -> None:
    first = Section("one", (), (Paragraph("one/p", text("Erster.")), Paragraph("one/q", text("Zweiter."))))
    second = Section("two", (), (Paragraph("two/p", text("Dritter, siehe ", ref("one/q"), ".")),))

    word = word_of(first, second)

    assert [(line.number, line.text) for line in word.lines] == [
        ("1", "Erster."),
        ("", "Zweiter."),
        ("2", "Dritter, siehe Ziffer\u00a01."),
    ]
    assert word.line("Zweiter.").left == word.line("Erster.").left > 0


def test_an_untitled_section_that_begins_with_a_list_still_counts() -> None:
    word = word_of(Section("one", (), (ListBlock((Item(text("Punkt")),)),)), Section("two", text("Zwei"), ()))

    assert [line.number for line in word.lines] == ["1", "•", "2"]


def test_nested_sections_are_headings_down_to_the_fourth_level() -> None:
    tree = Section("a/b/c/d", text("Vier"), paragraphs("p", 1))
    for level, name in ((3, "Drei"), (2, "Zwei"), (1, "Eins")):
        tree = Section("/".join("abc"[:level]), text(name), (tree,))

    word = word_of(Annex("x", text("Anhang"), (tree,)))

    assert [(line.style, line.number) for line in word.lines[:5]] == [
        ("Anlage", f"Anlage{NBSP}1"),
        ("Heading2", "1"),
        ("Heading3", "1.1"),
        ("Heading4", "1.1.1"),
        ("Heading5", "1.1.1.1"),
    ]


def test_each_annex_begins_on_a_new_page_and_counts_from_one() -> None:
    annexes = [Annex(id_, text(f"Titel {id_}"), (Section(f"{id_}/s", text(f"Teil {id_}"), ()),)) for id_ in ("a", "b")]

    word = word_of(*annexes)

    assert [(line.number, line.text) for line in word.lines] == [
        (f"Anlage{NBSP}1", "– Titel a"),
        ("1", "Teil a"),
        (f"Anlage{NBSP}2", "– Titel b"),
        ("1", "Teil b"),
    ]
    assert word.place(word.line("Teil a").element) != word.place(word.line("Teil b").element)
    assert word.styles["Anlage"].xpath("w:pPr/w:pageBreakBefore", namespaces=word.styles["Anlage"].nsmap)


def test_each_division_counts_anew_and_its_references_are_fields() -> None:
    def inside(id_: str, other: str) -> Section:
        near, far = (Ref((f"{to}/2",), within=id_) for to in (id_, other))
        return Section(
            f"{id_}/s", text(f"Teil {id_}"), (*paragraphs(id_, 2), plain_row(f"{id_}-p", near, " und ", far))
        )

    one = Division("a", text("Eins"), (inside("a", "b"),), first=3)
    two = Division("b", text("Zwei"), (inside("b", "a"),))

    word = word_of(Section("vor", text("Vorab"), ()), one, two, Section("nach", text("Danach"), ()))

    assert [(line.style, line.number) for line in word.lines if line.number] == [
        ("Heading1", "1"),
        ("UeberschriftOhneNummer1", f"Teil{NBSP}A"),
        ("Heading2", "3"),
        ("Absatz", "3.1"),
        ("Absatz", "3.2"),
        ("UeberschriftOhneNummer1", f"Teil{NBSP}B"),
        ("Heading2", "1"),
        ("Absatz", "1.1"),
        ("Absatz", "1.2"),
        ("Heading1", "2"),
    ]
    unnumbered = [line.text.replace(NBSP, " ") for line in word.lines if not line.number]
    assert unnumbered == ["Ziffer 3.2 und Teil B Ziffer 1.2", "Ziffer 1.2 und Teil A Ziffer 3.2"]


def plain_row(id_: str, *row: str | Ref) -> Paragraph:
    return Paragraph(id_, text(*row), numbered=False)


def test_paragraphs_right_in_an_annex_are_numbered_and_followed_up_beside_their_text() -> None:
    word = word_of(Annex("x", text("X"), (plain("Vorab."), *paragraphs("x", 2), FollowUp(text("Dazu.")))))

    assert [(line.number, line.left > 0) for line in word.lines[1:]] == [
        ("", False),
        ("1", True),
        ("2", True),
        ("", True),
    ]


def test_a_heading_without_a_number_inside_a_numbered_section_begins_beside_the_numbers() -> None:
    inner = Section("one/x", text("Hinweis"), (plain("Text."),), numbered=False)

    word = word_of(Section("one", text("Eins"), (*paragraphs("one", 2), inner)), Section("two", text("Zwei"), ()))

    assert [line.number for line in word.lines] == ["1", "1.1", "1.2", "", "", "2"]
    assert word.line("Hinweis").left == word.line("Text.").left == word.line("Absatz 1").left
    assert word.line("Hinweis").style == "UeberschriftOhneNummer2"


def test_letters_begin_again_in_every_list() -> None:
    section = Section(
        "one", text("Eins"), (*paragraphs("one", 1), lettered("x", 2), FollowUp(text("Und:")), lettered("y", 2))
    )

    word = word_of(section)

    letters = [line for line in word.lines if line.style == "ListParagraph"]
    assert [line.number for line in letters] == ["a)", "b)", "a)", "b)"]
    assert len({word.place(line.element) for line in letters}) == 2


def test_a_list_goes_on_after_the_one_inside_it() -> None:
    inner = ListBlock((Item(text("innen")), Item(text("auch innen"))), ordered=True)
    outer = ListBlock(
        (Item(text("eins"), (inner, inner)), Item(text("zwei"), (inner,)), Item(text("drei"))), ordered=True
    )

    for by_definition in (True, False):
        word = Word(write_docx(contract_of(outer)), counters_by_definition=by_definition)

        assert [line.number for line in word.lines] == ["a)", "i.", "ii.", "i.", "ii.", "b)", "i.", "ii.", "c)"]


def test_a_list_that_the_scheme_does_not_count_has_dashes_that_word_sets() -> None:
    blocks = (*paragraphs("one", 2), lettered("x", 2), FollowUp(text("Und:")), lettered("y", 1))

    word = word_of(Section("one", text("Eins"), blocks), numbers="roman")

    dashes = [line for line in word.lines if line.style == "ListParagraph"]
    assert [(line.number, line.text) for line in dashes] == [("–", "x 0"), ("–", "x 1"), ("–", "y 0")]
    assert len({word.place(line.element) for line in dashes}) == 1


def test_what_follows_a_numbered_paragraph_begins_where_its_text_begins() -> None:
    word = Word(write_docx(sample("decimal")))

    text_edge = word.line("Weisungen werden in Textform").left
    table = word.find("//w:tbl")[0]
    assert text_edge > 0
    assert word.line("Mündliche Weisungen").left == text_edge
    assert word.line("die Geschäftsführung").left > text_edge
    assert table.xpath("string(w:tblPr/w:tblInd/@w:w)", namespaces=table.nsmap) == str(text_edge)
    assert word.line("Diese Anlage beschreibt").left == 0


def test_a_wide_number_moves_the_text_of_all_paragraphs() -> None:
    few = word_of(*(Section(f"s{n}", text(f"S{n}"), paragraphs(f"s{n}", 2)) for n in range(1, 3)))
    many = word_of(*(Section(f"s{n}", text(f"S{n}"), paragraphs(f"s{n}", 12)) for n in range(1, 13)))

    assert many.line("Absatz 1 von s1.").left > few.line("Absatz 1 von s1.").left


def test_a_later_part_has_a_page_and_numbers_of_its_own() -> None:
    first = part_of(Section("one", text("Eins"), paragraphs("one", 2)), Annex("x", text("X"), ()))
    second = part_of(
        Section("two", text("Zwei"), (*paragraphs("two", 2), lettered("item", 2))), Annex("y", text("Y"), ())
    )
    third = part_of(Section("three", text("Drei"), paragraphs("three", 2)), numbers="paragraph")
    fourth = part_of(Section("four", text("Vier"), paragraphs("four", 1)), Annex("z", text("Z"), ()))

    word = Word(write_docx(Contract("all", (first, second, third, fourth), {})))

    assert [line.number for line in word.lines if line.number] == [
        *("1", "1.1", "1.2", f"Anlage{NBSP}1"),
        *("1", "1.1", "1.2", "a)", "b)", f"Anlage{NBSP}1"),
        *(f"§{NBSP}1", "(1)", "(2)"),
        *("1", f"Anlage{NBSP}1"),
    ]
    assert [value(end, "w:type") for end in word.find("//w:sectPr")] == ["nextPage"] * 4


def test_a_part_without_a_header_does_not_show_that_of_another() -> None:
    parts = (part_of(*paragraphs("a", 1), header=text("Vertraulich")), part_of(*paragraphs("b", 1)))

    word = Word(write_docx(Contract("all", parts, {})))

    assert [len(end.xpath("w:headerReference", namespaces=end.nsmap)) for end in word.find("//w:sectPr")] == [1, 1]
    assert ["Vertraulich" in word.text_of(f"word/header{n}.xml") for n in (1, 2)] == [True, False]


def test_a_part_in_another_language_says_so() -> None:
    parts = (part_of(*paragraphs("a", 1)), part_of(*paragraphs("b", 1), language="en-GB"))

    word = Word(write_docx(Contract("all", parts, {})))

    assert [value(line.element, "w:r/w:rPr/w:lang") for line in word.lines if line.text] == [None, "en-GB"]
