"""What a check may ask of a contract: the law of its day, its measures, histories, sentences and where they belong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from avvgen.assembly import assemble
from avvgen.checks.case import Case, Passage, told
from avvgen.checks.rules import in_scope
from avvgen.library.expressions import Expression
from avvgen.templating import Record

from .reading import case, prepared_profile

OWN_TOMS = """\
toms:
  measures: [patchmanagement, schulungen]
  exclusions: {trennung: Es gibt nur einen Mandanten.}
  categories:
    haus:
      title: Haus
      covers: [zutritt]
      categories:
        pforte: {title: Pforte, covers: [weitergabe], measures: [Die Pforte ist besetzt.]}
        leer: {title: Leer, covers: [eingabe]}
"""


def on(folder: Path, day: date, more: str = "") -> Case:
    """The small contract without a date of its own, judged on a day."""
    prepared = prepared_profile(folder, f"document: {{date: null}}\n{more}")
    return Case(prepared, assemble(prepared), day)


# The law of its day -----------------------------------------------------------------------------------------------


def test_a_contract_is_judged_by_the_law_of_its_date_else_of_the_day_of_the_check(tmp_path: Path) -> None:
    assert case(tmp_path).law_date == date(2026, 11, 1)
    assert on(tmp_path, date(2025, 3, 4)).law_date == date(2025, 3, 4)


@pytest.mark.parametrize(("day", "is_law"), [("2026-10-31", True), ("2026-11-01", True), ("2026-11-02", False)])
def test_a_rule_may_ask_whether_a_day_has_come(tmp_path: Path, day: str, *, is_law: bool) -> None:
    assert case(tmp_path).ask(Expression(f"since('{day}')")) is is_law


@pytest.mark.parametrize(
    ("country", "day", "scope"),
    [
        ("US", date(2023, 7, 9), "none"),
        ("US", date(2023, 7, 10), "listed"),
        ("GB", date(2021, 6, 27), "none"),
        ("GB", date(2021, 6, 28), "full"),
        ("GB", date(2031, 12, 27), "full"),
        ("GB", date(2031, 12, 28), "none"),
        ("CH", date(1995, 1, 1), "full"),
        ("CH", date(9999, 12, 31), "full"),
        ("CN", date(2026, 11, 1), "none"),
    ],
)
def test_an_adequacy_decision_counts_from_its_first_day_to_its_last(
    tmp_path: Path, country: str, day: date, scope: str
) -> None:
    said = on(tmp_path, day).adequacy(country)

    assert (said["country"], said["scope"]) == (country, scope)
    assert (said["decision"] is None) == (scope == "none")
    assert set(said) >= {"country", "scope", "decision", "note"}


def test_adequacy_is_asked_of_countries_outside_the_eea_alone_and_has_its_note(tmp_path: Path) -> None:
    [canada, nowhere] = case(tmp_path).ask(Expression("adequacy(('DE', 'CA', 'NO', 'XY'))"))

    assert canada == Record(
        {
            "country": "CA",
            "scope": "partial",
            "decision": "2002/2/EG",
            "note": "nur gewerbliche Stellen, für die PIPEDA gilt",
        }
    )
    assert nowhere == Record({"country": "XY", "scope": "none", "decision": None, "note": None})


def test_days_between_two_days_are_counted_from_the_earlier(tmp_path: Path) -> None:
    assert case(tmp_path).ask(Expression("days_between(today, today)")) == 0
    assert case(tmp_path).scope.functions["days_between"](date(2026, 10, 15), date(2027, 10, 15)) == 365


def test_today_and_the_limits_of_the_library_have_names(tmp_path: Path) -> None:
    judge = case(tmp_path)

    assert judge.ask(Expression("today")) == date(2026, 11, 21)
    for group, limits in judge.prepared.library.limits.items():
        for name, value in limits.items():
            assert judge.ask(Expression(f"limits.{group}.{name}")) == value


# Measures ---------------------------------------------------------------------------------------------------------


def test_controls_are_covered_by_measures_and_own_texts_excluded_or_open(tmp_path: Path) -> None:
    said = case(tmp_path, OWN_TOMS).measures

    assert said["covered"] == ("datenschutzmanagement", "verfuegbarkeit", "weitergabe")
    assert said["excluded"] == ("trennung",)
    open_ = {one["id"]: one for one in said["uncovered"]}
    assert {"zutritt", "eingabe"} <= set(open_)
    assert not {"trennung", "weitergabe", *said["covered"]} & set(open_)
    assert open_["zutritt"] == Record({"id": "zutritt", "title": "Zutrittskontrolle", "art32": "b", "required": True})
    assert {id_ for id_, one in open_.items() if not one["required"]} <= {
        "auftrag",
        "datenschutzmanagement",
        "vorfallreaktion",
        "voreinstellung",
    }


def test_what_the_profile_says_of_its_measures_stands_beside_what_they_cover(tmp_path: Path) -> None:
    judge = case(tmp_path)

    assert judge.measures.items() >= judge.contract.facts["tom"].items()
    assert judge.ask(Expression("tom.covered")) == judge.measures["covered"]


@pytest.mark.parametrize(
    ("measures", "count"), [("[schulungen]", 0), ("[mfa-phishing-resistent, vier-augen-export, schulungen]", 2)]
)
def test_measures_for_sensitive_data_are_counted(tmp_path: Path, measures: str, count: int) -> None:
    assert case(tmp_path, f"toms: {{measures: {measures}}}\n").measures["sensitive_count"] == count


def test_the_version_of_a_history_is_that_of_its_last_row(tmp_path: Path) -> None:
    rows = "[['1.0', 2025-01-01, erste], ['2.3', 2026-10-01, dritte]]"
    table = f"{{columns: [Version, Datum, Anlass], rows: {rows}, history: true}}"
    more = f"annexes: {{tables: {{stand: {table}}}}}\ntoms: {{categories: {{haus: {{title: Haus, table: {table}}}}}}}\n"

    judge = case(tmp_path, more)

    assert judge.histories == (Record({"version": "2.3"}), Record({"version": "2.3"}))
    assert judge.ask(Expression("histories")) == judge.histories
    assert case(tmp_path, more.replace(", history: true", "")).histories == ()


# Clauses ----------------------------------------------------------------------------------------------------------


def test_a_rule_may_ask_how_many_clauses_fulfil_a_requirement(tmp_path: Path) -> None:
    judge = case(tmp_path)

    assert judge.ask(Expression("fulfilments('dsgvo-28-9-form')")) == 2
    assert judge.ask(Expression("fulfilled('dsgvo-28-9-form')")) is True
    assert judge.fulfilments("gibt-es-nicht") == 0
    assert judge.ask(Expression("fulfilled('gibt-es-nicht')")) is False


def test_an_absent_condition_does_not_hold(tmp_path: Path) -> None:
    judge = case(tmp_path)
    [selected, *_] = judge.selected.values()

    assert judge.holds(None, selected) is False
    assert judge.holds(Expression("today"), selected) is True


def test_what_data_declare_to_meet_is_known_of_free_clauses_and_tables(tmp_path: Path) -> None:
    free = "{topic: breach, id: eigen, text: Wir melden. Sofort., fulfils: [dsgvo-28-9-form]}"
    judge = case(tmp_path, f"outline:\n  - {{section: eins, title: Eins, content: [{free}, instructions/bound]}}\n")

    assert judge.said_by_data == {"dsgvo-28-9-form"}
    assert judge.free_topics == {"eigen": "breach"}
    assert [(one.text, one.topic, one.annex, one.id) for one in judge.passages if one.id == "eigen"] == [
        ("Wir melden.", "breach", "", "eigen"),
        ("Sofort.", "breach", "", "eigen"),
    ]


# Sentences --------------------------------------------------------------------------------------------------------


def test_every_sentence_knows_its_clause_topic_annex_and_place(tmp_path: Path) -> None:
    judge = case(tmp_path)
    by_id = {one.id: one for one in judge.passages}

    bound = by_id["instructions/bound"]
    assert (bound.topic, bound.annex) == ("instructions", "")
    assert bound.place == judge.selected["instructions/bound"].clause.body.place
    assert {one.annex for one in judge.passages if one.topic == "annex-details"} == {"annex-details"}
    assert judge.text == "\n".join(one.text for one in judge.passages)


def test_what_data_say_points_to_the_measures_or_to_the_profile(tmp_path: Path) -> None:
    judge = case(tmp_path)
    of_data = [one for one in judge.passages if one.id not in judge.selected]
    measures = [one for one in of_data if one.annex == "annex-toms"]

    assert measures
    assert {one.place for one in measures} == {judge.prepared.source.place("toms")}
    assert {one.place for one in of_data if one.annex != "annex-toms"} <= {judge.prepared.source.root.place}


@pytest.mark.parametrize(
    ("scope", "found"),
    [
        ("topic:breach", ["a"]),
        ("topic:breach, audit", ["a", "b"]),
        ("annex:annex-toms", ["c"]),
        ("contract", ["a", "b", "c"]),
    ],
)
def test_a_rule_reads_the_passages_of_its_scope(scope: str, found: list[str], tmp_path: Path) -> None:
    place = case(tmp_path).prepared.source.place()
    passages = (
        Passage("a", "breach", "", place, "x"),
        Passage("b", "audit", "", place, "y"),
        Passage("c", "", "annex-toms", place, "z"),
    )

    assert [one.text for one in in_scope(passages, scope)] == found


def test_a_message_has_its_values(tmp_path: Path) -> None:
    scope = case(tmp_path).scope

    assert told("{{ count }} von {{ least }}", {"count": 1, "least": 3}, scope) == "1 von 3"
    assert told("{ count }", {"count": 1}, scope) == "{ count }"
