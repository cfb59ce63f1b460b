"""Markdown of clause files as nodes: the dialect, and nothing beside it."""

from __future__ import annotations

import pytest

from avvgen.document import Blocks, Cell, FollowUp, Item, Link, ListBlock, Ref, Strong, Table, Text
from avvgen.findings import NOWHERE, AvvgenError, Place
from avvgen.library.clauses import Body
from avvgen.reading import read, read_inlines
from avvgen.templating import Scope, Value, fill

VALUES = {
    "name": Value("1. Müller *& Co.*"),
    "site": Value("https://bank.de"),
    "host": Value("bank.de"),
    "mailbox": Value("a@bank.de"),
    "lines": Value("Zeile 1\nZeile 2"),
    "address": (Value("Weg 1"), Value("Berlin")),
    "empty": Value(""),
    "on": True,
}


def blocks(text: str) -> Blocks:
    scope = Scope(VALUES, {}, frozenset(), str, {})
    return read(fill(Body(text, Place("a.md", 1, 1)), scope))


def findings(text: str) -> list[str]:
    with pytest.raises(AvvgenError) as raised:
        blocks(text)
    return [f"{finding.place.line} {finding.rule}" for finding in raised.value.findings]


def text(letters: str) -> tuple[Text, ...]:
    return (Text(letters),)


def test_sentences_on_lines_of_their_own_are_one_paragraph() -> None:
    assert blocks("Ein Satz.\nNoch einer.\n\nEin Absatz.") == (
        FollowUp(text("Ein Satz. Noch einer.")),
        FollowUp(text("Ein Absatz.")),
    )


def test_a_value_is_put_into_the_tree_as_letters() -> None:
    assert blocks("An **{{ name }}** und\n{{ name }}") == (
        FollowUp(
            (
                Text("An "),
                Strong((Text("1. Müller *& Co.*", verbatim=True),)),
                Text(" und "),
                Text("1. Müller *& Co.*", verbatim=True),
            )
        ),
    )


def test_bullets_and_lettered_items_are_lists() -> None:
    assert blocks("- eins\n- {{ name }}") == (
        ListBlock((Item(text("eins")), Item((Text("1. Müller *& Co.*", verbatim=True),)))),
    )
    assert blocks("1. eins\n2. zwei") == (ListBlock((Item(text("eins")), Item(text("zwei"))), ordered=True),)


def test_a_list_may_hold_a_list() -> None:
    [outer] = blocks("1. eins:\n   - innen\n2. zwei")

    assert outer == ListBlock(
        (Item(text("eins:"), (ListBlock((Item(text("innen")),)),)), Item(text("zwei"))), ordered=True
    )


def test_an_item_may_have_several_sentences_on_lines_of_their_own() -> None:
    [listed] = blocks("1. Satz eins.\n   Satz zwei.\n2. Satz drei.\n\n- a\n  b\n- c")[:1]

    assert listed == ListBlock((Item(text("Satz eins. Satz zwei.")), Item(text("Satz drei."))), ordered=True)


def test_a_paragraph_inside_an_item_follows_it() -> None:
    [listed] = blocks("1. Satz eins.\n\n   Absatz.\n2. Satz drei.")

    assert isinstance(listed, ListBlock)
    assert listed.items[0] == Item(text("Satz eins."), (FollowUp(text("Absatz.")),))
    assert len(listed.items) == 2


def test_a_loop_makes_items() -> None:
    [listed] = blocks("Die Anschrift:\n\n{% for line in address %}\n- {{ line }}\n{% endfor %}")[1:]

    assert listed == ListBlock(tuple(Item((Text(line, verbatim=True),)) for line in ("Weg 1", "Berlin")))


def test_a_table_has_a_header_and_rows() -> None:
    [table] = blocks("| Art | Zweck |\n|---|---|\n| **Namen** | {{ lines }} |\n| | \\| |")

    assert table == Table(
        header=((Cell((text("Art"),)), Cell((text("Zweck"),))),),
        rows=(
            (
                Cell(((Strong(text("Namen")),),)),
                Cell(((Text("Zeile 1", verbatim=True),), (Text("Zeile 2", verbatim=True),))),
            ),
            (Cell(((),)), Cell((text("|"),))),
        ),
    )


def test_a_link_with_words_leads_to_the_web_and_one_without_into_the_contract() -> None:
    [paragraph] = blocks("Nach [](#a/b) und [](#c #d/e-f) siehe [hier](https://example.com/a_b?c=1&d=2).")

    assert paragraph == FollowUp(
        (
            Text("Nach "),
            Ref(("a/b",)),
            Text(" und "),
            Ref(("c", "d/e-f")),
            Text(" siehe "),
            Link("https://example.com/a_b?c=1&d=2", text("hier")),
            Text("."),
        )
    )


def test_a_reference_knows_its_line() -> None:
    [paragraph] = blocks("{% if on %}\nEin Satz.\n{% endif %}\nNoch ein Satz [](#a).")

    assert isinstance(paragraph, FollowUp)
    assert [inline.place.line for inline in paragraph.content if isinstance(inline, Ref)] == [4]


def test_escaped_signs_are_letters() -> None:
    assert blocks(r"\* \# \< \[a\] \` 5 \> 3 \& &copy; \\") == (FollowUp(text(r"* # < [a] ` 5 > 3 & &copy; \\"[:-1])),)


def test_a_line_that_begins_like_a_list_is_text_if_it_is_escaped() -> None:
    assert blocks("Die Frist endet am\n1\\. Januar 2027.\n\\- kein Punkt") == (
        FollowUp(text("Die Frist endet am 1. Januar 2027. - kein Punkt")),
    )


def test_a_value_at_the_start_of_a_line_is_no_list() -> None:
    assert blocks("Die Firma\n{{ name }}") == (
        FollowUp((Text("Die Firma "), Text("1. Müller *& Co.*", verbatim=True))),
    )


@pytest.mark.parametrize(
    "wrong",
    [
        "Ein Satz.\n1. Punkt",
        "Ein Satz.\n2. Punkt",
        "Ein Satz.\n- Punkt",
        "Ein Satz.\n* Punkt",
        "Ein Satz.\n+ Punkt",
        "Ein Satz.\n3) Punkt",
        "Ein Satz.\n-",
        "- eins\nein Satz\n- zwei",
        "1. eins\nein Satz\n2. zwei",
        "  Eingerückt.\n- Punkt",
    ],
)
def test_a_line_that_begins_like_a_list_after_a_line_of_text_is_an_error(wrong: str) -> None:
    line = wrong.count("\n") + 1

    assert findings(wrong) == [f"{line} accidental-list"]


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ("# Titel", ["1 dialect"]),
        ("Titel\n===", []),
        ("Titel\n\n---", ["3 dialect"]),
        ("***", ["1 dialect"]),
        ("Ein *Wort*.", ["1 dialect"]),
        ("Ein _Wort_.", ["1 dialect"]),
        ("Ein `Wort`.", ["1 dialect"]),
        ("Satz.\n\n    Code", ["3 dialect"]),
        ("```\nCode\n```", ["1 dialect"]),
        ("> Zitat", ["1 dialect"]),
        ("![Bild](a.png)", ["1 dialect"]),
        ("Ein <b>Wort</b>.", ["1 dialect", "1 dialect"]),
        ("<div>", ["1 dialect"]),
        ("<!-- weg -->", ["1 dialect"]),
        ("Zeile  \nUmbruch", ["1 dialect"]),
        ("Zeile\\\nUmbruch", ["1 dialect"]),
        ("- # Titel", ["1 dialect"]),
        ("- eins\n- > Zitat", ["2 dialect"]),
        ("| a |\n|---|\n| `b` |", ["3 dialect"]),
        ("[a](https://x/{{ name }})", ["1 dialect"]),
        ("Eins\nzwei\n*drei*\nvier `fünf`", ["3 dialect", "4 dialect"]),
    ],
)
def test_markup_outside_the_dialect_is_an_error_at_its_line(wrong: str, expected: list[str]) -> None:
    if expected:
        assert findings(wrong) == expected
    else:
        assert blocks(wrong) == (FollowUp(text(wrong.replace("\n", " "))),)


def test_a_heading_is_one_paragraph() -> None:
    scope = Scope(VALUES, {}, frozenset(), str, {})

    assert read_inlines(fill(Body("Gegenstand", NOWHERE), scope)) == text("Gegenstand")
    assert read_inlines(fill(Body("{{ empty }}", NOWHERE), scope)) == ()
    with pytest.raises(AvvgenError, match="this must be one paragraph of text"):
        read_inlines(fill(Body("- Gegenstand", NOWHERE), scope))


@pytest.mark.parametrize(
    "link",
    [
        "[https://bank.de](https://evil.de)",
        "[\u00a0https://bank.de](https://evil.de)",
        "[Zu https://bank.de](https://evil.de)",
        "[–https://bank.de](https://evil.de)",
        "[ht\u00adtps://bank.de](https://evil.de)",
        "[WWW.bank.de!](https://evil.de)",
        "[https://evil.de und https://bank.de](https://evil.de)",
        "[https://bank.de](mailto:a@bank.de)",
        "[a@bank.de](mailto:b@evil.de)",
        "[(a@bank.de)](mailto:b@evil.de)",
        "[Post an a@bank.de.](mailto:b@bank.de)",
        "[a@bank.de](https://evil.de)",
        "[{{ site }}](https://evil.de)",
        "[Zu **{{ site }}**](https://evil.de)",
        "[https://{{ host }}](https://evil.de)",
        "[{{ mailbox }}](mailto:b@evil.de)",
        "[a@{{ host }}](https://evil.de)",
    ],
)
def test_the_words_of_a_link_are_no_other_address(link: str) -> None:
    assert findings(f"Ein Satz.\n\nSiehe {link}.") == ["3 dialect"]


@pytest.mark.parametrize(
    "link",
    [
        "[https://bank.de](https://bank.de/)",
        "[bei www.bank.de](https://www.bank.de)",
        "[(https://bank.de/a?b=c#d).](https://bank.de/a?b=c#d)",
        "[https://bänk.de/ü](https://bänk.de/ü)",
        "[https://a.de/@user](https://a.de/@user)",
        "[A@Bank.de](mailto:a@bank.de?subject=x)",
        "[mailto:a@bank.de](mailto:a@bank.de)",
        "[Zu {{ site }}](https://bank.de)",
        "[{{ mailbox }}](mailto:a@bank.de)",
        "[@bank, Art. 4](https://evil.de)",
        "[{{ name }}](https://evil.de)",
        "[{{ site }}](#ziel)",
    ],
)
def test_the_words_of_a_link_may_be_its_own_address_or_none(link: str) -> None:
    [block] = blocks(f"Siehe {link}.")

    assert isinstance(block, FollowUp)
