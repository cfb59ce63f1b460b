"""A contract before and after a lawyer has worked on it: paragraphs, items and a whole section go, others come."""

from __future__ import annotations

from avvgen.contract import Contract
from avvgen.document import Annex, Contents, FollowUp, Inlines, Item, ListBlock, Paragraph, Section

from .docx_samples import contract_of, ref, text

# What the lawyer does: delete the paragraph that begins with these words, or insert those words after it.
EDITS = (
    ("delete", "Jede Weisung wird geprüft."),
    ("insert", "Weisungen ergehen in Textform.", "Weisungen tragen ein Datum."),
    ("delete", "die Leitung"),
    ("insert", "die Prokura", "die Rechtsabteilung"),
    ("delete", "Vergütung"),
    ("delete", "Die Leistung ist entgeltlich."),
    ("delete", "Der Preis steht im Hauptvertrag."),
    ("delete", "Zäune stehen."),
    ("insert", "Türen sind zu.", "Fenster sind zu."),
)
_TEXTS: dict[str, Inlines] = {
    "bound": text("Gebunden ist der Auftragnehmer nach ", ref("form", "proof"), "."),
    "check": text("Jede Weisung wird geprüft."),
    "form": text("Weisungen ergehen in Textform."),
    "date": text("Weisungen tragen ein Datum."),
    "proof": text("Wer weisen darf, weist sich aus:"),
    "return": text("Löschung und Rückgabe folgen ", ref("proof"), ", ", ref("wishes"), " und ", ref("guards"), "."),
    "wishes": text("Wünsche nach ", ref("instructions"), ", ", ref("person/Prokura"), " und ", ref("return"), "."),
    "fences": text("Zäune stehen."),
    "doors": text("Türen sind zu."),
    "windows": text("Fenster sind zu."),
    "guards": text("Wachen wachen nach ", ref("deletion"), " und ", ref("doors"), "."),
}


def before(numbers: str) -> Contract:
    """The contract as avvgen writes it."""
    paid = (
        Paragraph("pay/1", text("Die Leistung ist entgeltlich.")),
        Paragraph("pay/2", text("Der Preis steht im Hauptvertrag.")),
    )
    return _contract(
        numbers,
        ("bound", "check", "form", "proof"),
        ("Geschäftsführung", "Leitung", "Prokura"),
        (Section("pay", text("Vergütung"), paid),),
        ("fences", "doors", "guards"),
    )


def after(numbers: str) -> Contract:
    """The contract as avvgen writes it with the same changes in its profile."""
    return _contract(
        numbers,
        ("bound", "form", "date", "proof"),
        ("Geschäftsführung", "Prokura", "Rechtsabteilung"),
        (),
        ("doors", "windows", "guards"),
    )


def _contract(
    numbers: str, rules: tuple[str, ...], persons: tuple[str, ...], pay: tuple[Section, ...], annex: tuple[str, ...]
) -> Contract:
    items = tuple(Item(text(f"die {person}"), id=f"person/{person}") for person in persons)
    return contract_of(
        Contents(()),
        Section("scope", text("Gegenstand"), _paragraphs("return", "wishes")),
        Section(
            "instructions",
            text("Weisungen"),
            (*_paragraphs(*rules), ListBlock(items, ordered=True), FollowUp(text("Änderungen werden mitgeteilt."))),
        ),
        *pay,
        Section("deletion", text("Löschung"), (Paragraph("d/1", text("Am Ende.")), Paragraph("d/2", text("Ganz.")))),
        Annex("measures", text("Maßnahmen"), (Section("access", text("Zutritt"), _paragraphs(*annex)),)),
        numbers=numbers,
    )


def _paragraphs(*ids: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(id_, _TEXTS[id_]) for id_ in ids)
