"""Values come out letter by letter, whatever they look like, in every text field of a profile and in both formats.

A contract is built twice: once with a plain word of its own in every field, once with the value under test. Both
must read the same but for these. The fields are found in the models, so that a new one is tested without a change
here; what no clause may print stands in `NAMES` with its reason.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from itertools import count
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import (
    BaseModel,
    ConfigDict,
    PydanticSchemaGenerationError,
    PydanticUserError,
    TypeAdapter,
    ValidationError,
)

from avvgen.assembly import assemble, prepare
from avvgen.characters import first_unseen
from avvgen.contract import Contract
from avvgen.facts import profile_view
from avvgen.findings import AvvgenError
from avvgen.library.load import Library
from avvgen.profiles.load import load_profile_source, read_profile
from avvgen.profiles.models import Profile
from avvgen.templating import Record, Value
from avvgen.writers import WRITERS

from .support import docx_texts, markdown_texts, small_library, write

HOSTILE = [
    "1. Januar 2026",
    "3) Halle",
    "# 12",
    "Müller & Söhne *Spezial* KG",
    "&copy; &amp; &#35;",
    "{{ x }}",
    "{% if %}",
    "{# x #} {x} {0} %1",
    "<b>x</b>",
    "<!-- x -->",
    "[a](http://x)",
    "[](#gegenstand)",
    "![a](x.png)",
    "Müller & Co.",
    "a_b_c __d__",
    "| pipe |",
    "- dash",
    "+ plus",
    "* Stern",
    "> größer",
    "= gleich",
    "---",
    "\\ backslash \\* \\",
    "~x~ ~~y~~",
    "$1$ $$2$$",
    "`code`",
    "'einfach' \"doppelt\" „deutsch“ »so«",
    "https://example.com/?a=1&b=2&copy;=3",
    "mailto:a_b@example.com",
    "a_b*c*@example.com",
    "Art. 5 Abs. 1, 30 Tage ... -- S. 2",
    "Straße, Größe, Maß",
    "zwei  Leerzeichen",
    "null",
    "Raum C #",
    "№ 5 ½ — 日本 😀",
]
LINES = "Zeile 1\n# Zeile 2\n- Zeile 3\n1. Zeile 4\n=====\n\n> 6"
NAMES = {
    "extends": "a file",
    "library": "a folder",
    "outline": "the test's own",
    "negotiable": "names of options",
    "packages": "parts of profiles",
    "documents": "parts of profiles",
    "clauses": "checked against the library; below",
    "output": "names of files",
    "accept": "said by the report alone",
    "style.logo": "a file",
    "style.numbering": "a name of schemes.yaml",
    "style.annex_numbering": "a name of schemes.yaml",
    "style.act": "a name of citations.yaml",
    "style.annex_label": "a format of numbers; below",
    "style.part_label": "a format of numbers",
    "words": "tokens; below",
    "parties.controller.designation": "tokens; below",
    "parties.processor.designation": "tokens; below",
    "toms.measures": "ids of toms.yaml",
    "toms.exclusions": "by ids of toms.yaml; below",
    "covers": "ids of toms.yaml",
    "ticks": "names of columns",
    "ticked": "names of items",
}
OMIT = object()
DEEPEST = 3
Build = Callable[..., Contract]
ROLES = ("document", "main_contract", "subprocessor", "data_subject", "breach")

OUTLINE = """
- title
- parties
- {material: contents, levels: 3}
- section: gegenstand
  title: "Gegenstand {{ controller.name }}"
  paragraphs: off
  content:
    - probe/felder
    - clauses: [probe/stellen]
      title: "Titel {{ processor.name }}:"
    - probe/optionen
    - probe/woerter
- section: titel
  title: "{{ controller.name }}"
  content: [{text: "Es gilt [](#anlage) und [](#ohne) mit [](#toms.schluessel)."}]
- annex: anlage
  title: "{{ controller.name }}"
  content:
    - {material: toms}
    - {material: checklist, of: schluessel}
    - {material: table, of: schluessel}
- {annex: ohne, title: "Ohne {{ controller.name }}", label: off, content: [{material: table, of: schluessel}]}
- signature
"""
PLACES = """\
{{ controller.name }} und {{ controller.name }}. {{ controller.name }}

Der Satz mit **{{ controller.name }}** und {{ controller.name | quoted }}.
{{ controller.name }}

- {{ controller.name }}
- **{{ controller.name }}** ist fett
  {{ controller.name }}

1. {{ controller.name }}
2. mit {{ controller.name }}, {{ controller.name | link }}

| {{ controller.name }} | Zweck |
|---|---|
| {{ controller.name }} | {{ controller.name }} und {{ controller.name }} |
| {{ controller.address | lines }} | {{ controller.address | comma_list }} |

{{ controller.address | and_list }}

{{ controller.address | lines }}

{% for subprocessor in subprocessors %}
{{ subprocessor.name }}, {{ subprocessor.service }}

{% endfor %}
"""
OPTIONS = """\
---
title: Optionen
options:
  wert: {type: text, help: Text}
  werte: {type: texts, help: Texte}
reviewed: 2026-11-21
---
{{ wert }}

{{ werte | and_list }}

{% for eintrag in werte %}
- {{ eintrag }}
{% endfor %}
"""
WORDS = """\
{{ Der_Auftraggeber }} gibt {{ dem_Auftragnehmer }} den Vertrag {{ des_Auftraggebers }}.
{{ Auftragnehmer }} ist {{ Auftraggeber }}.

{{ Dieser_Vertrag }} gilt mit {{ dem_Hauptvertrag }} für {{ den_Unterauftragnehmer }}, {{ den_Betroffenen }} und {{ den_Vorfall }}.
"""


# Every text field --------------------------------------------------------------------------------------------------


def sample(type_: Any, text: Callable[[], str], path: str = "", depth: int = 0) -> Any:
    """Data of a type in which every text is filled, and everything else left out unless it must be given."""
    if path in NAMES or path.rpartition(".")[2] in NAMES:
        return OMIT
    taken = as_text(type_)
    if taken is not OMIT:
        return text() if isinstance(taken, str) else [text(), text()]
    if get_origin(type_) is Annotated:
        bare = get_args(type_)[0]
        return sample(bare, text, path, depth) if as_text(bare) is OMIT else OMIT  # a text with a grammar of its own
    if get_origin(type_) in (Union, types.UnionType):
        found = (sample(inner, text, path, depth) for inner in get_args(type_))
        return next((data for data in found if data is not OMIT), OMIT)
    if get_origin(type_) is tuple:
        entries = [sample(get_args(type_)[0], text, path, depth) for _ in range(2)]
        return OMIT if OMIT in entries else entries
    if get_origin(type_) is dict:
        inner = sample(get_args(type_)[1], text, path, depth)
        return OMIT if inner is OMIT else {"schluessel": inner}
    if isinstance(type_, type) and issubclass(type_, BaseModel):
        return sample_of_model(type_, text, path, depth + 1)
    return OMIT


@cache
def as_text(type_: Any) -> Any:
    """What a field of this type makes of a word: a text, lines, or nothing, since it is no text or clause text."""
    try:
        reader = TypeAdapter(type_, config=ConfigDict(arbitrary_types_allowed=True))
        taken = reader.validate_python("Wort")
        return OMIT if "Jinja" in str(reader.json_schema()) else taken
    except (ValidationError, PydanticSchemaGenerationError, PydanticUserError):
        return OMIT


def sample_of_model(model: type[BaseModel], text: Callable[[], str], path: str, depth: int) -> Any:
    data = {}
    for name, hint in get_type_hints(model, include_extras=True).items():
        if name in model.model_fields and not (depth > DEEPEST and is_own(hint, model)):
            field = f"{path}.{name}".lstrip(".")
            data[name] = sample(hint, text, field, depth)
            if data[name] is OMIT and model.model_fields[name].is_required():
                data[name] = given_anyway(hint)
    return {name: value for name, value in data.items() if value is not OMIT} or OMIT


def is_own(hint: Any, model: type[BaseModel]) -> bool:
    return model is hint or any(is_own(inner, model) for inner in get_args(hint))


def given_anyway(hint: Any) -> str:
    for value in ("DE", "2026-11-21", "1", "on"):
        with suppress(ValidationError):
            TypeAdapter(hint).validate_python(value)
            return value
    return str(get_args(hint)[0])  # a literal


# A contract that prints them ---------------------------------------------------------------------------------------


def profile_of(text: Callable[[], str]) -> dict[str, Any]:
    """A profile with this text in every field, and an outline that prints all of them."""
    data = sample(Profile, text)
    word = {"article": "off"}
    data["words"] = {role: {**word, "word": text()} for role in ROLES}
    data["parties"]["controller"]["designation"] = {**word, "word": text()}
    data["parties"]["processor"]["designation"] = {**word, "word": text()}
    data["toms"]["exclusions"] = {"zutritt": text()}
    data["clauses"] = {"probe/optionen": {"wert": text(), "werte": [text(), text()]}}
    data["outline"] = yaml.load(OUTLINE, yaml.BaseLoader)
    return data


def counted() -> Callable[[], str]:
    """A different plain word each time."""
    numbers = count(1)
    return lambda: f"Wort{next(numbers)}Ende"


def all_fields(value: Any, path: str = "") -> Iterator[str]:
    """The expressions that print each text of a view, one after another."""
    if isinstance(value, Value):
        yield path
    elif isinstance(value, tuple):
        for n, inner in enumerate(value):
            yield from all_fields(inner, f"{path}[{n}]")
    elif isinstance(value, dict | Record):
        for key, inner in value.items():
            yield from all_fields(inner, f"{path}.{key}".lstrip("."))


def as_yaml(data: dict[str, Any]) -> str:
    return yaml.dump(data, allow_unicode=True, default_style='"', sort_keys=False)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("klauseln")
    write(folder, {"alle.yaml": as_yaml(profile_of(counted()))})
    view = profile_view(read_profile(load_profile_source(folder / "alle.yaml")), {})
    fields = "\n\n".join(f"{{{{ {path} }}}}" for path in all_fields(view) if not path.endswith(".id"))
    return small_library(
        folder,
        {
            "probe/felder": fields,
            "probe/stellen": PLACES,
            "probe/optionen": OPTIONS,
            "probe/woerter": WORDS,
        },
    )


@pytest.fixture(scope="module")
def build(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Build the contract of a profile, with values set from outside."""
    folder = tmp_path_factory.mktemp("profile")

    def contract_of(data: dict[str, Any], *settings: str) -> Contract:
        write(folder, {"werte.yaml": as_yaml(data)})
        return assemble(prepare(load_profile_source(folder / "werte.yaml", settings), library))

    return contract_of


@pytest.fixture(scope="module")
def plain(build: Build) -> dict[str, str]:
    """What the contract of plain words reads like in each format."""
    contract = build(profile_of(counted()))
    return {name: read(WRITERS[name](contract)) for name, read in READ.items()}


READ: dict[str, Callable[[bytes], str]] = {
    "md": lambda data: "\n".join(markdown_texts(data)),
    "docx": lambda data: "\n".join(docx_texts(data)),
}


def with_value(text: str, value: str) -> str:
    """The text with the value in place of every plain word."""
    pieces = text.split("Wort")
    return pieces[0] + "".join(value + piece.partition("Ende")[2] for piece in pieces[1:])


# The tests ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", READ)
def test_every_text_field_is_printed(format_: str, plain: dict[str, str]) -> None:
    numbers = count(1)
    profile_of(lambda: str(next(numbers)))
    last = next(numbers) - 1

    assert last > 100
    assert [n for n in range(1, last + 1) if f"Wort{n}Ende" not in plain[format_]] == []


@pytest.mark.parametrize("format_", READ)
@pytest.mark.parametrize("value", HOSTILE)
def test_a_value_comes_out_letter_by_letter(value: str, format_: str, build: Build, plain: dict[str, str]) -> None:
    contract = build(profile_of(lambda: value))

    text = READ[format_](WRITERS[format_](contract))

    assert text == with_value(plain[format_], value)


@pytest.mark.parametrize("format_", READ)
def test_a_value_of_several_lines_comes_out_letter_by_letter(format_: str, build: Build, plain: dict[str, str]) -> None:
    contract = build(profile_of(lambda: LINES))

    text = READ[format_](WRITERS[format_](contract))

    # A contents list and a reference have it in one line.
    assert text.replace("\n", " ") == with_value(plain[format_], LINES).replace("\n", " ")
    assert text.count(LINES) > 100


@pytest.mark.parametrize("format_", READ)
@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("key", ["parties.controller.name", "document.title", "toms.categories.schluessel.text"])
def test_a_value_set_from_outside_is_never_clause_text(key: str, value: str, format_: str, build: Build) -> None:
    contract = build(profile_of(counted()), f"{key}={value}")

    text = READ[format_](WRITERS[format_](contract))

    assert value in text


@pytest.mark.parametrize("format_", READ)
def test_the_label_of_annexes_comes_out_letter_by_letter(format_: str, build: Build) -> None:
    data = profile_of(counted())
    data["style"] = {"annex_label": "*Anhang*_&amp;_[%1]."}

    text = READ[format_](WRITERS[format_](build(data)))

    assert "*Anhang*_&amp;_[1]. – Wort" in text
    assert "Es gilt *Anhang*_&amp;_[1] und" in text


def test_spaces_at_the_start_of_a_value_are_no_markup(build: Build, plain: dict[str, str]) -> None:
    contract = build(profile_of(lambda: "    # 12"))

    text = READ["md"](WRITERS["md"](contract))

    assert text.replace(" ", "") == with_value(plain["md"], "#12").replace(" ", "")


# Anything at all, and often what looks like nothing.
UNSEEN = "\u200b\u200e\u202e\u2066\u2028\u2060\ufeff\u061c\u00ad\ufe0f\u0338\u3164\x00\x1b\x85\ue000\U000e0041\U000e0101\U000f0000"
LETTERS = st.text(min_size=1, max_size=40)
MIXED = st.text(st.sampled_from("aß \n\t|*#❤{%}<&" + UNSEEN), min_size=1, max_size=8)


@settings(max_examples=150, deadline=None)
@given(value=LETTERS | MIXED | st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=40))
def test_any_text_comes_out_letter_by_letter_or_is_refused(value: str, build: Build, plain: dict[str, str]) -> None:
    data = profile_of(lambda: value)
    if first_unseen(value) or not value.strip():
        with pytest.raises(AvvgenError) as refused:
            build(data)
        assert {finding.rule for finding in refused.value.findings} <= {"character", "empty-value"}
        assert all(finding.place.line for finding in refused.value.findings)
        return

    contract = build(data)

    for format_, read in READ.items():
        text, expected = read(WRITERS[format_](contract)), with_value(plain[format_], value)
        if value == value.strip() and not {"\n", "\t"} & set(value):
            assert text == expected, format_
        assert without_spaces(text) == without_spaces(expected), format_


def without_spaces(text: str) -> str:
    """Spaces at the ends of lines are none of a value's letters, and a heading has no lines."""
    return "".join(text.split())
