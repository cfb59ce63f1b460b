"""The same profile gives the same bytes in every process, time zone, locale and hash seed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

import avvgen

from .support import files_in, write

ROOT = Path(avvgen.__file__).parent.parent
PROFILE = """\
document: {version: 1.10, date: 2026-11-01, header: "{{ document_title }} · Seite {{ page }}"}
parties:
  controller: blank
  processor: {name: Müller & Söhne GmbH, address: [Weg 1, 10115 Berlin], country: DE, contact: a@example.com}
processing: {subject: Betrieb, operations: [Speichern, Löschen], data_types: [Namen, Adressen], locations: [DE, AT]}
toms: {measures: [schliessanlage, schulungen], exclusions: {zutritt: keine eigenen Räume}}
subprocessors:
  hosting: {name: Rechenzentrum GmbH, address: Netzweg 3, country: DE}
  mail: {name: Mail Inc., address: New York, country: US, mechanism: dpf}
annexes: {checklists: {arten: {items: [Namen, Fotos], ticked: [Namen], other: Andere}}}
outline:
  - title
  - parties
  - {material: contents, levels: 2}
  - section: s
    title: Gegenstand nach {{ cite("Art. 28") }}
    content: [[probe/a, probe/b], {clauses: probe/c, items: [probe/d]}]
  - {annex: toms, title: Maßnahmen, content: [{material: toms}, {material: checklist, of: arten}]}
  - signature
"""
CLAUSES = {
    "a": "Zum Stand {{ document.date | long_date }} gilt [](#toms) und [](#probe/d).",
    "b": "Länder: {% for entry in subprocessors %}{{ entry.country | country }} {% endfor %}und so.",
    "c": "Es gilt:\n\n| Name | Land |\n|---|---|\n| {{ processor.name }} | {{ processor.country | country }} |",
    "d": "{{ Der_Auftragnehmer }} haftet {{ processing.operations | and_list }}, siehe {{ processor.contact | link }}.",
}
PLACES = [
    {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "0"},
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"},
    {"TZ": "America/Los_Angeles", "LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8", "PYTHONHASHSEED": "42"},
    {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "0", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii:replace"},
]


def built(folder: Path, *profiles: str, **environment: str) -> dict[str, str]:
    """The digests of what a process of its own builds in this environment."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "TZ", "PYTHON"))}
    command = [sys.executable, "-m", "avvgen", "build", *profiles, "-f", "docx", "-f", "md", "-o", "out", "--force"]
    run = subprocess.run(
        command, cwd=folder, env={**kept, "PYTHONPATH": str(ROOT), **environment}, capture_output=True, check=False
    )
    assert run.returncode == 0, run.stderr.decode()
    return {name: hashlib.sha256(data).hexdigest() for name, data in files_in(folder / "out").items()}


def world(folder: Path) -> Path:
    clauses = {
        f"klauseln/probe/{name}.md": f"---\ntitle: {name}\nreviewed: 2026-11-21\n---\n{body}\n"
        for name, body in CLAUSES.items()
    }
    write(folder, {**clauses, "acme.yaml": "library: klauseln\n" + PROFILE})
    return folder


def test_every_process_zone_locale_and_seed_builds_the_same_bytes(tmp_path: Path) -> None:
    found = [built(world(tmp_path / str(n)), "acme.yaml", **place) for n, place in enumerate(PLACES)]

    assert set(found[0]) == {"acme.docx", "acme.md"}
    assert all(other == found[0] for other in found[1:])


@pytest.mark.parametrize("name", ["minimal", "inxmail"])
def test_the_shipped_profiles_build_the_same_bytes_everywhere(name: str, tmp_path: Path) -> None:
    profile = str(ROOT / "profiles" / f"{name}.yaml")
    folders = [tmp_path / "a", tmp_path / "b"]
    for folder in folders:
        folder.mkdir()

    first, second = (built(folder, profile, **place) for folder, place in zip(folders, PLACES[1:3], strict=True))

    assert set(first) == {f"{name}.docx", f"{name}.md"}
    assert first == second


def test_a_build_after_other_builds_is_no_different(tmp_path: Path) -> None:
    alone = built(world(tmp_path / "a"), "acme.yaml")
    other = world(tmp_path / "b")
    write(other, {"vorher.yaml": "extends: acme.yaml\ndocument: {language: de-CH}\nstyle: {numbering: roman}\n"})

    both = built(other, "vorher.yaml", "acme.yaml")

    assert both.items() >= alone.items()


def test_the_clock_does_not_show(tmp_path: Path) -> None:
    folder = world(tmp_path)
    before = built(folder, "acme.yaml")
    for path in [*folder.rglob("*.md"), *folder.rglob("*.yaml")]:
        os.utime(path, (0, 0))

    assert built(folder, "acme.yaml") == before
