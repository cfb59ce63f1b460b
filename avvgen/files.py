"""Files that others may have sent: read only if they are ordinary files of a size that makes sense."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from pathlib import Path, PureWindowsPath

from avvgen.characters import first_unseen, unseen
from avvgen.findings import AvvgenError, Finding, Place, error

LARGEST_TEXT = 8 << 20
LARGEST_BINARY = 64 << 20
MOST_FILES = 5000  # of a library
LONGEST_NAME = 200  # of the 255 that file systems allow; its ending and a temporary name need some
MOST_SAID = 20  # a file in another script need not fill the screen

# A pipe without a writer would keep us waiting, and Windows would translate line ends.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


@dataclass(slots=True)
class Noted:
    """What is asked of files: what was in those that were read, and which names led to a path from which file."""

    read: dict[str, str] = field(default_factory=dict)
    named: dict[tuple[str, str], None] = field(default_factory=dict)


_NOTED: list[Noted] = []  # by whoever wants to know

_PORTS = (f"{port}{n}" for port in ("com", "lpt") for n in (*range(10), *"¹²³"))
_DEVICES = {"con", "prn", "aux", "nul", "conin$", "conout$", *_PORTS}


def read_text(path: Path) -> str:
    """The UTF-8 text of a file, every line end a line feed.

    Raises AvvgenError when it is missing, unreadable, too large or not UTF-8, and for characters that nobody can see.
    """
    data = read_bytes(path, LARGEST_TEXT, Place(str(path)))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        head = problem.object[: problem.start].decode("utf-8", "replace").split("\n")  # which has no mark of its order
        place = Place(str(path), len(head), len(head[-1]) + 1)
        raise error("not-utf8", "this is not UTF-8; save the file as UTF-8", place) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if wrong := tuple(islice(_unseen(text, str(path)), MOST_SAID)):
        raise AvvgenError(*wrong)
    return text


def read_bytes(path: Path, largest: int, said: Place) -> bytes:
    """The bytes of a file, which count as read; `said` is where it is named.

    Raises AvvgenError as `content_of` does.
    """
    data = content_of(path, largest, said)
    for noted in _NOTED:
        noted.read[str(path)] = sha256(data).hexdigest()
    return data


def content_of(path: Path, largest: int, said: Place) -> bytes:
    """The bytes of a file that nothing is built from; `said` is where it is named.

    Raises AvvgenError when it is missing, unreadable, too large or no ordinary file, such as a device or a pipe.
    """
    try:
        with open(os.open(path, _FLAGS), "rb") as file:  # noqa: PTH123 - a path would open it without the flags
            about = os.fstat(file.fileno())
            if not stat.S_ISREG(about.st_mode):
                raise error("file-unreadable", f"'{path}' is no ordinary file; give a file", said)
            data = file.read(largest + 1) if about.st_size <= largest else b""
    except FileNotFoundError:
        raise error("file-missing", "there is no such file", said) from None
    except (OSError, ValueError) as problem:
        raise _hidden(problem, said) from None
    if about.st_size > largest or len(data) > largest:
        raise error("file-unreadable", f"'{path}' is larger than {largest >> 20} MB; make it smaller", said)
    return data


@contextmanager
def noting() -> Iterator[Noted]:
    """What is asked of files in this block: each that is read with its checksum, each name that leads to a path."""
    _NOTED.append(Noted())
    try:
        yield _NOTED[-1]
    finally:
        _NOTED.pop()


def _unseen(text: str, path: str) -> Iterator[Finding]:
    for at, name in unseen(text):
        place = Place(path, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
        yield Finding("character", "error", f"the character {name} cannot be seen; remove it", place)


# What there is -------------------------------------------------------------------------------------------------------


def below(folder: Path) -> Iterator[Path]:
    """Every file and folder below a folder; links to folders are not followed.

    Raises AvvgenError for a folder that cannot be looked into: without its files it would be another contract.
    """

    def refuse(problem: OSError) -> None:
        raise _hidden(problem, Place(str(problem.filename)))

    for here, folders, files in os.walk(folder, onerror=refuse):
        yield from (Path(here, name) for name in (*folders, *files))


def mode_of(path: Path, said: Place) -> int:
    """What is at a path, links followed, as `stat` tests it; 0 if there is nothing.

    Raises AvvgenError where the system does not let us know.
    """
    try:
        return path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return 0
    except (OSError, ValueError) as problem:
        raise _hidden(problem, said) from None


def _hidden(problem: OSError | ValueError, said: Place) -> AvvgenError:
    return error("file-unreadable", f"cannot be read: {getattr(problem, 'strerror', None) or problem}", said)


# Names and paths -----------------------------------------------------------------------------------------------------


def wrong_name(name: str) -> str:
    """Why a file cannot be called so on every system; nothing if it can.

    >>> wrong_name("AVV 1.6"), wrong_name("con.2026")
    ('', 'is a device of Windows; choose another name')
    """
    if letter := first_unseen(name):
        return f"holds the character {letter}, which cannot be seen; remove it"
    if not name or set(name) & set('/\\:*?"<>|\n\t') or name.strip(". ") != name:
        return "is no file name; use letters, digits, dots and hyphens"
    if name.partition(".")[0].strip().casefold() in _DEVICES:
        return "is a device of Windows; choose another name"
    if len(name.encode()) > LONGEST_NAME:
        return f"is longer than {LONGEST_NAME} bytes; shorten it"
    return ""


def beside(name: str, said: Place) -> Path:
    """The path that a profile names, relative to the file in which the name stands.

    A profile may come from a stranger, so it reaches no further than the folder of the call, the folder of its own
    file, and the working tree that this file is in.
    Raises AvvgenError for a path that leads elsewhere, by itself or through a symbolic link.
    """
    folder = Path(said.path).parent
    if _is_elsewhere(name):
        raise error("path-outside", f"'{name}' is on another computer or drive; name it from the file it is in", said)
    path = folder / name
    try:
        path.lstat()
    except FileNotFoundError:
        pass  # which whoever wants the file says better
    except (OSError, ValueError) as problem:  # such as a name that is too long, or not in the letters of the system
        reason = getattr(problem, "strerror", None) or problem
        raise error("path-outside", f"'{name[:40]}' is no path: {reason}", said) from None
    try:
        inside = any(path.resolve().is_relative_to(root) for root in _reach(folder))
    except (OSError, ValueError, RuntimeError):  # a circle of links
        inside = False
    if not inside:
        message = f"'{name}' leads out of the project; move it there, or call avvgen in a folder that holds both"
        raise error("path-outside", message, said)
    for noted in _NOTED:
        noted.named[name, said.path] = None
    return path


def refuse_strays(folder: Path) -> None:
    """Raise AvvgenError for a folder of more files than anybody reads, or with links that lead out of the project."""
    every = tuple(islice(below(folder), MOST_FILES + 1))
    if len(every) > MOST_FILES:
        raise error(
            "file-unreadable", f"holds more than {MOST_FILES} files; name the folder of clauses", Place(str(folder))
        )
    for path in every:
        if letter := first_unseen(str(path)):
            message = f"the name of this file holds the character {letter}, which cannot be seen; rename it"
            raise error("character", message, Place(str(path)))
        if os.path.islink(path):  # noqa: PTH114 - Path's may raise
            beside(path.name, Place(str(path)))


def _is_elsewhere(name: str) -> bool:
    """Whether a name stands for another computer, or for a drive or root that this system does not know."""
    windows = PureWindowsPath(name)
    return name.startswith(("//", "\\\\")) or (bool(windows.drive or windows.root) and not Path(name).is_absolute())


def _reach(folder: Path) -> Iterator[Path]:
    whole = folder.resolve()
    yield Path.cwd().resolve()
    yield whole
    yield from (parent for parent in (whole, *whole.parents) if os.path.exists(parent / ".git"))  # noqa: PTH110 - as above
