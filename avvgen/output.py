"""Built files: where they go, whether they are fresh, and how they get there whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from avvgen.files import content_of
from avvgen.findings import AvvgenError, Finding, Place, error
from avvgen.unfinished import FULL, put_whole

FORMATS = ("docx", "md")
NO_ROOM = "no-room"
ADVICE = {**dict.fromkeys(FULL, "make room"), errno.EFBIG: "allow larger files (ulimit -f)"}


@dataclass(frozen=True, slots=True)
class Target:
    """A file that a build writes: the profile it comes from, its folder, its name, its format, which text it is.

    `named` and `placed` are where the profile says the name and the folder, or would say them.
    """

    profile: Path
    folder: Path
    name: str
    format: str
    named: Place
    placed: Place
    edition: str = ""

    @property
    def path(self) -> Path:
        """The whole path."""
        return self.folder / f"{self.name}.{self.format}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build comes to: the files that it writes, their bytes by path, and what is to be said of them.

    The letterheads stand for what must not be written over.
    """

    targets: tuple[Target, ...]
    letterheads: tuple[Path, ...]
    findings: tuple[Finding, ...]
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Begun:
    """A profile that can be built: the files to write, the letterheads not to write over, and what makes the rest."""

    targets: tuple[Target, ...]
    letterheads: tuple[Path, ...]
    outcome: Callable[[], Outcome]


def refuse_twins(planned: Iterable[Target], letterheads: Iterable[Path] = ()) -> None:
    """Raise AvvgenError if two texts would write one file; names that differ in capitals alone are one.

    Nor may a contract be written over a letterhead.
    """
    seen: dict[str, Target] = {}
    twins = []
    papers = {real(path).casefold() for path in letterheads}
    for target in planned:
        key = real(target.path).casefold()
        if key in papers:
            message = f"'{target.path}' is a letterhead; set output.name or another folder, so that it is kept"
            twins.append(Finding("same-output", "error", message, target.named))
        first = seen.setdefault(key, target)
        if (first.profile, first.edition) != (target.profile, target.edition):
            other = first.profile if first.profile != target.profile else f"'{first.edition}' of the same profile"
            message = f"'{target.path}' is also written by {other}; set output.name in one of them"
            twins.append(Finding("same-output", "error", message, target.named))
    if twins:
        raise AvvgenError(*twins)


def real(path: Path) -> str:
    """The path without links; of a circle of links, which `Path.resolve` throws, what can be said of it."""
    return os.path.realpath(path)


def write(target: Target, data: bytes) -> Path:
    """Write one file whole.

    Raises AvvgenError when the folder cannot be made or written to; what was there before is then still there.
    """
    try:
        target.folder.mkdir(parents=True, exist_ok=True)
        replace_whole(target.path, data)
    except OSError as problem:
        raise unwritable(target.path, problem, target.placed) from None
    return target.path


def replace_whole(path: Path, data: bytes) -> None:
    """Put the data in place of a file so that nobody ever sees half of it, not after a power cut either."""
    put_whole(path, data, os.fsync)


def replace_one_of_many(path: Path, data: bytes) -> None:
    """Put the data in place of a file; whoever writes many asks the disk for all of them at once."""
    put_whole(path, data, lambda _: None)


def unwritable(path: Path, problem: OSError, place: Place, then: str = "") -> AvvgenError:
    """What to say of a file that the system does not let us write, and what to do about it."""
    what_to_do = ADVICE.get(problem.errno or 0, "choose another folder with -o")
    message = f"'{path}' cannot be written: {problem.strerror or problem}; {what_to_do}{then}"
    return error(NO_ROOM if problem.errno in FULL else "output-folder", message, place)


def compared(path: Path, data: bytes, source: str) -> tuple[Finding, ...]:
    """A finding if a file is missing, or is not what its source makes, or cannot be read."""
    place = Place(str(path))
    if not path.is_file():
        return (Finding("missing-output", "error", f"is missing; build {source}", place),)
    try:
        same = path.stat().st_size == len(data) and content_of(path, len(data), place) == data
    except AvvgenError as unread:
        return unread.findings
    return () if same else (Finding("stale-output", "error", f"is not what {source} builds; build it again", place),)


def surplus(planned: Iterable[Target], letterheads: Iterable[Path] = ()) -> Iterator[Finding]:
    """Contracts in the output folders that no profile of this call writes; letterheads are none."""
    expected = {real(target.path) for target in planned} | {real(path) for path in letterheads}
    for folder in dict.fromkeys(target.folder for target in planned):
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.suffix.lstrip(".") in FORMATS and path.stem != "README" and real(path) not in expected:
                yield Finding("surplus-output", "error", "is built by no profile of this call", Place(str(path)))
