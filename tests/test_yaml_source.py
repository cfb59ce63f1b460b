"""YAML is text with places: nothing is resolved, whatever it looks like."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avvgen.findings import NOWHERE, AvvgenError, Place
from avvgen.yaml_source import (
    MAX_DEPTH,
    Mapping,
    Scalar,
    SourceText,
    key_place,
    node_at,
    parse_yaml,
    place_of,
    read_text,
    read_yaml,
    to_data,
    where,
)

SOURCE = """\
document:
  version: 1.10
  date: 2026-11-21
parties: {country: NO, draft: off, postcode: 01067}
list:
  - eins
  - "zwei"
  - - drei
text: |
  Zeile eins

  Zeile drei
"""


@pytest.mark.parametrize(
    "written",
    ["1.10", "01067", "NO", "off", "yes", "0x1F", "1_000", "1e3", "12:30:45", "2026-11-21", ".inf", "=", "<<", "0o17"],
)
def test_a_plain_scalar_is_its_letters(written: str) -> None:
    assert to_data(parse_yaml(f"key: {written}", "a.yaml")) == {"key": written}


@pytest.mark.parametrize("written", ["~", "null", ""])
def test_nothing_is_none(written: str) -> None:
    assert to_data(parse_yaml(f"key: {written}", "a.yaml")) == {"key": None}


@pytest.mark.parametrize("written", ['"null"', "'~'", '""', "Null", "NULL", "none"])
def test_what_is_quoted_or_spelled_otherwise_is_text(written: str) -> None:
    data = to_data(parse_yaml(f"key: {written}", "a.yaml"))

    assert data == {"key": written.strip("\"'")}


def test_every_value_knows_its_place() -> None:
    node = parse_yaml(SOURCE, "a.yaml")

    assert place_of(node, ("document", "version")) == Place("a.yaml", 2, 12)
    assert place_of(node, ("parties", "postcode")) == Place("a.yaml", 4, 46)
    assert place_of(node, ("list", 1)) == Place("a.yaml", 7, 5)
    assert place_of(node, ("list", 2, 0)) == Place("a.yaml", 8, 7)
    assert place_of(node, ("text",)) == Place("a.yaml", 9, 7)


def test_what_is_absent_stands_where_its_parent_does() -> None:
    node = parse_yaml(SOURCE, "a.yaml")

    assert place_of(node, ("document", "title", "word")) == Place("a.yaml", 2, 3)
    assert place_of(node, ("list", 7)) == Place("a.yaml", 6, 3)
    assert node_at(node, ("document", "title")) is None


def test_a_key_has_a_place_of_its_own() -> None:
    node = parse_yaml(SOURCE, "a.yaml")

    assert key_place(node, ("parties", "draft")) == Place("a.yaml", 4, 24)
    assert key_place(node, ("list", 1)) == Place("a.yaml", 7, 5)


def test_texts_and_keys_keep_their_places_as_data() -> None:
    data = to_data(parse_yaml(SOURCE, "a.yaml"))

    assert where(data["document"]["version"]) == Place("a.yaml", 2, 12)
    assert where(next(iter(data["parties"]))) == Place("a.yaml", 4, 11)
    assert where(data["list"]) == Place("a.yaml", 6, 5)
    assert where("eigene Worte") == NOWHERE
    assert where([], Place("a.yaml", 1, 1)) == Place("a.yaml", 1, 1)


def test_a_text_knows_how_it_was_written() -> None:
    data = to_data(parse_yaml("plain: blank\nquoted: 'blank'\nblock: |\n  blank\nfolded: >\n  blank\n", "a.yaml"))

    assert {key: (text.plain, text.block) for key, text in data.items()} == {
        "plain": (True, False),
        "quoted": (False, False),
        "block": (False, True),
        "folded": (False, True),
    }


def test_a_text_that_begins_further_down_counts_from_there() -> None:
    node = parse_yaml("title: Frist\n", "a.md", first_line=2)

    assert place_of(node, ("title",)) == Place("a.md", 2, 8)


def test_columns_count_letters_not_bytes() -> None:
    node = parse_yaml("{größe: ä, 日本: x}", "a.yaml")

    assert place_of(node, ("日本",)) == Place("a.yaml", 1, 16)


def test_an_alias_is_what_it_stands_for() -> None:
    node = parse_yaml("a: &a {b: c}\nd: *a\n", "a.yaml")

    assert to_data(node) == {"a": {"b": "c"}, "d": {"b": "c"}}


def test_an_alias_inside_its_own_anchor_is_refused() -> None:
    with pytest.raises(AvvgenError, match=r"a.yaml:1:8: error: '\*a' refers to no finished '&a' \[yaml-alias\]"):
        parse_yaml("a: &a [*a]\n", "a.yaml")


def test_nesting_has_an_end() -> None:
    deepest = "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)  # the outermost is no level

    parse_yaml(deepest, "a.yaml")
    with pytest.raises(AvvgenError, match="nested deeper than 50 levels"):
        parse_yaml(f"[{deepest}]", "a.yaml")


@pytest.mark.parametrize("written", ["", "\n", "# nur ein Kommentar\n", "---\n", "~", "\ufeff"])
def test_an_empty_file_is_an_empty_map(written: str, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(written, "utf-8")

    node = parse_yaml(read_text(tmp_path / "a.yaml"), "a.yaml")

    assert isinstance(node, Mapping)
    assert to_data(node) == {}


def test_line_ends_of_all_systems_are_line_feeds(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\rc: 3\n")

    assert read_text(tmp_path / "a.yaml") == "a: 1\nb: 2\nc: 3\n"


def test_a_value_from_outside_is_removed_by_nothing_alone() -> None:
    assert Scalar("", NOWHERE, literal=True).is_null
    assert not Scalar("null", NOWHERE, literal=True).is_null
    assert Scalar("null", NOWHERE).is_null


def test_a_character_that_is_not_allowed_is_found_behind_umlauts(tmp_path: Path) -> None:
    text = "ä: ÄÖÜÄÖÜÄÖÜÄÖÜ\nb: x\nc: ö\x07\n" + "d: 1\n" * 20
    (tmp_path / "a.yaml").write_text(text, "utf-8")

    with pytest.raises(AvvgenError, match=r"a.yaml:3:5: error: the character U\+0007 cannot be seen"):
        read_yaml(tmp_path / "a.yaml")


@given(text=st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Mn", "Lo"))))
def test_a_quoted_text_is_its_letters(text: str) -> None:
    quoted = "'" + text.replace("'", "''") + "'"

    data = to_data(parse_yaml(f"key: {quoted}", "a.yaml"))

    assert data["key"] == text
    assert isinstance(data["key"], SourceText)
