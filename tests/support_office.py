"""LibreOffice at work: one call that opens, edits, updates, tells, saves and prints any number of files."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterable
from pathlib import Path
from subprocess import PIPE
from xml.sax.saxutils import escape

from .support_word import OFFICE

MACRO = Path(__file__).parent / "writers" / "office.bas"
TIMEOUT = 300  # seconds; a macro that fails to compile never ends
SAVED_AS = {"docx": "MS Word 2007 XML", "odt": "writer8"}
_MODULE = (
    '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1"'
    ' script:language="StarBasic">{}</script:module>'
)
Order = tuple[str | Path, ...]


def work(orders: Iterable[Order], folder: Path) -> None:
    """Let LibreOffice obey the orders of `office.bas` in a user profile of its own; a path stands for its address."""
    (folder / "orders.txt").write_text("".join("\t".join(map(_word, order)) + "\n" for order in orders), "utf-8")
    _call(folder, "--terminate_after_init")  # makes the user profile that the macro then lies in
    module = folder / "office" / "user" / "basic" / "Standard" / "Module1.xba"
    module.write_text(_MODULE.format(escape(MACRO.read_text("utf-8"))), "utf-8")

    _call(folder, f'macro:///Standard.Module1.Work("{_word(folder / "orders.txt")}","{_word(folder / "answer.txt")}")')

    answer = (folder / "answer.txt").read_text("utf-8")
    assert answer == "done", answer


def _word(word: str | Path) -> str:
    return word.resolve().as_uri() if isinstance(word, Path) else word


def _call(folder: Path, argument: str) -> None:
    command = [str(OFFICE), f"-env:UserInstallation={_word(folder / 'office')}", "--headless", argument]
    with subprocess.Popen(command, stdout=PIPE, stderr=PIPE, start_new_session=True) as running:
        try:
            running.communicate(timeout=TIMEOUT)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            raise


def saved(path: Path) -> Order:
    """The order to save what is open in the format of the file's suffix."""
    return ("save", path, SAVED_AS[path.suffix[1:]])


def told(path: Path) -> list[tuple[str, str]]:
    """What the order `tell` has written: the number of each paragraph, and what it says."""
    rows = (line.split("\t", 1) for line in path.read_text("utf-8").splitlines())
    return [(number, words) for number, words in rows]
