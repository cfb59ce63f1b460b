"""What one call keeps for the next: never wrong, never from somebody else, and never in the way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from avvgen import patterns, shelf
from avvgen.clause_folders import library_files, shipped_folder
from avvgen.findings import AvvgenError
from avvgen.library import cache
from avvgen.library.load import load_library
from avvgen.library.plain import as_plain, from_plain
from avvgen.memory import Memory

from .bulk.lists import customer, table
from .support import BASIS, change_unseen, copied_program, files_in, write

HEAVY = ("pydantic", "jinja2", "lxml", "docx", "yaml", "markdown_it", "babel", "rich", "platformdirs")
PROFILES = shipped_folder().parent / "profiles"
BROKEN = "---\ntitle: Probe\nreviewed: gestern\n---\nText.\n"
NOBODY = 65534
as_root = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
on_posix = pytest.mark.skipif(sys.platform == "win32", reason="modes say nothing there")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A shelf of the test's own that is not there yet."""
    place = tmp_path / "shelf"
    monkeypatch.setenv("AVVGEN_CACHE_DIR", str(place))
    return place


def named(kind: str, number: int) -> str:
    """A name as the shelf gives it."""
    return f"{kind}-{number:064x}.json"


def avvgen(folder: Path, line: str) -> subprocess.CompletedProcess[str]:
    """A call in a process of its own, which remembers nothing but what lies on the shelf."""
    command = [sys.executable, "-m", "avvgen", *line.split()]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


# What is kept ---------------------------------------------------------------------------------------------------------


def test_a_build_writes_the_same_bytes_with_the_shelf_closed_empty_and_full(place: Path, tmp_path: Path) -> None:
    for name, option in (("closed", " --no-cache"), ("empty", ""), ("full", "")):
        line = f"build {PROFILES / 'minimal.yaml'} -f docx -f md -o {tmp_path / name}{option}"
        assert avvgen(tmp_path, line).returncode == 0
        assert place.exists() == (name != "closed")

    first, second, third = (files_in(tmp_path / name) for name in ("closed", "empty", "full"))
    assert first == second == third
    assert {path.name.partition("-")[0] for path in place.iterdir()} == {"build", "library", "texts"}


def test_a_full_shelf_says_the_same_of_a_contract(place: Path, tmp_path: Path) -> None:
    line = f"check {PROFILES / 'linkmobility.yaml'} --today 2026-11-21"

    said = [avvgen(tmp_path, line + option) for option in (" --no-cache", "", "")]

    assert place.exists()
    assert len({(one.returncode, one.stdout, one.stderr) for one in said}) == 1


def test_the_shipped_library_comes_back_with_every_type_and_place() -> None:
    files = library_files()
    library = load_library(files)

    again = from_plain(json.loads(json.dumps(as_plain(library))), files)

    assert again == library
    assert as_plain(again) == as_plain(library)


def test_a_kept_library_is_taken_and_not_read_anew(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = library_files()
    first = cache.library_of_files(files)
    monkeypatch.setattr(cache, "load_library", lambda _: pytest.fail("it was read anew"))

    assert cache.library_of_files(files) == first


def test_a_clause_that_has_changed_is_read_anew(place: Path, tmp_path: Path) -> None:
    overlay = tmp_path / "own"
    write(overlay, {"probe/satz.md": "---\ntitle: Alt\nreviewed: 2026-11-21\n---\nText.\n"})
    before = cache.library_of_files(library_files([overlay]))
    write(overlay, {"probe/satz.md": "---\ntitle: Neu\nreviewed: 2026-11-21\n---\nText.\n"})

    after = cache.library_of_files(library_files([overlay]))

    assert [one.clauses["probe/satz"].head.title for one in (before, after)] == ["Alt", "Neu"]


def test_mistakes_of_a_library_are_found_every_time_and_never_kept(place: Path, tmp_path: Path) -> None:
    write(tmp_path, {"own/probe/satz.md": BROKEN})
    files = library_files([tmp_path / "own"])

    said = []
    for _ in range(2):
        with pytest.raises(AvvgenError) as raised:
            cache.library_of_files(files)
        said.append(str(raised.value))

    assert said[0] == said[1]
    assert "reviewed" in said[0]
    assert not place.exists()


def test_mistakes_in_texts_are_found_on_a_full_shelf(place: Path, tmp_path: Path) -> None:
    write(tmp_path, {"acme.yaml": BASIS.replace("probe/satz", "{text: 'Es gilt {{ was_auch_immer }}.'}")})

    said = [avvgen(tmp_path, "build acme.yaml").stderr for _ in range(2)]

    assert said[0] == said[1]
    assert "acme.yaml:8:34: error: 'was_auch_immer' is undefined" in said[0]


# What is not taken ----------------------------------------------------------------------------------------------------


def test_what_was_put_is_taken_and_nobody_else_can_read_it(place: Path) -> None:
    shelf.put("one", b"data")

    assert shelf.take("one") == b"data"
    if sys.platform != "win32":
        assert [path.stat().st_mode & 0o077 for path in (place, place / "one")] == [0, 0]


def torn(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def garbled(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1] + b"!")


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def planted_without_checksum(path: Path) -> None:
    path.write_bytes(b"data")


def writable_for_a_group(path: Path) -> None:
    path.chmod(0o620)


def in_a_folder_that_all_can_write(path: Path) -> None:
    path.parent.chmod(0o777)


def a_link(path: Path) -> None:
    path.rename(path.with_name("other"))
    path.symlink_to(path.with_name("other"))


def in_a_linked_folder(path: Path) -> None:
    path.parent.rename(path.parent.with_name("elsewhere"))
    path.parent.symlink_to(path.parent.with_name("elsewhere"))


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def somebody_elses(path: Path) -> None:
    os.chown(path, NOBODY, NOBODY)


def in_somebody_elses_folder(path: Path) -> None:
    os.chown(path.parent, NOBODY, NOBODY)


@pytest.mark.parametrize(
    "spoil",
    [
        torn,
        garbled,
        emptied,
        planted_without_checksum,
        a_folder,
        *(
            pytest.param(spoil, marks=on_posix)
            for spoil in (writable_for_a_group, in_a_folder_that_all_can_write, a_link, in_a_linked_folder, a_pipe)
        ),
        *(pytest.param(spoil, marks=as_root) for spoil in (somebody_elses, in_somebody_elses_folder)),
    ],
)
def test_nothing_is_taken_that_is_torn_or_that_another_could_have_put(
    spoil: Callable[[Path], None], place: Path
) -> None:
    shelf.put("one", b"data")

    spoil(place / "one")

    assert shelf.take("one") is None


@pytest.mark.parametrize("said", [b"[]", b"{}", b'{"clauses": 1}', b'{"clauses": [99, 1]}', b"\xff", b"[" * 100_000])
def test_a_shelf_that_says_something_else_is_passed_over(said: bytes, place: Path) -> None:
    files = library_files()
    cache.library_of_files(files)
    [kept] = place.iterdir()
    kept.write_bytes(sha256(said).digest() + said)

    assert cache.library_of_files(files) == load_library(files)


# What is never in the way ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["file/shelf", "file", "x" * 300])
def test_a_place_that_cannot_be_written_costs_nothing_but_time(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"file": "in the way"})
    monkeypatch.setattr(shelf, "folder", lambda: tmp_path / where)

    shelf.put("one", b"data")

    assert shelf.take("one") is None
    assert set(files_in(tmp_path)) == {"file"}


@on_posix
def test_a_full_disk_costs_nothing_but_time(place: Path, tmp_path: Path) -> None:
    program = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000));"
        "from avvgen.cli.app import main; import sys; sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", program, "build", str(PROFILES / "minimal.yaml")]

    # Whoever measures coverage would run into the limit, too.
    env = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "minimal.docx").is_file()
    assert {path.name.partition("-")[0] for path in place.iterdir()} <= {"build"}  # which is small


def test_a_shelf_keeps_what_was_used_last_and_not_too_much(place: Path) -> None:
    most = shelf.MOST["library"]
    libraries, old, new = [named("library", n) for n in range(most + 3)], named("build", 0), named("library", 99)
    shelf.put(old, b"data")
    os.utime(place / old, (0, 0))
    for n, library in enumerate(libraries):
        shelf.put(library, b"data")
        os.utime(place / library, (n, n))
    shelf.take(libraries[4])

    shelf.put(new, b"data")

    left = {path.name for path in place.iterdir()}
    assert len(left) == most + 1
    assert {libraries[4], new, old} <= left
    assert libraries[3] not in left


def test_a_shelf_in_a_folder_in_use_leaves_what_others_keep_there(place: Path, tmp_path: Path) -> None:
    mine = [f"{year}-{n:02}.txt" for year in (2024, 2025) for n in range(20)] + [f"build-{n}.json" for n in range(320)]
    mine += [f"texts-{n:064x}.json.bak" for n in range(20)] + [".avvgen-settings.yaml", ".avvgen-1-2-3", ".avvgen-"]
    place.mkdir(mode=0o700)
    write(place, dict.fromkeys(mine, "unersetzlich"))

    for n in range(shelf.MOST["library"] + 3):
        shelf.put(named("library", n), b"data")
    done = avvgen(tmp_path, f"build {PROFILES / 'minimal.yaml'} -f md")

    left = files_in(place)
    assert (done.returncode, done.stderr) == (0, "")
    assert [name for name in mine if left.get(name) != b"unersetzlich"] == []
    assert len(left) == len(mine) + shelf.MOST["library"] + len(("texts", "build"))


def test_a_text_that_was_searched_is_not_searched_again_unless_it_is_a_customers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert [patterns.remembered("Fr[ie]st", text) for text in ("Die Frist", "Der Tag")] == ["Frist", None]
    assert patterns.found("Fr[ie]st", "Die Frest") == "Frest"
    monkeypatch.setattr(patterns, "span", lambda *_: pytest.fail("it was searched again"))

    assert [patterns.remembered("Fr[ie]st", text) for text in ("Die Frist", "Der Tag")] == ["Frist", None]
    with pytest.raises(pytest.fail.Exception):
        patterns.remembered("Fr[ie]st", "Die Frest")


def test_texts_are_written_anew_only_for_enough_of_them() -> None:
    def is_worth(known: int, new: int) -> bool:
        memory = Memory({f"text {n}": n for n in range(known)})
        for n in range(new):
            memory.keep("neu", str(n), n)
        return memory.is_worth_keeping

    assert [is_worth(*sizes) for sizes in ((0, 1), (1000, 5), (1000, 51), (40, 5))] == [True, False, True, True]


def test_what_is_too_large_is_not_kept(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "LARGEST", 100)

    shelf.put("one", b"x" * 100)

    assert not place.exists()


def test_a_closed_shelf_neither_gives_nor_keeps(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.put("one", b"data")
    monkeypatch.setenv("AVVGEN_NO_CACHE", "1")

    shelf.put("two", b"data")

    assert shelf.take("one") is None
    assert [path.name for path in place.iterdir()] == ["one"]


@pytest.mark.parametrize("line", ["check {}", "explain {}", "clauses", "schema"])
def test_no_command_that_reads_a_library_keeps_it_against_the_users_will(
    line: str, place: Path, tmp_path: Path
) -> None:
    done = avvgen(tmp_path, f"{line.format(PROFILES / 'minimal.yaml')} --no-cache")

    assert done.returncode == 0
    assert not place.exists()


# Which program it is --------------------------------------------------------------------------------------------------


def run_copy(program: Path, folder: Path, line: str) -> subprocess.CompletedProcess[bytes]:
    """A call of a copied program, which compiles itself anew each time: Python itself would go by times."""
    environment = {**os.environ, "PYTHONPATH": str(program), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "avvgen", *line.split()]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)


@on_posix
def test_a_program_that_changes_builds_anew_though_its_times_and_sizes_stay(place: Path, tmp_path: Path) -> None:
    program, line = copied_program(tmp_path / "program"), f"build {PROFILES / 'minimal.yaml'} -f md"

    run_copy(program, tmp_path, line)
    old = (tmp_path / "minimal.md").read_bytes()
    change_unseen(program / "avvgen" / "writers" / "markdown.py", b'"# {in_one_line', b'"~ {in_one_line')
    done = run_copy(program, tmp_path, line)

    assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "minimal.md").read_bytes() == old.replace(b"# ", b"~ ", 1) != old


@on_posix
def test_a_program_is_the_same_elsewhere_and_while_an_editor_has_it_open(tmp_path: Path) -> None:
    program = copied_program(tmp_path / "program")
    (program / "avvgen" / ".#records.py").symlink_to("me@host.1:1")
    (program / "avvgen" / "lock.py").symlink_to("me@host.1:1")
    os.utime(program / "avvgen" / "shelf.py", (0, 0))

    said = [avvgen_says(root) for root in (program, Path(shelf.__file__).parent.parent)]
    done = run_copy(program, tmp_path, f"build {PROFILES / 'minimal.yaml'} -f md")

    assert said[0] == said[1]
    assert (done.returncode, done.stderr) == (0, b"")


def avvgen_says(root: Path) -> bytes:
    """What a program calls itself in a process of its own."""
    command = [sys.executable, "-c", "from avvgen import shelf; print(shelf.program())"]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, check=True).stdout


# Names and contents that are odd ------------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are letters there")
@pytest.mark.parametrize(
    ("line", "more"),
    [
        ("build b\udcff.yaml -f md -f docx", {}),
        ("build b\udcff.yaml -f md --set output.front_matter=true", {}),
        ("build b\udcff.yaml -f md -o b\udcff", {}),
        ("build b\udcff.yaml -f md -o \udcc3\udca4\udcc3\udcb6\udcc3\udcbc", {"LC_ALL": "C", "PYTHONUTF8": "0"}),
        ("build b\udcff.yaml --controllers b\udcff.csv -f md -o b\udcff --resume --names {row}", {}),
    ],
)
def test_names_that_are_no_utf_8_are_built_kept_and_taken(
    line: str, more: dict[str, str], place: Path, tmp_path: Path
) -> None:
    rows = table([customer(1), customer(2, country="USA")])
    profile = "extends: minimal.yaml\noutput: {name: x}\n"
    minimal = (PROFILES / "minimal.yaml").read_bytes()
    write(tmp_path, {"b\udcff.yaml": profile, "minimal.yaml": minimal, "b\udcff.csv": rows})
    command = [sys.executable, "-m", "avvgen", *line.split()]
    status = 1 if "--controllers" in line else 0  # the second row is wrong

    done = [
        subprocess.run([*command, *option], cwd=tmp_path, env={**os.environ, **more}, capture_output=True, check=False)
        for option in (["--no-cache"], [], [])
    ]

    assert [(one.returncode, one.stderr) for one in done] == [(status, done[0].stderr)] * 3
    assert b"Traceback" not in done[0].stderr
    assert status or (done[1].stdout == done[2].stdout and [*place.glob("build-*")])


@on_posix
def test_a_name_that_the_system_cannot_write_is_a_finding(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": "extends: minimal-ä.yaml\n"})
    command = [sys.executable, "-m", "avvgen", "build", "a.yaml"]
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0"}

    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)

    assert done.returncode == 1
    assert done.stderr.startswith(b"a.yaml:1:10: error: ")


@pytest.mark.parametrize("said", [b"[" * 200_000, b"[]", b"\xff", b'{"a": '])
def test_texts_that_say_something_else_are_passed_over(said: bytes, place: Path, tmp_path: Path) -> None:
    line = f"build {PROFILES / 'minimal.yaml'} -f md -o"
    avvgen(tmp_path, f"{line} one")
    [texts] = place.glob("texts-*")
    texts.write_bytes(sha256(said).digest() + said)

    done = avvgen(tmp_path, f"{line} two")

    assert (done.returncode, done.stderr) == (0, "")
    assert files_in(tmp_path / "one") == files_in(tmp_path / "two")


@on_posix
@pytest.mark.parametrize("more", ["", " --controllers list.csv --resume"])
def test_a_clause_without_end_is_not_read_to_know_whether_it_changed(more: str, place: Path, tmp_path: Path) -> None:
    minimal = (PROFILES / "minimal.yaml").read_bytes()
    write(tmp_path, {"own/probe/satz.md": BROKEN, "minimal.yaml": minimal, "list.csv": table([customer(1)])})
    os.truncate(tmp_path / "own" / "probe" / "satz.md", 3 << 30)
    line = f"{sys.executable} -m avvgen build minimal.yaml --clauses own -o out{more}"

    limited = ["sh", "-c", f"ulimit -v 2000000; exec {line}"]
    done = subprocess.run(limited, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "own/probe/satz.md: error: " in done.stderr
    assert "[file-unreadable]" in done.stderr
    assert "Traceback" not in done.stderr


# Starting -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_load_nothing_that_takes_long(option: str) -> None:
    program = (
        "import sys; from avvgen.cli.app import main; main(sys.argv[1:]); print('LOADED', *sys.modules, sep='\\n')"
    )

    done = subprocess.run([sys.executable, "-c", program, *option.split()], capture_output=True, text=True, check=True)

    loaded = {module.partition(".")[0] for module in done.stdout.partition("LOADED\n")[2].splitlines()}
    assert "click" in loaded
    assert not loaded & set(HEAVY)
