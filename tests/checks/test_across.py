"""Contracts beside one another: what differs between those of one processor, and from its public list."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from avvgen.assembly import assemble
from avvgen.checks.across import Built, against_public_list, drift
from avvgen.findings import AvvgenError

from .reading import SMALL, prepared_profile

Call = Callable[..., Any]  # gives an Outcome, see conftest.py

DAY = "--today 2026-11-21"
CDN = "  cdn: {name: Netz GmbH, address: [Weg 1, 10115 Berlin], country: DE, service: Auslieferung}\n"
FILES = {
    "acme.yaml": SMALL,
    "andere.yaml": f"extends: acme.yaml\nsubprocessors:\n{CDN}clauses: {{breach/notice: {{period: 72 hours}}}}\n",
}


OTHER = f"subprocessors:\n{CDN}"


def built(folder: Path, more: str) -> Built:
    """The small contract with lines of YAML laid over its profile, which then lies in this folder as acme.yaml."""
    folder.mkdir()
    (folder / "acme.yaml").write_text(SMALL, "utf-8")
    prepared = prepared_profile(folder, more, profile=str(folder / "acme"))
    return prepared, assemble(prepared)


def warnings(call: Call, line: str, files: dict[str, str], *rules: str) -> list[str]:
    said = call(f"check {line} {DAY}", files).said
    return [text for text in said if any(text.endswith(f"[{rule}]") for rule in rules)]


def test_contracts_of_one_processor_are_told_where_they_differ(call: Call) -> None:
    found = warnings(call, "acme.yaml andere.yaml", FILES, "drift")

    assert found == [
        "andere.yaml:1:1: warning: subprocessors differ from acme.yaml; only here: Netz GmbH [drift]",
        "andere.yaml:1:1: warning: breach.notice_hours is 72 here and 24 in acme.yaml; let them agree or say why [drift]",
    ]


def test_what_the_first_contract_alone_has_is_said_as_well(call: Call) -> None:
    found = warnings(call, "andere.yaml acme.yaml", FILES, "drift")

    assert (
        found[0]
        == "acme.yaml:1:1: warning: subprocessors differ from andere.yaml; only in andere.yaml: Netz GmbH [drift]"
    )


def test_measures_differ_too(call: Call) -> None:
    other = SMALL.replace("ip-kuerzung, ", "")

    [found] = warnings(call, "acme.yaml andere.yaml", {"acme.yaml": SMALL, "andere.yaml": other}, "drift")

    assert found == "andere.yaml:1:1: warning: measures differ from acme.yaml; only in acme.yaml: ip-kuerzung [drift]"


def test_contracts_of_different_processors_are_not_compared(call: Call) -> None:
    other = FILES["andere.yaml"] + "parties: {processor: {name: Ganz Andere AG}}\n"

    assert warnings(call, "acme.yaml andere.yaml", {**FILES, "andere.yaml": other}, "drift") == []


def test_all_that_differs_between_two_contracts_is_told_from_the_second(tmp_path: Path) -> None:
    one = built(tmp_path / "eins", "clauses: {breach/notice: {period: 48 hours}}\n")
    other = built(
        tmp_path / "zwei",
        "subprocessors:\n  hosting: null\n"
        f"{CDN}  mail: {{name: Brief KG, address: [Weg 2, 10115 Berlin], country: DE, service: Post}}\n"
        "clauses: {breach/notice: {period: 72 hours}}\ntoms: {measures: [schulungen, vorfallprozess, usv]}\n",
    )

    found = [str(finding) for finding in drift([one, other])]

    lead = f"{tmp_path}/zwei/acme.yaml:1:1: warning: "
    theirs = "only here: Brief KG, Netz GmbH; only in acme.yaml: Hetzner Online GmbH"
    assert found[0] == f"{lead}subprocessors differ from acme.yaml; {theirs} [drift]"
    assert found[1].startswith(f"{lead}measures differ from acme.yaml; only here: usv; only in acme.yaml: aend")
    assert "dateitransfer-gesichert, datensicherung-taeglich, dienst" in found[1]
    assert found[2:] == [f"{lead}breach.notice_hours is 72 here and 48 in acme.yaml; let them agree or say why [drift]"]


def test_every_pair_is_compared_and_a_contract_not_with_itself(tmp_path: Path) -> None:
    one, other, third = (built(tmp_path / name, more) for name, more in (("a", ""), ("b", OTHER), ("c", OTHER)))

    assert [finding.place.path for finding in drift([one, other, third])] == [
        f"{tmp_path}/b/acme.yaml",
        f"{tmp_path}/c/acme.yaml",
    ]
    assert [*drift([one, one]), *drift([other, third])] == []


def test_two_texts_of_one_profile_may_differ(tmp_path: Path) -> None:
    one, other = built(tmp_path / "a", ""), built(tmp_path / "b", OTHER)
    object.__setattr__(other[0].source, "path", one[0].source.path)

    assert list(drift([one, other])) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("liste.csv", "name,country\nNetz GmbH,DE\nFremd AG,CH\nAber KG,DE\n"),
        ("liste.csv", "Name;Land\n Netz GmbH ;DE\nFremd AG;CH\nAber KG;DE, AT\n"),
        ("liste.csv", "Land\tname\nDE\tNetz GmbH\nCH\tFremd AG\nDE\tAber KG\n"),
        ("liste.json", '["Netz GmbH", "Fremd AG", "Aber KG"]'),
        ("liste.json", '[{"name": "Netz GmbH"}, {"Name": "Fremd AG"}, "Aber KG "]'),
    ],
)
def test_the_public_list_is_compared_with_the_contract_both_ways(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    more = f"subprocessors:\n{CDN}  brief: {{name: Brief KG, address: Weg 2, country: DE, service: Post}}\n"
    prepared = prepared_profile(tmp_path, more)

    found = [str(finding) for finding in against_public_list(prepared, tmp_path / name)]

    place = f"{prepared.source.place('subprocessors')}: warning:"
    assert found == [
        f"{place} 'Brief KG' is not on the public list {name} [public-list]",
        f"{place} 'Hetzner Online GmbH' is not on the public list {name} [public-list]",
        f"{place} 'Aber KG' is on the public list {name}, not here [public-list]",
        f"{place} 'Fremd AG' is on the public list {name}, not here [public-list]",
    ]


def test_the_public_list_of_the_command_line(call: Call) -> None:
    found = warnings(
        call, "andere.yaml --public-list liste.csv", {**FILES, "liste.csv": "name\nNetz GmbH\n"}, "public-list"
    )

    assert found == [
        "andere.yaml:3:3: warning: 'Hetzner Online GmbH' is not on the public list liste.csv [public-list]"
    ]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("liste.json", "[", "1: error: this is not JSON: Expecting value [public-list]"),
        ("liste.json", "[\n1", "2: error: this is not JSON: Expecting ',' delimiter [public-list]"),
        ("liste.json", "[]", "1: error: the list has no column 'name' in every row [public-list]"),
        ("liste.json", "[1]", "1: error: the list has no column 'name' in every row [public-list]"),
        ("liste.json", '["A", {"firma": "B"}]', "1: error: the list has no column 'name' in every row [public-list]"),
        ("liste.csv", "firma\nNetz GmbH\n", "1: error: the list has no column 'name' in every row [public-list]"),
        (
            "liste.csv",
            f"name\n{'x' * 200_000}\n",
            "1: error: this is not CSV: field larger than field limit (131072) [public-list]",
        ),
        (
            "liste.json",
            "[" * 100_000,
            (
                "1: error: this is no list of names: maximum recursion depth exceeded while decoding "
                "a JSON array from a unicode string [public-list]"
            ),
        ),
    ],
)
def test_a_list_without_names_is_an_error(tmp_path: Path, name: str, text: str, message: str) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")

    with pytest.raises(AvvgenError) as raised:
        list(against_public_list(prepared_profile(tmp_path), path))

    assert [str(finding) for finding in raised.value.findings] == [f"{path}:{message}"]


def test_where_the_list_has_no_names_the_contract_is_checked_all_the_same(call: Call) -> None:
    said = call(f"check acme.yaml --public-list liste.csv {DAY}", {"acme.yaml": SMALL, "liste.csv": "firma\nNetz\n"})

    assert (said.status, said.errors) == (
        1,
        ["liste.csv:1: error: the list has no column 'name' in every row [public-list]"],
    )
    assert any(" | erfüllt | " in line for line in said.printed)


def test_the_matrix_is_written_beside_the_contract_in_each_format(call: Call, tmp_path: Any) -> None:
    said = call(f"check acme.yaml --matrix md --matrix docx -o akten {DAY}", {"acme.yaml": SMALL})

    text = (tmp_path / "akten/acme-matrix.md").read_text("utf-8")
    assert said.printed[-2:] == ["akten/acme-matrix.md", "akten/acme-matrix.docx"]
    assert (tmp_path / "akten/acme-matrix.docx").read_bytes().startswith(b"PK")
    assert text.startswith(
        "# Nachweis nach Art. 28 DSGVO\n\n**Vertrag zur Auftragsverarbeitung nach Art.\u00a028\u00a0DSGVO**\n"
    )
    assert text.count("| erfüllt |") > 40


def test_all_rules_and_requirements_are_listed_with_level_and_reason(call: Call) -> None:
    printed = call("check --rules").printed

    [rule] = [line for line in printed if line.startswith("datenarten-vage ")]
    [duty] = [line for line in printed if line.startswith("dsgvo-28-3-a-weisung ")]
    assert rule.startswith(
        "datenarten-vage  [error, beschreibung]  Art. 28 Abs. 3 UAbs. 1 S. 1 DSGVO verlangt, die Art "
    )
    assert duty == (
        "dsgvo-28-3-a-weisung  [error, mandatory]  Art. 28 Abs. 3 UAbs. 1 S. 2 lit. a DSGVO: "
        "Verarbeitung nur auf dokumentierte Weisung"
    )


def test_check_asks_for_a_profile(call: Call) -> None:
    said = call("check")

    assert said.status == 2
    assert "name at least one profile" in "\n".join(said.said)


def test_a_rule_and_a_requirement_are_explained(call: Call) -> None:
    rule, duty = call("explain datenarten-vage").printed, call("explain dsgvo-28-3-a-weisung").printed

    assert [line.partition(":")[0] for line in rule[2:]] == ["Grund", "Abhilfe", "schlecht", "gut"]
    assert rule[0] == "datenarten-vage  [error, beschreibung]"
    assert rule[5] == "gut: Art der Daten: Name, E-Mail-Adresse, Vertragsdaten"
    assert duty[:2] == [
        "dsgvo-28-3-a-weisung  [error, mandatory, immer]",
        "Art. 28 Abs. 3 UAbs. 1 S. 2 lit. a DSGVO: Verarbeitung nur auf dokumentierte Weisung",
    ]
    assert duty[2].startswith("The processor processes personal data only on documented instructions")


def test_a_requirement_with_a_condition_says_it(call: Call) -> None:
    [head, *_] = call("explain dsgvo-27-vertreter").printed

    assert head == "dsgvo-27-vertreter  [error, conditional, wenn: processor_outside_eea and art3_2_applies]"


def test_an_id_of_neither_is_an_error_that_names_the_nearest(call: Call) -> None:
    said = call("explain datenarten-vag")

    assert said.status == 1
    assert said.said == [
        "error: 'datenarten-vag' is no profile, no rule and no requirement; did you mean 'datenarten-vage'? [unknown-rule]"
    ]
