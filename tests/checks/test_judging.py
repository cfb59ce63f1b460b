"""Requirements and rules of every shape, made by hand, before small contracts that meet them or do not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from avvgen.assembly import assemble
from avvgen.checks.across import PERIODS
from avvgen.checks.case import Case
from avvgen.checks.document import matrix_document
from avvgen.checks.forms import FORMS
from avvgen.checks.matrix import Verdict, verdict
from avvgen.checks.report import Report, known_rules, report_on
from avvgen.checks.rules import hit, hits, judge, judged, kinds_of, matched
from avvgen.checks.terms import grams, likeness, stems, used
from avvgen.findings import AvvgenError, Finding
from avvgen.library.catalogues import Requirement
from avvgen.library.rules import Detector, Rule
from avvgen.walks import plain

from .reading import TODAY, case, library, prepared_profile, report

SENTENCE = "Der Auftragnehmer löscht die Daten."


def requirement(evidence: list[dict[str, Any]], **more: Any) -> Requirement:
    """A duty with this evidence."""
    data = {
        "id": "probe",
        "group": "probe",
        "source": "Art. 1 DSGVO",
        "title_de": "Probe",
        "text_en": "A probe.",
        "kind": "mandatory",
        "level": "clause",
        "evidence": evidence,
        "source_strength": "statute",
        "on_fail": "error",
        "checked": "own-knowledge",
    }
    return Requirement.model_validate(data | more)


def rule(*detectors: dict[str, Any], **more: Any) -> Rule:
    """A rule that looks for this."""
    data = {
        "id": "probe",
        "level": "warning",
        "category": "probe",
        "message": "Fund „{{ found }}“",
        "because": "weil",
        "advice": "anders",
        "bad": "schlecht",
        "good": "gut",
        "detect": list(detectors),
    }
    return Rule.model_validate(data | more)


def texts(*entries: str) -> str:
    """An outline whose sections hold these entries, one each."""
    sections = (f"  - {{section: s{n}, title: Titel {n}, content: [{one}]}}\n" for n, one in enumerate(entries))
    return "outline:\n" + "".join(sections)


def free(text: str, more: str = "") -> str:
    """A free clause."""
    return f'{{text: "{text}"{more}}}'


# Requirements -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("evidence", "level", "status", "because"),
    [
        ([{"field": "controller.name"}], "clause", "met", ""),
        ([{"field": "processor.nirgends"}], "clause", "weak", "processor.nirgends"),
        ([{"field": ["processor.name", "processor.nirgends"]}], "annex", "missing", "processor.nirgends"),
        ([{"field": "processor.nirgends"}], "profile-data", "missing", "processor.nirgends"),
        ([{"field": "processor.nirgends"}], "document", "weak", "processor.nirgends"),
        ([{"field": "processor.name"}], "profile-data", "met", ""),
        ([{"one_of": ["processor.nirgends", "processor.name"]}], "annex", "met", ""),
        ([{"one_of": ["processor.eins", "processor.zwei"]}], "annex", "missing", "processor.eins oder processor.zwei"),
        ([{"rows": "subprocessors", "columns": ["name", "country"]}], "annex", "met", ""),
        ([{"rows": "subprocessors", "columns": ["name", "dpo"]}], "annex", "missing", "Hetzner Online GmbH: dpo"),
        ([{"rows": "subprocessors", "columns": ["dpo", "task"]}], "document", "weak", "Hetzner Online GmbH: dpo, task"),
        ([{"rows": "processing.nirgends", "columns": ["dpo"]}], "annex", "met", ""),
        ([{"lint_clean": ["vage", "alt"]}], "clause", "weak", "vage"),
        ([{"lint_clean": ["neu", "alt"]}], "clause", "met", ""),
        ([{"annex": "tom", "category": ["zutritt", "verfuegbarkeit"]}], "annex", "met", ""),
        ([{"annex": "tom", "flag": "sensibel", "min": 90}], "annex", "missing", "90"),
        ([{"clause": "any"}], "clause", "missing", "keine Klausel regelt dies"),
    ],
)
def test_evidence_decides(
    tmp_path: Path, evidence: list[dict[str, Any]], level: str, status: str, because: str
) -> None:
    said = verdict(requirement(evidence, level=level), case(tmp_path), {"vage", "zuviel"})

    assert said.status == status
    assert because in said.because
    assert bool(said.because) == (status != "met")
    assert said.clauses == ()


@pytest.mark.parametrize(
    ("toms", "evidence", "status", "because"),
    [
        ("{measures: [schulungen]}", {"category": ["zutritt"]}, "missing", "Zutrittskontrolle"),
        ("{measures: [schulungen]}", {"category": ["gibt-es-nicht"]}, "missing", "gibt-es-nicht"),
        (
            "{measures: [schulungen], exclusions: {zutritt: Kein Gebäude.}}",
            {"category": ["zutritt"], "allow_reasoned_none": True},
            "met",
            "",
        ),
        (
            "{measures: [schulungen], exclusions: {zutritt: Kein Gebäude.}}",
            {"category": ["zutritt"]},
            "missing",
            "Zutrittskontrolle",
        ),
        ("{measures: []}", {"min_measures_per_category": 1}, "missing", ""),
        ("{measures: [schulungen]}", {"min_measures_per_category": 1}, "met", ""),
        ("{measures: [mfa-phishing-resistent]}", {"flag": "sensibel"}, "met", ""),
        ("{measures: [mfa-phishing-resistent]}", {"flag": "sensibel", "min": 1}, "met", ""),
        ("{measures: [mfa-phishing-resistent]}", {"flag": "sensibel", "min": 2}, "missing", "1"),
        ("{measures: [schulungen]}", {"flag": "sensibel"}, "missing", "0"),
        ("{measures: [schulungen]}", {"flag": "anderes"}, "met", ""),
    ],
)
def test_the_annex_of_measures_is_evidence(
    tmp_path: Path, toms: str, evidence: dict[str, Any], status: str, because: str
) -> None:
    said = verdict(requirement([{"annex": "tom", **evidence}]), case(tmp_path, f"toms: {toms}\n"), set())

    assert (said.status, because in said.because) == (status, True)


def test_the_worst_doubt_is_the_status_and_each_reason_is_said_once(tmp_path: Path) -> None:
    absent = {"field": "processor.nirgends"}
    said = verdict(requirement([{"lint_clean": ["a"]}, {"clause": "any"}, absent, absent]), case(tmp_path), {"a"})

    assert said.status == "missing"
    reasons = said.because.split("; ")
    assert len(reasons) == 3
    assert len(set(reasons)) == 3


def test_a_requirement_that_does_not_apply_says_of_what_it_hangs(tmp_path: Path) -> None:
    judge_ = case(tmp_path)

    no = verdict(requirement([{"clause": "any"}], when="processor.name == 'x' and today == today"), judge_, set())
    unknown = verdict(library().requirements["stgb-203-geheimhaltung"], judge_, set())
    yes = verdict(requirement([], when="processor.name != 'x'"), judge_, set())

    assert (no.status, no.because) == ("not_applicable", "trifft nicht zu: processor, today")
    assert (unknown.status, unknown.because) == (
        "not_applicable",
        "nicht angegeben: Sitzstaat des Verantwortlichen, Berufsgeheimnisträger",
    )
    assert (yes.status, yes.because) == ("met", "")


def test_where_a_requirement_is_met_is_said_once_a_number(tmp_path: Path) -> None:
    judge_ = case(tmp_path)
    weisung = library().requirements["dsgvo-28-3-a-weisung"]

    said = verdict(weisung, judge_, set())
    of_annex = verdict(requirement([{"annex": "tom"}]), judge_, set())

    assert (said.status, said.clauses) == ("met", ("instructions/bound",))
    assert len(said.where) == 1
    assert [where.replace("\u00a0", " ") for where in of_annex.where] == ["Anlage 2"]


# Rules ------------------------------------------------------------------------------------------------------------


def told(probe: Rule, judge_: Case) -> list[tuple[str, str]]:
    """The level and message of each finding."""
    return [(finding.level, finding.message) for finding in judged(probe, judge_)]


def test_a_pattern_is_looked_for_in_every_sentence_of_its_scope(tmp_path: Path) -> None:
    judge_ = case(
        tmp_path, texts(free(SENTENCE, ", topic: deletion, id: eins"), free("Er löscht nicht. Er löscht nie."))
    )

    assert told(rule({"pattern": "löscht \\w+"}), judge_) == [
        ("warning", "Fund „löscht die“"),
        ("warning", "Fund „löscht nicht“"),
        ("warning", "Fund „löscht nie“"),
    ]
    assert told(rule({"pattern": "löscht \\w+", "scope": "topic:deletion"}), judge_) == [
        ("warning", "Fund „löscht die“")
    ]
    assert told(rule({"pattern": "löscht \\w+", "unless": "nicht|Daten"}), judge_) == [("warning", "Fund „löscht nie“")]
    assert told(rule({"pattern": "löscht \\w+", "scope": "annex:annex-toms"}), judge_) == []


def test_a_detector_has_its_own_level_message_and_condition(tmp_path: Path) -> None:
    judge_ = case(tmp_path, texts(free(SENTENCE)))
    own = {"pattern": "löscht", "level": "error", "message": "Satz: {{ sentence }}"}

    assert told(rule(own), judge_) == [("error", f"Satz: {SENTENCE}")]
    assert told(rule(own | {"only_if": "processor.country == 'DE'"}), judge_) == [("error", f"Satz: {SENTENCE}")]
    assert told(rule(own | {"only_if": "processor.country == 'AT'"}), judge_) == []
    assert told(rule(own | {"only_if": "processor.country == 'AT'"}, {"pattern": "Daten"}), judge_) == [
        ("warning", "Fund „Daten“")
    ]


def test_a_condition_is_asked_once_or_of_each_record(tmp_path: Path) -> None:
    judge_ = case(tmp_path)
    each = {"when": "country == 'DE'", "each": "subprocessors", "message": "{{ name }}", "at": "subprocessors.{id}"}

    assert told(rule({"when": "processor.country == 'DE'", "message": "ja"}), judge_) == [("warning", "ja")]
    assert told(rule({"when": "processor.country == 'AT'", "message": "ja"}), judge_) == []
    [finding] = judged(rule(each), judge_)
    assert finding.message == "Hetzner Online GmbH"
    assert finding.place == judge_.prepared.source.place("subprocessors", "hosting")
    assert told(rule(each | {"when": "country == 'AT'"}), judge_) == []
    values = {"when": "it == 'Ändern'", "each": "processing.operations", "message": "{{ it }}"}
    assert told(rule(values), judge_) == [("warning", "Ändern")]
    assert told(rule(values | {"each": "controller.contact"}), judge_) == []
    assert told(rule(values | {"each": "processor.name"}), judge_) == []


def test_the_texts_of_a_field_are_read_where_a_condition_is_true(tmp_path: Path) -> None:
    judge_ = case(tmp_path)
    field = {"field": "processing.operations", "pattern": "^S", "message": "{{ found }} in {{ it }}"}

    assert told(rule(field), judge_) == [("warning", "S in Speichern"), ("warning", "S in Sichern")]
    assert told(rule(field | {"unless": "ich"}), judge_) == []
    assert told(rule(field | {"unless": "Sich"}), judge_) == [("warning", "S in Speichern")]
    assert told(rule(field | {"when": "processor.country == 'AT'"}), judge_) == []
    assert len(told(rule(field | {"when": "processor.country == 'DE'"}), judge_)) == 2
    assert told(rule(field | {"field": "processor.name"}), judge_) == []
    assert told(rule(field | {"field": "processor.name", "pattern": "GmbH"}), judge_) == [
        ("warning", "GmbH in Beispielwerk Software GmbH")
    ]
    assert told(rule(field | {"field": "controller.contact"}), judge_) == []
    [finding, *_] = judged(rule(field | {"at": "processing.operations"}), judge_)
    assert finding.place == judge_.prepared.source.place("processing", "operations")


def test_a_finding_points_to_the_option_that_states_a_fact(tmp_path: Path) -> None:
    stated = case(tmp_path, "clauses: {breach/notice: {period: 48 hours}}\n")
    by_default = case(tmp_path)
    probe = rule({"when": "today == today", "message": "x", "at": "fact:breach.notice_hours"})
    nowhere = rule({"when": "today == today", "message": "x", "at": "fact:gibt.es_nicht"})

    [at_option], [at_file], [lost] = (
        [*judged(one, of)] for one, of in ((probe, stated), (probe, by_default), (nowhere, stated))
    )

    assert at_option.place == stated.prepared.source.place("clauses", "breach/notice", "period")
    assert at_file.place == by_default.prepared.source.place()
    assert lost.place == stated.prepared.source.place()
    assert at_option.place != stated.prepared.source.place()


def test_a_path_of_a_record_leads_to_its_place(tmp_path: Path) -> None:
    judge_ = case(tmp_path)
    detector = Detector.model_validate(
        {"when": "it == it", "each": "processing.operations", "at": "toms.{path}.{id}.measures"}
    )

    assert {place for place, _ in hits(detector, judge_)} == {judge_.prepared.source.place("toms", "measures")}


def test_what_reads_sentences_is_for_all_texts_and_what_asks_facts_for_contracts() -> None:
    def kinds(**data: Any) -> tuple[str, ...]:
        return kinds_of(Detector.model_validate(data))

    assert set(kinds(pattern="a")) == set(kinds(form="querverweis-tot")) > {"contract"}
    assert kinds(when="on") == kinds(field="a.b", pattern="a") == ("contract",)


def test_a_rule_for_other_kinds_of_text_is_silent(tmp_path: Path) -> None:
    judge_ = case(tmp_path, texts(free(SENTENCE)))

    assert told(rule({"pattern": "löscht"}, kinds=["contract"]), judge_) == [("warning", "Fund „löscht“")]
    assert told(rule({"pattern": "löscht"}, kinds=["addendum"]), judge_) == []


def test_what_a_pattern_finds_is_said_without_blanks_and_a_slow_one_at_its_place() -> None:
    assert hit("ein Wort hier", " Wort ", None) == "Wort"
    assert hit("ein Wort hier", "Wort", "hier") == ""
    assert hit("ein Wort hier", "Wort", "dort") == "Wort"
    assert hit("ein Wort hier", "wort", None) == ""
    assert hit("ein Wort hier", "^", None) == ""
    assert matched("ein Wort hier", "W.rt", "dort") == "Wort"
    with pytest.raises(AvvgenError) as raised:
        hit("a" * 60 + "b", "(a|aa)+$", None)
    assert [finding.rule for finding in raised.value.findings] == ["pattern-slow"]


def test_each_finding_of_a_contract_is_said_once_in_the_order_of_the_rules(tmp_path: Path) -> None:
    found = judge(case(tmp_path, "processing: {data_types: [Sonstiges], data_subjects: [Personen]}\n"))
    order = list(library().rules)

    assert len(set(found)) == len(found)
    assert [order.index(finding.rule) for finding in found] == sorted(order.index(finding.rule) for finding in found)
    assert found


# Forms ------------------------------------------------------------------------------------------------------------


def form(name: str, judge_: Case, *known: str) -> list[str]:
    """What a rule of form finds."""
    return [words for _, words in FORMS[name](judge_, known)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Es gilt Ziffer 99.", ["Ziffer 99"]),
        ("Es gilt Ziffer 1.", []),
        ("Es gelten Anlage 7 und Absatz 3.1.", ["Anlage 7", "Absatz 3.1"]),
        ("Es gilt § 8.", ["§ 8"]),
        ("Es gilt § 8 BDSG.", []),
        ("Es gilt § 8 Abs. 2 S. 1 BDSG.", []),
        ("Es gelten §§ 8 und 9 des BDSG.", []),
        ("Es gilt Art. 28 Absatz 3 DSGVO.", []),
        ("Es gilt Ziffer 4 der Standardvertragsklauseln.", []),
        ("Es gilt Ziffer 4 des Hauptvertrags.", []),
        ("Es gilt § 8 ff. HGB.", []),
        ("Es gilt § 8 i. V. m. § 9 BDSG.", []),
        ("Es gilt Anhang II der Klauseln.", []),
    ],
)
def test_a_typed_number_of_nothing_is_dead(tmp_path: Path, text: str, found: list[str]) -> None:
    assert form("querverweis-tot", case(tmp_path, texts(free(text)))) == found


def test_the_number_of_the_contract_itself_is_no_reference(tmp_path: Path) -> None:
    more = texts(free("Das ist Anlage 7 zum Hauptvertrag und Anlage 8."))

    assert form("querverweis-tot", case(tmp_path, f"document: {{label: Anlage 7}}\n{more}")) == ["Anlage 8"]


ANNEX = "  - {annex: %s, title: %s, content: [%s]}\n"


def test_an_annex_with_a_table_of_headings_alone_is_empty(tmp_path: Path) -> None:
    def empty(rows: str) -> list[str]:
        table = f"annexes: {{tables: {{orte: {{columns: [Dienst, Ort], rows: {rows}}}}}}}\n"
        annex = ANNEX % ("beilage", "Beilage", "{material: table, of: orte}")
        found = form("anlage-leer", case(tmp_path, table + texts(free("Es gilt [](#beilage).")) + annex))
        return [words.replace("\u00a0", " ") for words in found]

    assert empty("[]") == ["Anlage 1"]
    assert empty("[['', '']]") == ["Anlage 1"]
    assert empty("[['', Berlin]]") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Es gilt [](#beilage).", []),
        ("Es gilt Anlage 1.", []),
        ("Es gilt Anlage 2.", ["Anlage 1"]),
        ("Es gilt [](#innen).", []),
        ("Nichts.", ["Anlage 1"]),
    ],
)
def test_an_annex_that_nothing_refers_to_is_found(tmp_path: Path, text: str, found: list[str]) -> None:
    inner = free("Es gilt [](#innen).", ", id: innen")
    more = texts(free(text)) + ANNEX % ("beilage", "Beilage", inner)

    assert form("anlage-ohne-verweis", case(tmp_path, more)) == found


def test_several_names_of_the_regulation_are_found(tmp_path: Path) -> None:
    def names(text: str) -> list[str]:
        return form("dsgvo-schreibweise", case(tmp_path, texts(free(text))))

    assert names("Die DSGVO gilt. Die DS-GVO gilt auch. Die DSGVO gilt.") == ["DSGVO, DS-GVO"]
    assert names("Die DS\u2011GVO gilt. Die GDPR gilt auch.") == ["DS-GVO, GDPR"]
    assert names("Die DSGVO gilt. Die DSGVO-Pflichten gelten auch.") == []


def test_sections_that_do_not_begin_at_one_leave_a_gap(tmp_path: Path) -> None:
    assert form("nummerierung-luecke", case(tmp_path)) == []
    assert form("nummerierung-luecke", case(tmp_path, texts(free(SENTENCE)).replace("title:", "first: 4, title:"))) == [
        "1 bis 3"
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Der Kunde (nachfolgend „Besteller“) zahlt.", ["Besteller"]),
        ("Der Kunde (nachfolgend „Besteller“) zahlt. Der Besteller haftet.", []),
        ("Die Firma („Anbieter“) zahlt. Des Anbieters Haftung bleibt.", []),
        ("Die Firma („Anbieter“) zahlt. Anbieterwechsel ist möglich.", ["Anbieter"]),
        ("Es heißt kurz „Großer Dienst“. Des Großen Dienstes bedarf es.", []),
        ("Im Folgenden „Großer“ genannt. Die Großen haften.", []),
        ("Ein „Wort“ steht da.", []),
        ("Er sagt „Besteller“ (nachfolgend „Besteller“).", ["Besteller"]),
    ],
)
def test_a_term_that_is_defined_and_never_used_is_found(tmp_path: Path, text: str, found: list[str]) -> None:
    assert form("begriff-ungenutzt", case(tmp_path, texts(free(text)))) == found


def test_a_term_is_used_in_any_case() -> None:
    assert used("Anbieter", "Anbieter, Anbieters, Anbietern, Anbieterin und Anbieterinnen") == 5
    assert used("Großer Dienst", "Großen Dienstes, großer Dienst, Großer Dienst, Großer Dienste") == 3
    assert used("Anbieter", "Anbieterwechsel Voranbieter") == 0
    assert used("Große", "Großer Großen Großem Große") == 4


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Das ISMS gilt.", ["ISMS"]),
        ("Das Managementsystem (ISMS) gilt. Das ISMS bleibt.", []),
        ("Das System „ISMS“ gilt. Das ISMS bleibt.", []),
        ("Das ISMS gilt, das ISMS bleibt. Der CISO auch.", ["ISMS", "CISO"]),
        ("Teil XIV gilt nach DSGVO und BDSG.", []),
        ("Die ISO-27001 gilt. AB auch.", []),
        ("Die Hetzner Online GmbH gilt.", []),
        ("Nach § ABC gilt es.", []),
    ],
)
def test_an_abbreviation_that_nothing_explains_is_found(tmp_path: Path, text: str, found: list[str]) -> None:
    assert form("abkuerzung-unerklaert", case(tmp_path, texts(free(text))), "EWR") == found


def test_known_abbreviations_and_designations_need_no_explanation(tmp_path: Path) -> None:
    judge_ = case(tmp_path, texts(free("Der EWR und die AVV gelten.")))

    assert form("abkuerzung-unerklaert", judge_, "EWR") == ["AVV"]
    assert form("abkuerzung-unerklaert", judge_, "EWR", "AVV") == []
    named = case(tmp_path, "words: {document: AVV}\n" + texts(free("Der EWR und die AVV gelten.")))
    assert form("abkuerzung-unerklaert", named, "EWR") == []


LAW = "Der Auftragsverarbeiter unterstützt den Verantwortlichen bei der Einhaltung der Pflichten in geeigneter Weise sehr."


@pytest.mark.parametrize(
    ("text", "is_law"),
    [
        (
            "Der Auftragnehmer unterstützt den Auftraggeber bei der Einhaltung der Pflichten in geeigneter Weise sehr.",
            True,
        ),
        (
            "Der Auftragnehmer unterstützt den Auftraggeber bei der Einhaltung der Pflichten in 3 geeigneten Weisen.",
            False,
        ),
        ("Der Auftragnehmer hilft.", False),
        ("Der Auftragnehmer unterstützt den Auftraggeber nach Art. 28 Abs. 3 bei der Einhaltung der Pflichten.", False),
    ],
)
def test_a_clause_that_repeats_the_law_is_found(tmp_path: Path, text: str, *, is_law: bool) -> None:
    found = form("wortlaut", case(tmp_path, texts(free(text, ", id: eins"))), LAW)

    assert found == ([text] if is_law else [])


def test_words_are_told_without_case_and_ending() -> None:
    assert grams("Am großen Haus stehen Bäume GUT hier") == (
        ("am", "groß", "hau", "steh", "bäum"),
        ("groß", "hau", "steh", "bäum", "gut"),
        ("hau", "steh", "bäum", "gut", "hi"),
    )
    assert grams("a b c d") == ()
    assert stems("Am großen Haus, an GROSSEN Bäumen") == {"groß", "hau", "gross", "bäum"}
    assert likeness(frozenset("abc"), frozenset("abd")) == 0.5
    assert likeness(frozenset("ab"), frozenset("ab")) == 0.0


def test_a_heading_that_stands_twice_under_one_is_found(tmp_path: Path) -> None:
    twice = "outline:\n" + "".join(
        f"  - {{section: s{n}, title: {title}, content: [{free('Wort.')}]}}\n" for n, title in enumerate("ABA")
    )

    assert form("ueberschrift-doppelt", case(tmp_path, twice)) == ["A"]
    assert form("ueberschrift-doppelt", case(tmp_path)) == []


def test_a_measure_that_is_listed_twice_is_found(tmp_path: Path) -> None:
    def doubled(*measures: str) -> list[str]:
        own = f"toms: {{measures: [], categories: {{a: {{title: A, measures: [{', '.join(measures)}]}}}}}}\n"
        return form("massnahme-doppelt", case(tmp_path, own))

    assert doubled("Türen sind verschlossen", "Türen sind verschlossen") == ["Türen sind verschlossen"]
    assert doubled("Türen sind immer fest verschlossen", "Türen sind fest verschlossen") == [
        "Türen sind immer fest verschlossen“ / „Türen sind fest verschlossen"
    ]
    assert doubled("Türen sind verschlossen", "Fenster stehen offen") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Die Fremd Dienste GmbH hilft.", ["Fremd Dienste GmbH"]),
        ("Die Hetzner GmbH hilft.", []),
        ("Die Beispielwerk GmbH hilft.", []),
        ("Die fremde Hilfe hilft.", []),
    ],
)
def test_a_company_in_an_annex_that_no_list_has_is_found(tmp_path: Path, text: str, found: list[str]) -> None:
    more = texts(free("Es gilt [](#beilage).")) + ANNEX % ("beilage", "Beilage", free(text))

    assert form("unternehmen-ausserhalb-der-liste", case(tmp_path, more), "GmbH", "AG") == found
    assert form("unternehmen-ausserhalb-der-liste", case(tmp_path, texts(free(text))), "GmbH") == []


# Reports ----------------------------------------------------------------------------------------------------------


def lines(said: Report, *rules: str) -> list[str]:
    """The findings of some rules."""
    return [f"{f.level} {f.rule}: {f.message}" for f in said.findings if f.rule in rules]


def test_a_gap_of_the_proof_is_a_finding_that_says_what_and_why(tmp_path: Path) -> None:
    duty = library().requirements["dsgvo-28-3-a-weisung"]
    said = report(tmp_path, "clauses: {instructions/bound: off}\n")

    assert lines(said, duty.id) == [
        f"error {duty.id}: {duty.source}, {duty.title_de}: fehlt (keine Klausel regelt dies)"
    ]


def test_what_is_asked_of_no_rule_is_an_error_or_a_warning_at_its_place(tmp_path: Path) -> None:
    accept = "accept: [{rule: %s, reason: Weil., by: Leitung, date: 2026-11-20}]\n"

    unknown = report(tmp_path, accept % "datenarten-vag" + "severity: {nirgends: off}\n")
    unused = report(tmp_path, accept % "datenarten-vage")

    assert lines(unknown, "unknown-rule") == [
        "error unknown-rule: 'nirgends' is no rule and no requirement",
        "error unknown-rule: 'datenarten-vag' is no rule and no requirement; did you mean 'datenarten-vage'?",
    ]
    assert lines(unused, "acceptance-unused") == [
        "warning acceptance-unused: 'datenarten-vage' is accepted but no longer found; remove the acceptance"
    ]
    [finding] = [f for f in unused.findings if f.rule == "acceptance-unused"]
    assert finding.place.line > 0
    assert lines(unused, "unknown-rule") == []


def test_rules_of_form_can_be_accepted_as_well() -> None:
    assert known_rules(library()) >= {
        "placeholder-left",
        "space-doubled",
        "paragraph-empty",
        "letters-mixed",
        "fact-conflict",
        *library().rules,
        *library().requirements,
    }


def test_an_accepted_finding_is_no_open_one_and_changes_no_verdict(tmp_path: Path) -> None:
    vague = "processing: {data_types: [Sonstiges]}\n"
    accepted = f"{vague}accept: [{{rule: datenarten-vage, reason: Weil., by: Leitung, date: 2026-11-20}}]\n"

    open_, stood_by = report(tmp_path, vague), report(tmp_path, accepted)

    assert "datenarten-vage" in {finding.rule for finding in open_.findings}
    assert "datenarten-vage" not in {finding.rule for finding in stood_by.findings}
    assert {one.finding.rule for one in stood_by.accepted} == {"datenarten-vage"}
    assert [(v.requirement.id, v.status) for v in open_.matrix] == [
        (v.requirement.id, v.status) for v in stood_by.matrix
    ]


@pytest.mark.parametrize(("level", "found"), [("info", ["info"]), ("error", ["error"]), ("off", [])])
def test_a_profile_sets_the_level_of_a_rule(tmp_path: Path, level: str, found: list[str]) -> None:
    said = report(tmp_path, f"processing: {{data_types: [Sonstiges]}}\nseverity: {{datenarten-vage: {level}}}\n")

    assert [finding.level for finding in said.findings if finding.rule == "datenarten-vage"] == found


def test_a_finding_about_the_whole_contract_points_to_its_profile(tmp_path: Path) -> None:
    said = report(tmp_path, "clauses: {instructions/bound: off}\n")

    assert {finding.place.path for finding in said.findings if finding.rule.startswith("dsgvo-")} == {str(said.profile)}
    assert said.name == str(said.profile)
    assert Report(said.profile, (), (), (), {}, "paket").name == f"{said.profile} (paket)"


def test_the_day_of_the_check_is_that_of_the_case(tmp_path: Path) -> None:
    prepared = prepared_profile(tmp_path)

    said = report_on(prepared, assemble(prepared), date(2035, 1, 1))

    assert {f.rule for f in said.findings} > {f.rule for f in report_on(prepared, assemble(prepared), TODAY).findings}
    assert all(isinstance(one, Verdict) for one in said.matrix)
    assert all(isinstance(one, Finding) for one in said.findings)


def test_a_finding_of_form_points_to_its_sentence_or_to_the_measures(tmp_path: Path) -> None:
    text = free("Es gilt das ISMS nach Ziffer 99 (nachfolgend „Besteller“).", ", id: eins")
    own = "toms: {measures: [], categories: {a: {title: A, measures: [Türen sind zu, Türen sind zu]}}}\n"
    judge_ = case(tmp_path, own + texts(text, "instructions/bound") + ANNEX % ("annex-toms", "TOM", "{material: toms}"))
    [sentence] = [passage.place for passage in judge_.passages if "ISMS" in passage.text]

    for name in ("querverweis-tot", "begriff-ungenutzt", "abkuerzung-unerklaert"):
        assert [place for place, _ in FORMS[name](judge_, ())] == [sentence]
    assert [place for place, _ in FORMS["massnahme-doppelt"](judge_, ())] == [judge_.prepared.source.place("toms")]
    assert sentence != judge_.prepared.source.place("toms")


def test_two_clauses_that_state_a_fact_differently_are_a_conflict(tmp_path: Path) -> None:
    judge_ = case(tmp_path)
    said = Finding("fact-conflict", "error", "'a/b' and 'c/d' state 'x.y' otherwise")
    other = Finding("anderes", "error", "'e/f' is something else")
    contract = replace(judge_.contract, findings=(said, other))

    assert form("klausel-konflikt", replace(judge_, contract=contract)) == ["a/b, c/d"]


def test_the_proof_is_a_document_of_one_table(tmp_path: Path) -> None:
    words = library().phrases["proof"]
    said = report(tmp_path, "clauses: {instructions/bound: off}\n")
    scheme = next(iter(library().schemes.values()))

    made = matrix_document(said, "acme", "Vertrag", scheme)

    [part] = made.parts
    title, subtitle, note, table = part.document.blocks
    assert (made.name, part.document.title) == ("acme-matrix", f"{words['title']} – Vertrag")
    assert [(line.role, plain(line.content)) for line in (title, subtitle, note)] == [
        ("title", words["title"]),
        ("subtitle", "Vertrag"),
        ("note", words["note"]),
    ]
    assert (subtitle.content[0].verbatim, title.content[0].verbatim) == (True, False)
    shown = [[plain(cell.lines[0]) for cell in row] for row in (*table.header, *table.rows)]
    assert shown[0] == [words[name] for name in ("source", "requirement", "status", "where", "because")]
    assert len(shown) == len(said.matrix) + 1
    [missing] = [row for row in shown if row[1] == "Verarbeitung nur auf dokumentierte Weisung"]
    assert missing[2:] == [words["missing"], "", words["no_clause"]]
    [form_] = [row for row in shown if row[0] == "Art. 28 Abs. 9 DSGVO"]
    assert form_[3].replace("\u00a0", " ") == "Ziffer 15.2, Ziffer 2.1"
    assert table.widths == (0.24, 0.26, 0.12, 0.16, 0.22)
    assert [type(inline).__name__ for inline in part.document.footer] == ["Text", "PageNumber", "Text", "PageCount"]
    assert plain(part.document.footer[:1]) == f"{words['page']} "


def test_periods_that_are_compared_are_facts_of_the_library() -> None:
    assert set(PERIODS) <= set(library().facts)
    assert len(PERIODS) == 6
