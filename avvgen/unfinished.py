"""Files that are not finished: each belongs to the process that writes it, and goes when that process is gone.

The process keeps them locked, and the system lets go of a lock however a process ends. So a file that can be locked is
a leftover, whatever clocks, process numbers or containers say. Windows, which removes no open file, needs no lock.
"""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from io import FileIO
from itertools import count
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})  # what the system says when there is no room
PREFIX = ".avvgen-"
_LEFTOVER = re.compile(rf"{re.escape(PREFIX)}[0-9a-f]{{8}}-[0-9]+-[0-9]+")  # a user's own may begin so, too
_RUN, _NUMBERS = os.urandom(4).hex(), count()  # names that nobody else has
_FRESH = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
_OWN: dict[str, int] = {}  # and the process that made them: a fork inherits the others


def lock(handle: int) -> None:
    """Keep an open file from other processes until it is closed.

    Raises BlockingIOError when another has it, and OSError where the file system knows no locks.
    """
    if sys.platform == "win32":
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except PermissionError as problem:
            raise BlockingIOError(*problem.args) from None
    else:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def own(path: str) -> None:
    """Note a file that `drop` removes."""
    _OWN[path] = os.getpid()


def drop(path: str) -> None:
    """Remove a file of this process, unless it is finished."""
    if _OWN.pop(path, None) is not None:
        with suppress(OSError):
            os.unlink(path)  # noqa: PTH108 - one for every contract


def drop_all() -> None:
    """Remove what this process has not finished."""
    for path in [path for path, maker in [*_OWN.items()] if maker == os.getpid()]:
        drop(path)


def anew(path: Path) -> FileIO:
    """A new file in place of whatever has its name: nothing is written through a link, no pipe is waited for."""
    path.unlink(missing_ok=True)
    return FileIO(os.open(path, _FRESH, 0o666), "wb")


def put_whole(path: Path, data: bytes, settle: Callable[[int], None], tries: int = 3) -> None:
    """Put data in place of a file by rename, after `settle` has had its handle, so that nobody ever sees half of it."""
    temporary = f"{path.parent}/{PREFIX}{_RUN}-{os.getpid()}-{next(_NUMBERS)}"
    own(temporary)
    try:
        _put(temporary, path, data, settle)
    except FileNotFoundError:  # between two steps the file is not locked, and another run may have swept it away
        if tries == 1:
            raise
        put_whole(path, data, settle, tries - 1)
    finally:
        drop(temporary)


def _put(temporary: str, path: Path, data: bytes, settle: Callable[[int], None]) -> None:
    handle = os.open(temporary, _FRESH, 0o666)
    with os.fdopen(handle, "wb") as file:
        with suppress(OSError):
            lock(handle)
        file.write(data)
        file.flush()
        settle(handle)
    os.replace(temporary, path)  # noqa: PTH105 - a Path of it costs more than the rename
    _OWN.pop(temporary, None)


def sweep(folder: Path) -> None:
    """Remove the unfinished files of processes that are no more; what cannot be swept does no harm."""
    with suppress(OSError), os.scandir(folder) as found:
        for one in found:
            if _LEFTOVER.fullmatch(one.name) and one.is_file(follow_symlinks=False):
                _remove_leftover(one.path)


def _remove_leftover(path: str) -> None:
    with suppress(OSError):
        if sys.platform == "win32":
            os.unlink(path)  # noqa: PTH108 - as below
            return
        handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
        with os.fdopen(handle, "rb"):
            lock(handle)
            os.unlink(path)  # noqa: PTH108 - a Path of it says no more
