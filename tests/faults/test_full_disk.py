"""A disk that is full, or a limit that is reached: what was there stays, and the message says what to do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from .scenes import AVVGEN, LIST, build, contracts, environment, furnish, leftovers, mounting, play

NO_ROOM = "cannot be written: No space left on device; make room"
MOUNT = "mkdir disk; mount -t tmpfs -o size=200k none disk"
FILL = "cat /dev/zero > disk/filler 2>/dev/null || true"


def test_a_full_disk_keeps_the_old_contract_and_says_so(tmp_path: Path) -> None:
    mounting()
    furnish(tmp_path)

    said = play(
        tmp_path,
        f"{MOUNT}; avvgen build acme.yaml -o disk; cp disk/acme.docx old; {FILL}\n"
        "avvgen build acme.yaml -o disk --set document.version=2.0; cmp old disk/acme.docx; ls -A disk",
    )

    assert said == [
        "disk/acme.docx",
        "status 0",
        f"acme.yaml: error: 'disk/acme.docx' {NO_ROOM} [no-room]",
        "status 1",
        "acme.docx",
        "filler",
    ]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_list_ends_where_the_disk_is_full_and_goes_on_when_there_is_room(tmp_path: Path, jobs: int) -> None:
    mounting()
    furnish(tmp_path, rows=70)
    build(tmp_path, f"{LIST} -f docx -o whole")
    line = f"avvgen build {LIST} -f docx -o disk -j {jobs}"

    said = play(
        tmp_path,
        f"{MOUNT}; {line}; mkdir first; cp -a disk/. first; {FILL}; {line} --resume; mkdir second; cp -a disk/. second\n"
        f"rm disk/filler; mount -o remount,size=9m disk; {line} --resume; mkdir third; cp -a disk/. third",
    )

    whole = contracts(tmp_path / "whole")
    first, second, third = (contracts(tmp_path / name) for name in ("first", "second", "third"))
    assert [line for line in said if line.startswith("status")] == ["status 1", "status 1", "status 0"]
    assert first.items() <= whole.items()
    assert 0 < len(first) < 10
    assert second == first
    assert third == whole
    assert f"{NO_ROOM}, then go on with --resume [no-room]" in said[0]
    assert not any("Traceback" in line for line in said)
    assert len(said) < 12
    assert [leftovers(tmp_path / name) for name in ("first", "second", "third")] == [[], [], []]


def test_a_file_over_the_limit_fails_its_profile_and_not_the_next(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("there is no limit of file sizes")
    furnish(tmp_path)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "acme.docx").write_bytes(b"alt")

    done = build(tmp_path, "acme.yaml eins.yaml -o out -f docx", limit=8192)
    listed = build(tmp_path, f"{LIST} -o out -f docx", limit=8192)

    advice = "File too large; allow larger files (ulimit -f)"
    assert (done.returncode, listed.returncode) == (1, 1)
    assert done.stderr.splitlines() == [
        f"{name}.yaml: error: 'out/{name}.docx' cannot be written: {advice} [output-folder]"
        for name in ("acme", "eins")
    ]
    assert listed.stdout == "12 rows: 0 written, 12 failed\n"
    assert contracts(tmp_path / "out") == {"acme.docx": b"alt"}
    assert leftovers(tmp_path / "out") == []


def test_a_full_standard_output_is_said_and_the_contract_is_there(tmp_path: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("there is no /dev/full")
    furnish(tmp_path)

    with full.open("w") as out:
        command = [*AVVGEN, "build", "acme.yaml"]
        done = subprocess.run(
            command, cwd=tmp_path, env=environment(), stdout=out, stderr=subprocess.PIPE, text=True, check=False
        )

    assert (done.returncode, done.stderr) == (
        1,
        "error: what is printed cannot be written: No space left on device; make room [no-room]\n",
    )
    assert (tmp_path / "acme.docx").read_bytes().startswith(b"PK")


@pytest.mark.parametrize("spoil", ["cat /dev/zero > disk/filler 2>/dev/null || true", "mount -o remount,ro disk"])
def test_a_cache_that_takes_nothing_costs_nothing_but_time(tmp_path: Path, spoil: str) -> None:
    mounting()
    furnish(tmp_path)
    build(tmp_path, f"{LIST} -o whole")

    said = play(
        tmp_path,
        f"{MOUNT}; chmod 700 disk; {spoil}\nexport AVVGEN_CACHE_DIR=$PWD/disk\navvgen build {LIST} -o out; ls -A disk",
    )

    assert [line for line in said if line != "filler"] == ["12 rows: 12 written", "status 0"]
    assert contracts(tmp_path / "out") == contracts(tmp_path / "whole")
