"""Which tests run which line: `coverage`, with the name of each test as context."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count

import coverage

from .mutants import Mutant

MOST_TESTS = 500


@dataclass(frozen=True)
class Reach:
    """For each module and line the tests that run it, and how long each test takes."""

    lines: Mapping[str, Mapping[int, Sequence[str]]]
    seconds: Mapping[str, float]

    def tests_for(self, mutant: Mutant, seconds: float) -> list[str]:
        """The tests of a mutant's lines, else of its module, else all: each function's first case before any second."""
        lines = self.lines.get(mutant.path, {})
        near = {test for n in range(mutant.line, mutant.last_line + 1) for test in lines.get(n, ())}
        if near:
            return self._bounded(self._ordered(near), seconds)
        of_module = {test for tests in lines.values() for test in tests}
        return self._bounded(self._ordered(of_module or set(self.seconds)), 4 * seconds)

    def _ordered(self, tests: set[str]) -> list[str]:
        turns: dict[str, count[int]] = {}
        quick = sorted(tests, key=lambda test: (self.seconds[test], test))
        ranked = [(next(turns.setdefault(test.partition("[")[0], count())), n, test) for n, test in enumerate(quick)]
        return [test for _, _, test in sorted(ranked)]

    def _bounded(self, tests: list[str], most: float) -> list[str]:
        """So many that they end in time, the slow ones left out."""
        left, kept = most, []
        for test in tests:
            if len(kept) < MOST_TESTS and self.seconds[test] <= left:
                left -= self.seconds[test]
                kept.append(test)
        return kept or tests[:1]


def known_lines(data: coverage.CoverageData) -> Mapping[str, Mapping[int, Sequence[str]]]:
    """For each module and line the tests that ran it."""
    lines = {os.path.relpath(file): data.contexts_by_lineno(file) for file in data.measured_files()}
    return {path: {n: [t for t in tests if t] for n, tests in found.items()} for path, found in lines.items()}


def forget(lead: str) -> None:
    """Empty the caches of the modules whose name begins so."""
    modules = [module for name, module in sys.modules.items() if name.startswith(lead)]
    for cached in (value for module in modules for value in vars(module).values()):
        if isinstance(cached, functools._lru_cache_wrapper):
            cached.cache_clear()
