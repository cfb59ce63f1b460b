"""Builds that are known from before: taken while nothing has changed, and never when anything has."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

import docx
import pytest

from avvgen import making, shelf
from avvgen.job import Job
from avvgen.records import name_of, recalled

from .conftest import Outcome
from .support import BASIS, SENTENCE, files_in, write
from .writers.letterheads import png, saved

Call = Callable[..., Outcome]

LINE = "build acme.yaml -f md -o out --clauses eigene --force"
FILES = {
    "basis.yaml": BASIS.partition("outline:")[0],
    "acme.yaml": "extends: basis.yaml\noutline:\n" + BASIS.partition("outline:\n")[2],
    "eigene/probe/satz.md": SENTENCE,
}


@pytest.fixture(autouse=True)
def own_shelf(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shelf of the test's own."""
    folder = tmp_path_factory.mktemp("shelf")
    folder.chmod(0o700)
    monkeypatch.setenv("AVVGEN_CACHE_DIR", str(folder))
    return folder


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The profiles that were built and not taken from before."""
    profiles: list[Path] = []
    begin = making.begin
    monkeypatch.setattr(making, "begin", lambda job: profiles.append(job.profile) or begin(job))
    return profiles


def test_what_is_built_again_unchanged_is_taken_with_its_findings(
    call: Call, built: list[Path], tmp_path: Path
) -> None:
    first = call(LINE, FILES)
    before = files_in(tmp_path)
    (tmp_path / "out" / "acme.md").unlink()

    second = call(LINE)

    assert (first.status, len(built)) == (0, 1)
    assert any(": warning: " in line for line in first.said)
    assert second == first
    assert files_in(tmp_path) == before


CHANGES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "the profile": (LINE, {"acme.yaml": FILES["acme.yaml"] + "document: {version: '2'}\n"}),
    "its basis": (LINE, {"basis.yaml": FILES["basis.yaml"].replace("Muster AG", "Beispiel AG")}),
    "a clause": (LINE, {"eigene/probe/satz.md": SENTENCE.replace("Daten", "alle Daten")}),
    "a clause more": (LINE, {"eigene/probe/zwei.md": SENTENCE}),
    "a setting": (f"{LINE} --set document.version=3", {}),
    "the format": (LINE.replace("md", "docx"), {}),
    "the folder": (LINE.replace("out", "aus"), {}),
    "no library above": (LINE.replace("--clauses eigene", "--clauses zweite"), {"zweite/probe/satz.md": SENTENCE}),
}


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_changes_is_built_anew(what: str, call: Call, built: list[Path], tmp_path: Path) -> None:
    line, files = CHANGES[what]
    call(LINE, FILES)

    changed = call(line, files)

    assert len(built) == 2
    kept = files_in(tmp_path)
    fresh = call(f"{line} --no-cache")
    assert (changed, kept) == (fresh, files_in(tmp_path))


def test_a_contract_under_another_law_is_taken_and_built_anew_under_its_own(call: Call, built: list[Path]) -> None:
    swiss = f"{LINE} --set document.regime=dsg-ch"

    assert call(swiss, FILES) == call(swiss)
    assert len(built) == 1
    call(LINE)
    assert len(built) == 2


def letterhead(header: str) -> bytes:
    """A letterhead with this header."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = header
    return saved(document)


@pytest.mark.parametrize(
    ("said", "contents"),
    [
        ("output: {letterhead: bild}\n", (letterhead("Kopf A"), letterhead("Kopf B"))),
        ("style: {logo: bild}\n", (png(9, 9), png(9, 9, (9, 9, 9)))),
    ],
)
def test_a_file_of_the_house_that_changes_is_read_anew(
    said: str, contents: tuple[bytes, bytes], call: Call, built: list[Path], tmp_path: Path
) -> None:
    line = LINE.replace("md", "docx")
    made = []
    for content in (contents[0], contents[0], contents[1]):
        call(line, {**FILES, "acme.yaml": FILES["acme.yaml"] + said, "bild": content})
        made.append(files_in(tmp_path / "out"))

    assert len(built) == 2
    assert made[0] == made[1] != made[2]


def test_what_is_gone_is_said_though_it_was_there_before(call: Call, tmp_path: Path) -> None:
    call(LINE, FILES)
    (tmp_path / "basis.yaml").unlink()

    done = call(LINE)

    assert done.status == 1
    assert "[file-missing]" in done.said[-1]


def test_a_known_build_finds_stale_files_and_those_to_be_overwritten(
    call: Call, built: list[Path], tmp_path: Path
) -> None:
    call(LINE, FILES)
    write(tmp_path, {"out/acme.md": "von Hand"})

    checked = call(f"{LINE} --check")
    built_again = call(LINE)

    assert [line.rpartition("[")[2] for line in checked.errors] == ["stale-output]"]
    assert built_again.status == 0
    assert b"von Hand" not in (tmp_path / "out/acme.md").read_bytes()
    assert len(built) == 1


@pytest.mark.parametrize("line", [LINE, f"{LINE} --no-cache"])
def test_the_users_will_decides_whether_anything_is_taken(line: str, call: Call, built: list[Path]) -> None:
    call(line, FILES)
    call(line)

    assert len(built) == (2 if "--no-cache" in line else 1)


def test_what_failed_is_not_kept(call: Call, built: list[Path], own_shelf: Path) -> None:
    files = {**FILES, "eigene/probe/satz.md": SENTENCE.replace("Daten", "{{ was_auch_immer }}")}

    said = [call(LINE, files).said for _ in range(2)]

    assert said[0] == said[1]
    assert len(built) == 2
    assert not [*own_shelf.glob("build-*")]


ELSE: Mapping[str, object] = {
    "own": ["x" * 5000],
    "inputs": ["brief\0.docx"],
    "files": {"out/anders.md": ""},
    "named": [["basis.yaml"]],
    "targets": [["acme.yaml", "out", "ac\0me", "md", ["acme.yaml", 1, 1], ["acme.yaml", 1, 1], ""]],
    "findings": [["regel", "fatal", "etwas", ["acme.yaml", 1, 1]]],
    "read": {"acme.yaml\0": ""},
    "library": None,
}


@pytest.mark.parametrize(
    "said",
    [b"[]", b"{}", b'{"read": {}, "own": null}', b'{"read": 1}', b"\xff", b"[" * 200_000, *ELSE],
    ids=lambda said: str(said)[:30],
)
def test_a_record_that_says_something_else_is_passed_over(said: bytes | str, call: Call, own_shelf: Path) -> None:
    call(LINE, FILES)
    job = Job(Path("acme.yaml"), Path("out"), ("md",), (), (Path("eigene"),), force=True)
    assert recalled(job) is not None
    if isinstance(said, str):
        said = json.dumps({**json.loads(shelf.take(name_of(job)) or b""), said: ELSE[said]}).encode()

    (own_shelf / name_of(job)).write_bytes(sha256(said).digest() + said)

    assert recalled(job) is None
    assert call(LINE).status == 0


def basis_out(project: Path, elsewhere: Path) -> None:
    (project / "basis.yaml").rename(elsewhere / "basis.yaml")
    (project / "basis.yaml").symlink_to(elsewhere / "basis.yaml")


def library_out(project: Path, elsewhere: Path) -> None:
    (project / "eigene").rename(elsewhere / "eigene")
    (project / "eigene").symlink_to(elsewhere / "eigene")


def folder_out(project: Path, elsewhere: Path) -> None:
    (project / "fertig" / "acme.md").unlink()
    (project / "fertig").rmdir()
    (project / "fertig").symlink_to(elsewhere)


@pytest.mark.parametrize("way", [basis_out, library_out, folder_out])
def test_a_path_that_leads_out_of_the_project_since_is_refused(
    way: Callable[[Path, Path], None], call: Call, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    files = {**FILES, "acme.yaml": FILES["acme.yaml"] + "library: eigene\noutput: {folder: fertig, formats: [md]}\n"}
    assert call("build acme.yaml --force", files).status == 0
    elsewhere = tmp_path_factory.mktemp("elsewhere")

    way(tmp_path, elsewhere)
    before = files_in(elsewhere)
    done = call("build acme.yaml --force")

    assert done == call("build acme.yaml --force --no-cache")
    assert done.status == 1
    assert "[path-outside]" in done.said[-1]
    assert files_in(elsewhere) == before


def test_a_project_that_has_become_smaller_is_asked_again(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = "build ../profile/acme.yaml -f md --clauses ../eigene --force"
    moved = {f"profile/{name}" if name == "acme.yaml" else name: text for name, text in FILES.items()}
    moved["profile/acme.yaml"] = moved["profile/acme.yaml"].replace("basis.yaml", "../basis.yaml")
    write(tmp_path, {**moved, ".git": "", "hier/x": ""})
    monkeypatch.chdir(tmp_path / "hier")
    assert call(line).status == 0

    (tmp_path / ".git").unlink()
    done = call(line)

    assert done.status == 1
    assert "[path-outside]" in done.said[-1]


def test_a_record_counts_only_where_it_was_made(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    call(LINE, FILES)
    job = Job(Path("acme.yaml"), Path("out"), ("md",), (), (Path("eigene"),), force=True)
    write(tmp_path / "anderswo", FILES)
    assert recalled(job) is not None

    monkeypatch.chdir(tmp_path / "anderswo")

    assert recalled(job) is None


def test_a_record_holds_no_more_than_its_build(call: Call, own_shelf: Path) -> None:
    call(LINE, FILES)

    [record] = own_shelf.glob("build-*")

    data = json.loads(shelf.take(record.name) or b"")
    assert set(data["read"]) == {"acme.yaml", "basis.yaml"}
    assert set(data["files"]) == {"out/acme.md"}
