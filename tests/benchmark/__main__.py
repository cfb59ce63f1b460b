"""How fast avvgen is beside others: `python -m tests.benchmark [--quick] [--rounds N] [--json FILE]`.

The same contract by avvgen, docxtpl, pandoc and python-docx, and beside the bare deflating of its parts; whole processes;
two cores; memory; growth. Everything is measured in turns, so ratios hold on a busy machine and milliseconds do not.
Needs Linux or macOS and `pip install -e '.[dev]'`; what is not installed is skipped.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from . import size
from .processes import FailedError
from .report import Report, as_json, as_text
from .subjects import FULL, QUICK, Scale, furnish, measure


def main() -> None:
    """Measure, print the tables, and write the JSON file that is asked for."""
    parser = ArgumentParser(prog="python -m tests.benchmark", description="Measure avvgen beside others.")
    parser.add_argument("--quick", action="store_true", help="Fewer rounds and customers; rough numbers.")
    parser.add_argument("--rounds", type=int, metavar="N", help="How often everything is measured.")
    parser.add_argument("--json", type=Path, metavar="FILE", help="Write every round of every measurement.")
    asked = parser.parse_args()
    if asked.json and not asked.json.parent.is_dir():
        parser.error(f"there is no folder {asked.json.parent}")
    scale = QUICK if asked.quick else FULL
    scale = replace(scale, rounds=asked.rounds) if asked.rounds else scale
    with TemporaryDirectory() as folder:
        try:
            report = measured(Path(folder), scale, partial(print, file=sys.stderr))
        except FailedError as failed:
            sys.exit(str(failed))
        for line in as_text(report):
            print(line)  # noqa: T201
        if asked.json:
            asked.json.write_text(json.dumps(as_json(report), indent=1, ensure_ascii=False) + "\n", "utf-8")


def measured(folder: Path, scale: Scale, say: Callable[[str], object]) -> Report:
    """Everything at this scale, with files in this folder."""
    place = furnish(folder, scale)
    result = measure(place, scale, say)
    say("stages by size")
    return Report(place, scale, result, size.stages(scale.sizes))


if __name__ == "__main__":
    main()
