"""Stand-ins: a contract whose letters were put in last is the contract that was built with them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avvgen.assembly import prepare
from avvgen.bulk.press import Press, press
from avvgen.bulk.standins import HARMLESS, PRINTED, STAND_IN
from avvgen.customers import Row, node_of
from avvgen.findings import AvvgenError, Place
from avvgen.job import Job
from avvgen.making import checked
from avvgen.profiles.data import Party
from avvgen.profiles.load import merge
from avvgen.writers import WRITERS

from .lists import MINIMAL, PARTY, customer

BREACH = """\
clauses: {annex-details/persons: on, subject/several-controllers: on}
document: {header: "{{ controller.name }} und {{ processor.name }}", title: "{{ Vertrag }} mit {{ controller.name }}"}
parties: {controller: blank, layout: columns}
output: {formats: [docx, md], front_matter: on}
negotiable: [subprocessors/objection.period]
"""


@cache
def pressing(folder: Path, more: str = "") -> Press:
    path = folder / "acme.yaml"
    (folder / "minimal.yaml").write_bytes(MINIMAL.read_bytes())
    path.write_text(f"extends: minimal.yaml\n{more}", "utf-8")
    return press(Job(path, formats=("docx", "md")))


def row_of(cells: dict[str, str]) -> Row:
    given_lines = {key: tuple(value.split("\n")) if "\n" in value else value for key, value in cells.items()}
    return Row(1, Place("list.csv", 2, 1), given_lines)


def directly(ready: Press, row: Row) -> tuple[dict[str, bytes], list[str]] | list[str]:
    """The files and findings of a contract that is built with the letters in it."""
    source = ready.source
    try:
        whole = type(source)(source.path, merge(source.root, node_of(row)), source.abstract, source.library)
        built = checked(prepare(whole, ready.library), None, force=False)
    except AvvgenError as refused:
        return [str(finding) for finding in refused.findings]
    return {name: WRITERS[name](built.contract) for name in ("docx", "md")}, [
        f"{f.level} {f.rule}" for f in built.findings
    ]


def in_bulk(ready: Press, row: Row) -> tuple[dict[str, bytes], list[str]] | list[str]:
    try:
        printed = ready.printed(row)
    except AvvgenError as refused:
        return [str(finding) for finding in refused.findings]
    return dict(printed.files), list(printed.said)


TRICKY = {
    "ordinary": {},
    "an ampersand": {"name": "Müller & Söhne GmbH & Co. KG"},
    "without a form": {"name": "Kundenwerk"},
    "without representation": {"name": "Kundenwerk GmbH", "represented_by": ""},
    "a profession": {"name": "Rechtsanwälte Muster PartG mbB"},
    "a profession inside": {"name": "Muster Zahnarztpraxis am Park GmbH"},
    "a person's mailbox": {"contact": "erika.mustermann@kunde.example"},
    "an address that is none": {"contact": "Datenschutz, Telefon +49 30 123-45"},
    "a web address": {"contact": "https://kunde.example/datenschutz"},
    "Markdown": {"name": "*Stern* _Linie_ `Code` GmbH", "address": "1. Straße\n- Hof 2\n# 3"},
    "a list": {"name": "1. FC Muster e. V."},
    "HTML": {"name": "<b>Fett</b> \"GmbH\" 'AG'"},
    "Jinja": {"name": "{{ 7 * 7 }} GmbH"},
    "blank": {"name": "blank"},
    "off": {"name": "off"},
    "like the profile": {"name": "Beispielwerk Software GmbH"},
    "twice the same": {"name": "Zwilling", "contact": "Zwilling"},
    "a stand-in": {"name": "qxaaxq GmbH"},
    "a placeholder": {"name": "TODO GmbH"},
    "umlauts": {"name": "Ökowärme Große Straße GmbH", "country": "AT"},
    "far letters": {"name": "Ελλάς ΑΕ 北京 GmbH"},
    "an unknown country": {"country": "USA"},
    "an unseen letter": {"name": "Kunde\u200bwerk GmbH"},
    "two blanks": {"name": "Zwei  Leerzeichen GmbH"},
    "an exclamation": {"name": "Yahoo! GmbH"},
    "a short one": {"name": "A"},
    "further data": {
        "dpo.function": "Datenschutzbeauftragte",
        "dpo.mailbox": "dsb@kunde.example",
        "signature.place": "Ulm",
    },
}


@pytest.mark.parametrize("more", ["", BREACH], ids=["minimal", "rich"])
@pytest.mark.parametrize("case", TRICKY)
def test_bulk_makes_what_a_single_build_makes(tmp_path_factory: pytest.TempPathFactory, case: str, more: str) -> None:
    ready = pressing(folder_for(tmp_path_factory, more), more)
    row = row_of({key: value for key, value in customer(1, **TRICKY[case]).items() if value})

    assert in_bulk(ready, row) == directly(ready, row)


def folder_for(factory: pytest.TempPathFactory, more: str) -> Path:
    folder = factory.getbasetemp() / ("rich" if more else "minimal")
    folder.mkdir(exist_ok=True)
    return folder


LETTERS = st.text(
    st.sampled_from("aäÖ ß1&.,-()'+@*_<>|#:;/!\"„“–qxEU\u00a0é") | st.characters(codec="utf-8"), min_size=1, max_size=12
)


@settings(max_examples=25, deadline=None)
@given(name=LETTERS, line=LETTERS, contact=LETTERS)
def test_any_letters_make_what_a_single_build_makes(
    tmp_path_factory: pytest.TempPathFactory, name: str, line: str, contact: str
) -> None:
    ready = pressing(folder_for(tmp_path_factory, BREACH), BREACH)
    row = Row(
        1, Place("list.csv", 2, 1), {f"{PARTY}name": name, f"{PARTY}address": (line, "Ort"), f"{PARTY}contact": contact}
    )

    assert in_bulk(ready, row) == directly(ready, row)


def test_customers_of_one_kind_share_a_shape_and_others_do_not(tmp_path_factory: pytest.TempPathFactory) -> None:
    ready = pressing(folder_for(tmp_path_factory, ""), "")

    shapes = {ready.cutter.cut(row_of(customer(n)))[0] for n in range(50)}
    other = ready.cutter.cut(row_of(customer(1, country="AT")))[0]

    assert len(shapes) == 1
    assert other not in shapes


@settings(max_examples=300)
@given(st.from_regex(HARMLESS, fullmatch=True))
def test_harmless_letters_are_those_that_no_writer_changes(text: str) -> None:
    assert text == text.strip()
    assert not set(text) & set('\\`*_[]<>|~$"#\n\t')
    assert not text.split(" ", maxsplit=1)[0].rstrip(".)").isdigit() or " " in text


def test_every_key_with_stand_ins_is_a_text_of_a_party() -> None:
    for key in PRINTED:
        model = Party
        *steps, last = key.removeprefix(PARTY).split(".")
        for step in steps:
            model = next(
                arg
                for arg in (
                    model.model_fields[step].annotation,
                    *getattr(model.model_fields[step].annotation, "__args__", ()),
                )
                if hasattr(arg, "model_fields")
            )
        assert "str" in str(model.model_fields[last].annotation)


def test_a_stand_in_is_no_word() -> None:
    assert not STAND_IN.search("Qualifikation, Exquisites, qx")
