"""The same contract by other means, each as its manual says; every function writes one finished file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import docx
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml import etree

LEVEL = 6  # what zlib, python-docx and docxtpl take by default

Parts = Mapping[str, bytes]


def parts(content: bytes) -> Parts:
    """The unpacked parts of a Word file by their names."""
    with ZipFile(BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def pack(unpacked: Parts, path: Path) -> None:
    """The limit: deflating, CRC and writing of parts that are finished, nothing else."""
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=LEVEL) as package:
        for name, content in unpacked.items():
            package.writestr(name, content)


# docxtpl --------------------------------------------------------------------------------------------------------------


def write_template(unpacked: Parts, values: dict[str, str], path: Path) -> frozenset[str]:
    """A template of docxtpl: each value that stands literally in a text is a placeholder; their names come out.

    Text alone: the target of a mail link is a relationship, which docxtpl does not fill.
    """
    names = {value: name for name, value in reversed(values.items())}
    longest_first = sorted(map(re.escape, names), key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)")
    found: set[str] = set()

    def placeholder(match: re.Match[str]) -> str:
        found.add(names[match[0]])
        return f"{{{{ {names[match[0]]} }}}}"

    changed = {}
    for part in (name for name in unpacked if re.fullmatch(r"word/\w+\.xml", name)):
        root = etree.fromstring(unpacked[part])
        for text in root.iter("{*}t"):
            text.text = pattern.sub(placeholder, text.text or "")
        changed[part] = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    pack({**unpacked, **changed}, path)
    return frozenset(found)


def render(template: Path, values: Mapping[str, str], path: Path) -> None:
    """A contract by docxtpl, as its quickstart does it: construct, render, save."""
    from docxtpl import DocxTemplate

    document = DocxTemplate(template)
    document.render(dict(values))
    document.save(path)


# python-docx ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its level."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Lines:
    """A paragraph: its runs, each with whether it is bold."""

    runs: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the texts of its cells, row by row."""

    rows: tuple[tuple[str, ...], ...]


Block = Heading | Lines | Grid


def blocks(content: bytes) -> Sequence[Block]:
    """The headings, paragraphs and tables of a Word file, for who writes them again."""
    return tuple(_blocks(content))


def _blocks(content: bytes) -> Iterator[Block]:
    for block in docx.Document(BytesIO(content)).iter_inner_content():
        if isinstance(block, Table):
            yield Grid(tuple(tuple(cell.text for cell in row.cells) for row in block.rows))
        elif level := re.fullmatch(r"Heading (\d)", block.style.name if block.style and block.style.name else ""):
            yield Heading(int(level[1]), "".join(text for text, _ in _runs(block)))
        else:
            yield Lines(tuple(_runs(block)))


def _runs(paragraph: Paragraph) -> Iterator[tuple[str, bool]]:
    """The runs of a paragraph, those of links and fields included."""
    runs = (Run(element, paragraph) for element in paragraph._element.iter("{*}r"))
    return ((run.text, bool(run.bold)) for run in runs if run.text)


def write_plainly(content: Sequence[Block], path: Path) -> None:
    """A contract by python-docx, as its quickstart does it, on its default template."""
    document = docx.Document()
    for block in content:
        match block:
            case Heading(level=level, text=text):
                document.add_heading(text, level)
            case Lines(runs=runs):
                paragraph = document.add_paragraph()
                for text, bold in runs:
                    paragraph.add_run(text).bold = bold
            case Grid(rows=rows):
                _add_table(document.add_table(rows=0, cols=len(rows[0])), rows)
    document.save(str(path))


def _add_table(table: Table, rows: tuple[tuple[str, ...], ...]) -> None:
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
