"""A private folder for what one run has worked out and the next can take up again. Nothing hangs on it.

What lies here may hold code that will be run (Jinja's, marshalled), so nothing is taken that somebody else could
have put here: the folder and the file belong to the user, nobody else can write them, and neither is a link. Every
file begins with a checksum of the rest; one that is torn is as good as none. Whatever goes wrong here, a disk that is
full or a home that cannot be written, costs time and nothing else.
"""

from __future__ import annotations

import json
import os
import re
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import sha256
from importlib.machinery import all_suffixes
from pathlib import Path

import avvgen
from avvgen.unfinished import put_whole, sweep

SWITCH, MOVED = "AVVGEN_NO_CACHE", "AVVGEN_CACHE_DIR"
LARGEST = 32 * 1024 * 1024  # bytes of one file
MOST = {"library": 6, "texts": 6, "build": 300}  # files of a kind, which their names begin with
SLACK = 60  # seconds by which clocks of one disk differ
CODE = tuple(all_suffixes())  # of files that Python imports
DIGEST = sha256().digest_size
_NAMED = re.compile(rf"({'|'.join(MOST)})-[0-9a-f]{{64}}\.json")
OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


def is_open() -> bool:
    """Whether anything may be taken or put; `AVVGEN_NO_CACHE=1` says no."""
    return os.environ.get(SWITCH, "") in ("", "0")


@contextmanager
def closed() -> Iterator[None]:
    """Nothing is taken or put in this block, nor in the processes that it starts."""
    before = os.environ.get(SWITCH)
    os.environ[SWITCH] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[SWITCH]
        else:
            os.environ[SWITCH] = before


def folder() -> Path:
    """Where things lie: `AVVGEN_CACHE_DIR`, else the user's folder for what can be made again."""
    if moved := os.environ.get(MOVED):
        return Path(moved)
    from platformdirs import user_cache_path  # noqa: PLC0415 - a call that keeps nothing need not know

    return user_cache_path("avvgen", appauthor=False)


def take(name: str) -> bytes | None:
    """What was put under a name; None if there is nothing that can be trusted and is whole."""
    if not is_open():
        return None
    try:
        path = folder() / name
        if not _is_ours(path.parent.lstat(), stat.S_ISDIR):
            return None
        data = _read(path)
    except (OSError, RuntimeError):  # no home is a RuntimeError
        return None
    return data[DIGEST:] if data[:DIGEST] == sha256(data[DIGEST:]).digest() else None


def put(name: str, data: bytes) -> None:
    """Keep data under a name, whole or not at all; not if it is too much, or the folder not ours alone."""
    if not is_open() or len(data) + DIGEST > LARGEST:
        return
    with suppress(OSError, RuntimeError):
        path = folder() / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if _is_ours(path.parent.lstat(), stat.S_ISDIR):
            put_whole(path, sha256(data).digest() + data, _hide)
            sweep(path.parent)
            _clear_out(path.parent)


def written(data: object) -> bytes:
    """Plain data as `json.loads` reads it again, half a pair of surrogates, as names of files may hold, included."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass")


@cache
def edition() -> str:
    """The program, the Python and the packages that run, as a checksum: what others have put must not be taken."""
    installed = (path for path in sys.path if path.endswith("-packages") and os.path.isdir(path))  # noqa: PTH112
    stamps = [(path, os.stat(path).st_mtime_ns) for path in installed]  # noqa: PTH116 - as below
    return sha256(ascii((program(), sys.version, sys.implementation.cache_tag, stamps)).encode()).hexdigest()


@cache
def program() -> str:
    """A checksum of the program by its files, the same on every machine that has them.

    Times and sizes would say less: whoever copies or unpacks a program may set them. What Python imports nothing from
    is no part of it, such as the dangling link by which an editor locks a file.
    """
    package = str(Path(avvgen.__file__).parent)
    known = sha256(avvgen.__version__.encode())
    for here, folders, files in os.walk(package):
        folders[:] = sorted(name for name in folders if name not in ("__pycache__", "clauses"))
        for name in sorted(name for name in files if name.endswith(CODE) and not name.startswith(".")):
            path = f"{here}/{name}"
            if os.path.isfile(path):  # noqa: PTH113 - one for every module
                content, within = Path(path).read_bytes(), path[len(package) :].replace(os.sep, "/")
                known.update(f"\0{within}\0{len(content)}\0".encode(errors="surrogateescape") + content)
    return known.hexdigest()


def _is_ours(state: os.stat_result, is_kind: Callable[[int], bool]) -> bool:
    """Whether something is what it should be, the user's own, and for nobody else to write."""
    if not is_kind(state.st_mode):
        return False
    if sys.platform == "win32":  # whose profile folder is the user's own, and whose modes say nothing
        return True
    return state.st_uid == os.geteuid() and not state.st_mode & OTHERS_WRITE


def _read(path: Path) -> bytes:
    """The bytes of a file that is ours, none of one that is not."""
    handle = os.open(
        path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    )
    with os.fdopen(handle, "rb") as file:
        state = os.fstat(handle)
        if not _is_ours(state, stat.S_ISREG) or state.st_size > LARGEST:
            return b""
        data = file.read()
    with suppress(OSError):
        os.utime(path)  # what is used stays longest
    return data


def _hide(handle: int) -> None:
    if sys.platform != "win32":
        os.fchmod(handle, stat.S_IRUSR | stat.S_IWUSR)


def _clear_out(shelf: Path) -> None:
    """Remove of each kind what has gone unused the longest; what another process is about to put is among the newest.

    Whatever has another name than we give is somebody's who keeps more than this here, and stays.
    What was used in the future is from before somebody set the clock back: it would outlive all that is put now.
    """
    now = time.time()
    kinds = {path: named[1] for path in shelf.iterdir() if (named := _NAMED.fullmatch(path.name)) and path.is_file()}
    used = {path: path.stat().st_mtime for path in kinds}
    newest = sorted(used, key=lambda path: (used[path] <= now + SLACK, used[path]), reverse=True)
    for kind, most in MOST.items():
        for path in [path for path in newest if kinds[path] == kind][most:]:
            path.unlink(missing_ok=True)
