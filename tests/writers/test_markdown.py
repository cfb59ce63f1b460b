"""The Markdown writer, read back by a renderer: what the tree says is what a page shows."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from avvgen.document import (
    Annex,
    Contents,
    FollowUp,
    Inline,
    Item,
    LineBreak,
    Link,
    ListBlock,
    PartyBlock,
    PartySide,
    Section,
    Strong,
    Text,
    TitleLine,
)
from avvgen.writers.markdown import write_markdown

from .docx_samples import SIGNING, contract_of, ref, text

BREAK = LineBreak()
LINK = Link("https://a.de", text("x"))
RENDERED = MarkdownIt("commonmark")


def html(*row: str | Inline) -> str:
    """A row as a page shows it."""
    return RENDERED.render(write_markdown(contract_of(FollowUp(text(*row)))).decode()).strip()


def strong(*row: str | Inline) -> Strong:
    return Strong(text(*row))


@pytest.mark.parametrize(
    ("before", "letters"), [("Achtung!", "Achtung!"), ("a\\!", "a\\!"), ("!", "!"), ("a![", "a!["), ("a! ", "a! ")]
)
def test_a_value_before_a_link_makes_no_picture_of_it(before: str, letters: str) -> None:
    assert html(before, "", LINK) == f'<p>{letters}<a href="https://a.de">x</a></p>'


def test_an_exclamation_mark_elsewhere_stays_as_it_is() -> None:
    contract = contract_of(FollowUp(text("Achtung! ", strong("Halt!"), LINK, "!")))

    assert write_markdown(contract).decode() == "Achtung! **Halt!**[x](<https://a.de>)!\n"


@pytest.mark.parametrize("end", [(BREAK, " "), (BREAK,), (BREAK, " \u00a0", BREAK, ""), (strong("", BREAK, " "),)])
def test_a_value_whose_last_line_is_blank_prints_no_backslash(end: tuple[str | Inline, ...]) -> None:
    foo = text("Foo\\", *end)
    contract = contract_of(
        TitleLine(foo, "subtitle"),
        TitleLine(foo, "note"),
        FollowUp(foo),
        ListBlock((Item(foo), Item(text("b"))), ordered=False),
        PartyBlock((PartySide(text("A"), (foo,), ()), PartySide(text("B"), (text("b"),), foo)), foo, foo),
        SIGNING,
    )

    rendered = RENDERED.render(write_markdown(contract).decode())

    assert rendered.count("Foo\\") == 8
    assert "<p>Foo\\</p>" in rendered
    assert "<li>Foo\\</li>" in rendered
    assert "Foo\\\\" not in rendered
    assert "Foo\\<br" not in rendered


def test_a_blank_line_in_the_middle_of_a_value_stays() -> None:
    assert html("a", BREAK, BREAK, "b") == "<p>a<br />\n<br />\nb</p>"


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        (("wort", strong("(GmbH)"), "wort"), "wort<strong>(GmbH)</strong>wort"),
        (("wort", strong("fett"), "wort"), "wort<strong>fett</strong>wort"),
        (("wort", strong("(GmbH)")), "wort<strong>(GmbH)</strong>"),
        ((strong("(GmbH)"), "wort"), "<strong>(GmbH)</strong>wort"),
        (("wort", strong("a "), "wort"), "wort<strong>a</strong> wort"),
        (("wort", strong(" (a"), "wort"), "wort <strong>(a</strong>wort"),
        (("„", strong("(a)"), "“."), "„<strong>(a)</strong>“."),
        ((strong("a"), strong("b"), "c"), "<strong>a</strong><strong>b</strong>c"),
        (("1)", strong("(a)"), "€"), "1)<strong>(a)</strong>€"),
        (("a", strong("*b*"), "c"), "a<strong>*b*</strong>c"),
        ((strong(strong("a"), " b"),), "<strong>a b</strong>"),
        ((strong(LINK), "a"), '<strong><a href="https://a.de">x</a></strong>a'),
    ],
)
def test_bold_words_are_bold_beside_anything(row: tuple[str | Inline, ...], shown: str) -> None:
    assert html(*row) == f"<p>{shown}</p>"


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        (("a ", strong(BREAK, "x", BREAK, " "), " b"), "a <br />\n<strong>x</strong><br />\nb"),
        (("a ", strong("x", BREAK, "y"), " b"), "a <strong>x<br />\ny</strong> b"),
        (("a ", strong(BREAK, " "), " b"), "a <br />\nb"),
        (("a ", strong("x\\", BREAK), " b"), "a <strong>x\\</strong><br />\nb"),
    ],
)
def test_breaks_at_the_ends_of_bold_words_stand_beside_them(row: tuple[str | Inline, ...], shown: str) -> None:
    assert html(*row) == f"<p>{shown}</p>"


def test_bold_words_between_spaces_and_signs_are_written_with_asterisks() -> None:
    contract = contract_of(
        FollowUp(text("Die ", strong("A GmbH"), " („", strong("Anbieter"), "“), ", strong("B"), "."))
    )

    assert write_markdown(contract).decode() == "Die **A GmbH** („**Anbieter**“), **B**.\n"


def test_a_table_of_contents_shows_the_letters_of_headings_with_links() -> None:
    contract = contract_of(
        Contents(text("Inhalt")),
        Section("a", text("Siehe ", ref("b"), "!"), (FollowUp(text("a")),)),
        Section("b", text(strong("Fett"), " und ", LINK, BREAK, "[mehr]"), (FollowUp(text("b")),)),
        Annex("c", text(ref("a")), (FollowUp(text("c")),)),
    )

    lines = write_markdown(contract).decode().split("\n")

    assert [line for line in lines if line.startswith("- ")] == [
        "- [1 Siehe Ziffer\u00a02!](#a)",
        "- [2 Fett und x \\[mehr\\]](#b)",
        "- [Anlage\u00a01 – Ziffer\u00a01](#c)",
    ]


@pytest.mark.parametrize("words", ["- zwischen", "1. und", "# und", "+ a", "= b"])
def test_the_words_before_and_between_the_parties_begin_no_block(words: str) -> None:
    sides = (PartySide(text("A"), (text("a"),), ()), PartySide(text("B"), (text("b"),), ()))

    rendered = RENDERED.render(write_markdown(contract_of(PartyBlock(sides, text(words), text(words)))).decode())

    assert rendered.count(f"<p>{words}</p>") == 2


def test_letters_of_a_gap_of_blanks_are_nothing() -> None:
    assert html("a", Strong((Text(" "),)), "b") == "<p>a b</p>"
