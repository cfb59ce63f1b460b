"""Contracts beside one another: what differs between those of one processor, and from its public list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from .reading import SMALL

Call = Callable[..., Any]  # gives an Outcome, see conftest.py

DAY = "--today 2026-11-21"
CDN = "  cdn: {name: Netz GmbH, address: [Weg 1, 10115 Berlin], country: DE, service: Auslieferung}\n"
FILES = {
    "acme.yaml": SMALL,
    "andere.yaml": f"extends: acme.yaml\nsubprocessors:\n{CDN}clauses: {{breach/notice: {{period: 72 hours}}}}\n",
}


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


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("liste.csv", "name,country\nNetz GmbH,DE\nFremd AG,CH\n"),
        ("liste.csv", "Name;Land\n Netz GmbH ;DE\nFremd AG;CH\n"),
        ("liste.csv", "Land\tname\nDE\tNetz GmbH\nCH\tFremd AG\n"),
        ("liste.json", '["Netz GmbH", "Fremd AG"]'),
        ("liste.json", '[{"name": "Netz GmbH"}, {"Name": "Fremd AG"}]'),
    ],
)
def test_the_public_list_is_compared_with_the_contract_both_ways(call: Call, name: str, text: str) -> None:
    found = warnings(call, f"andere.yaml --public-list {name}", {**FILES, name: text}, "public-list")

    assert found == [
        f"andere.yaml:3:3: warning: 'Hetzner Online GmbH' is not on the public list {name} [public-list]",
        f"andere.yaml:3:3: warning: 'Fremd AG' is on the public list {name}, not here [public-list]",
    ]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("liste.json", "[", "liste.json:1: error: this is not JSON: Expecting value [public-list]"),
        ("liste.json", "[]", "liste.json:1: error: the list has no column 'name' in every row [public-list]"),
        ("liste.json", "[1]", "liste.json:1: error: the list has no column 'name' in every row [public-list]"),
        (
            "liste.csv",
            "firma\nNetz GmbH\n",
            "liste.csv:1: error: the list has no column 'name' in every row [public-list]",
        ),
    ],
)
def test_a_list_without_names_is_an_error_and_the_contract_is_checked_all_the_same(
    call: Call, name: str, text: str, message: str
) -> None:
    said = call(f"check acme.yaml --public-list {name} {DAY}", {"acme.yaml": SMALL, name: text})

    assert (said.status, said.errors) == (1, [message])
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
