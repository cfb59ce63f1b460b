"""An outline: which parts a contract has, in which order, and which clauses share a numbered paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, field_validator, model_validator

from avvgen.model import Model
from avvgen.profiles.fields import ClauseText, Number, NumberLabel, PlainText, Switch, reject
from avvgen.profiles.problems import written

Special = Literal["title", "parties", "signature", "page_break", "letter"]
SPECIAL: tuple[str, ...] = ("title", "parties", "signature", "page_break", "letter")


class FreeClause(Model):
    """Clause text written in the outline itself."""

    text: ClauseText
    id: PlainText | None = None
    topic: PlainText | None = None
    fulfils: tuple[PlainText, ...] = ()


def _clause_kind(value: Any) -> str:
    return "<text>" if isinstance(value, dict | FreeClause) else "<clause>"


ClauseRef = Annotated[
    Annotated[ClauseText, Tag("<clause>")] | Annotated[FreeClause, Tag("<text>")], Discriminator(_clause_kind)
]


def _as_clauses(value: Any) -> Any:
    """One clause, or several that share a paragraph."""
    if isinstance(value, str) or (isinstance(value, dict) and "text" in value):
        return (value,)
    return value


class ParagraphEntry(Model):
    """A numbered paragraph: its clauses joined, a run-in title, items, and blocks that follow under its number."""

    clauses: tuple[ClauseRef, ...] = ()
    title: ClauseText | None = None
    items: tuple[tuple[ClauseRef, ...], ...] = ()
    then: tuple[tuple[ClauseRef, ...], ...] = ()
    numbered: Switch | None = None

    _one = field_validator("clauses", mode="before")(_as_clauses)

    @model_validator(mode="before")
    @classmethod
    def is_entry(cls, value: Any) -> Any:
        """What is no map of keys by now is nothing that an outline could hold."""
        if isinstance(value, dict | cls):
            return value
        raise reject("wrong-type", f"is {written(value)}; give a clause, a section, an annex or a material")

    @field_validator("items", "then", mode="before")
    @classmethod
    def rows(cls, value: Any) -> Any:
        """Each entry is one clause, or several joined."""
        return [_as_clauses(entry) for entry in value] if isinstance(value, list) else value


class Holding(Model):
    """An entry that holds others as its `content`."""

    @field_validator("content", mode="before", check_fields=False)
    @classmethod
    def entries(cls, value: Any) -> Any:
        """Names and lists of clauses are paragraphs."""
        return [_entry(item) for item in value] if isinstance(value, list) else value


class SectionEntry(Holding):
    """A section with its heading; off headings leave the number to the first paragraph."""

    section: PlainText
    title: ClauseText | None = None
    numbered: Switch = True
    first: Number | None = Field(None, description="Nummer, mit der die Zählung beginnt; nur im ersten Abschnitt")
    paragraphs: Switch = Field(True, description="ob die Absätze Nummern tragen")
    reserved: Literal["title", "number"] | None = Field(
        None, description="behält leer seine Nummer, mit der Überschrift oder ohne"
    )
    content: tuple[Entry, ...] = ()


class AnnexEntry(Holding):
    """An annex with its own page, title and label."""

    annex: PlainText
    title: ClauseText
    label: Switch = True
    header: ClauseText | None = Field(None, description="eigene Kopfzeile; sonst die des Dokuments")
    numbering: PlainText | None = Field(None, description="Nummerierung in dieser Anlage, siehe clauses/schemes.yaml")
    first: Number = Field(1, description="Nummer ihres ersten Abschnitts")
    paragraphs: Switch = False
    apart: Switch = Field(True, description="off: keine Anlage, sondern ein Abschnitt des Textes")
    section_title: ClauseText | None = Field(None, description="Überschrift als Abschnitt des Textes")
    content: tuple[Entry, ...] = ()


class PartEntry(Holding):
    """A part of the text (`Teil A`) whose sections count anew; annexes in it stand behind the text like all others."""

    part: PlainText
    title: ClauseText
    label: Switch = True
    numbering: PlainText | None = Field(None, description="Nummerierung in diesem Teil, siehe clauses/schemes.yaml")
    first: Number = Field(1, description="Nummer seines ersten Abschnitts")
    content: tuple[Entry, ...] = ()


class UseEntry(Model):
    """All that an outline of the library has, in its place; the clauses' own defaults decide what of it is in."""

    use: PlainText
    without: tuple[PlainText, ...] = Field((), description="Abschnitte, Anlagen und besondere Einträge, die entfallen")


Shown = Literal[
    "name", "address", "country", "service", "data", "locations", "sites", "condition", "contact", "mechanism",
    "mechanism_details", "note", "region", "status", "contract_date", "engaged_by",
]  # fmt: skip


class SubprocessorColumn(Model):
    """A column of the table of subprocessors: its heading, and what stands in its cells line by line."""

    title: ClauseText
    show: tuple[Shown, ...] = Field(min_length=1)
    width: Number = 1


class ProductColumns(Model):
    """Columns with a tick for each product that a subprocessor serves, under one heading."""

    title: ClauseText
    names: tuple[PlainText, ...] = Field(min_length=1)
    width: Number = Field(1, description="Breite jeder dieser Spalten im Verhältnis zu den anderen")
    after: Number | None = Field(None, description="nach wie vielen anderen Spalten; sonst am Ende")


class MaterialEntry(Model):
    """Profile data laid out by the engine: a checklist, a table, a text, the measures, subprocessors, contents."""

    material: Literal["checklist", "table", "text", "toms", "subprocessors", "contents"]
    of: PlainText | None = None
    title: ClauseText | None = None
    levels: int = Field(1, ge=1, le=4)
    columns: tuple[SubprocessorColumn, ...] = ()
    products: ProductColumns | None = None
    blank_rows: Number = 0
    fulfils: tuple[PlainText, ...] = Field((), description="Anforderungen, deren Angaben hier stehen")

    @field_validator("levels", mode="before")
    @classmethod
    def digits(cls, value: Any) -> Any:
        """A number of levels."""
        return int(value) if isinstance(value, str) and value.isdecimal() else value

    @model_validator(mode="after")
    def is_named(self) -> MaterialEntry:
        """Of checklists, tables and texts there may be several."""
        if self.of is None and self.material in ("checklist", "table", "text"):
            raise reject("missing-value", f"places a {self.material} without saying which; add 'of'")
        return self


class SpecialEntry(Model):
    """A part that is no clause: title block, party block, signature block, a new page."""

    special: Special
    side: Literal["controller", "processor"] | None = Field(None, description="nur diese Seite unterschreibt")


def _entry(value: Any) -> Any:
    """A value of an outline in its full form: a name or a list of clauses is a paragraph."""
    if isinstance(value, str):
        return {"special": value} if value in SPECIAL else {"clauses": (value,)}
    if isinstance(value, list) or (isinstance(value, dict) and "text" in value):
        return {"clauses": _as_clauses(value)}
    return value


def _entry_kind(value: Any) -> str:
    """Which kind of entry a value is: its keys say so."""
    keys = value if isinstance(value, dict) else getattr(type(value), "model_fields", ())
    kinds = ("section", "annex", "part", "use", "material", "special")
    return next((f"<{kind}>" for kind in kinds if kind in keys), "<paragraph>")


Entry = Annotated[
    Annotated[SectionEntry, Tag("<section>")]
    | Annotated[AnnexEntry, Tag("<annex>")]
    | Annotated[PartEntry, Tag("<part>")]
    | Annotated[UseEntry, Tag("<use>")]
    | Annotated[MaterialEntry, Tag("<material>")]
    | Annotated[SpecialEntry, Tag("<special>")]
    | Annotated[ParagraphEntry, Tag("<paragraph>")],
    Discriminator(_entry_kind),
]


Kind = Literal["contract", "addendum", "notice"]


class Outline(Model):
    """A whole outline. A profile's own one selects: what it does not name is out.

    What is no contract is held against what it `proves` alone; an addendum and a notice have words of their own.
    """

    title: ClauseText | None = None
    kind: Kind = Field("contract", description="Vertrag, Nachtrag zu einem Vertrag oder Schreiben einer Partei")
    word: PlainText | None = Field(None, description="Wort für diesen Text, wenn das Profil keines wählt")
    proves: tuple[PlainText, ...] = Field((), description="Anforderungen, an denen ein Nachtrag gemessen wird")
    content: tuple[Entry, ...] = Field(min_length=1)
    complete: Switch = Field(True, description="off: was ein Aufbau der Bibliothek nicht nennt, ist draußen")
    on: tuple[PlainText, ...] = Field((), description="Klauseln, die dieser Aufbau der Bibliothek einschaltet")
    optional: tuple[PlainText, ...] = Field((), description="Klauseln, die nur das Profil einschaltet")
    annex_label: NumberLabel | None = Field(None, description="Bezeichnung der Anlagen; sonst die der Nummerierung")
    annex_counter: Literal["decimal", "upper-letter", "upper-roman"] | None = None
    own: bool = False
    used: tuple[str, ...] = ()

    @property
    def first(self) -> int:
        """The number of the first section."""
        sections = [entry for entry in self.content if isinstance(entry, SectionEntry) and entry.numbered]
        return sections[0].first if sections and sections[0].first is not None else 1

    @model_validator(mode="after")
    def counts_once(self) -> Outline:
        """Only the first section says where counting begins."""
        entries = enumerate(self.content)
        sections = [(n, entry) for n, entry in entries if isinstance(entry, SectionEntry) and entry.numbered]
        for n, entry in sections[1:]:
            if entry.first is not None:
                message = f"is {entry.first}; only the first section may say where counting begins"
                raise reject("outline-first", message, "content", n, "first")
        return self

    @model_validator(mode="before")
    @classmethod
    def entries(cls, value: Any) -> Any:
        """A list is content without a title; each entry is read by its own kind."""
        if isinstance(value, list | tuple):
            value = {"content": value}
        if isinstance(value, dict) and isinstance(value.get("content"), list):
            return {**value, "content": [_entry(item) for item in value["content"]]}
        return value


def _choice(value: Any) -> str:
    return "<name>" if isinstance(value, str) else "<own>"


OutlineChoice = Annotated[
    Annotated[PlainText, Tag("<name>")] | Annotated[Outline, Tag("<own>")], Discriminator(_choice)
]


def entries_in(entries: Any) -> Iterator[Any]:
    """Outline entries and all that they hold, in order."""
    for entry in entries:
        yield entry
        if isinstance(entry, SectionEntry | AnnexEntry | PartEntry):
            yield from entries_in(entry.content)


def refs_in(entries: Any) -> Iterator[Any]:
    """The clauses and free clauses of outline entries, in order."""
    for entry in entries_in(entries):
        if isinstance(entry, FreeClause):
            yield entry
        elif isinstance(entry, ParagraphEntry):
            for row in (entry.clauses, *entry.items, *entry.then):
                yield from row


def materials_in(entries: Any) -> Iterator[MaterialEntry]:
    """The data that outline entries place."""
    return (entry for entry in entries_in(entries) if isinstance(entry, MaterialEntry))
