"""Every law of data protection and every language builds the standard contract in its own articles and words.

`OTHERS` lists what must not stand in a contract: the articles, authorities and words of another law. The same list is
held against every clause of the library with every value of its options; `MEANT` names the clauses that speak of
another law on purpose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from avvgen.assembly import assemble, load, prepare
from avvgen.choices import vocabulary_of
from avvgen.clause_folders import VARIANTS, library_files, shipped_folder, variant_folders
from avvgen.contract import Contract
from avvgen.document import Document
from avvgen.grammar.vocabulary import Vocabulary
from avvgen.library.load import Library, load_library
from avvgen.library.options import UNSET
from avvgen.placement import placed_clauses
from avvgen.profiles.load import ProfileSource, load_profile_source, read_profile
from avvgen.proofreading import (
    alternatives,
    as_text,
    clause_blocks,
    declared,
    sample_scope,
    sample_source,
    set_at,
    shown,
)
from avvgen.typesetting import spelled, typeset
from avvgen.walks import own_inlines, walk
from avvgen.writers import WRITERS

from .support import markdown_texts

MINIMAL = Path(__file__).parent.parent / "profiles" / "minimal.yaml"
SWITZERLAND = {"language": "de-CH", "jurisdiction": "CH"}
# What a profile says of its document, by the name of the variant.
DOCUMENTS: Mapping[str, Mapping[str, str]] = {
    "Germany": {},
    "Austria": {"language": "de-AT", "jurisdiction": "AT"},
    "Switzerland beside": SWITZERLAND,
    "Switzerland instead": {**SWITZERLAND, "regime": "dsg-ch"},
    "Protestant church": {"regime": "dsg-ekd"},
    "Catholic church": {"regime": "kdg"},
}
GDPR = r"DSGVO|DS-GVO|GDPR|Grundverordnung|Art\. \d"
CHURCHES = r"DSG-EKD|KDG|[Kk]irch|Gliedkirche"
SWISS = r"(?<!D)DSG(?!VO|-EKD)|DSV|EDÖB|Öffentlichkeitsbeauftragt|Auftragsbearbeit|Personendaten|«|»"
GERMAN_LAW = (
    r"BDSG|(?<!A)BGB|HGB|StGB|StPO|SGB|BRAO|StBerG|GeschGehG|BSIG|TDDDG|VerpflG|BfDI|Bundesbeauftragt|Landesbeauftragt"
    r"|deutschem? Recht|deutsches Recht|\bJanuar\b"
)
AUSTRIAN_LAW = r"§ 6 DSG(?!-)|ABGB|RAO|WTBG|Datenschutzbehörde|\bJänner\b|österreich"
OTHERS: Mapping[str, str] = {
    "Germany": rf"{CHURCHES}|{SWISS}|{AUSTRIAN_LAW}",
    "Austria": rf"{CHURCHES}|EDÖB|Personendaten|«|{GERMAN_LAW}|Art\. |Abs\. |[Ss]chadensersatz|Handelsrecht",
    "Switzerland beside": rf"{CHURCHES}|{GERMAN_LAW}|{AUSTRIAN_LAW}|ß|„|[Ss]chadensersatz|Vertragsstrafe|Zurückbehaltung",
    "Switzerland instead": (
        rf"{CHURCHES}|{GERMAN_LAW}|{AUSTRIAN_LAW}|DSGVO|Grundverordnung|ß|„|§|[Vv]erarbeit|personenbezogen|Unionsrecht"
        r"|der Union\b|Mitgliedstaats?\b|Drittl[aä]nd|Angemessenheitsbeschluss|EU-US|Datenschutzbeauftragt"
        r"|[Ss]chadensersatz|Vertragsstrafe|Zurückbehaltung|Rechte und Freiheiten"
    ),
    "Protestant church": (
        rf"{GDPR}|KDG|{SWISS}|{AUSTRIAN_LAW}|BDSG|BfDI|Landesbeauftragt|Verantwortliche[rn]?(?! Stelle)\b|Unionsrecht"
        r"|(?<!Kirche, )der Union oder"
    ),
    "Catholic church": (
        rf"{GDPR}|DSG-EKD|{SWISS}|{AUSTRIAN_LAW}|BDSG|BfDI|Landesbeauftragt|(?<!staatlicher )Aufsichtsbehörde|verantwortliche Stelle"
        r"|Unionsrecht|(?<!Kirche, )der Union oder"
    ),
}
# Clauses that name another law because that is what they are about: whom they bind it binds, whatever binds the other.
ABOUT_OTHERS = (
    "regimes/church", "regimes/swiss", "regimes/data-act", "regimes/dora", "regimes/nis2", "regimes/social-data",
    "regimes/social-data-notification", "regimes/health-cloud", "transfers/swiss", "transfers/uk", "transfers/scc",
    "transfers/scc-annexes", "transfers/own-processor-outside-eea", "transfers/eu-representative",
    "transfers/controller-concludes", "confidentiality/austria", "confidentiality/professional-secrecy",
    "confidentiality/professional-secrecy-brief", "confidentiality/professional-secrecy-persons",
    "confidentiality/professional-secrecy-authorities", "confidentiality/professional-secrecy-at-ch", "ai/users",
    "scc915/elections", "scc915/incorporation",
)  # fmt: skip
# What the values of the sample profile say, and where a clause means the area of the EEA.
VALUES = re.compile(
    r"Deutschland|EU-US DPF|Datenschutzbeauftragter, |E-Mail: dsb@|weniger als 20 Personen ständig automatisiert \w+"
    r"|„Angabe im Profil“|(?:anderen )?Mitgliedstaaten der Europäischen Union|Kontakt: Datenschutzbeauftragter"
    r"|Durchführungsbeschluss \(EU\) 2021/914|Rechenzentrum|deutsche (?:Fassung|Übersetzung)"
)


@cache
def library(variant: str) -> Library:
    """The shipped library with the files that differ in a variant, read once."""
    document = DOCUMENTS[variant]
    return load_library(library_files(variant_folders(document.values())))


@cache
def standard(variant: str) -> Contract:
    """The small profile in a variant: every clause that is on unasked."""
    root: Any = load_profile_source(MINIMAL).root
    for key, value in DOCUMENTS[variant].items():
        root = set_at(root, ("document", key), value)
    if variant == "Austria":
        root = set_at(root, ("style", "citations"), "at")
    if variant == "Switzerland beside":
        root = set_at(root, ("clauses", "regimes/swiss"), "on")
    return assemble(prepare(ProfileSource(MINIMAL, root, False, None), library(variant)))


def text_of(contract: Contract) -> str:
    """The contract as a reader of the rendered Markdown sees it, spaces plain, with its properties."""
    document = contract.parts[0].document
    text = "\n".join((*markdown_texts(WRITERS["md"](contract)), document.title, document.subject, document.keywords))
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize("variant", DOCUMENTS)
def test_the_standard_contract_has_nothing_of_another_law(variant: str) -> None:
    values = r"Musterstraße 1|„Terminwerk“|Datenschutzbeauftragter, Beispielwerk"
    on_purpose = r"Soweit für den Auftragnehmer die DSGVO gilt, erfüllt dieser Vertrag zugleich Art\. 28 DSGVO;"
    text = re.sub(rf"{values}|{on_purpose}|{VALUES.pattern}", "", text_of(standard(variant)))

    assert not re.findall(f".{{0,60}}(?:{OTHERS[variant]}).{{0,60}}", text)


def test_a_contract_of_a_church_names_the_regulation_in_one_clause_alone() -> None:
    for variant in ("Protestant church", "Catholic church"):
        sentences = [line for line in text_of(standard(variant)).split("\n") if "DSGVO" in line]

        assert len(sentences) == 1
        assert "erfüllt dieser Vertrag zugleich Art. 28 DSGVO" in sentences[0]


@pytest.mark.parametrize(
    ("variant", "sentences"),
    [
        ("Austria", ("nach Art 28 DSGVO", "Art 4 Z 7 DSGVO", "auf das Datengeheimnis (§ 6 DSG)", "österreichisches Recht")),
        ("Switzerland beside", ("nach Art. 28 DSGVO", "nach Art. 9 DSG;", "«Auftraggeber»", "Massnahmen")),
        ("Switzerland instead", ("nach Art. 9 DSG", "von Personendaten", "Auftragsbearbeiter", "(EDÖB)", "«Auftraggeber»")),
        ("Protestant church", ("nach § 30 DSG-EKD", "als verantwortliche Stelle nach § 4 DSG-EKD", "Verantwortliche Stelle")),
        ("Catholic church", ("nach § 29 KDG", "als Verantwortlicher nach § 4 KDG", "mit der Datenschutzaufsicht zusammen")),
    ],
)  # fmt: skip
def test_the_standard_contract_speaks_as_its_law_does(variant: str, sentences: tuple[str, ...]) -> None:
    text = text_of(standard(variant))

    for sentence in sentences:
        assert sentence in text


def rows(variant: str, id_: str) -> Iterator[tuple[str, str]]:
    """Every line of a clause in a variant: at the defaults, then with every other value of each option."""
    shelf, document = library(variant), DOCUMENTS[variant]
    profile = read_profile(sample_source({}, document))
    words, language = vocabulary_of(profile, shelf), profile.document.language
    clause = shelf.clauses[id_]
    texts = [name for name, spec in declared(shelf, clause).items() if spec.type in ("text", "texts")]
    unasked = {name: declared(shelf, clause)[name].in_force(UNSET, shelf.units) for name in texts}
    own = {name: respelled(value, words, language) for name, value in unasked.items() if isinstance(value, str | tuple)}
    for options in ({}, *({name: value} for name, value in alternatives(shelf, clause))):
        said = "".join(f"{name}={shown(value)}" for name, value in options.items())
        blocks = clause_blocks(clause, scope(variant), {**own, **options}, shelf)
        for block in walk(typeset(Document(blocks, language=language), vocabulary=words).blocks):
            yield from ((said, as_text(row).replace("\u00a0", " ")) for row in own_inlines(block))


def respelled(default: Any, words: Vocabulary, language: str) -> Any:
    """What the library says unasked in the words and the spelling of a variant, as a contract has it."""
    if isinstance(default, tuple):
        return tuple(respelled(text, words, language) for text in default)
    return spelled(words.said(default), language)


@cache
def scope(variant: str) -> Any:
    return sample_scope(library(variant), {}, DOCUMENTS[variant])


OF_ADDENDA = ("dora/", "nis2/", "confidentiality/secrecy-")  # which name the law that they are about
CLAUSES = sorted(
    id_
    for id_ in placed_clauses(load_library(library_files()).outlines["standard"])
    if not id_.startswith(OF_ADDENDA) and id_ not in ABOUT_OTHERS
)


@pytest.mark.parametrize("variant", ["Austria", "Switzerland instead", "Protestant church", "Catholic church"])
def test_no_clause_has_anything_of_another_law(variant: str) -> None:
    forbidden = re.compile(OTHERS[variant].replace("Art\\. |Abs\\. |", ""))  # the sample cites as Germany does
    wrong = {
        f"{id_} ({said}): {text}"
        for id_ in CLAUSES
        for said, text in rows(variant, id_)
        if said != "law=DE" and forbidden.search(VALUES.sub("", text))
    }

    assert not wrong, "\n".join(sorted(wrong))


@pytest.mark.parametrize("id_", ABOUT_OTHERS)
def test_the_clauses_about_other_laws_are_there_and_build_in_every_variant(id_: str) -> None:
    for variant in DOCUMENTS:
        assert list(rows(variant, id_)) or id_ == "transfers/uk"


# Overlays --------------------------------------------------------------------------------------------

FILES = sorted(path for path in (shipped_folder() / VARIANTS).rglob("*") if path.is_file())


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(shipped_folder() / VARIANTS)))
def test_an_overlay_holds_only_files_that_differ(path: Path) -> None:
    variant, *steps = path.relative_to(shipped_folder() / VARIANTS).parts
    standard_file = shipped_folder().joinpath(*steps)

    assert variant in {value for document in DOCUMENTS.values() for value in document.values()}
    assert standard_file.is_file()
    assert path.read_text("utf-8") != standard_file.read_text("utf-8")


def test_a_clause_of_an_overlay_takes_the_options_of_the_one_it_stands_for() -> None:
    shipped = load_library(library_files())
    for path in FILES:
        variant, *steps = path.relative_to(shipped_folder() / VARIANTS).parts
        if path.suffix == ".md":
            id_ = "/".join(steps).removesuffix(".md")
            other = load_library(library_files(variant_folders([variant]))).clauses[id_].head
            assert list(other.options) == list(shipped.clauses[id_].head.options)
            assert set(other.fulfils) == set(shipped.clauses[id_].head.fulfils)


def test_a_folder_of_the_profile_goes_before_the_overlay_of_its_law(tmp_path: Path) -> None:
    own = tmp_path / "own" / "regimes"
    own.mkdir(parents=True)
    (own / "swiss.md").write_text(
        "---\ntitle: Eigener Text\ndefault: on\nreviewed: 2026-11-22\n---\nEs gilt das DSG in unseren Worten.\n",
        "utf-8",
    )
    profile = tmp_path / "profile.yaml"
    profile.write_text(MINIMAL.read_text("utf-8"), "utf-8")
    switched = ("document.regime=dsg-ch", "document.jurisdiction=CH")

    shipped = text_of(assemble(load(profile, (), switched)))
    owned = text_of(assemble(load(profile, (tmp_path / "own",), switched)))

    assert "DSG ist das schweizerische Bundesgesetz über den Datenschutz" in shipped
    assert "Es gilt das DSG in unseren Worten." in owned
    assert "DSG ist das schweizerische Bundesgesetz" not in owned


def test_values_of_the_profile_keep_their_letters(tmp_path: Path) -> None:
    profile = tmp_path / "profile.yaml"
    profile.write_text(MINIMAL.read_text("utf-8"), "utf-8")
    values = ("document.regime=dsg-ch", "document.language=de-CH", "processing.subject=Verarbeitung in der Straße")

    assert "Verarbeitung in der Straße" in text_of(assemble(load(profile, (), values)))
