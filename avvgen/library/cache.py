"""The library of earlier runs: only a sound one is kept, under a hash of all that it hangs on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from avvgen import shelf
from avvgen.clause_folders import content_key
from avvgen.library.load import Library, load_library
from avvgen.library.plain import as_plain, from_plain

SPOILT = (ValueError, LookupError, TypeError, AttributeError, RecursionError)


def library_of_files(files: Mapping[str, Path]) -> Library:
    """The library of these files, taken from the shelf if an earlier run has put it there.

    Raises AvvgenError with every finding of every file; a library with findings is never kept.
    """
    if not shelf.is_open() or (key := content_key(files)) is None:
        return load_library(files)
    name = f"library-{key}.json"
    kept = shelf.take(name)
    if kept is not None:
        try:
            return replace(from_plain(json.loads(kept), files), key=key)
        except SPOILT:  # whoever wrote it was another program, whatever it said
            pass
    library = load_library(files)
    if content_key(files) != key:  # somebody saved a clause in between
        return library
    shelf.put(name, shelf.written(as_plain(library)))
    return replace(library, key=key)
