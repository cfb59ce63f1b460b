"""The data that a contract is about: parties, processing, measures, subprocessors, annexes."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from avvgen.model import Model
from avvgen.profiles.fields import (
    ClauseText,
    Country,
    Day,
    Fillable,
    FillableLines,
    Lines,
    Number,
    PlainText,
    Switch,
    reject,
)
from avvgen.profiles.parties import Identity
from avvgen.profiles.words import WordChoice

Mechanism = Literal["adequacy", "dpf", "scc", "bcr", "art49"]


class Transfer(Model):
    """Under which instrument of Chapter V DSGVO data leave the EEA, with what proves it."""

    mechanism: Mechanism | None = None
    mechanism_details: PlainText | None = None
    dpf_entity: PlainText | None = None
    dpf_status: Literal["active", "inactive"] | None = None
    dpf_coverage: tuple[Literal["hr", "non_hr"], ...] = ()
    dpf_checked: Day | None = None
    fallback: Mechanism | None = None
    scc_annexes: Switch | None = None
    scc_module: Literal["2", "3", "4"] | None = None
    tia_date: Day | None = None


class Contact(Model):
    """A function that can be reached; never a natural person."""

    function: Fillable | None = None
    firm: Fillable | None = None
    address: FillableLines | None = None
    mailbox: Fillable | None = None
    phone: Fillable | None = None
    url: Fillable | None = None


class Dpo(Contact):
    """The data protection officer, or why there is none (Art. 37 DSGVO, § 38 BDSG)."""

    status: Literal["named", "not_required", "unknown"] = "named"
    required: Switch | None = None
    reason_if_none: PlainText | None = Field(None, description="Grund, in Klammern gedruckt")


class EuRepresentative(Contact):
    """The representative in the Union, or why there is none (Art. 27 DSGVO)."""

    status: Literal["named", "not_required"] = "named"
    reason_if_none: PlainText | None = Field(None, description="Grund, in Klammern gedruckt")


class Oversight(Model):
    """The authority to which a controller reports an order to process social data (§ 80 Abs. 1 SGB X)."""

    name: Fillable | None = None
    address: FillableLines | None = None
    reference: Fillable | None = Field(None, description="Aktenzeichen der Behörde")


class FurtherParty(Identity):
    """One more party on the same side."""

    transfer: Transfer = Field(Transfer(), description="Instrument, wenn die Partei selbst im Drittland sitzt")


class Party(Identity):
    """The first party of a side, what the contract calls the side, and the further parties on it."""

    role: ClauseText | None = Field(None, description="Rolle im Parteienblock, sonst die gesetzliche")
    named: ClauseText | None = Field(None, description="Kurzbezeichnung im Parteienblock, sonst die der Bibliothek")
    designation: WordChoice | None = Field(None, description="Wie der Vertrag die Partei nennt")
    further: dict[str, FurtherParty] = Field({}, description="Weitere Parteien derselben Seite")
    dpo: Dpo | None = None
    eu_representative: EuRepresentative | None = None
    oversight: Oversight = Field(Oversight(), description="Rechts- oder Fachaufsichtsbehörde")
    parent_country: Country | None = None
    transfer: Transfer = Field(Transfer(), description="Instrument, wenn die Partei selbst im Drittland sitzt")
    public_body: Switch = False
    without_staff: Switch = Field(False, description="eine Person allein, ohne Beschäftigte")
    art3_2: Switch = False
    professional_secrecy: Switch | None = None
    profession: Literal["lawyer", "tax", "auditor", "notary", "patent", "medical", "other"] | None = None
    financial_entity: Switch = False
    nis2_entity: Switch = False


class Place(Model):
    """Where data are processed or reached from."""

    country: Country
    site: PlainText | None = None


class HealthCloud(Model):
    """What § 393 SGB V asks of cloud services in statutory health insurance."""

    c5_type2_until: Day | None = None
    equivalent_until: Day | None = None
    establishment_de: Switch | None = None
    customer_controls: Switch | None = None


def _places(value: Any) -> Any:
    return (
        [{"country": item} if isinstance(item, str) else item for item in value] if isinstance(value, list) else value
    )


class Processing(Model):
    """What is done with which data of whom (Art. 28 Abs. 3 UAbs. 1 S. 1 DSGVO)."""

    subject: PlainText | None = Field(None, description="Gegenstand: die Leistung, an der man die Verarbeitung erkennt")
    operations: tuple[PlainText, ...] = Field((), description="Art: was mit den Daten geschieht")
    purposes: tuple[PlainText, ...] = Field((), description="Zwecke")
    data_types: tuple[PlainText, ...] = Field((), description="Arten personenbezogener Daten")
    data_subjects: tuple[PlainText, ...] = Field((), description="Kategorien betroffener Personen")
    special_categories: tuple[PlainText, ...] = Field((), description="Besondere Kategorien, Art. 9 DSGVO")
    criminal_data: Switch = False
    social_data: Switch = False
    locations: tuple[Place, ...] = Field((), description="Orte der Verarbeitung")
    remote_access_countries: tuple[Country, ...] | None = Field(None, description="[] = bestätigt: keiner")
    own_datacentre: Switch | None = None
    start: Day | None = Field(None, description="Beginn der Verarbeitung")
    health_cloud: HealthCloud = HealthCloud()
    cloud_service: Switch = False
    ai_used: Switch = False
    remote_maintenance: Switch = False
    home_office: Switch = False
    health_cloud_sgbv: Switch = False

    @field_validator("locations", mode="before")
    @classmethod
    def countries_alone(cls, value: Any) -> Any:
        """A place may be given by its country alone."""
        return _places(value)


class Subprocessor(Transfer):
    """A further processor: who, what for, where, and under which safeguard."""

    name: PlainText
    address: Lines = ()
    country: Country | None = None
    service: PlainText | None = None
    data: PlainText | None = None
    locations: tuple[Place, ...] = ()
    remote_access_countries: tuple[Country, ...] = ()
    parent_country: Country | None = None
    condition: PlainText | None = Field(None, description="Nur wenn, etwa 'bei Nutzung des CDN'")
    products: tuple[PlainText, ...] = ()
    contact: PlainText | None = None
    region: PlainText | None = Field(None, description="Region des Anbieters, etwa 'Europa (Frankfurt)'")
    status: PlainText | None = Field(None, description="etwa 'im Einsatz' oder 'ab 1. März 2027'")
    contract_date: Day | None = Field(None, description="Tag des Vertrags mit dem Unterauftragsverarbeiter")
    engaged_by: PlainText | None = Field(None, description="Beauftragende Firma, sonst der Auftragsverarbeiter")
    note: PlainText | None = None

    @field_validator("locations", mode="before")
    @classmethod
    def countries_alone(cls, value: Any) -> Any:
        """A place may be given by its country alone."""
        return _places(value)


class ColumnGroup(Model):
    """A heading over several columns."""

    title: PlainText
    columns: Number


class TableData(Model):
    """A free table: column headings (with headings over them), rows, and empty rows to fill in.

    A cell of a column named in `ticks` is on or off and prints a tick or nothing.
    """

    columns: tuple[PlainText, ...] = Field(min_length=1)
    groups: tuple[ColumnGroup, ...] = ()
    ticks: tuple[PlainText, ...] = ()
    widths: tuple[Number, ...] = Field((), description="Breiten der Spalten im Verhältnis zueinander")
    rows: tuple[tuple[str, ...], ...] = ()
    blank_rows: Number = 0
    history: Switch = Field(False, description="Versionshistorie: die erste Spalte ist die Fassung")

    @model_validator(mode="after")
    def rows_fit(self) -> TableData:
        """Every row has a cell for every column."""
        for n, row in enumerate(self.rows):
            if len(row) != len(self.columns):
                raise reject("table-row", f"has {len(row)} cells; give {len(self.columns)}", "rows", n)
        if self.groups and sum(group.columns for group in self.groups) != len(self.columns):
            raise reject("table-row", f"groups cover other than {len(self.columns)} columns; let them cover all")
        if self.widths and len(self.widths) != len(self.columns):
            raise reject("table-row", f"there are {len(self.widths)} widths; give {len(self.columns)}")
        return self


def _measures(value: Any) -> Any:
    return [{"text": item} if isinstance(item, str) else item for item in value] if isinstance(value, list) else value


class Measure(Model):
    """A measure in the processor's own words, with what belongs under it."""

    text: PlainText
    items: tuple[Measure, ...] = ()

    @field_validator("items", mode="before")
    @classmethod
    def texts_alone(cls, value: Any) -> Any:
        """A measure without others under it is its text alone."""
        return _measures(value)


class TomCategory(Model):
    """A heading of the TOM annex with its measures, as deep as the processor's own document goes."""

    title: PlainText
    covers: tuple[PlainText, ...] = Field((), description="Kategorien des Katalogs, die hier geregelt sind")
    aim: PlainText | None = None
    text: ClauseText | None = None
    measures: tuple[Measure, ...] = ()
    table: TableData | None = None
    after: ClauseText | None = Field(None, description="Text nach den Maßnahmen")
    numbered: Switch = True
    bullet: Switch = Field(False, description="kein Abschnitt, sondern ein Punkt mit fettem Titel")
    categories: dict[str, TomCategory] = {}

    @field_validator("measures", mode="before")
    @classmethod
    def texts_alone(cls, value: Any) -> Any:
        """A measure without others under it is its text alone."""
        return _measures(value)


class Certification(Model):
    """A certificate that the processor relies on (Art. 28 Abs. 5 DSGVO)."""

    standard: PlainText
    issuer: PlainText | None = None
    holder: PlainText | None = None
    scope: PlainText | None = None
    valid_until: Day | None = None


class Toms(Model):
    """The technical and organisational measures: chosen from the catalogue by id, or in own words."""

    version: PlainText | None = None
    date: Day | None = None
    last_review: Day | None = None
    next_review: Day | None = None
    review_interval_months: Number | None = Field(
        None, description="Abstand der Überprüfung, wenn die Anlage ihn nennt"
    )
    measures: tuple[PlainText, ...] = Field((), description="Maßnahmen des Katalogs, siehe clauses/toms.yaml")
    exclusions: dict[PlainText, PlainText] = Field({}, description="Kategorie und Grund, warum nicht einschlägig")
    params: dict[PlainText, dict[PlainText, Number]] = Field(
        {}, description="Werte gewählter Maßnahmen, je Maßnahme alle"
    )
    mapping: Switch = Field(False, description="Zuordnung zu Art. 32, ISO 27001, BSI und SDM als Tabelle")
    grouping: Literal["art32", "controls"] = "controls"
    categories: dict[str, TomCategory] = {}
    certifications: dict[str, Certification] = {}


class Checklist(Model):
    """Boxes to tick, with a free line for others if `other` names it."""

    intro: ClauseText | None = None
    items: tuple[PlainText, ...] = Field(min_length=1)
    ticked: tuple[PlainText, ...] = ()
    other: PlainText | None = None


class Annexes(Model):
    """Material of annexes, by short ids under which outlines place it."""

    checklists: dict[str, Checklist] = {}
    tables: dict[str, TableData] = {}
    texts: dict[str, ClauseText] = {}
    contacts: dict[str, Contact] = {}
