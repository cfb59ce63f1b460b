"""Builds of earlier calls with all that they read: whoever asks again, with nothing changed, has it at once.

Nothing is judged by its age. A record names the files that the build read, each with the checksum of what was in it,
and the key of the library; it holds only while all of them, and the job itself, are the same to the letter.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import astuple
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from avvgen import shelf
from avvgen.clause_folders import content_key, library_files
from avvgen.files import LARGEST_BINARY, read_bytes
from avvgen.findings import AvvgenError, Finding, Level, Place
from avvgen.job import Job
from avvgen.output import Outcome, Target

if TYPE_CHECKING:  # whoever recalls needs none
    from avvgen.library.load import Library

SPOILT = (ValueError, LookupError, TypeError, AttributeError, RecursionError)


def recalled(job: Job) -> Outcome | None:
    """What the job came to when it was built; None if it was not, or if anything it read has changed."""
    kept = shelf.take(name_of(job))
    if kept is None:
        return None
    try:
        data = json.loads(kept)
        if not _is_unchanged(data, job):
            return None
        targets = tuple(_target(one) for one in data["targets"])
        papers = tuple(Path(path) for path in data["letterheads"])
        findings = tuple(_finding(*one) for one in data["findings"])
        files = {name: b64decode(content) for name, content in data["files"].items()}
    except SPOILT:  # whoever wrote it was another program, whatever it said
        return None
    return Outcome(targets, papers, findings, files)


def keep(job: Job, made: Outcome, read: Mapping[str, str], own: tuple[Path, ...], library: Library) -> None:
    """Note what a job came to, which files it read, and the library, over which the profile's own folders lie."""
    if not library.key:
        return
    clauses = set(map(str, library.files.values()))
    data = {
        "read": {path: known for path, known in read.items() if path not in clauses},
        "own": [str(folder) for folder in own],
        "library": library.key,
        "targets": [_plain(target) for target in made.targets],
        "letterheads": list(map(str, made.letterheads)),
        "findings": [astuple(finding) for finding in made.findings],
        "files": {name: b64encode(content).decode() for name, content in made.files.items()},
    }
    shelf.put(name_of(job), json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())


def name_of(job: Job) -> str:
    """The name of the record of a job; paths mean something else in another folder."""
    said = repr((astuple(job), Path.cwd(), shelf.edition()))
    return f"build-{sha256(said.encode('utf-8', 'surrogateescape')).hexdigest()}.json"


def _is_unchanged(data: Mapping[str, Any], job: Job) -> bool:
    own = tuple(map(Path, data["own"]))
    try:
        for path, known in data["read"].items():
            if sha256(read_bytes(Path(path), LARGEST_BINARY, Place(path))).hexdigest() != known:
                return False
        return bool(content_key(library_files((*own, *job.overlays))) == data["library"])
    except AvvgenError:  # building it will say what is wrong
        return False


def _plain(target: Target) -> list[Any]:
    """A target in texts and numbers."""
    places = map(astuple, (target.named, target.placed))
    return [str(target.profile), str(target.folder), target.name, target.format, *places, target.edition]


def _target(plain: list[Any]) -> Target:
    profile, folder, name, format_, named, placed, edition = plain
    return Target(Path(profile), Path(folder), name, format_, Place(*named), Place(*placed), edition)


def _finding(rule: str, level: Level, message: str, place: list[Any]) -> Finding:
    return Finding(rule, level, message, Place(*place))
