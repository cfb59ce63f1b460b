"""The clause files: which there are, in the shipped folder in those laid over it, and all of them as one key."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

import avvgen
from avvgen import shelf
from avvgen.files import LARGEST_TEXT, below, content_of, mode_of, refuse_strays
from avvgen.findings import AvvgenError, Place, error

VARIANTS = "variants"
PHRASES = "phrases.yaml"  # the shipped one says which of them an overlay must have


def shipped_folder() -> Path:
    """The folder of shipped clauses: in the installed package, or beside it in a checkout."""
    package = Path(avvgen.__file__).parent
    installed = package / "clauses"
    return installed if installed.is_dir() else package.parent / "clauses"


def shortest(folder: Path) -> Path:
    """The folder as a user in the current one would name it, for messages."""
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_absolute() and folder.is_relative_to(here) else folder


def variant_folders(names: Iterable[str]) -> tuple[Path, ...]:
    """The shipped folders of files that differ in a language or under a law of data protection."""
    folder = shipped_folder() / VARIANTS
    known = {path.name: path for path in folder.iterdir() if path.is_dir()} if folder.is_dir() else {}
    return tuple(known[name] for name in names if name in known)


def laid_over(variants: Iterable[str], own: Path | None) -> tuple[Path, ...]:
    """The folders that a profile lays over the shipped one: those of its language and its law, then its own."""
    return (*variant_folders(variants), *((own,) if own else ()))


def library_files(overlays: Iterable[Path] = ()) -> dict[str, Path]:
    """The files of the library by their relative names, a later folder's file in place of an earlier one's.

    Raises AvvgenError for an overlay that is no folder, and for a file or folder in it that cannot be looked at.
    """
    files: dict[str, Path] = {}
    for folder in (shipped_folder(), *overlays):
        if not stat.S_ISDIR(mode_of(folder, Place(str(folder)))):
            raise error("file-missing", "there is no such folder to lay over the clauses", Place(str(folder)))
        if not folder.is_relative_to(shipped_folder()):
            refuse_strays(shortest(folder))
        found = sorted(_files_of(shortest(folder)))
        names = {path.relative_to(shortest(folder)).as_posix(): path for path in found}
        files |= {name: path for name, path in names.items() if _belongs(name)}
    return files


def own_files(paths: Iterable[str | Path]) -> tuple[Path, ...]:
    """Those of the files that are the user's and not shipped, each once."""
    shipped = f"{shortest(shipped_folder())}{os.sep}"
    return tuple(Path(path) for path in dict.fromkeys(map(str, paths)) if not path.startswith(shipped))


def content_key(files: Mapping[str, Path]) -> str | None:
    """A checksum of the files by their bytes and of the program that reads them; None if one cannot be read."""
    digest = sha256(shelf.edition().encode())
    try:
        for name, path in (*files.items(), (PHRASES, shipped_folder() / PHRASES)):
            data = content_of(path, LARGEST_TEXT, Place(str(path)))
            digest.update(f"\0{name}\0{path}\0{len(data)}\0".encode("utf-8", "surrogateescape") + data)
    except AvvgenError:  # whoever reads the library says it
        return None
    return digest.hexdigest()


def _files_of(folder: Path) -> Iterator[Path]:
    for path in below(folder):
        if path.suffix in (".md", ".yaml") and stat.S_ISREG(mode_of(path, Place(str(path)))):
            yield path


def _belongs(name: str) -> bool:
    """Readme files and variants are not part of the library as it stands."""
    return not name.endswith("README.md") and not name.startswith(f"{VARIANTS}/")
