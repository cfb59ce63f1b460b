"""The texts that one profile makes: a contract for each package, and further documents beside each contract.

Each is a partial profile, set over the profile as a profile is set over the one that it extends.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from avvgen.files import wrong_name
from avvgen.findings import Finding, Problems, collecting, error, nearest
from avvgen.job import ALL, Wanted
from avvgen.profiles.load import (
    VARIANTS,
    ProfileSource,
    as_mapping,
    load_profile_source,
    merge,
    with_open_controller,
)
from avvgen.yaml_source import Mapping, Node, Scalar, key_place

MOST = 200  # texts of one profile: each is as large as the profile, and packages and documents multiply
OF_A_FILE = ("extends", "abstract", "library")
# Of `document`, what is said of the contract and of no other text.
OF_THE_CONTRACT = ("title", "label", "subtitle", "version", "supersedes", "replaces", "history", "amends")


def load_editions(
    path: Path, settings: tuple[str, ...], wanted: Wanted, problems: Problems
) -> tuple[ProfileSource, ...]:
    """The texts that a profile makes, its contracts each before the documents that go with it.

    What is wrong with packages and documents goes to the problems, so that the rest of the profile is judged, too.
    Raises AvvgenError for an unreadable profile, and for a name that the profile does not have.
    """
    source = load_profile_source(path, settings)
    made = editions(source, settings, problems)
    for kind in ("package", "document"):
        name, known = getattr(wanted, kind), tuple(dict.fromkeys(filter(None, (getattr(one, kind) for one in made))))
        if name and name not in known:
            hint = nearest(name, known) or (f"; it has {', '.join(known)}" if known else "; it has none")
            raise error(f"unknown-{kind}", f"has no {kind} '{name}'{hint}", source.place(f"{kind}s"))
    return tuple(one for one in made if wanted.package in ("", one.package) and wanted.document in ("", one.document))


def load_contract(path: Path, settings: tuple[str, ...] = (), wanted: Wanted = ALL) -> ProfileSource:
    """The one text that a call is about: the contract, unless it asks for a document.

    Raises AvvgenError if there are several, because the call chooses no package.
    """
    with collecting() as problems:
        every = load_editions(path, settings, wanted, problems)
    made = [one for one in every if wanted.document or not one.document]
    if len(made) > 1:
        names = ", ".join(one.package for one in made)
        raise error("package-open", f"offers the packages {names}; choose one with --package", made[0].begins)
    return made[0]


def editions(source: ProfileSource, settings: tuple[str, ...], problems: Problems) -> tuple[ProfileSource, ...]:
    """Every text that a profile makes; one without packages and documents makes itself.

    Raises AvvgenError for more texts than anybody would sign.
    """
    if source.abstract:
        return (source,)
    made = tuple(islice(_texts(source, settings, problems), MOST + 1))
    if len(made) > MOST:
        message = f"packages and documents make more than {MOST} texts; divide the profile, and extend it"
        raise error("too-many-texts", message, source.place("packages" if made[0].package else "documents"))
    return tuple(replace(text, root=_without(text.root, *VARIANTS)) for text in made)


def _texts(source: ProfileSource, settings: tuple[str, ...], problems: Problems) -> Iterator[ProfileSource]:
    for contract in _contracts(source, settings, problems):
        yield contract
        yield from _documents(contract, problems)


def _contracts(source: ProfileSource, settings: tuple[str, ...], problems: Problems) -> Iterator[ProfileSource]:
    """The contract of a profile, or one a package; what is set from outside is said last."""
    packages = dict(_named(source.root, "packages", ("packages", *OF_A_FILE), problems))
    if not packages:
        yield source
    for name, package in packages.items():
        root = with_open_controller(merge(_without(source.root, "packages"), package))
        for setting in (one for one in settings if not one.startswith(tuple(f"{key}." for key in VARIANTS))):
            root = merge(root, as_mapping(setting))
        yield replace(source, root=_called(root, package, name), package=name, said=package.place)


def _documents(contract: ProfileSource, problems: Problems) -> Iterator[ProfileSource]:
    """The further documents beside a contract."""
    for name, document in _named(contract.root, "documents", (*VARIANTS, *OF_A_FILE), problems):
        if "outline" in document.entries:
            root = merge(_beside(contract.root), document)
            yield replace(contract, root=_called(root, document, name), document=name, said=document.place)
        else:
            message = f"documents.{name} has no outline; name one, such as addendum-dora"
            problems.add(Finding("missing-value", "error", message, document.place))


def _named(root: Mapping, kind: str, refused: tuple[str, ...], problems: Problems) -> Iterator[tuple[str, Mapping]]:
    """The packages or documents of a profile that can be."""
    every = root.entries.get(kind)
    if every is not None and not isinstance(every, Mapping):
        problems.add(Finding("wrong-type", "error", f"{kind} takes a map of names", every.place))
    for name, partial in every.entries.items() if isinstance(every, Mapping) else ():
        place = every.keys.get(name, partial.place) if isinstance(every, Mapping) else partial.place
        if wrong := wrong_name(name):
            problems.add(Finding("output-name", "error", f"{kind}: '{name}' {wrong}", place))
        elif not isinstance(partial, Mapping):
            problems.add(Finding("wrong-type", "error", f"{kind}.{name} takes a map of keys of a profile", place))
        else:
            for key in (key for key in refused if key in partial.entries):
                message = f"{kind}.{name} cannot say '{key}'; say it for the whole profile"
                problems.add(Finding("unknown-key", "error", message, key_place(partial, (key,))))
            yield name, partial


def _beside(root: Mapping) -> Mapping:
    """What a document takes over from the profile: all but what is said of the contract alone, which it may amend."""
    document, words = root.entries.get("document"), root.entries.get("words")
    of_it = document.entries if isinstance(document, Mapping) else {}
    place = document.place if isinstance(document, Mapping) else root.place
    amends = Mapping({key: of_it[key] for key in ("version", "date") if key in of_it}, place)
    kept = {key: node for key, node in of_it.items() if key not in OF_THE_CONTRACT}
    entries: dict[str, Node] = {**root.entries, "document": Mapping({**kept, "amends": amends}, place)}
    if isinstance(words, Mapping):
        entries["words"] = _without(words, "document")
    return Mapping(entries, root.place, root.keys)


def _called(root: Mapping, partial: Mapping, name: str) -> Mapping:
    """The profile with the name of its file: that of the package or document, else the profile's with its key."""
    output, own = root.entries.get("output"), partial.entries.get("output")
    said = output.entries.get("name") if isinstance(output, Mapping) else None
    if (isinstance(own, Mapping) and "name" in own.entries) or not isinstance(said, Scalar):
        return root
    called = Scalar(f"{said.text}-{name}", said.place, said.plain, literal=said.literal)
    return merge(root, Mapping({"output": Mapping({"name": called}, said.place)}, root.place))


def _without(root: Mapping, *names: str) -> Mapping:
    return Mapping({key: node for key, node in root.entries.items() if key not in names}, root.place, root.keys)
