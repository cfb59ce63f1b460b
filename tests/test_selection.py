"""Which clauses are in, with which options, why, and where they stand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from avvgen.assembly import Prepared, assemble, prepare
from avvgen.findings import NOWHERE, AvvgenError
from avvgen.profiles.load import load_profile_source
from avvgen.writers import WRITERS

from .support import BASIS, FRONT_MATTER, markdown_texts, small_library, write

HEAD = BASIS.partition("outline:")[0]


def clause(body: str, **head: str) -> str:
    """A clause file with further lines of front matter; `as_` stands for a key that Python keeps for itself."""
    lines = "".join(f"{key.rstrip('_')}: {value}\n" for key, value in head.items())
    return FRONT_MATTER.replace("reviewed", lines + "reviewed") + body + "\n"


def prepared(folder: Path, clauses: dict[str, str], outline: str, profile: str = "") -> Prepared:
    """A profile with an outline of its own, or with the one of the library if that is called `klein`."""
    write(folder, {"acme.yaml": f"{HEAD}outline: {outline}\n{profile}"})
    return prepare(load_profile_source(folder / "acme.yaml"), small_library(folder / "klauseln", clauses))


def texts(folder: Path, clauses: dict[str, str], outline: str, profile: str = "") -> list[str]:
    """What the contract says, block by block."""
    contract = assemble(prepared(folder, clauses, outline, profile))
    return [text.replace("\u00a0", " ") for text in markdown_texts(WRITERS["md"](contract))]


def klein(*ids: str) -> dict[str, str]:
    return {"outlines/klein.yaml": f"content: [{{section: s, title: S, content: [{', '.join(ids)}]}}]\n"}


def reasons(found: Prepared) -> dict[str, str]:
    return {**{id_: chosen.reason for id_, chosen in found.selection.selected.items()}, **found.selection.out}


# What is in --------------------------------------------------------------------------------------------------------


def test_the_default_decides_under_an_outline_of_the_library(tmp_path: Path) -> None:
    clauses = {
        "p/an": clause("An.", default="on"),
        "p/aus": clause("Aus.", default="off"),
        "p/ja": clause("Ja.", default="controller.country == 'DE'"),
        "p/nein": clause("Nein.", default="special_categories"),
        "p/unbekannt": clause("Unbekannt.", default="deletion.deadline_days > 3"),
        **klein("p/an", "p/aus", "p/ja", "p/nein", "p/unbekannt"),
    }

    found = prepared(tmp_path, clauses, "klein")

    assert list(found.selection.selected) == ["p/an", "p/ja"]
    assert reasons(found) == {
        "p/an": "default true",
        "p/aus": "default false: no",
        "p/ja": "default controller.country == 'DE'",
        "p/nein": "default special_categories: no",
        "p/unbekannt": "default deletion.deadline_days > 3: not stated",
    }


def test_an_own_outline_selects_and_the_default_is_silent(tmp_path: Path) -> None:
    clauses = {"p/an": clause("An.", default="on"), "p/aus": clause("Aus.", default="off")}

    found = prepared(tmp_path, clauses, "[p/aus]")

    assert reasons(found) == {"p/aus": "named in the profile's outline", "p/an": "not in the outline"}


@pytest.mark.parametrize(("said", "on"), [("on", True), ("true", True), ("{}", True), ("off", False), ("false", False)])
def test_the_profile_has_the_last_word(said: str, on: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a column
    clauses = {"p/a": clause("A.", default="off" if on else "on"), "p/b": clause("B."), **klein("p/a", "p/b")}

    found = prepared(tmp_path, clauses, "klein", f"clauses: {{p/a: {said}}}")

    assert ("p/a" in found.selection.selected) is on
    assert reasons(found)["p/a"] == ("on in the profile" if on else "off in the profile")


def test_a_default_may_ask_an_option_of_the_topic(tmp_path: Path) -> None:
    clauses = {
        "p/_topic.yaml": "title: P\noptions:\n  art: {type: choice, of: [a, b], default: a, help: Art}\n",
        "p/a": clause("A.", default="art == 'a'"),
        "p/b": clause("B.", default="art == 'b'"),
        **klein("p/a", "p/b"),
    }

    assert texts(tmp_path, clauses, "klein") == ["1 S", "A."]
    assert texts(tmp_path, clauses, "klein", "clauses: {p: {art: b}}") == ["1 S", "B."]


def test_a_default_may_ask_a_fact_that_a_topics_option_states(tmp_path: Path) -> None:
    clauses = {
        "p/_topic.yaml": """title: P
options:
  modell: {type: choice, of: [general, specific], default: general, fact: subprocessing_model, help: Modell}
""",
        "q/a": clause("A.", default="subprocessing_model == 'specific'"),
        "q/b": clause("B."),
        **klein("q/a", "q/b"),
    }

    assert texts(tmp_path, clauses, "klein") == ["1 S", "B."]
    assert texts(tmp_path, clauses, "klein", "clauses: {p: {modell: specific}}") == ["1 S", "1.1 A.", "1.2 B."]


def test_options_have_the_value_of_the_profile_else_their_default(tmp_path: Path) -> None:
    options = "{frist: {type: duration, default: 30 days, help: Frist}, ort: {type: text, optional: on, help: Ort}}"
    clauses = {"p/a": clause("{{ frist | dative }}{% if ort is given %} in {{ ort }}{% endif %}", options=options)}

    assert texts(tmp_path, clauses, "[p/a]") == ["30 Tagen"]
    assert texts(tmp_path, clauses, "[p/a]", "clauses: {p/a: {frist: 1 month, ort: Ulm}}") == ["einem Monat in Ulm"]


def test_texts_may_ask_for_other_clauses_and_their_options(tmp_path: Path) -> None:
    clauses = {
        "p/a": clause("{% if on('p/b') %}Mit B: {{ option('p/b', 'frist') | dative }}{% else %}Ohne B{% endif %}."),
        "p/b": clause("B {{ frist | dative }}.", options="{frist: {type: duration, default: 30 days, help: Frist}}"),
    }

    assert texts(tmp_path, clauses, "[p/a, p/b]")[0] == "Mit B: 30 Tagen."
    assert texts(tmp_path, clauses, "[p/a]") == ["Ohne B."]


def test_texts_and_facts_may_ask_whether_the_profile_chose_an_option(tmp_path: Path) -> None:
    option = "{frist: {type: duration, default: 30 days, help: Frist}}"
    text = "{% if chosen('p/b', 'frist') %}Gewählt{% else %}Vorgabe{% endif %}."
    clauses = {"p/a": clause(text), "p/b": clause("B {{ frist | dative }}.", options=option)}

    assert texts(tmp_path, clauses, "[p/a, p/b]")[0] == "Vorgabe."
    assert texts(tmp_path, clauses, "[p/a, p/b]", "clauses: {p/b: {frist: 30 days}}")[0] == "Gewählt."


@pytest.mark.parametrize("asked", ["chosen('p/x', 'frist')", "chosen('p/a', 'frist')"])
def test_asking_whether_an_unknown_option_was_chosen_is_an_error(tmp_path: Path, asked: str) -> None:
    with pytest.raises(AvvgenError, match="there is no such"):
        texts(tmp_path, {"p/a": clause(f"{{% if {asked} %}}A{{% endif %}}.")}, "[p/a]")


@pytest.mark.parametrize(("given", "said"), [("Ulm", "Ulm"), ("[Ulm, Bonn]", "Ulm und Bonn")])
def test_one_text_is_a_list_of_one(tmp_path: Path, given: str, said: str) -> None:
    clauses = {"p/a": clause("In {{ orte | and_list }}.", options="{orte: {type: texts, help: Orte}}")}

    assert texts(tmp_path, clauses, "[p/a]", f"clauses: {{p/a: {{orte: {given}}}}}") == [f"In {said}."]


@pytest.mark.parametrize("given", ["on", "off", "{a: b}"])
def test_what_is_neither_a_text_nor_a_list_of_texts_is_refused(tmp_path: Path, given: str) -> None:
    clauses = {"p/a": clause("In {{ orte | and_list }}.", options="{orte: {type: texts, help: Orte}}")}

    with pytest.raises(AvvgenError, match="give a text"):
        texts(tmp_path, clauses, "[p/a]", f"clauses: {{p/a: {{orte: {given}}}}}")


def test_another_clause_prints_the_rows_and_the_gap_of_an_option(tmp_path: Path) -> None:
    asked = (
        "{% for row in option('p/b', 'who') %}{{ row.name }}: {{ row.phone }}{% if row.note is given %}!{% endif %}."
    )
    options = "{who: {type: rows, of: [name, phone, note], help: Wer}}"
    clauses = {"p/a": clause(asked + "{% endfor %}"), "p/b": clause("{{ who | length }}.", options=options)}

    said = texts(tmp_path, clauses, "[p/a, p/b]", "clauses: {p/b: {who: [{name: Leitung, phone: blank}]}}")

    assert said[0] == "Leitung: [Telefonnummer]."


def test_two_clauses_that_state_one_fact_differently_are_a_warning(tmp_path: Path) -> None:
    option = "{{f: {{type: duration, default: {0}, fact: deletion.deadline_days, help: F}}}}"
    clauses = {
        "p/a": clause("A {{ f | dative }}.", options=option.format("30 days")),
        "p/b": clause("B {{ f | dative }}.", options=option.format("1 month")),
    }

    same = assemble(prepared(tmp_path, clauses, "[p/a, p/b]"))
    other = assemble(prepared(tmp_path, clauses, "[p/a, p/b]", "clauses:\n  p/b: {f: 6 weeks}"))

    assert same.findings == ()
    [finding] = other.findings
    assert (finding.rule, finding.level, finding.place.line) == ("fact-conflict", "warning", 7)
    assert finding.message == "'p/a' and 'p/b' give deletion.deadline_days different values; let them agree"


# Where it stands ---------------------------------------------------------------------------------------------------


def test_clauses_of_one_entry_are_one_paragraph(tmp_path: Path) -> None:
    clauses = {"p/a": "A.", "p/b": "B.\n\nNach B.", "p/c": "C."}

    said = texts(tmp_path, clauses, "[{section: s, title: S, content: [[p/a, p/b, p/c]]}]")

    assert said == ["1 S", "A. B.", "Nach B. C."]


def test_what_has_no_content_disappears_with_its_heading_and_numbers_close_up(tmp_path: Path) -> None:
    clauses = {
        "p/a": "A.",
        "p/aus": clause("Aus.", default="off"),
        "p/still": "{% if not on('p/a') %}Still.{% endif %}",
        "p/fern": clause("Fern.", default="off"),
        "p/d": "D.",
        "outlines/klein.yaml": """content:
  - {section: eins, title: Eins, content: [p/aus]}
  - {section: zwei, title: Zwei, content: [p/still]}
  - {section: drei, title: Drei, content: [p/a, p/d]}
  - {annex: anlage, title: Anlage, content: [p/fern]}
""",
    }

    assert texts(tmp_path, clauses, "klein") == ["1 Drei", "1.1 A.", "1.2 D."]


def test_a_clause_that_says_nothing_leaves_no_paragraph(tmp_path: Path) -> None:
    clauses = {"p/a": "{% if false %}A.{% endif %}", "p/b": "B.", "p/c": "C."}

    said = texts(tmp_path, clauses, "[{section: s, title: S, content: [p/a, p/b, p/c]}]")

    assert said == ["1 S", "1.1 B.", "1.2 C."]


@pytest.mark.parametrize(
    ("after", "said"),
    [
        ("p/a", ["1 S", "1.1 A. Neu.", "1.2 B."]),
        ("{clause: p/a}", ["1 S", "1.1 A. Neu.", "1.2 B."]),
        ("{clause: p/a, as: paragraph}", ["1 S", "1.1 A.", "1.2 Neu.", "1.3 B."]),
        ("{clause: p/b, as: paragraph}", ["1 S", "1.1 A.", "1.2 B.", "1.3 Neu."]),
    ],
)
def test_a_clause_says_where_it_goes_if_no_outline_does(after: str, said: list[str], tmp_path: Path) -> None:
    clauses = {"p/a": "A.", "p/b": "B.", "q/neu": clause("Neu.", after=after)}

    found = texts(tmp_path, clauses, "[{section: s, title: S, content: [p/a, p/b]}]", "clauses: {q/neu: on}")

    assert found == said


def test_what_an_outline_says_of_a_place_wins(tmp_path: Path) -> None:
    clauses = {"p/a": "A.", "p/b": "B.", "q/neu": clause("Neu.", after="p/a")}

    found = texts(tmp_path, clauses, "[{section: s, title: S, content: [p/a, p/b, q/neu]}]")

    assert found == ["1 S", "1.1 A.", "1.2 B.", "1.3 Neu."]


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("p/a", "q/eins", ["1 S", "1.1 A. Eins. Zwei.", "1.2 B."]),
        ("p/a", "{clause: q/eins, as: paragraph}", ["1 S", "1.1 A. Eins.", "1.2 Zwei.", "1.3 B."]),
        ("{clause: p/a, as: paragraph}", "q/eins", ["1 S", "1.1 A.", "1.2 Eins. Zwei.", "1.3 B."]),
        (
            "{clause: p/a, as: paragraph}",
            "{clause: q/eins, as: paragraph}",
            ["1 S", "1.1 A.", "1.2 Eins.", "1.3 Zwei.", "1.4 B."],
        ),
    ],
)
def test_a_clause_may_follow_one_that_follows(first: str, second: str, said: list[str], tmp_path: Path) -> None:
    clauses = {
        "p/a": "A.",
        "p/b": "B.",
        "q/eins": clause("Eins.", after=first),
        "q/zwei": clause("Zwei.", after=second),
    }

    found = texts(
        tmp_path, clauses, "[{section: s, title: S, content: [p/a, p/b]}]", "clauses: {q/eins: on, q/zwei: on}"
    )

    assert found == said


def test_a_following_clause_may_say_nothing(tmp_path: Path) -> None:
    clauses = {
        "p/a": "A.",
        "p/b": "B.",
        "q/neu": clause("{% if false %}Neu.{% endif %}", after="{clause: p/a, as: paragraph}"),
    }

    found = texts(tmp_path, clauses, "[{section: s, title: S, content: [p/a, p/b]}]", "clauses: {q/neu: on}")

    assert found == ["1 S", "1.1 A.", "1.2 B."]


def test_items_and_follow_ups_belong_to_their_paragraph(tmp_path: Path) -> None:
    clauses = {"p/a": "Es gilt:", "p/b": "B,", "p/c": "C.", "p/d": "Schluss.", "p/e": "E."}
    outline = "[{section: s, title: S, content: [{clauses: p/a, items: [p/b, [p/c]], then: [p/d]}, p/e]}]"

    assert texts(tmp_path, clauses, outline) == ["1 S", "1.1 Es gilt:", "a) B,", "b) C.", "Schluss.", "1.2 E."]


@pytest.mark.parametrize("body", ["- B1\n- B2", "1. B1\n2. B2", "| B1 |\n|---|\n| B2 |"])
def test_a_clause_without_a_sentence_is_an_item_all_the_same(body: str, tmp_path: Path) -> None:
    clauses = {"p/a": "Es gilt:", "p/b": body, "p/c": "C."}
    outline = "[{section: s, title: S, content: [{clauses: p/a, items: [p/b, p/c]}]}]"

    said = " ".join(texts(tmp_path, clauses, outline))

    assert "B1" in said
    assert "B2" in said
    assert "b) C." in said


def test_every_list_of_a_clause_has_items_of_its_own(tmp_path: Path) -> None:
    body = "Erstens:\n\n1. a\n   1. innen\n\n   Text\n\n   1. noch innen\n2. b\n\nZweitens:\n\n1. c\n2. d"

    said = texts(tmp_path, {"p/a": body}, "[{section: s, title: S, content: [p/a]}]")

    assert [text for text in said if text[1:2] == ")"] == ["a) a", "b) b", "a) c", "b) d"]


def test_a_reference_to_a_clause_leads_to_its_paragraph_wherever_it_stands(tmp_path: Path) -> None:
    clauses = {
        "p/a": "Es gilt [](#p/b), [](#p/c), [](#p/d), [](#p/e) und [](#p/f).",
        "p/b": "B.",
        "p/c": "- C",
        "p/d": "D.",
        "p/e": "1. E",
        "p/f": "F.",
    }
    outline = "[{section: s, title: S, content: [p/a, {clauses: [p/b, p/c], items: [[p/d, p/e, p/f]]}]}]"

    assert texts(tmp_path, clauses, outline)[1] == (
        "1.1 Es gilt Ziffer 1.2, Ziffer 1.2, Ziffer 1.2 a), Ziffer 1.2 a) und Ziffer 1.2 a)."
    )


def test_an_entry_of_free_text_stands_among_clauses(tmp_path: Path) -> None:
    outline = "[{section: s, title: S, content: [[p/a, {text: Und {{ Vertrag }}.}], {text: Frei., id: frei}]}]"

    said = texts(tmp_path, {"p/a": "A."}, outline.replace("Und {{ Vertrag }}.", "'Und {{ Vertrag }}.'"))

    assert said == ["1 S", "1.1 A. Und Vertrag.", "1.2 Frei."]


# Settings ----------------------------------------------------------------------------------------------------------


def test_settings_know_where_they_stand(tmp_path: Path) -> None:
    found = prepared(tmp_path, {"p/a": "A.", "p/b": "B."}, "[p/a]", "clauses:\n  p/b: off\n")

    assert str(found.settings.place("p/b")) == f"{tmp_path}/acme.yaml:7:3"


def test_settings_know_no_place_of_what_the_profile_does_not_say(tmp_path: Path) -> None:
    found = prepared(tmp_path, {"p/a": "A."}, "[p/a]")

    assert found.settings.place("p/a") == NOWHERE


def test_at_most_two_hundred_mistakes_of_the_clauses_are_said(tmp_path: Path) -> None:
    many = "".join(f"  p/x{n}: on\n" for n in range(300))

    with pytest.raises(AvvgenError) as raised:
        prepared(tmp_path, {"p/a": "A."}, "[p/a]", f"clauses:\n{many}")

    assert len([finding for finding in raised.value.findings if finding.rule == "unknown-clause"]) == 200


def test_a_topic_that_is_no_map_is_told_its_options(tmp_path: Path) -> None:
    topic = (
        "title: P\noptions:\n  art: {type: text, optional: on, help: A}\n  ort: {type: text, optional: on, help: O}\n"
    )

    with pytest.raises(AvvgenError, match=r"p is a topic; give a map of its options: art, ort \[wrong-type\]$"):
        prepared(tmp_path, {"p/a": "A.", "p/_topic.yaml": topic}, "[p/a]", "clauses: {p: on}")


def test_a_list_is_no_setting_of_a_clause(tmp_path: Path) -> None:
    with pytest.raises(AvvgenError, match=r"p/a is a list; give on, off or a map of options \[wrong-type\]$"):
        prepared(tmp_path, {"p/a": "A."}, "[p/a]", "clauses: {p/a: [on]}")


def test_a_child_turns_off_what_its_base_turned_on(tmp_path: Path) -> None:
    clauses: dict[str, Any] = {"p/a": clause("A.", default="off"), "p/b": clause("B."), **klein("p/a", "p/b")}
    base = f"{HEAD}outline: klein\nclauses: {{p/a: on, p/b: off}}\n"
    write(tmp_path, {"basis.yaml": base, "acme.yaml": "extends: basis.yaml\nclauses: {p/a: off, p/b: null}\n"})

    found = prepare(load_profile_source(tmp_path / "acme.yaml"), small_library(tmp_path / "klauseln", clauses))

    assert list(found.selection.selected) == ["p/b"]


def test_a_clause_on_under_an_outline_of_the_library_must_stand_in_it(tmp_path: Path) -> None:
    clauses = {"p/a": "A.", "p/b": "B.", **klein("p/a")}

    with pytest.raises(AvvgenError, match="'p/b' is on but stands nowhere") as raised:
        prepared(tmp_path, clauses, "klein")

    assert str(raised.value.findings[0].place).endswith("klauseln/p/b.md:5:1")


def test_what_a_clause_states_leaves_what_the_profile_says_as_it_is(tmp_path: Path) -> None:
    clauses = {
        "p/a": clause("Nach dem Hauptvertrag.", states="{processing.data_types: \"'nach dem Hauptvertrag'\"}"),
        "p/b": "{% if processing.data_types is given %}{{ processing.data_types | and_list }}{% endif %}",
    }

    own = texts(tmp_path, clauses, "[p/a, p/b]")
    profile = HEAD.replace("processing: {", "processing: {data_types: [Namen, Fotos], ")
    write(tmp_path, {"acme.yaml": f"{profile}outline: [p/a, p/b]\n"})
    library = small_library(tmp_path / "klauseln", clauses)
    given = assemble(prepare(load_profile_source(tmp_path / "acme.yaml"), library))

    assert own == ["Nach dem Hauptvertrag.", "nach dem Hauptvertrag"]
    assert markdown_texts(WRITERS["md"](given)) == ["Nach dem Hauptvertrag.", "Namen und Fotos"]
