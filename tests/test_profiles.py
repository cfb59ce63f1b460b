"""A profile from its files: bases merged, values of their own kinds, places kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from avvgen.findings import AvvgenError, Place
from avvgen.profiles.fields import BLANK
from avvgen.profiles.load import ProfileSource, load_profile_source, read_profile
from avvgen.profiles.models import Profile
from avvgen.profiles.outline import Outline
from avvgen.yaml_source import to_data

from .support import BASIS, write


def source_of(folder: Path, files: dict[str, str], *settings: str) -> ProfileSource:
    write(folder, files)
    return load_profile_source(folder / next(iter(files)), settings)


def data_of(folder: Path, files: dict[str, str], *settings: str) -> Any:
    return to_data(source_of(folder, files, *settings).root)


def profile_of(folder: Path, text: str, *settings: str) -> Profile:
    files = {"acme.yaml": f"extends: basis.yaml\n{text}", "basis.yaml": BASIS}
    return read_profile(source_of(folder, files, *settings))


# Bases -------------------------------------------------------------------------------------------------------------


def test_maps_merge_key_by_key_and_a_value_replaces(tmp_path: Path) -> None:
    files = {
        "kind.yaml": "extends: basis.yaml\ndocument: {version: 1.1, label: Anlage 1}\n",
        "basis.yaml": "document: {version: 1.0, date: 2026-11-21}\nstyle: {numbering: roman}\n",
    }

    data = data_of(tmp_path, files)

    assert data["document"] == {"version": "1.1", "date": "2026-11-21", "label": "Anlage 1"}
    assert data["style"] == {"numbering": "roman"}


def test_lists_replace_and_a_map_replaces_a_value(tmp_path: Path) -> None:
    files = {
        "kind.yaml": "extends: basis.yaml\na: [drei]\nb: {c: d}\ne: f\n",
        "basis.yaml": "a: [eins, zwei]\nb: x\ne: {f: g}\n",
    }

    data = data_of(tmp_path, files)

    assert data == {"extends": "basis.yaml", "a": ["drei"], "b": {"c": "d"}, "e": "f"}


def test_null_removes_what_a_base_says(tmp_path: Path) -> None:
    files = {
        "kind.yaml": "extends: basis.yaml\na: null\nb:\n  c: ~\n  d:\n",
        "basis.yaml": "a: 1\nb: {c: 1, d: 1, e: 1}\n",
    }

    data = data_of(tmp_path, files)

    assert data == {"extends": "basis.yaml", "b": {"e": "1"}}


def test_null_without_a_base_is_nothing(tmp_path: Path) -> None:
    data = data_of(tmp_path, {"acme.yaml": "extends:\na: null\nb: {c: ~, d: 1}\n"})

    assert data == {"b": {"d": "1"}}


def test_null_in_a_map_that_the_base_does_not_have_is_nothing(tmp_path: Path) -> None:
    files = {"kind.yaml": "extends: basis.yaml\na: {b: ~, c: {d: ~}}\n", "basis.yaml": "e: 1\n"}

    data = data_of(tmp_path, files)

    assert data == {"extends": "basis.yaml", "a": {"c": {}}, "e": "1"}


def test_what_the_base_names_comes_first_and_keeps_its_place_in_the_order(tmp_path: Path) -> None:
    files = {
        "kind.yaml": "extends: basis.yaml\nsubprocessors: {zwei: {}, drei: {}, eins: {name: neu}}\n",
        "basis.yaml": "subprocessors: {eins: {name: alt}, vier: {}}\n",
    }

    data = data_of(tmp_path, files)

    assert list(data["subprocessors"]) == ["eins", "vier", "zwei", "drei"]
    assert data["subprocessors"]["eins"] == {"name": "neu"}


def test_a_chain_of_bases_is_read_from_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    files = {
        "a/kind.yaml": "extends: ../b/mitte.yaml\nx: kind\n",
        "b/mitte.yaml": "extends: ../basis.yaml\nx: mitte\ny: mitte\n",
        "basis.yaml": "x: basis\ny: basis\nz: basis\n",
    }

    data = data_of(tmp_path, files)

    assert (data["x"], data["y"], data["z"]) == ("kind", "mitte", "basis")


def test_a_value_keeps_the_file_in_which_it_stands(tmp_path: Path) -> None:
    files = {
        "kind.yaml": "extends: basis.yaml\ndocument: {label: Anlage 1}\n",
        "basis.yaml": "# Basis\ndocument: {version: 1.0}\n",
    }

    source = source_of(tmp_path, files)

    assert source.place("document", "version") == Place(str(tmp_path / "basis.yaml"), 2, 21)
    assert source.place("document", "label") == Place(str(tmp_path / "kind.yaml"), 2, 19)


def test_a_mere_base_may_be_extended_but_not_built(tmp_path: Path) -> None:
    base = source_of(tmp_path, {"basis.yaml": f"abstract: on\n{BASIS}"})
    child = source_of(tmp_path, {"kind.yaml": "extends: basis.yaml\n"})

    assert isinstance(read_profile(child), Profile)
    with pytest.raises(AvvgenError, match="this profile is a mere base"):
        read_profile(base)


def test_a_base_alone_may_be_incomplete(tmp_path: Path) -> None:
    files = {
        "kind.yaml": "extends: basis.yaml\nprocessing: {}\nparties: {controller: blank}\n",
        "basis.yaml": "abstract: on\nparties: {processor: {name: Beispiel GmbH}}\n",
    }

    profile = read_profile(source_of(tmp_path, files))

    assert profile.parties.processor.name == "Beispiel GmbH"


def test_the_library_of_a_base_lies_beside_the_base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "b" / "klauseln").mkdir(parents=True)
    files = {"a/kind.yaml": "extends: ../b/basis.yaml\n", "b/basis.yaml": "library: klauseln\n"}

    source = source_of(tmp_path, files)

    assert source.library is not None
    assert source.library.resolve() == tmp_path / "b" / "klauseln"


# Values set from outside -------------------------------------------------------------------------------------------


def test_a_value_set_from_outside_wins_over_all_files(tmp_path: Path) -> None:
    profile = profile_of(tmp_path, "document: {version: 1.0}\n", "document.version=2.0", "style.numbering=plain")

    assert profile.document.version == "2.0"
    assert profile.style.numbering == "plain"


def test_the_last_of_two_values_set_from_outside_wins(tmp_path: Path) -> None:
    profile = profile_of(tmp_path, "", "document.version=1", "document.version=2")

    assert profile.document.version == "2"


def test_a_value_set_from_outside_may_hold_signs_of_equality(tmp_path: Path) -> None:
    profile = profile_of(tmp_path, "", "parties.controller.contact=https://example.com/?a=1&b=2")

    assert profile.parties.controller.contact == "https://example.com/?a=1&b=2"


def test_nothing_set_from_outside_removes(tmp_path: Path) -> None:
    profile = profile_of(tmp_path, "document: {version: 1.0}\n", "document.version=")

    assert profile.document.version is None


def test_an_option_is_set_by_the_id_of_its_clause(tmp_path: Path) -> None:
    source = source_of(tmp_path, {"acme.yaml": BASIS}, "clauses.subprocessors/notice.period=4 weeks")

    assert to_data(source.clauses) == {"subprocessors/notice": {"period": "4 weeks"}}


# Values ------------------------------------------------------------------------------------------------------------


def test_a_version_a_postcode_and_norway_stay_what_they_are(tmp_path: Path) -> None:
    text = """\
document: {version: 1.10}
parties: {controller: {address: [01067 Dresden, 00100], country: NO}}
"""

    profile = profile_of(tmp_path, text)

    assert profile.document.version == "1.10"
    assert profile.parties.controller.address == ("01067 Dresden", "00100")
    assert profile.parties.controller.country == "NO"


@pytest.mark.parametrize(
    ("on", "off"),
    [("on", "off"), ("true", "false"), ('"on"', "'off'")],
)
def test_a_switch_has_two_positions(on: str, off: str, tmp_path: Path) -> None:
    assert profile_of(tmp_path, f"document: {{version_line: {on}}}\n").document.version_line is True
    assert profile_of(tmp_path, f"document: {{version_line: {off}}}\n").document.version_line is False


@pytest.mark.parametrize("written", ["yes", "no", "On", "TRUE", "1", "an"])
def test_a_switch_has_no_other_position(written: str, tmp_path: Path) -> None:
    with pytest.raises(AvvgenError, match="give on or off"):
        profile_of(tmp_path, f"document: {{version_line: {written}}}\n")


def test_blank_is_a_gap_and_in_quotation_marks_a_word(tmp_path: Path) -> None:
    profile = profile_of(tmp_path, 'parties: {controller: {contact: blank, registration: "blank"}}\n')

    assert profile.parties.controller.contact is BLANK
    assert profile.parties.controller.registration == "blank"
    assert profile.parties.controller.represented_by is None


def test_a_blank_controller_is_a_party_of_gaps(tmp_path: Path) -> None:
    profile = read_profile(
        source_of(
            tmp_path,
            {"acme.yaml": "parties: {controller: blank, processor: {name: Beispiel GmbH}}\nprocessing: {}\n"},
        )
    )

    assert profile.parties.controller.name is BLANK
    assert profile.parties.controller.address is BLANK


def test_days_and_events_are_read_by_their_keys(tmp_path: Path) -> None:
    signed = profile_of(tmp_path, "document: {date: 2026-11-21}\n").document
    dated = profile_of(tmp_path, "document: {effective: 2027-01-01}\n").document

    assert (signed.date, signed.effective) == (date(2026, 11, 21), "signature")
    assert dated.effective == date(2027, 1, 1)


@pytest.mark.parametrize(
    "written", ["2026-02-30", "2026-1-1", "20261121", "2026-11-21T10:00", "21.11.2026", "0000-01-01"]
)
def test_a_day_that_is_none_is_refused(written: str, tmp_path: Path) -> None:
    with pytest.raises(AvvgenError, match="give a day such as 2026-11-21"):
        profile_of(tmp_path, f"document: {{date: '{written}'}}\n")


def test_a_place_is_a_country_or_a_country_with_a_site(tmp_path: Path) -> None:
    processing = profile_of(tmp_path, "processing: {locations: [DE, {country: AT, site: Wien}]}\n").processing

    assert [(place.country, place.site) for place in processing.locations] == [("DE", None), ("AT", "Wien")]


def test_one_line_is_as_good_as_a_list_of_one(tmp_path: Path) -> None:
    party = profile_of(tmp_path, "parties: {controller: {address: 'Musterweg 1, 10115 Berlin'}}\n").parties.controller

    assert party.address == ("Musterweg 1, 10115 Berlin",)


# Outlines ----------------------------------------------------------------------------------------------------------


def test_an_outline_by_name_is_of_the_library(tmp_path: Path) -> None:
    assert profile_of(tmp_path, "outline: standard\n").outline == "standard"


@pytest.mark.parametrize("written", ["[a/b]", "{content: [a/b]}", "{title: Vertrag, content: [a/b]}"])
def test_an_outline_spelled_out_is_the_profiles_own(written: str, tmp_path: Path) -> None:
    outline = profile_of(tmp_path, f"outline: {written}\n").outline

    assert isinstance(outline, Outline)
    assert outline.own


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        (
            f"a{'.a' * 5000}=x",
            f"--set a{'.a' * 99}.: error: leads deeper than 50 levels; write a key of the profile [setting]",
        ),
        (
            f"processing.subject={'x' * 200_001}",
            "--set processing.subject: error: the text is longer than 200000 letters; divide it [yaml-size]",
        ),
        (
            "extends=/etc/passwd",
            "--set extends: error: 'extends' is said in the profile alone; build another profile [setting]",
        ),
        (
            "abstract=on",
            "--set abstract: error: 'abstract' is said in the profile alone; build another profile [setting]",
        ),
    ],
    ids=["deep", "long", "extends", "abstract"],
)
def test_what_cannot_be_set_from_outside_is_said(tmp_path: Path, setting: str, said: str) -> None:
    with pytest.raises(AvvgenError) as raised:
        source_of(tmp_path, {"acme.yaml": BASIS}, setting)

    assert [str(finding) for finding in raised.value.findings] == [said]


def test_a_long_value_and_a_deep_key_can_be_set(tmp_path: Path) -> None:
    deep = f"a{'.a' * 49}"

    data = data_of(tmp_path, {"acme.yaml": BASIS}, f"processing.subject={'x' * 200_000}", f"{deep}=x")

    assert len(data["processing"]["subject"]) == 200_000
    assert str(data).count("'a'") == 50
