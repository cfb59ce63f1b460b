"""Each published contract is rebuilt from its profile: every provision is said, and said by what the file names."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from .matrix import Matrix, Provision, matrices


@cache
def known() -> dict[str, Matrix]:
    return matrices()


CASES = [(name, id_) for name, matrix in known().items() for id_ in matrix.provisions]


@pytest.mark.parametrize(("name", "id_"), CASES, ids=[id_ for _, id_ in CASES])
def test_the_contract_says_it_and_is_silent_when_it_is_off(name: str, id_: str) -> None:
    matrix = known()[name]

    assert matrix.failings(matrix.provisions[id_]) == []


def copies(**other: object) -> list[str]:
    """What is wrong with the provision on copies when it is described otherwise."""
    matrix = known()["inxmail"]
    described: Provision = replace(matrix.provisions["INX-26"], **other)
    return matrix.failings(described)


def test_a_word_that_is_not_in_the_block_is_noticed() -> None:
    found = copies(words=("Sicherheitskopien", "Lochkarten"))

    assert "'Lochkarten' does not stand in its block" in found


def test_a_word_that_another_clause_of_the_same_paragraph_says_is_noticed() -> None:
    found = copies(words=("Sicherheitskopien", "nie auf eigene Initiative"))

    assert "'nie auf eigene Initiative' is still said when it is off" in found


def test_words_that_stand_elsewhere_too_are_not_enough() -> None:
    found = copies(words=("Auftraggebers",))

    assert "none of its words stands in its block alone" in found


def test_what_the_contract_must_not_say_is_noticed() -> None:
    found = copies(absent=("nicht ohne Wissen",))

    assert found == ["'nicht ohne Wissen' stands in its block"]


def test_another_order_is_noticed() -> None:
    found = copies(words=("Sicherheitskopien", "nicht ohne Wissen"), in_order=True)

    assert found == ["its words stand in another order"]


def test_a_clause_that_is_not_in_the_contract_is_noticed() -> None:
    found = copies(clauses=("instructions/log",))

    assert found == ["no block of the contract comes from it"]
