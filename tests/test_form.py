"""What no contract may look like, whatever it says."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from avvgen.checks import run_rules
from avvgen.contract import Contract, Part
from avvgen.document import (
    Anchor,
    Block,
    Document,
    Inline,
    LineBreak,
    Paragraph,
    Ref,
    Section,
    SignatureBlock,
    SignatureSide,
    Strong,
    Text,
)
from avvgen.findings import Finding
from avvgen.library.schemes import NumberFormat, Scheme
from avvgen.numbering import labels

from .conftest import Outcome
from .support import BASIS, SENTENCE

NUMBERS = (NumberFormat(text="%1"), NumberFormat(text="%1.%2"))
SCHEME = Scheme(
    title="1 / 1.1",
    levels=NUMBERS,
    references=("Ziffer {0}", "Ziffer {1}"),
    items=(NumberFormat(text="%1)", style="lower-letter"),),
    annex=NumberFormat(text="Anlage %1"),
    annex_levels=NUMBERS,
    annex_references=("{annex} Ziffer {0}", "{annex} Ziffer {1}"),
)


def findings(*blocks: Block, header: tuple[Inline, ...] = ()) -> list[tuple[str, str]]:
    document = Document((Section("s", (Text("S"),), (Paragraph("p", (Text("P."),)), *blocks)),), header=header)
    contract = Contract("acme", (Part(document, labels(document, SCHEME), SCHEME),), {})
    return [(finding.rule, finding.level) for finding in run_rules(contract)]


def said(*content: Inline) -> list[tuple[str, str]]:
    return findings(Paragraph("a", content))


def test_a_contract_without_fault_has_no_findings() -> None:
    assert said(Text("Ein Satz."), Text("  Wert ", verbatim=True)) == []


@pytest.mark.parametrize(
    "left", ["TODO", "TBD", "XXX", "???", "[...]", "[ … ]", "[___]", "[●]", "{{ name }}", "{% if %}", "Lorem ipsum"]
)
def test_a_placeholder_is_an_error_in_our_words_and_a_warning_in_a_value(left: str) -> None:
    assert said(Text(f"Frist: {left}.")) == [("placeholder-left", "error")]
    assert said(Strong((Text(f"{left}", verbatim=True),))) == [("placeholder-left", "warning")]


def test_a_mark_of_a_signature_service_is_no_placeholder() -> None:
    side = SignatureSide((Text("Für A"),), (Anchor("{{date}}"),), (), ((Text("Vorstand"),),), ((Anchor("{{sig}}"),),))

    assert findings(SignatureBlock((side,))) == []


@pytest.mark.parametrize("fine", ["Methodologie", "[Firma]", "XX", "??", "TODOS", "[a] und [b]", "{ x }"])
def test_what_resembles_a_placeholder_is_none(fine: str) -> None:
    assert said(Text(fine)) == []


def test_header_and_footer_are_looked_at() -> None:
    assert findings(header=(Text("TODO"),)) == [("placeholder-left", "error")]


def test_two_spaces_in_our_words_are_a_gap() -> None:
    assert said(Text("Die Frist  beträgt.")) == [("space-doubled", "error")]
    assert said(Text("Die Frist "), Text(" beträgt.")) == [("space-doubled", "error")]
    assert said(Text("Die Frist "), Text("30", verbatim=True), Text(" Tage")) == []
    assert said(Text("Nach "), Ref(("p",)), Text(" gilt"), LineBreak(), Text("das.")) == []


@pytest.mark.parametrize(
    "word",
    [
        "Раyment",
        "Bеispiel",
        "Mustеr",
        "Вeispiel",
        "Βeispiel",
        "Ｍuster",
        "𝐌uster",
        "Musteг",
        "ɑlpha",
        "Ꮯloud",
        "Kun\u217ee",
    ],
)
def test_a_word_of_letters_that_look_alike_is_an_error_in_our_words_and_in_a_value(word: str) -> None:
    assert said(Text(f"Die {word} GmbH")) == [("letters-mixed", "error")]
    assert said(Strong((Text(word, verbatim=True),))) == [("letters-mixed", "error")]


@pytest.mark.parametrize("mark", ["\u00ad", "\u0332", "\u0301\u00ad"])
def test_what_stands_on_or_between_letters_ends_no_word(mark: str) -> None:
    assert said(Text(f"\u0410{mark}uftragnehmer")) == [("letters-mixed", "error")]
    assert said(Text(f"A{mark}uftragnehmer")) == []


@pytest.mark.parametrize(
    "fine",
    ["Газпром AG", "α-Tests", "5 µm", "Łódź Çelik Øre Ñandú", "Ελλάδα (Hellas)", "Müller™", "II. Ⅱ", "東京 Office"],
)
def test_words_of_one_script_each_may_stand_side_by_side(fine: str) -> None:
    assert said(Text(fine)) == []


def test_a_number_without_words_is_a_gap() -> None:
    assert said() == [("paragraph-empty", "error")]
    assert findings(Paragraph("a", (), numbered=False)) == []


def test_a_finding_about_the_whole_contract_names_its_profile_and_stops_the_build(
    call: Callable[..., Outcome], tmp_path: Path
) -> None:
    files = {"acme.yaml": f"library: klauseln\n{BASIS}", "klauseln/probe/satz.md": f"{SENTENCE}TODO\n"}
    message = "'TODO' looks like a placeholder; give the value, or 'blank' for the counterparty [placeholder-left]"

    stopped = call("build acme.yaml -f md", files)
    before = (tmp_path / "acme.md").exists()
    forced = call("build acme.yaml -f md --force")

    assert stopped.status == 1
    assert f"acme.yaml: error: {message}" in [re.sub(r":1:1: ", ": ", line) for line in stopped.said]
    assert stopped.said[-1].endswith("or use --force [not-built]")
    assert not before
    assert forced.status == 0
    assert f"acme.yaml: warning: {message}" in [re.sub(r":1:1: ", ": ", line) for line in forced.said]
    assert forced.printed == ["acme.md"]


def test_what_assembling_noticed_comes_first() -> None:
    noticed = Finding("fact-conflict", "warning", "zwei Werte")
    document = Document((Paragraph("a", (Text("TODO"),)),))
    contract = Contract("acme", (Part(document, labels(document, SCHEME), SCHEME),), {}, (noticed,))

    assert [finding.rule for finding in run_rules(contract)] == ["fact-conflict", "placeholder-left"]


def test_one_error_stops_a_build_in_the_singular(call: Callable[..., Outcome]) -> None:
    small = (Path(__file__).parents[1] / "profiles" / "minimal.yaml").read_text("utf-8")
    term = "clauses: {term/with-main-contract: off, term/own-term: {duration: fixed}}\n"

    stopped = call("build acme.yaml -f md", {"acme.yaml": small + term})

    assert stopped.said[-1].endswith(
        "not built for 1 error; mend it, accept it in the profile ('accept:'), or use --force [not-built]"
    )
