"""One bulk run a folder: two at once would write one manifest."""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from avvgen.files import content_of
from avvgen.findings import AvvgenError, Place, error
from avvgen.output import unwritable
from avvgen.unfinished import drop, lock, own

LOCK = "manifest.jsonl.lock"
PATIENCE = 2.0  # seconds in which the processes of a run that was killed end, too
LONGEST = 20  # digits of a process
_FLAGS = os.O_CREAT | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """No other run prints contracts into the folder during this block.

    The lock is the system's, on a file with the number of the process: however a run ends, the next one may begin.
    Raises AvvgenError when the folder cannot be made or written to, and when another run is there.
    """
    path = folder / LOCK
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = _locked(path, time.monotonic() + PATIENCE)
    except BlockingIOError:
        message = f"{_who(path)} prints contracts into '{folder}'; wait for it, or choose another folder with -o"
        raise error("busy-folder", message, Place(str(folder))) from None
    except OSError as problem:
        raise unwritable(path, problem, Place(str(folder))) from None
    own(str(path))
    try:
        with suppress(OSError):  # on a full disk nobody learns the number
            os.truncate(handle, 0)
            os.write(handle, f"{os.getpid()}\n".encode())
        yield
    finally:
        drop(str(path))
        os.close(handle)


def _locked(path: Path, deadline: float) -> int:
    """The handle of the locked file, which is still there under its name."""
    while True:
        handle = _opened(path)
        try:
            _lock(handle)
            if _is_at(path, handle):
                return handle
        except BlockingIOError:
            if time.monotonic() > deadline:
                os.close(handle)
                raise
            time.sleep(0.02)
        os.close(handle)


def _opened(path: Path) -> int:
    """The handle of a file that goes by no other name: what is written there is written nowhere else."""
    if not path.is_symlink():
        handle = os.open(path, _FLAGS, 0o666)
        about = os.fstat(handle)
        if stat.S_ISREG(about.st_mode) and about.st_nlink < 2:  # noqa: PLR2004 - its name here; none if it was removed
            return handle
        os.close(handle)
    raise OSError(errno.EEXIST, "there is something else of this name", str(path))


def _lock(handle: int) -> None:
    try:
        lock(handle)
    except BlockingIOError:
        raise
    except OSError:  # a file system without locks: then nothing can be said of others
        return


def _is_at(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(path.lstat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def _who(path: Path) -> str:
    with suppress(AvvgenError, ValueError):
        return f"process {int(content_of(path, LONGEST, Place(str(path))))}"
    return "another process"
