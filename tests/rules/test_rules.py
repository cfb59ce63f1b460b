"""Every rule of `clauses/rules/` with cases that it hits and cases that it leaves alone, over `profiles/minimal.yaml`.

The cases of a category stand in `tests/rules/<category>.yaml`, a map from the rule's id to

- `bad`, `good`: a case or a list of cases;
- `given`: changes to the profile that all cases of the rule share, also its own examples.

A case is a sentence that is put into the contract as a free clause, or a map of

- `text`: the sentence (`topic`, `annex`: where the free clause belongs, if not to what the rule's scope says first);
- `set`: changes to the profile, dotted paths with their values (`null` takes a value away);
- `today`: the day of the check; `level`: how severe the finding must be; `says`: letters that its message must hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from avvgen.assembly import assemble, prepare
from avvgen.checks.case import Case
from avvgen.checks.rules import judge, judged
from avvgen.clause_folders import library_files
from avvgen.findings import NOWHERE, Finding
from avvgen.library.load import Library, load_library
from avvgen.library.rules import Rule
from avvgen.profiles.load import ProfileSource, load_profile_source, merge
from avvgen.yaml_source import Mapping, Node, Scalar, Sequence, read_yaml

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
TODAY = date(2026, 11, 21)
EMPTY = Mapping({}, NOWHERE)


@dataclass(frozen=True)
class Sample:
    """One case of a rule: what is changed in the small profile, and what the rule has to say of it."""

    rule: str
    bad: bool
    text: str
    topic: str
    annex: str
    as_item: bool
    changes: Mapping
    today: date
    level: str
    says: str

    def __str__(self) -> str:
        """The name of the case in a report."""
        place = " ".join(part for part in (self.topic, self.annex, "item" * self.as_item) if part)
        shown = self.text[:40] or ", ".join(self.changes.entries)
        return f"{self.rule}-{'bad' if self.bad else 'good'}-{place or 'contract'}-{shown}"


@cache
def library() -> Library:
    """The shipped library, read once."""
    return load_library(library_files())


@cache
def small_profile() -> ProfileSource:
    """The profile that the cases change."""
    return load_profile_source(ROOT / "profiles" / "minimal.yaml")


@cache
def case_files() -> dict[str, Mapping]:
    """The cases of every rule, by its id."""
    found: dict[str, Mapping] = {}
    for path in sorted(HERE.glob("*.yaml")):
        node = read_yaml(path)
        assert isinstance(node, Mapping)
        for rule, cases in node.entries.items():
            assert isinstance(cases, Mapping)
            assert rule not in found, f"{rule} has its cases twice"
            assert set(cases.entries) <= {"bad", "good", "given"}, f"{rule}: {list(cases.entries)}"
            found[rule] = cases
    return found


# Cases --------------------------------------------------------------------------------------------


def written_samples() -> Iterator[Sample]:
    """The cases of the files, each once, in the first place that the rule reads."""
    for id_, cases in case_files().items():
        for kind in ("bad", "good"):
            for entry in listed(cases.entries.get(kind)):
                yield sample(id_, entry, given(id_), bad=kind == "bad")


def example_samples() -> Iterator[Sample]:
    """The examples of every rule that reads the contract's text, in every place that it reads."""
    for rule in library().rules.values():
        if any(reads_text(detector) for detector in rule.detect):
            for text, bad in ((rule.bad, True), (rule.good, False)):
                yield from everywhere(rule, text, bad=bad)


def everywhere(rule: Rule, text: str, *, bad: bool) -> Iterator[Sample]:
    """A sentence as a paragraph and as a list item of each place in the scope of a rule."""
    for topic, annex in dict.fromkeys(places(rule)):
        for as_item in (False, True):
            yield Sample(rule.id, bad, text, topic, annex, as_item, given(rule.id), TODAY, "", "")


def places(rule: Rule) -> Iterator[tuple[str, str]]:
    """Where the sentences stand that a rule reads, as topics and annexes."""
    for detector in rule.detect:
        kind, _, names = detector.scope.partition(":")
        if not reads_text(detector):
            continue
        if kind == "topic":
            yield from ((name.strip(), "") for name in names.split(","))
        elif kind == "annex":
            yield "", names.strip()
        else:
            yield from (("", ""), ("instructions", ""), ("", "annex-probe"))


def reads_text(detector: Any) -> bool:
    """Whether a detector reads the sentences of the contract."""
    return detector.pattern is not None and detector.field is None


def sample(rule: str, entry: Node, shared: Mapping, *, bad: bool) -> Sample:
    """A case as written."""
    entries = entry.entries if isinstance(entry, Mapping) else {"text": entry}
    assert set(entries) <= {"text", "topic", "annex", "set", "today", "level", "says"}, f"{rule}: {list(entries)}"
    word = {key: node.text for key, node in entries.items() if isinstance(node, Scalar)}
    first = next(places(library().rules[rule]), ("", "")) if rule in library().rules else ("", "")
    topic, annex = (word.get("topic", ""), word.get("annex", "")) if {"topic", "annex"} & set(word) else first
    changes = entries.get("set", EMPTY)
    assert isinstance(changes, Mapping)
    day = date.fromisoformat(word["today"]) if "today" in word else TODAY
    text, level, says = (word.get(key, "") for key in ("text", "level", "says"))
    return Sample(rule, bad, text, topic, annex, False, joined(shared, changes), day, level, says)


def given(rule: str) -> Mapping:
    """What all cases of a rule change in the profile."""
    node = case_files()[rule].entries.get("given", EMPTY) if rule in case_files() else EMPTY
    assert isinstance(node, Mapping)
    return node


def listed(node: Node | None) -> tuple[Node, ...]:
    """One case, or several."""
    return () if node is None else node.items if isinstance(node, Sequence) else (node,)


def joined(one: Mapping, other: Mapping) -> Mapping:
    """The changes of both."""
    return Mapping({**one.entries, **other.entries}, other.place)


# Contracts ----------------------------------------------------------------------------------------


def findings(case: Sample) -> list[Finding]:
    """What the rule of a case says of the contract; of a sentence alone only what reads sentences is asked."""
    rule = library().rules[case.rule]
    source = small_profile()
    root = source.root
    for path, value in case.changes.entries.items():
        root = merge(root, nested(path, value))
    if case.text:
        root = merge(root, Mapping({"outline": outline_with(case)}, NOWHERE))
    prepared = prepare(ProfileSource(source.path, root, False, None), library())
    if case.text:
        rule = rule.model_copy(update={"detect": tuple(one for one in rule.detect if reads_text(one) or one.form)})
    return list(judged(rule, Case(prepared, assemble(prepared), case.today)))


def nested(path: str, value: Node) -> Mapping:
    """The map that a dotted path and its value mean."""
    for step in reversed(path.split(".")):
        value = Mapping({step: value}, value.place, {step: value.place})
    assert isinstance(value, Mapping)
    return value


def outline_with(case: Sample) -> Node:
    """An outline that holds nothing but the sentence of a case, in its place."""
    clause = {"text": scalar(case.text, literal=True), "id": scalar("probe/satz")}
    free = Mapping(clause | ({"topic": scalar(case.topic)} if case.topic else {}), NOWHERE)
    paragraph: Node = free
    if case.as_item:
        lead = Mapping({**clause, "text": scalar("Es gilt:", literal=True), "id": scalar("probe/einleitung")}, NOWHERE)
        paragraph = Mapping({"clauses": lead, "items": Sequence((free,), NOWHERE)}, NOWHERE)
    content = Sequence((paragraph,), NOWHERE)
    kind = {"annex": scalar(case.annex)} if case.annex else {"section": scalar("probe")}
    entry = Mapping({**kind, "title": scalar("Sonstiges"), "content": content}, NOWHERE)
    return Sequence((entry,), NOWHERE)


def scalar(text: str, *, literal: bool = False) -> Scalar:
    """A value of YAML."""
    return Scalar(text, NOWHERE, literal=literal)


# Tests --------------------------------------------------------------------------------------------


def test_every_rule_has_cases_and_every_case_a_rule() -> None:
    with_both = {rule for rule, cases in case_files().items() if {"bad", "good"} <= set(cases.entries)}

    assert with_both == set(library().rules)


@pytest.mark.parametrize("case", tuple(written_samples()), ids=str)
def test_rule_tells_bad_from_good(case: Sample) -> None:
    found = findings(case)

    assert bool(found) == case.bad, [str(finding) for finding in found]
    if case.level:
        assert case.level in {finding.level for finding in found}
    assert all(case.says in finding.message for finding in found)
    assert not any("{{ " in finding.message for finding in found)


@pytest.mark.parametrize("case", tuple(example_samples()), ids=str)
def test_example_of_a_text_rule_is_told_in_every_place_of_its_scope(case: Sample) -> None:
    assert bool(findings(case)) == case.bad


def test_no_rule_has_anything_against_the_small_profile() -> None:
    prepared = prepare(small_profile(), library())

    found = judge(Case(prepared, assemble(prepared), TODAY))

    assert [str(finding) for finding in found if finding.level != "info"] == []
