"""The matrix as a document of its own, for the customer's file: the same nodes, the same writers."""

from __future__ import annotations

from avvgen.checks.formats import WORDS
from avvgen.checks.matrix import Verdict
from avvgen.checks.report import Report
from avvgen.contract import Contract, Part
from avvgen.document import Cell, Document, Inlines, PageCount, PageNumber, Row, Table, Text, TitleLine
from avvgen.library.schemes import Scheme
from avvgen.numbering import labels

COLUMNS = ("Grundlage", "Anforderung", "Stand", "Fundstelle", "Begründung")
WIDTHS = (0.24, 0.26, 0.12, 0.16, 0.22)
NOTE = "Ob eine beschriebene Maßnahme tatsächlich besteht, kann nur der Auftragsverarbeiter sagen."


def matrix_document(report: Report, name: str, title: str, scheme: Scheme) -> Contract:
    """The matrix of a profile as a contract-like document with one table."""
    document = Document(
        (
            TitleLine((Text("Nachweis nach Art. 28 DSGVO"),)),
            TitleLine((Text(title, verbatim=True),), "subtitle"),
            TitleLine((Text(NOTE),), "note"),
            Table((tuple(cell(column) for column in COLUMNS),), tuple(row(v) for v in report.matrix), WIDTHS),
        ),
        footer=(Text("Seite "), PageNumber(), Text(" von "), PageCount()),
        title=f"Nachweis nach Art. 28 DSGVO – {title}",
    )
    return Contract(f"{name}-matrix", (Part(document, labels(document, scheme), scheme),), {})


def row(verdict: Verdict) -> Row:
    """One requirement as a row."""
    duty = verdict.requirement
    words = (duty.source, duty.title_de, WORDS[verdict.status], ", ".join(verdict.where), verdict.because)
    return tuple(cell(text) for text in words)


def cell(text: str) -> Cell:
    """A cell of one line."""
    line: Inlines = (Text(text, verbatim=True),) if text else ()
    return Cell((line,))
