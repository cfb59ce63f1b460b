"""How long a contract takes by its size: `python -m tests.benchmark.size`.

One size is 100 subprocessors and 30 clauses of one's own in numbered paragraphs with references; ten is what a large
company has. A stage that grows faster than the contract shows in its last column.
"""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

from avvgen.assembly import Prepared, assemble, load
from avvgen.checks.report import report_on
from avvgen.contract import Contract
from avvgen.writers import WRITERS

SIZES = (1, 2, 4, 10)
ROWS, CLAUSES = 100, 30
PER_SECTION = 10
ROUNDS = 3

_HEAD = """\
document: {version: "1.0", date: 2026-11-01}
parties:
  controller: {name: Muster AG, address: [Musterweg 1, 10115 Berlin], country: DE}
  processor: {name: Beispiel GmbH, address: [Beispielweg 2, 20095 Hamburg], country: DE}
processing: {subject: Betrieb einer Terminverwaltung}
"""


def profile(rows: int, clauses: int, run: int = 1) -> str:
    """A profile with so many subprocessors, and an outline with so many clauses of its own.

    Another run has other texts, so that nothing is known from the run before.
    """
    subprocessors = "".join(_subprocessor(n, run) for n in range(rows))
    sections = "".join(_section(first, clauses, run) for first in range(0, clauses, PER_SECTION))
    end = "  - annex: annex-subprocessors\n    title: Unterauftragnehmer\n    content: [annex-subprocessors/table]\n"
    opening = "  - title\n  - parties\n  - {material: contents, levels: 2}\n"
    return f"{_HEAD}subprocessors:\n{subprocessors}outline:\n{opening}{sections}  - signature\n{end}"


def _subprocessor(n: int, run: int) -> str:
    place = f"address: 'Netzweg {n}, 10115 Berlin', country: DE"
    service = f"service: Betrieb der Server und des Netzes {run}"
    return f"  partner-{n}:\n    {{name: Rechenzentrum {n} GmbH, {place}, {service}}}\n"


def _section(first: int, clauses: int, run: int) -> str:
    rows = "".join(_clause(n, clauses, run) for n in range(first, min(first + PER_SECTION, clauses)))
    return f"  - section: part-{first}\n    title: Abschnitt {first}\n    content:\n{rows}"


def _clause(n: int, clauses: int, run: int) -> str:
    """A clause that refers to the one before, to one far away and to its section."""
    targets = (f"clause-{(n or clauses) - 1}", f"clause-{(n + clauses // 2) % clauses}", f"part-{n - n % PER_SECTION}")
    refs = " und ".join(f"[](#{target})" for target in targets)
    text = f"{{{{ Der_Auftragnehmer }}}} beachtet {refs}. Satz {n} von {run} gilt 30 Tage und bindet {{{{ den_Auftraggeber }}}}."
    return f"      - {{id: clause-{n}, text: '{text}'}}\n"


def prepared(size: float, folder: Path) -> Prepared:
    """A profile of this size, read with the shipped library."""
    return prepared_with(round(ROWS * size), round(CLAUSES * size), folder)


def prepared_with(rows: int, clauses: int, folder: Path, run: int = 1) -> Prepared:
    """A profile with so many subprocessors and clauses, read with the shipped library."""
    path = folder / f"size-{rows}-{clauses}.yaml"
    path.write_text(profile(rows, clauses, run), "utf-8")
    return load(path)


def main() -> None:
    """Print the seconds of each stage at each size, and how much more the last takes than the first."""
    for line in table(SIZES, stages(SIZES)):
        print(line)  # noqa: T201


def stages(sizes: Sequence[int]) -> dict[str, list[float]]:
    """The seconds of each stage, size by size."""
    with tempfile.TemporaryDirectory() as folder:
        columns = [_timed(size, Path(folder)) for size in sizes]
    return {stage: [column[stage] for column in columns] for stage in columns[0]}


def table(sizes: Sequence[int], rows: Mapping[str, Sequence[float]]) -> list[str]:
    """The lines that show the stages."""
    head = f"{'seconds':12}" + "".join(f"{f'{size}x':>9}" for size in sizes) + f"{'growth':>9}"
    return [head, *(_line(stage, row) for stage, row in rows.items())]


def _line(stage: str, row: Sequence[float]) -> str:
    return f"{stage:12}" + "".join(f"{cell:9.3f}" for cell in row) + f"{row[-1] / row[0]:8.1f}x"


def _timed(size: int, folder: Path) -> dict[str, float]:
    seconds, ready = _best(lambda: prepared(size, folder))
    times = {"load": seconds}
    times["assemble"], contract = _best(lambda: assemble(ready))
    times["check"], _ = _best(lambda: report_on(ready, contract, date(2026, 11, 1)))
    for name, write in WRITERS.items():
        times[name], _ = _best(_writing(write, contract))
    return times


def _writing(write: Callable[[Contract], bytes], contract: Contract) -> Callable[[], bytes]:
    return lambda: write(contract)


def _best(work: Callable[[], Any]) -> tuple[float, Any]:
    """The shortest of a few rounds in seconds, and what the last made."""
    seconds = []
    for _ in range(ROUNDS):
        gc.collect()
        start = perf_counter()
        made = work()
        seconds.append(perf_counter() - start)
    return min(seconds), made


if __name__ == "__main__":
    main()
