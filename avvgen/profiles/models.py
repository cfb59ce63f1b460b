"""The static part of a profile: what is true of every contract, whatever clauses it has.

Only what is structurally impossible is refused here. What is legally weak can be said; `check` reports it.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, field_validator, model_validator
from pydantic_core import PydanticCustomError

from avvgen.files import wrong_name
from avvgen.model import Model
from avvgen.profiles.data import Annexes, Party, Processing, Subprocessor, Toms
from avvgen.profiles.fields import (
    ClauseText,
    Colour,
    Day,
    Fillable,
    FillableDay,
    Lines,
    Millimetres,
    NumberLabel,
    PlainText,
    Running,
    Switch,
    read_date,
    reject,
)
from avvgen.profiles.outline import Outline, OutlineChoice
from avvgen.profiles.problems import written
from avvgen.profiles.words import WordChoice

EFFECTIVE = ("signature", "main_contract", "start")


def read_effective(value: Any) -> Any:
    """An event, or a day."""
    if isinstance(value, str) and value in EFFECTIVE:
        return str(value)
    try:
        return read_date(value)
    except PydanticCustomError:
        raise reject(
            "wrong-type", f"is {written(value)}; give {', '.join(EFFECTIVE)} or a day such as 2026-11-21"
        ) from None


Effective = Annotated[
    str | date,
    BeforeValidator(read_effective),
    WithJsonSchema({"anyOf": [{"enum": list(EFFECTIVE)}, {"format": "date"}]}),
]


class References(Model):
    """The numbers under which the parties file the contract."""

    contract: Fillable | None = None
    customer: Fillable | None = None
    order: Fillable | None = None


class Edition(Model):
    """A version of the contract: its number, its day, and what it changed."""

    version: PlainText
    date: Day
    changes: Lines = ()


class Amended(Model):
    """The contract that an addendum amends: what it is called, when it was concluded, which version it is."""

    title: PlainText | None = None
    signed: FillableDay | None = Field(None, description="Tag des Vertragsschlusses")
    version: PlainText | None = None
    date: Day | None = Field(None, description="Stand der Fassung")


class DocumentData(Model):
    """What the contract is called, which version it is and when it takes effect."""

    title: ClauseText | None = Field(None, description="Titel des Vertrags; sonst der des Outlines")
    label: PlainText | None = Field(None, description="Stellung im Vertragswerk, etwa 'Anlage 1'")
    subtitle: ClauseText | None = Field(None, description="Zeile unter dem Titel")
    version: PlainText | None = Field(None, description="Fassung, etwa 1.6")
    date: Day | None = Field(None, description="Stand der Fassung")
    effective: Effective = Field("signature", description="Beginn der Wirksamkeit")
    main_contract: PlainText | None = Field(None, description="Bezeichnung des Hauptvertrags, wenn er benannt wird")
    references: References = References()
    amends: Amended = Field(Amended(), description="Vertrag, den ein Nachtrag ändert")
    supersedes: PlainText | None = Field(None, description="Fassung oder Vertrag, den dieser ersetzt")
    replaces: Day | None = Field(None, description="Stand der Fassung, die diese ersetzt; unter dem Titel")
    history: tuple[Edition, ...] = Field((), description="Fassungen des Vertrags; gedruckt wird die jüngste zuerst")
    header: Running | None = Field(None, description="Kopfzeile; {{ page }} und {{ pages }} sind Seitenzahlen")
    footer: Running | None = Field(None, description="Fußzeile; sonst die der Bibliothek")
    first_header: Running | None = Field(None, description="Kopfzeile der ersten Seite; sonst die der anderen")
    first_footer: Running | None = Field(None, description="Fußzeile der ersten Seite; sonst die der anderen")
    language: Literal["de-DE", "de-AT", "de-CH"] = "de-DE"
    jurisdiction: Literal["DE", "AT", "CH"] = "DE"
    regime: Literal["dsgvo", "dsg-ekd", "kdg", "dsg-ch"] = "dsgvo"
    draft: Switch | None = Field(None, description="Entwurf; sonst, solange eigene Angaben offen sind")
    version_line: Switch = Field(True, description="Fassung und Stand unter dem Titel")

    @field_validator("history")
    @classmethod
    def newest_first(cls, value: tuple[Edition, ...]) -> tuple[Edition, ...]:
        """The versions in the order in which they are printed; those of one day stay as written."""
        return tuple(sorted(value, key=lambda edition: edition.date, reverse=True))


class Colours(Model):
    """The colours of the house; those that are left out are ours."""

    accent: Colour | None = Field(None, description="Titel, Überschriften und Links")
    text: Colour | None = Field(None, description="kleiner Text: Kopf- und Fußzeile, Stand, Rollen")
    ground: Colour | None = Field(None, description="Grund der Tabellenköpfe")


class Style(Model):
    """How the contract looks where that is a choice: numbers, citations, annex labels, logo and colours."""

    numbering: PlainText = Field("decimal", description="Name der Nummerierung, siehe clauses/schemes.yaml")
    lone_paragraphs: Literal["unnumbered", "numbered"] | None = None
    annex_label: NumberLabel | None = Field(None, description="Anlagenbezeichnung, etwa 'Anhang DPA%1'")
    annex_numbering: PlainText | None = Field(None, description="Nummerierung in den Anlagen, sonst 1 / 1.1 / 1.1.1")
    annex_counter: Literal["decimal", "upper-letter", "upper-roman"] | None = None
    annexes: Literal["apart", "sections"] = Field("apart", description="Anlagen für sich, oder Abschnitte des Textes")
    part_label: NumberLabel | None = Field(None, description="Bezeichnung der Teile, sonst 'Teil %1'")
    part_counter: Literal["decimal", "upper-letter", "upper-roman"] | None = None
    reserved: dict[PlainText, Literal["title", "number"]] = Field(
        {}, description="Abschnitte, die leer ihre Nummer behalten, mit Überschrift oder ohne"
    )
    citations: Literal["de", "at", "long", "roman"] = "de"
    emphasis: tuple[Literal["annexes"], ...] = Field((), description="Verweise auf Anlagen fett")
    place_date: Literal["label", "am"] = Field("label", description="Ort und Datum unter oder auf der Zeile")
    act: PlainText | None = Field(None, description="Name der Verordnung, etwa DS-GVO")
    logo: PlainText | None = Field(None, description="PNG oder SVG für die Kopfzeile; relativ zu dieser Datei")
    logo_height: Millimetres = Field(12, description="Höhe des Logos in Millimetern")
    logo_side: Literal["left", "right"] = "right"
    colours: Colours = Colours()


class Words(Model):
    """The words of this contract for the things it names; unlisted words are given with their forms."""

    document: WordChoice | None = None
    main_contract: WordChoice | None = None
    subprocessor: WordChoice | None = None
    data_subject: WordChoice | None = None
    breach: WordChoice | None = None
    parties: WordChoice | None = None
    amended: WordChoice | None = Field(None, description="Wort eines Nachtrags für den Vertrag, den er ändert")


class Parties(Model):
    """Who contracts, in which order and how the block with their names looks."""

    controller: Party
    processor: Party
    layout: Literal["stacked", "columns", "prose"] = "stacked"
    order: Literal["controller_first", "processor_first"] = "controller_first"
    collective: ClauseText | None = Field(None, description="Zeile unter dem Parteienblock")
    signature_block: Switch = Field(True, description="Unterschriftsfelder; ohne sie gilt der Vertrag in Textform")


class Output(Model):
    """Where a built contract goes: by default the folder of the call, as DOCX, under the profile's name."""

    folder: PlainText | None = None
    formats: tuple[Literal["docx", "md"], ...] = ("docx",)
    name: PlainText | None = None
    letterhead: PlainText | None = Field(None, description="Word-Datei als Briefpapier; relativ zu dieser Datei")
    front_matter: Switch = Field(False, description="Markdown beginnt mit Titel, Fassung und Prüfsumme als YAML")

    @field_validator("name")
    @classmethod
    def stays_in_the_folder(cls, value: str | None) -> str | None:
        """A name is a name, not a path."""
        if value is not None and (wrong := wrong_name(value)):
            raise reject("output-name", f"'{value}' {wrong}")
        return value


class Acceptance(Model):
    """A finding that the user knows and stands by."""

    rule: PlainText
    reason: PlainText
    by: PlainText = Field(description="Funktion, die den Befund hinnimmt")
    date: Day


class Profile(Model):
    """One company's contract. What `clauses` says is checked against the library, which alone knows its options."""

    extends: PlainText | None = Field(None, description="Profil, auf dem dieses aufbaut")
    abstract: Switch = Field(False, description="nur Grundlage anderer Profile")
    library: PlainText | None = Field(None, description="Ordner, der über die Klauselbibliothek gelegt wird")
    clauses: dict[str, Any] = Field({}, description="Klauseln und Themen: on, off oder Optionen")
    packages: dict[str, Any] = Field({}, description="Pakete: je ein Vertrag mit dem, was anders ist")
    documents: dict[str, Any] = Field({}, description="weitere Texte neben dem Vertrag, je mit Aufbau")
    negotiable: tuple[PlainText, ...] = Field((), description="Optionen, die eine Kundenliste setzen darf")
    document: DocumentData = DocumentData()
    style: Style = Style()
    words: Words = Words()
    parties: Parties
    processing: Processing
    toms: Toms = Toms()
    subprocessors: dict[str, Subprocessor] = {}
    annexes: Annexes = Annexes()
    outline: OutlineChoice = "standard"
    output: Output = Output()
    severity: dict[PlainText, Literal["error", "warning", "info", "off"]] = Field({}, description="Stufe je Regel")
    accept: tuple[Acceptance, ...] = Field((), description="Befunde, die hingenommen werden, mit Grund")

    @field_validator("outline")
    @classmethod
    def own_outline(cls, value: Outline | str) -> Outline | str:
        """An outline that a profile spells out is its own."""
        return value.model_copy(update={"own": True}) if isinstance(value, Outline) else value

    @model_validator(mode="after")
    def processor_is_known(self) -> Profile:
        """The one who offers the contract has a name."""
        if not isinstance(self.parties.processor.name, str):
            raise reject("missing-value", "is blank; the processor must be named", "parties", "processor", "name")
        return self
