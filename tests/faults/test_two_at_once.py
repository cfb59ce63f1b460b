"""Two builds into one folder at once, and clocks that were set back."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from avvgen import shelf

from .kills import wait_for_lock
from .scenes import LIST, build, contracts, furnish, leftovers, start

YEAR = 365 * 24 * 3600


def test_two_builds_at_once_leave_each_file_as_one_of_them_made_it(tmp_path: Path) -> None:
    furnish(tmp_path)
    names = "eins.yaml zwei.yaml"
    for version in ("1.0", "2.0"):
        build(tmp_path, f"{names} -f md -o {version} --set document.version={version}")

    both = [start(tmp_path, f"{names} -f md -o out --set document.version={v}") for v in ("1.0", "2.0")]
    ends = [(process.communicate(timeout=60)[1], process.returncode) for process in both]

    assert ends == [("", 0), ("", 0)]
    made = contracts(tmp_path / "out")
    assert len(made) == 2
    assert all(data in (contracts(tmp_path / v)[name] for v in ("1.0", "2.0")) for name, data in made.items())
    assert leftovers(tmp_path / "out") == []


def test_a_second_list_into_one_folder_is_refused_and_the_first_ends_whole(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("no process can be stopped there")
    furnish(tmp_path, rows=130)
    build(tmp_path, f"{LIST} -f md -o whole")
    first = start(tmp_path, f"{LIST} -f md -o out")
    wait_for_lock(tmp_path / "out", first)
    first.send_signal(signal.SIGSTOP)

    second = build(tmp_path, f"{LIST} -f md -o out --resume")
    single = build(tmp_path, "eins.yaml -f md -o out")
    first.send_signal(signal.SIGCONT)
    said, _ = first.communicate(timeout=60)

    assert second.returncode == 1
    assert second.stderr == (
        f"out: error: process {first.pid} prints contracts into 'out'; wait for it, or choose another folder with -o"
        " [busy-folder]\n"
    )
    assert (single.returncode, first.returncode, said) == (0, 0, "130 rows: 130 written\n")
    (tmp_path / "out" / "eins.md").unlink()
    assert {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir()} == {
        p.name: p.read_bytes() for p in (tmp_path / "whole").iterdir()
    }


def test_of_runs_that_begin_at_once_one_prints_and_the_others_wait_or_are_refused(tmp_path: Path) -> None:
    furnish(tmp_path, rows=130)
    build(tmp_path, f"{LIST} -f md -o whole")

    runs = [start(tmp_path, f"{LIST} -f md -o out") for _ in range(3)]
    ends = [(process.communicate(timeout=60), process.returncode) for process in runs]

    assert 0 in [status for _, status in ends]
    assert all(status == 0 or "[busy-folder]" in said for (_, said), status in ends)
    assert not any("Traceback" in said for (_, said), _ in ends)
    assert contracts(tmp_path / "out") == contracts(tmp_path / "whole")
    assert sorted(path.name for path in (tmp_path / "out").glob("manifest*")) == ["manifest.jsonl"]


def test_a_lock_of_a_process_that_is_no_more_is_no_lock(tmp_path: Path) -> None:
    furnish(tmp_path, rows=3)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "manifest.jsonl.lock").write_text("1\n", "ascii")  # a number that lives everywhere

    done = build(tmp_path, f"{LIST} -f md -o out")

    assert (done.returncode, done.stderr) == (0, "")
    assert leftovers(tmp_path / "out") == []


def test_files_from_the_future_are_compared_kept_and_replaced_like_others(tmp_path: Path) -> None:
    furnish(tmp_path)
    build(tmp_path, "eins.yaml -o out")
    build(tmp_path, f"{LIST} -f md -o out")
    before = contracts(tmp_path / "out")
    for path in [*(tmp_path / "out").iterdir(), *tmp_path.glob("*.*")]:
        os.utime(path, (time.time() + YEAR,) * 2)

    kept = build(tmp_path, f"{LIST} -f md -o out --resume")
    fresh = build(tmp_path, f"{LIST} -f md -o out --check")
    again = build(tmp_path, "eins.yaml -o out")
    same = contracts(tmp_path / "out") == before
    new = build(tmp_path, "eins.yaml -o out --set document.version=2.0")

    assert [done.returncode for done in (kept, fresh, again, new)] == [0, 0, 0, 0]
    assert kept.stdout == "12 rows: 0 written, 12 kept\n"
    assert same
    assert contracts(tmp_path / "out")["eins.docx"] != before["eins.docx"]


def test_a_shelf_from_the_future_makes_room_for_what_is_put_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AVVGEN_CACHE_DIR", str(tmp_path / "shelf"))
    most = shelf.MOST["library"]
    *before, now = (f"library-{n:064x}.json" for n in range(most + 1))
    for n, name in enumerate(before):
        shelf.put(name, b"data")
        os.utime(tmp_path / "shelf" / name, (time.time() + YEAR + n,) * 2)

    shelf.put(now, b"data")

    assert shelf.take(now) == b"data"
    assert len(list((tmp_path / "shelf").iterdir())) == most
