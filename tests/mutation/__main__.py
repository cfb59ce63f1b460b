"""How much the tests notice: `python -m tests.mutation [grammar …] [--sample N] [--workers N] [--known FILE]`.

Needs `pip install 'mutmut==3.8.1' coverage`. Prints every mutant that no test has noticed, then a table.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from .hot import Effort, Said, keep, tried
from .mutants import Mutant, mutants_of
from .trials import run

say = partial(print, flush=True)
COLUMNS = "{:<12} {:>8} {:>8} {:>8} {:>8}"
# What is changed, and the tests that are asked: those that say most about it in the least time.
PARTS: dict[str, tuple[str, str]] = {
    "grammar": ("avvgen/grammar", "tests/grammar tests/test_templating.py"),
    "numbering": (
        "avvgen/numbering.py",
        "tests/test_numbering.py tests/test_reading.py tests/test_form.py tests/test_outlines.py",
    ),
    "selection": ("avvgen/selection.py", "tests/test_selection.py tests/test_errors.py tests/test_templating.py"),
    "templating": (
        "avvgen/templating",
        "tests/test_templating.py tests/test_mistakes.py",
    ),
    "checks": ("avvgen/checks", "tests/checks tests/rules tests/test_form.py"),
}


def main() -> int:
    """Draw, try, print; 1 if fewer than 85 of 100 were noticed in a part."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=", ".join(PARTS))
    parser.add_argument("--sample", type=int, default=0, help="so many mutants of each part, drawn at random; 0: all")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument(
        "--seconds", type=float, default=8, help="what the tests of one mutant may take, by the first run"
    )
    parser.add_argument("--only", type=Path, help="a file: only mutants that stand in it, such as survivors.txt")
    parser.add_argument("--known", type=Path, help="a file: mutants in it are noticed; it gets the next ones")
    parser.add_argument("--tests", help="other tests than those that are asked at first")
    asked = parser.parse_args()
    say(COLUMNS.format("part", "mutants", "tried", "noticed", "percent"))
    return int(min(_share(name, asked) for name in asked.parts or PARTS) < 0.85)


def _share(name: str, asked: argparse.Namespace) -> float:
    source, selection = PARTS[name]
    everything = [mutant for path in _modules(Path(source)) for mutant in mutants_of(path)]
    drawn = _drawn(everything, asked)
    known = _known(asked.known)
    open_ = [mutant for mutant in drawn if mutant.key not in known]
    said = _tried_hot(Path(source), (asked.tests or selection).split(), open_, asked)
    unnoticed = list(said.unnoticed)
    for mutant, is_noticed in run(_with_tests(said, asked.seconds), asked.workers):
        if is_noticed:
            keep(asked.known, [mutant])
        else:
            unnoticed.append(mutant)
    for mutant in sorted(unnoticed, key=drawn.index):
        say(mutant)
    noticed = len(drawn) - len(unnoticed)
    share = noticed / max(len(drawn), 1)
    say(COLUMNS.format(name, len(everything), len(drawn), noticed, f"{share:.1%}"))
    return share


def _known(path: Path | None) -> set[str]:
    """The mutants that an earlier run, broken or with other tests, has noticed."""
    return {line.split(" ")[0] for line in path.read_text("utf-8").splitlines()} if path and path.exists() else set()


def _modules(source: Path) -> list[str]:
    return [str(path) for path in ([source] if source.is_file() else sorted(source.rglob("*.py")))]


def _drawn(everything: Sequence[Mutant], asked: argparse.Namespace) -> Sequence[Mutant]:
    if asked.only:
        named = {line.partition("  # ")[0] for line in asked.only.read_text("utf-8").splitlines()}
        return [mutant for mutant in everything if str(mutant) in named]
    if not asked.sample or asked.sample >= len(everything):
        return everything
    return [everything[n] for n in sorted(random.Random(asked.seed).sample(range(len(everything)), asked.sample))]


def _tried_hot(source: Path, selection: Sequence[str], mutants: Sequence[Mutant], asked: argparse.Namespace) -> Said:
    """In a process of its own, for this one must not import avvgen."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as other:
        return other.submit(
            tried, source, selection, mutants, Effort(asked.seconds, asked.workers, asked.known)
        ).result()


def _with_tests(said: Said, seconds: float) -> Iterator[tuple[Mutant, Sequence[str]]]:
    for mutant in said.untried:
        yield mutant, said.reach.tests_for(mutant, seconds)


if __name__ == "__main__":
    sys.exit(main())
