"""Whatever a user writes in the wrong place, the program says where, and never falls over it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from avvgen.assembly import assemble, prepare
from avvgen.clause_folders import library_files
from avvgen.findings import AvvgenError, Finding
from avvgen.library.load import Library
from avvgen.profiles.load import load_profile_source
from avvgen.writers import WRITERS

from .conftest import Outcome
from .support import BASIS, SENTENCE, small_library, write
from .test_values import OPTIONS, PLACES, WORDS, as_yaml, counted, profile_of

Steps = tuple[str | int, ...]
WRONG: dict[type, tuple[Any, ...]] = {
    str: (None, ["Wort"], {"wort": "Wort"}, "{{ nichts }}"),
    list: (None, "Wort", {"wort": "Wort"}, [[None]]),
    dict: (None, "blank", ["Wort"], {"wort": "Wort"}),
}
FILES = sorted(name for name in library_files() if name.endswith(".yaml") and "/" not in name)
CONTENTS = {"list": "- a\n", "text": "Text\n", "nothing": "", "key": "xyz: 1\n", "deep": "xyz: [{a: [1]}]\n"}


def steps_in(data: Any, here: Steps = ()) -> Iterator[tuple[Steps, Any]]:
    """Every value with its path."""
    yield here, data
    if isinstance(data, dict):
        for key, value in data.items():
            yield from steps_in(value, (*here, key))
    elif isinstance(data, list):
        for n, value in enumerate(data):
            yield from steps_in(value, (*here, n))


def replaced(data: Any, steps: Steps, value: Any) -> Any:
    whole = deepcopy(data)
    here = whole
    for step in steps[:-1]:
        here = here[step]
    here[steps[-1]] = value
    return whole


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    clauses = {"probe/felder": "Text.", "probe/stellen": PLACES, "probe/optionen": OPTIONS, "probe/woerter": WORDS}
    return small_library(tmp_path_factory.mktemp("klauseln"), clauses)


def said(folder: Path, data: Any, library: Library) -> tuple[Finding, ...]:
    """What is wrong with a profile; nothing if a contract comes out."""
    write(folder, {"acme.yaml": as_yaml(data).replace('"blank"', "blank").replace('!!null "null"', "null")})
    try:
        contract = assemble(prepare(load_profile_source(folder / "acme.yaml"), library))
    except AvvgenError as raised:
        return raised.findings
    WRITERS["md"](contract)
    return ()


PROFILE = profile_of(counted())


@pytest.mark.parametrize("key", sorted(PROFILE))
def test_no_value_of_a_profile_throws_the_program(key: str, library: Library, tmp_path: Path) -> None:
    refused = 0
    for steps, value in steps_in(PROFILE[key], (key,)):
        for wrong in WRONG[type(value)]:
            findings = said(tmp_path, replaced(PROFILE, steps, wrong), library)
            refused += bool(findings)
            unplaced = [finding for finding in findings if not finding.place.path or not finding.place.line]
            assert unplaced == [], (steps, wrong)
    assert refused > 0


@pytest.mark.parametrize("content", CONTENTS)
@pytest.mark.parametrize("name", FILES)
def test_a_file_of_the_library_that_is_nonsense_is_named(name: str, content: str, call: Callable[..., Outcome]) -> None:
    files = {"basis.yaml": BASIS, "acme.yaml": "extends: basis.yaml\n", "klauseln/probe/satz.md": SENTENCE}

    outcome = call("build acme.yaml -f md --clauses klauseln", {**files, f"klauseln/{name}": CONTENTS[content]})

    assert outcome.status == 1
    assert outcome.errors[0].startswith(f"klauseln/{name}:1:")


@pytest.mark.parametrize("key", ["title", "default", "requires", "group", "after", "options", "fulfils", "reviewed"])
@pytest.mark.parametrize("wrong", ["[[a]]", "{a: {b: c}}", "'{{'", "[~]", "''"])
def test_front_matter_that_is_nonsense_is_named(key: str, wrong: str, call: Callable[..., Outcome]) -> None:
    head = {"title": "Zwei", "reviewed": "2026-11-21", key: wrong}
    lines = "".join(f"{name}: {value}\n" for name, value in head.items())
    files = {"basis.yaml": BASIS, "acme.yaml": "extends: basis.yaml\n", "klauseln/probe/satz.md": SENTENCE}

    outcome = call(
        "build acme.yaml -f md --force --clauses klauseln",
        {**files, "klauseln/probe/zwei.md": f"---\n{lines}---\nText.\n"},
    )

    assert outcome.status in (0, 1)
    assert all(line.startswith("klauseln/probe/zwei.md:") for line in outcome.errors)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("--clauses " + "x" * 300, "cannot be read: File name too long [file-unreadable]"),
        ("--letterhead kreis", "there is no file 'kreis'; paths are relative to the file they stand in [file-missing]"),
    ],
)
def test_what_a_call_names_amiss_is_one_line(
    given: str, said: str, call: Callable[..., Outcome], tmp_path: Path
) -> None:
    (tmp_path / "kreis").symlink_to("kreis")

    outcome = call(f"build acme.yaml {given}", {"acme.yaml": BASIS.partition("outline:")[0]})

    assert (outcome.status, len(outcome.said)) == (1, 1)
    assert outcome.said[0].endswith(f": error: {said}")
