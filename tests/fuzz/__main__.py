"""The long run: `python -m tests.fuzz --executions 50000 [--target NAME] [--seed N]`; exits 1 on a crash."""

from __future__ import annotations

import argparse
import hashlib
import sys
import warnings
from functools import partial

from avvgen import shelf

from .engine import CORPUS, Tally, run
from .targets import TARGETS

say = partial(print, flush=True)
COLUMNS = "{:<12} {:>10} {:>8} {:>10} {:>9} {:>6} {:>8}"


def main() -> int:
    """Run, print the table, keep the input of every crash in the corpus."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--executions", type=int, default=50_000, help="for each target")
    parser.add_argument("--target", choices=sorted(TARGETS), action="append", help="may be given several times")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    warnings.simplefilter("error")
    _bounded_memory()
    say(COLUMNS.format("target", "executions", "seconds", "slowest ms", "findings", "kinds", "crashes"))
    with shelf.closed():  # what an earlier run has kept would be one more input
        tallies = [_shown(run(TARGETS[name], asked.executions, asked.seed)) for name in asked.target or TARGETS]
    total = sum(tally.executions for tally in tallies)
    say(COLUMNS.format("all", total, round(sum(tally.seconds for tally in tallies)), "", "", "", ""))
    return int(any(tally.crashes for tally in tallies))


def _shown(tally: Tally) -> Tally:
    slowest = f"{tally.slowest * 1000:.0f}"
    row = (tally.target, tally.executions, round(tally.seconds), slowest, tally.refused, tally.kept, len(tally.crashes))
    say(COLUMNS.format(*row))
    _told(tally)
    return tally


def _told(tally: Tally) -> None:
    """Each crash on standard error, its input in the corpus."""
    for crash in tally.crashes.values():
        name = f"{crash.cause}-{hashlib.sha256(crash.data).hexdigest()[:8]}"
        path = CORPUS / tally.target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(crash.data)
        say(f"\n{path}\n{crash.data[:300]!r}\n{crash.trace}", file=sys.stderr)


def _bounded_memory(most: int = 3 << 30) -> None:
    """Let what takes more than three gigabytes fail as MemoryError, where the system can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))


if __name__ == "__main__":
    sys.exit(main())
