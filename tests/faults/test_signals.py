"""Signals at any moment: every file is an old or a new one, no process lives on, and the next run ends the work."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .kills import ROWS, killed, wait_for_lock
from .scenes import LIST, alive, build, contracts, environment, furnish, heeding, leftovers, start, stop

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
# A process that writes a file and waits in the middle of it.
WRITER = """
import sys
from pathlib import Path
from avvgen.cli import signals
from avvgen.unfinished import put_whole

def wait(_):
    print("half", flush=True)
    sys.stdin.readline()

signals.heed()
put_whole(Path(sys.argv[1]), b"new" * 10000, wait)
"""


def writer(path: Path) -> subprocess.Popen[str]:
    """A process that has written a file and not yet put it in its place."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
        preexec_fn=heeding,  # noqa: PLW1509 - no other thread runs yet
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "half\n"
    return process


def ends_whole(folder: Path) -> bool:
    """Whether a run that goes on ends like one that never broke off, and leaves nothing else."""
    out = folder / "out"
    done = build(folder / "2.0", f"{LIST} -f md -o {out} --resume")
    same = contracts(out) == contracts(folder / "2.0" / "whole")
    kept = (out / "manifest.jsonl").read_bytes() == (folder / "2.0" / "whole" / "manifest.jsonl").read_bytes()
    return done.returncode == 0 and same and kept and len(list(out.iterdir())) == ROWS + 1


def test_runs_killed_at_random_moments_leave_old_and_new_files_and_end_whole(tmp_path: Path) -> None:
    found = [*killed(tmp_path, kills=5, seed=7)]

    assert found == []
    assert ends_whole(tmp_path)


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_ends_a_run_with_all_its_processes_and_says_what_to_do(
    tmp_path: Path, number: signal.Signals, status: int
) -> None:
    furnish(tmp_path, rows=3000)
    process = start(tmp_path, f"{LIST} -f md -o out -j 2")
    wait_for_lock(tmp_path / "out", process)
    while process.poll() is None and len(list((tmp_path / "out").glob("*.md"))) < 10:
        time.sleep(0.01)

    ended, said = stop(process, number)

    assert ended == status
    assert said == (
        f"error: {number.name}: every file here is an old or a new one, whole; run again, a list of customers with"
        " --resume [interrupted]\n"
    )
    assert not alive(process.pid)
    assert leftovers(tmp_path / "out") == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_signal_in_the_middle_of_a_file_keeps_the_old_one(tmp_path: Path, number: signal.Signals) -> None:
    furnish(tmp_path)
    path = tmp_path / "out" / "acme.docx"
    path.parent.mkdir()
    path.write_bytes(b"old")

    stop(writer(path), number)
    left = leftovers(path.parent)
    kept = path.read_bytes()
    build(tmp_path, "eins.yaml -o out")

    assert kept == b"old"
    assert len(left) == (number == signal.SIGKILL)
    assert sorted(file.name for file in path.parent.iterdir()) == ["acme.docx", "eins.docx"]


def test_a_file_that_a_living_process_writes_is_no_leftover(tmp_path: Path) -> None:
    furnish(tmp_path)
    path = tmp_path / "out" / "acme.docx"
    path.parent.mkdir()
    process = writer(path)

    build(tmp_path, "eins.yaml -o out")
    build(tmp_path, f"{LIST} -f md -o out")
    left = leftovers(path.parent)
    process.communicate("on\n", timeout=30)

    assert len(left) == 1
    assert path.read_bytes() == b"new" * 10000
    assert leftovers(path.parent) == []


def test_a_signal_that_the_caller_ignores_ends_nothing(tmp_path: Path) -> None:
    furnish(tmp_path, rows=100)
    command = ["sh", "-c", 'trap "" HUP; exec "$@"', "sh", sys.executable, "-m", "avvgen", "build", *LIST.split()]
    process = subprocess.Popen([*command, "-f", "md", "-o", "out"], cwd=tmp_path, env=environment(), text=True)
    wait_for_lock(tmp_path / "out", process)

    ended, _ = stop(process, signal.SIGHUP)

    assert ended == 0
    assert len(contracts(tmp_path / "out")) == 100
