"""The matrix: what the small profile meets, and what it loses with each clause that fulfils something."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from avvgen.checks.report import Report
from avvgen.library.catalogues import Requirement

from .reading import library, prepared_profile, report, statuses


@cache
def small() -> Report:
    with TemporaryDirectory() as folder:
        return report(Path(folder))


@cache
def selected() -> frozenset[str]:
    with TemporaryDirectory() as folder:
        return frozenset(prepared_profile(Path(folder)).selection.selected)


FULFILLED = {
    verdict.requirement.id: verdict.clauses
    for verdict in small().matrix
    if verdict.requirement.kind == "mandatory" and verdict.clauses
}


def with_dependents(clauses: tuple[str, ...]) -> set[str]:
    """Clauses and, step by step, those of the contract that must not stand without them."""
    off = set(clauses)
    while more := {id_ for id_ in selected() - off if set(library().clauses[id_].head.requires) & off}:
        off |= more
    return off


def touched_by(off: set[str]) -> set[str]:
    """The requirements that clauses fulfil or weaken, or that rest on a fact which they state."""
    heads = [library().clauses[id_].head for id_ in off]
    facts = {option.fact for head in heads for option in head.options.values() if option.fact}
    facts |= {str(name) for head in heads for name in head.states}
    declared = {id_ for head in heads for id_ in (*head.fulfils, *head.weakens)}
    return declared | {id_ for id_, duty in library().requirements.items() if facts & set(fields(duty))}


def fields(duty: Requirement) -> list[str]:
    """The facts that a requirement names as evidence."""
    named = [entry[key] for entry in duty.evidence for key in ("field", "one_of") if key in entry]
    return [str(name) for one in named for name in (one if isinstance(one, (list, tuple)) else (one,))]


def test_small_profile_has_no_error_and_no_warning() -> None:
    assert [str(finding) for finding in small().findings if finding.level != "info"] == []
    assert small().accepted == ()


def test_small_profile_has_nothing_missing_or_weak_recommended_ones_included() -> None:
    kinds = {verdict.requirement.kind for verdict in small().matrix if verdict.status == "met"}

    assert kinds == {"mandatory", "conditional", "recommended"}
    assert {id_: status for id_, status in statuses(small()).items() if status in {"missing", "weak"}} == {}


def test_matrix_has_every_requirement_of_the_library_once_and_in_its_order() -> None:
    asked = [id_ for id_, requirement in library().requirements.items() if not requirement.on_demand]

    assert [verdict.requirement.id for verdict in small().matrix] == asked


def test_clauses_fulfil_most_mandatory_requirements() -> None:
    assert len(FULFILLED) >= 40


@pytest.mark.parametrize("id_", sorted(FULFILLED))
def test_requirement_fails_without_its_clauses_and_no_line_that_they_do_not_touch(id_: str, tmp_path: Path) -> None:
    off = with_dependents(FULFILLED[id_])

    without = statuses(report(tmp_path, "clauses:\n" + "".join(f"  {clause}: off\n" for clause in sorted(off))))

    changed = {other for other, status in statuses(small()).items() if without[other] != status}
    assert without[id_] in {"missing", "weak"}
    assert changed <= touched_by(off)


def test_clause_that_binds_to_measures_is_no_proof_without_them(tmp_path: Path) -> None:
    without = statuses(report(tmp_path, "toms: {measures: []}\n"))

    assert without["edpb-c-tom-beschreibung"] == "missing"


@pytest.mark.parametrize(
    "setting", ["limitation: on", "indemnity-controller: on", "others-delay: on", "exculpation: on"]
)
def test_any_clause_about_liability_makes_the_law_of_liability_apply(setting: str, tmp_path: Path) -> None:
    off = "clauses:\n  liability/statutory: off\n  liability/recourse: off\n"

    assert statuses(report(tmp_path, off))["dsgvo-82-haftung"] == "not_applicable"
    assert statuses(report(tmp_path, f"{off}  liability/{setting}\n"))["dsgvo-82-haftung"] in {"met", "weak"}


@pytest.mark.parametrize(
    ("id_", "because"),
    [
        ("sgbx-80-anzeige", "trifft nicht zu: Sozialdaten"),
        ("dora-30", "trifft nicht zu: Finanzunternehmen (DORA)"),
        ("dsgvo-28-2-gesondert", "trifft nicht zu: Genehmigungsmodell"),
        ("stgb-203-geheimhaltung", "nicht angegeben: Sitzstaat des Verantwortlichen, Berufsgeheimnisträger"),
    ],
)
def test_inapplicable_condition_names_the_fact_that_switched_it_off(id_: str, because: str) -> None:
    verdict = next(one for one in small().matrix if one.requirement.id == id_)

    assert (verdict.status, verdict.because) == ("not_applicable", because)
    assert verdict.where == verdict.clauses == ()


def test_fact_that_decides_alone_needs_no_other_fact_to_be_stated(tmp_path: Path) -> None:
    """Whether there are special categories is not stated; that there are data on offences is."""
    said = statuses(report(tmp_path, "processing: {special_categories: null, criminal_data: on}\n"))

    assert said["scc915-c-sensible-daten"] != "not_applicable"


def test_every_inapplicable_condition_names_a_fact_in_words() -> None:
    for verdict in small().matrix:
        if verdict.status == "not_applicable":
            reason, _, facts = verdict.because.partition(": ")
            assert reason in {"trifft nicht zu", "nicht angegeben"}
            assert facts
            assert "_" not in facts, f"{verdict.requirement.id}: {facts}"


def test_condition_that_becomes_true_makes_its_requirement_apply(tmp_path: Path) -> None:
    made = report(tmp_path, "processing: {special_categories: [Gesundheitsdaten]}\n")

    assert statuses(small())["dsgvo-28-3-besondere-kategorien"] == "not_applicable"
    assert statuses(made)["dsgvo-28-3-besondere-kategorien"] != "not_applicable"


@pytest.mark.parametrize(
    ("id_", "where", "clauses"),
    [
        ("dsgvo-28-3-a-weisung", ("Ziffer 3.1",), ("instructions/bound",)),
        ("dsgvo-28-9-form", ("Ziffer 15.2", "Ziffer 2.1"), ("final/form", "term/effective")),
        ("edpb-c-tom-beschreibung", ("Ziffer 6.2", "Anlage 2"), ("toms/annex-binding",)),
        ("dsgvo-28-3-zweck", ("Anlage 1 Ziffer 3",), ("annex-details/purposes",)),
    ],
)
def test_met_requirement_names_its_numbers_and_clauses(
    id_: str, where: tuple[str, ...], clauses: tuple[str, ...]
) -> None:
    verdict = next(one for one in small().matrix if one.requirement.id == id_)

    assert verdict.status == "met"
    assert tuple(text.replace("\u00a0", " ") for text in verdict.where) == where
    assert verdict.clauses == clauses


def test_every_requirement_met_by_clauses_says_where_and_by_which() -> None:
    for verdict in small().matrix:
        if verdict.status == "met" and any("clause" in entry for entry in verdict.requirement.evidence):
            assert verdict.where, verdict.requirement.id
            assert set(verdict.clauses) <= selected()
            assert verdict.clauses, verdict.requirement.id


def test_missing_requirement_says_why_and_is_a_finding_of_its_level(tmp_path: Path) -> None:
    made = report(tmp_path, "clauses:\n  audit/inspections: off\n  audit/modalities: off\n")
    line = next(one for one in made.matrix if one.requirement.id == "dsgvo-28-3-h-ueberpruefungen")
    finding = next(one for one in made.findings if one.rule == "dsgvo-28-3-h-ueberpruefungen")

    assert line.status == "missing"
    assert line.because
    assert (line.where, line.clauses) == ((), ())
    assert finding.level == line.requirement.on_fail
    assert line.requirement.title_de in finding.message
