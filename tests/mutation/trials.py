"""Trials: each mutant in a process of its own, against the tests that run its lines, the quickest first.

Nothing of avvgen is imported before the fork, so no cache filled by the sound code outlives it.
"""

from __future__ import annotations

import gc
import os
import resource
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import redirect_stdout
from functools import partial
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_file_location
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType, ModuleType
from typing import TypeVar

import pytest

from .mutants import Mutant

Job = TypeVar("Job")
MOST_SECONDS, MOST_MEMORY = 60, 4 << 30  # seconds of the processor: a busy machine notices no mutant
BROKEN = 99
LIBRARIES = (
    "babel.dates babel.lists babel.numbers docx hypothesis jinja2.sandbox lxml.etree markdown_it num2words pydantic "
    "regex rich.console rich.table typer.testing yaml"
)
OPTIONS = ("-x", "-q", "--assert=plain", "-p", "no:cacheprovider", "-p", "no:warnings")


def run(mutants: Iterable[tuple[Mutant, Sequence[str]]], workers: int) -> Iterator[tuple[Mutant, bool]]:
    """Each mutant, and whether a test has noticed it: failed, or not ended in time."""
    _import_the_libraries()
    jobs = ((mutant, partial(_try, mutant, tests)) for mutant, tests in mutants)
    for mutant, status in in_forks(jobs, workers):
        yield mutant, status != 0


def in_forks(jobs: Iterable[tuple[Job, Callable[[], int]]], workers: int) -> Iterator[tuple[Job, int]]:
    """Each job with the exit status of the fork that ran it, negative if it did not end in time."""
    running: dict[int, Job] = {}
    for job, task in jobs:
        if len(running) >= workers:
            yield _ended(running)
        running[_started(task)] = job
    while running:
        yield _ended(running)


def _ended(running: dict[int, Job]) -> tuple[Job, int]:
    pid, status = os.wait()
    job, code = running.pop(pid), os.waitstatus_to_exitcode(status)
    if code == BROKEN:
        raise SystemExit(f"the trial itself fails: {job}")
    return job, code


def _started(task: Callable[[], int]) -> int:
    pid = os.fork()
    if not pid:
        code = BROKEN
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
            resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
            code = task()
        except BaseException:  # noqa: BLE001
            traceback.print_exc()
        finally:
            os._exit(code)
    return pid


def _try(mutant: Mutant, tests: Sequence[str]) -> int:
    """1 if a test fails, or a module of the tests, or conftest.py, can no longer be imported; 0 if all pass."""
    silence()
    sys.meta_path.insert(0, _Changed(mutant))
    files = dict.fromkeys(test.partition("::")[0] for test in tests)
    status = int(pytest.main([*OPTIONS, *files], [_Only(tests)]))
    if status in (pytest.ExitCode.INTERNAL_ERROR, pytest.ExitCode.NO_TESTS_COLLECTED):
        raise SystemExit(f"pytest ended with {status}")
    return int(status != 0)


class _Only:
    """Of the files' tests, these in this order."""

    def __init__(self, tests: Sequence[str]) -> None:
        self.order = {test: n for n, test in enumerate(tests)}

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


def silence() -> None:
    """Let nothing that the tests print be seen."""
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
