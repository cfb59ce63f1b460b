"""Numbers and references in the shipped schemes, letter for letter as Word computes them."""

from __future__ import annotations

import doctest
from functools import cache

import pytest

import avvgen.numbering
from avvgen.clause_folders import library_files
from avvgen.document import (
    Annex,
    Block,
    Division,
    Document,
    FollowUp,
    Item,
    LineBreak,
    ListBlock,
    Paragraph,
    Section,
    Table,
    Text,
)
from avvgen.findings import AvvgenError, Finding, Place
from avvgen.library.clauses import read_model
from avvgen.library.schemes import NumberStyle, Scheme
from avvgen.numbering import Label, Labels, Live, labels, ordinal
from avvgen.yaml_source import Mapping, Scalar, SourceText, read_yaml

WORDS = (Text("Text"),)


@cache
def scheme(name: str) -> Scheme:
    node = read_yaml(library_files()["schemes.yaml"])
    assert isinstance(node, Mapping)
    return read_model(node.entries[name], Scheme, "library-file")


def numbered(name: str, *blocks: Block, first: int = 1) -> Labels:
    return labels(Document(blocks, first=first), scheme(name))


def section(id_: str, *blocks: Block, title: bool = True, on: bool = True) -> Section:
    return Section(id_, (Text(id_.capitalize()),) if title else (), blocks, on)


def paragraph(id_: str, *anchors: str, on: bool = True) -> Paragraph:
    return Paragraph(id_, WORDS, anchors, numbered=on)


def lettered(*ids: str) -> ListBlock:
    return ListBlock(tuple(Item(WORDS, id=id_) for id_ in ids), ordered=True)


def said(found: Labels, *ids: str) -> list[str]:
    return [f"{found.number(id_)} | {found.text((id_,))}".replace("\u00a0", " ") for id_ in ids]


CONTRACT = (
    section("eins", paragraph("allein")),
    section("zwei", paragraph("a"), paragraph("b", "b2"), FollowUp(WORDS, ("b3",)), lettered("b.i", "b.ii")),
    section("drei", section("innen", paragraph("tief"), paragraph("tiefer"))),
    Annex("anlage", WORDS, (section("in", paragraph("x"), paragraph("y")),)),
    Annex("anlage2", WORDS, (section("in2"),)),
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "decimal",
            """
            eins:    1 | Ziffer 1
            allein:  | Ziffer 1
            zwei:    2 | Ziffer 2
            a:       2.1 | Ziffer 2.1
            b:       2.2 | Ziffer 2.2
            b2:      2.2 | Ziffer 2.2
            b3:      | Ziffer 2.2
            b.ii:    b) | Ziffer 2.2 b)
            innen:   3.1 | Ziffer 3.1
            tiefer:  3.1.2 | Ziffer 3.1.2
            anlage:  Anlage 1 | Anlage 1
            in:      1 | Anlage 1 Ziffer 1
            y:       1.2 | Anlage 1 Ziffer 1.2
            anlage2: Anlage 2 | Anlage 2
            in2:     1 | Anlage 2 Ziffer 1
            """,
        ),
        (
            "paragraph",
            """
            eins:    § 1 | § 1
            allein:  | § 1
            a:       (1) | § 2 (1)
            b2:      (2) | § 2 (2)
            b3:      | § 2 (2)
            b.i:     a) | § 2 (2) a)
            innen:   (1) | § 3 (1)
            tief:    | § 3 (1)
            y:       1.2 | Anlage 1 Ziffer 1.2
            """,
        ),
        (
            "roman",
            """
            eins:    I. | Abschnitt I
            allein:  | Abschnitt I
            zwei:    II. | Abschnitt II
            a:       a. | Abschnitt II lit. a
            b3:      | Abschnitt II lit. b
            b.i:     | Abschnitt II lit. b
            """,
        ),
        (
            "plain",
            """
            zwei:    2. | Ziffer 2
            a:       | Ziffer 2
            b3:      | Ziffer 2
            b.ii:    b) | Ziffer 2 b)
            in:      1 | Anlage 1 Ziffer 1
            """,
        ),
    ],
)
def test_each_scheme_has_its_numbers_and_references(name: str, expected: str) -> None:
    rows = [line.strip().partition(":") for line in expected.strip().splitlines()]
    wanted = {id_: label.strip() for id_, _, label in rows}

    found = numbered(name, *CONTRACT)

    assert {id_: said(found, id_)[0].strip() for id_ in wanted} == wanted


def test_a_space_in_a_number_or_reference_does_not_break() -> None:
    found = numbered("paragraph", *CONTRACT)

    assert found.number("eins") == "§\u00a01"
    assert found.text(("b",)) == "§\u00a02\u00a0(2)"


def test_a_label_says_what_it_is_of_and_how_deep() -> None:
    found = numbered("decimal", *CONTRACT, section("ohne", paragraph("p"), on=False))

    assert {id_: (label.kind, label.level) for id_, label in found.by_id.items()} == {
        "eins": ("section", 0),
        "allein": ("section", 0),
        "zwei": ("section", 0),
        "a": ("paragraph", 1),
        "b": ("paragraph", 1),
        "b2": ("paragraph", 1),
        "b3": ("paragraph", 1),
        "b.i": ("item", 0),
        "b.ii": ("item", 0),
        "drei": ("section", 0),
        "innen": ("section", 1),
        "tief": ("paragraph", 2),
        "tiefer": ("paragraph", 2),
        "anlage": ("annex", 0),
        "in": ("section", 0),
        "x": ("paragraph", 1),
        "y": ("paragraph", 1),
        "anlage2": ("annex", 0),
        "in2": ("section", 0),
        "ohne": ("section", 0),
        "p": ("section", 0),
    }


def test_nothing_has_a_number_inside_a_section_without_one() -> None:
    found = numbered("decimal", section("ohne", section("innen", paragraph("p"), paragraph("q")), on=False))

    assert said(found, "ohne", "innen", "q") == [" | „Ohne“", " | „Innen“", " | „Innen“"]


def test_the_sections_of_an_annex_may_begin_later() -> None:
    found = numbered("decimal", Annex("anlage", WORDS, (section("in"), section("noch")), first=4))

    assert said(found, "in", "noch") == ["4 | Anlage 1 Ziffer 4", "5 | Anlage 1 Ziffer 5"]


def test_a_table_is_called_by_the_block_that_it_follows() -> None:
    found = numbered("decimal", section("s", paragraph("a"), Table((), (), anchors=("tafel",)), paragraph("b")))

    assert said(found, "tafel") == [" | Ziffer 1.1"]


# Lone paragraphs ---------------------------------------------------------------------------------------------------


def test_a_lone_paragraph_is_called_by_its_section() -> None:
    blocks = (section("eins", paragraph("a"), FollowUp(WORDS, ("b",)), lettered("i", "ii")),)

    assert said(numbered("decimal", *blocks), "a", "b", "ii") == [" | Ziffer 1", " | Ziffer 1", "b) | Ziffer 1 b)"]


def test_a_lone_paragraph_takes_its_number_where_the_scheme_says_so() -> None:
    numbering = scheme("decimal").model_copy(update={"lone_paragraphs": "numbered"})

    found = labels(Document((section("eins", paragraph("a")),)), numbering)

    assert said(found, "a") == ["1.1 | Ziffer 1.1"]


def test_a_paragraph_without_a_number_leaves_the_other_alone() -> None:
    found = numbered("decimal", section("eins", paragraph("a", on=False), paragraph("b")))

    assert said(found, "a", "b") == [" | Ziffer 1", " | Ziffer 1"]


def test_a_paragraph_beside_a_section_is_not_alone() -> None:
    found = numbered("decimal", section("eins", paragraph("a"), section("zwei", paragraph("b"))))

    assert said(found, "a", "zwei") == ["1.1 | Ziffer 1.1", "1.2 | Ziffer 1.2"]


def test_the_paragraphs_of_a_section_without_a_heading_go_without_numbers() -> None:
    found = numbered("decimal", section("eins", paragraph("a"), paragraph("b"), title=False))

    assert said(found, "eins", "a", "b") == ["1 | Ziffer 1", " | Ziffer 1", " | Ziffer 1"]


# Counting ----------------------------------------------------------------------------------------------------------


def test_what_has_no_number_is_not_counted() -> None:
    found = numbered(
        "decimal",
        section("vorrede", paragraph("v"), on=False),
        section("eins", paragraph("a"), paragraph("b", on=False), paragraph("c")),
        section("zwei"),
    )

    assert said(found, "vorrede", "v", "b", "c", "zwei") == [
        " | „Vorrede“",
        " | „Vorrede“",
        " | Ziffer 1",
        "1.2 | Ziffer 1.2",
        "2 | Ziffer 2",
    ]


def test_each_annex_counts_anew_and_the_sections_go_on_after_it() -> None:
    found = numbered(
        "decimal",
        section("eins"),
        Annex("a", WORDS, (section("a1"), section("a2"))),
        section("zwei"),
        Annex("b", WORDS, (section("b1"),)),
    )

    assert said(found, "a2", "zwei", "b1") == ["2 | Anlage 1 Ziffer 2", "2 | Ziffer 2", "1 | Anlage 2 Ziffer 1"]


def test_an_annex_without_a_label_is_called_by_its_title_and_not_counted() -> None:
    title = (Text("Preise {x} & {0}"), LineBreak(), Text("2026"))
    found = numbered(
        "decimal", Annex("frei", title, (section("in"),), numbered=False), Annex("a", WORDS, (section("b"),))
    )

    assert said(found, "frei", "in", "a") == [
        " | Anhang „Preise {x} & {0} 2026“",
        "1 | Anhang „Preise {x} & {0} 2026“ Ziffer 1",
        "Anlage 1 | Anlage 1",
    ]


def test_counting_may_begin_elsewhere() -> None:
    found = numbered("decimal", section("null", paragraph("a"), paragraph("b")), section("eins"), first=0)

    assert said(found, "null", "b", "eins") == ["0 | Ziffer 0", "0.2 | Ziffer 0.2", "1 | Ziffer 1"]


def test_each_list_counts_anew() -> None:
    found = numbered("decimal", section("s", paragraph("a"), lettered("i", "ii"), paragraph("b"), lettered("iii")))

    assert said(found, "ii", "iii") == ["b) | Ziffer 1.1 b)", "a) | Ziffer 1.2 a)"]


def test_a_list_in_a_list_has_the_next_letters() -> None:
    inner = lettered("x", "y")
    outer = ListBlock((Item(WORDS, id="i"), Item(WORDS, (inner,), id="ii")), ordered=True)

    found = numbered("decimal", section("s", paragraph("a"), paragraph("b"), outer))

    assert said(found, "y") == ["ii. | Ziffer 1.2 b) ii"]


def test_everything_inside_an_item_is_called_by_the_item() -> None:
    inner = (
        FollowUp(WORDS, ("text",)),
        ListBlock((Item(WORDS, id="punkt"),), anchors=("liste",)),
        Table((), (), anchors=("tafel",)),
    )
    outer = ListBlock((Item(WORDS, inner, "i", ("auch",)),), ordered=True)

    found = numbered("decimal", section("s", paragraph("a"), paragraph("b"), outer))

    assert said(found, "auch") == ["a) | Ziffer 1.2 a)"]
    assert said(found, "text", "liste", "punkt", "tafel") == [" | Ziffer 1.2 a)"] * 4


def test_bullets_are_called_by_their_paragraph() -> None:
    bullets = ListBlock((Item(WORDS, id="i"),), anchors=("liste",))

    found = numbered("decimal", section("s", paragraph("a"), bullets, paragraph("b")))

    assert said(found, "i", "liste") == [" | Ziffer 1.1", " | Ziffer 1.1"]


def test_an_id_that_two_blocks_carry_is_an_error() -> None:
    scalar = Scalar("a", Place("acme.yaml", 7, 3))

    with pytest.raises(AvvgenError) as raised:
        numbered("decimal", section("a", paragraph("b")), section("c", paragraph("d", SourceText.of(scalar))))

    message = "'a' is in the contract twice; give one of them another id"
    assert raised.value.findings == (Finding("placed-twice", "error", message, Place("acme.yaml", 7, 3)),)


def test_an_id_that_no_block_carries_has_no_number() -> None:
    assert numbered("decimal", section("a")).number("b") == ""


def test_three_references_are_listed_with_commas() -> None:
    found = numbered("decimal", section("a"), section("b"), section("c"))

    assert found.text(("a", "b", "c")) == "Ziffern\u00a01, 2 und 3"


def test_the_tenth_section_keeps_its_roman_number_in_a_reference() -> None:
    found = numbered("roman", *(section(f"s{n}") for n in range(1, 11)))

    assert said(found, "s10") == ["X. | Abschnitt X"]


# References --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "targets", "expected"),
    [
        ("decimal", ("a", "b"), "Ziffern 2.1 und 2.2"),
        ("decimal", ("a", "b", "eins"), "Ziffern 2.1, 2.2 und 1"),
        ("decimal", ("b", "b2"), "Ziffer 2.2"),
        ("decimal", ("b", "b3", "b2"), "Ziffer 2.2"),
        ("decimal", ("a", "anlage"), "Ziffer 2.1 und Anlage 1"),
        ("decimal", ("anlage", "anlage2"), "Anlage 1 und Anlage 2"),
        ("decimal", ("b.i", "b.ii"), "Ziffern 2.2 a) und 2.2 b)"),
        ("paragraph", ("a", "b"), "§ 2 (1) und § 2 (2)"),
        ("roman", ("eins", "zwei"), "Abschnitte I und II"),
        ("roman", ("a", "b"), "Abschnitte II lit. a und II lit. b"),
        ("plain", ("eins", "zwei"), "Ziffern 1 und 2"),
    ],
)
def test_a_reference_to_several_reads_like_german(name: str, targets: tuple[str, ...], expected: str) -> None:
    assert numbered(name, *CONTRACT).text(targets).replace("\u00a0", " ") == expected


def test_the_live_parts_of_a_reference_carry_the_ids_of_their_numbers() -> None:
    found = numbered("paragraph", *CONTRACT)

    assert found.reference(("b3",)) == (Live("zwei", "§\u00a02"), "\u00a0", Live("b", "(2)"))
    assert found.reference(("y",)) == (Live("anlage", "Anlage\u00a01"), "\u00a0Ziffer\u00a0", Live("y", "1.2"))


def test_what_stands_in_no_section_has_nothing_to_be_called_by() -> None:
    found = numbered("decimal", paragraph("vorab"), lettered("i"), section("eins"))

    assert found.by_id["vorab"] == Label("section", "", 0, ())
    assert found.reference(("vorab",)) == ()
    assert found.text(("vorab", "eins")) == "Ziffer\u00a01"
    assert found.text(("i",)) == "a)"


# Counters ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "style", "expected"),
    [
        (1, "decimal", "1"),
        (120, "decimal", "120"),
        (4, "upper-roman", "IV"),
        (9, "lower-roman", "ix"),
        (40, "lower-roman", "xl"),
        (99, "upper-roman", "XCIX"),
        (148, "lower-roman", "cxlviii"),
        (1, "lower-letter", "a"),
        (26, "lower-letter", "z"),
        (27, "lower-letter", "aa"),
        (28, "upper-letter", "BB"),
        (53, "lower-letter", "aaa"),
        (7, "none", ""),
    ],
)
def test_a_counter_is_printed_as_word_prints_it(number: int, style: NumberStyle, expected: str) -> None:
    assert ordinal(number, style) == expected


def test_a_list_goes_on_beyond_z() -> None:
    ids = [f"i{n}" for n in range(1, 30)]
    found = numbered("decimal", section("s", paragraph("a"), paragraph("b"), lettered(*ids)))

    assert said(found, "i26", "i27", "i28") == ["z) | Ziffer 1.2 z)", "aa) | Ziffer 1.2 aa)", "bb) | Ziffer 1.2 bb)"]


def test_the_examples_of_the_module_are_true() -> None:
    failed, tried = doctest.testmod(avvgen.numbering)

    assert tried > 0
    assert failed == 0


def test_a_division_counts_anew_and_is_named_from_outside_alone() -> None:
    found = numbered(
        "paragraph",
        Division("a", WORDS, (section("a1", paragraph("a1.1"), paragraph("a1.2"), lettered("a1.2a")),)),
        Division("b", WORDS, (section("b1", paragraph("b1.1"), paragraph("b1.2")), section("frei", on=False))),
        Division("c", (Text("Drittens"),), (section("c1"),), numbered=False),
    )

    assert said(found, "a", "a1.2a", "b1", "b1.2", "frei", "c1") == [
        "Teil A | Teil A",
        "a) | Teil A § 1 (2) a)",
        "§ 1 | Teil B § 1",
        "(2) | Teil B § 1 (2)",
        " | Teil B „Frei“",
        "§ 1 | „Drittens“ § 1",
    ]
    near = [found.text((id_,), "b").replace("\u00a0", " ") for id_ in ("b1.2", "frei", "a1.2", "a1.2a", "b")]
    assert near == ["§ 1 (2)", "„Frei“", "Teil A § 1 (2)", "Teil A § 1 (2) a)", "Teil B"]
    assert found.text(("b1.1", "b1.2"), "b").replace("\u00a0", " ") == "§ 1 (1) und § 1 (2)"


@pytest.mark.parametrize(
    ("number", "roman"),
    [
        (39, "xxxix"),
        (40, "xl"),
        (49, "xlix"),
        (50, "l"),
        (89, "lxxxix"),
        (90, "xc"),
        (99, "xcix"),
        (100, "c"),
        (201, "cci"),
    ],
)
def test_roman_numbers_go_on_beyond_forty(number: int, roman: str) -> None:
    assert ordinal(number, "lower-roman") == roman
    assert ordinal(number, "upper-roman") == roman.upper()
