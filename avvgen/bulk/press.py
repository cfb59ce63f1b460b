"""The press: a profile and its library ready to print one contract a customer, each shape of customer built once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from avvgen import shelf
from avvgen.assembly import load_sources, prepare
from avvgen.bulk.standins import PREFIX, STAND_IN, Cutter, Shape, whole, with_letters
from avvgen.contract import Contract, House
from avvgen.customers import FILE, Row, clash, node_of
from avvgen.document import Text
from avvgen.files import LARGEST_TEXT, content_of
from avvgen.findings import AvvgenError, Finding, Place, collecting, error, nearest
from avvgen.house import house_of, letterhead_path
from avvgen.job import Job
from avvgen.library.load import Library
from avvgen.making import checked, targets
from avvgen.output import Target
from avvgen.profiles.load import ProfileSource, merge
from avvgen.walks import inlines
from avvgen.writers import DRAFTS, Draft
from avvgen.yaml_source import Mapping as YamlMapping
from avvgen.yaml_source import Node, Scalar, Sequence

MOST_SAID = 20  # keys of a row that are not for a list; a list of something else has many
BY_LETTERS = {"dialect"}  # whether the words of a link are another address than its own
SHAPES = 32  # that are kept; a list has few, and each takes a megabyte


@dataclass(frozen=True, slots=True)
class Mould:
    """The contract of all customers of one shape: a draft a format, and its findings in full and in short."""

    drafts: Mapping[str, Draft]
    findings: tuple[Finding, ...]
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """The contract of one customer: its files by their formats, and its findings in full and in short."""

    files: Mapping[str, bytes]
    findings: tuple[Finding, ...]
    said: tuple[str, ...]


@dataclass(slots=True)
class Press:
    """Prints the contracts of customers; what has one shape is selected, filled, checked and written once."""

    job: Job
    source: ProfileSource
    library: Library
    plan: tuple[Target, ...]
    allowed: frozenset[str]
    cutter: Cutter
    letterhead: Path | None
    base: str
    moulds: OrderedDict[Shape, Mould | AvvgenError | None] = field(default_factory=OrderedDict)

    @property
    def folder(self) -> Path:
        """Where the contracts go."""
        return self.plan[0].folder

    def printed(self, row: Row) -> Printed:
        """The contract of a customer.

        Raises AvvgenError with every finding that keeps it from being written, each at the customer's row.
        """
        if wrong := (*row.wrong, *self.refused(row)):
            raise AvvgenError(*wrong)
        shape, letters = self.cutter.cut(row)
        mould = self.mould(shape, row)
        if mould is None:  # a text does more than print its values
            shape, letters = whole(row), {}
            mould = self.mould(shape, row)
        assert mould is not None, "without stand-ins there is nothing to miss"
        if isinstance(mould, AvvgenError):
            raise AvvgenError(*(self.of_row(finding, row, letters) for finding in mould.findings))
        files = {format_: draft.finished(letters) for format_, draft in mould.drafts.items()}
        return Printed(files, mould.findings, mould.said)

    def refused(self, row: Row) -> tuple[Finding, ...]:
        """What a row sets that a list may not set."""
        keys = row.cells.keys() - {FILE}
        if all(key in self.allowed or key.startswith(PREFIX) for key in keys) and not clash(keys):
            return ()
        return (*self.not_negotiable(keys, row.place), *_clashing(keys, row.place))

    def not_negotiable(self, keys: Iterable[str], place: Place) -> Iterable[Finding]:
        """Findings for keys that are neither data of the customer nor negotiable."""
        known = (*self.allowed, *(f"{PREFIX}{name}" for name in ("name", "address", "country", "contact")))
        wrong = sorted(key for key in keys if key not in self.allowed and not key.startswith(PREFIX))
        for key in wrong[:MOST_SAID]:
            hint = _hint(key, known) or "; clause options must stand under 'negotiable:' in the profile"
            message = f"'{key}' is not for a list of customers, which sets '{PREFIX}…' and what is negotiable{hint}"
            yield Finding("customer-key", "error", message, place)
        if (more := len(wrong) - MOST_SAID) > 0:
            message = f"{more} more keys are not for a list of customers"
            yield Finding("customer-key", "error", message, place)

    def mould(self, shape: Shape, row: Row) -> Mould | AvvgenError | None:
        """The contract of a shape; a shape that cannot be built says why as often as it is asked for."""
        if shape in self.moulds:
            self.moulds.move_to_end(shape)
        else:
            self.moulds[shape] = self.cast(shape, row)
            if len(self.moulds) > SHAPES:
                self.moulds.popitem(last=False)
        return self.moulds[shape]

    def cast(self, shape: Shape, row: Row) -> Mould | AvvgenError | None:
        """Build the contract of a shape; None if its letters cannot be told from others, or decide what is wrong."""
        try:
            source = replace(self.source, root=merge(self.source.root, node_of(shape.row(row))))
            built = checked(prepare(source, self.library), self.job.letterhead, force=self.job.force)
        except AvvgenError as refused:
            decided = {finding.rule for finding in refused.findings} & BY_LETTERS
            return None if shape.standins and decided else refused
        if shape.standins and any(found not in shape.standins for found in _standins_in(built.contract)):
            return None
        formats = dict.fromkeys(target.format for target in self.plan)
        drafts = {name: DRAFTS[name](built.contract, shape.standins) for name in formats}
        labels = shape.labels()
        found = tuple(replace(one, message=with_letters(one.message, labels)) for one in built.findings)
        return Mould(drafts, found, tuple(f"{one.level} {one.rule}" for one in found))

    def of_row(self, finding: Finding, row: Row, letters: Mapping[str, str]) -> Finding:
        """A finding about a shape as one about a customer."""
        place = row.place if finding.place.path == row.place.path else finding.place
        return replace(finding, message=with_letters(finding.message, letters), place=place)


_AT_HAND: dict[tuple[Job, str], Press] = {}  # the one of this process, which pieces of one run share


def press(job: Job, base: str = "") -> Press:
    """The press for a job; the one at hand if it was made of the same, which `base` is the checksum of.

    Raises AvvgenError with every finding of the profile and the library, and of what it calls negotiable.
    """
    if (job, base) not in _AT_HAND:
        made = _made(job)
        if base and made.base != base:
            raise error(
                "changed", "the profile or the library changed during the run; run again", Place(str(job.profile))
            )
        _AT_HAND.clear()
        _AT_HAND[job, made.base] = made
        return made
    return _AT_HAND[job, base]


def _made(job: Job) -> Press:
    source, library = load_sources(job.profile, job.overlays, job.settings, job.wanted)
    prepared = prepare(source, library)
    with collecting() as problems:
        for n, name in enumerate(prepared.profile.negotiable):
            problems.add(*_not_an_option(name, library, source.place("negotiable", n)))
        house = problems.attempt(house_of, prepared.profile, source, job.letterhead) or House()
    allowed = frozenset(f"clauses.{name}" for name in prepared.profile.negotiable)
    cutter = Cutter.of(library, "\n".join(_texts(source.root)))
    plan = targets(prepared, job.folder, job.formats)
    paper = letterhead_path(prepared.profile, source, job.letterhead)
    return Press(job, source, library, plan, allowed, cutter, paper, _fingerprint(source, library, house, job))


def _fingerprint(source: ProfileSource, library: Library, house: House, job: Job) -> str:
    """A checksum of all that goes into every contract: the program, the profile, the library, the files of the house.

    It must be the same on all machines of a cluster, so it knows no places.
    """
    found = sha256(shelf.program().encode())
    found.update(ascii((_plain(source.root), source.name, job.formats, job.force)).encode())
    contents = {name: content_of(path, LARGEST_TEXT, Place(str(path))) for name, path in library.files.items()}
    brought = {name: one.content for name, one in (("letterhead", house.letterhead), ("logo", house.logo)) if one}
    for name, content in (*contents.items(), *brought.items()):
        found.update(f"\0{name}\0".encode(errors="surrogateescape") + sha256(content).digest())
    return found.hexdigest()


def _plain(node: Node) -> Any:
    """What a profile says and how it is quoted, which may be the difference between a word and a key."""
    match node:
        case Scalar(text=text, plain=plain, block=block, literal=literal):
            return (text, plain, block, literal)
        case Sequence(items=items):
            return [*map(_plain, items)]
        case YamlMapping(entries=entries):
            return {key: _plain(inner) for key, inner in entries.items()}


def _not_an_option(name: str, library: Library, place: Place) -> Iterable[Finding]:
    of, _, option = name.rpartition(".")
    declared = library.topics[of].options if of in library.topics else None
    declared = library.clauses[of].head.options if of in library.clauses else declared
    if declared is None or option not in declared:
        known = [f"{id_}.{key}" for id_, clause in library.clauses.items() for key in clause.head.options]
        known += [f"{topic}.{key}" for topic, found in library.topics.items() for key in found.options]
        message = f"negotiable: '{name}' is no option; write clause.option{nearest(name, known)}"
        yield Finding("unknown-option", "error", message, place)


@lru_cache(maxsize=1000)
def _hint(key: str, known: tuple[str, ...]) -> str:
    """What a key may have meant: each row of a list asks it again."""
    return nearest(key, known)


def _clashing(keys: Iterable[str], place: Place) -> Iterable[Finding]:
    if key := clash(keys):
        message = f"'{key}' is set, and keys below it are, too; set either"
        yield Finding("customer-key", "error", message, place)


def _standins_in(contract: Contract) -> Iterable[str]:
    rows = (inlines(part.document) for part in contract.parts)
    return (found for row in rows for one in row if isinstance(one, Text) for found in STAND_IN.findall(one.text))


def _texts(node: Any) -> Iterable[str]:
    match node:
        case Scalar(text=text):
            yield text
        case Sequence(items=items):
            for item in items:
                yield from _texts(item)
        case YamlMapping(entries=entries):
            for value in entries.values():
                yield from _texts(value)
