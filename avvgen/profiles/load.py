"""From a file to a profile: `extends` merged, the static part checked, the places of all values kept."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from os.path import isfile
from pathlib import Path

from pydantic import ValidationError

from avvgen.characters import first_unseen, one_line
from avvgen.files import beside, mode_of
from avvgen.findings import AvvgenError, Place, error
from avvgen.profiles.models import Profile
from avvgen.profiles.problems import findings
from avvgen.yaml_source import MAX_DEPTH, Mapping, Node, Scalar, place_of, read_yaml, to_data, wrong_letters

VARIANTS = ("packages", "documents")  # partial profiles by their names, see editions
FILLED_IN = ("name", "address", "represented_by", "contact")  # by a controller that is `blank`
OF_THE_FILE = ("extends", "abstract")  # read before anything is set
LONGEST_CHAIN = 20
LONGEST_KEY = 200  # letters of a key that a message says


@dataclass(frozen=True, slots=True)
class ProfileSource:
    """A profile as written, its bases merged in; every value still knows the file it stands in.

    Of a profile that makes several texts, each is a source with the package or document that it is of.
    """

    path: Path
    root: Mapping
    abstract: bool
    library: Path | None
    package: str = ""
    document: str = ""
    said: Place | None = None  # where the package or document begins

    @property
    def begins(self) -> Place:
        """What is to be said of the text as a whole is said here."""
        return self.said or Place(str(self.path), 1, 1)

    @property
    def edition(self) -> str:
        """The package and the document, as file names say them; nothing for the only contract of a profile."""
        return "-".join(filter(None, (self.package, self.document)))

    @property
    def steps(self) -> str:
        """The package and the document, apart, as no two texts of a profile have them."""
        return "/".join(filter(None, (self.package, self.document)))

    @property
    def name(self) -> str:
        """The file's name without its ending, and the edition, under which the contract is written."""
        return "-".join(filter(None, (self.path.stem, self.edition)))

    @property
    def clauses(self) -> Node:
        """What the profile says of clauses and topics, to be checked against the library."""
        return self.root.entries.get("clauses") or Mapping({}, self.root.place)

    @property
    def variants(self) -> tuple[str, ...]:
        """The language and the law of data protection as the profile writes them, for what the library varies."""
        document = self.root.entries.get("document")
        chosen = [document.entries.get(key) for key in ("language", "regime")] if isinstance(document, Mapping) else []
        return tuple(node.text for node in chosen if isinstance(node, Scalar))

    def place(self, *steps: str | int) -> Place:
        """Where a value stands, or the nearest around it."""
        return place_of(self.root, steps)


def load_profile_source(path: Path, settings: tuple[str, ...] = ()) -> ProfileSource:
    """Read a profile and all it extends; `settings` are values set from outside, as `key.key=value`.

    Raises AvvgenError for an unreadable file, broken YAML, or a circle of `extends`.
    """
    own = _read(path)
    root = with_open_controller(_merged(path, own, ()))
    for setting in settings:
        root = merge(root, as_mapping(setting))
    library = root.entries.get("library")
    folder = None
    if isinstance(library, Scalar) and not library.is_null:
        folder = beside(library.text, library.place)
        if not stat.S_ISDIR(mode_of(folder, library.place)):
            raise error("file-missing", f"there is no folder '{library.text}' to lay over the clauses", library.place)
    return ProfileSource(path, root, _switched_on(own.entries.get("abstract")), folder)


def read_profile(source: ProfileSource) -> Profile:
    """The static part of a profile.

    Raises AvvgenError with a finding for every value that is wrong.
    """
    if source.abstract:
        raise error("abstract", "this profile is a mere base; build one that extends it", source.place("abstract"))
    try:
        return Profile.model_validate(to_data(source.root))
    except ValidationError as problem:
        raise AvvgenError(*findings(problem, Profile, source.root)) from None


def _read(path: Path) -> Mapping:
    node = read_yaml(path)
    if not isinstance(node, Mapping):
        raise error("wrong-type", "a profile is a map of keys", node.place)
    return node


def _merged(path: Path, own: Mapping, below: tuple[Path, ...]) -> Mapping:
    base = own.entries.get("extends")
    if base is None or (isinstance(base, Scalar) and base.is_null):
        return merge(Mapping({}, own.place), own)
    if not isinstance(base, Scalar):
        raise error("wrong-type", "extends takes one file", base.place)
    chain = (*below, path.resolve())
    if len(chain) > LONGEST_CHAIN:
        raise error("extends-depth", f"more than {LONGEST_CHAIN} profiles extend one another; join some", base.place)
    parent_path = beside(base.text, base.place)
    if parent_path.resolve() in chain:
        raise error("extends-cycle", f"'{base.text}' extends this file in turn; break the circle", base.place)
    if not isfile(parent_path):  # noqa: PTH113 - a name that is too long throws Path's
        raise error("file-missing", f"there is no file '{base.text}' beside this profile", base.place)
    parent = _merged(parent_path, _read(parent_path), chain)
    inherited = {key: node for key, node in parent.entries.items() if key != "abstract"}
    return merge(Mapping(inherited, parent.place, parent.keys), own)


def merge(base: Mapping, own: Mapping) -> Mapping:
    """Maps merge key by key, a value replaces, null removes, lists replace; the base's order comes first.

    In a package or a document a null waits, to remove from the profile what that has.
    """
    waiting = {key: node for key in VARIANTS if isinstance(node := own.entries.get(key), Mapping)}
    rest = Mapping({key: node for key, node in own.entries.items() if key not in waiting}, own.place, own.keys)
    merged = _merged_maps(base, rest)
    below = {key: node for key in waiting if isinstance(node := base.entries.get(key), Mapping)}
    layered = {key: _layered(below.get(key, Mapping({}, node.place)), node) for key, node in waiting.items()}
    return Mapping({**merged.entries, **layered}, merged.place, merged.keys)


def _merged_maps(base: Mapping, own: Mapping) -> Mapping:
    entries, keys = dict(base.entries), {**base.keys, **own.keys}
    for key, node in own.entries.items():
        below = entries.get(key)
        if isinstance(node, Scalar) and node.is_null:
            entries.pop(key, None)
        elif isinstance(node, Mapping) and isinstance(below, Mapping):
            entries[key] = _merged_maps(below, node)
        else:
            entries[key] = without_nulls(node) if isinstance(node, Mapping) else node
    return Mapping(entries, own.place, keys)


def _layered(base: Mapping, own: Mapping, depth: int = 0) -> Mapping:
    """Partial profiles by name, one set over another; only a null in place of a whole one removes already."""
    entries, keys = dict(base.entries), {**base.keys, **own.keys}
    for key, node in own.entries.items():
        below = entries.get(key)
        if depth == 0 and isinstance(node, Scalar) and node.is_null:
            entries.pop(key, None)
        elif isinstance(node, Mapping) and isinstance(below, Mapping):
            entries[key] = _layered(below, node, depth + 1)
        else:
            entries[key] = node
    return Mapping(entries, own.place, keys)


def with_open_controller(root: Mapping) -> Mapping:
    """A profile whose controller is `blank` with a gap for each thing that the counterparty fills in.

    What is set from outside then closes one gap and leaves the others.
    """
    parties = root.entries.get("parties")
    blank = parties.entries.get("controller") if isinstance(parties, Mapping) else None
    if not isinstance(parties, Mapping) or not (isinstance(blank, Scalar) and blank.plain and blank.text == "blank"):
        return root
    gaps = Mapping(dict.fromkeys(FILLED_IN, blank), blank.place, dict.fromkeys(FILLED_IN, blank.place))
    with_gaps = Mapping({**parties.entries, "controller": gaps}, parties.place, parties.keys)
    return Mapping({**root.entries, "parties": with_gaps}, root.place, root.keys)


def as_mapping(setting: str) -> Mapping:
    """The map that `parties.controller.name=Muster AG` means; the value is letters, never clause text.

    Raises AvvgenError if there is no `=`, and for what cannot be set.
    """
    key, equals, value = setting.partition("=")
    place = Place(f"--set {one_line(key[:LONGEST_KEY])}")
    if name := first_unseen(setting):
        raise error("character", f"holds the character {name}, which cannot be seen; remove it", place)
    if not equals or not key:
        raise error("setting", f"'{setting[:LONGEST_KEY]}' sets nothing; write key=value", place)
    if key.count(".") >= MAX_DEPTH:
        raise error("setting", f"leads deeper than {MAX_DEPTH} levels; write a key of the profile", place)
    first = key.partition(".")[0]
    if first in OF_THE_FILE:
        raise error("setting", f"'{first}' is said in the profile alone; build another profile", place)
    if wrong := tuple(wrong_letters(value, place)):
        raise AvvgenError(*wrong)
    node: Node = Scalar(value, place, literal=True)
    for step in reversed(key.split(".")):
        node = Mapping({step: node}, place, {step: place})
    return node if isinstance(node, Mapping) else Mapping({}, place)


def without_nulls(node: Mapping) -> Mapping:
    """A map without the keys that remove."""
    kept = {
        key: without_nulls(value) if isinstance(value, Mapping) else value
        for key, value in node.entries.items()
        if not (isinstance(value, Scalar) and value.is_null)
    }
    return Mapping(kept, node.place, node.keys)


def _switched_on(node: Node | None) -> bool:
    return isinstance(node, Scalar) and node.text in ("true", "on")
