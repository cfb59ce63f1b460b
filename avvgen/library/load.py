"""The clause library from its files: the shipped folder, and the user's folders laid over it file by file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from avvgen.clause_folders import PHRASES, shipped_folder
from avvgen.files import read_text
from avvgen.findings import Place, Problems, collecting, error, nearest
from avvgen.grammar.citations import Citations
from avvgen.grammar.durations import Unit, read_units
from avvgen.grammar.tokens import Term, Token, read_terms, tokens
from avvgen.grammar.vocabulary import read_vocabulary
from avvgen.library.catalogues import Fact, Requirement, TomCatalogue
from avvgen.library.clauses import Clause, Topic, read_clause, read_model
from avvgen.library.options import UNSET, OptionSpec
from avvgen.library.rules import Limits, Rule, RuleFile
from avvgen.library.schemes import Scheme
from avvgen.model import Model
from avvgen.profiles.outline import Outline
from avvgen.profiles.problems import written
from avvgen.yaml_source import Mapping as YamlMapping
from avvgen.yaml_source import Sequence, SourceText, place_of, read_yaml, to_data, where

M = TypeVar("M", bound=Model)
T = TypeVar("T")

KINDS: Mapping[type, str] = {dict: "a map of keys", list: "a list", str: "a text"}


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that a contract is made of, and the file that each piece comes from."""

    clauses: Mapping[str, Clause]
    topics: Mapping[str, Topic]
    outlines: Mapping[str, Outline]
    facts: Mapping[str, Fact]
    requirements: Mapping[str, Requirement]
    toms: TomCatalogue
    rules: Mapping[str, Rule]
    limits: Mapping[str, Mapping[str, Any]]
    schemes: Mapping[str, Scheme]
    phrases: Mapping[str, SourceText]
    countries: Mapping[str, Any]
    lexicon: Mapping[str, str]
    terms: Mapping[str, Term]
    tokens: Mapping[str, Token]
    units: Mapping[str, Unit]
    citations: Citations
    vocabulary: Mapping[str, Mapping[str, str]]
    files: Mapping[str, Path]
    key: str = field(default="", compare=False)  # the checksum of the files, as far as it is known


def load_library(files: Mapping[str, Path]) -> Library:
    """Read a library.

    Raises AvvgenError with every finding of every file.
    """
    with collecting() as problems:
        read = _Reader(files, problems)
        words = read.data("words.yaml", nouns=dict, terms=dict, units=dict)
        lexicon = words["nouns"]
        terms = read.grammar("words.yaml", read_terms, words["terms"], lexicon)
        units = read.grammar("words.yaml", read_units, words["units"], lexicon)
        library = Library(
            clauses={clause.id: clause for clause in read.clauses()},
            topics=dict(read.models("/_topic.yaml", Topic)),
            outlines={_stem(name): outline for name, outline in read.models_in("outlines/", Outline)},
            facts=read.list_of("facts.yaml", "facts", Fact, "name"),
            requirements=read.list_of("requirements.yaml", "requirements", Requirement, "id"),
            toms=read.model("toms.yaml", TomCatalogue),
            rules=read.rules(),
            limits=getattr(read.model("limits.yaml", Limits), "limits", {}),
            schemes=read.map_of("schemes.yaml", Scheme),
            phrases=read.phrases(PHRASES),
            countries=read.data("countries.yaml", eea=list),
            lexicon=lexicon,
            terms=terms,
            tokens=tokens(terms or {}),
            units=units,
            citations=read.model("citations.yaml", Citations),
            vocabulary=read.vocabulary("vocabulary.yaml"),
            files=files,
        )
        problems.raise_errors()
        check_names(library, problems)
    return library


def check_names(library: Library, problems: Problems) -> None:
    """Note every clause, requirement and fact that front matter names and the library does not have."""
    for clause in library.clauses.values():
        head = clause.head
        for other in (*head.requires, *head.excludes, *((head.after.clause,) if head.after else ())):
            problems.attempt(_check_known, other, library.clauses, "unknown-clause", "no clause")
        for fact in head.states:
            problems.attempt(_check_known, fact, library.facts, "unknown-fact", "no fact")
        for id_ in (*head.fulfils, *head.weakens):
            problems.attempt(_check_known, id_, library.requirements, "unknown-requirement", "no requirement")
    for id_ in (id_ for outline in library.outlines.values() for id_ in outline.proves):
        problems.attempt(_check_known, id_, library.requirements, "unknown-requirement", "no requirement")
    heads = (clause.head for clause in library.clauses.values())
    for options in (*(head.options for head in heads), *(topic.options for topic in library.topics.values())):
        for name, spec in options.items():
            problems.attempt(_check_default, name, spec, library)
            if spec.fact is not None:
                problems.attempt(_check_known, spec.fact, library.facts, "unknown-fact", "no fact of facts.yaml")


def _check_known(name: str, known: Mapping[str, Any], rule: str, what: str) -> None:
    if name not in known:
        raise error(rule, f"'{name}' is {what}{nearest(name, known)}", where(name))


def _check_default(name: str, spec: OptionSpec, library: Library) -> None:
    try:
        spec.in_force(UNSET, library.units)
    except PydanticCustomError as problem:
        place = where(spec.wrong_part(spec.default, library.units))
        raise error("option-default", f"the default of '{name}' {problem.message()}", place) from None


def _stem(name: str) -> str:
    return name.rpartition("/")[2].removesuffix(".yaml")


class _Reader:
    """Reads files one after another and notes what is wrong in each."""

    def __init__(self, files: Mapping[str, Path], problems: Problems) -> None:
        self.files, self.problems = files, problems

    def clauses(self) -> Iterator[Clause]:
        for name, path in self.files.items():
            if name.endswith(".md"):
                clause = self.problems.attempt(self.clause, name.removesuffix(".md"), path)
                if clause is not None:
                    yield clause

    @staticmethod
    def clause(id_: str, path: Path) -> Clause:
        return read_clause(id_, read_text(path), str(path))

    def models(self, ending: str, model: type[M]) -> Iterator[tuple[str, M]]:
        for name in self.files:
            if name.endswith(ending):
                yield name.removesuffix(ending), self.model(name, model)

    def models_in(self, folder: str, model: type[M]) -> Iterator[tuple[str, M]]:
        for name in self.files:
            if name.startswith(folder):
                yield name, self.model(name, model)

    def mapping(self, name: str) -> YamlMapping | None:
        """The map that a file holds; nothing, once that is noted, if it is none."""
        node = self.problems.attempt(read_yaml, self.files[name])
        if node is None or isinstance(node, YamlMapping):
            return node
        self.problems.add(*error("library-file", "this must be a map of keys", node.place).findings)
        return None

    def model(self, name: str, model: type[M]) -> M:
        node = self.mapping(name)
        if node is None:
            return None  # type: ignore[return-value]
        return self.problems.attempt(read_model, node, model, "library-file")  # type: ignore[return-value]

    def data(self, name: str, **kinds: type) -> Any:
        """What a file says, some keys of which must be there as maps, lists or texts."""
        node = self.mapping(name)
        if node is None:
            return {key: kind() for key, kind in kinds.items()}
        data = to_data(node)
        for key, kind in kinds.items():
            if not isinstance(data.get(key), kind):
                message = f"{key} is {written(data.get(key))}; give {KINDS[kind]}"
                self.problems.add(*error("library-file", message, place_of(node, (key,))).findings)
                data[key] = kind()
        return data

    def phrases(self, name: str) -> Any:
        """The phrases: all those that the shipped file has."""
        shipped = to_data(read_yaml(shipped_folder() / name))
        return self.data(name, **{key: dict if isinstance(text, dict) else str for key, text in shipped.items()})

    def vocabulary(self, name: str) -> dict[str, Mapping[str, str]]:
        """The words of each law of data protection in place of those that clauses are written in."""
        tables: dict[str, Mapping[str, str]] = self.data(name)
        if not tables and name in self.files:
            message = "is empty; name the words of each law and language, as the shipped file does"
            self.problems.add(*error("library-file", message, Place(str(self.files[name]), 1, 1)).findings)
        for table in tables.values():
            self.grammar(name, read_vocabulary, table)
        return tables

    def rules(self) -> dict[str, Rule]:
        """The rules of all files; an id is one rule's alone."""
        rules: dict[str, Rule] = {}
        for name, file in self.models_in("rules/", RuleFile):
            for rule in file.rules if file else ():
                if rule.id in rules:
                    message = f"rule '{rule.id}' is there twice; give this one another id"
                    self.problems.add(*error("library-file", message, Place(str(self.files[name]), 1, 1)).findings)
                rules[rule.id] = rule
        return rules

    def grammar(self, name: str, read: Callable[..., T], *args: Any) -> T:
        try:
            return read(*args)
        except ValueError as problem:
            place = Place(str(self.files[name]), 1, 1)
            self.problems.add(*error("library-file", _said(problem), place).findings)
            return None  # type: ignore[return-value]

    def map_of(self, name: str, model: type[M]) -> dict[str, M]:
        node = self.mapping(name)
        if node is not None and not node.entries:
            self.problems.add(*error("library-file", "this must be a map of keys", node.place).findings)
        entries = node.entries if node else {}
        read = {key: self.problems.attempt(read_model, value, model, "library-file") for key, value in entries.items()}
        return {key: value for key, value in read.items() if value is not None}

    def list_of(self, name: str, key: str, model: type[M], id_: str) -> dict[str, M]:
        node = self.mapping(name)
        if node is None:
            return {}
        rows = node.entries.get(key)
        if not isinstance(rows, Sequence):
            message = f"'{key}' must be there, as a list"
            self.problems.add(*error("library-file", message, place_of(node, (key,))).findings)
            return {}
        read: dict[str, M] = {}
        for row in rows.items:
            value = self.problems.attempt(read_model, row, model, "library-file")
            if value is not None and (name_ := str(getattr(value, id_))) in read:
                message = f"'{name_}' is there twice; keep one"
                self.problems.add(*error("library-file", message, place_of(row, (id_,))).findings)
            elif value is not None:
                read[name_] = value
        return read


def _said(problem: ValueError) -> str:
    """What is wrong, without what pydantic says of itself."""
    if not isinstance(problem, ValidationError):
        return str(problem)
    first = problem.errors(include_url=False)[0]
    key = ".".join(map(str, first["loc"]))
    return f"{key}: {first['msg']}" if key else first["msg"].removeprefix("Value error, ")
