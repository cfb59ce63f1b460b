"""The manifest of a bulk run: a line of JSON a customer, in the order of the list, from which a broken run goes on.

While a run lasts, its lines go to `manifest.jsonl.part`; the finished one takes the place of the old one by rename.
The folder may have come from others, with files, links and pipes of these names: what they say is checked, what they
lead to is neither waited for nor written.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from io import BufferedWriter
from pathlib import Path
from typing import Any

from avvgen.files import LARGEST_BINARY, content_of
from avvgen.findings import AvvgenError, Place
from avvgen.output import unwritable
from avvgen.unfinished import anew, drop, own

NAME = "manifest.jsonl"
PART, BEFORE = f"{NAME}.part", f"{NAME}.before"
LARGEST = 4 * LARGEST_BINARY  # bytes of a contract; a letterhead and a logo may be in it
LONGEST = 1 << 20  # letters of a line
Note = Callable[[Iterable["Entry"]], None]


@dataclass(frozen=True, slots=True)
class Entry:
    """What happened to a customer: the checksum of all that went in, of each file that came out, and what was found."""

    row: int
    line: int
    input: str
    files: Mapping[str, str]
    findings: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()

    def as_line(self) -> bytes:
        """The line of the manifest; half a pair of surrogates, as names of files may hold, is escaped."""
        said = {"row": self.row, "line": self.line, "input": self.input, "files": self.files, "findings": self.findings}
        text = json.dumps({**said, **({"errors": self.errors} if self.errors else {})}, ensure_ascii=False)
        return f"{text}\n".encode(errors="backslashreplace")  # JSON writes such an escape as Python does

    def stands(self, folder: Path, names: Iterable[str]) -> bool:
        """Whether its files are those that go by these names, and there as they were written."""
        same = self.files.keys() == {*names}
        return same and all(checksum_of(folder / name) == known for name, known in self.files.items())


def checksum(content: bytes) -> str:
    """The SHA-256 of a file's bytes."""
    return sha256(content).hexdigest()


def checksum_of(path: Path) -> str:
    """The SHA-256 of a file, empty if there is none that could be a contract."""
    try:
        return checksum(content_of(path, LARGEST, Place(str(path))))
    except AvvgenError:
        return ""


@contextmanager
def begun(folder: Path) -> Iterator[Note]:
    """What notes the entries of a run as soon as it is told, so that a run that breaks off later knows of them.

    Raises AvvgenError when the folder cannot be written to; what it notes does, too.
    """
    path = folder / PART
    with _saying(path):
        file = anew(path)

    def note(entries: Iterable[Entry]) -> None:
        text = b"".join(entry.as_line() for entry in entries)
        with _saying(path):
            while text:
                text = text[file.write(text) :]

    with file:
        yield note


def ended(folder: Path) -> None:
    """Put the manifest of a run that went through in its place.

    Raises AvvgenError when that is not allowed.
    """
    with _saying(folder / NAME):
        (folder / PART).replace(folder / NAME)
        (folder / BEFORE).unlink(missing_ok=True)


def recovered(folder: Path) -> Iterator[Entry]:
    """What is known of the customers in their order: from the run that broke off, then from those before it.

    It is kept in a file of its own, so that it outlives the next run breaking off, too. Raises AvvgenError when that
    cannot be written.
    """
    gathered = folder / f"{BEFORE}.new"
    if any((folder / name).is_file() for name in (PART, BEFORE, NAME)):
        own(str(gathered))
        try:
            with _saying(gathered):
                _gather(folder, gathered)
                gathered.replace(folder / BEFORE)
                (folder / PART).unlink(missing_ok=True)
        finally:
            drop(str(gathered))
    return entries(folder / BEFORE)


def _gather(folder: Path, into: Path) -> None:
    with BufferedWriter(anew(into)) as file:
        last = 0
        for name in (PART, BEFORE, NAME):
            for entry in entries(folder / name):
                if entry.row > last:
                    last = entry.row
                    file.write(entry.as_line())


@contextmanager
def _saying(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        at = Path(problem.filename2 or problem.filename or path)  # of a rename, what could not be replaced
        raise unwritable(at, problem, Place(str(path.parent)), ", then go on with --resume") from None


def entries(path: Path) -> Iterator[Entry]:
    """The sound lines of a manifest; a line that broke off is none, and none is read behind one without end."""
    if not path.is_file():
        return
    with path.open(encoding="utf-8", errors="replace") as file:
        while (line := file.readline(LONGEST)) and len(line) < LONGEST:
            if entry := _entry(line):
                yield entry


def _entry(line: str) -> Entry | None:
    try:
        data: Any = json.loads(line)
        files = {str(name): str(known) for name, known in data["files"].items()}
        said = (tuple(map(str, data.get(key, ()))) for key in ("findings", "errors"))
        return Entry(int(data["row"]), int(data["line"]), str(data["input"]), files, *said)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return None
