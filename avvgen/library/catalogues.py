"""The catalogues of the library: facts, requirements, measures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from avvgen.library.expressions import Condition
from avvgen.model import Model
from avvgen.profiles.fields import ClauseText, Switch

FactType = Literal["switch", "text", "number", "days", "hours", "months", "date", "choice", "list", "country", "money"]


class Fact(Model):
    """Something that conditions and rules may ask: from the profile (`from`), or stated by an option."""

    name: str
    type: FactType
    from_: Condition | None = Field(None, alias="from")
    of: tuple[str, ...] = ()
    help: str | None = None


class Requirement(Model):
    """A duty that a contract has to meet, with its source and the evidence that counts."""

    id: str
    group: str
    source: str
    title_de: str
    text_en: str
    kind: Literal["mandatory", "conditional", "recommended"]
    on_demand: Switch = False
    level: Literal["document", "clause", "profile-data", "annex"]
    condition: str | None = None
    when: Condition | None = None
    evidence: tuple[dict[str, Any], ...]
    source_strength: str
    on_fail: Literal["error", "warning", "info"]
    see_also: tuple[str, ...] = ()
    checked: str
    note: str | None = None


class Category(Model):
    """A control under which measures stand in the TOM annex."""

    id: str
    title: str
    gruppe: str
    art32: str
    anlage9: str
    ziel: str


class CatalogueMeasure(Model):
    """A measure of the catalogue with its place in Art. 32 DSGVO, ISO 27001, BSI and SDM."""

    id: str
    category: str
    text: str
    art32: str
    anlage9: str
    iso27001: tuple[str, ...] = ()
    bsi: tuple[str, ...] = ()
    sdm: tuple[str, ...] = ()
    stufe: Literal["basis", "erweitert", "hoch"]
    sensibel: bool
    params: dict[str, Any] = {}
    details: ClauseText | None = None


class TomCatalogue(Model):
    """All categories and measures, in the order in which an annex prints them."""

    categories: tuple[Category, ...]
    measures: tuple[CatalogueMeasure, ...]

    def by_id(self) -> Mapping[str, CatalogueMeasure]:
        """The measures by their ids."""
        return {measure.id: measure for measure in self.measures}
