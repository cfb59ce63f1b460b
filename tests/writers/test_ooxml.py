"""The XML floor: text becomes sound XML whatever it holds, and nothing on this floor knows of contracts."""

from __future__ import annotations

import ast
import doctest
import importlib
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import avvgen.writers.ooxml
from avvgen.writers.ooxml.formats import NO_LIST, ParagraphFormat, Place, RunFormat
from avvgen.writers.ooxml.lists import Level, Lists
from avvgen.writers.ooxml.package import Part, Relations, packed, web_address, zipped
from avvgen.writers.ooxml.runs import run
from avvgen.writers.ooxml.styles import Style, used_styles
from avvgen.writers.ooxml.xml import root, w

from .docx_reading import W, shown

FLOOR = Path(avvgen.writers.ooxml.__file__).parent
BREAKS = dict.fromkeys(("\r\n", "\r", "\v", "\f", "\u2028", "\u2029"), "\n")


@given(st.text())
def test_every_letter_comes_back_from_the_xml(text: str) -> None:
    expected = text
    for sign, line_break in BREAKS.items():
        expected = expected.replace(sign, line_break)

    read = shown(etree.fromstring(root("document", run(text)).encode()))

    assert len(read) == len(expected)
    assert all(a in {b, "\ufffd"} for a, b in zip(read, expected, strict=True))
    assert all(a == b for a, b in zip(read, expected, strict=True) if b.isprintable())


@given(st.text())
def test_any_value_fits_into_an_attribute(text: str) -> None:
    element = etree.fromstring(root("document", w("tag", val=text)).encode())[0]

    assert element.get(f"{{{W}}}val") == "".join(letter if _is_xml(letter) else "\ufffd" for letter in text)


def _is_xml(letter: str) -> bool:
    code = ord(letter)
    return letter in "\t\n\r" or (code >= 0x20 and not 0xD800 <= code <= 0xDFFF and code not in {0xFFFE, 0xFFFF})


@given(st.text())
def test_an_address_is_plain_ascii_or_none(text: str) -> None:
    for address in (web_address(f"https://{text}"), web_address(f"mailto:{text}"), web_address(text)):
        assert address.isascii()
        assert not set(address) & set(' <>"{}|\\^`\n')


def test_a_paragraph_says_only_what_differs_in_the_order_of_the_schema() -> None:
    assert ParagraphFormat().children() == ""
    assert ParagraphFormat("Absatz", keep_next=True, place=Place(3, 1), left=0, after=0).children() == (
        '<w:pStyle w:val="Absatz"/><w:keepNext/><w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr>'
        '<w:spacing w:after="0"/><w:ind w:left="0" w:firstLine="0"/>'
    )
    assert ParagraphFormat(place=NO_LIST).children() == '<w:numPr><w:numId w:val="0"/></w:numPr>'
    assert RunFormat().xml() == ""


def test_lists_of_one_definition_share_it_and_begin_again() -> None:
    lists, levels = Lists(), (Level("decimal", "%1.", style="Absatz"),)

    numbers = [lists.number(key, levels, (0,)) for key in ("a", "b", "a")]

    assert numbers == [1, 2, 1]
    assert lists.part().count("<w:abstractNum ") == 1
    assert lists.part().count('<w:startOverride w:val="1"/>') == 2
    assert lists.links() == {"Absatz": Place(1, 0)}


def test_a_style_brings_what_it_rests_on_and_leaves_what_nobody_uses() -> None:
    sheet = (Style("A", "A", next="C"), Style("B", "B", based_on="A"), Style("C", "C"), Style("D", "D", default=True))

    used = used_styles(sheet, [b'<w:pStyle w:val="B"/>'])

    assert [(style.id, style.next) for style in used] == [("A", ""), ("B", ""), ("D", "")]


def test_one_address_has_one_relationship() -> None:
    relations = Relations()

    ids = [relations.address(url) for url in ("https://a.example", "https://b.example", "https://a.example")]

    assert ids == ["rId1", "rId2", "rId1"]


def test_parts_are_zipped_in_the_order_given() -> None:
    one, two = packed(Part("word/styles.xml", b"<a/>")), packed(Part("word/document.xml", b"<b/>"))

    assert zipped([one, two]) != zipped([two, one])
    assert zipped([one, two]) == zipped(iter([one, two]))


def test_the_floor_imports_nothing_of_the_program_but_itself() -> None:
    modules = sorted(FLOOR.glob("*.py"))
    assert len(modules) >= 8

    for module in modules:
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            name = node.module or "" if isinstance(node, ast.ImportFrom) else ""
            assert not name.startswith("avvgen") or name.startswith("avvgen.writers.ooxml"), module.name


def test_the_examples_in_docstrings_hold() -> None:
    names = ("ooxml.xml", "ooxml.package", "ooxml.reading", "ooxml.signatures", "docx.bookmarks")

    results = [doctest.testmod(importlib.import_module(f"avvgen.writers.{name}")) for name in names]

    assert all(result.attempted and not result.failed for result in results)


@given(
    st.lists(
        st.tuples(st.from_regex(r"[a-z]{1,9}\.xml", fullmatch=True), st.binary(max_size=300)), unique_by=lambda p: p[0]
    )
)
def test_the_zip_is_one_that_others_read(files: list[tuple[str, bytes]]) -> None:
    data = zipped(packed(Part(name, content)) for name, content in files)

    with ZipFile(BytesIO(data)) as package:
        assert package.testzip() is None
        assert [(name, package.read(name)) for name in package.namelist()] == files
        assert {entry.date_time for entry in package.infolist()} <= {(1980, 1, 1, 0, 0, 0)}
