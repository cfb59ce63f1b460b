"""Tries inputs by the thousand: what behaves anew is kept and changed further, what crashes is cut down to its cause.

Everything follows from the seed. A result is good, and so is a refusal that says what is wrong and where; any other
exception is a crash, and so are two seconds of computing.
"""

from __future__ import annotations

import re
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from avvgen.findings import AvvgenError, Finding

CORPUS = Path(__file__).parent / "corpus"
LONGEST = 2.0  # seconds of computing
MOST_KEPT = 600
OFTEN = 0.4  # is an input changed that was kept, and not one of the real files
MOST_CUTS = 1500
_LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")  # those of YAML 1.1
_NUMBERS_AND_QUOTES = re.compile(r"'.*'|\d+", re.DOTALL)


class HangError(BaseException):
    """Raised into what has computed for too long; no `except Exception` on the way holds it up."""


class UnsoundFindingError(Exception):
    """Raised for a refusal that does not say where, or what."""


@dataclass(frozen=True)
class Target:
    """What is tried: how it is called, where inputs come from, and how many lines its file has beside the input.

    `tried` returns how the input behaved, one trait a line, or raises AvvgenError; findings of a target with a path point
    into the file of that name.
    """

    name: str
    seeds: Callable[[], list[bytes]]
    mutated: Callable[[Random, list[bytes]], bytes]
    tried: Callable[[bytes], str]
    path: str = ""
    more_lines: int = 0


@dataclass(frozen=True)
class Crash:
    """An input that threw the program, as short as it could be made."""

    cause: str
    data: bytes
    trace: str


@dataclass
class Tally:
    """What came of a run."""

    target: str
    executions: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    slowest_input: bytes = b""
    refused: int = 0
    kept: int = 0
    crashes: dict[str, Crash] = field(default_factory=dict)


def run(target: Target, executions: int, seed: int, most_seconds: float = float("inf")) -> Tally:
    """Try so many inputs, or as many as the time allows."""
    random, tally, begun = Random(f"{target.name} {seed}"), Tally(target.name), time.monotonic()
    seeds, kept, known = target.seeds(), [], set[str]()
    while tally.executions < executions and time.monotonic() - begun < most_seconds:
        pool = kept if kept and random.random() < OFTEN else seeds
        data = seeds[tally.executions] if tally.executions < len(seeds) else target.mutated(random, pool)
        seconds, behaviour, crash = attempt(target, data)
        tally.executions += 1
        tally.refused += behaviour.startswith("refused")
        if seconds > tally.slowest:
            tally.slowest, tally.slowest_input = seconds, data
        if crash and crash.cause not in tally.crashes:
            tally.crashes[crash.cause] = minimised(target, crash)
        traits = set(behaviour.split("\n")) - known
        if traits and not crash:
            known |= traits
            kept = [*kept[-MOST_KEPT:], data]
    tally.kept, tally.seconds = len(known), time.monotonic() - begun
    return tally


def attempt(target: Target, data: bytes) -> tuple[float, str, Crash | None]:
    """How long an input took, how it behaved, and the crash if it was one."""
    begun = time.process_time()
    behaviour, crash = "", None
    try:
        with at_most(LONGEST):
            behaviour = _tried(target, data)
    except (Exception, HangError) as problem:  # noqa: BLE001 - whatever gets here is what we look for
        crash = Crash(cause_of(problem), data, "".join(traceback.format_exception(problem, limit=-6)))
    return time.process_time() - begun, behaviour, crash


def _tried(target: Target, data: bytes) -> str:
    try:
        return target.tried(data)
    except AvvgenError as refused:
        if not refused.findings:
            raise UnsoundFindingError("a refusal without a finding") from refused
        for finding in refused.findings:
            if wrong := unsound(finding, target, data):
                raise UnsoundFindingError(f"{wrong}: {finding.rule}: {finding}") from refused
        return "refused\n" + "\n".join(sorted({shape(finding) for finding in refused.findings}))


def unsound(finding: Finding, target: Target, data: bytes) -> str:
    """What is wrong with a finding; empty if it says what is wrong and points into the input."""
    place, lines = finding.place, len(_LINE_END.findall(data.decode("utf-8", "replace"))) + 2 + target.more_lines
    if not finding.rule or not finding.message:
        return "says nothing"
    if target.path and Path(place.path).parent != Path(target.path).parent:
        return "points elsewhere"
    if target.path and (place.line < 1 or place.column < 0 or (place.path == target.path and place.line > lines)):
        return "points nowhere"
    return ""


def shape(finding: Finding) -> str:
    """A finding without the words of its input."""
    return f"{finding.rule}: {_NUMBERS_AND_QUOTES.sub('', finding.message)}".partition("\n")[0]


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise HangError in what computes longer; where there are no timers, it is noticed afterwards."""

    def stop(*_: object) -> None:
        raise HangError(f"more than {seconds} seconds")

    if not hasattr(signal, "setitimer"):
        begun = time.process_time()
        yield
        if time.process_time() - begun > seconds:
            stop()
        return
    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def cause_of(problem: BaseException) -> str:
    """One word for all crashes of one cause: what was raised, and the innermost line of the project that let it."""
    frames = traceback.extract_tb(problem.__traceback__)
    own = [
        frame
        for frame in frames
        if "/avvgen/" in frame.filename.replace("\\", "/") and "site-packages" not in frame.filename
    ]
    if isinstance(problem, UnsoundFindingError):
        return f"UnsoundFinding-{'-'.join(str(problem).split(':')[:2])}".replace(" ", "-")
    if isinstance(problem, HangError | RecursionError | MemoryError) or not own:
        return type(problem).__name__
    return f"{type(problem).__name__}-{Path(own[-1].filename).stem}-{own[-1].name.strip('<>')}"


def minimised(target: Target, crash: Crash) -> Crash:
    """The same crash by a shorter input: pieces go as long as it stays."""
    best, tries = crash, 0
    size = max(len(best.data) // 2, 1)
    while size and tries < MOST_CUTS and not crash.cause.startswith("Hang"):
        start, before = 0, best
        while start < len(best.data) and tries < MOST_CUTS:
            shorter = best.data[:start] + best.data[start + size :]
            tries += 1
            found = attempt(target, shorter)[2]
            if found and found.cause == crash.cause:
                best = found
            else:
                start += size
        size = size if size == 1 and best is not before else size // 2
    return best
