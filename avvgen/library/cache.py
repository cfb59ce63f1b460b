"""The library of earlier runs: only a sound one is kept, under a hash of all that it hangs on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import pydantic

from avvgen import shelf
from avvgen.library.load import PHRASES, Library, load_library, shipped_folder
from avvgen.library.plain import as_plain, from_plain

SPOILT = (ValueError, LookupError, TypeError, AttributeError, RecursionError)


def library_of_files(files: Mapping[str, Path]) -> Library:
    """The library of these files, taken from the shelf if an earlier run has put it there.

    Raises AvvgenError with every finding of every file; a library with findings is never kept.
    """
    if not shelf.is_open() or (key := content_key(files)) is None:
        return load_library(files)
    kept = shelf.take(key)
    if kept is not None:
        try:
            return from_plain(json.loads(kept), files)
        except SPOILT:  # whoever wrote it was another program, whatever it said
            pass
    library = load_library(files)
    if content_key(files) == key:  # nobody saved a clause in between
        shelf.put(key, json.dumps(as_plain(library), ensure_ascii=False, separators=(",", ":")).encode())
    return library


def content_key(files: Mapping[str, Path]) -> str | None:
    """A name of the files by their bytes and of the program that reads them; None if one cannot be read."""
    digest = sha256(f"{shelf.edition()} {pydantic.VERSION}".encode())
    try:
        for name, path in (*files.items(), (PHRASES, shipped_folder() / PHRASES)):
            data = path.read_bytes()
            digest.update(f"\0{name}\0{path}\0{len(data)}\0".encode("utf-8", "surrogateescape") + data)
    except OSError:
        return None
    return f"library-{digest.hexdigest()}.json"
