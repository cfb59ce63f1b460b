"""Trials: each mutant in a process of its own, against the tests that run its lines, the quickest first.

Nothing of avvgen is imported before the fork, so no cache filled by the sound code outlives it.
"""

from __future__ import annotations

import gc
import os
import resource
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import redirect_stdout
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_file_location
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType, ModuleType

import pytest

from .mutants import Mutant

FIRST, MOST_SECONDS = 6, 120  # of the processor: a busy machine notices no mutant
LIBRARIES = (
    "babel.dates babel.lists babel.numbers docx hypothesis jinja2.sandbox lxml.etree markdown_it num2words pydantic "
    "regex rich.console rich.table typer.testing yaml"
)
OPTIONS = ("-x", "-q", "--assert=plain", "-p", "no:cacheprovider", "-p", "no:warnings")


def run(mutants: Iterable[tuple[Mutant, Sequence[str]]], workers: int) -> Iterator[tuple[Mutant, bool]]:
    """Each mutant, and whether a test has noticed it: failed, or not ended in time."""
    _import_the_libraries()
    running: dict[int, Mutant] = {}
    for mutant, tests in mutants:
        if len(running) >= workers:
            yield _ended(running)
        running[_started(mutant, tests)] = mutant
    while running:
        yield _ended(running)


def _ended(running: dict[int, Mutant]) -> tuple[Mutant, bool]:
    pid, status = os.wait()
    return running.pop(pid), os.waitstatus_to_exitcode(status) != 0


def _started(mutant: Mutant, tests: Sequence[str]) -> int:
    pid = os.fork()
    if not pid:
        try:
            _silence()
            resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
            os._exit(_try(mutant, tests))
        finally:
            os._exit(99)
    return pid


def _try(mutant: Mutant, tests: Sequence[str]) -> int:
    """0 if all tests pass. The first few decide most; only then the rest are gathered."""
    sys.meta_path.insert(0, _Changed(mutant))
    status = int(pytest.main([*OPTIONS, *tests[:FIRST]]))
    if status or not tests[FIRST:]:
        return status
    files = dict.fromkeys(test.partition("::")[0] for test in tests[FIRST:])
    return int(pytest.main([*OPTIONS, *files], [_Only(tests)]))


class _Only:
    """Of the files' tests, these in this order."""

    def __init__(self, tests: Sequence[str]) -> None:
        self.order = {test: n for n, test in enumerate(tests) if n >= FIRST}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted((i for i in items if i.nodeid in self.order), key=lambda i: self.order[i.nodeid])


class _Changed(MetaPathFinder, Loader):
    """Imports the mutant in place of its module."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(self, fullname: str, *_: object) -> ModuleSpec | None:
        if fullname != self.mutant.module:
            return None
        folder = [str(Path(self.mutant.path).resolve().parent)] if self.mutant.path.endswith("__init__.py") else None
        where = Path(self.mutant.path).resolve()
        return spec_from_file_location(fullname, where, loader=self, submodule_search_locations=folder)

    def exec_module(self, module: ModuleType) -> None:
        code: CodeType = compile(self.mutant.code, str(module.__file__), "exec")
        exec(code, module.__dict__)


def _silence() -> None:
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)


def _import_the_libraries() -> None:
    """What avvgen and its tests import, but nothing of avvgen, so that no trial pays for it."""
    for library in LIBRARIES.split():
        import_module(library)
    with TemporaryDirectory() as empty, redirect_stdout(StringIO()):  # pytest's own modules
        pytest.main([*OPTIONS, "--rootdir", empty, "-c", os.devnull, empty])
    assert not [name for name in sys.modules if name.partition(".")[0] == "avvgen"]
    gc.set_threshold(100_000)
    gc.freeze()
