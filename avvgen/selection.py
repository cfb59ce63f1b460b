"""Which clauses are in this contract, with which options, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic_core import PydanticCustomError

from avvgen.findings import Finding, Place, Problems, collecting, nearest
from avvgen.library.clauses import Clause
from avvgen.library.load import Library
from avvgen.library.options import UNSET, OptionSpec
from avvgen.placement import placed_clauses, reached
from avvgen.profiles.outline import Outline
from avvgen.templating import Scope, evaluate
from avvgen.yaml_source import Mapping as YamlMapping
from avvgen.yaml_source import Node, Scalar, key_place, to_data, where

MOST_SAID = 200
SWITCHES = {"on": True, "true": True, "off": False, "false": False}


@dataclass(frozen=True, slots=True)
class Settings:
    """What the profile says of clauses and topics, checked against what the library declares."""

    switches: Mapping[str, bool]
    options: Mapping[str, Mapping[str, Any]]
    places: Mapping[str, Place]

    def place(self, name: str) -> Place:
        """Where the profile speaks of a clause or topic."""
        return self.places.get(name, Place())


@dataclass(frozen=True, slots=True)
class Selected:
    """A clause that is in, its options in force (those of its topic included), and why it is in."""

    clause: Clause
    options: Mapping[str, Any]
    reason: str


@dataclass(frozen=True, slots=True)
class Selection:
    """The clauses that are in, by id, and why the others are out."""

    selected: Mapping[str, Selected]
    out: Mapping[str, str]
    after: Mapping[str, tuple[str, ...]]


# Settings -----------------------------------------------------------------------------------------


def read_settings(node: Node, library: Library) -> Settings:
    """The `clauses:` of a profile.

    Raises AvvgenError for every clause, topic or option that the library does not have, and every wrong value.
    """
    if not isinstance(node, YamlMapping):  # which the profile's model says
        return Settings({}, {}, {})
    switches: dict[str, bool] = {}
    options: dict[str, dict[str, Any]] = {}
    with collecting() as problems:
        for name, value in node.entries.items():
            if len(problems.findings) >= MOST_SAID:
                break
            if name in library.clauses:
                declared = library.clauses[name].head.options
                switches[name] = _switch(name, value, problems)
            elif name in library.topics:
                declared = library.topics[name].options
            else:
                hint = nearest(name, [*library.clauses, *library.topics])
                message = f"'{name}' is no clause and no topic{hint}"
                problems.add(Finding("unknown-clause", "error", message, key_place(node, (name,))))
                continue
            if isinstance(value, YamlMapping):
                options[name] = dict(_options(name, value, declared, library, problems))
            elif name not in library.clauses:
                message = f"{name} is a topic; give a map of its options: {', '.join(declared) or 'it has none'}"
                problems.add(Finding("wrong-type", "error", message, value.place))
    return Settings(switches, options, dict(node.keys))


def _switch(name: str, value: Node, problems: Problems) -> bool:
    if isinstance(value, YamlMapping):
        return True
    if isinstance(value, Scalar) and value.text in SWITCHES:
        return SWITCHES[value.text]
    shown = f"'{value.text}'" if isinstance(value, Scalar) else "a list"
    problems.add(Finding("wrong-type", "error", f"{name} is {shown}; give on, off or a map of options", value.place))
    return False


def _options(
    name: str, node: YamlMapping, declared: Mapping[str, OptionSpec], library: Library, problems: Problems
) -> Iterator[tuple[str, Any]]:
    for option, value in node.entries.items():
        spec = declared.get(option)
        if spec is None:
            message = f"'{option}' is no option of {name}{_instead(option, name, declared, library)}"
            problems.add(Finding("unknown-option", "error", message, key_place(node, (option,))))
            continue
        data = to_data(value)
        try:
            yield option, spec.read(data, library.units)
        except PydanticCustomError as problem:
            rule, place = (problem.context or {})["rule"], where(spec.wrong_part(data, library.units), value.place)
            problems.add(Finding(rule, "error", f"{name}: {option} {problem.message()}", place))


def _instead(option: str, name: str, declared: Mapping[str, OptionSpec], library: Library) -> str:
    """What would be right in place of an option that is not there."""
    folder = name.partition("/")[0]
    topic = library.topics.get(folder)
    if topic is not None and option in topic.options and folder != name:
        return f" but of its topic; write {folder}: {{{option}: …}} under clauses"
    return nearest(option, declared) or (f"; known are {', '.join(declared)}" if declared else "; it has none")


def options_of(name: str, declared: Mapping[str, OptionSpec], settings: Settings, library: Library) -> dict[str, Any]:
    """The options of a clause or topic in force; one that must be given and is not is left out."""
    given = settings.options.get(name, {})
    values = {option: spec.in_force(given.get(option, UNSET), library.units) for option, spec in declared.items()}
    return {option: value for option, value in values.items() if value is not UNSET}


# Selection ----------------------------------------------------------------------------------------


def select(library: Library, settings: Settings, outline: Outline, scope: Scope) -> Selection:
    """The clauses of a contract.

    A shipped outline names all clauses, unless it says otherwise, and `default:` decides; a profile's own selects. Of
    an addendum or a notice what it does not name is out, and of what it names `default:` decides.
    Raises AvvgenError for clauses that are on but placed nowhere, that need one that is off, or exclude each other.
    """
    named = placed_clauses(outline)
    reasons: dict[str, str] = {}
    out: dict[str, str] = {}
    with collecting() as problems:
        problems.add(*_misplaced(outline, library))
        selects = outline.kind == "contract" or outline.own
        within = library.clauses.keys() if selects else reached(library, named)
        for id_, clause in library.clauses.items():
            if id_ not in within:
                out[id_] = "not in the outline"
                continue
            on, reason = problems.attempt(_decide, clause, settings, outline, named, scope, library) or (False, "")
            (reasons if on else out)[id_] = reason
        problems.raise_errors()
        after = _placed_after(library, reasons, named)
        chosen = _Chosen(library, settings, outline, reasons, out, after)
        problems.add(*chosen.misplaced(named), *chosen.conflicts(), *chosen.unanswered())
        selected = {
            id_: Selected(library.clauses[id_], _all_options(library, id_, settings), reason)
            for id_, reason in reasons.items()
        }
    return Selection(selected, out, after)


def topic_options(library: Library, topic: str, settings: Settings) -> dict[str, Any]:
    """The options that a topic's clauses share, in force."""
    found = library.topics.get(topic)
    return options_of(topic, found.options, settings, library) if found else {}


def _all_options(library: Library, id_: str, settings: Settings) -> dict[str, Any]:
    clause = library.clauses[id_]
    return topic_options(library, clause.topic, settings) | options_of(id_, clause.head.options, settings, library)


def _decide(  # noqa: PLR0913 - everything that may decide is an argument
    clause: Clause, settings: Settings, outline: Outline, named: list[str], scope: Scope, library: Library
) -> tuple[bool, str]:
    switch = settings.switches.get(clause.id)
    if switch is not None:
        return switch, f"{'on' if switch else 'off'} in the profile"
    said = _by_outline(clause.id, outline, named)
    if said is not None:
        return said
    known = scope.with_options(topic_options(library, clause.topic, settings))
    default = clause.head.default
    value = evaluate(default, known)
    if value is None:
        return False, f"default {default.text}: not stated"
    return bool(value), f"default {default.text}" + ("" if value else ": no")


def _by_outline(id_: str, outline: Outline, named: list[str]) -> tuple[bool, str] | None:
    """What an outline says of a clause; None where it leaves that to the clause's default."""
    if id_ in outline.on:
        return True, "on in the outline"
    if id_ not in named and (outline.own or not outline.complete):
        return False, "not in the outline"
    if outline.own and id_ not in outline.used:
        return True, "named in the profile's outline"
    return (False, "optional in the outline") if id_ in outline.optional else None


def _misplaced(outline: Outline, library: Library) -> Iterator[Finding]:
    for id_ in (id_ for id_ in (*outline.on, *outline.optional) if id_ not in library.clauses):
        hint = nearest(id_, library.clauses)
        yield Finding("unknown-clause", "error", f"the outline speaks of '{id_}', no clause{hint}", where(id_))
    seen: set[str] = set()
    for id_ in placed_clauses(outline):
        place = where(id_)
        if id_ not in library.clauses:
            hint = nearest(id_, library.clauses)
            yield Finding("unknown-clause", "error", f"the outline names '{id_}', no clause{hint}", place)
        elif id_ in seen:
            yield Finding("placed-twice", "error", f"the outline names '{id_}' twice; keep one", place)
        seen.add(id_)


def _placed_after(library: Library, on: Mapping[str, str], named: list[str]) -> dict[str, tuple[str, ...]]:
    after: dict[str, tuple[str, ...]] = {}
    for id_ in on:
        head = library.clauses[id_].head
        if id_ not in named and head.after is not None:
            after[head.after.clause] = (*after.get(head.after.clause, ()), id_)
    return after


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What is on and what is out, before anybody has asked whether that can be."""

    library: Library
    settings: Settings
    outline: Outline
    on: Mapping[str, str]
    out: Mapping[str, str]
    after: Mapping[str, tuple[str, ...]]

    def place(self, *names: str) -> Place:
        """Where the user chose: under `clauses`, or in an outline of the profile; else the file of the first clause."""
        named = {ref: where(ref) for ref in placed_clauses(self.outline)} if self.outline.own else {}
        places = (known.get(name) for known in (self.settings.places, named) for name in names)
        return next(filter(None, places), self.library.clauses[names[0]].body.place)

    def misplaced(self, named: list[str]) -> Iterator[Finding]:
        """Clauses that are on and would not be printed."""
        standing = [id_ for id_ in named if id_ in self.on]
        for id_ in standing:  # which grows while it is walked
            standing += [after for after in self.after.get(id_, ()) if after not in standing]
        for id_ in (id_ for id_ in self.on if id_ not in standing):
            after = self.library.clauses[id_].head.after
            if after is not None and after.clause in self.out:
                message = f"'{id_}' goes after '{after.clause}', which is out; name it in the outline"
            else:
                message = f"'{id_}' is on but stands nowhere; name it in the outline or give it 'after:'"
            yield Finding("placed-nowhere", "error", message, self.place(id_))

    def conflicts(self) -> Iterator[Finding]:
        """Clauses that need one that is out, or that cannot stand beside another."""
        groups: dict[str, str] = {}
        for id_ in self.on:
            head = self.library.clauses[id_].head
            for needed in (needed for needed in head.requires if needed in self.out):
                message = f"'{id_}' needs '{needed}', which is out ({self.out[needed]}); turn it on or this one off"
                place = self.settings.places.get(needed) or self.place(id_)
                yield Finding("clause-required", "error", message, place)
            for other in (other for other in head.excludes if other in self.on):
                message = f"'{id_}' and '{other}' exclude each other; turn one off"
                yield Finding("clause-conflict", "error", message, self.place(id_, other))
            if head.group is not None and (first := groups.setdefault(head.group, id_)) != id_:
                message = f"'{first}' and '{id_}' are both of the group '{head.group}'; turn one off"
                yield Finding("clause-conflict", "error", message, self.place(id_, first))

    def unanswered(self) -> Iterator[Finding]:
        """Options of clauses that are on, and of their topics, that must be given and are not."""
        declared = {id_: self.library.clauses[id_].head.options for id_ in self.on}
        topics = {self.library.clauses[id_].topic: id_ for id_ in reversed([*self.on])}
        declared |= {topic: found.options for topic, found in self.library.topics.items() if topic in topics}
        for name, options in declared.items():
            given = self.settings.options.get(name, {})
            for option, spec in options.items():
                if spec.default is UNSET and not spec.optional and option not in given:
                    message = f"{name}: option '{option}' must be given ({spec.help})"
                    place = self.settings.places.get(name) or self.place(topics.get(name, name))
                    yield Finding("missing-value", "error", message, place)
