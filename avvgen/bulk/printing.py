"""Some rows of a list, printed by whatever process they come to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from avvgen.bulk.manifest import Entry, checksum
from avvgen.bulk.press import Press, Printed, press
from avvgen.customers import Row
from avvgen.findings import AvvgenError, Finding
from avvgen.job import Job
from avvgen.output import NO_ROOM, compared, replace_one_of_many, unwritable


@dataclass(frozen=True, slots=True)
class Task:
    """A row with the name of its files, and what an earlier run says of it."""

    row: Row
    name: str
    before: Entry | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What became of some rows: their entries, why some are not written, and warnings with how often they came."""

    entries: tuple[Entry, ...]
    failed: tuple[Finding, ...]
    noted: tuple[tuple[tuple[Finding, ...], int], ...]
    kept: int


def print_rows(job: Job, base: str, tasks: tuple[Task, ...], fail_fast: bool, check: bool) -> Done:  # noqa: FBT001 - for any executor
    """Print contracts and write them, or compare them with what is there; a row that fails is an entry like others."""
    ready = press(job, base)
    hand = compare if check else put
    entries: list[Entry] = []
    failed: list[Finding] = []
    noted: dict[int, tuple[tuple[Finding, ...], int]] = {}
    kept = 0
    for task in tasks:
        sum_ = sha256(f"{base}{task.name}{task.row.cells}".encode()).hexdigest()
        if task.before and _is_done(task.before, ready, task, sum_):
            entries.append(task.before)
            kept += 1
            continue
        try:
            printed = ready.printed(task.row)
            files = {name: checksum(data) for name, data in hand(ready, task, printed)}
        except AvvgenError as refused:
            failed += refused.findings
            entries.append(_entry(task, sum_, {}, (), tuple(map(str, refused.findings))))
            if ends_the_run(refused.findings, fail_fast):
                break
            continue
        _, times = noted.get(id(printed.findings), ((), 0))
        noted[id(printed.findings)] = printed.findings, times + 1
        entries.append(_entry(task, sum_, files, printed.said, ()))
    return Done(tuple(entries), tuple(failed), tuple(noted.values()), kept)


def _is_done(before: Entry, ready: Press, task: Task, sum_: str) -> bool:
    names = (f"{task.name}.{target.format}" for target in ready.plan)
    return before.input == sum_ and before.stands(ready.folder, names)


def ends_the_run(failed: Iterable[Finding], fail_fast: bool) -> bool:  # noqa: FBT001 - as above
    """Whether no more rows are to be printed: after the first that fails, or when none would find room."""
    return any(fail_fast or finding.rule == NO_ROOM for finding in failed)


def _entry(task: Task, sum_: str, files: dict[str, str], said: tuple[str, ...], errors: tuple[str, ...]) -> Entry:
    return Entry(task.row.number, task.row.place.line, sum_, files, said, errors)


def put(ready: Press, task: Task, printed: Printed) -> Iterator[tuple[str, bytes]]:
    """Write the files of a customer.

    Raises AvvgenError when the folder cannot be written to.
    """
    for format_, data in printed.files.items():
        name = f"{task.name}.{format_}"
        try:
            replace_one_of_many(Path(f"{ready.folder}/{name}"), data)
        except OSError as problem:
            raise unwritable(ready.folder / name, problem, task.row.place, ", then go on with --resume") from None
        yield name, data


def compare(ready: Press, task: Task, printed: Printed) -> Iterator[tuple[str, bytes]]:
    """Hold the files of a customer against what is there.

    Raises AvvgenError when one is missing or stale.
    """
    for format_, data in printed.files.items():
        path = ready.folder / f"{task.name}.{format_}"
        if found := compared(path, data, f"row {task.row.number} of {task.row.place.path}"):
            raise AvvgenError(*found)
        yield path.name, data
