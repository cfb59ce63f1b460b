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
    FollowUp,
    Inlines,
    Item,
    ListBlock,
    Paragraph,
    PartyBlock,
    PartySide,
    Section,
    SignatureBlock,
    SignatureSide,
    Table,
    Text,
    TitleLine,
)
from avvgen.findings import Finding, Place, nearest
from avvgen.library.catalogues import Category, TomCatalogue
from avvgen.profiles.data import Checklist, Measure, TableData, TomCategory
from avvgen.profiles.models import Profile
from avvgen.profiles.outline import MaterialEntry
from avvgen.templating import Record, is_given
from avvgen.templating.values import printed
from avvgen.texts import Texts

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
                return (self.party_block(),)
            case _:
                return (self.signature_block(),)

    def laid_out(self, entry: MaterialEntry) -> Blocks:
        """A piece of the profile's data that an outline places."""
        annexes = self.profile.annexes
        match entry.material:
            case "toms":
                return tuple(self.toms())
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
            self.profile.parties.layout,
        )

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

    # Measures -------------------------------------------------------------------------------------

    def toms(self) -> Iterator[Block]:
        """The measures: the profile's own tree if it has one, then those of the catalogue by their controls."""
        for id_, category in self.profile.toms.categories.items():
            yield self.own_category(id_, category, "toms")
        if self.profile.toms.grouping == "art32":
            yield from self.by_article()
        else:
            yield from (section for category in self.catalogue.categories for section in self.control(category))

    def by_article(self) -> Iterator[Section]:
        """The controls under the letters of Art. 32 Abs. 1 DSGVO that they serve."""
        groups = dict.fromkeys((category.gruppe, category.art32) for category in self.catalogue.categories)
        for name, letter in groups:
            inside = [c for c in self.catalogue.categories if (c.gruppe, c.art32) == (name, letter)]
            sections = tuple(section for category in inside for section in self.control(category))
            if sections:
                title = self.texts.phrase("tom_group", group=name, letter=letter)
                yield Section(f"toms.{inside[0].id}.group", title, sections)

    def control(self, category: Category) -> Iterator[Section]:
        """One control with the measures chosen for it, or why there are none."""
        chosen = set(self.profile.toms.measures)
        measures = [m for m in self.catalogue.measures if m.category == category.id and m.id in chosen]
        excluded = self.profile.toms.exclusions.get(category.id)
        blocks: list[Block] = []
        if measures:
            blocks.append(ListBlock(tuple(Item((Text(measure.text),)) for measure in measures)))
        if excluded is not None:
            blocks.append(Paragraph(f"toms.{category.id}.excluded", self.texts.phrase("tom_excluded", reason=excluded)))
        if blocks:
            yield Section(f"toms.{category.id}", (Text(category.title),), tuple(blocks))

    def own_category(self, id_: str, category: TomCategory, within: str) -> Section:
        """A heading of the processor's own document with everything under it."""
        name = f"{within}.{id_}"
        blocks: list[Block] = []
        if category.aim is not None:
            blocks.append(Paragraph(f"{name}.aim", self.texts.phrase("tom_aim", aim=category.aim), numbered=False))
        if category.text is not None:
            blocks += unnumbered(self.texts.blocks(category.text), f"{name}.text")
        if category.measures:
            blocks.append(bullets(category.measures))
        if category.table is not None:
            blocks.append(table_of(category.table))
        if category.after is not None:
            blocks += unnumbered(self.texts.blocks(category.after), f"{name}.after")
        blocks += [self.own_category(key, inner, name) for key, inner in category.categories.items()]
        return Section(name, (Text(category.title, verbatim=True),), tuple(blocks), category.numbered)

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
            items.append(Item((Checkbox(), Text(" "), *phrase, Text(" "), BlankNode(checklist.other))))
        yield ListBlock(tuple(items))


def unnumbered(blocks: Blocks, name: str) -> Blocks:
    """Texts of an annex as paragraphs without numbers."""
    return tuple(
        Paragraph(f"{name}.{n}", block.content, numbered=False) if isinstance(block, FollowUp) else block
        for n, block in enumerate(blocks)
    )


def bullets(measures: tuple[Measure, ...]) -> ListBlock:
    """Measures as bullets, what belongs under one as bullets of its own."""
    return ListBlock(
        tuple(
            Item((Text(measure.text, verbatim=True),), (bullets(measure.items),) if measure.items else ())
            for measure in measures
        )
    )


def table_of(table: TableData) -> Table:
    """A free table of the profile."""
    header = tuple(Cell(((Text(column, verbatim=True),),)) for column in table.columns)
    rows = tuple(tuple(cell_of(cell) for cell in row) for row in table.rows)
    return Table((header,), rows)


def cell_of(text: str) -> Cell:
    """A cell whose lines are those of the text."""
    return Cell(tuple((Text(line, verbatim=True),) if line else () for line in text.split("\n")))
