"""Drafts are marked, and files say where they come from."""

from __future__ import annotations

import re
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
import yaml

import avvgen
from avvgen.assembly import assemble, load
from avvgen.contract import Contract
from avvgen.writers import WRITERS

from .support import docx_texts

MINIMAL = Path(__file__).parent.parent / "profiles" / "minimal.yaml"


def contract(folder: Path, more: str = "") -> Contract:
    path = folder / "acme.yaml"
    path.write_text(f"extends: {MINIMAL.resolve()}\n{more}", "utf-8")
    return assemble(load(path))


@pytest.mark.parametrize(
    ("more", "draft"),
    [
        ("", False),  # the controller's blanks are for the controller
        ("document: {references: {order: blank}}", False),
        ("clauses: {annex-details/breach-contact: {contact: blank}}", False),
        ("parties: {processor: {represented_by: blank}}", True),
        ("parties: {processor: {contact: blank}}", True),
        ("parties: {processor: {contact: blank}}\ndocument: {draft: off}", False),
        ("document: {draft: on}", True),
    ],
)
def test_text_with_open_data_of_its_own_side_is_marked_as_a_draft(tmp_path: Path, more: str, *, draft: bool) -> None:
    texts = docx_texts(WRITERS["docx"](contract(tmp_path, more)))

    assert any(text.startswith("Entwurf: ") for text in texts) == draft
    assert any(text.startswith("ENTWURF · Vertrag") for text in texts) == draft


def test_word_file_says_what_it_is_and_where_it_comes_from(tmp_path: Path) -> None:
    with ZipFile(BytesIO(WRITERS["docx"](contract(tmp_path)))) as package:
        core, app, custom = (package.read(f"docProps/{name}.xml").decode() for name in ("core", "app", "custom"))
        text = package.read("word/document.xml")

    assert "<dc:subject>Vertrag zur Auftragsverarbeitung nach Art. 28 DSGVO</dc:subject>" in core
    assert "<cp:keywords>AVV, Auftragsverarbeitung, Datenschutz</cp:keywords>" in core
    assert "<cp:version>1.0</cp:version>" in core
    assert "<Company>Beispielwerk Software GmbH</Company>" in app
    assert re.findall(r'name="([^"]+)"><vt:lpwstr>([^<]+)<', custom) == [
        ("avvgen profile", "acme"),
        ("avvgen version", avvgen.__version__),
        ("avvgen content", f"sha256:{sha256(text).hexdigest()}"),
    ]


def test_markdown_begins_with_front_matter_on_demand(tmp_path: Path) -> None:
    plain = WRITERS["md"](contract(tmp_path))

    text = WRITERS["md"](contract(tmp_path, "output: {front_matter: on}"))

    _, head, body = text.split(b"---\n", 2)
    assert body == b"\n" + plain
    assert yaml.safe_load(head) == {
        "title": "Vertrag zur Auftragsverarbeitung nach Art.\u00a028\u00a0DSGVO",
        "version": "1.0",
        "lang": "de-DE",
        "author": "Beispielwerk Software GmbH",
        "avvgen-profile": "acme",
        "avvgen-version": avvgen.__version__,
        "avvgen-content": f"sha256:{sha256(plain).hexdigest()}",
    }
    assert not plain.startswith(b"---")


def test_the_first_page_of_a_draft_says_so_under_its_own_header(tmp_path: Path) -> None:
    more = 'document: {draft: on, header: Innen, first_header: "Deckblatt, Seite {{ page }}", first_footer: off}'

    with ZipFile(BytesIO(WRITERS["docx"](contract(tmp_path, more)))) as package:
        along = [re.sub("<[^>]+>", "", package.read(f"word/header{n}.xml").decode()).strip() for n in (1, 2)]
        footers = [name for name in package.namelist() if "footer" in name]

    assert sorted(along) == ["ENTWURF · Deckblatt, Seite  PAGE 1", "ENTWURF · Innen"]
    assert len(footers) == 2  # that of the first page is empty
