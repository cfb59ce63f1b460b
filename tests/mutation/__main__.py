"""How much the tests notice: `python -m tests.mutation [grammar …] [--sample N] [--seed N] [--workers N]`.

Needs `pip install 'mutmut==3.8.1' coverage`. Prints every mutant that no test has noticed, then a table.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from .mutants import Mutant, mutants_of
from .reach import Reach, measure
from .trials import run

say = partial(print, flush=True)
COLUMNS = "{:<12} {:>8} {:>8} {:>8} {:>8}"
SLOW = "--deselect tests/test_values.py::test_any_text_comes_out_letter_by_letter_or_is_refused"
# What is changed, and the tests that are asked: those that say most about it in the least time.
PARTS: dict[str, tuple[str, str]] = {
    "grammar": ("avvgen/grammar", "tests/grammar tests/test_templating.py"),
    "numbering": ("avvgen/numbering.py", "tests/test_numbering.py tests/test_reading.py tests/test_selection.py"),
    "selection": ("avvgen/selection.py", "tests/test_selection.py tests/test_errors.py tests/test_templating.py"),
    "templating": (
        "avvgen/templating",
        f"tests/test_templating.py tests/test_values.py tests/test_selection.py tests/test_errors.py tests/hostile {SLOW}",
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
    asked = parser.parse_args()
    say(COLUMNS.format("part", "mutants", "tried", "noticed", "percent"))
    return int(min(_share(name, asked) for name in asked.parts or PARTS) < 0.85)


def _share(name: str, asked: argparse.Namespace) -> float:
    source, selection = PARTS[name]
    everything = [mutant for path in _modules(Path(source)) for mutant in mutants_of(path)]
    drawn = _drawn(everything, asked)
    noticed = 0
    for mutant, is_noticed in run(
        _with_tests(drawn, _reach_of(Path(source), selection.split()), asked.seconds), asked.workers
    ):
        noticed += is_noticed
        if not is_noticed:
            say(mutant)
    share = noticed / max(len(drawn), 1)
    say(COLUMNS.format(name, len(everything), len(drawn), noticed, f"{share:.1%}"))
    return share


def _modules(source: Path) -> list[str]:
    return [str(path) for path in ([source] if source.is_file() else sorted(source.rglob("*.py")))]


def _drawn(everything: Sequence[Mutant], asked: argparse.Namespace) -> Sequence[Mutant]:
    if asked.only:
        named = {line.partition("  # ")[0] for line in asked.only.read_text("utf-8").splitlines()}
        return [mutant for mutant in everything if str(mutant) in named]
    if not asked.sample or asked.sample >= len(everything):
        return everything
    return [everything[n] for n in sorted(random.Random(asked.seed).sample(range(len(everything)), asked.sample))]


def _reach_of(source: Path, selection: Sequence[str]) -> Reach:
    """Measured in a process of its own, for this one must not import avvgen."""
    with multiprocessing.get_context("spawn").Pool(1) as other:
        return other.apply(measure, (source, selection))


def _with_tests(mutants: Sequence[Mutant], reach: Reach, seconds: float) -> Iterator[tuple[Mutant, Sequence[str]]]:
    for mutant in mutants:
        yield mutant, reach.tests_for(mutant, seconds)


if __name__ == "__main__":
    sys.exit(main())
