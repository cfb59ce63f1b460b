"""Builds of earlier calls with all that they read: whoever asks again, with nothing changed, has it at once.

Nothing is judged by its age. A record names the files that the build read, each with the checksum of what was in it,
and the key of the library; it holds only while all of them, and the job itself, are the same to the letter, and while
every path that the profile names still leads to where it may reach.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import astuple
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from avvgen import shelf
from avvgen.clause_folders import content_key, library_files
from avvgen.files import LARGEST_BINARY, Noted, beside, content_of
from avvgen.findings import AvvgenError, Finding, Level, Place
from avvgen.job import Job
from avvgen.output import Outcome, Target, real

if TYPE_CHECKING:  # whoever recalls needs none
    from avvgen.library.load import Library

SPOILT = (ValueError, LookupError, TypeError, AttributeError, RecursionError, OSError)


def recalled(job: Job) -> Outcome | None:
    """What the job came to when it was built; None if it was not, or if anything it read has changed."""
    kept = shelf.take(name_of(job))
    if kept is None:
        return None
    try:
        data = json.loads(kept)
        return _outcome(data) if _is_unchanged(data, job) else None
    except SPOILT:  # whoever wrote it was another program, whatever it said
        return None


def keep(job: Job, made: Outcome, noted: Iterable[Noted], own: tuple[Path, ...], library: Library) -> None:
    """Note what a job came to, what it asked of files, and the library, over which the profile's own folders lie."""
    if not library.key:
        return
    clauses = set(map(str, library.files.values()))
    data = {
        "read": {path: known for one in noted for path, known in one.read.items() if path not in clauses},
        "named": [question for one in noted for question in one.named],
        "own": [str(folder) for folder in own],
        "library": library.key,
        "targets": [_plain(target) for target in made.targets],
        "inputs": list(map(str, made.inputs)),
        "findings": [astuple(finding) for finding in made.findings],
        "files": {name: b64encode(content).decode() for name, content in made.files.items()},
    }
    shelf.put(name_of(job), shelf.written(data))


def name_of(job: Job) -> str:
    """The name of the record of a job; paths mean something else in another folder."""
    said = ascii((astuple(job), Path.cwd(), shelf.edition()))  # names of files may be no UTF-8
    return f"build-{sha256(said.encode()).hexdigest()}.json"


def _is_unchanged(data: Mapping[str, Any], job: Job) -> bool:
    own = tuple(map(Path, data["own"]))
    try:
        for path, known in data["read"].items():
            if sha256(content_of(Path(path), LARGEST_BINARY, Place(path))).hexdigest() != known:
                return False
        for name, path in data["named"]:  # a link may lead elsewhere since, or the project have become smaller
            beside(name, Place(path))
        key = content_key(library_files((*own, *job.overlays)))
        return key is not None and bool(key == data["library"])
    except AvvgenError:  # building it will say what is wrong
        return False


def _outcome(data: Mapping[str, Any]) -> Outcome:
    """What a record says that a job came to; LookupError, TypeError or ValueError if that cannot be."""
    targets = tuple(_target(*one) for one in data["targets"])
    inputs = tuple(Path(path) for path in data["inputs"])
    findings = tuple(_finding(*one) for one in data["findings"])
    files = {name: b64decode(content) for name, content in data["files"].items()}
    for path in (*inputs, *(Path(name) for name in files)):
        real(path)  # which takes no NUL
    if files.keys() != {str(target.path) for target in targets}:
        raise LookupError
    return Outcome(targets, inputs, findings, files)


def _plain(target: Target) -> list[Any]:
    """A target in texts and numbers."""
    places = map(astuple, (target.named, target.placed))
    return [str(target.profile), str(target.folder), target.name, target.format, *places, target.edition]


def _target(profile: str, folder: str, name: str, format_: str, named: Any, placed: Any, edition: str) -> Target:  # noqa: PLR0913 - as it was put
    _must_be(str, name, format_, edition)
    return Target(Path(profile), Path(folder), name, format_, _place(*named), _place(*placed), edition)


def _finding(rule: str, level: Level, message: str, place: list[Any]) -> Finding:
    _must_be(str, rule, message)
    if level not in get_args(Level):
        raise ValueError
    return Finding(rule, level, message, _place(*place))


def _place(path: str, line: int, column: int) -> Place:
    _must_be(str, path)
    _must_be(int, line, column)
    return Place(path, line, column)


def _must_be(kind: type, *values: object) -> None:
    if not all(isinstance(value, kind) for value in values):
        raise TypeError
