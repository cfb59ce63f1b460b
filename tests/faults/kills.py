"""Runs that are killed at random moments, and what they leave."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from .scenes import LIST, alive, contracts, furnish, leftovers, start, stop

ROWS = 200
EDITIONS = ("1.0", "2.0")
STATUS = {signal.SIGKILL: -9, signal.SIGTERM: 143, signal.SIGINT: 130}
WAYS = (*product(STATUS, (1, 2)),)


@dataclass(frozen=True)
class Kill:
    """One run that was killed: by what, its processes, after how many seconds of work, how it ended, what it said."""

    number: signal.Signals
    jobs: int
    group: int
    after: float
    status: int
    said: str


def killed(folder: Path, kills: int, seed: int, say: Callable[[str], object] = lambda _: None) -> Iterator[str]:
    """Kill runs into one folder, going on with each, and say what is not as an unbroken run would have made it.

    Editions take turns, so that files take the place of old ones.
    """
    moments = random.Random(seed)
    editions = [folder / name for name in EDITIONS]
    for edition in editions:
        furnish(edition, ROWS, edition.name)
        lasts = seconds_of_a_run(edition)
    whole = [contracts(edition / "whole") for edition in editions]
    for n in range(kills):
        number, jobs = WAYS[n % len(WAYS)]
        kill = run_and_kill(editions[n // 2 % 2], folder / "out", number, jobs, moments.uniform(0, lasts))
        say(f"{n + 1}: {kill}")
        yield from (f"{kill}: {found}" for found in wrong(folder / "out", whole, kill))


def seconds_of_a_run(edition: Path) -> float:
    """Make what an unbroken run makes; how long it works."""
    process = start(edition, f"{LIST} -f md -o whole")
    wait_for_lock(edition / "whole", process)
    begun = time.monotonic()
    assert process.communicate() == (f"{ROWS} rows: {ROWS} written\n", "")
    return time.monotonic() - begun


def run_and_kill(edition: Path, out: Path, number: signal.Signals, jobs: int, after: float) -> Kill:
    """Begin a run, or go on with one, and kill it so many seconds after it has begun."""
    process = start(edition, f"{LIST} -f md -j {jobs} -o {out} --resume")
    wait_for_lock(out, process)
    time.sleep(after)
    status, said = stop(process, number)
    return Kill(number, jobs, process.pid, after, status, said)


def wait_for_lock(folder: Path, process: subprocess.Popen[str]) -> None:
    """Wait until a run has begun, or is through."""
    while process.poll() is None:
        text = (folder / "manifest.jsonl.lock").read_text("ascii") if (folder / "manifest.jsonl.lock").exists() else ""
        if text.strip() == str(process.pid):
            return
        time.sleep(0.005)


def wrong(folder: Path, whole: list[dict[str, bytes]], kill: Kill) -> Iterator[str]:
    """What a killed run may not leave: half a file, a process, a heap of temporary files, a traceback."""
    if kill.status not in (0, STATUS[kill.number]):
        yield "another status"
    if "Traceback" in kill.said or (kill.status > 0) != ("[interrupted]" in kill.said):
        yield "another message"
    for name, data in contracts(folder).items():
        if data not in [edition[name] for edition in whole]:
            yield f"{name} is neither old nor new"
    deadline = time.monotonic() + 5
    while alive(kill.group) and time.monotonic() < deadline:  # processes see that the one they work for is gone
        time.sleep(0.01)
    if alive(kill.group):
        yield "processes live on"
    most = kill.jobs + 2 if kill.status < 0 else 0  # a contract a process, the lock, what was known before
    if len(leftovers(folder)) > most:
        yield f"left {leftovers(folder)}"
