"""Contracts are built from files that others send: each hostile one is a finding, and nothing is written.

The cases stand in the tables beside this file. `«x*9»` is nine times x. `says` has a line for every finding of level
error: its place and its rule; `letters` is what both formats print, where an input is harmless. Cases say what is
hostile of an otherwise good world: `profile` (after `extends: basis.yaml`), `clause` (the body of the only clause, from
line 5), `condition` (its default), `value` (the subject), `set`, `files`, and `make` (files that no text can be).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
import yaml

from tests.conftest import Outcome
from tests.support import BASIS, FRONT_MATTER, SENTENCE, docx_texts, files_in, markdown_texts, write

from .makers import MAKERS

HERE = Path(__file__).parent
REPEATED = re.compile(r"«(.+?)\*(\d+)»", re.DOTALL)
SAID = re.compile(r"(.*?): error: .* \[([a-z0-9-]+)\]")
CALL = ["build", "acme.yaml", "-f", "md", "-f", "docx", "-o", "out", "--clauses", "klauseln", "--force"]
LONGEST = 45  # seconds; the slowest takes a third of it on one core
Case = dict[str, Any]


def expanded(text: str) -> str:
    return REPEATED.sub(lambda match: match[1] * int(match[2]), text)


def cases() -> Iterator[Any]:
    for path in sorted(HERE.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text("utf-8")):
            yield pytest.param(case, id=f"{path.stem}: {case['name']}")


def world(case: Case) -> dict[str, str]:
    """The files of a case that are text."""
    condition = case.get("condition")
    head = (
        FRONT_MATTER if condition is None else f"---\ntitle: Probe\ndefault: {condition}\nreviewed: 2026-11-21\n---\n"
    )
    clause = head + case["clause"] + "\n" if "clause" in case else SENTENCE if condition is None else head + "Satz.\n"
    value = f'processing: {{subject: "{case["value"]}"}}\n' if "value" in case else ""
    basis = BASIS.partition("outline:")[0] + "outline: standard\n" if condition is not None else BASIS
    files = {
        "basis.yaml": basis,
        "acme.yaml": "extends: basis.yaml\n" + value + case.get("profile", ""),
        "klauseln/probe/satz.md": clause,
        **case.get("files", {}),
    }
    return {name: expanded(text) for name, text in files.items()}


def make(folder: Path, case: Case) -> None:
    write(folder, world(case))
    for name, maker in case.get("make", {}).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() or path.is_symlink():
            path.unlink()
        MAKERS[str(maker)](path)


@pytest.fixture
def run(
    call: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[Case], Outcome]:
    """Call with arguments that may hold spaces."""
    from avvgen.cli.app import main

    def called(case: Case) -> Outcome:
        given = [part for setting in case.get("set", ()) for part in ("--set", expanded(setting))]
        status = main([*case.get("call", CALL), *given])
        captured = capsys.readouterr()
        return Outcome(status, captured.err.splitlines(), captured.out.splitlines())

    return called


def places_and_rules(outcome: Outcome) -> list[str]:
    matches = [SAID.fullmatch(line) for line in outcome.errors]
    return sorted(f"{match[1]} {match[2]}" if match else "not a finding" for match in matches)


@pytest.mark.parametrize("case", [param for param in cases() if "says" in param.values[0]])
def test_it_is_a_finding_and_nothing_is_written(case: Case, run: Callable[[Case], Outcome], tmp_path: Path) -> None:
    make(tmp_path, case)
    before = files_in(tmp_path)
    start = perf_counter()

    outcome = run(case)

    assert places_and_rules(outcome) == sorted(case["says"]), outcome.said[:3]
    assert outcome.status == 1
    assert not any("Traceback" in line for line in outcome.said)
    assert files_in(tmp_path) == before
    assert not (tmp_path / "out").exists()
    assert perf_counter() - start < LONGEST


@pytest.mark.parametrize("case", [param for param in cases() if "letters" in param.values[0]])
def test_it_is_printed_letter_by_letter(case: Case, run: Callable[[Case], Outcome], tmp_path: Path) -> None:
    make(tmp_path, {"clause": "{{ processing.subject }}", **case})

    outcome = run(case)

    assert (outcome.status, outcome.errors) == (0, [])
    letters = expanded(case["letters"])
    word, markdown = (tmp_path / "out" / f"acme.{kind}" for kind in ("docx", "md"))
    assert letters in docx_texts(word.read_bytes())
    assert any(text == letters or text.endswith(f" {letters}") for text in markdown_texts(markdown.read_bytes()))


@pytest.mark.parametrize("name", ["«[*50000»", "[«9*5000»]", '["a"', "{}", "name\n«x*200000»\n", "a\0b\n"])
def test_a_public_list_that_is_hostile_is_a_finding(name: str, run: Callable[[Case], Outcome], tmp_path: Path) -> None:
    file = "liste.csv" if "\n" in name else "liste.json"
    make(tmp_path, {"files": {file: name}})

    outcome = run({"call": ["check", "acme.yaml", "--clauses", "klauseln", "--public-list", file]})

    found = {place.partition(":")[0]: place.rpartition(" ")[2] for place in places_and_rules(outcome)}
    assert found[file] in ("public-list", "character")
    assert outcome.status == 1


def test_the_tables_are_as_long_as_they_say() -> None:
    assert len(list(cases())) >= 120
