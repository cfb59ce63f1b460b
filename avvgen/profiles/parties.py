"""Who a party is and how it signs: what the first party of a side and every further one have in common."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from avvgen.model import Model
from avvgen.profiles.fields import Country, Day, Fillable, FillableLines, Lines, Name, PlainText, Switch


class Signature(Model):
    """Who signs for a party, by function, where, and what stands in the fields beforehand."""

    place: Fillable | None = None
    date: Day | None = Field(None, description="Tag, der schon in der Zeile für Ort und Datum steht")
    functions: Lines = ()
    lines: Lines = Field((), description="Beschriftung der Unterschriftszeilen, statt der Funktionen")
    print_name: Switch = Field(False, description="Zeile für den Namen in Druckbuchstaben unter jeder Unterschrift")
    presigned: Switch = Field(False, description="die Partei hat schon unterzeichnet")
    anchors: Lines = Field((), description="Marken der Unterschriftszeilen, nach denen ein Signaturdienst sucht")
    date_anchor: PlainText | None = Field(None, description="Marke für das Datum der Signatur")


class Identity(Model):
    """Name, seat and representation of a party, and since when it is one."""

    name: Name
    address: FillableLines | None = None
    country: Country | None = None
    registration: Fillable | None = Field(None, description="Registergericht und -nummer")
    represented_by: Fillable | None = Field(None, description="Funktion, etwa 'die Geschäftsführung'")
    power: Literal["sole", "joint"] | None = Field(None, description="Einzel- oder Gesamtvertretung")
    jointly_with: Fillable | None = Field(None, description="Funktion im Dativ, etwa 'einem Prokuristen'")
    contact: Fillable | None = Field(None, description="Kontaktstelle für den Datenschutz, ein Funktionspostfach")
    task: PlainText | None = Field(None, description="Aufgabe, wenn mehrere eine Seite bilden")
    joined: Day | None = Field(None, description="Tag des Beitritts, wenn die Partei später beigetreten ist")
    signature: Signature = Signature()
