"""A short run of every target, all inputs that ever threw the program, and proof that the engine notices a crash."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from avvgen.findings import Place, error

from .engine import CORPUS, LONGEST, Target, attempt, run
from .targets import TARGETS

SHORT = {"tree": 300, "letterhead": 500, "template": 500}
USUALLY = 1500
MOST_SECONDS = 6  # of a target, so that all of them take less than a minute
CASES = sorted(path for path in CORPUS.glob("*/*"))
OF_TEXT = ["yaml", "profile", "clause", "library", "markdown", "expression", "template", "customers"]


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_a_short_run_finds_no_crash(name: str) -> None:
    tally = run(TARGETS[name], SHORT.get(name, USUALLY), seed=1, most_seconds=MOST_SECONDS)

    assert {cause: (crash.data[:500], crash.trace) for cause, crash in tally.crashes.items()} == {}
    assert tally.executions > 50
    assert tally.kept > 10


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_once_threw_the_program_does_not(path: Path) -> None:
    _, _, crash = attempt(TARGETS[path.parent.name], path.read_bytes())

    assert crash is None, crash.trace


@pytest.mark.parametrize("name", OF_TEXT)
@settings(max_examples=150, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(max_size=200) | st.text("[]{}()-:|*#%!&<>'\"\\ \n\tab1", max_size=200))
def test_any_letters_give_a_result_or_findings(name: str, text: str) -> None:
    _, _, crash = attempt(TARGETS[name], text.encode("utf-8", "replace"))

    assert crash is None, crash.trace


def test_the_corpus_is_small_and_each_case_belongs_to_a_target() -> None:
    assert {path.parent.name for path in CASES} <= set(TARGETS)
    assert all(path.stat().st_size <= 12_000 for path in CASES)
    assert sum(path.stat().st_size for path in CASES) < 200_000


# The engine -------------------------------------------------------------------------------------------------------


def target(tried, path: str = "") -> Target:
    return Target("probe", lambda: [b"one two"], lambda random, _: random.randbytes(random.randint(1, 30)), tried, path)


def test_a_crash_is_found_and_cut_down_to_its_cause() -> None:
    def tried(data: bytes) -> str:
        if b"\x07" in data:
            raise KeyError("seven")
        return "good"

    [crash] = run(target(tried), 500, seed=0).crashes.values()

    assert crash.data == b"\x07"
    assert crash.cause == "KeyError"


def test_what_computes_too_long_is_a_crash() -> None:
    def tried(_: bytes) -> str:
        while True:
            pass

    seconds, _, crash = attempt(target(tried), b"")

    assert crash is not None
    assert crash.cause == "HangError"
    assert LONGEST - 0.5 < seconds < LONGEST + 2


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (Place("probe.yaml", 1, 1), ""),
        (Place("probe.yaml", 9, 1), "UnsoundFinding-points-nowhere--rule"),
        (Place("probe.yaml"), "UnsoundFinding-points-nowhere--rule"),
        (Place(), "UnsoundFinding-points-elsewhere--rule"),
    ],
)
def test_a_refusal_must_point_into_its_input(place: Place, said: str) -> None:
    def tried(_: bytes) -> str:
        raise error("rule", "is wrong", place if place.path else Place("other/probe.yaml", 1))

    _, behaviour, crash = attempt(target(tried, "probe.yaml"), b"a: b\n")

    assert (crash.cause if crash else "") == said
    assert behaviour == ("" if said else "refused\nrule: is wrong")


def test_the_same_seed_makes_the_same_inputs() -> None:
    def inputs(seed: int) -> list[bytes]:
        random = Random(seed)
        return [TARGETS[name].mutated(random, TARGETS[name].seeds()) for name in sorted(TARGETS) for _ in range(5)]

    assert inputs(3) == inputs(3)
    assert inputs(3) != inputs(4)


def test_the_long_run_prints_its_table() -> None:
    command = [sys.executable, "-m", "tests.fuzz", "--executions", "60", "--target", "yaml", "--target", "markdown"]

    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120, cwd=CORPUS.parents[2])

    header, *rows = done.stdout.splitlines()[:4]
    assert header.split() == ["target", "executions", "seconds", "slowest", "ms", "findings", "kinds", "crashes"]
    assert [row.split()[:2] for row in rows] == [["yaml", "60"], ["markdown", "60"], ["all", "120"]]
