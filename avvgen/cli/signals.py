"""What a signal does: the process removes what it has not finished, ends its children, says so and is gone.

Nothing is raised for it: an exception that comes at any moment may be swallowed, and a run would go on.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from threading import Thread
from types import FrameType

from avvgen.findings import Finding
from avvgen.unfinished import drop_all

NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
FIRST = 128  # a shell's status for signal n is this and n
LEAVE = 5.0  # seconds that a child has for it
NEW_LINE = "\x1b[?25h\n"  # on a terminal, with the cursor that a bar hides


def heed() -> None:
    """Let each signal that asks for the end bring it, unless the caller had it ignored, as nohup does."""
    main = os.getpid()

    def end(number: int, _frame: FrameType | None) -> None:
        if os.getpid() == main:
            _end_with_children(number)
        _vanish(number)

    for name in NAMES:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, end)


def heed_as_child() -> None:
    """End when the process that asks for contracts ends, however it does; a terminal's Ctrl-C is for that one."""
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda number, _: _vanish(number))
    parent = parent_process()

    def watch() -> None:
        if parent is not None:
            wait([parent.sentinel])
            _vanish(signal.SIGTERM)

    Thread(target=watch, daemon=True).start()


def _end_with_children(number: int) -> None:
    for name in NAMES:
        if other := getattr(signal, name, None):
            signal.signal(other, signal.SIG_IGN)
    _end_children()
    message = f"{signal.Signals(number).name}: every file here is an old or a new one, whole; run again"
    finding = Finding("interrupted", "error", f"{message}, a list of customers with --resume")
    with suppress(OSError, RuntimeError):  # the signal may have come in the middle of such a line
        sys.stdout.flush()
    with suppress(OSError):
        os.write(2, f"{NEW_LINE if os.isatty(2) else ''}{finding}\n".encode())


def _end_children() -> None:
    if (processes := sys.modules.get("multiprocessing")) is None:
        return
    children = processes.active_children()
    for child in children:
        child.terminate()
    for child in children:
        child.join(LEAVE)
        if child.is_alive():
            child.kill()


def _vanish(number: int) -> None:
    drop_all()
    os._exit(FIRST + number)
