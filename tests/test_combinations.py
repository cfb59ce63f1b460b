"""Clauses and options at random, in random outlines, numberings and words: a contract, or findings; never a crash."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from avvgen.assembly import assemble, prepare
from avvgen.clause_folders import library_files
from avvgen.contract import Contract, Part
from avvgen.document import Blank, FollowUp, Paragraph, Ref, Text
from avvgen.findings import AvvgenError
from avvgen.library.load import Library, load_library
from avvgen.library.samples import VALUES
from avvgen.profiles.load import ProfileSource
from avvgen.proofreading import DESIGNATIONS, sample_source, set_at
from avvgen.walks import flat, inlines, walk
from avvgen.writers import WRITERS

from .support import docx_texts, markdown_texts

LOWER_NAMES = ("easyname", "360dialog")
DOUBLED = re.compile(r"(?<!,)(?<!, )\b(der|die|das|dem|den|des) \1\b")
NUMBER = re.compile(r"\(?(?:\d[\d.]*|[a-z]{1,2}|[ivxlc]+|[IVXLC]+)[.)]?|–")
WORDS = (
    *DESIGNATIONS,
    {"controller": "Auftraggeberin", "processor": "Auftragnehmerin", "document": "Auftragsverarbeitungsvereinbarung"},
    {"controller": "Klient", "processor": {"word": "easyname", "article": "off"}},
    {
        "controller": "Nutzerin",
        "processor": {"word": "360dialog", "article": "off"},
        "subprocessor": "Subdienstleister",
    },
)


@cache
def library() -> Library:
    return load_library(library_files())


def option_values(spec: Any) -> st.SearchStrategy[Any]:
    """A value of an option as a profile writes it."""
    match spec.type:
        case "choice":
            return st.sampled_from(spec.of)
        case "choices":
            return st.lists(st.sampled_from(spec.of), unique=True, min_size=1).map(list)
        case "switch":
            return st.sampled_from(["on", "off"])
        case "duration":
            return st.sampled_from(["1 month", "4 weeks", "30 days", "12 hours", "10 working days", "1 week"])
        case "rows":
            columns = st.lists(st.sampled_from(spec.of), unique=True, min_size=1)
            return st.lists(columns.map(lambda names: dict.fromkeys(names, "Angabe")), min_size=1, max_size=2)
        case kind:
            return st.just(VALUES[kind])


@st.composite
def profiles(draw: st.DrawFn) -> ProfileSource:
    """A profile whose outline, options, numbering and words are random; what clauses need comes along."""
    shipped = library().clauses
    names = draw(st.lists(st.sampled_from(sorted(shipped)), unique=True, min_size=3, max_size=25))
    names = [name for name in names if shipped[name].head.default.text != "false" or draw(st.booleans())] or names
    for name in list(names):
        names += [needed for needed in shipped[name].head.requires if needed not in names]
    data: Any = sample_source(draw(st.sampled_from(WORDS))).root
    for name in names:
        specs = shipped[name].head.options
        chosen = [key for key in specs if specs[key].default is None or draw(st.integers(0, 3)) == 0]
        options = {key: draw(option_values(specs[key])) for key in chosen}
        if options:
            data = set_in(data, ("clauses", name), options)
    for topic in {shipped[name].topic for name in names} & library().topics.keys():
        for key, spec in library().topics[topic].options.items():
            if draw(st.booleans()):
                data = set_in(data, ("clauses", topic), {key: draw(option_values(spec))})
    data = set_in(data, ("style",), {
        "numbering": draw(st.sampled_from(sorted(library().schemes))),
        "lone_paragraphs": draw(st.sampled_from(["numbered", "unnumbered"])),
        "citations": draw(st.sampled_from(["de", "at", "long", "roman"])),
    })  # fmt: skip
    return ProfileSource(Path("random.yaml"), set_in(data, (), {"outline": draw(outlines(names))}), False, None)


def set_in(data: Any, steps: tuple[str, ...], values: dict[str, Any]) -> Any:
    """The profile with values set, lists included."""
    for key, value in values.items():
        data = set_at(data, (*steps, key), value)
    return data


@st.composite
def outlines(draw: st.DrawFn, names: list[str]) -> list[Any]:
    """Sections of paragraphs of one clause or several, with follow-ups, items and run-in titles."""
    order = draw(st.permutations(names))
    content: list[Any] = ["title", "parties"]
    while order:
        section: dict[str, Any] = {"section": f"s{len(content)}", "content": []}
        if draw(st.integers(0, 4)):
            section["title"] = "Überschrift {{ des_Auftraggebers }}"
        for _ in range(draw(st.integers(1, 4))):
            group = list(order[: draw(st.integers(1, 3))])
            order = order[len(group) :]
            if group:
                section["content"].append(draw(paragraphs(group)))
        if section["content"]:
            content.append(section)
    return [*content, "signature"]


@st.composite
def paragraphs(draw: st.DrawFn, group: list[str]) -> Any:
    """Clauses as one paragraph: joined, or the first with the others as follow-ups or items."""
    shape = draw(st.sampled_from(["joined", "then", "items", "titled"]))
    first, rest = group[0], group[1:]
    if shape == "then" and rest:
        return {"clauses": [first], "then": [[name] for name in rest]}
    if shape == "items" and rest:
        return {"clauses": [first], "items": [[name] for name in rest]}
    if shape == "titled":
        return {"clauses": group, "title": "Überschrift"}
    return group


@settings(
    max_examples=160, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, phases=[Phase.generate]
)
@given(profiles())
def test_a_random_contract_is_whole_or_refused_with_findings(source: ProfileSource) -> None:
    try:
        contract = assemble(prepare(source, library()))
    except AvvgenError as refused:
        findings = refused.findings
    else:
        findings = ()
        for part in contract.parts:
            assert_refers_to_what_is_there(part)
            assert_sentences_are_whole(part)
            assert_numbers_have_no_gaps(part)
        assert_both_writers_say_the_same(contract)
    assert all(finding.rule and finding.message for finding in findings)


def test_most_random_contracts_are_built() -> None:
    """The property above would say nothing if every profile were refused."""
    outcomes: Counter[str] = Counter()

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
    @given(profiles())
    def count(source: ProfileSource) -> None:
        try:
            assemble(prepare(source, library()))
            outcomes["built"] += 1
        except AvvgenError as refused:
            outcomes[refused.findings[0].rule] += 1

    count()
    assert outcomes["built"] >= 20, outcomes


def assert_refers_to_what_is_there(part: Part) -> None:
    for inline in inlines(part.document):
        if isinstance(inline, Ref):
            assert part.labels.text(inline.targets)


def assert_sentences_are_whole(part: Part) -> None:
    for block in walk(part.document.blocks):
        if isinstance(block, Paragraph | FollowUp):
            text = "".join(
                i.text if isinstance(i, Text) else "X" if isinstance(i, Ref | Blank) else ""
                for i in flat(block.content)
            )
            if isinstance(block, Paragraph) and block.title and not text:
                continue  # a run-in title above a list
            assert text.strip(), block
            assert "  " not in text, text
            assert not DOUBLED.search(text), text
            if not annexed(block):
                assert text[0].isupper() or text[0] in "„X(" or text.startswith(LOWER_NAMES) or text[0].isdigit(), text
                assert text.rstrip()[-1] in ".:]", text


def annexed(block: Paragraph | FollowUp) -> bool:
    """Whether a block comes from a clause of an annex, which may be a name or a list alone."""
    ids = {*block.anchors, *([block.id] if isinstance(block, Paragraph) else [])}
    return any(id_.startswith("annex-") for id_ in ids)


def assert_numbers_have_no_gaps(part: Part) -> None:
    counters: dict[str, list[int]] = {}
    for id_, label in part.labels.by_id.items():
        if label.number and part.scheme.levels[0].style == "decimal" and label.kind in ("section", "paragraph"):
            digits = re.findall(r"\d+", label.number)
            own = label.reference[-1]
            if digits and not isinstance(own, str) and own.id == id_:
                counters.setdefault(".".join(digits[:-1]) + label.kind + section_of(label), []).append(int(digits[-1]))
    for numbers in counters.values():
        assert numbers == list(range(1, len(numbers) + 1)), counters


def section_of(label: Any) -> str:
    """The section that a paragraph's number begins again in, where the number itself does not say it."""
    return "" if label.kind == "section" else str(label.reference[:-1])


def assert_both_writers_say_the_same(contract: Contract) -> None:
    """Every word but numbers, which Word computes; Markdown has no pages, so nothing runs along them."""
    in_word = Counter(words(docx_texts(WRITERS["docx"](contract))))
    for part in contract.parts:
        rows = (part.document.header, part.document.footer)
        in_word -= Counter(words(["".join(i.text for i in flat(row) if isinstance(i, Text)) for row in rows]))

    assert in_word == Counter(words(markdown_texts(WRITERS["md"](contract))))


def words(texts: list[str]) -> Iterator[str]:
    """Words, without marks and numbers."""
    for text in texts:
        for word in re.split(r"[\s\u00a0…]+", text):
            if re.search(r"\w", word) and not NUMBER.fullmatch(word):
                yield word
