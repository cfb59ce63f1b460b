"""Kill bulk runs, many times: `python -m tests.faults --kills 100 [--seed N]`."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from .kills import killed
from .test_signals import ends_whole


def main() -> None:
    """Kill, go on, and end with status 1 if anything was not as an unbroken run makes it."""
    parser = ArgumentParser(prog="python -m tests.faults", description="Kill bulk runs at random moments.")
    parser.add_argument("--kills", type=int, default=100, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="Other moments.")
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        found = [*killed(Path(folder), asked.kills, asked.seed, partial(print, file=sys.stderr))]
        whole = ends_whole(Path(folder))
    for line in found:
        print(line)  # noqa: T201
    print(f"{asked.kills} kills, {len(found)} findings; the last run {'ended' if whole else 'did not end'} whole")  # noqa: T201
    sys.exit(1 if found or not whole else 0)


if __name__ == "__main__":
    main()
