"""Folders and files that we may not write or read: one line, what was there stays, the others are built."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import write

from .scenes import (
    AVVGEN,
    LIST,
    ROOT,
    build,
    contracts,
    environment,
    furnish,
    leftovers,
    mounting,
    play,
    without_rights,
)


def test_one_profile_whose_folder_is_read_only_keeps_no_other_from_being_built(tmp_path: Path) -> None:
    mounting()
    furnish(tmp_path)
    build(tmp_path, "eins.yaml zwei.yaml drei.yaml -f md")
    old = contracts(tmp_path / "zwei")

    said = play(
        tmp_path,
        "mount --bind zwei zwei; mount -o remount,bind,ro zwei\n"
        "avvgen build eins.yaml zwei.yaml drei.yaml -f md --set document.version=2.0",
    )

    assert said == [
        "eins/eins.md",
        "drei/drei.md",
        "zwei.yaml:3:18: error: 'zwei/zwei.md' cannot be written: Read-only file system; choose another folder with -o [output-folder]",
        "status 1",
    ]
    assert contracts(tmp_path / "zwei") == old
    assert all(b"2.0" in contracts(tmp_path / name)[f"{name}.md"] for name in ("eins", "drei"))


def test_a_list_into_a_read_only_folder_is_one_line(tmp_path: Path) -> None:
    mounting()
    furnish(tmp_path)
    build(tmp_path, f"{LIST} -f md -o out")
    old = contracts(tmp_path / "out")

    said = play(
        tmp_path,
        f"mount --bind out out; mount -o remount,bind,ro out; avvgen build {LIST} -f md -o out --resume\n"
        f"avvgen build {LIST} -f md -o out --check",
    )

    assert said == [
        "out: error: 'out/manifest.jsonl.lock' cannot be written: Read-only file system; choose another folder with -o [output-folder]",
        "status 1",
        "12 rows: 12 fresh",
        "status 0",
    ]
    assert contracts(tmp_path / "out") == old


def test_a_folder_without_permission_is_said_and_kept(tmp_path: Path) -> None:
    rights = without_rights()
    furnish(tmp_path)
    build(tmp_path, "acme.yaml -o out")
    old = contracts(tmp_path / "out")
    (tmp_path / "out").chmod(0o555)

    done = build(tmp_path, "acme.yaml -o out --set document.version=2.0", rights)
    listed = build(tmp_path, f"{LIST} -o out", rights)
    (tmp_path / "out").chmod(0o755)

    assert (done.returncode, listed.returncode) == (1, 1)
    assert done.stderr == (
        "acme.yaml: error: 'out/acme.docx' cannot be written: Permission denied; choose another folder with -o"
        " [output-folder]\n"
    )
    assert listed.stderr.count("\n") == 1
    assert "Permission denied" in listed.stderr
    assert contracts(tmp_path / "out") == old
    assert leftovers(tmp_path / "out") == []


@pytest.mark.parametrize("name", ["manifest.jsonl.lock", "manifest.jsonl.part"])
def test_a_file_without_permission_is_one_line(tmp_path: Path, name: str) -> None:
    rights = without_rights()
    furnish(tmp_path)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / name).touch()
    (tmp_path / "out" / name).chmod(0)

    done = build(tmp_path, f"{LIST} -f md -o out --resume", rights)

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert f"'out/{name}' cannot be written: Permission denied" in done.stderr
    assert contracts(tmp_path / "out") == {}


def test_a_folder_in_the_place_of_a_contract_is_said_and_the_next_row_is_printed(tmp_path: Path) -> None:
    furnish(tmp_path, rows=3)
    (tmp_path / "out" / "acme-000002.md").mkdir(parents=True)

    done = build(tmp_path, f"{LIST} -f md -o out")

    assert done.returncode == 1
    assert "'out/acme-000002.md' cannot be written: Is a directory; choose another folder with -o" in done.stderr
    assert done.stdout == "3 rows: 2 written, 1 failed\n"
    assert leftovers(tmp_path / "out") == []


@pytest.mark.parametrize(
    ("locked", "mode", "line", "said"),
    [
        ("over/final", 0o000, "own.yaml", "over/final"),
        ("over", 0o000, "own.yaml", "over"),
        ("over/final", 0o644, "acme.yaml --clauses over", "over/final/form.md"),
        ("over", 0o000, "acme.yaml --clauses over/final", "over/final"),
    ],
)
def test_a_folder_of_clauses_that_cannot_be_read_is_said_and_no_other_contract_built(
    tmp_path: Path, locked: str, mode: int, line: str, said: str
) -> None:
    rights = without_rights()
    furnish(tmp_path)
    form = (ROOT / "clauses" / "final" / "form.md").read_bytes()
    write(tmp_path, {"over/final/form.md": form, "own.yaml": "extends: acme.yaml\nlibrary: over\n"})
    build(tmp_path, line, rights)  # so that it is known from before
    before = contracts(tmp_path)
    (tmp_path / locked).chmod(mode)

    done = build(tmp_path, line, rights)
    (tmp_path / locked).chmod(0o755)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"{said}: error: cannot be read: Permission denied [file-unreadable]\n"
    assert contracts(tmp_path) == before


@pytest.mark.parametrize("locked", ["zu/in/acme.md", "zu"])
def test_a_contract_that_cannot_be_read_is_stale(tmp_path: Path, locked: str) -> None:
    rights = without_rights()
    furnish(tmp_path)
    build(tmp_path, "acme.yaml -f md -o zu/in")
    (tmp_path / locked).chmod(0)

    done = build(tmp_path, "acme.yaml -f md -o zu/in --check", rights)
    (tmp_path / locked).chmod(0o755)

    denied = "Permission denied; allow it, or"
    contract = f"zu/in/acme.md: error: cannot be read: {denied} build acme.yaml elsewhere with -o [stale-output]"
    folder = f"zu/in: error: cannot be looked into: {denied} choose another folder with -o [surplus-output]"
    assert done.returncode == 1
    assert done.stderr.splitlines() == ([contract, folder] if locked == "zu" else [contract])


def test_a_matrix_for_a_read_only_folder_is_said_beside_the_findings(tmp_path: Path) -> None:
    rights = without_rights()
    furnish(tmp_path)
    (tmp_path / "out").mkdir(mode=0o555)
    command = [*rights, *AVVGEN, "check", "acme.yaml", "--matrix", "md", "-o", "out"]

    done = subprocess.run(command, cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False)

    denied = (
        "acme.yaml: error: 'out/acme-matrix.md' cannot be written: Permission denied; choose another folder with -o"
    )
    assert done.returncode == 1
    assert f"{denied} [output-folder]" in done.stderr.splitlines()
    assert "Traceback" not in done.stderr
    assert "| erfüllt |" in done.stdout


def test_a_list_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    rights = without_rights()
    furnish(tmp_path)
    write(tmp_path, {"zu/list.csv": (tmp_path / "list.csv").read_bytes()})
    (tmp_path / "zu").chmod(0)

    done = build(tmp_path, "acme.yaml --controllers zu/list.csv", rights)
    (tmp_path / "zu").chmod(0o755)

    assert done.returncode == 1
    assert done.stderr == "zu/list.csv: error: cannot be read: Permission denied [file-unreadable]\n"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no limit of open files")
def test_too_few_open_files_for_processes_are_one_line(tmp_path: Path) -> None:
    furnish(tmp_path, rows=130)

    done = build(tmp_path, f"{LIST} -f md -o out -j 2", ["sh", "-c", 'ulimit -n 16 && exec "$@"', "sh"])

    denied = "processes that print cannot be started: Too many open files; take fewer, or -j 1"
    assert (done.returncode, done.stderr) == (1, f"-j: error: {denied} [no-processes]\n")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no limit of open files")
def test_no_more_processes_are_begun_than_there_is_work(tmp_path: Path) -> None:
    furnish(tmp_path, rows=3)

    done = build(tmp_path, f"{LIST} -f md -o out -j 100", ["sh", "-c", 'ulimit -n 40 && exec "$@"', "sh"])

    assert (done.returncode, done.stdout, done.stderr) == (0, "3 rows: 3 written\n", "")


def test_no_shared_memory_for_processes_is_one_line(tmp_path: Path) -> None:
    mounting()
    furnish(tmp_path, rows=130)

    said = play(tmp_path, f"mount -t tmpfs -o ro none /dev/shm; avvgen build {LIST} -f md -o out -j 2")

    denied = "processes that print cannot be started: Read-only file system; take fewer, or -j 1"
    assert said == [f"-j: error: {denied} [no-processes]", "status 1"]
