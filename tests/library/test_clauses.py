"""Every shipped clause under every designation and with every value of its options; the house rules of its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache
from itertools import combinations

import pytest

from avvgen.clause_folders import library_files
from avvgen.document import FollowUp
from avvgen.library.load import Library, load_library
from avvgen.proofreading import (
    DESIGNATIONS,
    alternatives,
    as_text,
    clause_blocks,
    declared,
    sample_scope,
)
from avvgen.templating import names_in


@cache
def library() -> Library:
    return load_library(library_files())


CLAUSES = sorted(library().clauses)
SENTINELS = {
    role: {
        "gender": "m",
        "nominative": f"NOM{n}",
        "genitive": f"GEN{n}",
        "dative": f"DAT{n}",
        "accusative": f"ACC{n}",
        "plural": {"nominative": f"NOMS{n}", "genitive": f"GENS{n}", "dative": f"DATS{n}", "accusative": f"ACCS{n}"},
    }
    for n, role in enumerate(
        ("controller", "processor", "document", "main_contract", "subprocessor", "data_subject", "breach"), start=1
    )
}
TYPED = re.compile(
    r"Auftraggeber|Auftragnehmer|Unterauftragnehmer|Unterauftragsverarbeiter|Subunternehmer"
    r"|[Bb]etroffene[nrs]? Person|\b[Bb]etroffene[nrs]?\b|Hauptvertrag|\b[Dd](?:ieser|iesem|iesen|ieses|er|em|en|es) Vertrags?\b"
    r"|Vereinbarung zur Auftragsverarbeitung|Verletzung(?:en)? des Schutzes personenbezogener Daten|\bParteien\b"
)
TOKEN = r"\{\{ \w+ \}\}"
DOUBLED = re.compile(r"\b(der|die|das|dem|den|des|und|von|in|zu|nach|mit) \1\b")


@cache
def scope(n: int):
    return sample_scope(library(), DESIGNATIONS[n])


def variants(id_: str) -> Iterator[tuple[str, dict[str, object]]]:
    """The options of a clause at their defaults, then each alternative value alone."""
    yield "defaults", {}
    for name, value in alternatives(library(), library().clauses[id_]):
        yield f"{name}={value}", {name: value}


def paragraphs(id_: str, designation: int) -> Iterator[tuple[str, str]]:
    clause = library().clauses[id_]
    for name, options in variants(id_):
        for block in clause_blocks(clause, scope(designation), options, library()):
            if isinstance(block, FollowUp):
                yield name, as_text(block.content)


@pytest.mark.parametrize("id_", CLAUSES)
def test_every_paragraph_is_whole_sentences_under_every_designation(id_: str) -> None:
    for designation in range(len(DESIGNATIONS)):
        for name, text in paragraphs(id_, designation):
            where = f"{name}, {DESIGNATIONS[designation]}: {text}"
            assert text[0].isupper() or text[0] in "→„[" or text[0].isdigit(), where
            assert text[-1] in ".:" or id_.startswith("annex-"), where
            assert "  " not in text, where
            assert not re.search(r" [,.;:]|,,|\.\.(?!\.)|\(\s|\s\)", text), where
            assert not DOUBLED.search(re.sub(r", (der|die|das) \1\b", "", text)), where


@pytest.mark.parametrize("id_", CLAUSES)
def test_no_word_for_a_party_or_document_is_typed(id_: str) -> None:
    sentinel = sample_scope(library(), {**SENTINELS, "parties": {"gender": "f", "nominative": "NOM8",
        "genitive": "GEN8", "dative": "DAT8", "accusative": "ACC8", "plural": {"nominative": "NOMS8",
        "genitive": "GENS8", "dative": "DATS8", "accusative": "ACCS8"}}})  # fmt: skip
    clause = library().clauses[id_]

    for name, options in variants(id_):
        for block in clause_blocks(clause, sentinel, options, library()):
            for row in rows_of(block):
                found = TYPED.search(row)
                assert not found, f"{name}: '{found[0] if found else ''}' in: {row}"


def rows_of(block: object) -> Iterator[str]:
    from avvgen.walks import own_inlines, walk

    for inner in walk((block,)):  # type: ignore[arg-type]
        yield from (as_text(row) for row in own_inlines(inner))


@pytest.mark.parametrize("id_", CLAUSES)
def test_the_article_of_a_token_stands_in_the_case_of_its_word(id_: str) -> None:
    """`dem NOM1` would be a token that the grammar put into the wrong case."""
    sentinel = sample_scope(library(), SENTINELS)
    pairs = {"der": "NOM", "des": "GEN", "dem": "DAT", "den": "ACC", "ein": "NOM", "eines": "GEN", "einem": "DAT"}

    for block in clause_blocks(library().clauses[id_], sentinel, {}, library()):
        for row in rows_of(block):
            for article, case in re.findall(r"\b(der|des|dem|den|ein|eines|einem) (NOM|GEN|DAT|ACC)\d", row):
                assert pairs[article] == case, row


@pytest.mark.parametrize("id_", CLAUSES)
def test_house_rules_of_the_body(id_: str) -> None:
    body = library().clauses[id_].body.text
    party = r"\{\{ \w*(?:Auftraggeber|Auftragnehmer)\w* \}\}"

    assert not re.search(rf"[\w-]{TOKEN}|{TOKEN}[\w-]", body), "a compound with a token"
    assert not re.search(
        r"\b(?:wegen|seitens|während|mittels|einschließlich|trotz|bezüglich|hinsichtlich|namens) \{\{ des_Auftrag", body
    ), "a genitive preposition before a party"
    assert not re.search(rf"{party}, (?:der|die|das|dem|den|dessen|deren|welche[rsmn]?)\b(?! \w+ )", body)
    assert not re.search(r"\b\w+(?:ige|iche|ende|ene)[rnms]? \{\{ (?:Auftraggeber|Auftragnehmer) \}\}", body)
    after_token = re.findall(rf"{TOKEN}([^.]*)", body)
    assert not any(re.search(r"\b(?:er|ihm|seine?[rsmn]?|ihre?[rsmn]?|ihnen)\b", rest) for rest in after_token)
    assert not re.search(r"\{\{ (?:ein|kein|jede|diese)\w*_Auftrag(?:geber|nehmer)", body), "a party is one"


@pytest.mark.parametrize("id_", CLAUSES)
def test_every_option_is_read_by_the_body_or_a_condition(id_: str) -> None:
    clause = library().clauses[id_]
    read_names = set(
        re.findall(r"\b[a-z_0-9]+\b", " ".join(re.findall(r"\{[{%].*?[%}]\}", clause.body.text, re.DOTALL)))
    )
    for fulfilment in (*clause.head.fulfils.values(), *clause.head.weakens.values()):
        for condition in (fulfilment.weak, fulfilment.not_, fulfilment.when):
            if condition is not None:
                read_names |= names_in(condition)

    carried = {name for name, spec in clause.head.options.items() if spec.fact is not None}
    assert set(clause.head.options) - read_names - carried == set()


@pytest.mark.parametrize("id_", CLAUSES)
def test_every_reference_is_required_or_guarded(id_: str) -> None:
    clause = library().clauses[id_]
    for targets in re.findall(r"\]\((#[^)]+)\)", clause.body.text):
        for target in targets.replace("#", "").split():
            guard = f'on("{target}")' if "/" in target else f'placed("{target}")'
            assert target in clause.head.requires or guard in clause.body.text, f"{target} may lead nowhere"
            assert target in library().clauses or target.startswith("annex-"), target


def test_every_topic_option_is_read_by_a_clause_of_its_folder() -> None:
    for name, topic in library().topics.items():
        texts = " ".join(
            clause.body.text + clause.head.default.text + str(clause.head.fulfils) + str(clause.head.weakens)
            for clause in library().clauses.values()
        )
        for option, spec in topic.options.items():
            asked = spec.fact or option
            assert re.search(rf"\b{re.escape(option)}\b|{re.escape(asked)}", texts), f"{name}.{option}"


def test_the_standard_outline_names_every_clause_once_but_those_of_addenda_and_letters() -> None:
    from avvgen.placement import placed_clauses

    named = placed_clauses(library().outlines["standard"])

    assert sorted(named) == [id_ for id_ in CLAUSES if library().clauses[id_].topic not in ("addendum", "notice")]


def test_every_clause_stands_in_a_shipped_outline_and_in_none_twice() -> None:
    from avvgen.placement import placed_clauses

    named = {name: placed_clauses(outline) for name, outline in library().outlines.items()}

    assert all(len(ids) == len(set(ids)) for ids in named.values())
    assert sorted({id_ for ids in named.values() for id_ in ids}) == CLAUSES


def test_an_outline_that_chooses_speaks_only_of_clauses_that_it_names() -> None:
    from avvgen.selection import placed_clauses

    outline = library().outlines["scc-2021-915"]

    assert not outline.complete
    assert {*outline.on, *outline.optional} <= set(placed_clauses(outline))


def test_every_fact_that_an_evidence_field_names_is_declared() -> None:
    assert library().facts, "the facts were read"
    for clause in library().clauses.values():
        for spec in declared(library(), clause).values():
            if spec.fact is not None:
                assert spec.fact in library().facts


def test_a_clause_reads_as_whole_german_with_a_name_without_an_article() -> None:
    blocks = clause_blocks(library().clauses["subprocessors/liability"], scope(1), {}, library())

    text = as_text(blocks[0].content)  # type: ignore[union-attr]

    assert "haftet Inxmail der Kundin" in text


def test_no_clause_is_the_copy_of_another_with_a_word_changed() -> None:
    bodies = {id_: clause.body.text for id_, clause in library().clauses.items()}
    words = {id_: set(re.findall(r"\w+", text)) for id_, text in bodies.items()}
    for one, other in combinations(sorted(bodies), 2):
        if len(words[one] & words[other]) > 0.8 * max(len(words[one]), len(words[other])):
            assert SequenceMatcher(None, bodies[one], bodies[other]).ratio() < 0.9, f"{one} and {other}"
