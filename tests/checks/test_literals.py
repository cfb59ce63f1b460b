"""What a pattern needs: a text without it is not searched, so a word too many would hide a finding."""

from __future__ import annotations

import re
from datetime import date

import pytest

from avvgen.assembly import assemble, load
from avvgen.checks.case import Case
from avvgen.checks.literals import may_hit, needed
from avvgen.clause_folders import library_files, shipped_folder
from avvgen.library.load import load_library

LIBRARY = load_library(library_files())
PATTERNS = sorted(
    {
        pattern
        for rule in LIBRARY.rules.values()
        for detector in rule.detect
        for pattern in (detector.pattern, detector.unless)
        if pattern
    }
)


def test_no_pattern_of_the_library_finds_anything_where_its_words_are_not() -> None:
    prepared = load(shipped_folder().parent / "profiles" / "linkmobility.yaml")
    passages = Case(prepared, assemble(prepared), date(2026, 11, 21)).passages
    rules = LIBRARY.rules.values()
    texts = {*(passage.text for passage in passages), *(text for rule in rules for text in (rule.bad, rule.good))}
    texts |= {text.upper() for text in texts}

    asked = [(pattern, text) for pattern in PATTERNS for text in texts]
    found = {(pattern, text) for pattern, text in asked if re.search(pattern, text)}
    let_through = {(pattern, text) for pattern, text in asked if may_hit(pattern, text)}

    assert found <= let_through
    assert len(PATTERNS) > 100
    assert 500 < len(found) < len(let_through) < len(asked) / 10


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("Frist", [("frist",)]),
        ("(?i)Frist von", [("frist von",)]),
        (r"\bFrist\b \d+ Tage$", [("frist ",), (" tage",)]),
        ("(un)?verzüglich", [("verzüglich",)]),
        ("(?:binnen|innerhalb) von", [("binnen", "innerhalb"), (" von",)]),
        ("(?:binnen|) von", [(" von",)]),
        ("(?:binnen|.*) von", [(" von",)]),
        ("(?:Tag|Woche){2}", [("tag", "woche")]),
        ("(?:Tag|Woche){0,2}", []),
        ("(?=Tag)Frist(?!en)", [("frist",)]),
        ("[Ff]rist", [("rist",)]),
        ("(Tag)e", [("tage",)]),
        ("Straße", [("strasse",)]),
        (r"\d+", []),
        ("", []),
    ],
)
def test_a_pattern_needs_these_words(pattern: str, words: list[tuple[str, ...]]) -> None:
    assert sorted(needed(pattern)) == sorted(words)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [("(?i)frist", "FRİST"), ("(?i)frist", "frıst"), ("(?i)straße", "STRAẞE"), ("(?i)strasse", "ſtrasse")],
)
def test_letters_that_only_an_expression_takes_for_each_other_hide_nothing(pattern: str, text: str) -> None:
    assert re.search(pattern, text)
    assert may_hit(pattern, text)
