"""The Word writer: a contract with a thousand subprocessors and three hundred clauses is whole and sound."""

from __future__ import annotations

from cProfile import Profile
from pathlib import Path

import pytest

from avvgen.assembly import assemble
from avvgen.writers.docx import write_docx
from tests.benchmark.size import prepared
from tests.support_office import told, work
from tests.support_word import needs_libreoffice

from .docx_reading import Word, shown
from .docx_schemas import violations

SIZE, ROWS, CLAUSES = 10, 1000, 300


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The large contract as a Word file."""
    return write_docx(assemble(prepared(SIZE, tmp_path_factory.mktemp("large"))))


def test_a_large_contract_is_whole(large: bytes) -> None:
    word = Word(large)

    names = [shown(name) for name in word.find("//w:tr/w:tc[1]/w:p[1]") if shown(name).startswith("Rechenzentrum")]
    assert names == [f"Rechenzentrum {n} GmbH" for n in range(ROWS)]
    clauses = [line for line in word.lines if line.text.startswith("Der Auftragnehmer beachtet")]
    assert [line.number for line in clauses] == [f"{n // 10 + 1}.{n % 10 + 1}" for n in range(CLAUSES)]
    assert sum(line.style.startswith("TOC") and line.style != "TOCHeading" for line in word.lines) == CLAUSES // 10 + 1


def test_every_reference_of_a_large_contract_leads_to_its_number(large: bytes) -> None:
    word = Word(large)

    assert len(word.fields) == 3 * CLAUSES
    for code, number in word.fields:
        assert word.bookmarked[code.split()[1]].number == number


def test_a_large_contract_is_valid_against_iso_29500(large: bytes) -> None:
    assert violations(large) == []


@needs_libreoffice
def test_libreoffice_reads_a_large_contract(large: bytes, tmp_path: Path) -> None:
    (tmp_path / "large.docx").write_bytes(large)

    work([("open", tmp_path / "large.docx"), ("fields",), ("tell", tmp_path / "large.txt"), ("close",)], tmp_path)

    said = told(tmp_path / "large.txt")
    assert sum(words.startswith("Rechenzentrum ") for _, words in said) == ROWS
    last = f"Der Auftragnehmer beachtet Ziffer 30.9 und Ziffer 15.10 und Ziffer 30. Satz {CLAUSES - 1} "
    assert [number for number, words in said if words.replace("\u00a0", " ").startswith(last)] == ["30.10"]


def test_twice_the_subprocessors_and_clauses_are_twice_the_work(tmp_path: Path) -> None:
    def calls(size: int) -> int:
        ready = prepared(size, tmp_path)
        profile = Profile()
        profile.runcall(lambda: write_docx(assemble(ready)))
        return sum(entry.callcount for entry in profile.getstats())

    calls(1)  # what is compiled once is compiled now

    assert calls(4) < 2.1 * calls(2)
