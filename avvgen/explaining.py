"""What the program can say of itself: why a clause is in, what the library holds, what a profile may say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from avvgen.assembly import Prepared, load
from avvgen.clause_folders import library_files
from avvgen.findings import error, nearest
from avvgen.job import ALL, Wanted
from avvgen.library.cache import library_of_files
from avvgen.library.load import Library
from avvgen.library.options import UNSET, OptionSpec
from avvgen.profiles.models import Profile
from avvgen.proofreading import declared, shown, under_all_designations


def explained(
    path: Path, overlays: tuple[Path, ...], settings: tuple[str, ...], only: str | None, wanted: Wanted = ALL
) -> Iterator[str]:
    """For each clause: in or out, why, from which file, with which options.

    Raises AvvgenError for a clause that the library does not have, and whatever a wrong profile raises.
    """
    prepared = load(path, overlays, settings, wanted)
    library, selection = prepared.library, prepared.selection
    if only is not None and only not in library.clauses:
        raise error("unknown-clause", f"'{only}' is no clause{nearest(only, library.clauses)}")
    for id_ in sorted(library.clauses) if only is None else [only]:
        chosen = selection.selected.get(id_)
        reason = chosen.reason if chosen else selection.out[id_]
        yield f"{'in ' if chosen else 'out'}  {id_}  ({reason})  {library.clauses[id_].body.place.path}"
        if chosen:
            options = declared(library, library.clauses[id_])
            for name, value in chosen.options.items():
                yield f"       {name}: {shown(value)}{origin(prepared, id_, name, options)}"


def origin(prepared: Prepared, id_: str, name: str, declared: dict[str, OptionSpec]) -> str:
    """Whether a value is the library's default or stands in the profile."""
    topic = prepared.library.clauses[id_].topic
    for owner in (id_, topic):
        if name in prepared.settings.options.get(owner, {}):
            return f"  (set at {prepared.source.place('clauses', owner, name)})"
    return "  (default)" if declared[name].default is not UNSET else "  (not given)"


def listed(
    overlays: tuple[Path, ...], only: str | None, *, designations: bool = False, search: str = ""
) -> Iterator[str]:
    """The clauses by topic with title, default and options; one clause with its text, or one topic, if asked for.

    `search` leaves only the lines that hold a text, those of the clauses' own text among them.
    Raises AvvgenError for a clause or topic that the library does not have.
    """
    library = library_of_files(library_files(overlays))
    topics = {clause.topic for clause in library.clauses.values()}
    if search:
        yield from found(library, search.casefold())
        return
    if only is None or only in topics:
        for topic in sorted(topics) if only is None else [only]:
            yield from topic_summary(library, topic)
        return
    if only not in library.clauses:
        raise error("unknown-clause", f"'{only}' is no clause and no topic{nearest(only, library.clauses)}")
    yield from summary(library, only)
    if designations:
        yield from under_all_designations(library, only)
    else:
        yield from ("", library.clauses[only].body.text)


def topic_summary(library: Library, topic: str) -> Iterator[str]:
    """A topic with the options that its clauses share, then its clauses."""
    shared = library.topics.get(topic)
    if shared is not None:
        yield f"{topic}  {shared.title}  [topic]"
        yield from option_lines(shared.options, library)
    for id_ in sorted(id_ for id_, clause in library.clauses.items() if clause.topic == topic):
        yield from summary(library, id_)


def summary(library: Library, id_: str) -> Iterator[str]:
    """A clause in a few lines: id, title, default, file, its own options with types and defaults."""
    clause = library.clauses[id_]
    yield f"{id_}  {clause.head.title}  [default: {clause.head.default.text}]  {clause.body.place.path}"
    yield from option_lines(clause.head.options, library)


def option_lines(options: Mapping[str, OptionSpec], library: Library) -> Iterator[str]:
    """A line an option: name, type, default, help."""
    for name, spec in options.items():
        default = "not given" if spec.default is UNSET else shown(spec.in_force(UNSET, library.units))
        values = f" of {', '.join(spec.of)}" if spec.of else ""
        off = " (or off)" if spec.optional else ""
        yield f"    {name}: {spec.type}{values} = {default}{off}  {spec.help}"


def found(library: Library, text: str) -> Iterator[str]:
    """The lines of every topic and clause that hold a text, capitals aside, each under the clause that it is of."""
    for topic, shared in library.topics.items():
        yield from _holding(text, (f"{topic}  {shared.title}  [topic]", *option_lines(shared.options, library)))
    for id_, clause in sorted(library.clauses.items()):
        sentences = (f"    | {line}" for line in clause.body.text.splitlines() if not line.startswith("{%"))
        yield from _holding(text, (*summary(library, id_), *sentences))


def _holding(text: str, lines: tuple[str, ...]) -> Iterator[str]:
    head, *rest = lines
    held = [line for line in rest if text in line.casefold()]
    if held or text in head.casefold():
        yield from (head, *held)


def profile_schema(overlays: tuple[Path, ...]) -> dict[str, Any]:
    """JSON Schema (2020-12) of a profile with every clause, topic and option of the library."""
    library = library_of_files(library_files(overlays))
    schema = Profile.model_json_schema()
    entries: dict[str, Any] = {}
    for name, topic in library.topics.items():
        entries[name] = options_schema(topic.options, topic.title)
    for id_, clause in library.clauses.items():
        options = options_schema(clause.head.options, clause.head.title)
        entries[id_] = {"anyOf": [{"enum": ["on", "off", True, False]}, options], "description": clause.head.title}
    schema["properties"]["clauses"] = {"type": "object", "properties": entries, "additionalProperties": False}
    names = [*library.outlines]
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["properties"]["outline"]["anyOf"] = [{"enum": names}, *schema["properties"]["outline"].get("anyOf", [])[1:]]
    return schema


def options_schema(options: dict[str, OptionSpec], title: str) -> dict[str, Any]:
    """JSON Schema of a map of options."""
    properties = {name: spec.schema_of() for name, spec in options.items()}
    return {"type": "object", "title": title, "properties": properties, "additionalProperties": False}


def rule_explained(id_: str, overlays: tuple[Path, ...]) -> list[str]:
    """A rule with its reason, what to do, a bad and a good example; or a requirement with its source.

    Raises AvvgenError for an id that neither has.
    """
    library = library_of_files(library_files(overlays))
    rule, duty = library.rules.get(id_), library.requirements.get(id_)
    if rule is not None:
        head = f"{rule.id}  [{rule.level}, {rule.category}]"
        return [head, rule.message, f"Grund: {rule.because}", f"Abhilfe: {rule.advice}",
                f"schlecht: {rule.bad}", f"gut: {rule.good}"]  # fmt: skip
    if duty is not None:
        when = f"wenn: {duty.when.text}" if duty.when is not None else "immer"
        return [f"{duty.id}  [{duty.on_fail}, {duty.kind}, {when}]", f"{duty.source}: {duty.title_de}", duty.text_en]
    known = [*library.rules, *library.requirements]
    raise error("unknown-rule", f"'{id_}' is no profile, no rule and no requirement{nearest(id_, known)}")
