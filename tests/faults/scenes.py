"""Where faults are real: a disk that is full, a folder that takes nothing, a process that is killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

import avvgen
from tests.bulk.lists import MINIMAL, customer, table
from tests.support import write

ROOT = Path(avvgen.__file__).parent.parent
LEFTOVER = ".avvgen-*"
LIST = "acme.yaml --controllers list.csv"
OVERRIDES = "-dac_override,-dac_read_search,-fowner"  # what makes root pass by permissions
AVVGEN = [sys.executable, "-m", "avvgen"]


def environment(**more: object) -> dict[str, str]:
    """What a process of its own needs to find this avvgen."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **{key: str(value) for key, value in more.items()}}


def furnish(folder: Path, rows: int = 12, edition: str = "1.0") -> None:
    """A profile of a controller, three small ones beside it, and a list of customers."""
    acme = f"extends: minimal.yaml\ndocument: {{version: '{edition}'}}\n"
    write(
        folder,
        {
            "minimal.yaml": MINIMAL.read_bytes(),
            "acme.yaml": acme,
            "list.csv": table([customer(n) for n in range(rows)]),
        },
    )
    for name in ("eins", "zwei", "drei"):
        write(folder, {f"{name}.yaml": f"{acme}output: {{folder: {name}}}\n"})


def build(
    folder: Path, line: str, before: Iterable[str] = (), limit: int = 0, **more: object
) -> subprocess.CompletedProcess[str]:
    """A build in a process of its own; `before` is what runs it, `limit` the largest file that it may write."""
    command = [*before, *AVVGEN, "build", *line.split()]
    if limit:
        command = ["sh", "-c", f'ulimit -f {limit // 512} && exec "$@"', "sh", *command]
    return subprocess.run(command, cwd=folder, env=environment(**more), capture_output=True, text=True, check=False)


def heeding() -> None:
    """Heed every signal, whatever whoever runs the tests has ignored: nohup, a shell in the background."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def start(folder: Path, line: str) -> subprocess.Popen[str]:
    """A build that goes on by itself, in a process group of its own."""
    return subprocess.Popen(
        [*AVVGEN, "build", *line.split()],
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=heeding,  # noqa: PLW1509 - no other thread runs yet
    )


def play(folder: Path, script: str) -> list[str]:
    """What a shell says that may mount in a namespace of its own; `avvgen` is this avvgen, $? of it is printed."""
    prelude = f'avvgen() {{ "{sys.executable}" -m avvgen "$@" 2>&1 && echo "status 0" || echo "status $?"; }}\n'
    command = ["unshare", "-rm", "sh", "-euc", prelude + script]
    done = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done
    return done.stdout.splitlines()


@cache
def can_mount() -> bool:
    """Whether this system lets us mount in a namespace of our own."""
    if shutil.which("unshare") is None:
        return False
    line = "mount -t tmpfs -o size=16k none /tmp && mount -o remount,ro /tmp"
    return subprocess.run(["unshare", "-rm", "sh", "-c", line], capture_output=True, check=False).returncode == 0


@cache
def without_rights() -> list[str]:
    """What runs a process that permissions bind: nothing for a user, a shorn root for root."""
    if sys.platform == "win32":
        pytest.skip("modes say nothing there")
    if os.geteuid() != 0:
        return []
    shorn = ["setpriv", f"--bounding-set={OVERRIDES}"]
    if shutil.which("setpriv") is None or subprocess.run([*shorn, "true"], check=False).returncode != 0:
        pytest.skip("permissions do not bind root, and there is no setpriv")
    return shorn


def mounting() -> None:
    """Skip where no disk can be mounted."""
    if not can_mount():
        pytest.skip("this system mounts nothing in a namespace (unshare -rm)")


def contracts(folder: Path) -> dict[str, bytes]:
    """The contracts in a folder."""
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.*")) if path.suffix in {".docx", ".md"}}


def leftovers(folder: Path) -> list[str]:
    """Temporary files, and the lock of a run."""
    return sorted(path.name for pattern in (LEFTOVER, "*.lock", "*.new") for path in folder.glob(pattern))


def alive(group: int) -> bool:
    """Whether a process of a group is still there."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def stop(process: subprocess.Popen[str], number: signal.Signals) -> tuple[int, str]:
    """Send a signal to a process; how it ended, and what it said."""
    process.send_signal(number)
    _, said = process.communicate(timeout=30)
    return process.returncode, said
