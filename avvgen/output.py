"""Built files: where they go, whether they are fresh, and how they get there whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from avvgen.files import content_of
from avvgen.findings import AvvgenError, Finding, Place, error
from avvgen.unfinished import FULL, put_whole

FORMATS = ("docx", "md")
NO_ROOM = "no-room"
WHAT_TO_DO = {**dict.fromkeys(FULL, "make room"), errno.EFBIG: "allow larger files (ulimit -f)"}


class Advice(NamedTuple):
    """What helps when two texts would write one file, and when one would be written over an input."""

    twins: str
    kept: str


BY_NAME = Advice("set output.name in one of them", "set output.name or another folder")


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

    The inputs are the user's own files that were read for it, and must not be written over.
    """

    targets: tuple[Target, ...]
    inputs: tuple[Path, ...]
    findings: tuple[Finding, ...]
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Begun:
    """A profile that can be built: the files to write, the inputs not to write over, and what makes the rest."""

    targets: tuple[Target, ...]
    inputs: tuple[Path, ...]
    outcome: Callable[[], Outcome]


def refuse_twins(planned: Iterable[Target], inputs: Iterable[Path] = (), advice: Advice = BY_NAME) -> None:
    """Raise AvvgenError if two texts would write one file, or one would be written over what it is made of.

    Names that differ in capitals alone, or in how an umlaut is encoded, are one.
    """
    seen: dict[str, Target] = {}
    twins = []
    kept = {same(path) for path in inputs}
    for target in planned:
        key = same(target.path)
        if key in kept:
            message = f"'{target.path}' is {role(target.path)}; {advice.kept}, so that it is kept"
            twins.append(Finding("same-output", "error", message, target.named))
        first = seen.setdefault(key, target)
        if (first.profile, first.edition) != (target.profile, target.edition):
            other = first.profile if first.profile != target.profile else f"'{first.edition}' of the same profile"
            message = f"'{target.path}' is also written by {other}; {advice.twins}"
            twins.append(Finding("same-output", "error", message, target.named))
    if twins:
        raise AvvgenError(*twins)


def real(path: Path) -> str:
    """The path without links; of a circle of links, which `Path.resolve` throws, what can be said of it."""
    return os.path.realpath(path)


def same(path: Path) -> str:
    """The same letters for each way to name a file, capitals and how an umlaut is encoded aside."""
    return unicodedata.normalize("NFC", real(path)).casefold()


def role(path: Path) -> str:
    """What an input is to a build; of those that have the ending of a contract, Word files are letterheads."""
    return "a letterhead" if path.suffix.casefold() == ".docx" else "read for this build"


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
    what_to_do = WHAT_TO_DO.get(problem.errno or 0, "choose another folder with -o")
    message = f"'{path}' cannot be written: {problem.strerror or problem}; {what_to_do}{then}"
    return error(NO_ROOM if problem.errno in FULL else "output-folder", message, place)


def compared(path: Path, data: bytes, source: str) -> tuple[Finding, ...]:
    """A finding if a file is missing, or is not what its source makes, or cannot be read."""
    place = Place(str(path))
    try:
        about = path.stat()
        is_there = stat.S_ISREG(about.st_mode)
        is_fresh = is_there and about.st_size == len(data) and content_of(path, len(data), place) == data
    except (FileNotFoundError, NotADirectoryError):
        is_there = is_fresh = False
    except OSError as problem:
        if problem.errno != errno.ELOOP:
            return (_unread(f"cannot be read: {problem.strerror}", source, place),)
        is_there = is_fresh = False  # a circle of links, which a build replaces
    except AvvgenError as unread:
        return tuple(_unread(finding.message, source, place) for finding in unread.findings)
    if not is_there:
        return (Finding("missing-output", "error", f"is missing; build {source}", place),)
    stale = Finding("stale-output", "error", f"is not what {source} builds; build it again", place)
    return () if is_fresh else (stale,)


def _unread(why: str, source: str, place: Place) -> Finding:
    return Finding("stale-output", "error", f"{why}; allow it, or build {source} elsewhere with -o", place)


def surplus(planned: Iterable[Target], inputs: Iterable[Path] = ()) -> Iterator[Finding]:
    """Contracts in the output folders that no profile of this call writes; what one is made of is none."""
    expected = {real(path) for path in (*(target.path for target in planned), *inputs)}
    for folder in dict.fromkeys(target.folder for target in planned):
        try:
            found = sorted(folder.iterdir())
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as problem:
            message = f"cannot be looked into: {problem.strerror}; allow it, or choose another folder with -o"
            yield Finding("surplus-output", "error", message, Place(str(folder)))
            continue
        for path in found:
            if path.suffix.lstrip(".") in FORMATS and path.stem != "README" and real(path) not in expected:
                yield Finding("surplus-output", "error", "is built by no profile of this call", Place(str(path)))
