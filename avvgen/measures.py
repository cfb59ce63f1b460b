"""The technical and organisational measures of a profile as the sections of an annex."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from avvgen.document import (
    Block,
    Blocks,
    Cell,
    FollowUp,
    Inlines,
    Item,
    ListBlock,
    Paragraph,
    Row,
    Section,
    Strong,
    Table,
    Text,
)
from avvgen.library.catalogues import CatalogueMeasure, Category, TomCatalogue
from avvgen.profiles.data import Measure, TomCategory, Toms
from avvgen.tables import table_of
from avvgen.templating import Value, letters
from avvgen.texts import Texts

MAPPED = ("measure", "art32", "iso", "bsi", "sdm")


@dataclass(frozen=True, slots=True)
class Measures:
    """The measures that a profile chose from the catalogue, and those in its own words."""

    toms: Toms
    catalogue: TomCatalogue
    texts: Texts

    def laid_out(self) -> Iterator[Block]:
        """The measures: the profile's own tree if it has one, then those of the catalogue by their controls."""
        yield from self.own_categories(self.toms.categories, "toms")
        if self.toms.grouping == "art32":
            yield from self.by_article()
        else:
            yield from (section for category in self.catalogue.categories for section in self.control(category))
        yield from self.mapping()

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
        chosen = set(self.toms.measures)
        measures = [m for m in self.catalogue.measures if m.category == category.id and m.id in chosen]
        excluded = self.toms.exclusions.get(category.id)
        blocks: list[Block] = []
        if measures:
            blocks.append(ListBlock(tuple(Item(self.words(measure)) for measure in measures)))
        if excluded is not None:
            reason = self.texts.phrase("tom_excluded", reason=Value(excluded))
            blocks.append(Paragraph(f"toms.{category.id}.excluded", reason))
        if blocks:
            yield Section(f"toms.{category.id}", (Text(category.title),), tuple(blocks))

    def words(self, measure: CatalogueMeasure) -> Inlines:
        """A measure of the catalogue, with the values that the profile gives for it in brackets."""
        given = self.toms.params.get(measure.id)
        if not given or measure.details is None:
            return (Text(measure.text),)
        return (Text(f"{measure.text} ("), *self.texts.line(measure.details, **given), Text(")"))

    def mapping(self) -> Iterator[Section]:
        """Where the chosen measures stand in Art. 32 DSGVO, ISO 27001, BSI and SDM."""
        chosen = [measure for measure in self.catalogue.measures if measure.id in self.toms.measures]
        if self.toms.mapping and chosen:
            header = tuple(Cell((self.texts.phrase(f"mapping_{name}"),)) for name in MAPPED)
            rows = tuple(mapped(measure) for measure in chosen)
            title = self.texts.phrase("mapping_title")
            yield Section("toms.mapping", title, (Table((header,), rows, (0.4, 0.1, 0.16, 0.16, 0.18)),))

    def own_categories(self, categories: Mapping[str, TomCategory], within: str) -> Iterator[Block]:
        """The categories side by side: sections, or neighbours in one list where they are bullets."""
        for bullet, group in groupby(categories.items(), key=lambda entry: entry[1].bullet):
            if bullet:
                yield ListBlock(tuple(self.bullet(category, f"{within}.{id_}") for id_, category in group))
            else:
                yield from (self.own_category(id_, category, within) for id_, category in group)

    def bullet(self, category: TomCategory, name: str) -> Item:
        """A category as one point of a list: its title in bold, everything under it indented."""
        section = self.own_category("inner", category, name)
        blocks = tuple(FollowUp(block.content) if isinstance(block, Paragraph) else block for block in section.blocks)
        return Item((Strong(section.title),), blocks)

    def own_category(self, id_: str, category: TomCategory, within: str) -> Section:
        """A heading of the processor's own document with everything under it."""
        name = f"{within}.{id_}"
        blocks: list[Block] = []
        if category.aim is not None:
            aim = self.texts.phrase("tom_aim", aim=Value(category.aim))
            blocks.append(Paragraph(f"{name}.aim", aim, numbered=False))
        if category.text is not None:
            blocks += unnumbered(self.texts.blocks(category.text), f"{name}.text")
        if category.measures:
            blocks.append(bullets(category.measures))
        if category.table is not None:
            blocks.append(table_of(category.table))
        if category.after is not None:
            blocks += unnumbered(self.texts.blocks(category.after), f"{name}.after")
        blocks += self.own_categories(category.categories, name)
        return Section(name, letters(category.title), tuple(blocks), category.numbered)


def mapped(measure: CatalogueMeasure) -> Row:
    """A measure as a row of the mapping."""
    lists = (measure.iso27001, measure.bsi, measure.sdm)
    texts = (measure.text, f"lit. {measure.art32}", *(", ".join(entries) for entries in lists))
    return tuple(Cell(((Text(text),) if text else (),)) for text in texts)


def unnumbered(blocks: Blocks, name: str) -> Blocks:
    """Texts of an annex as paragraphs without numbers."""
    return tuple(
        Paragraph(f"{name}.{n}", block.content, numbered=False) if isinstance(block, FollowUp) else block
        for n, block in enumerate(blocks)
    )


def bullets(measures: tuple[Measure, ...]) -> ListBlock:
    """Measures as bullets, what belongs under one as bullets of its own."""
    return ListBlock(
        tuple(Item(letters(measure.text), (bullets(measure.items),) if measure.items else ()) for measure in measures)
    )
