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
    Inline,
    Inlines,
    Item,
    ListBlock,
    Paragraph,
    PartyBlock,
    PartySide,
    Row,
    SignatureBlock,
    SignatureSide,
    Table,
    Text,
    TitleLine,
)
from avvgen.findings import Finding, Place, nearest
from avvgen.library.catalogues import TomCatalogue
from avvgen.measures import Measures
from avvgen.profiles.data import Checklist
from avvgen.profiles.models import Profile
from avvgen.profiles.outline import MaterialEntry
from avvgen.tables import table_of, tick_of
from avvgen.templating import Record, is_given
from avvgen.templating.values import printed
from avvgen.texts import Texts
from avvgen.walks import plain

SIDES = ("controller", "processor")
REFERENCES = ("contract", "customer", "order")


@dataclass(frozen=True, slots=True)
class Materials:
    """Lays out the data of one profile; `title` is the contract's title, `view` the profile as texts see it."""

    profile: Profile
    view: Mapping[str, Any]
    catalogue: TomCatalogue
    texts: Texts
    title: Inlines

    def special(self, name: str) -> Blocks:
        """A part that an outline names by one word."""
        match name:
            case "title":
                return tuple(self.title_block())
            case "parties":
                return (self.party_block() if self.profile.parties.layout != "prose" else self.party_sentence(),)
            case _:
                return (self.signature_block(),)

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
        titles = [Cell((self.texts.line(column.title),)) for column in entry.columns]
        ticks = [Cell(((Text(name, verbatim=True),),)) for name in products]
        header: tuple[Row, ...] = ((*titles, *ticks),)
        if entry.products:
            over = [Cell(((),)) for _ in titles]
            header = ((*over, Cell((self.texts.line(entry.products.title),), len(products))), *header)
        rows = tuple(
            (
                *(Cell(self.subprocessor_lines(record, column.show)) for column in entry.columns),
                *(tick_of("on" if name in record["products"] else "off") for name in products),
            )
            for record in self.view["subprocessors"]
        )
        empty = tuple(Cell(((),)) for _ in (*titles, *ticks))
        shares = [*(column.width for column in entry.columns), *(0.4 for _ in products)]
        widths = tuple(share / sum(shares) for share in shares)
        return Table(header, rows + (empty,) * entry.blank_rows, widths)

    def subprocessor_lines(self, record: Record, shown: tuple[str, ...]) -> tuple[Inlines, ...]:
        """The lines of a cell: each field that is given, a list line by line."""
        rows: list[Inlines] = []
        for name in shown:
            value = record[name]
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

    # Title, parties, signatures ------------------------------------------------------------------

    def title_block(self) -> Iterator[TitleLine]:
        """Label, title, subtitle, version and reference numbers."""
        document = self.view["document"]
        if is_given(document["label"]):
            yield TitleLine(printed(document["label"]), "note")
        yield TitleLine(self.title)
        if self.profile.document.subtitle is not None:
            yield TitleLine(self.texts.line(self.profile.document.subtitle), "subtitle")
        version = self.texts.phrase("version_line")
        if version:
            yield TitleLine(version, "note")
        for name in REFERENCES:
            if is_given(document["references"][name]):
                yield TitleLine(self.texts.phrase(f"reference_{name}"), "note")

    def sides(self) -> tuple[str, ...]:
        """The parties in the order of the profile."""
        return SIDES if self.profile.parties.order == "controller_first" else SIDES[::-1]

    def party_block(self) -> PartyBlock:
        """The parties with name, address, representative and what the contract calls them."""
        return PartyBlock(
            tuple(self.party_side(side) for side in self.sides()),
            self.texts.phrase("parties_before"),
            self.texts.phrase("parties_between"),
            "columns" if self.profile.parties.layout == "columns" else "stacked",
        )

    def party_sentence(self) -> Paragraph:
        """The parties in one sentence."""
        block = self.party_block()
        row: list[Inline] = [*block.before, Text(" ")]
        for n, side in enumerate(block.sides):
            row += [Text(" "), *block.between, Text(" ")] * bool(n)
            for m, line in enumerate(side.lines):
                row += [Text(", ")] * bool(m) + list(line)
            row += [Text(" "), *side.named]
        return Paragraph("parties", tuple(row), numbered=False)

    def party_side(self, side: str) -> PartySide:
        """One party of the block."""
        party: Record = self.view[side]
        rows: list[Inlines] = [printed(party["name"])]
        address = party["address"]
        if is_given(address):
            rows += [printed(line) for line in address] if isinstance(address, tuple) else [printed(address)]
        for key, phrase in (
            ("registration", "registration"),
            ("represented_by", "represented"),
            ("contact", "contact"),
        ):
            if is_given(party[key]):
                rows.append(self.texts.phrase(f"party_{phrase}", party=party))
        role = self.texts.phrase(f"{side}_role")
        return PartySide(role, tuple(rows), self.texts.phrase(f"{side}_named"))

    def signature_block(self) -> SignatureBlock:
        """Where both parties sign."""
        return SignatureBlock(tuple(self.signature_side(side) for side in self.sides()))

    def signature_side(self, side: str) -> SignatureSide:
        """Where one party signs: for each function a line, one line without a function if there is none."""
        signature: Record = self.view[side]["signature"]
        functions = signature["functions"] or (None,)
        place = signature["place"]
        return SignatureSide(
            heading=self.texts.phrase(f"{side}_signature"),
            place_date=printed(place) if isinstance(place, str) else (),
            place_date_label=self.texts.phrase("place_date"),
            signatories=tuple(self.texts.phrase("signatory", function=function) for function in functions),
        )

    # Lists and tables -----------------------------------------------------------------------------

    def checklist(self, checklist: Checklist) -> Iterator[Block]:
        """Boxes to tick under their introduction, with a line for what the list does not have."""
        if checklist.intro is not None:
            yield from self.texts.blocks(checklist.intro)
        items = [
            Item((Checkbox(item in checklist.ticked), Text(" "), Text(item, verbatim=True))) for item in checklist.items
        ]
        if checklist.other is not None:
            phrase = self.texts.phrase("checklist_other", other=checklist.other)
            gap = BlankNode(plain(self.texts.phrase("checklist_gap")))
            items.append(Item((Checkbox(), Text(" "), *phrase, Text(" "), gap)))
        yield ListBlock(tuple(items))
