"""The customers of `avvgen build --controllers`: which executor prints them, and what is shown meanwhile."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from avvgen.bulk.run import Bulk, Inline, Summary, no_processes, run
from avvgen.cli.signals import heed_as_child
from avvgen.cli.terminal import say, warn
from avvgen.customers import customers

if TYPE_CHECKING:
    from concurrent.futures import Executor

__all__ = ["Bulk", "Hands", "build_all", "customers"]  # all that a list of customers needs at once

MOST_ON_WINDOWS = 61  # processes; its own limit of what one can wait for
LOG_EVERY = 10  # seconds between lines where nobody watches


class Hands(NamedTuple):
    """Who prints: so many processes, or a Dask cluster."""

    jobs: int
    dask: str | None


def build_all(bulk: Bulk, hands: Hands) -> int:
    """Print the contracts of a list; the exit status is 1 if a row failed."""
    bulk = replace(bulk, job=bulk.job.everywhere()) if hands.dask else bulk
    with _progress() as progress:
        summary = run(bulk, partial(_executor, hands), warn, progress)
    for finding, times in summary.noted.items():
        warn(f"{finding} (in {times} of {summary.rows} contracts)")
    say(_said(summary, check=bulk.check))
    return 1 if summary.failed else 0


def _said(summary: Summary, *, check: bool) -> str:
    done = "fresh" if check else "written"
    kept = f", {summary.kept} kept" if summary.kept else ""
    failed = f", {summary.failed} failed" if summary.failed else ""
    return f"{summary.rows} rows: {summary.written} {done}{kept}{failed}"


@contextmanager
def _executor(hands: Hands, pieces: int) -> Iterator[tuple[Executor, int]]:
    if hands.dask:
        with _cluster(hands.dask) as found:
            yield found
    elif hands.jobs == 1:
        yield Inline(), 1
    else:
        from concurrent.futures import ProcessPoolExecutor

        jobs = max(1, min(hands.jobs, pieces, MOST_ON_WINDOWS if sys.platform == "win32" else pieces))
        try:
            pool = ProcessPoolExecutor(jobs, initializer=heed_as_child)
        except OSError as problem:
            raise no_processes(problem) from None
        with pool:
            yield pool, jobs


@contextmanager
def _cluster(address: str) -> Iterator[tuple[Executor, int]]:
    try:
        import distributed
    except ImportError:
        raise click.BadParameter("--dask needs the extra: pip install 'avvgen[dask]'") from None
    try:
        client: Any = distributed.Client(address, timeout="10s", set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TimeoutError) as problem:
        raise click.BadParameter(f"--dask: no scheduler at {address} ({problem})") from None
    with client:
        workers = sum(client.nthreads().values())
        yield client.get_executor(pure=False), max(workers, 1)


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """A bar with rate and time left on a terminal, a line now and then elsewhere."""
    if not sys.stderr.isatty():
        yield _log()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    rate = TextColumn("{task.fields[rate]}")
    columns = (BarColumn(), MofNCompleteColumn(), rate, TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=None, rate="")
        begun = time.monotonic()

        def shown(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, rate=_rate(done, begun))

        yield shown


def _log() -> Callable[[int, int], None]:
    begun = last = time.monotonic()

    def log(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= LOG_EVERY:
            last = time.monotonic()
            warn(f"{done} of {total} rows, {_rate(done, begun)}")

    return log


def _rate(done: int, begun: float) -> str:
    return f"{done / max(time.monotonic() - begun, 1e-6):.0f} contracts/s"
