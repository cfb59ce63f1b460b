"""pydantic's errors as findings: where the value stands, what is wrong, what would be right."""

from __future__ import annotations

import types
from collections.abc import Iterator
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, Tag, ValidationError

from avvgen.findings import Finding, nearest
from avvgen.yaml_source import Mapping, Node, Sequence, key_place, node_at, place_of

Steps = tuple[str | int, ...]
LONGEST_SHOWN = 40
MOST_SAID = 200


def findings(problem: ValidationError, model: type[BaseModel], source: Node, at: Steps = ()) -> Iterator[Finding]:
    """A finding for each error of a model that was read from the node at `at` in the source."""
    for found in problem.errors(include_url=False)[:MOST_SAID]:
        steps = written_steps(source, (*at, *found["loc"], *found.get("ctx", {}).get("at", ())))
        name = shown(steps) or "the file"
        match found["type"]:
            case "extra_forbidden":
                known = sorted(fields_at(model, found["loc"][:-1]))
                hint = nearest(str(found["loc"][-1]), known) or f"; known are {', '.join(known)}"
                yield Finding("unknown-key", "error", f"{name} is no key{hint}", key_place(source, steps))
            case "missing":
                name = shown((*written_steps(source, (*at, *found["loc"][:-1])), found["loc"][-1]))
                yield Finding("missing-value", "error", f"{name} is missing; add it", place_of(source, steps))
            case "too_short" if found["input"]:
                continue  # pydantic counts entries only after it has left out those that are wrong
            case "literal_error":
                allowed = found["ctx"]["expected"].replace(" or ", ", ")
                message = f"{name} is {written(found['input'])}; allowed are {allowed}"
                yield Finding("value-not-allowed", "error", message, place_of(source, steps))
            case _ if "rule" in found.get("ctx", {}):
                yield Finding(found["ctx"]["rule"], "error", f"{name} {found['msg']}", place_of(source, steps))
            case _:
                message = f"{name} is {written(found['input'])}; {expected(found)}"
                yield Finding("wrong-type", "error", message, place_of(source, steps))


def expected(found: Any) -> str:
    """What pydantic wanted, in words of this program."""
    limits = found.get("ctx", {})
    words = {
        "model_type": "give a map of keys",
        "model_attributes_type": "give a map of keys",
        "dict_type": "give a map of keys",
        "tuple_type": "give a list",
        "list_type": "give a list",
        "too_short": "give at least one entry",
        "bool_parsing": "give on or off",
        "int_parsing": "give a whole number",
        "greater_than_equal": f"give at least {limits.get('ge')}",
        "less_than_equal": f"give at most {limits.get('le')}",
    }
    message: str = words.get(found["type"], found["msg"])
    return message.removeprefix("Value error, ")


def written(value: Any) -> str:
    """A wrong value as the user wrote it, briefly."""
    if value is None:
        return "empty"
    if isinstance(value, str):
        return f"'{value}'" if len(value) <= LONGEST_SHOWN else f"'{value[:LONGEST_SHOWN]}…'"
    return "a map" if isinstance(value, dict) else "a list" if isinstance(value, list | tuple) else str(value)


def written_steps(source: Node, loc: Steps) -> Steps:
    """The part of a location that the file really has: pydantic adds tags of unions and what a short form implies."""
    steps: Steps = ()
    here: Node | None = source
    for step in loc:
        known = isinstance(here, Mapping) and step in here.entries
        if known or (isinstance(here, Sequence) and isinstance(step, int) and step < len(here.items)):
            steps = (*steps, step)
            here = node_at(source, steps)
    return steps


def shown(steps: Steps) -> str:
    """A path as a person would write it: `subprocessors.acme.locations[1]`."""
    text = ""
    for step in steps:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def fields_at(model: Any, loc: Steps) -> set[str]:
    """The keys that the model at a location knows."""
    types_here = {model}
    for step in loc:
        types_here = {inner for type_ in types_here for inner in _step(type_, step)}
    return {name for type_ in _models(types_here) for name in _fields(type_)}


def _models(types_here: set[Any]) -> Iterator[type[BaseModel]]:
    for type_ in types_here:
        if isinstance(type_, type) and issubclass(type_, BaseModel):
            yield type_
        elif get_origin(type_) in (Union, types.UnionType, Annotated):
            yield from _models(set(get_args(type_)))


def _fields(model: type[BaseModel]) -> dict[str, Any]:
    model.model_rebuild()  # a model that is built late does not know yet what its fields name
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def _step(type_: Any, step: str | int) -> Iterator[Any]:
    origin = get_origin(type_)
    if isinstance(type_, type) and issubclass(type_, BaseModel) and step in _fields(type_):
        yield _fields(type_)[str(step)]
    elif origin is Annotated:
        inner, *notes = get_args(type_)
        tags = [note.tag for note in notes if isinstance(note, Tag)]
        yield from (inner,) if step in tags else _step(inner, step)
    elif origin in (Union, types.UnionType):
        for inner in get_args(type_):
            yield from _step(inner, step)
    elif origin in (tuple, list, dict):
        yield from (inner for inner in get_args(type_) if inner is not Ellipsis)
