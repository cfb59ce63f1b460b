"""`avvgen clauses`: what a user finds with it, and what an option in the wrong place is told."""

from __future__ import annotations

import pytest

from avvgen.clause_folders import library_files
from avvgen.explaining import listed
from avvgen.findings import AvvgenError
from avvgen.library.load import load_library


def test_list_has_every_clause_once_and_every_topic_with_its_options_once() -> None:
    library = load_library(library_files())
    lines = list(listed((), None))

    heads = [line.split("  ")[0] for line in lines if not line.startswith(" ")]
    assert sorted(heads) == sorted([*library.clauses, *library.topics])
    assert sum(line.startswith("    costs_cover: ") for line in lines) == 1


def test_topic_shows_its_clauses_alone() -> None:
    heads = [line.split("  ")[0] for line in listed((), "breach") if not line.startswith(" ")]

    assert heads[0] == "breach"
    assert all(head.startswith("breach/") for head in heads[1:])
    assert "breach/notice" in heads


def test_search_finds_words_of_options_and_of_the_text_itself_under_the_clause_they_are_of() -> None:
    lines = list(listed((), None, search="Wettbewerb"))

    assert lines[0].startswith("audit/modalities  ")
    assert any(line.startswith("    competitors: ") for line in lines)
    assert any(line.startswith("    | Prüfer, die mit ") for line in lines)


@pytest.mark.parametrize(
    ("word", "clause"),
    [
        ("isoliert", "term/no-early-termination"),
        ("isolierte", "term/with-main-contract"),
        ("Jahresvergütung", "liability/limitation"),
        ("Prompt", "ai/no-training"),
        ("Diözese", "regimes"),
    ],
)
def test_search_finds_the_words_of_practice(word: str, clause: str) -> None:
    assert clause in [line.split("  ")[0] for line in listed((), None, search=word)]


def test_search_for_what_is_nowhere_finds_nothing() -> None:
    assert list(listed((), None, search="Xylophon")) == []


def test_unknown_name_is_told_the_nearest() -> None:
    with pytest.raises(AvvgenError, match="'breach/notise' is no clause and no topic; did you mean 'breach/notice'"):
        list(listed((), "breach/notise"))
