"""Clause files and topics: front matter as a model, the body as text with its place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeVar

from pydantic import Field, ValidationError, field_validator

from avvgen.findings import AvvgenError, Finding, Place, error
from avvgen.library.expressions import Condition, Expression
from avvgen.library.options import OptionSpec
from avvgen.model import Model
from avvgen.profiles.fields import PlainText, read_date
from avvgen.profiles.problems import findings
from avvgen.yaml_source import Mapping as YamlMapping
from avvgen.yaml_source import parse_yaml, to_data

M = TypeVar("M", bound=Model)


class Fulfilment(Model):
    """How well a clause meets (or spoils) a requirement: when weakly, when not at all, and why."""

    weak: Condition | None = None
    not_: Condition | None = Field(None, alias="not")
    when: Condition | None = None
    because: str | None = None


class After(Model):
    """Where a clause goes that no outline names: behind another, in its paragraph or as the next one."""

    clause: PlainText
    as_: Literal["sentence", "paragraph"] = Field("sentence", alias="as")


class Head(Model):
    """The front matter of a clause file."""

    title: str
    default: Condition = Expression("true")
    requires: tuple[PlainText, ...] = ()
    excludes: tuple[PlainText, ...] = ()
    group: str | None = None
    after: After | None = None
    options: dict[str, OptionSpec] = {}
    states: dict[str, Condition] = Field({}, description="Tatsachen, die die Klausel nennt, als Ausdruck")
    fulfils: dict[PlainText, Fulfilment] = {}
    weakens: dict[PlainText, Fulfilment] = {}
    reviewed: date

    @field_validator("after", mode="before")
    @classmethod
    def after_one(cls, value: Any) -> Any:
        """A clause's id alone means: in the same paragraph."""
        return {"clause": value} if isinstance(value, str) else value

    @field_validator("fulfils", "weakens", mode="before")
    @classmethod
    def by_requirement(cls, value: Any) -> Any:
        """A list of requirement ids means: without conditions."""
        if isinstance(value, list | tuple) and all(isinstance(id_, str) for id_ in value):
            return {id_: {} for id_ in value}
        if isinstance(value, dict):
            return {id_: {} if entry is None else entry for id_, entry in value.items()}
        return value

    @field_validator("reviewed", mode="before")
    @classmethod
    def day(cls, value: Any) -> date:
        """A day as `2026-11-21`."""
        return read_date(value)


@dataclass(frozen=True, slots=True)
class Body:
    """Clause text: Markdown with Jinja, and where its first line stands."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Clause:
    """One legal function: its id is its path, its options are its own and those of its topic."""

    id: str
    head: Head
    body: Body

    @property
    def topic(self) -> str:
        """The folder, under whose name shared options are set."""
        return self.id.rpartition("/")[0]


class Topic(Model):
    """What the clauses of a folder share."""

    title: str
    options: dict[str, OptionSpec] = {}


def read_clause(id_: str, text: str, path: str) -> Clause:
    """A clause from the text of its file.

    Raises AvvgenError for front matter that is missing, broken, or says what the model does not know.
    """
    if not text.startswith("---\n"):
        raise error("front-matter", "a clause file begins with a line '---' and its front matter", Place(path, 1, 1))
    end = text.find("\n---\n", 3)
    if end < 0:
        raise error("front-matter", "the front matter ends with a line '---', which is missing", Place(path, 1, 1))
    head = text[4 : end + 1]
    node = parse_yaml(head, path, 2)
    model = read_model(node, Head, "front-matter")
    first_line = text.count("\n", 0, end + 5) + 1
    body = text[end + 5 :]
    lead = len(body) - len(body.lstrip("\n"))
    return Clause(id_, model, Body(body.strip("\n"), Place(path, first_line + lead, 1)))


def read_model(node: Any, model: type[M], rule: str) -> M:
    """A model from a node of YAML.

    Raises AvvgenError with a finding for every value that is wrong.
    """
    if not isinstance(node, YamlMapping):
        raise error(rule, "this must be a map of keys", node.place)
    try:
        return model.model_validate(to_data(node))
    except ValidationError as problem:
        found = tuple(
            Finding(rule if f.rule in ("missing-value", "wrong-type") else f.rule, f.level, f.message, f.place)
            for f in findings(problem, model, node)
        )
        raise AvvgenError(*found) from None
