"""Built files: where they go, whole or not at all, and what `--check` says of them."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from avvgen.cli.app import main
from avvgen.output import replace_whole

from .conftest import Outcome
from .support import BASIS, SENTENCE, files_in, write

Run = Callable[..., Outcome]
WORLD = {"basis.yaml": BASIS, "klauseln/probe/satz.md": SENTENCE}
ACME = {**WORLD, "acme.yaml": "extends: basis.yaml\nlibrary: klauseln\n"}
MUSTER = {"muster.yaml": "extends: basis.yaml\nlibrary: klauseln\ndocument: {version: 2.0}\n"}
WRONG = {"falsch.yaml": "extends: basis.yaml\nlibrary: klauseln\nparties: {processor: {country: USA}}\n"}
UMLAUTS = ("M\u00fcller", "Mu\u0308ller")
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


def test_a_contract_is_not_written_over_what_it_is_made_of(call: Run, tmp_path: Path) -> None:
    profile = ACME["acme.yaml"] + "output: {folder: klauseln/probe, name: Satz, formats: [md]}\n"

    outcome = call("build acme.yaml --force", {**ACME, "acme.yaml": profile})

    assert outcome.status == 1
    assert outcome.errors == [
        "acme.yaml:3:40: error: 'klauseln/probe/Satz.md' is read for this build; set output.name or another folder, so that it is kept [same-output]"
    ]
    assert [path.name for path in (tmp_path / "klauseln" / "probe").iterdir()] == ["satz.md"]
    assert (tmp_path / "klauseln" / "probe" / "satz.md").read_text("utf-8") == SENTENCE


def test_a_contract_is_not_written_over_what_another_is_made_of_that_is_known(call: Run, tmp_path: Path) -> None:
    call("build acme.yaml -f md -o out --force", ACME)

    outcome = call("build satz.yaml acme.yaml -f md -o klauseln/probe --force", {"satz.yaml": ACME["acme.yaml"]})

    assert (outcome.status, outcome.printed) == (1, [])
    assert [line.split("'")[1] for line in outcome.errors] == ["klauseln/probe/satz.md"]
    assert (tmp_path / "klauseln" / "probe" / "satz.md").read_text("utf-8") == SENTENCE


@pytest.mark.parametrize("name", ["basis.md", "logo.md"])
def test_a_base_and_a_logo_are_not_written_over(call: Run, tmp_path: Path, name: str) -> None:
    more = "style: {logo: logo.md}\n" if name == "logo.md" else ""
    files = {**WORLD, "basis.md": BASIS, "logo.md": "PNG", "acme.yaml": f"extends: basis.md\nlibrary: klauseln\n{more}"}

    outcome = call(f"build acme.yaml -f md --set output.name={name[:-3]} --force", files)

    assert (outcome.status, outcome.printed) == (1, [])
    assert [line.rpartition(" ")[2] for line in outcome.errors] == ["[same-output]"]
    assert (tmp_path / name).read_text("utf-8") == files[name]


def test_names_that_differ_in_how_an_umlaut_is_encoded_are_one_file(call: Run, tmp_path: Path) -> None:
    profiles = {f"{n}.yaml": f"{ACME['acme.yaml']}output: {{name: {name}}}\n" for n, name in enumerate(UMLAUTS)}

    outcome = call("build 0.yaml 1.yaml -f md -o out --force", {**WORLD, **profiles})

    assert (outcome.status, len(outcome.errors)) == (1, 1)
    assert "is also written by 0.yaml" in outcome.errors[0]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("folder", ["a\\n::error::pwned\\nb", "con", "x.", "a|b", ".git", "a/.git/b", "gut/NUL.txt"])
def test_a_folder_that_a_profile_names_is_one_on_every_system(call: Run, tmp_path: Path, folder: str) -> None:
    profile = ACME["acme.yaml"] + f'output: {{folder: "{folder}"}}\n'

    outcome = call("build acme.yaml -f md --force", {**ACME, "acme.yaml": profile})

    assert (outcome.status, outcome.printed) == (1, [])
    assert [line.partition(" the folder ")[0] for line in outcome.errors] == ["acme.yaml:3:18: error:"]
    assert outcome.errors[0].endswith("[output-name]")


@pytest.mark.parametrize("line", ["build acme.yaml -f md --force -o", "check acme.yaml --matrix md -o"])
def test_a_path_is_printed_on_one_line(
    call: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str
) -> None:
    write(tmp_path, ACME)

    main([*line.split(), "a\n::error::pwned"])

    printed = capsys.readouterr().out.splitlines()
    assert printed[-1].startswith("a\\n::error::pwned/acme")
    assert not any(line.startswith("::") for line in printed)


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


@pytest.mark.parametrize("line", ["-f md -o out", "-f md -o out --check"])
def test_a_link_that_leads_to_itself_is_no_trouble(call: Run, tmp_path: Path, line: str) -> None:
    for name in ("out/acme.md", "out/alt.md", "kreis"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).symlink_to(Path(name).name)

    outcome = call(f"build acme.yaml {line} --force", ACME)
    in_circle = call(f"build acme.yaml {line} -o kreis --force")

    assert outcome.errors == (
        [
            "out/acme.md: error: is missing; build acme.yaml [missing-output]",
            "out/alt.md: error: is built by no profile of this call [surplus-output]",
        ]
        if "--check" in line
        else []
    )
    assert in_circle.status == 1
    assert all("kreis" in line and "[" in line for line in in_circle.said if ": error: " in line)
    assert in_circle.errors


# The matrix --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["datei", "datei/x", "voll", "kreis"])
def test_a_matrix_that_cannot_be_written_is_said_beside_the_findings(call: Run, tmp_path: Path, folder: str) -> None:
    (tmp_path / "voll" / "acme-matrix.md").mkdir(parents=True)
    (tmp_path / "kreis").symlink_to("kreis")
    found = call("check acme.yaml", {**ACME, "datei": "x"})

    outcome = call(f"check acme.yaml --matrix md -o {folder}")

    wrong = f"acme.yaml: error: '{folder}/acme-matrix.md' cannot be written: "
    assert outcome.status == 1
    assert outcome.printed == found.printed
    assert [line for line in outcome.said if not line.startswith(wrong)] == found.said
    assert len(outcome.said) == len(found.said) + 1


def test_two_matrices_of_one_name_are_both_refused(call: Run, tmp_path: Path) -> None:
    profile = "extends: ../basis.yaml\nlibrary: ../klauseln\n"

    outcome = call(
        "check a/acme.yaml b/acme.yaml --matrix md -o out", {**WORLD, "a/acme.yaml": profile, "b/acme.yaml": profile}
    )

    assert outcome.status == 1
    assert [line for line in outcome.said if "same-output" in line] == [
        "b/acme.yaml: error: 'out/acme-matrix.md' is also written by a/acme.yaml; check them apart, each with -o for itself [same-output]"
    ]
    assert not (tmp_path / "out").exists()


def test_a_matrix_is_not_written_over_a_list_that_it_is_compared_with(call: Run, tmp_path: Path) -> None:
    outcome = call(
        "check acme.yaml --matrix md --public-list acme-matrix.md", {**ACME, "acme-matrix.md": "name,country\n"}
    )

    assert [line.split("'")[1] for line in outcome.said if "same-output" in line] == ["acme-matrix.md"]
    assert (tmp_path / "acme-matrix.md").read_text("utf-8") == "name,country\n"
