"""An outline opened: parts that count anew, the library's outlines put in, annexes in the text, reserved numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from avvgen.assembly import assemble
from avvgen.findings import AvvgenError
from avvgen.writers import WRITERS

from .support import markdown_texts
from .test_selection import clause, prepared, reasons

CLAUSES = {
    "p/eins": clause("Eins, siehe [](#p/zwei) und [](#annex-a).", default="on"),
    "p/zwei": clause("Zwei.", default="on"),
    "p/aus": clause("Aus.", default="off"),
    "p/tabelle": clause("Tabelle zu [](#p/zwei).", default="on"),
}
WHOLE = """\
content:
  - title
  - section: s
    title: Erster
    content: [p/eins, p/zwei, p/aus]
  - section: leer
    title: Leerer
    content: [p/aus-zwei]
  - signature
  - annex: annex-a
    title: Anhang A
    content: [{section: a1, title: Darin, content: [p/tabelle]}]
"""
LIBRARY = {**CLAUSES, "p/aus-zwei": clause("Aus.", default="off"), "outlines/ganz.yaml": WHOLE}
TWO_PARTS = """
  - title
  - part: haupt
    title: Hauptvertrag
    content:
      - {section: preis, title: Preis, content: [{text: "Siehe [](#preis-zwei).", id: preis-eins}, {text: "Siehe [](#p/zwei).", id: preis-zwei}]}
  - part: avv
    title: Datenschutz
    content: [{use: ganz, without: [title, signature]}]
"""


def lines(folder: Path, outline: str, profile: str = "", library: dict[str, str] | None = None) -> list[str]:
    """What the contract says, block by block, without the blocks of the title and the signatures."""
    contract = assemble(prepared(folder, library or LIBRARY, outline, profile))
    return [text.replace("\u00a0", " ") for text in markdown_texts(WRITERS["md"](contract))]


def messages(folder: Path, outline: str, profile: str = "", library: dict[str, str] | None = None) -> list[str]:
    with pytest.raises(AvvgenError) as caught:
        prepared(folder, library or LIBRARY, outline, profile)
    return [f"{finding.message} [{finding.rule}]" for finding in caught.value.findings]


# Parts -------------------------------------------------------------------------------------------------------------


def test_each_part_counts_anew_and_a_reference_names_the_part_only_from_outside(tmp_path: Path) -> None:
    assert lines(tmp_path, TWO_PARTS)[1:] == [
        "Teil A – Hauptvertrag",
        "1 Preis",
        "1.1 Siehe Ziffer 1.2.",
        "1.2 Siehe Teil B Ziffer 1.2.",
        "Teil B – Datenschutz",
        "1 Erster",
        "1.1 Eins, siehe Ziffer 1.2 und Anlage 1.",
        "1.2 Zwei.",
        "Anlage 1 – Anhang A",
        "1 Darin",
        "Tabelle zu Teil B Ziffer 1.2.",
    ]


def test_a_part_may_have_a_numbering_and_a_label_of_its_own(tmp_path: Path) -> None:
    outline = TWO_PARTS.replace("title: Hauptvertrag", "title: Hauptvertrag\n    numbering: paragraph\n    first: 4")

    said = lines(tmp_path, outline, "style: {part_label: Abschnitt %1, part_counter: upper-roman}\n")

    assert said[1:5] == [
        "Abschnitt I – Hauptvertrag",
        "§ 4 Preis",
        "(1) Siehe § 4 (2).",
        "(2) Siehe Abschnitt II Ziffer 1.2.",
    ]


def test_a_part_without_a_label_is_called_by_its_title(tmp_path: Path) -> None:
    outline = TWO_PARTS.replace("title: Datenschutz", "title: Datenschutz\n    label: off")

    said = lines(tmp_path, outline)

    assert "1.2 Siehe „Datenschutz“ Ziffer 1.2." in said
    assert "Datenschutz" in said


def test_a_part_stands_at_the_top(tmp_path: Path) -> None:
    outline = "[{section: s, title: S, content: [{part: p, title: P, content: [p/eins]}]}]"

    assert messages(tmp_path, outline) == [
        "the part 'p' stands in a section; parts stand side by side at the top of an outline [outline-part]"
    ]


def test_a_part_with_a_numbering_that_nobody_knows_is_a_finding(tmp_path: Path) -> None:
    outline = TWO_PARTS.replace("title: Datenschutz", "title: Datenschutz\n    numbering: decimall")

    assert messages(tmp_path, outline) == [
        "the numbering of 'avv' is 'decimall', which is no numbering; did you mean 'decimal'? [unknown-numbering]"
    ]


# Outlines of the library -------------------------------------------------------------------------------------------


def test_what_is_used_follows_its_defaults_and_what_is_named_is_in(tmp_path: Path) -> None:
    found = prepared(tmp_path, LIBRARY, "[{section: x, title: X, content: [p/aus-zwei]}, {use: ganz, without: [leer]}]")

    assert reasons(found) == {
        "p/eins": "default true",
        "p/zwei": "default true",
        "p/tabelle": "default true",
        "p/aus-zwei": "named in the profile's outline",
        "p/aus": "default false: no",
    }


def test_an_outline_that_nobody_knows_and_one_in_a_section_are_findings(tmp_path: Path) -> None:
    assert messages(tmp_path, "[{use: gans}]") == [
        "outline is 'gans', which is none of the library; did you mean 'ganz'? [unknown-outline]"
    ]
    assert messages(tmp_path, "[{section: s, title: S, content: [{use: ganz}]}]") == [
        "the outline 'ganz' is used in a section; use it at the top or in a part [outline-use]"
    ]


def test_an_outline_that_is_used_uses_no_other(tmp_path: Path) -> None:
    library = {**LIBRARY, "outlines/kreis.yaml": "content: [{use: kreis}]\n"}

    said = messages(tmp_path, "[{use: kreis}]", library=library)

    assert said == ["the outline 'kreis' itself uses 'kreis'; name both [outline-use]"]


def test_an_entry_to_leave_out_must_be_there(tmp_path: Path) -> None:
    assert messages(tmp_path, "[{use: ganz, without: [signatur]}]") == [
        "'signatur' is nothing of the outline 'ganz'; did you mean 'signature'? [unknown-section]"
    ]


def test_an_outline_of_the_library_may_choose(tmp_path: Path) -> None:
    chosen = "complete: off\non: [p/aus]\noptional: [p/zwei]\ncontent: [p/aus, p/zwei, p/tabelle]\n"

    found = prepared(tmp_path, {**CLAUSES, "outlines/klein.yaml": chosen}, "klein")

    assert reasons(found) == {
        "p/aus": "on in the outline",
        "p/tabelle": "default true",
        "p/eins": "not in the outline",
        "p/zwei": "optional in the outline",
    }


def test_what_an_outline_switches_on_must_exist(tmp_path: Path) -> None:
    chosen = "complete: off\non: [p/auss]\ncontent: [p/aus]\n"

    said = messages(tmp_path, "klein", library={**CLAUSES, "outlines/klein.yaml": chosen})

    assert said == ["the outline speaks of 'p/auss', no clause; did you mean 'p/aus'? [unknown-clause]"]


def test_an_outline_may_label_its_annexes_and_the_profile_has_the_last_word(tmp_path: Path) -> None:
    outline = {**LIBRARY, "outlines/ganz.yaml": "annex_label: Anhang %1\nannex_counter: upper-roman\n" + WHOLE}

    assert "Anhang I – Anhang A" in lines(tmp_path, "ganz", library=outline)
    assert "Beilage A – Anhang A" in lines(
        tmp_path, "ganz", "style: {annex_label: Beilage %1, annex_counter: upper-letter}\n", outline
    )


# Annexes in the text, reserved numbers -----------------------------------------------------------------------------


def test_annexes_may_be_sections_before_the_signatures(tmp_path: Path) -> None:
    said = lines(tmp_path, "ganz", "style: {annexes: sections}\n")

    assert said[1:7] == [
        "1 Erster",
        "1.1 Eins, siehe Ziffer 1.2 und Ziffer 2.",
        "1.2 Zwei.",
        "2 Anhang A",
        "2.1 Darin",
        "Tabelle zu Ziffer 1.2.",
    ]
    assert any(line.startswith("Für den Auftraggeber") for line in said[7:])


def test_a_section_may_keep_its_number_when_nothing_is_in_it(tmp_path: Path) -> None:
    assert "2 Leerer (bleibt frei)" in lines(tmp_path, "ganz", "style: {reserved: {leer: title}}\n")
    assert "2 (bleibt frei)" in lines(tmp_path, "ganz", "style: {reserved: {leer: number}}\n")
    assert "2 Leerer" in lines(tmp_path, "ganz", "style: {reserved: {leer: title}}\nclauses: {p/aus-zwei: on}\n")
    assert "(bleibt frei)" not in " ".join(lines(tmp_path, "ganz"))


def test_a_section_to_reserve_must_be_there(tmp_path: Path) -> None:
    assert messages(tmp_path, "ganz", "style: {reserved: {lehr: title}}\n") == [
        "style.reserved names 'lehr', no section of the outline; did you mean 'leer'? [unknown-section]"
    ]
