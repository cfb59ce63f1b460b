"""Measures of the catalogue: values that the annex prints, and where they stand in the norms."""

from __future__ import annotations

from pathlib import Path

import pytest

from avvgen.assembly import assemble, load
from avvgen.contract import Contract
from avvgen.findings import AvvgenError
from avvgen.writers import WRITERS

from .support import docx_texts, markdown_texts

MINIMAL = Path(__file__).parent.parent / "profiles" / "minimal.yaml"


def contract_with(folder: Path, toms: str) -> Contract:
    path = folder / "own.yaml"
    path.write_text(f"extends: {MINIMAL}\ntoms:\n{toms}", "utf-8")
    return assemble(load(path))


def test_the_values_that_a_profile_gives_stand_behind_the_measure(tmp_path: Path) -> None:
    contract = contract_with(
        tmp_path, "  params: {passwortrichtlinie: {mindestlaenge: 14}, schulungen: {intervall_monate: 12}}"
    )

    for format_, read in (("md", markdown_texts), ("docx", docx_texts)):
        said = "\n".join(read(WRITERS[format_](contract))).replace("\u00a0", " ")
        assert "kompromittierter Passwörter (mindestens 14 Zeichen)" in said
        assert "Informationssicherheit (mindestens alle 12 Monate)" in said
        assert "Wirksamkeit und Stand der Technik\n" in said, "what has no value given prints none"


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ("{passwortrichtlinie: {laenge: 14}}", "'passwortrichtlinie' has no value 'laenge'; give mindestlaenge"),
        ("{passwortrichtlinie: {}}", "'passwortrichtlinie' needs the value 'mindestlaenge'"),
        ("{rto-rpo: {rto_stunden: 24}}", "give values of chosen measures alone"),
    ],
)
def test_values_must_be_those_of_chosen_measures(tmp_path: Path, params: str, said: str) -> None:
    with pytest.raises(AvvgenError) as raised:
        contract_with(tmp_path, f"  params: {params}")

    found = raised.value.findings
    assert {finding.rule for finding in found} == {"unknown-measure"}
    assert any(said in finding.message for finding in found)


def test_the_mapping_names_every_chosen_measure_with_its_norms(tmp_path: Path) -> None:
    contract = contract_with(tmp_path, "  mapping: on")

    said = "\n".join(markdown_texts(WRITERS["md"](contract))).replace("\u00a0", " ")

    assert "Zuordnung der Maßnahmen" in said
    assert "lit. b" in said
    assert "7.2" in said
    assert "INF.1" in said


def test_there_is_no_mapping_unless_asked_for(tmp_path: Path) -> None:
    assert "Zuordnung" not in WRITERS["md"](contract_with(tmp_path, "  mapping: off")).decode()
