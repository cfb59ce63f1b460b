"""A contract with everything that a check may ask of it: facts, options, texts with their topics and places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from avvgen.assembly import Prepared, asking, speaker
from avvgen.choices import words_of_roles
from avvgen.contract import Contract
from avvgen.document import Annex, Block, Blocks, ListBlock, Section
from avvgen.findings import NOWHERE, Place, Problems
from avvgen.library.clauses import Body
from avvgen.library.expressions import Expression
from avvgen.outlines import annexes_in
from avvgen.profiles.fields import read_date
from avvgen.profiles.outline import FreeClause, materials_in, refs_in
from avvgen.selection import Selected
from avvgen.templating import Record, Scope, as_plain, evaluate, fill, is_given
from avvgen.templating.environment import function
from avvgen.templating.limits import Meter
from avvgen.texts import Texts, speaking
from avvgen.walks import inner_blocks, own_inlines, plain, walk

ABBREVIATIONS = (
    r"(?<!\bAbs)(?<!\bArt)(?<!\bNr)(?<!\blit)(?<!\bS)(?<!\bi)(?<!\bV)(?<!\bm)(?<!\bz)(?<!\bB)(?<!\bu)(?<!\ba)(?<!\bd)"
    r"(?<!\bh)(?<!\bff)(?<!\bf)(?<!\bUAbs)(?<!\bRn)(?<!\bStr)(?<!\bstr)(?<!\bbzw)(?<!\bggf)(?<!\bn)(?<!\bF)(?<!\bca)(?<!\bDr)(?<!\d)"
)
# Annexes put these under Art. 32 Abs. 1 lit. d DSGVO by convention; their basis is elsewhere.
BY_CONVENTION = ("auftrag", "datenschutzmanagement", "vorfallreaktion", "voreinstellung")
# What comes first is quick to refuse: an end is looked for at every letter.
SENTENCE_END = re.compile(rf"(?=[.!?]\s){ABBREVIATIONS}[.!?](?=\s+[A-ZÄÖÜ„(0-9])\s+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence or list item: where it belongs, and where it comes from."""

    text: str
    topic: str
    annex: str
    place: Place
    id: str


@dataclass(frozen=True)
class Case:
    """One contract before its judge; `today` decides only what grows old by itself."""

    prepared: Prepared
    contract: Contract
    today: date

    @cached_property
    def scope(self) -> Scope:
        """The names that rules and requirements may use: facts, profile, thresholds, and a few functions."""
        limits = {name: Record(group) for name, group in self.prepared.library.limits.items()}
        data = {
            **self.contract.facts,
            "limits": Record(limits),
            "today": self.today,
            "tom": self.measures,
            "histories": self.histories,
        }
        scope = replace(self.prepared.scope, data=data, meter=Meter())
        known: dict[str, Callable[..., Any]] = {
            "fulfilled": self.fulfilled,
            "fulfilments": self.fulfilments,
            "days_between": _days,
            "since": lambda day: self.law_date >= read_date(str(day)),
            "adequacy": lambda countries: tuple(self.adequacy(str(country)) for country in self.outside(countries)),
        }
        return scope.with_functions({**self.asked, **{name: function(name, call) for name, call in known.items()}})

    @cached_property
    def asked(self) -> Mapping[str, Any]:
        """The functions that ask about other clauses and annexes."""
        return asking(self.prepared, self.prepared.profile)

    @property
    def law_date(self) -> date:
        """The day whose law judges the contract: its own date, else today."""
        return self.prepared.profile.document.date or self.today

    @cached_property
    def measures(self) -> Record:
        """The profile's measures with the controls that they cover, that are excluded, and that are left open."""
        toms, catalogue = self.prepared.profile.toms, self.prepared.library.toms
        chosen = [measure for measure in catalogue.measures if measure.id in toms.measures]
        covered = {measure.category for measure in chosen} | set(own_controls(toms.categories))
        open_ = [c for c in catalogue.categories if c.id not in covered and c.id not in toms.exclusions]
        more = {
            "covered": tuple(sorted(covered)),
            "excluded": tuple(toms.exclusions),
            "uncovered": tuple(
                Record({"id": c.id, "title": c.title, "art32": c.art32, "required": c.id not in BY_CONVENTION})
                for c in open_
            ),
            "sensitive_count": sum(measure.sensibel for measure in chosen),
        }
        tom: Record = self.contract.facts["tom"]
        return Record({**tom, **more})

    @cached_property
    def histories(self) -> tuple[Record, ...]:
        """The version histories of the profile's measures, each with the version that its last row names."""
        tables = [*self.prepared.profile.annexes.tables.values(), *own_tables(self.prepared.profile.toms.categories)]
        return tuple(Record({"version": table.rows[-1][0]}) for table in tables if table.history and table.rows)

    def outside(self, countries: Iterable[Any]) -> Iterator[str]:
        """The countries that are not in the EEA."""
        members = {str(code) for code in self.prepared.library.countries["eea"]}
        return (str(country) for country in countries if str(country) not in members)

    def adequacy(self, country: str) -> Record:
        """What the Commission has decided on a country, in force on the day whose law judges."""
        for decision in self.prepared.library.countries.get("adequacy", ()):
            begins = read_date(str(decision.get("valid_from", "1995-01-01")))
            ends = read_date(str(decision.get("valid_until", "9999-12-31")))
            if str(decision["country"]) == country and begins <= self.law_date <= ends:
                return Record({"note": None, **{key: str(value) for key, value in decision.items()}})
        return Record({"country": country, "scope": "none", "decision": None, "note": None})

    @cached_property
    def selected(self) -> Mapping[str, Selected]:
        """The clauses that are in."""
        return self.prepared.selection.selected

    def ask(self, expression: Expression, names: Mapping[str, Any] | None = None) -> Any:
        """What an expression says of this contract, with options or a record's fields as further names."""
        return evaluate(expression, self.scope.with_options(names or {}))

    def say(self, name: str, **values: Any) -> str:
        """A phrase of the proof with its values."""
        phrases: Any = self.prepared.library.phrases["proof"]
        return told(phrases[name], values, self.scope)

    def fulfilled(self, requirement: str) -> bool:
        """Whether a clause of the contract fulfils a requirement, weakly or not."""
        return self.fulfilments(requirement) > 0

    def fulfilments(self, requirement: str) -> int:
        """How many clauses of the contract fulfil a requirement, weakly or not."""
        return sum(
            requirement in selected.clause.head.fulfils
            and not self.holds(selected.clause.head.fulfils[requirement].not_, selected)
            for selected in self.selected.values()
        )

    def holds(self, condition: Expression | None, selected: Selected) -> bool:
        """Whether a condition of a clause is true under its own options; an absent one is not."""
        return condition is not None and bool(self.ask(condition, selected.options))

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every sentence and list item, clause by clause, then what the profile's data say."""
        return (*self._of_clauses(), *self._of_data())

    @cached_property
    def text(self) -> str:
        """All passages under one another."""
        return "\n".join(passage.text for passage in self.passages)

    @cached_property
    def said_by_data(self) -> frozenset[str]:
        """The requirements that free clauses and tables of the profile's own outline declare to meet."""
        content = self.prepared.outline.content
        entries = (*refs_in(content), *materials_in(content))
        return frozenset(str(id_) for entry in entries if not isinstance(entry, str) for id_ in entry.fulfils)

    @cached_property
    def free_topics(self) -> Mapping[str, str]:
        """The topics that free clauses with an id name."""
        free = (ref for ref in refs_in(self.prepared.outline.content) if isinstance(ref, FreeClause))
        return {ref.id: ref.topic for ref in free if ref.id and ref.topic}

    @property
    def _word(self) -> Callable[[str], Any]:
        """The words that rules read: in a chain those of the roles, as the customer may be called Auftragnehmer."""
        model = self.contract.facts["contract"].get("role_model")
        if not is_given(model) or model != "processor_subprocessor":
            return self.prepared.scope.word
        return speaker(self.prepared.library, words_of_roles(self.prepared.library))

    @cached_property
    def texts(self) -> Texts:
        """The texts of clauses as rules read them."""
        scope = replace(self.prepared.scope, data=self.contract.facts, word=self._word, meter=Meter()).with_functions(
            self.asked
        )
        return speaking(scope, self.prepared.library.phrases, Problems())

    def _of_clauses(self) -> Iterator[Passage]:
        for id_, selected in self.selected.items():
            clause = selected.clause
            annex = clause.topic if clause.topic.startswith("annex-") else ""
            for sentence in sentences(self.texts.clause(selected)):
                yield Passage(sentence, clause.topic, annex, clause.body.place, id_)

    def _of_data(self) -> Iterator[Passage]:
        known = set(self.selected)
        annexes = {entry.annex for entry in annexes_in(self.prepared.outline.content)}
        for part in self.contract.parts:
            for block, annex in _with_annex(part.document.blocks, "", annexes):
                ids = ids_of(block)
                if ids & known:
                    continue
                topic = next((self.free_topics[id_] for id_ in ids if id_ in self.free_topics), "")
                place = self.prepared.source.place("toms") if annex == "annex-toms" else self.prepared.source.root.place
                for sentence in sentences_of(block):
                    yield Passage(sentence, topic, annex, place, getattr(block, "id", ""))


def own_controls(categories: Mapping[str, Any]) -> Iterator[str]:
    """The controls that the profile's own TOM document covers with something of substance."""
    for category in categories.values():
        if category.measures or category.text or category.after:
            yield from map(str, category.covers)
        yield from own_controls(category.categories)


def own_tables(categories: Mapping[str, Any]) -> Iterator[Any]:
    """The tables of the profile's own TOM document."""
    for category in categories.values():
        if category.table is not None:
            yield category.table
        yield from own_tables(category.categories)


def _days(earlier: date, later: date) -> int:
    return (later - earlier).days


def ids_of(block: Block) -> set[str]:
    """Every id that leads to a block or to an item of it."""
    items = block.items if isinstance(block, ListBlock) else ()
    inside = {id_ for item in items for id_ in (item.id, *item.anchors)}
    return {getattr(block, "id", ""), *getattr(block, "anchors", ()), *inside}


def _with_annex(blocks: Blocks, annex: str, ids: set[str]) -> Iterator[tuple[Block, str]]:
    """Every block and the annex that it stands in, as an annex of the contract or as a section of its text."""
    for block in blocks:
        inside = block.id if isinstance(block, Annex | Section) and block.id in ids else annex
        yield block, inside
        yield from _with_annex(inner_blocks(block), inside, ids)


def sentences(blocks: Blocks) -> Iterator[str]:
    """The sentences and list items of blocks."""
    for block in walk(blocks):
        yield from sentences_of(block)


def sentences_of(block: Block) -> Iterator[str]:
    """The sentences that a block itself holds, spaces made plain."""
    for row in own_inlines(block):
        text = re.sub(r"\s+", " ", plain(row)).strip()
        if text:
            yield from _split(text)


def _split(text: str) -> Iterator[str]:
    start = 0
    for match in SENTENCE_END.finditer(text):
        yield text[start : match.start() + 1]
        start = match.end()
    yield text[start:]


def told(message: str, names: Mapping[str, Any], scope: Scope) -> str:
    """A message with its values."""
    return as_plain(fill(Body(message, NOWHERE), scope.with_options(names))) if "{{" in message else message
