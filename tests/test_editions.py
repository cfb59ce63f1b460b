"""One profile, several texts: a contract for each package, and further documents beside the contract."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from avvgen.findings import AvvgenError, collecting
from avvgen.job import ALL, Wanted
from avvgen.profiles.editions import load_contract, load_editions
from avvgen.profiles.load import ProfileSource
from avvgen.yaml_source import to_data

from .conftest import Outcome
from .support import BASIS, write

Run = Callable[..., Outcome]
MINIMAL = (Path(__file__).parent.parent / "profiles" / "minimal.yaml").read_text("utf-8")
PACKAGES = """\
extends: minimal.yaml
packages:
  basic:
    subprocessors: {hosting: null}
    clauses: {breach/notice: {period: 48 hours}}
  pro:
    processing: {subject: Betrieb der Terminverwaltung „Terminwerk“ mit Auswertungen für alle Filialen}
"""
DOCUMENTS = """\
extends: minimal.yaml
document: {title: Unser Vertrag, version: "2.1", date: 2026-11-01}
words: {document: Vereinbarung}
documents:
  dora: {outline: addendum-dora, document: {date: 2026-12-01}}
"""
BESIDE = {"minimal.yaml": MINIMAL, "basis.yaml": BASIS}


def editions(folder: Path, profile: str, *settings: str, wanted: Wanted = ALL) -> dict[str, ProfileSource]:
    write(folder, {**BESIDE, "acme.yaml": profile})
    with collecting() as problems:
        made = load_editions(folder / "acme.yaml", settings, wanted, problems)
    return {one.name: one for one in made}


def plain_text(path: Path) -> str:
    return path.read_text("utf-8").replace("\u00a0", " ")


def wrong(folder: Path, profile: str) -> list[str]:
    with pytest.raises(AvvgenError) as raised:
        editions(folder, profile)
    return [str(finding).replace(f"{folder}/", "") for finding in raised.value.findings]


# What is made ------------------------------------------------------------------------------------------------------


def test_a_profile_without_packages_and_documents_makes_itself(tmp_path: Path) -> None:
    [(name, source)] = editions(tmp_path, "extends: minimal.yaml\n").items()

    assert (name, source.edition) == ("acme", "")
    assert str(source.begins) == f"{tmp_path}/acme.yaml:1:1"


def test_each_package_is_a_contract_of_its_own_that_differs_as_it_says(call: Run, tmp_path: Path) -> None:
    outcome = call("build acme.yaml -f md", {**BESIDE, "acme.yaml": PACKAGES})

    assert (outcome.printed, outcome.errors) == (["acme-basic.md", "acme-pro.md"], [])
    basic, pro = (plain_text(tmp_path / name) for name in outcome.printed)
    assert "Hetzner" not in basic
    assert "Hetzner" in pro
    assert "innerhalb von 48 Stunden" in basic
    assert "mit Auswertungen für alle Filialen" in pro
    assert "mit Auswertungen" not in basic


def test_a_document_is_another_text_of_the_same_data(call: Run, tmp_path: Path) -> None:
    outcome = call("build acme.yaml -f md", {**BESIDE, "acme.yaml": DOCUMENTS})

    contract, addendum = (plain_text(tmp_path / name) for name in ("acme.md", "acme-dora.md"))
    assert outcome.printed == ["acme.md", "acme-dora.md"]
    assert contract.startswith("# Unser Vertrag")
    assert addendum.startswith("# Nachtrag zum AVV: digitale operationale Resilienz (DORA)\n\nStand 1. Dezember 2026")
    assert "(Version 2.1, Stand 1. November 2026)" in addendum
    assert "diesem Nachtrag" in addendum
    assert "Anlage 1" not in addendum


def test_documents_stand_beside_each_package_which_may_change_or_drop_them(tmp_path: Path) -> None:
    profile = PACKAGES.replace("  basic:\n", "  basic:\n    documents: {nis2: null, dora: {document: {subtitle: A}}}\n")
    profile += "documents: {dora: {outline: addendum-dora}, nis2: {outline: addendum-nis2}}\n"

    made = editions(tmp_path, profile)

    assert list(made) == ["acme-basic", "acme-basic-dora", "acme-pro", "acme-pro-dora", "acme-pro-nis2"]
    assert to_data(made["acme-basic-dora"].root)["document"]["subtitle"] == "A"
    assert "subtitle" not in to_data(made["acme-pro-dora"].root)["document"]


def test_a_null_in_a_package_of_a_base_waits_for_the_profile_that_is_built(tmp_path: Path) -> None:
    write(tmp_path, {"haus.yaml": PACKAGES})
    profile = "extends: haus.yaml\npackages: {basic: {document: {label: Basic}}, pro: null}\n"

    made = editions(tmp_path, profile)

    assert list(made) == ["acme-basic"]
    assert to_data(made["acme-basic"].root)["subprocessors"] == {}
    assert to_data(made["acme-basic"].root)["document"]["label"] == "Basic"


def test_what_is_set_from_outside_wins_over_a_package_and_never_over_the_outline_of_a_document(tmp_path: Path) -> None:
    profile = PACKAGES + "documents: {dora: {outline: addendum-dora}}\n"
    settings = ("processing.subject=Betrieb", "outline=standard", "documents.dora.document.label=Anlage 7")

    made = {name: to_data(source.root) for name, source in editions(tmp_path, profile, *settings).items()}

    assert made["acme-pro"]["processing"]["subject"] == "Betrieb"
    assert made["acme-pro"]["outline"] == "standard"
    assert made["acme-pro-dora"]["outline"] == "addendum-dora"
    assert made["acme-pro-dora"]["document"]["label"] == "Anlage 7"


def test_files_are_called_after_the_name_in_the_profile_or_in_the_package(call: Run) -> None:
    profile = PACKAGES.replace("  pro:\n", "  pro:\n    output: {name: Terminwerk Pro}\n") + "output: {name: AVV}\n"

    outcome = call("build acme.yaml -f md", {**BESIDE, "acme.yaml": profile})

    assert outcome.printed == ["AVV-basic.md", "Terminwerk Pro.md"]


def test_a_notice_carries_neither_the_letterhead_nor_the_signature_of_the_processor(call: Run, tmp_path: Path) -> None:
    profile = """\
extends: minimal.yaml
parties: {controller: {name: Kasse, address: Weg 1, country: DE, oversight: {name: Amt}}, signature_block: off}
processing: {social_data: on}
output: {letterhead: fehlt.docx}
documents: {anzeige: {outline: social-data-notification}}
"""

    outcome = call("build acme.yaml -f md --document anzeige --force", {**BESIDE, "acme.yaml": profile})

    text = (tmp_path / "acme-anzeige.md").read_text("utf-8")
    assert outcome.printed == ["acme-anzeige.md"]
    assert text.startswith("Kasse\\\nWeg 1\n\nAn\\\nAmt\n\n# Anzeige")
    assert text.count("Unterschrift") == 1
    assert "Für den Auftragnehmer" not in text


# Which of them -----------------------------------------------------------------------------------------------------


def test_a_call_chooses_a_package_or_a_document(tmp_path: Path) -> None:
    profile = PACKAGES + "documents: {dora: {outline: addendum-dora}}\n"

    assert list(editions(tmp_path, profile, wanted=Wanted("pro"))) == ["acme-pro", "acme-pro-dora"]
    assert list(editions(tmp_path, profile, wanted=Wanted("", "dora"))) == ["acme-basic-dora", "acme-pro-dora"]
    assert load_contract(tmp_path / "acme.yaml", (), Wanted("pro")).name == "acme-pro"


def test_a_name_that_there_is_not_is_said_with_those_that_there_are(call: Run) -> None:
    files = {**BESIDE, "acme.yaml": PACKAGES}

    assert call("build acme.yaml --package prro", files).errors == [
        "acme.yaml:3:3: error: has no package 'prro'; did you mean 'pro'? [unknown-package]"
    ]
    assert call("build acme.yaml --document dora", files).errors == [
        "acme.yaml:1:1: error: has no document 'dora'; it has none [unknown-document]"
    ]


def test_what_is_about_one_contract_asks_which_package(call: Run) -> None:
    asked = "acme.yaml:4:5: error: offers the packages basic, pro; choose one with --package [package-open]"

    assert call("explain acme.yaml breach/notice", {**BESIDE, "acme.yaml": PACKAGES}).errors == [asked]
    assert "48 hours" in "".join(call("explain acme.yaml breach/notice --package basic").printed)


def test_a_list_of_customers_gets_one_package_or_one_document(call: Run, tmp_path: Path) -> None:
    customers = "parties.controller.name;parties.controller.address\nMuster AG;Weg 1\n"
    profile = PACKAGES + "documents: {dora: {outline: addendum-dora}}\n"
    files = {**BESIDE, "acme.yaml": profile, "kunden.csv": customers}

    assert "choose one with --package" in call("build acme.yaml --controllers kunden.csv -f md", files).errors[0]
    assert call("build acme.yaml --controllers kunden.csv -f md -o pro --package pro").status == 0
    assert call("build acme.yaml --controllers kunden.csv -f md -o dora --package pro --document dora").status == 0
    [contract], [addendum] = (list((tmp_path / name).glob("*.md")) for name in ("pro", "dora"))
    assert (contract.name, addendum.name) == ("acme-pro-000001.md", "acme-pro-dora-000001.md")
    assert "Muster AG" in addendum.read_text("utf-8")


# What is checked ---------------------------------------------------------------------------------------------------


def test_check_reports_each_text_and_points_into_its_package(call: Run) -> None:
    profile = PACKAGES.replace("48 hours", "100 hours") + "documents: {dora: {outline: addendum-dora}}\n"

    outcome = call("check acme.yaml", {**BESIDE, "acme.yaml": profile})

    heads = [line for line in outcome.printed if not line.startswith(" ")]
    assert heads == [
        "acme.yaml (basic)",
        "acme.yaml (basic-dora)",
        "acme.yaml (pro)",
        "acme.yaml (pro-dora)",
    ]
    assert any(line.startswith("acme.yaml:5:39: error:") and "meldung-frist-zu-lang" in line for line in outcome.errors)
    assert not any("drift" in line for line in outcome.said), "packages are to differ"


def test_an_addendum_is_held_against_its_own_requirements_alone(call: Run) -> None:
    outcome = call("check acme.yaml --document dora", {**BESIDE, "acme.yaml": DOCUMENTS})

    assert all("DORA" in line for line in outcome.printed[1:])
    assert len(outcome.printed) == 1 + 17
    assert outcome.errors == []


def test_an_error_in_one_package_keeps_all_texts_of_the_profile_from_being_written(call: Run, tmp_path: Path) -> None:
    profile = PACKAGES.replace("  pro:\n", "  pro:\n    toms: {measures: []}\n")

    outcome = call("build acme.yaml -f md", {**BESIDE, "acme.yaml": profile})

    assert outcome.status == 1
    assert "acme.yaml:7:5: error: not built for" in "\n".join(outcome.errors)
    assert not list(tmp_path.glob("acme*.md"))
    assert call("build acme.yaml -f md --package basic").printed == ["acme-basic.md"]


def test_the_check_of_files_knows_all_texts_and_those_of_one_package_apart(call: Run) -> None:
    assert call("build acme.yaml -f md -o out", {**BESIDE, "acme.yaml": PACKAGES}).status == 0

    assert call("build acme.yaml -f md -o out --check").errors == []
    assert call("build acme.yaml -f md -o out --check --package pro").errors == []


# What cannot be ----------------------------------------------------------------------------------------------------


def test_what_no_package_and_no_document_can_say(tmp_path: Path) -> None:
    profile = """\
extends: minimal.yaml
packages:
  basic: {extends: basis.yaml, packages: {}}
  a/b: {}
  pro: viel
documents:
  dora: {document: {label: Anlage}}
"""

    assert wrong(tmp_path, profile) == [
        "acme.yaml:3:32: error: packages.basic cannot say 'packages'; say it for the whole profile [unknown-key]",
        "acme.yaml:3:11: error: packages.basic cannot say 'extends'; say it for the whole profile [unknown-key]",
        "acme.yaml:4:3: error: packages: 'a/b' is no file name; use letters, digits, dots and hyphens [output-name]",
        "acme.yaml:5:3: error: packages.pro takes a map of keys of a profile [wrong-type]",
        "acme.yaml:7:9: error: documents.dora has no outline; name one, such as addendum-dora [missing-value]",
    ]


def test_packages_are_a_map(tmp_path: Path) -> None:
    profile = "extends: minimal.yaml\npackages: [basic, pro]\n"

    assert wrong(tmp_path, profile) == ["acme.yaml:2:11: error: packages takes a map of names [wrong-type]"]


def test_two_texts_of_one_profile_that_would_be_one_file(call: Run) -> None:
    profile = PACKAGES.replace("  pro:\n", "  pro:\n    output: {name: acme-basic}\n")

    [twin] = call("build acme.yaml -f md", {**BESIDE, "acme.yaml": profile}).errors

    assert twin.startswith("acme.yaml:7:20: error: 'acme-basic.md' is also written by 'basic' of the same profile; set")


def test_a_package_is_not_taken_for_a_package_with_its_document(call: Run, tmp_path: Path) -> None:
    profile = """\
extends: minimal.yaml
packages: {a: {}, a-b: {}}
documents: {b: {outline: addendum-dora}}
"""

    [twin] = call("build acme.yaml -f md -o out", {**BESIDE, "acme.yaml": profile}).errors

    assert twin.startswith("acme.yaml:")
    assert "'out/acme-a-b.md' is also written by 'a/b' of the same profile; set output.name in one of them" in twin
    assert not (tmp_path / "out").exists()


def test_their_matrices_are_two_as_well(call: Run, tmp_path: Path) -> None:
    profile = """\
extends: minimal.yaml
packages: {a: {}, a-b: {}}
documents: {b: {outline: addendum-dora}}
"""

    outcome = call("check acme.yaml --matrix md -o out", {**BESIDE, "acme.yaml": profile})

    [twin] = [line for line in outcome.said if "same-output" in line]
    assert "'out/acme-a-b-matrix.md' is also written by 'a/b' of the same profile; check them apart" in twin
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("packages", "documents", "place"),
    [(15, 13, "acme.yaml:2:11"), (0, 200, "acme.yaml:3:12"), (201, 0, "acme.yaml:2:11")],
)
def test_a_profile_makes_two_hundred_texts_and_no_more(
    tmp_path: Path, packages: int, documents: int, place: str
) -> None:
    def profile(packages: int, documents: int) -> str:
        named = ", ".join(f"p{n}: {{}}" for n in range(packages))
        beside = ", ".join(f"d{n}: {{outline: addendum-dora}}" for n in range(documents))
        return f"extends: minimal.yaml\npackages: {{{named}}}\ndocuments: {{{beside}}}\n"

    message = "packages and documents make more than 200 texts; divide the profile, and extend it [too-many-texts]"
    assert wrong(tmp_path, profile(packages, documents)) == [f"{place}: error: {message}"]
    assert len(editions(tmp_path, profile(10, 19))) == 200
