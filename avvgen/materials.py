"""The parts of a contract that are data and not clauses: title, parties, signatures, measures, checklists, tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from avvgen.document import Blank as BlankNode
from avvgen.document import (
    Block,
    Blocks,
    Cell,
    Checkbox,
    Contents,
    Inlines,
    Item,
    ListBlock,
    Table,
    Text,
    TitleLine,
)
from avvgen.document import Row as TableRow
from avvgen.drafts import is_draft
from avvgen.findings import Finding, Place, nearest
from avvgen.library.catalogues import TomCatalogue
from avvgen.measures import Measures
from avvgen.parties import Parties
from avvgen.profiles.data import Checklist
from avvgen.profiles.models import Profile
from avvgen.profiles.outline import MaterialEntry, SpecialEntry
from avvgen.tables import cell_of, table_of, tick_of
from avvgen.templating import Record, Value, is_given, letters
from avvgen.templating.values import printed
from avvgen.texts import Texts
from avvgen.walks import plain

EMPTY = Cell(((),))
REFERENCES = ("contract", "customer", "order")


@dataclass(frozen=True, slots=True)
class Materials:
    """Lays out the data of one profile; `title` is the contract's title, `view` the profile as texts see it."""

    profile: Profile
    view: Mapping[str, Any]
    catalogue: TomCatalogue
    texts: Texts
    title: Inlines

    def special(self, entry: SpecialEntry) -> Blocks:
        """A part that an outline names by one word."""
        match entry.special:
            case "title":
                return tuple(self.title_block())
            case "parties":
                return tuple(Parties(self.profile, self.view, self.texts).introduced())
            case "letter":
                return tuple(Parties(self.profile, self.view, self.texts).addressed())
            case _:
                return tuple(Parties(self.profile, self.view, self.texts).signed(entry.side))

    def laid_out(self, entry: MaterialEntry) -> Blocks:
        """A piece of the profile's data that an outline places."""
        annexes = self.profile.annexes
        match entry.material:
            case "toms":
                return tuple(Measures(self.profile.toms, self.catalogue, self.texts).laid_out())
            case "subprocessors":
                return (self.subprocessor_table(entry),)
            case "contents":
                title = self.texts.line(entry.title) if entry.title else self.texts.phrase("contents_title")
                return (Contents(title, entry.levels, entry.of or ""),)
            case "checklist":
                found = self.found(annexes.checklists, entry)
                return tuple(self.checklist(found)) if found else ()
            case "table":
                table = self.found(annexes.tables, entry)
                return (table_of(table),) if table else ()
            case "text":
                text = self.found(annexes.texts, entry)
                return self.texts.blocks(text) if text else ()

    def subprocessor_table(self, entry: MaterialEntry) -> Table:
        """The subprocessors as a table with the columns that the outline names, one tick column a product."""
        products = entry.products.names if entry.products else ()
        after = len(entry.columns)
        if entry.products is not None and entry.products.after is not None:
            after = min(entry.products.after, after)
        titles = [Cell((self.texts.line(column.title),)) for column in entry.columns]
        ticks = [cell_of(name) for name in products]
        header: tuple[TableRow, ...] = ((*titles[:after], *ticks, *titles[after:]),)
        if entry.products:
            over = Cell((self.texts.line(entry.products.title),), len(products))
            header = ((*(EMPTY for _ in titles[:after]), over, *(EMPTY for _ in titles[after:])), *header)
        rows = []
        for record in self.view["subprocessors"]:
            cells = [Cell(self.subprocessor_lines(record, column.show)) for column in entry.columns]
            ticked = [tick_of("on" if name in record["products"] else "off") for name in products]
            rows.append((*cells[:after], *ticked, *cells[after:]))
        empty = tuple(EMPTY for _ in (*titles, *ticks))
        widths_of = [float(column.width) for column in entry.columns]
        shares = [
            *widths_of[:after],
            *(float(entry.products.width) for _ in products if entry.products),
            *widths_of[after:],
        ]
        widths = tuple(share / sum(shares) for share in shares)
        return Table(header, (*rows, *(empty,) * entry.blank_rows), widths)

    def subprocessor_lines(self, record: Record, shown: tuple[str, ...]) -> tuple[Inlines, ...]:
        """The lines of a cell: each field that is given, a list line by line."""
        rows: list[Inlines] = []
        for name in shown:
            value = tuple(place["site"] for place in record["locations"]) if name == "sites" else record[name]
            if not is_given(value):
                continue
            if name in ("country", "locations", "mechanism"):
                values = value if isinstance(value, tuple) else (value,)
                rows += [self.texts.phrase(f"subprocessor_{name}", value=inner) for inner in values]
            else:
                rows += [printed(inner) for inner in (value if isinstance(value, tuple) else (value,))]
        return tuple(rows) or ((),)

    def found(self, known: Mapping[str, Any], entry: MaterialEntry) -> Any:
        """The data that an entry names; a finding if there are none."""
        if entry.of not in known:
            place = getattr(entry.of, "place", Place())
            message = f"the outline places {entry.material} '{entry.of}', which the profile lacks"
            hint = nearest(entry.of or "", known)
            self.texts.problems.add(Finding("unknown-material", "error", message + hint, place))
        return known.get(entry.of or "")

    # Title ---------------------------------------------------------------------------------------

    def title_block(self) -> Iterator[TitleLine]:
        """Label, title, subtitle, version and reference numbers."""
        document = self.view["document"]
        if is_given(document["label"]):
            yield TitleLine(printed(document["label"]), "note")
        yield TitleLine(self.title)
        if is_draft(self.profile):
            yield TitleLine(self.texts.phrase("draft"), "note")
        if self.profile.document.subtitle is not None:
            yield TitleLine(self.texts.line(self.profile.document.subtitle), "subtitle")
        version = self.texts.phrase("version_line") if self.profile.document.version_line else ()
        if version:
            yield TitleLine(version, "note")
        for name in REFERENCES:
            if is_given(document["references"][name]):
                yield TitleLine(self.texts.phrase(f"reference_{name}"), "note")

    # Lists and tables -----------------------------------------------------------------------------

    def checklist(self, checklist: Checklist) -> Iterator[Block]:
        """Boxes to tick under their introduction, with a line for what the list does not have."""
        if checklist.intro is not None:
            yield from self.texts.blocks(checklist.intro)
        items = [Item((Checkbox(item in checklist.ticked), Text(" "), *letters(item))) for item in checklist.items]
        if checklist.other is not None:
            phrase = self.texts.phrase("checklist_other", other=Value(checklist.other))
            gap = BlankNode(plain(self.texts.phrase("checklist_gap")))
            items.append(Item((Checkbox(), Text(" "), *phrase, Text(" "), gap)))
        yield ListBlock(tuple(items))
