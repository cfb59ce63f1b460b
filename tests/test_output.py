"""Built files: where they go, whole or not at all, and what `--check` says of them."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from avvgen.output import replace_whole

from .conftest import Outcome
from .support import BASIS, SENTENCE, files_in

Run = Callable[..., Outcome]
WORLD = {"basis.yaml": BASIS, "klauseln/probe/satz.md": SENTENCE}
ACME = {**WORLD, "acme.yaml": "extends: basis.yaml\nlibrary: klauseln\n"}
MUSTER = {"muster.yaml": "extends: basis.yaml\nlibrary: klauseln\ndocument: {version: 2.0}\n"}
WRONG = {"falsch.yaml": "extends: basis.yaml\nlibrary: klauseln\nparties: {processor: {country: USA}}\n"}
MISTAKE = "falsch.yaml:3:32: error: parties.processor.country is 'USA'; use two letters, such as 'US' [country-code]"


# Where they go -----------------------------------------------------------------------------------------------------


def test_by_default_a_docx_of_the_profiles_name_in_the_folder_of_the_call(call: Run, tmp_path: Path) -> None:
    outcome = call("build profile/acme.yaml --force", {f"profile/{name}": text for name, text in ACME.items()})

    assert (outcome.status, outcome.printed, outcome.errors) == (0, ["acme.docx"], [])
    assert (tmp_path / "acme.docx").read_bytes().startswith(b"PK")


def test_a_profile_says_folder_name_and_formats(call: Run, tmp_path: Path) -> None:
    profile = (
        "extends: basis.yaml\nlibrary: klauseln\noutput: {folder: ../fertig, name: AVV 1.6, formats: [md, docx]}\n"
    )

    outcome = call(
        "build profile/acme.yaml --force",
        {**{f"profile/{n}": t for n, t in WORLD.items()}, "profile/acme.yaml": profile},
    )

    assert outcome.status == 0
    assert {path.name for path in (tmp_path / "fertig").iterdir()} == {"AVV 1.6.md", "AVV 1.6.docx"}


def test_the_call_wins_over_the_profile(call: Run, tmp_path: Path) -> None:
    profile = ACME["acme.yaml"] + "output: {folder: fertig, formats: [docx]}\n"

    outcome = call("build acme.yaml -o out/tief -f md --force", {**ACME, "acme.yaml": profile})

    assert outcome.printed == ["out/tief/acme.md"]
    assert not (tmp_path / "fertig").exists()


def test_what_others_keep_in_the_folder_stays_whatever_its_name_begins_with(call: Run, tmp_path: Path) -> None:
    mine = [".avvgen-notizen", ".avvgen-settings.yaml", ".avvgen-0-1-2", ".avvgen-0123abcd-17-4.yaml"]
    left, ours = "out/.avvgen-0123abcd-17-4", {f"out/{name}": "unersetzlich" for name in mine}

    outcome = call("build acme.yaml -o out -f md --force", {**ACME, **ours, left: "halb"})

    assert outcome.status == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"acme.md", *mine}


# Whole or not at all -----------------------------------------------------------------------------------------------


def test_a_file_is_replaced_whole(call: Run, tmp_path: Path) -> None:
    call("build acme.yaml -f md --force", ACME)
    before = (tmp_path / "acme.md").stat().st_ino

    outcome = call("build acme.yaml -f md --set document.version=3.0 --force")

    assert outcome.status == 0
    assert (tmp_path / "acme.md").stat().st_ino != before
    assert "3.0" not in {path.name for path in tmp_path.iterdir()}
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_what_was_there_stays_when_the_profile_is_wrong(call: Run, tmp_path: Path) -> None:
    call("build acme.yaml -f md --force", ACME)
    before = files_in(tmp_path)["acme.md"]

    outcome = call("build acme.yaml -f md --set parties.processor.country=USA --force")

    assert outcome.status == 1
    assert files_in(tmp_path)["acme.md"] == before


def test_what_was_there_stays_when_writing_breaks_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "acme.md"
    path.write_bytes(b"alt")
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))

    with pytest.raises(OSError, match="No space left"):
        replace_whole(path, b"neu" * 1000)

    assert files_in(tmp_path) == {"acme.md": b"alt"}


def test_a_built_file_is_readable_for_others_as_the_umask_says(call: Run, tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        call("build acme.yaml -f md --force", ACME)
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / "acme.md").stat().st_mode) == 0o640


# Several profiles --------------------------------------------------------------------------------------------------


def test_one_profile_that_fails_does_not_stop_the_others(call: Run, tmp_path: Path) -> None:
    outcome = call("build acme.yaml falsch.yaml muster.yaml -f md -o out --force", {**ACME, **MUSTER, **WRONG})

    assert (outcome.status, outcome.errors) == (1, [MISTAKE])
    assert outcome.printed == ["out/acme.md", "out/muster.md"]
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"acme.md", "muster.md"}


def test_a_profile_named_twice_is_no_twin_of_itself(call: Run) -> None:
    outcome = call("build acme.yaml ./acme.yaml -f md --force", ACME)

    assert (outcome.status, outcome.errors) == (0, [])


# --check -----------------------------------------------------------------------------------------------------------


def test_check_is_silent_when_everything_is_fresh(call: Run, tmp_path: Path) -> None:
    call("build acme.yaml muster.yaml -f md -f docx -o out --force", {**ACME, **MUSTER})
    before = files_in(tmp_path)

    outcome = call("build acme.yaml muster.yaml -f md -f docx -o out --check --force")

    assert (outcome.status, outcome.errors, outcome.printed) == (0, [], [])
    assert files_in(tmp_path) == before


def test_check_names_every_file_that_is_stale_missing_or_surplus_and_writes_nothing(call: Run, tmp_path: Path) -> None:
    call("build acme.yaml -f md -f docx -o out --force", {**ACME, **MUSTER})
    (tmp_path / "out" / "acme.docx").write_bytes(b"PK")
    (tmp_path / "out" / "acme.md").write_text((tmp_path / "out" / "acme.md").read_text("utf-8") + " ", "utf-8")
    (tmp_path / "out" / "alt.docx").write_bytes(b"PK")
    (tmp_path / "out" / "README.md").write_text("Vertrag\n", "utf-8")
    (tmp_path / "out" / "notiz.txt").write_text("Notiz\n", "utf-8")
    before = files_in(tmp_path)

    outcome = call("build acme.yaml muster.yaml -f md -f docx -o out --check --force")

    assert outcome.status == 1
    assert outcome.errors == [
        "out/acme.md: error: is not what acme.yaml builds; build it again [stale-output]",
        "out/acme.docx: error: is not what acme.yaml builds; build it again [stale-output]",
        "out/muster.md: error: is missing; build muster.yaml [missing-output]",
        "out/muster.docx: error: is missing; build muster.yaml [missing-output]",
        "out/alt.docx: error: is built by no profile of this call [surplus-output]",
    ]
    assert files_in(tmp_path) == before


@pytest.mark.parametrize("check", ["", " --check"])
def test_a_circle_of_links_in_the_place_of_a_contract_is_replaced_or_missing(
    check: str, call: Run, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "acme.md").symlink_to("acme.md")

    outcome = call(f"build acme.yaml -o out -f md --force{check}", ACME)

    assert outcome.status == (1 if check else 0)
    assert [line.rpartition("[")[2] for line in outcome.errors] == (["missing-output]"] if check else [])
    assert (tmp_path / "out" / "acme.md").is_symlink() == bool(check)


def test_check_sees_a_change_of_a_clause(call: Run) -> None:
    call("build acme.yaml -f docx --force", ACME)

    outcome = call(
        "build acme.yaml -f docx --check --force", {"klauseln/probe/satz.md": SENTENCE.replace("Daten", "Angaben")}
    )

    assert outcome.errors == ["acme.docx: error: is not what acme.yaml builds; build it again [stale-output]"]


def test_check_says_what_is_wrong_with_a_profile_and_looks_at_the_others(call: Run) -> None:
    outcome = call("build falsch.yaml acme.yaml -f md --check --force", {**ACME, **WRONG})

    assert outcome.status == 1
    assert outcome.errors == [MISTAKE, "acme.md: error: is missing; build acme.yaml [missing-output]"]


def test_the_contract_of_a_profile_that_is_wrong_is_not_surplus(call: Run) -> None:
    call("build acme.yaml falsch.yaml -f md -o out --set parties.processor.country=US --force", {**ACME, **WRONG})

    outcome = call("build acme.yaml falsch.yaml -f md -o out --check --force")

    assert outcome.errors == [MISTAKE]
