"""What the tests share: a small profile, a small library beside the shipped data, and contracts read back to text."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path

import docx
from lxml import etree
from markdown_it import MarkdownIt
from markdown_it.token import Token

import avvgen
from avvgen.assembly import assemble, prepare
from avvgen.clause_folders import library_files
from avvgen.contract import Contract
from avvgen.library.load import Library, load_library
from avvgen.profiles.load import load_profile_source

BASIS = """\
parties:
  controller: {name: Muster AG, address: [Musterweg 1, 10115 Berlin], country: DE}
  processor: {name: Beispiel GmbH, address: [Beispielweg 2, 20095 Hamburg], country: DE}
processing: {subject: Betrieb einer Terminverwaltung}
outline:
  - section: gegenstand
    title: Gegenstand
    content: [probe/satz]
"""
FRONT_MATTER = """\
---
title: Probe
reviewed: 2026-11-21
---
"""
SENTENCE = FRONT_MATTER + "{{ Der_Auftragnehmer }} verarbeitet Daten.\n"
SIGNS = {"br": "\n", "cr": "\n", "tab": "\t", "softHyphen": "\u00ad", "noBreakHyphen": "\u2011"}
MARKDOWN = MarkdownIt("commonmark").enable("table")


def copied_program(folder: Path) -> Path:
    """A copy of the program that a test may change; what it returns is for `PYTHONPATH`."""
    package = Path(avvgen.__file__).parent
    shutil.copytree(package, folder / "avvgen", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "clauses").symlink_to(package.parent / "clauses")
    return folder


def change_unseen(path: Path, old: bytes, new: bytes) -> None:
    """Change a file and leave its size and times, as those do who unpack images or copy with `rsync --times`."""
    before, content = path.stat(), path.read_bytes()
    assert len(old) == len(new)
    assert old in content
    path.write_bytes(content.replace(old, new))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def write(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files by their relative names, folders made as needed."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def small_library(folder: Path, clauses: Mapping[str, str] | None = None) -> Library:
    """The shipped data without its clauses and outlines, and the given files in their place.

    A body without front matter gets a plain one.
    """
    given = clauses if clauses is not None else {"probe/satz": SENTENCE}
    named = {name if "." in name else f"{name}.md": text for name, text in given.items()}
    texts = {
        name: text if not name.endswith(".md") or text.startswith("---") else FRONT_MATTER + text
        for name, text in named.items()
    }
    write(folder, texts)
    shipped = {name: path for name, path in library_files().items() if "/" not in name}
    return load_library({**shipped, **{name: folder / name for name in texts}})


def contract_of(folder: Path, profile: str = BASIS, clauses: Mapping[str, str] | None = None) -> Contract:
    """The contract of a profile, built with a small library."""
    write(folder, {"acme.yaml": profile})
    library = small_library(folder / "klauseln", clauses)
    return assemble(prepare(load_profile_source(folder / "acme.yaml"), library))


def outline(*content: str) -> str:
    """The small profile with an outline of its own: one section of these entries."""
    entries = "".join(f"      - {entry}\n" for entry in content)
    head = BASIS.partition("outline:")[0]
    return f"{head}outline:\n  - section: gegenstand\n    title: Gegenstand\n    content:\n{entries}"


# Built contracts read back --------------------------------------------------------------------------------------------


def markdown_texts(markdown: bytes) -> list[str]:
    """The text of every paragraph, heading and table cell, as a reader of the rendered page sees it."""
    return ["".join(_shown(token.children or [])) for token in MARKDOWN.parse(markdown.decode()) if token.children]


def _shown(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("hardbreak", "softbreak") or token.content == "<br>":
            yield "\n"
        elif token.type not in ("html_inline", "html_block"):
            yield token.content


def docx_texts(data: bytes) -> list[str]:
    """The text of every paragraph of body, tables, header and footer, field results included."""
    document = docx.Document(BytesIO(data))
    frames = [frame for section in document.sections for frame in (section.header, section.footer)]
    roots = [document.element.body, *(frame._element for frame in frames)]
    return [_letters(paragraph) for root in roots for paragraph in root.iter("{*}p")]


def _letters(paragraph: etree._Element) -> str:
    nodes = (node for run in paragraph.iter("{*}r") for node in run)
    return "".join(node.text or SIGNS.get(etree.QName(node).localname, "") for node in nodes if _is_shown(node))


def _is_shown(node: etree._Element) -> bool:
    return etree.QName(node).localname in {"t", *SIGNS}
