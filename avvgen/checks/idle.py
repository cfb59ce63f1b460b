"""Options that a profile sets and that change nothing: who sets one expects the contract to say it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from avvgen.checks.case import Case
from avvgen.files import read_text
from avvgen.findings import AvvgenError, Place
from avvgen.library.load import Library
from avvgen.library.options import UNSET
from avvgen.library.samples import sample_values
from avvgen.memory import memory
from avvgen.selection import Selected
from avvgen.templating import fill
from avvgen.texts import option_values

KIND = "heard"
ASKED = re.compile(r"\b(?:option|chosen)\(\s*[\"']([^\"']+)[\"']\s*,\s*[\"']([^\"']+)[\"']")
NAME = re.compile(r"[a-z][a-z0-9_.]*")


def idle_options(case: Case, _: tuple[str, ...]) -> Iterator[tuple[Place, str]]:
    """An option of a clause that is set while neither its text nor its proof would be another with any other value.

    What is said not to be, or to be nowhere, may well print nothing.
    """
    given, elsewhere = case.prepared.settings.options, heard(case.prepared.library)
    for id_, selected in case.selected.items():
        for name in given.get(id_, {}):
            fact = selected.clause.head.options[name].fact
            counts = selected.options.get(name) and not {f"{id_}.{name}", fact} & elsewhere
            if counts and is_idle(name, selected, case):
                yield case.prepared.source.place("clauses", id_, name), f"{id_}: {name}"


def is_idle(name: str, selected: Selected, case: Case) -> bool:
    """Whether the clause says, states and proves the same with every value that the option may have."""
    units, spec = case.prepared.library.units, selected.clause.head.options[name]
    default = spec.in_force(UNSET, units)
    if spec.type == "choice" and selected.options[name] == default:  # said so that a reader sees it
        return False
    others = (*(() if default is UNSET else (default,)), *sample_values(spec, units))
    try:
        now = said(selected, case)
        return all(said(with_option(selected, name, value), case) == now for value in others)
    except AvvgenError:  # a value that only makes sense beside others does something
        return False


def said(selected: Selected, case: Case) -> tuple[Any, ...]:
    """What a clause says, the facts that it states, and how each of its conditions of fulfilment turns out."""
    filled = fill(selected.clause.body, case.texts.scope.with_options(option_values(selected, case.texts)))
    head = selected.clause.head
    facts = [case.ask(stated, selected.options) for stated in head.states.values()]
    parts = (*head.fulfils.values(), *head.weakens.values())
    return filled, facts, [case.holds(one, selected) for part in parts for one in (part.weak, part.not_, part.when)]


def with_option(selected: Selected, name: str, value: Any) -> Selected:
    """The clause with another value of an option."""
    return replace(selected, options={**selected.options, name: value})


def heard(library: Library) -> frozenset[str]:
    """The options that anybody but their clause asks for, as `clause.option`, and the facts that texts name."""
    kept = memory().recall(KIND, library.key) if library.key else None
    if kept is None:
        texts = (read_text(path) for path in library.files.values())
        asked = {f"{id_}.{name}" for text in texts for id_, name in ASKED.findall(text)}
        named = {name for clause in library.clauses.values() for name in NAME.findall(clause.body.text)}
        kept = sorted(asked | (named & library.facts.keys()))
        if library.key:
            memory().keep(KIND, library.key, kept)
    return frozenset(kept)
