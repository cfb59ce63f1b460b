"""The matrix as a document of its own, for the customer's file: the same nodes, the same writers."""

from __future__ import annotations

from collections.abc import Mapping

from avvgen.checks.matrix import Verdict
from avvgen.checks.report import Report
from avvgen.contract import Contract, Part
from avvgen.document import Cell, Document, Inlines, PageCount, PageNumber, Row, Table, Text, TitleLine
from avvgen.library.schemes import Scheme
from avvgen.numbering import labels

COLUMNS = ("source", "requirement", "status", "where", "because")
WIDTHS = (0.24, 0.26, 0.12, 0.16, 0.22)


def matrix_document(report: Report, name: str, title: str, scheme: Scheme) -> Contract:
    """The matrix of a profile as a contract-like document with one table."""
    words = report.words
    head = tuple(cell(words[column]) for column in COLUMNS)
    document = Document(
        (
            TitleLine((Text(words["title"]),)),
            TitleLine((Text(title, verbatim=True),), "subtitle"),
            TitleLine((Text(words["note"]),), "note"),
            Table((head,), tuple(row(v, words) for v in report.matrix), WIDTHS),
        ),
        footer=(Text(f"{words['page']} "), PageNumber(), Text(f" {words['of']} "), PageCount()),
        title=f"{words['title']} – {title}",
    )
    return Contract(f"{name}-matrix", (Part(document, labels(document, scheme), scheme),), {})


def row(verdict: Verdict, names: Mapping[str, str]) -> Row:
    """One requirement as a row."""
    duty = verdict.requirement
    words = (duty.source, duty.title_de, names[verdict.status], ", ".join(verdict.where), verdict.because)
    return tuple(cell(text) for text in words)


def cell(text: str) -> Cell:
    """A cell of one line."""
    line: Inlines = (Text(text, verbatim=True),) if text else ()
    return Cell((line,))
