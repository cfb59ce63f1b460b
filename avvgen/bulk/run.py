"""A bulk run: the rows of a list in pieces, over any executor, their contracts written, their lines in order."""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Callable, Container, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, wait
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from avvgen.bulk.alone import alone
from avvgen.bulk.manifest import NAME as MANIFEST
from avvgen.bulk.manifest import Entry, Note, begun, ended, recovered
from avvgen.bulk.names import Names, twins
from avvgen.bulk.press import press
from avvgen.bulk.printing import Done, Task, ends_the_run, print_rows
from avvgen.clause_folders import own_files
from avvgen.customers import Row
from avvgen.files import noting
from avvgen.findings import AvvgenError, Finding, Place, Problems, error
from avvgen.job import Job
from avvgen.memory import remembering
from avvgen.output import real, role, same
from avvgen.unfinished import sweep

PIECE = 64  # rows that go to a process at once
AHEAD = 4  # pieces that wait for each process

Say = Callable[[str], None]
Hire = Callable[[int], AbstractContextManager[tuple[Executor, int]]]


@dataclass(frozen=True, slots=True)
class Bulk:
    """What a call asks for beside the job: the list, its file, the names of the files, and how to go about it."""

    job: Job
    rows: Callable[[], Iterator[Row]]
    table: Path
    names: str
    resume: bool = False
    fail_fast: bool = False
    check: bool = False


@dataclass(slots=True)
class Summary:
    """How a run went: rows read, contracts written, kept from an earlier run, failed, and warnings with their count.

    One that is broken off has not come to the last row.
    """

    rows: int = 0
    written: int = 0
    kept: int = 0
    failed: int = 0
    broken_off: bool = False
    noted: Counter[Finding] = field(default_factory=Counter)

    def add(self, done: Done) -> None:
        """Count some more rows."""
        bad = sum(bool(entry.errors) for entry in done.entries)
        self.rows += len(done.entries)
        self.failed += bad
        self.kept += done.kept
        self.written += len(done.entries) - bad - done.kept
        for findings, times in done.noted:
            self.noted.update(dict.fromkeys(findings, times))


class Inline(Executor):
    """An executor that does the work itself, when it is asked to."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """The result, at once."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as problem:  # noqa: BLE001 - it is raised where the result is asked for
            future.set_exception(problem)
        return future


@remembering()
def run(bulk: Bulk, hire: Hire, warn: Say, progress: Callable[[int, int], None]) -> Summary:
    """Print the contracts of a list; a row that fails is said and does not stop the others.

    `hire` gives who prints so many pieces, and how many they are; `progress` is told how many rows of how many are
    done. Raises AvvgenError for what is wrong with all rows: the profile, the list, two rows with one name; then
    nothing is written.
    """
    with noting() as noted:
        ready = press(bulk.job)
    folder, name = ready.plan[0].folder, ready.source.name
    names = Names(bulk.names, name)
    inputs = own_files((*noted.read, *ready.library.files.values(), bulk.table))
    _keep(inputs, folder, {one.format for one in ready.plan}, names)
    total, clashing = twins(bulk.rows(), names)
    if clashing:
        raise AvvgenError(*clashing)
    summary = Summary()
    with hire(-(-total // PIECE)) as (executor, workers), _noting(bulk, folder, summary) as (note, before):
        pieces = _pieces(_tasks(bulk.rows(), Names(bulk.names, name), before))
        for done in _in_order(executor, workers, bulk, ready.base, pieces):
            for finding in done.failed:
                warn(str(finding))
            note(done.entries)
            summary.add(done)
            progress(summary.rows, total)
            if ends_the_run(done.failed, bulk.fail_fast):
                summary.broken_off = True
                break
    return summary


def _keep(inputs: Iterable[Path], folder: Path, formats: Container[str], names: Names) -> None:
    """Let no contract, and not the manifest either, be written over a file that the run is made of."""
    for path in inputs:
        found = Path(real(path))
        if same(found.parent) != same(folder):
            continue
        if found.name.casefold().startswith(MANIFEST):
            message = f"a run keeps its own '{MANIFEST}' in '{folder}'; rename this file, or choose another folder"
            raise error("same-output", message, Place(str(path)))
        if found.suffix.casefold().lstrip(".") in formats:
            names.keep(found.stem, role(path))


@contextmanager
def _noting(bulk: Bulk, folder: Path, summary: Summary) -> Iterator[tuple[Note, Iterator[Entry]]]:
    """What notes the entries of a run that has the folder for itself, and those of the run before."""
    if bulk.check:
        yield lambda _: None, iter(())
        return
    with alone(folder):
        sweep(folder)
        before = recovered(folder) if bulk.resume else iter(())
        with begun(folder) as note:
            yield note, before
        if not summary.broken_off:
            _settle()
            ended(folder)


def _tasks(rows: Iterator[Row], names: Names, before: Iterator[Entry]) -> Iterator[Task]:
    """The rows with their names and what is known of them; both lists are in the order of rows."""
    known = next(before, None)
    for row in rows:
        while known is not None and known.row < row.number:
            known = next(before, None)
        problems = Problems()
        name = problems.attempt(names.name, row) or ""
        marked = replace(row, wrong=(*row.wrong, *problems.findings)) if problems.findings else row
        yield Task(marked, name, known if known is not None and known.row == row.number else None)


def _pieces(tasks: Iterator[Task]) -> Iterator[tuple[Task, ...]]:
    while piece := tuple(islice(tasks, PIECE)):
        yield piece


def _in_order(
    executor: Executor, workers: int, bulk: Bulk, base: str, pieces: Iterator[tuple[Task, ...]]
) -> Iterator[Done]:
    """What becomes of the pieces, in their order; only so many wait that no worker is idle."""
    waiting: deque[Future[Done]] = deque()
    how = (bulk.fail_fast, bulk.check)
    try:
        for piece in pieces:
            waiting.append(_submitted(executor, print_rows, bulk.job, base, piece, *how))
            if len(waiting) >= AHEAD * workers or isinstance(executor, Inline):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenExecutor:
        message = "a process that printed contracts was killed; go on with --resume, and fewer of them (-j)"
        raise error("worker-died", message, Place(str(bulk.job.profile))) from None
    finally:
        wait([future for future in waiting if not future.cancel()])  # who prints needs the folder until then


def _submitted(executor: Executor, *call: Any) -> Future[Done]:
    try:
        return executor.submit(*call)
    except OSError as problem:  # what goes wrong in the work itself is in the future
        raise no_processes(problem) from None


def no_processes(problem: OSError) -> AvvgenError:
    """What to say when the system gives us no processes."""
    message = f"processes that print cannot be started: {problem.strerror or problem}; take fewer, or -j 1"
    return error("no-processes", message, Place("-j"))


def _settle() -> None:
    """Have the disk keep what was written, all at once: a file each would cost more than making it."""
    if hasattr(os, "sync"):
        os.sync()
