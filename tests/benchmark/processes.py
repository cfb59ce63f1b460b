"""Whole processes: the commands that are measured, and what they take."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

_PEAK = """
import os, sys
silence = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
process = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=silence)
_, status, usage = os.wait4(process, 0)
print(usage.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
"""
_KILOBYTES = 1e6 if sys.platform == "darwin" else 1e3


class FailedError(Exception):
    """A command that is measured did not do its work."""


def avvgen(*arguments: str | Path) -> tuple[str, ...]:
    """A call of the installed command, as a user types it."""
    script = shutil.which("avvgen", path=sysconfig.get_path("scripts"))
    return (*((script,) if script else (sys.executable, "-m", "avvgen")), *map(str, arguments))


def python(*lines: str) -> tuple[str, ...]:
    """A call of this Python with a program of these lines."""
    return (sys.executable, "-c", "\n".join(lines))


def run(command: tuple[str, ...], **environment: str) -> str:
    """What a process prints; raises FailedError with what it complained of when its status is not 0."""
    done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise FailedError(f"{' '.join(command)}\n{done.stderr}")
    return done.stdout


def peak(command: tuple[str, ...]) -> float:
    """The megabytes of memory that a process holds at most.

    A process counts as its own what its parent held when it was started, so a small Python starts it.
    """
    return int(run((*python(_PEAK), *command))) / _KILOBYTES
