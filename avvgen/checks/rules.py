"""Run the library's rules over a contract: conditions over facts, patterns over sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, get_args

from avvgen.checks.case import Case, Passage, told
from avvgen.checks.forms import FORMS
from avvgen.checks.literals import may_hit
from avvgen.findings import Finding, Level, Place, error
from avvgen.library.rules import Detector, Rule
from avvgen.patterns import SlowPatternError, found, remembered
from avvgen.profiles.outline import Kind
from avvgen.templating import Record, is_given
from avvgen.yaml_source import where

Search = Callable[[str, str], str | None]


def judge(case: Case) -> tuple[Finding, ...]:
    """What the library's rules say of a contract, each finding once, in the order of the rules."""
    every = [finding for rule in case.prepared.library.rules.values() for finding in judged(rule, case)]
    return tuple(dict.fromkeys(every))


def judged(rule: Rule, case: Case) -> Iterator[Finding]:
    """What one rule says."""
    for detector in rule.detect:
        if case.prepared.outline.kind not in (rule.kinds or kinds_of(detector)):
            continue
        if detector.only_if is not None and not case.ask(detector.only_if):
            continue
        level: Level = detector.level or rule.level
        for place, names in hits(detector, case):
            yield Finding(rule.id, level, told(detector.message or rule.message, names, case.scope), place)


def kinds_of(detector: Detector) -> tuple[str, ...]:
    """The kinds of text that a detector reads unless its rule says so: sentences of all, conditions of contracts."""
    of_text = detector.field is None and (detector.pattern is not None or detector.form is not None)
    return get_args(Kind) if of_text else ("contract",)


def hits(detector: Detector, case: Case) -> Iterator[tuple[Place, dict[str, Any]]]:
    """Every hit of a detector: where, and the names that its message may use."""
    if detector.field is not None:
        yield from field_hits(detector, case)
    elif detector.pattern is not None:
        yield from pattern_hits(detector, case)
    elif detector.form is not None:
        for place, words in FORMS[detector.form](case, detector.known) if detector.form in FORMS else ():
            yield place, {"found": words}
    elif detector.when is not None:
        yield from condition_hits(detector, case)


def condition_hits(detector: Detector, case: Case) -> Iterator[tuple[Place, dict[str, Any]]]:
    """The contract, or each record of a list, of which a condition is true."""
    if detector.when is None:
        return
    if detector.each is None:
        if case.ask(detector.when):
            yield at(detector, {}, case), {}
        return
    records = case.ask(detector.each)
    for record in records if isinstance(records, tuple | list) else ():  # a gap has nothing to go through
        names = dict(record) if isinstance(record, Record) else {"it": record}
        if case.ask(detector.when, names):
            yield at(detector, names, case), names


def pattern_hits(detector: Detector, case: Case) -> Iterator[tuple[Place, dict[str, Any]]]:
    """The sentences in scope that a pattern hits."""
    if not may_hit(detector.pattern or "", case.text):
        return
    for passage in in_scope(case.passages, detector.scope):
        hit = matched(passage.text, detector.pattern or "", detector.unless)
        if hit:
            yield passage.place, {"found": hit, "sentence": passage.text}


def field_hits(detector: Detector, case: Case) -> Iterator[tuple[Place, dict[str, Any]]]:
    """The texts of a field that a pattern hits, where a condition is true."""
    if detector.field is None or (detector.when is not None and not case.ask(detector.when)):
        return
    values = case.ask(detector.field)
    for value in values if isinstance(values, tuple) else (values,):
        if is_given(value) and isinstance(value, str):
            hit = matched(value, detector.pattern or "", detector.unless)
            if hit:
                yield at(detector, {}, case), {"found": hit, "it": value}


@lru_cache(maxsize=65536)
def matched(text: str, pattern: str, unless: str | None) -> str:
    """What a pattern finds in a text that comes again and again.

    Raises AvvgenError at the place of a pattern that takes too long.
    """
    return hit(text, pattern, unless, remembered)


def hit(text: str, pattern: str, unless: str | None, search: Search = found) -> str:
    """What a pattern finds in a text, nothing if an exception stands there too.

    Raises AvvgenError at the place of a pattern that takes too long.
    """
    if not may_hit(pattern, text):
        return ""
    what = searched(pattern, text, search)
    return what.strip() if what is not None and not (unless and searched(unless, text, search) is not None) else ""


def searched(pattern: str, text: str, search: Search) -> str | None:
    """What a pattern finds in a text, None if nothing."""
    try:
        return search(str(pattern), text)
    except SlowPatternError as problem:
        raise error("pattern-slow", str(problem), where(pattern)) from None


def in_scope(passages: tuple[Passage, ...], scope: str) -> Iterable[Passage]:
    """The passages that a rule reads."""
    kind, _, name = scope.partition(":")
    if kind == "topic":
        topics = {part.strip() for part in name.split(",")}
        return (passage for passage in passages if passage.topic in topics)
    return (passage for passage in passages if passage.annex == name) if kind == "annex" else passages


def at(detector: Detector, names: dict[str, Any], case: Case) -> Place:
    """The place in the profile that a finding points to: its path with a record's id filled in, else the file."""
    path = (
        (detector.at or "").replace("{id}", str(names.get("id") or "")).replace("{path}", str(names.get("path") or ""))
    )
    if path.startswith("fact:"):
        return stated_at(path.removeprefix("fact:"), case)
    return case.prepared.source.place(*(step for step in path.split(".") if step))


def stated_at(fact: str, case: Case) -> Place:
    """Where the profile sets the option that states a fact; the file where it is a default."""
    settings = case.prepared.settings
    for id_, selected in case.selected.items():
        for name, spec in selected.clause.head.options.items():
            if spec.fact == fact:
                steps = ("clauses", id_, name) if name in settings.options.get(id_, {}) else ()
                return case.prepared.source.place(*steps)
    return case.prepared.source.place()
