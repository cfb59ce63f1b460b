"""Outputs that are closed, full, unread or of few letters: the work is done all the same, and the rest is said once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import BASIS, write

from .scenes import AVVGEN, LIST, contracts, environment, furnish, heeding

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no such shell")
MADE = ["drei/drei.md", "eins/eins.md", "zwei/zwei.md"]
THREE = "build eins.yaml zwei.yaml drei.yaml -f md"


def shell(folder: Path, line: str, **more: object) -> subprocess.CompletedProcess[bytes]:
    """What a shell makes of a line that begins with the command of avvgen."""
    script = f'"{sys.executable}" -m avvgen {line}'
    return subprocess.run(["bash", "-c", script], cwd=folder, env=environment(**more), capture_output=True, check=False)


def made(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.glob("*/*.md"))


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("build acme.yaml -f md -o out >&-", 0),
        ("build acme.yaml -f md -o out 2>&-", 0),
        ("build acme.yaml -f md -o out <&- >&- 2>&-", 0),
        (f"build {LIST} -f md -o out -j 2 <&- >&- 2>&-", 0),
        ("--help >&-", 0),
        ("clauses 2>&-", 0),
        ("check acme.yaml >&-", 1),
        ("check minimal.yaml 2>&-", 0),
    ],
)
def test_a_closed_output_takes_nothing_and_costs_nothing(tmp_path: Path, line: str, status: int) -> None:
    furnish(tmp_path, rows=2)
    write(tmp_path, {"acme.yaml": BASIS} if line.startswith("check") else {})

    done = shell(tmp_path, line)

    assert done.returncode == status
    assert b"Traceback" not in done.stderr
    assert contracts(tmp_path / "out") or not line.startswith("build acme")


def takes_nothing(kind: str) -> int:
    """A descriptor that takes nothing: of a disk that is full, or of a pipe that nobody reads."""
    if kind == "full":
        return os.open("/dev/full", os.O_WRONLY)
    reader, writer = os.pipe()
    os.close(reader)
    return writer


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("full", "No space left on device; make room [no-room]"),
        ("gone", "Broken pipe; let it go where it is read [not-printed]"),
    ],
)
def test_an_output_that_takes_nothing_stops_no_profile_and_is_said_once(tmp_path: Path, kind: str, why: str) -> None:
    furnish(tmp_path)
    out = takes_nothing(kind)

    lines = (THREE, "check eins.yaml --matrix md -o matrix", f"build {LIST} -f md -o out")
    runs = [
        subprocess.run(
            [*AVVGEN, *line.split()],
            cwd=tmp_path,
            env=environment(),
            stdout=out,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        for line in lines
    ]
    os.close(out)

    assert [done.returncode for done in runs] == [1, 1, 1]
    assert all(done.stderr.count("what is printed") == 1 for done in runs)
    assert runs[0].stderr == f"error: what is printed cannot be written: {why}\n"
    assert [name for name in made(tmp_path) if not name.startswith("out/")] == [
        *MADE[:2],
        "matrix/eins-matrix.md",
        MADE[2],
    ]
    assert len(contracts(tmp_path / "out")) == 12


@pytest.mark.parametrize("encoding", ["utf-8:strict", "ascii:strict"])
def test_a_letter_that_the_output_has_not_is_printed_by_its_code(tmp_path: Path, encoding: str) -> None:
    furnish(tmp_path)

    done = shell(tmp_path, r"build acme.yaml -f md -o $'b\xff\xc3\xa4' --no-cache", PYTHONIOENCODING=encoding)

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"b\\udcff")
    assert done.stdout.endswith(b"/acme.md\n")


@pytest.mark.parametrize("line", ["clauses", "schema", "explain minimal.yaml"])
def test_the_library_is_shown_where_there_are_but_latin_letters(tmp_path: Path, line: str) -> None:
    furnish(tmp_path)

    done = shell(tmp_path, line, PYTHONIOENCODING="latin-1")

    assert (done.returncode, done.stderr) == (0, b"")
    assert len(done.stdout) > 10_000


def test_a_folder_that_is_not_there_any_more_is_one_line(tmp_path: Path) -> None:
    furnish(tmp_path)
    gone = tmp_path / "gone"
    gone.mkdir()
    script = f'rmdir "{gone}"; "{sys.executable}" -m avvgen build {tmp_path}/acme.yaml -o {tmp_path}/out'

    done = subprocess.run(["bash", "-c", script], cwd=gone, env=environment(), capture_output=True, check=False)

    message = ".: error: the current folder is not there any more; change to another [file-missing]"
    assert (done.returncode, done.stderr.decode().splitlines()) == (1, [message])


def test_a_file_that_the_system_refuses_unforeseen_is_one_line_and_no_bug(tmp_path: Path) -> None:
    furnish(tmp_path)
    program = "from avvgen.cli import app; app.explain.explain.callback = lambda **_: open('no/file'); app.run()"

    command = [sys.executable, "-c", program, "explain", "acme.yaml"]
    done = subprocess.run(command, cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False)

    message = "no/file: error: cannot be used: No such file or directory; see to it and run again [file-unreadable]"
    assert (done.returncode, done.stderr.splitlines()) == (1, [message])


def test_a_signal_at_the_very_beginning_ends_without_a_traceback(tmp_path: Path) -> None:
    furnish(tmp_path)
    program = (
        "import os, signal, sys\n"
        "class Late:\n"  # the first module that is asked for after the entry meets a Ctrl-C
        "    def find_spec(self, name, *_):\n"
        "        if name.startswith('click'): os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Late())\n"
        "import runpy; sys.argv[1:] = ['clauses']; runpy.run_module('avvgen', run_name='__main__')\n"
    )

    command = [sys.executable, "-c", program]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        check=False,
        preexec_fn=heeding,
    )

    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, b"", b"")
