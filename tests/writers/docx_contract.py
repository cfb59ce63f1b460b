"""A whole contract built by hand: every node, every kind of reference."""

from __future__ import annotations

from avvgen.contract import Contract
from avvgen.document import (
    Anchor,
    Annex,
    Blank,
    Block,
    Cell,
    Checkbox,
    Contents,
    FollowUp,
    Inline,
    Item,
    LineBreak,
    Link,
    ListBlock,
    PageCount,
    PageNumber,
    Paragraph,
    PartyBlock,
    PartySide,
    Section,
    SignatureBlock,
    SignatureSide,
    Strong,
    Table,
    TitleLine,
)

from .docx_samples import cells, contract_of, ref, text


def sample(numbers: str) -> Contract:
    """The contract in one of the shipped schemes."""
    return contract_of(
        *_opening(),
        *_sections(),
        _signatures(),
        _annex_of_data(),
        _annex_of_measures(),
        _annex_of_subprocessors(),
        numbers=numbers,
        header=text("Inxmail GmbH\tVereinbarung zur Auftragsverarbeitung"),
        footer=text("Version 1.10, Stand 21. November 2026\tSeite\u00a0", PageNumber(), " von\u00a0", PageCount()),
        title="Vereinbarung zur Auftragsverarbeitung",
        author="Inxmail GmbH",
        version="1.10",
    )


def _p(id_: str, *parts: str | Inline) -> Paragraph:
    return Paragraph(id_, text(*parts))


def _opening() -> tuple[Block, ...]:
    gaps = ("Firma des Auftraggebers", "Straße und Hausnummer", "Postleitzahl und Ort")
    address = ("Inxmail GmbH", "Wentzingerstraße 17", "79106 Freiburg")
    controller = PartySide(
        text("Verantwortlicher"), tuple(text(Blank(gap)) for gap in gaps), text("– nachfolgend „Auftraggeber“ –")
    )
    processor = PartySide(
        text("Auftragsverarbeiter"), tuple(text(line) for line in address), text("– nachfolgend „Auftragnehmer“ –")
    )
    return (
        TitleLine(text("Vereinbarung zur Auftragsverarbeitung")),
        TitleLine(text("nach Art.\u00a028 der Verordnung (EU) 2016/679 (DSGVO)"), "subtitle"),
        TitleLine(text("Version 1.10, Stand 21.\u00a0November 2026"), "note"),
        PartyBlock((controller, processor), text("zwischen"), text("und")),
        Contents(text("Inhalt"), levels=2),
    )


def _sections() -> tuple[Block, ...]:
    purpose = _p(
        "preamble/purpose",
        "Der Auftraggeber nutzt den Versanddienst des Auftragnehmers. Diese Vereinbarung regelt, wie der Auftragnehmer ",
        "dabei mit personenbezogenen Daten umgeht, und ergänzt den Hauptvertrag. Was verarbeitet wird, steht in ",
        *(ref("data"), "; wer dabei hilft, in ", ref("partners"), "."),
    )
    lone = _p(
        "subject/lone",
        "Die Vereinbarung gilt, solange der Auftragnehmer Daten verarbeitet; ",
        *(ref("deletion"), " bleibt unberührt."),
    )
    form = _p("closing/form", "Änderungen bedürfen der Textform; ", ref("closing"), " gilt auch für ihren Verzicht.")
    return (
        Section("preamble", text("Präambel"), (purpose,), numbered=False),
        Section("subject", text("Gegenstand und Dauer"), (lone,)),
        Section("instructions", text("Weisungen des Auftraggebers"), _instructions()),
        Section("breach", text("Verletzungen des Schutzes personenbezogener Daten"), _breach()),
        Section("deletion", text("Löschung und Rückgabe"), _deletion()),
        Section("closing", (), (form,)),
    )


def _instructions() -> tuple[Block, ...]:
    bound = text(
        "Der Auftragnehmer verarbeitet personenbezogene Daten nur auf dokumentierte Weisung des Auftraggebers, es sei ",
        "denn, das Recht der Union oder eines Mitgliedstaats verpflichtet ihn dazu. Näheres regeln ",
        *(ref("instructions/form", "instructions/unlawful"), " sowie ", ref("list/b"), "."),
    )
    mail = Link("mailto:datenschutz@example.org", text("datenschutz@example.org"))
    reasons = ListBlock((Item(text("mit Begründung")),))
    return (
        Paragraph("instructions/bound", bound, title=text("Bindung an Weisungen.")),
        Paragraph(
            "instructions/form",
            text("Weisungen werden in Textform erteilt. Berechtigt sind"),
            anchors=("instructions/persons",),
        ),
        _persons(),
        FollowUp(
            text(
                "Mündliche Weisungen bestätigt der Auftraggeber unverzüglich in Textform. Bis zum Eingang der ",
                "Bestätigung darf der Auftragnehmer ihre Ausführung aussetzen.",
            )
        ),
        _p(
            "instructions/unlawful",
            "Hält der Auftragnehmer eine Weisung für rechtswidrig (siehe ",
            *(ref("list/b/ii"), "), so weist er ", Strong(text("unverzüglich")), " darauf hin, etwa an ", mail, "."),
        ),
        ListBlock((Item(text("Hinweis in Textform"), (reasons,)), Item(text("Aussetzung bis zur Bestätigung")))),
    )


def _persons() -> ListBlock:
    emergency = (Item(text("die Bereitschaft,"), id="list/b/i"), Item(text("die Leitung der IT;"), id="list/b/ii"))
    management = text(
        "die Geschäftsführung des Auftraggebers und die von ihr benannten Personen, deren Namen und Funktionen er dem ",
        "Auftragnehmer vor Beginn der Verarbeitung mitteilt;",
    )
    return ListBlock(
        (
            Item(management, id="list/a"),
            Item(text("im Notfall"), (ListBlock(emergency, ordered=True),), id="list/b"),
            Item(text("wer in der Weisungsliste steht."), id="list/c"),
        ),
        ordered=True,
    )


def _breach() -> tuple[Block, ...]:
    team = Cell((text("Leitstelle"), text("Informationssicherheit")))
    contacts = Table(
        (cells("Thema", "Ansprechpartner", "Erreichbarkeit"),),
        (
            (*cells("Sicherheitsvorfälle"), team, *cells("täglich, 0 bis 24 Uhr")),
            cells("Betroffenenrechte", "Datenschutzbeauftragte", "werktags, 9 bis 17 Uhr"),
        ),
    )
    return (
        _p(
            "breach/notice",
            "Der Auftragnehmer meldet dem Auftraggeber Verletzungen innerhalb von 24\u00a0Stunden, nachdem sie ihm ",
            "bekannt geworden sind.",
        ),
        _p("breach/content", "Die Meldung enthält die Angaben nach Art.\u00a033 DSGVO. Ansprechpartner sind:"),
        contacts,
        FollowUp(text("Änderungen teilen die Parteien einander mit.")),
    )


def _deletion() -> tuple[Block, ...]:
    return (
        _p(
            "deletion/choice",
            "Nach Ende der Leistungen löscht der Auftragnehmer alle personenbezogenen Daten oder gibt sie zurück, je ",
            *("nach Wahl des Auftraggebers (", ref("instructions"), ", ", ref("breach/notice"), "):"),
        ),
        FollowUp(
            text(
                *(Checkbox(checked=True), "\u00a0Löschung", LineBreak()),
                *(Checkbox(), "\u00a0Rückgabe an ", Blank("Empfänger der Daten")),
            )
        ),
        _p("deletion/proof", "Der Auftragnehmer bestätigt die Löschung innerhalb von 30\u00a0Tagen."),
    )


def _signatures() -> Block:
    place_date = text("Ort, Datum")
    signed = text("Freiburg, 21.\u00a0November 2026")
    return SignatureBlock(
        (
            SignatureSide(
                text("Für den Auftraggeber"), (), place_date, (text("Name, Funktion"),), (text(Anchor("/s1/")),)
            ),
            SignatureSide(
                text("Für den Auftragnehmer"),
                signed,
                place_date,
                (text("Geschäftsführung"), text("Prokura")),
                dated=True,
            ),
        )
    )


def _annex_of_data() -> Block:
    kinds = (Item(text("Stammdaten"), id="kind/a"), Item(text("Kontaktdaten"), id="kind/b"))
    return Annex(
        "data",
        text("Gegenstand, Daten und betroffene Personen"),
        (
            Paragraph("data/intro", text("Diese Anlage beschreibt die Verarbeitung im Einzelnen."), numbered=False),
            Section(
                "data/kinds",
                text("Arten der Daten"),
                (_p("data/kinds/list", "Verarbeitet werden:"), ListBlock(kinds, ordered=True)),
            ),
            Section(
                "data/persons",
                text("Betroffene Personen"),
                (
                    _p("data/persons/list", "Empfänger von Nachrichten, siehe ", ref("kind/b"), "."),
                    _p("data/persons/more", "Besucher der Website."),
                ),
            ),
        ),
    )


def _annex_of_measures() -> Block:
    login = (
        _p("measures/login/a", "Kennwörter haben mindestens zwölf Zeichen."),
        _p("measures/login/b", "Fernzugriffe erfordern einen zweiten Faktor (", ref("measures/login/a"), ")."),
        ListBlock((Item(text("Token")), Item(text("Zertifikat")))),
    )
    access = (
        Section(
            "measures/entry",
            text("Zutrittskontrolle"),
            (_p("measures/entry/lone", "Die Räume sind verschlossen."),),
        ),
        Section("measures/login", text("Zugangskontrolle"), login),
    )
    recovery = (_p("measures/recovery/lone", "Sicherungen werden vierteljährlich zurückgespielt."),)
    return Annex(
        "measures",
        text("Technische und organisatorische Maßnahmen"),
        (
            Contents((), levels=2, of="measures"),
            Section("measures/access", text("Zutritt, Zugang und Zugriff"), access),
            Section("measures/recovery", text("Wiederherstellbarkeit"), recovery),
        ),
    )


def _annex_of_subprocessors() -> Block:
    head = (
        (*cells("Unterauftragnehmer", "Leistung"), Cell((text("Verarbeitung"),), span=2)),
        (Cell(()), Cell(()), *cells("Land", "Grundlage")),
    )
    rows = tuple(
        (
            Cell((text(f"Rechenzentrum {n} GmbH"), text("Musterstraße 1, 10115 Berlin"))),
            *cells("Betrieb der Server, Datensicherung und Überwachung des Netzes", "DE", "Art. 28 Abs. 4 DSGVO"),
        )
        for n in range(1, 41)
    )
    return Annex("partners", text("Unterauftragnehmer"), (Table(head, rows, (0.34, 0.36, 0.1, 0.2)),))
